package verify_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// smallPack is a pack with one table: a list of line items and fixed lines.
const smallPack = `
模板包: {名称: 小模板包, 地区: 某市, 年度: "2026", 版本: "1.0", 格式: "1"}
金额单位: 元
空表注: 注：本表无数据
输出: "out.xlsx"
模板: [t.xlsx]
录入:
  基本信息:
    - {名称: 部门名称, 类型: 文字, 必填: true}
    - {名称: 预算年度, 类型: 年度, 必填: true}
    - {名称: 金额单位, 类型: 选项, 选项: [元], 必填: true}
  表:
    - 名称: 明细
      至少行数: 0
      列:
        - {名称: 代号, 类型: 代码, 必填: true}
        - {名称: 事项, 类型: 文字, 必填: true}
        - {名称: 类型, 类型: 选项, 选项: [人员, 公用, 项目], 必填: true}
        - {名称: 金额(元), 类型: 金额, 必填: true, 别名: [金额]}
        - {名称: 科室, 类型: 文字}
      派生: [{名称: 部门, 取自: 部门名称}]
视图:
  - 名称: 清单
    来源: [明细]
    行: [{层级: 项, 按: [代号, 事项], 次序: 录入}]
    列: [{名称: 金额}]
  - 名称: 按类型
    来源: [明细]
    行: [{层级: 类型, 按: [类型]}]
    列: [{名称: 金额}]
  - 名称: 总额
    来源: [明细]
    列: [{名称: 金额}]
  - 名称: 逐条
    来源: [明细]
    行: [{层级: 项, 按: [代号, 事项, 类型], 次序: 录入}]
    列: [{名称: 金额}]
  - 名称: 分级
    来源: [明细]
    行:
      - {层级: 类, 按: [类型], 次序: 录入}
      - {层级: 项, 按: [事项], 次序: 录入}
    列: [{名称: 金额}]
  - 名称: 三级
    来源: [明细]
    行:
      - {层级: 类, 按: [类型], 次序: 录入}
      - {层级: 项, 按: [事项], 次序: 录入}
      - {层级: 目, 按: [代号], 次序: 录入}
    列: [{名称: 金额}]
  - 名称: 分科室
    来源: [明细]
    行: [{层级: 项, 按: [科室, 事项], 次序: 录入}]
    列: [{名称: 金额}]
  - 名称: 分部门
    来源: [明细]
    行:
      - {层级: 部门, 按: [部门]}
      - {层级: 事项, 按: [事项], 次序: 录入}
      - {层级: 目, 按: [代号, 类型], 次序: 录入}
    列: [{名称: 金额}]
公开表:
  - {工作表: 表, 名称: 清单表, 合计: 清单.金额}
`

