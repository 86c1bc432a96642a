package formula_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/formula"
)

// column is a sheet where A1=0.1, A2=0.2, A3="甲", A4 blank, A5=#DIV/0!.
func column() *formula.Env {
	s := newBook().add("表")
	for row, v := range []formula.Value{formula.Num(decimal.RequireFromString("0.1")), formula.Num(decimal.RequireFromString("0.2")), formula.Str("甲"), {}, divided} {
		s.put(1, row+1, &cell{value: v, done: true})
	}
	return s.env(9, 9, false)
}

var divided = formula.Value{Kind: formula.Fault, Text: "#DIV/0!"}

func TestFormulasAreComputedExactly(t *testing.T) {
	for text, want := range map[string]formula.Value{
		"A1+A2":                      formula.Num(decimal.RequireFromString("0.3")),
		"A1+A2=0.3":                  formula.Logical(true),
		"SUM(A1:A4)*10000":           formula.Num(decimal.RequireFromString("3000")),
		"-A1*2+10/4":                 formula.Num(decimal.RequireFromString("2.3")),
		"10-2-3":                     formula.Num(decimal.RequireFromString("5")),
		"2*(3+4)%":                   formula.Num(decimal.RequireFromString("0.14")),
		"ROUND(2.345,2)":             formula.Num(decimal.RequireFromString("2.35")),
		"ROUND(-2.345,2)":            formula.Num(decimal.RequireFromString("-2.35")),
		"IF(A4=0,\"无\",A1)":          formula.Str("无"),
		"IF(A1>A2,1,)":               formula.Num(decimal.Zero),
		"IFERROR(A5,A4)":             formula.Num(decimal.Zero),
		"A5+1":                       divided,
		"A1/A4":                      divided,
		"A1^2":                       formula.Num(decimal.RequireFromString("0.01")),
		"A3&\"表\"&A2":                formula.Str("甲表0.2"),
		"MAX(A1:A3)-MIN(A1,A2)":      formula.Num(decimal.RequireFromString("0.1")),
		"AND(A1<A2,NOT(A1=A2))":      formula.Logical(true),
		"COUNT(A1:A4)+COUNTA(A1:A4)": formula.Num(decimal.RequireFromString("5")),
		"RANK(A1,A1:A4)":             formula.Num(decimal.RequireFromString("2")),
	} {
		f, err := formula.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Eval(column())
		if err != nil || got.Kind != want.Kind || got.Text != want.Text || got.Bool != want.Bool || !got.Num.Equal(want.Num) {
			t.Errorf("%s = %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestFormulasBeyondReachSaySo(t *testing.T) {
	for _, text := range []string{"YSGK(A1)", "[1]表!A1", "UNIQUE(A1:A2)", "NOW()"} {
		f, err := formula.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := f.Eval(column()); !errors.Is(err, formula.ErrUnsupported) {
			t.Errorf("%s = %+v, %v", text, v, err)
		}
	}
}
