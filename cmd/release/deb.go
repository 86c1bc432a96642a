package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/md5" // dpkg wants it; nothing rests on it
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ysgk/internal/launcher"
)

// packages makes a .deb of each program for Linux.
func packages(from *of, folder string, programs map[target]string) error {
	for _, t := range targets {
		if t.system != "linux" {
			continue
		}
		program, err := os.ReadFile(programs[t])
		if err != nil {
			return err
		}
		files, err := installed(program)
		if err != nil {
			return err
		}
		b, err := deb(from, t.machine, files)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("ysgk_%s_%s.deb", from.version, t.machine)), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// file is one that a package puts on a machine.
type file struct {
	path    string // without the / before it
	mode    int64
	content []byte
}

// installed are the files of the package.
func installed(program []byte) ([]file, error) {
	out := []file{
		{"usr/bin/ysgk", 0o755, program},
		{"usr/share/applications/ysgk.desktop", 0o644, launcher.Entry("/usr/bin/ysgk", "ysgk")},
	}
	for to, from := range map[string]string{
		"usr/share/icons/hicolor/scalable/apps/ysgk.svg": "internal/launcher/icon.svg",
		"usr/share/doc/ysgk/copyright":                   "docs/第三方许可.txt",
	} {
		b, err := os.ReadFile(from)
		if err != nil {
			return nil, err
		}
		out = append(out, file{to, 0o644, b})
	}
	return out, nil
}

// deb is a package: an archive of ar with the format's version, an archive of what dpkg
// reads and one of the files. Everything is root's and as old as the commit.
func deb(from *of, machine string, files []file) ([]byte, error) {
	slices.SortFunc(files, func(a, b file) int { return cmp.Compare(a.path, b.path) })
	var sums strings.Builder
	size := 0
	for _, f := range files {
		size += len(f.content)
		fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(f.content), f.path)
	}
	control := fmt.Sprintf(`Package: ysgk
Version: %s
Architecture: %s
Maintainer: ysgk
Section: misc
Priority: optional
Installed-Size: %d
Suggests: libreoffice-calc, libreoffice-writer
Description: 预算公开表填报工具
 明细填一次，部门预算公开表一次生成；核对做好的公开表和公开文本。
 不联网。在启动器里叫“%s”，在终端里是 ysgk。
`, from.version, machine, (size+1023)/1024, launcher.Name)
	about, err := archive([]file{{"control", 0o644, []byte(control)}, {"md5sums", 0o644, []byte(sums.String())}}, from.date)
	if err != nil {
		return nil, err
	}
	data, err := archive(files, from.date)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString("!<arch>\n")
	for _, part := range []file{{path: "debian-binary", content: []byte("2.0\n")}, {path: "control.tar.gz", content: about}, {path: "data.tar.gz", content: data}} {
		fmt.Fprintf(&out, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", part.path, from.date.Unix(), 0, 0, 0o100644, len(part.content))
		out.Write(part.content)
		if len(part.content)%2 == 1 {
			out.WriteByte('\n')
		}
	}
	return out.Bytes(), nil
}

// archive is a packed tar, with the folders that its files are in.
func archive(files []file, date time.Time) (packed []byte, err error) {
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(zip)
	made := map[string]bool{}
	add := func(h *tar.Header, content []byte) {
		h.ModTime, h.Uname, h.Gname, h.Format = date.Truncate(time.Second), "root", "root", tar.FormatGNU
		err = errors.Join(err, w.WriteHeader(h))
		_, wrong := io.Copy(w, bytes.NewReader(content))
		err = errors.Join(err, wrong)
	}
	var folder func(name string)
	folder = func(name string) {
		if made[name] {
			return
		}
		made[name] = true
		if name != "." {
			folder(path.Dir(name))
		}
		add(&tar.Header{Typeflag: tar.TypeDir, Name: "./" + strings.TrimPrefix(name+"/", "./"), Mode: 0o755}, nil)
	}
	for _, f := range files {
		folder(path.Dir(f.path))
		add(&tar.Header{Typeflag: tar.TypeReg, Name: "./" + f.path, Mode: f.mode, Size: int64(len(f.content))}, f.content)
	}
	err = errors.Join(err, w.Close(), zip.Close())
	return out.Bytes(), err
}
