package input

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/nearest"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// headerRows is how far down a header row is looked for; above it stand
// titles, hints and totals.
const headerRows = 20

// wanted is a column that a sheet should have.
type wanted struct {
	name     string
	aliases  []string
	required bool
	matters  bool // optional, but figures depend on it where it is filled
}

// header is a header row that was found.
type header struct {
	row   int
	cols  []int        // sheet column of every wanted one, 0 where it is absent
	named map[int]bool // sheet columns with any header
}

type storedRow struct {
	row   int
	cells []xlsxread.Cell
}

// folded are the names and aliases of each wanted column as headers are compared.
func folded(want []wanted) [][]string {
	out := make([][]string, len(want))
	for i, w := range want {
		for _, name := range append([]string{w.name}, w.aliases...) {
			out[i] = append(out[i], typed.Fold(name))
		}
	}
	return out
}

// findHeader looks for the row that names most of the wanted columns. ok is
// false where the sheet cannot be read; out says why.
func findHeader(sheet string, rows []storedRow, want []wanted, out *finding.List) (h header, ok bool) {
	best, score := -1, 0
	called := folded(want)
	for i, r := range rows {
		if n := matches(r.cells, called); n > score {
			best, score = i, n
		}
	}
	required := 0
	for _, w := range want {
		if w.required {
			required++
		}
	}
	if best < 0 || 2*score < required {
		out.Errorf("header-missing", finding.Place{Sheet: sheet}, "表头要在前 20 行之内，文字照录入模板，不要合并单元格。",
			"找不到表头行，应有%s", names(want))
		return h, false
	}
	h.row = rows[best].row
	h.cols, h.named = make([]int, len(want)), map[int]bool{}
	ok = true
	var strangers []string
	for _, c := range rows[best].cells {
		if typed.Empty(c) {
			continue
		}
		i := match(c, called)
		h.named[c.Col] = true
		switch {
		case i < 0:
			strangers = append(strangers, typed.Clip(typed.Trim(c.Text)))
		case h.cols[i] > 0:
			ok = false
			out.Errorf("header-twice", finding.At(sheet, c.Col, h.row), "删掉多余的一列，或改掉它的表头。",
				"表头%s重复：%s 已经是“%s”列", typed.Quote(typed.Trim(c.Text)), finding.At(sheet, h.cols[i], h.row).Cell, want[i].name)
		default:
			h.cols[i] = c.Col
		}
	}
	for i, w := range want {
		if h.cols[i] == 0 && w.matters && !w.required {
			if word, likeness := nearest.Word(w.name, strangers); likeness >= renamed {
				out.Warnf("column-renamed", finding.Place{Sheet: sheet}, "如果"+typed.Quote(word)+"就是这一列，请把表头改回"+typed.Quote(w.name)+"；不是就不用管。",
					"没有%s这一列，按没有填处理", typed.Quote(w.name))
			}
		}
		if h.cols[i] > 0 || !w.required {
			continue
		}
		ok = false
		hint := fmt.Sprintf("表头在第 %d 行，请补上这一列。", h.row)
		if len(strangers) > 0 {
			hint += "没有认出的表头有" + typed.Quote(strings.Join(strangers, "」「")) + "，如果是它，请改名。"
		}
		out.Errorf("column-missing", finding.Place{Sheet: sheet}, hint, "补上表头%s", typed.Quote(w.name))
	}
	return h, ok
}

// renamed is how like a header that is not known must be to one that is missing.
const renamed = 0.4

func names(want []wanted) string {
	var b strings.Builder
	for _, w := range want {
		if w.required {
			b.WriteString(typed.Quote(w.name))
		}
	}
	return b.String()
}

// matches counts the wanted columns that a row names.
func matches(cells []xlsxread.Cell, called [][]string) int {
	seen := map[int]bool{}
	for _, c := range cells {
		if i := match(c, called); i >= 0 {
			seen[i] = true
		}
	}
	return len(seen)
}

// match is the index of the column that a cell names, -1 if it names none. A name goes
// before an alias.
func match(c xlsxread.Cell, called [][]string) int {
	if c.Kind != xlsxread.Text {
		return -1
	}
	text := typed.Fold(c.Text)
	if i := slices.IndexFunc(called, func(names []string) bool { return names[0] == text }); i >= 0 {
		return i
	}
	return slices.IndexFunc(called, func(names []string) bool { return slices.Contains(names, text) })
}
