package pack

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
)

// This file has what the form of the input workbook and its reading share: the
// sheets that every input workbook has, whatever its pack, and what a sheet of
// records demands beyond its single cells.

// The sheets that every input workbook has beside that of single items, see InfoSheet.
const (
	GuideSheet = "填写说明"
	ListSheet  = "下拉列表" // hidden; what drop-downs show
)

// The columns of 基本信息.
const (
	InfoName  = "项目"
	InfoValue = "内容"
	InfoHint  = "说明"
)

// Demand is what a pack demands by 须对应 and by references to a column (表列):
// a record must have, in some columns, the values that a record of another
// sheet has, together.
type Demand struct {
	Sheet   string   // whose records are asked for
	Columns []int    // of the sheet that asks
	Fields  []string // of the sheet that is asked
	When    map[string]string
}

// Demands are those of one sheet: its 须对应, and one for each reference to a
// column that this does not look up anyway.
func (s *Sheet) Demands() (out []Demand) {
	var covered []int
	if m := s.Match; m != nil {
		d := Demand{Sheet: m.Sheet, When: m.When}
		for i, c := range s.Columns {
			for here, there := range m.Columns {
				if strings.EqualFold(here, c.Name) {
					d.Columns, d.Fields = append(d.Columns, i), append(d.Fields, there)
				}
			}
		}
		covered = d.Columns
		out = append(out, d)
	}
	for i, c := range s.Columns {
		if c.Kind == Ref && c.Column != "" && !(slices.Contains(covered, i) && s.Match.Sheet == c.Sheet) {
			out = append(out, Demand{Sheet: c.Sheet, Columns: []int{i}, Fields: []string{c.Column}})
		}
	}
	return out
}

// Partner is the column that is filled together with another one, nil if none.
func (s *Sheet) Partner(c *Column) *Column {
	if c.With != "" {
		return s.Column(c.With)
	}
	for i := range s.Columns {
		if s.Columns[i].With == c.Name {
			return &s.Columns[i]
		}
	}
	return nil
}

// Condition says when a column must be filled: 预算级次是“县”.
func (c *Column) Condition() string {
	var s []string
	for name, values := range c.When {
		s = append(s, name+"是“"+strings.Join(values, "”或“")+"”")
	}
	slices.Sort(s)
	return strings.Join(s, "、")
}

// Conditions are the columns and items whose values demand this one.
func (c *Column) Conditions() string {
	return strings.Join(slices.Sorted(maps.Keys(c.When)), "、")
}

// Code is the code that a mapping gives for another code of a list, "" if
// none. Reading fills empty cells with it; the form leaves such cells empty.
func (m *Mapping) Code(list *budget.CodeList, from, by string) string {
	for value, column := range m.Columns {
		if strings.EqualFold(value, by) {
			return list.Attr(from, list.Column(column))
		}
	}
	return ""
}
