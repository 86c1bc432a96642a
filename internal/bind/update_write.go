package bind

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
)

// write lays the rows of the form as the lists need them, and writes what was carried.
func (u *updater) write(form []byte, sheets []*sheet) (*Updated, error) {
	var plans []*plan
	texts := map[*plan]map[pos]string{}
	for _, c := range u.pairs {
		texts[c.plan] = u.carried(c)
		if strings.Contains(c.raw.name, "{{") {
			c.plan.renamed = c.raw.name
		}
		plans = append(plans, c.plan)
		u.out.Written = append(u.out.Written, written(c.plan, texts[c.plan])...)
	}
	book, err := write(form, plans, texts)
	if err != nil {
		return nil, err
	}
	u.out.Book = book
	inOrder(u.out.Written, sheets)
	return u.out, nil
}

// carried are the texts and formulas of a sheet in their cells of the new template.
func (u *updater) carried(c *carrying) map[pos]string {
	moved := c.plan.moved()
	final := func(to slot) pos { return pos{to.col, moved(to.row) + to.nth} }
	moveEntries(u.out.Left, c.form.name, moved)
	out := map[pos]string{}
	for _, x := range c.plan.puts {
		if !c.plan.dropped(x.row) {
			out[final(slot{x.row, x.nth, x.col})] = x.text
		}
	}
	for _, from := range sortedCells(c.raw) {
		if !c.raw.own(from) {
			continue
		}
		to, ok := c.slots[from]
		formula, is := c.formulas[0][from]
		now, has := c.formulas[1][pos{to.col, to.row}]
		at := final(to)
		switch text := c.raw.cells[from].text; {
		case is && !ok:
			if !c.told[from] {
				u.leave(c.form, pos{}, "去年 %s 的公式 =%s 没有写：今年找不到这一格", cellName(from), formula)
			}
		case is:
			u.formula(c, at, formula, now, has, out)
		case ok && strings.Contains(text, "{{"):
			if !c.now.own(pos{to.col, to.row}) {
				u.leave(c.form, at, "去年 %s 的“%s”没有写：今年这一格并进了别的格", cellName(from), clip(text))
				continue
			}
			if has {
				u.leave(c.form, at, "新表自带公式 =%s，换成了去年的标签。请核对", now)
			}
			if unit, stated := c.units[from]; stated {
				text = u.inUnit(text, unit)
			}
			out[at] = text
		case ok && text != "" && !c.raw.cells[from].numeric && tight(c.now.cells[pos{to.col, to.row}].text) == "":
			out[at] = text // 合计 in a row of a list, which the pack brought
		}
	}
	return out
}

// formula writes an old formula with its cells as they are now; one that the form
// has itself stays if it says otherwise, and is told.
func (u *updater) formula(c *carrying, at pos, was, now string, has bool, out map[pos]string) {
	text, ok := u.movedOld(c, was)
	switch {
	case was == "" && has:
		return
	case !ok && has:
		u.leave(c.form, at, "新表自带公式 =%s；去年的是 =%s，里面有今年没有的格。请核对", now, was)
	case !ok:
		u.leave(c.form, at, "去年的公式 =%s 没有写：里面有今年没有的格，或者各行各列的次序变了", was)
	case has:
		if u.relaid(c, now) != text {
			u.leave(c.form, at, "新表自带公式 =%s，和去年的（=%s）不同，用新表的。请核对", now, text)
		}
	default:
		out[at] = "=" + text
	}
}

// relaid is a formula of the form with its rows as they are laid.
func (u *updater) relaid(c *carrying, text string) string {
	return replaceCells(text, func(sheet string, refs []pos) ([]pos, string, bool) {
		to := c
		if sheet != "" {
			if to = u.nowCalled(sheet); to == nil {
				return refs, sheet, true
			}
		}
		moved := to.plan.moved()
		var out []pos
		for i, r := range refs {
			row := moved(r.row)
			if n := to.plan.times[r.row]; i == 1 && n > 1 {
				row += n - 1 // to the last of what the row becomes
			}
			out = append(out, pos{r.col, row})
		}
		return out, sheet, true
	}, nil)
}

