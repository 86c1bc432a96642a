package input

import (
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/typed"
)

// A name typed anew in a row may differ by a wrong or a missing character from the one
// that is meant; tables then print two rows, and nothing else in the workbook shows it.

// apart are characters in which names differ on purpose: 一期 and 二期, 省级 and 市级,
// 某市司法局 and 某市司法所.
const apart = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ〇零一二三四五六七八九十百上中下左右东西南北内外前后甲乙丙丁新旧老大小男女省市县区乡镇村国局所站队科室院校馆厅处"

// shortest is how many characters names must have to be compared.
const shortest = 5

// isName says whether a column holds names that are typed: rows of tables stand for
// them, or records are told apart by them.
func (in *recordReader) isName(def *pack.Column) bool {
	return def.Kind == pack.Text && (in.named[def.Name] || slices.Contains(in.def.Unique, def.Name))
}

// nearNames asks about names of one unit that differ in one character.
func (in *recordReader) nearNames() {
	owner := slices.IndexFunc(in.def.Columns, func(c pack.Column) bool { return c.Kind == pack.Ref && c.Column == "" })
	for i := range in.def.Columns {
		def := &in.def.Columns[i]
		f := in.fields[i]
		if !in.isName(def) || f < 0 || in.header.cols[i] == 0 {
			continue
		}
		seen := map[string]bool{}
		like := nearby{map[string]string{}, map[string]string{}, map[string]string{}}
		for n := range in.table.Len() {
			name, unit := in.table.Text(n, f), ""
			if owner >= 0 {
				unit = in.table.Text(n, in.fields[owner])
			}
			if seen[unit+"\x00"+name] {
				continue
			}
			seen[unit+"\x00"+name] = true
			if other, ok := like.add(unit, name); ok {
				in.out.Notef("name-near", finding.At(in.table.At(n, def.Name)), "是同一个的，改成一样的名称；不是的，不用管。", "%s%s和%s是不是同一个？只差一个字，公开表会印成两个", def.Name, typed.Quote(typed.Clip(name)), typed.Quote(typed.Clip(other)))
				in.out.Under(def.Rule)
			}
		}
	}
}

// nearby are names by themselves, with a hole in the place of a character, and without it.
type nearby struct{ whole, hole, short map[string]string }

// add takes in a name and gives one before it that differs from it in one character, if
// none of those that differ is one of apart.
func (n *nearby) add(unit, name string) (other string, ok bool) {
	runes := []rune(typed.Name(name))
	if len(runes) < shortest {
		return "", false
	}
	whole := unit + "\x00" + string(runes)
	meet := func(by map[string]string, key string) {
		if was := by[key]; was != "" && was != name && !ok {
			other, ok = was, true
		}
	}
	keep := func(by map[string]string, key string) {
		if by[key] == "" {
			by[key] = name
		}
	}
	meet(n.short, whole)
	for i, r := range runes {
		if strings.ContainsRune(apart, r) {
			continue
		}
		hole := unit + "\x00" + string(runes[:i]) + "\x01" + string(runes[i+1:])
		short := unit + "\x00" + string(runes[:i]) + string(runes[i+1:])
		meet(n.hole, hole)
		meet(n.whole, short)
		keep(n.hole, hole)
		keep(n.short, short)
	}
	keep(n.whole, whole)
	return other, ok
}
