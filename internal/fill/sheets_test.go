package fill_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/a1"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tags"
)

// projects is data with projects and their indicators; schemaOf names them.
func projects(names ...string) *tags.Data {
	d := data()
	owner := &tags.List{Records: []tags.Record{{Parent: -1, Key: "合计", Texts: []string{"", ""}, Amounts: []budget.Fen{0}}}}
	parts := &tags.List{Records: []tags.Record{{Parent: -1, Key: "合计", Texts: make([]string, 4)}}}
	for i, name := range names {
		owner.Records = append(owner.Records, tags.Record{Level: 1, Parent: 0, Key: name, Texts: []string{name, name + "的概况"}, Amounts: []budget.Fen{budget.Fen(i) * 100}})
		for _, texts := range [][]string{{"产出", "数量", "人数" + name, "≤5人"}, {"产出", "数量", "", ""}, {"产出", "质量", "合格率", "100%"}, {"效益", "质量", "提升", "=3部"}} {
			parts.Records = append(parts.Records, tags.Record{Level: 1, Parent: 0, Owner: i + 1, Key: texts[0], Texts: texts})
		}
	}
	d.Lists["项目"], d.Lists["指标"] = owner, parts
	return d
}

func init() {
	schema.Lists["项目"] = tags.ListSchema{Levels: []string{"合计", "项目"}, Texts: []string{"名称", "概况"}, Amounts: []string{"金额"}}
	schema.Lists["指标"] = tags.ListSchema{Levels: []string{"合计", "指标"}, Of: "项目", Texts: []string{"一级", "二级", "三级", "值"}}
}

