package verify

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/fill"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/xlsxedit"
	"ysgk/internal/xlsxread"
)

// sheets are the tables of a small workbook: their cells by names such as 甲!A1, with
// amounts or formulas.
func sheets(v *verifier, cells map[string]any, names ...string) {
	for i, name := range names {
		s := &sheet{name: name, number: i, cells: map[xlsxedit.Pos]*cell{}}
		v.book.sheets = append(v.book.sheets, s)
		for row := 1; row <= 9; row++ {
			x := &cell{sheet: s, col: 1, row: row, kind: xlsxread.Number}
			switch value := cells[fmt.Sprint(name, row)].(type) {
			case int:
				x.num = decimal.NewFromInt(int64(value))
			case string:
				x.formula = value
			default:
				continue
			}
			s.cells[xlsxedit.Pos{Col: 1, Row: row}] = x
		}
		v.tables = append(v.tables, &table{form: &form{name: name, Form: &fill.Form{Sheet: name}}, sheet: s, begin: 1, region: region{left: 1, right: 9, end: 9}, index: map[xlsxedit.Pos]*fact{}})
	}
}

func small(cells map[string]any, names ...string) *verifier {
	v := &verifier{pack: &pack.Pack{Units: money.Common}, book: &book{precedents: map[*cell][]ref{}}, told: map[*cell]bool{}}
	sheets(v, cells, names...)
	return v
}

// at is the figure in a cell of the first column.
func (v *verifier) at(name string, row int) *fact {
	for _, t := range v.tables {
		if t.name == name {
			x := t.sheet.at(1, row)
			return &fact{table: t, cell: x, col: 1, row: row, value: x.num}
		}
	}
	return nil
}

func told(v *verifier) (out []string) {
	v.settle()
	for _, f := range v.out {
		out = append(out, f.Code+" "+f.Place.String())
	}
	return out
}

func TestTheOddOneOfThreeEqualFiguresIsTold(t *testing.T) {
	for odd := range 3 {
		cells := map[string]any{"甲1": 7, "乙1": 7, "丙1": 7}
		names := []string{"甲", "乙", "丙"}
		cells[names[odd]+"1"] = 5
		v := small(cells, names...)
		v.agree([]*fact{v.at("甲", 1), v.at("乙", 1), v.at("丙", 1)})
		if got := told(v); len(got) != 1 || got[0] != "B000 "+names[odd]+"!A1" {
			t.Errorf("%s is odd: %v", names[odd], got)
		}
	}
}

