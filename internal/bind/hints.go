package bind

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/nearest"
	"ysgk/internal/pack"
	"ysgk/internal/pattern"
)

var (
	// inBracketsWithin is what a text says in brackets, with no others in them but short ones.
	inBracketsWithin = pattern.Of(`[（(](?:[^（）()]|[（(][^（）()]{0,12}[)）]){4,}[)）]`)
	// hinting are words of a note for who fills a form in: 若无，则写…, 列示至基层预算单位.
	hinting = pattern.Of(`[若如]无[，,]|若有[，,]|则写|作下述|下述说明|填[写列“"]|^填|的写[“"]|逐[一项个条](?:列[出示举]|[填写])|(?:提供|列举|列示)$|(?:没有|无)的?不[填写列]$|^列有|可增减|增加内容|列[举示]至|[请应须](?:注明|根据|按|填|说明|列|删|自行|简要)|简述|参照.*填|^(?:说明|列明|列举|列示|逐项)[^除]*$`)
	// maybeHinting are words that also stand in what is to be published: (包括工资、津贴等).
	maybeHinting = pattern.Of(`如有|说明|注明|填报|删[去除]|等$`)
	// ifNone is a note of what to write instead where there is nothing: （若无，则写“本单位无机关运行经费。”）.
	ifNone = pattern.Of(`(?:[若如]无[，,]?(?:则|可|请)?写|没有的?[，,]?(?:则|可|请)?[填写]|无[^，,（）()]{2,16}的(?:部门|单位)[，,]作?(?:下述|如下)说明)[：:]?\s*[“"「]?((?:[^“”"「」（）()]|[（(][^（）()]{0,6}[)）]){4,60})[”"」]?。?[)）]`)
	// ifEven is a note of what to write instead where nothing changed: （与上年一样的，写“公务接待费与上年持平。”）.
	ifEven = pattern.Of(`^[（(][若如]?[与和同较比](?:上年|上一年|去年|20\d\d年)[^，。“”]{0,8}(?:一样|相同|持平|一致|变化|增减)的?(?:部门|单位)?[，,]?(?:则|可|请)?[写填][：:]?\s*[“"「]([^“”"「」]{4,60})[”"」]。?[)）]$`)
	// openLine is a line that only shows how others go on: （九）……：指……。
	openLine = pattern.Of(`^[^\p{Han}…]*(?:…+[^\p{Han}…]*\p{Han}{0,3}[^\p{Han}…]*)+$`)
)

// dropHints takes out of a sheet of texts what it says to who fills it in and the example has not: notes in brackets,
// and lines that only show that there may be more. Else each department would publish them.
func (b *binder) dropHints(s *layout.Sheet) {
	e, plan := b.shownBy(s), b.planOf(s)
	if e == nil || s.Tabular() || e.Tabular() || plan.Renamed != "" || b.decks[s.Name] != nil || b.titleAlone(s) || layout.Contents(s) {
		return
	}
	bare := func(text string) string {
		return layout.Tight(layout.YearNumber.ReplaceAllString(withoutSlots(text), ""))
	}
	said := ""
	for _, at := range layout.SortedCells(e) {
		said += bare(e.Cells[at].Text) + "\n"
	}
	saysAlike := func(text string) bool {
		text = layout.Unnumbered(bare(text))
		return text != "" && slices.ContainsFunc(strings.Split(said, "\n"), func(line string) bool {
			return nearest.Likeness(layout.Unnumbered(line), text) > 0.7
		})
	}
	for _, at := range layout.SortedCells(s) {
		c := s.Cells[at]
		if c.Numeric || c.Formula || !s.Own(at) || plan.Has(at) || plan.Dropped(at.Row) {
			continue
		}
		text := c.Text
		var dropped []string
		if own := layout.Unnumbered(layout.Tight(text)); strings.Contains(own, "…") && openLine.MatchString(own) && !layout.Placeholder(layout.Tight(text)) && !strings.Contains(said, bare(text)) {
			text = ""
		}
		text = inBracketsWithin.ReplaceAllStringFunc(text, func(note string) string {
			inside := strings.TrimRight(strings.Trim(layout.Tight(note), "()（）"), "。；;，,")
			if strings.Contains(said, bare(note)) || strings.Contains(said, bare(inside)) {
				return note
			}
			rest := strings.Replace(c.Text, note, "", 1)
			if m := ifEven.FindStringSubmatch(note); m != nil && layout.Tight(rest) != "" {
				if b.even == nil {
					b.even = map[layout.Pos]string{}
				}
				b.even[at] = strings.TrimSpace(m[1])
				return "" // told where it is written
			}
			instead := ifNone.FindStringSubmatch(note)
			if instead == nil && !hinting.MatchString(inside) && !(maybeHinting.MatchString(inside) && (layout.Tight(rest) == "" || saysAlike(rest) || b.retold(s, e, at, rest).like != "")) {
				return note
			}
			if instead != nil {
				if b.instead == nil {
					b.instead = map[layout.Pos]string{}
				}
				of := at
				if layout.Tight(c.Text) == layout.Tight(note) && len(slotsOf(s.Cells[layout.At(at.Col, at.Row-1)].Text)) > 0 {
					of.Row-- // a note below what it is on
				}
				b.instead[of] = strings.TrimSpace(instead[1])
				return "" // told where it is written
			}
			dropped = append(dropped, layout.Tight(note))
			return ""
		})
		if text == c.Text {
			continue
		}
		if len(dropped) == 0 && text == "" && b.instead[at] == "" {
			dropped = []string{layout.Clip(layout.Tight(c.Text))}
		}
		if len(dropped) > 0 {
			b.look(s.Name, at, "“%s”像是给填表人看的，范例里没有，没有写进模板", strings.Join(dropped, "”“"))
		}
		if text = strings.TrimRight(text, " \u00a0\u3000"); layout.Tight(text) != "" {
			c.Text = text
			s.Cells[at] = c
			b.trimmed = append(b.trimmed, at)
			continue
		}
		delete(s.Cells, at)
		if _, rows := s.Whence(); rows != nil {
			plan.Times[at.Row] = 0 // of the lines of a cell
		} else {
			plan.Set(at, "")
		}
	}
}

