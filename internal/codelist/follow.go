package codelist

import (
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/typed"
)

// Items are the codes of a list with their names.
func Items(l *budget.CodeList) []Item {
	out := make([]Item, 0, len(l.Entries()))
	for _, e := range l.Entries() {
		out = append(out, Item{Code: e.Code, Name: e.Name})
	}
	return out
}

// Went tells where the names went that a list has and a newer one has not, or not for the same
// codes. The older one may have the newer codes, too, as a workbook has those of its pack:
// what it has alone is what may have gone elsewhere.
func Went(was, now *budget.CodeList) map[string]string {
	left := slices.DeleteFunc(Items(was), func(i Item) bool { return now.NameOf(i.Code) == i.Name && !now.Dropped(i.Code) })
	use := slices.DeleteFunc(Items(now), func(i Item) bool { return now.Dropped(i.Code) })
	return Follow(left, use, now.Levels)
}

// Follow tells where names went: by code that a newer list lacks or gives another name, the
// code that has its name now. It is one that had another name, or was not there, and that
// no other name can have gone to: 行政运行 says nothing by itself, but goes where the code
// above it went.
func Follow(was, now []Item, levels []budget.Level) map[string]string {
	old, is := byCode(was), byCode(now)
	left, came := map[string][]string{}, map[string][]string{}
	key := func(i Item) string { return string(rune(len(i.Code))) + typed.Fold(i.Name) }
	for _, i := range was {
		if is[i.Code] != typed.Fold(i.Name) {
			left[key(i)] = append(left[key(i)], i.Code)
		}
	}
	for _, i := range now {
		if old[i.Code] != typed.Fold(i.Name) {
			came[key(i)] = append(came[key(i)], i.Code)
		}
	}
	out := map[string]string{}
	for k, from := range left {
		if to := came[k]; len(from) == 1 && len(to) == 1 {
			out[from[0]] = to[0]
		}
	}
	for _, i := range was { // from the upper levels down, as they stand
		above := parent(i.Code, levels)
		if to := out[above]; to != "" && out[i.Code] == "" && is[i.Code] != typed.Fold(i.Name) {
			if code := to + i.Code[len(above):]; is[code] == typed.Fold(i.Name) {
				out[i.Code] = code
			}
		}
	}
	return out
}

func byCode(items []Item) map[string]string {
	out := make(map[string]string, len(items))
	for _, i := range items {
		out[i.Code] = typed.Fold(i.Name)
	}
	return out
}

// parent is the code of the level above, "" of the uppermost.
func parent(code string, levels []budget.Level) (above string) {
	for _, l := range levels {
		if l.Digits < len(code) {
			above = code[:l.Digits]
		}
	}
	return above
}
