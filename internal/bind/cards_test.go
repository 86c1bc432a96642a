package bind_test

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
)

// sampleLedger is the ledger of the sample, as a pack reads it.
func sampleLedger(t *testing.T, p *pack.Pack) *budget.Ledger {
	t.Helper()
	l, found, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", p)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	return l
}

// saved is a workbook as a file.
func saved(t *testing.T, f *excelize.File) []byte {
	t.Helper()
	out, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// cards writes the 绩效目标 of projects one below the other, a blank card where there is no ledger;
// each has the title, where titled says so, else all of them have one.
func cards(t *testing.T, l *budget.Ledger, year int, titled bool, between int, more ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "项目绩效"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		t.Fatal(err)
	}
	row := 0
	line := func(values ...any) {
		row++
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &values); err != nil {
			t.Fatal(err)
		}
	}
	card := func(name, unit string, amount any, goal, day string, indicators [][]any, amounts ...any) {
		if titled || row == 0 {
			line("项目支出绩效目标表")
			line(fmt.Sprintf("（%d年度）", year))
		}
		line("项目名称", name)
		line("实施单位", unit)
		line("年度资金总额（元）", amount)
		for i, label := range more {
			line(label, append(amounts, nil, nil, nil)[i])
		}
		line("年度总体目标", goal)
		line("一级指标", "二级指标", "三级指标", "指标值")
		for _, i := range indicators {
			line(i...)
		}
		line("负责人：", "填报日期："+day)
		row += between
	}
	if l == nil {
		card("", "", nil, "", "", blankLines([]any{"产出指标", "数量指标"}, []any{"满意度指标", "服务对象满意度"}))
	} else {
		projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
		outline := defaultPack(t).Outline("绩效指标提纲").Rows
		for i := range projects.Len() {
			text := func(f string) string { return projects.Value(i, f) }
			if text("是否公开") != "是" {
				continue
			}
			var indicators [][]any
			for _, of := range outline {
				n := 0
				for k := range own.Len() {
					is := func(f string) string { return own.Value(k, f) }
					if is("项目名称") != text("项目名称") || is("实施单位") != text("实施单位") || is("一级指标") != of[0] || is("二级指标") != of[1] {
						continue
					}
					if is("目标期") == "年度" {
						indicators = append(indicators, []any{of[0], of[1], is("三级指标"), is("指标值")})
						n++
					}
				}
				if n == 0 {
					indicators = append(indicators, []any{of[0], of[1]})
				}
			}
			amount := func(f string) any {
				return projects.Amounts(slices.Index(projects.Measures, f))[i].Yuan().InexactFloat64()
			}
			card(text("项目名称"), text("实施单位"), amount("年度资金总额"), text("年度总体目标"), text("填报日期"), indicators, amount("年度市县区"), amount("年度市县区"), amount("年度市县区"))
		}
	}
	return saved(t, f)
}

// TestCardsOfRecordsOneBelowTheOtherStayOnOneSheet binds the card of a project by an example that
// has those of all projects on one sheet: so has the sheet that is filled. The example may serve as
// the form.
func TestCardsOfRecordsOneBelowTheOtherStayOnOneSheet(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	for _, of := range []struct {
		titled  bool
		between int
	}{{true, 0}, {true, 2}, {false, 1}} {
		for _, form := range [][]byte{cards(t, nil, 2027, of.titled, of.between), nil} {
			r := bind.Request{Pack: p, Known: known(t, p), Form: form, Name: "官方表.xlsx", Example: cards(t, l, 2026, of.titled, of.between), Ledger: l, Views: tables.Views(p, l)}
			made, err := bind.Workbook(r)
			if err != nil {
				t.Fatal(of, err)
			}
			learned := loaded(t, made)
			got := textsOf(t, filled(t, learned, l))
			want := textsOf(t, r.Example)
			for i := range max(len(got), len(want)) {
				if len(got) != len(want) || got[i] != want[i] {
					t.Fatalf("%v: line %d of %d is %s, want %s of %d; left: %v", of, i, len(got), got[i], want[i], len(want), made.Left)
				}
			}
			proofs, err := bind.Prove(learned, r.Example, filled(t, learned, l), bind.Knows(r))
			if err != nil || len(proofs) != 10 {
				t.Fatal(of, err, len(proofs))
			}
			for _, proof := range proofs {
				if proof.Wrong() > 0 || proof.Right < 20 {
					t.Errorf("%v: the proof says %+v", of, proof)
				}
			}
		}
	}
}

