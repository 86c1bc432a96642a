package inputform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// redRows turns a row light red while it is begun but incomplete or wrong, and
// the cells to blame dark red. The conditions are those of reading, as far as
// formulas can say them; they reach other sheets by names only, which every
// version of Excel and WPS allows in a conditional format. They are nested IFs
// because AND and OR compute all their arguments: LibreOffice took over ten
// minutes to print 2,000 empty rows that looked every code up.
func (w *writer) redRows(def *pack.Sheet, l layout) {
	row := l.header + 1
	begun := begun(def, row)
	var any []string
	for i := range def.Columns {
		blame := w.blame(def, i, l, false)
		if blame == "" {
			continue
		}
		any = append(any, w.blame(def, i, l, true))
		w.red(def.Name, columnRange(i, l), w.look.badCell, fmt.Sprintf("IF(%s,%s,FALSE)", begun, blame))
	}
	if len(any) == 0 {
		return
	}
	whole := fmt.Sprintf("%s:%s", cellName(1, row), cellName(len(def.Columns), l.header+max(l.prepared, reach)))
	w.red(def.Name, whole, w.look.badRow, fmt.Sprintf("IF(%s,OR(%s),FALSE)", begun, strings.Join(any, ",")))
}

func (w *writer) red(sheet, cells string, style int, formula string) {
	w.did(w.f.SetConditionalFormat(sheet, cells, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: formula, Format: &style}}))
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
	if other := def.InsteadOf(c); c.Required && other >= 0 {
		absent = fmt.Sprintf("LEN(TRIM($%s%d))=0", letter(other+1), l.header+1)
	} else if c.Required {
		absent = "TRUE"
	} else if when := w.whenFormula(def, c, l); when != "" {
		absent = when
	} else if with := def.Partner(c); with != nil {
		j := slices.IndexFunc(def.Columns, func(o pack.Column) bool { return o.Name == with.Name })
		absent = fmt.Sprintf("LEN(TRIM($%s%d))>0", letter(j+1), l.header+1)
	}
	wrong := w.wrong(def, c, cell, l)
	if name := nameColumn(def, c); forRow && name >= 0 {
		wrong = fmt.Sprintf(`OR($%[1]s%[2]d=%[3]s,LEFT($%[1]s%[2]d,3)="应填到")`, letter(name+1), l.header+1, formulaText(noSuchCode))
	}
	for _, also := range []string{w.twice(def, c, l), w.apart(def, i, l), w.offOutline(def, c, l)} {
		if also != "" {
			wrong = either(wrong, also)
		}
	}
	if absent == "FALSE" && wrong == "FALSE" {
		return ""
	}
	return fmt.Sprintf("IF(LEN(TRIM(%s))=0,%s,%s)", cell, absent, wrong)
}

// either is true if one of two conditions is; the second is computed only if
// the first is false.
func either(a, b string) string {
	if a == "FALSE" {
		return b
	}
	return fmt.Sprintf("IF(%s,TRUE,%s)", a, b)
}

// twice is the condition that a row above or below has the same key, "" for
// columns that no key begins with.
func (w *writer) twice(def *pack.Sheet, c *pack.Column, l layout) string {
	if len(def.Unique) == 0 || def.Unique[0] != c.Name {
		return ""
	}
	var pairs []string
	for _, name := range def.Unique {
		i := def.ColumnAt(name)
		if i < 0 {
			return ""
		}
		pairs = append(pairs, fmt.Sprintf("$%[1]s$%[2]d:$%[1]s$%[3]d,$%[1]s%[4]d", letter(i+1), l.header, l.header+max(l.prepared, reach), l.header+1))
	}
	if len(pairs) == 1 {
		return "COUNTIF(" + pairs[0] + ")>1"
	}
	return "COUNTIFS(" + strings.Join(pairs, ",") + ")>1"
}

// apart is the condition that no record of another sheet has the values that
// the pack demands, "" for columns that no demand begins with.
func (w *writer) apart(def *pack.Sheet, i int, l layout) string {
	for _, d := range def.Demands() {
		if d.Columns[0] != i {
			continue
		}
		target := w.pack.Input.Sheet(d.Sheet)
		var pairs, filled []string
		add := func(field, value string) bool {
			c := columnOf(target, field)
			if c != nil {
				pairs = append(pairs, keyName(d.Sheet, c.Name)+","+value)
			}
			return c != nil
		}
		whole := true
		for k, column := range d.Columns {
			cell := fmt.Sprintf("$%s%d", letter(column+1), l.header+1)
			whole = add(d.Fields[k], "TRIM("+cell+")") && whole
			if k > 0 {
				filled = append(filled, "LEN(TRIM("+cell+"))>0")
			}
		}
		for _, c := range target.Columns { // in the order of the columns, so that the file is always the same
			for field, value := range d.When {
				if strings.EqualFold(field, c.Name) {
					whole = add(field, formulaText(value)) && whole
				}
			}
		}
		if !whole {
			return "" // a field that stands in no column
		}
		formula := "COUNTIFS(" + strings.Join(pairs, ",") + ")=0"
		for _, f := range filled {
			formula = fmt.Sprintf("IF(%s,%s,FALSE)", f, formula)
		}
		return formula
	}
	return ""
}

