package renew

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/sample"
	"ysgk/internal/tagging"
	"ysgk/internal/tags"
)

// Updated is a template that carries the tags of last year's on this year's form.
type Updated struct {
	Book    []byte
	Year    string                       // of the form
	Sheets  map[string]string            // the sheets of the old template that the form has, as they are called now
	Renamed map[string]map[string]string // by sheet as it is called now: headers and labels of the old template that are written otherwise now
	Written []tagging.Entry
	Left    []tagging.Entry
	Short   []Short         // money that totals take and that has no line or column of its own any more
	Still   []tagging.Entry // that was left to do of last year's pack, and is not done
	carried []*carrying
	gone    []string // sheets of the old template that the form does not have
}

// updater carries tags from a template to the form of another year.
type updater struct {
	p        *pack.Pack
	namer    *meaning.Namer
	names    map[string]string          // that codes have now, by those that they had
	known    *meaning.Words             // once asked for
	lists    map[string]tags.ListSchema // of the pack's tags, once asked for
	old, new string                     // years
	pairs    []*carrying
	usual    [2]money.Unit // that most tables of the old template and of the form state, for those that state none
	out      *Updated
	found    map[*layout.Sheet][]*layout.Table // once asked for
}

// carrying is a sheet of the old template with the one of the form that it is.
type carrying struct {
	*aged                  // rows are those of this, but in formulas
	now      *layout.Sheet // with the years of the old template
	form     *layout.Sheet // as it is
	formulas [2]map[layout.Pos]string
	plan     *tagging.Plan
	slots    map[layout.Pos]slot       // where cells of the old template are now
	told     map[layout.Pos]bool       // cells of the old template that need no more words
	tables   []*layout.Table           // of the form
	whatever map[layout.Pos]bool       // cells of the form that an old one has come to
	words    map[string]string         // headers and labels that are written otherwise now
	lists    map[int]bool              // rows of this year's form that are those of lists
	texts    map[layout.Pos]string     // of the new template, where they are not the form's
	retagged map[layout.Pos]string     // what this year's form says in the place of cells of last year's form
	units    map[layout.Pos]money.Unit // that the form states, of cells of the old template
	apart    map[layout.Pos]reworded   // cells of last year's form in a half of a line that another line stands in now, by what it says
}

// slot is a cell of the form: in the nth of the rows that a row becomes.
type slot struct{ row, nth, col int }

var (
	numbered   = pattern.Of(`^(项目|任务|单位|部门)[0-9一二三四五六七八九十]+$`) // of a form that shows where each stands
	serialTag  = pattern.Of(`\.(连续序号|序号|行次)[|}]`)
	ofIf       = pattern.Of(`^\{\{如[有无] [^}]*\}\}.*\{\{完\}\}$`)
	ofOwner    = pattern.Of(`^[(（]?([XＸ×○*]{2,}|某某)?(部门|单位)(名称|公章|盖章)?[)）]?$`) // where a form has room for the department
	sumOfCells = pattern.Of(`^[A-Z]{1,3}\d+(\+[A-Z]{1,3}\d+)+$`)
	digitsOnly = pattern.Of(`^[0-9]{2,}$`)
	codeBehind = pattern.Of(`^(.+)[(（]([0-9]{3,9})[)）]$`)
	yearTag    = pattern.Of(`^\{\{年度([+-]\d+)?(?:\|([^{}|]+))?\}\}$`)
	cellIn     = pattern.Of(`((?:'[^']+'|[^\s'"!(),+\-*/&=<>:]+)!)?(\$?)([A-Z]{1,3})(\$?)(\d+)(?::(\$?)([A-Z]{1,3})(\$?)(\d+))?`)
)