// TestAnAmountOfACardIsTheOneThatItIsCalled binds a card with two amounts that are as large in the
// example: what is called otherwise gets no tag.
func TestAnAmountOfACardIsTheOneThatItIsCalled(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	of := func(l *budget.Ledger) []byte {
		return cards(t, l, 2026, true, 0, "其中：捐赠收入", "其中：市级财政资金", "其中：财政拨款")
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: of(nil), Name: "官方表.xlsx", Example: of(l), Ledger: l, Views: tables.Views(p, l)})
	if err != nil {
		t.Fatal(err)
	}
	if !says(made.Left, "项目绩效", "捐赠收入") {
		t.Errorf("捐赠收入 is not told: %v", made.Left)
	}
	var tags []string
	for _, e := range made.Written {
		if strings.Contains(e.Text, "市县区") || strings.Contains(e.Text, "财政拨款") {
			tags = append(tags, e.Place.Cell+e.Text)
		}
	}
	if !slices.Equal(tags, []string{"B7{{绩效项目.年度市县区|元}}", "B8{{绩效项目.年度财政拨款|元}}"}) {
		t.Errorf("tags %v", tags)
	}
}

// alikePeriods is a ledger of two projects whose indicators of both periods are the same.
func alikePeriods(p *pack.Pack) *budget.Ledger {
	l := sample.Nothing(p)
	put := func(table string, amount budget.Fen, texts map[string]string) {
		tab := l.Tables[table]
		row := make([]string, len(tab.Fields))
		for field, text := range texts {
			row[tab.Field(field)] = text
		}
		amounts := make([]budget.Fen, len(tab.Measures))
		for i := range amounts {
			if name := tab.Measures[i]; strings.HasSuffix(name, "总额") || strings.HasSuffix(name, "市县区") {
				amounts[i] = amount
			}
		}
		tab.Append(0, row, amounts)
	}
	for i, project := range []string{"宣传项目", "培训项目"} {
		put("绩效项目", budget.Fen(5000000*(i+1)), map[string]string{"项目名称": project, "实施单位": "某局", "是否公开": "是", "项目分类": []string{"特定目标类", "其他运转类"}[i], "年度总体目标": "完成" + project, "填报日期": "2026010" + fmt.Sprint(i)})
		for _, period := range []string{"实施期", "年度"} {
			for n, kind := range []string{"数量指标", "质量指标"} {
				put("绩效指标", 0, map[string]string{"项目名称": project, "实施单位": "某局", "目标期": period, "一级指标": "产出指标", "二级指标": kind, "三级指标": fmt.Sprint(project, "的次数", n), "指标值": fmt.Sprint("≥", i+n, "次")})
			}
		}
	}
	return l
}

// TestIndicatorsAreOfThePeriodThatTheFormNames binds cards and lists by an example in which the indicators
// of both periods are the same.
func TestIndicatorsAreOfThePeriodThatTheFormNames(t *testing.T) {
	p := defaultPack(t)
	l := alikePeriods(p)
	for _, of := range []func(l *budget.Ledger) []byte{
		func(l *budget.Ledger) []byte { return cards(t, l, 2026, true, 0) },
		func(l *budget.Ledger) []byte { return indicatorsTable(t, l, false) },
	} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: of(nil), Name: "官方表.xlsx", Example: of(l), Ledger: l, Views: tables.Views(p, l)})
		if err != nil {
			t.Fatal(err)
		}
		tags := ""
		for _, e := range made.Written {
			tags += e.Text
		}
		if !strings.Contains(tags, "年度三级指标}}") || strings.Contains(tags, "实施期三级指标") {
			t.Errorf("tags %s; left %v", tags, made.Left)
		}
	}
}

