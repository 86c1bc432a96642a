package finding

// FileError is trouble with a file that no edit of its cells can mend: missing,
// locked, not a workbook, disk full. Its text is for the user.
type FileError struct {
	File    string // base name
	Message string // what is wrong and what to do
	Err     error
}

func (e *FileError) Error() string { return e.File + "：" + e.Message }
func (e *FileError) Unwrap() error { return e.Err }
