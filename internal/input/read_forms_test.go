package input_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/formsheet"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

const specimen = "项目支出绩效目标表（样张）"

// onForms writes the sample with a blank form, and moves a project from the lists to a
// copy of the form.
func onForms(t *testing.T, p *pack.Pack, project string) *excelize.File {
	t.Helper()
	l, _, err := input.Read(samplePath, p)
	if err != nil {
		t.Fatal(err)
	}
	forms, err := formsheet.Forms(p)
	if err != nil || len(forms) != 1 {
		t.Fatalf("%d forms, %v", len(forms), err)
	}
	var b bytes.Buffer
	if err := inputform.Write(&b, p, l, forms...); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	from, _ := f.GetSheetIndex(specimen)
	to, err := f.NewSheet("法援")
	if err == nil {
		err = f.CopySheet(from, to)
	}
	if err != nil {
		t.Fatal(err)
	}
	set := func(sheet, cell string, value any) {
		t.Helper()
		if err := f.SetCellValue(sheet, cell, value); err != nil {
			t.Fatal(err)
		}
	}
	rows, _ := f.GetRows("绩效项目", excelize.Options{RawCellValue: true})
	for r, row := range rows {
		if r < 3 || len(row) == 0 || row[0] != project {
			continue
		}
		for col, cell := range map[string]string{
			"项目名称": "C3", "主管部门及代码": "C4", "实施单位": "G4", "项目属性": "C5", "项目期": "G5", "实施期资金总额": "E6", "实施期市县区": "E9",
			"年度资金总额": "H6", "年度市县区": "H9", "项目概况": "C12", "立项依据": "C13", "项目设立必要性": "C14", "保证项目实施的制度、措施": "C15",
			"项目实施计划": "C16", "实施期总体目标": "C18", "年度总体目标": "F18",
		} {
			set("法援", cell, row[slices.Index(rows[2], col)])
		}
		set("法援", "G47", "填报日期："+row[slices.Index(rows[2], "填报日期")])
		for col := range row {
			set("绩效项目", cell(letter(col), r+1), nil)
		}
	}
	outline := []string{"数量指标", "质量指标", "时效指标", "成本指标", "经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度"}
	rows, _ = f.GetRows("绩效指标")
	written := map[string]int{}
	for r, row := range rows {
		if r > 2 && len(row) > 0 && row[0] == project {
			for col := range row {
				set("绩效指标", cell(letter(col), r+1), nil)
			}
			at := 20 + 3*slices.Index(outline, row[4]) + written[row[4]]
			written[row[4]]++
			set("法援", cell("D", at), row[5])
			set("法援", cell("E", at), row[6])
		}
	}
	return f
}

func letter(col int) string {
	name, _ := excelize.ColumnNumberToName(col + 1)
	return name
}

func cell(col string, row int) string {
	name, _ := excelize.JoinCellName(col, row)
	return name
}

func savedBook(t *testing.T, f *excelize.File) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "录入.xlsx")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// texts are all fields and amounts of a project's records, without where they stand.
func texts(t *budget.Table, project string) (out []string) {
	for i := range t.Len() {
		if t.Value(i, "项目名称") != project {
			continue
		}
		var line []string
		for f := range t.Fields {
			line = append(line, t.Text(i, f))
		}
		for m := range t.Measures {
			line = append(line, t.Amounts(m)[i].Yuan().String())
		}
		out = append(out, strings.Join(line, "|"))
	}
	return out
}

func TestAProjectOnASheetThatLooksLikeTheFormIsReadLikeTheList(t *testing.T) {
	p := proof.DefaultPack(t)
	const project = "法律援助业务经费"
	want, _, err := input.Read(samplePath, p)
	if err != nil {
		t.Fatal(err)
	}
	f := onForms(t, p, project)
	got, found, err := input.Read(savedBook(t, f), p)
	if err != nil || got == nil {
		t.Fatal(err, found)
	}
	for _, name := range []string{"绩效项目", "绩效指标"} {
		a, b := texts(want.Tables[name], project), texts(got.Tables[name], project)
		if !slices.Equal(a, b) || len(a) == 0 {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(b, "\n"), strings.Join(a, "\n"))
		}
		if a, b := want.Tables[name].Len(), got.Tables[name].Len(); a != b {
			t.Errorf("%s has %d records, want %d: the blank form is none", name, b, a)
		}
	}
	projects := got.Tables["绩效项目"]
	if at := finding.At(projects.At(projects.Len()-1, "年度资金总额")).String(); at != "法援!H6" {
		t.Errorf("the amount stands in %s", at)
	}
	for _, x := range found {
		if x.Place.Sheet == specimen || x.Place.Sheet == "法援" {
			t.Errorf("%s %s", x.Place, x.Message)
		}
	}
}

