package bind

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// A change is what a sentence says of an amount and last year's: 比2025年预算增加（减少）××万元，增长（下降）××%，主要原因是××.
// The example says one of the sides, without the share where there was nothing last year, or 与2024年预算持平: the form
// has all of them, and which one is printed follows from the figures.

const (
	changeLead    = `(同比|[比较与同和])([^，。；、,;:：（）()比较与和]{0,24}?(?:(?:相比|对比|相比较|比较)[，,]?)?)` // what it is compared with
	changeWord    = `((?:[XxＸ×*○_＿]{2,}\s*)?[（(]\s*` + turnWord + `\s*[/、或]\s*` + turnWord + `\s*[)）]|` + turnWord + `(?:\s*[（(/、或]\s*` + turnWord + `\s*[)）]?)?)`
	changeRoom    = `(\d[\d,]*(?:\.\d+)?|` + room + `|[XＸ×])`
	changeUnits   = `(亿元|万元|千元|元)`
	changeSaid    = changeWord + changeRoom + changeUnits + `(?:([，、,])` + changeWord + changeRoom + `([%％]))?(?:([，,。](?:主要)?原因(?:是|为)[：:]?)([^。；;]*))?`
	unchangedSaid = changeLead + `((?:基本)?` + evenWords + `)`
	evenWords     = `(?:持平|相同|一致|没有变化|无变化|没有增减(?:变化)?|无增减(?:变化)?)`
)

var (
	// changed is a change with its share and its reason, as far as they are there.
	changed = pattern.Of(changeLead + changeSaid)
	// unchanged is one of nothing.
	unchanged = pattern.Of(unchangedSaid)
	// anyChange and noChange are such without the words for what they compare with too, behind the name of the amount: 公务接待费
	// 增加（减少）××万元.
	anyChange = pattern.Of(`(?:` + changeLead + `)?` + changeSaid)
	noChange  = pattern.Of(`(?:` + changeLead + `)?((?:基本)?` + evenWords + `)`)
)

// asChanged is a text of the example with its changes written as those of a text of the form: with the room for a
// share and a reason that the example does not give, and as a change of nought where it says 持平.
func asChanged(own, like string) string {
	form, spans, even := changesIn(changed, own), changesIn(changed, like), changesIn(unchanged, like)
	if f, x, o := anyChange.FindAllStringSubmatchIndex(own, -1), anyChange.FindAllStringSubmatchIndex(like, -1), noChange.FindAllStringSubmatchIndex(like, -1); len(f) == len(x)+len(o) {
		form, spans, even = f, x, o
	}
	if len(form) == 0 || len(spans)+len(even) != len(form) {
		return like
	}
	type said struct {
		from, to int
		even     bool
		text     string // what an even one compares with
	}
	var all []said
	part := func(text string, m []int, n int) string {
		if m[2*n] < 0 {
			return ""
		}
		return text[m[2*n]:m[2*n+1]]
	}
	for _, m := range spans {
		all = append(all, said{m[0], m[1], false, ""})
	}
	for _, m := range even {
		all = append(all, said{m[0], m[1], true, part(like, m, 1) + comparison.ReplaceAllString(part(like, m, 2), "")})
	}
	slices.SortFunc(all, func(a, b said) int { return a.from - b.from })
	var out strings.Builder
	end := 0
	for i, x := range all {
		f := form[i]
		out.WriteString(like[end:x.from])
		end = x.to
		m := anyChange.FindStringSubmatchIndex(like[x.from:x.to])
		of := like[x.from:x.to]
		share, why := part(own, f, 6), part(own, f, 10)
		switch {
		case x.even:
			switch lead := part(own, f, 1); {
			case lead == "":
				x.text = ""
			case x.text == "":
				x.text = lead + part(own, f, 2)
			case !strings.HasPrefix(x.text, sameTime) && lead != sameTime: // which 与上年相比增加 has
				_, size := utf8.DecodeRuneInString(x.text)
				x.text = lead + x.text[size:] + comparison.FindString(part(own, f, 2))
			}
			same := "" // last year's amount, where the form has room for it: as much as is told before
			if room := slotsOf(part(own, f, 2)); len(room) > 0 && len(slotsOf(x.text)) == 0 {
				for _, s := range slotsOf(like[:x.from]) {
					if s.unit == room[len(room)-1].unit {
						same = s.number + s.unit
					}
				}
			}
			out.WriteString(x.text + same + "增加0.00" + part(own, f, 5))
			if share != "" {
				out.WriteString(share + "增长0.00%")
			}
			if why != "" {
				out.WriteString(why + part(own, f, 11))
			}
		case m != nil && share != "" && part(of, m, 6) == "":
			at := m[2*5+1]
			out.WriteString(of[:at] + share + shareWord(part(of, m, 3)) + "0.00%" + of[at:])
		default:
			out.WriteString(of)
		}
		if m != nil && why != "" && part(of, m, 10) == "" {
			out.WriteString(why + part(own, f, 11))
		}
	}
	return out.String() + like[end:]
}

