package app

import (
	"ysgk/internal/drawn"
	"ysgk/internal/xlsxread"
)

// Draw reads a workbook as it prints; it writes nothing.
func Draw(file string) (*drawn.Book, error) {
	b, err := xlsxread.Load(file)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	book, err := drawn.Read(b)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	return book, nil
}
