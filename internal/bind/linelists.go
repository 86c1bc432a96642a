package bind

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/evidence"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
	"ysgk/internal/tags"
)

// lineLists binds sentences of which the example has one for each code, unit or project and the form one that stands for
// them: （一）××支出（类）××（款）××（项）××万元。 They become a line that repeats, or several that repeat together: one with
// the name above its sentence, or one for each label, 项目名称：××.
func (b *binder) lineLists(s *layout.Sheet) {
	e := b.shownBy(s)
	if e == nil || s.Tabular() {
		return
	}
	for row := 1; row <= s.Last.Row; row++ {
		for _, at := range s.Texts(row) {
			f := b.linesOf(s, at)
			if f == nil || b.lineList(s, e, f) || f.n > 1 {
				continue
			}
			if below := b.linesOf(s, layout.At(at.Col, f.to)); below != nil && below.n == 1 {
				b.nestedList(s, e, f, below)
			}
		}
	}
}

// formLines are the lines of a form that stand for some of the example: one with the room for an amount, and perhaps one
// above it with room alone, or several with labels; to is the row behind these and others that say the same.
type formLines struct {
	at     layout.Pos
	n, to  int
	shapes []*regexp.Regexp
	tail   string // the words before what the form leaves to be written of each record: 主要用于
}

// describedRoom is room with what is to be written there: ××（功能科目编码及名称）.
var describedRoom = pattern.Of(`(` + room + `)[（(][^（）()]*(?:编码|名称|代码|科目)[^（）()]*[)）]`)

// blankRoom is room that no sign marks, which a number before it would take as its own: 1.    （类）.
var blankRoom = pattern.Of(`[_＿]{2,}|[\s\x{a0}\x{3000}]{2,}|\x{3000}`)

// labelledRoom is a line that has but room behind its label.
var labelledRoom = pattern.Of(`^([^：:，,。；;]{2,20}[：:])\s*(?:` + room + `|[XＸ×])?(?:亿元|万元|千元|元)?[。；;]?$`)

// twoRooms is the room for a name and the one for its amount in one: ××××××元.
var twoRooms = pattern.Of(`^[XxＸ×*○]{5,}(?:亿元|万元|千元|元)`)

// moreOfThem stands below a line that is to be repeated.
var moreOfThem = pattern.Of(`^[.．。…·]{2,}$`)

// linesOf are the lines of a form from a text on, nil if they do not stand for others.
func (b *binder) linesOf(s *layout.Sheet, at layout.Pos) *formLines {
	plan := b.planOf(s)
	text := func(row int) string {
		c := s.Cells[layout.At(at.Col, row)]
		if len(s.Texts(row)) != 1 || c.Numeric || c.Formula || !s.Own(layout.At(at.Col, row)) || plan.Has(layout.At(at.Col, row)) || plan.Dropped(row) {
			return ""
		}
		return describedRoom.ReplaceAllString(blankRoom.ReplaceAllString(strings.TrimSpace(c.Text), "××"), "$1"+lineName)
	}
	labelled := func(row int) string {
		said := text(row)
		if m := labelledRoom.FindStringSubmatch(layout.Unnumbered(said)); m != nil {
			return m[1]
		}
		return ""
	}
	paid := func(text string) bool {
		all := slotsOf(text)
		return len(all) > 0 && !slices.ContainsFunc(all, func(s slot) bool { return s.number != "" || !s.money() && s.unit != "%" }) && (rooms.MatchString(withoutSlots(text)) || twoRooms.MatchString(layout.Unnumbered(text)))
	}
	f := &formLines{at: at, n: 1}
	switch first, next := text(at.Row), text(at.Row+1); {
	case labelled(at.Row) != "" && labelled(at.Row+1) != "":
		for f.n = 1; labelled(at.Row+f.n) != "" && labelled(at.Row+f.n) != labelled(at.Row); f.n++ {
		}
	case paid(first):
	case len(slotsOf(first)) == 0 && layout.Ordinals.MatchString(layout.Tight(first)) && roomAlone.MatchString(layout.Somebody.ReplaceAllString(layout.Unnumbered(first), "××")) && paid(next):
		f.n = 2
	default:
		return nil
	}
	bones := func(row int) (out []string) {
		for i := range f.n {
			out = append(out, bone(layout.Unnumbered(text(row+i))))
		}
		return out
	}
	for f.to = at.Row + f.n; slices.Equal(bones(f.to), bones(at.Row)); f.to += f.n {
	}
	for moreOfThem.MatchString(layout.Tight(layout.Unnumbered(text(f.to)))) {
		f.to++
	}
	for i := range f.n {
		said := text(at.Row + i)
		if labelled(at.Row+i) != "" && strings.HasSuffix(layout.Tight(said), ":") {
			said += "××" // for which the form leaves the rest of the line
		}
		f.shapes = append(f.shapes, shapeOf(said))
	}
	if last := text(at.Row + f.n - 1); openEnd.MatchString(last) {
		clauses := strings.FieldsFunc(openEnd.ReplaceAllString(last, ""), func(r rune) bool { return strings.ContainsRune("，。；,;", r) })
		f.tail = clauses[len(clauses)-1]
	}
	return f
}