// sidedForms are tables with fixed lines beside a list, from row 4 on.
var sidedForms = map[string]string{
	"左边固定": `
		收入 | 金额 | 支出 | 金额
		一、人员 | {{按类型[人员].金额}} | {{清单@项.事项}} | {{清单@项.金额}}
		二、公用 | {{按类型[公用].金额}}
		三、项目 | {{按类型[项目].金额}}
		合计 | =SUM(B5:B7) | 合计 | =SUM(D5)`,
	"右边固定，下面有空行": `
		支出 | 金额 | 收入 | 金额
		{{清单@项.事项}} | {{清单@项.金额}} | 一、人员 | {{按类型[人员].金额}}
		 |  | 二、公用 | {{按类型[公用].金额}}
		 |  | 三、项目 | {{按类型[项目].金额}}
		 |
		合计 | =SUM(B5:B8) | 合计 | =SUM(D5:D8)`,
	"固定的只有一行，清单的合计行用标签": `
		收入 | 金额 | 支出 | 金额 | 占比
		一、总额 | {{总额.金额}} | {{清单@项.事项}} | {{清单@项.金额}} | =IF(B5=0,0,D5/B5)
		合计 | =SUM(B5) | 合计 | {{清单@合计.金额}} | =SUM(E5)`,
	"一行紧跟清单": `
		收入 | 金额 | 支出 | 金额
		一、人员 | {{按类型[人员].金额}} | 一、本年支出 | {{清单@合计.金额}}
		二、公用 | {{按类型[公用].金额}} | {{清单@项.事项}} | {{清单@项.金额}}
		三、项目 | {{按类型[项目].金额}} | 二、结转{{清单@合计.金额¦不印}} | 0
		四、其他 | 0
		五、上年 | 0
		合计 | =SUM(B5:B9) | 合计 | =D5+D7`,
	"紧跟清单的一行算清单的数": `
		收入 | 金额 | 支出 | 金额
		一、人员 | {{按类型[人员].金额}} | 一、本年支出 | {{清单@合计.金额}}
		二、公用 | {{按类型[公用].金额}} | {{清单@项.事项}} | {{清单@项.金额}}
		三、项目 | {{按类型[项目].金额}} | 小计{{清单@合计.金额¦不印}} | =SUM(D6)
		四、其他 | 0
		五、上年 | 0
		合计 | =SUM(B5:B9) | 合计 | =D5`,
	"合计行有空的文字": `
		代号 | 事项 | 金额
		∅ | 合计 | {{清单@合计.金额}}
		{{清单@项.代号}} | {{清单@项.事项}} | {{清单@项.金额}}`,
	"一部分没有填": `
		科室 | 事项 | 金额
		合计 |  | {{分科室@合计.金额}}
		{{分科室@项.科室}} | {{分科室@项.事项}} | {{分科室@项.金额}}`,
	"部门在第一个事项上面": `
		部门：{{部门名称}}
		代号 | 名称 | 金额
		 | 合计 | {{分部门@合计.金额}}
		 | {{分部门@部门.部门}} | {{分部门@部门.金额}}
		 | {{分部门@事项.事项}} | {{分部门@事项.金额}}
		{{分部门@目.代号}} | {{分部门@目.类型}} | {{分部门@目.金额}}`,
	"逐条": `
		支出{{总额.金额}}元，包括{{逐条 按类型@类型¦、}}{{按类型@类型.类型}}{{按类型@类型.金额}}元{{完}}。
		代号 | 事项 | 金额
		{{清单@项.代号}} | {{清单@项.事项}} | {{清单@项.金额}}`,
	"清单占几行": `
		代号 | 事项
		{{清单@项.代号}} | {{清单@项.事项}}
		金额 | {{清单@项.金额}}
		合计 | =SUM(B6)`,
}

