package bind

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
	"ysgk/internal/unfilled"
)

// emptyNotes writes what the example says below a table without figures and the form does not, 注：本部门
// 没有政府性基金预算支出, where there is nothing of its total; or tells it. A table with figures gets what the example
// says below one that is the same but for whose money it is.
func (b *binder) emptyNotes(p *pair, pairs []*pair) {
	if p.lacking {
		return
	}
	known := p.published.Total != ""
	if known && b.asksForNote(p) || slices.ContainsFunc(p.form.Notes, unfilled.SaysNothing.MatchString) {
		return
	}
	below := p.form.BlankTo() + 1
	put := func(text string) {
		p.plan.Put(below, 0, 1, "{{如无 "+b.moneyOn(p)+"}}"+b.itemsIn(text, b.year)+"{{完}}")
	}
	if !p.empty() {
		if text, of := b.generalNote(p, pairs); known && text != "" && len(p.form.Texts(below)) == 0 {
			put(text)
			b.look(p.form.Name, layout.At(1, below), "没有数的时候，照范例的“%s”印“%s”", of, layout.Clip(layout.Tight(text)))
			return
		}
		for _, q := range pairs {
			own, other := b.apart(p, q)
			if !known || other == "" || q.lacking || !q.empty() || len(p.form.Texts(below)) > 0 || slices.ContainsFunc(q.form.Notes, unfilled.SaysNothing.MatchString) {
				continue
			}
			for _, note := range q.like.Notes {
				if unfilled.SaysNothing.MatchString(note) && strings.Contains(note, other) {
					put(strings.ReplaceAll(asWritten(q.like, note), other, own))
					b.look(p.form.Name, layout.At(1, below), "没有数的时候，照范例的“%s”印“%s”", q.form.Called, layout.Clip(strings.ReplaceAll(note, other, own)))
					return
				}
			}
		}
		return
	}
	for _, note := range p.like.Notes {
		if !unfilled.SaysNothing.MatchString(note) {
			continue
		}
		if len(p.form.Texts(below)) == 0 && known {
			put(asWritten(p.like, note))
			b.look(p.form.Name, layout.At(1, below), "范例的表下面有“%s”，写成没有数的时候才印", layout.Clip(note))
			below++
		} else if !p.tagged() && strings.TrimSpace(asWritten(p.like, note)) != b.views.empty { // it prints no figures for anybody
			b.leave(p.form.Name, p.form.Title, noteBelow+"这张表没有写标签，要印的，在表下面写“%s”，每个部门都印", layout.Clip(note), b.itemsIn(asWritten(p.like, note), b.year))
		} else {
			b.leave(p.form.Name, p.form.Title, noteBelow+"要印的，在表下面写 %s", layout.Clip(note), b.emptyTag(p.form.Name, asWritten(p.like, note), []*pair{p}))
		}
	}
}

// generalNote is what the example says below a table without figures in words for any table, 备注：本表无数据, for one
// whose title says that it is of some money alone, with the table that says it; "" if none does.
func (b *binder) generalNote(p *pair, pairs []*pair) (text, of string) {
	if len(b.words.Title(p.form.Called).Filter) == 0 {
		return "", ""
	}
	for _, q := range pairs {
		if q == p || q.lacking || !q.empty() || len(b.words.Title(q.form.Called).Filter) == 0 || slices.ContainsFunc(q.form.Notes, unfilled.SaysNothing.MatchString) {
			continue
		}
		for _, note := range q.like.Notes {
			if said := strings.TrimSpace(asWritten(q.like, note)); anyTable.MatchString(said) && !askedNote.MatchString(said) {
				return said, q.form.Called
			}
		}
	}
	return "", ""
}

// askedNote is a note of a form for who fills it in: 备注：（无数据的请注明“本表无数据”）.
var askedNote = pattern.Of(`[（(]?[^（）()“”"：:。；;]*(?:无|没有)[^“”"]{0,10}(?:注明|说明|写明|填写|写|填)[^“”"]{0,6}[“"]([^“”"]+)[”"][^（）()]{0,3}[)）]?`)

// asksForNote writes what a form asks to be said below a table without figures, there alone. It says whether one does.
func (b *binder) asksForNote(p *pair) bool {
	for _, at := range layout.SortedCells(p.form.Sheet) {
		c := p.form.Cells[at]
		own := c.Text
		m := askedNote.FindStringSubmatchIndex(own)
		if m == nil {
			own = layout.Tight(own)
			m = askedNote.FindStringSubmatchIndex(own)
		}
		if m == nil || c.Numeric || c.Formula || !p.form.Own(at) || p.plan.Has(at) || at.Row < p.form.Body[0] || p.plan.Dropped(at.Row) {
			continue
		}
		before, text, behind := own[:m[0]], own[m[2]:m[3]], own[m[1]:]
		if strings.ContainsAny(before, "。；;") { // other sentences are for all
			behind = "{{完}}" + behind
		} else {
			before, text, behind = "", before+text+behind, "{{完}}"
		}
		p.plan.Set(at, before+"{{如无 "+b.moneyOn(p)+"}}"+text+behind)
		b.look(p.form.Name, at, "“%s”写成没有数的时候才印的“%s”", layout.Clip(layout.Tight(own[m[0]:m[1]])), text)
		return true
	}
	return false
}

// noteBelow tells of a note of the example that the form does not have.
const noteBelow = "范例的表下面有“%s”，官方表上没有，没有写。"

// tellNotes tells of such notes below what is bound as no table, such as the goals of the whole department.
func (b *binder) tellNotes(s *layout.Sheet) {
	e, plan := b.shownBy(s), b.planOf(s)
	begins, _, _ := strings.Cut(noteBelow, "%s")
	if e == nil || !e.Tabular() || slices.ContainsFunc(b.result.Left, func(x tagging.Entry) bool {
		return x.Place.Sheet == s.Name && strings.HasPrefix(x.Text, begins)
	}) {
		return
	}
	nothing := func(text string) bool { return unfilled.SaysNothing.MatchString(layout.Tight(text)) }
	if slices.ContainsFunc(layout.SortedCells(s), func(at layout.Pos) bool { return nothing(s.Cells[at].Text) }) || slices.ContainsFunc(plan.Puts, func(x tagging.Put) bool { return nothing(x.Text) }) {
		return
	}
	for _, at := range layout.SortedCells(e) {
		if c := e.Cells[at]; !c.Formula && e.Own(at) && nothing(c.Text) && !b.tells(s.Name, at) {
			b.leave(s.Name, layout.Pos{}, noteBelow+"没有数据的部门要印的，在表下面写“%s”", layout.Clip(layout.Tight(c.Text)), b.itemsIn(c.Text, b.year))
		}
	}
}

