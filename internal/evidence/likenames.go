package evidence

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// likelyNamed gives columns whose header no word explains the codes that it names in other words than the list does,
// such as 日常维修费 of 维修（护）费 or 水电费 of two: those that are called like it, which no column beside it takes and
// whose money its figures are in every line. Where the example has no figure, the header must end with the name itself.
func (x *Example) likelyNamed(t *layout.Table, lines []meaning.Line, ids []string, s Shape, columns []*meaning.Column, chosen Addition, sc layout.Scale) {
	for again := !sc.Any && !x.Vague && !x.Nothing() && slices.Equal(s.Sources, []string{x.Usual}); again; {
		again = false
		for _, f := range columns {
			name := t.Lowest(f.Col)
			field := x.codesBeside(columns, f)
			if f.Bound || f.Barred || f.Absent || f.Measure != "" || field == "" || !slices.Equal(f.Unknown, []string{name}) || restName(name) || otherHead.MatchString(layout.Key(name)) {
				continue
			}
			as := func(codes []string) *meaning.Column {
				own := *f
				own.Said.Filter = meaning.With(pack.Filter{field: codes}, f.Around) // 一般设备购置费 says nothing of 一般公共预算
				return &own
			}
			found, ok := x.namedLike(name, field, filtersOf(columns, f), chosen.on(f.Around), !t.Blank(f.Col), func(codes []string) bool {
				v := x.try(t, lines, ids, s, []*meaning.Column{as(codes)}, chosen, sc)[0]
				return v.wrong == 0 && (v.right > 0 || t.Blank(f.Col))
			})
			if !ok {
				continue
			}
			f.Said.Filter = as(found.codes).Said.Filter
			f.Filter, f.Bound, f.Open, f.Named = chosen.on(f.Said.Filter), true, "", pack.Filter{field: found.codes}
			f.Words = maps.Clone(f.Words)
			maps.DeleteFunc(f.Words, func(by string, values []string) bool { return !slices.Equal(f.Around[by], values) })
			f.Words[field] = found.codes
			f.Doubt = found.tells(f.Head, !t.Blank(f.Col))
			again = true
		}
	}
}

// linesLikelyNamed does for fixed lines what likelyNamed does for columns; a line of 其他费用 is then all codes that no
// line takes, if its figures are that.
func (x *Example) linesLikelyNamed(t *layout.Table, f *Fixed, chosen Addition, sc layout.Scale) {
	if sc.Any || x.Vague || x.Nothing() {
		return
	}
	unnamed := func(own []*Spot) bool {
		return !slices.ContainsFunc(own, func(s *Spot) bool {
			return s.known || s.Bound || !s.head || s.Blind || s.Key != "" || s.Measure != "" || s.Sum != nil || !slices.Equal(s.Source, []string{x.Usual})
		})
	}
	rest := func(name string) bool { return restName(name) || otherHead.MatchString(layout.Key(name)) }
	bind := func(own []*Spot, field string, codes []string, text string) {
		for _, s := range own {
			s.Said.Filter = s.naming(field, codes).Said.Filter
			s.Filter, s.Bound, s.Open, s.known = chosen.on(s.Said.Filter), true, "", true
			s.Label, s.words = pack.Filter{field: codes}, maps.Clone(s.Said.Filter)
		}
		f.Told = append(f.Told, told{own[0].Line.Row, text})
	}
	for _, others := range []bool{false, true} {
		for _, row := range rowsOf(f.Spots) {
			own := spotsOf(f.Spots, row)
			name := layout.Unnumbered(own[0].Line.Label)
			field, beside, all := x.codesOfLines(f, own[0])
			if !unnamed(own) || field == "" || rest(name) != others || others && !all {
				continue
			}
			shown := slices.ContainsFunc(own, func(s *Spot) bool { return s.shown })
			agrees := func(codes []string) bool {
				return !slices.ContainsFunc(own, func(s *Spot) bool {
					d, _ := t.Cells[layout.At(s.Col, row)].Amount()
					return !sc.In(s.Col).Agrees(d, x.Amount(s.naming(field, codes), chosen))
				})
			}
			if others {
				if left := x.codesBut(field, beside); shown && agrees(left) {
					bind(own, field, left, fmt.Sprintf("“%s”取旁边各行以外的%s", own[0].Line.Label, strings.TrimSuffix(field, "编码")))
				}
			} else if found, ok := x.namedLike(name, field, beside, chosen.on(own[0].around), shown, agrees); ok {
				bind(own, field, found.codes, found.tells(own[0].Line.Label, shown))
			}
		}
	}
}

// naming is a cell as if its line named some codes of a field.
func (s *Spot) naming(field string, codes []string) *Spot {
	own := *s
	own.Said.Filter = meaning.With(pack.Filter{field: codes}, s.around)
	return &own
}

