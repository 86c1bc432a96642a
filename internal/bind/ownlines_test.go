package bind_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/sample"
)

// itemsOf is a ledger of items: unit, function, kind, economic code, project and its class (- for none), fund and 元.
func itemsOf(p *pack.Pack, items ...string) *budget.Ledger {
	l := sample.Nothing(p)
	t := l.Tables["支出明细"]
	for _, item := range items {
		x := strings.Fields(strings.ReplaceAll(item, " -", " "))
		if len(x) == 6 {
			x = append(x[:4], "", "", x[4], x[5])
		}
		var yuan int64
		fmt.Sscan(x[7], &yuan)
		texts := map[string]string{"单位": x[0], "单位性质": "行政", "功能科目编码": x[1], "支出类型": x[2], "部门经济科目编码": x[3], "项目名称": x[4], "项目分类": x[5], "资金来源": x[6], "资金年度": "本年"}
		row := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			row[i] = texts[f]
		}
		amounts := make([]budget.Fen, len(t.Measures))
		amounts[0] = budget.Fen(yuan * 100)
		t.Append(0, row, amounts)
	}
	return l
}

// pageOf writes a table with lines that a ledger has; blank lines and the total where there is none.
func pageOf(t *testing.T, title string, heads []any, l *budget.Ledger, lines func() [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	rows := [][]any{{"2026年" + title}, {nil, nil, nil, "单位：元"}, heads}
	if l == nil {
		rows = append(rows, nil, nil, nil, []any{"合计"})
	} else {
		rows = append(rows, lines()...)
	}
	addSheet(t, f, "表", nil, rows...)
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// TestANameByChanceSaysNothingOfALine binds lines by codes beside a column of what the input workbook does not
// have, in which one text, or most of them, are names of economic codes too.
func TestANameByChanceSaysNothingOfALine(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2080501 人员经费 30302 - - 一般公共预算 386400", "某市水务局 2130301 人员经费 30101 - - 一般公共预算 2612200", "某市水务局 2130301 人员经费 30102 - - 一般公共预算 2089800",
		"某市水务局 2130301 公用经费 30201 - - 一般公共预算 108300", "某市水务局 2130301 公用经费 30207 - - 单位资金 5200", "某市水务局 2130305 项目支出 30227 防汛 特定目标类 一般公共预算 700000")
	next := itemsOf(p, "某市水务局 2130301 人员经费 30101 - - 一般公共预算 1900000", "某市水务局 2130301 公用经费 30299 - - 单位资金 14500", "某市水务局 2210201 人员经费 30113 - - 一般公共预算 313400", "某市水务局 2130305 项目支出 30227 抗旱 特定目标类 一般公共预算 30000")
	for _, paid := range []map[string]string{
		{"30302": "离退休费", "30101": "行政人员支出工资", "30102": "行政人员支出工资", "30201": "一般公用经费", "30207": "一般公用经费"},
		{"30302": "退休支出", "30101": "工资福利支出", "30102": "工资福利支出", "30201": "工资福利支出", "30207": "一般公用经费"}, // the class of most, not of all
	} {
		boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
			return pageOf(t, "部门基本支出预算表", []any{"单位名称", "项目名称", "功能科目编码", "部门经济科目编码", "部门经济科目名称", "合计", "一般公共预算", "单位资金"}, l, func() (out [][]any) {
				basic := ask{"支出类型": "人员经费、公用经费"}
				for _, k := range keysOf(l, basic, "单位", "功能科目编码", "部门经济科目编码") {
					of := ask{"单位": k[0], "功能科目编码": k[1], "部门经济科目编码": k[2]}
					var what any
					if l == last {
						what = paid[k[2]]
					}
					out = append(out, []any{k[0], what, k[1], k[2], p.Codes["部门经济科目"].NameOf(k[2]), sum(l, basic, of), sum(l, basic, of, gp), sum(l, basic, of, ask{"资金来源": "单位资金"})})
				}
				return append(out, []any{"合计", nil, nil, nil, nil, sum(l, basic), sum(l, basic, gp), sum(l, basic, ask{"资金来源": "单位资金"})})
			})
		})
	}
}