// shareWord is the word for a share that goes the way of a change.
func shareWord(word string) string {
	if growing.MatchString(word) {
		return "增长"
	}
	return "下降"
}

// turned is a change whose figures are tags, as sentence writes it.
var turned = pattern.Of(`(同比|[比较与同和])((?:[^，。；、,;:：（）()比较与和{}]|\{\{[^{}|]*(?:\|[^{}]*\d[^{}]*)?\}\})*(?:(?:相比|对比|相比较|比较)[，,]?)?)(\{\{([^|{}]+)\|(?:增减|升降|[^|{}]+/[^|{}]+)\}\})\{\{如有 ([^{}]+)\}\}(\{\{[^{}]*\}\}` + changeUnits + `)\{\{完\}\}` +
	`(\{\{如有 [^{}]+\}\}[，、,]\{\{[^{}]*\}\}\{\{[^{}]*\}\}\{\{完\}\})?([，,。](?:主要)?原因(?:是|为)[：:]?)?`)

// evenly is a text with tags whose changes print 与2025年预算持平 where there are none, and their reasons where there
// are or somebody gives one; calls are what the amounts are called by the numbers that their changes are.
func (b *binder) evenly(text string, calls map[string]string, example *layout.Sheet) string {
	var out strings.Builder
	for {
		m := turned.FindStringSubmatchIndex(text)
		if m == nil {
			return out.String() + text
		}
		part := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return text[m[2*n]:m[2*n+1]]
		}
		rest := evenToo.ReplaceAllString(text[m[1]:], "")
		diff, share, why := part(4), part(8), part(9)
		if diff != part(5) || !leads(part(1), part(2)) {
			out.WriteString(text[:m[1]])
			text = rest
			continue
		}
		out.WriteString(text[:m[0]] + "{{如有 " + diff + "}}" + part(1) + part(2) + part(3) + part(6) + "{{完}}" + share)
		flat := "{{如无 " + diff + "}}" + asEven(example, part(1), part(2)) + "{{完}}"
		if why != "" {
			reason := rest[:len(rest)-len(strings.TrimLeftFunc(rest, func(r rune) bool { return !strings.ContainsRune("。；;\n", r) }))]
			rest = rest[len(reason):]
			reason = b.reasonOf(reason, calls[diff])
			when := diff
			if m := oneItem.FindStringSubmatch(reason); m != nil && b.whyOf(m[1], calls[diff]) { // somebody may say why it is as much as before
				out.WriteString(flat)
				flat, when = "", b.views.number(strings.TrimSuffix(diff, "变动")+"写原因", pack.KindRatio, "数("+strconv.Quote(diff)+") != 0 or 基本信息("+strconv.Quote(m[1])+") != \"\" ? 1 : 0")
			}
			out.WriteString("{{如有 " + when + "}}" + why + reason + "{{完}}")
		}
		out.WriteString(flat)
		text = rest
	}
}

