package formula

import (
	"errors"
	"slices"
	"strings"
)

// ErrSyntax is returned for text that is no formula we can follow.
var ErrSyntax = errors.New("unreadable formula")

// Formula is a parsed formula.
type Formula struct {
	Text     string
	Operands []Operand // the references, in order

	root      node
	beyond    string
	functions []string
	names     []string
	uses      map[string]int // of names in lower case, how often
	values    map[string]int // how often as one value
	tables    []string
}

// Operand is a reference where it stands in a formula.
type Operand struct {
	Ref  Ref
	Func string // the function of which it is a whole argument (also within brackets or a union), upper case, "" if none
	Arg  int    // which argument of Func, from 0
	One  bool   // must stay one range: operand of ':', of the intersection blank, of '#' or '@'

	from, to int // in Text
}

// Beyond is the first reference to another file or to several sheets at once,
// which Parse leaves alone; "" if there is none.
func (f *Formula) Beyond() string { return f.beyond }

// Functions are the functions used, upper case and without the prefixes _xlfn.
// and _xlws. that files carry, each once.
func (f *Formula) Functions() []string { return f.functions }

// Names are the defined names used, each once as first written.
func (f *Formula) Names() []string { return f.names }

// AsValue says whether a name is used as one value: not only where a function
// takes a range.
func (f *Formula) AsValue(name string) bool { return f.values[strings.ToLower(name)] > 0 }

// AsRange says whether a name is used where a function takes a range.
func (f *Formula) AsRange(name string) bool {
	n, used := f.values[strings.ToLower(name)]
	return used && n < f.uses[strings.ToLower(name)]
}

// Tables are the tables that structured references name, each once.
func (f *Formula) Tables() []string { return f.tables }

// Rewrite gives the formula with each reference replaced by what to returns.
func (f *Formula) Rewrite(to func(Operand) string) string {
	if len(f.Operands) == 0 {
		return f.Text
	}
	var b strings.Builder
	pos := 0
	for _, o := range f.Operands {
		b.WriteString(f.Text[pos:o.from])
		b.WriteString(to(o))
		pos = o.to
	}
	b.WriteString(f.Text[pos:])
	return b.String()
}

// Copied is the formula as it reads after being copied by so many columns and
// rows, as for the members of a shared formula.
func (f *Formula) Copied(cols, rows int) string {
	return f.Rewrite(func(o Operand) string {
		r, ok := o.Ref.Moved(cols, rows)
		if !ok {
			return "#REF!"
		}
		return r.String()
	})
}

// once adds a word that is not there yet in any case.
func once(words []string, word string) []string {
	if slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) }) {
		return words
	}
	return append(words, word)
}