// Update writes the tags and formulas of a template into the form of another year.
// What has no place of its own there is left to do: nothing is put where only
// position speaks for it. blank is the form that the template was made of, nil if nobody kept it; names
// are those that codes have now, by those that they had.
func Update(p *pack.Pack, template, blank, form []byte, names map[string]string) (*Updated, error) {
	olds, err := layout.Read(template)
	if err != nil {
		return nil, err
	}
	var blanks []*layout.Sheet
	if blank != nil {
		if blanks, err = layout.Read(blank); err != nil {
			return nil, err
		}
	}
	news, err := layout.Read(form)
	if err != nil {
		return nil, err
	}
	u := &updater{p: p, namer: meaning.NewNamer(p, sample.Nothing(p)), names: map[string]string{}, found: map[*layout.Sheet][]*layout.Table{}, old: p.Identity.Year, out: &Updated{Sheets: map[string]string{}, Renamed: map[string]map[string]string{}}}
	for was, is := range names {
		u.names[layout.Tight(was)] = layout.Tight(is)
	}
	if _, err := strconv.Atoi(u.old); err != nil {
		u.old = "2026"
	}
	ages := u.lastYears(olds, blanks, news)
	examples := make([]*layout.Sheet, len(ages))
	for i, a := range ages {
		examples[i] = a.was
	}
	u.new = u.formYear(examples, news)
	u.out.Year = u.new
	layout.FillYears(news, examples, u.old, u.new)
	u.pair(ages, news)
	if err := u.readFormulas(template, form); err != nil {
		return nil, err
	}
	for i, sheets := range [][]*layout.Sheet{examples, news} {
		u.usual[i] = u.usualUnit(sheets)
	}
	for _, c := range u.pairs {
		u.inOrder(c)
		u.tables(c)
	}
	for _, c := range u.pairs {
		u.texts(c)
	}
	for _, c := range u.pairs {
		u.titles(c)
		c.plan.Settle()
	}
	return u.write(form, news)
}

// inOrder gives the card of a record the order of the form where columns or rows of its grids changed places. Formulas
// would have to follow: a card with some is left as it is.
func (u *updater) inOrder(c *carrying) {
	block := func(text string) bool { return strings.Contains(text, "{{块 ") }
	if !strings.Contains(c.raw.Name, "{{") && !c.raw.AnyText(block) || len(c.formulas[0])+len(c.formulas[1]) > 0 {
		return
	}
	amounts := func(at layout.Pos) (is, may bool) {
		text := c.raw.Cells[at].Text
		tag, _, _ := strings.Cut(strings.Trim(text, "{}"), "|")
		is = u.amount(tag)
		return is, is || text == ""
	}
	order := layout.OrderOf(c.now, c.was, amounts)
	if len(order.Texts) == 0 {
		return
	}
	if c.blank != nil {
		rows := map[int]int{}
		for row, s := range c.starts {
			if s.nth == 0 {
				rows[s.row] = row
			}
		}
		of := layout.OrderOf(c.now, c.blank, func(at layout.Pos) (is, may bool) { return amounts(layout.At(at.Col, rows[at.Row])) })
		if !slices.Equal(of.Texts, order.Texts) {
			return
		}
		c.blank = c.blank.InOrder(of)
	}
	c.raw, c.was = c.raw.InOrder(order), c.was.InOrder(order)
	u.leave(c.form, layout.Pos{}, "“%s”换了次序，标签照表头和行名搬的。请核对", strings.Join(order.Texts, "”“"))
}

// titles notes what the tables of a sheet are called now, as 公开表 names them.
func (u *updater) titles(c *carrying) {
	find := func(s *layout.Sheet) []*layout.Table { return layout.FindTables(s, u.p.Units, u.namer.Knows) }
	was, now := find(c.was), find(c.form)
	for i, o := range was {
		if len(was) != len(now) {
			break
		}
		if from, to := layout.ViewName(o.Called), layout.ViewName(now[i].Called); from != to && from != "" && to != "" && u.words().SameTitle(o.Called, u.shifted(now[i].Called)) {
			c.words[from] = to
		}
	}
}

// usualUnit is the unit that most tables of some sheets state.
func (u *updater) usualUnit(sheets []*layout.Sheet) money.Unit {
	n := map[money.Unit]int{}
	best := u.p.Unit
	for _, s := range sheets {
		for _, t := range layout.FindTables(s, u.p.Units, u.namer.Knows) {
			if t.Unit != (money.Unit{}) {
				if n[t.Unit]++; n[t.Unit] > n[best] {
					best = t.Unit
				}
			}
		}
	}
	return best
}

func (u *updater) leave(s *layout.Sheet, at layout.Pos, text string, args ...any) {
	place := finding.Place{}
	if s != nil {
		place.Sheet = s.Name
		if at.Row > 0 {
			place = finding.At(s.Name, at.Col, at.Row)
		}
	}
	u.out.Left = append(u.out.Left, tagging.Entry{Place: place, Text: fmt.Sprintf(text, args...)})
}

