package pack

import (
	"slices"
	"strings"
)

// Number is a number that the pack computes for sentences and rules, in the
// language of rules (package check): 收入总计, a difference, a share.
type Number struct {
	Origin `yaml:"-"`
	Name   string `yaml:"名称,omitempty"`
	Kind   string `yaml:"种类,omitempty"` // 金额 (元, the default) or 比例 (without a unit)
	Expr   string `yaml:"算式,omitempty"`
}

// The kinds of numbers.
const (
	KindAmount = "金额"
	KindRatio  = "比例"
)

// Scalars that every pack has, beside the items of 基本信息.
const (
	ScalarYear = "年度"
	ScalarUnit = "金额单位"
	ScalarNote = "空表注"
)

// Number finds a number by name; nil if there is none.
func (p *Pack) Number(name string) *Number {
	return find(p.Numbers, func(n *Number) bool { return n.Name == name })
}

// Problem is what is wrong with the number's expression.
func (n *Number) Problem(why string) error {
	return Problem{Place: n.Place("算式"), Text: "数 " + n.Name + " 的算式" + why}
}

// numbers checks everything about numbers but their expressions.
func (c *checker) numbers() {
	taken := []string{ScalarYear, ScalarUnit, ScalarNote}
	for _, it := range c.p.Input.Info {
		taken = append(taken, it.Name)
	}
	for i := range c.p.Numbers {
		n := &c.p.Numbers[i]
		at := n.Place("名称")
		if n.Kind == "" {
			n.Kind = KindAmount
		}
		switch {
		case n.Name == "":
			c.failf(at, "数：没有名称")
		case strings.ContainsAny(n.Name, ".|@[]{} "):
			c.failf(at, "数 %s：名称里不能有 . | @ [ ] { } 和空格", n.Name)
		case slices.Contains(taken, n.Name):
			c.failf(at, "数 %s：名称重复，或与基本信息的项目同名", n.Name)
		case n.Expr == "":
			c.failf(n.Place(), "数 %s：没有写算式", n.Name)
		case n.Kind != KindAmount && n.Kind != KindRatio:
			c.failf(n.Place("种类"), "数 %s：种类只能是%s或%s，现在是“%s”", n.Name, KindAmount, KindRatio, n.Kind)
		}
		taken = append(taken, n.Name)
	}
}
