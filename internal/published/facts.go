package published

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/evidence"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/sample"
)

// Fact is a figure of finished tables with what the words around it say of the items
// that it sums.
type Fact struct {
	Place  finding.Place
	Table  string      // sheet, title and block
	Block  string      // the block as the binder names it: figures of one are parts of each other or apart
	Filter pack.Filter // fields, codes without their level
	Column []string    // fields that its column limits
	Amount budget.Fen
	Step   budget.Fen // the last decimal that its table prints
	Open   string     // why it is not known what the figure sums, "" if it is
	Last   bool       // of last year, and else known
	Label  string     // of its line
	Code   string     // of the unit of its line, if it stands beside the name
	Head   string     // of its column
}

// Facts reads the figures of finished tables by their words alone, with the names of
// department and year.
func Facts(p *pack.Pack, book []byte) (facts []Fact, info map[string]string, err error) {
	sheets, err := layout.Read(book)
	layout.PlainYears(sheets)
	if err != nil {
		return nil, nil, err
	}
	r := readFacts(p, sheets, false)
	return r.facts, r.info, nil
}

// readFacts reads the figures of sheets, zeros and blanks only if all is true.
func readFacts(p *pack.Pack, sheets []*layout.Sheet, all bool) *factReader {
	l := sample.Nothing(p)
	r := &factReader{p: p, info: map[string]string{}, all: all}
	named := r.titles(sheets)
	r.words = meaning.Learn(p, r.info[p.Input.YearItem()])
	r.department(named, sheets)
	sheets = slices.DeleteFunc(slices.Clone(sheets), func(s *layout.Sheet) bool { return meaning.ListsOwn(s, p) > 0 })
	r.name(sheets, l)
	r.namer = meaning.NewNamer(p, l)
	var found []*layout.Table
	for _, s := range sheets {
		found = append(found, layout.FindTables(s, p.Units, r.namer.Knows)...)
	}
	r.words.Trade(found, r.namer)
	for _, t := range found {
		r.table(t)
	}
	return r
}

type factReader struct {
	p     *pack.Pack
	words *meaning.Words
	namer *meaning.Namer
	info  map[string]string
	codes map[string]bool // names of codes, made on first use
	facts []Fact
	all   bool // zeros and blanks too
}

// titles finds the year and whom the sheets name as the department.
func (r *factReader) titles(sheets []*layout.Sheet) (named []somebody) {
	years := map[string]int{}
	for _, s := range sheets {
		for row := 1; row <= min(s.Last.Row, 5); row++ {
			for _, at := range s.Texts(row) {
				text := s.Says(at)
				if y := layout.YearWords.FindString(text); len(y) >= 4 && layout.TableName.MatchString(text) {
					years[y[:4]]++
				}
				if m := layout.Named.FindStringSubmatch(text); m != nil && m[3] != "" {
					if _, unit := r.p.Units.Alone(m[3]); !unit && !strings.HasSuffix(m[3], "元") {
						one := cmp.Or(meaning.Uncoded(m[3]), m[3])
						i := slices.IndexFunc(named, func(b somebody) bool { return b.name == one })
						if i < 0 {
							i = len(named)
							named = append(named, somebody{one, digitRuns.FindString(meaning.CodeBeside.FindString(layout.Tight(m[3]))), map[string]bool{}})
						}
						named[i].titles[titleOf(s)] = true
					}
				}
			}
		}
	}
	best := ""
	for _, y := range slices.Sorted(maps.Keys(years)) {
		if best == "" || years[y] > years[best] {
			best = y
		}
	}
	if best == "" { // no title says it: the latest that headers and lines do, 2025年预算数 beside 2024年执行数
		for _, s := range sheets {
			for _, t := range layout.FindTables(s, r.p.Units, func(string) bool { return false }) {
				for row := t.Head[0]; row <= t.Body[1]; row++ {
					for _, at := range s.Texts(row) {
						text := layout.DateWords.ReplaceAllString(s.Says(at), "")
						if y := layout.YearWords.FindString(text); len(y) >= 4 && (row <= t.Head[1] || layout.OnlyYear.MatchString(text)) {
							best = max(best, y[:4])
						}
					}
				}
			}
		}
	}
	if best != "" {
		r.info[r.p.Input.YearItem()] = best
	}
	return named
}

// somebody is whom sheets name as the one whose tables they are, with the titles of these.
type somebody struct {
	name, code string
	titles     map[string]bool
}

