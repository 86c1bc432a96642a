package evidence

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
	"ysgk/internal/pattern"
)

// Field marks a field of the record in a text that is to become a tag.
const Field = "\x00"

// Labels finds, for each level of a list and each label column, the text that the
// lines of the example have there: fields of the record, alone or joined, with the
// blanks that indent them. A column that no text explains is left out and told.
//
// same are the columns that show one text in every line, otherwise the cells that
// write a name in another way than the record.
func (l *List) Labels(t *layout.Table, b *layout.Block, s *sums, info map[string]string) (texts map[int]map[int]string, open, same []int, otherwise []layout.Pos) {
	texts = map[int]map[int]string{}
	nth := l.ordinals(s)
	counted := l.counted(t, b, s, nth)
	for level := range l.Levels {
		texts[level] = map[int]string{}
		for _, col := range b.Labels {
			if counted[col] {
				texts[level][col] = Field + "行次" + Field
				continue
			}
			var shown []string
			var rows, places, ordinals []int
			for i, x := range l.Lines {
				at, ok := s.ids[l.IDs[i]]
				if !ok || s.view.Rows[at].Level != level+1 {
					continue
				}
				shown = append(shown, t.Raw(layout.At(col, x.Row)))
				rows = append(rows, at)
				places = append(places, x.Row)
				ordinals = append(ordinals, nth[i])
			}
			merged := slices.ContainsFunc(places, func(row int) bool {
				r, ok := t.Whole[layout.At(col, row)]
				return ok && r.Row2 > r.Row1 && r.Col1 == r.Col2
			})
			text, ok, differs := labelText(shown, rows, ordinals, s, layout.Bare(strings.Join(t.Heads(col)[:min(1, len(t.Heads(col)))], "")))
			if differs >= 0 && !slices.ContainsFunc(otherwise, func(o layout.Pos) bool { return o.Col == col }) {
				otherwise = append(otherwise, layout.At(col, places[differs]))
			}
			if item := ItemOf(shown, info); item != "" && (!ok || !strings.Contains(text, Field)) {
				text, ok = item, true
			}
			if !ok && !slices.Contains(open, col) {
				open = append(open, col)
			}
			if merged && strings.HasPrefix(text, Field) && strings.HasSuffix(text, Field) && strings.Count(text, Field) == 2 {
				text = strings.TrimSuffix(text, Field) + "|合并" + Field
			}
			texts[level][col] = text
			if text != "" && !strings.Contains(text, Field) && !strings.HasPrefix(text, "{{") && !layout.Totals.MatchString(text) && !slices.Contains(same, col) {
				same = append(same, col)
			}
		}
	}
	return texts, open, same, otherwise
}

// ItemOf is the tag of the 基本信息 that all texts show, or two of them as a code and a name are
// joined (206-某市教育局), "" if none is.
func ItemOf(shown []string, info map[string]string) string {
	items := slices.DeleteFunc(slices.Sorted(maps.Keys(info)), func(item string) bool { return info[item] == "" })
	all := func(text string) bool {
		return len(shown) > 0 && !slices.ContainsFunc(shown, func(s string) bool { return layout.Tight(s) != layout.Tight(text) })
	}
	for _, item := range items {
		if all(info[item]) {
			return "{{" + item + "}}"
		}
	}
	for _, code := range items {
		for _, name := range items {
			for _, j := range Joints {
				if code != name && layout.AllDigits(info[code]) && all(j[0]+info[code]+j[1]+info[name]+j[2]) {
					return j[0] + "{{" + code + "}}" + j[1] + "{{" + name + "}}" + j[2]
				}
			}
		}
	}
	return ""
}

// Joints stand before, between and behind a code and its name, or a name and its code.
var Joints = [][3]string{
	{"", "", ""}, {"", "-", ""}, {"", "－", ""}, {"", "—", ""}, {"", "_", ""}, {"", ".", ""}, {"", "、", ""}, {"", " ", ""}, {"", "\u3000", ""}, {"", "\n", ""}, {"[", "]", ""}, {"【", "】", ""}, {"(", ")", ""}, {"（", "）", ""},
	{"", "[", "]"}, {"", "【", "】"}, {"", "(", ")"}, {"", "（", "）"},
}

