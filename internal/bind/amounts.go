package bind

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ysgk/internal/evidence"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// room is what a form has in the place of what a sentence is to say: XX, X.XX, x,xxx.xx, ____, ……, （　）.
const room = `…{2,}|[XxＸ×]{1,3}(?:[,，][XxＸ×]{3})+(?:\.[XxＸ×]+)?|[XxＸ×*○]{2,}(?:\.[XxＸ×*○]+)?|[XxＸ×]\.[XxＸ×]+|[_＿]{2,}|[（(【\[][\s\x{a0}\x{3000}]+[)）】\]]|[\s\x{a0}\x{3000}]{2,}|\x{3000}`

// slot is where a sentence has a figure, or leaves a blank for one, with its unit: an amount of money, a share
// or something that is counted.
type slot struct {
	from, to     int
	number, unit string // "" is the number of a blank
}

// slots are a sentence's figures and blanks, in their order. A single X stands before a unit alone.
var slots = pattern.Of(`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|` + room + `|[XＸ×]) ?(亿元|万元|千元|元|%|％|个|家|人|辆|台|套|项|次|批|张|平方米)`)

// numberText is a number as a sentence has it.
var numberText = pattern.Of(`^\d[\d,]*(\.\d+)?$`)

// reasons are clauses that say why, whose figures are the department's own: 主要原因是2025年新增1辆公务用车购置.
var reasons = pattern.Of(`原因(?:是|为)[：:]?(?:[^。；;，,\n]|[，,][^其。；;\n])*`)

// asUnit are names that begin as a unit does, behind an indent or between the number of a table and its name: 表十  项目支出预算表.
var asUnit = pattern.Of(`^(项目|人[员民才]|个[人体]|家庭|次[年要]|批[复准])`)

// slotsOf finds the slots of a text, not those that are part of a tag or of a reason.
func slotsOf(text string) (out []slot) {
	none := append(tagging.AnyTag.FindAllStringIndex(text, -1), reasons.FindAllStringIndex(text, -1)...)
	for _, m := range slots.FindAllStringSubmatchIndex(text, -1) {
		if slices.ContainsFunc(none, func(t []int) bool { return t[0] <= m[0] && m[1] <= t[1] }) {
			continue
		}
		s := slot{from: m[0], to: m[1], number: text[m[2]:m[3]], unit: strings.Replace(text[m[4]:m[5]], "％", "%", 1)}
		if !numberText.MatchString(s.number) {
			s.number = ""
		}
		if s.number == "" && asUnit.MatchString(text[m[4]:]) || s.from == 0 && strings.TrimSpace(text[:m[3]]) == "" && s.to < len(text) {
			continue
		}
		out = append(out, s)
	}
	return out
}

// withoutSlots is a text without its figures and the room for them.
func withoutSlots(text string) string {
	var out strings.Builder
	end := 0
	for _, s := range slotsOf(text) {
		out.WriteString(text[end:s.from])
		end = s.to
	}
	return out.String() + text[end:]
}

// money says whether a slot is an amount.
func (s slot) money() bool { return strings.HasSuffix(s.unit, "元") }

// threshold is an amount that says from when on something counts, which no budget has.
var threshold = pattern.Of(`^[(（]?含?[)）]?(以上|以下|以内)`)

// amounts puts tags in the place of the figures of sentences that the ledger explains: the words before one
// say what it sums, counts or is a part of, and it must be that. All of them are listed for a look.
func (b *binder) amounts(form, example *layout.Sheet) {
	plan := b.planOf(form)
	if plan.Removed {
		return
	}
	b.sums, b.turned = nil, nil
	for row := 1; row <= form.Last.Row; row++ {
		for _, at := range form.Texts(row) {
			c := form.Cells[at]
			if c.Numeric || c.Formula || !form.Own(at) || plan.Dropped(row) || b.lined[finding.At(form.Name, at.Col, at.Row)] {
				continue
			}
			b.sentence(plan, example, at)
		}
	}
}

