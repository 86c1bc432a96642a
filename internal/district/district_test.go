package district_test

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"ysgk/internal/budget"
	"ysgk/internal/district"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// world is a pack and the sample's ledger, of which departments are made.
type world struct {
	pack   *pack.Pack
	sample *budget.Ledger
}

func newWorld(t *testing.T) world {
	t.Helper()
	p := proof.DefaultPack(t)
	l, found, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", p)
	if err != nil || found.HasErrors() {
		t.Fatal(found, err)
	}
	return world{p, l}
}

// department is the sample under another name, with its items changed.
func (w world) department(name, year string, change func(items *budget.Table)) *budget.Ledger {
	l := *w.sample
	l.Info = maps.Clone(l.Info)
	l.Info["部门名称"], l.Info["预算年度"] = name, year
	l.Tables = maps.Clone(l.Tables)
	items := l.Tables["支出明细"].Part(func(int) bool { return true })
	items.Rewrite(items.Field("部门"), func(int, string) string { return name })
	if change != nil {
		change(items)
	}
	l.Tables["支出明细"] = items
	return &l
}

func (w world) add(s *district.Sum, file string, l *budget.Ledger) {
	m := district.Member{File: file, Name: l.Info["部门名称"], Year: l.Info["预算年度"], Print: l.Fingerprint(w.pack.Codes)}
	s.Add(m, l, district.Roots(tables.Views(w.pack, l)))
}

// onlyProjects leaves the line items of one project under another name, with one amount.
func onlyProjects(name string, fen budget.Fen) func(*budget.Table) {
	return func(items *budget.Table) {
		items.Rewrite(items.Field("项目名称"), func(_ int, old string) string {
			if old == "" {
				return ""
			}
			return name
		})
		amounts := items.Amounts(0)
		first := true
		for i := range amounts {
			if items.Value(i, "支出类型") != "项目支出" {
				continue
			}
			amounts[i] = 0
			if first {
				amounts[i], first = fen, false
			}
		}
	}
}

func told(found finding.List) string {
	var out []string
	for _, f := range found {
		out = append(out, f.Severity.String()+" "+f.Place.String()+" "+f.Message)
	}
	return strings.Join(out, "\n")
}

func wants(t *testing.T, text string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("nothing says %q:\n%s", w, text)
		}
	}
}

func TestADepartmentThatCameTwiceOrOfAnotherYearIsNotAddedInSilence(t *testing.T) {
	w := newWorld(t)
	s := district.New(w.pack, nil)
	w.add(s, "甲.xlsx", w.department("甲局", "2026", nil))
	w.add(s, "再交/甲.xlsx", w.department("甲局", "2026", nil))
	w.add(s, "乙.xlsx", w.department("乙局", "2026", nil))
	w.add(s, "乙2.xlsx", w.department("乙局", "2026", onlyProjects("别的", 100)))
	w.add(s, "丙.xlsx", w.department("丙局", "2025", nil))
	s.Leave(district.Member{File: "丁.xlsx", Reason: "不能读"})
	if year := s.Settle(); year != "2026" {
		t.Error(year)
	}
	var said []string
	for _, m := range s.Members {
		said = append(said, m.File+"："+m.Reason)
	}
	wants(t, strings.Join(said, "\n"), "甲.xlsx：\n", "再交/甲.xlsx：和 甲.xlsx 内容一样，只加一次", "乙.xlsx：这个部门交了几本，内容不一样，还有 乙2.xlsx", "乙2.xlsx：这个部门交了几本，内容不一样，还有 乙.xlsx", "丙.xlsx：是 2025 年的，别的是 2026 年的")
	if n := len(s.Missing()); n != 3 { // 乙局, 丙局, 丁.xlsx
		t.Errorf("%d departments are missing, not 3", n)
	}
	l, _ := s.Ledger(district.Called("某市", len(s.Missing())), "2026")
	if l.Info["部门名称"] != "某市（不全，缺 3 个部门）" {
		t.Error(l.Info["部门名称"])
	}
	if have, want := l.Tables["支出明细"].Len(), w.sample.Tables["支出明细"].Len(); have != want {
		t.Errorf("the district has %d line items, not the %d of 甲局", have, want)
	}
	if found := s.Prove(tables.Views(w.pack, l)); len(found) > 0 {
		t.Error(told(found))
	}
}

