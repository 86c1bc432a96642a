package app

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/codelist"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tables"
	"ysgk/internal/tags"
)

// quotedCode is a code in the text of a rule.
var quotedCode = pattern.Of(`"(\d{3,9})"`)

// namedCodes tells where a pack itself names codes that do not mean any more what they meant:
// in filters, in tags, in rules, and in the columns of lists that map to another one. What is
// filtered by them would be empty or something else, and nobody would be told.
func namedCodes(p *pack.Pack, changes []*codelist.Changes) (out []string) {
	say := func(list, code, format string, args ...any) {
		for _, c := range changes {
			if fate, _ := c.Fate(code); (list == "" || c.List == list) && !c.Means(code) {
				line := fmt.Sprintf(format, args...) + fmt.Sprintf(" %s %s：%s", code, p.Codes[c.List].NameOf(code), fate)
				if !slices.Contains(out, line) {
					out = append(out, line)
				}
			}
		}
	}
	filter := func(at pack.Place, about string, f pack.Filter) {
		for _, key := range slices.Sorted(maps.Keys(f)) {
			field, _ := pack.CutField(key)
			for _, code := range f[key] {
				if list := p.ListOf(field); list != "" {
					say(list, code, "%s：%s的筛选写着", at, about)
				}
			}
		}
	}
	for i := range p.Views {
		v := &p.Views[i]
		filter(v.Place("筛选"), "视图 "+v.Name+" ", v.Filter)
		for _, c := range v.Columns {
			filter(c.Place("筛选"), "视图 "+v.Name+" 的列 "+c.Name+" ", c.Filter)
		}
	}
	tag := func(at finding.Place, part tags.Part) {
		for _, code := range part.Keys {
			say(keyList(p, part), code, "%s：标签 {{%s[%s].%s}} 取的是", at, part.List, strings.Join(part.Keys, "、"), part.Field)
		}
	}
	for _, name := range p.Template {
		template, _, err := tables.Template(p, name)
		if err != nil {
			continue // told by whoever fills it
		}
		for _, f := range template.Forms() {
			for row, cell := range f.Cells() {
				for _, part := range slices.Concat(cell.Parts, cell.Whole) { // what stands on a condition too
					tag(finding.At(f.Sheet, cell.Col, row.R), part)
				}
			}
			for _, parts := range f.Outside {
				for _, part := range parts {
					tag(finding.Place{Sheet: f.Sheet, Cell: "页眉页脚或图形"}, part)
				}
			}
		}
	}
	for _, name := range p.Documents {
		document, _, err := tables.Document(p, name)
		if err != nil {
			continue
		}
		for _, k := range document.Keyed() {
			k.Place.File = name
			tag(k.Place, k.Part)
		}
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		for _, text := range []string{r.When, r.Must, r.Message, r.Hint} {
			for _, m := range quotedCode.FindAllStringSubmatch(text, -1) {
				say("", m[1], "%s：规则 %s 写着", r.Place(), r.ID)
			}
		}
	}
	for i := range p.Numbers {
		n := &p.Numbers[i]
		for _, m := range quotedCode.FindAllStringSubmatch(n.Expr, -1) {
			say("", m[1], "%s：数 %s 写着", n.Place(), n.Name)
		}
	}
	for _, s := range p.Input.Sheets {
		for _, c := range s.Columns {
			if c.Mapping == nil || s.Column(c.Mapping.From) == nil {
				continue
			}
			from := p.Codes[s.Column(c.Mapping.From).Codes]
			for _, column := range slices.Compact(slices.Sorted(maps.Values(c.Mapping.Columns))) {
				count := map[string]int{}
				for _, e := range from.Entries() {
					count[from.Attr(e.Code, from.Column(column))]++
				}
				for _, code := range slices.Sorted(maps.Keys(count)) {
					say(c.Codes, code, "%s的“%s”有 %d 个是", from.Name, column, count[code])
				}
			}
		}
	}
	return out
}

// keyList is the code list of the keys of a tag, "" if they are others.
func keyList(p *pack.Pack, tag tags.Part) string {
	v := p.View(tag.List)
	if v == nil {
		return "-"
	}
	for _, r := range v.Rows {
		if field, _ := pack.CutField(r.By[0]); p.ListOf(field) != "" {
			return p.ListOf(field)
		}
	}
	return "-"
}
