package tags_test

import (
	"fmt"

	"ysgk/internal/finding"
	"ysgk/internal/tags"
)

// A document repeats a paragraph for each record of the list that its tags name.
func Example() {
	paragraphs := []string{
		"{{年度}}年，{{部门名称}}支出{{总额.本年|1,234.56}}万元，其中：",
		"{{支出@类.序号|中文数字}}、{{支出@类.名称}}{{支出@类.合计}}万元{{如无 支出@类.合计}}（没有安排）{{完}}。",
	}
	values := &tags.Values{Data: data()}
	var problems finding.List
	for _, text := range paragraphs {
		parts := schema.Read([]string{text}, "", nil, finding.Place{}, &problems)
		list, level := "", -1
		for _, p := range parts {
			if p.Row {
				list, level = p.List, p.Level
			}
		}
		if list == "" {
			fmt.Println(values.Text(parts, tags.Scope{Record: -1}))
			continue
		}
		for i, record := range values.Data.Lists[list].Records {
			if level < 0 || record.Level == level {
				fmt.Println(values.Text(parts, tags.Scope{List: list, Record: i}))
			}
		}
	}
	fmt.Print(problems)
	// Output:
	// 2026年，某局支出7.00万元，其中：
	// 一、一般3.00万元。
	// 二、公安4.00万元。
	// 三、教育0.00万元（没有安排）。
	// []
}
