package prose

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxread"
)

// A chart shows figures that it keeps by itself; those that people edit stand in a small
// workbook inside the document. Whoever changes one of the two, or only the tables, leaves
// a picture of other figures.

// Chart is a chart of the body.
type Chart struct {
	part  string
	root  *etree.Element
	book  []byte // nil if it has none of its own
	after int    // how many paragraphs stand before it
}

// chartsOf are the charts that a paragraph shows.
func (r *docReader) chartsOf(p *etree.Element) {
	for _, e := range p.FindElements(".//chart") {
		for _, a := range e.Attr {
			i := slices.IndexFunc(r.rels, func(x xlsxread.Relationship) bool { return a.Key == "id" && x.ID == a.Value && !x.External })
			if i < 0 {
				continue
			}
			part := r.rels[i].Target
			if slices.ContainsFunc(r.doc.Charts, func(c *Chart) bool { return c.part == part }) {
				continue // in a text box, which is there twice
			}
			if !r.file.Has(part) {
				continue
			}
			tree, err := r.file.Look(part)
			if err != nil {
				r.err = cmp.Or(r.err, xlsxread.Within(part, err))
				continue
			}
			c := &Chart{part: part, root: tree.Root(), after: len(r.doc.Paragraphs)}
			if book := r.file.Related(part, "package"); book != "" && r.file.Has(book) {
				c.book, _ = r.file.Bytes(book) // without it the chart is judged by the tables alone
			}
			r.doc.Charts = append(r.doc.Charts, c)
		}
	}
}

// cache is what a chart keeps of a range of its workbook.
type cache struct {
	ref    string
	points map[int]string
	size   int
}

// cacheOf reads the cache in a part of a series, such as val.
func cacheOf(e *etree.Element) (c cache) {
	c.points = map[int]string{}
	if e == nil {
		return c
	}
	for _, kind := range [][2]string{{"numRef", "numCache"}, {"strRef", "strCache"}} {
		ref := child(e, kind[0])
		kept := under(e, kind[0], kind[1])
		if kept == nil {
			continue
		}
		if f := child(ref, "f"); f != nil {
			c.ref = strings.TrimSpace(f.Text())
		}
		c.size, _ = strconv.Atoi(value(child(kept, "ptCount")))
		for pt := range kept.ChildElementsSeq() {
			i, err := strconv.Atoi(pt.SelectAttrValue("idx", ""))
			if v := child(pt, "v"); pt.Tag == "pt" && err == nil && v != nil {
				c.points[i] = strings.TrimSpace(v.Text())
			}
		}
	}
	return c
}

// charts judges the charts.
func (j *judge) charts() {
	for _, c := range j.doc.Charts {
		caption, under := j.stands(c)
		at := finding.Place{Line: max(c.after, 1), Paragraph: "图表"}
		switch {
		case caption != nil:
			at.Paragraph = "图“" + quote(caption.Text) + "”"
		case len(under) > 0:
			at.Paragraph = "“" + quote(under[0].Text) + "”下的图表"
		}
		cells := cellsIn(c.book)
		for _, s := range c.root.FindElements(".//ser") {
			names, values, title := cacheOf(child(s, "cat")), cacheOf(child(s, "val")), cacheOf(child(s, "tx"))
			for _, kept := range []cache{title, names, values} {
				j.sameCells(at, kept, names, cells)
			}
			j.points(at, c, names, values, title.points[0], caption, under)
		}
	}
}

// stands is the line above or below a chart that says what it shows, nil if there is
// none, and the headings it stands under.
func (j *judge) stands(c *Chart) (caption *Paragraph, under []*Paragraph) {
	if c.after > 0 {
		before := j.doc.Paragraphs[c.after-1]
		if under = before.under; before.Level > 0 {
			under = append([]*Paragraph{before}, under...)
		}
	}
	for n := c.after - 1; n <= c.after && caption == nil; n++ {
		if n >= 0 && n < len(j.doc.Paragraphs) {
			if p := j.doc.Paragraphs[n]; p.Level == 0 && captionOfChart.MatchString(p.Text) {
				caption = p
			}
		}
	}
	return caption, under
}

var captionOfChart = pattern.Of(`^图[表]?\s*[\d一二三四五六七八九十]*[：:.、\s]?[^。；]{0,40}$|^[^。；]{2,40}图(?:[（(][^）)]*[)）])?$`)

// cellsIn are the cells of a chart's workbook by sheet and name.
func cellsIn(book []byte) map[string]xlsxread.Cell {
	if book == nil {
		return nil
	}
	f, err := xlsxread.Read(book)
	if err != nil {
		return nil
	}
	out := map[string]xlsxread.Cell{}
	for _, s := range f.Sheets {
		_, err := f.Rows(s, func(row int, cells []xlsxread.Cell) {
			for _, c := range cells {
				out[s.Name+"!"+a1.Name(c.Col, row)] = c
			}
		})
		if err != nil {
			return nil
		}
	}
	return out
}

