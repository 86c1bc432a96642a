package fill

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// Render fills the template. With errors among the findings (a formula that
// ends in an error value) the file is nil. Equal data give equal files, to the byte.
func (t *Template) Render(d *tags.Data) (*Filled, finding.List, error) {
	r, _ := t.compute(d, true)
	if r.problems.HasErrors() {
		return nil, r.problems, nil
	}
	r.open()
	r.nameless()
	file, err := r.pack()
	if err != nil || r.problems.HasErrors() {
		return nil, r.problems, err
	}
	return &Filled{File: file, order: r.order}, r.problems, nil
}

// Lay fills the template as Render does, whatever its formulas give and its texts need: for those who
// make a template of a workbook, whose rows keep their heights.
func (t *Template) Lay(d *tags.Data) (*Filled, error) {
	r, _ := t.compute(d, false)
	file, err := r.pack()
	return &Filled{File: file, order: r.order}, err
}

// compute lays out the sheets and gives every cell its value; fitted rows are as high as their texts need.
func (t *Template) compute(d *tags.Data, fitted bool) (*render, *calculator) {
	r := &render{t: t, d: d, all: map[string]*outSheet{}, copies: map[copyKey]*outSheet{}, names: names{}, told: map[string]bool{}}
	for _, s := range t.sheets {
		if !s.tags {
			r.names[strings.ToLower(s.Name)] = true // fixed names are taken first
		}
	}
	for _, s := range t.sheets {
		r.instances(s)
	}
	if r.full() {
		return r, nil
	}
	for _, w := range r.order {
		w.write()
	}
	for _, w := range r.order {
		if fitted {
			w.fit()
		}
	}
	r.hidden()
	c := newCalculator(r)
	c.run()
	if !r.problems.HasErrors() {
		r.faults()
		r.uncounted()
		r.unfigured()
	}
	for _, w := range r.order {
		if fitted {
			w.settle()
		}
	}
	return r, c
}

// full tells of sheets that would be longer than Excel opens, before memory is filled with
// what they hold: nothing is written then.
func (r *render) full() (any bool) {
	for _, w := range r.order {
		if w.out.total > a1.MaxRow {
			any = true
			r.problems.Errorf("sheet-full", finding.Place{Sheet: w.out.name}, "请把录入分成几本，各填各的；或请财政部门减少这张表的层级。",
				"要印 %d 行，Excel 一张工作表最多 %d 行", w.out.total, a1.MaxRow)
		}
	}
	return any
}

// render is one filling of a template.
type render struct {
	t        *Template
	d        *tags.Data
	order    []*writer            // one per sheet of the result
	all      map[string]*outSheet // by lower-case name in the template; of repeated sheets the first
	copies   map[copyKey]*outSheet
	names    names
	problems finding.List
	told     map[string]bool // what judge has told
	uncached bool            // some formula has no stored result
}

// instances plans the sheets that come of a template sheet: itself, or one for
// each record of the list in its tab name.
func (r *render) instances(s *sheet) {
	add := func(d *tags.Data, record int) {
		w := &writer{t: r.t, values: &tags.Values{Data: d}, all: r.all, copies: r.copies, problems: &r.problems}
		w.out = &outSheet{record: record}
		w.lay(s, nil)
		w.out.name = s.Name
		if s.tags {
			w.out.name = r.names.claim(w.tabName())
		}
		r.order = append(r.order, w)
		key := strings.ToLower(s.Name)
		r.copies[copyKey{key, record}] = w.out
		if r.all[key] == nil {
			r.all[key] = w.out
		}
	}
	if s.of == "" {
		add(r.d, -1)
		return
	}
	for i, record := range r.d.Lists[s.of].Records {
		if record.Parent >= 0 {
			add(r.d.Of(r.t.schema, s.of, i), i)
		}
	}
}

