package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/money"
	"ysgk/internal/pattern"
	"ysgk/internal/typed"
)

// table is a sheet with a title, headers and lines.
type table struct {
	*sheet
	from    int // its first row
	to      int // its last row; another table may stand below
	title   pos
	called  string // the title without blanks
	of      string // what the table above with the same headers is called, "" if there is none
	guessed bool   // the title does not say that it is one of a table
	head    [2]int // rows of headers
	body    [2]int // rows of lines, totals too; the last may be before the first
	notes   []string
	unit    money.Unit         // that the sheet states, zero if none
	units   map[int]money.Unit // of columns whose headers name another one
	blocks  []*block
	vague   map[int]map[string]bool // by column, headers such as 本年预算 above a line of 上年结转, which do not limit
}

// block is columns of labels with the columns of figures behind them.
type block struct {
	labels  []int
	figures []int
}

var (
	tableName = pattern.Of(`(表|清单|一览)([-—－]+[^-—－]+)?([(（].*[)）])?$`)
	number    = pattern.Of(`^\d+([=+\-＝＋－]\S*)?$|^[A-Z]$|^[栏行]次$|^[甲乙丙丁戊己]$|^[①-⑳]$|^\*+$`)
	noteWords = pattern.Of(`^(注|备注|说明|填表|制表|审核|单位负责人|负责人|经办|联系)[^。]{0,6}[:：]|^注`)
	totals    = pattern.Of(`合计|总计|小计|共计`)
	ordinals  = pattern.Of(`^([一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}[、.．][^0-9]|[(（][0-9]{1,2}[)）]|其中[:：])`)
	kindHeads = pattern.Of(`(类|经费)项目$`) // 人员类项目: money
	keyHeads  = pattern.Of(`编码|代码|编号|名称|科目$|序号|行[次号]$|备注|依据|单位$|项目$|^[类款项]$|^功能分类$|说明$|年限|时间$|日期$|用途$|内容$|性质$|类别$|类型$|方式$|规格|文号|负责人|责任人|地点`)
)

// findTables reads the tables of a sheet, one below the other.
func findTables(s *sheet, units *money.Units, knows func(string) bool) (out []*table) {
	if s.last.row > tallest {
		return nil
	}
	for from := 1; from <= s.last.row; {
		t := findTable(s, from, units, knows)
		if t == nil {
			break
		}
		from = t.to + 1
		if n := len(out); n > 0 && out[n-1].again(t) {
			out[n-1] = findTable(out[n-1].without(t.from, t.head[1]), out[n-1].from, units, knows)
			out[n-1].to = t.to
			continue
		}
		out = append(out, t)
	}
	for i := 0; i < len(out); i++ {
		if below := out[i].cut(units); below != nil {
			out = slices.Insert(out, i+1, below)
		}
	}
	return out
}

// cut ends a table where its headers stand again below a text of their own, and gives the one that
// begins there: 一、一般公共预算 and 二、政府性基金预算 on one sheet are a table each, called as the
// sheet and the text above their headers. Headers that stand again without one are those of a page.
func (t *table) cut(units *money.Units) (below *table) {
	if len(t.texts(t.head[0])) < 2 {
		return nil
	}
	for row := t.head[1] + 1; row <= t.to; row++ {
		title, ok := t.heading(t.head[1], row)
		if !ok || !t.headsAgain(row) {
			continue
		}
		below = &table{sheet: t.sheet, from: title.row, to: t.to, title: title, called: unnumbered(t.says(title)), head: [2]int{row, row + t.head[1] - t.head[0]}, unit: t.unit, of: cmp.Or(t.of, t.called), guessed: t.guessed}
		if u, ok := below.unitAbove(units); ok {
			below.unit = u
		}
		if own, ok := t.heading(t.title.row, t.head[0]); ok && t.of == "" {
			if numberOfTable.MatchString(t.called) {
				t.title, t.called = own, ""
			}
			t.called += unnumbered(t.says(own))
		}
		if !t.guessed && !tableName.MatchString(below.called) {
			below.called = below.of + below.called
		}
		t.to = title.row - 1
		t.divide(units)
		below.divide(units)
		return below
	}
	return nil
}

// headsAgain says whether the headers of a table stand in the rows from one on.
func (t *table) headsAgain(row int) bool {
	for i := range t.head[1] - t.head[0] + 1 {
		for col := 1; col <= t.last.col; col++ {
			if !sameHead(t.says(pos{col, t.head[0] + i}), t.says(pos{col, row + i})) {
				return false
			}
		}
	}
	return true
}

