package tables

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/xlsxread"
)

// readBack opens a workbook that was just made, with the reader that verify uses,
// and compares every amount and text with what it should hold. A difference is a
// fault of ysgk: the workbook must not replace an older one.
func readBack(content []byte, name string, filled *fill.Filled) error {
	book, err := xlsxread.Read(content)
	if err != nil {
		return internalFault(name, "打不开："+err.Error())
	}
	defer book.Close()
	sheets := map[string]xlsxread.Sheet{}
	for _, s := range book.Sheets {
		sheets[s.Name] = s
	}
	want := map[[2]int]formula.Value{}
	return filled.Cells(func(col, row int, v formula.Value) { want[[2]int{col, row}] = v }, func(sheet string) error {
		s, ok := sheets[sheet]
		if !ok {
			return internalFault(name, "没有工作表“"+sheet+"”")
		}
		wrong := ""
		_, err := book.Filled(s, func(row int, cells []xlsxread.Cell) {
			for _, c := range cells {
				at := [2]int{c.Col, row}
				v, ours := want[at]
				if !ours {
					continue // the template's
				}
				delete(want, at)
				if wrong == "" && !asWanted(c, v) {
					wrong = fmt.Sprintf("%s 是「%s」，应是「%s」", finding.At(sheet, c.Col, row), c.Text, shown(v))
				}
			}
		})
		if err != nil {
			return internalFault(name, "工作表“"+sheet+"”读不出来")
		}
		for at, v := range want {
			if wrong == "" && v.Kind != formula.Blank && (v.Kind != formula.Text || v.Text != "") {
				wrong = fmt.Sprintf("%s 没有内容，应是「%s」", finding.At(sheet, at[0], at[1]), shown(v))
			}
		}
		clear(want)
		if wrong != "" {
			return internalFault(name, wrong)
		}
		return nil
	})
}

func internalFault(name, what string) error {
	return &finding.FileError{File: name, Message: "这是 ysgk 的内部错误：写好以后读回来核对，" + what + "。什么都没有替换。请把录入工作簿、模板包和这条信息发给 ysgk 的维护者"}
}

// asWanted says whether a cell of the file is what it should be.
func asWanted(c xlsxread.Cell, want formula.Value) bool {
	switch want.Kind {
	case formula.Blank:
		return c.Kind == xlsxread.Blank || c.Kind == xlsxread.Uncomputed || c.Text == ""
	case formula.Number:
		if c.Kind != xlsxread.Number {
			return false
		}
		d, err := decimal.NewFromString(c.Text)
		return err == nil && d.Equal(want.Num)
	case formula.Bool:
		return c.Kind == xlsxread.Bool && (c.Text == "1") == want.Bool
	case formula.Fault:
		return c.Kind == xlsxread.Error && c.Text == want.Text
	}
	return (c.Kind == xlsxread.Text || want.Text == "") && lines(c.Text) == lines(want.Text)
}

// lines is a text with the line breaks that XML keeps.
func lines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func shown(v formula.Value) string {
	switch v.Kind {
	case formula.Number:
		return v.Num.String()
	case formula.Bool:
		return map[bool]string{true: "TRUE", false: "FALSE"}[v.Bool]
	}
	return v.Text
}
