package pack_test

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"ysgk/internal/pack"
	"ysgk/internal/release"
	"ysgk/templates"
)

// copyOf is the default pack with pack.yaml changed.
func copyOf(t *testing.T, change func(files fstest.MapFS)) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(templates.Default(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(templates.Default(), path)
		files[path] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// without a document, of which other tests are
	files["pack.yaml"].Data = documentLine.ReplaceAll(files["pack.yaml"].Data, nil)
	change(files)
	return files
}

// documentLine names the document of the default pack.
var documentLine = regexp.MustCompile(`(?m)^文本: .*\n`)

// replace changes the first occurrence of a text in pack.yaml.
func replace(from, to string) func(fstest.MapFS) {
	return func(files fstest.MapFS) {
		text := string(files["pack.yaml"].Data)
		if !strings.Contains(text, from) {
			panic("pack.yaml has no " + from)
		}
		files["pack.yaml"].Data = []byte(strings.Replace(text, from, to, 1))
	}
}

// withFile adds a file to a pack that is changed.
func withFile(name string, change func(fstest.MapFS)) func(fstest.MapFS) {
	return func(f fstest.MapFS) {
		f[name] = &fstest.MapFile{Data: []byte("PK")}
		change(f)
	}
}

func TestAPackThatCannotWorkIsRefusedWithTheReason(t *testing.T) {
	lent := func(change func(fstest.MapFS)) func(fstest.MapFS) { // what was published of last year is in the tables' workbook too
		return func(f fstest.MapFS) {
			replace("文本用:\n", "文本用:\n  表格也用: [上年公开数]\n")(f)
			change(f)
		}
	}
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"no pack.yaml", func(f fstest.MapFS) { delete(f, "pack.yaml") }, "pack.yaml：模板包里没有这个文件"},
		{"no template", func(f fstest.MapFS) { delete(f, "预算公开表.xlsx") }, "模板文件 预算公开表.xlsx：模板包里没有这个文件"},
		{"no Word template", replace("空表注:", "文本: 公开文本.docx\n空表注:"), "pack.yaml 第 13 行：文本文件 公开文本.docx：模板包里没有这个文件"},
		{"an old Word template", withFile("公开文本.doc", replace("空表注:", "文本: 公开文本.doc\n空表注:")), "文本：只能是 .docx 文件，现在是“公开文本.doc”"},
		{"a document of another kind", withFile("甲.docx", replace("空表注:", "文本: 甲.docx\n文本输出: 甲.pdf\n空表注:")), "文本输出：文件名要以 .docx 结尾，现在是“甲.pdf”"},
		{"a document elsewhere", withFile("甲.docx", replace("空表注:", "文本: 甲.docx\n文本输出: ../甲.docx\n空表注:")), "文本输出：只能写录入工作簿旁边的文件"},
		{"two documents of one name", withFile("甲.docx", withFile("乙.docx", replace("空表注:", "文本: [甲.docx, 乙.docx]\n文本输出: 文.docx\n空表注:"))), "文本输出：有几个文本时，文件名里要写 {{文本}}"},
		{"a document for nobody known", withFile("甲.docx", replace("空表注:", "文本: 甲.docx\n选用: [{模板: 丙.docx, 当: {部门代码: \"1\"}}]\n空表注:")), "选用 丙.docx：“模板”里没有这个文件"},
		{"no code list", func(f fstest.MapFS) { delete(f, "收入科目.csv") }, "码表 收入科目 的文件 收入科目.csv：模板包里没有这个文件"},
		{"a code twice", func(f fstest.MapFS) {
			f["政府经济科目.csv"].Data = append(f["政府经济科目.csv"].Data, "501,又一个,x\n"...)
		}, "政府经济科目.csv 第 83 行：编码 501 重复"},
		{"a code list of another encoding", func(f fstest.MapFS) { f["收入科目.csv"].Data = []byte("\xb1\xe0\xc2\xeb,b\n") }, "收入科目.csv 第 1 行：不是 UTF-8 编码"},
		{"a code list with ragged rows", func(f fstest.MapFS) { f["收入科目.csv"].Data = []byte("编码,名称\n101\n") }, "收入科目.csv 第 2 行：读不懂"},
		{"a file outside", replace("文件: 收入科目.csv", "文件: ../收入科目.csv"), "不能写 .."},
		{"a file that is a folder", func(f fstest.MapFS) { f["收入科目.csv"].Mode = fs.ModeDir | 0o755 }, "这不是普通文件"},
		{"aliases", replace("空表注:", "甲: &a [一]\n乙: [*a, *a]\n空表注:"), "pack.yaml 第 13 行：不能用 & 和 *"},
		{"too deep", replace("空表注:", "甲: "+strings.Repeat("[", 40)+strings.Repeat("]", 40)+"\n空表注:"), "一层套一层，超过了 30 层"},
		{"too much", replace("空表注:", "甲: ["+strings.Repeat("1,", 200_000)+"]\n空表注:"), "内容太多"},
		{"too many views", func(f fstest.MapFS) {
			views := "视图:\n"
			for i := range 1001 {
				views += fmt.Sprintf("  - {名称: 甲%d}\n", i)
			}
			replace("视图:", views)(f)
		}, "视图有 1023 个，最多 1000 个"},
		{"too large", func(f fstest.MapFS) { f["pack.yaml"].Data = make([]byte, 5<<20) }, "文件太大"},
		{"for a newer ysgk", replace(`格式: "2"`, "格式: \"2\"\n  需要版本: \"99.1\"\n  新的项: 1"), "这个模板包需要 ysgk 99.1 或更新的版本，现在用的是 " + release.Version},
		{"a version that is none", replace(`格式: "2"`, "格式: \"2\"\n  需要版本: 新"), "“需要版本”要写成"},
		{"not YAML", replace("模板包:", "模板包: ["), "pack.yaml 第 5 行：读不懂"},
		{"a year in words", replace(`年度: "2026"`, `年度: "二〇二六"`), `年度要写四位数字，加引号，如 "2026"，现在是“二〇二六”`},
		{"a year of full width", replace(`年度: "2026"`, `年度: "２０２６"`), "年度要写四位数字"},
		{"a number where a text should stand", replace(`年度: "2026"`, "年度: 2026"), "要加引号"},
		{"an unknown key", replace("空表注:", "空表说明:"), "不认识的项"},
		{"another format", replace(`格式: "2"`, `格式: "9"`), "只认识格式“1”和“2”"},
		{"an unknown unit", replace("金额单位: 万元", "金额单位: 美元"), "金额单位：只能是元、千元、万元、百万元、亿元，现在是“美元”"},
		{"a unit that is there already", replace("金额单位: 万元", "金额单位: 万元\n自定单位: {万元: 100}"), "自定单位 万元：“万元”本来就有，不能改它是多少元"},
		{"a unit of no power of ten", replace("金额单位: 万元", "金额单位: 打元\n自定单位: {打元: 12}"), "自定单位 打元：要写它是多少元，只能是 1、10、100 这样的整数，现在是 12"},
		{"an unknown source", replace("来源: [支出明细, 年终结转]", "来源: [明细]"), "视图 本年收入：没有来源表 明细"},
		{"an unknown value in a filter", replace("{名称: 一般公共预算, 筛选: {资金来源: 一般公共预算}}", "{名称: 一般公共预算, 筛选: {资金来源: 公共预算}}"), "视图 本年收入：列 一般公共预算：字段 资金来源 没有取值或组“公共预算”；是不是“一般公共预算”？"},
		{"an unknown field in a filter", replace("{名称: 一般公共预算, 筛选: {资金来源: 一般公共预算}}", "{名称: 一般公共预算, 筛选: {来源: 一般公共预算}}"), "来源表没有字段 来源"},
		{"a text of records of which an item may have several", replace("视图:\n", "视图:\n  - {名称: 项目一览, 来源: 支出明细, 行: [{层级: 项目, 按: [单位, 项目名称]}], 列: [合计], 携带: [年度总体目标, 指标值]}\n"), "视图 项目一览：来源表没有字段 指标值"},
		{"a text of a project that may stand twice", func(f fstest.MapFS) {
			replace("      不得重复: [项目名称, 实施单位]\n", "")(f)
			replace("视图:\n", "视图:\n  - {名称: 项目一览, 来源: 支出明细, 行: [{层级: 项目, 按: [单位, 项目名称]}], 列: [合计], 携带: [年度总体目标]}\n")(f)
		}, "视图 项目一览：来源表没有字段 年度总体目标"},
		{"a quantity of no part", replace("拆自: 指标值, 取: 符号", "拆自: 指标值, 取: 前面"), "录入表 绩效指标 的派生 指标性质：“拆自”和“取”一起写，“取”是符号、数、单位"},
		{"a quantity of no column", replace("拆自: 指标值, 取: 符号", "拆自: 目标值, 取: 符号"), "录入表 绩效指标 的派生 指标性质：“拆自”没有列 目标值"},
		{"an unknown level", replace("行: 功能科目编码(类)", "行: 功能科目编码(目)"), "字段 功能科目编码 没有级次 目"},
		{"a view twice", replace("- 名称: 上年结转\n    来源", "- 名称: 本年收入\n    来源"), "视图 本年收入：名称重复，另一个是 pack.yaml 第 "},
		{"an input sheet twice", replace("- 名称: 绩效项目\n", "- 名称: 支出明细\n"), "表 支出明细：名称重复，另一个是 pack.yaml 第 "},
		{"an equation without an id", replace("{编号: A103, 表: [表一]", "{表: [表一]"), "等式 ：没有编号"},
		{"an equation of no table", replace("{编号: A103, 表: [表一], ", "{编号: A103, "), "等式 A103：“表”和“表间”要写一个"},
		{"an equation that follows from nothing", replace("{编号: A103, 表: [表一], 推自: 各列}", "{编号: A103, 表: [表一], 推自: 列}"), "推自只能是下级、各列、公式、相等、分项，现在是“列”"},
		{"an equation of a severity that is none", replace("{编号: A103, 表: [表一], ", "{编号: A103, 表: [表一], 级别: 重, "), "级别只能是错误、警告、提示，现在是“重”"},
		{"last year's amounts without a place", replace("上年数: 上年数,", "上年数: 去年,"), "“上年数”要写本表另一个不必填的金额列"},
		{"last year's of a view that is not there", replace("视图:\n", "视图:\n  - {名称: 去年的, 上年的: 支出总}\n"), "视图 去年的：没有视图 支出总"},
		{"last year's of a view that no workbook keeps", func(f fstest.MapFS) {
			replace("    - {名称: 三公经费增减原因", "    - {名称: 借款, 类型: 金额, 记入: 借款, 维度: {资金来源: 单位资金, 资金年度: 本年}}\n    - {名称: 三公经费增减原因")(f)
			replace("视图:\n", "视图:\n  - {名称: 借款, 来源: 借款, 列: [{名称: 金额}]}\n  - {名称: 去年的, 上年的: 借款}\n")(f)
		}, "视图 去年的：“借款”的金额没有上年数"},
		{"last year's amount of an item that is not there", replace("上年的: 年终结转（其他资金）", "上年的: 年终结转（其它）"), "基本信息 上年年终结转（其他资金）：“上年的”没有项目 年终结转（其它）"},
		{"last year's amount of a text", replace("上年的: 年终结转（其他资金）", "上年的: 部门名称"), "“上年的”要写另一项金额"},
		{"last year's amount among those of this year", replace("上年的: 年终结转（其他资金）, 记入: 上年年终结转", "上年的: 年终结转（其他资金）, 记入: 年终结转"), "去年的金额要“记入”另一张表，“年终结转”是今年的"},
		{"last year's amount of something else", replace("记入: 上年年终结转, 维度: {资金来源: 单位资金", "记入: 上年年终结转, 维度: {资金来源: 一般公共预算"), "“维度”要和“年终结转（其他资金）”的一样"},
		{"last year's of a view with columns of its own", replace("视图:\n", "视图:\n  - {名称: 去年的, 上年的: 支出总表, 列: [合计]}\n"), "写了“上年的”，来源、筛选、行和列都照“支出总表”"},
		{"last year's sums of no sheet", lent(replace("上年合计: {表: 支出明细,", "上年合计: {表: 支出名细,")), "录入表 上年公开数：上年合计：没有录入表 支出名细"},
		{"last year's sums of themselves", lent(replace("上年合计: {表: 支出明细,", "上年合计: {表: 上年公开数,")), "上年合计：要写另一张录入表"},
		{"last year's sums of no names", lent(replace("        不得重复: [项目]\n", "")), "“不得重复”写那个选项列"},
		{"last year's sums of fields that no item has", lent(replace("不论: [资金来源, 资金年度]", "不论: [资金, 资金年度]")), "上年合计：来源表没有字段 资金"},
		{"what was published of this year", replace("视图:\n", "视图:\n  - {名称: 去年, 来源: 支出明细, 列: [{名称: 接待, 公开数: [公务接待费]}]}\n"), "“公开数”只用于一个来源、没有“行”的视图里加上年数的列"},
		{"what was published of lines", replace("视图:\n", "视图:\n  - {名称: 去年, 来源: 支出明细, 行: [{层级: 单位, 按: 单位}], 列: [{名称: 接待, 金额: 上年数, 公开数: [公务接待费]}]}\n"), "“公开数”只用于一个来源"},
		{"what was published with more beside it", replace("视图:\n", "视图:\n  - {名称: 去年, 来源: 支出明细, 列: [{名称: 接待, 金额: 上年数, 另加: [金额(元)], 公开数: [公务接待费]}]}\n"), "没有“另加”"},
		{"what was published under no name", lent(replace("视图:\n", "视图:\n  - {名称: 去年, 来源: 支出明细, 列: [{名称: 接待, 金额: 上年数, 公开数: [公务招待费]}]}\n")), "“上年公开数”表的“项目”没有 公务招待费"},
		{"a column that must be filled, written only if it is", replace("{名称: 支出类型, 类型: 选项,", "{名称: 支出类型, 类型: 选项, 有数才写: 是,"), "“有数才写”只用于自己填、不必填的列"},
		{"rows for lines of no outline", replace("按: [一级指标, 二级指标], 提纲: 绩效指标提纲}", "按: [一级指标, 二级指标], 至少行数: 2}"), "“至少行数”和“提纲”一起写，从 1 到 50"},
		{"a summary's list of texts", replace("{名称: “三公”经费, 视图: 三公经费}", "{名称: “三公”经费, 视图: 绩效指标}"), "视图“绩效指标”是写文字的，不能按部门列金额"},
		{"a summary's column", replace("{名称: 经济科目, 表: 支出明细, 列: 部门经济科目编码", "{名称: 经济科目, 表: 支出明细, 列: 金额(元)"), "“列”要写“支出明细”表的一列文字，现在是“金额(元)”"},
		{"transfers without words", replace(", 词: [拨付, 转拨, 划转, 划拨, 拨, 补助, 转移支付, 上缴]}", "}"), "汇总 拨给别的部门的项目：没有写“词”"},
		{"a choice of a summary", replace("类型: 选项, 归入: C12, 选项: [元],", "类型: 选项, 归入: C12, 汇总: 角, 选项: [元],"), "基本信息 金额单位：“汇总”要写它的一个选项，现在是“角”"},
		{"units by a column that is not there", replace("名称: 支出明细\n      说明:", "名称: 支出明细\n      分单位: 科室\n      说明:"), "“分单位”要写本表里写着单位的一列"},
		{"an item by a column of units that is not there", replace("{名称: 部门代码, 类型: 代码, 归入: C12, 分单位: 单位代码,", "{名称: 部门代码, 类型: 代码, 归入: C12, 分单位: 编码,"), "“分单位”要写列出单位的那张表的一列"},
		{"a sheet of units that is not there", replace("录入:\n  填写说明:", "录入:\n  单位表: 机构\n  填写说明:"), "没有录入表 机构"},
		{"a total of no view", replace("合计: 支出按类.合计", "合计: 支出.合计"), "公开表 预算收支总表"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := pack.Load(copyOf(t, c.change))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, %v; want %s", p != nil, err, c.want)
			}
		})
	}
}

