package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/trace"
)

// withCells is the default pack with other contents in cells of its template.
func withCells(t *testing.T, cells map[string]string) *pack.Pack {
	t.Helper()
	p := proof.DefaultPack(t)
	f, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
	if err != nil {
		t.Fatal(err)
	}
	for at, text := range cells {
		sheet, cell, _ := strings.Cut(at, "!")
		if formula, ok := strings.CutPrefix(text, "="); ok {
			err = f.SetCellFormula(sheet, cell, formula)
		} else {
			err = f.SetCellDefault(sheet, cell, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	p.Templates[p.Template[0]] = b.Bytes()
	return p
}

func explain(t *testing.T, p *pack.Pack, cell string) trace.Derivation {
	t.Helper()
	e, err := app.Explain(app.ExplainRequest{Pack: p, File: sampleInput, Question: trace.Question{Cell: cell}})
	if err != nil {
		t.Fatal(err)
	}
	return e.Derivation
}

func TestFiguresWithinATextAreExplainedOneByOne(t *testing.T) {
	p := withCells(t, map[string]string{"表一!A39": "本年支出{{支出按类[合计].合计}}万元，其中司法等{{支出按类[204].合计}}万元，部门是{{部门名称}}。"})
	e := explain(t, p, "表一!A39")
	if e.Kind != trace.Text || e.Value.Text != "本年支出2963.41万元，其中司法等2224.91万元，部门是阳泉市司法局。" {
		t.Fatalf("%s %q", e.Kind, e.Value.Text)
	}
	figures := 0
	for _, x := range e.Parts {
		if x.Amount {
			figures++
			if !trace.Sum(x.Items).Equal(x.Yuan) || x.Yuan.IsZero() {
				t.Errorf("%s is %s 元, its line items are %s", x.Text, x.Yuan, trace.Sum(x.Items))
			}
		}
	}
	if figures != 2 {
		t.Errorf("%d figures", figures)
	}
}

func TestFormulasThatSubtractOrCountTwiceAreExplainedWithSigns(t *testing.T) {
	p := withCells(t, map[string]string{
		"表一!A40": "=D36-E36+2*E9", "表一!B40": "=E9+100", "表一!C40": "=E9/D36", "表一!D40": "=表三!C6-E9", "表一!E40": "=MAX(E9,E13)",
	})
	for cell, want := range map[string]struct {
		adds  bool
		items int
		yuan  string
		fixed string
	}{
		"表一!A40": {true, 57, "44498199.98", "0"},
		"表一!B40": {true, 57, "23249099.99", "1000000"},
		"表一!C40": {false, 0, "", "0"},
		"表一!D40": {true, 27, "7384951.99", "0"},
		"表一!E40": {true, 57, "22249099.99", "0"},
	} {
		e := explain(t, p, cell)
		if e.Adds != want.adds || len(e.Items) != want.items || !e.Fixed.IsZero() != (want.fixed != "0") {
			t.Errorf("%s =%s: adds %t, %d items, %s 元 fixed, %s", cell, e.Formula, e.Adds, len(e.Items), e.Fixed, e.Yuan)
		}
		if e.Adds && (!trace.Sum(e.Items).Add(e.Fixed).Equal(e.Yuan) || e.Yuan.StringFixed(2) != want.yuan) {
			t.Errorf("%s =%s is %s 元, its items are %s", cell, e.Formula, e.Yuan, trace.Sum(e.Items))
		}
		if len(e.Terms) == 0 {
			t.Errorf("%s =%s has no terms", cell, e.Formula)
		}
	}
}

// A workbook that names its input by hash is explained by that, whatever the
// file is called; with none beside it, the user is told.
func TestTheInputIsFoundBesideByItsHash(t *testing.T) {
	p := proof.DefaultPack(t)
	folder := t.TempDir()
	in, err := os.ReadFile(sampleInput)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(folder, "a.xlsx")
	mine := filepath.Join(folder, "换了名字.xlsx")
	for _, file := range []string{other, mine} {
		if err := os.WriteFile(file, in, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if f, err := excelize.OpenFile(other); err != nil || f.SetCellValue("支出明细", "K9", 1) != nil || f.Save() != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "公开表.xlsx")
	if _, _, err := app.Fill(app.FillRequest{Pack: p, Input: mine, Output: out}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	f := proof.Parts(t, b)
	sum := sha256.Sum256(in)
	if f.SetProperty("ysgk.录入校验", hex.EncodeToString(sum[:])) != nil || f.SetProperty("ysgk.录入文件", "换了名字.xlsx") != nil {
		t.Fatal("no properties")
	}
	var w bytes.Buffer
	if err := f.Write(&w); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(out, w.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := app.Explain(app.ExplainRequest{Pack: p, File: out, Question: trace.Question{Cell: "表三!D12"}})
	if err != nil || e.Input != "换了名字.xlsx" || e.Filed.Differs {
		t.Fatalf("%+v %v", e, err)
	}
	if err := os.Remove(mine); err != nil {
		t.Fatal(err)
	}
	_, err = app.Explain(app.ExplainRequest{Pack: p, File: out, Question: trace.Question{Cell: "表三!D12"}})
	var trouble *finding.FileError
	if !errors.As(err, &trouble) || trouble.Message != "是用“换了名字.xlsx”生成的，但旁边没有这一本，或者它已经改过。请用 --录入 写明要用哪一本。旁边的录入工作簿有：a.xlsx" {
		t.Errorf("without its input: %v", err)
	}
}
