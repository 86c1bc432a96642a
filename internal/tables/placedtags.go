package tables

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
)

// PlacedFile is the list of what stands in the cells of a pack's templates.
const PlacedFile = "各格的标签.csv"

// Lists are what a pack's folder has for those who read its tags, by file.
func Lists(p *pack.Pack) map[string][]byte {
	out := map[string][]byte{TagsFile: TagsCSV(p)}
	if placed := PlacedCSV(p); placed != nil {
		out[PlacedFile] = placed
	}
	return out
}

// PlacedCSV lists the cells of the templates that print something: a line for each with its tags, or its formula, and
// what they print in words, for those who look a template over. It is nil where a template cannot be read.
func PlacedCSV(p *pack.Pack) []byte {
	forms, _, err := Forms(p)
	if err != nil {
		return nil
	}
	rows := [][]string{{"工作表", "单元格", "写的", "印的"}}
	for _, f := range forms {
		for row, c := range f.Cells() {
			if text, does := placed(p, c); text != "" {
				rows = append(rows, []string{strings.TrimSpace(f.Sheet), a1.Name(c.Col, row.R), asText(text), does})
			}
		}
	}
	return asCSV(rows)
}

// asText keeps Excel and WPS from computing a text that begins as a formula does.
func asText(text string) string {
	if strings.ContainsAny(text[:1], "=+-@") {
		return " " + text
	}
	return text
}

// placed is what stands in a cell of a template and what it prints, "" of one that prints only its own words.
func placed(p *pack.Pack, c *fill.FormCell) (text, does string) {
	if c.Formula != nil {
		return c.Formula.Text, "公式" // without =, or Excel would compute it in the list
	}
	if !slices.ContainsFunc(c.Whole, tags.Part.Tag) {
		return "", ""
	}
	var of []string
	for _, part := range c.Whole {
		if said := prints(p, &part); said != "" && !slices.Contains(of, said) {
			of = append(of, said)
		}
	}
	text = c.Written()
	if len(of) == 1 {
		return text, of[0]
	}
	for i, said := range of {
		of[i] = fmt.Sprintf("%d. %s", i+1, said)
	}
	return text, strings.Join(of, "；")
}

// prints says what a tag prints, "" of one that only bounds a text.
func prints(p *pack.Pack, part *tags.Part) string {
	switch {
	case part.Role != tags.Prints || !part.Tag():
		return ""
	case tags.IsYear(part.Scalar):
		return "预算" + part.Scalar
	case part.Scalar != "":
		return withoutHint(scalarDoes(p, part.Scalar))
	case part.Number != "":
		i := slices.IndexFunc(p.Numbers, func(n pack.Number) bool { return n.Name == part.Number })
		return part.Number + " = " + p.Numbers[i].Expr
	case part.Serial != "":
		i := slices.IndexFunc(tags.Serials(), func(w tags.Word) bool { return w.Name == part.Serial })
		return tags.Serials()[i].Does
	}
	v := p.View(part.List)
	if v == nil {
		return ""
	}
	does := withoutHint(textDoes(p, part.Field))
	if c := v.Column(part.Field); c != nil {
		does = strings.TrimPrefix(sumOf(v, *c), "：")
	} else if rowTexts[part.Field] != "" {
		does = part.Field
	}
	return whose(v, part) + does
}

// withoutHint is what a tag prints without what is said to those who fill in the input workbook.
func withoutHint(does string) string {
	does, _, _ = strings.Cut(does, "。")
	return does
}

// whose says of which records of a view a tag prints.
func whose(v *pack.View, part *tags.Part) string {
	switch {
	case part.Label:
		return "这一行的名称说的那一条："
	case len(part.Keys) > 0:
		return strings.Join(part.Keys, "/") + "："
	case len(v.Rows) == 0 || part.Level < 0:
		return ""
	case part.Level == 0:
		return pack.Root + "："
	}
	return "各" + v.Rows[part.Level-1].Level + "："
}
