package bind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/bind"
	"ysgk/internal/budget"
	"ysgk/internal/proof"
	"ysgk/internal/tables"
)

// TestSentencesTakeTheMoneyOfTheirHeadingAndTable binds sentences on “三公”经费, which are of all 财政拨款 by what they are called, below
// a heading that names one fund, and beside a table of that fund alone: where another department spends of another fund too,
// they say what the table does. 财政拨款“三公”经费 are what they say.
func TestSentencesTakeTheMoneyOfTheirHeadingAndTable(t *testing.T) {
	p, whole := defaultPack(t), proof.DocumentPack(t)
	ledger := func(more ...string) *budget.Ledger {
		l := itemsOf(p, append(more, "某市水务局 2130301 公用经费 30217 - - 一般公共预算 15500", "某市水务局 2130301 公用经费 30231 - - 一般公共预算 59000")...)
		l.Info["部门名称"] = "某市水务局"
		return l
	}
	last, next := ledger(), ledger("某市水务局 2120899 项目支出 30231 修堤 其他运转类 政府性基金预算 526000")
	codes := ask{"部门经济科目编码": "30212、30217、30231、31013、30913"}
	public, general := ask{"资金来源": "一般公共预算、政府性基金预算、国有资本经营预算"}, ask{"资金来源": "一般公共预算"}
	for _, c := range []struct {
		heading, own string
		table        bool
		of           ask // the money that the sentence tells
	}{
		{"一、一般公共预算“三公”经费支出情况", "“三公”经费预算安排", false, general},
		{"一、“三公”经费支出情况", "“三公”经费预算安排", true, general},
		{"一、“三公”经费支出情况", "“三公”经费预算安排", false, public},
		{"一、“三公”经费支出情况", "财政拨款“三公”经费预算安排", true, public},
	} {
		page := func(l *budget.Ledger) []byte {
			said := func(name string, of ...ask) string {
				if l == nil {
					return name + "××万元。"
				}
				return fmt.Sprintf("%s%.2f万元。", name, sum(l, of...)/10000)
			}
			f := excelize.NewFile()
			defer f.Close()
			addSheet(t, f, "说明", nil, []any{"情况说明"}, []any{c.heading}, []any{said(c.own, codes, c.of)}, []any{said("（一）公务接待费：预算安排", ask{"部门经济科目编码": "30217"}, c.of)}, []any{said("（二）公务用车购置及运行费：预算安排", ask{"部门经济科目编码": "30231、31013、30913"}, c.of)})
			if c.table {
				row := func(name, of string) []any {
					if l == nil {
						return []any{name}
					}
					return []any{name, sum(l, general, ask{"部门经济科目编码": of}) / 10000}
				}
				addSheet(t, f, "三公", nil, []any{"一般公共预算“三公”经费支出表"}, []any{nil, "单位：万元"}, []any{"项目", "预算数"}, row("合计", codes["部门经济科目编码"]), row("公务接待费", "30217"), row("公务用车购置及运行费", "30231、31013、30913"))
			}
			must(t, f.DeleteSheet("Sheet1"))
			return saved(t, f)
		}
		made, err := bind.Workbook(bind.Request{Pack: p, Known: known(t, p), Name: "官方表.xlsx", Ledger: last, Whole: &bind.Whole{Pack: whole, Ledger: last}, Views: tables.Views(p, last), Form: page(nil), Example: page(last)})
		must(t, err)
		got, want := shown(t, filled(t, loaded(t, made), next)), shown(t, page(next))
		for sheet := range want {
			if !slices.EqualFunc(got[sheet], want[sheet], func(a, b []string) bool { return strings.Join(a, "|") == strings.Join(b, "|") }) {
				t.Errorf("%s, %s, table %v: %q\nwant %q\n%s", c.heading, c.own, c.table, got[sheet], want[sheet], told(made))
			}
		}
	}
}

// TestALineNamesItsAmountBeforeAColon binds a line whose amount the label at its beginning names, of which the example has none.
func TestALineNamesItsAmountBeforeAColon(t *testing.T) {
	ledger := func(trips, meals int64) *budget.Ledger {
		return itemsOf(defaultPack(t), fmt.Sprintf("某市水务局 2130301 公用经费 30212 - - 一般公共预算 %d", trips), fmt.Sprintf("某市水务局 2130301 公用经费 30217 - - 一般公共预算 %d", meals))
	}
	boundAndFilled(t, "说明", ledger(0, 15500), ledger(31000, 8800), func(l *budget.Ledger) []byte {
		said := func(name, code string) []any {
			if l == nil {
				return []any{name + "：2026年预算安排××万元。"}
			}
			return []any{fmt.Sprintf("%s：2026年预算安排%.2f万元。", name, sum(l, ask{"部门经济科目编码": code})/10000)}
		}
		return sheetWith(t, "说明", nil, nil, []any{"情况说明"}, []any{"一、“三公”经费支出情况"}, said("（一）因公出国（境）经费", "30212"), said("（二）公务接待费", "30217"))
	})
}

// TestWhatASentenceSaysOfAllOfAnAmountIsTold binds a sentence that is not so for every department.
func TestWhatASentenceSaysOfAllOfAnAmountIsTold(t *testing.T) {
	l := ofProjects(defaultPack(t), "某市水务局 防汛 特定目标类 政府性基金预算 512300")
	made := boundAndFilled(t, "说明", l, l, func(l *budget.Ledger) []byte {
		amount := "××"
		if l != nil {
			amount = "51.23"
		}
		return sheetWith(t, "说明", nil, nil, []any{"情况说明"}, []any{"政府性基金预算支出" + amount + "万元，全部为项目支出。"})
	})
	if !strings.Contains(told(made), "里的“全部为项目支出”每个部门都会印") {
		t.Error(told(made))
	}
}
