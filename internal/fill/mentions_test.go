package fill_test

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ysgk/internal/fill"
	"ysgk/internal/tags"
)

// saidOf are the readings of a template, one a line: cell, whether something else
// was probably meant, words.
func saidOf(t *testing.T, schema tags.Schema, tpl []byte) string {
	t.Helper()
	c, problems, err := fill.Compile(tpl, schema)
	if err != nil || problems.HasErrors() {
		t.Fatal(err, problems)
	}
	var out []string
	for _, r := range c.Readings() {
		warn := ""
		if r.Warn {
			warn = "! "
		}
		out = append(out, r.Cell+" "+warn+r.Words)
	}
	return strings.Join(out, "\n")
}

func TestNamesAndTablesThatStandForAListAreRead(t *testing.T) {
	got := saidOf(t, schema, template(t, `
		编码 | 金额 | 占比
		{{收入@项.编码}} | {{收入@项.金额}} | =收入表[[#This Row],[金额]]/SUM(收入表[金额])
		合计 | =SUM(项目金额) | =SUM(收入表[金额])
		格 | =首格*2 | =SUM(别的)`, func(f *excelize.File) {
		for name, ref := range map[string]string{"项目金额": "Sheet1!$B$2:$B$2", "首格": "Sheet1!$B$2", "别的": "Sheet1!$B$1"} {
			must(t, f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: ref}))
		}
		must(t, f.AddTable("Sheet1", &excelize.Table{Range: "A1:C2", Name: "收入表"}))
	}))
	want := `C2 收入表[[#This Row],[金额]] 是本条；收入表[金额] 是“收入”的项全部各条
B3 名称 项目金额 是“收入”的项全部各条
C3 收入表[金额] 是“收入”的项全部各条
B4 ! 名称 首格 只取“收入”的项第一条`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAnAddressWrittenAsTextIsSaidNotToMove(t *testing.T) {
	got := saidOf(t, schema, template(t, `
		编码 | 金额
		{{收入@合计.编码}} | {{收入@合计.金额}}
		{{收入@项.编码}} | {{收入@项.金额}}
		合计 | =SUM(INDIRECT("B3:B3")) | =INDIRECT("B2") | =INDIRECT("A1") | =SUM(INDIRECT("B:B")) | =SUM(OFFSET(A1,2,1,5,1)) | =OFFSET(A4,-1,0) | =B2*2 | =ROW(B3)`, nil))
	want := `B4 ! INDIRECT 里的 "B3:B3" 地址写死，不随行数移动
C4 INDIRECT 里的 "B2" 地址写死，不随行数移动
F4 OFFSET(A1,2,1,5,1) 里的行数写死，不随行数移动
H4 B2 是“收入”的合计
I4 B3 只取“收入”的项第一条`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestReferencesWithinABlockAreReadSo(t *testing.T) {
	got := saidOf(t, inside, template(t, `
		{{块 项目}}{{项目.名称}} | {{项目.金额}}
		{{指标.内容}} | {{指标.数}} | =COUNTA(A$2:A$2) | =B2/B1
		个数 | =COUNTA(A2:A2) | =B1 | =B2 | =SUM(B1:B3)
		{{块完}}`, nil))
	want := `C2 A$2:A$2 是“指标”全部各条，只在本块里
D2 B2 是本条；B1 是本块的格子
B3 A2:A2 是本块“指标”全部各条
C3 B1 是本块的格子
D3 ! B2 只取本块“指标”第一条
E3 B1:B3 是本块的格子`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
