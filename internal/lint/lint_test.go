package lint_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/lint"
	"ysgk/internal/office"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/proof"
)

var update = flag.Bool("update", false, "write the wanted findings anew")

// quiet is the sheet 另表 of every pack that says nothing of it: nothing is wrong
// with it.
const quiet = `
{{年度}}年基金支出表
单位：元
代号 | 事项 | 金额
{{基金清单@项.代号}} | {{基金清单@项.事项}} | {{基金清单@项.金额}}
合计 | | =SUM(C4)
`

// TestWhatIsToldOfAPack runs the archives in testdata. Each holds the rows of the
// sheet 表 (and 另表), cells between |, perhaps changes to pack.yaml (a line
// FROM => TO each, \n for a line break), perhaps a list of codes, and what is found: severity, place, message. Definitions that
// are sound are tried as well.
func TestWhatIsToldOfAPack(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no archives", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := map[string]string{"另表": quiet}
			for _, f := range archive.Files {
				parts[f.Name] = string(f.Data)
			}
			got := told(t, small(t, parts))
			if !*update {
				if diff := cmp.Diff(parts["want"], got); diff != "" {
					t.Error(diff)
				}
				return
			}
			for i := range archive.Files {
				if archive.Files[i].Name == "want" {
					archive.Files[i].Data = []byte(got)
				}
			}
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// told are the findings of a pack, one a line.
func told(t *testing.T, p *pack.Pack) string {
	t.Helper()
	t.Setenv(office.Place, "") // without LibreOffice, which has a test of its own
	found := lint.Definitions(p)
	if !lint.Unfit(found) {
		_, more, err := lint.Try(p)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, more...)
	}
	var b strings.Builder
	for _, f := range found.Sorted() {
		if f.Code != "view-unused" { // the small pack has more views than any test needs
			fmt.Fprintf(&b, "%s %s %s\n", f.Severity, f.Place, f.Message)
		}
	}
	return b.String()
}

// small is the pack of testdata with the sheets of an archive.
func small(t *testing.T, parts map[string]string) *pack.Pack {
	t.Helper()
	yaml, err := os.ReadFile("testdata/pack.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(yaml)
	for line := range strings.SplitSeq(strings.TrimSpace(parts["pack.yaml"]), "\n") {
		if from, to, ok := strings.Cut(line, " => "); ok {
			if !strings.Contains(text, from) {
				t.Fatalf("pack.yaml has no %s", from)
			}
			text = strings.Replace(text, from, strings.ReplaceAll(to, `\n`, "\n"), 1)
		}
	}
	book := excelize.NewFile()
	must(t, book.SetSheetName("Sheet1", "表"))
	_, err = book.NewSheet("另表")
	must(t, err)
	for _, sheet := range []string{"表", "另表"} {
		put(t, book, sheet, parts[sheet])
	}
	content, err := book.WriteToBuffer()
	must(t, err)
	p, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte(text)}, "t.xlsx": {Data: content.Bytes()}, "科目.csv": {Data: []byte(parts["科目.csv"])}})
	must(t, err)
	return p
}

var tag = regexp.MustCompile(`\{\{[^}]*\}\}`)

// put types rows into a sheet that prints well: wide columns, two decimals, a
// header on every page.
func put(t *testing.T, book *excelize.File, sheet, rows string) {
	t.Helper()
	two, err := book.NewStyle(&excelize.Style{NumFmt: 2, Alignment: &excelize.Alignment{WrapText: true}})
	must(t, err)
	must(t, book.SetColWidth(sheet, "A", "H", 14))
	fit := true
	must(t, book.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	high := 0
	must(t, book.SetPageLayout(sheet, &excelize.PageLayoutOptions{FitToHeight: &high}))
	must(t, book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: sheet + "!$1:$3", Scope: sheet}))
	for r, line := range strings.Split(strings.Trim(rows, "\n"), "\n") {
		line = tag.ReplaceAllStringFunc(line, func(s string) string { return strings.ReplaceAll(s, "|", "¦") })
		for c, text := range strings.Split(line, "|") {
			at := a1.Name(c+1, r+1)
			text = strings.ReplaceAll(strings.TrimSpace(text), "¦", "|")
			if text == "" {
				continue
			}
			must(t, book.SetCellStyle(sheet, at, at, two))
			if formula, ok := strings.CutPrefix(text, "="); ok {
				must(t, book.SetCellFormula(sheet, at, formula))
			} else {
				must(t, book.SetCellStr(sheet, at, text))
			}
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestThePacksThatComeAlongAreSound(t *testing.T) {
	proof.Alone(t)
	for name, p := range map[string]*pack.Pack{"default": proof.DefaultPack(t), "yunling": proof.SecondPack(t)} {
		found := lint.Definitions(p)
		trial, more, err := lint.Try(p)
		if err != nil || trial == nil {
			t.Fatal(name, err, more)
		}
		for _, f := range append(found, more...) {
			if f.Severity != finding.Note {
				t.Errorf("%s: %s %s %s", name, f.Severity, f.Place, f.Message)
			}
		}
		t.Run(name+" computed anew", func(t *testing.T) {
			proof.Outside(t)
			if !trial.Recalculated {
				t.Error("LibreOffice has not computed it")
			}
		})
	}
}

// What lacks because a template cannot be read is no fault of pack.yaml, nor of another template.
func TestADamagedTemplateIsToldOnceAndAlone(t *testing.T) {
	for _, name := range []string{"预算公开表.xlsx", "预算公开文本.docx"} {
		p, err := packfile.Default()
		must(t, err)
		p.Templates[name] = p.Templates[name][:len(p.Templates[name])/2]
		found := lint.Definitions(p)
		if len(found) != 1 || found[0].Place.File != name || found[0].Code != "template-unreadable" {
			t.Errorf("%s: %v", name, found)
		}
	}
}