// keepTrimmed writes the texts of which a note was taken out, where nothing else was written.
func (b *binder) keepTrimmed(s *layout.Sheet) {
	plan := b.planOf(s)
	for _, at := range b.trimmed {
		if !plan.Has(at) && !plan.Dropped(at.Row) {
			plan.Set(at, s.Cells[at].Text)
		}
	}
	for at, text := range b.instead {
		b.leave(s.Name, at, "没有的要写“%s”，没有写成标签。每次要手工写", text)
	}
	for at, text := range b.even {
		if strings.Contains(plan.Text(at, ""), "}}"+strings.TrimRight(text, "。；;")+"{{完}}") {
			continue // as the example has it
		}
		b.leave(s.Name, at, "没有增减的要写“%s”，没有写成标签。每次要手工写", text)
	}
	b.trimmed, b.instead, b.even = nil, nil, nil
}

// asNothing is a sentence of a form as a department has it of which the example says what the form wants said instead:
// with noughts, whose words must say what they are of.
func (b *binder) asNothing(example *layout.Sheet, at layout.Pos, own string) string {
	text := b.instead[at]
	if text == "" || example == nil || !slices.ContainsFunc(layout.SortedCells(example), func(like layout.Pos) bool { return b.saysAs(text, example.Cells[like].Text) }) {
		return ""
	}
	var out strings.Builder
	end := 0
	all := slotsOf(own)
	amounts := 0 // with several nobody says of which a change is
	for _, s := range all {
		if s.money() && !turning.MatchString(own[:s.from]) {
			amounts++
		}
	}
	for _, s := range all {
		if s.number != "" || !s.money() && s.unit != "%" || amounts > 1 && turning.MatchString(own[:s.from]) {
			continue
		}
		before, way := own[end:s.from], "增加"
		if s.unit == "%" {
			way = "增长"
		}
		if turn := turning.FindStringIndex(before); turn != nil {
			before = before[:turn[0]] + way
		}
		out.WriteString(before + "0.00" + s.unit)
		end = s.to
	}
	return strangers(out.String()+own[end:], b.Ledger.Info["部门名称"])
}

// strangers is a text with a name in the place of what stands for the department: of 某局（部门） no second one.
func strangers(text, name string) string {
	var out strings.Builder
	end := 0
	for _, m := range layout.Somebody.FindAllStringIndex(text, -1) {
		if name != "" && strings.HasSuffix(text[:m[0]], name) {
			continue
		}
		out.WriteString(text[end:m[0]] + name)
		end = m[1]
	}
	return out.String() + text[end:]
}

