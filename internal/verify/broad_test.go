package verify_test

import (
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/proof"
)

// broadItems are line items of what the sample has not got: the other funds,
// money carried over, a unit of another kind, the other parts of 三公.
var broadItems = [][12]string{
	{"阳泉市司法局", "2120801", "", "项目支出", "31005", "", "", "土地整理项目", "政府性基金预算", "本年", "1200000", ""},
	{"阳泉市司法局", "2120802", "", "项目支出", "31005", "", "", "土地整理项目", "政府性基金预算", "上年结转", "300000", ""},
	{"阳泉市司法局", "2230105", "", "项目支出", "30299", "", "", "退休人员服务项目", "国有资本经营预算", "本年", "450000", ""},
	{"阳泉市司法局", "2040602", "", "项目支出", "30299", "", "", "普法宣传项目", "财政专户管理资金", "本年", "80000", ""},
	{"阳泉市司法局", "2040602", "", "项目支出", "30299", "", "", "普法宣传项目", "单位资金", "本年", "50000", ""},
	{"阳泉市司法局", "2040602", "", "项目支出", "30299", "", "", "普法宣传项目", "一般公共预算", "上年结转", "170000", ""},
	{"阳泉市公证协会", "2040699", "", "人员经费", "30101", "", "", "", "一般公共预算", "本年", "610000", ""},
	{"阳泉市公证协会", "2040699", "", "公用经费", "30201", "", "", "", "一般公共预算", "本年", "90000", ""},
	{"阳泉市司法局", "2040601", "", "公用经费", "30217", "", "", "", "一般公共预算", "本年", "12000", ""},
	{"阳泉市司法局", "2040602", "", "项目支出", "30212", "", "", "普法宣传项目", "一般公共预算", "本年", "60000", ""},
	{"阳泉市司法局", "2040602", "", "项目支出", "31013", "", "", "执法车辆购置", "一般公共预算", "本年", "220000", ""},
}

// broad is the finished workbook of a department that has all of that, and
// income from funds and capital.
func broad(t testing.TB) (file, input string) {
	t.Helper()
	b, err := excelize.OpenFile(sample)
	must(t, err)
	defer b.Close()
	put := func(sheet string, row int, values ...string) {
		for i, v := range values {
			at, _ := excelize.CoordinatesToCellName(i+1, row)
			if d, err := strconv.ParseFloat(v, 64); err == nil && v == strconv.FormatFloat(d, 'f', -1, 64) && len(v) != 5 && len(v) != 7 && len(v) != 9 || i == 10 {
				must(t, b.SetCellValue(sheet, at, d))
			} else if v != "" {
				must(t, b.SetCellValue(sheet, at, v))
			}
		}
	}
	put("单位", 7, "阳泉市公证协会", "", "事业")
	for i, item := range broadItems {
		put("支出明细", 90+i, item[:]...)
	}
	put("收入明细", 6, "政府性基金预算", "103014801", "")
	must(t, b.SetCellValue("收入明细", "D6", 1200000))
	put("收入明细", 7, "国有资本经营预算", "103060103", "")
	must(t, b.SetCellValue("收入明细", "D7", 450000))
	folder := t.TempDir()
	input, file = filepath.Join(folder, "录入.xlsx"), filepath.Join(folder, "公开表.xlsx")
	must(t, b.SaveAs(input))
	_, found, err := app.Fill(app.FillRequest{Pack: proof.DefaultPack(t), Input: input, Output: file, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	return file, input
}

func TestABroadDepartmentVerifiesCleanly(t *testing.T) {
	file, input := broad(t)
	for _, f := range append(verified(t, file, ""), verified(t, file, input)...) {
		t.Error(show(f))
	}
}
