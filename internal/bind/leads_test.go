package bind_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
	"ysgk/internal/tags"
)

// boundTexts binds a sheet of texts.
func boundTexts(t *testing.T, l *budget.Ledger, form, example []string) *bind.Result {
	t.Helper()
	p, whole := defaultPack(t), proof.DocumentPack(t)
	made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: l, Whole: &bind.Whole{Pack: whole, Ledger: l}, Views: tables.Views(p, l), Form: texts(t, "说明", form...), Example: texts(t, "说明", example...)})
	must(t, err)
	return made
}

// TestOnlyWhatLeadsToAChangeIsSaidWithIt binds sentences whose words before a change end in a sign that leads to one
// elsewhere, whose form has a word of its own for the way of it, and in which another one says 同比: what is printed
// where there is no change, or the other way, is a sentence still.
func TestOnlyWhatLeadsToAChangeIsSaidWithIt(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000", "项目支出 30227 一般公共预算 45600 45600")
	even := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 780000", "项目支出 30227 一般公共预算 45600 45600")
	less := ofTwoYears(t, "人员经费 30101 一般公共预算 780000 815000", "项目支出 30227 一般公共预算 61000 45600")
	flat := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 820000", "项目支出 30227 一般公共预算 45600 45600")
	for year, all := range map[string][]*budget.Ledger{"2026": {last, flat}, "2027": {even, less}} {
		for _, l := range all {
			l.Info["预算年度"] = year
		}
	}
	for _, c := range []struct {
		form, example string
		next          *budget.Ledger
		want          string
	}{
		{"基本支出××万元，上年度预算数相比增加（减少）××万元。", "基本支出82.00万元，上年度预算数相比增加3.00万元。", even, "基本支出78.00万元，上年度预算数相比持平。"},
		{"基本支出××万元，年度间对比增加（减少）××万元。", "基本支出82.00万元，年度间对比增加3.00万元。", even, "基本支出78.00万元，年度间对比持平。"},
		{"基本支出××万元，与上年相比增加（减少）××万元。", "基本支出82.00万元，与上年相比增加3.00万元。", even, "基本支出78.00万元，与上年相比持平。"},
		{"基本支出××万元，比上年增加（减少）××万元，增幅为××%。", "基本支出82.00万元，比上年增加3.00万元，增幅为3.80%。", less, "基本支出78.00万元，比上年减少3.50万元，增幅为××%。"},
		{"基本支出××万元，比上年增加（减少）××万元，增长率××%。", "基本支出82.00万元，比上年增加3.00万元，增长率3.80%。", less, "基本支出78.00万元，比上年减少3.50万元，增长率××%。"},
		{"基本支出××万元，同比持平；项目支出××万元，与上年持平。", "基本支出82.00万元，同比持平；项目支出4.56万元，与上年持平。", less, "基本支出78.00万元，同比减少3.50万元；项目支出6.10万元，比上年增加1.54万元。"},
	} {
		last := last
		if strings.Contains(c.form, "持平") {
			last = flat
		}
		made := boundTexts(t, last, []string{"2027年部门预算说明", c.form, "说明完毕。"}, []string{"2026年部门预算说明", c.example, "说明完毕。"})
		if got := shown(t, filled(t, loaded(t, made), c.next))["说明"][1]; !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s prints\n%s\nwant\n%s\n%s", c.form, strings.Join(got, "|"), c.want, told(made))
		}
	}
}

// TestASentenceOfWhichNothingIsBoundIsAsTheFormHasIt binds a sentence of nothing that the example says, with a year: but
// for that it is printed in the form's own words.
func TestASentenceOfWhichNothingIsBoundIsAsTheFormHasIt(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
	last.Info["预算年度"] = "2026"
	const own = "年办案业务量××万元，同比××万元，主要包括××、××、××。"
	made := boundTexts(t, last, []string{"2027年部门预算说明", "2027" + own, "说明完毕。"}, []string{"2026年部门预算说明", "2026年支出预算82.00万元，同比增加3.00万元。", "说明完毕。"})
	if got := textsOf(t, made.Book); !slices.Contains(got, "{{"+pack.ScalarYear+"}}"+own) {
		t.Error(got, told(made))
	}
}

