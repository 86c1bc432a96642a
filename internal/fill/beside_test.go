package fill_test

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/proof"
	"ysgk/internal/tags"
)

// long is data with so many records in 收入 (项1 1.00, 项2 2.00 …) and below each of
// two classes of 支出.
func long(n, m int) *tags.Data {
	d := data()
	wan := func(x int) []budget.Fen { return []budget.Fen{budget.Fen(x * 1e6), 0} }
	l := &tags.List{Records: []tags.Record{{Parent: -1, Key: "合计", Texts: []string{"", "合计"}, Amounts: wan(n * (n + 1) / 2)[:1]}}}
	for i := 1; i <= n; i++ {
		name := fmt.Sprint("项", i)
		l.Records = append(l.Records, tags.Record{Level: 1, Parent: 0, Key: name, Texts: []string{name, name}, Amounts: wan(i)[:1]})
	}
	d.Lists["收入"] = l
	l = &tags.List{Records: []tags.Record{{Parent: -1, Key: "合计", Texts: []string{"", "合计"}, Amounts: wan(0)}}}
	for c := range 2 {
		if m == 0 {
			break
		}
		class := len(l.Records)
		l.Records = append(l.Records, tags.Record{Level: 1, Parent: 0, Key: fmt.Sprint(201 + c), Texts: []string{fmt.Sprint(201 + c), fmt.Sprint("类", c+1)}, Amounts: wan(m)})
		for i := 1; i <= m; i++ {
			key := fmt.Sprint(20100 + 100*c + i)
			l.Records = append(l.Records, tags.Record{Level: 2, Parent: class, Key: key, Texts: []string{key, fmt.Sprint("款", c+1, i)}, Amounts: wan(1)})
		}
	}
	l.Records[0].Amounts = wan(2 * m)
	d.Lists["支出"] = l
	return d
}

// besideForm is a form with fixed lines or lists beside a list.
type besideForm struct {
	name   string
	rows   string
	merges []string
	lines  string // labels of the fixed lines, each of which stands once, with what stands right of it
	list   string // column of the names in 收入
	fits   int    // how many records of 收入 the form has room for
	behind int    // lines that stand directly behind them
	total  int    // row of the totals in the template
	levels string // of 支出 that stand beside it
	sums   string // cells of that row, with % for the row and ? for the sum of 收入
}

