package inputform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// spare is how many empty rows a code sheet has for new codes.
const spare = 200

// lists says by which names formulas reach lists.
type lists struct {
	leaves  map[string]string // by code list and level
	choices map[string]string // by choices, for those too long for a validation
	columns []listColumn
	grouped map[string]int // by the name of a long list: digits of its classes
}

// listColumn is a column of the hidden sheet: fixed values, then formulas.
type listColumn struct {
	head     string
	values   []string
	formulas []string
	cached   []any // what the formulas give
}

// leafKey names the enterable codes of a list at a level.
func leafKey(list, level string) string { return safeName("可填_" + list + "_" + level) }

// codeName is the name of a column of a code sheet.
func codeName(list, column string) string { return safeName("科目_" + list + "_" + column) }

// refName is the name of the values of a sheet that others refer to: those of
// its first column if column is "".
func refName(sheet, column string) string { return safeName(joinName("列表_"+sheet, column)) }

// keyName is the name of the whole column that has those values.
func keyName(sheet, column string) string { return safeName(joinName("名单_"+sheet, column)) }

func joinName(a, b string) string {
	if b == "" {
		return a
	}
	return a + "_" + b
}

// writeLists writes the hidden sheet and all names.
func (w *writer) writeLists() {
	w.lists = lists{leaves: map[string]string{}, choices: map[string]string{}, grouped: map[string]int{}}
	for _, d := range w.pack.CodeFiles {
		for i, column := range w.codes[d.Name].Columns {
			w.name(codeName(d.Name, column), fmtRef(d.Name, "$%[1]s:$%[1]s", letter(i+1)))
		}
	}
	for i := range w.pack.Input.Sheets {
		for j := range w.pack.Input.Sheets[i].Columns {
			w.list(&w.pack.Input.Sheets[i].Columns[j])
		}
	}
	w.nameDemanded()
	w.streamLists()
}

func letter(col int) string { return strings.TrimSuffix(cellName(col, 1), "1") }

func (w *writer) name(name, refersTo string) {
	w.did(w.f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refersTo}))
}

// list makes the list that a column's drop-down shows, once.
func (w *writer) list(c *pack.Column) {
	switch c.Kind {
	case pack.Code:
		key := leafKey(c.Codes, c.Level)
		if w.lists.leaves[key] == "" {
			w.lists.leaves[key] = key
			w.leafList(key, w.codes[c.Codes], c.Level)
		}
	case pack.Choice:
		key := strings.Join(c.Choices, "\x00")
		if w.lists.choices[key] != "" {
			return
		}
		w.lists.columns = append(w.lists.columns, listColumn{head: c.Name, values: c.Choices})
		col := letter(len(w.lists.columns))
		w.lists.choices[key] = fmt.Sprintf("%s!$%s$2:$%s$%d", a1.QuotedSheet(pack.ListSheet), col, col, len(c.Choices)+1)
	case pack.Ref:
		switch {
		case w.named(refName(c.Sheet, c.Column)):
		case c.Column != "":
			w.distinctList(c.Sheet, c.Column)
		default:
			w.refList(c.Sheet)
		}
	}
}

func (w *writer) named(name string) bool {
	return slices.ContainsFunc(w.f.GetDefinedName(), func(d excelize.DefinedName) bool { return d.Name == name })
}

// nameDemanded names the columns in which red rows look other records up.
func (w *writer) nameDemanded() {
	for i := range w.pack.Input.Sheets {
		for _, d := range w.pack.Input.Sheets[i].Demands() {
			target := w.pack.Input.Sheet(d.Sheet)
			fields := slices.Clone(d.Fields)
			for f := range d.When {
				fields = append(fields, f)
			}
			for j, c := range target.Columns {
				asked := slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, c.Name) })
				if name := keyName(d.Sheet, c.Name); asked && !w.named(name) {
					w.name(name, fmtRef(d.Sheet, "$%[1]s:$%[1]s", letter(j+1)))
				}
			}
		}
	}
}

// listed is how many entries of a column its drop-down takes in at least, and
// at most: three formulas each.
const listed, mostListed = 1000, 5000

// distinctList has the different values of a column in the order of the sheet.
// One column goes from each entry to the next, so that empty cells cost
// nothing; one counts those that stand nowhere above; one shows the first,
// second … of them. No formula is an array formula.
func (w *writer) distinctList(sheet, column string) {
	def := w.pack.Input.Sheet(sheet)
	at := def.ColumnAt(column)
	l := w.layout(def)
	entries := fmtRef(sheet, "$%[1]s$%[2]d:$%[1]s$%[3]d", letter(at+1), l.header, l.header+max(l.prepared, reach))
	given := w.entries(sheet, column)
	n := min(max(listed, len(given)+extra), mostListed)
	places, counts, shows := letter(len(w.lists.columns)+1), letter(len(w.lists.columns)+2), letter(len(w.lists.columns)+3)
	name := refName(sheet, column)
	place, count, show := listColumn{head: name + "_位置"}, listColumn{head: name + "_序号"}, listColumn{head: name}
	var distinct []any
	seen := map[string]bool{}
	for k := range n {
		row := k + 2
		from, before := "1", "0"
		if k > 0 {
			from, before = fmt.Sprintf("%s%d", places, row-1), fmt.Sprintf("%s%d", counts, row-1)
		}
		place.formulas = append(place.formulas, fmt.Sprintf(`IFERROR(%[1]s+MATCH("?*",INDEX(%[2]s,%[1]s+1):INDEX(%[2]s,ROWS(%[2]s)),0),"")`, from, entries))
		count.formulas = append(count.formulas, fmt.Sprintf(`%[1]s+IFERROR(IF(MATCH(INDEX(%[2]s,%[3]s%[4]d),%[2]s,0)=%[3]s%[4]d,1,0),0)`, before, entries, places, row))
		show.formulas = append(show.formulas, fmt.Sprintf(`IFERROR(INDEX(%[1]s,INDEX($%[2]s$2:$%[2]s$%[4]d,MATCH(%[5]d,$%[3]s$2:$%[3]s$%[4]d,0))),"")`, entries, places, counts, n+1, k+1))
		if k < len(given) {
			place.cached = append(place.cached, given[k].row)
			if !seen[given[k].text] {
				seen[given[k].text] = true
				distinct = append(distinct, given[k].text)
			}
		} else {
			place.cached = append(place.cached, "")
		}
		count.cached = append(count.cached, len(distinct))
	}
	for len(distinct) < n {
		distinct = append(distinct, "")
	}
	show.cached = distinct
	w.lists.columns = append(w.lists.columns, place, count, show)
	w.name(name, fmt.Sprintf("OFFSET(%s,1,0,MAX(1,MAX(%s)),1)", fmtRef(pack.ListSheet, "$%s$1", shows), fmtRef(pack.ListSheet, "$%s$2:$%s$%d", counts, counts, n+1)))
}

// entry is a text of a column and how far below the header it stands, the
// header being 1.
type entry struct {
	row  int
	text string
}

func (w *writer) entries(sheet, column string) (out []entry) {
	t := w.table(sheet)
	if t == nil {
		return nil
	}
	f := t.Field(column)
	for i := range t.Len() {
		if text := t.Text(i, f); text != "" {
			out = append(out, entry{i + 2, text})
		}
	}
	return out
}

// mostShown is how many codes a drop-down shows at once. A longer list opens in
// two steps: the classes first; in a cell that holds one, what is below it.
const mostShown = 120

// groupedName is the name of all codes of a list, each class before its own.
func groupedName(leaves string) string { return "分" + leaves }

// dropDown is what the drop-down of a cell shows of a list: a reference in every
// branch, which is all that Excel and WPS take.
func (w *writer) dropDown(list, cell string) string {
	digits, long := w.lists.grouped[list]
	if !long {
		return list
	}
	like, all := fmt.Sprintf(`LEFT(%s,%d)&"*"`, cell, digits), groupedName(list)
	return fmt.Sprintf(`IF(OR(LEN(%[1]s)<%[2]d,COUNTIF(%[3]s,%[4]s)=0),%[5]s,OFFSET(%[3]s,MATCH(%[4]s,%[3]s,0)-1,0,COUNTIF(%[3]s,%[4]s),1))`, cell, digits, all, like, list)
}

