package fill

import (
	"errors"
	"strings"

	"ysgk/internal/formula"
)

// States of a formula cell while values are computed.
const (
	fresh = iota
	running
	known
	beyond // goes out without a stored result; see uncached
)

var (
	errCircle = errors.New("circular reference")
	// errDeep is a chain of formulas too long to follow at once.
	errDeep = errors.New("formulas too deep")
)

// maxDepth is how many formulas may wait for each other at a time: the rest are
// computed first, from top to bottom, in another pass.
const maxDepth = 2000

// calculator gives every formula the value that a recalculation of the written
// workbook would. It is the workbook as its formulas see it.
type calculator struct {
	render *render
	pages  map[*outSheet]*view
	names  map[nameKey]string
	tables map[string]formula.Table
	cache  *formula.Cache
	depth  int
}

func newCalculator(r *render) *calculator {
	c := &calculator{render: r, pages: map[*outSheet]*view{}, cache: &formula.Cache{}}
	for _, w := range r.order {
		c.pages[w.out] = &view{c: c, o: w.out}
	}
	return c
}

// run computes all formulas.
func (c *calculator) run() {
	for _, w := range c.render.order {
		w.rewrite()
	}
	type waiting struct {
		o *outSheet
		x *outCell
	}
	var left []waiting
	for _, w := range c.render.order {
		for _, x := range w.out.outCells() {
			if x.moved != nil || x.member != nil {
				left = append(left, waiting{w.out, x})
			}
		}
	}
	for len(left) > 0 {
		var again []waiting
		for _, l := range left {
			c.depth = 0
			_, err := c.value(l.o, l.x)
			if errors.Is(err, errDeep) {
				again = append(again, l)
				continue
			}
			c.render.judge(l.x, err)
		}
		if len(again) == len(left) {
			for _, l := range again {
				l.x.state = beyond
				c.render.judge(l.x, formula.ErrUnsupported)
			}
			return
		}
		left = again
	}
}

// rewrite writes the formulas of the template as they read in the sheet.
func (w *writer) rewrite() {
	for _, x := range w.out.outCells() {
		if m := x.moved; m != nil {
			if m.written, m.broken = w.rewritten(m.cell.formula, m.at); m.broken == nil {
				m.parsed, m.broken = formula.Parse(m.written)
			}
		}
	}
}

// value is what a cell shows.
func (c *calculator) value(o *outSheet, x *outCell) (formula.Value, error) {
	switch {
	case x.member != nil:
		return c.member(o, x)
	case x.moved == nil:
		return x.shown(), nil
	}
	switch x.state {
	case known:
		return x.value, nil
	case running:
		return formula.Value{}, errCircle
	case beyond:
		return formula.Value{}, x.moved.broken
	}
	m := x.moved
	if m.broken != nil {
		x.state = beyond
		return formula.Value{}, m.broken
	}
	if c.depth >= maxDepth {
		return formula.Value{}, errDeep
	}
	x.state = running
	c.depth++
	v, err := c.compute(m)
	c.depth--
	switch {
	case errors.Is(err, errDeep):
		x.state = fresh
		return v, err
	case errors.Is(err, formula.ErrUnsupported) && m.picture():
		v = kept(m.cell.Cell)
	case err != nil:
		x.state, m.broken = beyond, err
		return v, err
	}
	x.state, x.value = known, v
	return v, nil
}

// compute evaluates a formula where it stands.
func (c *calculator) compute(m *moved) (formula.Value, error) {
	env := c.env(m)
	if m.array() == "" {
		return m.parsed.Eval(env)
	}
	if m.dynamic() && strings.Contains(m.array(), ":") {
		return formula.Value{}, formula.ErrUnsupported // how far it spills is not ours to say
	}
	env.Array = true
	all, err := m.parsed.Spill(env)
	if err != nil || len(all) == 0 || len(all[0]) == 0 {
		return formula.Value{}, errors.Join(err)
	}
	m.spill = all
	return all[0][0], nil
}

// picture is true of a formula that shows a picture, which Excel and WPS write
// themselves: it looks at nothing, so what is stored stays right.
func (m *moved) picture() bool {
	f := m.parsed
	return len(f.Operands)+len(f.Names())+len(f.Tables()) == 0 && len(f.Functions()) == 1 && f.Functions()[0] == "DISPIMG"
}

func (c *calculator) env(m *moved) *formula.Env {
	return &formula.Env{Book: c, Sheet: c.pages[m.w.out], Col: m.cell.Col, Row: m.at.out, Cache: c.cache}
}

