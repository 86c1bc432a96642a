package propose

import (
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/ooxml"
)

// known is a table that a pack's template has tags for.
type known struct {
	title   string // plain
	sheet   string
	columns []column
	rows    int              // of the body
	root    int              // which of them is the total, -1 if none
	fixed   map[label]string // tags of cells that do not repeat
	heads   []labelled       // such as 部门名称：{{部门名称}}
	year    bool             // the title says the year
	partly  bool             // it has repeating rows beyond what is learned
}

// column is a column of a table with its tag in each row of the body.
type column struct {
	path []string
	tags []string // "" where the template has none
	list string
	code bool // whole codes, which others may split
}

// label names a cell by the text to the left of it and the header above.
type label struct{ left, head string }

// labelled is a text with a scalar behind it.
type labelled struct{ prefix, tag, scalar string }

// learn reads one template.
func learn(template []byte, schema fill.Schema) (out []*known, err error) {
	tpl, _, err := fill.Compile(template, schema)
	if err != nil {
		return nil, err
	}
	all, err := grids(template)
	if err != nil {
		return nil, err
	}
	forms := map[string]*fill.Form{}
	for _, f := range tpl.Forms() {
		forms[f.Sheet] = f
	}
	for _, g := range all {
		if f := forms[g.sheet.Name]; f != nil && !f.Tags {
			out = append(out, study(g, f, schema))
		}
	}
	return out, nil
}

// study learns one sheet.
func study(g *grid, f *fill.Form, schema fill.Schema) *known {
	k := &known{sheet: g.sheet.Name, root: -1, fixed: map[label]string{}}
	body := 0 // the first row with a tag of a view
	for _, r := range f.Rows {
		for _, c := range r.Cells {
			for _, p := range c.Parts {
				if body == 0 && p.List != "" {
					body = r.R
				}
			}
		}
	}
	if body == 0 {
		return k
	}
	top := headTop(g, body-1)
	k.title, k.year = title(g, top)
	for pos, text := range g.texts {
		if pos.Row < body {
			k.labelled(text)
		}
	}
	if len(f.Bands) == 1 && len(f.Bands[0].Lanes) == 1 {
		k.body(g, f.Bands[0], body, top, schema)
	}
	k.partly = len(f.Bands) > 0 && k.rows == 0
	k.cells(g, f, body, top)
	return k
}

// headTop is the first row of the headers that end above a table's body: below
// the title, and the line with 部门名称 and 单位.
func headTop(g *grid, bottom int) int {
	top := bottom
	for ; top > 1; top-- {
		texts := map[string]bool{}
		stop := false
		for col := 1; col <= g.right; col++ {
			t := g.text(col, top-1)
			texts[t] = t != ""
			stop = stop || strings.ContainsAny(t, "：:")
		}
		n := 0
		for _, there := range texts {
			if there {
				n++
			}
		}
		if stop || n < 2 {
			break
		}
	}
	return top
}

// title is the longest text above the headers; year says whether it holds one.
func title(g *grid, top int) (title string, year bool) {
	for pos, text := range g.texts {
		if pos.Row < top && !strings.ContainsAny(text, "：:") && len(plain(text)) > len(title) {
			title, year = plain(text), strings.Contains(text, "{{年度}}")
		}
	}
	return title, year
}

// labelled learns a text with one scalar at its end.
func (k *known) labelled(text string) {
	m := tagged.FindStringIndex(text)
	if m == nil || m[0] == 0 || m[1] != len(text) || !strings.ContainsAny(text[:m[0]], "：:") {
		return
	}
	tag := text[m[0]:m[1]]
	k.heads = append(k.heads, labelled{plain(text[:m[0]]), tag, strings.Trim(tag, "{}")})
}

// body learns the columns of a table whose rows repeat.
func (k *known) body(g *grid, band fill.FormBand, first, top int, schema fill.Schema) {
	list := band.Lanes[0].List
	names := schema.Lists[list]
	k.rows = band.Bottom - first + 1
	for col := 1; col <= g.right; col++ {
		c := column{path: g.path(col, top, first-1), list: list}
		if len(c.path) == 0 {
			continue
		}
		for row := first; row <= band.Bottom; row++ {
			text := g.texts[ooxml.Pos{Col: col, Row: row}]
			switch {
			case strings.Contains(text, "@合计."):
				k.root = row - first
			case strings.HasPrefix(text, "="):
				text = totalTag(g, names, list, leaf(c.path), row, first)
			}
			c.code = c.code || strings.HasSuffix(text, "编码}}")
			c.tags = append(c.tags, text)
		}
		k.columns = append(k.columns, c)
	}
}

// totalTag is the tag that says what a formula computes, if the view has an
// amount of the column's name: another workbook has its columns elsewhere.
func totalTag(g *grid, names fill.ListSchema, list, head string, row, first int) string {
	for _, a := range names.Amounts {
		if a != head {
			continue
		}
		for col := 1; col <= g.right; col++ { // the level is that of the row's other tags
			text := g.texts[ooxml.Pos{Col: col, Row: row}]
			if before, _, ok := strings.Cut(text, "."); ok && strings.HasPrefix(before, "{{"+list) {
				return before + "." + a + "}}"
			}
		}
	}
	return ""
}

// cells learns the tags of cells that do not repeat, each alone in its cell.
func (k *known) cells(g *grid, f *fill.Form, body, top int) {
	for _, r := range f.Rows {
		if r.R < body || r.Band >= 0 {
			continue
		}
		left := ""
		for _, c := range r.Cells {
			text := g.texts[ooxml.Pos{Col: c.Col, Row: r.R}]
			if len(c.Parts) != 1 || c.Formula != nil {
				continue
			}
			p := c.Parts[0]
			switch {
			case !p.Tag():
				left = plain(text)
			case p.List != "" && !p.Row && left != "":
				at := label{left, leaf(g.path(c.Col, top, body-1))}
				if old, ok := k.fixed[at]; ok && old != text {
					text = "" // two cells of one name: neither is sure
				}
				k.fixed[at] = text
			}
		}
	}
}
