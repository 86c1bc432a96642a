package bind

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/tagging"
)

// ownersOnce is the field of the owners of a list's lines, such as their units, that are printed once for several of
// them, "" if none is. Where the example cannot tell whether the lines of one stand together, as it has one alone or a
// line of each, the form does: they do where their owner stands before all else.
func (b *binder) ownersOnce(p *pair, block *layout.Block, lines []meaning.Line) string {
	if once := b.namer.PrintedOnce(p.like, block, lines); once != "" {
		return once
	}
	for _, c := range b.Pack.Input.Sheet(b.x.Usual).Columns {
		if c.Kind != pack.Ref || !undecided(lines, c.Name) {
			continue
		}
		first := b.standsFirst(p.like, block, lines, c.Name)
		x := unordered{p.form.Name, c.Name, first}
		if !slices.Contains(b.unordered, x) {
			b.unordered = append(b.unordered, x)
		}
		if first {
			return c.Name
		}
	}
	return ""
}

// unordered is a table in whose list the lines of one owner stand together, or do not, though the example does not say.
type unordered struct {
	sheet, field string
	together     bool
}

// undecided says whether lines that name an owner beside something else have all the same, or each another one: they
// are in the order of either.
func undecided(lines []meaning.Line, field string) bool {
	times, most := map[string]int{}, 0
	heads := false // of its own
	for _, l := range lines {
		for _, part := range l.Parts {
			if part.By == field && len(l.Parts) > 1 {
				times[part.Value]++
				most = max(most, times[part.Value])
			} else if part.By == field {
				heads = true
			}
		}
	}
	return !heads && len(times) > 0 && (len(times) == 1 || most == 1)
}

// standsFirst says whether the first text of a list's lines is a field of theirs.
func (b *binder) standsFirst(t *layout.Table, block *layout.Block, lines []meaning.Line, field string) bool {
	for _, l := range lines {
		i := slices.IndexFunc(l.Parts, func(part meaning.Part) bool { return part.By == field })
		if i < 0 || len(l.Parts) < 2 {
			continue
		}
		for _, col := range block.Labels {
			text := t.Says(layout.At(col, l.Row))
			if heads := t.Heads(col); text == "" || len(heads) > 0 && heads[0] == "序号" {
				continue
			}
			v, ok := b.namer.Value(text, []string{field})
			return ok && v == l.Parts[i]
		}
	}
	return false
}

// tellUnordered tells by which order lists are printed where the example does not say.
func (b *binder) tellUnordered() {
	for _, together := range []bool{true, false} {
		var fields, sheets []string
		for _, x := range b.unordered {
			if x.together != together {
				continue
			}
			if !slices.Contains(fields, x.field) {
				fields = append(fields, x.field)
			}
			if !slices.Contains(sheets, x.sheet) {
				sheets = append(sheets, x.sheet)
			}
		}
		if len(sheets) == 0 {
			continue
		}
		name := strings.Join(fields, "、")
		how := fmt.Sprintf("现在先排完一个%s，再排下一个", name)
		if !together {
			how = fmt.Sprintf("现在不按%s分开排", name)
		}
		b.note(tagging.Look, "", layout.Pos{}, fmt.Sprintf("范例里%s只有一个，或各只有一行，各行的次序看不出来，%s，请按本地的规定核对：%s", name, how, strings.Join(sheets, "、")))
	}
}
