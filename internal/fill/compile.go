package fill

import (
	"errors"
	"slices"
	"sync"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// Template is a compiled template: what Render needs, with every name resolved.
type Template struct {
	file   *xlsxedit.File
	book   *xlsxedit.Workbook
	styles *xlsxedit.Styles
	schema tags.Schema
	sheets []*sheet
	values map[string]bool // names in lower case that a formula uses as one value
	units  sync.Once       // that formulas were tried, see unitless

	described sync.Once
	forms     []*Form
}

// sheet is the plan of one worksheet.
type sheet struct {
	*xlsxedit.Sheet
	rows   []row // parallel to Sheet.Rows
	last   int   // last row that holds anything
	tail   []row // formatted blank rows behind it, of which WPS writes thousands
	bands  []*band
	marks  []mark                 // where blocks begin and end
	lists  []string               // that any tag of the sheet names
	tab    []tags.Part            // the tab name if it holds tags
	tags   bool                   // in the tab name
	hidden bool                   // from those who open the workbook
	of     string                 // the list for whose records the sheet repeats
	picks  map[string][]tags.Part // by list, the tags with keys
	texts  map[string][]tags.Part // with tags outside cells, by textKey
	owns   []ownLine

	grounds   []a1.Range // that something looks at, see grounds.go
	arrayRefs []a1.Range // of array formulas, once looked for
}

type row struct {
	*xlsxedit.Row
	cells []cell
	band  *band
	inner *band // of lists inside the record, where band is a block
	note  bool  // stands only on an empty sheet
	hides bool  // goes where all its amounts are zero
}

// cell is a cell with what its content means.
type cell struct {
	*xlsxedit.Cell
	parts    []tags.Part // of text with tags, nil otherwise
	formula  *formula.Formula
	array    *head // the array formula in another cell whose result it shows
	unitless bool  // the formula gives no amount, known once unitless.go has been asked
}

// band is a run of template rows that print together: those that repeat for
// records, and beside them the fixed lines and blank rows of the form (beside.go).
type band struct {
	top, bottom int
	core        int     // last row that repeats; in those below it the lists are blank
	lanes       []*lane // left to right
	spans       []span  // left to right; the first one reaches to the left edge
}

// span is the columns from one on, up to where the next span begins.
type span struct {
	from int
	lane *lane
}

// lane is the columns of a band that print one list, or fixed lines. Lists side
// by side run at their own lengths.
type lane struct {
	list     string // "" for fixed lines
	from     int    // first column with tags
	variants []variant
	block    bool    // of the whole width
	inner    []*band // in a block, of lists inside the record
}

// fixed says whether a lane holds fixed lines, each of which prints once.
func (l *lane) fixed() bool { return l.list == "" }

// variant is the template rows of one level's records.
type variant struct {
	level   int // -1 for records whose level has no variant of its own
	rows    []int
	breaks  bool // each record begins on a new page
	follows bool // a fixed line that is to stand directly behind the list, beside others too
}

// Compile reads a template. Findings name the cell; with errors among them the
// template must not be rendered. The error means that the file is no workbook.
func Compile(file []byte, schema tags.Schema) (*Template, finding.List, error) {
	f, err := xlsxedit.Open(file)
	if err != nil {
		return nil, nil, err
	}
	book, err := f.Workbook()
	if err != nil {
		return nil, nil, err
	}
	shared, err := f.Strings(book)
	if err != nil {
		return nil, nil, err
	}
	t := &Template{file: f, book: book, styles: f.Styles(book), schema: schema}
	findings := unfit(f, book)
	if findings.HasErrors() {
		return t, findings, nil
	}
	for _, ref := range book.Sheets {
		if xlsxread.Root(f.Part(ref.Part)) != "worksheet" {
			findings = append(findings, unfilledChartSheet(f, ref)...)
			continue // a chart sheet has no cells
		}
		ws, err := f.Sheet(ref, shared)
		if err != nil {
			return nil, nil, err
		}
		c := &compiler{
			schema: schema, file: f, findings: &findings,
			sheet: &sheet{Sheet: ws, hidden: ref.Element.SelectAttrValue("state", "visible") != "visible", picks: map[string][]tags.Part{}, texts: map[string][]tags.Part{}},
		}
		c.compile()
		t.sheets = append(t.sheets, c.sheet)
	}
	t.findGrounds()
	findings = append(findings, t.nameUses()...)
	if !findings.HasErrors() {
		findings = append(findings, with(finding.Error, t.twice())...)
	}
	findings = append(findings, t.blockSparklines()...)
	return t, findings, nil
}

type compiler struct {
	schema   tags.Schema
	file     *xlsxedit.File
	sheet    *sheet
	findings *finding.List
	shared   map[string]sharedFormula
}

type sharedFormula struct {
	*formula.Formula
	col, row int
}

func (c *compiler) compile() {
	s := c.sheet
	s.coverRows()
	s.rows = make([]row, len(s.Rows))
	c.shared = map[string]sharedFormula{}
	c.tab()
	for i := range s.Rows {
		s.rows[i] = c.row(&s.Rows[i])
	}
	c.labels()
	c.ownLines()
	n := len(s.rows)
	for n > 0 && s.rows[n-1].blank() {
		n--
	}
	s.rows, s.tail = s.rows[:n], s.rows[n:]
	if n > 0 {
		s.last = s.rows[n-1].R
	}
	for _, m := range s.Merges {
		for m.Row2 > s.last && len(s.tail) > 0 && s.tail[0].R <= m.Row2 {
			s.rows, s.tail = s.rows[:len(s.rows)+1], s.tail[1:]
			s.last = s.rows[len(s.rows)-1].R
		}
	}
	c.bands()
	c.arrays()
	c.outsideCells()
	c.unkept()
}

// tab reads the tags of the sheet's tab name.
func (c *compiler) tab() {
	s := c.sheet
	at := finding.Place{Sheet: s.Name}
	for _, seg := range tags.Parse(s.Name) {
		if seg.Tag == nil {
			s.tab = append(s.tab, tags.Part{Text: seg.Text})
			continue
		}
		s.tags = true
		if list := c.schema.Lists[seg.Tag.List]; s.of == "" && len(list.Levels) > 1 {
			s.of = seg.Tag.List
		}
		p, err := c.schema.Resolve(seg.Tag, s.of)
		if err == nil {
			err = c.stands(&p, at)
		}
		if err == nil && p.Role == tags.Each {
			err = errors.New("不能写在工作表的名字里")
		}
		if err != nil {
			c.findings.Errorf("tag-unknown", at, "请对照 ysgk 的标签说明，改正工作表的名字。", "标签 %s %s", seg.Tag.Source, err)
		}
		s.tab = append(s.tab, p)
	}
}

func (c *compiler) row(r *xlsxedit.Row) row {
	out := row{Row: r, cells: make([]cell, len(r.Cells))}
	for i := range r.Cells {
		x := &r.Cells[i]
		out.cells[i].Cell = x
		at := finding.At(c.sheet.Name, x.Col, r.R)
		switch {
		case x.Formula != nil:
			out.cells[i].formula = c.formula(x, r.R, at)
		case c.sheet.arrayAt(x.Col, r.R):
			// What an array formula gave once, were it to look like a tag.
		case tags.In(x.Text):
			out.cells[i].parts = c.tagged(x.Runs(), at, &out)
		}
	}
	return out
}

// blank is true of a row without any content.
func (r *row) blank() bool {
	return !slices.ContainsFunc(r.cells, func(x cell) bool {
		return x.formula != nil || x.Formula != nil || x.parts != nil || x.Value != "" || x.Text != ""
	})
}

// formula parses a cell's formula and writes out the members of shared ones,
// which cannot stay shared once their rows move apart.
func (c *compiler) formula(x *xlsxedit.Cell, row int, at finding.Place) *formula.Formula {
	f := x.Formula
	text := f.Text
	if unfilledTag(text) != "" {
		c.findings.Errorf("tag-place", at, "请把标签单独放一格，让公式引用那一格。", "公式里的标签不会填：=%s", text)
	}
	if f.Kind == "dataTable" {
		c.findings.Errorf("formula-table", at, "请把它改成普通公式，或删去。", "这里是模拟运算表，不能随行数伸缩")
		return nil
	}
	if f.Kind == "shared" && text == "" {
		master, ok := c.shared[f.Shared]
		if !ok {
			c.findings.Errorf("formula-unreadable", at, "请在 Excel 或 WPS 里重新输入这个公式。", "公式残缺，读不懂")
			return nil
		}
		text = master.Copied(x.Col-master.col, row-master.row)
	}
	out, err := formula.Parse(text)
	if err != nil {
		c.findings.Errorf("formula-unreadable", at, "请改写这个公式。", "公式 =%s 读不懂，无法随行数伸缩", text)
		return nil
	}
	if beyond := out.Beyond(); beyond != "" {
		c.findings.Errorf("formula-beyond", at, "请改用标签取这个数，或把这个公式换成数值。", "公式 =%s 引用了别的文件，或一次引用几张表：%s，不能随行数伸缩", text, beyond)
	}
	if f.Kind == "shared" && f.Text != "" {
		c.shared[f.Shared] = sharedFormula{out, x.Col, row}
	}
	return out
}

// tagged resolves the tags of a text in runs of fonts; nil if it holds none.
func (c *compiler) tagged(runs []string, at finding.Place, r *row) []tags.Part {
	return c.schema.Read(runs, c.sheet.of, func(p *tags.Part) error {
		r.note = r.note || p.Scalar == tags.EmptyNote
		r.hides = r.hides || p.Hides
		return c.stands(p, at)
	}, at, c.findings)
}

// stands notes what a tag means for the sheet, and says what is wrong with its place.
func (c *compiler) stands(p *tags.Part, at finding.Place) error {
	s := c.sheet
	col, row, inCell := a1.Parse(at.Cell)
	switch {
	case p.Role == tags.BlockBegins || p.Role == tags.BlockEnds:
		if !inCell {
			return errors.New("只能写在单元格里")
		}
		s.marks = append(s.marks, mark{row, p.List, p.Breaks, at})
		return nil
	case p.List == "":
		return nil
	}
	if !slices.Contains(s.lists, p.List) {
		s.lists = append(s.lists, p.List)
	}
	if len(p.Keys) > 0 && !p.Label {
		s.picks[p.List] = append(s.picks[p.List], *p)
	}
	switch {
	case p.Label && !inCell:
		return errors.New("取的是这一行文字说的那一条，只能写在单元格里")
	case p.Every && !p.Row:
		return errors.New("“|每行”只用在一行一行重复的行里")
	case !p.Row:
		return nil
	case !inCell:
		return errors.New("会一行一行重复，只能写在单元格里")
	case p.Silent && (p.Level != 0 || c.schema.Lists[p.List].Of != ""):
		return errors.New("里的“|不印”只写在清单的合计上，如 {{支出按类@合计.合计|不印}}")
	}
	return s.mark(p, col, row)
}

// mark notes that a row repeats for a level of a list.
func (s *sheet) mark(p *tags.Part, col, r int) error {
	var b *band
	if n := len(s.bands); n > 0 && s.bands[n-1].top == r {
		b = s.bands[n-1]
	} else {
		b = &band{top: r, bottom: r, core: r} // of one row; bands joins it to its neighbours
		s.bands = append(s.bands, b)
	}
	l := b.lane(p.List)
	if l == nil {
		l = &lane{list: p.List, from: col, variants: []variant{{level: p.Level, rows: []int{r}}}}
		b.lanes = append(b.lanes, l)
	}
	if l.variants[0].level != p.Level {
		return errors.New("与同一行里的其他标签不是一个层级")
	}
	l.variants[0].breaks = l.variants[0].breaks || p.Breaks
	l.variants[0].follows = l.variants[0].follows || p.Silent
	return nil
}

// bands joins neighbouring rows that print a common list, finds what stands
// beside them, and checks lanes.
func (c *compiler) bands() {
	blocks := c.blocks()
	c.sheet.bands = append(c.joined(c.sheet.bands, c.sheet.last), blocks...)
	slices.SortFunc(c.sheet.bands, func(x, y *band) int { return x.top - y.top })
	for i, b := range c.sheet.bands {
		if i > 0 && c.sheet.bands[i-1].bottom >= b.top && b.lanes[0].block {
			c.findings.Errorf("block-crossed", finding.At(c.sheet.Name, 1, b.top), "请用 {{块 …}} 和 {{块完}} 写明每一块从哪一行到哪一行。", "这一块和别的重复的行交叉了")
		}
		for n := b.top; n <= b.bottom; n++ {
			r := c.sheet.hold(n)
			r.band, r.inner = b, b.innerAt(n)
			c.lanes(r)
		}
	}
}

// hold is a row of the template, added blank if the file does not hold it.
func (s *sheet) hold(at int) *row {
	i, found := slices.BinarySearchFunc(s.rows, at, func(r row, at int) int { return r.R - at })
	if !found {
		s.rows = slices.Insert(slices.Clip(s.rows), i, row{Row: &xlsxedit.Row{R: at}})
	}
	return &s.rows[i]
}

// joined makes bands of the rows that repeat; none of them reaches below a row.
func (c *compiler) joined(rows []*band, end int) (bands []*band) {
	for _, b := range rows {
		c.tallest(b)
	}
	for len(rows) > 0 {
		n, core := 1, rows[0].core
		for n < len(rows) && rows[n].top <= core+1 && slices.ContainsFunc(rows[:n], rows[n].shares) {
			core = max(core, rows[n].core)
			n++
		}
		joined := join(rows[:n])
		c.beside(joined, limit(rows[n:], end))
		if last := rows[n-1]; n > 1 && joined.hasFixed() && last.root() {
			// The row of a total below lists and fixed lines is below both of them.
			joined = join(rows[:n-1])
			n--
			c.beside(joined, limit(rows[n:], end))
		}
		bands = append(bands, joined)
		rows = rows[n:]
	}
	return bands
}

// limit is the last row that a band may take, before the next one.
func limit(next []*band, end int) int {
	if len(next) > 0 {
		return next[0].top - 1
	}
	return end
}

// root says whether a row prints totals of lists alone.
func (b *band) root() bool {
	return !slices.ContainsFunc(b.lanes, func(l *lane) bool { return l.variants[0].level != 0 || l.variants[0].follows })
}

// totals says whether a lane prints nothing but the total of its list: it has no
// record before it.
func (l *lane) totals() bool {
	return !slices.ContainsFunc(l.variants, func(v variant) bool { return v.level != 0 })
}

// hasFixed says whether a band has fixed lines.
func (b *band) hasFixed() bool { return slices.ContainsFunc(b.lanes, (*lane).fixed) }

func (b *band) shares(o *band) bool {
	return slices.ContainsFunc(b.lanes, func(l *lane) bool { return o.lane(l.list) != nil })
}

func (b *band) lane(list string) *lane {
	for _, l := range b.lanes {
		if l.list == list {
			return l
		}
	}
	return nil
}

func (v variant) clone() variant {
	v.rows = slices.Clone(v.rows)
	return v
}

// join makes one band of those of adjoining rows.
func join(rows []*band) *band {
	out := &band{top: rows[0].top}
	for _, b := range rows {
		out.core = max(out.core, b.core)
		out.bottom = out.core
		for _, l := range b.lanes {
			mine := out.lane(l.list)
			if mine == nil {
				out.lanes = append(out.lanes, &lane{list: l.list, from: l.from, variants: []variant{l.variants[0].clone()}})
				continue
			}
			mine.from = min(mine.from, l.from)
			v, last := l.variants[0], &mine.variants[len(mine.variants)-1]
			if last.level == v.level && last.rows[len(last.rows)-1] == b.top-1 {
				last.rows = append(last.rows, v.rows...) // one block of rows
				last.breaks = last.breaks || v.breaks
			} else {
				mine.variants = append(mine.variants, v.clone())
			}
		}
	}
	slices.SortStableFunc(out.lanes, func(x, y *lane) int { return x.from - y.from })
	return out
}

// lanes makes sure that each tag of a row stands in the columns of its list.
func (c *compiler) lanes(r *row) {
	for _, x := range r.cells {
		for _, s := range x.parts {
			at := r.laneAt(x.Col)
			if s.Every && (r.inner == nil || s.List != r.band.lanes[0].list || !at.fixed()) {
				c.findings.Errorf("every-alone", finding.At(c.sheet.Name, x.Col, r.R),
					"请把“|每行”删去；项目自己的标签和属于它的清单写在同一行的，才写“|每行”。", "“|每行”的标签不在属于一条记录的清单旁边")
			}
			if s.Row && at.list != s.List && (r.inner == nil || s.List != r.band.lanes[0].list || !at.fixed()) {
				c.findings.Errorf("lists-crossed", finding.At(c.sheet.Name, x.Col, r.R),
					"请把两个视图的列分开：一个全在左边，另一个全在右边。",
					"视图 %s 的标签夹在视图 %s 的列中间", s.List, at.list)
			}
		}
	}
}

// laneAt is the lane of a row of a band that a column belongs to.
func (r *row) laneAt(col int) *lane {
	if r.inner != nil {
		return r.inner.laneAt(col)
	}
	return r.band.laneAt(col)
}

// laneAt is the lane that a column belongs to.
func (b *band) laneAt(col int) *lane {
	at := b.spans[0].lane
	for _, s := range b.spans {
		if s.from <= col {
			at = s.lane
		}
	}
	return at
}

// columns are the first and the last column of each stretch of a lane.
func (b *band) columns(l *lane) (stretches [][2]int) {
	for i, s := range b.spans {
		to := a1.MaxCol
		if i+1 < len(b.spans) {
			to = b.spans[i+1].from - 1
		}
		if s.lane == l {
			stretches = append(stretches, [2]int{s.from, to})
		}
	}
	return stretches
}

// over are the lanes that some columns reach into.
func (b *band) over(cols a1.Range) (lanes []*lane) {
	for _, l := range b.lanes {
		if slices.ContainsFunc(b.columns(l), func(c [2]int) bool { return c[0] <= cols.Col2 && cols.Col1 <= c[1] }) {
			lanes = append(lanes, l)
		}
	}
	return lanes
}

// levelsWithOwnRow are the levels of a list that some row of the sheet prints
// apart; rows without a level leave those out.
func (s *sheet) levelsWithOwnRow(list string) map[int]bool {
	own := map[int]bool{}
	s.each(func(b *band) {
		if l := b.lane(list); l != nil {
			for _, v := range l.variants {
				if v.level >= 0 {
					own[v.level] = true
				}
			}
		}
	})
	return own
}
