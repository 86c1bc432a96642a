package propose

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/nearest"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// Proposal is a workbook with the tags that were sure.
type Proposal struct {
	Book    []byte
	Sheets  map[string]string // tables of the pack that were recognised: their sheet there, and here
	Said    map[string]string // by scalar tag, what the workbook said instead: {{金额单位}} was 元; "" where it said two things
	Written []Entry
	Left    []Entry // for the clerk
}

// Entry is what was written into a cell, or what is left to do there.
type Entry struct {
	Place finding.Place
	Text  string
}

// sure is how much of a title must agree before a table is recognised, and by
// how much it must be better than the second best.
const (
	sure   = 0.55
	better = 0.03
)

// Workbook proposes tags for a workbook by the forms of a pack and the names
// that its tags may use.
func Workbook(content []byte, forms []*fill.Form, schema tags.Schema) (*Proposal, error) {
	file, err := xlsxedit.Open(content)
	if err != nil {
		return nil, err
	}
	wb, err := file.Workbook()
	if err != nil {
		return nil, err
	}
	shared, err := file.Strings(wb)
	if err != nil {
		return nil, err
	}
	p := &proposer{schema: schema, out: &Proposal{Sheets: map[string]string{}, Said: map[string]string{}}}
	for _, ref := range wb.Sheets {
		s, err := file.Clone().Sheet(ref, shared) // reading empties the sheet's tree
		if err != nil {
			p.leave(finding.Place{Sheet: ref.Name}, "读不懂这张工作表，没有动")
			continue
		}
		p.sheets = append(p.sheets, &target{name: ref.Name, part: ref.Part, grid: sheetGrid(s), formulas: formulas(s)})
	}
	p.known = learn(forms)
	p.match()
	for _, t := range p.sheets {
		p.sheet(t)
		if err := setTexts(file, t.part, t.write); err != nil {
			return nil, err
		}
	}
	for _, k := range p.known {
		if p.out.Sheets[k.sheet] == "" {
			p.leave(finding.Place{}, fmt.Sprintf("没有认出“%s”对应哪张表；有这张表的，请自己写标签，并在 pack.yaml 的“公开表”里加上", k.called))
		}
	}
	file.DropCalcChain(wb)
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		return nil, err
	}
	p.out.Book = b.Bytes()
	return p.out, nil
}

type proposer struct {
	schema tags.Schema
	known  []*known
	sheets []*target
	out    *Proposal
}

// target is a sheet of the bureau's workbook.
type target struct {
	name, part string
	grid       *grid
	formulas   map[pos]bool
	is         *known
	doubted    bool // could be two tables
	write      map[pos]string
}

func (p *proposer) leave(at finding.Place, text string) {
	p.out.Left = append(p.out.Left, Entry{at, text})
}

// match finds which known table each sheet is: the best pair first, each table
// once. Where two tables are about as good, neither is taken.
func (p *proposer) match() {
	type pair struct {
		t     *target
		k     *known
		score float64
	}
	var pairs []pair
	for _, t := range p.sheets {
		_, title := t.grid.title()
		for _, k := range p.known {
			if s := nearest.Likeness(bare(title), k.title); s >= sure {
				pairs = append(pairs, pair{t, k, s})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.score, a.score) })
	for _, x := range pairs {
		if x.t.is != nil || x.t.doubted || p.out.Sheets[x.k.sheet] != "" {
			continue
		}
		rival := slices.IndexFunc(pairs, func(y pair) bool {
			return y.t == x.t && y.k != x.k && y.score > x.score-better && p.out.Sheets[y.k.sheet] == ""
		})
		if rival >= 0 {
			p.leave(finding.Place{Sheet: x.t.name}, fmt.Sprintf("像“%s”，也像“%s”，分不清，没有写标签", x.k.called, pairs[rival].k.called))
			x.t.doubted = true
			continue
		}
		x.t.is = x.k
		p.out.Sheets[x.k.sheet] = x.t.name
	}
}

// sheet proposes the tags of one sheet.
func (p *proposer) sheet(t *target) {
	t.write = map[pos]string{}
	p.words(t)
	row, title := t.grid.title()
	switch {
	case t.doubted:
	case t.is == nil && row > 0:
		p.leave(finding.Place{Sheet: t.name}, "没有认出“"+strings.TrimSpace(title)+"”是哪张表，没有写标签")
	case t.is == nil:
		p.leave(finding.Place{Sheet: t.name}, "没有表名，没有写表里的标签")
	case t.is.sided:
		p.leave(finding.Place{Sheet: t.name}, "认出是“"+t.is.called+"”，自带的这张表左右各有一个清单，分不清这里要哪一个，没有写表里的标签")
	case t.is.list != "":
		p.emptyRows(t, row)
		p.repeat(t, row)
	default:
		p.emptyFigures(t, row)
		p.fixed(t, row)
	}
}

