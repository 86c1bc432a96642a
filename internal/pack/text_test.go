package pack

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ysgk/templates"
)

// has says which of its document a pack has: the template, an input sheet, an item of
// 基本信息, a column, a view, a number and a rule.
func has(p *Pack) (out []bool) {
	return []bool{
		len(p.Documents) > 0, p.Input.Sheet("职责") != nil,
		slices.ContainsFunc(p.Input.Info, func(it Item) bool { return it.Name == "车辆编制数" }),
		p.Input.Sheet("支出明细").Column("项目分类") != nil, p.View("职责") != nil,
		slices.ContainsFunc(p.Numbers, func(n Number) bool { return n.Name == "收支变动" }),
		slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.ID == "T01" }),
	}
}

// wholly says whether a pack has all of its document or nothing.
func wholly(t *testing.T, about string, p *Pack, want bool) {
	t.Helper()
	if got := has(p); slices.Contains(got, !want) {
		t.Errorf("%s: %v, want all %v", about, got, want)
	}
}

func onBuiltIn(t *testing.T, text string, more ...string) *Pack {
	t.Helper()
	p, err := onBuiltInOr(t, text, more...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func onBuiltInOr(t *testing.T, text string, more ...string) (*Pack, error) {
	t.Helper()
	files := fstest.MapFS{"pack.yaml": {Data: []byte("模板包: {基于: 自带, 名称: 乙县}\n" + text)}}
	for _, name := range more {
		b, err := templates.Default().Open(map[bool]string{true: "预算公开文本.docx", false: "预算公开表.xlsx"}[strings.HasSuffix(name, ".docx")])
		if err != nil {
			t.Fatal(err)
		}
		info, _ := b.Stat()
		content := make([]byte, info.Size())
		if _, err := b.Read(content); err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: content}
	}
	return Load(files)
}

// A pack on another one has the document of that, unless its tables are its own: what the
// document says is of the tables for which it was made.
func TestAPackHasTheDocumentOfItsBaseWithTheTablesOfItsBase(t *testing.T) {
	wholly(t, "nothing else", onBuiltIn(t, ""), true)
	wholly(t, "no document", onBuiltIn(t, "文本:\n"), false)
	wholly(t, "tables of its own", onBuiltIn(t, "模板: 县表.xlsx\n", "县表.xlsx"), false)
	wholly(t, "tables and a document of its own", onBuiltIn(t, "模板: 县表.xlsx\n文本: 县文.docx\n", "县表.xlsx", "县文.docx"), true)
	wholly(t, "tables of its own and the document of the base", onBuiltIn(t, "模板: 县表.xlsx\n文本: 预算公开文本.docx\n", "县表.xlsx"), true)
}

func TestWhoWantsNoDocumentHasNothingOfIt(t *testing.T) {
	p, err := Load(templates.Default())
	if err != nil {
		t.Fatal(err)
	}
	p.Reuse()
	wholly(t, "the pack", p, true)
	tables, err := p.TablesOnly()
	if err != nil {
		t.Fatal(err)
	}
	wholly(t, "its tables", tables, false)
	wholly(t, "the pack afterwards", p, true)
	if len(tables.Idle)+len(tables.Lacked) > 0 {
		t.Errorf("%v %v", tables.Idle, tables.Lacked)
	}
	at := cmp.Options{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b Origin) bool { return a.Place() == b.Place() })}
	for _, want := range []*Pack{p, tables} {
		proven, err := LoadProven(templates.Default(), want == tables)
		if err != nil || proven.Hash != want.Hash || cmp.Diff(proven.Templates, want.Templates) != "" || cmp.Diff(proven.Manifest, want.Manifest, at) != "" {
			t.Errorf("read as a proven one it is another: %v\n%s", err, cmp.Diff(want.Manifest, proven.Manifest, at))
		}
	}
	if again, _ := p.TablesOnly(); again != tables {
		t.Error("it is made again each time")
	}
	if same, err := tables.TablesOnly(); err != nil || same != tables {
		t.Error("nothing is left to leave out", err)
	}
	// What comes new stands behind the rest.
	n := len(tables.Input.Sheets)
	if p.Input.Sheets[n].Name != "职责" || p.Input.Sheets[n-1].Name != tables.Input.Sheets[n-1].Name {
		t.Errorf("sheets: %v", names(p.Input.Sheets, func(s Sheet) string { return s.Name }))
	}
	if i := len(tables.Input.Info); p.Input.Info[i].Name != "收支增减原因" {
		t.Error(p.Input.Info[i].Name)
	}
	if columns := p.Input.Sheet("支出明细").columns(); columns[len(columns)-1] != "项目分类" {
		t.Error(columns)
	}
	if g := len(tables.Input.Guide); len(p.Input.Guide) <= g || !slices.Equal(p.Input.Guide[:g], tables.Input.Guide) {
		t.Error("the guide for the document does not follow that for the tables")
	}
}

