package xlsxread

import (
	"bufio"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// inflaters are those that have done their part: each holds some 80 kB.
var inflaters = sync.Pool{New: func() any {
	in := bufio.NewReader(nil)
	return &unpacker{in, flate.NewReader(in)}
}}

// unpacker is a decompressor with the buffer that it reads from, which it would else make
// anew for each part.
type unpacker struct {
	in *bufio.Reader
	io.ReadCloser
}

// inflater unpacks a part, faster than the one of archive/zip.
type inflater struct{ *unpacker }

func inflate(in io.Reader) io.ReadCloser {
	u := inflaters.Get().(*unpacker)
	u.in.Reset(in)
	_ = u.ReadCloser.(flate.Resetter).Reset(u.in, nil) // never fails
	return &inflater{u}
}

// Read fails once another part may have it.
func (r *inflater) Read(p []byte) (int, error) {
	if r.unpacker == nil {
		return 0, io.ErrClosedPipe
	}
	return r.unpacker.Read(p)
}

// Close lets another part have it, once.
func (r *inflater) Close() error {
	if r.unpacker == nil {
		return nil
	}
	err := r.unpacker.Close()
	inflaters.Put(r.unpacker)
	r.unpacker = nil
	return err
}
