package pack

import (
	"maps"
	"slices"
)

// Summary says what is listed and compared where all departments are added up.
type Summary struct {
	Origin    `yaml:"-"`
	Lists     []SummaryList `yaml:"清单,omitempty" by:"名称"`
	Same      []Shared      `yaml:"重复,omitempty" by:"名称"`  // what two departments should not both have
	Transfers []Transfer    `yaml:"往来,omitempty" by:"名称"`  // what one gives to another
	Lone      []Shared      `yaml:"只一家,omitempty" by:"名称"` // values that many departments have: one that a single one has may be wrong
}

// SummaryList is a list by department, and below it by the rows of a view.
type SummaryList struct {
	Origin `yaml:"-"`
	Name   string `yaml:"名称,omitempty"`
	View   string `yaml:"视图,omitempty"`
}

// Shared is a column of a sheet whose values are compared between departments.
type Shared struct {
	Origin `yaml:"-"`
	Name   string `yaml:"名称,omitempty"`
	Sheet  string `yaml:"表,omitempty"`
	Column string `yaml:"列,omitempty"`
	When   Filter `yaml:"当,omitempty"` // all must hold
	Least  int    `yaml:"至少,omitempty"`
}

// Transfer are records whose texts name another department with one of some words before
// or behind it.
type Transfer struct {
	Origin `yaml:"-"`
	Name   string   `yaml:"名称,omitempty"`
	Sheet  string   `yaml:"表,omitempty"`
	Column string   `yaml:"列,omitempty"`
	Words  []string `yaml:"词,omitempty"`
}

// summary checks that what is listed and compared is there.
func (c *checker) summary() {
	s := &c.p.Summary
	for _, l := range s.Lists {
		if v := c.p.View(l.View); v == nil {
			c.none(l.Place("视图"), "汇总的清单 "+l.Name+"：", "视图", l.View, c.views())
		} else if v.Of != "" || v.Sides != nil {
			c.failf(l.Place("视图"), "汇总的清单 %s：视图“%s”是写文字的，不能按部门列金额", l.Name, l.View)
		}
	}
	for _, list := range [][]Shared{s.Same, s.Lone} {
		for i := range list {
			x := &list[i]
			about := "汇总 " + x.Name + "："
			if of := c.compared(x.Origin, about, x.Sheet, x.Column); of != nil {
				x.When = c.filter(x.Origin, "当", about, x.When, of.Fields())
			}
		}
	}
	for _, x := range s.Transfers {
		c.compared(x.Origin, "汇总 "+x.Name+"：", x.Sheet, x.Column)
		if len(x.Words) == 0 {
			c.failf(x.Place("词"), "汇总 %s：没有写“词”", x.Name)
		}
	}
	for i := range c.p.Input.Info {
		if it := &c.p.Input.Info[i]; it.Summed != "" && !slices.Contains(it.Choices, it.Summed) {
			c.failf(it.Place("汇总"), "基本信息 %s：“汇总”要写它的一个选项，现在是“%s”", it.Name, it.Summed)
		}
	}
}

// compared checks the column of a sheet, and gives the sheet.
func (c *checker) compared(o Origin, about, sheet, column string) *Sheet {
	s := c.p.Input.Sheet(sheet)
	if s == nil {
		c.none(o.Place("表"), about, "录入表", sheet, c.sheets())
		return nil
	}
	if col := s.Column(column); col == nil || col.Kind == Amount || col.Kind == Instead || col.Kind == NameOf {
		c.failf(o.Place("列"), "%s“列”要写“%s”表的一列文字，现在是“%s”", about, sheet, column)
	}
	return s
}

// summary takes out of 汇总 what names something that has been taken out.
func (x *idler) summary() {
	s := &x.m.Summary
	s.Lists = slices.DeleteFunc(s.Lists, func(l SummaryList) bool {
		return x.stops(l.Origin, "汇总的清单 "+l.Name, "视图", func() bool { return x.view(l.View) })
	})
	idle := func(o Origin, name, sheet, column string, when Filter) bool {
		return x.stops(o, "汇总 "+name, "列", func() bool {
			return x.source(sheet) || x.column(sheet, column) || slices.ContainsFunc(slices.Sorted(maps.Keys(when)), func(f string) bool { return x.field(sheet, f) })
		})
	}
	s.Same = slices.DeleteFunc(s.Same, func(e Shared) bool { return idle(e.Origin, e.Name, e.Sheet, e.Column, e.When) })
	s.Lone = slices.DeleteFunc(s.Lone, func(e Shared) bool { return idle(e.Origin, e.Name, e.Sheet, e.Column, e.When) })
	s.Transfers = slices.DeleteFunc(s.Transfers, func(e Transfer) bool { return idle(e.Origin, e.Name, e.Sheet, e.Column, nil) })
}
