package roll_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/roll"
)

const sample = "../../samples/阳泉市司法局2026年预算录入.xlsx"

func draft(t *testing.T, p *pack.Pack, file string) *budget.Ledger {
	t.Helper()
	l, _, err := input.Draft(file, p)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// forward rolls the sample on, writes it and reads it back.
func forward(t *testing.T, p *pack.Pack, old *budget.Ledger) (next *budget.Ledger, found finding.List, file string) {
	t.Helper()
	l, found := roll.Forward(p, old)
	var b bytes.Buffer
	if err := inputform.Write(&b, p, l); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "next.xlsx")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return draft(t, p, file), found, file
}

func sum(t *budget.Table, measure string) (sum budget.Fen) {
	for _, fen := range t.Amounts(t.Measure(measure)) {
		sum += fen
	}
	return sum
}

func TestEveryTextComesAlongAndEveryAmountBecomesLastYears(t *testing.T) {
	p := proof.DefaultPack(t)
	old := draft(t, p, sample)
	next, _, _ := forward(t, p, old)
	if next.Info["预算年度"] != "2027" || next.Info["编制日期"] != "" || next.Info["部门名称"] != old.Info["部门名称"] {
		t.Errorf("基本信息 is %v", next.Info)
	}
	for _, def := range p.Input.Sheets {
		a, b := old.Tables[def.Name], next.Tables[def.Name]
		if def.Past != "" {
			a = old.Tables[def.Past]
		}
		if a.Len() != b.Len() {
			t.Fatalf("%s: %d records of %d", def.Name, b.Len(), a.Len())
		}
		for _, c := range def.Columns {
			if c.Kind == pack.Amount {
				continue
			}
			for i := range a.Len() {
				want := a.Value(i, c.Name)
				if def.Past != "" && c.Name == "政府经济科目编码" {
					if want = b.Value(i, c.Name); len(want) != 5 {
						t.Errorf("record %d of last year has the code %q", i, want)
					}
				}
				if c.Kind == pack.Date || c.Kind == pack.Stamp {
					want = ""
				}
				if got := b.Value(i, c.Name); got != want {
					t.Errorf("%s record %d %s: %q, last year %q", def.Name, i, c.Name, got, want)
				}
			}
		}
	}
	items, was := next.Tables["支出明细"], old.Tables["支出明细"]
	if !slices.Equal(items.Amounts(items.Measure("上年数")), was.Amounts(was.Measure("金额(元)"))) {
		t.Error("上年数 is not what was last year's 金额")
	}
	for name, table := range next.Tables {
		for _, m := range table.Measures {
			if got := sum(table, m); m != "上年数" && m != "上年年度资金总额" && got != 0 {
				t.Errorf("%s still has %s of %s 元", name, m, got.Yuan())
			}
		}
	}
}

func TestAWorkbookThatWasOnlyRolledForwardIsNotTheBudgetOfTheYear(t *testing.T) {
	p := proof.DefaultPack(t)
	_, _, file := forward(t, p, draft(t, p, sample))
	l, found, err := input.Read(file, p)
	if err != nil || l != nil {
		t.Fatalf("ledger %v, error %v", l, err)
	}
	waiting := slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Severity != finding.Error })
	if len(waiting) != 1 || waiting[0].Code != "amount-waiting" || waiting[0].Place.String() != "支出明细!K6" {
		t.Errorf("%v", waiting)
	}
}

func TestAnAmountOfNothingLastYearIsNotEnteredAsNothingThisYear(t *testing.T) {
	p := proof.DefaultPack(t)
	old := draft(t, p, sample)
	items := old.Tables["支出明细"]
	items.Amounts(items.Measure("金额(元)"))[0] = 0
	_, _, file := forward(t, p, old)
	_, found, err := input.Read(file, p)
	if err != nil || !slices.ContainsFunc(found, func(f finding.Finding) bool {
		return f.Code == "amount-missing" && f.Place.String() == "支出明细!K6"
	}) {
		t.Errorf("error %v, findings %v", err, found)
	}
}

func TestCodesThatThePackLacksAreKeptAndPointedOut(t *testing.T) {
	p := proof.DefaultPack(t)
	old := draft(t, p, sample)
	old.Codes["功能科目"] = old.Codes["功能科目"].Clone()
	entry := make([]string, len(old.Codes["功能科目"].Columns))
	entry[0], entry[1] = "2040777", "去年的科目"
	old.Codes["功能科目"].Set(entry)
	items := old.Tables["支出明细"]
	row := make([]string, len(items.Fields))
	for f := range row {
		row[f] = items.Text(0, f)
	}
	row[items.Field("功能科目编码")], row[items.Field("资金年度")] = "2040777", "上年结转"
	items.Append(0, row, []budget.Fen{100})
	next, found, file := forward(t, p, old)
	if next.Codes["功能科目"].NameOf("2040777") != "去年的科目" {
		t.Error("the code is lost")
	}
	book := proof.Stored(t, file)[0]
	told := map[string]string{}
	for _, f := range found {
		if f.Severity == finding.Warning {
			told[f.Code+" "+f.Place.Sheet] = book.Sheet(t, f.Place.Sheet).Cells[f.Place.Cell].Value
		}
	}
	for about, value := range map[string]string{"code-gone 功能科目": "2040777", "code-gone 支出明细": "2040777", "roll-remind 支出明细": "上年结转", "roll-remind 绩效项目": "一次性项目（1年结束）"} {
		if told[about] != value {
			t.Errorf("%s points to %q, want %q", about, told[about], value)
		}
	}
}

// A code that has another meaning this year would carry its amounts into it in silence.
func TestCodesOfAnotherMeaningAreToldWhereTheyAreUsed(t *testing.T) {
	p := proof.DefaultPack(t)
	list := p.Codes["功能科目"].Clone()
	for _, row := range [][2]string{{"2040604", "法治宣传教育"}, {"2040698", "基层司法业务"}} {
		entry := make([]string, len(list.Columns))
		entry[0], entry[1] = row[0], row[1]
		list.Set(entry)
	}
	old := draft(t, p, sample)
	p.Codes["功能科目"] = list
	_, found, _ := forward(t, p, old)
	var got []string
	for _, f := range found {
		if f.Code == "code-another" {
			got = append(got, f.Place.String()+" "+f.Message)
		}
	}
	if len(got) != 1 || !strings.Contains(got[0], "支出明细!B79") || !strings.Contains(got[0], "「2040604」去年是“基层司法业务”，今年是“法治宣传教育”；“基层司法业务”今年是 2040698") {
		t.Errorf("%q", got)
	}
}
