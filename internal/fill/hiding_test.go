package fill_test

import (
	"bytes"
	"fmt"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxedit"
)

// randomTree draws 支出: classes with items, many of them without money.
func randomTree(t *rapid.T) *tags.List {
	amounts := func() []budget.Fen {
		draw := rapid.SampledFrom([]budget.Fen{0, 0, 1, 50, 1e6, 123456789, -1e6})
		return []budget.Fen{draw.Draw(t, "合计"), draw.Draw(t, "基本")}
	}
	l := &tags.List{Records: []tags.Record{{Parent: -1, Key: "合计", Texts: []string{"", "合计"}, Amounts: make([]budget.Fen, 2)}}}
	for c := range rapid.IntRange(0, 4).Draw(t, "classes") {
		class := len(l.Records)
		code := strconv.Itoa(201 + c)
		l.Records = append(l.Records, tags.Record{Level: 1, Parent: 0, Key: code, Texts: []string{code, "类"}, Amounts: make([]budget.Fen, 2)})
		for i := range rapid.IntRange(0, 4).Draw(t, "items") {
			item := fmt.Sprintf("%s%02d", code, i+1)
			l.Records = append(l.Records, tags.Record{Level: 2, Parent: class, Key: item, Texts: []string{item, "款"}, Amounts: amounts()})
		}
	}
	for i := len(l.Records) - 1; i > 0; i-- {
		for a, x := range l.Records[i].Amounts {
			l.Records[l.Records[i].Parent].Amounts[a] += x
		}
	}
	return l
}

func TestRowsThatGoTakeNoMoneyWithThemAndSumsStayRight(t *testing.T) {
	tpl, problems, err := fill.Compile(template(t, `
		{{支出@合计.行次}} | {{支出@合计.名称}} | {{支出@合计.合计¦元¦印零}} | {{支出@合计.基本¦元¦印零}}
		{{支出@类.行次}} | {{支出@类.编码}} | {{支出@类.合计¦元¦零行不印}} | {{支出@类.基本¦元}}
		{{支出@款.行次}} | {{支出@款.编码}} | {{支出@款.合计¦元¦零行不印}} | {{支出@款.基本¦元}}
		 | 复核 | =SUM(C3) | =SUM(D3)`, nil), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(problems, err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		d := data()
		d.Lists["支出"] = randomTree(rt)
		file, found, err := tpl.Render(d)
		if err != nil || file == nil {
			rt.Fatal(found, err)
		}
		f := opened(rt, file.File)
		rows, err := f.GetRows("Sheet1", excelize.Options{RawCellValue: true})
		if err != nil {
			rt.Fatal(err)
		}
		printed := map[string][]string{}
		for n, r := range rows[:len(rows)-1] {
			if len(r) == 0 {
				continue // stays blank for the sum below
			}
			if r[0] != strconv.Itoa(n+1) {
				rt.Errorf("row %d has the number %s", n+1, r[0])
			}
			printed[r[1]] = append(r, "", "")[2:4]
		}
		for _, r := range d.Lists["支出"].Records {
			got, ok := printed[r.Key]
			empty := r.Amounts[0] == 0 && r.Amounts[1] == 0
			if ok == empty && r.Level > 0 {
				rt.Errorf("%s %v is printed: %v", r.Key, r.Amounts, ok)
			}
			for i := range got {
				if want := r.Amounts[i].Yuan(); !want.Equal(number(got[i])) {
					rt.Errorf("%s shows %s, want %s", r.Key, got[i], want)
				}
			}
		}
		for n := range rows {
			for _, col := range []string{"C", "D"} {
				cell := col + strconv.Itoa(n+1)
				if formula, _ := f.GetCellFormula("Sheet1", cell); formula == "" {
					continue
				}
				stored, _ := f.GetCellValue("Sheet1", cell, excelize.Options{RawCellValue: true})
				again, err := f.CalcCellValue("Sheet1", cell, excelize.Options{RawCellValue: true})
				if err != nil || !number(stored).Sub(number(again)).Abs().LessThan(decimal.New(1, -6)) {
					rt.Errorf("%s stores %s and computes %s, %v", cell, stored, again, err)
				}
			}
		}
	})
}

// opened is a rendered workbook as excelize reads it.
func opened(t *rapid.T, file *xlsxedit.File) *excelize.File {
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func number(text string) decimal.Decimal {
	d, _ := decimal.NewFromString(text)
	return d
}
