package bind

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/pivot"
	"ysgk/internal/sample"
	"ysgk/internal/xlsxedit"
)

// Updated is a template that carries the tags of last year's on this year's form.
type Updated struct {
	Book    []byte
	Year    string                       // of the form
	Sheets  map[string]string            // the sheets of the old template that the form has, as they are called now
	Renamed map[string]map[string]string // by sheet as it is called now: headers and labels of the old template that are written otherwise now
	Written []Entry
	Left    []Entry
}

// updater carries tags from a template to the form of another year.
type updater struct {
	p        *pack.Pack
	namer    *namer
	names    map[string]string // that codes have now, by those that they had
	known    *words            // once asked for
	old, new string            // years
	pairs    []*carrying
	usual    [2]money.Unit // that most tables of the old template and of the form state, for those that state none
	out      *Updated
}

// carrying is a sheet of the old template with the one of the form that it is.
type carrying struct {
	was, now *sheet // without tags; years as those of the old template
	raw      *sheet // of the old template, with tags
	form     *sheet // as it is
	formulas [2]map[pos]string
	plan     *plan
	slots    map[pos]slot       // where cells of the old template are now
	told     map[pos]bool       // cells of the old template that need no more words
	tables   []*table           // of the form
	whatever map[pos]bool       // cells of the form that an old one has come to
	words    map[string]string  // headers and labels that are written otherwise now
	units    map[pos]money.Unit // that the form states, of cells of the old template
}

// slot is a cell of the form: in the nth of the rows that a row becomes.
type slot struct{ row, nth, col int }

var (
	digitsOnly = pattern.Of(`^[0-9]{2,}$`)
	codeBehind = pattern.Of(`^(.+)[(（]([0-9]{3,9})[)）]$`)
	yearTag    = pattern.Of(`^\{\{年度([+-]\d+)?\}\}$`)
	cellIn     = pattern.Of(`((?:'[^']+'|[^\s'"!(),+\-*/&=<>:]+)!)?(\$?)([A-Z]{1,3})(\$?)(\d+)(?::(\$?)([A-Z]{1,3})(\$?)(\d+))?`)
)

// Update writes the tags and formulas of a template into the form of another year.
// What has no place of its own there is left to do: nothing is put where only
// position speaks for it. names are those that codes have now, by those that they had.
func Update(p *pack.Pack, template, form []byte, names map[string]string) (*Updated, error) {
	olds, err := readSheets(template)
	if err != nil {
		return nil, err
	}
	news, err := readSheets(form)
	if err != nil {
		return nil, err
	}
	u := &updater{p: p, namer: newNamer(p, sample.Nothing(p)), names: map[string]string{}, old: p.Identity.Year, out: &Updated{Sheets: map[string]string{}, Renamed: map[string]map[string]string{}}}
	for was, is := range names {
		u.names[tight(was)] = tight(is)
	}
	if _, err := strconv.Atoi(u.old); err != nil {
		u.old = "2026"
	}
	u.new = u.formYear(news)
	u.out.Year = u.new
	u.pair(olds, news)
	if err := u.readFormulas(template, form); err != nil {
		return nil, err
	}
	for i, sheets := range [][]*sheet{olds, news} {
		u.usual[i] = u.usualUnit(sheets)
	}
	for _, c := range u.pairs {
		u.tables(c)
	}
	for _, c := range u.pairs {
		u.texts(c)
	}
	for _, c := range u.pairs {
		c.plan.settle()
	}
	return u.write(form, news)
}

// usualUnit is the unit that most tables of some sheets state.
func (u *updater) usualUnit(sheets []*sheet) money.Unit {
	n := map[money.Unit]int{}
	best := u.p.Unit
	for _, s := range sheets {
		for _, t := range findTables(u.untagged(s), u.p.Units, u.namer.knows) {
			if t.unit != (money.Unit{}) {
				if n[t.unit]++; n[t.unit] > n[best] {
					best = t.unit
				}
			}
		}
	}
	return best
}

func (u *updater) leave(s *sheet, at pos, text string, args ...any) {
	place := finding.Place{}
	if s != nil {
		place.Sheet = s.name
		if at.row > 0 {
			place = finding.At(s.name, at.col, at.row)
		}
	}
	u.out.Left = append(u.out.Left, Entry{Place: place, Text: fmt.Sprintf(text, args...)})
}

// formYear is the year of most sheets of the form; without any, the one after the
// template's.
func (u *updater) formYear(news []*sheet) string {
	n := map[string]int{}
	for _, s := range news {
		if y := formYear(s, u.old); y != "" {
			n[y]++
		}
	}
	next := before(u.old, -1)
	if n[u.old] > n[next] {
		return u.old
	}
	return next
}

// untagged is a sheet as last year's form was: without tags.
func (u *updater) untagged(s *sheet) *sheet {
	return s.with(func(text string) string {
		return anyTag.ReplaceAllStringFunc(text, func(tag string) string {
			if m := yearTag.FindStringSubmatch(tag); m != nil {
				n, _ := strconv.Atoi(cmp.Or(m[1], "0"))
				return before(u.old, -n)
			}
			if tag == "{{金额单位}}" {
				return u.p.Unit.Name
			}
			return ""
		})
	})
}

// shifted is a text of the form with the years of the old template; dates stay.
func (u *updater) shifted(text string) string {
	was, _ := strconv.Atoi(u.old)
	now, _ := strconv.Atoi(u.new)
	if dateWords.MatchString(text) {
		return text
	}
	return yearNumber.ReplaceAllStringFunc(text, func(y string) string {
		n, err := strconv.Atoi(y)
		if err != nil || n < now-3 || n > now+3 {
			return y
		}
		return strconv.Itoa(n - now + was)
	})
}

