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

func TestAnUnknownCodeIsAnsweredWithThoseThatMayBeMeant(t *testing.T) {
	list := budget.NewCodeList("功能科目", []budget.Level{{Name: "类", Digits: 3}, {Name: "款", Digits: 5}, {Name: "项", Digits: 7}}, []string{"编码", "名称"})
	for _, e := range [][]string{{"204", "公共安全"}, {"20406", "司法"}, {"2040601", "行政运行"}, {"2040602", "一般事务"}, {"2040603", "机关服务"}, {"2040612", "法治"}, {"2040650", "事业运行"}, {"205", "教育"}} {
		list.Set(e)
	}
	for code, want := range map[string]string{
		"2040651": "，像是 2040601（行政运行）、2040650（事业运行）",
		"2046001": "，像是 2040601（行政运行）",
		"2040688": "，20406（司法）下有 2040601（行政运行）、2040602（一般事务）、2040603（机关服务）、……",
		"9999999": "，从下拉列表选",
	} {
		if p := typed.CheckCode(list, code, "项"); p == nil || p.Message != "“功能科目”表里没有编码「"+code+"」"+want {
			t.Errorf("%s: %v", code, p)
		}
	}
}
