package app_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/compare"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// ledgerOf is a ledger of n line items over the full code lists and 500 projects,
// without an error: a workbook that is refused is checked in no time.
func ledgerOf(b *testing.B, p *pack.Pack, n int) *budget.Ledger {
	r := rand.New(rand.NewPCG(1, 2))
	l := emptyLedger(p)
	kinds := map[string]string{}
	var units []string
	for i := range 20 {
		name := fmt.Sprintf("第%d单位", i+1)
		units = append(units, name)
		kinds[name] = []string{"行政", "参公", "事业"}[i%3]
		l.Tables["单位"].Append(i+4, []string{name, "", kinds[name]}, nil)
	}
	items := l.Tables["支出明细"]
	items.Seed(items.Field("单位"), units)
	functions, economics := leaves(p, "功能科目", "项"), leaves(p, "部门经济科目", "款")
	pick := func(s []string) string { return s[r.IntN(len(s))] }
	of := map[string][]string{}
	list := p.Codes["部门经济科目"]
	for _, code := range economics {
		if list.Attr(code, list.Column("行政单位对应")) == "" || list.Attr(code, list.Column("事业单位对应")) == "" {
			continue
		}
		of["项目支出"] = append(of["项目支出"], code)
		switch code[:3] {
		case "301", "303":
			of["人员经费"] = append(of["人员经费"], code)
		case "302", "310":
			of["公用经费"] = append(of["公用经费"], code)
		}
	}
	for range n {
		row := map[string]string{
			"单位": pick(units), "功能科目编码": pick(functions), "支出类型": pick([]string{"人员经费", "公用经费", "项目支出"}),
			"资金来源": pick(funds), "资金年度": pick([]string{"本年", "上年结转"}),
			"金额(元)": fmt.Sprintf("%d.%02d", r.IntN(1e7), r.IntN(100)),
		}
		row["部门经济科目编码"] = pick(of[row["支出类型"]])
		if source, allowed := row["资金来源"], strings.Split(p.Codes["功能科目"].Attr(row["功能科目编码"], p.Codes["功能科目"].Column("预算类别")), "|"); allowed[0] != "" {
			if !slices.Contains([]string{"政府性基金预算", "国有资本经营预算"}, source) {
				source = "一般公共预算"
			}
			if !slices.Contains(allowed, source) { // C03
				row["资金来源"] = allowed[0]
			}
		}
		if row["支出类型"] == "项目支出" {
			project := r.IntN(500)
			row["项目名称"] = fmt.Sprintf("第%d个项目", project)
			row["单位"] = units[project%len(units)]
		}
		item(b, p, l, kinds, row)
	}
	return l
}

func fillOnce(b *testing.B, p *pack.Pack, l *budget.Ledger) []byte {
	out, problems, err := tables.Render(p, l, tables.Views(p, l))
	if err != nil || problems.HasErrors() {
		b.Fatal(err, problems)
	}
	return out.Books[0].Content
}

// BenchmarkFillSample is the real department: 84 line items to thirteen tables.
func BenchmarkFillSample(b *testing.B) {
	p := proof.DefaultPack(b)
	l := seedLedger(b, p)
	b.ReportAllocs()
	for b.Loop() {
		fillOnce(b, p, l)
	}
}

// BenchmarkExcelizeOpenSaveTwice opens and saves the sample's output twice.
func BenchmarkExcelizeOpenSaveTwice(b *testing.B) {
	p := proof.DefaultPack(b)
	out := fillOnce(b, p, seedLedger(b, p))
	b.ReportAllocs()
	for b.Loop() {
		for range 2 {
			f, err := excelize.OpenReader(bytes.NewReader(out))
			if err != nil {
				b.Fatal(err)
			}
			for _, s := range f.GetSheetList() { // a sheet is parsed when first touched
				if _, err := f.GetRows(s); err != nil {
					b.Fatal(err)
				}
			}
			if err := f.Write(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkFill10k(b *testing.B)  { benchmarkFill(b, 10_000) }
func BenchmarkFill100k(b *testing.B) { benchmarkFill(b, 100_000) }

func benchmarkFill(b *testing.B, items int) {
	p := proof.DefaultPack(b)
	l := ledgerOf(b, p, items)
	b.ReportAllocs()
	for b.Loop() {
		fillOnce(b, p, l)
	}
}

// BenchmarkStreamSameCells writes the cells of BenchmarkFill100k's output with
// a bare StreamWriter: the floor for anything built on excelize.
func BenchmarkStreamSameCells(b *testing.B) {
	p := proof.DefaultPack(b)
	benchmarkStream(b, fillOnce(b, p, ledgerOf(b, p, 100_000)))
}

// BenchmarkDiff10k compares two ledgers of 10,000 line items and their tables.
func BenchmarkDiff10k(b *testing.B) {
	p := proof.DefaultPack(b)
	before, after := ledgerOf(b, p, 10_000), ledgerOf(b, p, 10_001)
	for b.Loop() {
		compare.Records(p, before, after)
		compare.Tables(compare.FromBook(traced(b, p, before)), compare.FromBook(traced(b, p, after)))
	}
}