// TestALineOfAProjectIsNoneOfItsItems binds items below a line with the sum of their project, where every item says
// the class that the line of the project leaves out.
func TestALineOfAProjectIsNoneOfItsItems(t *testing.T) {
	p := proof.DocumentPack(t)
	last := itemsOf(p, "某市水务局 2130305 项目支出 30226 规划 特定目标类 一般公共预算 86000", "某市水务局 2130305 项目支出 30227 规划 特定目标类 一般公共预算 4152600", "某市水务局 2130306 项目支出 30213 防治 特定目标类 一般公共预算 420000",
		"某市水务局 2130306 项目支出 30227 防治 特定目标类 单位资金 1860000", "某市水务局 2130308 项目支出 30211 监察 其他运转类 一般公共预算 128000", "某市水务局 2130308 项目支出 31003 监察 其他运转类 一般公共预算 186000")
	next := itemsOf(p, "某市水务局 2130305 项目支出 30227 节水 特定目标类 一般公共预算 33000", "某市水务局 2130308 项目支出 30202 登记 其他运转类 单位资金 204500", "某市水务局 2130308 项目支出 30227 登记 其他运转类 一般公共预算 640000")
	boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		return pageOf(t, "部门项目支出预算表", []any{"项目分类", "项目名称", "项目单位", "功能科目编码", "经济科目编码", "经济科目名称", "合计", "一般公共预算", "单位资金"}, l, func() (out [][]any) {
			figures := func(of ask) []any {
				return []any{sum(l, proj, of), sum(l, proj, of, gp), sum(l, proj, of, ask{"资金来源": "单位资金"})}
			}
			for _, k := range keysOf(l, proj, "项目名称") {
				out = append(out, append([]any{nil, k[0], nil, nil, nil, nil}, figures(ask{"项目名称": k[0]})...))
				for _, x := range keysOf(l, ask{"项目名称": k[0]}, "项目分类", "单位", "功能科目编码", "部门经济科目编码") {
					out = append(out, append([]any{x[0], k[0], x[1], x[2], x[3], p.Codes["部门经济科目"].NameOf(x[3])}, figures(ask{"项目名称": k[0], "部门经济科目编码": x[3]})...))
				}
			}
			return append(out, append([]any{"合计", nil, nil, nil, nil, nil}, figures(nil)...))
		})
	})
}

// TestWhatIsBoughtIsKnownByNameAndAmount binds purchases of which the form asks more than is entered: what is bought
// and for how much are on every line.
func TestWhatIsBoughtIsKnownByNameAndAmount(t *testing.T) {
	last := boughtBy(t, "1", []string{"货物 车辆 238000", "服务 物业 120000", "货物 电脑 60000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000", "某市水务局 抗旱 特定目标类 一般公共预算 300000")
	next := boughtBy(t, "1", []string{"工程 维修 663000", "服务 保安 90000"}, "某市水务局 防汛 特定目标类 一般公共预算 500000")
	made := boundAndFilled(t, "表", last, next, func(l *budget.Ledger) []byte {
		return pageOf(t, "部门政府采购预算表", []any{"预算项目", "采购项目", "采购目录", "计量单位", "数量", "预算金额", "一般公共预算"}, l, func() (out [][]any) {
			own, all := l.Tables["政府采购"], 0.0
			for i := range own.Len() {
				yuan := own.Amounts(0)[i].Yuan().InexactFloat64()
				all += yuan
				line := []any{nil, own.Value(i, "采购品目"), nil, nil, nil, yuan, yuan}
				if l == last {
					line[0], line[2], line[3], line[4] = []string{"防汛", "抗旱", "防汛"}[i], "A02"+fmt.Sprint(i), "项", fmt.Sprint(i+1)
				}
				out = append(out, line)
			}
			return append(out, []any{"合计", nil, nil, nil, nil, all, all})
		})
	})
	for _, column := range []string{"预算项目", "采购目录", "计量单位", "数量"} {
		if !says(made.Left, "表", "“"+column+"”这一列的文字录入里没有，没有写标签") {
			t.Errorf("%s is not told: %s", column, told(made))
		}
	}
}