// with is a sheet whose texts are changed.
func (s *sheet) with(change func(string) string) *sheet {
	out := *s
	out.cells = map[pos]cell{}
	for at, c := range s.cells {
		if c.formula {
			c.text, c.numeric = "", false
		}
		if !c.numeric {
			c.text = change(c.text)
		}
		if strings.TrimSpace(c.text) != "" || c.formula {
			out.cells[at] = c
		}
	}
	return &out
}

// pair finds the sheet of the form for each of the old template: of the same title, else of the same
// name, else of the title most alike.
func (u *updater) pair(olds, news []*sheet) {
	taken := map[*sheet]bool{}
	join := func(raw, form *sheet) {
		taken[raw], taken[form] = true, true
		u.out.Sheets[raw.name] = form.name
		if strings.Contains(raw.name, "{{") {
			u.out.Sheets[raw.name] = raw.name
		}
		u.pairs = append(u.pairs, &carrying{raw: raw, form: form, was: u.untagged(raw), now: form.with(u.shifted), plan: &plan{sheet: form, times: map[int]int{}},
			slots: map[pos]slot{}, told: map[pos]bool{}, whatever: map[pos]bool{}, units: map[pos]money.Unit{}, words: map[string]string{}})
		u.out.Renamed[form.name] = u.pairs[len(u.pairs)-1].words
	}
	type likeness struct {
		o, n *sheet
		like float64
		name bool // they are called the same
	}
	var all []likeness
	for _, o := range olds {
		for _, n := range news {
			// names may go on to other tables: 表3 to what was 表2
			x := likeness{o, n, likeTitles(u.called(u.untagged(o)), u.called(n.with(u.shifted))), n.name == o.name || u.shifted(n.name) == o.name}
			if x.name {
				x.like += 0.5
			}
			all = append(all, x)
		}
	}
	slices.SortStableFunc(all, func(a, b likeness) int { return cmp.Compare(b.like, a.like) })
	for _, x := range all {
		if x.like < 0.6 && !x.name || taken[x.o] || taken[x.n] {
			continue
		}
		join(x.o, x.n)
		if !x.name && !strings.Contains(x.o.name, "{{") {
			u.leave(x.n, pos{}, "去年的工作表 %s 今年叫这个名字，照标题认的。请核对", x.o.name)
		}
	}
	for _, o := range olds {
		if !taken[o] {
			u.leave(nil, pos{}, "去年的工作表 %s 今年没有，里面的标签都没有写", o.name)
		}
	}
	for _, n := range news {
		if !taken[n] {
			u.leave(n, pos{}, "今年新的工作表，没有写标签。可以用 ysgk pack init --模板 试做这一张，再抄过来")
		}
	}
}

// called is the title of a sheet: that of its first table, else its first text.
func (u *updater) called(s *sheet) string {
	if t := findTable(s, 1, u.p.Units, u.namer.knows); t != nil {
		return t.called
	}
	for row := 1; row <= s.last.row; row++ {
		if texts := s.texts(row); len(texts) > 0 {
			return s.says(texts[0])
		}
	}
	return s.name
}

// likeTitles is how alike two titles are: more than 1 if they only differ in year and department.
func likeTitles(a, b string) float64 {
	like := nearest.Likeness(viewName(a), viewName(b))
	whole := func(title string) string { // what stands in brackets too: （政府预算经济分类）
		return key(yearWords.ReplaceAllString(somebody.ReplaceAllString(tight(title), ""), ""))
	}
	if whole(a) == whole(b) {
		like++
	}
	return like
}

// readFormulas reads what formulas say; those that share the text of another cell
// have "".
func (u *updater) readFormulas(books ...[]byte) error {
	for i, book := range books {
		file, err := xlsxedit.Open(book)
		if err != nil {
			return err
		}
		for _, c := range u.pairs {
			s := []*sheet{c.raw, c.form}[i]
			doc, err := file.XML(s.part)
			if err != nil {
				return err
			}
			c.formulas[i] = map[pos]string{}
			for _, row := range doc.Root().SelectElement("sheetData").SelectElements("row") {
				for _, x := range row.SelectElements("c") {
					if f := x.SelectElement("f"); f != nil {
						c.formulas[i][parseCell(x.SelectAttrValue("r", ""))] = f.Text()
					}
				}
			}
		}
	}
	return nil
}

// listed says whether a cell of the old template holds a tag of a list.
func (c *carrying) listed(at pos) bool {
	return c.raw.own(at) && slices.ContainsFunc(anyTag.FindAllString(c.raw.cells[at].text, -1), func(tag string) bool { return strings.Contains(tag, "@") })
}

// tables pairs the tables of a sheet and finds where their cells are now.
func (u *updater) tables(c *carrying) {
	if strings.Contains(c.raw.name, "{{") {
		return // the sheet of a record: a page of words with cells beside them
	}
	was := findTables(c.was, u.p.Units, u.namer.knows)
	c.tables = findTables(c.now, u.p.Units, u.namer.knows)
	taken := map[*table]bool{}
	for _, o := range was {
		var to *table
		best := 0.0
		for _, n := range c.tables {
			like := likeTitles(o.called, n.called)
			if len(was) == 1 && len(c.tables) == 1 {
				like++
			}
			if !taken[n] && like > best && like >= 0.6 {
				to, best = n, like
			}
		}
		if to == nil {
			u.leave(c.form, pos{}, "去年的“%s”在这张工作表里认不出来，标签没有写", o.called)
			continue
		}
		taken[to] = true
		if !u.words().sameTitle(o.called, to.called) {
			u.leave(c.form, to.title, "去年的“%s”今年是“%s”，说的不是同样的钱，标签没有写", o.called, to.called)
			for row := o.title.row; row <= o.to; row++ {
				for col := 1; col <= o.last.col; col++ {
					c.told[pos{col, row}] = true
				}
			}
			continue
		}
		if row := c.firstAmount(o); row > 0 {
			o.head[1] = row - 1
			o.divide(u.p.Units)
		}
		to.headLike(o, u.p.Units, func(a, b string) bool { return sameHead(a, b) || u.words().alike(a, b) })
		u.table(c, o, to)
	}
	for _, n := range c.tables {
		if !taken[n] {
			u.leave(c.form, n.title, "新的表“%s”，没有写标签", n.called)
		}
	}
}