// codesOfLines is the field of codes by which the most lines beside one limit, what these take, and whether all of them
// but totals do.
func (x *Example) codesOfLines(f *Fixed, of *Spot) (best string, beside []pack.Filter, all bool) {
	lines, sheet := map[string]int{}, x.Pack.Input.Sheet(x.Usual)
	if sheet == nil {
		return "", nil, false
	}
	for _, s := range f.Spots {
		if s.Col != of.Col || s.Line.Row == of.Line.Row || slices.Contains(of.Line.Heads, s.Line.Row) {
			continue
		}
		for field := range s.Said.Filter {
			if s.Bound && x.Pack.ListOf(field) != "" && x.Pack.ListOf(field) != meaning.FirstCodes(x.Pack, sheet) {
				lines[field]++
			}
		}
	}
	for field, n := range lines {
		if n > lines[best] || n == lines[best] && field < best {
			best = field
		}
	}
	all = true
	for _, s := range f.Spots {
		if s.Col == of.Col && s.Line.Row != of.Line.Row && !slices.Contains(of.Line.Heads, s.Line.Row) {
			beside = append(beside, s.Filter)
			all = all && s.Bound && s.Said.Filter[best] != nil
		}
	}
	return best, beside, all
}

// codesBut are the codes of a field that are entered and that no filter beside takes.
func (x *Example) codesBut(field string, beside []pack.Filter) (out []string) {
	list, s := x.Ledger.Codes[x.Pack.ListOf(field)], x.Pack.Input.Sheet(x.Usual)
	for _, e := range list.Entries() {
		if len(e.Code) == list.Digits(s.Column(field).Level) && !slices.ContainsFunc(beside, func(f pack.Filter) bool { return slices.Contains(f[field], e.Code) }) {
			out = append(out, e.Code)
		}
	}
	return out
}

// codesBeside is the field of codes by which the most columns beside one limit, and perhaps the part of its own header
// that is explained; "" if none is of codes.
func (x *Example) codesBeside(columns []*meaning.Column, f *meaning.Column) (best string) {
	s := x.Pack.Input.Sheet(x.Usual)
	if s == nil {
		return ""
	}
	most := 0
	for _, c := range s.Columns {
		if c.Kind != pack.Code || c.Codes == meaning.FirstCodes(x.Pack, s) {
			continue
		}
		n := 0
		for _, o := range columns {
			switch {
			case o.Words[c.Name] == nil:
			case o == f, o.Bound && !o.Generic:
				n++
			}
		}
		if n > most {
			best, most = c.Name, n
		}
	}
	return best
}

// namedCodes are codes that a header or label was found to name.
type namedCodes struct {
	codes  []string
	called []string
	others []string // that are called as much like it, and of which the example has no money
}

// names are the names of the codes.
func (n namedCodes) names(list *budget.CodeList) (out []string) {
	for _, c := range n.codes {
		out = append(out, list.NameOf(c))
	}
	return out
}

// tells tells what a name was taken for.
func (n namedCodes) tells(name string, shown bool) string {
	out := called(name, strings.Join(n.called, "、"))
	if !shown {
		out = fmt.Sprintf("“%s”范例里没有数，照名称取%s", name, strings.Join(n.called, "、"))
	}
	if len(n.others) > 0 {
		out += fmt.Sprintf("；范例里没有%s的钱，要不要也取看不出来，现在不取", strings.Join(n.others, "、"))
	}
	return out
}

