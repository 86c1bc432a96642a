package layout

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/money"
	"ysgk/internal/numfmt"
	"ysgk/internal/pattern"
	"ysgk/internal/typed"
)

// Table is a sheet with a title, headers and lines.
type Table struct {
	*Sheet
	From    int // its first row
	To      int // its last row; another table may stand below
	Title   Pos
	Called  string // the title without blanks
	of      string // what the table above with the same headers is called, "" if there is none
	guessed bool   // the title does not say that it is one of a table
	Head    [2]int // rows of headers
	Body    [2]int // rows of lines, totals too; the last may be before the first
	Notes   []string
	Unit    money.Unit         // that the sheet states, zero if none
	Units   map[int]money.Unit // of columns whose headers name another one
	Blocks  []*Block
	Vague   map[int]map[string]bool // by column, headers such as 本年预算 above a line of 上年结转, which do not limit
	Summed  map[int]bool            // rows that are totals though no word of them says so
}

// Block is columns of labels with the columns of figures behind them.
type Block struct {
	Labels  []int
	Figures []int
}

var (
	TableName = pattern.Of(`(表|清单|一览)([-—－]+[^-—－]+)?([(（].*[)）])?$`)
	number    = pattern.Of(`^\d+([=+\-＝＋－]\S*)?$|^[A-Z]$|^[栏行]次$|^[甲乙丙丁戊己]$|^[①-⑳]$|^\*+$`)
	noteWords = pattern.Of(`^(注|备注|说明|填表|制表|审核|单位负责人|负责人|经办|联系)[^。]{0,6}[:：]|^注`)
	Totals    = pattern.Of(`合计|总计|小计|共计|(?:收入|支出|收支)总数`)
	Ordinals  = pattern.Of(`^([一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}[、.．][^0-9]|[(（]?[0-9]{1,2}[)）]|其中[:：])`)
	kindHeads = pattern.Of(`(类|经费)项目$`) // 人员类项目: money
	keyHeads  = pattern.Of(`编码|代码|编号|名称|科目$|序号|行[次号]$|备注|依据|单位$|项目$|^[类款项]$|分类$|级次$|属性$|等级$|期限$|周期$|说明$|年限|时间$|日期$|用途$|内容$|性质$|类别$|类型$|方式$|规格|文号|负责人|责任人|地点`)
)

// FindTables reads the tables of a sheet, one below the other.
func FindTables(s *Sheet, units *money.Units, knows func(string) bool) (out []*Table) {
	if s.Last.Row > tallest {
		return nil
	}
	for from := 1; from <= s.Last.Row; {
		t := FindTable(s, from, units, knows)
		if t == nil {
			break
		}
		from = t.To + 1
		if n := len(out); n > 0 && out[n-1].again(t) {
			out[n-1] = FindTable(out[n-1].Without(t.From, t.Head[1]), out[n-1].From, units, knows)
			out[n-1].To = t.To
			continue
		}
		out = append(out, t)
	}
	for i := 0; i < len(out); i++ {
		if below := out[i].cut(units, knows); below != nil {
			out = slices.Insert(out, i+1, below)
		}
	}
	return out
}

// cut ends a table where its headers stand again below a text of their own, and gives the one that
// begins there: 一、一般公共预算 and 二、政府性基金预算 on one sheet are a table each, called as the
// sheet and the text above their headers. Headers that stand again without one are those of a page;
// below a number of their own they may be others: （一）收入 and （二）支出.
func (t *Table) cut(units *money.Units, knows func(string) bool) (below *Table) {
	if len(t.Texts(t.Head[0])) < 2 {
		return nil
	}
	for row := t.Head[1] + 1; row <= t.To; row++ {
		title, ok := t.heading(t.Head[1], row)
		again := ok && t.headsAgain(row)
		if !again && !(ok && t.otherHeads(title, row)) {
			continue
		}
		below = &Table{Sheet: t.Sheet, From: title.Row, To: t.To, Title: title, Called: Unnumbered(t.Says(title)), Head: [2]int{row, row + t.Head[1] - t.Head[0]}, Unit: t.Unit, of: cmp.Or(t.of, t.Called), guessed: t.guessed}
		if !again {
			below.Head = [2]int{}
			below.findHead(knows)
		}
		if u, ok := below.unitAbove(units); ok {
			below.Unit = u
		}
		if own, ok := t.heading(t.Title.Row, t.Head[0]); ok && t.of == "" {
			if NumberOfTable.MatchString(t.Called) {
				t.Title, t.Called = own, ""
			}
			t.Called += Unnumbered(t.Says(own))
		}
		if !t.guessed && !TableName.MatchString(below.Called) {
			below.Called = below.of + below.Called
		}
		t.To = title.Row - 1
		t.Divide(units)
		below.Divide(units)
		return below
	}
	return nil
}

