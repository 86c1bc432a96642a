package meaning

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// Empty says whether a text says no more than 预算数 does.
func (c Claim) Empty() bool {
	return len(c.Filter) == 0 && c.Rest == "" && c.Rows == "" && c.Source == "" && !c.Last && !c.Absent
}

// Claim is what texts say of the line items behind a figure.
type Claim struct {
	Filter pack.Filter
	Source string // a table other than the usual one, "" if none is named
	Last   bool   // of last year
	Rows   string // the field whose values the rows stand for, "" if none is named
	Absent bool   // of money that the input workbook does not know
	Rest   string // what no word explains
}

// entry is a word with its meaning.
type entry struct {
	text   string
	filter pack.Filter
	or     pack.Filter // what it may mean instead
	source string
	rows   string
	absent bool
}

// Words reads texts of forms.
type Words struct {
	exact   map[string]pack.Filter   // codes and their short names, which only count alone
	entries []entry                  // longer ones first
	classes map[string]pack.Filter   // names of the classes of the first list of codes, which head columns only where nothing else is called so
	Choices map[string][]string      // of a field of the table that 导入 fills, classes of codes too
	Coded   map[string]bool          // fields with codes
	Year    string                   // of the example's tables
	twice   map[string][]pack.Filter // names that codes of several lists have
	Heard   map[string]Claim         // what texts were found to say: the same headers are asked about again and again
}

// Learn gathers what the pack says of texts: 识词, the choices, groups and
// codes of the table that 导入 fills, and how exports write them.
func Learn(p *pack.Pack, year string) *Words {
	w := &Words{Year: year, exact: map[string]pack.Filter{}, classes: map[string]pack.Filter{}, Choices: map[string][]string{}, Coded: map[string]bool{}, twice: map[string][]pack.Filter{}, Heard: map[string]Claim{}}
	add := func(text string, filter pack.Filter, source string) {
		if text = layout.Key(text); text != "" {
			w.entries = append(w.entries, entry{text: text, filter: filter, source: source})
		}
	}
	for _, x := range p.Words {
		for _, text := range x.Written {
			add(text, x.Means, x.Source)
			if x.Absent && len(w.entries) > 0 {
				w.entries[len(w.entries)-1].absent = true
			}
			if len(x.Or) > 0 && len(w.entries) > 0 {
				w.entries[len(w.entries)-1].or = x.Or
			}
			if x.Rows != "" && len(w.entries) > 0 && slices.ContainsFunc(p.Input.Sheets, func(s pack.Sheet) bool { return slices.Contains(s.Fields(), x.Rows) }) {
				last := &w.entries[len(w.entries)-1]
				last.rows, last.source = x.Rows, ""
			}
		}
	}
	table := p.Input.Sheet(p.Intake.Sheet)
	if table == nil {
		return w
	}
	for _, field := range table.Fields() {
		if c := choiceColumn(p, table, field); c != nil && c.Required { // others are no parts of all money
			w.Choices[field] = c.Choices
		}
		for _, v := range Values(p, table, field) {
			all, _ := p.Group(field, v)
			add(v, pack.Filter{field: all}, "")
		}
	}
	for _, c := range table.Columns {
		if c.Kind != pack.Code {
			continue
		}
		codes := p.Codes[c.Codes]
		w.Coded[c.Name] = true
		for _, e := range codes.Entries() {
			w.exact[e.Code] = pack.Filter{atLevel(codes, c, e.Code): {e.Code}}
			if c.Codes == FirstCodes(p, table) && len(codes.Levels) > 0 && len(e.Code) == codes.Levels[0].Digits {
				w.classes[layout.Key(e.Name)] = w.exact[e.Code]
			}
			if len(codes.Levels) > 0 && len(e.Code) == codes.Levels[0].Digits && c.Codes != FirstCodes(p, table) {
				class := c.Name + "/" + codes.Levels[0].Name
				w.Choices[class] = append(w.Choices[class], e.Code)
				add(e.Name, pack.Filter{class: {e.Code}}, "")
			}
			if len(e.Code) != codes.Digits(c.Level) || c.Codes == FirstCodes(p, table) {
				continue
			}
			own, short := pack.Filter{c.Name: {e.Code}}, utf8.RuneCountInString(e.Name) <= 3
			if was := w.exact[layout.Key(e.Name)]; was == nil {
				w.exact[layout.Key(e.Name)] = own
			} else if short && !SameFields(was, own) {
				w.alsoMeans(layout.Key(e.Name), was, own)
			}
			if !short {
				add(e.Name, own, "")
			}
		}
	}
	own := func(text, field string) bool { // 特定目标类项目, of a table that has 特定目标类 in a field of its own
		return slices.ContainsFunc(table.Fields(), func(f string) bool {
			return f != field && slices.ContainsFunc(choices(p, table, f), func(v string) bool { return strings.Contains(text, v) })
		})
	}
	for _, c := range p.Intake.Columns {
		for _, v := range c.Values {
			for _, text := range v.Written {
				if all, ok := p.Group(c.Name, v.Means); ok && !own(text, c.Name) {
					add(text, pack.Filter{c.Name: all}, "")
				}
			}
		}
	}
	w.merge()
	slices.SortStableFunc(w.entries, func(a, b entry) int {
		return cmp.Compare(utf8.RuneCountInString(b.text), utf8.RuneCountInString(a.text))
	})
	return w
}

