package fill_test

import "testing"

func TestAnchoredReferencesOfABlockReachOverAllBlocks(t *testing.T) {
	f := tried(t, template(t, `
		绩效目标表{{块 项目}}
		{{项目.名称}} | {{项目.金额}} | =B2/SUM(B$2:B$2) | =SUM(B$2:B2) | =RANK(B2,B$2:B$2) | =B2-B$2
		内容 | 数
		{{指标.内容}} | {{指标.数}} | =B4/SUM(B$4:B$4)
		小计{{块完}} | =SUM(B4)
		尾 | =SUM(B2:B2) | =SUM(B4:B4)`, nil), projected(2, 1))
	expect(t, f, "Sheet1", `
		绩效目标表
		项目1 | 10 | =B2/SUM(B$2:B$2,B$8:B$8)→0.333333333333333 | =SUM(B$2:B2)→10 | =RANK(B2,(B$2:B$2,B$8:B$8))→2 | =B2-B$2→0
		内容 | 数
		指标1-1 | 1 | =B4/SUM(B$4:B$5)→0.333333333333333
		指标1-2 | 2 | =B5/SUM(B$4:B$5)→0.666666666666667
		小计 | =SUM(B4:B5)→3
		绩效目标表
		项目2 | 20 | =B8/SUM(B$2:B$2,B$8:B$8)→0.666666666666667 | =SUM(B$2:B2,B$8:B8)→30 | =RANK(B8,(B$2:B$2,B$8:B$8))→1 | =B8-B$2→10
		内容 | 数
		指标2-1 | 1 | =B10/SUM(B$10:B$10)→1
		小计 | =SUM(B10)→1
		尾 | =SUM(B2:B2,B8:B8)→30 | =SUM(B4:B5,B10:B10)→4`)
}

func TestTheFigureOfTheRecordAboveItsListIsTheRecordsOwn(t *testing.T) {
	f := tried(t, template(t, `
		{{块 项目}}{{项目.名称}} | {{项目.金额}} | 累计
		{{指标.内容}} | {{指标.数}} | =N(C1)+B2 | =B2/B1
		{{块完}}`, nil), projected(2, 1))
	expect(t, f, "Sheet1", `
		项目1 | 10 | 累计
		指标1-1 | 1 | =N(C1)+B2→1 | =B2/B1→0.1
		指标1-2 | 2 | =N(C2)+B3→3 | =B3/B1→0.2

		项目2 | 20 | 累计
		指标2-1 | 1 | =N(C5)+B6→1 | =B6/B5→0.05`)
}