// fewWords are two letters at most between the room for a name and that for an amount.
var fewWords = pattern.Of(`^([^\p{Han}]*)(\p{Han}{1,2})([^\p{Han}]*)$`)

// openEnd is where a line of a form leaves what it says of each record to be written: 主要用于……。
var openEnd = pattern.Of(`(?:…+|\.{3,}|。{3,})[。.；;]?$`)

// shapeOf are the texts that a text of a form may be with something in its room, whatever number is before it.
func shapeOf(text string) *regexp.Regexp {
	const sign = "\x01"
	plain := changed.ReplaceAllString(openEnd.ReplaceAllString(layout.Unnumbered(text), sign), sign) // of which the example has one side
	plain = layout.YearNumber.ReplaceAllString(plain, "")
	parts := strings.Split(strings.ReplaceAll(rooms.ReplaceAllString(layout.Somebody.ReplaceAllString(plain, sign), sign), lineName, ""), sign)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
		if i > 0 && i < len(parts)-1 { // “××”科目××万元 may be “某支出”33万元
			parts[i] = fewWords.ReplaceAllString(parts[i], "$1(?:$2)?$3")
		}
	}
	parts[len(parts)-1] = strings.TrimRight(parts[len(parts)-1], "；;。") // the last of several ends otherwise
	return regexp.MustCompile("^" + strings.Join(parts, ".+?") + "[；;。]?$")
}

// lineList makes lines of a form repeat, if the example has several of them in a row which are all of a list.
// It says whether it has.
func (b *binder) lineList(s, e *layout.Sheet, f *formLines) bool {
	is := func(from int) bool {
		for i, shape := range f.shapes {
			at := layout.At(f.at.Col, from+i)
			if c := e.Cells[at]; len(e.Texts(at.Row)) != 1 || c.Numeric || !shape.MatchString(layout.YearNumber.ReplaceAllString(layout.Unnumbered(c.Text), "")) {
				return false
			}
		}
		return true
	}
	for from := 1; from <= e.Last.Row; from++ {
		var lines [][]string
		for row := from; is(row) && !b.repeated[e][row]; row += f.n {
			var texts []string
			for i := range f.n {
				texts = append(texts, strings.TrimSpace(e.Cells[layout.At(f.at.Col, row+i)].Text))
			}
			lines = append(lines, texts)
		}
		if len(lines) < 2 {
			continue
		}
		if !b.inSection(s, f.at, e, layout.At(f.at.Col, from)) { // nor are the others of them
			from += len(lines)*f.n - 1
			continue
		}
		said := b.saidAbove(e, layout.At(f.at.Col, from))
		l := b.listed(lines, said, b.writing(e))
		if without, ok := withoutTails(lines, f.tail); l == nil && ok {
			if l = b.listed(without, said, b.writing(e)); l != nil {
				l.texts[len(l.texts)-1] += openTail
				l.open = append(l.open, f.tail+openTail)
			}
		}
		if l != nil {
			b.writeLines(s, f, l)
			b.noteRepeated(e, from, from+len(lines)*f.n)
			return true
		}
		from += len(lines)*f.n - 1
	}
	return false
}

