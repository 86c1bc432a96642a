package fill_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/tags"
)

// TestTextsThatAreNumbersAreAddedOrTold fills cells of a number that is a text in the ledger: with |数 formulas add it,
// without it they pass over it and that is told. A code that begins with 0 and words stay what they are.
func TestTextsThatAreNumbersAreAddedOrTold(t *testing.T) {
	const told = "text-uncounted Sheet1!A1"
	for _, c := range []struct{ entered, rows, sum, want string }{
		{"12", "{{部门名称¦数}} | =3\n=SUM(A1:B1)", "15", ""},
		{"-1,204.50", "{{部门名称¦数}} | =3\n=SUM(A1:B1)", "-1201.5", ""},
		{"0", "{{部门名称¦数}} | =3\n=SUM(A1:B1)", "3", ""},
		{"12", "{{部门名称}} | =3\n=SUM(A1:B1)", "3", told},
		{"12", "{{部门名称}} | =3\n=A1+B1", "15", ""}, // which reads texts
		{"12", "{{部门名称}} | =3\n=SUMIF(A1:A1,12,B1:B1)", "3", ""},
		{"12", "{{部门名称}} | =3\n=SUBTOTAL(9,A1:B1)", "3", told},
		{"012", "{{部门名称¦数}} | =3\n=SUM(A1:B1)", "3", ""},
		{"十二", "{{部门名称¦数}} | =3\n=SUM(A1:B1)", "3", ""},
		{"12", "{{部门名称¦数}}辆 | =3\n=SUM(A1:B1)", "3", ""},
	} {
		d := data()
		d.Scalars = map[string]string{"年度": "2026", "部门名称": c.entered}
		book, found := try(t, template(t, c.rows, nil), d)
		f, err := excelize.OpenReader(bytes.NewReader(book))
		must(t, err)
		if got, _ := f.GetCellValue("Sheet1", "A2"); got != c.sum {
			t.Errorf("%s, %s: the sum is %s, want %s", c.entered, c.rows, got, c.sum)
		}
		var all []string
		for _, x := range found {
			all = append(all, x.Code+" "+x.Place.String())
		}
		if got := strings.Join(all, ", "); got != c.want {
			t.Errorf("%s, %s: told %q, want %q", c.entered, c.rows, got, c.want)
		}
	}
	if n, is := tags.Figure("1,23"); is {
		t.Error(n)
	}
}