var besideForms = []besideForm{
	{name: "左边固定", list: "C", fits: 3, total: 5, lines: "一、拨款 7，二、其他 100，三、两项 107", sums: "B% 214，D% ?", rows: `
		收入 | 金额 | 支出 | 金额
		一、拨款 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}}
		二、其他 | 100
		三、两项 | =B2+B3
		合计 | =SUM(B2:B4) | 合计 | =SUM(D2)
		差 | =B5-D5`},
	{name: "右边固定", list: "A", fits: 3, total: 5, lines: "一、拨款 7，二、人均 1234.5678905，三、选取 14", sums: "B% ?，D% 1255.5678905", rows: `
		支出 | 金额 | 收入 | 金额
		{{收入@项.名称}} | {{收入@项.金额}} | 一、拨款 | {{总额.本年}}
		 |  | 二、人均 | {{人均¦1,234.56}}
		 |  | 三、选取 | =D2*2
		合计 | =SUM(B2:B4) | 合计 | =SUM(D2:D4)`},
	{name: "固定项目下面还有空行", list: "C", fits: 4, total: 6, lines: "一、拨款 7，二、其他 100", sums: "B% 107，D% ?", rows: `
		收入 | 金额 | 支出 | 金额
		一、拨款 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}}
		二、其他 | 100
		 |
		 |
		合计 | =SUM(B2:B5) | 合计 | =SUM(D2:D5)`},
	{name: "清单、固定、清单", levels: "2", list: "E", fits: 3, total: 5, lines: "一、拨款 7，二、其他 5，三、其他 6", sums: "D% 18，F% ?", rows: `
		支出 | 金额 | 收入 | 金额 | 收入 | 金额
		{{支出@款.名称}} | {{支出@款.合计}} | 一、拨款 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}}
		 |  | 二、其他 | 5
		 |  | 三、其他 | 6
		合计 | =SUM(B2) | 合计 | =SUM(D2:D4) | 合计 | =SUM(F2)`},
	{name: "固定、清单、固定", list: "C", fits: 2, total: 4, lines: "一、甲 7，二、乙 5，丙 14，丁 8", sums: "B% 12，D% ?，G% 22", rows: `
		支出 | 金额 | 收入 | 金额 | 单位 | 结转 | 金额
		一、甲 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}} | 万元 | 丙 | =B2*2
		二、乙 | 5 |  |  |  | 丁 | 8
		合计 | =SUM(B2:B3) | 合计 | =SUM(D2:D3) |  | 合计 | =SUM(G2:G3)`},
	{name: "两个清单，下面有空行", levels: "2", list: "C", fits: 3, total: 5, sums: "D% ?", rows: `
		支出 | 金额 | 收入 | 金额
		{{支出@款.名称}} | {{支出@款.合计}} | {{收入@项.名称}} | {{收入@项.金额}}

		 |
		合计 | =SUM(B2) | 合计 | =SUM(D2:D4)`},
	{name: "固定的只有一行", list: "C", fits: 1, total: 2, lines: "一、拨款 7", sums: "B% 7，D% ?", rows: `
		一、拨款 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}} | 万元 | =D1/B1
		合计 | =SUM(B1) | 合计 | =SUM(D1)`},
	{name: "固定的只有一行，在右边", list: "A", fits: 1, total: 2, lines: "一、拨款 7", sums: "B% ?，E% 7", rows: `
		{{收入@项.名称}} | {{收入@项.金额}} | 万元 | 一、拨款 | {{总额.本年}} | =B1/E1
		合计 | =SUM(B1) |  | 合计 | =SUM(E1)`},
	{name: "清单分级", levels: "012", list: "E", fits: 5, total: 7, lines: "一、拨款 7，二、其他 5，三、其他 6，四、其他 7，五、其他 8", sums: "B% 33，F% ?", rows: `
		收入 | 金额 | 支出 | 金额 | 其中 | 金额
		一、拨款 | {{总额.本年}} | 合计 | {{支出@合计.合计}} | {{收入@项.名称}} | {{收入@项.金额}}
		二、其他 | 5 | {{支出@类.名称}} | {{支出@类.合计}}
		三、其他 | 6 | {{支出@款.名称}} | {{支出@款.合计}}
		四、其他 | 7
		五、其他 | 8
		合计 | =SUM(B2:B6) | 合计 | =SUM(D3) | 合计 | =SUM(F2)`},
	{name: "清单的合计行用标签", list: "C", fits: 2, total: 4, lines: "一、拨款 7，二、其他 5", sums: "B% 12，D% ?", rows: `
		收入 | 金额 | 支出 | 金额
		一、拨款 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}}
		二、其他 | 5
		合计 | =SUM(B2:B3) | 合计 | {{收入@合计.金额¦印零}}`},
	{name: "固定的只有一行，清单的合计行用标签", list: "C", fits: 1, total: 2, lines: "一、拨款 7", sums: "B% 7，D% ?", rows: `
		一、拨款 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}} | =D1/B1
		合计 | =SUM(B1) | 合计 | {{收入@合计.金额¦印零}} | =SUM(E1)`},
	{name: "合并的格子", list: "D", fits: 3, total: 5, lines: "一、拨款 7，二、其他 5，其他收入", sums: "C% 18，F% ?", rows: `
		收入 |  |  | 支出 |
		财政 | 一、拨款 | {{总额.本年}} | {{收入@项.名称}} |  | {{收入@项.金额}}
		 | 二、其他 | 5
		其他收入 |  | 6
		合计 |  | =SUM(C2:C4) | 合计 |  | =SUM(F2)`,
		merges: []string{"A1:C1", "D1:F1", "A2:A3", "D2:E2", "D3:E3", "A4:B4", "D4:E4", "A5:B5", "D5:E5"}},
	{name: "竖排的大类", list: "E", fits: 2, total: 3, lines: "收入 一、拨款，一、拨款 7，二、其他 5", sums: "C% 12，F% ?", rows: `
		收入 | 一、拨款 | {{总额.本年}} | 支出 | {{收入@项.名称}} | {{收入@项.金额}}
		 | 二、其他 | 5
		合计 |  | =SUM(C1:C2) | 合计 |  | =SUM(F1)`,
		merges: []string{"A1:A2", "D1:D2"}},
	{name: "固定的数夹在清单里", list: "A", fits: 1, total: 2, sums: "C% ?", rows: `
		{{收入@项.名称}} | {{总额.本年}} | {{收入@项.金额}} | =C1/B1
		合计 |  | =SUM(C1) | =SUM(D1)`},
	{name: "固定的只有文字和数", list: "C", fits: 3, total: 4, lines: "一 3，三 4", sums: "B% 7，D% ?", rows: `
		一 | 3 | {{收入@项.名称}} | {{收入@项.金额}}
		二 |
		三 | 4
		合计 | =SUM(B1:B3) | 合计 | =SUM(D1)`},
	{name: "一行紧跟清单", list: "C", fits: 3, behind: 1, total: 6, lines: "一、拨款 7，二、其他 5，三、其他 6，四、其他 7，年终结转 3", sums: "B% 25，D% ?", rows: `
		收入 | 金额 | 支出 | 金额
		一、拨款 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}}
		二、其他 | 5 | 年终结转{{收入@合计.金额¦不印}} | 3
		三、其他 | 6
		四、其他 | 7
		合计 | =SUM(B2:B5) | 合计 | =SUM(D2:D5)-D3`},
	{name: "两行紧跟清单，上面有合计", list: "A", fits: 1, behind: 2, total: 5, lines: "一、甲 7，二、乙 5，三、丙 6，四、丁 7，结转 3，其中 14", sums: "B% ?，D% 25", rows: `
		本年支出 | {{收入@合计.金额}} | 一、甲 | {{总额.本年}}
		{{收入@项.名称}} | {{收入@项.金额}} | 二、乙 | 5
		结转{{收入@合计.金额¦不印}} | 3 | 三、丙 | 6
		其中{{收入@合计.金额¦不印}} | =D1*2 | 四、丁 | 7
		合计 | =B1+B3-3 | 合计 | =SUM(D1:D4)`},
	{name: "紧跟清单的一行算清单的数", list: "A", fits: 1, behind: 1, total: 3, lines: "一、甲 7，二、乙 5，其余 100", sums: "B% ?，D% 12", rows: `
		{{收入@项.名称}} | {{收入@项.金额}} | 一、甲 | {{总额.本年}}
		其余{{收入@合计.金额¦不印}} | =100+SUM(B1)-SUM(B1:B1) | 二、乙 | 5
		合计 | =SUM(B1) | 合计 | =SUM(D1:D2)`},
	{name: "固定的从下一行开始", list: "C", fits: 3, total: 4, lines: "一 7，二 4", sums: "B% 11，D% ?", rows: `
		 |  | {{收入@项.名称}} | {{收入@项.金额}}
		一 | {{总额.本年}}
		二 | 4
		合计 | =SUM(B1:B3) | 合计 | =SUM(D1)`},
	{name: "单位写在每一行", list: "D", fits: 2, total: 4, lines: "一、甲 7，二、乙 5", sums: "B% 12，E% ?", rows: `
		收入 | 金额 | 单位 | 支出 | 金额 | 单位
		一、甲 | {{总额.本年}} | 万元 | {{收入@项.名称}} | {{收入@项.金额}} | 万元
		二、乙 | 5 | 万元 |  |  | 万元
		合计 | =SUM(B2:B3) | 万元 | 合计 | =SUM(E2:E3) | 万元`},
	{name: "公式写在每一行", list: "D", fits: 2, total: 4, lines: "一、甲 7，二、乙 10", sums: "B% 17，E% ?", rows: `
		收入 | 金额 | 加倍 | 支出 | 金额 | 比例
		一、甲 | {{总额.本年}} | =B2*2 | {{收入@项.名称}} | {{收入@项.金额}} | =IF(E$4=0,0,E2/E$4)
		二、乙 | 10 | =B3*2 |  |  | =IF(E$4=0,0,E3/E$4)
		合计 | =SUM(B2:B3) | =SUM(C2:C3) | 合计 | =SUM(E2:E3) | =SUM(F2:F3)`},
}

