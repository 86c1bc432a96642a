package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
)

// figure is a figure of a sentence of the example with what its words say.
type figure struct {
	slot
	own     string // the words of its clause
	head    int    // the amount that it is a part of, by 其中 or brackets; -1 of none
	n       int    // its place in the text
	row     int    // of the example
	depth   int    // in so many brackets
	said    meaning.Claim
	tag     string      // what stands in its place, with braces; "" if nothing explains it
	diff    string      // the number of the pack that a change is
	turns   string      // the number of the pack that says which way it goes
	turn    string      // the tag for the word before it that says whether it is more or less, "" of no change
	counted pack.Filter // of a number of units: which are counted
	bare    bool        // it is nought, so that nothing confirms its words
	way     string      // which words told what it sums
	also    pack.Filter // the limit that its words do not say, found by its amount

	of      *figure        // of a change: the amount that it is of
	spot    *evidence.Spot // what an amount sums, nil if it is not known
	records string         // the input sheet whose records it sums otherwise
	whole   *figure        // of a share: what it is a part of
	name    string         // its column of a view
	sum     budget.Fen
}

// figures explains the figures of a text of the example: amounts first, then shares and counts, which are of these.
// What an amount is whose own words say nothing, the heading says, above or at the beginning: 1.公务接待费。
func (b *binder) figures(text, heading string, all []slot, w writing, at layout.Pos) (out []*figure) {
	for n, s := range all {
		out = append(out, &figure{slot: s, n: n, row: at.Row, own: b.clauseOf(text, all, n), head: headOf(text, all, n), depth: bracketsAt(text, s.from)})
	}
	if m := headingWithin.FindStringSubmatch(text); m != nil && len(out) > 0 && out[0].from > len(m[0]) {
		heading = m[1]
	}
	if subject := b.bareClause(heading); len(out) > 0 && out[0].money() && planning.MatchString(out[0].own) && len(b.meant(subject).Filter) > 0 {
		out[0].own = subject
	}
	for _, f := range out {
		if f.money() {
			f.own = behindCounted.ReplaceAllString(f.own, "")
		}
		f.said = b.meant(f.own)
	}
	for _, nought := range []bool{false, true} { // noughts as the figures beside them
		for _, f := range out {
			if d, ok := f.amount(); ok && f.money() && d.IsZero() == nought {
				b.explain(text, out, f, d)
			}
		}
	}
	for _, f := range out {
		b.sumOfParts(out, f)
		b.limitedAsBeside(out, f)
	}
	in := sectionOf(w.example, at)
	for _, f := range out {
		b.explainedAround(out, f, in)
		b.limitedAround(text, out, f, in)
		b.narrowedAround(f, in)
	}
	w.rounded = b.roundedTo(out)
	var noughts []*figure // shares, which are of anything
	for _, f := range out {
		switch {
		case changing.MatchString(f.own):
			b.change(out, f, w)
		case f.ofLast(text):
			b.before(out, f, w)
		case f.spot != nil:
			f.name = b.sentenceView(f.spot)
			fallthrough
		case f.records != "":
			f.tag = "{{" + f.name + b.inUnit(f.unit, w.shape(f.unit)) + "}}"
		case f.money() && f.said.Absent && f.said.Rest == "" && nothing(f.number):
			f.tag, f.bare = f.number, true // as a table prints it
			b.notKept(f.own)
		case f.money() && nothing(f.number) && b.takenBeside(out, f):
			f.bare = true
			if spot := b.printedAs(f.own); spot != nil && !meaning.Same(spot.Filter, f.said.Filter) && b.x.Amount(spot, evidence.Addition{}) == 0 {
				f.spot, f.name = spot, b.sentenceView(spot)
				f.tag = "{{" + f.name + b.inUnit(f.unit, w.shape(f.unit)) + "}}"
				break
			}
			f.tag = f.number
			b.look(b.at, at, "“%s”录入里没有单独的一项，照范例印 %s", f.own, f.number)
		case f.money() || f.number == "":
		case f.unit == "%" && nothing(f.number):
			noughts = append(noughts, f)
		case f.unit == "%":
			b.share(text, out, f, w)
		default:
			b.count(f, text)
		}
	}
	for _, f := range noughts {
		b.share(text, out, f, w)
	}
	twice := map[*figure]bool{}
	for n, f := range out { // 部级领导干部用车 and 主要领导干部用车 are not both 领导干部用车
		for _, o := range out[:n] {
			if f.tag != "" && !f.money() && f.unit != "%" && f.number != "" && o.tag == f.tag && o.own != f.own && (f.number == "0" || !strings.ContainsAny(text[o.to:f.from], "，；。：,;:")) {
				twice[f], twice[o] = true, true
			}
		}
	}
	for f := range twice {
		f.tag = ""
	}
	return out
}

// sumOfParts explains an amount whose words say nothing by its parts, if these are as much and all that there is:
// 整体支出绩效目标的金额, of which 基本支出 and 项目支出.
func (b *binder) sumOfParts(all []*figure, f *figure) {
	amount, ok := f.amount()
	unit, known := b.Pack.Units.Named(f.unit)
	if f.spot != nil || f.records != "" || !f.money() || !ok || !known || amount.IsZero() || changing.MatchString(f.own) || f.said.Last {
		return
	}
	sum, parts := budget.Fen(0), 0
	for _, o := range all {
		if o.n <= f.n || o.head != f.n || !o.money() || changing.MatchString(o.own) {
			continue
		}
		if o.spot == nil || !slices.Equal(o.spot.Source, []string{b.x.Usual}) {
			return
		}
		sum += o.sum
		parts++
	}
	whole := &evidence.Spot{Source: []string{b.x.Usual}}
	if sc := (layout.Scale{Unit: unit, Places: max(-amount.Exponent(), 0)}); parts > 1 && sc.Agrees(amount, sum) && b.x.Amount(whole, evidence.Addition{}) == sum {
		f.spot, f.sum = whole, sum
	}
}

// roundedTo is the unit to which the figures of a text round their amounts, as 收入预算17,192万元 does of 17,191.52万元, "" if they
// do not.
func (b *binder) roundedTo(all []*figure) string {
	unit := ""
	for _, f := range all {
		switch u, ok := b.Pack.Units.Named(f.unit); {
		case !f.money() || f.number == "" || !ok:
		case strings.Contains(f.number, "."):
			return ""
		case f.spot != nil && !u.Of(f.sum.Yuan()).IsInteger():
			unit = f.unit
		}
	}
	return unit
}

// nothing says whether a number is a nought.
func nothing(number string) bool { return number != "" && strings.Trim(number, "0.,") == "" }

// takenBeside says whether the money that a nought is called by is that of another figure of its sentence: of 单位资金 the
// department has 其他收入, and 事业收入 is none of it.
func (b *binder) takenBeside(all []*figure, f *figure) bool {
	return f.said.Rest == "" && len(f.said.Filter) > 0 && slices.ContainsFunc(all, func(o *figure) bool {
		return o != f && o.spot != nil && !o.bare && o.head == f.head && partly(f.said.Filter, o.spot.Filter)
	})
}

// partly says whether all that one filter limits another one limits to the same.
func partly(some, all pack.Filter) bool {
	for field, values := range some {
		if !slices.Equal(values, all[field]) {
			return false
		}
	}
	return true
}

// headingWithin is the heading that a text begins with: 1.公务接待费。 or （二）公务接待费：.
var headingWithin = pattern.Of(`^((?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．])[^，。；,;：:、]{2,24})[。：:]`)

// behindCounted is what a clause counts before it tells an amount of these: 下属1家机关和2家参公事业单位的机关运行经费.
var behindCounted = pattern.Of(`^.*[\dXxＸ×○*](?:家|个)\p{Han}*?(?:单位|机关|部门)的?`)

