package pack_test

import (
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
	out, _, err := pack.Renew([]byte(manifest), "2027", map[string]string{"表1": "附件1", "表2": "表2"}, map[string]map[string]string{"附件1": {"收入/预算数": "收入/预算金额"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`格("收入总计", "收入/预算金额") == 视图("支出总表", "收入/预算数")`, `格("收入总计", "收入/预算数") == 0`, "公开表: \"附件1\"", `年度: "2027"`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s is not in\n%s", want, out)
		}
	}
}
