package tags

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/numfmt"
)

// Scope says which records the tags of a place mean: that of the row or paragraph
// which is being printed, and around it that of the block.
type Scope struct {
	List   string
	Record int // below 0 where the list has none
	Nth    int // of the records that a 逐条 prints, from 1 on
	Around *Scope
}

// record is that of a list, below 0 if there is none.
func (s Scope) record(list string) int {
	for around := &s; around != nil; around = around.Around {
		if around.List == list {
			return around.Record
		}
	}
	return -1
}

// Values gives tags what they stand for.
type Values struct {
	Data *Data
	// Places tells serial numbers which records of a list are printed, and where: by
	// record a number that grows from top to bottom, 0 if it is not. Of a list that is
	// not named all are, in their order.
	Places map[string][]int
	Apart  bool // the records of each owner are counted by themselves

	numbers map[[2]string][]int // serial numbers by name and list, made on first use
}

// Value is what a part stands for in a place.
type Value struct {
	Kind   Kind
	Text   string          // of Text
	Number decimal.Decimal // in the unit that the tag prints
	Blank  bool            // zero, which is blank where the number stands alone

	look Look
	yuan decimal.Decimal // of Money, in 元
}

// Of is the value of a part that prints.
func (v *Values) Of(p *Part, at Scope) Value {
	if p.Silent {
		return Value{}
	}
	if p.Kind == Text {
		return Value{Text: p.Look.Day.Write(cmp.Or(v.text(p, at), p.Room))}
	}
	n := v.Total(p, at)
	return Value{Kind: p.Kind, Number: v.Shown(p, n), Blank: n.IsZero() && (v.unknown(p) || !p.Zero && !v.zeroEntered(p, at)), look: p.Look, yuan: n}
}

// unknown says whether a part prints amounts of which nobody entered any: last year's of a new department.
func (v *Values) unknown(p *Part) bool {
	list := v.Data.Lists[p.List]
	return p.Amount && list != nil && list.Unknown != nil && list.Unknown[p.index]
}

// zeroEntered says whether a part prints the 0 that somebody entered.
func (v *Values) zeroEntered(p *Part, at Scope) bool {
	return p.Given && p.List != "" && slices.ContainsFunc(v.Records(p, at), func(i int) bool {
		zeros := v.Data.Lists[p.List].Records[i].Zeros
		return zeros != nil && zeros[p.index]
	})
}

// String is the value as it reads in a sentence.
func (v Value) String() string {
	switch {
	case v.Kind == Text:
		return v.Text
	case v.look.Capital:
		return numfmt.Capital(v.yuan)
	case v.look.Numeral:
		return numfmt.Ordinal(v.Number.IntPart())
	case v.Kind == Count:
		return v.Number.String()
	}
	return v.look.write(v.Number)
}

func (v *Values) text(p *Part, at Scope) string {
	return p.shortened(v.whole(p, at))
}

// shortened is a text without the word that the part leaves out.
func (p *Part) shortened(text string) string {
	if p.Short && text != spending {
		return strings.TrimSuffix(text, spending)
	}
	return text
}

// whole is a text without what modifiers take from it.
func (v *Values) whole(p *Part, at Scope) string {
	switch {
	case p.Scalar == EmptyNote:
		return v.Data.EmptyNote
	case p.Scalar != "":
		return Scalar(v.Data.Scalars, p.Scalar)
	case p.List == "":
		return p.Text
	}
	records := v.Records(p, at)
	if len(records) == 0 {
		return ""
	}
	list := v.Data.Lists[p.List]
	if p.Join {
		return v.joined(p, records)
	}
	r := &list.Records[records[0]]
	text := r.Texts[p.index]
	if p.Own && r.Parent >= 0 && list.Records[r.Parent].Texts[p.index] == text {
		return ""
	}
	return text
}

