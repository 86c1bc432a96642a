package roll

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/codelist"
	"ysgk/internal/finding"
	"ysgk/internal/inputform"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// Forward makes the ledger of the next year. Its findings have the places at
// which inputform.Write puts what they are about.
func Forward(p *pack.Pack, old *budget.Ledger) (*budget.Ledger, finding.List) {
	r := &roller{pack: p, old: old, next: &budget.Ledger{
		Info: map[string]string{}, Tables: map[string]*budget.Table{}, Codes: map[string]*budget.CodeList{}, Open: true,
	}}
	r.info()
	for _, d := range p.CodeFiles {
		r.codes(d.Name)
	}
	for name, schema := range p.Sources() {
		r.next.Tables[name] = budget.NewTable(name, schema.Fields, schema.Measures)
	}
	r.amounts()
	for i := range p.Input.Sheets {
		r.records(&p.Input.Sheets[i])
	}
	r.place = inputform.Places(p, r.next) // now that it is known which columns are written
	for i := range p.Input.Sheets {
		r.lookAt(&p.Input.Sheets[i])
	}
	for i := range p.Roll {
		r.remind(&p.Roll[i])
	}
	return r.next, r.out
}

type roller struct {
	pack *pack.Pack
	old  *budget.Ledger
	next *budget.Ledger
	year string                       // last year's
	went map[string]map[string]string // by list: see codelist.Went
	out  finding.List

	place func(sheet string, record int, column string) finding.Place // in the new workbook
}

// info takes over 基本信息: the year after, no days, no amounts.
func (r *roller) info() {
	for _, item := range r.pack.Input.Info {
		text, had := r.old.Info[item.Name]
		switch {
		case item.Kind == pack.Year:
			if year, err := strconv.Atoi(text); err == nil {
				r.year = text
				text = strconv.Itoa(year + 1)
			}
		case item.Yearly():
			text = ""
		case item.Kind == pack.Amount:
			continue
		}
		if !had {
			text = item.Default
		}
		r.next.Info[item.Name] = text
	}
}

// amounts keeps last year's amounts of 基本信息, which the marks name, too.
func (r *roller) amounts() {
	for _, item := range r.pack.Input.Info {
		if last := r.pack.Input.PastItem(item.Name); last != nil {
			last.Enter(r.next.Tables[last.Table], 0, carried(r.old, &item))
		}
	}
	for _, item := range r.pack.Input.Info {
		if fen := carried(r.old, &item); item.Kind == pack.Amount && item.Past == "" && fen != 0 {
			r.out.Notef("info-last", inputform.InfoPlace(r.pack, r.next, item.Name), "填今年的；去年年底结转下来的钱，今年在明细里是上年结转。没有就留空。", "%s去年是 %s 元，今年的待填", item.Name, money.Print(fen.Yuan()))
		}
	}
}

// carried is last year's amount of an item of 基本信息.
func carried(old *budget.Ledger, item *pack.Item) budget.Fen {
	return item.Entered(old.Tables[item.Table])
}

// maxGone is how many codes that the pack lacks are marked one by one.
const maxGone = 5000

// codes lays what last year's code sheet has more over the pack's list. A code
// that the pack lacks was added by staff last year, or abolished since: which,
// only they can tell, so it is kept and pointed out.
func (r *roller) codes(name string) {
	base := r.pack.Codes[name]
	list := base.Clone()
	r.next.Codes[name] = list
	old := r.old.Codes[name]
	if old == nil {
		return
	}
	went := codelist.Went(old, base)
	if r.went == nil {
		r.went = map[string]map[string]string{}
	}
	r.went[name] = went
	for _, e := range old.Entries() {
		if base.Has(e.Code) {
			continue
		}
		list.Set(e.Values)
		at := inputform.CodePlace(name, len(list.Entries())-1, 0)
		switch n := len(list.Entries()) - len(base.Entries()); {
		case n < maxGone:
			r.out.Warnf("code-gone", at, "今年仍有这个科目的，留着；已经取消或改了编码的，改用新编码，再删掉这一行。",
				"“%s”表：编码「%s」（%s）是从去年录入带来的，今年的模板包里没有%s", name, e.Code, e.Name, r.now(name, e.Code))
		case n == maxGone:
			r.out.Warnf("code-gone", at, "看一下这一行和下面的各行。", "“%s”表：从这一行起，下面的编码都是从去年录入带来的，今年的模板包里没有；太多，不再逐个标出", name)
		}
	}
	for i, e := range base.Entries() {
		for column := 1; column < len(base.Columns) && old.Has(e.Code); column++ {
			if base.Columns[column] == budget.SourceColumn { // says where the rest comes from
				continue
			}
			was, is := old.Attr(e.Code, column), base.Attr(e.Code, column)
			if was != is && (column > 1 || went[e.Code] == "") { // else it is told of the lines that use it
				r.out.Notef("code-renewed", inputform.CodePlace(name, i, column), "如果去年是有意改的，今年仍要改，请在这一格再改一次。",
					"“%s”表：编码「%s」的%s去年录入里是「%s」，今年用模板包的「%s」", name, e.Code, base.Columns[column], was, is)
			}
		}
	}
}

