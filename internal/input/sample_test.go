package input_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

var update = flag.Bool("update", false, "write samples/ anew")

const samplePath = "../../samples/阳泉市司法局2026年预算录入.xlsx"

// sampleLedger is the department of the seed, as reading its workbook gives it.
func sampleLedger(t testing.TB, p *pack.Pack) *budget.Ledger {
	l := &budget.Ledger{
		Info:   map[string]string{"部门名称": "阳泉市司法局", "部门代码": "028", "预算年度": "2026", "金额单位": "元", "编制日期": "2026-01-20", "绩效目标表抬头": "阳泉市市级预算部门（单位）", "三公经费增减原因": "落实过紧日子的要求，压减公务接待和公务用车购置支出。", "机关运行经费增减原因": "压减一般性支出，比上年减少。"},
		Tables: map[string]*budget.Table{}, Codes: p.Codes,
	}
	for name, s := range p.Sources() {
		l.Tables[name] = budget.NewTable(name, s.Fields, s.Measures)
	}
	kinds := map[string]string{}
	units := l.Tables["单位"]
	var order []string
	for i, r := range proof.Records(t, "units.csv") {
		kinds[r["单位名称"]] = r["单位性质"]
		order = append(order, r["单位名称"])
		appendRecord(t, units, i+4, r)
	}
	items := l.Tables["支出明细"]
	items.Seed(items.Field("单位"), order)
	for i, r := range proof.Records(t, "items.csv") {
		r["单位性质"], r["部门"] = kinds[r["单位"]], "阳泉市司法局"
		if r["支出事项"] = r["项目名称"]; r["项目名称"] == "" {
			r["支出事项"] = r["支出类型"]
		}
		r["功能科目名称"] = p.Codes["功能科目"].NameOf(r["功能科目编码"])
		list := p.Codes["部门经济科目"]
		r["部门经济科目名称"] = list.NameOf(r["部门经济科目编码"])
		mapped := "行政单位对应"
		if r["单位性质"] == "事业" {
			mapped = "事业单位对应"
		}
		r["政府经济科目编码"] = list.Attr(r["部门经济科目编码"], list.Column(mapped))
		r["项目分类"] = kindOf(r["项目名称"])
		appendRecord(t, items, i+6, r)
	}
	addForms(t, l, order)
	return l
}

// addForms adds the ten projects that the department published, with their
// indicators; the paragraphs are not the department's.
func addForms(t testing.TB, l *budget.Ledger, units []string) {
	projects, indicators := l.Tables["绩效项目"], l.Tables["绩效指标"]
	projects.Seed(projects.Field("实施单位"), units)
	indicators.Seed(indicators.Field("实施单位"), units)
	texts := proof.Records(t, "perf_texts.csv")
	for i, r := range proof.Records(t, "perf_projects.csv") {
		if texts[i]["项目名称"] != r["项目名称"] || texts[i]["实施单位"] != r["实施单位"] {
			t.Fatalf("perf_texts.csv: record %d is another project", i+1)
		}
		for name, text := range texts[i] {
			r[name] = text
		}
		r["填报日期"], r["是否公开"], r["项目分类"] = stamp(i), "是", kindOf(r["项目名称"])
		appendRecord(t, projects, i+4, r)
	}
	row := 4
	for _, r := range proof.Records(t, "perf_indicators.csv") {
		if r["三级指标"] != "" || r["指标值"] != "" {
			r["指标数值"] = r["指标值"]
			if m := quantity.FindStringSubmatch(r["指标值"]); m != nil {
				r["指标性质"], r["指标数值"], r["度量单位"] = m[1], m[2], m[3]
			}
			appendRecord(t, indicators, row, r)
			row++
		}
	}
}

// quantity is what the department's indicators with a sign look like.
var quantity = regexp.MustCompile(`^([≥≤=<>])([\d.]+)(.*)$`)

// stamp is the 填报日期 of a form: most carry the time stamp of the office system.
func stamp(i int) string {
	if i == 9 {
		return "20260309"
	}
	return "20251223120457"
}