// apart is by which words two tables are called otherwise that are the same but for these: 政府性基金 and 国有资本经营
// of 政府性基金预算支出表 and 国有资本经营预算支出表; "" if they are not the same, or these say
// nothing of money.
func (b *binder) apart(p, q *pair) (own, other string) {
	a, o := []rune(layout.ViewName(p.like.Called)), []rune(layout.ViewName(q.like.Called))
	for len(a) > 0 && len(o) > 0 && a[0] == o[0] {
		a, o = a[1:], o[1:]
	}
	for len(a) > 0 && len(o) > 0 && a[len(a)-1] == o[len(o)-1] {
		a, o = a[:len(a)-1], o[:len(o)-1]
	}
	own, other = string(a), string(o)
	mine, its := b.words.Read(own), b.words.Read(other)
	if len(mine.Filter) == 0 || mine.Rest+its.Rest != "" || !meaning.SameFields(mine.Filter, its.Filter) || p.form.Last.Col != q.form.Last.Col {
		return "", ""
	}
	for col := 1; col <= p.form.Last.Col; col++ {
		if !layout.SameHead(p.form.Headed(col), strings.ReplaceAll(q.form.Headed(col), other, own)) {
			return "", ""
		}
	}
	return own, other
}

// asWritten is a text of a sheet as it stands in its cell.
func asWritten(t *layout.Table, text string) string {
	for at, c := range t.Cells {
		if t.Says(at) == text {
			return strings.TrimSpace(c.Text)
		}
	}
	return text
}

// sentences writes the texts of a sheet that change with year and department: the
// year of titles, the name behind 部门：.
func (b *binder) sentences(s *layout.Sheet, pairs []*pair) {
	plan := b.planOf(s)
	if plan.Removed {
		return
	}
	year := b.formYearBy(s, b.exampleOf(s))
	b.undated(s)
	dept := b.Ledger.Info["部门名称"]
	for row := 1; row <= s.Last.Row; row++ {
		for _, at := range s.Texts(row) {
			c := s.Cells[at]
			if c.Numeric || c.Formula || plan.Has(at) || plan.Dropped(row) || !s.Own(at) {
				continue
			}
			if unfilled.SaysNothing.MatchString(layout.Tight(c.Text)) {
				b.leave(s.Name, at, "“%s”每个部门都会印，有数的也印。没有数才印的，改成 %s", layout.Clip(layout.Tight(c.Text)), b.emptyTag(s.Name, c.Text, pairs))
			}
			if s.Guessed[at] {
				b.look(s.Name, at, "“%s”里空着的年份照这张表别的句子写", layout.Clip(c.Text))
			}
			like := b.asExample(c.Text, b.exampleText(s, at), year)
			text := b.yearly(s, at, c.Text, year)
			if b.ofAnother(s, at) {
				if strings.Contains(text, dept) { // 主管部门：某局, which may be the same for all
					b.look(s.Name, at, "“%s”是官方表印好的，照样印，没有换成部门名称。每个部门不同的，写 {{部门名称}}", layout.Clip(c.Text))
				}
			} else if like != "" && year == b.year {
				text = b.yearly(s, at, like, year) // the years around it, which both have
			} else if like != "" {
				text = like
			} else if named := b.namedAsIn(s, text); named != "" {
				text = named
			} else if dept != "" && strings.Contains(text, dept) {
				text = strings.ReplaceAll(text, dept, "{{部门名称}}")
			} else if m := layout.Named.FindStringSubmatch(text); m != nil && !strings.Contains(text, "{{部门名称}}") && !b.unitNote(m[3]) && !layout.Measures.MatchString(m[3]) {
				said, into := b.filledIn(s, at)
				if label, _, value := cutLabel(layout.Tight(b.exampleText(s, at))); said == "" && (m[3] != "" || layout.YearNumber.ReplaceAllString(label, year) == layout.Tight(c.Text)) {
					said = value // of a label with a year
				}
				other := b.namesOther(said)
				name := "{{部门名称}}"
				if !other {
					name = b.asDepartment(s, at, said)
				}
				switch {
				case plan.Has(layout.At(at.Col+1, at.Row)): // which names the unit of a card
				case other:
					b.otherThanDepartment(s, at, said)
					if text != c.Text { // its year
						plan.Put(at.Row, 0, at.Col, text)
					}
					continue
				case said != "" && into != at:
					plan.Put(into.Row, 0, into.Col, name)
				default:
					text = m[1] + m[2] + bracketed(m[3], name)
				}
			} else if b.Example == nil && layout.OfSomebody.MatchString(text) && layout.TableName.MatchString(layout.Tight(text)) {
				text = layout.OfSomebody.ReplaceAllString(text, "${1}{{部门名称}}")
			} else if like := b.counterpart(s, at, dept); dept != "" && layout.Somebody.MatchString(text) && strings.Contains(like, dept) {
				text = b.departmentIn(text, like)
			} else if dept != "" && layout.Tight(like) == layout.Tight(dept) && (inBrackets.MatchString(layout.Tight(text)) || justSigns.MatchString(layout.Tight(text))) {
				text = "{{部门名称}}" // in the place of （单位公章）
			}
			if more := b.inFront(s, at); text == c.Text && more != "" {
				text = more + text
				b.look(s.Name, at, "“%s”前面照范例印 %s", layout.Clip(layout.Tight(c.Text)), more)
			}
			if layout.Nobody.MatchString(withoutSlots(text)) && !b.keeps(s, at) {
				b.leave(s.Name, at, "“%s”里的 XX 要换成标签或文字", layout.Clip(layout.Tight(c.Text)))
			} else if layout.LeavesYear(text) {
				b.leave(s.Name, at, "“%s”里空着的年份没有写标签，看不出是哪一年。请换成 {{年度}} 或 {{年度-1}}", layout.Clip(text))
			}
			written := b.exampleText(s, at)
			if text != c.Text {
				plan.Put(at.Row, 0, at.Col, text)
			} else if layout.Placeholder(layout.Tight(c.Text)) && written != "" && !layout.Placeholder(layout.Tight(written)) {
				b.leave(s.Name, at, "这里范例写的是“%s”，没有写标签。每次要手工写", layout.Clip(written))
			} else if inBrackets.MatchString(layout.Tight(c.Text)) && layout.Somebody.MatchString(layout.Tight(c.Text)) && written != "" && !inBrackets.MatchString(layout.Tight(written)) {
				b.leave(s.Name, at, "“%s”这里范例写的是“%s”，不是部门名称，没有写标签。每次要手工写；印部门名称的，写 {{部门名称}}", layout.Clip(c.Text), layout.Clip(written))
			} else if more := b.behindNumber(s, c.Text); more != "" {
				b.leave(s.Name, at, "“%s”后面范例写的是“%s”，没有写标签，填好后是空的。每次要手工写", layout.Clip(c.Text), layout.Clip(more))
			} else if more := b.behindLabel(s, at); more != "" {
				b.leave(s.Name, at, "“%s”后面范例写的是“%s”，没有写标签，填好后是空的。每次要手工写", layout.Clip(c.Text), layout.Clip(more))
			} else if tag := b.asksFor(s, at); tag != "" {
				plan.Put(at.Row, 0, at.Col, labelled(text[:strings.IndexAny(text, ":：")], tag))
			} else if said, into := b.filledIn(s, at); said == "" || into != at && plan.Has(into) {
				continue
			} else if dept != "" && strings.Contains(said, layout.Tight(dept)) && b.namesOther(said) {
				b.otherThanDepartment(s, at, said)
			} else if said != "" && dept != "" && strings.Contains(said, layout.Tight(dept)) {
				text, name := text[:blanks.FindStringIndex(text)[0]], b.asDepartment(s, at, said)
				if into != at {
					plan.Put(into.Row, 0, into.Col, name)
				} else {
					plan.Put(at.Row, 0, at.Col, labelled(text, name))
				}
			} else if item := b.itemOf(s.Cells[at].Text, said); item == "" && b.sameDay(said) != "" {
				day := b.sameDay(said)
				b.leave(s.Name, at, "“%s”后面范例写的是“%s”，和%s是同一天，没有写标签。就是%[3]s的，写 %s；不是的，每次要手工写", layout.Clip(text), layout.Clip(said), day, b.tagged(day, said))
			} else if item == "" {
				b.leave(s.Name, at, "“%s”后面范例写的是“%s”，录入里没有，填好后是空的。每次要手工写", layout.Clip(text), layout.Clip(said))
			} else if into != at {
				plan.Put(into.Row, 0, into.Col, b.tagged(item, said))
			} else {
				room := blanks.FindStringIndex(text)
				plan.Put(at.Row, 0, at.Col, labelled(text[:room[0]], b.tagged(item, said)))
			}
			b.otherwise(s, at)
		}
	}
	b.tellNumerals(s, year)
}

