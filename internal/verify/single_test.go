package verify_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
	"ysgk/internal/verify"
)

// single are edits of the kind that people make to tables that ysgk filled, one at a
// time, and the cell that has to be mended, one of several that nothing tells apart and
// then also their sum, or any of a sheet. They are written as
//
//	表三!D12=600       a number is typed
//	表三!D12='600      a text is typed
//	表三!D12==D11      a formula
//	表三!D12>E12:50    money is moved
//	表三!-14 表三!+14   a row is dropped, doubled
//	表三!~14           a row is hidden
//	表三!C7:E9=        cells are emptied
//	-表八 +Sheet1      a sheet is dropped, added
var single = map[string][][2]string{
	"default": {
		// figures
		{"表一!B6=2960", "表一!B6"},
		{"表一!E6=4.389599", "表一!E6"},
		{"表一!E9=2324.909999", "表一!E9"},
		{"表一!E13=458.5152", "表一!E13"},
		{"表一!B7=5", "表一!B7"},
		{"表一!F9=10", "表一!F9"},
		{"表一!B37=12", "表一!B37"},
		{"表二!D9=33.89599", "表二!D9"},
		{"表二!D12=621.1052", "表二!D12"},
		{"表二!E13=5", "表二!E13"},
		{"表二!I13=5", "表二!I13"},
		{"表三!D12=621.1052", "表三!D12"},
		{"表三!E13=302.7", "表三!E13"},
		{"表三!D33=186.7825", "表三!D33"},
		{"表四!B7=2936.405198", "表四!B7"},
		{"表四!E10=2224.9", "表四!E10"},
		{"表四!F14=3", "表四!F14"},
		{"表四!B39=3", "表四!B39"},
		{"表五!D12=600", "表五!D12"},
		{"表五!E15=4.8", "表五!E15"},
		{"表五!D24=191.9592", "表五!D24"},
		{"表六!D8=569.2052", "表六!D8|表六!D6"},
		{"表六!E17=34.18", "表六!E17|表六!E6"},
		{"表六!E26=12.5952", "表六!E26|表六!E6"},
		{"表六!D30=176.5152", "表六!D30|表六!D6"},
		{"表十!C10=12.5952", "表十!C10"},
		{"表十一!C7=182.845199", "表十一!C7|表十一!C6"},
		{"表十一!C8=230", "表十一!C8|表十一!C6"},
		{"表十二!C9=159", "表十二!C9|表十二!C7"},
		{"表十二!C18=3.58", "表十二!C18"},
		{"表十二!C25=84", "表十二!C25"},
		{"表十二!F14=6", "表十二!F14"},
		// money moved
		{"表三!D12>E12:50", "表三!D12|表三!E12"},
		{"表三!E13>D13:20.7", "表三!D13|表三!E13"},
		{"表五!D18>E18:100", "表五!D18|表五!E18"},
		{"表二!D12>D18:10", "表二!D12|表二!D18"},
		{"表一!E9>E13:10", "表一!E9|表一!E13"},
		{"表一!E13>E15:10", "表一!E13|表一!E15"},
		{"表十二!C9>C10:5", "表十二!C9|表十二!C10|晋东公证处政府购买服务经费!H6"},
		{"表十二!C9>C17:5", "表十二!C9|表十二!C17|专业人员聘用补贴(2)!H6"},
		// typed over formulas, and formulas changed
		{"表三!C6=2963", "表三!C6"},
		{"表三!D10=1803.2", "表三!D10"},
		{"表一!B36=2963.4", "表一!B36"},
		{"表一!D9=2225", "表一!D9"},
		{"表一!D38=2963", "表一!D38"},
		{"表二!D6=2963.405198", "表二!D6"},
		{"表四!D37=2900", "表四!D37"},
		{"表五!C11=970", "表五!C11"},
		{"表六!D7=2026.9", "表六!D7"},
		{"表十!C8=21.5952", "表十!C8"},
		{"表十一!C6=343.5", "表十一!C6"},
		{"表十二!C8=331.7", "表十二!C8"},
		{"表三!D10==SUM(D11)", "表三!D10"},
		{"表五!E11==SUM(E14:E16)", "表五!E11"},
		{"表十二!C7==SUM(C8,C24)", "表十二!C7"},
		// what is no amount
		{"表五!D12==#REF!+1", "表五!D12"},
		{"表一!E9==1/0", "表一!E9"},
		{"表十二!C10==VLOOKUP(\"x\",A1:B2,2,0)", "表十二!C10"},
		{"表三!C12==D12+#REF!", "表三!C12"},
		{"表三!D18='1187.714799", "表三!D18"},
		{"表十二!C11='45万元", "表十二!C11"},
		{"表六!D9='无", "表六!D9"},
		// codes and names
		{"表三!A12='2040602", "表三!A12|表三!A13|表三!B12"},
		{"表三!B12='一般行政管理事务", "表三!B12"},
		{"表五!A14='2040605", "表五!A14|表五!B14"},
		{"表二!A23='2080599", "表二!A23|表二!B23"},
		{"表六!A9='津贴补助", "表六!A9"},
		{"表六!B17='离退休费", "表六!B17"},
		{"表十一!A8='阳泉市强制戒毒所", "表十一!A8"},
		{"表十二!A16='阳泉市强制戒毒所", "表十二!A16"},
		{"表十二!A10='晋东公证处购买服务经费", "表十二!A10|晋东公证处政府购买服务经费!C3"},
		{"司法业务大楼运行维护费!C3='司法大楼运行维护费", "司法业务大楼运行维护费!C3"},
		{"法律援助业务经费!G4='阳泉市司法局", "法律援助业务经费!G4|法律援助业务经费!C3"},
		// headings
		{"表五!A2='2025年一般公共预算支出预算表（不含上年结转）", "表五!A2"},
		{"表一!B5='2025年", "表一!B5"},
		{"表三!C4='2025年预算数", "表三!C4"},
		{"表十二!C4='2025年财政拨款", "表十二!C4"},
		{"表六!A3='部门名称：阳泉市司法", "表六!A3"},
		{"表八!D3='单位：元", "表八!D3"},
		{"表三!D5='基本经费", "表三!D5"},
		{"遗属补助!A2='（2025年度）", "遗属补助!A2"},
		// performance
		{"法律援助业务经费!H6=94000", "法律援助业务经费!H6"},
		{"单位场所运行费!H9=64800", "单位场所运行费!H6|单位场所运行费!H9"},
		{"国家统一法律职业资格考试经费!D20:E26,G20:H26=", "国家统一法律职业资格考试经费!"},
		{"国家统一法律职业资格考试经费!H21=", "国家统一法律职业资格考试经费!H21"},
		{"国家统一法律职业资格考试经费!G31:H31=", "国家统一法律职业资格考试经费!"},
		{"-司法业务大楼运行维护费", "司法业务大楼运行维护费|表十二!A11"},
		// rows and sheets
		{"-表八", "表八"},
		{"+Sheet1", "Sheet1"},
		{"表三!~14", "表三!A14"},
		{"表三!-14", "表三!"},
		{"表三!+14", "表三!A15|表三!A14"},
		{"表十二!-12", "表十二!"},
		{"表八!C8=20", "表八!C8"},
		{"表一!C18='十三、农林水出", "表一!C18"},
		{"表一!A39=", "表一!A2"},
		{"表六!E18=", "表六!E18"},
		{"表九!C5='国有资本经营收入预", "表九!C5"},
		{"表五!A13='212", "表五!A13"},
		{"表二!D13=3207000", "表二!D13"},
		{"表六!D13=-88.7348", "表六!D13"},
		{"国家统一法律职业资格考试经费!G4='阳泉市司法局二所", "国家统一法律职业资格考试经费!G4"},
		{"表十!+10", "表十!A11"},
		{"表六!D8=5962.052", "表六!D8"},
		{"表六!+28", "表六!A29"},
		{"表十二!C26=20", "表十二!C26"},
	},
	"yunling": {
		{"1收支总表!B6=29643051.98", "1收支总表!B6"},
		{"1收支总表!D13=4508152", "1收支总表!D13"},
		{"2收入总表!F11=6121502", "2收入总表!F11"},
		{"2收入总表!E13=100000", "2收入总表!E13"},
		{"3支出总表!F17=11877174.99", "3支出总表!F17"},
		{"3支出总表!G12=3027000", "3支出总表!G12"},
		{"4财政拨款收支总表!E9=22249009.99", "4财政拨款收支总表!E9"},
		{"5一般公共预算支出表!G14=48000", "5一般公共预算支出表!G14"},
		{"6基本支出表!E7=5962502", "6基本支出表!E7"},
		{"6基本支出表!F16=341800", "6基本支出表!F16"},
		{"9三公经费表!C9=215592", "9三公经费表!C9|6基本支出表!F25"},
		{"10分单位明细表!D6=15561433.13", "10分单位明细表!D6"},
		{"10分单位明细表!F7=48000", "10分单位明细表!F7"},
		{"11项目支出表!C8=540000", "11项目支出表!C8"},
		{"14项目资金来源表!F9=10000", "14项目资金来源表!F9"},
		{"14项目资金来源表!B6=4250009", "14项目资金来源表!B6"},
		{"10分单位明细表!D5>E5:10000", "10分单位明细表!D5|10分单位明细表!E5|10分单位明细表!D8|10分单位明细表!E8"},
		{"3支出总表!F11>G11:1000", "3支出总表!F11|3支出总表!G11"},
		{"3支出总表!E9=22249099.99", "3支出总表!E9"},
		{"11项目支出表!B5=3317001", "11项目支出表!B5"},
		{"10分单位明细表!H6=29063744.83", "10分单位明细表!H6"},
		{"5一般公共预算支出表!F17==#REF!+1", "5一般公共预算支出表!F17"},
		{"10分单位明细表!B6='阳泉市强制戒毒所", "10分单位明细表!B6"},
		{"14项目资金来源表!E14='阳泉强制隔离戒毒所", "14项目资金来源表!E14"},
		{"1收支总表!A37='上结年转", "1收支总表!A37"},
		{"8国有资本支出表!A4='科目编", "8国有资本支出表!A4"},
		{"10分单位明细表!+7", "10分单位明细表!B8"},
		{"14项目资金来源表!E13='阳泉市司法局", "14项目资金来源表!E13|14项目资金来源表!D13"},
		{"5一般公共预算支出表!C11='02", "5一般公共预算支出表!C11|5一般公共预算支出表!A11|5一般公共预算支出表!A12|5一般公共预算支出表!D11"},
		{"遗属补助!E7=100000", "遗属补助!E7"},
		{"5一般公共预算支出表!A2='2025年一般公共预算支出表", "5一般公共预算支出表!A2"},
		{"2收入总表!-13", "2收入总表!A2"},
		{"6基本支出表!+26", "6基本支出表!C27"},
		{"6基本支出表!B18='06", "6基本支出表!B18"},
		{"10分单位明细表!E7=016148", "10分单位明细表!E7"},
		{"13情况说明!A8='　　“三公”经费财政拨款预算219,552.00元，其中：因公出国（境）费0.00元，公务接待费0.00元，公务用车购置及运行维护费215,952.00元。", "13情况说明!A8"},
		{"13情况说明!A10='　　机关运行经费财政拨款预算3,343,551.98元。", "13情况说明!A10"},
		{"13情况说明!A4='　　支出中，基本支出25,383,151.98元，占86.65%；项目支出4,250,900.00元，占14.34%。", "13情况说明!A4"},
	},
}

