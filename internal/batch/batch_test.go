package batch_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/batch"
	"ysgk/internal/crew"
	"ysgk/internal/office"
	"ysgk/internal/proof"
)

const sample = "../../samples/阳泉市司法局2026年预算录入.xlsx"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// department writes an input workbook of the sample's items under another name.
func department(t *testing.T, file, name string, edits ...func(*excelize.File)) {
	t.Helper()
	b, err := excelize.OpenFile(sample)
	must(t, err)
	defer b.Close()
	rows, err := b.GetRows("基本信息")
	must(t, err)
	for i, row := range rows {
		if len(row) > 0 && strings.TrimSuffix(row[0], "*") == "部门名称" {
			must(t, b.SetCellValue("基本信息", fmt.Sprintf("B%d", i+1), name))
		}
	}
	for row := 4; row <= 13; row++ {
		must(t, b.SetCellValue("绩效项目", fmt.Sprintf("C%d", row), "028-"+name))
	}
	for _, e := range edits {
		e(b)
	}
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, b.SaveAs(file))
}

// wrong has an amount that is none.
func wrong(b *excelize.File) { _ = b.SetCellValue("支出明细", "K6", "九千") }

// inbox is a folder of departments: two right ones, one wrong, one that is no workbook,
// one that came twice, and what is none of them.
func inbox(t *testing.T) string {
	t.Helper()
	from := filepath.Join(t.TempDir(), "收")
	department(t, filepath.Join(from, "甲局", "录入.xlsx"), "甲局")
	department(t, filepath.Join(from, "乙局", "录入.xlsx"), "乙局", wrong)
	department(t, filepath.Join(from, "丙 局#1.xlsx"), "丙局")
	department(t, filepath.Join(from, "再交", "丙局.xlsx"), "丙局")
	must(t, os.WriteFile(filepath.Join(from, "坏.xlsx"), []byte("PK?"), 0o644))
	must(t, os.WriteFile(filepath.Join(from, "~$录入.xlsx"), []byte("lock"), 0o644))
	must(t, os.WriteFile(filepath.Join(from, "说明.docx"), []byte("text"), 0o644))
	return from
}

func request(t *testing.T, from, to string) batch.Request {
	return batch.Request{Pack: proof.DefaultPack(t), From: from, To: to, Now: time.Unix(0, 0)}
}

// sums are the files below a folder by their content.
func sums(t *testing.T, folder string) map[string][32]byte {
	t.Helper()
	out := map[string][32]byte{}
	must(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		out[strings.TrimPrefix(path, folder)] = sha256.Sum256(b)
		return err
	}))
	return out
}

func states(all []batch.Result) (out []string) {
	for _, r := range all {
		again := ""
		if r.Again {
			again = " again"
		}
		out = append(out, r.Input+" "+r.State+again)
	}
	return out
}

func TestEachDepartmentIsFilledAndABrokenOneStopsNoOther(t *testing.T) {
	from, to := inbox(t), filepath.Join(t.TempDir(), "结果")
	before := sums(t, from)
	all, err := batch.Run(t.Context(), request(t, from, to))
	must(t, err)
	want := []string{"丙 局#1.xlsx 已生成", "乙局/录入.xlsx 有错误", "再交/丙局.xlsx 已生成", "坏.xlsx 不能读", "甲局/录入.xlsx 已生成"}
	if diff := cmp.Diff(want, states(all)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, sums(t, from)); diff != "" {
		t.Error("the folder of the input workbooks has changed:", diff)
	}
	if all[0].Twin != all[2].Input || all[2].Twin != all[0].Input || all[4].Twin != "" {
		t.Errorf("twins: %q %q %q", all[0].Twin, all[2].Twin, all[4].Twin)
	}
	if all[1].Errors == 0 || !strings.Contains(all[1].Marked, "（标注）") || all[1].Name != "乙局" && all[1].Name != "" {
		t.Errorf("%+v", all[1])
	}
	// each is filled as fill does
	alone := t.TempDir()
	one, _, err := app.Fill(app.FillRequest{Pack: proof.DefaultPack(t), Input: filepath.Join(from, "甲局", "录入.xlsx"), Output: alone, Now: time.Unix(0, 0)})
	must(t, err)
	got, err := os.ReadFile(filepath.Join(to, "甲局", "录入", all[4].Files[0]))
	must(t, err)
	filled, err := os.ReadFile(one.Files[0].File)
	must(t, err)
	if string(got) != string(filled) {
		t.Error("the tables are others than those of fill")
	}

	w, err := batch.List(to, "万元", all, time.Unix(0, 0))
	must(t, err)
	b, err := excelize.OpenFile(w.File)
	must(t, err)
	defer b.Close()
	for i, r := range all {
		state, err := b.GetCellValue("批量结果", fmt.Sprintf("D%d", i+4))
		must(t, err)
		linked, target, err := b.GetCellHyperLink("批量结果", fmt.Sprintf("D%d", i+4))
		must(t, err)
		if state != r.State || linked != (r.State != batch.Unread) {
			t.Errorf("%s: %s, linked %v", r.Input, state, linked)
		}
		if linked {
			address, err := url.Parse(target) // as Excel reads it
			must(t, err)
			if _, err := os.Stat(filepath.Join(to, filepath.FromSlash(address.Path))); err != nil {
				t.Errorf("%s: %v", r.Input, err)
			}
		}
	}
}

