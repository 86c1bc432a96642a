// Package office lets LibreOffice, where it is installed, compute workbooks
// anew.
//
// In: workbook files. Out: the same with every formula computed, as workbooks or
// as PDF.
// Never: changes to the files it was given.
package office

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// ErrMissing means that LibreOffice is not installed.
var ErrMissing = errors.New("LibreOffice is missing")

// patience is how long one workbook may take.
const patience = 3 * time.Minute

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
	office, err := exec.LookPath("soffice")
	if err != nil {
		return nil, ErrMissing
	}
	profile, err := os.MkdirTemp("", "ysgk-office") // one LibreOffice per profile
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
	ctx, cancel := context.WithTimeout(context.Background(), patience*time.Duration(len(files)))
	defer cancel()
	home := url.URL{Scheme: "file", Path: filepath.ToSlash(profile)}
	args := []string{"-env:UserInstallation=" + home.String(), "--headless", "--norestore", "--convert-to", format, "--outdir", folder}
	out, err := exec.CommandContext(ctx, office, append(args, files...)...).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("LibreOffice: %w: %s", err, out)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)) + "." + format
		made = append(made, filepath.Join(folder, name))
		if _, err := os.Stat(made[len(made)-1]); err != nil {
			return nil, fmt.Errorf("LibreOffice did not write %s: %s", name, out)
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
