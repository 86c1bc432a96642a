package lint_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/lint"
	"ysgk/internal/pack"
)

// A tag that documents alone know is told with what tables have to say to print it too, and that mends it.
func TestATagOfDocumentsAloneIsToldWithItsRemedy(t *testing.T) {
	for tag, want := range map[string]string{
		"{{车辆实有数}}":                   "在 pack.yaml 的“文本用”里写 表格也用: [车辆实有数]",
		"{{政府采购.合计}}":                 "在 pack.yaml 的“文本用”里写 表格也用: [政府采购]",
		"{{政府购买服务@服务.一级目录}}":          "在 pack.yaml 的“文本用”里写 表格也用: [政府购买服务]",
		"{{项目按分类@分类.项目分类}}":           "在 pack.yaml 的“文本用”里写 表格也用: [支出明细.项目分类, 项目按分类]",
		"{{单位数}}":                     "把 pack.yaml 的“文本用”里这个数抄到外面的“数”里",
		"{{车辆有数}}":                    "",
		"{{支出总表@项.科目编码}}{{支出总表.无此列}}": "",
	} {
		book := excelize.NewFile()
		put(t, book, "Sheet1", "支出总表\n项目 | 金额\n甲 | "+tag)
		content, err := book.WriteToBuffer()
		must(t, err)
		told := func(also string) (all string) {
			p, err := pack.Load(fstest.MapFS{"t.xlsx": {Data: content.Bytes()}, "pack.yaml": {Data: []byte("模板包: {基于: 自带}\n模板: [t.xlsx]\n" + also + "公开表: [删去: 全部, {工作表: Sheet1, 名称: 支出总表, 合计: 支出总表.合计}]\n")}})
			must(t, err)
			for _, f := range lint.Definitions(p) {
				if f.Code == "tag-unknown" {
					all += f.Message + "\n"
				}
			}
			return all
		}
		got := told("")
		if got == "" || strings.Contains(got, "公开文本") != (want != "") || !strings.Contains(got, want) {
			t.Errorf("%s: %s", tag, got)
		}
		if _, remedy, ok := strings.Cut(got, "写 表格也用"); ok {
			if left := told("文本用: {表格也用" + strings.TrimSpace(remedy) + "}\n"); left != "" {
				t.Errorf("%s is still unknown: %s", tag, left)
			}
		}
	}
}