// sameTitle says whether two titles speak of the same money, and of no other that nobody knows.
func (w *words) sameTitle(a, b string) bool {
	x, y := w.title(a), w.title(b)
	return same(x.filter, y.filter) && x.rows == y.rows && x.source == y.source && x.last == y.last && w.strange(a) == w.strange(b)
}

// firstAmount is the first row that a blank form lets one take for headers and the
// template has tags of amounts or formulas in, 0 if there is none.
func (c *carrying) firstAmount(o *table) int {
	for row := o.head[0] + 1; row <= o.head[1]; row++ {
		for col := 1; col <= o.last.col; col++ {
			at := pos{col, row}
			text := c.raw.cells[at].text
			if _, formula := c.formulas[0][at]; c.raw.own(at) && (formula || anyTag.MatchString(text) && strings.Contains(text, ".")) {
				return row
			}
		}
	}
	return 0
}

// table finds where the cells of a table are now: columns by headers, lines by labels.
func (u *updater) table(c *carrying, o, n *table) {
	cols := sameHeaders(o, n)
	u.otherLevels(c, o, n, cols)
	u.otherWords(c, o, n, cols)
	u.otherUnits(c, o, n, cols)
	for row := o.head[0]; row <= o.head[1]; row++ {
		for col, to := range cols {
			for r := n.head[0]; r <= n.head[1]; r++ {
				if o.own(pos{col, row}) && n.own(pos{to, r}) && o.says(pos{col, row}) == n.says(pos{to, r}) && o.says(pos{col, row}) != "" {
					c.keep(pos{col, row}, slot{r, 0, to})
				}
			}
		}
	}
	came := map[int]bool{}
	for _, to := range cols {
		came[to] = true
	}
	for col := 1; col <= n.last.col; col++ {
		if len(n.heads(col)) > 0 && !came[col] {
			u.leave(c.form, pos{col, n.head[1]}, "新的列“%s”，没有写标签。%s", n.headed(col), u.proposal(c, n.lowest(col)))
		}
	}
	for col := 1; col <= o.last.col; col++ {
		if _, ok := cols[col]; !ok && len(o.heads(col)) > 0 {
			u.leave(c.form, n.title, "去年的列“%s”（%s 列）今年没有，或者认不准是哪一列，标签没有写", o.headed(col), strings.TrimRight(cellName(pos{col, 1}), "1"))
			for row := o.head[0]; row <= o.to; row++ {
				c.told[pos{col, row}] = true
			}
		}
	}
	fixed := map[int]bool{} // lines of the form that stand there for themselves
	for _, b := range o.blocks {
		u.block(c, o, n, b, cols, fixed)
	}
}

// sameHeaders maps the columns of a table by their headers; of headers that are the same, by those of
// the labels beside them too, else each with its own only if both tables have as many.
func sameHeaders(o, n *table) map[int]int {
	out, came := map[int]int{}, map[int]bool{}
	pair := func(name func(t *table, col int) string, only func(from, to []int) bool) {
		keys := func(t *table, done func(col int) bool) map[string][]int {
			out := map[string][]int{}
			for col := 1; col <= t.last.col; col++ {
				if head := name(t, col); head != "" && !done(col) {
					out[head] = append(out[head], col)
				}
			}
			return out
		}
		there := keys(n, func(col int) bool { return came[col] })
		for head, from := range keys(o, func(col int) bool { _, ok := out[col]; return ok }) {
			if to := there[head]; only(from, to) {
				for i, col := range from {
					out[col], came[to[i]] = to[i], true
				}
			}
		}
	}
	alone := func(from, to []int) bool { return len(from) == 1 && len(to) == 1 }
	pair((*table).headed, alone)
	pair((*table).besideLabels, alone)
	pair((*table).headed, func(from, to []int) bool { return len(from) == len(to) })
	return out
}

// besideLabels is the header of a column of figures with those of the labels beside it, of a table
// that has several such blocks: 预算数 beside 按支出经济分类.
func (t *table) besideLabels(col int) string {
	if labels := t.labelsOf(col); labels != "" {
		return labels + "|" + t.headed(col)
	}
	return ""
}

// labelsOf are the headers of the labels of a column of figures, "" in a table of one block.
func (t *table) labelsOf(col int) string {
	for _, b := range t.blocks {
		if len(t.blocks) > 1 && slices.Contains(b.figures, col) {
			var out []string
			for _, l := range b.labels {
				out = append(out, t.headed(l))
			}
			return strings.Join(out, "|")
		}
	}
	return ""
}

