package pack

import (
	"slices"
	"strings"

	"ysgk/internal/pattern"
)

// The parts of a quantity that a form prints in columns of their own: ≥, 95 and % of ≥95%, as
// 指标性质, 指标值 and 度量单位 of an indicator.
var quantityParts = []string{"符号", inNumber, "单位"}

// inNumber is the part that is all of a text which is no quantity.
const inNumber = "数"

// quantity is a sign, a number and what is counted. What has no sign is words, such as 12月底前,
// though it begins with digits.
var quantity = pattern.Of(`^([≥≤>＞<＜=＝≧≦]+)\s*([-－]?[\d０-９][\d０-９,，]*(?:[.．][\d０-９]+)?(?:/\d+)?)?(.*)$`)

// partOf is a part of a text. What is no quantity is all 数.
func partOf(text, part string) string {
	m := quantity.FindStringSubmatch(strings.TrimSpace(text))
	switch {
	case m == nil && part == inNumber:
		return text
	case m == nil:
		return ""
	case m[2] == "": // ≥同期水平
		m[2], m[3] = m[3], ""
	}
	return strings.TrimSpace(m[slices.Index(quantityParts, part)+1])
}
