package published

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

// Grid is a table that stands elsewhere than in a workbook: the texts of its cells, with
// those of merged ranges in their first.
type Grid struct {
	Name   string
	Rows   [][]string
	Merged []a1.Range
}

// Below is the table below other rows.
func (g Grid) Below(rows [][]string) Grid {
	out := Grid{Name: g.Name, Rows: append(append([][]string{}, rows...), g.Rows...)}
	for _, m := range g.Merged {
		m.Row1, m.Row2 = m.Row1+len(rows), m.Row2+len(rows)
		out.Merged = append(out.Merged, m)
	}
	return out
}

// Figures are all figures of finished tables, zeros and those of last year too, and what
// their words mean elsewhere.
type Figures struct {
	Facts  []Fact
	Info   map[string]string   // the year and the department that they name
	Names  map[string][]string // of units and projects, by field
	phrase *phrases
}

// ReadWorkbook reads the figures of a workbook.
func ReadWorkbook(p *pack.Pack, book []byte) (*Figures, error) {
	sheets, err := layout.Read(book)
	layout.PlainYears(sheets)
	if err != nil {
		return nil, err
	}
	return readFigures(p, sheets), nil
}

// ReadGrids reads the figures of tables of a document.
func ReadGrids(p *pack.Pack, grids []Grid) *Figures {
	var sheets []*layout.Sheet
	for _, g := range grids {
		s := &layout.Sheet{Name: g.Name, Cells: map[layout.Pos]layout.Cell{}, Whole: map[layout.Pos]a1.Range{}, Styled: map[int]bool{}, Filled: map[int]bool{}}
		for i, row := range g.Rows {
			s.Styled[i+1] = true
			for j, text := range row {
				if strings.TrimSpace(text) != "" {
					s.Set(layout.At(j+1, i+1), gridCell(text))
				}
			}
		}
		s.Merge(g.Merged)
		sheets = append(sheets, s)
	}
	return readFigures(p, sheets)
}

// gridAmount is a number as documents print it; a code is no amount, but a whole number
// without a nought before it may be either, as in a workbook.
var gridAmount = pattern.Of(`^-?(\d{1,3}(,\d{3})+|0|[1-9]\d{0,2}|\d+\.\d+|[1-9]\d{7,})(\.\d+)?$`)

func gridCell(text string) layout.Cell {
	c := layout.Cell{Text: text, Places: -1}
	digits := layout.Tight(text)
	if !gridAmount.MatchString(digits) {
		return c
	}
	if d, err := decimal.NewFromString(strings.ReplaceAll(digits, ",", "")); err == nil {
		c.Number, c.Numeric = d, true
	}
	return c
}

// readFigures reads all figures of sheets.
func readFigures(p *pack.Pack, sheets []*layout.Sheet) *Figures {
	r := readFacts(p, sheets, true)
	out := &Figures{Facts: r.facts, Info: r.info, Names: map[string][]string{}}
	if usual := p.Input.Sheet(p.Intake.Sheet); usual != nil {
		for _, c := range usual.Columns {
			for _, f := range r.facts {
				for _, v := range f.Filter[c.Name] {
					if (c.Kind == pack.Ref || c.Kind == pack.Text) && !slices.Contains(out.Names[c.Name], v) {
						out.Names[c.Name] = append(out.Names[c.Name], v)
					}
				}
			}
		}
	}
	out.phrase = newPhrases(p, r.words, out.Names)
	return out
}

// Meaning is what a phrase says of the items behind a figure.
type Meaning struct {
	Filters []pack.Filter // one of them: a name may be that of two things
	Last    bool          // of last year
	Source  string        // of another table of the input than the usual one
	Absent  bool          // money that the input does not know
	Rest    string        // what no word explains
}

// Read is what a phrase means.
func (f *Figures) Read(text string) Meaning { return f.phrase.read(text) }

// Year sets the year by which phrases tell last year's figures.
func (f *Figures) Year(year string) {
	f.phrase.words.Year = year
	clear(f.phrase.words.Heard)
}

// Together is what a near text and a farther one say of the same figure.
func Together(near, far pack.Filter) pack.Filter {
	return meaning.Together(meaning.Claim{Filter: near}, meaning.Claim{Filter: far}).Filter
}

// phrases reads phrases: words of the pack, names of codes, units and projects.
type phrases struct {
	words  *meaning.Words
	codes  []phraseCode
	values []phraseValue
	first  string // the field of the first code list
	memo   map[string]Meaning
}

type phraseCode struct {
	field, code, name, short string
}

type phraseValue struct{ field, value, text string }

