package lint

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/legend"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
	"ysgk/internal/unfilled"
)

// somebody stands in an official form for each department's own; in a text of a department
// it may be meant.
var somebody = pattern.Of(`某(?:局|省|市|县|区|镇|乡|单位|部门|项目|公司|学校|医院|中心|处|科|同志|年|月|日|类|款|项)`)

// room is what a text of a form leaves to be filled in.
func room(text string) string { return cmp.Or(unfilled.Mark(text), somebody.FindString(text)) }

// likely is what may be a sample or words to the one who fills the form in.
var likely = pattern.Of(`^(…+|\.{3,}|。{3,}|-{3,})$|样例|示例|举例|范例|此处填|请填写|（填写|\(填写|张三|李四|王五|[\[【<〈](部门|单位|项目|名称|年度|金额|填)[^\]】>〉]*[\]】>〉]`)

// samples tells rows and texts that were left of the form's example.
func (s *sayer) samples() {
	s.each(func(row *fill.FormRow, c *fill.FormCell) {
		text, whole := tags.OwnWords(c.Parts), tags.OwnWords(c.Whole)
		at := s.place(c.Col, row.R)
		const hint = "请清空，或换成标签；整行是样例的，删去这一行。"
		around := func(text, room string) string {
			return strings.ReplaceAll(unfilled.Around(strings.TrimSpace(text), room), tags.Unseen, "…")
		}
		switch open, gap := room(text), cmp.Or(unfilled.Gap(text), unfilled.In(whole)); { // what stands on a condition somebody may never see
		case open != "":
			s.out.Errorf(meaning+"sample", at, "请清空，或换成标签；要部门填好表后手工写的，换成 ____；整行是样例的，删去这一行。", "“%s”里的“%s”是留给人填的，每个部门都会照样印出来", around(text, open), open)
		case gap != "":
			s.out.Warnf(meaning+"sample", at, "录入里有的，换成标签；没有的，由部门填好表后补上，生成时会提醒。", "“%s”里空着的“%s”没有标签，印出来还是空的", around(cmp.Or(whole, text), gap), gap)
		case likely.MatchString(strings.TrimSpace(text)):
			s.out.Warnf(meaning+"sample", at, hint, "“%s”像是样例或填写说明，每个部门都会照样印出来", short(text))
		case unfilled.Dots(text) != "":
			s.out.Warnf(meaning+"sample", at, hint, "“%s”像是样例或填写说明，每个部门都会照样印出来", unfilled.Dots(text))
		case s.example(row, c):
			s.out.Warnf(meaning+"sample", at, hint, "“%s”像是样例行，每个部门都会照样印出来", short(text))
		}
	})
}

// short is a text, or the beginning of a long one.
func short(text string) string {
	r := []rune(strings.TrimSpace(text))
	if len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return string(r)
}

// example says whether a constant stands in a column of texts of a list, outside
// its rows and headers, that only a record can have: a code of the column's list,
// or its name.
func (s *sayer) example(row *fill.FormRow, c *fill.FormCell) bool {
	if !legend.Constant(c) || row.Band >= 0 || row.R < s.Body {
		return false
	}
	text := legend.Says(c)
	if whole.MatchString(text) && s.amountTag(c.Col) {
		return true
	}
	if c.Col == row.Cells[0].Col && s.invented(row) {
		return true // told at its first cell
	}
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Band < 0 {
			continue
		}
		for j := range r.Cells {
			x := &r.Cells[j]
			if x.Col != c.Col || len(x.Parts) != 1 || !x.Parts[0].Row || x.Parts[0].Amount {
				continue
			}
			if list := s.codesOf(x.Parts[0].List); list != nil && (list.Has(text) || isName(list, text)) {
				return true
			}
		}
	}
	return false
}

// whole is a number without decimals.
var whole = pattern.Of(`^-?\d+$`)

