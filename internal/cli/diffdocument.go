package cli

import (
	"fmt"
	"path/filepath"
	"strings"

	"ysgk/internal/app"
	"ysgk/internal/pack"
	"ysgk/internal/prose"
)

// documentChange is a change between documents for machines.
type documentChange struct {
	Paragraph string   `json:"paragraph"`
	Old       string   `json:"old"`
	New       string   `json:"new"`
	Numbers   []string `json:"numbers,omitempty"`
}

// diffDocuments compares two documents and says what differs.
func (f *face) diffDocuments(p *pack.Pack, format string, all bool, args []string) error {
	changes, err := app.DiffDocuments(p, args[0], args[1])
	if err != nil {
		return err
	}
	if format == formatJSON {
		out := struct {
			Old     string           `json:"old"`
			New     string           `json:"new"`
			Changes []documentChange `json:"changes"`
		}{filepath.Base(args[0]), filepath.Base(args[1]), []documentChange{}}
		for _, c := range changes {
			out.Changes = append(out.Changes, documentChange{c.Place.String(), c.Old, c.New, c.Numbers})
		}
		return writeJSON(f.out, out)
	}
	fmt.Fprintf(f.out, "%s → %s\n", filepath.Base(args[0]), filepath.Base(args[1]))
	if len(changes) == 0 {
		fmt.Fprintln(f.out, "文字和表都一样。")
		return nil
	}
	for i, c := range changes {
		if i == maxChanges && !all {
			fmt.Fprintf(f.out, "另有 %d 处，加 --全部 看\n", len(changes)-i)
			break
		}
		f.changed(c)
	}
	fmt.Fprintf(f.out, "一共 %d 处不同。\n", len(changes))
	return nil
}

func (f *face) changed(c prose.Change) {
	switch {
	case c.Old == "":
		fmt.Fprintf(f.out, "加了  %s\n      新：%s\n", c.Place, c.New)
	case c.New == "":
		fmt.Fprintf(f.out, "删了  %s\n      原：%s\n", c.Place, c.Old)
	case len(c.Numbers) > 0:
		fmt.Fprintf(f.out, "数变了  %s\n      %s\n", c.Place, strings.Join(c.Numbers, "，"))
	default:
		fmt.Fprintf(f.out, "改了  %s\n      原：%s\n      新：%s\n", c.Place, c.Old, c.New)
	}
}