// planning are words of an amount that do not say what it is of.
var planning = pattern.Of(`^(年度?|全年|当年|本年)?(预算|支出|经费|资金|安排|预算数|总额)*$`)

// amount is the number of a figure.
func (f *figure) amount() (decimal.Decimal, bool) {
	d, err := decimal.NewFromString(strings.ReplaceAll(f.number, ",", ""))
	return d, err == nil
}

// clauseOf are the words before a figure: since the last stop or figure, with brackets that are closed before it.
func (b *binder) clauseOf(text string, all []slot, n int) string {
	from, depth, prev := all[n].from, 0, n-1
	for prev >= 0 && (all[n].money() && !all[prev].money() && all[prev].unit != "%" || threshold.MatchString(text[all[prev].to:])) { // what is counted there, and 100万元以上, are no figures of their own
		prev--
	}
	for i := from; i > 0; {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if prev >= 0 && i <= all[prev].to && depth == 0 {
			break
		}
		i -= size
		switch {
		case strings.ContainsRune(")）", r):
			depth++
		case strings.ContainsRune("(（", r) && depth > 0:
			depth--
		case depth == 0 && strings.ContainsRune(stops, r) && !bothSides(text[:i], text[i:]):
			return b.bareClause(text[i+size : all[n].from])
		}
		from = i
	}
	return b.bareClause(text[from:all[n].from])
}

// bothSides says whether a stop stands in 收、支总预算, which is one amount.
func bothSides(before, behind string) bool {
	return strings.HasSuffix(before, "收") && strings.HasPrefix(behind, "、支")
}

// saying are words of a clause that say nothing of what its figure is.
var saying = pattern.Of(`^(?:[和及与]|使用)|(为|是|共计|共|安排|预计|约|达到|达|分别为)+$`)

// counting ends a clause that says how much it is; 收入合计 says of what.
var counting = pattern.Of(`([^合总小共])计$`)

// level is the level of the code that a clause names: 教育支出（类）.
var level = pattern.Of(`[（(](类|款|项)[)）]$`)

// ours are words for the department, whose money it is.
var ours = pattern.Of(`^(本|我)(部门|单位|局|委|办)`)

// bareClause is a clause without the name of the department, whose money it is says nothing of its kind, and
// without its verb.
func (b *binder) bareClause(text string) string {
	if dept := b.Ledger.Info["部门名称"]; dept != "" {
		text = strings.ReplaceAll(text, dept, "")
	}
	text = strings.ReplaceAll(text, "收、支", "收支")
	text = ours.ReplaceAllString(layout.YearWords.ReplaceAllString(layout.Unnumbered(text), ""), "")
	text = counting.ReplaceAllString(saying.ReplaceAllString(saying.ReplaceAllString(text, ""), ""), "$1")
	return ofMoney.ReplaceAllString(level.ReplaceAllString(text, ""), "$1")
}

// bracketsAt is in how many brackets a place of a text is; one that closes none, as of 1）, counts for nothing.
func bracketsAt(text string, at int) (depth int) {
	for _, r := range text[:at] {
		switch r {
		case '（', '(':
			depth++
		case '）', ')':
			depth = max(depth-1, 0)
		}
	}
	return depth
}

// ofMoney are words of money with what joins them to others: 财政拨款的机关运行经费.
var ofMoney = pattern.Of(`(拨款|资金|预算)的`)

// within are words before figures that are parts of the one before them.
var within = pattern.Of(`其中|包括`)

// headOf is the amount that a figure is a part of: the one before the bracket that it stands in, else before the
// last 其中 of its sentence, or the colon behind an amount; -1 of none.
func headOf(text string, all []slot, n int) int {
	start := sentenceStart(text, all[n].from)
	depth, part := 0, -1
	for i := all[n].from; i > start; {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
		switch {
		case strings.ContainsRune(")）", r):
			depth++
		case strings.ContainsRune("(（", r) && depth == 0:
			return before(text, all, i)
		case strings.ContainsRune("(（", r):
			depth--
		case depth == 0 && part < 0 && strings.ContainsRune("：:", r) && slices.ContainsFunc(all, func(s slot) bool { return s.to == i }):
			part = i // “三公”经费13.85万元：公务接待费0.95万元
		case depth == 0 && part < 0 && within.MatchString(text[i:min(i+len("其中"), len(text))]):
			part = i
		}
	}
	if part < 0 {
		return -1
	}
	return before(text, all, part)
}

// before is the last amount before a place of a text that is no change of another one, -1 if there is none.
func before(text string, all []slot, at int) int {
	for n := len(all) - 1; n >= 0; n-- {
		if all[n].to <= at && all[n].money() && !changing.MatchString(text[:all[n].from]) {
			return n
		}
	}
	return -1
}

// meant is what the words of a clause say: by the pack's words, else by what the tables of the book print under
// that name, such as 其他收入 of what no other line takes.
func (b *binder) meant(words string) meaning.Claim {
	said := b.words.Read(words)
	if moved := b.words.Read(yearWithin.ReplaceAllString(words, "$2$1$3")); moved.Rest == "" && len(moved.Filter) > len(said.Filter) {
		said = moved // 财政本年拨款
	}
	if len(said.Filter) > 0 && said.Rest == "" || said.Rest == "" && !strings.Contains(words, "其他") {
		return said
	}
	if before, in, ok := strings.Cut(words, "含"); ok && !strings.HasSuffix(before, "不") { // 本表含上年结转
		if part := b.words.Read(strings.TrimPrefix(in, "有")); len(part.Filter) > 0 && part.Rest == "" {
			return part
		}
	}
	if filter := b.printedLimits(words); filter != nil && !said.Last {
		return meaning.Claim{Filter: filter}
	}
	return said
}

// yearWithin are words with the year of their money among them.
var yearWithin = pattern.Of(`^(\p{Han}{2,}?)(本年|当年|上年)(\p{Han}{2,})$`)

// printedLimits are the limits of what the tables of the book print under some words, nil if they print nothing so called.
func (b *binder) printedLimits(words string) pack.Filter {
	key := incomeMoney.ReplaceAllString(layout.Key(words), "收入")
	for _, printed := range []map[string]pack.Filter{b.printed, b.columned} {
		best := ""
		for label := range printed {
			if strings.HasSuffix(key, label) && len(label) > len(best) {
				best = label
			}
		}
		if best != "" {
			return printed[best]
		}
	}
	return nil
}

// printedAs is what the tables of the book print under some words, nil if they print nothing so called.
func (b *binder) printedAs(words string) *evidence.Spot {
	filter := b.printedLimits(words)
	if filter == nil {
		return nil
	}
	return &evidence.Spot{Source: []string{b.x.Usual}, Said: meaning.Claim{Filter: filter}, Filter: filter}
}

// calls notes what a line of a table of the book prints under a name.
func (b *binder) calls(label string, filter pack.Filter) {
	b.printed = calling(b.printed, label, filter)
}

// callsColumn notes what a column of a list prints under a name, for sentences of which no line tells.
func (b *binder) callsColumn(label string, filter pack.Filter) {
	b.columned = calling(b.columned, label, filter)
}

// calling are names with what is printed under them; those of several meanings say nothing.
func calling(printed map[string]pack.Filter, label string, filter pack.Filter) map[string]pack.Filter {
	label = incomeMoney.ReplaceAllString(layout.Key(layout.Unnumbered(label)), "收入")
	if utf8.RuneCountInString(label) < 3 || layout.Totals.MatchString(label) || len(filter) == 0 {
		return printed
	}
	if printed == nil {
		printed = map[string]pack.Filter{}
	}
	if was, ok := printed[label]; ok && !meaning.Same(was, filter) {
		filter = nil
	}
	printed[label] = filter
	return printed
}

