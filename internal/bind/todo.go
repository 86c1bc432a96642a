package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// Told is all that is told of the new pack: what could not be bound, what the proof found, and what was seen to.
func (r *Result) Told() []tagging.Entry {
	out := slices.Clone(r.Left)
	for i, e := range out {
		if e.Shown && slices.ContainsFunc(r.Texts, func(p TextProof) bool { return p.shown[e.Place] }) {
			out[i].Kind, out[i].Text = tagging.Settled, strings.TrimSuffix(e.Text, "。请核对")
		}
	}
	later := func(e tagging.Entry) int {
		if e.Kind == tagging.First {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b tagging.Entry) int { return cmp.Compare(later(a), later(b)) })
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
	for _, p := range r.Texts {
		for _, e := range p.entries() {
			if i := slices.IndexFunc(out, func(o tagging.Entry) bool { return o.Kind == tagging.Open && o.Place == e.Place }); i >= 0 {
				out[i].Text += "。用范例的录入" + e.Text // what has no tag is why
				continue
			}
			out = append(out, e)
		}
	}
	if alike > 0 {
		out = append(out, tagging.Entry{Kind: tagging.Differ, Text: fmt.Sprintf("另有 %d 张表在同样的格子也不同", alike)})
	}
	return out
}

// ToDo is what is left to do, each thing once.
func (r *Result) ToDo() []tagging.Entry {
	return tagging.Together(slices.DeleteFunc(r.Told(), func(e tagging.Entry) bool { return e.Kind == tagging.Settled }))
}

// Untold is what a comparison of tables found wrong that the list of what is left to
// do does not speak of.
func (r *Result) Untold(p Proof) []tagging.Entry { return p.entries(r.opened[p.Sheet]) }

// steps are the kinds of entries in the order in which a clerk goes through them.
var steps = []struct {
	kind tagging.Kind
	what string
}{
	{tagging.First, "先看：官方表、范例、录入有不对的地方（改好再做一次模板包；没有错的，删掉这一条）"},
	{tagging.Look, "写了标签、请看一下的（印的是什么，“各格的标签”里有；取得对的，删掉这一条；不对的，改这一格的标签，写法见“标签一览”）"},
	{tagging.Open, "没有写的（录入里没有这一项的不用管，填好后是空的；录入里有的，把标签写进这一格）"},
	{tagging.Differ, "用范例的录入填出来，和范例不同的（先看范例有没有印错；没有错的，改这一格的标签，或请部门核对录入）"},
}

// KindBelow is what the clerk has to do about the entries below a heading of what Text lists, or what an earlier version
// did, which had other words in brackets.
func KindBelow(heading string) (k tagging.Kind, ok bool) {
	for _, s := range steps {
		if kind, _, _ := strings.Cut(s.what, "（"); strings.HasPrefix(heading, "● "+kind) {
			return s.kind, true
		}
	}
	return 0, false
}

// Text is what is left to do, as Notepad shows it.
func (r *Result) Text() []byte {
	var b strings.Builder
	list := func(entries []tagging.Entry) {
		for _, e := range entries {
			fmt.Fprintf(&b, "  %s\r\n", e)
		}
	}
	b.WriteString("\ufeff还要做的（做完一条删一条）：\r\n")
	for _, s := range steps {
		if entries := slices.DeleteFunc(r.ToDo(), func(e tagging.Entry) bool { return e.Kind != s.kind }); len(entries) > 0 {
			b.WriteString("● " + s.what + "\r\n")
			list(entries)
		}
	}
	b.WriteString("● 最后\r\n")
	last := []tagging.Entry{{Text: "pack.yaml  改“模板包”里的名称、地区、版本和作者"}}
	if r.Doubted > 0 {
		last = append(last, tagging.Entry{Text: fmt.Sprintf("科目表里有 %d 个科目还没有和官方的科目文件对过；有科目文件的，运行 ysgk pack codes 模板包文件夹 科目文件.xlsx", r.Doubted)})
	}
	list(last)
	b.WriteString(tagging.SettledText(r.Told()))
	if len(r.Proofs) > 0 {
		b.WriteString("\r\n用范例的录入填一遍，和范例逐格比较：\r\n")
	}
	for _, p := range r.Proofs {
		fmt.Fprintf(&b, "  %s  相同 %d 格，不同 %d 格\r\n", p.Sheet, p.Right, p.Wrong())
	}
	for _, p := range r.Texts {
		fmt.Fprintf(&b, "  %s\r\n", p)
	}
	fmt.Fprintf(&b, "\r\n写好的标签和公式有 %d 处，“各格的标签.csv”里一格一行，写着印的是什么，用 WPS 或 Excel 打开。\r\n", len(r.Written))
	return []byte(b.String())
}

