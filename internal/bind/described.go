package bind

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// described is the list that the headers over the labels of a block and the sample lines below
// them describe; nil if they do not say what its lines are. told is what they leave open.
//
// A header that names several things, 单位/项目名称, stands over a line for each; headers beside
// each other, 单位名称 and 项目名称, over one line for both. Of codes the sample lines show the
// levels, and how code and name are written in one cell.
func (b *binder) described(e *layout.Table, block *layout.Block, n int) (like *bound, told string) {
	roles, alone := b.roles(e, block), ""
	samples := b.samples(e, block)
	b.sampledCodes(e, roles, samples)
	sibling := slices.IndexFunc(b.lists, func(o *bound) bool { return slices.Equal(o.heads, headsOf(e, block)) })
	codes, owners, stacked := rolesIn(roles)
	if withoutCodes(roles) && len(samples) == 0 {
		for _, r := range roles {
			r.fields = slices.DeleteFunc(r.fields, func(f string) bool { return f == "" || r.coded[f] })
		}
		codes, owners, stacked = rolesIn(roles)
		alone = "没有一列是科目编码，只列各" + strings.Join(owners, "、")
	}
	if slices.Contains(codes, "") { // 科目编码, of some list
		field, why := "", ""
		if named := slices.DeleteFunc(slices.Clone(codes), func(f string) bool { return f == "" }); len(named) == 1 {
			field = named[0] // that the header beside it names
		} else {
			field, why = b.whichCodes(e, block, samples, n)
		}
		switch {
		case field == "" && sibling >= 0:
			return b.lists[sibling], "表头没有写是哪一种科目，照“" + b.lists[sibling].called + "”一样列"
		case field == "":
			return nil, ""
		}
		told = why
		for _, r := range roles {
			r.fill(field)
		}
		codes, _, _ = rolesIn(roles)
	}
	owners = slices.DeleteFunc(owners, func(f string) bool { return b.neverOf(e.Called, f) })
	first := func(owner string) int { // where a sample of it stands
		return slices.IndexFunc(samples, func(s sampled) bool { return s.by == owner })
	}
	slices.SortStableFunc(owners, func(a, o string) int {
		if first(a) < 0 || first(o) < 0 {
			return 0
		}
		return first(a) - first(o)
	})
	kind, inOrder, heads := b.kindsOn(e, block)
	if len(samples) == 0 && kind == "" && sibling >= 0 && slices.Equal(b.lists[sibling].codes(b.Pack), codes) && sameSet(b.lists[sibling].owners(b.Pack), owners) {
		o := b.lists[sibling] // which may have samples
		return o, alsoTold(told, "没有样例，照“"+o.called+"”一样列")
	}
	s := evidence.Shape{Sources: []string{b.x.Usual}}
	var levels []string
	level := func(def pack.RowDef, pattern string) {
		s.Rows, levels = append(s.Rows, def), append(levels, pattern)
	}
	printed := func(def pack.RowDef) { level(def, strings.Join(def.By, "|")) }
	owned := func(by ...string) pack.RowDef {
		return pack.RowDef{Level: b.x.LevelName(by, s.Rows), By: by, Order: "录入"}
	}
	both := len(owners) == 1 && len(codes) == 0 && len(samples) == 0 && departmentToo(e, roles)
	if slices.Contains(owners, "单位") && (both || b.departmentAbove(e, block)) {
		printed(owned("部门"))
	}
	switch {
	case len(codes)+len(owners) == 0:
		return nil, ""
	case stacked:
		var lines []string
		for i, f := range owners {
			if n := len(s.Rows); i > 0 && len(meaning.Values(b.Pack, b.Pack.Input.Sheet(b.x.Usual), f)) > 0 { // 项目分类 behind 项目名称 stands in its line
				s.Rows[n-1].By = append(s.Rows[n-1].By, f)
				levels[n-1] = strings.Join(s.Rows[n-1].By, "|")
				lines[len(lines)-1] += "、" + f
				continue
			}
			printed(owned(f))
			lines = append(lines, f)
		}
		switch {
		case len(samples) > 0:
		case len(codes) > 0 && wholeCodes(roles):
			told = alsoTold(told, "没有样例，照表头先列各"+strings.Join(owners, "、")+"，再列它的最低一级科目，另有上级科目的要加上")
		case len(codes) > 0:
			told = alsoTold(told, "没有样例，照表头先列各"+strings.Join(owners, "、")+"，再列它的各级科目")
		default:
			told = cmp.Or(told, "没有样例，照表头列各"+strings.Join(lines, "，再列它的各"))
		}
	case len(owners) > 0 && len(codes) > 0: // each of the lowest codes beside its owner
		for _, by := range b.x.Within(owners) {
			level(owned(by...), evidence.Unprinted)
		}
		if len(samples) == 0 {
			told = alsoTold(told, "没有样例，照表头每行列"+strings.Join(owners, "、")+"和最低一级科目，另有小计、上级科目的要加上")
		}
	case len(owners) > 0:
		heading := ""
		if slices.Contains(owners, kind) && len(owners) > 1 {
			def := owned(kind)
			if inOrder {
				def.Order = ""
			}
			if owners = slices.DeleteFunc(owners, func(f string) bool { return f == kind }); heads {
				printed(def)
				heading = "先列各" + kind + "，再列它的"
			} else {
				level(def, evidence.Unprinted)
				heading = "按" + kind + "列"
			}
		}
		of := b.x.Within(owners)
		for _, by := range of[:len(of)-1] {
			level(owned(by...), evidence.Unprinted)
		}
		printed(owned(of[len(of)-1]...))
		if both {
			heading = "先列部门，再列"
		}
		told = cmp.Or(alone, "照表头"+cmp.Or(heading, "列")+"各"+strings.Join(owners, "、"))
		if slices.Contains(owners, "单位") && !slices.ContainsFunc(s.Rows, func(r pack.RowDef) bool { return slices.Contains(r.By, "部门") }) {
			told += "，部门另有一行的要加上"
		}
	}
	if slices.ContainsFunc(codes, func(f string) bool { return b.x.TableWith(f) != b.x.TableWith(codes[0]) }) {
		return nil, "" // no table has both
	}
	paired := len(codes) > 1 && len(samples) == 0 && cuts(roles) > 3 // each line tells both codes whole
	switch {
	case paired:
		told = "两种科目并排，只列最低一级，另有上级科目的要加上"
	case len(codes) > 1:
		told = "两种科目并排，先列第一种的上级，再列各行"
	}
	if len(codes) > 0 {
		by, more := b.codeLevels(codes[0], samples)
		switch {
		case len(by) > 1 && (paired || len(owners) > 0 && (!stacked || len(samples) == 0 && wholeCodes(roles))):
			by = by[len(by)-1:]
		case more:
			told = cmp.Or(told, "样例只到"+evidence.LevelOf(by[len(by)-1])+"一级，照表头也只列这几级")
		}
		for i, at := range by {
			def := pack.RowDef{Level: b.x.LevelName([]string{at}, s.Rows), By: []string{at}}
			if i == len(by)-1 && len(codes) > 1 { // 部门经济科目 and 政府经济科目 beside each other
				for _, other := range codes[1:] {
					if all, _ := b.codeLevels(other, nil); len(all) > 0 {
						def.By = append(def.By, all[len(all)-1])
					}
				}
			}
			printed(def)
		}
		if len(owners) == 0 && len(samples) == 0 {
			told = alsoTold(told, "没有样例，照表头列各级科目")
		}
		if table := b.x.TableWith(codes[0]); table != "" {
			s.Sources = []string{table}
		}
	}
	s = b.x.ApartByUnit(s)
	like = &bound{called: e.Called, heads: headsOf(e, block), shape: s, levels: levels, texts: map[int]map[int]string{}}
	var unseen []string // fields of the levels above that have no line of their own
	for at := range s.Rows {
		like.texts[at] = map[int]string{}
		for i, r := range roles {
			if text := b.roleText(e, r, s.Rows[at], levels[at], unseen, len(codes) > 1, samples); text != "" {
				like.texts[at][i] = text
			}
		}
		if levels[at] == evidence.Unprinted {
			unseen = append(unseen, s.Rows[at].By...)
		}
	}
	b.lists = append(b.lists, like)
	return like, told
}

