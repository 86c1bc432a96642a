package prose

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/pattern"
)

// Only a program that lays the document out knows its pages. But some is sure without
// that: pages do not go back, what a page break keeps apart is not on one page, and a few
// lines do not take ten.

// spot is where something stands among the pages of a document.
type spot struct {
	leaf  int // how many pages end before it for sure
	bulk  int // how many pages what stands before it could take at most, each line a page
	count int // how often the pages have been counted anew
}

// pager keeps the spot where reading is.
type pager struct {
	at       spot
	full     bool // something stands on the page
	breaks   map[string]bool
	sections []*etree.Element // properties of those to come
}

// sectionsOf are the properties of the sections of a body, in order.
func sectionsOf(body *etree.Element) (out []*etree.Element) {
	for c := range body.ChildElementsSeq() {
		switch c.Tag {
		case "sectPr":
			out = append(out, c)
		case "p":
			if s := under(c, "pPr", "sectPr"); s != nil {
				out = append(out, s)
			}
		case "sdt", "sdtContent", "customXml", "ins":
			out = append(out, sectionsOf(c)...)
		}
	}
	return out
}

// turn begins a new page, if something stands on this one.
func (p *pager) turn() {
	if p.full {
		p.at.leaf++
		p.full = false
	}
}

// ends passes the end of a section: the one behind says how it begins.
func (p *pager) ends() {
	if len(p.sections) < 2 {
		return
	}
	p.sections = p.sections[1:]
	if kind := value(child(p.sections[0], "type")); kind != "continuous" && kind != "nextColumn" {
		p.turn()
	}
	if numbering := child(p.sections[0], "pgNumType"); numbering != nil {
		for _, a := range numbering.Attr {
			if a.Key == "start" {
				p.at.count++
			}
		}
	}
}

// on says whether a property that may be switched off is there and on.
func on(e *etree.Element) bool {
	v := value(e)
	return e != nil && v != "0" && v != "false" && v != "off"
}

// before passes what comes before the text of a paragraph, and gives the spot of that.
func (p *pager) before(e *etree.Element, style string) spot {
	own := under(e, "pPr", "pageBreakBefore")
	if on(own) || own == nil && p.breaks[style] || leads(e) {
		p.turn()
	}
	return p.at
}

// behind passes a paragraph.
func (p *pager) behind(e *etree.Element, text string) {
	drawn := e.FindElement(".//drawing") != nil || e.FindElement(".//pict") != nil
	p.full = p.full || text != "" || drawn
	p.at.bulk += 1 + len([]rune(text))/signsOfPage
	if drawn {
		p.at.bulk++
	}
	if !leads(e) && breaksPage(e) {
		p.turn()
	}
	if under(e, "pPr", "sectPr") != nil {
		p.ends()
	}
}

// table passes a table.
func (p *pager) table(rows [][]string) {
	p.full = true
	for _, r := range rows {
		p.at.bulk += 1 + len([]rune(strings.Join(r, "")))/signsOfPage
	}
}

// signsOfPage is how many signs a page holds in very large letters.
const signsOfPage = 100

// leads says whether a paragraph begins with a page break.
func leads(p *etree.Element) bool {
	first := ""
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		for c := range e.ChildElementsSeq() {
			switch {
			case first != "" || c.Tag == "pPr" || c.Tag == "rPr" || c.Tag == "del":
			case pageBreak(c):
				first = "break"
			case c.Tag == "t" && strings.TrimSpace(c.Text()) != "" || c.Tag == "drawing" || c.Tag == "pict":
				first = "text"
			default:
				walk(c)
			}
		}
	}
	walk(p)
	return first == "break"
}

func pageBreak(e *etree.Element) bool {
	return e.Tag == "br" && slices.ContainsFunc(e.Attr, func(a etree.Attr) bool { return a.Key == "type" && a.Value == "page" })
}

func breaksPage(e *etree.Element) bool {
	return slices.ContainsFunc(e.FindElements(".//br"), pageBreak)
}

// fieldOfPage says whether a line of the contents has a field that shows a page.
func fieldOfPage(p *etree.Element) bool {
	return slices.ContainsFunc(p.FindElements(".//instrText"), func(e *etree.Element) bool { return strings.Contains(e.Text(), "PAGEREF") })
}

