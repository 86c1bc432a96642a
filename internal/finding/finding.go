package finding

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/a1"
)

// Severity orders findings: an Error stops the work, a Warning or a Note does not.
type Severity int

const (
	Error   Severity = iota // 错误: nothing is written
	Warning                 // 警告: written, but somebody should look
	Note                    // 提示
)

func (s Severity) String() string {
	return [...]string{"错误", "警告", "提示"}[s]
}

// Place names a cell, a sheet or a file; the parts that do not apply are empty.
type Place struct {
	File  string // if it is another one than the user works on: a template, pack.yaml
	Sheet string
	Cell  string // A1 style, or a range such as A2:B9
	Line  int    // of a text file, from 1; of a document, its paragraph

	Paragraph string // of a document, as people find it: 第 12 段“全年支出……”
}

// At is the place of one cell, column and row counted from 1.
func At(sheet string, col, row int) Place {
	return Place{Sheet: sheet, Cell: a1.Name(col, row)}
}

// String gives 支出明细!H17, or as much of it as is known; of a place in another
// file, 公开表.xlsx 的 表三!D7; of a line, pack.yaml 第 12 行; of a document,
// 公开文本.docx，第 12 段“全年支出……”.
func (p Place) String() string {
	switch {
	case p.Paragraph != "" && p.File != "":
		return p.File + "，" + p.Paragraph
	case p.Paragraph != "":
		return p.Paragraph
	case p.Line > 0:
		return strings.TrimSpace(fmt.Sprintf("%s 第 %d 行", p.File, p.Line))
	case p.File != "" && p.Sheet != "" && p.File != p.Sheet:
		return p.File + " 的 " + Place{Sheet: p.Sheet, Cell: p.Cell}.String()
	case p.Sheet != "" && p.Cell != "":
		return p.Sheet + "!" + p.Cell
	case p.Sheet != "":
		return p.Sheet
	case p.Cell != "":
		return p.Cell
	}
	return p.File
}

// Finding is one thing that a user can mend.
type Finding struct {
	Severity Severity
	Code     string // stable id, for machines: a rule's, or a finer cause such as amount-negative
	Rule     string // the rule of the catalogue that a finer cause belongs to
	Place    Place
	Follows  Place  // of the cause, behind which it is listed; none if it is one itself
	Rest     string // the other cells of the findings that Folded put into this one, with blanks between
	Message  string // what is wrong, with the offending text in 「」
	Hint     string // what to do
}

// cause is the place by which a finding is listed.
func (f Finding) cause() Place {
	if f.Follows != (Place{}) {
		return f.Follows
	}
	return f.Place
}

// ID is what people call the finding by: the rule's id in the catalogue, or that
// the file is not built as it must be.
func (f Finding) ID() string {
	switch {
	case f.Rule != "":
		return f.Rule
	case f.Code != "" && f.Code[0] >= 'a' && f.Code[0] <= 'z':
		return "格式"
	}
	return f.Code
}

// List is a collection of findings.
type List []Finding

// Errorf adds an error; hint may be empty.
func (l *List) Errorf(code string, at Place, hint, format string, args ...any) {
	l.add(Error, code, at, hint, format, args)
}

// Warnf adds a warning; hint may be empty.
func (l *List) Warnf(code string, at Place, hint, format string, args ...any) {
	l.add(Warning, code, at, hint, format, args)
}

// Notef adds a note; hint may be empty.
func (l *List) Notef(code string, at Place, hint, format string, args ...any) {
	l.add(Note, code, at, hint, format, args)
}

func (l *List) add(s Severity, code string, at Place, hint, format string, args []any) {
	*l = append(*l, Finding{Severity: s, Code: code, Place: at, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Under says to which rule of the catalogue the last finding belongs; "" leaves
// it as it is.
func (l List) Under(rule string) {
	if rule != "" {
		l[len(l)-1].Rule = rule
	}
}

// In gives the findings about the file that the user works on, and those about
// other ones, such as the pack's template, which somebody else has to mend.
func (l List) In() (here, elsewhere List) {
	for _, f := range l {
		if f.Place.File == "" {
			here = append(here, f)
		} else {
			elsewhere = append(elsewhere, f)
		}
	}
	return here, elsewhere
}

// About says of findings that do not name their file which one they are about.
func (l List) About(file string) List {
	for i := range l {
		if l[i].Place.File == "" {
			l[i].Place.File = file
		}
	}
	return l
}

// HasErrors says whether any finding stops the work.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(f Finding) bool { return f.Severity == Error })
}

// Count is the number of findings of one severity.
func (l List) Count(s Severity) int {
	n := 0
	for _, f := range l {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Sorted gives the findings by severity, then sheet (in the order of first
// mention), row and column, each once; those that follow from another stand behind it.
func (l List) Sorted() List {
	sheets := map[string]int{}
	for _, f := range l {
		if _, ok := sheets[f.Place.Sheet]; !ok {
			sheets[f.Place.Sheet] = len(sheets)
		}
	}
	places := func(a, b Place) int {
		ac, ar := position(a.Cell)
		bc, br := position(b.Cell)
		return cmp.Or(cmp.Compare(sheets[a.Sheet], sheets[b.Sheet]), cmp.Compare(ar, br), cmp.Compare(ac, bc), cmp.Compare(a.Line, b.Line))
	}
	follows := func(f Finding) int {
		if f.Follows != (Place{}) {
			return 1
		}
		return 0
	}
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), places(a.cause(), b.cause()), follows(a)-follows(b), places(a.Place, b.Place))
	})
	seen := map[Finding]bool{}
	return slices.DeleteFunc(out, func(f Finding) bool {
		dup := seen[f]
		seen[f] = true
		return dup
	})
}

// position reads the first cell of an A1 name or range; 0, 0 if there is none.
func position(cell string) (col, row int) {
	first, _, _ := strings.Cut(cell, ":")
	col, row, _ = a1.Parse(first)
	return col, row
}
