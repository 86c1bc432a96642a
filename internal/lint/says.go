package lint

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/legend"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// says compares what a sheet says with what its tags take. What is certain is
// an error, what is likely a warning, what may be so a note.
func (l *linter) says(f *fill.Form, at func(finding.Place) finding.Place) {
	s := &sayer{linter: l, Grid: legend.New(f), at: at}
	for i := range l.pack.Tables {
		if l.pack.Tables[i].Sheet == f.Sheet {
			s.table = &l.pack.Tables[i]
		}
	}
	s.units()
	s.columns()
	s.totals()
	s.untagged()
	s.nameless()
	s.samples()
	s.years()
	s.titles()
}

// sayer looks at one sheet.
type sayer struct {
	*linter
	*legend.Grid
	at    func(finding.Place) finding.Place
	table *pack.Table // nil if pack.yaml does not name the sheet
}

// place is a cell of the sheet.
func (s *sayer) place(col, row int) finding.Place { return s.at(finding.At(s.Sheet, col, row)) }

// cell is how a message calls a cell of the sheet.
func (s *sayer) cell(t legend.Text) string { return finding.At("", t.Col, t.Row).String() }

// quote is a text of the sheet with its tags.
func (s *sayer) quote(t legend.Text) string {
	c := s.At(t.Col, t.Row)
	if c == nil {
		return t.Says
	}
	var b strings.Builder
	for _, p := range c.Parts {
		switch {
		case p.Scalar != "":
			b.WriteString("{{" + p.Scalar + "}}")
		case !p.Tag():
			b.WriteString(p.Text)
		}
	}
	return short(b.String())
}

// tag is how a tag reads; of its modifiers it keeps the unit.
func tag(p *tags.Part) string {
	keys := ""
	if len(p.Keys) > 0 {
		keys = "[" + strings.Join(p.Keys, "、") + "]"
	}
	unit := ""
	if p.Unit.Name != "" {
		unit = "|" + p.Unit.Name
	}
	return "{{" + p.List + keys + "." + p.Field + unit + "}}"
}

// each visits every cell with content, in reading order.
func (s *sayer) each(visit func(row *fill.FormRow, c *fill.FormCell)) {
	for row, c := range s.Cells() {
		visit(row, c)
	}
}

// units compares 单位：万元 with the units that the tags print.
func (s *sayer) units() {
	for _, m := range append(s.Misstated(s.pack), s.MisstatedIn(s.pack)...) {
		mend := "在标签后面加 |" + m.Says.Unit.Name
		if has := m.Tag.Unit.Name; has != "" {
			mend = "把标签后面的 |" + has + " 改成 |" + m.Says.Unit.Name
		}
		s.out.Errorf(meaning+"unit", s.place(m.Col, m.Row), "请"+mend+"，或改“"+m.Says.At.Says+"”。",
			"“%s”（%s）说的是%s，标签 %s 印的是%s", m.Says.At.Says, s.cell(m.Says.At), m.Says.Unit.Name, tag(m.Tag), m.Prints.Name)
	}
	for i := range s.Rows {
		s.oneUnit(&s.Rows[i])
	}
}

// oneUnit looks, where the sheet says nothing of units, whether a row that
// repeats prints one only.
func (s *sayer) oneUnit(row *fill.FormRow) {
	var first *tags.Part
	for i := range row.Cells {
		p := legend.Amount(&row.Cells[i])
		if p == nil || !p.Row {
			continue
		}
		if _, said := s.Unit(s.pack, row.Cells[i].Col, row.R); said {
			continue
		}
		if first == nil {
			first = p
		} else if a, b := legend.Unit(s.pack, first), legend.Unit(s.pack, p); a != b {
			s.out.Warnf(meaning+"unit", s.place(row.Cells[i].Col, row.R), "请改成同一个单位，或在表头里写明各列的单位。",
				"同一行里 %s 印的是%s，%s 印的是%s，表里没有写单位", tag(first), a.Name, tag(p), b.Name)
			return
		}
	}
}

// columns compares headers and labels with what the amounts below and beside
// them take.
func (s *sayer) columns() {
	s.each(func(row *fill.FormRow, c *fill.FormCell) {
		if p := legend.Amount(c); p != nil && s.pack.View(p.List) != nil {
			s.amount(row, c, p)
		}
		if len(c.Parts) == 1 && c.Parts[0].Row && !c.Parts[0].Amount && c.Parts[0].Field != "" {
			s.word(row, c, &c.Parts[0])
		}
	})
}

