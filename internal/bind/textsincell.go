package bind

import (
	"regexp"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
)

// numbersOfTexts are the ways in which texts behind each other in one cell are numbered: before, the numeral's modifier, behind.
var numbersOfTexts = [][3]string{{"", "", ""}, {"", "", "、"}, {"", "", "."}, {"(", "", ")"}, {"", "", ")"}, {"", "|中文数字", "、"}, {"(", "|中文数字", ")"}}

// textsOfCell is the tag of a cell in which the example says all texts of an input sheet, such as the duties of the
// department beside 部门主要职责, with the sheet; "" if it says anything else. told is what differs.
func (b *binder) textsOfCell(said string) (tag string, in *pack.Sheet, told string) {
	for in, t := range b.entered {
		if len(in.Columns) != 1 {
			continue
		}
		for _, style := range numbersOfTexts {
			if tag, told, ok := b.textsNumbered(said, in, t, style); ok {
				return tag, in, told
			}
		}
	}
	return "", nil, ""
}

// textsNumbered is textsOfCell of one sheet, its texts numbered so. One text alone must be a long one.
func (b *binder) textsNumbered(said string, in *pack.Sheet, t *budget.Table, style [3]string) (tag, told string, ok bool) {
	const sure = 10 // letters that are the same by no chance
	field := in.Columns[0].Name
	var all strings.Builder
	for i := range t.Len() {
		text := layout.Tight(strings.TrimRight(t.Value(i, field), endSigns))
		if style[0]+style[2] != "" {
			text = style[0] + cardNumber(i+1, style[1]) + style[2] + text
		}
		all.WriteString(regexp.QuoteMeta(text) + "([。；;，,、]?)")
	}
	signs := regexp.MustCompile("^" + all.String() + "$").FindStringSubmatch(layout.Tight(said))
	if signs == nil || t.Len() == 1 && len([]rune(t.Value(0, field))) < sure {
		return "", "", false
	}
	for i := range signs {
		signs[i] = strings.NewReplacer(";", "；", ",", "，").Replace(signs[i])
	}
	stop, last := signs[1], signs[len(signs)-1]
	for _, sign := range signs[1 : len(signs)-1] {
		if sign != stop {
			return "", "", false
		}
	}
	joint, end := "连写", ""
	switch lines := strings.Count(strings.TrimSpace(said), "\n") >= t.Len()-1; {
	case t.Len() == 1:
		stop, end = "", last
	case lines:
		joint = "换行"
		if last != stop {
			told = sameStop
		}
	case last != stop && stop == "":
		end = last
	case last != stop:
		stop, joint, end = "", stop, last
	}
	return b.eachText(in, joint, style, stop) + end, told, true
}

// eachText is a tag that prints all texts of an input sheet in one cell.
func (b *binder) eachText(in *pack.Sheet, joint string, style [3]string, stop string) string {
	view := recordsOf(in, b.views.free(in.Name))
	view.Columns, view.Rows[0].By = nil, []string{in.Columns[0].Name}
	b.views.made, b.views.used[view.Name] = append(b.views.made, view), true
	records := view.Name + "@" + view.Rows[0].Level
	number := ""
	if style[0]+style[2] != "" {
		wide := strings.NewReplacer("(", "（", ")", "）")
		number = wide.Replace(style[0]) + "{{" + records + ".连续序号" + style[1] + "}}" + wide.Replace(style[2])
	}
	return "{{逐条 " + records + "|" + joint + "}}" + number + "{{" + records + "." + in.Columns[0].Name + "}}" + stop + "{{完}}"
}

// textsByName is the tag of a cell whose label names an input sheet of texts, where there is no example: a line for each.
func (b *binder) textsByName(label string) (tag string, in *pack.Sheet) {
	for i := range b.Whole.Pack.Input.Sheets {
		if in := &b.Whole.Pack.Input.Sheets[i]; len(in.Columns) == 1 && in.Columns[0].Kind == pack.Text && strings.HasSuffix(label, in.Name) {
			return b.eachText(in, "换行", [3]string{"", "", "."}, ""), in
		}
	}
	return "", nil
}
