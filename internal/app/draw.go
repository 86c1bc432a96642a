package app

import (
	"ysgk/internal/paper"
	"ysgk/internal/xlsxread"
)

// Draw reads a workbook as it prints; it writes nothing.
func Draw(file string) (*paper.Book, error) {
	b, err := xlsxread.Load(file)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	book, err := paper.Read(b)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	return book, nil
}
