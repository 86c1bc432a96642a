package formula_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/formula"
)

// windows are formulas over rows of a list, of a kind that comes once per record:
// {a} to {z} are its rows, {x} is one of them.
var windows = []string{
	"SUM(A${a}:A{z})", "COUNT(A${a}:A{z})", "COUNTA(A${a}:B{z})", "AVERAGE(A${a}:A{z})", "MAX(A${a}:A{z})", "MIN(A${a}:B{z})",
	"SUM(A${a}:A{z},A1,B${a}:B{z})", "SUMIF(B${a}:B{z},B{x},A${a}:A{z})", "COUNTIF(B${a}:B{z},B{x})", "COUNTIF(A${a}:B{z},A{x})",
	"AVERAGEIF(B${a}:B{z},B{x},A${a}:A{z})", "SUMIFS(A${a}:A{z},B${a}:B{z},B{x},C${a}:C{z},C{x})",
	"COUNTIFS(B${a}:B{z},B{x},A${a}:A{z},\">\"&A{x})", "COUNTIF(A${a}:A{z},\">\"&A{x})", "SUMIF(A${a}:A{z},\"<=\"&A{x})",
	"MAXIFS(A${a}:A{z},B${a}:B{z},B{x})", "MINIFS(A${a}:A{z},C${a}:C{z},\"<>\"&C{x})", "MATCH(B{x},B${a}:B{z},0)", "VLOOKUP(A{x},A${a}:C{z},3,0)",
	"MATCH(A{x},A${a}:A{z})", "LOOKUP(9E307,A${a}:A{z})", "RANK(A{x},A${a}:A{z})", "RANK(A{x},A${a}:A{z},1)", "LARGE(A${a}:A{z},2)", "SMALL(A${a}:A{z},1)",
	"MEDIAN(A${a}:A{z})", "PERCENTILE(A${a}:A{z},0.3)", "SUMIF(B${a}:B{z},\"甲*\",A${a}:A{z})", "COUNTIF(B${a}:B{z},\"\")", "COUNTIF(B${a}:B{z},\"<>\")",
	"SUMIFS(A:A,B:B,B{x})", "COUNTIF(C:C,C{x})", "SUM(A{a}:C{z})", "COUNTIFS(B${a}:B{z},B{x},C${a}:C{z},C{x})", "IFERROR(SUM(D${a}:D{z}),0)",
}

// TestTheCacheChangesNoValue computes many formulas over rows of one random
// list with a cache and without.
func TestTheCacheChangesNoValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SampledFrom([]string{"1", "2", "2", "-3.5", "0.1", "100000.01", `"甲"`, `"甲乙"`, `"a"`, `"A"`, `"2"`, `"2.0"`, `""`, "", "", "TRUE", "#N/A", "=1/3", "=1/0", "=SUBTOTAL(9,E1)+7"})
		plain, cached := newBook(), newBook()
		cached.cache = &formula.Cache{}
		rows := rapid.IntRange(1, 12).Draw(t, "rows")
		for row := 1; row <= rows; row++ {
			for col := 1; col <= 3; col++ {
				v := values.Draw(t, "value")
				if v == "" {
					continue
				}
				for _, b := range []*book{plain, cached} {
					b.add("表").put(col, row, drawnCell(v))
				}
			}
		}
		hidden := rapid.IntRange(1, rows).Draw(t, "hidden")
		for _, b := range []*book{plain, cached} {
			b.add("表").hidden[hidden] = true
		}
		for range 40 {
			from := rapid.IntRange(1, rows).Draw(t, "from")
			to := rapid.IntRange(from, rows+2).Draw(t, "to")
			text := rapid.SampledFrom(windows).Draw(t, "formula")
			text = at(text, from, to, rapid.IntRange(from, to).Draw(t, "own"))
			f, err := formula.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			v, err1 := f.Eval(plain.add("表").env(9, from, false))
			w, err2 := f.Eval(cached.add("表").env(9, from, false))
			if (err1 == nil) != (err2 == nil) || err1 == nil && writeValue(v) != writeValue(w) {
				t.Fatalf("%s is %s, %v; with a cache %s, %v", text, writeValue(v), err1, writeValue(w), err2)
			}
		}
	})
}

// at puts rows into a formula.
func at(text string, from, to, own int) string {
	return strings.NewReplacer("{a}", strconv.Itoa(from), "{z}", strconv.Itoa(to), "{x}", strconv.Itoa(own)).Replace(text)
}

func drawnCell(text string) *cell {
	if text[0] == '=' {
		return &cell{formula: text[1:]}
	}
	switch text[0] {
	case '"':
		return &cell{value: formula.Str(text[1 : len(text)-1])}
	case '#':
		return &cell{value: formula.Value{Kind: formula.Fault, Text: text}}
	case 'T':
		return &cell{value: formula.Logical(true)}
	}
	return &cell{formula: text} // a number, as a formula that is just that
}

// once are the formulas of one record in the list of the benchmark, as a
// bureau's clerk writes them; {a} is the record's row, {z} the last.
var once = []string{
	"B{a}-C{a}", "IF(C{a}=0,0,ROUND((B{a}-C{a})/C{a}*100,2))", "SUM(B$5:B{a})", "RANK(B{a},B$5:B${z})",
	"SUMIF(A$5:A${z},A{a},B$5:B${z})", "COUNTIF(A$5:A{a},A{a})", "IFERROR(VLOOKUP(D{a},D$5:E${z},2,0),0)", "B{a}/SUM(B$5:B${z})",
	"TEXT(B{a},\"#,##0.00\")&\"元\"", "COUNTIF(B$5:B${z},\">\"&B{a})+1",
}

// list makes a book with so many records, each with the formulas of once.
func list(records int) *book {
	b := newBook()
	b.cache = &formula.Cache{}
	s := b.add("表")
	last := 4 + records
	for row := 5; row <= last; row++ {
		s.put(1, row, &cell{value: formula.Str(fmt.Sprint("类", row%97))})
		s.put(2, row, &cell{formula: fmt.Sprintf("%d.%02d", row*7919%1000003, row%100)})
		s.put(3, row, &cell{formula: fmt.Sprint(row * 104729 % 1000003)})
		s.put(4, row, &cell{value: formula.Str(fmt.Sprint("项目", row))})
		s.put(5, row, &cell{formula: fmt.Sprint(row)})
		for i, text := range once {
			s.put(6+i, row, &cell{formula: at(text, row, last, row)})
		}
	}
	return b
}

// BenchmarkCells computes whole lists; the time per cell must not grow.
func BenchmarkCells(b *testing.B) {
	for _, records := range []int{1000, 10000, 20000} {
		b.Run(fmt.Sprint(records*len(once)), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := list(records).add("表")
				b.StartTimer()
				for row := 5; row <= s.rows; row++ {
					for i := range once {
						if _, err := s.Value(6+i, row); err != nil {
							b.Fatal(s.Formula(6+i, row), err)
						}
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*records*len(once)), "ns/cell")
		})
	}
}