func TestARunGoesOnWithWhatIsNotDoneOrHasChanged(t *testing.T) {
	from, to := inbox(t), filepath.Join(t.TempDir(), "结果")
	ctx, stop := context.WithCancel(t.Context())
	r := request(t, from, to)
	r.Told = func(crew.Progress) { stop() } // interrupted when the first is done
	all, err := batch.Run(ctx, r)
	must(t, err)
	left := 0
	for _, x := range all {
		if x.State == batch.Unfilled {
			left++
		}
	}
	if left == 0 || left == len(all) {
		t.Fatalf("%d of %d left by the interrupted run", left, len(all))
	}
	r.Told = nil
	second, err := batch.Run(t.Context(), r)
	must(t, err)
	again := 0
	for i, x := range second {
		if x.Again {
			again++
		}
		if x.Again && all[i].State == batch.Unfilled || x.State == batch.Unfilled {
			t.Errorf("%s: %s", x.Input, x.State)
		}
	}
	if again == 0 {
		t.Error("all were done anew")
	}
	department(t, filepath.Join(from, "乙局", "录入.xlsx"), "乙局")             // mended
	must(t, os.Remove(filepath.Join(to, "甲局", "录入", second[4].Files[0]))) // lost
	third, err := batch.Run(t.Context(), r)
	must(t, err)
	want := []string{"丙 局#1.xlsx 已生成 again", "乙局/录入.xlsx 已生成", "再交/丙局.xlsx 已生成 again", "坏.xlsx 不能读", "甲局/录入.xlsx 已生成"}
	if diff := cmp.Diff(want, states(third)); diff != "" {
		t.Error(diff)
	}
}

func TestSharesTogetherAreTheWhole(t *testing.T) {
	from, to := inbox(t), filepath.Join(t.TempDir(), "结果")
	whole, err := batch.Run(t.Context(), request(t, from, filepath.Join(t.TempDir(), "全部")))
	must(t, err)
	var done []string
	for no := 1; no <= 3; no++ {
		r := request(t, from, to)
		r.Share = batch.Share{No: no, Of: 3}
		all, err := batch.Run(t.Context(), r)
		must(t, err)
		done = append(done, states(all)...)
		if no == 1 {
			merged, err := batch.Collect(request(t, from, to))
			must(t, err)
			if n := slices.IndexFunc(merged, func(x batch.Result) bool { return x.State == batch.Unfilled }); n < 0 || len(merged) != len(whole) {
				t.Errorf("after the first share: %v", states(merged))
			}
		}
	}
	slices.Sort(done)
	if diff := cmp.Diff(states(whole), done); diff != "" {
		t.Error(diff)
	}
	merged, err := batch.Collect(request(t, from, to))
	must(t, err)
	if diff := cmp.Diff(whole, merged, cmpopts.IgnoreFields(batch.Result{}, "Again")); diff != "" {
		t.Error(diff)
	}
}

