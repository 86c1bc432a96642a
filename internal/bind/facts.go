package bind

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
)

// Fact is a figure of finished tables with what the words around it say of the items
// that it sums.
type Fact struct {
	Place  finding.Place
	Table  string      // with its block: figures of one are parts of each other or apart
	Filter pack.Filter // fields, codes without their level
	Column []string    // fields that its column limits
	Amount budget.Fen
	Step   budget.Fen // the last decimal that its table prints
	Open   string     // why it is not known what the figure sums, "" if it is
}

// Facts reads the figures of finished tables by their words alone, with the names of
// department and year.
func Facts(p *pack.Pack, book []byte) (facts []Fact, info map[string]string, err error) {
	sheets, err := readSheets(book)
	if err != nil {
		return nil, nil, err
	}
	l := sample.Nothing(p)
	r := &factReader{p: p, info: map[string]string{}}
	r.titles(sheets)
	r.words = learnWords(p, r.info[p.Input.YearItem()])
	r.name(sheets, l)
	r.namer = newNamer(p, l)
	for _, s := range sheets {
		for _, t := range findTables(s, p.Units, r.namer.knows) {
			r.table(t)
		}
	}
	return r.facts, r.info, nil
}

type factReader struct {
	p     *pack.Pack
	words *words
	namer *namer
	info  map[string]string
	facts []Fact
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
						r.info["部门名称"] = m[3]
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
	if best != "" {
		r.info[r.p.Input.YearItem()] = best
	}
}

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
					field := r.rowsOf(t, col)
					if c := def.Column(field); c == nil || c.Kind != pack.Ref && c.Kind != pack.Text {
						continue
					}
					for row := t.body[0]; row <= t.body[1]; row++ {
						text := strings.TrimSpace(t.cells[pos{col, row}].text)
						code, _ := t.cells[pos{col, row}].digits()
						if text != "" && (code == "" || len(code) < 2) && !totals.MatchString(text) && !placeholder(text) && !slices.Contains(found[field], text) {
							found[field] = append(found[field], text)
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
	if at := usual.Field("部门"); at >= 0 && r.info["部门名称"] != "" {
		usual.Seed(at, []string{r.info["部门名称"]})
	}
}

// rowsOf is the field whose values a column of labels holds, by its header.
func (r *factReader) rowsOf(t *table, col int) string {
	for _, head := range t.heads(col) {
		if c := r.words.read(head); c.rows != "" {
			return c.rows
		}
		if s := r.p.Input.Sheet(r.p.Intake.Sheet); s != nil && s.Column(tight(head)) != nil {
			return tight(head)
		}
	}
	return ""
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
	title := []claim{r.words.title(t.called)}
	for _, note := range t.notes {
		if len([]rune(note)) < 20 {
			title = append(title, r.words.title(note))
		}
	}
	for i, b := range t.blocks {
		lines := r.namer.lines(t, b)
		r.namer.nest(t, b, lines)
		var head *part // of a line with nothing but a unit, in a table of projects
		projects := slices.ContainsFunc(lines, func(l line) bool { return len(l.parts) == 1 && r.kind(l.parts[0]) == pack.Text })
		for _, l := range lines {
			if len(l.parts) == 1 && r.kind(l.parts[0]) == pack.Ref {
				head = &l.parts[0]
			} else if projects && head != nil && len(l.parts) == 1 && r.kind(l.parts[0]) == pack.Text {
				l.parts = append(slices.Clone(l.parts), *head)
			}
			for _, col := range b.figures {
				d, ok := t.cells[pos{col, l.row}].amount()
				if !ok || d.IsZero() {
					continue
				}
				amount, err := budget.ParseFen(sc.unit.Yuan(d).Round(2))
				if err != nil {
					continue
				}
				f := r.fact(t, b, l, col, title)
				f.Table += string(rune('a' + i))
				f.Amount, f.Step = amount, max(step, 1)
				r.facts = append(r.facts, f)
			}
		}
	}
}

// kind is that of the field that a part names; codes have none here.
func (r *factReader) kind(x part) pack.Kind {
	if s := r.p.Input.Sheet(r.p.Intake.Sheet); s != nil && s.Column(x.by) != nil {
		return s.Column(x.by).Kind
	}
	return ""
}

// fact is what the words around a cell say.
func (r *factReader) fact(t *table, b *block, l line, col int, title []claim) Fact {
	f := Fact{Place: finding.At(t.name, col, l.row), Table: t.name + "!" + t.called}
	column := r.words.column(t, col)
	row := claim{filter: pack.Filter{}}
	if len(l.parts) == 0 {
		row = r.words.line(l)
		if l.under != "" {
			row.filter = with(row.filter, r.words.read(l.under).filter)
		}
		if row.rest != "" && !l.total && len(b.labels) > 0 {
			f.Open = "“" + l.label + "”是什么意思不知道"
		}
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
		f.Open = "是上年的数"
	case !column.known:
		f.Open = "表头“" + column.head + "”是什么意思不知道"
	}
	usual := r.p.Input.Sheet(r.p.Intake.Sheet)
	for field := range f.Filter {
		if usual != nil && usual.Column(field) == nil && f.Open == "" && field != "部门" {
			f.Open = "“" + field + "”不在" + usual.Name + "里"
		}
	}
	delete(f.Filter, "部门")
	return f
}