// book fills the form with so many records.
func (x *besideForm) book(t *testing.T, n int) *excelize.File {
	t.Helper()
	tpl := template(t, x.rows, func(f *excelize.File) {
		for _, m := range x.merges {
			from, to, _ := strings.Cut(m, ":")
			must(t, f.MergeCell("Sheet1", from, to))
		}
		digits(t, f, "Sheet1")
	})
	return render(t, tpl, long(n, min(n, 2)))
}

// digits makes numbers of the cells that hold digits alone.
func digits(t *testing.T, f *excelize.File, sheet string) {
	t.Helper()
	rows, err := f.GetRows(sheet)
	must(t, err)
	for r, row := range rows {
		for c, text := range row {
			if d, err := strconv.Atoi(text); err == nil {
				must(t, f.SetCellValue(sheet, a1.Name(c+1, r+1), d))
			}
		}
	}
}

var besideLengths = func(x besideForm) []int { return []int{0, 1, x.fits, x.fits + 1, 40} }

func TestEachSideOfATableKeepsItsOwnRows(t *testing.T) {
	for _, x := range besideForms {
		for _, n := range besideLengths(x) {
			t.Run(fmt.Sprint(x.name, n), func(t *testing.T) {
				f := x.book(t, n)
				cell := func(at string) string {
					v, err := f.GetCellValue("Sheet1", at, excelize.Options{RawCellValue: true})
					must(t, err)
					return v
				}
				rows, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
				must(t, err)
				right := map[string][]string{}
				for _, row := range rows {
					for c, text := range row {
						if text != "" {
							right[text] = append(right[text], strings.Join(append(row, "")[c+1:c+2], ""))
						}
					}
				}
				for _, line := range strings.FieldsFunc(x.lines, func(r rune) bool { return r == '，' }) {
					label, want, _ := strings.Cut(line, " ")
					if got := right[label]; !slices.Equal(got, []string{want}) {
						t.Errorf("「%s」 stands %d times, with %v; want %s", label, len(got), got, want)
					}
				}
				top := x.total - x.fits - x.behind
				for i := 1; i <= n; i++ {
					if got := cell(fmt.Sprint(x.list, top+i-1)); got != fmt.Sprint("项", i) {
						t.Errorf("%s%d is 「%s」, want 项%d", x.list, top+i-1, got, i)
					}
				}
				total := x.total + max(0, n-x.fits)
				for _, r := range long(n, min(n, 2)).Lists["支出"].Records {
					if strings.Contains(x.levels, strconv.Itoa(r.Level)) {
						top++
					}
				}
				total = max(total, top)
				for _, sum := range strings.Split(x.sums, "，") {
					at, want, _ := strings.Cut(strings.NewReplacer("%", fmt.Sprint(total), "?", fmt.Sprint(n*(n+1)/2)).Replace(sum), " ")
					if got := cell(at); got != want {
						t.Errorf("%s is 「%s」, want %s", at, got, want)
					}
				}
				if t.Failed() {
					t.Log(show(t, f, "Sheet1"))
				}
			})
		}
	}
}