// namedLike finds the codes of a field that a name joins, each called like a part of it, which no filter beside takes and
// of which agrees says that the figures are their money: one choice of those with money alone. A part without money
// is what it is called most like. Of a name without figures each part must end with the name of a code.
func (x *Example) namedLike(name, field string, beside []pack.Filter, limits pack.Filter, shown bool, agrees func(codes []string) bool) (found namedCodes, ok bool) {
	const most = 400
	list := x.Ledger.Codes[x.Pack.ListOf(field)]
	sets := [][]string{nil}
	var all []likeness
	for _, part := range strings.FieldsFunc(layout.Tight(name), func(r rune) bool { return strings.ContainsRune("、和及与/", r) }) {
		var choices [][]string
		for i, like := range x.likeNames(part, field, beside) {
			money := like.codes
			if !like.all {
				money = x.withMoney(field, like.codes, limits)
			}
			all = append(all, like)
			switch {
			case !shown && (like.all || like.whole && len(like.codes) == 1):
				choices = append(choices, like.codes)
			case !shown:
			case len(money) > 0 && like.all:
				choices = append(choices, money)
			case len(money) > 0:
				choices = append(choices, subsets(money)...)
			case i == 0 && len(like.codes) == 1:
				choices = append(choices, like.codes)
			}
		}
		if !shown {
			choices = choices[:min(1, len(choices))]
		}
		var more [][]string
		for _, set := range sets {
			for _, c := range choices {
				more = append(more, meaning.Union(set, c))
			}
		}
		if sets = more; len(sets) > most {
			return found, false
		}
	}
	var fits [][]string
	for _, set := range sets {
		if money := x.withMoney(field, set, limits); len(set) > 0 && (len(money) > 0) == shown && agrees(set) &&
			!slices.ContainsFunc(fits, func(o []string) bool {
				return meaning.Same(pack.Filter{field: money}, pack.Filter{field: x.withMoney(field, o, limits)})
			}) {
			fits = append(fits, set)
		}
	}
	if len(fits) != 1 {
		return found, false
	}
	found.codes = slices.Sorted(slices.Values(fits[0]))
	for _, code := range found.codes {
		found.called = append(found.called, code+list.NameOf(code))
	}
	for _, like := range all {
		if like.all || !slices.ContainsFunc(like.codes, func(c string) bool { return slices.Contains(found.codes, c) }) {
			continue
		}
		for _, c := range like.codes {
			if !slices.Contains(found.names(list), list.NameOf(c)) && len(x.withMoney(field, []string{c}, limits)) == 0 {
				found.others = append(found.others, c+list.NameOf(c))
			}
		}
	}
	return found, true
}

// subsets are all choices of some of few codes, all of them first; of many, each and all.
func subsets(codes []string) (out [][]string) {
	const few = 4
	if len(codes) > few {
		out = append(out, codes)
		for _, c := range codes {
			out = append(out, []string{c})
		}
		return out
	}
	for bits := 1<<len(codes) - 1; bits > 0; bits-- {
		var set []string
		for i, c := range codes {
			if bits&(1<<i) != 0 {
				set = append(set, c)
			}
		}
		out = append(out, set)
	}
	return out
}

// likeness is what a text has in common with the names of some codes.
type likeness struct {
	codes []string
	end   int  // where it ends in the text, in signs: what Chinese names a thing by stands last
	long  int  // how many signs it has
	whole bool // the text ends with the whole name
	all   bool // it is made of the names of all of them: 水电费
}

// likeNames are the codes of a field that no filter beside takes by what a text has in common with their names, those
// with which it ends first.
func (x *Example) likeNames(text, field string, beside []pack.Filter) (out []likeness) {
	list := x.Ledger.Codes[x.Pack.ListOf(field)]
	text = layout.Key(text)
	single := map[rune]string{} // codes that one sign names: 水 of 水费
	for _, code := range x.codesBut(field, beside) {
		name := layout.Key(list.NameOf(code))
		core := []rune(costs.ReplaceAllString(name, ""))
		like := common([]rune(text), core)
		if len(core) == 1 {
			single[core[0]] = code
		}
		if strings.HasSuffix(text, name) {
			like = likeness{end: utf8.RuneCountInString(text), long: utf8.RuneCountInString(name), whole: true}
		}
		if like.long == 0 {
			continue
		}
		i := slices.IndexFunc(out, func(o likeness) bool { return o.end == like.end && o.long == like.long && o.whole == like.whole })
		if i < 0 {
			i = len(out)
			out = append(out, like)
		}
		out[i].codes = append(out[i].codes, code)
	}
	if own := []rune(costs.ReplaceAllString(text, "")); len(own) < utf8.RuneCountInString(text) {
		each := likeness{end: utf8.RuneCountInString(text), all: true}
		for i := len(own) - 1; i >= 0 && single[own[i]] != ""; i-- {
			each.codes = append(each.codes, single[own[i]])
		}
		if each.long = len(each.codes) + 1; len(each.codes) > 1 {
			out = slices.DeleteFunc(out, func(o likeness) bool { return o.whole && o.long < each.long }) // 电费 of 水电费
			out = append(out, each)
		}
	}
	slices.SortStableFunc(out, func(a, b likeness) int {
		return cmp.Or(cmp.Compare(b.end, a.end), cmp.Compare(b.long, a.long))
	})
	return out
}

// costs is how names of codes end that say what money is spent on.
var costs = pattern.Of(`(费用?|支出|经费)$`)

// common is the longest run of two signs or more that a text and a name have in common, but for words such as 经费.
func common(text, name []rune) (best likeness) {
	for i := range name {
		for k := len(name); k-i >= 2 && k-i > best.long; k-- {
			run := string(name[i:k])
			if at := strings.LastIndex(string(text), run); at >= 0 && run != "其他" && meaning.SharesWord(run, run) {
				best = likeness{end: utf8.RuneCountInString(string(text)[:at]) + k - i, long: k - i}
			}
		}
	}
	return best
}
