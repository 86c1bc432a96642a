package app

import (
	"bytes"

	"ysgk/internal/ooxml"
)

// sealProperty holds the fingerprint of a workbook as ysgk wrote it.
const sealProperty = "ysgk.校验"

// seal packs a workbook with the fingerprint by which untouched tells whether
// somebody has edited it since.
func seal(f *ooxml.File) ([]byte, error) {
	// The first call makes the part, whose entries elsewhere the fingerprint covers.
	if err := f.SetProperty(sealProperty, ""); err != nil {
		return nil, err
	}
	if err := f.SetProperty(sealProperty, f.Fingerprint()); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// untouched says whether a file is a workbook that ysgk wrote and nobody has
// changed since.
func untouched(workbook []byte) bool {
	f, err := ooxml.Open(workbook)
	return err == nil && f.Property(sealProperty) != "" && f.Property(sealProperty) == f.Fingerprint()
}