// sided fills a form with so many line items and gives the pack, the input and the
// finished workbook.
func sided(t *testing.T, form string, n int) (p *pack.Pack, input, output string) {
	t.Helper()
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "pack.yaml"), []byte(smallPack), 0o600))
	tpl := excelize.NewFile()
	must(t, tpl.SetSheetName("Sheet1", "表"))
	must(t, tpl.SetCellStr("表", "A1", "清单表"))
	for r, line := range strings.Split(strings.TrimSpace(form), "\n") {
		for c, text := range strings.Split(line, "|") {
			at := a1.Name(c+1, r+4)
			text = strings.ReplaceAll(text, "¦", "|")
			if strings.Contains(text, "∅") {
				must(t, tpl.SetCellStr("表", at, " "))
				continue
			}
			if text = strings.Trim(text, " \t"); strings.HasPrefix(text, "=") { // wide blanks indent
				must(t, tpl.SetCellFormula("表", at, text[1:]))
			} else if n, err := strconv.ParseFloat(text, 64); err == nil {
				must(t, tpl.SetCellValue("表", at, n))
			} else if text != "" {
				must(t, tpl.SetCellStr("表", at, text))
			}
		}
	}
	must(t, tpl.SaveAs(filepath.Join(folder, "t.xlsx")))
	p, err := pack.Load(os.DirFS(folder))
	must(t, err)
	in := excelize.NewFile()
	must(t, in.SetSheetName("Sheet1", "基本信息"))
	for i, row := range [][]any{{"项目", "内容"}, {"部门名称", "某单位"}, {"预算年度", "2026"}, {"金额单位", "元"}} {
		must(t, in.SetSheetRow("基本信息", fmt.Sprint("A", i+1), &row))
	}
	_, err = in.NewSheet("明细")
	must(t, err)
	must(t, in.SetSheetRow("明细", "A1", &[]any{"代号", "事项", "类型", "金额(元)"}))
	for i := range n {
		name := fmt.Sprint("事项", i+1)
		if i == 0 && strings.Contains(form, "分部门") {
			name = "某单位" // as the department
		}
		must(t, in.SetSheetRow("明细", fmt.Sprint("A", i+2), &[]any{fmt.Sprint(201 + i), name, []string{"人员", "公用", "项目"}[i%3], 1000.25 * float64(i+1)}))
	}
	input, output = filepath.Join(folder, "in.xlsx"), filepath.Join(folder, "out.xlsx")
	must(t, in.SaveAs(input))
	_, found, err := app.Fill(app.FillRequest{Pack: p, Input: input, Output: output, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	return p, input, output
}

func TestFixedLinesBesideAListVerifyCleanly(t *testing.T) {
	for name, form := range sidedForms {
		for _, n := range []int{0, 1, 3, 4, 40} {
			p, input, output := sided(t, form, n)
			for _, in := range []string{"", input} {
				found, err := app.Verify(p, output, in)
				must(t, err)
				for _, f := range found {
					if f.Code != "F01" || f.Severity != finding.Note { // what nobody judged
						t.Errorf("%s %d: %s", name, n, show(f))
					}
				}
			}
		}
	}
}

func TestFaultsAreFoundOnBothSides(t *testing.T) {
	for _, x := range []struct {
		form, cell string
		value      any
		want       string
	}{
		{"左边固定", "B5", 1.0, "表!B8"},       // a fixed line
		{"左边固定", "D6", 1.0, "表!D"},        // a record
		{"左边固定", "B8", 1.0, "表!B8"},       // a total
		{"左边固定", "A7", "四、其他", "表!A7"},    // a line of another name
		{"一行紧跟清单", "D7", 1.0, "表!D5"},     // a record
		{"一行紧跟清单", "D9", 1.0, "表!D9"},     // the line behind the list
		{"一行紧跟清单", "C9", "三、其他", "表!D10"}, // its label, which reads as a record
		{"一行紧跟清单", "D5", 1.0, "表!D5"},     // the total above it
	} {
		p, _, output := sided(t, sidedForms[x.form], 3)
		b, err := excelize.OpenFile(output)
		must(t, err)
		must(t, b.SetCellValue("表", x.cell, x.value))
		must(t, b.SaveAs(output))
		found, err := app.Verify(p, output, "")
		must(t, err)
		hit := false
		for _, f := range found {
			hit = hit || f.Severity == finding.Error && strings.HasPrefix(f.Place.String(), x.want)
		}
		if !hit {
			t.Errorf("%s = %v: %v", x.cell, x.value, found)
		}
	}
}

// A table of one row, such as that of “三公”经费, has no label before its figures.
func TestFiguresOfATableOfOneRowAreCompared(t *testing.T) {
	form := `
		合计 | 人员 | 公用
		{{总额.金额}} | {{按类型[人员].金额}} | {{按类型[公用].金额}}`
	for cell, value := range map[string]float64{"": 0, "A5": 5, "B5": 1, "C5": 9} {
		p, input, output := sided(t, form, 2)
		b, err := excelize.OpenFile(output)
		must(t, err)
		if cell != "" {
			must(t, b.SetCellValue("表", cell, value))
			must(t, b.SaveAs(output))
		}
		found, err := app.Verify(p, output, input)
		must(t, err)
		if hit := slices.ContainsFunc(found, func(f finding.Finding) bool {
			return f.Severity == finding.Error && f.Place.Cell == cell
		}); hit != (cell != "") {
			t.Errorf("%s = %v: %v", cell, value, found)
		}
	}
}

func TestAFixedLineThatIsPrintedWithEachRecordIsFound(t *testing.T) {
	p, _, output := sided(t, sidedForms["左边固定"], 3)
	b, err := excelize.OpenFile(output)
	must(t, err)
	for i := range 2 {
		must(t, b.DuplicateRowTo("表", 5, 6+i))
		must(t, b.SetCellValue("表", fmt.Sprint("C", 6+i), nil))
		must(t, b.SetCellValue("表", fmt.Sprint("D", 6+i), nil))
	}
	must(t, b.SaveAs(output))
	found, err := app.Verify(p, output, "")
	must(t, err)
	n := 0
	for _, f := range found {
		if f.Code == "F07" && strings.Contains(f.Message, "多了一行「一、人员」") {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d of 2 lines found: %v", n, found)
	}
}

// A level below its parts may print its name in the column where they print theirs: the
// word 小计 beside it tells the two apart.
func TestASubtotalBelowItsPartsIsKnownByItsLabel(t *testing.T) {
	form := `
		类型 | 事项 | 金额
		{{分级@项.类型}} | {{分级@项.事项}} | {{分级@项.金额}}
		{{分级@类.类型}} | 小计 | {{分级@类.金额}}
		合计 | | {{分级@合计.金额}}`
	for cell, value := range map[string]float64{"": 0, "C5": 1, "C6": 2, "C7": 3} {
		p, _, output := sided(t, form, 6)
		if cell != "" {
			b, err := excelize.OpenFile(output)
			must(t, err)
			must(t, b.SetCellValue("表", cell, value))
			must(t, b.SaveAs(output))
		}
		found, err := app.Verify(p, output, "")
		must(t, err)
		if found.HasErrors() != (cell != "") {
			t.Errorf("%s = %v: %v", cell, value, found)
		}
	}
}

// A level that somebody chooses the names of has no others: a row behind the parts of another
// one is of the level that may be called anything.
func TestARowIsOfNoLevelWhoseNamesAreChosen(t *testing.T) {
	form := `
		类型、事项 | 金额
		{{三级@类.类型}} | {{三级@类.金额}}
		{{三级@项.事项}} | {{三级@项.金额}}
		　{{三级@目.代号}} | {{三级@目.金额}}`
	p, _, output := sided(t, form, 9)
	for cell, value := range map[string]float64{"": 0, "B7": 1, "B9": 2} {
		changed := output
		if cell != "" {
			b, err := excelize.OpenFile(output)
			must(t, err)
			must(t, b.SetCellValue("表", cell, value))
			changed = filepath.Join(t.TempDir(), "改过的.xlsx")
			must(t, b.SaveAs(changed))
		}
		found, err := app.Verify(p, changed, "")
		must(t, err)
		if found.HasErrors() != (cell != "") {
			t.Errorf("%s = %v: %v", cell, value, found)
		}
	}
}

// Above the title of a table that the pack does not list may stand what stands on all sheets.
func TestATableThatIsNotListedIsKnownByItsTitle(t *testing.T) {
	p := reworked(t, func(b *excelize.File) {
		for _, sheet := range []string{"表七", "表八"} {
			must(t, b.SetCellStr(sheet, "A1", "附表"))
		}
	})
	p.Tables = slices.DeleteFunc(slices.Clone(p.Tables), func(x pack.Table) bool { return x.Sheet == "表七" || x.Sheet == "表八" })
	_, input := broad(t)
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	if _, found, err := app.Fill(app.FillRequest{Pack: p, Input: input, Output: file, Now: time.Unix(0, 0)}); err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	found, err := app.Verify(p, file, "")
	must(t, err)
	for _, f := range formed(found) {
		t.Error(show(f))
	}
}

// TestAFormWithoutTheSourcesOfMoneyIsNotAskedForThem fills forms that print what a project costs in
// all and not from where it comes: rules about what they do not print hold for the input alone. That
// the money is that of the items is still judged.
func TestAFormWithoutTheSourcesOfMoneyIsNotAskedForThem(t *testing.T) {
	const form = "{{绩效项目.项目名称}}"
	p := reworked(t, func(b *excelize.File) {
		for row := 7; row <= 11; row++ {
			for _, col := range []string{"E", "H"} {
				must(t, b.SetCellValue(form, col+strconv.Itoa(row), nil))
			}
		}
		must(t, b.SetCellValue(form, "E6", nil))
	})
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	if _, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: file, Now: time.Unix(0, 0)}); err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	found, err := app.Verify(p, file, "")
	must(t, err)
	for _, f := range formed(found) {
		t.Error(show(f))
	}
	b, err := excelize.OpenFile(file)
	must(t, err)
	defer b.Close()
	must(t, b.SetCellValue("法律援助业务经费", "H6", 94000))
	found, err = app.Verify(p, save(t, b), "")
	must(t, err)
	if found = formed(found); len(found) != 1 || found[0].Place.String() != "法律援助业务经费!H6" {
		t.Errorf("%v", found)
	}
}

