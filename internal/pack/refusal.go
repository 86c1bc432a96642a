package pack

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

const manifestName = "pack.yaml"

// Place is a line of a pack's file, as a text editor counts; 0 is the whole file.
type Place struct {
	File string
	Line int
}

// Own says whether a place is in the pack's own pack.yaml, not in that of its base.
func (p Place) Own() bool { return p.File == manifestName }

func (p Place) String() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s 第 %d 行", p.File, p.Line)
	}
	return p.File
}

// Origin says where a definition stands, and each of its keys: where a pack is
// based on another one, they may come from two files.
type Origin struct {
	node *yaml.Node
}

// Place is where the definition stands, or one of its keys if it has it.
func (o Origin) Place(key ...string) Place {
	for _, k := range key {
		if i := at(o.node, k); i >= 0 {
			return placeOf(o.node.Content[i])
		}
	}
	if o.node == nil {
		return Place{}
	}
	return placeOf(o.node)
}

// Problem is a reason why a pack cannot be used. It is an error too, for what
// reads the expressions of a pack.
type Problem struct {
	Place
	Text string

	lacks lacking // what it names that is not there, of a problem of that kind
	about string  // what names it
}

// lacking is what definitions name and nobody has defined, or a pack took out of its
// base: one cause of many problems.
type lacking struct {
	what, name, hint string
	gone             Place // where it was taken out
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
	*r = append(*r, Problem{Place: at, Text: fmt.Sprintf(format, args...)})
}

func refuse(at Place, format string, args ...any) (r Refusal) {
	r.addf(at, format, args...)
	return r
}

// Naming is the problem as one of all that name something which is not there, for
// Together; about is what names it.
func (p Problem) Naming(about, what, name string) Problem {
	p.about, p.lacks = about, lacking{what: what, name: name}
	return p
}

// Together makes one of problems that come of the same thing that is not there, with
// all the lines that name it.
func (r Refusal) Together() (out Refusal) {
	told := map[[2]string]bool{}
	for _, p := range r {
		cause := [2]string{p.lacks.what, p.lacks.name}
		switch {
		case p.lacks == lacking{}:
			out = append(out, p)
		case !told[cause]:
			told[cause] = true
			out = append(out, r.because(cause))
		}
	}
	return out
}

// because is the one problem of those that lack the same.
func (r Refusal) because(cause [2]string) Problem {
	var all Refusal // the first of each line
	more := map[Place]int{}
	hint := ""
	for _, p := range r {
		if cause != [2]string{p.lacks.what, p.lacks.name} {
			continue
		}
		hint = cmp.Or(hint, p.lacks.hint)
		if more[p.Place]++; more[p.Place] == 1 {
			all = append(all, p)
		}
	}
	first, gone := all[0], all[0].lacks.gone
	switch {
	case gone.File != "":
		first.Place = gone
	case len(all) == 1:
		return first
	case hint == "":
		hint = "，"
	}
	if len(all) == 1 {
		first.Text = fmt.Sprintf("删去的%s %s 还有地方在用：%s（%s）。请留着它，或者把用到它的也改掉、删去", cause[0], cause[1], all[0].about, all[0].Place)
		return first
	}
	slices.SortStableFunc(all, func(a, b Problem) int { return a.Line - b.Line })
	var b strings.Builder
	if gone.File != "" {
		fmt.Fprintf(&b, "删去的%s %s 还有 %d 处在用，请留着它，或者把这些也改掉、删去：", cause[0], cause[1], len(all))
	} else {
		first.Place = all[0].Place
		fmt.Fprintf(&b, "没有%s %s%s用到它的有 %d 处：", cause[0], cause[1], hint, len(all))
	}
	for _, p := range all {
		at := p.Place.String()
		if p.File == first.File {
			at = fmt.Sprintf("第 %d 行", p.Line)
		}
		fmt.Fprintf(&b, "\n      %s  %s", at, p.about)
		if n := more[p.Place]; n > 1 {
			fmt.Fprintf(&b, " 等 %d 个", n)
		}
	}
	first.Text = b.String()
	return first
}