// inFront is what the example has in front of the title of a form: the department, and the year, as tags; "" if nothing, or
// anything else.
func (b *binder) inFront(s *layout.Sheet, at layout.Pos) string {
	said, title, dept := layout.Tight(b.exampleText(s, at)), layout.Tight(s.Cells[at].Text), layout.Tight(b.Ledger.Info["部门名称"])
	more, ok := strings.CutSuffix(said, title)
	if !ok || dept == "" || !strings.Contains(more, dept) || !layout.TableName.MatchString(title) && !coverTitle.MatchString(title) {
		return ""
	}
	tagged := b.yearly(s, at, strings.Replace(more, dept, "{{部门名称}}", 1), b.year)
	if strings.Trim(tagging.AnyTag.ReplaceAllString(tagged, ""), "年度") != "" {
		return ""
	}
	return tagged
}

// coverTitle is the title of a cover: 部门预算.
var coverTitle = pattern.Of(`^(?:部门|单位)?预算(?:信息)?(?:公开)?(?:[编情]?[制况]?说明|报告|书|草案)?$`)

// notOnForm tells of the paragraphs that the example has on a sheet of texts of which the form has the title alone:
// nothing of them is printed. It says whether it is so.
func (b *binder) notOnForm(s *layout.Sheet) bool {
	ours, theirs := b.saidOn(s)
	if !titleOf(ours, theirs) || len(b.repeated[b.exampleOf(s)]) > 0 {
		return false
	}
	b.leave(s.Name, layout.Pos{}, "范例里有 %d 段文字，官方表上只有“%s”，都不印。要印的，写进官方表，数写成 ××，再运行 ysgk pack init", len(theirs), layout.Clip(strings.Join(ours, "")))
	return true
}

// titleAlone says whether a form has nothing but the title of a sheet of texts.
func (b *binder) titleAlone(s *layout.Sheet) bool { return titleOf(b.saidOn(s)) }

func titleOf(ours, theirs []string) bool {
	const few = 2 // a title and whose it is
	return len(ours) <= few && len(theirs) > 2*few
}

// saidOn is what the form and the example say on a sheet of texts, nothing if it is none.
func (b *binder) saidOn(s *layout.Sheet) (ours, theirs []string) {
	e := b.same[s]
	for _, x := range b.examples {
		if e == nil && x.Name == s.Name {
			e = x
		}
	}
	if e == nil || b.Example == nil || s.Tabular() || e.Tabular() {
		return nil, nil
	}
	said := func(s *layout.Sheet) (out []string) {
		for row := 1; row <= s.Last.Row; row++ {
			for _, at := range s.Texts(row) {
				out = append(out, s.Says(at))
			}
		}
		return out
	}
	return said(s), said(e)
}

// yearOfOpenDate is the year of a date whose month and day a form leaves open: 2026年  月  日, 20  年  月  日.
var yearOfOpenDate = pattern.Of(`(?:20\d\d|\b20[\s\x{3000}_]+|二[〇○零][〇○零一二三四五六七八九]{2})(年[\s\x{3000}]+月)`)

// markedDate is a date at the end of a text that a form leaves open with marks: 20××年×月, 二〇二×年×月.
var markedDate = pattern.Of(`(?:20[\dXＸ×○*]{2}|二[〇○零][〇零一二三四五六七八九XＸ×○*]{2}|[XＸ×○*]{1,4})年[XxＸ×○*]{1,2}月([XxＸ×○*]{1,2}日)?$`)

// undated takes the year out of the dates that a form leaves open, where a tag is to print all of the date;
// of others it tells what stays open.
func (b *binder) undated(s *layout.Sheet) {
	for _, at := range layout.SortedCells(s) {
		c := s.Cells[at]
		bare := yearOfOpenDate.ReplaceAllString(c.Text, "  $1")
		marked, what := false, "“%s”里的月、日没有写标签，填好后是空的。每次要手工写"
		if m := markedDate.FindStringSubmatchIndex(strings.TrimRight(c.Text, " \u3000")); m != nil {
			day := ""
			if m[2] >= 0 {
				day = "  日"
			}
			bare, marked, what = c.Text[:m[0]]+"  年  月"+day, true, "“%s”里的日期没有写标签。每次要手工写"
		}
		if bare == c.Text || c.Formula || !s.Own(at) || b.planOf(s).Has(at) {
			continue
		}
		was := c.Text
		c.Text = bare
		s.Cells[at] = c
		said, _ := b.filledIn(s, at)
		if (said == "" || openDate.MatchString(said) || marked && b.itemOf(c.Text, said) == "") && b.asksFor(s, at) == "" {
			c.Text = was
			s.Cells[at] = c
			b.leave(s.Name, at, what, layout.Clip(was))
		}
	}
}

