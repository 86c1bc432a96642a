package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
	"ysgk/internal/tagging"
)

// sheetOf is a sheet of the example that shows one record, such as the 绩效目标表 of
// a project.
type sheetOf struct {
	*layout.Sheet
	record int // index into the view's rows
}

// records binds a sheet of the form that the example has once for each record of a
// view: each cell in which all these sheets show the same field of their record,
// and the list of what belongs to it. It says whether the form's sheet is such a one.
func (b *binder) records(form *layout.Sheet, forms, examples []*layout.Sheet) bool {
	if !b.mayRepeat(form) {
		return false
	}
	like := b.calledLike(form, examples)
	for _, v := range b.recordViews() {
		sheets := ofRecords(like, v.View)
		if len(sheets) == 0 {
			continue
		}
		first := b.perRecord[v.Name]
		if first != "" && b.sameCard(b.sheetOfForm(first), form, v.View) {
			b.planOf(form).Removed = true
			b.copies[first] = append(b.copies[first], form.Name)
			return true
		}
		if other := cmp.Or(first, b.repeatsRather(form, forms, examples, v.View, len(sheets))); other != "" {
			b.leave(form.Name, layout.Pos{}, "范例里这张表像是每条记录一张的，但官方表里 %s 才是，两张的格子不同，这张没有按记录重复", other)
			return false
		}
		b.perRecord[v.Name] = form.Name
		for i := range sheets {
			sheets[i].Sheet = b.inOrder(sheets[i].Onto(form), form)
		}
		b.recordSheet(form, sheets, v.View, v.def)
		b.sharedSheets(form, sheets, like)
		return true
	}
	if !b.wordCard(form, like) && !b.strangeCard(form, like) {
		return false
	}
	for _, e := range append(like, form) {
		b.grown[e] = 0 // of records that the ledger lacks
	}
	return true
}

// mayRepeat says whether a sheet of a form may be the card of a record: it is called something, and no table that the pack
// knows.
func (b *binder) mayRepeat(form *layout.Sheet) bool {
	title := heading(form)
	known := b.known(title)
	return title != "" && (len(known) == 0 || slices.ContainsFunc(known, func(v *pack.View) bool { return v.Keep }))
}

// calledLike are the sheets of the example that are called as one of the form is.
func (b *binder) calledLike(form *layout.Sheet, examples []*layout.Sheet) (like []*layout.Sheet) {
	for _, e := range examples {
		if b.Example != nil && nearest.Likeness(heading(e), heading(form)) > 0.8 {
			like = append(like, e)
		}
	}
	return like
}

// repeatsRather is another sheet of the form that the example has for more records than so many, "" if there is none: that
// is the one which repeats.
func (b *binder) repeatsRather(form *layout.Sheet, forms, examples []*layout.Sheet, v *pivot.View, n int) (name string) {
	for _, o := range forms {
		if o == form || !b.mayRepeat(o) {
			continue
		}
		if more := len(ofRecords(b.calledLike(o, examples), v)); more > n {
			name, n = o.Name, more
		}
	}
	return name
}

// sameCard says whether two sheets of a form are the same card: they say the same, or each shows a record of its own.
func (b *binder) sameCard(one, other *layout.Sheet, v *pivot.View) bool {
	return one.SaysSame(other) || len(ofRecords([]*layout.Sheet{one, other}, v)) == 2
}

// sheetOfForm is the sheet of the form of a name.
func (b *binder) sheetOfForm(name string) *layout.Sheet {
	return b.plans[slices.IndexFunc(b.plans, func(p *tagging.Plan) bool { return p.Sheet.Name == name })].Sheet
}

// inOrder is a card of the example whose grids of figures stand as on the form; it tells of those that do not.
func (b *binder) inOrder(card, form *layout.Sheet) *layout.Sheet {
	order := layout.OrderOf(form, card, func(at layout.Pos) (is, may bool) {
		_, figure := card.Cells[at].Amount()
		return figure || card.Cells[at].Numeric, figure || card.Says(at) == ""
	})
	if len(order.Texts) > 0 {
		text := fmt.Sprintf("“%s”在范例里的次序和官方表不同，照官方表的文字写了标签", strings.Join(order.Texts, "”“"))
		if !slices.ContainsFunc(b.result.Left, func(e tagging.Entry) bool { return e.Place.Sheet == form.Name && strings.HasPrefix(e.Text, text) }) {
			b.look(form.Name, layout.Pos{}, "%s", text)
		}
	}
	return card.InOrder(order)
}

