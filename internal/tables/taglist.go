package tables

import (
	"bytes"
	"encoding/csv"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/pack"
	"ysgk/internal/pivot"
	"ysgk/internal/tags"
)

// TagsFile is the list of tags that goes along with a pack.
const TagsFile = "标签一览.csv"

// Tag is a tag to paste into a template.
type Tag struct {
	Group string // 基本信息, a view, 修饰 …
	Tag   string
	Does  string
}

// Tags lists all that the tags of a pack's templates may be, each with an
// example and its meaning, in the order of the pack.
func Tags(p *pack.Pack) []Tag {
	var out []Tag
	add := func(group, tag, does string) { out = append(out, Tag{group, tag, does}) }
	schema := Schema(p)
	for _, s := range schema.Scalars {
		add("基本信息", "{{"+s+"}}", scalarDoes(p, s))
		if s == tags.Year {
			add("基本信息", "{{"+s+"-1}}", "前一年；+1 是后一年，加减的可以是别的整数")
		}
	}
	for _, n := range p.Numbers {
		tag := "{{" + n.Name + "}}"
		if n.Kind == pack.KindRatio {
			tag = "{{" + n.Name + "|百分比}}"
		}
		add("数", tag, n.Kind+"："+n.Expr)
	}
	for i := range p.Views {
		out = append(out, viewTags(p, &p.Views[i], schema.Lists[p.Views[i].Name])...)
	}
	for _, m := range tags.Marks() {
		add("条件和说明", m.Example, m.Does)
	}
	for _, m := range schema.Modifiers() {
		add("修饰（写在 | 后面）", m.Example, "|"+m.Name+"："+m.Does)
	}
	return out
}

func scalarDoes(p *pack.Pack, name string) string {
	switch name {
	case pack.ScalarYear:
		return p.Input.YearItem()
	case pack.ScalarUnit:
		return "公开表的金额单位：" + p.Unit.Name
	}
	for _, it := range p.Input.Info {
		if it.Name == name && it.Hint != "" {
			return "录入工作簿“" + p.Input.InfoSheet() + "”里的" + name + "。" + it.Hint
		}
	}
	return "录入工作簿“" + p.Input.InfoSheet() + "”里的" + name
}

// viewTags lists a view: its levels first, then its fields.
func viewTags(p *pack.Pack, v *pack.View, list tags.ListSchema) (out []Tag) {
	group := "视图 " + v.Name
	add := func(tag, does string) { out = append(out, Tag{group, tag, does}) }
	single := len(list.Levels) == 1
	first := slices.Concat(list.Amounts, list.Texts)[0]
	if !single {
		for i, level := range list.Levels {
			does := "这一行只印合计"
			if i > 0 {
				does = "这一行只印“" + level + "”这一级，一条记录一行"
				if i <= len(v.Rows) && v.Of == "" {
					does += "（按" + strings.Join(v.Rows[i-1].By, "、") + "）"
				}
			}
			add("{{"+v.Name+"@"+level+"."+first+"}}", does)
		}
		if v.Of == "" {
			add("{{"+v.Name+"["+pack.Root+"]."+first+"}}", "合计的数，写在句子里或固定的格子里；方括号里也可以写编码或名称")
			if list.Labels != nil {
				add("{{"+v.Name+"["+tags.ThisRow+"]."+first+"}}", "这一行左边的文字说的那一条，写在固定的行里：表上已经印着名称的，各行写同样的标签")
			}
		}
	}
	for _, c := range v.Columns {
		add("{{"+v.Name+"."+c.Name+"}}", "金额"+sumOf(v, c))
	}
	named := map[string]pivot.Cut{}
	for _, c := range pivot.Cuts(p, v) {
		if c.Named != "" {
			named[c.Name] = c
		}
	}
	for _, t := range list.Texts {
		does := textDoes(p, t)
		if cut, ok := list.Cuts[t]; ok {
			does = "文字：" + cut.Code + "里的这一段"
		} else if cut, ok := named[t]; ok {
			does = "文字：" + cut.Code + "的前 " + strconv.Itoa(cut.To) + " 位在“" + cut.Named + "”里的名称，下级的行里也能写"
		}
		add("{{"+v.Name+"."+t+"}}", does)
	}
	if !single {
		for _, s := range tags.Serials() {
			add("{{"+v.Name+"."+s.Name+"}}", s.Does)
		}
	}
	return out
}

// rowTexts are the texts that every view has of its own rows.
var rowTexts = map[string]string{
	"编码": "这一行的编码，没有编码的空着", "科目编码": "同“编码”",
	"名称": "这一行的名称；合计那一行是“合计”", "科目名称": "同“名称”",
	"层级": "这一行是哪一级",
}

// textDoes says what a text of a view's row is.
func textDoes(p *pack.Pack, name string) string {
	if does := rowTexts[name]; does != "" {
		return does
	}
	for i := range p.Input.Sheets {
		s := &p.Input.Sheets[i]
		if c := s.Column(name); c != nil {
			return s.Name + "的" + name + "。" + c.Hint
		}
	}
	return "文字"
}

// sumOf says what an amount adds up.
func sumOf(v *pack.View, c pack.ViewCol) string {
	text := "："
	if c.Measure != "" {
		text += strings.Join(append([]string{c.Measure}, c.Also...), "、") + "，"
	}
	text += strings.Join(v.Sources, "、") + "相加"
	for _, f := range []pack.Filter{v.Filter, c.Filter} {
		for _, field := range slices.Sorted(maps.Keys(f)) {
			text += "，" + field + "是" + strings.Join(f[field], "或")
		}
	}
	return text
}

// TagsCSV is the list of tags as a table that Excel and WPS open, and of the rules that do not run.
func TagsCSV(p *pack.Pack) []byte {
	rows := [][]string{{"分组", "标签", "意思"}}
	for _, t := range Tags(p) {
		rows = append(rows, []string{t.Group, t.Tag, t.Does})
	}
	for _, x := range p.Idle {
		rows = append(rows, []string{"不起作用的规则和数", "", x.Text})
	}
	return asCSV(rows)
}

// asCSV writes a table for Excel and WPS.
func asCSV(rows [][]string) []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff") // without it Excel takes the file for GBK
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	_ = w.WriteAll(rows) // a buffer takes everything
	return out.Bytes()
}