// incomeMoney is another word for what comes in: 其他收入资金 is 其他收入.
var incomeMoney = pattern.Of(`收入资金$`)

// goalsOfAll are words for the money that the goals of the whole department are for, which is all that it has: 整体支出绩效
// 目标涉及资金.
var goalsOfAll = pattern.Of(`^(?:部门|单位)?整体(?:支出)?(?:预算)?绩效(?:目标)?(?:申报)?的?(?:涉及|资金|预算|支出|安排|总额|总计|金额|数)+的?$`)

// grandTotal is what is left of 收支总预算, 支出总额: all that comes in or goes out.
var grandTotal = pattern.Of(`^总(计|额)?$`)

// way is some words that may say together what a figure sums.
type way struct {
	called string
	said   []meaning.Claim
}

// waysOf are the words around a figure, the likeliest first: its own with those of the figures that it is a part
// of, its own alone, and with the clauses before it.
func (b *binder) waysOf(text string, all []*figure, f *figure) (out []way) {
	if p := pairedWith(text, all, f); p != nil {
		out = append(out, way{"成对", []meaning.Claim{f.said, p.said}})
	}
	chain := []meaning.Claim{f.said}
	for h := f.head; h >= 0 && len(chain) < 4; h = all[h].head {
		chain = append(chain, all[h].said)
		if own := all[h].spot; own != nil && all[h].way != "" { // with all that its own words take
			out = append(out, way{"在内", []meaning.Claim{f.said, {Filter: own.Filter}}})
		}
		out = append(out, way{"在内", slices.Clone(chain)}, way{"在内", []meaning.Claim{f.said, all[h].said}})
		if all[h].head >= h {
			break
		}
	}
	if intro := introOf(text, f.from); intro != "" {
		if c := b.meant(b.bareClause(intro)); len(c.Filter) > 0 {
			out = append(out, way{"开头", []meaning.Claim{f.said, c}})
		}
	}
	said := []meaning.Claim{f.said}
	out = append(out, way{"自己", slices.Clone(said)})
	clauses := strings.FieldsFunc(strings.ReplaceAll(text[:f.from], b.Ledger.Info["部门名称"], ""), func(r rune) bool { return strings.ContainsRune(stops, r) })
	slices.Reverse(clauses)
	for i := 1; i < min(len(clauses), 4); i++ {
		said = append(said, b.words.Read(clauses[i]))
		out = append(out, way{"前面" + "一二三"[(i-1)*3:i*3], slices.Clone(said)})
	}
	return out
}

// pairedWith is the amount before one that is called as another of its sentence is, each behind that of other money:
// 一般公共预算本年收入××万元、上年结转××万元，政府性基金预算本年收入××万元、上年结转××万元. It is nil if there is none.
func pairedWith(text string, all []*figure, f *figure) *figure {
	before := func(f *figure) *figure {
		if f.n == 0 || !f.money() || len(f.said.Filter) == 0 {
			return nil
		}
		p := all[f.n-1]
		between := strings.TrimSpace(text[p.to:f.from])
		if own, joined := strings.CutPrefix(between, "、"); !joined || strings.ContainsAny(own, stops) || !p.money() || len(p.said.Filter) == 0 || p.own == f.own || p.head != f.head {
			return nil
		}
		return p
	}
	p := before(f)
	if p == nil {
		return nil
	}
	for _, o := range all {
		if o == f || o.own != f.own || o.head != f.head {
			continue
		}
		if q := before(o); q != nil && meaning.SameFields(q.said.Filter, p.said.Filter) && !meaning.Same(q.said.Filter, p.said.Filter) {
			return p
		}
	}
	return nil
}

// explain finds what an amount sums: what words say of it must be as much. Of a nought the words must say all,
// and be taken as those of the figures beside it.
func (b *binder) explain(text string, all []*figure, f *figure, amount decimal.Decimal) {
	unit, ok := b.Pack.Units.Named(f.unit)
	sc := layout.Scale{Unit: unit, Places: max(-amount.Exponent(), 0)}
	ofAll := goalsOfAll.MatchString(f.own) && !amount.IsZero()
	if !ok || !ofAll && (b.ofRecords(text, all, f, amount, sc) || f.said.Last || f.said.Source != "" || len(f.said.Filter) == 0 && f.said.Rest != "" && !grandTotal.MatchString(f.said.Rest) || changing.MatchString(f.own)) {
		return
	}
	if amount.IsZero() && (f.said.Rest != "" || len(f.said.Filter) == 0) {
		return
	}
	try := func(filter pack.Filter) bool {
		for _, sources := range b.x.SourceSets() {
			s := &evidence.Spot{Source: sources, Said: meaning.Claim{Filter: filter}, Filter: filter}
			if got := b.x.Amount(s, evidence.Addition{}); (got == 0) == amount.IsZero() && sc.Agrees(amount, got) {
				f.spot, f.sum, f.bare = s, got, amount.IsZero()
				return true
			}
		}
		return false
	}
	if ofAll {
		try(nil)
		return
	}
	ways := b.waysOf(text, all, f)
	if amount.IsZero() {
		as := "" // as the one beside it is told, one that is called the same before others
		for _, o := range all {
			if o.way != "" && !o.bare && o.head == f.head && o.money() && (as == "" || o.own == f.own) {
				as = o.way
			}
		}
		ways = slices.DeleteFunc(ways, func(w way) bool { return as != "" && w.called != as })
	}
	for _, w := range ways {
		if try(meaning.Together(w.said...).Filter) {
			f.way = w.called
			return
		}
	}
	if amount.IsZero() { // which tells no limit: that of those beside it which are called as it is
		if also := alsoOf(all, f); also != nil && try(meaning.With(f.said.Filter, also)) {
			f.way = byLimit
		}
		return
	}
	if len(f.said.Filter) == 0 && planning.MatchString(f.own) {
		return // a limit that gives the amount does so by chance, as nothing says what it is of
	}
	// limits that the sentence does not say, if only one gives the amount, or leaves what is told beside it
	var found *evidence.Spot
	for _, a := range b.x.Additions() {
		filter := meaning.With(f.said.Filter, a.Filter)
		if len(a.Filter) != 1 || len(filter) == len(f.said.Filter) || !try(filter) {
			continue
		}
		if b.otherHalfBeside(all, f, a.Filter) {
			found, f.also = f.spot, a.Filter
			break
		}
		if found != nil && !meaning.Same(found.Filter, f.spot.Filter) {
			f.spot = nil
			return
		}
		found, f.also = f.spot, a.Filter
	}
	if found != nil {
		f.way = byLimit // which holds of its parts too
	} else if filter := b.printed[layout.Key(f.own)]; len(filter) > 0 && try(filter) {
		f.way = "表上" // 事业收入 as the tables of the book take it
	}
}

// otherHalfBeside says whether a figure beside one is told to be the other of the two choices that a limit takes one of:
// 上年结转 behind funds, which then are this year's.
func (b *binder) otherHalfBeside(all []*figure, f *figure, limit pack.Filter) bool {
	return slices.ContainsFunc(all, func(o *figure) bool {
		if o == f || o.head != f.head || !o.money() {
			return false
		}
		for field, values := range limit {
			other := o.said.Filter[field]
			if len(b.words.Choices[field]) != 2 || len(values) != 1 || len(other) != 1 || other[0] == values[0] {
				return false
			}
		}
		return true
	})
}

// byLimit is the way of what takes a limit that its words do not say.
const byLimit = "限定"

// alsoOf is the limit, not said, that the amounts beside one take whose words limit the same fields; nil if there is
// none or they differ.
func alsoOf(all []*figure, f *figure) (also pack.Filter) {
	for _, o := range all {
		if o.way != byLimit || o.bare || o.head != f.head || !meaning.SameFields(o.said.Filter, f.said.Filter) {
			continue
		}
		if also != nil && !meaning.Same(also, o.also) {
			return nil
		}
		also = o.also
	}
	return also
}

