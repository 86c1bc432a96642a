package xlsxedit

import (
	"strconv"

	"github.com/beevik/etree"

	"ysgk/internal/numfmt"
)

// Style is what row heights depend on, and the number format.
type Style struct {
	Format   string // number format as a code, "" if it is one of those without
	Wrap     bool
	FontName string
	FontSize float64 // points
	Indent   int
	Shrunk   bool // texts and numbers are made smaller until they fit
	Rotation int  // degrees, 91 to 180 downwards; 255 is letters below each other
}

// General says whether numbers show all their decimals.
func (s Style) General() bool { return numfmt.IsGeneral(s.Format) }

// Text says whether what is typed into the cell becomes text.
func (s Style) Text() bool { return numfmt.IsText(s.Format) }

// Styles are the cell formats of the workbook by index.
type Styles struct {
	formats []Style
	Default Style // of cells without a format; its font sets the unit of column widths
}

// Styles reads the cell formats.
func (f *File) Styles(wb *Workbook) *Styles {
	s := &Styles{Default: Style{FontSize: 11}}
	doc, err := f.Look(f.Related(wb.Part, "styles"))
	if err != nil {
		return s
	}
	root := doc.Root()
	fonts := children(root, "fonts", "font")
	formats := map[string]string{}
	for _, e := range children(root, "numFmts", "numFmt") {
		formats[e.SelectAttrValue("numFmtId", "")] = e.SelectAttrValue("formatCode", "")
	}
	for i, xf := range children(root, "cellXfs", "xf") {
		st := Style{FontSize: s.Default.FontSize, Format: formats[xf.SelectAttrValue("numFmtId", "0")]}
		if id, err := strconv.Atoi(xf.SelectAttrValue("numFmtId", "0")); err == nil && st.Format == "" {
			st.Format = numfmt.BuiltIn(id)
		}
		if n, err := strconv.Atoi(xf.SelectAttrValue("fontId", "")); err == nil && n >= 0 && n < len(fonts) {
			if sz := fonts[n].SelectElement("sz"); sz != nil {
				if v, err := strconv.ParseFloat(sz.SelectAttrValue("val", ""), 64); err == nil {
					st.FontSize = v
				}
			}
			if name := fonts[n].SelectElement("name"); name != nil {
				st.FontName = name.SelectAttrValue("val", "")
			}
		}
		if a := xf.SelectElement("alignment"); a != nil {
			w := a.SelectAttrValue("wrapText", "0")
			st.Wrap = w == "1" || w == "true"
			st.Indent, _ = strconv.Atoi(a.SelectAttrValue("indent", "0"))
			shrink := a.SelectAttrValue("shrinkToFit", "0")
			st.Shrunk = shrink == "1" || shrink == "true"
			st.Rotation, _ = strconv.Atoi(a.SelectAttrValue("textRotation", "0"))
		}
		if i == 0 {
			s.Default = st
		}
		s.formats = append(s.formats, st)
	}
	return s
}

// Get is the format with an index.
func (s *Styles) Get(i int) Style {
	if i < 0 || i >= len(s.formats) {
		return s.Default
	}
	return s.formats[i]
}

func children(root *etree.Element, list, tag string) []*etree.Element {
	if e := root.SelectElement(list); e != nil {
		return e.SelectElements(tag)
	}
	return nil
}
