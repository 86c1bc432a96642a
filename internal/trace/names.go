package trace

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/fill"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxedit"
)

// Names is what the template calls its tables and columns.
type Names struct {
	pack     *pack.Pack
	scalars  map[string]string
	headings map[string]verify.Headings // by template sheet
	fields   map[string]map[xlsxedit.Pos]string
}

// NewNames reads the names from the sheets of a template; scalars fill the tags
// in headers.
func NewNames(p *pack.Pack, forms []*fill.Form, scalars map[string]string) *Names {
	n := &Names{p, scalars, map[string]verify.Headings{}, map[string]map[xlsxedit.Pos]string{}}
	for _, f := range forms {
		n.headings[f.Sheet] = verify.HeadingsOf(p, f)
		n.fields[f.Sheet] = map[xlsxedit.Pos]string{}
		for r, c := range f.Cells() {
			if len(c.Parts) == 1 {
				n.fields[f.Sheet][xlsxedit.Pos{Col: c.Col, Row: r.R}] = c.Parts[0].Field
			}
		}
	}
	return n
}

// Table is the name of a template sheet's table: that in the pack, or its title.
func (n *Names) Table(form string) string {
	i := slices.IndexFunc(n.pack.Tables, func(t pack.Table) bool { return t.Sheet == form })
	if i >= 0 {
		return n.pack.Tables[i].Name
	}
	return oneLine(n.text(n.headings[form].Title))
}

// Head says whether a row of a template sheet belongs to the title or the headers.
func (n *Names) Head(form string, row int) bool { return row <= n.headings[form].Last() }

// Column is the header above a cell of the template, from the top down; where
// there is none, the field that the cell shows. Columns that are only numbered
// are called by what stands above the number.
func (n *Names) Column(form string, at xlsxedit.Pos) string {
	var words []string
	for _, parts := range n.headings[form].Above(at.Col) {
		s := oneLine(n.text(parts))
		if _, err := strconv.Atoi(s); err != nil && s != "" {
			words = append(words, s)
		}
	}
	if words == nil {
		return n.fields[form][at]
	}
	return strings.Join(words, " ")
}

// text is what the parts of a header print.
func (n *Names) text(parts []tags.Part) string {
	var s strings.Builder
	for _, p := range parts {
		s.WriteString(p.Text)
		s.WriteString(tags.Scalar(n.scalars, p.Scalar))
	}
	return s.String()
}