// openRooms leaves room in the texts of a form for the figures that the example has there, where the form says the same
// and leaves none: 含上年结转万元 of 含上年结转54.32万元.
func (b *binder) openRooms(form, example *layout.Sheet) {
	for _, at := range layout.SortedCells(form) {
		c := form.Cells[at]
		if c.Numeric || c.Formula || !form.Own(at) || !strings.ContainsAny(c.Text, "元%％个家人辆台套项次批张") {
			continue
		}
		for _, there := range layout.SortedCells(example) {
			said := example.Cells[there]
			if said.Numeric || said.Formula {
				continue
			}
			if text, ok := withRooms(c.Text, said.Text); ok {
				c.Text = text
				form.Cells[at] = c
				break
			}
		}
	}
}

// withRooms is a text with room for the figures of another one that says the same but for these, and for years.
func withRooms(text, like string) (string, bool) {
	var bare []rune
	rooms := map[int]bool{} // before which signs
	end := 0
	squeezed := func(s string) []rune { return []rune(strings.Join(strings.Fields(s), "")) }
	for _, s := range slotsOf(like) {
		if s.number != "" {
			bare = append(bare, squeezed(like[end:s.from])...)
			rooms[len(bare)] = true
			end = s.from + len(s.number)
		}
	}
	timeless := func(s string) string { return layout.WithYears(s, func(int) int { return 2000 }) }
	if bare = append(bare, squeezed(like[end:])...); len(rooms) == 0 || timeless(string(bare)) != timeless(string(squeezed(text))) {
		return text, false
	}
	var out strings.Builder
	n, blank, opened := 0, false, false
	for _, r := range text {
		if unicode.IsSpace(r) {
			blank = true
			out.WriteRune(r)
			continue
		}
		if rooms[n] && !blank {
			out.WriteString("____")
			opened = true
		}
		n, blank = n+1, false
		out.WriteRune(r)
	}
	return out.String(), opened
}

// sentence binds the figures of a text.
func (b *binder) sentence(plan *tagging.Plan, example *layout.Sheet, at layout.Pos) {
	was := plan.Sheet.Cells[at]
	put := plan.Text(at, was.Text)
	b.mayDiffer(plan, example, at)
	own := plan.Sheet.Cells[at].Text
	opened := plan.Text(at, own)
	defer func() {
		if plan.Text(at, own) != opened {
			b.keepLists(plan, at, severalRooms.ReplaceAllString(was.Text, "$1"))
			return
		}
		plan.Sheet.Cells[at] = was // nothing was bound: the form's own words stay, and are told as they stand
		if plan.Has(at) && put != opened {
			plan.Set(at, put)
		}
	}()
	text := plan.Text(at, own)
	if b.becauseOf(plan, example, at) {
		return
	}
	said := strings.TrimSpace(tagging.AnyTag.ReplaceAllString(text, ""))
	if len(slotsOf(text)) == 0 && !(strings.ContainsAny(said, "，。；：,;:") && rooms.MatchString(said)) { // no sentence, such as an indented name
		return
	}
	like, where := b.alikeText(plan.Sheet, example, at, own)
	as := shownAs{like, like, where, 0}
	if as.like == "" {
		like = b.asNothing(example, at, own)
		as = shownAs{like, like, at, 0}
	}
	if as.like == "" {
		as = b.retold(plan.Sheet, example, at, own)
	}
	b.sentenceAs(plan, example, at, as)
}

// shownAs is how the example tells what a sentence of the form does: with the figures of the form's blanks, as it is
// written there, and where. So many amounts are absent there.
type shownAs struct {
	like, written string
	where         layout.Pos
	absent        int
}