// bareTurned is a change behind the name of its amount alone, as sentence writes it.
var bareTurned = pattern.Of(`(\{\{[^|{}]+\|(?:增减|升降|[^|{}]+/[^|{}]+)\}\})(\{\{如有 ([^{}]+)\}\})(\{\{[^{}]*\}\}` + changeUnits + `\{\{完\}\})(\{\{如有 [^{}]+\}\}[，、,]\{\{[^{}]*\}\}\{\{[^{}]*\}\}\{\{完\}\})?`)

// evenBehind is an amount that is as much as before, by its name alone: 公务用车购置费与上年持平；
var evenBehind = pattern.Of(`^[^，。；;：:]{2,24}?` + unchangedSaid + `[；;。]?$`)

// bareEvenly is a text with tags whose changes behind a name alone print 与上年持平 where there are none, if the example says so there
// or in a line beside it.
func bareEvenly(text string, example *layout.Sheet, at layout.Pos) string {
	const near = 3
	even := ""
	for _, n := range []int{0, -1, 1, -2, 2, -near, near} {
		said := layout.Tight(example.Cells[layout.At(at.Col, at.Row+n)].Text)
		if m := unchanged.FindStringSubmatch(said); m != nil && even == "" && leads(m[1], m[2]) && (n == 0 || evenBehind.MatchString(layout.Unnumbered(said))) {
			even = m[0]
		}
	}
	if even == "" || len(slotsOf(even)) > 0 {
		return text
	}
	return bareTurned.ReplaceAllString(text, "${2}${1}${4}${6}{{如无 ${3}}}"+even+"{{完}}")
}

// evenToo is what a form says behind a change that it may be nothing: 增加（减少）XXX万元（持平）.
var evenToo = pattern.Of(`^[（(]?或?(?:[与同和较][^，。；、,;（）()]{0,10})?持平[)）]?`)

// comparison ends the words for what an amount is compared with: 与上年相比.
var comparison = pattern.Of(`(?:相比较|相比|对比|比较)[，,]?$`)

// asEven is what is said of an amount that is as much as what it is compared with, as the example has it: 较上年持平,
// 与上年相比无变化, 同比无增减变化.
func asEven(example *layout.Sheet, lead, with string) string {
	var all [][]string
	if example != nil {
		for _, at := range layout.SortedCells(example) {
			for _, m := range unchanged.FindAllStringSubmatch(example.Cells[at].Text, -1) {
				if leads(m[1], m[2]) && (m[1] == sameTime) == (lead == sameTime) { // 同比 and 与上年 are not said together
					all = append(all, m)
				}
			}
		}
	}
	own := comparison.ReplaceAllString(with, "")
	for _, m := range all { // 与上年预算数相同 where a change is 与上年相比
		said := comparison.ReplaceAllString(m[2], "")
		if strings.HasSuffix(own, "年") && said != own && strings.HasPrefix(said, own) && !strings.ContainsAny(said, "0123456789") && !slices.ContainsFunc(all, func(o []string) bool { return comparison.ReplaceAllString(o[2], "") == own }) {
			return m[0]
		}
	}
	if len(all) > 0 {
		m := all[0]
		if len(slotsOf(m[2])) == 0 { // which does not say how much it was
			own = comparison.ReplaceAllString(amountTag.ReplaceAllString(with, ""), "")
		}
		return m[1] + own + comparison.FindString(m[2]) + m[3]
	}
	if lead == sameTime {
		return lead + "持平"
	}
	return "与" + with + "持平"
}

// sameTime compares with the year before.
const sameTime = "同比"

// leads says whether two parts of a text lead to a change: what an amount is compared with and 同比 do, and the end of
// 相比 does not.
func leads(lead, with string) bool { return with != "" || lead == sameTime }

// changesIn are the places of a text at which it says how much an amount is more or less, or that it is as much.
func changesIn(p pattern.Pattern, text string) [][]int {
	return slices.DeleteFunc(p.FindAllStringSubmatchIndex(text, -1), func(m []int) bool {
		return !leads(text[m[2]:m[3]], text[m[4]:m[5]])
	})
}