// TestFormsOfOnePeriodOrWithoutTheUnitVerifyCleanly fills forms whose indicators are those of a view of their own, and
// forms that do not print the unit: neither lacks indicators, nor is any of no listed project.
func TestFormsOfOnePeriodOrWithoutTheUnitVerifyCleanly(t *testing.T) {
	const form = "{{绩效项目.项目名称}}"
	for name, cells := range map[string]map[string]any{
		"of one period":    {"B20": "{{年度绩效指标.一级指标|合并}}", "C20": "{{年度绩效指标.二级指标|合并}}", "D20": nil, "E20": nil, "F20": "{{年度绩效指标.二级指标|合并}}", "G20": "{{年度绩效指标.年度三级指标}}", "H20": "{{年度绩效指标.年度指标值}}"},
		"without the unit": {"G4": nil},
	} {
		p := reworked(t, func(b *excelize.File) {
			for cell, text := range cells {
				must(t, b.SetCellValue(form, cell, text))
			}
		})
		own := *p.View("绩效指标")
		own.Name = "年度绩效指标"
		own.Sides = slices.DeleteFunc(slices.Clone(own.Sides), func(s pack.Side) bool { return s.Name != "年度" })
		p.Views = append(p.Views, own)
		file := filepath.Join(t.TempDir(), "公开表.xlsx")
		if _, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: file, Now: time.Unix(0, 0)}); err != nil || found.HasErrors() {
			t.Fatal(name, err, found)
		}
		found, err := app.Verify(p, file, "")
		must(t, err)
		for _, f := range formed(found) {
			if none := name == "of one period" && strings.Contains(f.Message, "法律援助业务经费"); f.Severity == finding.Error && !none { // it has those of 实施期 alone
				t.Error(name, show(f))
			}
		}
	}
}