// openTail is what stands for what nobody but the department can say of each record.
const openTail = "……"

// withoutTails are lines up to some words, which all of them have.
func withoutTails(lines [][]string, words string) (out [][]string, ok bool) {
	if words == "" {
		return nil, false
	}
	for _, texts := range lines {
		texts = slices.Clone(texts)
		last := &texts[len(texts)-1]
		i := strings.LastIndex(*last, words)
		if i < 0 {
			return nil, false
		}
		*last = (*last)[:i+len(words)]
		out = append(out, texts)
	}
	return out, true
}

// slips is how many of some lines a publisher may have got wrong, such as 其它 for 其他 or 887.36 for 87.36: the others
// say what they all are.
func slips(lines int) int { return lines * 3 / 10 }

// noteRepeated notes the rows [from, to) of the example as those of a line that repeats.
func (b *binder) noteRepeated(e *layout.Sheet, from, to int) {
	if b.repeated == nil {
		b.repeated = map[*layout.Sheet]map[int]bool{}
	}
	if b.repeated[e] == nil {
		b.repeated[e] = map[int]bool{}
	}
	for row := from; row < to; row++ {
		b.repeated[e][row] = true
	}
}

// saidAbove are the limits that the two texts above a line name, the nearest first.
func (b *binder) saidAbove(e *layout.Sheet, at layout.Pos) (out []pack.Filter) {
	for row := at.Row - 1; row > max(at.Row-3, 0); row-- {
		for _, o := range e.Texts(row) {
			for _, clause := range strings.FieldsFunc(e.Cells[o].Text, func(r rune) bool { return strings.ContainsRune(stops, r) }) {
				clause = clauseEnd.ReplaceAllString(withoutSlots(clause), "")
				if c := b.meant(b.bareClause(clause)); len(c.Filter) > 0 {
					out = append(out, c.Filter)
				}
			}
		}
	}
	return out
}

// clauseEnd are words of how a list goes, which say nothing of what it lists.
var clauseEnd = pattern.Of(`(安排)?(的)?(支出)?按.*(分类|划分|科目).*$`)

// lineOf is a line that repeats: its texts, of a view.
type lineOf struct {
	view  *pack.View
	texts []string
	ends  bool     // the last line ends otherwise
	open  []string // figures of which nothing is known, with the words before them
	slips []string // lines of the example that are otherwise
	gone  int      // records of last year alone, of which the example has no line
}

// listed is the list that lines of the example are, each a record: nil if no list gives all of them, or several do
// whose money nobody names.
func (b *binder) listed(lines [][]string, said []pack.Filter, w writing) *lineOf {
	if l := b.listedBut(0, lines, said, w); l != nil {
		return l
	}
	return b.listedBut(slips(len(lines)), lines, said, w)
}

// listedBut is the list that lines of the example are, but for some slips.
func (b *binder) listedBut(slips int, lines [][]string, said []pack.Filter, w writing) *lineOf {
	rows := b.lineRows()
	if len(lines[0]) > 1 {
		rows = append(b.apartRows(rows), rows...)
	}
	try := func(filter pack.Filter) *lineOf {
		for _, row := range rows {
			v := &pack.View{Sources: []string{b.x.Usual}, Filter: filter, Rows: []pack.RowDef{row}, Columns: []pack.ViewCol{{Name: pack.Root}}}
			if row.Order != "" && len(lines[0]) > 1 { // of whose records several lines say more than their name
				v.Carried = b.x.Determined(evidence.Shape{Sources: v.Sources, Rows: v.Rows})
			}
			if l := b.linesBy(v, lines, w, slips); l != nil {
				return l
			}
		}
		return nil
	}
	both := slices.Clone(said)
	for i, a := range said {
		for _, o := range said[i+1:] {
			if with := meaning.With(a, o); len(with) > max(len(a), len(o)) {
				both = append(both, with)
			}
		}
	}
	for _, filter := range append(both, nil) {
		if l := try(filter); l != nil {
			return l
		}
	}
	var found *lineOf
	for _, a := range b.x.Additions() {
		if len(a.Filter) != 1 {
			continue
		}
		if l := try(a.Filter); l != nil && found != nil {
			return nil
		} else if l != nil {
			found = l
		}
	}
	return found
}

