// Package office lets LibreOffice, where it is installed, compute workbooks
// anew.
//
// In: a workbook file. Out: the same workbook with every formula computed.
// Never: changes to the file it was given.
package office

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// ErrMissing means that LibreOffice is not installed.
var ErrMissing = errors.New("LibreOffice is missing")

// patience is how long one workbook may take.
const patience = 3 * time.Minute

// Recalculate writes the recalculated workbook into a folder and gives its path.
// The folder must be another one than the workbook's.
func Recalculate(file, folder string) (string, error) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		return "", ErrMissing
	}
	profile, err := os.MkdirTemp("", "ysgk-office") // one LibreOffice per profile
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(profile)
	settings := filepath.Join(profile, "user", "registrymodifications.xcu")
	if err := os.MkdirAll(filepath.Dir(settings), 0o700); err != nil {
		return "", err
	}
	if err := os.WriteFile(settings, []byte(always), 0o600); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	home := url.URL{Scheme: "file", Path: filepath.ToSlash(profile)}
	out, err := exec.CommandContext(ctx, office, "-env:UserInstallation="+home.String(), "--headless", "--norestore",
		"--convert-to", "xlsx", "--outdir", folder, file).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("LibreOffice: %w: %s", err, out)
	}
	made := filepath.Join(folder, filepath.Base(file))
	if _, err := os.Stat(made); err != nil {
		return "", fmt.Errorf("LibreOffice wrote nothing: %s", out)
	}
	return made, nil
}

// always makes LibreOffice ignore the values that .xlsx files store.
const always = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`