// TestATextThatListsIsComparedWhereverItStands changes the first line of a table, which says its records or one on a
// condition.
func TestATextThatListsIsComparedWhereverItStands(t *testing.T) {
	for form, cells := range map[string][]string{`
		事项 | 说明
		甲 | {{逐条 按类型@类型}}{{按类型@类型.类型}}{{按类型@类型.金额}}元{{完}}
		乙 | {{总额.金额}}`: {"B5"}, `
		事项 | 说明
		甲 | {{如有 总额.金额}}共{{总额.金额}}元{{完}}
		乙 | 共{{总额.金额}}元`: {"B5", "B6"}, `
		说明：{{逐条 按类型@类型}}{{按类型@类型.类型}}{{按类型@类型.金额}}元{{完}}
		事项 | 金额
		合计 | {{总额.金额}}`: {"A4"}} {
		p, input, output := sided(t, form, 3)
		for _, cell := range append(cells, "") {
			b, err := excelize.OpenFile(output)
			must(t, err)
			if cell != "" {
				text, err := b.GetCellValue("表", cell)
				must(t, err)
				must(t, b.SetCellStr("表", cell, strings.Replace(text, "元", "1元", 1)))
			}
			changed := filepath.Join(t.TempDir(), "改.xlsx")
			must(t, b.SaveAs(changed))
			found, err := app.Verify(p, changed, input)
			must(t, err)
			if told := slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Code == "F10" && f.Place.Cell == cell }); told != (cell != "") || cell == "" && found.HasErrors() {
				t.Errorf("%s: of %q: %v", form, cell, found)
			}
		}
	}
}
