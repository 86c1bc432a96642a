package fill

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// charts moves the ranges that the sheet's charts show, and what the charts
// remember of them: viewers that do not compute show that.
func (m *mover) charts() { m.w.charts(m.file, m.part) }

// chartSheets does so for the sheets that are but a chart.
func (r *render) chartSheets(file *xlsxedit.File, book *xlsxedit.Workbook) {
	w := &writer{t: r.t, all: r.all}
	for _, s := range book.Sheets {
		if !slices.ContainsFunc(r.order, func(w *writer) bool { return w.out.ref.Part == s.Part }) {
			w.charts(file, s.Part)
		}
	}
}

func (w *writer) charts(file *xlsxedit.File, part string) {
	for _, r := range file.Rels(file.Related(part, "drawing")) {
		if r.Type != "chart" && r.Type != "chartEx" {
			continue
		}
		if doc, err := file.XML(r.Target); err == nil {
			w.chart(doc.Root())
		}
	}
}

func (w *writer) chart(root *etree.Element) {
	walk(root, func(e *etree.Element) {
		if e.Tag != "f" {
			return
		}
		before := e.Text()
		e.SetText(w.series(before))
		for _, cache := range e.Parent().ChildElements() {
			switch cache.Tag {
			case "numCache", "strCache", "dlblRangeCache", "multiLvlStrCache":
				w.remember(cache, before)
			}
		}
	})
}

// Chart moves the ranges of a chart that stands in another file than the workbook, and
// renews what it remembers of them.
func (f *Filled) Chart(root *etree.Element) {
	if len(f.order) > 0 {
		w := &writer{t: f.order[0].t, all: f.order[0].all}
		w.chart(root)
	}
}

// remember writes what a chart shows of some cells.
func (w *writer) remember(cache *etree.Element, text string) {
	values, width, ok := w.valuesOf(text)
	if !ok {
		return
	}
	if cache.Tag == "multiLvlStrCache" {
		rememberLevels(cache, values, width)
		return
	}
	for _, e := range cache.SelectElements("pt") {
		cache.RemoveChild(e)
	}
	points(cache, pointCount(cache, len(values)), values)
}

// rememberLevels writes what a chart shows of names in several columns, or rows: a level
// of points for each, the innermost first.
func rememberLevels(cache *etree.Element, values []formula.Value, width int) {
	lines := len(values) / width
	levels := cache.SelectElements("lvl")
	across := len(levels) == lines && lines < width // each row is a level
	for _, e := range levels {
		cache.RemoveChild(e)
	}
	count, n := width, lines
	if across {
		count, n = lines, width
	}
	beside := pointCount(cache, n)
	for k := range count {
		level := etree.NewElement("lvl")
		level.Space = cache.Space
		cache.InsertChildAt(beside.Index()+1+k, level)
		own := make([]formula.Value, n)
		for i := range own {
			if own[i] = values[i*width+count-1-k]; across {
				own[i] = values[(count-1-k)*width+i]
			}
		}
		points(level, nil, own)
	}
}

// pointCount is the element of a cache that says how many points there are.
func pointCount(cache *etree.Element, n int) *etree.Element {
	count := xlsxedit.Child(cache, "ptCount", nil) // behind formatCode, the only other
	count.CreateAttr("val", strconv.Itoa(n))
	return count
}

// points writes points that are no blanks into a cache or level, behind one of its elements.
func points(into, behind *etree.Element, values []formula.Value) {
	at, space := 0, into.Space
	if behind != nil {
		at, space = behind.Index()+1, behind.Space // of labels, the cache has another one
	}
	for i, v := range values {
		if v.Kind == formula.Blank || v.Kind == formula.Fault || into.Tag == "numCache" && v.Kind != formula.Number {
			continue
		}
		pt := etree.NewElement("pt")
		pt.Space = space
		pt.CreateAttr("idx", strconv.Itoa(i))
		x := pt.CreateElement("v")
		x.Space = space
		if v.Kind == formula.Number {
			x.SetText(v.Num.String())
		} else {
			x.SetText(v.Text)
		}
		into.InsertChildAt(at, pt)
		at++
	}
}

// series is what a chart shows, as it reads in the result: several ranges stand
// in brackets.
func (w *writer) series(text string) string {
	out := w.outside(text, noRecord, true, true)
	if strings.Contains(out, ",") && !strings.HasPrefix(out, "(") && !strings.Contains(text, ",") {
		return "(" + out + ")"
	}
	return out
}

// valuesOf gives the values of the cells that a chart's reference of the
// template means, row by row, blank ones too, and how many are in a row; ok is false of
// anything but ranges.
func (w *writer) valuesOf(text string) (values []formula.Value, width int, ok bool) {
	f, err := formula.Parse(text)
	if err != nil || len(f.Operands) == 0 || len(f.Operands) > 1 && strings.Count(text, ",") != len(f.Operands)-1 {
		return nil, 0, false
	}
	for _, o := range f.Operands {
		p := w.point(o, noRecord, true)
		if p.sheet == nil || p.fixed {
			if !w.gone(o.Ref.Sheet) {
				return nil, 0, false
			}
			continue
		}
		for _, run := range p.runs {
			for r := run.From; r <= run.To; r++ {
				for c := p.ref.Col1; c <= p.ref.Col2; c++ {
					values = append(values, p.sheet.valueAt(c, r))
				}
			}
		}
		width = p.ref.Col2 - p.ref.Col1 + 1
	}
	return values, max(width, 1), true
}

// valueAt is what a cell of the computed result shows.
func (o *outSheet) valueAt(col, row int) formula.Value {
	if x := o.cellAt(col, row); x != nil {
		return x.shown()
	}
	return formula.Value{}
}
