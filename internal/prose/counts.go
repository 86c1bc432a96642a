package prose

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/pattern"
)

var (
	unitWords = pattern.Of(`(\d+)个(?:下属|所属|预算|行政|事业|参公|参照公务员法管理|全额|差额|公益[一二]类|二级|独立核算|基层)*(?:事业)?(?:单位|部门|机构)`)
	unitsAre  = pattern.Of(`单位(?:共计|共有|共|有)(\d+)个`)
	itemMark  = pattern.Of(`^(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳])\s*`)
	sureItem  = pattern.Of(`[\p{Han}]{3,}`)
)

// counts compares counts of units with the lists and tables behind them.
func (j *judge) counts() {
	for i, p := range j.doc.Paragraphs {
		if p.Level > 0 || p.Listed {
			continue
		}
		j.listed(i, p)
		j.bodiesOf(p)
		j.fewer(p)
		j.namedBodies(p)
	}
}

// listed compares a count of units with the list that follows.
func (j *judge) listed(i int, p *Paragraph) {
	m := unitWords.FindStringSubmatchIndex(p.Text)
	if m == nil {
		m = unitsAre.FindStringSubmatchIndex(p.Text)
	}
	if m == nil || strings.Count(p.Text, "元") > 0 || strings.Contains(p.Text[m[1]:], "个") {
		return
	}
	n, err := decimal.NewFromString(p.Text[m[2]:m[3]])
	if err != nil {
		return
	}
	more, inline := cutAfter(p.Text, m[1])
	var items []string
	var at []*Paragraph
	if inline && strings.TrimSpace(more) != "" {
		items = strings.FieldsFunc(strings.TrimRight(more, "。"), func(r rune) bool { return strings.ContainsRune("、，,和", r) })
		for range items {
			at = append(at, p)
		}
		if slices.ContainsFunc(items, func(s string) bool { return !sureItem.MatchString(s) }) {
			return
		}
	} else if inline {
		for _, q := range j.doc.Paragraphs[i+1:] {
			if q.Level > 0 || !(itemMark.MatchString(q.Text) || q.auto) || len([]rune(q.Text)) > 40 {
				break
			}
			items = append(items, itemMark.ReplaceAllString(q.Text, ""))
			at = append(at, q)
		}
	}
	if len(items) == 0 {
		return
	}
	if j.bodyCount == 0 {
		j.bodyCount = len(items)
	}
	if !n.Equal(decimal.NewFromInt(int64(len(items)))) {
		j.report(wrongCount, p.place(), "写的是 %s 个，列出的是 %d 个", n.String(), len(items))
		return
	}
	var strange []int
	missing := []string{}
	clean := func(s string) string { return signs.Replace(strings.Trim(s, "。；;，, ")) }
	for k, item := range items {
		if !slices.ContainsFunc(sorted(j.known.units), func(u string) bool {
			return clean(u) == clean(item) || strings.Contains(clean(item), clean(u)) || len([]rune(clean(item))) > 4 && strings.Contains(clean(u), clean(item))
		}) {
			strange = append(strange, k)
		}
	}
	for _, u := range sorted(j.known.units) {
		if !slices.ContainsFunc(items, func(item string) bool {
			return clean(u) == clean(item) || strings.Contains(clean(item), clean(u)) || strings.Contains(clean(u), clean(item))
		}) {
			missing = append(missing, u)
		}
	}
	if len(missing) > 0 && len(strange) > 0 && len(j.known.units) >= len(items) {
		for k, s := range strange {
			j.report(wrongName, at[s].place(), "表里没有“%s”；表里有、这里没有的是%s", clean(items[s]), missing[min(k, len(missing)-1)])
		}
	}
}

// ownAndOthers is a count of units beside the department's own office.
var ownAndOthers = pattern.Of(`本级[^\d。；]{0,6}(\d+)个(所属|下属|直属)[^。，；]{0,6}单位`)

