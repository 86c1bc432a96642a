package prose

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/nearest"
	"ysgk/internal/pattern"
)

var (
	pageEnd = pattern.Of(`(\t+|[.…·．\s]+)\d{1,4}$`)
	yearIn  = pattern.Of(`20\d\d\s*年度?`)
	marks   = pattern.Of(`^(第[一二三四五六七八九十]{1,3}部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])`)
	signs   = strings.NewReplacer(" ", "", "\u3000", "", "\t", "", "“", "", "”", "", "\"", "", "（", "(", "）", ")", "：", "", ":", "")
)

// spoken is a heading without what differs harmlessly: blanks, quotation marks, the number.
func spoken(text string) string {
	return signs.Replace(marks.ReplaceAllString(strings.TrimSpace(text), ""))
}

// layout compares headings, contents and tables.
func (j *judge) layout() {
	j.contents()
	j.pages()
	j.numbers()
	j.items()
	j.tables()
}

// contents compares the table of contents with the headings.
func (j *judge) contents() {
	var entries []*Paragraph
	said := map[string]bool{}
	for _, p := range j.doc.Paragraphs {
		if p.Listed && spoken(p.Text) != "目录" {
			entries = append(entries, p)
			said[spoken(pageEnd.ReplaceAllString(p.Text, ""))] = true
		}
	}
	if len(entries) < 2 {
		return
	}
	have := map[string]bool{}
	level := map[int][2]int{} // of headings: how many the contents name, and how many there are
	var names []string
	for _, p := range j.doc.Paragraphs {
		if p.Listed {
			continue
		}
		name := spoken(p.Text)
		if len([]rune(name)) < 60 {
			have[name] = true
		}
		if p.Level > 0 {
			names = append(names, p.Text)
			n := level[p.Level]
			n[1]++
			if said[name] {
				n[0]++
			}
			level[p.Level] = n
		}
	}
	for _, t := range j.doc.Tables {
		have[spoken(t.title)] = true
		for _, row := range t.Grid.Rows[:min(3, len(t.Grid.Rows))] {
			have[spoken(strings.Join(row, ""))] = true
		}
	}
	for _, p := range entries {
		text := pageEnd.ReplaceAllString(p.Text, "")
		if have[spoken(text)] {
			if number := marks.FindString(text); number != "" && !j.numbered(text) {
				j.report(contents, p.place(), "目录写的是“%s”，正文里这个标题的编号不同", text)
			}
			continue
		}
		like := ""
		if near, ok := nearest.Word(text, names); ok > 0.5 {
			like = "，最像的是“" + near + "”"
		}
		j.report(contents, p.place(), "正文里没有这个标题%s", like)
	}
	for _, p := range j.doc.Paragraphs {
		n := level[p.Level]
		if p.Level > 0 && !said[spoken(p.Text)] && n[0]*2 > n[1] && len(p.Text) > 0 {
			j.report(contents, p.place(), "目录里没有这个标题")
		}
	}
}

// numbered says whether a heading has the number that the contents give it, or one that
// Word makes.
func (j *judge) numbered(text string) bool {
	for _, p := range j.doc.Paragraphs {
		if p.Listed || spoken(p.Text) != spoken(text) {
			continue
		}
		if own := marks.FindString(strings.TrimSpace(p.Text)); own == "" || signs.Replace(own) == signs.Replace(marks.FindString(text)) {
			return true
		}
	}
	return false
}

var numerals = "一二三四五六七八九十"

// ordinal reads 十二.
func ordinal(text string) int {
	n, tens := 0, 0
	for _, r := range text {
		i := strings.IndexRune(numerals, r)
		switch {
		case i < 0:
			continue
		case r == '十':
			tens = max(n, 1) * 10
			n = 0
		default:
			n = i/len("一") + 1
		}
	}
	return tens + n
}

// tally counts along a list: right is the number that the last item should have, written
// the one that it has. Who goes on from either counts right, so that one wrong number is
// said once.
type tally struct{ right, written int }

// next takes the next number and says whether it follows.
func (t *tally) next(n int) bool {
	switch {
	case *t == tally{} || n == t.right+1 || n == t.written+1:
		*t = tally{n, n}
		return true
	}
	*t = tally{t.right + 1, n}
	return false
}

// numbers checks that headings are counted one by one.
func (j *judge) numbers() {
	type line struct {
		above *Paragraph
		level int
		style string
	}
	last := map[line]*tally{}
	for _, p := range j.doc.Paragraphs {
		mark := marks.FindString(p.Text)
		if p.Level == 0 || mark == "" || p.auto {
			continue
		}
		k := line{level: p.Level, style: strings.Map(func(r rune) rune {
			if strings.ContainsRune(numerals, r) {
				return -1
			}
			return r
		}, mark)}
		if len(p.under) > 0 {
			k.above = p.under[0]
		}
		n := ordinal(mark)
		if last[k] == nil {
			last[k] = &tally{}
		}
		if was := last[k].written; !last[k].next(n) {
			j.report(headOrder, p.place(), "前一个标题是第 %d 个，这里写的是第 %d 个", was, n)
		}
	}
}