// heading is the text that stands alone above the headers that begin in a row, but for the unit of
// the amounts; none stands at or above another row.
func (t *table) heading(above, row int) (at pos, ok bool) {
	for row--; row > above; row-- {
		var own []pos
		for _, at := range t.texts(row) {
			if c := t.cells[at]; !unitNote.MatchString(t.says(at)) && !c.formula {
				own = append(own, at)
			}
		}
		if len(own) == 0 {
			continue
		}
		text := t.says(own[0])
		return own[0], len(own) == 1 && text != "" && !totals.MatchString(text) && !noteWords.MatchString(text) && !placeholder(text) && len([]rune(text)) < 60 && !strings.Contains(text, ":")
	}
	return pos{}, false
}

// unitNote is a cell that says nothing but the unit of a table's amounts.
var unitNote = pattern.Of(`^[(（]?(金额|计量|货币)?单位[:：]?(人民币)?[十百千万亿]*元[)）]?$`)

// again says whether a table below is the same one going on: a page that repeats the
// title and the headers.
func (t *table) again(o *table) bool {
	if t.called != o.called || t.head[1]-t.head[0] != o.head[1]-o.head[0] {
		return false
	}
	for i := 0; i <= t.head[1]-t.head[0]; i++ {
		for col := 1; col <= t.last.col; col++ {
			if t.says(pos{col, t.head[0] + i}) != o.says(pos{col, o.head[0] + i}) {
				return false
			}
		}
	}
	return true
}

// without is a sheet in which nothing stands in some rows.
func (s *sheet) without(from, to int) *sheet {
	out := *s
	out.cells = maps.Clone(s.cells)
	maps.DeleteFunc(out.cells, func(at pos, _ cell) bool { return at.row >= from && at.row <= to })
	return &out
}

// contents says whether a sheet only lists the tables.
func (t *table) contents() bool {
	for row := t.from; row <= min(t.last.row, t.from+7); row++ {
		for _, at := range t.texts(row) {
			if text := t.says(at); text == "目录" || text == "目次" {
				return true
			}
		}
	}
	return false
}

// tallest is how many rows a sheet may have that is read as tables; the forms of
// bureaus and what departments hand in have hundreds.
const tallest = 5000

// findTable reads the rows of a sheet from one on as a table; nil if it has no title
// of one, or no headers.
// knows says whether a text names a line: a code, a unit, a project.
func findTable(s *sheet, from int, units *money.Units, knows func(string) bool) *table {
	t := &table{sheet: s, from: from, to: s.last.row}
	if t.contents() || !t.findTitle() {
		return nil
	}
	t.findEnd()
	if !t.findHead(knows) {
		return nil
	}
	t.unit, _ = t.unitAbove(units)
	t.divide(units)
	if t.guessed && (len(t.blocks) == 0 || t.head[1]-t.head[0] > 3 || t.columns() < 3 && !t.ofMoney()) {
		return nil // a page of text
	}
	return t
}

// unitAbove is the unit that stands above the lines of a table.
func (t *table) unitAbove(units *money.Units) (u money.Unit, ok bool) {
	for row := t.from; row <= t.head[1]; row++ {
		for _, at := range t.texts(row) {
			for _, find := range []func(string) (money.Unit, bool){units.Note, units.Alone} {
				if u, ok := find(strings.TrimSpace(t.cells[at].text)); ok {
					return u, true
				}
			}
		}
	}
	return money.Unit{}, false
}

// ofMoney says whether a header is one over amounts.
func (t *table) ofMoney() bool {
	return slices.ContainsFunc(t.blocks, func(b *block) bool {
		return slices.ContainsFunc(b.figures, func(col int) bool { return moneyHead.MatchString(t.lowest(col)) })
	})
}

// divide reads what stands below the headers.
func (t *table) divide(units *money.Units) {
	t.blocks, t.notes = nil, nil
	t.findBody()
	t.findBlocks()
	t.typedFigures()
	t.findUnits(units)
}