// titleOf is the first text of a sheet that is the title of a table.
func titleOf(s *layout.Sheet) string {
	for row := 1; row <= min(s.Last.Row, 5); row++ {
		for _, at := range s.Texts(row) {
			if text := s.Says(at); layout.TableName.MatchString(text) {
				return text
			}
		}
	}
	return ""
}

// department settles which of those named is the department: the one above most different tables, else whose
// name most titles begin with. The cards of projects, all of one title, name their units.
func (r *factReader) department(named []somebody, sheets []*layout.Sheet) {
	if len(named) == 0 {
		r.info["部门名称"] = cmp.Or(r.whose(sheets), r.spokenOf(sheets))
		r.coded(codeBeside(r.info["部门名称"], sheets))
		return
	}
	byTables := slices.Clone(named)
	slices.SortStableFunc(byTables, func(a, b somebody) int { return len(b.titles) - len(a.titles) })
	if len(named) > 1 && len(byTables[0].titles) == len(byTables[1].titles) {
		if r.info["部门名称"] = r.whose(sheets); r.info["部门名称"] != "" {
			return
		}
	}
	r.info["部门名称"] = byTables[0].name
	r.coded(byTables[0].code)
}

// coded notes the code of the department.
func (r *factReader) coded(code string) {
	const item = "部门代码"
	if code != "" && r.info[item] == "" && slices.ContainsFunc(r.p.Input.Info, func(it pack.Item) bool { return it.Name == item }) {
		r.info[item] = code
	}
}

var digitRuns = pattern.Of(`\d+`)

// whose is the department that most titles begin with, "" if they begin with none: what
// they share and no word explains. 教育局 is no money for 教育.
func (r *factReader) whose(sheets []*layout.Sheet) string {
	seen := map[string]bool{}
	begin := map[string]int{} // of how many titles
	for _, s := range sheets {
		if layout.Contents(s) {
			continue // it lists the titles without it
		}
		for row := 1; row <= min(s.Last.Row, 5); row++ {
			for _, at := range s.Texts(row) {
				title := numberedTable.ReplaceAllString(layout.Tight(layout.YearWords.ReplaceAllString(s.Says(at), "")), "")
				if !layout.TableName.MatchString(title) || seen[title] {
					continue
				}
				seen[title] = true
				runes := []rune(title)
				for n := shortBody; n < len(runes); n++ {
					begin[string(runes[:n])]++
				}
			}
		}
	}
	best := ""
	for text, n := range begin {
		if n >= 3 && n*4 >= len(seen)*3 && len(text) > len(best) {
			best = text
		}
	}
	best = bodyEnd.ReplaceAllString(best, "")
	if len([]rune(best)) < shortBody || r.words.Title(best).Rest == "" {
		return ""
	}
	return best
}

// shortBody is how short the name of a department may be: 县委办.
const shortBody = 3

var (
	numberedTable = pattern.Of(`^附?[表件]?[（(]?[0-9一二三四五六七八九十]*[)）]?[-—－0-9]*[：:、.．]?`)
	bodyEnd       = pattern.Of(`(本级|部门|单位|预算|公开|财政|收支|综合|总体|整体|年度|政府|一般|“|的)+$`)
)