// sentenceAs binds the figures of a text as those of one of the example, "" if there is none.
func (b *binder) sentenceAs(plan *tagging.Plan, example *layout.Sheet, at layout.Pos, as shownAs) {
	like, where := as.like, as.where
	form, own := plan.Sheet.Name, plan.Sheet.Cells[at].Text
	text := plan.Text(at, own)
	theirs := slotsOf(like)
	var figures []*figure
	if like != "" {
		figures = b.figures(like, headedBy(example, where), theirs, b.writing(example), where)
	}
	for _, f := range figures {
		if f.spot != nil && f.money() {
			b.sums = append(b.sums, f)
		}
	}
	if named := b.namesIn(text, as.written, figures); like != "" && named != text {
		plan.Set(at, named)
		b.lookUnlessShown(form, at, "里空着的文字照范例写成了标签", "“%s”里空着的文字照范例写成了标签", layout.Clip(own))
		b.roomFilled(form, at)
		text = named
	}
	ours := slotsOf(text)
	if len(ours) == 0 {
		return
	}
	bound, bare, whole := 0, 0, ""
	var left, blank []string // what is left: amounts with the words before them, and other blanks
	var out strings.Builder
	end := 0
	for n, s := range ours {
		tag := ""
		if n < len(theirs) && theirs[n].unit == s.unit {
			tag = figures[n].tag
		}
		before := text[end:s.from]
		if tag != "" && figures[n].turn != "" {
			if m := turning.FindStringIndex(before); m != nil {
				figures[n].turn = turnLike(before[m[0]:], figures[n])
				before = before[:m[0]] + figures[n].turn
			} else if moreOrLess.MatchString(before) {
				tag = "" // the form says which way
			} else { // and leaves it to who fills it in
				figures[n].turn = turnLike("", figures[n])
				before += figures[n].turn
			}
		}
		only := "" // where there is a change, a figure says how large it is
		if turn, turned := strings.CutSuffix(before, cmp.Or(figureAt(figures, n).turn, "\x00")); turned && tag != "" {
			only = "{{如有 " + figures[n].diff + "}}"
			if s.unit == "%" && (turn == "，" || turn == "、" || turn == ",") {
				before = only + before
			} else {
				before += only
			}
		}
		out.WriteString(before)
		said := text[s.from:s.to]
		end = s.to
		switch {
		case tag != "":
			bound++
			if figures[n].bare {
				bare++
			}
			if s.money() && !strings.Contains(b.writing(example).shape(s.unit), ".") {
				whole = "，和范例一样只印到" + s.unit
			}
			if out.WriteString(tag); s.unit != "%" {
				out.WriteString(s.unit)
			}
			if only != "" {
				out.WriteString("{{完}}")
			}
			continue
		case s.money():
			if !(n < len(theirs) && theirs[n].number == s.number && threshold.MatchString(text[end:])) {
				clause := strings.FieldsFunc(before, func(r rune) bool { return strings.ContainsRune(stops, r) })
				left = append(left, strings.TrimSpace(strings.Join(clause[max(len(clause)-1, 0):], "")+said))
			}
		case s.number == "":
			blank = append(blank, strings.TrimLeft(said, "\u3000\u00a0 "))
		}
		out.WriteString(said)
	}
	if len(blank) > 0 && !b.tellsOpen(form, at) {
		b.leave(form, at, "“%s”里还有 %d 处空着（%s），没有写标签。每次要手工写", layout.Clip(own), len(blank), strings.Join(blank, "、"))
	}
	if bound > 0 && len(left)+len(blank) == 0 {
		b.result.Left = slices.DeleteFunc(b.result.Left, func(e tagging.Entry) bool {
			return e.Place == finding.At(form, at.Col, at.Row) && e.Kind == tagging.Open && strings.Contains(e.Text, "后面范例写的是")
		})
	}
	b.tellUncounted(form, own, at, figures)
	if bound > 0 {
		calls := map[string]string{}
		for _, f := range figures {
			if f.of != nil {
				calls[f.diff] = f.of.own
			}
		}
		written := b.orEven(at, b.orInstead(at, b.turnsWithin(bareEvenly(b.evenly(out.String()+text[end:], calls, example), example, where)), figures), figures)
		plan.Set(at, written)
		if !layout.Nobody.MatchString(withoutSlots(tagging.AnyTag.ReplaceAllString(written, ""))) {
			b.roomFilled(form, at)
		}
		if bare = max(bare-as.absent, 0); as.absent > 0 {
			whole += fmt.Sprintf("，范例里这一句的写法不同，有 %d 个数没有说，照文字写的", as.absent)
		} else if as.written != like {
			whole += "，范例里这一句的写法不同"
		}
		if bare > 0 {
			whole += fmt.Sprintf("，其中 %d 个范例里是 0，照文字写的", bare)
		}
		const text = "“%s”里有 %d 个数写成了标签%s"
		switch {
		case whole == "":
			b.lookUnlessShown(form, at, "里的数照范例写成了标签", text, layout.Clip(own), bound, whole)
		case bare > 0 && as.absent == 0 && as.written == like:
			b.lookAlike(form, at, "里的数写成了标签，其中范例里是 0 的照文字写的", text, layout.Clip(own), bound, whole)
		default:
			b.look(form, at, text, layout.Clip(own), bound, whole)
		}
	}
	switch {
	case len(left) == 0:
	case like == "":
		b.leave(form, at, "“%s”里的数没有动，范例里没有对得上的一句", layout.Clip(own))
	default:
		b.leave(form, at, "“%s”里有 %d 个数没有动（%s）：录入里算不出来，或文字没有说清", layout.Clip(own), len(left), strings.Join(left, "、"))
	}
}

