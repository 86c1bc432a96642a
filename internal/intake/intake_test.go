package intake_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/inputform"
	"ysgk/internal/intake"
	"ysgk/internal/money"
	"ysgk/internal/proof"
)

// read sketches an export and reads it.
func read(t testing.TB, text string, r intake.Request) (*intake.Understood, finding.List) {
	t.Helper()
	b, err := proof.Sketch(text)
	if err != nil {
		t.Fatal(err)
	}
	if r.Pack == nil {
		r.Pack = proof.DefaultPack(t)
	}
	r.File = filepath.Join(t.TempDir(), "导出.xlsx")
	if r.Given == nil {
		r.Given = map[string]string{}
	}
	if err := os.WriteFile(r.File, b, 0o600); err != nil {
		t.Fatal(err)
	}
	u, found, err := intake.Read(r)
	if err != nil {
		t.Fatal(err)
	}
	return u, found
}

// says gives the findings with a code as their places.
func says(found finding.List, code string) (at []string) {
	for _, f := range found {
		if f.Code == code {
			at = append(at, f.Place.Cell)
		}
	}
	return at
}

const head = "单位|功能科目|经济科目|支出类型|项目名称|资金性质|资金年度|金额（元）\n"

func TestWhatLooksLikeATotalIsLeftOutOnlyIfItIsOne(t *testing.T) {
	const a, b = "甲局|2040601|30201|公用经费||一般公共预算|本年|100\n", "甲局|2040601|30202|公用经费||一般公共预算|本年|50\n"
	for name, c := range map[string]struct {
		text  string
		items int // -1: refused
	}{
		"said below":                 {a + b + "合计|||||||150\n", 2},
		"said above":                 {"总计|||||||150\n" + a + b, 2},
		"said, of the run above":     {a + "小计|||||||100\n" + b + "小计|||||||50\n合计|||||||150\n", 2},
		"said, of two runs":          {a + "小计|||||||100\n" + b + "小计|||||||50\n乙组合计|||||||150\n" + a, 3},
		"a code above":               {"甲局|204||||||150\n" + a + b, 2},
		"a code without the other":   {"甲局|2040601||||||150\n" + a + b, 2},
		"a unit alone":               {"甲局|||||||150\n" + a + b, 2},
		"said, but too much":         {a + b + "合计|||||||151\n", -1},
		"an item without a code":     {a + b + "甲局|2040602||公用经费||一般公共预算|本年|100\n", -1},
		"an item of another fund":    {a + "甲局|2040601||公用经费||单位资金|本年|100\n", -1},
		"an item of another project": {a + "甲局|2040601||项目支出|普法|一般公共预算|本年|100\n", -1},
	} {
		u, found := read(t, head+c.text, intake.Request{})
		switch {
		case c.items < 0 && len(says(found, "total-differs")) == 0:
			t.Errorf("%s: %d items, findings %v", name, u.Items, found)
		case c.items >= 0 && (found.HasErrors() || u.Items != c.items):
			t.Errorf("%s: %d items, findings %v", name, u.Items, found)
		}
	}
}

func TestTheUnitOfAmountsIsSaidOrRefused(t *testing.T) {
	const row = "甲局|2040601|30201|公用经费|一般公共预算|本年|1.5\n"
	header := func(amount string) string {
		return "单位|功能科目|经济科目|支出类型|资金性质|资金年度|" + amount + "\n"
	}
	for name, c := range map[string]struct {
		text, given string
		want        budget.Fen // 0: refused
	}{
		"in the header":      {header("金额（万元）") + row, "", 1_500_000},
		"above it":           {"|||||单位：元\n" + header("金额") + row, "", 150},
		"two of them":        {"|||||单位：元\n" + header("金额(万元)") + row, "", 0},
		"one of two":         {"|||||单位：元\n" + header("金额(万元)") + row, "万元", 1_500_000},
		"by option":          {header("金额") + row, "万元", 1_500_000},
		"in thousands":       {"|||||金额单位：千元 \n" + header("金额") + row, "", 150_000},
		"in 亿元":              {header("金额（单位：亿元）") + row, "", 15_000_000_000},
		"nowhere":            {header("金额") + row, "", 0},
		"twice":              {"单位：元|||||单位：万元\n" + header("金额") + row, "", 0},
		"against the option": {header("金额（元）") + row, "万元", 0},
		"too fine":           {header("金额（万元）") + strings.Replace(row, "1.5", "1.5000001", 1), "", 0},
		"fine enough":        {header("金额（万元）") + strings.Replace(row, "1.5", "1.500001", 1), "", 1_500_001},
	} {
		given, _ := money.Common.Named(c.given)
		u, found := read(t, c.text, intake.Request{Unit: given})
		if c.want == 0 != found.HasErrors() || c.want != 0 && u.Total != c.want {
			t.Errorf("%s: total %d, findings %v", name, u.Total, found)
		}
	}
}

