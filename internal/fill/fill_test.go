package fill_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

func TestScalarsStandAnywhereInText(t *testing.T) {
	f := render(t, template(t, `{{年度}}年 {{部门名称}}：{{总额.本年}}万元 | ｛｛年度｝｝ | {{总额.本年}} | {{总额.本年¦元}}`, nil), data())
	expect(t, f, "Sheet1", `2026年 某局：7.00万元 | 2026 | 7 | 70000`)
}

func TestLevelsTakeTheRowOfTheirLevelAndParentsAddUpTheirChildren(t *testing.T) {
	f := render(t, template(t, `
		编码 | 合计
		合计 | {{支出@合计.合计}}
		{{支出@类.编码}} | {{支出@类.合计}}
		{{支出@款.名称}} | {{支出@款.合计}}
		注 | =B2`, nil), data())
	expect(t, f, "Sheet1", `
		编码 | 合计
		合计 | =SUM(B3,B6)→7
		201 | =SUM(B4:B5)→3
		人大 | 1
		政协 | 2
		204 | =SUM(B7)→4
		=武警 | 4
		注 | =B2→7`)
}

func TestALevelBelowItsChildrenInTheTemplatePrintsBelowThem(t *testing.T) {
	f := render(t, template(t, `
		{{支出@款.编码}} | {{支出@款.合计}}
		小计 | {{支出@类.合计}}
		合计 | {{支出@合计.合计}}`, nil), data())
	expect(t, f, "Sheet1", `
		20101 | 1
		20102 | 2
		小计 | =SUM(B1:B2)→3
		20401 | 4
		小计 | =SUM(B4)→4
		合计 | =SUM(B3,B5)→7`)
}

func TestALevelAboveAndBelowItsChildrenPrintsInBothPlaces(t *testing.T) {
	f := render(t, template(t, `
		总计 | {{支出@合计.合计}}
		{{支出@类.编码}} | {{支出@类.合计}}
		{{支出@款.编码}} | {{支出@款.合计}}
		小计 | {{支出@类.合计}}
		合计 | {{支出@合计.合计}}
		差 | =B1-B5`, nil), data())
	expect(t, f, "Sheet1", `
		总计 | =SUM(B2,B6)→7
		201 | =SUM(B3:B4)→3
		20101 | 1
		20102 | 2
		小计 | =SUM(B3:B4)→3
		204 | =SUM(B7)→4
		20401 | 4
		小计 | =SUM(B7)→4
		合计 | =SUM(B2,B6)→7
		差 | =B1-B9→0`)
}

func TestARowWithoutLevelPrintsAllLevelsThatHaveNoRowOfTheirOwn(t *testing.T) {
	f := render(t, template(t, `
		合计 | {{支出@合计.合计}}
		{{支出.编码}} | {{支出.合计}}`, nil), data())
	expect(t, f, "Sheet1", `
		合计 | =SUM(B2,B5)→7
		201 | =SUM(B3:B4)→3
		20101 | 1
		20102 | 2
		204 | =SUM(B6)→4
		20401 | 4`)
}

func TestLevelsThatAreNotPrintedAreSkippedInSums(t *testing.T) {
	f := render(t, template(t, `
		合计 | {{支出@合计.合计}}
		{{支出@款.编码}} | {{支出@款.合计}}`, nil), data())
	expect(t, f, "Sheet1", `
		合计 | =SUM(B2:B4)→7
		20101 | 1
		20102 | 2
		20401 | 4`)
}

