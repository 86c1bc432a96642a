package app_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/office"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// documentOf fills the Word template of a pack with an input workbook.
func documentOf(t testing.TB, p *pack.Pack, file string) []byte {
	t.Helper()
	l, findings, err := input.Read(file, p)
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings)
	}
	out, findings, err := tables.Render(p, l, tables.Views(p, l))
	if err != nil || out == nil || len(out.Documents) != 1 {
		t.Fatal(err, findings)
	}
	return out.Documents[0].Content
}

// tablesInput is the sample without all that only the document needs, like an input
// workbook of somebody who wanted no document so far.
func tablesInput(t testing.TB) string {
	t.Helper()
	p := proof.DefaultPack(t)
	l, findings, err := input.Read(sampleInput, p)
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	l.Info["三公经费增减原因"], l.Info["机关运行经费增减原因"] = "", ""
	return bookOf(t, p, l)
}

func TestWordFindsNothingToMendInTheDocument(t *testing.T) {
	for _, file := range []string{tablesInput(t), withLastYear(t)} {
		for _, fault := range proof.WordFaults(documentOf(t, proof.DocumentPack(t), file)) {
			t.Error(fault)
		}
	}
}

func TestADocumentIsMadeForThoseDepartmentsThatItIsFor(t *testing.T) {
	p := proof.DocumentPack(t)
	l, _, err := input.Read(sampleInput, p)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"阳泉市司法局": 1, "别的局": 0} {
		p.Offers = []pack.Offer{{Template: p.Documents[0], When: pack.Filter{"部门名称": {name}}}}
		out, findings, err := tables.Render(p, l, tables.Views(p, l))
		if err != nil || out == nil || len(out.Documents) != want || len(out.Books) != 1 {
			t.Errorf("%s: %v %v", name, err, findings)
		}
	}
}

