package fill_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/money"
	"ysgk/internal/proof"
	"ysgk/internal/tags"
)

// inside is the schema of 项目 with 指标 and 分年 inside each.
var inside = tags.Schema{
	Scalars: schema.Scalars,
	Lists: map[string]tags.ListSchema{
		"项目": {Levels: []string{"合计", "项目"}, Texts: []string{"名称"}, Amounts: []string{"金额"}},
		"指标": {Levels: []string{"合计", "指标"}, Of: "项目", Texts: []string{"一级", "内容"}, Amounts: []string{"数"}},
		"分年": {Levels: []string{"合计", "年"}, Of: "项目", Texts: []string{"年份"}, Amounts: []string{"数"}},
		"总额": {Levels: []string{"合计"}, Amounts: []string{"本年"}},
	},
}

// projected is data with a project for each number, which says how many indicators
// it has; each project has two years.
func projected(indicators ...int) *tags.Data {
	root := tags.Record{Parent: -1, Key: "合计", Texts: []string{"合计", ""}, Amounts: []budget.Fen{0}}
	d := &tags.Data{Scalars: map[string]string{"年度": "2026", "部门名称": "某局"}, Unit: money.Wan, EmptyNote: "注：本表无数据", Lists: map[string]*tags.List{
		"项目": {Records: []tags.Record{root}}, "指标": {Records: []tags.Record{root}}, "分年": {Records: []tags.Record{root}},
		"总额": {Records: []tags.Record{{Parent: -1, Amounts: []budget.Fen{7e6}}}},
	}}
	add := func(list string, owner int, amount int, texts ...string) {
		l := d.Lists[list]
		l.Records = append(l.Records, tags.Record{Level: 1, Parent: 0, Owner: owner, Key: texts[0], Texts: texts, Amounts: []budget.Fen{budget.Fen(amount * 1e6)}})
	}
	for i, n := range indicators {
		add("项目", 0, 10*(i+1), fmt.Sprint("项目", i+1))
		for k := range n {
			add("指标", i+1, k+1, []string{"产出", "效益"}[k*2/max(n, 1)], fmt.Sprint("指标", i+1, "-", k+1))
		}
		for y := range 2 {
			add("分年", i+1, 5*(i+1), fmt.Sprint(2026+y, "年"))
		}
	}
	return d
}

// tried fills a template of projects.
func tried(t *testing.T, tpl []byte, d *tags.Data) *excelize.File {
	t.Helper()
	c, problems, err := fill.Compile(tpl, inside)
	must(t, err)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	file, problems, err := c.Render(d)
	must(t, err)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var b bytes.Buffer
	must(t, file.Write(&b))
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	must(t, err)
	return f
}

// goals is a sheet with all projects, one below the other.
const goals = `
	绩效目标表 | {{块 项目¦另起一页}}
	项目 | {{项目.名称}} | 金额 | {{项目.金额}}
	一级 | 内容 | 数 | 占比
	{{指标.一级¦合并}} | {{指标.内容}} | {{指标.数}} | =C4/C$5
	小计 |  | =SUM(C4) | =D2-C5
	签字：{{块完}}
	尾 | =SUM(C4) | =SUM(D2)`

// goalSheet is the sheet of goals with merges, and a height for the signatures.
func goalSheet(t *testing.T) []byte {
	return template(t, goals, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A5", "B5"))
		must(t, f.MergeCell("Sheet1", "E3", "E5"))
		must(t, f.SetRowHeight("Sheet1", 6, 40))
	})
}

