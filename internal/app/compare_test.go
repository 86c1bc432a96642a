package app_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/bind"
	"ysgk/internal/pack"
	"ysgk/internal/tagging"
)

// TestAMendedPackIsComparedWithTheExampleAgain binds a form with a page of sentences, then changes a tag of a table and a
// sentence: binding and the comparison afterwards say the same of what is as it was, and the second tells what is not.
func TestAMendedPackIsComparedWithTheExampleAgain(t *testing.T) {
	folder := t.TempDir()
	with := func(name string, rows ...string) string {
		f, err := excelize.OpenFile(filepath.Join("../bind/testdata/qingshan", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		all := [][]any{}
		for _, row := range rows {
			all = append(all, []any{row})
		}
		addRows(t, f, "情况说明", all...)
		file := filepath.Join(folder, name)
		if err := f.SaveAs(file); err != nil {
			t.Fatal(err)
		}
		return file
	}
	form := with("官方表.xlsx", "预算编制情况说明", "预算按照规定编制。", "今年召开会议XX次。")
	example := with("去年公开表.xlsx", "预算编制情况说明", "预算按照规定编制。", "今年召开会议12次。")
	const ledger = "../bind/testdata/qingshan/去年录入.xlsx"
	files, made, found, err := app.Learn(app.LearnRequest{Form: form, Example: example, Ledger: ledger})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	if got := fmt.Sprint(made.Texts); got != "[情况说明  一字不差 2 段，不同 1 段：范例的 A3]" || !strings.Contains(string(files[app.TodoFile]), "情况说明  一字不差 2 段") {
		t.Errorf("binding says %s", got)
	}
	if todo := asText(made.ToDo()); !strings.Contains(todo, "。用范例的录入填好后是“今年召开会议XX次。”，范例的 A3 是“今年召开会议12次。”") {
		t.Error(todo)
	}
	against := func() *bind.Result {
		packed := fstest.MapFS{}
		for name, content := range files {
			packed[name] = &fstest.MapFile{Data: content}
		}
		p, err := pack.Load(packed)
		if err != nil {
			t.Fatal(err)
		}
		again, found, err := app.AgainstExample(p, ledger, example)
		if err != nil || again == nil {
			t.Fatal(err, found)
		}
		return again
	}
	right := func(r *bind.Result) (right, wrong int) {
		for _, p := range r.Proofs {
			right, wrong = right+p.Right, wrong+p.Wrong()
		}
		return right, wrong
	}
	n, wrong := right(made)
	again := against()
	if m, bad := right(again); m != n || bad != wrong || n < 100 || fmt.Sprint(again.Texts) != fmt.Sprint(made.Texts) {
		t.Errorf("binding has %d right, %d wrong; the comparison %d, %d\n%v", n, wrong, m, bad, again.Texts)
	}

	f, err := excelize.OpenReader(bytes.NewReader(files["官方表.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet, cell := "", ""
	for _, e := range made.Written {
		if strings.Contains(e.Text, ".合计}}") && sheet == "" {
			sheet, cell = e.Place.Sheet, e.Place.Cell
		}
	}
	for at, text := range map[[2]string]string{{sheet, cell}: "7", {"情况说明", "A3"}: "今年召开会议11次。"} {
		if err := f.SetCellValue(at[0], at[1], text); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	files["官方表.xlsx"] = b.Bytes()
	again = against()
	if m, bad := right(again); bad <= wrong {
		t.Errorf("%s!%s without its tag: %d right, %d wrong", sheet, cell, m, bad)
	}
	told := ""
	for _, e := range again.ToDo() {
		told += e.String() + "\n"
	}
	if !strings.Contains(told, "情况说明!A3  填好后是“今年召开会议11次。”，范例的 A3 是“今年召开会议12次。”") {
		t.Error(told)
	}
}

// TestWhatIsListedAsDoneIsNotCounted reads a list whose last entries a clerk took out with their heading.
func TestWhatIsListedAsDoneIsNotCounted(t *testing.T) {
	folder := t.TempDir()
	list := "\ufeff还要做的（做完一条删一条）：\r\n" + tagging.SettledText([]tagging.Entry{{Kind: tagging.Settled, Text: "支出表 在模板里设成了横向"}})
	if err := os.WriteFile(filepath.Join(folder, app.TodoFile), []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	if n := app.LeftToDo(folder); n != 0 {
		t.Errorf("%d entries are left of\n%s", n, list)
	}
}
