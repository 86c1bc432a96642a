// What a process took of memory is told otherwise by other systems.

//go:build linux

package speed

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/packfile"
	"ysgk/internal/xlsxread"
)

// sample is the real department's input workbook: 84 line items, ten forms.
const sample = "../../samples/阳泉市司法局2026年预算录入.xlsx"

// What the sample holds, of what is copied.
const (
	itemsOfSample = 84
	formsOfSample = 10
)

// made writes the sample many times over into one input workbook: the units, line items
// and incomes so many times, each time under names of their own, and the forms. So a
// large workbook breaks no rule that the sample keeps, and its tables grow with it.
func made(file string, items, forms int) error {
	p, err := packfile.Default()
	if err != nil {
		return err
	}
	l, found, err := input.Read(sample, p)
	if err != nil || found.HasErrors() {
		return fmt.Errorf("%w %v", err, found)
	}
	named := []string{"单位", "单位名称", "项目名称", "实施单位"}
	for name, from := range l.Tables {
		copies := (items + itemsOfSample - 1) / itemsOfSample
		if strings.HasPrefix(name, "绩效") {
			copies = (forms + formsOfSample - 1) / formsOfSample
		}
		to := budget.NewTable(name, from.Fields, from.Measures)
		for k := range copies {
			for i := range from.Len() {
				values := make([]string, len(from.Fields))
				for f, field := range from.Fields {
					values[f] = from.Text(i, f)
					if k > 0 && values[f] != "" && slices.Contains(named, field) {
						values[f] += fmt.Sprint(k)
					}
				}
				var amounts []budget.Fen
				for m := range from.Measures {
					amounts = append(amounts, from.Amounts(m)[i])
				}
				to.Append(0, values, amounts)
				for m := range from.Measures {
					if from.ZeroEntered(i, m) {
						to.EnterZero(m)
					}
				}
			}
		}
		l.Tables[name] = to
	}
	w, err := os.Create(file)
	if err != nil {
		return err
	}
	defer w.Close()
	return inputform.Write(w, p, l)
}

// listed writes the cells of a workbook as the program bare reads them.
func listed(book, file string) error {
	f, err := xlsxread.Open(book)
	if err != nil {
		return err
	}
	defer f.Close()
	plain := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ", "\v", " ")
	var out bytes.Buffer
	for _, s := range f.Sheets {
		fmt.Fprintf(&out, "=%s\n", s.Name)
		next := 1
		_, err := f.Stream(s, func(r *xlsxread.Row) {
			for ; next < r.R; next++ {
				out.WriteByte('\n')
			}
			next = r.R + 1
			col := 1
			for i, c := range r.Cells {
				for ; col < c.Col; col++ {
					out.WriteByte('\t')
				}
				if i > 0 {
					out.WriteByte('\t')
				}
				col = c.Col + 1
				text := plain.Replace(c.Text)
				switch {
				case c.Formula != nil:
					out.WriteString("f" + plain.Replace(c.Formula.Text) + "\v" + text)
				case c.Kind == xlsxread.Number:
					out.WriteString("n" + text)
				case c.Kind == xlsxread.Blank:
					out.WriteString("-")
				default:
					out.WriteString("s" + text)
				}
			}
			out.WriteByte('\n')
		})
		if err != nil {
			return err
		}
	}
	return os.WriteFile(file, out.Bytes(), 0o600)
}

// helper does in a process of its own what takes much memory: the peak of a process
// counts for those that it starts.
func helper(job string, args []string) error {
	switch job {
	case "make":
		var items, forms int
		if _, err := fmt.Sscan(args[1], &items); err != nil {
			return err
		}
		if _, err := fmt.Sscan(args[2], &forms); err != nil {
			return err
		}
		return made(filepath.Clean(args[0]), items, forms)
	case "list":
		return listed(args[0], args[1])
	}
	return fmt.Errorf("no job %s", job)
}