// headsAgain says whether the headers of a table stand in the rows from one on.
func (t *Table) headsAgain(row int) bool {
	for i := range t.Head[1] - t.Head[0] + 1 {
		for col := 1; col <= t.Last.Col; col++ {
			if !SameHead(t.Says(Pos{col, t.Head[0] + i}), t.Says(Pos{col, row + i})) {
				return false
			}
		}
	}
	return true
}

// otherHeads says whether headers stand in a row that are not those of the table: below a text that is numbered as
// the one above the table's own headers is, and of columns that begin with the same header.
func (t *Table) otherHeads(title Pos, row int) bool {
	own, ok := t.heading(t.Title.Row, t.Head[0])
	if !ok || !Ordinals.MatchString(t.Says(own)) || !Ordinals.MatchString(t.Says(title)) {
		return false
	}
	first, texts := t.Texts(t.Head[0]), t.Texts(row)
	return len(texts) > 1 && texts[0].Col == first[0].Col && SameHead(t.Says(texts[0]), t.Says(first[0])) &&
		!slices.ContainsFunc(texts, func(at Pos) bool { return t.Says(at) == "" || AllDigits(t.Says(at)) })
}

// heading is the text that stands alone above the headers that begin in a row, but for the unit of
// the amounts; none stands at or above another row.
func (t *Table) heading(above, row int) (at Pos, ok bool) {
	for row--; row > above; row-- {
		var own []Pos
		for _, at := range t.Texts(row) {
			if c := t.Cells[at]; !unitNote.MatchString(t.Says(at)) && !c.Formula {
				own = append(own, at)
			}
		}
		if len(own) == 0 {
			continue
		}
		text := t.Says(own[0])
		return own[0], len(own) == 1 && text != "" && !Totals.MatchString(text) && !noteWords.MatchString(text) && !Placeholder(text) && len([]rune(text)) < 60 && !strings.Contains(text, ":")
	}
	return Pos{}, false
}

// unitNote is a cell that says nothing but the unit of a table's amounts.
var unitNote = pattern.Of(`^[(（]?(金额|计量|货币)?单位[:：]?(人民币)?[十百千万亿]*元[)）]?$`)

// again says whether a table below is the same one going on: a page that repeats the
// title and the headers.
func (t *Table) again(o *Table) bool {
	if t.Called != o.Called || t.Head[1]-t.Head[0] != o.Head[1]-o.Head[0] {
		return false
	}
	for i := 0; i <= t.Head[1]-t.Head[0]; i++ {
		for col := 1; col <= t.Last.Col; col++ {
			if t.Says(Pos{col, t.Head[0] + i}) != o.Says(Pos{col, o.Head[0] + i}) {
				return false
			}
		}
	}
	return true
}

// Without is a sheet in which nothing stands in some rows.
func (s *Sheet) Without(from, to int) *Sheet {
	out := *s
	out.Cells = maps.Clone(s.Cells)
	maps.DeleteFunc(out.Cells, func(at Pos, _ Cell) bool { return at.Row >= from && at.Row <= to })
	return &out
}

// WithoutColumns is a sheet in which nothing begins in the first columns of some rows.
func (s *Sheet) WithoutColumns(columns, from, to int) *Sheet {
	out := *s
	out.Cells, out.Whole = maps.Clone(s.Cells), maps.Clone(s.Whole)
	in := func(col, row int) bool { return col <= columns && row >= from && row <= to }
	maps.DeleteFunc(out.Cells, func(at Pos, _ Cell) bool { return in(at.Col, at.Row) })
	maps.DeleteFunc(out.Whole, func(_ Pos, r a1.Range) bool { return in(r.Col1, r.Row1) })
	return &out
}

