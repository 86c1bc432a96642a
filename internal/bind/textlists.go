package bind

import (
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// textLists binds lines of a sheet that number the texts of an input sheet, such as the duties of the department,
// where the form has its own numbered lines, blank behind the number: 1.____. They become one line that repeats.
func (b *binder) textLists(s *layout.Sheet) {
	e := b.exampleOf(s)
	if _, lines := s.Whence(); lines != nil {
		e = b.shownBy(s)
	}
	if e == nil || b.itself() {
		return
	}
	for in, t := range b.entered {
		units := in == b.Whole.Pack.Input.Units()
		if len(in.Columns) != 1 && !units {
			continue
		}
		for _, at := range layout.SortedCells(e) {
			l := listedTexts(e, at, t, in.Columns[0].Name, units)
			if l == nil {
				continue
			}
			if row := b.writeTexts(s, e, at, in, l); row > 0 {
				b.noteRepeated(e, at.Row, at.Row+t.Len())
				if l.own != "" {
					b.leave(s.Name, layout.At(at.Col, row), "范例第一行“%s”后面的“%s”没有写，要印的每次手工补上", layout.Clip(t.Value(0, in.Columns[0].Name)), l.own)
				}
			}
			break
		}
	}
}

// textsInOne binds the texts of an input sheet that stand behind each other in one sentence: 主要职责是：1、负责防汛。2、….
func (b *binder) textsInOne(s *layout.Sheet) {
	e := b.shownBy(s)
	if e == nil || b.itself() {
		return
	}
	for in, t := range b.entered {
		if len(in.Columns) != 1 || t.Len() < 2 {
			continue
		}
		for _, like := range layout.SortedCells(e) {
			for _, style := range [][2]string{{"", "、"}, {"", "."}, {"(", ")"}, {"", ")"}} {
				if b.textInOne(s, e, like, in, t, style[0], style[1]) {
					break
				}
			}
		}
	}
}

// textInOne is textsInOne of a text of the example that numbers them so.
func (b *binder) textInOne(s, e *layout.Sheet, like layout.Pos, in *pack.Sheet, t *budget.Table, before, behind string) bool {
	var all strings.Builder
	for i := range t.Len() {
		text := layout.Tight(strings.TrimRight(t.Value(i, in.Columns[0].Name), "。；;"))
		all.WriteString(regexp.QuoteMeta(before+cardNumber(i+1, "")+behind+text) + "([。；;]?)")
	}
	said := regexp.MustCompile("^(.*?)" + all.String() + "(.*)$").FindStringSubmatch(layout.Tight(e.Cells[like].Text))
	if said == nil {
		return false
	}
	one := regexp.MustCompile(`^(.*?)` + signsOf(before) + `1` + signsOf(behind) + `\s*(?:` + room + `)(?:[。；;、]?` + signsOf(before) + `\d` + signsOf(behind) + `\s*(?:` + room + `))*([。；;]?)$`)
	for _, at := range layout.SortedCells(s) {
		own := one.FindStringSubmatch(strings.TrimRight(s.Cells[at].Text, " \u3000"))
		plan := b.planOf(s)
		if own == nil || plan.Has(at) || plan.Dropped(at.Row) || !s.Own(at) || b.bareSentence(own[1]) != b.bareSentence(said[1]) {
			continue
		}
		lead := own[1]
		if dept := layout.Tight(b.Ledger.Info["部门名称"]); dept != "" && strings.HasPrefix(said[1], dept) && roomOfSigns.MatchString(lead) {
			lead = roomOfSigns.ReplaceAllString(strangers(lead, "{{部门名称}}"), "{{部门名称}}")
		}
		view := recordsOf(in, b.views.free(in.Name))
		view.Columns, view.Rows[0].By = nil, []string{in.Columns[0].Name}
		b.views.made, b.views.used[view.Name] = append(b.views.made, view), true
		records := view.Name + "@" + view.Rows[0].Level
		marks := regexp.MustCompile(`(` + signsOf(before) + `)1(` + signsOf(behind) + `)`).FindStringSubmatch(s.Cells[at].Text)
		wide := strings.NewReplacer(";", "；")
		stop, joint, end := wide.Replace(said[2]), "连写", ""
		if strings.HasSuffix(t.Value(0, in.Columns[0].Name), "。") || strings.HasSuffix(t.Value(0, in.Columns[0].Name), "；") {
			stop = "" // which the texts have themselves
		} else if last := wide.Replace(said[1+t.Len()]); stop != "" && last != stop { // 1、…；2、…。
			stop, joint, end = "", stop, last
		}
		plan.Set(at, lead+"{{逐条 "+records+"|"+joint+"}}"+marks[1]+"{{"+records+".连续序号}}"+marks[2]+"{{"+records+"."+in.Columns[0].Name+"}}"+stop+"{{完}}"+end)
		if b.lined == nil {
			b.lined = map[finding.Place]bool{}
		}
		b.lined[finding.At(s.Name, at.Col, at.Row)] = true
		b.noteRepeated(e, like.Row, like.Row+1)
		b.look(s.Name, at, "一句话里列录入的“%s”，一条接一条", in.Name)
		return true
	}
	return false
}

// signsOf matches the sign before or behind a number, in either width.
func signsOf(sign string) string {
	switch sign {
	case "(":
		return "[(（]"
	case ")":
		return "[)）]"
	case ".":
		return "[.．]"
	}
	return sign
}

// textList is how lines number texts: what stands around the number, whether it is 一 or 1, what the line of the department
// itself says behind its name, and what ends each line; the last one may end otherwise.
type textList struct {
	before, numeral, behind, own, stop string
	ends                               bool
}

// itsOwn is what the line of the department itself says behind its name.
var itsOwn = pattern.Of(`^[（(]?(?:本部|本级|机关)[)）]?`)

// listedTexts is the list that the lines from a cell on are of all texts of a table, nil if they are not: 1.负责防汛。 For
// units, 本部 may stand behind the first and a stop behind each: 1.某局本部；2.某中心。
func listedTexts(e *layout.Sheet, at layout.Pos, t *budget.Table, field string, units bool) *textList {
	m := serialText.FindStringSubmatch(e.Says(at))
	if m == nil || m[1]+m[3] == "" || !e.Own(at) {
		return nil
	}
	l := &textList{before: m[1], behind: m[3]}
	if m[2] == "一" {
		l.numeral = "|中文数字"
	}
	for i := range t.Len() {
		ends, ok := strings.CutPrefix(e.Says(layout.At(at.Col, at.Row+i)), l.before+cardNumber(i+1, l.numeral)+l.behind+layout.Tight(t.Value(i, field)))
		if i == 0 && units {
			l.own = itsOwn.FindString(ends)
			l.stop = strings.TrimPrefix(ends, l.own)
			ends = l.stop
		}
		if l.ends = ends != l.stop; !ok || strings.Trim(ends, "。；;") != "" || l.ends && !(units && i == t.Len()-1) {
			return nil
		}
	}
	return l
}

// entered gives the input sheets that begin with a text, with the records that the ledger has of them.
func (b *binder) entered(yield func(*pack.Sheet, *budget.Table) bool) {
	for i := range b.Whole.Pack.Input.Sheets {
		in := &b.Whole.Pack.Input.Sheets[i]
		if t := b.Whole.Ledger.Tables[in.Name]; t != nil && t.Len() > 0 && in.Columns[0].Kind == pack.Text && !yield(in, t) {
			return
		}
	}
}

// writeTexts makes the numbered lines of the form, or the one that stands for them, one that repeats, in row; 0 if there are none.
func (b *binder) writeTexts(s, e *layout.Sheet, like layout.Pos, in *pack.Sheet, l *textList) (row int) {
	plan, from, to := b.planOf(s), 0, 0
	before, numeral, behind := l.before, l.numeral, l.behind
	numbered := func(row, n int) bool {
		said, ok := strings.CutPrefix(s.Says(layout.At(like.Col, row)), layout.Tight(before+cardNumber(n, numeral)+behind))
		said = strings.TrimRight(said, "；;。")
		return ok && (said == "" || layout.Placeholder(said) || justRoom.MatchString(said) || someUnit.MatchString(said)) && s.Own(layout.At(like.Col, row)) && !plan.Dropped(row)
	}
	above := func(s *layout.Sheet, row int) string {
		for row--; row > 0 && s.Says(layout.At(like.Col, row)) == ""; row-- {
		}
		return layout.Key(s.Says(layout.At(like.Col, row)))
	}
	for row := 1; row <= s.Last.Row && from == 0; row++ {
		if numbered(row, 1) {
			from = row
		}
	}
	for row := 2; row <= s.Last.Row && from == 0; row++ { // numbered otherwise than the example, below what it has above them
		m := serialText.FindStringSubmatch(strings.TrimSpace(s.Cells[layout.At(like.Col, row)].Text))
		if m == nil || above(s, row) == "" || above(s, row) != above(e, like.Row) {
			continue
		}
		if before, numeral, behind = m[1], "", m[3]; m[2] == "一" {
			numeral = "|中文数字"
		}
		if numbered(row, 1) {
			from = row
		}
	}
	for to = from + 1; from > 0 && numbered(to, to-from+1); {
		to++
	}
	if from == 0 {
		before, numeral, behind = l.before, l.numeral, l.behind
	}
	for row := 2; row <= s.Last.Row && from == 0; row++ { // …… below what the example has above them
		at, above := layout.At(like.Col, row), s.Says(layout.At(like.Col, row-1))
		if s.Own(at) && layout.Placeholder(s.Says(at)) && above != "" && above == e.Says(layout.At(like.Col, like.Row-1)) && !plan.Dropped(row) {
			from, to = row, row+1
			if m := serialText.FindStringSubmatch(strings.TrimSpace(e.Cells[like].Text)); m != nil {
				before, behind = m[1], m[3] // in the example's brackets
			}
		}
	}
	for row := 2; row <= s.Last.Row+1 && from == 0; row++ { // nothing, below what the example has above them
		if at := layout.At(like.Col, row); len(s.Texts(row)) == 0 && s.Own(at) && s.Says(layout.At(like.Col, row-1)) != "" && above(s, row) == above(e, like.Row) && !plan.Dropped(row) {
			from, to = row, row+1
			if m := serialText.FindStringSubmatch(strings.TrimSpace(e.Cells[like].Text)); m != nil {
				before, behind = m[1], m[3]
			}
		}
	}
	if from == 0 || plan.Has(layout.At(like.Col, from)) {
		return 0
	}
	if m := serialText.FindStringSubmatch(strings.TrimSpace(s.Cells[layout.At(like.Col, from)].Text)); m != nil {
		before, behind = m[1], m[3] // in the form's own brackets
		if o := serialText.FindStringSubmatch(strings.TrimSpace(e.Cells[like].Text)); o != nil && strings.TrimSpace(o[3]) == behind {
			behind = o[3]
		}
	}
	view := recordsOf(in, b.views.free(in.Name))
	view.Columns, view.Rows[0].By = nil, []string{in.Columns[0].Name} // whatever amounts the records have
	b.views.made, b.views.used[view.Name] = append(b.views.made, view), true
	plan.OneRow(from, to)
	for _, at := range s.Texts(from) { // what stands beside all of them
		if s.Own(at) && at.Col != like.Col {
			plan.Set(at, strings.TrimSpace(s.Cells[at].Text))
		}
	}
	level := "{{" + view.Name + "@" + view.Rows[0].Level + "."
	text := s.Cells[layout.At(like.Col, from)].Text
	indent := text[:len(text)-len(strings.TrimLeft(text, " \u00a0\u3000"))]
	plan.Set(layout.At(like.Col, from), indent+before+level+"连续序号"+numeral+"}}"+behind+level+in.Columns[0].Name+"}}"+l.stop)
	ends := ""
	if l.ends {
		ends = sameStop
	}
	b.look(s.Name, layout.At(like.Col, from), "各行取录入的“%s”，一条一行%s", in.Name, ends)
	return from
}

// someUnit is what stands for a unit in a line of a form: XX本部, ××单位.
var someUnit = pattern.Of(`^(?:` + room + `)(?:部门|单位|局|中心|所|站)?[（(]?(?:本部|本级|机关)?[)）]?$`)

// serialText is the number of the first line as a form has it.
var serialText = pattern.Of(`^([（(]?)(一|1)([)）]?[、.．]?\s*)`)

// justRoom is a text that leaves room and no more.
var justRoom = pattern.Of(`^(` + room + `|[(（【\[][)）】\]])+$`)

// rooms are what a text leaves blank for a text.
var rooms = pattern.Of(room)

// named puts tags into the room that a sentence leaves for a text: the name of the department, an item of
// 基本信息, or the names of all units or of codes, as the example has it there between the words beside the room.
func (b *binder) namesIn(text, like string, explained []*figure) string {
	figures := slotsOf(text)
	tags := tagging.AnyTag.FindAllStringIndex(text, -1)
	var out strings.Builder
	end, from := 0, 0 // from is where the example goes on
	for _, m := range rooms.FindAllStringIndex(text, -1) {
		within := func(spans [][]int) bool {
			return slices.ContainsFunc(spans, func(s []int) bool { return s[0] <= m[0] && m[1] <= s[1] })
		}
		if within(tags) || slices.ContainsFunc(figures, func(s slot) bool { return s.from <= m[0] && m[1] <= s.to }) {
			continue
		}
		said, next := between(text, like, m, from, b.Ledger.Info["部门名称"])
		if said == "" {
			continue
		}
		tag := b.nameTag(said)
		if tag == "" {
			var before *figure
			for _, f := range explained {
				if f.to <= next-len(said) && f.money() && !changing.MatchString(f.own) {
					before = f
				}
			}
			tag = b.codesNamed(strings.Split(layout.Tight(said), "、"), before)
		}
		if tag == "" {
			continue
		}
		out.WriteString(text[end:m[0]] + tag)
		end, from = m[1], next
	}
	return out.String() + text[end:]
}

// between is what the example has in some room of a text: behind the words before it, up to those behind it.
func between(text, like string, m []int, from int, dept string) (said string, next int) {
	const least = 2
	clean := func(s string) string { return layout.YearNumber.ReplaceAllString(s, "") }
	words := func(s string) []string {
		return strings.Split(rooms.ReplaceAllString(tagging.AnyTag.ReplaceAllString(clean(s), "\x00"), "\x01"), "\x01")
	}
	before, behind := words(text[:m[0]]), words(text[m[1]:])
	left, right := []rune(lastPart(before[len(before)-1])), []rune(firstPart(behind[0]))
	left, right = left[max(0, len(left)-6):], right[:min(len(right), 4)]
	at := 0
	if len(left) > 0 {
		i := strings.Index(like[from:], string(left))
		if i < 0 || len(left) < least && m[0] > 0 && len(right) < least {
			return "", from
		}
		at = from + i + len(string(left))
	} else if m[0] > 0 {
		return "", from
	}
	if dept != "" && strings.HasPrefix(like[at:], dept) && strings.HasPrefix(clean(like[at+len(dept):]), string(right)) {
		return dept, at + len(dept)
	}
	i := strings.Index(like[at:], string(right))
	if len(right) == 0 {
		i = len(like) - at
	}
	if i <= 0 {
		return "", from
	}
	return like[at : at+i], at + i
}

// lastPart and firstPart are the words of a text beside its end and its beginning, up to a tag.
func lastPart(s string) string  { return s[strings.LastIndex(s, "\x00")+1:] }
func firstPart(s string) string { s, _, _ = strings.Cut(s, "\x00"); return s }

// nameTag is the tag for what a sentence of the example says of the department; "" if it is nothing known.
func (b *binder) nameTag(said string) string {
	own := layout.Tight(said)
	if own == "" {
		return ""
	}
	if own == layout.Tight(b.Ledger.Info["部门名称"]) {
		return "{{部门名称}}"
	}
	for _, item := range b.Whole.Pack.Input.Info {
		if is := layout.Tight(b.Whole.Ledger.Info[item.Name]); len([]rune(is)) > 3 && is == own && (item.Kind == pack.Text || item.Kind == "") {
			return "{{" + item.Name + orOpen(item.Name) + "}}"
		}
	}
	listed := strings.Split(own, "、")
	if field, names := b.unitsWithItems(); len(listed) == len(names) && len(names) > 1 && !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(listed, layout.Tight(n)) }) {
		return "{{" + b.unitsView(field).Name + "@" + field + "." + field + "|顿号}}"
	}
	return ""
}

// unitsWithItems are the units that have items, and the field that says which.
func (b *binder) unitsWithItems() (field string, names []string) {
	units, items := b.Pack.Input.Units(), b.Ledger.Tables[b.x.Usual]
	if items == nil || units == nil {
		return "", nil
	}
	for _, c := range b.Pack.Input.Sheet(b.x.Usual).Columns {
		if c.Sheet != units.Name || items.Field(c.Name) < 0 {
			continue
		}
		for i := range items.Len() {
			if n := items.Value(i, c.Name); !slices.Contains(names, n) {
				names = append(names, n)
			}
		}
		return c.Name, names
	}
	return "", nil
}

// unitsView lists the units that have items: where sentences name and count them, both are of it, as a unit without
// items stands in no table.
func (b *binder) unitsView(field string) *pack.View {
	v, _ := b.views.find("各"+b.Pack.Input.Units().Name, evidence.Shape{Sources: []string{b.x.Usual}, Rows: []pack.RowDef{{Level: field, By: []string{field}, Order: "录入"}}}, []want{{name: pack.Root}})
	return v
}