func TestABlockHoldsAHeaderAndTheListsInsideItsRecord(t *testing.T) {
	f := tried(t, goalSheet(t), projected(2, 0, 3))
	expect(t, f, "Sheet1", `
		绩效目标表
		项目 | 项目1 | 金额 | 10
		一级 | 内容 | 数 | 占比
		产出 | 指标1-1 | 1 | =C4/C$6→0.333333333333333
		效益 | 指标1-2 | 2 | =C5/C$6→0.666666666666667
		小计 |  | =SUM(C4:C5)→3 | =D2-C6→7
		签字：
		绩效目标表
		项目 | 项目2 | 金额 | 20
		一级 | 内容 | 数 | 占比

		小计 |  | =SUM(C11)→0 | =D9-C12→20
		签字：
		绩效目标表
		项目 | 项目3 | 金额 | 30
		一级 | 内容 | 数 | 占比
		产出 | 指标3-1 | 1 | =C17/C$20→0.166666666666667
		 | 指标3-2 | 2 | =C18/C$20→0.333333333333333
		效益 | 指标3-3 | 3 | =C19/C$20→0.5
		小计 |  | =SUM(C17:C19)→6 | =D15-C20→24
		签字：
		尾 | =SUM(C4:C5,C11,C17:C19)→9 | =SUM(D2,D9,D15)→60`)
	if got, want := mergesOf(t, f), "A12:B12 A17:A18 A20:B20 A6:B6 E10:E12 E16:E20 E3:E6"; got != want {
		t.Errorf("merges are %s, want %s", got, want)
	}
	for row, want := range map[int]float64{6: 15, 7: 40, 13: 40, 21: 40} {
		if got, _ := f.GetRowHeight("Sheet1", row); got != want {
			t.Errorf("row %d is %v high, want %v", row, got, want)
		}
	}
}

func TestABlockWithoutRecordsStaysAsABlankForm(t *testing.T) {
	f := tried(t, goalSheet(t), projected())
	expect(t, f, "Sheet1", `
		绩效目标表
		项目 |  | 金额
		一级 | 内容 | 数 | 占比

		小计
		签字：
		尾 | =SUM(C4)→0 | =SUM(D2)→0`)
	if got, want := mergesOf(t, f), "A5:B5 E3:E5"; got != want {
		t.Errorf("merges are %s, want %s", got, want)
	}
	expect(t, tried(t, template(t, `
		{{年度}}年{{块 项目}}绩效表
		名称：{{项目.名称}}，第{{项目.序号}}个 | {{项目.金额}}
		{{项目.名称¦合并}} | 单位 | {{指标.内容}} | {{指标.数}} | =D3*2
		{{项目.序号}} | {{项目.金额¦零行不印}}
		{{部门名称}}{{块完}}
		{{空表注}}`, nil), projected()), "Sheet1", `
		2026年绩效表
		名称：，第个
		 | 单位
		某局
		注：本表无数据`)
}

func TestEachRecordBeginsOnANewPageIfATagSaysSo(t *testing.T) {
	breaks := func(tpl []byte, d *tags.Data) string {
		f := tried(t, tpl, d)
		file := filepath.Join(t.TempDir(), "x.xlsx")
		must(t, f.SaveAs(file))
		b, err := os.ReadFile(file)
		must(t, err)
		x := proof.Parts(t, b)
		var ids []string
		for _, m := range regexp.MustCompile(`<brk [^>]*\bid="(\d+)"`).FindAllStringSubmatch(string(x.Part(sheet1)), -1) {
			ids = append(ids, m[1])
		}
		return strings.Join(ids, " ")
	}
	if got := breaks(goalSheet(t), projected(2, 0, 3)); got != "7 13" {
		t.Errorf("breaks of blocks are below rows %s", got)
	}
	if got := breaks(goalSheet(t), projected(2)); got != "" {
		t.Errorf("one block has a break below row %s", got)
	}
	rows := template(t, "表头\n{{项目.名称¦另起一页}}\n尾", func(f *excelize.File) { must(t, f.InsertPageBreak("Sheet1", "A3")) })
	if got := breaks(rows, projected(0, 0, 0)); got != "2 3 4 5" {
		t.Errorf("breaks of rows are below rows %s", got)
	}
	within := template(t, strings.Replace(goals, "¦另起一页", "", 1), func(f *excelize.File) {
		must(t, f.InsertPageBreak("Sheet1", "A5")) // below row 4, the indicators
		must(t, f.InsertPageBreak("Sheet1", "A7"))
	})
	if got := breaks(within, projected(2, 0, 3)); got != "5 11 19 21" {
		t.Errorf("breaks within blocks are below rows %s", got)
	}
}

