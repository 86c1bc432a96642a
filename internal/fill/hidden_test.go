package fill_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
	"ysgk/internal/proof"
)

// spare is a form with fixed lines beside 收入 and two blank rows, some of whose cells
// are merged.
func spare(t *testing.T, merges ...string) []byte {
	return template(t, `
		收入 | 金额 | 备注 | 支出 | 金额
		一、拨款 | {{总额.本年}} | 甲 | {{收入@项.名称}} | {{收入@项.金额}}
		二、其他 | 100 | 乙
		 |
		 |
		合计 | =SUM(B2:B5) |  | 合计 | =SUM(E2:E5)`, func(f *excelize.File) {
		for _, m := range merges {
			from, to, _ := strings.Cut(m, ":")
			must(t, f.MergeCell("Sheet1", from, to))
		}
	})
}

func TestAMergeOfABlankRowGoesWhereARecordTakesTheRow(t *testing.T) {
	for _, c := range []struct {
		merges  string
		records int
		want    string
	}{
		{"A4:E4 A5:E5", 2, "A4:E4 A5:E5"},
		{"A4:E4 A5:E5", 3, "A5:E5"},
		{"A4:E4 A5:E5", 6, ""},
		{"C5:D5", 3, "C5:D5"},
		{"C5:D5", 6, ""},
		{"A5:B5", 3, "A5:B5"},
		{"A4:B4 A5:B5", 6, "A4:B4 A5:B5 A6:B6 A7:B7"},
		{"D4:E5", 2, "D4:E5"},
		{"D4:E5", 3, ""},
		{"C4:D5", 3, ""},
	} {
		f := render(t, spare(t, strings.Fields(c.merges)...), long(c.records, 0))
		if got := mergesOf(t, f); got != c.want {
			t.Errorf("%s with %d records: merges are %q, want %q", c.merges, c.records, got, c.want)
		}
	}
}

func TestAMergeThatHidesWhatIsFilledInIsRefused(t *testing.T) {
	for _, c := range []struct {
		name, rows, merge, want string
		records                 int
	}{
		{"a tag below a merge", "表\n{{收入@项.名称}} | {{收入@项.金额}}\n尾 | =SUM(B2)", "A2:B2", "Sheet1!B2", 2},
		{"a column that grows over two rows", "{{年度}} | 金额\n{{收入@项.名称}} | {{收入@项.金额}}\n尾", "A1:A2", "Sheet1!A2", 2},
		{"a formula of the template", "合 | =1+1\n{{收入@项.名称}}", "A1:B1", "Sheet1!B1", 0},
		{"a text that was never shown", "合 | 旧\n{{收入@项.名称}}", "A1:B1", "", 1},
		{"a header", "收入 | \n{{收入@项.名称}} | {{收入@项.金额}}", "A1:B1", "", 3},
	} {
		// excelize empties what it merges, as Excel does; other programs do not.
		merged := edited(t, template(t, c.rows, nil), sheet1, regexp.MustCompile("</sheetData>"),
			`</sheetData><mergeCells count="1"><mergeCell ref="`+c.merge+`"/></mergeCells>`)
		tpl, problems, err := fill.Compile(merged, schema)
		must(t, err)
		if problems.HasErrors() {
			t.Fatal(c.name, problems)
		}
		_, found, err := tpl.Render(long(c.records, 0))
		must(t, err)
		got := ""
		for _, p := range found {
			if p.Code == "merge-hides" {
				got += p.Place.String()
			}
		}
		if got != c.want {
			t.Errorf("%s: refused at %q, want %q: %v", c.name, got, c.want, found)
		}
	}
}

func TestEqualNeighboursThatAreMergedWithTheCellsBesideThemBecomeOneCell(t *testing.T) {
	b := filled(t, template(t, `
		部门 | | 名称 | 数
		{{部门名称¦合并}} | | {{支出@款.名称}} | {{支出@款.合计}}
		合计 | | | =SUM(D2)`, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A2", "B2"))
		must(t, f.MergeCell("Sheet1", "A3", "C3"))
	}), long(0, 2))
	f := proof.Parts(t, b)
	got := regexp.MustCompile(`<mergeCell ref="[^"]*"`).FindAllString(string(f.Part(sheet1)), -1)
	if want := []string{`<mergeCell ref="A6:C6"`, `<mergeCell ref="A2:B5"`}; !slices.Equal(got, want) {
		t.Errorf("merges are %q, want %q", got, want)
	}
}
