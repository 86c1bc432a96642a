package verify

import (
	"slices"
	"testing"

	"ysgk/internal/tags"
)

func TestGapsAreAsShortAsCanBe(t *testing.T) {
	say := func(text string) tags.Part { return tags.Part{Text: text} }
	year, name, code := tags.Part{Scalar: "年度"}, tags.Part{Scalar: "部门名称"}, tags.Part{Scalar: "部门代码"}
	for _, c := range []struct {
		parts []tags.Part
		text  string
		want  []string
		ok    bool
	}{
		{[]tags.Part{say("合 计")}, "合计", nil, true},
		{[]tags.Part{say("合计")}, "合计数", nil, false},
		{[]tags.Part{say("合计")}, "总合计", nil, false},
		{[]tags.Part{year, say("年预算")}, "2026年预算", []string{"2026"}, true},
		{[]tags.Part{year, say("年预算")}, "2026年预算表", nil, false},
		{[]tags.Part{year, say("年"), name}, "2026年少年宫", []string{"2026", "少年宫"}, true},
		{[]tags.Part{name, say("年年"), year}, "年年", []string{"", ""}, true},
		{[]tags.Part{name, say("表"), year, say("表")}, "甲表", nil, false},
		{[]tags.Part{name, year}, "甲2026", []string{"甲", "2026"}, true},
		{[]tags.Part{year, say("年")}, "结转下年", nil, false},
		{[]tags.Part{year, say("年")}, "二〇二六年", []string{"二〇二六"}, true},
		{[]tags.Part{year, say("年预算")}, "某局2026年预算", []string{"某局2026"}, true},
		{[]tags.Part{say("部门："), code, say(" "), name}, "部门:118某局", []string{"118", "某局"}, true},
		{[]tags.Part{name, say(" "), code}, "第2中学118", []string{"第2中学", "118"}, true},
		{[]tags.Part{say("名称："), name}, "单位：甲", nil, false},
	} {
		got, ok := patternOf(c.parts).gaps(c.text)
		if ok != c.ok || ok && !slices.Equal(got, c.want) {
			t.Errorf("%v in %s: %q %v", c.parts, c.text, got, ok)
		}
	}
}

func TestNumbersAreWrittenAsTheTagSays(t *testing.T) {
	if got := numeral(tags.Part{}, 12) + numeral(tags.Part{Look: tags.Look{Numeral: true}}, 12); got != "12十二" {
		t.Error(got)
	}
}

func TestANameMayHaveWhatStandsBeforeItsCode(t *testing.T) {
	name, code := tags.Part{List: "清单", Field: "名称"}, tags.Part{List: "清单", Field: "编码"}
	say := func(text string) tags.Part { return tags.Part{Text: text} }
	for text, want := range map[string][]string{
		"维修(护)费(30213)":      {"维修(护)费", "30213"},
		"办公费(30201)":         {"办公费", "30201"},
		"因公出国(境)费(用)(30212)": {"因公出国(境)费(用)", "30212"},
		"维修(护)费(无)":          {"维修", "护)费(无"},
	} {
		if got, ok := patternOf([]tags.Part{name, say("("), code, say(")")}).coded(text); !ok || !slices.Equal(got, want) {
			t.Errorf("%s: %q", text, got)
		}
	}
	if got, ok := patternOf([]tags.Part{code, say("("), name, say(")")}).coded("30213(维修(护)费)"); !ok || !slices.Equal(got, []string{"30213", "维修(护)费"}) {
		t.Errorf("%q", got)
	}
}

func TestTheLastWordsBeginBehindAComma(t *testing.T) {
	for text, want := range map[string]string{"一、一般公共预算支出": "一般公共预算支出", "其中:基本支出": "基本支出", "全年。项目支出": "项目支出", "合计": "合计"} {
		if got := lastWords(text); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// TestWhatIsWrittenByHandIsAsTheTemplateSays reads a text whose template leaves room as it stands, and as somebody filled
// it in; the rest of it must be the template's, and room alone is no text of the template.
func TestWhatIsWrittenByHandIsAsTheTemplateSays(t *testing.T) {
	of := func(text string) *pattern {
		return patternOf([]tags.Part{{Text: text}, {Scalar: "部门名称"}, {Text: "共有车辆XX辆。"}})
	}
	for text, want := range map[string]bool{
		"XX是…。主要职责：某局共有车辆XX辆。":    true,
		"某局是组成部门。主要职责：某局共有车辆12辆。": true,
		"某局是组成部门。主要职能：某局共有车辆12辆。": false,
		"某局是组成部门。主要职责：某局共有房屋12辆。": false,
	} {
		if got := of("XX是…。\n主要职责：").matches(plain(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
	if patternOf([]tags.Part{{Text: "XX局"}}).matches("任何文字局") {
		t.Error("room alone is any text")
	}
}

// TestOneLineOfAPageIsShown compares texts of many lines: what is shown is what differs, and all where a line is gone.
func TestOneLineOfAPageIsShown(t *testing.T) {
	for _, c := range [][4]string{
		{"甲\n  车辆11辆\n乙", "甲\n  车辆10辆\n乙", "车辆11辆", "车辆10辆"},
		{"甲\n乙", "甲\n丙\n乙", "甲\n乙", "甲\n丙\n乙"},
		{"甲", "乙", "甲", "乙"},
	} {
		if is, want := apart(c[0], c[1]); is != c[2] || want != c[3] {
			t.Errorf("%q, %q: %q, %q", c[0], c[1], is, want)
		}
	}
}