func TestTheHeaderOfABlockIsNoPrintTitleOfTheSheet(t *testing.T) {
	for titles, want := range map[string]int{"Sheet1!$1:$2": 0, "Sheet1!$A:$A": 1} {
		tpl := template(t, goals, func(f *excelize.File) {
			must(t, f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: "Sheet1"}))
		})
		if got := tried(t, tpl, projected(1, 1)).GetDefinedName(); len(got) != want {
			t.Errorf("%s: %v", titles, got)
		}
	}
}

func TestABlockFollowsFromTheFormItself(t *testing.T) {
	tpl := template(t, `
		标题
		项目 | {{项目.名称}} | {{项目.金额}}
		年份 | 数 | 指标 | 数
		{{分年.年份}} | {{分年.数}} | {{指标.内容}} | {{指标.数}}

		合计 | =SUM(B4:B5) | 合计 | =SUM(D4:D5)
		其中 | {{项目.金额}} | 总额 | {{总额.本年}}
		尾`, nil)
	expect(t, tried(t, tpl, projected(3, 1)), "Sheet1", `
		标题
		项目 | 项目1 | 10
		年份 | 数 | 指标 | 数
		2026年 | 5 | 指标1-1 | 1
		2027年 | 5 | 指标1-2 | 2
		 |  | 指标1-3 | 3
		合计 | =SUM(B4:B6)→10 | 合计 | =SUM(D4:D6)→6
		其中 | 10 | 总额 | 7
		项目 | 项目2 | 20
		年份 | 数 | 指标 | 数
		2026年 | 10 | 指标2-1 | 1
		2027年 | 10
		合计 | =SUM(B11:B12)→20 | 合计 | =SUM(D11:D12)→1
		其中 | 20 | 总额 | 7
		尾`)
}

func TestWhatIsOfTheRecordStandsOnceBesideTheListsInside(t *testing.T) {
	tpl := template(t, `
		项目 | 金额 | 指标 | 数 | 占项目
		{{项目.名称¦合并}} | {{项目.金额¦合并}} | {{指标.内容}} | {{指标.数}} | =D2/B2
		合计 | =SUM(B2) |  | =SUM(D2)`, nil)
	f := tried(t, tpl, projected(2, 0, 3))
	expect(t, f, "Sheet1", `
		项目 | 金额 | 指标 | 数 | 占项目
		项目1 | 10 | 指标1-1 | 1 | =D2/B2→0.1
		 |  | 指标1-2 | 2 | =D3/B2→0.2
		项目2 | 20
		项目3 | 30 | 指标3-1 | 1 | =D5/B5→0.0333333333333333
		 |  | 指标3-2 | 2 | =D6/B5→0.0666666666666667
		 |  | 指标3-3 | 3 | =D7/B5→0.1
		合计 | =SUM(B2,B4:B5)→60 |  | =SUM(D2:D7)→9`)
	if got, want := mergesOf(t, f), "A2:A3 A5:A7 B2:B3 B5:B7"; got != want {
		t.Errorf("merges are %s, want %s", got, want)
	}
}

// The next record's group is another one, though it says the same; the cells are not merged.
func TestEqualNeighboursArePrintedOnceWhereAsked(t *testing.T) {
	for modifier, merges := range map[string]string{"印一次": "", "合并": "B2:B3 B5:B7"} {
		f := tried(t, template(t, `
			项目 | 级 | 指标
			{{项目.名称}} | {{指标.一级¦`+modifier+`}} | {{指标.内容}}`, nil), once(projected(2, 1, 3)))
		expect(t, f, "Sheet1", `
			项目 | 级 | 指标
			项目1 | 产出 | 指标1-1
			 |  | 指标1-2
			项目2 | 产出 | 指标2-1
			项目3 | 产出 | 指标3-1
			 |  | 指标3-2
			 |  | 指标3-3`)
		if got := mergesOf(t, f); got != merges {
			t.Errorf("merges of |%s are %s, want %s", modifier, got, merges)
		}
	}
}

// once has the same kind in all indicators.
func once(d *tags.Data) *tags.Data {
	for i := range d.Lists["指标"].Records {
		if r := &d.Lists["指标"].Records[i]; r.Level == 1 {
			r.Texts[0] = "产出"
		}
	}
	return d
}