// otherwise tells of an item of 基本信息 that the example writes otherwise than it was entered: a tag prints
// it as it was entered.
func (b *binder) otherwise(s *layout.Sheet, at layout.Pos) {
	said, _ := b.filledIn(s, at)
	if item := b.itemOf(s.Cells[at].Text, said); said != "" && item != "" && b.Ledger.Info[item] != "" && layout.Tight(said) != layout.Tight(b.Ledger.Info[item]) && dayIn(said, b.Ledger.Info[item]) == "" {
		b.look(s.Name, at, "范例写的是“%s”，填好后照录入的印“%s”，两处写法不同。要照范例的，请部门这样填", layout.Clip(said), layout.Clip(b.Ledger.Info[item]))
	}
}

// stranger stands for the department in a form, alone or with the word for what it is, perhaps behind its place:
// ××市××局.
var stranger = []pattern.Pattern{pattern.Of(`[XＸ×○*]{2,}|某某|某`), pattern.Of(`([XＸ×○*]{2,}|某某|某)(单位|部门|局|委|办)`), pattern.Of(room),
	pattern.Of(`(([XＸ×○*]{2,}|某某|某)(省|自治区|市|自治州|州|盟|县|区|旗|镇|乡)){1,3}([XＸ×○*]{2,}|某某|某)(单位|部门|局|委|办)?`)}

// namedAsIn is a text of a form with the tag of the department where the example names it: the two say the same
// but for that, for years and for numbers; "" if no text of the example does.
func (b *binder) namedAsIn(s *layout.Sheet, text string) string {
	dept, e := b.Ledger.Info["部门名称"], b.same[s]
	if dept == "" || e == nil {
		return ""
	}
	const name, begins = "{{部门名称}}", 6 // signs by which a sentence is known behind the name
	for i, who := range stranger {
		named := i == 1 // ××部门 is no room for a text or a number
		for _, r := range who.FindAllStringIndex(text, -1) {
			for _, from := range []int{placeBefore(text, r[0], dept), r[0]} {
				mine := bone(text[:from] + "\x00" + text[r[1]:])
				if len([]rune(strings.Trim(mine, "\x00#"))) < 2 {
					continue // ** in the place of the number of a column
				}
				for _, c := range e.Cells {
					if strings.Contains(c.Text, dept) && bone(strings.ReplaceAll(c.Text, dept, "\x00")) == mine {
						return b.codeIn(text[:from]+name+text[r[1]:], strings.ReplaceAll(c.Text, dept, name))
					}
				}
				first, _, _ := strings.Cut(mine, "\x00")
				behind := []rune(strings.TrimPrefix(mine, first))
				for _, c := range e.Cells { // a sentence that goes on otherwise: 比上年增加（减少）
					if (from < r[0] || named) && len(behind) > begins && strings.HasPrefix(bone(strings.Replace(c.Text, dept, "\x00", 1)), first+string(behind[:begins])) {
						if named { // wherever it stands
							return strings.ReplaceAll(text, text[from:r[1]], name)
						}
						return text[:from] + name + text[r[1]:]
					}
				}
			}
		}
	}
	return ""
}

// placeBefore is where the name of a department begins in a text: before the signs that stand for the rest of it,
// where the form has the place that its name begins with, as 某市××× of 某市水务局.
func placeBefore(text string, at int, dept string) int {
	for n := len(dept) - 1; n > 0; n-- {
		if utf8.RuneStart(dept[n]) && strings.HasSuffix(text[:at], dept[:n]) {
			return at - n
		}
	}
	return at
}

// codeIn is a text of a form with the tags of codes of 基本信息 in the room for them, which a text of the example has:
// [×××]某局 is [361]某局 there.
func (b *binder) codeIn(text, like string) string {
	parts := roomOfSigns().Split(layout.Tight(text), -1)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	found := regexp.MustCompile("^" + strings.Join(parts, "(.+?)") + "$").FindStringSubmatch(layout.Tight(like))
	if len(parts) < 2 || found == nil {
		return text
	}
	n := 0
	return roomOfSigns.ReplaceAllStringFunc(text, func(room string) string {
		n++
		for _, item := range b.Pack.Input.Info {
			if value := layout.Tight(b.Ledger.Info[item.Name]); item.Kind == pack.CodeKey && value != "" && value == found[n] {
				return "{{" + item.Name + "}}"
			}
		}
		return room
	})
}

// roomOfSigns is room for something that signs mark.
var roomOfSigns = pattern.Of(`[XＸ×○*]{2,}`)

// justSigns are nothing but signs that leave room.
var justSigns = pattern.Of(`^[XＸ×○*]{2,}$`)

// ofPlace is a name of a department that begins with its place.
var ofPlace = pattern.Of(`^\p{Han}{1,10}[省市县区旗州盟]\p{Han}{2,}`)

// endsInPlace ends with the name of a place.
var endsInPlace = pattern.Of(`\p{Han}[省市县区旗州盟]$`)

// ofKind ends what stands for a department: XX部门.
var ofKind = pattern.Of(`[（(]?(部门|单位)[)）]?$`)

// departmentIn is a text with the tag of the department in the place of strangers. The place in front of one stays as
// room where the name of the department has none.
func (b *binder) departmentIn(text, like string) string {
	var out strings.Builder
	end, dept := 0, b.Ledger.Info["部门名称"]
	for _, r := range layout.Somebody.FindAllStringIndex(text, -1) {
		if before, _, _ := strings.Cut(like, dept); !ofPlace.MatchString(dept) || endsInPlace.MatchString(before) {
			r[0] += len(layout.Somewhere.FindString(text[r[0]:r[1]]))
		}
		out.WriteString(text[end:max(end, placeBefore(text, r[0], dept))] + "{{部门名称}}")
		end = r[1]
		if kind := ofKind.FindString(text[r[0]:r[1]]); kind != "" && strings.Contains(like, dept+kind) {
			end -= len(kind) // 某局部门预算 of XX部门预算
		}
	}
	return out.String() + text[end:]
}

// keeps says whether what looks like room for a text stays as it is: the example has it too, or it is ** in a row of
// the numbers of columns.
func (b *binder) keeps(s *layout.Sheet, at layout.Pos) bool {
	if like := b.exampleText(s, at); like != "" && !b.itself() && layout.Tight(like) == layout.Tight(s.Cells[at].Text) {
		return true
	}
	return strings.Trim(s.Says(at), "*") == "" && !slices.ContainsFunc(s.Texts(at.Row), func(o layout.Pos) bool {
		return strings.Trim(s.Says(o), "*") != "" && !layout.AllDigits(s.Says(o))
	})
}

// bone is what a sentence says without years, numbers and the room for them.
func bone(text string) string {
	text = roomOrNumber.ReplaceAllString(layout.YearNumber.ReplaceAllString(tagging.AnyTag.ReplaceAllString(text, ""), ""), "#")
	return layout.Tight(text)
}