// sampledCodes gives the column of names of owners the codes whose names stand below a sample of an owner, which
// no header speaks of: 工资福利支出 below XX单位.
func (b *binder) sampledCodes(e *layout.Table, roles []*role, samples []sampled) {
	owner := false
	for _, s := range samples {
		f := meaning.FieldOf(s.by)
		owner = owner || f == s.by && s.by != goesOn
		if codes, _, _ := rolesIn(roles); f == s.by || !owner || len(codes) > 0 {
			continue
		}
		for _, r := range roles {
			if len(r.fields) > 1 && e.Says(layout.At(r.col, s.row)) != "" {
				r.fields, r.coded[f] = append(r.fields, f), true
			}
		}
	}
}

// wholeCodes says whether each line below an owner tells its code by 类, 款 and 项 in columns of their own and the
// code of the owner beside them: then it is the line of a 项, and says itself of which 类 and 款.
func wholeCodes(roles []*role) bool {
	owner := false
	for _, r := range roles {
		owner = owner || r.cut == "" && r.code && slices.ContainsFunc(r.fields, func(f string) bool { return f != "" && !r.coded[f] })
	}
	return cuts(roles) > 2 && owner
}

// cuts is how many columns show a part of a code: 类, 款 or 项.
func cuts(roles []*role) (n int) {
	for _, r := range roles {
		if r.cut != "" {
			n++
		}
	}
	return n
}