// atLevel is the field of a code of a column, with the level if it is a higher one than
// those that are entered.
func atLevel(codes *budget.CodeList, c pack.Column, code string) string {
	for _, l := range codes.Levels {
		if l.Digits == len(code) && l.Digits < codes.Digits(c.Level) {
			return c.Name + "/" + l.Name
		}
	}
	return c.Name
}

// merge makes one of words that are written alike: a name that two codes have means both.
func (w *Words) merge() {
	var out []entry
	for _, e := range w.entries {
		i := slices.IndexFunc(out, func(o entry) bool { return o.text == e.text })
		if i < 0 {
			out = append(out, e)
			continue
		}
		for field, values := range e.filter {
			if was, ok := out[i].filter[field]; ok && len(out[i].filter) == 1 {
				out[i].filter = pack.Filter{field: narrow(was, values)}
			}
		}
		if len(e.filter) == 1 && len(out[i].filter) == 1 && !SameFields(e.filter, out[i].filter) {
			w.alsoMeans(e.text, out[i].filter, e.filter)
		}
	}
	w.entries = out
}

// alsoMeans keeps that a name of one list is one of another list too.
func (w *Words) alsoMeans(name string, was, own pack.Filter) {
	if len(w.twice[name]) == 0 {
		w.twice[name] = []pack.Filter{was}
	}
	w.twice[name] = append(w.twice[name], own)
}

// FirstCodes is the first code list of a table; its names are those of classes,
// which head rows and not columns.
func FirstCodes(p *pack.Pack, s *pack.Sheet) string {
	for _, c := range s.Columns {
		if c.Kind == pack.Code {
			return c.Codes
		}
	}
	return ""
}

// Values are the choices and groups of a field of the table, or of a field that
// comes with a 引用.
func Values(p *pack.Pack, s *pack.Sheet, field string) (out []string) {
	c := choiceColumn(p, s, field)
	if c == nil {
		return nil
	}
	for _, g := range c.Groups {
		out = append(out, g.Name)
	}
	for _, v := range c.Choices {
		if utf8.RuneCountInString(v) > 1 {
			out = append(out, v)
		}
	}
	return out
}

// choices are those of a field of the table, or of one that comes with a 引用.
func choices(p *pack.Pack, s *pack.Sheet, field string) []string {
	if c := choiceColumn(p, s, field); c != nil {
		return c.Choices
	}
	return nil
}

// choiceColumn is the column of a field with choices, nil if it has none.
func choiceColumn(p *pack.Pack, s *pack.Sheet, field string) *pack.Column {
	c := s.Column(field)
	for _, ref := range s.Columns {
		if c == nil && slices.Contains(ref.Joined, field) {
			c = p.Input.Sheet(ref.Sheet).Column(field)
		}
	}
	if c == nil || c.Kind != pack.Choice {
		return nil
	}
	return c
}

// Read is what a text says. Longer words go before shorter ones that they contain;
// where two words limit the same field, the narrower counts, and of two that
// exclude each other both do.
func (w *Words) Read(text string) Claim {
	said, ok := w.Heard[text]
	if !ok {
		said = w.understand(text)
		w.Heard[text] = said
	}
	said.Filter = maps.Clone(said.Filter)
	return said
}

