package pack_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/pack"
)

// TestRulesNameCellsByTheWordsOfTheNewForm gives a rule the headers of the form of another year; words in
// quotes that name no cell stay.
func TestRulesNameCellsByTheWordsOfTheNewForm(t *testing.T) {
	manifest := `模板包:
  年度: "2026"
公开表:
  - {工作表: 表1, 名称: 收支总表}
规则:
  - 错误: Y01
    公开表: 表1
    应: '格("收入总计", "收入/预算数") == 视图("支出总表", "收入/预算数")'
    说明: 收入总计不对
  - 错误: Y02
    公开表: 表2
    应: '格("收入总计", "收入/预算数") == 0'
    说明: 不是这张表
`
	out, _, _, err := pack.Renew([]byte(manifest), "2027", map[string]string{"表1": "附件1", "表2": "表2"}, map[string]map[string]string{"附件1": {"收入/预算数": "收入/预算金额"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`格("收入总计", "收入/预算金额") == 视图("支出总表", "收入/预算数")`, `格("收入总计", "收入/预算数") == 0`, "公开表: \"附件1\"", `年度: "2027"`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
}

// TestRulesFollowTheSheetsThatAreCalledOtherwise renames two sheets to each other's names and takes one out: the
// places and cells of rules, and the texts that name sheets by the language, follow; what somebody wrote is told.
func TestRulesFollowTheSheetsThatAreCalledOtherwise(t *testing.T) {
	manifest := `模板包:
  年度: "2026"
公开表: # 表1 在前
  - {工作表: 表1, 名称: 收支总表}
  - {工作表: 表2, 名称: 支出总表}
  - {工作表: 表3, 名称: 项目表}
  - {工作表: 表10, 名称: 三公表}
规则:
  - 警告: Y01
    位置: 支出明细
    应: '视图("上年结转", "合计") == 0'
    说明: '有上年结转：{工作表("表3")}、{工作表("表1")}、{工作表("表2")}、{工作表("表3")}现在含它，表10不含'
  - 警告: Y02
    位置: 表2
    应: '格("表1", "收入总计", "收入/预算数") == 格("收入总计", "收入/预算数")'
    说明: "{工作表(\"表3\")}不在了；表3、表1的合计"
`
	out, _, named, err := pack.Renew([]byte(manifest), "2027", map[string]string{"表1": "表2", "表2": "表1", "表10": "表10"},
		map[string]map[string]string{"表2": {"收入/预算数": "收入/预算金额", "收支总表": "预算收支总表"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`工作表: "表2", 名称: "预算收支总表"`, `    位置: 支出明细`, `    位置: "表1"`,
		`'有上年结转：{工作表("表2")}、{工作表("表1")}现在含它，表10不含'`,
		`格("表2", "收入总计", "收入/预算金额") == 格("收入总计", "收入/预算数")`,
		`{工作表(\"表3\")}不在了；表3、表1的合计`,
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
	want := []pack.Named{{Where: "第 3 行的注释", Was: "表1", Is: "表2"}, {Where: "规则 Y02", Was: "表1", Is: "表2"}, {Where: "规则 Y02", Was: "表3"}}
	if !slices.Equal(named, want) {
		t.Errorf("named are %v", named)
	}
}
