package tagging

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// Write makes a form what plans and texts for its new cells say.
func Write(form []byte, plans []*Plan, texts map[*Plan]map[layout.Pos]string) ([]byte, error) {
	book, err := relay(form, plans)
	if err != nil {
		return nil, err
	}
	return edited(book, func(file *xlsxedit.File, wb *xlsxedit.Workbook) error {
		shared, err := file.Strings(wb)
		if err != nil {
			return err
		}
		for _, p := range plans {
			i := slices.IndexFunc(wb.Sheets, func(r xlsxedit.SheetRef) bool { return r.Name == p.Sheet.Name })
			if i < 0 {
				continue
			}
			fonts, err := severalFonts(file, wb.Sheets[i], shared)
			if err != nil {
				return err
			}
			if err := setTexts(file, wb.Sheets[i].Part, texts[p], fonts); err != nil {
				return err
			}
			if err := setFormats(file, wb, wb.Sheets[i].Part, p.Formats()); err != nil {
				return err
			}
			printNew(wb, p)
			if p.Removed {
				file.DeleteSheet(wb, wb.Sheets[i])
			} else if p.Renamed != "" {
				if err := rename(file, wb, wb.Sheets[i], p.Renamed); err != nil {
					return err
				}
			}
		}
		file.DropCalcChain(wb)
		return nil
	})
}