// TestACardIsBoundByItsWords binds the card of a project without an example, and by one of a ledger
// that has no projects: one sheet for each, or one card below the other as the example has them.
func TestACardIsBoundByItsWords(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	example, none := cards(t, l, 2026, true, 0), sample.Nothing(p)
	none.Info = l.Info
	for how, of := range map[string][]byte{"alone": nil, "with an example whose projects are not known": example} {
		r := bind.Request{Pack: p, Known: known(t, p), Form: cards(t, nil, 2027, true, 0), Name: "官方表.xlsx", Example: of, Ledger: none, Views: tables.Views(p, none)}
		made, err := bind.Workbook(r)
		if err != nil {
			t.Fatal(how, err)
		}
		var got []string
		for i, line := range textsOf(t, filled(t, loaded(t, made), l)) {
			if title := strings.HasPrefix(line, "项目支出绩效目标表"); i > 0 && title && !strings.Contains(got[len(got)-1], "|") {
				got = got[:len(got)-1] // the name of the sheet
			}
			got = append(got, strings.Replace(line, "填报日期：|", "填报日期：", 1)) // words do not say that it goes into the cell of the label
		}
		got, want := withoutRepeats(got), withoutRepeats(textsOf(t, example)[1:])
		for i := range max(len(got), len(want)) {
			if len(got) != len(want) || got[i] != want[i] {
				t.Fatalf("%s: line %d of %d is %s, want %s of %d; left: %v", how, i, len(got), got[min(i, len(got)-1)], want[min(i, len(want)-1)], len(want), made.Left)
			}
		}
		if !says(made.Left, "项目绩效", "没有核对过") {
			t.Errorf("%s: it is not told that words alone decided: %v", how, made.Left)
		}
	}
}

// textsOf are the sheets of a workbook with their rows.
func textsOf(t *testing.T, content []byte) (out []string) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(string(content)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, sheet)
		for _, row := range rows {
			out = append(out, strings.TrimRight(strings.Join(row, "|"), "|"))
		}
	}
	return out
}

// TestAmountsOfCardsAreReadAsTheyAreShown binds a card whose amounts are stored with the tails that sums of
// binary fractions have; 财政资金 is another word for 财政拨款.
func TestAmountsOfCardsAreReadAsTheyAreShown(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	f, err := excelize.OpenReader(bytes.NewReader(cards(t, l, 2026, true, 0, "其中：财政资金")))
	must(t, err)
	rows, err := f.GetRows("项目绩效")
	must(t, err)
	tails := 0
	for i := range rows {
		cell := fmt.Sprintf("B%d", i+1)
		if len(rows[i]) < 2 {
			continue
		}
		if x, err := strconv.ParseFloat(rows[i][1], 64); err == nil {
			must(t, f.SetCellValue("项目绩效", cell, x+1e-10))
			tails++
		}
	}
	if tails < 10 {
		t.Fatal(tails)
	}
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: cards(t, nil, 2026, true, 0, "其中：财政资金"), Name: "官方表.xlsx", Example: saved(t, f), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	got := columnB(shown(t, made.Book)["项目绩效"])
	for label, want := range map[string]string{"年度资金总额（元）": "年度资金总额|元", "其中：财政资金": "年度财政拨款|元"} {
		if !strings.Contains(got[label], want) {
			t.Errorf("%s: %q\n%s", label, got[label], told(made))
		}
	}
}

// TestAmountsOfCardsInTenThousandsAreProvenAsTheyAreRounded proves a card whose amounts the example prints
// with two decimals of 万元.
func TestAmountsOfCardsInTenThousandsAreProvenAsTheyAreRounded(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	for _, of := range []string{"年度资金总额", "实施期资金总额"} {
		amounts := l.Tables["绩效项目"].Amounts(l.Tables["绩效项目"].Measure(of))
		for i := range amounts {
			amounts[i] += 1234
		}
	}
	rounded := func(book []byte) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(book))
		must(t, err)
		rows, err := f.GetRows("项目绩效")
		must(t, err)
		for i, row := range rows {
			if row == nil || row[0] != "年度资金总额（元）" {
				continue
			}
			must(t, f.SetCellValue("项目绩效", fmt.Sprintf("A%d", i+1), "年度资金总额（万元）"))
			if len(row) > 1 && row[1] != "" {
				x, err := strconv.ParseFloat(row[1], 64)
				must(t, err)
				must(t, f.SetCellValue("项目绩效", fmt.Sprintf("B%d", i+1), math.Round(x/100)/100))
			}
		}
		return saved(t, f)
	}
	r := bind.Request{Pack: p, Known: known(t, p), Form: rounded(cards(t, nil, 2026, true, 0)), Name: "官方表.xlsx", Example: rounded(cards(t, l, 2026, true, 0)), Ledger: l, Views: tables.Views(p, l)}
	made, err := bind.Workbook(r)
	must(t, err)
	proofs, err := bind.Prove(loaded(t, made), r.Example, filled(t, loaded(t, made), l), bind.Knows(r))
	must(t, err)
	for _, proof := range proofs {
		if proof.Wrong() > 0 {
			t.Errorf("%+v", proof)
		}
	}
}