// otherLevels pairs the columns that are left by their lower headers, where what stands above them this
// year or stood there last year says nothing: 预算安排.
func (u *updater) otherLevels(c *carrying, o, n *table, cols map[int]int) {
	came := map[int]bool{}
	for _, to := range cols {
		came[to] = true
	}
	more := func(from, to int) (heads []string, ok bool) {
		was, is := o.heads(from), n.heads(to)
		short, long := was, is
		if len(was) > len(is) {
			short, long = is, was
		}
		if len(short) == 0 || len(short) == len(long) || !slices.Equal(short, long[:len(short)]) || o.isLabel(from) != n.isLabel(to) {
			return nil, false
		}
		return long[len(short):], !slices.ContainsFunc(long[len(short):], func(h string) bool { return !u.words().read(h).empty() })
	}
	found := map[int]int{}
	for from := 1; from <= o.last.col; from++ {
		if _, paired := cols[from]; paired {
			continue
		}
		for to := 1; to <= n.last.col; to++ {
			if _, ok := more(from, to); ok && !came[to] {
				if _, twice := found[from]; twice {
					found[from] = 0
				} else {
					found[from] = to
				}
			}
		}
	}
	for from, to := range found {
		for other, is := range found {
			if other != from && is == to {
				found[other] = 0
				to = 0
			}
		}
		if to == 0 {
			found[from] = 0
		}
	}
	said := map[string]bool{}
	for _, from := range slices.Sorted(maps.Keys(found)) {
		to := found[from]
		if to == 0 {
			continue
		}
		cols[from] = to
		heads, _ := more(from, to)
		if head := strings.Join(heads, "”“"); !said[head] {
			said[head] = true
			what := "多了"
			if len(o.heads(from)) > len(n.heads(to)) {
				what = "少了"
			}
			u.leave(c.form, pos{to, n.head[0]}, "表头上面%s“%s”，标签照搬。请核对", what, head)
		}
	}
}

// empty says whether a text says no more than 预算数 does.
func (c claim) empty() bool {
	return len(c.filter) == 0 && c.rest == "" && c.rows == "" && c.source == "" && !c.last && !c.absent
}

// otherUnits notes in which unit the columns of a table are to be printed, where the form states another
// one than the tags print.
func (u *updater) otherUnits(c *carrying, o, n *table, cols map[int]int) {
	changed := false
	for _, b := range o.blocks {
		for _, col := range b.figures {
			to, ok := cols[col]
			now := cmp.Or(n.units[to], n.unit)
			if now == (money.Unit{}) && o.unit == now && u.usual[0] != u.usual[1] {
				now = u.usual[1]
			}
			if !ok || now == (money.Unit{}) {
				continue
			}
			for row := o.head[1] + 1; row <= o.to; row++ {
				at := pos{col, row}
				c.units[at] = now
				if text := c.raw.cells[at].text; !c.told[at] && u.inUnit(text, now) != text {
					changed = true
				}
			}
		}
	}
	switch {
	case changed:
		u.leave(c.form, n.title, "金额单位和去年的不同，今年是%s，标签照今年的写了。请核对", cmp.Or(n.unit, u.usual[1]).Name)
	case o.unit != (money.Unit{}) && n.unit == (money.Unit{}) && len(n.units) == 0:
		u.leave(c.form, n.title, "今年的表上没有写金额单位，照去年的是%s。请核对", o.unit.Name)
	}
}

// inUnit is a text whose tags of views print a unit.
func (u *updater) inUnit(text string, unit money.Unit) string {
	return anyTag.ReplaceAllStringFunc(text, func(tag string) string {
		parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(tag, "{{"), "}}"), "|")
		if !strings.Contains(parts[0], ".") {
			return tag
		}
		parts = slices.DeleteFunc(parts, func(part string) bool {
			return slices.ContainsFunc(u.p.Units.All(), func(x money.Unit) bool { return x.Name == part })
		})
		if unit != u.p.Unit {
			parts = slices.Insert(parts, 1, unit.Name)
		}
		return "{{" + strings.Join(parts, "|") + "}}"
	})
}

// otherWords pairs the columns that are left by what their headers mean, level by level:
// 当年预算安排 is 本年安排. Only a pair of which neither has another is one.
func (u *updater) otherWords(c *carrying, o, n *table, cols map[int]int) {
	came := map[int]bool{}
	for _, to := range cols {
		came[to] = true
	}
	like := func(from, to int) bool {
		was, is := o.heads(from), n.heads(to)
		_, paired := cols[from]
		return !paired && !came[to] && len(was) > 0 && o.isLabel(from) == n.isLabel(to) && o.labelsOf(from) == n.labelsOf(to) && slices.EqualFunc(was, is, u.words().alike)
	}
	all := func(last int, is func(col int) bool) (out []int) {
		for col := 1; col <= last; col++ {
			if is(col) {
				out = append(out, col)
			}
		}
		return out
	}
	differ := func(from, to int) (levels int) { // headers that are written otherwise: of 收入/预算数 and 支出/预算数 the nearer
		for i, was := range o.heads(from) {
			if was != n.heads(to)[i] {
				levels++
			}
		}
		return levels
	}
	least := func(cols []int, n func(col int) int) (out []int) {
		for _, col := range cols {
			if len(out) > 0 && n(col) < n(out[0]) {
				out = nil
			}
			if len(out) == 0 || n(col) == n(out[0]) {
				out = append(out, col)
			}
		}
		return out
	}
	found := map[int]int{}
	for from := 1; from <= o.last.col; from++ {
		to := least(all(n.last.col, func(col int) bool { return like(from, col) }), func(col int) int { return differ(from, col) })
		if len(to) == 1 && len(least(all(o.last.col, func(col int) bool { return like(col, to[0]) }), func(col int) int { return differ(col, to[0]) })) == 1 {
			found[from] = to[0]
		}
	}
	for from, to := range maps.Clone(found) {
		for other, is := range found {
			if other != from && is == to && differ(other, to) <= differ(from, to) {
				delete(found, from)
			}
		}
	}
	for _, from := range slices.Sorted(maps.Keys(found)) {
		to := found[from]
		cols[from] = to
		for i, was := range o.heads(from) {
			if is := n.heads(to)[i]; is != was {
				c.words[was], c.words[o.headed(from)] = is, n.headed(to)
				u.leave(c.form, pos{to, n.head[1]}, "这一列的表头“%s”今年写作“%s”，照意思认的，标签照搬。请核对", was, is)
			}
		}
	}
}

