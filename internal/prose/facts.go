package prose

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/published"
)

// known is the figures of the tables by what they sum.
type known struct {
	facts    []fact
	by       map[string][]fact // by the key of a filter
	unit     string            // the field of units
	projects map[string][]fact // of projects, by the key of a filter without their unit
	units    map[string]bool   // names of units that have figures
	choices  map[string]bool   // the fields of choices
	wholly   []whole
	years    []pack.Column // that tell this year's money from what is carried over
}

// fact is a figure of a table.
type fact struct {
	published.Fact
	value decimal.Decimal // 元
	step  decimal.Decimal
	book  bool // of the workbook, not of the document
}

// knownOf is what tables tell, those of the workbook and those of the document; nil are none.
func (j *judge) knownOf(book, own *published.Figures) *known {
	k := newKnown(j.p)
	if book != nil {
		k.add(j.p, book, true)
	}
	if own != nil {
		k.add(j.p, own, false)
	}
	k.settle()
	return k
}

func newKnown(p *pack.Pack) *known {
	return &known{by: map[string][]fact{}, projects: map[string][]fact{}, units: map[string]bool{}, unit: unitField(p), years: choicesOfTwo(p), choices: choiceFields(p)}
}

func (k *known) add(p *pack.Pack, f *published.Figures, book bool) {
	for _, x := range f.Facts {
		if x.Open != "" && !x.Last || strings.Contains(x.Table, "绩效目标") {
			continue
		}
		one := fact{Fact: x, value: decimal.New(int64(x.Amount), -2), step: decimal.New(int64(x.Step), -2), book: book}
		k.facts = append(k.facts, one)
		id := key(x.Filter, x.Last)
		k.by[id] = append(k.by[id], one)
		if apart := projectAlone(p, x.Filter); apart != nil {
			id := key(apart, x.Last)
			k.projects[id] = append(k.projects[id], one)
		}
		for _, u := range x.Filter[unitField(p)] {
			k.units[u] = true
		}
	}
}

// projectAlone is the filter of a project without its unit, nil of other figures.
func projectAlone(p *pack.Pack, f pack.Filter) pack.Filter {
	s, unit := p.Input.Sheet(p.Intake.Sheet), unitField(p)
	if s == nil || f[unit] == nil {
		return nil
	}
	for _, c := range s.Columns {
		if c.Kind == pack.Text && f[c.Name] != nil {
			out := maps.Clone(f)
			delete(out, unit)
			return out
		}
	}
	return nil
}

// unitField is the field of the usual table that names units.
func unitField(p *pack.Pack) string {
	if s := p.Input.Sheet(p.Intake.Sheet); s != nil {
		for _, c := range s.Columns {
			if c.Kind == pack.Ref {
				return c.Name
			}
		}
	}
	return ""
}

// settle leaves out zeros where another table has money: a blank may be a line that is
// not used.
func (k *known) settle() {
	for id, all := range k.projects { // one name of several units may be meant together
		if k.by[id] == nil && !slices.ContainsFunc(all, func(f fact) bool { return f.Filter[k.unit][0] != all[0].Filter[k.unit][0] }) {
			k.by[id] = all
		}
	}
	for id, all := range k.by {
		if slices.ContainsFunc(all, func(f fact) bool { return !f.value.IsZero() }) {
			k.by[id] = slices.DeleteFunc(all, func(f fact) bool { return f.value.IsZero() })
		}
	}
	k.prove()
}

// of are the facts that the readings of a figure may be, those of the likeliest first.
func (k *known) of(all []reading) (out []fact) {
	for _, r := range all {
		out = append(out, k.by[key(r.filter, r.last)]...)
	}
	for i := 0; i < len(all) && len(out) == 0; i++ {
		out = k.same(all[i])
	}
	return out
}