// amountTag is a tag of an amount with its unit.
var amountTag = pattern.Of(`\{\{[^{}]*\}\}` + changeUnits)

// mayChange is a sentence of the example that says 与上年持平 with the room for a change, as others of the sheet have it.
func mayChange(text string, example *layout.Sheet) string {
	lead, end, share := "比", "", ""
	for _, at := range layout.SortedCells(example) {
		if m := changed.FindStringSubmatch(example.Cells[at].Text); m != nil && leads(m[1], m[2]) {
			if lead, end = m[1], comparison.FindString(m[2]); m[6] != "" {
				share = m[6] + "增长（下降）××%"
			}
			break
		}
	}
	unit := "万元"
	for _, s := range slotsOf(text) {
		if s.money() {
			unit = s.unit
		}
	}
	return unchanged.ReplaceAllStringFunc(text, func(even string) string {
		m, lead := unchanged.FindStringSubmatch(even), lead
		switch {
		case !leads(m[1], m[2]):
			return even
		case m[1] == sameTime:
			lead = sameTime
		}
		return lead + comparison.ReplaceAllString(m[2], "") + end + "增加（减少）××" + unit + share
	})
}

// oneItem is a tag of an item of 基本信息 and nothing else.
var oneItem = pattern.Of(`^\{\{([^{}|@.]+)(?:\|` + openWhy + `)?\}\}$`)

// reasonOf is what stands for the reason of a change: an item that is not filled in prints the room for it. Where the
// example gives none it is the only item of a reason that is called as the amount is.
func (b *binder) reasonOf(text, called string) string {
	if m := oneItem.FindStringSubmatch(text); m != nil {
		item := cmp.Or(b.reasonCalled(called, m[1]), m[1]) // of two reasons that read the same in the example
		return "{{" + item + "|" + openWhy + "}}"
	}
	if tagging.AnyTag.MatchString(text) || !roomAlone.MatchString(strings.TrimSpace(text)) {
		return text
	}
	found := ""
	for _, item := range b.Whole.Pack.Input.Info {
		of := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(item.Name, whyItem), "增减"), "变动")
		if !strings.HasSuffix(item.Name, whyItem) || of == "" || !strings.HasPrefix(layout.Key(called), layout.Key(of)) && !b.sameMoney(called, of) {
			continue
		}
		if found != "" {
			return text
		}
		found = item.Name
	}
	if found == "" {
		return text
	}
	return "{{" + found + orOpen(found) + "}}"
}

// whyOf says whether an item gives the reason of one amount alone: it is called as that is.
func (b *binder) whyOf(item, called string) bool {
	of := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(item, whyItem), "增减"), "变动")
	return of != "" && (strings.HasPrefix(layout.Key(called), layout.Key(of)) || b.sameMoney(called, of))
}

// reasonCalled is the one item of a reason that is of the money that an amount is called by and says the same in the
// example as another item, which is of other money; "" if there is none.
func (b *binder) reasonCalled(called, as string) (found string) {
	of := func(item string) bool {
		return b.sameMoney(called, strings.TrimSuffix(strings.TrimSuffix(item, whyItem), "增减"))
	}
	if of(as) {
		return ""
	}
	for _, item := range b.Whole.Pack.Input.Info {
		if strings.HasSuffix(item.Name, whyItem) && of(item.Name) && b.Whole.Ledger.Info[item.Name] == b.Whole.Ledger.Info[as] {
			if found != "" {
				return ""
			}
			found = item.Name
		}
	}
	return found
}

// sameMoney says whether two names are of the same money: 公务用车运行费 and 公务用车运行维护费.
func (b *binder) sameMoney(a, o string) bool {
	x, y := b.words.Read(a), b.words.Read(o)
	return x.Rest == "" && y.Rest == "" && len(x.Filter) > 0 && meaning.Same(x.Filter, y.Filter)
}

// roomAlone is nothing but room.
var roomAlone = regexp.MustCompile(`^(?:` + room + `)$`)

