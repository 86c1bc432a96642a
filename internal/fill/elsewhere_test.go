package fill_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

// sheets puts further sheets into a template, by name and rows.
func sheets(t *testing.T, rows ...string) func(*excelize.File) {
	return func(f *excelize.File) {
		for i := 0; i < len(rows); i += 2 {
			if _, err := f.NewSheet(rows[i]); err != nil {
				t.Fatal(err)
			}
			put(t, f, rows[i], rows[i+1])
		}
	}
}

// A list of contents says of each project what stands on the project's own sheet, and
// a project's sheet what stands in its own row of the list.
func TestARecordLooksAtItsOwnSheetAndItsOwnRow(t *testing.T) {
	tpl := template(t, `
		项目 | 金额 | 查 | 各张 | 占比
		{{项目@项目.名称}} | ='{{项目.名称}}'!B1 | =VLOOKUP(A2,'{{项目.名称}}'!A:B,2,0) | =SUM('{{项目.名称}}'!B1:B1) | =B2/SUM('{{项目.名称}}'!$B$1)
		合计 | =SUM('{{项目.名称}}'!B1) | =SUM(C2)`, sheets(t,
		"{{项目.名称}}", `
			{{项目.名称}} | {{项目.金额¦元}} | =Sheet1!E2 | =Sheet1!E$2 | =SUM(Sheet1!B2)
			{{指标.三级}} | =B$1`,
		"续{{项目.名称}}", `{{项目.名称}} | ='{{项目.名称}}'!B1*2`))
	f := render(t, tpl, projects("甲", "乙", "丙"))
	expect(t, f, "Sheet1", `
		项目 | 金额 | 查 | 各张 | 占比
		甲 | =甲!B1→0 | =VLOOKUP(A2,甲!A:B,2,0)→0 | =SUM(甲!B1:B1)→0 | =B2/SUM(甲!$B$1,乙!$B$1,丙!$B$1)→0
		乙 | =乙!B1→1 | =VLOOKUP(A3,乙!A:B,2,0)→1 | =SUM(乙!B1:B1)→1 | =B3/SUM(甲!$B$1,乙!$B$1,丙!$B$1)→0.333333333333333
		丙 | =丙!B1→2 | =VLOOKUP(A4,丙!A:B,2,0)→2 | =SUM(丙!B1:B1)→2 | =B4/SUM(甲!$B$1,乙!$B$1,丙!$B$1)→0.666666666666667
		合计 | =SUM(甲!B1,乙!B1,丙!B1)→3 | =SUM(C2:C4)→3`)
	expect(t, f, "丙", `
		丙 | 2 | =Sheet1!E4→0.666666666666667 | =Sheet1!E$2→0 | =SUM(Sheet1!B2:B4)→3
		人数丙 | =B$1→2
		 | =B$1→2
		合格率 | =B$1→2
		提升 | =B$1→2`)
	expect(t, f, "续丙", `丙 | =丙!B1*2→4`)
}

// An indicator's row looks at the sheet of its project; on the sheet of a project too.
func TestWhatBelongsToARecordLooksAtTheRecordsSheet(t *testing.T) {
	tpl := template(t, `{{指标.三级}} | ='{{项目.名称}}'!A1`, sheets(t,
		"{{项目.名称}}", "{{项目.名称}}",
		"附{{项目.名称}}", "{{指标.三级}} | ='{{项目.名称}}'!A1"))
	f := render(t, tpl, projects("甲", "乙"))
	expect(t, f, "Sheet1", `
		人数甲 | =甲!A1→甲
		 | =甲!A1→甲
		合格率 | =甲!A1→甲
		提升 | =甲!A1→甲
		人数乙 | =乙!A1→乙
		 | =乙!A1→乙
		合格率 | =乙!A1→乙
		提升 | =乙!A1→乙`)
	expect(t, f, "附乙", `
		人数乙 | =乙!A1→乙
		 | =乙!A1→乙
		合格率 | =乙!A1→乙
		提升 | =乙!A1→乙`)
}