// A sum fails and nothing else tells which of its parts is wrong: one that would be less
// than nothing is not, and one that is a slip of the right figure is.
func TestThePartThatCanBeWrongIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		parts [3]any
		sum   int // that should come out
		want  string
	}{
		"the others are too small or blank": {[3]any{158, nil, 10}, 148, "B000 甲!A2"},
		"neighbouring digits changed about": {[3]any{400, 612, 30}, 1051, "B000 甲!A3"},
		"a digit too many":                  {[3]any{400, 6120, 30}, 1042, "B000 甲!A3"},
		"any of them":                       {[3]any{400, 600, 300}, 1301, "B000 甲!A1"},
	} {
		cells := map[string]any{"甲1": "A2+A3+A4", "乙1": c.sum, "丙1": c.sum}
		total := 0
		for i, part := range c.parts {
			cells[fmt.Sprint("甲", i+2)] = part
			n, _ := part.(int)
			total += n
		}
		v := small(cells, "甲", "乙", "丙")
		v.at("甲", 1).cell.num = decimal.NewFromInt(int64(total))
		for _, e := range [][2]string{{"甲", "乙"}, {"甲", "丙"}, {"乙", "丙"}} {
			v.judge(equation{how: pack.Same, total: v.at(e[0], 1), parts: []*fact{v.at(e[1], 1)}})
		}
		if got := told(v); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestTwoOfFourAreNoMajority(t *testing.T) {
	v := small(map[string]any{"甲1": 7, "乙1": 7, "丙1": 5, "丁1": 5}, "甲", "乙", "丙", "丁")
	all := []*fact{v.at("甲", 1), v.at("乙", 1), v.at("丙", 1), v.at("丁", 1)}
	if most := majority(all, v.same); most != nil {
		t.Error(most)
	}
	if most := majority(append(all, v.at("甲", 1), v.at("乙", 1)), v.same); len(most) != 4 {
		t.Error(most)
	}
}

// 甲1 is the sum of 甲2 and 甲3, which 乙1 and 丙1 should be too: whoever is wrong, the
// equations that hold tell which it is.
func TestWhatHoldsTellsWhichCellIsWrong(t *testing.T) {
	for _, c := range []struct {
		name string
		off  map[string]any
		want string
	}{
		{"a part", map[string]any{"甲2": 8}, "A201 甲!A2"},
		{"the total", map[string]any{"甲1": 9}, "A201 甲!A1"},
		{"another table", map[string]any{"乙1": 9}, "B000 乙!A1"},
		{"the part of a formula", map[string]any{"甲1": "A2+A3", "甲2": 8}, "B000 甲!A2"},
	} {
		cells := map[string]any{"甲1": 7, "甲2": 3, "甲3": 4, "乙1": 7, "丙1": 7, "乙2": 4}
		for k, x := range c.off {
			cells[k] = x
		}
		v := small(cells, "甲", "乙", "丙")
		if text, ok := cells["甲1"].(string); ok && text != "" {
			v.at("甲", 1).cell.num = v.at("甲", 2).value.Add(v.at("甲", 3).value)
		}
		v.judge(equation{how: pack.Below, total: v.at("甲", 1), parts: []*fact{v.at("甲", 2), v.at("甲", 3)}})
		v.judge(equation{how: pack.Same, total: v.at("甲", 1), parts: []*fact{v.at("乙", 1)}})
		v.judge(equation{how: pack.Same, total: v.at("乙", 1), parts: []*fact{v.at("丙", 1)}})
		v.judge(equation{how: pack.Parts, total: v.at("丙", 1), parts: []*fact{v.at("甲", 1)}})
		v.judge(equation{how: pack.Same, total: v.at("甲", 3), parts: []*fact{v.at("乙", 2)}})
		if got := told(v); len(got) != 1 || got[0] != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// inWan is a figure of tables of 万元 whose amounts were typed with two decimals.
func (v *verifier) inWan(name string, row int, amount string) *fact {
	v.pack.Unit, v.book.typed = money.Wan, true
	f := v.at(name, row)
	f.scale, f.value = 4, decimal.RequireFromString(amount).Shift(4)
	return f
}

// What is too much beside one cell and too little beside another is not wrong by the
// same amount, however small that is; rounding makes no such faults.
func TestACellThatIsBothTooLargeAndTooSmallIsNotTheWrongOne(t *testing.T) {
	for _, c := range []struct {
		other string
		want  bool
	}{{"7.01", false}, {"6.99", true}} {
		v := small(map[string]any{"甲1": 7, "乙1": 7, "丙1": 7, "丁1": 7}, "甲", "乙", "丙", "丁")
		mine := v.inWan("甲", 1, "7.00")
		v.judge(equation{how: pack.Same, total: mine, parts: []*fact{v.inWan("乙", 1, "6.99")}})
		v.judge(equation{how: pack.Same, total: mine, parts: []*fact{v.inWan("丙", 1, c.other)}})
		v.judge(equation{how: pack.Same, total: v.inWan("丁", 1, "7.00"), parts: []*fact{mine}})
		if len(v.faults) != 2 {
			t.Fatal(len(v.faults))
		}
		w := v.witnesses()
		best := w.culprits(w.suspicions(v.faults))
		if wrong := len(best) == 1 && len(best[0].faults) == 2 && best[0].cells[0] == mine.ref(); wrong != c.want {
			t.Errorf("beside 6.99 and %s the wrong ones are %v", c.other, best)
		}
	}
}

// An equation that is off by no more than rounding speaks for its cells.
func TestWhatIsOffByATailHoldsForItsCells(t *testing.T) {
	v := small(map[string]any{"甲1": 7, "甲2": 3, "甲3": 4, "乙1": 9}, "甲", "乙")
	mine, other := v.inWan("甲", 1, "7.00"), v.inWan("乙", 1, "9.00")
	v.judge(equation{how: pack.Same, total: mine, parts: []*fact{other}})
	v.judge(equation{how: pack.Below, total: mine, parts: []*fact{v.inWan("甲", 2, "3.00"), v.inWan("甲", 3, "4.01")}})
	if len(v.faults) != 2 || v.faults[0].tail || !v.faults[1].tail {
		t.Fatal(len(v.faults))
	}
	w := v.witnesses()
	if best := w.culprits(w.suspicions(v.faults)); len(best) != 1 || best[0].cells[0] != other.ref() {
		t.Errorf("the wrong ones are %v", best)
	}
}

// A table that prints a level says of a code of that level which it has not got that
// there is no such money; of one of a level that it leaves out it says nothing.
func TestATableSpeaksOfTheLevelsThatItPrints(t *testing.T) {
	p := proof.DefaultPack(t)
	v := &verifier{pack: p}
	for _, c := range []struct {
		view, list, key string
		levels          []int
		want            bool
	}{
		{"支出总表", "支出总表", "201", []int{1, 3}, true},
		{"支出总表", "支出总表", "20113", []int{1, 3}, false},
		{"支出总表", "支出总表", "2011301", []int{1, 3}, true},
		{"支出总表", "支出总表", "2011301", []int{0, 1, 2}, false},
		{"支出总表", "支出总表", "20113", []int{0, 1, 2}, true},
		{"支出总表", "支出总表", "20113", []int{0, -1}, true},
		{"支出总表", "支出总表", "20", []int{0}, true}, // no level has such codes
		{"支出总表", "财政拨款支出按类", "201", []int{1, 2, 3}, false},
		{"项目支出本年", "项目支出本年", "某局", []int{1, 2, 3}, true},
		{"项目支出本年", "项目支出本年", "某局", []int{1, 3}, false},
	} {
		lane := fill.FormLane{List: c.list}
		for _, level := range c.levels {
			lane.Variants = append(lane.Variants, fill.FormVariant{Level: level})
		}
		sheet := &fill.Form{Bands: []fill.FormBand{{Lanes: []fill.FormLane{{List: "别的"}}}, {Lanes: []fill.FormLane{lane}}}}
		if got := v.figures().complete(&table{form: &form{Form: sheet}}, p.View(c.view), c.key); got != c.want {
			t.Errorf("%s %v of %s: %v", c.key, c.levels, c.list, got)
		}
	}
}

// A range of a whole column is no list of cells, and neither is one on a sheet that is
// not there.
func TestTheCellsOfAFormulaAreThoseOfItsRanges(t *testing.T) {
	v := small(map[string]any{"甲1": 1}, "甲", "乙")
	for text, want := range map[string]int{"A1": 1, "A1:A3": 3, "A1:B3": 6, "SUM(A:A)": 0, "SUM(1:1)": 0, "乙!A1+A2": 2, "丁!A1": 0, "SUM(A1:A100001)": 0, "(": 0} {
		if got := v.book.cells(text, v.book.sheets[0]); len(got) != want {
			t.Errorf("%s: %d cells", text, len(got))
		}
	}
}

// Of equations about one wrong cell the one that the pack has an id for is told.
func TestTheIdOfThePackIsTold(t *testing.T) {
	v := small(map[string]any{"甲1": 9, "乙1": 7, "丙1": 7}, "甲", "乙", "丙")
	v.pack.Equations = []pack.Equation{{ID: "B01", Between: []string{"甲", "丙"}}}
	v.judge(equation{how: pack.Same, total: v.at("甲", 1), parts: []*fact{v.at("乙", 1)}})
	v.judge(equation{how: pack.Same, total: v.at("甲", 1), parts: []*fact{v.at("丙", 1)}})
	v.judge(equation{how: pack.Same, total: v.at("乙", 1), parts: []*fact{v.at("丙", 1)}})
	if got := told(v); len(got) != 1 || got[0] != "B01 甲!A1" {
		t.Error(got)
	}
}

func TestRowsThatATableHasNotGotAreNamedOnce(t *testing.T) {
	v := small(map[string]any{"甲1": 0, "乙1": 0}, "甲", "乙")
	missing := *v.at("甲", 1)
	missing.blank = true
	other := *v.at("乙", 1)
	other.blank = true
	for _, c := range []struct {
		facts []*fact
		want  string
	}{
		{[]*fact{&missing, &missing}, "甲（没有这一行）0"},
		{[]*fact{&missing, &other}, "甲（没有这一行）0、乙（没有这一行）0 得出的 0"},
		{[]*fact{&missing, v.at("甲", 1)}, "甲（没有这一行）0、（A1）0 得出的 0"},
		{[]*fact{v.at("甲", 1), v.at("甲", 1)}, "甲（A1）0、（A1）0 得出的 0"},
	} {
		if got := v.side(c.facts, decimal.Zero); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestTwoResultsAreAlikeIfTheyAreOfOneKindAndShowTheSame(t *testing.T) {
	all := []formula.Value{formula.Num(decimal.NewFromInt(1)), formula.Num(decimal.NewFromInt(2)), formula.Str("1"), formula.Str(""), {}, formula.Logical(true), formula.Logical(false), {Kind: formula.Fault, Text: "#N/A"}}
	for i, a := range all {
		for j, b := range all {
			if alike(a, b) != (i == j) {
				t.Error(a, b)
			}
		}
	}
}