func newPhrases(p *pack.Pack, w *meaning.Words, names map[string][]string) *phrases {
	x := &phrases{words: w, memo: map[string]Meaning{}}
	table := p.Input.Sheet(p.Intake.Sheet)
	if table == nil {
		return x
	}
	for _, c := range table.Columns {
		if c.Kind != pack.Code || x.first != "" && c.Codes != meaning.FirstCodes(p, table) {
			continue
		}
		x.first = c.Name
		for _, e := range p.Codes[c.Codes].Entries() {
			x.codes = append(x.codes, phraseCode{c.Name, e.Code, layout.Key(e.Name), layout.Key(strings.TrimSuffix(e.Name, "支出"))})
		}
	}
	slices.SortStableFunc(x.codes, func(a, b phraseCode) int {
		return cmp.Compare(utf8.RuneCountInString(b.name), utf8.RuneCountInString(a.name))
	})
	for _, field := range slices.Sorted(maps.Keys(names)) {
		for _, v := range names[field] {
			if utf8.RuneCountInString(v) >= 4 {
				x.values = append(x.values, phraseValue{field, v, layout.Key(v)})
			}
		}
	}
	slices.SortStableFunc(x.values, func(a, b phraseValue) int {
		return cmp.Compare(utf8.RuneCountInString(b.text), utf8.RuneCountInString(a.text))
	})
	return x
}

// levelMark is how texts say of which level a name is: （类）, 支出（款）.
var levelMark = pattern.Of(`(支出)?[(（]([类款项])[)）](支出)?`)

func (x *phrases) read(text string) Meaning {
	if m, ok := x.memo[text]; ok {
		return m
	}
	m := x.understand(text)
	x.memo[text] = m
	return m
}

func (x *phrases) understand(text string) Meaning {
	base := pack.Filter{}
	rest := layout.Tight(text)
	if codes, left, ok := x.path(rest); ok {
		return x.alternatives(codes, left, base)
	}
	for _, v := range x.values {
		if i := strings.Index(layout.Key(rest), v.text); i >= 0 && base[v.field] == nil {
			rest, base[v.field] = strings.Replace(layout.Key(rest), v.text, "", 1), []string{v.value}
		}
	}
	bare := layout.Key(layout.Unnumbered(rest))
	var whole []string
	for _, c := range x.codes {
		if c.name == bare || c.short == bare && utf8.RuneCountInString(bare) > 2 {
			whole = append(whole, c.code)
		}
	}
	m := x.words.Read(rest)
	if m.Rest != "" || len(m.Filter) == 0 {
		for _, c := range x.codes { // 住房保障支出预算
			if len(whole) > 0 {
				break
			}
			if i := strings.Index(bare, c.name); i >= 0 && utf8.RuneCountInString(c.name) > 3 {
				left := x.words.Read(strings.Replace(bare, c.name, "", 1))
				if left.Rest == "" {
					for _, o := range x.codes {
						if o.name == c.name {
							whole = append(whole, o.code)
						}
					}
					return x.alternatives(whole, strings.Replace(bare, c.name, "", 1), base)
				}
			}
		}
	}
	if len(whole) > 0 && (m.Rest != "" || len(m.Filter) == 0) {
		return x.alternatives(whole, "", base)
	}
	out := Meaning{Filters: []pack.Filter{x.flat(meaning.With(m.Filter, base))}, Last: m.Last, Source: m.Source, Absent: m.Absent, Rest: m.Rest}
	for _, code := range whole {
		out.Filters = append(out.Filters, meaning.With(pack.Filter{x.first: {code}}, base))
	}
	return out
}

// flat names fields without the level of their codes.
func (x *phrases) flat(f pack.Filter) pack.Filter {
	out := pack.Filter{}
	for by, v := range f {
		out[meaning.FieldOf(by)] = v
	}
	return out
}

func (x *phrases) alternatives(codes []string, left string, base pack.Filter) Meaning {
	m := x.words.Read(left)
	out := Meaning{Last: m.Last, Source: m.Source, Absent: m.Absent, Rest: m.Rest}
	for _, code := range codes {
		f := meaning.With(pack.Filter{x.first: {code}}, x.flat(m.Filter))
		out.Filters = append(out.Filters, meaning.With(f, base))
	}
	return out
}

// path reads names with their levels: 公共安全（类）司法（款）行政运行（项）.
func (x *phrases) path(text string) (codes []string, left string, ok bool) {
	marks := levelMark.FindAllStringSubmatchIndex(text, -1)
	if len(marks) == 0 {
		return nil, text, false
	}
	from, above := 0, []string{""}
	for _, m := range marks {
		name := layout.Key(layout.Unnumbered(text[from:m[0]]))
		if year := layout.YearWords.FindString(name); year != "" {
			name = strings.TrimPrefix(name, year)
		}
		digits := map[string]int{"类": 3, "款": 5, "项": 7}[text[m[4]:m[5]]]
		var found []string
		for _, c := range x.codes {
			if len(c.code) == digits && (c.name == name || c.short == name || c.name == name+"支出" || c.short == strings.TrimSuffix(name, "支出")) &&
				slices.ContainsFunc(above, func(a string) bool { return strings.HasPrefix(c.code, a) }) {
				found = append(found, c.code)
			}
		}
		if len(found) == 0 {
			return nil, text, false
		}
		above, from = found, m[1]
	}
	return above, text[from:], true
}
