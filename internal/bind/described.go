package bind

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// described is the list that the headers over the labels of a block and the sample lines below
// them describe; nil if they do not say what its lines are. told is what they leave open.
//
// A header that names several things, 单位/项目名称, stands over a line for each; headers beside
// each other, 单位名称 and 项目名称, over one line for both. Of codes the sample lines show the
// levels, and how code and name are written in one cell.
func (b *binder) described(e *table, block *block, n int) (like *bound, told string) {
	roles := b.roles(e, block)
	samples := b.samples(e, block)
	sibling := slices.IndexFunc(b.lists, func(o *bound) bool { return slices.Equal(o.heads, headsOf(e, block)) })
	codes, owners, stacked := rolesIn(roles)
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
	owners = slices.DeleteFunc(owners, func(f string) bool { return b.neverOf(e.called, f) })
	first := func(owner string) int { // where a sample of it stands
		return slices.IndexFunc(samples, func(s sampled) bool { return s.by == owner })
	}
	slices.SortStableFunc(owners, func(a, o string) int {
		if first(a) < 0 || first(o) < 0 {
			return 0
		}
		return first(a) - first(o)
	})
	if len(samples) == 0 && sibling >= 0 && slices.Equal(b.lists[sibling].codes(b.Pack), codes) && sameSet(b.lists[sibling].owners(b.Pack), owners) {
		o := b.lists[sibling] // which may have samples
		return o, cmp.Or(told, "没有样例，照“"+o.called+"”一样列")
	}
	s := shape{sources: []string{b.x.usual}}
	var levels []string
	level := func(def pack.RowDef, pattern string) {
		s.rows, levels = append(s.rows, def), append(levels, pattern)
	}
	printed := func(def pack.RowDef) { level(def, strings.Join(def.By, "|")) }
	owned := func(by ...string) pack.RowDef {
		return pack.RowDef{Level: b.x.levelName(by, s.rows), By: by, Order: "录入"}
	}
	if slices.Contains(owners, "单位") && b.departmentAbove(e, block) {
		printed(owned("部门"))
	}
	switch {
	case len(codes)+len(owners) == 0:
		return nil, ""
	case stacked:
		for _, f := range owners {
			printed(owned(f))
		}
		switch {
		case len(samples) > 0:
		case len(codes) > 0:
			told = alsoTold(told, "没有样例，照表头先列各"+strings.Join(owners, "、")+"，再列它的各级科目")
		default:
			told = cmp.Or(told, "没有样例，照表头列各"+strings.Join(owners, "，再列它的各"))
		}
	case len(owners) > 0 && len(codes) > 0: // each of the lowest codes beside its owner
		for _, by := range b.x.within(owners) {
			level(owned(by...), unprinted)
		}
		if len(samples) == 0 {
			told = alsoTold(told, "没有样例，照表头每行列"+strings.Join(owners, "、")+"和最低一级科目，另有小计、上级科目的要加上")
		}
	case len(owners) > 0:
		of := b.x.within(owners)
		for _, by := range of[:len(of)-1] {
			level(owned(by...), unprinted)
		}
		printed(owned(of[len(of)-1]...))
		told = "照表头列各" + strings.Join(owners, "、")
		if slices.Contains(owners, "单位") && !slices.ContainsFunc(s.rows, func(r pack.RowDef) bool { return slices.Contains(r.By, "部门") }) {
			told += "，部门另有一行的要加上"
		}
	}
	if slices.ContainsFunc(codes, func(f string) bool { return b.x.tableWith(f) != b.x.tableWith(codes[0]) }) {
		return nil, "" // no table has both
	}
	if len(codes) > 1 {
		told = "两种科目并排，先列第一种的上级，再列各行"
	}
	if len(codes) > 0 {
		by, more := b.codeLevels(codes[0], samples)
		switch {
		case len(owners) > 0 && !stacked && len(by) > 1:
			by = by[len(by)-1:]
		case more:
			told = cmp.Or(told, "样例只到"+levelOf(by[len(by)-1])+"一级，照表头也只列这几级")
		}
		for i, at := range by {
			def := pack.RowDef{Level: b.x.levelName([]string{at}, s.rows), By: []string{at}}
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
			told = cmp.Or(told, "没有样例，照表头列各级科目")
		}
		if table := b.x.tableWith(codes[0]); table != "" {
			s.sources = []string{table}
		}
	}
	like = &bound{called: e.called, heads: headsOf(e, block), shape: s, levels: levels, texts: map[int]map[int]string{}}
	var unseen []string // fields of the levels above that have no line of their own
	for at := range s.rows {
		like.texts[at] = map[int]string{}
		for i, r := range roles {
			if text := b.roleText(e, r, s.rows[at], levels[at], unseen, len(codes) > 1, samples); text != "" {
				like.texts[at][i] = text
			}
		}
		if levels[at] == unprinted {
			unseen = append(unseen, s.rows[at].By...)
		}
	}
	b.lists = append(b.lists, like)
	return like, told
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
	c := b.Pack.Input.Sheet(b.x.usual).Column(field)
	return c != nil && excludes(c.When, b.words.title(title).filter)
}

