package formula

import "testing"

func TestFormulasAreWrittenBackAsTheyStood(t *testing.T) {
	for _, text := range []string{
		`SUM(D7:D9,'表 三'!$D$7)`, `'It''s'!A1+表三!B2*2%`, `IF(A1="",-B1,"a""b")&"x"`,
		`SUM($1:$5,A:C) -1`, `{1,2;3,4}`, `SUM( A1 , B2 )`, `[1]Sheet1!A1`, `A1:B2 B1:C3`,
		`#REF!+1`, `Sheet1:Sheet3!A1`, `SUM((A1,B2),C3)`, `-(A1)%`, `1E+5+1.5`, `IF(A1,,2)`,
		`_xlfn.IFS(A1>=1,"元")`, `年度*2`, `SUM(A1,
 B2)`, `OFFSET($A$1,0,0)`, `TRUE`,
	} {
		f, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := f.Rewrite(func(o Operand) string { return o.Ref.String() }); got != text {
			t.Errorf("%s came back as %s", text, got)
		}
	}
}

func TestReferencesMoveWithTheirFormula(t *testing.T) {
	for _, c := range []struct {
		text       string
		cols, rows int
		want       string
	}{
		{"D7+$E7+F$7+$G$7", 1, 2, "E9+$E9+G$7+$G$7"},
		{"SUM(D7:D9)*表三!A1", 0, 3, "SUM(D10:D12)*表三!A4"},
		{"SUM(A:B,1:2)", 1, 1, "SUM(B:C,2:3)"},
		{"A1", 0, -1, "#REF!"},
		{`"A1"&A1`, 0, 1, `"A1"&A2`},
		{"LOG10(A1)", 0, 1, "LOG10(A2)"},
	} {
		f, err := Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Copied(c.cols, c.rows); got != c.want {
			t.Errorf("%s moved by %d, %d is %s, want %s", c.text, c.cols, c.rows, got, c.want)
		}
	}
}

func TestOperandsKnowTheFunctionTheyAreGivenTo(t *testing.T) {
	f, err := Parse("SUM(D7,E7+1)+MAX(F7)+G7")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"SUM", "", "MAX", ""}
	for i, o := range f.Operands {
		if o.Func != want[i] {
			t.Errorf("%s: %q, want %q", o.Ref, o.Func, want[i])
		}
	}
}