// spokenOf is the department whose year the texts of a book speak of, above its sentences and on its cover, "" if no
// two texts begin with the same name: 某局2025年部门预算情况说明 and 某局2025年收入总预算.
func (r *factReader) spokenOf(sheets []*layout.Sheet) (best string) {
	texts := map[string]map[string]bool{}
	for _, s := range sheets {
		for _, at := range layout.SortedCells(s) {
			m := beforeYear.FindStringSubmatch(layout.Unnumbered(s.Says(at)))
			if m == nil {
				continue
			}
			name := bodyEnd.ReplaceAllString(strings.TrimPrefix(m[1], "关于"), "")
			if len([]rune(name)) < shortBody || r.words.Title(name).Rest == "" {
				continue
			}
			if texts[name] == nil {
				texts[name] = map[string]bool{}
			}
			texts[name][s.Says(at)] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if n := len(texts[name]); n > 1 && n > len(texts[best]) {
			best = name
		}
	}
	return best
}

// beforeYear is what a text says before the year of its budget.
var beforeYear = pattern.Of(`^([^，。；：、,;:（()）《》\d]+)20\d\d年`)

// codeBeside is the code that stands beside the name of the department alone, such as 177-某局, "" of none.
func codeBeside(name string, sheets []*layout.Sheet) string {
	for _, s := range sheets {
		for _, at := range layout.SortedCells(s) {
			if code := digitRuns.FindString(s.Says(at)); name != "" && code != "" && slices.ContainsFunc(evidence.Joints, func(j [3]string) bool {
				return s.Says(at) == layout.Tight(j[0]+code+j[1]+name+j[2]) || s.Says(at) == layout.Tight(j[0]+name+j[1]+code+j[2])
			}) {
				return code
			}
		}
	}
	return ""
}

// name gives a ledger without items the names that columns of names hold, so that the
// lines are known by them.
func (r *factReader) name(sheets []*layout.Sheet, l *budget.Ledger) {
	usual := l.Tables[r.p.Intake.Sheet]
	def := r.p.Input.Sheet(r.p.Intake.Sheet)
	found := map[string][]string{}
	for _, s := range sheets {
		for _, t := range layout.FindTables(s, r.p.Units, meaning.NewNamer(r.p, l).Knows) {
			for _, b := range t.Blocks {
				for _, col := range b.Labels {
					for field, values := range r.namesIn(t, col, def) {
						for _, v := range values {
							if !slices.Contains(found[field], v) {
								found[field] = append(found[field], v)
							}
						}
					}
				}
			}
		}
	}
	for field, values := range found {
		if c := def.Column(field); c.Kind == pack.Text { // projects stand below the units that they belong to
			values = slices.DeleteFunc(values, func(v string) bool {
				return v == r.info["部门名称"] || slices.ContainsFunc(def.Columns, func(o pack.Column) bool { return o.Kind == pack.Ref && slices.Contains(found[o.Name], v) })
			})
		}
		usual.Seed(usual.Field(field), values)
	}
	for _, c := range def.Columns { // where no title names the department its own line is the first of the units
		if units := found[c.Name]; c.Kind == pack.Ref && len(units) > 0 && r.info["部门名称"] == "" {
			r.info["部门名称"] = units[0]
		}
	}
	if at := usual.Field("部门"); at >= 0 && r.info["部门名称"] != "" {
		usual.Seed(at, []string{r.info["部门名称"]})
	}
}

// namesIn are the names that a column of labels holds, by the field that its header
// names. Of units and projects in one column those that it names first stand further left;
// if none do, other tables tell which are units.
func (r *factReader) namesIn(t *layout.Table, col int, def *pack.Sheet) map[string][]string {
	var named []string
	for _, field := range r.rowsOf(t, col) {
		if c := def.Column(field); c != nil && (c.Kind == pack.Ref || c.Kind == pack.Text) && !evidence.Excludes(c.When, r.words.Title(t.Called).Filter) { // 基本支出 has no projects
			named = append(named, field)
		}
	}
	if len(named) == 0 || len(named) > 2 || len(named) == 2 && def.Column(named[0]).Kind == def.Column(named[1]).Kind {
		return nil
	}
	out := map[string][]string{}
	indent := func(row int) int {
		raw := t.Raw(layout.At(col, row))
		return len(raw) - len(strings.TrimLeft(raw, " \u3000"))
	}
	least, coded := -1, false
	codes := strings.Contains(strings.Join(t.Heads(col), ""), "科目") // beside units and projects
	var rows []int
	called := 0 // projects may be called as codes: 基本公共卫生服务 among others
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		switch text := t.Says(layout.At(col, row)); {
		case text == "" || layout.Totals.MatchString(text) || r.chosen(text):
		case r.code(text):
			called++
		default:
			called--
		}
	}
	projects := len(named) == 1 && def.Column(named[0]).Kind == pack.Text && called < 0
	for row := t.Body[0]; row <= t.Body[1]; row++ {
		text := t.Says(layout.At(col, row))
		code, name := t.Cells[layout.At(col, row)].Digits()
		if glued := len(code) > 4 && len([]rune(name)) > 3 && !codes; text == "" || len(code) >= 2 && !glued || layout.Totals.MatchString(text) || layout.Placeholder(text) || r.chosen(text) {
			continue
		}
		if r.code(text) && (len(named) == 1 && !projects || codes) {
			coded = true // 单位名称（科目）: units above the names of their codes
			continue
		}
		rows = append(rows, row)
		if least < 0 || indent(row) < least {
			least = indent(row)
		}
	}
	rows = slices.DeleteFunc(rows, func(row int) bool {
		return t.Says(layout.At(col, row)) == layout.Tight(r.info["部门名称"]) && sumsUp(t, row, rows)
	})
	if len(rows) > 2 && r.info["部门名称"] == "" && def.Column(named[0]).Kind == pack.Ref && sumsUp(t, rows[0], rows) {
		r.info["部门名称"], rows = layout.Tight(t.Cells[layout.At(col, rows[0])].Text), rows[1:] // no title names it; its line stands above its units
	}
	if inner := slices.DeleteFunc(slices.Clone(rows), func(row int) bool { return indent(row) == least }); len(inner) > 1 && len(inner) == len(rows)-1 && rows[0] < inner[0] {
		whose := layout.Tight(t.Cells[layout.At(col, rows[0])].Text)
		if r.info["部门名称"] == "" {
			r.info["部门名称"] = whose
		}
		if whose == layout.Tight(r.info["部门名称"]) { // the department, below which its units stand
			rows, least = inner, indent(slices.MinFunc(inner, func(a, b int) int { return indent(a) - indent(b) }))
		}
	}
	deeper := slices.ContainsFunc(rows, func(row int) bool { return indent(row) > least })
	if whose := refOf(def); len(named) == 1 && projects && whose != "" && addsUp(t, rows, func(row int) bool { return indent(row) == least }) {
		named = []string{whose, named[0]} // each unit above its projects, though the header speaks of these alone
	}
	if len(named) == 2 && def.Column(named[1]).Kind == pack.Ref && deeper {
		inner, outer, again := map[string]bool{}, 0, false
		for _, row := range rows {
			if name := t.Says(layout.At(col, row)); indent(row) > least {
				again, inner[name] = again || inner[name], true
			} else {
				outer++
			}
		}
		if !again && len(inner) > outer {
			slices.Reverse(named) // 支出项目类别（资金使用单位）: of several below each line none stands below another one too
		}
	}
	for _, row := range rows {
		if coded && len(named) == 1 && indent(row) > least {
			continue
		}
		field := named[0]
		if len(named) == 2 && (deeper && indent(row) > least || !deeper && def.Column(field).Kind == pack.Ref) {
			field = named[1]
		}
		name := strings.TrimSpace(t.Cells[layout.At(col, row)].Text)
		if code, own := t.Cells[layout.At(col, row)].Digits(); len(code) > 4 {
			name = own // 206001-某中学
		}
		out[field] = append(out[field], name)
	}
	return out
}

