package bind

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// has says whether a plan writes into a cell.
func (p *plan) has(at pos) bool {
	return slices.ContainsFunc(p.puts, func(x put) bool { return x.row == at.row && x.col == at.col })
}

// finish writes the plans into the form, and the pack.yaml.
func (b *binder) finish(pairs []*pair) (*Result, error) {
	texts := map[*plan]map[pos]string{}
	var sheets []*sheet
	for _, p := range b.plans {
		texts[p] = p.texts()
		sheets = append(sheets, p.sheet)
		b.result.Written = append(b.result.Written, written(p, texts[p])...)
		if !p.removed {
			moveEntries(b.result.Left, p.sheet.name, p.moved())
		}
	}
	book, err := write(b.Form, b.plans, texts)
	if err != nil {
		return nil, err
	}
	b.result.Book = book
	inOrder(b.result.Written, sheets)
	for _, p := range pairs {
		b.incomplete = append(b.incomplete, b.shortLines(p)...)
	}
	gone := map[string]bool{}
	b.views.made = slices.DeleteFunc(b.views.made, func(v *pack.View) bool {
		gone[v.Name] = !slices.ContainsFunc(b.incomplete, func(x short) bool { return x.view == v.Name }) && !slices.ContainsFunc(b.result.Written, func(e Entry) bool { return strings.Contains(e.Text, "{{"+v.Name) })
		return gone[v.Name]
	})
	for _, p := range pairs {
		if view, _, _ := strings.Cut(p.published.Total, "."); gone[view] {
			p.published.Total = "" // of a table of which nothing could be written
		}
		if p.tagged() && !slices.ContainsFunc(b.result.Tables, func(t Published) bool { return t.Sheet == p.published.Sheet }) {
			b.result.Tables = append(b.result.Tables, p.published)
		}
	}
	year := b.Pack.Identity.Year
	if y := formYearOf(b.plans, b.year); y != "" {
		year = y
	}
	var balances []balance
	for _, p := range pairs {
		if x, ok := p.balance(); ok && b.Example != nil && !p.lacking && p.published.Total != "" {
			balances = append(balances, x)
		}
	}
	b.views.also = b.forDocuments()
	b.result.Manifest = b.views.manifest(b.Name, b.usual.Name, year, b.result.Tables, b.shownPlaces(pairs), balances, b.incomplete)
	return b.result, nil
}

// forDocuments are the input sheets, columns and items that the tags take and that the pack has for its
// documents alone.
func (b *binder) forDocuments() (names []string) {
	for _, column := range b.Pack.Lent {
		source, field, _ := strings.Cut(column, ".")
		if slices.ContainsFunc(b.views.made, func(v *pack.View) bool { return slices.Contains(v.Sources, source) && takes(v, field) }) {
			names = append(names, column)
		}
	}
	for _, v := range b.views.made {
		for _, source := range v.Sources {
			if b.Pack.Input.Sheet(source) == nil && b.Whole.Pack.Input.Sheet(source) != nil && !slices.Contains(names, source) {
				names = append(names, source)
			}
		}
	}
	for _, item := range b.Whole.Pack.Input.Info {
		tagged := func(e Entry) bool {
			return strings.Contains(e.Text, "{{"+item.Name+"}}") || strings.Contains(e.Text, "{{"+item.Name+"|")
		}
		if !slices.ContainsFunc(b.Pack.Input.Info, func(it pack.Item) bool { return it.Name == item.Name }) && slices.ContainsFunc(b.result.Written, tagged) {
			names = append(names, item.Name)
		}
	}
	return names
}

// tagged says whether tags of views were written into a table.
func (p *pair) tagged() bool {
	return slices.ContainsFunc(p.plan.puts, func(x put) bool {
		return p.form.from <= x.row && x.row <= max(p.form.to, p.form.blankTo()) && strings.Contains(x.text, "{{") && strings.Contains(x.text, ".")
	})
}

// shownPlaces are the decimals that nearly all amounts of the example show, if they are
// two and all tables in one unit: a form that gives some cells no number format would
// print all that an amount in 万元 has.
func (b *binder) shownPlaces(pairs []*pair) (places int) {
	const usual = 2
	shown, other := 0, 0
	for _, p := range pairs {
		if len(p.form.units) > 0 || p.form.unit != (money.Unit{}) && p.form.unit != b.usual {
			return 0
		}
		for at, c := range p.like.cells {
			d, ok := c.amount()
			if !ok || d.IsZero() || at.row < p.like.body[0] || at.row > p.like.body[1] || !slices.ContainsFunc(p.like.blocks, func(b *block) bool { return slices.Contains(b.figures, at.col) }) {
				continue
			}
			n := c.places
			if n < 0 {
				n = int(-d.Exponent())
			}
			switch {
			case n == usual:
				shown++
			case n > usual || c.places >= 0: // fewer are as many with zeros behind
				other++
			}
		}
	}
	if shown == 0 || other*4 > shown {
		return 0
	}
	return usual
}

