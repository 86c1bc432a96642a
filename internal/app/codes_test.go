package app_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
)

// A code that nobody has confirmed is named once, however many rows use it, and no more
// once the pack has confirmed it.
func TestCodesInDoubtAreNamedOnce(t *testing.T) {
	p := proof.DefaultPack(t)
	notes := func() (out finding.List) {
		found, err := app.Check(p, sampleInput)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Code == "code-unconfirmed" {
				out = append(out, f)
			}
		}
		return out
	}
	before := notes()
	if len(before) != 1 || before[0].Severity != finding.Note || before[0].Place.String() != "支出明细!G8" || strings.Count(before[0].Message, "50299") != 1 || !strings.Contains(before[0].Hint, "政府收支分类科目") {
		t.Fatalf("%v", before)
	}
	codes := p.Codes["政府经济科目"]
	confirmed := codes.Clone()
	confirmed.Set([]string{"50299", codes.NameOf("50299"), "2026年政府收支分类科目"})
	p.Codes["政府经济科目"] = confirmed
	if after := notes(); len(after) != 1 || strings.Contains(after[0].Message, "50299") || after[0].Place.String() == "支出明细!G8" {
		t.Errorf("%v", after)
	}
	confirmed.Set([]string{"50299", "别的名称", "2026年政府收支分类科目"})
	if after := notes(); len(after) != 1 || !strings.Contains(after[0].Message, "50299") {
		t.Errorf("of another name: %v", after)
	}
}

// TestCodesInHeadersConditionsAndChartsAreNamed changes what a code means that a template names in its
// header, in a condition and in the title of a chart alone.
func TestCodesInHeadersConditionsAndChartsAreNamed(t *testing.T) {
	files, err := app.StartPack()
	fine(t, err)
	const template = "预算公开表.xlsx"
	b, err := excelize.OpenReader(bytes.NewReader(files[template]))
	fine(t, err)
	fine(t, b.SetHeaderFooter("表一", &excelize.HeaderFooterOptions{OddHeader: "&C接待{{三公经费[30217].合计}}"}))
	fine(t, b.SetCellStr("表二", "A1", "附表二{{如有 三公经费[30217].合计}}，有公务接待{{完}}"))
	fine(t, b.AddChart("表三", "H9", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "表三!$C$7"}}, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "接待{{三公经费[30217].合计}}"}}}}))
	out, err := b.WriteToBuffer()
	fine(t, err)
	files[template] = out.Bytes()
	folder := t.TempDir()
	for name, content := range files {
		fine(t, os.WriteFile(filepath.Join(folder, name), content, 0o644))
	}
	list := filepath.Join(t.TempDir(), "经济.csv")
	fine(t, os.WriteFile(list, []byte("编码,名称\n302,商品和服务支出\n30201,办公费\n30217,会务费\n30250,公务接待费\n"), 0o644))
	c, err := app.CompareCodes(app.CodesRequest{Folder: folder, Files: []string{list}})
	fine(t, err)
	for _, want := range []string{"表一!页眉页脚或图形：标签 {{三公经费[30217].合计}}", "表二!A1：标签 {{三公经费[30217].合计}}", "表三!页眉页脚或图形：标签 {{三公经费[30217].合计}}"} {
		if !slices.ContainsFunc(c.Pack, func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("%s is not told:\n%s", want, strings.Join(c.Pack, "\n"))
		}
	}
}

func fine(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