// formYear is as many years from the template's as what the form says is from what was said; without
// such years that of most sheets of the form, else the one after the template's.
func (u *updater) formYear(was, news []*layout.Sheet) string {
	if n, ok := yearsOn(was, news, u.old); ok {
		return layout.Before(u.old, -n)
	}
	n := map[string]int{}
	for _, s := range news {
		if y := layout.FormYear(s, u.old); y != "" {
			n[y]++
		}
	}
	next := layout.Before(u.old, -1)
	if n[u.old] > n[next] {
		return u.old
	}
	return next
}

// yearsOn is by how many years most texts of forms are on that say the same but for years. Of columns that
// differ in their years alone each speaks for each.
func yearsOn(was, news []*layout.Sheet, year string) (on int, ok bool) {
	own, _ := strconv.Atoi(year)
	said := map[string][][]int{}
	each := func(sheets []*layout.Sheet, do func(key string, years []int)) {
		for _, s := range sheets {
			for _, at := range layout.SortedCells(s) {
				if years := layout.Years(s.Cells[at].Text); len(years) > 0 && s.Own(at) && !s.Cells[at].Numeric {
					do(layout.Timeless(s.Cells[at].Text), years)
				}
			}
		}
	}
	each(was, func(key string, years []int) {
		if !slices.ContainsFunc(said[key], func(o []int) bool { return slices.Equal(o, years) }) {
			said[key] = append(said[key], years)
		}
	})
	votes := map[int]float64{}
	each(news, func(key string, years []int) {
		for _, before := range said[key] {
			for i := range before {
				if n := years[i] - before[i]; n >= -3 && n <= 3 {
					weight := 1.0
					if before[i] < own-1 || before[i] > own+1 { // more likely one that stays
						weight = 0.25
					}
					votes[n] += weight / float64(len(said[key]))
				}
			}
		}
	})
	for _, n := range slices.Sorted(maps.Keys(votes)) {
		if !ok || votes[n] > votes[on] {
			on, ok = n, true
		}
	}
	return on, ok
}

// untagged is a sheet as last year's form was: without tags.
func (u *updater) untagged(s *layout.Sheet) *layout.Sheet {
	return s.With(func(text string) string {
		return tagging.AnyTag.ReplaceAllStringFunc(text, func(tag string) string {
			if m := yearTag.FindStringSubmatch(tag); m != nil {
				n, _ := strconv.Atoi(cmp.Or(m[1], "0"))
				day, _ := numfmt.DayOf(m[2])
				return day.Write(layout.Before(u.old, -n))
			}
			if tag == "{{金额单位}}" {
				return u.p.Unit.Name
			}
			return ""
		})
	})
}

// shifted is a text of the form with the years of the old template.
func (u *updater) shifted(text string) string { return u.inYears(text, u.new, u.old) }

// today is a text of the form as it stands there, of which shifted gave the years of the old template.
func (u *updater) today(text string) string { return u.inYears(text, u.old, u.new) }

// inYears is a text of a year as one of another year says it.
func (u *updater) inYears(text, from, to string) string {
	was, _ := strconv.Atoi(from)
	now, _ := strconv.Atoi(to)
	return layout.WithYears(text, func(y int) int {
		if y < was-3 || y > was+3 {
			return y // of a law, or of when something was built
		}
		return y - was + now
	})
}

