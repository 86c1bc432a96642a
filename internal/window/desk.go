package window

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"ysgk/internal/app"
	"ysgk/internal/finding"
)

// maxFolders is how many folders are remembered.
const maxFolders = 12

// desk is the folders that the user has chosen, the latest first. No page names a
// file outside of them.
type desk struct {
	mu      sync.Mutex
	folders []string
	file    string // where they are remembered, "" for nowhere
	temp    string // where files that were dropped in lie, "" until one was
}

// droppedID is the name in addresses of the folder with what was dropped in.
const droppedID = "d"

// placeOf is the place of a file of the desk.
func (d *desk) placeOf(path string) place {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.temp != "" && filepath.Dir(path) == d.temp {
		return place{droppedID, filepath.Base(path)}
	}
	return placeOf(path)
}

// dropped is the folder with what was dropped in, if anything was.
func (d *desk) dropped() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.temp == "" {
		return nil
	}
	return []string{d.temp}
}

// tray is the folder for what is dropped in, which only the user can read.
func (d *desk) tray() (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var err error
	if d.temp == "" {
		d.temp, err = os.MkdirTemp("", "ysgk-") // 0700
	}
	return d.temp, err
}

// clear removes what was dropped in.
func (d *desk) clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.temp != "" {
		_ = os.RemoveAll(d.temp) // the system clears its folder for such files, too
		d.temp = ""
	}
}

// openDesk remembers the folders of earlier times that are still there.
func openDesk(config string) *desk {
	d := &desk{}
	if config == "" {
		return d
	}
	d.file = filepath.Join(config, "文件夹.json")
	b, err := os.ReadFile(d.file)
	if err != nil {
		return d // none yet
	}
	var old []string
	if json.Unmarshal(b, &old) != nil {
		return d // written by another hand; the folders are chosen anew
	}
	for _, f := range old {
		if st, err := os.Stat(f); err == nil && st.IsDir() && len(d.folders) < maxFolders {
			d.folders = append(d.folders, f)
		}
	}
	return d
}

// choose puts a folder in front. Where it cannot be remembered it is still chosen.
func (d *desk) choose(folder string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	st, err := os.Stat(folder)
	if err != nil || !st.IsDir() {
		return &finding.FileError{File: filepath.Base(folder), Message: "没有这个文件夹，或没有权限。请重新选一个", Err: err}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.folders = slices.DeleteFunc(d.folders, func(f string) bool { return f == folder })
	d.folders = append([]string{folder}, d.folders...)
	d.folders = d.folders[:min(len(d.folders), maxFolders)]
	d.remember()
	return nil
}

// forget takes a folder off the desk.
func (d *desk) forget(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.folders = slices.DeleteFunc(d.folders, func(f string) bool { return nameOf(f) == id })
	d.remember()
}

func (d *desk) remember() {
	if d.file == "" {
		return
	}
	b, err := json.Marshal(d.folders)
	if err != nil {
		return
	}
	// What cannot be remembered is chosen anew the next time.
	_ = writePrivate(d.file, b)
}

// writePrivate writes a file that only the user can read, whole.
func writePrivate(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "*.tmp") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// nameOf is a folder's name in addresses, the same every time.
func nameOf(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return hex.EncodeToString(sum[:6])
}

// all are the folders, the latest first.
func (d *desk) all() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.folders)
}

// folder is the one of a name; the latest for "".
func (d *desk) folder(id string) (string, bool) {
	if in := d.dropped(); id == droppedID && in != nil {
		return in[0], true
	}
	for _, f := range d.all() {
		if id == "" || nameOf(f) == id {
			return f, true
		}
	}
	return "", false
}

// errOutside refuses a file that no page may name.
var errOutside = errors.New("outside of the chosen folders")

// extensions are those of the files that pages may name.
var extensions = []string{".xlsx", ".docx", ".ysgk", ".pdf"}

// path is a file in a chosen folder, which must be there and lie within it, wherever
// links lead.
func (d *desk) path(id, name string) (string, error) {
	folder, ok := d.folder(id)
	if !ok || id == "" || !plain(name) {
		return "", errOutside
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", &finding.FileError{File: filepath.Base(folder), Message: "文件夹打不开：可能移走了，或网络盘断了", Err: err}
	}
	defer root.Close()
	st, err := root.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", &finding.FileError{File: name, Message: "不见了：可能删除、移走或改了名", Err: err}
	case err != nil || !st.Mode().IsRegular():
		return "", errOutside
	}
	return filepath.Join(folder, name), nil
}

// plain says whether a name is that of a workbook, a document or a pack in a folder,
// and nothing else.
func plain(name string) bool {
	return name == filepath.Base(name) && filepath.IsLocal(name) && !strings.ContainsAny(name, "/\\\x00\r\n") && !strings.HasPrefix(name, ".") &&
		slices.Contains(extensions, strings.ToLower(filepath.Ext(name)))
}

// readable says whether a name is that of a file that can be looked into; a PDF is only
// given out.
func readable(name string) bool {
	return plain(name) && !strings.EqualFold(filepath.Ext(name), ".pdf")
}

// unusable says of a file that is none of those what to do about it.
func unusable(name string) string {
	if advice := app.Advice(name); advice != "" {
		return advice
	}
	return "不能用。请用 .xlsx 工作簿、.docx 公开文本，或财政部门发的 .ysgk 模板包"
}