// limitedAsBeside gives an amount the limit, not said, of those beside it which are called as it is, if it is as much
// with it: 单位资金 of which nothing was carried over is this year's as 一般公共预算 before it.
func (b *binder) limitedAsBeside(all []*figure, f *figure) {
	if f.spot == nil || f.way == byLimit || f.records != "" {
		return
	}
	also := alsoOf(all, f)
	limited := *f.spot
	limited.Filter = meaning.With(f.spot.Filter, also)
	limited.Said = meaning.Claim{Filter: limited.Filter}
	if len(limited.Filter) > len(f.spot.Filter) && b.x.Amount(&limited, evidence.Addition{}) == f.sum {
		f.spot, f.way, f.also = &limited, byLimit, also
	}
}

// introduces ends what a sentence says of all figures behind it: 基本支出中：.
var introduces = pattern.Of(`[^，。；,;：:\n]*(?:(?:中|包括|如下)[：:]|中[，,])`)

// introOf are the words that introduce the figures of a sentence, "" of none or where a figure stands in them.
func introOf(text string, at int) string {
	sentence := text[sentenceStart(text, at):at]
	m := introduces.FindAllString(sentence, -1)
	if len(m) == 0 || len(slotsOf(m[len(m)-1])) > 0 {
		return ""
	}
	return strings.TrimSuffix(strings.TrimRight(m[len(m)-1], "：:，,"), "中")
}

// changing are words of what is more or less than last year.
var changing = pattern.Of(`(增加|减少|增长|下降|增减|提高|降低|上升|增幅|降幅)[（(]?(增加|减少|增长|下降|降低|增幅|降幅)?[)）]?$`)

// ofRecords binds an amount that an input sheet's own records add up to, which its words or those of the figure
// that it is a part of name: 政府采购预算, of which 货物.
func (b *binder) ofRecords(text string, all []*figure, f *figure, amount decimal.Decimal, sc layout.Scale) bool {
	words := f.own
	for h := f.head; h >= 0 && h < f.n; h = all[h].head {
		words = all[h].own + words
	}
	if b.ofCards(text, all, f, amount, sc) {
		return true
	}
	for i := range b.Whole.Pack.Input.Sheets {
		s := &b.Whole.Pack.Input.Sheets[i]
		t := b.Whole.Ledger.Tables[s.Name]
		if t == nil || len(s.Measures()) != 1 || !(strings.Contains(words, s.Name) && slices.Contains(b.sheetsCalled(words), s) || speaksOf(text[:f.from], f.own, s)) {
			continue
		}
		filter := pack.Filter{}
		for _, c := range s.Columns {
			for _, choice := range c.Choices {
				if c.Kind == pack.Choice && strings.Contains(f.own, choice) {
					filter[c.Name] = append(filter[c.Name], choice)
				}
			}
		}
		sum := budget.Fen(0)
		for r, fen := range t.Amounts(t.Measure(s.Measures()[0])) {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(filter)), func(field string) bool { return !slices.Contains(filter[field], t.Value(r, field)) }) {
				sum += fen
			}
		}
		if !sc.Agrees(amount, sum) || amount.IsZero() && len(filter) == 0 {
			return false
		}
		f.records, f.sum, f.bare = s.Name, sum, amount.IsZero()
		f.name = b.sentenceColumn([]string{s.Name}, filter, s.Measures()[0])
		return true
	}
	return false
}

// speaksOf says whether a sentence has named an input sheet, of whose name a clause behind it says the last word alone:
// 编制了政府采购预算, 采购预算总额….
func speaksOf(before, own string, s *pack.Sheet) bool {
	const word = 2
	name := []rune(s.Name)
	sentence := before[sentenceStart(before, len(before)):]
	return len(name) > word && strings.Contains(own, string(name[len(name)-word:])) && strings.Contains(sentence, s.Name)
}

// ofCards binds an amount that all records with a card have together, where a clause before it speaks of these and of
// how many there are: 编制绩效目标的项目8个，预算金额….
func (b *binder) ofCards(text string, all []*figure, f *figure, amount decimal.Decimal, sc layout.Scale) bool {
	sentence, before := sentenceAt(text, f.from), text[sentenceStart(text, f.from):f.from]
	said := b.words.Read(f.own)
	counted := f.n > 0 && !all[f.n-1].money() && all[f.n-1].unit != "%" // 其中公开的项目3个，涉及资金…
	if f.head >= 0 && !(counted && f.head < f.n-1) && (all[f.head].records == "" || len(said.Filter) == 0) || amount.IsZero() {
		return false
	}
	asSaid := func(column string) bool {
		if len(said.Filter) == 0 {
			return ofAnyAmount.Replace(column) == ""
		}
		of := b.words.Read(column)
		return of.Rest == "" && meaning.Same(of.Filter, said.Filter)
	}
	for _, v := range b.recordViews() {
		level, found := v.def.Rows[0].Level, ""
		if !strings.Contains(sentence, level) || !strings.Contains(sentence, strings.TrimSuffix(v.Name, level)) || !slices.ContainsFunc(slotsOf(before), func(s slot) bool { return !s.money() && s.unit != "%" }) {
			continue
		}
		for i, name := range v.Columns {
			period := commonStart(name, v.Columns)
			if len(v.Rows) == 0 || period == "" || !asSaid(strings.TrimPrefix(name, period)) || !sc.Agrees(amount, v.Rows[0].Amounts[i]) {
				continue
			}
			if !strings.Contains(f.own, commonStart(found, v.Columns)) || found == "" { // the last of those that are as much
				found, f.sum = name, v.Rows[0].Amounts[i]
			}
		}
		if found != "" {
			b.views.used[v.Name] = true
			f.records, f.name = v.def.Sources[0], v.Name+"["+pack.Root+"]."+found
			return true
		}
		t, measure := b.withoutCards(v), ""
		for _, c := range v.def.Columns {
			period := commonStart(c.Name, v.Columns)
			if t == nil || c.Measure == "" || len(c.Filter)+len(c.Also) > 0 || t.Measure(c.Measure) < 0 || period == "" || !asSaid(strings.TrimPrefix(c.Name, period)) {
				continue
			}
			sum := budget.Fen(0)
			for _, fen := range t.Amounts(t.Measure(c.Measure)) {
				sum += fen
			}
			if sc.Agrees(amount, sum) {
				measure, f.sum = c.Measure, sum
			}
		}
		if measure != "" {
			f.records, f.name = v.def.Sources[0], b.sentenceColumn(v.def.Sources[:1], nil, measure)
			return true
		}
	}
	return false
}

// withoutCards are all records of an input sheet of which only some get cards, such as the projects whose goals are
// published; nil if all do.
func (b *binder) withoutCards(v recordView) *budget.Table {
	if len(v.def.Filter) == 0 {
		return nil
	}
	return b.Whole.Ledger.Tables[v.def.Sources[0]]
}

// part is what a share is a part of another one: 占收入总额的, 占比.
var portion = pattern.Of(`占(?:比|比重)?(.*?)(?:的?(?:比重|比例))?的?$`)

// allOf are words for all of what a share is a part of: 占全部项目支出的.
var allOf = pattern.Of(`^(?:全部|所有)的?`)

// partsOfIt says at the beginning of a sentence of what it tells the parts: 本年收入中，, 本年收入主要包括：.
var partsOfIt = pattern.Of(`^\s*([^，,。；;：:]{2,16}?)(?:中[，,：:]|(?:主要)?(?:包括|由)[：:]?)`)