func TestFundsBesideTheirTotalMustAddUp(t *testing.T) {
	const two = "单位|功能科目|经济科目|支出类型|资金年度|资金性质|<|<\n^|^|^|^|^|合计|一般公共预算|单位资金\n单位：元\n"
	u, found := read(t, "单位：元\n"+strings.TrimSuffix(two, "单位：元\n")+"甲局|2040601|30201|公用经费|本年|3|1|2\n", intake.Request{})
	if found.HasErrors() || u.Items != 2 || u.Total != 300 {
		t.Errorf("%d items of %d, findings %v", u.Items, u.Total, found)
	}
	_, found = read(t, "单位：元\n"+strings.TrimSuffix(two, "单位：元\n")+"甲局|2040601|30201|公用经费|本年|4|1|2\n", intake.Request{})
	if at := says(found, "row-total"); len(at) != 1 || at[0] != "F4" {
		t.Errorf("findings %v", found)
	}
}

func TestAColumnThatMayBeMoneyIsNotLeftOutInSilence(t *testing.T) {
	const text = "|专项债券资金|处室\n甲局|2040601|30201|公用经费||一般公共预算|本年|100|7|办公室\n"
	_, found := read(t, strings.TrimSuffix(head, "\n")+text, intake.Request{})
	if at := says(found, "column-money"); len(at) != 1 || at[0] != "I1" || !strings.Contains(found[0].Message, "里有 1 个数") {
		t.Errorf("findings %v", found)
	}
	for name, c := range map[string]struct {
		text    string
		stopped bool
	}{
		"zeros":                    {strings.Replace(text, "|7|", "|0|", 1), false},
		"a number as text":         {strings.Replace(text, "|7|", "|7元|", 1), true},
		"a number of another kind": {strings.Replace(text, "专项债券资金", "人数", 1), false},
		"其中":                       {strings.Replace(text, "专项债券资金", "其中：专项债券资金", 1), false},
		"a name with an amount":    {strings.Replace(text, "专项债券资金", "专项（万元）", 1), true},
	} {
		if _, found := read(t, strings.TrimSuffix(head, "\n")+c.text, intake.Request{}); found.HasErrors() != c.stopped {
			t.Errorf("%s: %v", name, found)
		}
	}
	if u, found := read(t, strings.TrimSuffix(head, "\n")+text, intake.Request{Leave: []string{"专项债券资金"}}); found.HasErrors() || u.Total != 10000 {
		t.Errorf("left out as the user says: %v", found)
	}
}