// namedBodies compares counts of units in a sentence with the units that it goes on to name.
func (j *judge) namedBodies(p *Paragraph) {
	for sentence := range strings.SplitSeq(p.Text, "。") {
		all := unitWords.FindAllStringSubmatchIndex(sentence, -1)
		if len(all) == 0 || all[0][0] > 0 && strings.Contains(sentence[:all[0][0]], "其中") {
			continue
		}
		n := decimal.Zero
		for _, m := range all {
			d, err := decimal.NewFromString(sentence[m[2]:m[3]])
			if err != nil {
				return
			}
			n = n.Add(d)
		}
		rest := sentence[all[len(all)-1][1]:]
		i := strings.Index(rest, "包括")
		if i < 0 || strings.ContainsAny(rest[i:], "0123456789") {
			continue
		}
		found := 0
		items := strings.FieldsFunc(rest[i+len("包括"):], func(r rune) bool { return strings.ContainsRune("、，,和：:", r) })
		for _, item := range items {
			if j.known.units[strings.TrimSpace(item)] {
				found++
			}
		}
		if found > 1 && found == len(items) && !n.Equal(decimal.NewFromInt(int64(found))) {
			j.report(wrongCount, p.placeIn(strings.Index(p.Text, sentence)), "写的是 %s 个单位，列出的是 %d 个", n.String(), found)
		}
	}
	if m := ownUnits.FindStringSubmatchIndex(p.Text); m != nil && j.bodyCount > 0 {
		who := p.Text[m[2]:m[3]]
		if n, err := decimal.NewFromString(p.Text[m[4]:m[5]]); err == nil && (who == j.name || strings.HasSuffix(who, "部门") || strings.HasSuffix(j.name, who)) && !n.Equal(decimal.NewFromInt(int64(j.bodyCount))) {
			j.report(wrongCount, p.placeIn(m[0]), "写的是 %s 个单位，机构设置列出的是 %d 个", n.String(), j.bodyCount)
		}
	}
}

// ownUnits is how many units the department has: 本部门3个单位中.
var ownUnits = pattern.Of(`(本部门|我部门|全部门|[\p{Han}]{4,20}(?:局|委员会|厅|办公室))(?:共|共有|所属)?(\d+)个(?:预算)?单位(?:中|，|均|全部)`)

// fewer finds a count of units that is smaller than how many have money in the tables.
func (j *judge) fewer(p *Paragraph) {
	m := ownAndOthers.FindStringSubmatchIndex(p.Text)
	if m == nil {
		return
	}
	if n, err := decimal.NewFromString(p.Text[m[2]:m[3]]); err == nil && int(n.IntPart())+1 < len(j.known.units) {
		j.report(wrongCount, p.placeIn(m[0]), "写的是本级和 %s 个单位，表里有 %d 个单位：%s", n.String(), len(j.known.units), strings.Join(sorted(j.known.units), "、"))
	}
}

// cutAfter is what stands behind the first colon after a place; inline is false if there
// is none in the same sentence.
func cutAfter(text string, from int) (rest string, inline bool) {
	for i, r := range text[from:] {
		if r == '：' || r == ':' {
			return text[from+i+len(string(r)):], true
		}
		if r == '。' {
			break
		}
	}
	return "", false
}

func sorted(set map[string]bool) (out []string) {
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

// bodiesOf compares counts of units before an amount with the units that have a part of it
// in the tables.
func (j *judge) bodiesOf(p *Paragraph) {
	var n decimal.Decimal
	var first *figure
	for _, f := range p.figs {
		if f.kind == count && f.unit == "个" && unitWords.MatchString(p.Text[f.from:min(len(p.Text), f.to+60)]) && unitWords.FindStringIndex(p.Text[f.from:])[0] == 0 {
			if first == nil {
				first = f
			}
			n = n.Add(f.value)
		}
		if f.kind != amount {
			continue
		}
		if first == nil || first.sentence != f.sentence || f.wrong {
			return
		}
		words := p.Text[first.from:f.from]
		k := strings.LastIndex(words, "的")
		if k < 0 {
			return
		}
		own := j.means(words[k+len("的"):])
		if own.Rest != "" || empty(own) {
			return
		}
		units := map[string]bool{}
		for _, filter := range own.Filters {
			for _, x := range j.known.facts {
				if unit := x.Filter[unitField(j.p)]; len(unit) == 1 && !x.value.IsZero() && !x.Last {
					rest := map[string][]string{}
					for field, v := range x.Filter {
						if field != unitField(j.p) {
							rest[field] = v
						}
					}
					if key(rest, false) == key(filter, false) {
						units[unit[0]] = true
					}
				}
			}
		}
		if len(units) > 0 && !n.Equal(decimal.NewFromInt(int64(len(units)))) {
			j.report(wrongCount, p.placeIn(first.from), "写的是 %s 个单位，表里有这项经费的是 %d 个：%s", n.String(), len(units), strings.Join(sorted(units), "、"))
		}
		return
	}
}