// entry is a line of the contents whose heading and page are known.
type entry struct {
	*Paragraph
	page int
	spot
}

var lastNumber = pattern.Of(`\d{1,4}$`)

// pages checks the pages of the contents.
func (j *judge) pages() {
	var entries []entry
	var blank []*Paragraph
	from := 0
	for _, p := range j.doc.Paragraphs {
		if !p.Listed {
			continue
		}
		text := pageEnd.ReplaceAllString(p.Text, "")
		if p.paged && text == p.Text && !lastNumber.MatchString(p.Text) {
			blank = append(blank, p)
		}
		page, err := strconv.Atoi(lastNumber.FindString(p.Text))
		if err != nil || text == p.Text {
			continue
		}
		if at, n := j.headed(text, from); n >= 0 {
			from = n
			entries = append(entries, entry{p, page, at})
		}
	}
	if len(blank) > 0 {
		j.report(unpaged, blank[0].place(), "目录有 %d 行没有页码，这是第一行", len(blank))
	}
	for len(entries) > 0 {
		n := slices.IndexFunc(entries, func(e entry) bool { return e.count != entries[0].count })
		if n < 0 {
			n = len(entries)
		}
		j.sequence(entries[:n])
		entries = entries[n:]
	}
}

// headed finds the heading, or the table, that a line of the contents names, from a
// paragraph on, else from the first; n is that paragraph, -1 if there is none.
func (j *judge) headed(text string, from int) (at spot, n int) {
	name := spoken(text)
	find := func(from int) (at spot, n int) {
		for i, p := range j.doc.Paragraphs[from:] {
			if !p.Listed && spoken(p.Text) == name {
				return p.spot, from + i
			}
		}
		for _, t := range j.doc.Tables {
			if t.after >= from && t.title != "" && spoken(t.title) == name {
				return t.spot, t.after
			}
		}
		return at, -1
	}
	if at, n = find(from); n < 0 {
		at, n = find(0)
	}
	return at, n
}

// apart is how many pages may at least and at most lie between two lines.
func (e entry) apart(next entry) (least, most int) {
	least = next.leaf - e.leaf
	return least, max(least, least+next.bulk-e.bulk)
}

// follows says whether the page of a later line can be right if this one's is.
func (e entry) follows(next entry) bool {
	least, most := e.apart(next)
	return next.page-e.page >= least && next.page-e.page <= most
}

// sequence accuses the lines that keep the most of the others from being right.
func (j *judge) sequence(all []entry) {
	length, before := make([]int, len(all)), make([]int, len(all))
	last := -1
	for i := range all {
		length[i], before[i] = 1, -1
		for k := range i {
			if all[k].follows(all[i]) && length[k]+1 > length[i] {
				length[i], before[i] = length[k]+1, k
			}
		}
		if last < 0 || length[i] > length[last] {
			last = i
		}
	}
	if last < 0 {
		return
	}
	right := make([]bool, len(all))
	for i := last; i >= 0; i = before[i] {
		right[i] = true
	}
	if length[last]*2 < len(all) {
		j.report(wrongPage, all[0].place(), "目录的页码大半和正文对不上：标题的先后、分页容不下这些页码")
		return
	}
	for i, e := range all {
		if !right[i] {
			j.report(wrongPage, e.place(), "页码写的是 %d，照前后的标题和分页应%s", e.page, allowed(all, right, i))
		}
	}
}

// allowed says which pages a line can be on beside those that are right.
func allowed(all []entry, right []bool, i int) string {
	low, high := 1, -1
	for k := i - 1; k >= 0; k-- {
		if right[k] {
			least, most := all[k].apart(all[i])
			low, high = max(low, all[k].page+least), all[k].page+most
			break
		}
	}
	for k := i + 1; k < len(all); k++ {
		if right[k] {
			least, most := all[i].apart(all[k])
			low = max(low, all[k].page-most)
			if high < 0 || all[k].page-least < high {
				high = all[k].page - least
			}
			break
		}
	}
	switch {
	case low == high:
		return fmt.Sprintf("是 %d", low)
	case high < low:
		return fmt.Sprintf("不小于 %d", low)
	}
	return fmt.Sprintf("在 %d 到 %d 之间", low, high)
}
