package formula

import (
	"slices"
	"strings"
	"testing"
)

func TestFormulasAreWrittenBackAsTheyStood(t *testing.T) {
	for _, text := range []string{
		`SUM(D7:D9,'表 三'!$D$7)`, `'It''s'!A1+表三!B2*2%`, `IF(A1="",-B1,"a""b")&"x"`,
		`SUM($1:$5,A:C) -1`, `{1,2;3,4}`, `SUM( A1 , B2 )`, `[1]Sheet1!A1`, `A1:B2 B1:C3`,
		`#REF!+1`, `Sheet1:Sheet3!A1`, `SUM((A1,B2),C3)`, `-(A1)%`, `1E+5+1.5`, `IF(A1,,2)`,
		`_xlfn.IFS(A1>=1,"元")`, `年度*2`, `SUM(A1,
 B2)`, `OFFSET($A$1,0,0)`, `TRUE`, `b2:a1+$B$3:A$1`, `A1 : B2`, `INDEX(A:A,2):A9`, `A1:B2:C3`,
		`SUM(表1[金额],表1[[#Totals],[金额]])`, `表1[[#This Row],[甲]:[乙]]*[@金额]`, `[@[a]]+[金额]`, `表1[]`, `表1[#All]`,
		`表1[a'[b'']`, `A1#+@B2`, `-+-A1%%`, `{-1,"a";TRUE,#N/A}`, `'[账.xlsx]表'!A1+[1]!年度`, `#REF!A1`, `表!#REF!`,
		`'Sheet1:Sheet3'!A1`, `甲:丙!A1`, `TRUE()`, `SUM (A1)`, `1月!A1`, `SUM( )`, `IF(,,)`, ` A1 `, `A1 B1 C1`, `(A1,B2) C3`, `表!年度`,
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

func TestTextThatIsNoFormulaIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "1+", "SUM(A1", "SUM(A1))", "A1 1", "\"a", "1 2", "{1,2;3}", "{A1}", "表1[", "表1[[甲]", "表1[#没有]", "'a", "'a'", "*1", "1..2", "A1!", "#X",
		"A$:B$", "SUM(A1;B1)", "\x00", "a\xff", strings.Repeat("(", 100000), strings.Repeat("-", 1000) + "1", strings.Repeat("SUM(", 500) + strings.Repeat(")", 500),
		strings.Repeat("a", 100000),
	} {
		if f, err := Parse(text); err == nil {
			t.Errorf("%q is %#v", text, f.root)
		}
	}
}

func TestFormulasTellWhatTheyUse(t *testing.T) {
	f, err := Parse("_xlfn.IFS(年度>1,sum(A1),TRUE,Sum(表!年度))+表1[甲]+[@乙]+_xlfn._xlws.SORT(表1[乙])+金额区*年度+[1]S!A1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want []string }{
		{f.Functions(), []string{"IFS", "SUM", "SORT"}},
		{f.Names(), []string{"年度", "金额区"}},
		{f.Tables(), []string{"表1"}},
		{[]string{f.Beyond()}, []string{"[1]S!A1"}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestOperandsKnowTheirPlace(t *testing.T) {
	f, err := Parse("SUM(A1,(B1,C1),D1:INDEX(E1:E9,F1),G1 H1,@I1)+SUMIF($A1:B$2,(J1),K1#)")
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		ref, fn string
		arg     int
		one     bool
	}{
		{"A1", "SUM", 0, false}, {"B1", "SUM", 1, false}, {"C1", "SUM", 1, false}, {"D1", "", 0, true}, {"E1:E9", "INDEX", 0, false},
		{"F1", "INDEX", 1, false}, {"G1", "", 0, true}, {"H1", "", 0, true}, {"I1", "", 0, true},
		{"$A1:B$2", "SUMIF", 0, false}, {"J1", "SUMIF", 1, false}, {"K1", "", 0, true},
	}
	if len(f.Operands) != len(want) {
		t.Fatalf("%d operands", len(f.Operands))
	}
	for i, o := range f.Operands {
		w := want[i]
		if o.Ref.String() != w.ref || o.Func != w.fn || o.Arg != w.arg || o.One != w.one {
			t.Errorf("%s: %q %d %v, want %v", o.Ref, o.Func, o.Arg, o.One, w)
		}
	}
	col1, row1, col2, row2 := f.Operands[9].Ref.Abs()
	if !col1 || row1 || col2 || !row2 {
		t.Error(col1, row1, col2, row2)
	}
}

func TestFunctionsSayWhatTheyTake(t *testing.T) {
	for _, c := range []struct {
		fn    string
		arg   int
		cells bool
		union Union
	}{
		{"SUM", 0, true, Arguments}, {"sum", 9, true, Arguments}, {"SUMIF", 0, true, NoUnion}, {"SUMIF", 1, false, NoUnion}, {"SUMIF", 2, true, NoUnion},
		{"SUMIFS", 0, true, NoUnion}, {"SUMIFS", 3, true, NoUnion}, {"SUMIFS", 4, false, NoUnion}, {"COUNTIFS", 2, true, NoUnion}, {"COUNTIFS", 3, false, NoUnion},
		{"RANK", 0, false, NoUnion}, {"RANK", 1, true, Bracketed}, {"LARGE", 0, true, Bracketed}, {"LARGE", 1, false, NoUnion},
		{"SUBTOTAL", 0, false, NoUnion}, {"SUBTOTAL", 1, true, Arguments}, {"SUBTOTAL", 2, true, Arguments}, {"VLOOKUP", 1, true, NoUnion}, {"VLOOKUP", 2, false, NoUnion},
		{"MATCH", 1, true, NoUnion}, {"INDEX", 0, true, NoUnion}, {"SUMPRODUCT", 3, true, NoUnion}, {"OFFSET", 0, false, NoUnion}, {"ROW", 0, false, NoUnion},
		{"IF", 1, false, NoUnion}, {"_xlfn.STDEV.S", 0, true, Arguments}, {"不存在", 0, false, NoUnion}, {"ROWS", 0, true, NoUnion}, {"TEXTJOIN", 2, true, Arguments},
	} {
		if cells, union := TakesRange(c.fn, c.arg), TakesUnion(c.fn, c.arg); cells != c.cells || union != c.union {
			t.Errorf("%s %d: %v %v", c.fn, c.arg, cells, union)
		}
	}
}