// share writes the share that an amount is of another one, of which the figures of the example are proof.
func (b *binder) share(text string, all []*figure, f *figure, w writing) {
	m := portion.FindStringSubmatch(f.own)
	of := f.n - 1
	for of >= 0 && (!all[of].money() || changing.MatchString(all[of].own) || all[of].ofLast(text)) { // 基本支出××万元，比上年增加××万元，占××%
		of--
	}
	shown, ok := f.amount()
	if m == nil || of < 0 || !ok || all[of].name == "" || strings.ContainsAny(text[all[of].to:f.from], "。\n") {
		return
	}
	part := all[of]
	var wholes []*figure
	for h := part.head; h >= 0 && h < part.n; h = all[h].head {
		wholes = append(wholes, all[h])
	}
	for n := range of {
		if all[n].money() {
			wholes = append(wholes, all[n])
		}
	}
	if words := allOf.ReplaceAllString(b.bareClause(m[1]), ""); words != "" {
		named := slices.DeleteFunc(slices.Clone(wholes), func(o *figure) bool {
			return !strings.HasSuffix(layout.Key(o.own), layout.Key(words))
		})
		said := b.meant(words)
		if len(named) > 0 {
			wholes = named
		} else if said.Rest == "" || grandTotal.MatchString(said.Rest) {
			wholes = []*figure{b.summed(said.Filter)}
			if part.spot != nil && len(said.Filter) > 0 { // 占基本支出, of the money that the heading says of both
				unsaid := maps.Clone(part.spot.Filter)
				maps.DeleteFunc(unsaid, func(field string, _ []string) bool { return part.said.Filter[field] != nil })
				if len(unsaid) > 0 {
					wholes = append([]*figure{b.summed(meaning.With(said.Filter, unsaid))}, wholes...)
				}
			}
			if b.words.Halves(said.Filter) { // 本年支出合计 is also called what is spent this year of all money
				wholes = append(wholes, b.summed(nil))
			}
		}
	} else {
		wholes = append(wholes, b.summed(nil))
	}
	start := sentenceStart(text, f.from)
	if of := partsOfIt.FindStringSubmatch(text[start:f.from]); of != nil { // 本年收入中，
		if said := b.meant(b.bareClause(of[1])); len(said.Filter) > 0 && said.Rest == "" {
			wholes = append([]*figure{b.summed(said.Filter)}, wholes...)
		}
	}
	if nothing(f.number) { // it is a part of what those beside it are
		if slices.ContainsFunc(all, func(o *figure) bool {
			return o.unit == "%" && o.tag == "" && !nothing(o.number) && o.number != "" && portion.MatchString(o.own) && start <= o.from && sentenceStart(text, o.from) == start
		}) {
			return // and nobody knows what these are of
		}
		for _, o := range slices.Backward(all) {
			if o.whole != nil && start <= o.from && sentenceStart(text, o.from) == start {
				wholes = append([]*figure{o.whole}, wholes...)
			}
		}
	}
	for _, exactly := range []bool{true, false} {
		for _, whole := range wholes {
			if whole == nil || whole.sum == 0 || whole == part {
				continue
			}
			if name := b.shareIn(part, whole, shown, w, exactly); name != "" {
				f.tag, f.whole = "{{"+name+"|"+w.percent()+"}}", whole
				f.bare = shown.IsZero()
				return
			}
		}
	}
}

// growing are words of what is more than last year, and of growth by shares.
var (
	growing = pattern.Of(`(增加|增长|提高|上升|增幅)[)）]?$`)
	byShare = pattern.Of(`(增长|下降|提高|降低|上升|增幅|降幅)[)）]?$`)
)

// lastAlone are the words before last year's amount of what the sentence has told this year's of: 较上年.
var lastAlone = pattern.Of(`^((较|比|同|与)(上年|上一年|去年)?|上年|上一年|去年)(年初)?(预算数?|总预算|年初预算)?$`)

// lastNamed are such words that name the amount again: 比财政拨款“三公”经费年初预算, behind which a change follows.
var (
	lastNamed = pattern.Of(`^[较比同与].{2,20}?(年初)?(预算数?|预算总额)$`)
	changes   = pattern.Of(`^(基本)?(增加|减少|增长|下降|提高|降低|上升|持平)`)
)

// ofLast says whether a figure of a text is last year's amount of what the sentence has told.
func (f *figure) ofLast(text string) bool {
	return lastAlone.MatchString(f.own) || lastNamed.MatchString(f.own) && changes.MatchString(text[f.to:])
}

// comparedTo are the amounts that a figure may compare with last year's, those that its words name first: the one of
// the change before a share, the one that its clause names, the nearest one before, what that is a part of.
func (b *binder) comparedTo(all []*figure, f *figure) (out []*figure) {
	if b.x.Last == "" || b.x.Blind && len(b.x.Totals.Of) == 0 {
		return nil
	}
	is := func(o *figure) bool {
		return o.money() && !changing.MatchString(o.own) && !lastAlone.MatchString(o.own) && !lastNamed.MatchString(o.own)
	}
	if f.unit == "%" && f.n > 0 && all[f.n-1].of != nil && comparing.FindStringIndex(f.own) == nil {
		return []*figure{all[f.n-1].of}
	}
	shown, read := f.amount()
	if m := comparing.FindStringSubmatch(f.own); m == nil {
		words := justLead.ReplaceAllString(changing.ReplaceAllString(f.own, ""), "")
		called := b.meant(words)
		if len(called.Filter) > 0 && called.Rest == "" { // 公务接待费支出增加
			for _, o := range slices.Backward(all[:f.n]) {
				if is(o) && meaning.Same(o.said.Filter, called.Filter) {
					out = append(out, o)
				}
			}
		}
		if read && shown.IsZero() && !planning.MatchString(words) { // which others are as well
			return append(b.ofItems(out), b.subjectsOf(f)...)
		}
	} else {
		for n := f.n - 1; n >= 0; n-- {
			own, named := layout.Key(all[n].own), layout.Key(m[1])
			if is(all[n]) && named != "" && own != "" && (strings.HasPrefix(own, named) || strings.HasPrefix(named, own)) {
				out = append(out, all[n])
			}
		}
	}
	var bracketed []*figure // in brackets that end before it: 购置及运行费××万元（其中：运行费××万元），比上年增加
	for n := f.n - 1; n >= 0; n-- {
		if !is(all[n]) {
			continue
		}
		if all[n].depth > f.depth {
			bracketed = append(bracketed, all[n])
			continue
		}
		out = append(out, all[n])
		for h := all[n].head; h >= 0 && h < n; n, h = h, all[h].head { // 收入较上年增加 behind the parts of it
			if read && !shown.IsZero() {
				out = append(out, all[h])
			}
		}
		break
	}
	out = append(out, bracketed...)
	return append(b.ofItems(out), b.subjectsOf(f)...) // 其中：基本支出比上年增加, of which no amount is said
}

// ofItems are those of some amounts that sum items, which last year has too.
func (b *binder) ofItems(all []*figure) []*figure {
	return slices.DeleteFunc(all, func(o *figure) bool {
		return o.spot == nil || !slices.Equal(o.spot.Source, []string{b.x.Usual})
	})
}

