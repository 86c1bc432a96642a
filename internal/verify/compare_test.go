package verify_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/proof"
)

// departures are what people change in a finished workbook, and all that a
// comparison with the input workbook says of it.
var departures = []struct {
	name string
	do   func(t *testing.T, b *excelize.File)
	want []string
}{
	{"an amount", set("表十二", "C10", 55.0), []string{
		"错误 F10 表十二!C10 表十二「晋东公证处政府购买服务经费」这里是「55」，按录入应是「56.7」",
		"提示 F10 表十二!A2 表十二另有 5 格公式算出的数和录入的不同",
	}},
	{"an amount cleared", set("表三", "D9", nil), []string{
		"错误 F10 表三!D9 表三「其他组织事务支出」这里是空的，按录入应是「3.389599」",
		"提示 F10 表三!A2 表三另有 7 格公式算出的数和录入的不同",
	}},
	{"an amount where there is none", set("表三", "E9", 2.0), []string{
		"错误 F10 表三!E9 表三「其他组织事务支出」这里是「2」，按录入应是空的",
		"提示 F10 表三!A2 表三另有 1 格公式算出的数和录入的不同",
	}},
	{"a name", set("表三", "B9", "其他事务"), []string{
		"错误 F10 表三!B9 表三这里是「其他事务」，按录入应是「其他组织事务支出」",
	}},
	{"a word of a performance form", set("法律援助业务经费", "G5", "2年"), []string{
		"错误 F10 法律援助业务经费!G5 项目支出绩效目标表「项目期」这里是「2年」，按录入应是「99年」",
	}},
	{"a row removed", func(t *testing.T, b *excelize.File) { must(t, b.RemoveRow("表十二", 11)) }, []string{
		"错误 F10 表十二!A11 表十二缺少「司法业务大楼运行维护费」这一行（合计 45，一般公共预算 45）",
		"提示 F10 表十二!A2 表十二另有 4 格公式算出的数和录入的不同",
	}},
	{"a unit removed", func(t *testing.T, b *excelize.File) { must(t, b.RemoveRow("表十一", 8)) }, []string{
		"错误 F10 表十一!A8 表十一缺少「阳泉市强制隔离戒毒所」这一行（合计 203.895199，一般公共预算 203.895199）",
		"提示 F10 表十一!A2 表十一另有 2 格公式算出的数和录入的不同",
	}},
	{"a row added", func(t *testing.T, b *excelize.File) {
		must(t, b.DuplicateRow("表十二", 11))
		set("表十二", "A12", "另一个项目")(t, b)
		set("表十二", "C12", 7.0)(t, b)
	}, []string{
		"错误 F10 表十二!A12 表十二多了「另一个项目」这一行（合计 7，一般公共预算 7），录入里没有",
		"提示 F10 表十二!A2 表十二另有 4 格公式算出的数和录入的不同",
	}},
	{"a class added with its rows", classAdded, []string{
		"错误 F10 表三!A34 表三多了「229 其他支出」这一行（合计 5，基本支出 5），录入里没有",
	}},
	{"a project renamed", set("表十二", "A11", "司法大楼运行费"), []string{
		"错误 F10 表十二!A11 表十二多了「司法大楼运行费」这一行（合计 45，一般公共预算 45），录入里没有",
		"错误 F10 表十二!A12 表十二缺少「司法业务大楼运行维护费」这一行（合计 45，一般公共预算 45）",
	}},
	{"a performance form removed", func(t *testing.T, b *excelize.File) { must(t, b.DeleteSheet("遗属补助")) }, []string{
		"错误 F10 遗属补助 按录入应有「遗属补助，阳泉市强制隔离戒毒所」的项目支出绩效目标表，公开表里没有",
	}},
}

func TestDeparturesFromTheInputAreSaidOnceAtTheirCell(t *testing.T) {
	t.Parallel()
	source := filled(t)
	folder := t.TempDir()
	var files []string
	for i, d := range departures {
		b, err := excelize.OpenFile(source)
		must(t, err)
		d.do(t, b)
		must(t, b.UpdateLinkedValue())
		files = append(files, filepath.Join(folder, string(rune('a'+i))+".xlsx"))
		must(t, b.SaveAs(files[i]))
		must(t, b.Close())
	}
	saved := proof.Convert(t, "xlsx", files...)
	for i, d := range departures {
		t.Run(d.name, func(t *testing.T) {
			var got []string
			for _, f := range verified(t, filepath.Join(saved, filepath.Base(files[i])), sample) {
				if f.Code == "F10" {
					got = append(got, show(f))
				}
			}
			slices.Sort(got)
			if want := slices.Sorted(slices.Values(d.want)); !slices.Equal(got, want) {
				t.Errorf("got\n%q\nwant\n%q", got, want)
			}
		})
	}
}
