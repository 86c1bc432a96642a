// Command bare writes cells with nothing but excelize's StreamWriter: what ysgk is
// measured against. It reads a file in which each line is a row; a row's cells stand
// between tabs, their first letter telling what they are: s a text, n a number, f a
// formula with its value, - one without content. A line that begins with = begins a sheet.
package main

import (
	"bufio"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: bare CELLS OUT.xlsx")
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func write(cells, out string) error {
	r, err := os.Open(cells)
	if err != nil {
		return err
	}
	defer r.Close()
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "left", Color: "000000", Style: 1}}, NumFmt: 4})
	if err != nil {
		return err
	}
	var w *excelize.StreamWriter
	flush := func() error {
		if w == nil {
			return nil
		}
		return w.Flush()
	}
	row := 0
	var values []any
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		line := lines.Text()
		if name, ok := strings.CutPrefix(line, "="); ok {
			if err := flush(); err != nil {
				return err
			}
			if _, err := f.NewSheet(name); err != nil {
				return err
			}
			if w, err = f.NewStreamWriter(name); err != nil {
				return err
			}
			row = 0
			continue
		}
		row++
		values = values[:0]
		for c := range strings.SplitSeq(line, "\t") {
			values = append(values, cell(c, style))
		}
		if err := w.SetRow("A"+strconv.Itoa(row), values); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	return f.SaveAs(out)
}

func cell(s string, style int) any {
	if s == "" {
		return nil
	}
	switch s[0] {
	case 's':
		return excelize.Cell{StyleID: style, Value: s[1:]}
	case 'n':
		x, _ := strconv.ParseFloat(s[1:], 64)
		return excelize.Cell{StyleID: style, Value: x}
	case 'f':
		formula, value, _ := strings.Cut(s[1:], "\v")
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return excelize.Cell{StyleID: style, Formula: formula, Value: value}
		}
		return excelize.Cell{StyleID: style, Formula: formula, Value: x}
	}
	return excelize.Cell{StyleID: style}
}
