package check

import "testing"

func TestTheLargestSumThatATextNamesIsIn元(t *testing.T) {
	for text, want := range map[string]string{
		"":           "0",
		"提升":         "0",
		"≤361200元/年": "361200",
		"168万":       "1680000",
		"全年30万元，其中水费９.５万元": "300000",
		"1,234.56元":                "1234.56",
		"1.2亿元":                    "120000000",
		"服务5万人次，每件300元":            "300",
		"17000吨":                   "0",
		"99999999999999999999999元": "999999999999999",
	} {
		if got := largestSum(text).String(); got != want {
			t.Errorf("「%s」 names %s, want %s", text, got, want)
		}
	}
}

func TestASumBehindAWordIsToldFromOthers(t *testing.T) {
	for text, want := range map[string]string{
		"全年资金总额为２１万元，其中水费9万元":    "210000",
		"水费9万元，电费12万元，合计21万元。":   "210000",
		"资金总额分三年安排，今年30万元":       "0",
		"合计（含税）：1,234.50元":       "1234.5",
		"30万元用于水费，总额见附表，另有5000元": "0",
	} {
		if got := largestAfter(text, "总额|合计"); got.String() != want {
			t.Errorf("「%s」 names %s, want %s", text, got, want)
		}
	}
}
