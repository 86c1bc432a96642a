package summary

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/district"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/handout"
	"ysgk/internal/trace"
)

// sheets are those of the workbook of lists.
func (out *Result) sheets(g *gathered, book *trace.Book) []handout.Sheet {
	sheets := []handout.Sheet{out.members(g)}
	taken := map[string]bool{}
	for _, l := range out.Lists {
		s := out.list(g, l)
		for n := 2; taken[s.Name]; n++ {
			s.Name = fmt.Sprintf("%s%d", l.Name, n)
		}
		taken[s.Name] = true
		sheets = append(sheets, s)
	}
	return append(sheets, out.between(), out.sources(g, book))
}

// whole says in a line how far the sum can be trusted.
func (out *Result) whole() string {
	n := 0
	for _, m := range out.Members {
		if m.Reason == "" {
			n++
		}
	}
	if len(out.Missing) == 0 {
		return fmt.Sprintf("汇入 %d 个部门。没有交的部门这里看不出来，请和部门名单对一下。", n)
	}
	var names []string
	for _, m := range out.Missing {
		names = append(names, called(m))
	}
	return fmt.Sprintf("不全：汇入 %d 个部门，有 %d 个没有汇入：%s。没有交的部门这里看不出来。", n, len(names), strings.Join(names, "、"))
}

// called is a member by its name, or by its file.
func called(m *district.Member) string {
	if m.Name != "" {
		return m.Name
	}
	return m.File
}

// members lists the departments, with the totals of the tables.
func (out *Result) members(g *gathered) handout.Sheet {
	s := handout.Sheet{Name: "部门", Title: out.Name + out.Year + "年汇总", Notes: []string{out.whole()},
		Columns: []handout.Column{{Name: "序号", Width: 6, Kind: handout.Middle}, {Name: "部门", Width: 26}, {Name: "录入工作簿", Width: 30}, {Name: "年度", Width: 7, Kind: handout.Middle}, {Name: "状态", Width: 10, Kind: handout.Middle}, {Name: "说明", Width: 40}}}
	if len(out.Twins) > 0 {
		s.Notes = append(s.Notes, "几个部门有同名的单位，汇总表里后面加了部门："+strings.Join(out.Twins, "；")+"。")
	}
	if len(out.Left) > 0 {
		s.Notes = append(s.Notes, "一条记录一张的表（"+strings.Join(out.Left, "、")+"）不汇总，见各部门的公开表。")
	}
	if len(out.Old) > 0 {
		s.Notes = append(s.Notes, "文件夹里还有以前汇总的："+strings.Join(out.Old, "、")+"，不要用。")
	}
	type column struct {
		view string
		at   int
	}
	var columns []column
	for _, t := range g.pack.Tables {
		name, col, _ := strings.Cut(t.Total, ".")
		v := g.pack.View(name)
		if v == nil {
			continue
		}
		for i, c := range v.Columns {
			if c.Name == col {
				columns = append(columns, column{name, i})
				s.Columns = append(s.Columns, handout.Column{Name: t.Sheet + "（元）", Width: 18, Kind: handout.Amount})
			}
		}
	}
	first := 6
	for i := range out.Members {
		m := &out.Members[i]
		state := "已汇入"
		if m.Reason != "" {
			state = "没有汇入"
		}
		cells := []any{decimal.NewFromInt(int64(i + 1)), m.Name, m.File, m.Year, state, m.Reason}
		for _, c := range columns {
			fen, ok := m.Root(c.view, c.at)
			if !ok || m.Reason != "" {
				cells = append(cells, nil)
			} else {
				cells = append(cells, fen.Yuan())
			}
		}
		s.Rows = append(s.Rows, handout.Row{Cells: cells})
	}
	total := []any{nil, "合计", nil, nil, nil, nil}
	for k, c := range columns {
		var sum budget.Fen
		for _, m := range g.sum.Added() {
			fen, _ := m.Root(c.view, c.at)
			sum += fen
		}
		letter := a1.ColName(first + k + 1)
		total = append(total, handout.Compute("SUM("+letter+"{a}:"+letter+"{y})", sum.Yuan()))
	}
	s.Rows = append(s.Rows, handout.Row{Cells: total, Strong: true})
	return s
}

// list is a list by department.
func (out *Result) list(g *gathered, l district.List) handout.Sheet {
	s := handout.Sheet{Name: l.Name, Title: out.Name + out.Year + "年" + l.Name, Notes: []string{out.whole(), "单位：元"}, Columns: []handout.Column{{Name: "名称", Width: 50}}}
	for _, c := range l.Columns {
		s.Columns = append(s.Columns, handout.Column{Name: c, Width: 18, Kind: handout.Amount})
	}
	for _, r := range l.Rows {
		cells := []any{strings.Repeat("　", max(0, r.Level-1)) + r.Name}
		for _, fen := range r.Amounts {
			cells = append(cells, fen.Yuan())
		}
		s.Rows = append(s.Rows, handout.Row{Cells: cells, Strong: r.Level == 0 || r.Level == 1 && l.Depth > 1})
	}
	return s
}

