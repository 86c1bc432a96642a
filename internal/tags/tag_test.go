package tags_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/finding"
	"ysgk/internal/tags"
)

func TestATagIsReadHoweverItIsTyped(t *testing.T) {
	for text, want := range map[string]tags.Tag{
		"{{年度}}":   {Name: "年度"},
		"{{ 年度 }}": {Name: "年度"},
		"｛｛支出＠类．合计｜元｜1，234.5％｝｝":      {List: "支出", Level: "类", Name: "合计", Modifiers: []string{"元", "1,234.5%"}},
		"{{支出[201].合计}}":              {List: "支出", Keys: []string{"201"}, Name: "合计"},
		"{{支出【201、202，203+204】.合计}}":  {List: "支出", Keys: []string{"201", "202", "203", "204"}, Name: "合计"},
		"{{支出 @ 款 . 名称 | 缩进 | 仅本级 }}": {List: "支出", Level: "款", Name: "名称", Modifiers: []string{"缩进", "仅本级"}},
		"{{如有 支出[1].合计}}":             {Role: tags.IfAny, List: "支出", Keys: []string{"1"}, Name: "合计"},
		"{{如无　无}}":                    {Role: tags.IfNone, Name: "无"},
		"{{完}}":                       {Role: tags.Ends},
		"{{块 项目|另起一页}}":               {Role: tags.BlockBegins, Name: "项目", Modifiers: []string{"另起一页"}},
		"{{块完}}":                      {Role: tags.BlockEnds},
		"{{如有}}":                      {Name: "如有"},
		"{{块头.完}}":                    {List: "块头", Name: "完"},
	} {
		segments := tags.Parse(text)
		if len(segments) != 1 || segments[0].Tag == nil || !segments[0].Tag.Equal(&want) || segments[0].Tag.Source != text {
			t.Errorf("%s is read as %+v", text, segments)
		}
	}
	for _, text := range []string{"", "甲", "{年度}", "{{年度", "年度}}", "{{年{度}}", "｛年度｝"} {
		if s := tags.Parse(text); text != "" && (len(s) != 1 || s[0].Tag != nil) || tags.First(text) != "" || source(s) != text {
			t.Errorf("%q has a tag: %+v", text, s)
		}
	}
	if got := tags.First("甲{{完}}乙{{年度}}"); got != "{{完}}" {
		t.Error(got)
	}
	if s := tags.Parse("甲{{完}}乙｛｛年度｝｝"); len(s) != 4 || s[0].Text+s[1].Text+s[2].Text+s[3].Text != "甲乙" {
		t.Error(s)
	}
}

func TestAFileNameNamesScalarsOnly(t *testing.T) {
	if got := tags.Expand("{{部门}}｛｛年度｝｝{{无}}预算", map[string]string{"部门": "某局", "年度": "2026"}); got != "某局2026预算" {
		t.Error(got)
	}
}

// pieces are of what texts with tags consist.
var pieces = rapid.SampledFrom([]string{
	"甲", "a", "{{", "}}", "{{年度}}", "｛｛支出.合计｜元｝｝", "{", "|", ".", "[", "]", "@", " ", "、", "如有 ", "块 ", "完",
	"{{如有 无}}", "{{完}}", "{{支出@类.合计|印零}}", "{{总额.本年|元|1,234.5}}", "{{支出[201、204].合计}}", "",
})

func TestNoSignOfATextIsLostWhereverItsFontsChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(pieces, 0, 4).Draw(t, "pieces"), "")
		}), 1, 5).Draw(t, "runs")
		whole, at := strings.Join(runs, ""), 0
		starts := []int{}
		for _, r := range runs {
			starts = append(starts, at)
			at += len(r)
		}
		at = 0
		for _, s := range tags.ParseRuns(runs) {
			text := source([]tags.Segment{s})
			if !strings.HasPrefix(whole[at:], text) {
				t.Fatalf("%q comes out as %q at %d", whole, text, at)
			}
			end := starts[s.Run] + len(runs[s.Run])
			if at < starts[s.Run] || at >= end && text != "" || s.Tag == nil && at+len(text) > end {
				t.Fatalf("%q at %d is in run %d of %q", text, at, s.Run, runs)
			}
			at += len(text)
		}
		if at != len(whole) {
			t.Fatalf("%q lost %q", whole, whole[at:])
		}
	})
}

// source is the text that segments stand for.
func source(segments []tags.Segment) (text string) {
	for _, s := range segments {
		text += s.Text
		if s.Tag != nil {
			text += s.Tag.Source
		}
	}
	return text
}

