package input

import (
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
)

// mappedCode is the code that a mapping gives for another code, "" if none.
// Reading fills empty cells with it; writing leaves such cells empty.
func mappedCode(list *budget.CodeList, m *pack.Mapping, from, by string) string {
	for value, column := range m.Columns {
		if strings.EqualFold(value, by) {
			return list.Attr(from, list.Column(column))
		}
	}
	return ""
}
