package app

import (
	"path/filepath"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/prose"
	"ysgk/internal/tables"
	"ysgk/internal/trace"
	"ysgk/internal/xlsxread"
)

// explainSaid says where a figure in a sentence of a document comes from: it is that of a
// cell of the tables, which the words of the sentence name.
func explainSaid(r ExplainRequest) (*Explained, error) {
	content, err := xlsxread.Load(r.File)
	if err != nil {
		return nil, xlsxread.Trouble(r.File, err)
	}
	source, err := inputOf(r.Pack, r.File, r.Input)
	if err != nil {
		return nil, err
	}
	unit := OriginOf(r.File).Unit
	book, err := traceFile(r.Pack, source, unit)
	if err != nil {
		return nil, err
	}
	l, _, err := input.Read(source, r.Pack)
	if err != nil {
		return nil, err
	}
	if l, err = partOf(r.Pack, l, unit, source); err != nil {
		return nil, err
	}
	made, _, err := tables.Render(r.Pack, l, tables.Views(r.Pack, l))
	if err != nil || made == nil {
		return nil, &finding.FileError{File: filepath.Base(source), Message: "算不出公开表。先运行 ysgk check 看错误，改好再试", Err: err}
	}
	var found []prose.Said
	for _, b := range made.Books {
		said, err := prose.Request{Pack: r.Pack, File: content, Book: b.Content}.Locate(r.Cell)
		if err != nil {
			return nil, documentTrouble(r.File, err)
		}
		found = append(found, said...)
	}
	if len(found) == 0 {
		if prose.Says(content, r.Cell) {
			return nil, trace.RequestError("公开文本里有“" + r.Cell + "”，但它不是公开表一格里的金额。占比、增减、个数和公开表里没有的数说不出来历；是金额的，请把前面说的是什么钱一起照抄，如：基本支出2538.32万元")
		}
		return nil, trace.RequestError("公开文本里没有“" + r.Cell + "”。请照抄句子里的一段，连同数，如：基本支出2538.32万元")
	}
	var places []string
	for _, x := range found {
		if x.Cell != found[0].Cell {
			for _, y := range found {
				places = append(places, y.Place.String()+"（"+y.Cell.String()+"）")
			}
			return nil, trace.RequestError("“" + r.Cell + "”有几处，说的不是同一格：" + strings.Join(places, "；") + "。请多写几个字，连同数")
		}
	}
	s, c, err := book.Asked(trace.Question{Cell: found[0].Cell.String()})
	if err != nil {
		return nil, err
	}
	return &Explained{Derivation: book.Derive(s, c), Book: book, Input: filepath.Base(source), Said: &found[0]}, nil
}