func (s *sayer) amount(row *fill.FormRow, c *fill.FormCell, p *tags.Part) {
	view := s.pack.View(p.List)
	if s.keyed(row, c, p, view) || s.picked(row, c, p, view) || s.sibling(row, c, p, view) {
		return
	}
	heads, label := s.Headers(c.Col, row.R), s.Label(c.Col, row.R)
	var near, far []legend.Text
	if len(heads) > 0 {
		near, far = heads[:1], heads[1:]
	}
	if label.Says != "" && len(p.Keys) == 0 && !p.Row { // of a code, it is the code's name
		near = append(near, label)
	}
	for _, d := range s.dimensions(view) {
		allowed := d.allows(s.pack, view, p)
		if values := s.over(d, c.Col, row.R); len(values) > 0 && allowed != nil && meets(values, allowed) {
			continue // the line 上年结转 below 本年预算: the header says of which year the budget is
		}
		for _, texts := range [][]legend.Text{near, far, s.TitlesOver(row.R)} {
			said := false
			for _, t := range texts {
				values := d.said(t.Says)
				said = said || len(values) > 0
				if len(values) > 0 && allowed != nil && !meets(values, allowed) {
					s.out.Errorf(meaning+"other", s.place(c.Col, row.R), "请换成取"+strings.Join(values, "、")+"的标签，或改正那里的字。",
						"“%s”（%s）说的是%s，标签 %s 取的却是%s是%s的", s.quote(t), s.cell(t), strings.Join(values, "、"), tag(p), d.field, strings.Join(allowed, "、"))
					return
				}
			}
			if said {
				break
			}
		}
	}
}

// over is what the label of a row says of a dimension, or the line 二、上年结转 that heads it and the
// lines of funds around it.
func (s *sayer) over(d dimension, col, row int) []string {
	for r := row; r > 0; r-- {
		c, _ := s.Over(col, r)
		if r < row && !legend.Figure(c) {
			return nil
		}
		label := s.Label(col, r).Says
		if heads := heading.MatchString(label); r == row || heads {
			if values := d.said(label); len(values) > 0 || heads {
				return values
			}
		}
	}
	return nil
}

// heading is how a line begins that heads others.
var heading = pattern.Of(`^[一二三四五六七八九十]+[、.．]`)

