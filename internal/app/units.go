package app

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"

	"ysgk/internal/budget"
	"ysgk/internal/disk"
	"ysgk/internal/divide"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tables"
)

// UnitsFolder holds the sets of the units, beside the department's.
const UnitsFolder = "单位预算公开"

// UnitSet says what was written for one unit.
type UnitSet struct {
	Name   string
	Folder string
	Files  []disk.Written
	Tables []tables.Total
}

// unitSet is the filled set of one unit.
type unitSet struct {
	name   string
	views  []*pivot.View
	output *tables.Output
}

func unitsFolder(r FillRequest) string {
	return filepath.Join(cmp.Or(r.Output, filepath.Dir(r.Input)), UnitsFolder)
}

// apart fills a set for each unit of a department and compares what they add up to. known
// are the department's findings. With errors among the findings there are no sets.
func apart(p *pack.Pack, v *verdict, known finding.List) (sets []unitSet, found finding.List, err error) {
	d, found, err := divide.By(p, v.ledger)
	if err != nil || found.HasErrors() {
		return nil, found, err
	}
	whole, more, err := tables.Trace(p, v.ledger)
	if err != nil || whole == nil {
		return nil, append(found, more...), err
	}
	var parts []divide.Part
	for _, unit := range d.Units {
		l := d.Ledger(unit)
		if divide.Empty(p, l) {
			found.Warnf("unit-empty", finding.Place{Sheet: p.Input.Units().Name}, "没有预算的单位不用公开；漏填了的，补上它的明细。", "单位“%s”没有一笔今年的预算，没有生成它的表", unit)
			continue
		}
		if l.Info[p.Input.Info[0].Name] == v.ledger.Info[p.Input.Info[0].Name] && len(d.Units) > 1 {
			found.Warnf("unit-named", finding.Place{Sheet: p.Input.Units().Name}, "公开时请分清：单位的一套在“"+UnitsFolder+"”文件夹里。要让标题分得清的，单位名称写成“…（本级）”。", "单位“%s”和部门同名，两套表的标题、文件名都一样", unit)
		}
		views := tables.Views(p, l)
		told := asTheUnits(unit, known, v.rules.RunViews(l, views))
		output, printed, err := tables.Prove(p, v.rules, l, views)
		if err != nil {
			return nil, found, err
		}
		told = append(told, asTheUnits(unit, known, printed)...)
		if found = append(found, told...); output == nil || told.HasErrors() {
			continue
		}
		book, more, err := tables.Trace(p, l)
		if err != nil || book == nil {
			return nil, append(found, more...), err
		}
		sets, parts = append(sets, unitSet{unit, views, output}), append(parts, divide.Part{Unit: unit, Book: book})
	}
	if found.HasErrors() {
		return nil, found, nil
	}
	if found = append(found, divide.Sums(whole, parts)...); found.HasErrors() {
		return nil, found, nil
	}
	return sets, found, nil
}

// asTheUnits says of findings whose tables they are about, and leaves out what the
// department's say already, and notes.
func asTheUnits(unit string, known, found finding.List) (out finding.List) {
	for _, f := range found {
		said := slices.ContainsFunc(known, func(k finding.Finding) bool {
			return k.Code == f.Code && k.Place == f.Place && k.Severity == f.Severity
		})
		if f.Severity == finding.Note || said && f.Severity != finding.Error {
			continue
		}
		f.Message = "单位“" + unit + "”的表：" + f.Message
		out = append(out, f)
	}
	return out
}

// leftOver are the folders among those of the units that no unit has any more.
func leftOver(folder string, units []UnitSet) (names []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		if e.IsDir() && !slices.ContainsFunc(units, func(u UnitSet) bool { return filepath.Base(u.Folder) == e.Name() }) {
			names = append(names, e.Name())
		}
	}
	return names
}

// partOf is the part of a ledger that a workbook shows: that of the unit its origin names,
// or all.
func partOf(p *pack.Pack, l *budget.Ledger, unit, file string) (*budget.Ledger, error) {
	if unit == "" || l == nil {
		return l, nil
	}
	d, _, err := divide.By(p, l)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(d.Units, unit) {
		return nil, &finding.FileError{File: filepath.Base(file), Message: "是单位“" + unit + "”的，录入工作簿里已经没有这个单位"}
	}
	return d.Ledger(unit), nil
}
