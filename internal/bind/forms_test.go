package bind_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/renew"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
)

// TestFormsOfBureausAreBoundByAnExample binds the forms of made-up bureaus, whose
// tables a program of its own computed from the ledgers: with last year's example
// bound, the tables of two other departments come out, figure by figure, but for
// what is told to be left.
func TestFormsOfBureausAreBoundByAnExample(t *testing.T) {
	for name, least := range map[string]int{"qingshan": 410, "baishui": 320, "dongling": 190} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("testdata", name)
			for who, proofs := range boundBy(t, dir, dir) {
				right := 0
				for _, p := range proofs {
					right += p.Right
				}
				if right < least {
					t.Errorf("%s: %d figures right, want at least %d", who, right, least)
				}
			}
		})
	}
}

// TestTablesOfAllShapesComeOutWhole binds single tables that bureaus print otherwise
// than the pack's own: nothing of them is left.
func TestTablesOfAllShapesComeOutWhole(t *testing.T) {
	dirs, err := filepath.Glob("testdata/shapes/*")
	if err != nil || len(dirs) < 73 {
		t.Fatal(err, dirs)
	}
	for _, dir := range proof.Some(dirs) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			for who, proofs := range boundBy(t, dir, ledgersOf(dir)) {
				for _, p := range proofs {
					if p.Wrong() > 0 || p.Right == 0 && who == "去年" && len(proofs) == 1 {
						t.Errorf("%s, %s: %+v", who, p.Sheet, p)
					}
				}
			}
		})
	}
}

// ledgersOf is the folder of the ledgers of a shape: of 云川, where its name begins with that,
// else of 青山, whose example has neither 财政专户管理资金 nor government funds.
func ledgersOf(shape string) string {
	if strings.HasPrefix(filepath.Base(shape), "yunchuan-") {
		return filepath.Join("testdata", "yunchuan")
	}
	return filepath.Join("testdata", "qingshan")
}

// bureau is a folder of files that a made-up bureau has.
type bureau struct {
	dir, ledgers string
	base         *pack.Pack
}

func (b bureau) read(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(b.dir, file))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func (b bureau) ledger(t *testing.T, file string) *budget.Ledger {
	t.Helper()
	l, found, err := input.Read(file, b.base)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	return l
}

// bound binds the form of the bureau by its example.
func (b bureau) bound(t *testing.T) (bind.Request, *bind.Result) {
	t.Helper()
	example, tablesOf := b.ledger(t, filepath.Join(b.ledgers, "去年录入.xlsx")), "去年公开表.xlsx"
	if _, err := os.Stat(filepath.Join(b.dir, "司应为.xlsx")); err == nil { // a department that carries nothing over
		example, tablesOf = b.ledger(t, "../../samples/阳泉市司法局2026年预算录入.xlsx"), "司应为.xlsx"
	}
	r := bind.Request{Pack: b.base, Known: known(t, b.base), Form: b.read(t, "官方表.xlsx"), Name: "官方表.xlsx", Example: b.read(t, tablesOf), Ledger: example, Views: tables.Views(b.base, example)}
	made, err := bind.Workbook(r)
	if err != nil {
		t.Fatal(err)
	}
	return r, made
}

// once keeps what boundOnce bound: several tests ask for the same forms.
var once = map[string]func() (bureau, bind.Request, *bind.Result){}

// boundOnce binds the form of a bureau of the default pack by its example, for all who ask.
func boundOnce(t *testing.T, dir, ledgers string) (bureau, bind.Request, *bind.Result) {
	t.Helper()
	if once[dir] == nil {
		b := bureau{dir, ledgers, defaultPack(t)}
		r, made := b.bound(t)
		once[dir] = func() (bureau, bind.Request, *bind.Result) { return b, r, made }
	}
	return once[dir]()
}

func loaded(t *testing.T, made *bind.Result) *pack.Pack {
	t.Helper()
	p, err := pack.Load(folder(t, map[string][]byte{"pack.yaml": made.Manifest, "官方表.xlsx": made.Book}))
	if err != nil {
		t.Fatalf("%v\n%s", err, made.Manifest)
	}
	p.Reuse() // it fills and judges several ledgers
	return p
}

// asks says whether a rule asks of money that the example does not have, until the bureau has decided.
func asks(f finding.Finding) bool { return strings.Contains(f.Message, "看不出要不要含") }

// boundBy binds the form of a folder by its example and compares the tables of three
// departments with what they should be; nothing that differs may be untold.
var ownRule = regexp.MustCompile(`^Y\d\d$`)

