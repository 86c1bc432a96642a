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

// textLists binds lines of a sheet that list the texts of an input sheet, such as the duties of the department or its
// units, numbered or not, where the form has room for lines: 1.____, 2.____, or …… below the same heading. However many
// lines the form has, they become one that repeats.
func (b *binder) textLists(s *layout.Sheet) {
	e := b.shownBy(s)
	if e == nil {
		return
	}
	for of := range b.namesEntered {
		for _, at := range layout.SortedCells(e) {
			l := listedTexts(e, at, of)
			if l == nil || b.repeated[e][at.Row] {
				continue
			}
			row := b.writeTexts(s, e, at, of, l)
			if row == 0 {
				continue
			}
			b.noteListed(s, e, at.Row, at.Row+len(of.names))
			if l.own != "" {
				b.leave(s.Name, layout.At(at.Col, row), "范例第一行“%s”后面的“%s”没有写，要印的每次手工补上", layout.Clip(of.names[0]), l.own)
			}
			break
		}
	}
}

// noteListed is noteRepeated for the rows of the example where they are moved to the form's too.
func (b *binder) noteListed(s, e *layout.Sheet, from, to int) {
	b.noteRepeated(e, from, to)
	moved := b.exampleOf(s)
	if _, lines := s.Whence(); lines != nil || moved == e {
		return
	}
	for row := 1; row <= moved.Last.Row; row++ {
		if stood := moved.Stands(layout.At(1, row)).Row; from <= stood && stood < to {
			b.noteRepeated(moved, row, row+1)
		}
	}
}

// allNames are the names of the records of an input sheet, in their order, and a view that lists nothing else of them.
type allNames struct {
	in    *pack.Sheet
	names []string
	field string
	view  pack.View
	units bool
}

