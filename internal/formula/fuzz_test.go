package formula_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
)

// FuzzParse: what is read is written back as it stood, and reads the same again.
func FuzzParse(f *testing.F) {
	for _, r := range rows(f) {
		f.Add(r.formula.formula)
	}
	for _, text := range []string{"b2:A1", "A1 : B2", "表1[a'[b]", "'It''s'!A1", "[1]x!A1", "{1,\"a\";-2,#N/A}", "A1#+@B2", "1:5", "a:b!C1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := formula.Parse(text)
		if err != nil {
			if !errors.Is(err, formula.ErrSyntax) {
				t.Fatal(err)
			}
			return
		}
		if back := x.Rewrite(func(o formula.Operand) string { return o.Ref.String() }); back != text {
			t.Errorf("%q came back as %q", text, back)
		}
		if back := x.Copied(0, 0); back != text {
			t.Errorf("%q copied is %q", text, back)
		}
		moved := x.Copied(1, 2)
		y, err := formula.Parse(moved)
		if err != nil || !strings.Contains(moved, "#REF!") && len(y.Operands) != len(x.Operands) {
			t.Errorf("%q copied is %q: %v", text, moved, err)
		}
	})
}

// FuzzEval: whatever the formula, its computation ends soon, and gives the same
// with a cache as without, and in brackets as without. The formulas that ask for
// too much have a test of their own (nasty): here they would take all the time.
func FuzzEval(f *testing.F) {
	for _, r := range rows(f) {
		f.Add(r.formula.formula, r.formula.array)
	}
	f.Fuzz(func(t *testing.T, text string, array bool) {
		if len(text) > 200 {
			return
		}
		x, err := formula.Parse(text)
		if err != nil {
			return
		}
		start := time.Now()
		want, err := result(t, x, array, nil)
		for name, again := range map[string]func() (string, error){
			"with a cache": func() (string, error) { return result(t, x, array, &formula.Cache{}) },
			"in brackets": func() (string, error) {
				y, err := formula.Parse("(" + text + ")")
				if err != nil {
					return "", err
				}
				return result(t, y, array, nil)
			},
		} {
			if got, err2 := again(); got != want || (err == nil) != (err2 == nil) {
				t.Errorf("%q is %s (%v), %s %s (%v)", text, want, err, name, got, err2)
			}
		}
		if took := time.Since(start); took > patience {
			t.Errorf("%q took %v", text, took)
		}
	})
}

// result computes a formula in the book of the tests, as far away as none of its
// cells is.
func result(t *testing.T, x *formula.Formula, array bool, cache *formula.Cache) (string, error) {
	b := testBook(t)
	b.cache = cache
	v, err := x.Eval(b.add("表").env(12, 6, array))
	if err != nil {
		return "", err
	}
	return writeValue(v), nil
}

// patience is how long the worst formula may take.
const patience = 20 * time.Second

