package input

import (
	"maps"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
)

// This file has what follows from the typed cells of a row: joined and derived
// fields, mapped codes, conditions between columns, names, duplicates.

// field is the index of a field of the sheet's records, -1 if none.
func (in *recordReader) field(name string) int { return fieldOf(in.table, name) }

// join takes over the columns of referred rows and the items of 基本信息.
func (in *recordReader) join() {
	for i := range in.def.Columns {
		def := &in.def.Columns[i]
		for _, name := range def.Joined {
			at := in.field(name)
			value, ok := in.refs[def.Sheet].rows[in.name(in.values[in.fields[i]])][name]
			in.values[at], in.known[at] = value, ok
		}
	}
	for _, d := range in.def.Derived {
		in.values[in.field(d.Name)] = d.Of(in.ledger.Info, func(column string) string { return in.values[in.field(column)] })
	}
}

// mapCodes fills the codes that were left empty from the list of another code.
func (in *recordReader) mapCodes() {
	for i := range in.def.Columns {
		def := &in.def.Columns[i]
		if def.Mapping == nil || in.values[in.fields[i]] != "" || !in.known[in.fields[i]] {
			continue
		}
		from, by := in.field(def.Mapping.From), in.field(def.Mapping.By)
		if !in.known[from] || !in.known[by] || in.values[from] == "" {
			in.known[in.fields[i]] = false // told already
			continue
		}
		code, p := in.mapped(def, in.values[from], in.values[by])
		if p != nil {
			in.fail(i, p)
			continue
		}
		in.values[in.fields[i]] = code
	}
}

// mapped looks up the code that belongs to another code.
func (in *recordReader) mapped(def *pack.Column, from, by string) (string, *typed.Problem) {
	m := def.Mapping
	list := in.ledger.Codes[in.def.Column(m.From).Codes]
	look := "核对" + m.From + "和" + m.By + "，改正填错的一个"
	code := m.Code(list, from, by)
	if code == "" {
		return "", unmapped(def, list, from, by)
	}
	if p := typed.CheckCode(in.ledger.Codes[def.Codes], code, def.Level); p != nil {
		why, _, _ := strings.Cut(p.Message, "，") // without what else may be meant
		return "", typed.Wrong("mapping-unknown", m.From+typed.Quote(from)+"对应到"+typed.Quote(code)+"，但"+why, look+"；都没有填错的，告诉发模板包的财政部门。")
	}
	return code, nil
}

// unmapped is what to do about a code that its list maps to nothing: where it is
// mapped for others, the code typed in here would hide that it stands in the wrong
// place; only a code mapped for nobody is to be typed in.
func unmapped(def *pack.Column, list *budget.CodeList, from, by string) *typed.Problem {
	m := def.Mapping
	var others []string
	for _, by := range slices.Sorted(maps.Keys(m.Columns)) {
		if m.Code(list, from, by) != "" {
			others = append(others, by)
		}
	}
	if len(others) == 0 {
		return typed.Wrong("mapping-missing", m.From+typed.Quote(from)+"没有对应的编码，照当年的科目文件填写这一格", "先核对"+m.From+"，填错的改正。")
	}
	return typed.Wrong("mapping-missing", m.From+typed.Quote(from)+"和"+m.By+typed.Quote(by)+"对不上，改正填错的一个",
		typed.Quote(from)+"（"+list.NameOf(from)+"）只有"+m.By+"是"+strings.Join(others, "、")+"的才有对应的"+def.Name+"。")
}

// conditions checks what one column demands of another.
func (in *recordReader) conditions() {
	for i := range in.def.Columns {
		def := &in.def.Columns[i]
		if len(def.When) > 0 {
			in.when(i, def)
		}
		if def.Within != nil {
			in.within(i, def)
		}
		if def.With != "" {
			in.together(i, def)
		}
	}
}

// together demands that two columns are both filled or both empty.
func (in *recordReader) together(i int, def *pack.Column) {
	j := in.def.ColumnAt(def.With)
	fi, fj := in.field(def.Name), in.field(def.With)
	if fi < 0 || fj < 0 || !in.known[fi] || !in.known[fj] {
		return // amounts are never absent: an empty one is 0
	}
	absent, other := i, j
	switch {
	case in.values[fi] != "" && in.values[fj] == "":
		absent, other = j, i
	case in.values[fi] != "" || in.values[fj] == "":
		return
	}
	text := in.values[in.fields[other]]
	in.fail(absent, typed.Wrong("value-missing", "填了"+in.def.Columns[other].Name+typed.Quote(typed.Clip(text))+"，这里没有填", "补上，或把两格都清空。"))
}

// outlined refuses combinations of values that the sheet's outline lacks.
func (in *recordReader) outlined() {
	if in.def.Outline == "" {
		return
	}
	o := in.pack.Outline(in.def.Outline)
	values := make([]string, len(o.Fields))
	last := 0
	for i, name := range o.Fields {
		f := in.field(name)
		if !in.known[f] || in.values[f] == "" {
			return
		}
		values[i] = in.values[f]
		last = in.def.ColumnAt(name)
	}
	if slices.ContainsFunc(o.Rows, func(r []string) bool { return slices.Equal(r, values) }) {
		return
	}
	n := len(values) - 1
	above := strings.Join(values[:n], "、")
	var here, there []string
	for _, r := range o.Rows {
		if slices.Equal(r[:n], values[:n]) {
			here = append(here, r[n])
		}
		if r[n] == values[n] {
			there = append(there, strings.Join(r[:n], "、"))
		}
	}
	hint := typed.Quote(above) + "下有" + strings.Join(here, "、") + "。"
	if len(there) > 0 {
		hint += typed.Quote(values[n]) + "属于" + strings.Join(there, "或") + "。"
	}
	in.fail(last, typed.Wrong("outline", typed.Quote(values[n])+"不属于"+typed.Quote(above), hint))
}

