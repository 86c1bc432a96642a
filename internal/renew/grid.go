package renew

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/tagging"
)

// grid is where the rows and columns of last year's form are now.
type grid struct {
	rows, cols map[int]int
	told       map[int]bool  // rows of this year's form
	high, wide [2]int        // of last year's form, and of this year's
	lost       map[int]int   // columns whose headers say otherwise, by the row of the header from which on they are others
	renamed    []reworded    // headers and labels that other ones stand in place of, of whatever money
	said       [2][][]string // what their cells say, by row and column; all of a merged range say it
}

// ofOtherYear says whether texts differ in the years and dates that they name.
func ofOtherYear(a, b string) bool {
	return a != b && len(layout.Years(a)) > 0 && layout.Timeless(a) == layout.Timeless(b)
}

// said is what the cells of a sheet say, by row and column from 1 on.
func said(s *layout.Sheet, high, wide int) [][]string {
	out := make([][]string, high+1)
	for row := range out {
		out[row] = make([]string, wide+1)
		for col := 1; col <= wide; col++ {
			if c, ok := s.Cells[layout.At(col, row)]; ok {
				out[row][col] = layout.Tight(c.Text)
			}
		}
	}
	return out
}

// compared pairs the rows and columns of last year's form with those of this year's: in their order, and
// those that are left where each says what one other says.
func (c *carrying) compared() *grid {
	f, n := c.blank, c.now
	g := &grid{rows: map[int]int{}, cols: map[int]int{}, told: map[int]bool{}, high: [2]int{bottom(f), bottom(n)}}
	g.wide[0] = max(f.Last.Col, c.raw.Last.Col)
	g.wide[1] = n.Last.Col + g.wide[0] - f.Last.Col
	if g.high[0]*g.high[1] > tallest {
		return nil
	}
	for i, s := range []*layout.Sheet{f, n} {
		g.said[i] = said(s, g.high[i], g.wide[i])
	}
	g.pairColumns()
	wide := func(s *layout.Sheet, at layout.Pos) bool { r := s.Whole[at]; return r.Col2 > r.Col1 }
	g.pair(g.rows, g.high, func(i, j int) (like float64) {
		for col, to := range g.cols {
			x, y := g.said[0][i][col], g.said[1][j][to]
			if r := f.Whole[layout.At(col, i)]; r.Col1 > 0 && r.Col1 < col && g.cols[col-1] > 0 {
				continue // counted with the first of what is merged
			}
			switch {
			case x == y && x != "":
				like++
			case ofOtherYear(x, y), x != "" && y != "" && layout.Unnumbered(x) == layout.Unnumbered(y): // 十、卫生健康支出 was 九、卫生健康支出
				like += 0.9
			case x == y:
			case layout.AllDigits(x) && layout.AllDigits(y):
				like += 0.3
			case x != "" && y != "":
				like -= 0.7
			default:
				like -= 0.5
			}
			if x == "" && y == "" && wide(f, layout.At(col, i)) != wide(n, layout.At(to, j)) {
				like -= 0.2
			}
		}
		return like
	}, func(i, line int) string {
		var out []string
		for _, col := range slices.Sorted(maps.Keys(g.cols)) {
			out = append(out, g.said[i][line][[2]int{col, g.cols[col]}[i]])
		}
		return strings.Trim(strings.Join(out, "|"), "|")
	})
	return g
}

// pairColumns pairs the columns by what they say, but for texts over all of them and what stands beside a
// table, such as its unit; one between the same
// neighbours is the same, whatever its header says.
func (g *grid) pairColumns() {
	says := [2][][]string{}
	for i := range says {
		says[i] = make([][]string, g.wide[i]+1)
		for row := g.title(i) + 1; row <= g.high[i]; row++ {
			over := map[string]int{}
			for _, text := range g.said[i][row] {
				over[text]++
			}
			for col, text := range g.said[i][row] {
				if text != "" && !layout.AllDigits(text) && !strings.Contains(text, ":") && over[text]*2 <= g.wide[i]+1 {
					says[i][col] = append(says[i][col], text)
				}
			}
		}
	}
	g.pair(g.cols, g.wide, func(i, j int) float64 {
		a, b := says[0][i], says[1][j]
		if len(a)+len(b) == 0 {
			return 0.3
		}
		common := 0.0
		for _, text := range a {
			switch {
			case slices.Contains(b, text):
				common++
			case slices.ContainsFunc(b, func(now string) bool { return ofOtherYear(text, now) }):
				common += 0.9
			}
		}
		if slices.Equal(a, b) {
			return 1
		}
		return 4*common/float64(len(a)+len(b)) - 1.3
	}, func(i, line int) string { return strings.Join(says[i][line], "|") })
	back := map[int]int{}
	for col, to := range g.cols {
		back[to] = col
	}
	for col := 1; col <= g.wide[0]; col++ {
		before, ok := g.cols[col-1]
		if to := before + 1; (ok || col == 1) && g.cols[col] == 0 && back[to] == 0 && to <= g.wide[1] && (back[to+1] == col+1 || to == g.wide[1] && col == g.wide[0]) {
			g.cols[col], back[to] = to, col
		}
	}
}

