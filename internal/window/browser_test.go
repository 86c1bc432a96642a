package window

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"ysgk/internal/office"
	"ysgk/internal/proof"
)

// look is a browser in front of a desktop, as people have it.
type look struct {
	*desktop
	ctx    context.Context
	server *http.Server
}

// browse starts Chromium on the pages of a desktop.
func browse(t *testing.T, books ...string) *look {
	t.Helper()
	proof.Outside(t)
	d := sit(t, books...)
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d.host = listener.Addr().String()
	pages := d.Handler()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/events") {
			time.Sleep(time.Duration(d.late.Load()))
		}
		pages.ServeHTTP(w, r)
	})}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(1366, 768))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	l := &look{d, ctx, server}
	l.do(chromedp.Navigate(d.Address("folder")), chromedp.WaitVisible(chromedp.CSS("header.top")))
	return l
}

// tab is another page of the same browser.
func (l *look) tab() *look {
	ctx, cancel := chromedp.NewContext(l.ctx)
	l.Cleanup(cancel)
	return &look{l.desktop, ctx, l.server}
}

func (l *look) do(actions ...chromedp.Action[chromedp.Void]) {
	l.Helper()
	if err := chromedp.Do(l.ctx, actions...); err != nil {
		l.picture("failed")
		l.Fatal(err)
	}
}

// until waits until a page says something.
func (l *look) until(words string) {
	l.Helper()
	var body string
	for range 2400 { // a busy machine takes its time
		var err error
		if body, err = chromedp.Run(l.ctx, chromedp.Evaluate[string](`document.body.innerText`)); err == nil && strings.Contains(body, words) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	l.picture("failed")
	l.Fatalf("%q is not said in\n%s", words, body)
}

// number is what a script in the page says.
func (l *look) number(script string) int {
	l.Helper()
	n, err := chromedp.Run(l.ctx, chromedp.Evaluate[int](script))
	if err != nil {
		l.Fatal(err)
	}
	return n
}

// picture keeps what is seen, where YSGK_PICTURES names a folder for it.
func (l *look) picture(name string) {
	folder := os.Getenv("YSGK_PICTURES")
	if folder == "" {
		return
	}
	b, err := chromedp.Run(l.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		l.Log(err)
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), b, 0o644); err != nil {
		l.Log(err)
	}
}

// last waits for a file that was to be shown, and gives it.
func (l *look) last() string {
	l.Helper()
	for range 2400 {
		if name, ok := l.shown.Load().(string); ok {
			return name
		}
		time.Sleep(50 * time.Millisecond)
	}
	l.Fatal("nothing is shown")
	return ""
}

func (l *look) open(page string) {
	l.Helper()
	l.do(chromedp.Navigate("http://"+l.host+l.path+page), chromedp.WaitVisible(chromedp.CSS("main")))
}

