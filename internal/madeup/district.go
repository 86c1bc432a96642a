// Package madeup makes up the departments of a district, for tests of what is done with
// many of them.
//
// In: the pack that comes with ysgk, how many departments. Out: their line items as plain
// data, their input workbooks, some broken on purpose. Never: anything that a test computes
// with the packages that it tests; sums over Items are independent of views.
package madeup

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
)

// Department is a made-up department.
type Department struct {
	Name, Code string
	Year       string
	Units      []Unit
	Items      []Item
	Incomes    []Income
	CarryOver  budget.Fen // 年终结转（一般公共预算）
	Fault      *Fault     // what is wrong with its input workbook; nil if nothing is
}

// Unit is the department itself or one below it.
type Unit struct{ Name, Kind string }

// Item is a line item.
type Item struct {
	Unit, Function, Type, Economic, Project, Fund, FundYear string
	Amount                                                  budget.Fen
}

// Income is a line of 收入明细.
type Income struct {
	Class, Code string
	Amount      budget.Fen
}

// trades are what departments do: what their names end in and the codes of their main
// function. The places before the last digit are the same for all units of one.
var trades = []struct{ does, function, project string }{
	{"司法局", "2040601", "2040604"}, {"教育局", "2050101", "2050202"}, {"卫生健康局", "2100101", "2100201"},
	{"民政局", "2080201", "2080299"}, {"农业农村局", "2130101", "2130199"}, {"文化和旅游局", "2070101", "2070199"},
	{"交通运输局", "2140101", "2140106"}, {"财政局", "2010601", "2010699"}, {"住房和城乡建设局", "2120101", "2120199"},
	{"委员会办公室", "2013101", "2013199"},
}

// below are units under a department, by their kind.
var below = []Unit{{"本级", "行政"}, {"综合执法队", "参公"}, {"服务中心", "事业"}, {"信息中心", "事业"}, {"第一分局", "行政"}}

// Make makes up departments; equal numbers give equal districts. broken of them, spread
// over the district, have each the next of Faults.
func Make(p *pack.Pack, n, broken int) []*Department {
	var out []*Department
	for i := range n {
		out = append(out, department(p, i))
	}
	for k := range min(broken, n) {
		at := k * n / broken
		for at+1 < n && len(out[at].Items) == 0 { // there is nothing in it to go wrong
			at++
		}
		out[at].Fault = &Faults[k%len(Faults)]
	}
	return out
}

func department(p *pack.Pack, no int) *Department {
	r := rand.New(rand.NewPCG(19, uint64(no)))
	trade := trades[no%len(trades)]
	d := &Department{Name: fmt.Sprintf("虚构%s区%s", numeral(no/len(trades)), trade.does), Code: fmt.Sprintf("%03d", no+1), Year: p.Identity.Year}
	for _, u := range below[:1+r.IntN(len(below))] {
		d.Units = append(d.Units, Unit{d.Name + u.Name, u.Kind})
	}
	if no%17 == 16 { // nothing but a public institution
		d.Units = []Unit{{d.Name, "事业"}}
	}
	if no%23 == 22 { // no money at all this year
		return d
	}
	amount := func() budget.Fen { return budget.Fen(1 + r.Int64N(1_000_000_00)) }
	for _, u := range d.Units {
		own := func(x Item) {
			x.Unit, x.Amount = u.Name, amount()
			if x.FundYear == "" {
				x.FundYear = "本年"
			}
			if x.Fund == "" {
				x.Fund = "一般公共预算"
			}
			d.Items = append(d.Items, x)
		}
		for _, economic := range []string{"30101", "30102", "30108", "30110", "30113"} {
			own(Item{Function: trade.function, Type: "人员经费", Economic: economic})
		}
		for _, economic := range []string{"30201", "30211", "30217", "30231", "30239"}[r.IntN(3):] {
			own(Item{Function: trade.function, Type: "公用经费", Economic: economic})
		}
		for k := range r.IntN(4) {
			x := Item{Function: trade.project, Type: "项目支出", Economic: []string{"30201", "30227", "31002", "30299"}[k], Project: d.Name + "专项" + numeral(k)}
			switch r.IntN(8) {
			case 0:
				x.FundYear = "上年结转"
			case 1:
				x.Fund = "单位资金"
			case 2:
				x.Fund = "财政专户管理资金"
			}
			own(x)
		}
	}
	if no%5 == 4 {
		u := d.Units[0]
		x := Item{Unit: u.Name, Function: "2120801", Type: "项目支出", Economic: "30905", Project: d.Name + "基金专项", Fund: "政府性基金预算", FundYear: "本年", Amount: amount()}
		d.Items = append(d.Items, x)
	}
	return d
}

