package bind

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
	"ysgk/internal/tagging"
)

// codesNamed is the tag for a list of names in a sentence, 主要包括：基本工资、津贴补贴、奖金, if these are all codes of one
// level that some money has, in their order: that of the amount before the list, all money, or all with one more
// limit. It is "" if they are not, or two limits give the same names.
func (b *binder) codesNamed(listed []string, before *figure) string {
	const few = 3
	if len(listed) < 2 {
		return ""
	}
	if before != nil && before.spot != nil && slices.Equal(before.spot.Source, []string{b.x.Usual}) {
		if tag := b.codesOf(before.spot.Filter, listed); tag != "" {
			return tag
		}
	}
	if len(listed) < few {
		return ""
	}
	if tag := b.codesOf(nil, listed); tag != "" {
		return tag
	}
	tag := ""
	for _, a := range b.x.Additions() {
		own := ""
		if len(a.Filter) == 1 {
			own = b.codesOf(a.Filter, listed)
		}
		if own != "" && tag != "" {
			return "" // which of the limits it is nobody says
		}
		tag = cmp.Or(tag, own)
	}
	return tag
}

// codesOf is the tag for a list of names, if these are all codes of a level that the money of a filter has.
func (b *binder) codesOf(filter pack.Filter, listed []string) string {
	for _, c := range b.Pack.Input.Sheet(b.x.Usual).Columns {
		levels, _ := b.codeLevels(c.Name, nil)
		for _, by := range levels {
			v := &pack.View{Name: "句子里的名称", Sources: []string{b.x.Usual}, Filter: filter, Rows: []pack.RowDef{{Level: evidence.LevelOf(by), By: []string{by}}}, Columns: []pack.ViewCol{{Name: pack.Root}}}
			if field := namesAll(pivot.Build(b.Pack, v, b.Ledger), listed); field != "" {
				v = b.listView(v)
				return "{{" + v.Name + "@" + v.Rows[0].Level + "." + field + "|顿号}}"
			}
		}
	}
	return ""
}

// listView keeps a view of names for the pack, once.
func (b *binder) listView(v *pack.View) *pack.View {
	for _, o := range b.views.made {
		if strings.HasPrefix(o.Name, v.Name) && meaning.Same(o.Filter, v.Filter) && len(o.Rows) == 1 && slices.Equal(o.Rows[0].By, v.Rows[0].By) {
			return o
		}
	}
	v.Name = b.views.free(v.Name)
	b.views.made, b.views.used[v.Name] = append(b.views.made, v), true
	return v
}

// namesAll is the field of a view by which its lines with money are called as they are listed, "" if none is.
func namesAll(v *pivot.View, listed []string) string {
	for f, field := range v.Fields {
		var names []string
		for _, r := range v.Rows {
			money := slices.ContainsFunc(r.Amounts, func(a budget.Fen) bool { return a != 0 })
			if r.Level == 1 && money && !slices.Contains(names, layout.Tight(r.Texts[f])) {
				names = append(names, layout.Tight(r.Texts[f]))
			}
		}
		if slices.Equal(names, listed) {
			return field
		}
	}
	return ""
}

// goesInto says whether a text of the example is one of the form with something in its room: the same words around it,
// whoever and whatever year they name.
func goesInto(own, like string) bool {
	const sign = "\x01"
	plain := func(text string) string {
		return layout.Tight(layout.YearNumber.ReplaceAllString(tagging.AnyTag.ReplaceAllString(text, sign), ""))
	}
	parts := strings.Split(rooms.ReplaceAllString(layout.Somebody.ReplaceAllString(plain(own), sign), sign), sign)
	words := 0
	for i, p := range parts {
		words += len([]rune(p))
		parts[i] = regexp.QuoteMeta(p)
	}
	const enough = 8 // signs that are the same by no chance
	if len(parts) < 2 || words < enough {
		return false
	}
	return regexp.MustCompile("^" + strings.Join(parts, ".+?") + "$").MatchString(plain(like))
}

// someNames is a list of names of which a form begins some, or says that there are more: 主要包括：基本工资、津贴补贴、……,
// or 主要用于××等.
var someNames = pattern.Of(`(?:包括|用于|主要(?:是|为|有)|分别(?:是|为))[：:]?((?:[^，。；;：:、\dXxＸ×…_＿]{2,16}、)*)(?:` + room + `|\.{3,})(等?)(?:[，。；;]|$)`)

// openNames are such lists in a text, each with room alone in its place.
func openNames(text string) (out [][2]string) {
	for _, m := range someNames.FindAllStringSubmatchIndex(text, -1) {
		if names, more := text[m[2]:m[3]], text[m[4]:m[5]]; names+more != "" {
			out = append(out, [2]string{text[m[0]:m[1]], text[m[0]:m[2]] + "××" + text[m[5]:m[1]]})
		}
	}
	return out
}

// openLists is a text of a form with room alone in the place of such lists, where the example says the same around its own.
func openLists(text string, example *layout.Sheet) string {
	open := text
	for _, l := range openNames(text) {
		open = strings.Replace(open, l[0], l[1], 1)
	}
	if open == text || !example.AnyText(func(said string) bool { return goesInto(open, asChanged(open, said)) }) {
		return text
	}
	return open
}

// keepLists puts back the lists of a text of the form into whose place no tag was written.
func (b *binder) keepLists(plan *tagging.Plan, at layout.Pos, was string) {
	text := plan.Text(at, "")
	for _, l := range openNames(was) {
		text = strings.Replace(text, l[1], l[0], 1)
	}
	if plan.Has(at) && text != plan.Text(at, "") {
		plan.Set(at, text)
	}
}

// tellRepeated tells of sentences of which the example has more than the form, one for each code: 1.××（类）××（款）…. The
// form's are printed, as many as it has.
func (b *binder) tellRepeated(s *layout.Sheet) {
	e := b.shownBy(s)
	if e == nil || s.Tabular() {
		return
	}
	shape := func(text string) string {
		return changed.ReplaceAllString(layout.Unnumbered(layout.Tight(text)), "××")
	}
	var told []string
	for row := 1; row <= s.Last.Row; row++ {
		for _, at := range s.Texts(row) {
			own := shape(s.Cells[at].Text)
			if !layout.Ordinals.MatchString(s.Says(at)) || len(rooms.FindAllString(own, -1)) < 2 || slices.Contains(told, own) || b.planOf(s).Has(at) || b.planOf(s).Dropped(row) {
				continue
			}
			count := func(s *layout.Sheet, is func(text string) bool) (n int) {
				for at, c := range s.Cells {
					if s.Own(at) && layout.Ordinals.MatchString(layout.Tight(c.Text)) && is(shape(c.Text)) {
						n++
					}
				}
				return n
			}
			told = append(told, own)
			ours := count(s, func(text string) bool { return text == own })
			if theirs := count(e, func(text string) bool { return goesInto(own, text) }); theirs > ours {
				b.leave(s.Name, at, "“%s”这样的句子官方表有 %d 句，范例有 %d 句。填好后照官方表只有 %[2]d 句，多的每次要手工写", layout.Clip(layout.Tight(s.Cells[at].Text)), ours, theirs)
			}
		}
	}
}