// WithoutSides is a sheet in which no label stands beside lines of their own, as 年度任务 does on the left of
// all tasks and their headers.
func (s *Sheet) WithoutSides() *Sheet {
	out := *s
	out.Cells, out.Whole = maps.Clone(s.Cells), maps.Clone(s.Whole)
	first := s.Last.Col
	for at, c := range s.Cells {
		if c.Text != "" {
			first = min(first, at.Col)
		}
	}
	for at, r := range s.Whole {
		if r.Row2 > r.Row1+1 && r.Col1 == first {
			delete(out.Cells, at)
			delete(out.Whole, at)
		}
	}
	return &out
}

// Contents says whether a sheet only lists the tables.
func Contents(s *Sheet) bool { return (&Table{Sheet: s, From: 1}).contents() }

// contents says whether a sheet only lists the tables: it is called 目录, or so at the end and most of its
// lines name tables, which 政府购买服务指导性目录 does not.
func (t *Table) contents() bool {
	for row := t.From; row <= min(t.Last.Row, t.From+7); row++ {
		for _, at := range t.Texts(row) {
			if text := t.Says(at); text == "目录" || text == "目次" || contentsName.MatchString(text) && t.namesTables(row+1) {
				return true
			}
		}
	}
	return false
}

var contentsName = pattern.Of(`目[录次]$`)

// namesTables says whether most rows from one on hold the name of a table.
func (t *Table) namesTables(from int) bool {
	rows, named := 0, 0
	for row := from; row <= t.Last.Row; row++ {
		texts := t.Texts(row)
		if len(texts) == 0 {
			continue
		}
		rows++
		if slices.ContainsFunc(texts, func(at Pos) bool { return TableName.MatchString(t.Says(at)) }) {
			named++
		}
	}
	return 2*named > rows
}

// tallest is how many rows a sheet may have that is read as tables; the forms of
// bureaus and what departments hand in have hundreds.
const tallest = 5000

// FindTable reads the rows of a sheet from one on as a table; nil if it has no title
// of one, or no headers.
// knows says whether a text names a line: a code, a unit, a project.
func FindTable(s *Sheet, from int, units *money.Units, knows func(string) bool) *Table {
	t := &Table{Sheet: s, From: from, To: s.Last.Row}
	if t.contents() || !t.findTitle() {
		return nil
	}
	t.findEnd()
	if !t.findHead(knows) {
		return nil
	}
	t.Unit, _ = t.unitAbove(units)
	t.Divide(units)
	if t.guessed && (len(t.Blocks) == 0 || t.Head[1]-t.Head[0] > 3 || t.columns() < 3 && !t.ofMoney()) {
		return nil // a page of text
	}
	return t
}

// unitAbove is the unit that stands above the lines of a table.
func (t *Table) unitAbove(units *money.Units) (u money.Unit, ok bool) {
	for row := t.From; row <= t.Head[1]; row++ {
		for _, at := range t.Texts(row) {
			for _, find := range []func(string) (money.Unit, bool){units.Note, units.Alone} {
				if u, ok := find(strings.TrimSpace(t.Cells[at].Text)); ok {
					return u, true
				}
			}
		}
	}
	return money.Unit{}, false
}

// ofMoney says whether a header is one over amounts.
func (t *Table) ofMoney() bool {
	return slices.ContainsFunc(t.Blocks, func(b *Block) bool {
		return slices.ContainsFunc(b.Figures, func(col int) bool { return moneyHead.MatchString(t.Lowest(col)) })
	})
}

// Divide reads what stands below the headers.
func (t *Table) Divide(units *money.Units) {
	t.Blocks, t.Notes = nil, nil
	t.findBody()
	t.findBlocks()
	t.typedFigures()
	t.findUnits(units)
}

// typedFigures reads what stands as text below headers of figures: a whole number, which
// elsewhere may be a code, an amount in other digits or with its sign.
func (t *Table) typedFigures() {
	for _, b := range t.Blocks {
		for _, col := range b.Figures {
			for row := t.Body[0]; row <= t.Body[1]; row++ {
				at := Pos{col, row}
				c := t.Cells[at]
				if m := typedRate.FindStringSubmatch(Tight(c.Text)); m != nil && !c.Numeric && t.Own(at) && rateHead.MatchString(t.Headed(col)) {
					t.setRate(at, m[1])
					continue
				}
				if _, ok := c.Amount(); ok || c.Text == "" || !t.Own(at) {
					continue
				}
				text := strings.Trim(typed.Narrow(Tight(c.Text)), "¥￥元")
				if d, err := decimal.NewFromString(strings.ReplaceAll(text, ",", "")); err == nil && typedFigure.MatchString(text) {
					c.Number, c.Numeric = d, true
					t.Cells[at] = c
				}
			}
		}
	}
}

