package collect

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/listed"
	"ysgk/internal/typed"
)

// Roster is the list of the departments that have to hand in.
type Roster struct {
	Names []string // in the order of the list, each once
	Twice []string // names that it has more than once
}

// headings are what stands above the names of departments; one that says 部门 goes before
// one that says 单位.
var headings = []string{"部门名称", "部门", "预算部门", "主管部门", "单位名称", "单位", "预算单位", "名称"}

var (
	number = regexp.MustCompile(`^[\d.\-]+$`)
	before = regexp.MustCompile(`^\d+[\s\-—、.．:：]*`) // 028-某局, 3、某局
)

// ReadRoster reads the list from an .xlsx, .csv or .txt file: the column under a heading
// such as 部门名称, or the first one with names.
func ReadRoster(file string) (*Roster, error) {
	sheets, err := listed.Sheets(file)
	if err != nil {
		return nil, err
	}
	for _, s := range sheets {
		if r := roster(s.Rows); r != nil {
			return r, nil
		}
	}
	return nil, &finding.FileError{File: filepath.Base(file), Message: "里面没有部门名称。名单写成一行一个部门的文本文件，或有“部门名称”一列的 .xlsx"}
}

func roster(rows [][]string) *Roster {
	from, column := heading(rows)
	if column < 0 {
		for _, row := range rows {
			if column = slices.IndexFunc(row, isName); column >= 0 {
				break
			}
		}
	}
	r, seen := &Roster{}, map[string]bool{}
	for _, row := range rows[from:] {
		if column < 0 || column >= len(row) || !isName(row[column]) {
			continue
		}
		name := typed.Trim(before.ReplaceAllString(typed.Trim(row[column]), ""))
		switch key := typed.Fold(name); {
		case name == "" || slices.Contains([]string{"合计", "总计", "小计"}, key):
		case seen[key]:
			r.Twice = append(r.Twice, name)
		default:
			seen[key] = true
			r.Names = append(r.Names, name)
		}
	}
	if len(r.Names) == 0 {
		return nil
	}
	return r
}

// heading is the column of the names, and the row below its heading; -1 if none has one.
func heading(rows [][]string) (from, column int) {
	const most = 10 // rows of titles
	for _, want := range headings {
		for i, row := range rows[:min(most, len(rows))] {
			if c := slices.IndexFunc(row, func(s string) bool { return strings.TrimSuffix(typed.Fold(s), "*") == want }); c >= 0 {
				return i + 1, c
			}
		}
	}
	return 0, -1
}

func isName(s string) bool {
	s = typed.Trim(s)
	return s != "" && !number.MatchString(s)
}