// difference is a number that a sentence prints as a change, or as the rate of one: what it is of, in which unit with how
// many places, and whether the example shows that of the amounts, or of what is printed of them.
type difference struct {
	name, now, was string
	change         string // of a rate, the number of its change
	unit           money.Unit
	places         int32
	exact, printed bool
}

// roundChanges makes changes the difference of the two amounts as they are printed, and rates those of these, since a
// reader subtracts and divides them, unless the example shows that of the amounts themselves.
func (b *binder) roundChanges() {
	for _, rates := range []bool{false, true} {
		all := slices.DeleteFunc(slices.Clone(b.differences), func(d difference) bool { return (d.change != "") != rates })
		exactly := slices.ContainsFunc(all, func(d difference) bool { return d.exact && !d.printed })
		if slices.ContainsFunc(all, func(d difference) bool { return d.printed && !d.exact }) {
			exactly = false
		}
		for i := range b.views.sums {
			n := &b.views.sums[i]
			same := func(d difference) bool { return d.name == n.Name && d.name != "" }
			k := slices.IndexFunc(all, same)
			if k < 0 {
				continue
			}
			d := all[k]
			if slices.ContainsFunc(all, func(o difference) bool { return same(o) && (o.unit != d.unit || o.places != d.places) }) || d.exact && !d.printed || d.exact && exactly {
				continue
			}
			if n.Expr = d.rounded(d.now) + " - " + d.rounded(d.was); rates {
				n.Expr = rateOf(d.change, d.rounded(d.now), "("+d.rounded(d.was)+")")
			}
		}
	}
}

// rounded is an amount of a difference as it is printed.
func (d difference) rounded(of string) string { return printing{d.unit, d.places, true}.rounded(of) }

// openChange is where a form leaves room for a change and for which way it goes: 同比××元，××%.
var openChange = pattern.Of(`(` + openLead + `)(` + room + `|[XＸ×])(?:(亿元|万元|千元|元)(?:([，,、])(` + room + `|[XＸ×])([%％]))?|([%％]))`)

// openLead are the words before a change: 同比, 较去年.
const openLead = `同比|[较比与同](?:上年|上一年|去年|20\d\d年(?:度)?|\{\{年度-1\}\}年(?:度)?)[^，。；、,;:：（）()\dXxＸ×○*…_＿\s]{0,10}`

// saidLead are such words with the way of the change behind them.
var saidLead = pattern.Of(`(` + openLead + `?)` + turnWord)

// withTurns is a text of a form with the words for more and less in the room for them, where the example has them behind
// the same words.
func withTurns(text string, example *layout.Sheet) string {
	bare := func(lead string) string {
		return layout.Tight(layout.YearWords.ReplaceAllString(tagging.AnyTag.ReplaceAllString(lead, "{{}}"), "{{}}"))
	}
	said := map[string]bool{}
	for _, at := range layout.SortedCells(example) {
		for _, m := range saidLead.FindAllStringSubmatch(example.Cells[at].Text, -1) {
			said[strings.ReplaceAll(bare(m[1]), "{{}}年", "{{}}")] = true
		}
	}
	var out strings.Builder
	end := 0
	for _, m := range openChange.FindAllStringSubmatchIndex(text, -1) {
		part := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return text[m[2*n]:m[2*n+1]]
		}
		if !said[strings.ReplaceAll(bare(part(1)), "{{}}年", "{{}}")] || saysWay.MatchString(text[m[1]:]) {
			continue // 比上年××万元增加××万元 tells last year's amount
		}
		out.WriteString(text[end:m[0]] + part(1))
		if end = m[1]; part(7) != "" {
			out.WriteString("增长（下降）" + part(2) + part(7))
			continue
		}
		out.WriteString("增加（减少）" + part(2) + part(3))
		if part(6) != "" {
			out.WriteString(part(4) + "增长（下降）" + part(5) + part(6))
		}
	}
	return out.String() + text[end:]
}

// saysWay begins with a word for the way of a change.
var saysWay = pattern.Of(`^[，,]?(?:` + turnWord + `|[多少增减涨降])`)