// alsoTold adds a reason to those that are told.
func alsoTold(told, more string) string {
	if told == "" {
		return more
	}
	return told + "；" + more
}

// neverOf says whether items that a title speaks of have nothing in a field: those of 基本支出 no 项目名称.
func (b *binder) neverOf(title, field string) bool {
	c := b.Pack.Input.Sheet(b.x.Usual).Column(field)
	return c != nil && evidence.Excludes(c.When, b.words.Title(title).Filter)
}

// departmentToo says whether headers over codes and over names each speak of the department and of its units,
// 部门（单位）代码 beside 部门（单位）名称: then the department has a line of its own, above theirs.
func departmentToo(e *layout.Table, roles []*role) bool {
	speak := func(code bool) bool {
		return slices.ContainsFunc(roles, func(r *role) bool {
			return r.code == code && r.name != code && slices.ContainsFunc(e.Heads(r.col), func(h string) bool { return departmentUnit.MatchString(layout.Tight(h)) })
		})
	}
	return speak(true) && speak(false)
}

// departmentUnit is how a header names both.
var departmentUnit = pattern.Of(`^部门([（(]单位[)）]|[/、]单位)`)

// departmentAbove says whether sample lines show the department and below it its units: indented, or called
// as it and more, XX部门本级 below XX部门.
func (b *binder) departmentAbove(e *layout.Table, block *layout.Block) bool {
	first, called := -1, ""
	for row := e.Body[0]; row <= e.Body[1]; row++ {
		raw := ""
		for i := len(block.Labels) - 1; i >= 0 && raw == ""; i-- { // the name, of code and name
			if at := e.Raw(layout.At(block.Labels[i], row)); ownerSample.MatchString(layout.Tight(at)) {
				raw = at
			}
		}
		switch indent := len(raw) - len(strings.TrimLeft(raw, " \u3000")); {
		case raw == "":
		case first < 0:
			first, called = indent, layout.Tight(raw)
		case indent > first, strings.HasSuffix(called, "部门") && layout.Tight(raw) != called && strings.HasPrefix(layout.Tight(raw), called):
			return true
		}
	}
	return false
}

// ownerSample stands for the department or a unit, perhaps with a code before the name.
var ownerSample = pattern.Of(`^[XＸ×○*某]+([-—_][XＸ×○*]+|[（(]?(单位|部门|局|委).*)$`)

