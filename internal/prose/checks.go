package prose

import (
	"fmt"

	"ysgk/internal/finding"
)

// check is something that a document can get wrong.
type check struct {
	id       string
	severity finding.Severity
	hint     string
}

// The checks of documents.
var (
	differs       = check{"E11", finding.Error, "核对表和这句话，改正写错的一个。"}
	maybeDiffers  = check{"E11", finding.Warning, "可能照抄了另一张表的数；确实说的是全部资金，就在句子里写清楚。"}
	mayCarry      = check{"E11", finding.Note, "含上年结转的，在句子里写清楚；不含的，改成表里的数。"}
	wrongShare    = check{"E12", finding.Error, "按这句话里的两个数重算占比。"}
	wrongWay      = check{"E13", finding.Error, "按两年的数改成增加、减少或持平。"}
	wrongMove     = check{"E14", finding.Error, "变动额等于今年的数减上年的数，变动率等于变动额除以上年的数；改正写错的一个。"}
	wrongSum      = check{"E15", finding.Error, "核对合计和各项，改正写错的一个。"}
	maybeSum      = check{"E15", finding.Warning, "核对合计和各项；还有别的项，就写出来。"}
	maybeCount    = check{"E16", finding.Warning, "核对个数；还有别的项，就写出来。"}
	wrongCount    = check{"E16", finding.Error, "数一遍，改正写错的个数，或补上、删去多出来的。"}
	wrongName     = check{"E17", finding.Error, "照表里的名称和内容改。"}
	contents      = check{"E18", finding.Error, "更新目录，或改标题，使两处一样。"}
	identity      = check{"E19", finding.Error, "改成本年度、本部门的；确实说的是别的年度、别的部门，就在句子里写清楚。"}
	notFilled     = check{"E20", finding.Error, "填上内容，或删去。"}
	tableOrder    = check{"E21", finding.Error, "照模板包里公开表的次序放全十三张表，一张一次。"}
	headOrder     = check{"E22", finding.Error, "按先后重新编号。"}
	listOrder     = check{"E22", finding.Warning, "按先后重新编号。"}
	otherTable    = check{"E23", finding.Error, "公开文本里的表要和公开表一样；改正写错的一处。"}
	disagree      = check{"E26", finding.Error, "核对这一格和说到的各格，改正写错的一个；公开表也核对一次。"}
	maybeDisagree = check{"E26", finding.Warning, "核对这一格和说到的各格；只列了一部分的，就写明“其中”。"}
	otherChart    = check{"E25", finding.Error, "在图表上点右键选“编辑数据”，照表改好再存；用 ysgk 做的，重新生成。"}
	wrongPage     = check{"E24", finding.Error, "更新目录（右键点目录，选“更新域”），再核对页码。"}
	unpaged       = check{"E24", finding.Warning, "用 Word 或 WPS 打开，右键点目录，选“更新域”“只更新页码”，再保存。"}
	nothing       = check{"E10", finding.Note, "加 --公开表 公开表.xlsx，再核对一次。"}
)

func (j *judge) report(c check, at finding.Place, format string, args ...any) {
	j.out = append(j.out, finding.Finding{Severity: c.severity, Code: c.id, Place: at, Message: fmt.Sprintf(format, args...), Hint: c.hint})
}