// now says which code has the name of one that is gone, nothing if that is not known.
func (r *roller) now(list, code string) string {
	if to := r.went[list][code]; to != "" {
		return "，叫这个名称的是 " + to
	}
	return ""
}

// records takes over a sheet of records.
func (r *roller) records(def *pack.Sheet) {
	from, to := r.old.Tables[def.Name], r.next.Tables[def.Name]
	if def.Past != "" {
		r.past(def, to)
		return
	}
	if from == nil || def.Anew {
		return
	}
	for i := range from.Len() {
		values := make([]string, len(to.Fields))
		amounts := make([]budget.Fen, len(to.Measures))
		for f, field := range to.Fields {
			values[f] = from.Value(i, field)
		}
		for _, c := range def.Columns {
			switch {
			case c.Kind == pack.Date || c.Kind == pack.Stamp:
				values[to.Field(c.Name)] = ""
			case c.Kind == pack.NameOf:
				list := r.next.Codes[def.Column(c.Of).Codes]
				values[to.Field(c.Name)] = list.NameOf(from.Value(i, c.Of))
			case c.Last != "":
				amounts[to.Measure(c.Last)] = from.Amounts(from.Measure(c.Name))[i]
			}
		}
		to.Append(0, values, amounts)
	}
}

// past keeps last year's records of another sheet, whatever becomes of them there.
func (r *roller) past(def *pack.Sheet, to *budget.Table) {
	of := r.pack.Input.Sheet(def.Past)
	from := r.old.Tables[def.Past]
	if from == nil {
		return
	}
	for i := range from.Len() {
		values := make([]string, len(to.Fields))
		for f, field := range to.Fields {
			values[f] = from.Value(i, field)
		}
		amounts := make([]budget.Fen, len(to.Measures))
		some := false
		for _, c := range of.Columns {
			if f := to.Field(c.Name); c.Mapping != nil && f >= 0 && values[f] == "" {
				list := r.old.Codes[of.Column(c.Mapping.From).Codes]
				values[f] = c.Mapping.Code(list, from.Value(i, c.Mapping.From), from.Value(i, c.Mapping.By))
			}
			if m := to.Measure(c.Last); c.Last != "" && m >= 0 {
				amounts[m] = from.Amounts(from.Measure(c.Name))[i]
				some = some || amounts[m] != 0
			}
		}
		if some {
			to.Append(0, values, amounts)
		}
	}
}