func TestFormulasFollowTheRowsWithinAndAcrossSheets(t *testing.T) {
	tpl := template(t, `
		{{支出@类.编码}} | {{支出@类.合计}} | =B1*2 | =SUM(B2) | =B1/$B$3
		{{支出@款.编码}} | {{支出@款.合计}} | =B2/B1 | =$B2+B$3
		合计 | =SUM(B2) | =SUM(B1:B2) | =SUM(B1,B2) | =C1`, func(f *excelize.File) {
		if _, err := f.NewSheet("汇 总"); err != nil {
			t.Fatal(err)
		}
		put(t, f, "汇 总", `=Sheet1!B3 | =SUM(Sheet1!B2) | =MAX(Sheet1!B1:B3) | =IF(A1="",1,"B1") | =COUNTA(Sheet1!A:A)`)
	})
	f := render(t, tpl, data())
	expect(t, f, "Sheet1", `
		201 | =SUM(B2:B3)→3 | =B1*2→6 | =SUM(B2:B3)→3 | =B1/$B$6→0.428571428571429
		20101 | 1 | =B2/B1→0.333333333333333 | =$B2+B$6→8
		20102 | 2 | =B3/B1→0.666666666666667 | =$B3+B$6→9
		204 | =SUM(B5)→4 | =B4*2→8 | =SUM(B5)→4 | =B4/$B$6→0.571428571428571
		20401 | 4 | =B5/B4→1 | =$B5+B$6→11
		合计 | =SUM(B2:B3,B5)→7 | =SUM(B1:B5)→14 | =SUM(B1,B4,B2:B3,B5)→14 | =C1→6`)
	expect(t, f, "汇 总", `=Sheet1!B6→7 | =SUM(Sheet1!B2:B3,Sheet1!B5)→7 | =MAX(Sheet1!B1:B6)→7 | =IF(A1="",1,"B1")→B1 | =COUNTA(Sheet1!A:A)→6`)
}

func TestTwoListsRunSideBySideAtTheirOwnLengths(t *testing.T) {
	f := render(t, template(t, `
		收入 | 金额 | 支出 | 金额
		{{收入@项.名称}} | {{收入@项.金额}} | {{支出@款.名称}} | {{支出@款.合计}}
		合计 | =SUM(B2) | 合计 | =SUM(D2)`, func(f *excelize.File) {
		if err := f.MergeCell("Sheet1", "A3", "A3"); err != nil {
			t.Fatal(err)
		}
	}), data())
	expect(t, f, "Sheet1", `
		收入 | 金额 | 支出 | 金额
		甲收入 | 0.5 | 人大 | 1
		 |  | 政协 | 2
		 |  | =武警 | 4
		合计 | =SUM(B2)→0.5 | 合计 | =SUM(D2:D4)→7`)
}

func TestATableWithoutDataKeepsItsFormAndSaysSo(t *testing.T) {
	tpl := template(t, `
		合计 | {{支出@合计.合计}} | =SUM(B3)
		{{支出@类.编码}} | {{支出@类.合计}}
		{{支出@款.编码}} | {{支出@款.合计}} | =B3
		{{空表注}}
		末行`, nil)
	expect(t, render(t, tpl, empty()), "Sheet1", `
		合计 |  | =SUM(B2)→0

		注：本表无数据
		末行`)
	expect(t, render(t, tpl, data()), "Sheet1", `
		合计 | =SUM(B2,B5)→7 | =SUM(B3:B4,B6)→7
		201 | =SUM(B3:B4)→3
		20101 | 1 | =B3→1
		20102 | 2 | =B4→2
		204 | =SUM(B6)→4
		20401 | 4 | =B6→4
		末行`)
}

func TestPicksTakeOneOrSeveralRecordsByKey(t *testing.T) {
	f := render(t, template(t, `{{支出[201].合计}} | {{支出[201、204].合计}} | {{支出[204].名称}} | {{支出[299].合计}} | {{支出[合计].基本}}`, nil), data())
	expect(t, f, "Sheet1", `3 | 7 | 公安 |  | 3.5`)
}

func TestAPickOfAParentAddsUpTheCellsThatShowItsChildren(t *testing.T) {
	f := render(t, template(t, `
		总计 | {{支出[合计].合计}} | {{支出[201].基本}} | {{支出[合计].合计¦元}}
		{{支出@类.编码}} | 见右 | {{支出@类.合计}}`, nil), data())
	expect(t, f, "Sheet1", `
		总计 | =SUM(C2:C3)→7 | 1.5 | 70000
		201 | 见右 | 3
		204 | 见右 | 4`)
}

func TestMoneyThatNoRowShowsIsFound(t *testing.T) {
	for rows, want := range map[string]int{
		"一般 | {{支出[201].合计}}": 1, "一般 | {{支出[201、204].合计}}": 0, "一般 | {{支出[201].合计}} | {{支出[合计].合计}}": 0,
		"{{支出[201].合计}}\n{{支出@类.合计}}": 0,
	} {
		c, _, err := fill.Compile(template(t, rows, nil), schema)
		if err != nil {
			t.Fatal(err)
		}
		gaps := c.Gaps(data())
		if len(gaps) != want || want > 0 && (gaps[0] != fill.Gap{Sheet: "Sheet1", List: "支出", Record: 4}) {
			t.Errorf("%s: %v", rows, gaps)
		}
	}
}

