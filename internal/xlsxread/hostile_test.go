package xlsxread

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

const sheetPart = "xl/worksheets/sheet1.xml"

func sheetOf(rows string) map[string]string {
	return map[string]string{sheetPart: `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`}
}

func with(parts map[string]string, more ...string) map[string]string {
	for i := 0; i < len(more); i += 2 {
		parts[more[i]] = more[i+1]
	}
	return parts
}

// What has no one meaning is refused, with the place; none of it is read as less.
func TestDamageIsRefusedWithItsPlace(t *testing.T) {
	sst := `<sst><si><t>甲</t></si></sst>`
	rels := func(more string) string {
		return `<Relationships><Relationship Id="s1" Type="` + rel + `/worksheet" Target="worksheets/sheet1.xml"/>` + more + `</Relationships>`
	}
	one := `<row r="1"><c r="A1"><v>1</v></c></row>`
	for name, c := range map[string]struct {
		parts map[string]string
		want  string
	}{
		"shared string beyond the table": {with(sheetOf(`<row r="3"><c r="B3" t="s"><v>1</v></c></row>`), "xl/sharedStrings.xml", sst), "工作表“表”的 B3：要第 1 条共享文字，共享文字表里没有"},
		"shared string before the table": {with(sheetOf(`<row r="3"><c r="B3" t="s"><v>-1</v></c></row>`), "xl/sharedStrings.xml", sst), "工作表“表”的 B3：要第 -1 条共享文字"},
		"shared string of no number":     {with(sheetOf(`<row r="3"><c r="B3" t="s"><v>甲</v></c></row>`), "xl/sharedStrings.xml", sst), "工作表“表”的 B3：共享文字的序号"},
		"two values":                     {sheetOf(`<row r="2"><c r="B2"><v>1</v><v>960480.53</v></c></row>`), "工作表“表”的 B2：一格里有两个值"},
		"an element in a value":          {sheetOf(`<row r="2"><c r="B2"><v>1<x/>960480.53</v></c></row>`), "工作表“表”的 B2：文字或数里夹着标签"},
		"two formulas":                   {sheetOf(`<row r="2"><c r="B2"><f>1</f><f>2</f><v>1</v></c></row>`), "工作表“表”的 B2：一格里有两个公式"},
		"text between values":            {sheetOf(`<row r="2"><c r="B2">5<v>1</v></c></row>`), "工作表“表”的 B2：标签之间有多余的文字“5”"},
		"text beside cells":              {sheetOf(`<row r="2">5<c r="B2"><v>1</v></c></row>`), "工作表“表”的 第 2 行：标签之间有多余的文字“5”"},
		"a cell twice":                   {sheetOf(`<row r="2"><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>`), "工作表“表”的 C2：单元格“B2”写得不对，或重复"},
		"cells in disorder":              {sheetOf(`<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>`), "单元格“A2”写得不对，或重复"},
		"a row twice":                    {sheetOf(`<row r="2"/><row r="2"/>`), "行号“2”写得不对，或重复"},
		"rows in disorder":               {sheetOf(`<row r="3"/><row r="2"/>`), "行号“2”写得不对，或重复"},
		"a row of no number":             {sheetOf(`<row r="x"/>`), "行号“x”写得不对"},
		"a cell of another row":          {sheetOf(`<row r="2"><c r="B3"><v>1</v></c></row>`), "单元格“B3”写得不对"},
		"a cell without sense":           {sheetOf(`<row r="2"><c r="2B"><v>1</v></c></row>`), "单元格“2B”写得不对"},
		"a column too far":               {sheetOf(`<row r="2"><c r="XFE2"><v>1</v></c></row>`), "单元格“XFE2”写得不对"},
		"a row too far":                  {sheetOf(`<row r="1048577"/>`), "行号超过 1048576"},
		"a type of its own":              {sheetOf(`<row r="2"><c r="B2" t="x"><v>1</v></c></row>`), "单元格的类型“x”不认识"},
		"a number of letters":            {sheetOf(`<row r="2"><c r="B2"><v>12a</v></c></row>`), "工作表“表”的 B2：数“12a”写得不对"},
		"a boolean of letters":           {sheetOf(`<row r="2"><c r="B2" t="b"><v>yes</v></c></row>`), "真假值“yes”"},
		"an inline text elsewhere":       {sheetOf(`<row r="2"><c r="B2" t="inlineStr"><v>甲</v></c></row>`), "文字没有放在该放的地方"},
		"text beside runs":               {sheetOf(`<row r="2"><c r="B2" t="inlineStr"><is>乙<t>甲</t></is></c></row>`), "工作表“表”的 B2：标签之间有多余的文字“乙”"},
		"a text in a text":               {sheetOf(`<row r="2"><c r="B2" t="inlineStr"><is><t>甲<t>乙</t></t></is></c></row>`), "工作表“表”的 B2：文字或数里夹着标签"},
		"an attribute twice":             {sheetOf(`<row r="2"><c r="B2" r="C2"><v>1</v></c></row>`), "标签里有两个“r”"},
		"a cell of another language":     {sheetOf(`<row r="2"><y:c xmlns:y="urn:y" r="B2"><v>1</v></y:c></row>`), "不认识的标签“c”"},
		"a value of another language":    {sheetOf(`<row r="2"><c r="B2"><v xmlns="urn:y">1</v></c></row>`), "工作表“表”的 B2：有不认识的标签“v”"},
		"alternatives among cells":       {sheetOf(`<row r="2"><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><c xmlns="" r="B2"><v>1</v></c></mc:Choice></mc:AlternateContent></row>`), "不认识的标签“AlternateContent”"},
		"alternatives of cells":          {map[string]string{sheetPart: `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/><mc:AlternateContent xmlns:mc="urn:mc"><sheetData/></mc:AlternateContent></worksheet>`}, "单元格放在 ysgk 不认识的标签里"},
		"a prefix from nowhere":          {sheetOf(`<row r="2"><y:c r="B2"><v>1</v></y:c></row>`), "前缀“y”没有声明"},
		"cells twice":                    {map[string]string{sheetPart: `<worksheet><sheetData/><sheetData>` + one + `</sheetData></worksheet>`}, "（sheetData）有两个"},
		"no cells":                       {map[string]string{sheetPart: `<worksheet/>`}, "没有存放单元格的部分"},
		"another language":               {map[string]string{sheetPart: `<worksheet xmlns="urn:y"><sheetData/></worksheet>`}, "里面不是 worksheet"},
		"a merge of no cells":            {map[string]string{sheetPart: `<worksheet><sheetData/><mergeCells><mergeCell ref="B2:A1"/></mergeCells></worksheet>`}, "合并单元格“B2:A1”写得不对"},
		"cut off":                        {map[string]string{sheetPart: `<worksheet><sheetData><row r="1"><c r="A1"><v>1`}, "工作表“表”的 A1：内容不完整"},
		"cut off between rows":           {map[string]string{sheetPart: `<worksheet><sheetData>` + one}, "内容不完整"},
		"cut off at its end":             {map[string]string{sheetPart: `<worksheet><sheetData>` + one + `</sheetData>`}, "内容不完整"},
		"empty":                          {map[string]string{sheetPart: ``}, "内容不完整"},
		"two roots":                      {map[string]string{sheetPart: `<worksheet><sheetData/></worksheet><worksheet/>`}, "标签写得不对"},
		"text behind the root":           {map[string]string{sheetPart: `<worksheet><sheetData/></worksheet>甲`}, "开头或末尾有多余的文字"},
		"mismatched tags":                {sheetOf(`<row r="1"><c r="A1"><v>1</c></v></row>`), "标签 </c> 和前面的对不上"},
		"an entity of its own":           {sheetOf(`<row r="1"><c r="A1" t="str"><v>&甲;</v></c></row>`), "不认识“&甲;”"},
		"a bare ampersand":               {sheetOf(`<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>`), "“&”后面写得不对"},
		"a character that XML forbids":   {sheetOf("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\x01</v></c></row>"), "不该有的字符"},
		"a reference to one":             {sheetOf(`<row r="1"><c r="A1" t="str"><v>&#1;</v></c></row>`), "不认识“&#1;”"},
		"no UTF-8":                       {sheetOf("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>\xb1\xed</v></c></row>"), "不是 UTF-8 编码"},
		"GBK":                            {map[string]string{sheetPart: `<?xml version="1.0" encoding="GBK"?><worksheet><sheetData/></worksheet>`}, "编码是 GBK，不是 UTF-8"},
		"an entity bomb":                 {map[string]string{sheetPart: `<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>`}, "有文档类型声明（DOCTYPE）"},
		"a tag in an attribute":          {sheetOf(`<row r="<"/>`), "标签写得不对"},
		"an attribute without quotes":    {sheetOf(`<row r=1/>`), "标签写得不对"},
		"an attribute without a blank":   {sheetOf(`<row r="1"s="2"/>`), "标签写得不对"},
		"a format that is not there": {with(sheetOf(`<row r="1"><c r="A1" s="7"><v>1</v></c></row>`), "xl/styles.xml", `<styleSheet><cellXfs><xf/></cellXfs></styleSheet>`,
			"xl/_rels/workbook.xml.rels", rels(`<Relationship Id="y" Type="`+rel+`/styles" Target="styles.xml"/>`)), "格式的序号“7”不在格式表里"},
		"a sheet without a relationship": {with(sheetOf(one), "xl/_rels/workbook.xml.rels", `<Relationships/>`), "没有说明工作表“表”在哪里"},
		"a sheet outside":                {with(sheetOf(one), "xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="s1" Type="`+rel+`/worksheet" TargetMode="External" Target="a.xlsx"/></Relationships>`), "工作表“表”在别的文件里"},
		"a sheet without a part":         {map[string]string{}, "缺少工作表“表”的部件 xl/worksheets/sheet1.xml"},
		"strings without a part":         {with(sheetOf(one), "xl/_rels/workbook.xml.rels", rels(`<Relationship Id="y" Type="`+rel+`/sharedStrings" Target="strings.xml"/>`)), "xl/strings.xml：缺少这个部件"},
		"two sheets of one name": {with(sheetOf(one), "xl/workbook.xml", `<workbook xmlns:r="`+rel+`"><sheets><sheet name="表" r:id="s1"/><sheet name="表" r:id="s1"/></sheets></workbook>`),
			"xl/workbook.xml：有两张工作表都叫“表”"},
		"a sheet in two places": {with(sheetOf(one), "xl/workbook.xml", `<workbook xmlns:r="`+rel+`" xmlns:q="q"><sheets><sheet name="表" r:id="s1" q:id="s2"/></sheets></workbook>`),
			"xl/workbook.xml：工作表“表”写了两个位置"},
		"two sheets of one part": {with(sheetOf(one), "xl/workbook.xml", `<workbook xmlns:r="`+rel+`"><sheets><sheet name="表" r:id="s1"/><sheet name="乙" r:id="s1"/></sheets></workbook>`),
			"工作表“乙”和另一张工作表是同一个部件 xl/worksheets/sheet1.xml"},
		"two relationships of one name": {with(sheetOf(one), "xl/_rels/workbook.xml.rels", rels(`<Relationship Id="s1" Type="`+rel+`/worksheet" Target="other.xml"/>`)), "有两条关系都叫“s1”"},
		"two workbooks":                 {with(sheetOf(one), "_rels/.rels", rels(`<Relationship Id="a" Type="`+rel+`/officeDocument" Target="xl/workbook.xml"/><Relationship Id="b" Type="`+rel+`/officeDocument" Target="xl/other.xml"/>`)), "_rels/.rels：说了两本工作簿：xl/workbook.xml 和 xl/other.xml"},
		"no sheets":                     {with(sheetOf(one), "xl/workbook.xml", `<workbook><sheets/></workbook>`), "xl/workbook.xml：没有列出工作表"},
		"damage in the list of sheets":  {with(sheetOf(one), "xl/workbook.xml", `<workbook><sheets>`), "xl/workbook.xml：内容不完整"},
		"damage in the strings":         {with(sheetOf(one), "xl/sharedStrings.xml", `<sst><si><t>甲</si></sst>`), "xl/sharedStrings.xml：标签 </si> 和前面的对不上"},
		"strange strings":               {with(sheetOf(one), "xl/sharedStrings.xml", `<sst><si><x>甲</x></si></sst>`), "xl/sharedStrings.xml：文字里有不认识的“x”"},
		"half a UTF-16 part":            {map[string]string{sheetPart: utf16Of(`<worksheet><sheetData/></worksheet>`) + "<"}, "UTF-16 编码不完整"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rowsOf(t, packBook(t, c.parts))
			if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// What programs may write differently is read, and read the same.
func TestTheSameIsReadHoweverItIsWritten(t *testing.T) {
	const transitional, strict = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
	want := []rowOf{{2, []Cell{{Col: 2, Kind: Text, Text: "甲 <乙>\r"}, {Col: 3, Kind: Number, Text: "960480.53"}}}}
	cells := `<c r="B2" t="str"><v>甲 &lt;乙&gt;_x000D_</v></c><c r="C2"><v>960480.53</v></c>`
	plain := `<worksheet xmlns="` + transitional + `"><sheetData><row r="2">` + cells + `</row></sheetData></worksheet>`
	for name, sheet := range map[string]string{
		"plain":                   plain,
		"strict":                  strings.Replace(plain, transitional, strict, 1),
		"without a namespace":     strings.Replace(plain, ` xmlns="`+transitional+`"`, "", 1),
		"a byte order mark":       "\ufeff" + `<?xml version="1.0" encoding="utf-8"?>` + plain,
		"UTF-16":                  utf16Of(`<?xml version="1.0" encoding="UTF-16"?>` + plain),
		"single quotes":           strings.ReplaceAll(plain, `"`, `'`),
		"a prefix":                strings.NewReplacer("</", "</x:", "<w", "<x:w", "<s", "<x:s", "<r", "<x:r", "<c", "<x:c", "<v", "<x:v", "xmlns=", "xmlns:x=").Replace(plain),
		"another prefix in cells": strings.Replace(plain, cells, strings.NewReplacer("</", "</y:", "<c ", `<y:c xmlns:y="`+transitional+`" `, "<v", "<y:v").Replace(cells), 1),
		"blanks and comments":     strings.NewReplacer("<row", "\r\n  <!-- 甲 --><row", "<v>9604", "<v><!-- 5 -->9604", "<sheetData>", "<sheetData>\n<?x y?>").Replace(plain),
		"CDATA":                   strings.Replace(plain, "960480.53", "<![CDATA[960]]>480<![CDATA[.53]]>", 1),
		"references":              strings.NewReplacer("甲", "&#x7532;", "960480", "96&#48;480").Replace(plain),
		"no addresses":            strings.NewReplacer(` r="C2"`, ``).Replace(plain),
		"attributes elsewhere":    strings.NewReplacer(`<c r="C2"`, `<c xmlns:z="urn:z" z:t="s" z:r="Q9" r="C2"`).Replace(plain),
		"alternatives elsewhere":  strings.Replace(plain, "</worksheet>", `<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><controls/></mc:Choice></mc:AlternateContent></worksheet>`, 1),
		"an extension in a cell":  strings.Replace(plain, `</v></c></row>`, `</v><extLst><ext><v>7</v></ext></extLst></c></row>`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := rowsOf(t, packBook(t, map[string]string{sheetPart: sheet}))
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

func utf16Of(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func TestTwoPartsOfOneNameAreRefused(t *testing.T) {
	for _, second := range []string{"xl/workbook.xml", "XL/Workbook.xml", `xl\workbook.xml`} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range []string{"xl/workbook.xml", second} {
			if _, err := z.Create(name); err != nil {
				t.Fatal(err)
			}
		}
		z.Close()
		if _, err := OpenPackage(b.Bytes()); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "同名") {
			t.Errorf("%s: %v", second, err)
		}
	}
}

// bomb writes a part of a workbook, which says how large it is.
type bomb struct {
	name  string
	part  string
	write func(w io.Writer)
}

// again writes a text so many times.
func again(text string, n int) func(io.Writer) {
	return func(w io.Writer) {
		many := strings.Repeat(text, 1000)
		for range n / 1000 {
			io.WriteString(w, many)
		}
	}
}

func around(head string, middle func(io.Writer), foot string) func(io.Writer) {
	return func(w io.Writer) {
		io.WriteString(w, head)
		middle(w)
		io.WriteString(w, foot)
	}
}

var bombs = []bomb{
	{"a text cell of 200 MB", sheetPart, around(`<worksheet><sheetData><row><c t="inlineStr"><is><t>`, again("0123456789", 20e6), `</t></is></c></row></sheetData></worksheet>`)},
	{"a text cell of 60 MB", sheetPart, around(`<worksheet><sheetData><row><c t="inlineStr"><is><t>`, again("0123456789", 6e6), `</t></is></c></row></sheetData></worksheet>`)},
	{"a text cell in pieces", sheetPart, around(`<worksheet><sheetData><row><c t="inlineStr"><is><t>`, again("0123456789<!---->", 3e6), `</t></is></c></row></sheetData></worksheet>`)},
	{"blanks", sheetPart, around(`<worksheet><sheetData>`, again("          ", 20e6), `</sheetData></worksheet>`)},
	{"a few blanks", sheetPart, around(`<worksheet><sheetData>`, again("          ", 6e6), `</sheetData></worksheet>`)},
	{"a tag without an end", sheetPart, around(`<worksheet `, again(`a="0123456"`, 5e6), `/>`)},
	{"formats", "xl/styles.xml", around(`<styleSheet><cellXfs>`, again(`<xf/>`, 5e6), `</cellXfs></styleSheet>`)},
	{"texts", "xl/sharedStrings.xml", around(`<sst>`, again(`<si/>`, 8e6), `</sst>`)},
	{"cells", sheetPart, around(`<worksheet><sheetData>`, again(`<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>`, 1e6), `</sheetData></worksheet>`)},
	{"merges", sheetPart, around(`<worksheet><sheetData/><mergeCells>`, again(`<mergeCell ref="A1"/>`, 2e6), `</mergeCells></worksheet>`)},
	{"depth", sheetPart, around(`<worksheet>`, again(`<a>`, 5e6), ``)},
	{"relationships", "xl/_rels/workbook.xml.rels", around(`<Relationships>`, again(`<Relationship Id="a" Target="b"/>`, 2e6), `</Relationships>`)},
}

// book is a workbook with the bomb in place of a part, in some hundred kilobytes.
func (x bomb) book(t testing.TB) []byte {
	content, err := os.ReadFile(packBook(t, with(sheetOf(``), "xl/styles.xml", `<styleSheet/>`, "xl/_rels/workbook.xml.rels",
		`<Relationships><Relationship Id="s1" Type="`+rel+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="`+rel+`/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="y" Type="`+rel+`/styles" Target="styles.xml"/></Relationships>`)))
	if err != nil {
		t.Fatal(err)
	}
	return Replaced(t, content, x.part, x.write)
}

// Replaced is a workbook with another part in place of one.
func Replaced(t testing.TB, book []byte, part string, write func(io.Writer)) []byte {
	old, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range old.File {
		if e.Name != part {
			if err := z.Copy(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	w, err := z.Create(part)
	if err != nil {
		t.Fatal(err)
	}
	write(w)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A file of some hundred kilobytes must not take the machine: the whole command
// has 512 MB and 5 s.
func TestBombsAreRefusedWithinBounds(t *testing.T) {
	for _, x := range bombs {
		t.Run(x.name, func(t *testing.T) {
			book := x.book(t)
			if len(book) > 2<<20 {
				t.Fatalf("the test's file has %d bytes", len(book))
			}
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			f, err := Read(book)
			if err == nil {
				_, err = f.Rows(f.Sheets[0], func(int, []Cell) {})
			}
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			t.Logf("%v; %d kB, %v, allocated %d MB", err, len(book)>>10, took, (after.TotalAlloc-before.TotalAlloc)>>20)
			if !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrDamaged) {
				t.Errorf("not refused: %v", err)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 400 {
				t.Errorf("allocated %d MB", mb)
			}
		})
	}
}

// archive/zip does not compare content with a sum of 0.
func TestAPartWithoutASumIsRefused(t *testing.T) {
	content, err := os.ReadFile(packBook(t, sheetOf(`<row><c><v>1</v></c></row>`)))
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; ; at += 4 { // the entries of the directory hold the sum at 16
		next := bytes.Index(content[at:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		at += next
		copy(content[at+16:at+20], []byte{0, 0, 0, 0})
	}
	path := filepath.Join(t.TempDir(), "表.xlsx")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "压缩包里没有它的校验值") {
		t.Errorf("%v", err)
	}
}
