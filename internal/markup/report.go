package markup

import (
	"bytes"
	"slices"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// Source is the workbook that findings are about.
type Source struct {
	Name   string   // as the user knows it
	Target string   // its address as seen from the report, as a relative or full URL
	Sheets []string // its sheets, as stored
}

// listName is the sheet of a report.
const listName = "核对结果"

// Report is a workbook of one sheet that lists findings, each with a link into
// the checked workbook.
func Report(found finding.List, src Source) (*xlsxedit.File, error) {
	f := xlsxedit.New()
	wb, err := f.Workbook()
	if err != nil {
		return nil, err
	}
	fm, err := f.Formats(wb)
	if err != nil {
		return nil, err
	}
	found = found.Sorted()
	// Relationships belong to the sheet's part, which is made only with its
	// content; the ids are those that they will get.
	links := 0
	l := &list{
		title:  listName,
		about:  src.Name + "：" + counted(found) + "。",
		advice: "点“位置”打开录入工作簿的那一格。错误要改好才能生成公开表；警告照样生成，请逐条看一下。",
		found:  found,
		link: func(p finding.Place) (location, rel string) {
			if location = locate(p, src.Sheets); location != "" {
				links++
				rel = relID(links)
			}
			return location, rel
		},
	}
	ref, err := addList(f, wb, fm, listName, l)
	if err != nil {
		return nil, err
	}
	const hyperlink = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
	for i := range min(links, maxLinks) {
		id, err := f.RelateFile(ref.Part, src.Target, hyperlink)
		if err != nil {
			return nil, err
		}
		if id != relID(i+1) {
			return nil, xlsxread.ErrNotWorkbook // cannot be: the part is new
		}
	}
	return f, nil
}

// locate is the location of a place in a workbook with these sheets, "" if it
// has none. Stored names may have blanks around them that places leave out.
func locate(p finding.Place, sheets []string) string {
	for _, s := range sheets {
		if strings.TrimSpace(s) != p.Sheet || p.Sheet == "" || p.File != "" {
			continue
		}
		at, ok := position(p.Cell)
		if !ok {
			return a1.QuotedSheet(s) + "!A1"
		}
		return a1.QuotedSheet(s) + "!" + at.String()
	}
	return ""
}

// SameReport says whether two reports list the same findings; a file that is no report
// lists none.
func SameReport(a, b []byte) bool {
	was := listedIn(a)
	return len(was) > 0 && (bytes.Equal(a, b) || slices.Equal(was, listedIn(b)))
}

// listedIn are the rows of a report's list.
func listedIn(report []byte) (out []string) {
	book, err := xlsxread.Read(report)
	if err != nil {
		return nil
	}
	defer book.Close()
	for _, s := range book.Sheets {
		if s.Name != listName {
			continue
		}
		_, err := book.Rows(s, func(row int, cells []xlsxread.Cell) {
			if row <= headRow {
				return
			}
			text := ""
			for _, c := range cells {
				text += "\x1f" + c.Text
			}
			out = append(out, text)
		})
		if err != nil {
			return nil
		}
	}
	return out
}
