package verify

import (
	"fmt"

	"ysgk/internal/finding"
)

// finds is one thing that is looked for in finished workbooks: the id of the catalogue,
// how bad it is, what is said of it and what to do about it.
type finds struct {
	id       string
	severity finding.Severity
	words    string // a format
	hint     string // a format where it is hinted
}

// All that is looked for. A new check is a line here and the code that finds it; what
// follows from views and formulas has its ids from the pack (equations.go).
var (
	doubledRow   = finds{"A302", finding.Error, "%s的「%s」重复，前面第 %d 行已有", "同一项只列一行；把金额合并，或改正写错的一行。"}
	rowOrder     = finds{"A302", finding.Error, "%s的「%s」（%s）排在 %s 后面", "按编码从小到大排列。"}
	noParent     = finds{"A302", finding.Error, "%s的编码 %s 上面没有它的上级科目", "补上它的上级科目一行，或改正编码。"}
	noChildren   = finds{"A302", finding.Error, "%s的编码 %s 下面没有它的下级科目", "补上它的下级科目，或删去这一行。"}
	unknownCode  = finds{"A302", finding.Warning, "%s的编码 %s 在科目表里没有", "核对编码；科目表里没有的新科目，请先加到科目表。"}
	wrongCode    = finds{"A302", finding.Error, "%s的「%s」编码应是 %s，现在是「%s」", "核对编码和名称，改正写错的一个。"}
	unknownName  = finds{"A302", finding.Warning, "%s的「%s」在科目表里没有", "核对名称；是科目表里没有的新科目，请先加到科目表。"}
	otherName    = finds{"F09", finding.Warning, "%s的%s「%s」别的表里没有，%s（%s）写的是「%s」", "各表里同一个名称要写得一样，改正写错的一个。"}
	nameless     = finds{"A302", finding.Error, "%s的这一行没有名称和编码，却有数 %s", "补上这一行的名称和编码；不该有的数，清空。"}
	wrongName    = finds{"A302", finding.Warning, "%s的编码 %s 应是「%s」，现在写的是「%s」", "核对编码和名称，改正写错的一个。"}
	unknownLevel = finds{"A302", finding.Error, "%s的这一行「%s」认不出是哪一级", "核对这一行的编码和名称；不属于这张表的，删去。"}
	wrongSerial  = finds{"A302", finding.Warning, "%s的序号应是 %s，现在是「%s」；这一列从这里起共有 %d 格不对", "从 1 起重新编号；有多出或漏掉的行，先改行。"}

	wrongNote = finds{"A1301", finding.Warning, "%s有数据，却写着「%s」", "删去这一行。"}
	noNote    = finds{"A1301", finding.Warning, "%s没有数据，也没有写「%s」", "在表的下面写上“%s”。"}

	retitled     = finds{"F01", finding.Error, "%s的标题不对，应是「%s」", "把标题改回官方模板的写法。"}
	noTables     = finds{"F01", finding.Error, "这本工作簿里没有一张公开表，可能选错了文件", "选做好的公开表；表的标题要照官方模板写。"}
	missingTable = finds{"F01", finding.Error, "缺少%s「%s」", "补上这张表；没有数据的表也要保留，写上“注：本表无数据”。"}
	doubledTable = finds{"F01", finding.Error, "%s出现了两次，另一张在 %s", "只留一张，删去另一张。"}
	doubledForm  = finds{"F01", finding.Error, "「%s」的%s有两张，另一张在 %s", "一个项目只留一张。"}
	notJudged    = finds{"F01", finding.Note, "没有核对：%s", "这些请自己看一遍。"}
	strangeSheet = finds{"F01", finding.Warning, "工作表「%s」不是模板里的表，里面有数，没有核对", "不该公开的删去；要公开的，请自己看一遍。"}
	otherHead    = finds{"F01", finding.Error, "%s的%s是「%s」，其他表是「%s」", "核对后改成一致的。"}

	allConstants      = finds{"F02", finding.Note, "这本公开表的合计、小计有 %d 处是直接填的数，不是公式", "合计、小计建议用公式，明细改了合计会跟着变；已经核对过的可以不改。"}
	constant          = finds{"F02", finding.Warning, "这里应是公式，现在是直接填的数 %s", "改回公式：从相邻的格子复制。"}
	moreConstants     = finds{"F02", finding.Warning, "从这一格起，这张表还有 %d 格应是公式，现在是直接填的数", "改回公式：从相邻的格子复制。"}
	moreOtherFormulas = finds{"F02", finding.Warning, "%s从这一格起还有 %d 个公式和模板的不同", "改回模板的公式：从相邻的格子复制。"}
	differentFormula  = finds{"F02", finding.Warning, "%s%s的公式 =%s 和模板的不同：%s", "改回模板的公式：从相邻的格子复制。"}

	textResult        = finds{"F03", finding.Error, "%s的公式 =%s 存下的结果是文字「%s」，不是数", "用 Excel 或 WPS 打开，重新计算后保存。"}
	unsavedBook       = finds{"F03", finding.Note, "很多公式没有结果，金额还不知道，其他的没有核对", "重新计算后保存，再核对一次。"}
	manyBare          = finds{"F03", finding.Error, "%s从这一格起有 %d 个公式没有存下结果，别的程序打开会是空的", "用 Excel 或 WPS 打开，重新计算后保存。"}
	bareFormula       = finds{"F03", finding.Error, "%s的公式 =%s 没有存下结果，别的程序打开会是空的", "用 Excel 或 WPS 打开，重新计算后保存。"}
	staleAmount       = finds{"F03", finding.Error, "%s的公式 =%s 存下的结果是 %s，重算是 %s%s；这里按重算的数核对", "用 Excel 或 WPS 打开，按 F9 重新计算，核对后保存。"}
	moreStale         = finds{"F03", finding.Error, "从这一格起，这张表还有 %d 个公式存下的结果和重算的不同", "用 Excel 或 WPS 打开，按 F9 重新计算，核对后保存。"}
	edited            = finds{"F03", finding.Error, "%s%s这一格是 %s，用到它的公式（%s）存下的结果是按 %s 算的：这一格后来改过，没有重新计算%s", "核对这一格；用 Excel 或 WPS 打开，按 F9 重新计算，核对后保存。"}
	staleResult       = finds{"F03", finding.Error, "公式 =%s 存下的结果是 %s，重算是 %s", "用 Excel 或 WPS 打开，按 F9 重新计算，核对后保存。"}
	moreWithoutResult = finds{"F03", finding.Warning, "从这一格起，这张表还有 %d 个公式没有存结果，没有核对", "用 Excel 或 WPS 打开，由它算出来，看过以后保存，再核对一次；在这以前别的程序看到的是空的。"}
	withoutResult     = finds{"F03", finding.Warning, "公式 =%s 没有存结果，没有核对", "用 Excel 或 WPS 打开，由它算出来，看过以后保存，再核对一次；在这以前别的程序看到的是空的。"}
	uncomputable      = finds{"F03", finding.Warning, "公式 =%s 有 ysgk 不会算的函数或写法（或用到这样的格子），没有存结果，没有核对", "用 Excel 或 WPS 打开，由它算出来，看过以后保存，再核对一次；在这以前别的程序看到的是空的。"}

	noAmount      = finds{"F04", finding.Error, "%s的这一格应是金额，现在是日期或别的内容", "把单元格格式改成数值，核对里面的数。"}
	templateError = finds{"F04", finding.Warning, "%s的这一格是错误值 %s，模板的公式在这里算出来就是这样", "请财政部门改模板的公式，例如用 IFERROR 包起来。"}
	errorValue    = finds{"F04", finding.Error, "%s的这一格是错误值 %s", "改正公式，或重新填数。"}
	numberAsText  = finds{"F04", finding.Error, "%s的数「%s」存成了文字，不会计入合计", "把单元格格式改成数值，重新输入这个数。"}
	dash          = finds{"F04", finding.Note, "%s的这一格写了「%s」，当作没有金额", "没有金额的格子留空。"}
	textForAmount = finds{"F04", finding.Error, "%s的这一格应是金额，现在是「%s」", "改成金额；没有金额的留空。"}
	dateForCode   = finds{"F04", finding.Error, "%s的编码成了日期", "把单元格格式改成文本，重新输入编码。"}

	tableInOtherUnit  = finds{"F05", finding.Error, "%s有 %d 处金额与其他表差%s，像是整张表用错了金额单位；例如 %s", "把整张表换算成%s。"}
	misstatedUnit     = finds{"F05", finding.Error, "%s写的是“%s”，这一列（%s 起）的金额按%s印", "核对这一列的金额单位；是模板里的标签少写了单位的，请财政部门改好模板包，再生成一次。"}
	otherUnit         = finds{"F05", finding.Error, "%s的%s是「%s」，其他表是「%s」", "各表用同一个金额单位；改了单位，数也要跟着换算。"}
	convertedUnit     = finds{"F05", finding.Note, "%s的%s是「%s」，其他表是「%s」，换算以后核对的", "各表最好用同一个金额单位；规定就是这样的，不用改。"}
	figureInOtherUnit = finds{"F05", finding.Error, "%s%s是 %s，%s（%s）是 %s，差%s，像是%s弄混了", "核对金额单位：这张表用%s。"}

	hiddenSheet  = finds{"F06", finding.Warning, "工作表「%s」是隐藏的", "取消隐藏，或删去不该公开的工作表。"}
	hiddenRow    = finds{"F06", finding.Warning, "第 %d 行是隐藏的，里面有内容", "取消隐藏，看一看里面的内容；不该有的删去。"}
	hiddenColumn = finds{"F06", finding.Warning, "%s 列是隐藏的，里面有内容", "取消隐藏，看一看里面的内容；不该有的删去。"}
	unseenText   = finds{"F06", finding.Warning, "这一格的字和底色一样，看不见：「%s」%s", "把字的颜色改成看得见的；不该公开的内容删去。"}
	unprinted    = finds{"F06", finding.Warning, "这一格在打印区域外面，印出来没有：「%s」%s", "把打印区域改到包括全部内容；不该公开的内容删去。"}

	lostColumn  = finds{"F07", finding.Error, "%s里找不到表头是「%s」的列", "把表头改回官方模板的文字，不要删列。"}
	otherHeader = finds{"F07", finding.Warning, "%s的表头「%s」，官方模板是「%s」", "改回官方模板的文字；就是这样规定的，不用改。"}
	unreadable  = finds{"F07", finding.Warning, "%s的表头和官方模板的不同，认不出表头是%s的列，没有核对这张表", "把表头改回官方模板的文字，再核对一次；不改的，请自己看一遍。"}
	withoutSums = finds{"F07", finding.Warning, "%s的单位写在项目旁边，没有各单位的小计，和官方模板的行对不上，没有核对这张表", "照官方模板，每个单位一行合计，下面是它的项目；不改的，请自己看一遍。"}
	columnOrder = finds{"F07", finding.Warning, "%s的列和官方模板的次序不同", "按官方模板的次序排列。"}
	extraLine   = finds{"F07", finding.Error, "%s多了一行「%s」", "对照官方模板：改回原来的文字，或删去多出的一行。"}
	extraAmong  = finds{"F07", finding.Note, "%s多了一行「%s」，没有核对", "官方模板没有这一行；规定要列的，请自己看一遍。"}
	otherLine   = finds{"F07", finding.Error, "%s的「%s」应是「%s」", "改回官方模板的文字。"}
	missingNote = finds{"F07", finding.Note, "%s少了「%s」", "官方模板有这一行；不需要的可以不补。"}
	missingLine = finds{"F07", finding.Error, "%s少了一行「%s」", "补上这一行，或把项目的文字改回官方模板的写法。"}

	moreDecimalsToo = finds{"F08", finding.Note, "从这一格起还有 %d 格的小数位数比别的格子多", "改成两位小数。"}
	moreDecimals    = finds{"F08", finding.Note, "这一格是 %s，别的格子都是两位小数", "改成两位小数，或核对这个数是不是填对了。"}

	halfRow  = finds{"F09", finding.Error, "%s的这一行缺%s", "补上；不该有的一行，清空。"}
	oneSided = finds{"F09", finding.Warning, "%s的%s没有「%s」，%s有", "补上；确实没有的可以不改。"}
	formless = finds{"F09", finding.Note, "%s的 %d 个项目没有%s：%s", "要公开绩效目标的，补上这些项目的表。"}
	unproved = finds{"F09", finding.Note, "%s里没有「%s」，可能是这些表不列的资金（如 %s），这张表的金额没有核对", "请对一下项目名称、实施单位和金额；加 --录入 逐格核对。"}
	unlisted = finds{"F09", finding.Error, "%s里没有「%s」", "核对项目名称和实施单位；%s里漏了的，补上。"}

	missingSheetOf = finds{"F10", finding.Error, "按录入应有「%s」的%s，公开表里没有", "补上这张表，或在录入工作簿里改“是否公开”。"}
	missingRow     = finds{"F10", finding.Error, "%s缺少%s这一行%s", "补上这一行；是录入错了的，改录入工作簿后重新生成。"}
	extraRow       = finds{"F10", finding.Error, "%s多了%s这一行%s，录入里没有", "删去这一行；录入工作簿里漏了的，补上后重新生成。"}
	blankForInput  = finds{"F10", finding.Error, "%s%s这里是空的，按录入应是「%s」", "补上；是录入错了的，改录入工作簿后重新生成。"}
	otherThanInput = finds{"F10", finding.Error, "%s%s这里是「%s」，按录入应是「%s」", "改回录入的结果；是录入错了的，改录入工作簿后重新生成。"}
	notOfInput     = finds{"F10", finding.Error, "%s%s这里是「%s」，按录入应是空的", "清空这一格；是录入漏了的，改录入工作簿后重新生成。"}
	followers      = finds{"F10", finding.Note, "%s另有 %d 格公式算出的数和录入的不同", "改好上面的，合计、小计就会对。"}

	notLaid        = finds{"X01", finding.Warning, "工作表「%s」里有数，但不是模板包里的表，没有导出", "是公开表的，用 --模板包 写明做它的模板包，或把标题和表头改回官方模板的文字；不是的，不用管。"}
	textsNotLaid   = finds{"X01", finding.Note, "工作表「%s」不是表，没有导出", "要用的，请看公开表。"}
	blocksNotLaid  = finds{"X01", finding.Warning, "%s里成块重复的各行没有导出", "要用的，请看公开表。"}
	strangeColumn  = finds{"X02", finding.Warning, "%s的%s模板里没有，照格子里的样子当文字导出", "里面是金额的，不知道单位，使用时请看公开表。"}
	unclearLine    = finds{"X02", finding.Warning, "%s的「%s」一行模板里没有，不知道它是不是合计，行类型写成“不明”", "使用这张表时不要把这一行加进去，先看公开表。"}
	itemsUnequal   = finds{"X03", finding.Warning, "%s的「%s」是 %s（%s），各明细行相加是 %s", "先用 ysgk verify 核对这本公开表；没有错的，使用时不要自己相加，用合计。"}
	mixedUnits     = finds{"X04", finding.Error, "%s的这一列里有几种金额单位，没有导出", "一列用一种金额单位；是模板这样写的，请财政部门改。"}
	headUnit       = finds{"X04", finding.Error, "%s的表头「%s」写的单位和表里用的%s不同，不知道按哪一个", "改成一致的，再导出。"}
	noUnit         = finds{"X04", finding.Error, "%s没有写金额单位，不能猜", "照官方模板，在表头上面写上“单位：万元”这样的一行，再导出。"}
	shownOtherwise = finds{"X04", finding.Error, "%s的这一格存的是 %s，数字格式却把它缩小或放大了显示，不知道按哪一个", "填和显示一样的数，数字格式改成平常的（如 #,##0.00），再导出。"}
	staleToo       = finds{"X05", finding.Error, "%s的这一格存下的结果是 %s，重算是 %s：改过以后没有重新计算", "用 Excel 或 WPS 打开，按 F9 重新计算，核对后保存，再导出。"}
	bareToo        = finds{"X05", finding.Error, "%s的公式 =%s 没有存结果，ysgk 也不会算，金额不知道", "用 Excel 或 WPS 打开，由它算出来，保存，再导出。"}
	bareText       = finds{"X05", finding.Warning, "%s的公式 =%s 没有存结果，ysgk 也不会算，导出是空的", "用 Excel 或 WPS 打开，由它算出来，保存，再导出。"}

	roomLeft = finds{"F12", finding.Warning, "「%s」里的「%s」没有填", "填上内容，或删去。"}

	commentLeft = finds{"F11", finding.Warning, "这一格有批注「%s」", "公开前删去批注（审阅、删除批注）。"}
	linksLeft   = finds{"F11", finding.Warning, "有 %d 个到别的工作簿的链接，别人打开会提示更新，还会看到文件夹的名字", "在“数据、编辑链接”里断开链接，再保存。"}
	macrosLeft  = finds{"F11", finding.Warning, "文件里有宏", "另存为不带宏的 .xlsx。"}
	namesLeft   = finds{"F11", finding.Warning, "文件属性里有%s", "在“文件、信息、检查文档”里删去个人信息，再公开。"}
)

// hinted completes a hint.
func (f finds) hinted(args ...any) finds {
	f.hint = fmt.Sprintf(f.hint, args...)
	return f
}

// report tells what was found at a place.
func (v *verifier) report(f finds, at finding.Place, args ...any) {
	for i, x := range args {
		if text, ok := x.(string); ok {
			args[i] = quoted(text)
		}
	}
	v.out = append(v.out, finding.Finding{Severity: f.severity, Code: f.id, Place: at, Message: fmt.Sprintf(f.words, args...), Hint: f.hint})
}

// mostQuoted is how many letters of a text are quoted: a longer one may stand in every
// cell, and be wrong there.
const mostQuoted = 1000

func quoted(text string) string {
	letters := 0
	for i := range text {
		if letters++; letters > mostQuoted {
			return text[:i] + "……"
		}
	}
	return text
}
