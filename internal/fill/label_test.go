package fill_test

import (
	"bytes"
	"errors"
	"maps"
	"strings"
	"testing"

	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

// labelled is schema with names for the records of 支出.
func labelled() tags.Schema {
	s := schema
	s.Lists = maps.Clone(schema.Lists)
	l := s.Lists["支出"]
	known := map[string][]string{"一、一般": {"201"}, "公安": {"204"}, "公安 ": {"204"}, "人大": {"20101"}, "两类": {"201", "204"}, "201": {"201"}, "合计": {"合计"}}
	l.Labels = func(text string, level int) ([]string, error) {
		if keys, ok := known[text]; ok {
			return keys, nil
		}
		return nil, errors.New("不是名称")
	}
	s.Lists["支出"] = l
	return s
}

func TestALineTakesTheRecordThatItsLabelNames(t *testing.T) {
	for name, c := range map[string][2]string{
		"one tag for all lines": {"一、一般 | {{支出[本行].合计}} | {{支出[本行].基本}}\n公安 | {{支出［本行］.合计}} | {{支出[本行].基本}}", "一、一般 | 3 | 1.5\n公安 | 4 | 2"},
		"numbers of lines":      {"一、一般 | 1 | {{支出[本行].合计}}\n公安 | 2 | {{支出[本行].合计}}", "一、一般 | 1 | 3\n公安 | 2 | 4"},
		"codes alone":           {"201 | {{支出[本行].名称}}", "201 | 一般"},
		"a group":               {"两类 | {{支出[本行].合计}}", "两类 | 7"},
		"beside another table":  {"合计 | 9 | 公安 | {{支出[本行].合计}}\n收入 | 8 | 一、一般 | {{支出[本行].合计}}", "合计 | 9 | 公安 | 4\n收入 | 8 | 一、一般 | 3"},
		"headings without tags": {"大类 | \n公安 | {{支出[本行].合计}}\n一、一般 | {{支出[本行].合计}}", "大类\n公安 | 4\n一、一般 | 3"},
	} {
		t.Run(name, func(t *testing.T) {
			tpl, problems, err := fill.Compile(template(t, c[0], nil), labelled())
			if err != nil || problems.HasErrors() {
				t.Fatal(problems, err)
			}
			file, found, err := tpl.Render(data())
			if err != nil || file == nil {
				t.Fatal(found, err)
			}
			var b bytes.Buffer
			if err := file.Write(&b); err != nil {
				t.Fatal(err)
			}
			expect(t, reopened(t, b.Bytes()), "Sheet1", c[1])
		})
	}
}

func TestALabelThatNamesNoRecordOrOneThatAnotherNamesIsAnErrorAtItsCell(t *testing.T) {
	for rows, want := range map[string]string{
		"公按 | {{支出[本行].合计}} | {{支出[本行].基本}}":                                      "Sheet1!A1 “公按”不是名称",
		"公安 | {{支出[本行].合计}} | {{支出[本行].基本}}\n公安  | {{支出[本行].合计}} | {{支出[本行].基本}}": "Sheet1!A2 “公安”和 A1 说的是同一条，同一笔钱会印两次",
		// A line without a label does not take that of the table beside it.
		"合计 | 9 | 公安 | {{支出[本行].合计}}\n合计 | 9 |  | {{支出[本行].合计}}": "Sheet1!C2 这里没有文字，右边的标签却写了“本行”",
		"{{支出[本行].合计}}":         "Sheet1!A1 这里没有文字，右边的标签却写了“本行”",
		"两类 | {{支出[本行].名称}}":    "Sheet1!A1 “两类”说的是几条，这个标签取的是文字，只能取一条的",
		"甲 | {{收入[本行].金额}}":     "Sheet1!B1 标签 {{收入[本行].金额}} 不能用“本行”：视图 收入 没有按名称能认的行",
		"甲 | {{支出[本行、204].合计}}": "Sheet1!B1 标签 {{支出[本行、204].合计}} 写了“本行”，方括号里就不能再写别的",
	} {
		_, problems, err := fill.Compile(template(t, rows, nil), labelled())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range problems {
			got = append(got, f.Place.String()+" "+f.Message)
		}
		if strings.Join(got, "\n") != want {
			t.Errorf("%s\ngot  %s\nwant %s", rows, strings.Join(got, "\n"), want)
		}
	}
}

func TestMoneyThatNoLabelNamesIsFoundThoughTheTotalIsShown(t *testing.T) {
	for rows, want := range map[string]int{
		"一、一般 | {{支出[本行].合计}}\n公安 | {{支出[本行].合计}}":                   -1,
		"一、一般 | {{支出[本行].合计}}\n合 | {{支出[合计].合计}}":                    4,
		"人大 | {{支出[本行].合计}}\n公安 | {{支出[本行].合计}}":                     3,
		"公安 | {{支出[本行].合计}}\n一般 | {{支出[201].合计}}":                    -1,
		"公安 | {{支出[本行].合计}}\n合计 | {{支出[本行].合计}}\n人大 | {{支出[本行].合计}}": 3,
	} {
		c, problems, err := fill.Compile(template(t, rows, nil), labelled())
		if err != nil || problems.HasErrors() {
			t.Fatal(problems, err)
		}
		gaps := c.Gaps(data())
		if want < 0 && len(gaps) > 0 || want >= 0 && (len(gaps) != 1 || gaps[0].Record != want) {
			t.Errorf("%s: %v, want %d", rows, gaps, want)
		}
	}
}
