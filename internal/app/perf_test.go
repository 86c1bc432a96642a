package app_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// sampleInput is the real department's input workbook.
const sampleInput = "../../samples/阳泉市司法局2026年预算录入.xlsx"

// filledSample is the output of the sample, made as a user makes it.
func filledSample(t *testing.T) string {
	t.Helper()
	return filledWith(t, proof.DefaultPack(t))
}

func filledWith(t *testing.T, p *pack.Pack) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "公开表.xlsx")
	result, findings, err := app.Fill(app.FillRequest{Pack: p, Input: sampleInput, Output: out, Now: time.Unix(0, 0)})
	if err != nil || result == nil {
		t.Fatal(err, findings)
	}
	return out
}

// indicator is a line of a form's indicator grid.
type indicator struct{ First, Second, Third, Value string }

func TestTheTenPerformanceFormsPrintAsPublished(t *testing.T) {
	book := proof.Stored(t, filledSample(t))[0]
	projects := proof.Records(t, "perf_projects.csv")
	if len(book.Sheets) != 13+len(projects) {
		t.Fatalf("%d sheets, want the thirteen tables and %d forms", len(book.Sheets), len(projects))
	}
	indicators := proof.Records(t, "perf_indicators.csv")
	for i, p := range projects {
		s := &book.Sheets[13+i]
		name := p["项目名称"]
		if s.Name != name && s.Name != name+"(2)" {
			t.Errorf("form %d is on the sheet %s, want %s", i+1, s.Name, name)
		}
		for cell, want := range map[string]string{
			"A1": "阳泉市市级预算部门（单位）项目支出绩效目标表", "A2": "（2026年度）", "C3": name, "C4": p["主管部门及代码"], "G4": p["实施单位"],
			"C5": p["项目属性"], "G5": p["项目期"], fmt.Sprintf("G%d", s.MaxRow): "填报日期：" + []string{"20251223120457", "20260309"}[i/9],
		} {
			if got := s.Cells[cell].Value; got != want {
				t.Errorf("%s!%s is 「%s」, published 「%s」", s.Name, cell, got, want)
			}
		}
		for k, part := range []string{"资金总额", "中央", "省级", "市县区", "单位自筹", "其他"} {
			sameMoney(t, s, a1.Name(5, 6+k), p["实施期"+part])
			sameMoney(t, s, a1.Name(8, 6+k), p["年度"+part])
		}
		for period, cols := range map[string][2]int{"实施期": {3, 4}, "年度": {6, 7}} {
			var want []indicator
			for _, r := range indicators {
				if r["项目名称"] == name && r["实施单位"] == p["实施单位"] && r["目标期"] == period && r["三级指标"] != "" {
					want = append(want, indicator{r["一级指标"], r["二级指标"], r["三级指标"], r["指标值"]})
				}
			}
			if d := cmp.Diff(want, block(t, s, cols[0], cols[1])); d != "" {
				t.Errorf("%s, %s: %s", s.Name, period, d)
			}
		}
		outlineStands(t, s)
		labelsStand(t, s)
	}
}

// labelsStand compares a form's labels, row by row, with those of the official one.
func labelsStand(t *testing.T, s *proof.Sheet) {
	t.Helper()
	for row, want := range map[int]string{
		3: "A项目名称", 4: "A主管部门及代码 F实施单位", 5: "A项目属性 F项目期",
		6: "A项目资金（元） C实施期资金总额： F年度资金总额：", 7: "C其中：中央财政资金 F其中：中央财政资金", 8: "C省级财政资金 F省级财政资金",
		9: "C市县（区）财政资金 F市县（区）财政资金", 10: "C单位自筹 F单位自筹", 11: "C其他资金 F其他资金",
		12: "A项目概况", 13: "A立项依据", 14: "A项目设立必要性", 15: "A保证项目实施的制度、措施", 16: "A项目实施计划",
		17: "C实施期目标 F年度目标", 18: "A总体目标",
		19: "A绩效指标 B一级指标 C二级指标 D三级指标 E指标值 F二级指标 G三级指标 H指标值",
	} {
		for _, label := range strings.Fields(want) {
			cell := fmt.Sprintf("%s%d", label[:1], row)
			if got := s.Cells[cell].Value; got != label[1:] {
				t.Errorf("%s!%s is 「%s」, the official form has 「%s」", s.Name, cell, got, label[1:])
			}
		}
	}
	if bottom := fmt.Sprintf("A19:A%d", s.MaxRow-1); !slices.Contains(s.Merges, bottom) {
		t.Errorf("%s: 绩效指标 is not one cell %s: %v", s.Name, bottom, s.Merges)
	}
}

func sameMoney(t *testing.T, s *proof.Sheet, cell, want string) {
	t.Helper()
	got := s.Cells[cell]
	if want == "" && got.Value == "" { // 0 that was entered prints, one left out does not
		return
	}
	if got.Type != "n" || got.Value == "" || want == "" || !decimal.RequireFromString(got.Value).Equal(decimal.RequireFromString(want)) {
		t.Errorf("%s!%s is 「%s」, published 「%s」", s.Name, cell, got.Value, want)
	}
}

// gridTop is the first row of a form's indicators.
const gridTop = 20

// block reads the indicators of one period: names and values from their
// columns, 一级 and 二级 from the merged cells above or beside.
func block(t *testing.T, s *proof.Sheet, second, third int) (out []indicator) {
	t.Helper()
	for r := gridTop; !strings.HasPrefix(s.Cells[a1.Name(1, r)].Value, "负责人"); r++ {
		if r > s.MaxRow {
			t.Fatalf("%s has no signature row", s.Name)
		}
		if name := s.Cells[a1.Name(third, r)].Value; name != "" {
			out = append(out, indicator{owner(s, 2, r), owner(s, second, r), name, s.Cells[a1.Name(third+1, r)].Value})
		}
	}
	return out
}

// owner is the text of a cell, or of the merged cell that covers it.
func owner(s *proof.Sheet, col, row int) string {
	for _, m := range s.Merges {
		if r, _ := a1.ParseRange(m); r.Has(col, row) {
			col, row = r.Col1, r.Row1
		}
	}
	return s.Cells[a1.Name(col, row)].Value
}

// outlineStands makes sure that each 二级 stands once, in both blocks, in order.
func outlineStands(t *testing.T, s *proof.Sheet) {
	t.Helper()
	want := "产出指标 数量指标 质量指标 时效指标 成本指标 效益指标 经济效益 社会效益 生态效益 可持续影响 满意度指标 服务对象满意度"
	for _, col := range []int{3, 6} {
		var got []string
		for r := gridTop; !strings.HasPrefix(s.Cells[a1.Name(1, r)].Value, "负责人"); r++ {
			for _, c := range []int{2, col} {
				if v := s.Cells[a1.Name(c, r)].Value; v != "" {
					got = append(got, v)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s column %d reads %s", s.Name, col, fmt.Sprint(got))
		}
	}
}
