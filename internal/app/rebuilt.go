package app

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/published"
	"ysgk/internal/rebuild"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// RebuiltFile is the input workbook that is made from the example where the one
// behind it is missing.
const RebuiltFile = "去年录入（从公开表重建）.xlsx"

// rebuiltLedger makes an input workbook from finished tables, and reads it as the
// department will. Notes say what it is, and where it does not agree with the tables.
func rebuiltLedger(p *pack.Pack, example []byte) (l *budget.Ledger, made *rebuild.Result, book []byte, notes []tagging.Entry, err error) {
	facts, info, err := published.Facts(p, example)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	const name = "部门名称"
	unnamed := info[name] == ""
	if unnamed {
		info[name] = "（" + name + "）" // without one nobody could read the workbook
	}
	made, err = rebuild.Ledger(p, facts, info)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	var b bytes.Buffer
	if err := inputform.Write(&b, p, made.Ledger); err != nil {
		return nil, nil, nil, nil, err
	}
	l, found, err := readBack(b.Bytes(), p)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	notes = []tagging.Entry{{Text: fmt.Sprintf("没有录入，%s 是从范例重建的：%d 笔，共 %s 元，其中 %d 笔有摊的内容（备注里写着取自哪几格、摊了什么），请部门核对后再用。", RebuiltFile, made.Items, made.Total.Yuan(), made.Guess)},
		{Text: "它和范例一致，只说明表的排法认对了，不证明数对：两边是同一份表。万元两位小数的表，金额只到百元，分单位、分科目的数会差几百元"}}
	if l == nil { // the tables do not say what every item must have, which the department has to enter
		l = made.Ledger
		notes = append(notes, tagging.Entry{Text: RebuiltFile + " 还有没填的格子（见下面），填好以前不能用它填表；标签照现有的各笔认，请逐张核对"})
	}
	if unnamed {
		notes = append(notes, tagging.Entry{Text: "范例里看不出是哪个部门的，录入里写的是“" + info[name] + "”：改成范例的部门名称，带 --录入 再做一次，表上的部门名称才写得成标签"})
	}
	for _, f := range found {
		place := f.Place
		place.Sheet = RebuiltFile + "的" + place.Sheet
		notes = append(notes, tagging.Entry{Place: place, Text: f.Message})
	}
	if n, err := ownErrors(p, l); err != nil {
		return nil, nil, nil, nil, err
	} else if n != "" {
		notes = append(notes, tagging.Entry{Text: n})
	}
	for _, n := range made.Notes {
		n.Text = "重建：" + n.Text
		notes = append(notes, n)
	}
	return l, made, b.Bytes(), notes, nil
}

// ownErrors tells what the check of a rebuilt ledger refuses: the tables leave it open, and the way that was taken is not
// the right one. It is "" without such errors.
func ownErrors(p *pack.Pack, l *budget.Ledger) (told string, err error) {
	rules, _, err := tables.Rules(p)
	if err != nil {
		return "", err
	}
	n := 0
	for _, f := range rules.Run(l, tables.Views(p, l)) {
		if f.Severity != finding.Error {
			continue
		}
		if n++; n == 1 {
			told = f.Place.String() + "  " + f.Message
		}
	}
	if n > 0 {
		told = fmt.Sprintf("%s 自己还有 %d 处错误，用它填表会停下，请部门照 ysgk check 说的改好；第一处：%s", RebuiltFile, n, told)
	}
	return told, nil
}

// rebuiltFrom is rebuiltLedger, or a ledger without items where that breaks down: then the words of the tables decide.
func rebuiltFrom(p *pack.Pack, example []byte) (l *budget.Ledger, made *rebuild.Result, book []byte, notes []tagging.Entry, err error) {
	defer func() {
		if recover() != nil {
			l, made, book, err = sample.Nothing(p), &rebuild.Result{}, nil, nil
			notes = []tagging.Entry{{Text: "从范例重建录入时程序出了错，标签都是照文字写的，没有核对过。请把范例发给写程序的人"}}
		}
	}()
	return rebuiltLedger(p, example)
}

// readBack reads a workbook that is not written yet. What is missing in it is told,
// and does not keep the tables from being bound: without a ledger nobody could fill
// tables from it.
func readBack(book []byte, p *pack.Pack) (*budget.Ledger, finding.List, error) {
	folder, err := os.MkdirTemp("", "ysgk")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, RebuiltFile)
	if err := os.WriteFile(file, book, 0o600); err != nil {
		return nil, nil, err
	}
	l, found, err := input.Read(file, p)
	return l, found, err
}
