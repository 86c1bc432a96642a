package intake

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// settle decides what each column is taken for: what the user says goes first, then
// what stands in it.
func (in *reader) settle() {
	in.leave()
	in.whichAmount()
	in.sameFund()
	in.byContent()
	for i := range in.head.columns {
		if c := &in.head.columns[i]; c.amount != nil {
			in.unit(c)
		}
	}
}

func (in *reader) at(c *Column) finding.Place {
	return finding.At(in.grid.name, c.Col, in.head.last)
}

// leave takes out the columns that the user does not want.
func (in *reader) leave() {
	for _, header := range in.Leave {
		found := false
		for i := range in.head.columns {
			if c := &in.head.columns[i]; c.called(header) {
				c.drop()
				c.Left, found = true, true
			}
		}
		if !found {
			in.out.Errorf("given-unknown", finding.Place{Sheet: in.grid.name}, "照表头的写法写，如 --不导入 "+in.head.columns[0].Header+"。", "--不导入 %s：没有表头是“%s”的列", header, header)
		}
	}
}

// whichAmount decides which column is the amount of a record, where none is of a
// fund: the only one, or the one that the user names. 调减金额 beside it may change
// what is meant, so that the user is asked.
func (in *reader) whichAmount() {
	var all []*Column // that may be it
	asked := false    // one of them is it only if the user says so
	for i := range in.head.columns {
		c := &in.head.columns[i]
		switch {
		case c.amount == nil || c.amount.Field != "":
			continue
		case !c.amount.Ask:
		case in.numbers(c) > 0:
			asked = true
		default:
			c.drop()
			c.Left = true
			continue
		}
		all = append(all, c)
	}
	chosen := all
	if in.Amount != "" {
		chosen = slices.DeleteFunc(slices.Clone(all), func(c *Column) bool { return !c.called(in.Amount) })
	}
	switch {
	case in.Amount != "" && len(chosen) == 0:
		in.out.Errorf("given-unknown", finding.Place{Sheet: in.grid.name}, "照表头的写法写。", "--金额列 %s：没有表头是“%s”的金额列", in.Amount, in.Amount)
	case len(chosen) > 1 || in.Amount == "" && asked:
		var headers []string
		for _, c := range chosen {
			headers = append(headers, "「"+c.Header+"」")
		}
		in.out.Errorf("amount-which", in.at(chosen[0]), "写明预算数是哪一列，如 --金额列 "+chosen[len(chosen)-1].Header+"；别的列就不导入。", "%s", which(headers))
	}
	if in.Amount == "" {
		return
	}
	for _, c := range all {
		if !slices.Contains(chosen, c) {
			c.drop()
			c.Left = true
		}
	}
}

// which says between which columns it cannot choose.
func which(headers []string) string {
	if len(headers) == 1 {
		return headers[0] + "可能不是今年的预算数，要写明才取"
	}
	return strings.Join(headers, "") + "都是金额，不知道取哪一列"
}

// sameFund refuses two columns for one fund.
func (in *reader) sameFund() {
	seen := map[string]*Column{}
	for i := range in.head.columns {
		c := &in.head.columns[i]
		if c.amount == nil || c.amount.Field == "" || c.amount.Part {
			continue
		}
		first := seen[c.Field]
		if first == nil {
			seen[c.Field] = c
			continue
		}
		in.out.Errorf("header-twice", in.at(c), "写明不要的一列，如 --不导入 "+c.Header+"。", "「%s」和「%s」都是“%s”，不知道取哪一列", first.Header, c.Header, c.Field)
	}
}

// byContent looks at columns of choices in which nothing is one of them: 资金来源 may
// say 上年结转, which is the year of the money. Such a column is taken for the field
// whose values it has, or for none if another column has the field. A column without
// any text gives nothing that the user does not give.
func (in *reader) byContent() {
	for i := range in.head.columns {
		c := &in.head.columns[i]
		if c.field != nil && in.Given[fieldKey(c.field)] != "" && !in.used(c) {
			c.drop()
		}
		if c.field == nil || c.field.Of != "" || in.column(c.field).Kind != pack.Choice {
			continue
		}
		all, mine := in.fits(c, c.field)
		if all == 0 || mine > 0 {
			continue
		}
		other := in.fitting(c, all)
		switch {
		case other != nil:
			c.field, c.Field = other, other.Name
		case in.others(c) > 0:
			c.drop()
		}
	}
}

