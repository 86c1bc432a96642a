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
		for _, tag := range []string{"numCache", "strCache"} {
			if cache := e.Parent().SelectElement(tag); cache != nil {
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
	values, ok := w.valuesOf(text)
	if !ok {
		return
	}
	for _, e := range cache.SelectElements("pt") {
		cache.RemoveChild(e)
	}
	count := xlsxedit.Child(cache, "ptCount", nil) // behind formatCode, the only other
	count.CreateAttr("val", strconv.Itoa(len(values)))
	at := count.Index() + 1
	for i, v := range values {
		if v.Kind == formula.Blank || v.Kind == formula.Fault || cache.Tag == "numCache" && v.Kind != formula.Number {
			continue
		}
		pt := etree.NewElement("pt")
		pt.Space = cache.Space
		pt.CreateAttr("idx", strconv.Itoa(i))
		x := pt.CreateElement("v")
		x.Space = cache.Space
		if v.Kind == formula.Number {
			x.SetText(v.Num.String())
		} else {
			x.SetText(v.Text)
		}
		cache.InsertChildAt(at, pt)
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
// template means, blank ones too; ok is false of anything but one range.
func (w *writer) valuesOf(text string) (values []formula.Value, ok bool) {
	f, err := formula.Parse(text)
	if err != nil || len(f.Operands) != 1 {
		return nil, false
	}
	p := w.point(f.Operands[0], noRecord, true)
	if p.sheet == nil || p.fixed {
		return nil, w.gone(f.Operands[0].Ref.Sheet)
	}
	for _, run := range p.runs {
		for r := run.From; r <= run.To; r++ {
			for c := p.ref.Col1; c <= p.ref.Col2; c++ {
				values = append(values, p.sheet.valueAt(c, r))
			}
		}
	}
	return values, true
}

// valueAt is what a cell of the computed result shows.
func (o *outSheet) valueAt(col, row int) formula.Value {
	if x := o.cellAt(col, row); x != nil {
		return x.shown()
	}
	return formula.Value{}
}
