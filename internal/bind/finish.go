package bind

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/evidence"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/tagging"
)

// finish writes the plans into the form, and the pack.yaml.
func (b *binder) finish(pairs []*pair) (*Result, error) {
	b.asPrinted(pairs)
	for _, p := range pairs {
		b.tellLost(p)
	}
	texts := map[*tagging.Plan]map[layout.Pos]string{}
	var sheets []*layout.Sheet
	for i, p := range b.plans {
		asForm(p)
		if _, rows := p.Sheet.Whence(); rows != nil {
			tagging.OfLines(b.result.Left, p.Sheet.Name, rows)
			p = p.Folded()
			b.plans[i] = p
		}
		texts[p] = p.Texts()
		sheets = append(sheets, p.Sheet)
		b.result.Written = append(b.result.Written, tagging.Written(p, texts[p])...)
		if p.Renamed != "" {
			b.result.FormOf[p.Renamed] = p.Sheet.Name
		}
		if !p.Removed {
			tagging.Move(b.result.Left, p.Sheet.Name, p.Moved())
			tagging.ToLines(b.result.Left, p.Sheet.Name, texts[p])
		}
	}
	b.roundChanges()
	b.roundShares()
	book, err := tagging.Write(b.Form, b.plans, texts)
	if err != nil {
		return nil, err
	}
	b.result.Book, b.result.plans = book, b.plans
	tagging.InOrder(b.result.Written, sheets)
	for _, p := range pairs {
		b.incomplete = append(b.incomplete, b.shortLines(p)...)
	}
	for i := range b.Pack.Views { // of the pack's views those that show what documents alone need are written too
		v := &b.Pack.Views[i]
		if shows := func(e tagging.Entry) bool {
			return slices.ContainsFunc(lentTo(b.Pack, v), func(field string) bool {
				return strings.Contains(e.Text, "{{"+v.Name) && strings.Contains(e.Text, "."+field)
			})
		}; v.Keep && v.Of == "" && slices.ContainsFunc(b.result.Written, shows) && !slices.ContainsFunc(b.views.made, func(o *pack.View) bool { return o.Name == v.Name }) {
			b.views.made = append(b.views.made, v)
		}
	}
	gone := map[string]bool{}
	b.views.made = slices.DeleteFunc(b.views.made, func(v *pack.View) bool {
		gone[v.Name] = !slices.ContainsFunc(b.incomplete, func(x short) bool { return x.view == v.Name }) && !slices.ContainsFunc(b.lookedUp, func(x lookedUp) bool { return strings.Contains(x.amount, strconv.Quote(v.Name)) }) && !slices.ContainsFunc(b.result.Written, func(e tagging.Entry) bool { return strings.Contains(e.Text, "{{"+v.Name) }) &&
			!slices.ContainsFunc(b.views.sums, func(n pack.Number) bool { return strings.Contains(n.Expr, strconv.Quote(v.Name)) })
		return gone[v.Name]
	})
	for _, p := range pairs {
		if view, _, _ := strings.Cut(p.published.Total, "."); gone[view] {
			p.published.Total = "" // of a table of which nothing could be written
		}
		looks := slices.ContainsFunc(b.lookedUp, func(x lookedUp) bool { return x.sheet == p.form.Name })
		if (p.tagged() || looks) && !slices.ContainsFunc(b.result.Tables, func(t Published) bool { return t.Sheet == p.published.Sheet }) {
			b.result.Tables = append(b.result.Tables, p.published)
		}
	}
	year := b.Pack.Identity.Year
	if b.formYear != "" {
		year = b.formYear
	}
	var balances []balance
	for _, p := range pairs {
		x, ok := p.balance(b.Example == nil || p.lacking, b.usual)
		if !ok || p.published.Total == "" {
			continue
		}
		if x.gone = b.gone[p.form.Name]; b.Unequal[p.form.Name] != "" {
			x.unequal = true
			told := ""
			if len(x.gone) > 0 {
				told = "。官方表里找不到范例的“" + strings.Join(x.gone, "”“") + "”，有这些钱的，这里会少"
			}
			b.leave(p.form.Name, p.form.Title, "用范例的录入填出来，%s%s。填表时会警告", b.Unequal[p.form.Name], told)
		}
		balances = append(balances, x)
	}
	b.views.aside = b.setAside()
	for i := range b.views.unseen {
		x := &b.views.unseen[i]
		for _, sheet := range x.sheets {
			x.columns = append(x.columns, b.sumsIn(sheet))
		}
		v, columns := b.views.find(x.money, evidence.Shape{Sources: []string{b.x.Usual}}, []want{{pack.Root, x.limits, ""}})
		x.source, x.amount = b.x.Usual, fmt.Sprintf("视图(%q, %q)", v.Name, columns[0])
	}
	b.views.also = b.forDocuments()
	b.result.Manifest, b.result.Balanced, b.result.LookedUp = b.views.manifest(b.Name, b.usual.Name, year, b.result.Tables, b.shownPlaces(pairs), balances, b.incomplete, b.lookedUp)
	return b.result, nil
}

// OfForm is the cell of the form that one of the template was.
func (r *Result) OfForm(at finding.Place) (form finding.Place, ok bool) {
	col, row, in := a1.Parse(at.Cell)
	for _, p := range r.plans {
		if name := cmp.Or(p.Renamed, p.Sheet.Name); name != at.Sheet || !in {
			continue
		}
		moved := p.Moved()
		for was := 1; was <= row+p.Sheet.Last.Row; was++ {
			if moved(was) == row && !p.Dropped(was) {
				return finding.At(p.Sheet.Name, col, was), true
			}
		}
	}
	return form, false
}