// title is the row of the first title of a table in a form, 0 if there is none.
func (g *grid) title(i int) int {
	for row := range g.said[i] {
		for _, text := range g.said[i][row] {
			if layout.TableName.MatchString(text) && !layout.NumberOfTable.MatchString(text) {
				return row
			}
		}
	}
	return 0
}

// pair pairs lines; key is what one of a form says.
func (g *grid) pair(to map[int]int, n [2]int, like func(i, j int) float64, key func(i, line int) string) {
	var left [2][]int
	for _, p := range nearest.Pairs(n[0], n[1], like) {
		if p[0] > 0 && p[1] > 0 {
			to[p[0]] = p[1]
		}
		for i, line := range p {
			if p[1-i] == 0 && line > 0 {
				left[i] = append(left[i], line)
			}
		}
	}
	lone := func(i int) map[string]int {
		out := map[string]int{}
		for _, line := range left[i] {
			k := key(i, line)
			if _, twice := out[k]; twice {
				out[k] = 0
			} else {
				out[k] = line
			}
		}
		return out
	}
	now := lone(1)
	for k, line := range lone(0) {
		if k != "" && line > 0 && now[k] > 0 {
			to[line] = now[k]
		}
	}
}

// reworded is a text of last year's form that is written otherwise now.
type reworded struct {
	at, to   layout.Pos
	was, is  string
	unit     money.Unit // that it names now, where it named another one
	sameWord bool       // only numbers and years differ
}

// filled are the rows of the form in which the template has lists or figures, and their cells, with whether
// they print amounts.
func (u *updater) filled(c *carrying) (rows map[int]bool, cells map[layout.Pos]bool) {
	rows, cells = map[int]bool{}, map[layout.Pos]bool{}
	for at, cell := range c.raw.Cells {
		_, formula := c.formulas[0][at]
		if c.raw.Own(at) && (formula || strings.Contains(cell.Text, "{{") && strings.Contains(cell.Text, ".")) {
			row := c.starts[at.Row].row
			amount := slices.ContainsFunc(tagging.AnyTag.FindAllString(cell.Text, -1), func(tag string) bool {
				name, _, _ := strings.Cut(strings.Trim(tag, "{}"), "|")
				return u.amount(name)
			})
			rows[row], cells[layout.At(at.Col, row)] = true, formula || amount || cells[layout.At(at.Col, row)]
		}
	}
	return rows, cells
}

