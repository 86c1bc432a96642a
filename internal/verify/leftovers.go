package verify

import (
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/xlsxedit"
)

// leftovers are things in a file that do not belong into one that is published.
type leftovers struct {
	comments []comment
	links    int
	macros   bool
	names    []named
}

// comment is a remark at a cell.
type comment struct {
	at   finding.Place
	text string
}

// named is a document property that names somebody.
type named struct{ property, name string }

// programs are what programs write as the author.
var programs = []string{"administrator", "admin", "user", "openpyxl", "xuri", "ysgk", "microsoft office user", "微软用户", "wps", "pc"}

func left(f *xlsxedit.File, wb *xlsxedit.Workbook) leftovers {
	var out leftovers
	for _, ref := range wb.Sheets {
		notes, err := f.Notes(ref, "")
		if err != nil {
			continue
		}
		for _, c := range notes.Cells() {
			out.comments = append(out.comments, comment{finding.Place{Sheet: ref.Name, Cell: c}, strings.TrimSpace(notes.Text(c))})
		}
	}
	for _, r := range f.Rels(wb.Part) {
		switch r.Type {
		case "externalLink":
			out.links++
		case "vbaProject":
			out.macros = true
		}
	}
	for _, p := range []struct{ part, tag, title string }{
		{"core-properties", "creator", "作者"}, {"core-properties", "lastModifiedBy", "最后修改的人"},
		{"extended-properties", "Manager", "主管"}, {"extended-properties", "Company", "单位"},
	} {
		doc, err := f.XML(f.Related("", p.part))
		if err != nil {
			continue
		}
		for _, e := range doc.Root().ChildElements() {
			if text := strings.TrimSpace(e.Text()); e.Tag == p.tag && text != "" && !slices.Contains(programs, strings.ToLower(text)) {
				out.names = append(out.names, named{p.title, text})
			}
		}
	}
	return out
}

// leftovers warns of what the template has not got either.
func (v *verifier) leftovers(inTemplate func() leftovers) {
	here := v.book.left
	if len(here.comments)+here.links+len(here.names) == 0 && !here.macros {
		return // as mostly: the template need not be read
	}
	template := inTemplate()
	n := map[string]int{}
	for _, c := range here.comments {
		if slices.ContainsFunc(template.comments, func(x comment) bool { return x.text == c.text }) {
			continue
		}
		if n[c.at.Sheet]++; n[c.at.Sheet] > fewBare {
			continue // they are deleted together
		}
		line, _, _ := strings.Cut(c.text, "\n")
		text := []rune(line)
		if len(text) > maxShown {
			text = append(text[:maxShown], '…')
		}
		v.report(commentLeft, c.at, string(text))
	}
	if here.links > template.links {
		v.report(linksLeft, finding.Place{}, here.links)
	}
	if here.macros && !template.macros {
		v.report(macrosLeft, finding.Place{})
	}
	printed := "" // what the tables themselves tell
	for _, t := range v.tables {
		for _, s := range t.says {
			printed += s.text + "\n"
		}
	}
	var names []string
	for _, n := range here.names {
		if !strings.Contains(printed, n.name) && !slices.ContainsFunc(template.names, func(x named) bool { return x.name == n.name }) {
			names = append(names, n.property+"「"+n.name+"」")
		}
	}
	if len(names) > 0 {
		v.report(namesLeft, finding.Place{}, strings.Join(names, "、"))
	}
}

// leftIn reads what a template has.
func leftIn(template []byte) (out leftovers) {
	f, err := xlsxedit.Open(template)
	if err != nil {
		return out
	}
	wb, err := f.Workbook()
	if err != nil {
		return out
	}
	return left(f, wb)
}