// formTemplate has a sheet before and one behind the sheet that repeats.
func formTemplate(t *testing.T) []byte {
	t.Helper()
	return template(t, "汇总 | ='{{项目.名称}}'!B1", func(f *excelize.File) {
		const form = "{{项目.名称}}"
		for _, name := range []string{form, "尾"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		put(t, f, form, `
			{{项目.名称}} | {{项目.金额¦元¦印零}} | =B1*2
			{{项目.概况}}
			{{指标.一级¦合并}} | {{指标.二级¦合并}} | {{指标.三级}} | {{指标.值}}
			签名 | ='{{项目.名称}}'!C1 | =COUNTA(C3)`)
		put(t, f, "尾", `=Sheet1!B1`)
		f.SetActiveSheet(2) // 尾
		for _, err := range []error{
			f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "'" + form + "'!$A$1:$D$4", Scope: form}),
			f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "尾!$A$1", Scope: "尾"}),
			f.AddComment(form, excelize.Comment{Cell: "A4", Author: "局", Text: "签名处"}),
			f.SetPageLayout(form, &excelize.PageLayoutOptions{Orientation: ptr("landscape")}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func ptr[T any](v T) *T { return &v }

func TestASheetWithATagInItsTabRepeatsForEachRecord(t *testing.T) {
	out, problems := try(t, formTemplate(t), projects("甲", "乙"))
	if out == nil {
		t.Fatal(problems)
	}
	f, err := excelize.OpenReader(strings.NewReader(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetList(); !slices.Equal(got, []string{"Sheet1", "甲", "乙", "尾"}) {
		t.Fatalf("sheets %v", got)
	}
	if got := f.GetSheetName(f.GetActiveSheetIndex()); got != "尾" {
		t.Errorf("the sheet that shows is %s, in the template 尾", got)
	}
	expect(t, f, "Sheet1", "汇总 | =甲!B1→0")
	expect(t, f, "乙", `
		乙 | 1 | =B1*2→2
		乙的概况
		产出 | 数量 | 人数乙 | ≤5人

		 | 质量 | 合格率 | 100%
		效益 | 质量 | 提升 | =3部
		签名 | =乙!C1→2 | =COUNTA(C3:C6)→3`)
	// 质量 under 产出 and 质量 under 效益 stay two cells.
	if got, want := mergesOf(t, f, "乙"), "A3:A5 B3:B4"; got != want {
		t.Errorf("merges %s, want %s", got, want)
	}
	for _, name := range []string{"甲", "乙"} {
		comments, err := f.GetComments(name)
		if err != nil || len(comments) != 1 || comments[0].Cell != "A7" {
			t.Errorf("%s comments %v %v", name, comments, err)
		}
		if l, err := f.GetPageLayout(name); err != nil || *l.Orientation != "landscape" {
			t.Errorf("%s page layout %v", name, err)
		}
	}
	areas := map[string]string{}
	for _, n := range f.GetDefinedName() {
		areas[n.Scope] = n.RefersTo
	}
	if areas["甲"] != "甲!$A$1:$D$7" || areas["乙"] != "乙!$A$1:$D$7" || areas["尾"] != "尾!$A$1" {
		t.Errorf("print areas %v", areas)
	}
}

func TestWithoutRecordsARepeatedSheetIsNotThere(t *testing.T) {
	tpl := template(t, "汇总", func(f *excelize.File) {
		if _, err := f.NewSheet("{{项目.名称}}"); err != nil {
			t.Fatal(err)
		}
		if err := f.AddComment("{{项目.名称}}", excelize.Comment{Cell: "A1", Text: "批注"}); err != nil {
			t.Fatal(err)
		}
	})
	out, problems := try(t, tpl, projects())
	if out == nil {
		t.Fatal(problems)
	}
	f := proof.Parts(t, out)
	for _, part := range f.Names() {
		if strings.Contains(part, "sheet2") || strings.Contains(part, "comments") {
			t.Errorf("%s is left", part)
		}
	}
	if types := string(f.Part("[Content_Types].xml")); strings.Contains(types, "sheet2") || strings.Contains(types, "comments1") {
		t.Errorf("left in %s", types)
	}
}

func TestTabNamesAreLegalAndUnique(t *testing.T) {
	long := strings.Repeat("很长的项目名称", 6)
	out, problems := try(t, formTemplate(t), projects("经费", "经费", "a/b:c*[d]?", long, long, "'引号'", "", "SHEET1"))
	if out == nil {
		t.Fatal(problems)
	}
	f, err := excelize.OpenReader(strings.NewReader(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Sheet1", "经费", "经费(2)", "a／b：c＊［d］？", strings.Repeat("很长的项目名称", 4) + "很长的", strings.Repeat("很长的项目名称", 4) + "(2)", "引号", "表", "SHEET1(2)", "尾"}
	if got := f.GetSheetList(); !slices.Equal(got, want) {
		t.Errorf("tab names\n%q, want\n%q", got, want)
	}
}

func TestATextTallerThanExcelsHighestRowTakesSeveralRows(t *testing.T) {
	d := data()
	d.Scalars["部门名称"] = strings.Repeat("很长的一段话。", 200) // 1,400 characters, 70 lines of 20
	tpl := template(t, "标签 | {{部门名称}}\n表尾 | =B3\n7", func(f *excelize.File) {
		var box []excelize.Border
		for _, side := range []string{"left", "right", "top", "bottom"} {
			box = append(box, excelize.Border{Type: side, Color: "000000", Style: 1})
		}
		style, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true}, Border: box})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{
			f.SetCellStyle("Sheet1", "A1", "C1", style), f.MergeCell("Sheet1", "B1", "C1"), f.SetColWidth("Sheet1", "B", "C", 22),
			f.SetCellInt("Sheet1", "B3", 7),
			f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "Sheet1!$A$1:$C$1", Scope: "Sheet1"}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	f := render(t, tpl, d)
	total, rows := 0.0, 0
	for r := 1; ; r++ {
		if v, _ := f.GetCellValue("Sheet1", "A"+string(rune('0'+r))); v == "表尾" {
			break
		}
		h, err := f.GetRowHeight("Sheet1", r)
		if err != nil || h > 409 {
			t.Errorf("row %d is %v high", r, h)
		}
		total += h
		rows++
	}
	if rows < 3 || total < 70*14 {
		t.Errorf("%d rows of %v points for seventy lines", rows, total)
	}
	end := string(rune('0' + rows))
	whole, want := "", []string{"A1:A" + end}
	for r := 1; r <= rows; r++ {
		v, err := f.GetCellValue("Sheet1", "B"+string(rune('0'+r)))
		if err != nil || v == "" {
			t.Errorf("row %d holds nothing of the text: %v", r, err)
		}
		whole += v
		want = append(want, "B"+string(rune('0'+r))+":C"+string(rune('0'+r)))
	}
	if whole != d.Scalars["部门名称"] {
		t.Errorf("the rows together hold %d characters", len([]rune(whole)))
	}
	if got := mergesOf(t, f); got != strings.Join(want, " ") {
		t.Errorf("merges %v, want %v", got, want)
	}
	// Between the rows of the text there is no line; around it there is.
	lines := func(cell string) (sides string) {
		id, err := f.GetCellStyle("Sheet1", cell)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range style.Border {
			if b.Style > 0 {
				sides += b.Type[:1]
			}
		}
		return sides
	}
	if top, middle, bottom := lines("B1"), lines("C2"), lines("B"+end); top != "lrt" || middle != "lr" || bottom != "lrb" {
		t.Errorf("lines %s, %s, %s", top, middle, bottom)
	}
	if n := f.GetDefinedName(); n[0].RefersTo != "Sheet1!$A$1:$C$"+end {
		t.Errorf("print area %s", n[0].RefersTo)
	}
	if formula, _ := f.GetCellFormula("Sheet1", a1.Name(2, rows+1)); formula != a1.Name(2, rows+2) {
		t.Errorf("formula below is =%s", formula)
	}
}

func TestCopiesOfTheSelectedSheetAreNotSelectedWithIt(t *testing.T) {
	tpl := template(t, "汇总", func(f *excelize.File) {
		i, err := f.NewSheet("{{项目.名称}}")
		if err != nil {
			t.Fatal(err)
		}
		f.SetActiveSheet(i)
	})
	out, problems := try(t, tpl, projects("甲", "乙", "丙"))
	if out == nil {
		t.Fatal(problems)
	}
	f := proof.Parts(t, out)
	selected := 0
	for _, part := range f.Names() {
		if strings.HasPrefix(part, "xl/worksheets/sheet") {
			selected += strings.Count(string(f.Part(part)), `tabSelected="true"`) + strings.Count(string(f.Part(part)), `tabSelected="1"`)
		}
	}
	if selected != 1 {
		t.Errorf("%d sheets are selected together", selected)
	}
}

func TestEqualNeighboursStayOneCellBesideATextOfSeveralRows(t *testing.T) {
	d := projects("甲")
	d.Lists["指标"].Records[1].Texts[2] = strings.Repeat("很长的指标名称，", 60) // first of two under 产出, 数量
	tpl := template(t, "汇总", func(f *excelize.File) {
		const form = "{{项目.名称}}"
		if _, err := f.NewSheet(form); err != nil {
			t.Fatal(err)
		}
		put(t, f, form, `{{指标.一级¦合并}} | {{指标.二级¦合并}} | {{指标.三级}}`)
		style, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true}})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle(form, "A1", "C1", style); err != nil {
			t.Fatal(err)
		}
	})
	f := render(t, tpl, d)
	rows, err := f.GetRows("甲")
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, r := range rows {
		for c := 0; c < min(2, len(r)); c++ {
			if r[c] != "" {
				labels = append(labels, r[c])
			}
		}
	}
	if want := "产出 数量 质量 效益 质量"; strings.Join(labels, " ") != want {
		t.Errorf("labels %v, want %s", labels, want)
	}
	merges, err := f.GetMergeCells("甲")
	if err != nil {
		t.Fatal(err)
	}
	first := len(rows) - 2 // 数量 ends above 质量 and 效益
	found := 0
	for _, m := range merges {
		if a := m.GetStartAxis() + ":" + m.GetEndAxis(); a == "A1:"+a1.Name(1, first+1) || a == "B1:"+a1.Name(2, first) {
			found++
		}
	}
	if first < 4 || found != 2 {
		t.Errorf("merges %v of %d rows", merges, len(rows))
	}
}

func TestChartsFollowTheirRows(t *testing.T) {
	out, problems := try(t, template(t, "{{支出@款.编码}} | {{支出@款.合计}}\n合计 | =SUM(B1)", func(f *excelize.File) {
		err := f.AddChart("Sheet1", "A2", &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Categories: "Sheet1!$A$1:$A$1", Values: "Sheet1!$B$1:$B$1"}}})
		if err != nil {
			t.Fatal(err)
		}
	}), data())
	if out == nil {
		t.Fatal(problems)
	}
	f := proof.Parts(t, out)
	if chart := string(f.Part("xl/charts/chart1.xml")); !strings.Contains(chart, "Sheet1!$B$1:$B$3") || !strings.Contains(chart, "Sheet1!$A$1:$A$3") {
		t.Errorf("chart %s", chart)
	}
}
