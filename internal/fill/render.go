package fill

import (
	"bytes"
	"slices"
	"strings"

	"ysgk/internal/ooxml"
	"ysgk/internal/report"
)

// Render fills the template. With errors among the findings (a formula that
// ends in an error value, money that no row shows) the file is nil. Equal data
// give equal files, to the byte.
func (t *Template) Render(d *Data) (*ooxml.File, report.List, error) {
	r := &render{t: t, d: d, all: map[string]*outSheet{}, names: names{}}
	for _, s := range t.sheets {
		if !s.tags {
			r.names[strings.ToLower(s.Name)] = true // fixed names are taken first
		}
	}
	for _, s := range t.sheets {
		r.instances(s)
	}
	for _, w := range r.order {
		w.write()
		w.uncovered()
	}
	for _, w := range r.order {
		w.fit()
	}
	c := &calculator{problems: &r.problems}
	left := c.run(r.order)
	if len(left) > 0 {
		draft, err := r.pack()
		if err != nil {
			return nil, r.problems, err
		}
		var b bytes.Buffer
		if err := draft.Write(&b); err != nil {
			return nil, r.problems, err
		}
		if err := c.finish(left, b.Bytes()); err != nil {
			return nil, r.problems, err
		}
	}
	if r.problems.HasErrors() {
		return nil, r.problems, nil
	}
	file, err := r.pack()
	return file, r.problems, err
}

// render is one filling of a template.
type render struct {
	t        *Template
	d        *Data
	order    []*writer            // one per sheet of the result
	all      map[string]*outSheet // by lower-case name in the template; of repeated sheets the first
	names    names
	problems report.List
}

// instances plans the sheets that come of a template sheet: itself, or one for
// each record of the list in its tab name.
func (r *render) instances(s *sheet) {
	add := func(d *Data, record int) {
		w := &writer{t: r.t, d: d, all: r.all, problems: &r.problems}
		w.out = &outSheet{layout: s.lay(r.t.schema, d, nil), record: record}
		w.out.name = s.Name
		if s.tags {
			w.out.name = r.names.claim(w.tabName())
		}
		r.order = append(r.order, w)
		if key := strings.ToLower(s.Name); r.all[key] == nil {
			r.all[key] = w.out
		}
	}
	if s.of == "" {
		add(r.d, -1)
		return
	}
	for i, record := range r.d.Lists[s.of].Records {
		if record.Parent >= 0 {
			add(r.d.of(r.t.schema, s.of, i), i)
		}
	}
}

// pack writes the sheets into a copy of the template's file.
func (r *render) pack() (*ooxml.File, error) {
	file := r.t.file.Clone()
	book, err := file.Workbook()
	if err != nil {
		return nil, err
	}
	before := slices.Clone(book.Sheets)
	if err := r.place(file, book); err != nil {
		return nil, err
	}
	e := &emitter{strings: ooxml.NewStrings()}
	for _, w := range r.order {
		doc, err := file.XML(w.out.ref.Part)
		if err != nil {
			return nil, err
		}
		m := &mover{w: w, file: file, doc: doc, part: w.out.ref.Part}
		for _, move := range moves {
			move(m)
		}
		xml, err := e.sheet(w.out, doc)
		if err != nil {
			return nil, err
		}
		file.SetPart(w.out.ref.Part, xml)
	}
	r.definedNames(book, before)
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
