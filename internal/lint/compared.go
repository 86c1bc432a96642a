package lint

import (
	"cmp"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxread"
)

// comparison is that of the results stored in a workbook with those of LibreOffice.
// Excel and WPS decide: what LibreOffice is known to compute in another way, and
// what was left to them without a stored result, is not compared. What differs is
// told at the template's cell, once for all the records that its row was printed for.
type comparison struct {
	from   map[finding.Place]fill.Source
	prefix string                 // of sheets, where there are several templates
	unlike map[finding.Place]bool // cells of the template that are not compared
	told   map[finding.Place]bool
	out    finding.List
}

// wrong says whether a cell of the workbook shows an error value, or another one
// than LibreOffice computes, and tells it.
func (c *comparison) wrong(at finding.Place, was, now xlsxread.Cell) bool {
	source, known := c.from[at]
	if !known {
		source.At = at
	}
	tell := func(code, hint, format string, args ...any) {
		if place := source.At; !c.told[place] {
			c.told[place] = true
			place.Sheet = c.prefix + place.Sheet
			c.out.Errorf(code, place, hint, format, args...)
		}
	}
	const hint = "请用 Excel 或 WPS 打开生成的公开表看这一格，以它们算的为准；和存的不同，请改写公式；和存的相同，请换一种 LibreOffice 也这样算的写法。"
	switch {
	case was.Kind == xlsxread.Error: // fill has told of it
		return true
	case was.Kind == xlsxread.Uncomputed, c.unlike[source.At]:
	case now.Kind == xlsxread.Error:
		tell("trial-fault", hint, "用样例数据生成后，公开表的 %s 存的是 %s，LibreOffice 算出 %s", at, was.Text, now.Text)
		return true
	case !same(was, now):
		tell("trial-differs", hint, "用样例数据生成后，公开表的 %s 存的是 %s，LibreOffice 算出来是 %s", at, was.Text, now.Text)
		return true
	}
	return false
}

// findUnlike finds the formulas that LibreOffice is known to compute in another way
// than Excel, and those that look at their cells.
func (c *comparison) findUnlike() {
	c.unlike = map[finding.Place]bool{}
	for _, s := range c.from {
		if s.Formula != nil && known(s.Formula) {
			c.unlike[s.At] = true
		}
	}
	for found := len(c.unlike) > 0; found; {
		found = false
		for _, s := range c.from {
			if s.Formula != nil && !c.unlike[s.At] && c.looksAtUnlike(s) {
				c.unlike[s.At], found = true, true
			}
		}
	}
}

func (c *comparison) looksAtUnlike(s fill.Source) bool {
	for at := range c.unlike {
		col, row, ok := a1.Parse(at.Cell)
		for _, o := range s.Formula.Operands {
			if ok && strings.EqualFold(cmp.Or(o.Ref.Sheet, s.At.Sheet), at.Sheet) && o.Ref.Covers(col, row) {
				return true
			}
		}
	}
	return false
}

// unlikeFunctions are the functions that LibreOffice 7.4 has not got, or of which it
// gives another result; internal/formula/testdata names the reasons.
var unlikeFunctions = strings.Fields("NUMBERSTRING RMB WIDECHAR XLOOKUP XMATCH PERCENTRANK FILTER SORT SORTBY UNIQUE SEQUENCE LET TOCOL TOROW VSTACK HSTACK TAKE DROP")

// unlikeTexts are the formats of TEXT that LibreOffice reads in another way than
// Excel in China; internal/numfmt/testdata names the reasons.
var unlikeTexts = pattern.Of(`(?i)"[^"]*(\[DBNum|\[(红|黑|蓝|绿|白|黄|洋红|青|颜色)|aaa|上午|e+[-年./]|[^"]!)[^"]*"`)

// numberForCode is a criterion written as a number, which in Excel also finds the
// text of a code.
var numberForCode = pattern.Of(`(?i)\b(SUM|COUNT|AVERAGE)IFS?\([^()]*,\s*\d+\s*[,)]`)

// known says whether LibreOffice is known to compute a formula in another way.
func known(f *formula.Formula) bool {
	for _, name := range f.Functions() {
		if slices.Contains(unlikeFunctions, name) || name == "TEXT" && unlikeTexts.MatchString(f.Text) {
			return true
		}
	}
	return numberForCode.MatchString(f.Text)
}