func (in *reader) used(c *Column) bool {
	return slices.ContainsFunc(in.body(), func(r row) bool { return !typed.Empty(r.cell(c.Col)) })
}

// others counts the other columns of a column's field that say something of it.
func (in *reader) others(c *Column) (n int) {
	for i := range in.head.columns {
		if o := &in.head.columns[i]; o.Col != c.Col && o.field == c.field {
			if _, fit := in.fits(o, c.field); fit > 0 {
				n++
			}
		}
	}
	return n
}

// fitting is a field of choices without a column of its own of which a column has all
// values.
func (in *reader) fitting(c *Column, all int) *pack.IntakeColumn {
	for i := range in.Pack.Intake.Columns {
		f := &in.Pack.Intake.Columns[i]
		if f.Of != "" || in.column(f).Kind != pack.Choice || in.gives(f.Name) {
			continue
		}
		if _, fit := in.fits(c, f); fit == all {
			return f
		}
	}
	return nil
}

// fits counts the different texts of a column and those that are values of a field.
func (in *reader) fits(c *Column, f *pack.IntakeColumn) (all, fit int) {
	seen := map[string]bool{}
	for _, r := range in.body() {
		cell := r.cell(c.Col)
		text := typed.Shown(cell, false)
		if typed.Empty(cell) || seen[text] || saysSum(text) {
			continue
		}
		seen[text] = true
		all++
		var quiet finding.List
		if _, ok := in.understand(f, cell, finding.Place{}, &quiet); ok {
			fit++
		}
	}
	return all, fit
}

// body are the rows below the header.
func (in *reader) body() []row {
	i := slices.IndexFunc(in.grid.rows, func(r row) bool { return r.n > in.head.last })
	if i < 0 {
		return nil
	}
	return in.grid.rows[i:]
}

// numbers counts the cells of a column that hold an amount which is not zero, or
// might hold one.
func (in *reader) numbers(c *Column) (n int) {
	for _, r := range in.body() {
		if mayBeMoney(r.cell(c.Col)) {
			n++
		}
	}
	return n
}

func mayBeMoney(c xlsxread.Cell) bool {
	if c.Kind == xlsxread.Uncomputed || c.Kind == xlsxread.Error {
		return true
	}
	var quiet finding.List
	fen, ok := typed.Money(c, money.Yuan, "", finding.Place{}, &quiet)
	return ok && fen != 0 || !ok && c.Kind == xlsxread.Number
}

// unit decides the unit of a column of amounts.
func (in *reader) unit(c *Column) {
	at, given, none := in.at(c), in.Unit, money.Unit{}
	own, note := c.said, in.head.note
	contrary := func(o unitAt) bool { return len(own) == 1 && o.Unit != own[0].Unit }
	if i := slices.IndexFunc(note, contrary); i >= 0 && given != own[0].Unit {
		in.out.Errorf("unit-both", at, "核对后加上 --金额单位 "+own[0].Name+"，或改正写错的一处。", "「%s」写的是%s，%s 写的是%s，不知道金额的单位", c.Header, own[0].Name, note[i].at, note[i].Name)
		return
	}
	if own == nil {
		own = note
	}
	switch {
	case len(own) == 1 && given != none && own[0].Unit != given:
		in.out.Errorf("unit-contrary", at, "核对单位；不要写 --金额单位，或改正表里的单位。", "表里写的金额单位不是%s", given.Name)
	case len(own) == 1:
		c.Unit = own[0].Unit
	case len(own) > 1:
		in.out.Errorf("unit-both", at, "在金额列的表头写明（元）或（万元）。", "%s 写的是%s，%s 写的是%s，不知道「%s」的单位", own[0].at, own[0].Name, own[1].at, own[1].Name, c.Header)
	case given == none:
		in.out.Errorf("unit-unknown", at, "加上 --金额单位 万元，或 --金额单位 元。", "没有写明「%s」的单位是元还是万元", c.Header)
	default:
		c.Unit = given
	}
}