// invented says whether a row looks like a record that somebody typed: texts in
// several of the columns in which a list prints its texts, and no total or note.
func (s *sayer) invented(row *fill.FormRow) bool {
	texts := 0
	if s.table == nil || s.heads(row.R) || counts(row) || row.Block && s.printsBelow(row.R) {
		return false
	}
	for i := range row.Cells {
		c := &row.Cells[i]
		text := legend.Says(c)
		if !legend.Constant(c) || strings.ContainsAny(text, "：:") || strings.HasPrefix(text, "注") || totalWord.MatchString(legend.Unnumbered(text)) {
			return false
		}
		if s.wordTag(c.Col) {
			texts++
		}
	}
	return texts > 1
}

// counts says whether a row numbers the columns.
func counts(row *fill.FormRow) bool {
	last := -1
	for i := range row.Cells {
		n, err := strconv.Atoi(legend.Says(&row.Cells[i]))
		if err != nil || last >= 0 && n != last+1 {
			return false
		}
		last = n
	}
	return len(row.Cells) > 1
}

// heads says whether a row is part of the header of a list.
func (s *sayer) heads(row int) bool {
	return slices.ContainsFunc(s.Bands, func(b fill.FormBand) bool {
		for col := 1; col <= s.width(); col++ {
			if slices.ContainsFunc(s.Headers(col, b.Top), func(t legend.Text) bool { return t.Row == row }) {
				return true
			}
		}
		return false
	})
}

// printsBelow says whether the next row prints records: in a block, what stands
// above the rows of a list is its header.
func (s *sayer) printsBelow(row int) bool {
	i := slices.IndexFunc(s.Rows, func(r fill.FormRow) bool { return r.R > row })
	return i >= 0 && slices.ContainsFunc(s.Rows[i].Cells, func(c fill.FormCell) bool {
		return slices.ContainsFunc(c.Parts, func(p tags.Part) bool { return p.Row })
	})
}

// wordTag says whether a list prints texts in a column.
func (s *sayer) wordTag(col int) (yes bool) {
	s.each(func(_ *fill.FormRow, c *fill.FormCell) {
		yes = yes || c.Col == col && len(c.Parts) == 1 && c.Parts[0].Row && !c.Parts[0].Amount
	})
	return yes
}

// years tells the pack's year written where {{年度}} belongs: next year's tables
// would bear it.
func (s *sayer) years() {
	year, err := strconv.Atoi(s.pack.Identity.Year)
	if err != nil {
		return
	}
	const hint = "请把年份换成 {{年度}}，明年不用再改。"
	tell := func(at finding.Place, text string) {
		switch {
		case yearIn(text, year):
			s.out.Warnf(meaning+"year", at, hint, "“%s”里的年份是写死的，明年还会印今年", short(text))
		case yearIn(text, year-1), yearIn(text, year+1):
			s.out.Notef(meaning+"year", at, "说的是上年、下年的，请改写成不带年份的话；是政策文件的年份，不用改。", "“%s”里的年份是写死的，明年不会变", short(text))
		}
	}
	s.each(func(row *fill.FormRow, c *fill.FormCell) {
		tell(s.place(c.Col, row.R), legend.Says(c))
	})
	if !s.Tags {
		tell(s.at(finding.Place{Sheet: s.Sheet}), s.Sheet)
	}
}

// yearIn says whether a text names a year as one, however it is written: 2026年, 二〇二六年度, 2026预算.
func yearIn(text string, year int) bool { return slices.Contains(layout.YearsCalled(text), year) }

// department is a line that names the department or unit of a table.
var department = pattern.Of(`^(部门名称|部门|编制部门|编制单位|填报单位|填报部门|预算部门|预算单位|单位名称)[：:](.*)$`)