// Two tables by the same keys need not print the same records, nor in the same rows.
func TestARowLooksAtItsOwnKeyInAnotherTable(t *testing.T) {
	income := schema.Lists["收入"]
	defer func() { schema.Lists["收入"] = income }()
	byCode := income
	byCode.Keys = [][]string{{"编码"}}
	schema.Lists["收入"] = byCode
	schema.Lists["另收"] = tags.ListSchema{Levels: []string{"合计", "项"}, Keys: [][]string{{"编码"}}, Texts: []string{"编码"}, Amounts: []string{"金额"}}
	defer delete(schema.Lists, "另收")
	d := incomes(3)
	d.Lists["另收"] = &tags.List{Records: []tags.Record{
		{Parent: -1, Key: "合计", Texts: []string{""}, Amounts: []budget.Fen{9e6}},
		{Level: 1, Parent: 0, Key: "甲3", Texts: []string{"甲3"}, Amounts: []budget.Fen{5e6}},
		{Level: 1, Parent: 0, Key: "甲1", Texts: []string{"甲1"}, Amounts: []budget.Fen{4e6}},
	}}
	tpl := template(t, `
		{{收入@项.编码}} | {{收入@项.金额}} | =另!B2 | =另!B$2 | =B1-另!B2
		合计 | {{收入@合计.金额}} | =另!B3`, sheets(t, "另", `
		头
		{{另收@项.编码}} | {{另收@项.金额}} | =Sheet1!B1
		合计 | {{另收@合计.金额}}`))
	f := render(t, tpl, d)
	expect(t, f, "Sheet1", `
		甲1 | 1 | =另!B3→4 | =另!B$2→5 | =B1-另!B3→-3
		甲2 | 2 | =$XFD$1048576→0 | =另!B$2→5 | =B2-$XFD$1048576→2
		甲3 | 3 | =另!B2→5 | =另!B$2→5 | =B3-另!B2→-2
		合计 | =SUM(B1:B3)→6 | =另!B4→9`)
	expect(t, f, "另", `
		头
		甲3 | 5 | =Sheet1!B3→3
		甲1 | 4 | =Sheet1!B1→1
		合计 | =SUM(B2:B3)→9`)
}