// typedFigures reads what stands as text below headers of figures: a whole number, which
// elsewhere may be a code, an amount in other digits or with its sign.
func (t *table) typedFigures() {
	for _, b := range t.blocks {
		for _, col := range b.figures {
			for row := t.body[0]; row <= t.body[1]; row++ {
				at := pos{col, row}
				c := t.cells[at]
				if _, ok := c.amount(); ok || c.text == "" || !t.own(at) {
					continue
				}
				text := strings.Trim(typed.Narrow(tight(c.text)), "¥￥元")
				if d, err := decimal.NewFromString(strings.ReplaceAll(text, ",", "")); err == nil && typedFigure.MatchString(text) {
					c.number, c.numeric = d, true
					t.cells[at] = c
				}
			}
		}
	}
}

var typedFigure = pattern.Of(`^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$`)

// endHead ends the headers of an example where those of the form end, if nothing else does: of a table
// of texts alone all lines look like headers.
func (t *table) endHead(form *table) {
	height := form.head[1] - form.head[0]
	if t.body[1] >= t.body[0] || t.head[1]-t.head[0] <= height {
		return
	}
	if form.headsAsIn(t, height, sameHead) {
		t.head[1] = t.head[0] + height
		t.findBody()
	}
}

// headsAsIn says whether the first row of headers and so many below it are those of another table.
func (t *table) headsAsIn(o *table, more int, alike func(a, b string) bool) bool {
	for i := range more + 1 {
		for col := 1; col <= t.last.col; col++ {
			if !alike(t.says(pos{col, t.head[0] + i}), o.says(pos{col, o.head[0] + i})) {
				return false
			}
		}
	}
	return true
}

// headLike takes as many rows of headers as a table with the same ones has: figures
// show where its lines begin, a blank form may leave it open.
//
// alike says whether two headers are the same.
func (t *table) headLike(e *table, units *money.Units, alike func(a, b string) bool) {
	deep := e.head[1] - e.head[0]
	if t.head[1]-t.head[0] == deep || t.head[0]+deep > t.to {
		return
	}
	if t.headsAsIn(e, deep, alike) {
		t.head[1] = t.head[0] + deep
		t.divide(units)
	}
}

// divideLike divides the columns as a table with the same headers does, where lines show
// which columns are labels.
func (t *table) divideLike(e *table) {
	for _, b := range e.blocks {
		for _, col := range slices.Concat(b.labels, b.figures) {
			if !sameHead(t.headed(col), e.headed(col)) {
				return
			}
		}
	}
	if t.last.col != e.last.col {
		return
	}
	t.blocks = nil
	for _, b := range e.blocks {
		t.blocks = append(t.blocks, &block{slices.Clone(b.labels), slices.Clone(b.figures)})
	}
}

// findUnits finds the columns whose headers name a unit of their own: 金额（元）
// beside 金额（万元）. If all name the same one, it is the table's.
func (t *table) findUnits(units *money.Units) {
	t.units = map[int]money.Unit{}
	n, same := 0, true
	var first money.Unit
	for _, b := range t.blocks {
		for _, col := range b.figures {
			n++
			for _, head := range t.heads(col) {
				u, ok := units.Header(head)
				if !ok {
					u, ok = units.Alone(head)
				}
				if ok && t.units[col] == (money.Unit{}) {
					t.units[col] = u
				}
			}
			if u, ok := t.units[col]; ok && first == (money.Unit{}) {
				first = u
			}
			same = same && t.units[col] == first
		}
	}
	if t.unit == (money.Unit{}) && same && n > 0 {
		t.unit = first
	}
	maps.DeleteFunc(t.units, func(_ int, u money.Unit) bool { return u == t.unit })
}

func (t *table) findTitle() bool {
	for row := t.from; row <= min(t.last.row, t.from+7); row++ {
		for _, at := range t.texts(row) {
			text := numberedTitle.ReplaceAllString(t.says(at), "$1")
			if !tableName.MatchString(text) || len([]rune(text)) < 4 || len([]rune(text)) >= 60 || strings.ContainsAny(text, ":：") || numberOfTable.MatchString(text) {
				continue
			}
			if t.called == "" || row <= t.title.row+2 && len(text) > len(t.called) {
				t.title, t.called = at, tableNo.ReplaceAllString(text, "")
			}
		}
	}
	if t.called != "" {
		return true
	}
	// a table may be called otherwise: by the text that stands alone above it, or by its sheet
	for row := t.from; row <= min(t.last.row, t.from+3); row++ {
		if texts := t.texts(row); len(texts) == 1 && len([]rune(t.says(texts[0]))) >= 4 && len([]rune(t.says(texts[0]))) < 60 {
			t.title, t.called, t.guessed = texts[0], t.says(texts[0]), true
			return true
		}
	}
	return false
}

