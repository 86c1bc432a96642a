package input_test

import (
	"strings"
	"testing"

	"ysgk/internal/proof"
)

// What nobody reads may be money that somebody believes to be entered.
func TestContentsThatNobodyReadsAreMentioned(t *testing.T) {
	p := proof.DefaultPack(t)
	for _, c := range []struct {
		name  string
		spoil func(b *book)
		want  string // severity, code, place and the beginning of the message
	}{
		{"column without a header", func(b *book) { b.set("支出明细!N2", num("777")) }, "警告 stray-column 支出明细!N2 给 N 列写上表头，要计入的移到对应的列：没有表头的没有读入（共 1 格）"},
		{"a header taken away", func(b *book) { b.set("支出明细!G1", ""); b.set("支出明细!G2", "50299") }, "警告 stray-column 支出明细!G2 给 G 列写上表头，要计入的移到对应的列：没有表头的没有读入（共 1 格）"},
		{"a header renamed", func(b *book) { b.set("支出明细!G1", "政府科目"); b.set("支出明细!G2", "50299") }, "警告 column-renamed 支出明细 没有「政府经济科目编码」这一列"},
		{"a mapping's header renamed", func(b *book) {
			b.add("部门经济科目", []any{"编码", "名称", "行政对应"}, []any{"30201", "办公费", "50299"})
		}, "警告 column-renamed 部门经济科目 没有「行政单位对应」这一列"},
		{"money beside 基本信息", func(b *book) { b.set("基本信息!D2", num("500")) }, "警告 stray-column 基本信息!D2"},
		{"money with an unknown label", func(b *book) { b.add("基本信息", []any{"年终结转", num("500")}) }, "错误 info-unknown 基本信息!B6 “项目”列是「年终结转」，不认识"},
		{"a copy of the sheet", func(b *book) {
			b.add("支出明细 (2)", []any{"单位", "功能科目编码", "支出类型", "部门经济科目编码", "资金来源", "资金年度", "金额(元)"}, []any{"甲局"})
		}, "警告 sheet-stranger 支出明细 (2) 这张表的表头和“支出明细”一样"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBook()
			c.spoil(b)
			_, found := b.read(t, p)
			var got []string
			for _, f := range found {
				got = append(got, f.Severity.String()+" "+f.Code+" "+f.Place.String()+" "+f.Message)
			}
			for _, g := range got {
				if strings.HasPrefix(g, c.want) {
					return
				}
			}
			t.Errorf("found %s, want %s", strings.Join(got, "\n"), c.want)
		})
	}
}

func TestOwnColumnsWithAHeaderAreNobodysBusiness(t *testing.T) {
	b := newBook()
	b.set("支出明细!N1", "科室")
	b.set("支出明细!N2", "一科")
	if _, found := b.read(t, proof.DefaultPack(t)); len(found) > 0 {
		t.Errorf("found %v", found)
	}
}
