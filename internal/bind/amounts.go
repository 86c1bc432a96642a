package bind

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

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

// room is what a form has in the place of what a sentence is to say.
const room = `[XxＸ×*○]{2,}|_{2,}|＿{2,}|[\s\x{a0}\x{3000}]{2,}|\x{3000}`

// gap is where a sentence has an amount, or the blank for one.
var gap = pattern.Of(`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|` + room + `)(亿元|万元|千元|元)`)

// open is where a sentence leaves a blank for something else: 占__%, 共  个.
var open = pattern.Of(`(` + room + `)(%|％|个|家|人|辆|台|套|项|次|批|平方米)`)

// threshold is an amount that says from when on something counts, which no budget has.
var threshold = pattern.Of(`元[(（]?含?[)）]?(以上|以下|以内)`)

// amounts puts tags in the place of the amounts of sentences that the ledger
// explains: the words before an amount say which items it sums, and it must be
// their sum. All of them are listed for a look.
func (b *binder) amounts(form, example *layout.Sheet) {
	plan := b.planOf(form)
	if plan.Removed {
		return
	}
	for row := 1; row <= form.Last.Row; row++ {
		for _, at := range form.Texts(row) {
			c := form.Cells[at]
			if c.Numeric || c.Formula || !form.Own(at) || plan.Dropped(row) {
				continue
			}
			if left := open.FindAllString(plan.Text(at, c.Text), -1); left != nil && !b.tells(form.Name, at) {
				for i := range left {
					left[i] = strings.TrimLeft(left[i], "\u3000\u00a0 ")
				}
				b.leave(form.Name, at, "“%s”里还有 %d 处空着（%s），没有写标签。每次要手工写", layout.Clip(c.Text), len(left), strings.Join(left, "、"))
			}
			if !gap.MatchString(c.Text) {
				continue
			}
			like := alikeText(example, at, c.Text)
			if like == "" {
				b.leave(form.Name, at, "“%s”里的数没有动，范例里没有这一段", layout.Clip(c.Text))
				continue
			}
			text := plan.Text(at, c.Text)
			tags := b.explained(like)
			n, bound, whole := 0, 0, ""
			var left []string // the amounts that are left, with the words before them
			end := 0
			text = gap.ReplaceAllStringFunc(text, func(s string) string {
				tag := ""
				if n < len(tags) {
					tag = tags[n]
				}
				n++
				start := end + strings.Index(text[end:], s)
				before := text[end:start]
				end = start + len(s)
				if tag == "" {
					clause := strings.FieldsFunc(before, func(r rune) bool { return strings.ContainsRune(stops, r) })
					left = append(left, strings.TrimSpace(strings.Join(clause[max(len(clause)-1, 0):], "")+s))
					return s
				}
				bound++
				unit := gap.FindStringSubmatch(s)[2]
				shape := shapeOf(example, unit)
				if !strings.Contains(shape, ".") {
					whole = "，和范例一样只印到" + unit
				}
				return "{{" + tag + b.inUnit(unit, shape) + "}}" + unit
			})
			if bound > 0 {
				plan.Set(at, text)
				b.look(form.Name, at, "“%s”里有 %d 个数写成了标签%s", layout.Clip(c.Text), bound, whole)
			}
			if n > bound && !(like == c.Text && threshold.MatchString(like)) {
				b.leave(form.Name, at, "“%s”里有 %d 个数没有动（%s）：录入里算不出来，或文字没有说清", layout.Clip(c.Text), n-bound, strings.Join(left, "、"))
			}
		}
	}
}

// tells says whether something of a cell is told already.
func (b *binder) tells(sheet string, at layout.Pos) bool {
	place := finding.At(sheet, at.Col, at.Row)
	return slices.ContainsFunc(b.result.Left, func(e tagging.Entry) bool { return e.Place == place })
}

// inUnit is what a tag in a sentence needs: its unit, if it is not the pack's, and
// the shape of the number.
func (b *binder) inUnit(unit, shape string) string {
	if unit == b.usual.Name {
		return "|" + shape
	}
	return "|" + unit + "|" + shape
}

// shapeOf is how the sentences of a sheet write numbers of a unit: 1,234.56 unless one is as long and has no
// comma, with all decimals that one of them has; two at the least, but of 元 that are all whole.
func shapeOf(example *layout.Sheet, unit string) string {
	const long = len("1234")
	plain, grouped, places := false, false, 2
	if unit == "元" {
		places = 0
	}
	if example != nil {
		for _, c := range example.Cells {
			for _, m := range gap.FindAllStringSubmatch(c.Text, -1) {
				digits, decimals, _ := strings.Cut(m[1], ".")
				if m[2] != unit {
					continue
				}
				places = max(places, len(decimals))
				grouped = grouped || strings.Contains(digits, ",")
				plain = plain || len(digits) >= long && layout.AllDigits(digits)
			}
		}
	}
	whole := "1,234"
	if plain && !grouped {
		whole = "1234"
	}
	if places == 0 {
		return whole
	}
	return whole + "." + "567890"[:min(places, 6)]
}

