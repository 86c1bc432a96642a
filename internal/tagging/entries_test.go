package tagging_test

import (
	"testing"

	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/tagging"
)

// A column without a tag is told at the row of a list's single lines, where a clerk writes it; a line of totals and the
// rows above are none. What is to be looked at stays where its tag is.
func TestAnOpenColumnIsToldAtTheSingleLines(t *testing.T) {
	texts := map[layout.Pos]string{
		layout.At(1, 5): "{{支出@单位.名称}}", layout.At(2, 5): "{{支出@单位.合计}}",
		layout.At(1, 6): "{{支出@项.名称|合并}}", layout.At(2, 6): "{{支出@项.合计}}", layout.At(4, 6): "本级",
		layout.At(2, 7): "{{支出@合计.合计}}",
		layout.At(1, 9): "{{项目@项.名称}}",
	}
	for _, c := range []struct {
		kind     tagging.Kind
		at, want string
	}{
		{tagging.Open, "C5", "C6"},
		{tagging.Open, "D5", "D5"}, // the single lines have a text of their own there
		{tagging.Look, "B5", "B5"},
		{tagging.Open, "A3", "A3"},
		{tagging.Open, "C7", "C7"},
		{tagging.Open, "C9", "C9"},
	} {
		at := layout.ParseCell(c.at)
		left := []tagging.Entry{{Kind: c.kind, Place: finding.At("表", at.Col, at.Row)}}
		tagging.ToLines(left, "表", texts)
		if got := left[0].Place.Cell; got != c.want {
			t.Errorf("%v at %s told at %s, want %s", c.kind, c.at, got, c.want)
		}
	}
}
