package app

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/office"
	"ysgk/internal/seal"
)

// PDF is a PDF file of a document or workbook.
type PDF struct {
	File string
	Kept string // the copy of an earlier one that is not ysgk's; "" if there was none
	Same bool   // the earlier one is of the same document still
	Err  error  // why there is none
}

// PDFStages are the parts of MakePDF.
var PDFStages = []string{makingPDF}

// MakePDF makes the PDF of a finished workbook or document beside it.
func MakePDF(file string, now time.Time, stage ...Stage) PDF {
	first(stage).begins(makingPDF)
	return onePDF(file, now)
}

// PDFOf is the PDF beside a workbook or document, "" if there is none, and whether it was
// made of it as it is now.
func PDFOf(file string) (pdf string, fresh bool) {
	pdf = pdfName(file)
	made, err := os.ReadFile(pdf)
	if err != nil {
		return "", false
	}
	source, err := os.ReadFile(file)
	_, of := madeOf(made)
	return pdf, err == nil && of == seal.Sum(source)
}

func pdfName(file string) string { return strings.TrimSuffix(file, filepath.Ext(file)) + ".pdf" }

// makePDFs makes PDF files of what was written: of the documents, or of the workbooks
// where there are none.
func makePDFs(written []disk.Written, stage Stage, now time.Time) (out []PDF) {
	var of []string
	for _, ext := range []string{".docx", ".xlsx"} {
		for _, w := range written {
			if len(of) == 0 || strings.EqualFold(filepath.Ext(of[0]), ext) {
				if strings.EqualFold(filepath.Ext(w.File), ext) {
					of = append(of, w.File)
				}
			}
		}
	}
	for _, file := range of {
		stage.begins(makingPDF)
		out = append(out, onePDF(file, now))
		if errors.Is(out[len(out)-1].Err, errNoConverter) || errors.Is(out[len(out)-1].Err, office.ErrStopped) {
			break
		}
	}
	return out
}

// errNoConverter is told once.
var errNoConverter = errors.New("no converter")

// onePDF makes the PDF of a file beside it.
func onePDF(file string, now time.Time) PDF {
	out := PDF{File: pdfName(file)}
	source, err := os.ReadFile(file)
	if err != nil {
		out.Err = disk.Trouble(file, err)
		return out
	}
	old, err := os.ReadFile(out.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		out.Err = disk.Trouble(out.File, err)
		return out
	}
	ours, of := madeOf(old)
	if out.Same = ours && of == seal.Sum(source); out.Same {
		return out
	}
	made, err := office.PDF(file)
	if err != nil {
		out.Err = pdfTrouble(file, err)
		return out
	}
	if old != nil && !ours {
		if out.Kept, out.Err = disk.SetAside(out.File, old, now); out.Err != nil {
			return out
		}
	}
	out.Err = disk.Write(out.File, signed(made, source))
	return out
}

// mark begins the last line of a PDF of ours, which is a comment: of which file it was
// made, and that nobody has changed it.
const mark = "\n%ysgk "

func signed(made, source []byte) []byte {
	return append(made, []byte(mark+seal.Sum(source)+" "+seal.Sum(made)+"\n")...)
}

// madeOf says whether a PDF is as ysgk wrote it, and of which file.
func madeOf(b []byte) (ours bool, source string) {
	i := bytes.LastIndex(b, []byte(mark))
	if i < 0 {
		return false, ""
	}
	words := strings.Fields(string(b[i+len(mark):]))
	return len(words) == 2 && words[1] == seal.Sum(b[:i]), words[0]
}

// byHand is what to do where ysgk cannot.
func byHand(file string) string {
	if strings.EqualFold(filepath.Ext(file), ".docx") {
		return "用 Word 或 WPS 打开 " + filepath.Base(file) + "，先更新目录，再“另存为”或“输出为 PDF”，选项里选上按标题创建书签"
	}
	return "用 Excel 或 WPS 打开 " + filepath.Base(file) + "，“另存为”或“输出为 PDF”，选“整个工作簿”"
}

// pdfTrouble puts what a converter met into words.
func pdfTrouble(file string, err error) error {
	message := ""
	cause := err
	switch {
	case errors.Is(err, office.ErrMissing):
		message, cause = "没有找到 LibreOffice，不能自动转成 PDF。装好 LibreOffice 再运行一次；或者"+byHand(file), errNoConverter
	case errors.Is(err, office.ErrHung):
		message = "LibreOffice 五分钟没有转完，已经结束它。请再运行一次；还不行就" + byHand(file)
	case errors.Is(err, office.ErrStopped):
		message = "按了 Ctrl-C，没有转成 PDF"
	case errors.Is(err, office.ErrNothing):
		message = "LibreOffice 没有写出 PDF（可能装得不全）。请" + byHand(file)
	default:
		message = "LibreOffice 没有转成：" + short(err.Error()) + "。请" + byHand(file)
	}
	return &finding.FileError{File: filepath.Base(file), Message: message, Err: fmt.Errorf("%w", cause)}
}

// short is the beginning of what another program says.
func short(text string) string {
	if r := []rune(strings.Join(strings.Fields(text), " ")); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return strings.Join(strings.Fields(text), " ")
}
