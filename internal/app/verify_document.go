package app

import (
	"errors"
	"path/filepath"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/prose"
	"ysgk/internal/xlsxread"
)

// The parts of judging a document.
const (
	readingDocument = "读公开文本和表"
	judgingDocument = "核对句子"
)

// VerifyDocumentStages are the parts of VerifyDocument, in order.
var VerifyDocumentStages = []string{readingDocument, judgingDocument}

// IsDocument says whether a file is one that VerifyDocument reads, by its name.
func IsDocument(file string) bool { return strings.EqualFold(filepath.Ext(file), ".docx") }

// VerifyDocument judges a finished document, by the tables in it and, if book is not "", by
// the published workbook. It writes nothing.
func VerifyDocument(p *pack.Pack, file, book string, stage ...Stage) (finding.List, error) {
	first(stage).begins(readingDocument)
	content, err := xlsxread.Load(file)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	r := prose.Request{Pack: p, File: content, Forms: titles(p)}
	if book != "" {
		if r.Book, err = xlsxread.Load(book); err != nil {
			return nil, xlsxread.Trouble(book, err)
		}
	}
	first(stage).begins(judgingDocument)
	out, err := prose.Run(r)
	if errors.Is(err, prose.ErrBook) {
		return nil, xlsxread.Trouble(book, err)
	}
	if err != nil {
		return nil, documentTrouble(file, err)
	}
	return out.Sorted(), nil
}

// documentTrouble puts into words why a document cannot be read.
func documentTrouble(file string, err error) error {
	if errors.Is(err, prose.ErrNoDocument) {
		return &finding.FileError{File: filepath.Base(file), Message: "不是普通的 Word 文档，读不出文字。请用 Word 或 WPS 打开，另存为 .docx", Err: err}
	}
	return xlsxread.Trouble(file, err)
}