// yearText is a year as a title says it.
var yearText = regexp.MustCompile(`20\d\d(\s*年)`)

// blankForm says whether a text is what stands behind the name of a scalar in an
// empty form: nothing, or a unit of money.
func (p *proposer) blankForm(text string) bool {
	text = strings.Trim(text, "_＿ \t\n")
	_, unit := p.schema.MoneyUnits().Alone(text)
	return text == "" || unit
}

// words proposes scalars: the year of titles, and texts that known forms end in
// a scalar.
func (p *proposer) words(t *target) {
	known := map[string]string{}
	for _, k := range p.known {
		maps.Copy(known, k.words)
	}
	for _, at := range sorted(t.grid) {
		text := t.grid.texts[at]
		if yearText.MatchString(text) && at.row <= 10 {
			p.put(t, at, yearText.ReplaceAllString(text, "{{年度}}$1"))
			continue
		}
		for prefix, whole := range known {
			if rest, ok := strings.CutPrefix(strings.TrimSpace(text), prefix); ok && (p.blankForm(rest) || strings.HasSuffix(prefix, "：") && len([]rune(rest)) <= 40) {
				p.put(t, at, whole)
				p.said(whole[len(prefix):], strings.Trim(rest, " _＿\t"))
			}
		}
	}
}

// said notes what a tag takes the place of.
func (p *proposer) said(tag, text string) {
	if text == "" {
		return
	}
	if was, ok := p.out.Said[tag]; ok && was != text {
		text = ""
	}
	p.out.Said[tag] = text
}

// put writes a text into a cell.
func (p *proposer) put(t *target, at pos, text string) {
	t.write[at] = text
	p.out.Written = append(p.out.Written, Entry{finding.At(t.name, at.col, at.row), text})
}

// repeat proposes the rows of a table that repeat: one per level below the
// headers, in rows that are there, and the total.
func (p *proposer) repeat(t *target, title int) {
	k := t.is
	first, total := body(t.grid, title)
	if first == 0 {
		p.leave(finding.Place{Sheet: t.name}, "认出是“"+k.called+"”，但找不到表头下面的空行，没有写标签")
		return
	}
	levels := p.schema.Lists[k.list].Levels
	free := t.grid.last.row + len(k.levels) - first + 1
	if total >= first {
		free = total - first
	}
	if free < len(k.levels) {
		p.leave(finding.At(t.name, 1, first), fmt.Sprintf("认出是“%s”，要有 %d 行空行（%s 各一行），现在只有 %d 行，没有写标签", k.called, len(k.levels), levelNames(levels, k.levels), free))
		return
	}
	headers := first - 1
	if total > 0 {
		headers = min(headers, total-1) // the total may stand above its parts
	}
	for col := 1; col <= t.grid.last.col; col++ {
		head := t.grid.head(col, title+1, headers)
		if head == "" {
			continue
		}
		wrote := false
		for i, level := range k.levels {
			if field := p.field(k, head, level); field != "" {
				p.tagCell(t, pos{col, first + i}, "{{"+k.list+"@"+levels[level]+"."+field+"}}")
				wrote = true
			}
		}
		if field := p.field(k, head, 0); total > 0 && p.amount(k.list, field) && t.grid.texts[pos{col, total}] == "" {
			p.tagCell(t, pos{col, total}, "{{"+k.list+"@"+levels[0]+"."+field+"}}")
		}
		if !wrote {
			p.leave(finding.At(t.name, col, first), "表头“"+strings.TrimSpace(head)+"”对应哪一列拿不准，没有写标签")
		}
	}
	if spare := first + len(k.levels); total > spare {
		p.leave(finding.At(t.name, 1, spare), fmt.Sprintf("第 %d 行到第 %d 行是多出来的空行，填好后还是空的，请删去", spare, total-1))
	}
	if total == 0 {
		p.leave(finding.Place{Sheet: t.name}, "没有找到“合计”那一行，没有写合计的标签")
	}
}

// body finds the first row below the headers, and the row of the total, 0 if
// there is none.
func body(g *grid, title int) (first, total int) {
	headed := false
	for row := title + 1; row <= g.last.row+1; row++ {
		text := ""
		for col := 1; col <= g.last.col && text == ""; col++ {
			text = g.texts[pos{col, row}]
		}
		switch {
		case isTotal(text):
			if first == 0 && headed {
				first = row + 1 // the total stands above its parts
			}
			return first, row
		case text == "" && headed && first == 0:
			first = row
		case text != "" && !strings.ContainsAny(text, ":："):
			headed = true
		}
	}
	return first, 0
}

