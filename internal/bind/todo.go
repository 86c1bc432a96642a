package bind

import (
	"fmt"
	"strings"
)

// String is an entry with its place.
func (e Entry) String() string {
	if at := e.Place.String(); at != "" {
		return at + "  " + e.Text
	}
	return e.Text
}

// ToDo is all that is left to do: what could not be bound, and what the proof found.
func (r *Result) ToDo() []Entry {
	out := r.Left
	said := map[string]bool{}
	alike := 0
	for _, p := range r.Proofs {
		entries := r.Untold(p)
		var what strings.Builder
		for _, e := range entries {
			what.WriteString(e.Place.Cell + e.Text + "\n")
		}
		if len(entries) > 1 && said[what.String()] {
			alike++ // sheets of the same form
			continue
		}
		said[what.String()] = true
		out = append(out, entries...)
	}
	if alike > 0 {
		out = append(out, Entry{Text: fmt.Sprintf("另有 %d 张表在同样的格子也不同", alike)})
	}
	return out
}

// Untold is what a comparison of tables found wrong that the list of what is left to
// do does not speak of.
func (r *Result) Untold(p Proof) []Entry { return p.entries(r.opened[p.Sheet]) }

// Text is what is left to do and what was written, as Notepad shows it.
func (r *Result) Text() []byte {
	var b strings.Builder
	list := func(title string, entries []Entry) {
		b.WriteString(title + "\r\n")
		for _, e := range entries {
			fmt.Fprintf(&b, "  %s\r\n", e)
		}
		b.WriteString("\r\n")
	}
	list("\ufeff还要做的（做完一条删一条）：", append(r.ToDo(), Entry{Text: "pack.yaml  改“模板包”里的名称、地区、版本和作者"}))
	b.WriteString("用范例的录入填一遍，和范例逐格比较：\r\n")
	for _, p := range r.Proofs {
		fmt.Fprintf(&b, "  %s  相同 %d 格，不同 %d 格\r\n", p.Sheet, p.Right, p.Wrong())
	}
	b.WriteString("\r\n")
	list("写好的标签和公式：", r.Written)
	return []byte(b.String())
}