// roomOrNumber is a number or a blank for one.
var roomOrNumber = pattern.Of(`(\d[\d,]*(\.\d+)?|` + room + `)+`)

// numberAlone is the number of a line that a form leaves blank: （一）, 1.
var numberAlone = pattern.Of(`^([(（]?[一二三四五六七八九十\d]{1,3}[)）、.．])$`)

// behindNumber is what the example has behind a number that stands alone in the form, "" if there is none.
func (b *binder) behindNumber(s *layout.Sheet, text string) string {
	number, e := layout.Tight(text), b.exampleOf(s)
	if e == nil || !numberAlone.MatchString(number) {
		return ""
	}
	for row := 1; row <= e.Last.Row; row++ {
		for _, at := range e.Texts(row) {
			if more, ok := strings.CutPrefix(e.Says(at), number); ok && more != "" {
				return more
			}
		}
	}
	return ""
}

// namesOther says whether what the example has behind a label that asks for a department or a unit is another one's
// name: a unit of the ledger, or what is not the department's where the example has that too.
func (b *binder) namesOther(said string) bool {
	said = layout.Tight(said)
	dept := layout.Tight(b.Ledger.Info["部门名称"])
	if said == "" || dept == "" || layout.Nobody.MatchString(said) || layout.Somebody.MatchString(said) || layout.Placeholder(said) {
		return false
	}
	itself := func(name string) bool {
		rest, ok := strings.CutPrefix(layout.Key(name), layout.Key(dept))
		return ok && ownOffice.MatchString(rest)
	}
	if t := b.Ledger.Tables[b.x.Usual]; t != nil && t.Field("单位") >= 0 {
		for _, unit := range t.Distinct(t.Field("单位")) {
			if name := layout.Tight(unit); name != "" && !itself(name) && !strings.Contains(dept, name) && strings.Contains(said, name) {
				return true
			}
		}
	}
	if _, behind, ok := strings.Cut(said, dept); ok {
		word := letters.FindString(behind)
		return !ownOffice.MatchString(word) && word == behind // 某局某中心
	}
	return !strings.HasSuffix(dept, said) && slices.ContainsFunc(b.examples, func(e *layout.Sheet) bool {
		return e.AnyText(func(text string) bool { return strings.Contains(layout.Tight(text), dept) })
	})
}

var (
	ownOffice = pattern.Of(`^(本级|机关|本部|局机关|委机关|办机关)*$`)
	letters   = pattern.Of(`^\p{Han}*`)
)

// otherThanDepartment tells of a label behind which the example names somebody else.
func (b *binder) otherThanDepartment(s *layout.Sheet, at layout.Pos, said string) {
	b.leave(s.Name, at, "“%s”后面范例写的是“%s”，不是部门名称，没有写标签。每次要手工写；印部门名称的，写 {{部门名称}}", layout.Clip(s.Cells[at].Text), layout.Clip(said))
}

// ofAnother says whether a form prints the name of somebody behind a label that does not ask whose table it is, or that
// the example prints too though it is not the department.
func (b *binder) ofAnother(s *layout.Sheet, at layout.Pos) bool {
	text := layout.Tight(s.Cells[at].Text)
	m, dept := layout.Named.FindStringSubmatch(text), layout.Tight(b.Ledger.Info["部门名称"])
	if b.Example == nil || b.itself() || m == nil || m[3] == "" || dept == "" || b.unitNote(m[3]) || layout.Measures.MatchString(m[3]) ||
		layout.Nobody.MatchString(m[3]) || layout.Somebody.MatchString(m[3]) || layout.Placeholder(m[3]) {
		return false
	}
	_, _, like := cutLabel(layout.Tight(b.exampleText(s, at)))
	return like == m[3] && (!strings.Contains(like, dept) || !whose.MatchString(m[1]))
}

// whose is what may stand before 部门： or 单位： that asks whose a table is.
var whose = pattern.Of(`^[\d.、（）()一二三四五六七八九十]*(20\d\d年度?)?(编报|报送|申报|填表|制表|本|各)?$`)

// behindLabel is what the example has behind words that a form has alone on a sheet of texts, without a colon: 打印日期.
func (b *binder) behindLabel(s *layout.Sheet, at layout.Pos) string {
	const most = 10 // signs of a label
	own, like := layout.Tight(s.Cells[at].Text), b.exampleText(s, at)
	if e := b.exampleOf(s); e == nil || s.Tabular() || e.Tabular() || strings.ContainsAny(own, ":：。，；") || len([]rune(own)) > most {
		return ""
	}
	more, ok := strings.CutPrefix(layout.Tight(like), own)
	if more = strings.TrimLeft(more, ":："); !ok {
		return ""
	}
	return more
}

// codeAndName is a label that asks for the code of the department before its name: 部门编码及名称：.
var codeAndName = pattern.Of(`(?:编码|代码|编号)[及和与、/]?(?:名称|全称)`)

// asDepartment is how the example names the department behind a label, such as 028-某局, with tags;
// its name alone, which is told, if there is more to it than the items of 基本信息. What no example shows is as the
// label asks.
func (b *binder) asDepartment(s *layout.Sheet, at layout.Pos, said string) string {
	const name = "{{部门名称}}"
	dept := layout.Tight(b.Ledger.Info["部门名称"])
	if said == "" && (b.Example == nil || b.exampleText(s, at) == "") && codeAndName.MatchString(s.Says(at)) {
		return "{{部门代码}}" + name
	}
	if dept == "" || strings.Count(said, dept) != 1 {
		return name
	}
	text := strings.Replace(said, dept, "\x00", 1)
	for _, item := range b.Pack.Input.Info {
		value := layout.Tight(b.Ledger.Info[item.Name])
		if item.Kind == pack.CodeKey && value != "" && strings.Count(text, value) == 1 {
			text = strings.Replace(text, value, "{{"+item.Name+"}}", 1)
			break
		}
	}
	if strings.Trim(layout.Key(tagging.AnyTag.ReplaceAllString(text, "")), "\x00_[]【】") != "" {
		b.leave(s.Name, at, "“%s”后面范例写的是“%s”，只写了部门名称的标签", layout.Clip(s.Cells[at].Text), layout.Clip(said))
		return name
	}
	return strings.Replace(text, "\x00", name, 1)
}

