package bind

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// enumeration is a part of a sentence that says the same of several codes, units or projects: ××支出××万元，占××%；××支出
// ××万元，占××%. The example has as many as its department, and the form stands for them.
type enumeration struct {
	at        layout.Pos
	tag, some string // some is what there is where there are any
}

// enumerated stands for such a part while the rest of its sentence is bound.
const enumerated = "\ue0a1"

// oneOfThem is what such a part says of one: room for a name, and for its amount.
var oneOfThem = pattern.Of(`(?:` + room + `)[^\d，。：；、,;:]*?(?:` + room + `|[XＸ×])(?:亿元|万元|千元|元)(?:[，,（(]占[^\d，。；]*?(?:` + room + `|[XＸ×])[%％][）)]?)?`)

// enumerations binds such parts of the sentences of a sheet, if the example shows what they list.
func (b *binder) enumerations(s *layout.Sheet) {
	e := b.shownBy(s)
	if e == nil || s.Tabular() {
		return
	}
	plan := b.planOf(s)
	for row := 1; row <= s.Last.Row; row++ {
		for _, at := range s.Texts(row) {
			c := s.Cells[at]
			before, item, joint, behind, ok := enumeratedIn(c.Text)
			if !ok || c.Numeric || c.Formula || !s.Own(at) || plan.Has(at) || plan.Dropped(row) || b.lined[finding.At(s.Name, at.Col, row)] {
				continue
			}
			for from, items := range itemsOf(e, before, item, joint, behind) {
				said, rest, _ := strings.Cut(e.Cells[from].Text, inOne(items, joint))
				l := b.listed(items, append(b.limitsIn(said), b.saidAbove(e, from)...), b.writing(e))
				if l == nil {
					continue
				}
				if behind == "" {
					behind = strings.TrimSpace(rest)
				}
				there := e.Cells[from]
				there.Text = strings.Replace(there.Text, inOne(items, joint), enumerated, 1)
				e.Cells[from] = there
				c.Text = before + enumerated + behind
				s.Cells[at] = c
				delete(b.likes, s)
				b.enumerate(s, at, l, item, joint)
				break
			}
		}
	}
}

// enumeratedIn cuts a text of a form around the part that says the same several times, or once before ……: item is
// what it says of one.
func enumeratedIn(text string) (before, item, joint, behind string, ok bool) {
	text = unnamed(text)
	const joints = "；;、，,"
	all := oneOfThem.FindAllStringIndex(text, -1)
	for i, m := range all {
		item, to, n := marked(text[m[0]:m[1]]), m[1], 1
		for _, next := range all[i+1:] {
			between := strings.TrimSpace(text[to:next[0]])
			if marked(text[next[0]:next[1]]) != item || utf8.RuneCountInString(between) != 1 || !strings.Contains(joints, between) || joint != "" && between != joint {
				break
			}
			joint, to = between, next[1]
			n++
		}
		if dots := openEndHere.FindString(text[to:]); n > 1 {
			to += len(dots)
		}
		if r, size := utf8.DecodeRuneInString(text[to:]); strings.ContainsRune(joints, r) && (joint == "" || joint == string(r)) {
			if dots := openEndHere.FindString(text[to+size:]); dots != "" {
				joint, to = string(r), to+size+len(dots)
				n++
			}
		}
		if n > 1 {
			return text[:m[0]], item, joint, strings.TrimRight(text[to:], " \u3000"), true
		}
		joint = ""
	}
	return "", "", "", "", false
}

// marked is a text with signs in its blank room, which is no more than blanks to what compares texts.
func marked(text string) string { return blankRoom.ReplaceAllString(text, "××") }

// namedOne is the last of some that a form says by their names: 教育支出××万元，占××%；.
var namedOne = pattern.Of(`(?:^|[：:；;、，,])(\p{Han}[\p{Han}（）()]{1,20}?)((?:支出|收入)?(?:` + room + `|[XＸ×])(?:亿元|万元|千元|元)(?:[，,（(]占[^\d，。；]*?(?:` + room + `|[XＸ×])[%％][）)]?)?[；;、，,])$`)

// moreBehind is where a form says that there are more of them.
var moreBehind = pattern.Of(`[；;、，,]` + dots)

// unnamed is a text of a form with room for the names of those that it says before ……: other departments have others.
func unnamed(text string) string {
	at := moreBehind.FindStringIndex(text)
	if at == nil {
		return text
	}
	_, joint := utf8.DecodeRuneInString(text[at[0]:])
	before, behind, says := text[:at[0]+joint], text[at[0]+joint:], ""
	for {
		m := namedOne.FindStringSubmatchIndex(before)
		if m == nil || says != "" && before[m[4]:m[5]] != says {
			return before + behind
		}
		says = before[m[4]:m[5]]
		before, behind = before[:m[2]], "××"+says+behind
	}
}

// openEndHere are the dots that stand for more.
var openEndHere = pattern.Of(`^` + dots)