// owners are the fields of names, such as those of units, that the rows of a list are by.
func (l *bound) owners(p *pack.Pack) (out []string) {
	for _, r := range l.shape.Rows {
		for _, by := range r.By {
			if p.ListOf(meaning.FieldOf(by)) == "" && by != "部门" {
				out = append(out, by)
			}
		}
	}
	return out
}

// sameSet says whether two lists hold the same, in whatever order.
func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// codes are the fields of codes that the rows of a list are by.
func (l *bound) codes(p *pack.Pack) (out []string) {
	for _, r := range l.shape.Rows {
		for _, by := range r.By {
			if f := meaning.FieldOf(by); p.ListOf(f) != "" && !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// role is what a column of labels is for.
type role struct {
	col    int
	fields []string // that its header names; "" for codes of a list that it does not name
	code   bool     // codes stand there
	name   bool     // names stand there
	cut    string   // 类, 款 or 项: a part of the code
	serial bool     // 序号
	coded  map[string]bool
}

// fill names the list of codes that a header leaves open.
func (r *role) fill(field string) {
	for i, f := range r.fields {
		if f == "" {
			r.fields[i], r.coded[field] = field, true
		}
	}
}

// withoutCodes says whether columns have the codes of owners beside their names and none has those of the
// codes that a header of names speaks of too: 单位代码 beside 单位名称（科目）.
func withoutCodes(roles []*role) bool {
	owner, both := false, false
	for _, r := range roles {
		coded := slices.ContainsFunc(r.fields, func(f string) bool { return f == "" || r.coded[f] })
		if r.cut != "" || r.code && coded {
			return false
		}
		owner = owner || r.code && len(r.fields) > 0
		both = both || coded && slices.ContainsFunc(r.fields, func(f string) bool { return f != "" && !r.coded[f] })
	}
	return owner && both
}

// rolesIn are the fields of codes and the others that columns name, in their order, and whether one
// column names several.
func rolesIn(roles []*role) (codes, owners []string, stacked bool) {
	for _, r := range roles {
		stacked = stacked || len(r.fields) > 1
		for _, f := range r.fields {
			to := &owners
			if f == "" || r.coded[f] {
				to = &codes
			}
			if !slices.Contains(*to, f) {
				*to = append(*to, f)
			}
		}
	}
	return codes, owners, stacked
}

// roles are those of the label columns of a block, by their headers.
func (b *binder) roles(e *layout.Table, block *layout.Block) (out []*role) {
	for _, col := range block.Labels {
		r := &role{col: col, coded: map[string]bool{}}
		out = append(out, r)
		heads := e.Heads(col)
		if len(heads) == 0 {
			continue
		}
		own := strings.NewReplacer("（", "/", "(", "/", "）", "", ")", "").Replace(layout.Unnumbered(heads[0]))
		whole := layout.Brackets.ReplaceAllString(layout.Unnumbered(heads[0]), "")
		if layout.CodeLevel.MatchString(own) {
			r.cut = own
		}
		r.serial = own == "序号"
		r.code, r.name = layout.CodeWords.MatchString(own), strings.Contains(own, "名称")
		note := func(f string) {
			if !slices.Contains(r.fields, f) {
				r.fields = append(r.fields, f)
				r.coded[f] = b.Pack.ListOf(f) != ""
			}
		}
		said := func(head string) string { return b.words.Read(head).Rows }
		switch {
		case r.serial || layout.Notes.MatchString(own), own == "项目" && len(e.Blocks) > 1: // what comes in or goes out
			continue
		case meaning.OwnerHead.MatchString(layout.Key(whole)) || layout.CodeWords.MatchString(own) && said(whole) == "" && said(layout.CodeWords.ReplaceAllString(whole, "名称")) != "" && !layout.JustCode.MatchString(own):
			if f := said(layout.CodeWords.ReplaceAllString(whole, "名称")); f != "" {
				note(f) // 单位编码
			}
		}
		for _, part := range strings.FieldsFunc(own, func(x rune) bool { return strings.ContainsRune("/、及和", x) }) {
			f := said(part)
			if f == "" {
				f = said(layout.CodeWords.ReplaceAllString(part, "") + "名称")
			}
			if f == "" && bareKind.MatchString(part) {
				f = b.kindBeside(e, block, part)
			}
			if owner := b.upperOwner(heads[1:]); f == "" && owner != "" && bareHead.MatchString(part) && b.upperCodes(heads) == "" && len(b.upperFields(heads[1:])) == 0 {
				f = owner
			}
			switch {
			case f != "":
				note(f)
			case layout.JustCode.MatchString(part) && !slices.ContainsFunc(r.fields, func(f string) bool { return b.Pack.ListOf(f) != "" }), r.cut != "":
				for _, f := range b.upperFields(heads[1:]) { // 编码 below 单位、功能分类科目
					note(f)
				}
				note(b.upperCodes(heads))
			}
		}
		if r.cut == "" && !r.code && !r.name && len(r.fields) == 1 && r.fields[0] != "" && r.coded[r.fields[0]] {
			r.code, r.name = true, true // 功能科目
		}
	}
	rows := tagging.Spare(e, block, false, nil).Rows
	for i, r := range out { // 类, 款 and 项 may head one merged cell for the whole code
		if r.cut == "" || len(rows) == 0 {
			continue
		}
		switch in := e.Whole[layout.At(r.col, rows[0])]; {
		case in.Col1 < in.Col2 && in.Col1 == r.col:
			r.cut, r.code = "", true
		case in.Col1 < in.Col2:
			out[i] = &role{col: r.col, coded: map[string]bool{}}
		}
	}
	return out
}

// bareKind is a header of kinds that does not say of what: 类型 beside 项目名称.
var bareKind = pattern.Of(`^(类型|类别|分类)$`)

// kindBeside is the field of the kinds of what a header of names beside them names, "" if there is none.
func (b *binder) kindBeside(e *layout.Table, block *layout.Block, kind string) string {
	for _, col := range block.Labels {
		if of, named := strings.CutSuffix(layout.Tight(e.Lowest(col)), "名称"); named && of != "" {
			if f := b.words.Read(of + kind).Rows; f != "" && b.Pack.ListOf(f) == "" {
				return f
			}
		}
	}
	return ""
}

// kindsOf are the rows of a form alone whose lines are kinds of the records that a column of names, blank in all
// of them, is for: 其他运转类 and 特定目标类 below 类型, beside 项目名称; nil if other lines stand among them.
func (b *binder) kindsOf(e *layout.Table, block *layout.Block, lines []meaning.Line) (rows []int) {
	for _, l := range lines {
		if l.Total || l.Label == "" {
			continue
		}
		if c := b.words.Line(l); c.Rest != "" || len(c.Filter) != 1 {
			return nil
		}
		rows = append(rows, l.Row)
	}
	if slices.ContainsFunc(block.Labels, func(col int) bool {
		return strings.HasSuffix(layout.Tight(e.Lowest(col)), "名称") && b.words.Read(e.Lowest(col)).Rows != "" && !slices.ContainsFunc(rows, func(row int) bool { return e.Says(layout.At(col, row)) != "" })
	}) {
		return rows
	}
	return nil
}

// kindsOn is the field of such kinds, "" if none stand on the form; inOrder says whether they stand in the order of
// their names, heads whether each has room for its records below it.
func (b *binder) kindsOn(e *layout.Table, block *layout.Block) (field string, inOrder, heads bool) {
	var names []string
	heads = true
	rows := b.kindsOf(e, block, b.namer.Lines(e, block))
	for _, l := range b.namer.Lines(e, block) {
		if !slices.Contains(rows, l.Row) {
			continue
		}
		for f, values := range b.words.Line(l).Filter {
			field, names = f, append(names, values...)
		}
		heads = heads && l.Row < e.Body[1] && len(e.Texts(l.Row+1)) == 0
	}
	return field, slices.IsSorted(names), heads
}

// upperFields are the fields that one of some headers names, if these are several.
func (b *binder) upperFields(heads []string) []string {
	for _, head := range heads {
		if fields := b.words.RowsIn(head); len(fields) > 1 {
			return fields
		}
	}
	return nil
}

// bareHead is a header that says of what it is above it alone: 代码 and 名称 below 部门（单位）.
var bareHead = pattern.Of(`^(编码|代码|编号|名称)$`)

// upperOwner is the field of names, such as those of units, that one of some headers names, "" if none does.
// 项目 above 科目编码 may be a line of whatever.
func (b *binder) upperOwner(heads []string) string {
	for _, head := range heads {
		for _, part := range strings.FieldsFunc(layout.Unnumbered(head), func(x rune) bool { return strings.ContainsRune("/、及和()（）", x) }) {
			if f := cmp.Or(b.words.Read(part).Rows, b.words.Read(part+"名称").Rows); f != "" && part != "项目" && b.Pack.ListOf(f) == "" && b.x.Typed(f) {
				return f
			}
		}
	}
	return ""
}

// upperCodes is the field of the codes that headers above one name, "" if none does.
func (b *binder) upperCodes(heads []string) string {
	for _, head := range heads {
		if f := b.words.Read(head).Rows; b.Pack.ListOf(f) != "" {
			return f
		}
	}
	return ""
}

// sampled is a sample line of a blank form: a code of some level, or a name such as XX单位.
type sampled struct {
	row int
	by  string // 功能科目编码/款, 单位
}

// goesOn is what … stands for: more lines of this kind, of lower levels too.
const goesOn = "…"

// samples are the sample lines of a block.
func (b *binder) samples(e *layout.Table, block *layout.Block) (out []sampled) {
	for _, l := range b.namer.Lines(e, block) {
		for _, p := range l.Parts {
			if strings.Contains(p.By, "/") {
				out = append(out, sampled{l.Row, p.By})
			}
		}
		for _, col := range block.Labels {
			text := e.Says(layout.At(col, l.Row))
			if layout.Placeholder(text) {
				out = append(out, sampled{l.Row, goesOn})
			}
			if rest := strings.Trim(text, "XＸ×○*某"); rest != "" && layout.Nobody.MatchString(text) {
				if f := cmp.Or(b.words.Read(rest).Rows, b.words.Read(rest+"名称").Rows); f != "" {
					out = append(out, sampled{l.Row, f})
				}
			}
		}
	}
	return out
}

// whichCodes is the field of the codes of a list whose headers do not name it: that of its sample
// lines, of its title, of a table with the same headers that the example has, or of the pack's table
// that is called alike; of spending, or of what comes in by funds, the one by which
// spending is told first. The codes that its columns are by are none.
func (b *binder) whichCodes(e *layout.Table, block *layout.Block, samples []sampled, n int) (field, told string) {
	for _, s := range samples {
		if strings.Contains(s.by, "/") {
			return meaning.FieldOf(s.by), ""
		}
	}
	may := func(field string) bool {
		return b.Pack.ListOf(field) != "" && !slices.ContainsFunc(block.Figures, func(col int) bool {
			for by := range b.words.Column(e, col).Words {
				if meaning.FieldOf(by) == field {
					return true
				}
			}
			return false
		})
	}
	if f := b.words.Read(e.Called).Rows; may(f) {
		return f, ""
	}
	for _, o := range b.lists {
		if codes := o.codes(b.Pack); o.proven && slices.Equal(o.heads, headsOf(e, block)) && len(codes) == 1 && may(codes[0]) {
			return codes[0], "表头没有写是哪一种科目，照“" + o.called + "”列"
		}
	}
	known := b.known(e.Called)
	if k := b.likeKnown(e.Called); k != nil && b.words.LimitsCodes(k.Title) && !b.words.LimitsCodes(e.Called) {
		known = nil // “三公”经费支出表 is not what 非财政拨款支出表 is like
	}
	for i, v := range known {
		if len(v.Rows) > 0 && v.Of == "" && !against(e.Called, v.Name) && i >= min(n, len(known)-1) {
			for _, by := range v.Rows[len(v.Rows)-1].By {
				if f := meaning.FieldOf(by); may(f) {
					return f, "表头没有写是哪一种科目，照“" + v.Name + "”列"
				}
			}
		}
	}
	if s := b.Pack.Input.Sheet(b.x.Usual); s != nil && (strings.Contains(e.Called, "支") || b.words.Divides(e, block)) {
		for _, c := range s.Columns {
			if c.Kind == pack.Code && may(c.Name) {
				return c.Name, "表头没有写是哪一种科目，照" + strings.TrimSuffix(c.Name, "编码") + "列"
			}
		}
	}
	return "", ""
}

// codeLevels are the levels of codes that a list prints: those of its samples, else all that are
// entered. Samples of several levels from the first on are followed by the others. more says whether
// there are lower ones than those of samples.
func (b *binder) codeLevels(field string, samples []sampled) (by []string, more bool) {
	list := b.Ledger.Codes[b.Pack.ListOf(field)]
	if list == nil {
		return nil, false
	}
	lowest := ""
	for _, s := range b.Pack.Input.Sheets {
		if c := s.Column(field); c != nil {
			lowest = c.Level
		}
	}
	var shown []string
	for _, l := range list.Levels {
		at := field + "/" + l.Name
		by = append(by, at)
		if slices.ContainsFunc(samples, func(s sampled) bool { return s.by == at }) {
			shown = append(shown, at)
		}
		if l.Name == lowest {
			break
		}
	}
	if again := slices.DeleteFunc(slices.Clone(samples), func(s sampled) bool { return len(shown) != 1 || s.by != shown[0] }); len(again) > 1 {
		return shown, shown[0] != by[len(by)-1] // several of one level and none of a lower one
	}
	if n := len(shown); n > 1 && shown[0] == by[0] && shown[n-1] == by[len(by)-1] {
		return shown, false // 类 and 项: without 款
	}
	if len(shown) == 0 || shown[0] == by[0] && (len(shown) > 1 || slices.ContainsFunc(samples, func(s sampled) bool { return s.by == goesOn })) {
		return by, false
	}
	return shown, shown[len(shown)-1] != by[len(by)-1]
}

// roleText is what a column of labels shows in the lines of a level, those of the unseen levels above too.
func (b *binder) roleText(e *layout.Table, r *role, def pack.RowDef, pattern string, unseen []string, several bool, samples []sampled) string {
	if pattern == evidence.Unprinted {
		return ""
	}
	if r.serial {
		number, _ := e.Numbering(r.col)
		return evidence.Field + number + evidence.Field
	}
	row := 0
	for _, s := range samples {
		if slices.Contains(def.By, s.by) && row == 0 {
			row = s.row
		}
	}
	raw := e.Raw(layout.At(r.col, row))
	indent := raw[:len(raw)-len(strings.TrimLeft(raw, " \u3000"))]
	if of := def.By[0]; slices.Contains(r.fields, "单位") && (of == "单位" || of == "部门") {
		sample := sampleOwner(e, r.col, of == "部门")
		indent := sample[:len(sample)-len(strings.TrimLeft(sample, " \u3000"))]
		both := ownerJoint.FindStringSubmatch(strings.TrimSpace(sample))
		code, name := evidence.Field+b.codeOf(of)+evidence.Field, evidence.Field+of+evidence.Field
		if of == "部门" {
			code, name = "{{部门代码}}", "{{部门名称}}"
		}
		switch {
		case both != nil && code != evidence.Field+evidence.Field:
			return indent + code + both[1] + name
		case of == "部门" && r.code && !r.name:
			return code
		case of == "部门":
			return name
		}
	}
	for _, f := range r.fields {
		at := slices.IndexFunc(def.By, func(by string) bool { return meaning.FieldOf(by) == f })
		switch {
		case !r.coded[f] && at < 0 && !slices.Contains(unseen, f) && (len(r.fields) > 1 || !slices.ContainsFunc(def.By, func(by string) bool { return strings.Contains(by, "/") })):
			continue
		case !r.coded[f] && r.code && !r.name:
			if told := b.codeOf(f); told != "" {
				return indent + evidence.Field + told + evidence.Field
			}
			continue
		case !r.coded[f]:
			return indent + evidence.Field + f + evidence.Field
		case at < 0:
			continue
		}
		code, name, whose := "科目编码", "科目名称", "" // 政府经济科目类码 beside 部门经济科目类码
		if several {
			whose = strings.TrimSuffix(f, "编码")
			code, name = f, whose+"名称"
		}
		switch {
		case r.cut != "":
			level := slices.IndexFunc(b.Ledger.Codes[b.Pack.ListOf(f)].Levels, func(l budget.Level) bool { return l.Name == r.cut })
			own := slices.IndexFunc(b.Ledger.Codes[b.Pack.ListOf(f)].Levels, func(l budget.Level) bool { return l.Name == evidence.LevelOf(def.By[at]) })
			both := e.FirstOf(r.col)
			digits, of := (layout.Cell{Text: both}).Digits()
			switch whole := level >= 0 && len(digits) == b.Ledger.Codes[b.Pack.ListOf(f)].Levels[level].Digits; {
			case digits == "" && of != "" && !layout.Placeholder(of) && !layout.Totals.MatchString(of): // a name alone
				if level == own {
					return evidence.Field + name + evidence.Field
				}
				return ""
			case len(digits) > 1 && of != "": // 05 行政事业单位养老支出, or 20805
				part := whose + r.cut + "码"
				if whole {
					part = code
				}
				if j := jointOf(both); level == own {
					return j[0] + evidence.Field + part + evidence.Field + j[1] + evidence.Field + name + evidence.Field + j[2]
				}
				return ""
			}
			if level < 0 || level > own {
				return ""
			}
			return evidence.Field + whose + r.cut + "码" + evidence.Field
		case r.code && r.name && len(r.fields) == 1, showsBoth(raw):
			for _, s := range samples { // of another level
				if raw == "" && strings.Contains(s.by, "/") {
					raw = e.Raw(layout.At(r.col, s.row))
				}
			}
			j := jointOf(raw)
			return indent + j[0] + evidence.Field + code + evidence.Field + j[1] + evidence.Field + name + evidence.Field + j[2]
		case r.code && !r.name && shortCode.MatchString(strings.TrimSpace(raw)) && evidence.LevelOf(def.By[at]) != "":
			return indent + evidence.Field + whose + evidence.LevelOf(def.By[at]) + "码" + evidence.Field // 01 below 201
		case r.code && !r.name:
			return indent + evidence.Field + code + evidence.Field
		}
		return indent + evidence.Field + name + evidence.Field
	}
	return ""
}

// ownerJoint is a code and a name of an owner in one cell of a sample line.
var ownerJoint = pattern.Of(`^[XＸ×○*]+([-—_])[XＸ×○*]+`)

// sampleOwner is the first sample of an owner in a column, that of the department, or the last one.
func sampleOwner(t *layout.Table, col int, first bool) (sample string) {
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		if raw := t.Raw(layout.At(col, row)); ownerSample.MatchString(layout.Tight(raw)) && (sample == "" || !first) {
			sample = raw
		}
	}
	return sample
}

// shortCode is the part of a code that it has itself, without that of the one above it.
var shortCode = pattern.Of(`^\d\d$`)

// showsBoth says whether a sample line has a code and its name in one cell.
func showsBoth(raw string) bool {
	code, name := layout.Cell{Text: strings.TrimSpace(raw)}.Digits()
	return len(code) > 2 && name != ""
}

// jointOf is how a sample line writes a code and its name in one cell; a blank between them if it
// does not show it.
func jointOf(raw string) [3]string {
	text := strings.TrimSpace(raw)
	code, name := layout.Cell{Text: text}.Digits()
	for _, j := range evidence.Joints {
		if name != "" && text == j[0]+code+j[1]+name+j[2] {
			return j
		}
	}
	return [3]string{"", " ", ""}
}

// codeOf is the field with the code of an owner: 单位代码 of 单位.
func (b *binder) codeOf(owner string) string {
	for _, f := range b.namer.Told {
		if layout.CodeWords.MatchString(f) && b.owner(f) == owner {
			return f
		}
	}
	return ""
}