func boundBy(t *testing.T, dir, ledgers string) map[string][]bind.Proof {
	t.Helper()
	out := map[string][]bind.Proof{}
	b, r, made := boundOnce(t, dir, ledgers)
	learned := loaded(t, made)
	for _, x := range learned.Tables {
		name, column, _ := strings.Cut(x.Total, ".")
		v := learned.View(name)
		this := func(c pack.ViewCol) bool { return c.Measure == "" }
		if v != nil && slices.ContainsFunc(v.Columns, this) && !slices.ContainsFunc(v.Columns, func(c pack.ViewCol) bool { return c.Name == column && this(c) }) {
			t.Errorf("%s: what is told of the table as its total is last year's: %s", x.Sheet, x.Total)
		}
	}
	for who, want := range map[string]string{"去年": "去年公开表.xlsx", "甲": "甲应为.xlsx", "乙": "乙应为.xlsx"} {
		r.Ledger = b.ledger(t, filepath.Join(ledgers, who+"录入.xlsx"))
		book := filled(t, learned, r.Ledger)
		rules, _, err := tables.Rules(learned)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range rules.Run(r.Ledger, tables.Views(learned, r.Ledger)) {
			if ownRule.MatchString(f.Code) && f.Severity != finding.Note && !asks(f) { // a note says what the forms are like
				t.Errorf("%s: a rule that was learned says of right tables: %s", who, f.Message)
			}
		}
		for _, f := range slices.DeleteFunc(judged(t, learned, book), asks) {
			t.Errorf("%s: verify says of what fill has written: %v", who, f)
		}
		proofs, err := bind.Prove(learned, b.read(t, want), book, bind.Knows(r))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range proofs {
			if untold := made.Untold(p); len(untold) > 0 {
				t.Errorf("%s, %s: not told: %v", who, p.Sheet, untold)
			}
		}
		out[who] = proofs
	}
	return out
}

// TestAnUpdateToTheSameFormChangesNothing carries the tags of learned packs to the blank
// form that they were learned on: all of them find their place, those too that stand in
// rows which the form leaves blank.
func TestAnUpdateToTheSameFormChangesNothing(t *testing.T) {
	dirs, err := filepath.Glob("testdata/shapes/*")
	if err != nil || len(dirs) < 73 {
		t.Fatal(err, dirs)
	}
	dirs = append(proof.Some(dirs), "testdata/qingshan", "testdata/baishui", "testdata/dongling")
	for _, dir := range proof.Some(dirs) { // every day one of sixteen shapes
		ledgers := dir
		if strings.Contains(dir, "shapes") {
			ledgers = ledgersOf(dir)
		}
		t.Run(filepath.Base(dir), func(t *testing.T) {
			b, r, made := boundOnce(t, dir, ledgers)
			was := loaded(t, made)
			carried, err := renew.Update(was, made.Book, nil, r.Form, nil)
			if err != nil {
				t.Fatal(err)
			}
			kept, err := renew.Update(was, made.Book, r.Form, r.Form, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range kept.Left {
				t.Error("left:", e)
			}
			sameTags(t, made.Book, kept.Book)
			again := *made
			again.Book = carried.Book
			r.Ledger = b.ledger(t, filepath.Join(ledgers, "甲录入.xlsx"))
			proofs, err := bind.Prove(was, filled(t, was, r.Ledger), filled(t, loaded(t, &again), r.Ledger), bind.Knows(r))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range proofs {
				if p.Wrong() > 0 {
					t.Errorf("%s: %+v\n%v", p.Sheet, p, carried.Left)
				}
			}
		})
	}
}

// sameTags says where a workbook has other texts or merged ranges than another one.
func sameTags(t *testing.T, was, is []byte) {
	t.Helper()
	a, err := layout.Read(was)
	must(t, err)
	b, err := layout.Read(is)
	must(t, err)
	for i, s := range a {
		if i >= len(b) || b[i].Name != s.Name {
			t.Fatalf("%s is not there", s.Name)
		}
		for _, at := range append(layout.SortedCells(s), layout.SortedCells(b[i])...) {
			if x, y := s.Cells[at].Text, b[i].Cells[at].Text; x != y || s.Own(at) != b[i].Own(at) {
				t.Errorf("%s!%s: %q, not %q", s.Name, layout.CellName(at), y, x)
			}
		}
	}
}

// judged is what verify has against a workbook that a pack has filled: nothing, or the
// people of the bureau would learn not to believe it.
func judged(t *testing.T, p *pack.Pack, book []byte) (found finding.List) {
	t.Helper()
	return judgedWith(t, p, book, nil)
}

// judgedWith compares a book with what an input workbook gives, too, if there is one.
func judgedWith(t *testing.T, p *pack.Pack, book, want []byte) (found finding.List) {
	t.Helper()
	rules, _, err := tables.Rules(p)
	if err != nil {
		t.Fatal(err)
	}
	forms, _, err := tables.Forms(p)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	if err := os.WriteFile(file, book, 0o600); err != nil {
		t.Fatal(err)
	}
	r := verify.Request{Pack: p, Forms: forms, Rules: rules, File: file}
	if want != nil {
		r.Want = filepath.Join(t.TempDir(), "应有.xlsx")
		must(t, os.WriteFile(r.Want, want, 0o600))
	}
	found, err = verify.Run(r)
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Severity == finding.Note })
}

