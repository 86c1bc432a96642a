package bind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
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
	sheets, err := readSheets(book)
	if err != nil {
		return nil, nil, err
	}
	r := readFacts(p, sheets, false)
	return r.facts, r.info, nil
}

// readFacts reads the figures of sheets, zeros and blanks only if all is true.
func readFacts(p *pack.Pack, sheets []*sheet, all bool) *factReader {
	l := sample.Nothing(p)
	r := &factReader{p: p, info: map[string]string{}, all: all}
	r.titles(sheets)
	r.words = learnWords(p, r.info[p.Input.YearItem()])
	if r.info["部门名称"] == "" {
		r.info["部门名称"] = r.whose(sheets)
	}
	sheets = slices.DeleteFunc(slices.Clone(sheets), func(s *sheet) bool { return s.listsOwn(p) > 0 })
	r.name(sheets, l)
	r.namer = newNamer(p, l)
	for _, s := range sheets {
		for _, t := range findTables(s, p.Units, r.namer.knows) {
			r.table(t)
		}
	}
	return r
}

type factReader struct {
	p     *pack.Pack
	words *words
	namer *namer
	info  map[string]string
	codes map[string]bool // names of codes, made on first use
	facts []Fact
	all   bool // zeros and blanks too
}

// titles finds the year and the department that the sheets name.
func (r *factReader) titles(sheets []*sheet) {
	years := map[string]int{}
	for _, s := range sheets {
		for row := 1; row <= min(s.last.row, 5); row++ {
			for _, at := range s.texts(row) {
				text := s.says(at)
				if y := yearWords.FindString(text); len(y) >= 4 && tableName.MatchString(text) {
					years[y[:4]]++
				}
				if m := named.FindStringSubmatch(text); m != nil && m[3] != "" && r.info["部门名称"] == "" {
					if _, unit := r.p.Units.Alone(m[3]); !unit && !strings.HasSuffix(m[3], "元") {
						r.info["部门名称"] = cmp.Or(uncoded(m[3]), m[3])
						r.coded(digitRuns.FindString(codeBeside.FindString(tight(m[3]))))
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
			for _, t := range findTables(s, r.p.Units, func(string) bool { return false }) {
				for row := t.head[0]; row <= t.body[1]; row++ {
					for _, at := range s.texts(row) {
						text := dateWords.ReplaceAllString(s.says(at), "")
						if y := yearWords.FindString(text); len(y) >= 4 && (row <= t.head[1] || onlyYear.MatchString(text)) {
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
func (r *factReader) whose(sheets []*sheet) string {
	seen := map[string]bool{}
	begin := map[string]int{} // of how many titles
	for _, s := range sheets {
		for row := 1; row <= min(s.last.row, 5); row++ {
			for _, at := range s.texts(row) {
				title := numberedTable.ReplaceAllString(tight(yearWords.ReplaceAllString(s.says(at), "")), "")
				if !tableName.MatchString(title) || seen[title] {
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
	if len([]rune(best)) < shortBody || r.words.title(best).rest == "" {
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

// name gives a ledger without items the names that columns of names hold, so that the
// lines are known by them.
func (r *factReader) name(sheets []*sheet, l *budget.Ledger) {
	usual := l.Tables[r.p.Intake.Sheet]
	def := r.p.Input.Sheet(r.p.Intake.Sheet)
	found := map[string][]string{}
	for _, s := range sheets {
		for _, t := range findTables(s, r.p.Units, newNamer(r.p, l).knows) {
			for _, b := range t.blocks {
				for _, col := range b.labels {
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
func (r *factReader) namesIn(t *table, col int, def *pack.Sheet) map[string][]string {
	var named []string
	for _, field := range r.rowsOf(t, col) {
		if c := def.Column(field); c != nil && (c.Kind == pack.Ref || c.Kind == pack.Text) {
			named = append(named, field)
		}
	}
	if len(named) == 0 || len(named) > 2 || len(named) == 2 && def.Column(named[0]).Kind == def.Column(named[1]).Kind {
		return nil
	}
	out := map[string][]string{}
	indent := func(row int) int {
		raw := t.raw(pos{col, row})
		return len(raw) - len(strings.TrimLeft(raw, " \u3000"))
	}
	least, coded := -1, false
	codes := strings.Contains(strings.Join(t.heads(col), ""), "科目") // beside units and projects
	var rows []int
	called := 0 // projects may be called as codes: 基本公共卫生服务 among others
	for row := t.body[0]; row <= t.body[1]; row++ {
		switch text := t.says(pos{col, row}); {
		case text == "" || totals.MatchString(text) || r.chosen(text):
		case r.code(text):
			called++
		default:
			called--
		}
	}
	projects := len(named) == 1 && def.Column(named[0]).Kind == pack.Text && called < 0
	for row := t.body[0]; row <= t.body[1]; row++ {
		text := t.says(pos{col, row})
		code, name := t.cells[pos{col, row}].digits()
		if glued := len(code) > 4 && len([]rune(name)) > 3 && !codes; text == "" || len(code) >= 2 && !glued || totals.MatchString(text) || placeholder(text) || r.chosen(text) {
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
	if inner := slices.DeleteFunc(slices.Clone(rows), func(row int) bool { return indent(row) == least }); len(inner) > 1 && len(inner) == len(rows)-1 && rows[0] < inner[0] {
		whose := tight(t.cells[pos{col, rows[0]}].text)
		if r.info["部门名称"] == "" {
			r.info["部门名称"] = whose
		}
		if whose == tight(r.info["部门名称"]) { // the department, below which its units stand
			rows, least = inner, indent(slices.MinFunc(inner, func(a, b int) int { return indent(a) - indent(b) }))
		}
	}
	deeper := slices.ContainsFunc(rows, func(row int) bool { return indent(row) > least })
	for _, row := range rows {
		if coded && len(named) == 1 && indent(row) > least {
			continue
		}
		field := named[0]
		if len(named) == 2 && (deeper && indent(row) > least || !deeper && def.Column(field).Kind == pack.Ref) {
			field = named[1]
		}
		name := strings.TrimSpace(t.cells[pos{col, row}].text)
		if code, own := t.cells[pos{col, row}].digits(); len(code) > 4 {
			name = own // 206001-某中学
		}
		out[field] = append(out[field], name)
	}
	return out
}

// chosen says whether a text only names choices, such as 项目支出 above the projects.
func (r *factReader) chosen(text string) bool {
	said := r.words.read(text)
	return said.rest == "" && len(said.filter) > 0 && !slices.ContainsFunc(slices.Collect(maps.Keys(said.filter)), func(f string) bool { return r.words.coded[fieldOf(f)] })
}

// code says whether a text is the name of a code.
func (r *factReader) code(text string) bool {
	if r.codes == nil {
		r.codes = map[string]bool{}
		for _, list := range r.p.Codes {
			for _, e := range list.Entries() {
				r.codes[tight(e.Name)] = true
			}
		}
	}
	return r.codes[text]
}

// rowsOf are the fields whose values a column of labels holds, by its header.
func (r *factReader) rowsOf(t *table, col int) []string {
	for _, head := range t.heads(col) {
		if all := r.words.rowsIn(head); len(all) > 0 {
			return all
		}
		if s := r.p.Input.Sheet(r.p.Intake.Sheet); s != nil && s.Column(tight(head)) != nil {
			return []string{tight(head)}
		}
	}
	return nil
}

func (r *factReader) table(t *table) {
	sc := scaleOf(t, r.p.Unit)
	places := sc.places
	for _, b := range t.blocks {
		for _, col := range b.figures {
			for row := t.body[0]; row <= t.body[1]; row++ {
				if d, ok := t.cells[pos{col, row}].amount(); ok {
					for places < 8 && !d.Round(places).Equal(d) {
						places++
					}
				}
			}
		}
	}
	step, err := budget.ParseFen(sc.unit.Yuan(decimal.New(1, -places)))
	if err != nil {
		step = 1 // finer than 分
	}
	if dept := r.info["部门名称"]; dept != "" {
		if called := strings.Replace(t.called, tight(dept), "", 1); tableName.MatchString(called) {
			t.called = called
		}
	}
	r.words.vague(t, r.namer, true)
	title := r.words.around(t)
	strange := title[0].rest
	for i, b := range t.blocks {
		begin := len(r.facts)
		lines := r.namer.lines(t, b)
		r.namer.nest(t, b, lines)
		whole := map[int]bool{} // rows of totals
		var head *part          // of a line with nothing but a unit or a project, above lines that do not name theirs
		outer := r.outer(lines)
		named := func(l line) bool {
			return slices.ContainsFunc(l.parts, func(p part) bool { return r.kind(p) == outer })
		}
		first := slices.IndexFunc(lines, func(l line) bool { return len(l.parts) > 0 })
		opens := first >= 0 && named(lines[first])
		coded := func(p part) bool { return r.p.ListOf(fieldOf(p.by)) != "" }
		project := func(p part) bool { return r.kind(p) == pack.Text }
		at := slices.IndexFunc(lines, func(l line) bool { return slices.ContainsFunc(l.parts, project) })
		below := at > 0 && !slices.ContainsFunc(lines[at].parts, coded) && slices.ContainsFunc(lines[:at], func(l line) bool { return slices.ContainsFunc(l.parts, coded) })
		var above []part // the codes of the line above projects that stand below codes
		for _, l := range lines {
			r.coded(r.ownCode(t, b, l, func(p part) bool { return p.by == "部门" }))
			switch own := slices.IndexFunc(l.parts, func(p part) bool { return r.kind(p) == outer }); {
			case l.total && !(opens && own >= 0 && len(l.parts) == 1): // 小计 beside a unit may stand above its lines
				head, whole[l.row] = nil, true
			case own >= 0 && len(l.parts) == 1:
				whole[l.row] = l.total
				head = &l.parts[0]
			case own < 0 && len(l.parts) > 0 && head != nil:
				l.parts = append(slices.Clone(l.parts), *head)
			}
			switch codes := slices.DeleteFunc(slices.Clone(l.parts), func(p part) bool { return !coded(p) }); {
			case !below:
			case !slices.ContainsFunc(l.parts, project):
				above = codes
			case len(codes) == 0:
				l.parts = append(slices.Clone(l.parts), above...)
			}
			for _, col := range b.figures {
				d, ok := t.cells[pos{col, l.row}].amount()
				if x := t.cells[pos{col, l.row}]; r.all && !ok && x.zeroOf() && t.blankIsZero(b, col, l.row) {
					ok = true
				} else if d.IsZero() && !r.all {
					continue
				}
				if !ok {
					continue
				}
				amount, err := budget.ParseFen(sc.unit.Yuan(d).Round(2))
				if err != nil {
					continue
				}
				f := r.fact(t, b, lines, l, col, title)
				f.Code = r.ownCode(t, b, l, func(p part) bool { return r.kind(p) == pack.Ref })
				f.Table, f.Block = t.name+"!"+t.called+string(rune('a'+i)), t.blockName(i)
				f.Amount, f.Step = amount, max(step, 1)
				if len([]rune(strange)) >= 4 { // 政府采购: a part of the money of which the ledger does not tell
					f.Open = cmp.Or(f.Open, "不知道“"+strange+"”是哪些明细")
				}
				r.facts = append(r.facts, f)
			}
		}
		r.thisYear(r.facts[begin:], func(f Fact) bool { return whole[parseCell(f.Place.Cell).row] })
	}
}

// blockName names a block of a table, as rebuilding speaks of it.
func (t *table) blockName(nth int) string {
	return fmt.Sprintf("%s!%s/%d", t.name, cellName(t.title), nth)
}

// ownCode is the code that stands beside the name that a line shows for a unit or the department, ""
// if none does.
func (r *factReader) ownCode(t *table, b *block, l line, of func(p part) bool) string {
	if !slices.ContainsFunc(l.parts, of) {
		return ""
	}
	for _, col := range b.labels {
		text := t.says(pos{col, l.row})
		if c := t.cells[pos{col, l.row}]; c.numeric {
			text = c.number.String()
		}
		if code, name := (cell{text: text}).digits(); len(code) > 2 && name != "" && slices.ContainsFunc(l.parts, func(p part) bool { return of(p) && tight(p.value) == name }) {
			return code // 206001-某中学
		}
		if allDigits(text) && len(text) > 2 && unitCodes.MatchString(bare(strings.Join(t.heads(col), ""))) && !slices.ContainsFunc(l.parts, func(p part) bool { return strings.HasPrefix(p.value, text) }) {
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
func (r *factReader) outer(lines []line) pack.Kind {
	for _, l := range lines {
		if len(l.parts) == 1 && r.kind(l.parts[0]) == pack.Text {
			if below := slices.ContainsFunc(lines, func(o line) bool { return len(o.parts) == 1 && r.kind(o.parts[0]) == pack.Ref }); below {
				return pack.Text
			}
		}
		if len(l.parts) > 0 && r.kind(l.parts[0]) == pack.Ref {
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
		whole := strings.HasPrefix(head, f.Head+"/") || group != "" && strings.HasPrefix(head, group) && totals.MatchString(strings.TrimPrefix(f.Head, group))
		if !whole && !excludes(f.Filter, limits) {
			return true
		}
	}
	return false
}

// shown are the lines of a block but for those without figures that are called by words of several
// meanings, such as 事业收入: these take no money from 其他.
func (w *words) shown(t *table, b *block, lines []line) []line {
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return !t.shows(l.row, b) && !w.own(l.label) })
}

// partsUnshown are the claims of what 其中 names below such lines beside another one, which is theirs
// though they have no figure.
func (w *words) partsUnshown(t *table, b *block, lines []line, l line) (out []claim) {
	left := w.shown(t, b, lines)
	for _, o := range lines {
		if !o.partly || o.row == l.row || o.under != l.under || slices.ContainsFunc(left, func(s line) bool { return s.row == o.row }) {
			continue
		}
		for _, p := range lines {
			if slices.Contains(o.heads, p.row) {
				out = append(out, w.line(p))
			}
		}
	}
	return out
}

// kind is that of the field that a part names; codes have none here.
func (r *factReader) kind(x part) pack.Kind {
	if s := r.p.Input.Sheet(r.p.Intake.Sheet); s != nil && s.Column(x.by) != nil {
		return s.Column(x.by).Kind
	}
	return ""
}

// fact is what the words around a cell say.
func (r *factReader) fact(t *table, b *block, lines []line, l line, col int, title []claim) Fact {
	f := Fact{Place: finding.At(t.name, col, l.row), Label: l.label}
	column := r.words.column(t, col)
	f.Head = column.head
	row := claim{filter: pack.Filter{}}
	if len(l.parts) == 0 {
		row = r.words.line(l)
		if strings.Contains(l.label, "支出") && r.words.halves(row.filter) {
			row.filter = pack.Filter{} // 本年支出 is also what is spent of 上年结转
		}
		if more := r.words.rest(r.words.beside(r.words.shown(t, b, lines), l), pack.Filter{}); restHead.MatchString(key(l.label)) && len(row.filter) == 0 && more != nil {
			row = claim{filter: more}
		}
		if l.under != "" {
			row.filter = with(row.filter, r.words.read(l.under).filter)
		}
		if row.rest != "" && !l.total && len(b.labels) > 0 {
			f.Open = "“" + l.label + "”是什么意思不知道"
		}
	}
	if l.under != "" && len(l.parts) > 0 && !slices.ContainsFunc(l.parts, func(x part) bool { return r.kind(x) != pack.Choice }) {
		row.filter = r.words.read(l.under).filter // 一般公共预算 under 上年结转
	}
	said := together(append([]claim{row, column.said}, title...)...)
	f.Filter = pack.Filter{}
	for by, values := range said.filter {
		f.Filter[fieldOf(by)] = values
	}
	for _, p := range l.parts {
		f.Filter[fieldOf(p.by)] = []string{p.value}
	}
	for by := range column.said.filter {
		f.Column = append(f.Column, fieldOf(by))
	}
	slices.Sort(f.Column)
	switch {
	case f.Open != "":
	case said.source != "" && said.source != r.p.Intake.Sheet:
		f.Open = "是“" + said.source + "”的数，不在支出明细里"
	case said.last:
		f.Open, f.Last = "是上年的数", column.known
	case !column.known:
		f.Open = "表头“" + column.head + "”是什么意思不知道"
	}
	usual := r.p.Input.Sheet(r.p.Intake.Sheet)
	for field := range f.Filter {
		if usual != nil && usual.Column(field) == nil && f.Open == "" && field != "部门" && !(r.all && len(r.words.choices[field]) > 0) {
			f.Open = "“" + field + "”不在" + usual.Name + "里"
		}
	}
	delete(f.Filter, "部门")
	return f
}
