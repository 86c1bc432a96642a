package inputform_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/proof"
	"ysgk/internal/roll"
	"ysgk/internal/xlsxedit"
)

const sample = "../../samples/阳泉市司法局2026年预算录入.xlsx"

// supplied is the workbook with the projects that it lacks, five of them.
func supplied(t *testing.T, file string) *xlsxedit.File {
	t.Helper()
	p := proof.DefaultPack(t)
	l, _, err := input.Draft(file, p)
	if err != nil {
		t.Fatal(err)
	}
	more := roll.Supply(p, l)
	b, err := inputform.Append(p, file, l, more.More, more.Sheets...)
	if err != nil {
		t.Fatal(err)
	}
	return proof.Parts(t, b)
}

func TestWhatIsAppendedChangesNoOtherByteOfTheWorkbook(t *testing.T) {
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	proof.EditParts(t, sample, file, "xl/", func(b []byte) []byte { return append(b, "<!-- 我的 -->"...) })
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, after := proof.Parts(t, b), supplied(t, file)
	var changed []string
	for _, name := range before.Names() {
		if was, is := before.Part(name), after.Part(name); !bytes.Equal(was, is) {
			changed = append(changed, name)
			if head, _, _ := bytes.Cut(was, []byte(`<row r="14"`)); strings.HasPrefix(name, "xl/worksheets/") && !bytes.HasPrefix(is, head) {
				t.Errorf("%s has other rows than it had", name)
			}
			if _, tail, _ := bytes.Cut(was, []byte(`</sheetData>`)); !bytes.HasSuffix(is, tail) {
				t.Errorf("%s ends otherwise than it did", name)
			}
		}
	}
	if len(changed) != 2 || len(after.Names()) != len(before.Names()) {
		t.Errorf("%v changed, want the list of sheets (that it computes) and 绩效项目", changed)
	}
}

func TestAFormulaBelowTheRecordsIsNotWrittenOver(t *testing.T) {
	f, err := excelize.OpenFile(sample)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellFormula("绩效项目", "L14", `IF(L13="","",1)`); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := supplied(t, file).Write(&b); err != nil {
		t.Fatal(err)
	}
	s := proof.PlainOf(t, b.Bytes()).Sheet("绩效项目")
	if got := s.Cells["L14"].Formula; !strings.HasPrefix(got, "IF(") || s.Cells["A15"].Text == "" {
		t.Errorf("L14 is %q, A15 %+v", got, s.Cells["A15"])
	}
}

// Only some of the prepared rows show the names of codes; those that are added show
// them, too.
func TestAppendedRecordsShowTheNamesOfTheirCodes(t *testing.T) {
	p := proof.DefaultPack(t)
	l, _, err := input.Draft(sample, p)
	if err != nil {
		t.Fatal(err)
	}
	items := l.Tables["支出明细"]
	more := roll.Supply(p, l).More
	for range 4 {
		for i := range items.Len() {
			values := make([]string, len(items.Fields))
			for f := range items.Fields {
				values[f] = items.Text(i, f)
			}
			more.Tables["支出明细"].Append(0, values, items.Amounts(0)[i:i+1])
		}
	}
	b, err := inputform.Append(p, sample, l, more, "支出明细")
	if err != nil {
		t.Fatal(err)
	}
	s := proof.PlainOf(t, b).Sheet("支出明细")
	first, last := s.Cells["C6"].Formula, s.Cells["C425"]
	if want := strings.ReplaceAll(first, "B6", "B425"); first == "" || last.Formula != want || last.Text == "" {
		t.Errorf("C425 is %+v, want %s", last, want)
	}
	if s.Cells["A425"].Text == "" || s.Cells["A426"].Text != "" {
		t.Errorf("the last record is not in row 425: %+v", s.Cells["A425"])
	}
}
