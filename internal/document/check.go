package document

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/tags"
)

// checker goes through a story as filling does, and tells what is wrong.
type checker struct {
	reader
	template *Template
	tags     bool // there are any
	tables   int  // how many tables are around what is looked at
	body     bool // what is looked at stands in the body, and in nothing else
}

// quoted is how many signs of a paragraph are shown, so that people find it.
const quoted = 20

// changes are the elements that somebody has yet to accept.
var changes = words("ins del moveFrom moveTo")

// number gives every paragraph its place. Text boxes count with the paragraph in which
// they hang: each is there twice, for newer and for older programs.
func (c *checker) number(root *etree.Element, name string) {
	c.places = map[*etree.Element]finding.Place{}
	n, changed := 0, false
	var walk func(e *etree.Element, box string)
	walk = func(e *etree.Element, box string) {
		for _, x := range e.ChildElements() {
			inner := box
			switch {
			case changes[x.Tag] && x.Space == c.w && !changed:
				changed = true
				c.findings.Warnf("document-changes", finding.Place{Line: n, Paragraph: fmt.Sprintf("%s第 %d 段", name, n)}, "请在“审阅”里接受或拒绝全部修订，再存。", "Word 模板里有没有接受的修订，会和修改人的名字一起公开")
			case c.is(x, "txbxContent"):
				inner = "的文本框"
			case c.is(x, "p"):
				if box == "" {
					n++
				}
				c.places[x] = finding.Place{Line: n, Paragraph: fmt.Sprintf("%s第 %d 段%s“%s”", name, n, box, clipped(c.said(x)))}
			}
			walk(x, inner)
		}
	}
	walk(root, "")
}

// clipped is the beginning of a paragraph.
func clipped(text string) string {
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, object, "")), " ")
	if utf8.RuneCountInString(text) > quoted {
		text = string([]rune(text)[:quoted]) + "……"
	}
	return text
}

// says notes what the paragraphs of a part say.
func (c *checker) says(e *etree.Element) {
	for _, x := range e.ChildElements() {
		if x.Tag == "Fallback" {
			continue // for older programs, the same again
		}
		if c.made[x] {
			continue
		}
		if c.is(x, "p") {
			text := ""
			for _, s := range tags.Parse(c.said(x)) {
				if s.Tag != nil {
					s.Text = object
				}
				text += s.Text
			}
			c.template.said = append(c.template.said, Said{c.places[x], text})
		}
		c.says(x)
	}
}

// story checks all of a part.
func (c *checker) story(root *etree.Element) {
	c.where = c.stands
	for _, container := range c.containers(root) {
		c.passOver(container)
		c.container(container, nil)
	}
}

// containers are those of a part: the body, each note, or the part itself.
func (r *reader) containers(root *etree.Element) (out []*etree.Element) {
	switch root.Tag {
	case "document", "footnotes", "endnotes":
		for _, e := range root.ChildElements() {
			if r.is(e, "body") || r.is(e, "footnote") || r.is(e, "endnote") {
				out = append(out, e)
			}
		}
		return out
	}
	return []*etree.Element{root}
}

// stands says what is wrong with the place of a tag.
func (c *checker) stands(p *tags.Part, at finding.Place) error {
	c.tags = true
	c.template.note(p.List)
	if len(p.Keys) > 0 {
		c.template.keyed = append(c.template.keyed, Keyed{at, *p})
	}
	switch {
	case p.Role == tags.PlacesSheet && !c.body:
		return errors.New("只能写在正文的一段里，不能写在表格、文本框、页眉页脚里")
	case p.Label:
		return errors.New("取的是这一行文字说的那一条，Word 模板里请写编码")
	case p.Merge && c.tables == 0:
		return errors.New("里的“合并”“印一次”只能用在表格重复的行里")
	case p.Every:
		return errors.New("里的“每行”只能用在 Excel 模板里")
	case p.Scalar == tags.EmptyNote && c.tables == 0:
		return errors.New("只能写在表格里：这张表格没有数据时才印")
	}
	return nil
}

// mostRepeats is how many paragraphs of one place may repeat. Each moves all that stands
// behind it; no real document has a tenth of them.
const mostRepeats = 1000

