package window

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"ysgk/internal/proof"
)

var (
	marks   = regexp.MustCompile(`<[^>]*>`)
	moments = regexp.MustCompile(`\d\d:\d\d(:\d\d)?`)
)

// The manual and README show pages of a session. The words of these pages are compared
// with those that the pictures show; the browser is asked only when they are made.
func TestThePicturesOfTheWindowShowWhatItShows(t *testing.T) {
	const in, tables = "2026年录入.xlsx", "阳泉市司法局2026年预算公开表.xlsx"
	var l *look
	var d *desktop
	if proof.Pictures() != "" {
		l = browse(t, in)
		d = l.desktop
	} else {
		d = sit(t, in)
	}
	d.whole() // as people have it
	taken := map[string]bool{}
	see := func(name, page string, more string, acts ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		name += ".png"
		taken[name] = true
		d.page(page)
		d.page("folder") // what the page has looked at is known from here on
		words := d.page(page)
		if more != "" {
			words += d.page(more)
		}
		words = strings.ReplaceAll(strings.Join(strings.Fields(marks.ReplaceAllString(words, " ")), " "), d.folder, "")
		if err := proof.Picture(name, "window", moments.ReplaceAllString(words, ""), func() ([]byte, error) {
			l.open(page)
			l.do(chromedp.WaitNotPresent(chromedp.CSS(".busy"))) // it looks at the workbook once more
			// The folder of a test is none that people have.
			l.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".path").forEach(e => e.textContent = "…/预算 2026")`))
			l.do(acts...)
			return chromedp.Run(l.ctx, chromedp.CaptureScreenshot())
		}); err != nil {
			t.Error(err)
		}
	}
	of, book := d.of(in), filepath.Join(d.folder, in)
	d.page("book?" + of.Encode())
	d.send("fill", of)
	change(t, book, "K6", 43639.69)
	d.send("fill", of)
	see("录入工作簿", "book?"+of.Encode(), "")
	see("文件夹", "folder", "")
	shown := d.of(tables)
	shown.Set("s", "表三")
	asked := d.of(tables)
	asked.Set("s", "表三")
	asked.Set("c", "C6")
	see("一个数的来历", "tables?"+shown.Encode(), "explain?"+asked.Encode(),
		chromedp.Click(chromedp.CSS(`td[data-a="C6"]`)), chromedp.WaitVisible(chromedp.CSS("#origin .formula")))
	shown.Set("with", previousName(tables))
	see("和上一次比", "tables?"+shown.Encode(), "")
	see("核对公开表", "verify?"+d.of(tables).Encode(), "")
	export(t, filepath.Join(d.folder, "系统导出.xlsx"))
	see("取明细", "import?"+d.of("系统导出.xlsx").Encode(), "")
	change(t, book, "B7", "20406")
	d.send("check", of)
	see("有错误", "book?"+url.Values(of).Encode(), "", chromedp.Evaluate[chromedp.Void](`scrollTo(0, document.body.scrollHeight)`))

	kept, err := os.ReadDir("../../docs/图")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range kept {
		if mark, err := proof.PictureMark(e.Name()); err != nil || strings.HasPrefix(mark, "window ") && !taken[e.Name()] {
			t.Errorf("docs/图/%s is not taken here any more (%v)", e.Name(), err)
		}
	}
}
