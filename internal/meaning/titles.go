package meaning

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pack"
)

// LimitsCodes says whether a title speaks of some codes alone.
func (w *Words) LimitsCodes(title string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(w.Title(title).Filter)), func(field string) bool { return w.Coded[FieldOf(field)] })
}

// Strange is what no word explains of the title of a table without an example: of 政府采购支出表 nobody
// knows which items it is of.
func (w *Words) Strange(title string) string {
	title = layout.Tight(title)
	if at := layout.YearWords.FindStringIndex(title); at != nil {
		title = title[at[0]:] // before the year stands whose table it is: 某市2026年部门预算支出总表
	}
	title = layout.Undated(title)
	title = layout.Nobody.ReplaceAllString(layout.Sorting.ReplaceAllString(layout.WithoutSomebody(title), ""), "")
	if layout.PlainWords.ReplaceAllString(w.Read(title).Rest, "") == "" {
		return "" // 商品和服务支出 is one name
	}
	var out strings.Builder
	for _, part := range strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune("和及与、", r) }) {
		out.WriteString(w.Read(part).Rest)
	}
	return layout.PlainWords.ReplaceAllString(out.String(), "")
}

// SameTitle says whether two titles speak of the same money, and of no other that nobody knows: 公开表 is a table.
func (w *Words) SameTitle(a, b string) bool {
	a, b = strings.ReplaceAll(a, "公开", ""), strings.ReplaceAll(b, "公开", "")
	x, y := w.Title(a), w.Title(b)
	return Same(x.Filter, y.Filter) && x.Rows == y.Rows && x.Source == y.Source && x.Last == y.Last && w.Strange(a) == w.Strange(b)
}

// Alike says whether two texts are the same, or say the same and nothing else; 预算数 and 预算金额 both
// say nothing.
func (w *Words) Alike(a, b string) bool {
	x, y := w.Read(a), w.Read(b)
	says := len(x.Filter) > 0 || x.Rows != "" || x.Source != "" || x.Empty() && y.Empty()
	return a == b || says && x.Rest == "" && y.Rest == "" && Same(x.Filter, y.Filter) && x.Rows == y.Rows && x.Source == y.Source && x.Last == y.Last
}

// ListHeads are the columns that a row of headers gives to a view of what belongs to records; nil if it
// does not name all that each line has; parts of a quantity are in it already. A row that names all kinds, 一级指标 and
// 二级指标, may leave out some of what a line of them has.
func ListHeads(s *layout.Sheet, row int, def *pack.View, p *pack.Pack) map[int]string {
	called := func(name string) func(head string) bool {
		return func(head string) bool {
			return head == layout.Bare(name) || slices.ContainsFunc(def.Sources, func(source string) bool {
				c := p.Input.Sheet(source).Column(name)
				return c != nil && slices.Contains(c.Aliases, head)
			})
		}
	}
	part := func(name string) bool { // 度量单位 of 指标值
		return slices.ContainsFunc(def.Sources, func(source string) bool {
			return slices.ContainsFunc(p.Input.Sheet(source).Derived, func(d pack.Derived) bool { return d.Name == name && d.Split != "" })
		})
	}
	out, times := map[int]string{}, map[string]int{}
	for _, at := range s.Texts(row) {
		head := layout.Bare(s.Says(at))
		if i := slices.IndexFunc(def.Rows[1].By, func(by string) bool { return called(by)(head) }); i >= 0 {
			out[at.Col] = def.Rows[1].By[i]
			continue
		}
		for n, side := range def.Sides {
			for _, f := range side.Carried {
				if head == side.Name+f || called(f)(head) && times[f] == n {
					out[at.Col] = side.Name + f
				}
			}
		}
		for _, f := range def.Sides[0].Carried {
			if called(f)(head) {
				times[f]++
			}
		}
	}
	shown := slices.Collect(maps.Values(out))
	missing := func(name string) bool { return !slices.Contains(shown, name) }
	for _, side := range def.Sides {
		lacks, has := false, false
		for _, f := range side.Carried {
			lacks, has = lacks || missing(side.Name+f) && !part(f), has || !missing(side.Name+f)
		}
		if !has || lacks && slices.ContainsFunc(def.Rows[1].By, missing) {
			return nil
		}
	}
	return out
}

// ListsOwn is the row of the headers below which a sheet lists what belongs to records, such as indicators,
// 0 of one that does not: a sheet that does is no table of money.
func ListsOwn(s *layout.Sheet, p *pack.Pack) int {
	for _, def := range p.Views {
		one := def
		for i := range def.Sides {
			one.Sides = def.Sides[i : i+1]
			for row := 1; def.Of != "" && row <= s.Last.Row; row++ {
				if len(ListHeads(s, row, &one, p)) > 0 {
					return row
				}
			}
		}
	}
	return 0
}
