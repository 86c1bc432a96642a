package verify_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/madeup"
	"ysgk/internal/proof"
)

// The projects of a series differ in one sign; some of them are of last year's money alone.
func TestProjectsOfASeriesAreNotTakenForOneMisspelt(t *testing.T) {
	p := proof.DefaultPack(t)
	for _, series := range [][]string{{"甲", "乙", "丙"}, {"A", "B", "C"}} {
		d := madeup.Make(p, 1, 0)[0]
		unit := d.Units[0].Name
		for i, no := range series {
			x := madeup.Item{Unit: unit, Function: "2040604", Type: "项目支出", Economic: "30201", Project: "虚构老旧小区道路" + no + "段整修工程", Fund: "一般公共预算", FundYear: "本年", Amount: budget.Fen(1000_00 * (i + 1))}
			if i == 2 {
				x.FundYear = "上年结转"
			}
			d.Items = append(d.Items, x)
		}
		book, err := d.Book(p)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "录入.xlsx")
		if err := os.WriteFile(file, book, 0o644); err != nil {
			t.Fatal(err)
		}
		done, found, err := app.Fill(app.FillRequest{Pack: p, Input: file, Output: t.TempDir(), Now: time.Unix(0, 0)})
		if err != nil || len(done.Files) == 0 {
			t.Fatal(err, found)
		}
		found, err = app.Verify(p, done.Files[0].File, file)
		if err != nil {
			t.Fatal(err)
		}
		if found.HasErrors() {
			t.Errorf("%q: %v", series, found)
		}
	}
}