func TestOnlyMoneyOfTheColumnsThatASheetPrintsIsLost(t *testing.T) {
	for rows, want := range map[string]int{"一般 | {{支出[201].基本}}": 0, "一般 | {{支出[201].基本}} | {{支出[201].合计}}": 1} {
		c, _, err := fill.Compile(template(t, rows, nil), schema)
		if err != nil {
			t.Fatal(err)
		}
		d := data()
		for i := range d.Lists["支出"].Records[4:] {
			d.Lists["支出"].Records[4+i].Amounts[1] = 0
		}
		if gaps := c.Gaps(d); len(gaps) != want {
			t.Errorf("%s: %v, want %d", rows, gaps, want)
		}
	}
}

func TestBlocksOfRowsRepeatWithTheirMerges(t *testing.T) {
	f := render(t, template(t, `
		表头
		{{支出@款.编码}} | {{支出@款.名称}}
		金额 | {{支出@款.合计}} | =B3+1
		尾`, func(f *excelize.File) {
		for _, m := range [][2]string{{"D2", "D3"}, {"A1", "D1"}, {"E1", "E4"}} {
			if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
				t.Fatal(err)
			}
		}
	}), data())
	expect(t, f, "Sheet1", `
		表头
		20101 | 人大
		金额 | 1 | =B3+1→2
		20102 | 政协
		金额 | 2 | =B5+1→3
		20401 | =武警
		金额 | 4 | =B7+1→5
		尾`)
	if got, want := mergesOf(t, f), "A1:D1 D2:D3 D4:D5 D6:D7 E1:E8"; got != want {
		t.Errorf("merges %s, want %s", got, want)
	}
}

// scattered is data of n classes of 1 万元 with a row below each.
func scattered(n int) *tags.Data {
	d := data()
	l := &tags.List{Records: []tags.Record{{Parent: -1, Key: "合计", Texts: []string{"", ""}, Amounts: []budget.Fen{budget.Fen(n) * 1e6, 0}}}}
	for range n {
		l.Records = append(l.Records, tags.Record{Level: 1, Parent: 0, Key: "x", Texts: []string{"x", ""}, Amounts: []budget.Fen{1e6, 0}})
		l.Records = append(l.Records, tags.Record{Level: 2, Parent: len(l.Records) - 1, Key: "y", Texts: []string{"y", ""}, Amounts: []budget.Fen{1e6, 0}})
	}
	d.Lists["支出"] = l
	return d
}

func TestSumsOverManyRowsStayWithinExcelsArguments(t *testing.T) {
	d := scattered(600)
	f := render(t, template(t, `
		合计 | {{支出@合计.合计}} | =SUM(B2)
		{{支出@类.编码}} | {{支出@类.合计}}
		{{支出@款.编码}} | {{支出@款.合计}}`, nil), d)
	for _, cell := range []string{"B1", "C1"} {
		formula, _ := f.GetCellFormula("Sheet1", cell)
		value, _ := f.GetCellValue("Sheet1", cell)
		for _, call := range strings.Split(formula, "SUM(")[1:] {
			if n := strings.Count(call, ","); n > 254 {
				t.Errorf("%s has %d arguments", cell, n)
			}
		}
		if len(formula) > 8192 || value != "600" {
			t.Errorf("%s = %s, formula of %d characters", cell, value, len(formula))
		}
		if again, err := f.CalcCellValue("Sheet1", cell); err != nil || again != "600" {
			t.Errorf("%s recalculates to %s %v", cell, again, err)
		}
	}
}

func TestASumOverThousandsOfScatteredRowsStillFitsAFormula(t *testing.T) {
	d := scattered(3000)
	f := render(t, template(t, `
		合计 | {{支出@合计.合计}}
		{{支出@类.编码}} | {{支出@类.合计}}
		{{支出@款.编码}} | {{支出@款.合计}}`, nil), d)
	_, problems := try(t, template(t, "{{支出@类.合计}}\n{{支出@款.合计}}\n=SUM(A1)", nil), d)
	if len(problems) != 1 || problems[0].Code != "rows-many" {
		t.Errorf("a formula of the template over 3,000 scattered rows: %v", problems)
	}
	formula, _ := f.GetCellFormula("Sheet1", "B1")
	value, _ := f.GetCellValue("Sheet1", "B1")
	if formula != "SUM(B2:B6001)/2" || value != "3000" {
		t.Errorf("B1 =%.60s→%s", formula, value)
	}
}