func meets(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// keyed compares a label with the name of the code that a tag picks.
func (s *sayer) keyed(row *fill.FormRow, c *fill.FormCell, p *tags.Part, view *pack.View) bool {
	if len(p.Keys) != 1 || len(view.Rows) == 0 {
		return false
	}
	field, _ := pack.CutField(view.Rows[len(view.Rows)-1].By[0])
	list := s.pack.Codes[s.pack.ListOf(field)]
	label := s.Label(c.Col, row.R)
	name := legend.Unnumbered(label.Says)
	gone := list != nil && list.Dropped(p.Keys[0]) // kept for older ledgers alone
	if list == nil || name == "" || name == list.NameOf(p.Keys[0]) && !gone {
		return false
	}
	for _, e := range list.Entries() {
		if legend.Bare(e.Name) == name && len(e.Code) == len(p.Keys[0]) && e.Code != p.Keys[0] && !list.Dropped(e.Code) && (gone || legend.Bare(list.NameOf(p.Keys[0])) != name) {
			s.out.Errorf(meaning+"other", s.place(c.Col, row.R), fmt.Sprintf("请把标签里的 [%s] 改成 [%s]，或改正那里的字。", p.Keys[0], e.Code),
				"“%s”（%s）的编码是 %s，标签 %s 取的却是 %s（%s）", s.quote(label), s.cell(label), e.Code, tag(p), p.Keys[0], list.NameOf(p.Keys[0]))
			return true
		}
	}
	return false
}

// picked compares the header of a tag, or the label of its row, with the names of the codes that
// its column picks: those may have gone to other codes since the column was written.
func (s *sayer) picked(row *fill.FormRow, c *fill.FormCell, p *tags.Part, view *pack.View) bool {
	i := slices.IndexFunc(view.Columns, func(v pack.ViewCol) bool { return v.Name == p.Field })
	if i < 0 {
		return false
	}
	heads, said := s.Headers(c.Col, row.R), []legend.Text(nil)
	if len(heads) > 0 {
		said = append(said, heads[0])
	}
	if len(view.Rows) == 0 {
		said = append(said, s.Label(c.Col, row.R))
	}
	for _, key := range slices.Sorted(maps.Keys(view.Columns[i].Filter)) {
		codes := view.Columns[i].Filter[key]
		field, _ := pack.CutField(key)
		list := s.pack.Codes[s.pack.ListOf(field)]
		for _, t := range said {
			name := legend.Unnumbered(t.Says)
			if list == nil || name == "" {
				continue
			}
			named := slices.DeleteFunc(slices.Clone(list.Entries()), func(e budget.Entry) bool { return legend.Bare(e.Name) != name || list.Dropped(e.Code) })
			if len(named) == 0 || slices.ContainsFunc(codes, func(code string) bool {
				return !list.Has(code) || slices.ContainsFunc(named, func(e budget.Entry) bool { return strings.HasPrefix(e.Code, code) || strings.HasPrefix(code, e.Code) })
			}) {
				continue
			}
			s.out.Errorf(meaning+"other", s.place(c.Col, row.R), fmt.Sprintf("请把视图 %s 的列 %s 的筛选改成 %s，或改正那里的字。", view.Name, p.Field, named[0].Code),
				"“%s”（%s）的编码是 %s，标签 %s 取的却是 %s（%s）", s.quote(t), s.cell(t), named[0].Code, tag(p), strings.Join(codes, "、"), list.NameOf(codes[0]))
			return true
		}
	}
	return false
}

// sibling tells a tag below the name of another column of its view.
func (s *sayer) sibling(row *fill.FormRow, c *fill.FormCell, p *tags.Part, view *pack.View) bool {
	heads, label := s.Headers(c.Col, row.R), s.Label(c.Col, row.R)
	var said []legend.Text
	if len(heads) > 0 {
		said = append(said, heads[0])
	}
	if len(view.Rows) == 0 && label.Says != "" {
		said = append(said, label)
	}
	own := pack.ShortName(p.Field)
	if slices.ContainsFunc(said, func(t legend.Text) bool {
		name := legend.Unnumbered(t.Says) // 项目支出工资福利支出 below 工资福利支出 says whose it is
		return strings.Contains(name, own) || len([]rune(name)) > 2 && strings.Contains(own, legend.Bare(name))
	}) {
		return false
	}
	for _, t := range said {
		name := legend.Unnumbered(t.Says)
		i := slices.IndexFunc(view.Columns, func(v pack.ViewCol) bool { return pack.ShortName(v.Name) == name && v.Name != p.Field })
		own := slices.IndexFunc(view.Columns, func(v pack.ViewCol) bool { return v.Name == p.Field })
		if i < 0 || own >= 0 && view.Columns[own].Measure != view.Columns[i].Measure { // of two years, it is the header above that tells
			continue
		}
		tell := s.out.Errorf
		if name == pack.Root || name == "小计" || name == "金额" { // may be said of any amount
			tell = s.out.Warnf
		}
		tell(meaning+"other", s.place(c.Col, row.R), "请把标签改成 {{"+p.List+"."+view.Columns[i].Name+"}}（层级照原样写），或改正那里的字。",
			"“%s”（%s）是视图 %s 的另一列，标签 %s 取的却是“%s”", s.quote(t), s.cell(t), view.Name, tag(p), p.Field)
		return true
	}
	return false
}

// word compares the header of a column of texts with the field that it shows.
func (s *sayer) word(row *fill.FormRow, c *fill.FormCell, p *tags.Part) {
	heads := s.Headers(c.Col, row.R)
	if len(heads) == 0 {
		return
	}
	head, coded, named := legend.Unnumbered(heads[0].Says), strings.HasSuffix(p.Field, "编码"), strings.HasSuffix(p.Field, "名称")
	switch {
	case strings.HasSuffix(head, "编码") && named, strings.HasSuffix(head, "名称") && coded:
		s.out.Errorf(meaning+"other", s.place(c.Col, row.R), "请把标签改成取"+head+"的，或改正表头。", "表头“%s”（%s）下面的标签 %s 取的是%s", s.quote(heads[0]), s.cell(heads[0]), tag(p), p.Field)
	case coded || named || head == p.Field:
	case s.splitOf(p, head): // ≥ 20 件 in three columns: the header of the number may well be 指标值
	case slices.Contains(s.fields(p.List), head) && !strings.Contains(head, p.Field) && !strings.Contains(p.Field, head):
		s.out.Errorf(meaning+"other", s.place(c.Col, row.R), "请把标签改成 {{"+p.List+"."+head+"}}（层级照原样写），或改正表头。",
			"表头“%s”（%s）是视图 %s 的另一个字段，标签 %s 取的却是“%s”", s.quote(heads[0]), s.cell(heads[0]), p.List, tag(p), p.Field)
	}
}

// splitOf says whether the field that a tag takes is a part of another one.
func (s *sayer) splitOf(p *tags.Part, whole string) bool {
	view := s.pack.View(p.List)
	return view != nil && slices.ContainsFunc(view.Sources, func(name string) bool {
		sheet := s.pack.Input.Sheet(name)
		return sheet != nil && slices.ContainsFunc(sheet.Derived, func(d pack.Derived) bool { return d.Name == p.Field && d.Split == whole })
	})
}

// fields are the fields that a view's records are told apart by or carry along.
func (s *sayer) fields(list string) (fields []string) {
	view := s.pack.View(list)
	if view == nil {
		return nil
	}
	for _, r := range view.Rows {
		for _, by := range r.By {
			field, _ := pack.CutField(by)
			fields = append(fields, field)
		}
	}
	return append(fields, view.Carried...)
}