func appendRecord(t testing.TB, table *budget.Table, row int, r map[string]string) {
	t.Helper()
	values := make([]string, len(table.Fields))
	for i, f := range table.Fields {
		values[i] = r[f]
	}
	amounts := make([]budget.Fen, len(table.Measures))
	var zeros []int
	for i, m := range table.Measures {
		if r[m] == "" {
			continue // nothing entered
		}
		if decimal.RequireFromString(r[m]).IsZero() {
			zeros = append(zeros, i)
		}
		fen, err := budget.ParseFen(decimal.RequireFromString(r[m]))
		if err != nil {
			t.Fatal(err)
		}
		amounts[i] = fen
	}
	table.Append(row, values, amounts)
	for _, m := range zeros {
		table.EnterZero(m)
	}
}

// plainLedger is a ledger as values that can be compared and printed.
type plainLedger struct {
	Info   map[string]string
	Tables map[string][]plainRecord
	Codes  map[string][]budget.Entry
}

type plainRecord struct {
	Row     int
	Values  map[string]string
	Amounts []string
}

func plain(l *budget.Ledger) plainLedger {
	out := plainLedger{Info: l.Info, Tables: map[string][]plainRecord{}, Codes: map[string][]budget.Entry{}}
	for name, t := range l.Tables {
		out.Tables[name] = nil
		for i := range t.Len() {
			r := plainRecord{Row: t.Row(i), Values: map[string]string{}}
			for f, field := range t.Fields {
				r.Values[field] = t.Text(i, f)
			}
			for m := range t.Measures {
				r.Amounts = append(r.Amounts, t.Amounts(m)[i].Yuan().StringFixed(2))
			}
			out.Tables[name] = append(out.Tables[name], r)
		}
	}
	for name, c := range l.Codes {
		out.Codes[name] = c.Entries()
	}
	return out
}

func write(t testing.TB, p *pack.Pack, l *budget.Ledger) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := inputform.Write(&b, p, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// committed is what a sample says, which must be some bytes; -update makes it those.
func committed(t *testing.T, p *pack.Pack, path string, want []byte) *budget.Ledger {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b, want) {
		t.Errorf("%s is not what Write gives; run go test ./internal/input -update", path)
	}
	l, found, err := input.Read(path, p)
	if err != nil || len(found) > 0 {
		t.Fatalf("error %v, findings %v", err, found)
	}
	return l
}

func TestTheSampleIsWhatWriteGivesAndReadsBackWhole(t *testing.T) {
	p := proof.DocumentPack(t)
	want := documentLedger(t, p)
	told := *p
	told.Input.Guide = append([]string{
		"# 这是一个例子",
		"各表的数，单位、项目、指标、目录和公开文本里的数是阳泉市司法局 2026 年公开的。政府采购是哪个单位的、职责、增减原因和“绩效项目”表里的大段文字（项目概况、立项依据、总体目标等）是为了示范编写的，不是这个部门的原文，请不要引用。",
	}, p.Input.Guide...)
	b := write(t, &told, want)
	got := committed(t, p, samplePath, b)
	for name, want := range map[string]int{"支出明细": 84, "绩效项目": 10, "绩效指标": 174} {
		if n := got.Tables[name].Len(); n != want {
			t.Errorf("%s: %d records, want %d", name, n, want)
		}
	}
	if diff := cmp.Diff(plain(want), plain(got)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Who wants no document meets nothing of what only it needs.
func TestTheSampleReadsWholeWhereNobodyWantsItsDocument(t *testing.T) {
	for name, p := range map[string]*pack.Pack{"default": proof.DefaultPack(t), "yunling": proof.SecondPack(t)} {
		got, found, err := input.Read(samplePath, p)
		if err != nil || len(found) > 0 || got.Tables["职责"] != nil {
			t.Errorf("%s: %v %v", name, err, found)
		}
		if diff := cmp.Diff(plain(sampleLedger(t, p)), plain(got)); name == "default" && diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
	}
}

func readPath(path string, p *pack.Pack) (*budget.Ledger, finding.List, error) {
	return input.Read(path, p)
}