// figuresIn is how many cells of a sheet hold numbers with decimals, or large ones.
func (s *sheet) figuresIn() (n int) {
	for at, c := range s.cells {
		if d, ok := c.amount(); ok && s.own(at) && (!d.IsInteger() || d.Abs().GreaterThan(decimal.NewFromInt(9999))) {
			n++
		}
	}
	return n
}

// numberOfTable is a text such as 预算公开02表, 附表3.
var numberOfTable = pattern.Of(`^(附|附件|预算|公开|部门)*表?[0-9一二三四五六七八九十]+[-－]?[0-9]*表?$|^附表.{0,4}$`)

// tableNo is the number of a table before its name: 附表6 财政拨款收支总表, 公开01表 收支总表.
var tableNo = pattern.Of(`^((附表|附件|表)[0-9一二三四五六七八九十]+([-－][0-9]+)?|(预算)?(公开)?[0-9]{1,2}([-－][0-9]+)?表)[、.．]?`)

// numberedTitle is a title whose number has a colon behind it: 附表6：财政拨款收支总表.
var numberedTitle = pattern.Of(`^((?:附表|附件|表)[0-9一二三四五六七八九十]+(?:[-－][0-9]+)?)[:：]`)

// findEnd finds the last row: before the next title, which stands alone in its row.
func (t *table) findEnd() {
	for row := t.title.row + 3; row <= t.last.row; row++ {
		texts := t.texts(row)
		if len(texts) != 1 {
			continue
		}
		text := numberedTitle.ReplaceAllString(t.says(texts[0]), "$1")
		next := t.whole[texts[0]]
		if tableName.MatchString(text) && len([]rune(text)) >= 4 && len([]rune(text)) < 60 && !strings.ContainsAny(text, ":：") && !noteWords.MatchString(text) &&
			(next.Col2 > next.Col1 || yearWords.MatchString(text)) {
			t.to = row - 1
			return
		}
	}
}

// findHead finds the rows of headers: below the title, those before the first line.
func (t *table) findHead(knows func(string) bool) bool {
	for row := t.title.row + 1; row <= t.to; row++ {
		texts := t.texts(row)
		if len(texts) == 0 {
			if t.head[0] > 0 && !t.covered(row) {
				break
			}
			continue
		}
		if t.head[0] == 0 {
			if t.meta(texts) {
				continue
			}
			t.head[0] = row
		}
		if row > t.head[0] && t.line(row, texts, knows) {
			break
		}
		t.head[1] = row
	}
	return t.head[0] > 0
}

// meta says whether a row stands above the headers: the unit, the department, the
// number of the table.
func (t *table) meta(texts []pos) bool {
	if len(texts) == 1 && t.whole[texts[0]].Col2 == t.whole[texts[0]].Col1 {
		return true
	}
	n := 0
	for _, at := range texts {
		text := t.says(at)
		if unitNote.MatchString(text) {
			return true // whatever stands beside it: the department, the year
		}
		if strings.ContainsAny(text, ":：") && !strings.HasPrefix(text, "其中") || strings.HasSuffix(text, "表") || strings.HasSuffix(text, "元") && len([]rune(text)) < 10 {
			n++
		}
	}
	return 2*n >= len(texts) || len(texts) == 1
}

// covered says whether merged headers reach into a row.
func (t *table) covered(row int) bool {
	for col := 1; col <= t.last.col; col++ {
		if r, ok := t.whole[pos{col, row}]; ok && r.Row1 < row && r.Row1 >= t.head[0] && t.says(pos{col, row}) != "" {
			return true
		}
	}
	return false
}

// line says whether a row below the first headers is a line of the table.
func (t *table) line(row int, texts []pos, knows func(string) bool) bool {
	if t.covered(row) || t.numbered(row) {
		return false
	}
	if t.answers(row) {
		return true
	}
	if slices.ContainsFunc(texts, func(at pos) bool { _, ok := t.cells[at].amount(); return ok }) {
		return true
	}
	first := t.says(texts[0])
	if len(texts) > 1 && !slices.ContainsFunc(texts, func(at pos) bool { return !t.belowSpan(at) }) {
		return false // 小计, 购置费 and 运行费 below one header, whose neighbours are not merged downwards
	}
	return totals.MatchString(first) && len(texts) < t.columns()/2+1 || ordinals.MatchString(first) || noteWords.MatchString(first) ||
		placeholder(first) || nobody.MatchString(first) || knows(first) || allDigits(first) && len(texts) > 1 && t.says(pos{texts[0].col, t.head[0]}) == "序号" || len(texts) == 1 && (t.columns() > 2 || t.under(texts[0]))
}