// itemNumber is the number of an item in a list.
var itemNumber = pattern.Of(`^(?:(\d{1,2})[.、．][^\d]|[（(]([一二三四五六七八九十]{1,3})[)）]|[（(](\d{1,2})[)）])`)

// items checks that the items of lists are counted one by one.
func (j *judge) items() {
	last := map[int]*tally{} // by the way of counting
	for _, p := range j.doc.Paragraphs {
		if p.Level > 0 {
			clear(last)
			continue
		}
		m := itemNumber.FindStringSubmatch(p.Text)
		if m == nil || p.auto || p.Listed {
			continue
		}
		way, n := 0, 0
		for i, digits := range m[1:] {
			if digits == "" {
				continue
			}
			way = i
			if n, _ = strconv.Atoi(digits); n == 0 {
				n = ordinal(digits)
			}
		}
		if last[way] == nil || n == 1 {
			last[way] = &tally{}
		}
		if was := last[way].written; !last[way].next(n) {
			j.report(listOrder, p.place(), "前一项是第 %d 项，这里写的是第 %d 项", was, n)
		}
	}
}

// Name finds what each table is called, by the titles of the pack's tables: in its first rows, or in the paragraphs before it.
func (d *Document) Name(forms []string) {
	from := 0
	for _, t := range d.Tables {
		rows := t.Grid.Rows
		for _, row := range rows[:min(3, len(rows))] {
			if f, text := formIn(strings.Join(row, ""), forms); f >= 0 {
				t.form, t.title = f, text
				break
			}
		}
		if t.form < 0 {
			var above [][]string
			for n := t.after - 1; n >= max(from, t.after-4); n-- {
				p := d.Paragraphs[n]
				if len([]rune(p.Text)) > 50 || strings.ContainsAny(p.Text, "。；") {
					break
				}
				above = append([][]string{{p.Text}}, above...)
				if f, text := formIn(p.Text, forms); f >= 0 {
					t.form, t.title = f, text
				}
				if t.title == "" && strings.HasSuffix(caption.ReplaceAllString(p.Text, ""), "表") {
					t.title = p.Text
				}
				if t.title != "" {
					break
				}
			}
			if t.title != "" { // the rows of the sheet that is made of it begin with the title
				t.Grid, t.above = t.Grid.Below(above), len(above)
			}
		}
		from = t.after
	}
	for i, t := range d.Tables {
		t.Grid.Name = fmt.Sprintf("第 %d 张表", i+1)
	}
}

var caption = pattern.Of(`[（(][^（）()]*[)）]$`)

// formIn is which of the pack's tables a title names.
func formIn(text string, forms []string) (int, string) {
	best := -1
	for _, bare := range []string{tableName(text), tableName(caption.ReplaceAllString(strings.TrimSpace(text), ""))} {
		for i, f := range forms {
			f = tableName(f)
			if f != "" && (bare == f || strings.HasSuffix(bare, f) && len([]rune(bare)) < len([]rune(f))+12) && (best < 0 || len(f) > len(tableName(forms[best]))) {
				best = i
			}
		}
		if best >= 0 {
			break
		}
	}
	return best, strings.TrimSpace(text)
}

// tableName is the title of a table without year, brackets at its end, blanks.
func tableName(text string) string {
	return signs.Replace(yearIn.ReplaceAllString(strings.TrimSpace(text), ""))
}

// tables checks the order of the tables.
func (j *judge) tables() {
	var found []*Table
	at := map[int]*Table{}
	for _, t := range j.doc.Tables {
		if t.form < 0 {
			continue
		}
		if was := at[t.form]; was != nil {
			if !again(was, t, j.doc) {
				j.report(tableOrder, t.place(0), "《%s》放了两次", j.forms[t.form])
			}
			continue
		}
		at[t.form] = t
		if len(found) > 0 && t.form < found[len(found)-1].form {
			j.report(tableOrder, t.place(0), "《%s》应在《%s》前面", j.forms[t.form], j.forms[found[len(found)-1].form])
		}
		found = append(found, t)
	}
	if len(at)*2 <= len(j.forms) {
		return
	}
	for i, f := range j.forms {
		if at[i] == nil && f != "" {
			before := finding.Place{}
			if k := slices.IndexFunc(found, func(t *Table) bool { return t.form > i }); k >= 0 {
				before = found[k].place(0)
			}
			j.report(tableOrder, before, "缺《%s》", f)
		}
	}
}

// again says whether a table goes on with one that stands right before it.
func again(was, t *Table, d *Document) bool {
	i, k := slices.Index(d.Tables, was), slices.Index(d.Tables, t)
	return k == i+1 && was.after == t.after
}

// place names a table, and its row if that is not 0.
func (t *Table) place(row int) finding.Place {
	name := t.Grid.Name
	if t.title != "" {
		name += "《" + quote(t.title) + "》"
	}
	if row > 0 {
		name += fmt.Sprintf("第 %d 行", row)
	}
	return finding.Place{Line: max(t.after, 1), Paragraph: name}
}

// margin names a header or footer.
func margin(text string) finding.Place {
	return finding.Place{Line: 1, Paragraph: "页眉或页脚“" + quote(text) + "”"}
}
