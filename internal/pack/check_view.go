package pack

import (
	"maps"
	"slices"

	"ysgk/internal/nearest"
)

func (c *checker) view(v *View) {
	about := "视图 " + v.Name + "："
	fields, ok := c.sources(about, v)
	if !ok {
		return
	}
	c.levels(about, v, fields)
	v.Filter = c.filter(v.Origin, "筛选", about, v.Filter, fields)
	c.known(about, v.Place("携带"), v.Carried, fields)
	c.aside(about, v, fields)
	for i := range v.Columns {
		col := &v.Columns[i]
		for _, s := range v.Sources {
			if t := c.tables[s]; col.Measure != "" && !slices.Contains(t.Measures, col.Measure) {
				c.lack(col.Place("金额"), about+"列 "+col.Name+"：", "来源表 "+s+" 没有金额列 "+col.Measure, "列", col.Measure, t.Measures)
			}
			for _, also := range col.Also {
				if t := c.tables[s]; !slices.Contains(t.Measures, also) {
					c.lack(col.Place("另加"), about+"列 "+col.Name+"：", "来源表 "+s+" 没有金额列 "+also, "列", also, t.Measures)
				}
			}
			c.first(about, v, col, s)
		}
		c.totaled(about, v, col)
		col.Filter = c.filter(col.Origin, "筛选", about+"列 "+col.Name+"：", col.Filter, fields)
	}
}

// totaled checks the sums of last year that a column shows as they were published: of lines there are none.
func (c *checker) totaled(about string, v *View, col *ViewCol) {
	if len(col.Published) == 0 {
		return
	}
	at, about := col.Place("公开数"), about+"列 "+col.Name+"："
	of := c.p.Input.Sheet(v.Sources[0])
	if len(v.Sources) > 1 || len(v.Rows)+len(col.Also) > 0 || of == nil || !of.IsLast(col.Measure) {
		c.failf(at, "%s“公开数”只用于一个来源、没有“行”的视图里加上年数的列，没有“另加”", about)
		return
	}
	sheet := c.p.Input.TotalsOf(of.Name)
	if sheet == nil {
		c.lack(at, about, "没有一张录入表的“上年合计”是 "+of.Name, "录入表", "", nil)
		return
	}
	if name, _ := sheet.Totaled(); name != nil {
		for _, item := range col.Published {
			if !slices.Contains(name.Choices, item) {
				c.failf(at, "%s“%s”表的“%s”没有 %s%s", about, sheet.Name, name.Name, item, nearest.Hint(item, name.Choices))
			}
		}
	}
}

// first refuses a column that says no amount and would add up last year's: that of a
// sheet whose own amount has been taken out.
func (c *checker) first(about string, v *View, col *ViewCol, source string) {
	s := c.p.Input.Sheet(source)
	if s == nil || col.Measure != "" || len(s.Measures()) == 0 {
		return
	}
	if m := s.Measures()[0]; s.Column(m).Sparse {
		c.lack(v.Place("来源"), about+"列 "+col.Name+"：", "没有写金额，录入表 "+source+" 的第一个金额列却是 "+m+"（有数才写）；要加它的，写 金额: "+m, "“有数才写”以外的金额列：录入表", source, nil)
	}
}

// sources gives the fields of a view's tables; ok is false where one is missing.
func (c *checker) sources(about string, v *View) (fields []string, ok bool) {
	if len(v.Sources) == 0 {
		c.failf(v.Place("来源"), "%s没有来源", about)
	}
	for _, s := range v.Sources {
		t, ok := c.tables[s]
		if !ok {
			c.lack(v.Place("来源"), about, "没有来源表 "+s, "录入表", s, slices.Collect(maps.Keys(c.tables)))
			return nil, false
		}
		if len(t.Measures) == 0 && len(v.Columns) > 0 {
			c.failf(v.Place("来源"), "%s来源表 %s 没有金额列", about, s)
		}
		fields = append(fields, t.Fields...)
		if v.Of == "" {
			fields = append(fields, c.p.relatedFields(s)...)
		}
	}
	return fields, true
}

// levels checks the rows of a view.
func (c *checker) levels(about string, v *View, fields []string) {
	levels := map[string]bool{Root: true}
	for _, r := range v.Rows {
		if levels[r.Level] {
			c.failf(r.Place("层级"), "%s层级 %s 重复", about, r.Level)
		}
		levels[r.Level] = true
		if r.Order != "" && r.Order != "编码" && r.Order != "录入" {
			c.failf(r.Place("次序"), "%s层级 %s 的次序只能是编码或录入", about, r.Level)
		}
		if len(r.By) == 0 {
			c.failf(r.Place("按"), "%s层级 %s 没有写“按”哪些字段", about, r.Level)
		}
		for _, key := range r.By {
			f, level := CutField(key)
			c.known(about, r.Place("按"), []string{f}, fields)
			if l := c.p.Codes[c.p.ListOf(f)]; level != "" && slices.Contains(fields, f) && (l == nil || l.Digits(level) == 0) {
				c.failf(r.Place("按"), "%s字段 %s 没有级次 %s", about, f, level)
			}
		}
	}
}

// known demands names among the fields of a view's tables.
func (c *checker) known(about string, at Place, names, fields []string) {
	for _, f := range names {
		if !slices.Contains(fields, f) {
			c.lack(at, about, "来源表没有字段 "+f, "列", f, fields)
		}
	}
}

// mostLeast is how many rows an outline may have for each of its lines though nothing fills them.
const mostLeast = 50

// aside checks a view whose records stand beside those of another one.
func (c *checker) aside(about string, v *View, fields []string) {
	for i := range v.Sides {
		s := &v.Sides[i]
		c.known(about, s.Place("携带"), s.Carried, fields)
		s.Filter = c.filter(s.Origin, "筛选", about+"并排 "+s.Name+"：", s.Filter, fields)
	}
	for _, r := range v.Rows {
		if r.Least < 0 || r.Least > mostLeast || r.Least > 0 && r.Outline == "" {
			c.failf(r.Place("至少行数"), "%s“至少行数”和“提纲”一起写，从 1 到 %d", about, mostLeast)
		}
		if len(r.Printed) > 0 && v.Of == "" {
			c.failf(r.Place("印作"), "%s只有并排的视图才能写“印作”", about)
		}
		if r.Outline == "" {
			continue
		}
		if v.Of == "" {
			c.failf(r.Place("提纲"), "%s只有并排的视图才能按提纲", about)
		}
		if o := c.p.Outline(r.Outline); o == nil || !slices.Equal(o.Fields, r.By) {
			c.failf(r.Place("提纲"), "%s没有字段是 %v 的提纲 %s", about, r.By, r.Outline)
		}
	}
	if (v.Of == "") != (len(v.Sides) == 0) {
		c.failf(v.Place("属于", "并排"), "%s“属于”和“并排”要一起写", about)
	}
	if v.Of == "" {
		return
	}
	of := c.p.View(v.Of)
	if of == nil {
		c.none(v.Place("属于"), about, "视图", v.Of, c.views())
		return
	}
	if of.Of != "" || len(of.Rows) == 0 || len(v.Rows) != 2 || !slices.Equal(of.Rows[len(of.Rows)-1].By, v.Rows[0].By) {
		c.failf(v.Place("行"), "%s要有两行：先与视图 %s 的最后一级相同，再是它下面的各行", about, v.Of)
	}
}
