// Package listed reads lists that people keep in a workbook or a text file.
//
// In: an .xlsx, .csv, .tsv or .txt file in any encoding that Excel, WPS and the systems of
// bureaus save. Out: its rows as texts. Never: what they mean.
package listed

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"ysgk/internal/finding"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// Sheet is a table as text; rows that are not stored are left out.
type Sheet struct {
	Name string
	Rows [][]string // by column from 0
}

// maxBytes of a CSV file; all codes of the ministry take less than a tenth.
const maxBytes = 20 << 20

// Sheets are the tables of a file: those of a workbook, or the one of a text file.
func Sheets(path string) ([]Sheet, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv", ".txt", ".tsv":
		return plain(path)
	}
	return book(path)
}

func book(path string) (out []Sheet, err error) {
	file, err := xlsxread.Open(path)
	if err != nil {
		return nil, xlsxread.Trouble(path, err)
	}
	defer file.Close()
	for _, s := range file.Sheets {
		t := Sheet{Name: s.Name}
		_, err := file.Rows(s, func(_ int, cells []xlsxread.Cell) {
			var row []string
			for _, c := range cells {
				if typed.Empty(c) || c.Col > maxColumns {
					continue
				}
				for len(row) < c.Col {
					row = append(row, "")
				}
				row[c.Col-1] = typed.Shown(c, false)
			}
			t.Rows = append(t.Rows, row)
		})
		if err != nil {
			return nil, xlsxread.Trouble(path, err)
		}
		out = append(out, t)
	}
	return out, nil
}

// maxColumns is how far to the right texts are looked for; with more than mostColumns a
// file is refused, as each takes some dozen bytes before any is looked at.
const (
	maxColumns  = 60
	mostColumns = 100_000
)

// plain reads a file of separated values in any of the encodings that Excel, WPS and
// the systems of bureaus save.
func plain(path string) ([]Sheet, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxBytes {
		return nil, &finding.FileError{File: filepath.Base(path), Message: "太大，不像一张清单"}
	}
	content, err := xlsxread.Load(path)
	if err != nil {
		return nil, xlsxread.Trouble(path, err)
	}
	text, ok := Decoded(content)
	if !ok {
		return nil, &finding.FileError{File: filepath.Base(path), Message: "读不懂是什么编码。请用 Excel 或 WPS 打开，另存为“CSV UTF-8”或 .xlsx"}
	}
	comma := separator(text)
	for line := range strings.Lines(text) {
		if strings.Count(line, string(comma)) > mostColumns {
			return nil, &finding.FileError{File: filepath.Base(path), Message: fmt.Sprintf("有一行超过 %d 列，不像一张清单", mostColumns)}
		}
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = comma, -1, true
	t := Sheet{Name: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return []Sheet{t}, nil
		}
		if err != nil {
			return nil, &finding.FileError{File: filepath.Base(path), Message: "读不懂。请用 Excel 或 WPS 打开，另存为 .xlsx", Err: err}
		}
		for i, cell := range row { // ="2010101" and '2010101 keep Excel from making numbers of codes
			cell = strings.TrimPrefix(typed.Trim(cell), "'")
			if rest, formula := strings.CutPrefix(cell, "="); formula {
				cell = strings.Trim(rest, `"`)
			}
			row[i] = typed.Trim(cell)
		}
		t.Rows = append(t.Rows, row[:min(len(row), maxColumns)])
	}
}

// Decoded is a text file as Notepad or Excel saved it, in any of their encodings.
func Decoded(content []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(content)
		return string(text), err == nil
	case utf8.Valid(content):
		return strings.TrimPrefix(string(content), "\ufeff"), true
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(content)
	return string(text), err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}

// separator is the one of comma, tab and semicolon that the file has most of.
func separator(text string) rune {
	best, most := ',', 0
	for _, r := range ",\t;" {
		if n := strings.Count(text, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}
