package lint

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// rehearsals are what came of filling a pack with one department after another.
// What several bring is told once.
type rehearsals struct {
	pack  *pack.Pack
	tried int
	real  []string // the names of real departments
	met   []*meeting
}

// meeting is a finding and the departments that brought it.
type meeting struct {
	finding.Finding
	who []string
}

// documented is how many of the kinds of departments get documents too: the made-up one, one
// with nothing, and one with a single line. The others do for what tables print, and a
// document takes longer than all of them.
const documented = 3

// all tries departments of all kinds, and real ones.
func (r *rehearsals) all(real []sample.Case) error {
	for _, x := range real {
		r.real = append(r.real, x.Name)
	}
	r.pack.Reuse() // compile its templates once
	plain, err := r.pack.TablesOnly()
	if err != nil {
		return &finding.FileError{File: "pack.yaml", Message: "只要表格时（没有“文本”和“文本用”）不能用：\n" + err.Error(), Err: err}
	}
	known := map[string]bool{} // kinds that only differ in what tables print
	for i, c := range sample.Cases(plain) {
		known[c.Name] = i >= documented
	}
	for _, c := range append(sample.Cases(r.pack), real...) {
		p := r.pack
		if known[c.Name] {
			p = plain
		}
		found, err := tables.Rehearse(p, c.Ledger)
		if err != nil {
			return err
		}
		r.tried++
		r.add(c.Name, found)
		if !found.HasErrors() {
			r.add(c.Name, broken(plain, c))
		}
	}
	return nil
}

// broken are the rules about printed cells that a department's tables do not keep: money
// without a line of its own makes 收入总计 and 支出总计 differ.
func broken(p *pack.Pack, c sample.Case) (out finding.List) {
	rules, found, err := tables.Rules(p)
	if err != nil || found.HasErrors() || len(slices.Concat(slices.Collect(maps.Values(rules.Spots()))...)) == 0 {
		return nil
	}
	if _, found, err = tables.Prove(p, rules, c.Ledger, tables.Views(p, c.Ledger)); err != nil {
		return nil
	}
	for _, f := range found {
		if f.Severity == finding.Error && slices.ContainsFunc(p.Rules, func(rule pack.Rule) bool { return rule.ID == f.Code }) {
			f.Severity = finding.Warning
			f.Message, _, _ = strings.Cut(f.Message, "：") // the amounts are made up
			f.Hint = "没有部门有这样的钱的，可以不改：万一有，填表会停下。" + f.Hint
			out = append(out, f)
		}
	}
	return out
}

// add takes in what a department brought. That a template does not look at what
// it has not got is known already.
func (r *rehearsals) add(name string, found finding.List) {
	for _, f := range found {
		if f.Code == "unfilled" || f.Code == "nameless" {
			continue // told of the form itself, also where no department of these has it
		}
		if f.Place.File == "" { // at a line that we made up
			f.Place = finding.Place{}
		}
		if f.Code == "row-missing" { // each department's own amount
			f.Message, _, _ = strings.Cut(f.Message, "；共 ")
		}
		i := slices.IndexFunc(r.met, func(m *meeting) bool {
			return m.Code == f.Code && m.Place == f.Place && (f.Place.Cell != "" || m.Message == f.Message)
		})
		if i < 0 {
			r.met = append(r.met, &meeting{Finding: f})
			i = len(r.met) - 1
		}
		if who := r.met[i].who; !slices.Contains(who, name) {
			r.met[i].who = append(who, name)
		}
	}
}

// shown is how many departments are named.
const shown = 2

// findings are what the departments brought, each once. An error value that may
// go out in a pinch is an error while the template can still be mended.
func (r *rehearsals) findings() (out finding.List) {
	cut := map[string]int{}     // by sheet, where its first text that is cut off is told
	lacking := map[string]int{} // by table and what there is to do, where the first code without a line is told
	var more [][]string
	real := func(m *meeting) bool {
		return slices.ContainsFunc(m.who, func(w string) bool { return slices.Contains(r.real, w) })
	}
	var long finding.List // texts that are cut off where a name is as long as one can be
	for _, m := range r.met {
		f := m.Finding
		if f.Code == "text-cut" && !real(m) && len(m.who)*2 < r.tried {
			long = append(long, f)
			continue
		}
		switch {
		case f.Code == "formula-divided", f.Code == "number-wide" && real(m):
			f.Severity = finding.Error
		case f.Code == "rows-many" && !real(m):
			f.Severity = finding.Warning // of a list longer than any department's
			f.Hint = "没有这么长的清单的，可以不改；有的，" + f.Hint
		case f.Code == "row-missing":
			f.Hint = "有部门会用到的，请在模板的固定行里加上它；没有部门用到，可以不改：万一用到，填表会停下，指出那一行，不会少数。"
			if !real(m) {
				f.Severity = finding.Warning // no form has a line for every code there is
			}
		case f.Code == "page-narrow", f.Code == "header-once", f.Code == "header-split":
			f.Severity = finding.Note // how it looks, not what it says
		}
		if f.Code != "row-missing" || f.Severity == finding.Error { // which of the ledgers that we made up have a code says nothing
			f.Message = fmt.Sprintf("用%s试填时：%s", who(m.who), f.Message)
		}
		if f.Place.File != "" && f.Place.Sheet != "" {
			if len(r.pack.Template) > 1 {
				f.Place.Sheet = "[" + path.Base(f.Place.File) + "]" + f.Place.Sheet
			}
			f.Place.File = ""
		}
		if f.Code == "text-cut" {
			if first, told := cut[f.Place.Sheet]; told {
				more[first] = append(more[first], f.Place.Cell)
				continue
			}
			cut[f.Place.Sheet] = len(out)
		}
		if before, code, ok := strings.Cut(f.Message, "的固定行里没有 "); f.Code == "row-missing" && ok {
			code, rest, _ := strings.Cut(code, "，")
			to := before + f.Hint
			if first, told := lacking[to]; told {
				out[first].Message = strings.Replace(out[first].Message, "，"+rest, "、"+code+"，"+rest, 1)
				continue
			}
			lacking[to] = len(out)
		}
		out, more = append(out, f), append(more, nil)
	}
	for i, cells := range more {
		if len(cells) > 0 {
			out[i].Message += fmt.Sprintf("；%s 也是", strings.Join(cells, "、"))
		}
	}
	if len(long) > 0 {
		var cells []string
		for _, f := range long {
			cells = append(cells, f.Place.Sheet+"!"+f.Place.Cell)
		}
		out.Notef("text-cut", finding.Place{}, "名称不会这么长的，不用管：真有印不下的，填表时会提醒那个部门。要宽一些的，设成自动换行，或把列加宽。", "名称特别长的，这 %d 格印不下，旁边有内容的会截断：%s", len(cells), strings.Join(cells, "、"))
	}
	return out
}

func who(names []string) string {
	text := "“" + strings.Join(names[:min(len(names), shown)], "”“") + "”"
	if len(names) > shown {
		text += fmt.Sprintf("等 %d 种录入", len(names))
	}
	return text
}