var typedFigure = pattern.Of(`^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$`)

// setRate reads a per cent that stands as text as a number whose format shows it so.
func (t *Table) setRate(at Pos, percent string) {
	d, err := decimal.NewFromString(percent)
	if err != nil {
		return
	}
	_, decimals, _ := strings.Cut(percent, ".")
	c, places := t.Cells[at], int32(len(decimals))
	c.Number, c.Numeric, c.Places = d.Shift(-2), true, int(places)
	t.Cells[at] = c
	if t.percent == nil {
		t.percent = map[Pos]string{}
	}
	t.percent[at] = numfmt.Shape{Places: places, Percent: true}.Code()
}

// typedRate is a per cent as people type it, rateHead the header of a column of them.
var (
	typedRate = pattern.Of(`^(-?\d+(?:\.\d+)?)[%％]$`)
	rateHead  = pattern.Of(`[%％率幅]|占比|同比|比例|比重`)
)

// EndHead ends the headers of an example where those of the form end, if nothing else does: of a table
// of texts alone all lines look like headers.
func (t *Table) EndHead(form *Table) {
	height := form.Head[1] - form.Head[0]
	if t.Body[1] >= t.Body[0] || t.Head[1]-t.Head[0] <= height {
		return
	}
	if form.headsAsIn(t, height, SameHead) {
		t.Head[1] = t.Head[0] + height
		t.findBody()
	}
}

// Further is how many columns further its headers begin than those of another table.
func (t *Table) Further(o *Table) int {
	ours, theirs := t.Texts(t.Head[0]), o.Texts(o.Head[0])
	if len(ours) == 0 || len(theirs) == 0 {
		return 0
	}
	return ours[0].Col - theirs[0].Col
}

// headsAsIn says whether the first row of headers and so many below it are those of another table.
func (t *Table) headsAsIn(o *Table, more int, alike func(a, b string) bool) bool {
	right := t.Further(o)
	for i := range more + 1 {
		for col := 1; col <= t.Last.Col; col++ {
			if !alike(t.Says(Pos{col, t.Head[0] + i}), o.Says(Pos{col - right, o.Head[0] + i})) {
				return false
			}
		}
	}
	return true
}

// HeadLike takes as many rows of headers as a table with the same ones has: figures
// show where its lines begin, a blank form may leave it open.
//
// alike says whether two headers are the same.
func (t *Table) HeadLike(e *Table, units *money.Units, alike func(a, b string) bool) {
	deep := e.Head[1] - e.Head[0]
	if t.Head[1]-t.Head[0] == deep || t.Head[0]+deep > t.To {
		return
	}
	if t.headsAsIn(e, deep, alike) {
		t.Head[1] = t.Head[0] + deep
		t.Divide(units)
	}
}

// DivideLike divides the columns as a table with the same headers does, where lines show
// which columns are labels.
func (t *Table) DivideLike(e *Table) {
	right := t.Further(e)
	moved := func(cols []int) (out []int) {
		for _, col := range cols {
			out = append(out, col+right)
		}
		return out
	}
	for _, b := range e.Blocks {
		for _, col := range slices.Concat(b.Labels, b.Figures) {
			if !SameHead(t.Headed(col+right), e.Headed(col)) {
				return
			}
		}
	}
	if t.Last.Col != e.Last.Col+right {
		return
	}
	t.Blocks = nil
	for _, b := range e.Blocks {
		t.Blocks = append(t.Blocks, &Block{moved(b.Labels), moved(b.Figures)})
	}
}

