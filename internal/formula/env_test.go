package formula_test

import (
	"fmt"
	"testing"

	"ysgk/internal/formula"
)

func parse(t *testing.T, text string) *formula.Formula {
	t.Helper()
	f, err := formula.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestArrayFormulasSpill(t *testing.T) {
	env := testBook(t).add("表").env(9, 9, true)
	for text, want := range map[string]string{
		"D5:D6*2": "[[2401] [1600.5]]", "{1,2;3,4}": "[[1 2] [3 4]]", "1+1": "[[2]]", "TRANSPOSE(A5:A6)": `[["201" "20101"]]`,
		"{1,2}*{1;2}": "[[1 2] [2 4]]", "{1,2,3}+{1,2}": "[[2 4 #N/A]]", "E7:E8": "[[0] [0.2]]", "FREQUENCY({1,2,3},{1,2})": "[[1] [1] [1]]",
		"1/0": "[[#DIV/0!]]", "IF(C5:C6=\"人员\",D5:D6)": "[[1200.5] [FALSE]]",
	} {
		values, err := parse(t, text).Spill(env)
		var got [][]string
		for _, row := range values {
			var texts []string
			for _, v := range row {
				texts = append(texts, writeValue(v))
			}
			got = append(got, texts)
		}
		if fmt.Sprint(got) != want || err != nil {
			t.Errorf("%s is %v, %v; want %s", text, got, err, want)
		}
	}
}

func TestSubtotalsPassOverHiddenRowsAndSubtotals(t *testing.T) {
	for _, cache := range []*formula.Cache{nil, {}} {
		b := newBook()
		b.cache = cache
		s := b.add("表")
		for row, text := range []string{1: "1", 2: "2", 3: "=SUBTOTAL(9,A1:A2)", 4: "4", 5: `=LEN("SUBTOTAL(")`, 6: "=1/0"} {
			if text != "" {
				s.put(1, row, drawnCell(text))
			}
		}
		s.hidden[2] = true
		for text, want := range map[string]string{
			"SUBTOTAL(9,A1:A5)": "16", "SUBTOTAL(109,A1:A5)": "14", "SUBTOTAL(3,A1:A5)": "4", "SUBTOTAL(9,A1:A6)": "#DIV/0!", "SUBTOTAL(2,A1:A6)": "4",
			"AGGREGATE(9,6,A1:A6)": "19", "AGGREGATE(9,3,A1:A6)": "14", "AGGREGATE(9,2,A1:A6)": "16", "AGGREGATE(14,7,A1:A6,2)": "4", "SUBTOTAL(7,A1:A2)": "0.707106781186548",
		} {
			v, err := parse(t, text).Eval(s.env(3, 1, false))
			if writeValue(v) != want || err != nil {
				t.Errorf("%s is %s, %v; want %s", text, writeValue(v), err, want)
			}
		}
	}
}

func TestTablesHaveTotals(t *testing.T) {
	b := testBook(t)
	table := b.tables["清单表"]
	table.Ref.Row2, table.Totals = 9, true
	b.tables["清单表"] = table
	for text, want := range map[string]string{
		"清单表[[#Totals],[金额]]": "5000.85", "SUM(清单表[金额])": "5000.85", "ROWS(清单表[#All])": "6", "ROWS(清单表[[#Data],[#Totals]])": "5", "SUM(清单表[[#All],[金额]])": "10001.7",
		"COLUMNS(清单表[[事项]:[上年数]])": "4", "COLUMNS(清单表[[上年数]:[事项]])": "4", "SUM(清单表)": "6801.3", "ROWS(清单表[[#Headers],[#Totals]])": "#REF!",
	} {
		v, err := parse(t, text).Eval(b.add("表").env(9, 20, false))
		if writeValue(v) != want || err != nil {
			t.Errorf("%s is %s, %v; want %s", text, writeValue(v), err, want)
		}
	}
}