// byForm carries a sheet over to where the rows and columns of last year's form are now; it does not if the
// forms have little in common, or a table is of other money.
func (u *updater) byForm(c *carrying) bool {
	if c.blank == nil {
		return false
	}
	if c.same(c.now) {
		g := &grid{rows: map[int]int{}, cols: map[int]int{}, told: map[int]bool{}}
		for _, s := range c.starts {
			g.rows[s.row] = s.row
		}
		for col := range max(c.raw.Last.Col, c.was.Last.Col) {
			g.cols[col+1] = col + 1
		}
		u.lay(c, g)
		return true
	}
	g := c.compared()
	if g == nil || !g.alike(c) || u.halvesApart(c, g) {
		return false
	}
	rows, cells := u.filled(c)
	free := map[int]bool{} // rows of lists and of samples
	for row, s := range c.starts {
		free[s.row] = free[s.row] || c.gone[row] || c.onlyTags(row)
	}
	var words, titles []reworded
	lost := map[int]int{}
	for _, row := range slices.Sorted(maps.Keys(g.rows)) {
		for _, col := range slices.Sorted(maps.Keys(g.cols)) {
			at, to := layout.At(col, row), layout.At(g.cols[col], g.rows[row])
			was, is := g.said[0][row][col], g.said[1][to.Row][to.Col]
			vanished := is == "" && was != "" && !rows[row] && row > g.title(0) && !strings.Contains(strings.TrimPrefix(was, "其中:"), ":") && !g.saidIn(1, to.Col, was)
			if was == is || was == "" || is == "" && !vanished || !c.blank.Own(at) || free[row] || layout.AllDigits(was) && layout.AllDigits(is) {
				continue
			}
			if vanished {
				c.lose(lost, at, cells)
				continue
			}
			if layout.TableName.MatchString(was) && layout.TableName.MatchString(is) && !rows[row] && !layout.SameHead(was, is) && !ofOtherYear(was, is) {
				if !u.words().SameTitle(was, is) {
					return false
				}
				titles = append(titles, reworded{at: at, to: to, was: was, is: is})
				continue
			}
			if !rows[row] && strings.Contains(was, ":") && slices.Contains(g.said[1][to.Row], was) {
				continue // beside the table, where its columns changed places
			}
			w := reworded{at: at, to: to, was: was, is: is, sameWord: layout.SameHead(was, is) || sameWords(was, is) || ofOtherYear(was, is)}
			if w.sameWord && !slices.Equal(layout.Years(was), layout.Years(is)) {
				if !rows[row] && layout.TableName.MatchString(was) || g.oneOf(c, was) {
					if u.printsBy(c, at, rows, cells) {
						u.leave(c.form, to, "“%s”里的年份没有跟着今年的表走，标签照搬。请核对", layout.Clip(c.form.Quote(to)))
					}
					c.retagged[at] = ""
					continue
				}
				w.sameWord = false // of another year
			} else if w.sameWord {
				words = append(words, w)
				continue
			}
			if w.unit = u.otherUnit(was, is); w.unit != (money.Unit{}) || u.saysTheSame(c, g, w) {
				words = append(words, w)
				continue
			}
			if _, tagged := cells[at]; rows[row] && !tagged {
				if half := u.half(c.blank, at); half != nil { // the line beside it is still there
					for _, other := range half {
						c.apart[layout.At(other, row)] = w
					}
					continue
				}
				g.renamed = append(g.renamed, w)
				delete(g.rows, row)
				break
			}
			if !rows[row] {
				g.renamed = append(g.renamed, w)
				c.lose(lost, at, cells)
			}
		}
	}
	for _, w := range words {
		if g.rows[w.at.Row] != 0 {
			u.reword(c, g, w, rows)
		}
	}
	for _, w := range titles {
		c.retagged[w.at] = c.form.Cells[w.to].Text
		u.leave(c.form, w.to, "表名“%s”今年写作“%s”，照意思认的，标签照搬。请核对", w.was, u.today(w.is))
	}
	u.newHeads(c, g, rows, cells, lost)
	g.lost = lost
	u.headed(c, g)
	u.lay(c, g)
	u.tellLines(c, g, rows, cells)
	return true
}

// half are the columns of the side of a table in which a cell stands; nil of a table that has no others.
func (u *updater) half(s *layout.Sheet, at layout.Pos) []int {
	if _, ok := u.found[s]; !ok {
		u.found[s] = layout.FindTables(s, u.p.Units, u.namer.Knows)
	}
	for _, t := range u.found[s] {
		if len(t.Blocks) < 2 || at.Row <= t.Head[1] || at.Row > max(t.To, t.BlankTo()) {
			continue
		}
		for _, b := range t.Blocks {
			if cols := slices.Concat(b.Labels, b.Figures); len(b.Labels) > 0 && len(b.Figures) > 0 && slices.Contains(cols, at.Col) {
				return cols
			}
		}
	}
	return nil
}

// lose notes the columns below a header that is another one now, or none, as lost where something is printed below it.
func (c *carrying) lose(lost map[int]int, at layout.Pos, cells map[layout.Pos]bool) {
	for x := at.Col; x <= max(at.Col, c.blank.Whole[at].Col2); x++ {
		for below := range cells {
			if below.Col == x && below.Row > at.Row && c.blank.Says(below) == "" && (lost[x] == 0 || at.Row < lost[x]) { // a sentence says itself what it is
				lost[x] = at.Row
			}
		}
	}
}