// A Ctrl-C ends the programs that ysgk started, too: who was in their hands is as one who
// was not begun.
func TestADepartmentWhoseLayoutWasEndedIsNotDone(t *testing.T) {
	from := t.TempDir()
	text, err := os.ReadFile("../../samples/阳泉市司法局2026年预算录入.xlsx")
	must(t, err)
	must(t, os.WriteFile(filepath.Join(from, "录入.xlsx"), text, 0o644))
	r := batch.Request{Pack: proof.DocumentPack(t), From: from, To: filepath.Join(t.TempDir(), "结果"), Only: app.OnlyDocuments, Now: time.Now(),
		LayOut: func([]byte) (string, error) { return "", office.ErrStopped }}
	all, err := batch.Run(context.Background(), r)
	must(t, err)
	if len(all) != 1 || all[0].State != batch.Unfilled || len(all[0].Files) > 0 {
		t.Errorf("%+v", all)
	}
}

func TestResultsDoNotGoIntoTheFolderTheyComeFrom(t *testing.T) {
	from := t.TempDir()
	if _, err := batch.Run(t.Context(), request(t, from, from)); err == nil {
		t.Error("written among the input workbooks")
	}
	department(t, filepath.Join(from, "甲.xlsx"), "甲")
	for range 2 { // below it they are no input workbooks
		all, err := batch.Run(t.Context(), request(t, from, filepath.Join(from, "结果")))
		must(t, err)
		if len(all) != 1 {
			t.Error(states(all))
		}
	}
}

func TestNoFileThatMayBeAnInputIsLeftUnsaid(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "收"), filepath.Join(t.TempDir(), "结果")
	department(t, filepath.Join(from, "甲.xlsx"), "甲局")
	department(t, filepath.Join(from, "乙.xlsx"), "乙局")
	must(t, os.Rename(filepath.Join(from, "乙.xlsx"), filepath.Join(from, "甲.XLSX"))) // beside 甲.xlsx where names are told apart by case
	must(t, os.WriteFile(filepath.Join(from, "甲.xls"), []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 0o644))
	must(t, os.WriteFile(filepath.Join(from, "丙.et"), []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 0o644))
	must(t, os.Symlink("没有.xlsx", filepath.Join(from, "断.xlsx")))
	must(t, os.Symlink(".", filepath.Join(from, "圈")))
	tables, _, err := app.Fill(app.FillRequest{Pack: proof.DefaultPack(t), Input: sample, Output: t.TempDir(), Now: time.Unix(0, 0)})
	must(t, err)
	content, err := os.ReadFile(tables.Files[0].File)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(from, "公开表.xlsx"), content, 0o644))
	r := request(t, from, to)
	var passed []string
	r.Passed = func(names []string) { passed = names }
	all, err := batch.Run(t.Context(), r)
	must(t, err)
	want := []string{"丙.et 不能读", "圈 不能读", "断.xlsx 不能读", "甲.XLSX 已生成", "甲.xls 不能读", "甲.xlsx 已生成"}
	if diff := cmp.Diff(want, states(all)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"公开表.xlsx"}, passed); diff != "" {
		t.Error("passed over:", diff)
	}
	merged, err := batch.Collect(r) // each in a folder of its own
	must(t, err)
	if diff := cmp.Diff(want, states(merged)); diff != "" {
		t.Error(diff)
	}
}

func TestOldResultsAreNotListedAsThoseOfNow(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "收"), filepath.Join(t.TempDir(), "结果")
	for _, name := range []string{"甲", "乙", "丙"} {
		department(t, filepath.Join(from, name+".xlsx"), name+"局")
	}
	r := request(t, from, to)
	_, err := batch.Run(t.Context(), r)
	must(t, err)
	department(t, filepath.Join(from, "乙.xlsx"), "乙局", wrong)
	must(t, os.Rename(filepath.Join(from, "丙.xlsx"), filepath.Join(from, "新.xlsx")))
	merged, err := batch.Collect(r)
	must(t, err)
	want := []string{"丙.xlsx 不在了", "乙.xlsx 没有做", "新.xlsx 没有做", "甲.xlsx 已生成"}
	if diff := cmp.Diff(want, states(merged)); diff != "" {
		t.Error(diff)
	}
	other := *r.Pack
	other.Hash = "another"
	r.Pack = &other
	merged, err = batch.Collect(r)
	must(t, err)
	if merged[3].State != batch.Unfilled || len(merged[3].Totals) > 0 {
		t.Errorf("of another pack: %+v", merged[3])
	}
}

