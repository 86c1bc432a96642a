package intake

import (
	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// Request says what to read and what the export does not say itself.
type Request struct {
	Pack   *pack.Pack
	File   string
	Sheet  string                      // the sheet, "" if only one has such a header
	Unit   money.Unit                  // of amounts without one; none if the user says nothing
	Given  map[string]string           // values for columns that the export lacks
	Leave  []string                    // headers of columns that are not to be taken
	Amount string                      // the header of the amounts, where several might be
	Names  map[string][]string         // by 引用 column: how the workbook that the records go to writes names
	Codes  map[string]*budget.CodeList // nil for the pack's
}

// Understood is what was made of an export. With errors among the findings the
// ledger is not to be written.
type Understood struct {
	Sheet       string
	First, Last int // rows of the header
	Columns     []Column
	Items       int
	Sums        []Sum
	Total       budget.Fen
	Totals      []int // rows that are sums of others, as was proved
	Values      []Synonym
	Ledger      *budget.Ledger

	rows []int // of the export, by item of the ledger
}

// Sum is what the items of one value add up to.
type Sum struct {
	Value  string
	Amount budget.Fen
}

// Synonym is a value that was translated, or completed from the command line.
type Synonym struct{ Field, Written, Means string }

// Read reads an export. The error is for trouble with the file.
func Read(r Request) (*Understood, finding.List, error) {
	file, err := xlsxread.Open(r.File)
	if err != nil {
		return nil, nil, xlsxread.Trouble(r.File, err)
	}
	defer file.Close()
	var out finding.List
	g, h, err := choose(file, r, &out)
	if err != nil || g == nil {
		return nil, out, err
	}
	in := newReader(r, g, h, &out)
	in.merged()
	in.settle()
	in.missing()
	if !out.HasErrors() { // without columns and units every row would be wrong
		in.read()
	}
	return in.understood(), out.Sorted(), nil
}

// filled are the cells that hold something: exports come with millions that
// have but a format.
func filled(cells []xlsxread.Cell) (out []xlsxread.Cell) {
	for i := range cells {
		if cells[i].Kind != xlsxread.Blank {
			out = append(out, cells[i])
		}
	}
	return out
}

// choose finds the one sheet with a header.
func choose(file *xlsxread.File, r Request, out *finding.List) (*grid, header, error) {
	var found []*grid
	var headers []header
	for _, s := range file.Sheets {
		if r.Sheet != "" && typed.Fold(s.Name) != typed.Fold(r.Sheet) {
			continue
		}
		g := &grid{name: s.Name}
		merges, err := file.Rows(s, func(n int, cells []xlsxread.Cell) {
			g.rows = append(g.rows, row{n, filled(cells)})
		})
		if err != nil {
			return nil, header{}, xlsxread.Trouble(r.File, err)
		}
		g.merges = merges
		g.join(r.Pack)
		if h := g.findHeader(r.Pack); h.first > 0 {
			found, headers = append(found, g), append(headers, h)
		}
	}
	switch len(found) {
	case 0:
		out.Errorf("header-missing", finding.Place{Sheet: r.Sheet}, "表头要在前 20 行之内，至少要有科目、金额等列。表头写法不同的，请维护模板包的人在 pack.yaml 的“导入”里加上。", "没有找到认得的表头")
		return nil, header{}, nil
	case 1:
		return found[0], headers[0], nil
	}
	for _, g := range found {
		out.Errorf("sheet-several", finding.Place{Sheet: g.name}, "用 --工作表 写明取哪一张，如 --工作表 "+g.name+"。", "有 %d 张工作表都像明细表，不知道取哪一张", len(found))
	}
	return nil, header{}, nil
}