func (c *checker) container(e *etree.Element, in around) {
	defer func(was bool) { c.body = was }(c.body)
	c.body = c.is(e, "body")
	nodes := c.nodes(e, in)
	repeats := 0
	for _, n := range nodes {
		if n.list != "" || n.begins() != nil {
			repeats++
		}
	}
	if repeats > mostRepeats {
		c.findings.Errorf("document-large", c.place(nodes[0].el), "请分成几个 Word 模板。", "从这里起有 %d 段按记录重复，最多 %d 段", repeats, mostRepeats)
		return
	}
	c.sequence(nodes, in, false, false)
}

// sequence checks the nodes of a container. begun says that they are those of a block;
// under, that a 如有 is open around them.
func (c *checker) sequence(nodes []*node, in around, begun, under bool) {
	open := condition{}
	fields := 0
	for i := 0; i < len(nodes); i++ {
		n := nodes[i]
		at := c.place(n.el)
		if b := n.begins(); b != nil && !(begun && i == 0) {
			if last := c.block(nodes, i, at); last >= i {
				c.inside(nodes[i:last+1], b, in, at, under || open.is)
				i = last
				continue
			}
		}
		c.repeats(n, in, at)
		before := open.is
		if n.kind == paragraph {
			fields = c.bounds(n, &open, fields, at, begun && i == len(nodes)-1, under)
		}
		if n.list != "" && open.is != before {
			c.findings.Errorf("tag-end", at, "请在同一段里写完“如有”和 {{完}}；整段各条都有条件的，用“零行不印”。", "这一段按视图 %s 的每条记录重复，“如有”和 {{完}} 却不在同一段里", n.list)
			open.is = false
		}
		c.below(n, in)
	}
	if open.is {
		c.findings.Errorf("tag-end", open.at, "请在后面的段里补上 {{完}}；表格里的，写在同一格。", "“如有”或“如无”没有结束")
	}
}

// condition is a 如有 that is open.
type condition struct {
	is     bool
	at     finding.Place
	fields int

	each, inner bool // it is a 逐条, and one is open in it
}

// bounds checks the tags of a paragraph that bound a text.
func (c *checker) bounds(n *node, open *condition, fields int, at finding.Place, last, under bool) int {
	sheets := 0
	closed := last // the end of the block that is looked at is known
	for _, p := range n.parts {
		depth := fields
		if p.Run < len(n.pieces) {
			depth += n.pieces[p.Run].fields
		}
		switch p.Role {
		case tags.PlacesSheet:
			if sheets++; sheets > 1 {
				c.findings.Errorf("tag-place", at, "请每张表写一段。", "一段里有两个 {{表 …}}")
			}
			if depth > 0 {
				c.findings.Errorf("tag-place", at, "请把它移出这个域（如目录）。", "{{表 …}} 写在域里")
			}
		case tags.IfAny, tags.IfNone, tags.Each:
			if open.each && !open.inner && p.Role != tags.Each {
				open.inner = true
				continue
			}
			if open.is || under && p.Role != tags.Each {
				c.findings.Errorf("tag-nested", at, "请先用 {{完}} 结束前一个，再写下一个；要两个条件的，在 pack.yaml 的“数”里算出来。", "“如有”或“如无”里面又有一个")
			}
			*open = condition{is: true, at: at, fields: depth, each: p.Role == tags.Each}
		case tags.Ends:
			if open.inner {
				open.inner = false
				continue
			}
			switch {
			case !open.is:
				c.findings.Errorf("tag-end", at, "请在前面补上 {{如有 …}}，或删去这个标签；“如有”和“块”不能交叉。", "标签 {{完}} 前面没有“如有”或“如无”")
			case open.fields != depth:
				c.findings.Errorf("tag-place", at, "请把整个域（如目录、页码、链接）放在“如有”和 {{完}} 中间，或都放在外面。", "“如有”和 {{完}} 中间只有域的一半")
			}
			open.is, open.each = false, false
		case tags.BlockEnds:
			if !closed {
				c.findings.Errorf("block-end", at, "请在这一块的第一段写上 {{块 …}}，或删去这个标签；“块”和“块完”要在同一处：都在正文里，或都在同一格里。", "标签 {{块完}} 前面没有“块”")
			}
			closed = false
		}
	}
	return fields + balance(c, n.el)
}