func TestWhatHindersAllIsSaidOnce(t *testing.T) {
	from := t.TempDir()
	department(t, filepath.Join(from, "甲.xlsx"), "甲")
	r := request(t, from, filepath.Join(from, "甲.xlsx")) // results into a file
	if all, err := batch.Run(t.Context(), r); err == nil {
		t.Error(states(all))
	}
	r = request(t, from, filepath.Join(t.TempDir(), "结果"))
	r.Only = app.OnlyDocuments // of a pack without a document
	if all, err := batch.Run(t.Context(), r); err == nil {
		t.Error(states(all))
	}
	if _, err := batch.Collect(request(t, from, filepath.Join(from, "没有"))); err == nil || !strings.Contains(err.Error(), "找不到") {
		t.Error(err)
	}
}

func TestTablesOfAnEarlierRunAreTold(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "收"), filepath.Join(t.TempDir(), "结果")
	file := filepath.Join(from, "甲.xlsx")
	r := request(t, from, to)
	run := func(name string, edits ...func(*excelize.File)) batch.Result {
		t.Helper()
		department(t, file, name, edits...)
		all, err := batch.Run(t.Context(), r)
		must(t, err)
		return all[0]
	}
	first := run("甲局")
	if first.Remark() != "" || len(first.Files) == 0 {
		t.Fatalf("%+v", first)
	}
	for range 2 { // the second finds its own note
		if now := run("甲局", wrong); now.State != batch.Wrong || !strings.Contains(now.Remark(), first.Files[0]+"是以前生成的") {
			t.Errorf("with an error: %s, %q", now.State, now.Remark())
		}
	}
	if now := run("新局"); now.State != batch.Made || !strings.Contains(now.Remark(), first.Files[0]) {
		t.Errorf("under another name: %s, %q", now.State, now.Remark())
	}
	if now := run("甲局"); strings.Contains(now.Remark(), first.Files[0]) || !strings.Contains(now.Remark(), "新局") {
		t.Errorf("as at first: %s, %q", now.State, now.Remark())
	}
}

func TestWhatCannotBeWrittenIsNotSaidToBeUnreadable(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "收"), filepath.Join(t.TempDir(), "结果")
	department(t, filepath.Join(from, "甲.xlsx"), "甲局")
	department(t, filepath.Join(from, "乙.xlsx"), "乙局")
	must(t, os.MkdirAll(filepath.Join(to, "甲", "甲局2026年预算公开表.xlsx"), 0o755)) // in the tables' place
	must(t, os.WriteFile(filepath.Join(to, "乙"), nil, 0o644))                // in the folder's
	all, err := batch.Run(t.Context(), request(t, from, to))
	must(t, err)
	if diff := cmp.Diff([]string{"乙.xlsx 没写成", "甲.xlsx 没写成"}, states(all)); diff != "" {
		t.Error(diff)
	}
	for _, r := range all {
		if r.Why == "" {
			t.Errorf("%s: no reason", r.Input)
		}
	}
}

func TestADocumentWithoutPageNumbersIsTold(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "收"), filepath.Join(t.TempDir(), "结果")
	department(t, filepath.Join(from, "甲.xlsx"), "甲局")
	r := request(t, from, to)
	r.Pack = proof.DocumentPack(t)
	all, err := batch.Run(t.Context(), r)
	must(t, err)
	if !strings.Contains(all[0].Remark(), "页码") {
		t.Errorf("%+v", all[0])
	}
	laid := false
	r.LayOut = func([]byte) (string, error) { laid = true; return "", nil }
	if _, err = batch.Run(t.Context(), r); err != nil || !laid { // there is LibreOffice now
		t.Errorf("not laid out: %v", err)
	}
}
