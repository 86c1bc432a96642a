package inputform

import (
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Fonts that every Chinese Windows, Kylin and UOS has or replaces well.
const (
	bodyFont  = "宋体"
	titleFont = "黑体"
)

// Colours: dark blue for what must be filled, a lighter blue for what may be,
// grey for what fills itself; nothing else on the page is coloured but errors.
const (
	ink      = "1F3864"
	required = "2F5597"
	optional = "8497B0"
	auto     = "A6A6A6"
	grid     = "BFBFBF"
	autoFill = "F2F2F2"
	grey     = "595959"
)

// look has the style of every kind of cell.
type look struct {
	title, hint                 int
	label, sum                  int // running totals
	mustHead, mayHead, autoHead int
	text, code, amount, named   int // cells of records
	date, paragraph, bareText   int
	instead                     int // amounts in another unit
	item                        int // names on 基本信息
	guideHead, guideText        int
	badRow, badCell             int // conditional
}

func (w *writer) newLook() {
	border := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: grid, Style: 1})
	}
	font := func(family string, size float64, bold bool, color string) *excelize.Font {
		return &excelize.Font{Family: family, Size: size, Bold: bold, Color: color}
	}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	align := func(h string, wrap bool) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: h, Vertical: "center", WrapText: wrap}
	}
	head := func(color string) *excelize.Style {
		return &excelize.Style{Font: font(titleFont, 11, false, "FFFFFF"), Fill: fill(color), Border: border, Alignment: align("center", true)}
	}
	amount, instead, date := "#,##0.00", "#,##0.00####", "yyyy-mm-dd"
	body := font(bodyFont, 11, false, "000000")
	const asText = 49 // the built-in format @
	styles := []struct {
		id *int
		s  *excelize.Style
	}{
		{&w.look.title, &excelize.Style{Font: font(titleFont, 16, false, ink), Alignment: align("left", false)}},
		{&w.look.hint, &excelize.Style{Font: font(bodyFont, 10, false, grey), Alignment: align("left", false)}},
		{&w.look.label, &excelize.Style{Font: font(bodyFont, 10, false, grey), Border: border, Fill: fill(autoFill), Alignment: align("right", false)}},
		{&w.look.sum, &excelize.Style{Font: font(bodyFont, 11, true, ink), Border: border, Fill: fill(autoFill), CustomNumFmt: &amount, Alignment: align("right", false)}},
		{&w.look.mustHead, head(required)},
		{&w.look.mayHead, head(optional)},
		{&w.look.autoHead, head(auto)},
		{&w.look.text, &excelize.Style{Font: body, Border: border, NumFmt: asText, Alignment: align("left", true)}},
		{&w.look.paragraph, &excelize.Style{Font: body, Border: border, NumFmt: asText, Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: true}}},
		{&w.look.bareText, &excelize.Style{Font: body, NumFmt: asText, Alignment: align("left", true)}},
		{&w.look.code, &excelize.Style{Font: body, Border: border, NumFmt: asText, Alignment: align("left", false)}},
		{&w.look.amount, &excelize.Style{Font: body, Border: border, CustomNumFmt: &amount, Alignment: align("right", false)}},
		{&w.look.instead, &excelize.Style{Font: body, Border: border, CustomNumFmt: &instead, Alignment: align("right", false)}},
		{&w.look.date, &excelize.Style{Font: body, Border: border, CustomNumFmt: &date, Alignment: align("left", false)}},
		{&w.look.named, &excelize.Style{Font: font(bodyFont, 11, false, grey), Border: border, Fill: fill(autoFill), Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center", ShrinkToFit: true}}},
		{&w.look.item, &excelize.Style{Font: body, Border: border, Fill: fill(autoFill), Alignment: align("left", true)}},
		{&w.look.guideHead, &excelize.Style{Font: font(titleFont, 14, false, ink), Alignment: align("left", true)}},
		{&w.look.guideText, &excelize.Style{Font: font(bodyFont, 12, false, "000000"), Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: true, Indent: 1}}},
	}
	for _, st := range styles {
		id, err := w.f.NewStyle(st.s)
		w.did(err)
		*st.id = id
	}
	red := func(ground string, bold bool) int {
		id, err := w.f.NewConditionalStyle(&excelize.Style{Fill: fill(ground), Font: &excelize.Font{Color: "9C0006", Bold: bold}})
		w.did(err)
		return id
	}
	w.look.badRow, w.look.badCell = red("FCE4E1", false), red("F4A79D", true)
}

// safeName makes a defined name of a text: letters, digits and _ only.
func safeName(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0x4e00 && r <= 0x9fff && utf8.ValidRune(r) {
			return r
		}
		return '_'
	}, s)
}

// page sets up printing: A4, fit to the width, the header row on every page.
func (w *writer) page(sheet, orientation string, headerRow int) {
	w.pages(sheet, orientation, headerRow, 1, 0)
}

// pages prints a sheet on so many pages side by side; each repeats the header
// row and, beside others, the columns that say which record it is.
func (w *writer) pages(sheet, orientation string, headerRow, width, keys int) {
	size, height, fit, rows := 9, 0, true, 18.0
	w.did(w.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &width, FitToHeight: &height}))
	w.did(w.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit, DefaultRowHeight: &rows}))
	side, end, foot, centred := 0.5, 0.7, 0.3, true
	w.did(w.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &foot, Footer: &foot, Horizontally: &centred}))
	w.did(w.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&C第 &P 页，共 &N 页"}))
	if headerRow == 0 {
		return
	}
	titles := fmtRef(sheet, "$%d:$%d", headerRow, headerRow)
	if width > 1 {
		titles = fmtRef(sheet, "$A:$%s", letter(keys)) + "," + titles
	}
	w.did(w.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sheet, RefersTo: titles}))
}

// calm takes the green corners off digits that are meant to be text.
func (w *writer) calm(sheet, cells string) {
	w.did(w.f.AddIgnoredErrors(sheet, cells, excelize.IgnoredErrorsNumberStoredAsText))
}

// freeze keeps the rows down to the header, and some columns, on the screen.
func (w *writer) freeze(sheet string, cols, headerRow int, gridLines bool) {
	first := cellName(1, headerRow+1)
	w.did(w.f.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &gridLines}))
	w.did(w.f.SetPanes(sheet, &excelize.Panes{
		Freeze: true, XSplit: cols, YSplit: headerRow, TopLeftCell: cellName(cols+1, headerRow+1), ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: first, ActiveCell: first, Pane: "bottomLeft"}},
	}))
}
