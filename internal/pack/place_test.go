package pack

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

// sound is a pack into which the tests below write mistakes; %% is where.
const sound = `# 小模板包
模板包:
  名称: 小模板包
  年度: "2026"
  格式: "2" #格式
金额单位: 元 #单位
小数位: 2 #小数位
输出: 公开表.xlsx #输出
模板: 表.xlsx #模板
码表:
  - 名称: 科目
    文件: 科目.csv #文件
    级次: [{名称: 类, 位数: 3}, {名称: 款, 位数: 5}]
录入:
  填写说明:
    - |
      第一行
      第二行：	有制表符
    - "两行
      的文字"
  基本信息:
    - {名称: 部门名称, 类型: 文字}
    - {名称: 小数, 类型: 选项, 选项: ["0", "两位"]}
  表:
    - 名称: 明细
      列:
        - 名称: 科目编码
          类型: 编码 #类型
          码表: 科目 #码表
          级次: 款 #级次
        - {名称: 种类, 类型: 选项, 选项: [人员, 公用]} #选项
        - {名称: 名字, 类型: 名称, 由: 科目编码} #由
        - 名称: 金额(元)
          类型: 金额
          必填: 是 #必填
          宽: 18 #宽
    - 名称: 项目
      须对应:
        表: 明细 #须对应表
        列: {种类: 种类} #须对应列
      列:
        - {名称: 种类, 类型: 引用, 表: 明细, 表列: 种类} #引用
        - {名称: 数额, 类型: 金额}
列组:
  两类: #两类
    - {名称: 人员, 筛选: {种类: 人员}} #列组
视图:
  - 名称: 总表
    来源: 明细 #来源
    行: 科目编码(类、款) #行
    列: [合计, 两类] #列
    筛选:
      种类: 人员 #筛选
数:
  - 名称: 总数
    算式: 视图("总表", "合计") #算式
公开表:
  - 工作表: 表一
    名称: 表
    合计: 总表.合计 #合计
规则:
  - 错误 A1 视图 总表：合计 >= 人员；不对 #一行
  - 警告: B1
    表: 明细.金额 #规则表
    应: 金额 > 0 #应
    说明: 金额 #说明
转下年提醒:
  - 表: 明细 #提醒表
    当: {种类: 人员} #提醒当
    单元格: 种类
导入:
  表: 明细
  列:
    - {名称: 种类, 表头: 种类} #导入
`

// lineOf is the line of a text that holds a mark.
func lineOf(text, mark string) int {
	before, _, _ := strings.Cut(text, mark)
	return strings.Count(before, "\n") + 1
}

func soundFiles(text string) fstest.MapFS {
	return fstest.MapFS{
		"pack.yaml": {Data: []byte(text)},
		"表.xlsx":    {},
		"科目.csv":    {Data: []byte("编码,名称\n201,一般\n20101,甲\n")},
	}
}

