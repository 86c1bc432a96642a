package cases

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"ysgk/internal/proof"
)

// words are what a formula may be made of where it stands.
type words struct {
	numbers []string // cells and expressions with a number or nothing
	texts   []string
	columns []string // of a list, all as high as one another; %s is the column
	ranges  []string // anything that holds amounts
}

// vocabulary of the forms, by form and place.
var vocabulary = map[string]map[string]words{
	"flat": {
		"below": {
			numbers: []string{"D{t}", "E{t}", "D{f}", "E{f}", "I1", "I2", "I3", "参数!B8", "参数!C9", "总额", "比率", "ROW()-ROW(D{t})", "COLUMN(D{f})"},
			texts:   []string{"A{f}", "B{f}", "F{f}", "G{f}", "A4", "单位名", "参数!B4"},
			columns: []string{"%s{f}:%s{l}", "%s$5:%s${l}", "$%s$5:$%s${g}", "%s4:%s{t}"},
			ranges:  []string{"D{f}:D{l}", "{u:项:D}", "D{f}:E{l}", "D4:D{l}", "金额区", "清单表[金额]", "D:D", "D{f}:D{l},E{f}:E{l}", "A{f}:H{l}", "'附表 1'!C{f2}:C{l2}"},
		},
		"项": {
			numbers: []string{"D{c}", "E{c}", "$D{c}", "D{t}", "$D${t}", "N(D{p})", "I$1", "参数!$B$8", "本行金额", "ROW()", "G{c}", "D${f}", "清单表[[#This Row],[上年]]"},
			texts:   []string{"A{c}", "B{c}", "C{c}", "F{c}", "G{c}", "H{c}", "B{p}", "A$4"},
			columns: []string{"%s${f}:%s${l}", "%s${f}:%s{c}", "%s{c}:%s${l}", "$%s${f}:$%s${l}", "%s$4:%s{c}"},
			ranges:  []string{"D${f}:D${l}", "D${f}:D{c}", "D{c}:D${l}", "D{c}:E{c}", "D$4:D{c}", "金额区", "D{c},E{c}", "清单表[金额]"},
		},
		"other": {
			numbers: []string{"表!D{t}", "表!E{t}", "表!D{f}", "比率", "总额", "'附表 1'!C{t2}", "参数!B9"},
			texts:   []string{"表!A{f}", "表!B{f}", "表!F{f}", "参数!B3"},
			columns: []string{"表!%s{f}:%s{l}", "表!$%s$5:$%s${g}", "表!%s:%s"},
			ranges:  []string{"表!D{f}:D{l}", "表!D{f}:E{l}", "表!D:D", "金额区", "项目金额", "清单表[金额]"},
		},
	},
	"top": {
		"total": {
			numbers: []string{"D{f}", "E{f}", "ROW(D{f})"},
			texts:   []string{"B{f}", "A4"},
			columns: []string{"%s{f}:%s{l}"},
			ranges:  []string{"D{f}:D{l}", "{u:项:D}", "D{f}:E{l}"},
		},
		"项": {
			numbers: []string{"D{c}", "E{c}", "D$5", "$E$5", "N(D{p})", "ROW()"},
			texts:   []string{"A{c}", "B{c}", "C{c}", "A{p}"},
			columns: []string{"%s${f}:%s${l}", "%s${f}:%s{c}", "%s$5:%s{c}"},
			ranges:  []string{"D${f}:D${l}", "D${f}:D{c}", "D{c}:E{c}", "D$5:D{c}"},
		},
	},
	"levels": {
		"below": {
			numbers: []string{"D5", "E5", "SUM({u:项:D})", "COUNTA({u:款:A})"},
			texts:   []string{"A5", "B5"},
			columns: []string{"%s5:%s{l}", "$%s$5:$%s${g}"},
			ranges:  []string{"{u:项:D}", "{u:类:D}", "{u:款:E}", "D5:D{l}", "D6:E{l}", "D:D"},
		},
		"类": {
			numbers: []string{"D{c}", "E{c}", "{a:合计:D}", "SUM({d:款:D})", "MAX({d:项:D})", "COUNT({d:项:E})", "D$5"},
			texts:   []string{"A{c}", "B{c}"},
			columns: []string{"%s$5:%s${l}"},
			ranges:  []string{"{d:项:D}", "{d:款:E}", "{v:类:D}", "D{c}:E{c}"},
		},
		"项": {
			numbers: []string{"D{c}", "E{c}", "{a:款:D}", "{a:类:E}", "{a:合计:D}", "D$5", "ROW()"},
			texts:   []string{"A{c}", "{a:类:A}", "{a:款:A}"},
			columns: []string{"%s$5:%s${l}", "%s$5:%s{c}"},
			ranges:  []string{"{v:项:D}", "D{c}:E{c}", "D$5:D${l}"},
		},
	},
	"beside": {
		"below": {
			numbers: []string{"B{t}", "E{t}", "B5", "B6", "E{f}", "F{f}"},
			texts:   []string{"A5", "D{f}", "A6"},
			columns: nil,
			ranges:  []string{"E{f}:E{l}", "E5:E{e}", "B5:B{e}", "B5:B7", "{u:项:F}", "E:F"},
		},
		"项": {
			numbers: []string{"E{c}", "F{c}", "B{t}", "$E${t}", "B$6", "N(E{p})"},
			texts:   []string{"D{c}", "A$6"},
			columns: nil,
			ranges:  []string{"E${f}:E${l}", "E${f}:E{c}", "E{c}:F{c}", "B$5:B$7"},
		},
	},
}

