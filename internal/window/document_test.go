package window

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ysgk/internal/office"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
)

// whole makes the desktop use the whole pack that comes with ysgk, with its document.
// There is no LibreOffice.
func (d *desktop) whole() {
	d.Helper()
	d.Setenv(office.Place, filepath.Join(d.TempDir(), "没有"))
	d.Pack = func() (*pack.Pack, *packfile.Source, error) {
		p, err := packfile.Default()
		if err == nil {
			p.Reuse()
		}
		return p, nil, err
	}
	if err := d.changedPack(); err != nil {
		d.Fatal(err)
	}
}

// withDocuments sits down with the pack that makes a document, too, and fills both.
func withDocuments(t *testing.T) (d *desktop, tables, document url.Values) {
	t.Helper()
	d = sit(t)
	d.whole()
	sample, err := os.ReadFile("../../samples/阳泉市司法局2026年预算录入.xlsx")
	if err == nil {
		err = os.WriteFile(filepath.Join(d.folder, "录入.xlsx"), sample, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	d.page("book?" + d.of("录入.xlsx").Encode())
	page := d.send("fill", d.of("录入.xlsx"))
	tables, document = d.of("阳泉市司法局2026年预算公开表.xlsx"), d.of("阳泉市司法局2026年预算公开文本.docx")
	has(t, page, "已生成", tables.Get("n"), document.Get("n"))
	if strings.Contains(page, "tables?"+strings.ReplaceAll(document.Encode(), "&", "&amp;")) {
		t.Error("a document is offered as a workbook")
	}
	return d, tables, document
}

// A document is offered beside the tables, judged by them, and compared with another one;
// so is one that was dropped in.
func TestADocumentIsJudgedByTheTablesAndComparedWithAnother(t *testing.T) {
	d, tables, document := withDocuments(t)
	has(t, d.page("folder"), document.Get("n")+` <span class="faint">公开文本`, "转成 PDF")
	path := filepath.Join(d.folder, document.Get("n"))
	if with := d.tablesFor(path); with != tables.Encode() { // it is judged by them unasked
		t.Errorf("%q", with)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other := mended(t, content, "项目支出425.09万元", "项目支出452.09万元")
	dropped := place{droppedID, "改过的 1#.docx"}
	if to := d.dropTo("改过的 1#.docx", bytes.NewReader(other)); to != dropped.at("verify") {
		t.Error("dropping it leads to", to)
	}
	has(t, d.page(dropped.at("verify")+"&with="+url.QueryEscape(tables.Encode())), "再和公开表比", "452.09", "425.09", "第 ")
	both := url.Values{"old": {document.Encode()}, "new": {dropped.query()}}
	has(t, d.page("diff?"+both.Encode()), "425.09万元 → 452.09万元", "处不同")
	both.Set("old", tables.Encode())
	has(t, d.page("diff?"+both.Encode()), "或都是公开文本")
	form := dropped.values()
	form.Set("back", "verify?"+dropped.query())
	has(t, d.send("report", form), "已写：改过的 1#（核对结果）.xlsx")
}

// mended is a document in which one word was put for another in its text.
func mended(t *testing.T, docx []byte, old, new string) []byte {
	t.Helper()
	return rezip(t, docx, func(name string, b []byte) []byte {
		if name != "word/document.xml" {
			return b
		}
		out := bytes.Replace(b, []byte(old), []byte(new), 1)
		if bytes.Equal(out, b) {
			t.Fatal("not in the document: ", old)
		}
		return out
	})
}

// Without LibreOffice the page says how to make a PDF by hand; with it the PDF lies beside
// the tables, and it is told when it is of earlier ones.
func TestAPDFIsMadeOrItIsSaidHowToMakeIt(t *testing.T) {
	d := sit(t, "录入.xlsx")
	t.Setenv(office.Place, filepath.Join(t.TempDir(), "没有"))
	in := d.of("录入.xlsx")
	d.page("book?" + in.Encode())
	d.send("fill", in)
	tables := d.of("阳泉市司法局2026年预算公开表.xlsx")
	has(t, d.send("pdf", tables), "没有找到 LibreOffice", "另存为”或“输出为 PDF”", "再试一次")

	program := filepath.Join(t.TempDir(), "soffice")
	if err := os.WriteFile(program, []byte(`#!/bin/sh
while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out=$2; last=$1; shift; done
name=$(basename "$last"); printf '%%PDF-1.7 fake' > "$out/${name%.*}.pdf"
`), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv(office.Place, program)
	has(t, d.send("pdf", tables), "PDF 做好了", "阳泉市司法局2026年预算公开表.pdf")
	pdf := d.of("阳泉市司法局2026年预算公开表.pdf")
	has(t, d.page("folder"), pdf.Get("n")+` <span class="faint">PDF</span></span><span class="state good">是最新的`)
	has(t, text(t, d.ask(d.request("GET", "save?"+pdf.Encode(), nil))), "%PDF-1.7 fake")
	d.send("open", pdf)
	if want := filepath.Join(d.folder, pdf.Get("n")); len(d.opened) != 1 || d.opened[0] != want {
		t.Error(d.opened)
	}
	change(t, filepath.Join(d.folder, "录入.xlsx"), "K6", 43639.69)
	d.send("fill", in)
	has(t, d.page("folder"), "是以前的，要重新转")
	has(t, d.drop("别的.pdf", strings.NewReader("%PDF")), "是 PDF，里面的数读不出来")
}

// Files of old formats are not passed over in silence.
func TestFilesThatCannotBeReadAreNamedWithWhatToDo(t *testing.T) {
	d := sit(t, "录入.xlsx", "已转.xlsx")
	for _, name := range []string{"去年录入 1#.xls", "甲局.et", "说明.wps", "已转.xls", "~$锁.xls", "照片.jpg"} {
		if err := os.WriteFile(filepath.Join(d.folder, name), []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page := d.page("folder")
	has(t, page, "去年录入 1#.xls</strong>", "是 .xls，读不了。请用 Excel 或 WPS 打开，另存为 .xlsx", "甲局.et</strong>", "说明.wps</strong>", "另存为 .docx")
	for _, name := range []string{"已转.xls<", "~$锁", "照片"} {
		if strings.Contains(page, name) {
			t.Error(name, "is named")
		}
	}
	// and where it is dragged onto the program or into the page
	if to := d.landing(filepath.Join(d.folder, "甲局.et")); !strings.HasPrefix(to, "folder?m=") {
		t.Error(to)
	} else {
		has(t, d.page(to), "甲局.et：是 .et，读不了")
	}
	has(t, d.drop("甲局.et", strings.NewReader("x")), "是 .et，读不了")
}
