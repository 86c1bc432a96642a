package verify

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"ysgk/internal/check"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// sentence is a text of the template around figures, for reading them back from what a
// workbook has in its place. What stands on a condition may be there or not.
type sentence struct {
	known *regexp.Regexp
	parts []tags.Part // what each group of it is: a tag, or a condition with what stands on it
	label []string    // the words before each
}

// sentenceOf is nil for a text without figures, and for a figure alone in its cell.
func sentenceOf(parts []tags.Part) *sentence {
	s := &sentence{}
	var b strings.Builder
	b.WriteString("^")
	before, figures, each := "", false, 0 // how deep in a 逐条
	for _, p := range parts {
		switch {
		case p.Role == tags.Each:
			b.WriteString(".*?")
			each = 1
			continue
		case each > 0:
			switch p.Role {
			case tags.IfAny, tags.IfNone:
				each++
			case tags.Ends:
				each--
			}
			continue
		case p.Role == tags.Ends:
			b.WriteString(")?")
			continue
		case p.Role == tags.Prints && !p.Tag():
			before = plain(p.Text)
			b.WriteString(regexp.QuoteMeta(before))
			continue
		case p.Role == tags.Prints:
			b.WriteString("(.*?)")
			figures = figures || p.Kind != tags.Text
		default:
			b.WriteString("(")
			figures = figures || p.Kind != tags.Text
		}
		s.parts, s.label = append(s.parts, p), append(s.label, cmp.Or(p.Number, lastWords(before)))
	}
	b.WriteString("$")
	if !figures || len(parts) < 2 {
		return nil
	}
	s.known = regexp.MustCompile(b.String())
	return s
}

// onCondition says whether a text is what the template says in its column on a condition: a note of the table
// without figures, which is no record.
func (t *table) onCondition(x *cell) bool {
	return slices.ContainsFunc(t.order, func(p xlsxedit.Pos) bool {
		if t.cols[p.Col] != x.col || t.lane(p) != nil || !slices.ContainsFunc(t.cells[p].Whole, func(p tags.Part) bool { return p.Role == tags.Ends }) {
			return false
		}
		s := sentenceOf(t.cells[p].Whole)
		return s != nil && s.known.MatchString(x.plain)
	})
}

// lastWords are those behind the last comma or the like.
func lastWords(text string) string {
	i := strings.LastIndexAny(text, ",;:。、")
	if i < 0 {
		return text
	}
	_, comma := utf8.DecodeRuneInString(text[i:]) // some are longer than a byte
	return text[i+comma:]
}

// computed is a number of the pack in a sentence.
type computed struct {
	*fact
	part tags.Part
	text string
}

// readSentences makes facts of the figures that stand in sentences.
func (v *verifier) readSentences() {
	v.sentences = map[ref]*fact{}
	known := map[string][]*fact{}
	for _, t := range v.tables {
		for _, f := range t.facts {
			known[f.key] = append(known[f.key], f)
		}
	}
	for _, t := range v.inOrder() {
		if t.Of != "" {
			continue
		}
		for _, p := range t.order {
			if s := sentenceOf(t.cells[p].Whole); s != nil && t.lane(p) == nil {
				v.readSentence(t, p, s, known)
			}
		}
	}
}

// readSentence finds a sentence in its place, and reads it.
func (v *verifier) readSentence(t *table, p xlsxedit.Pos, s *sentence, known map[string][]*fact) {
	rows := t.found(p)
	if lo, hi := t.between(p.Row); len(rows) == 0 && lo > 0 {
		rows = []int{lo, hi}[:1+number(hi > lo)]
	}
	for _, row := range rows {
		x := t.sheet.at(t.cols[p.Col], row)
		if x == nil || x.kind != xlsxread.Text {
			continue
		}

		groups := s.known.FindStringSubmatchIndex(x.plain)
		if groups == nil {
			continue
		}
		for i, part := range s.parts {
			if from, to := groups[2*i+2], groups[2*i+3]; from >= 0 {
				v.readFigure(&fact{table: t, tpl: p, cell: x, col: x.col, row: row, nth: i + 1, label: s.label[i]}, part, x.plain[from:to], known)
			}
		}
		return
	}
}

