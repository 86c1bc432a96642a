package check

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/conf"
	"github.com/shopspring/decimal"
)

// runName is the hidden name under which expressions see the run; # cannot
// stand in a name that somebody types.
const runName = "#run"

// The names of the functions, those in the manual and hidden ones with a #.
const (
	nameColumn   = "列"
	nameSum      = "求和"
	nameCount    = "计数"
	nameAny      = "有"
	nameFirst    = "首行"
	nameAll      = "各行"
	nameMedian   = "中位数"
	nameMoney    = "文中金额"
	nameView     = "视图"
	nameCodes    = "码表"
	nameSibling  = "同级"
	nameInfo     = "基本信息"
	nameNumber   = "数"
	nameTable    = "表名"
	nameSheet    = "工作表"
	nameBelow    = "下级"
	nameCell     = "格"
	nameHas      = "含"
	nameBegins   = "开头是"
	nameAmong    = "并列"
	nameText     = "文字"
	nameAbsolute = "绝对值"
	nameRound    = "四舍五入"
	nameNegative = "#负"
	nameRows     = "#有行"
	nameHowMany  = "#几行"
	nameBlank    = "没填"
	blankOf      = "#没填 " // and a measure: the name of whether it was left out
)

// maxPlaces bounds what 四舍五入 rounds to.
const maxPlaces = 12

var (
	textType   = reflect.TypeFor[string]()
	amountType = reflect.TypeFor[decimal.Decimal]()
)

type amount = decimal.Decimal

// language is what every expression may use: no builtins, decimals for numbers.
var language = []expr.Option{
	expr.DisableAllBuiltins(),
	expr.MaxNodes(maxNodes),
	operators,
	function(nameNegative, func(p ...any) any { return p[0].(amount).Neg() }, func(amount) amount { return amount{} }),
	function(nameAbsolute, func(p ...any) any { return p[0].(amount).Abs() }, func(amount) amount { return amount{} }),
	function(nameRound, func(p ...any) any {
		places := min(max(p[1].(amount).IntPart(), 0), maxPlaces)
		return p[0].(amount).Round(int32(places)) // half away from zero
	}, func(amount, amount) amount { return amount{} }),
	function(nameText, func(p ...any) any { return print(p[0]) }, func(amount) string { return "" }),
	function(nameHas, func(p ...any) any { return has(p[0].(string), p[1].(string)) }, func(list, text string) bool { return false }),
	function(nameBegins, func(p ...any) any {
		return slices.ContainsFunc(p[1:], func(prefix any) bool { return strings.HasPrefix(p[0].(string), prefix.(string)) })
	}, func(text string, prefixes ...string) bool { return false }),
	function(nameAmong, func(p ...any) any {
		var said []string
		for _, text := range p {
			if text != "" {
				said = append(said, text.(string))
			}
		}
		return strings.Join(said, "、")
	}, func(texts ...string) string { return "" }),
	recorded(nameSum, func(_ *run, e entry) any { return e.sum.Yuan() }, func(*run, *lookup, ...any) amount { return amount{} }),
	recorded(nameCount, func(r *run, e entry) any { return r.counts.whole(e.count) }, func(*run, *lookup, ...any) amount { return amount{} }),
	recorded(nameAny, func(_ *run, e entry) any { return e.count > 0 }, func(*run, *lookup, ...any) bool { return false }),
	recorded(nameFirst, func(r *run, e entry) any { return r.counts.whole(e.row) }, func(*run, *lookup, ...any) amount { return amount{} }),
	expr.Function(nameAll, func(p ...any) (any, error) {
		r, l := p[0].(*run), p[1].(*lookup)
		e, err := r.find(l, p[2:])
		return r.where(l, e.each), err
	}, func(*run, *lookup, ...any) string { return "" }),
	recorded(nameMedian, func(_ *run, e entry) any { return e.median.Yuan() }, func(*run, *lookup, ...any) amount { return amount{} }),
	function(nameMoney, func(p ...any) any {
		if len(p) == 2 {
			return largestAfter(p[0].(string), p[1].(string))
		}
		return largestSum(p[0].(string))
	}, func(text string) amount { return amount{} }, func(text, words string) amount { return amount{} }),
	expr.Function(nameView, func(p ...any) (any, error) {
		if len(p) == 2 {
			return p[0].(*run).root(p[1].(*cell))
		}
		return p[0].(*run).byKey(p[1].(*cell), p[2].(string))
	}, func(*run, *cell) amount { return amount{} }, func(*run, *cell, string) amount { return amount{} }),
	expr.Function(nameCodes, func(p ...any) (any, error) { return p[0].(*run).attribute(p[1].(*attribute), p[2].(string)) }, func(*run, *attribute, string) string { return "" }),
	expr.Function(nameSibling, func(p ...any) (any, error) {
		return p[0].(*run).sibling(p[1].(*attribute), p[2].(string), p[3].(string))
	}, func(*run, *attribute, string, string) string { return "" }),
	expr.Function(nameNumber, func(p ...any) (any, error) { return p[0].(*run).number(p[1].(string)) }, func(*run, string) amount { return amount{} }),
	expr.Function(nameRows, func(p ...any) (any, error) {
		n, err := p[0].(*run).alike(p[1].(*rowsOf))
		return n > 0, err
	}, func(*run, *rowsOf) bool { return false }),
	expr.Function(nameHowMany, func(p ...any) (any, error) {
		n, err := p[0].(*run).alike(p[1].(*rowsOf))
		return decimal.NewFromInt(int64(n)), err
	}, func(*run, *rowsOf) amount { return amount{} }),
	expr.Function(nameBelow, func(p ...any) (any, error) { return p[0].(*run).below(int(p[1].(amount).IntPart())) }, func(*run, amount) amount { return amount{} }),
	expr.Function(nameCell, func(p ...any) (any, error) { return p[0].(*run).figure(p[1].(*Spot)) }, func(*run, *Spot) amount { return amount{} }),
	expr.Function(nameInfo, func(p ...any) (any, error) { return p[0].(*run).info(p[1].(string)) }, func(*run, string) string { return "" }),
}

// declared is the configuration with the whole language in it, which is the same for
// every expression of every pack.
var declared = sync.OnceValue(func() *conf.Config {
	c := conf.CreateNew()
	for _, option := range language {
		option(c)
	}
	c.Builtins = conf.FunctionsTable{} // all are disabled
	return c
})

// function declares a function with its signatures; the examples only lend
// their types.
func function(name string, f func(...any) any, signatures ...any) expr.Option {
	return expr.Function(name, func(p ...any) (any, error) { return f(p...), nil }, signatures...)
}

// recorded declares a function of the records that a call finds.
func recorded(name string, f func(*run, entry) any, signature any) expr.Option {
	return expr.Function(name, func(p ...any) (any, error) {
		r := p[0].(*run)
		e, err := r.find(p[1].(*lookup), p[2:])
		return f(r, e), err
	}, signature)
}

// has says whether a list such as 甲|乙 names a text.
func has(list, text string) bool {
	for item := range strings.SplitSeq(list, "|") {
		if strings.TrimSpace(item) == text {
			return true
		}
	}
	return false
}