// figureAt is the nth of some figures, an empty one beyond the last.
func figureAt(figures []*figure, n int) *figure {
	if n >= len(figures) {
		return &figure{}
	}
	return figures[n]
}

// roomFilled takes back what is told of the room of a text that has got a tag since.
func (b *binder) roomFilled(sheet string, at layout.Pos) {
	place := finding.At(sheet, at.Col, at.Row)
	b.result.Left = slices.DeleteFunc(b.result.Left, func(e tagging.Entry) bool {
		return e.Place == place && e.Kind == tagging.Open && strings.Contains(e.Text, "里的 XX 要换成标签或文字")
	})
}

// tells says whether something of a cell is told already.
func (b *binder) tells(sheet string, at layout.Pos) bool {
	place := finding.At(sheet, at.Col, at.Row)
	return slices.ContainsFunc(b.result.Left, func(e tagging.Entry) bool { return e.Place == place })
}

// tellsOpen says whether it is told already that something of a cell is to be written.
func (b *binder) tellsOpen(sheet string, at layout.Pos) bool {
	place := finding.At(sheet, at.Col, at.Row)
	return slices.ContainsFunc(b.result.Left, func(e tagging.Entry) bool { return e.Place == place && e.Kind == tagging.Open })
}

// inUnit is what a tag in a sentence needs: its unit, if it is not the pack's, and the shape of the number.
func (b *binder) inUnit(unit, shape string) string {
	if unit == b.usual.Name {
		return "|" + shape
	}
	return "|" + unit + "|" + shape
}

// writing is how the sentences of a sheet write numbers.
type writing struct {
	example *layout.Sheet
	said    []slot // all that its sentences say, but for thresholds
	plain   bool   // the amounts of the tables have no commas
	rounded string // the unit to which a text rounds its amounts, "" of one that does not
}

func (b *binder) writing(example *layout.Sheet) writing {
	said, known := b.saysAll[example]
	if !known && example != nil {
		for _, at := range layout.SortedCells(example) {
			text := example.Cells[at].Text
			for _, s := range slotsOf(text) {
				if s.number != "" && !threshold.MatchString(text[s.to:]) {
					said = append(said, s)
				}
			}
		}
		if b.saysAll == nil {
			b.saysAll = map[*layout.Sheet][]slot{}
		}
		b.saysAll[example] = said
	}
	return writing{example: example, said: said, plain: b.plainTables()}
}

