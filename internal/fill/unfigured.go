package fill

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/tags"
	"ysgk/internal/unfilled"
)

// unfigured tells sheets that state a unit of money and into which no figure
// comes: no tag takes one, and no formula looks outside. Every department
// publishes such a table empty, whatever it has entered. A note that it is empty says so to whoever reads it.
func (r *render) unfigured() {
	for _, s := range r.t.sheets {
		if s.hidden {
			continue
		}
		var note *finding.Place
		figured, texts, headed := false, false, false
		for x := range s.sites() {
			texts = texts || r.lists(x)
			figured = figured || s.figureFrom(x) || unfilled.SaysNothing.MatchString(x.Text) || strings.TrimSpace(x.Text) == "无"
			_, unit := r.t.schema.MoneyUnits().Note(x.Text)
			_, head := r.t.schema.MoneyUnits().Header(x.Text)
			headed = headed || head && !unit
			if (unit || head) && note == nil {
				at := x.place()
				note = &at
			}
		}
		if note != nil && !figured && (headed || !texts) {
			r.problems.Warnf("sheet-unfigured", *note, "要印数的，请财政部门在模板里写标签；每次手工填的，填好表以后在公开表里填。", "这张表没有一个取数的标签，印出来是空的")
		}
	}
}

// lists says whether a cell lists texts of records that have no amounts, such as indicators:
// a unit above them, but for that of a column, says nothing of what is printed.
func (r *render) lists(x site) bool {
	return slices.ContainsFunc(x.parts, func(p tags.Part) bool {
		return p.List != "" && p.Field != "" && p.Row && len(r.t.schema.Lists[p.List].Amounts) == 0
	})
}

// mostLines is the largest number of a line or a column, which is no figure.
const mostLines = 200

// figureFrom says whether a figure comes into the sheet at a cell: typed there,
// taken by a tag, or computed by a formula of more than the sheet's own cells.
func (s *sheet) figureFrom(x site) bool {
	for _, p := range x.parts {
		if p.Kind != tags.Text && p.Serial == "" {
			return true
		}
	}
	if f := x.formula; f != nil {
		return len(f.Operands) == 0 || s.elsewhere(f) != ""
	}
	if x.parts != nil || x.array != nil || x.Text != "" || x.Value == "" {
		return false
	}
	n, err := strconv.Atoi(x.Value)
	return err != nil || n < 0 || n > mostLines
}