func TestFormulasThatLookThingsUpAreComputed(t *testing.T) {
	f := render(t, template(t, `
		{{支出@款.编码}} | {{支出@款.合计}}
		=VLOOKUP("20102",A1:B1,2,FALSE) | =A2*2 | =SUMPRODUCT(B1:B1) | =TEXT(B2,"0.0")`, nil), data())
	expect(t, f, "Sheet1", `
		20101 | 1
		20102 | 2
		20401 | 4
		=VLOOKUP("20102",A1:B3,2,FALSE)→2 | =A4*2→4 | =SUMPRODUCT(B1:B3)→7 | =TEXT(B4,"0.0")→4.0`)
}

func TestFormulasThatFailStopTheTable(t *testing.T) {
	for formula, code := range map[string]string{`=A1+"x"`: "formula-error", "=没有的表!A1": "formula-error", "=B1+1": "formula-circle"} {
		b, problems := try(t, template(t, "{{总额.本年}} | "+formula, nil), data())
		if b != nil || len(problems) == 0 || problems[0].Code != code || problems[0].Place.String() != "Sheet1!B1" {
			t.Errorf("%s: %v", formula, problems)
		}
	}
}

func TestUnknownTagsAreReportedWithTheirCellAndTheNearestName(t *testing.T) {
	_, problems := try(t, template(t, `
		{{年 度}} | {{支出表.合计}} | {{支出@项.合计}}
		{{支出.金额合计}} | {{年度¦大写}} | {{支出@类.合计}} | {{收入.名称}} | {{支出@类.编码}}
		{{支出@类.编码}} | {{支出@款.编码}}`, nil), data())
	want := []string{
		"Sheet1!A1 标签 {{年 度}} 不认识；是不是“年度”？",
		"Sheet1!B1 标签 {{支出表.合计}} 里没有“支出表”这个视图；是不是“支出”？",
		"Sheet1!C1 标签 {{支出@项.合计}} 里没有“项”这个层级",
		"Sheet1!A2 标签 {{支出.金额合计}} 里的“金额合计”不是视图 支出 的列；是不是“合计”？",
		"Sheet1!B2 标签 {{年度|大写}} 里没有“大写”这种修饰；是不是“中文大写”？",
		"Sheet1!B3 标签 {{支出@款.编码}} 与同一行里的其他标签不是一个层级",
		"Sheet1!E2 视图 支出 的标签夹在视图 收入 的列中间",
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Place.String()+" "+p.Message)
	}
	for _, w := range want {
		found := false
		for _, g := range got {
			found = found || g == w
		}
		if !found {
			t.Errorf("no finding 「%s」 in\n%s", w, strings.Join(got, "\n"))
		}
	}
}

func TestTextNeverBecomesAFormulaOrANumber(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = "=1+1"
	d.Lists["支出"].Records[2].Texts[1] = "+5%"
	d.Lists["支出"].Records[3].Texts[1] = "第一行\n<第二行> & _x000D_"
	f := render(t, template(t, `
		{{部门名称}}
		{{支出@款.名称}}`, nil), d)
	expect(t, f, "Sheet1", "=1+1\n+5%\n第一行\n<第二行> & _x000D_\n=武警")
	for _, cell := range []string{"A1", "A2", "A3", "A4"} {
		if formula, _ := f.GetCellFormula("Sheet1", cell); formula != "" {
			t.Errorf("%s became =%s", cell, formula)
		}
		if kind, _ := f.GetCellType("Sheet1", cell); kind != excelize.CellTypeSharedString {
			t.Errorf("%s is of type %d", cell, kind)
		}
	}
}

func TestEqualInputsGiveEqualBytes(t *testing.T) {
	tpl := template(t, `{{支出.编码}} | {{支出.合计}} | =SUM(B1)`, nil)
	a, _ := try(t, tpl, data())
	b, _ := try(t, tpl, data())
	if a == nil || !bytes.Equal(a, b) {
		t.Error("two runs differ")
	}
}
