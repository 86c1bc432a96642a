package fill

import (
	"errors"
	"maps"
	"slices"

	"ysgk/internal/finding"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// A tag with [本行] takes the record that the label of its row names, so that a form
// whose lines stand in it, thirty classes in a fixed order, needs one tag copied down.
// Compiling puts the record's key into the tag: what reads the form afterwards meets
// an ordinary pick.

// labels finds the labels of all tags with [本行].
func (c *compiler) labels() {
	tagged := c.labelled()
	for _, col := range slices.Sorted(maps.Keys(tagged)) {
		lines := tagged[col]
		from := c.labelColumn(col, lines)
		seen := map[string]finding.Place{}
		for _, x := range lines {
			at, text := finding.At(c.sheet.Name, from, x.row.R), ""
			if label := c.sheet.cellAt(from, x.row.R); label != nil {
				text = label.word()
			}
			if text == "" {
				c.labelWrong("none", at, "请写上名称，或删去右边的标签。", "这里没有文字，右边的标签却写了“%s”", tags.ThisRow)
				continue
			}
			for i := range x.parts {
				p := &x.parts[i]
				if !p.Label {
					continue
				}
				keys, err := c.schema.Lists[p.List].Labels(text, p.Level)
				if err == nil && p.Kind == tags.Text && len(keys) > 1 {
					err = errSeveral
				}
				if err != nil {
					c.labelWrong("unknown", at, "请改正这里的文字；是大标题的，删去右边的标签；文字只能这样写的，在标签的方括号里写编码或名称，如 [201]。", "“%s”%s", text, err)
					continue
				}
				p.Keys = keys
				c.sheet.picks[p.List] = append(c.sheet.picks[p.List], *p)
				for _, key := range keys {
					id := p.List + "\x1f" + p.Field + "\x1f" + key
					if first, twice := seen[id]; twice && first != at {
						c.labelWrong("twice", at, "请改正其中一处，或删去一行。", "“%s”和 %s 说的是同一条，同一笔钱会印两次", text, first.Cell)
					} else {
						seen[id] = at
					}
				}
			}
		}
	}
}

// labelWrong tells what is wrong with a label: of several columns of tags once.
func (c *compiler) labelWrong(code string, at finding.Place, hint, format string, args ...any) {
	code = "label-" + code
	if !slices.ContainsFunc(*c.findings, func(f finding.Finding) bool { return f.Code == code && f.Place == at }) {
		c.findings.Errorf(code, at, hint, format, args...)
	}
}

// labelled are the cells with such tags, by column.
func (c *compiler) labelled() map[int][]site {
	out := map[int][]site{}
	for x := range c.sheet.sites() {
		if slices.ContainsFunc(x.parts, func(p tags.Part) bool { return p.Label }) {
			out[x.Col] = append(out[x.Col], x)
		}
	}
	return out
}

// labelColumn is the nearest column to the left of another in which any of its lines
// has a text: one column for all lines, so that a line without a label does not take
// that of a table beside it.
func (c *compiler) labelColumn(col int, lines []site) int {
	for at := col - 1; at > 0; at-- {
		for _, x := range lines {
			label := c.sheet.cellAt(at, x.row.R)
			if label == nil || label.word() == "" {
				continue
			}
			if !lineNumber.MatchString(label.word()) || c.names(x, label.word()) {
				return at
			}
		}
	}
	return max(1, col-1)
}

// names says whether a text names a record for a line's tag, as a code does that
// stands alone.
func (c *compiler) names(x site, text string) bool {
	return slices.ContainsFunc(x.parts, func(p tags.Part) bool {
		if !p.Label {
			return false
		}
		_, err := c.schema.Lists[p.List].Labels(text, p.Level)
		return err == nil
	})
}

// errSeveral is why a label of a group gives no text.
var errSeveral = errors.New("说的是几条，这个标签取的是文字，只能取一条的")

// lineNumber is what stands in a column of 行次.
var lineNumber = pattern.Of(`^[\d.]+$`)

// word is what a cell says without tags or formulas, "" if nothing.
func (x *cell) word() string {
	if x.Formula != nil || x.formula != nil || x.parts != nil || x.Type == "b" || x.Type == "e" {
		return ""
	}
	if x.Text != "" {
		return x.Text
	}
	return x.Value
}
