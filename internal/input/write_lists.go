package input

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// listSheet is a hidden sheet that holds what drop-downs show: the codes that
// may be entered, without the headings between them. It is a sheet of its own
// so that inserting, deleting or sorting rows of a code sheet cannot break it.
const listSheet = "下拉列表"

// spare is how many empty rows a code sheet has for new codes.
const spare = 200

// lists says by which names formulas reach lists.
type lists struct {
	leaves  map[string]string // by code list and level
	choices map[string]string // by choices, for those too long for a validation
	columns []listColumn
}

// listColumn is a column of the hidden sheet: fixed values, then formulas.
type listColumn struct {
	head     string
	values   []string
	formulas []string
}

// leafKey names the enterable codes of a list at a level.
func leafKey(list, level string) string { return safeName("可填_" + list + "_" + level) }

// codeName is the name of a column of a code sheet.
func codeName(list, column string) string { return safeName("科目_" + list + "_" + column) }

// refName is the name of the values of a sheet that others refer to.
func refName(sheet string) string { return safeName("列表_" + sheet) }

// keyName is the name of the whole column that has those values.
func keyName(sheet string) string { return safeName("名单_" + sheet) }

// writeLists writes the hidden sheet and all names.
func (w *writer) writeLists() error {
	w.lists = lists{leaves: map[string]string{}, choices: map[string]string{}}
	for _, d := range w.pack.CodeFiles {
		for i, column := range w.codes[d.Name].Columns {
			if err := w.name(codeName(d.Name, column), fmtRef(d.Name, "$%[1]s:$%[1]s", letter(i+1))); err != nil {
				return err
			}
		}
	}
	for i := range w.pack.Input.Sheets {
		for j := range w.pack.Input.Sheets[i].Columns {
			if err := w.list(&w.pack.Input.Sheets[i].Columns[j]); err != nil {
				return err
			}
		}
	}
	return w.streamLists()
}

func letter(col int) string { return strings.TrimSuffix(cellName(col, 1), "1") }

func (w *writer) name(name, refersTo string) error {
	return w.f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refersTo})
}

// list makes the list that a column's drop-down shows, once.
func (w *writer) list(c *pack.Column) error {
	switch c.Kind {
	case pack.Code:
		key := leafKey(c.Codes, c.Level)
		if w.lists.leaves[key] != "" {
			return nil
		}
		w.lists.leaves[key] = key
		return w.leafList(key, w.codes[c.Codes], c.Level)
	case pack.Choice:
		key := strings.Join(c.Choices, "\x00")
		if w.lists.choices[key] != "" {
			return nil
		}
		w.lists.columns = append(w.lists.columns, listColumn{head: c.Name, values: c.Choices})
		col := letter(len(w.lists.columns))
		w.lists.choices[key] = fmt.Sprintf("%s!$%s$2:$%s$%d", quoteSheet(listSheet), col, col, len(c.Choices)+1)
	case pack.Ref:
		if slices.ContainsFunc(w.f.GetDefinedName(), func(d excelize.DefinedName) bool { return d.Name == refName(c.Sheet) }) {
			return nil
		}
		return w.refList(c.Sheet)
	}
	return nil
}

// leafList has the enterable codes of a list; below them formulas take in
// those that staff add, without gaps: one column counts, the other shows the
// first, second … of them.
func (w *writer) leafList(name string, list *budget.CodeList, level string) error {
	var leaves []string
	for _, e := range list.Entries() {
		if list.Leaf(e.Code, level) && len(e.Code) <= list.Digits(level) {
			leaves = append(leaves, e.Code)
		}
	}
	counts, shows := letter(len(w.lists.columns)+1), letter(len(w.lists.columns)+2)
	first := len(leaves) + 2
	added := fmtRef(list.Name, "$A$%d:$A$%d", codesHeader+1+len(list.Entries()), codesHeader+len(list.Entries())+spare)
	codes := codeName(list.Name, list.Columns[0])
	count, show := make([]string, spare), make([]string, spare)
	for k := range spare {
		before := "0"
		if k > 0 {
			before = fmt.Sprintf("%s%d", counts, first+k-1)
		}
		code := fmt.Sprintf("TRIM(INDEX(%s,%d))", added, k+1)
		count[k] = fmt.Sprintf(`%s+IFERROR(IF(%s="",0,IF(OR(LEN(%s)=%d,COUNTIF(%s,%s&"*")<=1),1,0)),0)`, before, code, code, list.Digits(level), codes, code)
		show[k] = fmt.Sprintf(`IFERROR(INDEX(%s,MATCH(%d,$%s$%d:$%s$%d,0))&"","")`, added, k+1, counts, first, counts, first+spare-1)
	}
	w.lists.columns = append(w.lists.columns,
		listColumn{head: name + "_计数", values: make([]string, len(leaves)), formulas: count},
		listColumn{head: name, values: leaves, formulas: show})
	return w.name(name, fmt.Sprintf("OFFSET(%s,1,0,%d+MAX(%s),1)",
		fmtRef(listSheet, "$%s$1", shows), len(leaves), fmtRef(listSheet, "$%s$%d:$%s$%d", counts, first, counts, first+spare-1)))
}

// refList names the first column of a sheet from below its header to the last
// row in use. It hangs on the header cell, which nobody deletes.
func (w *writer) refList(sheet string) error {
	def := w.pack.Input.Sheet(sheet)
	head := w.layout(def).header
	all := fmtRef(sheet, "$A$%d:$A$%d", head, head+2*w.layout(def).prepared)
	top := fmtRef(sheet, "$A$%d", head)
	if err := w.name(keyName(sheet), fmtRef(sheet, "$A:$A")); err != nil {
		return err
	}
	return w.name(refName(sheet), fmt.Sprintf(`OFFSET(%s,1,0,MAX(1,SUMPRODUCT(MAX((%s<>"")*ROW(%s)))-ROW(%s)),1)`, top, all, all, top))
}

// streamLists writes the columns of the hidden sheet.
func (w *writer) streamLists() error {
	cols := w.lists.columns
	rows := 0
	widths := make([]float64, len(cols))
	for i, c := range cols {
		rows = max(rows, len(c.values)+len(c.formulas))
		widths[i] = 16
	}
	if len(cols) == 0 {
		return nil
	}
	s, err := w.stream(listSheet, rows+1, widths)
	if err != nil {
		return err
	}
	cells := make([]any, len(cols))
	for i, c := range cols {
		cells[i] = excelize.Cell{Value: c.head}
	}
	if err := s.row(1, 0, cells...); err != nil {
		return err
	}
	for r := range rows {
		for i, c := range cols {
			cells[i] = c.cell(r)
		}
		if err := s.row(r+2, 0, cells...); err != nil {
			return err
		}
	}
	return s.Flush()
}

// cell is row r of a column; a formula's cached value is that of no additions.
func (c listColumn) cell(r int) any {
	switch n := r - len(c.values); {
	case n < 0 && c.values[r] != "":
		return excelize.Cell{Value: c.values[r]}
	case n >= 0 && n < len(c.formulas) && strings.HasSuffix(c.head, "_计数"):
		return excelize.Cell{Formula: c.formulas[n], Value: 0}
	case n >= 0 && n < len(c.formulas):
		return excelize.Cell{Formula: c.formulas[n], Value: ""}
	}
	return nil
}
