package app

import (
	"path/filepath"

	"ysgk/internal/compare"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/prose"
	"ysgk/internal/tables"
	"ysgk/internal/trace"
)

// ExplainRequest says which cell is to be explained.
type ExplainRequest struct {
	Pack  *pack.Pack
	File  string // a finished workbook, or an input workbook for what fill would make of it
	Input string // the input workbook behind it; "" looks beside the file
	trace.Question
}

// Explained is a cell with where it comes from.
type Explained struct {
	trace.Derivation
	Book  *trace.Book
	Input string // base name of the input workbook
	// Filed is what the finished workbook has in its cell; nil if the request
	// named an input workbook.
	Filed *compare.Filed
	// Said is the figure in the sentence of a document that was asked about; nil if a
	// cell was.
	Said *prose.Said
}

// Explain says where a figure comes from. Its error is a *finding.FileError or
// a trace.RequestError.
func Explain(r ExplainRequest) (*Explained, error) {
	if IsDocument(r.File) {
		return explainSaid(r)
	}
	kind, err := input.KindOf(r.Pack, r.File)
	if err != nil {
		return nil, err
	}
	source := r.File
	if kind != input.Whole {
		if source, err = inputOf(r.Pack, r.File, r.Input); err != nil {
			return nil, err
		}
	}
	book, err := traceFile(r.Pack, source, OriginOf(r.File).Unit)
	if err != nil {
		return nil, err
	}
	if kind == input.Whole {
		r.File = ""
	}
	return ExplainIn(r, book, filepath.Base(source))
}

// ExplainIn says where a figure of a finished workbook comes from, by what its input
// gives; without a file, where one that the input would give does.
func ExplainIn(r ExplainRequest, book *trace.Book, source string) (*Explained, error) {
	out := &Explained{Book: book, Input: source}
	if r.File == "" {
		s, c, err := book.Asked(r.Question)
		if err != nil {
			return nil, err
		}
		out.Derivation = book.Derive(s, c)
		return out, nil
	}
	f, err := compare.Beside(r.Pack, r.File, book)
	if err != nil {
		return nil, err
	}
	s, c, at, err := f.Pair(r.Question)
	if err != nil {
		return nil, err
	}
	out.Derivation, out.Filed = book.Derive(s, c), f.Filed(at, c)
	return out, nil
}

// traceFile reads an input workbook and fills the template with it, or with the part of a
// unit.
func traceFile(p *pack.Pack, file, unit string) (*trace.Book, error) {
	l, found, err := input.Read(file, p)
	if err != nil {
		return nil, err
	}
	bad := &finding.FileError{File: filepath.Base(file), Message: "录入工作簿有错误，算不出公开表。先运行 ysgk check 看错误，改好再试"}
	if found.HasErrors() {
		return nil, bad
	}
	if l, err = partOf(p, l, unit, file); err != nil {
		return nil, err
	}
	book, _, err := tables.Trace(p, l)
	if err == nil && book == nil {
		return nil, bad
	}
	return book, err
}