// TestMoneyWithoutALineOfItsOwnStopsTheTables takes the line of a fund out of forms
// that were learned: the totals beside each other no longer agree, and nothing may be
// published.
func TestMoneyWithoutALineOfItsOwnStopsTheTables(t *testing.T) {
	b := bureau{"testdata/qingshan", "testdata/qingshan", defaultPack(t)}
	r, made := b.bound(t)
	prove := func(made *bind.Result) (*tables.Output, finding.List) {
		p := loaded(t, made)
		rules, found, err := tables.Rules(p)
		if err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		out, found, err := tables.Prove(p, rules, r.Ledger, tables.Views(p, r.Ledger))
		if err != nil {
			t.Fatal(err)
		}
		return out, found
	}
	if out, found := prove(made); out == nil || found.HasErrors() {
		t.Error(found)
	}
	f, err := excelize.OpenReader(bytes.NewReader(made.Book))
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	cells, err := f.SearchSheet(sheet, "{{本年收入.单位资金}}")
	if err != nil || len(cells) != 1 {
		t.Fatal(cells, err)
	}
	f.SetCellValue(sheet, cells[0], nil)
	var book bytes.Buffer
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
	made.Book = book.Bytes()
	out, found := prove(made)
	at := slices.IndexFunc(found, func(x finding.Finding) bool { return x.Code == "Y01" })
	if out != nil || at < 0 || found[at].Place.Sheet != sheet || found[at].Place.File != "官方表.xlsx" || !strings.Contains(found[at].Message, "收入总计应等于支出总计") {
		t.Error(found)
	}
}