// sharedSheets tells of cards that the example has several of on each of some sheets, which are all on one where the
// pack fills them. The blank ones that fill up a sheet are those of no record.
func (b *binder) sharedSheets(form *layout.Sheet, sheets []sheetOf, like []*layout.Sheet) {
	var names []string
	var filled []*layout.Sheet
	for _, s := range sheets {
		filled = append(filled, s.Sheet)
		if s.Deck != nil && !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	left := false
	for _, e := range like {
		if e.Deck != nil && saysNothingOwn(e, filled) {
			b.grown[e], left = 0, true
		}
	}
	if len(names) < 2 {
		return
	}
	blank := ""
	if left {
		blank = "，凑数的空白表不印"
	}
	b.look(form.Name, layout.Pos{}, "范例的 %s 每张排几条记录，还不会这样分：全部排在一张“%s”上，一条接一条%s", strings.Join(names, "、"), form.Name, blank)
}

// saysNothingOwn says whether all that a card says is what each of some others says too, perhaps with more behind a
// colon: a blank one.
func saysNothingOwn(e *layout.Sheet, others []*layout.Sheet) bool {
	return len(others) > 0 && !slices.ContainsFunc(others, func(o *layout.Sheet) bool {
		said := map[string]bool{}
		for _, c := range o.Cells {
			text := layout.Tight(c.Text)
			label, _, announced := strings.Cut(text, ":")
			said[text], said[label+":"] = true, said[label+":"] || announced
		}
		return slices.ContainsFunc(slices.Collect(maps.Values(e.Cells)), func(c layout.Cell) bool { return !said[layout.Tight(c.Text)] })
	})
}

// strangeCard tells of a sheet of a form that is the card of somebody's record, of which the ledger knows
// nothing: it is no table of money, and stays as it is.
func (b *binder) strangeCard(form *layout.Sheet, like []*layout.Sheet) bool {
	heads, key := meaning.ListsOwn(form, b.Pack), false
	for _, v := range b.recordViews() {
		c := &wordCard{binder: b, form: form, view: v.View, def: v.def}
		for at := range form.Cells {
			key = key || at.Row < heads && c.called(form.Says(at)) == v.def.Rows[0].By[0]
		}
	}
	if heads == 0 || !key || !b.itself() {
		return false
	}
	for _, e := range append(like, form) {
		for col := 1; col <= e.Last.Col; col++ {
			b.opened(&layout.Table{Sheet: e}, col)
		}
	}
	b.leave(form.Name, layout.Pos{}, "这张表是填好的，录入里没有它的那一条，没有写标签，现在印的都是这一条的。用空白的表样（--模板）或它的录入再做一次，或删去这张表")
	return true
}

// recordView is a view whose rows are records of an input sheet, each with what is typed there, such as
// the projects that have 绩效目标, with its definition.
type recordView struct {
	*pivot.View
	def *pack.View
}

// recordViews are those of the pack.
func (b *binder) recordViews() (out []recordView) {
	for _, v := range b.Views {
		if def := b.Pack.View(v.Name); def != nil && def.Of == "" && def.Keep && len(v.Levels) == 2 {
			out = append(out, recordView{v, def})
		}
	}
	return out
}

// planOf is what becomes of a sheet of the form.
func (b *binder) planOf(s *layout.Sheet) *tagging.Plan {
	return b.plans[slices.IndexFunc(b.plans, func(p *tagging.Plan) bool { return p.Sheet == s })]
}

// heading is the first text of a sheet, without the year.
func heading(s *layout.Sheet) string {
	for row := 1; row <= min(s.Last.Row, 4); row++ {
		for _, at := range s.Texts(row) {
			if layout.NumberOfTable.MatchString(s.Says(at)) {
				continue // 预算05-2表
			}
			if text := strings.TrimRight(layout.ViewName(s.Cells[at].Text), "0123456789-－"); len([]rune(text)) >= 4 && strings.HasSuffix(text, "表") { // its number may stand behind it
				return text
			}
		}
	}
	return ""
}

// ofRecords finds which record each sheet shows: the one whose key stands in a cell.
// Sheets of the same key are told apart by the other keys.
func ofRecords(sheets []*layout.Sheet, v *pivot.View) (out []sheetOf) {
	for _, s := range sheets {
		whole, behind := map[string]bool{}, map[string]bool{}
		for at, c := range s.Cells {
			whole[layout.Tight(c.Text)] = whole[layout.Tight(c.Text)] || !ofList(s, at)
			_, text, _ := strings.Cut(layout.Tight(c.Text), ":")
			behind[text] = true
		}
		shows := func(key string, labelled bool) bool {
			return whole[layout.Tight(key)] || labelled && behind[layout.Tight(key)]
		}
		shown := func(labelled bool) (out []int) {
			for i, r := range v.Rows {
				if r.Level == 1 && !slices.ContainsFunc(r.Keys, func(k string) bool { return !shows(k, labelled) }) {
					out = append(out, i)
				}
			}
			return out
		}
		records := shown(false)
		if len(records) == 0 { // 部门：某局 above names the department, which is the unit of some
			records = shown(true)
		}
		if len(records) == 1 { // a sheet of several is a list
			out = append(out, sheetOf{s, records[0]})
		}
	}
	return out
}

// ofList says whether a text is what a line of a list is called: figures follow it, and no label announces
// it, but a code at most. A project may be called as a subject is, and both stand in many lists.
func ofList(s *layout.Sheet, at layout.Pos) bool {
	figures, left := false, ""
	for col := at.Col + 1; col <= s.Last.Col; col++ {
		figures = figures || s.Cells[layout.At(col, at.Row)].Numeric
	}
	for col := at.Col - 1; col >= 1 && left == ""; col-- {
		if left = layout.Tight(s.Cells[layout.At(col, at.Row)].Text); left == layout.Tight(s.Cells[at].Text) {
			left = ""
		}
	}
	return figures && (strings.Trim(left, "0123456789") == "" || oneOfLines(s, at)) || belowHeads(s, at)
}

// belowHeads says whether a text stands in a line below headers, one above each of its cells, and what follows are such
// lines, totals and notes: a list is one though it has a single line. On a card that has headers too, goals and the like
// follow, each behind its label.
func belowHeads(s *layout.Sheet, at layout.Pos) bool {
	line := cellsOf(s, at.Row)
	figures := slices.ContainsFunc(line, func(at layout.Pos) bool { return isFigure(s, at) })
	several := 4 // cells of a line
	if figures {
		several = 3
	}
	if len(line) < several {
		return false
	}
	head := at.Row - 1
	for ; head > 0; head-- {
		above := slices.DeleteFunc(cellsOf(s, head), func(at layout.Pos) bool { return layout.AllDigits(layout.Tight(s.Cells[at].Text)) })
		if len(above) >= several && !slices.ContainsFunc(above, func(at layout.Pos) bool { return isFigure(s, at) }) {
			break
		}
	}
	headed := func(cells []layout.Pos) bool {
		for _, c := range cells {
			row := at.Row - 1
			for row >= head && (s.Says(layout.At(c.Col, row)) == "" || s.Owner(layout.At(c.Col, row)).Col != c.Col) {
				row--
			}
			if row < head {
				return false
			}
		}
		return true
	}
	if head == 0 || !headed(line) {
		return false
	}
	for row := at.Row + 1; row <= s.Last.Row; row++ {
		cells := cellsOf(s, row)
		signed := !slices.ContainsFunc(cells, func(at layout.Pos) bool { return !strings.Contains(s.Says(at), ":") })
		total := slices.ContainsFunc(cells, func(at layout.Pos) bool { return layout.Totals.MatchString(s.Says(at)) })
		if len(cells) < 2 || signed || total {
			continue
		}
		filled := 0 // by what is merged down to it too
		for col := 1; col <= s.Last.Col; col++ {
			if c := s.Cells[layout.At(col, row)]; c.Text != "" || c.Numeric {
				filled++
			}
		}
		if !headed(cells) || filled < several || figures && !slices.ContainsFunc(cells, func(at layout.Pos) bool { return isFigure(s, at) }) {
			return false
		}
	}
	return true
}

// cellsOf are the cells of a row that hold something, each merged range once, where it begins.
func cellsOf(s *layout.Sheet, row int) (out []layout.Pos) {
	for col := 1; col <= s.Last.Col; col++ {
		if at := layout.At(col, row); s.Own(at) && (s.Cells[at].Numeric || strings.TrimSpace(s.Cells[at].Text) != "") {
			out = append(out, at)
		}
	}
	return out
}

func isFigure(s *layout.Sheet, at layout.Pos) bool {
	_, is := s.Cells[at].Amount()
	return is
}

// oneOfLines says whether the line above or below one with figures has texts in the same columns and figures in some of
// the same: 货物, 防汛物资, 240000, of one fund or another. On a card other labels stand before its figures.
func oneOfLines(s *layout.Sheet, at layout.Pos) bool {
	for _, row := range []int{at.Row - 1, at.Row + 1} {
		alike, figures := true, 0
		for col := 1; col <= s.Last.Col; col++ {
			own, other := s.Cells[layout.At(col, at.Row)], s.Cells[layout.At(col, row)]
			switch {
			case own.Numeric && other.Numeric:
				figures++
			case own.Numeric && other.Text == "" || other.Numeric && own.Text == "": // of a fund that the other has nothing of
			case own.Numeric != other.Numeric || (own.Text == "") != (other.Text == ""):
				alike = false
			case col > at.Col && own.Text != "" && figures == 0:
				alike = alike && own.Text != other.Text // a label of both
			}
		}
		if alike && figures > 0 && s.Says(layout.At(at.Col, row)) != "" {
			return true
		}
	}
	return false
}

// recordSheet writes the tags of a sheet that repeats for each record.
func (b *binder) recordSheet(form *layout.Sheet, sheets []sheetOf, v *pivot.View, def *pack.View) {
	plan := b.planOf(form)
	b.fields = map[layout.Pos]string{}
	b.views.used[v.Name] = true
	for _, s := range sheets {
		b.grown[s.Sheet] = 0 // known, though its list may not be
	}
	var lists ownLists
	for more := true; more; {
		var own ownList
		if own, more = b.ownList(plan, sheets, v, lists); more {
			lists = append(lists, own)
		}
	}
	if d := sheets[0].Deck; d != nil {
		plan.Stack = &tagging.Stack{List: v.Name, From: d.From, To: max(d.To, lists.end()-1) + d.Between}
		b.result.Tables = append(b.result.Tables, Published{Sheet: form.Name, Name: heading(form)})
	} else {
		var names []string
		for _, s := range sheets {
			names = append(names, s.Name)
		}
		plan.Renamed = cmp.Or(numberedCard(names, v), "{{"+v.Name+"."+meaning.FieldOf(def.Rows[0].By[0])+"}}")
		b.look(form.Name, layout.Pos{}, "每条记录一张，工作表的名字在模板里改成了 %s", plan.Renamed)
	}
	last := form.Last
	for _, s := range sheets {
		last.Col, last.Row = max(last.Col, s.Last.Col), max(last.Row, s.Last.Row)
	}
	for row := 1; row <= last.Row; row++ {
		if d := sheets[0].Deck; lists.has(row) || d != nil && row < d.From {
			continue // above all cards is nothing of a record
		}
		for col := 1; col <= last.Col; col++ {
			b.recordCell(plan, layout.At(col, row), lists, sheets, v)
		}
	}
	b.saysInCommon(form, sheets, lists)
}

// saysInCommon takes what all of some cards say for the sheet of the example that a form is, where none is more like it
// than another: the department above them and its code are written as on any other sheet.
func (b *binder) saysInCommon(form *layout.Sheet, sheets []sheetOf, lists ownLists) {
	if b.same[form] != nil || len(sheets) == 0 {
		return
	}
	common := *form
	common.Name, common.Cells, common.Filled = sheets[0].Name, map[layout.Pos]layout.Cell{}, map[int]bool{}
	for row := 1; row <= form.Last.Row; row++ {
		for col := 1; col <= form.Last.Col && !lists.has(row); col++ {
			shows := func(s sheetOf) layout.Cell { return s.Cells[layout.At(col, row+lists.above(s.Sheet, row))] }
			if said := shows(sheets[0]); !slices.ContainsFunc(sheets, func(s sheetOf) bool { return shows(s).Text != said.Text }) {
				common.Set(layout.At(col, row), said)
			}
		}
	}
	b.same[form], b.likes[form] = &common, &common
}

// filledBeside says whether what a label announces (实施期资金总额：) stands in the
// cell to its right, which the form leaves empty and an example fills. A form that is a
// filled one shows there what another record does not.
func filledBeside(form *layout.Sheet, at layout.Pos, sheets []sheetOf, filled bool, shows func(sheetOf, layout.Pos) layout.Cell) bool {
	const far = 6 // columns that a label is merged over; each of them has its text
	label := form.Cells[at].Text
	for next := layout.At(at.Col+1, at.Row); next.Col <= at.Col+far; next.Col++ {
		switch form.Cells[next].Text {
		case label:
			continue
		case "":
		default:
			return !strings.Contains(layout.Tight(form.Cells[next].Text), ":") && (filled && label != "" || slices.ContainsFunc(sheets, func(s sheetOf) bool {
				return layout.Tight(shows(s, next).Text) != layout.Tight(form.Cells[next].Text)
			}))
		}
		for _, s := range sheets {
			if c := shows(s, next); c.Text != "" || c.Numeric {
				return true
			}
		}
	}
	return false
}

// recordCell binds a cell of a sheet of records, unless all of the sheets say what
// the form says. Rows below a list are found by their distance from its end.
func (b *binder) recordCell(plan *tagging.Plan, at layout.Pos, lists ownLists, sheets []sheetOf, v *pivot.View) {
	form := plan.Sheet
	if !form.Own(at) {
		return
	}
	filled := b.itself() || len(ofRecords([]*layout.Sheet{form}, v)) > 0 // the form shows what a record has too
	shows := func(s sheetOf, at layout.Pos) layout.Cell {
		at.Row += lists.above(s.Sheet, at.Row)
		return s.Cells[at]
	}
	_, figure := whole(form.Cells[at].Text)
	if year := layout.YearWords.ReplaceAllString(layout.Tight(form.Cells[at].Text), ""); !figure && !filled && year != layout.Tight(form.Cells[at].Text) && !slices.ContainsFunc(sheets, func(s sheetOf) bool {
		return layout.YearWords.ReplaceAllString(layout.Tight(shows(s, at).Text), "") != year
	}) {
		return // the year alone is another one: sentences bind it
	}
	var shown []string
	same := true
	label := strings.TrimRight(form.Cells[at].Text, " \u3000_")
	if head, _, ok := strings.Cut(label, "："); ok && !(filled && isField(v, sheets, func(s sheetOf) string { return shows(s, at).Text })) && !slices.ContainsFunc(sheets, func(s sheetOf) bool {
		return !strings.HasPrefix(shows(s, at).Text, head+"：")
	}) {
		label = head + "：" // what stands behind it may be of the record that the form shows
	} else if filled {
		label = ""
	}
	ofOther := shownBy(b.fieldCalled(textLeft(form, at), v), v, sheets, func(s sheetOf) string { return shows(s, at).Text })
	if figure || ofOther {
		label = "" // no word, whoever begins with it
	}
	for _, s := range sheets {
		text := shows(s, at).Text
		same = same && layout.Tight(text) == layout.Tight(form.Cells[at].Text)
		shown = append(shown, layout.Tight(text))
		if strings.HasPrefix(layout.Tight(text), layout.Tight(label)) {
			continue
		}
		if strings.HasSuffix(layout.Tight(label), ":") {
			return
		}
		label = "" // the form shows what one record has there
	}
	for i := range shown {
		shown[i] = strings.TrimPrefix(shown[i], layout.Tight(label))
	}
	known := func(name string) bool { return slices.Contains(v.Fields, name) || slices.Contains(v.Columns, name) }
	above := b.above(plan, at, v)
	words := labelLeft(form, at)
	if label != "" {
		words = label
	}
	if !slices.ContainsFunc(shown, func(t string) bool { return t != "" }) {
		if at.Row > form.Last.Row || filledBeside(form, at, sheets, filled, shows) {
			return
		}
		if label == "" && at.Col == 1 {
			return // the words above it are a label, which has its value on its right
		}
		if label == "" && headsTags(plan, at) {
			return // the text beside it heads a list, which stands below
		}
		if label == "" && b.blankUnder(plan, at, v) {
			return
		}
		for col := at.Col - 1; col >= 1 && form.Says(at) == ""; col-- {
			if strings.Contains(plan.Text(layout.At(col, at.Row), ""), "{{") {
				return // what the words announce stands there, or behind them
			}
			if form.Says(layout.At(col, at.Row)) != "" {
				break
			}
		}
		// blank in all: the words alone, where they are the name of a field
		beside, start := layout.Bare(form.Says(layout.At(at.Col-1, at.Row))), commonStart(above, v.Columns)
		for _, name := range []string{strings.TrimRight(layout.Bare(words), ":："), start + beside} {
			if known(name) && !b.printedInParts(form, v, name) && (strings.HasSuffix(layout.Tight(label), ":") || label == "") && name != "" {
				if b.recordTag(plan, at, label, name, v, ""); name == start+beside && start != "" { // the period is that of the amount above
					b.look(form.Name, at, "“%s”去年都空着，照文字写了标签", layout.Clip(beside))
				}
				return
			}
		}
		if above == "" || beside == "" || label != "" {
			return
		}
		// an amount that stands below others and that no record of the example has
		if name := start + strings.TrimSuffix(beside, "资金"); known(name) {
			b.recordTag(plan, at, label, name, v, "")
			b.look(form.Name, at, "“%s”去年都空着，照文字写了标签", layout.Clip(beside))
		} else {
			b.leave(form.Name, at, "“%s”去年都空着，不知道填录入的哪一列，没有写标签", layout.Clip(beside))
		}
		return
	}
	if same && !figure && !filled && !ofOther { // a figure that all have is not to be printed for whoever has another
		return
	}
	best, score := "", -1.0
	try := func(name string, shows func(row int, text string) bool) {
		for i, s := range sheets {
			if !shows(s.record, shown[i]) {
				return
			}
		}
		like := nearest.Likeness(layout.Bare(words), name)
		for _, other := range b.fields {
			if other == name {
				like -= 0.3 // it has its cell
				break
			}
		}
		if above != "" {
			like += 0.2 * float64(len(shared(above, name))) / float64(len(name))
		}
		if like > score {
			best, score = name, like
		}
	}
	for i, name := range v.Fields {
		try(name, func(row int, text string) bool { return layout.Tight(v.Rows[row].Texts[i]) == text })
	}
	if said := layout.Bare(words); best != "" && best != said && strings.Contains(said, "部门") && !strings.Contains(said, "单位") && b.isDepartment(shown) {
		plan.Set(at, label+"{{部门名称}}") // 主管部门, of which the only unit of the example is called the same
		b.look(form.Name, at, "“%s”照文字写了部门名称，范例里和“%s”一样", layout.Clip(words), best)
		return
	}
	before := at
	before.Row += lists.above(sheets[0].Sheet, at.Row)
	own, was := textLeft(form, at), textLeft(sheets[0].Sheet, before)
	value := func(s sheetOf) string {
		return strings.TrimPrefix(layout.Tight(shows(s, at).Text), layout.Tight(label))
	}
	if name, said := b.fieldCalled(own, v), b.fieldCalled(was, v); best != "" && name != "" && name != best && name != said && shownBy(said, v, sheets, value) { // a record is called by its 项目名称 and by 名称 alike
		b.look(form.Name, at, "这一格范例里是“%s”，官方表是“%s”，照官方表的文字写了标签", layout.Clip(was), layout.Clip(own))
		best = name
	}
	if own := layout.Tight(form.Cells[at].Text); best == "" && !figure && own != "" && !layout.Placeholder(own) && len(slices.Compact(slices.Clone(shown))) == 1 && (len(sheets) > 1 || b.fieldCalled(own, v) != "") {
		if _, amount := whole(shown[0]); !amount {
			return // a label that the form words otherwise than the example
		}
	}
	if text := b.asExample(form.Cells[at].Text, shows(sheets[0], at).Text, b.year); best == "" && text != "" && len(slices.Compact(slices.Clone(shown))) == 1 {
		plan.Set(at, text) // 417某局 is the department, though its own unit is called so too
		return
	}
	if text := fieldWithin(sheets, shown, v); best == "" && text != "" {
		plan.Set(at, label+text)
		return
	}
	if text := numberedCard(shown, v); best == "" && text != "" {
		plan.Set(at, text)
		return
	}
	if tag := b.itemBehind(words, shown); best == "" && tag != "" {
		plan.Set(at, label+tag)
		return
	}
	if best == "" && b.saysItem(shown) {
		return // of 基本信息, which is written with the other texts of the sheet
	}
	if best == "" && same && !figure {
		return // the form's own, for all that the ledger knows
	}
	zero, unit, places := false, b.recordUnit(sheets[0].Sheet, before, cmp.Or(label, labelLeft(sheets[0].Sheet, before))), placesOf(sheets)
	showsAmount := func(card int, amount budget.Fen) bool {
		d, ok := whole(shown[card])
		zero = zero || ok && d.IsZero()
		is := unit.Of(amount.Yuan())
		return ok && (d.Equal(is) || unit.Power > 0 && d.Equal(is.Round(places))) || shown[card] == "" && amount == 0
	}
	var fits []string // amounts that the cell could be, by its figures
	for i, name := range v.Columns {
		fit := true
		for k, s := range sheets {
			fit = showsAmount(k, v.Rows[s.record].Amounts[i]) && fit
		}
		if fit {
			fits = append(fits, name)
		}
	}
	if best == "" {
		best = b.amountOf(plan, at, label, fits, sheets, v, showsAmount)
		if own := b.amountSaid(form, at, v); label == "" && best != "" && own != "" && own != best && b.amountSaid(sheets[0].Sheet, before, v) == best {
			b.look(form.Name, at, "这一格范例里是“%s”，官方表是“%s”，照官方表的文字写了标签", best, own)
			best = own
		}
	}
	if best == "" && at.Row > form.Last.Row {
		return // below the list
	}
	if best == "" {
		if !same || filled {
			plan.Set(at, label) // what one record has there must not be printed for all
		}
		what := "文字"
		if figure || slices.ContainsFunc(shown, func(text string) bool { _, ok := whole(text); return ok }) {
			what = "数"
		}
		b.leave(form.Name, at, "“%s”这里的%s录入里没有，没有写标签", layout.Clip(words), what)
		return
	}
	b.recordTag(plan, at, label, best, v, noughts(sheets, zero))
}

// noughts is how an amount of records prints 0: as the cell does, else as 0 that was entered where another cell of the
// sheets says 0.
func noughts(sheets []sheetOf, here bool) string {
	if here {
		return "|印零"
	}
	for _, s := range sheets {
		for _, c := range s.Cells {
			if c.Numeric && c.Number.IsZero() {
				return "|照填"
			}
		}
	}
	return ""
}

// headsTags says whether the text beside a cell has its tag right below it, as the header of a list has.
func headsTags(plan *tagging.Plan, at layout.Pos) bool {
	for col := at.Col - 1; col >= 1; col-- {
		if beside := layout.At(col, at.Row); plan.Sheet.Says(beside) != "" {
			return strings.Contains(plan.Text(layout.At(col, max(plan.Sheet.Whole[beside].Row2, at.Row)+1), ""), "{{")
		}
	}
	return false
}

// textLeft is the nearest text on the left of a cell.
func textLeft(s *layout.Sheet, at layout.Pos) string {
	for col := at.Col - 1; col >= 1; col-- {
		if text := s.Says(layout.At(col, at.Row)); text != "" {
			return text
		}
	}
	return ""
}

// blankUnder binds a cell that is blank in all cards and stands among amounts to the amount of its name, or tells that it
// has none: the name above it, in a row of amounts, or that of its row in a grid of them. It says whether the cell is such
// a one.
func (b *binder) blankUnder(plan *tagging.Plan, at layout.Pos, v *pivot.View) bool {
	form := plan.Sheet
	head, group := "", ""
	amount := func(col int) string {
		if name := b.fields[layout.At(col, at.Row)]; slices.Contains(v.Columns, name) {
			return name
		}
		return ""
	}
	if above := b.above(plan, at, v); above != "" && amount(at.Col-1) != "" && form.Says(layout.At(at.Col, at.Row-1)) == "" {
		head, group = layout.Bare(textLeft(form, at)), above
	} else {
		text, row := b.nameAbove(form, at)
		head = layout.Bare(text)
		for col := at.Col - 1; col >= 1 && group == ""; col-- {
			if form.Says(layout.At(col, row)) != "" {
				group = amount(col)
			}
		}
	}
	head = strings.TrimLeft(strings.TrimPrefix(head, "其中"), ":：")
	if head == "" || group == "" || form.Says(at) != "" {
		return false
	}
	if name := b.amountCalled(head, commonStart(group, v.Columns), v); name != "" {
		b.recordTag(plan, at, "", name, v, "")
		b.look(form.Name, at, "“%s”去年都空着，照文字写了标签", layout.Clip(head))
	} else {
		b.leave(form.Name, at, "“%s”去年都空着，不知道填录入的哪一列，没有写标签", layout.Clip(head))
	}
	return true
}

// amountSaid is the amount of records that the words beside a cell and above it are the whole name of, "" if they are of
// none.
func (b *binder) amountSaid(s *layout.Sheet, at layout.Pos, v *pivot.View) string {
	above, _ := b.nameAbove(s, at)
	bare := func(text string) string {
		return strings.TrimRight(strings.TrimLeft(strings.TrimPrefix(layout.Bare(text), "其中"), ":："), ":：")
	}
	left, head := bare(textLeft(s, at)), bare(above)
	for _, name := range []string{left, head + left, strings.TrimSuffix(head, "资金") + left, left + head, head} {
		if slices.Contains(v.Columns, name) {
			return name
		}
	}
	return ""
}

// nameAbove is the text above a cell and its row; a row of units, 万元, names nothing.
func (b *binder) nameAbove(form *layout.Sheet, at layout.Pos) (text string, row int) {
	for row = at.Row - 1; row >= 1; row-- {
		text = form.Says(layout.At(at.Col, row))
		if _, unit := b.Pack.Units.Alone(text); !unit {
			break
		}
	}
	return text, row
}

// amountCalled is the amount of records that a name of money means in a group such as 年度, "" if none does: the one
// that is called so, or that the input workbook fills with this money. What has a cell, or a part of it, is none.
func (b *binder) amountCalled(head, group string, v *pivot.View) string {
	def := b.Pack.View(v.Name)
	free := func(name string) bool {
		c := def.Column(name)
		return c != nil && !slices.ContainsFunc(def.Columns, func(o pack.ViewCol) bool {
			part := o.Name == name || len(c.Also) > 0 && (o.Measure == c.Measure || slices.Contains(c.Also, o.Measure)) && len(o.Also) == 0
			return part && slices.Contains(slices.Collect(maps.Values(b.fields)), o.Name)
		})
	}
	for _, name := range []string{group + head, group + strings.TrimSuffix(head, "资金")} {
		if free(name) {
			return name
		}
	}
	said := b.words.Read(head)
	if said.Rest != "" || len(said.Filter) == 0 {
		return ""
	}
	for _, source := range def.Sources {
		supply := b.Pack.Input.Sheet(source).Supply
		if supply == nil {
			continue
		}
		for _, x := range supply.Columns {
			if !meaning.Same(x.Filter, said.Filter) || !strings.HasPrefix(x.Name, group) {
				continue
			}
			for _, c := range def.Columns {
				if c.Measure == x.Name && len(c.Also) == 0 && free(c.Name) {
					return c.Name
				}
			}
		}
	}
	return ""
}

// fieldCalled is the text of records that a label names, by itself or as the input sheet knows it too; "" if it names
// none.
func (b *binder) fieldCalled(label string, v *pivot.View) string {
	label = strings.TrimRight(layout.Bare(label), ":：")
	def := b.Pack.View(v.Name)
	for _, name := range v.Fields {
		if name == label {
			return name
		}
	}
	for _, name := range v.Fields {
		for _, source := range def.Sources {
			if c := b.Pack.Input.Sheet(source).Column(name); c != nil && slices.Contains(c.Aliases, label) {
				return name
			}
		}
	}
	return ""
}

// shownBy says whether what sheets show is a field of their record, beside its label: a form that is filled in for
// another record may say the same.
func shownBy(name string, v *pivot.View, sheets []sheetOf, shown func(sheetOf) string) bool {
	i := slices.Index(v.Fields, name)
	return i >= 0 && !slices.ContainsFunc(sheets, func(s sheetOf) bool {
		text := layout.Tight(v.Rows[s.record].Texts[i])
		return text == "" || text != layout.Tight(shown(s))
	})
}

// isField says whether what sheets show is a field of their record, all of it.
func isField(v *pivot.View, sheets []sheetOf, shown func(sheetOf) string) bool {
	for i := range v.Fields {
		if !slices.ContainsFunc(sheets, func(s sheetOf) bool { return layout.Tight(v.Rows[s.record].Texts[i]) != layout.Tight(shown(s)) }) {
			return true
		}
	}
	return false
}

// fieldWithin are the tags of a text that says something around a field of its record, and may
// number it as its card is numbered: 1.某项目, 1、某项目绩效目标表. A card without one shows
// nothing of it.
func fieldWithin(sheets []sheetOf, shown []string, v *pivot.View) (text string) {
	const short = 4                 // letters of a value that may stand in a text by chance
	for i, name := range v.Fields { // 名称 is there of any view, the one behind it says of what
		value := func(n int) string { return layout.Tight(v.Rows[sheets[n].record].Texts[i]) }
		first, after, said := strings.Cut(shown[0], value(0))
		before, numeral, behind := evidence.SplitSerial(first+value(0), value(0))
		fits := said && value(0) != "" && (behind != "" || len([]rune(value(0))) >= short)
		for n := range sheets {
			around := first
			if behind != "" {
				around = before + cardNumber(n+1, numeral) + behind
			}
			fits = fits && shown[n] == around+value(n)+after
		}
		if !fits {
			continue
		}
		if behind != "" {
			first = before + "{{" + v.Name + ".连续序号" + numeral + "}}" + behind
		}
		text = first + "{{" + v.Name + "." + name + "}}" + after
	}
	return text
}

// numberedCard is a text with the tag of the number of its card, of texts that say the same but for a number that
// counts the cards: 附表13-1, 附表13-2. It is "" of others, and of one card alone, which counts nothing.
func numberedCard(shown []string, v *pivot.View) string {
	for at := range shown[0] {
		before, behind := shown[0][:at], strings.TrimPrefix(shown[0][at:], "1")
		digits := strings.TrimLeft(behind, "0123456789.") != behind || strings.TrimRight(before, "0123456789.") != before
		words := strings.ContainsFunc(before+behind, func(r rune) bool { return unicode.Is(unicode.Han, r) }) // Sheet1 says nothing
		if len(shown) < 2 || before+behind == shown[0] || digits || !words {
			continue
		}
		counts := true
		for n, text := range shown {
			counts = counts && text == before+strconv.Itoa(n+1)+behind
		}
		if counts {
			return before + "{{" + v.Name + ".连续序号}}" + behind
		}
	}
	return ""
}

// cardNumber is the number of a card as SplitSerial tells how it is written.
func cardNumber(n int, numeral string) string {
	if numeral != "" {
		return numfmt.Ordinal(int64(n))
	}
	return strconv.Itoa(n)
}

// placesOf are the decimals that the amounts of cards show: those of the one that has most, as stored sums have more.
func placesOf(sheets []sheetOf) int32 {
	var all []*layout.Sheet
	for _, s := range sheets {
		all = append(all, s.Sheet)
	}
	return layout.DecimalsShown(all...) // one of 51 says nothing of how 90.4 is rounded
}

// isDepartment says whether all that some sheets show in a cell is the name of the department.
func (b *binder) isDepartment(shown []string) bool {
	name := layout.Tight(b.Ledger.Info["部门名称"])
	return name != "" && !slices.ContainsFunc(shown, func(text string) bool { return text != name })
}

// codeLabel is the label of a department's code, by itself or of a 部门（单位）.
var codeLabel = pattern.Of(`(?:^|部门|单位|[)）])(?:预算)?(?:编码|代码|编号)$`)

// itemBehind is the tag of the item of 基本信息 that all of some cards show behind a label that names it, "" of others: a
// number may be as large by chance.
func (b *binder) itemBehind(label string, shown []string) string {
	stem := strings.TrimRight(layout.Tight(label), ":")
	for _, item := range b.Pack.Input.Info {
		value := layout.Tight(b.Ledger.Info[item.Name])
		named := item.Name == "部门代码" && codeLabel.MatchString(stem) || slices.ContainsFunc(item.Names(), func(name string) bool { return strings.HasSuffix(stem, name) })
		if named && value != "" && !slices.ContainsFunc(shown, func(text string) bool { return text != value && dayIn(text, value) == "" }) {
			return b.tagged(item.Name, shown[0])
		}
	}
	return ""
}

// saysItem says whether all that some sheets show in a cell is an item of 基本信息.
func (b *binder) saysItem(shown []string) bool {
	return slices.ContainsFunc(b.Pack.Input.Info, func(item pack.Item) bool {
		value := layout.Tight(b.Ledger.Info[item.Name])
		return value != "" && !slices.ContainsFunc(shown, func(text string) bool { return text != value })
	})
}

// recordUnit is the unit of an amount on a sheet of records: that of its label, of the label that heads it, or of the
// sheet; 元 if none says.
func (b *binder) recordUnit(form *layout.Sheet, at layout.Pos, label string) money.Unit {
	if u, ok := b.Pack.Units.Header(label); ok {
		return u
	}
	amount, ofRow := false, money.Unit{}
	for col := at.Col - 1; col >= 1; col-- { // 资金金额（万元） on the left of all: 实施期资金总额, its amount, 年度资金总额
		next := layout.At(col, at.Row)
		if text := form.Says(next); text == "" {
			amount = amount || form.Cells[next].Numeric || b.fields[next] != ""
		} else if u, ok := b.Pack.Units.Header(text); ok && !amount {
			return u
		} else if amount = false; ok && ofRow == (money.Unit{}) {
			ofRow = u // 当年预算（万元）, its amount, 其中：中央资金
		}
	}
	if ofRow != (money.Unit{}) {
		return ofRow
	}
	for col := at.Col; col >= 1; col-- { // 项目资金（万元） stands in the first of its lines alone, 金额（万元） above them
		for row := at.Row - 1; row >= 1 && (col == at.Col || form.Says(layout.At(col, at.Row)) == ""); row-- {
			c := form.Cells[layout.At(col, row)]
			if u, ok := b.Pack.Units.Header(c.Text); ok && !c.Numeric {
				return u
			}
			if c.Text != "" && !c.Numeric {
				break
			}
		}
	}
	for row := 1; row <= form.Last.Row; row++ {
		for _, at := range form.Texts(row) {
			if u, ok := b.Pack.Units.Note(strings.TrimSpace(form.Cells[at].Text)); ok {
				return u
			}
		}
	}
	return money.Yuan
}

// amountOf is the amount that a cell of a card shows, of those that its figures could be, or several of them together.
func (b *binder) amountOf(plan *tagging.Plan, at layout.Pos, label string, fits []string, sheets []sheetOf, v *pivot.View, shows func(card int, sum budget.Fen) bool) string {
	form := plan.Sheet
	texts := []string{label}
	for col := at.Col - 1; col >= 1; col-- {
		if text := form.Says(layout.At(col, at.Row)); text != "" {
			texts = append(texts, text)
			break
		}
	}
	if text, _ := b.nameAbove(form, at); text != "" {
		texts = append(texts, text)
	}
	near := b.above(plan, at, v)
	for col := at.Col - 1; col >= 1 && near == ""; col-- {
		near = b.fields[layout.At(col, at.Row)]
	}
	parts, named := b.sumOf(form, texts, near, sheets, v, shows)
	if named {
		return b.together(v, parts)
	}
	name, tied := b.amountNamed(texts, fits, v, form, near)
	if name == "" && parts != nil {
		b.look(form.Name, at, "“%s”照范例的数取%s之和", layout.Clip(texts[len(texts)-1]), strings.Join(parts, "、"))
		return b.together(v, parts)
	}
	if len(tied) > 0 {
		b.look(form.Name, at, "“%s”范例里%s一样，取%s", layout.Clip(texts[len(texts)-1]), strings.Join(tied, "、"), name)
	}
	return name
}

// amountNamed is the amount of records that some words name, of those that the figures could be: one
// that only happens to be as large, such as 市县区 under 财政拨款, is none. Of several periods it is the
// one that a word names, else that of an amount nearby; the last of those tied where nothing says.
func (b *binder) amountNamed(texts, fits []string, v *pivot.View, form *layout.Sheet, near string) (name string, tied []string) {
	period := func(name string) string { return commonStart(name, v.Columns) }
	texts = b.ofProvince(texts, form)
	fits = slices.DeleteFunc(slices.Clone(fits), func(name string) bool {
		named := slices.ContainsFunc(texts, func(text string) bool { return b.namesAmount(text, name, v) })
		return !named || b.printedInParts(form, v, name)
	})
	if sums := slices.DeleteFunc(slices.Clone(fits), func(name string) bool { return len(b.partsOf(v, name)) == 0 }); len(sums) > 0 {
		fits = sums // 其他资金 of a card without 单位自筹 is both
	}
	if len(fits) < 2 {
		return strings.Join(fits, ""), nil
	}
	says := func(text, name string) bool { return period(name) != "" && strings.Contains(text, period(name)) }
	for _, text := range texts { // 年度资金总额 beside 实施期资金总额 is its own, however near that is
		if own := slices.DeleteFunc(slices.Clone(fits), func(name string) bool { return !says(text, name) }); len(own) == 1 {
			return own[0], nil
		}
	}
	for _, name := range fits {
		if near != "" && period(name) == period(near) {
			return name, nil
		}
	}
	for _, name := range fits {
		if slices.ContainsFunc(texts, func(text string) bool { return says(text, name) }) {
			return name, nil
		}
	}
	return fits[len(fits)-1], fits
}

// ofProvince are the words of an amount for the input, which knows provinces and what is below them: beside 区县资金 and
// without 省级资金 on the card, 市级资金 is of a municipality, where figures of an example say whether that is right.
func (b *binder) ofProvince(texts []string, form *layout.Sheet) []string {
	var province, city, county bool
	for _, at := range layout.SortedCells(form) {
		if of := levelOfFunds.FindStringSubmatch(form.Says(at)); of != nil {
			province = province || of[1] == "省" || of[1] == "自治区"
			city = city || of[1] == "市"
			county = county || strings.Trim(of[1], "区县、()") == ""
		}
	}
	if b.Example == nil || province || !city || !county {
		return texts
	}
	out := slices.Clone(texts)
	for i, text := range out {
		if levelOfFunds.MatchString(text) {
			out[i] = strings.Replace(text, "市", "省", 1)
		}
	}
	return out
}

// levelOfFunds is a label of the funds of one level of government.
var levelOfFunds = pattern.Of(`^(?:其中)?:?(省|自治区|市|区|县|区、?县|县、?区|区\(县\)|县\(区\))级?(财政)?(资金|拨款|补助|配套|预算)*[:(（]?`)

// partsOf are the amounts that one of the records is the sum of, none of most.
func (b *binder) partsOf(v *pivot.View, name string) []string {
	if col := b.Pack.View(v.Name).Column(name); col != nil && len(col.Also) > 0 {
		return append([]string{col.Measure}, col.Also...)
	}
	return nil
}

// printedInParts says whether an amount is a sum of which a card prints the first part by name: 其他资金
// below 单位自筹 is not both.
func (b *binder) printedInParts(form *layout.Sheet, v *pivot.View, name string) bool {
	parts := b.partsOf(v, name)
	if len(parts) == 0 {
		return false
	}
	first := strings.TrimPrefix(parts[0], commonStart(parts[0], v.Columns))
	for _, c := range form.Cells {
		if piece(strings.TrimRight(layout.Tight(c.Text), ":")) == first {
			return true
		}
	}
	return false
}

// ofAnyAmount are words of labels that say nothing of which amount it is.
var ofAnyAmount = strings.NewReplacer("其中", "", "项目", "", "资金", "", "金额", "", "预算", "", "经费", "", "本年度", "", "年度", "", "本年", "", "当年", "", "实施期", "", "中期", "", "总额", "", "规模", "", "申请", "", "合计", "", "财政", "", "万元", "", "元", "", ":", "", "(", "", ")", "", "级", "", "数", "")

// namesAmount says whether a label names an amount, whose period is not part of the name, by a word of it
// or of another name that the input sheet knows: 市级财政资金 names 市县区, 项目资金 names 资金总额. A label
// that names another fund does not: 一般公共预算 is a part of 财政拨款.
func (b *binder) namesAmount(label, name string, v *pivot.View) bool {
	period := commonStart(name, v.Columns)
	own := strings.TrimPrefix(name, period)
	if label == "" {
		return false
	}
	if said, is := b.words.Read(label), b.words.Read(own); len(said.Filter) > 0 && len(is.Filter) > 0 {
		if !meaning.Same(said.Filter, is.Filter) {
			return false
		}
		if said.Rest == "" && is.Rest == "" {
			return true // 财政性资金 is another word for 财政拨款
		}
	}
	rest := ofAnyAmount.Replace(label)
	switch fiscal := strings.Contains(label, "财政"); {
	case fiscal && rest == "":
		return strings.Contains(own, "财政拨款") // 财政资金 is a part
	case ofAnyAmount.Replace(own) == "": // of all: by another name of this period, such as 项目总预算, or by none
		return rest == "" || slices.Contains(b.otherNames(name, v), unitBehind.ReplaceAllString(strings.TrimRight(layout.Bare(label), ":"), ""))
	}
	return slices.ContainsFunc(append(b.otherNames(name, v), name), func(word string) bool {
		word = ofAnyAmount.Replace(strings.TrimPrefix(word, period))
		return word != "" && rest != "" && (strings.Contains(rest, word) || strings.Trim(rest, word) == "")
	})
}

// otherNames are those that the input sheet knows of an amount that records have in one column.
func (b *binder) otherNames(name string, v *pivot.View) []string {
	def := b.Pack.View(v.Name)
	if def == nil || def.Column(name) == nil || len(def.Column(name).Also) > 0 {
		return nil
	}
	if c := b.Pack.Input.Sheet(def.Sources[0]).Column(cmp.Or(def.Column(name).Measure, name)); c != nil {
		return c.Aliases
	}
	return nil
}

// recordTag writes the tag of a field of a record; zero is the modifier of an amount that prints 0 there.
func (b *binder) recordTag(plan *tagging.Plan, at layout.Pos, label, name string, v *pivot.View, zero string) {
	tag := "{{" + v.Name + "." + name
	if b.isAmount(v, name) {
		tag += "|" + b.recordUnit(plan.Sheet, at, cmp.Or(label, labelLeft(plan.Sheet, at))).Name
		tag += zero
		b.fields[at] = name
	}
	plan.Set(at, label+tag+"}}")
}

// above is the amount that the nearest bound cell above shows, "" if there is none.
func (b *binder) above(plan *tagging.Plan, at layout.Pos, v *pivot.View) string {
	for row := at.Row - 1; row >= max(1, at.Row-6); row-- {
		if name := b.fields[layout.At(at.Col, row)]; name != "" && slices.Contains(v.Columns, name) && strings.HasPrefix(plan.Text(layout.At(at.Col, row), ""), "{{"+v.Name+"."+name) {
			return name
		}
	}
	return ""
}

// shared is the beginning that two names share.
func shared(a, b string) string {
	x, y := []rune(a), []rune(b)
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return string(x[:n])
}

// commonStart is the beginning that a name shares with most others of its group:
// 实施期 of 实施期资金总额.
func commonStart(name string, names []string) string {
	best, most := "", 0
	for _, o := range names {
		start := shared(name, o)
		n := 0
		for _, other := range names {
			if start != "" && strings.HasPrefix(other, start) {
				n++
			}
		}
		if o != name && n >= most && start != "" && (n > most || len(start) > len(best)) {
			best, most = start, n
		}
	}
	return best
}

// whole is a figure as a cell's text has it, without decimals too.
func whole(text string) (decimal.Decimal, bool) {
	if d, ok := (layout.Cell{Text: text}).Amount(); ok {
		return d, true
	}
	return layout.Cell{Text: text + ".0"}.Amount()
}

// labelLeft is the nearest text left of a cell, with the one left of that if nothing has its room between them, or above
// it.
func labelLeft(s *layout.Sheet, at layout.Pos) string {
	var words []string
	for col := at.Col - 1; col >= 1 && len(words) < 2; col-- {
		text := s.Says(layout.At(col, at.Row))
		if text == "" && len(words) > 0 {
			break
		}
		if text != "" && !slices.Contains(words, text) {
			words = append(words, text)
		}
	}
	if len(words) == 0 && at.Row > 1 {
		return s.Says(layout.At(at.Col, at.Row-1))
	}
	slices.Reverse(words)
	return strings.Join(words, "")
}

// ownList binds rows that list what belongs to the record, below the lists that are known; it says whether there
// are any.
func (b *binder) ownList(plan *tagging.Plan, sheets []sheetOf, v *pivot.View, behind ownLists) (list ownList, ok bool) {
	first := sheets[0]
	var own owning
	start, columns, most := 0, map[int]string{}, 0
	var as []owning
	for _, o := range b.owns(plan.Sheet, v, first.Sheet) {
		if slices.ContainsFunc(o.def.Sides, behind.lists) {
			continue
		}
		at, found, score := o.listedOn(sheets, behind)
		if score > 0 && len(o.def.Sides) == 1 && saysBelow(plan.Sheet, first.Sheet, at+behind.grown(first.Sheet)+len(owned(o.View, first.record)), o.def.Sides[0].Name) {
			score-- // of those alike it is not the one that another list below is called
		}
		if own.View == nil || score > most {
			own, start, columns, most, as = o, at, found, score, nil
		}
		if score == most {
			as = append(as, o)
		}
	}
	if own.View == nil || len(behind) > 0 && most <= 0 {
		return list, false
	}
	rows := owned(own.View, first.record)
	var otherwise []string
	if start <= 0 {
		b.leave(plan.Sheet.Name, layout.Pos{}, "没有认出“%s”的清单在哪几行，没有写标签", own.Name)
		return list, false
	}
	grown := behind.grown(first.Sheet)
	from := sameRow(plan.Sheet, first.Sheet, start-1+grown, grown) + 1
	to := sameRow(plan.Sheet, first.Sheet, start+len(rows)+grown, grown)
	if to == plan.Sheet.Last.Row+1 {
		to = max(to, from+1) // headers alone: the list begins below the last row
	}
	if from <= 1 || to <= from {
		b.leave(plan.Sheet.Name, layout.Pos{}, "“%s”的清单在官方表里找不到，没有写标签", own.Name)
		return list, false
	}
	list = ownList{from, to, map[*layout.Sheet]int{}, own.def.Sides}
	for _, s := range sheets {
		list.more[s.Sheet] = len(owned(own.View, s.record)) - (to - from)
	}
	for i, r := range rows {
		for col, f := range columns {
			is, want := first.Cells[layout.At(col, start+grown+i)].Text, own.Rows[r].Texts[slices.Index(own.Fields, f)]
			if once := is == "" && i > 0 && inGroup(own.View, own.def.Rows[1].By, f, rows[i-1], r); layout.Tight(is) != layout.Tight(want) && !once {
				otherwise = append(otherwise, "“"+layout.Tight(is)+"”")
			}
		}
	}
	if slices.Sort(otherwise); len(otherwise) > 0 {
		b.leave(plan.Sheet.Name, layout.Pos{}, "清单里范例的%s和录入的写法不同，填表时印录入的", strings.Join(slices.Compact(otherwise), "、"))
	}
	if own.tied(plan.Sheet, as) {
		b.look(plan.Sheet.Name, layout.Pos{}, "清单在范例里各期一样，表上没有写清，取%s", own.def.Sides[0].Name)
	}
	name := b.views.of(own)
	plan.OneRow(from, to)
	some := slices.ContainsFunc(slices.Collect(maps.Keys(columns)), func(col int) bool {
		blank, _ := own.once(sheets, behind, start, col, columns[col])
		return blank
	})
	for col := 1; col <= plan.Sheet.Last.Col; col++ {
		if f := columns[col]; f != "" {
			tag := "{{" + name + "." + f
			again := func(of int) bool {
				return columns[of] != "" && slices.Contains(own.def.Rows[1].By, columns[of]) && printsAgain(sheets, behind, own.View, start, of)
			}
			if slices.Contains(own.def.Rows[1].By, f) && !again(col) && !(own.neverTwice(sheets, f) && slices.ContainsFunc(slices.Collect(maps.Keys(columns)), again)) {
				blank, merged := own.once(sheets, behind, start, col, f)
				tag += printedOnce(blank || some && !merged)
			}
			plan.Set(layout.At(col, from), tag+"}}")
		} else if at := layout.At(col, from); besideAll(plan.Sheet, sheets, at, to, start, behind) {
			plan.Beside, plan.Times[from+1] = append(plan.Beside, col), 1 // merged with a blank row below it
			plan.Set(at, strings.TrimSpace(plan.Sheet.Cells[at].Text))
		} else {
			plan.Set(at, "")
		}
	}
	for _, at := range plan.Sheet.Texts(from + 1) {
		if plan.Times[from+1] == 1 && plan.Sheet.Own(at) {
			plan.Set(at, "")
		}
	}
	return list, true
}

// besideAll says whether a text of the form stands beside all rows of a list, merged over them, and the sheets of the
// records have it there too: 年度绩效指标 on the left of the indicators.
func besideAll(form *layout.Sheet, sheets []sheetOf, at layout.Pos, to, start int, behind ownLists) bool {
	r, merged := form.Whole[at]
	return merged && r.Row1 == at.Row && r.Row2 > r.Row1 && r.Row2 >= min(to-1, form.Last.Row) && form.Own(at) && form.Says(at) != "" && !slices.ContainsFunc(sheets, func(s sheetOf) bool {
		return s.Says(layout.At(at.Col, start+behind.grown(s.Sheet))) != form.Says(at)
	})
}

// saysBelow says whether the label of a row of headers below a row of the example has a word that the form
// has there too.
func saysBelow(form, e *layout.Sheet, below int, word string) bool {
	for row := below; row <= e.Last.Row; row++ {
		if label := e.FirstText(row); len(e.Texts(row)) > 2 && strings.Contains(label, word) && sameRow(form, e, row, 0) > 0 {
			return true
		}
	}
	return false
}

// printsAgain says whether the sheets of records print a text again in the line below, where merged
// cells could have it once.
func printsAgain(sheets []sheetOf, behind ownLists, own *pivot.View, start, col int) bool {
	return slices.ContainsFunc(sheets, func(s sheetOf) bool {
		start := start + behind.grown(s.Sheet)
		for row := start + 1; row < start+len(owned(own, s.record)); row++ {
			if at := layout.At(col, row); s.Own(at) && s.Says(at) != "" && s.Says(at) == s.Says(layout.At(col, row-1)) {
				return true
			}
		}
		return false
	})
}

// once says how the sheets of records have in a column what is the same for lines below each other: whether they leave
// it blank below the first, and whether they merge it.
func (o owning) once(sheets []sheetOf, behind ownLists, start, col int, field string) (blank, merged bool) {
	for _, s := range sheets {
		rows := owned(o.View, s.record)
		for i := 1; i < len(rows); i++ {
			at := layout.At(col, start+behind.grown(s.Sheet)+i)
			switch same := inGroup(o.View, o.def.Rows[1].By, field, rows[i-1], rows[i]); {
			case same && !s.Own(at):
				merged = true
			case same && s.Says(at) == "":
				blank = true
			}
		}
	}
	return blank, merged
}

// printedOnce is the modifier of what is printed once for lines below each other that say the same: the cells below the
// first are blank, or merged with it.
func printedOnce(blank bool) string {
	if blank {
		return "|印一次"
	}
	return "|合并"
}

// neverTwice says whether no two lines of a record below each other have the same in a field: whether it would be
// printed again no sheet of a record shows then, and the columns beside it tell.
func (o owning) neverTwice(sheets []sheetOf, field string) bool {
	f := slices.Index(o.Fields, field)
	return !slices.ContainsFunc(sheets, func(s sheetOf) bool {
		rows := owned(o.View, s.record)
		for i := 1; i < len(rows); i++ {
			if o.Rows[rows[i]].Texts[f] == o.Rows[rows[i-1]].Texts[f] {
				return true
			}
		}
		return false
	})
}

// sameRow is the row of the form that says what a row of the example says, which stands so much lower; 0 if
// none does.
func sameRow(form, example *layout.Sheet, row, lower int) int {
	if row < 1 {
		return 0
	}
	want := example.FirstText(row)
	best := 0
	for r := 1; r <= form.Last.Row; r++ {
		if form.FirstText(r) == want && want != "" && (best == 0 || abs(r-row+lower) < abs(best-row+lower)) {
			best = r
		}
	}
	if best == 0 && want == "" && row > example.Last.Row {
		for best = form.Last.Row + 1; form.Styled[best]; best++ {
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }
