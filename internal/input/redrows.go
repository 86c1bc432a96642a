package input

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/pack"
)

// redRows turns a row light red while it is begun but incomplete or wrong, and
// the cells to blame dark red. The conditions are those of reading, as far as
// formulas can say them; they reach other sheets by names only, which every
// version of Excel and WPS allows in a conditional format. They are nested IFs
// because AND and OR compute all their arguments: LibreOffice took over ten
// minutes to print 2,000 empty rows that looked every code up.
func (w *writer) redRows(def *pack.Sheet, l layout) error {
	row := l.header + 1
	begun := begun(def, row)
	var any []string
	for i := range def.Columns {
		blame := w.blame(def, i, l, false)
		if blame == "" {
			continue
		}
		any = append(any, w.blame(def, i, l, true))
		if err := w.red(def.Name, columnRange(i, l), w.look.badCell, fmt.Sprintf("IF(%s,%s,FALSE)", begun, blame)); err != nil {
			return err
		}
	}
	if len(any) == 0 {
		return nil
	}
	whole := fmt.Sprintf("%s:%s", cellName(1, row), cellName(len(def.Columns), l.header+max(l.prepared, reach)))
	return w.red(def.Name, whole, w.look.badRow, fmt.Sprintf("IF(%s,OR(%s),FALSE)", begun, strings.Join(any, ",")))
}

func (w *writer) red(sheet, cells string, style int, formula string) error {
	return w.f.SetConditionalFormat(sheet, cells, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: formula, Format: &style}})
}

// begun says that somebody typed into a row; the formulas of name columns,
// which always stand there, are left out.
func begun(def *pack.Sheet, row int) string {
	var ranges []string
	for i := 0; i < len(def.Columns); i++ {
		from := i
		for i < len(def.Columns) && def.Columns[i].Kind != pack.NameOf {
			i++
		}
		if i > from {
			ranges = append(ranges, fmt.Sprintf("$%s%d:$%s%d", letter(from+1), row, letter(i), row))
		}
	}
	return "COUNTA(" + strings.Join(ranges, ",") + ")>0"
}

// blame is the condition under which a column's cell is missing or wrong, ""
// if it cannot be. The whole row is computed once for each of its cells, so it
// looks at the name beside a code instead of looking the code up again.
func (w *writer) blame(def *pack.Sheet, i int, l layout, forRow bool) string {
	c := &def.Columns[i]
	cell := fmt.Sprintf("$%s%d", letter(i+1), l.header+1)
	absent := "FALSE"
	if c.Required {
		absent = "TRUE"
	} else if when := w.whenFormula(def, c, l); when != "" {
		absent = when
	}
	wrong := w.wrong(def, c, cell, l)
	if name := nameColumn(def, c); forRow && name >= 0 {
		wrong = fmt.Sprintf(`OR($%[1]s%[2]d=%[3]s,LEFT($%[1]s%[2]d,3)="应填到")`, letter(name+1), l.header+1, formulaText(noSuchCode))
	}
	if len(def.Unique) == 1 && def.Unique[0] == c.Name {
		wrong = fmt.Sprintf("COUNTIF($%[1]s$%[2]d:$%[1]s$%[3]d,%[4]s)>1", letter(i+1), l.header, l.header+max(l.prepared, reach), cell)
	}
	if absent == "FALSE" && wrong == "FALSE" {
		return ""
	}
	return fmt.Sprintf("IF(LEN(TRIM(%s))=0,%s,%s)", cell, absent, wrong)
}

// nameColumn is the column that shows the name of a code, -1 if there is none.
func nameColumn(def *pack.Sheet, code *pack.Column) int {
	return slices.IndexFunc(def.Columns, func(c pack.Column) bool { return c.Kind == pack.NameOf && c.Of == code.Name })
}

// whenFormula is the condition of a column that must be filled in some rows.
func (w *writer) whenFormula(def *pack.Sheet, c *pack.Column, l layout) string {
	var and []string
	for i := range def.Columns { // in the order of the columns, so that the file is always the same
		for name, value := range c.When {
			if strings.EqualFold(name, def.Columns[i].Name) {
				and = append(and, fmt.Sprintf("TRIM($%s%d)=%s", letter(i+1), l.header+1, formulaText(value)))
			}
		}
	}
	if len(and) == 0 || len(and) < len(c.When) {
		return ""
	}
	return "AND(" + strings.Join(and, ",") + ")"
}

// wrong is the condition under which what a cell holds is wrong.
func (w *writer) wrong(def *pack.Sheet, c *pack.Column, cell string, l layout) string {
	switch c.Kind {
	case pack.Code:
		list := w.codes[c.Codes]
		return fmt.Sprintf("IF(%s,TRUE,IF(%s,TRUE,%s))", absentFrom(codeName(list.Name, list.Columns[0]), cell), notLeaf(list, c.Level, cell), w.outside(def, c, cell, l))
	case pack.Choice:
		var and []string
		for _, choice := range c.Choices {
			and = append(and, fmt.Sprintf("TRIM(%s)<>%s", cell, formulaText(choice)))
		}
		if len(and) < 30 {
			return "AND(" + strings.Join(and, ",") + ")"
		}
	case pack.Ref:
		return absentFrom(keyName(c.Sheet), cell)
	case pack.Amount:
		return fmt.Sprintf("IF(ISNUMBER(%[1]s),%[1]s<0,TRUE)", cell)
	}
	return "FALSE"
}

// absentFrom is the condition that a column lacks a text; only COUNTIF finds
// it where it stands as a number, but MATCH is the fast one.
func absentFrom(column, cell string) string {
	return fmt.Sprintf("IF(ISNA(MATCH(TRIM(%[2]s),%[1]s,0)),COUNTIF(%[1]s,TRIM(%[2]s))=0,FALSE)", column, cell)
}

// outside is the condition under which a code is not meant for another field.
func (w *writer) outside(def *pack.Sheet, c *pack.Column, cell string, l layout) string {
	if c.Within == nil {
		return "FALSE"
	}
	for i := range def.Columns {
		if strings.EqualFold(def.Columns[i].Name, c.Within.Field) {
			return fmt.Sprintf(`ISERROR(SEARCH("|"&TRIM($%s%d)&"|","|"&INDEX(%s,MATCH(TRIM(%s),%s,0))&"|"))`,
				letter(i+1), l.header+1, codeName(c.Codes, c.Within.Column), cell, codeName(c.Codes, w.codes[c.Codes].Columns[0]))
		}
	}
	return "FALSE"
}

// formulaText is a text as formulas write it.
func formulaText(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