// columnOf is the column of a field however a pack spells its letters, nil if
// the field is joined or derived.
func columnOf(def *pack.Sheet, field string) *pack.Column {
	i := slices.IndexFunc(def.Columns, func(c pack.Column) bool { return strings.EqualFold(c.Name, field) })
	if i < 0 {
		return nil
	}
	return &def.Columns[i]
}

// offOutline is the condition that a row's values are not in the outline, for
// the last of its fields; "" for all other columns. It looks for 产出指标|数量指标
// in all of them strung together.
func (w *writer) offOutline(def *pack.Sheet, c *pack.Column, l layout) string {
	if def.Outline == "" {
		return ""
	}
	o := w.pack.Outline(def.Outline)
	if o.Fields[len(o.Fields)-1] != c.Name {
		return ""
	}
	all := "/"
	for _, r := range o.Rows {
		all += strings.Join(r, "|") + "/"
	}
	var cells, filled []string
	for _, f := range o.Fields {
		i := def.ColumnAt(f)
		cell := fmt.Sprintf("TRIM($%s%d)", letter(i+1), l.header+1)
		cells, filled = append(cells, cell), append(filled, "LEN("+cell+")>0")
	}
	if len([]rune(all)) > 255 { // the longest text that a formula may hold
		return ""
	}
	return fmt.Sprintf(`IF(AND(%s),ISERROR(FIND("/"&%s&"/",%s)),FALSE)`, strings.Join(filled, ","), strings.Join(cells, `&"|"&`), formulaText(all))
}

// nameColumn is the column that shows the name of a code, -1 if there is none.
func nameColumn(def *pack.Sheet, code *pack.Column) int {
	return slices.IndexFunc(def.Columns, func(c pack.Column) bool { return c.Kind == pack.NameOf && c.Of == code.Name })
}

// whenFormula is the condition of a column that must be filled in some rows.
func (w *writer) whenFormula(def *pack.Sheet, c *pack.Column, l layout) string {
	var and []string
	for i := range def.Columns { // in the order of the columns, so that the file is always the same
		for name, values := range c.When {
			if !strings.EqualFold(name, def.Columns[i].Name) {
				continue
			}
			var or []string
			for _, value := range values {
				or = append(or, fmt.Sprintf("TRIM($%s%d)=%s", letter(i+1), l.header+1, formulaText(value)))
			}
			if len(or) > 1 {
				or = []string{"OR(" + strings.Join(or, ",") + ")"}
			}
			and = append(and, or...)
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
		return fmt.Sprintf("IF(%s,TRUE,IF(%s,TRUE,%s))", absentFrom(codeName(list.Name, list.Columns[0]), codeKey(list, cell)), notLeaf(list, c.Level, cell), w.outside(def, c, cell, l))
	case pack.Choice:
		var and []string
		for _, choice := range c.Choices {
			and = append(and, fmt.Sprintf("TRIM(%s)<>%s", cell, formulaText(choice)))
		}
		if len(and) < 30 {
			return "AND(" + strings.Join(and, ",") + ")"
		}
	case pack.Ref:
		if c.Column == "" {
			return absentFrom(keyName(c.Sheet, ""), "TRIM("+cell+")")
		}
	case pack.Instead:
		unit, _ := money.Common.Named(c.Unit)
		of := slices.IndexFunc(def.Columns, func(o pack.Column) bool { return o.Name == c.For })
		return fmt.Sprintf("IF(ISNUMBER(%[1]s),IF(%[1]s<0,TRUE,IF(ISNUMBER(%[2]s),ROUND(%[1]s*%[3]s-%[2]s,2)<>0,FALSE)),TRUE)",
			typedNumber(cell), typedNumber(fmt.Sprintf("$%s%d", letter(of+1), l.header+1)), unit.Yuan(decimal.NewFromInt(1)))
	case pack.Amount:
		return fmt.Sprintf("IF(ISNUMBER(%[1]s),%[1]s<0,TRUE)", typedNumber(cell))
	}
	return "FALSE"
}

// absentFrom is the condition that a column lacks a text; only COUNTIF finds
// it where it stands as a number, but MATCH is the fast one.
func absentFrom(column, text string) string {
	return fmt.Sprintf("IF(ISNA(MATCH(%[2]s,%[1]s,0)),COUNTIF(%[1]s,%[2]s)=0,FALSE)", column, text)
}

// outside is the condition under which a code is not meant for another field.
func (w *writer) outside(def *pack.Sheet, c *pack.Column, cell string, l layout) string {
	if c.Within == nil {
		return "FALSE"
	}
	for i := range def.Columns {
		if strings.EqualFold(def.Columns[i].Name, c.Within.Field) {
			return fmt.Sprintf(`ISERROR(SEARCH("|"&TRIM($%s%d)&"|","|"&INDEX(%s,MATCH(%s,%s,0))&"|"))`,
				letter(i+1), l.header+1, codeName(c.Codes, c.Within.Column), codeKey(w.codes[c.Codes], cell), codeName(c.Codes, w.codes[c.Codes].Columns[0]))
		}
	}
	return "FALSE"
}

// formulaText is a text as formulas write it.
func formulaText(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// typedNumber is the number of a cell, also of one typed as text, as fill reads it.
func typedNumber(cell string) string {
	return `(-(-SUBSTITUTE(ASC(TRIM(` + cell + `)),",","")))`
}