func formYearOf(plans []*plan, example string) string {
	for _, p := range plans {
		if y := formYear(p.sheet, example); y != "" {
			return y
		}
	}
	return ""
}

// dropped says whether a row of the form goes.
func (p *plan) dropped(row int) bool { n, ok := p.times[row]; return ok && n == 0 }

// moveEntries gives what is told of a sheet's cells the rows of the new template.
func moveEntries(entries []Entry, sheet string, moved func(int) int) {
	for i := range entries {
		at := &entries[i].Place
		if at.Sheet != sheet || at.Cell == "" {
			continue
		}
		if p := parseCell(at.Cell); p.row > 0 {
			*at = finding.At(sheet, p.col, moved(p.row))
		}
	}
}

// written are the texts of a plan as entries.
func written(p *plan, texts map[pos]string) (out []Entry) {
	for at, text := range texts {
		if text != "" {
			out = append(out, Entry{Place: finding.At(p.sheet.name, at.col, at.row), Text: text})
		}
	}
	return out
}

// texts are those of a plan's puts, in their cells of the new template.
func (p *plan) texts() map[pos]string {
	moved := p.moved()
	out := map[pos]string{}
	for _, x := range p.puts {
		if p.dropped(x.row) {
			continue
		}
		out[pos{x.col, moved(x.row) + x.nth}] = movedFormula(x.text, func(row int) int {
			if row == x.row {
				return moved(row) + x.nth
			}
			return moved(row)
		})
	}
	return out
}