// What pack check says of such formulas is what is written.
func TestTheReadingOfAnotherTableSaysWhoseRowItIs(t *testing.T) {
	tpl, problems, err := fill.Compile(template(t, `
		{{收入@项.编码}} | ='{{项目.名称}}'!B1 | =另!B2 | =另!B4 | =另!B$2
		合计 | =另!B2
		{{项目@项目.名称}} | ='{{项目.名称}}'!B1 | =SUM('{{项目.名称}}'!$B$1)
		{{支出@类.名称}} | =另!B4 | =另!B5`, sheets(t,
		"{{项目.名称}}", "{{项目.名称}} | =Sheet1!A3",
		"另", `
		头
		{{收入@项.编码}} | {{收入@项.金额}} | =Sheet1!A1
		合计
		{{支出@类.名称}} | {{支出@类.合计}}
		{{支出@款.名称}} | {{支出@款.合计}} | =B4`)), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	var got []string
	for _, r := range tpl.Readings() {
		got = append(got, fmt.Sprintf("%s!%s %v %s", r.Sheet, r.Cell, r.Warn, r.Words))
	}
	want := strings.Join([]string{
		"Sheet1!B1 true '{{项目.名称}}'!B1 只取第一张“{{项目.名称}}”",
		"Sheet1!C1 false 另!B2 是“收入”的项里的本条",
		"Sheet1!D1 true 另!B4 只取“支出”的类第一条",
		"Sheet1!E1 true 另!B$2 只取“收入”的项第一条",
		"Sheet1!B2 true 另!B2 只取“收入”的项第一条",
		"Sheet1!B3 false '{{项目.名称}}'!B1 是本条自己的那一张“{{项目.名称}}”",
		"Sheet1!C3 false '{{项目.名称}}'!$B$1 是每一张“{{项目.名称}}”",
		"Sheet1!B4 false 另!B4 是“支出”的类里的本条",
		"Sheet1!C4 true 另!B5 只取“支出”的款第一条",
		"{{项目.名称}}!B1 false Sheet1!A3 是“项目”的项目里的本条",
		"另!C2 false Sheet1!A1 是“收入”的项里的本条",
		"另!C5 false B4 是上级“支出”的类",
	}, "\n")
	if got := strings.Join(got, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What explain tells of a sum over all sheets is all of them.
func TestASumOverTheSheetsOfAllRecordsIsToldWithAllItsTerms(t *testing.T) {
	tpl, problems, err := fill.Compile(template(t, "=SUM('{{项目.名称}}'!B1)", sheets(t, "{{项目.名称}}", "{{项目.名称}} | {{项目.金额¦元}}")), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	shown, problems := tpl.Show(projects("甲", "乙", "丙"))
	if shown == nil {
		t.Fatal(problems)
	}
	terms, adds := shown.Terms(shown.Sheets[0].At(1, 1))
	if len(terms) != 3 || !adds {
		t.Errorf("%d terms, adds %v", len(terms), adds)
	}
}

// The same project in two units is two records, whatever order the keys have and on how many levels they stand; of
// records that cannot be told from each other none is taken.
func TestRecordsAreTheSameByAllTheirKeys(t *testing.T) {
	for name, levels := range map[string]tags.ListSchema{
		"上": {Levels: []string{"合计", "项目"}, Keys: [][]string{{"名", "单位"}}, Texts: []string{"名称"}, Amounts: []string{"金额"}},
		"下": {Levels: []string{"合计", "单位", "项目"}, Keys: [][]string{{"单位"}, {"名"}}, Texts: []string{"名称"}, Amounts: []string{"金额"}},
		"名": {Levels: []string{"合计", "项目"}, Keys: [][]string{{"名"}}, Texts: []string{"名称"}, Amounts: []string{"金额"}},
		"码": {Levels: []string{"合计", "类"}, Keys: [][]string{{"功能科目" + tags.Deep + "类"}}, Texts: []string{"名称"}, Amounts: []string{"金额"}},
		"项": {Levels: []string{"合计", "类", "项"}, Keys: [][]string{{"功能科目" + tags.Deep + "类"}, {"功能科目" + tags.Deep + "项"}}, Texts: []string{"名称"}, Amounts: []string{"金额"}},
		"平": {Levels: []string{"合计", "项"}, Keys: [][]string{{"功能科目" + tags.Deep + "项"}}, Texts: []string{"名称"}, Amounts: []string{"金额"}},
		"经": {Levels: []string{"合计", "类"}, Keys: [][]string{{"经济科目" + tags.Deep + "类"}}, Texts: []string{"名称"}, Amounts: []string{"金额"}},
	} {
		schema.Lists[name] = levels
		defer delete(schema.Lists, name)
	}
	d := data()
	record := func(level, parent int, wan int64, keys ...string) tags.Record {
		return tags.Record{Level: level, Parent: parent, Key: keys[0], Keys: keys, Texts: []string{strings.Join(keys, "/")}, Amounts: []budget.Fen{budget.Fen(wan * 1e6)}}
	}
	root := tags.Record{Parent: -1, Key: "合计", Texts: []string{""}, Amounts: []budget.Fen{0}}
	d.Lists["上"] = &tags.List{Records: []tags.Record{root, record(1, 0, 1, "防汛", "甲"), record(1, 0, 2, "防汛", "乙"), record(1, 0, 3, "除险", "乙")}}
	d.Lists["下"] = &tags.List{Records: []tags.Record{root, record(1, 0, 50, "乙"), record(2, 1, 30, "除险"), record(2, 1, 20, "防汛"), record(1, 0, 10, "甲"), record(2, 4, 10, "防汛")}}
	d.Lists["名"] = &tags.List{Records: []tags.Record{root, record(1, 0, 7, "防汛"), record(1, 0, 8, "除险")}}
	d.Lists["码"] = &tags.List{Records: []tags.Record{root, record(1, 0, 4, "201")}}
	d.Lists["经"] = &tags.List{Records: []tags.Record{root, record(1, 0, 9, "301"), record(1, 0, 9, "201")}}
	d.Lists["平"] = &tags.List{Records: []tags.Record{root, record(1, 0, 1, "2010102"), record(1, 0, 2, "2010101")}}
	d.Lists["项"] = &tags.List{Records: []tags.Record{root, record(1, 0, 30, "201"), record(2, 1, 10, "2010101"), record(2, 1, 20, "2010102")}}
	other := sheets(t, "下", "头\n{{下@项目.名称}} | {{下@项目.金额}}", "项", "头\n{{项@项.名称}} | {{项@项.金额}}", "经", "头\n{{经@类.名称}} | {{经@类.金额}}", "名", "头\n{{名@项目.名称}} | {{名@项目.金额}}")
	expect(t, render(t, template(t, `{{上@项目.名称}} | =下!B2`, other), d), "Sheet1", `
		防汛/甲 | =下!B4→10
		防汛/乙 | =下!B3→20
		除险/乙 | =下!B2→30`)
	expect(t, render(t, template(t, `{{平@项.名称}} | =项!B2`, other), d), "Sheet1", `
		2010102 | =项!B3→20
		2010101 | =项!B2→10`)
	expect(t, render(t, template(t, `{{码@类.名称}} | =经!B2`, other), d), "Sheet1", `201 | =经!B2→9`) // a list of something else
	expect(t, render(t, template(t, `{{上@项目.名称}} | =名!B2`, other), d), "Sheet1", `
		防汛/甲 | =名!B2→7
		防汛/乙 | =名!B2→7
		除险/乙 | =名!B2→7`)
	d.Lists["下"].Records[3].Keys = []string{"除险"} // twice in one unit
	if b, problems := try(t, template(t, `{{上@项目.名称}} | =下!B2`, other), d); b != nil || !problems.HasErrors() {
		t.Errorf("a record that could be two went out: %v", problems)
	}
}