func TestEveryMessageNamesTheLineThatAnEditorShows(t *testing.T) {
	for _, c := range []struct{ name, at, from, to, want string }{
		{"a bracket that is not closed", "#选项", "[人员, 公用]} #选项", "[人员, 公用 #选项", "读不懂"},
		{"a quotation mark that is not closed", "#单位", "元 #单位", `"元 #单位`, "读不懂"},
		{"a tab instead of blanks", "#级次", "          级次", "\t\t级次", "制表符"},
		{"a full-width colon", "#级次", "          级次: 款", "         级次：款", "读不懂"},
		{"no blank behind the colon", "#来源", "来源: 明细", "来源:明细", "读不懂"},
		{"bad indentation", "#级次", "          级次", "         级次", "读不懂"},
		{"a second document", "#一行", "  - 错误 A1", "---\n  - 错误 A1", "只能写一份"},
		{"a key twice", "#码表", "码表: 科目 #码表", "类型: 科目 #码表", "“类型”写了两次，第 28 行已经写过"},
		{"a reference", "#模板", "表.xlsx #模板", "&a 表.xlsx #模板", "不能用 & 和 *"},
		{"a line break that editors do not show", "#单位", "元 #", "元\u2028 #", "看不见的换行符"},
		{"another format", "#格式", `"2"`, `"7"`, "只认识格式"},
		{"a new form in an old format", "#行", `格式: "2"`, `格式: "1"`, "这是新的写法"},
		{"an unknown key at the top", "#单位", "金额单位:", "金额单立:", "有不认识的项“金额单立”；是不是“金额单位”？"},
		{"a key that belongs below another one", "#单位", "金额单位: 元", "基于: 自带", "有不认识的项“基于”，它要写在“模板包”下面"},
		{"an unknown key of a column", "#类型", "类型: 编码", "类形: 编码", "有不认识的项“类形”；是不是“类型”？"},
		{"an unknown key in braces", "#列组", "筛选: {种类: 人员}}", "筛先: {种类: 人员}}", "是不是“筛选”？"},
		{"a number instead of a text", "#类型", "类型: 编码", "类型: 5", "类型 要写成文字，现在是 5"},
		{"a text instead of a number", "#宽", "宽: 18", "宽: 很宽", "宽 要写数，现在是“很宽”"},
		{"neither yes nor no", "#必填", "必填: 是", "必填: 对", "必填 只能写 是 或 否，现在是“对”"},
		{"a text instead of a mapping", "#须对应列", "列: {种类: 种类}", "列: 种类", "列 的写法不对：要写{甲: 乙}"},
		{"a mapping instead of a text", "#单位", "元 #", "{甲: 乙} #", "金额单位 的写法不对：要写一个值"},
		{"an unknown unit", "#单位", "元 #", "块 #", "只能是元、千元"},
		{"decimals that are no number", "#小数位", "小数位: 2 #", "小数位: 小数位数 #", "要写 0 到 10 的数，或基本信息里的一个选项，现在是“小数位数”；是不是“小数”？"},
		{"too many decimals", "#小数位", "小数位: 2 #", "小数位: 11 #", "要写 0 到 10 的数"},
		{"decimals by choices that are no numbers", "#小数位", "小数位: 2 #", "小数位: 小数 #", "的选项要都是数"},
		{"a name of files that is none", "#输出", "公开表.xlsx #输出", "公开表.doc #输出", "要以 .xlsx 结尾"},
		{"a template that is not there", "#模板", "表.xlsx #模板", "没有.xlsx #模板", "模板文件 没有.xlsx"},
		{"a code list's file that is not there", "#文件", "科目.csv", "没有.csv", "没有.csv"},
		{"a kind of column that is none", "#类型", "类型: 编码", "类型: 编号", "不认识的类型“编号”"},
		{"no code list", "#码表", "码表: 科目 #", "码表: 科木 #", "没有码表 科木；是不是“科目”？"},
		{"no level of a code list", "#级次", "级次: 款 #", "级次: 项 #", "没有级次 项"},
		{"a name of no code", "#由", "由: 科目编码", "由: 种类", "“由”要写本表的一个编码列"},
		{"a sheet that a match does not find", "#须对应表", "表: 明细 #须对应表", "表: 明系 #须对应表", "没有录入表 明系；是不是“明细”？"},
		{"a column that a match does not find", "#须对应列", "{种类: 种类}", "{种类: 类}", "录入表 明细 没有列 类；是不是"},
		{"a column that a reference does not find", "#引用", "表列: 种类", "表列: 类", "没有列 类"},
		{"no group of columns", "#列\n", "[合计, 两类]", "[合计, 三类]", "没有列组“三类”；是不是“两类”？"},
		{"a group within itself", "#列组", "{名称: 人员, 筛选: {种类: 人员}}", "两类", "列组 两类 绕回了自己"},
		{"a source that is none", "#来源", "来源: 明细", "来源: 明系", "没有来源表 明系；是不是“明细”？"},
		{"rows that are none", "#行", "科目编码(类、款)", "科目编码", "“行”要写成 编码(类、款、项) 这样"},
		{"a level that is none", "#行", "(类、款)", "(类、项)", "没有级次 项"},
		{"a value that no choice has", "筛选:\n", "种类: 人员 #筛选", "种类: 人缘 #筛选", "没有取值或组“人缘”；是不是“人员”？"},
		{"a total that is none", "#合计", "总表.合计", "总表.小计", "合计要写成“视图.列”"},
		{"a rule in one line without a colon", "#一行", "总表：合计 >= 人员；不对", "总表 合计 >= 人员", "写在一行里的规则要像"},
		{"a rule in one line with a colon of half width", "#一行", "总表：合计", "总表:合计", "冒号要用全角的“：”，现在是半角的“:”"},
		{"a rule in one line that the colon of half width makes a mapping", "#一行", "总表：合计", "总表: 合计", "冒号要用全角的“：”，现在是半角的“:”"},
		{"a unit of money without a colon", "#单位", "金额单位: 元 #", "自定单位: 百元=100 #", "自定单位 的写法不对：要写{百元: 100} 这样"},
		{"a column twice", "#由", "{名称: 名字, ", "{名称: 种类, ", "明细 的列 种类：名称重复，另一个是 pack.yaml 第 31 行"},
		{"a rule about no view", "#一行", "视图 总表", "视图 总标", "没有视图 总标；是不是“总表”？"},
		{"a rule about no sheet", "#规则表", "明细.金额", "明系.金额", "没有录入表 明系；是不是“明细”？"},
		{"a rule that points at no column", "#规则表", "明细.金额", "明细.金鹅", "没有列 金鹅"},
		{"a reminder of no sheet", "#提醒表", "表: 明细 #提醒表", "表: 明系 #提醒表", "没有录入表 明系"},
		{"a reminder with no value", "#提醒当", "{种类: 人员} #提醒当", "{种类: 人缘} #提醒当", "没有取值或组“人缘”"},
		{"an import to no column", "#导入", "{名称: 种类, 表头", "{名称: 种, 表头", "没有列 种；是不是“种类”？导入的列 种 不起作用"},
	} {
		if strings.Count(sound, c.from) != 1 {
			t.Fatalf("%s: %d times %s", c.name, strings.Count(sound, c.from), c.from)
		}
		text := strings.Replace(sound, c.from, c.to, 1)
		line := lineOf(text, c.at)
		if c.name == "a second document" {
			line-- // that of ---
		}
		for kind, text := range map[string]string{"": text, " with CRLF": strings.ReplaceAll(text, "\n", "\r\n"), " with BOM": "\ufeff" + text} {
			t.Run(c.name+kind, func(t *testing.T) {
				p, err := Load(soundFiles(text))
				var found Refusal
				if err == nil {
					found = p.Lacked
				} else if !errors.As(err, &found) {
					t.Fatal(err)
				}
				for _, p := range found {
					if p.File == "pack.yaml" && p.Line == line && strings.Contains(p.Text, c.want) {
						return
					}
				}
				t.Errorf("%v; want line %d: %s", err, line, c.want)
			})
		}
	}
	if _, err := Load(soundFiles(sound)); err != nil {
		t.Errorf("without a mistake: %v", err)
	}
}

