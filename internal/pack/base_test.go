package pack

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ysgk/internal/bundle"
	"ysgk/templates"
)

// county is a small pack that others are based on.
const county = `模板包: {名称: 甲市, 年度: "2026", 版本: "1.0", 格式: "2"}
金额单位: 万元
空表注: 没有
码表:
  - {名称: 科目, 文件: 科目.csv, 级次: [{名称: 类, 位数: 3}, {名称: 款, 位数: 5}]}
录入:
  基本信息:
    - {名称: 部门名称, 类型: 文字, 必填: 是}
  表:
    - 名称: 明细
      列:
        - {名称: 科目编码, 类型: 编码, 码表: 科目, 级次: 款}
        - {名称: 类型, 类型: 选项, 选项: [人员, 公用, 项目]}
        - {名称: 金额(元), 类型: 金额, 宽: 18}
列组:
  三类:
    - {名称: 人员, 筛选: {类型: 人员}}
    - {名称: 公用, 筛选: {类型: 公用}}
    - {名称: 项目, 筛选: {类型: 项目}}
视图:
  - {名称: 总表, 来源: 明细, 行: 科目编码(类、款), 列: [合计, 三类]}
  - {名称: 项目表, 来源: 明细, 筛选: {类型: 项目}, 列: [合计]}
规则:
  - 错误 A1 视图 总表：合计 == 人员 + 公用 + 项目；总表不平
  - 警告: B1
    表: 明细.金额
    当: 类型 == "人员"
    应: 金额 > 0
    说明: 金额是零
  - 警告 C1：视图("总表", "合计") > 0；甲
  - 提示 C1：视图("总表", "合计") > 1；乙
`

// onCounty is a pack that says something beside a base in the folder 市.
func onCounty(text string) fstest.MapFS {
	return fstest.MapFS{
		"pack.yaml":   {Data: []byte("模板包: {基于: 市, 名称: 乙县}\n" + text)},
		"市/pack.yaml": {Data: []byte(county)},
		"市/科目.csv":    {Data: []byte("编码,名称\n201,一般\n20101,甲\n")},
	}
}

// gist is what the tests of merging look at, one definition a line.
func gist(p *Pack) string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	add("%s %s %s %s", p.Identity.Name, p.Identity.Year, p.Unit.Name, p.EmptyNote)
	for _, s := range p.Input.Sheets {
		for _, c := range s.Columns {
			add("%s.%s %s %v %v", s.Name, c.Name, c.Kind, c.Choices, c.Width)
		}
	}
	for _, v := range p.Views {
		var rows, columns []string
		for _, r := range v.Rows {
			rows = append(rows, r.By...)
		}
		for _, c := range v.Columns {
			columns = append(columns, c.Name+fmt.Sprint(c.Filter["类型"]))
		}
		add("视图 %s %v %v %v", v.Name, v.Filter["类型"], rows, columns)
	}
	for _, r := range p.Rules {
		add("规则 %s %s %s%s.%s 当 %s 应 %s 说 %s", r.Severity, r.ID, r.Table, r.View, r.Cell, r.When, r.Must, r.Message)
	}
	return strings.Join(out, "\n") + "\n"
}

