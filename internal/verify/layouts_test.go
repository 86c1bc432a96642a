package verify_test

import (
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/proof"
	"ysgk/internal/verify"
)

// grid is the values of a sheet by column and row.
type grid map[[2]int]any

func gridOf(t *testing.T, b *excelize.File, sheet string) grid {
	out := grid{}
	rows, err := b.GetRows(sheet, excelize.Options{RawCellValue: true})
	must(t, err)
	for r, row := range rows {
		for c, text := range row {
			at, _ := excelize.CoordinatesToCellName(c+1, r+1)
			kind, err := b.GetCellType(sheet, at)
			must(t, err)
			if d, no := strconv.ParseFloat(text, 64); no == nil && kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
				out[[2]int{c + 1, r + 1}] = d
			} else if text != "" {
				out[[2]int{c + 1, r + 1}] = text
			}
		}
	}
	return out
}

// moved is a grid with its columns elsewhere; those below the headers and above may go to
// different places.
func (g grid) moved(to func(col, row int) int) grid {
	out := grid{}
	for p, x := range g {
		if c := to(p[0], p[1]); c > 0 {
			out[[2]int{c, p[1]}] = x
		}
	}
	return out
}

// laid writes a grid on a sheet of its own in the place of others.
func laid(t *testing.T, b *excelize.File, sheet string, g grid, merges ...string) {
	if i, _ := b.GetSheetIndex(sheet); i >= 0 {
		must(t, b.DeleteSheet(sheet))
	}
	_, err := b.NewSheet(sheet)
	must(t, err)
	for p, x := range g {
		at, _ := excelize.CoordinatesToCellName(p[0], p[1])
		must(t, b.SetCellValue(sheet, at, x))
	}
	for _, m := range merges {
		from, to, _ := strings.Cut(m, ":")
		must(t, b.MergeCell(sheet, from, to))
	}
}

const head = 5 // last row of the headers in 表三, 表五, 表六