// labelText is the text with fields that gives what the lines of a level show, all but
// for how one of them writes a name: differs is that one, -1 if none does.
func labelText(shown []string, rows, nth []int, s *sums, head string) (text string, ok bool, differs int) {
	if !slices.ContainsFunc(shown, func(t string) bool { return strings.TrimSpace(t) != "" }) {
		return "", true, -1
	}
	indent := shown[0][:len(shown[0])-len(strings.TrimLeft(shown[0], " \u3000"))]
	fields := slices.Clone(s.view.Fields)
	slices.SortStableFunc(fields, func(a, b string) int {
		return cmp.Or(likeHead(b, head)-likeHead(a, head), cmp.Compare(almostHead(b, head), almostHead(a, head)))
	})
	value := func(row int, name string) string {
		return s.view.Rows[row].Texts[slices.Index(s.view.Fields, name)]
	}
	differ := func(rows []int, name string) bool {
		return slices.ContainsFunc(rows, func(row int) bool { return value(row, name) != value(rows[0], name) })
	}
	gives := func(alike func(string) string, make func(row int) string) bool {
		for i, text := range shown {
			if alike(text) != alike(make(rows[i])) {
				return false
			}
		}
		return true
	}
	for _, f := range fields {
		if gives(layout.Tight, func(row int) string { return value(row, f) }) {
			return indent + Field + f + Field, true, -1
		}
	}
	if head == "序号" {
		fields = nil // the 1 of a line that counts lines is not the 01 of a code
	}
	for _, f := range fields { // 1 for 01
		if layout.AllDigits(value(rows[0], f)) && gives(Unpadded, func(row int) string { return value(row, f) }) {
			return indent + Field + f + Field, true, -1
		}
	}
	for _, number := range Numberings {
		if before, numeral, behind := SplitSerial(shown[0], ""); numbersIn(shown, rows, nth, s, number, before, numeral, func(int) string { return behind }) {
			return indent + before + Field + number + numeral + Field + behind, true, -1
		}
	}
	for _, alike := range []func(string) string{strings.TrimSpace, layout.Tight} {
		for _, code := range fields {
			if !slices.ContainsFunc(rows, func(row int) bool { return layout.AllDigits(value(row, code)) }) {
				continue
			}
			for _, name := range fields {
				if !slices.ContainsFunc(rows, func(row int) bool { return value(row, name) != "" }) {
					continue // [201] is a code alone
				}
				for _, j := range Joints {
					for _, f := range [][2]string{{code, name}, {name, code}} {
						if name != code && gives(alike, func(row int) string { return j[0] + value(row, f[0]) + j[1] + value(row, f[1]) + j[2] }) {
							return indent + j[0] + Field + f[0] + Field + j[1] + Field + f[1] + Field + j[2], true, -1
						}
					}
				}
			}
		}
	}
	for _, f := range fields {
		before, behind, ok := strings.Cut(strings.TrimSpace(shown[0]), value(rows[0], f))
		if ok && value(rows[0], f) != "" && differ(rows, f) && gives(layout.Tight, func(row int) string { return before + value(row, f) + behind }) {
			return indent + before + Field + f + Field + behind, true, -1
		}
	}
	for _, f := range fields {
		for _, number := range Numberings {
			before, numeral, behind := SplitSerial(shown[0], value(rows[0], f))
			if before+behind != "" && differ(rows, f) && numbersIn(shown, rows, nth, s, number, before, numeral, func(row int) string { return behind + value(row, f) }) {
				return indent + before + Field + number + numeral + Field + behind + Field + f + Field, true, -1 // 一、工资福利支出
			}
		}
	}
	for _, f := range []string{"科目名称", "单位", "项目名称"} {
		n, first := 0, -1
		for i, text := range shown {
			if slices.Contains(s.view.Fields, f) && meaning.ShortName(text) == meaning.ShortName(value(rows[i], f)) {
				n++
			}
			if first < 0 && slices.Contains(s.view.Fields, f) && layout.Tight(text) != layout.Tight(value(rows[i], f)) {
				first = i
			}
		}
		if 2*n > len(shown) {
			return indent + Field + f + Field, true, first
		}
	}
	first := layout.Tight(shown[0])
	if len(shown) > 1 && gives(layout.Tight, func(int) string { return first }) && !layout.AllDigits(first) {
		return shown[0], true, -1
	}
	return "", false, -1
}

