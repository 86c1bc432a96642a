package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"
	"go.yaml.in/yaml/v3"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/lint"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/templates"
)

// one is one edit that a bureau's clerk may make in a pack.
type one struct {
	name  string
	files fstest.MapFS
}

// TestOneEditOfAPackWorksOrItsFewCausesAreToldWithTheirPlaces takes out each input
// sheet, column and item, each view, table, fund and sheet of the template, and gives
// each another name, in the default pack as its own and in one that is based on it. Such
// a pack fills the sample, or a few messages, one for each cause, name every line or cell.
func TestOneEditOfAPackWorksOrItsFewCausesAreToldWithTheirPlaces(t *testing.T) {
	all := edits(t)
	every := len(all) / proof.Drawn(25, len(all)/2) // all of them take a minute
	told, works := 0, 0
	for i, e := range all {
		if i%every != 0 {
			continue
		}
		p, err := pack.Load(e.files)
		var refused pack.Refusal
		if errors.As(err, &refused) {
			told++
			for _, r := range refused {
				if r.Line == 0 {
					t.Errorf("%s: no line: %s", e.name, r)
				}
			}
			if len(refused) > few {
				t.Errorf("%s: %d problems:\n%v", e.name, len(refused), err)
			}
			continue
		}
		if err != nil {
			t.Fatal(e.name, err)
		}
		found := slices.DeleteFunc(lint.Definitions(p), func(f finding.Finding) bool { return f.Severity == finding.Note })
		for _, f := range found {
			if f.Place.Line == 0 && f.Place.Cell == "" {
				t.Errorf("%s: no place: %s", e.name, f.Message)
			}
		}
		if len(found) > few {
			t.Errorf("%s: %d findings: %v", e.name, len(found), found)
		}
		if lint.Unfit(found) {
			told++
			continue
		}
		works++
		_, more, err := app.Fill(app.FillRequest{Pack: p, Input: "../../samples/阳泉市司法局2026年预算录入.xlsx", Output: t.TempDir() + "/公开表.xlsx"})
		if err != nil {
			t.Errorf("%s: %v", e.name, err)
		}
		for _, f := range more {
			if f.Severity == finding.Error && f.Place.Cell == "" {
				t.Errorf("%s: no place: %s", e.name, f.Message)
			}
		}
	}
	if told == 0 || works == 0 {
		t.Errorf("%d told, %d work", told, works)
	}
}

// few are the causes that one edit may have: tags of a view in the workbook and in the
// document, numbers of the document that use it, rules about it, views that only they use.
const few = 5

// edits are all of them.
func edits(t *testing.T) (out []one) {
	base := filesOf(t, templates.Default())
	text := string(base["pack.yaml"].Data)
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text, "\n")
	add := func(name string, files fstest.MapFS, changed string) {
		files = maps.Clone(files)
		files["pack.yaml"] = &fstest.MapFile{Data: []byte(changed)}
		out = append(out, one{name, files})
	}
	// entries of a list are taken out and renamed; derived is how a pack that is based on
	// this one takes one out.
	entries := func(list *yaml.Node, key, what, derived string) {
		for _, n := range list.Content {
			name := valueOf(n, key)
			if name == nil {
				continue
			}
			add("删 "+what+name.Value, base, strings.Join(slices.Concat(lines[:n.Line-1], lines[lastLineOf(n):]), "\n"))
			renamed := slices.Clone(lines)
			renamed[name.Line-1] = strings.Replace(renamed[name.Line-1], name.Value, "新的"+name.Value, 1)
			add("改名 "+what+name.Value, base, strings.Join(renamed, "\n"))
			add("派生删 "+what+name.Value, fstest.MapFS{}, "模板包: {基于: 自带, 格式: \"2\"}\n"+fmt.Sprintf(derived, name.Value))
		}
	}
	root := doc.Content[0]
	input := valueOf(root, "录入")
	entries(valueOf(input, "基本信息"), "名称", "项 ", "录入: {基本信息: [删去: %s]}\n")
	entries(valueOf(input, "表"), "名称", "录入表 ", "录入: {表: [删去: %s]}\n")
	for _, s := range valueOf(input, "表").Content {
		sheet := valueOf(s, "名称").Value
		entries(valueOf(s, "列"), "名称", sheet+" 的列 ", "录入:\n  表:\n    - 名称: "+sheet+"\n      列: [删去: \"%s\"]\n")
	}
	entries(valueOf(root, "视图"), "名称", "视图 ", "视图: [删去: %s]\n")
	entries(valueOf(root, "公开表"), "工作表", "公开表 ", "公开表: [删去: %s]\n")
	const funds = "[一般公共预算, 政府性基金预算, 国有资本经营预算, 财政专户管理资金, 单位资金]"
	for _, fund := range strings.Split(strings.Trim(funds, "[]"), ", ") {
		gone := strings.NewReplacer(", "+fund, "", fund+", ", "").Replace(funds)
		add("删 资金 "+fund, base, strings.Replace(text, funds, gone, 1))
		add("改名 资金 "+fund, base, strings.Replace(text, funds, strings.Replace(funds, fund, "新的"+fund, 1), 1))
	}
	for _, sheet := range tabs(t, base["预算公开表.xlsx"].Data) {
		for _, to := range []string{"", "新表"} {
			files := maps.Clone(base)
			files["预算公开表.xlsx"] = &fstest.MapFile{Data: retabbed(t, base["预算公开表.xlsx"].Data, sheet, to)}
			add("工作表 "+sheet+" → "+to, files, text)
		}
	}
	return out
}

func filesOf(t *testing.T, from fs.FS) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	if err := fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(from, path)
		out[path] = &fstest.MapFile{Data: b}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func tabs(t *testing.T, book []byte) []string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	return f.GetSheetList()
}

// retabbed is a workbook without a sheet, or with another name for it.
func retabbed(t *testing.T, book []byte, sheet, to string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	if to == "" {
		err = f.DeleteSheet(sheet)
	} else {
		err = f.SetSheetName(sheet, to)
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func lastLineOf(n *yaml.Node) int {
	last := n.Line
	for _, c := range n.Content {
		last = max(last, lastLineOf(c))
	}
	return last
}

func valueOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; n != nil && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
