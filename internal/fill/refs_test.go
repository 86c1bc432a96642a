package fill_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

// incomes is data whose 收入 has n records of 1, 2, 3 … 万元, called 甲1, 甲2 ….
func incomes(n int) *tags.Data {
	d := data()
	l := d.Lists["收入"]
	l.Records = l.Records[:1]
	total := budget.Fen(0)
	for i := 1; i <= n; i++ {
		amount := budget.Fen(i * 1e6)
		total += amount
		name := fmt.Sprintf("甲%d", i)
		l.Records = append(l.Records, tags.Record{Level: 1, Parent: 0, Key: name, Texts: []string{name, "收入"}, Amounts: []budget.Fen{amount}})
	}
	l.Records[0].Amounts = []budget.Fen{total}
	return d
}

func TestReferencesWithinAListFollowItsRecords(t *testing.T) {
	tpl := template(t, `
		编码 | 金额 | 累计 | 位次 | 占比 | 比上条 | 首条 | 至末
		{{收入@项.编码}} | {{收入@项.金额}} | =SUM(B$2:B2) | =RANK(B2,$B$2:$B$2) | =B2/SUM(B$2) | =N(B1)-B2 | =B$2 | =SUM(B2:B$2)
		合计 | =SUM(B2)`, nil)
	expect(t, render(t, tpl, incomes(3)), "Sheet1", `
		编码 | 金额 | 累计 | 位次 | 占比 | 比上条 | 首条 | 至末
		甲1 | 1 | =SUM(B$2:B2)→1 | =RANK(B2,$B$2:$B$4)→3 | =B2/SUM(B$2:B$4)→0.166666666666667 | =N(B1)-B2→-1 | =B$2→1 | =SUM(B2:B$4)→6
		甲2 | 2 | =SUM(B$2:B3)→3 | =RANK(B3,$B$2:$B$4)→2 | =B3/SUM(B$2:B$4)→0.333333333333333 | =N(B2)-B3→-1 | =B$2→1 | =SUM(B3:B$4)→5
		甲3 | 3 | =SUM(B$2:B4)→6 | =RANK(B4,$B$2:$B$4)→1 | =B4/SUM(B$2:B$4)→0.5 | =N(B3)-B4→-1 | =B$2→1 | =SUM(B4:B$4)→3
		合计 | =SUM(B2:B4)→6`)
}

func TestAnEmptyListThatIsReferredToKeepsABlankRow(t *testing.T) {
	tpl := template(t, `
		编码 | 金额
		{{收入@项.编码}} | {{收入@项.金额}} | =B2*2
		合计 | =SUM(B2) | =COUNTA(A2) | =SUMIF(A2:A2,"甲",B2:B2) | =SUBTOTAL(9,B2) | =B2+1 | =SUM(区)`, func(f *excelize.File) {
		if err := f.SetDefinedName(&excelize.DefinedName{Name: "区", RefersTo: "Sheet1!$B$2:$B$2"}); err != nil {
			t.Fatal(err)
		}
	})
	f := render(t, tpl, incomes(0))
	got := show(t, f, "Sheet1")
	want := "编码 | 金额\n\n合计 | =SUM(B2)→0 | =COUNTA(A2)→0 | =SUMIF(A2:A2,\"甲\",B2:B2)→0 | =SUBTOTAL(9,B2)→0 | =B2+1→1 | =SUM(区)→0\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, n := range f.GetDefinedName() {
		if n.RefersTo != "Sheet1!$B$2:$B$2" {
			t.Errorf("%s refers to %s", n.Name, n.RefersTo)
		}
	}
}

