package fill

import (
	"iter"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxedit"
)

// A name of one cell in the row of a list means what such a cell means where it is
// used: the whole list in a function that takes a range, the first record as one
// value. It cannot be both.

// nameUses notes how the formulas of the template use its names, and refuses a name
// of a list's cell that is used both ways.
func (t *Template) nameUses() (findings finding.List) {
	t.values = map[string]bool{}
	ranges := map[string]bool{}
	for x := range t.formulas() {
		for _, n := range x.formula.Names() {
			key := strings.ToLower(n)
			t.values[key] = t.values[key] || x.formula.AsValue(n)
			ranges[key] = ranges[key] || x.formula.AsRange(n)
			if t.values[key] && ranges[key] && t.namesRecord(n) {
				findings.Errorf("name-both", x.place(),
					"请定义两个名称：一个引用整段（如 $D$5:$D$5），用在求和里；一个单独引用这一格。",
					"名称 %s 只引用清单的一格，有的公式拿它当全部各条，有的当一个数（如这里的 =%s）", n, x.formula.Text)
				t.values[key] = false
			}
		}
	}
	return findings
}

// definitions are those of a name, each with the sheet that it is of, nil of all.
func (t *Template) definitions(name string) iter.Seq2[*xlsxedit.SheetRef, *etree.Element] {
	return func(yield func(*xlsxedit.SheetRef, *etree.Element) bool) {
		for _, e := range t.book.Names() {
			if !strings.EqualFold(e.SelectAttrValue("name", ""), name) {
				continue
			}
			var of *xlsxedit.SheetRef
			if i, err := strconv.Atoi(e.SelectAttrValue("localSheetId", "")); err == nil {
				if i < 0 || i >= len(t.book.Sheets) {
					continue
				}
				of = &t.book.Sheets[i]
			}
			if !yield(of, e) {
				return
			}
		}
	}
}

// namesRecord says whether a defined name is one cell in the row of a list.
func (t *Template) namesRecord(name string) bool {
	for _, e := range t.definitions(name) {
		f, err := formula.Parse(e.Text())
		if err != nil {
			continue
		}
		for _, o := range f.Operands {
			if s := t.sheet(o.Ref.Sheet); s != nil && o.Ref.Single() && s.bandAt(o.Ref.Row1) != nil && !s.bandAt(o.Ref.Row1).laneAt(o.Ref.Col1).fixed() {
				return true
			}
		}
	}
	return false
}