// subjectsOf are the amounts that the words before a change name which stand in no sentence with it: those that the sentences
// above tell by this name, the last first, else what the words say.
func (b *binder) subjectsOf(f *figure) (out []*figure) {
	m := comparing.FindStringSubmatch(f.own)
	if f.n == 0 && comparedAtOnce.MatchString(f.own) { // what the text above tells
		for _, o := range slices.Backward(b.sums) {
			if o.head < 0 && slices.Equal(o.spot.Source, []string{b.x.Usual}) {
				out = append(out, o)
			}
		}
		return out
	}
	called := strings.Trim(within.ReplaceAllString(changing.ReplaceAllString(f.own, ""), ""), "：:") // 其中基本支出增加
	if m != nil {
		called = m[1]
	}
	words := layout.Key(b.bareClause(called))
	said := b.meant(called)
	unsaid := m == nil && (said.Rest != "" || len(said.Filter) == 0) // 部门财务总收入增加, which then must be told above by this name
	if words == "" {
		return nil
	}
	for _, o := range slices.Backward(b.sums) {
		if own := layout.Key(o.own); own != "" && (own == words || !unsaid && (strings.HasPrefix(own, words) || strings.HasPrefix(words, own))) && slices.Equal(o.spot.Source, []string{b.x.Usual}) {
			out = append(out, o)
		}
	}
	if unsaid {
		return out
	}
	if len(out) > 0 || said.Last || said.Source != "" || len(said.Filter) == 0 && !grandTotal.MatchString(said.Rest) {
		return out
	}
	spot := &evidence.Spot{Source: []string{b.x.Usual}, Said: meaning.Claim{Filter: said.Filter}, Filter: said.Filter}
	return []*figure{{own: called, spot: spot, sum: b.x.Amount(spot, evidence.Addition{})}}
}

// comparing is what a clause says before the words for last year, and these: 三公经费预算比.
var comparing = pattern.Of(`^(.+?)[比较与]`)

// justLead is what a change compares with, and no name before it: 比上年预算.
var justLead = pattern.Of(`^[比较与同和].*$`)

// comparedAtOnce begins a text that compares what stands above it: 与上年对比增加.
var comparedAtOnce = pattern.Of(`^[比较与同]?(上年|上一年|去年)`)

// was is last year's amount of what a figure sums.
func (b *binder) was(f *figure) budget.Fen {
	return b.x.Amount(&evidence.Spot{Source: f.spot.Source, Said: meaning.Claim{Filter: f.spot.Filter}, Filter: f.spot.Filter, Measure: b.x.Last}, evidence.Addition{})
}

// before writes last year's amount of what the sentence has told this year's of.
func (b *binder) before(all []*figure, f *figure, w writing) {
	shown, ok := f.amount()
	unit, known := b.Pack.Units.Named(f.unit)
	for _, part := range b.comparedTo(all, f) {
		was := b.was(part)
		if sc := (layout.Scale{Unit: unit, Places: max(-shown.Exponent(), 0)}); !ok || !known || was == 0 && !(shown.IsZero() && b.knowsLast(part)) || !sc.Agrees(shown, was) {
			continue
		}
		f.bare = was == 0
		f.tag = "{{" + b.sentenceColumn(part.spot.Source, part.spot.Filter, b.x.Last) + b.inUnit(f.unit, w.shape(f.unit)) + "}}"
		return
	}
}

// change writes by how much an amount is more or less than last year's, of which the example's ledger must have the
// items: the figures and the words before them must say so.
func (b *binder) change(all []*figure, f *figure, w writing) {
	for _, part := range b.comparedTo(all, f) {
		if b.changeOf(part, f, w) {
			return
		}
	}
}

// printing is how an amount of a sentence is rounded when it is printed.
type printing struct {
	unit   money.Unit
	places int32
	known  bool
}

func (b *binder) printing(f *figure, w writing) printing {
	amount, ok := f.amount()
	unit, known := b.Pack.Units.Named(f.unit)
	return printing{unit, w.printed(f.unit, max(-amount.Exponent(), 0)), ok && known}
}

// rounded is an amount in an expression as it is printed.
func (p printing) rounded(of string) string {
	one := p.unit.Yuan(decimal.New(1, 0)).String()
	if one == "1" {
		return fmt.Sprintf("四舍五入(%s, %d)", of, p.places)
	}
	return fmt.Sprintf("四舍五入(%s / %s, %d) * %s", of, one, p.places, one)
}

func (p printing) round(fen budget.Fen) decimal.Decimal { return p.unit.Of(fen.Yuan()).Round(p.places) }

// rateOf is the rate by which an amount is more or less than last year's: there is none of nothing, nor where the amounts
// are printed alike.
func rateOf(change, now, was string) string {
	return "数(" + strconv.Quote(change) + ") == 0 or " + was + " == 0 ? 0 : (" + now + " - " + was + ") / " + was
}

// changeOf writes the change of one amount, if that is what the figure shows.
func (b *binder) changeOf(part, f *figure, w writing) bool {
	shown, ok := f.amount()
	was := b.was(part)
	if !ok || was == 0 && !b.knowsLast(part) {
		return false
	}
	delta := part.sum - was
	if delta != 0 && growing.MatchString(f.own) != (delta > 0) {
		return false
	}
	places := max(-shown.Exponent(), 0)
	share := f.unit == "%"
	unit, known := b.Pack.Units.Named(f.unit)
	exact, printed := false, false
	ofPart := b.printing(part, w)
	switch {
	case share && was == 0:
		if !shown.IsZero() {
			return false // of nothing there is no share
		}
	case share:
		rate := func(now, was decimal.Decimal) bool {
			return !was.IsZero() && now.Sub(was).Abs().Mul(decimal.New(100, 0)).Div(was).Round(places).Equal(shown)
		}
		if exact = rate(part.sum.Yuan(), was.Yuan()); ofPart.known {
			printed = rate(ofPart.round(part.sum), ofPart.round(was))
		}
		if !exact && !printed {
			return false
		}
	default:
		round := func(fen budget.Fen) decimal.Decimal { return unit.Of(fen.Yuan()).Round(places) }
		exact, printed = round(delta).Abs().Equal(shown), round(part.sum).Sub(round(was)).Abs().Equal(shown)
		if !known || !exact && !printed {
			return false
		}
	}
	part.name = cmp.Or(part.name, b.sentenceView(part.spot))
	last := &figure{name: b.sentenceColumn(part.spot.Source, part.spot.Filter, b.x.Last)}
	called := columnName(part.own)
	if x := (rate{b.at, part.spot.Source[0], called, part.inView(), last.inView(), b.x.Last, b.lastEntered(part.spot.Filter)}); !slices.Contains(b.views.rates, x) {
		b.views.rates = append(b.views.rates, x)
	}
	name := b.views.number(called+"变动", pack.KindAmount, part.inView()+" - "+last.inView())
	if !share && !unit.Yuan(decimal.New(1, int32(-places))).LessThan(decimal.New(1, -2)) {
		b.differences = append(b.differences, difference{name, part.inView(), last.inView(), "", unit, w.printed(f.unit, places), exact, printed})
	}
	turned := name
	if share {
		name = b.views.number(called+"变动率", pack.KindRatio, rateOf(turned, part.inView(), last.inView()))
		if ofPart.known && (exact || printed) {
			b.differences = append(b.differences, difference{name, part.inView(), last.inView(), turned, ofPart.unit, ofPart.places, exact, printed})
		}
	}
	f.of, f.diff, f.turn = part, name, "{{"+turned+"|增减}}"
	if !share && delta != 0 {
		b.turned = append(b.turned, turnedBy{part.own, name, delta > 0})
	}
	f.turns = turned
	if byShare.MatchString(f.own) {
		f.turn = "{{" + turned + "|升降}}"
	}
	f.tag = "{{" + name + "|绝对值|" + w.percent() + "}}"
	if !share {
		f.tag = "{{" + name + "|绝对值" + b.inUnit(f.unit, w.shape(f.unit)) + "}}"
	}
	f.bare = shown.IsZero()
	return true
}

// lastEntered asks whether somebody entered last year's amount of a filter as it was published, "" if the input workbook has no room for it.
func (b *binder) lastEntered(filter pack.Filter) string {
	sheet := b.Whole.Pack.Input.TotalsOf(b.x.Usual)
	var names []string
	for _, t := range b.x.Published(filter) {
		names = append(names, strconv.Quote(t.Name))
	}
	if len(names) == 0 {
		return ""
	}
	name, _ := sheet.Totaled()
	return fmt.Sprintf("有(%q, {%s: [%s]})", sheet.Name, name.Name, strings.Join(names, ", "))
}

