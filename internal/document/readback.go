package document

import (
	"io"

	"ysgk/internal/xlsxread"
)

// Differs reads a document back and gives the first paragraph that is not as it was
// filled, "" if all are. It reads the bytes with another reader than wrote them.
func (f *Filled) Differs(content []byte) (string, error) {
	again, err := xlsxread.OpenPackage(content)
	if err != nil {
		return "", err
	}
	for _, s := range f.texts {
		var got []string
		if err := again.Tokens(s.part, func(in *xlsxread.Tokens) (err error) {
			got, err = spoken(in)
			return err
		}); err != nil {
			return "", err
		}
		for i, want := range s.paragraphs {
			if i >= len(got) || got[i] != want {
				return want, nil
			}
		}
		if len(got) > len(s.paragraphs) {
			return got[len(s.paragraphs)], nil
		}
	}
	return "", nil
}

// spoken are the paragraphs of a part as people read them, in the order in which they begin.
func spoken(in *xlsxread.Tokens) ([]string, error) {
	var out [][]byte
	var open []int // paragraphs that are not at their end
	text := false
	for {
		e, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		name := string(e.Name)
		switch {
		case e.Start() && e.Own && silent[name]:
			if err := in.Skip(); err != nil {
				return nil, err
			}
		case e.Start() && e.Own && name == "p":
			open, out = append(open, len(out)), append(out, nil)
		case e.End() && e.Own && name == "p":
			open = open[:len(open)-1]
		case len(open) == 0:
		case e.Start() && e.Own:
			at := &out[open[len(open)-1]]
			switch name {
			case "t":
				text = true
			case "br", "cr":
				*at = append(*at, '\n')
			case "tab":
				*at = append(*at, '\t')
			}
		case e.End() && e.Own && name == "t":
			text = false
		case text && !e.Start() && !e.End():
			at := &out[open[len(open)-1]]
			*at = append(*at, e.Text...)
		}
	}
	said := make([]string, len(out))
	for i, b := range out {
		said[i] = string(b)
	}
	return said, nil
}
