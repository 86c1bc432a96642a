package bind

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/a1"
)

// String is an entry with its place.
func (e Entry) String() string {
	if at := e.Place.String(); at != "" {
		return at + "  " + e.Text
	}
	return e.Text
}

// inOrder puts entries in the order of the sheets of a workbook, and of their cells.
func inOrder(entries []Entry, sheets []*sheet) {
	place := func(e Entry) int {
		return slices.IndexFunc(sheets, func(s *sheet) bool { return s.name == e.Place.Sheet })
	}
	slices.SortStableFunc(entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(place(x), place(y)), byCell(x.Place, y.Place))
	})
}

// ToDo is all that is left to do: what could not be bound, and what the proof found.
func (r *Result) ToDo() []Entry {
	out := r.Left
	said := map[string]bool{}
	alike := 0
	for _, p := range r.Proofs {
		entries := r.Untold(p)
		var what strings.Builder
		for _, e := range entries {
			what.WriteString(e.Place.Cell + e.Text + "\n")
		}
		if len(entries) > 1 && said[what.String()] {
			alike++ // sheets of the same form
			continue
		}
		said[what.String()] = true
		out = append(out, entries...)
	}
	if alike > 0 {
		out = append(out, Entry{Kind: Differ, Text: fmt.Sprintf("另有 %d 张表在同样的格子也不同", alike)})
	}
	return out
}

// Untold is what a comparison of tables found wrong that the list of what is left to
// do does not speak of.
func (r *Result) Untold(p Proof) []Entry { return p.entries(r.opened[p.Sheet]) }

// steps are the kinds of entries in the order in which a clerk goes through them.
var steps = []struct {
	kind Kind
	what string
}{
	{Look, "写了标签、请看一下的（取得对的，删掉这一条；不对的，改这一格的标签，写法见标签一览）"},
	{Open, "没有写的（录入里没有这一项的不用管，填好后是空的；录入里有的，把标签写进这一格）"},
	{Differ, "用范例的录入填出来，和范例不同的（先看范例有没有印错；没有错的，改这一格的标签，或请部门核对录入）"},
}

// Text is what is left to do and what was written, as Notepad shows it.
func (r *Result) Text() []byte {
	var b strings.Builder
	list := func(entries []Entry) {
		for _, e := range entries {
			fmt.Fprintf(&b, "  %s\r\n", e)
		}
	}
	b.WriteString("\ufeff还要做的（做完一条删一条）：\r\n")
	for _, s := range steps {
		if entries := slices.DeleteFunc(slices.Clone(r.ToDo()), func(e Entry) bool { return e.Kind != s.kind }); len(entries) > 0 {
			b.WriteString("● " + s.what + "\r\n")
			list(entries)
		}
	}
	b.WriteString("● 最后\r\n")
	list([]Entry{{Text: "pack.yaml  改“模板包”里的名称、地区、版本和作者"}})
	if len(r.Proofs) > 0 {
		b.WriteString("\r\n用范例的录入填一遍，和范例逐格比较：\r\n")
	}
	for _, p := range r.Proofs {
		fmt.Fprintf(&b, "  %s  相同 %d 格，不同 %d 格\r\n", p.Sheet, p.Right, p.Wrong())
	}
	b.WriteString("\r\n写好的标签和公式：\r\n")
	list(r.Written)
	return []byte(b.String())
}

// tellBare tells of columns of figures that got no tag and of which nothing is told yet: whatever the
// reason, they stay blank.
func (b *binder) tellBare(p *pair) {
	within := func(row int) bool { // the last row of a blank form says nothing, and is none of its sheet's
		return row > p.form.head[1] && (row <= p.form.to || p.form.to == p.form.last.row)
	}
	for _, block := range p.form.blocks {
		for _, col := range block.figures {
			head := p.form.lowest(col)
			bare := !slices.Contains(b.absent, head) && !slices.ContainsFunc(p.plan.puts, func(x put) bool {
				return x.col == col && x.text != "" && within(x.row)
			})
			for at, c := range p.form.cells {
				bare = bare && !(c.formula && at.col == col && within(at.row))
			}
			rate := shareHead.MatchString(key(head)) || rateHead.MatchString(key(head)) && p.form.compares(col)
			if _, known := p.form.hundredths(col); bare && b.Example == nil && rate && !known {
				b.leave(p.form.name, pos{col, p.form.body[0]}, "“%s”印百分数还是小数，看不出来：表头写上 %%，或把这一列的格式设成百分比，再做一次", p.form.headed(col))
			}
			if bare && !slices.ContainsFunc(b.result.Left, func(e Entry) bool { return e.Place.Sheet == p.form.name && e.tells(p.form, col, head) }) {
				b.leave(p.form.name, pos{col, p.form.body[0]}, "“%s”这一列没有写标签", p.form.headed(col))
			}
		}
	}
}

// tells says whether an entry of a sheet is of a column, or of all of the table.
func (e Entry) tells(t *table, col int, head string) bool {
	at, row, ok := a1.Parse(e.Place.Cell)
	return !ok || at == col || strings.Contains(e.Text, head) || e.Kind == Open && row == t.title.row
}
