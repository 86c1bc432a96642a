package app_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ysgk/internal/app"
	"ysgk/internal/budget"
	"ysgk/internal/compare"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/trace"
)

const itemsSheet = "支出明细"

// entry is a line item as a test changes it.
type entry struct {
	values []string
	fen    budget.Fen
}

func (e entry) String() string { return strings.Join(e.values, "|") + fmt.Sprint(" ", e.fen) }

func entries(l *budget.Ledger) (out []entry) {
	t := l.Tables[itemsSheet]
	for i := range t.Len() {
		e := entry{fen: t.Amounts(0)[i]}
		for f := range t.Fields {
			e.values = append(e.values, t.Text(i, f))
		}
		out = append(out, e)
	}
	return out
}

// with is the ledger with other line items.
func with(p *pack.Pack, l *budget.Ledger, items []entry) *budget.Ledger {
	old := l.Tables[itemsSheet]
	t := budget.NewTable(itemsSheet, old.Fields, old.Measures)
	t.Seed(t.Field("单位"), old.Distinct(old.Field("单位")))
	for i, e := range items {
		t.Append(i+6, e.values, []budget.Fen{e.fen})
	}
	out := *l
	out.Tables = maps.Clone(l.Tables)
	out.Tables[itemsSheet] = t
	return &out
}

// told is a change in words, as the test's own record of its edits has it.
func told(c compare.Change) string {
	say := func(r *compare.Record) string {
		e := entry{fen: r.Table.Amounts(0)[r.Index]}
		for f := range r.Table.Fields {
			e.values = append(e.values, r.Table.Text(r.Index, f))
		}
		return e.String()
	}
	switch c.Kind {
	case compare.Added:
		return "+ " + say(c.New)
	case compare.Removed:
		return "- " + say(c.Old)
	}
	return say(c.Old) + " > " + say(c.New)
}