// lineRows are the ways in which sentences may list items: by the codes of each level, the highest first, since those below
// it may happen to be as many; by units, by projects.
func (b *binder) lineRows() (out []pack.RowDef) {
	for _, c := range b.Pack.Input.Sheet(b.x.Usual).Columns {
		levels, _ := b.codeLevels(c.Name, nil)
		for _, by := range levels {
			out = append(out, pack.RowDef{Level: evidence.LevelOf(by), By: []string{by}})
		}
		if b.Pack.ListOf(c.Name) == "" && c.Kind != pack.Amount && b.x.Typed(c.Name) {
			out = append(out, pack.RowDef{Level: b.x.LevelName([]string{c.Name}, nil), By: []string{c.Name}, Order: "录入"})
		}
	}
	return out
}

// apartRows are those of some ways that list projects, with the projects of several units apart that are called the same.
func (b *binder) apartRows(rows []pack.RowDef) (out []pack.RowDef) {
	for _, row := range rows {
		if apart := b.x.ApartByUnit(evidence.Shape{Sources: []string{b.x.Usual}, Rows: []pack.RowDef{row}}).Rows[0]; len(apart.By) > len(row.By) {
			out = append(out, apart)
		}
	}
	return out
}

// linesBy are lines as the records of a view: each the same but for the names and the amounts of its record. Where they are
// more than have money this year, they are those of last year alone too.
func (b *binder) linesBy(v *pack.View, lines [][]string, w writing, slips int) *lineOf {
	built := pivot.Build(b.Pack, v, b.Ledger)
	if len(built.Rows) <= len(lines) && b.x.Last != "" && !b.x.Blind {
		v.Columns = append(v.Columns, pack.ViewCol{Name: lastColumn(pack.Root), Measure: b.x.Last})
		built = pivot.Build(b.Pack, v, b.Ledger)
	}
	if len(built.Rows) != len(lines)+1 {
		return nil
	}
	lines = likeChanged(lines)
	fields := namesOf(built)
	for model := range lines {
		if l := b.lineLike(v, built, fields, lines, model, w, slips); l != nil {
			v.Carried = slices.DeleteFunc(v.Carried, func(field string) bool {
				return !slices.ContainsFunc(l.texts, func(text string) bool { return strings.Contains(text, lineName+field+lineName) })
			})
			return l
		}
	}
	return nil
}

// lastColumn is the name of the column with last year's amounts of another one.
func lastColumn(of string) string { return columnName("上年" + strings.TrimSuffix(of, pack.Root)) }

// amountsOf are the sums of some columns in all of a view and in each of the n records that lines tell of: not in those of
// last year alone, if there are more.
func (b *binder) amountsOf(v *pack.View, n int, columns ...pack.ViewCol) []pivot.Row {
	built := pivot.Build(b.Pack, &pack.View{Sources: v.Sources, Filter: v.Filter, Rows: v.Rows, Columns: append(columns, v.Columns...)}, b.Ledger)
	if len(built.Rows) == n+1 {
		return built.Rows
	}
	return slices.DeleteFunc(built.Rows, func(r pivot.Row) bool { return r.Level > 0 && r.Amounts[len(columns)] == 0 })
}

// namesOf are the texts of a view's records that tell them apart, or stand in several of them: not its levels, not the
// parts of codes.
func namesOf(v *pivot.View) (out []int) {
	same := func(a, o int) bool {
		return !slices.ContainsFunc(v.Rows[1:], func(r pivot.Row) bool { return r.Texts[a] != r.Texts[o] })
	}
	for f, name := range v.Fields {
		part := strings.HasSuffix(name, "码") && !strings.HasSuffix(name, "编码")
		if name != "层级" && !part && !slices.ContainsFunc(out, func(o int) bool { return same(f, o) }) {
			out = append(out, f)
		}
	}
	return out
}

