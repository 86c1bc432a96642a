package trace

import (
	"ysgk/internal/formula"
	"ysgk/internal/money"
)

// Says is an amount exactly: 612.1052 万元（6121052.00 元）.
func Says(v formula.Value, f money.Figure) string {
	switch {
	case v.Kind == formula.Blank:
		return "空格，就是 0"
	case v.Kind != formula.Number:
		return "“" + v.Text + "”"
	case f.Unit.Power != 0:
		return v.Num.String() + " " + f.Unit.Name + "（" + money.Print(f.Yuan) + " 元）"
	}
	return v.Num.StringFixed(max(money.Places, -v.Num.Exponent())) + " " + f.Unit.Name
}

// Unitless is a share, a rank or a count as the cell prints it, and exactly where
// that is more: 35.97%（0.359669317823745）.
func Unitless(v formula.Value, shown string) string {
	if exact := Exactly(v); shown != "" && shown != exact {
		return shown + "（" + exact + "）"
	}
	return Exactly(v)
}

// Exactly is a value as it is stored.
func Exactly(v formula.Value) string {
	switch v.Kind {
	case formula.Blank:
		return "空"
	case formula.Number:
		return v.Num.String()
	}
	return v.Text
}