// tellUncounted tells of kinds of units that a sentence counting several kinds leaves out: 行政单位1家，事业单位2家 of a department
// that has 参公 too do not add up.
func (b *binder) tellUncounted(sheet, text string, at layout.Pos, all []*figure) {
	counted := map[string][]string{}
	for _, f := range all {
		if f.money() {
			return // of those that spend it
		}
		for field, values := range f.counted {
			counted[field] = append(counted[field], values...)
		}
	}
	for field, values := range counted {
		var left []string
		for _, c := range b.Pack.Input.Units().Columns {
			for _, choice := range c.Choices {
				if c.Name == field && !slices.Contains(values, choice) {
					left = append(left, choice)
				}
			}
		}
		if len(values) > 1 && len(left) > 0 {
			b.leave(sheet, at, "“%s”没有说“%s”的单位，有这样的单位的，这里加起来会少", layout.Clip(layout.Tight(text)), strings.Join(left, "”“"))
		}
	}
}

// knowsLast says whether the ledger has last year's amount of what a figure sums: then nothing is an amount too.
func (b *binder) knowsLast(f *figure) bool {
	return b.x.KnowsLast(f.spot.Filter) || b.x.NothingLast(f.spot.Filter)
}

// inView is what a figure sums, as expressions have it.
func (f *figure) inView() string {
	view, column, _ := strings.Cut(f.name, ".")
	view = strings.TrimSuffix(view, "["+pack.Root+"]")
	return "视图(" + strconv.Quote(view) + ", " + strconv.Quote(column) + ")"
}

// summed is a figure that stands in no sentence: of all that a filter lets pass.
func (b *binder) summed(filter pack.Filter) *figure {
	for _, sources := range b.x.SourceSets() {
		s := &evidence.Spot{Source: sources, Said: meaning.Claim{Filter: filter}, Filter: filter}
		if sum := b.x.Amount(s, evidence.Addition{}); sum != 0 {
			return &figure{spot: s, sum: sum}
		}
	}
	return nil
}

// count writes what is counted: an item of 基本信息 that the words name, the units, or the records with a card.
func (b *binder) count(f *figure, text string) {
	behind := behindCount.FindString(text[f.to:])
	if behind == "机关" { // 1家机关
		behind = "行政单位"
	}
	words := holding.ReplaceAllString(f.own, "")
	if item := cmp.Or(b.itemCounted(f.own, words, f.number, f.unit), b.itemMeasured(f)); item != "" && buying.MatchString(sentenceAt(text, f.from)[:f.from-sentenceStart(text, f.from)]) == buying.MatchString(item) {
		f.tag, f.bare = "{{"+item+"|"+openWhy+"}}", f.number == "0"
		return
	}
	n, ok := f.amount()
	if !ok || f.unit != "个" && f.unit != "家" && f.unit != "项" && f.unit != "张" {
		return
	}
	units := b.Pack.Input.Units()
	if kinds := twoKinds.FindString(text[f.to:]); strings.Contains(kinds, units.Name) {
		behind = kinds
	}
	said := b.kindCounted(behind)
	if strings.Contains(f.own, units.Name) && !strings.Contains(behind, units.Name) {
		said = b.kindCounted(f.own)
	}
	if t := b.Ledger.Tables[units.Name]; t != nil && (strings.Contains(f.own+behind, units.Name) || strings.HasPrefix(behind, "机关")) {
		kept := pack.Filter{}
		for field, values := range said.Filter {
			if t.Field(field) < 0 {
				return
			}
			kept[field] = values
		}
		found := 0
		for i := range t.Len() {
			if !slices.ContainsFunc(slices.Collect(maps.Keys(kept)), func(field string) bool { return !slices.Contains(kept[field], t.Value(i, field)) }) {
				found++
			}
		}
		field, names := b.unitsWithItems()
		all, entered := len(kept) == 0, "计数("+strconv.Quote(units.Name)+countedIf(kept)+")"
		listed := func() string {
			return "计数(" + strconv.Quote(b.unitsView(field).Name) + ", {层级: " + strconv.Quote(field) + "})"
		}
		less := func(count string) string { return count + " == 0 ? 0 : " + count + " - 1" }
		is := func(count int) bool { return n.Equal(decimal.NewFromInt(int64(count))) }
		switch own := all && below.MatchString(strings.TrimRight(text[:f.from], " ")) && b.hasOwnUnit(t); {
		case own && is(found-1):
			f.write(b.views.number("下属"+units.Name+"数", pack.KindRatio, less(entered)))
		case own && is(len(names)-1):
			f.write(b.views.number("下属"+units.Name+"数", pack.KindRatio, less(listed())))
		case own:
		case all && is(len(names)):
			f.write(b.views.number(units.Name+"数", pack.KindRatio, listed()))
		case is(found):
			f.counted = kept
			f.write(b.views.number(strings.Join(slices.Concat(slices.Collect(maps.Values(kept))...), "")+units.Name+"数", pack.KindRatio, entered))
		}
		return
	}
	for _, v := range b.recordViews() {
		level, found := v.def.Rows[0].Level, 0
		for _, r := range v.Rows {
			if r.Level == 1 {
				found++
			}
		}
		of := f.own + behind
		if strings.Contains(of, level) && strings.Contains(sentenceAt(text, f.from), strings.TrimSuffix(v.Name, level)) && n.Equal(decimal.NewFromInt(int64(found))) {
			b.views.used[v.Name] = true
			f.write(b.views.number(v.Name+"数", pack.KindRatio, "计数("+strconv.Quote(v.Name)+", {层级: "+strconv.Quote(level)+"})"))
			return
		}
		if t := b.withoutCards(v); t != nil && strings.Contains(of, level) && strings.Contains(sentenceAt(text, f.from), strings.TrimSuffix(v.Name, level)) && n.Equal(decimal.NewFromInt(int64(t.Len()))) {
			f.write(b.views.number("全部"+v.Name+"数", pack.KindRatio, "计数("+strconv.Quote(v.def.Sources[0])+")"))
			return
		}
	}
	if v := b.projectsCounted(f.own+behind, int(n.IntPart())); v != nil {
		f.write(b.views.number("项目支出项目数", pack.KindRatio, "计数("+strconv.Quote(v.Name)+", {层级: "+strconv.Quote(v.Rows[0].Level)+"})"))
		return
	}
	for i := range b.Whole.Pack.Input.Sheets { // 共涉及采购项目3个
		s := &b.Whole.Pack.Input.Sheets[i]
		t := b.Whole.Ledger.Tables[s.Name]
		if t != nil && len(s.Measures()) == 1 && (strings.Contains(f.own, s.Name) || speaksOf(text[:f.from], f.own, s)) && strings.HasSuffix(f.own, "项目") && n.Equal(decimal.NewFromInt(int64(t.Len()))) {
			f.write(b.views.number(s.Name+"项目数", pack.KindRatio, "计数("+strconv.Quote(s.Name)+")"))
			return
		}
	}
}

// projectsSaid says how many projects the department spends on, of all money: 安排项目支出8个.
var projectsSaid = pattern.Of(`^(?:共|计划|预算|安排|编制|列支|涉及|纳入|部门|本级|有|为)*项目(?:支出|支出预算|预算)?(?:共|共计|共有|数|个数|总数|数量)*(?:项目)?$`)

