package unfilled_test

import (
	"testing"

	"ysgk/internal/unfilled"
)

func TestRoomThatSomebodyWasToFillIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"XX局":          "XX",
		"三、××收入12元。":   "××",
		"×年×月":         "×年",
		"收入x,xxx.xx万元": "x,xxx.xx",
		"某某项目":         "某某",
		"○○县":          "○○",
		"二、事业收入　　元，上年结转12万元":    "　　元",
		"四、事业收入　　元":             "　　元",
		"占预算总额的____%":           "____%",
		"本部门共有车辆  辆，其中轿车1辆。":    "  辆",
		"比上年增长　　％。":             "　　％",
		"单位：  万元":               "",
		"部门：水务局    单位：　　元":      "",
		"负　　责　　人":               "",
		"负　　责　　人：张三，经  办  人：李四": "",
		"合      计":              "",
		"填报日期：    年    月    日":  "",
		"预算数    （万元）":           "",
		"二〇二六年":                 "",
		"Excel":                 "",
		"收入12万元，支出13万元。":        "",
		"**":                    "",
		"李**同志，**重点**项目":        "",
		"按人均2万元×部门人数30测算，单价100×项目数量20": "",
		"http://www.xx.gov.cn": "",
		"总计  元":                "",
		"预算数    万元":            "",
		"共有车辆X辆":               "X辆",
		"收入（　）万元，支出12万元":       "（　）万元",
		"2*3":                  "",
	} {
		if got := unfilled.In(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
