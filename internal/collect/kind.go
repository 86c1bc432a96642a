package collect

import (
	"path"
	"strings"
)

// kind is what a file may be, by its name.
type kind int

const (
	otherFile kind = iota // a photo, a program: only named
	readFile              // a workbook or a document that is read
	archive               // a .zip, which is unpacked
	tellFile              // may be what was asked for, but cannot be read
)

func kindOf(name string) kind {
	ending := strings.ToLower(path.Ext(name))
	switch ending {
	case ".xlsx", ".xlsm", ".docx":
		return readFile
	case ".zip":
		return archive
	}
	if advice[ending] != "" {
		return tellFile
	}
	return otherFile
}

const unpackFirst = "请先解开，把文件夹放进来，或让部门用 .zip 重新压缩"

// advice says by ending what to do about files that may be what was asked for.
var advice = func() map[string]string {
	out := map[string]string{}
	for endings, what := range map[string]string{
		".xls .et .ett .xlt .xlsb .ods .csv": "表格请用 Excel 或 WPS 打开，另存为 .xlsx，再收一次",
		".wps .wpt .doc .dot .odt .rtf":      "文档请用 Word 或 WPS 打开，另存为 .docx，再收一次",
		".pdf .ofd":                          "是排好版的文件，里面的数没有核对。请让部门交 .xlsx 或 .docx 的原稿",
		".rar .7z .tar .gz .tgz .bz2 .xz":    "这种压缩包解不开。" + unpackFirst,
		".eml .msg":                          "是邮件。请把附件另存出来，放进来",
		".tmp .crdownload .part .download":   "没有下载完。请重新下载",
	} {
		for ending := range strings.FieldsSeq(endings) {
			out[ending] = what
		}
	}
	return out
}()