// findUnits finds the columns whose headers name a unit of their own: 金额（元）
// beside 金额（万元）. If all name the same one, it is the table's.
func (t *Table) findUnits(units *money.Units) {
	t.Units = map[int]money.Unit{}
	n, same := 0, true
	var first money.Unit
	for _, b := range t.Blocks {
		for _, col := range b.Figures {
			n++
			for _, head := range t.Heads(col) {
				u, ok := units.Header(head)
				if !ok {
					u, ok = units.Alone(head)
				}
				if ok && t.Units[col] == (money.Unit{}) {
					t.Units[col] = u
				}
			}
			if u, ok := t.Units[col]; ok && first == (money.Unit{}) {
				first = u
			}
			same = same && t.Units[col] == first
		}
	}
	if t.Unit == (money.Unit{}) && same && n > 0 {
		t.Unit = first
	}
	maps.DeleteFunc(t.Units, func(_ int, u money.Unit) bool { return u == t.Unit })
}

func (t *Table) findTitle() bool {
	for row := t.From; row <= min(t.Last.Row, t.From+7); row++ {
		for _, at := range t.Texts(row) {
			text := numberedTitle.ReplaceAllString(t.Says(at), "$1")
			if !TableName.MatchString(text) || len([]rune(text)) < 4 || len([]rune(text)) >= 60 || strings.ContainsAny(text, ":：") || NumberOfTable.MatchString(text) {
				continue
			}
			if t.Called == "" || row <= t.Title.Row+2 && len(text) > len(t.Called) {
				t.Title, t.Called = at, tableNo.ReplaceAllString(text, "")
			}
		}
	}
	if t.Called != "" {
		return true
	}
	// a table may be called otherwise: by the text that stands alone above it, or by its sheet
	for row := t.From; row <= min(t.Last.Row, t.From+3); row++ {
		if texts := t.Texts(row); len(texts) == 1 && len([]rune(t.Says(texts[0]))) >= 4 && len([]rune(t.Says(texts[0]))) < 60 && !NumberOfTable.MatchString(t.Says(texts[0])) {
			t.Title, t.Called, t.guessed = texts[0], t.Says(texts[0]), true
			return true
		}
	}
	return false
}

// FiguresIn is how many cells of a sheet hold numbers with decimals, or large ones.
func (s *Sheet) FiguresIn() (n int) {
	for at, c := range s.Cells {
		if d, ok := c.Amount(); ok && s.Own(at) && (!d.IsInteger() || d.Abs().GreaterThan(decimal.NewFromInt(9999))) {
			n++
		}
	}
	return n
}

// NumberOfTable is a text such as 预算公开02表, 附表3.
var NumberOfTable = pattern.Of(`^(附|附件|预算|公开|部门)*表?[0-9一二三四五六七八九十]+[-－]?[0-9]*表?$|^附表.{0,4}$`)

// tableNo is the number of a table before its name: 附表6 财政拨款收支总表, 公开01表 收支总表.
var tableNo = pattern.Of(`^((附表|附件|表)[0-9一二三四五六七八九十]+([-－][0-9]+)?|(预算)?(公开)?[0-9]{1,2}([-－][0-9]+)?表)[、.．]?`)

// numberedTitle is a title whose number has a colon behind it: 附表6：财政拨款收支总表.
var numberedTitle = pattern.Of(`^((?:附表|附件|表)[0-9一二三四五六七八九十]+(?:[-－][0-9]+)?)[:：]`)

// findEnd finds the last row: before the next title, which stands alone in its row.
func (t *Table) findEnd() {
	for row := t.Title.Row + 3; row <= t.Last.Row; row++ {
		texts := t.Texts(row)
		if len(texts) != 1 {
			continue
		}
		text := numberedTitle.ReplaceAllString(t.Says(texts[0]), "$1")
		next := t.Whole[texts[0]]
		if TableName.MatchString(text) && len([]rune(text)) >= 4 && len([]rune(text)) < 60 && !strings.ContainsAny(text, ":：") && !noteWords.MatchString(text) &&
			(next.Col2 > next.Col1 || YearWords.MatchString(text)) {
			t.To = row - 1
			return
		}
	}
}

