package bind_test

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/sample"
	"ysgk/internal/trust"
)

var yearOf = regexp.MustCompile(`\{\{年度([+-]\d+)?\}\}`)

// nextForm is the template as the form of another year, without tags.
func nextForm(t *testing.T, p *pack.Pack, year int) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range f.GetSheetList() {
		if strings.Contains(name, "{{") {
			f.SetSheetName(name, "绩效目标表")
			name = "绩效目标表"
		}
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, text := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(name, cell); formula != "" || !strings.Contains(text, "{{") {
					continue
				}
				text = yearOf.ReplaceAllStringFunc(text, func(tag string) string {
					n, _ := strconv.Atoi(yearOf.FindStringSubmatch(tag)[1])
					return strconv.Itoa(year + n)
				})
				text = tag.ReplaceAllString(strings.ReplaceAll(text, "{{金额单位}}", p.Unit.Name), "")
				if text == "" {
					f.SetCellValue(name, cell, nil)
				} else {
					f.SetCellStr(name, cell, text)
				}
			}
		}
	}
	return f
}

// updated is a pack on a changed form of next year.
func updated(t *testing.T, name string, change func(*excelize.File)) (p, now *pack.Pack, made *bind.Updated) {
	t.Helper()
	p, _, err := packfile.Open("../../templates/"+name, trust.User())
	if err != nil {
		t.Fatal(err)
	}
	form := nextForm(t, p, 2027)
	if change != nil {
		change(form)
	}
	var b bytes.Buffer
	if err := form.Write(&b); err != nil {
		t.Fatal(err)
	}
	if made, err = bind.Update(p, p.Templates[p.Template[0]], b.Bytes()); err != nil {
		t.Fatal(err)
	}
	files, err := p.Whole()
	if err != nil {
		t.Fatal(err)
	}
	if files["pack.yaml"], err = pack.Renew(files["pack.yaml"], made.Year, made.Sheets); err != nil {
		t.Fatal(err)
	}
	files[p.Template[0]] = made.Book
	if now, err = pack.Load(folder(t, files)); err != nil {
		t.Fatal(err)
	}
	return p, now, made
}

// shown are the texts of a filled workbook by sheet and cell.
func shown(t *testing.T, book []byte) map[string][][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][][]string{}
	for _, s := range f.GetSheetList() {
		if out[s], err = f.GetRows(s); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestAnUnchangedFormOfNextYearIsFilledAsLastYears(t *testing.T) {
	for _, name := range []string{"default", "yunling"} {
		t.Run(name, func(t *testing.T) {
			p, now, made := updated(t, name, nil)
			for _, e := range made.Left {
				t.Error(e)
			}
			if now.Identity.Year != "2027" {
				t.Errorf("year %s", now.Identity.Year)
			}
			l := sample.Ledger(p)
			was, is := shown(t, filled(t, p, l)), shown(t, filled(t, now, l))
			for _, s := range slices.Sorted(maps.Keys(was)) {
				if fmt.Sprint(was[s]) != fmt.Sprint(is[s]) {
					n := 0
					for r := range was[s] {
						if r >= len(is[s]) || fmt.Sprint(was[s][r]) != fmt.Sprint(is[s][r]) {
							if n++; n < 4 {
								t.Errorf("%s row %d: %q, not %q", s, r+1, at(is[s], r), was[s][r])
							}
						}
					}
				}
			}
		})
	}
}

func at(rows [][]string, r int) []string {
	if r < len(rows) {
		return rows[r]
	}
	return nil
}