func isTotal(text string) bool { return label(text) == "合计" }

func levelNames(names []string, levels []int) string {
	var out []string
	for _, l := range levels {
		out = append(out, names[l])
	}
	return strings.Join(out, "、")
}

// field is the field that a header means at a level (0 is the total): as learned,
// or the field or part of a code that is called so.
func (p *proposer) field(k *known, head string, level int) string {
	list := p.schema.Lists[k.list]
	h := bare(head)
	if learned, ok := k.columns[h]; ok {
		if field, ok := learned[level]; ok {
			return field
		}
		return "" // a column that this level leaves blank
	}
	for _, name := range []string{h, h + "码"} {
		if slices.Contains(list.Amounts, name) || slices.Contains(list.Texts, name) {
			return name
		}
	}
	return ""
}

func (p *proposer) amount(list, field string) bool {
	return slices.Contains(p.schema.Lists[list].Amounts, field)
}

// tagCell writes a tag into a cell that is free for it.
func (p *proposer) tagCell(t *target, at pos, tag string) {
	switch {
	case t.formulas[at]:
		p.leave(finding.At(t.name, at.col, at.row), "这里有公式，没有动；不要公式的，可以写 "+tag)
	case !t.grid.own(at):
		p.leave(finding.At(t.name, at.col, at.row), "这一格并进了别的格子，没有写 "+tag)
	case t.grid.texts[at] != "":
		p.leave(finding.At(t.name, at.col, at.row), "这里已经有“"+strings.TrimSpace(t.grid.texts[at])+"”，没有动；可以写 "+tag)
	default:
		p.put(t, at, tag)
	}
}

// fixed proposes the cells of a table whose rows are fixed, by their labels.
func (p *proposer) fixed(t *target, title int) {
	wrote := false
	for _, at := range sorted(t.grid) {
		name := label(t.grid.texts[at])
		if at.row <= title || name == "" || !t.grid.own(at) {
			continue
		}
		row, certain := t.is.labels[name], true
		if row == nil {
			row, certain = t.is.near(name), false
		}
		if row == nil {
			continue
		}
		for _, c := range valueColumns(t.grid, at) {
			head := bare(t.grid.head(c, title+1, at.row-1))
			x := p.pickFor(row, head, len(valueColumns(t.grid, at)) == 1)
			switch {
			case x == nil:
				p.leave(finding.At(t.name, c, at.row), "“"+strings.TrimSpace(t.grid.texts[at])+"”这一行、“"+head+"”这一列写什么标签拿不准")
			case !certain:
				p.leave(finding.At(t.name, c, at.row), "“"+strings.TrimSpace(t.grid.texts[at])+"”可能是 "+x.tag()+"，请核对后自己写")
			default:
				p.tagCell(t, pos{c, at.row}, x.tag())
				wrote = true
			}
		}
	}
	if !wrote {
		p.leave(finding.Place{Sheet: t.name}, "认出是“"+t.is.called+"”，但没有一行的名称对得上，没有写标签")
	}
}

// near is the only known row whose label the name contains.
func (k *known) near(name string) (found map[string]*pick) {
	for l, row := range k.labels {
		if len([]rune(l)) >= 4 && strings.Contains(name, l) {
			if found != nil {
				return nil
			}
			found = row
		}
	}
	return found
}

// valueColumns are the columns right of a label, up to the next label.
func valueColumns(g *grid, at pos) (out []int) {
	for c := at.col + 1; c <= g.last.col; c++ {
		if !g.own(pos{c, at.row}) {
			continue
		}
		if g.texts[pos{c, at.row}] != "" {
			break
		}
		out = append(out, c)
	}
	return out
}

// pickFor is the tag of a row under a header: as learned; the only one, where
// both rows have one column; the amount of the list that is called like the
// header; or its total, where the row has one column for several.
func (p *proposer) pickFor(row map[string]*pick, head string, alone bool) *pick {
	if x := row[head]; x != nil {
		if x.doubtful {
			return nil
		}
		return x
	}
	var any *pick
	for _, x := range row {
		if x.doubtful || any != nil && (x.list != any.list || !slices.Equal(x.keys, any.keys)) {
			return nil
		}
		any = x
	}
	field := head
	switch {
	case any == nil:
		return nil
	case alone && len(row) == 1:
		return any
	case alone:
		field = "合计"
	}
	if !p.amount(any.list, field) {
		return nil
	}
	return &pick{list: any.list, field: field, keys: any.keys}
}

// sorted are the cells of a grid in reading order, a merged range once.
func sorted(g *grid) []pos {
	out := slices.DeleteFunc(slices.Collect(maps.Keys(g.texts)), func(at pos) bool { return !g.own(at) })
	slices.SortFunc(out, func(a, b pos) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) })
	return out
}
