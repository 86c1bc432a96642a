package nearest_test

import (
	"math"
	"strings"
	"testing"

	"ysgk/internal/nearest"
)

func TestTheWordMostLikeAnotherIsFound(t *testing.T) {
	views := []string{"支出总表", "收入总表", "财政拨款收支总表", "三公经费", "支出按类"}
	for _, c := range []struct {
		name  string
		known []string
		want  string
	}{
		{"支出表", views, "支出总表"},
		{"总表支出", views, "支出总表"},
		{"三公", views, "三公经费"},
		{"科目名字", []string{"科目编码", "科目名称", "合计"}, "科目名称"},
		{"大写", []string{"中文数字", "中文大写", "合并"}, "中文大写"},
		{"年份", []string{"部门名称", "年度", "金额单位"}, "年度"},
		{"万", []string{"乙万", "甲万"}, "乙万"},
		{"绩效", []string{"合计"}, ""},
		{"", views, ""},
		{"合计", nil, ""},
	} {
		if got, _ := nearest.Word(c.name, c.known); got != c.want {
			t.Errorf("%s is nearest to %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLikenessGoesFromNothingToTheSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"合计", "合计", 1}, {"合计", "小数", 0}, {"", "", 0}, {"年份", "年度", 0.25}, {"单位", "单位名称", (2./3 + 0.5) / 2}} {
		if got := nearest.Likeness(c.a, c.b); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s and %s: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestOnlyWhatSharesHalfOfItsSignsIsProposed(t *testing.T) {
	for _, c := range []struct {
		name, known string
		want        bool
	}{
		{"合记", "合计", true},
		{"支岀总表", "支出总表", true},
		{"明细", "支出明细", true},
		{"类", "种类", true},
		{"科室", "功能科目编码", false},
		{"采购类型", "资金来源类别", false},
		{"项目负责人", "项目名称", false},
		{"政府购买服务", "政府性基金收入", false},
	} {
		if got := nearest.Hint(c.name, []string{c.known}) != ""; got != c.want {
			t.Errorf("%s for %s: %v", c.known, c.name, got)
		}
	}
}

// A cell may hold a megabyte, which is no name, and is compared with every code.
func TestOnlyTheBeginningOfALongNameIsLookedAt(t *testing.T) {
	if got, _ := nearest.Word(strings.Repeat("甲", 1000)+"合计", []string{"合计"}); got != "" {
		t.Error(got)
	}
	if got, _ := nearest.Word(strings.Repeat("甲", 900)+"合计", []string{"合计"}); got != "合计" {
		t.Error(got)
	}
}