// laws holds a text against what is true of all texts.
func laws(t testing.TB, text string) {
	t.Helper()
	segments := tags.Parse(text)
	for _, s := range segments {
		if s.Tag == nil {
			if tags.First(s.Text) != "" {
				t.Errorf("%q has a tag in %q", text, s.Text)
			}
			continue
		}
		again := tags.Parse(s.Tag.String())
		if len(again) != 1 || again[0].Tag == nil || !again[0].Tag.Equal(s.Tag) {
			t.Errorf("%q prints as %q, which is %+v", s.Tag.Source, s.Tag, again)
		}
	}
	if whole := source(segments); whole != text {
		t.Errorf("%q is read as %q", text, whole)
	}
	var problems finding.List
	parts := schema.Read([]string{text}, "", nil, finding.Place{}, &problems)
	if (parts == nil) != (tags.First(text) == "") {
		t.Errorf("%q has the tag %q and the parts %+v", text, tags.First(text), parts)
	}
	if parts != nil && !problems.HasErrors() {
		rendering(t, text, parts)
	}
}

// rendering holds what a text becomes against what is true of all texts.
func rendering(t testing.TB, text string, parts []tags.Part) {
	t.Helper()
	v := &tags.Values{Data: data()}
	said := func(parts []tags.Part) string { return v.Text(parts, in(2)) }
	all, outside, turned := []tags.Part{}, []tags.Part{}, slices.Clone(parts)
	inside := false
	for i, p := range parts {
		switch p.Role {
		case tags.IfAny:
			inside, turned[i].Role = true, tags.IfNone
		case tags.IfNone:
			inside, turned[i].Role = true, tags.IfAny
		case tags.Ends:
			inside = false
		default:
			all = append(all, p)
			if !inside {
				outside = append(outside, p)
			}
		}
	}
	got := said(parts)
	if runs := append(v.Runs(parts, in(2)), ""); strings.Join(runs, "") != got {
		t.Errorf("%q is %q, its runs are %q", text, got, runs)
	}
	if missing := lost(said(all), all); missing != "" {
		t.Errorf("%q is %q, which has lost %q", text, said(all), missing)
	}
	if missing := lost(got, outside); missing != "" {
		t.Errorf("%q is %q, which has lost %q", text, got, missing)
	}
	// What stands on a condition stands either with it or with its opposite.
	if len(got)+len(said(turned)) != len(said(all))+len(said(outside)) {
		t.Errorf("%q is %q, and where its conditions are turned %q", text, got, said(turned))
	}
}

// lost is the first text that always stands and does not, in its order, "" if all do.
func lost(text string, parts []tags.Part) string {
	for _, p := range parts {
		i := strings.Index(text, p.Text)
		if i < 0 {
			return p.Text
		}
		text = text[i+len(p.Text):]
	}
	return ""
}

func TestTextsKeepTheLawsOfTheLanguage(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 12).Draw(rt, "pieces"), "")
		laws(t, text)
		laws(t, "{{"+strings.NewReplacer("{", "", "}", "").Replace(text)+"}}")
		if t.Failed() {
			rt.FailNow()
		}
	})
}

func FuzzTags(f *testing.F) {
	for _, text := range []string{
		"{{年度}}年", "&C{{总额.本年|1,234.5}}", "{{支出@类.序号|中文数字}}", "{{如有 支出[1].合计}}甲{{完}}乙",
		"｛｛支出［201、204］．合计｜元｝｝", "{{如无 占比}}{{如有 占比}}{{完}}{{完}}", "{{.如有 a.b}}{{如有 .}}{{[].@}}{{ @.|}}", "{{块 项目|另起一页}}{{块完}}{{.a.b}}", "{{年度",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { laws(t, text) })
}

func TestOnlyTheYearCounts(t *testing.T) {
	known := map[string]string{"年度": "2026", "文号": "7"}
	for text, want := range map[string]string{
		"{{年度-1}}": "2025", "{{年度＋１}}": "2027", "{{ 年度 - 10 }}": "2016", "{{年度}}": "2026", "{{文号-1}}": "", "{{年度-}}": "", "{{年度-1.5}}": "",
	} {
		if got := tags.Expand(text, known); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
	if got := tags.Expand("{{年度-1}}", map[string]string{"年度": "二〇二六"}); got != "" {
		t.Errorf("a year without digits counts as %q", got)
	}
}
