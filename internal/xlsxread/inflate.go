package xlsxread

import (
	"io"
	"sync"

	"github.com/klauspost/compress/flate"
)

// inflaters are those that have done their part: each holds some 80 kB.
var inflaters sync.Pool

// inflater unpacks a part, faster than the one of archive/zip.
type inflater struct{ io.ReadCloser }

func inflate(in io.Reader) io.ReadCloser {
	r, ok := inflaters.Get().(io.ReadCloser)
	if !ok {
		return &inflater{flate.NewReader(in)}
	}
	_ = r.(flate.Resetter).Reset(in, nil) // never fails
	return &inflater{r}
}

// Read fails once another part may have it.
func (r *inflater) Read(p []byte) (int, error) {
	if r.ReadCloser == nil {
		return 0, io.ErrClosedPipe
	}
	return r.ReadCloser.Read(p)
}

// Close lets another part have it, once.
func (r *inflater) Close() error {
	if r.ReadCloser == nil {
		return nil
	}
	err := r.ReadCloser.Close()
	inflaters.Put(r.ReadCloser)
	r.ReadCloser = nil
	return err
}
