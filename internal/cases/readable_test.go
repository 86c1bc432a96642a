package cases

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/proof"
)

// onlyRanges are the arguments where Excel takes nothing but cells: with a value
// in their place the formula cannot be typed, and the workbook wants repair.
var onlyRanges = map[string][]int{
	"SUMIF": {0, 2}, "COUNTIF": {0}, "AVERAGEIF": {0, 2}, "COUNTBLANK": {0}, "OFFSET": {0}, "SUBTOTAL": {1, 2, 3},
	"SUMIFS": {0, 1, 3, 5}, "AVERAGEIFS": {0, 1, 3, 5}, "MAXIFS": {0, 1, 3, 5}, "MINIFS": {0, 1, 3, 5}, "COUNTIFS": {0, 2, 4},
	"RANK": {1}, "RANK.EQ": {1}, "RANK.AVG": {1}, "ROW": {0}, "COLUMN": {0}, "AREAS": {0}, "ISFORMULA": {0}, "FORMULATEXT": {0},
}

// unreadable gives the formulas of a workbook that Excel cannot read.
func unreadable(book *proof.Plain) (wrong []string) {
	for _, s := range book.Sheets {
		for at, c := range s.Cells {
			if c.Counts && !readable(c.Formula) {
				wrong = append(wrong, fmt.Sprintf("Excel cannot read %s!%s =%s", s.Name, at, c.Formula))
			}
		}
	}
	slices.Sort(wrong)
	return wrong
}

// readable finds a number where only a range may stand, or where an operator
// takes ranges. It looks at the text alone, not through package formula, whose
// mistakes it is to find.
func readable(text string) bool {
	type call struct {
		name string
		arg  int
	}
	var open []call
	word, quote := "", rune(0)
	start := -1 // where the argument of an open call begins
	whole := func(to int) string { return strings.TrimSpace(text[start:to]) }
	bad := func(to int) bool {
		if len(open) == 0 {
			return false
		}
		c := open[len(open)-1]
		return slices.Contains(onlyRanges[c.name], c.arg) && number(whole(to))
	}
	starts := []int{}
	for i, r := range text {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
			continue
		case r == '"' || r == '\'':
			quote, word = r, ""
			continue
		}
		switch r {
		case '(':
			open, starts = append(open, call{strings.TrimPrefix(strings.ToUpper(word), "_XLFN."), 0}), append(starts, start)
			start, word = i+1, ""
		case ')':
			if len(open) == 0 || bad(i) || open[len(open)-1].name == "" && strings.Contains(whole(i), "0 0") {
				return false
			}
			start = starts[len(starts)-1]
			open, starts, word = open[:len(open)-1], starts[:len(starts)-1], ""
		case ',':
			if bad(i) {
				return false
			}
			if len(open) > 0 {
				open[len(open)-1].arg++
			}
			start, word = i+1, ""
		case '+', '-', '*', '/', '&', '=', '<', '>', ' ', '{', '}', ';', ':':
			word = ""
		default:
			word += string(r)
		}
	}
	return len(open) == 0 && quote == 0
}

func number(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.() ") == "" && strings.ContainsAny(s, "0123456789")
}

func TestAFormulaWithANumberForARangeIsUnreadable(t *testing.T) {
	for _, text := range []string{
		`SUMIF(0,"人员",0)`, `SUBTOTAL(9,0)`, `COUNTIF(0,"201")`, `RANK(D5,0)`, `IF(A1,SUMIF(C5:C7,"x",0),1)`, `SUM((0 0))`, `SUM(D5`,
		`SUMIF(C5:C7,"x,y(",0)`, `_xlfn.RANK.EQ(1,0)`,
	} {
		if readable(text) {
			t.Errorf("%s was taken for readable", text)
		}
	}
	for _, text := range []string{
		`SUMIF(C5:C7,"人员",D5:D7)`, `SUBTOTAL(9,D5)`, `SUM(0)`, `SUM((D5:D7,E5:E7))`, `SUM(C5:D7 D5:E7)`, `RANK(3,D5:D7,0)`,
		`OFFSET(D4,1,0,MAX(1,COUNT(D5:D7)),1)`, `ROUND(IF('a(b'!A1=0,0,SUMIF(A:A,">0")),2)`, `ROW()-4`,
	} {
		if !readable(text) {
			t.Errorf("%s was taken for unreadable", text)
		}
	}
}