// pair finds the sheet of the form for each of the old template: of the same title, else of the same
// name, else of the title most alike.
func (u *updater) pair(olds []*aged, news []*layout.Sheet) {
	taken := map[*layout.Sheet]bool{}
	join := func(a *aged, form *layout.Sheet) {
		taken[a.raw], taken[form] = true, true
		u.out.Sheets[a.raw.Name] = form.Name
		if strings.Contains(a.raw.Name, "{{") {
			u.out.Sheets[a.raw.Name] = a.raw.Name
		}
		u.pairs = append(u.pairs, &carrying{aged: a, form: form, now: form.With(u.shifted), plan: &tagging.Plan{Sheet: form, Times: map[int]int{}},
			slots: map[layout.Pos]slot{}, told: map[layout.Pos]bool{}, whatever: map[layout.Pos]bool{}, units: map[layout.Pos]money.Unit{}, words: map[string]string{}, retagged: map[layout.Pos]string{}, apart: map[layout.Pos]reworded{}})
		u.out.Renamed[form.Name] = u.pairs[len(u.pairs)-1].words
	}
	type likeness struct {
		o    *aged
		n    *layout.Sheet
		like float64
		name bool // they are called the same
	}
	var all []likeness
	for _, o := range olds {
		for _, n := range news {
			// names may go on to other tables: 表3 to what was 表2
			x := likeness{o, n, likeTitles(u.called(o.was), u.called(n.With(u.shifted))), o.called(n.Name) || o.called(u.shifted(n.Name))}
			if x.name {
				x.like += 0.5
			}
			all = append(all, x)
		}
	}
	slices.SortStableFunc(all, func(a, b likeness) int { return cmp.Compare(b.like, a.like) })
	for _, x := range all {
		if x.like < 0.6 && !x.name || taken[x.o.raw] || taken[x.n] {
			continue
		}
		join(x.o, x.n)
		if !x.name && !strings.Contains(x.o.raw.Name, "{{") {
			u.leave(x.n, layout.Pos{}, "去年的工作表 %s 今年叫这个名字，照标题认的。请核对", x.o.raw.Name)
		}
	}
	for _, o := range olds {
		if !taken[o.raw] {
			u.out.gone = append(u.out.gone, o.raw.Name, o.was.Name)
			u.leave(nil, layout.Pos{}, "去年的工作表 %s 今年没有，里面的标签都没有写", o.raw.Name)
		}
	}
	for _, n := range news {
		if !taken[n] {
			u.leave(n, layout.Pos{}, "今年新的工作表，没有写标签。可以用 ysgk pack init --模板 试做这一张，再抄过来")
		}
	}
}

// called is the title of a sheet: that of its first table, else its first text.
func (u *updater) called(s *layout.Sheet) string {
	if t := layout.FindTable(s, 1, u.p.Units, u.namer.Knows); t != nil {
		return t.Called
	}
	for row := 1; row <= s.Last.Row; row++ {
		if texts := s.Texts(row); len(texts) > 0 {
			return s.Says(texts[0])
		}
	}
	return s.Name
}

// likeTitles is how alike two titles are: more than 1 if they only differ in year and department.
func likeTitles(a, b string) float64 {
	like := nearest.Likeness(layout.ViewName(a), layout.ViewName(b))
	whole := func(title string) string { // what stands in brackets too: （政府预算经济分类）
		return layout.Key(layout.YearWords.ReplaceAllString(layout.WithoutSomebody(title), ""))
	}
	if whole(a) == whole(b) {
		like++
	}
	return like
}

func (u *updater) oldCalled(name string) *carrying {
	return u.by(func(c *carrying) bool { return c.raw.Name == name })
}

func (u *updater) nowCalled(name string) *carrying {
	return u.by(func(c *carrying) bool { return c.form.Name == name })
}

func (u *updater) by(is func(*carrying) bool) *carrying {
	if i := slices.IndexFunc(u.pairs, is); i >= 0 {
		return u.pairs[i]
	}
	return nil
}

// ToDo is what is left to do.
func (u *Updated) ToDo() []tagging.Entry {
	return slices.DeleteFunc(slices.Clone(u.Left), func(e tagging.Entry) bool { return e.Kind == tagging.Settled })
}

// Text is what is left to do, as Notepad shows it.
func (u *Updated) Text() []byte {
	var b strings.Builder
	list := func(title string, entries []tagging.Entry) {
		b.WriteString(title + "\r\n")
		for _, e := range entries {
			fmt.Fprintf(&b, "  %s\r\n", e)
		}
	}
	list("\ufeff还要做的（做完一条删一条）：", u.ToDo())
	if len(u.Still) > 0 {
		list("● "+StillHead, u.Still)
	}
	if text := tagging.SettledText(u.Left); text != "" {
		b.WriteString("\r\n" + text)
	}
	fmt.Fprintf(&b, "\r\n从去年的模板包带过来的标签和公式有 %d 处，“各格的标签.csv”里一格一行，写着印的是什么，用 WPS 或 Excel 打开。\r\n", len(u.Written))
	return []byte(b.String())
}

// StillHead is above what last year's list of what is left to do still had.
const StillHead = "去年的待办里没有删去、还没有做的（做完一条删一条；里面的“范例”“去年”是那时说的）："
