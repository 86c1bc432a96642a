package bind_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// TestItemsInPairsSideBySideAreEachBound binds a table whose lines hold several names with their numbers side by side,
// one of them without a name. What the ledger has not, or has twice, is told with its own cell.
func TestItemsInPairsSideBySideAreEachBound(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	ledger := func(info map[string]string) *budget.Ledger {
		l := *sampleLedger(t, whole)
		l.Info = maps.Clone(l.Info)
		maps.Copy(l.Info, info)
		return &l
	}
	last := ledger(map[string]string{"车辆编制数": "11", "车辆实有数": "9", "领导干部用车": "0", "机要通信用车": "2", "应急保障用车": "3", "执法执勤用车": "0", "特种专业技术用车": "0", "事业单位业务用车": "0", "其他用车": "4", "办公用房面积": "4180.50", "50万元以上通用设备": "3", "100万元以上设备": "0"})
	next := ledger(map[string]string{"车辆编制数": "12", "车辆实有数": "12", "领导干部用车": "0", "机要通信用车": "1", "应急保障用车": "5", "执法执勤用车": "5", "特种专业技术用车": "0", "事业单位业务用车": "0", "其他用车": "1", "办公用房面积": "960.25", "50万元以上通用设备": "0", "100万元以上设备": "2"})
	names := [][3]string{{"车辆合计（辆）", "办公用房（平方米）", "家具（件）"}, {"  机要通信用车", "单价50万元以上通用设备（台、套）", ""}, {"  应急保障用车", "单价100万元以上设备（台、套）", ""}, {"  执法执勤用车", "", ""}, {"  其他用车", "", ""}}
	items := [][2]string{{"车辆实有数", "办公用房面积"}, {"机要通信用车", "50万元以上通用设备"}, {"应急保障用车", "100万元以上设备"}, {"执法执勤用车"}, {"其他用车"}}
	for _, pairs := range []int{2, 3} {
		assets := func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			defer f.Close()
			rows := [][]any{{"国有资产占有使用情况表"}, nil, slices.Repeat([]any{"项目", "数量"}, pairs)}
			for i := range names {
				var row []any
				for k := range pairs {
					var number any
					if l != nil && k == 2 && names[i][k] != "" {
						number = 357
					} else if l != nil && k < 2 && items[i][k] != "" {
						x, err := strconv.ParseFloat(l.Info[items[i][k]], 64)
						must(t, err)
						number = x
					}
					row = append(row, names[i][k], number)
				}
				rows = append(rows, row)
			}
			addSheet(t, f, "资产", nil, rows...)
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		}
		bound := func(l *budget.Ledger) *bind.Result {
			made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: assets(nil), Name: "官方表.xlsx", Example: assets(l), Ledger: l, Views: tables.Views(p, l), Whole: &bind.Whole{Pack: whole, Ledger: l}})
			must(t, err)
			return made
		}
		made := bound(last)
		got, want := shown(t, filled(t, loaded(t, made), next))["资产"], shown(t, assets(next))["资产"]
		for i, row := range want {
			for k, text := range row {
				is := ""
				if i < len(got) && k < len(got[i]) {
					is = got[i][k]
				}
				if k == 5 && i == 3 {
					text = "" // 家具, of which the ledger says nothing
				}
				if is != text {
					t.Errorf("%d pairs, line %d: %q, want %q\n%s", pairs, i, got[i], row, told(made))
					break
				}
			}
		}
		if (pairs == 3) != strings.Contains(told(made), "资产!F4") {
			t.Errorf("家具: %s", told(made))
		}
		if alike := bound(next); !strings.Contains(told(alike), "资产!B4") || !says(alike.Left, "资产", "分不清") {
			t.Errorf("as many as there may be: %s", told(alike))
		}
	}
}
