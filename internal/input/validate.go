package input

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/pack"
)

// longest is how long a list may be that stands in the validation itself.
const longest = 250 // Excel allows 255

// validate gives cells the drop-down or limit of their kind. ref is the first
// cell as a formula names it; list is the name of a list, if the kind has one.
func (w *writer) validate(sheet, cells string, kind pack.Kind, ref string, choices []string, list string) error {
	dv := excelize.NewDataValidation(true)
	dv.Sqref = cells
	stop, title, message := excelize.DataValidationErrorStyleStop, "请从列表中选", "这里只能填下拉列表里的内容。"
	switch kind {
	case pack.Choice:
		if formula := strings.Join(choices, ","); textWidth(formula) <= longest && !strings.ContainsAny(formula, `"`) && !hasComma(choices) {
			if err := dv.SetDropList(choices); err != nil {
				return err
			}
		} else {
			dv.SetSqrefDropList(w.lists.choices[strings.Join(choices, "\x00")])
		}
	case pack.Ref:
		dv.SetSqrefDropList(list)
	case pack.Code:
		// A warning, not a stop: a code that was added in the middle of the
		// list is right although the drop-down does not have it.
		stop, title, message = excelize.DataValidationErrorStyleWarning, "请核对编码", "下拉列表里没有这个编码。要填到最末级；新科目请先加到科目表末尾。"
		dv.SetSqrefDropList(list)
	case pack.Amount:
		title, message = "金额不对", "金额单位是元，填不小于 0 的数，最多两位小数。"
		dv.Type, dv.Formula1 = "custom", "AND(ISNUMBER("+ref+"),"+ref+"&gt;=0,ROUND("+ref+",2)="+ref+")"
	case pack.Year:
		title, message = "年度不对", "填四位数字，如 2026。"
		dv.Type, dv.Formula1 = "custom", "AND(LEN("+ref+")=4,ISNUMBER(VALUE("+ref+")))"
	default:
		return nil
	}
	dv.SetError(stop, title, message)
	return w.f.AddDataValidation(sheet, dv)
}

func hasComma(choices []string) bool {
	for _, c := range choices {
		if strings.Contains(c, ",") {
			return true
		}
	}
	return false
}