// The names that the document uses are not those that a bureau may not use.
func TestWhatABureauDefinesGoesBeforeWhatTheDocumentOfItsBaseDefines(t *testing.T) {
	p := onBuiltIn(t, `
视图:
  - {名称: 政府采购, 来源: 支出明细, 列: [合计]}
数:
  - {名称: 收入总计, 算式: '视图("收入总表", "合计")'}
规则:
  - 提示 T11：视图("政府采购", "合计") > 0；没有
文本用:
  录入:
    表:
      - 删去: 名词解释
      - {名称: 职责, 预留行数: 7}
  视图:
    - 删去: 名词解释
`)
	if v := p.View("政府采购"); len(v.Columns) != 1 || v.Sources[0] != "支出明细" {
		t.Errorf("%+v", v)
	}
	var found []string
	for _, n := range p.Numbers {
		if n.Name == "收入总计" {
			found = append(found, n.Expr)
		}
	}
	if len(found) != 1 || found[0] != `视图("收入总表", "合计")` {
		t.Errorf("%q", found)
	}
	for _, r := range p.Rules {
		if r.ID == "T11" && r.Message != "没有" {
			t.Errorf("%+v", r)
		}
	}
	if p.Input.Sheet("名词解释") != nil || p.Input.Sheet("职责").Rows != 7 || p.Input.Sheet("政府采购") == nil {
		t.Error("what only the document needs is not as the pack says")
	}
	if place := p.View("政府采购").Place(); place.File != "pack.yaml" || place.Line != 4 {
		t.Error(place)
	}
	if place := p.Place("视图"); place.File != "pack.yaml" || place.Line != 3 {
		t.Error(place)
	}
}

// A pack that is written out whole still knows what only its document needs.
func TestABuiltPackMayBeUsedWithoutItsDocument(t *testing.T) {
	p := onBuiltIn(t, "数:\n  - {名称: 收入总计, 算式: '视图(\"收入总表\", \"合计\")'}\n")
	files, err := p.Whole()
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for name, b := range files {
		fsys[name] = &fstest.MapFile{Data: b}
	}
	for _, name := range p.CodeFiles {
		if fsys[name.File] == nil {
			t.Fatal("no", name.File)
		}
	}
	built, err := Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	wholly(t, "built", built, true)
	tables, err := built.TablesOnly()
	if err != nil {
		t.Fatal(err)
	}
	wholly(t, "built, its tables", tables, false)
	if a, b := len(p.Rules), len(built.Rules); a != b {
		t.Errorf("%d rules, built %d", a, b)
	}
}

// What a pack takes out of its base the document does not bring back in part.
func TestASheetThatIsTakenOutIsNotBroughtBackByTheDocument(t *testing.T) {
	files := fstest.MapFS{
		"pack.yaml":   {Data: []byte("模板包: {基于: 市, 名称: 乙县}\n录入:\n  表:\n    - 删去: 明细\n视图:\n  - 删去: 全部\n")},
		"市/pack.yaml": {Data: []byte(county + "文本: 文.docx\n文本用:\n  录入:\n    表:\n      - 名称: 明细\n        列: [{名称: 备注, 类型: 文字}]\n      - 名称: 职责\n        说明: 一条一行\n        列: [{名称: 内容, 类型: 文字}]\n")},
		"市/科目.csv":    {Data: []byte("编码,名称\n201,一般\n20101,甲\n")},
		"市/文.docx":    {Data: []byte("PK")},
	}
	p, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if p.Input.Sheet("明细") != nil || p.Input.Sheet("职责") == nil {
		t.Error(names(p.Input.Sheets, func(s Sheet) string { return s.Name }))
	}
}

