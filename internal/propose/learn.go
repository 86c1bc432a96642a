package propose

import (
	"slices"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

// known is a table that a form has taught.
type known struct {
	sheet   string
	title   string                      // bare, for comparing
	called  string                      // as the form prints it
	sided   bool                        // two lists stand side by side
	list    string                      // whose records its rows repeat for, "" if its rows are fixed
	levels  []int                       // that its rows print, from the top
	columns map[string]map[int]string   // by header: the field at each level; "" where the header means two
	heads   map[string]bool             // all headers
	labels  map[string]map[string]*pick // of fixed rows: by label and header
	words   map[string]string           // text before a scalar: the whole text with its tag
}

// pick is a tag that takes records of a list by their keys.
type pick struct {
	list, field string
	keys        []string
	doubtful    bool // two cells of the form say different things
}

func (p *pick) tag() string {
	if len(p.keys) == 0 {
		return "{{" + p.list + "." + p.field + "}}"
	}
	return "{{" + p.list + "[" + strings.Join(p.keys, "、") + "]." + p.field + "}}"
}

// learn reads what the forms of a pack teach.
func learn(forms []*fill.Form) (out []*known) {
	for _, f := range forms {
		if f.Tags || f.Of != "" {
			continue // a sheet for each record has no title of its own
		}
		g := formGrid(f)
		row, title := g.title()
		if row == 0 {
			continue
		}
		k := &known{sheet: f.Sheet, title: bare(title), called: strings.TrimPrefix(strings.TrimSpace(tags.Without(title)), "年"), columns: map[string]map[int]string{}, heads: map[string]bool{},
			labels: map[string]map[string]*pick{}, words: map[string]string{}}
		k.rows(f, g, row)
		out = append(out, k)
	}
	return out
}

// rows learns from the rows below the title.
func (k *known) rows(f *fill.Form, g *grid, title int) {
	first := 0
	for _, r := range f.Rows {
		tagged := slices.ContainsFunc(r.Cells, func(c fill.FormCell) bool {
			return slices.ContainsFunc(c.Parts, func(p tags.Part) bool { return p.List != "" })
		})
		if r.R > title && tagged {
			first = r.R
			break
		}
	}
	if first == 0 {
		return
	}
	for col := 1; col <= g.last.col; col++ {
		if h := bare(g.head(col, title+1, first-1)); h != "" {
			k.heads[h] = true
		}
	}
	lanes := 0
	for _, b := range f.Bands {
		for _, l := range b.Lanes {
			lanes++
			k.list = l.List
			for _, v := range l.Variants {
				if v.Level > 0 && !slices.Contains(k.levels, v.Level) {
					k.levels = append(k.levels, v.Level)
				}
			}
		}
	}
	slices.Sort(k.levels)
	if lanes > 1 && !k.oneList(f) {
		k.list, k.sided = "", true // a header could mean either list
	}
	for i := range f.Rows {
		r := &f.Rows[i]
		head := func(col int) string { return bare(g.head(col, title+1, first-1)) }
		for _, c := range r.Cells {
			k.scalar(c)
			if len(c.Parts) != 1 || c.Parts[0].Field == "" {
				continue
			}
			p := c.Parts[0]
			switch {
			case p.Row && k.list == p.List:
				k.column(head(c.Col), level(f, r), p.Field)
			case !p.Row:
				k.fixed(rowLabel(g, c.Col, r.R), head(c.Col), p)
			}
		}
	}
}

// oneList says whether all bands of a form print the same list.
func (k *known) oneList(f *fill.Form) bool {
	for _, b := range f.Bands {
		if len(b.Lanes) != 1 || b.Lanes[0].List != k.list {
			return false
		}
	}
	return true
}

// level is the level that a repeating row prints.
func level(f *fill.Form, r *fill.FormRow) int {
	if r.Band < 0 {
		return -1
	}
	for _, v := range f.Bands[r.Band].Lanes[0].Variants {
		if slices.Contains(v.Rows, r.R) {
			return v.Level
		}
	}
	return -1
}

// column notes that a header's column shows a field at a level.
func (k *known) column(head string, level int, field string) {
	if head == "" {
		return
	}
	if k.columns[head] == nil {
		k.columns[head] = map[int]string{}
	}
	if was, ok := k.columns[head][level]; ok && was != field {
		field = ""
	}
	k.columns[head][level] = field
}

// fixed notes what stands in a row with a label under a header.
func (k *known) fixed(name, head string, p tags.Part) {
	if name == "" {
		return
	}
	if k.labels[name] == nil {
		k.labels[name] = map[string]*pick{}
	}
	next := &pick{list: p.List, field: p.Field, keys: p.Keys}
	if was := k.labels[name][head]; was != nil && was.tag() != next.tag() {
		next.doubtful = true
	}
	k.labels[name][head] = next
}

// rowLabel is the nearest plain text to the left of a cell.
func rowLabel(g *grid, col, row int) string {
	for c := col - 1; c >= 1; c-- {
		if t := g.texts[pos{c, row}]; t != "" && !strings.Contains(t, "{{") {
			return label(t)
		}
	}
	return ""
}

// scalar notes a text that ends in a scalar, such as 单位：{{金额单位}}.
func (k *known) scalar(c fill.FormCell) {
	if n := len(c.Parts); n == 2 && c.Parts[0].Text != "" && c.Parts[1].Scalar != "" {
		k.words[c.Parts[0].Text] = c.Parts[0].Text + "{{" + c.Parts[1].Scalar + "}}"
	}
}