// findHead finds the rows of headers: below the title, those before the first line.
func (t *Table) findHead(knows func(string) bool) bool {
	for row := t.Title.Row + 1; row <= t.To; row++ {
		texts := t.Texts(row)
		if len(texts) == 0 {
			if t.Head[0] > 0 && !t.covered(row) {
				break
			}
			continue
		}
		if t.Head[0] == 0 {
			if t.meta(texts) || t.names(texts) {
				continue
			}
			t.Head[0] = row
		}
		if row > t.Head[0] && t.line(row, texts, knows) {
			break
		}
		t.Head[1] = row
	}
	if t.Head[1]-t.Head[0] > 3 && t.listed() {
		t.Head[1] = t.Head[0]
	}
	return t.Head[0] > 0
}

// listed says whether the rows below the first headers are a list of texts and no more headers: several
// columns have one of their own in each of them.
func (t *Table) listed() bool {
	for row := t.Head[0]; row <= t.Head[1]; row++ {
		texts := t.Texts(row)
		if len(texts) < 2 || slices.ContainsFunc(texts, func(at Pos) bool {
			r := t.Whole[at]
			return r.Col2 > r.Col1 || r.Row2 > r.Row1 || t.Says(Pos{at.Col, t.Head[0]}) == ""
		}) {
			return false
		}
	}
	return true
}

// meta says whether a row stands above the headers: the unit, the department, the
// number of the table.
func (t *Table) meta(texts []Pos) bool {
	if len(texts) == 1 && t.Whole[texts[0]].Col2 == t.Whole[texts[0]].Col1 {
		return true
	}
	n := 0
	for _, at := range texts {
		text := t.Says(at)
		if unitNote.MatchString(text) {
			return true // whatever stands beside it: the department, the year
		}
		if strings.ContainsAny(text, ":：") && !strings.HasPrefix(text, "其中") || strings.HasSuffix(text, "表") || strings.HasSuffix(text, "元") && len([]rune(text)) < 10 {
			n++
		}
	}
	return 2*n >= len(texts) || len(texts) == 1
}

// names says whether a row above the headers names whose table it is: 部门（单位）名称 and the name beside it, above more
// headers than that, one of them in its own column. On a card the rows below have figures.
func (t *Table) names(texts []Pos) bool {
	if len(texts) != 2 || !whose.MatchString(t.Says(texts[0])) {
		return false
	}
	below := Pos{texts[0].Col, texts[0].Row + 1}
	for col := 1; col <= t.Last.Col; col++ {
		if _, figure := t.Cells[Pos{col, below.Row}].Amount(); figure {
			return false
		}
	}
	return len(t.Texts(below.Row)) > 2 && t.Own(below) && t.Says(below) != ""
}

// whose is what stands before the name of a department.
var whose = pattern.Of(`^(预算|填报|编制|编报)?(部门|单位)[（(]?(单位|部门)?[)）]?(名称)?$`)

// covered says whether merged headers reach into a row.
func (t *Table) covered(row int) bool {
	for col := 1; col <= t.Last.Col; col++ {
		if r, ok := t.Whole[Pos{col, row}]; ok && r.Row1 < row && r.Row1 >= t.Head[0] && t.Says(Pos{col, row}) != "" && !t.beside(r) {
			return true
		}
	}
	return false
}

// beside says whether a merged cell that begins among the headers is the label of all lines below them, 年度主要任务
// beside the tasks: all columns behind it have headers in its first row, and one of the rows below is blank or has
// figures.
func (t *Table) beside(r a1.Range) bool {
	const high = 4 // rows; headers seldom have so many
	if r.Col1 > 1 || r.Row2-r.Row1+1 < high {
		return false
	}
	for col := r.Col2 + 1; col <= t.Last.Col; col++ {
		if t.Says(Pos{col, r.Row1}) == "" {
			return false
		}
	}
	for row := r.Row1 + 1; row <= r.Row2; row++ {
		texts, figures := 0, 0
		for col := r.Col2 + 1; col <= t.Last.Col; col++ {
			at := Pos{col, row}
			switch _, ok := t.Cells[at].Amount(); {
			case !t.Own(at) && t.Whole[at].Row1 < row && t.Says(at) != "":
				texts++ // another header that reaches into the row
			case ok:
				figures++
			case t.Says(at) != "":
				texts++
			}
		}
		if figures > 0 && !t.numbered(row) || figures+texts == 0 {
			return true
		}
	}
	return false
}