func TestAPackSaysOnlyWhatDiffersFromItsBase(t *testing.T) {
	whole, err := Load(onCounty(""))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, says, from, to string }{
		{"nothing", "", "", ""},
		{"a text", "金额单位: 元\n", "乙县 2026 万元 没有", "乙县 2026 元 没有"},
		{"a key without a value takes the base's away", "空表注:\n", "万元 没有", "万元 "},
		{"a key of a definition", "录入: {表: [{名称: 明细, 列: [{名称: 金额(元), 宽: 9}]}]}\n", "金额(元) 金额 [] 18", "金额(元) 金额 [] 9"},
		{"a plain list", "录入: {表: [{名称: 明细, 列: [{名称: 类型, 选项: [人员, 公用, 项目, 其他]}]}]}\n", "[人员 公用 项目] 0", "[人员 公用 项目 其他] 0"},
		{"a new definition at the end", "视图: [{名称: 新, 来源: 明细}]\n", "[项目] [] [合计[]]\n", "[项目] [] [合计[]]\n视图 新 [] [] []\n"},
		{"a new definition behind the one before it", "录入:\n  表:\n    - 名称: 明细\n      列:\n        - 名称: 科目编码\n        - {名称: 科室, 类型: 文字}\n", "明细.类型 ", "明细.科室 文字 [] 0\n明细.类型 "},
		{"one that goes", "视图: [{删去: 项目表}]\n", "视图 项目表 [项目] [] [合计[]]\n", ""},
		{"all of a list, and others", "视图: [{名称: 总表, 列: [删去: 全部, 三类, 合计]}]\n", "[合计[] 人员[人员] 公用[公用] 项目[项目]]", "[人员[人员] 公用[公用] 项目[项目] 合计[]]"},
		{"a column of a group", "列组: {三类: [{删去: 公用}]}\n", " 公用[公用]", ""},
		{"a group in a view", "视图: [{名称: 总表, 列: [{删去: 三类}]}]\n", "[合计[] 人员[人员] 公用[公用] 项目[项目]]", "[合计[]]"},
		{"rows, as a whole", "视图: [{名称: 总表, 行: 科目编码(类)}]\n", "[科目编码/类 科目编码/款]", "[科目编码/类]"},
		{"a key of a filter that goes", "视图: [{名称: 项目表, 筛选: {类型: }}]\n", "视图 项目表 [项目]", "视图 项目表 []"},
		{"a rule's severity", "规则: [{错误: B1}]\n", "规则 警告 B1", "规则 错误 B1"},
		{"a rule's premise", "规则:\n  - {警告: B1, 当: }\n", `当 类型 == "人员" 应 金额`, "当  应 金额"},
		{"rules that share an id, by those of the pack", "规则:\n  - 错误 C1：视图(\"总表\", \"合计\") > 2；丙\n", "规则 警告 C1 . 当  应 视图(\"总表\", \"合计\") > 0 说 甲\n规则 提示 C1 . 当  应 视图(\"总表\", \"合计\") > 1 说 乙\n", "规则 错误 C1 . 当  应 视图(\"总表\", \"合计\") > 2 说 丙\n"},
		{"a rule, by several", "规则:\n  - 错误 A1：视图(\"总表\", \"合计\") > 2；丙\n  - 错误 A1：视图(\"总表\", \"合计\") > 3；丁\n", "规则 错误 A1 总表. 当  应 合计 == 人员 + 公用 + 项目 说 总表不平\n", "规则 错误 A1 . 当  应 视图(\"总表\", \"合计\") > 2 说 丙\n规则 错误 A1 . 当  应 视图(\"总表\", \"合计\") > 3 说 丁\n"},
		{"removed, and written anew elsewhere", "视图: [{删去: 总表}, {名称: 项目表}, {名称: 总表, 来源: 明细}]\n", "视图 总表 [] [科目编码/类 科目编码/款] [合计[] 人员[人员] 公用[公用] 项目[项目]]\n视图 项目表 [项目] [] [合计[]]\n", "视图 项目表 [项目] [] [合计[]]\n视图 总表 [] [] []\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			says := c.says
			if !strings.Contains(says, "规则:") && strings.Contains(says, "视图:") && !strings.Contains(c.to, "规则") {
				says += "规则: [{删去: 全部}]\n" // which are about the views
			}
			p, err := Load(onCounty(says))
			if err != nil {
				t.Fatal(err)
			}
			want := gist(whole)
			if c.from != "" {
				if !strings.Contains(want, c.from) {
					t.Fatalf("not in the base: %s", c.from)
				}
				want = strings.Replace(want, c.from, c.to, 1)
			}
			if says != c.says {
				want = want[:strings.Index(want, "规则")]
			}
			if diff := cmp.Diff(want, gist(p)); diff != "" {
				t.Error(diff)
			}
			readsBack(t, p)
		})
	}
}

func TestWhatAnImportRecognisesIsAddedToTheBases(t *testing.T) {
	base := county + `导入:
  表: 明细
  列:
    - {名称: 类型, 表头: [类型, 种类], 取值: [{写作: [人], 即: 人员}, {写作: [公], 即: 公用}]}
  金额列:
    - {表头: 金额}
    - {表头: [人员费], 字段: 类型, 值: 人员}
`
	for _, c := range []struct{ name, says, want string }{
		{"nothing", "", "类型[类型 种类] [人]人员 [公]公用 [金额] [人员费]人员 "},
		{"a header", "导入: {列: [{名称: 类型, 表头: 类别}]}\n", "类型[类型 种类 类别] [人]人员 [公]公用 [金额] [人员费]人员 "},
		{"headers instead", "导入: {列: [{名称: 类型, 表头: [删去: 全部, 类别]}]}\n", "类型[类别] [人]人员 [公]公用 [金额] [人员费]人员 "},
		{"a spelling", "导入: {列: [{名称: 类型, 取值: [{写作: [用], 即: 公用}]}]}\n", "类型[类型 种类] [人]人员 [公 用]公用 [金额] [人员费]人员 "},
		{"a column of amounts", "导入: {金额列: [{表头: [公用费], 字段: 类型, 值: 公用}]}\n", "类型[类型 种类] [人]人员 [公]公用 [金额] [人员费]人员 [公用费]公用 "},
		{"a header of two meanings", "导入: {金额列: [{表头: [金额], 字段: 类型, 值: 公用}]}\n", "pack.yaml 第 2 行：导入：表头“金额”写在两列里，另一处是 市/pack.yaml 第 "},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := onCounty(c.says)
			files["市/pack.yaml"].Data = []byte(base)
			p, err := Load(files)
			if err != nil {
				if !strings.HasPrefix(err.Error(), c.want) {
					t.Error(err)
				}
				return
			}
			got := ""
			for _, col := range p.Intake.Columns {
				got += fmt.Sprint(col.Name, col.Headers, " ")
				for _, v := range col.Values {
					got += fmt.Sprint(v.Written, v.Means, " ")
				}
			}
			for _, a := range p.Intake.Amounts {
				got += fmt.Sprint(a.Headers, a.Value, " ")
			}
			if got != c.want {
				t.Errorf("%s; want %s", got, c.want)
			}
			readsBack(t, p)
		})
	}
}