// TestCardsWithNumberedTitlesAreDealt binds cards one below the other below a line of the department, each
// with its number and name on top and columns that the ledger does not have beside its indicators.
func TestCardsWithNumberedTitlesAreDealt(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	l.Info["部门代码"] = "348"
	for _, as := range []struct{ title, blank, department, open, want, heading string }{
		{"%d.%s", "", "348%s", "××部门", "{{部门代码}}{{部门名称}}", "{{块 绩效项目}}{{绩效项目.连续序号}}.{{绩效项目.项目名称}}"},
		{"%d、%s绩效目标表", "××项目", "部门编码及名称：[348]%s", "部门编码及名称：", "部门编码及名称：[{{部门代码}}]{{部门名称}}", "{{块 绩效项目}}{{绩效项目.连续序号}}、{{绩效项目.项目名称}}绩效目标表"},
	} {
		write := func(l *budget.Ledger) []byte {
			f := excelize.NewFile()
			row := 0
			line := func(values ...any) {
				row++
				must(t, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", row), &values))
			}
			line("项目支出绩效目标表")
			if l == nil {
				line(as.open)
			} else {
				line(fmt.Sprintf(as.department, l.Info["部门名称"]))
			}
			card := func(n int, name, unit string, amount any, goal string, lines [][]any) {
				line(fmt.Sprintf(as.title, n, cmp.Or(name, as.blank)))
				line("项目名称", name)
				line("项目单位", unit)
				line("预算数（元）", amount)
				line("绩效目标", goal)
				line("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值")
				for _, x := range lines {
					line(x...)
				}
			}
			if l == nil {
				card(1, "", "", nil, "", blankLines([]any{}, []any{}, []any{}))
				return saved(t, f)
			}
			projects, own := l.Tables["绩效项目"], l.Tables["绩效指标"]
			n := 0
			for i := range projects.Len() {
				text := func(f string) string { return projects.Value(i, f) }
				if text("是否公开") != "是" {
					continue
				}
				n++
				var lines [][]any
				for _, of := range p.Outline("绩效指标提纲").Rows {
					for k := range own.Len() {
						is := func(f string) string { return own.Value(k, f) }
						if is("项目名称") == text("项目名称") && is("实施单位") == text("实施单位") && is("一级指标") == of[0] && is("二级指标") == of[1] && is("目标期") == "实施期" {
							lines = append(lines, []any{of[0], of[1], is("三级指标"), "描述" + is("三级指标"), is("指标值")})
						}
					}
				}
				card(n, text("项目名称"), text("实施单位"), projects.Amounts(projects.Measure("年度资金总额"))[i].Yuan().InexactFloat64(), text("年度总体目标"), lines)
			}
			return saved(t, f)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: write(nil), Name: "官方表.xlsx", Example: write(l), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		got := strings.Join(textsOf(t, made.Book), "\n")
		for _, want := range []string{as.want, as.heading, "实施期三级指标}}||{{"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s is not written:\n%s\n%s", want, got, told(made))
			}
		}
	}
}

// TestOneCardOfAFinishedBookIsThatOfEachProject binds a book that a department handed in, with the card of its only
// project and no blank form: what the card shows is the project's, though nothing else says so, and the cards of
// another ledger show what is theirs.
func TestOneCardOfAFinishedBookIsThatOfEachProject(t *testing.T) {
	p := defaultPack(t)
	one, all := sampleLedger(t, p), sampleLedger(t, p)
	projects := one.Tables["绩效项目"]
	one.Tables["绩效项目"] = projects.Part(func(i int) bool { return i == 0 })
	book := filled(t, p, one)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: book, Example: book, Ledger: one, Views: tables.Views(p, one)})
	must(t, err)
	got, want := shown(t, filled(t, loaded(t, made), all)), shown(t, filled(t, p, all))
	for i := range projects.Len() {
		name := projects.Value(i, "项目名称")
		if projects.Value(i, "是否公开") == "是" && (len(want[name]) == 0 || !reflect.DeepEqual(got[name], want[name])) {
			t.Errorf("%s: %q\nnot %q\n%s", name, got[name], want[name], told(made))
		}
	}
}

