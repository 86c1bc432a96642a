package input

import (
	"fmt"
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formsheet"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// strays are contents of a sheet that nobody reads: columns without a header,
// and numbers typed above the header row. They may be scratch figures, or money
// that somebody believes to be in the budget, so they are always mentioned.
type strays struct {
	sheet   string
	own     bool // look at columns with a header of their own, too
	heads   map[int]string
	columns map[strayColumn]*stray
}

type strayColumn struct {
	col   int
	above bool // the header row
}

type stray struct {
	row   int // of the first cell
	count int
}

// look notes what of a row nobody reads.
func (s *strays) look(h header, row int, cells []xlsxread.Cell) {
	if s.own && row == h.row {
		s.heads = ownHeads(h, cells)
	}
	for _, c := range cells {
		above := row < h.row && c.Kind == xlsxread.Number && c.Formula == nil
		beside := row > h.row && !typed.Empty(c) && (!h.named[c.Col] || s.heads[c.Col] != "")
		if !above && !beside {
			continue
		}
		x := s.columns[strayColumn{c.Col, above}]
		if x == nil {
			x = &stray{row: row}
			s.columns[strayColumn{c.Col, above}] = x
		}
		x.count++
	}
}

// ownHeads are the headers that no definition names, by column.
func ownHeads(h header, row []xlsxread.Cell) map[int]string {
	heads := map[int]string{}
	for _, c := range row {
		if !typed.Empty(c) && !slices.Contains(h.cols, c.Col) {
			heads[c.Col] = typed.Trim(c.Text)
		}
	}
	return heads
}

func (s *strays) report(out *finding.List) {
	for c, x := range s.columns { // the findings are sorted in the end
		at := finding.At(s.sheet, c.col, x.row)
		if c.above {
			out.Warnf("stray-above", at, "表头上方只放标题和合计。", "要计入的填到表头下面：表头上方的数没有读入（%s）", cells(x.count))
			continue
		}
		if name := s.heads[c.col]; name != "" {
			out.Warnf("column-own", at, "需要的话，请从原工作簿复制过去。", "自己加的列%s没有带过来（%s）", typed.Quote(typed.Clip(name)), cells(x.count))
			continue
		}
		out.Warnf("stray-column", at, "自己加的列写上名称就不再提醒。", "给 %s 列写上表头，要计入的移到对应的列：没有表头的没有读入（%s）", a1.ColName(c.col), cells(x.count))
	}
}

func cells(n int) string { return fmt.Sprintf("共 %d 格", n) }

// readStrangers looks at the sheets that no definition names: one that looks like a
// form of the pack holds a record; one with the header row of a sheet of records is
// likely a copy whose rows somebody takes for entered.
func (r *reader) readStrangers() error {
	var forms []*formsheet.Form
	looked := false // a template is read only if there is a sheet to lay beside it
	known := map[string]bool{pack.GuideSheet: true, r.pack.Input.InfoSheet(): true, pack.ListSheet: true}
	for _, d := range r.pack.CodeFiles {
		known[d.Name] = true
	}
	for _, s := range r.pack.Input.Sheets {
		known[s.Name] = true
	}
	if text := r.pack.Text; text != nil && !r.draft { // what documents need, where none are made
		for _, s := range text.Input.Sheets {
			known[s.Name] = true
		}
	}
	for _, s := range r.file.Sheets {
		name := typed.Trim(s.Name)
		if known[name] {
			continue
		}
		if !looked {
			looked = true
			var err error
			if forms, err = formsheet.Forms(r.pack); err != nil {
				return err
			}
		}
		if is, err := r.readForm(forms, s, name); err != nil || is {
			if err != nil {
				return err
			}
			continue
		}
		r.ownSheet(name)
		var top []storedRow
		err := r.file.Top(s, headerRows, func(row int, cells []xlsxread.Cell) {
			top = append(top, storedRow{row, slices.Clone(cells)})
		})
		if err != nil {
			return err
		}
		for _, def := range r.pack.Input.Sheets {
			var want []wanted
			for _, c := range def.Columns {
				want = append(want, wanted{name: c.Name, aliases: c.Aliases, required: c.Required})
			}
			if _, ok := findHeader(name, top, want, &finding.List{}); ok && len(top) > 1 {
				r.out.Warnf("sheet-stranger", finding.Place{Sheet: name}, "要计入的内容请移到“"+def.Name+"”；只是备份的，可以不管。", "这张表的表头和“%s”一样，但只读“%s”，这里的内容没有读入", def.Name, def.Name)
				break
			}
		}
	}
	return nil
}
