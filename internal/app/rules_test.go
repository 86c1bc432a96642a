package app_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
)

// ruleD03, ruleD02 and ruleD10 are parts of the shipped rules as they stand in pack.yaml.
const (
	ruleD03 = "  - 警告: D03\n"
	ruleD02 = "  - 错误: D02\n"
	ruleD10 = `  - 警告: D10
    表: 绩效项目.项目期
    当: 项目属性 startsWith "一次性" and 项目期 != ""
    应: 项目期 in ["1年", "1", "一年"]
    说明: “{项目名称}”是{项目属性}，项目期却是“{项目期}”
    怎么办: 一次性项目的项目期填 1年；不是一次性的，改项目属性。
`
)

// severities are those of the findings of one rule.
func severities(found finding.List, rule string) (out []finding.Severity) {
	for _, f := range found {
		if f.ID() == rule && !slices.Contains(out, f.Severity) {
			out = append(out, f.Severity)
		}
	}
	return out
}

func TestABureauRaisesLowersAndDropsRulesInYAMLOnly(t *testing.T) {
	edits := []edit{items("K76", 576000), projects("E9", "99年")}
	own := checked(t, proof.DefaultPack(t), edits)
	p := bureau(t, nil,
		ruleD03, "  - 错误: D03\n",
		ruleD02, "  - 提示: D02\n",
		ruleD10, "")
	theirs := checked(t, p, edits)
	for _, c := range []struct {
		rule       string
		own, other []finding.Severity
	}{
		{"D03", []finding.Severity{finding.Warning}, []finding.Severity{finding.Error}},
		{"D02", []finding.Severity{finding.Error}, []finding.Severity{finding.Note}},
		{"D10", []finding.Severity{finding.Warning}, nil},
		{"D07", []finding.Severity{finding.Warning}, []finding.Severity{finding.Warning}},
	} {
		if d := cmp.Diff(c.own, severities(own, c.rule)); d != "" {
			t.Errorf("%s of the shipped pack: %s", c.rule, d)
		}
		if d := cmp.Diff(c.other, severities(theirs, c.rule)); d != "" {
			t.Errorf("%s of the bureau's pack: %s", c.rule, d)
		}
	}
}

// Maps are walked in another order each time; what staff read is not.
func TestTheSameWorkbookGivesTheSameFindingsInTheSameOrder(t *testing.T) {
	file := savedSample(t, []edit{
		items("J17", "上年结转", "E57", "30109", "B75", "2120801", "D9", "公用经费", "G10", "50501"),
		projects("N5", 1, "E9", "99年", "C6", "029-阳泉市公安局"), indicators("G13", "提高"), copied("支出明细", 9, 90),
	})
	var first finding.List
	for i := range 12 {
		found, err := app.Check(proof.DefaultPack(t), file) // a pack of its own: nothing is kept
		if err != nil || len(found) < 20 {
			t.Fatal(len(found), err)
		}
		if i == 0 {
			first = found
		}
		if d := cmp.Diff(first, found); d != "" {
			t.Fatal(d)
		}
	}
}
