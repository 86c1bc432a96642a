package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ysgk/internal/office"
	"ysgk/internal/paper"
	"ysgk/internal/proof"
)

// picture makes, or compares, a picture of the manual: the page of a workbook that has most
// of the first rows of a sheet, or of a Word document that has a text. More words say which
// page is meant where that is not enough.
func picture(name, file, part string, more ...string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var shown strings.Builder
	words := []string{part}
	if filepath.Ext(file) == ".docx" {
		said, err := proof.Paragraphs(content)
		if err != nil {
			return err
		}
		shown.WriteString(strings.Join(said, "\n"))
	} else {
		book, err := paper.Read(content)
		if err != nil {
			return err
		}
		s := book.Sheet(part)
		if s == nil {
			return fmt.Errorf("%s has no %s", file, part)
		}
		fmt.Fprintln(&shown, s.Columns)
		words = more
		for i, r := range s.Rows {
			for _, c := range r.Cells {
				fmt.Fprintln(&shown, r.R, c.Col, c.Text, *c.Look)
				if i < 9 && len(more) == 0 && c.Text != "" {
					words = append(words, c.Text)
				}
			}
		}
	}
	return proof.Picture(name, "cli", shown.String(), func() ([]byte, error) { return page(file, words) })
}

// page is a picture of the first page of a file, as LibreOffice lays it out, that has
// most of some words, without its foot.
func page(file string, words []string) ([]byte, error) {
	pdf, err := office.PDF(file)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "page")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	laid := filepath.Join(folder, "a.pdf")
	if err := os.WriteFile(laid, pdf, 0o600); err != nil {
		return nil, err
	}
	text, err := exec.Command("pdftotext", laid, "-").Output()
	if err != nil {
		return nil, err
	}
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	most, number := 0, 0
	for i, page := range strings.Split(bare(strings.ReplaceAll(string(text), "\f", "\x00")), "\x00") {
		n := 0
		for _, w := range words {
			if strings.Contains(page, bare(w)) {
				n++
			}
		}
		if n > most {
			most, number = n, i+1
		}
	}
	if number == 0 {
		return nil, fmt.Errorf("no page of %s has %q", file, words)
	}
	b, err := exec.Command("pdftoppm", "-png", "-hide-annotations", "-r", "130", "-f", fmt.Sprint(number), "-l", fmt.Sprint(number), laid).Output()
	if err != nil {
		return nil, err
	}
	whole, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	size := whole.Bounds()
	upper := image.NewRGBA(image.Rect(0, 0, size.Dx(), min(size.Dy()*92/100, size.Dx())))
	draw.Draw(upper, upper.Bounds(), whole, image.Point{}, draw.Src)
	var out bytes.Buffer
	err = png.Encode(&out, upper)
	return out.Bytes(), err
}

var shownPicture = regexp.MustCompile(`!\[[^\]]+\]\((?:docs/)?图/([^)]+)\)`)

// Whoever takes a picture out of the manual, or puts one in, finds out here that it is
// kept for nothing, or made by nobody.
func TestEveryPictureIsShownAndMadeByAScript(t *testing.T) {
	shown := map[string]bool{}
	var manual string
	for _, file := range []string{"../../README.md", "../../docs/手册.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		manual = string(text)
		for _, m := range shownPicture.FindAllStringSubmatch(manual, -1) {
			shown[m[1]] = true
		}
	}
	kept, err := os.ReadDir("../../docs/图")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range kept {
		if !shown[e.Name()] {
			t.Errorf("docs/图/%s is shown nowhere", e.Name())
		}
	}
	for name := range shown {
		mark, err := proof.PictureMark(name)
		made := regexp.MustCompile(`(?m)^ *picture ` + regexp.QuoteMeta(name) + " ").MatchString(manual)
		switch maker, _, _ := strings.Cut(mark, " "); {
		case errors.Is(err, os.ErrNotExist):
			t.Errorf("%s is shown, but not there: run .ci/pictures.sh", name)
		case err != nil:
			t.Error(err)
		case maker == "window": // its test compares the list
		case maker != "cli" || !made:
			t.Errorf("%s is made by no script: say how in the manual (%q)", name, mark)
		}
	}
}