// numeral counts departments and projects: 甲, 乙, …, 甲甲.
func numeral(n int) string {
	stems := []rune("甲乙丙丁戊己庚辛壬癸")
	if n < len(stems) {
		return string(stems[n])
	}
	return numeral(n/len(stems)-1) + string(stems[n%len(stems)])
}

// Total is what the line items add up to.
func (d *Department) Total() (sum budget.Fen) {
	for _, x := range d.Items {
		sum += x.Amount
	}
	return sum
}

// Ledger is the department as an input workbook without faults would be read.
func (d *Department) Ledger(p *pack.Pack) *budget.Ledger {
	l := &budget.Ledger{
		Info:  map[string]string{"部门名称": d.Name, "部门代码": d.Code, "预算年度": d.Year, "金额单位": "元", "编制日期": d.Year + "-01-20"},
		Codes: p.Codes, Tables: map[string]*budget.Table{},
	}
	for name, s := range p.Sources() {
		l.Tables[name] = budget.NewTable(name, s.Fields, s.Measures)
	}
	record := func(table string, amount budget.Fen, texts map[string]string) {
		t := l.Tables[table]
		values, amounts := make([]string, len(t.Fields)), make([]budget.Fen, len(t.Measures))
		for i, f := range t.Fields {
			values[i] = texts[f]
		}
		if len(amounts) > 0 {
			amounts[0] = amount
		}
		t.Append(0, values, amounts)
	}
	kinds := map[string]string{}
	for _, u := range d.Units {
		kinds[u.Name] = u.Kind
		record("单位", 0, map[string]string{"单位名称": u.Name, "单位性质": u.Kind})
	}
	economics := p.Codes["部门经济科目"]
	for _, x := range d.Items {
		follows := economics.Column("行政单位对应")
		if kinds[x.Unit] == "事业" {
			follows = economics.Column("事业单位对应")
		}
		record("支出明细", x.Amount, map[string]string{
			"部门": d.Name, "单位": x.Unit, "单位性质": kinds[x.Unit], "功能科目编码": x.Function, "功能科目名称": p.Codes["功能科目"].NameOf(x.Function),
			"支出类型": x.Type, "部门经济科目编码": x.Economic, "部门经济科目名称": economics.NameOf(x.Economic),
			"政府经济科目编码": economics.Attr(x.Economic, follows), "项目名称": x.Project, "资金来源": x.Fund, "资金年度": x.FundYear,
		})
	}
	for _, x := range d.Incomes {
		record("收入明细", x.Amount, map[string]string{"预算类别": x.Class, "收入科目编码": x.Code, "科目名称": p.Codes["收入科目"].NameOf(x.Code)})
	}
	return l
}

// Book is the department's input workbook, broken if it has a fault.
func (d *Department) Book(p *pack.Pack) ([]byte, error) {
	var b bytes.Buffer
	if err := inputform.Write(&b, narrow(p), d.Ledger(p)); err != nil || d.Fault == nil {
		return b.Bytes(), err
	}
	return d.Fault.in(b.Bytes())
}

// narrow is the pack with few prepared rows: most of the work would be writing empty ones.
func narrow(p *pack.Pack) *pack.Pack {
	out := *p
	out.Input.Sheets = slices.Clone(p.Input.Sheets)
	for i := range out.Input.Sheets {
		out.Input.Sheets[i].Rows = min(out.Input.Sheets[i].Rows, 5)
	}
	return &out
}

// File is the name under which it hands in its input workbook.
func (d *Department) File() string {
	ending := ".xlsx"
	if d.Fault != nil && d.Fault.Ending != "" {
		ending = d.Fault.Ending
	}
	return strings.TrimPrefix(d.Name, "虚构") + "录入" + ending
}