// Unpadded is a number without the zeros before it, which a cell that holds it as one has lost.
func Unpadded(text string) string { return strings.TrimLeft(layout.Tight(text), "0") }

// Numberings count records: of a level, of a parent, of all levels with the total.
var Numberings = []string{"连续序号", "序号", "行次"}

// counted are the label columns that number the lines of several levels from top to bottom: the 4 of one
// of them is not the 04 of its code.
func (l *List) counted(t *layout.Table, b *layout.Block, s *sums, nth []int) map[int]bool {
	out := map[int]bool{}
	for _, col := range b.Labels {
		levels := map[int]bool{}
		all := true
		for i, x := range l.Lines {
			if at, ok := s.ids[l.IDs[i]]; ok && s.view.Rows[at].Level > 0 {
				levels[s.view.Rows[at].Level] = true
				all = all && layout.Tight(t.Raw(layout.At(col, x.Row))) == strconv.Itoa(nth[i])
			}
		}
		out[col] = all && len(levels) > 1
	}
	return out
}

// ordinals are the places of lines among all that the list prints, from 1; a second
// total is not counted.
func (l *List) ordinals(s *sums) []int {
	out := make([]int, len(l.Lines))
	n := 0
	for i := range l.Lines {
		if _, ok := s.ids[l.IDs[i]]; ok {
			n++
			out[i] = n
		}
	}
	return out
}

// serial is the number of the first record as it is written: 一、 （一） 1. 1、
var serial = pattern.Of(`^([（(]?)(一|1)([)）]?[、.．]?\s*)$`)

// SplitSerial is what stands before and behind the number of a text that ends with a value, and
// how the number is printed; all blank if the text is not of that kind.
func SplitSerial(text, value string) (before, numeral, behind string) {
	text = strings.TrimSpace(text)
	if !strings.HasSuffix(text, value) {
		return "", "", ""
	}
	m := serial.FindStringSubmatch(strings.TrimSuffix(text, value))
	switch {
	case m == nil:
		return "", "", ""
	case m[2] == "一":
		return m[1], "|中文数字", m[3]
	}
	return m[1], "", m[3]
}

// numbersIn says whether texts are a number between texts that counts the records, of all,
// of each parent, or of all levels: nth.
func numbersIn(shown []string, rows, nth []int, s *sums, number, before, numeral string, behind func(row int) string) bool {
	n := map[int]int{}
	for i, text := range shown {
		parent := 0
		if number == "序号" {
			parent = s.view.Rows[rows[i]].Parent
		}
		n[parent]++
		count := n[parent]
		if number == "行次" {
			count = nth[i]
		}
		is := strconv.Itoa(count)
		if numeral != "" {
			is = numfmt.Ordinal(int64(count))
		}
		if layout.Tight(text) != layout.Tight(before+is+behind(rows[i])) {
			return false
		}
	}
	return true
}

// almostHead is how like a header a field is called that it does not name: 年度总体目标 below 年度绩效目标, of which the
// goal of all years may say the same.
func almostHead(field, head string) float64 {
	const least = 0.5
	if like := nearest.Likeness(field, head); like >= least && !strings.HasSuffix(field, "名称") && !layout.CodeWords.MatchString(field) {
		return like
	}
	return 0
}

// likeHead prefers the field that is called as the header says, then the short
// common names of a record.
func likeHead(field, head string) int {
	switch {
	case field == head || field == head+"码":
		return 3
	case strings.HasSuffix(head, field) || strings.HasSuffix(field, head):
		return 2
	case field == "科目编码" || field == "科目名称":
		return 1
	}
	return 0
}
