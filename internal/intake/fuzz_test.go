package intake_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/intake"
	"ysgk/internal/proof"
)

// cellsOf are what a cell of a column may hold, by the header of the column; a
// drawn table is made of them.
var cellsOf = map[string][]string{
	"单位":         {"甲局", "028001-甲局", "乙所", "", "合计", "甲局小计"},
	"功能科目":       {"2040601", "2040601-行政运行", "20406", "204", "", "2040602", "9999999"},
	"经济科目":       {"30201", "[30201]办公费", "302", "", "30202"},
	"支出类型":       {"公用经费", "公用经费项目", "", "项目支出", "人员经费"},
	"资金性质":       {"一般公共预算", "单位资金", "政府性基金", ""},
	"资金年度":       {"本年", "当年预算", "上年结转", ""},
	"金额（元）":      {"1", "2", "3", "0.01", "", "—", "-1", "60000000000000", "1.005", "多"},
	"一般公共预算（万元）": {"1", "2", "0.0001", "", "0", "3.000001", "—"},
	"单位资金（元）":    {"1", "5", "", "0"},
	"处室":         {"", "办公室", "7"},
	"项目名称":       {"", "普法"},
}

var headers = []string{"单位", "功能科目", "经济科目", "支出类型", "资金性质", "资金年度", "金额（元）", "一般公共预算（万元）", "单位资金（元）", "处室", "项目名称"}

// table draws a table: which of the columns it has, then a row for every so many
// bytes. The first of each list is the usual.
func table(columns uint16, cells []byte) (head []string, rows [][]string) {
	for i, h := range headers {
		if columns>>i&1 == 0 {
			head = append(head, h)
		}
	}
	for len(head) > 0 && len(cells) >= len(head) && len(rows) < 30 {
		var row []string
		for i, h := range head {
			list := cellsOf[h]
			row = append(row, list[int(cells[i])%len(list)])
		}
		cells, rows = cells[len(head):], append(rows, row)
	}
	return head, rows
}

// FuzzWhatIsReadAddsUp: of any table, what was read is what stands there. Every
// amount of a row that is not a proved total is in the records, 分 by 分, fund by
// fund; and a table that was not read has an error.
func FuzzWhatIsReadAddsUp(f *testing.F) {
	p := proof.DefaultPack(f)
	f.Add(uint16(0b111_1000_0000), make([]byte, 14))
	f.Add(uint16(0b110_0101_0000), make([]byte, 24))
	f.Add(uint16(0b111_1000_0000), append(make([]byte, 20), 1, 4, 4, 3, 2, 3, 3, 1))
	f.Add(uint16(0b111_1000_0000), []byte{0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 1, 4, 4, 3, 2, 3, 3, 2})
	f.Fuzz(func(t *testing.T, columns uint16, cells []byte) {
		head, rows := table(columns, cells)
		if len(rows) == 0 {
			return
		}
		text := strings.Join(head, "|") + "\n"
		for _, r := range rows {
			text += strings.Join(r, "|") + "\n"
		}
		b, err := proof.Sketch(text)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "a.xlsx")
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		u, found, err := intake.Read(intake.Request{Pack: p, File: file, Given: map[string]string{}})
		if err != nil || found.HasErrors() {
			if err != nil || u != nil && u.Items > 0 && len(found) == 0 {
				t.Errorf("neither read nor refused: %v\n%s", err, text)
			}
			return
		}
		want, whole := stands(head, rows, u.Totals), budget.Fen(0)
		items := u.Ledger.Tables["支出明细"]
		got := map[string]budget.Fen{}
		for i := range items.Len() {
			got[items.Value(i, "资金来源")] += items.Amounts(0)[i]
			whole += items.Amounts(0)[i]
		}
		if whole != u.Total || items.Len() != u.Items {
			t.Errorf("%d records of %d, said to be %d of %d\n%s", items.Len(), whole, u.Items, u.Total, text)
		}
		for _, s := range u.Sums {
			if got[s.Value] != s.Amount {
				t.Errorf("%s: %d in the records, said to be %d\n%s", s.Value, got[s.Value], s.Amount, text)
			}
			if want[s.Value] != s.Amount {
				t.Errorf("%s: %d in the records, %d in the table\n%s", s.Value, got[s.Value], want[s.Value], text)
			}
			whole -= s.Amount
		}
		if whole != 0 {
			t.Errorf("the funds do not add up to the total by %d\n%s", whole, text)
		}
		for fund, fen := range want {
			if fen != got[fund] {
				t.Errorf("%s: %d in the table, %d in the records\n%s", fund, fen, got[fund], text)
			}
		}
	})
}

// stands are the amounts of a table by fund, but for the rows that were proved to
// be totals.
func stands(head []string, rows [][]string, totals []int) map[string]budget.Fen {
	sums := map[string]budget.Fen{}
	funds := slices.Contains(head, "一般公共预算（万元）") || slices.Contains(head, "单位资金（元）")
	for i, r := range rows {
		if slices.Contains(totals, i+2) {
			continue
		}
		fund := ""
		if at := slices.Index(head, "资金性质"); at >= 0 {
			fund = map[string]string{"政府性基金": "政府性基金预算"}[r[at]]
			if fund == "" {
				fund = r[at]
			}
		}
		for col, text := range r {
			d, err := decimal.NewFromString(text)
			if err != nil {
				continue
			}
			fen := d.Shift(2).IntPart()
			switch head[col] {
			case "金额（元）":
				if !funds {
					sums[fund] += budget.Fen(fen)
				}
			case "一般公共预算（万元）":
				sums["一般公共预算"] += budget.Fen(d.Shift(6).IntPart())
			case "单位资金（元）":
				sums["单位资金"] += budget.Fen(fen)
			}
		}
	}
	return sums
}
