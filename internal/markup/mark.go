package markup

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxedit"
)

// The grounds of marked cells. They are odd on purpose: nobody picks exactly
// these, and so they tell a mark.
var colours = map[finding.Severity]string{
	finding.Error:   `rgb="FFFF8B87"`,
	finding.Warning: `rgb="FFFFE26B"`,
}

// isMark says whether a colour is that of a mark, whatever a program made of
// its transparency.
func isMark(colour string) bool {
	return strings.HasPrefix(colour, `rgb="`) && slices.ContainsFunc(slices.Collect(maps.Values(colours)), func(c string) bool {
		return strings.EqualFold(colour[max(0, len(colour)-7):], c[len(c)-7:])
	})
}

// noteMark begins what ysgk writes into a comment; what stands before it is
// somebody else's.
const noteMark = "【ysgk 标注，再次核对时替换】"

// maxNote bounds the text of a comment: Excel takes 32,767 characters.
const maxNote = 8000

// mark is a cell with what is wrong there, worst first.
type mark struct {
	at       xlsxedit.Pos
	findings finding.List
}

// note is the text of the cell's comment; ground is the colour that it had.
func (m *mark) note(ground string) string {
	var b strings.Builder
	b.WriteString(noteMark)
	for _, f := range m.findings {
		fmt.Fprintf(&b, "\n%s（%s）：%s", f.Severity, f.ID(), f.Message)
		if f.Hint != "" {
			b.WriteString("\n怎么办：" + f.Hint)
		}
		if b.Len() > maxNote {
			b.WriteString("\n还有几条，见“" + ListSheet + "”。")
			break
		}
	}
	if ground != "" {
		b.WriteString("\n（原底色 " + strings.ReplaceAll(ground, `"`, "") + "）")
	}
	return b.String()
}

var (
	groundNote = pattern.Of(`（原底色 ([^）]*)）\s*$`)
	groundPart = pattern.Of(`^(rgb|theme|tint|indexed)=([-+.0-9A-Za-z]+)$`)
)

// groundOf reads the colour that a cell had from its comment, "" if none.
func groundOf(note string) string {
	m := groundNote.FindStringSubmatch(note)
	if m == nil {
		return ""
	}
	var out []string
	for _, part := range strings.Fields(m[1]) {
		p := groundPart.FindStringSubmatch(part)
		if p == nil {
			return ""
		}
		out = append(out, p[1]+`="`+p[2]+`"`)
	}
	return strings.Join(out, " ")
}

// position is the cell that a place names: the first of a range, or of a row (17行).
func position(name string) (xlsxedit.Pos, bool) {
	if row, ok := strings.CutSuffix(name, "行"); ok {
		n, err := strconv.Atoi(row)
		return xlsxedit.Pos{Col: 1, Row: n}, err == nil && n > 0
	}
	first, _, _ := strings.Cut(name, ":")
	col, row, ok := a1.Parse(first)
	return xlsxedit.Pos{Col: col, Row: row}, ok
}

func relID(n int) string { return "rId" + strconv.Itoa(n) }
