package bind

import (
	"slices"
	"strings"

	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

var (
	// named is a label that waits for the name of the department.
	named = pattern.Of(`^(.*?)((?:编制|填报|公开|预算)?(?:部门|单位)(?:[(（](?:单位|部门)[)）])?(?:名称|全称)?(?:[(（](?:加?盖章?|公章|盖公章|签章|章)[)）])?[:：])\s*([^:：]{0,30})$`)
	// measures are what things are counted in behind 单位：, which is no name.
	measures = pattern.Of(`^[(（]?([辆台套件个人次批间座]|[(（]套[)）]|平方米|㎡|万?元|公里|[、，,/和及\s])+[)）]?$`)
	// somebody stands for the department in a sentence of a blank form.
	somebody = pattern.Of(`([XＸ×○*]{2,}|某某)(单位|部门|局|委|办)|[（(](部门|单位|预算单位|填报单位)(名称)?[)）]`)
	// ofSomebody is the beginning of a title with somebody.
	ofSomebody = pattern.Of(`^((?:\{\{年度\}\}年(?:度)?)?)[XＸ×○*]{2,}(?:单位|部门|局|委|办)`)
	// nobody stands for a name in a blank form.
	saysNothing = pattern.Of(`无数据|本表(为|是)空|(没有|无此项|无此类|无该项|无相关|未安排)[^，,。；;]*(支出|收入|预算|拨款|资金)[。；;]?$`) // of one department's table
	nobody      = pattern.Of(`[XＸ×○*]{2,}|某某|某(单位|部门|项目)`)
)

// emptyNotes writes what the example says below a table without figures and the form does not, 注：本部门
// 没有政府性基金预算支出, where there is nothing of its total; or tells it.
func (b *binder) emptyNotes(p *pair) {
	if p.lacking || slices.ContainsFunc(p.like.blocks, func(o *block) bool {
		return slices.ContainsFunc(o.figures, func(col int) bool { return !p.like.blank(col) })
	}) {
		return
	}
	if slices.ContainsFunc(p.form.notes, saysNothing.MatchString) {
		return
	}
	view, column, known := strings.Cut(p.published.Total, ".")
	below := p.form.blankTo() + 1
	for _, note := range p.like.notes {
		if !saysNothing.MatchString(note) {
			continue
		}
		if len(p.form.texts(below)) == 0 && known {
			p.plan.put(below, 0, 1, "{{如无 "+view+"["+pack.Root+"]."+column+"}}"+b.itemsIn(asWritten(p.like, note), b.year)+"{{完}}")
			b.look(p.form.name, pos{1, below}, "范例的表下面有“%s”，写成没有数的时候才印", clip(note))
			below++
		} else {
			b.leave(p.form.name, p.form.title, "范例的表下面有“%s”，官方表上没有，没有写。要印的，在表下面写 {{空表注}}", clip(note))
		}
	}
}

// asWritten is a text of a sheet as it stands in its cell.
func asWritten(t *table, text string) string {
	for at, c := range t.cells {
		if t.says(at) == text {
			return strings.TrimSpace(c.text)
		}
	}
	return text
}

// sentences writes the texts of a sheet that change with year and department: the
// year of titles, the name behind 部门：.
func (b *binder) sentences(s *sheet) {
	plan := b.planOf(s)
	if plan.removed {
		return
	}
	year := formYearBy(s, sheetNamed(b.examples, s.name), b.year)
	dept := b.Ledger.Info["部门名称"]
	for row := 1; row <= s.last.row; row++ {
		for _, at := range s.texts(row) {
			c := s.cells[at]
			if c.numeric || c.formula || plan.has(at) || plan.dropped(row) || !s.own(at) {
				continue
			}
			if saysNothing.MatchString(tight(c.text)) {
				b.leave(s.name, at, "“%s”每个部门都会印，有数的也印。没有数才印的，改成 {{空表注}}", clip(tight(c.text)))
			}
			like := b.asExample(c.text, b.exampleText(s, at), year)
			text := b.yearly(s, at, c.text, year)
			if like != "" {
				text = like
			} else if dept != "" && strings.Contains(text, dept) {
				text = strings.ReplaceAll(text, dept, "{{部门名称}}")
			} else if m := named.FindStringSubmatch(text); m != nil && !strings.Contains(text, "{{部门名称}}") && !b.unitNote(m[3]) && !measures.MatchString(m[3]) {
				said, into := b.filledIn(s, at)
				name := b.asDepartment(s, at, said)
				switch {
				case plan.has(pos{at.col + 1, at.row}): // which names the unit of a card
				case said != "" && into != at:
					plan.put(into.row, 0, into.col, name)
				default:
					text = m[1] + m[2] + bracketed(m[3], name)
				}
			} else if b.Example == nil && ofSomebody.MatchString(text) && tableName.MatchString(tight(text)) {
				text = ofSomebody.ReplaceAllString(text, "${1}{{部门名称}}")
			} else if like := b.exampleText(s, at); dept != "" && somebody.MatchString(text) && strings.Contains(like, dept) {
				text = somebody.ReplaceAllString(text, "{{部门名称}}")
			} else if nobody.MatchString(text) && !gap.MatchString(text) {
				b.leave(s.name, at, "“%s”里的 XX 要换成标签或文字", clip(tight(text)))
			}
			if written := b.exampleText(s, at); text != c.text {
				plan.put(at.row, 0, at.col, text)
			} else if placeholder(tight(c.text)) && written != "" && !placeholder(tight(written)) {
				b.leave(s.name, at, "这里范例写的是“%s”，没有写标签。每次要手工写", clip(written))
			} else if said, into := b.filledIn(s, at); said == "" || into != at && plan.has(into) {
				continue
			} else if item := b.itemOf(s.cells[at].text, said); item == "" {
				b.leave(s.name, at, "“%s”后面范例写的是“%s”，录入里没有，填好后是空的。每次要手工写", clip(text), clip(said))
			} else if into != at {
				plan.put(into.row, 0, into.col, "{{"+item+"}}")
			} else {
				room := blanks.FindStringIndex(text)
				plan.put(at.row, 0, at.col, strings.TrimRight(text[:room[0]], ":： ")+"：{{"+item+"}}")
			}
			b.otherwise(s, at)
		}
	}
}

// otherwise tells of an item of 基本信息 that the example writes otherwise than it was entered, such as
// 2025年1月20日: a tag prints it as it was entered.
func (b *binder) otherwise(s *sheet, at pos) {
	said, _ := b.filledIn(s, at)
	if item := b.itemOf(s.cells[at].text, said); said != "" && item != "" && tight(said) != tight(b.Ledger.Info[item]) {
		b.look(s.name, at, "范例写的是“%s”，填好后照录入的印“%s”，两处写法不同。要照范例的，请部门这样填", clip(said), clip(b.Ledger.Info[item]))
	}
}

// asDepartment is how the example names the department behind a label, such as 028-某局, with tags;
// its name alone, which is told, if there is more to it than the items of 基本信息.
func (b *binder) asDepartment(s *sheet, at pos, said string) string {
	const name = "{{部门名称}}"
	dept := tight(b.Ledger.Info["部门名称"])
	if dept == "" || strings.Count(said, dept) != 1 {
		return name
	}
	text := strings.Replace(said, dept, "\x00", 1)
	for _, item := range b.Pack.Input.Info {
		value := tight(b.Ledger.Info[item.Name])
		if item.Kind == pack.CodeKey && value != "" && strings.Count(text, value) == 1 {
			text = strings.Replace(text, value, "{{"+item.Name+"}}", 1)
			break
		}
	}
	if strings.Trim(key(anyTag.ReplaceAllString(text, "")), "\x00_[]【】") != "" {
		b.leave(s.name, at, "“%s”后面范例写的是“%s”，只写了部门名称的标签", clip(s.cells[at].text), clip(said))
		return name
	}
	return strings.Replace(text, "\x00", name, 1)
}

// asExample is what the example says in a cell, with tags for the year, the department and its code, if
// the form says the same there but for those: 填报单位：[505]某局 of 填报单位：[]; "" otherwise.
func (b *binder) asExample(own, like, year string) string {
	if dateWords.MatchString(own) || dateWords.MatchString(like) {
		return ""
	}
	own, like = b.itemsIn(own, year), b.itemsIn(like, b.year)
	bare := func(text string) string {
		return tight(somebody.ReplaceAllString(anyTag.ReplaceAllString(text, ""), ""))
	}
	lost := slices.ContainsFunc(anyTag.FindAllString(own, -1), func(tag string) bool { return !strings.Contains(like, tag) })
	if lost || !strings.Contains(like, "{{") || bare(own) != bare(like) {
		return ""
	}
	return like
}

// itemsIn writes tags in a text for a year, for the name of the department and for its code beside it.
func (b *binder) itemsIn(text, year string) string {
	text = strings.TrimSpace(text)
	if name := b.Ledger.Info["部门名称"]; name != "" {
		for _, j := range joints {
			if code := b.Ledger.Info["部门代码"]; code != "" {
				text = strings.ReplaceAll(text, j[0]+code+j[1]+name+j[2], j[0]+"{{部门代码}}"+j[1]+"{{部门名称}}"+j[2])
			}
		}
		text = strings.ReplaceAll(text, name, "{{部门名称}}")
	}
	if year == "" {
		return text
	}
	return yearAlone.ReplaceAllStringFunc(text, func(y string) string {
		return strings.Replace(y, year, "{{"+pack.ScalarYear+"}}", 1)
	})
}

// yearAlone is a year that is no part of a longer number.
var yearAlone = pattern.Of(`(^|[^\d.{])20\d\d($|[^\d.])`)

// bracketed is a text in the brackets that another one stands in: 填报单位：[某局].
func bracketed(was, text string) string {
	for _, pair := range []string{"[]", "【】", "（）", "()"} {
		r := []rune(pair)
		if strings.HasPrefix(was, string(r[0])) && strings.HasSuffix(was, string(r[1])) {
			return string(r[0]) + text + string(r[1])
		}
	}
	return text
}

// blankNames writes the department where the example has its name alone above a table and
// the form leaves the cell blank, or says that somebody's stands there: 填报部门.
func (b *binder) blankNames(p *pair) {
	dept := tight(b.Ledger.Info["部门名称"])
	for row := p.like.title.row + 1; row < p.like.head[0] && dept != ""; row++ {
		for _, at := range p.like.texts(row) {
			to := pos{at.col, at.row + p.form.head[0] - p.like.head[0]}
			if p.like.says(at) == dept && (p.form.says(to) == "" || roleOf.MatchString(p.form.says(to))) && to.row > 0 && p.form.own(to) {
				p.plan.put(to.row, 0, to.col, "{{部门名称}}")
			}
		}
	}
}

// roleOf is a label without a colon in the place of the name of the department.
var roleOf = pattern.Of(`^(编制|编报|填报|公开|预算)?(部门|单位)(名称|全称)?$`)

// unitNote says whether a text behind 单位： is a unit of money.
func (b *binder) unitNote(text string) bool {
	_, ok := b.Pack.Units.Alone(strings.TrimSpace(text))
	return ok || strings.HasSuffix(strings.TrimSpace(text), "元")
}

// exampleText is what the example says in a cell of a sheet.
func (b *binder) exampleText(s *sheet, at pos) string {
	if e := sheetNamed(b.examples, s.name); e != nil {
		return e.cells[at].text
	}
	return ""
}

// blanks is where a form leaves room for what a department writes: 编制日期：, 共  个.
var blanks = pattern.Of(`[:：]\s*$|\s{2,}|_{2,}|\s*年\s+月`)

// filledIn is what the example has in the room that a text of the form leaves, or in the
// cell behind it, with the cell; "" if the form leaves no room or the example leaves it
// blank too.
func (b *binder) filledIn(s *sheet, at pos) (said string, into pos) {
	e := sheetNamed(b.examples, s.name)
	room := blanks.FindStringIndex(s.cells[at].text)
	if e == nil || room == nil {
		return "", at
	}
	stem := tight(s.cells[at].text[:room[0]])
	own := tight(s.cells[at].text)
	for row := 1; row <= e.last.row && !strings.ContainsAny(own, ":："); row++ {
		if tight(e.cells[pos{at.col, row}].text) == own {
			return "", at // 收  入, a header
		}
	}
	for row := 1; row <= e.last.row && stem != ""; row++ {
		text := tight(e.cells[pos{at.col, row}].text)
		if !strings.HasPrefix(text, stem) {
			continue
		}
		if len(text) > len(tight(s.cells[at].text)) {
			return strings.TrimLeft(strings.TrimPrefix(text, stem), ":："), at
		}
		into = pos{at.col + 1, at.row}
		if strings.ContainsAny(text, ":：") && s.cells[into].text == "" && s.own(into) {
			return tight(e.cells[pos{at.col + 1, row}].text), into
		}
		break
	}
	return "", at
}

// itemOf is the item of 基本信息 that a label asks for by its name, and that the example
// has behind it; "" if none is.
func (b *binder) itemOf(label, said string) string {
	if room := blanks.FindStringIndex(label); room != nil {
		label = label[:room[0]]
	}
	stem := strings.TrimRight(tight(label), ":：")
	for _, item := range b.Pack.Input.Info {
		if value := tight(b.Ledger.Info[item.Name]); strings.HasSuffix(stem, item.Name) || value != "" && value == said {
			return item.Name
		}
	}
	return ""
}

// yearly puts tags in the place of the form's year and the one before; a date stays.
func (b *binder) yearly(s *sheet, at pos, text, year string) string {
	if year == "" {
		return text
	}
	dates := dateWords.FindAllStringIndex(text, -1)
	if len(dates) > 0 {
		b.look(s.name, at, "“%s”里的日期没有动，每年要改的请改掉", clip(text))
	}
	return replaceOutside(text, yearNumber, dates, func(y string) string {
		switch y {
		case year:
			return "{{" + pack.ScalarYear + "}}"
		case before(year, 1):
			return "{{" + pack.ScalarYear + "-1}}"
		case before(year, -1):
			return "{{" + pack.ScalarYear + "+1}}"
		}
		b.look(s.name, at, "“%s”里的 %s 没有动", clip(text), y)
		return y
	})
}

// yearNumber is a year in a text.
var yearNumber = pattern.Of(`20\d\d`)

// replaceOutside replaces matches that do not lie in some stretches of a text and
// are no part of a longer number.
func replaceOutside(text string, what pattern.Pattern, outside [][]int, with func(string) string) string {
	var out strings.Builder
	last := 0
	for _, m := range what.FindAllStringIndex(text, -1) {
		inside := slices.ContainsFunc(outside, func(o []int) bool { return o[0] <= m[0] && m[1] <= o[1] })
		digit := func(i int) bool {
			return i >= 0 && i < len(text) && ('0' <= text[i] && text[i] <= '9' || text[i] == '.')
		}
		behind := text[m[1]:]
		if inside || digit(m[0]-1) || digit(m[1]) || strings.HasSuffix(text[:m[0]], "〔") ||
			!strings.HasPrefix(strings.TrimSpace(behind), "年") && !strings.HasPrefix(strings.TrimSpace(behind), "预算") {
			continue
		}
		out.WriteString(text[last:m[0]] + with(text[m[0]:m[1]]))
		last = m[1]
	}
	return out.String() + text[last:]
}

// formYearBy is the year of a form that stands where the example says its own year,
// else that of its titles.
func formYearBy(s, example *sheet, year string) string {
	if example != nil {
		votes := map[string]int{}
		best := ""
		for at, c := range s.cells {
			here, there := yearNumber.FindAllString(c.text, -1), yearNumber.FindAllString(example.cells[at].text, -1)
			if len(here) == 1 && len(there) == 1 && there[0] == year && !dateWords.MatchString(c.text) {
				votes[here[0]]++
				if votes[here[0]] > votes[best] {
					best = here[0]
				}
			}
		}
		if best != "" {
			return best
		}
	}
	return formYear(s, year)
}

// formYear is the year of a form: that of its titles, which may be the example's or
// the one behind it.
func formYear(s *sheet, example string) string {
	n := map[string]int{}
	for row := 1; row <= min(s.last.row, 40); row++ {
		for _, at := range s.texts(row) {
			for _, y := range yearNumber.FindAllString(s.cells[at].text, -1) {
				if s.own(at) { // once, of cells merged over rows of headers too
					n[y]++
				}
			}
		}
	}
	best := ""
	for _, y := range []string{before(example, -1), example} {
		if n[y] > n[best] {
			best = y
		}
	}
	return best
}

// titleYear is the year that most titles name.
func titleYear(sheets []*sheet) string {
	n, best := map[string]int{}, ""
	for _, s := range sheets {
		for row := 1; row <= min(s.last.row, 3); row++ {
			for _, at := range s.texts(row) {
				if y := yearNumber.FindString(s.cells[at].text); y != "" && s.own(at) && tableName.MatchString(tight(s.cells[at].text)) {
					if n[y]++; n[y] > n[best] {
						best = y
					}
				}
			}
		}
	}
	return best
}

// clip is the beginning of a text, to be quoted.
func clip(text string) string {
	r := []rune(strings.TrimSpace(text))
	if len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return string(r)
}
