package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Why no PDF was made.
var (
	ErrMissing = errors.New("LibreOffice is missing")
	ErrHung    = errors.New("LibreOffice took too long")
	ErrNothing = errors.New("LibreOffice wrote nothing")
	ErrStopped = errors.New("interrupted")
)

// patience is how long one file may take: slow machines need minutes for the first.
const patience = 5 * time.Minute

// settling is how long an ended program's pipes may stay open.
const settling = 2 * time.Second

// Convert makes a PDF of a file. Its error wraps one of those above, or says what the
// program said.
func Convert(file string) ([]byte, error) { return convert(file, patience) }

func convert(file string, patience time.Duration) ([]byte, error) {
	program := Program()
	if program == "" {
		return nil, ErrMissing
	}
	work, err := os.MkdirTemp("", "ysgk-pdf") // one LibreOffice for each profile: another one may be open
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	stopped, unwatch := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer unwatch()
	ctx, cancel := context.WithTimeout(stopped, patience)
	defer cancel()
	// Its own name may hold signs that the program reads otherwise, and one that is open
	// elsewhere may be locked: a copy has neither.
	source := filepath.Join(work, "文件"+filepath.Ext(file))
	if err := copyFile(source, file); err != nil {
		return nil, err
	}
	profile := url.URL{Scheme: "file", Path: slashed(filepath.Join(work, "profile"))}
	cmd := exec.CommandContext(ctx, program, "-env:UserInstallation="+profile.String(), "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
		"--convert-to", "pdf:"+filter(file)+":"+options, "--outdir", work, source)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = settling
	apart(cmd)
	err = cmd.Run()
	switch {
	case stopped.Err() != nil:
		return nil, ErrStopped
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%w (%v)", ErrHung, patience)
	case err != nil:
		return nil, fmt.Errorf("LibreOffice: %w: %s", err, strings.TrimSpace(said.String()))
	}
	made, err := os.ReadFile(strings.TrimSuffix(source, filepath.Ext(source)) + ".pdf")
	if err != nil || !bytes.HasPrefix(made, []byte("%PDF-")) {
		return nil, fmt.Errorf("%w: %s", ErrNothing, strings.TrimSpace(said.String()))
	}
	return made, nil
}

// options ask for bookmarks of the headings and all fonts. Versions before 7.4 do not read
// them, but do so by themselves.
const options = `{"ExportBookmarks":{"type":"boolean","value":"true"},"EmbedStandardFonts":{"type":"boolean","value":"true"},"UseTaggedPDF":{"type":"boolean","value":"true"}}`

// filter is LibreOffice's name of what makes PDF files of a kind of file.
func filter(file string) string {
	if strings.EqualFold(filepath.Ext(file), ".docx") {
		return "writer_pdf_Export"
	}
	return "calc_pdf_Export"
}

// slashed is a path as URLs have it: /C:/Users on Windows.
func slashed(path string) string { return "/" + strings.TrimPrefix(filepath.ToSlash(path), "/") }

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
