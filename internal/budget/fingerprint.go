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
	File   string // base name
	SHA256 string // of its bytes, in hex
}

// Fingerprint is a hash of what the ledger says, in hex: equal ledgers have
// equal ones, wherever on the sheets their records stand and however the
// workbook was saved. The order of records counts, because tables print it.
func (l *Ledger) Fingerprint() string {
	d := digest{sha256.New()}
	for _, name := range slices.Sorted(maps.Keys(l.Info)) {
		d.texts(name, l.Info[name])
	}
	for _, name := range slices.Sorted(maps.Keys(l.Tables)) {
		d.table(l.Tables[name])
	}
	for _, name := range slices.Sorted(maps.Keys(l.Codes)) {
		d.texts(name)
		for _, e := range l.Codes[name].Entries() {
			d.texts(e.Values...)
		}
	}
	return hex.EncodeToString(d.Sum(nil))
}

type digest struct{ hash.Hash }

func (d digest) number(n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	d.Write(b[:])
}

// texts adds a list of texts so that no other list gives the same bytes.
func (d digest) texts(list ...string) {
	d.number(int64(len(list)))
	for _, s := range list {
		d.number(int64(len(s)))
		d.Write([]byte(s))
	}
}

func (d digest) table(t *Table) {
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
