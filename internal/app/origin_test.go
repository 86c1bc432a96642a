package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/release"
)

// filled fills an input workbook and gives the output's name.
func filled(t *testing.T, p *pack.Pack, file string) string {
	t.Helper()
	out, found, err := app.Fill(app.FillRequest{Pack: p, Input: file})
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	return out.Files[0].File
}

// sampleIn copies the sample input workbook into a folder.
func sampleIn(t *testing.T, folder string) string {
	t.Helper()
	b, err := os.ReadFile(sampleInput)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "录入.xlsx")
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// resave saves a workbook with excelize, after a change.
func resave(t *testing.T, file string, change func(f *excelize.File) error) {
	t.Helper()
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := change(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestAnOutputNamesToolPackAndInputAndNothingElse(t *testing.T) {
	p := proof.DefaultPack(t)
	file := sampleIn(t, t.TempDir())
	f, err := excelize.OpenFile(filled(t, p, file))
	if err != nil {
		t.Fatal(err)
	}
	all, err := f.GetCustomProps()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for _, c := range all {
		got[c.Name] = c.Value
	}
	l, _, err := input.Read(file, p)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"ysgk.类别": "公开表", "ysgk.工具": release.Version,
		"ysgk.模板包": p.Identity.Name, "ysgk.模板包版本": p.Identity.Version, "ysgk.模板包校验": p.Hash,
		"ysgk.录入文件": "录入.xlsx", "ysgk.录入校验": l.Source.SHA256, "ysgk.录入内容校验": l.Fingerprint(p.Codes),
		"ysgk.部门": "阳泉市司法局", "ysgk.年度": "2026",
		"ysgk.校验": got["ysgk.校验"],
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestEqualInputsGiveEqualBytesInAnyFolderAtAnyTime(t *testing.T) {
	p := proof.DefaultPack(t)
	var books [][]byte
	for range 2 {
		b, err := os.ReadFile(filled(t, p, sampleIn(t, t.TempDir())))
		if err != nil {
			t.Fatal(err)
		}
		books = append(books, b)
	}
	if !bytes.Equal(books[0], books[1]) {
		t.Error("the files differ")
	}
}

func TestAnOutputKnowsWhetherItsInputWasSavedChangedOrLost(t *testing.T) {
	p := proof.DefaultPack(t)
	file := sampleIn(t, t.TempDir())
	out := filled(t, p, file)
	is := func(want app.State) {
		t.Helper()
		id, err := app.Identify(p, out, "")
		if err != nil || id.State != want {
			t.Errorf("state %v, %v, want %v", id.State, err, want)
		}
	}
	is(app.Same)
	resave(t, file, func(f *excelize.File) error { return f.SetColWidth("支出明细", "A", "A", 30) })
	is(app.Resaved)
	resave(t, file, func(f *excelize.File) error { return f.SetCellValue("支出明细", "K8", 1234.56) })
	is(app.Changed)
	resave(t, file, func(f *excelize.File) error { return f.SetCellValue("支出明细", "K8", "不是数") })
	is(app.Changed)
	other := *p
	other.Hash = "别的"
	if id, err := app.Identify(&other, out, ""); err != nil || id.State != app.Other {
		t.Errorf("with another pack: %v, %v", id.State, err)
	}
	if err := os.Rename(file, file+".bak"); err != nil {
		t.Fatal(err)
	}
	is(app.Missing)
	if id, err := app.Identify(p, out, file+".bak"); err != nil || id.State != app.Changed {
		t.Errorf("named elsewhere: %v, %v", id.State, err)
	}
}

func TestTheFingerprintOfALedgerTellsEveryChangeButNotTheRows(t *testing.T) {
	pack := map[string]*budget.CodeList{"科目": budget.NewCodeList("科目", nil, []string{"编码", "名称"})}
	pack["科目"].Set([]string{"201", "一般"})
	made := func(change func(l *budget.Ledger)) string {
		l := &budget.Ledger{Info: map[string]string{"年度": "2026"}, Tables: map[string]*budget.Table{}, Codes: map[string]*budget.CodeList{}}
		table := budget.NewTable("明细", []string{"甲", "乙"}, []string{"金额"})
		table.Append(7, []string{"a", "bc"}, []budget.Fen{100})
		l.Tables["明细"] = table
		change(l)
		return l.Fingerprint(pack)
	}
	replaced := func(row int, a, b string, fen budget.Fen) func(l *budget.Ledger) {
		return func(l *budget.Ledger) {
			table := budget.NewTable("明细", []string{"甲", "乙"}, []string{"金额"})
			table.Append(row, []string{a, b}, []budget.Fen{fen})
			l.Tables["明细"] = table
		}
	}
	same := made(func(*budget.Ledger) {})
	if made(replaced(99, "a", "bc", 100)) != same {
		t.Error("another row of the sheet counts")
	}
	seen := map[string]bool{same: true}
	for i, change := range []func(l *budget.Ledger){
		replaced(7, "ab", "c", 100), replaced(7, "a", "bc", 101),
		func(l *budget.Ledger) { l.Info["年度"] = "2027" },
		func(l *budget.Ledger) { l.Tables["明细"].Append(8, []string{"", ""}, []budget.Fen{0}) },
		func(l *budget.Ledger) {
			l.Codes["科目"] = budget.NewCodeList("科目", nil, []string{"编码", "名称"})
		},
		func(l *budget.Ledger) {
			l.Codes["科目"] = pack["科目"].Clone()
			l.Codes["科目"].Set([]string{"201", "改了名字"})
		},
		func(l *budget.Ledger) {
			l.Codes["科目"] = pack["科目"].Clone()
			l.Codes["科目"].Set([]string{"202", "加的"})
		},
	} {
		if got := made(change); seen[got] {
			t.Errorf("change %d is not told", i)
		} else {
			seen[got] = true
		}
	}
}

func TestTheSheetOfTheOriginComesLastAndChangesNothingElse(t *testing.T) {
	p := proof.DefaultPack(t)
	file := sampleIn(t, t.TempDir())
	with := filepath.Join(filepath.Dir(file), "带来源.xlsx")
	if _, found, err := app.Fill(app.FillRequest{Pack: p, Input: file, Output: with, Origin: true}); err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	books := proof.Stored(t, filled(t, p, file), with)
	last := len(books[1].Sheets) - 1
	if s := books[1].Sheets[last]; s.Name != "来源" || s.Cells["B8"].Value != "录入.xlsx" {
		t.Errorf("the last sheet is %s with %+v", s.Name, s.Cells["B8"])
	}
	books[1].Sheets = books[1].Sheets[:last]
	if d := cmp.Diff(books[0], books[1]); d != "" {
		t.Error(d)
	}
}
