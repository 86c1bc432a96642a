package finding

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/a1"
)

// From how many findings on they are one: rows with the same fault, and rows that only
// differ in what was typed, as a column pasted in the wrong place is.
const (
	sameFold  = 3
	likeFold  = 10
	likeTexts = 5 // different ones, or each is told: two misspelt names are two things to mend
)

// typedText is what a message quotes.
var typedText = regexp.MustCompile(`「[^」]*」|（[^）]*）`)

// like is what findings of one cause share: all but the row, and, of many, what was typed.
type like struct {
	severity         Severity
	code, rule       string
	file, sheet, col string
	message          string
}

// Folded puts findings of one column of a sheet that have the same cause into one, which
// stands where the first stood and names all rows: one wrong name is one thing to mend.
func (l List) Folded() List {
	out := fold(l, likeFold, likeTexts, func(f Finding) string { return typedText.ReplaceAllString(f.Message, "") })
	return fold(out, sameFold, 1, func(f Finding) string { return f.Message + "\x00" + f.Hint })
}

// fold folds the findings of one message where there are so many of them, with so many
// different texts.
func fold(l List, least, texts int, message func(Finding) string) List {
	groups := map[like][]int{}
	for i, f := range l {
		col, row := position(f.Place.Cell)
		if col == 0 || f.Rest != "" || f.Place.Line > 0 || f.Place.Cell != a1.Name(col, row) {
			continue
		}
		k := like{f.Severity, f.Code, f.Rule, f.Place.File, f.Place.Sheet, a1.ColName(col), message(f)}
		groups[k] = append(groups[k], i)
	}
	out := slices.Clone(l)
	gone := map[int]bool{}
	for _, of := range groups {
		different := map[string]bool{}
		for _, i := range of {
			different[l[i].Message] = true
		}
		if len(of) < least || len(different) < texts {
			continue
		}
		var rows []int
		var rest []string
		for n, i := range of {
			_, row := position(l[i].Place.Cell)
			rows = append(rows, row)
			if n > 0 {
				rest = append(rest, l[i].Place.Cell)
				gone[i] = true
			}
		}
		first := &out[of[0]]
		first.Rest = strings.Join(rest, " ")
		such := ""
		if len(different) > 1 {
			such = "这样的"
		}
		first.Message += fmt.Sprintf("（%s一共 %d 处：%s）", such, len(of), AllRows(rows))
	}
	kept := out[:0]
	for i, f := range out {
		if !gone[i] {
			kept = append(kept, f)
		}
	}
	return kept
}

// Cells are the cells of a finding: its place's, and those of the findings folded into it.
func (f Finding) Cells() []string {
	return append([]string{f.Place.Cell}, strings.Fields(f.Rest)...)
}