// line says whether a row below the first headers is a line of the table.
func (t *Table) line(row int, texts []Pos, knows func(string) bool) bool {
	if t.covered(row) || t.numbered(row) {
		return false
	}
	if t.answers(row) {
		return true
	}
	if slices.ContainsFunc(texts, func(at Pos) bool { _, ok := t.Cells[at].Amount(); return ok }) {
		return true
	}
	first := t.Says(texts[0])
	if len(texts) > 1 && !slices.ContainsFunc(texts, func(at Pos) bool { return !t.belowSpan(at) }) {
		return false // 小计, 购置费 and 运行费 below one header, whose neighbours are not merged downwards
	}
	return Totals.MatchString(first) && len(texts) < t.columns()/2+1 || Ordinals.MatchString(first) || noteWords.MatchString(first) ||
		Placeholder(first) || Nobody.MatchString(first) || knows(first) || AllDigits(first) && len(texts) > 1 && t.Says(Pos{texts[0].Col, t.Head[0]}) == "序号" || len(texts) == 1 && (t.columns() > 2 || t.under(texts[0]))
}

// belowSpan says whether a cell stands below a header over several columns.
func (t *Table) belowSpan(at Pos) bool {
	over := t.Whole[Pos{at.Col, t.Head[1]}]
	return over.Col2 > over.Col1
}

