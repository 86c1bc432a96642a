package fill

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// papers are sizes in points by the number that files give them, width before
// height; others are taken for A4.
var papers = map[string][2]float64{"1": {612, 792}, "8": {842, 1191}, "9": {595, 842}, "11": {420, 595}, "12": {729, 1032}, "13": {516, 729}}

// page is what a sheet has for its cells on one page, in points, and how it is
// made to fit.
type page struct {
	width, height float64
	scale         float64
	narrowed      bool // made smaller until all columns fit
	whole         bool // made smaller until all rows fit
	turned        bool // the form says how it lies
}

func (s *sheet) page() page {
	root := s.Doc.Root()
	set, margins := root.SelectElement("pageSetup"), root.SelectElement("pageMargins")
	attr := func(e *etree.Element, name, otherwise string) string {
		if e == nil {
			return otherwise
		}
		return e.SelectAttrValue(name, otherwise)
	}
	number := func(e *etree.Element, name, otherwise string) float64 {
		f, _ := strconv.ParseFloat(attr(e, name, otherwise), 64)
		return f
	}
	size, ok := papers[attr(set, "paperSize", "9")]
	if !ok {
		size = papers["9"]
	}
	turned := attr(set, "orientation", "default")
	if turned == "landscape" {
		size[0], size[1] = size[1], size[0]
	}
	p := page{
		turned: turned != "default",
		width:  size[0] - 72*(number(margins, "left", "0.7")+number(margins, "right", "0.7")),
		height: size[1] - 72*(number(margins, "top", "0.75")+number(margins, "bottom", "0.75")),
		scale:  max(0.1, number(set, "scale", "100")/100),
	}
	if e := root.FindElement("sheetPr/pageSetUpPr"); e != nil && (e.SelectAttrValue("fitToPage", "") == "1" || e.SelectAttrValue("fitToPage", "") == "true") {
		p.scale = 1
		p.narrowed = attr(set, "fitToWidth", "1") != "0"
		p.whole = attr(set, "fitToHeight", "1") != "0"
	}
	return p
}

// slack is how much wider than its page a table may be before that is told: the
// widths of fonts and printers differ.
const slack = 1.03

// across is how much wider than a page a table is that would become too small on it.
const across = 1.25

// Lack is what a sheet of a template is not set for, though what it is filled with needs it on paper.
type Lack struct {
	Sheet  string
	Narrow bool   // its columns are wider than the paper, or may be where other fonts are installed
	Wide   bool   // they are so much wider that they are to be printed across
	Head   [2]int // the rows of its headers, which no page but the first has; 0 if nothing is lacking
}

// Lacks are those of the sheets of a template that is filled with data.
func (t *Template) Lacks(d *tags.Data) (out []Lack) {
	r, _ := t.compute(d, true)
	if r.problems.HasErrors() {
		return nil
	}
	for _, w := range r.order {
		if w.paper(); !w.out.sheet.hidden && (w.lacks.Narrow || w.lacks.Head[0] > 0) {
			w.lacks.Sheet = w.out.sheet.Name
			out = append(out, w.lacks)
		}
	}
	return out
}

// paper tells of a list that runs over its page without its header, and of
// columns that come to stand on another page, or lose their right end.
func (w *writer) paper() {
	s, at := w.out.sheet, finding.Place{Sheet: w.out.sheet.Name}
	p := s.page()
	columns, pixels := w.used()
	width := pixels * 0.75 // points of 96 dpi
	const wider = 4.0 / 3  // than Excel's are columns in LibreOffice where the font of the workbook is not installed
	w.lacks.Narrow = !p.narrowed && columns > 1 && width*p.scale*wider > p.width
	w.lacks.Wide = w.lacks.Narrow && !p.turned && width > p.width*across
	switch {
	case columns == 1 && width*p.scale > p.width*slack: // LibreOffice does not make a sheet of one column smaller
		const digit = 7 * 0.75 * wider // points of a digit of the usual font, by which columns are measured
		w.problems.Warnf("column-cut", at, fmt.Sprintf("请把这一列改窄到 %.0f 以下，设成自动换行，右边就都在纸上。", p.width/p.scale/digit), "只有一列，比纸宽：用 LibreOffice 转成 PDF（--pdf）时，右边的字会切掉")
	case p.narrowed && width > p.width:
		p.scale = p.width / width
	case !p.narrowed && width*p.scale > p.width*slack:
		w.problems.Warnf("page-narrow", at, "请在“页面布局”里选“将所有列调整为一页”，或改成横向。", "各列加起来比纸宽，右边的列会印到另一页，表头也分成两页")
	}
	if s.of != "" || len(s.bands) == 0 {
		return // a form of its own, or a table that does not grow
	}
	top, bottom := s.header()
	from, to := w.t.titles(s)
	if bottom > 0 && to == 0 {
		w.lacks.Head = [2]int{top, bottom} // how long it is in other departments nobody knows
	}
	high := 0.0
	for i := range w.out.rows {
		high += max(w.out.rows[i].height, w.out.base(&w.out.rows[i], w.t))
	}
	if p.whole || high*p.scale <= p.height*slack {
		return
	}
	switch {
	case bottom == 0:
	case to == 0:
		w.problems.Warnf("header-once", at, "请在“页面布局—打印标题”的“顶端标题行”里选表头那几行。", "清单长的部门会印好几页，从第二页起没有表头（第 %d 行到第 %d 行）", top, bottom)
	case from > top || to < bottom:
		w.problems.Warnf("header-split", at, "请在“页面布局—打印标题”里把表头的行都选上。", "表头是第 %d 行到第 %d 行，每页重复的只有第 %d 行到第 %d 行", top, bottom, from, to)
	}
}

// used is how many columns there are up to the last that holds anything, and their width in pixels.
func (w *writer) used() (last int, pixels float64) {
	for _, x := range w.out.outCells() {
		if x.tpl == nil && x.value.Kind != formula.Blank || x.tpl != nil && x.tpl.Value+x.tpl.Text != "" {
			last = max(last, int(x.col))
		}
	}
	return last, w.across(xlsxedit.Style{}, 1, last, 0)
}

// header is the rows above the first list that say what its columns are: those
// with more than one text, below the title and the line with department and unit.
func (s *sheet) header() (top, bottom int) {
	first := s.bands[0].top
	for i := len(s.rows) - 1; i >= 0; i-- {
		r := &s.rows[i]
		if r.R >= first || r.band != nil {
			continue
		}
		texts := 0
		for _, x := range r.cells {
			text := x.Text
			if x.formula == nil && x.Formula == nil && text != "" {
				texts++
			}
			if strings.ContainsAny(text, "：:") {
				return top, bottom
			}
		}
		switch {
		case texts > 1:
			top = r.R
			if bottom == 0 {
				bottom = r.R
			}
		case bottom > 0:
			return top, bottom
		}
	}
	return top, bottom
}

// titleRows are the rows in a name such as 表三!$A:$B,表三!$1:$5.
var titleRows = pattern.Of(`(?:^|[!,])\$?(\d+):\$?(\d+)`)

// titles are the rows that a sheet prints on every page, 0 if there are none.
func (t *Template) titles(s *sheet) (from, to int) {
	for of, e := range t.definitions("_xlnm.Print_Titles") {
		if m := titleRows.FindStringSubmatch(e.Text()); m != nil && of != nil && of.Part == s.Part {
			from, _ = strconv.Atoi(m[1])
			to, _ = strconv.Atoi(m[2])
		}
	}
	return from, to
}