// A colon behind a label says nothing.
func TestColonsAreAddedToAndDroppedFromTheLabelsOfAForm(t *testing.T) {
	p := proof.DefaultPack(t)
	const project = "法律援助业务经费"
	want, _, err := input.Read(samplePath, p)
	if err != nil {
		t.Fatal(err)
	}
	f := onForms(t, p, project)
	for at, label := range map[string]string{
		"A3": "项目名称：", "F4": "实施单位:", "C6": "实施期资金总额", "C7": "其中:中央财政资金：", "A12": "项目概况：", "A18": "总体目标:",
		"A19": "绩效指标：", "B19": "一级指标：", "B20": "产出指标：", "C20": "数量指标:",
	} {
		if err := f.SetCellValue("法援", at, label); err != nil {
			t.Fatal(err)
		}
	}
	got, found, err := input.Read(savedBook(t, f), p)
	if err != nil || got == nil {
		t.Fatal(err, found)
	}
	for _, name := range []string{"绩效项目", "绩效指标"} {
		if a, b := texts(want.Tables[name], project), texts(got.Tables[name], project); !slices.Equal(a, b) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(b, "\n"), strings.Join(a, "\n"))
		}
	}
}

func TestWhatIsWrongOnAFormIsToldAtItsCell(t *testing.T) {
	p := proof.DefaultPack(t)
	const project = "法律援助业务经费"
	whole := savedBook(t, onForms(t, p, project))
	for _, c := range []struct {
		name string
		edit func(f *excelize.File) error
		want string // place, code
	}{
		{"an amount", func(f *excelize.File) error { return f.SetCellValue("法援", "E7", "一百") }, "法援!E7 amount-unit"},
		{"a required field", func(f *excelize.File) error { return f.SetCellValue("法援", "C3", "") }, "法援!C3 value-missing"},
		{"a choice", func(f *excelize.File) error { return f.SetCellValue("法援", "C5", "长期") }, "法援!C5 choice-unknown"},
		{"a project that nobody pays", func(f *excelize.File) error { return f.SetCellValue("法援", "C3", "没有的项目") }, "法援!C3 record-unknown"},
		{"an indicator without a value", func(f *excelize.File) error { return f.SetCellValue("法援", "G22", "数量") }, "法援!H22 value-missing"},
		{"an indicator in a row between", func(f *excelize.File) error {
			if err := f.InsertRows("法援", 22, 1); err != nil {
				return err
			}
			return f.SetCellValue("法援", "G22", "数量")
		}, "法援!H22 value-missing"},
		{"a label typed over", func(f *excelize.File) error { return f.SetCellValue("法援", "F4", "单位：") }, "法援!F4 form-label"},
		{"a row that was deleted", func(f *excelize.File) error { return f.RemoveRow("法援", 5) }, "法援 form-rows"},
		{"a figure beside the form", func(f *excelize.File) error { return f.SetCellValue("法援", "J9", 3) }, "法援!J9 form-stray"},
		{"two kinds in a row", func(f *excelize.File) error { return f.SetCellValue("法援", "F20", "时效指标") }, "法援!F20 form-split"},
		{"the blank form begun", func(f *excelize.File) error { return f.SetCellValue(specimen, "C12", "概况") }, specimen + "!C3 value-missing"},
		{"in the list as well", func(f *excelize.File) error {
			if err := f.SetCellValue("绩效项目", "A4", project); err != nil {
				return err
			}
			return f.SetCellValue("绩效项目", "B4", "阳泉市法律援助中心")
		}, "法援!C3 row-twice"},
		{"its indicators in the list as well", func(f *excelize.File) error {
			for cell, value := range map[string]string{"A4": project, "B4": "阳泉市法律援助中心", "C4": "实施期"} {
				if err := f.SetCellValue("绩效指标", cell, value); err != nil {
					return err
				}
			}
			return nil
		}, "绩效指标!A4 row-twice"},
	} {
		f, err := excelize.OpenFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.edit(f); err != nil {
			t.Fatal(err)
		}
		_, found, err := input.Read(savedBook(t, f), p)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(found, func(x finding.Finding) bool { return x.Place.String()+" "+x.Code == c.want }) {
			t.Errorf("%s: want %s of\n%v", c.name, c.want, found)
		}
	}
}
