package pivot_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/proof"
)

// line is a line item: unit, kind of unit, function, type, economic codes
// (department, government), project, fund, year, 分.
type line struct {
	unit, kind, function, typ, dept, gov, project, fund, year string
	fen                                                       budget.Fen
}

func ledger(p *pack.Pack, lines []line) *budget.Ledger {
	l := &budget.Ledger{Info: map[string]string{"部门名称": "某局"}, Tables: map[string]*budget.Table{}, Codes: p.Codes}
	for name, s := range p.Sources() {
		l.Tables[name] = budget.NewTable(name, s.Fields, s.Measures)
	}
	t := l.Tables["支出明细"]
	t.Seed(t.Field("单位"), []string{"甲", "乙", "丙"})
	for i, x := range lines {
		values := map[string]string{
			"单位": x.unit, "单位性质": x.kind, "功能科目编码": x.function, "支出类型": x.typ, "部门经济科目编码": x.dept,
			"政府经济科目编码": x.gov, "项目名称": x.project, "资金来源": x.fund, "资金年度": x.year, "部门": "某局",
		}
		row := make([]string, len(t.Fields))
		for k, f := range t.Fields {
			row[k] = values[f]
		}
		t.Append(i+6, row, []budget.Fen{x.fen})
	}
	return l
}

const (
	general = "一般公共预算"
	this    = "本年"
)

// keys lists the rows of a view as level and key, indented as a tree.
func keys(v *pivot.View) (out []string) {
	for _, r := range v.Rows {
		out = append(out, v.Levels[r.Level]+" "+r.Key)
	}
	return out
}

