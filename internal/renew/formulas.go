package renew

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/layout"
	"ysgk/internal/xlsxedit"
)

// readFormulas reads what formulas say; those that share the text of another cell
// have "".
func (u *updater) readFormulas(books ...[]byte) error {
	for i, book := range books {
		file, err := xlsxedit.Open(book)
		if err != nil {
			return err
		}
		for _, c := range u.pairs {
			s := []*layout.Sheet{c.raw, c.form}[i]
			doc, err := file.XML(s.Part)
			if err != nil {
				return err
			}
			c.formulas[i] = map[layout.Pos]string{}
			for _, row := range doc.Root().SelectElement("sheetData").SelectElements("row") {
				for _, x := range row.SelectElements("c") {
					if f := x.SelectElement("f"); f != nil {
						at := layout.ParseCell(x.SelectAttrValue("r", ""))
						if i == 0 {
							at = c.here(at)
						}
						c.formulas[i][at] = f.Text()
					}
				}
			}
		}
	}
	return nil
}

// formula writes an old formula with its cells as they are now; one that the form
// has itself stays if it says otherwise, and is told.
func (u *updater) formula(c *carrying, at layout.Pos, was, now string, has bool, out map[layout.Pos]string) {
	text, ok := u.movedOld(c, was)
	if left, gone := u.termsLeft(c, was); !ok && left != "" {
		text, ok = left, true
		u.leave(c.form, at, "去年的公式 =%s 里，%s 今年没有，去掉了。请核对", was, gone)
	}
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

// termsLeft is a sum of cells without those that are gone, which it names; "" of any other formula.
func (u *updater) termsLeft(c *carrying, text string) (left, gone string) {
	if !sumOfCells.MatchString(text) {
		return "", ""
	}
	var kept, lost []string
	for _, term := range strings.Split(text, "+") {
		if now, ok := u.movedOld(c, term); ok {
			kept = append(kept, now)
		} else {
			lost = append(lost, term)
		}
	}
	return strings.Join(kept, "+"), strings.Join(lost, "、")
}

// relaid is a formula of the form with its rows as they are laid.
func (u *updater) relaid(c *carrying, text string) string {
	return replaceCells(text, func(sheet string, refs []layout.Pos) ([]layout.Pos, string, bool) {
		to := c
		if sheet != "" {
			if to = u.nowCalled(sheet); to == nil {
				return refs, sheet, true
			}
		}
		moved := to.plan.Moved()
		var out []layout.Pos
		for i, r := range refs {
			row := moved(r.Row)
			if n := to.plan.Times[r.Row]; i == 1 && n > 1 {
				row += n - 1 // to the last of what the row becomes
			}
			out = append(out, layout.At(r.Col, row))
		}
		return out, sheet, true
	}, nil)
}

// movedOld is an old formula with its cells as they are in the new template.
func (u *updater) movedOld(c *carrying, text string) (string, bool) {
	whole := text != ""
	out := replaceCells(text, func(sheet string, refs []layout.Pos) ([]layout.Pos, string, bool) {
		in := c
		if sheet != "" {
			if in = u.oldCalled(sheet); in == nil {
				return nil, "", false
			}
			sheet = in.form.Name
		}
		to, ok := in.range_(refs)
		return to, sheet, ok
	}, &whole)
	return out, whole
}

// range_ is the range in which all that is left of an old one is now, if nothing else of the old
// template is there.
func (c *carrying) range_(refs []layout.Pos) ([]layout.Pos, bool) {
	moved := c.plan.Moved()
	refs = slices.Clone(refs)
	for i := range refs {
		refs[i] = c.here(refs[i])
	}
	if len(refs) < 2 {
		to, ok := c.slots[refs[0]]
		return []layout.Pos{{Col: to.col, Row: moved(to.row) + to.nth}}, ok
	}
	within := func(at, from, to layout.Pos) bool {
		return at.Col >= from.Col && at.Col <= to.Col && at.Row >= from.Row && at.Row <= to.Row
	}
	var from, to layout.Pos
	for was, is := range c.slots {
		if at := (layout.At(is.col, moved(is.row)+is.nth)); within(was, refs[0], refs[1]) {
			if to.Row == 0 {
				from, to = at, at
			}
			from, to = layout.At(min(from.Col, at.Col), min(from.Row, at.Row)), layout.At(max(to.Col, at.Col), max(to.Row, at.Row))
		}
	}
	for was, is := range c.slots {
		if within(was, refs[0], refs[1]) != within(layout.At(is.col, moved(is.row)+is.nth), from, to) {
			return nil, false
		}
	}
	return []layout.Pos{from, to}, to.Row > 0
}

// replaceCells replaces the cells that a formula names, outside of its texts.
func replaceCells(formula string, to func(sheet string, refs []layout.Pos) ([]layout.Pos, string, bool), whole *bool) string {
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
			refs := []layout.Pos{cellOf(group(3), group(5))}
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

func cellOf(col, row string) layout.Pos { return layout.ParseCell(col + row) }

func pinned(at layout.Pos, col, row string) string {
	return col + strings.TrimRight(a1.Name(at.Col, at.Row), "0123456789") + row + strconv.Itoa(at.Row)
}
