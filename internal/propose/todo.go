package propose

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

// Todo is what was left and what was written, as a text that Notepad shows.
func (p *Proposal) Todo() []byte {
	var out strings.Builder
	list := func(title string, entries []Entry) {
		out.WriteString(title + "\r\n")
		for _, e := range entries {
			fmt.Fprintf(&out, "  %s\r\n", e)
		}
	}
	list("\ufeff还要做的（做完一条删一条）：", p.Left)
	list("  pack.yaml  改“模板包”里的名称、地区、年度、版本和作者；核对“金额单位”；认不出的表，自己加到“公开表”里\r\n"+
		"  pack.yaml  自带的“公开表”规则说的是自带的表，没有写进来；要用的，照自带模板包的写法自己加\r\n\r\n已经写好的标签（请逐张核对）：", p.Written)
	return []byte(out.String())
}