// words reads texts as the pack's words say.
func (u *updater) words() *words {
	if u.known == nil {
		u.known = learnWords(u.p, u.old)
	}
	return u.known
}

// alike says whether two texts are the same, or say the same and nothing else; 预算数 and 预算金额 both
// say nothing.
func (w *words) alike(a, b string) bool {
	x, y := w.read(a), w.read(b)
	says := len(x.filter) > 0 || x.rows != "" || x.source != "" || x.empty() && y.empty()
	return a == b || says && x.rest == "" && y.rest == "" && same(x.filter, y.filter) && x.rows == y.rows && x.source == y.source && x.last == y.last
}

// labelOf is what the labels of a block say in a row.
func labelOf(t *table, cols []int, row int) string {
	var out []string
	for _, col := range cols {
		at := pos{col, row}
		if r, merged := t.whole[at]; merged && r.Col1 != col && slices.Contains(cols, r.Col1) {
			continue
		}
		if text := tight(t.cells[at].text); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "|")
}

// keyed tells lines of the same label apart by the line that heads them.
func keyed(t *table, cols []int, from, to int, list func(int) bool) map[string][]int {
	out := map[string][]int{}
	head := ""
	labels := map[int]string{}
	n := map[string]int{}
	for row := from; row <= to; row++ {
		if label := labelOf(t, cols, row); label != "" && !list(row) {
			labels[row] = label
			n[label]++
		}
	}
	for row := from; row <= to; row++ {
		label := labels[row]
		switch {
		case label == "":
		case n[label] == 1:
			out[label] = append(out[label], row)
			if numbering.MatchString(label) && ordinals.MatchString(label) {
				head = label
			}
		default:
			out[head+"\x00"+label] = append(out[head+"\x00"+label], row)
		}
	}
	return out
}

func (u *updater) block(c *carrying, o, n *table, b *block, cols map[int]int, fixed map[int]bool) {
	all := slices.Concat(b.labels, b.figures)
	var labels []int
	for _, col := range b.labels {
		if to, ok := cols[col]; ok {
			labels = append(labels, to)
		}
	}
	from, last := n.head[1]+1, n.blankTo()
	stood := map[string]bool{}  // lines of last year's form, which look like samples where they begin with a code
	repeat := map[string]bool{} // what a list prints beside its texts: the 小计 of a level, once in each sample of it
	for row := o.head[1] + 1; row <= o.body[1]; row++ {
		own := labelOf(o, b.labels, row)
		if !slices.ContainsFunc(b.labels, func(col int) bool { return c.listed(pos{col, row}) }) {
			stood[own] = true
		} else if own != "" {
			repeat[own] = true
		}
	}
	lines := slices.DeleteFunc(slices.Collect(maps.Keys(stood)), func(label string) bool { return label == "" || totals.MatchString(label) })
	sample := func(row int) bool {
		label := labelOf(n, labels, row)
		return (repeat[label] || u.sampleLine(n, labels, row, len(lines) == 0)) && !stood[label]
	}
	here := keyed(n, labels, from, last, sample)
	list := func(row int) bool {
		label := labelOf(o, b.labels, row)
		return slices.ContainsFunc(b.labels, func(col int) bool { return c.listed(pos{col, row}) }) ||
			slices.ContainsFunc(b.figures, func(col int) bool { return c.listed(pos{col, row}) }) &&
				(label == "" || totals.MatchString(label) && here[label] == nil) // a total that the pack, not the form, brought
	}
	came := map[int]bool{}
	move := func(row int, to slot) {
		for _, col := range all {
			if x, ok := cols[col]; ok {
				c.keep(pos{col, row}, slot{to.row, to.nth, x})
			}
		}
	}
	fixedLines := keyed(o, b.labels, o.head[1]+1, o.body[1], list)
	same := u.sameLines(fixedLines, here, func(row int) string { return labelOf(o, b.labels, row) }, func(row int) string { return labelOf(n, labels, row) })
	for _, label := range slices.Sorted(maps.Keys(fixedLines)) {
		for _, row := range fixedLines[label] {
			own := labelOf(o, b.labels, row)
			to := same[row]
			if to == 0 || len(labels) == 0 && len(b.labels) > 0 {
				u.leave(c.form, n.title, "去年的行“%s”今年没有，或者认不准是哪一行，标签没有写", own)
				for _, col := range all {
					c.told[pos{col, row}] = true
				}
				continue
			}
			if is := labelOf(n, labels, to); is != own && len(labels) == len(b.labels) {
				c.words[own] = is
				if !sameWords(own, is) {
					u.leave(c.form, pos{labels[0], to}, "这一行“%s”今年写作“%s”，照意思认的，标签照搬。请核对", own, is)
				}
			}
			came[to] = true
			move(row, slot{to, 0, 0})
		}
	}
	blanks := func() { // blank lines go with the line above
		for row := o.head[1] + 1; row <= o.body[1]; row++ {
			to, ok := c.slots[pos{all[0], row - 1}]
			_, placed := c.slots[pos{all[0], row}]
			if next := to.row + 1; ok && !placed && to.nth == 0 && labelOf(o, b.labels, row) == "" && !list(row) && !c.noted(b, row) &&
				next <= last && labelOf(n, labels, next) == "" && !came[next] && !c.plan.goes(next) {
				came[next] = true
				move(row, slot{next, 0, 0})
			}
		}
	}
	blanks()
	was := c.runs(o.head[1]+1, o.to, func(row int) (free bool, line string) {
		return list(row) || c.noted(b, row), labelOf(o, b.labels, row)
	})
	runs := c.runs(from, last, func(row int) (free bool, line string) {
		label := labelOf(n, labels, row)
		if label != "" && !came[row] && !sample(row) {
			u.leave(c.form, pos{labels[0], row}, "新的行“%s”，没有写标签；合计要不要加上它，请看公式。%s", strings.ReplaceAll(label, "|", " "), u.proposal(c, label))
		}
		return !came[row] && (len(labels) > 0 || len(b.labels) == 0) && (label == "" || sample(row)) && (n.styled[row] || label != ""), label
	})
	lists := slices.DeleteFunc(slices.Clone(was), func(r run) bool { return !slices.ContainsFunc(r.rows, list) })
	for _, r := range was {
		to := r.same(runs)
		if single := len(lists) == 1 && slices.ContainsFunc(r.rows, list); single {
			levels := len(slices.DeleteFunc(slices.Clone(r.rows), func(row int) bool { return !list(row) }))
			to = cmp.Or(roomy(runs, levels), to, only(runs))
		}
		if to == nil {
			u.leave(c.form, n.title, "去年第 %d 行起的“%s”等标签，今年认不准写在哪几行（空行有 %d 处），没有写", r.rows[0], c.sample(all, r.rows), len(runs))
			for _, row := range r.rows {
				for _, col := range all {
					c.told[pos{col, row}] = true
				}
			}
			continue
		}
		u.fit(c, o, n, r.rows, to.rows, all, cols, list, move)
		last := r.rows[len(r.rows)-1]
		if behind := &runs[len(runs)-1]; !list(last) && behind != to && behind.next == "" {
			u.fit(c, o, n, []int{last}, behind.rows, all, cols, list, move) // the note of a list before the total
		}
	}
	blanks()
}

