package bind

import (
	"fmt"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// tellUncomputed tells of formulas of the example without results, as programs write them that do not compute, and of errors: they
// are evidence of nothing, and look like blank cells.
func (b *binder) tellUncomputed(examples []*layout.Sheet) {
	const most = 3
	n, some := 0, []string{}
	for _, s := range examples {
		for _, at := range layout.SortedCells(s) {
			if !s.Cells[at].Bare || !s.Own(at) {
				continue
			}
			if n++; n <= most {
				some = append(some, finding.At(s.Name, at.Col, at.Row).String())
			}
		}
	}
	if n == 0 {
		return
	}
	which := strings.Join(some, "、")
	if n > most {
		which += " 等"
	}
	b.note(tagging.First, "", layout.Pos{}, fmt.Sprintf("范例有 %d 格是错误值，或是没有算好的公式：%s。都当作空的认，标签会认错。用 Excel 或 WPS 打开范例，改好有错的，保存，再做一次", n, which))
}