// plainTables says whether the number formats of the example's tables show amounts without commas: what its
// sentences do where none of them is long enough to tell.
func (b *binder) plainTables() bool {
	plain, grouped := 0, 0
	for _, e := range b.examples {
		for _, c := range e.Cells {
			switch {
			case !c.Numeric || c.Places != money.Places:
			case c.Grouped:
				grouped++
			default:
				plain++
			}
		}
	}
	return plain > 0 && grouped == 0
}

// numbers are those of a unit in the sentences, without their commas.
func (w writing) numbers(unit string) (out []slot) {
	for _, s := range w.said {
		if s.unit == unit {
			out = append(out, s)
		}
	}
	return out
}

// places are the decimals of numbers of a unit: those of the one that has most. One alone is all that is printed
// where a nought behind the point says so, or several have one and none more.
func (w writing) places(unit string) int {
	const several = 4 // whole shares are none by chance
	most, fixed, alike := 0, false, 0
	all := w.numbers(unit)
	for _, s := range all {
		_, decimals, _ := strings.Cut(s.number, ".")
		fixed = fixed || len(decimals) == 1 && decimals == "0"
		if len(decimals) == 1 {
			alike++
		}
		most = max(most, len(decimals))
	}
	if most >= 2 || most == 0 && (unit == "元" || unit == "%" && len(all) >= several) || most == 1 && (fixed || alike > 1) {
		return most
	}
	return 2
}

// shape is how numbers of a unit are written: 1,234.56 unless one is as long and has no comma, or none is
// and those of the tables have none.
func (w writing) shape(unit string) string {
	const long = len("1234")
	plain, grouped, places := false, false, w.places(unit)
	for _, s := range w.numbers(unit) {
		digits, _, _ := strings.Cut(s.number, ".")
		grouped = grouped || strings.Contains(digits, ",")
		plain = plain || len(digits) >= long && layout.AllDigits(digits)
	}
	whole := "1,234"
	if (plain || w.plain) && !grouped {
		whole = "1234"
	}
	shape := whole
	if unit == w.rounded {
		return shape
	}
	if places > 0 {
		shape += "." + "567890"[:min(places, 6)]
	}
	return shape + w.noughts(unit, places)
}

// noughts are how numbers of a unit and so many decimals are printed that have noughts behind their point.
func (w writing) noughts(unit string, places int) string {
	switch {
	case places > 0 && w.trimmed(unit):
		return "|去零"
	case places > 0 && w.plainZero(unit):
		return "|整零"
	}
	return ""
}

// printed is how many places of an amount are printed of which the example shows some.
func (w writing) printed(unit string, shown int32) int32 {
	if unit == w.rounded {
		return 0
	}
	return max(shown, int32(min(w.places(unit), 6)))
}

// trimmed says whether numbers of a unit are printed without the noughts behind their point: of several with decimals none ends
// in a nought, and one has fewer than the others or several are whole.
func (w writing) trimmed(unit string) bool {
	const few = 3
	whole, short, parts, places := 0, 0, 0, w.places(unit)
	for _, s := range w.numbers(unit) {
		switch _, decimals, point := strings.Cut(s.number, "."); {
		case strings.HasSuffix(decimals, "0"):
			return false
		case !point && s.number != "0":
			whole++
		case point:
			if parts++; len(decimals) < places {
				short++
			}
		}
	}
	return parts >= few && (whole >= few || short > 0 && (whole > 0 || parts-short >= few))
}

// percent is how shares are written.
func (w writing) percent() string {
	shape, places := "12", w.places("%")
	if places > 0 {
		shape += "." + "345678"[:min(places, 6)]
	}
	return shape + "%" + w.noughts("%", places)
}

// moreOrLess ends with another word for the way of a change: 多, 增幅为.
var moreOrLess = pattern.Of(`(?:[多少增减涨降超]|(?:增加|减少|增长|下降|上升|提高|降低|增减|升降|变动|变化|[增减涨跌升降])(?:幅度?|率|速|额|值|数|了)(?:为|是|达到?|约)?[:：]?\s*)$`)

