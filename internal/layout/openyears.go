package layout

import (
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/nearest"
	"ysgk/internal/pattern"
)

// openYear is where a form leaves the year open: 20XX年, ××年, ____年.
const openYear = `(?:20|二[〇○零])?(?:[XxＸ×○〇*＊]{2,4}|[_＿]{2,}|[ \x{3000}]{2,})年`

var (
	yearBlank  = pattern.Of(openYear)
	figures    = pattern.Of(`[\d.,，XxＸ×○〇*＊_＿]+`) // and where they are left open
	eitherYear = pattern.Of(`20\d\d年|` + openYear)
)

// inYear follows 年 where it is no calendar year that is left open, or a date.
var inYear = pattern.Of(`^(初|末|终|底|内|中|均|限|度?\s*[XxＸ×○*_＿\d\s]*月)`)

// thisYear is a word that is written with room between its letters, 本  年  收  入, and leaves no year open.
var thisYear = pattern.Of(`[本上去今当明全每][ \x{3000}]+年$`)

// FillYears writes years in the place of those that forms of a year leave open, as examples of another
// year have them in the same texts; without examples the year, where a text leaves open but one that is
// compared with none.
func FillYears(forms, examples []*Sheet, year, own string) {
	for _, s := range forms {
		open := map[Pos]bool{}
		filled, other := 0, false // in the sentences that the example has too
		for at, c := range s.Cells {
			open[at] = !c.Numeric && !c.Formula && s.Own(at) && yearBlank.MatchString(c.Text)
		}
		for at, is := range open {
			if !is {
				continue
			}
			c := s.Cells[at]
			var years []string
			if examples != nil {
				years = yearsOfAlike(s.Name, examples, at, c.Text)
			} else if m := yearMarks(c.Text); len(m) == 1 && !compared.MatchString(c.Text[:m[0][0]]) && !beside(open, s, at) {
				years = []string{year}
			}
			if text, ok := withYears(c.Text, years, year, own); ok {
				s.say(at, text)
				if filled++; startsOpen.MatchString(c.Text) && years[0] != year {
					other = true
				}
			}
		}
		if examples == nil || filled < fewYears || other {
			continue
		}
		for at, is := range open { // those that the example tells otherwise say as the others what they are of
			c := s.Cells[at]
			var years []string
			for _, m := range yearMarks(c.Text) {
				switch {
				case compared.MatchString(c.Text[:m[0]]):
					years = append(years, Before(year, 1))
				case startsOpen.MatchString(c.Text):
					years = append(years, year)
				}
			}
			if is && len(years) == len(yearMarks(c.Text)) && openAmount.MatchString(c.Text) && !otherTimes.MatchString(c.Text) {
				if text, ok := withYears(c.Text, years, year, own); ok {
					s.say(at, text)
					if s.Guessed == nil {
						s.Guessed = map[Pos]bool{}
					}
					s.Guessed[at] = true
				}
			}
		}
	}
	for _, s := range forms {
		fillDays(s, examples, year, own)
	}
}

// openDay is a day of a year that a form leaves open: 截至××年12月31日.
var openDay = pattern.Of(openYear + `(\d{1,2}月\d{1,2}日)`)

// fillDays writes the years of such days, as many from that of the form as those are of the example from its own which
// have the same day: on the sheet called so, if it has the day, and behind the same words, if it has it in several years.
func fillDays(s *Sheet, examples []*Sheet, year, own string) {
	for at, c := range s.Cells {
		m := openDay.FindStringSubmatchIndex(c.Text)
		if m == nil || c.Numeric || c.Formula || !s.Own(at) {
			continue
		}
		day := c.Text[m[2]:m[3]]
		said := yearOfDay(examples, s.Name, c.Text[:m[0]], day)
		for _, back := range []int{0, 1, -1} {
			if Before(year, back) == said && said != "" {
				s.say(at, c.Text[:m[0]]+Before(own, back)+"年"+c.Text[m[2]:])
				if s.OpenDays == nil {
					s.OpenDays = map[Pos]string{}
				}
				s.OpenDays[at] = Before(own, back) + "年" + day
			}
		}
	}
}

// yearOfDay is the year of a day on a sheet, behind some words; "" if none is or nobody knows which.
func yearOfDay(examples []*Sheet, sheet, behind, day string) string {
	type found struct{ year, words string }
	var all, here []found
	lastTwo := func(text string) string {
		r := []rune(Tight(text))
		return string(r[max(0, len(r)-2):])
	}
	for _, e := range examples {
		for _, at := range SortedCells(e) {
			text := e.Cells[at].Text
			for end := 0; ; {
				i := strings.Index(text[end:], "年"+day)
				if i < 0 {
					break
				}
				if i += end; i >= 4 {
					all = append(all, found{text[i-4 : i], lastTwo(text[:i-4])})
					if e.Name == sheet {
						here = append(here, all[len(all)-1])
					}
				}
				end = i + len("年"+day)
			}
		}
	}
	if len(here) > 0 {
		all = here
	}
	several := func() bool { return slices.ContainsFunc(all, func(f found) bool { return f.year != all[0].year }) }
	if several() {
		all = slices.DeleteFunc(all, func(f found) bool { return f.words != lastTwo(behind) })
	}
	if len(all) == 0 || several() {
		return ""
	}
	return all[0].year
}