// merged writes the text of a cell that is merged over several rows of the body into
// each of them: 单位 beside its records.
func (in *reader) merged() {
	for _, m := range in.grid.merges {
		if m.Row2 <= max(m.Row1, in.head.last) {
			continue
		}
		i := slices.IndexFunc(in.head.columns, func(c Column) bool { return c.Col == m.Col1 && c.field != nil })
		if i < 0 {
			continue
		}
		rows := in.grid.between(m.Row1, m.Row2)
		if len(rows) == 0 || rows[0].n != m.Row1 || typed.Empty(rows[0].cell(m.Col1)) {
			continue
		}
		text := rows[0].cell(m.Col1)
		for k := range rows[1:] {
			rows[k+1].put(text)
		}
	}
}

// between are the stored rows from one to another.
func (g *grid) between(from, to int) []row {
	number := func(r row, n int) int { return r.n - n }
	i, _ := slices.BinarySearchFunc(g.rows, from, number)
	k, _ := slices.BinarySearchFunc(g.rows, to+1, number)
	return g.rows[i:k]
}

// put adds a cell to a row that has others.
func (r *row) put(c xlsxread.Cell) {
	i, there := slices.BinarySearchFunc(r.cells, c.Col, func(o xlsxread.Cell, col int) int { return o.Col - col })
	if len(r.cells) > 0 && !there {
		r.cells = slices.Insert(slices.Clone(r.cells), i, c)
	}
}

// unknown reports a column that is left out. One with amounts in it and a name of
// money must not be left out, unless its amounts stand in another one: then a total
// would lack them.
func (in *reader) unknown(c *Column) {
	used := 0
	for _, r := range in.body() {
		if !typed.Empty(r.cell(c.Col)) {
			used++
		}
	}
	if used == 0 || c.Left {
		return
	}
	numbers := in.numbers(c)
	switch {
	case numbers > 0 && in.money(c) && !in.elsewhere(c):
		in.out.Errorf("column-money", in.at(c), "不该计入的，加上 --不导入 "+c.Header+"；是一种资金的，请维护模板包的人在 pack.yaml 的“导入”里加上。", "不认识的列「%s」里有 %d 个数，可能是资金，不导入合计就少了", c.Header, numbers)
	case numbers > 0:
		in.out.Warnf("column-unknown", in.at(c), unknownHint, "不认识的列「%s」没有导入，里面有 %d 个数；如果是资金，导入的合计就少了", c.Header, numbers)
	default:
		in.out.Warnf("column-unknown", in.at(c), unknownHint, "不认识的列「%s」没有导入", c.Header)
	}
}

const unknownHint = "需要的话，导入后自己补上；写法不同的，请维护模板包的人在 pack.yaml 的“导入”里加上。"

// money says whether the headers of a column may be those of amounts.
func (in *reader) money(c *Column) bool {
	words := vocabulary(in.Pack)
	return c.said != nil || slices.ContainsFunc(c.path, func(text string) bool {
		folded := words.bare(text)
		return slices.ContainsFunc(in.Pack.Intake.Money, func(w string) bool { return strings.Contains(folded, typed.Fold(w)) })
	})
}

// elsewhere says whether the amounts of a column are in others, too: it is one of a
// group that has its sum, or it is 其中, or the total beside the funds proves that they
// are all.
func (in *reader) elsewhere(c *Column) bool {
	if strings.HasPrefix(c.path[len(c.path)-1], "其中") {
		return true
	}
	total, funds := false, false
	for i := range in.head.columns {
		o := &in.head.columns[i]
		if o.amount == nil {
			continue
		}
		total, funds = total || o.amount.Field == "", funds || o.amount.Field != ""
		last := len(o.path) - 1
		if last > 0 && len(c.path) > last && slices.Contains(sums, typed.Fold(o.path[last])) && slices.Equal(o.path[:last], c.path[:last]) && o.amount.Field != "" {
			return true
		}
	}
	return total && funds
}