// edited is a workbook after an edit.
func edited(book []byte, edit func(file *xlsxedit.File, wb *xlsxedit.Workbook) error) ([]byte, error) {
	file, err := xlsxedit.Open(book)
	if err != nil {
		return nil, err
	}
	wb, err := file.Workbook()
	if err != nil {
		return nil, err
	}
	if err := edit(file, wb); err != nil {
		return nil, err
	}
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
func relay(book []byte, plans []*Plan) ([]byte, error) {
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
	n, apart := 0, false
	looks := slices.ContainsFunc(plans, func(p *Plan) bool { return len(p.Looks) > 0 })
	for _, p := range plans {
		texts := map[layout.Pos]string{}
		rows := slices.Sorted(maps.Keys(p.Times))
		i := slices.IndexFunc(wb.Sheets, func(r xlsxedit.SheetRef) bool { return r.Name == p.Sheet.Name })
		if i < 0 {
			continue
		}
		if err := unmerge(file, wb.Sheets[i].Part, p.Unmerge, p.Beside); err != nil {
			return nil, err
		}
		apart = apart || len(p.Unmerge) > 0
		if err := tradeLooks(file, wb.Sheets[i].Part, p.Looks); err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(rows, func(row int) bool { return p.Times[row] != 1 }) {
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
				if p.Times[row] > 0 {
					level = fmt.Sprint("层", len(levels))
					levels = append(levels, level)
					parent := len(list.Records) - 1
					for range p.Times[row] {
						list.Records = append(list.Records, tags.Record{Level: len(levels) - 1, Parent: parent, Texts: []string{""}})
					}
				}
				for col := 1; col <= p.Sheet.Last.Col; col++ {
					if at := layout.At(col, row); p.Sheet.Own(at) && (p.Times[row] == 0 || !p.Sheet.Cells[at].Formula) {
						texts[at] = ""
					}
				}
				texts[layout.At(p.Sheet.First(row), row)] = "{{" + name + "@" + level + "." + relayField + "}}"
			}
			schema.Lists[name] = tags.ListSchema{Levels: append(levels, "弃"), Texts: []string{relayField}}
			data.Lists[name] = list
			from = to
		}
		// formulas over rows that go would keep one of them
		for _, x := range p.Puts {
			if p.Sheet.Cells[layout.At(x.Col, x.Row)].Formula {
				texts[layout.At(x.Col, x.Row)] = ""
			}
		}
		if err := setTexts(file, wb.Sheets[i].Part, texts, nil); err != nil {
			return nil, err
		}
	}
	if n == 0 && !apart && !looks {
		return book, nil
	}
	var out bytes.Buffer
	if err := file.Write(&out); err != nil || n == 0 {
		return out.Bytes(), err
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

// setTexts writes texts and formulas into cells of a sheet, those of several fonts in these, and leaves all else in
// it as it is.
func setTexts(file *xlsxedit.File, part string, texts map[layout.Pos]string, fonts map[layout.Pos]*xlsxedit.Cell) error {
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
		if rows[at.Row] == nil {
			rows[at.Row] = place(data, "row", at.Row, rowNumber)
		}
		c := place(rows[at.Row], "c", at.Col, colNumber)
		for _, old := range c.ChildElements() {
			c.RemoveChild(old)
		}
		c.RemoveAttr("t")
		switch formula, is := strings.CutPrefix(text, "="); {
		case text == "":
		case is:
			child(c, "f").SetText(formula)
		case fonts[at] != nil:
			c.CreateAttr("t", "inlineStr")
			inFonts(child(c, "is"), fonts[at], text)
		default:
			c.CreateAttr("t", "inlineStr")
			t := child(child(c, "is"), "t")
			t.CreateAttr("xml:space", "preserve")
			t.SetText(text)
		}
		if c.SelectAttrValue("r", "") == "" {
			c.CreateAttr("r", a1.Name(at.Col, at.Row))
		}
	}
	return nil
}

// tradeLooks lets cells of a sheet trade their looks.
func tradeLooks(file *xlsxedit.File, part string, pairs [][2]layout.Pos) error {
	if len(pairs) == 0 {
		return nil
	}
	doc, err := file.XML(part)
	if err != nil {
		return err
	}
	data := doc.Root().SelectElement("sheetData")
	cell := func(at layout.Pos) *etree.Element {
		c := place(place(data, "row", at.Row, rowNumber), "c", at.Col, colNumber)
		c.CreateAttr("r", a1.Name(at.Col, at.Row))
		return c
	}
	for _, pair := range pairs {
		a, b := cell(pair[0]), cell(pair[1])
		was := a.SelectAttrValue("s", "0")
		a.CreateAttr("s", b.SelectAttrValue("s", "0"))
		b.CreateAttr("s", was)
	}
	return nil
}

// setFormats gives cells that have something in them number formats.
func setFormats(file *xlsxedit.File, wb *xlsxedit.Workbook, part string, formats map[layout.Pos]xlsxedit.Change) error {
	if len(formats) == 0 {
		return nil
	}
	styles, err := file.Restyler(wb)
	if err != nil {
		return err
	}
	doc, err := file.XML(part)
	if err != nil {
		return err
	}
	for _, row := range doc.Root().SelectElement("sheetData").SelectElements("row") {
		for _, c := range row.SelectElements("c") {
			col, at, _ := a1.Parse(c.SelectAttrValue("r", ""))
			if change, ok := formats[layout.At(col, at)]; ok {
				was, _ := strconv.Atoi(c.SelectAttrValue("s", "0"))
				c.CreateAttr("s", strconv.Itoa(styles.Like(was, change)))
			}
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

// unmerge takes merged ranges apart that lie within a range of a sheet.
func unmerge(file *xlsxedit.File, part string, within []a1.Range, beside []int) error {
	if len(within) == 0 {
		return nil
	}
	doc, err := file.XML(part)
	if err != nil {
		return err
	}
	list := doc.Root().SelectElement("mergeCells")
	if list == nil {
		return nil
	}
	for _, m := range list.SelectElements("mergeCell") {
		r, ok := a1.ParseRange(m.SelectAttrValue("ref", ""))
		if ok && r.Row1 != r.Row2 && !slices.Contains(beside, r.Col1) && slices.ContainsFunc(within, func(w a1.Range) bool { return w.Row1 <= r.Row1 && r.Row2 <= w.Row2 }) {
			list.RemoveChild(m)
		}
	}
	left := list.SelectElements("mergeCell")
	if len(left) == 0 {
		doc.Root().RemoveChild(list)
	} else if list.SelectAttr("count") != nil {
		list.CreateAttr("count", strconv.Itoa(len(left)))
	}
	return nil
}
