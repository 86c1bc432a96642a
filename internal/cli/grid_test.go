package cli

import (
	"runtime"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

func TestTablesFitTheScreenAndLoseNothing(t *testing.T) {
	const name = "提前下达2026年政法转移支付资金（省级）-司法局"
	for what, x := range map[string]struct {
		numbers []int
		row     table.Row
		boxed   bool
	}{
		"two texts":        {[]int{3}, table.Row{name + name, name, "29634051.98"}, true},
		"many numbers":     {[]int{2, 3, 4, 5}, table.Row{name, "11229634051.98", "+11229634051.98", "11229634051.98", "+100.00%"}, false},
		"numbers of forty": {[]int{2}, table.Row{name, strings.Repeat("9", 40)}, true},
	} {
		g := amountTable(x.numbers...)
		head := make(table.Row, len(x.row))
		for i := range head {
			head[i] = "表头"
		}
		g.AppendHeader(head)
		g.AppendRow(x.row)
		got := g.Render()
		lost := got
		for line := range strings.SplitSeq(got, "\n") {
			if w := text.StringWidth(line); w > screen {
				t.Errorf("%s: %d wide\n%s", what, w, got)
			}
		}
		for i, cell := range x.row {
			switch s := cell.(string); {
			case i > 0 && s != name && !strings.Contains(got, s):
				t.Errorf("%s: %s was split\n%s", what, s, got)
			case s == name:
				for _, piece := range pieces(s) {
					if !strings.Contains(lost, piece) {
						t.Errorf("%s: %s was lost\n%s", what, piece, got)
					}
					lost = strings.Replace(lost, piece, "", 1)
				}
			}
		}
		if strings.Contains(got, "│ 表头") != x.boxed || !strings.HasPrefix(got, "┌") == x.boxed {
			t.Errorf("%s: lines around it %v expected\n%s", what, x.boxed, got)
		}
	}
}

func TestLinesBreakOutsideFiguresAndTags(t *testing.T) {
	for given, want := range map[string]string{
		"一二三四五六七八":       "一二三四五\n六七八",
		"一二三 2040601 行政": "一二三 \n2040601 行\n政",
		"一二三四五，六":        "一二三四\n五，六",
		"写作{{支出总表.合计}}的": "写作\n{{支出总表.合计}}\n的",
		"一，二，三，四":        "一，二，\n三，四",
		"分两\n行":          "分两\n行",
	} {
		if got := broken(given, 10); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A cell of a thousand sentences is broken in a time that grows with its length alone.
func TestALongCellIsBrokenInOnePass(t *testing.T) {
	taken := func(n int) uint64 {
		s := strings.Repeat("录入大半和{{甲}}相同，", n)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		broken(s, 40)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	taken(10)
	if short, long := taken(100), taken(1600); long > 40*short {
		t.Errorf("16 times the text takes %d times the memory", long/short)
	}
}

// TestTheTotalOfShortNamesIsNotBroken: sheets called 表1 are narrower than what stands below them.
func TestTheTotalOfShortNamesIsNotBroken(t *testing.T) {
	g := amountTable(2)
	g.AppendHeader(table.Row{"表", "相同"})
	g.AppendRow(table.Row{"表1", 19})
	g.AppendFooter(table.Row{"合计", 355})
	if out := g.Render(); !strings.Contains(out, "合计") {
		t.Error(out)
	}
}
