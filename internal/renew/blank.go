package renew

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/nearest"
	"ysgk/internal/tagging"
)

// aged is a sheet of last year's pack, with its tags and as the bureau's form had it. Both have the rows
// of both: samples of the form went when the tags were written, and lists may have more rows than it
// left blank. Without the form, what is left when the tags are taken out stands for it.
type aged struct {
	raw, was *layout.Sheet
	stands   map[int]int   // rows of the template, by those here
	rows     map[int]int   // and these by those
	starts   map[int]slot  // rows of the form, with the nth of what they became, by those here
	gone     map[int]bool  // rows of the form that the template does not have
	came     map[int]bool  // rows of the template that the form does not have
	blank    *layout.Sheet // the form as it was, nil if nobody kept it
}

// FormFile is the form that the template of a pack was made of, as the bureau sent it: by it the next
// year's form is compared, line by line. It goes into no pack that is given away.
const FormFile = "空表（下年更新用）.xlsx"

// lastYears are the sheets of a template with those of the form that it was made of; none is known of a
// sheet that somebody added, or that does not fit what the template says.
func (u *updater) lastYears(olds, blanks, news []*layout.Sheet) (out []*aged) {
	bare := map[*layout.Sheet]*layout.Sheet{}
	var examples []*layout.Sheet
	for _, t := range olds {
		bare[t] = u.untagged(t)
		examples = append(examples, bare[t])
	}
	forms, pairs := u.formsOf(olds, u.ofYear(examples, blanks), news, bare)
	for _, t := range olds {
		a := &aged{raw: t, was: bare[t], stands: map[int]int{}, rows: map[int]int{}, gone: map[int]bool{}, came: map[int]bool{}}
		if f := forms[t]; f == nil || !a.lay(f, pairs[t]) {
			for row := range t.Last.Row {
				a.stands[row+1], a.rows[row+1] = row+1, row+1
			}
		}
		out = append(out, a)
	}
	return out
}

// ofYear is the kept form with the year of the template; none of a later year.
func (u *updater) ofYear(examples, blanks []*layout.Sheet) []*layout.Sheet {
	layout.FillYears(blanks, examples, u.old, u.old)
	on, ok := yearsOn(examples, blanks, u.old)
	switch {
	case ok && on > 0:
		u.leave(nil, layout.Pos{}, "%s 是 %s 年的表，不是做这个模板包的官方表，没有用它，照没有空表的办法搬的。请把 %s 年的空白官方表用这个名字放回去年的文件夹，再更新一次；没有的，删去它", FormFile, layout.Before(u.old, -on), u.old)
		return nil
	case ok && on < 0: // the year of the pack was changed by hand, and the form is still the same
		for i, f := range blanks {
			blanks[i] = f.With(func(text string) string { return u.inYears(text, layout.Before(u.old, -on), u.old) })
		}
	}
	return blanks
}

// formsOf are the sheets of the kept form that those of a template were made of, with the pairs of their rows; what does
// not fit is told, and is none of them.
func (u *updater) formsOf(olds, blanks, news []*layout.Sheet, bare map[*layout.Sheet]*layout.Sheet) (forms map[*layout.Sheet]*layout.Sheet, pairs map[*layout.Sheet][][2]int) {
	forms, pairs = map[*layout.Sheet]*layout.Sheet{}, map[*layout.Sheet][][2]int{}
	taken := map[*layout.Sheet]bool{}
	for _, like := range []func(t, f *layout.Sheet) bool{
		func(t, f *layout.Sheet) bool { return t.Name == f.Name },
		func(t, f *layout.Sheet) bool { return likeTitles(u.called(bare[t]), u.called(f)) >= 0.6 },
	} {
		for _, t := range olds {
			for _, f := range blanks {
				if forms[t] == nil && !taken[f] && like(t, f) {
					forms[t], taken[f] = f, true
				}
			}
		}
	}
	var others []*layout.Sheet
	for _, t := range olds {
		f := forms[t]
		if f == nil {
			continue
		}
		if pairs[t] = align(t, bare[t], f); !fits(t, bare[t], f, pairs[t]) && !slices.ContainsFunc(news, f.Equal) {
			delete(forms, t)
			others = append(others, f)
		}
	}
	if 2*len(forms) < len(olds) && len(blanks) > 0 {
		u.leave(nil, layout.Pos{}, "%s 不是做这个模板包的官方表（%d 张表只有 %d 张对得上），没有用它，照没有空表的办法搬的。请把做这个模板包的空白官方表用这个名字放回去年的文件夹，再更新一次；找不到的，删去它", FormFile, len(olds), len(forms))
		return nil, nil
	}
	for _, f := range others {
		u.leave(nil, layout.Pos{}, "%s 里的“%s”和去年模板里的这张表对不上，没有用它，照没有空表的办法搬的。请核对这张表的标签", FormFile, f.Name)
	}
	return forms, pairs
}

