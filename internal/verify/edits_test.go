package verify_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
)

// errors are the ids and places of the errors, in the order in which they are listed.
func errors(found finding.List) (out []string) {
	for _, f := range found {
		if f.Severity == finding.Error {
			out = append(out, f.Code+" "+f.Place.String())
		}
	}
	return out
}

func TestTheCellThatWasChangedComesBeforeItsSums(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(t *testing.T, b *excelize.File)
		want string // what the errors begin with
		says string
	}{
		{"a figure in a list", set("表五", "D12", 700.0), "B18 表五!D12|F03 表五!D11", ""},
		{"a figure of 三公", set("表十", "C10", 22.6), "F03 表十!C10", "按 21.5952 算的"},
		{"a figure taken away", set("表十", "C10", nil), "B15 表十!C10|F03 表十!C8", ""},
		{"a figure, with its unit", set("表五", "D12", 700.0), "B18 表五!D12", "相差 87.8948 万元"},
		{"a title", set("表二", "A2", "2026年部门收入总表"), "F01 表二!A2", "标题不对"},
		{"a number stored as text", set("表三", "E9", "3.39"), "F04 表三!E9|F03 ", ""},
	} {
		b, err := excelize.OpenFile(filled(t))
		must(t, err)
		c.do(t, b)
		found := verified(t, save(t, b), "")
		must(t, b.Close())
		if got := strings.Join(errors(found), "|"); !strings.HasPrefix(got, c.want) || !strings.Contains(fmt.Sprint(found), c.says) {
			t.Errorf("%s: %s\n%v", c.name, got, found)
		}
	}
}

// Of several figures that one sum alone names it cannot be told which was changed.
func TestNoCellIsSaidToBeChangedThatMayBeAnother(t *testing.T) {
	b, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer b.Close()
	set("表四", "B7", 2960.0)(t, b)
	for _, f := range verified(t, save(t, b), "") {
		if strings.Contains(f.Message, "后来改过") {
			t.Error(show(f))
		}
	}
}
