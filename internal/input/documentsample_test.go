package input_test

import (
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// duties are those of a department of its kind; they are not its own words.
var duties = strings.Fields(`
	贯彻落实全面依法治市的方针政策和决策部署，承担有关协调、督促检查工作。
	拟订司法行政工作的规划和年度计划，并组织实施。
	承担规范性文件的合法性审查和备案工作。
	承担行政复议、行政应诉的有关工作。
	指导监督行政执法工作，推进严格规范公正文明执法。
	统筹推进法治社会建设，组织实施普法规划。
	指导人民调解、行政调解工作，推动矛盾纠纷多元化解。
	负责社区矫正工作，指导刑满释放人员安置帮教。
	负责强制隔离戒毒场所的管理工作。
	规划公共法律服务体系建设，统筹城乡法律服务资源。
	指导监督律师、公证、司法鉴定、仲裁工作。
	负责法律援助工作，维护困难群众的合法权益。
	组织实施国家统一法律职业资格考试。
	负责本系统的队伍建设、装备财务和安全保障工作。
	完成市委、市政府交办的其他任务。`)

// documentLedger is the sample with what the published document says and the tables do
// not hold: figures as published, sentences ours.
func documentLedger(t testing.TB, p *pack.Pack) *budget.Ledger {
	l := sampleLedger(t, p)
	for name, text := range map[string]string{
		"收支增减原因":       "人员变动，人员经费比上年增加。",
		"因公出国（境）费增减原因": "", "公务接待费增减原因": "严格控制公务接待，不再安排，比上年减少。", "公务用车费增减原因": "不再安排公务用车购置，比上年减少。",
		"公务用车购置费增减原因": "上年更新了一辆公务用车，本年不再安排。", "公务用车运行维护费增减原因": "",
		"车辆编制数": "14", "车辆实有数": "13", "领导干部用车": "0", "机要通信用车": "2", "应急保障用车": "1", "执法执勤用车": "7", "特种专业技术用车": "1", "事业单位业务用车": "0", "其他用车": "2",
		"办公用房面积": "5218.76", "50万元以上通用设备": "0", "100万元以上设备": "0", "其他说明": "",
	} {
		l.Info[name] = text
	}
	add := func(table string, records ...map[string]string) {
		for i, r := range records {
			appendRecord(t, l.Tables[table], i+4, r)
		}
	}
	for i, text := range duties {
		appendRecord(t, l.Tables["职责"], i+4, map[string]string{"职责内容": text})
	}
	last := func(item, amount string) map[string]string {
		return map[string]string{"项目": item, "上年公开数(元)": amount}
	}
	add("上年公开数", last("收入总计", "29556200"), last("一般公共预算支出", "29556200"), last("公务接待费", "8000"),
		last("公务用车购置费", "180000"), last("公务用车运行维护费", "216000"), last("机关运行经费", "3560800"))
	add("政府采购", map[string]string{"采购类型": "货物", "采购品目": "办公设备、办公用品", "采购金额(元)": "97550", "单位": "阳泉市司法局"}, map[string]string{"采购类型": "服务", "采购品目": "物业管理、车辆服务", "采购金额(元)": "246050", "单位": "阳泉市司法局"})
	add("整体绩效", map[string]string{"单位": "阳泉市司法局", "项目支出(元)": "3317000"}, map[string]string{"单位": "阳泉市强制隔离戒毒所", "项目支出(元)": "849900"}, map[string]string{"单位": "阳泉市法律援助中心", "项目支出(元)": "84000"})
	add("政府购买服务", proof.Records(t, "service_catalogue.csv")...)
	return l
}

// kindOf is the kind of a project: one of them is for a set aim.
func kindOf(project string) string {
	switch {
	case project == "":
		return ""
	case strings.Contains(project, "政法转移支付"):
		return "特定目标类"
	}
	return "其他运转类"
}
