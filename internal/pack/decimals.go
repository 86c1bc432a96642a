package pack

import (
	"slices"
	"strconv"

	"ysgk/internal/nearest"
)

// Decimals says how many decimals of an amount a cell shows: a number, or the item of
// 基本信息 by which a department chooses one of some; "" leaves it to the template.
type Decimals string

// mostDecimals are those of an amount of 元 in 亿元, and more.
const mostDecimals = 10

// count is the number of decimals that a text says.
func count(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= mostDecimals
}

// Of is the number of decimals for a department, by its 基本信息; ok is false where
// the template says it.
func (d Decimals) Of(info map[string]string) (places int, ok bool) {
	if n, fixed := count(string(d)); fixed {
		return n, true
	}
	return count(info[string(d)])
}

// decimals checks that 小数位 is a number, or an item whose choices are numbers.
func (c *checker) decimals() {
	d := c.p.Decimals
	if _, fixed := count(string(d)); d == "" || fixed {
		return
	}
	at := c.p.Place("小数位")
	i := slices.IndexFunc(c.p.Input.Info, func(i Item) bool { return i.Name == string(d) })
	if i < 0 {
		c.failf(at, "小数位：要写 0 到 %d 的数，或基本信息里的一个选项，现在是“%s”%s", mostDecimals, d, nearest.Hint(string(d), names(c.p.Input.Info, func(i Item) string { return i.Name })))
		return
	}
	if it := c.p.Input.Info[i]; len(it.Choices) == 0 || slices.ContainsFunc(it.Choices, func(s string) bool { _, ok := count(s); return !ok }) {
		c.failf(at, "小数位：基本信息的 %s 的选项要都是数，如 选项: [\"0\", \"2\"]", d)
	}
}