// belowSpan says whether a cell stands below a header over several columns.
func (t *table) belowSpan(at pos) bool {
	over := t.whole[pos{at.col, t.head[1]}]
	return over.Col2 > over.Col1
}

// answers says whether a row has no text but below headers of their own, and leaves cells below 金额
// blank, or most columns behind its texts: a line whose figures are still to come.
func (t *table) answers(row int) bool {
	money, texts, behind := false, 0, 0
	for col := 1; col <= t.last.col; col++ {
		over := pos{col, t.head[1]}
		head, text := t.says(over), t.says(pos{col, row})
		own := head != "" && t.whole[over].Col2 <= t.whole[over].Col1
		switch {
		case text != "" && !own:
			return false
		case text != "":
			texts, behind = texts+1, 0
		case own:
			money = money || moneyHead.MatchString(head)
			behind++
		}
	}
	return money || behind >= max(texts, 2)
}

// moneyHead is a header over amounts that may be divided no further.
var moneyHead = pattern.Of(`^(20\d\d年度?)?(金额|预算数|决算数|预算金额|本年预算数?)([(（][^）)]*[)）])?$`)

// under says whether a text stands below the header of the first column, which needs
// no second one.
func (t *table) under(at pos) bool {
	for col := 1; col <= t.last.col; col++ {
		if head := (pos{col, t.head[0]}); t.says(head) != "" {
			return col == at.col && t.whole[head].Col2 <= t.whole[head].Col1 && !keyHeads.MatchString(t.says(at))
		}
	}
	return false
}

// numbered says whether a row numbers the columns; those of a code may have their levels there.
func (t *table) numbered(row int) bool {
	n := 0
	for _, at := range t.texts(row) {
		switch text := tight(t.cells[at].text); {
		case number.MatchString(text):
			n++
		case !codeLevel.MatchString(text):
			return false
		}
	}
	return n > 1
}

// codeLevel is the header of a column that holds one level of codes.
var codeLevel = pattern.Of(`^[类款项]$`)

// columns is how many columns the headers have.
func (t *table) columns() (n int) {
	for col := 1; col <= t.last.col; col++ {
		if t.says(pos{col, t.head[0]}) != "" {
			n++
		}
	}
	return n
}

// findBody finds the lines: from below the headers to the last row before the notes.
func (t *table) findBody() {
	t.body = [2]int{t.head[1] + 1, t.head[1]}
	for row := t.head[1] + 1; row <= t.to; row++ {
		texts := t.texts(row)
		if len(texts) == 0 {
			continue
		}
		if first := t.says(texts[0]); noteWords.MatchString(first) || len(texts) == 1 && (len([]rune(first)) > 30 || strings.HasSuffix(first, "。")) {
			for ; row <= t.to; row++ {
				for _, at := range t.texts(row) {
					t.notes = append(t.notes, t.says(at))
				}
			}
			break
		}
		t.body[1] = row
	}
}

// heads are the headers of a column, the lowest first; one that spans all columns
// of the table is none.
func (t *table) heads(col int) (out []string) {
	for row := t.head[1]; row >= t.head[0]; row-- {
		at := pos{col, row}
		text := t.says(at)
		if r, ok := t.whole[at]; ok && r.Row1 < row && r.Row1 >= t.head[0] {
			row = r.Row1
		}
		if text != "" && (!t.numbered(row) || codeLevel.MatchString(text)) {
			out = append(out, text)
		}
	}
	return out
}

// lowest is the lowest header of a column, "" if it has none.
func (t *table) lowest(col int) string {
	return strings.Join(t.heads(col)[:min(1, len(t.heads(col)))], "")
}

// headed says what column a header names, the way from the top: 基本支出/小计.
func (t *table) headed(col int) string {
	heads := t.heads(col)
	slices.Reverse(heads)
	return strings.Join(heads, "/")
}

