package fill_test

import (
	"fmt"
	"strings"
	"testing"

	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

// readings are what the formulas of a template mean, one a line.
func readings(t *testing.T, rows string, s tags.Schema) string {
	t.Helper()
	tpl, problems, err := fill.Compile(template(t, rows, nil), s)
	must(t, err)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	var got []string
	for _, r := range tpl.Readings() {
		got = append(got, fmt.Sprintf("%s %v %s", r.Cell, r.Warn, r.Words))
	}
	return strings.Join(got, "\n")
}

func TestTheReadingOfListsSideBySideSaysWhatIsWritten(t *testing.T) {
	rows := `
		项 | 数 | 款 | 数 | 差
		{{收入@项.名称}} | {{收入@项.金额}} | {{支出@款.名称}} | {{支出@款.合计}} | =B2-D2
		合计 | =SUM(B2) |  | =SUM(D2) | =SUM(B2:D2)`
	want := strings.Join([]string{
		"E2 false B2 是左边“收入”同一行的格子；D2 是本条",
		"B3 false B2 是“收入”的项全部各条",
		"D3 false D2 是“支出”的款全部各条",
		"E3 false B2:D2 是“收入”的项、“支出”的款全部各条",
	}, "\n")
	if got := readings(t, rows, schema); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	expect(t, render(t, template(t, rows, nil), long(2, 1)), "Sheet1", `
		项 | 数 | 款 | 数 | 差
		项1 | 1 | 款1 1 | 1 | =B2-D2→0
		项2 | 2 | 款2 1 | 1 | =B3-D3→1
		合计 | =SUM(B2:B3)→3 |  | =SUM(D2:D3)→2 | =SUM(B2:D3)→5`)
}

func TestTheReadingOfARangeOverSeveralListsNamesThemAll(t *testing.T) {
	got := readings(t, `
		一、收入
		{{收入@项.名称}} | {{收入@项.金额}}
		小计 | =SUM(B2)
		{{支出@款.名称}} | {{支出@款.合计}}
		合计 | =SUM(B2:B4)/2 | =COUNTA(A1:A2)`, schema)
	want := strings.Join([]string{
		"B3 false B2 是“收入”的项全部各条",
		"B5 false B2:B4 是“收入”的项、“支出”的款全部各条，连同第 3 行",
		"C5 false A1:A2 是“收入”的项全部各条，连同第 1 行",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What pack check says of a block is what blockrefs_test.go sees written.
func TestTheReadingOfABlockTellsThisBlockFromAll(t *testing.T) {
	got := readings(t, `
		绩效目标表{{块 项目}}
		{{项目.名称}} | {{项目.金额}} | =B2/SUM(B$2:B$2) | =SUM(B$2:B2) | =SUM(B2:B$2) | =B2-B$2 | =SUM(B$2)
		内容 | 数
		{{指标.内容}} | {{指标.数}} | =B4/SUM(B$4:B$4) | =SUM(B$4:B4) | =N(D3)+B4 | =B4/B2
		小计{{块完}} | =SUM(B4) | =B4*2 | =B2
		尾 | =SUM(B2:B2) | =SUM(B4:B4)`, inside)
	want := strings.Join([]string{
		"C2 false B2 是本块的格子；B$2:B$2 是从第一块到最后一块的这些格子",
		"D2 false B$2:B2 是从第一块到本块的这些格子",
		"E2 false B2:B$2 是从本块到最后一块的这些格子",
		"F2 false B2 是本块的格子；B$2 是第一块的这一格",
		"G2 false B$2 是从第一块到最后一块的这些格子",
		"C4 false B4 是本条；B$4:B$4 是“指标”全部各条，只在本块里",
		"D4 false B$4:B4 从第一条到本条，只在本块里",
		"E4 false D3 是上一条（第一条用清单上面那一行），只在本块里；B4 是本条",
		"F4 false B4 是本条；B2 是本块的格子",
		"B5 false B4 是本块“指标”全部各条",
		"C5 true B4 只取本块“指标”第一条",
		"D5 false B2 是本块的格子",
		"B6 false B2:B2 是“项目”全部各条",
		"C6 false B4:B4 是“指标”全部各条",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
