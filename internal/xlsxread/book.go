package xlsxread

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path"
	"slices"
	"strings"
)

// relationships of a part; Strict and Transitional files differ only in the
// beginning of Type, so only its last word is looked at.
type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

type workbook struct {
	Pr struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string     `xml:"name,attr"`
		Attrs []xml.Attr `xml:",any,attr"` // r:id, in one of two namespaces
	} `xml:"sheets>sheet"`
}

// readBook reads the workbook part and what hangs on it.
func (f *File) readBook() error {
	var root relationships
	if err := f.decode("_rels/.rels", &root); err != nil {
		return f.notBook(err)
	}
	main := ""
	for _, r := range root.List {
		if path.Base(r.Type) == "officeDocument" {
			main = resolve("", r.Target)
		}
	}
	var book workbook
	if err := f.decode(main, &book); err != nil || len(book.Sheets) == 0 {
		return f.notBook(err)
	}
	f.date1904 = book.Pr.Date1904 == "1" || book.Pr.Date1904 == "true"
	var rels relationships
	if err := f.decode(path.Dir(main)+"/_rels/"+path.Base(main)+".rels", &rels); err != nil {
		return f.notBook(err)
	}
	sheets := map[string]string{}
	for _, r := range rels.List {
		target := resolve(path.Dir(main), r.Target)
		var err error
		switch path.Base(r.Type) {
		case "worksheet":
			sheets[r.ID] = target
		case "styles":
			err = f.readStyles(target)
		case "sharedStrings":
			err = f.readStrings(target)
		}
		if err != nil {
			return err
		}
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			if part := sheets[a.Value]; a.Name.Local == "id" && part != "" { // chart sheets have no cells
				f.Sheets = append(f.Sheets, Sheet{s.Name, part})
			}
		}
	}
	return nil
}

// notBook says what an archive without a readable workbook part is.
func (f *File) notBook(err error) error {
	if errors.Is(err, ErrTooLarge) {
		return err
	}
	has := func(is func(name string) bool) bool {
		return slices.ContainsFunc(f.zip.File, func(z *zip.File) bool { return is(z.Name) })
	}
	switch {
	case has(func(name string) bool {
		return name == "mimetype" || name == "xl/workbook.bin" || strings.HasPrefix(name, "word/") || strings.HasPrefix(name, "ppt/")
	}):
		return ErrOtherFormat
	case has(func(name string) bool { return strings.HasPrefix(name, "xl/") || name == "[Content_Types].xml" }):
		return ErrDamaged
	}
	return ErrNotWorkbook
}

// resolve gives the name of a part that a relationship of a folder points to.
func resolve(folder, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Join(folder, target), "/")
}

// decode reads a small part whole.
func (f *File) decode(part string, into any) error {
	r, err := f.part(part, maxStrings)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return ErrDamaged
		}
		return err
	}
	defer r.Close()
	return damaged(xml.NewDecoder(r).Decode(into))
}

// damaged hides the details of an XML or zip error, which help no user.
func damaged(err error) error {
	if err == nil || errors.Is(err, ErrTooLarge) {
		return err
	}
	if errors.Is(err, io.EOF) {
		return ErrDamaged
	}
	return errors.Join(ErrDamaged, err)
}