// refOf is the field of a table that says whose a record is, "" if it has none.
func refOf(def *pack.Sheet) string {
	for _, c := range def.Columns {
		if c.Kind == pack.Ref {
			return c.Name
		}
	}
	return ""
}

// addsUp says whether rows are some that head others, each the sum of those up to the next.
func addsUp(t *layout.Table, rows []int, heads func(row int) bool) bool {
	if len(rows) < 3 || !heads(rows[0]) {
		return false
	}
	groups, several := 0, 0
	for i, row := range rows {
		if !heads(row) {
			continue
		}
		end := i + 1
		for end < len(rows) && !heads(rows[end]) {
			end++
		}
		parts := rows[i+1 : end]
		if len(parts) == 0 || !sumsUp(t, row, append(slices.Clone(parts), row)) {
			return false
		}
		if groups++; len(parts) > 1 {
			several++
		}
	}
	return groups > 0 && several > 0
}

// sumsUp says whether the figures of a row are the sums of those of some others, but for what rounding leaves.
func sumsUp(t *layout.Table, row int, others []int) bool {
	shown := false
	for _, b := range t.Blocks {
		for _, col := range b.Figures {
			own, _ := t.Cells[layout.At(col, row)].Amount()
			all, places := decimal.Zero, max(-own.Exponent(), 0)
			for _, o := range others {
				if d, ok := t.Cells[layout.At(col, o)].Amount(); ok && o != row {
					all, places = all.Add(d), max(places, -d.Exponent())
				}
			}
			if own.Sub(all).Abs().GreaterThan(decimal.New(int64(len(others)), -places)) {
				return false
			}
			shown = shown || !own.IsZero()
		}
	}
	return shown && len(others) > 1
}

