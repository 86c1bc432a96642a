package typed_test

import (
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

func TestACodeMayStandWithItsNameButNotWithAnothers(t *testing.T) {
	list := budget.NewCodeList("部门经济科目", []budget.Level{{Name: "类", Digits: 3}, {Name: "款", Digits: 5}}, []string{"编码", "名称"})
	for _, e := range [][]string{{"302", "商品和服务支出"}, {"30201", "办公费"}, {"30211", "差旅费"}, {"30212", "因公出国（境）费用"}} {
		list.Set(e)
	}
	for text, want := range map[string]string{
		"30201": "30201", "30201办公费": "30201", "30201-办公费": "30201", " ３０２０１－办公费 ": "30201", "30201 办公费": "30201",
		"[30201]办公费": "30201", "30201—办公费": "30201", "30212-因公出国(境)费用": "30212", "39999-新科目": "39999",
		"30201-差旅费": "code-name", "办公费": "code-text", "302O1": "code-text", "3O201": "code-text", "30201-": "code-text", "30201-30211": "code-text", "30201.5": "code-text",
	} {
		got, p := typed.CodeOf(list, xlsxread.Cell{Kind: xlsxread.Text, Text: text})
		if p != nil {
			got = p.Code
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