// The total of a list is printed even if nothing else of it is.
func TestATotalWithinAnEmptyListKeepsABlankRowToStandOn(t *testing.T) {
	tpl := template(t, `
		编码 | 金额 | 占比
		{{收入@项.编码}} | {{收入@项.金额}} | =B2/B$3
		合计 | {{收入@合计.金额}} | =SUM(C2:C2) | =COUNT(C$2:C$2) | =MAX(B2) | =IF(B3=0,0,B3/B3)`, nil)
	expect(t, render(t, tpl, incomes(0)), "Sheet1", `
		编码 | 金额 | 占比

		合计 |  | =SUM(C2:C2)→0 | =COUNT(C$2:C$2)→0 | =MAX(B2)→0 | =IF(B3=0,0,B3/B3)→0`)
	expect(t, render(t, tpl, incomes(2)), "Sheet1", `
		编码 | 金额 | 占比
		甲1 | 1 | =B2/B$4→0.333333333333333
		甲2 | 2 | =B3/B$4→0.666666666666667
		合计 | =SUM(B2:B3)→3 | =SUM(C2:C3)→1 | =COUNT(C$2:C$3)→2 | =MAX(B2:B3)→2 | =IF(B4=0,0,B4/B4)→1`)
	expect(t, render(t, template(t, `
		编码 | 金额
		{{收入@项.编码}} | {{收入@项.金额}} | =B2/B$3
		合计 | {{收入@合计.金额}} | =B3*2`, nil), incomes(0)), "Sheet1", `
		编码 | 金额
		合计 |  | =B2*2→0`)
}

func TestAnEmptyListThatNothingRefersToPrintsNoRow(t *testing.T) {
	f := render(t, template(t, `
		编码 | 金额
		{{收入@项.编码}} | {{收入@项.金额}} | =B2*2
		合计 | {{收入@合计.金额}}`, nil), incomes(0))
	expect(t, f, "Sheet1", `
		编码 | 金额
		合计`)
}

func TestReferencesFromOutsideMeanTheWholeListOrItsFirstRecord(t *testing.T) {
	tpl := template(t, `
		=SUM(B3:B3) | =B3 | =COUNTIF(B3,">1") | =SUM(区) | =ROWS(B3:B3) | =SUMPRODUCT((A3:A3="甲2")*B3:B3)
		编码 | 金额
		{{收入@项.编码}} | {{收入@项.金额}} | =ROW()-2
		合计 | =SUM(OFFSET(B2,1,0,COUNT(B3:B3),1)) | =INDIRECT("B3") | =SUM(INDEX(B3:B3,1):INDEX(B3:B3,ROWS(B3:B3)))`, func(f *excelize.File) {
		if err := f.SetDefinedName(&excelize.DefinedName{Name: "区", RefersTo: "Sheet1!$B$3"}); err != nil {
			t.Fatal(err)
		}
	})
	expect(t, render(t, tpl, incomes(3)), "Sheet1", `
		=SUM(B3:B5)→6 | =B3→1 | =COUNTIF(B3:B5,">1")→2 | =SUM(区)→6 | =ROWS(B3:B5)→3 | =SUMPRODUCT((A3:A5="甲2")*B3:B5)→2
		编码 | 金额
		甲1 | 1 | =ROW()-2→1
		甲2 | 2 | =ROW()-2→2
		甲3 | 3 | =ROW()-2→3
		合计 | =SUM(OFFSET(B2,1,0,COUNT(B3:B5),1))→6 | =INDIRECT("B3")→1 | =SUM(INDEX(B3:B5,1):INDEX(B3:B5,ROWS(B3:B5)))→6`)
}

func TestARunningTotalBelowATotalRowGoesFromRecordToRecord(t *testing.T) {
	f := render(t, template(t, `
		合计 | {{收入@合计.金额}}
		{{收入@项.编码}} | {{收入@项.金额}} | =N(C1)+B2 | =B2/B1`, nil), incomes(3))
	expect(t, f, "Sheet1", `
		合计 | =SUM(B2:B4)→6
		甲1 | 1 | =N(C1)+B2→1 | =B2/B1→0.166666666666667
		甲2 | 2 | =N(C2)+B3→3 | =B3/B1→0.333333333333333
		甲3 | 3 | =N(C3)+B4→6 | =B4/B1→0.5`)
}

