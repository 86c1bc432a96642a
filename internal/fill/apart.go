package fill

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/tags"
)

// RenderApart fills the template like Render, and gives each sheet that can be
// seen as a workbook of its own. Apart tells whether the template can be taken apart.
func (t *Template) RenderApart(d *tags.Data) ([]*Filled, finding.List, error) {
	r, _ := t.compute(d, true)
	if r.problems.HasErrors() {
		return nil, r.problems, nil
	}
	var out []*Filled
	for _, w := range r.order {
		if w.out.sheet.hidden {
			continue // Excel opens no workbook without a sheet to see
		}
		alone := *w // for which the other sheets are gone
		alone.all, alone.copies = map[string]*outSheet{strings.ToLower(w.out.sheet.Name): w.out}, nil
		one := &render{t: t, d: d, uncached: r.uncached, order: []*writer{&alone}, all: alone.all}
		file, err := one.pack()
		if err != nil {
			return nil, r.problems, err
		}
		out = append(out, &Filled{file, w.out.name, one.order})
	}
	if r.problems.HasErrors() {
		out = nil
	}
	return out, r.problems, nil
}

// Apart finds what looks at another sheet, which a workbook with only its own
// sheet cannot hold.
func (t *Template) Apart() (findings finding.List) {
	const hint = "请改用标签取这个数，或把 pack.yaml 的“输出”改成几张表一个文件。"
	for _, s := range t.sheets {
		for x := range s.sites() {
			if other := s.elsewhere(x.formula); other != "" {
				findings.Errorf("sheet-apart", x.place(), hint, "每张表各写一个文件时，公式 =%s 引用的工作表“%s”不在同一个文件里", x.formula.Text, other)
			}
		}
		walk(s.Doc.Root(), func(e *etree.Element) {
			if !slices.Contains(innerFormulas, e.Tag) {
				return
			}
			if f, err := formula.Parse(e.Text()); err == nil && s.elsewhere(f) != "" {
				findings.Errorf("sheet-apart", finding.Place{Sheet: s.Name}, hint, "每张表各写一个文件时，下拉列表或条件格式引用的工作表“%s”不在同一个文件里", s.elsewhere(f))
			}
		})
	}
	if len(t.book.Sheets) > len(t.sheets) {
		findings.Errorf("sheet-apart", finding.Place{}, "请把图表移到它的表里。", "每张表各写一个文件时，不能有只有图表的工作表")
	}
	return findings
}

// elsewhere is the first other sheet that a formula of the sheet looks at, "" if none.
func (s *sheet) elsewhere(f *formula.Formula) string {
	if f == nil {
		return ""
	}
	for _, o := range f.Operands {
		if o.Ref.Sheet != "" && !strings.EqualFold(o.Ref.Sheet, s.Name) {
			return o.Ref.Sheet
		}
	}
	return ""
}
