package office

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"testing"
)

// What a PDF says of its links, in the order of its pages and not of its objects.
func TestTheTextsOfLinksAreReadFromAPDFByPage(t *testing.T) {
	plain := "%PDF-1.6\n1 0 obj\n<</Type/Annot/Subtype/Link/Contents<FEFF0032>/Dest[7 0 R/XYZ 1 2 0]>>\nendobj\n2 0 obj\n<</Type/Annot/Contents<FEFF 76EE5F55>>>\nendobj\n" +
		"3 0 obj\n<</Type/Page/Parent 5 0 R/Annots[ 1 0 R ]>>\nendobj\n4 0 obj\n<</Type/Page/Parent 5 0 R/Annots[ 2 0 R ]>>\nendobj\n" +
		"5 0 obj\n<</Type/Pages\n/Kids[ 4 0 R 3 0 R\n6 0 R ]\n/Count 3>>\nendobj\n6 0 obj\n<</Type/Page>>\nendobj\n"
	if got := linksOf([]byte(plain)); got != "目录\n2\n" {
		t.Errorf("%q", got)
	}
	objects := []string{"<</Type/Annot/Contents<FEFF0037>>>", "<</Type/Page/Annots[11 0 R]>>", "<</Type/Pages/Kids[12 0 R]/Count 1>>"}
	index, body := "", ""
	for i, o := range objects {
		index += fmt.Sprintf("%d %d ", 11+i, len(body))
		body += o + "\n"
	}
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	if _, err := z.Write([]byte(index + body)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if got := linksOf([]byte(fmt.Sprintf("20 0 obj\n<</Type/ObjStm/N 3/First %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n", len(index), b.String()))); got != "7\n" {
		t.Errorf("packed: %q", got)
	}
	if got := linksOf([]byte("no PDF")); got != "" {
		t.Errorf("%q", got)
	}
}
