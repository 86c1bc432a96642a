package collect_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"ysgk/internal/batch"
	"ysgk/internal/budget"
	"ysgk/internal/collect"
	"ysgk/internal/madeup"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/summary"
)

func TestASmallDistrictGoesThroughBatchCollectAndSummary(t *testing.T) { through(t, 6, 2) }

func TestADistrictOfAHundredGoesThroughBatchCollectAndSummary(t *testing.T) {
	proof.Long(t)
	through(t, 100, len(madeup.Faults))
}

// through fills the input workbooks of a district, sends what came of it together with
// them, and looks through it. One department of eleven sends nothing.
func through(t *testing.T, n, broken int) {
	p := proof.DefaultPack(t)
	all := madeup.Make(p, n, broken)
	root := t.TempDir()
	ledgers, sent := filepath.Join(root, "录入"), filepath.Join(root, "收件")
	must(t, os.MkdirAll(sent, 0o755))
	roster := &collect.Roster{}
	late := map[string]bool{}
	for i, d := range all {
		roster.Names = append(roster.Names, d.Name)
		book, err := d.Book(p)
		must(t, err)
		must(t, os.MkdirAll(ledgers, 0o755))
		must(t, os.WriteFile(filepath.Join(ledgers, d.File()), book, 0o644))
		if late[d.Name] = i%11 == 5; !late[d.Name] {
			must(t, os.WriteFile(filepath.Join(sent, "虚构"+d.File()), book, 0o644)) // the name is all that tells whose an unreadable one is
		}
	}

	begin := time.Now()
	filled, err := batch.Run(t.Context(), batch.Request{Pack: p, From: ledgers, To: filepath.Join(root, "结果"), Now: day(0)})
	must(t, err)
	t.Logf("batch of %d: %v", n, time.Since(begin))
	byFile := map[string]batch.Result{}
	for _, x := range filled {
		byFile[x.Input] = x
	}
	for _, d := range all {
		x, want := byFile[d.File()], batch.Made
		switch {
		case d.Fault == nil:
		case d.Fault.Unread:
			want = batch.Unread
		default:
			want = batch.Wrong
		}
		if x.State != want {
			t.Errorf("%s (%v): %s, want %s; %s", d.Name, d.Fault, x.State, want, x.Why)
		}
		if x.State == batch.Made {
			printed, _ := decimal.NewFromString(x.Totals[0].Amount) // of no money it is empty
			if sum := d.Total().Yuan().Shift(-4).Round(2); !printed.Equal(sum) {
				t.Errorf("%s prints %v, its line items are %v", d.Name, printed, sum)
			}
			if late[d.Name] {
				continue
			}
			for _, name := range x.Files {
				b, err := os.ReadFile(filepath.Join(root, "结果", strings.TrimSuffix(x.Input, ".xlsx"), name))
				must(t, err)
				must(t, os.WriteFile(filepath.Join(sent, name), b, 0o644))
			}
		}
	}
	before := sums(t, sent)
	begin = time.Now()
	out, err := collect.Run(t.Context(), collect.Request{Pack: p, From: sent, To: filepath.Join(root, "汇总"), Roster: roster, Year: p.Identity.Year, Now: time.Now()})
	must(t, err)
	t.Logf("collect of %d files: %v", len(out.Files), time.Since(begin))
	if fmt.Sprint(before) != fmt.Sprint(sums(t, sent)) {
		t.Error("the folder of what was sent is not as before")
	}
	for i, d := range all {
		want := collect.Right
		switch {
		case late[d.Name]:
			want = collect.Missing
		case d.Fault != nil && d.Fault.Unread:
			want = collect.Unread
		case d.Fault != nil:
			want = collect.Wrong
		}
		got := out.Departments[i]
		if got.Name != d.Name || got.State != want {
			t.Errorf("%s (%s): %s, want %s; %q", d.Name, faultOf(d), got.State, want, got.Says)
		}
	}
	if len(out.Departments) != n {
		t.Errorf("%d departments", len(out.Departments))
	}
	added(t, p, all, ledgers, filepath.Join(root, "全市"))
}

// added compares what the tables of the whole district print, read by another program,
// with what the line items add up to.
func added(t *testing.T, p *pack.Pack, all []*madeup.Department, ledgers, to string) {
	begin := time.Now()
	out, err := summary.Run(t.Context(), summary.Request{Pack: p, From: ledgers, To: to, Name: "某市", Now: day(0)})
	must(t, err)
	t.Logf("summary of %d: %v", len(all), time.Since(begin))
	want := map[string]budget.Fen{}
	faulty := 0
	for _, d := range all {
		if d.Fault != nil {
			faulty++
			continue
		}
		for _, x := range d.Items {
			want[x.Function] += x.Amount
			want["合计"] += x.Amount
		}
	}
	if len(out.Missing) != faulty || len(out.Members) != len(all) {
		t.Errorf("%d of %d are missing, want %d", len(out.Missing), len(out.Members), faulty)
	}
	f, err := excelize.OpenFile(out.Files[0].File)
	must(t, err)
	defer f.Close()
	rows, err := f.GetRows("表三", excelize.Options{RawCellValue: true})
	must(t, err)
	for _, row := range rows {
		if len(row) < 3 {
			continue
		}
		if fen, asked := want[row[0]]; asked {
			printed, err := decimal.NewFromString(row[2]) // 万元
			if err != nil || !printed.Round(6).Equal(fen.Yuan().Shift(-4)) {
				t.Errorf("%s prints %s, its line items are %v", row[0], row[2], fen.Yuan())
			}
			delete(want, row[0])
		}
	}
	for key := range want {
		t.Errorf("the tables of the district lack %s", key)
	}
}

func faultOf(d *madeup.Department) string {
	if d.Fault == nil {
		return ""
	}
	return d.Fault.Name
}