// Exports of budget systems repeat a project's own on each line of its indicators.
func TestWhatIsOfTheRecordStandsOnEachLineWhereAsked(t *testing.T) {
	tpl := template(t, `
		项目 | 金额 | 指标 | 数
		{{项目.名称¦每行}} | {{项目.金额¦每行}} | {{指标.内容}} | {{指标.数}}
		合计 |  |  | =SUM(D2)`, nil)
	f := tried(t, tpl, projected(2, 0, 3))
	expect(t, f, "Sheet1", `
		项目 | 金额 | 指标 | 数
		项目1 | 10 | 指标1-1 | 1
		项目1 | 10 | 指标1-2 | 2
		项目2 | 20
		项目3 | 30 | 指标3-1 | 1
		项目3 | 30 | 指标3-2 | 2
		项目3 | 30 | 指标3-3 | 3
		合计 |  |  | =SUM(D2:D7)→9`)
	c, _, err := fill.Compile(tpl, inside)
	must(t, err)
	shown, _ := c.Show(projected(2, 0, 3))
	if x := shown.Sheets[0].At(1, 3); x == nil || x.Value.Text != "项目1" || x.List != "项目" {
		t.Errorf("A3 is told to be %+v", x)
	}
	for tpl, want := range map[string]string{
		"{{项目.名称¦每行}} | {{项目.金额}}": "“|每行”的标签不在属于一条记录的清单旁边",
		"{{项目[合计].金额¦每行}}":         "“|每行”只用在一行一行重复的行里",
		"{{指标.内容¦每行}} | {{项目.名称}}": "“|每行”的标签不在属于一条记录的清单旁边",
	} {
		_, problems, err := fill.Compile(template(t, tpl, nil), inside)
		must(t, err)
		said := ""
		for _, f := range problems {
			said += f.Message
		}
		if !strings.Contains(said, want) {
			t.Errorf("%s: %v", tpl, problems)
		}
	}
}

// A formula beside the list is of its own record, not of the first one.
func TestFormulasOfTheRecordBesideItsListAreOfTheRecord(t *testing.T) {
	tpl := template(t, `
		项目 | 金额 | 倍 | 占比 | 指标 | 数
		{{项目.名称}} | {{项目.金额}} | =B2*2 | =B2/B$3 | {{指标.内容}} | {{指标.数}}
		合计 | =SUM(B2) | =SUM(C2) | =SUM(D2) |  | =SUM(F2)`, nil)
	expect(t, tried(t, tpl, projected(2, 0, 3)), "Sheet1", `
		项目 | 金额 | 倍 | 占比 | 指标 | 数
		项目1 | 10 | =B2*2→20 | =B2/B$8→0.166666666666667 | 指标1-1 | 1
		 |  |  |  | 指标1-2 | 2
		项目2 | 20 | =B4*2→40 | =B4/B$8→0.333333333333333
		项目3 | 30 | =B5*2→60 | =B5/B$8→0.5 | 指标3-1 | 1
		 |  |  |  | 指标3-2 | 2
		 |  |  |  | 指标3-3 | 3
		合计 | =SUM(B2,B4:B5)→60 | =SUM(C2,C4:C5)→120 | =SUM(D2,D4:D5)→1 |  | =SUM(F2:F7)→9`)
}

func TestATemplateTellsItsBlocks(t *testing.T) {
	c, _, err := fill.Compile(goalSheet(t), inside)
	must(t, err)
	if got := fmt.Sprint(c.Blocks()); got != "[{Sheet1 [1 6] 项目 [指标]}]" {
		t.Errorf("blocks are %s", got)
	}
}

func TestAListWithoutOthersInsideMakesABlockIfMarked(t *testing.T) {
	tpl := template(t, `
		{{块 项目}}情况表
		名称： | {{项目@项目.名称}}

		金额： | {{项目@项目.金额}} | =B4*2
		{{块完}}
		合计 | =SUM(B4)`, nil)
	expect(t, tried(t, tpl, projected(0, 0)), "Sheet1", `
		情况表
		名称： | 项目1

		金额： | 10 | =B4*2→20

		情况表
		名称： | 项目2

		金额： | 20 | =B9*2→40

		合计 | =SUM(B4,B9)→30`)
}