// movedOld is an old formula with its cells as they are in the new template.
func (u *updater) movedOld(c *carrying, text string) (string, bool) {
	whole := text != ""
	out := replaceCells(text, func(sheet string, refs []pos) ([]pos, string, bool) {
		in := c
		if sheet != "" {
			if in = u.oldCalled(sheet); in == nil {
				return nil, "", false
			}
			sheet = in.form.name
		}
		to, ok := in.range_(refs)
		return to, sheet, ok
	}, &whole)
	return out, whole
}

// range_ is the range in which all that is left of an old one is now, if nothing else of the old
// template is there.
func (c *carrying) range_(refs []pos) ([]pos, bool) {
	moved := c.plan.moved()
	if len(refs) < 2 {
		to, ok := c.slots[refs[0]]
		return []pos{{to.col, moved(to.row) + to.nth}}, ok
	}
	within := func(at, from, to pos) bool {
		return at.col >= from.col && at.col <= to.col && at.row >= from.row && at.row <= to.row
	}
	var from, to pos
	for was, is := range c.slots {
		if at := (pos{is.col, moved(is.row) + is.nth}); within(was, refs[0], refs[1]) {
			if to.row == 0 {
				from, to = at, at
			}
			from, to = pos{min(from.col, at.col), min(from.row, at.row)}, pos{max(to.col, at.col), max(to.row, at.row)}
		}
	}
	for was, is := range c.slots {
		if within(was, refs[0], refs[1]) != within(pos{is.col, moved(is.row) + is.nth}, from, to) {
			return nil, false
		}
	}
	return []pos{from, to}, to.row > 0
}

func (u *updater) oldCalled(name string) *carrying {
	return u.by(func(c *carrying) bool { return c.raw.name == name })
}

func (u *updater) nowCalled(name string) *carrying {
	return u.by(func(c *carrying) bool { return c.form.name == name })
}

func (u *updater) by(is func(*carrying) bool) *carrying {
	if i := slices.IndexFunc(u.pairs, is); i >= 0 {
		return u.pairs[i]
	}
	return nil
}

// replaceCells replaces the cells that a formula names, outside of its texts.
func replaceCells(formula string, to func(sheet string, refs []pos) ([]pos, string, bool), whole *bool) string {
	parts := strings.Split(formula, `"`)
	for i := 0; i < len(parts); i += 2 {
		text, rest, b := parts[i], 0, strings.Builder{}
		for _, m := range cellIn.FindAllStringSubmatchIndex(text, -1) {
			group := func(n int) string {
				if m[2*n] < 0 {
					return ""
				}
				return text[m[2*n]:m[2*n+1]]
			}
			if m[1] < len(text) && (text[m[1]] == '(' || text[m[1]] == '!') {
				continue
			}
			refs := []pos{cellOf(group(3), group(5))}
			if group(7) != "" {
				refs = append(refs, cellOf(group(7), group(9)))
			}
			out, sheet, ok := to(strings.Trim(strings.TrimSuffix(group(1), "!"), "'"), refs)
			if !ok {
				*whole = false
				continue
			}
			b.WriteString(text[rest:m[0]])
			if sheet != "" {
				b.WriteString("'" + sheet + "'!")
			}
			b.WriteString(pinned(out[0], group(2), group(4)))
			if len(out) > 1 {
				b.WriteString(":" + pinned(out[1], group(6), group(8)))
			}
			rest = m[1]
		}
		parts[i] = b.String() + text[rest:]
	}
	return strings.Join(parts, `"`)
}

func cellOf(col, row string) pos { return parseCell(col + row) }

func pinned(at pos, col, row string) string {
	return col + strings.TrimRight(a1.Name(at.col, at.row), "0123456789") + row + strconv.Itoa(at.row)
}

// Text is what is left to do and what was written, as Notepad shows it.
func (u *Updated) Text() []byte {
	var b strings.Builder
	list := func(title string, entries []Entry) {
		b.WriteString(title + "\r\n")
		for _, e := range entries {
			fmt.Fprintf(&b, "  %s\r\n", e)
		}
		b.WriteString("\r\n")
	}
	list("\ufeff还要做的（做完一条删一条）：", u.Left)
	list("从去年的模板包带过来的标签和公式：", u.Written)
	return []byte(b.String())
}
