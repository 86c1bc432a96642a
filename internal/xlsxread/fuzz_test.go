package xlsxread

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ysgk/internal/a1"
	"ysgk/internal/numfmt"
)

// told is what both readers tell of a cell.
type told struct {
	At, Type, Text, Formula string
	Has                     bool // a formula
}

var fuzzTexts = []String{{Text: "甲"}, {Text: "乙"}}

func tell(sheet string) (out []told, err error) {
	_, err = ReadSheet(sheetPart, "表", []byte(sheet), fuzzTexts, func(r *Row) {
		for _, c := range r.Cells {
			x := told{At: a1.Name(c.Col, r.R), Type: c.Stored.Type, Text: c.Text, Has: c.Formula != nil}
			if c.Formula != nil {
				x.Formula = c.Formula.Text
			}
			out = append(out, x)
		}
	})
	return out, err
}

// node is an element of the reference, which reads a part as a tree with
// encoding/xml and looks at nothing but what it wants.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

func (n *node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *node) all(name string) (out []*node) {
	for i := range n.Nodes {
		if n.Nodes[i].XMLName.Local == name {
			out = append(out, &n.Nodes[i])
		}
	}
	return out
}

func (n *node) text(name string) (s string) {
	for _, x := range n.all(name) {
		s += x.Text
	}
	return s
}

// rich is the text of an is element.
func (n *node) rich() (s string) {
	for _, is := range n.all("is") {
		for i := range is.Nodes {
			switch x := &is.Nodes[i]; x.XMLName.Local {
			case "t":
				s += x.Text
			case "r":
				s += x.text("t")
			}
		}
	}
	return s
}

func byTree(sheet string) (out []told, err error) {
	var root node
	if err := xml.Unmarshal([]byte(strings.TrimPrefix(sheet, "\ufeff")), &root); err != nil {
		return nil, err
	}
	for _, data := range root.all("sheetData") {
		row := 0
		for _, r := range data.all("row") {
			row++
			if n, err := strconv.Atoi(r.attr("r")); err == nil {
				row = n
			}
			col := 0
			for _, c := range r.all("c") {
				col++
				if n, _, ok := a1.Parse(c.attr("r")); ok {
					col = n
				}
				x := told{At: a1.Name(col, row), Type: c.attr("t"), Has: len(c.all("f")) > 0, Formula: c.text("f"), Text: c.text("v")}
				value := strings.TrimSpace(x.Text)
				switch x.Type {
				case "s":
					x.Text = value
					if value != "" {
						i, err := strconv.Atoi(value)
						if err != nil {
							return nil, err
						}
						x.Text = fuzzTexts[i].Text
					}
				case "str":
					x.Text = Unescape(x.Text)
				case "inlineStr":
					x.Text = Unescape(c.rich())
				case "b":
					x.Text = map[string]string{"true": "1", "false": "0"}[value]
					if x.Text == "" {
						x.Text = value
					}
				case "", "n":
					x.Text = value
				}
				if x.Has && (x.Type != "inlineStr" && len(c.all("v")) == 0) {
					x.Text = ""
				}
				out = append(out, x)
			}
		}
	}
	return out, nil
}