// Several columns may say one thing, as long as none says another.
func TestColumnsForOneThingMustSayTheSame(t *testing.T) {
	const two = "单位|预算单位|功能科目|经济科目|项目类别|支出项目类别|资金性质|资金来源|资金年度|金额（元）\n"
	for name, c := range map[string]struct{ text, code, at, want string }{
		"the same":                   {two + "甲局|028001-甲局|2040601|30201|公用经费|公用经费|一般公共预算||本年|1\n", "", "", "支出明细 单位代码=028001 1\n"},
		"another unit":               {two + "甲局|乙局|2040601|30201|公用经费|公用经费|一般公共预算||本年|1\n", "fields-differ", "B2", ""},
		"one that says less":         {two + "甲局||2040601|30201|运转类|公用经费|一般公共预算||本年|1\n甲局||2040601|30201|公用经费||一般公共预算||本年|1\n", "", "", "支出明细 1\n支出明细 1\n"},
		"one of another kind":        {two + "甲局||2040601|30201|公用经费||一般公共预算|财力安排|本年|1\n", "column-unknown", "H1", "支出明细 1\n"},
		"another fund":               {two + "甲局||2040601|30201|公用经费||一般公共预算|单位资金|本年|1\n", "fields-differ", "H2", ""},
		"funds twice":                {"单位|功能科目|经济科目|支出类型|公共预算拨款|一般公共预算资金|资金年度\n单位：元\n", "header-twice", "F1", ""},
		"nothing that is understood": {two + "甲局||2040601|30201|运转类|运转|一般公共预算||本年|1\n", "choice-unknown", "E2", ""},
	} {
		u, found := read(t, "||||||||单位：元\n"+c.text, intake.Request{})
		at := says(found, c.code)
		c.at = next(c.at)
		if c.code == "" && len(found) > 0 || c.code != "" && (len(at) == 0 || at[0] != c.at) || !strings.HasPrefix(told(u, found), c.want) {
			t.Errorf("%s: %s", name, told(u, found))
		}
	}
	const years = "单位|功能科目|经济科目|支出类型|资金性质|资金来源|金额（元）\n甲局|2040601|30201|公用经费|一般公共预算|上年结转|1\n"
	if u, found := read(t, years, intake.Request{}); !strings.HasPrefix(told(u, found), "支出明细 资金年度=上年结转 1\n") {
		t.Errorf("资金来源 that says the year: %s", told(u, found))
	}
}

// next is the cell below.
func next(cell string) string {
	if cell == "" {
		return ""
	}
	return cell[:1] + string(cell[1]+1)
}

func TestTheWorkbookAddsUpToTheExport(t *testing.T) {
	p := proof.DefaultPack(t)
	for i := range p.Input.Sheets {
		p.Input.Sheets[i].Rows = 20 // empty rows prove nothing and take time
	}
	funds := []string{"一般公共预算", "政府性基金预算", "单位资金"}
	rapid.Check(t, func(rt *rapid.T) {
		wan := rapid.Bool().Draw(rt, "万元")
		name := "元"
		show := func(f budget.Fen) string { return f.Yuan().String() }
		if wan {
			name = "万元"
			show = func(f budget.Fen) string { return money.Wan.Of(f.Yuan()).String() }
		}
		var body strings.Builder
		sums := make([]budget.Fen, len(funds))
		for i := range rapid.IntRange(1, 12).Draw(rt, "行") {
			fmt.Fprintf(&body, "02800%d-某局%d|2040601-行政运行|30201-办公费|公用经费项目|当年预算", i%2, i%2)
			for k := range funds {
				fen := budget.Fen(rapid.Int64Range(0, 100_0000_0000).Draw(rt, "分"))
				sums[k] += fen
				fmt.Fprintf(&body, "|%s", show(fen))
			}
			body.WriteString("\n")
		}
		text := "单位|功能科目|经济科目|支出类型|资金年度|" + strings.Join(funds, "|") + "\n"
		if rapid.Bool().Draw(rt, "合计") {
			text += "合计||||"
			for _, s := range sums {
				text += "|" + show(s)
			}
			text += "\n"
		}
		u, found := read(t, "金额单位："+name+"\n"+text+body.String(), intake.Request{Pack: p})
		if found.HasErrors() {
			rt.Fatalf("%v", found)
		}
		if u.Total != sums[0]+sums[1]+sums[2] {
			rt.Errorf("understood %d, the export has %d", u.Total, sums)
		}
		if rapid.IntRange(0, 9).Draw(rt, "写出") > 0 {
			return // writing takes longest
		}
		var b bytes.Buffer
		if err := inputform.Write(&b, p, u.Ledger); err != nil {
			rt.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "录入.xlsx")
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			rt.Fatal(err)
		}
		l, _, err := input.Draft(file, p)
		if err != nil {
			rt.Fatal(err)
		}
		items := l.Tables["支出明细"]
		got := make([]budget.Fen, len(funds))
		for i := range items.Len() {
			for k, fund := range funds {
				if items.Value(i, "资金来源") == fund {
					got[k] += items.Amounts(0)[i]
				}
			}
		}
		for k := range funds {
			if got[k] != sums[k] {
				rt.Errorf("%s: %d in the workbook, %d in the export", funds[k], got[k], sums[k])
			}
		}
	})
}