// asExample is what the example says in a cell, with tags for the year, the department and its code, if
// the form says the same there but for those: 填报单位：[505]某局 of 填报单位：[]; "" otherwise.
func (b *binder) asExample(own, like, year string) string {
	if layout.DateWords.MatchString(own) || layout.DateWords.MatchString(like) {
		return ""
	}
	if named := b.itemsNamed(own, like, year); named != "" {
		return named
	}
	own, like = b.itemsIn(own, year), b.itemsIn(like, b.year)
	bare := func(text string) string {
		return layout.Tight(layout.Somebody.ReplaceAllString(tagging.AnyTag.ReplaceAllString(text, ""), ""))
	}
	lost := slices.ContainsFunc(tagging.AnyTag.FindAllString(own, -1), func(tag string) bool { return !strings.Contains(like, tag) })
	if lost || !strings.Contains(like, "{{") || bare(own) != bare(like) {
		return ""
	}
	label, _, _ := cutLabel(own)
	if said, colon, value := cutLabel(like); colon && layout.Tight(label) == layout.Tight(said) {
		return label + value // the form's words, as it writes them
	}
	return like
}

// inTheirPlace are the names of items that stand in their place on a form: [部门编码]部门名称.
var inTheirPlace = strings.NewReplacer("部门编码", "{{部门代码}}", "部门代码", "{{部门代码}}", "单位编码", "{{部门代码}}", "部门名称", "{{部门名称}}", "单位名称", "{{部门名称}}")

// itemsNamed is a text that names items in whose place the example has what they are, each of its year; "" if it is none.
func (b *binder) itemsNamed(own, like, year string) string {
	text := inTheirPlace.Replace(own)
	said := strings.NewReplacer("{{部门代码}}", b.Ledger.Info["部门代码"], "{{部门名称}}", b.Ledger.Info["部门名称"]).Replace(text)
	if text == own || layout.Tight(b.itemsIn(said, year)) != layout.Tight(b.itemsIn(like, b.year)) {
		return ""
	}
	return b.itemsIn(text, year)
}

// cutLabel divides a text behind the colon of its label.
func cutLabel(text string) (label string, colon bool, value string) {
	i := strings.IndexAny(text, ":：")
	if i < 0 {
		return "", false, text
	}
	_, size := utf8.DecodeRuneInString(text[i:])
	return text[:i+size], true, text[i+size:]
}