// TestMoneyWithoutAColumnOfItsOwnIsARule: the columns of 表 by classes of economic codes make
// 基本支出 in the example, and leave out the classes that have no column.
func TestMoneyWithoutAColumnOfItsOwnIsARule(t *testing.T) {
	b := bureau{"testdata/shapes/book-of-pairs", "testdata/qingshan", defaultPack(t)}
	_, made := b.bound(t)
	p := loaded(t, made)
	rules, found, err := tables.Rules(p)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	told := func(l *budget.Ledger) (n int) {
		for _, f := range rules.Run(l, tables.Views(p, l)) {
			if strings.Contains(f.Message, "有的钱没有自己的一列") {
				n++
			}
		}
		return n
	}
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	f, err := excelize.OpenFile("testdata/qingshan/甲录入.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("支出明细")
	if err != nil {
		t.Fatal(err)
	}
	heads := rows[slices.IndexFunc(rows, func(r []string) bool { return slices.Contains(r, "部门经济科目编码") })]
	code, kind := slices.Index(heads, "部门经济科目编码"), slices.Index(heads, "支出类型")
	row := slices.IndexFunc(rows, func(r []string) bool { return len(r) > kind && r[code] == "30201" && r[kind] == "公用经费" })
	if kind < 0 || row < 0 {
		t.Fatal(heads)
	}
	if n := told(b.ledger(t, "testdata/qingshan/甲录入.xlsx")); n != 0 {
		t.Errorf("%d findings of a ledger whose money has columns", n)
	}
	cell, _ := excelize.CoordinatesToCellName(code+1, row+1)
	f.SetCellStr("支出明细", cell, "39999") // 其他支出, for which the form has no column
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	l, found, err := input.Read(file, b.base)
	if err != nil || l == nil {
		t.Fatal(err, found)
	}
	if n := told(l); n == 0 {
		t.Error("nothing is said of money without a column")
	}
}

// TestCodesKeepWhatStandsBetweenThemAndTheirNames binds forms that print both in one
// cell: the line break or the brackets of the example are in the tag.
func TestCodesKeepWhatStandsBetweenThemAndTheirNames(t *testing.T) {
	for dir, want := range map[string]string{
		"codes-over-names": "{{支出总表@类.科目编码}}\n{{支出总表@类.名称}}",
		"names-with-codes": "{{部门项目支出表@项目.单位}}（{{部门项目支出表@项目.单位代码}}）",
	} {
		_, made := bureau{filepath.Join("testdata/shapes", dir), "testdata/qingshan", defaultPack(t)}.bound(t)
		f, err := excelize.OpenReader(bytes.NewReader(made.Book))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, sheet := range f.GetSheetList() {
			cells, err := f.SearchSheet(sheet, want)
			if err != nil {
				t.Fatal(err)
			}
			found += len(cells)
		}
		if found == 0 {
			t.Errorf("%s: no cell with %q", dir, want)
		}
	}
}

// TestTextsStandWhereTheExampleHasThem: the name of the department in a cell that the form
// leaves blank, and behind a label of departments and units; serial numbers as they are
// written; the codes of what is spent and not of what comes in.
func TestTextsStandWhereTheExampleHasThem(t *testing.T) {
	for dir, wants := range map[string]map[string]string{
		"funds-but-for":       {"01!A2": "{{部门名称}}"},
		"serials-and-shares":  {"05!A4": "{{一般公共预算基本支出表@类.连续序号|中文数字}}", "05!E4": "=IF(N(D6)=0,0,D4/D6)", "表四!A2": "部门（单位）：{{部门名称}}", "表四!A4": "{{一般公共预算支出表@类.连续序号|中文数字}}、", "表八!A6": "{{项目支出预算表@单位.连续序号|中文数字}}、{{项目支出预算表@单位.名称}}", "表八!A7": "    {{项目支出预算表@项目.序号}}.{{项目支出预算表@项目.项目名称}}"},
		"spending-of-capital": {"表9!A6": "{{国有资本经营支出@类.科目编码}}"},
	} {
		_, made := bureau{filepath.Join("testdata/shapes", dir), "testdata/qingshan", defaultPack(t)}.bound(t)
		f, err := excelize.OpenReader(bytes.NewReader(made.Book))
		if err != nil {
			t.Fatal(err)
		}
		for at, want := range wants {
			sheet, cell, _ := strings.Cut(at, "!")
			if is, err := f.GetCellValue(sheet, cell); err != nil || is != want {
				if formula, _ := f.GetCellFormula(sheet, cell); "="+formula == want {
					continue
				}
				t.Errorf("%s, %s: %q, want %q (%v)", dir, at, is, want, err)
			}
		}
	}
}

// TestMoneyWithoutALineOfItsOwnIsARule: a form prints codes, all that two departments use; money of
// another code is in the lines of its class and of the total alone, which is told.
func TestMoneyWithoutALineOfItsOwnIsARule(t *testing.T) {
	p := defaultPack(t)
	read := func(who string) *budget.Ledger { return bureau{"testdata", "testdata", p}.ledger(t, who) }
	last, next := read(yunchuanLast), read(yunchuanNext)
	const economic = "部门经济科目编码"
	var codes []string
	for _, k := range append(keysOf(last, gp, economic), keysOf(next, gp, economic)...) {
		codes = append(codes, k[0][:3], k[0])
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	table := kind{"印好", "年一般公共预算支出表", [][]any{{"科目编码", "科目名称", "金额"}}, nil, func(l *budget.Ledger) (out [][]any) {
		for _, c := range codes {
			line := []any{c, last.Codes["部门经济科目"].NameOf(c)}
			if l != nil {
				line = append(line, sum(l, gp, ask{economic: c}))
			}
			out = append(out, line)
		}
		if l == nil {
			return append(out, []any{nil, "合计"})
		}
		return append(out, []any{nil, "合计", sum(l, gp)})
	}, ""}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book(t, []kind{table}, nil, 2026), Example: book(t, []kind{table}, last, 2025), Ledger: last, Views: tables.Views(p, last)})
	must(t, err)
	learned := loaded(t, made)
	rules, found, err := tables.Rules(learned)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	told := func(code string) (said []string) {
		l := read(yunchuanNext)
		items, once := l.Tables["支出明细"], false
		fund := items.Field("资金来源")
		items.Rewrite(items.Field(economic), func(i int, was string) string {
			if once || code == "" || items.Text(i, fund) != gp["资金来源"] || was != "30201" {
				return was
			}
			once = true
			return code
		})
		for _, f := range rules.Run(l, tables.Views(learned, l)) {
			if strings.Contains(f.Message, "没有自己的一行") {
				said = append(said, f.Message)
			}
		}
		return said
	}
	other := "" // of the same class, which the form does not print
	for _, e := range last.Codes["部门经济科目"].Entries() {
		if len(e.Code) == 5 && strings.HasPrefix(e.Code, "302") && !slices.Contains(codes, e.Code) {
			other = e.Code
		}
	}
	for code, want := range map[string]string{"": "", other: "商品和服务支出 ", "31304": "合计 "} {
		if said := told(code); (want != "" || len(said) > 0) && (len(said) != 1 || !strings.Contains(said[0], "印好："+want)) {
			t.Errorf("%s: %v", code, said)
		}
	}
}