func TestTheDistrictIsTheSumOfItsDepartments(t *testing.T) {
	w := newWorld(t)
	s := district.New(w.pack, nil)
	w.add(s, "甲.xlsx", w.department("甲局", "2026", nil))
	w.add(s, "乙.xlsx", w.department("乙局", "2026", func(items *budget.Table) {
		for i := range items.Amounts(1) { // last year's, beside this year's
			items.Amounts(1)[i] = 300
		}
	}))
	last := w.department("丙局", "2026", nil) // last year's on a sheet of its own
	past := budget.NewTable("上年明细", last.Tables["上年明细"].Fields, last.Tables["上年明细"].Measures)
	values := make([]string, len(past.Fields))
	values[past.Field("资金来源")] = "一般公共预算"
	past.Append(4, values, []budget.Fen{500})
	last.Tables["上年明细"] = past
	w.add(s, "丙.xlsx", last)
	s.Settle()
	l, twins := s.Ledger("某市", "2026")
	views := tables.Views(w.pack, l)
	if found := s.Prove(views); len(found) > 0 {
		t.Error(told(found))
	}
	for _, v := range views {
		if v.Name == "与上年比较" && v.Rows[0].Amounts[1] != budget.Fen(300*w.sample.Tables["支出明细"].Len()+500) {
			t.Errorf("last year was %d 分", v.Rows[0].Amounts[1])
		}
	}
	if len(twins) != 3 {
		t.Errorf("units of one name are %v", twins)
	}
	units := l.Tables["支出明细"].Distinct(l.Tables["支出明细"].Field("单位"))
	wants(t, strings.Join(units, " "), "阳泉市法律援助中心（甲局）", "阳泉市法律援助中心（乙局）")
	items := l.Tables["支出明细"]
	if b := items.Book(items.Len() - 1); b.File != "丙.xlsx" || b.Owner != "丙局" {
		t.Error(b)
	}
	// A sum that lost something is found.
	items.Amounts(0)[0]++
	wants(t, told(s.Prove(tables.Views(w.pack, l))), "错误  视图“支出总表”的“合计”：各部门相加是")
}

func TestDepartmentsAreComparedWithEachOther(t *testing.T) {
	w := newWorld(t)
	s := district.New(w.pack, nil)
	w.add(s, "甲.xlsx", w.department("甲局", "2026", onlyProjects("城区绿化工程", 7000)))
	w.add(s, "乙.xlsx", w.department("乙局", "2026", onlyProjects("城区 绿化工程", 7000)))
	w.add(s, "丙.xlsx", w.department("丙局", "2026", onlyProjects("拨付丁局防汛经费", 8000)))
	w.add(s, "丁.xlsx", w.department("丁局", "2026", onlyProjects("防汛经费", 8100)))
	w.add(s, "戊.xlsx", w.department("戊局", "2026", onlyProjects("补助己局", 900)))
	own := w.department("己局", "2026", onlyProjects("戊局补助资金", 900))
	own.Codes = maps.Clone(own.Codes)
	list := own.Codes["功能科目"].Clone()
	list.Set([]string{"2049988", "新设科目"})
	own.Codes["功能科目"] = list
	items := own.Tables["支出明细"]
	items.Rewrite(items.Field("部门经济科目编码"), func(i int, old string) string {
		if i == 0 {
			return "30225"
		}
		return old
	})
	w.add(s, "己.xlsx", own)
	s.Settle()
	s.Ledger("某市", "2026")
	said := told(s.Between())
	wants(t, said,
		"警告 乙.xlsx 的 支出明细!H75 “城区绿化工程”甲局、乙局都有：甲局 70.00 元（甲.xlsx 的 支出明细!H75），乙局 70.00 元（乙.xlsx 的 支出明细!H75），金额一样，像是同一个报了两次",
		"警告 丙.xlsx 的 支出明细!H75 丙局“拨付丁局防汛经费”80.00 元，给的是丁局；丁局的“支出明细”里没有同样多的、写着丙局的一笔",
		"提示 功能科目 编码 2049988 新设科目（己局）是部门自己加的，模板包里没有",
		"提示 己.xlsx 的 支出明细!E6 部门经济科目编码“30225 专用燃料费”只有己局用，1 笔，",
	)
	if strings.Contains(said, "戊局“补助己局”") {
		t.Errorf("a transfer that the other has is told:\n%s", said)
	}
	for _, l := range s.Lists(mustLedger(s)) {
		if l.Name == "“三公”经费" && (len(l.Rows) < 7 || l.Rows[1].Name != "甲局" || l.Rows[1].Level != 1) {
			t.Errorf("the list is %v", l.Rows)
		}
	}
}

