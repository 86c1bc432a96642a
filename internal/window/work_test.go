package window

import (
	"bytes"
	"context"
	"errors"
	"html"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
)

// What was dropped in goes when the program ends, so nothing is written there that
// somebody goes on working in.
func TestNothingIsWrittenAmongWhatWasDroppedIn(t *testing.T) {
	d := sit(t)
	sample, err := os.Open("../../samples/阳泉市司法局2026年预算录入.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer sample.Close()
	has(t, d.drop("录入.xlsx", sample), "这是录入工作簿", "存一份到")
	in := place{droppedID, "录入.xlsx"}
	for _, does := range []string{"fill", "mark", "supply", "roll"} {
		r := d.ask(d.request("POST", does, in.values()))
		to := r.Header.Get("Location")
		if i := strings.Index(to, "m="); i < 0 {
			t.Error(does, r.StatusCode, to)
		} else {
			has(t, d.page("folder?"+to[i:]), "是拖进来的，不在您的文件夹里")
		}
	}
	has(t, d.send("new", url.Values{"f": {droppedID}, "name": {"新的"}}), "不在选定的文件夹里")
	tray := d.desk.dropped()[0]
	if strings.Contains(d.page("folder?f="+droppedID), tray) {
		t.Error("what was dropped in is shown as a folder to work in")
	}
	if left, _ := filepath.Glob(filepath.Join(tray, "*")); len(left) != 1 {
		t.Error(left)
	}
	if r := d.ask(d.request("POST", "keep", in.values())); !strings.HasSuffix(r.Header.Get("Location"), d.of("录入.xlsx").Encode()) {
		t.Error(r.Header.Get("Location"))
	}
	if _, err := os.Stat(filepath.Join(d.folder, "录入.xlsx")); err != nil {
		t.Error(err)
	}
}

// Somebody mends the annotated copy: both pages say so, and it is checked and filled.
func TestAnAnnotatedCopyThatWasMendedIsWorkedOnWith(t *testing.T) {
	d := sit(t, "录入.xlsx")
	in := d.of("录入.xlsx")
	change(t, filepath.Join(d.folder, "录入.xlsx"), "B8", "20406")
	d.page("book?" + in.Encode())
	const marked = "录入（标注）.xlsx"
	has(t, d.send("fill", in), "没有生成", marked)
	if strings.Contains(d.page("folder"), "在副本里改过") {
		t.Error("nobody has changed the copy yet")
	}
	change(t, filepath.Join(d.folder, marked), "B8", "2040601")
	copied := d.of(marked)
	has(t, d.page("folder"), "在副本里改过，要核对、生成这一本", `href="book?`+strings.ReplaceAll(copied.Encode(), "&", "&amp;"))
	has(t, d.page("book?"+in.Encode()), "标出问题的副本“"+marked+"”里改过", "到副本那一本")
	has(t, d.page("book?"+copied.Encode()), "警告 9 处")
	has(t, d.send("fill", copied), "已生成")
}

// A click on a problem opens the copy in which it is marked; the one in which somebody
// has begun to mend stays as it is.
func TestAClickOnAProblemOpensTheCopyAndKeepsWhatWasMendedInIt(t *testing.T) {
	d := sit(t, "录入.xlsx")
	in := d.of("录入.xlsx")
	in.Set("cell", "B8")
	change(t, filepath.Join(d.folder, "录入.xlsx"), "B8", "20406")
	const name = "录入（标注）.xlsx"
	file := filepath.Join(d.folder, name)
	click := func(in url.Values, want string) []byte {
		t.Helper()
		has(t, d.send("mark", in), "已打开："+want)
		if last := d.shown.Load(); last != filepath.Join(d.folder, want) {
			t.Error("opened", last)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	click(in, name)
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(file, old, old); err != nil {
		t.Fatal(err)
	}
	click(in, name)
	if !stampOf(file).time.Equal(old) {
		t.Error("a copy that says so already, and may be open, is written again")
	}
	change(t, file, "B8", "2040601")
	mended, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	copied := d.of(name)
	copied.Set("cell", "C9")
	if !bytes.Equal(click(in, name), mended) || !bytes.Equal(click(copied, name), mended) {
		t.Error("what was mended in the copy is taken away")
	}
	change(t, filepath.Join(d.folder, "录入.xlsx"), "B9", "20406")
	has(t, d.send("mark", in), "已打开："+name, "原来的副本有人改过，已另存为：录入（标注）（改过的")
	d.Open = func(string) error { return errors.New("exit status 3") }
	has(t, d.send("mark", in), "没有找到能打开它的程序。它在文件夹 "+d.folder)
}

// Where no browser comes somebody without a terminal is told the address, which opens.
func TestAnAddressThatNoBrowserShowsIsTold(t *testing.T) {
	d := sit(t)
	d.Clicked = true
	told := make(chan string, 1)
	d.Unseen = func(address string) { told <- address }
	passed := make(chan time.Time)
	d.after = func(time.Duration) <-chan time.Time { return passed }
	expect := func(address string, err error) <-chan bool {
		done := make(chan bool)
		go func() { d.expect(address, err); close(done) }()
		return done
	}
	<-expect(d.Address("folder"), errors.New("no browser"))
	ticket := strings.TrimPrefix(<-told, "http://"+d.host+d.path)
	has(t, text(t, d.ask(d.request("GET", ticket, nil))), "正在打开")
	unseen := d.Address("folder")
	done := expect(unseen, nil)
	if len(told) > 0 {
		t.Error("told before the browser has had time")
	}
	passed <- time.Time{}
	<-done
	if got := <-told; got != unseen {
		t.Error(got)
	}
	seen := d.Address("folder")
	d.ask(d.request("GET", strings.TrimPrefix(seen, "http://"+d.host+d.path), nil))
	done = expect(seen, nil)
	passed <- time.Time{}
	if <-done; len(told) > 0 {
		t.Error("an address that is open is told")
	}
}

// A thousand problems are shown page by page, all of them.
func TestAThousandProblemsAreShownPageByPage(t *testing.T) {
	d := sit(t, "录入.xlsx")
	at := "book?" + d.of("录入.xlsx").Encode()
	d.page(at)
	var many finding.List
	for i := range 1000 {
		many.Warnf("x", finding.Place{Sheet: []string{"支出明细", "收入明细"}[i/500], Cell: "B" + itoa(6+i)}, "改。", "第 %d 处 <b>", i)
	}
	b := d.shelf.known(filepath.Join(d.folder, "录入.xlsx"))
	b.mu.Lock()
	b.checked.Findings = many
	b.mu.Unlock()
	seen := 0
	for p := range 5 {
		page := d.page(at + "&p=" + itoa(p))
		if n := strings.Count(page, "处 &lt;b&gt;"); n != maxShown || len(page) > 150_000 {
			t.Errorf("page %d has %d of them in %d bytes", p, n, len(page))
		} else {
			seen += n
		}
		has(t, page, "警告 1000 处", itoa(p*maxShown+1)+"-"+itoa((p+1)*maxShown), `data-copy="B`+itoa(6+p*maxShown)+`"`)
	}
	if seen != 1000 {
		t.Error("problems that are shown:", seen)
	}
}

// However many large workbooks are looked at, only the last few are held.
func TestLargeTablesDoNotFillTheMemory(t *testing.T) {
	d := sit(t)
	var first runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&first)
	large := filepath.Join(d.folder, "大.xlsx")
	tall(t, large)
	content, err := os.ReadFile(large)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		name := "大" + itoa(i) + ".xlsx"
		if err := os.WriteFile(filepath.Join(d.folder, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
		has(t, text(t, d.ask(d.request("GET", "tables?"+d.of(name).Encode(), nil))), "第 84 页")
	}
	if n := len(d.books.books); n > maxDrawn {
		t.Error("workbooks that are held:", n)
	}
	var last runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&last)
	if more := int64(last.HeapAlloc) - int64(first.HeapAlloc); more > 64<<20 {
		t.Errorf("%d MB are held", more>>20)
	} else {
		t.Logf("%d MB are held", more>>20)
	}
}

// The whole program: it is asked, is told to end in the middle of work, finishes what it
// is writing, and then nothing listens any more.
func TestNothingListensAfterTheEndAndFilesAreWhole(t *testing.T) {
	d := sit(t, "录入.xlsx")
	address := make(chan string, 1)
	o := d.Options
	o.Config = t.TempDir()
	o.Open = func(target string) error { address <- target; return nil }
	ended := make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() { ended <- Run(ctx, o, filepath.Join(d.folder, "录入.xlsx")) }()
	enter, err := url.Parse(<-address)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	answer, err := client.Get(enter.String())
	if err != nil {
		t.Fatal(err)
	}
	has(t, text(t, answer), "正在打开", "file?f=")
	at := strings.TrimSuffix(enter.String(), "?"+enter.RawQuery)
	at = strings.TrimSuffix(at, "enter")
	r, err := http.NewRequest("POST", at+"fill", strings.NewReader(d.of("录入.xlsx").Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://"+enter.Host)
	if answer, err = client.Do(r); err != nil {
		t.Fatal(err)
	}
	has(t, text(t, answer), "录入.xlsx")
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if c, err := net.Dial("tcp", enter.Host); err == nil {
		c.Close()
		t.Error("something listens still")
	}
	if _, err := os.Stat(filepath.Join(o.Config, runningFile)); err == nil {
		t.Error("it is announced still")
	}
	for _, file := range app.Books(d.folder) {
		if f, err := excelize.OpenFile(file); err != nil {
			t.Error(file, err)
		} else {
			f.Close()
		}
	}
	if left, _ := filepath.Glob(filepath.Join(d.folder, ".ysgk-*")); len(left) > 0 {
		t.Error("left behind:", left)
	}
}

// A folder that was chosen is the one to begin with the next time, until it is taken off.
func TestAChosenFolderIsRemembered(t *testing.T) {
	d := sit(t)
	other := filepath.Join(t.TempDir(), "别的 100%#")
	if err := os.Mkdir(other, 0o755); err != nil {
		t.Fatal(err)
	}
	has(t, d.send("choose", url.Values{"at": {other}}), "别的 100%#")
	next := func() string {
		o := d.Options
		o.Folder = ""
		s, err := New(o, host)
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		folder, _ := s.desk.folder("")
		return folder
	}
	if got := next(); got != other {
		t.Error(got)
	}
	d.send("forget", url.Values{"f": {nameOf(other)}})
	if got := next(); got != d.folder {
		t.Error(got)
	}
	has(t, d.send("choose", url.Values{"at": {filepath.Join(other, "没有")}}), "没有这个文件夹，或没有权限")
}

// Two files that are dropped onto the page for it, one after the other, are compared.
func TestTwoFilesThatAreDroppedInAreCompared(t *testing.T) {
	d := sit(t, "旧.xlsx", "新.xlsx")
	change(t, filepath.Join(d.folder, "新.xlsx"), "K6", 43639.69)
	var content [2][]byte
	for i, name := range []string{"旧.xlsx", "新.xlsx"} {
		var err error
		if content[i], err = os.ReadFile(filepath.Join(d.folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	first := d.dropTo("去年 1#.xlsx", bytes.NewReader(content[0]), "for", "diff", "old", "")
	page := d.page(first)
	has(t, page, `selected>去年 1#.xlsx（拖进来的）`)
	old := regexp.MustCompile(`name="old" value="([^"]+)"`).FindStringSubmatch(page)
	if old == nil {
		t.Fatal("the next file is not compared with the first")
	}
	second := d.dropTo("今年 2%.xlsx", bytes.NewReader(content[1]), "for", "diff", "old", html.UnescapeString(old[1]))
	has(t, d.page(second), "去年 1#.xlsx → 今年 2%.xlsx", "修改", "K6")
	// and onto the page that judges, which asks nothing
	if to := d.dropTo("今年 2%.xlsx", bytes.NewReader(content[1]), "for", "verify"); !strings.HasPrefix(to, "verify?f="+droppedID) {
		t.Error(to)
	}
}

// A project that is called <script> is one on every page, in names of sheets, too.
func TestWhatWorkbooksSayIsNeverPartOfAPage(t *testing.T) {
	d := sit(t, "录入.xlsx")
	file := filepath.Join(d.folder, "录入.xlsx")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const name, evil = "司法业务大楼运行维护费", `<script>alert("1")</script>`
	content = rezip(t, content, func(_ string, part []byte) []byte {
		return bytes.ReplaceAll(part, []byte(name), []byte(html.EscapeString(evil)))
	})
	if err := os.WriteFile(file, content, 0o644); err != nil {
		t.Fatal(err)
	}
	in := d.of("录入.xlsx")
	pages := []string{d.page("book?" + in.Encode()), d.send("fill", in)}
	has(t, pages[1], "已生成")
	finished := d.of("阳泉市司法局2026年预算公开表.xlsx")
	at := "tables?" + finished.Encode()
	sheets := d.page(at)
	sheet := regexp.MustCompile(`s=(%3Cscript[^&"]*)`).FindStringSubmatch(sheets)
	if sheet == nil {
		t.Fatal("no sheet is called so:\n" + sheets)
	}
	pages = append(pages, sheets, d.page(at+"&s="+sheet[1]), d.page(at+"&q=script"), d.page(at+"&q="+url.QueryEscape(evil)),
		d.page("explain?"+finished.Encode()+"&c="+sheet[1]+"!B2"), d.page("folder"),
		text(t, d.ask(d.request("GET", "look.css?"+finished.Encode()+"&s="+sheet[1], nil))))
	told := false
	for _, page := range pages {
		if strings.Contains(page, "<script>") || strings.Contains(page, "alert(\"1") {
			t.Error("part of a page:\n" + page)
		}
		told = told || strings.Contains(page, "&lt;script&gt;alert")
	}
	if !told {
		t.Error("the name is on no page")
	}
}