// edit does an edit of single.
func edit(t *testing.T, b *excelize.File, text string) {
	t.Helper()
	if sheet, ok := strings.CutPrefix(text, "-"); ok {
		must(t, b.DeleteSheet(sheet))
		return
	}
	if sheet, ok := strings.CutPrefix(text, "+"); ok {
		_, err := b.NewSheet(sheet)
		must(t, err)
		set(sheet, "B3", "测算底稿")(t, b)
		set(sheet, "C3", 12.5)(t, b)
		return
	}
	sheet, rest, _ := strings.Cut(text, "!")
	row, err := strconv.Atoi(rest[1:])
	switch {
	case rest[0] == '-' && err == nil:
		must(t, b.RemoveRow(sheet, row))
		return
	case rest[0] == '+' && err == nil:
		must(t, b.DuplicateRow(sheet, row))
		return
	case rest[0] == '~' && err == nil:
		must(t, b.SetRowVisible(sheet, row, false))
		return
	}
	if from, to, ok := strings.Cut(rest, ">"); ok {
		to, by, _ := strings.Cut(to, ":")
		off, _ := strconv.ParseFloat(by, 64)
		for cell, off := range map[string]float64{from: -off, to: off} {
			was, err := b.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
			must(t, err)
			d, _ := strconv.ParseFloat(was, 64)
			now, _ := strconv.ParseFloat(strconv.FormatFloat(d+off, 'f', 6, 64), 64)
			set(sheet, cell, now)(t, b)
		}
		return
	}
	cell, value, _ := strings.Cut(rest, "=")
	switch {
	case value == "":
		for part := range strings.SplitSeq(cell, ",") {
			from, to, _ := strings.Cut(part, ":")
			c1, r1, _ := excelize.CellNameToCoordinates(from)
			c2, r2 := c1, r1
			if to != "" {
				c2, r2, _ = excelize.CellNameToCoordinates(to)
			}
			for r := r1; r <= r2; r++ {
				for c := c1; c <= c2; c++ {
					at, _ := excelize.CoordinatesToCellName(c, r)
					set(sheet, at, nil)(t, b)
				}
			}
		}
	case value[0] == '\'':
		set(sheet, cell, value[1:])(t, b)
	case value[0] == '=':
		must(t, b.SetCellFormula(sheet, cell, value[1:]))
	default:
		d, err := strconv.ParseFloat(value, 64)
		must(t, err)
		set(sheet, cell, d)(t, b)
	}
}