// answers says whether a row has no text but below headers of their own, and leaves cells below 金额
// blank, or most columns behind its texts: a line whose figures are still to come.
func (t *Table) answers(row int) bool {
	money, texts, behind := false, 0, 0
	for col := 1; col <= t.Last.Col; col++ {
		over := Pos{col, t.Head[1]}
		head, text := t.Says(over), t.Says(Pos{col, row})
		own := head != "" && t.Whole[over].Col2 <= t.Whole[over].Col1
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
func (t *Table) under(at Pos) bool {
	for col := 1; col <= t.Last.Col; col++ {
		if head := (Pos{col, t.Head[0]}); t.Says(head) != "" {
			return col == at.Col && t.Whole[head].Col2 <= t.Whole[head].Col1 && !keyHeads.MatchString(t.Says(at))
		}
	}
	return false
}

// numbered says whether a row numbers the columns; those of a code may have their levels there.
func (t *Table) numbered(row int) bool {
	n := 0
	for _, at := range t.Texts(row) {
		switch text := Tight(t.Cells[at].Text); {
		case text == "0":
			return false // the sum of a blank line
		case number.MatchString(text):
			n++
		case !CodeLevel.MatchString(text):
			return false
		}
	}
	return n > 1
}

// CodeLevel is the header of a column that holds one level of codes.
var CodeLevel = pattern.Of(`^[类款项]$`)

// columns is how many columns the headers have.
func (t *Table) columns() (n int) {
	for col := 1; col <= t.Last.Col; col++ {
		if t.Says(Pos{col, t.Head[0]}) != "" {
			n++
		}
	}
	return n
}

// findBody finds the lines: from below the headers to the last row before the notes.
func (t *Table) findBody() {
	t.Body = [2]int{t.Head[1] + 1, t.Head[1]}
	for row := t.Head[1] + 1; row <= t.To; row++ {
		texts := t.Texts(row)
		if len(texts) == 0 {
			continue
		}
		if first := t.Says(texts[0]); noteWords.MatchString(first) || len(texts) == 1 && (len([]rune(first)) > 30 || strings.HasSuffix(first, "。")) {
			for ; row <= t.To; row++ {
				for _, at := range t.Texts(row) {
					t.Notes = append(t.Notes, t.Says(at))
				}
			}
			break
		}
		t.Body[1] = row
	}
}

// Heads are the headers of a column, the lowest first; one that spans all columns
// of the table is none.
func (t *Table) Heads(col int) (out []string) {
	for row := t.Head[1]; row >= t.Head[0]; row-- {
		at := Pos{col, row}
		text := t.Says(at)
		if r, ok := t.Whole[at]; ok && r.Row1 < row && r.Row1 >= t.Head[0] {
			row = r.Row1
		}
		if text != "" && (!t.numbered(row) || CodeLevel.MatchString(text)) {
			out = append(out, text)
		}
	}
	return out
}

// Lowest is the lowest header of a column, "" if it has none.
func (t *Table) Lowest(col int) string {
	return strings.Join(t.Heads(col)[:min(1, len(t.Heads(col)))], "")
}

// Headed says what column a header names, the way from the top: 基本支出/小计.
func (t *Table) Headed(col int) string {
	heads := t.Heads(col)
	slices.Reverse(heads)
	return strings.Join(heads, "/")
}

// findBlocks divides the columns: labels, then figures, then the next labels.
func (t *Table) findBlocks() {
	var b *Block
	for col := 1; col <= t.Last.Col; col++ {
		heads := t.Heads(col)
		if len(heads) == 0 && !t.anything(col) {
			continue
		}
		if t.label(col, heads) {
			if b == nil || len(b.Figures) > 0 {
				b = &Block{}
				t.Blocks = append(t.Blocks, b)
			}
			b.Labels = append(b.Labels, col)
		} else {
			if b == nil { // a table of one row has no labels
				b = &Block{}
				t.Blocks = append(t.Blocks, b)
			}
			b.Figures = append(b.Figures, col)
		}
	}
	// labels at the end with nothing behind them are remarks of the block before
	if n := len(t.Blocks); n > 1 && len(t.Blocks[n-1].Figures) == 0 {
		if said := t.Blocks[n-1].Labels; len(t.Blocks[n-2].Labels) > 0 || slices.ContainsFunc(said, t.anything) { // those of a row without labels are for whoever fills it in
			t.Blocks[n-2].Labels = append(t.Blocks[n-2].Labels, said...)
		}
		t.Blocks = t.Blocks[:n-1]
	}
}

func (t *Table) anything(col int) bool {
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		if t.Cells[Pos{col, row}].Text != "" {
			return true
		}
	}
	return false
}

// label says whether a column holds texts and codes rather than figures.
func (t *Table) label(col int, heads []string) bool {
	figures, texts, whole := 0, 0, 0 // whole: digits as text, of a code or of an amount beside others
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		c := t.Cells[Pos{col, row}]
		if text := Tight(c.Text); text == "" || strings.Trim(text, "-—…/无零") == "" || t.coveredFromLeft(Pos{col, row}) {
			continue
		} else if _, ok := c.Amount(); ok {
			figures++
		} else if typedFigure.MatchString(text) {
			whole++
		} else {
			texts++
		}
	}
	head := ""
	if len(heads) > 0 {
		head = Bare(heads[0])
	}
	ofProjects := len(heads) > 1 && strings.HasSuffix(heads[1], "项目支出") && strings.HasSuffix(head, "项目") && head != "项目" // 本年项目 below it: money
	named := keyHeads.MatchString(head) && !(len(heads) > 0 && AmongWhich(heads[0])) && !kindHeads.MatchString(head) && !ofProjects && !t.besideFunds(col, heads)
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
func (t *Table) besideFunds(col int, heads []string) bool {
	if len(heads) < 2 || !OwnerName.MatchString(Key(heads[0])) {
		return false
	}
	for _, o := range []int{col - 1, col + 1} {
		if beside := t.Heads(o); len(beside) > 1 && slices.Equal(beside[1:], heads[1:]) && !keyHeads.MatchString(Bare(beside[0])) {
			return true
		}
	}
	return false
}

// WithoutFigures is a table in which nobody has entered anything, for a form that
// holds somebody's figures.
func (t *Table) WithoutFigures() *Table {
	s := *t.Sheet
	s.Cells = maps.Clone(s.Cells)
	for _, b := range t.Blocks {
		for _, col := range b.Figures {
			for row := t.Body[0]; row <= t.Body[1]; row++ {
				if c := s.Cells[Pos{col, row}]; !c.Formula {
					delete(s.Cells, Pos{col, row})
				} else {
					c.Text, c.Numeric = "", false
					s.Cells[Pos{col, row}] = c
				}
			}
		}
	}
	out := *t
	out.Sheet = &s
	return &out
}

// IsLabel says whether a column belongs to the labels of a block.
func (t *Table) IsLabel(col int) bool {
	return slices.ContainsFunc(t.Blocks, func(b *Block) bool { return slices.Contains(b.Labels, col) })
}

// integers says whether all figures of a column are whole numbers.
func (t *Table) integers(col int) bool {
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		if d, ok := t.Cells[Pos{col, row}].Amount(); ok && !d.IsInteger() {
			return false
		}
	}
	return true
}