// itemsIn writes tags in a text for a year, for the name of the department and for its code beside it.
func (b *binder) itemsIn(text, year string) string {
	text = strings.TrimSpace(text)
	if name := b.Ledger.Info["部门名称"]; name != "" {
		for _, j := range evidence.Joints {
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

// thatYear is a year that stays as years go on: 2024年出台, 自2024年起.
var thatYear = pattern.Of(`[自从]20\d\d年(?:度)?|20\d\d年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:出台|印发|颁布|制定|发布|修订|修正|施行|起施行|成立|组建|挂牌|开工|起[，,实])`)

// yearAlone is a year that is no part of a longer number.
var yearAlone = pattern.Of(`(^|[^\d.{])20\d\d($|[^\d.])`)

// inBrackets is a text that says what is to be written in its place.
var inBrackets = pattern.Of(`^[(（\[【][^()（）]*[)）\]】]$`)

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
	dept, cols := layout.Tight(b.Ledger.Info["部门名称"]), p.columnsByHead()
	for row := p.like.Title.Row + 1; row < p.like.Head[0] && dept != ""; row++ {
		for _, at := range p.like.Texts(row) {
			to := layout.At(cols[at.Col], at.Row+p.form.Head[0]-p.like.Head[0])
			if p.like.Says(at) == dept && (p.form.Says(to) == "" || roleOf.MatchString(p.form.Says(to))) && to.Row > 0 && p.form.Own(to) {
				p.plan.Put(to.Row, 0, to.Col, "{{部门名称}}")
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
func (b *binder) exampleText(s *layout.Sheet, at layout.Pos) string {
	if e := b.exampleOf(s); e != nil {
		return e.Cells[at].Text
	}
	return ""
}

// counterpart is what the example says where the form has a text, or in the line of a sheet of texts that says the same,
// where lists above that have more lines there move it down: which of the two has the name of the department. It is that
// name alone where no line says the same, and others have it in the place of the same ××（部门）.
func (b *binder) counterpart(s *layout.Sheet, at layout.Pos, dept string) string {
	text, e := b.exampleText(s, at), b.shownBy(s)
	if e == nil || dept == "" || strings.Contains(text, dept) || s.Tabular() || e.Tabular() {
		return text
	}
	lined, known := b.lineByLine[s]
	if !known {
		lined = b.beside(s, e)
		b.lineByLine[s] = lined
	}
	like, ours := lined.Cells[at].Text, layout.Somebody.FindString(s.Cells[at].Text)
	if like == "" && ours != "" && slices.ContainsFunc(layout.SortedCells(s), func(o layout.Pos) bool {
		return layout.Somebody.FindString(s.Cells[o].Text) == ours && strings.Contains(lined.Cells[o].Text, dept)
	}) {
		return dept // as elsewhere on the sheet
	}
	return cmp.Or(like, text)
}

// shownBy is the sheet of the example that shows what one of the form holds when it is filled; nil if there is none,
// the example is the form itself, or the sheet goes.
func (b *binder) shownBy(s *layout.Sheet) *layout.Sheet {
	if b.Example == nil || b.itself() || b.planOf(s).Removed {
		return nil
	}
	return b.same[s]
}

// exampleOf is the sheet of the example that is the same as one of the form, its texts where they stand in
// the form; nil if there is none.
func (b *binder) exampleOf(s *layout.Sheet) *layout.Sheet {
	e, known := b.likes[s]
	if !known {
		if e = b.same[s]; e != nil {
			if _, lines := s.Whence(); lines != nil {
				e = b.beside(s, e)
			} else {
				e = e.Onto(s)
			}
		}
		b.likes[s] = e
	}
	return e
}

// beside is a sheet of texts of the example whose lines stand beside those of the form that say the same, in their
// order; the others stand nowhere.
func (b *binder) beside(s, e *layout.Sheet) *layout.Sheet {
	const alike = 0.5
	bare := func(s *layout.Sheet) (rows []int, texts []nearest.Text) {
		for row := 1; row <= s.Last.Row; row++ {
			if all := s.Texts(row); len(all) > 0 && s.Own(all[0]) {
				text := layout.Somebody.ReplaceAllString(layout.Unnumbered(withoutSlots(s.Cells[all[0]].Text)), "")
				if dept := b.Ledger.Info["部门名称"]; dept != "" {
					text = strings.ReplaceAll(text, layout.Tight(dept), "")
				}
				rows, texts = append(rows, row), append(texts, nearest.Of(layout.YearNumber.ReplaceAllString(rooms.ReplaceAllString(text, ""), "")))
			}
		}
		return rows, texts
	}
	ours, own := bare(s)
	theirs, like := bare(e)
	to := map[int]int{}
	for _, p := range nearest.Pairs(len(own), len(like), func(i, j int) float64 {
		if l := own[i-1].Like(like[j-1]); l >= alike {
			return l
		}
		return -1
	}) {
		if p[0] > 0 && p[1] > 0 {
			to[theirs[p[1]-1]] = ours[p[0]-1]
		}
	}
	return e.Placed(to)
}

// blanks is where a form leaves room for what a department writes: 编制日期：, 共  个.
var blanks = pattern.Of(`[:：][\s\x{3000}]*(?:年[\s\x{3000}]*月[\s\x{3000}]*日?[\s\x{3000}]*)?$|^[\s\x{3000}]*年[\s\x{3000}]*月[\s\x{3000}]*日?[\s\x{3000}]*$|\s{2,}|_{2,}|[\s\x{3000}]*年[\s\x{3000}]+月`)

// filledIn is what the example has in the room that a text of the form leaves, or in the
// cell behind it, with the cell; "" if the form leaves no room or the example leaves it
// blank too.
func (b *binder) filledIn(s *layout.Sheet, at layout.Pos) (said string, into layout.Pos) {
	e := b.exampleOf(s)
	room := blanks.FindStringIndex(s.Cells[at].Text)
	if e == nil || room == nil {
		return "", at
	}
	stem := layout.Tight(s.Cells[at].Text[:room[0]])
	own := layout.Tight(s.Cells[at].Text)
	if stem == "" && openDate.MatchString(own) {
		return layout.Tight(e.Cells[at].Text), at
	}
	for row := 1; row <= e.Last.Row && !strings.ContainsAny(own, ":："); row++ {
		if layout.Tight(e.Cells[layout.At(at.Col, row)].Text) == own {
			return "", at // 收  入, a header
		}
	}
	for row := 1; row <= e.Last.Row && stem != ""; row++ {
		text := layout.Tight(e.Cells[layout.At(at.Col, row)].Text)
		rest, ok := strings.CutPrefix(text, stem)
		if colon := strings.TrimPrefix(own, stem); !ok || colon != "" && strings.ContainsAny(colon[:1], ":") && !strings.HasPrefix(rest, ":") {
			continue // 部门收支总表 is nothing behind 部门：
		}
		if len(text) > len(layout.Tight(s.Cells[at].Text)) {
			return strings.TrimLeft(rest, ":："), at
		}
		into = layout.At(at.Col+1, at.Row)
		if strings.ContainsAny(text, ":：") && s.Cells[into].Text == "" && s.Own(into) {
			return layout.Tight(e.Cells[layout.At(at.Col+1, row)].Text), into
		}
		break
	}
	return "", at
}

// itemOf is the item of 基本信息 that a label asks for by its name, or that the example has behind it; "" if none is.
// A day may be that of something else, if its label speaks of that.
func (b *binder) itemOf(label, said string) string {
	if room := blanks.FindStringIndex(label); room != nil {
		label = label[:room[0]]
	}
	stem := strings.TrimRight(layout.Tight(label), ":：")
	for _, item := range b.Pack.Input.Info {
		if slices.ContainsFunc(item.Names(), func(name string) bool { return strings.HasSuffix(stem, name) }) {
			return item.Name
		}
	}
	for _, item := range b.Pack.Input.Info {
		value := layout.Tight(b.Ledger.Info[item.Name])
		if value != "" && (value == said || dayIn(said, value) != "") && (item.Kind != pack.Date || dayOf(&item, stem)) {
			return item.Name
		}
	}
	return ""
}

// sameDay is the item of 基本信息 that is the day which the example has, "" if none is.
func (b *binder) sameDay(said string) string {
	for _, item := range b.Pack.Input.Info {
		if value := layout.Tight(b.Ledger.Info[item.Name]); item.Kind == pack.Date && value != "" && (value == said || dayIn(said, value) != "") {
			return item.Name
		}
	}
	return ""
}

// dayOf says whether a label may be that of a day: it says no more than that it is one, or what the item says.
func dayOf(item *pack.Item, label string) bool {
	what := dayWords.ReplaceAllString(label, "")
	return what == "" || slices.ContainsFunc(item.Names(), func(name string) bool {
		own := dayWords.ReplaceAllString(name, "")
		return own != "" && strings.Contains(what, own) || ofMaking.MatchString(own) && ofMaking.MatchString(what)
	})
}

var (
	dayWords = pattern.Of(`日期|时间|年|月|日|[\s\x{3000}_、.()（）:：]`)
	ofMaking = pattern.Of(`编制|编报|填报|填表|制表|上报|报送`) // a table, or a budget
)

// openDate is a date that a form leaves open, openDates how it is written.
var (
	openDate  = pattern.Of(`年月日?$`)
	openDates = map[string]string{"年月": "2026年1月", "年月日": "2026年1月20日"}
)

// dayIn is the modifier with which a tag writes a date as an example does, "" if what it says is not that date.
func dayIn(said, date string) string {
	if day, ok := numfmt.DayOf(said); ok && day.Write(date) == said && said != date {
		return "|" + day.String()
	}
	return ""
}

// tagged is the tag of an item of 基本信息, a date as the example writes it.
func (b *binder) tagged(item, said string) string {
	return "{{" + item + dayIn(said, b.Ledger.Info[item]) + "}}"
}

// asksFor is the tag of the item of 基本信息 that a text of a form without an example asks for by its name, with
// a colon and nothing in the cell behind it: 编制日期：, 编制日期：  年  月  日.
func (b *binder) asksFor(s *layout.Sheet, at layout.Pos) string {
	open := openDate.FindString(s.Says(at))
	text := strings.TrimSuffix(s.Says(at), open)
	if b.Example != nil || !strings.HasSuffix(text, ":") || b.planOf(s).Has(layout.At(at.Col+1, at.Row)) || s.Cells[layout.At(at.Col+1, at.Row)].Text != "" && s.Own(layout.At(at.Col+1, at.Row)) {
		return ""
	}
	for _, item := range b.Pack.Input.Info {
		if !slices.Contains(item.Names(), strings.TrimSuffix(text, ":")) || item.Kind == pack.Amount || open != "" && item.Kind != pack.Date {
			continue
		}
		if open != "" {
			return "{{" + item.Name + "|" + openDates[open] + "}}"
		}
		return "{{" + item.Name + "}}"
	}
	return ""
}

// labelled is a tag behind a label.
func labelled(label, tag string) string {
	if label = strings.TrimRight(label, ":： "); label == "" {
		return tag
	}
	return label + "：" + tag
}

// yearly puts tags in the place of the form's year and the one before; a date stays, unless the example has it as
// many years from its own.
func (b *binder) yearly(s *layout.Sheet, at layout.Pos, text, year string) string {
	if year == "" {
		return text
	}
	b.tellTwoFigures(s, at, text, year)
	dates := slices.DeleteFunc(layout.DateWords.FindAllStringIndex(text, -1), func(d []int) bool {
		return s.OpenDays[at] != "" && strings.HasPrefix(text[d[0]:], s.OpenDays[at]) || b.goesOn(s, text[:d[1]], year)
	})
	dates = append(dates, thatYear.FindAllStringIndex(text, -1)...)
	if e := b.exampleOf(s); e != nil && year != b.year {
		for _, m := range severalYears.FindAllStringIndex(text, -1) { // “十四五”（2021—2025年）
			if e.AnyText(func(said string) bool { return strings.Contains(said, text[m[0]:m[1]]) }) {
				dates = append(dates, m)
			}
		}
	}
	if len(dates) > 0 {
		b.look(s.Name, at, "“%s”里的日期没有动，每年要改的请改掉", layout.Clip(text))
	}
	return replaceOutside(text, layout.YearNumber, dates, func(y string) string {
		switch y {
		case year:
			return "{{" + pack.ScalarYear + "}}"
		case layout.Before(year, 1):
			return "{{" + pack.ScalarYear + "-1}}"
		case layout.Before(year, -1):
			return "{{" + pack.ScalarYear + "+1}}"
		}
		if n, ok := b.movesOn(s, at, text, year, y); ok {
			return fmt.Sprintf("{{%s%+d}}", pack.ScalarYear, n)
		}
		b.look(s.Name, at, "“%s”里的 %s 没有动", layout.Clip(text), y)
		return y
	})
}

// movesOn is how many years after that of a form one is which its text names, where the text of the example that says
// the same but for years names all as many before as the example is: 2028 of 2026—2028年.
func (b *binder) movesOn(s *layout.Sheet, at layout.Pos, text, year, named string) (n int, ok bool) {
	e := b.exampleOf(s)
	own, wrong := strconv.Atoi(year)
	was, unknown := strconv.Atoi(b.year)
	y, other := strconv.Atoi(named)
	if e == nil || b.itself() || cmp.Or(wrong, unknown, other) != nil || own == was {
		return 0, false // a form of the same year prints the same, whatever becomes of it
	}
	before := layout.WithYears(text, func(y int) int { return y - own + was })
	return y - own, e.AnyText(func(said string) bool { return layout.Key(said) == layout.Key(before) })
}

// goesOn says whether a text of the example's sheet begins as one of a form does up to a date, with years as many
// before as the example is: 截至2025年12月31日 of the year before the budget's.
func (b *binder) goesOn(s *layout.Sheet, begins, year string) bool {
	e, back := b.exampleOf(s), 0
	for ; back < 2 && layout.Before(year, back) != b.year; back++ {
	}
	if dates := layout.DateWords.FindAllString(begins, -1); e == nil || b.itself() || back != 1 || !strings.HasPrefix(dates[len(dates)-1], layout.Before(year, 1)) {
		return false // a form of the same year prints the same date, whatever becomes of it
	}
	was := layout.Tight(layout.YearNumber.ReplaceAllStringFunc(begins, func(y string) string { return layout.Before(y, back) }))
	return e.AnyText(func(said string) bool { return strings.HasPrefix(layout.Tight(said), was) })
}

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
			!strings.HasPrefix(strings.TrimSpace(behind), "年") && !strings.HasPrefix(strings.TrimSpace(behind), "预算") && !rangeBehind.MatchString(behind) && !(strings.TrimSpace(behind) == "" && yearCalled.MatchString(text[:m[0]])) {
			continue
		}
		out.WriteString(text[last:m[0]] + with(text[m[0]:m[1]]))
		last = m[1]
	}
	return out.String() + text[last:]
}

// severalYears are some years by the first and the last.
var severalYears = pattern.Of(`20\d\d年?\s*[-－—–~～至到]+\s*20\d\d`)

// rangeBehind follows the first of several years: 2026—2028年, 2026至2028年.
var rangeBehind = pattern.Of(`^\s*[-－—–~～至到、和及/]+\s*20\d\d\s*[-－—–~～至到、和及/年]`)

// yearCalled is the label of a year that stands alone behind it: 预算年度：2026.
var yearCalled = pattern.Of(`年度[:：]\s*$`)

// formYearBy is the year of a sheet of the form that stands where the example says its own year and not the same, else
// that of the form, if the sheet does not speak of the year before as its own.
func (b *binder) formYearBy(s, example *layout.Sheet) string {
	if example != nil {
		votes := map[string]int{}
		best := ""
		for _, at := range layout.SortedCells(s) {
			here, there := layout.OwnYears(s.Cells[at].Text), layout.OwnYears(example.Cells[at].Text)
			if s.Own(at) && len(here) == 1 && len(there) == 1 && there[0] == b.year {
				if votes[here[0]]++; here[0] != b.year && votes[here[0]] > votes[best] {
					best = here[0]
				}
			}
		}
		if best != "" && votes[best] >= votes[b.year] {
			return best
		}
	}
	return cmp.Or(layout.FormYear(s, b.year), b.formYear)
}

// mostYear is the year that most sheets of a form are of, else the one behind that which they compare with, "" if
// none says one. Titles of a later year than the one after the example's leave no doubt.
func mostYear(forms []*layout.Sheet, example string) string {
	if y := cmp.Or(titleYear(forms), topYear(forms, startsWithYear.MatchString)); example != "" && y > layout.Before(example, -1) {
		return y
	}
	own, compared := map[string]int{}, map[string]int{}
	for _, s := range forms {
		own[layout.FormYear(s, example)]++
		for _, at := range layout.SortedCells(s) {
			for _, m := range comparedYear.FindAllStringSubmatch(s.Cells[at].Text, -1) {
				compared[layout.Before(m[1], -1)]++
			}
		}
	}
	for _, n := range []map[string]int{own, compared} {
		best := ""
		for _, y := range []string{layout.Before(example, -1), example} {
			if n[y] > n[best] || best == "" && n[y] > 0 {
				best = y
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}

// comparedYear is a year that something is compared with.
var comparedYear = pattern.Of(`[比较与同]\s*(20\d\d)年`)

// titleYear is the year that most titles name.
func titleYear(sheets []*layout.Sheet) string { return topYear(sheets, layout.TableName.MatchString) }

// topYear is the year that most of some texts at the top of sheets name.
func topYear(sheets []*layout.Sheet, of func(text string) bool) string {
	n, best := map[string]int{}, ""
	for _, s := range sheets {
		for row := 1; row <= min(s.Last.Row, 3); row++ {
			for _, at := range s.Texts(row) {
				if y := layout.YearNumber.FindString(s.Cells[at].Text); y != "" && s.Own(at) && of(layout.Tight(s.Cells[at].Text)) {
					if n[y]++; n[y] > n[best] {
						best = y
					}
				}
			}
		}
	}
	return best
}

// startsWithYear is a title of any kind.
var startsWithYear = pattern.Of(`^20\d\d年`)