// atMost is of how many edits one may not be named first at its cell: fewer where
// formulas keep the results that they had before.
var atMost = map[string]int{"recalculated": 20, "stale": 10}

// score is how edits were found.
type score struct {
	all, found, first, extra int
	missed                   []string
}

func (s *score) count(text, want string, found, always finding.List) {
	s.all++
	found = slices.DeleteFunc(found, func(f finding.Finding) bool { return slices.Contains(always, f) })
	if len(found) > 0 {
		s.found++
	}
	meant := func(f finding.Finding) bool {
		for w := range strings.SplitSeq(want, "|") {
			if f.Place.String() == w || strings.HasSuffix(w, "!") && f.Place.Sheet == strings.TrimSuffix(w, "!") {
				return true
			}
		}
		return false
	}
	right := len(found) > 0 && meant(found[0])
	if right {
		s.first++
	}
	s.extra += max(0, len(found)-2)
	if !right || len(found) > 2 {
		var lines []string
		for _, f := range found[:min(len(found), 6)] {
			lines = append(lines, "    "+show(f))
		}
		s.missed = append(s.missed, fmt.Sprintf("%s → %s: %d lines\n%s", text, want, len(found), strings.Join(lines, "\n")))
	}
}

// request is what verify gets of a pack and a file.
func request(t testing.TB, p *pack.Pack, file string) verify.Request {
	t.Helper()
	rules, found, err := tables.Rules(p)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	forms, found, err := tables.Forms(p)
	if err != nil || found.HasErrors() {
		t.Fatal(err, found)
	}
	return verify.Request{Pack: p, Forms: forms, Rules: rules, File: file}
}