func TestRowsComeInCodeOrderUnderTheirParents(t *testing.T) {
	p := proof.DefaultPack(t)
	l := ledger(p, []line{
		{"甲", "行政", "2080501", "人员经费", "30302", "50905", "", general, this, 300},
		{"甲", "行政", "2040602", "项目支出", "30201", "50201", "项目", general, this, 200},
		{"甲", "行政", "2040601", "公用经费", "30201", "50201", "", general, this, 100},
	})
	v := pivot.Build(p, p.View("支出总表"), l)
	want := []string{"合计 合计", "类 204", "款 20406", "项 2040601", "项 2040602", "类 208", "款 20805", "项 2080501"}
	if got := keys(v); !slices.Equal(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
	if got := v.Rows[1].Amounts; !slices.Equal(got, []budget.Fen{300, 100, 200}) {
		t.Errorf("204 has %v", got)
	}
	if i := slices.Index(v.Fields, "科目名称"); v.Rows[3].Texts[i] != "行政运行" {
		t.Errorf("texts %v", v.Rows[3].Texts)
	}
}

func TestACodeThatEndsAboveTheLastLevelHoldsItsAmountThere(t *testing.T) {
	p := proof.DefaultPack(t)
	v := pivot.Build(p, p.View("支出总表"), ledger(p, []line{{"甲", "行政", "23105", "项目支出", "30201", "50201", "项目", general, this, 100}}))
	if got := keys(v); !slices.Equal(got, []string{"合计 合计", "类 231", "款 23105"}) {
		t.Errorf("rows %v", got)
	}
}

func TestUnitsComeInTheOrderOfTheirSheetAndProjectsInThatOfTheItems(t *testing.T) {
	p := proof.DefaultPack(t)
	project := func(unit, name string) line {
		return line{unit, "行政", "2040602", "项目支出", "30201", "50201", name, general, this, 100}
	}
	v := pivot.Build(p, p.View("项目支出本年"), ledger(p, []line{project("乙", "丑"), project("甲", "子"), project("乙", "子"), project("甲", "丑")}))
	want := []string{"合计 合计", "部门 某局", "单位 甲", "项目 子", "项目 丑", "单位 乙", "项目 丑", "项目 子"}
	if got := keys(v); !slices.Equal(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
}

func TestACodeUsedByTwoKindsOfUnitsGivesTwoRows(t *testing.T) {
	p := proof.DefaultPack(t)
	v := pivot.Build(p, p.View("基本支出按经济科目"), ledger(p, []line{
		{"乙", "事业", "2040601", "人员经费", "30101", "50501", "", general, this, 200},
		{"甲", "行政", "2040601", "人员经费", "30101", "50101", "", general, this, 100},
	}))
	names := slices.Index(v.Fields, "政府经济科目名称")
	if len(v.Rows) != 4 || v.Rows[2].Texts[names] != "工资奖金津补贴" || v.Rows[3].Texts[names] != "工资福利支出" {
		t.Errorf("rows %v", v.Rows)
	}
}

func TestRowsWithoutMoneyDoNotPrint(t *testing.T) {
	p := proof.DefaultPack(t)
	v := pivot.Build(p, p.View("支出总表"), ledger(p, []line{{"甲", "行政", "2040601", "公用经费", "30201", "50201", "", general, this, 0}}))
	if len(v.Rows) != 1 {
		t.Errorf("rows %v", keys(v))
	}
}

func TestEveryAmountIsTheSumOfTheRecordsThatItNames(t *testing.T) {
	p := proof.DefaultPack(t)
	pick := func(rt *rapid.T, what string, s ...string) string { return rapid.SampledFrom(s).Draw(rt, what) }
	rapid.Check(t, func(rt *rapid.T) {
		var lines []line
		for range rapid.IntRange(0, 30).Draw(rt, "items") {
			x := line{
				unit: pick(rt, "unit", "甲", "乙", "丙"), kind: pick(rt, "kind", "行政", "参公", "事业"),
				function: pick(rt, "function", "2040601", "2040602", "2080501", "23105", "2120801"),
				typ:      pick(rt, "type", "人员经费", "公用经费", "项目支出"), dept: pick(rt, "dept", "30101", "30201", "30217", "30231", "31013"),
				gov: pick(rt, "gov", "50101", "50501"), fund: pick(rt, "fund", general, "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"),
				year: pick(rt, "year", this, "上年结转"), fen: budget.Fen(rapid.Int64Range(0, 1e12).Draw(rt, "fen")),
			}
			if x.typ == "项目支出" {
				x.project = pick(rt, "project", "子", "丑")
			}
			lines = append(lines, x)
		}
		l := ledger(p, lines)
		for i := range p.Views {
			if p.Views[i].Of != "" {
				continue
			}
			v := pivot.Build(p, &p.Views[i], l)
			for r := range v.Rows {
				for c := range v.Columns {
					var sum budget.Fen
					for _, ref := range v.Trace(r, c) {
						sum += ref.Table.Amounts(max(0, ref.Table.Measure(p.Views[i].Columns[c].Measure)))[ref.Record]
					}
					if sum != v.Rows[r].Amounts[c] {
						rt.Fatalf("%s %s %s: %d, its records %d", v.Name, v.Rows[r].Key, v.Columns[c], v.Rows[r].Amounts[c], sum)
					}
				}
			}
		}
	})
}

func TestSidesStandNextToEachOtherUnderEveryRowOfTheOutline(t *testing.T) {
	p := proof.DefaultPack(t)
	l := ledger(p, nil)
	put := func(table string, values ...string) {
		tab := l.Tables[table]
		row := make([]string, len(tab.Fields))
		for i := 0; i < len(values); i += 2 {
			row[tab.Field(values[i])] = values[i+1]
		}
		tab.Append(0, row, make([]budget.Fen, len(tab.Measures)))
	}
	for _, unit := range []string{"甲", "乙"} {
		put("绩效项目", "项目名称", "补贴", "实施单位", unit, "是否公开", "是")
	}
	put("绩效项目", "项目名称", "不公开的", "实施单位", "甲", "是否公开", "否")
	for _, x := range [][]string{{"实施期", "人数", "5人"}, {"实施期", "次数", "3次"}, {"年度", "人数", "6人"}} {
		put("绩效指标", "项目名称", "补贴", "实施单位", "乙", "目标期", x[0], "一级指标", "产出指标", "二级指标", "数量指标", "三级指标", x[1], "指标值", x[2])
	}
	owner := pivot.Build(p, p.View("绩效项目"), l)
	if got := keys(owner); !slices.Equal(got, []string{"合计 合计", "项目 补贴", "项目 补贴"}) {
		t.Fatalf("projects %v", got)
	}
	v := pivot.BuildSides(p.View("绩效指标"), p.Outline("绩效指标提纲"), l, owner)
	texts := func(v *pivot.View, r pivot.Row) string { // but for the parts of the values
		var out []string
		for i, f := range v.Fields {
			if strings.HasSuffix(f, "级指标") || strings.HasSuffix(f, "指标值") {
				out = append(out, r.Texts[i])
			}
		}
		return strings.Join(out, "/")
	}
	var got []string
	for _, r := range v.Rows[1:] {
		if r.Owner == 2 {
			got = append(got, texts(v, r))
		}
	}
	want := []string{
		"产出指标/数量指标/人数/5人/人数/6人", "产出指标/数量指标/次数/3次//", "产出指标/质量指标////", "产出指标/时效指标////", "产出指标/成本指标////",
		"效益指标/经济效益////", "效益指标/社会效益////", "效益指标/生态效益////", "效益指标/可持续影响////", "满意度指标/服务对象满意度////",
	}
	if !slices.Equal(got, want) {
		t.Errorf("rows\n%s", strings.Join(got, "\n"))
	}
	if n := len(v.Rows); n != 1+9+10 {
		t.Errorf("%d rows for two projects", n)
	}
	put("绩效指标", "项目名称", "补贴", "实施单位", "乙", "目标期", "年度", "一级指标", "满意度指标", "二级指标", "服务对象满意度", "三级指标", "满意", "指标值", "≥9")
	put("绩效指标", "项目名称", "补贴", "实施单位", "乙", "目标期", "实施期", "一级指标", "产出指标", "二级指标", "质量指标", "三级指标", "合格", "指标值", "8")
	def := *p.View("绩效指标")
	def.Sides = def.Sides[1:]
	got = nil
	alone := pivot.BuildSides(&def, nil, l, owner)
	for _, r := range alone.Rows[1:] { // what the projects have, and no more
		got = append(got, texts(alone, r))
	}
	if want := []string{"产出指标/数量指标/人数/6人", "满意度指标/服务对象满意度/满意/≥9"}; !slices.Equal(got, want) {
		t.Errorf("rows without an outline %v", got)
	}
}

func TestATextOfARowNamesTheRecordThatItStandsIn(t *testing.T) {
	p := proof.DefaultPack(t)
	v := pivot.Build(p, p.View("项目支出本年"), ledger(p, []line{
		{"甲", "行政", "2040602", "项目支出", "30201", "50201", "子", general, this, 100},
		{"乙", "行政", "2040602", "项目支出", "30201", "50201", "丑", general, this, 100},
	}))
	for row, want := range map[int]int{3: 0, 5: 1} { // the projects
		ref, name, ok := v.Source(row, "项目名称")
		if !ok || name != "项目名称" || ref.Record != want || ref.Table.Name != "支出明细" {
			t.Errorf("%s comes from %+v %s %v", v.Rows[row].Key, ref, name, ok)
		}
	}
	if ref, name, ok := v.Source(0, "科目名称"); ok || name != "" || ref != (pivot.Ref{}) {
		t.Errorf("a name of a list comes from %+v %s", ref, name)
	}
}

func TestPartsOfCodesAreFieldsUnlessAFieldHasTheirName(t *testing.T) {
	p := proof.DefaultPack(t)
	def := *p.View("支出总表")
	names := func() (out []string) {
		for _, c := range pivot.Cuts(p, &def) {
			out = append(out, c.Name)
		}
		return out
	}
	want := []string{"类码", "款码", "项码"}
	if got := names(); !slices.Equal(got[:3], want) || len(slices.Compact(slices.Sorted(slices.Values(got)))) != len(got) {
		t.Errorf("%v", got)
	}
	def.Carried = append(slices.Clone(def.Carried), "款码")
	if got := names(); slices.Contains(got, "款码") || got[0] != "类码" {
		t.Errorf("%v", got)
	}
}

func TestAColumnMayBeTheSumOfSeveralAmounts(t *testing.T) {
	p := proof.DefaultPack(t)
	l := ledger(p, nil)
	tab := l.Tables["绩效项目"]
	row := make([]string, len(tab.Fields))
	for field, text := range map[string]string{"项目名称": "补贴", "实施单位": "甲", "是否公开": "是"} {
		row[tab.Field(field)] = text
	}
	amounts := make([]budget.Fen, len(tab.Measures))
	for name, fen := range map[string]budget.Fen{"年度中央": 1, "年度省级": 20, "年度市县区": 300, "年度其他": 4000} {
		amounts[tab.Measure(name)] = fen
	}
	tab.Append(0, row, amounts)
	v := pivot.Build(p, p.View("绩效项目"), l)
	column := slices.Index(v.Columns, "年度财政拨款")
	if got := v.Rows[1].Amounts[column]; got != 321 {
		t.Errorf("the sum is %d", got)
	}
	var sum budget.Fen
	for _, ref := range v.Trace(1, column) {
		sum += ref.Amount()
	}
	if sum != 321 || len(v.Trace(1, column)) != 3 {
		t.Errorf("traced %d of %v", sum, v.Trace(1, column))
	}
}