// twoOnASheet are cards, which stand one below the other on one sheet, two on each sheet, below titles with the year;
// where their number is odd a blank card fills up the last.
func twoOnASheet(t *testing.T, all []byte, blank [][]string, year int, names ...string) []byte {
	t.Helper()
	var cards [][][]string
	for _, rows := range shown(t, all) {
		for _, row := range rows {
			if len(row) > 0 && row[0] == "项目支出绩效目标表" {
				cards = append(cards, nil)
			}
			cards[len(cards)-1] = append(cards[len(cards)-1], row)
		}
	}
	if len(cards)%2 > 0 {
		cards = append(cards, blank)
	}
	f := excelize.NewFile()
	defer f.Close()
	at := 0
	for i, card := range cards {
		name := fmt.Sprintf("%s-%d", "表12", i/2+1)
		if len(names) > 0 {
			name = names[i/2]
		}
		if i%2 == 0 {
			_, err := f.NewSheet(name)
			must(t, err)
			at = 0
		}
		for _, row := range card {
			cells := make([]any, len(row))
			for c, text := range row {
				if cells[c] = text; text == "" {
					cells[c] = nil
				} else if d, err := strconv.ParseFloat(text, 64); err == nil && strings.HasPrefix(row[0], "年度资金总额") {
					cells[c] = d
				} else if text == "项目支出绩效目标表" {
					cells[c] = fmt.Sprintf("%d年%s", year, text)
				}
			}
			at++
			must(t, f.SetSheetRow(name, fmt.Sprintf("A%d", at), &cells))
		}
		if strings.TrimSpace(strings.Join(card[len(card)-1], "")) != "" {
			at++ // a blank row from one to the next
		}
	}
	must(t, f.DeleteSheet("Sheet1"))
	return saved(t, f)
}

// TestCardsOfWhichEachSheetHasTwoStandBelowEachOther binds a form of two blank cards by an example that has two on
// each sheet, the last of them blank: every project has its card once, on one sheet, and that is told, not what is
// elsewhere for it.
func TestCardsOfWhichEachSheetHasTwoStandBelowEachOther(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	projects := l.Tables["绩效项目"]
	public := projects.Field("是否公开")
	left := 0
	projects.Rewrite(public, func(_ int, said string) string {
		if left++; said == "是" && left < 2 {
			return "否" // an odd number is left
		}
		return said
	})
	blank := shown(t, cards(t, nil, 2026, true, 1))["项目绩效"]
	blank = slices.DeleteFunc(blank, func(row []string) bool { return len(row) > 0 && row[0] == "满意度指标" }) // which not every project has
	form := twoOnASheet(t, repeated(t, cards(t, nil, 2026, true, 1), 2), nil, 2026, "表12")
	all := cards(t, l, 2026, true, 1)
	example := twoOnASheet(t, all, blank, 2026)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: form, Name: "官方表.xlsx", Example: example, Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	learned := loaded(t, made)
	out := filled(t, learned, l)
	titles, n := 0, 0
	for _, row := range shown(t, out)["表12"] {
		if len(row) > 0 && strings.HasSuffix(row[0], "年项目支出绩效目标表") {
			titles++
		}
		if len(row) > 1 && row[0] == "项目名称" && row[1] != "" {
			n++
		}
	}
	if want := strings.Count(strings.Join(textsOf(t, all), "\n"), "项目名称|"); titles != want || n != want || want%2 == 0 {
		t.Errorf("%d titles, %d projects, want %d: %s", titles, n, want, told(made))
	}
	if !says(made.Left, "表12", "全部排在一张“表12”上，一条接一条，凑数的空白表不印") || says(made.Left, "", "没有认出来") {
		t.Error(told(made))
	}
	proofs, err := bind.Prove(learned, example, out, bind.Knows(bind.Request{Pack: p, Ledger: l}))
	must(t, err)
	for _, proof := range proofs {
		if proof.Wrong() > 0 {
			t.Errorf("%+v", proof)
		}
	}
}

