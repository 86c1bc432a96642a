// Package office lets LibreOffice, where it is installed, compute workbooks
// anew, lay out documents and make PDF files.
//
// In: files of Excel or Word. Out: workbooks with every formula computed, PDF files with
// bookmarks and fonts in them, what a layout says.
// Never: changes to the files it was given, a program that goes on after its time is up.
package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Why nothing was made.
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

// run lets LibreOffice work, with a folder of its own for what it remembers: another one
// may be open. It is ended when its time is up or the user stops ysgk, with all that it
// started. Its error wraps one of those above, or says what the program said.
func run(patience time.Duration, remembers string, args ...string) (said string, err error) {
	program := Program()
	if program == "" {
		return "", ErrMissing
	}
	stopped, unwatch := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer unwatch()
	ctx, cancel := context.WithTimeout(stopped, patience)
	defer cancel()
	profile := url.URL{Scheme: "file", Path: slashed(remembers)}
	cmd := exec.CommandContext(ctx, program, append([]string{
		"-env:UserInstallation=" + profile.String(), "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
	}, args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.WaitDelay = settling
	apart(cmd)
	err = cmd.Run()
	said = strings.TrimSpace(out.String())
	switch {
	case stopped.Err() != nil:
		return "", ErrStopped
	case ctx.Err() != nil:
		return "", fmt.Errorf("%w (%v)", ErrHung, patience)
	case err != nil:
		return "", fmt.Errorf("LibreOffice: %w: %s", err, said)
	}
	return said, nil
}

// slashed is a path as URLs have it: /C:/Users on Windows.
func slashed(path string) string { return "/" + strings.TrimPrefix(filepath.ToSlash(path), "/") }

// Recalculate writes the recalculated workbook into a folder and gives its path.
// The folder must be another one than the workbook's.
func Recalculate(file, folder string) (string, error) {
	made, err := Convert("xlsx", folder, file)
	if err != nil {
		return "", err
	}
	return made[0], nil
}

// Convert opens workbooks, computes every formula anew, and saves them in
// another format (xlsx, pdf) into a folder that is not theirs. It gives their paths.
func Convert(format, folder string, files ...string) (made []string, err error) {
	profile, err := os.MkdirTemp("", "ysgk-office")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(profile)
	settings := filepath.Join(profile, "user", "registrymodifications.xcu")
	if err := os.MkdirAll(filepath.Dir(settings), 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(settings, []byte(always), 0o600); err != nil {
		return nil, err
	}
	said, err := run(patience*time.Duration(len(files)), profile, append([]string{"--convert-to", format, "--outdir", folder}, files...)...)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)) + "." + format
		made = append(made, filepath.Join(folder, name))
		if _, err := os.Stat(made[len(made)-1]); err != nil {
			return nil, fmt.Errorf("%w (%s): %s", ErrNothing, name, said)
		}
	}
	return made, nil
}

// always makes LibreOffice ignore the values that .xlsx files store.
const always = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`