// TestWhatJudgesWhatIsNotThereDoesNotRun changes one name each: what names it does
// nothing, and is told with its lines.
func TestWhatJudgesWhatIsNotThereDoesNotRun(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"an equation", replace("{编号: A103, 表: [表一]", "{编号: A103, 表: [表零]"), "没有公开表 表零；是不是“表一”？等式 A103 不起作用"},
		{"rules about a table", replace("工作表: 表十, ", "工作表: 表拾, "), "没有公开表 表十；是不是“表十一”？用到它的有 8 处：\n      第 "},
		{"rules about a view", replace("- 名称: 三公经费与上年\n", "- 名称: 三公与上年\n"), "没有视图 三公经费与上年；是不是“三公与上年”？用到它的有 2 处：\n      第 "},
		{"a reminder", replace("单元格: 项目期\n", "单元格: 期限\n"), "没有列 期限，转下年提醒 不起作用"},
		{"a list of a summary", replace("{名称: “三公”经费, 视图: 三公经费}", "{名称: “三公”经费, 视图: 四公经费}"), "没有视图 四公经费"},
		{"what a summary compares", replace("{名称: 同名项目, 表: 支出明细, 列: 项目名称", "{名称: 同名项目, 表: 支出明细, 列: 项目编号"), "汇总 同名项目 不起作用"},
		{"a header of 导入", replace("{名称: 备注, 表头:", "{名称: 附注, 表头:"), "没有列 附注；是不是“备注”？导入的列 附注 不起作用"},
		{"a column of amounts in 导入", replace("值: 单位资金}", "值: 单位的钱}"), "没有资金来源的取值或组 单位的钱；是不是“单位资金”？导入的金额列 单位资金 不起作用"},
		{"a word of forms", replace("即: {支出类型: 人员经费}}", "即: {支出类型: 人员类}}"), "没有支出类型的取值或组 人员类；是不是“人员经费”？识词 人员支出 不起作用"},
		{"an item of 基本信息", replace("名称: 三公经费增减原因,", "名称: 三公原因,"), "没有基本信息的项目 三公经费增减原因"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := pack.Load(copyOf(t, c.change))
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Lacked) != 1 || !strings.Contains(p.Lacked[0].Text, c.want) || p.Lacked[0].Line == 0 {
				t.Errorf("%v, want %s", p.Lacked, c.want)
			}
		})
	}
}

