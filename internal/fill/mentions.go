package fill

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/a1"
	"ysgk/internal/formula"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxedit"
)

// What a formula says of a list without a reference: by a defined name, by the name
// of one of Excel's tables, and by an address written as text or as a number of
// rows, which does not follow the rows.

// nameMentions are the names in a formula that stand for a list.
func (t *Template) nameMentions(s *sheet, f *formula.Formula) (out []mention) {
	for _, name := range f.Names() {
		e := t.nameSeen(name, s)
		if e == nil {
			if l, on, ok := t.tableNamed(name); ok {
				out = append(out, t.tableMention(name, l.Data(), on))
			}
			continue
		}
		of, err := formula.Parse(e.Text())
		if err != nil {
			continue
		}
		for _, o := range of.Operands {
			ranged := formula.TakesRange(o.Func, o.Arg)
			if o.Func == "" {
				ranged = f.AsRange(name)
			}
			words, hint := t.outsideWords(t.sheetOf(s, o.Ref), o.Ref, ranged)
			if hint != "" {
				hint = "要所有各条的，请写 SUM(" + name + ")、MAX(" + name + ") 这样的函数。"
			}
			out = append(out, mention{"名称 " + name, words, hint})
		}
		for _, m := range t.addressMentions(s, of) {
			m.what = "名称 " + name + " 的 " + m.what
			out = append(out, m)
		}
	}
	return out
}

// nameSeen is the definition of a name as a sheet sees it, nil if there is none.
func (t *Template) nameSeen(name string, s *sheet) (seen *etree.Element) {
	for of, e := range t.definitions(name) {
		switch {
		case of == nil && seen == nil:
			seen = e
		case of != nil && of.Part == s.Part:
			return e
		}
	}
	return seen
}

// tableNamed is one of Excel's tables and its sheet.
func (t *Template) tableNamed(name string) (l xlsxedit.Table, on *sheet, ok bool) {
	for _, s := range t.sheets {
		for _, l := range t.file.Tables(s.Part) {
			if strings.EqualFold(l.Name, name) {
				return l, s, true
			}
		}
	}
	return l, nil, false
}

// tableMentions are the references to columns of tables whose rows a list prints.
func (t *Template) tableMentions(x site) (out []mention) {
	for _, name := range x.formula.Tables() {
		l, on, ok := t.tableNamed(name)
		if !ok {
			continue
		}
		for _, what := range structured(x.formula.Text, name) {
			data := l.Data()
			for i, column := range l.Columns {
				if strings.Contains(what, "["+column+"]") {
					data.Col1, data.Col2 = l.Ref.Col1+i, l.Ref.Col1+i
				}
			}
			m := t.tableMention(what, data, on)
			switch lower := strings.ToLower(what); {
			case m.words == "", strings.Contains(lower, "[#headers]"):
				continue
			case strings.Contains(lower, "[#totals]"):
				m.words = "是汇总行"
			case strings.Contains(what, "[@"), strings.Contains(lower, "[#this row]"):
				if on != x.sheet || x.row.band == nil {
					continue
				}
				m.words = "是本条"
			}
			out = append(out, m)
		}
	}
	return out
}

func (t *Template) tableMention(what string, data a1.Range, on *sheet) mention {
	words := ""
	for _, b := range on.bands {
		if lane := b.laneAt(data.Col1); data.Row1 <= b.bottom && data.Row2 >= b.top && !lane.fixed() {
			words = "是" + t.levelWords(lane, data) + "全部各条"
		}
	}
	return mention{what: what, words: words}
}

// structured are the places of a formula that name a table, with what stands in the
// brackets behind it.
func structured(text, table string) (out []string) {
	for _, at := range regexp.MustCompile(`(?i)`+regexp.QuoteMeta(table)+`\[`).FindAllStringIndex(text, -1) {
		depth := 0
		for i := at[1] - 1; i < len(text); i++ {
			switch text[i] {
			case '[':
				depth++
			case ']':
				depth--
			}
			if depth == 0 {
				if what := text[at[0] : i+1]; !slices.Contains(out, what) {
					out = append(out, what)
				}
				break
			}
		}
	}
	return out
}

// indirect is an address that is written as text.
var indirect = pattern.Of(`(?i)\bINDIRECT\(\s*"([^"]+)"\s*[,)]`)

// offset is a place counted from a cell by numbers: rows down, columns, height.
var offset = pattern.Of(`(?i)\bOFFSET\(\s*([^,()]+)\s*,\s*(-?\d*)\s*,\s*-?\d*\s*(?:,\s*(-?\d*)\s*)?(?:,\s*\d*\s*)?\)`)

// fixedAddress is what is said of an address that does not follow the rows.
const fixedAddress = "地址写死，不随行数移动"

// addressMentions are the addresses in a formula that do not move with the rows, but
// point into a list or at what stands below one.
func (t *Template) addressMentions(s *sheet, f *formula.Formula) (out []mention) {
	for _, m := range indirect.FindAllStringSubmatch(f.Text, -1) {
		ref, top := t.addressed(s, m[1])
		if top == 0 || ref.Row1 == 0 || ref.Row2 < top {
			continue
		}
		hint := ""
		if ref.Row2 > top || !ref.Single() { // the first row stays where it is
			hint = "请直接写引用 " + m[1] + "，行数变了会跟着变；有意只看这一处的，不用改。"
		}
		out = append(out, mention{`INDIRECT 里的 "` + m[1] + `"`, fixedAddress, hint})
	}
	for _, m := range offset.FindAllStringSubmatch(f.Text, -1) {
		ref, top := t.addressed(s, m[1])
		down, _ := strconv.Atoi(m[2])
		high, _ := strconv.Atoi(m[3])
		if top == 0 || max(down, -down) < 2 && max(high, -high) < 2 {
			continue // the row above or below is a neighbour in the result, too
		}
		if reach := ref.Row2 + max(down, 0) + max(high-1, 0); reach >= top {
			out = append(out, mention{m[0], "里的行数写死，不随行数移动", ""})
		}
	}
	return out
}

// addressed is the one reference of a text, and the first row that repeats on the
// sheet that it means; 0 if there is none.
func (t *Template) addressed(s *sheet, text string) (ref formula.Ref, top int) {
	f, err := formula.Parse(text)
	if err != nil || len(f.Operands) != 1 {
		return ref, 0
	}
	ref = f.Operands[0].Ref
	if on := t.sheetOf(s, ref); on != nil && len(on.bands) > 0 {
		top = on.bands[0].top
	}
	return ref, top
}