// Hear keeps what a text was found to say that no word explains.
func (w *Words) Hear(text string, f pack.Filter) { w.Heard[text] = Claim{Filter: f} }

func (w *Words) understand(text string) Claim {
	if m := butFor.FindStringSubmatch(layout.Tight(text)); m != nil {
		whole, left := w.Read(strings.Replace(layout.Tight(text), m[0], "", 1)), w.Read(m[2])
		for field, values := range left.Filter {
			own := slices.DeleteFunc(slices.Clone(whole.Filter[field]), func(v string) bool { return slices.Contains(values, v) })
			if len(own) > 0 && left.Rest == "" { // 事业收入（不含专户资金）
				whole.Filter[field] = own
				return whole
			}
		}
	}
	if m := alsoIs.FindStringSubmatch(layout.Tight(text)); m != nil && w.Read(m[1]).Rest != "" { // 上年结余（包括国库集中支付额度结余）
		return w.Read(strings.Replace(layout.Tight(text), m[0], "", 1))
	}
	if before, what, ok := cutTaken(layout.Tight(text)); ok {
		if more := w.Read(what); more.Rest == "" && len(more.Filter) > 0 && w.Halves(more.Filter) { // 本表包含上年结转资金: not that alone
			return w.Read(before)
		}
	}
	said := Claim{Filter: pack.Filter{}}
	if f, ok := w.exact[layout.Tight(text)]; ok && layout.AllDigits(layout.Tight(text)) { // a code, not the number of a column
		said.Filter = maps.Clone(f)
		return said
	}
	if code, name := (layout.Cell{Text: text}).Digits(); len(code) > 2 && name != "" && w.exact[code] != nil { // [301]工资福利支出
		if c := w.Read(name); len(c.Filter) == 0 || SameFields(c.Filter, w.exact[code]) {
			return Claim{Filter: maps.Clone(w.exact[code])}
		}
	}
	rest := []rune(layout.Key(without(text, w.Year, &said)))
	if f, ok := w.exact[string(rest)]; ok && !slices.ContainsFunc(w.entries, func(e entry) bool { return e.text == string(rest) }) {
		said.Filter = maps.Clone(f)
		return said
	}
	known, left := w.longestFirst(slices.Clone(rest))
	if left != "" {
		if inTurn, none := w.inTurn(string(rest)); none == "" { // 上年结转安排支出, of which 结转安排支出 is the longest word
			known, left = inTurn, none
		}
	}
	for _, e := range known {
		said.Source = cmp.Or(said.Source, e.source)
		said.Rows = cmp.Or(said.Rows, e.rows)
		said.Absent = said.Absent || e.absent
		for field, values := range e.filter {
			said.Filter[field] = narrow(said.Filter[field], values)
		}
	}
	said.Rest = left
	if f, ok := w.exact[said.Rest]; ok && !slices.ContainsFunc(slices.Collect(maps.Keys(said.Filter)), func(f string) bool { return w.Coded[FieldOf(f)] }) {
		said.Filter, said.Rest = With(f, said.Filter), "" // 培训费 of 培训费预算数
	}
	if all := w.each(text); all != nil && (said.Rest != "" || said.Source == "" && said.Rows == "" && SameFields(all, said.Filter)) {
		return Claim{Filter: all} // 财政专户资金和其他资金: the wider one of two that overlap, not the narrower
	}
	return said
}

// Implies says whether a text limits a field only by words that limit others too: “三公”经费 are 财政拨款 by what they are,
// 财政拨款“三公”经费 say so.
func (w *Words) Implies(text, field string) (implied bool) {
	known, _ := w.longestFirst([]rune(layout.Key(text)))
	for _, e := range known {
		if e.filter[field] != nil && len(e.filter) == 1 {
			return false
		}
		implied = implied || e.filter[field] != nil
	}
	return implied
}

// longestFirst are the known words in a text, the longest ones first wherever they stand, and what is left of it.
func (w *Words) longestFirst(text []rune) (known []entry, left string) {
	for _, e := range w.entries {
		word := []rune(e.text)
		for i := index(text, word); i >= 0; i = index(text, word) {
			for j := range word {
				text[i+j] = ' '
			}
			known = append(known, e)
		}
	}
	return known, strings.Join(strings.Fields(string(text)), "")
}

