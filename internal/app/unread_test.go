package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/pack"
	"ysgk/internal/packfile"
)

// TestARebuiltLedgerThatLacksWhatMustBeEnteredBindsAllTheSame rebuilds items of which a column must be filled that no table
// shows: the workbook is made, and what is missing is told.
func TestARebuiltLedgerThatLacksWhatMustBeEnteredBindsAllTheSame(t *testing.T) {
	p, err := packfile.Learnable()
	if err != nil {
		t.Fatal(err)
	}
	items := p.Input.Sheet(p.Intake.Sheet)
	items.Columns = append(items.Columns, pack.Column{Name: "经办科室", Kind: pack.Text, Required: true, Width: 10})
	f := excelize.NewFile()
	for i, row := range [][]any{{"某市水务局2026年一般公共预算支出表"}, {"部门：某市水务局", nil, nil, "单位：元"}, {"科目编码", "科目名称", "合计", "项目支出"}, {"2130301", "行政运行", 3000, 3000}, {nil, "合计", 3000, 3000}} {
		if err := f.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l, _, book, notes, err := rebuiltLedger(p, example)
	if err != nil || l == nil || l.Tables[p.Intake.Sheet].Len() == 0 || len(book) == 0 {
		t.Fatalf("%v %v", l, err)
	}
	told := ""
	for _, n := range notes {
		told += n.Place.String() + " " + n.Text + "\n"
	}
	if !strings.Contains(told, "还有没填的格子") || !strings.Contains(told, "经办科室") {
		t.Error(told)
	}
}
