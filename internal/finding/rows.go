package finding

import (
	"fmt"
	"strings"
)

// Rows names rows of a sheet: 第 8-12、15 行; of many only the first.
func Rows(rows []int) string { return span(rows, 8) }

// AllRows names all rows.
func AllRows(rows []int) string { return span(rows, len(rows)) }

// span names rows, of more than so many stretches the first.
func span(rows []int, most int) string {
	var parts []string
	for i := 0; i < len(rows); {
		j := i
		for j+1 < len(rows) && rows[j+1] == rows[j]+1 {
			j++
		}
		if len(parts) == most {
			return "第 " + strings.Join(parts, "、") + " 行等"
		}
		part := fmt.Sprint(rows[i])
		if j > i {
			part = fmt.Sprintf("%d-%d", rows[i], rows[j])
		}
		parts, i = append(parts, part), j+1
	}
	return "第 " + strings.Join(parts, "、") + " 行"
}