// saidIn says whether a column of a form says a text somewhere.
func (g *grid) saidIn(i, col int, text string) bool {
	return slices.ContainsFunc(g.said[i], func(row []string) bool { return col < len(row) && row[col] == text })
}

// oneOf says whether a text of last year's form is one that no other cell says of another year, then and now:
// of 2025年预算数 beside 2026年预算数 the years say which is which.
func (g *grid) oneOf(c *carrying, text string) bool {
	for i, s := range []*layout.Sheet{c.blank, c.now} {
		n := 0
		for row := range g.said[i] {
			for col, said := range g.said[i][row] {
				if s.Own(layout.At(col, row)) && (said == text || ofOtherYear(said, text)) {
					n++
				}
			}
		}
		if n != 1 {
			return false
		}
	}
	return true
}

// printsBy says whether something is printed in a cell of last year's form, in its row or below it.
func (u *updater) printsBy(c *carrying, at layout.Pos, rows map[int]bool, cells map[layout.Pos]bool) bool {
	for from, cell := range c.raw.Cells {
		if c.starts[from.Row].row == at.Row && from.Col == at.Col && strings.Contains(cell.Text, "{{") {
			return true
		}
	}
	across := c.blank.Whole[at]
	for cell := range cells {
		if rows[at.Row] && cell.Row == at.Row || !rows[at.Row] && cell.Row > at.Row && cell.Col >= at.Col && cell.Col <= max(at.Col, across.Col2) {
			return true
		}
	}
	return layout.TableName.MatchString(layout.Tight(c.blank.Cells[at].Text))
}

// newHeads tells what stands above headers now and did not; of one that says what money it is over, the
// columns below are others.
func (u *updater) newHeads(c *carrying, g *grid, rows map[int]bool, cells map[layout.Pos]bool, lost map[int]int) {
	came, first, back := map[int]bool{}, g.high[1]+1, map[int]int{}
	for row, now := range g.rows {
		if came[now] = true; rows[row] {
			first = min(first, now)
		}
	}
	for col, now := range g.cols {
		back[now] = col
	}
	for row := g.title(1) + 1; row < first; row++ {
		for _, at := range c.now.Texts(row) {
			across, head := c.now.Whole[at], c.now.Says(at)
			over := max(across.Col2, at.Col) - at.Col + 1
			if came[row] || !c.now.Own(at) || strings.Contains(head, ":") || over >= g.wide[1] || came[max(across.Row2, row)] {
				continue
			}
			filled := false
			for col := at.Col; col < at.Col+over; col++ {
				for cell, amount := range cells {
					filled = filled || amount && cell.Col == back[col] && back[col] > 0
				}
			}
			switch {
			case !filled:
			case u.words().Read(head).Empty():
				g.told[row] = true
				u.leave(c.form, at, "表头上面多了“%s”，标签照搬。请核对", u.today(head))
			default:
				for col := at.Col; col < at.Col+over; col++ {
					if back[col] > 0 && lost[back[col]] == 0 {
						lost[back[col]] = slices.Min(slices.Collect(maps.Keys(rows)))
					}
				}
			}
		}
	}
}

// headed notes what the columns of tables are called now, the way from the top, as rules name them.
func (u *updater) headed(c *carrying, g *grid) {
	now := layout.FindTables(c.form, u.p.Units, u.namer.Knows)
	for _, o := range layout.FindTables(c.blank, u.p.Units, u.namer.Knows) {
		for _, n := range now {
			for col, to := range g.cols {
				if g.lost[col] > 0 {
					continue
				}
				if was, is := o.Headed(col), n.Headed(to); g.rows[o.Title.Row] == n.Title.Row && was != is && was != "" && is != "" {
					c.words[was] = is
				}
			}
		}
	}
}

// alike says whether most of what last year's form says, but for samples, stands where its rows and columns are.
func (g *grid) alike(c *carrying) bool {
	n, same := 0, 0
	for row := 1; row <= g.high[0]; row++ {
		for col := 1; col <= g.wide[0]; col++ {
			if text := g.said[0][row][col]; text == "" || !c.blank.Own(layout.At(col, row)) {
				continue
			} else if n++; g.rows[row] > 0 && g.cols[col] > 0 && g.said[1][g.rows[row]][g.cols[col]] == text {
				same++
			}
		}
	}
	return same*2 >= n
}

