// Package divide gives each unit of a department its part of the department's ledger.
//
// In: a pack, which says by which columns records belong to units, and a ledger. Out: a
// ledger for each unit, and findings about what belongs to none.
// Never: an amount that is shared out by guess.
package divide

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// Division is a ledger that can be taken apart by units.
type Division struct {
	Units []string // in the order of their sheet

	pack   *pack.Pack
	ledger *budget.Ledger
	units  *budget.Table
}

// By prepares a ledger to be taken apart. The findings say what belongs to no unit: an
// error is an amount that would be in the department's tables and in those of no unit.
func By(p *pack.Pack, l *budget.Ledger) (*Division, finding.List, error) {
	def := p.Input.Units()
	if def == nil || l.Tables[def.Name] == nil {
		return nil, nil, &finding.FileError{File: p.Identity.Name, Message: "这个模板包没有列出单位的录入表，不能按单位分开。请财政部门在 pack.yaml 的“录入”里写“单位表”"}
	}
	d := &Division{pack: p, ledger: l, units: l.Tables[def.Name]}
	for i := range d.units.Len() {
		d.Units = append(d.Units, d.units.Text(i, d.units.Field(def.Columns[0].Name)))
	}
	var found finding.List
	if len(d.Units) > 1 { // of one unit all is its own
		d.items(&found)
		for i := range p.Input.Sheets {
			d.sheet(&p.Input.Sheets[i], &found)
		}
	}
	return d, found, nil
}

// one says whether the department has no more than one unit, whose everything is.
func (d *Division) one() bool { return len(d.Units) == 1 }

// Ledger is the part of one unit. What is not told by units is not in it.
func (d *Division) Ledger(unit string) *budget.Ledger {
	out := &budget.Ledger{Info: map[string]string{}, InfoAt: d.ledger.InfoAt, Tables: map[string]*budget.Table{}, Codes: d.ledger.Codes, Source: d.ledger.Source}
	out.Source.Unit = unit
	row := slices.Index(d.Units, unit)
	for i := range d.pack.Input.Info {
		it := &d.pack.Input.Info[i]
		if _, there := d.ledger.Info[it.Name]; there {
			out.Info[it.Name] = d.text(it, i, row)
		}
	}
	for name, t := range d.ledger.Tables {
		def := d.pack.Input.Sheet(name)
		switch {
		case d.one():
			out.Tables[name] = t
		case def == nil:
			out.Tables[name] = d.shares(t, row)
		case def.Divided == pack.Alike:
			out.Tables[name] = t
		default:
			f := t.Field(d.pack.Input.UnitColumn(def))
			out.Tables[name] = t.Part(func(record int) bool { return f >= 0 && t.Text(record, f) == unit })
		}
	}
	return out
}

// text is what an item says in the tables of one unit. The first item is the name of
// whose budget it is.
func (d *Division) text(it *pack.Item, i, row int) string {
	whole := d.ledger.Info[it.Name]
	switch {
	case slices.Contains(it.Choices, it.Divided):
		return it.Divided
	case it.Divided == pack.Alike:
		return whole
	case it.Divided == pack.Blank:
		return ""
	case it.Divided != "":
		return d.units.Value(row, it.Divided)
	case i == 0:
		return d.Units[row]
	case d.one() || d.alike(it):
		return whole
	}
	return ""
}

// alike says whether what the pack does not say of an item holds for all units: its year,
// its days and what is chosen. Names and counts are the department's own.
func (d *Division) alike(it *pack.Item) bool {
	return it.Kind == pack.Year || it.Kind == pack.Date || it.Kind == pack.Choice
}

// shares are the records that the items of 基本信息 make, with what the sheet of the
// units says of one of them.
func (d *Division) shares(t *budget.Table, row int) *budget.Table {
	out := t.Part(func(int) bool { return false })
	for i := range d.pack.Input.Info {
		it := &d.pack.Input.Info[i]
		m := d.units.Measure(it.Divided)
		if it.Kind != pack.Amount || it.Table != t.Name || m < 0 {
			continue
		}
		before := out.Len()
		it.Enter(out, d.units.Row(row), d.units.Amounts(m)[row])
		if out.Len() > before {
			_, col, at := d.units.At(row, it.Divided)
			cells := map[string]budget.Spot{}
			for _, name := range t.Measures {
				cells[name] = budget.Spot{Col: col, Row: at}
			}
			out.SetApart(budget.Apart{Sheet: d.units.Name, Cells: cells})
		}
	}
	return out
}

// items tells of 基本信息 what is not told by units.
func (d *Division) items(found *finding.List) {
	var left []string
	for i := range d.pack.Input.Info {
		it := &d.pack.Input.Info[i]
		at := finding.Place{Sheet: d.pack.Input.InfoSheet()}
		if spot, ok := d.ledger.InfoAt[it.Name]; ok {
			at = finding.At(at.Sheet, spot.Col, spot.Row)
		}
		if it.Kind == pack.Amount {
			d.amount(it, at, found)
		} else if i > 0 && it.Divided == "" && !d.alike(it) && d.ledger.Info[it.Name] != "" {
			left = append(left, it.Name)
		}
	}
	if len(left) > 0 {
		found.Warnf("unit-blank", finding.Place{Sheet: d.pack.Input.InfoSheet()}, "各单位要印的，生成以后在各单位的表里补上；各单位一样的，请财政部门在模板包里写“分单位: 相同”。",
			"%s是整个部门的，各单位的表里空着", strings.Join(left, "、"))
	}
}

