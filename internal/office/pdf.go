package office

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// PDF makes a PDF of a document or workbook as it stands. For its errors see ErrMissing.
func PDF(file string) ([]byte, error) { return pdf(file, patience) }

func pdf(file string, patience time.Duration) ([]byte, error) {
	work, err := os.MkdirTemp("", "ysgk-pdf")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	// Its own name may hold signs that the program reads otherwise, and one that is open
	// elsewhere may be locked: a copy has neither.
	source := filepath.Join(work, "文件"+filepath.Ext(file))
	if err := copyFile(source, file); err != nil {
		return nil, err
	}
	said, err := run(patience, filepath.Join(work, "profile"), "--convert-to", "pdf:"+filter(file)+":"+options, "--outdir", work, source)
	if err != nil {
		return nil, err
	}
	made, err := os.ReadFile(strings.TrimSuffix(source, filepath.Ext(source)) + ".pdf")
	if err != nil || !bytes.HasPrefix(made, []byte("%PDF-")) {
		return nil, fmt.Errorf("%w: %s", ErrNothing, said)
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
