package pack_test

import (
	"strings"
	"testing"

	"ysgk/internal/pack"
)

// TestARuleThatIsOutOfForceIsACommentWhole takes rules out of force that are written in every way: no line of them is
// left, or lost, and those that share a line with others stay.
func TestARuleThatIsOutOfForceIsACommentWhole(t *testing.T) {
	const head = "模板包:\n  年度: \"2026\"\n"
	for name, c := range map[string]struct {
		rules, want string
		line        int
	}{
		"between others": {
			"规则:\n  - 错误: Y01\n    应: 'true'\n    说明: 甲\n  # 乙是科里要的\n  - 错误: Y02\n    应: 'false'\n    说明: 乙\n  - 错误: Y03\n    应: 'true'\n    说明: 丙\n",
			"规则:\n  - 错误: Y01\n    应: 'true'\n    说明: 甲\n  # 乙是科里要的\n  # 更新时停用：没有这一格\n  # - 错误: Y02\n    # 应: 'false'\n    # 说明: 乙\n  - 错误: Y03\n    应: 'true'\n    说明: 丙\n", 9},
		"the last, with a text of several lines": {
			"规则:\n  -\n    错误: Y02\n    应: 'false'\n    说明: |\n      第一行\n\n      第二行\n\n公开表:\n  - {工作表: 表1, 名称: 表}\n",
			"规则:\n  # 更新时停用：没有这一格\n  # -\n    # 错误: Y02\n    # 应: 'false'\n    # 说明: |\n      # 第一行\n# \n      # 第二行\n\n公开表:\n  - {工作表: 表1, 名称: 表}\n", 6},
		"in braces": {
			"规则:\n  - {错误: Y02, 应: 'false', 说明: 乙}\n  - {错误: Y03, 应: 'true', 说明: 丙}\n",
			"规则:\n  # 更新时停用：没有这一格\n  # - {错误: Y02, 应: 'false', 说明: 乙}\n  - {错误: Y03, 应: 'true', 说明: 丙}\n", 4},
		"on a line with others": {
			"规则: [{错误: Y02, 应: 'false', 说明: 乙}, {错误: Y03, 应: 'true', 说明: 丙}]\n",
			"规则: [{错误: Y02, 应: 'false', 说明: 乙}, {错误: Y03, 应: 'true', 说明: 丙}]\n", 3},
	} {
		t.Run(name, func(t *testing.T) {
			out, retired, err := pack.Retire([]byte(head+c.rules), []pack.Problem{{Place: pack.Place{File: "pack.yaml", Line: c.line}, Text: "规则 Y02：没有这一格"}})
			if err != nil || string(out) != head+c.want {
				t.Errorf("%v\n%s\nnot\n%s", err, out, head+c.want)
			}
			if n := strings.Count(c.want, "停用"); len(retired) != n || n > 0 && (retired[0].Name != "规则 Y02" || retired[0].Must != "false" || retired[0].Why != "没有这一格") {
				t.Errorf("%+v", retired)
			}
		})
	}
}

// TestRulesAreAddedBehindThoseOfThePack adds a rule with the next name: behind the last, below the key alone, at the
// end of a pack without rules; not where rules share a line.
func TestRulesAreAddedBehindThoseOfThePack(t *testing.T) {
	rule := func(id string) string { return "  - 警告: " + id + "\n    应: 'true'\n    说明: 新的" }
	for was, want := range map[string]string{
		"模板包: {年度: \"2026\"}\n规则:\n  - 错误: Y07\n    应: 'true'\n    说明: |\n      甲\n      乙\n\n公开表:\n  - {工作表: 表1, 名称: 表}\n": "模板包: {年度: \"2026\"}\n规则:\n  - 错误: Y07\n    应: 'true'\n    说明: |\n      甲\n      乙\n  - 警告: Y08\n    应: 'true'\n    说明: 新的\n\n公开表:\n  - {工作表: 表1, 名称: 表}\n",
		"规则:\n  # - 错误: Y03\n模板包: {年度: \"2026\"}\n":                "规则:\n  - 警告: Y04\n    应: 'true'\n    说明: 新的\n  # - 错误: Y03\n模板包: {年度: \"2026\"}\n",
		"模板包: {年度: \"2026\"}\n\n":                                  "模板包: {年度: \"2026\"}\n\n规则:\n  - 警告: Y01\n    应: 'true'\n    说明: 新的\n\n\n",
		"模板包: {年度: \"2026\"}\n规则: [{错误: Y01, 应: 'true', 说明: 甲}]\n": "模板包: {年度: \"2026\"}\n规则: [{错误: Y01, 应: 'true', 说明: 甲}]\n",
	} {
		out, ids, err := pack.AddRules([]byte(was), []func(string) string{rule})
		if err != nil || string(out) != want || (ids[0] == "") != (was == want) {
			t.Errorf("%v %q\n%s\nnot\n%s", err, ids, out, want)
		}
	}
}