// balance is by how much a paragraph changes how many fields are open.
func balance(c *checker, e *etree.Element) (turn int) {
	for _, x := range c.pieces(e) {
		if c.is(x.el, "fldChar") {
			turn += step[x.el.SelectAttrValue(attribute(c.w, "fldCharType"), "")]
		}
	}
	return turn
}

// block finds where the block that begins in nodes[i] ends, below i if it does not.
func (c *checker) block(nodes []*node, i int, at finding.Place) int {
	count := 0
	for _, p := range nodes[i].parts {
		if p.Role == tags.BlockBegins {
			count++
		}
	}
	if count > 1 {
		c.findings.Errorf("block-end", at, "请把第二个“块”写在下一段。", "一段里有两个“块”")
		return -1
	}
	last := end(nodes, i)
	if last < 0 {
		c.findings.Errorf("block-end", at, "请在这一块的最后一段写上 {{块完}}；“块”和“块完”要在同一处：都在正文里，或都在同一格里。", "“块”没有结束")
	}
	return last
}

// inside checks the nodes of a block.
func (c *checker) inside(nodes []*node, b *tags.Part, in around, at finding.Place, under bool) {
	if b.List == "" {
		return // told already
	}
	if in.has(b.List) {
		c.findings.Errorf("block-end", at, "请删去里面的这个“块”。", "视图 %s 的块在它自己的块里", b.List)
		return
	}
	if between := c.balanceOf(nodes); between != 0 {
		c.findings.Errorf("tag-place", at, "请把整个域（如目录）放在块里面，或放在外面。", "这一块里只有域的一半")
	}
	var level levels
	again := c.nodesOf(elementsOf(nodes), in.and(b.List))
	quiet := reader{schema: c.schema, w: c.w, findings: &finding.List{}}
	quiet.eachPart(again, func(p *tags.Part) {
		switch {
		case p.List != b.List || !p.Row:
		case p.Role == tags.PlacesSheet:
			level.sheet = true
		default:
			level.add(p.Level)
		}
	})
	switch {
	case level.mixed:
		c.findings.Errorf("block-levels", at, "一块里的标签写同一个层级，或都不写。", "视图 %s 的这一块里，标签不是一个层级", b.List)
	case !level.any && !level.sheet:
		c.findings.Errorf("block-empty", at, "请在这一块里写上视图 "+b.List+" 的标签，或删去 {{块 …}}。", "这一块里没有视图 %s 的标签", b.List)
	}
	c.sequence(again, in.and(b.List), true, under)
}

func (c *checker) balanceOf(nodes []*node) (turn int) {
	for _, n := range nodes {
		if n.kind == paragraph {
			turn += balance(c, n.el)
		}
	}
	return turn
}

// levels are those that the tags of a list ask for.
type levels struct {
	any, mixed bool
	level      int
	sheet      bool // there is a sheet of the record, which has no level
}

func (l *levels) add(level int) {
	l.mixed = l.mixed || l.any && l.level != level
	l.any, l.level = true, level
}