// readFigure makes a fact of what a sentence says for a tag, if that is an amount.
func (v *verifier) readFigure(f *fact, part tags.Part, text string, known map[string][]*fact) {
	if part.Kind == tags.Money {
		f.scale = v.exponent(f.table, part)
	}
	d, ok := numberIn(text)
	if part.Role == tags.IfNone {
		d, ok = decimal.Zero, true // says that there is none
	}
	f.value, f.off = d.Shift(f.scale), half(d.Exponent()+f.scale)
	if part.List != "" && part.Kind == tags.Money && !part.Compared() {
		view := v.pack.View(part.List)
		f.terms, f.views = v.items(view, part.Field, byKeys(view, part)), []string{view.Name}
		f.key = key(f.terms)
	}
	switch {
	case part.Role == tags.IfAny || part.Role == tags.IfNone && f.key == "" || part.Row || part.Label:
	case part.Role == tags.Prints && (part.Number != "" || part.Look.Capital):
		v.computed = append(v.computed, computed{f, part, text})
		v.sentences[f.ref()] = f
	case ok && f.key != "":
		for _, x := range known[f.key] {
			if f.value.Sub(x.value).Abs().LessThanOrEqual(half(d.Exponent() + f.scale).Add(v.half(x))) {
				f.value, f.off = x.value, decimal.Zero // which is written so
				break
			}
		}
		f.table.facts = append(f.table.facts, f)
		v.sentences[f.ref()] = f
	}
}

// saidNumbers judges the pack's numbers in sentences, and amounts in Chinese signs.
func (v *verifier) saidNumbers() {
	numbers := v.checks.Numbers(v.figures())
	for _, c := range v.computed {
		side, ok := numbers[c.part.Number]
		if all := v.byTerms[c.key]; c.key != "" && len(all) > 0 {
			side, ok = check.Side{Amount: all[0].value, Figures: []check.Figure{figure(all[0])}}, true
		}
		if ok {
			v.saidNumber(c, side)
		}
	}
}

// saidNumber compares a number in a sentence with what the tables give for it. Only one
// that adds figures up can tell which of them is wrong.
func (v *verifier) saidNumber(c computed, side check.Side) {
	parts := facts(side)
	f := fault{code: otherTables, cells: []ref{c.ref()}, hint: "核对这句话和表里的数，改正写错的一个。"}
	room := decimal.Zero
	for _, p := range parts {
		f.cells = append(f.cells, p.ref())
		room = room.Add(v.half(p))
	}
	said := func(want string) {
		f.derived = true
		f.message = c.table.name + c.called() + "（" + name(c.col, c.row) + "）写的是 " + c.text + "，按各表算出来是 " + want
		v.add(f)
	}
	is, ok := numberIn(c.text)
	switch want := side.Amount; {
	case c.part.Look.Capital:
		if text := numfmt.Capital(want); room.IsZero() && c.text != plain(text) {
			said(text)
		}
	case !ok:
	case c.part.Kind != tags.Money:
		last := decimal.New(1, is.Exponent())
		if off := is.Sub(want).Abs(); off.GreaterThan(last) || room.IsZero() && off.GreaterThan(last.Div(decimal.NewFromInt(2))) {
			said(c.part.Look.Write(want))
		}
	default:
		if room = room.Add(half(is.Exponent() + c.scale)); is.Shift(c.scale).Sub(want).Abs().GreaterThan(room) {
			c.value = is.Shift(c.scale)
		} else {
			c.value = want // which is written so
		}
		if added(parts).Equal(want) {
			v.judge(equation{how: pack.Parts, total: c.fact, parts: parts})
		} else if !c.value.Equal(want) {
			said(want.Shift(-c.scale).String())
		}
	}
}

// numberIn reads a number as sentences write it.
func numberIn(text string) (d decimal.Decimal, ok bool) {
	digits, percent := strings.CutSuffix(strings.ReplaceAll(text, ",", ""), "%")
	d, err := decimal.NewFromString(digits)
	if percent {
		d = d.Shift(-2)
	}
	return d, err == nil
}

// half is half a unit of a decimal that many places above 元, what rounding may have
// taken off: nothing from whole 分.
func half(places int32) decimal.Decimal {
	if places > -2 {
		return decimal.New(5, places-1)
	}
	return decimal.Zero
}

// half is what rounding may have taken off a figure of a table that somebody typed.
func (v *verifier) half(f *fact) decimal.Decimal {
	if !v.book.typed || f.scale == 0 {
		return decimal.Zero
	}
	return decimal.New(5, f.scale-3)
}