// same compares definitions without where they stand.
var same = cmp.Options{cmpopts.IgnoreTypes(Origin{}), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Manifest{}, "Groups"), cmpopts.IgnoreFields(Identity{}, "Base", "Merged")}

// readsBack makes sure that a pack that is written out is the same pack.
func readsBack(t *testing.T, p *Pack) {
	t.Helper()
	text, err := p.written()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for name, b := range p.Files {
		files[name] = &fstest.MapFile{Data: b}
	}
	files[manifestName] = &fstest.MapFile{Data: text}
	again, err := Load(files)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(p.Manifest, again.Manifest, same); diff != "" {
		t.Errorf("%s\n%s", diff, text)
	}
}

func TestTheShippedPacksReadBackAsTheyAreWritten(t *testing.T) {
	for _, files := range []func() (*Pack, error){
		func() (*Pack, error) { return Load(templates.Default()) },
		func() (*Pack, error) { return Load(os.DirFS("../../templates/yunling")) },
	} {
		p, err := files()
		if err != nil {
			t.Fatal(err)
		}
		readsBack(t, p)
	}
}

// A bundle of a pack with a base needs no other, and can be a base itself.
func TestABundleHoldsWhatItsPackIsBasedOn(t *testing.T) {
	p, err := Load(onCounty("金额单位: 元\n"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := p.Whole()
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, []string{"pack.yaml", "科目.csv"}) {
		t.Errorf("files %v", got)
	}
	data, err := bundle.Build(files, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	b, err := bundle.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := Load(b.FS)
	if err != nil {
		t.Fatal(err)
	}
	if gist(alone) != gist(p) || alone.Identity.Base != "" || alone.Identity.Merged != "甲市 2026 1.0" {
		t.Errorf("%s%+v", gist(alone), alone.Identity)
	}
	onBundle, err := Load(fstest.MapFS{"pack.yaml": {Data: []byte("模板包: {基于: 县.ysgk}\n")}, "县.ysgk": {Data: data}})
	if err != nil {
		t.Fatal(err)
	}
	if gist(onBundle) != gist(p) {
		t.Error(gist(onBundle))
	}
}

func TestAFileBesideThePackGoesBeforeThatOfItsBase(t *testing.T) {
	files := onCounty("")
	files["科目.csv"] = &fstest.MapFile{Data: []byte("编码,名称\n201,改过\n")}
	p, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Codes["科目"].NameOf("201"); got != "改过" {
		t.Errorf("%q", got)
	}
}

func TestRulesOfWhatIsTakenOutDoNotRun(t *testing.T) {
	for _, c := range []struct{ name, own, base, left, told string }{
		{"a view", "视图: [{删去: 总表}]", county, "B1", "规则 A1 用到的视图 总表 删去了，不再起作用"},
		{"a view that is there again", "视图: [{删去: 总表}, {名称: 总表, 来源: 明细, 行: 科目编码(类、款), 列: [合计, 三类]}]", county, "A1、B1、C1、C1", ""},
		{"a column", "录入: {表: [{名称: 明细, 列: [{删去: 类型}]}]}\n视图: [删去: 全部]", county, "", "规则 B1 用到的列 明细.类型 删去了，不再起作用"},
		{"a number that others need", "数: [{删去: 甲}]", county + "  - 警告 D1：数(\"乙\") > 0；丁\n数: [{名称: 甲, 算式: '视图(\"总表\", \"合计\")'}, {名称: 乙, 算式: '数(\"甲\") * 2'}]\n", "A1、B1、C1、C1", "数 乙 用到的数 甲 删去了，不再起作用"},
		{"a table", "公开表: [{删去: 甲}]", county + "  - 警告: D1\n    公开表: 甲\n    应: 格(\"收入\") > 0\n    说明: 丁\n公开表: [{工作表: 甲, 名称: 甲表, 合计: 总表.合计}]\n等式: [{编号: E1, 表: [甲]}]\n", "A1、B1、C1、C1", "规则 D1 用到的公开表 甲 删去了，不再起作用"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := onCounty(c.own + "\n")
			files["市/pack.yaml"].Data = []byte(c.base)
			p, err := Load(files)
			if err != nil {
				t.Fatal(err)
			}
			whole, err := p.Whole()
			if err != nil {
				t.Fatal(err)
			}
			built := fstest.MapFS{}
			for name, b := range whole {
				built[name] = &fstest.MapFile{Data: b}
			}
			again, err := Load(built)
			if err != nil {
				t.Fatal("the built pack:", err)
			}
			for _, p := range []*Pack{p, again} {
				var ids []string
				for _, r := range p.Rules {
					ids = append(ids, r.ID)
				}
				if got := strings.Join(ids, "、"); got != c.left {
					t.Errorf("rules %s, want %s", got, c.left)
				}
				if len(p.Equations) > 0 {
					t.Error(p.Equations)
				}
			}
			if !strings.Contains(p.Idle.Error(), c.told) || c.told == "" && len(p.Idle) > 0 {
				t.Error(p.Idle)
			}
		})
	}
}

func TestWhatIsWrongInABaseIsToldWithTheBasesFile(t *testing.T) {
	for _, c := range []struct{ name, own, base, want string }{
		{"in the base", "", strings.Replace(county, "宽: 18", "款: 18", 1), "市/pack.yaml 第 14 行："},
		{"in the pack", "空表: 无\n", county, "pack.yaml 第 2 行："},
		{"a name of the base that the pack uses wrongly", "视图: [{名称: 总表, 来源: 明系}]\n", county, "pack.yaml 第 2 行：视图 总表：没有来源表 明系"},
		{"a code list of the base", "", county, "市/科目.csv 第 3 行：编码 201 重复"},
		{"nothing to remove", "视图: [{删去: 总标}]\n", county, "pack.yaml 第 2 行：基于的模板包里没有“总标”，不能删去；是不是“总表”？"},
		{"a view that a table uses", "视图: [{删去: 总表}]\n公开表: [{工作表: 甲, 名称: 甲表, 合计: 总表.合计}]\n", county, "pack.yaml 第 2 行：删去的视图 总表 还有地方在用：公开表 甲表的合计（pack.yaml 第 3 行）。"},
		{"all views", "视图: [删去: 全部]\n公开表: [{工作表: 甲, 名称: 甲表, 合计: 总表.合计}]\n", county, "pack.yaml 第 2 行：删去的视图 总表 还有地方在用：公开表 甲表的合计（pack.yaml 第 3 行）。"},
		{"a sheet that a view of the base uses", "录入: {表: [{删去: 明细}]}\n", county, "pack.yaml 第 2 行：删去的录入表 明细 还有 2 处在用，请留着它，或者把这些也改掉、删去：\n      市/pack.yaml 第 21 行  视图 总表\n      市/pack.yaml 第 22 行  视图 项目表"},
		{"a removal with a second key", "视图:\n  - {删去: 项目表, 名称: 新表}\n", county, "pack.yaml 第 3 行：“删去”要单独写一项"},
		{"how to replace the base's columns", "视图:\n  - 名称: 总表\n    列:\n      - {列组: 三类, 筛选: {类型: 人员}}\n", strings.Replace(county, "[合计, 三类]", "[合计, {名称: 公用, 筛选: {类型: 公用}}]", 1), "pack.yaml 第 5 行：总表 的列 公用：名称重复，另一个是 市/pack.yaml 第 18 行。写的是加在基于的模板包后面的；要换掉原来的，先写一项 - 删去: 全部"},
		{"a base that is not there", "", "", "pack.yaml 第 1 行：基于的模板包“市”："},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := onCounty(c.own)
			files["市/pack.yaml"].Data = []byte(c.base)
			if c.base == "" {
				files = fstest.MapFS{"pack.yaml": files["pack.yaml"]}
			}
			if strings.Contains(c.want, "重复") {
				files["市/科目.csv"].Data = []byte("编码,名称\n201,甲\n201,乙\n")
			}
			_, err := Load(files)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestPacksThatStandOnEachOtherEndSomewhere(t *testing.T) {
	files := fstest.MapFS{}
	path := ""
	for range maxBases + 2 {
		files[path+"pack.yaml"] = &fstest.MapFile{Data: []byte("模板包: {基于: 下}\n")}
		path += "下/"
	}
	_, err := Load(files)
	if !errors.As(err, new(Refusal)) || !strings.Contains(err.Error(), "“基于”一层套一层") {
		t.Error(err)
	}
}