// halvesApart says whether a line of one side of a table stands in another row now, beside other lines of the other
// side than it did: rows of such a table are not the same rows any more, its lines are told side by side.
func (u *updater) halvesApart(c *carrying, g *grid) bool {
	now := layout.FindTables(c.now, u.p.Units, u.namer.Knows)
	for _, o := range layout.FindTables(c.blank, u.p.Units, u.namer.Knows) {
		i := slices.IndexFunc(now, func(n *layout.Table) bool { return g.rows[o.Title.Row] == n.Title.Row })
		if i < 0 || len(o.Blocks) < 2 || len(o.Blocks) != len(now[i].Blocks) {
			continue
		}
		for side, b := range o.Blocks {
			here := map[string][]int{}
			for row := now[i].Head[1] + 1; row <= now[i].To; row++ {
				label := unnumbered(now[i], now[i].Blocks[side].Labels, row)
				here[label] = append(here[label], row)
			}
			for row := o.Head[1] + 1; row <= o.To; row++ {
				if label := unnumbered(o, b.Labels, row); label != "" && len(here[label]) == 1 && here[label][0] != g.rows[row] {
					return true
				}
			}
		}
	}
	return false
}

// unnumbered is what a line is called, without its numbers.
func unnumbered(t *layout.Table, cols []int, row int) string {
	parts := strings.Split(labelOf(t, cols, row), "|")
	for i := range parts {
		parts[i] = layout.Unnumbered(parts[i])
	}
	return strings.Join(parts, "|")
}

// otherUnit is the unit that a text names, if it says the same as another one but for the unit.
func (u *updater) otherUnit(was, is string) money.Unit {
	of := func(text string) (money.Unit, bool) {
		for _, find := range []func(string) (money.Unit, bool){u.p.Units.Note, u.p.Units.Alone, u.p.Units.Header} {
			if unit, ok := find(text); ok {
				return unit, true
			}
		}
		return money.Unit{}, false
	}
	a, ok := of(was)
	b, both := of(is)
	if ok && both && a != b && strings.ReplaceAll(was, a.Name, "") == strings.ReplaceAll(is, b.Name, "") {
		return b
	}
	return money.Unit{}
}

// saysTheSame says whether a text means what another one meant, and nothing new beside it does too.
func (u *updater) saysTheSame(c *carrying, g *grid, w reworded) bool {
	if !u.sameSaid(w.was, w.is) && !u.sameCodes(w.was, w.is) {
		return false
	}
	came := map[int]bool{}
	for _, to := range g.cols {
		came[to] = true
	}
	for col := 1; col <= g.wide[1]; col++ {
		if text := g.said[1][w.to.Row][col]; text != w.is && text != "" && u.words().Alike(w.was, text) && !slices.Contains(g.said[0][w.at.Row], text) {
			return false
		}
	}
	return true
}

// reword notes what a text of the form is called now, and in which unit what stands beside or below it is
// printed.
func (u *updater) reword(c *carrying, g *grid, w reworded, rows map[int]bool) {
	c.words[w.was] = u.today(w.is)
	c.retagged[w.at] = c.form.Cells[w.to].Text
	switch {
	case w.unit != (money.Unit{}):
		_, note := u.p.Units.Note(w.was) // of all that stands below
		note = note && !rows[w.at.Row]
		across := c.blank.Whole[w.at]
		for at := range c.raw.Cells {
			row := c.starts[at.Row].row
			switch {
			case note && row > w.at.Row, rows[w.at.Row] && row >= w.at.Row && row <= max(w.at.Row, across.Row2) && at.Col > w.at.Col,
				!rows[w.at.Row] && row > w.at.Row && at.Col >= w.at.Col && at.Col <= max(w.at.Col, across.Col2):
				c.units[at] = w.unit
			}
		}
		u.leave(c.form, w.to, "金额单位和去年的不同，今年是%s，标签照今年的写了。请核对", w.unit.Name)
	case !w.sameWord && rows[w.at.Row]:
		u.leave(c.form, w.to, "这一行“%s”今年写作“%s”，%s", w.was, u.today(w.is), u.taken(w.was, w.is))
	case !w.sameWord:
		u.leave(c.form, w.to, "这一列的表头“%s”今年写作“%s”，%s", w.was, u.today(w.is), u.taken(w.was, w.is))
	}
}

