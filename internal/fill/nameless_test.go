package fill_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
)

// twoSides is a table of what comes in and what goes out.
const twoSides = `
收支总表
收入 | | 支出
项目 | 金额 | 项目 | 金额
一、拨款 | {{收入[甲].金额}} | 一、一般 | {{支出[201].合计}}
二、其他 | {{收入[乙].金额}} | 二、公安 | {{支出[204].合计}}
三、事业 | {{收入[丙].金额}} | 三、外交 | {{支出[202].合计}}
本年收入合计 | =SUM(B4:B6) | 本年支出合计 | =SUM(D4:D6)`

func TestFiguresBesideNoNameOfTheirOwnSideAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		rows, want string
		prepare    func(f *excelize.File)
	}{
		"all are named":             {twoSides, "", nil},
		"the right side":            {strings.Replace(twoSides, "二、公安", "", 1), "5 C5 是空的，这一行的数旁边没有名称，印出来看不出是什么（“二、其他”是旁边一半的）", nil},
		"the left side":             {strings.Replace(twoSides, "一、拨款", "", 1), "4 A4 是空的，这一行的数旁边没有名称，印出来看不出是什么（“一、一般”是旁边一半的）", nil},
		"the total of one side":     {strings.Replace(twoSides, "本年支出合计", "", 1), "7 C7 是空的，这一行的数旁边没有名称，印出来看不出是什么（“本年收入合计”是旁边一半的）", nil},
		"one total for both":        {strings.NewReplacer("本年收入合计", "合　计", "本年支出合计", "").Replace(twoSides), "", nil},
		"both sides":                {strings.NewReplacer("二、其他", "", "二、公安", "").Replace(twoSides), "5 A5 是空的，这一行的数旁边没有名称，印出来看不出是什么\n5 C5 是空的，这一行的数旁边没有名称，印出来看不出是什么", nil},
		"only the number of a line": {"表\n项目 | 行次 | 金额\n一般 | 1 | {{支出[201].合计}}\n公安 | 2 | {{支出[204].合计}}\n | 3 | {{支出[202].合计}}", "5 A5 是空的，这一行的数旁边没有名称，印出来看不出是什么", nil},
		"a name over two lines":     {strings.Replace(twoSides, "二、公安", "", 1), "", func(f *excelize.File) { f.MergeCell("Sheet1", "C4", "C5") }},
		"a hidden sheet": {strings.Replace(twoSides, "二、公安", "", 1), "", func(f *excelize.File) {
			f.SetActiveSheet(first(f.NewSheet("别的")))
			f.SetSheetVisible("Sheet1", false)
		}},
		"remarks between":            {"表\n项目 | 今年 | 说明 | 去年\n一般 | {{支出[201].合计}} | 增加 | {{支出[201].基本}}\n公安 | {{支出[204].合计}} | | {{支出[204].基本}}\n外交 | {{支出[202].合计}} | 减少 | {{支出[202].基本}}", "", nil},
		"one row of figures":         {"表\n合计 | 基本\n{{支出[合计].合计}} | {{支出[合计].基本}}", "", nil},
		"a list beside fixed lines":  {"表\n项目 | 金额 | 名称 | 金额\n一般 | {{支出[201].合计}} | {{收入@项.名称}} | {{收入@项.金额}}\n公安 | {{支出[204].合计}}\n外交 | {{支出[202].合计}}\n合计 | =SUM(B3:B5) | | =SUM(D3:D3)", "", nil},
		"levels in columns of names": {"表\n类 | 款 | 金额\n{{支出@类.名称}} | | {{支出@类.合计}}\n | {{支出@款.名称}} | {{支出@款.合计}}\n合计 | | {{支出@合计.合计}}", "", nil},
	} {
		tpl, problems, err := fill.Compile(template(t, c.rows, c.prepare), schema)
		if err != nil || problems.HasErrors() {
			t.Fatal(name, problems, err)
		}
		var got []string
		for _, x := range tpl.Forms()[0].Nameless() {
			got = append(got, fmt.Sprint(x.Row, " ", x.Says()))
		}
		if strings.Join(got, "\n") != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", name, strings.Join(got, "\n"), c.want)
		}
	}
}

// A figure that is blank on this department's tables is nobody's trouble.
func TestAFigureThatIsPrintedBesideNoNameIsTold(t *testing.T) {
	tpl, problems, err := fill.Compile(template(t, strings.NewReplacer("二、公安", "", "三、外交", "", "一、一般 | {{支出[201].合计}}\n", "一、一般 | {{支出[201].合计}}\n | | 四、人大 | {{支出[20101].合计}}\n | | 五、政协 | {{支出[20102].合计}}\n").Replace(twoSides), nil), schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(problems, err)
	}
	_, told, err := tpl.Render(data())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range told {
		if f.Code == "nameless" {
			got = append(got, f.Place.Cell+" "+f.Message)
		}
	}
	if want := []string{"D7 这个数 4 旁边没有名称，印出来看不出是什么（公开表的 Sheet1!D7）"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func first[T any](x T, _ error) T { return x }
