package app_test

import (
	"strings"
	"testing"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
)

// A workbook of last year has last year's lists, which let every code of last year pass: what
// the pack has no more, or for something else, is told where it is used.
func TestCodesOfLastYearAreToldWhereTheyAreUsed(t *testing.T) {
	const list = "功能科目"
	source := budget.SourceColumn
	for _, x := range []struct {
		name   string
		change func(l *budget.CodeList) *budget.CodeList
		want   string // "" for nothing
	}{
		{"as it was", func(l *budget.CodeList) *budget.CodeList { return l }, ""},
		{"dropped", func(l *budget.CodeList) *budget.CodeList { return without(l, "2040604") }, "2040604 基层司法业务（B79）"},
		{"dropped, but kept", func(l *budget.CodeList) *budget.CodeList {
			return listing(l, "2040604", "基层司法业务", source, "待核对（2027年科目里没有）")
		}, "2040604 基层司法业务（B79）"},
		{"not confirmed", func(l *budget.CodeList) *budget.CodeList {
			return listing(l, "2040604", "基层司法业务", source, "待核对")
		}, ""},
		{"moved", func(l *budget.CodeList) *budget.CodeList {
			return listing(without(l, "2040604"), "2040698", "基层司法业务", source, "2027年科目")
		}, "2040604 基层司法业务（B79，模板包里叫这个名称的是 2040698）"},
		{"of another meaning", func(l *budget.CodeList) *budget.CodeList {
			return listing(listing(l, "2040604", "法治宣传教育", source, "2027年科目"), "2040698", "基层司法业务", source, "2027年科目")
		}, "2040604 基层司法业务（B79，模板包里 2040604 是“法治宣传教育”，“基层司法业务”是 2040698）"},
		{"of another name", func(l *budget.CodeList) *budget.CodeList {
			return listing(l, "2040604", "基层司法业务支出", source, "2027年科目")
		}, ""},
	} {
		p := proof.DefaultPack(t)
		p.Codes[list] = x.change(p.Codes[list])
		found, err := app.Check(p, sampleInput)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			if f.Code == "code-outdated" && f.Severity == finding.Warning && f.Place.String() == "支出明细!B79" {
				got = append(got, f.Message)
			}
		}
		if told := strings.Join(got, "\n"); x.want == "" && told != "" || !strings.HasSuffix(told, x.want) {
			t.Errorf("%s: %q", x.name, told)
		}
	}
}

func without(l *budget.CodeList, code string) *budget.CodeList {
	out := budget.NewCodeList(l.Name, l.Levels, l.Columns)
	for _, e := range l.Entries() {
		if e.Code != code {
			out.Set(e.Values)
		}
	}
	return out
}

func listing(l *budget.CodeList, code, name, column, value string) *budget.CodeList {
	out := l.Clone()
	values := make([]string, len(l.Columns))
	values[0], values[1], values[l.Column(column)] = code, name, value
	out.Set(values)
	return out
}
