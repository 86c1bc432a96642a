package codelist_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"ysgk/internal/budget"
	"ysgk/internal/codelist"
	"ysgk/internal/proof"
)

// write writes sheets, each of lines with cells between |, as a workbook.
func write(t *testing.T, name string, sheets ...string) string {
	t.Helper()
	f := excelize.NewFile()
	for i, text := range sheets {
		sheet, body, _ := strings.Cut(text, "\n")
		if i == 0 {
			must(t, f.SetSheetName("Sheet1", sheet))
		} else if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for r, line := range strings.Split(body, "\n") {
			if line == "" { // with a frame, as people leave them
				style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "top", Style: 1}}})
				must(t, err)
				must(t, f.SetCellStyle(sheet, fmt.Sprint("A", r+1), fmt.Sprint("B", r+1), style))
			}
			for c, cell := range strings.Split(line, "|") {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				var value any = cell
				var n int
				if rest, number := strings.CutPrefix(cell, "#"); number {
					_, err := fmt.Sscan(rest, &n)
					must(t, err)
					value = n
				}
				if cell != "" {
					must(t, f.SetCellValue(sheet, at, value))
				}
			}
		}
	}
	path := filepath.Join(t.TempDir(), name)
	must(t, f.SaveAs(path))
	return path
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// shown are the codes read, by list.
func shown(lists map[string][]codelist.Item) string {
	var b strings.Builder
	for _, name := range []string{"功能科目", "部门经济科目", "政府经济科目", "收入科目"} {
		for _, i := range lists[name] {
			fmt.Fprintf(&b, "%s %s %s\n", name, i.Code, i.Name)
		}
	}
	return b.String()
}

const courts = "功能科目 204 公共安全支出\n功能科目 20405 法院\n功能科目 2040501 行政运行\n功能科目 20406 司法\n功能科目 2040601 行政运行\n"

