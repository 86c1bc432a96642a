package madeup

import (
	"bytes"
	"errors"

	"github.com/xuri/excelize/v2"
)

// Fault is something that goes wrong in an input workbook.
type Fault struct {
	Name   string
	Unread bool                       // it cannot be read at all; otherwise it has errors
	Ending string                     // of the file's name, if it is not .xlsx
	edit   func(*excelize.File) error // or
	bytes  func([]byte) []byte
}

func (f *Fault) in(book []byte) ([]byte, error) {
	if f.bytes != nil {
		return f.bytes(book), nil
	}
	x, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		return nil, err
	}
	defer x.Close()
	b := &bytes.Buffer{}
	err = errors.Join(f.edit(x), x.Write(b))
	return b.Bytes(), err
}

// set writes a cell.
func set(sheet, cell string, value any) func(*excelize.File) error {
	return func(f *excelize.File) error { return f.SetCellValue(sheet, cell, value) }
}

// ole is how files of old formats begin, and those that are locked with a password.
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// items is the sheet of line items; its first item stands in row 6.
const items = "支出明细"

// Faults are what departments do to their input workbooks.
var Faults = []Fault{
	{Name: "金额是文字", edit: set(items, "K6", "九千")},
	{Name: "金额是负数", edit: set(items, "K6", -1)},
	{Name: "金额有三位小数", edit: set(items, "K6", "12.345")},
	{Name: "没有金额", edit: set(items, "K6", nil)},
	{Name: "没有这个功能科目", edit: set(items, "B6", "2999999")},
	{Name: "功能科目只到款级", edit: set(items, "B6", "20406")},
	{Name: "没有部门经济科目", edit: set(items, "E6", nil)},
	{Name: "单位不在单位表里", edit: set(items, "A6", "没有这个单位")},
	{Name: "支出类型写错", edit: set(items, "D6", "人员")},
	{Name: "项目支出没有项目名称", edit: set(items, "D6", "项目支出")},
	{Name: "资金来源写错", edit: set(items, "I6", "公款")},
	{Name: "没有资金年度", edit: set(items, "J6", nil)},
	{Name: "公式没有存结果", edit: func(f *excelize.File) error {
		return errors.Join(f.SetCellValue(items, "K6", nil), f.SetCellFormula(items, "K6", "K7+1"))
	}},
	{Name: "两格金额不一样", edit: set(items, "M6", 123456)},
	{Name: "没有部门名称", edit: set("基本信息", "B4", nil)},
	{Name: "年度不是年度", edit: set("基本信息", "B6", "明年")},
	{Name: "单位性质写错", edit: set("单位", "C4", "企业")},
	{Name: "没有单位名称", edit: set("单位", "A4", nil)},
	{Name: "改了金额的表头", edit: set(items, "K5", "数额")},
	{Name: "删了支出明细", edit: func(f *excelize.File) error { return f.DeleteSheet(items) }},
	{Name: "只下载了一半", Unread: true, bytes: func(b []byte) []byte { return b[:len(b)/2] }},
	{Name: "空文件", Unread: true, bytes: func([]byte) []byte { return nil }},
	{Name: "旧格式", Unread: true, Ending: ".xls", bytes: func([]byte) []byte { return []byte(ole) }},
	{Name: "设了密码", Unread: true, bytes: func([]byte) []byte { return append([]byte(ole), make([]byte, 4096)...) }},
}
