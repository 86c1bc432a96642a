package verify

import (
	"slices"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/release"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// aside is true of a sheet that ysgk itself added to the tables.
func (s *sheet) aside() bool {
	return slices.ContainsFunc(s.order, func(c *cell) bool { return strings.HasPrefix(c.text, release.Aside) })
}

// noTable is true of a sheet with something on it that is none of the tables.
func (v *verifier) noTable(s *sheet) bool {
	return len(s.order) > 0 && !s.aside() && !slices.Contains(v.aside, s) && !slices.ContainsFunc(v.tables, func(t *table) bool { return t.sheet == s })
}

// byName is true of a sheet that is one of the template's by its name alone.
func (v *verifier) byName(s *sheet) bool {
	return slices.ContainsFunc(v.untitled, func(f *fill.Form) bool { return strings.EqualFold(f.Sheet, strings.TrimSpace(s.name)) })
}

// strange are the sheets with numbers that are none of the template's.
func (v *verifier) strange() (names []string) {
	for _, s := range v.book.sheets {
		if v.noTable(s) && !v.byName(s) && s.numbers(1, s.last) {
			names = append(names, strings.TrimSpace(s.name))
		}
	}
	return names
}

// unread sets tables aside that cannot be read, and says once what was not recognised:
// most headers are not there, or with some that are not, most rows are of no level.
func (v *verifier) unread() {
	v.tables = slices.DeleteFunc(v.tables, func(t *table) bool {
		if t.unsummed {
			v.out = slices.DeleteFunc(v.out, func(f finding.Finding) bool {
				return f.Place.Sheet == t.sheet.name && strings.HasPrefix(f.Message, t.name) && f.Code == unknownLevel.id
			})
			v.report(withoutSums, t.title.place(), t.name)
			v.aside = append(v.aside, t.sheet)
			return true
		}
		if len(t.lost) == 0 || t.Of != "" {
			return false
		}
		known, unknown := 0, 0
		for _, l := range t.lists {
			known, unknown = known+len(l.records), unknown+l.unknown
		}
		if len(t.lost)*2 <= len(t.cols) && unknown <= known {
			return false
		}
		var names []string
		v.out = slices.DeleteFunc(v.out, func(f finding.Finding) bool {
			mine := f.Place.Sheet == t.sheet.name && strings.HasPrefix(f.Message, t.name)
			if _, header, ok := strings.Cut(f.Message, "「"); mine && f.Code == lostColumn.id && ok {
				names = append(names, "「"+strings.TrimSuffix(header, "的列"))
			}
			return mine && (f.Code == lostColumn.id || f.Code == unknownLevel.id)
		})
		v.report(unreadable, t.title.place(), t.name, strings.Join(names, "、"))
		v.aside = append(v.aside, t.sheet)
		return true
	})
}

// enumerates says whether a text of a table lists records, whose figures are read back by no one.
func (t *table) enumerates() bool {
	return slices.ContainsFunc(t.order, func(p xlsxedit.Pos) bool {
		return slices.ContainsFunc(t.cells[p].Whole, func(p tags.Part) bool { return p.Role == tags.Each })
	})
}

// unjudged notes what nothing is said of, so that nobody takes silence for a
// finding that all is right: rows that repeat as blocks, and sheets that are none of
// the template's tables.
func (v *verifier) unjudged() {
	var what []string
	for _, s := range v.book.sheets {
		if i := slices.IndexFunc(v.tables, func(t *table) bool { return t.sheet == s && t.blocks }); i >= 0 {
			what = append(what, v.tables[i].form.Sheet+"里成块重复的各行")
		}
		if i := slices.IndexFunc(v.tables, func(t *table) bool { return t.sheet == s && !v.given && t.enumerates() }); i >= 0 {
			what = append(what, v.tables[i].form.Sheet+"里逐条列出的话（加上 --录入 才核对）")
		}
		if len(s.order) == 0 && !slices.ContainsFunc(v.forms, func(f *form) bool { return f.Sheet == s.name }) && !slices.ContainsFunc(v.untitled, func(f *fill.Form) bool { return f.Sheet == s.name }) {
			what = append(what, s.name+"（空白的工作表，不是模板里的表）")
		}
		if !v.noTable(s) {
			continue
		}
		name := strings.TrimSpace(s.name)
		i := slices.IndexFunc(v.untitled, func(f *fill.Form) bool { return strings.EqualFold(f.Sheet, name) })
		switch {
		case i < 0 && s.numbers(1, s.last):
			v.report(strangeSheet, at(s.name), name)
		case i < 0:
			what = append(what, name+"（不是模板里的表）")
		case slices.ContainsFunc(v.untitled[i].Rows, func(r fill.FormRow) bool { return r.Block }):
			what = append(what, name+"（成块的表）")
		default:
			what = append(what, name+"（没有标题的表）")
		}
	}
	if len(what) > 0 {
		v.report(notJudged, finding.Place{}, strings.Join(what, "、"))
	}
}