// namesEntered gives the lists of names that the ledger has: of the records that get cards, and of each input sheet that
// begins with a text.
func (b *binder) namesEntered(yield func(allNames) bool) {
	for _, v := range b.recordViews() {
		of := allNames{in: b.Pack.Input.Sheet(v.def.Sources[0]), field: v.def.Rows[0].By[0], view: *v.def}
		of.view.Columns, of.view.Carried = nil, nil // without money they are named too
		for _, line := range recordLines(v.View) {
			of.names = append(of.names, v.Rows[line.record].Texts[slices.Index(v.Fields, of.field)])
		}
		if len(of.names) > 0 && !yield(of) {
			return
		}
	}
	for in, t := range b.entered {
		of := allNames{in: in, field: in.Columns[0].Name, view: *recordsOf(in, in.Name), units: in == b.Whole.Pack.Input.Units()}
		of.view.Columns, of.view.Rows[0].By = nil, []string{of.field}
		for i := range t.Len() {
			if name := t.Value(i, of.field); !slices.Contains(of.names, name) {
				of.names = append(of.names, name)
			}
		}
		if in.Past == "" && !slices.Contains(of.names, "") && !yield(of) {
			return
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

// textList is how lines list texts: what stands around the number, whether it is 一 or 1, or that they have none; what the
// line of the department itself says behind its name; and what ends each line, or that some end otherwise.
type textList struct {
	before, numeral, behind, own, stop string
	plain                              bool
	ends                               string
}

// number is the number of a line, with the signs around it.
func (l *textList) number(n int) string {
	if l.plain {
		return ""
	}
	return l.before + cardNumber(n, l.numeral) + l.behind
}

// itsOwn is what the line of the department itself says behind its name.
var itsOwn = pattern.Of(`^[（(]?(?:本部|本级|机关)[)）]?`)

// endSigns may end the line of a list.
const endSigns = "。；;"

// listedTexts is the list that the lines from a cell on are of all names, nil if they are not: 1.负责防汛。 For units, 本部
// may stand behind the first and a stop behind each: 1.某局本部；2.某中心。 Lines without a number have nothing else.
func listedTexts(e *layout.Sheet, at layout.Pos, of allNames) *textList {
	if !e.Own(at) || e.Says(at) == "" {
		return nil
	}
	if m := serialText.FindStringSubmatch(e.Says(at)); m != nil && m[1]+m[3] != "" {
		l := &textList{before: m[1], behind: m[3]}
		if m[2] == "一" {
			l.numeral = "|中文数字"
		}
		if l.lists(e, at, of) {
			return l
		}
	}
	const sure = 10 // letters that are the same by no chance
	l := &textList{plain: true}
	if !l.lists(e, at, of) || len(of.names) == 1 && len([]rune(of.names[0])) < sure {
		return nil
	}
	for i := range of.names {
		if !aloneInRow(e, layout.At(at.Col, at.Row+i)) {
			return nil
		}
	}
	return l
}

// lists says whether the lines from a cell on list all names in this way; it notes how they end.
func (l *textList) lists(e *layout.Sheet, at layout.Pos, of allNames) bool {
	for i, name := range of.names {
		name = layout.Tight(name)
		bare := strings.TrimRight(name, endSigns)
		ends, ok := strings.CutPrefix(e.Says(layout.At(at.Col, at.Row+i)), l.number(i+1)+bare)
		if i == 0 && of.units {
			l.own = itsOwn.FindString(ends)
			ends = strings.TrimPrefix(ends, l.own)
		}
		if !ok || strings.Trim(ends, endSigns) != "" {
			return false
		}
		own := strings.TrimPrefix(name, bare)
		if i == 0 && own == "" {
			l.stop = ends
		}
		switch {
		case ends == own+l.stop:
		case own != "":
			l.ends = "，标点照录入的"
		case i == len(of.names)-1:
			l.ends = sameStop
		default:
			return false
		}
	}
	return true
}

// aloneInRow says whether a cell has the only text of its row, but for what stands on its left.
func aloneInRow(s *layout.Sheet, at layout.Pos) bool {
	for col := 1; col <= s.Last.Col; col++ {
		c := s.Cells[layout.At(col, at.Row)]
		if c.Numeric || c.Formula || col > at.Col && c.Text != "" && s.Own(layout.At(col, at.Row)) {
			return false
		}
	}
	return true
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

// writeTexts makes the lines of the form that leave room for a list one that repeats, in row; 0 if there are none.
func (b *binder) writeTexts(s, e *layout.Sheet, like layout.Pos, of allNames, l *textList) (row int) {
	at, to := b.roomOfList(s, e, like, l)
	if to == 0 {
		return 0
	}
	plan, view := b.planOf(s), of.view
	text := s.Cells[at].Text
	number, numeral := "", ""
	if !l.plain {
		raw := func(text string) []string { return serialText.FindStringSubmatch(strings.TrimSpace(text)) }
		m, own := raw(e.Cells[like].Text), raw(text) // the form's own signs, else the example's
		if own != nil && own[1]+own[3] != "" {
			if strings.TrimSpace(m[3]) == own[3] {
				own[3] = m[3]
			}
			m = own
		}
		if m[2] == "一" {
			numeral = "|中文数字"
		}
		number = m[1] + "\x00" + m[3]
	}
	view.Name = b.views.free(of.in.Name)
	b.views.made, b.views.used[view.Name] = append(b.views.made, &view), true
	plan.OneRow(at.Row, to)
	for _, o := range s.Texts(at.Row) { // what stands beside all of them
		if s.Own(o) && o.Col != at.Col {
			plan.Set(o, strings.TrimSpace(s.Cells[o].Text))
		}
	}
	level := "{{" + view.Name + "@" + view.Rows[0].Level + "."
	indent := text[:len(text)-len(strings.TrimLeft(text, " \u00a0\u3000"))]
	plan.Set(at, indent+strings.ReplaceAll(number, "\x00", level+"连续序号"+numeral+"}}")+level+of.field+"}}"+l.stop)
	b.look(s.Name, at, "各行取录入的“%s”，一条一行%s", of.in.Name, l.ends)
	return at.Row
}

// roomOfList is the first of the lines in which a form leaves room for a list of the example, and the row behind the
// last of them: below the heading that the example has above its list, else numbered as it is; to is 0 if there is none.
func (b *binder) roomOfList(s, e *layout.Sheet, like layout.Pos, l *textList) (from layout.Pos, to int) {
	plan := b.planOf(s)
	room := func(at layout.Pos, n int) (style string, is bool) { // n is the number that the line would have
		said := strings.TrimRight(s.Says(at), endSigns)
		if !s.Own(at) || s.Cells[at].Numeric || plan.Has(at) || plan.Dropped(at.Row) {
			return "", false
		}
		m := roomNumber.FindStringSubmatch(said)
		free := func(text string) bool {
			return layout.Placeholder(text) || justRoom.MatchString(text) || someUnit.MatchString(text)
		}
		if m == nil {
			return "", free(said)
		}
		style, rest := m[1]+"\x00"+m[3], said[len(m[0]):]
		right := slices.Contains([]string{cardNumber(n, ""), cardNumber(n, "|中文数字"), "n", "N"}, m[2])
		return style, right && (rest == "" || free(rest))
	}
	heading := headOfList(e, like)
	below := func(at layout.Pos) bool {
		own := headOfList(s, at)
		return own != "" && heading != "" && (layout.Key(own) == layout.Key(heading) || b.saysAs(layout.Unnumbered(own), layout.Unnumbered(heading)))
	}
	example := ""
	if !l.plain {
		example = layout.Tight(l.before + "\x00" + l.behind)
	}
	at, most := layout.Pos{}, 0
	for _, o := range layout.SortedCells(s) {
		score := 0
		switch style, is := room(o, 1); {
		case !is:
		case below(o):
			score = 2
		case style != "" && style == example && b.inSection(s, o, e, like): // below something else that the example does not have
			score = 1
		}
		if score > most {
			at, most = o, score
		}
	}
	for row := 2; row <= s.Last.Row+1 && most == 0; row++ { // nothing, below what the example has above them
		if o := layout.At(like.Col, row); len(s.Texts(row)) == 0 && s.Own(o) && s.Says(layout.At(o.Col, row-1)) != "" && below(o) && !plan.Dropped(row) && !plan.Has(o) {
			return o, row + 1
		}
	}
	if most == 0 {
		return at, 0
	}
	first, _ := room(at, 1)
	for to = at.Row + 1; to <= s.Last.Row; to++ {
		next := layout.At(at.Col, to)
		if style, is := room(next, to-at.Row+1); !is || style != "" && style != first {
			break
		}
	}
	return at, to
}

// headOfList is what stands above a line of a list, or on its left: 一、部门主要职责.
func headOfList(s *layout.Sheet, at layout.Pos) string {
	for col := at.Col - 1; col > 0; col-- {
		if said := s.Says(layout.At(col, at.Row)); said != "" {
			return said
		}
	}
	for row := at.Row - 1; row > 0; row-- {
		for col := at.Col; col > 0; col-- {
			if said := s.Says(layout.At(col, row)); said != "" {
				return said
			}
		}
	}
	return ""
}

// roomNumber is the number of a line of a list: 1., （二）, n、.
var roomNumber = pattern.Of(`^([（(]?)([一二三四五六七八九十]{1,3}|\d{1,2}|[nN])([)）][、.．]?|[、.．:：])`)

// someUnit is what stands for a unit or a project in a line of a form: XX本部, ××单位, ××项目.
var someUnit = pattern.Of(`^(?:` + room + `)(?:部门|单位|项目|局|中心|所|站)?[（(]?(?:本部|本级|机关)?[)）]?$`)

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

// lastPart and firstPart are the words of a text beside its end and its beginning, up to a tag or the room for a figure: 共X个，包括：.
func lastPart(s string) string {
	parts := wordsEnd.Split(s, -1)
	return parts[len(parts)-1]
}
func firstPart(s string) string { return wordsEnd.Split(s, 2)[0] }

var wordsEnd = regexp.MustCompile(`\x00|[XＸ×]`)

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