// between lists what was found between the departments.
func (out *Result) between() handout.Sheet {
	s := handout.Sheet{Name: "部门之间", Title: "部门之间的核对", Notes: []string{"项目重复、往来只有一方、只有一家用的编码、各部门自己加的编码。项目和往来是照文字和金额对出来的，请逐条核对。"},
		Columns: []handout.Column{{Name: "级别", Width: 7, Kind: handout.Middle}, {Name: "在哪里", Width: 40}, {Name: "说明", Width: 80}, {Name: "怎么办", Width: 40}}}
	for _, f := range out.Found.Sorted() {
		s.Rows = append(s.Rows, handout.Row{Cells: []any{f.Severity.String(), f.Place.String(), f.Message, f.Hint}})
	}
	return s
}

// mostSources is how many rows tell where the figures come from, those of the figures
// themselves not counted: a row for each department's part of each figure would be more
// than Excel opens where there are thousands of departments.
const mostSources = 50_000

// leastShares is how many departments a figure has rows of in any case.
const leastShares = 10

// sources tells of every figure of the tables which departments it comes from.
func (out *Result) sources(g *gathered, book *trace.Book) handout.Sheet {
	s := handout.Sheet{Name: "各数的来历", Title: "汇总表各数来自哪些部门", Notes: []string{"一个数一行是合计，下面是各部门的；各部门的相加等于合计。表上已经按部门、单位列的行，这里不再列。再往下到明细：ysgk explain 汇总的公开表.xlsx 表名!单元格 --录入 录入的文件夹"},
		Columns: []handout.Column{{Name: "表", Width: 10, Kind: handout.Middle}, {Name: "单元格", Width: 9, Kind: handout.Middle}, {Name: "行", Width: 40}, {Name: "列", Width: 24}, {Name: "部门", Width: 26}, {Name: "明细（条）", Width: 10, Kind: handout.Middle}, {Name: "金额（元）", Width: 18, Kind: handout.Amount}}}
	var shares [][]Share // of the figures, which are the rows so far
	for _, sheet := range book.Shown.Sheets {
		for _, c := range sheet.Cells {
			if !c.Money() || c.Value.Num.IsZero() || ofOne(g, c) {
				continue
			}
			d := book.Derive(sheet, c)
			if of := Shares(d.Items); len(of) > 0 {
				s.Rows = append(s.Rows, handout.Row{Strong: true, Cells: []any{sheet.Name, d.Place.Cell, d.Row, d.Label.Column, fmt.Sprintf("%d 个部门", len(of)), decimal.NewFromInt(int64(len(d.Items))), d.Yuan}})
				shares = append(shares, of)
			}
		}
	}
	most := mostShares(shares)
	figures := s.Rows
	s.Rows = nil
	for i, of := range shares {
		s.Rows = append(s.Rows, figures[i])
		for _, x := range shortened(of, most) {
			s.Rows = append(s.Rows, handout.Row{Cells: []any{nil, nil, nil, nil, x.Owner, decimal.NewFromInt(int64(x.Items)), x.Fen.Yuan()}})
		}
	}
	if slices.ContainsFunc(shares, func(of []Share) bool { return len(of) > most }) {
		s.Notes = append(s.Notes, fmt.Sprintf("部门多，一个数只列金额最大的 %d 个部门，其余的合成一行；要看全部，用 ysgk explain", most-1))
	}
	return s
}

// mostShares is of how many departments a figure can have rows, that all figures together
// have no more than mostSources.
func mostShares(shares [][]Share) int {
	rows := func(most int) (n int) {
		for _, of := range shares {
			n += min(len(of), most)
		}
		return n
	}
	longest := 0
	for _, of := range shares {
		longest = max(longest, len(of))
	}
	return leastShares + sort.Search(max(0, longest-leastShares), func(n int) bool { return rows(leastShares+n+1) > mostSources })
}

// shortened are no more shares than most, the last for all that are left.
func shortened(of []Share, most int) []Share {
	if len(of) <= most {
		return of
	}
	rest := Share{Owner: fmt.Sprintf("其余 %d 个部门", len(of)-most+1)}
	for _, x := range of[most-1:] {
		rest.Items, rest.Fen = rest.Items+x.Items, rest.Fen+x.Fen
	}
	return append(of[:most-1:most-1], rest)
}

// ofOne says whether the row of a cell is a single department's, as each is of a list by
// department or by unit: there is nothing to tell, and in a large district there are
// thousands of them, each of which would be looked for in all line items.
func ofOne(g *gathered, c *fill.ShownCell) bool {
	v := g.pack.View(c.List)
	return v != nil && c.Record > 0 && len(v.Rows) > 0 && len(v.Rows[0].By) == 1 && g.sum.Owned(v.Sources, v.Rows[0].By[0])
}

// Count is how many findings there are of a severity.
func (out *Result) Count(s finding.Severity) int {
	n := 0
	for _, f := range out.Found {
		if f.Severity == s {
			n++
		}
	}
	return n
}