// write makes a form what plans and texts for its new cells say.
func write(form []byte, plans []*plan, texts map[*plan]map[pos]string) ([]byte, error) {
	book, err := relay(form, plans)
	if err != nil {
		return nil, err
	}
	file, err := xlsxedit.Open(book)
	if err != nil {
		return nil, err
	}
	wb, err := file.Workbook()
	if err != nil {
		return nil, err
	}
	for _, p := range plans {
		i := slices.IndexFunc(wb.Sheets, func(r xlsxedit.SheetRef) bool { return r.Name == p.sheet.name })
		if i < 0 {
			continue
		}
		if err := setTexts(file, wb.Sheets[i].Part, texts[p]); err != nil {
			return nil, err
		}
		if p.removed {
			file.DeleteSheet(wb, wb.Sheets[i])
		} else if p.renamed != "" {
			wb.Rename(wb.Sheets[i], p.renamed)
		}
	}
	file.DropCalcChain(wb)
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// relayField is the blank text that relay prints in rows.
const relayField = "空"

// relay prints rows of a workbook as often as plans say, by filling it: rows next to
// each other are the levels of a list, with so many records of a blank text. So
// merged ranges, formulas, conditional formats and pictures move as they do when
// a form is filled. A list without any record would leave one blank row where names
// or formulas use it, so the rows that go are a level of the list whose rows stay.
func relay(book []byte, plans []*plan) ([]byte, error) {
	schema := tags.Schema{Lists: map[string]tags.ListSchema{}}
	data := &tags.Data{Scalars: map[string]string{}, Lists: map[string]*tags.List{}}
	file, err := xlsxedit.Open(book)
	if err != nil {
		return nil, err
	}
	wb, err := file.Workbook()
	if err != nil {
		return nil, err
	}
	n := 0
	for _, p := range plans {
		texts := map[pos]string{}
		rows := slices.Sorted(maps.Keys(p.times))
		if !slices.ContainsFunc(rows, func(row int) bool { return p.times[row] != 1 }) {
			continue
		}
		for from := 0; from < len(rows); {
			to := from + 1
			for to < len(rows) && rows[to] == rows[to-1]+1 {
				to++
			}
			n++
			name := fmt.Sprint("行", n)
			levels := []string{"合计"}
			list := &tags.List{Records: []tags.Record{{Parent: -1, Texts: []string{""}}}}
			for _, row := range rows[from:to] {
				level := "弃"
				if p.times[row] > 0 {
					level = fmt.Sprint("层", len(levels))
					levels = append(levels, level)
					parent := len(list.Records) - 1
					for range p.times[row] {
						list.Records = append(list.Records, tags.Record{Level: len(levels) - 1, Parent: parent, Texts: []string{""}})
					}
				}
				for col := 1; col <= p.sheet.last.col; col++ {
					if at := (pos{col, row}); p.sheet.own(at) && (p.times[row] == 0 || !p.sheet.cells[at].formula) {
						texts[at] = ""
					}
				}
				texts[pos{p.sheet.first(row), row}] = "{{" + name + "@" + level + "." + relayField + "}}"
			}
			schema.Lists[name] = tags.ListSchema{Levels: append(levels, "弃"), Texts: []string{relayField}}
			data.Lists[name] = list
			from = to
		}
		i := slices.IndexFunc(wb.Sheets, func(r xlsxedit.SheetRef) bool { return r.Name == p.sheet.name })
		if i < 0 {
			continue
		}
		if err := unmerge(file, wb.Sheets[i].Part, p.unmerge); err != nil {
			return nil, err
		}
		// formulas over rows that go would keep one of them
		for _, x := range p.puts {
			if p.sheet.cells[pos{x.col, x.row}].formula {
				texts[pos{x.col, x.row}] = ""
			}
		}
		if err := setTexts(file, wb.Sheets[i].Part, texts); err != nil {
			return nil, err
		}
	}
	if n == 0 {
		return book, nil
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil {
		return nil, err
	}
	t, found, err := fill.Compile(out.Bytes(), schema)
	if err != nil {
		return nil, err
	}
	if found.HasErrors() {
		return nil, unfit(found)
	}
	filled, err := t.Lay(data)
	if err != nil {
		return nil, err
	}
	out.Reset()
	if err := filled.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// unfit is the first of the reasons why a workbook cannot be filled.
func unfit(found finding.List) error {
	for _, f := range found {
		if f.Severity == finding.Error {
			return &finding.FileError{File: "官方表", Message: f.Place.String() + "  " + f.Message}
		}
	}
	return nil
}

// first is the first column of a row whose cell is not part of a merged range.
func (s *sheet) first(row int) int {
	for col := 1; ; col++ {
		if s.own(pos{col, row}) {
			return col
		}
	}
}

// setTexts writes texts and formulas into cells of a sheet and leaves all else in
// it as it is.
func setTexts(file *xlsxedit.File, part string, texts map[pos]string) error {
	if len(texts) == 0 {
		return nil
	}
	doc, err := file.XML(part)
	if err != nil {
		return err
	}
	data := doc.Root().SelectElement("sheetData")
	rows := map[int]*etree.Element{}
	for i, e := range data.SelectElements("row") {
		rows[cmp.Or(rowNumber(e.SelectAttrValue("r", "")), i+1)] = e
	}
	for at, text := range texts {
		if rows[at.row] == nil {
			rows[at.row] = place(data, "row", at.row, rowNumber)
		}
		c := place(rows[at.row], "c", at.col, colNumber)
		for _, old := range c.ChildElements() {
			c.RemoveChild(old)
		}
		c.RemoveAttr("t")
		switch formula, is := strings.CutPrefix(text, "="); {
		case text == "":
		case is:
			child(c, "f").SetText(formula)
		default:
			c.CreateAttr("t", "inlineStr")
			t := child(child(c, "is"), "t")
			t.CreateAttr("xml:space", "preserve")
			t.SetText(text)
		}
		if c.SelectAttrValue("r", "") == "" {
			c.CreateAttr("r", a1.Name(at.col, at.row))
		}
	}
	return nil
}

// child adds an element in the namespace of its parent.
func child(to *etree.Element, tag string) *etree.Element {
	e := to.CreateElement(tag)
	e.Space = to.Space
	return e
}

func rowNumber(ref string) int {
	n := 0
	for _, r := range ref {
		if r < '0' || r > '9' {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

func colNumber(ref string) int { col, _, _ := a1.Parse(ref); return col }

// place finds the row or cell with a number, or puts it where it belongs.
func place(in *etree.Element, tag string, n int, number func(ref string) int) *etree.Element {
	at, next := len(in.Child), 0
	for _, e := range in.SelectElements(tag) {
		next++
		if r := number(e.SelectAttrValue("r", "")); r > 0 {
			next = r
		}
		if next == n {
			return e
		}
		if next > n {
			at = e.Index()
			break
		}
	}
	e := etree.NewElement(tag)
	e.Space = in.Space
	if tag == "row" {
		e.CreateAttr("r", fmt.Sprint(n))
	}
	in.InsertChildAt(at, e)
	return e
}
