package tags

import (
	"cmp"
	"slices"

	"ysgk/internal/money"
)

// Schema tells which names tags may use.
type Schema struct {
	Scalars []string
	Numbers []Number
	Lists   map[string]ListSchema
	Units   *money.Units // that modifiers may ask for; nil for those of every pack
	Sheets  []Sheet      // that a document can place; nil where none can be

	Aside map[string]string // what documents alone know, and what to do where a table is to print it
}

// Sheet is a sheet of a workbook's template.
type Sheet struct {
	Name  string // of its tab
	Title string // as what is published lists it, "" if it does not
	Of    string // the list for whose records it repeats, "" if it is there once
}

// MoneyUnits are the units that modifiers may ask for.
func (s Schema) MoneyUnits() *money.Units { return cmp.Or(s.Units, money.Common) }

// Number is a number that the pack computes, for sentences.
type Number struct {
	Name  string
	Ratio bool // has no unit, unlike an amount
}

func (n Number) kind() Kind {
	if n.Ratio {
		return Ratio
	}
	return Money
}

func (s Schema) number(name string) (Number, bool) {
	i := slices.IndexFunc(s.Numbers, func(n Number) bool { return n.Name == name })
	if i < 0 {
		return Number{}, false
	}
	return s.Numbers[i], true
}

// names are all that a tag without a dot may be.
func (s Schema) names() []string {
	names := append(slices.Clone(s.Scalars), EmptyNote)
	for _, n := range s.Numbers {
		names = append(names, n.Name)
	}
	return names
}

// Deep stands in ListSchema.Keys between a code list and the level of its codes.
const Deep = "\x1f"

// ListSchema describes the records of a list.
type ListSchema struct {
	Levels []string // from the root down; a list with one level is a single record
	Of     string   // the list whose records own this one's (项目 and its 指标), "" if none

	// Keys are, by level below the root, what the keys of its records are of: a code list, the
	// units, the choices of a field. Records of two lists are the same if they have the same keys
	// of the same things. nil where records have no such keys.
	Keys    [][]string
	Texts   []string // names of Record.Texts
	Amounts []string // names of Record.Amounts

	// Labels are the keys of the records that a text names, of a level or of any (-1);
	// nil where texts name none. The error is the rest of a sentence about the text.
	Labels func(text string, level int) ([]string, error)

	Cuts map[string]Cut // Texts that are part of a code, for those who read tables back
}

// Cut says which part of a code a text is.
type Cut struct {
	Code     string // the text with the whole code
	From, To int    // digits
}

// Single is true of a list that has but one record, so that its tags repeat nothing.
func (s ListSchema) Single() bool { return len(s.Levels) == 1 }

// field is what a tag's field name means in a list.
type field struct {
	kind  Kind // Text, Money or Count
	index int  // into Texts or Amounts, or which serial number
}

func (s ListSchema) field(name string) (field, bool) {
	if i := slices.Index(s.Amounts, name); i >= 0 {
		return field{Money, i}, true
	}
	if i := slices.Index(s.Texts, name); i >= 0 {
		return field{Text, i}, true
	}
	if i := slices.IndexFunc(serials, func(x serial) bool { return x.Name == name }); i >= 0 {
		return field{Count, i}, true
	}
	return field{}, false
}

func (s ListSchema) names() []string {
	names := slices.Concat(s.Amounts, s.Texts)
	for _, x := range serials {
		names = append(names, x.Name)
	}
	return names
}
