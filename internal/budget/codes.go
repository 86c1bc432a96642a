package budget

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Level is one level of a code list: 类, 款, 项 …, and how many digits its codes have.
type Level struct {
	Name   string
	Digits int
}

// CodeList is a classification (科目): codes whose prefixes are their parents,
// e.g. 201 > 20101 > 2010101.
type CodeList struct {
	Name    string
	Levels  []Level
	Columns []string // of every entry: 编码, 名称 and whatever else the list tells

	entries []Entry
	byCode  map[string]int
	parents map[string]bool
}

// Entry is a code with the values of the list's columns.
type Entry struct {
	Code, Name string
	Values     []string // follows CodeList.Columns
}

// NewCodeList is an empty list; the first two columns are code and name.
func NewCodeList(name string, levels []Level, columns []string) *CodeList {
	return &CodeList{
		Name: name, Levels: levels, Columns: columns,
		byCode: map[string]int{}, parents: map[string]bool{},
	}
}

// Clone is a copy to which entries may be added without changing the original.
func (c *CodeList) Clone() *CodeList {
	out := *c
	out.entries, out.byCode, out.parents = slices.Clone(c.entries), maps.Clone(c.byCode), maps.Clone(c.parents)
	return &out
}

// Grow makes room for so many more entries.
func (c *CodeList) Grow(entries int) {
	c.entries = slices.Grow(c.entries, entries)
	if len(c.byCode) == 0 {
		c.byCode = make(map[string]int, entries)
	}
}

// Set adds an entry, or replaces the one with the same code. values follows Columns.
func (c *CodeList) Set(values []string) {
	e := Entry{Code: values[0], Name: values[1], Values: values}
	if i, ok := c.byCode[e.Code]; ok {
		c.entries[i] = e
		return
	}
	c.byCode[e.Code] = len(c.entries)
	c.entries = append(c.entries, e)
	for _, l := range c.Levels {
		if l.Digits < len(e.Code) {
			c.parents[e.Code[:l.Digits]] = true
		}
	}
}

// Entries are all entries in the order of the list.
func (c *CodeList) Entries() []Entry { return c.entries }

// Has says whether the list has this code.
func (c *CodeList) Has(code string) bool { _, ok := c.byCode[code]; return ok }

// NameOf is the name of a code, "" if the list has none.
func (c *CodeList) NameOf(code string) string { return c.Attr(code, 1) }

// Sibling is the code with this name below the same parent as another one, "" if there
// is none.
func (c *CodeList) Sibling(code, name string) string {
	parent := 0
	for _, l := range c.Levels {
		if l.Digits < len(code) {
			parent = l.Digits
		}
	}
	i := slices.IndexFunc(c.entries, func(e Entry) bool {
		return e.Name == name && len(e.Code) == len(code) && e.Code[:parent] == code[:parent]
	})
	if i < 0 {
		return ""
	}
	return c.entries[i].Code
}

// Values are what the list says of a code, by column; nil if it does not have it.
func (c *CodeList) Values(code string) []string {
	i, ok := c.byCode[code]
	if !ok {
		return nil
	}
	return c.entries[i].Values
}

// Attr is the value of a column (0 is the code) for a code, "" if unknown.
func (c *CodeList) Attr(code string, column int) string {
	i, ok := c.byCode[code]
	if !ok || column < 0 || column >= len(c.entries[i].Values) {
		return ""
	}
	return c.entries[i].Values[column]
}

// Column is the index of a column of the list, -1 if there is none.
func (c *CodeList) Column(name string) int { return slices.Index(c.Columns, name) }

// The column of a list that says where a code is taken from, and what it says, with
// more behind it or not, of those that nobody has compared with a document.
const (
	SourceColumn = "来源"
	Unconfirmed  = "待核对"
	NoMore       = "里没有" // behind the name of a document
)

// Doubted says whether the list says of a code that it is not confirmed.
func (c *CodeList) Doubted(code string) bool {
	return strings.HasPrefix(strings.TrimSpace(c.Attr(code, c.Column(SourceColumn))), Unconfirmed)
}

// Dropped says whether the list keeps a code for older ledgers alone: the document that it
// was compared with has it no more.
func (c *CodeList) Dropped(code string) bool {
	return c.Doubted(code) && strings.Contains(c.Attr(code, c.Column(SourceColumn)), NoMore)
}

// IsParent says whether longer codes of the list begin with this code.
func (c *CodeList) IsParent(code string) bool { return c.parents[code] }

// Digits is the length of codes at a level, 0 if the list has no such level.
func (c *CodeList) Digits(level string) int {
	for _, l := range c.Levels {
		if l.Name == level {
			return l.Digits
		}
	}
	return 0
}

// Leaf is where amounts may be booked: a code of the full length of a level,
// or a shorter one that the list does not divide further (款 without 项).
func (c *CodeList) Leaf(code, level string) bool {
	return len(code) == c.Digits(level) || c.Has(code) && !c.IsParent(code)
}

// Missing are the parents of a code that the list lacks.
func (c *CodeList) Missing(code string) (codes []string) {
	for _, l := range c.Levels {
		if l.Digits < len(code) && !c.Has(code[:l.Digits]) {
			codes = append(codes, code[:l.Digits])
		}
	}
	return codes
}

// Lengths lists the levels: 类 3 位、款 5 位.
func (c *CodeList) Lengths() string {
	var s []string
	for _, l := range c.Levels {
		s = append(s, fmt.Sprintf("%s %d 位", l.Name, l.Digits))
	}
	return strings.Join(s, "、")
}