const (
	lineSlot = "\x01" // stands for a figure of a line
	lineName = "\x02" // stands on both sides of a field
)

// lineLike is the line that repeats as one of the example's has it, if all of these are the same.
func (b *binder) lineLike(v *pack.View, built *pivot.View, fields []int, lines [][]string, model int, w writing, slips int) *lineOf {
	before, numeral, behind := "", "", ""
	for _, n := range []string{"|中文数字", ""} {
		if m := lineNumber.FindStringSubmatch(lines[0][0]); m != nil && m[2] == cardNumber(1, n) {
			before, numeral, behind = m[1], n, m[3]
		}
	}
	numbered := func(i int) string {
		if behind == "" {
			return ""
		}
		return before + cardNumber(i+1, numeral) + behind
	}
	l, known, others := &lineOf{view: v}, 0, 0
	for part := range lines[0] {
		if label, texts := behindLabel(lines, part, numbered); label != "" {
			if field, stop := fieldOf(built, fields, label, texts); field != "" {
				known++
				if label += lineName + field + lineName + stop; part == 0 && behind != "" {
					label = before + lineName + serialColumn + numeral + lineName + behind + label
				}
				l.texts = append(l.texts, label)
				continue
			}
			if part > 0 && slices.ContainsFunc(texts, func(text string) bool { return len(slotsOf(text)) != 1 }) { // what the ledger does not have
				l.open = append(l.open, label+"××")
				l.texts = append(l.texts, lineName+"如有 "+v.Rows[0].By[0]+lineName+label+"××{{完}}")
				continue
			}
		}
		bare := make([]string, len(lines))
		figures := make([][]slot, len(lines))
		turns := make([][]string, len(lines)) // the words for more and less
		for i, texts := range lines {
			text, ok := texts[part], true
			if part == 0 {
				text, ok = strings.CutPrefix(text, numbered(i))
			}
			if !ok {
				return nil
			}
			figures[i] = slotsOf(text)
			bare[i], turns[i] = slotted(text, figures[i])
		}
		for i := range lines { // a line that tells otherwise what it tells: 2024年无此项预算
			if len(figures[i]) == len(figures[model]) {
				continue
			}
			if others++; others > slips {
				return nil
			}
			l.slips = append(l.slips, layout.Clip(bare[i]))
			figures[i] = nil
		}
		as := bare[model]
		own := slices.Clone(fields)
		texts := built.Rows[model+1].Texts
		slices.SortStableFunc(own, func(a, o int) int { return cmp.Compare(len(texts[o]), len(texts[a])) })
		for _, f := range own {
			if len([]rune(texts[f])) > 1 {
				as = replacedOutside(as, texts[f], lineName+built.Fields[f]+lineName)
			}
		}
		for _, f := range own { // 社会保障和就业（类）
			if short, ok := strings.CutSuffix(texts[f], "支出"); ok && len([]rune(short)) > 1 {
				as = replacedOutside(as, short, lineName+built.Fields[f]+"|"+tags.WithoutSpending+lineName)
			}
		}
		if part == 0 && as == bare[model] {
			return nil
		}
		wrong := 0
		for i := range lines {
			if figures[i] == nil && len(figures[model]) > 0 {
				continue
			}
			is := as
			for _, f := range fields {
				text := built.Rows[i+1].Texts[f]
				is = strings.ReplaceAll(is, lineName+built.Fields[f]+lineName, text)
				is = strings.ReplaceAll(is, lineName+built.Fields[f]+"|"+tags.WithoutSpending+lineName, strings.TrimSuffix(text, "支出"))
			}
			if layout.Tight(is) != layout.Tight(bare[i]) {
				if wrong++; wrong <= slips && nearest.Likeness(layout.Tight(is), layout.Tight(bare[i])) > 0.8 {
					l.slips = append(l.slips, layout.Clip(bare[i]))
					continue
				}
				if i != len(lines)-1 || strings.TrimRight(layout.Tight(is), "；;。.") != strings.TrimRight(layout.Tight(bare[i]), "；;。.") {
					return nil
				}
				l.ends = true
			}
		}
		text := as
		var amount *pack.ViewCol // the last that is told, of which a change is
		change := ""             // that change
		for n := range figures[model] {
			unit := figures[model][n].unit
			if way := turnIn(turns, n); way != "" {
				before, after, _ := strings.Cut(text, lineSlot)
				tag, gone, ok := b.lineChange(v, amount, figures, turns, n, &before, &change, w)
				if l.gone = max(l.gone, gone); !ok {
					tag = eitherTurn(way) + "××" + unit
					l.open = append(l.open, wordsBefore(as, n)+tag)
				} else {
					known++
				}
				text = before + tag + after
				continue
			}
			c := b.lineColumn(v, as, figures, n, slips)
			l.slips = append(l.slips, c.slips...)
			w := w
			if c.rounded {
				w.rounded = unit
			}
			tag := lineName + c.name + b.inUnit(unit, w.shape(unit)) + lineName + unit
			switch {
			case c.name == "":
				tag = "××" + unit
				l.open = append(l.open, wordsBefore(as, n)+tag)
			case c.share:
				tag = lineName + c.name + "|占合计|" + w.percent() + lineName
			default:
				known++
				amount = v.Column(c.name)
			}
			text = strings.Replace(text, lineSlot, tag, 1)
		}
		if part == 0 && behind != "" {
			text = before + lineName + serialColumn + numeral + lineName + behind + text
		}
		l.texts = append(l.texts, b.itemsIn(lastYearIn(text, b.year), b.year))
	}
	if known == 0 {
		return nil
	}
	return l
}

