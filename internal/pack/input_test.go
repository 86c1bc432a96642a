package pack_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/pack"
	"ysgk/templates"
)

// changed is the default pack with one place of pack.yaml changed.
func changed(t *testing.T, from, to string) fs.FS {
	t.Helper()
	return copyOf(t, replace(from, to))
}

func TestAnOutlineGivesChoices(t *testing.T) {
	p, err := pack.Load(templates.Default())
	if err != nil {
		t.Fatal(err)
	}
	s := p.Input.Sheet("绩效指标")
	want := []string{"数量指标", "质量指标", "时效指标", "成本指标", "经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度"}
	if diff := cmp.Diff(want, s.Column("二级指标").Choices); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"产出指标", "效益指标", "满意度指标"}, s.Column("一级指标").Choices); diff != "" {
		t.Error(diff)
	}
}

func TestMistakesInInputSheetsAreNamed(t *testing.T) {
	cases := []struct{ name, from, to, want string }{
		{"partner", "同填: 指标值", "同填: 指标直", "录入表 绩效指标 的列 三级指标：“同填”要写本表的另一列，现在是“指标直”"},
		{"partner of itself", "同填: 指标值", "同填: 三级指标", "“同填”要写本表的另一列"},
		{"columns of a derived field", "依次取: [项目名称, 支出类型]", "依次取: [项目, 支出类型]", "录入表 支出明细 的派生 支出事项：“依次取”没有列 项目"},
		{"item of a derived field", "取自: 部门名称", "取自: 部门名", "录入表 支出明细 的派生 部门：基本信息没有 部门名"},
		{"two sources of a derived field", "支出事项, 依次取", "支出事项, 取自: 部门名称, 依次取", "“取自”“依次取”“拆自”要写一个，只写一个"},
		{"column of a reference", "表列: 项目名称", "表列: 项目名", "录入表 绩效项目 的列 项目名称：录入表 支出明细 没有列 项目名"},
		{"columns brought from many rows", "表: 支出明细, 表列: 项目名称,", "表: 支出明细, 表列: 项目名称, 带入: [单位],", "写了“表列”就不能写“带入”"},
		{"sheet of a match", "        表: 支出明细\n", "        表: 支出\n", "录入表 绩效项目：须对应：没有录入表 支出"},
		{"column here of a match", "{项目名称: 项目名称, 实施单位: 单位}", "{项目: 项目名称}", "录入表 绩效项目：须对应：本表没有列 项目"},
		{"column there of a match", "{项目名称: 项目名称, 实施单位: 单位}", "{项目名称: 项目}", "录入表 绩效项目：须对应：录入表 支出明细 没有列 项目"},
		{"condition of a match", "其中: {支出类型: 项目支出}", "其中: {类型: 项目支出}", "录入表 绩效项目：须对应：录入表 支出明细 没有列 类型"},
		{"match of nothing", "列: {项目名称: 项目名称, 实施单位: 单位}", "列: {}", "录入表 绩效项目：须对应：没有写哪些列"},
		{"outline", "提纲: 绩效指标提纲\n      须对应", "提纲: 指标\n      须对应", "录入表 绩效指标：没有提纲 指标"},
		{"a sheet that needs itself", "名称: 单位代码, 类型: 代码,", "名称: 单位代码, 类型: 引用, 表: 绩效指标,", "录入表 单位：引用或“须对应”绕回了本表"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := pack.Load(changed(t, c.from, c.to))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
