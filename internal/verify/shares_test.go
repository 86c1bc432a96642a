package verify_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

// sharesPack is the default pack with the share and the rank of each class of
// expenditure behind 表三.
func sharesPack(t *testing.T) *pack.Pack {
	t.Helper()
	return reworked(t, func(b *excelize.File) {
		must(t, b.SetCellValue("表三", "F5", "占比"))
		must(t, b.SetCellValue("表三", "G5", "位次"))
		must(t, b.SetCellFormula("表三", "F7", "IF(C$6=0,0,C7/C$6)"))
		must(t, b.SetCellFormula("表三", "G7", "RANK(C7,C$7:C$7)"))
		area := excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: "表三"}
		must(t, b.DeleteDefinedName(&area))
		area.RefersTo = "表三!$A$1:$G$10"
		must(t, b.SetDefinedName(&area))
	})
}

// typedShares is the sample filled into that pack, as somebody types it who
// rounds each number as it is printed; change makes its faults.
func typedShares(t *testing.T, p *pack.Pack, change func(*excelize.File)) finding.List {
	t.Helper()
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	_, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: file, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	if found, err := app.Verify(p, file, sample); err != nil || len(formed(found)) > 0 {
		t.Fatal(err, found)
	}
	b, err := excelize.OpenFile(file)
	must(t, err)
	defer b.Close()
	for _, sheet := range b.GetSheetList() {
		for p, x := range gridOf(t, b, sheet) {
			d, is := x.(float64)
			if !is || !strings.HasPrefix(sheet, "表") {
				continue
			}
			places := 2
			if sheet == "表三" && p[0] == 6 {
				places = 4
			}
			at, _ := excelize.CoordinatesToCellName(p[0], p[1])
			rounded, _ := strconv.ParseFloat(fmt.Sprintf("%.*f", places, d), 64)
			must(t, b.SetCellValue(sheet, at, rounded))
		}
	}
	change(b)
	found, err = app.Verify(p, save(t, b), "")
	must(t, err)
	return formed(found)
}

// A share that was typed as it is printed, 7.82%, of amounts that were rounded too,
// is right; one that differs by more is wrong.
func TestTypedSharesAndRanksAreJudgedByWhatIsPrinted(t *testing.T) {
	p := sharesPack(t)
	for _, f := range typedShares(t, p, func(*excelize.File) {}) {
		if f.Severity != finding.Note || strings.HasPrefix(f.Place.String(), "表三!F") || strings.HasPrefix(f.Place.String(), "表三!G") {
			t.Error(show(f))
		}
	}
	for name, c := range map[string]struct {
		value any
		at    string
	}{
		"a share a hundredth of a percent off": {nil, "表三!F7"},
		"a percentage without its sign":        {nil, "表三!F7"},
		"a rank":                               {9, "表三!G7"},
	} {
		found := typedShares(t, p, func(b *excelize.File) {
			_, cell, _ := strings.Cut(c.at, "!")
			value := c.value
			text, err := b.GetCellValue("表三", cell, excelize.Options{RawCellValue: true})
			must(t, err)
			d, _ := strconv.ParseFloat(text, 64)
			switch {
			case strings.Contains(name, "off"):
				value = d + 0.0002
			case strings.Contains(name, "sign"):
				value = d * 100
			}
			must(t, b.SetCellValue("表三", cell, value))
		})
		if !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Code == "A000" && f.Place.String() == c.at }) {
			t.Errorf("%s is not found: %v", name, found)
		}
	}
}