// A single cell of a list as an argument of SUM or MAX would mean the whole list:
// 0+ makes it the first record's.

// draws makes formulas out of words.
type draws struct {
	*rapid.T
	words
}

func (d draws) one(of ...string) string { return rapid.SampledFrom(of).Draw(d.T, "one") }

// column names columns of a list; they are as high as one another.
func columned(shape string, names ...string) (out []any) {
	for _, n := range names {
		out = append(out, strings.ReplaceAll(shape, "%s", n))
	}
	return out
}

func (d draws) number(deep int) string {
	if deep == 0 {
		return d.one(append([]string{"0", "1", "2.5", "100", "-3", "5%"}, d.numbers...)...)
	}
	n := func() string { return d.number(deep - 1) }
	forms := []func() string{
		func() string { return d.one(d.numbers...) },
		func() string { return n() + d.one("+", "-", "*") + n() },
		func() string { return "(" + n() + d.one("+", "-") + n() + ")" + d.one("*", "/") + n() },
		func() string { return "-" + n() },
		func() string { return "(" + n() + ")%" },
		func() string {
			return d.one("SUM", "MAX", "MIN", "COUNT", "COUNTA", "AVERAGE") + "(" + d.one(d.ranges...) + ")"
		},
		func() string { return "SUM(" + d.one(d.ranges...) + ",0+" + n() + ")" },
		func() string {
			return d.one("ROUND", "ROUNDUP", "ROUNDDOWN") + "(" + n() + "," + d.one("0", "1", "2", "-1", "-2") + ")"
		},
		func() string { return d.one("INT", "ABS", "TRUNC", "SIGN", "N") + "(" + n() + ")" },
		func() string { return "MOD(ROUND(" + n() + ",2)," + d.one("3", "7", "100") + ")" },
		func() string { return "IF(" + d.truth(deep-1) + "," + n() + "," + n() + ")" },
		func() string { return "IFERROR(" + n() + "/" + n() + "," + n() + ")" },
		func() string { return "LEN(" + d.text(deep-1) + ")" },
		func() string { return "CHOOSE(" + d.one("1", "2") + "," + n() + "," + n() + ")" },
		func() string { return d.one("MAX", "MIN") + "(0+" + n() + ",0+" + n() + ")" },
	}
	if len(d.columns) > 0 {
		shape := d.one(d.columns...)
		key := d.one("A", "B", "C")
		with := func(format string, names ...string) string { return fmt.Sprintf(format, columned(shape, names...)...) }
		test := func(col string) string {
			return with("%s", col) + d.one(`="201"`, `="人员"`, `<>"项"`, `="项"`, `<>""`)
		}
		forms = append(forms,
			func() string { return with("SUMIF(%s,"+d.criterion()+",%s)", key, d.one("D", "E")) },
			func() string { return with("COUNTIF(%s,"+d.criterion()+")", d.one("A", "B", "C", "D", "E")) },
			func() string {
				return with("SUMIFS(%s,%s,"+d.criterion()+",%s,"+d.one(`">100"`, `"<=1000"`, `"<>"`)+")", "D", key, "E")
			},
			func() string { return "SUMPRODUCT((" + test(key) + ")*(" + test("B") + "))" },
			func() string { return "SUMPRODUCT(--(" + test(key) + ")," + with("%s", "D") + ")" },
			func() string {
				return with("IFERROR(INDEX(%s,MATCH("+d.text(0)+",%s,0)),"+d.one("0", "-1")+")", d.one("D", "E"), key)
			},
		)
	}
	return forms[rapid.IntRange(0, len(forms)-1).Draw(d.T, "form")]()
}

func (d draws) criterion() string {
	return d.one(`"人员"`, `"201"`, `"<>人员"`, `"*费*"`, `">100"`, `"<=500"`, `"项"`, `"<>"`, `"20?"`)
}