func TestALevelWhoseRowsDoNotAdjoinIsNamedRowByRowOrRefused(t *testing.T) {
	rows := `
		{{支出@类.编码}} | {{支出@类.合计}} | =RANK(B1,B$1:B$1)
		{{支出@款.编码}} | {{支出@款.合计}}
		合计 | =SUM(B1) | =MAX(B2:B2) | %s`
	f := render(t, template(t, fmt.Sprintf(rows, `=COUNTIF(B1:B2,">1")`), nil), data())
	expect(t, f, "Sheet1", `
		201 | =SUM(B2:B3)→3 | =RANK(B1,(B$1:B$1,B$4:B$4))→2
		20101 | 1
		20102 | 2
		204 | =SUM(B5)→4 | =RANK(B4,(B$1:B$1,B$4:B$4))→1
		20401 | 4
		合计 | =SUM(B1,B4)→7 | =MAX(B2:B3,B5:B5)→4 | =COUNTIF(B1:B5,">1")→4`)
	if b, problems := try(t, template(t, fmt.Sprintf(rows, `=COUNTIF(B1:B1,">1")`), nil), data()); b != nil || !problems.HasErrors() {
		t.Errorf("a range over every second row went out: %v", problems)
	}
}

func TestAFormulaBeyondUsGoesOutWithoutAResultAndSaysSo(t *testing.T) {
	b, problems := try(t, template(t, "{{总额.本年}} | =YSGKXYZ(A1) | =B1+1 | =A1+1", nil), data())
	if b == nil || len(problems) != 2 || problems.HasErrors() {
		t.Fatalf("%v", problems)
	}
	f := reopened(t, b)
	expect(t, f, "Sheet1", `7 | =YSGKXYZ(A1)→ | =B1+1→ | =A1+1→8`)
}

func TestAFormulaThatLooksIntoARepeatedSheetSeesAllItsSheets(t *testing.T) {
	tpl := template(t, "=SUM('{{支出.名称}}'!B1) | ='{{支出.名称}}'!B1 | =COUNTA('{{支出.名称}}'!A1)", func(f *excelize.File) {
		if _, err := f.NewSheet("{{支出.名称}}"); err != nil {
			t.Fatal(err)
		}
		put(t, f, "{{支出.名称}}", "{{支出.名称}} | {{支出.合计}}")
	})
	d := data()
	d.Lists["支出"].Records = d.Lists["支出"].Records[:3]
	expect(t, render(t, tpl, d), "Sheet1", `=SUM(一般!B1,人大!B1)→4 | =一般!B1→3 | =COUNTA(一般!A1,人大!A1)→2`)
	expect(t, render(t, tpl, empty()), "Sheet1", `=SUM($XFD$1048576)→0 | =$XFD$1048576→0 | =COUNTA($XFD$1048576)→0`)
}

func TestANameOfOneCellOfAListMeansWhatItIsUsedFor(t *testing.T) {
	named := func(f *excelize.File) {
		if err := f.SetDefinedName(&excelize.DefinedName{Name: "金额", RefersTo: "Sheet1!$B$1"}); err != nil {
			t.Fatal(err)
		}
	}
	rows := "{{收入@项.编码}} | {{收入@项.金额}}\n"
	expect(t, render(t, template(t, rows+"=SUM(金额) | =COUNT((金额))", named), incomes(2)), "Sheet1", "甲1 | 1\n甲2 | 2\n=SUM(金额)→3 | =COUNT((金额))→2")
	expect(t, render(t, template(t, rows+"=金额*2 | =ROUND(金额,0)", named), incomes(2)), "Sheet1", "甲1 | 1\n甲2 | 2\n=金额*2→2 | =ROUND(金额,0)→1")
	if b, problems := try(t, template(t, rows+"=SUM(金额) | =金额*2", named), incomes(2)); b != nil || problems[0].Place.String() != "Sheet1!B2" || problems[0].Code != "name-both" {
		t.Error(problems)
	}
}

