package fill

import (
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/reach"
)

// A block is rows of a template that repeat together for each record of a list,
// over the whole width of the sheet: the rows with the list's tags, rows of
// constant text among them, and the rows of lists inside the record, such as the
// indicators of a project, which print the record's own part. Where it begins and
// ends follows from the form: it reaches from the first to the last row with tags
// of the list and of the lists inside it. A header above and a line for signatures
// below are taken in by {{块 绩效项目}} in its first row and {{块完}} in its last.
//
// Merges, heights, sums and formulas of a block stay with the record (refs.go).

// mark is a tag that says where a block begins or ends.
type mark struct {
	row    int
	list   string // of a beginning; "" of an end
	breaks bool   // each record begins on a new page
	at     finding.Place
}

// extent is the rows of a block.
type extent struct {
	list        string
	top, bottom int
	breaks      bool
	at          finding.Place
}

// blocks takes the rows of blocks out of the rows that repeat, and gives a band for
// each block.
func (c *compiler) blocks() (bands []*band) {
	for _, e := range c.extents() {
		var inner, rest []*band
		level, set := -1, false
		for _, b := range c.sheet.bands {
			if b.top < e.top || b.top > e.bottom {
				rest = append(rest, b)
				continue
			}
			if l := b.lane(e.list); l != nil {
				if v := l.variants[0]; set && v.level != level {
					c.findings.Errorf("block-levels", finding.At(c.sheet.Name, l.from, b.top), "一块里的标签写同一个层级，或都不写。", "视图 %s 的这一块里，标签不是一个层级", e.list)
				} else {
					level, set = v.level, true
					e.breaks = e.breaks || v.breaks
				}
			}
			b.lanes = slices.DeleteFunc(b.lanes, func(l *lane) bool { return l.list == e.list })
			for _, l := range b.lanes {
				if c.schema.Lists[l.list].Of != e.list {
					c.findings.Errorf("block-foreign", finding.At(c.sheet.Name, l.from, b.top),
						"请用 {{块 "+e.list+"}} 和 {{块完}} 写明这一块从哪一行到哪一行；属于它的清单，在 pack.yaml 的视图里写“属于”。",
						"视图 %s 的标签夹在按视图 %s 重复的一块中间", l.list, e.list)
				}
			}
			if len(b.lanes) > 0 {
				inner = append(inner, b)
			}
		}
		if !set {
			c.findings.Errorf("block-empty", e.at, "请在这一块里写上视图 "+e.list+" 的标签，或删去 {{块 …}}。", "这一块里没有视图 %s 的标签", e.list)
			continue
		}
		c.sheet.bands = rest
		v := variant{level: level, breaks: e.breaks}
		for r := e.top; r <= e.bottom; r++ {
			v.rows = append(v.rows, r)
		}
		l := &lane{list: e.list, from: 1, block: true, variants: []variant{v}, inner: c.joined(inner, e.bottom)}
		bands = append(bands, &band{top: e.top, bottom: e.bottom, core: e.bottom, lanes: []*lane{l}, spans: []span{{1, l}}})
	}
	return bands
}

// extents finds where blocks begin and end.
func (c *compiler) extents() (out []extent) {
	marks := c.sheet.marks
	for i, m := range marks {
		if m.list == "" {
			if i == 0 || marks[i-1].list == "" {
				c.findings.Errorf("block-end", m.at, "请在这一块的第一行写上 {{块 …}}，或删去这个标签。", "标签 {{块完}} 前面没有“块”")
			}
			continue
		}
		e := extent{m.list, m.row, 0, m.breaks, m.at}
		limit := c.sheet.last
		if i+1 < len(marks) {
			if limit = marks[i+1].row; marks[i+1].list == "" {
				e.bottom = limit
			} else {
				limit--
			}
		}
		if e.bottom == 0 {
			_, e.bottom = c.rowsOf(m.list, m.row, limit)
		}
		out = append(out, e)
	}
	for _, list := range c.sheet.lists {
		marked := slices.ContainsFunc(marks, func(m mark) bool { return m.list == list })
		if top, bottom := c.rowsOf(list, 1, c.sheet.last); !marked && c.contains(list) {
			out = append(out, extent{list: list, top: top, bottom: bottom, at: finding.At(c.sheet.Name, 1, top)})
		}
	}
	return out
}