// joined are the texts of records with money, each once.
func (v *Values) joined(p *Part, records []int) string {
	list := v.Data.Lists[p.List]
	var texts []string
	for _, i := range records {
		r := &list.Records[i]
		money := len(r.Amounts) == 0 || slices.ContainsFunc(r.Amounts, func(a budget.Fen) bool { return a != 0 })
		text := p.shortened(r.Texts[p.index])
		if money && text != "" && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	for i := range len(texts) - 1 {
		texts[i] = withoutStop(texts[i])
	}
	return strings.Join(texts, "、")
}

// Total is the number that a part prints: of Money in 元.
func (v *Values) Total(p *Part, at Scope) decimal.Decimal {
	switch {
	case p.Number != "":
		return v.Data.Numbers[p.Number]
	case p.Kind == Count:
		return decimal.NewFromInt(int64(v.serial(p, at)))
	}
	switch {
	case p.Share:
		return v.share(p, at)
	case p.over > 0:
		return v.rate(p, at)
	}
	return v.Sum(p, at).Yuan()
}

// share is an amount as a part of the total of its list, 0 where there is none.
func (v *Values) share(p *Part, at Scope) decimal.Decimal {
	whole := v.Amount(p, 0)
	if whole == 0 {
		return decimal.Zero
	}
	return v.Sum(p, at).Yuan().Div(whole.Yuan())
}

// rate is an amount as a part of another one of its record, both as they are printed if these are set against each other so; 0
// where that is nothing.
func (v *Values) rate(p *Part, at Scope) decimal.Decimal {
	whole := budget.Fen(0)
	for _, i := range v.Records(p, at) {
		whole += v.Data.Lists[p.List].Records[i].Amounts[p.over-1]
	}
	if whole = v.asShown(p, whole); whole == 0 {
		return decimal.Zero
	}
	return v.Sum(p, at).Yuan().Div(whole.Yuan())
}

// Shown is a number, of Money in 元, in the unit that a part prints, exact.
func (v *Values) Shown(p *Part, n decimal.Decimal) decimal.Decimal {
	if p.Kind != Money {
		return n
	}
	return v.Data.UnitOf(p).Of(n)
}

// Sum adds up the amounts that a part takes.
func (v *Values) Sum(p *Part, at Scope) (total budget.Fen) {
	less := budget.Fen(0)
	for _, i := range v.Records(p, at) {
		total += v.Data.Lists[p.List].Records[i].Amounts[p.index]
		if p.less > 0 {
			less += v.Data.Lists[p.List].Records[i].Amounts[p.less-1]
		}
	}
	return v.asShown(p, total) - v.asShown(p, less)
}

// asShown is an amount that is set against another one, rounded first if it is to be.
func (v *Values) asShown(p *Part, fen budget.Fen) budget.Fen {
	if p.round == nil {
		return fen
	}
	unit := v.Data.UnitOf(p)
	return budget.Fen(unit.Yuan(unit.Of(fen.Yuan()).Round(*p.round)).Mul(decimal.New(100, 0)).Round(0).IntPart())
}

// Amount is that of the part's field in a record, less the one that it is set against.
func (v *Values) Amount(p *Part, record int) budget.Fen {
	amounts := v.Data.Lists[p.List].Records[record].Amounts
	if p.less > 0 {
		return amounts[p.index] - amounts[p.less-1]
	}
	return amounts[p.index]
}

func (v *Values) serial(p *Part, at Scope) int {
	if p.Inside {
		return at.Nth
	}
	records := v.Records(p, at)
	if len(records) == 0 {
		return 0
	}
	key := [2]string{p.Serial, p.List}
	if v.numbers[key] == nil {
		if v.numbers == nil {
			v.numbers = map[[2]string][]int{}
		}
		v.numbers[key] = serials[p.index].of(counting{v.Data.Lists[p.List], v.Places[p.List], v.Apart})
	}
	return v.numbers[key][records[0]]
}

// Records are those that a part takes its value from.
func (v *Values) Records(p *Part, at Scope) []int {
	switch {
	case p.Bound:
		return []int{v.Data.record}
	case p.Row || p.Inside:
		if r := at.record(p.List); r >= 0 {
			return []int{r}
		}
		return nil
	case p.Join:
		return v.all(p, at)
	case len(p.Keys) == 0:
		return []int{0}
	}
	var out []int
	for i, r := range v.Data.Lists[p.List].Records {
		if slices.Contains(p.Keys, r.Key) {
			out = append(out, i)
		}
	}
	return out
}

// all are the records of a part's level, without one those at the bottom of the tree. In the place of a record
// they are what belongs to it: those of its own list below it, those of a list that it owns its own.
func (v *Values) all(p *Part, at Scope) (out []int) {
	list := v.Data.Lists[p.List]
	own, owner := at.record(p.List), -1
	if r := at.record(p.Owner); p.Owner != "" && r >= 0 {
		owner = v.Data.Lists[p.Owner].Whole(r)
	}
	for i, r := range list.Records {
		bottom := r.Parent >= 0 && len(list.Children(i)) == 0
		if (r.Level == p.Level || p.Level < 0 && bottom) && (own < 0 || i == own || list.under(i, own)) && (owner < 0 || r.Owner == owner) {
			out = append(out, i)
		}
	}
	return out
}

// Steps is by how many steps a text is indented: 合计 and what is directly below it
// stand at the edge.
func (v *Values) Steps(p *Part, at Scope) int {
	records := v.Records(p, at)
	if !p.Indent || len(records) == 0 {
		return 0
	}
	return max(0, v.Data.Lists[p.List].Records[records[0]].Level-1)
}

// holds says whether the condition of a {{如有 …}} or {{如无 …}} is met.
func (v *Values) holds(p *Part, at Scope) bool {
	any := false
	if p.Kind == Text {
		any = v.text(p, at) != ""
	} else {
		total := v.Shown(p, v.Total(p, at))
		if p.Look.Shaped { // as it is printed
			places := int32(p.Look.Shape.Places)
			if p.Look.Percent {
				places += 2
			}
			total = total.Round(places)
		}
		any = !total.IsZero()
	}
	return any == (p.Role == IfAny)
}

// Each gives the text of every part that prints, but of those that stand on a
// condition that is not met.
func (v *Values) Each(parts []Part, at Scope, do func(p *Part, text string)) {
	v.EachIn(parts, at, func(p *Part, _ Scope, text string) { do(p, text) })
}

// EachIn is as Each, with the place of each part: that of the record that a 逐条 around it is at.
func (v *Values) EachIn(parts []Part, at Scope, do func(p *Part, in Scope, text string)) {
	v.spoken(parts, at, false, do)
}

// stops are the signs that end a sentence or a part of one.
const stops = "。；;，,、"

func withoutStop(text string) string { return strings.TrimRight(text, stops+" 　\n\t") }

// spoken is as each, and no text that somebody typed with a stop at its end stands before the template's own.
func (v *Values) spoken(parts []Part, at Scope, skip bool, do func(p *Part, in Scope, text string)) bool {
	if len(parts) == 1 {
		return v.each(parts, at, skip, do)
	}
	type piece struct {
		of   *Part
		in   Scope
		text string
	}
	var pieces []piece
	skip = v.each(parts, at, skip, func(p *Part, in Scope, text string) { pieces = append(pieces, piece{p, in, text}) })
	next := ""
	for i, p := range slices.Backward(pieces) {
		if sign, _ := utf8.DecodeRuneInString(next); p.of.Kind == Text && p.of.Tag() && strings.ContainsRune(stops, sign) {
			pieces[i].text = withoutStop(p.text)
		}
		if pieces[i].text != "" {
			next = pieces[i].text
		}
	}
	for _, p := range pieces {
		do(p.of, p.in, p.text)
	}
	return skip
}

// each begins behind a condition that is not met if skip is true, and says whether it
// ends behind one.
func (v *Values) each(parts []Part, at Scope, skip bool, do func(p *Part, in Scope, text string)) bool {
	for i := 0; i < len(parts); i++ {
		p := &parts[i]
		switch p.Role {
		case IfAny, IfNone:
			skip = !v.holds(p, at)
		case Ends:
			skip = false
		case Prints:
			if !skip {
				do(p, at, v.Of(p, at).String())
			}
		case Each:
			n := 1 // up to its end, behind those of the conditions in it
			for depth := 0; i+n < len(parts) && (depth > 0 || parts[i+n].Role != Ends); n++ {
				switch parts[i+n].Role {
				case IfAny, IfNone:
					depth++
				case Ends:
					depth--
				}
			}
			if !skip {
				v.eachRecord(p, parts[i+1:i+n], at, do)
			}
			i += n
		}
	}
	return skip
}

// eachRecord gives the text of parts once for each record with money that a 逐条 is for.
func (v *Values) eachRecord(each *Part, parts []Part, at Scope, do func(p *Part, in Scope, text string)) {
	n := 0
	for _, i := range v.all(each, at) {
		r := &v.Data.Lists[each.List].Records[i]
		if len(r.Amounts) > 0 && !slices.ContainsFunc(r.Amounts, func(a budget.Fen) bool { return a != 0 }) {
			continue
		}
		in := Scope{List: each.List, Record: i, Nth: n + 1, Around: &at}
		said := "" // a record of which no condition holds prints nothing, nor what stands between two
		v.each(parts, in, false, func(_ *Part, _ Scope, text string) { said += text })
		if !v.anyOf(parts, in) || said == "" {
			continue
		}
		if n++; n > 1 {
			do(each, at, each.Joint)
		}
		v.each(parts, in, false, do)
	}
}

// anyOf says whether parts print anything of the record that a 逐条 is at; none of them being of it, all do.
func (v *Values) anyOf(parts []Part, at Scope) bool {
	blank := false
	for i := range parts {
		if p := &parts[i]; p.Inside && p.Kind != Count {
			if x := v.Of(p, at); x.Text != "" || x.Kind != Text && !x.Number.IsZero() {
				return true
			}
			blank = true
		}
	}
	return !blank
}

// Placed is the part that places a sheet, nil if none does or it stands on a condition
// that is not met; skip as in RunsBehind.
func (v *Values) Placed(parts []Part, at Scope, skip bool) *Part {
	for i := range parts {
		switch p := &parts[i]; p.Role {
		case IfAny, IfNone:
			skip = !v.holds(p, at)
		case Ends:
			skip = false
		case PlacesSheet:
			if !skip {
				return p
			}
		}
	}
	return nil
}

// Record is the record of the whole list that a part means in a place, below 0 if there is
// none.
func (v *Values) Record(p *Part, at Scope) int {
	if r := at.record(p.List); p.List != "" && r >= 0 {
		return v.Data.Lists[p.List].Whole(r)
	}
	return -1
}

// Runs gives the text of parts, by run.
func (v *Values) Runs(parts []Part, at Scope) []string {
	runs, _ := v.RunsBehind(parts, at, false)
	return runs
}

// RunsBehind is as Runs for a piece of a longer text: skip is true behind a 如有 of an
// earlier piece that is not met, and the result says what holds for the next piece.
func (v *Values) RunsBehind(parts []Part, at Scope, skip bool) ([]string, bool) {
	runs := make([]string, parts[len(parts)-1].Run+1)
	skip = v.spoken(parts, at, skip, func(p *Part, _ Scope, text string) { runs[p.Run] += text })
	return runs, skip
}

// Text is the text of parts.
func (v *Values) Text(parts []Part, at Scope) string {
	var b strings.Builder
	v.Each(parts, at, func(_ *Part, text string) { b.WriteString(text) })
	return b.String()
}

// Expand replaces the scalar tags in a text that has no schema, such as the name of a file.
func Expand(text string, scalars map[string]string) string {
	var b strings.Builder
	for _, s := range Parse(text) {
		if s.Tag == nil {
			b.WriteString(s.Text)
		} else {
			b.WriteString(Scalar(scalars, s.Tag.Name))
		}
	}
	return b.String()
}
