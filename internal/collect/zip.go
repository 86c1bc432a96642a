package collect

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"ysgk/internal/crew"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/xlsxread"
)

// bounds are those of what is taken out of one archive, with those within it: a bomb of some
// kilobytes unpacks to terabytes.
type bounds struct {
	bytes   int64 // of all files
	file    int64 // of one, as xlsxread.Load takes none larger
	entries int
	depth   int // archives within archives
}

// most is variable for tests alone, which have no time for a gigabyte.
var most = bounds{bytes: 1 << 30, file: 128 << 20, entries: 20_000, depth: 3}

// unpacking is of one archive that was sent, and of those within it.
type unpacking struct {
	folder  string // where files go
	now     time.Time
	bytes   int64 // that may still be taken out
	entries int
	used    map[string]bool // names, as drives that do not tell cases apart see them
	told    func(item)
}

// unpack takes the files that are looked at out of an archive into a folder, and tells of
// all that is in it. name is what the archive is called; it stands before theirs.
func unpack(name, file, folder string, now time.Time, told func(item)) {
	content, err := xlsxread.Load(file)
	if err != nil {
		told(item{Name: name, Trouble: unpackTrouble(err)})
		return
	}
	u := &unpacking{folder: folder, now: now, bytes: most.bytes, entries: most.entries, used: map[string]bool{}, told: told}
	if err := u.archive(name, content, 1); err != nil {
		told(item{Name: name, Trouble: unpackTrouble(err)})
	}
}

// errBounds says that an archive holds more than anybody sends.
var errBounds = errors.New("more than the bounds")

// unpackTrouble puts into words why an archive, or something in it, cannot be unpacked.
func unpackTrouble(err error) string {
	var known *finding.FileError
	switch {
	case errors.As(err, &known):
		return known.Message
	case errors.Is(err, errBounds):
		return fmt.Sprintf("里面的东西太多（解开超过 %d MB，或多于 %d 个文件），没有都解开。请先解开，把文件夹放进来", most.bytes>>20, most.entries)
	case errors.Is(err, zip.ErrAlgorithm):
		return "用了少见的压缩方法，解不开。请先解开，把文件夹放进来"
	case errors.Is(err, xlsxread.ErrTooLarge):
		return "压缩包太大，没有解开。请先解开，把文件夹放进来"
	case errors.Is(err, xlsxread.ErrLocked):
		return "打不开：可能正被别的程序占用，或没有读取权限；请先关闭它再试"
	case errors.Is(err, xlsxread.ErrEmpty):
		return "是空文件，可能没有复制或下载完整；请重新取得这个文件"
	}
	return "压缩包损坏了，解不开。请让部门重新压缩、重新发"
}

// other archives that are called .zip, by how they begin.
var otherArchives = []struct{ head, is string }{
	{"Rar!", "RAR 压缩包"}, {"7z\xbc\xaf\x27\x1c", "7z 压缩包"}, {"\x1f\x8b", "gzip 压缩包"},
}

func (u *unpacking) archive(name string, content []byte, depth int) error {
	for _, a := range otherArchives {
		if bytes.HasPrefix(content, []byte(a.head)) {
			return &finding.FileError{Message: "其实是 " + a.is + "。" + unpackFirst}
		}
	}
	if len(content) == 0 {
		return xlsxread.ErrEmpty
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are made safe below
		return err
	}
	for _, f := range z.File {
		if u.entries--; u.entries < 0 {
			return errBounds
		}
		if f.FileInfo().IsDir() || strings.HasSuffix(f.Name, "\\") {
			continue
		}
		inside := safe(entryName(f))
		if inside == "" || ignored(inside) {
			continue
		}
		inside = u.free(name + "/" + inside)
		err := u.entry(inside, f, depth)
		if errors.Is(err, errBounds) {
			return err
		}
		if err != nil {
			u.told(item{Name: inside, Trouble: unpackTrouble(err)})
		}
	}
	return nil
}