// TestACardWhoseLabelsChangedPlacesIsBoundByThem binds the blank cards of a form on which labels stand where the
// example had others: the value of the example beside 项目属性 is not what 项目期 announces this year.
func TestACardWhoseLabelsChangedPlacesIsBoundByThem(t *testing.T) {
	p := defaultPack(t)
	l := sampleLedger(t, p)
	example := filled(t, p, l)
	f, err := excelize.OpenReader(bytes.NewReader(example))
	must(t, err)
	card := ""
	for _, s := range f.GetSheetList() {
		switch {
		case strings.HasPrefix(s, "表"):
		case card == "":
			card = s
		default:
			must(t, f.DeleteSheet(s))
		}
	}
	swapped := map[string]string{"A4": "实施单位", "F4": "主管部门及代码", "A5": "项目期", "F5": "项目属性", "A12": "立项依据", "A13": "项目概况"}
	for _, cell := range []string{"C3", "C4", "G4", "C5", "G5", "E6", "H6", "E7", "H7", "E8", "H8", "E9", "H9", "E10", "H10", "C12", "C13", "C14", "C15", "C16", "C18", "F18"} {
		must(t, f.SetCellValue(card, cell, nil))
	}
	for cell, label := range swapped {
		must(t, f.SetCellStr(card, cell, label))
	}
	must(t, f.SetSheetName(card, "绩效"))
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Form: saved(t, f), Example: example, Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	book, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	want := map[string]string{"C4": "实施单位", "G4": "主管部门及代码", "C5": "项目期", "G5": "项目属性", "C12": "立项依据", "C13": "项目概况"}
	for cell, field := range want {
		if got, _ := book.GetCellValue("{{绩效项目.项目名称}}", cell); got != "{{绩效项目."+field+"}}" {
			t.Errorf("%s: %q, want %s\n%s", cell, got, field, told(made))
		}
	}
	for cell, label := range swapped {
		if got, _ := book.GetCellValue("{{绩效项目.项目名称}}", cell); got != label {
			t.Errorf("%s: the label %q became %q", cell, label, got)
		}
	}
}

// TestAnAmountThatNoCardHasIsOfTheNameAboveIt binds cards with amounts in a row below their names, some of which are
// blank on all cards of the example: they are bound by their name, as the input workbook fills them, or told.
func TestAnAmountThatNoCardHasIsOfTheNameAboveIt(t *testing.T) {
	p := defaultPack(t)
	l := alikePeriods(p)
	// page has a card for each project, or a blank one: in rows of names and amounts, maybe with their units between, or a
	// grid of both periods.
	page := func(rows func(whole, year any) [][]any, filled bool) []byte {
		f := excelize.NewFile()
		defer f.Close()
		projects := l.Tables["绩效项目"]
		amount := func(i int, name string) any {
			return projects.Amounts(slices.Index(projects.Measures, name))[i].Yuan().InexactFloat64()
		}
		for i := range projects.Len() {
			name, unit, goal, whole, year := any(projects.Value(i, "项目名称")), any("某局"), any(projects.Value(i, "年度总体目标")), amount(i, "实施期资金总额"), amount(i, "年度资金总额")
			sheet := name.(string)
			if !filled {
				name, unit, goal, whole, year, sheet = nil, nil, nil, nil, nil, "绩效"
			}
			if !filled && i > 0 {
				break
			}
			card := [][]any{{"项目绩效目标表"}, {nil, nil, nil, nil, nil, nil, "单位：元"}, {"项目名称", name, nil, "实施单位", unit}}
			addSheet(t, f, sheet, nil, append(append(card, rows(whole, year)...), []any{"年度绩效目标", goal})...)
		}
		must(t, f.DeleteSheet("Sheet1"))
		return saved(t, f)
	}
	heads := []any{"项目资金", "年度资金总额", "其中：财政拨款", "单位资金", "财政专户管理资金", "社会捐赠", "其他"}
	for name, c := range map[string]struct {
		rows  func(whole, year any) [][]any
		cells map[string]string
		told  []string
	}{
		"names above": {func(_, year any) [][]any { return [][]any{heads, {nil, year, year}} },
			map[string]string{"B5": "年度资金总额", "D5": "年度单位自筹", "E5": "年度其他", "F5": "", "G5": ""},
			[]string{"单位资金”去年都空着，照文字", "财政专户管理资金”去年都空着，照文字", "社会捐赠”去年都空着，不知道填", "其他”去年都空着，不知道填"}},
		"units between": {func(_, year any) [][]any {
			return [][]any{heads, {"填写说明", "元", "元", "元", "元", "元", "元"}, {nil, year, year}}
		}, map[string]string{"B6": "年度资金总额", "C6": "年度财政拨款", "D6": "年度单位自筹", "E6": "年度其他", "F6": "", "G6": ""}, nil},
		"a grid": {func(whole, year any) [][]any {
			return [][]any{{"项目资金", "实施期", "年度"}, {"资金总额", whole, year}, {"其中：财政拨款", whole, year}, {"单位自筹"}, {"其他资金"}}
		}, map[string]string{"B5": "实施期资金总额", "C5": "年度资金总额", "B7": "实施期单位自筹", "C7": "年度单位自筹", "B8": "实施期其他", "C8": "年度其他"}, nil},
	} {
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: page(c.rows, false), Name: "官方表.xlsx", Example: page(c.rows, true), Ledger: l, Views: tables.Views(p, l)})
		must(t, err)
		out, err := excelize.OpenReader(bytes.NewReader(made.Book))
		must(t, err)
		for cell, want := range c.cells {
			if want != "" {
				want = "{{绩效项目." + want + "|元}}"
			}
			if got, _ := out.GetCellValue(out.GetSheetName(0), cell); got != want {
				t.Errorf("%s: %s is %q, want %q\n%s", name, cell, got, want, told(made))
			}
		}
		for _, want := range c.told {
			if !says(made.Left, "绩效", want) {
				t.Errorf("%s: %s is not told:\n%s", name, want, told(made))
			}
		}
		must(t, out.Close())
	}
}

