package prose

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/published"
	"ysgk/internal/xlsxread"
)

// Request says what to judge.
type Request struct {
	Pack  *pack.Pack
	File  []byte
	Book  []byte   // the published workbook; nil if there is none
	Forms []string // titles of the pack's tables in order

	grids func(*pack.Pack, []published.Grid) *published.Figures // reads tables; tests do not read the same ones again
	book  func(*pack.Pack, []byte) (*published.Figures, error)
}

// ErrBook means that it is the published workbook that cannot be read, not the document.
var ErrBook = errors.New("unreadable published workbook")

// Run judges a document. The error is ErrNoDocument or one of package xlsxread; of the
// published workbook it is ErrBook, too.
func Run(r Request) (finding.List, error) {
	d, err := Read(r.File)
	if err != nil {
		return nil, err
	}
	return r.judge(d)
}

// judge judges what a document says.
func (r Request) judge(d *Document) (finding.List, error) {
	var err error
	j := &judge{p: r.Pack, doc: d, forms: r.Forms}
	d.Name(r.Forms)
	var grids []published.Grid
	for _, t := range d.Tables {
		if !d.settled(t) {
			grids = append(grids, t.Grid)
		}
	}
	if r.grids == nil {
		r.grids, r.book = published.ReadGrids, published.ReadWorkbook
	}
	j.own = r.grids(r.Pack, grids)
	if r.Book != nil {
		if j.book, err = r.book(r.Pack, r.Book); err != nil {
			return nil, errors.Join(ErrBook, err)
		}
	}
	j.learn()
	if err := d.figures(r.Pack.Units); err != nil {
		return nil, err
	}
	j.placeholders()
	j.layout()
	j.whose()
	j.amounts()
	j.charts()
	j.sameTables()
	j.tablesAgree()
	j.counts()
	j.shares()
	j.changes()
	j.sums()
	j.names()
	out := slices.Clone(j.out)
	slices.SortStableFunc(out, func(a, b finding.Finding) int { return cmp.Compare(a.Place.Line, b.Place.Line) })
	return out, nil
}

// How many figures are judged. Each is compared with those before it in its paragraph; the
// longest documents of departments have some thousand, the longest sentences some fifty.
const (
	mostFigures     = 20_000
	mostInParagraph = 1000
)

// figures finds those of the paragraphs.
func (d *Document) figures(units *money.Units) error {
	n := 0
	for _, p := range d.Paragraphs {
		p.figs = figuresOf(p, units)
		what := ""
		switch n += len(p.figs); {
		case len(p.figs) > mostInParagraph:
			what = fmt.Sprintf("第 %d 段里有 %d 个数，最多 %d 个", p.Number, len(p.figs), mostInParagraph)
		case n > mostFigures:
			what = fmt.Sprintf("句子里的数超过 %d 个", mostFigures)
		default:
			continue
		}
		return &xlsxread.Fault{Kind: xlsxread.ErrTooLarge, What: what}
	}
	return nil
}

// judge is one judgement.
type judge struct {
	p     *pack.Pack
	doc   *Document
	forms []string
	own   *published.Figures // of the tables in the document
	book  *published.Figures // of the workbook; nil if there is none
	known *known
	year  string
	name  string // of the department

	bodyCount int // how many units the document lists; 0 if it lists none
	out       finding.List
}

// learn joins what the tables say of year, department and figures.
func (j *judge) learn() {
	j.known = newKnown(j.p)
	for _, f := range []*published.Figures{j.book, j.own} {
		if f == nil {
			continue
		}
		j.year = cmp.Or(j.year, f.Info[j.p.Input.YearItem()])
		j.name = cmp.Or(j.name, f.Info["部门名称"])
	}
	if j.year == "" {
		j.year = j.doc.usualYear()
	}
	if cover := j.doc.department(); strings.HasPrefix(cover, j.name) { // tables of several units have less than a name in common
		j.name = cover
	}
	j.apart()
	for _, f := range []*published.Figures{j.book, j.own} {
		if f != nil {
			f.Year(j.year)
		}
	}
	j.known = j.knownOf(j.book, j.own)
}

// means is what a phrase says, by the names that the workbook or the document's own
// tables hold.
func (j *judge) means(text string) published.Meaning {
	text = plainPhrase(text)
	if j.name != "" && !j.known.units[j.name] {
		if short := strings.TrimSpace(strings.Replace(text, j.name, "", 1)); short != "" {
			text = short
		}
	}
	var m published.Meaning
	for _, f := range []*published.Figures{j.book, j.own} {
		if f == nil {
			continue
		}
		if m = f.Read(text); m.Rest == "" {
			return m
		}
	}
	return m
}

// usualYear is the year that the document names most before 年部门预算 and the like.
func (d *Document) usualYear() string {
	n := map[string]int{}
	for _, p := range d.Paragraphs {
		for _, m := range budgetYear.FindAllStringSubmatch(strings.ReplaceAll(p.Text, " ", ""), -1) {
			n[m[1]]++
		}
	}
	best := ""
	for y, k := range n {
		if best == "" || k > n[best] || k == n[best] && y > best {
			best = y
		}
	}
	return best
}

// Cover is what the first page of a document says of it.
type Cover struct {
	Department, Year string
	Texts            []string // of the first paragraphs
}

// CoverOf reads whose document it is. The error is ErrNoDocument or one of package xlsxread.
func CoverOf(content []byte) (Cover, error) {
	d, err := Read(content)
	if err != nil {
		return Cover{}, err
	}
	c := Cover{Department: d.department(), Year: d.usualYear()}
	for _, p := range d.Paragraphs[:min(onCover, len(d.Paragraphs))] {
		c.Texts = append(c.Texts, p.Text)
	}
	return c, nil
}

// onCover is how many paragraphs a cover may have.
const onCover = 8

// department is the body that the cover names, "" if it names none.
func (d *Document) department() string {
	for _, p := range d.Paragraphs[:min(onCover, len(d.Paragraphs))] {
		if len(p.under) > 0 || p.Listed || len([]rune(p.Text)) > 40 {
			continue
		}
		text := leading.ReplaceAllString(p.Text, "")
		if m := bodies.FindStringIndex(text); m != nil && m[0] == 0 && (m[1] == len(text) || budgeting.MatchString(text[m[1]:])) {
			return text[:m[1]]
		}
	}
	return ""
}