// free is a name that nothing else of the archive has: names that were made safe, and those
// that differ by case, may meet.
func (u *unpacking) free(name string) string {
	ext := path.Ext(name)
	stem, out := strings.TrimSuffix(name, ext), name
	for n := 2; u.used[strings.ToLower(out)]; n++ {
		out = fmt.Sprintf("%s（%d）%s", stem, n, ext)
	}
	u.used[strings.ToLower(out)] = true
	return out
}

// ignored says whether a file in an archive is one that programs leave.
func ignored(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if crew.Left(part) {
			return true
		}
	}
	return false
}

func (u *unpacking) entry(name string, f *zip.File, depth int) error {
	at := item{Name: name, Time: f.Modified}
	if len(f.Extra) == 0 { // it has the clock's time alone, of wherever it was packed
		y, m, d := f.Modified.Date()
		at.Time = time.Date(y, m, d, f.Modified.Hour(), f.Modified.Minute(), f.Modified.Second(), 0, time.Local)
	}
	what := kindOf(name)
	switch {
	case !f.Mode().IsRegular():
		at.Trouble = "是链接，没有解开"
	case what == otherFile, what == tellFile:
	case f.Flags&1 != 0:
		at.Trouble = "压缩包设有密码，解不开。请让部门去掉密码重新发，或先解开，把文件夹放进来"
	case what == archive && depth == most.depth:
		at.Trouble = fmt.Sprintf("压缩包里又有压缩包，多于 %d 层，没有解开。请先解开，把文件夹放进来", most.depth)
	default:
		content, err := u.read(f)
		if err != nil {
			return err
		}
		if what == archive {
			return u.archive(name, content, depth+1)
		}
		at.Path = filepath.Join(u.folder, filepath.FromSlash(name))
		at.unpacked = true
		if err := put(at.Path, content, at.Time, u.now); err != nil {
			return err
		}
	}
	u.told(at)
	return nil
}

// read takes an entry out, as long as the bounds allow. What the archive says of its size
// may be a lie.
func (u *unpacking) read(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	limit := min(u.bytes, most.file)
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(content)) > limit {
		if limit < most.file {
			return nil, errBounds
		}
		u.bytes -= limit
		return nil, &finding.FileError{Message: fmt.Sprintf("解开超过 %d MB，没有解开", most.file>>20)}
	}
	u.bytes -= int64(len(content))
	return content, err
}

// put writes a file that was taken out, if it does not stand there yet. One that somebody
// has worked in since an earlier run is kept under another name.
func put(file string, content []byte, at, now time.Time) error {
	old, err := xlsxread.Load(file)
	if err == nil && bytes.Equal(old, content) {
		return nil
	}
	if err == nil {
		if _, err := disk.SetAside(file, old, now); err != nil {
			return disk.Trouble(file, err)
		}
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return disk.Trouble(file, err)
	}
	if err := disk.Write(file, content); err != nil {
		return err
	}
	if !at.IsZero() {
		_ = os.Chtimes(file, at, at) // some drives keep no times
	}
	return nil
}

// entryName is the name of an entry. Archives made in China hold names in GBK, unless they
// say that it is UTF-8 or, as those of macOS, do not say it.
func entryName(f *zip.File) string {
	if !f.NonUTF8 || utf8.ValidString(f.Name) {
		return f.Name
	}
	if name, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name); err == nil {
		return name
	}
	return strings.ToValidUTF8(f.Name, "_")
}

// reserved are the names that mean devices on Windows, whatever their endings.
var reserved = map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true}

func init() {
	for _, n := range "123456789" {
		reserved["COM"+string(n)], reserved["LPT"+string(n)] = true, true
	}
}

// safe is the name of an entry as a path that leads nowhere else and that every system
// can write.
func safe(name string) string {
	var out []string
	for part := range strings.SplitSeq(strings.ReplaceAll(name, "\\", "/"), "/") {
		part = disk.FileName(part) // of .. nothing is left
		if part == "" {
			continue
		}
		if stem, _, _ := strings.Cut(part, "."); reserved[strings.ToUpper(strings.TrimSpace(stem))] {
			part = "_" + part
		}
		out = append(out, part)
	}
	return path.Join(out...)
}