// member is the value of a cell of an array formula that stands in another cell:
// one row or column is repeated, what is beyond the array is #N/A.
func (c *calculator) member(o *outSheet, x *outCell) (formula.Value, error) {
	head := o.cellAt(x.member.col, x.member.row)
	if head == nil || head.moved == nil {
		return formula.Value{}, nil
	}
	if _, err := c.value(o, head); err != nil {
		return formula.Value{}, err
	}
	pick := func(n, of int) int {
		if of == 1 {
			return 0
		}
		return n
	}
	all := head.moved.spill
	i, j := pick(x.member.down, len(all)), pick(x.member.right, len(all[0]))
	x.value = formula.Value{Kind: formula.Fault, Text: "#N/A"}
	if i < len(all) && j < len(all[i]) {
		x.value = all[i][j]
	}
	return x.value, nil
}

// view is a sheet of the result as formulas see it.
type view struct {
	c    *calculator
	o    *outSheet
	cols int // the last column that holds anything, found on first use
}

func (p *view) Name() string { return p.o.name }

func (p *view) Value(col, row int) (formula.Value, error) {
	if x := p.o.cellAt(col, row); x != nil {
		return p.c.value(p.o, x)
	}
	return formula.Value{}, nil
}

func (p *view) Bounds() (cols, rows int) {
	if p.cols == 0 {
		for _, x := range p.o.outCells() {
			p.cols = max(p.cols, int(x.col))
		}
	}
	return p.cols, len(p.o.byRow) - 1
}

func (p *view) Formula(col, row int) string {
	if x := p.o.cellAt(col, row); x != nil {
		return x.formula()
	}
	return ""
}

func (p *view) Hidden(row int) bool {
	return row >= 1 && row < len(p.o.byRow) && p.o.byRow[row] >= 0 && p.o.rows[p.o.byRow[row]].tpl.on("hidden")
}

// Sheet implements formula.Book.
func (c *calculator) Sheet(name string) formula.Sheet {
	for _, w := range c.render.order {
		if strings.EqualFold(w.out.name, name) {
			return c.pages[w.out]
		}
	}
	return nil
}

// nameKey is a defined name as a sheet sees it.
type nameKey struct {
	name string
	on   *outSheet
}

// Name implements formula.Book.
func (c *calculator) Name(name string, on formula.Sheet) (string, bool) {
	key := nameKey{name: strings.ToLower(name)}
	if p, ok := on.(*view); ok && p != nil {
		key.on = p.o
	}
	if c.names == nil {
		c.names = map[nameKey]string{}
	}
	text, met := c.names[key]
	if !met {
		text = c.render.nameOn(name, key.on)
		c.names[key] = text
	}
	return text, text != ""
}

// Table implements formula.Book.
func (c *calculator) Table(name string) (formula.Table, bool) {
	if c.tables == nil {
		c.tables = map[string]formula.Table{}
		for _, w := range c.render.order {
			for _, l := range w.t.file.Tables(w.out.sheet.Part) {
				key := strings.ToLower(l.Name)
				if ref, ok := w.out.hull(l.Ref); ok && c.tables[key].Sheet == nil {
					c.tables[key] = formula.Table{Sheet: c.pages[w.out], Ref: ref, Columns: l.Columns, Header: l.Header > 0, Totals: l.Totals > 0}
				}
			}
		}
	}
	t, ok := c.tables[strings.ToLower(name)]
	return t, ok
}

// verdicts are what is said of formulas that have no result to be stored.
var verdicts = []struct {
	err              error
	code, hint, says string
}{
	{errLong, "rows-many", "请改成引用整段的区域，或把这张表分成几张。", "公式 =%s 要引用的行太分散，写不进一个公式"},
	{errApart, "rows-apart", "请引用整个清单，从第一级的行到最后一级的行；或改用能列出几段的 SUM、COUNT、MAX。", "公式 =%s 要用一整段格子，它引用的那一级各行之间却隔着别的行"},
	{errUnclear, "record-unclear", "请让那张表也按同样的几项分行（如 单位和项目名称），或改用 SUMIF、SUMIFS。", "公式 =%s 要取本条在另一张表里的那一行，那里却有几行都可能是"},
	{errCircle, "formula-circle", "请改模板里的公式。", "公式 =%s 直接或间接引用了自己"},
}

// judge tells of a formula that has no result to be stored, at the template's
// cell, once however often it repeats.
func (r *render) judge(x *outCell, err error) {
	if x.moved == nil || err == nil {
		return // of an array, which is told where it begins
	}
	at, text := x.moved.origin(), x.moved.cell.formula.Text
	once := func(code string) bool {
		key := at.String() + code
		again := r.told[key]
		r.told[key] = true
		return !again
	}
	for _, v := range verdicts {
		if errors.Is(err, v.err) {
			if once(v.code) {
				r.problems.Errorf(v.code, at, v.hint, v.says, text)
			}
			return
		}
	}
	if r.uncached = true; once("formula-uncached") {
		r.problems.Warnf("formula-uncached", at, "打开公开表，由 Excel 或 WPS 算出来，看过以后保存；在这以前别的程序看到的是空的。", "公式 =%s 有 ysgk 不会算的函数或写法（或用到这样的格子），没有存结果", text)
	}
}