// findBlocks divides the columns: labels, then figures, then the next labels.
func (t *table) findBlocks() {
	var b *block
	for col := 1; col <= t.last.col; col++ {
		heads := t.heads(col)
		if len(heads) == 0 && !t.anything(col) {
			continue
		}
		if t.label(col, heads) {
			if b == nil || len(b.figures) > 0 {
				b = &block{}
				t.blocks = append(t.blocks, b)
			}
			b.labels = append(b.labels, col)
		} else {
			if b == nil { // a table of one row has no labels
				b = &block{}
				t.blocks = append(t.blocks, b)
			}
			b.figures = append(b.figures, col)
		}
	}
	// labels at the end with nothing behind them are remarks of the block before
	if n := len(t.blocks); n > 1 && len(t.blocks[n-1].figures) == 0 {
		if said := t.blocks[n-1].labels; len(t.blocks[n-2].labels) > 0 || slices.ContainsFunc(said, t.anything) { // those of a row without labels are for whoever fills it in
			t.blocks[n-2].labels = append(t.blocks[n-2].labels, said...)
		}
		t.blocks = t.blocks[:n-1]
	}
}

func (t *table) anything(col int) bool {
	for row := t.body[0]; row <= t.body[1]; row++ {
		if t.cells[pos{col, row}].text != "" {
			return true
		}
	}
	return false
}

// label says whether a column holds texts and codes rather than figures.
func (t *table) label(col int, heads []string) bool {
	figures, texts, whole := 0, 0, 0 // whole: digits as text, of a code or of an amount beside others
	for row := t.body[0]; row <= t.body[1]; row++ {
		c := t.cells[pos{col, row}]
		if text := tight(c.text); text == "" || strings.Trim(text, "-—…/无零") == "" || t.coveredFromLeft(pos{col, row}) {
			continue
		} else if _, ok := c.amount(); ok {
			figures++
		} else if typedFigure.MatchString(text) {
			whole++
		} else {
			texts++
		}
	}
	head := ""
	if len(heads) > 0 {
		head = bare(heads[0])
	}
	ofProjects := len(heads) > 1 && strings.HasSuffix(heads[1], "项目支出") && strings.HasSuffix(head, "项目") && head != "项目" // 本年项目 below it: money
	named := keyHeads.MatchString(head) && !kindHeads.MatchString(head) && !ofProjects && !t.besideFunds(col, heads)
	if figures > 0 && !named {
		figures += whole
	} else {
		texts += whole
	}
	switch {
	case figures > 0 && named && strings.ContainsAny(head, "编代序行码类款项") && t.integers(col):
		return true
	case texts > 0 || figures > 0:
		return figures <= texts
	}
	return named
}

// besideFunds says whether a header that names whose money stands below it has a neighbour below the
// same header: 单位 beside 专户, below 非财政拨款.
func (t *table) besideFunds(col int, heads []string) bool {
	if len(heads) < 2 || !ownerName.MatchString(key(heads[0])) {
		return false
	}
	for _, o := range []int{col - 1, col + 1} {
		if beside := t.heads(o); len(beside) > 1 && slices.Equal(beside[1:], heads[1:]) && !keyHeads.MatchString(bare(beside[0])) {
			return true
		}
	}
	return false
}

// withoutFigures is a table in which nobody has entered anything, for a form that
// holds somebody's figures.
func (t *table) withoutFigures() *table {
	s := *t.sheet
	s.cells = maps.Clone(s.cells)
	for _, b := range t.blocks {
		for _, col := range b.figures {
			for row := t.body[0]; row <= t.body[1]; row++ {
				if c := s.cells[pos{col, row}]; !c.formula {
					delete(s.cells, pos{col, row})
				} else {
					c.text, c.numeric = "", false
					s.cells[pos{col, row}] = c
				}
			}
		}
	}
	out := *t
	out.sheet = &s
	return &out
}

// isLabel says whether a column belongs to the labels of a block.
func (t *table) isLabel(col int) bool {
	return slices.ContainsFunc(t.blocks, func(b *block) bool { return slices.Contains(b.labels, col) })
}

// integers says whether all figures of a column are whole numbers.
func (t *table) integers(col int) bool {
	for row := t.body[0]; row <= t.body[1]; row++ {
		if d, ok := t.cells[pos{col, row}].amount(); ok && !d.IsInteger() {
			return false
		}
	}
	return true
}