// inTurn are the known words of a text as they follow each other, each as long as can be; left is what it begins with
// that is none.
func (w *Words) inTurn(text string) (known []entry, left string) {
	left = text
	for left != "" {
		i := slices.IndexFunc(w.entries, func(e entry) bool { return e.text != "" && strings.HasPrefix(left, e.text) })
		if i < 0 {
			break
		}
		known = append(known, w.entries[i])
		left = left[len(w.entries[i].text):]
	}
	return known, left
}

// each is what a text takes that joins names of one field, such as 水费、电费; nil if it does not.
func (w *Words) each(text string) (all pack.Filter) {
	names := strings.FieldsFunc(layout.Tight(text), func(r rune) bool { return strings.ContainsRune("、和及与", r) })
	if len(names) < 2 {
		return nil
	}
	for i, name := range names {
		c := w.Read(name)
		if c.Rest != "" || len(c.Filter) != 1 || c.Source != "" || i > 0 && !SameFields(c.Filter, all) {
			return nil
		}
		if all == nil {
			all = pack.Filter{}
		}
		for field, values := range c.Filter {
			all[field] = Union(all[field], values)
		}
	}
	return all
}

// butFor is what a text says that it leaves out.
var butFor = pattern.Of(`[（(](不含|不包括|不包含|扣除)([^（）()]+)[)）]`)

// alsoIs is a remark of what belongs to the words before it.
var alsoIs = pattern.Of(`[（(](?:含|包括|包含)([^（）()]+)[)）]`)

// taken is a word before what a table takes too.
var taken = pattern.Of(`[（(]?(均含|已含|包含|包括|含)`)

// cutTaken parts a text before what it says is taken too, unless that is left out (不含) or a part (其中：含).
func cutTaken(text string) (before, what string, ok bool) {
	at := taken.FindStringIndex(text)
	if at == nil || strings.HasSuffix(text[:at[0]], "不") || strings.Contains(text[:at[0]], "其中") {
		return "", "", false
	}
	return text[:at[0]], strings.TrimRight(text[at[1]:], ")）。"), true
}

// Line is what the labels of a line say.
func (w *Words) Line(l Line) Claim {
	said := w.Read(l.Label)
	if c := w.Read(l.Beside); l.Beside != "" && c.Rest == "" {
		rest := said.Rest
		said = Together(c, said)
		said.Rest = rest
	}
	return said
}

// OfOtherList says whether words were read as a code of another list than the one of which a line, as those beside it,
// is a name.
func (w *Words) OfOtherList(read pack.Filter, line Part) bool {
	if len(read) != 1 || !strings.Contains(line.By, "/") {
		return false
	}
	for field := range read {
		return w.Coded[FieldOf(field)] && FieldOf(field) != FieldOf(line.By)
	}
	return false
}

// goesOn says whether a line without a number is a part as the one above it, of which 其中
// stands before: it says the same kind of thing, as the line that both are parts of does not.
func (w *Words) goesOn(l, above, head Line) bool {
	own, said := w.Read(l.Label).Filter, w.Read(above.Label).Filter
	return layout.RestHead.MatchString(layout.Key(l.Label)) || len(own) > 0 && SameFields(own, said) && !SameFields(own, w.Read(head.Label).Filter)
}

// outside says whether a line is no part of the one that a line of 其中 is a part of: 会议费
// below 公务用车购置及运行费 and 其中：公务用车运行费.
func (w *Words) outside(l, part, head Line) bool {
	own, of, whole := w.Read(l.Label).Filter, w.Read(part.Label).Filter, w.Read(head.Label).Filter
	for field, all := range whole {
		if len(of[field]) > 0 && Covers(all, of[field]) && len(own[field]) > 0 && !Covers(all, own[field]) {
			return true
		}
	}
	return false
}

