package fill

import "slices"

// serial is a field that every list has: a number that depends on which of its
// records a sheet prints.
type serial struct {
	Word
	of func(l *layout, list *List, name string) []int
}

var serials = []serial{
	{Word{"序号", "同一个上级下面的第几行：1、2、3", "{{支出总表@类.序号}}"}, (*layout).amongSiblings},
	{Word{"连续序号", "这一级从头到尾的第几行", "{{项目支出本年@项目.连续序号}}"}, (*layout).amongLevel},
	{Word{"行次", "不分层级，表里的第几行", "{{支出总表.行次}}"}, (*layout).amongAll},
}

// Serials lists the fields of serial numbers, in the order of the manual.
func Serials() (words []Word) {
	for _, s := range serials {
		words = append(words, s.Word)
	}
	return words
}

// serial gives one of the serial numbers of a record, counted from 1 over the
// records that the sheet prints.
func (l *layout) serial(which int, list *List, name string, record int) int {
	if l.numbers == nil {
		l.numbers = map[[2]string][]int{}
	}
	key := [2]string{serials[which].Name, name}
	if l.numbers[key] == nil {
		l.numbers[key] = serials[which].of(l, list, name)
	}
	return l.numbers[key][record]
}

// printed says whether the sheet prints a record of a list. A sheet that is for
// one record of a list prints none of that list's rows; its records count all.
func (l *layout) printed(name string, record int) bool {
	rows := l.lists[name]
	return rows == nil || rows[record] > 0
}

func (l *layout) amongSiblings(list *List, name string) []int {
	out := make([]int, len(list.Records))
	met := map[[3]int]int{} // by nearest printed ancestor, level and, in blocks, owner
	for i, r := range list.Records {
		if !l.printed(name, i) {
			continue
		}
		above := r.Parent
		for above >= 0 && !l.printed(name, above) {
			above = list.Records[above].Parent
		}
		key := [3]int{above, r.Level}
		if len(l.blocks) > 0 {
			key[2] = r.Owner // a block counts its own
		}
		met[key]++
		out[i] = met[key]
	}
	return out
}

func (l *layout) amongLevel(list *List, name string) []int {
	out := make([]int, len(list.Records))
	met := map[int]int{}
	for i, r := range list.Records {
		if l.printed(name, i) {
			met[r.Level]++
			out[i] = met[r.Level]
		}
	}
	return out
}

// amongAll counts from top to bottom of the sheet: a total may stand below its parts.
func (l *layout) amongAll(list *List, name string) []int {
	out := make([]int, len(list.Records))
	var order []int
	for i := range list.Records {
		if l.printed(name, i) {
			order = append(order, i)
		}
	}
	if rows := l.lists[name]; rows != nil {
		slices.SortStableFunc(order, func(a, b int) int { return rows[a] - rows[b] })
	}
	for n, i := range order {
		out[i] = n + 1
	}
	return out
}
