package xlsxedit

import (
	"github.com/beevik/etree"

	"ysgk/internal/parts"
	"ysgk/internal/xlsxread"
)

// File is a workbook as its parts.
type File struct{ *parts.File }

// Open unpacks a workbook. Its errors wrap those of xlsxread.
func Open(b []byte) (*File, error) {
	f, err := parts.Open(b)
	if err != nil {
		return nil, err
	}
	return &File{f}, nil
}

// From is a workbook whose parts are unpacked when they are asked for.
func From(p *xlsxread.Package) (*File, error) {
	f, err := parts.From(p)
	if err != nil {
		return nil, err
	}
	return &File{f}, nil
}

// Clone is a copy; changing one does not change the other.
func (f *File) Clone() *File { return &File{f.File.Clone()} }

// RelID is the id of the relationship that an element names, "" if it names none.
func RelID(e *etree.Element) string { return parts.RelID(e) }

// Relationship is an entry of a part's .rels.
type Relationship = parts.Relationship
