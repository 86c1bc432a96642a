package collect_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"ysgk/internal/app"
	"ysgk/internal/collect"
	"ysgk/internal/crew"
	"ysgk/internal/madeup"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// day is when a test's files are saved, some days later.
func day(n int) time.Time { return time.Date(2026, 1, 10+n, 9, 0, 0, 0, time.Local) }

// inbox is a folder into which departments send.
type inbox struct {
	t      *testing.T
	folder string
	pack   *pack.Pack
	all    []*madeup.Department
}

func newInbox(t *testing.T) *inbox {
	p := proof.DefaultPack(t)
	return &inbox{t, filepath.Join(t.TempDir(), "收件"), p, madeup.Make(p, 12, 0)}
}

// put saves a file in the folder.
func (in *inbox) put(name string, content []byte, saved time.Time) string {
	in.t.Helper()
	file := filepath.Join(in.folder, filepath.FromSlash(name))
	must(in.t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(in.t, os.WriteFile(file, content, 0o644))
	must(in.t, os.Chtimes(file, saved, saved))
	return file
}

// ledger is the input workbook of a department.
func (in *inbox) ledger(no int, edits ...func(*madeup.Department)) []byte {
	in.t.Helper()
	d := *in.all[no]
	d.Items = slices.Clone(d.Items)
	for _, e := range edits {
		e(&d)
	}
	b, err := d.Book(in.pack)
	must(in.t, err)
	return b
}

// tables are those that a pack makes of an input workbook.
func (in *inbox) tables(p *pack.Pack, ledger []byte) []byte {
	in.t.Helper()
	folder := in.t.TempDir()
	file := filepath.Join(folder, "录入.xlsx")
	must(in.t, os.WriteFile(file, ledger, 0o644))
	done, found, err := app.Fill(app.FillRequest{Pack: p, Input: file, Output: folder, Now: day(0)})
	must(in.t, err)
	if len(done.Files) == 0 {
		in.t.Fatal(found)
	}
	b, err := os.ReadFile(done.Files[0].File)
	must(in.t, err)
	return b
}

// request looks through the inbox; all departments of the district are in the list.
func (in *inbox) request() collect.Request {
	r := collect.Request{Pack: in.pack, From: in.folder, To: in.folder + "汇总", Year: "2026", Now: day(9), Roster: &collect.Roster{}}
	for _, d := range in.all {
		r.Roster.Names = append(r.Roster.Names, d.Name)
	}
	return r
}

func (in *inbox) run(ctx context.Context, r collect.Request) *collect.Outcome {
	in.t.Helper()
	before := sums(in.t, in.folder)
	out, err := collect.Run(ctx, r)
	must(in.t, err)
	_, err = collect.List(r, out)
	must(in.t, err)
	if diff := cmp.Diff(before, sums(in.t, in.folder)); diff != "" {
		in.t.Error("the folder of what was sent is not as before:", diff)
	}
	return out
}

// sums are what lies below a folder, with times.
func sums(t *testing.T, folder string) map[string]string {
	t.Helper()
	out := map[string]string{}
	must(t, filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		out[path] = info.ModTime().String()
		if e.Type().IsRegular() {
			b, err := os.ReadFile(path)
			must(t, err)
			sum := sha256.Sum256(b)
			out[path] += string(sum[:])
		}
		return err
	}))
	return out
}

func file(t *testing.T, o *collect.Outcome, name string) *collect.File {
	t.Helper()
	i := slices.IndexFunc(o.Files, func(f *collect.File) bool { return f.Name == name })
	if i < 0 {
		var names []string
		for _, f := range o.Files {
			names = append(names, f.Name)
		}
		t.Fatalf("no %s among %q", name, names)
	}
	return o.Files[i]
}

func department(t *testing.T, o *collect.Outcome, name string) *collect.Department {
	t.Helper()
	i := slices.IndexFunc(o.Departments, func(d *collect.Department) bool { return d.Name == name })
	if i < 0 {
		t.Fatal("no", name)
	}
	return o.Departments[i]
}

