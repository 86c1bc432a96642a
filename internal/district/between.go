package district

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/pack"
)

// few is how many departments may have something of one name before the name is thought
// to be one that everybody uses, such as 办公设备购置.
const few = 3

// Between compares the departments with each other, by what the pack says.
func (s *Sum) Between() (found finding.List) {
	for _, x := range s.pack.Summary.Same {
		s.twice(x, &found)
	}
	for _, x := range s.pack.Summary.Transfers {
		s.transfers(x, &found)
	}
	for _, x := range s.pack.Summary.Lone {
		s.lone(x, &found)
	}
	s.ownCodes(&found)
	return found
}

// group is what one department has of one value.
type group struct {
	owner   string
	fen     budget.Fen
	records []int
}

// at is where a record was typed.
func (s *Sum) at(t *budget.Table, record int, column string) finding.Place {
	sheet, col, row := t.At(record, column)
	p := finding.At(sheet, max(col, 1), row)
	p.File = t.Book(record).File
	return p
}

// groups are the records of a table by the plain value of a column and by department.
func (s *Sum) groups(x pack.Shared) (t *budget.Table, by map[string][]*group) {
	t = s.out.Tables[x.Sheet]
	f := t.Field(x.Column)
	by = map[string][]*group{}
	for i := range t.Len() {
		value := plain(t.Text(i, f))
		if value == "" || !matches(t, i, x.When) {
			continue
		}
		owner := t.Book(i).Owner
		all := by[value]
		k := slices.IndexFunc(all, func(g *group) bool { return g.owner == owner })
		if k < 0 {
			k = len(all)
			all = append(all, &group{owner: owner})
			by[value] = all
		}
		all[k].fen += t.Amounts(0)[i]
		all[k].records = append(all[k].records, i)
	}
	return t, by
}

func matches(t *budget.Table, record int, when pack.Filter) bool {
	for field, values := range when {
		name, _ := pack.CutField(field)
		if !pack.Matches(field, t.Value(record, name), values) {
			return false
		}
	}
	return true
}

var brackets = strings.NewReplacer("（", "(", "）", ")")

var blanks = regexp.MustCompile(`[\s　“”"'‘’]+`)

// plain is a name without what people write differently.
func plain(name string) string {
	return brackets.Replace(blanks.ReplaceAllString(name, ""))
}

// twice tells of values that two or three departments have, louder where amounts are
// equal; of those that many have, only of two or three with the same amount.
func (s *Sum) twice(x pack.Shared, found *finding.List) {
	t, by := s.groups(x)
	for _, value := range slices.Sorted(maps.Keys(by)) {
		all := by[value]
		amounts := map[budget.Fen][]*group{}
		for _, g := range all {
			amounts[g.fen] = append(amounts[g.fen], g)
		}
		equal := false
		for _, fen := range slices.Sorted(maps.Keys(amounts)) {
			if same := amounts[fen]; fen != 0 && len(same) > 1 && len(same) <= few {
				equal = true
				found.Warnf("between-twice", s.at(t, same[1].records[0], x.Column), "是同一个项目的，只留一个部门；确实各有一个的，不用管。",
					"%s，金额一样，像是同一个报了两次", s.had(t, x, same))
			}
		}
		if len(all) > 1 && len(all) <= few && !equal {
			found.Notef("between-twice", s.at(t, all[1].records[0], x.Column), "是同一个项目分到几个部门的，不用管；重复的，去掉一处。", "%s", s.had(t, x, all))
		}
	}
}

// had says what each department has of one value, and where.
func (s *Sum) had(t *budget.Table, x pack.Shared, groups []*group) string {
	var owners, said []string
	for _, g := range groups {
		owners = append(owners, g.owner)
		said = append(said, fmt.Sprintf("%s %s 元（%s）", g.owner, money.Print(g.fen.Yuan()), s.at(t, g.records[0], x.Column)))
	}
	return fmt.Sprintf("“%s”%s都有：%s", t.Value(groups[0].records[0], x.Column), strings.Join(owners, "、"), strings.Join(said, "，"))
}

