// What a process took of memory is told otherwise by other systems.

//go:build linux

package speed

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/packfile"
	"ysgk/internal/parts"
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
	case "stages":
		return stages(args[0], args[1])
	}
	return fmt.Errorf("no job %s", job)
}

// stages fills the tables twice, as ysgk watch does when an amount has been changed, and prints
// what each part of the first took and what the second took: CPU time in ms, memory taken in MiB.
func stages(in, out string) error {
	var last [2]float64
	part := ""
	begins := func(next string) {
		now := used()
		if part != "" {
			fmt.Printf("%s\t%.1f\t%.1f\n", part, now[0]-last[0], now[1]-last[1])
		}
		part, last = next, now
	}
	saved, err := savedTwice(in)
	if err != nil {
		return err
	}
	begins("开始")
	begins("读模板包")
	p, err := packfile.DefaultTables()
	if err != nil {
		return err
	}
	p.Reuse()
	r := app.FillRequest{Pack: p, Output: out, Only: app.OnlyTables, Now: time.Unix(0, 0), Unmarked: true, Kept: &xlsxread.Kept{}, Stage: begins}
	for i, file := range saved {
		if i > 0 {
			begins("再填一次")
			r.Stage = nil
		}
		r.Input = file
		if _, found, err := app.Fill(r); err != nil || found.HasErrors() {
			return fmt.Errorf("%w %v", err, found)
		}
	}
	begins("")
	return nil
}

// savedTwice are a workbook and the same with another amount, as one program saves both.
func savedTwice(in string) (files []string, err error) {
	content, err := os.ReadFile(in)
	if err != nil {
		return nil, err
	}
	f, err := parts.Open(content)
	if err != nil {
		return nil, err
	}
	for _, amount := range []string{"10.15", "11.15"} {
		const items = "xl/worksheets/sheet4.xml"
		f.SetPart(items, bytes.Replace(f.Part(items), []byte("<v>10.15</v>"), []byte("<v>"+amount+"</v>"), 1))
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			return nil, err
		}
		file := in + amount + ".xlsx"
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// used is what the process has used: CPU time in ms, memory taken in MiB.
func used() [2]float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return [2]float64{float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6, float64(m.TotalAlloc) / (1 << 20)}
}
