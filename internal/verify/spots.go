package verify

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/check"
	"ysgk/internal/fill"
	"ysgk/internal/legend"
	"ysgk/internal/pack"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// Resolve finds the cells that the rules name by the texts before and above them
// (格) in the forms, and tells the rules. Its error speaks Chinese and names every rule whose cell is
// not there.
func Resolve(p *pack.Pack, forms []*fill.Form, rules *check.Rules) error {
	spots, bySheet := rules.Spots(), map[string]*form{}
	for _, all := range spots {
		for _, s := range all {
			bySheet[s.Sheet] = nil
		}
	}
	for _, f := range forms {
		if _, named := bySheet[f.Sheet]; named { // few are
			if f := newForm(p, f); f != nil {
				bySheet[f.Sheet] = f
			}
		}
	}
	var errs []error
	lacks := func(r *pack.Rule, err error) {
		err = r.Lacks(err)
		if !slices.ContainsFunc(errs, func(e error) bool { return e.Error() == err.Error() }) { // a rule may name a cell twice
			errs = append(errs, err)
		}
	}
	for i := range p.Rules {
		for _, s := range spots[i] {
			f := bySheet[s.Sheet]
			if f == nil {
				lacks(&p.Rules[i], fmt.Errorf("模板里没有工作表 %s", s.Sheet))
			} else if at, err := f.spot(s); err != nil {
				lacks(&p.Rules[i], err)
			} else {
				s.At, s.Unit = [2]int{at.Col, at.Row}, p.Unit
				if parts := f.cells[at].Parts; len(parts) == 1 {
					s.Unit = legend.Unit(p, &parts[0])
				}
			}
		}
	}
	return errors.Join(errs...)
}

// spot finds the template cell that a rule names.
func (f *form) spot(s *check.Spot) (xlsxedit.Pos, error) {
	rows := f.called(s.Row)
	if len(rows) == 0 {
		return xlsxedit.Pos{}, fmt.Errorf("模板的 %s 里没有一行叫“%s”", f.Sheet, s.Row)
	}
	var headers []int
	for i := range f.Rows {
		if f.header(&f.Rows[i]) {
			headers = append(headers, f.Rows[i].R)
		}
	}
	for _, p := range rows {
		var found []xlsxedit.Pos
		for i := range f.rows[p.Row].Cells {
			c := &f.rows[p.Row].Cells[i]
			if amount(c) && f.before(p.Row, c.Col) == p.Col && (s.Column == "" || f.headed(c.Col, headers, s.Column)) {
				found = append(found, xlsxedit.Pos{Col: c.Col, Row: p.Row})
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return xlsxedit.Pos{}, fmt.Errorf("模板的 %s 里“%s”这一行有几列金额符合，要写明表头", f.Sheet, s.Row)
		}
	}
	return xlsxedit.Pos{}, fmt.Errorf("模板的 %s 里“%s”这一行没有表头是“%s”的金额", f.Sheet, s.Row, s.Column)
}

// before is the column of the text before a cell, 0 if there is none. The total of a
// list stands in its rows, but once. The number of a row (行次) is no text.
func (f *form) before(r, c int) int {
	for ; c > 0; c-- {
		if x := f.cells[xlsxedit.Pos{Col: c, Row: r}]; plainText(x) && rowNumber.MatchString(say(x.Parts)) {
			continue
		}
		if x := f.cells[xlsxedit.Pos{Col: c, Row: r}]; plainText(x) || labels(x) && f.lane(xlsxedit.Pos{Col: c, Row: r}) == nil {
			return c
		}
	}
	return 0
}

var rowNumber = regexp.MustCompile(`^\s*\d{1,3}\s*$`)

// called are the labels with a text, or those with the last part of a path
// 甲/乙 that stand after the parts before it.
func (f *form) called(path string) (found []xlsxedit.Pos) {
	all := func(text string, after int) (found []xlsxedit.Pos) {
		text = plain(text)
		for r, c := range f.Cells() {
			if r.R > max(f.head, after) && plainText(c) && plain(say(c.Parts)) == text {
				found = append(found, xlsxedit.Pos{Col: c.Col, Row: r.R})
			}
		}
		return found
	}
	if found = all(path, 0); len(found) > 0 {
		return found
	}
	after := 0
	for part := range strings.SplitSeq(path, "/") {
		if found = all(part, after); len(found) == 0 {
			return nil
		}
		after = found[0].Row
	}
	return found
}

// headed says whether a header, or the end of the path of headers 甲/乙, stands
// above a column. Tags in headers are left out or replaced by any text, numbers of columns
// (栏次) are none.
func (f *form) headed(col int, rows []int, column string) bool {
	path := slices.DeleteFunc(f.path(col, rows), func(parts []tags.Part) bool { return rowNumber.MatchString(say(parts)) })
	want := strings.Split(column, "/")
	return len(want) <= len(path) && slices.EqualFunc(path[len(path)-len(want):], want, func(parts []tags.Part, want string) bool {
		return patternOf(parts).matches(plain(want))
	})
}

// say is what parts say without their tags.
func say(parts []tags.Part) string {
	var b strings.Builder
	for i := range parts { // they are large
		if p := &parts[i]; p.Scalar == "" && p.List == "" {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}