// fits says whether a form is that of a template: most of what stands in its cells without tags stands in the form,
// in the same columns and the same order, and where it has tags the form is blank. Somebody may have changed some of
// it since.
//
// pairs are its rows with those of the template.
func fits(t, bare, f *layout.Sheet, pairs [][2]int) bool {
	same, other, figures, tags := 0, 0, 0, 0
	if f.AnyText(func(said string) bool { return strings.Contains(said, "{{") }) {
		return false // the template itself
	}
	for _, p := range pairs {
		for col := 1; p[0] > 0 && col <= t.Last.Col; col++ {
			at, there := layout.At(col, p[0]), layout.At(col, p[1])
			text, form := layout.Tight(bare.Cells[at].Text), layout.Tight(f.Cells[there].Text)
			tagged := strings.Contains(t.Cells[at].Text, "{{")
			switch {
			case !t.Own(at) || layout.AllDigits(text) || layout.Totals.MatchString(text):
			case tagged && text == "":
				tags++
				if d, ok := f.Cells[there].Amount(); ok && !d.IsZero() && f.Cells[there].Numeric {
					figures++
				}
			case text == "":
			case p[1] > 0 && layout.Timeless(text) == layout.Timeless(form):
				same++
			case tagged: // what stands there without its tags
			case p[1] == 0 || form != "":
				other++
			}
		}
	}
	return pairs == nil || other*3 <= same && (tags < few || 2*figures < tags)
}

// few is how many tags of a sheet are too few to say anything.
const few = 4

// lay gives the template and the form the rows of both.
func (a *aged) lay(f *layout.Sheet, pairs [][2]int) bool {
	if pairs == nil || shifted(pairs, a.raw, f) {
		return false
	}
	theirs := map[int]int{} // rows here by those of the form
	for i, p := range pairs {
		if row := i + 1; p[0] > 0 {
			a.rows[p[0]], a.stands[row] = row, p[0]
		} else {
			a.gone[row] = true
		}
		if a.came[i+1] = p[1] == 0; p[1] > 0 {
			theirs[p[1]] = i + 1
		}
	}
	laid := func(by map[int]int) func(row int) int { return func(row int) int { return by[row] } }
	a.raw = a.raw.Laid(laid(a.rows))
	bare := a.was.Laid(laid(a.rows))
	a.was, a.blank = f.Laid(laid(theirs)), f
	for i, p := range pairs {
		if p[1] > 0 {
			continue
		}
		for col := 1; col <= bare.Last.Col; col++ { // a row that the template has more than the form
			if c, ok := bare.Cells[layout.At(col, i+1)]; ok && bare.Own(layout.At(col, i+1)) {
				a.was.Set(layout.At(col, i+1), c)
			}
		}
		a.was.Styled[i+1] = bare.Styled[i+1]
	}
	a.start(pairs)
	return true
}

// shifted says whether somebody moved columns of the template: a text stands beside where its form has it.
func shifted(pairs [][2]int, t, f *layout.Sheet) bool {
	for _, p := range pairs {
		if p[0] == 0 || p[1] == 0 {
			continue
		}
		for _, at := range t.Texts(p[0]) {
			text := t.Says(at)
			if there := f.Says(layout.At(at.Col, p[1])); text == "" || text == there || strings.Contains(text, "{{") {
				continue
			}
			for _, other := range f.Texts(p[1]) {
				if f.Says(other) == text && t.Says(layout.At(other.Col, p[0])) != text {
					return true
				}
			}
		}
	}
	return false
}

// said is what the form said in a cell; nothing in a row that it does not have.
func (a *aged) said(at layout.Pos) string {
	if a.came[at.Row] {
		return ""
	}
	return layout.Tight(a.blank.Cells[layout.At(at.Col, a.starts[at.Row].row)].Text)
}

