package fill_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

// rehearse gives what would not look well in print: code and place of each.
func rehearse(t *testing.T, rows string, d *tags.Data, prepare func(f *excelize.File)) (told []string) {
	t.Helper()
	c, problems, err := fill.Compile(template(t, rows, prepare), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	for _, f := range c.Rehearse(d) {
		told = append(told, f.Code+" "+f.Place.String())
	}
	return told
}

// styled gives a cell a style.
func styled(t *testing.T, f *excelize.File, cell string, style *excelize.Style) {
	t.Helper()
	n, err := f.NewStyle(style)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", cell, cell, n); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWiderThanItsCellIsTold(t *testing.T) {
	d := data()
	d.Lists["支出"].Records[2].Amounts[0] = 123_456_789_012_00 // 12345678.90 万元
	two := &excelize.Style{NumFmt: 2}
	for what, c := range map[string]struct {
		rows    string
		prepare func(f *excelize.File)
		want    []string
	}{
		"a number":           {"{{支出@款.合计}}", func(f *excelize.File) { styled(t, f, "A1", two); _ = f.SetColWidth("Sheet1", "A", "A", 7) }, []string{"number-wide Sheet1!A1"}},
		"a number with room": {"{{支出@款.合计}}", func(f *excelize.File) { styled(t, f, "A1", two); _ = f.SetColWidth("Sheet1", "A", "A", 14) }, nil},
		"a number of a look": {"{{支出@款.合计¦1,234.56}}", func(f *excelize.File) { _ = f.SetColWidth("Sheet1", "A", "A", 10) }, []string{"number-wide Sheet1!A1"}},
		"one made smaller": {"{{支出@款.合计}}", func(f *excelize.File) {
			styled(t, f, "A1", &excelize.Style{NumFmt: 2, Alignment: &excelize.Alignment{ShrinkToFit: true}})
			_ = f.SetColWidth("Sheet1", "A", "A", 7)
		}, nil},
		"a number merged": {"{{支出@款.合计}}", func(f *excelize.File) {
			styled(t, f, "A1", two)
			_ = f.SetColWidth("Sheet1", "A", "B", 7)
			_ = f.MergeCell("Sheet1", "A1", "B1")
		}, nil},
		"a sum": {"{{支出@款.编码}} | {{支出@款.合计}}\n=SUM(B1)", func(f *excelize.File) {
			styled(t, f, "A2", two)
			_ = f.SetColWidth("Sheet1", "A", "A", 7)
			_ = f.SetColWidth("Sheet1", "B", "B", 20)
		}, []string{"number-wide Sheet1!A2"}},
		"a text beside another": {"一二三四五六七八九十 | {{年度}}", nil, []string{"text-cut Sheet1!A1"}},
		"a text beside nothing": {"一二三四五六七 | | {{年度}}", nil, nil},
		"a text that wraps": {"一二三四五六七八九十 | {{年度}}", func(f *excelize.File) {
			styled(t, f, "A1", &excelize.Style{Alignment: &excelize.Alignment{WrapText: true}})
		}, nil},
		"a text in a merged cell": {"一二三四五六七八九十一二三四五六七八九十 | | {{年度}}", func(f *excelize.File) { _ = f.MergeCell("Sheet1", "A1", "B1") }, []string{"text-cut Sheet1!A1"}},
	} {
		got := rehearse(t, c.rows, d, c.prepare)
		got = slices.DeleteFunc(got, func(s string) bool { return !strings.HasPrefix(s, "number-wide") && !strings.HasPrefix(s, "text-cut") })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", what, got)
		}
	}
}

func TestAHeaderThatDoesNotGoWithItsTableIsTold(t *testing.T) {
	d := data()
	for range 200 {
		d.Lists["收入"].Records = append(d.Lists["收入"].Records, tags.Record{Level: 1, Parent: 0, Key: "乙", Texts: []string{"乙", "乙"}, Amounts: []budget.Fen{1}})
	}
	title := func(rows string) func(f *excelize.File) {
		return func(f *excelize.File) {
			_ = f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "Sheet1!" + rows, Scope: "Sheet1"})
		}
	}
	const rows = "收入表\n单位：元\n项目 | 收入\n名称 | 金额\n{{收入@项.名称}} | {{收入@项.金额}}"
	whole := true
	for want, prepare := range map[string]func(f *excelize.File){
		"header-once Sheet1":  nil,
		"header-split Sheet1": title("$3:$3"),
		"":                    title("$1:$4"),
		"page-narrow Sheet1": func(f *excelize.File) {
			title("$1:$4")(f)
			_ = f.SetColWidth("Sheet1", "A", "B", 60)
		},
	} {
		if got := strings.Join(rehearse(t, rows, d, prepare), ","); got != want {
			t.Errorf("%s: %s", want, got)
		}
	}
	for columns, want := range map[string]string{"A B": "page-narrow Sheet1", "A": "column-cut Sheet1"} { // a sheet that does not grow
		from, to, several := strings.Cut(columns, " ")
		text := "说明\n全部支出 {{收入@合计.金额}} 元"
		if !several {
			to = from
		} else {
			text = strings.ReplaceAll(text, "\n", " | 备注\n")
		}
		if got := strings.Join(rehearse(t, text, data(), func(f *excelize.File) { _ = f.SetColWidth("Sheet1", from, to, 120) }), ","); got != want {
			t.Errorf("%s: %s, want %s", columns, got, want)
		}
	}
	if got := rehearse(t, rows, data(), nil); len(got) > 0 {
		t.Errorf("a table of one page: %v", got)
	}
	if got := rehearse(t, rows, d, func(f *excelize.File) { _ = f.SetSheetProps("Sheet1", &excelize.SheetPropsOptions{FitToPage: &whole}) }); len(got) > 0 {
		t.Errorf("a table made to fit on one page: %v", got)
	}
}
