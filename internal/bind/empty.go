package bind

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/evidence"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// What a form says below a table without figures is printed as the form says it: {{空表注}} prints the words of the
// pack, which are those of most tables of the form, and what one table says otherwise keeps its own words.

// anyTable is what may be said of any table: no kind of money stands in it.
var anyTable = pattern.Of(`^[^，,。；;{]*(无数据|本表(为|是)空)[^，,。；;{]*[。]?$`)

// emptyWords are the words that {{空表注}} is to print: those that most tables of the form have, or of the example
// where it has none, or the base's.
func (b *binder) emptyWords(forms []*layout.Sheet) string {
	for _, sheets := range [][]*layout.Sheet{forms, b.examples} {
		n, most := map[string]int{}, ""
		for _, s := range sheets {
			for _, at := range layout.SortedCells(s) {
				text := strings.TrimSpace(s.Cells[at].Text)
				if !s.Own(at) || !anyTable.MatchString(text) || askedNote.MatchString(text) {
					continue
				}
				if n[text]++; n[text] > n[most] {
					most = text
				}
			}
		}
		if most != "" {
			return most
		}
	}
	return b.Pack.EmptyNote
}

// emptyTag is what to write in the place of a text about a table without figures, so that it is printed where there
// are none, and as it stands. A total that several tables of the sheet may have is nobody's.
func (b *binder) emptyTag(sheet, text string, pairs []*pair) string {
	if text = strings.TrimSpace(text); text == b.views.empty {
		return "{{" + tags.EmptyNote + "}}"
	}
	var of []*pair
	for _, p := range pairs {
		if p.form.Name == sheet {
			of = append(of, p)
		}
	}
	if len(of) == 1 && of[0].tagged() && of[0].published.Total != "" {
		return "{{如无 " + b.moneyOn(of[0]) + "}}" + text + "{{完}}"
	}
	return "{{" + tags.EmptyNote + "}}，印出来是“" + b.views.empty + "”"
}

// moneyOn is what a tag names that is nought where a table with a total has no figures, in none of its lists side by
// side: income that is not itemized says nothing of what is spent.
func (b *binder) moneyOn(p *pair) (name string) {
	var sums []string
	for _, total := range slices.Concat([]string{p.published.Total}, p.money) {
		view, column, _ := strings.Cut(total, ".")
		if sum := "视图(" + strconv.Quote(view) + ", " + strconv.Quote(column) + ")"; !slices.Contains(sums, sum) {
			sums = append(sums, sum)
			name = view + "[" + pack.Root + "]." + column
		}
	}
	if len(sums) > 1 {
		name = b.views.number(p.published.Name+"全部数", pack.KindAmount, strings.Join(sums, " + "))
	}
	return name
}

// withoutBlank takes a table of the example without figures for none, if the ledger has money of what its title says:
// that it shows none is no evidence of what it would show.
func (b *binder) withoutBlank(p *pair) {
	if b.Example == nil || b.itself() || b.Slack > 0 || p.lacking || !p.empty() || b.words.Strange(p.form.Called) != "" {
		return
	}
	said := b.words.Title(p.form.Called)
	source := []string{b.x.Usual}
	if said.Source != "" {
		source = []string{said.Source}
	}
	if said.Absent || said.Last || !b.x.Keeps(source, said.Filter) {
		return
	}
	if p.blankOf = b.x.Amount(&evidence.Spot{Source: source, Said: said}, evidence.Addition{}); p.blankOf != 0 {
		b.result.blank = append(b.result.blank, p.like.Name)
		p.like, p.lacking = p.form.WithoutFigures(), true
	}
}