// An accountant who has never seen a terminal: looks, fills, asks where a figure is from,
// mends the workbook while its page is open.
func TestInABrowserFromTheFolderToTheFigures(t *testing.T) {
	l := browse(t, strange)
	l.until("填好了，可以核对")
	l.picture("文件夹")
	l.do(chromedp.Click(chromedp.CSS("a.button.main")))
	l.until("警告 9 处")
	l.picture("录入")
	// by keyboard alone
	l.do(chromedp.Focus(chromedp.CSS("#fill")), chromedp.KeyEvent(kb.Enter))
	l.until("已生成")
	l.picture("已生成")
	tables := l.of("阳泉市司法局2026年预算公开表.xlsx").Encode()
	l.open("tables?" + tables + "&s=" + url.QueryEscape("表三"))
	l.do(chromedp.Click(chromedp.CSS(`td[data-a="C6"]`)))
	l.until("84 条，合计 29634051.98 元")
	if n := l.number(`document.querySelectorAll("td.adds").length`); n != 2 {
		t.Error("cells that are added up:", n)
	}
	if n := l.number(`Math.round(document.querySelector(".sheet").getBoundingClientRect().width)`); n < 400 {
		t.Error("the widths of the sheet are not taken:", n)
	}
	l.picture("表三")
	l.do(chromedp.EmulateViewport(3840, 2160))
	l.picture("表三-4K")
	l.do(chromedp.EmulateViewport(1366, 768))
	l.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent(kb.Enter))
	l.until("表三!D6")

	l.open("book?" + l.of(strange).Encode())
	l.until("警告 9 处")
	second := l.tab()
	second.open("book?" + l.of(strange).Encode())
	second.until("警告 9 处")
	change(t, filepath.Join(l.folder, strange), "B8", "20406")
	second.until("错误 1 处") // by itself
	l.until("错误 1 处")
	l.picture("有错误")
	l.do(chromedp.Click(chromedp.CSS(`button[data-copy="B8"]`)), chromedp.WaitVisible(chromedp.CSS(`button.copy.done`)))
	l.until("已复制 B8。在 WPS、Excel 里按 F5，粘贴，回车")
	const marked = "录入 一#1 <script>（标注）.xlsx"
	if last := l.last(); filepath.Base(last) != marked {
		t.Error("opened", last)
	}
	l.until("已打开：" + marked)
	second.until("结果") // the folder has the copy, which every page learns
	time.Sleep(500 * time.Millisecond)
	l.until("已打开：" + marked) // what is told at the cell outlasts the new page
	l.picture("复制")
	l.do(chromedp.Click(chromedp.CSS(`.hint button`)), chromedp.WaitNotPresent(chromedp.CSS(".hint")), chromedp.WaitVisible(chromedp.CSS("#fill"))) // the page that the form leads to
	if last := l.last(); filepath.Base(last) != strange {
		t.Error("opened", last)
	}

	l.open("folder")
	l.until("要重新生成") // what is in the folder is known: the page is not changed under the hand
	l.do(chromedp.Evaluate[chromedp.Void](`(() => {
		const input = document.querySelector("#dropform input[type=file]"), all = new DataTransfer();
		all.items.add(new File([new ArrayBuffer(` + itoa(maxUpload+1) + `)], "很大 1#.xlsx"));
		input.files = all.files;
		input.dispatchEvent(new Event("change", { bubbles: true }));
	})()`))
	l.until("很大 1#.xlsx 太大，超过 64 MB") // before it is sent
	l.end()
	l.server.Close()
	l.until("程序已经结束")
}

// On a slow machine work may be done before a page has its stream.
func TestInABrowserWorkThatIsDoneBeforeThePageListensIsSeen(t *testing.T) {
	l := browse(t, "录入.xlsx")
	l.until("填好了，可以核对")
	l.late.Store(int64(3 * time.Second))
	l.open("book?" + l.of("录入.xlsx").Encode())
	l.until("警告 9 处")
}

func TestAPageElsewhereCannotDriveTheWindow(t *testing.T) {
	l := browse(t, "录入.xlsx")
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	evil := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte(`<form method="post" action="http://` + l.host + l.path + `new"><input name="f" value="` + nameOf(l.folder) + `"><input name="name" value="evil"><button>x</button></form>` +
			`<iframe src="http://` + l.host + l.path + `folder"></iframe>`))
	})}
	go evil.Serve(listener)
	defer evil.Close()
	l.do(chromedp.Navigate("http://"+listener.Addr().String()), chromedp.Click(chromedp.CSS("button")))
	l.until("origin")
	if _, err := os.Stat(filepath.Join(l.folder, "evil.xlsx")); err == nil {
		t.Error("written by a page elsewhere")
	}
}

// scheme lets the browser be in the light or in the dark.
func (l *look) scheme(name string) {
	l.Helper()
	if _, err := chromedp.Run(l.ctx, func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
		return chromedp.Void{}, err
	}); err != nil {
		l.Fatal(err)
	}
}

// pale is the first text of a page whose contrast to its ground is below that of WCAG AA;
// the colours of a workbook's own sheets are its affair.
const pale = `(() => {
	const parts = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
	const light = c => { const [r, g, b] = c.map(x => (x /= 255, x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
	for (const e of document.querySelectorAll("body *")) {
		if (e.closest(".paper") || !e.checkVisibility() || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
		let on = e;
		while (on && parts(getComputedStyle(on).backgroundColor)[3] === 0) on = on.parentElement;
		const a = light(parts(getComputedStyle(e).color).slice(0, 3)), b = light(parts(getComputedStyle(on || document.body).backgroundColor).slice(0, 3));
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio < 4.5) return ratio.toFixed(1) + " " + e.outerHTML.slice(0, 150);
	}
	return "";
})()`