// nasty are formulas that ask for too much.
var nasty = []string{
	`REPT("x",1E9)`, `REPT(REPT("x",32767),32767)`, `9^9^9^9`, `1E308*1E308`, `1E-300^9`, `1E308+1E-308`, `FACT(1E300)`, `1.0000001^1E15`, `(1/3)^1E6`,
	`OFFSET(A1,-1,-1)`, `OFFSET(A1,1E300,0)`, `SUM(OFFSET(A1,0,0,1E9,1E9))`, `INDIRECT("A1:XFD1048576")`, `COUNTBLANK(A1:XFD1048576)`,
	`SUM(A1:XFD1048576)`, `SUMPRODUCT(A1:XFD1048576*A1:XFD1048576)`, `SUMPRODUCT((A1:XFD1048576="")*1)`, `SUMPRODUCT(A:A*1:1)`, `SUMPRODUCT(TRANSPOSE(A:A)*A:A)`,
	`MMULT(A:A,1:1)`, `CONCAT(A1:XFD1048576)`, `TEXTJOIN("x",FALSE,A1:XFD1048576)`, `LARGE(A1:XFD1048576+0,1)`, `MEDIAN(A1:XFD1048576+0)`,
	`SUBSTITUTE(REPT("a",32767),"a",REPT("b",32767))`, `SEARCH(REPT("*a",9999)&"b",REPT("a",32767))`, `SEARCH(REPT("a*",9999)&"b",REPT("a",32767))`,
	`COUNTIF(A1:XFD1048576,"<>x")`, `ROUND(1E300,-400)`, `ROUND(1,1E9)`, `ROUNDUP(1E-300,300)`, `MOD(1E300,1E-300)`, `MROUND(1E300,1E-300)`, `CEILING(1E300,1E-300)`,
	`GCD(1E300,3)`, `LCM(9007199254740991,9007199254740881)`, `COMBIN(1E9,5E8)`, `EDATE(46082,1E9)`, `DATE(1E9,1E9,1E9)`, `DATE(2026,1E9,1)`, `WORKDAY(46082,1E9)`,
	`TEXT(1E300,"0.00")`, `TEXT(1E-300,"0.00")`, `FIXED(1,1E9)`, `FIXED(1E300,-1E9)`, `RMB(1E300,99)`, `NUMBERSTRING(1E300,1)`, `NPV(-0.9999999999,A1:A1048576)`,
	`SUM(ROW(1:1048576))`, `SUMPRODUCT(ROW(1:1048576)*1)`, `SUMPRODUCT(ROW(A:A)*COLUMN(1:1))`, `COUNTIF(A:A,ROW(A:A))`, `SUMPRODUCT(COUNTIF(A:A,A:A))`, `VLOOKUP(A:A,A:B,2,0)`,
	`环`, `INDIRECT("环")`, `倍0`, `FACT(FACT(FACT(9)))`, `EXP(1E9)`, `SUM(1E308,1E308)`, `PRODUCT(1E300,1E300)`, `SUMSQ(1E300)`, `STDEV(1E300,-1E300)`, `GEOMEAN(1E300,1E-300)`,
	`PMT(1E300,1E300,1)`, `FV(0.1,1E9,1)`, `QUARTILE(A1:A9,1E300)`, `LEFT("a",1E300)`, `MID("a",1E300,1E300)`, `REPLACE("a",1E300,1E300,"b")`, `CHAR(1E300)`, `CHOOSE(1E300,1)`,
	`INDEX(A1:A9,1E300)`, `INDEX(A:A,ROW(A:A))`, `IF(A:A="",B:B,C:C)`, `LARGE(A1:A9,1E300)`, `1E999`, `{1E999}`, `1E-999`, `-1E-999&""`, `TREND(A1:A9)`, `AGGREGATE(14,6,A:A/A:A,1)`,
	strings.Repeat("-", 300) + "1", strings.Repeat("(", 190) + "1" + strings.Repeat(")", 190), "1" + strings.Repeat("+1", 30000), "1" + strings.Repeat("%", 60000),
	strings.Repeat("SUM(", 150) + "1" + strings.Repeat(")", 150), strings.Repeat("IF(1,", 150) + "1" + strings.Repeat(")", 150), `"a"` + strings.Repeat(`&"aaaaaaaa"`, 5000),
	`SUM(` + strings.Repeat("A:A,", 10000) + `1)`, `SUMPRODUCT(` + strings.Repeat("A1:XFD9*", 1000) + `1)`, strings.Repeat(`IFERROR(1/0,`, 190) + "1" + strings.Repeat(")", 190),
}

// TestNastyFormulasEndSoon: on an empty sheet, on one that is used to its last
// corner, and on the usual one.
func TestNastyFormulasEndSoon(t *testing.T) {
	wide := newBook()
	corner := wide.add("表")
	for i := range 1000 {
		corner.put(1+i%7, 1+i, &cell{value: readValue(t, "1.25")})
	}
	corner.put(a1.MaxCol, a1.MaxRow, &cell{value: readValue(t, "1")})
	empty := newBook()
	empty.add("表")
	for name, b := range map[string]*book{"empty": empty, "wide": wide, "usual": testBook(t)} {
		b.cache = &formula.Cache{}
		for i := range 30 {
			b.names[fmt.Sprint("倍", i)] = fmt.Sprintf("倍%[1]d+倍%[1]d", i+1)
		}
		for _, text := range nasty {
			f, err := formula.Parse(text)
			if err != nil {
				t.Errorf("%.60s: %v", text, err)
				continue
			}
			for _, array := range []bool{false, true} {
				start := time.Now()
				v, err := f.Eval(b.add("表").env(12, 6, array))
				if took := time.Since(start); took > patience/2 {
					t.Errorf("%s: %.60s took %v: %v %v", name, text, took, v, err)
				} else if took > time.Second {
					t.Logf("%s: %.60s took %v", name, text, took)
				}
				if err != nil && !errors.Is(err, formula.ErrUnsupported) {
					t.Errorf("%s: %.60s: %v", name, text, err)
				}
			}
		}
	}
}

// TestCellsThatReferToThemselvesEnd: the book says that they do.
func TestCellsThatReferToThemselvesEnd(t *testing.T) {
	for _, text := range []string{`A1`, `INDIRECT("A1")`, `SUM(A:A)`, `OFFSET(B1,0,-1)`, `VLOOKUP(1,A1:B2,1,0)`, `COUNTIF(A1:A9,1)`, `RANK(1,A1:A9)`, `IF(TRUE,A1)`} {
		for _, cache := range []*formula.Cache{nil, {}} {
			b := newBook()
			b.cache = cache
			s := b.add("表")
			s.put(1, 1, &cell{formula: text})
			if v, err := s.Value(1, 1); !errors.Is(err, errCircle) {
				t.Errorf("%s: %v, %v", text, v, err)
			}
		}
	}
}
