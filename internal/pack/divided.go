package pack

import (
	"cmp"
	"slices"
)

// What 分单位 says instead of a column.
const (
	Alike = "相同" // the department's, in the tables of every unit
	Blank = "空着" // in the tables of no unit
)

// Units is the sheet that lists the units of a department, nil if there is none.
func (in *Input) Units() *Sheet { return in.Sheet(cmp.Or(in.Listed, "单位")) }

// UnitColumn is the field by which the records of a sheet belong to units; "" if nothing
// says it. Last year's records have the field of the sheet whose they were.
func (in *Input) UnitColumn(s *Sheet) string {
	units := in.Units()
	switch {
	case units == nil:
		return ""
	case s == units:
		return s.Columns[0].Name
	case s.Divided == Alike || s.Divided == Blank:
		return ""
	case s.Divided != "":
		return s.Divided
	}
	if i := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Kind == Ref && c.Sheet == units.Name && c.Column == "" }); i >= 0 {
		return s.Columns[i].Name
	}
	if of := in.Sheet(s.Past); of != nil && s.Past != "" {
		if name := in.UnitColumn(of); s.Column(name) != nil {
			return name
		}
	}
	return ""
}

// divided checks by which column the records of a sheet belong to units.
func (c *checker) divided(s *Sheet) {
	if s.Divided == "" || s.Divided == Alike || s.Divided == Blank {
		return
	}
	if col := s.Column(s.Divided); col == nil || col.Kind == Amount || col.Kind == Instead || col.Kind == NameOf {
		c.failf(s.Place("分单位"), "录入表 %s：“分单位”要写本表里写着单位的一列，或 相同、空着，现在是“%s”", s.Name, s.Divided)
	}
}

// dividedItems checks what items of 基本信息 are in the tables of one unit, and that the
// sheet of the units is there if it is named.
func (c *checker) dividedItems() {
	in := &c.p.Input
	units := in.Units()
	if units == nil && in.Listed != "" {
		c.none(in.Place("单位表"), "录入：单位表：", "录入表", in.Listed, c.sheets())
	}
	for i := range in.Info {
		it := &in.Info[i]
		if it.Divided == "" || it.Divided == Alike || it.Divided == Blank || slices.Contains(it.Choices, it.Divided) {
			continue
		}
		if units == nil { // one cause, however many items
			c.failf(it.Place("分单位"), "基本信息 %s：“分单位”写的是列“%s”，可是没有列出单位的录入表", it.Name, it.Divided)
			return
		}
		if col := units.Column(it.Divided); col == nil || (col.Kind == Amount) != (it.Kind == Amount) {
			c.failf(it.Place("分单位"), "基本信息 %s：“分单位”要写列出单位的那张表的一列（金额写金额列）、相同、空着，或一个选项，现在是“%s”", it.Name, it.Divided)
		}
	}
}
