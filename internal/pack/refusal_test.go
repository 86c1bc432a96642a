package pack_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"ysgk/internal/pack"
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
	change(files)
	return files
}

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

func TestAPackThatCannotWorkIsRefusedWithTheReason(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		want   string
	}{
		{"no pack.yaml", func(f fstest.MapFS) { delete(f, "pack.yaml") }, "模板包里没有 pack.yaml"},
		{"no template", func(f fstest.MapFS) { delete(f, "预算公开表.xlsx") }, "没有模板文件 预算公开表.xlsx"},
		{"no code list", func(f fstest.MapFS) { delete(f, "收入科目.csv") }, "没有码表文件 收入科目.csv"},
		{"a code twice", func(f fstest.MapFS) {
			f["政府经济科目.csv"].Data = append(f["政府经济科目.csv"].Data, "501,又一个,x\n"...)
		}, "政府经济科目.csv 第 83 行：编码 501 重复"},
		{"not YAML", replace("模板包:", "模板包: ["), "pack.yaml 读不懂"},
		{"a number where a text should stand", replace(`年度: "2026"`, "年度: 2026"), "没有加引号"},
		{"an unknown key", replace("空表注:", "空表说明:"), "不认识的项"},
		{"another format", replace(`格式: "1"`, `格式: "9"`), "只认识格式“1”"},
		{"an unknown unit", replace("金额单位: 万元", "金额单位: 亿元"), "只能是元或万元"},
		{"an unknown source", replace("来源: [支出明细, 年终结转]", "来源: [明细]"), "视图 本年收入：没有来源表 明细"},
		{"an unknown value in a filter", replace("{资金来源: [一般公共预算], 资金年度: [本年]}", "{资金来源: [公共预算], 资金年度: [本年]}"), "视图 本年收入：列 一般公共预算：字段 资金来源 没有取值或组“公共预算”"},
		{"an unknown field in a filter", replace("{资金来源: [一般公共预算], 资金年度: [本年]}", "{来源: [一般公共预算]}"), "来源表没有字段 来源"},
		{"an unknown level", replace("按: [功能科目编码/类]", "按: [功能科目编码/目]"), "字段 功能科目编码 没有级次 目"},
		{"a view twice", replace("- 名称: 上年结转\n    来源", "- 名称: 本年收入\n    来源"), "视图 本年收入：名称重复"},
		{"a rule about no table", replace("公开表: 表一,", "公开表: 表零,"), "没有公开表 表零"},
		{"last year's amounts without a place", replace("上年数: 上年数,", "上年数: 去年,"), "“上年数”要写本表另一个不必填的金额列"},
		{"a text that is written only with amounts", replace("{名称: 备注, 类型: 文字,", "{名称: 备注, 类型: 文字, 有数才写: true,"), "“有数才写”只用于不必填的金额列"},
		{"a reminder of no column", replace("单元格: 项目期\n", "单元格: 期限\n"), "转下年提醒的第 3 条：录入表 绩效项目 没有列 期限"},
		{"an import to no column", replace("{名称: 备注, 表头:", "{名称: 附注, 表头:"), "导入的列 附注：录入表里没有这一列"},
		{"an import of no value", replace("值: 单位资金}", "值: 单位的钱}"), "没有取值“单位的钱”"},
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