func TestBlocksThatCannotBeReadAreRefusedAtTheirCell(t *testing.T) {
	for rows, want := range map[string]string{
		"{{块 项目}}\n{{总额.本年}}":                    "Sheet1!A1 这一块里没有视图 项目 的标签",
		"{{块完}}\n{{项目.名称}}":                      "Sheet1!A1 标签 {{块完}} 前面没有“块”",
		"{{块 没有}}":                               "Sheet1!A1 标签 {{块 没有}} 里没有“没有”这个视图",
		"{{块 项目¦合并}}\n{{项目.名称}}\n{{块完}}":         "Sheet1!A1 标签 {{块 项目|合并}} 后面只能写“另起一页”，不能写“合并”",
		"{{块 总额}}":                               "Sheet1!A1 标签 {{块 总额}} 里的视图 总额 只有一个数，不会重复",
		"{{块 指标}}\n{{指标.内容}}\n{{项目.名称}}\n{{块完}}": "Sheet1!A3 视图 项目 的标签夹在按视图 指标 重复的一块中间",
		"{{块 项目}}\n{{项目@合计.名称}}\n{{项目@项目.名称}}\n{{块完}}\n尾": "Sheet1!A3 视图 项目 的这一块里，标签不是一个层级",
		"{{总额.本年¦另起一页}}": "Sheet1!A1 标签 {{总额.本年|另起一页}} 不在重复的行里，不能用“另起一页”",
	} {
		_, problems, err := fill.Compile(template(t, rows, nil), inside)
		must(t, err)
		var got []string
		for _, p := range problems {
			got = append(got, p.Place.String()+" "+p.Message)
		}
		if !slices.Contains(got, want) {
			t.Errorf("%s: %q, want %s", rows, got, want)
		}
	}
}

func TestBlocksGiveTheSameValuesInLibreOffice(t *testing.T) {
	folder := t.TempDir()
	var files []string
	many := make([]int, 40)
	for i := range many {
		many[i] = i % 7
	}
	for i, d := range []*tags.Data{projected(), projected(0), projected(1), projected(2, 0, 3), projected(40), projected(many...)} {
		file := filepath.Join(folder, fmt.Sprint(i, ".xlsx"))
		must(t, tried(t, goalSheet(t), d).SaveAs(file))
		files = append(files, file)
	}
	books := proof.Values(t, files...)
	again := proof.Convert(t, "xlsx", files...)
	for i, f := range files {
		for cell, got := range proof.Values(t, filepath.Join(again, filepath.Base(f)))[0].Sheets[0].Cells {
			if want := books[i].Sheets[0].Cells[cell]; got.Value != want.Value && !near(got.Value, want.Value) {
				t.Errorf("%d: %s is 「%s」, in LibreOffice 「%s」", i, cell, want.Value, got.Value)
			}
		}
	}
}

// What is a record's own, beside the list inside it, is told as that record's: units' tables are
// added up by it.
func TestWhatStandsBesideAListInsideABlockIsOfItsRecord(t *testing.T) {
	tpl, problems, err := fill.Compile(template(t, `
		项目 | 金额 | 内容
		{{项目.名称}} | {{项目.金额}} | {{指标.内容}}`, nil), inside)
	must(t, err)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	shown, problems := tpl.Show(projected(2, 1))
	if shown == nil {
		t.Fatal(problems)
	}
	for row, want := range map[int]int{2: 1, 4: 2} {
		if c := shown.Sheets[0].At(2, row); c == nil || c.List != "项目" || c.Record != want {
			t.Errorf("row %d: %+v, want record %d of 项目", row, c, want)
		}
	}
}

func TestATemplateTellsWhatStandsOnEachLine(t *testing.T) {
	for tag, want := range map[string]string{"": "A:A 列是固定的项目，各印一次", "¦每行": "A:A 列是项目自己的，有“|每行”的每一行都印，别的各印一次"} {
		c, _, err := fill.Compile(template(t, "{{项目.名称"+tag+"}} | {{指标.内容}}", nil), inside)
		must(t, err)
		if all := c.Beside(); len(all) != 1 || !strings.HasSuffix(all[0].String(), want) {
			t.Errorf("%s: %v", tag, all)
		}
	}
}
