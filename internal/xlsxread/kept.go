package xlsxread

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"

	"ysgk/internal/a1"
	"ysgk/internal/numfmt"
)

// maxKept is how many cells of a sheet are kept.
const maxKept = 200_000

// Kept is what the sheets of a workbook held, for a program that reads it again each time
// that somebody has saved it: most sheets are as they were. It serves one reader at a time.
type Kept struct {
	sheets map[string]*keptSheet // by part
	spared int                   // how many sheets were not read again
}

// keptSheet is what a sheet held, with all of the workbook that this comes from.
type keptSheet struct {
	packed  [sha256.Size]byte // the sheet in the archive
	strings []string          // up to the last one that its cells name
	formats []numfmt.Format

	rows    []keptRow
	merges  []a1.Range
	holding int // as counter counts
}

type keptRow struct {
	row   int
	cells []Cell
}

// Keep makes Filled give of k what it has of sheets that are as they were, and put there
// what it reads of the others.
func (f *File) Keep(k *Kept) { f.kept = k }

// again is Filled for who keeps what it reads.
func (f *File) again(s Sheet, visit func(row int, cells []Cell)) ([]a1.Range, error) {
	packed, err := f.packed(s.Part)
	if err != nil {
		return nil, inSheet(err, s.Part, s.Name, "")
	}
	if was := f.kept.sheets[s.Part]; was != nil && was.packed == packed && f.means(was.strings, was.formats) {
		f.kept.spared++
		var cells []Cell
		for _, r := range was.rows {
			cells = append(cells[:0], r.cells...)
			visit(r.row, cells)
		}
		return was.merges, f.counter(s)(was.holding)
	}
	delete(f.kept.sheets, s.Part)
	now, cells := &keptSheet{packed: packed, formats: f.Styles.all()}, 0
	x := &scan{bare: true, filled: true, visit: filledRows(func(row int, all []Cell) {
		if cells += len(all); cells <= maxKept {
			now.rows = append(now.rows, keptRow{row, slices.Clone(all)})
		}
		visit(row, all)
	})}
	layout, err := f.scan(s, x)
	if err == nil && cells <= maxKept {
		now.strings, now.merges, now.holding = f.strings[:x.named], layout.Merges, f.counts[s.Part]
		if f.kept.sheets == nil {
			f.kept.sheets = map[string]*keptSheet{}
		}
		f.kept.sheets[s.Part] = now
	}
	return layout.Merges, err
}

// means says whether the cells of a sheet that named these texts and formats mean the same here.
func (f *File) means(strings []string, formats []numfmt.Format) bool {
	return len(strings) <= len(f.strings) && slices.Equal(strings, f.strings[:len(strings)]) && slices.Equal(formats, f.Styles.all())
}

// packed is a hash of a part as the archive has it.
func (p *Package) packed(name string) (sum [sha256.Size]byte, err error) {
	e, err := p.entry(name)
	if err != nil {
		return sum, err
	}
	r, err := e.OpenRaw()
	if err != nil {
		return sum, Within(name, err)
	}
	h := sha256.New()
	fmt.Fprintln(h, e.Method, e.UncompressedSize64, e.CRC32)
	if _, err := io.Copy(h, r); err != nil {
		return sum, Within(name, err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}