// same are the facts that a reading may be though no table says just that: of a part of
// its money, where the tables show that there is no other, or where they know only that.
func (k *known) same(r reading) (out []fact) {
	for _, c := range k.years { // 本年收入合计 where nothing is carried over from last year
		if slices.Equal(r.filter[c.Name], c.Choices[:1]) && !slices.ContainsFunc(k.facts, func(x fact) bool { return slices.Equal(x.Filter[c.Name], c.Choices[1:]) && !x.value.IsZero() }) {
			if out = k.by[key(without(r.filter, c.Name), r.last)]; len(out) > 0 {
				return out
			}
		}
	}
	for _, w := range k.wholly {
		if w.last != r.last || r.filter[w.field] != nil && !wider(pack.Filter{w.field: r.filter[w.field]}, pack.Filter{w.field: w.values}) || !wider(w.of, r.filter) {
			continue
		}
		part := maps.Clone(r.filter)
		part[w.field] = w.values
		if out = k.by[key(part, r.last)]; len(out) > 0 {
			return out
		}
	}
	for _, x := range k.facts { // 财政拨款“三公”经费 where all tables of it are of 一般公共预算
		if x.Last != r.last || len(x.Filter) != len(r.filter) || len(r.filter) < 2 || !wider(r.filter, x.Filter) || !oneNarrower(r.filter, x.Filter) || !holds(k.by[key(x.Filter, x.Last)], x) {
			continue
		}
		if len(out) > 0 && !x.value.Equal(out[0].value) {
			return nil
		}
		out = append(out, x)
	}
	return out
}

// oneNarrower says whether filters differ in one field of choices alone.
func oneNarrower(wide, narrow pack.Filter) bool {
	n := 0
	for field := range wide {
		if !wider(pack.Filter{field: narrow[field]}, pack.Filter{field: wide[field]}) {
			n++
			if strings.HasSuffix(field, "编码") {
				return false
			}
		}
	}
	return n == 1
}

// limitedBy says whether a filter limits no other fields.
func limitedBy(f pack.Filter, fields map[string]bool) bool {
	for field := range f {
		if !fields[field] {
			return false
		}
	}
	return true
}

// whole is money of which all has one of the values of a field: 基本支出 that is of
// 一般公共预算 alone.
type whole struct {
	of     pack.Filter
	field  string
	values []string
	last   bool
}

// prove finds what is of one kind alone: two tables have the same amount of it, one of which
// is limited to that kind.
func (k *known) prove() {
	known := map[string]bool{}
	for _, x := range k.facts {
		if x.value.IsZero() || !limitedBy(x.Filter, k.choices) {
			continue
		}
		for _, field := range slices.Sorted(maps.Keys(x.Filter)) {
			of := without(x.Filter, field)
			if slices.ContainsFunc(k.by[key(of, x.Last)], func(y fact) bool { return y.value.Equal(x.value) }) {
				if id := field + key(of, x.Last); !known[id] {
					known[id] = true
					k.wholly = append(k.wholly, whole{of, field, x.Filter[field], x.Last})
				}
			}
		}
	}
}

// key names a filter.
func key(f pack.Filter, last bool) string {
	var b strings.Builder
	if last {
		b.WriteString("上年")
	}
	for _, field := range slices.Sorted(maps.Keys(f)) {
		values := slices.Compact(slices.Sorted(slices.Values(f[field])))
		b.WriteString("\x1f" + field + "\x1e" + strings.Join(values, "\x1e"))
	}
	return b.String()
}

// idle are words that say nothing of what a figure sums.
var (
	idleBefore = pattern.Of(`^(其中|主要包括|包括|支出包括|收入包括|分别为|分别是|即|以及|和|及|与|按支出性质分|另有|剩余|我部门|我局|我委|我院|我单位|我办|我中心|本部门|本单位|本局|全局|全年|年初|共|共计|总计|共安排|拟安排|计划安排|安排|预计|截至.*)`)
	idleWithin = pattern.Of(`我部门|我局|我委|我院|我单位|我办|我中心|本部门|本单位|本局|本年度|年度`)
	headWords  = pattern.Of(`情况|说明|数据|变动|变化|原因|规模|结构|关于|及其|以及|具体|总体|安排|增减|如下|方面`)
)

