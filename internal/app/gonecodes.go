package app

import (
	"fmt"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/codelist"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// outdated warns of codes in a ledger that its workbook still has and the pack has not: of
// last year, or added by staff; and of those whose name is another code's now. Each is told
// once, with the cell where it is used first: the workbook's own lists let them pass.
func outdated(p *pack.Pack, l *budget.Ledger) (out finding.List) {
	first := map[string]finding.Place{}
	said := map[string][]string{}
	done := map[[2]string]bool{}
	follow := map[string]map[string]string{}
	for _, c := range codeColumns(p, l) {
		name := c.column.Codes
		list, now := l.Codes[name], p.Codes[name]
		if list == nil || now == nil || list == now {
			continue
		}
		for i := range c.table.Len() {
			code := c.table.Value(i, c.column.Name)
			if code == "" || done[[2]string{name, code}] {
				continue
			}
			done[[2]string{name, code}] = true
			gone := !now.Has(code) || now.Dropped(code)
			if !gone && now.NameOf(code) == list.NameOf(code) {
				continue
			}
			if follow[name] == nil {
				follow[name] = codelist.Went(list, now)
			}
			to, text := follow[name][code], fmt.Sprintf("%s %s（%s", code, list.NameOf(code), codeAt(c, i).Cell)
			switch {
			case !gone && to == "":
				continue // another name, which is told of the list
			case !gone:
				text += fmt.Sprintf("，模板包里 %s 是“%s”，“%s”是 %s", code, now.NameOf(code), list.NameOf(code), to)
			case to != "":
				text += "，模板包里叫这个名称的是 " + to
			}
			if said[name] == nil {
				first[name] = codeAt(c, i)
			}
			said[name] = append(said[name], text+"）")
		}
	}
	for _, d := range p.CodeFiles {
		if codes := said[d.Name]; len(codes) > 0 {
			out.Warnf("code-outdated", first[d.Name], "取消了、改了编码的，照模板包的“"+d.Name+"”改明细里的编码；是自己加的、今年确实有的，不用管。", "用到的%s有 %d 个模板包里没有，或者已经是别的科目：%s", d.Name, len(codes), strings.Join(codes, "、"))
		}
	}
	return out
}
