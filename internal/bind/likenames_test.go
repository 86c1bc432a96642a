package bind_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// running are the subjects of a table of 机关运行经费 as bureaus call them, with their codes; none of what is left.
var running = []struct {
	called string
	codes  []string
}{
	{"办公费", []string{"30201"}}, {"差旅费", []string{"30211"}}, {"房屋维修费", []string{"30213"}}, {"专用材料及一般设备购置费", []string{"30218", "31002"}}, {"办公用房水电费", []string{"30205", "30206"}},
	{"办公用房取暖费", []string{"30208"}}, {"物业费", []string{"30209"}}, {"办公楼租赁费", []string{"30214"}}, {"其他费用", nil},
}

// TestSubjectsInOtherWordsAreFoundByTheirFigures binds tables of 机关运行经费 whose columns or lines are called otherwise
// than the codes: each unit a line, the department alone in one, or each subject a line. One without a figure that ends with a name
// is that, and what is left is 其他费用; all of it is told.
func TestSubjectsInOtherWordsAreFoundByTheirFigures(t *testing.T) {
	p := defaultPack(t)
	item := func(unit, code, yuan string) string {
		return strings.Join([]string{unit, "2130301", "公用经费", code, "-", "-", "一般公共预算", yuan}, " ")
	}
	const a, b = "某市水务局", "某市监察队"
	last := itemsOf(p, item(a, "30201", "52345"), item(a, "30211", "8456"), item(a, "30213", "17230"), item(a, "31002", "23100"), item(b, "30218", "4706"), item(a, "30205", "5200"), item(a, "30206", "16040"), item(b, "30206", "8810"),
		item(a, "30208", "48100"), item(b, "30208", "16500"), item(a, "30209", "29090"), item(a, "30299", "22630"), item(b, "30239", "30350"), item(b, "30201", "9123"), item(a, "30228", "7018"))
	next := itemsOf(p, item(a, "30201", "41000"), item(a, "30213", "3300"), item(b, "30213", "2100"), item(a, "30218", "6400"), item(a, "31002", "9900"), item(b, "30205", "1200"), item(a, "30208", "40000"), item(b, "30209", "12000"),
		item(a, "30214", "88000"), item(b, "30214", "5000"), item(a, "30227", "15000"), item(b, "30239", "26000"))
	office := ask{"单位性质": "行政", "支出类型": "公用经费"}
	amounts := func(l *budget.Ledger, of ...ask) (out []any) {
		left := sum(l, append(slices.Clone(of), office)...)
		out = append(out, left/10000)
		for _, s := range running {
			yuan := 0.0
			for _, code := range s.codes {
				yuan += sum(l, append(slices.Clone(of), office, ask{"部门经济科目编码": code})...)
			}
			if left -= yuan; s.codes == nil {
				yuan = left
			}
			out = append(out, yuan/10000)
		}
		return out
	}
	heads := []any{"单位名称", "合计"}
	for _, s := range running {
		heads = append(heads, s.called)
	}
	for name, rows := range map[string]func(l *budget.Ledger) [][]any{
		"每个单位一行": func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{heads, {"合计"}, nil, nil}
			}
			rows := [][]any{heads, append([]any{"合计"}, amounts(l)...)}
			for _, k := range keysOf(l, office, "单位") {
				rows = append(rows, append([]any{k[0]}, amounts(l, ask{"单位": k[0]})...))
			}
			return rows
		},
		"部门一行": func(l *budget.Ledger) [][]any {
			if l == nil {
				return [][]any{heads[1:], {" "}}
			}
			return [][]any{heads[1:], amounts(l)}
		},
		"每个科目一行": func(l *budget.Ledger) [][]any {
			rows := [][]any{{"项目", "预算数"}}
			for i, head := range heads[1:] {
				row := []any{head}
				if l != nil {
					row = append(row, amounts(l)[i])
				}
				rows = append(rows, row)
			}
			return rows
		},
	} {
		t.Run(name, func(t *testing.T) {
			made := boundAndFilled(t, "运行", last, next, func(l *budget.Ledger) []byte {
				f := excelize.NewFile()
				defer f.Close()
				addSheet(t, f, "运行", nil, append([][]any{{"机关运行经费明细表"}, {"单位：万元"}}, rows(l)...)...)
				must(t, f.DeleteSheet("Sheet1"))
				return saved(t, f)
			})
			for _, want := range []string{"“房屋维修费”照范例的数取30213维修（护）费", "“办公用房水电费”照范例的数取30205水费、30206电费", "30218专用材料费、31002办公设备购置", "“办公楼租赁费”范例里没有数，照名称取30214租赁费"} {
				if !says(made.Left, "运行", want) {
					t.Errorf("nobody is told %s:\n%s", want, told(made))
				}
			}
		})
	}
}

// TestANameThatMayBeSeveralSubjectsIsLeft leaves a column whose figures are those of either of two subjects that are
// called as much like it, and one without figures that ends with no name; both are told.
func TestANameThatMayBeSeveralSubjectsIsLeft(t *testing.T) {
	p := defaultPack(t)
	l := itemsOf(p, "某市水务局 2130301 公用经费 30201 - - 一般公共预算 52345", "某市水务局 2130301 公用经费 30202 - - 一般公共预算 8100", "某市水务局 2130301 公用经费 31002 - - 一般公共预算 23100", "某市水务局 2130301 公用经费 31003 - - 一般公共预算 23100")
	page := func(amounts ...any) []byte {
		f := excelize.NewFile()
		defer f.Close()
		rows := [][]any{{"机关运行经费明细表"}, {"单位：万元"}, {"单位名称", "合计", "办公费", "印刷费", "一般设备购置费", "办公楼租金"}}
		if len(amounts) == 0 {
			rows = append(rows, []any{"合计"}, nil, nil)
		} else {
			rows = append(rows, append([]any{"合计"}, amounts...), append([]any{"某市水务局"}, amounts...))
		}
		addSheet(t, f, "运行", nil, rows...)
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Views: tables.Views(p, l), Form: page(), Example: page(10.66, 5.23, 0.81, 2.31, nil)})
	must(t, err)
	for _, e := range made.Written {
		if strings.HasPrefix(e.Place.Cell, "E") || strings.HasPrefix(e.Place.Cell, "F") {
			t.Errorf("written: %v", e)
		}
	}
	if !says(made.Left, "运行", "一般设备购置费") || !says(made.Left, "运行", "办公楼租金") {
		t.Error(told(made))
	}
}
