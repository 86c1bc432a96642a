// What a process took of memory is told otherwise by other systems.

//go:build linux

package speed

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ysgk/internal/office"
)

var (
	kept   = flag.Bool("kept", false, "a ratio that is worse by half than the kept one is a failure")
	update = flag.Bool("update", false, "keep the ratios measured")
)

const ratiosFile = "testdata/ratios.txt"

// helperVar names the job of a test binary that was started to help another one.
const helperVar = "YSGK_SPEED_JOB"

func TestMain(m *testing.M) {
	if job := os.Getenv(helperVar); job != "" {
		if err := helper(job, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	if programs != "" {
		os.RemoveAll(programs)
	}
	os.Exit(code)
}

func help(b *testing.B, job string, args ...string) string {
	b.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), helperVar+"="+job)
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatal(job, err, string(out))
	}
	return string(out)
}

// programs is the folder with ysgk and bare, once they are built.
var programs string

func program(b *testing.B, name string) string {
	b.Helper()
	if programs == "" {
		dir, err := os.MkdirTemp("", "ysgk-speed")
		if err != nil {
			b.Fatal(err)
		}
		if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", dir+"/", "ysgk/cmd/ysgk", "ysgk/internal/speed/bare").CombinedOutput(); err != nil {
			b.Fatal(err, string(out))
		}
		programs = dir
	}
	return filepath.Join(programs, name)
}

// cost is what a process took.
type cost struct {
	cpu, wall float64 // in seconds
	peak      float64 // of memory, in MiB
}

// run runs a program, with as many threads as cores if threads is 0. It may end with 1:
// the data has warnings or errors.
func run(b *testing.B, threads int, args ...string) cost {
	b.Helper()
	cmd := exec.Command(args[0], args[1:]...)
	if threads > 0 {
		cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", threads))
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(args, err, said.String())
	}
	wall := time.Since(start)
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	return cost{cpu.Seconds(), wall.Seconds(), float64(used.Maxrss) / 1024}
}

// side is one of two that run in turn.
type side struct {
	threads int
	args    []string
}

// compare runs two programs in turn and reports ratios of what each took: the median, but
// of the time of day the least, which others on the machine make longer, never shorter.
// With -kept it measures once more before a ratio is a failure.
func compare(b *testing.B, ours, other side, ratios func(ours, other cost) map[string]float64) (a, z cost) {
	b.Helper()
	var as, zs []cost
	both := func() {
		as = append(as, run(b, ours.threads, ours.args...))
		zs = append(zs, run(b, other.threads, other.args...))
	}
	both() // the first ones fill the caches of the system
	as, zs = nil, nil
	for b.Loop() {
		both()
	}
	got := ratios(usual(as), usual(zs))
	if rounds := len(as); *kept && len(worse(b, got)) > 0 {
		b.Log("once more:", worse(b, got))
		for as, zs = nil, nil; len(as) < rounds; {
			both()
		}
		got = ratios(usual(as), usual(zs))
	}
	report(b, got)
	return usual(as), usual(zs)
}