// plainPhrase is a phrase without the words that do not matter.
func plainPhrase(text string) string {
	text = strings.TrimSpace(text)
	for {
		was := text
		text = strings.TrimSpace(listMark.ReplaceAllString(text, ""))
		if short := strings.TrimSpace(idleBefore.ReplaceAllString(text, "")); short != "" {
			text = short
		}
		for _, w := range []string{"预算数为", "预算为", "总额为", "为", "是", "共", "约", "达到", "达", "列支", "：", ":", "安排", "总数"} {
			if short := strings.TrimSuffix(text, w); short != "" {
				text = strings.TrimSpace(short)
			}
		}
		if text == was {
			break
		}
	}
	text = wholeOf.ReplaceAllString(text, "$1")
	text = strings.NewReplacer("收、支", "收支", "收入、支出", "收支").Replace(text)
	return idleWithin.ReplaceAllString(whoseIs.ReplaceAllString(text, ""), "")
}

// wholeOf is 总 that says no more than the word behind it: 总预算.
var wholeOf = pattern.Of(`总(预算|收入|支出|体)`)

// whoseIs are units whose money it is: 1个参公单位的机关运行经费.
var whoseIs = pattern.Of(`^[^的]*单位的`)

// listMark is how items are counted.
var listMark = pattern.Of(`^([一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．)）]|[①-⑳]|第[一二三四五六七八九十]{1,3}部分)\s*`)

// reading is a way to understand the words of a figure.
type reading struct {
	filter pack.Filter
	last   bool
}

// readings are the ways to understand a figure's words within what is said around it, the
// likeliest first; none if a word is not understood.
func (j *judge) readings(f *figure, own published.Meaning) (out []reading) {
	around, ok := j.around(f)
	if !ok {
		return nil
	}
	var plain, opened []pack.Filter
	unit, body := unitField(j.p), j.body(f.p)
	add := func(filter pack.Filter) {
		if body != "" && filter[unit] == nil { // what a unit says of itself
			filter = published.Together(pack.Filter{unit: {body}}, filter)
		}
		all := j.open(filter)
		plain, opened = append(plain, all[0]), append(opened, all[1:]...)
	}
	for _, o := range own.Filters {
		for i, c := range around {
			for _, d := range around[i+1:] {
				add(published.Together(published.Together(o, c), d))
			}
		}
		for _, c := range around {
			add(published.Together(o, c))
		}
		add(o)
	}
	seen := map[string]bool{}
	for _, filter := range append(plain, opened...) {
		if id := key(filter, own.Last); !seen[id] {
			seen[id] = true
			out = append(out, reading{filter, own.Last})
		}
	}
	return out
}

// open are a filter and those that it may also mean: of this year's money alone, and, where
// it names the department as its own unit, of all units.
func (j *judge) open(f pack.Filter) []pack.Filter {
	out := []pack.Filter{f}
	if unit := unitField(j.p); len(f[unit]) == 1 && f[unit][0] == j.name {
		out = append(out, without(f, unit))
	}
	for _, c := range j.known.years {
		for _, g := range slices.Clone(out) {
			if g[c.Name] == nil {
				more := maps.Clone(g)
				more[c.Name] = c.Choices[:1]
				out = append(out, more)
			}
		}
	}
	return out
}

// choiceFields are the names of all columns of choices.
func choiceFields(p *pack.Pack) map[string]bool {
	out := map[string]bool{}
	for _, s := range p.Input.Sheets {
		for _, c := range s.Columns {
			if c.Kind == pack.Choice {
				out[c.Name] = true
			}
		}
	}
	return out
}

