package tags

import "slices"

// serial is a field that every list has: a number that depends on which of its
// records are printed.
type serial struct {
	Word
	of func(counting) []int
}

var serials = []serial{
	{Word{"序号", "同一个上级下面的第几行：1、2、3", "{{支出总表@类.序号}}"}, counting.amongSiblings},
	{Word{"连续序号", "这一级从头到尾的第几行", "{{项目支出本年@项目.连续序号}}"}, counting.amongLevel},
	{Word{"行次", "不分层级，表里的第几行", "{{支出总表.行次}}"}, counting.amongAll},
}

// Serials lists the fields of serial numbers, in the order of the manual.
func Serials() (words []Word) {
	for _, s := range serials {
		words = append(words, s.Word)
	}
	return words
}

// counting is a list whose records are to be counted, from 1.
type counting struct {
	*List
	places []int // see Values.Places
	apart  bool  // each owner's records by themselves
}

func (c counting) printed(record int) bool { return c.places == nil || c.places[record] > 0 }

func (c counting) amongSiblings() []int {
	return c.by(func(r Record) [3]int {
		above := r.Parent
		for above >= 0 && !c.printed(above) {
			above = c.Records[above].Parent
		}
		if c.apart {
			return [3]int{above, r.Level, r.Owner}
		}
		return [3]int{above, r.Level}
	})
}

func (c counting) amongLevel() []int {
	return c.by(func(r Record) [3]int { return [3]int{r.Level} })
}

// by counts the records that have the same key.
func (c counting) by(key func(Record) [3]int) []int {
	out := make([]int, len(c.Records))
	met := map[[3]int]int{}
	for i, r := range c.Records {
		if c.printed(i) {
			k := key(r)
			met[k]++
			out[i] = met[k]
		}
	}
	return out
}

// amongAll counts from top to bottom: a total may stand below its parts.
func (c counting) amongAll() []int {
	out := make([]int, len(c.Records))
	var order []int
	for i := range c.Records {
		if c.printed(i) {
			order = append(order, i)
		}
	}
	if c.places != nil {
		slices.SortStableFunc(order, func(a, b int) int { return c.places[a] - c.places[b] })
	}
	for n, i := range order {
		out[i] = n + 1
	}
	return out
}