func TestGroupsOfColumnsInAListAreToldOnce(t *testing.T) {
	text := strings.Replace(sound, "  两类: #两类\n", "  - 两类: #两类\n", 1)
	text = strings.Replace(text, "    - {名称: 人员, 筛选: {种类: 人员}} #列组", "      - {名称: 人员, 筛选: {种类: 人员}}", 1)
	_, err := Load(soundFiles(text))
	var found Refusal
	if !errors.As(err, &found) || len(found) != 1 || found[0].Line != lineOf(text, "- 两类:") || !strings.Contains(found[0].Text, "“列组”下面先写列组的名称") {
		t.Errorf("%v", err)
	}
}

func TestEveryMessageAboutACodeListNamesItsLine(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		want       string
	}{
		{"a code twice", "编码,名称\n201,甲\n201,乙\n", 3, "编码 201 重复"},
		{"behind a name of two lines", "编码,名称\n201,\"甲\n乙\"\n201,乙\n", 4, "编码 201 重复"},
		{"as Excel saves it", "\ufeff编码,名称\r\n201,甲\r\n201,乙\r\n", 3, "编码 201 重复"},
		{"a row that is too short", "编码,名称\n201,甲\n20101\n", 3, "每行的列数要和表头一样"},
		{"a quotation mark that is not closed", "编码,名称\n201,\"甲\n20101,乙\n", 2, "引号要成对"},
		{"another encoding", "编码,名称\n201,\xb1\xe0\n", 2, "不是 UTF-8 编码"},
		{"one column", "编码\n201\n", 1, "至少要有编码和名称两列"},
		{"nothing", "", 1, "至少要有编码和名称两列"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := soundFiles(sound)
			files["科目.csv"].Data = []byte(c.text)
			_, err := Load(files)
			var found Refusal
			if !errors.As(err, &found) || found[0].Place != (Place{"科目.csv", c.line}) || !strings.Contains(found[0].Text, c.want) {
				t.Errorf("%v; want line %d: %s", err, c.line, c.want)
			}
		})
	}
}

// FuzzEveryMessageNamesALineOfTheFile also makes sure that what is read is the same
// when it is written out and read again.
func FuzzEveryMessageNamesALineOfTheFile(f *testing.F) {
	const codes = "编码,名称\n201,一般\n20101,甲\n"
	for _, text := range []string{
		sound, county,
		"模板包: {基于: 市}\n视图: [{删去: 项目表}, {名称: 甲, 来源: 明细, 列: [三类]}]\n规则: [{错误: B1}]\n",
		"列组: {甲: [乙, 乙], 乙: [丙, 丙], 丙: []}\n模板包: {格式: \"2\"}\n视图: [{列: [甲]}]",
		"a: &a [*a, *a]",
	} {
		f.Add(text, codes)
	}
	f.Add(sound, "编码,名称\n201,\"一\n般\"\n201,乙\n")
	f.Fuzz(func(t *testing.T, text, codes string) {
		files := soundFiles(text)
		files["市/pack.yaml"] = &fstest.MapFile{Data: []byte(county)}
		files["科目.csv"].Data = []byte(codes)
		p, err := Load(files)
		if err == nil {
			readsBack(t, p)
			return
		}
		var found Refusal
		if !errors.As(err, &found) || len(found) == 0 {
			t.Fatalf("no refusal: %v", err)
		}
		for _, p := range found {
			file := files[p.File]
			if file == nil || p.Line < 0 || p.Line > len(lineEnds(file.Data)) {
				t.Errorf("no line of a file: %v", p)
			}
		}
	})
}