// sameCells compares what a chart keeps with the cells that it is of.
func (j *judge) sameCells(at finding.Place, kept, names cache, cells map[string]xlsxread.Cell) {
	sheet, area, ok := strings.Cut(kept.ref, "!")
	r, whole := a1.ParseRange(strings.ReplaceAll(area, "$", ""))
	n := (r.Col2 - r.Col1 + 1) * (r.Row2 - r.Row1 + 1)
	if cells == nil || !ok || !whole || n != kept.size || n > mostPoints {
		return
	}
	sheet = strings.ReplaceAll(strings.Trim(sheet, "'"), "''", "'")
	for i := range n {
		name := a1.Name(r.Col1+i%(r.Col2-r.Col1+1), r.Row1+i/(r.Col2-r.Col1+1))
		c := cells[sheet+"!"+name]
		shown := kept.points[i]
		if sameValue(c, shown) {
			continue
		}
		what := ""
		if label := names.points[i]; label != "" && label != shown {
			what = "“" + label + "”"
		}
		j.report(otherChart, at, "%s图上是“%s”，图的数据（%s!%s）里是“%s”", what, shown, sheet, name, c.Text)
	}
}

// mostPoints is how many points of a chart are looked at; more nobody can see.
const mostPoints = 1000

// sameValue says whether a cell is what a chart shows, or cannot be told from it.
func sameValue(c xlsxread.Cell, shown string) bool {
	switch c.Kind {
	case xlsxread.Blank:
		return shown == "" || shown == "0"
	case xlsxread.Number:
		a, err1 := strconv.ParseFloat(c.Text, 64)
		b, err2 := strconv.ParseFloat(shown, 64)
		if shown == "" {
			return a == 0
		}
		return err1 != nil || err2 != nil || math.Abs(a-b) <= 1e-9*max(1, math.Abs(a))
	case xlsxread.Text:
		return strings.TrimSpace(c.Text) == shown
	}
	return true
}

// points compares the figures of a series with the tables.
func (j *judge) points(at finding.Place, c *Chart, names, values cache, title string, caption *Paragraph, under []*Paragraph) {
	unit, stated := j.p.Unit.Name, false
	texts := []string{title}
	if caption != nil {
		texts = append(texts, caption.Text)
		under = append([]*Paragraph{{Text: plainCaption(caption.Text), Level: 9}}, under...)
	}
	for _, text := range texts {
		for _, u := range j.p.Units.All() {
			if m := unitOfChart.FindStringSubmatch(text); m != nil && m[1] == u.Name {
				unit, stated = u.Name, true
			}
		}
	}
	type wrong struct {
		name  string
		f     *figure
		found []fact
	}
	var all []wrong
	agree := 0
	words := strings.TrimSpace(idleSeries.ReplaceAllString(title, ""))
	for i := range min(values.size, mostPoints) {
		name := names.points[i]
		d, err := decimal.NewFromString(values.points[i])
		if err != nil || name == "" || strings.HasPrefix(name, "其他") && len(name) <= len("其他项") {
			continue
		}
		p := &Paragraph{Text: words + name + d.String() + unit, Number: c.after + 1, under: under}
		for _, f := range figuresOf(p, j.p.Units) {
			if f.kind != amount || f.to != len(p.Text) {
				continue
			}
			switch found := j.meant(f); {
			case len(found) == 0:
			case slices.ContainsFunc(found, f.agrees):
				agree++
			default:
				all = append(all, wrong{name, f, found})
			}
		}
	}
	if !stated && agree == 0 {
		return // they may be shares, or in another unit
	}
	for _, w := range all {
		j.report(otherChart, at, "“%s”图上是 %s，表里是 %s（%s）", w.name, w.f.text, j.inUnit(w.found[0].value, w.f), where(w.found[0]))
	}
}

var (
	unitOfChart = pattern.Of(`[（(：:](亿元|千万元|百万元|十万元|万元|千元|元)[）)]?`)
	idleSeries  = pattern.Of(`[（(][^）)]*[)）]|金额|预算数|预算|单位[：:].*|数额|合计|系列\s*\d+|Series\s*\d+|20\d\d年度?`)
	captionIdle = pattern.Of(`^图[表]?\s*[\d一二三四五六七八九十]*[：:.、\s]?|[（(][^）)]*[)）]|构成|占比|分布|比例|饼|柱状?|条形|示意|图$`)
)

// plainCaption is a caption without the words that only say that it is of a chart.
func plainCaption(text string) string { return captionIdle.ReplaceAllString(text, "") }