// chosen says whether a text only names choices, such as 项目支出 above the projects.
func (r *factReader) chosen(text string) bool {
	said := r.words.Read(text)
	return said.Rest == "" && len(said.Filter) > 0 && !slices.ContainsFunc(slices.Collect(maps.Keys(said.Filter)), func(f string) bool { return r.words.Coded[meaning.FieldOf(f)] })
}

// code says whether a text is the name of a code.
func (r *factReader) code(text string) bool {
	if r.codes == nil {
		r.codes = map[string]bool{}
		for _, list := range r.p.Codes {
			for _, e := range list.Entries() {
				r.codes[layout.Tight(e.Name)] = true
			}
		}
	}
	return r.codes[text]
}

// rowsOf are the fields whose values a column of labels holds, by its header.
func (r *factReader) rowsOf(t *layout.Table, col int) []string {
	for _, head := range t.Heads(col) {
		if all := r.words.RowsIn(head); len(all) > 0 {
			return all
		}
		if s := r.p.Input.Sheet(r.p.Intake.Sheet); s != nil && s.Column(layout.Tight(head)) != nil {
			return []string{layout.Tight(head)}
		}
	}
	return nil
}

func (r *factReader) table(t *layout.Table) {
	sc := layout.ScaleOf(t, r.p.Unit)
	places := sc.Places
	for _, b := range t.Blocks {
		for _, col := range b.Figures {
			for row := t.Body[0]; row <= t.Body[1]; row++ {
				if d, ok := t.Cells[layout.At(col, row)].Amount(); ok {
					for places < 8 && !d.Round(places).Equal(d) {
						places++
					}
				}
			}
		}
	}
	step, err := budget.ParseFen(sc.Unit.Yuan(decimal.New(1, -places)))
	if err != nil {
		step = 1 // finer than 分
	}
	if dept := r.info["部门名称"]; dept != "" {
		if called := strings.Replace(t.Called, layout.Tight(dept), "", 1); layout.TableName.MatchString(called) {
			t.Called = called
		}
	}
	r.words.Vague(t, r.namer, true)
	title := r.words.Around(t)
	strange := title[0].Rest
	for i, b := range t.Blocks {
		begin := len(r.facts)
		lines := r.namer.Lines(t, b)
		r.namer.Nest(t, b, lines)
		whole := map[int]bool{} // rows of totals
		var head *meaning.Part  // of a line with nothing but a unit or a project, above lines that do not name theirs
		outer := r.outer(lines)
		named := func(l meaning.Line) bool {
			return slices.ContainsFunc(l.Parts, func(p meaning.Part) bool { return r.kind(p) == outer })
		}
		first := slices.IndexFunc(lines, func(l meaning.Line) bool { return len(l.Parts) > 0 })
		opens := first >= 0 && named(lines[first])
		coded := func(p meaning.Part) bool { return r.p.ListOf(meaning.FieldOf(p.By)) != "" }
		project := func(p meaning.Part) bool { return r.kind(p) == pack.Text }
		at := slices.IndexFunc(lines, func(l meaning.Line) bool { return slices.ContainsFunc(l.Parts, project) })
		below := at > 0 && !slices.ContainsFunc(lines[at].Parts, coded) && slices.ContainsFunc(lines[:at], func(l meaning.Line) bool { return slices.ContainsFunc(l.Parts, coded) })
		var above []meaning.Part // the codes of the line above projects that stand below codes
		for _, l := range lines {
			r.coded(r.ownCode(t, b, l, func(p meaning.Part) bool { return p.By == "部门" }))
			switch own := slices.IndexFunc(l.Parts, func(p meaning.Part) bool { return r.kind(p) == outer }); {
			case l.Total && !(opens && own >= 0 && len(l.Parts) == 1): // 小计 beside a unit may stand above its lines
				head, whole[l.Row] = nil, true
			case own >= 0 && len(l.Parts) == 1:
				whole[l.Row] = l.Total
				head = &l.Parts[0]
			case own < 0 && len(l.Parts) > 0 && head != nil:
				l.Parts = append(slices.Clone(l.Parts), *head)
			}
			switch codes := slices.DeleteFunc(slices.Clone(l.Parts), func(p meaning.Part) bool { return !coded(p) }); {
			case !below:
			case !slices.ContainsFunc(l.Parts, project):
				above = codes
			case len(codes) == 0:
				l.Parts = append(slices.Clone(l.Parts), above...)
			}
			for _, col := range b.Figures {
				d, ok := t.Cells[layout.At(col, l.Row)].Amount()
				if x := t.Cells[layout.At(col, l.Row)]; r.all && !ok && x.ZeroOf() && t.BlankIsZero(b, col, l.Row) {
					ok = true
				} else if d.IsZero() && !r.all {
					continue
				}
				if !ok {
					continue
				}
				amount, err := budget.ParseFen(sc.Unit.Yuan(d).Round(2))
				if err != nil {
					continue
				}
				f := r.fact(t, b, lines, l, col, title)
				f.Code = r.ownCode(t, b, l, func(p meaning.Part) bool { return r.kind(p) == pack.Ref })
				f.Table, f.Block = t.Name+"!"+t.Called+string(rune('a'+i)), t.BlockName(i)
				f.Amount, f.Step = amount, max(step, 1)
				if len([]rune(strange)) >= 4 { // 政府采购: a part of the money of which the ledger does not tell
					f.Open = cmp.Or(f.Open, "不知道“"+strange+"”是哪些明细")
				}
				r.facts = append(r.facts, f)
			}
		}
		r.thisYear(r.facts[begin:], func(f Fact) bool { return whole[layout.ParseCell(f.Place.Cell).Row] })
	}
}