// stands says what a department's state and remarks are.
func stands(t *testing.T, o *collect.Outcome, name, state string, says ...string) {
	t.Helper()
	d := department(t, o, name)
	if all := strings.Join(d.Says, "；"); d.State != state || slices.ContainsFunc(says, func(s string) bool { return !strings.Contains(all, s) }) {
		t.Errorf("%s: %s, %s; want %s, %q", name, d.State, all, state, says)
	}
}

func edited(t *testing.T, book []byte, edit func(*excelize.File)) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	must(t, err)
	defer f.Close()
	edit(f)
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

// entry is a file of an archive; its name is written as it stands.
type entry struct {
	name    string
	content []byte
}

func archive(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: day(5), NonUTF8: true})
		must(t, err)
		_, err = f.Write(e.content)
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

func gbk(t *testing.T, name string) string {
	t.Helper()
	s, err := simplifiedchinese.GBK.NewEncoder().String(name)
	must(t, err)
	return s
}

func more(d *madeup.Department) { d.Items[0].Amount += 100 }

func TestWhatDepartmentsSendIsRecognisedAndTheNewestIsJudged(t *testing.T) {
	in := newInbox(t)
	name := func(no int) string { return in.all[no].Name }
	in.put("甲/录入.xlsx", in.ledger(0), day(0))
	in.put("甲/公开表.xlsx", in.tables(in.pack, in.ledger(0)), day(1))
	in.put("乙 旧.xlsx", in.ledger(1), day(0))
	in.put("乙 新.xlsx", in.ledger(1, func(d *madeup.Department) { d.Fault = &madeup.Faults[0] }), day(1))
	in.put("丙 录入.xlsx", in.ledger(2), day(0))
	in.put("丙 表.xlsx", edited(t, in.tables(in.pack, in.ledger(2)), func(f *excelize.File) { must(t, f.SetCellValue("表三", "D9", 1.23)) }), day(1))
	in.put("丁.xlsx", in.tables(proof.SecondPack(t), in.ledger(3)), day(0))
	in.put("戊.zip", archive(t, entry{gbk(t, "报送/戊录入.xlsx"), in.ledger(4)}, entry{"__MACOSX/._戊.xlsx", nil}), day(0))
	in.put("戊再发.xlsx", in.ledger(4), day(7))
	in.put("己 去年.xlsx", in.ledger(5, func(d *madeup.Department) { d.Year = "2025" }), day(0))
	in.put(name(6)+"录入.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), day(0))
	in.put("庚照片.jpg", nil, day(0))
	in.put("不知谁的.pdf", nil, day(0))
	in.put("外.xlsx", in.ledger(7, func(d *madeup.Department) { d.Name += "（本级）" }), day(0))
	in.put("辛 录入.xlsx", in.ledger(8, more), day(2))
	in.put("辛 表.xlsx", in.tables(in.pack, in.ledger(8)), day(1))

	r := in.request()
	out := in.run(t.Context(), r)
	stands(t, out, name(0), collect.Right)
	stands(t, out, name(1), collect.Wrong)
	stands(t, out, name(2), collect.Wrong, "生成以后改过，和录入不同")
	stands(t, out, name(3), collect.Wrong, "别的模板包")
	stands(t, out, name(4), collect.Right)
	stands(t, out, name(5), collect.Missing, "交来的是 2025 年的")
	stands(t, out, name(6), collect.Unread, "不能读", "另存为 .xlsx")
	stands(t, out, name(7), collect.Missing)
	stands(t, out, name(7)+"（本级）", collect.Looked, "像是名单里的“"+name(7)+"”")
	stands(t, out, name(8), collect.Wrong, "不是照最新的录入生成")
	stands(t, out, name(9), collect.Missing)
	for name, state := range map[string]string{"乙 旧.xlsx": collect.Unjudged, "乙 新.xlsx": collect.Wrong, "戊.zip/报送/戊录入.xlsx": collect.Right, "戊再发.xlsx": collect.Same,
		"己 去年.xlsx": collect.OtherYear, "庚照片.jpg": collect.Unlooked, "丁.xlsx": collect.Foreign} {
		if f := file(t, out, name); f.State != state {
			t.Errorf("%s: %s, want %s; %q", name, f.State, state, f.Says)
		}
	}
	changed := file(t, out, "丙 表.xlsx")
	if !changed.Edited || changed.Against != "丙 录入.xlsx" || !slices.ContainsFunc(changed.Changes, func(c collect.Change) bool { return c.Place == "表三!D9" }) {
		t.Errorf("%+v", changed)
	}
	if strays := out.Strays(); len(strays) != 1 || strays[0].Name != "不知谁的.pdf" {
		t.Errorf("strays: %v", strays)
	}
	if made := file(t, out, "甲/公开表.xlsx"); made.Version != "1.0" || made.OtherPack || made.Edited || made.Against != "甲/录入.xlsx" || made.Department != name(0) {
		t.Errorf("%+v", made)
	}

	again := in.run(t.Context(), r) // nothing has changed
	if diff := cmp.Diff(out.Departments, again.Departments, cmpopts.IgnoreUnexported(collect.File{}, collect.Department{}), cmpopts.IgnoreFields(collect.File{}, "Again")); diff != "" {
		t.Error(diff)
	}
	if n := again.Again(); n < 9 {
		t.Errorf("%d of an earlier run", n)
		for _, f := range again.Files {
			t.Logf("%s %s %v %q", f.Name, f.State, f.Again, f.Says)
		}
	}
	in.put("乙 新.xlsx", in.ledger(1, more), day(3)) // mended
	stands(t, in.run(t.Context(), r), name(1), collect.Right)
}

func TestARunThatWasEndedGoesOn(t *testing.T) {
	in := newInbox(t)
	for i := range 4 {
		in.put(in.all[i].File(), in.ledger(i), day(i))
	}
	r := in.request()
	ctx, stop := context.WithCancel(t.Context())
	r.Told = func(crew.Progress) { stop() }
	out := in.run(ctx, r)
	if out.Ended || !slices.ContainsFunc(out.Departments, func(d *collect.Department) bool { return d.State == collect.Undone }) {
		t.Error("nothing is left undone")
	}
	for _, d := range out.Departments[:4] {
		if d.State == collect.Right || d.State == collect.Missing {
			t.Errorf("%s: %s", d.Name, d.State)
		}
	}
	r.Told = nil
	for _, d := range in.run(t.Context(), r).Departments[:4] {
		if d.State != collect.Right {
			t.Errorf("%s: %s %q", d.Name, d.State, d.Says)
		}
	}
}

func TestArchivesAreUnpackedWithinBoundsAndNowhereElse(t *testing.T) {
	in := newInbox(t)
	book := in.ledger(0)
	inner := archive(t, entry{"深/录入.xlsx", in.ledger(1)})
	deep := archive(t, entry{"a.zip", archive(t, entry{"b.zip", archive(t, entry{"c.zip", inner})})})
	in.put("逃.zip", archive(t, entry{"../../逃.xlsx", book}, entry{`..\..\逃.xlsx`, in.ledger(2)}, entry{"/CON.xlsx", in.ledger(3)}), day(0))
	in.put("深.zip", deep, day(0))
	in.put("套.zip", archive(t, entry{gbk(t, "里.zip"), archive(t, entry{"录入.xlsx", in.ledger(4)})}), day(0))
	in.put("坏.zip", []byte("PK\x03\x04 and no more"), day(0))
	in.put("其实.zip", []byte("Rar!\x1a\x07"), day(0))
	locked := archive(t, entry{"密.xlsx", in.ledger(5)})
	for _, sign := range []string{"PK\x03\x04", "PK\x01\x02"} { // say that it is encrypted
		i := bytes.Index(locked, []byte(sign))
		locked[i+map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[sign]] |= 1
	}
	in.put("密.zip", locked, day(0))
	in.put("炸弹.zip", archive(t, entry{"大.xlsx", make([]byte, 3<<20)}, entry{"小.xlsx", in.ledger(6)}), day(0))
	in.put("多.zip", archive(t, slices.Repeat([]entry{{"重名.txt", nil}}, 60)...), day(0))
	collect.Bound(t, 8<<20, 2<<20, 50)
	r := in.request()
	out := in.run(t.Context(), r)
	for name, says := range map[string]string{
		"深.zip/a.zip/b.zip/c.zip": "多于 3 层", "坏.zip": "损坏", "其实.zip": "RAR", "密.zip/密.xlsx": "密码", "炸弹.zip/大.xlsx": "超过 2 MB", "多.zip": "太多",
	} {
		if f := file(t, out, name); f.State != collect.Unread || !strings.Contains(strings.Join(f.Says, ""), says) {
			t.Errorf("%s: %s %q", name, f.State, f.Says)
		}
	}
	for _, no := range []int{0, 2, 3, 4, 6} { // the good ones
		if d := department(t, out, in.all[no].Name); d.State != collect.Right {
			t.Errorf("%d %s: %s %q", no, d.Name, d.State, d.Says)
		}
	}
	parent := filepath.Dir(in.folder)
	entries, err := os.ReadDir(parent)
	must(t, err)
	if len(entries) != 2 { // what was sent, the results
		t.Errorf("%v", entries)
	}
	for path := range sums(t, r.To) {
		if rel, err := filepath.Rel(r.To, path); err != nil || rel != "." && !strings.HasPrefix(rel, "核对") && !strings.HasPrefix(rel, "解开的压缩包") && rel != collect.ListName {
			t.Error("written to", path)
		}
	}
	collect.Bound(t, 1<<20, 1<<20, 50) // all that is in one archive
	in.put("一共.zip", archive(t, entry{"一.xlsx", make([]byte, 700<<10)}, entry{"二.xlsx", make([]byte, 700<<10)}), day(0))
	if f := file(t, in.run(t.Context(), r), "一共.zip"); f.State != collect.Unread {
		t.Errorf("%+v", f)
	}
}

func TestALedgerUnderTwoNamesIsTold(t *testing.T) {
	in := newInbox(t)
	in.put("一.xlsx", in.ledger(0), day(0))
	in.put("二.xlsx", in.ledger(0, func(d *madeup.Department) { d.Name = "另写的名称" }), day(0))
	in.put("三.xlsx", in.ledger(10), day(0)) // of the same trade
	out := in.run(t.Context(), in.request())
	stands(t, out, in.all[0].Name, collect.Looked, "录入大半和“另写的名称”的相同")
	stands(t, out, in.all[10].Name, collect.Right)
}

func TestVersionsOfOneTimeAreNotChosenInSilence(t *testing.T) {
	in := newInbox(t)
	in.put("一.xlsx", in.ledger(0), day(0))
	in.put("二.xlsx", in.ledger(0, more), day(0))
	out := in.run(t.Context(), in.request())
	for _, name := range []string{"一.xlsx", "二.xlsx"} {
		if f := file(t, out, name); !strings.Contains(strings.Join(f.Says, ""), "分不出先后") {
			t.Errorf("%s: %q", name, f.Says)
		}
	}
	stands(t, out, in.all[0].Name, collect.Looked, "分不出先后")
}

func TestAYearThatIsNoneIsAnErrorAndNotAnotherYear(t *testing.T) {
	in := newInbox(t)
	i := slices.IndexFunc(madeup.Faults, func(f madeup.Fault) bool { return f.Name == "年度不是年度" })
	in.put("录入.xlsx", in.ledger(0, func(d *madeup.Department) { d.Fault = &madeup.Faults[i] }), day(0))
	stands(t, in.run(t.Context(), in.request()), in.all[0].Name, collect.Wrong)
}

func TestWhatHasToBeHandedInIsMissed(t *testing.T) {
	in := newInbox(t)
	in.put("录入.xlsx", in.ledger(0), day(0))
	r := in.request()
	r.Want = []app.Sort{app.SentInput, app.SentTables}
	stands(t, in.run(t.Context(), r), in.all[0].Name, collect.Lacking, "没有公开表")
}

func TestListsOfDepartmentsAreReadAsPeopleKeepThem(t *testing.T) {
	want := []string{"甲局", "乙局（本级）"}
	for name, text := range map[string]string{
		"一行一个.txt":  "甲局\n\n乙局（本级）\n甲局\n",
		"带编码.txt":   "001 甲局\n002-乙局（本级）\n",
		"有表头.csv":   "2026年名单,,\n序号,部门代码,部门名称,联系人\n1,028,甲局,张\n2,029,乙局（本级）,李\n,,合计,\n",
		"单位和部门.csv": "单位,部门\n某队,甲局\n某站,甲局\n某队,乙局（本级）\n",
	} {
		file := filepath.Join(t.TempDir(), name)
		must(t, os.WriteFile(file, []byte(text), 0o644))
		r, err := collect.ReadRoster(file)
		if err != nil || !slices.Equal(r.Names, want) {
			t.Errorf("%s: %v %v", name, r, err)
		}
	}
	file := filepath.Join(t.TempDir(), "名单.xlsx")
	f := excelize.NewFile()
	must(t, f.SetSheetRow("Sheet1", "B3", &[]any{"编号", "部门名称*"}))
	must(t, f.SetSheetRow("Sheet1", "B4", &[]any{1, "甲局"}))
	must(t, f.SetSheetRow("Sheet1", "B5", &[]any{2, "乙局（本级）"}))
	must(t, f.SaveAs(file))
	if r, err := collect.ReadRoster(file); err != nil || !slices.Equal(r.Names, want) {
		t.Errorf("%v %v", r, err)
	}
	must(t, os.WriteFile(file+".txt", []byte("1\n2\n"), 0o644))
	if _, err := collect.ReadRoster(file + ".txt"); err == nil || !strings.Contains(err.Error(), "没有部门名称") {
		t.Error(err)
	}
}

// unmarked is a workbook that another program has saved, losing what ysgk noted in it.
func unmarked(t *testing.T, book []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	must(t, err)
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range from.File {
		if f.Name != "docProps/custom.xml" {
			must(t, to.Copy(f))
		}
	}
	must(t, to.Close())
	return b.Bytes()
}

func TestTablesWithoutAMarkAreKnownByWhatTheySay(t *testing.T) {
	in := newInbox(t)
	in.put("一.xlsx", unmarked(t, in.tables(in.pack, in.ledger(0))), day(0))
	in.put("二.xlsx", unmarked(t, in.tables(in.pack, in.ledger(1, func(d *madeup.Department) { d.Year = "2025" }))), day(0))
	in.put("三.xlsx", unmarked(t, in.tables(in.pack, in.ledger(2))), day(0))
	in.put("三录入.xlsx", in.ledger(2), day(0))
	out := in.run(t.Context(), in.request())
	stands(t, out, in.all[0].Name, collect.Looked, "没有 ysgk 记的来源")
	stands(t, out, in.all[1].Name, collect.Missing)
	stands(t, out, in.all[2].Name, collect.Right)
	if f := file(t, out, "二.xlsx"); f.State != collect.OtherYear || f.Department != in.all[1].Name {
		t.Errorf("%+v", f)
	}
}

func TestADocumentIsComparedWithTheTablesOfItsDepartment(t *testing.T) {
	in := newInbox(t)
	in.pack = proof.DocumentPack(t)
	folder := t.TempDir()
	input := "../../samples/阳泉市司法局2026年预算录入.xlsx"
	done, _, err := app.Fill(app.FillRequest{Pack: in.pack, Input: input, Output: folder, Now: day(0)})
	must(t, err)
	for _, w := range append([]string{input}, done.Files[0].File, done.Files[1].File) {
		b, err := os.ReadFile(w)
		must(t, err)
		in.put("件"+filepath.Ext(w)+filepath.Base(w), b, day(0))
	}
	r := in.request()
	r.Roster = nil
	out := in.run(t.Context(), r)
	d := department(t, out, "阳泉市司法局")
	if len(d.Files) != 3 || d.State != collect.Right {
		t.Errorf("%+v", d)
	}
	for _, f := range d.Files {
		if f.Sort == app.SentDocument && !strings.Contains(f.Against, "公开表") {
			t.Errorf("%+v", f)
		}
	}
}
