package money

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"ysgk/internal/pattern"
)

// Units are the units that texts may name.
type Units struct {
	all []Unit

	note, header, trailing, leading, alone pattern.Pattern
}

// Common are the units that every pack has.
var Common = newUnits([]Unit{Yuan, {"千元", 3}, Wan, {"百万元", 6}, {"亿元", 8}})

func newUnits(all []Unit) *Units {
	// Names come before those that they end in.
	longest := slices.SortedStableFunc(slices.Values(all), func(a, b Unit) int { return len(b.Name) - len(a.Name) })
	names := make([]string, len(longest))
	for i, u := range longest {
		names[i] = apart(u.Name)
	}
	written := strings.NewReplacer("¤", "("+strings.Join(names, "|")+")", "单位", apart("单位"), `\s`, spaces)
	like := func(text string) pattern.Pattern { return pattern.Of(written.Replace(text)) }
	return &Units{
		all:      all,
		note:     like(`单位[\s]*[：:]?[\s]*(?:人民币)?[\s]*[（(]?[\s]*¤(?:[\s)），,、；;。]|$)`),
		header:   like(`[（(](?:[\s]|单位[\s]*[：:]?|人民币)*¤[\s]*[)）]`),
		trailing: like(`¤$`),
		leading:  like(`^[\s]*¤`),
		alone:    like(`^[（(]?[\s]*¤[\s]*[)）]?$`),
	}
}

// spaces are those of forms, of full width too, within a class of a pattern or [] around them.
const spaces = `\s\x{3000}\x{a0}`

// apart matches a word whose letters may stand apart: 万  元.
func apart(word string) string {
	letters := make([]string, 0, len(word))
	for _, r := range word {
		letters = append(letters, regexp.QuoteMeta(string(r)))
	}
	return strings.Join(letters, "["+spaces+"]*")
}

// largest is the power of more 元 than any unit has.
const largest = 12

// With adds a unit of so many 元, or gives another size to one of that name. ok
// is false unless it is 1, 10, 100 and so on: only these convert exactly.
func (us *Units) With(name string, yuan int) (more *Units, ok bool) {
	power := int32(0)
	for ; yuan > 1 && yuan%10 == 0; yuan /= 10 {
		power++
	}
	if yuan != 1 || power > largest || strings.TrimSpace(name) == "" {
		return us, false
	}
	all := slices.DeleteFunc(slices.Clone(us.all), func(u Unit) bool { return u.Name == name })
	return newUnits(append(all, Unit{name, power})), true
}

// All are the units in their order.
func (us *Units) All() []Unit { return us.all }

// Named is the unit of a name.
func (us *Units) Named(name string) (u Unit, ok bool) {
	i := slices.IndexFunc(us.all, func(u Unit) bool { return u.Name == name })
	if i < 0 {
		return u, false
	}
	return us.all[i], true
}

// Names are the names of the units, for a message.
func (us *Units) Names() string {
	var names []string
	for _, u := range us.all {
		names = append(names, u.Name)
	}
	return strings.Join(names, "、")
}

// Note is the unit that a line above a table says: 单位：万元.
func (us *Units) Note(text string) (Unit, bool) { return us.found(us.note, text) }

// Header is the unit that a header says in brackets: 金额（万元）.
func (us *Units) Header(text string) (Unit, bool) { return us.found(us.header, text) }

// Trailing is the unit that a text ends in; 元 is none, as 美元 is not.
func (us *Units) Trailing(text string) (Unit, bool) {
	if u, ok := us.found(us.trailing, text); ok && u != Yuan {
		return u, true
	}
	return Unit{}, false
}

// Leading is the unit that a text begins with, as behind an amount in a sentence.
func (us *Units) Leading(text string) (Unit, bool) { return us.found(us.leading, text) }

// Alone is the unit that a text consists of, in brackets or not.
func (us *Units) Alone(text string) (Unit, bool) { return us.found(us.alone, text) }

// Bare is a header without the unit that it says in brackets.
func (us *Units) Bare(header string) string { return us.header.ReplaceAllString(header, "") }

func (us *Units) found(p pattern.Pattern, text string) (u Unit, ok bool) {
	if m := p.FindStringSubmatch(text); m != nil {
		return us.Named(strings.Join(strings.FieldsFunc(m[1], unicode.IsSpace), ""))
	}
	return u, false
}
