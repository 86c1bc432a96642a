package fill

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/a1"
	"ysgk/internal/finding"
	"ysgk/internal/formula"
	"ysgk/internal/pattern"
	"ysgk/internal/tags"
)

// An amount on a parent's row is that of its children. Where one template row
// prints several levels of a list, or a range takes in the rows of several, a
// formula that adds the column up counts every amount once for each level: a
// table of three levels would print three times the money. The first is never
// meant, and the template is refused; of the second the clerk is warned.

// combining are the functions whose result such rows make wrong.
var combining = strings.Fields(`
	SUM SUMIF SUMIFS SUMPRODUCT SUMSQ SUBTOTAL AGGREGATE DSUM AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS MEDIAN
	STDEV STDEV.S STDEV.P STDEVP VAR VAR.S VAR.P VARP`)

// selecting are those among them that can pick the records of one level.
var selecting = []string{"SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "SUMPRODUCT"}

// telling are fields of which each value belongs to one level.
var telling = []string{"编码", "科目编码", "层级"}

// twice finds the formulas that add parents and children of a list together:
// errors for those over one row that prints both, warnings for the others.
func (t *Template) twice() (findings finding.List) {
	for x := range t.formulas() {
		before := len(findings)
		if t.twiceIn(x, &findings); len(findings) == before {
			t.totalTwice(x, &findings)
		}
	}
	return findings
}

// with gives the findings of one severity.
func with(severity finding.Severity, all finding.List) finding.List {
	return slices.DeleteFunc(all, func(f finding.Finding) bool { return f.Severity != severity })
}

// twiceIn looks at one formula, and tells at most one thing about it.
func (t *Template) twiceIn(x site, findings *finding.List) {
	for _, o := range t.operands(x.sheet, x.formula) {
		on, ref, within := o.on, o.ref, combiner(o.within)
		if on == nil || within == "" || ref.Row1 == 0 && ref.Col1 == 0 {
			continue
		}
		for _, b := range on.bands {
			for _, l := range b.lanes {
				if l.fixed() {
					continue
				}
				rows := l.several(t.schema.Lists[l.list], on.levelsWithOwnRow(l.list), ref)
				if on == x.sheet && x.row.band == b && o.own(x.row.R) || len(rows) == 0 {
					continue
				}
				at := 0
				for _, c := range b.columns(l) {
					if at == 0 {
						at = on.amountIn(rows, ref, c[0], c[1])
					}
				}
				if at == 0 || slices.Contains(selecting, within) && t.selects(x, on, rows) && !openCode.MatchString(x.formula.Text) {
					continue
				}
				list := t.schema.Lists[l.list]
				own := on.levelsWithOwnRow(l.list)
				tell := findings.Errorf
				if !l.mixed(list, own, rows) {
					tell = findings.Warnf
					if t.knowingly(l, list, own, rows, at, x.formula.Text) {
						continue
					}
				}
				tell("levels-added", x.place(), on.addCure(l, list, rows, at, within),
					"公式 =%s 把视图 %s 的上级和下级（%s）加在一起，同一笔钱算了几次", x.formula.Text, l.list, strings.Join(l.levelNames(list, own, rows), "、"))
				return
			}
		}
	}
}

// knowingly says whether a formula over the rows of two levels sets right that it
// adds everything twice: it halves the sum, or takes the upper level's row off.
func (t *Template) knowingly(l *lane, list tags.ListSchema, own map[int]bool, rows []int, col int, text string) bool {
	if len(l.levelNames(list, own, rows)) != 2 {
		return false
	}
	upper := l.variants[0]
	for _, v := range l.variants {
		if v.level < upper.level && slices.Contains(rows, v.rows[0]) || !slices.Contains(rows, upper.rows[0]) {
			upper = v
		}
	}
	return halves.MatchString(text) || upper.level == 0 && takesOff(text, a1.Name(col, upper.rows[0]))
}

// openCode is a condition on the beginning of a code, which codes of all levels have.
var openCode = pattern.Of(`"=?[0-9]+\*"`)

// addCure says what to write instead of a formula that adds up a column of several
// levels. The tag of the total is named only where the column shows a field.
func (s *sheet) addCure(l *lane, list tags.ListSchema, rows []int, col int, within string) string {
	if slices.Contains(selecting, within) && within != "SUMPRODUCT" && slices.Contains(list.Texts, "编码") {
		return "请让条件只取一级：条件区域用编码那一列，条件写一个完整的编码（一个编码只属于一级），或用 ? 代替各位数字，如 \"201????\"；名称可能几级都有。"
	}
	leaf := list.Levels[len(list.Levels)-1]
	hint := "要加起来的那一级单独写一行（标签里写 @" + leaf + "），公式只引用那一行"
	for _, v := range l.variants {
		if v.level == len(list.Levels)-1 && slices.Contains(rows, v.rows[0]) {
			hint = "要加的只是一级的，公式只引用那一级的行，如" + leaf + "（第 " + strconv.Itoa(v.rows[0]) + " 行）"
		}
	}
	if field := s.fieldIn(rows, col); field != "" {
		hint += "；或不用公式，直接写 {{" + l.list + "@合计." + field + "}}"
	}
	return hint + "。"
}

// operand is a reference of a formula, or what a name in it stands for, with the
// sheet that it means and the functions that it stands in, the outermost first.
type operand struct {
	ref    formula.Ref
	on     *sheet // nil if there is none
	within []string
	named  bool
}

// own says whether the reference follows the record of a row in which the formula
// stands: its row there is that row, without $.
func (o operand) own(row int) bool {
	_, start, _, end := o.ref.Abs()
	return !o.named && o.ref.Row1 == row && o.ref.Row2 == row && !start && !end
}

// operands are what a formula looks at on sheets that print lists.
func (t *Template) operands(s *sheet, f *formula.Formula) (out []operand) {
	var around [][]string
	for i, o := range f.Operands {
		on := t.sheetOf(s, o.Ref)
		if on == nil || len(on.bands) == 0 {
			continue
		}
		if around == nil {
			around = f.Around()
		}
		out = append(out, operand{ref: o.Ref, on: on, within: around[i]})
	}
	for _, name := range f.Names() {
		for _, e := range t.definitions(name) {
			of, err := formula.Parse(e.Text())
			if err != nil {
				continue
			}
			for _, o := range of.Operands {
				out = append(out, operand{ref: o.Ref, on: t.sheetOf(s, o.Ref), within: f.AroundName(name), named: true})
			}
		}
	}
	return out
}

// several are the template rows of a lane within a reference, if together they
// print records of more than one level; else none.
func (l *lane) several(list tags.ListSchema, own map[int]bool, ref formula.Ref) (rows []int) {
	levels := map[int]bool{}
	for _, v := range l.records() {
		inside := false
		for _, r := range v.rows {
			if ref.Row1 == 0 || ref.Row1 <= r && r <= ref.Row2 {
				rows, inside = append(rows, r), true
			}
		}
		if inside {
			for _, level := range v.prints(list, own) {
				levels[level] = level > 0 || !l.block // the total has no block
			}
		}
	}
	maps.DeleteFunc(levels, func(_ int, printed bool) bool { return !printed })
	if len(levels) < 2 {
		return nil
	}
	return rows
}

// prints are the levels whose records the rows of a variant print.
func (v variant) prints(list tags.ListSchema, own map[int]bool) (levels []int) {
	if v.level >= 0 {
		return []int{v.level}
	}
	for level := range list.Levels {
		if !own[level] && (level > 0 || list.Of == "") {
			levels = append(levels, level)
		}
	}
	return levels
}

// mixed says whether one of the rows alone prints the records of several levels.
func (l *lane) mixed(list tags.ListSchema, own map[int]bool, rows []int) bool {
	return slices.ContainsFunc(l.variants, func(v variant) bool { return len(v.prints(list, own)) > 1 && slices.Contains(rows, v.rows[0]) })
}

func (l *lane) levelNames(list tags.ListSchema, own map[int]bool, rows []int) (names []string) {
	for _, v := range l.variants {
		if !slices.ContainsFunc(v.rows, func(r int) bool { return slices.Contains(rows, r) }) {
			continue
		}
		for _, level := range v.prints(list, own) {
			if !slices.Contains(names, list.Levels[level]) {
				names = append(names, list.Levels[level])
			}
		}
	}
	return names
}

// amountIn is the first column of a reference, within those of a lane, that
// shows amounts in some of the rows, or what is computed from them; 0 if none does.
func (s *sheet) amountIn(rows []int, ref formula.Ref, from, to int) int {
	if ref.Col1 > 0 {
		from, to = max(from, ref.Col1), min(to, ref.Col2)
	}
	for x := range s.sites() {
		if slices.Contains(rows, x.row.R) && x.Col >= from && x.Col <= to && (x.formula != nil || len(x.parts) == 1 && x.parts[0].Row && x.parts[0].Amount && x.parts[0].Numeric()) {
			return x.Col
		}
	}
	return 0
}

// fieldIn is the amount that a column shows in some of the rows, "" if none.
func (s *sheet) fieldIn(rows []int, col int) string {
	for x := range s.sites() {
		if x.Col == col && slices.Contains(rows, x.row.R) && len(x.parts) == 1 && x.parts[0].Kind == tags.Money {
			return x.parts[0].Field
		}
	}
	return ""
}

// selects says whether a formula also looks, on the same rows, at a column of
// which each value belongs to one level: it can pick the records of one.
func (t *Template) selects(x site, on *sheet, rows []int) bool {
	for _, o := range t.operands(x.sheet, x.formula) {
		if o.on != on || o.ref.Col1 == 0 || o.ref.Col1 != o.ref.Col2 {
			continue
		}
		for y := range on.sites() {
			if y.Col == o.ref.Col1 && slices.Contains(rows, y.row.R) && len(y.parts) == 1 && slices.Contains(telling, y.parts[0].Field) {
				return true
			}
		}
	}
	return false
}

// combiner is the innermost of the functions around a reference that combine
// what they are given, "" if none does.
func combiner(around []string) string {
	for _, name := range slices.Backward(around) {
		if slices.Contains(combining, name) {
			return name
		}
		switch name {
		case "INDEX", "MATCH", "VLOOKUP", "HLOOKUP", "LOOKUP", "XLOOKUP", "OFFSET", "ROWS", "ROW", "COLUMN", "COLUMNS":
			return "" // looks for one cell, or at none
		}
	}
	return ""
}