// rowsOf is the first and the last row with tags of a list and of the lists inside it.
func (c *compiler) rowsOf(list string, from, to int) (top, bottom int) {
	for _, b := range c.sheet.bands {
		for _, l := range b.lanes {
			if b.top >= from && b.top <= to && (l.list == list || c.schema.Lists[l.list].Of == list) {
				if top == 0 {
					top = b.top
				}
				bottom = b.top
			}
		}
	}
	return top, bottom
}

// contains says whether rows of a list and of one inside it stand on the sheet.
func (c *compiler) contains(list string) bool {
	own, inside := false, false
	for _, b := range c.sheet.bands {
		for _, l := range b.lanes {
			own = own || l.list == list
			inside = inside || c.schema.Lists[l.list].Of == list
		}
	}
	return own && inside
}

// innerAt is the band of the lists inside a record that a row of its block belongs
// to, nil if to none.
func (b *band) innerAt(row int) *band {
	for _, l := range b.lanes {
		for _, in := range l.inner {
			if row >= in.top && row <= in.bottom {
				return in
			}
		}
	}
	return nil
}

// each visits a band and the bands inside its blocks.
func (s *sheet) each(visit func(*band)) {
	for _, b := range s.bands {
		visit(b)
		for _, l := range b.lanes {
			for _, in := range l.inner {
				visit(in)
			}
		}
	}
}

// standsOn says whether a formula of the sheet looks at rows of a band from outside,
// so that a row has to be there for it, if a blank one.
func (s *sheet) standsOn(b *band) bool {
	return slices.ContainsFunc(s.rows, func(r row) bool {
		return (r.R < b.top || r.R > b.bottom) && slices.ContainsFunc(r.cells, func(x cell) bool {
			return x.formula != nil && slices.ContainsFunc(x.formula.Operands, func(o formula.Operand) bool {
				return o.Ref.Sheet == "" && o.Ref.Row1 <= b.bottom && o.Ref.Row2 >= b.top
			})
		})
	})
}

// inBlock says whether a formula outside cells looks at rows of a block.
func (s *sheet) inBlock(text string) bool {
	f, err := formula.Parse(text)
	return err == nil && slices.ContainsFunc(s.bands, func(b *band) bool {
		return b.lanes[0].block && slices.ContainsFunc(f.Operands, func(o formula.Operand) bool {
			return o.Ref.Row1 > 0 && o.Ref.Row1 <= b.bottom && o.Ref.Row2 >= b.top
		})
	})
}

// block is the block of the result that an output row stands in.
func (l *layout) block(out int) (reach.Run, bool) {
	i, found := slices.BinarySearchFunc(l.blocks, out, func(b reach.Run, r int) int {
		switch {
		case b.To < r:
			return -1
		case b.From > r:
			return 1
		}
		return 0
	})
	if !found {
		return reach.Run{}, false
	}
	return l.blocks[i], true
}

// inBlock are the output rows of a template's rows within one block of the result.
func (l *layout) inBlock(block reach.Run, cols a1.Range, from, to int) (rows []int) {
	for r := from; r <= to; r++ {
		for _, lane := range l.lanesAt(cols, r) {
			all := l.homes[home{r, lane}]
			i, _ := slices.BinarySearch(all, block.From)
			for ; i < len(all) && all[i] <= block.To; i++ {
				for n := range l.more[all[i]] + 1 {
					rows = append(rows, all[i]+n)
				}
			}
		}
	}
	return rows
}

// Block is a block of a template, for those who check it.
type Block struct {
	Sheet  string
	Rows   [2]int // the first and the last
	List   string
	Inside []string // the lists inside its records
}

// Blocks tells which rows of the template repeat together with lists inside them.
func (t *Template) Blocks() (out []Block) {
	for _, s := range t.sheets {
		for _, b := range s.bands {
			l := b.lanes[0]
			if !l.block {
				continue
			}
			one := Block{Sheet: s.Name, Rows: [2]int{b.top, b.bottom}, List: l.list}
			for _, in := range l.inner {
				for _, x := range in.lanes {
					if !x.fixed() && !slices.Contains(one.Inside, x.list) {
						one.Inside = append(one.Inside, x.list)
					}
				}
			}
			out = append(out, one)
		}
	}
	return out
}
