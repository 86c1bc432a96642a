package app

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/parts"
	"ysgk/internal/seal"
	"ysgk/internal/xlsxread"
)

// Identity is what a workbook tells of itself.
type Identity struct {
	Origin seal.Origin // its Tool is "" for a workbook that ysgk did not write
	Edited bool        // saved by another program since ysgk wrote it
	State  State       // how it stands to its input workbook
	Input  string      // the input workbook that it was compared with, "" if none was found

	// Of a workbook that ysgk did not write: what it says as an input workbook.
	Kind     input.Kind
	Ledger   *budget.Ledger // nil with errors among Findings
	Findings finding.List   // of reading only; check finds more
}

// State says how an output stands to its input workbook as it is now.
type State int

// The states of an output.
const (
	Unknown State = iota // it names no input workbook
	Missing              // the input workbook is not there
	Same                 // to the byte
	Resaved              // saved anew, but it says the same
	Changed              // it says something else, or has errors
	Other                // made with another pack, so that contents cannot be compared
)

// Identify tells what a workbook is. An output is compared with its input
// workbook: inputFile, or if that is "" the one of the right name beside it.
func Identify(p *pack.Pack, file, inputFile string) (*Identity, error) {
	b, err := xlsxread.Load(file)
	if err != nil {
		return nil, xlsxread.Trouble(file, err)
	}
	id := &Identity{}
	switch f, err := parts.Open(b); {
	case err == nil:
		id.Origin = seal.Read(f)
		id.Edited = id.Origin.Tool != "" && !seal.Intact(f)
	case IsDocument(file): // a workbook may still be readable where it is whole
		return nil, xlsxread.Trouble(file, err)
	}
	if id.Origin.Tool == "" {
		if id.Kind, err = input.KindOf(p, file); err != nil {
			return nil, err
		}
		if id.Ledger, id.Findings, err = input.Read(file, p); err != nil {
			return nil, err
		}
	}
	if id.Origin.Input == "" {
		return id, nil
	}
	folder := filepath.Dir(file)
	if id.Origin.Unit != "" {
		folder = filepath.Dir(filepath.Dir(folder)) // the department's input workbook
	}
	return id, id.compare(p, cmp.Or(inputFile, filepath.Join(folder, filepath.Base(id.Origin.Input))))
}

// compare finds out how the output stands to its input workbook.
func (id *Identity) compare(p *pack.Pack, file string) error {
	b, err := xlsxread.Load(file)
	if errors.Is(err, fs.ErrNotExist) {
		id.State = Missing
		return nil
	}
	if err != nil {
		return xlsxread.Trouble(file, err)
	}
	id.Input = file
	switch {
	case seal.Sum(b) == id.Origin.InputHash:
		id.State = Same
		return nil
	case id.Origin.InputSays == "":
		id.State = Changed
		return nil
	case id.Origin.PackHash != p.Hash:
		id.State = Other
		return nil
	}
	l, _, err := input.Read(file, p)
	if err != nil {
		return err
	}
	id.State = Changed
	if l, err = partOf(p, l, id.Origin.Unit, file); err != nil {
		return nil // the unit is gone
	}
	if l != nil && l.Fingerprint(p.Codes) == id.Origin.InputSays {
		id.State = Resaved
	}
	return nil
}
