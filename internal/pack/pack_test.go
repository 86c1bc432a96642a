package pack_test

import (
	"testing"

	"ysgk/internal/pack"
	"ysgk/templates"
)

func TestDefaultPackLoads(t *testing.T) {
	p, err := pack.Load(templates.Default())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Views) == 0 || p.Codes["功能科目"].NameOf("2040601") != "行政运行" {
		t.Errorf("views %d, codes %v", len(p.Views), p.Codes["功能科目"].NameOf("2040601"))
	}
	if got := p.Views[4].Columns[0].Filter["资金年度"]; len(got) != 1 || got[0] != "本年" {
		t.Errorf("filter %v", p.Views[4].Columns[0].Filter)
	}
}