// sameLines are the rows in which lines stand now: of the same label, as often as it stood there; of those
// left, by their labels without numbers, then by what they mean, where neither has another, then below
// the same line.
func (u *updater) sameLines(was, is map[string][]int, old, now func(row int) string) map[int]int {
	out, came := map[int]int{}, map[int]int{}
	pair := func(from, to int) { out[from], came[to] = to, from }
	for label, rows := range was {
		if to := is[label]; len(to) == len(rows) {
			for i, row := range rows {
				pair(row, to[i])
			}
		}
	}
	left := func(lines map[string][]int, done map[int]int) []int {
		return slices.DeleteFunc(slices.Sorted(maps.Keys(flat(lines))), func(row int) bool { return done[row] > 0 })
	}
	above := func(row int, done map[int]int) int {
		for row--; row > 0; row-- {
			if done[row] > 0 {
				return row
			}
		}
		return 0
	}
	for _, anchored := range []bool{false, true} {
		for _, like := range []func(a, b string) bool{sameWords, u.sameCodes, u.sameMeaning} {
			from, to := left(was, out), left(is, came)
			fits := func(a, b int) bool {
				return like(old(a), now(b)) && (!anchored || out[above(a, out)] == above(b, came))
			}
			for _, a := range from {
				found := slices.DeleteFunc(slices.Clone(to), func(b int) bool { return !fits(a, b) })
				if len(found) == 1 && came[found[0]] == 0 && !slices.ContainsFunc(from, func(o int) bool { return o != a && fits(o, found[0]) }) {
					pair(a, found[0])
				}
			}
		}
	}
	return out
}

// flat are the rows of lines.
func flat(lines map[string][]int) map[int]bool {
	out := map[int]bool{}
	for _, rows := range lines {
		for _, row := range rows {
			out[row] = true
		}
	}
	return out
}

// wordsOfLabel are the labels of a line, each without its number.
func wordsOfLabel(label string) (out []string) {
	for _, part := range strings.Split(label, "|") {
		out = append(out, unnumbered(part))
	}
	return out
}

// sameWords says whether labels differ but for their numbers.
func sameWords(a, b string) bool { return slices.Equal(wordsOfLabel(a), wordsOfLabel(b)) }

// sameCodes says whether labels name the same codes, which have other names this year.
func (u *updater) sameCodes(a, b string) bool {
	was := wordsOfLabel(a)
	for i, word := range was {
		if is, renamed := u.names[word]; renamed {
			was[i] = is
		}
	}
	return slices.Equal(was, wordsOfLabel(b))
}

// sameMeaning says whether labels say the same and no less than what some money is.
func (u *updater) sameMeaning(a, b string) bool {
	return slices.EqualFunc(wordsOfLabel(a), wordsOfLabel(b), func(x, y string) bool {
		return u.words().alike(x, y) && (x == y || !u.words().read(x).empty() || totals.MatchString(x) && totals.MatchString(y))
	})
}

// goes says whether a list does not need a row that it may use, or uses it.
func (p *plan) goes(row int) bool {
	return slices.ContainsFunc(p.needs, func(n need) bool {
		i := slices.Index(n.region.rows, row)
		return i >= 0 && (!n.region.beside || i < n.levels)
	})
}

// noted says whether a row of the old template only holds tags that are of no list,
// such as the note of an empty table.
func (c *carrying) noted(b *block, row int) bool {
	return labelOf(&table{sheet: c.was}, b.labels, row) == "" && slices.ContainsFunc(slices.Concat(b.labels, b.figures), func(col int) bool {
		return c.raw.own(pos{col, row}) && !c.listed(pos{col, row}) && strings.Contains(c.raw.cells[pos{col, row}].text, "{{")
	})
}

// run is rows next to each other with the lines between which they stand.
type run struct {
	rows        []int
	above, next string
}