// when demands a value in some rows and doubts one in all others.
func (in *recordReader) when(i int, def *pack.Column) {
	demanded := true
	for name, values := range def.When {
		value := in.ledger.Info[name]
		if f := in.field(name); f >= 0 {
			if !in.known[f] {
				return
			}
			value = in.values[f]
		}
		demanded = demanded && slices.Contains(values, value)
	}
	f := in.fields[i]
	switch given := in.values[f] != ""; {
	case demanded && !given && in.known[f]:
		in.fail(i, typed.Wrong("value-missing", def.Condition()+"时必须填写", def.Hint+"不是这样的，改"+def.Conditions()+"。"))
	case !demanded && given:
		in.out.Warnf("value-idle", in.at(i), def.Conditions()+"填错的，改过来；没有填错的，清空这一格。", "%s：%s时才填，这一行填了%s", def.Name, def.Condition(), typed.Quote(typed.Clip(in.values[f])))
		in.out.Under(def.Rule)
	}
}

// spelling takes a name as it was written first: brackets, quotes, blanks and widths do
// not make two projects of one. Another writing is told once.
func (in *recordReader) spelling(i int, def *pack.Column, text string) string {
	of := in.spelt[def.Name]
	if of == nil {
		of = map[string]string{}
		in.spelt[def.Name] = of
	}
	if first, ok := of[text]; ok {
		return first
	}
	key := "\x00" + in.name(text)
	first, ok := of[key]
	if !ok {
		of[key], of[text] = text, text
		return text
	}
	of[text] = first
	in.out.Warnf("spelling", in.at(i), "改成完全一样的写法；不是同一个的，换一个看得出不同的名称。", "%s%s与前面的%s只是写法不同（括号、引号、空格、全半角之类），当成同一个，公开表印前面的", def.Name, typed.Quote(typed.Clip(text)), typed.Quote(typed.Clip(first)))
	in.out.Under(def.Rule)
	return first
}

// taken notes, once for each writing, that a name was taken for that of another sheet;
// of blanks nothing is said.
func (in *recordReader) taken(i int, text, name, sheet string) {
	def := &in.def.Columns[i]
	key := text + "\x00" + name
	if text == "" || typed.Dense(text) == typed.Dense(name) || in.told[key] || in.draft {
		return
	}
	in.told[key] = true
	in.out.Notef("spelling", in.at(i), "改成和“"+sheet+"”表完全一样的写法。", "%s%s的写法和“%s”表的%s不同，当成同一个，公开表印“%s”表的", def.Name, typed.Quote(typed.Clip(text)), sheet, typed.Quote(typed.Clip(name)), sheet)
	in.out.Under(def.Rule)
}

// within keeps a code to those that its list allows for another field.
func (in *recordReader) within(i int, def *pack.Column) {
	f, by := in.fields[i], in.field(def.Within.Field)
	code := in.values[f]
	if code == "" || !in.known[f] || by < 0 || !in.known[by] || in.values[by] == "" {
		return
	}
	list := in.ledger.Codes[def.Codes]
	if !typed.Within(list, code, def.Within.Column, in.values[by]) {
		hint := "核对编码和" + def.Within.Field + "，改正填错的一个。"
		if list.Attr(code, list.Column(def.Within.Column)) == "" { // somebody's own code, which nothing is known of
			hint = "这个编码在“" + list.Name + "”表里没有填“" + def.Within.Column + "”：" + hint
		}
		in.fail(i, typed.Wrong("code-outside", typed.Quote(code)+"（"+list.NameOf(code)+"）不属于"+typed.Quote(in.values[by]), hint))
	}
}

// names takes the names of codes from their lists, whatever stands in the cell.
func (in *recordReader) names() {
	for i := range in.def.Columns {
		def := &in.def.Columns[i]
		if def.Kind != pack.NameOf {
			continue
		}
		of := in.field(def.Of)
		name := in.ledger.Codes[in.def.Column(def.Of).Codes].NameOf(in.values[of])
		in.values[in.fields[i]] = name
		c := in.cells[i]
		if c.Formula != nil || typed.Empty(c) || !in.known[of] {
			continue
		}
		if text := typed.Shown(c, in.file.Date1904()); typed.Fold(text) != typed.Fold(name) {
			in.out.Warnf("name-differs", in.at(i), "核对编码；名称由编码决定，可以清空这一格。", "%s：填的是%s，编码 %s 的名称是%s", def.Name, typed.Quote(typed.Clip(text)), in.values[of], typed.Quote(name))
			in.out.Under(in.def.Column(def.Of).Rule)
		}
	}
}

// once refuses a second row with the same key.
func (in *recordReader) once() {
	if len(in.def.Unique) == 0 {
		return
	}
	var key, values []string
	for _, name := range in.def.Unique {
		f := in.field(name)
		if !in.known[f] || in.values[f] == "" {
			return
		}
		key, values = append(key, in.name(in.values[f])), append(values, typed.Clip(in.values[f]))
	}
	k := strings.Join(key, "\x00")
	at := in.def.ColumnAt(in.def.Unique[0])
	first, twice := in.unique[k]
	if !twice {
		in.unique[k] = in.at(at)
		return
	}
	also := "第 " + strings.TrimLeft(first.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + " 行"
	hint := "每个只填一行，删掉多余的行。"
	if in.apart != nil {
		also, hint = " "+first.String()+" ", "每个只填一处：留下一处，别处的删掉（连同它的各行）。"
	}
	in.fail(at, typed.Wrong("row-twice", typed.Quote(strings.Join(values, "、"))+"与"+also+"重复，留下一个", hint))
}
