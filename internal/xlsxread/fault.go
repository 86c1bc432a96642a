package xlsxread

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Why a file could not be opened; a missing file is fs.ErrNotExist.
var (
	ErrLocked      = errors.New("file is in use or not readable")
	ErrFolder      = errors.New("is a folder")
	ErrNotFile     = errors.New("is no regular file")
	ErrEmpty       = errors.New("file is empty")
	ErrOldExcel    = errors.New("old binary .xls")
	ErrPassword    = errors.New("password protected")
	ErrWebPage     = errors.New("HTML or XML text")
	ErrNotWorkbook = errors.New("not a workbook")
	ErrOtherFormat = errors.New("another office format")
	ErrDamaged     = errors.New("damaged workbook")
	ErrTooLarge    = errors.New("workbook too large")
)

// Unreadable says whether an error is one of a file that is no whole workbook.
func Unreadable(err error) bool {
	kinds := []error{ErrEmpty, ErrOldExcel, ErrPassword, ErrWebPage, ErrNotWorkbook, ErrOtherFormat, ErrDamaged, ErrTooLarge}
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

// Fault says where in a workbook reading ended, and why in words for the user.
// It is ErrDamaged or ErrTooLarge.
type Fault struct {
	Kind  error
	Part  string
	Sheet string // of a part that is a sheet
	Cell  string // "" before the first one
	What  string
}

func (f *Fault) Error() string {
	return fmt.Sprintf("%v: %s", f.Kind, f.Words())
}

func (f *Fault) Unwrap() error { return f.Kind }

// Words say what is wrong and where: 工作表“支出明细”的 B7：……
func (f *Fault) Words() string {
	where := f.Part
	switch {
	case f.Sheet != "" && f.Cell != "":
		where = "工作表“" + f.Sheet + "”的 " + f.Cell
	case f.Sheet != "":
		where = "工作表“" + f.Sheet + "”"
	case f.Cell != "":
		where += " 的 " + f.Cell
	}
	if where == "" {
		return f.What
	}
	return where + "：" + f.What
}

// Details says in brackets where and why reading ended, "" if err is no Fault.
func Details(err error) string {
	var f *Fault
	if !errors.As(err, &f) {
		return ""
	}
	return "（" + f.Words() + "）"
}

// Damaged is the fault of a part.
func Damaged(part, what string, args ...any) error {
	return &Fault{Kind: ErrDamaged, Part: part, What: fmt.Sprintf(what, args...)}
}

func damaged(what string, args ...any) error {
	return &Fault{Kind: ErrDamaged, What: fmt.Sprintf(what, args...)}
}

func tooLarge(what string, args ...any) error {
	return &Fault{Kind: ErrTooLarge, What: fmt.Sprintf(what, args...)}
}

// Within names the part in which a fault lies; errors of other packages, which
// say nothing to a user, become faults.
func Within(part string, err error) error {
	if err == nil {
		return nil
	}
	var f *Fault
	if !errors.As(err, &f) {
		what := "压缩的内容坏了"
		if errors.Is(err, zip.ErrAlgorithm) {
			what = "压缩的方法 ysgk 不认识"
		}
		f = &Fault{Kind: errors.Join(ErrDamaged, err), What: what}
	}
	f.Part = cmp.Or(f.Part, part)
	return f
}
