package trace

import (
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/fill"
)

// Question names a cell, by its place or by words.
type Question struct {
	Cell               string // 表三!D12; "" where words say it
	Table, Row, Column string
}

// RequestError says in words for the user why a cell cannot be explained.
type RequestError string

func (e RequestError) Error() string { return string(e) }

// Asked is the cell that a question means.
func (b *Book) Asked(q Question) (*fill.ShownSheet, *fill.ShownCell, error) {
	if q.Cell == "" {
		return b.ByWords(q)
	}
	sheet, col, row, err := CellOf(q.Cell)
	if err != nil {
		return nil, nil, err
	}
	s := b.Shown.Sheet(sheet)
	if s == nil {
		var tabs []string
		for _, s := range b.Shown.Sheets {
			tabs = append(tabs, s.Name)
		}
		return nil, nil, RequestError("没有“" + sheet + "”这张表。有的是：" + strings.Join(tabs, "、"))
	}
	c := s.At(col, row)
	if c == nil {
		return nil, nil, RequestError(s.Name + "!" + a1.Name(col, row) + " 是空格：官方模板在这里没有内容")
	}
	return s, c, nil
}

// CellOf reads 表三!D12; the ! may be full-width, and quotes may stand around the sheet.
func CellOf(text string) (sheet string, col, row int, err error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "！", "!")
	i := strings.LastIndex(text, "!")
	if i < 0 {
		return "", 0, 0, RequestError("单元格要写成“表名!单元格”，如 表三!D12；现在是“" + text + "”")
	}
	col, row, ok := a1.Parse(strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(text[i+1:]), "$", "")))
	if !ok {
		return "", 0, 0, RequestError("“" + text[i+1:] + "”不是单元格。要写成“表名!单元格”，如 表三!D12")
	}
	return strings.Trim(strings.TrimSpace(text[:i]), "'"), col, row, nil
}

// maxListed is how many choices a message lists.
const maxListed = 12

// ByWords is the cell that the words of a question mean.
func (b *Book) ByWords(q Question) (*fill.ShownSheet, *fill.ShownCell, error) {
	found, missing := b.Find(q.Table, q.Row, q.Column)
	if missing != nil {
		have := missing.Have
		more := ""
		if len(have) > maxListed {
			have, more = have[:maxListed], " 等"
		}
		return nil, nil, RequestError("没有叫“" + missing.Word + "”的" + missing.What + "。有的是：" + strings.Join(have, "；") + more)
	}
	if len(found) > 1 {
		var lines []string
		for _, x := range found[:min(len(found), maxListed)] {
			row := strings.Join(append(b.above(x.Cell), x.Row), " · ")
			lines = append(lines, "  "+x.Sheet.Name+"!"+a1.Name(x.Cell.Col, x.Cell.Row)+"  "+row+"  "+x.Column)
		}
		if len(found) > maxListed {
			lines = append(lines, "  …")
		}
		return nil, nil, RequestError("有几格都符合，请写得更明确，或直接写单元格：\n" + strings.Join(lines, "\n"))
	}
	return found[0].Sheet, found[0].Cell, nil
}

// above names the units and the like that a list's record stands below: two of
// them may have a project of one name. Codes are unlike by themselves.
func (b *Book) above(c *fill.ShownCell) (names []string) {
	v := b.views[c.List]
	if v == nil {
		return nil
	}
	for row := v.Rows[c.Record].Parent; row > 0; row = v.Rows[row].Parent {
		if name := strings.Join(v.Rows[row].Keys, " "); strings.Trim(name, "0123456789 ") != "" {
			names = append([]string{name}, names...)
		}
	}
	return names
}
