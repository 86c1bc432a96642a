package bind

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// yearsLike gives the lines of a form that are years those of the example: 2026年 of this
// year's form is the line that last year's tables call 2025年.
func (b *binder) yearsLike(p *pair, lines []meaning.Line) {
	n, known := b.yearsOn(p)
	for i, l := range lines {
		if known && layout.OnlyYear.MatchString(l.Label) {
			lines[i].Label = layout.Before(l.Label[:4], n) + l.Label[4:]
		}
	}
}

// yearsOn is how many years a form is later than the example, if both say their year.
func (b *binder) yearsOn(p *pair) (n int, known bool) {
	if b.Example == nil {
		return 0, false
	}
	form, err := strconv.Atoi(b.formYearBy(p.form.Sheet, p.like.Onto(p.form.Sheet)))
	own, wrong := strconv.Atoi(b.year)
	return form - own, err == nil && wrong == nil
}

// tellYears tells of years that do not go together: the ledger is that of the example, and the form that of the next
// year or of the same; says is the year that the form says itself.
func (b *binder) tellYears(form, example, ledger, says string) {
	first := func(text string, args ...any) {
		b.note(tagging.First, "", layout.Pos{}, fmt.Sprintf(text, args...))
	}
	if example != "" && ledger != "" && example != ledger {
		first("录入的预算年度是 %s，范例的表名写着 %s 年：不像是同一年的。请核对 --范例 和 --录入，也看一看录入的预算年度填得对不对", ledger, example)
	}
	on, wrong := strconv.Atoi(form)
	from, unknown := strconv.Atoi(cmp.Or(example, ledger))
	switch {
	case says == "" && unknown == nil && !b.itself():
		b.leave("", layout.Pos{}, "官方表的年份都空着，模板包的年度照范例写成 %d 年。是今年的表的，改 pack.yaml 开头的年度", from)
	case wrong != nil || unknown != nil:
	case on < from:
		first("官方表的表名写着 %s 年，范例是 %d 年的：官方表比范例早。请核对 --模板 和 --范例", form, from)
	case on > from+1:
		first("官方表的表名写着 %s 年，范例是 %d 年的，隔了 %d 年：写着年份的表头、科目和表样可能对不上。请用 %d 年的范例和录入", form, from, on-from, on-1)
	}
}

// tellNumerals tells the years in numerals that stay as they stand, about that of the form: those of dates.
func (b *binder) tellNumerals(s *layout.Sheet, year string) {
	plan, own := b.planOf(s), layout.Years(year)
	for _, at := range layout.SortedCells(s) {
		c := s.Cells[at]
		if c.Numeric || c.Formula || !s.Own(at) || plan.Dropped(at.Row) || len(own) != 1 {
			continue
		}
		stays := false
		layout.ReplaceYears(tagging.AnyTag.ReplaceAllString(plan.Text(at, c.Text), "{{}}"), func(said string, y int) string {
			_, other := numfmt.DayOf(said) // since layout.PlainYears they are of dates
			stays = stays || other && own[0]-2 <= y && y <= own[0]+1
			return said
		})
		if stays {
			b.look(s.Name, at, "“%s”里的日期没有动，每年要改的请改掉", layout.Clip(c.Text))
		}
	}
}

// twoFigures is a year of two figures in a sentence, or a number of years.
var twoFigures = pattern.Of(`(?:^|[^\d.满近约第达龄过逾超前后])(\d\d)年(?:[^以之前后内限期\d]|$)`)

// tellTwoFigures tells the year of a form, or the one before, that stays in two figures.
func (b *binder) tellTwoFigures(s *layout.Sheet, at layout.Pos, text, year string) {
	for _, m := range twoFigures.FindAllStringSubmatch(tagging.AnyTag.ReplaceAllString(text, "{{}}"), -1) {
		if y := "20" + m[1]; y == year || y == layout.Before(year, 1) {
			b.look(s.Name, at, "“%s”里的“%s年”没有动", layout.Clip(text), m[1])
		}
	}
}

// asForm makes tags for years print as the form does, 二〇二六年 or 26年, where layout.PlainYears has read its years.
func asForm(p *tagging.Plan) {
	for i, x := range p.Puts {
		if c := p.Sheet.Cells[layout.At(x.Col, x.Row)]; len(c.Years) > 0 {
			p.Puts[i].Text = withYearsAs(x.Text, c.Years)
		}
	}
}

// yearSaid is a tag, of a year or of something else.
var yearSaid = pattern.Of(`\{\{(?:(` + pack.ScalarYear + `(?:[+-]\d+)?)(\|[^{}]*)?|[^{}]*)\}\}`)

// dateBegins is a date in figures.
var dateBegins = pattern.Of(`^20\d\d年\d{1,2}月`)

// withYearsAs is a text whose years, in tags and without, print as those did of the text that it was made of: each as
// its own, and all as the first where they are not as many.
func withYearsAs(text string, as []string) string {
	type year struct {
		from, to int
		tag      string // else it stands there
		styled   bool
	}
	var years []year
	plain := func(from, to int) {
		layout.EachYear(text[from:to], func(a, b int) { years = append(years, year{from + a, from + b, "", false}) })
	}
	last := 0
	for _, m := range yearSaid.FindAllStringSubmatchIndex(text, -1) {
		plain(last, m[0])
		if m[2] >= 0 {
			years = append(years, year{m[0], m[1], text[m[2]:m[3]], m[4] >= 0})
		}
		last = m[1]
	}
	plain(last, len(text))
	first := as[slices.IndexFunc(as, func(x string) bool { return x != "" })]
	var out strings.Builder
	last = 0
	for i, y := range years {
		style := first
		if len(years) == len(as) {
			style = as[i]
		}
		whole := strings.HasSuffix(style, "年") // which it prints
		if style == "" || y.styled || whole && !strings.HasPrefix(text[y.to:], "年") || y.tag == "" && dateBegins.MatchString(text[y.from:]) {
			continue
		}
		out.WriteString(text[last:y.from])
		if y.tag != "" {
			out.WriteString("{{" + y.tag + "|" + style + "}}")
		} else {
			day, _ := numfmt.DayOf(style)
			out.WriteString(day.Write(text[y.from:y.to]))
		}
		if last = y.to; whole {
			last += len("年")
		}
	}
	return out.String() + text[last:]
}

// inYear is a text with a year in four figures in the place of its tags for it, however those print it.
func inYear(text, year string) string {
	return yearSaid.ReplaceAllStringFunc(text, func(tag string) string {
		switch m := yearSaid.FindStringSubmatch(tag); {
		case m[1] != pack.ScalarYear:
			return tag
		case strings.HasSuffix(m[2], "年"):
			return year + "年"
		}
		return year
	})
}
