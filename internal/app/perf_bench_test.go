package app_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/budget"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
)

// formsLedger is a ledger with so many published projects and indicators each;
// its paragraphs have the lengths of real ones.
func formsLedger(b testing.TB, p *pack.Pack, projects, indicators int) *budget.Ledger {
	l := emptyLedger(p)
	put := func(table string, values map[string]string) {
		t := l.Tables[table]
		row := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			row[i] = values[f]
		}
		amounts := make([]budget.Fen, len(t.Measures))
		for i := range amounts {
			amounts[i] = 1000_00
		}
		t.Append(0, row, amounts)
	}
	outline := p.Outline("绩效指标提纲").Rows
	for i := range projects {
		name := fmt.Sprintf("第%d个项目", i+1)
		put("绩效项目", map[string]string{
			"项目名称": name, "实施单位": "某局", "是否公开": "是", "项目概况": strings.Repeat("项目概况。", 30),
			"立项依据": strings.Repeat("立项依据。", 40), "项目设立必要性": strings.Repeat("必要。", 30),
			"项目实施计划": strings.Repeat("按季度实施，", 80), "年度总体目标": strings.Repeat("目标。", 30),
		})
		for k := range indicators {
			line := outline[k/2*len(outline)/max(1, indicators/2)%len(outline)]
			put("绩效指标", map[string]string{
				"项目名称": name, "实施单位": "某局", "目标期": []string{"实施期", "年度"}[k%2],
				"一级指标": line[0], "二级指标": line[1], "三级指标": fmt.Sprintf("指标%d的名称", k), "指标值": fmt.Sprintf("≥%d件", k),
			})
		}
	}
	return l
}

// BenchmarkFill300Forms fills 300 绩效目标表 of 40 indicators each.
func BenchmarkFill300Forms(b *testing.B) {
	p := proof.DefaultPack(b)
	l := formsLedger(b, p, 300, 40)
	b.ReportAllocs()
	for b.Loop() {
		fillOnce(b, p, l)
	}
}

// BenchmarkStreamSame300Forms writes the cells of BenchmarkFill300Forms's
// output with a bare StreamWriter.
func BenchmarkStreamSame300Forms(b *testing.B) {
	p := proof.DefaultPack(b)
	benchmarkStream(b, fillOnce(b, p, formsLedger(b, p, 300, 40)))
}

// benchmarkStream writes the cells of a workbook bare.
func benchmarkStream(b *testing.B, out []byte) {
	book, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		b.Fatal(err)
	}
	type sheet struct {
		name string
		rows [][]any
	}
	var sheets []sheet
	cells := 0
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			b.Fatal(err)
		}
		s := sheet{name: name}
		for i, r := range rows {
			out := make([]any, len(r))
			for j, v := range r {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				formula, _ := book.GetCellFormula(name, at)
				style, _ := book.GetCellStyle(name, at)
				var value any = v
				if kind, _ := book.GetCellType(name, at); kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber {
					var f float64
					if _, err := fmt.Sscan(v, &f); err == nil {
						value = f
					}
				}
				out[j] = excelize.Cell{StyleID: style, Formula: formula, Value: value}
				cells++
			}
			s.rows = append(s.rows, out)
		}
		sheets = append(sheets, s)
	}
	b.ReportAllocs()
	for b.Loop() {
		f := excelize.NewFile()
		for _, s := range sheets {
			if _, err := f.NewSheet(s.name); err != nil {
				b.Fatal(err)
			}
			w, err := f.NewStreamWriter(s.name)
			if err != nil {
				b.Fatal(err)
			}
			for i, r := range s.rows {
				if err := w.SetRow(fmt.Sprintf("A%d", i+1), r); err != nil {
					b.Fatal(err)
				}
			}
			if err := w.Flush(); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := f.WriteToBuffer(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(cells), "cells")
}