// RowsIn are the fields that a header of labels names: 单位名称（功能分类科目） two.
func (w *Words) RowsIn(head string) (out []string) {
	parts := strings.FieldsFunc(layout.Tight(head), func(r rune) bool { return strings.ContainsRune("()（）、/及和", r) })
	names := slices.ContainsFunc(parts, func(p string) bool { return strings.HasSuffix(p, "名称") }) // 单位（项目）名称, 单位名称（科目、项目）
	for _, part := range parts {
		f := w.Read(part).Rows
		if f == "" && len(parts) > 1 && (names || !strings.ContainsAny(head, "()（）")) {
			f = w.Read(part + "名称").Rows // 单位、项目名称
		}
		if f != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// andOthers is what a title adds without saying of what: 项目支出及其他支出预算表.
var andOthers = pattern.Of(`[和及与]其他(支出|收入|资金)`)

// Title is what the title of a table says: where it joins subjects, as in “三公”经费和
// 机关运行经费, only what all of them say.
func (w *Words) Title(text string) Claim {
	text = andOthers.ReplaceAllString(layout.Tight(text), "") // which nobody can say
	said := w.Read(text)
	if y, err := strconv.Atoi(w.Year); err == nil && slices.Contains(layout.Years(text), y) {
		said.Last = false // of both: 2025年决算及2026年预算表
	}
	parts := w.joined(text)
	if len(parts) < 2 {
		return said
	}
	codes := func(field string) bool { return w.Coded[FieldOf(field)] }
	named := slices.ContainsFunc(slices.Collect(maps.Keys(parts[0].Filter)), codes) // the first subject; what limits it besides may limit all
	others := func(field string) bool {                                             // 一般公共预算基本支出和项目支出: each of the others limits something else
		return !slices.ContainsFunc(parts[1:], func(c Claim) bool { return len(c.Filter) == 0 || c.Filter[field] != nil })
	}
	maps.DeleteFunc(said.Filter, func(field string, _ []string) bool {
		if (named || others(field)) && parts[0].Filter[field] != nil && !codes(field) && !slices.ContainsFunc(parts[1:], func(c Claim) bool { return c.Filter[field] != nil }) {
			return false // said once, before all of them: 一般公共预算拨款“三公”经费及会议费、培训费
		}
		return slices.ContainsFunc(parts, func(c Claim) bool { return c.Filter[field] == nil })
	})
	for field := range said.Filter {
		for _, c := range parts {
			if codes(field) {
				said.Filter[field] = Union(said.Filter[field], c.Filter[field])
			}
		}
	}
	return said
}

// Around is what the title of a table says and the notes below it, but for those that explain.
func (w *Words) Around(t *layout.Table) []Claim {
	out := []Claim{w.Title(t.Called)}
	for _, note := range t.Notes {
		if note = howMuch.ReplaceAllString(note, "$1"); ofAmount.MatchString(note) {
			continue // 其中聘用人员经费98.76万元
		}
		if len([]rune(note)) < 20 && !strings.Contains(note, "反映") {
			out = append(out, w.Title(note))
			continue
		}
		for _, clause := range strings.FieldsFunc(layout.Tight(note), func(r rune) bool { return strings.ContainsRune("，。；,;", r) }) {
			if said := w.Title(leftOut.FindString(clause)); said.Rest == "" {
				out = append(out, said) // 本表反映当年财政拨款，不包括上年结转
			}
			if year := ofYear.FindString(clause); year != "" && !strings.Contains(leftOut.ReplaceAllString(note, ""), "结转") {
				out = append(out, w.Title(year[len("反映"):]))
			}
		}
	}
	return out
}

// howMuch is what a note says of the amount of what a table has in it: 含上年结转12.34万元 says no more than 含上年结转.
var howMuch = pattern.Of(`((?:含|包括|包含)\p{Han}{2,12}?)(?:[\d,.]+|[_＿XxＸ×*]{2,})?(?:亿|万|千)?元`)

// ofAmount is a note that gives an amount, or room for one: of what, it says of no other figure.
var ofAmount = pattern.Of(`(\d|[_＿XxＸ×*]{2})(亿|万|千)?元`)

// leftOut is what a clause says that a table leaves out.
var leftOut = pattern.Of(`不(含|包括|包含).+$`)

// ofYear is what a clause says of the year of the money that a table shows: 本表反映2026年当年一般公共预算拨款支出.
// 反映本年度收支 says that of no money.
var ofYear = pattern.Of(`反映[^，]{0,12}当年[^，]{0,4}(财政|公共预算|基金|资本经营)`)

// joined are the subjects that a title joins, those that say something.
func (w *Words) joined(text string) (parts []Claim) {
	for _, s := range strings.FieldsFunc(layout.Tight(text), func(r rune) bool { return strings.ContainsRune("和及与、", r) }) {
		if c := w.Read(s); len(c.Filter) > 0 {
			parts = append(parts, c)
		}
	}
	return parts
}

// subjects are the codes of each of several subjects that a title joins.
func (w *Words) subjects(text string) (out []pack.Filter) {
	parts := w.joined(text)
	for _, c := range parts {
		own := maps.Clone(c.Filter)
		maps.DeleteFunc(own, func(field string, _ []string) bool { return !w.Coded[FieldOf(field)] })
		if len(parts) > 1 && len(own) > 0 {
			out = append(out, own)
		}
	}
	return out
}

// Stem is a title without the words that limit one choice of several, such as the fund.
func (w *Words) Stem(title string) string {
	rest := layout.Key(layout.Brackets.ReplaceAllString(layout.Tight(layout.YearWords.ReplaceAllString(title, "")), ""))
	for _, e := range w.entries {
		several := len(e.filter) > 0
		for field := range e.filter {
			several = several && len(w.Choices[field]) > 2 && !w.Coded[FieldOf(field)]
		}
		if several {
			rest = strings.ReplaceAll(rest, e.text, "")
		}
	}
	return rest
}

// Exhausted says whether others take all choices of the one field that they limit, so that
// nothing is left to 其他.
func (w *Words) Exhausted(others []Claim, within pack.Filter) bool {
	for field, all := range w.Choices {
		if limit, ok := within[field]; ok {
			all = limit
		}
		each := len(others) > 0
		var taken []string
		for _, c := range others {
			each = each && len(c.Filter[field]) > 0
			taken = append(taken, c.Filter[field]...)
		}
		if each && len(all) > 2 && Covers(taken, all) {
			return true
		}
	}
	return false
}

// Vague notes the headers that do not limit: where a line below 本年预算 is 上年结转, the
// header only says of which year the budget is.
func (w *Words) Vague(t *layout.Table, n *Namer, carries bool) {
	t.Vague = map[int]map[string]bool{}
	for _, block := range t.Blocks {
		w.ofAllYears(t, block, carries)
		for _, l := range n.Lines(t, block) {
			for field, values := range w.Line(l).Filter {
				choices := w.Choices[field]
				if len(choices) != 2 || !slices.Equal(values, choices[1:]) {
					continue
				}
				for _, col := range block.Figures {
					for _, head := range t.Heads(col) {
						if c := w.Read(head); slices.Equal(c.Filter[field], choices[:1]) && w.Halves(c.Filter) {
							w.vagueIn(t, head, field, choices[1:])
						}
					}
				}
			}
		}
	}
}

// ofAllYears notes the headers that say 本年 of money that was carried over too: 本年预算数 beside
// 上年预算数, 本年支出 where no column is of 上年结转, or what comes in stands apart from what goes out
// (本年收入 beside 年初结转和结余). Figures decide of 本年支出 alone: where nothing carries over, words do.
func (w *Words) ofAllYears(t *layout.Table, block *layout.Block, carries bool) {
	half := func(head string, n int) bool { // the first or the second of two choices
		said := w.Read(head)
		for field, values := range said.Filter {
			if choices := w.Choices[field]; len(choices) != 2 || len(values) != 1 || values[0] != choices[n] {
				return false
			}
		}
		return len(said.Filter) > 0
	}
	comesIn, last := false, false
	carried := map[string]bool{} // by what stands above a header of 上年结转
	for _, col := range block.Figures {
		heads := t.Heads(col)
		for i, head := range heads {
			comesIn = comesIn || half(head, 0) && strings.Contains(head, "收入")
			last = last || w.Read(head).Last
			if half(head, 1) {
				carried[strings.Join(heads[i+1:], "/")] = true
			}
		}
	}
	for _, col := range block.Figures {
		heads := t.Heads(col)
		for i, head := range heads {
			beside := carried[strings.Join(heads[i+1:], "/")]
			spent := strings.Contains(head, "支出") && len(t.Blocks) == 1 && (comesIn || !beside && carries) // in a table of two sides 本年收入 heads the other one
			if half(head, 0) && (last && !beside || spent) {
				t.NotLimiting(col, head)
			}
		}
	}
}

// vagueIn notes a header that does not limit, on both sides of a table; beside a column of
// 上年结转 it does.
func (w *Words) vagueIn(t *layout.Table, head, field string, other []string) {
	for _, block := range t.Blocks {
		says := func(col int) bool {
			return slices.ContainsFunc(t.Heads(col), func(h string) bool { return slices.Equal(w.Read(h).Filter[field], other) })
		}
		if slices.ContainsFunc(block.Figures, says) {
			continue
		}
		for _, col := range block.Figures {
			t.NotLimiting(col, head)
		}
	}
}

// Rest is what 其他 means beside others: the choices of the one field that all of them
// limit which none of them takes; nil if there is no such field. within limits it too.
func (w *Words) Rest(others []Claim, within pack.Filter) pack.Filter {
	for field, all := range w.Choices {
		if class, level := pack.CutField(field); level != "" && len(within[field]) == 1 && len(others) > 0 && len(others[0].Filter[class]) > 0 {
			field, all = class, w.below(class, within[field][0]) // of the codes of one class
		} else if limit, ok := within[field]; ok {
			all = limit
		}
		var taken []string
		each := len(others) > 0
		for _, c := range others {
			each = each && len(c.Filter[field]) > 0 && len(c.Filter) == 1
			taken = append(taken, c.Filter[field]...)
		}
		left := slices.DeleteFunc(slices.Clone(all), func(v string) bool { return slices.Contains(taken, v) })
		if each && len(left) > 0 && len(left) < len(all) {
			return pack.Filter{field: left}
		}
	}
	return nil
}

// below are the codes of a field that are entered below another one.
func (w *Words) below(field, code string) (out []string) {
	for c, f := range w.exact {
		if f[field] != nil && layout.AllDigits(c) && strings.HasPrefix(c, code) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}

// without takes years and units out of a text, and notes whether it speaks of last year.
func without(text, year string, said *Claim) string {
	text = layout.YearWords.ReplaceAllStringFunc(carried(layout.Tight(text), year), func(y string) string {
		if year != "" && y[:4] == layout.Before(year, 1) {
			said.Last = true
		}
		return ""
	})
	if layout.LastYear.MatchString(text) {
		said.Last = true
		text = layout.LastYear.ReplaceAllString(text, "")
	}
	return layout.UnitWords.ReplaceAllString(text, "")
}

func index(text, word []rune) int {
	for i := 0; i+len(word) <= len(text); i++ {
		if slices.Equal(text[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}

// narrow joins two limits of one field.
func narrow(a, b []string) []string {
	within := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(v string) bool { return !slices.Contains(b, v) })
	}
	switch {
	case a == nil || within(b, a):
		return b
	case within(a, b):
		return a
	}
	return Union(a, b)
}

// Union are the values of two limits, each once.
func Union(a, b []string) []string {
	out := slices.Clone(a)
	for _, v := range b {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// Together is what several texts say, the nearest first: a farther one adds only
// what nearer ones leave open, and narrows what they say more widely: 财政拨款 below
// 一般公共预算支出表.
func Together(nearest ...Claim) Claim {
	out := Claim{Filter: pack.Filter{}}
	for _, c := range nearest {
		for field, values := range c.Filter {
			if near, said := out.Filter[field]; !said || len(values) < len(near) && Covers(near, values) {
				out.Filter[field] = values
			}
		}
		out.Source = cmp.Or(out.Source, c.Source)
		out.Last = out.Last || c.Last
	}
	return out
}

// With adds limits of fields that a filter leaves open.
func With(f, more pack.Filter) pack.Filter {
	out := maps.Clone(f)
	if out == nil {
		out = pack.Filter{}
	}
	for field, values := range more {
		if _, said := out[field]; !said {
			out[field] = values
		}
	}
	return out
}

// Same says whether two filters let the same records pass.
func Same(a, b pack.Filter) bool {
	return maps.EqualFunc(a, b, func(a, b []string) bool {
		a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
		return slices.Equal(slices.Compact(a), slices.Compact(b))
	})
}

// carried says 上年 for the year before where a text speaks of what is carried over from
// it: 2025年结转 is 上年结转, and no figure of last year's tables.
func carried(text, year string) string {
	return layout.CarryOver.ReplaceAllStringFunc(text, func(s string) string {
		if year == "" || s[:4] != layout.Before(year, 1) {
			return s
		}
		return "上年" + strings.TrimPrefix(strings.TrimPrefix(s[4:], "年"), "度")
	})
}
