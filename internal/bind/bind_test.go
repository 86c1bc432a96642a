package bind_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/legend"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/proof"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/trust"
)

// folder is a pack in memory.
func folder(t *testing.T, files map[string][]byte) fs.FS {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func defaultPack(t *testing.T) *pack.Pack {
	t.Helper()
	p, err := packfile.Learnable()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var tag = regexp.MustCompile(`\{\{[^}]*\}\}`)

// blank is a template as a bureau has it: without tags.
func blank(t *testing.T, template []byte, unit string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(template))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range f.GetSheetList() {
		if strings.Contains(name, "{{") {
			f.SetSheetName(name, "绩效目标表")
			name = "绩效目标表"
		}
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(name, cell); formula != "" || !strings.Contains(text, "{{") {
					continue
				}
				text = strings.NewReplacer("{{年度}}", "2026", "{{金额单位}}", unit).Replace(text)
				if text = tag.ReplaceAllString(text, ""); text == "" {
					f.SetCellValue(name, cell, nil)
				} else {
					f.SetCellStr(name, cell, text)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// filled is the one workbook that a pack makes of a ledger.
func filled(t *testing.T, p *pack.Pack, l *budget.Ledger) []byte {
	t.Helper()
	rules, found, err := tables.Rules(p)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	out, found, err := tables.Prove(p, rules, l, tables.Views(p, l))
	if err != nil {
		t.Fatal(err)
	}
	if found.HasErrors() {
		t.Fatalf("%v", found)
	}
	return out.Books[0].Content
}

func known(t *testing.T, p *pack.Pack) (out []bind.Known) {
	t.Helper()
	forms, _, err := tables.Forms(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range forms {
		if titles := legend.New(f).Titles(); len(titles) > 0 {
			out = append(out, bind.Known{Title: titles[0].Says, Views: f.Lists})
		}
	}
	return out
}

// own is a pack whose tables are the example; others learn from them.
func own(t *testing.T, name string) (p *pack.Pack, template []byte) {
	t.Helper()
	var err error
	if p, _, err = packfile.Open("../../templates/"+name, trust.User()); err != nil {
		t.Fatal(err)
	}
	return p, blank(t, p.Templates[p.Template[0]], p.Unit.Name)
}

func TestAPackLearnedFromTablesFillsOtherLedgersAsThePackThatMadeThem(t *testing.T) {
	base := defaultPack(t)
	for turn, name := range []string{"default", "yunling"} {
		t.Run(name, func(t *testing.T) {
			p, template := own(t, name)
			example := sample.Ledger(base)
			var cases []sample.Case
			for i, c := range proof.Some(sample.Cases(base)) {
				if i%2 == turn { // the packs take turns: both with each case take minutes
					cases = append(cases, c)
				}
			}
			r := bind.Request{Pack: base, Known: known(t, base), Form: template, Name: "官方表.xlsx", Example: filled(t, p, example), Ledger: example, Views: tables.Views(base, example)}
			made, err := bind.Workbook(r)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range made.Left {
				t.Log(e)
			}
			learned, err := pack.Load(folder(t, map[string][]byte{"pack.yaml": made.Manifest, "官方表.xlsx": made.Book}))
			if err != nil {
				t.Fatalf("%v\n%s", err, made.Manifest)
			}
			learned.Reuse()
			p.Reuse()
			for _, c := range append(cases, sample.Case{Name: "范例", Ledger: example}) {
				r.Ledger = c.Ledger
				proofs, err := bind.Prove(p, filled(t, p, c.Ledger), filled(t, learned, c.Ledger), bind.Knows(r))
				if err != nil {
					t.Fatal(err)
				}
				right := 0
				for _, x := range proofs {
					right += x.Right
					if strings.HasPrefix(x.Sheet, "样例项目") && (strings.Contains(c.Name, "都是零") || strings.Contains(c.Name, "第一个金额列")) {
						continue // the example has no zero, from which alone could be seen that zeros are printed
					}
					if x.Wrong() > 0 {
						t.Errorf("%s, %s: %d figures right, differ %v, open %v, lost %v, extra %v", c.Name, x.Sheet, x.Right, x.Differ, x.Open, x.Lost, x.Extra)
					}
				}
				t.Log(c.Name, right)
			}
		})
	}
}

// The tables of last year may be all the form there is: what its one project says is not
// what each project says.
func TestFilledTablesAsTheFormGiveTagsNotTheirFigures(t *testing.T) {
	base := defaultPack(t)
	example, found, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", base)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	book := filled(t, base, example)
	r := bind.Request{Pack: base, Known: known(t, base), Form: book, Name: "官方表.xlsx", Example: book, Ledger: example, Views: tables.Views(base, example)}
	made, err := bind.Workbook(r)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("{{绩效项目.项目名称}}")
	if err != nil || len(rows) == 0 {
		t.Fatal(err)
	}
	want := map[string]string{
		"C3": "{{绩效项目.项目名称}}", "A17": "", "E7": "{{绩效项目.实施期中央|元|印零}}", "H8": "{{绩效项目.年度省级|元|印零}}",
		"E9": "{{绩效项目.实施期市县区|元|印零}}", "E11": "{{绩效项目.实施期其他|元}}", "A21": "负责人：{{绩效项目.负责人}}", "G21": "填报日期：{{绩效项目.填报日期}}",
	}
	for at, text := range want {
		if is, _ := f.GetCellValue("{{绩效项目.项目名称}}", at); is != text {
			t.Errorf("%s: %q, want %q", at, is, text)
		}
	}
	learned, err := pack.Load(folder(t, map[string][]byte{"pack.yaml": made.Manifest, "官方表.xlsx": made.Book}))
	if err != nil {
		t.Fatalf("%v\n%s", err, made.Manifest)
	}
	proofs, err := bind.Prove(base, book, filled(t, learned, example), bind.Knows(r))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range proofs {
		if x.Wrong() > 0 {
			t.Errorf("%s: %d right, differ %v, open %v, lost %v, extra %v", x.Sheet, x.Right, x.Differ, x.Open, x.Lost, x.Extra)
		}
	}
}
