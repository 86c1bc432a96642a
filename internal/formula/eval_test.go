package formula

import (
	"testing"

	"github.com/shopspring/decimal"
)

// column is a sheet where A1=0.1, A2=0.2, A3="甲", A4 blank, A5=#DIV/0!.
type column struct{}

func (column) Range(o Operand) ([]Value, bool, error) {
	values := []Value{Num(decimal.RequireFromString("0.1")), Num(decimal.RequireFromString("0.2")), Str("甲"), {}, fault("#DIV/0!")}
	return values[o.Ref.Row1-1 : o.Ref.Row2], o.Ref.Single(), nil
}

func TestFormulasAreComputedExactly(t *testing.T) {
	for text, want := range map[string]Value{
		"A1+A2":                      Num(decimal.RequireFromString("0.3")),
		"A1+A2=0.3":                  Logical(true),
		"SUM(A1:A4)*10000":           Num(decimal.RequireFromString("3000")),
		"-A1*2+10/4":                 Num(decimal.RequireFromString("2.3")),
		"10-2-3":                     Num(decimal.RequireFromString("5")),
		"2*(3+4)%":                   Num(decimal.RequireFromString("0.14")),
		"ROUND(2.345,2)":             Num(decimal.RequireFromString("2.35")),
		"ROUND(-2.345,2)":            Num(decimal.RequireFromString("-2.35")),
		"IF(A4=0,\"无\",A1)":          Str("无"),
		"IF(A1>A2,1,)":               Num(decimal.Zero),
		"IFERROR(A5,A4)":             Num(decimal.Zero),
		"A5+1":                       fault("#DIV/0!"),
		"A1/A4":                      fault("#DIV/0!"),
		"A1^2":                       Num(decimal.RequireFromString("0.01")),
		"A3&\"表\"&A2":                Str("甲表0.2"),
		"MAX(A1:A3)-MIN(A1,A2)":      Num(decimal.RequireFromString("0.1")),
		"AND(A1<A2,NOT(A1=A2))":      Logical(true),
		"COUNT(A1:A4)+COUNTA(A1:A4)": Num(decimal.RequireFromString("5")),
		"RANK(A1,A1:A4)":             Num(decimal.RequireFromString("2")),
	} {
		f, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.EvalCells(column{})
		if err != nil || got.Kind != want.Kind || got.Text != want.Text || got.Bool != want.Bool || !got.Num.Equal(want.Num) {
			t.Errorf("%s = %+v, %v; want %+v", text, got, err, want)
		}
	}
}

func TestFormulasBeyondReachSaySo(t *testing.T) {
	for _, text := range []string{"VLOOKUP(A1,A1:A3,1)", "SUBTOTAL(9,A1:A2)", "年度+1", "A1:A2", "NOW()"} {
		f, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := f.EvalCells(column{}); err != ErrUnsupported {
			t.Errorf("%s = %+v, %v", text, v, err)
		}
	}
}