func mustLedger(s *district.Sum) *budget.Ledger {
	l, _ := s.Ledger("某市", "2026")
	return l
}

// heap is how much memory is in use.
func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what the first has put back into pools
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A district may have thousands of departments: the sum keeps of each its figures, not its
// ledger, nor a text that keeps its workbook.
func TestASumKeepsLittleOfADepartment(t *testing.T) {
	w := newWorld(t)
	const departments = 20
	read := func(n int) (district.Member, *budget.Ledger, []*pivot.View) {
		l, found, err := input.Read("../../samples/阳泉市司法局2026年预算录入.xlsx", w.pack)
		if err != nil || found.HasErrors() {
			t.Fatal(found, err)
		}
		items := l.Tables["支出明细"]
		for i := range items.Len() { // last year's, that stand beside this year's
			items.Amounts(items.Measure("上年数"))[i] = 1
		}
		m := district.Member{File: fmt.Sprint(n), Name: fmt.Sprint(n), Year: l.Info["预算年度"], Print: l.Fingerprint(w.pack.Codes)}
		return m, l, tables.Views(w.pack, l)
	}
	s := district.New(w.pack, nil)
	m, l, views := read(0)
	s.Add(m, l, district.Roots(views))
	before := heap()
	for n := range departments {
		m, l, views := read(n + 1)
		s.Add(m, l, district.Roots(views))
	}
	sum := heap() - before
	var whole []*budget.Ledger
	before = heap()
	for n := range departments {
		_, l, _ := read(n)
		whole = append(whole, l)
	}
	ledgers := heap() - before
	items := s.Added()[0].Lines
	t.Logf("a department is %d KB in the sum, %d KB as a ledger, %d line items of all sheets", sum/departments>>10, ledgers/departments>>10, items)
	const most = 40 << 10 // whatever a ledger takes
	if sum > departments*most {
		t.Errorf("the sum keeps %d KB of a department, whose ledger is %d KB", sum/departments>>10, ledgers/departments>>10)
	}
	runtime.KeepAlive(s)
	runtime.KeepAlive(whole)
}

// TestWhatWasPublishedLastYearIsAddedToTheItemsOfTheOthers adds a department that has last year as it was published to one
// that has last year's items: of each the sum has what its own tables show.
func TestWhatWasPublishedLastYearIsAddedToTheItemsOfTheOthers(t *testing.T) {
	w := newWorld(t)
	p := *w.pack
	p.Input.Sheets = append(slices.Clone(p.Input.Sheets), *proof.DocumentPack(t).Input.TotalsOf("支出明细"))
	p.Views = append(slices.Clone(p.Views), pack.View{Name: "去年公开", Sources: []string{"支出明细"}, Columns: []pack.ViewCol{
		{Name: "接待", Measure: "上年数", Filter: pack.Filter{"部门经济科目编码": {"30201"}}, Published: []string{"公务接待费"}}, {Name: "收入", Measure: "上年数", Published: []string{"收入总计"}}}})
	w.pack = &p
	receptions := func(l *budget.Ledger) (sum budget.Fen) {
		items := l.Tables["支出明细"]
		last := items.Amounts(items.Measure("上年数"))
		for i := range items.Len() {
			if last[i] = 0; items.Value(i, "部门经济科目编码") == "30201" {
				last[i] = budget.Fen(100 * (i + 1))
			}
			sum += last[i]
		}
		return sum
	}
	has := w.department("甲局", "2026", func(*budget.Table) {})
	sum := receptions(has)
	published := w.department("乙局", "2026", func(*budget.Table) {})
	receptions(published)
	of := budget.NewTable("上年公开数", []string{"项目"}, []string{"上年公开数(元)"})
	of.Append(0, []string{"公务接待费"}, []budget.Fen{7700})
	published.Tables["上年公开数"] = of
	s := district.New(w.pack, nil)
	w.add(s, "甲.xlsx", has)
	w.add(s, "乙.xlsx", published)
	s.Settle()
	l, _ := s.Ledger("全县", "2026")
	views := tables.Views(w.pack, l)
	v := views[len(views)-1]
	if got, want := v.Rows[0].Amounts, []budget.Fen{sum + 7700, 2 * sum}; sum == 0 || !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if found := s.Prove(views); len(found) > 0 {
		t.Error(told(found))
	}
	var traced budget.Fen
	for _, ref := range v.Trace(0, 0) {
		traced += ref.Amount()
	}
	if traced != sum+7700 {
		t.Errorf("traced %d of %d", traced, sum+7700)
	}
}
