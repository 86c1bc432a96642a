package fill_test

import (
	"slices"
	"strings"
	"testing"

	"ysgk/internal/fill"
)

func TestWhatTheTemplateLeavesToBeWrittenIsTold(t *testing.T) {
	c, problems, err := fill.Compile(template(t, "收入{{总额.本年¦1.00}}　　元，支出　　元。\n单位：  元\n{{收入@项.名称}} | 占__% | {{收入@项.金额}}\n共有车辆XX辆\n{{如无 总额.本年}}××局{{完}}\n某某项目\n……\n2.XXX", nil), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	d := data()
	more := d.Lists["收入"]
	more.Records = append(more.Records, more.Records[1]) // 占__% stands in two rows, and is told once
	_, told, err := c.Render(d)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range told {
		if f.Code == "unfilled" {
			got = append(got, f.Place.Cell+" "+f.Message)
		}
	}
	want := []string{
		"A1 “收入7.00　　元，支出　　元。”里的“　　元”没有填，印出来还是这样（公开表的 Sheet1!A1）",
		"B3 “占__%”里的“__%”没有填，印出来还是这样（公开表的 Sheet1!B3）",
		"A4 “共有车辆XX辆”里的“XX”没有填，印出来还是这样（公开表的 Sheet1!A5）",
		"A6 “某某项目”里的“某某”没有填，印出来还是这样（公开表的 Sheet1!A7）",
		"A7 “……”里的“……”没有填，印出来还是这样（公开表的 Sheet1!A8）",
		"A8 “2.XXX”里的“XXX”没有填，印出来还是这样（公开表的 Sheet1!A9）",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
