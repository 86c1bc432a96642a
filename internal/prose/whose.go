package prose

import (
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/pack"
	"ysgk/internal/pattern"
	"ysgk/internal/published"
)

var (
	budgetYear = pattern.Of(`(20\d\d)年度?(部门|收入|支出|财政|一般公共|预算|收支|政府)`)
	leading    = pattern.Of(`^(其中[：:]?)?(20\d\d)\s*年(度)?`)
	elsewhere  = pattern.Of(`决算|执行|上年|去年|比较|相比|截至|底|末|以来|期间|至20`)
	done       = pattern.Of(`执行率|[，、；]执行数|自评`)
	bodies     = pattern.Of(`[\p{Han}]{2,16}?(?:委员会|办公室|管理局|人民法院|检察院|研究院|局|厅|委|中心|学院|院|所|站|处|馆)`)
	budgeting  = pattern.Of(`^(部门|本级|机关)?(20\d\d年度?)?(的)?(部门)?(预算|收入|支出|收支|财政拨款|一般公共预算|“三公”|机关运行|政府采购|整体|项目|公开|\d+个|所有收入|安排)`)
)

// whose finds other years and other departments.
func (j *judge) whose() {
	for _, p := range j.doc.Paragraphs {
		j.otherYear(p)
		j.otherBody(p)
	}
	for _, text := range j.doc.Margins {
		if m := budgetYear.FindStringSubmatch(text); m != nil && j.year != "" && m[1] != j.year && !elsewhere.MatchString(text) {
			j.report(identity, margin(text), "写的是%s年，本文是%s年的", m[1], j.year)
		}
	}
	for _, t := range j.doc.Tables {
		if m := yearIn.FindString(t.title); m != "" && j.year != "" && m[:4] != j.year && !elsewhere.MatchString(t.title) {
			j.report(identity, t.place(0), "标题写的是%s年，本文是%s年的", m[:4], j.year)
		}
	}
}

func (j *judge) otherYear(p *Paragraph) {
	if j.year == "" {
		return
	}
	if p.Level > 0 || p.Listed || titled(p) {
		if m := yearIn.FindString(p.Text); m != "" && m[:4] != j.year && !elsewhere.MatchString(p.Text) && strings.Contains(p.Text, "预算") {
			j.report(identity, p.place(), "写的是%s年，本文是%s年的", m[:4], j.year)
		}
		return
	}
	at := 0
	for sentence := range strings.SplitAfterSeq(p.Text, "。") {
		clause, _, _ := strings.Cut(sentence, "，")
		clean := strings.TrimSpace(listMark.ReplaceAllString(strings.TrimSpace(clause), ""))
		clean = strings.TrimSpace(strings.TrimPrefix(clean, j.name))
		if m := leading.FindStringSubmatch(clean); m != nil && m[2] != j.year && !strings.Contains(sentence, j.year+"年") && !elsewhere.MatchString(clean) && !done.MatchString(sentence) && budgetary(clean) && !j.ofLastYear(p, strings.Count(p.Text[:at], "。")+strings.Count(p.Text[:at], "\n")) {
			j.report(identity, p.placeIn(at), "写的是%s年的预算，本文是%s年的", m[2], j.year)
		}
		for clause := range strings.FieldsFuncSeq(sentence, func(r rune) bool { return strings.ContainsRune("，；：", r) }) {
			j.yearOf(p, at+strings.Index(sentence, clause), clause)
		}
		at += len(sentence)
	}
}

var (
	compared = pattern.Of(`(?:比|较|与)(20\d\d)年`)
	asOf     = pattern.Of(`截[至止](20\d\d)年(?:(\d{1,2})月|底|末)`)
)

// yearOf finds a year in a clause that cannot be meant: last year's figure is of no year
// to come, what there is on a day is not counted before that, and a budget is this year's.
func (j *judge) yearOf(p *Paragraph, at int, clause string) {
	clause = strings.ReplaceAll(clause, " ", "")
	if m := compared.FindStringSubmatch(clause); m != nil && m[1] >= j.year {
		j.report(identity, p.placeIn(at), "和%s年比，本文是%s年的", m[1], j.year)
		return
	}
	if m := asOf.FindStringSubmatch(clause); m != nil && (m[1] > j.year || m[1] == j.year && (m[2] == "12" || m[2] == "")) {
		j.report(identity, p.placeIn(at), "写的是截至%s年，本文是%s年的预算", m[1], j.year)
		return
	}
	m := budgetYear.FindStringSubmatch(clause)
	if m == nil || m[1] <= j.year || leading.MatchString(strings.TrimSpace(listMark.ReplaceAllString(clause, ""))) {
		return // an earlier year may be spoken of
	}
	j.report(identity, p.placeIn(at), "写的是%s年的预算，本文是%s年的", m[1], j.year)
}

// budgetary says whether a clause gives an amount of a budget.
func budgetary(clause string) bool {
	return strings.Contains(clause, "元") && (strings.Contains(clause, "预算") || strings.Contains(clause, "收入") || strings.Contains(clause, "支出") || strings.Contains(clause, "经费"))
}

// titled says whether a paragraph is the title on the cover.
func titled(p *Paragraph) bool {
	return len(p.under) == 0 && len([]rune(p.Text)) < 40 && !strings.ContainsAny(p.Text, "，。；") && strings.Contains(p.Text, "预算")
}