// layouts are tables as people lay them out, with the place of a figure of theirs.
var layouts = []struct {
	name string
	do   func(t *testing.T, b *excelize.File)
	at   string // of a figure, "" if the table cannot be read
}{
	{"three tables side by side, in another order", func(t *testing.T, b *excelize.File) {
		all, left := grid{}, 0
		for _, sheet := range []string{"表五", "表二", "表三"} {
			g := gridOf(t, b, sheet)
			maps.Copy(all, g.moved(func(col, _ int) int { return col + left }))
			left += 10
			must(t, b.DeleteSheet(sheet))
		}
		laid(t, b, "三张表", all, "A4:B4", "C4:E4", "K4:L4", "M4:R4", "U4:V4", "W4:Y4")
	}, "三张表!X12"},
	{"side by side and below each other", func(t *testing.T, b *excelize.File) {
		all := gridOf(t, b, "表五")
		maps.Copy(all, gridOf(t, b, "表七").moved(func(col, _ int) int { return col + 6 }))
		for p, x := range gridOf(t, b, "表八") {
			all[[2]int{p[0] + 6, p[1] + 12}] = x
		}
		for _, sheet := range []string{"表五", "表七", "表八"} {
			must(t, b.DeleteSheet(sheet))
		}
		laid(t, b, "合在一起", all, "A4:B4", "C4:E4", "G4:H4")
	}, "合在一起!D12"},
	{"another column between the amounts", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表五").moved(func(col, _ int) int { return col + number01(col > 3) })
		g[[2]int{4, head}] = "上年预算数"
		for row := head + 1; row < 30; row++ {
			g[[2]int{4, row}] = float64(row) * 1.5
		}
		laid(t, b, "表五", g, "A4:B4", "C4:F4")
	}, "表五!E12"},
	{"codes in three columns", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表三")
		out := g.moved(func(col, row int) int { return col + 2*number01(col > 1) })
		for row := head + 1; row < 60; row++ {
			code, _ := g[[2]int{1, row}].(string)
			for i, cut := range [][2]int{{0, 3}, {3, 5}, {5, 7}} {
				if len(code) >= cut[1] && code[0] == '2' {
					out[[2]int{i + 1, row}] = code[cut[0]:cut[1]]
				}
			}
		}
		for at, text := range map[[2]int]string{{1, 4}: "科目编码", {1, 5}: "类", {2, 5}: "款", {3, 5}: "项", {4, 4}: "科目名称"} {
			out[at] = text
		}
		delete(out, [2]int{4, 5})
		laid(t, b, "表三", out, "A4:C4", "D4:D5", "E4:G4")
	}, "表三!F12"},
	{"code and name in one cell", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表三")
		out := g.moved(func(col, row int) int { return col - number01(col > 2) - 2*number01(col == 2 && row > 3) })
		for row := head + 1; row < 60; row++ {
			if code, _ := g[[2]int{1, row}].(string); len(code) >= 3 && code[0] == '2' {
				out[[2]int{1, row}] = "[" + code + "]" + g[[2]int{2, row}].(string)
			} else if code != "" {
				out[[2]int{1, row}] = code
			}
		}
		out[[2]int{1, 4}], out[[2]int{1, 5}] = "功能分类科目", "功能分类科目"
		laid(t, b, "表三", out, "B4:D4")
	}, "表三!C12"},
	{"departmental and government codes in one row", func(t *testing.T, b *excelize.File) {
		p := map[string]string{}
		for _, list := range []string{"部门经济科目", "政府经济科目"} {
			for _, e := range proof.DefaultPack(t).Codes[list].Entries() {
				if p[list+e.Name] == "" {
					p[list+e.Name] = e.Code
				}
			}
		}
		g := gridOf(t, b, "表六")
		out := g.moved(func(col, row int) int {
			if row <= 3 {
				return col
			}
			return map[int]int{1: 2, 2: 4, 3: 5, 4: 6, 5: 7}[col]
		})
		for row := head + 1; row < 60; row++ {
			for col, list := range []string{"部门经济科目", "政府经济科目"} {
				if name, ok := g[[2]int{col + 1, row}].(string); ok && name != "合计" {
					out[[2]int{2*col + 1, row}] = p[list+name]
				}
			}
		}
		for at, text := range map[[2]int]string{{1, 4}: "部门预算支出经济科目", {3, 4}: "政府预算支出经济科目", {1, 5}: "编码", {2, 5}: "名称", {3, 5}: "编码", {4, 5}: "名称"} {
			out[at] = text
		}
		delete(out, [2]int{2, 4})
		delete(out, [2]int{4, 4})
		laid(t, b, "表六", out, "A4:B4", "C4:D4", "E4:G4")
	}, "表六!F7"},
	{"a row of column numbers below the headers", func(t *testing.T, b *excelize.File) {
		out := grid{}
		for p, x := range gridOf(t, b, "表三") {
			out[[2]int{p[0], p[1] + number01(p[1] > head)}] = x
		}
		for col := 1; col <= 5; col++ {
			out[[2]int{col, head + 1}] = float64(col)
		}
		laid(t, b, "表三", out, "A4:B4", "C4:E4")
	}, "表三!D13"},
	{"codes as numbers, names indented", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表五")
		for row := head + 1; row < 60; row++ {
			if code, err := strconv.Atoi(text(g[[2]int{1, row}])); err == nil {
				g[[2]int{1, row}] = code
				g[[2]int{2, row}] = "　　" + text(g[[2]int{2, row}])
			}
		}
		laid(t, b, "表五", g, "A4:B4", "C4:E4")
	}, "表五!D12"},
	{"one table in 元, with the codes of all levels in the columns of their own", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表三")
		out := g.moved(func(col, row int) int { return col + 2*number01(col > 1) })
		for p, x := range out {
			if d, ok := x.(float64); ok && p[1] > head {
				out[p] = math.Round(d*1000000) / 100
			}
		}
		for row := head + 1; row < 60; row++ {
			if code, _ := g[[2]int{1, row}].(string); len(code) > 2 && code[0] == '2' {
				delete(out, [2]int{1, row})
				out[[2]int{(len(code) - 1) / 2, row}] = code
			}
		}
		for at, text := range map[[2]int]string{{1, 4}: "科目编码", {1, 5}: "类", {2, 5}: "款", {3, 5}: "项", {4, 4}: "科目名称", {6, 3}: "金额单位：元"} {
			out[at] = text
		}
		delete(out, [2]int{4, 5})
		laid(t, b, "表三", out, "A4:C4", "D4:D5", "E4:G4")
	}, "表三!F12"},
	{"titles and headers on every page", func(t *testing.T, b *excelize.File) {
		g, out, shown := gridOf(t, b, "表五"), grid{}, 0
		for row := 1; row <= 33; row++ {
			if row > head && (row-head)%9 == 0 {
				for r := 1; r <= head; r++ {
					shown++
					copyRow(out, shown, g, r)
				}
				out[[2]int{1, shown - head + 2}] = g[[2]int{1, 2}].(string) + "（续）"
			}
			shown++
			copyRow(out, shown, g, row)
		}
		laid(t, b, "表五", out, "A4:B4", "C4:E4")
	}, "表五!D12"},
	{"the unit merged beside its projects", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表十二")
		out := g.moved(func(col, row int) int { return col + number01(row > 3) })
		out[[2]int{1, 4}] = "单位名称"
		merges, first := []string{"A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:G5", "H4:H5"}, 0
		for row := head + 2; row <= 26; row++ {
			name, _ := out[[2]int{2, row}].(string)
			switch {
			case row == head+2:
				out[[2]int{1, row}] = "合计"
				delete(out, [2]int{2, row})
			case strings.HasPrefix(name, "阳泉市") || row == 26:
				if first > 0 {
					merges = append(merges, fmt.Sprintf("A%d:A%d", first, row-1))
				}
				if first = row; row < 26 {
					out[[2]int{1, row}], out[[2]int{2, row}] = name, "小计"
				}
			}
		}
		laid(t, b, "表十二", out, merges...)
	}, "表十二!D18"},
	{"a part of a line below it", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表四")
		out := g.moved(func(col, row int) int { return col })
		for row := 12; row > 7; row-- {
			for col := 1; col <= 2; col++ {
				delete(out, [2]int{col, row})
				if x := g[[2]int{col, row - 1}]; x != nil && row > 8 {
					out[[2]int{col, row}] = x
				}
			}
		}
		out[[2]int{1, 8}], out[[2]int{2, 8}] = "其中：经费拨款", 2900.0
		laid(t, b, "表四", out, "A4:B4", "C4:G4", "A5:A6", "B5:B6", "C5:C6", "D5:G5")
	}, "表四!E10"},
	{"units in the headers and another word for the total", func(t *testing.T, b *excelize.File) {
		for col, text := range map[string]string{"C5": "合计（万元）", "D5": "基本支出（万元）", "E5": "项目支出（万元）", "A6": "总　计"} {
			set("表三", col, text)(t, b)
		}
	}, "表三!D12"},
	{"units beside their projects without sums of their own", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表十二")
		out, row, unit := grid{}, 0, ""
		for r := 1; r <= 25; r++ {
			name, _ := g[[2]int{1, r}].(string)
			if r > head+2 && strings.HasPrefix(name, "阳泉市") {
				unit = name
				continue
			}
			row++
			for col := 1; col <= 7; col++ {
				if x := g[[2]int{col, r}]; x != nil {
					out[[2]int{col + number01(r > 3), row}] = x
				}
			}
			if unit != "" {
				out[[2]int{1, row}], unit = unit, ""
			}
		}
		out[[2]int{1, 4}], out[[2]int{1, 7}] = "单位名称", "合计"
		delete(out, [2]int{2, 7})
		laid(t, b, "表十二", out, "A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:G5", "H4:H5")
	}, ""},
	{"headers that nobody knows", func(t *testing.T, b *excelize.File) {
		g := gridOf(t, b, "表三")
		for col := 1; col <= 5; col++ {
			g[[2]int{col, 4}], g[[2]int{col, 5}] = "内容", "栏"+strconv.Itoa(col)
		}
		laid(t, b, "表三", g)
	}, ""},
}

