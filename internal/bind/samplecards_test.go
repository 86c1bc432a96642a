package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// fundsCard is what a card of a project says: where its money comes from stands below one label, which names the unit.
type fundsCard struct {
	name, unit, goal, who string
	amounts               [3]any // 年度资金总额, 年度中央, 年度市县区
}

// fundsCards writes cards one below the other on a sheet.
func fundsCards(t *testing.T, sheet string, all ...fundsCard) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", sheet))
	row := 0
	for _, c := range all {
		for _, line := range [][]any{{"项目支出绩效目标表"}, {"（2026年度）"}, {"项目名称", c.name}, {"实施单位", c.unit, "负责人", c.who}, {"项目资金（万元）", "年度资金总额", c.amounts[0]}, {nil, "其中：中央财政资金", c.amounts[1]}, {nil, "市县（区）财政资金", c.amounts[2]}, {"年度总体目标", c.goal}, {}} {
			for i, v := range line {
				if v == "" {
					line[i] = nil
				}
			}
			row++
			must(t, f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &line))
		}
	}
	return saved(t, f)
}

// publishedCards are the cards of the projects of a ledger that are published, up to so many; the first have money of 中央.
func publishedCards(l *budget.Ledger, most int) (out []fundsCard) {
	projects := l.Tables["绩效项目"]
	column := func(name string) []budget.Fen { return projects.Amounts(projects.Measure(name)) }
	for i := range projects.Len() {
		if projects.Value(i, "是否公开") != "是" || len(out) == most {
			continue
		}
		if all := column("年度资金总额")[i]; len(out) < 2 {
			column("年度中央")[i], column("年度市县区")[i] = all/4, all-all/4
		}
		c := fundsCard{name: projects.Value(i, "项目名称"), unit: projects.Value(i, "实施单位"), goal: projects.Value(i, "年度总体目标"), who: projects.Value(i, "负责人")}
		for k, name := range []string{"年度资金总额", "年度中央", "年度市县区"} {
			if fen := column(name)[i]; fen != 0 {
				c.amounts[k] = fen.Yuan().Shift(-4).InexactFloat64()
			}
		}
		out = append(out, c)
	}
	return out
}

// fundsBound binds cards and gives the tags by their cells and what the pack fills of the ledger.
func fundsBound(t *testing.T, p *pack.Pack, r bind.Request, l *budget.Ledger) (made *bind.Result, tags map[string]string, lines []string) {
	t.Helper()
	r.Pack, r.Known, r.Name = p, known(t, p), "官方表.xlsx"
	made, err := bind.Workbook(r)
	must(t, err)
	tags = map[string]string{}
	for _, e := range made.Written {
		tags[e.Place.Cell] = e.Text
	}
	return made, tags, textsOf(t, filled(t, loaded(t, made), l))
}

// TestALabelOverLinesOfACardNamesTheirUnit: 项目资金（万元） stands beside the first of its lines alone. The others are in
// 万元 too, by an example and by words alone.
func TestALabelOverLinesOfACardNamesTheirUnit(t *testing.T) {
	p := defaultPack(t)
	l, none := sampleLedger(t, p), sample.Nothing(p)
	all := publishedCards(l, 100)
	blank := fundsCards(t, "绩效", fundsCard{})
	for name, r := range map[string]bind.Request{
		"by an example":  {Form: blank, Example: fundsCards(t, "绩效", all...), Ledger: l, Views: tables.Views(p, l)},
		"by words alone": {Form: blank, Ledger: none, Views: tables.Views(p, none)},
	} {
		_, tags, _ := fundsBound(t, p, r, l)
		for cell, amount := range map[string]string{"C5": "年度资金总额", "C6": "年度中央", "C7": "年度市县区"} {
			if !strings.HasPrefix(tags[cell], "{{绩效项目."+amount+"|万元") {
				t.Errorf("%s: %s has %q, want %s in 万元", name, cell, tags[cell], amount)
			}
		}
	}
}

// TestSampleCardsOfAFormAreOneCard: a form shows cards of somebody else's projects, or one and a blank one, and an example
// has a card of each project. The first stands for all, and nothing of the others is printed.
func TestSampleCardsOfAFormAreOneCard(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	all := publishedCards(l, 100)
	strange := func(n int) fundsCard {
		return fundsCard{fmt.Sprintf("样例项目%d", n), all[0].unit, fmt.Sprintf("样例目标%d", n), "", [3]any{float64(n) + 0.5, nil, float64(n) + 0.5}}
	}
	for name, form := range map[string][]byte{
		"two of somebody else's": fundsCards(t, "绩效", strange(1), strange(2)),
		"one and a blank one":    fundsCards(t, "绩效", strange(1), fundsCard{}),
		"a blank one and one":    fundsCards(t, "绩效", fundsCard{}, strange(1)),
	} {
		for _, cards := range [][]fundsCard{all, all[:1]} {
			r := bind.Request{Form: form, Example: fundsCards(t, "绩效", cards...), Ledger: l, Views: tables.Views(p, l)}
			made, tags, lines := fundsBound(t, p, r, l)
			titles := 0
			for _, line := range lines {
				if strings.HasPrefix(line, "项目支出绩效目标表") {
					titles++
				}
				if strings.Contains(line, "样例") {
					t.Errorf("%s, %d in the example: %s", name, len(cards), line)
				}
			}
			if titles != len(all) || !strings.Contains(tags["B4"], "{{绩效项目.实施单位") {
				t.Errorf("%s, %d in the example: %d cards of %d, tags %v; left %v", name, len(cards), titles, len(all), tags, made.Left)
			}
			if i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "项目名称") }); i < 0 || !strings.Contains(lines[i], all[0].name) {
				t.Errorf("%s, %d in the example: no name in %v", name, len(cards), lines)
			}
		}
	}
}