// setAside is this year's money of 基本信息, such as 年终结转, that some tables take and others of such money do not: as
// soon as a department has any, their totals differ.
func (b *binder) setAside() (out []aside) {
	all := slices.Concat(pointers(b.Pack.Views), b.views.made)
	shows := func(t Published, v *pack.View) bool {
		return slices.ContainsFunc(b.result.Written, func(e tagging.Entry) bool {
			return e.Place.Sheet == t.Sheet && slices.ContainsFunc([]string{".", "@", "["}, func(after string) bool { return strings.Contains(e.Text, "{{"+v.Name+after) })
		})
	}
	for _, item := range b.Pack.Input.Info {
		if item.Table == "" || item.Past != "" || slices.ContainsFunc(out, func(x aside) bool { return x.source == item.Table }) {
			continue
		}
		x := aside{source: item.Table}
		for _, t := range b.result.Tables {
			name, column, _ := strings.Cut(t.Total, ".")
			total := slices.IndexFunc(all, func(v *pack.View) bool { return v.Name == name && v.Column(column) != nil })
			switch {
			case slices.ContainsFunc(all, func(v *pack.View) bool { return slices.Contains(v.Sources, item.Table) && shows(t, v) }):
				x.with = append(x.with, t.Sheet)
			case total >= 0 && limitedBy(effective(all[total], all[total].Column(column)), item.Values):
				x.without = append(x.without, t.Sheet)
			}
		}
		if len(x.with) == 0 || len(x.without) == 0 {
			continue
		}
		v, columns := b.views.find(item.Table, evidence.Shape{Sources: []string{item.Table}}, []want{{name: pack.Root}})
		x.amount = fmt.Sprintf("视图(%q, %q)", v.Name, columns[0])
		out = append(out, x)
	}
	return out
}

// limitedBy says whether a filter limits no other field than these.
func limitedBy(f pack.Filter, fields map[string]string) bool {
	for field := range f {
		if _, ok := fields[field]; !ok {
			return false
		}
	}
	return true
}

// forDocuments are the input sheets, columns and items that the tags take and that the pack has for its
// documents alone.
func (b *binder) forDocuments() (names []string) {
	for _, column := range b.Pack.Lent {
		source, field, _ := strings.Cut(column, ".")
		if slices.ContainsFunc(b.views.made, func(v *pack.View) bool { return slices.Contains(v.Sources, source) && takes(v, field) }) {
			names = append(names, column)
		}
	}
	for _, v := range b.views.made {
		for _, source := range v.Sources {
			if b.Pack.Input.Sheet(source) == nil && b.Whole.Pack.Input.Sheet(source) != nil && !slices.Contains(names, source) {
				names = append(names, source)
			}
		}
	}
	if totals := b.Whole.Pack.Input.TotalsOf(b.x.Usual); totals != nil && b.Pack.Input.Sheet(totals.Name) == nil &&
		slices.ContainsFunc(b.views.made, func(v *pack.View) bool {
			return slices.ContainsFunc(v.Columns, func(c pack.ViewCol) bool { return len(c.Published) > 0 })
		}) {
		names = append(names, totals.Name)
	}
	for _, in := range b.Whole.Pack.Input.Sheets {
		counted := slices.ContainsFunc(b.views.sums, func(n pack.Number) bool { return strings.Contains(n.Expr, "计数("+strconv.Quote(in.Name)) })
		if b.Pack.Input.Sheet(in.Name) == nil && counted && !slices.Contains(names, in.Name) {
			names = append(names, in.Name)
		}
	}
	for _, item := range b.Whole.Pack.Input.Info {
		tagged := func(e tagging.Entry) bool {
			return strings.Contains(e.Text, "{{"+item.Name+"}}") || strings.Contains(e.Text, "{{"+item.Name+"|")
		}
		if !slices.ContainsFunc(b.Pack.Input.Info, func(it pack.Item) bool { return it.Name == item.Name }) && slices.ContainsFunc(b.result.Written, tagged) {
			names = append(names, item.Name)
		}
	}
	return names
}

// tagged says whether tags of views were written into a table.
func (p *pair) tagged() bool {
	return slices.ContainsFunc(p.plan.Puts, func(x tagging.Put) bool {
		return p.form.From <= x.Row && x.Row <= max(p.form.To, p.form.BlankTo()) && strings.Contains(x.Text, "{{") && strings.Contains(x.Text, ".")
	})
}

// shownPlaces are the decimals that nearly all amounts of the example show, if they are two or one and all tables in one
// unit: a form that gives some cells no number format would print all that an amount in 万元 has.
func (b *binder) shownPlaces(pairs []*pair) int {
	var figures []layout.Cell
	for _, p := range pairs {
		if len(p.form.Units) > 0 || p.form.Unit != (money.Unit{}) && p.form.Unit != b.usual {
			return 0
		}
		for at, c := range p.like.Cells {
			d, ok := c.Amount()
			if ok && !d.IsZero() && at.Row >= p.like.Body[0] && at.Row <= p.like.Body[1] && slices.ContainsFunc(p.like.Blocks, func(b *layout.Block) bool { return slices.Contains(b.Figures, at.Col) }) {
				figures = append(figures, c)
			}
		}
	}
	for _, places := range []int{2, 1} {
		shown, other := 0, 0
		for _, c := range figures {
			d, _ := c.Amount()
			n := c.Places
			if n < 0 {
				n = int(-d.Exponent())
			}
			switch {
			case n == places:
				shown++
			case n > places || c.Places >= 0: // fewer are as many with zeros behind
				other++
			}
		}
		if shown > 0 && other*4 <= shown {
			return places
		}
	}
	return 0
}