func TestTheDiffOfEditsIsTheEdits(t *testing.T) {
	p := proof.DefaultPack(t)
	functions := leaves(p, "功能科目", "项")
	rapid.Check(t, func(rt *rapid.T) {
		l := randomLedger(rt, t, p)
		field := l.Tables[itemsSheet].Field
		// Amounts and dimensions that occur once make every edit unmistakable.
		seen := map[string]bool{}
		var before []entry
		for i, e := range entries(l) {
			if k := strings.Join(e.values, "|"); !seen[k] {
				seen[k] = true
				e.fen = budget.Fen(1000 + i)
				before = append(before, e)
			}
		}
		after := slices.Clone(before)
		var want []string
		var gone []int
		for i, e := range before {
			x := entry{slices.Clone(e.values), e.fen}
			switch rapid.IntRange(0, 7).Draw(rt, "edit") {
			case 0:
				gone = append(gone, i)
				want = append(want, "- "+e.String())
				continue
			case 1:
				x.fen += budget.Fen(1e6 + i)
			case 2:
				x.values[field("功能科目编码")] = rapid.SampledFrom(functions).Draw(rt, "function")
				if seen[strings.Join(x.values, "|")] {
					continue
				}
				seen[strings.Join(x.values, "|")] = true
			default:
				continue
			}
			after[i] = x
			want = append(want, e.String()+" > "+x.String())
		}
		for n := len(gone) - 1; n >= 0; n-- {
			after = slices.Delete(after, gone[n], gone[n]+1)
		}
		if len(before) > 0 {
			for n := range rapid.IntRange(0, 3).Draw(rt, "added") {
				x := entry{slices.Clone(before[0].values), budget.Fen(5e6 + n)}
				x.values[field("项目名称")] = fmt.Sprint("新项目", n)
				after = append(after, x)
				want = append(want, "+ "+x.String())
			}
		}
		after = rapid.Permutation(after).Draw(rt, "order")
		var got []string
		for _, c := range compare.Records(p, with(p, l, before), with(p, l, after)) {
			got = append(got, told(c))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			rt.Fatalf("the diff is\n%s\nthe edits were\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

// Of any two ledgers, the changes lead from one to the other.
func TestTheDiffLeadsFromTheOldItemsToTheNew(t *testing.T) {
	p := proof.DefaultPack(t)
	rapid.Check(t, func(rt *rapid.T) {
		l := randomLedger(rt, t, p)
		all := entries(l)
		pick := func(name string) (out []entry) {
			for _, e := range all {
				for range rapid.IntRange(0, 2).Draw(rt, name) {
					e.fen = budget.Fen(rapid.IntRange(1, 4).Draw(rt, name+" fen")) // so that many look alike
					out = append(out, e)
				}
			}
			return out
		}
		before, after := pick("old"), pick("new")
		count := map[string]int{}
		for _, e := range before {
			count[e.String()]++
		}
		for _, e := range after {
			count[e.String()]--
		}
		changes := compare.Records(p, with(p, l, before), with(p, l, after))
		for _, c := range changes {
			words := told(c)
			switch c.Kind {
			case compare.Added:
				count[strings.TrimPrefix(words, "+ ")]++
			case compare.Removed:
				count[strings.TrimPrefix(words, "- ")]--
			default:
				old, new, _ := strings.Cut(words, " > ")
				count[old]--
				count[new]++
			}
		}
		for words, n := range count {
			if n != 0 {
				rt.Errorf("%d too many of %s", n, words)
			}
		}
	})
}

// Of any two ledgers, the differences of the tables lead from one to the other.
func TestTheDifferencesOfTheTablesLeadFromTheOldOnesToTheNew(t *testing.T) {
	p := proof.DefaultPack(t)
	rapid.Check(t, func(rt *rapid.T) {
		l := randomLedger(rt, t, p)
		all := entries(l)
		keep := func(name string) (out []entry) {
			for _, e := range all {
				if rapid.IntRange(0, 3).Draw(rt, name) > 0 {
					out = append(out, e)
				}
			}
			return out
		}
		before := compare.FromBook(traced(t, p, with(p, l, keep("old"))))
		after := compare.FromBook(traced(t, p, with(p, l, keep("new"))))
		leads(rt, before, after, compare.Tables(before, after))
	})
}

// leads applies the differences to the old amounts.
func leads(t *rapid.T, before, after []compare.Table, changes []compare.TableChange) {
	values := amountsOf(t, before)
	for _, c := range changes {
		for _, x := range c.Cells {
			k := c.Table().Sheet + " " + x.Cell().Key
			if !values[k].Equal(x.Old.Yuan) {
				t.Errorf("%s was %s, the difference says %s", k, values[k], x.Old.Yuan)
			}
			values[k] = values[k].Add(x.Cell().Unit.Yuan(x.Difference()))
		}
	}
	want := amountsOf(t, after)
	for k := range values {
		if !values[k].Equal(want[k]) {
			t.Errorf("%s comes to %s, should be %s", k, values[k], want[k])
		}
	}
	for k := range want {
		if !want[k].Equal(values[k]) {
			t.Errorf("%s should be %s, comes to %s", k, want[k], values[k])
		}
	}
}

func amountsOf(t *rapid.T, tables []compare.Table) map[string]decimal.Decimal {
	out := map[string]decimal.Decimal{}
	for _, x := range tables {
		for _, c := range x.Cells {
			if k := x.Sheet + " " + c.Key; c.Amount {
				if _, twice := out[k]; twice {
					t.Errorf("two cells are %q", k)
				}
				out[k] = c.Yuan
			}
		}
	}
	return out
}

// Reading two finished workbooks back gives the differences that the ledgers
// have, though it knows nothing of them.
func TestFinishedWorkbooksDifferAsTheirInputsDo(t *testing.T) {
	p := proof.DefaultPack(t)
	for seed := range proof.Drawn(6, 25) {
		type pair struct{ before, after *budget.Ledger }
		x := rapid.Custom(func(rt *rapid.T) pair {
			l := randomLedger(rt, t, p)
			keep := func(name string) (out []entry) {
				for _, e := range entries(l) {
					if rapid.IntRange(0, 3).Draw(rt, name) > 0 {
						out = append(out, e)
					}
				}
				return out
			}
			return pair{with(p, l, keep("old")), with(p, l, keep("new"))}
		}).Example(seed)
		d, err := app.Diff(p, render(t, p, x.before), render(t, p, x.after))
		if err != nil {
			t.Fatal(err)
		}
		want := amountChanges(compare.Tables(compare.FromBook(traced(t, p, x.before)), compare.FromBook(traced(t, p, x.after))))
		got := amountChanges(d.Tables)
		for _, g := range got {
			if !slices.Contains(want, g) {
				t.Errorf("ledger %d: only the workbooks have  %s", seed, g)
			}
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("ledger %d: only the ledgers have  %s", seed, w)
			}
		}
	}
}

// amountChanges are the changed amounts by where they stand.
func amountChanges(changes []compare.TableChange) (out []string) {
	for _, t := range changes {
		for _, c := range t.Cells {
			if c.Cell().Amount {
				out = append(out, fmt.Sprintf("%s %s > %s  %s %s", c.Cell().At, c.Old.Yuan, c.New.Yuan, c.Cell().Row, c.Cell().Column))
			}
		}
	}
	slices.Sort(out)
	return out
}

// What is printed for the council is right to the last formula: LibreOffice
// computes the same, and the print setup is there.
func TestTheAdjustmentTableRecalculatesToTheSame(t *testing.T) {
	p := proof.DefaultPack(t)
	l, _, err := input.Read(sampleInput, p)
	if err != nil {
		t.Fatal(err)
	}
	items := entries(l)[8:] // some are gone
	for i := range items {
		if i%3 == 0 {
			items[i].fen += budget.Fen(1234567 * i)
		}
	}
	items = append(items, items[len(items)-1]) // and one is new
	folder := t.TempDir()
	changed := filepath.Join(folder, "录入.xlsx")
	f, err := os.Create(changed)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(inputform.Write(f, p, with(p, l, items)), f.Close()); err != nil {
		t.Fatal(err)
	}
	d, err := app.Diff(p, sampleInput, changed)
	if err != nil {
		t.Fatal(err)
	}
	file, _, err := app.WriteDiff(d, filepath.Join(folder, "对照.xlsx"), changed, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	files := []string{file}
	stripped := proof.WithoutCaches(t, files)
	again := proof.Convert(t, "xlsx", stripped...)
	for i, book := range proof.Read(t, files...) {
		for _, s := range book.Sheets {
			if s.PrintTitle == "" || s.Page["orientation"] != "landscape" {
				t.Errorf("%s prints %q %v", s.Name, s.PrintTitle, s.Page)
			}
		}
		computed := proof.Values(t, filepath.Join(again, filepath.Base(stripped[i])))[0]
		formulas := 0
		for k, s := range book.Sheets {
			for at, c := range s.Cells {
				if c.Formula == "" {
					continue
				}
				formulas++
				got := computed.Sheets[k].Cells[at].Value
				x, err1 := decimal.NewFromString(c.Value)
				y, err2 := decimal.NewFromString(got)
				if (err1 != nil || err2 != nil) && got != c.Value || err1 == nil && err2 == nil && x.Sub(y).Abs().GreaterThan(decimal.New(1, -6)) {
					t.Errorf("%s!%s %s: stored %s, computed %s", s.Name, at, c.Formula, c.Value, got)
				}
				if strings.Contains(c.Value, "不符") {
					t.Errorf("%s!%s says %s", s.Name, at, c.Value)
				}
			}
		}
		if formulas < 50 {
			t.Errorf("only %d formulas", formulas)
		}
	}
}

// A text too long for Excel's highest row is spread over several; a change at
// its very end is seen in the input, in the finished workbook and across.
func TestAChangeAtTheEndOfALongTextIsSeen(t *testing.T) {
	p := proof.DefaultPack(t)
	folder := t.TempDir()
	var inputs, outputs []string
	for i, end := range []string{"甲。", "乙。"} {
		in := filepath.Join(folder, fmt.Sprint("录入", i, ".xlsx"))
		f, err := excelize.OpenFile(sampleInput)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f.SetCellValue("绩效项目", "R6", strings.Repeat("这个项目保障大楼运行。\n", 300)+end), f.SaveAs(in), f.Close()); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(folder, fmt.Sprint("公开表", i, ".xlsx"))
		if _, found, err := app.Fill(app.FillRequest{Pack: p, Input: in, Output: out}); err != nil || found.HasErrors() {
			t.Fatal(err, found)
		}
		inputs, outputs = append(inputs, in), append(outputs, out)
	}
	for _, pair := range [][2]string{{inputs[0], inputs[1]}, {outputs[0], outputs[1]}, {outputs[0], inputs[1]}} {
		d, err := app.Diff(p, pair[0], pair[1])
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Tables) != 1 || len(d.Tables[0].Cells) != 1 || !strings.HasSuffix(d.Tables[0].Cells[0].New.Text, "乙。") || len(d.Tables[0].Cells[0].New.Text) < 9000 {
			t.Errorf("%s: %+v", filepath.Base(pair[0]), d.Tables)
		}
	}
	same, err := app.Diff(p, outputs[0], inputs[0])
	if err != nil || len(same.Tables) != 0 {
		t.Errorf("%v %+v", err, same.Tables)
	}
	e, err := app.Explain(app.ExplainRequest{Pack: p, File: outputs[0], Input: inputs[0], Question: trace.Question{Cell: "司法业务大楼运行维护费!C14"}})
	if err != nil || e.Filed.Differs || !strings.HasSuffix(e.Value.Text, "甲。") {
		t.Errorf("%v %+v", err, e)
	}
}
