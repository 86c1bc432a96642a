package bind_test

import (
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/tables"
)

// TestACellOfACardMayBeASumOfAmountsThatRecordsHaveOneByOne binds cards with such a cell: its words name the amounts, though the
// example has only one of them, or only together they are what enough cards show. Figures of two cards alone say nothing.
func TestACellOfACardMayBeASumOfAmountsThatRecordsHaveOneByOne(t *testing.T) {
	ledger := func(central budget.Fen, projects ...string) *budget.Ledger {
		l := withRemains(t, 0, projects...)
		goals := l.Tables["绩效项目"]
		for i := range goals.Len() {
			n := budget.Fen(i + 1)
			for _, period := range []string{"实施期", "年度"} {
				for name, fen := range map[string]budget.Fen{"中央": central * n, "省级": 230_000_00 + 10_000_00*n*n, "市县区": 70_000_00 * n, "资金总额": central*n + 230_000_00 + 10_000_00*n*n + 70_000_00*n} {
					goals.Amounts(goals.Measure(period + name))[i] = fen
				}
			}
		}
		return l
	}
	page := func(label string) func(l *budget.Ledger) []byte {
		return func(l *budget.Ledger) []byte {
			return bookWithCards(t, l, func(f *excelize.File) {
				addSheet(t, f, "封面", nil, []any{"部门预算"})
			}, func(value func(field string) any) ([][]any, []string) {
				var both any
				if l != nil {
					both = value("年度中央").(float64) + value("年度省级").(float64)
				}
				return [][]any{{"项目支出绩效目标表"}, {"项目名称", value("项目名称"), "实施单位", value("实施单位")}, {"项目资金（万元）", "年度资金总额", value("年度资金总额")},
					{nil, label, both}, {nil, "市县财政资金", value("年度市县区")}, {"年度总体目标", value("年度总体目标")}}, []string{"A3:A5"}
			})
		}
	}
	next := ledger(410_000_00, "抗旱", "灌区", "水库")
	for _, label := range []string{"其中：中央及省级补助", "中央、省级资金", "中央资金和省级资金"} {
		t.Run(label, func(t *testing.T) { sameSheetsBound(t, ledger(0, "防汛", "河道"), page(label), next) })
	}
	const label = "其中：上级补助"
	sameSheetsBound(t, ledger(320_000_00, "防汛", "河道", "监测"), page(label), next)
	p, last := defaultPack(t), ledger(320_000_00, "防汛", "河道")
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Views: tables.Views(p, last), Form: page(label)(nil), Example: page(label)(last)})
	must(t, err)
	if !says(made.Left, "表9", "上级补助”这里的数录入里没有") {
		t.Errorf("%v", told(made))
	}
}