// lay puts what stood in the rows and columns of last year's form where they are now, and has the rows of
// lists and samples come and go as they did then.
func (u *updater) lay(c *carrying, g *grid) {
	all := slices.Sorted(maps.Keys(c.starts))
	free := func(row int) bool { return c.gone[row] || c.onlyTags(row) }
	to := map[int]int{} // rows of this year's form by those here
	last := 0
	for _, now := range g.rows {
		last = max(last, now)
	}
	for i, row := range all {
		if to[row] = g.rows[c.starts[row].row]; to[row] > 0 || !c.onlyTags(row) {
			if c.starts[row].row > bottom(c.blank) && to[row] == 0 { // below all that the form says
				for last++; len(c.now.Texts(last)) > 0; {
					last++
				}
				to[row] = last
			}
			continue
		}
		for up := i; to[row] == 0 && up > 0 && free(all[up-1]); up-- {
			to[row] = to[all[up-1]]
		}
		for down := i + 1; to[row] == 0 && down < len(all) && free(all[down]); down++ {
			to[row] = g.rows[c.starts[all[down]].row]
		}
	}
	times, list := map[int]int{}, map[int]bool{}
	c.lists = list
	for _, row := range all {
		if now := to[row]; now > 0 {
			for col, there := range g.cols {
				if from := g.lost[col]; from > 0 && c.starts[row].row >= from {
					continue // below a header that says otherwise; what stands above it is the sheet's
				}
				if _, apart := c.apart[layout.At(col, c.starts[row].row)]; apart {
					continue
				}
				u.laid(c, layout.At(col, row), slot{now, times[now], there}, free(row))
			}
			times[now] += 0
			if !c.gone[row] {
				times[now]++
			}
			list[now] = list[now] || c.onlyTags(row) && times[now] < 2 // else a line of the form stands above it
		}
	}
	came := map[int]bool{}
	for _, now := range to {
		came[now] = true
	}
	sample := map[int]bool{}
	for row := 1; row <= bottom(c.now); row++ { // more of the blank rows of a list, or of its samples
		beside := func(row int) bool { n, ok := times[row]; return ok && (n == 0 || list[row]) || sample[row] }
		if !came[row] && (beside(row-1) || list[row+1]) && u.samples(c.now, row) {
			times[row], sample[row] = 0, true
		}
	}
	for row, n := range times {
		for next := row; n != 1 && (next == row || list[next]); next++ {
			c.plan.Times[next] = times[next]
		}
		for next := row - 1; n != 1 && list[next]; next-- {
			c.plan.Times[next] = times[next]
		}
	}
	for at, r := range c.was.Whole { // what was taken apart for a list is again
		if s := c.slots[at]; r.Row2 > r.Row1 && c.was.Own(at) && !c.gone[at.Row] && c.raw.Whole[at].Row2 <= c.raw.Whole[at].Row1 && s.row > 0 {
			if own, merged := c.now.Whole[layout.At(s.col, s.row)]; merged {
				c.plan.Unmerge = append(c.plan.Unmerge, own)
			}
		}
	}
}

// laid keeps where a cell is now: the first cell of what it is merged with there. A text that stands elsewhere
// now, beside the table, does not go with its column.
func (u *updater) laid(c *carrying, at layout.Pos, to slot, free bool) {
	if owner := c.now.Owner(layout.At(to.col, to.row)); to.nth == 0 && c.said(at) != "" && owner != layout.At(to.col, to.row) && !free {
		to.row, to.col = owner.Row, owner.Col
	}
	from := layout.At(at.Col, c.starts[at.Row].row)
	was, is := c.said(at), layout.Tight(c.now.Cells[layout.At(to.col, to.row)].Text)
	if _, reworded := c.retagged[from]; was != "" && was != is && !reworded && !free && !layout.AllDigits(was) && c.blank.Own(from) {
		return
	}
	c.keep(at, to)
}