// besideFiles writes each form with each length, and gives the files in that order.
func besideFiles(t *testing.T, folder string) (files []string) {
	t.Helper()
	for i, x := range besideForms {
		for _, n := range besideLengths(x) {
			file := filepath.Join(folder, fmt.Sprintf("%02d-%02d.xlsx", i, n))
			must(t, x.book(t, n).SaveAs(file))
			files = append(files, file)
		}
	}
	return files
}

func TestTablesWithSidesGiveTheSameValuesInLibreOffice(t *testing.T) {
	files := besideFiles(t, t.TempDir())
	books := proof.Values(t, files...)
	for i, book := range proof.Values(t, inLibreOffice(t, files)...) {
		for cell, want := range books[i].Sheets[0].Cells {
			if got := book.Sheets[0].Cells[cell]; got.Value != want.Value && !near(got.Value, want.Value) {
				t.Errorf("%s: %s is 「%s」, in LibreOffice 「%s」", filepath.Base(files[i]), cell, want.Value, got.Value)
			}
		}
	}
}

func near(a, b string) bool {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && math.Abs(x-y) < 1e-12*max(1, math.Abs(x))
}

// inLibreOffice are files as LibreOffice saves them.
func inLibreOffice(t *testing.T, files []string) (saved []string) {
	t.Helper()
	folder := proof.Convert(t, "xlsx", files...)
	for _, f := range files {
		saved = append(saved, filepath.Join(folder, filepath.Base(f)))
	}
	return saved
}