// FuzzSheet proves that whatever is read is what a simple reader reads; a part
// that encoding/xml refuses is refused.
func FuzzSheet(f *testing.F) {
	const head = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	const foot = `</sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells></worksheet>`
	for _, rows := range []string{
		`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"><f>A1</f><v>2.50</v></c></row>`,
		`<row><c><v>1</v></c><c t="str"><v>a_x000D_&lt;&#x7532;</v></c></row><row r='9' hidden="1"><c r='XFD9' t="b"><v>true</v></c></row>`,
		`<row r="2"><c r="C2" t="inlineStr"><is><r><t>甲</t></r><rPh sb="0" eb="1"><t>x</t></rPh><r><rPr/><t xml:space="preserve"> 乙</t></r></is></c></row>`,
		`<row r="3"><c r="A3" s="0" t="str"><f>A1&amp;"x"&#38;B1</f><v>甲</v></c><c r="B3"><f>1</f></c><c r="C3" t="inlineStr"><is><t xml:space="preserve"> 乙</t></is></c><c r="D3"/></row>`,
		`<row><c><!-- 5 --><v><![CDATA[96]]>0480<!-- 9 -->.53</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-01-01</v></c></row>`,
	} {
		f.Add(head + rows + foot)
		f.Add(strings.NewReplacer("</", "</x:", "<w", "<x:w", "<s", "<x:s", "<r", "<x:r", "<c", "<x:c", "<v", "<x:v", "<m", "<x:m", "xmlns=", "xmlns:x=").Replace(head + rows + foot))
	}
	f.Fuzz(func(t *testing.T, sheet string) {
		got, err := tell(sheet)
		if err != nil {
			return
		}
		want, err := byTree(sheet)
		if err != nil {
			t.Fatalf("read %v, but encoding/xml says %v", got, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// Whatever stands in a cell comes out of a sheet that says it.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"", " 甲 ", "a\nb\r", "<&>\"'", "_x000D_", "]]>", "😀"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var b strings.Builder
		if xml.EscapeText(&b, []byte(text)) != nil || len(text) > 10000 {
			return
		}
		got, err := tell(fmt.Sprintf(`<worksheet><sheetData><row><c t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>`, b.String()))
		want := strings.Map(func(r rune) rune {
			if !isChar(r) {
				return '\uFFFD'
			}
			return r
		}, text)
		if err != nil || got[0].Text != Unescape(want) {
			t.Errorf("%q came back as %+v, %v", text, got, err)
		}
	})
}

// FuzzFilled proves that cells which hold nothing are passed over as they are read: what
// remains is the same, and what is wrong with one of them is told.
func FuzzFilled(f *testing.F) {
	for _, cells := range []string{
		`<c r="A7" s="1"></c><c r="B7" s="2"/><c r="C7" s="1"><v>5</v></c><c r="AZ7" s="0"></c><c s="1"></c><c><v>6</v></c>`,
		`<c r="B7" s="1"></c><c r="A7" s="1"></c>`,
		`<c r="A7" s="1"></c><c r="A7" s="1"></c>`,
		`<c r="A8" s="1"></c>`,
		`<c r="A77" s="1"></c>`,
		`<c r="A7" s="3"></c>`,
		`<c r="A7" s="9999999999"/>`,
		`<c r="XFE7" s="1"></c>`,
		`<c r="XFD7" s="1"></c><c/>`,
		`<c r="7" s="1"></c>`,
		`<c r="A7" s=""></c>`,
		`<c r="A7" s="1"></c`,
		`<c r="A7" s="1"> </c><c r="B7" t="inlineStr"><is><t></t></is></c><c r="C7" t="str"><f>A1</f><v></v></c>`,
	} {
		f.Add(`<row r="7">` + cells + `</row>`)
		f.Add(`<row r="07">` + cells + `</row><row><c r="A8" s="1"></c></row>`)
	}
	f.Add(`<row r="07"><c r="XF07" s="1"></c><c/></row>`)
	f.Fuzz(func(t *testing.T, rows string) {
		read := func(filled bool) (out []rowOf, err error) {
			s := &scan{
				t: TokensOf([]byte(`<worksheet><sheetData>` + rows + `</sheetData></worksheet>`)), filled: filled, bare: true,
				styles: &Styles{formats: make([]numfmt.Format, 3)},
				shared: func(int) (String, bool) { return String{}, false },
				count:  func(int) error { return nil },
				visit: filledRows(func(row int, cells []Cell) {
					held := slices.DeleteFunc(slices.Clone(cells), func(c Cell) bool { return c.Kind == Blank && c.Formula == nil })
					if filled && len(held) < len(cells) {
						t.Errorf("row %d has cells that hold nothing", row)
					}
					if len(held) > 0 {
						out = append(out, rowOf{row, held})
					}
				}),
			}
			err = s.run()
			return out, err
		}
		want, err1 := read(false)
		got, err2 := read(true)
		if diff := cmp.Diff(want, got); diff != "" || fmt.Sprint(err1) != fmt.Sprint(err2) {
			t.Errorf("%s\n%v, want %v", diff, err2, err1)
		}
	})
}