// choicesOfTwo are the columns of the usual table that have two choices: 本年, 上年结转.
func choicesOfTwo(p *pack.Pack) (out []pack.Column) {
	if s := p.Input.Sheet(p.Intake.Sheet); s != nil {
		for _, c := range s.Columns {
			if c.Kind == pack.Choice && len(c.Choices) == 2 {
				out = append(out, c)
			}
		}
	}
	return out
}

// around are the filters that the sentence's subject and the headings give; ok is false if
// one of them speaks of something that the tables do not know.
func (j *judge) around(f *figure) (out []pack.Filter, ok bool) {
	add := func(m published.Meaning) bool {
		if m.Rest != "" || m.Absent || m.Source != "" {
			return false
		}
		for _, x := range m.Filters {
			if len(x) > 0 {
				out = append(out, x)
			}
		}
		return true
	}
	if s := j.subject(f); s != nil && s != f && !add(j.says(s)) {
		return nil, false
	}
	for i, h := range f.p.under {
		if h.Level <= 1 || i > 1 {
			break
		}
		if !add(j.about(h.Text)) && i == 0 {
			return nil, false
		}
	}
	return out, true
}

// says is what the words of a figure say; where they say no more than 2026年预算数, what the
// paragraph or the heading is about.
func (j *judge) says(f *figure) published.Meaning {
	words := f.words
	if body := j.body(f.p); body != "" { // whose money it is, its heading has said
		words = cmp.Or(strings.Replace(words, body, "", 1), words)
	}
	m := j.means(words)
	if m.Rest != "" || !empty(m) || m.Last || wholeWords.MatchString(f.words) {
		return m
	}
	about := topic(f.p)
	if about == "" && len(f.p.under) > 0 && f.p.under[0].Level > 1 {
		about = f.p.under[0].Text
	}
	if about == "" {
		return m
	}
	return j.about(about)
}

// about is what a heading, or the topic of a paragraph, says.
func (j *judge) about(head string) published.Meaning {
	return j.means(headWords.ReplaceAllString(listMark.ReplaceAllString(head, ""), ""))
}

// wholeWords name a total by themselves.
var wholeWords = pattern.Of(`总|合计|共计|收支|收入|支出`)

// topic is what a paragraph is about, if it begins with that alone: 2.公务接待费。2026年预算数…
func topic(p *Paragraph) string {
	text := listMark.ReplaceAllString(p.Text, "")
	at := strings.IndexAny(text, "。：:")
	if at < 0 || len([]rune(text[:at])) > 60 || strings.ContainsAny(text[:at], "，；、0123456789") {
		return ""
	}
	return text[:at]
}

// subject is the figure that a sentence is about: its first amount, or, of one that goes
// on with 其中, that of the sentence or paragraph before.
func (j *judge) subject(f *figure) *figure {
	var first *figure
	for _, o := range f.p.figs {
		if o.kind == amount && o.sentence == f.sentence {
			first = o
			break
		}
	}
	sentence := f.p.Text
	parts := strings.FieldsFunc(sentence, func(r rune) bool { return r == '。' || r == '\n' })
	if f.sentence < len(parts) && strings.HasPrefix(strings.TrimSpace(parts[f.sentence]), "其中") {
		for _, o := range f.p.figs {
			if o.kind == amount && o.sentence < f.sentence {
				return o
			}
		}
		first = nil
	}
	if first == nil || first == f {
		if p := j.intro(f.p); p != nil {
			for _, o := range p.figs {
				if o.kind == amount {
					return o
				}
			}
		}
	}
	return first
}

// intro is the paragraph that introduces a list of which a paragraph is an item.
func (j *judge) intro(p *Paragraph) *Paragraph {
	for n := p.Number - 2; n >= 0 && n >= p.Number-30; n-- {
		q := j.doc.Paragraphs[n]
		if q.Level > 0 {
			return nil
		}
		if opening.MatchString(q.Text) {
			return q
		}
	}
	return nil
}

var opening = pattern.Of(`(其中|包括|如下|方面|构成|组成)?[：:]$|其中[：:]?$`)