// departmentAbove says whether sample lines show the department and below it, indented, its units.
func (b *binder) departmentAbove(e *table, block *block) bool {
	first := -1
	for row := e.body[0]; row <= e.body[1]; row++ {
		raw := ""
		for i := len(block.labels) - 1; i >= 0 && raw == ""; i-- { // the name, of code and name
			if at := e.raw(pos{block.labels[i], row}); ownerSample.MatchString(tight(at)) {
				raw = at
			}
		}
		switch indent := len(raw) - len(strings.TrimLeft(raw, " \u3000")); {
		case raw == "":
		case first < 0:
			first = indent
		case indent > first:
			return true
		}
	}
	return false
}

// ownerSample stands for the department or a unit, perhaps with a code before the name.
var ownerSample = pattern.Of(`^[XＸ×○*某]+([-—_][XＸ×○*]+|(单位|部门|局|委).*)$`)

// owners are the fields of names, such as those of units, that the rows of a list are by.
func (l *bound) owners(p *pack.Pack) (out []string) {
	for _, r := range l.shape.rows {
		for _, by := range r.By {
			if p.ListOf(fieldOf(by)) == "" && by != "部门" {
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
	for _, r := range l.shape.rows {
		for _, by := range r.By {
			if f := fieldOf(by); p.ListOf(f) != "" && !slices.Contains(out, f) {
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

var (
	codeWords = pattern.Of(`编码|代码|编号`)
	justCode  = pattern.Of(`^(科目)?(编码|代码|名称)(及|和|与)?(名称)?$|科目(编码|代码|名称)?(及|和|与)?(名称)?$`)
	notes     = pattern.Of(`备注|说明|简介|依据`)
)

// roles are those of the label columns of a block, by their headers.
func (b *binder) roles(e *table, block *block) (out []*role) {
	for _, col := range block.labels {
		r := &role{col: col, coded: map[string]bool{}}
		out = append(out, r)
		heads := e.heads(col)
		if len(heads) == 0 {
			continue
		}
		own := strings.NewReplacer("（", "/", "(", "/", "）", "", ")", "").Replace(unnumbered(heads[0]))
		whole := brackets.ReplaceAllString(unnumbered(heads[0]), "")
		if codeLevel.MatchString(own) {
			r.cut = own
		}
		r.serial = own == "序号"
		r.code, r.name = codeWords.MatchString(own), strings.Contains(own, "名称")
		note := func(f string) {
			if !slices.Contains(r.fields, f) {
				r.fields = append(r.fields, f)
				r.coded[f] = b.Pack.ListOf(f) != ""
			}
		}
		said := func(head string) string { return b.words.read(head).rows }
		switch {
		case r.serial || notes.MatchString(own), own == "项目" && len(e.blocks) > 1: // what comes in or goes out
			continue
		case ownerHead.MatchString(key(whole)) || codeWords.MatchString(own) && said(whole) == "" && said(codeWords.ReplaceAllString(whole, "名称")) != "" && !justCode.MatchString(own):
			if f := said(codeWords.ReplaceAllString(whole, "名称")); f != "" {
				note(f) // 单位编码
			}
		}
		for _, part := range strings.FieldsFunc(own, func(x rune) bool { return strings.ContainsRune("/、及和", x) }) {
			f := said(part)
			if f == "" {
				f = said(codeWords.ReplaceAllString(part, "") + "名称")
			}
			switch {
			case f != "":
				note(f)
			case justCode.MatchString(part) && !slices.ContainsFunc(r.fields, func(f string) bool { return b.Pack.ListOf(f) != "" }), r.cut != "":
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
	rows := e.spare(block, false, nil).rows
	for i, r := range out { // 类, 款 and 项 may head one merged cell for the whole code
		if r.cut == "" || len(rows) == 0 {
			continue
		}
		switch in := e.whole[pos{r.col, rows[0]}]; {
		case in.Col1 < in.Col2 && in.Col1 == r.col:
			r.cut, r.code = "", true
		case in.Col1 < in.Col2:
			out[i] = &role{col: r.col, coded: map[string]bool{}}
		}
	}
	return out
}

// upperFields are the fields that one of some headers names, if these are several.
func (b *binder) upperFields(heads []string) []string {
	for _, head := range heads {
		if fields := b.words.rowsIn(head); len(fields) > 1 {
			return fields
		}
	}
	return nil
}

// upperCodes is the field of the codes that headers above one name, "" if none does.
func (b *binder) upperCodes(heads []string) string {
	for _, head := range heads {
		if f := b.words.read(head).rows; b.Pack.ListOf(f) != "" {
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
func (b *binder) samples(e *table, block *block) (out []sampled) {
	for _, l := range b.namer.lines(e, block) {
		for _, p := range l.parts {
			if strings.Contains(p.by, "/") {
				out = append(out, sampled{l.row, p.by})
			}
		}
		for _, col := range block.labels {
			text := e.says(pos{col, l.row})
			if placeholder(text) {
				out = append(out, sampled{l.row, goesOn})
			}
			if rest := strings.Trim(text, "XＸ×○*某"); rest != "" && nobody.MatchString(text) {
				if f := cmp.Or(b.words.read(rest).rows, b.words.read(rest+"名称").rows); f != "" {
					out = append(out, sampled{l.row, f})
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
func (b *binder) whichCodes(e *table, block *block, samples []sampled, n int) (field, told string) {
	for _, s := range samples {
		if strings.Contains(s.by, "/") {
			return fieldOf(s.by), ""
		}
	}
	may := func(field string) bool {
		return b.Pack.ListOf(field) != "" && !slices.ContainsFunc(block.figures, func(col int) bool {
			for by := range b.words.column(e, col).words {
				if fieldOf(by) == field {
					return true
				}
			}
			return false
		})
	}
	if f := b.words.read(e.called).rows; may(f) {
		return f, ""
	}
	for _, o := range b.lists {
		if codes := o.codes(b.Pack); o.proven && slices.Equal(o.heads, headsOf(e, block)) && len(codes) == 1 && may(codes[0]) {
			return codes[0], "表头没有写是哪一种科目，照“" + o.called + "”列"
		}
	}
	known := b.known(e.called)
	if k := b.likeKnown(e.called); k != nil && b.words.limitsCodes(k.Title) && !b.words.limitsCodes(e.called) {
		known = nil // “三公”经费支出表 is not what 非财政拨款支出表 is like
	}
	for i, v := range known {
		if len(v.Rows) > 0 && v.Of == "" && !against(e.called, v.Name) && i >= min(n, len(known)-1) {
			for _, by := range v.Rows[len(v.Rows)-1].By {
				if f := fieldOf(by); may(f) {
					return f, "表头没有写是哪一种科目，照“" + v.Name + "”列"
				}
			}
		}
	}
	if s := b.Pack.Input.Sheet(b.x.usual); s != nil && (strings.Contains(e.called, "支") || b.words.divides(e, block)) {
		for _, c := range s.Columns {
			if c.Kind == pack.Code && may(c.Name) {
				return c.Name, "表头没有写是哪一种科目，照" + strings.TrimSuffix(c.Name, "编码") + "列"
			}
		}
	}
	return "", ""
}

// divides says whether the columns of a block are several choices of a field, such as funds: what a
// list by codes shows is then the usual items, though the title says 收入.
func (w *words) divides(e *table, block *block) bool {
	seen := map[string][]string{}
	for _, col := range block.figures {
		for field, values := range w.column(e, col).words {
			if len(values) == 1 && len(w.choices[field]) > 2 && !slices.Contains(seen[field], values[0]) {
				seen[field] = append(seen[field], values[0])
			}
		}
	}
	return slices.ContainsFunc(slices.Collect(maps.Values(seen)), func(values []string) bool { return len(values) > 1 })
}

// limitsCodes says whether a title speaks of some codes alone.
func (w *words) limitsCodes(title string) bool {
	return slices.ContainsFunc(slices.Collect(maps.Keys(w.title(title).filter)), func(field string) bool { return w.coded[fieldOf(field)] })
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
	if n := len(shown); n > 1 && shown[0] == by[0] && shown[n-1] == by[len(by)-1] {
		return shown, false // 类 and 项: without 款
	}
	if len(shown) == 0 || shown[0] == by[0] && (len(shown) > 1 || slices.ContainsFunc(samples, func(s sampled) bool { return s.by == goesOn })) {
		return by, false
	}
	return shown, shown[len(shown)-1] != by[len(by)-1]
}

// roleText is what a column of labels shows in the lines of a level, those of the unseen levels above too.
func (b *binder) roleText(e *table, r *role, def pack.RowDef, pattern string, unseen []string, several bool, samples []sampled) string {
	if pattern == unprinted {
		return ""
	}
	if r.serial {
		number, _ := e.numbering(r.col)
		return field + number + field
	}
	row := 0
	for _, s := range samples {
		if slices.Contains(def.By, s.by) && row == 0 {
			row = s.row
		}
	}
	raw := e.raw(pos{r.col, row})
	indent := raw[:len(raw)-len(strings.TrimLeft(raw, " \u3000"))]
	if of := def.By[0]; slices.Contains(r.fields, "单位") && (of == "单位" || of == "部门") {
		sample := e.ownerSample(r.col, of == "部门")
		indent := sample[:len(sample)-len(strings.TrimLeft(sample, " \u3000"))]
		both := ownerJoint.FindStringSubmatch(strings.TrimSpace(sample))
		code, name := field+b.codeOf(of)+field, field+of+field
		if of == "部门" {
			code, name = "{{部门代码}}", "{{部门名称}}"
		}
		switch {
		case both != nil && code != field+field:
			return indent + code + both[1] + name
		case of == "部门" && r.code && !r.name:
			return code
		case of == "部门":
			return name
		}
	}
	for _, f := range r.fields {
		at := slices.IndexFunc(def.By, func(by string) bool { return fieldOf(by) == f })
		switch {
		case !r.coded[f] && at < 0 && !slices.Contains(unseen, f) && (len(r.fields) > 1 || !slices.ContainsFunc(def.By, func(by string) bool { return strings.Contains(by, "/") })):
			continue
		case !r.coded[f] && r.code && !r.name:
			if told := b.codeOf(f); told != "" {
				return indent + field + told + field
			}
			continue
		case !r.coded[f]:
			return indent + field + f + field
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
			own := slices.IndexFunc(b.Ledger.Codes[b.Pack.ListOf(f)].Levels, func(l budget.Level) bool { return l.Name == levelOf(def.By[at]) })
			both := e.firstOf(r.col)
			digits, of := (cell{text: both}).digits()
			switch whole := level >= 0 && len(digits) == b.Ledger.Codes[b.Pack.ListOf(f)].Levels[level].Digits; {
			case digits == "" && of != "" && !placeholder(of) && !totals.MatchString(of): // a name alone
				if level == own {
					return field + name + field
				}
				return ""
			case len(digits) > 1 && of != "": // 05 行政事业单位养老支出, or 20805
				part := whose + r.cut + "码"
				if whole {
					part = code
				}
				if j := jointOf(both); level == own {
					return j[0] + field + part + field + j[1] + field + name + field + j[2]
				}
				return ""
			}
			if level < 0 || level > own {
				return ""
			}
			return field + whose + r.cut + "码" + field
		case r.code && r.name && len(r.fields) == 1, showsBoth(raw):
			for _, s := range samples { // of another level
				if raw == "" && strings.Contains(s.by, "/") {
					raw = e.raw(pos{r.col, s.row})
				}
			}
			j := jointOf(raw)
			return indent + j[0] + field + code + field + j[1] + field + name + field + j[2]
		case r.code && !r.name && shortCode.MatchString(strings.TrimSpace(raw)) && levelOf(def.By[at]) != "":
			return indent + field + whose + levelOf(def.By[at]) + "码" + field // 01 below 201
		case r.code && !r.name:
			return indent + field + code + field
		}
		return indent + field + name + field
	}
	return ""
}

// firstOf is the first text of a column that is no total.
func (t *table) firstOf(col int) string {
	for row := t.body[0]; row <= t.body[1]; row++ {
		if raw := strings.TrimSpace(t.raw(pos{col, row})); raw != "" && !totals.MatchString(raw) {
			return raw
		}
	}
	return ""
}

// ownerJoint is a code and a name of an owner in one cell of a sample line.
var ownerJoint = pattern.Of(`^[XＸ×○*]+([-—_])[XＸ×○*]+`)

// ownerSample is the first sample of an owner in a column, that of the department, or the last one.
func (t *table) ownerSample(col int, first bool) (sample string) {
	for row := t.body[0]; row <= t.body[1]; row++ {
		if raw := t.raw(pos{col, row}); ownerSample.MatchString(tight(raw)) && (sample == "" || !first) {
			sample = raw
		}
	}
	return sample
}

// shortCode is the part of a code that it has itself, without that of the one above it.
var shortCode = pattern.Of(`^\d\d$`)

// showsBoth says whether a sample line has a code and its name in one cell.
func showsBoth(raw string) bool {
	code, name := cell{text: strings.TrimSpace(raw)}.digits()
	return len(code) > 2 && name != ""
}

// jointOf is how a sample line writes a code and its name in one cell; a blank between them if it
// does not show it.
func jointOf(raw string) [3]string {
	text := strings.TrimSpace(raw)
	code, name := cell{text: text}.digits()
	for _, j := range joints {
		if name != "" && text == j[0]+code+j[1]+name+j[2] {
			return j
		}
	}
	return [3]string{"", " ", ""}
}

// codeOf is the field with the code of an owner: 单位代码 of 单位.
func (b *binder) codeOf(owner string) string {
	for _, f := range b.namer.told {
		if codeWords.MatchString(f) && b.owner(f) == owner {
			return f
		}
	}
	return ""
}

// strange is what no word explains of the title of a table without an example: of 政府采购支出表 nobody
// knows which items it is of.
func (w *words) strange(title string) string {
	title = tight(title)
	if at := yearWords.FindStringIndex(title); at != nil {
		title = title[at[0]:] // before the year stands whose table it is: 某市2026年部门预算支出总表
	}
	title = nobody.ReplaceAllString(sorting.ReplaceAllString(title, ""), "")
	if plainWords.ReplaceAllString(w.read(title).rest, "") == "" {
		return "" // 商品和服务支出 is one name
	}
	var out strings.Builder
	for _, part := range strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune("和及与、", r) }) {
		out.WriteString(w.read(part).rest)
	}
	return plainWords.ReplaceAllString(out.String(), "")
}

var (
	sorting    = pattern.Of(`[（(](按|分)[^（）()]*[）)]`)
	plainWords = pattern.Of(`综合|对比|比较|财务|汇总?|整体|总体|结构|科目|类别|统计|分类|类|本级|编制|公开|附`)
)

// tellGaps tells of the blank rows between lines of a form without an example that other blocks do
// not explain: between 一、本年支出 and 二、结转下年 the classes are to stand, or what else nobody knows.
func (b *binder) tellGaps(p *pair, to *block, lines []line) {
	for i, l := range lines {
		if b.Example != nil || l.total || i+1 == len(lines) || i > 0 && lines[i+1].total || lines[i+1].row-l.row < 3 { // above the total a side may be shorter than the other one
			continue
		}
		b.leave(p.form.name, pos{to.labels[0], l.row + 1}, "“%s”下面的空行没有写标签（到第 %d 行），看不出要列什么", l.label, lines[i+1].row-1)
	}
}
