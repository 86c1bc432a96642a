package app

import "ysgk/internal/verify"

// Stage is told of each part of long work as it begins; nil if nobody wants to know.
type Stage func(name string)

func (s Stage) begins(name string) {
	if s != nil {
		s(name)
	}
}

// first is the one that a caller gave, if any.
func first(given []Stage) Stage {
	if len(given) == 0 {
		return nil
	}
	return given[0]
}

// The parts of long work, in words for the user.
const (
	readingInput  = "读录入工作簿"
	judgingInput  = "核对录入"
	filling       = "算表并读回"
	dividing      = "按单位分开"
	paging        = "排出目录的页码"
	putting       = "放好公开表"
	makingPDF     = "转成 PDF"
	readingExport = "读导出的表"
	writingInput  = "写录入工作簿"
)

// The parts of each use case, in order.
var (
	CheckStages         = []string{readingInput, judgingInput, filling}
	ImportStages        = []string{readingExport, writingInput}
	VerifyStages        = []string{verify.Reading, verify.Recomputing, verify.Judging}
	VerifyAgainstStages = append(CheckStages[:3:3], verify.Reading, verify.Recomputing, verify.Judging, verify.Comparing)
)

// StagesOfFill are the parts of Fill where it makes sets of units, where it lays documents
// out for the pages of their contents, and where it makes PDF files.
func StagesOfFill(units, pages, pdf bool) []string {
	parts := CheckStages[:3:3]
	if units {
		parts = append(parts, dividing)
	}
	if pages {
		parts = append(parts, paging)
	}
	parts = append(parts, putting)
	if pdf {
		parts = append(parts, makingPDF)
	}
	return parts
}