// What is wrong with the rest of a pack is told as it is, not as it looks with what the
// document needs laid over it.
func TestWhatIsWrongBelowIsToldAsItStands(t *testing.T) {
	text := county + "文本: 文.docx\n文本用:\n  录入:\n    表:\n      - 名称: 明细\n        列: [{名称: 备注, 类型: 文字}]\n"
	text = strings.Replace(text, "  表:\n", "  表:\n    - {名称: 明细, 列: [{名称: 甲, 类型: 文字}]}\n", 1)
	_, err := Load(fstest.MapFS{"pack.yaml": {Data: []byte(text)}, "科目.csv": {Data: []byte("编码,名称\n201,一般\n20101,甲\n")}, "文.docx": {Data: []byte("PK")}})
	if err == nil || !strings.Contains(err.Error(), "明细：名称重复") {
		t.Error(err)
	}
}

// A sheet that has another name now is told where the document adds to it, not by all that
// its columns are missing for.
func TestASheetThatTheDocumentAddsToIsThere(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"pack.yaml": {Data: []byte(county + "文本: 文.docx\n文本用:\n  录入:\n    表:\n      - 名称: 明细表\n        列: [{名称: 备注, 类型: 文字}]\n")},
		"科目.csv":    {Data: []byte("编码,名称\n201,一般\n20101,甲\n")},
		"文.docx":    {Data: []byte("PK")},
	})
	var refused Refusal
	if !errors.As(err, &refused) || len(refused) != 1 || !strings.Contains(err.Error(), "文本用 给录入表 明细表 添列，可是“录入”里没有这张表；是不是“明细”？") {
		t.Error(err)
	}
}

// Tables may print what else would be for documents alone: without a document there is what they
// name, and no more of it.
func TestTablesMayUseWhatIsForDocuments(t *testing.T) {
	const own = "模板: 县表.xlsx\n文本用:\n  表格也用: [政府采购, 车辆编制数, 职责]\n"
	p := onBuiltIn(t, own, "县表.xlsx")
	if got := has(p); !slices.Equal(got, []bool{false, true, true, false, true, false, false}) {
		t.Errorf("without a document it has %v", got)
	}
	if p.Input.Sheet("政府采购") == nil || p.View("政府采购") == nil || p.Input.Sheet("整体绩效") != nil {
		t.Error("the input sheets are others than those named")
	}
	wholly(t, "with a document", onBuiltIn(t, own+"文本: 县文.docx\n", "县表.xlsx", "县文.docx"), true)
	const counting = "数: [{名称: 采购数, 算式: '计数(\"政府采购\")'}]\n规则: [{编号: U1, 级别: 提示, 怎么办: 看, 当: '数(\"采购数\") > 0', 应: '基本信息(\"车辆编制数\") > 0', 说明: 采购}]\n"
	for _, counts := range []*Pack{onBuiltIn(t, own+counting, "县表.xlsx"), onBuiltIn(t, own+counting+"文本: 县文.docx\n", "县表.xlsx", "县文.docx")} {
		if !slices.ContainsFunc(counts.Numbers, func(n Number) bool { return n.Name == "采购数" }) {
			t.Error("a number of what is for documents is not there")
		}
		readsBack(t, counts)
	}
	column := onBuiltIn(t, strings.Replace(own, "职责", "支出明细.项目分类", 1), "县表.xlsx")
	if column.Input.Sheet("支出明细").Column("项目分类") == nil || column.Input.Sheet("绩效项目").Column("项目分类") != nil {
		t.Error("the columns of the same sheets are others than those named")
	}
	_, err := onBuiltInOr(t, strings.Replace(own, "政府采购,", "政府采构,", 1), "县表.xlsx")
	if err == nil || !strings.Contains(err.Error(), "政府采构") || !strings.Contains(err.Error(), "是不是“政府采购”") {
		t.Errorf("a name that is none: %v", err)
	}
}
