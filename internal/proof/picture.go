package proof

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// pictures is the folder of the manual's pictures, as tests of a package under internal see it.
const pictures = "../../docs/图"

// Pictures is the folder in which pictures are to be made, "" if they are only to be
// compared. .ci/pictures.sh names it.
func Pictures() string { return os.Getenv("YSGK_PICTURES") }

// Picture is one of the manual. Who makes it and the words that it shows are kept within
// it: where the program shows others today, it is stale, which needs no eyes to be seen
// and no browser. It is made anew, by take, only where a folder for it is named.
func Picture(name, maker, words string, take func() ([]byte, error)) error {
	mark := fmt.Sprintf("%s %x", maker, sha256.Sum256([]byte(words)))
	folder := Pictures()
	if folder == "" {
		kept, err := PictureMark(name)
		if err == nil && kept != mark {
			err = fmt.Errorf("docs/图/%s does not show what the program shows today: run .ci/pictures.sh and look at it", name)
		}
		return err
	}
	b, err := take()
	if err != nil {
		return err
	}
	if b, err = plain(b); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, name), withText(b, mark), 0o644)
}

// PictureMark is what a picture of the manual says of itself: its maker and the sum of its words.
func PictureMark(name string) (string, error) {
	b, err := os.ReadFile(filepath.Join(pictures, name))
	if err != nil {
		return "", err
	}
	for at := 8; at+12 <= len(b); {
		size := int(binary.BigEndian.Uint32(b[at:]))
		if end := at + 8 + size; string(b[at+4:at+8]) == "tEXt" && end <= len(b) {
			if text, ours := bytes.CutPrefix(b[at+8:end], []byte(key)); ours {
				return string(text), nil
			}
		}
		at += 12 + size
	}
	return "", nil
}

// key is that of the chunk of text that holds the mark.
const key = "ysgk\x00"

// withText puts a chunk of text behind the header of a PNG.
func withText(b []byte, text string) []byte {
	const header = 8 + 12 + 13
	chunk := []byte("tEXt" + key + text)
	out := slices.Clone(b[:header])
	out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, b[header:]...)
}

// plain is a picture without the paper around it, in its 256 most frequent colours.
func plain(b []byte) ([]byte, error) {
	from, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	ground := from.At(from.Bounds().Min.X, from.Bounds().Min.Y)
	var inked image.Rectangle
	often := map[color.RGBA]int{}
	for y := from.Bounds().Min.Y; y < from.Bounds().Max.Y; y++ {
		for x := from.Bounds().Min.X; x < from.Bounds().Max.X; x++ {
			c := from.At(x, y)
			if c != ground {
				inked = inked.Union(image.Rect(x, y, x+1, y+1))
			}
			often[color.RGBAModel.Convert(c).(color.RGBA)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(often), func(a, b color.RGBA) int {
		return cmp.Or(often[b]-often[a], bytes.Compare([]byte{a.R, a.G, a.B}, []byte{b.R, b.G, b.B}))
	})
	var palette color.Palette
	for _, c := range colours[:min(256, len(colours))] {
		palette = append(palette, c)
	}
	part := inked.Inset(-12).Intersect(from.Bounds())
	to := image.NewPaletted(image.Rect(0, 0, part.Dx(), part.Dy()), palette)
	for y := range part.Dy() {
		for x := range part.Dx() {
			to.Set(x, y, from.At(part.Min.X+x, part.Min.Y+y))
		}
	}
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, to)
	return out.Bytes(), err
}