// alikeText is the text of the example that a text of the form is: in the same cell
// or the most alike, with as many gaps.
func alikeText(example *layout.Sheet, at layout.Pos, text string) string {
	if example == nil {
		return ""
	}
	amountless := func(s string) string { return gap.ReplaceAllString(layout.YearNumber.ReplaceAllString(s, ""), "#") }
	best, score := "", 0.6
	for row := 1; row <= example.Last.Row; row++ {
		for _, o := range example.Texts(row) {
			t := example.Cells[o].Text
			if len(gap.FindAllString(t, -1)) != len(gap.FindAllString(text, -1)) {
				continue
			}
			s := nearest.Likeness(layout.Tight(amountless(t)), layout.Tight(amountless(text)))
			if o == at {
				s += 0.2
			}
			if s > score {
				best, score = t, s
			}
		}
	}
	return best
}

// stops end what is said before an amount.
const stops = "，。；,;、（）()：:\n"

// explained finds the tag of each amount of a text, "" of those that words and
// figures do not agree on.
func (b *binder) explained(text string) (out []string) {
	for _, m := range gap.FindAllStringSubmatchIndex(text, -1) {
		tag := ""
		amount, err := decimal.NewFromString(strings.ReplaceAll(text[m[2]:m[3]], ",", ""))
		unit, ok := b.Pack.Units.Named(text[m[4]:m[5]])
		if err == nil && ok && !amount.IsZero() {
			tag = b.sentenceTag(text[:m[0]], amount, unit)
		}
		out = append(out, tag)
	}
	return out
}

// grandTotal is what is left of 收支总预算, 支出总额: all that comes in or goes out.
var grandTotal = pattern.Of(`^总(计|额)?$`)

// sentenceTag is the tag for an amount after a text: words of its clause, then of
// those before it, give the filter.
func (b *binder) sentenceTag(before string, amount decimal.Decimal, unit money.Unit) string {
	before = strings.ReplaceAll(before, b.Ledger.Info["部门名称"], "") // whose money it is says nothing of its kind
	clauses := strings.FieldsFunc(before, func(r rune) bool { return strings.ContainsRune(stops, r) })
	slices.Reverse(clauses)
	if len(clauses) == 0 {
		return ""
	}
	own := b.words.Read(clauses[0])
	if own.Last || len(own.Filter) == 0 && own.Rest != "" && !grandTotal.MatchString(own.Rest) {
		return ""
	}
	said := []meaning.Claim{own}
	sc := layout.Scale{Unit: unit, Places: max(-amount.Exponent(), 0)}
	for i := 0; i < min(len(clauses), 4); i++ {
		if i > 0 {
			said = append(said, b.words.Read(clauses[i]))
		}
		if tag := b.sum(meaning.Together(said...).Filter, amount, sc); tag != "" {
			return tag
		}
	}
	// limits that the sentence does not say, if only one gives the amount
	found := ""
	for _, a := range b.x.Additions() {
		if len(a.Filter) != 1 || len(meaning.With(own.Filter, a.Filter)) == len(own.Filter) {
			continue
		}
		if tag := b.sum(meaning.With(own.Filter, a.Filter), amount, sc); tag != "" {
			if found != "" && found != tag {
				return ""
			}
			found = tag
		}
	}
	return found
}

// sum is the tag of what a filter lets pass, "" if that is not the amount.
func (b *binder) sum(filter pack.Filter, amount decimal.Decimal, sc layout.Scale) string {
	for _, sources := range b.x.SourceSets() {
		s := &evidence.Spot{Source: sources, Said: meaning.Claim{Filter: filter}, Filter: filter}
		if got := b.x.Amount(s, evidence.Addition{}); got != 0 && sc.Agrees(amount, got) {
			return b.sentenceView(s)
		}
	}
	return ""
}

// sentenceView is the tag of a view without rows that gives a sum: one that is
// there, or one of the view for sentences.
func (b *binder) sentenceView(s *evidence.Spot) string {
	if tag := b.single(s, nil, s.Source); tag != "" {
		return tag
	}
	var names []string
	for field, values := range s.Filter {
		if len(values) == 1 {
			names = append(names, values[0])
		} else {
			names = append(names, strings.Trim(b.views.values(field, values), "[]"))
		}
	}
	slices.Sort(names)
	v := b.views.sentences(s.Source)
	w := want{filter: s.Filter}
	if name := w.in(v); name != "" {
		return v.Name + "." + name
	}
	name := freeColumn(v, columnName(strings.Join(append(names, ""), "")))
	v.Columns = append(v.Columns, pack.ViewCol{Name: name, Filter: s.Filter})
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
