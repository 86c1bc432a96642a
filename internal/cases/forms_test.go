package cases

// forms are the templates into which the formulas of testdata/formulas are put;
// NAME.tsv has those of a form.
func forms() []*form { return []*form{flat(), top(), block(), levels(), bottom(), beside()} }

// parameters are what accountants keep on a sheet of their own.
const parameters = `
参数|值|说明
代号|名称|系数
'201|一般公共服务支出|1.1
'204|公共安全支出|0.95
'208|社会保障和就业支出|1
'212|城乡社区支出|0.5
-
税率|0.06|'12.5
人数|30|' 8
空白||TRUE
起日|46023|'2026年3月1日
下限|0|1000|5000|10000
档次|低|中|高|特高
-
0|免
1000|5%
10000|10%
100000|20%
`

// flat is a list in one row with its total below, and a second list on another
// sheet, whose name needs quotes.
func flat() *form {
	return &form{
		name: "flat",
		sheets: []*sheet{
			newSheet("表", `
清单表||||||||0.13
部门：{{部门名称}}|||||||单位：元|'12.5
-
代号|事项|类型|金额|上年|备注|文号|日期
{{清单@项.代号}}|{{清单@项.事项}}|{{清单@项.类型}}|{{清单@项.金额}}|{{清单@项.上年}}|{{清单@项.备注}}|{{清单@项.文号}}|{{清单@项.日期}}
合计|||=SUM(D{f}:D{l})|=SUM(E{f}:E{l})
`),
			newSheet("附表 1", `
项目表
-
-
代号|事项|金额|上年
{{项目清单@项.代号}}|{{项目清单@项.事项}}|{{项目清单@项.金额}}|{{项目清单@项.上年}}
合计||=SUM(C{f2}:C{l2})|=SUM(D{f2}:D{l2})
`),
			newSheet("汇总", "汇总"),
			newSheet("参数", parameters),
		},
		names: []defined{
			{name: "金额区", text: "表!$D${f}:$D${l}"},
			{name: "上年区", text: "表!$E${f}:$E${l}"},
			{name: "类型区", text: "表!$C${f}:$C${l}"},
			{name: "代号区", text: "表!$A${f}:$A${l}"},
			{name: "事项区", text: "表!$B${f}:$B${l}"},
			{name: "全表", text: "表!$A${f}:$H${l}"},
			{name: "项目金额", text: "'附表 1'!$C${f2}:$C${l2}"},
			{name: "总额", text: "表!$D${t}"},
			{name: "比率", text: "0.13"},
			{name: "万", text: "10000"},
			{name: "单位名", text: `"某单位"`},
			{name: "本行金额", text: "表!$D1"},
			{name: "上一行金额", text: "表!$D1048576"},
			{name: "动态区", text: "OFFSET(表!$D$4,1,0,MAX(1,COUNTA(表!$B${f}:$B${l})),1)"},
			{name: "首末", text: "INDEX(表!$D${f}:$D${l},1):INDEX(表!$D${f}:$D${l},ROWS(表!$D${f}:$D${l}))"},
			{name: "增减", text: "表!$D${t}-表!$E${t}"},
			{name: "人员金额", text: `SUMIF(表!$C${f}:$C${l},"人员",表!$D${f}:$D${l})`},
			{name: "两列", text: "(表!$D${f}:$D${l},表!$E${f}:$E${l})"},
			{name: "参数表", text: "参数!$A$3:$C$6"},
			{name: "整列", text: "表!$D:$D"},
			{name: "档", text: "{0,1000,5000,10000}"},
			{name: "比率", on: "汇总", text: "0.2"},
			{name: "本表合计", on: "表", text: "表!$D${t}"},
			{name: "累计区", text: "表!$D${f}:$D1"},
			{name: "本行起", text: "表!$C1:$C${l}"},
			{name: "首笔", text: "表!$D${f}"},
			{name: "单格", text: "表!$D${f}:$D${l}", typed: "表!$D$5"},
		},
		tables: []table{{"清单表", "表", 8, false}, {"项目表", "附表 1", 4, true}},
	}
}

// top has its total above the list.
func top() *form {
	return &form{
		name: "top",
		sheets: []*sheet{
			newSheet("表", `
清单表
-
-
代号|事项|类型|金额|上年
合计|||=SUM(D{f}:D{l})|=SUM(E{f}:E{l})
{{清单@项.代号}}|{{清单@项.事项}}|{{清单@项.类型}}|{{清单@项.金额}}|{{清单@项.上年}}
制表：|||复核：
`),
			newSheet("汇总", "汇总"),
		},
	}
}

// block prints each record in two rows.
func block() *form {
	return &form{
		name: "block",
		sheets: []*sheet{
			newSheet("表", `
清单表
-
-
代号|事项|类型|金额
{{清单@项.代号}}|{{清单@项.事项}}|{{清单@项.类型}}|{{清单@项.金额}}
-|{{清单@项.备注}}|{{清单@项.文号}}|{{清单@项.上年}}
合计|||=SUM({u:5:D})
`),
			newSheet("汇总", "汇总"),
		},
	}
}

// levels prints 类, 款 and 项 below their total, each with its own row.
func levels() *form {
	return &form{
		name: "levels",
		sheets: []*sheet{
			newSheet("表", `
分级表
-
-
名称|级|-|金额|上年
合计|总||{{分级@合计.金额}}|{{分级@合计.上年}}
{{分级@类.类型}}|类||{{分级@类.金额}}|{{分级@类.上年}}
{{分级@款.代号}}|款||{{分级@款.金额}}|{{分级@款.上年}}
{{分级@项.事项}}|项||{{分级@项.金额}}|{{分级@项.上年}}
制表：
`),
			newSheet("汇总", "汇总"),
		},
	}
}

// bottom prints each level below what it sums up.
func bottom() *form {
	return &form{
		name: "bottom",
		sheets: []*sheet{
			newSheet("表", `
分级表
-
-
名称|级|-|金额|上年
{{分级@项.事项}}|项||{{分级@项.金额}}|{{分级@项.上年}}
{{分级@款.代号}}|款||{{分级@款.金额}}|{{分级@款.上年}}
{{分级@类.类型}}|类||{{分级@类.金额}}|{{分级@类.上年}}
合计|总||{{分级@合计.金额}}|{{分级@合计.上年}}
制表：
`),
			newSheet("汇总", "汇总"),
		},
	}
}

// beside has fixed lines on the left and a list on the right, with one total
// row below both.
func beside() *form {
	list := newSheet("表", `
收支表
-
-
收入|金额|占比|支出|金额|上年
一、人员|{{按类型[人员].金额}}|=IFERROR(B5/B${t},0)|{{清单@项.事项}}|{{清单@项.金额}}|{{清单@项.上年}}
二、公用|{{按类型[公用].金额}}|=IFERROR(B6/B${t},0)
三、项目|{{按类型[项目].金额}}|=IFERROR(B7/B${t},0)
-
-
合计|=SUM(B5:B{e})||合计|=SUM(E{f}:E{l})|=SUM(F5:F{e})
制表：
`)
	list.lane, list.space = 4, 5
	return &form{name: "beside", sheets: []*sheet{list, newSheet("汇总", "汇总")}}
}