// amount compares an item's amount with what the units have of it.
func (d *Division) amount(it *pack.Item, at finding.Place, found *finding.List) {
	whole := it.Entered(d.ledger.Tables[it.Table])
	m := d.units.Measure(it.Divided)
	var sum budget.Fen
	if m >= 0 {
		for _, fen := range d.units.Amounts(m) {
			sum += fen
		}
	}
	switch {
	case sum == whole:
	case it.Past != "":
		found.Warnf("unit-last", at, "", "%s %s 元是整个部门的，没有分到单位，各单位和去年比的数里没有它", it.Name, money.Print(whole.Yuan()))
	case m < 0:
		found.Errorf("unit-undivided", at, "请财政部门在模板包的“单位”表加一列，写明各单位是多少。", "%s %s 元是整个部门的，不知道各单位是多少，各单位的表加不到部门的数", it.Name, money.Print(whole.Yuan()))
	case sum == 0:
		found.Errorf("unit-undivided", at, fmt.Sprintf("在“%s”表加一列，表头写“%s”，填各单位的数（元），合计要等于这一格。", d.units.Name, it.Divided),
			"%s %s 元是整个部门的，不知道各单位是多少，各单位的表加不到部门的数", it.Name, money.Print(whole.Yuan()))
	default:
		found.Errorf("unit-undivided", at, "改正填错的一处。", "%s是 %s 元，“%s”表的“%s”列各单位相加是 %s 元", it.Name, money.Print(whole.Yuan()), d.units.Name, it.Divided, money.Print(sum.Yuan()))
	}
}

// sheet tells which records belong to none of the units.
func (d *Division) sheet(def *pack.Sheet, found *finding.List) {
	t := d.ledger.Tables[def.Name]
	if t == nil || t.Len() == 0 || def.Divided == pack.Alike {
		return
	}
	column := d.pack.Input.UnitColumn(def)
	f := t.Field(column)
	var records, rows []int
	var sum budget.Fen
	var named []string
	for i := range t.Len() {
		unit := ""
		if f >= 0 {
			unit = t.Text(i, f)
		}
		if slices.Contains(d.Units, unit) {
			continue
		}
		if unit != "" && !slices.Contains(named, unit) {
			named = append(named, unit)
		}
		records, rows = append(records, i), append(rows, t.Row(i))
		for m := range t.Measures {
			sum += max(t.Amounts(m)[i], -t.Amounts(m)[i])
		}
	}
	if len(records) == 0 {
		return
	}
	name := def.Columns[0].Name
	if t.Column(column) > 0 {
		name = column
	}
	sheet, col, row := t.At(records[0], name)
	at := finding.At(sheet, max(col, 1), row)
	switch {
	case def.Past != "":
		who := ""
		if len(named) > 0 {
			who = "（" + strings.Join(named, "、") + "）"
		}
		found.Warnf("unit-last", at, "单位改了名的，把去年的名字也改成今年的；撤并了的不用管。", "%s不属于今年的任何一个单位%s，各单位和去年比的数里没有它们，部门的有", finding.Rows(rows), who)
	case def.Divided == pack.Blank || len(t.Measures) == 0 || sum == 0:
		found.Warnf("unit-blank", at, d.cure(def, column, "各单位要印的"), "%s没有写单位，是整个部门的，各单位的表和文本里没有这些", finding.Rows(rows))
	default:
		found.Errorf("unit-undivided", at, d.cure(def, column, "要分到单位"), "%s没有写单位，不知道是哪个单位的，各单位的表加不到部门的数", finding.Rows(rows))
	}
}

// cure says how records get their unit.
func (d *Division) cure(def *pack.Sheet, column, when string) string {
	if column == "" {
		return when + "，请财政部门在模板包的“" + def.Name + "”表加一列单位。"
	}
	if c := def.Column(column); c.Sparse && d.ledger.Tables[def.Name].Column(column) == 0 {
		return when + "，在“" + def.Name + "”表加一列，表头写“" + column + "”，每行填是哪个单位的。"
	}
	return when + "，在“" + column + "”列填上单位。"
}

// Empty says whether a unit's ledger has no amount of this year.
func Empty(p *pack.Pack, l *budget.Ledger) bool {
	for i := range p.Input.Sheets {
		def := &p.Input.Sheets[i]
		t := l.Tables[def.Name]
		if t == nil || def.Past != "" {
			continue
		}
		for _, name := range def.ThisYear() {
			if slices.ContainsFunc(t.Amounts(t.Measure(name)), func(fen budget.Fen) bool { return fen != 0 }) {
				return false
			}
		}
	}
	return true
}
