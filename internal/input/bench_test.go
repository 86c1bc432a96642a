package input_test

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// manyItems is a ledger of n line items over the whole code lists, with 50
// units and 500 projects.
func manyItems(t testing.TB, p *pack.Pack, n int) *budget.Ledger {
	l := sampleLedger(t, p)
	s := p.Sources()
	units := budget.NewTable("单位", s["单位"].Fields, s["单位"].Measures)
	for i := range 50 {
		appendRecord(t, units, 0, map[string]string{"单位名称": "单位" + strconv.Itoa(i), "单位性质": []string{"行政", "参公", "事业"}[i%3]})
	}
	items := budget.NewTable("支出明细", s["支出明细"].Fields, s["支出明细"].Measures)
	functions, economics := leaves(p, "功能科目", "项"), leaves(p, "部门经济科目", "款")
	funds := p.Input.Sheet("支出明细").Column("资金来源").Choices
	for i := range n {
		r := map[string]string{
			"单位": "单位" + strconv.Itoa(i%50), "功能科目编码": functions[i%len(functions)], "支出类型": "公用经费",
			"部门经济科目编码": economics[i%len(economics)], "政府经济科目编码": "50299", "资金来源": funds[i%5], "资金年度": "本年",
			"金额(元)": strconv.Itoa(i+1) + ".25",
		}
		if i%3 == 0 {
			r["支出类型"], r["项目名称"] = "项目支出", "项目"+strconv.Itoa(i%500)
		}
		appendRecord(t, items, 0, r)
	}
	l.Tables["单位"], l.Tables["支出明细"] = units, items
	for _, name := range []string{"绩效项目", "绩效指标"} { // of projects that are gone
		l.Tables[name] = budget.NewTable(name, s[name].Fields, s[name].Measures)
	}
	return l
}

func leaves(p *pack.Pack, list, level string) (codes []string) {
	c := p.Codes[list]
	for _, e := range c.Entries() {
		if c.Leaf(e.Code, level) {
			codes = append(codes, e.Code)
		}
	}
	return codes
}

func saved(t testing.TB, p *pack.Pack, l *budget.Ledger) string {
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	if err := os.WriteFile(path, write(t, p, l), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func BenchmarkRead(b *testing.B) {
	p := proof.DefaultPack(b)
	for _, n := range []int{84, 10_000, 100_000} {
		path := saved(b, p, manyItems(b, p, n))
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l, found, err := input.Read(path, p)
				if err != nil || len(found) > 0 || l.Tables["支出明细"].Len() != n {
					b.Fatalf("%v %s", err, brief(found[:min(len(found), 5)]))
				}
				b.StopTimer()
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-kept")
				runtime.KeepAlive(l)
				b.StartTimer()
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	p := proof.DefaultPack(b)
	for _, n := range []int{84, 100_000} {
		l := manyItems(b, p, n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := inputform.Write(io.Discard, p, l); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
