package fill

import (
	"bytes"
	"strings"

	"ysgk/internal/ooxml"
	"ysgk/internal/report"
)

// Render fills the template. With errors among the findings (a formula that
// ends in an error value, money that no row shows) the file is nil. Equal data
// give equal files, to the byte.
func (t *Template) Render(d *Data) (*ooxml.File, report.List, error) {
	var problems report.List
	var order []*outSheet
	all := map[string]*outSheet{}
	for _, s := range t.sheets {
		o := &outSheet{layout: s.lay(t.schema, d), name: s.Name}
		order = append(order, o)
		all[strings.ToLower(s.Name)] = o
	}
	for _, o := range order {
		w := &writer{t: t, d: d, out: o, all: all, problems: &problems}
		w.write()
		w.uncovered()
	}
	c := &calculator{sheets: all, problems: &problems}
	left := c.run(order)
	for _, o := range order {
		o.heights(t)
	}
	if len(left) > 0 {
		draft, err := t.pack(order, all, d)
		if err != nil {
			return nil, problems, err
		}
		var b bytes.Buffer
		if err := draft.Write(&b); err != nil {
			return nil, problems, err
		}
		if err := c.finish(left, b.Bytes()); err != nil {
			return nil, problems, err
		}
	}
	if problems.HasErrors() {
		return nil, problems, nil
	}
	file, err := t.pack(order, all, d)
	return file, problems, err
}

// pack writes the sheets into a copy of the template's file.
func (t *Template) pack(order []*outSheet, all map[string]*outSheet, d *Data) (*ooxml.File, error) {
	file := t.file.Clone()
	book, err := file.Workbook()
	if err != nil {
		return nil, err
	}
	e := &emitter{strings: ooxml.NewStrings()}
	for _, o := range order {
		doc, err := file.XML(o.sheet.Part)
		if err != nil {
			return nil, err
		}
		m := &mover{w: &writer{t: t, d: d, out: o, all: all}, file: file, doc: doc, part: o.sheet.Part}
		for _, move := range moves {
			move(m)
		}
		xml, err := e.sheet(o, doc)
		if err != nil {
			return nil, err
		}
		file.SetPart(o.sheet.Part, xml)
	}
	(&writer{t: t, d: d, all: all}).names(book)
	file.DropCalcChain(book)
	return file, file.SetStrings(book, e.strings, e.uses)
}

// uncovered finds money that a sheet loses because it picks records by key and
// one has no row: a class of expenditure that the official form does not list.
func (w *writer) uncovered() {
	for _, name := range w.out.sheet.lists {
		picks := w.out.sheet.picks[name]
		if len(picks) == 0 || w.out.lists[name] != nil {
			continue
		}
		picked := map[string]bool{}
		for _, p := range picks {
			for _, k := range p.keys {
				picked[k] = true
			}
		}
		list := w.d.Lists[name]
		if picked[list.Records[0].Key] {
			continue // the whole is printed
		}
		for _, r := range list.Records {
			if r.Parent == 0 && !picked[r.Key] {
				w.problems.Errorf("row-missing", picks[0].at, "请核对这个编码；编码没错的，请财政部门在模板里加一行。",
					"视图 %s 里的 %s 有金额，但表上没有这一行，合计会少这笔钱", name, r.Key)
			}
		}
	}
}

// Expand replaces the scalar tags in a text that is no cell, such as a file name.
func Expand(text string, scalars map[string]string) string {
	var b strings.Builder
	for _, s := range split(text) {
		if s.tag == nil {
			b.WriteString(s.text)
		} else {
			b.WriteString(scalars[s.tag.name])
		}
	}
	return b.String()
}