// What a document costs beside its workbook: it should be no more than half.
func BenchmarkDocument(b *testing.B) {
	for name, documents := range map[string]bool{"tables": false, "both": true} {
		b.Run(name, func(b *testing.B) {
			p := proof.DocumentPack(b)
			p.Reuse()
			if !documents {
				p.Documents = nil
			}
			l, _, err := input.Read(sampleInput, p)
			if err != nil {
				b.Fatal(err)
			}
			views := tables.Views(p, l)
			for b.Loop() {
				if out, _, err := tables.Render(p, l, views); err != nil || out == nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// saysAll demands that each of the texts is a paragraph, in their order.
func saysAll(t *testing.T, document []byte, want ...string) {
	t.Helper()
	said, err := proof.Paragraphs(document)
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, text := range want {
		i := slices.Index(said[at:], text)
		if i < 0 {
			t.Errorf("lacks %s\n%s", text, strings.Join(said, "\n"))
			return
		}
		at += i + 1
	}
}

// The figures are those of the published document of the real department, sections 一 to
// 七; the sentences are ours.
func TestTheDocumentSaysThePublishedFigures(t *testing.T) {
	saysAll(t, documentOf(t, proof.DocumentPack(t), tablesInput(t)),
		"阳泉市司法局", "2026年度部门预算公开",
		"1. 阳泉市司法局", "2. 阳泉市强制隔离戒毒所", "3. 阳泉市法律援助中心",
		"2026年收入总计2963.41万元，其中本年收入2963.41万元，上年结转0万元；支出总计2963.41万元，其中本年预算支出2963.41万元。",
		"二、收入预算情况", // nothing is said of last year, which nobody entered
		"2026年收入总计2963.41万元，包括：一般公共预算2963.41万元，占100.00%；政府性基金预算0万元，占0%；国有资本经营预算0万元，占0%；财政专户管理资金0万元，占0%；单位资金0万元，占0%；上年结转0万元，占0%。",
		"2026年支出预算2963.41万元，其中：基本支出2538.32万元，占85.66%；项目支出425.09万元，占14.34%。",
		"2026年财政拨款支出2963.41万元，其中：一般公共预算2963.41万元，政府性基金预算0万元，国有资本经营预算0万元；当年财政拨款2963.41万元，上年结转0万元。按功能分类：",
		"（一）一般公共服务支出3.39万元。", "（二）公共安全支出2224.91万元。", "（三）社会保障和就业支出458.02万元。", "（四）卫生健康支出90.31万元。", "（五）住房保障支出186.79万元。",
		"2026年一般公共预算支出2963.41万元。",
		"一般公共服务支出", "3.39", "0.11%", "公共安全支出", "2224.91", "75.08%", "社会保障和就业支出", "458.02", "15.46%", "卫生健康支出", "90.31", "3.05%", "住房保障支出", "186.79", "6.30%", "合计", "2963.41", "100.00%",
		"2026年一般公共预算基本支出2538.32万元，其中：",
		"人员经费2194.96万元，包括基本工资、津贴补贴、奖金、机关事业单位基本养老保险缴费、职业年金缴费、职工基本医疗保险缴费、其他社会保障缴费、住房公积金、退休费、奖励金。",
		"公用经费343.36万元，包括办公费、印刷费、水费、电费、邮电费、取暖费、差旅费、会议费、工会经费、公务用车运行维护费、其他交通费用、其他商品和服务支出。",
		"2026年财政拨款安排的“三公”经费21.60万元。",
		"（一）因公出国（境）费0万元。", "（二）公务接待费0万元。",
		"（三）公务用车购置及运行维护费21.60万元。", "其中：公务用车运行维护费21.60万元。", "公务用车购置费0万元。",
		// What nobody entered is no figure and leaves no sentence with a hole.
		"2026年机关运行经费财政拨款343.36万元，是2个行政单位和1个参照公务员法管理单位的公用经费，包括阳泉市司法局、阳泉市强制隔离戒毒所、阳泉市法律援助中心。",
		"九、政府采购情况", "2026年没有安排政府采购预算。", "2026年没有编制整体绩效目标。",
		"2026年项目支出有二级项目15个，共425.09万元。", "公开绩效目标的项目10个，共194.29万元，占项目支出的45.71%，各项目的绩效目标表附后。",
		"十一、国有资产占有使用情况", "没有填报国有资产占有使用情况。", "没有政府购买服务指导性目录。", "（二）其他", "无。", "附：项目支出绩效目标表", "1. 国家统一法律职业资格考试经费",
		"第四部分  名词解释")
}

// Every figure of the published document, all twelve sections, but where it contradicts
// itself: it counts 11 published projects with 200.29 (47.12%), and carries ten forms that
// add up to 194.29, which is what the document says here; it gives a reason of an increase
// for 公务接待费, which decreased; its parts of 政府采购 add up to 34.37 by a rounding tail,
// and do so here.
func TestTheWholeDocumentSaysWhatWasPublished(t *testing.T) {
	document := documentOf(t, proof.DocumentPack(t), sampleInput)
	for _, fault := range proof.WordFaults(document) {
		t.Error(fault)
	}
	saysAll(t, document,
		"阳泉市司法局", "2026年度部门预算公开",
		"第一部分  概况", "一、本部门职责", "1. 贯彻落实全面依法治市的方针政策和决策部署，承担有关协调、督促检查工作。", "15. 完成市委、市政府交办的其他任务。",
		"二、机构设置", "阳泉市司法局2026年部门预算包括3个单位：", "1. 阳泉市司法局", "2. 阳泉市强制隔离戒毒所", "3. 阳泉市法律援助中心",
		"第二部分  2026年部门预算公开表",
		"一、预算收支总表", "2026年预算收支总表", "收入总计", "2963.41", "支出总计", "2963.41",
		"二、预算收入总表", "三、预算支出总表", "2963.41", "2538.32", "425.09", "四、财政拨款收支总表", "五、一般公共预算支出预算表", "六、一般公共预算安排基本支出分经济科目表",
		"七、政府性基金预算收入表", "注：本表无数据", "八、政府性基金预算支出表", "九、国有资本经营预算收支预算表", "十、财政拨款安排“三公”经费支出预算表", "21.60",
		"十一、财政拨款安排机关运行经费预算表", "343.36", "128.85", "203.90", "10.61", "十二、项目支出预算表（本年预算）", "425.09", "十三、项目支出预算表（上年结转）", "注：本表无数据",
		"第三部分  2026年部门预算情况说明",
		"2026年收入总计2963.41万元，其中本年收入2963.41万元，上年结转0万元；支出总计2963.41万元，其中本年预算支出2963.41万元。",
		"收入、支出比上年增加7.79万元，增长0.26%。原因：人员变动，人员经费比上年增加。",
		"2026年收入总计2963.41万元，包括：一般公共预算2963.41万元，占100.00%；政府性基金预算0万元，占0%；国有资本经营预算0万元，占0%；财政专户管理资金0万元，占0%；单位资金0万元，占0%；上年结转0万元，占0%。",
		"2026年支出预算2963.41万元，其中：基本支出2538.32万元，占85.66%；项目支出425.09万元，占14.34%。",
		"2026年财政拨款支出2963.41万元，其中：一般公共预算2963.41万元，政府性基金预算0万元，国有资本经营预算0万元；当年财政拨款2963.41万元，上年结转0万元。按功能分类：",
		"（一）一般公共服务支出3.39万元。", "（二）公共安全支出2224.91万元。", "（三）社会保障和就业支出458.02万元。", "（四）卫生健康支出90.31万元。", "（五）住房保障支出186.79万元。",
		"2026年一般公共预算支出2963.41万元，比上年增加7.79万元，增长0.26%。",
		"一般公共服务支出", "3.39", "0.11%", "公共安全支出", "2224.91", "75.08%", "社会保障和就业支出", "458.02", "15.46%", "卫生健康支出", "90.31", "3.05%", "住房保障支出", "186.79", "6.30%", "合计", "2963.41", "100.00%",
		"一般公共预算支出结构",
		"2026年一般公共预算基本支出2538.32万元，其中：",
		"人员经费2194.96万元，包括基本工资、津贴补贴、奖金、机关事业单位基本养老保险缴费、职业年金缴费、职工基本医疗保险缴费、其他社会保障缴费、住房公积金、退休费、奖励金。",
		"公用经费343.36万元，包括办公费、印刷费、水费、电费、邮电费、取暖费、差旅费、会议费、工会经费、公务用车运行维护费、其他交通费用、其他商品和服务支出。",
		"2026年财政拨款安排的“三公”经费21.60万元，比上年减少18.80万元。原因：落实过紧日子的要求，压减公务接待和公务用车购置支出。",
		"（一）因公出国（境）费0万元，与上年持平。",
		"（二）公务接待费0万元，比上年减少0.80万元。原因：严格控制公务接待，不再安排，比上年减少。",
		"（三）公务用车购置及运行维护费21.60万元，比上年减少18.00万元。原因：不再安排公务用车购置，比上年减少。",
		"其中：公务用车运行维护费21.60万元，与上年持平。",
		"公务用车购置费0万元，比上年减少18.00万元。原因：上年更新了一辆公务用车，本年不再安排。",
		"“三公”经费构成",
		"2026年机关运行经费财政拨款343.36万元，是2个行政单位和1个参照公务员法管理单位的公用经费，包括阳泉市司法局、阳泉市强制隔离戒毒所、阳泉市法律援助中心。",
		"比上年（356.08万元）减少12.72万元，下降3.57%。原因：压减一般性支出，比上年减少。",
		"2026年政府采购预算34.36万元，其中：货物9.76万元，工程0万元，服务24.61万元。",
		"阳泉市司法局3个单位中，3个编制了2026年整体绩效目标，共425.09万元，其中：基本支出0万元，项目支出425.09万元。",
		"2026年项目支出有二级项目15个，共425.09万元，其中：其他运转类14个，230.09万元；特定目标类1个，195.00万元。",
		"公开绩效目标的项目10个，共194.29万元，占项目支出的45.71%，各项目的绩效目标表附后。其中：其他运转类10个，194.29万元；特定目标类0个，0万元。",
		"截至2025年12月31日：",
		"车辆编制14辆。实有车辆13辆。领导干部用车0辆。机要通信用车2辆。应急保障用车1辆。执法执勤用车7辆。特种专业技术用车1辆。事业单位业务用车0辆。其他用车2辆。",
		"办公用房5218.76平方米。单位价值五十万元以上的通用设备0台（套）。单位价值一百万元以上的设备（不含车辆）0台（套）。",
		"（一）政府购买服务指导性目录", "司法", "A0302", "职业技能培训服务", "财政", "A", "公共服务", "A150201", "财政宣传服务",
		"（二）其他", "无。",
		"附：项目支出绩效目标表", "1. 国家统一法律职业资格考试经费", "阳泉市市级预算部门（单位）项目支出绩效目标表", "10. 专业人员聘用补贴", "阳泉市市级预算部门（单位）项目支出绩效目标表",
		"第四部分  名词解释")
	said, err := proof.Paragraphs(document)
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range []string{"基本支出", "项目支出", "“三公”经费", "机关运行经费", "政府购买服务", "财政专户管理资金", "单位资金", "上年结转", "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政拨款"} {
		if !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, term+"：") }) {
			t.Errorf("%s is not explained", term)
		}
	}
}

// chartOf is a chart of a document: its names and its figures.
func chartOf(t *testing.T, document []byte, part string) (names, figures []string) {
	t.Helper()
	content := string(proof.Part(t, document, part))
	for i, cache := range []string{"strCache", "numCache"} {
		m := regexp.MustCompile(`(?s)<c:(?:cat|val)>.*?<c:` + cache + `>(.*?)</c:` + cache + `>`).FindStringSubmatch(content)
		if m == nil {
			t.Fatalf("%s has no %s: %s", part, cache, content)
		}
		for _, v := range regexp.MustCompile(`<c:v>([^<]*)</c:v>`).FindAllStringSubmatch(m[1], -1) {
			if i == 0 {
				names = append(names, v[1])
			} else {
				figures = append(figures, v[1])
			}
		}
	}
	return names, figures
}

func TestTheChartsOfTheDocumentShowItsFiguresAndNoZero(t *testing.T) {
	document := documentOf(t, proof.DocumentPack(t), sampleInput)
	names, figures := chartOf(t, document, "word/charts/chart1.xml")
	if !slices.Equal(names, []string{"一般公共服务支出", "公共安全支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出"}) {
		t.Errorf("%q", names)
	}
	total, parts := decimal.Zero, []decimal.Decimal{}
	for _, f := range figures {
		parts = append(parts, decimal.RequireFromString(f))
		total = total.Add(parts[len(parts)-1])
	}
	for i, want := range []string{"0.11", "75.08", "15.46", "3.05", "6.30"} { // as the text says
		if got := parts[i].Div(total).Shift(2).StringFixed(2); got != want {
			t.Errorf("%s is %s%%, want %s", names[i], got, want)
		}
	}
	names, figures = chartOf(t, document, "word/charts/chart2.xml")
	if !slices.Equal(names, []string{"公务用车运行维护费"}) || len(figures) != 1 || decimal.RequireFromString(figures[0]).StringFixed(2) != "21.60" {
		t.Errorf("%q %q", names, figures)
	}
	// The workbook inside is what people edit: the chart refers to the cells with the figures.
	for part, want := range map[string]string{"1": "Sheet1!$A$2:$A$6", "2": "Sheet1!$A$2:$A$2"} {
		if content := string(proof.Part(t, document, "word/charts/chart"+part+".xml")); !strings.Contains(content, "<c:f>"+want+"</c:f>") && !strings.Contains(content, "<c:f>"+strings.TrimSuffix(want, ":$A$2")+"</c:f>") {
			t.Errorf("chart %s does not refer to %s", part, want)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(proof.Part(t, document, "word/embeddings/chart1.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := book.GetRows("Sheet1"); err != nil || len(rows) != 6 || rows[5][0] != "住房保障支出" || rows[5][1] != "186.79" {
		t.Errorf("%q %v", rows, err)
	}
	// Without “三公”经费 there is neither the chart nor its workbook.
	p := proof.DocumentPack(t)
	for i := range p.Views {
		if p.Views[i].Name == "三公经费" {
			p.Views[i].Filter["部门经济科目编码"] = []string{"30212"}
		}
	}
	document = documentOf(t, p, sampleInput)
	if proof.Part(t, document, "word/charts/chart2.xml") != nil || proof.Part(t, document, "word/embeddings/chart2.xlsx") != nil {
		t.Error("a chart that nobody sees goes out with the document")
	}
}

func TestTheContentsHaveTheirPagesWhereSomebodyLaysTheDocumentOut(t *testing.T) {
	fill := func(layOut func([]byte) (string, error)) (document []byte, unpaged bool) {
		t.Helper()
		result, findings, err := app.Fill(app.FillRequest{Pack: proof.DocumentPack(t), Input: sampleInput, Output: t.TempDir() + "/", Only: app.OnlyDocuments, LayOut: layOut})
		if err != nil || result == nil {
			t.Fatal(err, findings)
		}
		document, err = os.ReadFile(result.Files[0].File)
		if err != nil {
			t.Fatal(err)
		}
		return document, result.Unpaged
	}
	document, unpaged := fill(func(probe []byte) (string, error) {
		n := strings.Count(string(proof.Part(t, probe, "word/document.xml")), " PAGEREF ") / 2
		links := ""
		for i := range n {
			links += strconv.Itoa(100+i) + "\n"
		}
		return links, nil
	})
	if unpaged {
		t.Error("the pages are not filled in")
	}
	saysAll(t, document, "目  录", "第一部分  概况100", "一、本部门职责101", "第二部分  2026年部门预算公开表103", "第四部分  名词解释131", "第一部分  概况")
	for name, layOut := range map[string]func([]byte) (string, error){
		"nobody": nil,
		"few":    func([]byte) (string, error) { return "1\n2\n", nil },
	} {
		document, unpaged := fill(layOut)
		if !unpaged {
			t.Errorf("%s: that pages are missing is not told", name)
		}
		saysAll(t, document, "目  录", "第一部分  概况", "第四部分  名词解释", "第一部分  概况")
	}
}

// TestPagesOfTheContentsThatCannotBeRightAreFound: each of the thirteen tables has a page of
// its own, so the pages of the contents cannot all be one, nor stay blank.
func TestPagesOfTheContentsThatCannotBeRightAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		layOut func([]byte) (string, error)
		code   string
		level  finding.Severity
	}{
		"blank": {nil, "E24", finding.Warning},
		"all on one page": {func(probe []byte) (string, error) {
			return strings.Repeat("7\n", strings.Count(string(proof.Part(t, probe, "word/document.xml")), " PAGEREF ")/2), nil
		}, "E24", finding.Error},
	} {
		p := proof.DocumentPack(t)
		result, findings, err := app.Fill(app.FillRequest{Pack: p, Input: sampleInput, Output: t.TempDir() + "/", Only: app.OnlyDocuments, LayOut: c.layOut})
		if err != nil || result == nil {
			t.Fatal(err, findings)
		}
		found, err := app.VerifyDocument(p, result.Files[0].File, "")
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 || slices.ContainsFunc(found, func(x finding.Finding) bool { return x.Code != c.code || x.Severity != c.level }) {
			t.Errorf("%s: %v", name, found)
		}
	}
}

// TestADocumentThatSaysTheSameIsNotLaidOutAgain: laying out takes many times as long as
// filling, so the pages of the document that is there serve as long as it says the same.
func TestADocumentThatSaysTheSameIsNotLaidOutAgain(t *testing.T) {
	to, laid := t.TempDir()+"/", 0
	layOut := func(probe []byte) (string, error) {
		laid++
		return strings.Repeat("7\n", strings.Count(string(proof.Part(t, probe, "word/document.xml")), " PAGEREF ")/2), nil
	}
	fill := func(input string, layOut func([]byte) (string, error)) []byte {
		t.Helper()
		result, findings, err := app.Fill(app.FillRequest{Pack: proof.DocumentPack(t), Input: input, Output: to, Only: app.OnlyDocuments, LayOut: layOut})
		if err != nil || result == nil {
			t.Fatal(err, findings)
		}
		if result.Unpaged {
			t.Error("pages are missing")
		}
		document, err := os.ReadFile(result.Files[0].File)
		if err != nil {
			t.Fatal(err)
		}
		return document
	}
	first := fill(sampleInput, layOut)
	for name, layOut := range map[string]func([]byte) (string, error){"somebody": layOut, "nobody": nil} {
		if again := fill(sampleInput, layOut); !bytes.Equal(again, first) || laid != 1 {
			t.Errorf("%s lays it out again: %d times", name, laid)
		}
	}
	if other := fill(withLastYear(t), layOut); bytes.Equal(other, first) || laid != 2 {
		t.Errorf("a document that says something else was laid out %d times", laid-1)
	}
}

// TestParagraphsThatSomebodyRewroteKeepTheirWordsWhereNothingElseChanged: what is not sure
// is told, and stays in the copy that is set aside.
func TestParagraphsThatSomebodyRewroteKeepTheirWordsWhereNothingElseChanged(t *testing.T) {
	to := t.TempDir() + "/"
	fill := func(input string) (file string, told []string) {
		t.Helper()
		result, findings, err := app.Fill(app.FillRequest{Pack: proof.DocumentPack(t), Input: input, Output: to, Only: app.OnlyDocuments})
		if err != nil || result == nil {
			t.Fatal(err, findings)
		}
		for _, r := range result.Reworded {
			for _, x := range r.Whose {
				told = append(told, x.Place.String()+" "+x.Why)
			}
		}
		return result.Files[0].File, told
	}
	read := func(file string) []byte {
		t.Helper()
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	file, told := fill(sampleInput)
	if len(told) > 0 {
		t.Error(told)
	}
	// Somebody rewrites one paragraph whose figures will stay, one whose figures will change,
	// and one with a figure of his own.
	f := proof.Parts(t, read(file))
	body := string(f.Part("word/document.xml"))
	for _, e := range [][2]string{
		{"基本支出0万元，项目支出425.09万元", "基本支出0万元，只有项目支出425.09万元"},
		{"2026年一般公共预算支出2", "2026年安排一般公共预算支出2"},
		{"货物9.76万元，工程0万元", "货物9.76万元（上年12.00万元），工程0万元"},
	} {
		if strings.Count(body, e[0]) != 1 {
			t.Fatal(e[0])
		}
		body = strings.Replace(body, e[0], e[1], 1)
	}
	f.SetPart("word/document.xml", []byte(body))
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	next := filepath.Join(t.TempDir(), "录入.xlsx")
	book, err := excelize.OpenFile(sampleInput)
	if err != nil {
		t.Fatal(err)
	}
	if err := book.SetCellValue("支出明细", "K8", 133640.69); err != nil {
		t.Fatal(err)
	}
	if err := book.SaveAs(next); err != nil {
		t.Fatal(err)
	}
	file, told = fill(next)
	saysAll(t, read(file), "2026年一般公共预算支出2976.74万元，比上年增加21.12万元，增长0.71%。", "2026年政府采购预算34.36万元，其中：货物9.76万元，工程0万元，服务24.61万元。",
		"阳泉市司法局3个单位中，3个编制了2026年整体绩效目标，共425.09万元，其中：基本支出0万元，只有项目支出425.09万元。")
	slices.Sort(told)
	want := []string{
		"“九、政府采购情况”下“2026年政府采购预算34.36万元，其……” 写了原来这一段里没有的数",
		"“（一）整体绩效目标”下“阳泉市司法局3个单位中，3个编制了202……” ",
		"“（一）规模”下“2026年安排一般公共预算支出2963.……” 这一段要说的变了",
	}
	if !slices.Equal(told, want) {
		t.Errorf("%q", told)
	}
	first := read(file)
	if file, told = fill(next); !bytes.Equal(read(file), first) || !slices.Equal(told, want[1:2]) {
		t.Errorf("made once more, it differs: %q", told)
	}
}

func TestWhoEndsTheLayoutEndsTheFilling(t *testing.T) {
	to := t.TempDir()
	_, _, err := app.Fill(app.FillRequest{Pack: proof.DocumentPack(t), Input: sampleInput, Output: to + "/", Only: app.OnlyDocuments,
		LayOut: func([]byte) (string, error) { return "", office.ErrStopped }})
	if !errors.Is(err, office.ErrStopped) || !strings.Contains(err.Error(), "什么都没有写") {
		t.Error(err)
	}
	if made, err := os.ReadDir(to); err != nil || len(made) > 0 {
		t.Error(made, err)
	}
}

func TestTheDocumentComparesWithTheYearBeforeWhereItIsEntered(t *testing.T) {
	saysAll(t, documentOf(t, proof.DocumentPack(t), withLastYear(t)),
		"一、机构设置",
		"收入、支出比上年增加7.79万元，增长0.26%。原因：人员增加。",
		"2026年一般公共预算支出2963.41万元，比上年增加7.79万元，增长0.26%。",
		"2026年财政拨款安排的“三公”经费21.60万元，比上年减少18.80万元。原因：严格控制购置，比上年减少。",
		"（一）因公出国（境）费0万元，与上年持平。",
		"（二）公务接待费0万元，比上年减少0.80万元。",
		"（三）公务用车购置及运行维护费21.60万元，比上年减少18.00万元。", "其中：公务用车运行维护费21.60万元，与上年持平。", "公务用车购置费0万元，比上年减少18.00万元。")
}

// A unit without a single item stands in no table: it is neither listed nor counted.
func TestTheDocumentCountsTheUnitsThatItLists(t *testing.T) {
	f, err := excelize.OpenFile(sampleInput)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("单位")
	for err == nil && len(rows) > 0 && (len(rows[len(rows)-1]) == 0 || rows[len(rows)-1][0] == "") {
		rows = rows[:len(rows)-1]
	}
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	for col, text := range map[string]string{"A": "阳泉市公证处", "B": "028009", "C": "事业"} {
		if err == nil {
			err = f.SetCellStr("单位", col+strconv.Itoa(len(rows)+1), text)
		}
	}
	if err != nil || f.SaveAs(file) != nil {
		t.Fatal(err)
	}
	saysAll(t, documentOf(t, proof.DocumentPack(t), file), "阳泉市司法局2026年部门预算包括3个单位：", "1. 阳泉市司法局", "2. 阳泉市强制隔离戒毒所", "3. 阳泉市法律援助中心", "第二部分  2026年部门预算公开表")
}

// withLastYear is the sample with the published figures of the year before: 2955.62 in
// all, 40.40 of it “三公”经费.
func withLastYear(t testing.TB) string {
	t.Helper()
	f, err := excelize.OpenFile(tablesInput(t))
	if err != nil {
		t.Fatal(err)
	}
	set := func(sheet, cell string, value any) {
		if err == nil {
			err = f.SetCellValue(sheet, cell, value)
		}
	}
	set("支出明细", "N5", "上年数")
	set("支出明细", "N9", 29152248)
	set("支出明细", "N34", 44076.33)
	set("支出明细", "N48", 171875.67)
	for row, entry := range map[string][]any{"90": {"30217", 8000}, "91": {"31013", 180000}} {
		for col, value := range map[string]any{"A": "阳泉市司法局", "B": "2040601", "D": "公用经费", "E": entry[0], "I": "一般公共预算", "J": "本年", "K": 0, "N": entry[1]} {
			set("支出明细", col+row, value)
		}
	}
	for name, text := range map[string]string{"三公经费增减原因": "严格控制购置，比上年减少。", "收支增减原因": "人员增加。"} {
		cells, finding := f.SearchSheet("基本信息", name)
		if finding != nil || len(cells) != 1 {
			set("基本信息", "A30", name)
			cells = []string{"A30"}
		}
		set("基本信息", "B"+cells[0][1:], text)
	}
	file := filepath.Join(t.TempDir(), "录入.xlsx")
	if err != nil || f.SaveAs(file) != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheDocumentOpensInLibreOffice(t *testing.T) {
	proof.Outside(t)
	file := filepath.Join(t.TempDir(), "文本.docx")
	if err := os.WriteFile(file, documentOf(t, proof.DocumentPack(t), withLastYear(t)), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := os.ReadFile(filepath.Join(proof.Convert(t, "docx", file), "文本.docx"))
	if err != nil {
		t.Fatal(err)
	}
	said, err := proof.Paragraphs(again)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(said, "\n")
	for _, want := range []string{"2026年度部门预算公开", "比上年减少18.80万元", "住房保障支出", "包括办公费、印刷费"} {
		if !strings.Contains(text, want) {
			t.Errorf("LibreOffice reads no %s in %s", want, text)
		}
	}
}
