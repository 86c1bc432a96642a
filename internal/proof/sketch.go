package proof

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
)

// Sketch makes a workbook of one sheet, 明细, of a text: a row per line, cells
// between |, numbers as numbers. < is part of the cell to its left, ^ of the one
// above.
func Sketch(text string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "明细"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	var grid [][]string
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		grid = append(grid, strings.Split(line, "|"))
	}
	at := func(r, c int) string {
		if r >= len(grid) || c >= len(grid[r]) {
			return ""
		}
		return strings.TrimSpace(grid[r][c])
	}
	for r := range grid {
		for c := range grid[r] {
			value := at(r, c)
			if value == "" || value == "<" || value == "^" {
				continue
			}
			toCol, toRow := c, r
			for at(r, toCol+1) == "<" {
				toCol++
			}
			for at(toRow+1, c) == "^" {
				toRow++
			}
			cell := a1.Name(c+1, r+1)
			if toCol > c || toRow > r {
				if err := f.MergeCell(sheet, cell, a1.Name(toCol+1, toRow+1)); err != nil {
					return nil, err
				}
			}
			var content any = value
			if x, err := strconv.ParseFloat(value, 64); err == nil {
				content = x
			}
			if err := f.SetCellValue(sheet, cell, content); err != nil {
				return nil, err
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Records are those of a CSV file of testdata, by header.
func Records(t testing.TB, name string) (records []map[string]string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		record := map[string]string{}
		for i, head := range rows[0] {
			record[head] = r[i]
		}
		records = append(records, record)
	}
	return records
}