// turning are the words of a form before a figure that may be more or less: 增加（减少）, 增加/下降, ***（上升/下降）.
var turning = pattern.Of(`(?:[XxＸ×○*_＿]{2,}\s*)?[（(]\s*` + turnWord + `\s*[/、或]\s*` + turnWord + `\s*[)）]$|` + turnWord + `(?:\s*[（(/、或]\s*` + turnWord + `\s*[)）]?)?$`)

const turnWord = `(?:增加|增长|提高|上升|增幅|减少|下降|降低|降幅)`

var turnWords = pattern.Of(turnWord)

// turnPairs are words for more and for less that belong together.
var turnPairs = [][2]string{{"增加", "减少"}, {"增长", "下降"}, {"上升", "下降"}, {"提高", "降低"}, {"增幅", "降幅"}}

// turnLike is the tag for the word that says whether a figure is more or less: of the two words that a form has for
// it, if the example has one of these, else of those that belong to the example's.
func turnLike(said string, f *figure) string {
	words, own := turnWords.FindAllString(said, -1), turnWords.FindString(f.own)
	if all := turnWords.FindAllString(f.own, -1); len(all) > 0 {
		own = all[len(all)-1]
	}
	var best [2]string
	if most := -1; len(words) == 2 && slices.Contains(words, own) && growing.MatchString(words[0]) && !growing.MatchString(words[1]) {
		best = [2]string(words)
	} else {
		for _, pair := range turnPairs {
			n := 0
			for _, word := range words {
				if slices.Contains(pair[:], word) {
					n++
				}
			}
			if slices.Contains(pair[:], own) && n > most {
				best, most = pair, n
			}
		}
	}
	switch name := "{{" + cmp.Or(f.turns, f.diff) + "|"; best {
	case [2]string{}:
		return f.turn
	case turnPairs[0]:
		return name + "增减}}"
	case turnPairs[1]:
		return name + "升降}}"
	default:
		return name + best[0] + "/" + best[1] + "}}"
	}
}

// plainZero says whether noughts of a unit are printed without decimals.
func (w writing) plainZero(unit string) bool {
	return slices.ContainsFunc(w.numbers(unit), func(s slot) bool { return s.number == "0" })
}

// alikeText is the text of the example that a text of the form is, and where it stands: in the same cell, below the
// same heading or the most alike, with as many slots.
func (b *binder) alikeText(form, example *layout.Sheet, at layout.Pos, text string) (best string, where layout.Pos) {
	if example == nil {
		return "", where
	}
	bare := func(s string) string {
		var out strings.Builder
		end := 0
		for _, x := range slotsOf(s) {
			out.WriteString(layout.YearNumber.ReplaceAllString(s[end:x.from], "") + "#")
			end = x.to
		}
		bare := strangers(out.String()+layout.YearNumber.ReplaceAllString(s[end:], ""), "")
		if dept := b.Ledger.Info["部门名称"]; dept != "" {
			bare = strings.ReplaceAll(bare, dept, "")
		}
		return layout.Tight(bare)
	}
	n, own, head := len(slotsOf(text)), bare(text), headedBy(form, at)
	const least = 0.6
	score := least
	for row := 1; row <= example.Last.Row; row++ {
		for _, o := range example.Texts(row) {
			t := asChanged(text, example.Cells[o].Text)
			if len(slotsOf(t)) != n || b.ofOther(text, t) || !b.inSection(form, at, example, o) {
				continue
			}
			s := nearest.Likeness(bare(t), own)
			if s < least && goesInto(text, t) {
				s = least + 0.01 // with long lists in its room
			}
			switch {
			case head != "" && s >= least && layout.Key(layout.Unnumbered(head)) == layout.Key(layout.Unnumbered(headedBy(example, o))):
				s += 0.5 // which says what it is of, wherever the lists above end
			case o == at:
				s += 0.2
			}
			if begin := opening(text); begin != "" && begin == opening(t) { // 公务接待费××万元 is not the sentence of all three, wherever that stands
				s = max(s, least) + 0.3
			}
			if s > score {
				best, score, where = t, s, o
			}
		}
	}
	return best, where
}

