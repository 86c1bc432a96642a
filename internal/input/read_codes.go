package input

import (
	"fmt"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/typed"
	"ysgk/internal/xlsxread"
)

// codesReader lays the rows of a code sheet over the pack's list.
type codesReader struct {
	*reader
	sheet  string
	base   *budget.CodeList // as the pack has it
	list   *budget.CodeList // with the sheet's rows
	header header
	rows   map[string]int // row of every code met
	hand   []string       // values of the entry at hand
	added  []string
	found  int // findings before those of this sheet
}

func (r *reader) readCodes(name string) error {
	base := r.pack.Codes[name]
	in := &codesReader{reader: r, sheet: name, base: base, list: base.Clone(), rows: make(map[string]int, len(base.Entries())), hand: make([]string, len(base.Columns)), found: len(r.out)}
	r.ledger.Codes[name] = in.list
	if _, ok := r.sheets[name]; !ok {
		r.out.Notef("codes-default", finding.Place{Sheet: name}, "需要增加科目时，用 ysgk new 生成带科目表的录入工作簿。", "没有工作表%s，使用模板包自带的科目", typed.Quote(name))
		return nil
	}
	want := make([]wanted, len(base.Columns))
	for i, c := range base.Columns {
		want[i] = wanted{name: c, required: i < 2, matters: true}
	}
	var cells []xlsxread.Cell
	_, _, ok, err := r.body(name, want, func(h header) { in.header = h }, func(n int, row []xlsxread.Cell) {
		cells = pick(row, in.header.cols, cells)
		if !slices.ContainsFunc(cells, func(c xlsxread.Cell) bool { return !typed.Empty(c) }) {
			return
		}
		in.entry(n, cells)
	})
	if err != nil || !ok {
		return err
	}
	in.parents()
	return nil
}

// fail reports a problem of a column in a row.
func (in *codesReader) fail(row, column int, p *typed.Problem) {
	if in.room(in.sheet, in.found, row) {
		in.out.Errorf(p.Code, in.at(row, column), p.Hint, "%s", p.Message)
	}
}

func (in *codesReader) at(row, column int) finding.Place {
	return finding.At(in.sheet, in.header.cols[column], row)
}

// entry reads one row.
func (in *codesReader) entry(row int, cells []xlsxread.Cell) {
	for i, c := range cells {
		if p := typed.Unreadable(c); p != nil {
			in.fail(row, i, p)
			return
		}
	}
	code, ok := typed.Code(cells[0])
	switch {
	case typed.Empty(cells[0]):
		in.fail(row, 0, typed.Wrong("list-code-missing", "这一行有内容，但没有编码", "补上编码，或删除这一行。"))
	case !ok:
		in.fail(row, 0, typed.Wrong("list-code", typed.Quote(typed.Clip(typed.Trim(cells[0].Text)))+"不是编码", "编码只能是数字。"))
	case !slices.ContainsFunc(in.base.Levels, func(l budget.Level) bool { return l.Digits == len(code) }):
		in.fail(row, 0, typed.Wrong("list-code-length", fmt.Sprintf("编码%s是 %d 位，不合任何一级", typed.Quote(typed.Clip(code)), len(code)), "各级编码的位数是"+in.base.Lengths()+"。"))
	case typed.Empty(cells[1]):
		in.fail(row, 1, typed.Wrong("list-name-missing", "编码"+typed.Quote(code)+"没有名称", "补上名称。"))
	default:
		in.set(row, code, cells)
	}
}

// set takes an entry over: a new one, or one that differs from the pack's.
func (in *codesReader) set(row int, code string, cells []xlsxread.Cell) {
	known := in.list.Values(code)
	values := in.values(code, known, cells)
	same := slices.Equal(known, values)
	if first := in.rows[code]; first > 0 {
		if !same {
			in.fail(row, 0, typed.Wrong("list-code-twice", fmt.Sprintf("编码%s重复，与第 %d 行的内容不同", typed.Quote(code), first), "只留正确的一行。"))
		}
		return
	}
	in.rows[code] = row
	if same {
		return
	}
	values = slices.Clone(values)
	if known == nil {
		in.added = append(in.added, code)
		in.list.Set(values)
		return
	}
	for i, was := range known {
		if was != values[i] && in.base.Columns[i] != budget.SourceColumn { // where a code is taken from changes nothing that is printed
			tell := in.out.Notef
			if in.base.Columns[i] == "名称" { // is printed
				tell = in.out.Warnf
			}
			tell("list-changed", in.at(row, i), "只是换了名称的，把这一格改成模板包的；科目换了意思的，改明细里的编码。有意改的，不用管。", "编码%s的%s是%s，模板包里是%s；按工作簿的用", typed.Quote(code), in.base.Columns[i], orEmpty(values[i]), orEmpty(was))
		}
	}
	in.list.Set(values)
}

// orEmpty quotes a text, or says that there is none.
func orEmpty(s string) string {
	if s == "" {
		return "空的"
	}
	return typed.Quote(s)
}

// values reads the cells of an entry, until the next one is read; columns that the sheet
// lacks keep what the list knows.
func (in *codesReader) values(code string, known []string, cells []xlsxread.Cell) []string {
	clear(in.hand)
	copy(in.hand, known)
	in.hand[0] = code
	for i := 1; i < len(cells); i++ {
		if in.header.cols[i] > 0 {
			in.hand[i] = typed.Shown(cells[i], in.file.Date1904())
		}
	}
	return in.hand
}

// parents makes sure that the sums of an added code have rows to stand in.
func (in *codesReader) parents() {
	for _, code := range in.added {
		if missing := in.list.Missing(code); len(missing) > 0 {
			in.fail(in.rows[code], 0, typed.Wrong("list-parent-missing", fmt.Sprintf("编码%s的上级 %s 不在表里", typed.Quote(code), strings.Join(missing, "、")), "把上级编码也加到本表。"))
		}
	}
}