// otherBody finds the budget of another department than the document's.
func (j *judge) otherBody(p *Paragraph) {
	if j.name == "" {
		return
	}
	text := listMark.ReplaceAllString(p.Text, "")
	skipped := len(p.Text) - len(text)
	at := skipped
	for sentence := range strings.SplitAfterSeq(text, "。") {
		clean := strings.TrimSpace(leading.ReplaceAllString(strings.TrimSpace(sentence), ""))
		m := bodies.FindStringIndex(clean)
		if m != nil && m[0] == 0 && budgeting.MatchString(clean[m[1]:]) {
			name := clean[:m[1]]
			if !j.ours(name) && !strings.Contains(name, "财政") { // which gives the money
				j.report(identity, p.placeIn(at), "写的是“%s”，本文是%s的", name, j.name)
			}
		}
		at += len(sentence)
	}
}

// ours says whether a name is that of the department or of one of its units, also in short.
func (j *judge) ours(name string) bool {
	if strings.HasPrefix(name, "我") || strings.HasPrefix(name, "本") || strings.HasPrefix(name, "全") || strings.HasPrefix(name, "各") || strings.HasPrefix(name, "该") {
		return true
	}
	rest := strings.TrimLeft(name, "市县区省")
	for _, own := range j.bodies() {
		if strings.Contains(own, rest) || strings.Contains(name, own) {
			return true
		}
	}
	for _, p := range j.doc.Paragraphs { // one that the document lists among its units
		if p.nth > 0 && len(p.under) > 0 && strings.Contains(p.under[0].Text, "机构") && strings.Contains(p.Text, rest) {
			return true
		}
	}
	for _, f := range j.known.facts {
		for _, values := range f.Filter {
			for _, v := range values {
				if strings.Contains(v, name) {
					return true
				}
			}
		}
	}
	return false
}

func (j *judge) bodies() (out []string) {
	out = append(out, j.name)
	for u := range j.known.units {
		out = append(out, u)
	}
	return out
}

// ofLastYear says whether a sentence tells of last year's budget: it begins with that year,
// and the tables have its first amount as last year's.
func (j *judge) ofLastYear(p *Paragraph, sentence int) bool {
	said := strings.Split(strings.ReplaceAll(p.Text, "\n", "。"), "。")[sentence]
	said = strings.TrimPrefix(listMark.ReplaceAllString(strings.TrimSpace(said), ""), j.name)
	m := leading.FindStringSubmatch(strings.TrimSpace(said))
	if m == nil || m[2] != previous(j.year) {
		return false
	}
	for _, f := range p.figs {
		if f.kind == amount && f.sentence == sentence {
			return slices.ContainsFunc(j.lastOf(f), f.agrees)
		}
	}
	return false
}

// previous is the year before one.
func previous(year string) string {
	n, err := strconv.Atoi(year)
	if err != nil {
		return ""
	}
	return strconv.Itoa(n - 1)
}

// settled says whether a table is of what became of a budget, not of one: an annex with the
// 决算 of the year before.
func (d *Document) settled(t *Table) bool {
	for _, text := range append([]string{t.title}, d.above(t)...) {
		if strings.Contains(text, "决算") && !strings.Contains(text, "预算") && !strings.Contains(text, "预决算") {
			return true
		}
	}
	return false
}

// above are the headings that a table stands under, the nearest first.
func (d *Document) above(t *Table) (out []string) {
	if t.after == 0 || t.after > len(d.Paragraphs) {
		return nil
	}
	p := d.Paragraphs[t.after-1]
	if p.Level > 0 {
		out = append(out, p.Text)
	}
	for _, h := range p.under {
		out = append(out, h.Text)
	}
	return out
}

// ofBody is the name of a body before words of its budget.
var (
	ofBody    = pattern.Of(`^([\p{Han}]{2,24}?(?:本级|机关|[（(](?:本级|机关)[)）]|委员会|办公室|管理局|法院|检察院|局|厅|中心|学院|院|所|站|处|馆|队|学校|中学|小学|幼儿园))(?:20\d\d\s*年度?)?的?(?:单位|部门)?(?:预算|收支|收入|支出|财政拨款|一般公共|政府性基金|国有资本|“三公”|项目支出|基本支出|公开)`)
	tableMark = pattern.Of(`^(?:公开|附)?(?:表|附件)?\s*[\d一二三四五六七八九十]{0,3}\s*表?[-—：:、.\s]*`)
)

// bodyOf is the unit whose own budget one of the texts speaks of, the nearest first; "" if
// they speak of the department's.
func (j *judge) bodyOf(texts ...string) string {
	for _, text := range texts {
		text = leading.ReplaceAllString(tableMark.ReplaceAllString(listMark.ReplaceAllString(strings.TrimSpace(text), ""), ""), "")
		m := ofBody.FindStringSubmatch(strings.TrimSpace(text))
		if m == nil || j.name == "" {
			continue
		}
		if strings.HasSuffix(j.name, m[1]) {
			return ""
		}
		return m[1]
	}
	return ""
}

// body is the unit of which a paragraph speaks, "" if it speaks of the department.
func (j *judge) body(p *Paragraph) string {
	var heads []string
	for _, h := range p.under {
		heads = append(heads, h.Text)
	}
	return j.bodyOf(heads...)
}

// apart tells the figures of units' own tables, which a document may hold behind those of
// the department, by their unit.
func (j *judge) apart() {
	unit := unitField(j.p)
	bodies := map[string]string{}
	for _, t := range j.doc.Tables {
		if name := j.bodyOf(append([]string{t.title}, j.doc.above(t)...)...); name != "" {
			bodies[t.Grid.Name] = name
		}
	}
	if len(bodies) == 0 || unit == "" {
		return
	}
	j.own.Facts = slices.Clone(j.own.Facts)
	for i, x := range j.own.Facts {
		if name := bodies[x.Place.Sheet]; name != "" && x.Filter[unit] == nil {
			j.own.Facts[i].Filter = published.Together(pack.Filter{unit: {name}}, x.Filter)
		}
	}
}
