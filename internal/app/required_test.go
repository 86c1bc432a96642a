package app_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
)

const asksFor = `        - {名称: 科室, 类型: 文字, 宽: 14, 必填条件: {单位性质: [行政, 参公], 资金来源: 财政拨款, 填报口径: 详细}}
`

// A column may be asked of some units, funds or departments only: by what comes along
// with a reference, by a group of values, and by an item of 基本信息.
func TestAColumnIsRequiredOnlyForSome(t *testing.T) {
	for _, c := range []struct {
		how  string
		want []string // what is told of 科室
	}{
		{"详细", []string{"错误 科室：单位性质是“行政”或“参公”、填报口径是“详细”、资金来源是“一般公共预算”或“政府性基金预算”或“国有资本经营预算”时必须填写"}},
		{"简单", nil},
	} {
		p := bureau(t, nil, afterNote, afterNote+asksFor,
			"  基本信息:\n", "  基本信息:\n    - {名称: 填报口径, 类型: 选项, 选项: [详细, 简单]}\n")
		file := entered(t, p,
			map[string]string{"单位": "某局本级", "功能科目编码": "2013299", "资金来源": "一般公共预算", "金额(元)": "1"},
			map[string]string{"单位": "某局本级", "功能科目编码": "2013299", "资金来源": "单位资金", "金额(元)": "2"},
			map[string]string{"单位": "某中心", "功能科目编码": "2013299", "资金来源": "一般公共预算", "金额(元)": "3"},
		)
		choose(t, file, "填报口径", c.how)
		found, err := app.Check(p, file)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			if strings.Contains(f.Message, "单位性质是") {
				got = append(got, f.Severity.String()+" "+f.Message)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q in %v", c.how, got, found)
		}
		if c.how == "简单" && slices.ContainsFunc(found, func(f finding.Finding) bool {
			return f.Severity == finding.Error && strings.Contains(f.Place.String(), "支出明细")
		}) {
			t.Error(found)
		}
	}
}

// choose types what an item of 基本信息 is.
func choose(t *testing.T, file, item, value string) {
	t.Helper()
	book, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at, err := book.SearchSheet("基本信息", item)
	if err != nil || len(at) != 1 {
		t.Fatal(at, err)
	}
	if err := errors.Join(book.SetCellStr("基本信息", "B"+at[0][1:], value), book.Save(), book.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAConditionThatNamesNothingIsRefused(t *testing.T) {
	files := bureauFiles(t, nil, afterNote, afterNote+strings.Replace(asksFor, "填报口径", "填报口经", 1),
		"  基本信息:\n", "  基本信息:\n    - {名称: 填报口径, 类型: 选项, 选项: [详细, 简单]}\n")
	_, err := pack.Load(files)
	if err == nil || !strings.Contains(err.Error(), "“必填条件”没有列或基本信息项目 填报口经；是不是“填报口径”") {
		t.Error(err)
	}
}