// repeats checks what repeats for a list.
func (c *checker) repeats(n *node, in around, at finding.Place) {
	if n.list == "" {
		if n.kind == row && slices.ContainsFunc(n.parts, func(p tags.Part) bool { return p.Merge }) {
			c.findings.Errorf("tag-place", at, "请删去“合并”“印一次”。", "“合并”“印一次”只能用在表格重复的行里")
		}
		if n.breaks && len(in) == 0 {
			c.findings.Errorf("tag-place", at, "请写在按记录重复的一段里，或写成 {{块 …|另起一页}}。", "“另起一页”不在重复的一段里")
		}
		return
	}
	prints := func(p tags.Part) bool { return p.Role == tags.Prints && p.Row && p.Level < 0 }
	if levels := c.schema.Lists[n.list].Levels; n.kind == paragraph && len(levels) > 1 && !in.has(n.list) && slices.ContainsFunc(n.parts, prints) {
		c.template.totals = append(c.template.totals, Totalled{at, n.list, levels})
	}
	for _, p := range n.parts {
		switch {
		case !p.Row || in.has(p.List) || p.Role == tags.PlacesSheet && p.List == n.list:
		case p.List != n.list:
			c.findings.Errorf("tag-lists", at, "一段（表格的一行）只能按一个视图的记录重复；要用几个视图的，写成几段，或用 {{块 …}}。", "这里有视图 %s 的标签，又有视图 %s 的", n.list, p.List)
		case p.Level != n.level:
			c.findings.Errorf("tag-levels", at, "请写同一个层级；每级各写一段（表格的一行）。", "视图 %s 的标签不是一个层级", p.List)
		}
	}
	switch {
	case n.breaks && n.kind == row:
		c.findings.Errorf("tag-place", at, "请把表格放在 {{块 …|另起一页}} 里。", "表格的行不能用“另起一页”")
	case n.kind == paragraph && balance(c, n.el) != 0:
		c.findings.Errorf("tag-place", at, "请把标签移出这个域（如目录）。", "重复的一段里只有域的一半")
	}
}

// below checks what a node holds.
func (c *checker) below(n *node, in around) {
	if n.list != "" {
		in = in.and(n.list)
	}
	switch n.kind {
	case paragraph:
		if len(in) > 0 && n.el.FindElement(".//graphicData/chart") != nil {
			c.findings.Errorf("document-chart", c.places[n.el], "请把图表放在不重复的一段里。", "图表放在按视图 %s 重复的段里，各条的图会是一样的", in[len(in)-1])
		}
		for _, x := range n.pieces {
			if !x.isText() {
				c.unfilled(x.el, c.places[n.el])
			}
		}
		for _, b := range c.boxes(n.el) {
			c.container(b, in)
		}
	case table:
		c.tables++
		c.container(n.el, in)
		c.tables--
	case row:
		for _, cell := range c.children(n.el, "tc") {
			c.container(cell, in)
		}
	case wrapper:
		c.container(c.within(n), in)
	}
}

// unfilled tells tags in what a run shows beside text, such as the code of a field.
func (c *checker) unfilled(e *etree.Element, at finding.Place) {
	if c.is(e, "txbxContent") {
		return
	}
	if tag := tags.First(e.Text()); tag != "" {
		c.findings.Errorf("tag-place", at, noTagsInside, "标签 %s 写在公式、域代码这样不是文字的地方，不会填", tag)
	}
	for _, x := range e.ChildElements() {
		c.unfilled(x, at)
	}
}

// place is that of a paragraph, or of the first one with a tag in something else.
func (c *checker) place(e *etree.Element) (at finding.Place) {
	if p, ok := c.places[e]; ok {
		return p
	}
	found := false
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		for _, x := range e.ChildElements() {
			if p, ok := c.places[x]; ok && !found {
				at, found = p, tags.In(c.said(x))
			}
			walk(x)
		}
	}
	walk(e)
	return at
}

// eachPart gives the tags of nodes and of what they hold.
func (r *reader) eachPart(nodes []*node, do func(p *tags.Part)) {
	for _, n := range nodes {
		switch n.kind {
		case paragraph:
			for i := range n.parts {
				do(&n.parts[i])
			}
			for _, b := range r.boxes(n.el) {
				r.eachPart(r.nodes(b, nil), do)
			}
		case table:
			r.eachPart(r.nodes(n.el, nil), do)
		case row:
			for _, cell := range r.children(n.el, "tc") {
				r.eachPart(r.nodes(cell, nil), do)
			}
		case wrapper:
			r.eachPart(r.nodes(r.within(n), nil), do)
		}
	}
}

// elementsOf are all the elements from the first node to the last one.
func elementsOf(nodes []*node) (out []*etree.Element) {
	from, to := nodes[0].el, nodes[len(nodes)-1].el
	for _, t := range from.Parent().Child[from.Index() : to.Index()+1] {
		if e, ok := t.(*etree.Element); ok {
			out = append(out, e)
		}
	}
	return out
}