func copyRow(out grid, to int, g grid, row int) {
	for col := 1; col <= 10; col++ {
		if x := g[[2]int{col, row}]; x != nil {
			out[[2]int{col, to}] = x
		}
	}
}

func number01(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func text(x any) string { s, _ := x.(string); return s }

// Tables that say what the template's say are right however they are laid out, and what
// is wrong in them is told at its cell. What cannot be read is said once.
func TestLayoutsOfPeopleAreRead(t *testing.T) {
	t.Parallel()
	source := typedOver(t)
	for _, l := range proof.Some(layouts) {
		t.Run(l.name, func(t *testing.T) {
			b, err := excelize.OpenFile(source)
			must(t, err)
			defer b.Close()
			l.do(t, b)
			file := save(t, b)
			unread := 0
			for _, f := range verified(t, file, "") {
				if l.at == "" && f.Severity == finding.Warning && strings.Contains(f.Message, "没有核对这张表") {
					unread++
				} else if f.Severity != finding.Note {
					t.Error(show(f))
				}
			}
			if l.at == "" {
				if unread != 1 {
					t.Errorf("said %d times that it cannot be read", unread)
				}
				return
			}
			b, err = excelize.OpenFile(file)
			must(t, err)
			defer b.Close()
			sheet, at, _ := strings.Cut(l.at, "!")
			was, err := b.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
			must(t, err)
			d, err := strconv.ParseFloat(was, 64)
			must(t, err)
			set(sheet, at, d+1)(t, b)
			found := errors(verified(t, save(t, b), ""))
			if !slices.ContainsFunc(found[:min(1, len(found))], func(s string) bool { return strings.HasSuffix(s, " "+l.at) }) {
				t.Errorf("%s: %v", l.at, found)
			}
		})
	}
}

// typedOver is the sample's tables with the results of all formulas typed, and without
// print areas.
func typedOver(t *testing.T) string {
	b, err := excelize.OpenFile(filled(t))
	must(t, err)
	defer b.Close()
	for _, sheet := range b.GetSheetList() {
		for p, x := range gridOf(t, b, sheet) {
			at, _ := excelize.CoordinatesToCellName(p[0], p[1])
			if f, _ := b.GetCellFormula(sheet, at); f != "" {
				must(t, b.SetCellValue(sheet, at, x))
			}
		}
	}
	for _, n := range b.GetDefinedName() {
		must(t, b.DeleteDefinedName(&n))
	}
	return save(t, b)
}

// One column of codes stands for three of the template, and one row of headers for two.
func TestOneColumnOfCodesUnderOneRowOfHeadersIsRead(t *testing.T) {
	p := proof.SecondPack(t)
	source := filepath.Join(t.TempDir(), "公开表.xlsx")
	_, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: source, Now: time.Unix(0, 0)})
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	b, err := excelize.OpenFile(source)
	must(t, err)
	defer b.Close()
	const sheet = "3支出总表"
	g, out := gridOf(t, b, sheet), grid{}
	for at, x := range g {
		switch col, row := at[0], at[1]; {
		case row < 4:
			out[[2]int{max(1, col-2), row}] = x
		case row == 4 && col > 3:
			out[[2]int{col - 2, row}] = x
		case row > 5 && col > 3:
			out[[2]int{col - 2, row - 1}] = x
		case row > 5:
			code := ""
			for c := 1; c <= 3; c++ {
				code += text(g[[2]int{c, row}])
			}
			out[[2]int{1, row - 1}] = code
		}
	}
	out[[2]int{1, 4}] = "科目编码"
	laid(t, b, sheet, out)
	file := save(t, b)
	r := request(t, p, file)
	found, err = verify.Run(r)
	must(t, err)
	for _, f := range found {
		if f.Severity == finding.Error || f.Place.Sheet == sheet && f.Severity != finding.Note && f.Code != "F02" { // its figures are typed
			t.Error(show(f))
		}
	}
	set(sheet, "D10", 6121053)(t, b)
	r.File = save(t, b)
	found, err = verify.Run(r)
	must(t, err)
	if found = found.Sorted(); len(found) == 0 || found[0].Place.String() != sheet+"!D10" {
		t.Error(found)
	}
}
