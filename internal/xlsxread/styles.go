package xlsxread

import (
	"cmp"
	"strconv"
	"strings"

	"ysgk/internal/numfmt"
)

// maxFormats ends the lists of styles.xml. Excel has 65,490 cell formats at most.
const maxFormats = 65_536

// Styles are the cell formats of a workbook by index.
type Styles struct {
	formats []numfmt.Format
	unseen  []bool
}

// has says whether there is a format; a workbook without any may name them.
func (s *Styles) has(i int) bool { return s == nil || i < len(s.formats) }

// all are the formats of cells.
func (s *Styles) all() []numfmt.Format {
	if s == nil {
		return nil
	}
	return s.formats
}

func (s *Styles) format(i int) (f numfmt.Format) {
	if s != nil && i < len(s.formats) {
		f = s.formats[i]
	}
	return f
}

// Unseen says whether what stands in a cell of a format cannot be read: its
// letters have the colour of the ground, or its number format shows nothing.
func (s *Styles) Unseen(i int) bool { return s != nil && i < len(s.unseen) && s.unseen[i] }

// styleReader keeps what cell formats refer to.
type styleReader struct {
	t       *Tokens
	codes   map[string]numfmt.Format // number formats of the workbook by id
	fonts   []string                 // the colours of letters
	grounds []string
	out     Styles
	lists   map[string]int // how many entries
}

// readStyles reads the content of styles.xml.
func readStyles(content []byte) (*Styles, error) {
	r := &styleReader{t: TokensOf(content), codes: map[string]numfmt.Format{}, lists: map[string]int{}}
	type use struct{ code, font, fill string }
	var uses []use
	if err := r.t.root("styleSheet"); err != nil {
		return nil, err
	}
	err := r.t.children(1, func(list *Token) error {
		if !list.Own {
			return r.t.Skip()
		}
		switch string(list.Name) {
		case "numFmts":
			return r.list("numFmt", func(e *Token) error {
				r.codes[e.Attr("numFmtId")] = numfmt.Read(e.Attr("formatCode"))
				return r.t.Skip()
			})
		case "fonts":
			return r.list("font", func(*Token) error {
				colour, err := r.font()
				r.fonts = append(r.fonts, colour)
				return err
			})
		case "fills":
			return r.list("fill", func(*Token) error {
				ground, err := r.fill()
				r.grounds = append(r.grounds, ground)
				return err
			})
		case "cellXfs":
			return r.list("xf", func(e *Token) error {
				uses = append(uses, use{e.Attr("numFmtId"), e.Attr("fontId"), e.Attr("fillId")})
				return r.t.Skip()
			})
		}
		return r.t.Skip()
	})
	for _, u := range uses {
		format, ok := r.codes[u.code]
		if !ok {
			id, _ := strconv.Atoi(u.code)
			format = numfmt.ReadBuiltIn(id)
		}
		letters := nth(r.fonts, u.font, "")
		u.fill = cmp.Or(u.fill, "0")
		r.out.formats = append(r.out.formats, format)
		r.out.unseen = append(r.out.unseen, format.Nothing || letters != "" && letters == nth(r.grounds, u.fill, white))
	}
	return &r.out, err
}

// nth is the entry of a list that an attribute names.
func nth(list []string, index, otherwise string) string {
	if i, err := strconv.Atoi(index); err == nil && i >= 0 && i < len(list) {
		return list[i]
	}
	return otherwise
}

// list reads the entries of a list.
func (r *styleReader) list(name string, visit func(*Token) error) error {
	return r.t.inside(func(e *Token) error {
		if string(e.Name) != name {
			return r.t.Skip()
		}
		if r.lists[name]++; r.lists[name] > maxFormats {
			return tooLarge("%s 超过 %d 个；Excel 最多有 65490 种单元格格式", name, maxFormats)
		}
		return visit(e)
	})
}

// font is the colour of a font's letters.
func (r *styleReader) font() (colour string, err error) {
	err = r.t.inside(func(e *Token) error {
		if string(e.Name) == "color" && colour == "" {
			colour = colourOf(e)
		}
		return r.t.Skip()
	})
	return colour, err
}

// fill is the colour behind a cell, "" where it is not one colour.
func (r *styleReader) fill() (ground string, err error) {
	err = r.t.inside(func(e *Token) error {
		if string(e.Name) != "patternFill" {
			return r.t.Skip()
		}
		switch e.Attr("patternType") {
		case "", "none":
			ground = white
		case "solid":
			return r.t.inside(func(e *Token) error {
				if string(e.Name) == "fgColor" {
					ground = colourOf(e)
				}
				return r.t.Skip()
			})
		}
		return r.t.Skip()
	})
	return ground, err
}

// white is how the colour white is written, without what all colours share.
const white = "FFFFFF"

// colourOf is a colour in one spelling, "" if it has none of its own.
func colourOf(e *Token) string {
	rgb, theme, tint := strings.ToUpper(e.Attr("rgb")), e.Attr("theme"), e.Attr("tint")
	switch {
	case len(rgb) == 8:
		return rgb[2:]
	case rgb != "":
		return rgb
	case theme == "0" && (tint == "" || tint == "0"), e.Attr("indexed") == "9":
		return white
	case theme != "":
		return "theme " + theme + tint
	}
	return ""
}