func (d draws) text(deep int) string {
	if deep == 0 {
		return d.one(append([]string{`"元"`, `"人员"`, `""`, `"办公费3"`}, d.texts...)...)
	}
	t := func() string { return d.text(deep - 1) }
	return []func() string{
		func() string { return d.one(d.texts...) },
		func() string { return t() + "&" + t() },
		func() string { return t() + "&ROUND(" + d.number(deep-1) + ",2)" },
		func() string { return "LEFT(" + t() + "," + d.one("0", "1", "2", "9") + ")" },
		func() string { return "RIGHT(" + t() + "," + d.one("1", "3") + ")" },
		func() string { return "MID(" + t() + "," + d.one("1", "2", "5") + "," + d.one("1", "2", "30") + ")" },
		func() string { return "SUBSTITUTE(" + t() + `,"费",` + t() + ")" },
		func() string {
			return "TEXT(" + d.number(deep-1) + "," + d.one(`"0.00"`, `"#,##0"`, `"0"`, `"#,##0.00"`, `"0.0%"`) + ")"
		},
		func() string { return "IF(" + d.truth(deep-1) + "," + t() + "," + t() + ")" },
		func() string { return "TRIM(" + t() + ")" },
		func() string { return "CONCATENATE(" + t() + "," + t() + ")" },
	}[rapid.IntRange(0, 10).Draw(d.T, "form")]()
}

func (d draws) truth(deep int) string {
	n := func() string { return d.number(max(0, deep-1)) }
	return []func() string{
		func() string { return n() + d.one(">", "<", ">=", "<=", "=", "<>") + n() },
		func() string { return d.one(d.texts...) + d.one("=", "<>") + d.text(0) },
		func() string { return d.one("AND", "OR") + "(" + n() + ">0," + n() + "<1000)" },
		func() string { return "NOT(" + n() + "=0)" },
		func() string { return d.one("ISNUMBER", "ISTEXT", "ISBLANK") + "(" + d.one(d.texts...) + ")" },
		func() string { return "ISERROR(" + n() + "/" + n() + ")" },
	}[rapid.IntRange(0, 5).Draw(d.T, "truth")]()
}

// randomLines are formulas for one form; errors are shown as a text, so that no
// formula keeps the others from being filled.
func randomLines(t *rapid.T, form string, n int) (out []line) {
	var places []string
	for _, p := range []string{"below", "total", "other", "类", "项"} {
		if _, ok := vocabulary[form][p]; ok {
			places = append(places, p)
		}
	}
	for i := range n {
		where := rapid.SampledFrom(places).Draw(t, "place")
		d := draws{t, vocabulary[form][where]}
		deep := rapid.IntRange(1, 3).Draw(t, "deep")
		text := ""
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			text = d.text(deep)
		case 1:
			text = "IF(" + d.truth(deep) + ",1,0)"
		default:
			text = d.number(deep)
		}
		out = append(out, line{number: i + 1, where: where, formula: "=IFERROR(" + text + `,"错")`})
	}
	return out
}

// randomLedger has amounts that are equal, zero, small and large.
// Which rows of a list with levels stay without records depends on the formulas,
// so such a list has one.
func randomLedger(t *rapid.T, f *form) (out []record) {
	lengths := []int{1, 2, 3, 5, 6, 12}
	if len(views[f.sheets[0].view].levels) == 1 {
		lengths = append(lengths, 0)
	}
	out = ledger(rapid.SampledFrom(lengths).Draw(t, "records"))
	amount := func() string {
		return decimal.New(rapid.OneOf(rapid.Just(int64(0)), rapid.SampledFrom([]int64{1, 100, 12345}), rapid.Int64Range(1, 1e9)).Draw(t, "amount"), -2).String()
	}
	for _, r := range out {
		r["金额(元)"], r["上年数"] = amount(), amount()
		r["类型"] = rapid.SampledFrom([]string{"人员", "公用", "项目"}).Draw(t, "type")
		r["代号"] = rapid.SampledFrom([]string{"201", "204", "208"}).Draw(t, "code")
	}
	return out
}

func TestRandomFormulasOverRandomListsStoreWhatIsRight(t *testing.T) {
	ledgers := proof.Drawn(1, 12)
	folder := t.TempDir()
	var trials []*trial
	for _, f := range forms() {
		if vocabulary[f.name] == nil {
			continue
		}
		for seed := range ledgers {
			type drawn struct {
				lines   []line
				records []record
			}
			d := rapid.Custom(func(t *rapid.T) drawn { return drawn{randomLines(t, f.name, 120), randomLedger(t, f)} }).Example(seed)
			if tr := fillIn(t, f, d.lines, d.records, folder, fmt.Sprintf("%s-%d.xlsx", f.name, seed)); tr != nil {
				trials = append(trials, tr)
			}
		}
	}
	recalculate(t, trials)
	compared := 0
	for _, tr := range trials {
		t.Run(strings.TrimSuffix(filepath.Base(tr.file), ".xlsx"), func(t *testing.T) { compared += tr.judge(t) })
	}
	t.Logf("%d values compared", compared)
}