func TestSingleEditsAreFoundAtTheirCell(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]*pack.Pack{"default": proof.DefaultPack(t), "yunling": proof.SecondPack(t)} {
		source := filepath.Join(t.TempDir(), "公开表.xlsx")
		_, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: source, Now: time.Unix(0, 0)})
		if err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		r := request(t, p, filepath.Join(t.TempDir(), "改过.xlsx"))
		must(t, os.Link(source, r.File))
		always, err := verify.Run(r)
		must(t, err)
		must(t, os.Remove(r.File))
		var saved, stale score
		step := proof.Drawn(9, 1)
		for i := 0; i < len(single[name]); i += step {
			e := single[name][i]
			b, err := excelize.OpenFile(source)
			must(t, err)
			edit(t, b, e[0])
			must(t, b.SaveAs(r.File))
			must(t, b.Close())
			found, err := verify.Recalculated(r)
			must(t, err)
			saved.count(e[0], e[1], found, always)
			if strings.Contains(e[0], "==") {
				continue // such cells hold no number any more when excelize has saved them
			}
			found, err = verify.Run(r)
			must(t, err)
			stale.count(e[0], e[1], found.Sorted(), always)
		}
		for how, s := range map[string]score{"recalculated": saved, "stale": stale} {
			t.Logf("%s %s: of %d found %d, exact first %d, extra lines %d", name, how, s.all, s.found, s.first, s.extra)
			if s.all-s.found > s.all/20+1 || s.all-s.first > s.all/atMost[how]+1 || s.extra > s.all/10 {
				t.Error(strings.Join(s.missed, "\n"))
			}
		}
	}
}

// What somebody did to rows and labels is said once, at its place.
func TestEditsOfRowsAreSaidOnce(t *testing.T) {
	for name, p := range map[string]*pack.Pack{"default": proof.DefaultPack(t), "yunling": proof.SecondPack(t)} {
		source := filepath.Join(t.TempDir(), "公开表.xlsx")
		_, found, err := app.Fill(app.FillRequest{Pack: p, Input: sample, Output: source, Now: time.Unix(0, 0)})
		if err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		for _, e := range single[name] {
			if !slices.Contains(said[name], e[0]) {
				continue
			}
			b, err := excelize.OpenFile(source)
			must(t, err)
			edit(t, b, e[0])
			r := request(t, p, filepath.Join(t.TempDir(), "改过.xlsx"))
			must(t, b.SaveAs(r.File))
			found, err := verify.Recalculated(r)
			must(t, err)
			var lines []string
			for _, f := range found {
				if f.Code != "F09" && f.Code != "F02" && f.Code != "F06" {
					lines = append(lines, show(f))
				}
			}
			if len(lines) != 1 || !strings.Contains(lines[0], e[1]) {
				t.Errorf("%s:\n%s", e[0], strings.Join(lines, "\n"))
			}
		}
	}
}

var said = map[string][]string{
	"default": {"表一!C18='十三、农林水出", "表一!A39=", "表六!E18=", "表六!D8=5962.052", "表六!+28", "表九!C5='国有资本经营收入预", "表六!D13=-88.7348"},
	"yunling": {"2收入总表!-13", "6基本支出表!+26", "6基本支出表!B18='06", "10分单位明细表!E7=016148", "1收支总表!A37='上结年转", "8国有资本支出表!A4='科目编"},
}