// start finds the rows of the form that the rows of both come from: those of lists that the template has
// more than the form belong to the row before, what stands below the form is there.
func (a *aged) start(pairs [][2]int) {
	a.starts = map[int]slot{}
	last := len(pairs)
	for last > 0 && pairs[last-1][1] == 0 && !a.onlyTags(last) {
		last--
	}
	row, nth := 1, 0
	for i, p := range pairs {
		if i >= last {
			row, nth = bottom(a.blank)+i-last+1, 0
		} else if p[1] > 1 {
			row, nth = p[1], 0
		}
		a.starts[i+1] = slot{row, nth, 0}
		if p[0] > 0 {
			nth++
		}
	}
}

// same says whether a form is still as the one that the template was made of, cell by cell.
func (a *aged) same(now *layout.Sheet) bool {
	if a.blank == nil {
		return false
	}
	return a.blank.Equal(now)
}

// onlyTags says whether a row of the template has tags of lists and nothing else.
func (a *aged) onlyTags(row int) bool {
	any := false
	for col := 1; col <= a.raw.Last.Col; col++ {
		at := layout.At(col, row)
		if !a.raw.Own(at) || a.raw.Cells[at].Text == "" {
			continue
		}
		if !a.listed(at) {
			return false
		}
		any = true
	}
	return any
}

// tallest is how many pairs of rows are compared at most.
const tallest = 1 << 20

// align pairs the rows of a template with those of its form, in order; nil of sheets that are too long.
//
// bare is the template without its tags.
func align(t, bare, f *layout.Sheet) (out [][2]int) {
	from, n, m := 0, bottom(t), bottom(f)
	for from < n && from < m && sameRow(bare, f, from+1) {
		from++
		out = append(out, [2]int{from, from})
	}
	if (n-from)*(m-from) > tallest {
		return nil
	}
	wide := max(t.Last.Col, f.Last.Col)
	own, form := said(bare, n, wide), said(f, m, wide)
	for _, p := range nearest.Pairs(n-from, m-from, func(i, j int) float64 { return likeRow(t, f, from+i, from+j, own[from+i], form[from+j]) }) {
		for i := range p {
			if p[i] > 0 {
				p[i] += from
			}
		}
		out = append(out, p)
	}
	return out
}

// bottom is the last row of a sheet that holds a cell, blank ones too.
func bottom(s *layout.Sheet) (row int) {
	for r := range s.Styled {
		row = max(row, r)
	}
	return max(row, s.Last.Row)
}

// sameRow says whether a row of a template without tags is that of the form.
func sameRow(bare, f *layout.Sheet, row int) bool {
	for col := 1; col <= max(bare.Last.Col, f.Last.Col); col++ {
		at := layout.At(col, row)
		if layout.Tight(bare.Cells[at].Text) != layout.Tight(f.Cells[at].Text) || bare.Whole[at] != f.Whole[at] {
			return false
		}
	}
	return true
}

// likeRow is how alike a row of a template is to one of its form: what stands in both speaks for it, what
// differs against; a tag may stand for anything.
//
// own and form are what their cells say.
func likeRow(t, f *layout.Sheet, row, there int, own, form []string) (like float64) {
	for col := 1; col < len(own); col++ {
		at, to := layout.At(col, row), layout.At(col, there)
		text, form := own[col], form[col]
		tagged := tagging.AnyTag.MatchString(t.Cells[at].Text)
		wide := func(s *layout.Sheet, at layout.Pos) [2]int {
			r := s.Whole[at]
			return [2]int{r.Col1, r.Col2}
		}
		if own := t.Cells[at].Text; own != "" && t.Own(at) && f.Whole[to].Row1 > 0 && f.Whole[to].Row1 < there {
			like -= 2 // nothing can stand in what is merged into the cell above: {{块完}} below a shorter list
		}
		switch {
		case text == form && text != "":
			like++
		case tagged && (text == "" || strings.Contains(form, text) || form == ""):
			like += 0.1
		case tagged:
			like += nearest.Likeness(text, form) / 2
		case text != "" && form != "":
			like--
		case text != form: // what went, or what came
			like -= 0.3
		}
		if wide(t, at) != wide(f, to) {
			like -= 0.5
		}
	}
	return like
}

// here is a cell of the template, there is how it is called in the template.
func (a *aged) here(at layout.Pos) layout.Pos { return layout.At(at.Col, a.rows[at.Row]) }

func (a *aged) there(at layout.Pos) string {
	return layout.CellName(layout.At(at.Col, a.stands[at.Row]))
}

// called says whether the sheet has a name, in the template or in the form.
func (a *aged) called(name string) bool { return name == a.raw.Name || name == a.was.Name }