// projectsCounted is a view of all projects that have money, if words count these and they are as many; nil if not.
func (b *binder) projectsCounted(words string, n int) *pack.View {
	const project = "项目名称"
	if !projectsSaid.MatchString(words) || b.Pack.Input.Sheet(b.x.Usual).Column(project) == nil {
		return nil
	}
	rows := []pack.RowDef{{Level: b.x.LevelName([]string{project}, nil), By: []string{project}, Order: "录入"}}
	shape := b.x.ApartByUnit(evidence.Shape{Sources: []string{b.x.Usual}, Rows: rows})
	filter := b.words.Read("项目支出").Filter
	v := &pack.View{Sources: shape.Sources, Filter: filter, Rows: shape.Rows, Columns: []pack.ViewCol{{Name: pack.Root}}}
	if found := len(pivot.Build(b.Pack, v, b.Ledger).Rows) - 1; found != n || found == 0 {
		return nil
	}
	v.Name = "句子里的" + v.Rows[0].Level
	return b.listView(v)
}

// twoKinds are units of a kind with those of another one in brackets: 行政（参公）单位, 行政单位（含参公单位）.
var twoKinds = pattern.Of(`^(\p{Han}{2,8})[（(](?:含|包括|和)?(\p{Han}{2,12})[)）](?:\p{Han}{0,4}单位)?`)

// kindCounted is what the words of something counted say of it: of units of two kinds, both.
func (b *binder) kindCounted(words string) meaning.Claim {
	m := twoKinds.FindStringSubmatch(words)
	if m == nil {
		return b.words.Read(words)
	}
	said, more := b.words.Read(m[1]), b.words.Read(m[2])
	if len(said.Filter) != 1 || !meaning.SameFields(said.Filter, more.Filter) {
		return b.words.Read(words)
	}
	both := pack.Filter{}
	for field, values := range said.Filter {
		both[field] = append(slices.Clone(values), more.Filter[field]...)
	}
	said.Filter = both
	return said
}

// sentenceStart is where the sentence begins that a place lies in: behind the mark, which is
// longer than a byte.
func sentenceStart(text string, at int) int {
	i := strings.LastIndexAny(text[:at], "。\n")
	if i < 0 {
		return 0
	}
	_, mark := utf8.DecodeRuneInString(text[i:])
	return i + mark
}

// sentenceAt is the sentence of a text that a place lies in.
func sentenceAt(text string, at int) string {
	from := sentenceStart(text, at)
	to := strings.IndexAny(text[at:], "。\n")
	if to < 0 {
		return text[from:]
	}
	return text[from : at+to]
}

// below are words before the number of a department's units without the department itself.
var below = pattern.Of(`(下属|下辖|所属|二级)$`)

// hasOwnUnit says whether one of the units of a table is the department itself: 某局本级, 某局（机关）.
func (b *binder) hasOwnUnit(t *budget.Table) bool {
	dept, n := layout.Tight(b.Ledger.Info["部门名称"]), 0
	name := b.Pack.Input.Units().Columns[0].Name
	for i := range t.Len() {
		if rest, ok := strings.CutPrefix(layout.Tight(t.Value(i, name)), dept); ok && dept != "" && ownUnit.MatchString(rest) {
			n++
		}
	}
	return n == 1
}

// ownUnit is what the name of the unit that is the department itself has behind the department's.
var ownUnit = pattern.Of(`^[（(]?(本级|机关|本部|局机关|机关本级)?[)）]?$`)

// behindCount are the words behind a number, up to a stop or the next one.
var behindCount = pattern.Of(`^(?:[^，。；,;、（）()：:\n\d和及]*?单位|[^，。；,;、（）()：:\n\d和及的]*)`)

// write puts the tag of something counted into the place of a figure.
func (f *figure) write(name string) { f.tag = "{{" + name + "|1,234}}" }

// countedIf are the limits of a count.
func countedIf(kept pack.Filter) string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(kept)) {
		values := make([]string, len(kept[field]))
		for i, v := range kept[field] {
			values[i] = strconv.Quote(v)
		}
		value := strings.Join(values, ", ")
		if len(values) > 1 {
			value = "[" + value + "]"
		}
		out = append(out, field+": "+value)
	}
	if len(out) == 0 {
		return ""
	}
	return ", {" + strings.Join(out, ", ") + "}"
}

// buying are words of what is to be bought, which is none of what there is.
var buying = pattern.Of(`购置|新购|拟购|购买`)

// holding are words of who has something, or that it is there, which do not say what it is.
var holding = pattern.Of(`^.*?(本部门|部门|本单位|单位)?(共有|现有|实有|拥有|共计|共|有)|^单位价值`)

// countUnits are units in which items of 基本信息 are counted: 3 事业单位 are no 事业单位业务用车.
var countUnits = pattern.Of(`辆|台|套|平方米|人`)

// priced is what a sentence says around 100万元以上设备, ofUse what an item says in it and a sentence may not.
var (
	priced = pattern.Of(`单价(?:在)?|单位价值(?:在)?|单台价值|[（(]含[）)]|的|大型(?:仪器)?`)
	ofUse  = pattern.Of(`通用|专用`)
)

// itemCounted is the item of 基本信息 that is as much as a sentence says, and is called as it says; "" if two
// are called so alike.
func (b *binder) itemCounted(own, words, number, unit string) string {
	if words == "" {
		return ""
	}
	best, most, tied := "", 0, false
	words = priced.ReplaceAllString(words, "")
	for _, item := range b.Whole.Pack.Input.Info {
		is := layout.Tight(b.Whole.Ledger.Info[item.Name])
		if measured := countUnits.FindString(item.Hint); item.Kind == pack.Amount || is != strings.ReplaceAll(number, ",", "") || measured != "" && !strings.Contains(item.Hint, unit) && !(measured == "辆" && unit == "台") {
			continue
		}
		n := 0
		for _, name := range item.Names() {
			same := 0
			for _, r := range name {
				if strings.ContainsRune(own, r) {
					same++
				}
			}
			if strings.Contains(name, words) || strings.Contains(words, name) || ofUse.ReplaceAllString(name, "") == words {
				n = max(n, same)
			}
		}
		switch {
		case n == 0:
		case n > most:
			best, most, tied = item.Name, n, false
		case n == most:
			tied = true
		}
	}
	if tied { // 车辆 are those that there are, not those that there may be
		for _, item := range b.Whole.Pack.Input.Info {
			if inHand.ReplaceAllString(item.Name, "") == words && layout.Tight(b.Whole.Ledger.Info[item.Name]) == strings.ReplaceAll(number, ",", "") {
				return item.Name
			}
		}
		return ""
	}
	return best
}

// inHand are the words of an item for how many there are of something.
var inHand = pattern.Of(`(实有|现有|共有)数?(量)?$`)

// itemMeasured is the item of 基本信息 that is as much as a sentence says, and the only one in its unit that ends as
// what the sentence says: 房屋面积 of 办公用房面积. It is "" of noughts, which confirm nothing.
func (b *binder) itemMeasured(f *figure) (found string) {
	const end = 2
	own := []rune(f.own)
	if n, ok := f.amount(); !ok || n.IsZero() || len(own) < end {
		return ""
	}
	for _, item := range b.Whole.Pack.Input.Info {
		if item.Kind == pack.Amount || !strings.HasSuffix(item.Name, string(own[len(own)-end:])) || !strings.Contains(item.Hint, f.unit) {
			continue
		}
		if found != "" {
			return ""
		}
		found = item.Name
	}
	number := strings.ReplaceAll(f.number, ",", "")
	if found != "" && layout.Tight(b.Whole.Ledger.Info[found]) == number {
		return found
	}
	if found = ""; len(number) < telling {
		return ""
	}
	for _, item := range b.Whole.Pack.Input.Info { // so long a number in this unit is none by chance: 房屋 of 办公用房面积
		if item.Kind != pack.Amount && strings.Contains(item.Hint, f.unit) && strings.ContainsAny(item.Name, f.own) && layout.Tight(b.Whole.Ledger.Info[item.Name]) == number {
			if found != "" {
				return ""
			}
			found = item.Name
		}
	}
	return found
}