// tiny is the first text or control of a page whose letters are too small on a screen of 4K.
const tiny = `(() => {
	for (const e of document.querySelectorAll("body *")) {
		if (!e.checkVisibility() || !["INPUT", "SELECT", "TEXTAREA"].includes(e.tagName) && ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
		const size = parseFloat(getComputedStyle(e).fontSize);
		if (size < 24) return size + " " + e.outerHTML.slice(0, 150);
	}
	return "";
})()`

// Each page fits on a small screen and a large one, in the light and in the dark, and the
// policy forbids nothing that is its own.
func TestInABrowserEveryPageFits(t *testing.T) {
	t.Setenv(office.Place, filepath.Join(t.TempDir(), "没有"))
	l := browse(t, "2026年录入.xlsx")
	in := l.of("2026年录入.xlsx")
	export(t, filepath.Join(l.folder, "系统导出.xlsx"))
	l.page("book?" + in.Encode())
	l.send("fill", in)
	change(t, filepath.Join(l.folder, "2026年录入.xlsx"), "K6", 43639.69)
	l.send("fill", in)
	tables := "阳泉市司法局2026年预算公开表.xlsx"
	of, before := l.of(tables), l.of(previousName(tables))
	l.page("verify?" + of.Encode())
	for name, content := range map[string]string{"pack.yaml": "模板包:\n  基于: 自带\n  名称: 本市的\n", "旧的.xls": "x", "信.docx": "x"} {
		if err := os.WriteFile(filepath.Join(l.folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	l.send("checkpack", url.Values{"f": {nameOf(l.folder)}})
	sample, err := os.Open("../../samples/阳泉市司法局2026年预算录入.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer sample.Close()
	l.drop("拖进来的.xlsx", sample)
	l.page("folder")
	for name, page := range map[string]string{
		"选文件夹": "choose", "核对": "verify", "核对公开表": "verify?" + of.Encode(),
		"比较":  "diff?" + url.Values{"old": {before.Encode()}, "new": {of.Encode()}}.Encode(),
		"模板包": "packs", "标签": "packs?tags=1", "取明细": "import?" + l.of("系统导出.xlsx").Encode(),
		"转成PDF": "pdf?" + of.Encode(), "拖进来的": place{droppedID, "拖进来的.xlsx"}.at("dropped"),
		"文件夹页": "folder", "录入页": "book?" + in.Encode(),
		"表三比较": "tables?" + of.Encode() + "&s=" + url.QueryEscape("表三") + "&with=" + url.QueryEscape(previousName(tables)),
		"绩效表":  "tables?" + of.Encode() + "&s=" + url.QueryEscape("遗属补助"),
		"找":    "tables?" + of.Encode() + "&q=" + url.QueryEscape("公务"),
	} {
		l.do(chromedp.EmulateViewport(1366, 768))
		l.open(page)
		if n := l.number(`document.documentElement.scrollWidth - innerWidth`); n > 0 {
			t.Errorf("%s is %d pixels too wide", name, n)
		}
		l.picture(name)
		for _, scheme := range []string{"dark", "light"} {
			l.scheme(scheme)
			if pale, err := chromedp.Run(l.ctx, chromedp.Evaluate[string](pale)); err != nil || pale != "" {
				t.Errorf("%s, %s: %v cannot be read: %s", name, scheme, err, pale)
			}
			if scheme == "dark" {
				l.picture(name + "-暗")
			}
		}
		l.do(chromedp.EmulateViewport(3840, 2160))
		if tiny, err := chromedp.Run(l.ctx, chromedp.Evaluate[string](tiny)); err != nil || tiny != "" {
			t.Errorf("%s: %v on a large screen letters are of %s", name, err, tiny)
		}
		if n := l.number(`document.documentElement.scrollWidth - innerWidth`); n > 0 {
			t.Errorf("%s is %d pixels too wide on a large screen", name, n)
		}
		l.picture(name + "-4K")
		l.scheme("dark")
		l.picture(name + "-4K-暗")
		l.scheme("light")
		if n := l.number(`document.querySelectorAll("[style]").length`); n > 0 {
			t.Error(name, "has styles of its own")
		}
	}
}
