package inputform

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/pack"
	"ysgk/internal/textwidth"
)

// longest is how long a list may be that stands in the validation itself.
const longest = 250 // Excel allows 255

// guard says what cells may hold.
type guard struct {
	kind    pack.Kind
	cell    string // the first, as a formula names it
	choices []string
	unit    string // of an amount in another unit than 元
	list    string // the name of a list, if the kind has one
	loose   bool   // what the list lacks may be typed all the same
}

// validate gives cells the drop-down or limit of their kind.
func (w *writer) validate(sheet, cells string, g guard) {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = cells
	stop, title, message := excelize.DataValidationErrorStyleStop, "请从列表中选", "这里只能填下拉列表里的内容。"
	switch g.kind {
	case pack.Choice:
		if formula := strings.Join(g.choices, ","); textwidth.Of(formula) <= longest && !strings.ContainsAny(formula, `"`) && !hasComma(g.choices) {
			w.did(dv.SetDropList(g.choices))
		} else {
			dv.SetSqrefDropList(w.lists.choices[strings.Join(g.choices, "\x00")])
		}
	case pack.Ref:
		if g.loose { // staff may fill in this sheet before the other
			stop, title, message = excelize.DataValidationErrorStyleWarning, "请核对", "下拉列表里没有这一项；两张表里的写法要完全一致。"
		}
		dv.SetSqrefDropList(g.list)
	case pack.Code:
		// A warning, not a stop: a code that was added in the middle of the
		// list is right although the drop-down does not have it.
		stop, title, message = excelize.DataValidationErrorStyleWarning, "请核对编码", "下拉列表里没有这个编码。长的列表先选类，再点一次选末级；要填到最末级；新科目请先加到科目表末尾。"
		dv.SetSqrefDropList(escaper.Replace(g.list))
	case pack.Amount:
		title, message = "金额不对", "金额单位是元，填不小于 0 的数，最多两位小数。"
		dv.Type, dv.Formula1 = "custom", "AND(ISNUMBER("+g.cell+"),"+g.cell+"&gt;=0,ROUND("+g.cell+",2)="+g.cell+")"
	case pack.Instead:
		title, message = "金额不对", "这一列的金额单位是"+g.unit+"，填不小于 0 的数；和金额（元）只填一格。"
		dv.Type, dv.Formula1 = "custom", "AND(ISNUMBER("+g.cell+"),"+g.cell+"&gt;=0)"
	case pack.Year:
		title, message = "年度不对", "填四位数字，如 2026。"
		dv.Type, dv.Formula1 = "custom", "AND(LEN("+g.cell+")=4,ISNUMBER(VALUE("+g.cell+")))"
	default:
		return
	}
	dv.SetError(stop, title, message)
	w.did(w.f.AddDataValidation(sheet, dv))
}

// escaper writes a formula as excelize leaves it in the file.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func hasComma(choices []string) bool {
	for _, c := range choices {
		if strings.Contains(c, ",") {
			return true
		}
	}
	return false
}
