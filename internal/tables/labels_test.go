package tables_test

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

func TestALabelNamesARecordByTheNamesOfCodesAndChoices(t *testing.T) {
	p := proof.DefaultPack(t)
	lists := tables.Schema(p).Lists
	for _, c := range []struct {
		view, label string
		level       int
		want        string // the keys, or what is wrong
	}{
		{"支出按类", "一、一般公共服务支出", -1, "201"},
		{"支出按类", " （二）外 交 支 出", -1, "202"},
		{"支出按类", "　其中：教育支出", -1, "205"},
		{"支出按类", "二十三、其他支出", -1, "229"},
		{"支出按类", "204 公共安全支出", -1, "204"},
		{"支出按类", "204", -1, "204"},
		{"支出按类", "合计", -1, "合计"},
		{"支出按类", "一、一般公共服务", -1, "不是视图 支出按类 的编码或名称；是不是“一般公共服务支出”？"},
		{"支出按类", "行政运行", -1, "不是视图 支出按类 的编码或名称"},
		{"支出按类", "203 公共安全支出", -1, "不是视图 支出按类 的编码或名称；是不是“公共安全支出”？"},
		{"支出总表", "司法", 2, "20406"},
		{"支出总表", "基层司法业务", -1, "2040604"},
		{"支出总表", "行政运行", 3, "是几条的名称：2010101，2010201，2010301，2010401，……"},
		{"支出总表", "司法", 1, "不是视图 支出总表 的编码或名称"},
		{"项目支出本年", "一、某 中心", -1, "某中心"}, // units are the department's own
	} {
		keys, err := lists[c.view].Labels(c.label, c.level)
		got := strings.Join(keys, "、")
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s[%s] is %s, want %s", c.view, c.label, got, c.want)
		}
	}
	if lists["绩效指标"].Labels != nil || lists["本年收入"].Labels != nil {
		t.Error("lists without names have labels")
	}
}

// TestTheTableOfClassesIsTheSameByLabels fills the default pack with [本行] in the
// place of every code of 表一 and 表四, whose thirty lines each name a class.
func TestTheTableOfClassesIsTheSameByLabels(t *testing.T) {
	p := proof.DefaultPack(t)
	l, found, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", p)
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	want := filledCells(t, p, l)
	f, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
	if err != nil {
		t.Fatal(err)
	}
	code, n := regexp.MustCompile(`(支出按类)\[\d{3}\]`), 0
	for _, sheet := range f.GetSheetList() {
		for at, text := range cellsOf(t, f, sheet) {
			if to := code.ReplaceAllString(text, "$1[本行]"); to != text {
				n++
				if err := f.SetCellStr(sheet, at, to); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil || n < 100 {
		t.Fatal(n, err)
	}
	p.Templates[p.Template[0]] = b.Bytes()
	if got := filledCells(t, p, l); !slices.Equal(got, want) {
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s, want %s", got[i], want[i])
			}
		}
	}
}

// filledCells are the cells of the pack's first workbook, with their places.
func filledCells(t *testing.T, p *pack.Pack, l *budget.Ledger) (out []string) {
	t.Helper()
	books, found, err := tables.Render(p, l, tables.Views(p, l))
	if err != nil || books == nil {
		t.Fatal(found, err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(books.Books[0].Content))
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range f.GetSheetList() {
		cells := cellsOf(t, f, sheet)
		for _, at := range slices.Sorted(maps.Keys(cells)) {
			out = append(out, sheet+"!"+at+" "+cells[at])
		}
	}
	return out
}

func cellsOf(t *testing.T, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for r, row := range rows {
		for c, text := range row {
			if text != "" {
				out[a1.Name(c+1, r+1)] = text
			}
		}
	}
	return out
}

// A code that the pack keeps for older ledgers alone does not make a label ambiguous: the code
// that has its name now is meant.
func TestALabelMeansTheCodeThatHasItsNameNow(t *testing.T) {
	p := *proof.DefaultPack(t)
	list := p.Codes["功能科目"].Clone()
	entry := func(code, name, source string) {
		values := make([]string, len(list.Columns))
		values[0], values[1], values[list.Column(budget.SourceColumn)] = code, name, source
		list.Set(values)
	}
	gone := budget.Unconfirmed + "（2027年科目" + budget.NoMore + "）"
	entry("216", "商业服务业等支出", gone)
	entry("218", "商业服务业等支出", "2027年科目")
	entry("222", "粮油物资储备支出", gone)
	p.Codes = maps.Clone(p.Codes)
	p.Codes["功能科目"] = list
	labels := tables.Schema(&p).Lists["支出按类"].Labels
	for label, want := range map[string]string{"十六、商业服务业等支出": "218", "二十一、粮油物资储备支出": "222"} {
		if keys, err := labels(label, -1); err != nil || !slices.Equal(keys, []string{want}) {
			t.Errorf("%s is %v, %v", label, keys, err)
		}
	}
}