// titles tells a table that bears another one's title or total, and a department
// that is written where a tag belongs.
func (s *sayer) titles() {
	s.each(func(row *fill.FormRow, c *fill.FormCell) {
		m := department.FindStringSubmatch(legend.Says(c))
		if m == nil || !legend.Constant(c) {
			return
		}
		next, _ := s.Over(c.Col+1, row.R)
		switch {
		case strings.Trim(m[2], "_＿ ") != "" && room(m[2]) == "":
			s.out.Warnf(meaning+"department", s.place(c.Col, row.R), "请改成 "+m[1]+"：{{部门名称}}。", "“%s”是写死的，每个部门都会照样印出来", short(legend.Says(c)))
		case m[2] == "" && (next == nil || legend.Constant(next)):
			s.out.Notef(meaning+"department", s.place(c.Col, row.R), "请写成 "+m[1]+"：{{部门名称}}。", "“%s”后面没有标签，印出来是空的", m[0])
		}
	})
	if s.table == nil {
		return
	}
	s.title()
	s.declared()
}

// title compares the titles of a table with the names of all tables.
func (s *sayer) title() {
	own := titleWords(s.table.Name)
	titles := s.Titles()
	for _, t := range titles {
		if titleWords(t.Says) == own {
			return
		}
	}
	for _, t := range titles {
		for _, other := range s.pack.Tables {
			if other.Sheet != s.Sheet && titleWords(other.Name) == titleWords(t.Says) && titleWords(other.Name) != own {
				s.out.Errorf(meaning+"title", s.place(t.Col, t.Row), "请改正标题；或改 pack.yaml“公开表”里的名称。",
					"工作表“%s”是“%s”，标题却是“%s”，那是工作表“%s”的", s.Sheet, s.table.Name, s.quote(t), other.Sheet)
				return
			}
		}
	}
}

// titleWords is a title without year, brackets and blanks.
func titleWords(text string) string {
	text = legend.Bare(strings.Join(strings.Fields(text), ""))
	return strings.TrimLeft(strings.NewReplacer("年度", "", "“", "", "”", "").Replace(text), "年0123456789")
}

// declared compares the view of the table's total in pack.yaml with those whose
// tags the sheet holds.
func (s *sayer) declared() {
	name, column, _ := strings.Cut(s.table.Total, ".")
	view := s.pack.View(name)
	if view == nil || len(s.Lists) == 0 {
		return
	}
	for _, l := range s.Lists {
		if l == name {
			return
		}
	}
	total := &tags.Part{List: name, Field: column}
	var apart, alike *tags.Part
	var at [2]int
	same := false
	s.each(func(row *fill.FormRow, c *fill.FormCell) {
		p := legend.Amount(c)
		if p == nil || s.pack.View(p.List) == nil {
			return
		}
		if s.excludes(view, total, s.pack.View(p.List), p) {
			if apart == nil {
				apart, at = p, [2]int{c.Col, row.R}
			}
		} else {
			alike = p
			same = same || s.sameMoney(view, total, s.pack.View(p.List), p)
		}
	})
	const hint = "请改“公开表”里的合计，或把表里的标签换成这个视图的。"
	switch {
	case apart != nil && alike == nil:
		s.out.Errorf(meaning+"total", s.place(at[0], at[1]), hint, "pack.yaml 里“%s”的合计是 %s，工作表“%s”里却是视图 %s 的标签，两边没有一笔相同的钱", s.table.Name, s.table.Total, s.Sheet, apart.List)
	case !same:
		s.out.Warnf(meaning+"total", s.at(finding.Place{Sheet: s.Sheet}), hint, "pack.yaml 里“%s”的合计是 %s，工作表“%s”里没有视图 %s 的标签，列出来的合计和印的可能不同", s.table.Name, s.table.Total, s.Sheet, name)
	}
}

// excludes says whether no record can be in both of two amounts.
func (s *sayer) excludes(a *pack.View, pa *tags.Part, b *pack.View, pb *tags.Part) bool {
	for _, d := range s.dimensions(a) {
		x, y := d.allows(s.pack, a, pa), d.allows(s.pack, b, pb)
		if x != nil && y != nil && !meets(x, y) {
			return true
		}
	}
	return false
}
