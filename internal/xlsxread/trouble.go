package xlsxread

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"ysgk/internal/finding"
)

// fileAdvice says what to do about a file that is no readable workbook.
var fileAdvice = []struct {
	err    error
	advice string
}{
	{fs.ErrNotExist, "找不到这个文件，请核对文件名和所在文件夹"},
	{ErrLocked, "打不开：可能正被 Excel 或 WPS 占用，或没有读取权限；请先关闭它再试"},
	{ErrFolder, "是文件夹，或通到文件夹的链接（快捷方式），不是工作簿；请写出里面的 .xlsx 文件"},
	{ErrNotFile, "是管道、设备或套接字，不是文件；请写出 .xlsx 文件"},
	{ErrEmpty, "是空文件，可能没有复制或下载完整；请重新取得这个文件"},
	{ErrOldExcel, "是旧版 Excel 的 .xls 或 WPS 的 .et 文件；请用 Excel 或 WPS 打开，另存为 .xlsx"},
	{ErrPassword, "设有打开密码；请用 Excel 或 WPS 打开，取消密码后另存"},
	{ErrWebPage, "其实是网页或 XML 文本，只是名字像工作簿；请用 Excel 或 WPS 打开，另存为 .xlsx"},
	{ErrOtherFormat, "是别的文档格式（如 .ods、.xlsb、.docx）；请用 Excel 或 WPS 打开，另存为 .xlsx"},
	{ErrNotWorkbook, "不是 Excel 工作簿（可能是 CSV 等文本）；请用 Excel 或 WPS 打开，另存为 .xlsx"},
	{ErrTooLarge, "展开后太大%s；请删掉多余的工作表、空行和内容后另存"},
	{ErrDamaged, "已损坏，读不出来%s；请用 Excel 或 WPS 打开修复后另存，或换用备份"},
}

// ofWord says of a document what is said of a workbook.
var ofWord = strings.NewReplacer("旧版 Excel 的 .xls 或 WPS 的 .et", "旧版 Word 的 .doc 或 WPS 的 .wps", "Excel", "Word", ".xlsx", ".docx",
	"其实是网页或 XML 文本，只是名字像工作簿", "其实是网页或 XML 文本，只是名字像 Word 文档", "不是 Excel 工作簿（可能是 CSV 等文本）", "不是 Word 文档", "不是工作簿", "不是文档", "多余的工作表、空行和内容", "多余的内容")

// Trouble puts an error of this package, met with the file at a path, into words
// for the user.
func Trouble(path string, err error) error {
	name := filepath.Base(path)
	if told := (*finding.FileError)(nil); errors.As(err, &told) {
		return told // of another file that was read for this one
	}
	for _, a := range fileAdvice {
		if errors.Is(err, a.err) {
			if strings.EqualFold(filepath.Ext(path), ".docx") && !errors.Is(err, ErrOtherFormat) { // which says that a workbook is wanted
				a.advice = ofWord.Replace(a.advice)
			}
			return &finding.FileError{File: name, Message: strings.Replace(a.advice, "%s", Details(err), 1), Err: err}
		}
	}
	return &finding.FileError{File: name, Message: "读不出来；请确认文件完好、磁盘或网络盘可用", Err: err}
}