// ownCode is the code that stands beside the name that a line shows for a unit or the department, ""
// if none does.
func (r *factReader) ownCode(t *layout.Table, b *layout.Block, l meaning.Line, of func(p meaning.Part) bool) string {
	if !slices.ContainsFunc(l.Parts, of) {
		return ""
	}
	for _, col := range b.Labels {
		text := t.Says(layout.At(col, l.Row))
		if c := t.Cells[layout.At(col, l.Row)]; c.Numeric {
			text = c.Number.String()
		}
		if code, name := (layout.Cell{Text: text}).Digits(); len(code) > 2 && name != "" && slices.ContainsFunc(l.Parts, func(p meaning.Part) bool { return of(p) && layout.Tight(p.Value) == name }) {
			return code // 206001-某中学
		}
		if layout.AllDigits(text) && len(text) > 2 && unitCodes.MatchString(layout.Bare(strings.Join(t.Heads(col), ""))) && !slices.ContainsFunc(l.Parts, func(p meaning.Part) bool { return strings.HasPrefix(p.Value, text) }) {
			return text
		}
	}
	return ""
}

// unitCodes says that a column holds the codes of units, maybe among others.
var unitCodes = pattern.Of(`单位.*(编码|代码|编号)|部门(编码|代码|编号)`)

// thisYear gives the lines and columns beside one of 上年结转 that say nothing of years the
// other choice: 一般公共预算拨款收入 is of 本年 where 上年结转 has a line of its own.
func (r *factReader) thisYear(facts []Fact, total func(Fact) bool) {
	usual := r.p.Input.Sheet(r.p.Intake.Sheet)
	if usual == nil {
		return
	}
	for _, c := range usual.Columns {
		says := func(f Fact) bool {
			return slices.Equal(f.Filter[c.Name], c.Choices[1:]) && !slices.Contains(f.Column, c.Name) && !total(f)
		}
		if c.Kind != pack.Choice || !c.Required || len(c.Choices) != 2 {
			continue
		}
		beside := slices.ContainsFunc(facts, says)
		carried := map[string]pack.Filter{} // by header of a column of 上年结转, what it limits besides
		for _, f := range facts {
			if slices.Equal(f.Filter[c.Name], c.Choices[1:]) && slices.Contains(f.Column, c.Name) {
				limits := maps.Clone(f.Filter)
				maps.DeleteFunc(limits, func(field string, _ []string) bool { return field == c.Name || !slices.Contains(f.Column, field) })
				carried[f.Head] = limits
			}
		}
		titled := !slices.ContainsFunc(facts, func(f Fact) bool { return !total(f) && f.Filter[c.Name] == nil })
		for _, f := range facts {
			switch {
			case f.Filter[c.Name] == nil && len(f.Column) > 0 && besideCarried(f, carried):
				f.Filter[c.Name] = c.Choices[:1]
			case total(f) && !beside && !titled && !slices.Contains(f.Column, c.Name) && slices.Equal(f.Filter[c.Name], c.Choices[:1]):
				delete(f.Filter, c.Name) // 本年支出合计 is all where nothing is carried over beside it
			case f.Filter[c.Name] == nil && !total(f) && beside:
				f.Filter[c.Name] = c.Choices[:1]
			}
		}
	}
}