// behindLabel are the texts that a line of each record has behind the same label, "" if it has no label, or others.
func behindLabel(lines [][]string, part int, numbered func(i int) string) (label string, texts []string) {
	for i := range lines {
		said := lines[i][part]
		if part == 0 {
			said = strings.TrimPrefix(said, numbered(i))
		}
		m := underLabel.FindStringSubmatch(said)
		if len(lines[i]) == 1 || m == nil || label != "" && m[1] != label {
			return "", nil
		}
		label, texts = m[1], append(texts, m[2])
	}
	return label, texts
}

// underLabel is a text behind its label.
var underLabel = pattern.Of(`^([^：:，,。；;]{2,20}[：:])(.*)$`)

// fieldOf is the field of a view whose texts in its records are some texts, but for a stop behind all of them; that which is
// called as their label is, if several are. It is "" if none is.
func fieldOf(v *pivot.View, fields []int, label string, texts []string) (field, stop string) {
	for _, sign := range []string{"", "。", "；", ";"} {
		for _, f := range fields {
			is := !slices.ContainsFunc(v.Rows[1:], func(r pivot.Row) bool { return r.Texts[f] == "" })
			for i, text := range texts {
				is = is && layout.Tight(text) == layout.Tight(v.Rows[i+1].Texts[f]+sign)
			}
			if is && (field == "" || strings.Contains(label, v.Fields[f])) {
				field, stop = v.Fields[f], sign
			}
		}
	}
	return field, stop
}

// lineNumber is the number before a line.
var lineNumber = pattern.Of(`^([（(]?)(一|1)([)）][、.．]?\s*|[、.．]\s*)`)

// slotted is a text with a sign for each of its figures, and for the word before one that says whether it is more or less.
func slotted(text string, figures []slot) (bare string, turns []string) {
	var out strings.Builder
	end := 0
	for _, s := range figures {
		before := text[end:s.from]
		turn := oneTurn.FindString(before)
		turns = append(turns, turn)
		out.WriteString(strings.TrimSuffix(before, turn) + lineSlot)
		end = s.to
	}
	return out.String() + text[end:], turns
}

// replacedOutside replaces a text where it stands outside of what was replaced before.
func replacedOutside(text, what, with string) string {
	parts := strings.Split(text, lineName)
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.ReplaceAll(parts[i], what, with)
	}
	return strings.Join(parts, lineName)
}

