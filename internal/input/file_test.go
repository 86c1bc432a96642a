package input_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"ysgk/internal/proof"

	"ysgk/internal/input"
)

// ole is the beginning of an OLE container with the name of one stream.
func ole(stream string) string {
	var b bytes.Buffer
	b.WriteString("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	b.Write(make([]byte, 504))
	for _, u := range utf16.Encode([]rune(stream)) {
		_ = binary.Write(&b, binary.LittleEndian, u)
	}
	return b.String()
}

func TestFilesThatNoCellCanMend(t *testing.T) {
	p := proof.DefaultPack(t)
	zipped := func(parts map[string]string) func(testing.TB, string) {
		return func(t testing.TB, path string) { writeZip(t, path, parts) }
	}
	text := func(s string) func(testing.TB, string) {
		return func(t testing.TB, path string) {
			if err := os.WriteFile(path, []byte(s), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	broken := func(part, content string) func(testing.TB, string) {
		parts := newBook().parts()
		parts[part] = content
		return zipped(parts)
	}
	cases := []struct {
		name  string
		write func(testing.TB, string)
		want  string
	}{
		{"missing", func(testing.TB, string) {}, "录入.xlsx：找不到这个文件"},
		{"folder", func(t testing.TB, p string) { _ = os.Mkdir(p, 0o755) }, "录入.xlsx：是文件夹"},
		{"empty", text(""), "录入.xlsx：是空文件"},
		{"old xls", text(ole("Workbook")), "录入.xlsx：是旧版 Excel 的 .xls 或 WPS 的 .et 文件；请用 Excel 或 WPS 打开，另存为 .xlsx"},
		{"password", text(ole("EncryptedPackage")), "录入.xlsx：设有打开密码"},
		{"html", text("\ufeff\n<html><table></table></html>"), "录入.xlsx：其实是网页或 XML 文本"},
		{"csv", text("单位,金额\n甲局,1\n"), "录入.xlsx：不是 Excel 工作簿（可能是 CSV 等文本）"},
		{"ods", zipped(map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "录入.xlsx：是别的文档格式"},
		{"xlsb", zipped(map[string]string{"xl/workbook.bin": "x", "[Content_Types].xml": "<Types/>"}), "录入.xlsx：是别的文档格式"},
		{"docx", zipped(map[string]string{"word/document.xml": "<x/>"}), "录入.xlsx：是别的文档格式"},
		{"zip of anything", zipped(map[string]string{"a.txt": "a"}), "录入.xlsx：不是 Excel 工作簿"},
		{"cut off", func(t testing.TB, path string) {
			writeZip(t, path, newBook().parts())
			if err := os.Truncate(path, 900); err != nil {
				t.Fatal(err)
			}
		}, "录入.xlsx：已损坏"},
		{"sheet cut off", broken("xl/worksheets/sheet3.xml", `<worksheet><sheetData><row r="1"><c r="A1"><v>1`), "录入.xlsx：已损坏"},
		{"sheet with rows in disorder", broken("xl/worksheets/sheet3.xml", `<worksheet><sheetData><row r="3"/><row r="2"/></sheetData></worksheet>`), "录入.xlsx：已损坏"},
		{"styles not XML", broken("xl/styles.xml", "<styleSheet"), "录入.xlsx：已损坏"},
		{"a sheet nested deeply", broken("xl/worksheets/sheet3.xml", "<worksheet>"+strings.Repeat("<a>", 10_000)+strings.Repeat("</a>", 10_000)+"</worksheet>"), "录入.xlsx：展开后太大（工作表“支出明细”：一层套一层超过 1000 层）"},
		{"styles nested deeply", broken("xl/styles.xml", "<styleSheet>"+strings.Repeat("<a>", 10_000)+strings.Repeat("</a>", 10_000)+"</styleSheet>"), "录入.xlsx：展开后太大（xl/styles.xml：一层套一层超过 1000 层）"},
		{"bomb", bomb, "录入.xlsx：展开后太大"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "录入.xlsx")
			c.write(t, path)
			l, found, err := input.Read(path, p)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || l != nil || found != nil {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}

// What other programs write in their own way is read as it is meant.
func TestUnusualWorkbooksAreReadAsTheyAreMeant(t *testing.T) {
	p := proof.DefaultPack(t)
	const transitional, strict = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
	for name, c := range map[string]struct {
		change func(parts map[string]string)
		date   string
	}{
		"as usual": {func(map[string]string) {}, "2026-01-20"},
		"strict": {func(parts map[string]string) {
			for name, part := range parts {
				parts[name] = strings.NewReplacer(transitional+"spreadsheetml/2006/main", strict+"spreadsheetml/main",
					transitional+"officeDocument/2006/relationships", strict+"officeDocument/relationships").Replace(part)
			}
		}, "2026-01-20"},
		"days counted from 1904": {func(parts map[string]string) {
			parts["xl/workbook.xml"] = strings.Replace(parts["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
		}, "2030-01-21"},
		"a million shared texts": {func(parts map[string]string) {
			parts["xl/sharedStrings.xml"] = "<sst>" + strings.Repeat("<si><t>甲</t></si>", 1_000_000) + "</sst>"
			const rel = transitional + "officeDocument/2006/relationships"
			parts["xl/_rels/workbook.xml.rels"] = strings.Replace(parts["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="t" Type="`+rel+`/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, 1)
		}, "2026-01-20"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBook()
			b.add("基本信息", []any{"编制日期", styled(1, "46042")})
			parts := b.parts()
			c.change(parts)
			path := filepath.Join(t.TempDir(), "录入.xlsx")
			writeZip(t, path, parts)
			l, found, err := input.Read(path, p)
			if err != nil || found.HasErrors() || l.Tables["支出明细"].Len() != 1 || l.Info["编制日期"] != c.date {
				t.Errorf("%v %v %+v", err, found, l)
			}
		})
	}
}

// bomb writes a styles part that says it is small and unpacks to 256 MB.
func bomb(t testing.TB, path string) {
	parts := newBook().parts()
	var packed bytes.Buffer
	inner := zip.NewWriter(&packed)
	w, err := inner.Create("x")
	if err != nil {
		t.Fatal(err)
	}
	crc := crc32.NewIEEE()
	chunk := bytes.Repeat([]byte(" "), 1<<20)
	for range 256 {
		_, _ = w.Write(chunk)
		_, _ = crc.Write(chunk)
	}
	_ = inner.Close()
	r, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := r.File[0].OpenRaw()
	if err != nil {
		t.Fatal(err)
	}
	body := make([]byte, r.File[0].CompressedSize64)
	if _, err := io.ReadFull(raw, body); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range parts {
		if name == "xl/styles.xml" {
			w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: crc.Sum32(), CompressedSize64: uint64(len(body)), UncompressedSize64: 256 << 20})
			if err != nil {
				t.Fatal(err)
			}
			_, _ = w.Write(body)
			continue
		}
		w, _ := z.Create(name)
		_, _ = w.Write([]byte(content))
	}
	_ = z.Close()
	if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