// opening is what a text says before its first amount, "" if that is hardly more than its number or a year.
func opening(text string) string {
	slots := slotsOf(text)
	if len(slots) == 0 {
		return ""
	}
	const few = 3
	said := layout.Key(strangers(layout.YearNumber.ReplaceAllString(layout.Unnumbered(text[:slots[0].from]), ""), ""))
	if utf8.RuneCountInString(said) < few {
		return ""
	}
	return said
}

// ofOther says whether the words before an amount of one text say what is other money than those before it in
// another text: 因公出国（境）费预算支出××万元 is not 公务接待费预算支出6.00万元, however alike the rest is.
func (b *binder) ofOther(text, like string) bool {
	ours, theirs := slotsOf(text), slotsOf(like)
	for n, s := range ours {
		if !s.money() || n >= len(theirs) {
			continue
		}
		own, other := b.meant(b.clauseOf(text, ours, n)).Filter, b.meant(b.clauseOf(like, theirs, n)).Filter
		if len(own) > 0 && meaning.SameFields(own, other) && !meaning.Same(own, other) {
			return true
		}
	}
	return false
}

// headedBy is the heading directly above a text, which says what its sentences are of: （二）公务接待费; "" if none is.
func headedBy(s *layout.Sheet, at layout.Pos) string {
	const long = 20
	for row := at.Row - 1; row > 0; row-- {
		texts := s.Texts(row)
		if len(texts) == 0 {
			continue
		}
		said := s.Says(texts[0])
		if len(texts) == 1 && layout.Ordinals.MatchString(said) && len([]rune(layout.Unnumbered(said))) <= long && len(slotsOf(said)) == 0 && !strings.ContainsAny(layout.Unnumbered(said), "。；，,;:：") {
			return said
		}
		return ""
	}
	return ""
}

// stops end what is said before an amount.
const stops = "，。；,;、（）()：:\n"

// sentenceView is the tag of a view without rows that gives a sum: one that is
// there, or one of the view for sentences.
func (b *binder) sentenceView(s *evidence.Spot) string {
	if tag := b.single(s, nil, s.Source); tag != "" {
		return tag
	}
	return b.sentenceColumn(s.Source, s.Filter, "")
}

// sentenceColumn is the tag of a column of the view for sentences.
func (b *binder) sentenceColumn(sources []string, filter pack.Filter, measure string) string {
	var names []string
	for field, values := range filter {
		if len(values) == 1 {
			names = append(names, values[0])
		} else {
			names = append(names, strings.Trim(b.views.values(field, values), "[]"))
		}
	}
	slices.Sort(names)
	if measure != "" && measure == b.x.Last {
		names = append([]string{"上年"}, names...)
	}
	v := b.views.sentences(sources)
	w := want{filter: filter, measure: measure}
	if published := b.views.publishedAs(v, w); len(published) == 1 {
		names = append([]string{"上年"}, published...)
	}
	if name := b.views.column(v, w); name != "" {
		return v.Name + "." + name
	}
	name := freeColumn(v, columnName(strings.Join(append(names, ""), "")))
	v.Columns = append(v.Columns, pack.ViewCol{Name: name, Filter: filter, Measure: measure, Published: b.views.publishedAs(v, w)})
	return v.Name + "." + name
}

// sentences is the view for sentences that sums some tables.
func (vs *views) sentences(sources []string) *pack.View {
	for _, v := range vs.made {
		if strings.HasPrefix(v.Name, sentenceViews) && slices.Equal(v.Sources, sources) {
			return v
		}
	}
	v := &pack.View{Name: vs.free(sentenceViews), Sources: sources}
	vs.made = append(vs.made, v)
	vs.used[v.Name] = true
	return v
}

// sentenceViews names the views whose columns stand in sentences.
const sentenceViews = "文字里的数"
