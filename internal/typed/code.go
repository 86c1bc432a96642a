package typed

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/pattern"
	"ysgk/internal/xlsxread"
)

var codeText = pattern.Of(`^(\d+)(?:\.0+)?$`)

// Code reads a code that stands as text or as a number (2040601.0).
func Code(c xlsxread.Cell) (string, bool) {
	if c.Kind == xlsxread.Text && digits(c.Text) { // as nearly all are
		return c.Text, true
	}
	m := codeText.FindStringSubmatch(Fold(Shown(c, false)))
	if m == nil || c.Kind == xlsxread.Number && c.Format.Date {
		return "", false
	}
	return m[1], true
}

// digits says whether a text is nothing but digits.
func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// named is a code with its name behind it, as drop-downs and other systems write
// the two: 30201-办公费, 30201办公费, [30201]办公费. A name begins with a Chinese sign: 302O1 is a slip, not 302 with a name.
var named = pattern.Of(`^\[?(\d+)\]?[-\x{2010}-\x{2015}_:、.]?([("“《]?\p{Han}.*)$`)

// CodeOf reads a code of a list that stands alone or with its name. A name that
// is another's is a problem: which of the two is meant, only staff can tell.
func CodeOf(list *budget.CodeList, c xlsxread.Cell) (string, *Problem) {
	if code, ok := Code(c); ok {
		return code, nil
	}
	text := Shown(c, false)
	m := named.FindStringSubmatch(Fold(text))
	if m == nil || c.Kind != xlsxread.Text {
		return "", Wrong("code-text", Quote(Clip(text))+"不是编码", "只填数字编码，从下拉列表选。")
	}
	if list.Has(m[1]) && Fold(list.NameOf(m[1])) != m[2] {
		return "", Wrong("code-name", fmt.Sprintf("%s里编码 %s 的名称应是%s", Quote(Clip(text)), m[1], Quote(list.NameOf(m[1]))), "核对是编码错了还是名称错了；可以只填编码。")
	}
	return m[1], nil
}

// CheckCode says what keeps a code from being booked at a level of its list.
func CheckCode(list *budget.CodeList, code, level string) *Problem {
	digits := list.Digits(level)
	want := fmt.Sprintf("应填到%s级（%d 位）", level, digits)
	switch {
	case list.Has(code) && list.Leaf(code, level) && len(code) <= digits:
		return nil
	case list.Has(code):
		return &Problem{"code-level", fmt.Sprintf("%s（%s）是%s级编码，%s", Quote(code), list.NameOf(code), levelOf(list, code), want), "从下拉列表选，或改填它下面的编码" + below(list, code) + "。"}
	case len(code) != digits:
		return &Problem{"code-unknown", fmt.Sprintf("%s是 %d 位编码，“%s”表里没有；%s", Quote(Clip(code)), len(code), list.Name, want), "从下拉列表选，或核对科目文件后改正。"}
	}
	return &Problem{"code-unknown", fmt.Sprintf("“%s”表里没有编码%s%s", list.Name, Quote(code), like(list, code)), fmt.Sprintf("核对编码；当年的科目文件里确有这个编码的，才加到“%s”表末尾。", list.Name)}
}

// levelOf names the level of a code by its length.
func levelOf(list *budget.CodeList, code string) string {
	for _, l := range list.Levels {
		if l.Digits == len(code) {
			return l.Name
		}
	}
	return fmt.Sprintf("%d 位", len(code))
}

// below gives an example of a code under another one.
func below(list *budget.CodeList, code string) string {
	for _, e := range list.Entries() {
		if strings.HasPrefix(e.Code, code) && !list.IsParent(e.Code) && e.Code != code {
			return "，如 " + e.Code + "（" + e.Name + "）"
		}
	}
	return ""
}

// like proposes the codes that somebody may have meant: those with one other digit or
// two digits exchanged, or else those below the same parent.
func like(list *budget.CodeList, code string) string {
	const most = 4
	var slips, near []string
	parent := ""
	for _, e := range list.Entries() {
		if list.IsParent(e.Code) {
			if strings.HasPrefix(code, e.Code) && len(e.Code) > len(parent) {
				parent, near = e.Code, nil
			}
			continue
		}
		switch {
		case slip(code, e.Code):
			slips = append(slips, e.Code+"（"+e.Name+"）")
		case parent != "" && len(near) <= most && strings.HasPrefix(e.Code, parent):
			near = append(near, e.Code+"（"+e.Name+"）")
		}
	}
	switch {
	case len(slips) > 0 && len(slips) <= most:
		return "，像是 " + strings.Join(slips, "、")
	case parent == "":
		return "，从下拉列表选"
	case len(near) > most:
		near[most-1] = "……"
		near = near[:most]
	}
	return "，" + parent + "（" + list.NameOf(parent) + "）下有 " + strings.Join(near, "、")
}

// slip says whether two codes differ in one digit or in the order of two neighbours.
func slip(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	var at []int
	for i := range len(a) {
		if a[i] != b[i] {
			at = append(at, i)
		}
	}
	return len(at) == 1 || len(at) == 2 && at[1] == at[0]+1 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]]
}

// Within says whether a code may be used for a value: a column of its list
// names the values, separated by |.
func Within(list *budget.CodeList, code, column, value string) bool {
	values := strings.Split(list.Attr(code, list.Column(column)), "|")
	return slices.ContainsFunc(values, func(v string) bool { return Fold(v) == Fold(value) })
}
