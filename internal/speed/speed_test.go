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

func help(b *testing.B, job string, args ...string) {
	b.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), helperVar+"="+job)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatal(job, err, string(out))
	}
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
		if out, err := exec.Command("go", "build", "-o", dir+"/", "ysgk/cmd/ysgk", "ysgk/internal/speed/bare").CombinedOutput(); err != nil {
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

// pair runs two programs in turn and gives the median of what each took.
func pair(b *testing.B, ours, other side) (a, z cost) {
	b.Helper()
	var as, zs []cost
	run(b, ours.threads, ours.args...) // the first one fills the caches of the system
	run(b, other.threads, other.args...)
	for b.Loop() {
		as = append(as, run(b, ours.threads, ours.args...))
		zs = append(zs, run(b, other.threads, other.args...))
	}
	return median(as), median(zs)
}

func median(costs []cost) cost {
	of := func(of func(cost) float64) float64 {
		var all []float64
		for _, c := range costs {
			all = append(all, of(c))
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	return cost{of(func(c cost) float64 { return c.cpu }), of(func(c cost) float64 { return c.wall }), of(func(c cost) float64 { return c.peak })}
}

// ratio reports a ratio and holds it against the kept one.
func ratio(b *testing.B, name string, ours, others float64) {
	b.Helper()
	got := ours / others
	b.ReportMetric(got, name)
	ratios := readRatios(b)
	if *update {
		ratios[b.Name()+" "+name] = got
		writeRatios(b, ratios)
	}
	if was := ratios[b.Name()+" "+name]; *kept && (was == 0 || got > 1.5*was) {
		b.Errorf("%s is %.2f, kept is %.2f: worse by half, or not kept at all", name, got, was)
	}
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

func beside(b *testing.B, w work) {
	b.Helper()
	ours, bare := pair(b, side{0, w.filling(b)}, w.bare(b))
	ratio(b, "cpu-of-bare", ours.cpu, bare.cpu)
	ratio(b, "memory-of-bare", ours.peak, bare.peak)
	b.ReportMetric(ours.cpu*1000, "cpu-ms")
	b.ReportMetric(bare.cpu*1000, "bare-cpu-ms")
	b.ReportMetric(ours.peak, "MiB")
}

// BenchmarkSample is the sample's whole job: read, check, thirteen tables, ten forms.
func BenchmarkSample(b *testing.B) { beside(b, workOf(b, itemsOfSample, formsOfSample)) }

// BenchmarkItems is 10,000 line items; the large ones are apart, they take long.
func BenchmarkItems(b *testing.B) { beside(b, workOf(b, 10_000, formsOfSample)) }

// BenchmarkLargeItems is 100,000 line items.
func BenchmarkLargeItems(b *testing.B) { beside(b, workOf(b, 100_000, formsOfSample)) }

// BenchmarkLargeMillion is a million of them.
func BenchmarkLargeMillion(b *testing.B) { beside(b, workOf(b, 1_000_000, formsOfSample)) }

// BenchmarkForms is a template of which 100 forms are made.
func BenchmarkForms(b *testing.B) { beside(b, workOf(b, 10*itemsOfSample, 10*formsOfSample)) }

// BenchmarkCores is the time of day that the sample takes on two cores, beside one core.
func BenchmarkCores(b *testing.B) {
	w := workOf(b, itemsOfSample, formsOfSample)
	two, one := pair(b, side{2, w.filling(b)}, side{1, w.filling(b)})
	ratio(b, "of-one-core", two.wall, one.wall)
}

// BenchmarkCheck is ysgk check beside ysgk fill.
func BenchmarkCheck(b *testing.B) {
	w := workOf(b, itemsOfSample, formsOfSample)
	check, fill := pair(b, side{0, []string{program(b, "ysgk"), "check", w.input}}, side{0, w.filling(b)})
	ratio(b, "cpu-of-fill", check.cpu, fill.cpu)
}

// BenchmarkVerify is ysgk verify of the sample's tables beside ysgk fill.
func BenchmarkVerify(b *testing.B) {
	w := workOf(b, itemsOfSample, formsOfSample)
	verify, fill := pair(b, side{0, []string{program(b, "ysgk"), "verify", w.output}}, side{0, w.filling(b)})
	ratio(b, "cpu-of-fill", verify.cpu, fill.cpu)
}

// BenchmarkHelp is how long ysgk takes to begin, beside the smallest program with excelize.
func BenchmarkHelp(b *testing.B) {
	cells := filepath.Join(b.TempDir(), "cells.txt")
	if err := os.WriteFile(cells, []byte("=表\ns一格\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	ours, bare := pair(b, side{0, []string{program(b, "ysgk"), "help"}}, work{cells: cells}.bare(b))
	ratio(b, "cpu-of-bare", ours.cpu, bare.cpu)
	b.ReportMetric(ours.cpu*1000, "cpu-ms")
}