// itemsOf are the texts of the example that may stand for such a one of the form, and what they say of each of several.
func itemsOf(e *layout.Sheet, before, item, joint, behind string) iter.Seq2[layout.Pos, [][]string] {
	shape := func(text string) string {
		const sign, year = "\x01", "\x02"
		text = layout.Somebody.ReplaceAllString(layout.YearNumber.ReplaceAllString(changed.ReplaceAllString(text, sign), year), sign)
		text = regexp.QuoteMeta(rooms.ReplaceAllString(text, sign))
		return strings.NewReplacer(sign, ".+?", year, `20\d\d`).Replace(text)
	}
	ends := shape(behind)
	if behind == "" { // the dots stand for all the rest
		ends = "[" + endSigns + "]?"
	}
	whole := regexp.MustCompile("^" + shape(before) + "(.+?)" + ends + "$")
	one := shapeOf(item)
	return func(yield func(layout.Pos, [][]string) bool) {
		for _, at := range layout.SortedCells(e) {
			c := e.Cells[at]
			if c.Numeric || !e.Own(at) {
				continue
			}
			m := whole.FindStringSubmatch(strings.TrimRight(c.Text, " \u3000"))
			if m == nil {
				continue
			}
			var items [][]string
			for part := range strings.SplitSeq(m[1], joint) {
				if !one.MatchString(layout.YearNumber.ReplaceAllString(layout.Unnumbered(part), "")) {
					items = nil
					break
				}
				items = append(items, []string{part})
			}
			if len(items) > 1 && !yield(at, items) {
				return
			}
		}
	}
}

func inOne(items [][]string, joint string) string {
	var all []string
	for _, item := range items {
		all = append(all, item[0])
	}
	return strings.Join(all, joint)
}

// limitsIn are the limits that the clauses of a text name, the last first.
func (b *binder) limitsIn(text string) (out []pack.Filter) {
	for _, clause := range slices.Backward(strings.FieldsFunc(incomeOfIt.ReplaceAllString(text, ""), func(r rune) bool { return strings.ContainsRune(stops, r) })) {
		if c := b.meant(b.bareClause(clauseEnd.ReplaceAllString(withoutSlots(clause), ""))); len(c.Filter) > 0 {
			out = append(out, c.Filter)
		}
	}
	return out
}

// incomeOfIt is of what the income consists, which says nothing of the spending behind it: 收入包括：一般公共预算拨款××万元、
// 上年结转××万元；支出包括：.
var incomeOfIt = pattern.Of(`收入(?:总计|合计)?(?:[^；;。，,]*[，,])?包括[：:]?[^；;。]*[；;]`)

// enumerate keeps the view of a part that lists, and its tag.
func (b *binder) enumerate(s *layout.Sheet, at layout.Pos, l *lineOf, item, joint string) {
	v := l.view
	v.Name = b.views.free("文字里的各" + v.Rows[0].Level)
	b.views.made, b.views.used[v.Name] = append(b.views.made, v), true
	records := v.Name + "@" + v.Rows[0].Level
	parts := strings.Split(l.texts[0], lineName)
	for n := 1; n < len(parts); n += 2 {
		parts[n] = ofRecord(records, parts[n])
	}
	mark := ""
	if joint != "；" {
		mark = "|" + joint
	}
	b.enumerated = append(b.enumerated, enumeration{at, "{{逐条 " + records + mark + "}}" + strings.Join(parts, "") + "{{完}}", v.Name + "[" + pack.Root + "]." + v.Columns[0].Name})
	takes := "全部支出"
	if len(v.Filter) > 0 {
		takes = meaning.InWords(v.Filter)
	}
	b.look(s.Name, at, "“%s”照范例列各%s，取 %s", layout.Clip(item), v.Rows[0].Level, takes)
	b.tellGoneOf(s.Name, at, l, v.Rows[0].Level)
	if len(l.open) > 0 {
		b.leave(s.Name, at, "各%s里有 %d 个数没有动（%s）：录入里算不出来，或文字没有说清", v.Rows[0].Level, len(l.open), strings.Join(l.open, "、"))
	}
}

// leadsIn ends with the words that lead to what is listed.
var leadsIn = pattern.Of(`[，,；;](?:其中|包括|主要(?:包括|用于|是|为)|分别(?:是|为))[：:，,]?$`)

// into puts the tag of such a part into its sentence.
func (x enumeration) into(text string) string {
	before, behind, _ := strings.Cut(text, enumerated)
	if intro := leadsIn.FindString(before); intro != "" { // which is not said of none
		before = strings.TrimSuffix(before, intro) + "{{如有 " + x.some + "}}" + intro + "{{完}}"
	}
	return before + x.tag + behind
}

// writeEnumerations puts the tags of such parts into their sentences.
func (b *binder) writeEnumerations(s *layout.Sheet) {
	plan := b.planOf(s)
	for _, x := range b.enumerated {
		plan.Set(x.at, x.into(plan.Text(x.at, s.Cells[x.at].Text)))
	}
	b.enumerated = nil
	for i := range b.result.Left {
		b.result.Left[i].Text = strings.ReplaceAll(b.result.Left[i].Text, enumerated, "……")
	}
}