// TestACardOfTheFormWithOtherLabelsAndUnitsIsBoundByThem binds a card in 元, on which names and amounts stand where the
// example, in 万元, has others.
func TestACardOfTheFormWithOtherLabelsAndUnitsIsBoundByThem(t *testing.T) {
	p := defaultPack(t)
	l := alikePeriods(p)
	projects := l.Tables["绩效项目"]
	whole, year := projects.Amounts(slices.Index(projects.Measures, "实施期资金总额")), projects.Amounts(slices.Index(projects.Measures, "年度资金总额"))
	for i := range year {
		year[i] = whole[i] / 4
	}
	tenThousands := func(a budget.Fen) any { return a.Yuan().InexactFloat64() / 10000 }
	f, e := excelize.NewFile(), excelize.NewFile()
	for i := range projects.Len() {
		addSheet(t, e, projects.Value(i, "项目名称"), nil, []any{"项目绩效目标表"}, []any{nil, nil, nil, "单位：万元"}, []any{"项目名称", projects.Value(i, "项目名称"), "实施单位", "某局"},
			[]any{"年度资金总额", tenThousands(year[i]), "实施期资金总额", tenThousands(whole[i])}, []any{"年度绩效目标", projects.Value(i, "年度总体目标")})
	}
	must(t, e.DeleteSheet("Sheet1"))
	addSheet(t, f, "绩效", nil, []any{"项目绩效目标表"}, []any{nil, nil, nil, "单位：元"}, []any{"实施单位", nil, "项目名称"}, []any{"实施期资金总额", nil, "年度资金总额"}, []any{"年度绩效目标"})
	must(t, f.DeleteSheet("Sheet1"))
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Form: saved(t, f), Name: "官方表.xlsx", Example: saved(t, e), Ledger: l, Views: tables.Views(p, l)})
	must(t, err)
	out, err := excelize.OpenReader(bytes.NewReader(made.Book))
	must(t, err)
	defer out.Close()
	for cell, want := range map[string]string{"B3": "实施单位", "D3": "项目名称", "B4": "实施期资金总额|元", "D4": "年度资金总额|元"} {
		if got, _ := out.GetCellValue(out.GetSheetName(0), cell); got != "{{绩效项目."+want+"}}" {
			t.Errorf("%s is %q, want %s\n%s", cell, got, want, told(made))
		}
	}
}