// same is the run between the same lines.
func (r run) same(in []run) *run {
	if i := slices.IndexFunc(in, func(x run) bool { return x.above == r.above && x.next == r.next }); i >= 0 {
		return &in[i]
	}
	return nil
}

// roomy is the one run with a row for each level of a list; nil if there are several.
func roomy(in []run, levels int) (out *run) {
	for i := range in {
		if len(in[i].rows) >= levels {
			if out != nil {
				return nil
			}
			out = &in[i]
		}
	}
	return out
}

// only is the run that a single list must be in: blank rows behind the last line
// count only if there are no others.
func only(in []run) *run {
	if len(in) == 2 && in[1].next == "" {
		return &in[0]
	}
	if len(in) == 1 {
		return &in[0]
	}
	return nil
}

func (c *carrying) runs(from, to int, is func(row int) (free bool, line string)) (out []run) {
	above, open := "", false
	for row := from; row <= to; row++ {
		free, line := is(row)
		switch {
		case free && open:
			out[len(out)-1].rows = append(out[len(out)-1].rows, row)
		case free:
			out = append(out, run{rows: []int{row}, above: above})
		default:
			for i := range out {
				if out[i].next == "" && line != "" {
					out[i].next = line
				}
			}
			above = cmp.Or(line, above)
		}
		open = free
	}
	return out
}

// fit gives the rows of a list, and of notes behind it, their rows in the form.
func (u *updater) fit(c *carrying, o, n *table, rows, free, all []int, cols map[int]int, list func(int) bool, move func(int, slot)) {
	for len(rows) > 0 && !list(rows[len(rows)-1]) {
		row := rows[len(rows)-1]
		rows = rows[:len(rows)-1]
		at := pos{all[0], row}
		_, was := o.whole[at]
		i := len(free) - 1
		if i < 0 || i == 0 && len(rows) > 0 {
			continue // told with the other texts
		}
		if _, now := n.whole[pos{cols[all[0]], free[i]}]; was != now {
			continue
		}
		move(row, slot{free[i], 0, 0})
		free = free[:i]
	}
	if len(rows) == 0 {
		return
	}
	r := region{rows: free}
	for _, row := range r.rows {
		for _, at := range n.texts(row) {
			r.beside = r.beside || !slices.ContainsFunc(all, func(col int) bool { return cols[col] == at.col })
		}
	}
	c.plan.needs = append(c.plan.needs, need{r, len(rows)})
	for level, row := range rows {
		to, nth := r.slot(level)
		move(row, slot{to, nth, 0})
	}
	for _, row := range r.rows { // what samples say goes
		for _, col := range all {
			if x, ok := cols[col]; ok && n.own(pos{x, row}) && !n.cells[pos{x, row}].formula && n.cells[pos{x, row}].text != "" {
				text := n.cells[pos{x, row}].text
				c.plan.put(row, 0, x, "")
				if slices.ContainsFunc(rows, func(own int) bool { return tight(o.cells[pos{col, own}].text) == tight(text) }) {
					continue // the list prints it itself
				}
				u.leave(c.form, pos{x, row}, "样例“%s”删去了", clip(text))
			}
		}
	}
}

// sampleLine says whether a line only shows what stands there.
//
// listed is whether the block had nothing but lists, so that the name of a code is a sample too.
func (u *updater) sampleLine(t *table, cols []int, row int, listed bool) bool {
	coded := slices.ContainsFunc(cols, func(col int) bool { return digitsOnly.MatchString(t.says(pos{col, row})) })
	return slices.ContainsFunc(cols, func(col int) bool {
		text := t.says(pos{col, row})
		code, _ := cell{text: text}.digits()
		if m := codeBehind.FindStringSubmatch(text); m != nil { // 基本工资(30101)
			text, code = m[1], m[2]
		}
		return placeholder(text) || nobody.MatchString(text) || (len(code) >= 3 || coded || listed) && u.namer.knows(text)
	})
}

func (c *carrying) keep(from pos, to slot) {
	if _, ok := c.slots[from]; !ok {
		c.slots[from] = to
		c.whatever[pos{to.col, to.row}] = true
	}
}

// sample is the first tag of rows.
func (c *carrying) sample(cols, rows []int) string {
	for _, row := range rows {
		for _, col := range cols {
			if text := c.raw.cells[pos{col, row}].text; strings.Contains(text, "{{") {
				return text
			}
		}
	}
	return ""
}

// proposal is the column of a view of the sheet that is called most like a header.
func (u *updater) proposal(c *carrying, head string) string {
	best, says := 0.6, u.labelProposal(c, head)
	if says != "" {
		return says
	}
	for _, v := range u.p.Views {
		used := false
		for _, x := range c.raw.cells {
			used = used || strings.Contains(x.text, "{{"+v.Name+"@") || strings.Contains(x.text, "{{"+v.Name+".")
		}
		if !used {
			continue
		}
		for _, col := range v.Columns {
			if like := nearest.Likeness(bare(head), col.Name); like >= best {
				best, says = like, fmt.Sprintf("视图“%s”有列“%s”，意思一样的可以用它", v.Name, col.Name)
			}
		}
	}
	return says
}

// labelProposal is how a list that was carried over fills a new column of labels: a field of its view,
// or the codes of its lines. A field that the view does not tell apart is said to be none.
func (u *updater) labelProposal(c *carrying, head string) string {
	head = bare(head)
	for i := range u.p.Views {
		v := &u.p.Views[i]
		if len(v.Rows) == 0 || !slices.ContainsFunc(slices.Collect(maps.Values(c.raw.cells)), func(x cell) bool { return strings.Contains(x.text, "{{"+v.Name+"@") }) {
			continue
		}
		lowest := v.Rows[len(v.Rows)-1]
		of, _ := pack.CutField(lowest.By[0])
		at := "{{" + v.Name + "@" + lowest.Level + "."
		s := u.p.Input.Sheet(v.Sources[0])
		switch {
		case slices.Contains(pivot.Fields(u.p, v), head):
			return "各级的行里写 " + at + head + "}} 这样的标签"
		case u.p.ListOf(of) != "" && justCode.MatchString(head) && codeWords.MatchString(head):
			return "各级的行里写 " + at + "编码}} 这样的标签"
		case s != nil && s.Column(head) != nil:
			return "视图“" + v.Name + "”的各行不分“" + head + "”，要印的，把它加进这个视图的“行”"
		}
	}
	return ""
}

