// Package unfilled finds in a text the room that somebody was to fill: XX局, ×年×月,
// 某某项目, 收入　　万元, and notes that there is nothing to fill in: 此表无数据.
//
// In: a text. Out: the first such room. Never: labels beside an empty cell, boxes to be
// ticked.
package unfilled

import (
	"cmp"
	"strings"

	"ysgk/internal/pattern"
)

// marks are what stands in official forms where a department is to write: no text
// that is to be printed has them.
var marks = pattern.Of(strings.Join([]string{
	`(?:^|[^A-Za-z0-9.@/:])([XxＸｘ×✕╳]{2,})(?:[^A-Za-z]|$)`, // XX局, ×××
	`(?:^|[^A-Za-z0-9元人年月日天个台次间套件价)）])([XＸ×✕╳](?:年|月|日|局|省|市|县|区|单位|部门|项目|[百千万亿]*元|个|人|名|辆|台|家|批|%|％))`, // ×年×月, no 3人×2月
	`([xXＸ#]{1,3}(?:[,，][xXＸ#]{3})*[.．][xXＸ#]{1,2})`, // x,xxx.xx
	`([xXＸ]{1,3}(?:[,，][xXＸ]{3})+)`,                  // x,xxx
	`(某某)`,                                           // 某某项目
	`(?:^|[^一二三四五六七八九0-9])([○〇◯]{2,}|[△▲]{2,})`, // ○○局
	`(20[XxＸｘ×✕╳○〇◯]{2}年)`,                      // 20XX年
	`(?:^|[^A-Za-z0-9])([xｘ]年[xｘ]月|[xｘ]月[xｘ]日)`, // x年x月
	`(□{2,}|□年[ \x{3000}]*□月)`,                  // □□局; one box is to be ticked
	`([？?]{2,})`,
	`(?:^|\n)[ \x{3000}]*\d{1,2}[.．]([XxＸｘ×✕╳]{2,})(?:[^A-Za-z]|$)`, // 1.XXX
}, "|"))

// room is where blanks or a line were left for a number: 收入　　万元, 占____%. A label has
// its colon before them: 单位：  万元.
const room = `[^\s\x{3000}\x00：:，,；;（(]((?:[ \x{3000}]{2,}|[_＿]{2,}|[（(【][ \x{3000}]*[】)）])`

var (
	amount = pattern.Of(room + `(?:[百千万亿]*元|%|％|个百分点))`)
	date   = pattern.Of(`([ \x{3000}_＿]{2,}年[ \x{3000}_＿]+月(?:[ \x{3000}_＿]+日)?)|年((?:[ \x{3000}]{2,}|[_＿]{2,})月[ \x{3000}_＿]+日)`)
	clause = pattern.Of(`[^\s\x{3000}\x00，。；、](?:([ \x{3000}]{3,}|\x{3000}{2,}|[_＿]{2,})[。；，]|[：:是为于][ \x{3000}]*(…+)(?:[。；，、;,）)\x00]|$|[\r\n]))`) // 原因是    。, 职责为：……
	others = pattern.Of(`\p{Han}[^\s一二三四五六七八九十\d]、[ \x{3000}]*(…{2,})[。；，）)]`)                                                                      // 基本工资、……。
	count  = pattern.Of(room + `(?:个|人|名|家|户|辆|台|套|件|项|次|批|平方米|公里))[，。；、]`)                                                                         // 负  责  人 is none
)

// dots are a line that says no more than that there are others: ……, 3.…, （二）……；.
var dots = pattern.Of(`(?:^|[\r\n])[ \x{3000}]*(…{2,}|\.{6,}|(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[nN])(?:[)）][、.．]?|[、.．]))[ \x{3000}]*(?:…+|\.{3,}))[。；;]?[ \x{3000}]*(?:[\r\n]|$)`)

// In is the first room in a text that somebody was to fill, "" if there is none.
func In(text string) string {
	if !strings.ContainsFunc(text, telling) && !strings.Contains(text, "...") {
		return "" // as mostly, and quickly
	}
	return cmp.Or(Mark(text), Gap(text), Dots(text))
}

// Dots is the first line of a text that has dots alone, perhaps behind a number, "" if there is none.
func Dots(text string) string {
	if m := dots.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// Mark is what stands in a text for what somebody was to write, "" if nothing does.
func Mark(text string) string {
	if m := marks.FindStringSubmatch(text); m != nil {
		return strings.Join(m[1:], "")
	}
	return ""
}

// Gap is the first room for a number or some words in a sentence, or for a date, that blanks, a line or
// dots leave, "" if there is none.
func Gap(text string) string {
	for _, p := range []pattern.Pattern{amount, count} {
		m := p.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		if blank := strings.TrimLeft(m[1], " \u3000") != m[1]; !blank || strings.ContainsAny(text, "，。；、") { // else a label: 总计  元
			return m[1]
		}
	}
	for _, p := range []pattern.Pattern{date, clause} {
		if m := p.FindStringSubmatch(text); m != nil {
			return m[1] + m[2]
		}
	}
	if m := others.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// Around is as much of a text as shows where some room in it is: …车辆XX辆，办公….
func Around(text, room string) string {
	before, after, _ := strings.Cut(text, room)
	if r := []rune(before); len(r) > 20 {
		before = "…" + string(r[len(r)-20:])
	}
	if r := []rune(after); len(r) > 10 {
		after = string(r[:10]) + "…"
	}
	return before + room + after
}

// telling says whether a letter may stand for something that is to be filled in.
func telling(r rune) bool {
	switch r {
	case 'X', 'x', 'Ｘ', 'ｘ', '×', '✕', '╳', '#', '某', '○', '〇', '◯', '＊', '*', '△', '▲', '□', '？', '?', '…', ' ', '\u3000', '_', '＿':
		return true
	}
	return false
}

// SaysNothing finds the note below a table that it is published without a figure: 此表无数据, 无政府性基金预算支出.
var SaysNothing = pattern.Of(`无数据|表(为|是)空|空表列示|[:：]无[^，,。；;]*(支出|收入|预算|拨款|资金)([，,。；;]|$)|(没有|无此项|无此类|无该项|无相关|未安排|年度?无|(?:部门|单位)无)[^，,。；;]*(支出|收入|预算|拨款|资金)[。；;]?$`)
