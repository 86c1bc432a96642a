package fill_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/tags"
)

// schema is what the templates of these tests may name.
var schema = tags.Schema{
	Scalars: []string{"年度", "部门名称"},
	Numbers: []tags.Number{{Name: "人均"}, {Name: "占比", Ratio: true}, {Name: "无"}},
	Lists: map[string]tags.ListSchema{
		"支出": {Levels: []string{"合计", "类", "款"}, Texts: []string{"编码", "名称"}, Amounts: []string{"合计", "基本"}},
		"收入": {Levels: []string{"合计", "项"}, Texts: []string{"编码", "名称"}, Amounts: []string{"金额"}},
		"总额": {Levels: []string{"合计"}, Amounts: []string{"本年"}},
	},
}

// data is 支出: 201 (20101 1.00, 20102 2.00), 204 (20401 4.00) and 收入: 甲 0.50.
func data() *tags.Data {
	fen := func(wan float64) []budget.Fen { return []budget.Fen{budget.Fen(wan * 1e6), budget.Fen(wan * 1e6 / 2)} }
	return &tags.Data{
		Scalars:   map[string]string{"年度": "2026", "部门名称": "某局"},
		Numbers:   map[string]decimal.Decimal{"人均": decimal.RequireFromString("12345678.905"), "占比": decimal.RequireFromString("0.12345"), "无": {}},
		Unit:      money.Wan,
		EmptyNote: "注：本表无数据",
		Lists: map[string]*tags.List{
			"支出": {Records: []tags.Record{
				{Level: 0, Parent: -1, Key: "合计", Texts: []string{"", "合计"}, Amounts: fen(7)},
				{Level: 1, Parent: 0, Key: "201", Texts: []string{"201", "一般"}, Amounts: fen(3)},
				{Level: 2, Parent: 1, Key: "20101", Texts: []string{"20101", "人大"}, Amounts: fen(1)},
				{Level: 2, Parent: 1, Key: "20102", Texts: []string{"20102", "政协"}, Amounts: fen(2)},
				{Level: 1, Parent: 0, Key: "204", Texts: []string{"204", "公安"}, Amounts: fen(4)},
				{Level: 2, Parent: 4, Key: "20401", Texts: []string{"20401", "=武警"}, Amounts: fen(4)},
			}},
			"收入": {Records: []tags.Record{
				{Level: 0, Parent: -1, Key: "合计", Texts: []string{"", "合计"}, Amounts: fen(0.5)[:1]},
				{Level: 1, Parent: 0, Key: "甲", Texts: []string{"甲", "甲收入"}, Amounts: fen(0.5)[:1]},
			}},
			"总额": {Records: []tags.Record{{Level: 0, Parent: -1, Key: "合计", Amounts: fen(7)[:1]}}},
		},
	}
}

// empty is data without any record.
func empty() *tags.Data {
	d := data()
	for _, name := range []string{"支出", "收入", "总额"} {
		l := d.Lists[name]
		l.Records = l.Records[:1]
		l.Records[0].Amounts = make([]budget.Fen, len(l.Records[0].Amounts))
	}
	return d
}

// template makes a workbook of one sheet: rows separated by line breaks, cells
// by |; what begins with = is a formula. prepare may add what it likes.
func template(t testing.TB, rows string, prepare func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	put(t, f, "Sheet1", rows)
	if prepare != nil {
		prepare(f)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func put(t testing.TB, f *excelize.File, sheet, rows string) {
	t.Helper()
	for r, line := range strings.Split(strings.Trim(rows, "\n"), "\n") {
		for c, text := range strings.Split(line, "|") {
			at := a1.Name(c+1, r+1)
			text = strings.ReplaceAll(strings.TrimSpace(text), "¦", "|")
			var err error
			if formula, ok := strings.CutPrefix(text, "="); ok {
				err = f.SetCellFormula(sheet, at, formula)
			} else if text != "" {
				err = f.SetCellStr(sheet, at, text)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// render fills a template that must have no problems.
func render(t testing.TB, tpl []byte, d *tags.Data) *excelize.File {
	t.Helper()
	b, problems := try(t, tpl, d)
	for _, p := range problems {
		t.Errorf("%s %s", p.Place, p.Message)
	}
	if b == nil {
		t.FailNow()
	}
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// try fills a template and gives the bytes, nil if there were errors.
func try(t testing.TB, tpl []byte, d *tags.Data) ([]byte, finding.List) {
	t.Helper()
	c, problems, err := fill.Compile(tpl, schema)
	if err != nil {
		t.Fatal(err)
	}
	if problems.HasErrors() {
		return nil, problems
	}
	file, more, err := c.Render(d)
	if err != nil {
		t.Fatal(err)
	}
	if file == nil {
		return nil, append(problems, more...)
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), append(problems, more...)
}

// show writes a sheet as template reads it; formulas as =F→cached value.
func show(t testing.TB, f *excelize.File, sheet string) string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for r, row := range rows {
		for c, value := range row {
			if c > 0 {
				b.WriteString(" | ")
			}
			formula, err := f.GetCellFormula(sheet, a1.Name(c+1, r+1))
			if err != nil {
				t.Fatal(err)
			}
			if formula != "" {
				value = "=" + formula + "→" + value
			}
			b.WriteString(value)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func expect(t *testing.T, f *excelize.File, sheet, want string) {
	t.Helper()
	var lines []string
	for _, l := range strings.Split(strings.Trim(want, "\n"), "\n") {
		lines = append(lines, strings.TrimSpace(l))
	}
	got := strings.Split(strings.TrimRight(show(t, f, sheet), "\n"), "\n")
	for i := range max(len(lines), len(got)) {
		var w, g string
		if i < len(lines) {
			w = lines[i]
		}
		if i < len(got) {
			g = strings.TrimSpace(got[i])
		}
		if g != w {
			t.Errorf("row %d is\n  %s\nwant\n  %s", i+1, g, w)
		}
	}
	if t.Failed() {
		fmt.Println(show(t, f, sheet))
	}
}

// reopened reads a workbook that was written.
func reopened(t testing.TB, b []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return f
}