// texts finds where the tags outside of the lines of tables are now: in the cell
// that says the same around them.
func (u *updater) texts(c *carrying) {
	for _, at := range sortedCells(c.raw) {
		text := c.raw.cells[at].text
		if !strings.Contains(text, "{{") || c.raw.cells[at].formula || !c.raw.own(at) || c.told[at] {
			continue
		}
		if _, ok := c.slots[at]; ok {
			continue
		}
		to, ok := u.place(c, at)
		if !ok {
			where, near := u.alike(c, at)
			u.leave(c.form, where, "去年 %s 的“%s”没有写：今年找不到同样的文字%s", cellName(at), clip(text), near)
			continue
		}
		if unit, ok := u.p.Units.Note(c.form.cells[to].text); ok && strings.Contains(text, "{{金额单位}}") && unit != u.p.Unit {
			continue // the form's own
		}
		c.keep(at, slot{to.row, 0, to.col})
	}
}

// sortedCells are the cells of a sheet, row by row.
func sortedCells(s *sheet) []pos {
	return slices.SortedFunc(maps.Keys(s.cells), func(a, b pos) int { return cmp.Or(cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)) })
}

// place is the one cell of the form with the text of an old one, or the blank one
// beside what it stood beside.
func (u *updater) place(c *carrying, at pos) (pos, bool) {
	text := c.raw.cells[at].text
	var pattern, literal strings.Builder
	rest := 0
	for _, m := range anyTag.FindAllStringIndex(text, -1) {
		part := tight(text[rest:m[0]])
		literal.WriteString(part)
		pattern.WriteString(regexp.QuoteMeta(part))
		if y := yearTag.FindStringSubmatch(text[m[0]:m[1]]); y != nil {
			n, _ := strconv.Atoi(cmp.Or(y[1], "0"))
			pattern.WriteString(before(u.old, -n))
		} else {
			pattern.WriteString(".*?")
		}
		rest = m[1]
	}
	literal.WriteString(tight(text[rest:]))
	pattern.WriteString(regexp.QuoteMeta(tight(text[rest:])))
	if literal.Len() == 0 {
		return u.besides(c, at)
	}
	says, err := regexp.Compile("^" + pattern.String() + "$")
	if err != nil {
		return pos{}, false
	}
	same := func(s *sheet, shift func(string) string) (out []pos) {
		for _, x := range sortedCells(s) {
			if s.own(x) && says.MatchString(tight(shift(s.cells[x].text))) {
				out = append(out, x)
			}
		}
		return out
	}
	found := same(c.now, func(s string) string { return s })
	before := same(c.was, func(s string) string { return s })
	if i := slices.Index(before, at); i >= 0 && len(before) == len(found) {
		return found[i], true
	}
	if len(found) == 1 && len(before) <= 1 {
		return found[0], true
	}
	return pos{}, false
}

// besides is the blank cell that stands beside the same text as an old one, below
// the same headings.
func (u *updater) besides(c *carrying, at pos) (pos, bool) {
	for _, step := range []pos{{-1, 0}, {0, -1}} {
		by := pos{at.col + step.col, at.row + step.row}
		for by.col > 1 && step.col < 0 && c.was.says(by) == "" {
			by.col--
		}
		by = c.was.owner(by)
		text := c.was.says(by)
		if text == "" {
			continue
		}
		was, now := c.was.saying(text), c.now.saying(text)
		i := slices.Index(was, by)
		if i < 0 || len(was) != len(now) || len(was) > 1 && c.was.heading(by) != c.now.heading(now[i]) {
			continue
		}
		to := pos{now[i].col + at.col - by.col, now[i].row + at.row - by.row}
		if c.now.own(to) && c.now.cells[to].text == "" && !c.whatever[to] && c.was.heading(at) == c.now.heading(to) {
			return to, true
		}
	}
	return pos{}, false
}

// owner is the cell that holds what a cell shows.
func (s *sheet) owner(at pos) pos {
	if r, merged := s.whole[at]; merged {
		return pos{r.Col1, r.Row1}
	}
	return at
}

// saying are the cells with a text.
func (s *sheet) saying(text string) (out []pos) {
	for _, at := range sortedCells(s) {
		if s.own(at) && s.says(at) == text {
			out = append(out, at)
		}
	}
	return out
}

// heading is the nearest text above a cell that stands only once on the sheet.
func (s *sheet) heading(at pos) string {
	for row := at.row - 1; row > 0; row-- {
		if text := s.says(pos{at.col, row}); text != "" && len(s.saying(text)) == 1 {
			return text
		}
	}
	return ""
}

// alike is the cell of the form whose text is most like that of an old one.
func (u *updater) alike(c *carrying, at pos) (where pos, says string) {
	best := 0.6
	text := c.was.says(at)
	if text == "" {
		return pos{}, ""
	}
	for _, x := range sortedCells(c.now) {
		if like := nearest.Likeness(text, c.now.says(x)); c.now.own(x) && like > best {
			where, best = x, like
		}
	}
	if where.row > 0 {
		says = "，最像的是这一格"
	}
	return where, says
}