// transfers tells of records that name another department as who gets the money, where
// that one has nothing of the same amount or name.
func (s *Sum) transfers(x pack.Transfer, found *finding.List) {
	t := s.out.Tables[x.Sheet]
	f := t.Field(x.Column)
	var owners []string
	for _, m := range s.Added() {
		owners = append(owners, m.Name)
	}
	slices.SortFunc(owners, func(a, b string) int { return len(b) - len(a) }) // 市水利局机关 before 市水利局
	texts := t.Distinct(f)
	names := make([]string, len(texts)) // by text: who gets it
	for id, text := range texts {
		if !slices.ContainsFunc(x.Words, func(word string) bool { return strings.Contains(text, word) }) {
			continue // as most: there are thousands of texts, and of departments
		}
		for _, word := range x.Words {
			for _, owner := range owners {
				if names[id] == "" && strings.Contains(text, owner) && (strings.Contains(text, word+owner) || strings.Contains(text, owner+word) || strings.Contains(text, word+"给"+owner)) {
					names[id] = owner
				}
			}
		}
	}
	type sum struct {
		fen    budget.Fen
		record int
		text   string
		to     string
	}
	gives := map[string]*sum{}
	var order []string
	has := map[string]map[string]budget.Fen{} // by owner and text
	for i, id := range t.IDs(f) {
		owner := t.Book(i).Owner
		if has[owner] == nil {
			has[owner] = map[string]budget.Fen{}
		}
		has[owner][texts[id]] += t.Amounts(0)[i]
		if to := names[id]; to != "" && to != owner {
			key := owner + "\x1f" + texts[id]
			if gives[key] == nil {
				gives[key] = &sum{record: i, text: texts[id], to: to}
				order = append(order, key)
			}
			gives[key].fen += t.Amounts(0)[i]
		}
	}
	for _, key := range order {
		g := gives[key]
		from := t.Book(g.record).Owner
		there := false
		for text, fen := range has[g.to] {
			if text != "" && (plain(text) == plain(g.text) || strings.Contains(text, from)) && fen == g.fen {
				there = true
			}
		}
		if !there {
			found.Warnf("between-transfer", s.at(t, g.record, x.Column), "对方也应列一笔同样多的、写明"+from+"的；不列入对方预算的，不用管。",
				"%s“%s”%s 元，给的是%s；%[4]s的“%[5]s”里没有同样多的、写着%[1]s的一笔", from, g.text, money.Print(g.fen.Yuan()), g.to, x.Sheet)
		}
	}
}

// lone tells of values that one department alone has, where there are enough to compare.
func (s *Sum) lone(x pack.Shared, found *finding.List) {
	if len(s.added) < max(x.Least, 2) {
		return
	}
	t, by := s.groups(x)
	list := s.out.Codes[s.pack.ListOf(x.Column)]
	for _, value := range slices.Sorted(maps.Keys(by)) {
		if all := by[value]; len(all) == 1 {
			name := ""
			if list != nil {
				name = list.NameOf(value)
			}
			found.Notef("between-lone", s.at(t, all[0].records[0], x.Column), "核对是不是填错了；没填错的，不用管。",
				"%s“%s”只有%s用，%d 笔，%s 元", x.Column, strings.TrimSpace(value+" "+name), all[0].owner, len(all[0].records), money.Print(all[0].fen.Yuan()))
		}
	}
}

// ownCodes tells of codes that departments added to their lists, and of those that they
// call differently.
func (s *Sum) ownCodes(found *finding.List) {
	for _, list := range slices.Sorted(maps.Keys(s.own)) {
		names := map[string][]string{}
		for _, key := range slices.Sorted(maps.Keys(s.own[list])) {
			code, name, _ := strings.Cut(key, "\x1f")
			names[code] = append(names[code], name+"（"+strings.Join(s.own[list][key], "、")+"）")
		}
		for _, code := range slices.Sorted(maps.Keys(names)) {
			at := finding.Place{Sheet: list}
			official := s.pack.Codes[list].NameOf(code)
			if official != "" || len(names[code]) > 1 {
				if official != "" {
					official = "模板包里是" + official + "；"
				}
				found.Warnf("between-code", at, "核对名称，改正写错的一处。汇总表里用"+s.out.Codes[list].NameOf(code)+"。", "编码 %s 的名称不一样：%s%s", code, official, strings.Join(names[code], "、"))
				continue
			}
			found.Notef("between-code", at, "核对这个编码；是对的，请加进模板包的科目表。", "编码 %s %s是部门自己加的，模板包里没有", code, names[code][0])
		}
	}
}