func TestProblemsOfOneCauseAreOneWithAllTheirLines(t *testing.T) {
	_, err := pack.Load(copyOf(t, replace("- 名称: 资金来源\n          归入", "- 名称: 资金来源渠道\n          归入")))
	var found pack.Refusal
	if !errors.As(err, &found) || len(found) != 1 || strings.Count(found[0].Text, "\n      第 ") != 17 || !strings.HasPrefix(found[0].Text, "没有列 资金来源；是不是“资金来源渠道”？用到它的有 ") {
		t.Errorf("%v", err)
	}
}

func TestAllProblemsAreToldTogetherEachWithItsLine(t *testing.T) {
	_, err := pack.Load(copyOf(t, func(f fstest.MapFS) {
		replace("金额单位: 万元", "金额单位: 美元")(f)
		replace("来源: [支出明细, 年终结转]", "来源: [明细]")(f)
		replace("合计: 支出按类.合计", "合计: 支出.合计")(f)
	}))
	var found pack.Refusal
	if !errors.As(err, &found) || len(found) != 3 {
		t.Fatalf("%v", err)
	}
	for _, p := range found {
		if p.File != "pack.yaml" || p.Line == 0 {
			t.Errorf("no place: %v", p)
		}
	}
}

func TestAPackWithDamagedBytesIsReadOrRefusedInWordsButNeverMore(t *testing.T) {
	manifest := copyOf(t, func(fstest.MapFS) {}).(fstest.MapFS)["pack.yaml"].Data
	for at := 0; at < len(manifest); at += 397 {
		_, err := pack.Load(copyOf(t, func(f fstest.MapFS) { f["pack.yaml"].Data[at] ^= 0x15 }))
		inWords(t, err)
	}
}

// inWords makes sure that an error is a refusal without a Go error's English.
func inWords(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	var found pack.Refusal
	if !errors.As(err, &found) {
		t.Fatalf("no refusal: %v", err)
	}
	for _, english := range []string{"yaml:", "expected", "invalid", "unmarshal"} {
		if strings.Contains(err.Error(), english) {
			t.Fatalf("not for users: %v", err)
		}
	}
}
