package window

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focused is what the keyboard is on, as somebody sees it: its words, or "" with the
// reason where it cannot be seen.
const focused = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return "|nothing";
	const b = e.getBoundingClientRect(), s = getComputedStyle(e);
	if (b.bottom < 0 || b.top > innerHeight || !b.width) return "|out of sight: " + e.outerHTML.slice(0, 200);
	if (s.outlineStyle === "none" || parseFloat(s.outlineWidth) < 2) return "|no outline: " + e.outerHTML.slice(0, 200);
	return (e.dataset.a || e.innerText || e.value || e.name || e.tagName).trim();
})()`

// keyboard presses keys in a browser, and sees where it is.
type keyboard struct{ *look }

// at is what the keyboard is on. A page takes a moment to scroll to it, longer on a busy machine.
func (k keyboard) at() string {
	k.Helper()
	const patience = 5 * time.Second
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		words, err := chromedp.Run(k.ctx, chromedp.Evaluate[string](focused))
		if err != nil {
			k.Fatal(err)
		}
		why, unseen := strings.CutPrefix(words, "|")
		if !unseen {
			return words
		}
		if time.Since(began) > patience {
			k.picture("failed")
			k.Fatal("the focus is not seen: ", why)
		}
	}
}

// to presses Tab until it is on something, in which some words stand.
func (k keyboard) to(words string) {
	k.Helper()
	k.move(words)
}

// back is to, the other way round.
func (k keyboard) back(words string) {
	k.Helper()
	k.move(words, chromedp.KeyModifiers(chromedp.ModifierShift))
}

func (k keyboard) move(words string, with ...chromedp.KeyOption) {
	k.Helper()
	var met []string
	for range 60 {
		k.do(chromedp.KeyEvent(kb.Tab, with...))
		if k.number(`document.activeElement === document.body ? 1 : 0`) == 1 { // beyond the end are the browser's own buttons
			continue
		}
		at := k.at()
		if strings.Contains(at, words) {
			return
		}
		met = append(met, at)
	}
	k.picture("failed")
	k.Fatalf("Tab does not come to %q, but to %q", words, met)
}

func (k keyboard) press(keys ...string) {
	k.Helper()
	for _, key := range keys {
		k.do(chromedp.KeyEvent(key))
	}
}

// A whole job without a mouse: from the start page through the problems and the tables to
// a saved copy of them, and the end of the program.
func TestInABrowserAWholeJobIsDoneByTheKeyboardAlone(t *testing.T) {
	l := browse(t, strange)
	saved := t.TempDir()
	if _, err := chromedp.Run(l.ctx, func(ctx context.Context, c *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: saved})
		return chromedp.Void{}, err
	}); err != nil {
		t.Fatal(err)
	}
	k := keyboard{l}
	l.until("填好了，可以核对")
	k.to("核对、生成")
	k.press(kb.Enter)
	l.until("警告 9 处")
	k.to("生成公开表")
	k.press(kb.Enter)
	l.until("已生成")
	k.to("看表")
	k.press(kb.Enter)
	l.until("这个数是怎么来的")
	k.to("表三")
	k.press(kb.Enter)
	l.until("预算公开表3")
	k.to("A1") // the first cell of the table
	k.press(kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.ArrowRight)
	if at := k.at(); at != "C6" {
		t.Fatal("the arrows lead to ", at)
	}
	k.press(kb.Enter)
	l.until("84 条，合计 29634051.98 元")
	l.picture("键盘")
	k.to("支出明细!K9")
	k.press("\x1b")
	if at := k.at(); at != "C6" {
		t.Fatal("Escape leads to ", at)
	}
	k.back("另存")
	k.press(kb.Enter)
	const tables = "阳泉市司法局2026年预算公开表.xlsx"
	want, err := os.ReadFile(filepath.Join(l.folder, tables))
	if err != nil {
		t.Fatal(err)
	}
	k.back("← 文件夹")
	k.press(kb.Enter)
	l.until("是最新的")
	for n := range 201 {
		if b, err := os.ReadFile(filepath.Join(saved, tables)); err == nil && bytes.Equal(b, want) {
			break
		} else if n == 200 {
			t.Fatal("nothing is saved: ", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
	k.to("结束")
	k.press(kb.Enter)
	l.until("可以关闭这一页了")
	select {
	case <-l.ended:
	default:
		t.Error("the program goes on")
	}
}
