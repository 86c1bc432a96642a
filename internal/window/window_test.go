package window

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aead.dev/minisign"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/bundle"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/trust"
	"ysgk/templates"
)

const host = "127.0.0.1:4001"

// desktop is a server with a folder, as a user has them, and a browser that has entered.
type desktop struct {
	*testing.T
	*Server
	folder string
	cookie *http.Cookie
	opened []string     // files that were to be shown
	shown  atomic.Value // the last of them
	late   atomic.Int64 // nanoseconds by which a browser's streams are late
}

const strange = "录入 一#1 <script>.xlsx" // a name as people have them, and worse

// builtIn is loaded once for all tests, without its document.
var builtIn = sync.OnceValues(func() (*pack.Pack, error) {
	p, err := packfile.DefaultTables()
	if err == nil {
		p.Reuse()
	}
	return p, err
})

func sit(t *testing.T, books ...string) *desktop {
	t.Helper()
	d := &desktop{T: t, folder: filepath.Join(t.TempDir(), "预算 2026#")}
	if err := os.Mkdir(d.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	sample, err := os.ReadFile("../../samples/阳泉市司法局2026年预算录入.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range books {
		if err := os.WriteFile(filepath.Join(d.folder, name), sample, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	config := t.TempDir()
	d.Server, err = New(Options{
		Config: config, Folder: d.folder,
		Open: func(target string) error { d.opened = append(d.opened, target); d.shown.Store(target); return nil },
		Say:  t.Logf,
		Pack: func() (*pack.Pack, *packfile.Source, error) {
			if path := trust.Folder(config).Pack(); path != "" {
				return packfile.Open(path, trust.Folder(config))
			}
			p, err := builtIn()
			return p, nil, err
		},
	}, host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.close)
	answer := d.ask(d.request("GET", "enter?t="+d.keys.issue("folder"), nil))
	if len(answer.Cookies()) != 1 {
		t.Fatal("no cookie")
	}
	d.cookie = answer.Cookies()[0]
	return d
}

func (d *desktop) request(method, page string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, "http://"+d.host+d.path+page, strings.NewReader(form.Encode()))
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://"+d.host)
	}
	if d.cookie != nil {
		r.AddCookie(d.cookie)
	}
	return r
}

func (d *desktop) ask(r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	d.Handler().ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// page is what a page shows once no work is going on.
func (d *desktop) page(page string) string {
	d.Helper()
	for range 3600 { // a busy machine takes its time
		r := d.ask(d.request("GET", page, nil))
		s := text(d.T, r)
		if r.StatusCode != http.StatusOK {
			d.Fatalf("%s: %d %s %s", page, r.StatusCode, r.Header.Get("Location"), s)
		}
		if !strings.Contains(s, `class="busy"`) {
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	d.Fatal(page + " stays busy")
	return ""
}

// send sends a form and gives the page that it leads to.
func (d *desktop) send(page string, form url.Values) string {
	d.Helper()
	r := d.ask(d.request("POST", page, form))
	if r.StatusCode != http.StatusSeeOther {
		d.Fatalf("%s: %d %s", page, r.StatusCode, text(d.T, r))
	}
	return d.page(strings.TrimPrefix(r.Header.Get("Location"), d.path))
}

// of is how an address names a file of the folder.
func (d *desktop) of(name string) url.Values { return place{nameOf(d.folder), name}.values() }

func has(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("%q is not said in\n%s", w, page)
		}
	}
}

func TestNobodyElseIsAnswered(t *testing.T) {
	d := sit(t, "录入.xlsx")
	ok := func() *http.Request { return d.request("GET", "folder", nil) }
	post := func() *http.Request {
		return d.request("POST", "new", url.Values{"f": {nameOf(d.folder)}, "name": {"x"}})
	}
	if r := d.ask(ok()); r.StatusCode != http.StatusOK {
		t.Fatal(r.StatusCode)
	}
	for what, change := range map[string]func() *http.Request{
		"a name elsewhere that leads here": func() *http.Request { r := ok(); r.Host = "evil.example:4001"; return r },
		"another port":                     func() *http.Request { r := ok(); r.Host = "127.0.0.1:4002"; return r },
		"no cookie":                        func() *http.Request { r := ok(); r.Header.Del("Cookie"); return r },
		"a cookie that was guessed": func() *http.Request {
			r := ok()
			r.Header.Set("Cookie", cookie+"="+strings.Repeat("0", 48))
			return r
		},
		"no path":                func() *http.Request { r := ok(); r.URL.Path = "/folder"; return r },
		"a page elsewhere":       func() *http.Request { r := ok(); r.Header.Set("Sec-Fetch-Site", "cross-site"); return r },
		"another server here":    func() *http.Request { r := ok(); r.Header.Set("Sec-Fetch-Site", "same-site"); return r },
		"a script elsewhere":     func() *http.Request { r := ok(); r.Header.Set("Origin", "http://evil.example"); return r },
		"a form elsewhere":       func() *http.Request { r := post(); r.Header.Set("Origin", "http://evil.example"); return r },
		"a form of a local file": func() *http.Request { r := post(); r.Header.Set("Origin", "null"); return r },
		"a form of another port": func() *http.Request { r := post(); r.Header.Set("Origin", "http://127.0.0.1:4002"); return r },
		"a form of nowhere":      func() *http.Request { r := post(); r.Header.Del("Origin"); return r },
		"another method":         func() *http.Request { r := post(); r.Method = "PUT"; return r },
		"a ticket by a browser": func() *http.Request {
			r := d.request("POST", "ticket", url.Values{"secret": {d.secret}})
			return r
		},
		"a ticket without the secret": func() *http.Request {
			r := d.request("POST", "ticket", url.Values{"secret": {"0"}})
			r.Header.Del("Origin")
			return r
		},
		"writing by looking": func() *http.Request { return d.request("GET", "new?name=x&f="+nameOf(d.folder), nil) },
	} {
		r := d.ask(change())
		if body := text(t, r); r.StatusCode < 400 || strings.Contains(body, "录入.xlsx") {
			t.Errorf("%s: %d\n%s", what, r.StatusCode, body)
		}
	}
	if _, err := os.Stat(filepath.Join(d.folder, "x.xlsx")); err == nil {
		t.Error("a form from elsewhere wrote a file")
	}
}

func TestATicketIsForOneUseAndItsSecondUseEndsTheFirst(t *testing.T) {
	d := sit(t)
	name := d.keys.issue("folder")
	first := d.ask(d.request("GET", "enter?t="+name, nil))
	d.cookie = nil
	second := d.ask(d.request("GET", "enter?t="+name, nil))
	if len(first.Cookies()) != 1 || second.StatusCode != http.StatusForbidden || len(second.Cookies()) != 0 {
		t.Fatal(first.Cookies(), second.StatusCode, second.Cookies())
	}
	d.cookie = first.Cookies()[0]
	if r := d.ask(d.request("GET", "folder", nil)); r.StatusCode != http.StatusForbidden {
		t.Error("who came first is still in:", r.StatusCode)
	}
	if c := first.Cookies()[0]; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != d.path {
		t.Error(c)
	}
}

func TestNoFileOutsideOfTheChosenFoldersIsNamed(t *testing.T) {
	d := sit(t, "录入.xlsx")
	outside := filepath.Join(t.TempDir(), "别处.xlsx")
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(d.folder, "链接.xlsx")); err != nil {
		t.Fatal(err)
	}
	rel, err := filepath.Rel(d.folder, outside)
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"save", "tables", "book", "verify", "import", "file"} {
		for _, of := range []place{
			{nameOf(d.folder), rel}, {nameOf(d.folder), outside}, {nameOf(d.folder), "链接.xlsx"}, {nameOf(filepath.Dir(outside)), "别处.xlsx"},
			{"", "录入.xlsx"}, {nameOf(d.folder), ".."}, {nameOf(d.folder), `..\别处.xlsx`}, {droppedID, "别处.xlsx"}, {nameOf(d.folder), "/etc/passwd"},
		} {
			r := d.ask(d.request("GET", of.at(page), nil))
			if body := text(t, r); r.StatusCode == http.StatusOK && !strings.Contains(body, "不在选定的文件夹里") || strings.Contains(body, "secret") {
				t.Errorf("%s %v: %d %s", page, of, r.StatusCode, body)
			}
		}
	}
	if r := d.ask(d.request("GET", "static/..%2fwindow.go", nil)); r.StatusCode != http.StatusNotFound {
		t.Error(r.StatusCode)
	}
}