func TestTheReadingOfFormulasWarnsOfWhatWasProbablyNotMeant(t *testing.T) {
	tpl, problems, err := fill.Compile(template(t, `
		编码 | 金额 | 累计 | 位次 | 同名
		{{收入@项.名称¦合并}} | {{收入@项.金额}} | =SUM(B$2:B2) | =RANK(B2,B2:B2) | =COUNTIF(A$2:A$2,A2)
		合计 | =SUM(B2) | =B2*2 | =B3-1`, nil), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	var got []string
	for _, r := range tpl.Readings() {
		got = append(got, fmt.Sprintf("%s %v %s", r.Cell, r.Warn, r.Words))
	}
	want := []string{
		"C2 false B$2:B2 从第一条到本条",
		"D2 true B2 是本条；B2:B2 只是本条",
		"E2 true A$2:A$2 是“收入”的项全部各条；A2 是本条",
		"B3 false B2 是“收入”的项全部各条",
		"C3 true B2 只取“收入”的项第一条",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWhatAnArrayFormulaOnceGaveIsNoTag(t *testing.T) {
	tpl := template(t, `
		{{收入@项.编码}} | {{收入@项.金额}}
		合计 | =SUM(B1)
		 | {{收入@项.编码}} | {{收入@项.编码}}`, func(f *excelize.File) {
		kind, ref := excelize.STCellFormulaTypeArray, "A3:C3"
		if err := f.SetCellFormula("Sheet1", "A3", "A1:C1", excelize.FormulaOpts{Type: &kind, Ref: &ref}); err != nil {
			t.Fatal(err)
		}
	})
	f := render(t, tpl, incomes(2))
	if rows, err := f.GetRows("Sheet1"); err != nil || len(rows) != 4 {
		t.Error(rows, err)
	}
}

func TestWhatAFormulaSeesThroughANameIsToldAsItsTerms(t *testing.T) {
	tpl, problems, err := fill.Compile(template(t, `
		{{收入@项.编码}} | {{收入@项.金额}}
		合计 | =SUM(区) | =SUM(OFFSET(B1,0,0,2,1)) | =SUM(B:B)/2`, func(f *excelize.File) {
		if err := f.SetDefinedName(&excelize.DefinedName{Name: "区", RefersTo: "Sheet1!$B$1:$B$1"}); err != nil {
			t.Fatal(err)
		}
	}), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	shown, problems := tpl.Show(incomes(3))
	if shown == nil {
		t.Fatal(problems)
	}
	for col, want := range map[int]int{2: 3, 3: 2} {
		terms, adds := shown.Terms(shown.Sheets[0].At(col, 4))
		if len(terms) != want || !adds {
			t.Errorf("column %d has %d terms, adds %v", col, len(terms), adds)
		}
	}
}

// A total that stands above and below its parts is printed twice, and a formula in any row
// of the list may look at either.
func TestATotalThatIsPrintedTwiceIsFoundInBothPlaces(t *testing.T) {
	tpl := template(t, `
		编码 | 金额
		合计 | {{收入@合计.金额}} | =B2/B4 | =B4-B2
		{{收入@项.编码}} | {{收入@项.金额}} | =B3/B2 | =B3/B4
		总计 | {{收入@合计.金额}} | =B4/B2 | =B2-B4`, nil)
	expect(t, render(t, tpl, incomes(2)), "Sheet1", `
		编码 | 金额
		合计 | =SUM(B3:B4)→3 | =B2/B5→1 | =B5-B2→0
		甲1 | 1 | =B3/B2→0.333333333333333 | =B3/B5→0.333333333333333
		甲2 | 2 | =B4/B2→0.666666666666667 | =B4/B5→0.666666666666667
		总计 | =SUM(B3:B4)→3 | =B5/B2→1 | =B2-B5→0`)
}

func TestASubtotalThatIsPrintedTwiceIsFoundInItsOwnGroup(t *testing.T) {
	tpl := template(t, `
		{{支出@类.编码}} | {{支出@类.合计}} | =B1-B3
		{{支出@款.编码}} | {{支出@款.合计}} | =B2/B3
		小计 | {{支出@类.合计}} | =B3-B1`, nil)
	expect(t, render(t, tpl, data()), "Sheet1", `
		201 | =SUM(B2:B3)→3 | =B1-B4→0
		20101 | 1 | =B2/B4→0.333333333333333
		20102 | 2 | =B3/B4→0.666666666666667
		小计 | =SUM(B2:B3)→3 | =B4-B1→0
		204 | =SUM(B6)→4 | =B5-B7→0
		20401 | 4 | =B6/B7→1
		小计 | =SUM(B6)→4 | =B7-B5→0`)
}