// openAmount is the room for an amount of the budget, otherTimes are words of what is none of its year.
var (
	openAmount = pattern.Of(`(?:[XxＸ×○*＊]{1,}|[_＿]{2,})[ \x{3000}]*(?:亿元|万元|千元|元)`)
	otherTimes = pattern.Of(`决算|执行|自评|年起|年以来|年(?:至|到|[-—~～－–])|收回|完成情况`)
)

// fewYears are as many years as are no proof of how the sentences of a sheet begin.
const fewYears = 3

// startsOpen is a sentence that begins with a year.
var startsOpen = pattern.Of(`^[\s\x{3000}]*` + openYear)

// say gives a cell another text, and those that it is merged with.
func (s *Sheet) say(at Pos, text string) {
	all, merged := s.Whole[at]
	if !merged {
		all = a1.Cell(at.Col, at.Row)
	}
	for row := all.Row1; row <= all.Row2; row++ {
		for col := all.Col1; col <= all.Col2; col++ {
			if c, ok := s.Cells[Pos{col, row}]; ok {
				c.Text = text
				s.Cells[Pos{col, row}] = c
			}
		}
	}
}

// compared is before a year that another one is compared with.
var compared = pattern.Of(`[比较与和同上]\s*$`)

// beside says whether cells of the row or, as short, of the column of one leave a year open too: one of
// them is the year before.
func beside(open map[Pos]bool, s *Sheet, at Pos) bool {
	label := func(at Pos) string { return Tight(eitherYear.ReplaceAllString(s.Cells[at].Text, "")) }
	for other, is := range open {
		if is && other != at && (other.Row == at.Row || other.Col == at.Col && label(other) == label(at)) {
			return true
		}
	}
	return false
}

// withYears is a text with years where it leaves them open: as many years from that of the form as
// those of the example are from the example's.
func withYears(text string, years []string, year, own string) (string, bool) {
	var out strings.Builder
	last, n := 0, 0
	for _, m := range yearMarks(text) {
		if n == len(years) {
			return "", false
		}
		was := years[n]
		n++
		if YearNumber.MatchString(text[m[0]:m[1]]) {
			continue
		}
		for _, back := range []int{0, 1, -1} {
			if Before(year, back) == was {
				out.WriteString(text[last:m[0]] + Before(own, back) + "年")
				last = m[1]
			}
		}
	}
	return out.String() + text[last:], n == len(years) && last > 0
}

// yearMarks are where a text has a year or leaves one open, with 年.
func yearMarks(text string) (out [][]int) {
	for _, m := range eitherYear.FindAllStringIndex(text, -1) {
		if !inYear.MatchString(text[m[1]:]) && !thisYear.MatchString(text[:m[1]]) {
			out = append(out, m)
		}
	}
	return out
}

// yearsOfAlike are the years of the text of an example that is most like a text of a form: in the same
// cell of its sheet, or anywhere.
func yearsOfAlike(sheet string, examples []*Sheet, at Pos, text string) (years []string) {
	bone := func(text string) string {
		return Tight(figures.ReplaceAllString(Somebody.ReplaceAllString(eitherYear.ReplaceAllString(text, ""), ""), ""))
	}
	own, most := bone(text), 0.6
	for _, e := range examples {
		for row := range e.Last.Row + 1 {
			for _, there := range e.Texts(row) {
				said := e.Cells[there].Text
				marks := yearMarks(said)
				alike := nearest.Likeness(own, bone(said))
				switch here := e.Name == sheet && there == at; {
				case here && own == bone(said):
					alike = 2 // 20XX年 alone too
				case here && own != "" && own != text && strings.HasSuffix(bone(said), own) && Somebody.MatchString(text):
					alike = 1 // behind the name of the department
				case here:
					alike += 0.2
				case own == "":
					continue
				}
				if len(marks) != len(yearMarks(text)) || alike <= most {
					continue
				}
				years, most = nil, alike
				for _, m := range marks {
					years = append(years, YearNumber.FindString(said[m[0]:m[1]]))
				}
			}
		}
	}
	return years
}

// LeavesYear says whether a text leaves a year open.
func LeavesYear(text string) bool {
	return yearBlank.MatchString(text) && len(yearMarks(text)) > 0
}