func TestEveryPageForbidsWhatIsNotItsOwn(t *testing.T) {
	d := sit(t, strange)
	page := d.page("folder")
	if strings.Contains(page, "<script>.xlsx") || !strings.Contains(page, "&lt;script&gt;.xlsx") {
		t.Error("a name is not escaped:\n" + page)
	}
	if foreign := regexp.MustCompile(`(?i)(src|href|action)="?(https?:|//)|style="|<style|<script>|on(click|load|error)=`).FindString(page); foreign != "" {
		t.Error(foreign)
	}
	h := d.ask(d.request("GET", "folder", nil)).Header
	has(t, h.Get("Content-Security-Policy"), "default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'")
	if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Access-Control-Allow-Origin") != "" {
		t.Error(h)
	}
}

// drop drops a file onto a page, and gives the page that this leads to.
func (d *desktop) drop(name string, content io.Reader) string {
	d.Helper()
	return d.page(d.dropTo(name, content))
}

// dropTo is where dropping a file leads.
func (d *desktop) dropTo(name string, content io.Reader, fields ...string) string {
	d.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 { // their names and values
		if err := m.WriteField(fields[i], fields[i+1]); err != nil {
			d.Fatal(err)
		}
	}
	f, err := m.CreateFormFile("file", name)
	if err != nil {
		d.Fatal(err)
	}
	if _, err := io.Copy(f, content); err != nil {
		d.Fatal(err)
	}
	m.Close()
	r := d.request("POST", "drop", nil)
	r.Body = io.NopCloser(&b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return strings.TrimPrefix(d.ask(r).Header.Get("Location"), d.path)
}

func TestWhatIsDroppedInIsBounded(t *testing.T) {
	d := sit(t)
	has(t, d.drop("大.xlsx", io.LimitReader(zeros{}, maxUpload+1)), "太大")
	has(t, d.drop("恶.exe", strings.NewReader("x")), "不能用")
	sample, err := os.ReadFile("../../samples/阳泉市司法局2026年预算录入.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	has(t, d.drop("../../"+strange, bytes.NewReader(sample)), "这是录入工作簿")
	in := d.desk.dropped()[0]
	if info, err := os.Stat(filepath.Join(in, strange)); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	d.close()
	if _, err := os.Stat(in); err == nil {
		t.Error("what was dropped in is still there")
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestTheServerEndsAMinuteAfterTheLastPageAndTheLastWork(t *testing.T) {
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	now := start
	clock := func() time.Time { return now }
	l := &life{since: start}
	over := func(after time.Duration) bool { now = start.Add(after); return l.over(now) }
	if over(waiting-time.Second) || !over(waiting) {
		t.Error("an old machine takes its time to open a browser")
	}
	now = start
	l.sign(now)
	closed := l.page(clock)
	if over(time.Hour) {
		t.Error("ended under an open page")
	}
	done := l.job(clock)
	closed()
	if over(2 * time.Hour) {
		t.Error("ended under work")
	}
	done()
	if over(2*time.Hour+quiet-time.Second) || !over(2*time.Hour+quiet) {
		t.Error("not a minute after")
	}
}

func TestAnotherStartOpensAPageOfTheRunningOne(t *testing.T) {
	d := sit(t, strange)
	server := httptest.NewServer(d.Handler())
	defer server.Close()
	d.host = strings.TrimPrefix(server.URL, "http://")
	d.announce()
	info, err := os.Stat(filepath.Join(d.Config, runningFile))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	var opened string
	o := Options{Config: d.Config, Open: func(target string) error { opened = target; return nil }, Say: t.Logf}
	handed, err := handOver(o, filepath.Join(d.folder, strange))
	if err != nil || !handed || !strings.HasPrefix(opened, server.URL+d.path+"enter?t=") {
		t.Fatal(handed, err, opened)
	}
	u, _ := url.Parse(opened)
	_, to, ok := d.keys.take(u.Query().Get("t"))
	if want := "file?" + d.of(strange).Encode(); !ok || to != want {
		t.Errorf("%v %s, want %s", ok, to, want)
	}
	d.unannounce()
	if handed, _ := handOver(o, ""); handed {
		t.Error("handed to one that has ended")
	}
}

func TestOfManyPagesTheOldestMakesRoom(t *testing.T) {
	h := &hub{}
	first := h.join()
	for range maxStreams {
		h.join()
	}
	h.renew("book")
	if m := <-first; m.kind != "yield" {
		t.Error(m)
	}
	if len(first) != 0 || len(h.streams) != maxStreams {
		t.Error(len(first), len(h.streams))
	}
}

func TestFromTheInputWorkbookToTheTables(t *testing.T) {
	d := sit(t, strange)
	has(t, d.page("folder"), "录入 一#1", "填好了，可以核对")
	of := d.of(strange)
	has(t, d.page("book?"+of.Encode()), "警告 9 处", "怎么办")
	page := d.send("fill", of)
	tables := "阳泉市司法局2026年预算公开表.xlsx"
	has(t, page, "已生成", tables, "2963.41")
	has(t, d.page("folder"), tables, "是最新的")

	finished := d.of(tables)
	page = d.page("tables?" + finished.Encode() + "&s=" + url.QueryEscape("表三"))
	has(t, page, `data-a="D12"`, "表三", `class="sheet"`)
	if strings.Contains(page, "style=") {
		t.Error("a style within the page, which the policy forbids")
	}
	has(t, text(t, d.ask(d.request("GET", "look.css?"+finished.Encode()+"&s="+url.QueryEscape("表三"), nil))), ".w1{width:", "border-top:1px solid")
	has(t, d.page("tables?"+finished.Encode()+"&q="+url.QueryEscape("2040601")), "找到")
	finished.Set("c", "表三!C6")
	has(t, d.page("explain?"+finished.Encode()), "2963.405198 万元", "支出明细!", "84 条，合计 29634051.98 元")
	finished.Set("c", "表三!ZZ99")
	has(t, d.page("explain?"+finished.Encode()), "空格")

	has(t, d.page("verify?"+d.of(tables).Encode()), "处")
	d.send("open", url.Values{"f": of["f"], "n": {tables}})
	if want := filepath.Join(d.folder, tables); !slices.Equal(d.opened, []string{want}) {
		t.Error(d.opened)
	}
}

func TestASavedWorkbookIsCheckedAgainAndComparedWithTheLastTime(t *testing.T) {
	d := sit(t, "录入.xlsx")
	of := d.of("录入.xlsx")
	d.page("book?" + of.Encode())
	d.send("fill", of)
	news := d.hub.join()
	change(t, filepath.Join(d.folder, "录入.xlsx"), "K6", 43639.69)
	for m := range news { // until the watcher has seen it
		if m.page == "book "+nameOf(filepath.Join(d.folder, "录入.xlsx")) {
			break
		}
	}
	d.page("book?" + of.Encode())
	has(t, d.page("folder"), "要重新生成")
	has(t, d.send("fill", of), "上一次生成的留着")
	tables := "阳泉市司法局2026年预算公开表.xlsx"
	before := previousName(tables)
	page := d.page("tables?" + d.of(tables).Encode() + "&with=" + url.QueryEscape(before))
	has(t, page, "格不同", "changed", "<small>2963.41</small>")
	both := url.Values{"old": {d.of(before).Encode()}, "new": {d.of(tables).Encode()}}
	has(t, d.page("diff?"+both.Encode()), "2963.41", "2964.41")
	has(t, d.send("diff", both), "调整对照表.xlsx")

	change(t, filepath.Join(d.folder, "录入.xlsx"), "B8", "20406")
	has(t, d.send("check", of), "支出明细（", `data-copy="B8"`, "错误 1 处")
	has(t, d.send("fill", of), "没有生成", "录入（标注）.xlsx")
}

// The page of a workbook tells of the files made of it as they were when the folder was
// last looked at; it is drawn anew once they were looked at again.
func TestThePageOfAWorkbookLearnsThatItsTablesHaveChanged(t *testing.T) {
	d := sit(t, "录入.xlsx")
	of := d.of("录入.xlsx")
	d.page("book?" + of.Encode())
	d.send("fill", of)
	d.page("folder")
	news := d.hub.join()
	changeIn(t, filepath.Join(d.folder, "阳泉市司法局2026年预算公开表.xlsx"), "表三", "B7", "改")
	d.page("book?" + of.Encode()) // has the folder looked at
	has(t, d.page("folder"), "手工改过")
	renewed := false
	for len(news) > 0 {
		m := <-news
		renewed = renewed || m.page == "book "+nameOf(filepath.Join(d.folder, "录入.xlsx"))
	}
	if !renewed {
		t.Error("the page of the workbook is not drawn anew")
	}
}

// change types into a cell of 支出明细.
func change(t *testing.T, file, cell string, value any) {
	t.Helper()
	changeIn(t, file, "支出明细", cell, value)
}

func changeIn(t *testing.T, file, sheet, cell string, value any) {
	t.Helper()
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.SetCellValue(sheet, cell, value); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

func TestNewWorkbooksAreWrittenIntoTheFolderAndNeverOverOthers(t *testing.T) {
	d := sit(t, "2026年录入.xlsx")
	f := url.Values{"f": {nameOf(d.folder)}}
	if strings.Contains(d.page("folder"), "从这里开始") {
		t.Error("somebody who has a workbook is told how to begin")
	}
	has(t, sit(t).page("folder"), "从这里开始", "换一个文件夹", `<details id="new" open>`)
	form := maps.Clone(f)
	form.Set("name", "新 的#一本")
	has(t, d.send("new", form), "已新建：新 的#一本.xlsx")
	has(t, d.send("new", form), "已经有这个文件")
	for _, name := range []string{"../外面", "录入:2026", "录入?"} { // Windows has no such names
		form.Set("name", name)
		has(t, d.send("new", form), "不能作文件名")
	}
	has(t, d.send("roll", d.of("2026年录入.xlsx")), "已新建：2027年录入.xlsx", "上年数")
	if _, err := os.Stat(filepath.Join(filepath.Dir(d.folder), "外面.xlsx")); err == nil {
		t.Error("written outside of the folder")
	}
}

// tall writes a workbook of ten thousand rows.
func tall(t *testing.T, file string) {
	t.Helper()
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for row := 1; row <= 10_000; row++ {
		if err := w.SetRow("A"+itoa(row), []any{"第" + itoa(row) + "行", "<b>", row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
}

func TestATableOfTenThousandRowsIsShownPageByPage(t *testing.T) {
	d := sit(t)
	tall(t, filepath.Join(d.folder, "大.xlsx"))
	at := "tables?" + d.of("大.xlsx").Encode()
	page := d.page(at)
	if n := strings.Count(page, "<tr"); n != pageRows || len(page) > 100_000 {
		t.Errorf("%d rows in %d bytes", n, len(page))
	}
	has(t, page, "第120行", "&lt;b&gt;", "第 84 页")
	has(t, d.page(at+"&s=Sheet1&c=C9999"), "第9999行", "asked")
	has(t, d.page(at+"&q="+url.QueryEscape("第9999行")), "Sheet1!A9999")
}

func TestAPackThatIsDroppedInIsUsedOnceItsKeyWasCompared(t *testing.T) {
	d := sit(t)
	folder := filepath.Join(t.TempDir(), "包")
	if err := os.CopyFS(folder, templates.Default()); err != nil {
		t.Fatal(err)
	}
	p, _, err := packfile.Open(folder, "")
	if err != nil {
		t.Fatal(err)
	}
	public, private, err := minisign.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	const name = "2026 市#.ysgk"
	file := filepath.Join(t.TempDir(), name)
	if _, err := app.BuildPack(p, folder, file, &private); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	has(t, d.drop(name, bytes.NewReader(content)), "第一次用这个密钥签名的模板包", "<strong>"+bundle.KeyID(&public)+"</strong>", "选用，以后都用它")
	has(t, d.page("packs"), "ysgk 自带") // nothing is chosen by looking
	has(t, d.send("usepack", place{droppedID, name}.values()), "已选用", "已记住公钥", "密钥编号 "+bundle.KeyID(&public))

	content[len(content)/2] ^= 1
	has(t, d.drop("改过.ysgk", bytes.NewReader(content)), "不能用")
	has(t, d.send("droppack", nil), "已改回自带的")
}

func TestAnExportIsLookedAtBeforeAnythingIsWritten(t *testing.T) {
	d := sit(t)
	export(t, filepath.Join(d.folder, "系统 导出#.xlsx"))
	of := d.of("系统 导出#.xlsx")
	has(t, d.page("import?"+of.Encode()), "明细 2 笔，合计 1234.50 元", "不认识的列「经办」", "功能科目编码", "写成录入工作簿")
	of.Set("leave", "支出类型")
	has(t, d.page("import?"+of.Encode()), "在下面的“补”里写 支出类型=")
	of.Del("leave")
	if left := app.Books(d.folder); len(left) != 1 {
		t.Fatal("looking wrote", left)
	}
	has(t, d.send("import", of), "已写录入工作簿：系统 导出#（导入）.xlsx", "要在录入工作簿里补填的")
	has(t, d.page("import?"+of.Encode()), "已经有这个文件")
}

// export writes a table as another system exports it.
func export(t *testing.T, file string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{
		{"部门预算支出明细（单位：元）"},
		{"单位", "功能科目", "支出类型", "部门经济科目", "政府经济科目", "项目名称", "资金来源", "资金年度", "金额", "经办"},
		{"甲局", "2040601-行政运行", "人员经费", "30101-基本工资", "50101-工资奖金津补贴", "", "一般公共预算", "本年", 1000, "张"},
		{"甲局", "2040601-行政运行", "公用经费", "30201-办公费", "50201-办公经费", "", "一般公共预算", "本年", 234.5, "李"},
		{"合计", "", "", "", "", "", "", "", 1234.5, ""},
	} {
		if err := f.SetSheetRow("Sheet1", "A"+itoa(i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
}

func TestABureauTriesItsPackBeforeItSendsIt(t *testing.T) {
	d := sit(t, "录入.xlsx")
	if err := os.WriteFile(filepath.Join(d.folder, "pack.yaml"), []byte("模板包:\n  基于: 自带\n  名称: 本市的\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	has(t, d.page("packs"), "制作中的模板包", "试填，看表")
	has(t, d.page("packs?tags=1"), "“本市的”能写的标签", "{{")
	form := url.Values{"pack": {nameOf(d.folder)}, "file": {d.of("录入.xlsx").Encode()}}
	has(t, d.send("trypack", form), "试填的，没有写进文件夹", "2963.41")
	if left := app.Books(d.folder); len(left) != 1 {
		t.Error("written into the folder:", left)
	}
}

// rezip is a file of Office with its parts changed.
func rezip(t *testing.T, file []byte, change func(name string, part []byte) []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		part, err := w.Create(f.Name)
		if err == nil {
			_, err = part.Write(change(f.Name, b))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