// parts are the amounts of a line, each with what its column stands for. Where there
// is a column for a sum of others too, it must be their sum.
func (in *reader) parts(l *line) (out []record) {
	sums := map[string]budget.Fen{} // by what a column stands for
	of := map[string]Column{}       // the first
	var order []string
	var total, sum budget.Fen
	totalCol, funds := 0, false
	for _, c := range in.head.columns {
		fen := l.sums[c.Col]
		switch a := c.amount; {
		case a == nil:
		case a.Field == "" && a.With == nil:
			total, totalCol = fen, c.Col
		case in.group(a) != nil:
			in.proveGroup(l, c)
		default:
			funds = true
			if a.Part && in.whole(a) != 0 {
				in.provePart(l, &c)
				continue
			}
			if fen == 0 {
				continue
			}
			if _, there := of[c.Field]; !there {
				order = append(order, c.Field)
				of[c.Field] = c
			}
			sum += fen
			sums[c.Field] += fen
		}
	}
	for _, key := range order {
		fields := map[string]string{}
		a := of[key].amount
		for name, value := range a.With {
			fields[name] = value
		}
		if a.Field != "" {
			fields[a.Field] = a.Value
		}
		out = append(out, record{fields: fields, amount: sums[key], row: l.row, col: of[key].Col})
	}
	switch {
	case !funds && total != 0:
		return []record{{fields: map[string]string{}, amount: total, row: l.row, col: totalCol}}
	case funds && totalCol > 0 && total != sum && !l.bad:
		in.out.Errorf("row-total", finding.At(in.grid.name, totalCol, l.row), "核对这一行；有没有认出的资金列，见列出的列。", "这一行是 %s 元，各资金列相加是 %s 元", money.Print(total.Yuan()), money.Print(sum.Yuan()))
	case len(out) == 0 && !l.bad:
		in.out.Warnf("amount-none", finding.At(in.grid.name, in.head.columns[0].Col, l.row), "需要的话，导入后自己补上。", "这一行没有金额，没有导入")
	}
	return out
}

// group are the values of a column that stands for several: 财政拨款.
func (in *reader) group(a *pack.IntakeAmount) []string {
	if a.Field == "" || slices.Contains(in.sheet.Column(a.Field).Choices, a.Value) {
		return nil
	}
	values, _ := in.Pack.Group(a.Field, a.Value)
	return values
}

// whole is the column of a value beside those of its parts, 0 if there is none.
func (in *reader) whole(part *pack.IntakeAmount) int {
	for _, c := range in.head.columns {
		if a := c.amount; a != nil && !a.Part && a.Field == part.Field && a.Value == part.Value && fmt.Sprint(a.With) == fmt.Sprint(part.With) {
			return c.Col
		}
	}
	return 0
}

// provePart makes sure that the parts of a fund are not more than the fund.
func (in *reader) provePart(l *line, c *Column) {
	whole := in.whole(c.amount)
	var parts budget.Fen
	for _, o := range in.head.columns {
		if o.amount != nil && o.amount.Part && in.whole(o.amount) == whole {
			parts += l.sums[o.Col]
			if o.Col > c.Col {
				return // said once, at the last of them
			}
		}
	}
	if parts > l.sums[whole] && !l.bad {
		in.out.Errorf("row-total", finding.At(in.grid.name, whole, l.row), "核对这一行；不该计入的，加上 --不导入 和那一列的表头。", "%s是 %s 元，其中的各列相加是 %s 元", c.amount.Value, money.Print(l.sums[whole].Yuan()), money.Print(parts.Yuan()))
	}
}

// proveGroup makes sure that a column of several funds is the sum of theirs, with
// last year's or without.
func (in *reader) proveGroup(l *line, c Column) {
	values := in.group(c.amount)
	var sum, more budget.Fen
	for _, o := range in.head.columns {
		a := o.amount
		switch {
		case a == nil || a.Field != c.amount.Field || !slices.Contains(values, a.Value) || a.Part && in.whole(a) != 0:
		case a.With != nil && c.amount.With == nil:
			more += l.sums[o.Col]
		default:
			sum += l.sums[o.Col]
		}
	}
	if now := l.sums[c.Col]; sum != now && sum+more != now && !l.bad {
		in.out.Errorf("row-total", finding.At(in.grid.name, c.Col, l.row), "导出时请把"+strings.Join(values, "、")+"各占一列；不该计入的，加上 --不导入 "+c.Header+"。", "%s是 %s 元，表里各种资金相加是 %s 元，分不清其余的是哪一种", c.amount.Value, money.Print(l.sums[c.Col].Yuan()), money.Print(sum.Yuan()))
	}
}