// samples says whether a row of a form says nothing but samples and numbers.
func (u *updater) samples(s *layout.Sheet, row int) bool {
	for _, at := range s.Texts(row) {
		if text := layout.Tight(s.Cells[at].Text); !layout.AllDigits(text) && !layout.Placeholder(text) && !layout.Nobody.MatchString(text) {
			return false
		}
	}
	return s.Styled[row]
}

// tellLines tells which rows and columns are new, and which are gone with tags.
func (u *updater) tellLines(c *carrying, g *grid, rows map[int]bool, cells map[layout.Pos]bool) {
	came := [2]map[int]bool{{}, {}}
	for i, to := range []map[int]int{g.rows, g.cols} {
		for was, line := range to {
			came[i][line] = came[i][line] || i == 0 || g.lost[was] == 0
		}
	}
	u.tellRenamed(c, g, rows, came)
	first := 0 // row of the form with figures
	for row := range rows {
		if now := g.rows[row]; now > 0 && (first == 0 || now < first) {
			first = now
		}
	}
	for row := 1; row <= g.high[1]; row++ {
		if came[0][row] || c.plan.Dropped(row) || g.told[row] {
			continue
		}
		var half []int // that is told
		for _, at := range c.now.Texts(row) {
			if slices.Contains(half, at.Col) {
				continue
			}
			if r, merged := c.now.Whole[at]; merged && (r.Row1 < row || r.Row2 > row && came[0][r.Row2]) || c.form.Says(at) == "" {
				continue // reaches down to a row that was there, or only numbers the row
			}
			if sentence(c.form.Says(at)) {
				u.leave(c.form, at, "新的句子“%s”，没有写标签。里面要印数、印名称的，写上标签", layout.Clip(c.form.Quote(at)))
			} else if row < first {
				u.leave(c.form, at, "新的行“%s”，没有写标签", layout.Clip(c.form.Quote(at)))
			} else {
				u.leave(c.form, at, "新的行“%s”，没有写标签；合计要不要加上它，请看公式。%s", layout.Clip(c.form.Quote(at)), u.proposal(c, c.now.Says(at)))
			}
			if half = append(half, u.half(c.now, at)...); len(half) == 0 {
				break
			}
		}
	}
	told := map[layout.Pos]bool{}
	for _, at := range slices.SortedFunc(maps.Keys(c.apart), layout.ReadingOrder) {
		if w := c.apart[at]; !told[w.at] && w.is != "" {
			told[w.at] = true
			if w.mayBeNamed() {
				u.askRow(c, w)
				continue
			}
			u.leave(c.form, w.to, "新的行“%s”，没有写标签；合计要不要加上它，请看公式。%s", layout.Clip(c.form.Quote(w.to)), u.proposal(c, w.is))
		}
	}
	for col := 1; col <= g.wide[1]; col++ {
		if came[1][col] {
			continue
		}
		head := layout.Pos{} // the lowest above the figures, else the first
		for row := 1; row <= g.high[1]; row++ {
			if at := layout.At(col, row); c.now.Says(at) != "" && c.now.Own(at) && (row < first || head.Row == 0) {
				head = at
			}
		}
		if head.Row > 0 {
			u.leave(c.form, head, "新的列“%s”，没有写标签。%s", c.form.Quote(head), u.proposal(c, c.now.Says(head)))
		}
	}
	for _, at := range layout.SortedCells(c.raw) {
		if _, ok := c.slots[at]; ok || !c.raw.Own(at) || !tagging.AnyTag.MatchString(c.raw.Cells[at].Text) {
			continue
		}
		row := c.starts[at.Row].row
		switch {
		case c.told[at]:
		case g.cols[at.Col] == 0 || g.lost[at.Col] > 0:
			u.leave(c.form, layout.Pos{}, "去年的列“%s”（%s 列）今年没有，或者认不准是哪一列，标签没有写", c.header(g, at.Col, cells), strings.TrimRight(layout.CellName(layout.At(at.Col, 1)), "1"))
			for other := range c.raw.Cells {
				c.told[other] = c.told[other] || other.Col == at.Col
			}
		case u.paragraphs(c, at):
			for other := range c.raw.Cells {
				c.told[other] = c.told[other] || other == at
			}
		default:
			line, which := c.line(min(row, g.high[0])), "行"
			w, apart := c.apart[layout.At(at.Col, row)]
			if apart {
				line = c.blank.Quote(w.at)
			}
			if sentence(line) {
				which = "句"
			}
			u.leave(c.form, layout.Pos{}, "去年第 %d 行“%s”今年没有，或者认不准是哪一%s，标签没有写", c.stands[at.Row], layout.Clip(line), which)
			for other := range c.raw.Cells {
				same := other.Row == at.Row
				if apart && same {
					x, also := c.apart[layout.At(other.Col, row)]
					same = also && x.at == w.at
				}
				c.told[other] = c.told[other] || same
			}
		}
	}
}