// leafList has the enterable codes of a list; below them formulas take in
// those that staff add, without gaps: one column counts, the other shows the
// first, second … of them.
func (w *writer) leafList(name string, list *budget.CodeList, level string) {
	var leaves, groups, all []string
	for _, e := range list.Entries() {
		shown := e.Code + "-" + e.Name
		switch {
		case list.Leaf(e.Code, level) && len(e.Code) <= list.Digits(level):
			leaves, all = append(leaves, shown), append(all, shown)
		case len(e.Code) == list.Levels[0].Digits:
			groups, all = append(groups, shown), append(all, shown)
		}
	}
	if len(leaves) > mostShown && len(groups) > 1 {
		w.lists.columns = append(w.lists.columns, listColumn{head: groupedName(name), values: all})
		col := letter(len(w.lists.columns))
		w.name(groupedName(name), fmtRef(pack.ListSheet, "$%[1]s$2:$%[1]s$%[2]d", col, len(all)+1))
		w.lists.grouped[name] = list.Levels[0].Digits
		leaves = groups
	}
	counts, shows := letter(len(w.lists.columns)+1), letter(len(w.lists.columns)+2)
	first := len(leaves) + 2
	added := fmtRef(list.Name, "$A$%d:$A$%d", codesHeader+1+len(list.Entries()), codesHeader+len(list.Entries())+spare)
	addedNames := fmtRef(list.Name, "$B$%d:$B$%d", codesHeader+1+len(list.Entries()), codesHeader+len(list.Entries())+spare)
	codes := codeName(list.Name, list.Columns[0])
	count, show := make([]string, spare), make([]string, spare)
	counted, shown := make([]any, spare), make([]any, spare) // no additions
	for k := range spare {
		before := "0"
		if k > 0 {
			before = fmt.Sprintf("%s%d", counts, first+k-1)
		}
		code := fmt.Sprintf("TRIM(INDEX(%s,%d))", added, k+1)
		counted[k], shown[k] = 0, ""
		count[k] = fmt.Sprintf(`%s+IFERROR(IF(%s="",0,IF(OR(LEN(%s)=%d,COUNTIF(%s,%s&"*")<=1),1,0)),0)`, before, code, code, list.Digits(level), codes, code)
		show[k] = fmt.Sprintf(`IFERROR(INDEX(%[1]s,MATCH(%[2]d,$%[3]s$%[4]d:$%[3]s$%[5]d,0))&"-"&INDEX(%[6]s,MATCH(%[2]d,$%[3]s$%[4]d:$%[3]s$%[5]d,0)),"")`, added, k+1, counts, first, first+spare-1, addedNames)
	}
	w.lists.columns = append(w.lists.columns,
		listColumn{head: name + "_计数", values: make([]string, len(leaves)), formulas: count, cached: counted},
		listColumn{head: name, values: leaves, formulas: show, cached: shown})
	w.name(name, fmt.Sprintf("OFFSET(%s,1,0,%d+MAX(%s),1)",
		fmtRef(pack.ListSheet, "$%s$1", shows), len(leaves), fmtRef(pack.ListSheet, "$%s$%d:$%s$%d", counts, first, counts, first+spare-1)))
}

// refList names the first column of a sheet from below its header to the last
// row in use. It hangs on the header cell, which nobody deletes.
func (w *writer) refList(sheet string) {
	def := w.pack.Input.Sheet(sheet)
	head := w.layout(def).header
	all := fmtRef(sheet, "$A$%d:$A$%d", head, head+2*w.layout(def).prepared)
	top := fmtRef(sheet, "$A$%d", head)
	w.name(keyName(sheet, ""), fmtRef(sheet, "$A:$A"))
	w.name(refName(sheet, ""), fmt.Sprintf(`OFFSET(%s,1,0,MAX(1,SUMPRODUCT(MAX((%s<>"")*ROW(%s)))-ROW(%s)),1)`, top, all, all, top))
}

// streamLists writes the columns of the hidden sheet.
func (w *writer) streamLists() {
	cols := w.lists.columns
	rows := 0
	widths := make([]float64, len(cols))
	for i, c := range cols {
		rows = max(rows, len(c.values)+len(c.formulas))
		widths[i] = 16
	}
	if len(cols) == 0 {
		return
	}
	s := w.stream(pack.ListSheet, rows+1, widths)
	cells := make([]any, len(cols))
	for i, c := range cols {
		cells[i] = excelize.Cell{Value: c.head}
	}
	s.row(1, 0, cells...)
	for r := range rows {
		for i, c := range cols {
			cells[i] = c.cell(r)
		}
		s.row(r+2, 0, cells...)
	}
	w.did(s.Flush())
}

// cell is row r of a column.
func (c listColumn) cell(r int) any {
	switch n := r - len(c.values); {
	case n < 0 && c.values[r] != "":
		return excelize.Cell{Value: c.values[r]}
	case n >= 0 && n < len(c.formulas):
		return excelize.Cell{Formula: c.formulas[n], Value: c.cached[n]}
	}
	return nil
}
