package document

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/tags"
)

// What stands before properties that are set here: Word wants them in their order.
var (
	beforeBreak  = words("pStyle keepNext keepLines")
	beforeIndent = words("pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing")
	beforeMerge  = words("cnfStyle tcW gridSpan hMerge")
)

// property is a property of an element, made if it is not there.
func (f *filler) property(e *etree.Element, of, tag string, before map[string]bool) *etree.Element {
	properties := f.child(e, of)
	if properties == nil {
		properties = f.element(of)
		e.InsertChildAt(0, properties)
	}
	if p := f.child(properties, tag); p != nil {
		return p
	}
	at := 0
	for _, c := range properties.ChildElements() {
		if c.Space == f.w && before[c.Tag] {
			at = c.Index() + 1
		}
	}
	p := f.element(tag)
	properties.InsertChildAt(at, p)
	return p
}

// breakBefore lets the first paragraph of an element begin on a new page; false if it
// has none.
func (f *filler) breakBefore(e *etree.Element) bool {
	if !f.is(e, "p") {
		return slices.ContainsFunc(e.ChildElements(), f.breakBefore)
	}
	p := f.property(e, "pPr", "pageBreakBefore", beforeBreak)
	p.RemoveAttr(attribute(f.w, "val")) // which may say that it is off
	return true
}

// One step of an indent, in twentieths of a point: a sign of 12 points; and in hundredths
// of a sign, which Word takes first.
const (
	indentStep  = 240
	indentSigns = 100
)

// indent moves a paragraph right by as many steps as its tags with |缩进 ask for.
func (f *filler) indent(n *node, at tags.Scope, v *tags.Values) {
	steps := 0
	for i := range n.parts {
		steps = max(steps, v.Steps(&n.parts[i], at))
	}
	if steps == 0 {
		return
	}
	p := f.property(n.el, "pPr", "ind", beforeIndent)
	for name, step := range map[string]int{"left": indentStep, "leftChars": indentSigns} {
		was, _ := strconv.Atoi(p.SelectAttrValue(attribute(f.w, name), ""))
		p.CreateAttr(attribute(f.w, name), strconv.Itoa(was+steps*step))
	}
	slices.SortFunc(p.Attr, func(a, b etree.Attr) int { return strings.Compare(a.Key, b.Key) }) // maps have no order
}

// line is a row that has been printed.
type line struct {
	cells  []*etree.Element
	merges []bool // by cell, whether it has a tag with |合并 or |印一次
	once   []bool // by cell, whether it is |印一次
}

// lineOf looks at a row before it is filled.
func (f *filler) lineOf(row *etree.Element) (l line) {
	for _, c := range f.children(row, "tc") {
		l.cells = append(l.cells, c)
		parts := f.partsOf(c)
		l.merges = append(l.merges, slices.ContainsFunc(parts, func(p tags.Part) bool { return p.Merge }))
		l.once = append(l.once, slices.ContainsFunc(parts, func(p tags.Part) bool { return p.Once }))
	}
	return l
}

// mergeEqual makes one of the cells below each other that say the same, they and all
// such cells left of them, as in workbooks.
func (f *filler) mergeEqual(lines []line) {
	type head struct {
		cell *etree.Element
		key  string
		last int
	}
	heads := map[int]head{}
	for n, l := range lines {
		key := ""
		for k, cell := range l.cells {
			if !l.merges[k] {
				continue
			}
			key += "\x1f" + strings.Join(texts(cell, f.w), "\n")
			h, ok := heads[k]
			if !ok || h.key != key || h.last != n-1 {
				heads[k] = head{cell, key, n}
				continue
			}
			if !l.once[k] {
				f.property(h.cell, "tcPr", "vMerge", beforeMerge).CreateAttr(attribute(f.w, "val"), "restart")
				f.property(cell, "tcPr", "vMerge", beforeMerge).CreateAttr(attribute(f.w, "val"), "continue")
			}
			f.blank(cell)
			h.last = n
			heads[k] = h
		}
	}
}

// blank leaves a cell one empty paragraph.
func (f *filler) blank(cell *etree.Element) {
	first := true
	for _, c := range cell.ChildElements() {
		switch {
		case f.is(c, "tcPr"):
		case f.is(c, "p") && first:
			first = false
			f.clear(c)
		default:
			cell.RemoveChild(c)
		}
	}
}

// clear takes from a paragraph what it says.
func (f *filler) clear(p *etree.Element) {
	for _, c := range slices.Clone(p.Child) {
		if x, ok := c.(*etree.Element); !ok || !f.is(x, "pPr") {
			p.RemoveChild(c)
		}
	}
}