// columnOf is the column of a view that a figure of its lines is, "" if nobody knows; or that it is the share of the
// amount before it. The lines may round it to its unit, and some of them may say something else.
type columnOf struct {
	name           string
	share, rounded bool
	slips          []string
}

// justLevel is what is left of 教育支出类科目 without its name.
var justLevel = pattern.Of(`^[类款项]级?$`)

// lineColumn is the column of a view that a figure of its lines is, which is added where it is not there: the words
// before it, which are the same in all lines, say what it sums.
func (b *binder) lineColumn(v *pack.View, text string, figures [][]slot, n, slips int) (is columnOf) {
	clause := wordsBefore(text, n)
	if label := underLabel.FindStringSubmatch(text); clause == "" && label != nil && len(b.meant(b.bareClause(strings.TrimRight(label[1], ":："))).Filter) > 0 {
		clause = strings.TrimRight(label[1], ":：") // 财政拨款：××万元
	}
	words := b.bareClause(strings.TrimSuffix(strings.Trim(within.ReplaceAllString(layout.Brackets.ReplaceAllString(clause, ""), ""), "“”‘’\"'"), "科目"))
	words = justLevel.ReplaceAllString(words, "")
	if unitOf(figures, n) == "%" {
		if n == 0 || !portion.MatchString(words) {
			return columnOf{}
		}
		rows := b.amountsOf(v, len(figures))
		for i := range figures {
			if figures[i] == nil {
				continue
			}
			shown, err := (&figure{slot: figures[i][n]}).amount()
			whole := rows[0].Amounts[0]
			if !err || whole == 0 || !shown.Equal(rows[i+1].Amounts[0].Yuan().Mul(decimal.New(100, 0)).Div(whole.Yuan()).Round(max(-shown.Exponent(), 0))) {
				return columnOf{}
			}
		}
		return columnOf{name: pack.Root, share: true}
	}
	c := pack.ViewCol{Name: pack.Root}
	if said := b.meant(words); len(said.Filter) > 0 && !planning.MatchString(words) {
		c = pack.ViewCol{Name: columnName(words), Filter: said.Filter}
	} else if said.Last || said.Source != "" || changing.MatchString(words) || !planning.MatchString(words) && said.Rest != "" {
		return columnOf{}
	}
	rows := b.amountsOf(v, len(figures), pack.ViewCol{Name: "甲", Filter: c.Filter})
	wrong, whole := 0, true
	for i := range figures {
		if figures[i] == nil {
			continue
		}
		shown, ok := (&figure{slot: figures[i][n]}).amount()
		unit, known := b.Pack.Units.Named(figures[i][n].unit)
		whole = whole && !strings.Contains(figures[i][n].number, ".")
		is.rounded = is.rounded || known && !unit.Of(rows[i+1].Amounts[0].Yuan()).IsInteger()
		if sc := (layout.Scale{Unit: unit, Places: max(-shown.Exponent(), 0)}); !ok || !known || !sc.Agrees(shown, rows[i+1].Amounts[0]) {
			if !ok || !known {
				return columnOf{}
			}
			is.slips = append(is.slips, figures[i][n].number+figures[i][n].unit)
			last := decimal.New(1, -sc.Places) // of which a publisher may have cut off the rest
			if !unit.Of(rows[i+1].Amounts[0].Yuan()).Sub(shown).Abs().LessThan(last) {
				wrong++
			}
			if slips == 0 || wrong > slips {
				return columnOf{}
			}
		}
	}
	is.rounded = is.rounded && whole
	for _, o := range v.Columns {
		if meaning.Same(o.Filter, c.Filter) {
			is.name = o.Name
			return is
		}
	}
	c.Name = freeColumn(v, c.Name)
	v.Columns = append(v.Columns, c)
	is.name = c.Name
	return is
}

