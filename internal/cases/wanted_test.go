package cases

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// testdata/formulas/wanted.tsv has formulas that went wrong over lists of 0, 1, 3
// and 40 records, with the values that are right, so that nothing but ysgk
// computes here. Each stands alone in the template.

// sought is a line of it.
type sought struct {
	id, where, formula, setup string
	want                      map[int]string // length → JSON, by record for a repeating row; ~ is not judged
}

func TestFormulasThatWentWrongStoreTheirValues(t *testing.T) {
	records := records(t)
	for _, s := range wanted(t) {
		t.Run(s.id, func(t *testing.T) {
			f, at := s.form()
			p := bureau(t, f)
			for n, want := range s.want {
				if want == "~" {
					continue
				}
				var right any
				if err := json.Unmarshal([]byte(want), &right); err != nil {
					t.Fatal(err)
				}
				if bad := s.try(t, p, at, records[:n], right); bad != "" {
					t.Errorf("%s %s, list of %d: %s", s.where, s.formula, n, bad)
				}
			}
		})
	}
}

// try fills the form and gives what is wrong.
func (s sought) try(t *testing.T, p *pack.Pack, at spotted, records []record, right any) string {
	t.Helper()
	folder := t.TempDir()
	input, output := filepath.Join(folder, "in.xlsx"), filepath.Join(folder, "out.xlsx")
	writeLedger(t, input, records)
	result, findings, err := app.Fill(app.FillRequest{Pack: p, Input: input, Output: output, Now: time.Now(), Unmarked: true})
	must(t, err)
	_, byRecord := right.(map[string]any)
	if len(result.Files) == 0 {
		if isFault(right) && findings[0].Place.Sheet == at.sheet && findings[0].Place.Cell != "" {
			return ""
		}
		return fmt.Sprint("refused: ", findings)
	}
	book := proof.ReadPlain(t, output)
	if odd := unreadable(book); len(odd) > 0 {
		return odd[0]
	}
	if !byRecord {
		got := at.value(book)
		if same(right, got) || isFault(right) && (got == nil || got == "") {
			return ""
		}
		return fmt.Sprintf("stores %s, want %s", shown(got), shown(right))
	}
	for nth, want := range right.(map[string]any) {
		var r int
		fmt.Sscan(nth, &r)
		if got := value(book.Sheets[0].Cells[fmt.Sprint("F", r+4)]); !same(want, got) {
			return fmt.Sprintf("record %s stores %s, want %s", nth, shown(got), shown(want))
		}
	}
	return ""
}

// spotted is where the formula is looked for: column D of the row with its label.
type spotted struct{ sheet string }

func (s spotted) value(book *proof.Plain) any { return at(book, s.sheet+"!D@被测") }

// form is the template with the formula.
func (s sought) form() (*form, spotted) {
	list := newSheet("表", `
清单表
部门：{{部门名称}}||||单位：元
-
代号|事项|类型|金额|上年
{{清单@项.代号}}|{{清单@项.事项}}|{{清单@项.类型}}|{{清单@项.金额}}|{{清单@项.上年}}
合计|||=SUM({u:项:D})|=SUM({u:项:E})
`)
	f := &form{name: s.id, sheets: []*sheet{list}}
	where := spotted{"表"}
	put := func(sh *sheet, row int) {
		sh.cells[[2]int{1, row}], sh.cells[[2]int{4, row}] = "被测", s.formula
	}
	switch s.where {
	case "below":
		put(list, 9)
	case "above":
		put(list, 3)
	case "other":
		other := newSheet("汇总", "-")
		put(other, 2)
		f.sheets, where = append(f.sheets, other), spotted{"汇总"}
	default:
		list.cells[[2]int{6, 4}], list.cells[[2]int{6, 5}] = "被测", s.formula
	}
	if names, ok := strings.CutPrefix(s.setup, "name:"); ok {
		for one := range strings.SplitSeq(names, ";") {
			name, text, _ := strings.Cut(one, "=")
			f.names = append(f.names, defined{name: name, text: text})
		}
	}
	if s.setup == "table" {
		f.tables = []table{{"清单表", "表", 5, false}}
	}
	return f, where
}

func wanted(t *testing.T) (out []sought) {
	t.Helper()
	for _, f := range tsv(t, "wanted.tsv")[1:] {
		s := sought{id: f[0], where: f[1], formula: f[2], setup: f[3], want: map[int]string{}}
		for i, n := range []int{0, 1, 3, 40} {
			s.want[n] = f[4+i]
		}
		out = append(out, s)
	}
	return out
}

func records(t *testing.T) (out []record) {
	t.Helper()
	lines := tsv(t, "wanted-records.tsv")
	for _, f := range lines[1:] {
		r := record{}
		for i, column := range lines[0] {
			r[column] = f[i]
		}
		out = append(out, r)
	}
	return out
}

func tsv(t *testing.T, name string) (out [][]string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/formulas", name))
	must(t, err)
	for line := range strings.SplitSeq(strings.TrimSpace(string(b)), "\n") {
		out = append(out, strings.Split(line, "\t"))
	}
	return out
}
