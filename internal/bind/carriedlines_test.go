package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/renew"
)

// TestLinesOfACellAreCarriedOrTold carries a cell of several lines on to a form that says some of them otherwise. What the
// bureau added to last year's template and has no place now, and what this year's form says anew, are both told; a list
// within a line is no list of rows, whose text would be carried whatever the form says.
func TestLinesOfACellAreCarriedOrTold(t *testing.T) {
	p := defaultPack(t)
	cell := func(year int, lines ...string) []page {
		return []page{{"说明", [][]string{{fmt.Sprint(year, "年部门预算说明")}, {strings.Join(lines, "\n")}, {"其他说明"}}}}
	}
	const income, spent, list = "全年收入总计　　万元，全部纳入预算。", "全年支出总计　　万元，全部纳入预算。", "{{逐条 支出总表@类|换行}}{{支出总表@类.科目名称}}{{支出总表@类.合计|1,234.56}}万元{{完}}"
	const tagged, added = "全年收入总计{{收入总计}}万元，全部纳入预算。", "另：{{支出总表[合计].基本支出|1,234.56}}"
	for what, c := range map[string]struct{ blank, was, now, told []string }{
		"a line was added": {
			[]string{"一、总体情况", income, spent, "……", "二、其他情况"},
			[]string{"一、总体情况", tagged, spent, "……", added, "二、其他情况"},
			[]string{"一、总体情况", income, spent, "……", "二、其他重要情况", "三、名词解释"},
			[]string{"新的一行“三、名词解释”", "去年的模板里还有一行“" + added + "”，今年没有地方放"}},
		"a list in a line": {
			[]string{"一、总体情况", income, spent, "（填主要支出科目）", "二、其他情况"},
			[]string{"一、总体情况", tagged, "全年支出总计{{支出总计}}万元，全部纳入预算。", list, "二、其他情况"},
			[]string{"一、总体情况", income, "本部门今年各项支出一共　　万元，都按规定编进预算。", "（填主要支出科目）", "二、其他情况", "三、专业名词的解释说明"},
			[]string{"新的一行“三、专业名词的解释说明”", "“本部门今年各项支出一共万元,都按规定编进…”和去年的不同", list}},
	} {
		was := cell(2026, c.was...)
		was[0].rows[0][0] = "{{年度}}年部门预算说明"
		made, err := renew.Update(p, pages(t, was, nil), pages(t, cell(2026, c.blank...), nil), pages(t, cell(2027, c.now...), nil), nil)
		must(t, err)
		got := textsOf(t, made.Book)
		for _, want := range []string{tagged, c.now[len(c.now)-1]} {
			if !slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, want) }) {
				t.Errorf("%s: no %s in\n%s", what, want, strings.Join(got, "\n"))
			}
		}
		for _, want := range c.told {
			if !strings.Contains(fmt.Sprint(made.Left), want) {
				t.Errorf("%s: %s is not told\n%s", what, want, fmt.Sprint(made.Left))
			}
		}
	}
}