func mergesOf(t *testing.T, f *excelize.File, sheet ...string) string {
	t.Helper()
	merges, err := f.GetMergeCells(append(sheet, "Sheet1")[0])
	must(t, err)
	var out []string
	for _, m := range merges {
		out = append(out, m[0])
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func formNamed(t *testing.T, name string) *besideForm {
	t.Helper()
	for i := range besideForms {
		if besideForms[i].name == name {
			return &besideForms[i]
		}
	}
	t.Fatalf("no form %s", name)
	return nil
}

func TestMergedCellsOfBothSidesStayWhole(t *testing.T) {
	for _, x := range []struct {
		form string
		n    int
		want string
	}{
		{"合并的格子", 0, "A1:C1 A2:A3 A4:B4 A5:B5 D1:F1 D2:E2 D3:E3 D4:E4 D5:E5"},
		{"合并的格子", 5, "A1:C1 A2:A3 A4:B4 A5:B5 A6:B6 A7:B7 D1:F1 D2:E2 D3:E3 D4:E4 D5:E5 D6:E6 D7:E7"},
		{"竖排的大类", 0, "A1:A2 D1:D2"},
		{"竖排的大类", 1, "A1:A2 D1:D2"},
		{"竖排的大类", 5, "A1:A5 D1:D5"},
	} {
		if got := mergesOf(t, formNamed(t, x.form).book(t, x.n)); got != x.want {
			t.Errorf("%s %d: merges are %s, want %s", x.form, x.n, got, x.want)
		}
	}
}

func TestRowsOfBothSidesCountForTheWholeSide(t *testing.T) {
	x := formNamed(t, "固定项目下面还有空行")
	expect(t, x.book(t, 1), "Sheet1", `
		收入 | 金额 | 支出 | 金额
		一、拨款 | 7 | 项1 | 1
		二、其他 | 100


		合计 | =SUM(B2:B5)→107 | 合计 | =SUM(D2:D5)→1`)
	expect(t, x.book(t, 5), "Sheet1", `
		收入 | 金额 | 支出 | 金额
		一、拨款 | 7 | 项1 | 1
		二、其他 | 100 | 项2 | 2
		 |  | 项3 | 3
		 |  | 项4 | 4
		 |  | 项5 | 5
		合计 | =SUM(B2:B6)→107 | 合计 | =SUM(D2:D6)→15`)
	expect(t, formNamed(t, "单位写在每一行").book(t, 3), "Sheet1", `
		收入 | 金额 | 单位 | 支出 | 金额 | 单位
		一、甲 | 7 | 万元 | 项1 | 1 | 万元
		二、乙 | 5 | 万元 | 项2 | 2 | 万元
		 |  |  | 项3 | 3 | 万元
		合计 | =SUM(B2:B4)→12 | 万元 | 合计 | =SUM(E2:E4)→6 | 万元`)
	expect(t, formNamed(t, "固定的只有一行，清单的合计行用标签").book(t, 2), "Sheet1", `
		一、拨款 | 7 | 项1 | 1 | =D1/B1→0.142857142857143
		 |  | 项2 | 2 | =D2/B1→0.285714285714286
		合计 | =SUM(B1)→7 | 合计 | =SUM(D1:D2)→3 | =SUM(E1:E2)→0.428571428571429`)
	expect(t, formNamed(t, "固定的数夹在清单里").book(t, 2), "Sheet1", `
		项1 | 7 | 1 | =C1/B1→0.142857142857143
		项2 |  | 2 | =C2/B1→0.285714285714286
		合计 |  | =SUM(C1:C2)→3 | =SUM(D1:D2)→0.428571428571429`)
}

func TestALineThatIsNotPrintedLeavesNoGapBesideAList(t *testing.T) {
	tpl := template(t, `
		一、拨款 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}}
		二、人均 | {{无¦零行不印}}
		三、两项 | =B1*2
		合计 | =SUM(B1:B3) | 合计 | =SUM(D1)`, nil)
	expect(t, render(t, tpl, long(1, 0)), "Sheet1", `
		一、拨款 | 7 | 项1 | 1
		三、两项 | =B1*2→14
		合计 | =SUM(B1:B2)→21 | 合计 | =SUM(D1)→1`)
	expect(t, render(t, tpl, long(3, 0)), "Sheet1", `
		一、拨款 | 7 | 项1 | 1
		三、两项 | =B1*2→14 | 项2 | 2
		 |  | 项3 | 3
		合计 | =SUM(B1:B3)→21 | 合计 | =SUM(D1:D3)→6`)
}

func TestWhatPrintsOncePerRecordStaysWithTheRecord(t *testing.T) {
	for rows, want := range map[string]string{
		"{{部门名称}} | {{收入@项.名称}} | {{收入@项.金额}} | 元 | =C1/C$2\n合计 |  | =SUM(C1)": "某局 | 项1 | 1 | 元 | =C1/C$3→0.333333333333333\n某局 | 项2 | 2 | 元 | =C2/C$3→0.666666666666667\n合计 |  | =SUM(C1:C2)→3",
		"本级 | {{收入@项.名称}} | {{收入@项.金额}}\n注：本表":                                 "本级 | 项1 | 1\n本级 | 项2 | 2\n注：本表",
		"{{收入@项.名称}} | {{收入@项.金额}} | 甲\n\n |  | 制表人":                           "项1 | 1 | 甲\n项2 | 2 | 甲\n\n |  | 制表人",
		"{{收入@项.名称}} | {{收入@项.金额}} | {{收入[项2].名称}}\n尾":                         "项1 | 1 | 项2\n项2 | 2 | 项2\n尾",
	} {
		expect(t, render(t, template(t, rows, nil), long(2, 0)), "Sheet1", want)
	}
}

func TestThousandsOfRecordsStandBesideFixedLines(t *testing.T) {
	f := formNamed(t, "左边固定").book(t, 5000)
	for at, want := range map[string]string{"A5002": "合计", "B5002": "214", "C5001": "项5000", "D5002": "12502500", "A5003": "差"} {
		if got, _ := f.GetCellValue("Sheet1", at, excelize.Options{RawCellValue: true}); got != want {
			t.Errorf("%s is 「%s」, want %s", at, got, want)
		}
	}
}

func TestARecordsCellMergedWithTheRowBelowIsABlock(t *testing.T) {
	tpl := template(t, `
		名称 | 金额
		{{收入@项.名称}} | {{收入@项.金额}} | =B2*2
		 |  | 元
		合计 | =SUM(B2) | =SUM(C2)`, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A2", "A3"))
		must(t, f.MergeCell("Sheet1", "B2", "B3"))
	})
	for n, want := range map[int]string{0: "A2:A3 B2:B3", 1: "A2:A3 B2:B3", 3: "A2:A3 A4:A5 A6:A7 B2:B3 B4:B5 B6:B7"} {
		f := render(t, tpl, long(n, 0))
		if got := mergesOf(t, f); got != want {
			t.Errorf("%d: merges are %s, want %s", n, got, want)
		}
		if got, _ := f.GetCellValue("Sheet1", fmt.Sprint("B", 2+2*max(n, 1))); got != fmt.Sprint(n*(n+1)/2) {
			t.Errorf("%d: total is %s", n, got)
			t.Log(show(t, f, "Sheet1"))
		}
	}
}

func TestARecordsCellMergedWithATotalIsRefused(t *testing.T) {
	_, problems := try(t, template(t, `
		{{收入@项.名称}} | {{收入@项.金额}}
		 | =SUM(B1)`, func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A1", "A2")) }), long(2, 0))
	if len(problems) != 1 || problems[0].Code != "merge-crossed" || problems[0].Place.String() != "Sheet1!A1" {
		t.Errorf("%v", problems)
	}
}

func TestATemplateTellsWhatStandsBesideWhat(t *testing.T) {
	c, _, err := fill.Compile(template(t, formNamed(t, "固定、清单、固定").rows, nil), schema)
	must(t, err)
	all := c.Beside()
	if len(all) != 1 || all[0].String() != "C:E 列按视图 收入 往下排；A:B、F:G 列是固定的项目，各印一次" || all[0].Rows != [2]int{2, 3} {
		t.Errorf("%+v", all)
	}
}

func TestABlankRowThatTheFormHasMergedHidesNoRecord(t *testing.T) {
	tpl := template(t, `
		项目 | 金额 | 事项 | 数
		一、 | {{总额.本年}} | {{收入@项.名称}} | {{收入@项.金额}}
		二、 | {{总额.本年}}
		 |
		合计 | =SUM(B2:B4) | 合计 | =SUM(D2)`, func(f *excelize.File) {
		must(t, f.MergeCell("Sheet1", "A4", "D4"))
	})
	if got := mergesOf(t, render(t, tpl, long(1, 0))); got != "A4:D4" {
		t.Errorf("a blank row is merged as %s", got)
	}
	f := render(t, tpl, long(5, 0))
	if got := mergesOf(t, f); got != "" {
		t.Errorf("records stand below %s", got)
	}
}

func TestRowsThatTheFileLeavesOutPushNoFormattedRowAway(t *testing.T) {
	f := render(t, template(t, `
		一、财政 | {{总额.本年}} | {{支出@类.名称}} | {{支出@类.合计}}
		二、其他 | 1

		合计 | =SUM(B1:B3) |  | {{支出@合计.合计}}`, func(f *excelize.File) {
		for row := 5; row <= 7; row++ { // blank, behind all that holds anything
			must(t, f.SetRowHeight("Sheet1", row, float64(10*row)))
		}
	}), data())
	for row := 5; row <= 7; row++ {
		if got, _ := f.GetRowHeight("Sheet1", row); got != float64(10*row) {
			t.Errorf("row %d is %v high", row, got)
		}
	}
}

// TestTotalsOfTwoListsInOneRowStayThere has the lists' own totals side by side below
// them: whichever list is longer, or has no records, they are printed in one row.
func TestTotalsOfTwoListsInOneRowStayThere(t *testing.T) {
	form := `
		收入 | 金额 | 支出 | 金额
		{{收入@项.名称}} | {{收入@项.金额}} | {{支出@类.名称}} | {{支出@类.基本}}
		 |  | {{支出@款.名称}} | {{支出@款.基本}}
		收入合计 | {{收入@合计.金额}} | 支出合计 | {{支出@合计.基本}}
		注：两边相等`
	for _, x := range []struct {
		n, m int
		want string
	}{
		{1, 1, `
			收入 | 金额 | 支出 | 金额
			项1 | 1 | 类1
			 |  | 款1 1
			 |  | 类2
			 |  | 款2 1
			收入合计 | 1 | 支出合计
			注：两边相等`},
		{5, 0, `
			收入 | 金额 | 支出 | 金额
			项1 | 1
			项2 | 2
			项3 | 3
			项4 | 4
			项5 | 5
			收入合计 | 15 | 支出合计
			注：两边相等`},
	} {
		f := render(t, template(t, form, nil), long(x.n, x.m))
		rows, err := f.GetRows("Sheet1")
		must(t, err)
		var got []string
		for _, row := range rows {
			got = append(got, "\t\t\t"+strings.TrimRight(strings.Join(row, " | "), " |"))
		}
		want := strings.TrimPrefix(x.want, "\n")
		if text := strings.Join(got, "\n"); text != want {
			t.Errorf("%d and %d records:\n%s\nwant\n%s", x.n, x.m, text, want)
		}
	}
}
