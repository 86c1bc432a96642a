package prose

import (
	"fmt"
	"strings"
	"testing"
)

func TestTwoDocumentsAreComparedParagraphByParagraph(t *testing.T) {
	b := &bench{}
	read := func(text string) *Document {
		d, err := Read(b.written(t, text))
		if err != nil {
			t.Fatal(err)
		}
		d.Name(nil)
		return d
	}
	old := read("# 一、收支\n收入5.00万元，比上年持平。\n支出5.00万元。\n| 科目 | 数 |\n| 甲 | 1.00 |\n| 乙 | 4.00 |\n# 二、其他\n无。\n单位有车3辆。\n")
	now := read("# 一、收支\n收入6.00万元，比上年持平。\n新的一段话写在这里。\n支出5.00万元。\n| 科目 | 数 |\n| 甲 | 2.00 |\n| 乙 | 4.00 |\n# 二、其他\n单位有公务用车3辆。\n")
	var got []string
	for _, c := range Compare(old, now) {
		got = append(got, fmt.Sprintf("%s：%s => %s %v", c.Place, c.Old, c.New, c.Numbers))
	}
	want := []string{
		"“一、收支”第 1 段“收入6.00万元，比上年持平。”：收入5.00万元，比上年持平。 => 收入6.00万元，比上年持平。 [5.00万元 → 6.00万元]",
		"“一、收支”第 2 段“新的一段话写在这里。”： => 新的一段话写在这里。 []",
		"第 1 张表第 2 行：甲｜1.00 => 甲｜2.00 [1.00 → 2.00]",
		"“二、其他”第 1 段“无。”：无。 =>  []",
		"“二、其他”第 1 段“单位有公务用车3辆。”：单位有车3辆。 => 单位有公务用车3辆。 []",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if c := Compare(old, old); len(c) > 0 {
		t.Error(c)
	}
}

// Each line is compared with those that it may have become: in documents of which nothing is
// the same that must end somewhere.
func TestALineIsLookedForNearWhereItWas(t *testing.T) {
	compared := func(between int) int {
		old := &Document{Paragraphs: []*Paragraph{{Text: "单位有车3辆。"}}}
		now := &Document{}
		for range between {
			now.Paragraphs = append(now.Paragraphs, &Paragraph{Text: "新的一段话写在这里"})
		}
		now.Paragraphs = append(now.Paragraphs, &Paragraph{Text: "单位有公务用车3辆。"})
		return len(Compare(old, now))
	}
	if got := compared(furthest - 1); got != furthest {
		t.Errorf("%d changes", got)
	}
	if got := compared(furthest); got != furthest+2 {
		t.Errorf("%d changes, rewritten from too far away", got)
	}
}
