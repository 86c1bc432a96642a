package fill

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/finding"
)

func TestNoSignOfATextIsLostWhereverItsFontsChange(t *testing.T) {
	piece := rapid.SampledFrom([]string{"甲", "a", "{{", "}}", "{{年度}}", "｛｛支出.合计｜元｝｝", "{", "|", "{{如有 无}}", "{{完}}", ""})
	rapid.Check(t, func(t *rapid.T) {
		runs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(t, "pieces"), "")
		}), 1, 5).Draw(t, "runs")
		whole, at := strings.Join(runs, ""), 0
		starts := []int{}
		for _, r := range runs {
			starts = append(starts, at)
			at += len(r)
		}
		at = 0
		for _, s := range splitRuns(runs) {
			text := s.text
			if s.tag != nil {
				text = s.tag.source
			}
			if !strings.HasPrefix(whole[at:], text) {
				t.Fatalf("%q comes out as %q at %d", whole, text, at)
			}
			end := starts[s.run] + len(runs[s.run])
			if at < starts[s.run] || at >= end && text != "" || s.tag == nil && at+len(text) > end {
				t.Fatalf("%q at %d is in run %d of %q", text, at, s.run, runs)
			}
			at += len(text)
		}
		if at != len(whole) {
			t.Fatalf("%q lost %q", whole, whole[at:])
		}
	})
}

func FuzzTags(f *testing.F) {
	f.Add("{{年度}}", "&C{{总额.本年|1,234.5}}")
	f.Add("{{支出@类.序号|中文数字}}", "{{如有 支出[1].合计}}{{完}}")
	f.Fuzz(func(t *testing.T, cell, header string) {
		schema := Schema{Scalars: []string{"年度"}, Lists: map[string]ListSchema{"支出": {Levels: []string{"合计", "类"}, Texts: []string{"名称"}, Amounts: []string{"合计"}}}}
		for _, text := range []string{cell, header} {
			for _, s := range split(text) {
				if s.tag == nil {
					continue
				}
				c := &compiler{schema: schema, sheet: &sheet{picks: map[string][][]string{}}}
				_, _ = c.resolve(s.tag, finding.Place{}) // must end and not panic
			}
		}
	})
}
