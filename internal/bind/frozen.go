package bind

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/pattern"
	"ysgk/internal/tagging"
)

// A sentence that is written for every department may say nothing that is so for one department in one year: 继续压减,
// 全部为财政拨款, 主要原因是新增车辆. Which words do is not to be listed, so those are that do not: the names of money and
// of what 基本信息 keeps, and the words that join them.

// joining are words of sentences that any department may say of any year's figures, the longest first.
var joining = func() []string {
	words := strings.Fields(`按照 综合预算 原则 所有 均 纳入 部门预算 管理 包括 其中 分别 总计 合计 共计 总额 总数 总量 总 计 共 现有 实有 拥有 有 占 比重 比例 比 的
		较 与 同 和 及 以及 上年 去年 上一年 相比 相比较 对比 年初 年末 年底 年度 全年 当年 今年 本年 年 月 日 本 我 部门 单位 预算单位 所属 各 下属 纳入 局 委 厅 院 办
		截至 截止 底 末 为 是 由 在 安排 使用 实行 开展 编制 涉及 支出 收入 收支 预算 预算数 总预算 数 情况 说明 万元 亿元 元 个 家 辆 台 套 项 批 次 人 平方米
		经费 费用 费 资金 金额 总金额 绩效目标 绩效 目标 项目 类 货物 工程 服务 政府采购 采购 车辆 用车 公务用车 公务 设备 通用 专用 大型 仪器 价值 单价 单位价值 以上 含
		办公用房 房屋 用房 面积 业务 执法执勤 特种专业技术 机要通信 应急保障 领导干部 离退休干部 其他 机关 运行 运行维护 购置 维护 接待 公务接待 因公出国 境 出国 三公 会议 培训
		财政拨款 拨款 财政 一般公共预算 政府性基金 国有资本经营 财政专户 专户 上年结转 年终结转 结转 结余 基本支出 项目支出 人员 公用 日常 商品和服务 工资福利 对个人和家庭的补助 中 对 填报 期末 设置 国有资产 占用 占有 编制了 通过 相应 统计 共设置 不含车辆 财务 具体 变动 如下 同口径 公开
		编制范围 范围 行政单位 事业单位 参照公务员法管理 参公 行政 事业`)
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	return words
}()

// reasonTag is what comes before an item of 基本信息 that says why.
var reasonTag = pattern.Of(`[，,。；;]?(?:主要)?原因(?:是|为)?[：:]?` + "\x00")

// sameAsLastYear is what evenly writes for an amount that is the same as last year.
var sameAsLastYear = pattern.Of(`\{\{(?:如无 [^{}]*|如有 [^{}]*且无\d*)\}\}(?:[^{}]|\{\{[^{}完如][^{}]*\}\})*` + evenWords + `[。；;]?\{\{完\}\}`)

// rateInBrackets prints 持平 in brackets where there was nothing to compare with.
var rateInBrackets = pattern.Of(`[（(]\{\{[^{}]*\|升降\}\}`)

// frozen are the words of a text with tags that may be so for one department or year alone, "" if there are none.
func (b *binder) frozen(text string) string {
	if rateInBrackets.MatchString(text) {
		return "持平"
	}
	bare := sameAsLastYear.ReplaceAllString(text, "")
	bare = reasonTag.ReplaceAllString(tagging.AnyTag.ReplaceAllString(conditions.ReplaceAllString(bare, ""), "\x00"), "")
	bare = bySort.ReplaceAllString(headsSentence.ReplaceAllString(layout.Unnumbered(bare), ""), "")
	bare = listed.ReplaceAllString(bare, "\x00")
	bare = strings.ReplaceAll(everyYears.ReplaceAllString(layout.Unnumbered(bare), ""), "收、支", "收支")
	var out []string
	for _, clause := range strings.FieldsFunc(bare, func(r rune) bool {
		return r == 0 || strings.ContainsRune(stops+"“”\"、．.", r) || r == ' ' || r == '\u3000'
	}) {
		rest := b.words.Read(layout.Unnumbered(clause)).Rest
		if withoutJoining(rest) == "" || withoutJoining(clause) == "" {
			continue
		}
		out = append(out, clause)
	}
	return strings.Join(out, "、")
}

// headsSentence is a heading that stands before a sentence in its text: （一）支出预算结构情况。
var headsSentence = pattern.Of(`^[^，,。；;：:\x00\d]{2,24}(?:情况|说明)[。：:]`)

// bySort says how what follows is sorted: 按支出性质分，.
var bySort = pattern.Of(`按[^，,。；;：:\x00\d]{2,14}(?:划?分类?|科目)(?:划分)?(?:来?看)?[，,：:]`)

// listed leads to names that a tag prints.
var listed = pattern.Of(`(?:主要)?(?:包括|包含)[：:]?\x00`)

// conditions are the tags that begin and end what is printed on a condition.
var conditions = pattern.Of(`\{\{(?:如[有无] [^{}]*|完)\}\}`)

func withoutJoining(text string) string {
	text = layout.Tight(text)
	for _, word := range joining {
		text = strings.ReplaceAll(text, word, "\x00")
	}
	return strings.Trim(strings.ReplaceAll(text, "\x00", ""), "()（）:：%％")
}
