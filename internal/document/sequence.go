package document

import (
	"maps"
	"slices"

	"github.com/beevik/etree"

	"ysgk/internal/tags"
)

// filler fills a story in place. Its checker found nothing wrong.
type filler struct {
	reader
	ids    *identities
	sheets Sheets
	placed []placed                // sheets of the workbook, in the order of their marks
	opened map[*etree.Element]bool // properties of sections of which a part has come off
	ends   map[*etree.Element]bool // paragraphs that end the section of a sheet
	err    error

	styles     *styles
	references []reference // of the contents
}

func (f *filler) story(root *etree.Element, v *tags.Values) {
	for _, c := range f.containers(root) {
		f.passOver(c)
		f.container(c, nil, tags.Scope{Record: -1}, v)
		if len(f.placed) > 0 {
			f.closeSections(c)
		}
	}
}

func (f *filler) container(e *etree.Element, in around, at tags.Scope, v *tags.Values) {
	f.sequence(f.nodes(e, in), in, at, v, false)
}

// sequence fills the nodes of a container; begun says that they are those of a block
// for one of its records.
func (f *filler) sequence(nodes []*node, in around, at tags.Scope, v *tags.Values, begun bool) {
	skip := false // behind a 如有 that is not met
	for i := 0; i < len(nodes); i++ {
		n := nodes[i]
		last := i
		switch {
		case n.begins() != nil && !(begun && i == 0):
			last = end(nodes, i)
		case n.list != "":
			last = bandAt(nodes, i)
		default:
			skip = f.node(n, in, at, v, skip)
			continue
		}
		switch {
		case skip:
			f.remove(elementsOf(nodes[i : last+1])...)
		case n.begins() != nil && !(begun && i == 0):
			f.block(nodes[i:last+1], in, at, v)
		default:
			f.band(nodes[i:last+1], in, at, v)
		}
		i = last
	}
}

// node fills one node, and says whether what is behind it stands on a condition that is
// not met.
func (f *filler) node(n *node, in around, at tags.Scope, v *tags.Values, skip bool) bool {
	switch {
	case n.kind == paragraph:
		return f.paragraph(n, in, at, v, skip)
	case skip || n.hides && !paid(n, at, v):
		f.remove(n.el)
	case n.kind == table:
		f.table(n, in, at, v)
	case n.kind == row:
		for _, cell := range f.children(n.el, "tc") {
			f.container(cell, in, at, v)
		}
	default:
		f.container(f.within(n), in, at, v)
	}
	return skip
}

// paid says whether a node has an amount that is not zero.
func paid(n *node, at tags.Scope, v *tags.Values) bool {
	return slices.ContainsFunc(n.parts, func(p tags.Part) bool {
		return p.Role == tags.Prints && (p.Kind == tags.Money || p.Kind == tags.Ratio) && !v.Total(&p, at).IsZero()
	})
}

// table fills a table. Its note stands only where its lists have no data, and without
// any row it goes.
func (f *filler) table(n *node, in around, at tags.Scope, v *tags.Values) {
	rows := f.nodes(n.el, in)
	empty := true
	f.eachPart(rows, func(p *tags.Part) { empty = empty && (p.List == "" || v.Data.Lists[p.List].Empty()) })
	if !empty {
		for _, r := range rows {
			if r.note {
				n.el.RemoveChild(r.el)
			}
		}
		rows = slices.DeleteFunc(rows, func(r *node) bool { return r.note })
	}
	f.sequence(rows, in, at, v, false)
	if len(f.nodes(n.el, in)) == 0 {
		f.remove(n.el)
	}
}

// block repeats nodes for each record of a list; lists that belong to it are the
// record's own.
func (f *filler) block(nodes []*node, in around, at tags.Scope, v *tags.Values) {
	b := nodes[0].begins()
	in = in.and(b.List)
	list := v.Data.Lists[b.List]
	level := -1
	f.eachPart(nodes, func(p *tags.Part) {
		if p.List == b.List && p.Row && p.Role != tags.PlacesSheet {
			level = p.Level
		}
	})
	template := elementsOf(nodes)
	parent := template[0].Parent()
	first := true
	for i, r := range list.Records {
		if level < 0 && r.Parent < 0 || level >= 0 && r.Level != level {
			continue
		}
		from := template[0].Index()
		var copies []*etree.Element
		for _, e := range template {
			if !first && once[e.Tag] {
				continue
			}
			copies = append(copies, f.copied(e, first))
			parent.InsertChildAt(template[0].Index(), copies[len(copies)-1])
		}
		own := &tags.Values{Data: v.Data.Of(f.schema, b.List, list.Whole(i))}
		f.sequence(f.nodesOf(copies, in), in, tags.Scope{List: b.List, Record: i, Around: &at}, own, true)
		if b.Breaks && !first {
			for _, t := range parent.Child[from:template[0].Index()] {
				if e, ok := t.(*etree.Element); ok && f.breakBefore(e) {
					break
				}
			}
		}
		first = false
	}
	f.remove(template...)
}

