package lint_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/finding"
	"ysgk/internal/lint"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// TestASumOnAConditionIsToldWhereItPicksRecordsOfSeveralLevels asks the code list of
// the built-in pack: 行政运行 is the name of 项 alone, 其他支出 that of 类, 款 and 项.
func TestASumOnAConditionIsToldWhereItPicksRecordsOfSeveralLevels(t *testing.T) {
	for formula, told := range map[string]bool{
		`=SUMIF(B7:B9,"*行政运行",C7:C9)`:              false,
		`=SUMIFS(C7:C9,D7:D9,">0",B7:B9,"行政运行")`:   false,
		`=SUMIF(B7:B9,"其他支出",C7:C9)`:               true,
		`=SUMIF(B7:B9,B7,C7:C9)`:                   true, // whatever that is
		`=SUMIF(A7:A9,"2010101",C7:C9)`:            false,
		`=SUMIF(A7:A9,"201????",C7:C9)`:            false,
		`=SUMIF(A7:A9,"201*",C7:C9)`:               true,
		`=COUNTIF(A7:A9,"201????")`:                false,
		`=IFERROR(VLOOKUP("201",A7:C9,3,FALSE),0)`: false,
		`=SUMIF(B7:B9,"行政运行",C7:C9)+SUM(C7:C9)`:    true,
	} {
		found := lint.Definitions(changed(t, "表三", "C11", formula))
		at := finding.Place{Sheet: "表三", Cell: "C11"}
		if got := slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Code == "levels-added" && f.Place == at }); got != told {
			t.Errorf("%s: %v", formula, found)
		}
	}
}

// changed is the built-in pack with one more formula in its template.
func changed(t *testing.T, sheet, cell, formula string) *pack.Pack {
	t.Helper()
	p := *proof.DefaultPack(t)
	book, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
	must(t, err)
	must(t, book.SetCellFormula(sheet, cell, strings.TrimPrefix(formula, "=")))
	content, err := book.WriteToBuffer()
	must(t, err)
	p.Templates = map[string][]byte{p.Template[0]: content.Bytes()}
	return &p
}