func usual(costs []cost) cost {
	of := func(of func(cost) float64) float64 {
		var all []float64
		for _, c := range costs {
			all = append(all, of(c))
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	least := slices.MinFunc(costs, func(a, b cost) int { return cmp.Compare(a.wall, b.wall) })
	return cost{of(func(c cost) float64 { return c.cpu }), least.wall, of(func(c cost) float64 { return c.peak })}
}

// report reports ratios and holds them against the kept ones.
func report(b *testing.B, got map[string]float64) {
	b.Helper()
	for name, value := range got {
		b.ReportMetric(value, name)
	}
	if *update {
		ratios := readRatios(b)
		for name, value := range got {
			ratios[b.Name()+" "+name] = value
		}
		writeRatios(b, ratios)
	}
	if *kept {
		for _, w := range worse(b, got) {
			b.Error(w)
		}
	}
}

// worse tells which ratios are worse by half than the kept ones.
func worse(b *testing.B, got map[string]float64) (out []string) {
	b.Helper()
	ratios := readRatios(b)
	for name, value := range got {
		if was := ratios[b.Name()+" "+name]; was == 0 || value > 1.5*was {
			out = append(out, fmt.Sprintf("%s is %.2f, kept is %.2f: worse by half, or not kept at all", name, value, was))
		}
	}
	return out
}

func readRatios(b *testing.B) map[string]float64 {
	b.Helper()
	text, err := os.ReadFile(ratiosFile)
	if err != nil && !os.IsNotExist(err) {
		b.Fatal(err)
	}
	ratios := map[string]float64{}
	for line := range strings.Lines(string(text)) {
		var bench, name string
		var value float64
		if _, err := fmt.Sscan(line, &bench, &name, &value); err != nil {
			b.Fatal(line, err)
		}
		ratios[bench+" "+name] = value
	}
	return ratios
}

func writeRatios(b *testing.B, ratios map[string]float64) {
	b.Helper()
	var lines []string
	for name, value := range ratios {
		lines = append(lines, fmt.Sprintf("%s %.2f\n", name, value))
	}
	slices.SortFunc(lines, cmp.Compare)
	if err := os.WriteFile(ratiosFile, []byte(strings.Join(lines, "")), 0o644); err != nil {
		b.Fatal(err)
	}
}

// work is an input workbook, its tables and the list of their cells.
type work struct{ input, output, cells string }

// filling is the command that fills the tables alone.
func (w work) filling(b *testing.B) []string {
	return []string{program(b, "ysgk"), "fill", w.input, "--只要", "表格", "-o", w.output}
}

func (w work) bare(b *testing.B) side {
	return side{0, []string{program(b, "bare"), w.cells, w.cells + ".xlsx"}}
}

// workOf is the sample, or one made of it.
func workOf(b *testing.B, items, forms int) work {
	b.Helper()
	dir := b.TempDir()
	w := work{filepath.Join(dir, "录入.xlsx"), filepath.Join(dir, "公开表.xlsx"), filepath.Join(dir, "cells.txt")}
	if items == itemsOfSample && forms == formsOfSample {
		content, err := os.ReadFile(sample)
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(w.input, content, 0o600); err != nil {
			b.Fatal(err)
		}
	} else {
		help(b, "make", w.input, fmt.Sprint(items), fmt.Sprint(forms))
	}
	run(b, 0, w.filling(b)...)
	help(b, "list", w.output, w.cells)
	return w
}

// ofCPU are the ratios of those that are compared by CPU time alone.
func ofCPU(name string) func(ours, other cost) map[string]float64 {
	return func(ours, other cost) map[string]float64 { return map[string]float64{name: ours.cpu / other.cpu} }
}

func beside(b *testing.B, w work) {
	b.Helper()
	ours, bare := compare(b, side{0, w.filling(b)}, w.bare(b), func(ours, bare cost) map[string]float64 {
		return map[string]float64{"cpu-of-bare": ours.cpu / bare.cpu, "memory-of-bare": ours.peak / bare.peak}
	})
	b.ReportMetric(ours.cpu*1000, "cpu-ms")
	b.ReportMetric(bare.cpu*1000, "bare-cpu-ms")
	b.ReportMetric(ours.peak, "MiB")
}

// BenchmarkSample is the sample's whole job: read, check, thirteen tables, ten forms.
func BenchmarkSample(b *testing.B) { beside(b, workOf(b, itemsOfSample, formsOfSample)) }

// BenchmarkForms is a template of which 100 forms are made.
func BenchmarkForms(b *testing.B) { beside(b, workOf(b, 10*itemsOfSample, 10*formsOfSample)) }

// BenchmarkItems is 10,000 line items; the large ones are apart, they take long. Of these
// the cells of the line items are what the bare program writes: it is they that are many,
// the tables are as long as there are units and codes.
func BenchmarkItems(b *testing.B) { besideItems(b, 10_000) }

// BenchmarkLargeItems is 100,000 line items.
func BenchmarkLargeItems(b *testing.B) { besideItems(b, 100_000) }

func besideItems(b *testing.B, items int) {
	b.Helper()
	w := workOf(b, items, formsOfSample)
	help(b, "list", w.input, w.cells)
	beside(b, w)
}

// BenchmarkCores is the time of day that the sample takes on two cores, beside one core.
func BenchmarkCores(b *testing.B) {
	w := workOf(b, itemsOfSample, formsOfSample)
	compare(b, side{2, w.filling(b)}, side{1, w.filling(b)}, func(two, one cost) map[string]float64 {
		return map[string]float64{"of-one-core": two.wall / one.wall}
	})
}

// BenchmarkCheck is ysgk check beside ysgk fill.
func BenchmarkCheck(b *testing.B) {
	w := workOf(b, itemsOfSample, formsOfSample)
	compare(b, side{0, []string{program(b, "ysgk"), "check", w.input, "--只要", "表格"}}, side{0, w.filling(b)}, ofCPU("cpu-of-fill"))
}

// BenchmarkDocument is ysgk fill with its document, whose pages nobody lays out, beside ysgk
// fill of the tables alone.
func BenchmarkDocument(b *testing.B) {
	b.Setenv(office.Place, "")
	w := workOf(b, itemsOfSample, formsOfSample)
	compare(b, side{0, []string{program(b, "ysgk"), "fill", w.input, "-o", w.output}}, side{0, w.filling(b)}, ofCPU("cpu-of-tables"))
}

// BenchmarkVerify is ysgk verify of the sample's tables beside ysgk fill.
func BenchmarkVerify(b *testing.B) {
	w := workOf(b, itemsOfSample, formsOfSample)
	compare(b, side{0, []string{program(b, "ysgk"), "verify", w.output}}, side{0, w.filling(b)}, ofCPU("cpu-of-fill"))
}

// BenchmarkAgain is a second fill of the sample in one process, as ysgk watch does it, beside
// the first; it shows what the parts of the first took.
func BenchmarkAgain(b *testing.B) {
	w := workOf(b, itemsOfSample, formsOfSample)
	said := ""
	measure := func() float64 {
		said = help(b, "stages", w.input, w.output)
		first, again := 0.0, 0.0
		for line := range strings.Lines(said) {
			var part string
			var ms float64
			if _, err := fmt.Sscan(line, &part, &ms); err != nil {
				b.Fatal(line, err)
			}
			if strings.HasPrefix(part, "再") {
				again = ms
			} else {
				first += ms
			}
		}
		return again / first
	}
	var all []float64
	for b.Loop() {
		all = append(all, measure())
	}
	got := func() map[string]float64 {
		slices.Sort(all)
		return map[string]float64{"cpu-of-first": all[len(all)/2]}
	}
	if rounds := len(all); *kept && len(worse(b, got())) > 0 {
		for all = nil; len(all) < rounds; {
			all = append(all, measure())
		}
	}
	b.Log("parts of a fill: CPU time in ms, memory taken in MiB\n" + said)
	report(b, got())
}

// BenchmarkHelp is how long ysgk takes to begin, beside the smallest program with excelize.
func BenchmarkHelp(b *testing.B) {
	cells := filepath.Join(b.TempDir(), "cells.txt")
	if err := os.WriteFile(cells, []byte("=表\ns一格\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	ours, _ := compare(b, side{0, []string{program(b, "ysgk"), "help"}}, work{cells: cells}.bare(b), ofCPU("cpu-of-bare"))
	b.ReportMetric(ours.cpu*1000, "cpu-ms")
}
