package pack

import (
	"fmt"
	"strings"
)

const manifestName = "pack.yaml"

// Place is a line of a pack's file, as a text editor counts; 0 is the whole file.
type Place struct {
	File string
	Line int
}

func (p Place) String() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s 第 %d 行", p.File, p.Line)
	}
	return p.File
}

// Origin says where a definition stands, and each of its keys: where a pack is
// based on another one, they may come from two files.
type Origin struct {
	place Place
	keys  map[string]Place
}

// Place is where the definition stands, or one of its keys if it has it.
func (o Origin) Place(key ...string) Place {
	for _, k := range key {
		if at, ok := o.keys[k]; ok {
			return at
		}
	}
	return o.place
}

// Problem is a reason why a pack cannot be used. It is an error too, for what
// reads the expressions of a pack.
type Problem struct {
	Place
	Text string
}

func (p Problem) String() string {
	if p.File == "" { // of a pack that was not loaded
		return p.Text
	}
	return p.Place.String() + "：" + p.Text
}

func (p Problem) Error() string { return p.String() }

// Refusal is the error of Load: all reasons, one a line, in Chinese.
type Refusal []Problem

func (r Refusal) Error() string {
	var texts []string
	for _, p := range r {
		texts = append(texts, p.String())
	}
	return strings.Join(texts, "\n")
}

func (r *Refusal) addf(at Place, format string, args ...any) {
	*r = append(*r, Problem{at, fmt.Sprintf(format, args...)})
}

func refuse(at Place, format string, args ...any) (r Refusal) {
	r.addf(at, format, args...)
	return r
}