// TestAnOpenDayIsInTheYearThatItsWordsSay binds days whose year the form leaves open, of which the example has one in two
// years, and one beside a day that stays.
func TestAnOpenDayIsInTheYearThatItsWordsSay(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
	last.Info["预算年度"] = "2026"
	made := boundTexts(t, last, []string{"2027年部门预算说明", "一、截至××年12月31日，共有车辆若干。", "二、项目实施期限至××年12月31日止，本年完成。", "三、以2026年3月1日为标准核定，截至××年10月31日，共有房屋若干。", "四、自××年5月1日起施行。"},
		[]string{"2026年部门预算说明", "一、截至2025年12月31日，共有车辆若干。", "二、项目实施期限至2026年12月31日止，本年完成。", "三、以2026年3月1日为标准核定，截至2025年10月31日，共有房屋若干。", "四、有的自2025年5月1日、有的自2026年5月1日施行。"})
	got := textsOf(t, made.Book)
	for _, want := range []string{"一、截至{{年度-1}}年12月31日，共有车辆若干。", "二、项目实施期限至{{年度}}年12月31日止，本年完成。", "三、以2026年3月1日为标准核定，截至{{年度-1}}年10月31日，共有房屋若干。", "四、自××年5月1日起施行。"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s in\n%s\n%s", want, strings.Join(got, "\n"), told(made))
		}
	}
	if !strings.Contains(told(made), "“三、以2026年3月1日为标准核定，截至…”里的日期没有动") {
		t.Error(told(made))
	}
}

// TestHeadingsOfLinesOfTwoAreComparedToo binds lines of two for each unit, of which a heading names none: they are no list.
func TestHeadingsOfLinesOfTwoAreComparedToo(t *testing.T) {
	p := defaultPack(t)
	last := ofProjects(p, "某市水务局 防汛 其他运转类 一般公共预算 500000", "某市水文站 监测 特定目标类 单位资金 123400")
	for second, list := range map[string]bool{"（二）某市水文站": true, "（二）别的什么单位": false} {
		one := func(unit string) string { return unit + "预算" + inWan(sum(last, ask{"单位": unit})) + "万元。" }
		made := boundTexts(t, last, []string{"预算编制说明", "各单位情况", "（一）××单位", "××单位预算××万元。", "说明完毕。"},
			[]string{"预算编制说明", "各单位情况", "（一）某市水务局", one("某市水务局"), second, one("某市水文站"), "说明完毕。"})
		if is := slices.ContainsFunc(textsOf(t, made.Book), tags.Repeats); is != list {
			t.Errorf("%s: a list: %v\n%s", second, is, strings.Join(textsOf(t, made.Book), "\n"))
		}
	}
}

// TestDutiesInOneSentenceEndAsInTheExample: there are more of them, or fewer.
func TestDutiesInOneSentenceEndAsInTheExample(t *testing.T) {
	of := func(duties ...string) *budget.Ledger {
		l := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
		for _, d := range duties {
			l.Tables["职责"].Append(0, []string{d}, nil)
		}
		return l
	}
	for example, want := range map[string]string{"1、负责防汛抗旱；2、管理水资源。": "1、管理水资源；2、保护河湖；3、其他任务。", "1、负责防汛抗旱。2、管理水资源。": "1、管理水资源。2、保护河湖。3、其他任务。"} {
		made := boundTexts(t, of("负责防汛抗旱", "管理水资源"), []string{"部门预算说明", "一、部门职责", "××主要职责是：1、××", "二、其他情况"}, []string{"部门预算说明", "一、部门职责", "某市水务局主要职责是：" + example, "二、其他情况"})
		got := shown(t, filled(t, loaded(t, made), of("管理水资源", "保护河湖", "其他任务")))["说明"][2]
		if !slices.Equal(got, []string{"某市水务局主要职责是：" + want}) {
			t.Errorf("%s: %s", example, got)
		}
	}
}

// TestRoomBehindTagsIsTold binds a sentence whose reason the form leaves open with dots and the ledger does not have, and
// one with a note of what to say where there is nothing, which the example says: it is printed then, and is no sentence
// that the form lacks.
func TestRoomBehindTagsIsTold(t *testing.T) {
	last := ofTwoYears(t, "人员经费 30101 一般公共预算 820000 790000")
	last.Info["预算年度"] = "2026"
	made := boundTexts(t, last, []string{"2027年部门预算说明", "支出预算  万元，比上年增加（减少）  万元。主要原因是……。", "2027年政府性基金预算支出  万元。（若无，则写“本部门2027年没有政府性基金预算支出。”）"},
		[]string{"2026年部门预算说明", "支出预算82.00万元，比上年增加3.00万元。主要原因是人员增加。", "本部门2026年没有政府性基金预算支出。"})
	for text, want := range map[string]bool{"里还空着（……），没有写标签": true, "说明!A3 没有的时候照官方表的提示印“本部门2027年没有政府性基金预算支出。”": true, "没有写进模板": false, "没有对得上的": false} {
		if strings.Contains(told(made), text) != want {
			t.Errorf("%s: told is %v\n%s", text, !want, told(made))
		}
	}
}