// copied is a copy of a template's element; all but the first are without what may be
// there only once.
func (f *filler) copied(e *etree.Element, first bool) *etree.Element {
	c := e.Copy()
	if !first {
		f.ids.renew(c, f.w)
	}
	return c
}

// stand is a node that prints for a record.
type stand struct {
	*node
	record int
}

// band repeats paragraphs or rows of one list.
func (f *filler) band(nodes []*node, in around, at tags.Scope, v *tags.Values) {
	name := nodes[0].list
	in = in.and(name)
	scope := func(record int) tags.Scope { return tags.Scope{List: name, Record: record, Around: &at} }
	stands := order(f.schema.Lists[name], v.Data.Lists[name], nodes)
	stands = slices.DeleteFunc(stands, func(s stand) bool { return s.hides && !paid(s.node, scope(s.record), v) })

	places := make([]int, len(v.Data.Lists[name].Records)) // serial numbers count what prints
	last := map[*node]int{}
	for i, s := range stands {
		last[s.node] = i
		if places[s.record] == 0 {
			places[s.record] = i + 1
		}
	}
	own := &tags.Values{Data: v.Data, Places: maps.Clone(v.Places)}
	if own.Places == nil {
		own.Places = map[string][]int{}
	}
	own.Places[name] = places

	met := map[*node]bool{}
	var lines []line
	for i, s := range stands {
		c := f.copied(s.el, !met[s.node])
		if last[s.node] != i {
			f.dropSection(c)
		}
		nodes[0].el.Parent().InsertChildAt(nodes[0].el.Index(), c)
		if s.breaks && i > 0 && stands[i-1].record != s.record {
			f.breakBefore(c)
		}
		met[s.node] = true
		if s.kind == row {
			lines = append(lines, f.lineOf(c))
		}
		f.node(f.nodesOf([]*etree.Element{c}, in)[0], in, scope(s.record), own, false)
	}
	f.mergeEqual(lines)
	for _, n := range nodes {
		if met[n] {
			f.dropSection(n.el)
		}
	}
	for _, n := range nodes {
		f.remove(n.el)
	}
}

// order says which nodes print for which records, in order: a parent before its children
// if its node stands above theirs, else after them, as rows of workbooks do.
func order(schema tags.ListSchema, list *tags.List, nodes []*node) (out []stand) {
	var variants [][]*node // those of one level that follow each other print together
	own := map[int]bool{}
	for _, n := range nodes {
		own[n.level] = true
		if k := len(variants) - 1; k >= 0 && variants[k][0].level == n.level {
			variants[k] = append(variants[k], n)
		} else {
			variants = append(variants, []*node{n})
		}
	}
	above, below := make([][]*node, len(schema.Levels)), make([][]*node, len(schema.Levels))
	for level := range above {
		total := level == 0 && schema.Of != "" // of a list inside a record, which has none
		above[level], below[level] = ofLevel(variants, level, !own[level] && !total)
	}
	var walk func(i int)
	walk = func(i int) {
		level := list.Records[i].Level
		for _, n := range above[level] {
			out = append(out, stand{n, i})
		}
		for _, k := range list.Children(i) {
			walk(k)
		}
		for _, n := range below[level] {
			out = append(out, stand{n, i})
		}
	}
	for i, r := range list.Records {
		if r.Parent < 0 {
			walk(i)
		}
	}
	return out
}

// ofLevel are the nodes that print a level above and below what belongs to it. any takes
// those without a level too.
func ofLevel(variants [][]*node, level int, any bool) (above, below []*node) {
	first, last := -1, -1 // of deeper levels
	for i, v := range variants {
		if v[0].level > level {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	at := -1
	for i, v := range variants {
		switch {
		case v[0].level != level && (v[0].level >= 0 || !any):
		case first >= 0 && i > first:
			below, at = v, i
		default:
			above = v
		}
	}
	if above != nil && below != nil && at < last {
		above = nil
	}
	return above, below
}
