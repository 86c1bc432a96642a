package lint

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/double"
	"ysgk/internal/finding"
	"ysgk/internal/office"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/xlsxread"
)

// Sheet says how a sheet came out with made-up figures.
type Sheet struct {
	Name     string
	Rows     int // with content
	Formulas int
	Faults   int // cells that show #REF! and the like, or another value than ysgk stored
}

// Trial is how a pack came out with made-up figures.
type Trial struct {
	Sheets       []Sheet
	Tables       []tables.Total
	Recalculated bool // by LibreOffice; otherwise by ysgk's own arithmetic only
	Kinds        int  // how many kinds of departments were tried
}

// withoutRow are the records of a ledger for which tables have no row, by table.
func withoutRow(findings finding.List) map[string][]int {
	out := map[string][]int{}
	for _, f := range findings {
		if _, row, ok := a1.Parse(f.Place.Cell); ok && f.Code == "row-missing" {
			out[f.Place.Sheet] = append(out[f.Place.Sheet], row)
		}
	}
	return out
}

// Try fills the pack with made-up figures, computes the result anew if
// LibreOffice is there, and reads it back; then it tries departments of other
// kinds and the real ones. With errors that keep it from being filled the trial
// is nil.
func Try(p *pack.Pack, real ...sample.Case) (*Trial, finding.List, error) {
	r := &rehearsals{pack: p}
	ledger := sample.Ledger(p)
	filled, findings, err := tables.Try(p, ledger)
	if less := withoutRow(findings); err == nil && filled == nil && len(less) > 0 { // no form has a line for every code
		r.add("样例数据", findings)
		filled, findings, err = tables.Try(p, sample.Without(ledger, less))
	}
	if err != nil {
		return nil, nil, err
	}
	r.add("样例数据", findings)
	if err := r.all(real); err != nil || filled == nil {
		return nil, r.findings(), err
	}
	folder, err := os.MkdirTemp("", "ysgk-try")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(folder)
	again := filepath.Join(folder, "again")
	if err := os.Mkdir(again, 0o700); err != nil {
		return nil, nil, err
	}
	out := &Trial{Tables: filled.Tables, Recalculated: true, Kinds: r.tried}
	found := r.findings()
	for i, b := range filled.Books {
		file := filepath.Join(folder, fmt.Sprintf("%d.xlsx", i))
		if err := os.WriteFile(file, b.Content, 0o600); err != nil {
			return nil, nil, err
		}
		c := &comparison{from: filled.Sources[i], told: map[finding.Place]bool{}}
		if len(p.Template) > 1 {
			c.prefix = "[" + path.Base(b.Template) + "]"
		}
		c.findUnlike()
		if err := out.book(file, again, c); err != nil {
			return nil, nil, err
		}
		found = append(found, c.out...)
	}
	return out, found, nil
}

// book looks at one filled workbook.
func (t *Trial) book(file, folder string, c *comparison) error {
	stored, err := contents(file)
	if err != nil {
		return err
	}
	computed := stored
	switch again, err := office.Recalculate(file, folder); {
	case errors.Is(err, office.ErrMissing):
		t.Recalculated = false
	case err != nil:
		c.out.Warnf("recalculate", finding.Place{}, "请用 Excel 或 WPS 打开生成的公开表看一遍。", "LibreOffice 没能打开生成的公开表，没有重新计算")
		t.Recalculated = false
	default:
		if computed, err = contents(again); err != nil {
			return err
		}
	}
	for i, s := range stored {
		sheet := Sheet{Name: s.name, Rows: s.rows}
		for _, at := range s.order {
			was := s.cells[at]
			if was.Formula == nil {
				continue
			}
			sheet.Formulas++
			now := was
			if i < len(computed) {
				now = computed[i].cells[at]
			}
			if c.wrong(finding.At(s.name, at[0], at[1]), was, now) {
				sheet.Faults++
			}
		}
		t.Sheets = append(t.Sheets, sheet)
	}
	return nil
}

// same says whether two values are one, but for the noise of binary floats.
func same(a, b xlsxread.Cell) bool {
	if a.Text == b.Text {
		return true
	}
	x, err1 := decimal.NewFromString(a.Text)
	y, err2 := decimal.NewFromString(b.Text)
	if err1 != nil || err2 != nil {
		return strings.TrimSpace(a.Text) == strings.TrimSpace(b.Text)
	}
	return double.Same(x, y)
}

// content is what a sheet holds.
type content struct {
	name  string
	rows  int
	cells map[[2]int]xlsxread.Cell // by column and row
	order [][2]int
}

func contents(file string) (out []content, err error) {
	book, err := xlsxread.Open(file)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	for _, s := range book.Sheets {
		c := content{name: s.Name, cells: map[[2]int]xlsxread.Cell{}}
		_, err := book.Rows(s, func(row int, cells []xlsxread.Cell) {
			before := len(c.cells)
			for _, x := range cells {
				if x.Kind != xlsxread.Blank {
					c.cells[[2]int{x.Col, row}] = x
					c.order = append(c.order, [2]int{x.Col, row})
				}
			}
			if len(c.cells) > before {
				c.rows++
			}
		})
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}
