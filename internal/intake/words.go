package intake

import (
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/typed"
)

// words understands the headers of exports as the pack does.
type words struct {
	p      *pack.Pack
	levels *regexp.Regexp // a level of codes behind a header: （项级）
}

func vocabulary(p *pack.Pack) *words {
	var levels []string
	for _, list := range p.Codes {
		for _, l := range list.Levels {
			levels = append(levels, regexp.QuoteMeta(typed.Fold(l.Name)))
		}
	}
	if levels == nil {
		levels = []string{`\x00`}
	}
	slices.Sort(levels)
	return &words{p, regexp.MustCompile(`\((?:` + strings.Join(slices.Compact(levels), "|") + `)级?\)$`)}
}

// sums are the words under a group's name that mean the whole group.
var sums = []string{"小计", "合计", "金额", "总计"}

// codes and names are the words behind what a code is of, which say which of the two
// a column holds: 支出功能分类 is the code with 编码 behind it or without.
var (
	codes = []string{"编码", "代码", "科目编码", "科目代码", "编号"}
	names = []string{"名称", "科目名称"}
)

// name finds out what a column is by the lowest of its headers, by it and those
// above it together (功能科目, 编码), or by the group above it if it says no more than
// 小计.
func (w *words) name(c *Column) {
	in := &w.p.Intake
	last := len(c.path) - 1
	leaf := w.bare(c.path[last])
	if last > 0 && slices.Contains(sums, leaf) {
		if above := w.bare(c.path[last-1]); w.isAmount(above) {
			leaf = above
		}
	}
	tries := []string{leaf}
	for i := last - 1; i >= 0; i-- {
		tries = append(tries, w.bare(c.path[i])+leaf)
	}
	tries = append(tries, strings.TrimPrefix(leaf, "其中:"))
	if plain := ofYear.ReplaceAllString(leaf, ""); plain != leaf {
		for i := range in.Amounts {
			if a := in.Amounts[i]; a.Field == "" && has(a.Headers, plain) {
				a.Ask = true // it may be last year's
				c.amount, c.Field = &a, amountField(&a)
				return
			}
		}
	}
	for _, text := range tries {
		if has(in.Leave, text) {
			c.Left = true
			return
		}
		for i := range in.Amounts {
			if a := &in.Amounts[i]; has(a.Headers, text) {
				c.amount, c.Field = a, amountField(a)
				return
			}
		}
		for i := range in.Columns {
			if has(in.Columns[i].Headers, text) {
				c.field, c.Field = &in.Columns[i], in.Columns[i].Name
				return
			}
		}
		if f, ok := w.codeOrName(text); ok {
			if c.field, c.Left = f, f == nil; f != nil {
				c.Field = f.Name
			}
			return
		}
	}
}

// ofYear is the year at the beginning of a header: 2026年预算数.
var ofYear = pattern.Of(`^20\d\d年度?`)

// amountField says what a column of amounts stands for.
func amountField(a *pack.IntakeAmount) string {
	s := "金额"
	if a.Field != "" {
		s += "，" + a.Field + "：" + a.Value
	}
	for _, value := range a.With {
		s += "，" + value
	}
	return s
}

// codeOrName understands a header of a code with a word behind it that says that its
// code or its name is meant; nil for a name that the input workbook does not have.
func (w *words) codeOrName(text string) (*pack.IntakeColumn, bool) {
	in := &w.p.Intake
	sheet := w.p.Input.Sheet(in.Sheet)
	for i := range in.Columns {
		f := &in.Columns[i]
		if f.Of != "" || sheet.Column(f.Name) == nil || sheet.Column(f.Name).Kind != pack.Code {
			continue
		}
		for _, h := range f.Headers {
			rest, of := strings.CutPrefix(text, typed.Fold(h))
			switch {
			case !of:
			case slices.Contains(codes, rest):
				return f, true
			case slices.Contains(names, rest):
				return w.nameOf(f.Name), true
			}
		}
	}
	return nil, false
}

// nameOf is the column of the names of a code.
func (w *words) nameOf(code string) *pack.IntakeColumn {
	in := &w.p.Intake
	sheet := w.p.Input.Sheet(in.Sheet)
	for i := range in.Columns {
		c := sheet.Column(in.Columns[i].Name)
		if in.Columns[i].Of == "" && c != nil && c.Kind == pack.NameOf && c.Of == code {
			return &in.Columns[i]
		}
	}
	return nil
}

func (w *words) isAmount(text string) bool {
	return slices.ContainsFunc(w.p.Intake.Amounts, func(a pack.IntakeAmount) bool { return has(a.Headers, text) })
}

// bare is a header without its unit, the level of its codes and the colon behind it.
func (w *words) bare(text string) string {
	folded := strings.TrimRight(typed.Fold(w.p.Units.Bare(text)), ":")
	return w.levels.ReplaceAllString(folded, "")
}

func has(list []string, folded string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return typed.Fold(s) == folded })
}