// wordsBefore are the words of a line before a figure, since the last stop or name.
func wordsBefore(text string, n int) string {
	parts := strings.Split(strings.Split(text, lineSlot)[n], lineName)
	clauses := strings.FieldsFunc(parts[len(parts)-1]+" ", func(r rune) bool { return strings.ContainsRune("，。；、;,：:", r) })
	return strings.TrimSpace(clauses[len(clauses)-1])
}

// sameStop is told of lines of which the example ends the last otherwise.
const sameStop = "，最后一行的标点和别的行一样"

// writeLines writes the line that repeats, or both.
func (b *binder) writeLines(s *layout.Sheet, f *formLines, l *lineOf) {
	b.keepLines(l)
	b.writeLevel(s, f, l, l.view.Rows[0].Level)
}

// keepLines keeps the view of such lines for the pack.
func (b *binder) keepLines(l *lineOf) {
	l.view.Name = b.views.free("文字里的各" + l.view.Rows[0].Level)
	b.views.made, b.views.used[l.view.Name] = append(b.views.made, l.view), true
}

// tagsOf are the texts of such a line with the tags of a level of its view, which has its name, and notes what its
// changes are computed from.
func (b *binder) tagsOf(sheet string, l *lineOf, level string) (out []string) {
	for _, c := range l.view.Columns {
		whole := l.view.Column(pack.Root)
		if c.Measure == b.x.Last && c.Measure != "" && whole != nil && slices.ContainsFunc(l.texts, func(text string) bool { return strings.Contains(text, "比"+c.Name) }) {
			of := func(column string) string {
				return "视图(" + strconv.Quote(l.view.Name) + ", " + strconv.Quote(column) + ")"
			}
			if x := (rate{sheet, l.view.Sources[0], "各" + level, of(pack.Root), of(c.Name), b.x.Last, ""}); !slices.Contains(b.views.rates, x) {
				b.views.rates = append(b.views.rates, x)
			}
		}
	}
	for _, text := range l.texts {
		parts := strings.Split(text, lineName)
		for n := 1; n < len(parts); n += 2 {
			parts[n] = ofRecord(l.view.Name+"@"+level, parts[n])
		}
		out = append(out, strings.Join(parts, ""))
	}
	return out
}

// writeLevel writes such a line as one of a level of its view.
func (b *binder) writeLevel(s *layout.Sheet, f *formLines, l *lineOf, level string) {
	plan, texts := b.planOf(s), b.tagsOf(s.Name, l, level)
	for row := f.at.Row + f.n; row < f.to; row++ {
		plan.Times[row] = 0
	}
	if b.lined == nil {
		b.lined = map[finding.Place]bool{}
	}
	for i, text := range texts {
		b.lined[finding.At(s.Name, f.at.Col, f.at.Row+i)] = true
		plan.Set(layout.At(f.at.Col, f.at.Row+i), text)
	}
	what := ""
	if l.ends {
		what = sameStop
	}
	b.look(s.Name, f.at, "“%s”照范例列各%s，一条"+cmp.Or(map[int]string{2: "两"}[f.n], cardNumber(f.n, "|中文数字"))+"行"+what, layout.Clip(layout.Tight(s.Cells[f.at].Text)), level)
	b.tellGoneOf(s.Name, f.at, l, level)
	if len(l.slips) > 0 {
		b.look(s.Name, f.at, "范例的这几行里有的和录入的不同（%s），填表时照录入印", strings.Join(l.slips, "、"))
	}
	if len(l.open) > 0 {
		b.leave(s.Name, layout.At(f.at.Col, f.at.Row+f.n-1), "“%s”里有 %d 处没有动（%s）：录入里算不出来，或文字没有说清", layout.Clip(layout.Tight(s.Cells[layout.At(f.at.Col, f.at.Row+f.n-1)].Text)), len(l.open), strings.Join(l.open, "、"))
	}
}

// tellGoneOf tells that lines which compare with last year print what there was last year alone, which the example has not.
func (b *binder) tellGoneOf(sheet string, at layout.Pos, l *lineOf, level string) {
	if l.gone > 0 {
		b.leave(sheet, at, "上年有数、今年没有的%s也印一条（和上年比，下降 100%%），范例里没有印。不印的，填好后删去", level)
	}
}
