package tables

import (
	"fmt"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// Trial is what filling a pack with a ledger gives, without writing anything.
type Trial struct {
	Books   []Book
	Sources []map[finding.Place]fill.Source // of the formulas of each book
	Tables  []Total
}

// Try fills a pack with a ledger that nobody typed. With errors among the
// findings the trial is nil.
func Try(p *pack.Pack, l *budget.Ledger) (*Trial, finding.List, error) {
	views := Views(p, l)
	out := &Trial{}
	output, findings, err := render(p, l, views, func(_ string, f *fill.Filled) { out.Sources = append(out.Sources, f.Sources()) })
	if err != nil || output == nil {
		return nil, findings, err
	}
	out.Books, out.Tables = output.Books, Totals(p, views, output)
	return out, findings, nil
}

// Rehearse fills a pack with a ledger, without writing or keeping anything, and
// gives what is wrong then or would not look well in print: findings of a
// template name it as their file.
func Rehearse(p *pack.Pack, l *budget.Ledger) (finding.List, error) {
	views := Views(p, l)
	data, findings, err := Data(p, l, views)
	if err != nil {
		return nil, &finding.FileError{File: "pack.yaml", Message: err.Error(), Err: err}
	}
	for _, name := range p.Chosen(l.Info) {
		tpl, more, err := Template(p, name)
		findings = append(findings, more...)
		if err != nil || more.HasErrors() {
			return findings, err
		}
		findings = append(findings, Gaps(p, tpl.Gaps(data), views)...)
		findings = append(findings, tpl.Rehearse(data).About(name)...)
	}
	more, err := (&Output{}).documents(p, l, data)
	return append(findings, more...), err
}

// Lacks are what the sheets of a pack's templates are not set for, though what a ledger fills them with needs it on paper;
// by template.
func Lacks(p *pack.Pack, l *budget.Ledger) (map[string][]fill.Lack, error) {
	data, _, err := Data(p, l, Views(p, l))
	if err != nil {
		return nil, err
	}
	out := map[string][]fill.Lack{}
	for _, name := range p.Chosen(l.Info) {
		tpl, more, err := Template(p, name)
		if err != nil || more.HasErrors() {
			return out, err
		}
		out[name] = tpl.Lacks(data)
	}
	return out, nil
}

// Readings tells how the pack's templates read the formulas that touch a list.
func Readings(p *pack.Pack) (out []fill.Reading, err error) {
	for _, name := range p.Template {
		tpl, findings, err := Template(p, name)
		if err != nil || findings.HasErrors() {
			return out, err
		}
		out = append(out, tpl.Readings()...)
	}
	return out, nil
}

// Laid says in words how the tables of a pack are read that have fixed lines or lists
// beside each other, or blocks of rows that repeat.
func Laid(p *pack.Pack) (out []string, err error) {
	for _, name := range p.Template {
		tpl, findings, err := Template(p, name)
		if err != nil || findings.HasErrors() {
			return out, err
		}
		for _, b := range tpl.Beside() {
			out = append(out, fmt.Sprintf("%s 第 %d–%d 行：%s", b.Sheet, b.Rows[0], b.Rows[1], b))
		}
		for _, b := range tpl.Blocks() {
			out = append(out, fmt.Sprintf("%s 第 %d–%d 行：按视图 %s 的每条记录重复的一块", b.Sheet, b.Rows[0], b.Rows[1], b.List))
		}
	}
	return out, nil
}
