package fill_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
)

func TestAFormulaThatAddsParentsAndChildrenIsRefused(t *testing.T) {
	for formula, refused := range map[string]bool{
		"=SUM(B1)":                          true,
		"=SUM(B1:B1)":                       true,
		"=SUM($B$1:$B$1)/2":                 true,
		"=SUBTOTAL(9,B1:B1)":                true,
		"=AVERAGE(B1:B1)":                   true,
		"=1+SUM(B1)":                        true,
		"=SUMPRODUCT(ROUND(B1:B1/10000,2))": true,
		`=SUMIF(C1:C1,"人大",B1:B1)`:          true,
		"=IF(SUM(B1)>0,1,2)":                true,
		"=SUM(A1:C1)":                       true,
		"=SUM(B:B)":                         true,
		"=B1":                               false, // the first record, the total
		"=COUNTA(A1:A1)":                    false, // how many rows there are
		"=MAX(B1:B1)":                       false,
		`=SUMIF(A1:A1,"201",B1:B1)`:         false, // picks by code, which only one row has
		"=VLOOKUP(\"201\",A1:B1,2,FALSE)":   false,
		"=SUM(INDEX(B1:B1,MATCH(\"201\",A1:A1,0)))": false,
		`=SUM(D1:D1)`:        false, // nothing stands there
		`="共"&"SUM("&B1&")"`: false,
	} {
		_, problems := try(t, template(t, "{{支出.编码}} | {{支出.合计}} | {{支出.名称}}\n"+formula, nil), data())
		got := len(problems) > 0 && problems[0].Code == "levels-added" && problems[0].Place.String() == "Sheet1!A2"
		if got != refused {
			t.Errorf("%s: %v", formula, problems)
		}
	}
}

func TestANameOverParentsAndChildrenIsRefusedInASum(t *testing.T) {
	for formula, refused := range map[string]bool{"=SUM(金额区)": true, "=SUM(金额区2)": false, "=ROWS(金额区)": false} {
		_, problems := try(t, template(t, "{{支出.编码}} | {{支出.合计}}\n"+formula, func(f *excelize.File) {
			for _, name := range []string{"金额区", "_xlnm.Print_Area"} {
				if err := f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: "Sheet1!$B$1:$B$1", Scope: "Sheet1"}); err != nil {
					t.Fatal(err)
				}
			}
		}), data())
		if got := len(problems) > 0 && problems[0].Code == "levels-added"; got != refused {
			t.Errorf("%s: %v", formula, problems)
		}
	}
}

func TestAShareOfAColumnOfParentsAndChildrenIsRefused(t *testing.T) {
	for formula, refused := range map[string]bool{
		"=B1/SUM(B$1:B$1)": true,
		"=SUM(B$1:B1)":     true,
		"=SUM(B1:B1)":      false, // this record
		"=B1*2":            false,
	} {
		_, problems := try(t, template(t, "{{支出.编码}} | {{支出.合计}} | "+formula, nil), data())
		if got := len(problems) > 0 && problems[0].Code == "levels-added"; got != refused {
			t.Errorf("%s: %v", formula, problems)
		}
	}
}

func TestARowOfOneLevelMayBeAddedUp(t *testing.T) {
	for _, tpl := range []string{
		"{{支出@款.编码}} | {{支出@款.合计}}\n合计 | =SUM(B1)",
		"{{支出@合计.编码}} | {{支出@合计.合计}}\n{{支出@类.编码}} | {{支出@类.合计}}\n{{支出.编码}} | {{支出.合计}}\n合计 | =SUM(B3)",
	} {
		if _, problems := try(t, template(t, tpl, nil), data()); len(problems) > 0 {
			t.Errorf("%s: %v", tpl, problems)
		}
	}
}

func TestWhoAddsUpTheRowsOfSeveralLevelsIsWarned(t *testing.T) {
	c, _, err := fill.Compile(template(t, "{{支出@类.编码}} | {{支出@类.合计}}\n{{支出@款.编码}} | {{支出@款.合计}}\n合计 | =SUM(B1:B2)", nil), schema)
	if err != nil {
		t.Fatal(err)
	}
	found := c.Advice()
	if len(found) == 0 || found[0].Code != "levels-added" || found[0].Place.String() != "Sheet1!B3" {
		t.Errorf("%v", found)
	}
}

func TestADivisionByZeroInTheTemplateDoesNotStopADepartment(t *testing.T) {
	tpl := template(t, "{{总额.本年}} | =A1/Z1 | =B1*2 | =SUM(B1:C1)", nil)
	book, problems := try(t, tpl, data())
	if book == nil || len(problems) != 1 || problems[0].Code != "formula-divided" || problems[0].Place.String() != "Sheet1!B1" {
		t.Errorf("%v", problems)
	}
}

func TestAnErrorInEveryRecordIsToldOnceAtTheTemplatesCell(t *testing.T) {
	_, problems := try(t, template(t, "标题\n合计 | =SUM(C3)\n{{支出@款.编码}} | {{支出@款.合计}} | =B3/D3", nil), data())
	if len(problems) != 1 || problems[0].Place.String() != "Sheet1!C3" {
		t.Fatalf("%v", problems)
	}
	if want := "公式 =B3/D3 的除数是 0 或空的，显示 #DIV/0!（公开表的 Sheet1!C3 等 3 格）"; problems[0].Message != want {
		t.Error(problems[0].Message)
	}
}

func TestWhoAddsAListAndItsTotalIsWarned(t *testing.T) {
	for formula, told := range map[string]string{
		"=SUM(B$2:B$100)":       "SUM(B$2:B$2)",
		"=SUM(B:B)":             "SUM(B$2:B$2)",
		"=SUBTOTAL(9,B1:B9)":    "SUBTOTAL(B2:B2)",
		"=SUM(B:B)/2":           "",
		"=SUM(B2:B3)*0.5":       "",
		"=SUM(B2:B4)-B3":        "",
		"=SUM(B2:B2)":           "",
		"=SUM(B2)":              "",
		"=SUM(A:A)":             "",
		"=SUM(C:C)":             "SUM(C$2:C$2)",
		"=COUNT(B:B)":           "",
		"=MAX(B:B)":             "",
		`=SUMIF(A:A,"201",B:B)`: "",
		"=B2/SUM(B$2:B$9)":      "SUM(B$2:B$2)",
	} {
		c, _, err := fill.Compile(template(t, "编码 | 金额 | 倍\n{{支出@款.编码}} | {{支出@款.合计}} | =B2*2\n合计 | =SUM(B2) | =SUM(C2:C2)\n注 | | | | "+formula, nil), schema)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range c.Advice() {
			if f.Code == "total-added" && f.Place.String() == "Sheet1!E4" {
				got = f.Hint
			}
		}
		if (got != "") != (told != "") || !strings.Contains(got, told) {
			t.Errorf("%s: %q", formula, got)
		}
	}
}

func TestTwoLevelsMayBeAddedByWhoHalvesThemOrTakesTheTotalOff(t *testing.T) {
	for formula, warned := range map[string]bool{"=SUM(B:B)": true, "=SUM(B1:B2)/2": false, "=SUM(B:B)-B1": false, "=SUM(B:B)-B2": true} {
		c, _, err := fill.Compile(template(t, "{{支出@合计.编码}} | {{支出@合计.合计}}\n{{支出@款.编码}} | {{支出@款.合计}}\n注 | | "+formula, nil), schema)
		if err != nil {
			t.Fatal(err)
		}
		if found := c.Advice(); (len(found) > 0 && found[0].Code == "levels-added") != warned {
			t.Errorf("%s: %v", formula, found)
		}
	}
}