// outer is the kind of the owners that lines of a block stand below: units, or projects above units.
func (r *factReader) outer(lines []meaning.Line) pack.Kind {
	for _, l := range lines {
		if len(l.Parts) == 1 && r.kind(l.Parts[0]) == pack.Text {
			if below := slices.ContainsFunc(lines, func(o meaning.Line) bool { return len(o.Parts) == 1 && r.kind(o.Parts[0]) == pack.Ref }); below {
				return pack.Text
			}
		}
		if len(l.Parts) > 0 && r.kind(l.Parts[0]) == pack.Ref {
			break
		}
	}
	return pack.Ref
}

// besideCarried says whether a column stands beside one of 上年结转 of the same money and is no sum of
// it: 项目支出/小计 is of both columns below 项目支出, and 基本支出 of neither.
func besideCarried(f Fact, carried map[string]pack.Filter) bool {
	group := f.Head[:strings.LastIndex(f.Head, "/")+1]
	for head, limits := range carried {
		whole := strings.HasPrefix(head, f.Head+"/") || group != "" && strings.HasPrefix(head, group) && layout.Totals.MatchString(strings.TrimPrefix(f.Head, group))
		if !whole && !evidence.Excludes(f.Filter, limits) {
			return true
		}
	}
	return false
}

// kind is that of the field that a part names; codes have none here.
func (r *factReader) kind(x meaning.Part) pack.Kind {
	if s := r.p.Input.Sheet(r.p.Intake.Sheet); s != nil && s.Column(x.By) != nil {
		return s.Column(x.By).Kind
	}
	return ""
}

// fact is what the words around a cell say.
func (r *factReader) fact(t *layout.Table, b *layout.Block, lines []meaning.Line, l meaning.Line, col int, title []meaning.Claim) Fact {
	f := Fact{Place: finding.At(t.Name, col, l.Row), Label: l.Label}
	column := r.words.Column(t, col)
	f.Head = column.Head
	row := meaning.Claim{Filter: pack.Filter{}}
	if len(l.Parts) == 0 {
		row = r.words.Line(l)
		if strings.Contains(l.Label, "支出") && r.words.Halves(row.Filter) {
			row.Filter = pack.Filter{} // 本年支出 is also what is spent of 上年结转
		}
		if more := r.words.Rest(r.words.Beside(r.words.Shown(t, b, lines), l), pack.Filter{}); layout.RestHead.MatchString(layout.Key(l.Label)) && len(row.Filter) == 0 && more != nil {
			row = meaning.Claim{Filter: more}
		}
		if l.Under != "" {
			row.Filter = meaning.With(row.Filter, r.words.Read(l.Under).Filter)
		}
		if row.Rest != "" && !l.Total && len(b.Labels) > 0 {
			f.Open = "“" + l.Label + "”是什么意思不知道"
		}
	}
	if l.Under != "" && len(l.Parts) > 0 && !slices.ContainsFunc(l.Parts, func(x meaning.Part) bool { return r.kind(x) != pack.Choice }) {
		row.Filter = r.words.Read(l.Under).Filter // 一般公共预算 under 上年结转
	}
	said := meaning.Together(append([]meaning.Claim{row, column.Said}, title...)...)
	f.Filter = pack.Filter{}
	for by, values := range said.Filter {
		f.Filter[meaning.FieldOf(by)] = values
	}
	for _, p := range l.Parts {
		f.Filter[meaning.FieldOf(p.By)] = []string{p.Value}
	}
	for by := range column.Said.Filter {
		f.Column = append(f.Column, meaning.FieldOf(by))
	}
	slices.Sort(f.Column)
	switch {
	case f.Open != "":
	case said.Source != "" && said.Source != r.p.Intake.Sheet:
		f.Open = "是“" + said.Source + "”的数，不在支出明细里"
	case said.Last:
		f.Open, f.Last = "是上年的数", column.Known
	case !column.Known:
		f.Open = "表头“" + column.Head + "”是什么意思不知道"
	}
	usual := r.p.Input.Sheet(r.p.Intake.Sheet)
	for field := range f.Filter {
		if usual != nil && usual.Column(field) == nil && f.Open == "" && field != "部门" && !(r.all && len(r.words.Choices[field]) > 0) {
			f.Open = "“" + field + "”不在" + usual.Name + "里"
		}
	}
	delete(f.Filter, "部门")
	return f
}
