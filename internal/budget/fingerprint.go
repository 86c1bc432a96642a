package budget

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"maps"
	"slices"
)

// Source is the workbook that a ledger was read from; empty for one made in memory.
type Source struct {
	File   string   // base name
	SHA256 string   // of its bytes, in hex
	Unit   string   // whose part of the workbook it is, "" of the whole
	Sheets []string // as stored
}

// Fingerprint is a hash of what the ledger says, in hex: equal ledgers have
// equal ones, wherever on the sheets their records stand and however the
// workbook was saved. The order of records counts, because tables print it. Of
// code lists what differs from those of the pack counts.
func (l *Ledger) Fingerprint(pack map[string]*CodeList) string {
	d := &digest{hash: sha256.New()}
	for _, name := range slices.Sorted(maps.Keys(l.Info)) {
		d.texts(name, l.Info[name])
	}
	for _, name := range slices.Sorted(maps.Keys(l.Tables)) {
		d.table(l.Tables[name])
	}
	for _, name := range slices.Sorted(maps.Keys(l.Codes)) {
		d.texts(name)
		d.codes(l.Codes[name], pack[name])
	}
	d.flush()
	return hex.EncodeToString(d.hash.Sum(nil))
}

// digest gathers bytes for the hash, which is quick only with many at a time.
type digest struct {
	hash hash.Hash
	b    []byte
}

func (d *digest) flush() {
	d.hash.Write(d.b)
	d.b = d.b[:0]
}

func (d *digest) number(n int64) { d.b = binary.AppendVarint(d.b, n) }

// texts adds a list of texts so that no other list gives the same bytes.
func (d *digest) texts(list ...string) {
	d.number(int64(len(list)))
	for _, s := range list {
		d.number(int64(len(s)))
		d.b = append(d.b, s...)
	}
	if len(d.b) > 1<<15 {
		d.flush()
	}
}

// codes adds the entries that a list does not share with another, nil for none.
func (d *digest) codes(list, base *CodeList) {
	var known []Entry
	if base != nil {
		known = base.Entries()
	}
	for i, e := range list.Entries() {
		if i >= len(known) || !slices.Equal(e.Values, known[i].Values) {
			d.texts(e.Values...)
		}
	}
}

func (d *digest) table(t *Table) {
	d.texts(t.Name)
	d.texts(t.Fields...)
	d.texts(t.Measures...)
	d.number(int64(t.Len()))
	for field := range t.Fields {
		for i := range t.Len() {
			d.texts(t.Text(i, field))
		}
	}
	for measure := range t.Measures {
		for _, a := range t.Amounts(measure) {
			d.number(int64(a))
		}
	}
}