// orInstead is a sentence that is printed where there is what it tells of, and else what the form wants said: of a
// sentence with one amount, and its changes.
func (b *binder) orInstead(at layout.Pos, text string, figures []*figure) string {
	instead, of, head := b.instead[at], "", -1
	var amount *figure
	for n, f := range figures {
		switch {
		case !f.money() || f.tag == "" || head >= 0 && f.head == head || amount != nil && f.of == amount:
		case of != "":
			return text
		default:
			of, _, _ = strings.Cut(strings.Trim(f.tag, "{}"), "|")
			head, amount = n, f
		}
	}
	from := strings.Index(text, "{{"+of)
	if instead == "" || of == "" || from < 0 || strings.Contains(text, enumerated) || strings.Contains(text, "{{逐条 ") || strings.Contains(text, "{{如") && amount.name == "" {
		return text
	}
	whole := text
	text = strangers(text, "{{部门名称}}")
	from = strings.Index(text, "{{"+of)
	start, end := strings.LastIndex(text[:from], "\n")+1, len(text) // the line of the cell that tells of it
	if n := strings.Index(text[from:], "\n"); n >= 0 {
		end = from + n
	}
	said, ok := b.onlyIf(of, amount, text[start:end])
	if !ok {
		return whole
	}
	delete(b.instead, at)
	b.ifNothing = append(b.ifNothing, instead)
	b.look(b.at, at, "没有的时候照官方表的提示印“%s”", instead)
	return text[:start] + said + "{{如无 " + of + "}}" + b.saidInstead(instead) + "{{完}}" + text[end:]
}

// orEven is a sentence of one change that is printed where there is one, and else what the form wants said; what stands
// before it as its number is printed with both.
func (b *binder) orEven(at layout.Pos, text string, figures []*figure) string {
	even, turned := b.even[at], ""
	for _, f := range figures {
		if f.turns != "" && turned != "" && f.turns != turned {
			return text
		}
		turned = cmp.Or(turned, f.turns)
	}
	if even == "" || turned == "" || strings.Contains(text, "{{如无 ") || strings.Contains(text, "{{逐条 ") {
		return text
	}
	delete(b.even, at)
	b.look(b.at, at, "没有增减的时候照官方表的提示印“%s”", even)
	number := numberedSo.FindString(text)
	var out strings.Builder
	when := func(text string) {
		if text != "" {
			out.WriteString("{{如有 " + turned + "}}" + text + "{{完}}")
		}
	}
	end := len(number)
	for _, m := range conditional.FindAllStringIndex(text, -1) {
		when(text[end:m[0]])
		out.WriteString(text[m[0]:m[1]])
		end = m[1]
	}
	when(text[end:])
	return number + out.String() + "{{如无 " + turned + "}}" + b.saidInstead(even) + "{{完}}"
}

// numberedSo is the number of a text with the room around it.
var numberedSo = pattern.Of(`^[\s\x{a0}\x{3000}]*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[、.．])?[\s\x{a0}\x{3000}]*`)

// conditional is a part of a text that stands on a number of the pack.
var conditional = pattern.Of(`\{\{(如有|如无) ([^{}]+)\}\}(.*?)\{\{完\}\}`)

// onlyIf is a text with tags that is printed where there is some amount: also its parts that stand on a number of their
// own, which then need both.
func (b *binder) onlyIf(of string, amount *figure, text string) (string, bool) {
	var out strings.Builder
	plain := func(text string) {
		if text != "" {
			out.WriteString("{{如有 " + of + "}}" + text + "{{完}}")
		}
	}
	end := 0
	for _, m := range conditional.FindAllStringSubmatchIndex(text, -1) {
		on := text[m[4]:m[5]]
		if !slices.ContainsFunc(b.views.sums, func(n pack.Number) bool { return n.Name == on }) {
			return "", false
		}
		plain(text[end:m[0]])
		name, expr := on+"且有", amount.inView()+" == 0 ? 0 : 数("+strconv.Quote(on)+")"
		if text[m[2]:m[3]] == "如无" {
			name, expr = on+"且无", amount.inView()+" != 0 and 数("+strconv.Quote(on)+") == 0 ? 1 : 0"
		}
		out.WriteString("{{如有 " + b.views.number(name, pack.KindRatio, expr) + "}}" + text[m[6]:m[7]] + "{{完}}")
		end = m[1]
	}
	plain(text[end:])
	return out.String(), true
}

// saidInstead is what a note wants said, with tags for the years and for the department, whom it may name by signs.
func (b *binder) saidInstead(text string) string {
	return b.departmentIn(b.itemsIn(b.inYears(text), ""), b.Ledger.Info["部门名称"])
}

// inYears is a text of the form with tags in the place of its year and the one before.
func (b *binder) inYears(text string) string {
	return strings.NewReplacer(b.formYear+"年", "{{年度}}年", layout.Before(b.formYear, 1)+"年", "{{年度-1}}年").Replace(text)
}