// lay computes where the rows of the sheet come to stand.
func (w *writer) lay(s *sheet, tall tall) {
	w.out.layout = s.lay(w.t.schema, w.values.Data, tall, w.stands)
	w.values = &tags.Values{Data: w.values.Data, Places: w.out.lists, Apart: len(w.out.blocks) > 0}
}

// pack writes the sheets into a copy of the template's file.
func (r *render) pack() (*xlsxedit.File, error) {
	file := r.t.file.Clone()
	book, err := file.Workbook()
	if err != nil {
		return nil, err
	}
	before := slices.Clone(book.Sheets)
	if err := r.place(file, book); err != nil {
		return nil, err
	}
	e := &emitter{strings: xlsxedit.NewStrings(), styles: func() (*xlsxedit.Restyler, error) { return file.Restyler(book) }}
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
	r.chartSheets(file, book)
	file.DropCalcChain(book)
	if r.uncached {
		book.ComputeOnLoad()
	}
	file.Sweep()
	return file, file.SetStrings(book, e.strings, e.uses)
}

// Gap is money that a sheet would lose: it picks records of a list by their
// keys, and one of them has no row there.
type Gap struct {
	Sheet  string
	List   string
	Record int // index into List.Records
	Column int // index into Record.Amounts: one that the sheet prints
}

// Gaps finds the money that the template has no row for, such as a class of
// expenditure that the official form does not list. Its totals would be wrong. Who
// lists the classes by their labels wants all of them; who picks some by their keys
// and the total too may leave others out.
func (t *Template) Gaps(d *tags.Data) (gaps []Gap) {
	for _, s := range t.sheets {
		for _, name := range s.lists {
			picks := s.picks[name]
			if len(picks) == 0 || s.prints(name) {
				continue
			}
			list := d.Lists[name]
			if slices.ContainsFunc(picks, func(p tags.Part) bool { return p.Label }) {
				for _, i := range list.Children(0) {
					gaps = append(gaps, s.lost(name, list, i)...)
				}
				continue
			}
			for i, r := range list.Records {
				// a sheet of one fund that takes one column of a list of all of them
				// loses nothing of a record that has money in the others only
				in := slices.IndexFunc(picks, func(p tags.Part) bool { return p.In(&r) })
				if in >= 0 && r.Parent == 0 && !picked(picks, r.Key) && !s.owned(name, r.Key) && !picked(picks, list.Records[0].Key) {
					gaps = append(gaps, Gap{s.Name, name, i, picks[in].Column()})
				}
			}
		}
	}
	return gaps
}

// lost are the records from one on that no label and no key names, with an amount
// that stands in the lines of those that labels name.
func (s *sheet) lost(name string, list *tags.List, i int) (gaps []Gap) {
	picks := s.picks[name]
	has := slices.IndexFunc(picks, func(p tags.Part) bool { return p.Label && p.In(&list.Records[i]) })
	if has < 0 || picked(picks, list.Records[i].Key) || s.owned(name, list.Records[i].Key) {
		return nil
	}
	below := false
	for k := range list.Below(i) {
		below = below || picked(picks, list.Records[k].Key) || s.owned(name, list.Records[k].Key)
	}
	if !below {
		return []Gap{{s.Name, name, i, picks[has].Column()}}
	}
	for _, k := range list.Children(i) {
		gaps = append(gaps, s.lost(name, list, k)...)
	}
	return gaps
}

// prints says whether rows of the sheet repeat for a list.
func (s *sheet) prints(list string) bool {
	found := false
	s.each(func(b *band) { found = found || b.lane(list) != nil })
	return found
}

func picked(picks []tags.Part, key string) bool {
	return slices.ContainsFunc(picks, func(p tags.Part) bool { return slices.Contains(p.Keys, key) })
}

// Empty names the sheets none of whose lists has any record with money.
func (t *Template) Empty(d *tags.Data) (sheets []string) {
	for _, s := range t.sheets {
		if s.empty(d) {
			sheets = append(sheets, s.Name)
		}
	}
	return sheets
}