// tellInstead tells of formulas of the form that were to give way to tags.
func (b *binder) tellInstead() {
	for _, at := range slices.SortedFunc(maps.Keys(b.Instead), tagging.ByCell) {
		col, row, _ := a1.Parse(at.Cell)
		written := slices.ContainsFunc(b.plans, func(p *tagging.Plan) bool {
			return p.Sheet.Name == at.Sheet && strings.Contains(p.Text(layout.At(col, row), ""), "{{")
		})
		if written {
			b.look(at.Sheet, layout.At(col, row), "官方表自带的%s，换成了标签", b.Instead[at])
		} else {
			b.leave(at.Sheet, layout.At(col, row), "官方表自带的%s，没有写标签", b.Instead[at])
		}
	}
}

// tellHeads tells of amounts that the example has in rows that were taken for headers: they stay blank.
func (b *binder) tellHeads(p *pair) {
	if p.lacking {
		return
	}
	for row := p.like.Head[0]; row <= p.like.Head[1]; row++ {
		for col := 1; col <= p.like.Last.Col; col++ {
			at := layout.At(col, row)
			amount, ok := p.like.Cells[at].Amount()
			counts := amount.IsInteger() && (len(amount.String()) < 3 || layout.YearNumber.MatchString(amount.String()))
			if !ok || !p.like.Own(at) || counts { // the number of a column, a year
				continue
			}
			to := layout.At(col, row+p.form.Head[0]-p.like.Head[0])
			if !p.plan.Has(to) && p.form.Says(to) == "" {
				b.leave(p.form.Name, to, "范例在这里印 %s，这一行当成了表头，没有写标签，填好后是空的", amount)
			}
		}
	}
}

// tellBare tells of columns of figures that got no tag and of which nothing is told yet: whatever the
// reason, they stay blank.
func (b *binder) tellBare(p *pair) {
	within := func(row int) bool { // the last row of a blank form says nothing, and is none of its sheet's
		return row > p.form.Head[1] && (row <= p.form.To || p.form.To == p.form.Last.Row)
	}
	for _, block := range p.form.Blocks {
		for _, col := range block.Figures {
			head := p.form.Lowest(col)
			bare := !slices.Contains(b.absent, head) && !slices.ContainsFunc(p.plan.Puts, func(x tagging.Put) bool {
				return x.Col == col && x.Text != "" && within(x.Row)
			})
			for at, c := range p.form.Cells {
				bare = bare && !(c.Formula && at.Col == col && within(at.Row))
			}
			rate := evidence.ShareHead.MatchString(layout.Key(head)) || evidence.RateHead.MatchString(layout.Key(head)) && evidence.Compares(p.form, col)
			if _, known := p.form.Hundredths(col); bare && b.Example == nil && rate && !known {
				b.leave(p.form.Name, layout.At(col, p.form.Body[0]), "“%s”印百分数还是小数，看不出来：表头写上 %%，或把这一列的格式设成百分比，再做一次", p.form.Headed(col))
			}
			if bare && !slices.ContainsFunc(b.result.Left, func(e tagging.Entry) bool { return e.Place.Sheet == p.form.Name && e.Tells(p.form, col, head) }) {
				b.leave(p.form.Name, layout.At(col, p.form.Body[0]), "“%s”这一列没有写标签", p.form.Headed(col))
			}
		}
	}
}
