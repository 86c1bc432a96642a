package bind

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// dropCovered takes back the tags for cells that merged ones cover, where nobody would see
// what they print.
func (b *binder) dropCovered(p *tagging.Plan) {
	p.Puts = slices.DeleteFunc(p.Puts, func(x tagging.Put) bool {
		at := layout.At(x.Col, x.Row)
		if x.Text == "" || p.Sheet.Own(at) || slices.ContainsFunc(p.Unmerge, func(r a1.Range) bool { return r.Has(at.Col, at.Row) }) {
			return false
		}
		b.leave(p.Sheet.Name, at, "这一格并在 %s 里，写在这里的标签 %s 印不出来，没有写。请取消合并，或把它写到该写的格子里", p.Sheet.Whole[at], x.Text)
		return true
	})
}