// tellRenamed tells of each header and label in whose place another one stands once, whatever stands below or beside
// it: only a clerk knows whether it is the same money under another name, and says so with --改名.
func (u *updater) tellRenamed(c *carrying, g *grid, rows map[int]bool, came [2]map[int]bool) {
	for _, w := range g.renamed {
		if !w.mayBeNamed() {
			continue
		}
		if rows[w.at.Row] {
			if !came[0][w.to.Row] && !g.told[w.to.Row] {
				g.told[w.to.Row] = true
				u.askRow(c, w)
			}
			continue
		}
		n := 0
		for col := w.at.Col; col <= max(w.at.Col, c.blank.Whole[w.at].Col2); col++ {
			if now := g.cols[col]; g.lost[col] == w.at.Row && now > 0 && !came[1][now] {
				n++
				came[1][now] = true
				for at := range c.raw.Cells {
					c.told[at] = c.told[at] || at.Col == col
				}
			}
		}
		if n > 0 {
			below, proposal := fmt.Sprintf("下面的 %d 列", n), ""
			if n == 1 {
				below, proposal = "这一列", u.proposal(c, w.is)
			}
			u.leave(c.form, w.to, "表头今年是“%s”，去年是“%s”，是不是一样的认不准，%s没有写标签。是一样的，加上 %s 再更新一次，标签照搬；不一样的，写上标签。%s", u.today(w.is), w.was, below, c.naming(w), proposal)
		}
	}
}

// askRow asks whether a line in whose place another one stands is the same, of all that last year's had tags for.
func (u *updater) askRow(c *carrying, w reworded) {
	u.leave(c.form, w.to, "这一行今年是“%s”，去年是“%s”，是不是一样的认不准，没有写标签；合计要不要加上它，请看公式。是一样的，加上 %s 再更新一次，标签照搬；不一样的，写上标签。%s", u.today(w.is), w.was, c.naming(w), u.proposal(c, w.is))
	for at := range c.raw.Cells {
		row := c.starts[at.Row].row
		half, apart := c.apart[layout.At(at.Col, row)]
		c.told[at] = c.told[at] || row == w.at.Row && (!apart || half.at == w.at)
	}
}

// naming is how a clerk says that a text of this year means what another one of last year did.
func (c *carrying) naming(w reworded) string {
	return "--改名 \"" + w.was + "=" + layout.Tight(c.form.Cells[w.to].Text) + "\""
}

// mayBeNamed says whether a clerk can say so of some texts.
func (w reworded) mayBeNamed() bool {
	return w.is != "" && !strings.ContainsAny(w.was+w.is, " =") && !sentence(w.was+w.is) && len(layout.Years(w.was+w.is)) == 0
}

// sentence says whether a text is one, and no line of a table.
func sentence(text string) bool { return strings.ContainsAny(text, "，。；,;") }

// line is what a row of last year's form says.
func (c *carrying) line(row int) string {
	var out []string
	for _, at := range c.blank.Texts(row) {
		out = append(out, c.blank.Quote(at))
	}
	return strings.Join(out, " ")
}

// header is the lowest text above the figures of a column of last year's form.
func (c *carrying) header(g *grid, col int, cells map[layout.Pos]bool) (text string) {
	if from := g.lost[col]; from > 0 && c.blank.Says(layout.At(col, from)) != "" {
		return c.blank.Quote(layout.At(col, from))
	}
	for row := g.title(0) + 1; row <= g.high[0]; row++ {
		if _, figure := cells[layout.At(col, row)]; figure {
			break
		}
		if said := c.blank.Quote(c.blank.Owner(layout.At(col, row))); said != "" && !layout.AllDigits(said) {
			text = said
		}
	}
	return text
}