// However a bureau has its list, the codes are the same.
func TestAListIsReadInEveryLayout(t *testing.T) {
	p := proof.DefaultPack(t)
	for name, sheet := range map[string]string{
		"code and name":                    "科目\n2026年科目\n科目编码|科目名称\n204|公共安全支出\n20405|法院\n2040501|行政运行\n20406|司法\n2040601|行政运行",
		"numbers":                          "科目\nCODE|MC\n#204|公共安全支出\n#20405|法院\n#2040501|行政运行\n#20406|司法\n#2040601|行政运行",
		"an export":                        "要素\n序号|要素代码|要素名称|上级代码|上级名称|级次|是否末级|是否启用|生效日期\n#1|204|公共安全支出|||1|否|是|2026-01-01\n#2|20405|法院|204|公共安全支出|2|否|是|2026-01-01\n#3|2040501|行政运行|20405|法院|3|是|是|2026-01-01\n#4|20406|司法|204|公共安全支出|2|否|是|2026-01-01\n#5|2040601|行政运行|20406|司法|3|是|是|2026-01-01\n#6|2040699|其他司法支出|20406|司法|3|是|否|2026-01-01",
		"the level before the name":        "要素\n编码|级次|名称\n204|1|公共安全支出\n20405|2|法院\n2040501|3|行政运行\n20406|2|司法\n2040601|3|行政运行",
		"three columns":                    "科目\n科目编码|||科目名称|说明\n类|款|项||\n204|||公共安全支出|反映政府维护社会公共安全方面的支出。\n204|05||法院|反映法院的支出。\n204|05|01|行政运行|反映行政单位的支出。\n204|06||司法|\n204|06|01|行政运行|",
		"three columns, written once":      "科目\n类|款|项|科目名称\n204|||公共安全支出\n|05||法院\n||01|行政运行\n|06||司法\n||01|行政运行",
		"three columns of numbers, zeros":  "科目\n类|款|项|科目名称\n#204|#0|#0|公共安全支出\n#204|#5|#0|法院\n#204|#5|#1|行政运行\n#204|#6|#0|司法\n#204|#6|#1|行政运行",
		"whole codes in three columns":     "科目\n类|款|项|名称\n204|||公共安全支出\n|20405||法院\n||2040501|行政运行\n|20406||司法\n||2040601|行政运行",
		"whole codes, all in each row":     "科目\n类|款|项|名称\n204|||公共安全支出\n204|20405||法院\n204|20405|2040501|行政运行\n204|20406||司法\n204|20406|2040601|行政运行",
		"names indented":                   "科目\n编码|科目名称||\n204|四、公共安全支出\n20405||法院\n2040501|||行政运行\n20406||司法\n2040601|||行政运行",
		"code and name in a cell":          "科目\n支出功能分类科目\n204 公共安全支出\n20405-法院\n\n[2040501]行政运行\n20406司法\n2040601－行政运行",
		"amounts beside":                   "科目\n编码|名称|金额|备注\n204|公共安全支出|30000|\n20405|法院|30000|甲\n2040501|行政运行|12.5|乙\n20406|司法|7.25|\n2040601|行政运行|8.5|丙",
		"names before the codes":           "科目\n科目名称|科目编码\n公共安全支出|204\n法院|20405\n行政运行|2040501\n司法|20406\n行政运行|2040601",
		"names between two codes":          "科目\n上级编码|科目名称|科目编码\n|公共安全支出|204\n204|法院|20405\n20405|行政运行|2040501\n204|司法|20406\n20406|行政运行|2040601",
		"without a header":                 "科目\n204|公共安全支出\n20405|法院\n2040501|行政运行\n20406|司法\n2040601|行政运行",
		"other columns with codes of ours": "科目\n名称代码|名称|对应的上级编码\n204|公共安全支出|\n20405|法院|204\n2040501|行政运行|20405\n20406|司法|204\n2040601|行政运行|20406",
	} {
		lists, _, _, err := codelist.Read(p, []string{write(t, "要素目录.xlsx", sheet)})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if d := cmp.Diff(courts, shown(lists)); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
}

func TestACSVIsReadInTheEncodingsOfOffices(t *testing.T) {
	p := proof.DefaultPack(t)
	const text = "科目编码,科目名称\r\n204,公共安全支出\r\n=\"20405\",法院\r\n'2040501,行政运行\r\n\"20406\",司法\r\n2040601,行政运行\r\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(text)
	must(t, err)
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ",", "\t"))
	must(t, err)
	for name, content := range map[string]string{"utf8": text, "bom": "\ufeff" + text, "gbk": gbk, "utf16": wide, "semicolons": strings.ReplaceAll(text, ",", ";")} {
		path := filepath.Join(t.TempDir(), "科目.csv")
		must(t, os.WriteFile(path, []byte(content), 0o600))
		lists, _, _, err := codelist.Read(p, []string{path})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if d := cmp.Diff(courts, shown(lists)); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
	for name, content := range map[string]string{"empty": "", "no codes": "甲,乙\n丙,丁\n", "bytes": "\x00\x01\xff\xfe\xff\xff"} {
		path := filepath.Join(t.TempDir(), "科目.csv")
		must(t, os.WriteFile(path, []byte(content), 0o600))
		if _, _, _, err := codelist.Read(p, []string{path}); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestSheetsAndColumnsGoToTheirLists(t *testing.T) {
	p := proof.DefaultPack(t)
	lists, _, said, err := codelist.Read(p, []string{write(t, "要素目录.xlsx",
		"支出功能分类\n编码|名称\n204|公共安全支出",
		"经济分类对照\n政府预算经济分类|||部门预算经济分类|\n编码|名称||编码|名称\n501|机关工资福利支出||301|工资福利支出\n50101|工资奖金津补贴||30101|基本工资",
		"基金收入\n编码|名称\n1030182|耕地保护考核奖惩基金收入",
		"别的\n编码|名称\n99901|别的东西")})
	must(t, err)
	const want = "功能科目 204 公共安全支出\n部门经济科目 301 工资福利支出\n部门经济科目 30101 基本工资\n政府经济科目 501 机关工资福利支出\n政府经济科目 50101 工资奖金津补贴\n收入科目 1030182 耕地保护考核奖惩基金收入\n"
	if d := cmp.Diff(want, shown(lists)); d != "" {
		t.Error(d)
	}
	if got := strings.Join(said, "\n"); !strings.Contains(got, "“别的”：1 个编码不属于模板包的任何码表，没有用：99901 别的东西") {
		t.Error(got)
	}
}

// small is a list of two classes, with codes of a fund in the second.
func small() *budget.CodeList {
	l := budget.NewCodeList("功能科目", []budget.Level{{Name: "类", Digits: 3}, {Name: "款", Digits: 5}, {Name: "项", Digits: 7}}, []string{"编码", "名称", "预算类别", "来源"})
	for _, row := range []string{
		"204 公共安全 一般 待核对", "20405 法院 一般 待核对", "2040501 行政运行 一般 待核对", "2040502 审判 一般 待核对",
		"212 城乡 一般|基金 待核对", "21201 管理 一般 待核对", "2120101 行政运行 一般 待核对", "21208 土地 基金 待核对", "2120801 征地 基金 待核对",
	} {
		l.Set(strings.Fields(row))
	}
	return l
}

func items(text string) (out []codelist.Item) {
	for _, line := range strings.Split(text, "\n") {
		code, name, _ := strings.Cut(line, " ")
		out = append(out, codelist.Item{Code: code, Name: name, About: "2027年"})
	}
	return out
}

func TestWhatChangedIsSaidAndNoMore(t *testing.T) {
	for name, c := range map[string]struct{ now, want string }{
		"nothing":                          {"204 公共安全\n20405 法院\n2040501 行政运行\n2040502 审 判", ""},
		"all kinds":                        {"204 公共安全支出\n20405 法院\n2040501 行政运行\n2040503 执行\n20499 其他", "功能科目：今年没有 2040502 审判\n功能科目：204 的名称由“公共安全”改为“公共安全支出”\n功能科目：今年新增 2040503 执行\n功能科目：今年新增 20499 其他"},
		"another code":                     {"204 公共安全\n20405 法院\n2040501 行政运行\n2040509 审判", "功能科目：审判 的编码由 2040502 改为 2040509"},
		"without 项":                        {"204 公共安全\n20405 法院", ""},
		"without the fund":                 {"212 城乡\n21201 管理\n2120101 行政运行", ""},
		"only the fund":                    {"212 城乡\n21208 土地\n2120801 征地\n2120802 开发", "功能科目：今年新增 2120802 开发"},
		"a class without a row of its own": {"204 公共安全\n20405 法院\n2040501 行政运行\n2040502 审判\n20408 土地", "功能科目：今年新增 20408 土地；模板包里叫这个名称的是 21208，请核对：文件里没有写它的类、款，编码就会接在上一行后面"},
		"two that change places":           {"204 公共安全\n20405 审判\n2040501 行政运行\n2040502 审判", "功能科目：20405 的名称由“法院”改为“审判”，像是换了意思，请核对"},
		"two names that change places":     {"204 公共安全\n20405 法院\n2040501 审判\n2040502 行政运行", "功能科目：行政运行 的编码由 2040501 改为 2040502；2040501 今年是“审判”\n功能科目：审判 的编码由 2040502 改为 2040501；2040502 今年是“行政运行”"},
		"a code that is used anew":         {"204 公共安全\n20405 法院\n2040501 行政运行\n2040502 执行\n2040503 审判", "功能科目：审判 的编码由 2040502 改为 2040503；2040502 今年是“执行”"},
		"another name alone does not move": {"204 公共安全\n20405 法院\n2040502 审判\n2040509 行政运行\n2040511 行政运行", "功能科目：今年没有 2040501 行政运行\n功能科目：今年新增 2040509 行政运行\n功能科目：今年新增 2040511 行政运行"},
	} {
		got := codelist.Compare(small(), "预算类别", items(c.now), false).Lines()
		if d := cmp.Diff(c.want, strings.Join(got, "\n")); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
	moved := items("204 公共安全\n20409 法院\n2040901 行政运行\n2040902 审判\n212 城乡\n21201 管理\n2120101 行政运行\n21208 土地\n2120801 征地")
	if got := strings.Join(codelist.Compare(small(), "预算类别", moved, true).Lines(), "\n"); got != "功能科目：法院 的编码由 20405 改为 20409\n功能科目：行政运行 的编码由 2040501 改为 2040901\n功能科目：审判 的编码由 2040502 改为 2040902" {
		t.Error(got)
	}
	if fate, _ := codelist.Compare(small(), "预算类别", items("204 公共安全\n20405 法院\n2040502 审判\n204050201 民事"), false).Fate("2040502"); fate != "今年分到了下一级，如 204050201 民事，要填到那一级" {
		t.Error(fate)
	}
	elsewhere := items("205 公共安全\n20505 法院\n2050501 行政运行\n2050502 审判")
	if got := codelist.Compare(small(), "预算类别", elsewhere, false).Lines(); len(got) != 4 || got[0] != "功能科目：公共安全 的编码由 204 改为 205" {
		t.Errorf("a class of another code: %q", got)
	}
	if got := codelist.Compare(small(), "预算类别", items("204 公共安全"), false).NotCompared(); !strings.Contains(got, "212 城乡") {
		t.Error(got)
	}
	if got := codelist.Compare(small(), "预算类别", items("204 公共安全"), true).Lines(); len(got) != 8 {
		t.Errorf("of a whole list: %q", got)
	}
}

// What a list tells of a code belongs to what it means: it goes where the name goes.
func TestWhatBelongsToANameGoesWithIt(t *testing.T) {
	was := small()
	now := items("212 城乡\n21201 管理\n2120101 行政运行\n21208 整治\n21209 土地\n2120801 征地")
	c := codelist.Compare(was, "预算类别", now, false)
	got := string(codelist.Take(was, "预算类别", now, c, "2027年", false))
	for _, want := range []string{"\n21209,土地,基金,2027年\n", "\n21208,整治,,2027年\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	now = items("212 城乡\n21201 土地\n2120101 行政运行\n21208 管理\n2120801 征地")
	got = string(codelist.Take(was, "预算类别", now, codelist.Compare(was, "预算类别", now, true), "2027年", false))
	for _, want := range []string{"\n21201,土地,基金,2027年\n", "\n21208,管理,一般,2027年\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
}

func TestATakenListSaysWhereItIsFromAndChangesNoMore(t *testing.T) {
	now := items("204 公共安全支出\n20405 法院\n2040501 行政运行\n2040503 执行\n204050 错")[:4]
	c := codelist.Compare(small(), "预算类别", now, false)
	const want = "\ufeff编码,名称,预算类别,来源\n204,公共安全支出,一般,书\n20405,法院,一般,书\n2040501,行政运行,一般,书\n2040502,审判,一般,待核对（书里没有）\n2040503,执行,一般,书\n" +
		"212,城乡,一般|基金,待核对\n21201,管理,一般,待核对\n2120101,行政运行,一般,待核对\n21208,土地,基金,待核对\n2120801,征地,基金,待核对\n"
	if d := cmp.Diff(want, string(codelist.Take(small(), "预算类别", now, c, "书", false))); d != "" {
		t.Error(d)
	}
	removed := string(codelist.Take(small(), "预算类别", now, c, "书", true))
	if strings.Contains(removed, "2040502") {
		t.Error(removed)
	}
	again := budget.NewCodeList("功能科目", small().Levels, small().Columns)
	for _, line := range strings.Split(strings.TrimSpace(removed), "\n")[1:] {
		again.Set(strings.Split(line, ","))
	}
	if got := codelist.Compare(again, "预算类别", now, false).Lines(); len(got) > 0 {
		t.Errorf("a second time: %q", got)
	}
	// a new code of a fund gets what its sheet says
	fund := []codelist.Item{{Code: "212", Name: "城乡"}, {Code: "21209", Name: "新基金", About: "基金 支出"}}
	c = codelist.Compare(small(), "预算类别", fund, false)
	if got := string(codelist.Take(small(), "预算类别", fund, c, "书", false)); !strings.Contains(got, "21209,新基金,基金,书\n") {
		t.Error(got)
	}
}