// lookAt points out what of a sheet's records does not fit the new year.
func (r *roller) lookAt(def *pack.Sheet) {
	if def.Past != "" {
		return
	}
	t := r.next.Tables[def.Name]
	for i := range t.Len() {
		for j := range def.Columns {
			c := &def.Columns[j]
			text := t.Value(i, c.Name)
			if text == "" {
				continue
			}
			at := r.place(def.Name, i, c.Name)
			switch {
			case c.Kind == pack.Code && !r.pack.Codes[c.Codes].Has(text):
				r.out.Warnf("code-gone", at, "核对今年的科目；已经取消的，改用新编码。", "%s：「%s」（%s）今年的模板包里没有%s", c.Name, text, r.next.Codes[c.Codes].NameOf(text), r.now(c.Codes, text))
			case c.Kind == pack.Code && r.went[c.Codes][text] != "":
				was := r.old.Codes[c.Codes].NameOf(text)
				r.out.Warnf("code-another", at, "还是去年那个科目的，编码改成 "+r.went[c.Codes][text]+"。", "%s：「%s」去年是“%s”，今年是“%s”；“%s”今年是 %s", c.Name, text, was, r.pack.Codes[c.Codes].NameOf(text), was, r.went[c.Codes][text])
			case c.Kind == pack.Choice && !slices.Contains(c.Choices, text):
				r.out.Warnf("choice-gone", at, "从下拉列表重新选："+strings.Join(c.Choices, "、")+"。", "%s：「%s」不在今年的选项里", c.Name, text)
			case c.Kind == pack.Text && r.year != "" && strings.Contains(text, r.year+"年"):
				r.out.Notef("year-old", at, "要改成新年度的，请改。", "%s提到去年（%s年）", c.Name, r.year)
			}
		}
	}
}

// remind points out the records that the pack names.
func (r *roller) remind(m *pack.Remind) {
	t := r.next.Tables[m.Sheet]
	for i := range t.Len() {
		meant := true
		for field, values := range m.When {
			meant = meant && slices.Contains(values, t.Value(i, field))
		}
		if meant {
			r.out.Warnf("roll-remind", r.place(m.Sheet, i, m.Column), m.Hint, "%s", m.Message)
		}
	}
}

// Emptied says, for each amount column, what became of last year's amounts:
// one line for each column that had any.
func Emptied(p *pack.Pack, old *budget.Ledger) (lines []string) {
	for _, def := range p.Input.Sheets {
		t := old.Tables[def.Name]
		if def.Past != "" {
			continue
		}
		var cleared []string
		for _, c := range def.Columns {
			if c.Kind != pack.Amount || t == nil {
				continue
			}
			n, sum, left := 0, budget.Fen(0), 0
			for i, fen := range t.Amounts(t.Measure(c.Name)) {
				if fen != 0 {
					n, sum = n+1, sum+fen
				} else if m := t.Measure(c.Last); m >= 0 && t.Amounts(m)[i] != 0 {
					left++
				}
			}
			switch {
			case n == 0:
			case c.Last != "":
				line := fmt.Sprintf("%s：%s %d 笔共 %s 元，已移到“%s”列，今年的待填", def.Name, c.Name, n, money.Print(sum.Yuan()), c.Last)
				if past := p.Input.PastOf(def.Name); past != nil {
					line += "；另存在“" + past.Name + "”表，删掉今年没有的行也不丢"
				}
				lines = append(lines, line)
				if left > 0 {
					lines = append(lines, fmt.Sprintf("%s：有 %d 行只有%s、没有%s，像是去年那本没有填完；没有填完的，先填好再转", def.Name, left, c.Last, c.Name))
				}
			default:
				cleared = append(cleared, c.Name)
			}
		}
		if len(cleared) > 0 {
			lines = append(lines, fmt.Sprintf("%s：已清空 %s（去年的在原工作簿里）", def.Name, strings.Join(cleared, "、")))
		}
	}
	var cleared []string
	for _, item := range p.Input.Info {
		if item.Yearly() && old.Info[item.Name] != "" {
			cleared = append(cleared, item.Name)
		} else if item.Kind == pack.Amount && item.Past == "" {
			fen := carried(old, &item)
			last := p.Input.PastItem(item.Name)
			switch {
			case fen != 0 && last != nil:
				lines = append(lines, fmt.Sprintf("%s：%s %s 元，已移到“%s”，今年的待填", p.Input.InfoSheet(), item.Name, money.Print(fen.Yuan()), last.Name))
			case fen != 0:
				cleared = append(cleared, fmt.Sprintf("%s（去年 %s 元）", item.Name, money.Print(fen.Yuan())))
			}
		}
	}
	if len(cleared) > 0 {
		lines = append(lines, p.Input.InfoSheet()+"：已清空 "+strings.Join(cleared, "、"))
	}
	return lines
}
