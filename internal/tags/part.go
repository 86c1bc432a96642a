package tags

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/money"
	"ysgk/internal/nearest"
	"ysgk/internal/numfmt"
)

// Part is a segment of a text with its names resolved: a text that always stands, a
// scalar, a number of the pack, a field or a serial number of a list, or a tag that
// bounds a text.
type Part struct {
	Text   string // as it stands
	Run    int    // see ParseRuns
	Role   Role
	Scalar string
	Sheet  string // of PlacesSheet: the sheet of the template
	Number string // of the pack
	List   string // of BlockBegins, the list whose records the block repeats for
	Field  string
	Serial string // the serial number, instead of a field
	Level  int    // of the list, -1 for any
	Keys   []string
	Label  bool // the keys are those of the record that the label of the row names

	Kind   Kind
	Amount bool // an amount of a list, written in digits
	Opaque bool // a text that a template does not foretell, see Outline
	Row    bool // of the record for which the row or the paragraph repeats
	Bound  bool // of the record that the whole is for
	Cut    Cut  // of a text that is part of a code; no Code if it is none

	Unit   money.Unit // of Money; none is that of the tables, which Data tells
	Look   Look
	Zero   bool   // 0 prints as 0
	Given  bool   // an entered 0 prints as 0, one left out as nothing
	Merge  bool   // equal neighbours below each other become one
	Once   bool   // of equal neighbours only the first prints, and they stay cells of their own
	Every  bool   // of a record, on each line of what belongs to it
	Indent bool   // by level
	Own    bool   // blank where the parent has the same
	Short  bool   // without the word 支出 at its end
	Hides  bool   // the row goes where all its amounts are zero
	Breaks bool   // each record begins on a new page
	Share  bool   // of the list's total in that field, instead of the amount
	Join   bool   // the texts of all records in one, instead of repeating
	Inside bool   // of the record that a 逐条 around it is at
	Joint  string // of Each: what stands between two records
	Owner  string // the list of whose record a Join or an Each lists what belongs to it, "" for all
	Silent bool   // prints nothing: its row is of the record, and what stands around it prints
	Room   string // printed in the place of a text that is empty
	Figure bool   // a text that reads as a number is one, where it stands alone in a cell

	index int    // into the record's Texts or Amounts, or which serial number
	less  int    // one more than the index of the amount that is taken from it, 0 of none
	round *int32 // to which places both are rounded first, nil if they are not
	over  int    // one more than that of the amount of which it is a part, 0 of none
}

// Unseen stands in the words of a template for what a tag prints: blanks around it are no room.
const Unseen = "\x00"

// OwnWords are the words of a template that parts print, with Unseen for each tag that prints something and where a
// condition ends.
func OwnWords(parts []Part) string {
	var out strings.Builder
	for i := range parts {
		switch p := &parts[i]; {
		case !p.Tag():
			out.WriteString(p.Text)
		case p.Role == Prints, p.Role == Ends:
			out.WriteString(Unseen)
		}
	}
	return out.String()
}

// Tag says whether a part is more than text that always stands.
func (p Part) Tag() bool {
	return p.Role != Prints || p.Opaque || p.Scalar != "" || p.Number != "" || p.List != ""
}

// Numeric says whether a part prints a number that a cell can hold as one.
func (p *Part) Numeric() bool {
	return p.Role == Prints && p.Tag() && p.Kind != Text && !p.Look.Words()
}

// Same says whether two parts show the same field of a list in the same unit.
func (p *Part) Same(o *Part) bool {
	return p.List == o.List && p.Kind == o.Kind && p.index == o.index && p.Unit == o.Unit
}

// In says whether a record has an amount in the part's field.
func (p *Part) In(r *Record) bool { return p.Kind == Money && r.Amounts[p.index] != 0 }

// Compared says whether a part is the amount of its field less another one.
func (p *Part) Compared() bool { return p.less > 0 }

// Column is the index of the part's field into the amounts of its list's records.
func (p *Part) Column() int { return p.index }

// Read resolves the tags of a text in runs. of is the list for one of whose records
// the whole is, "" if there is none. What is wrong is told at a place; where takes
// what the caller has to say of a tag's place. Without any tag the result is nil.
func (s Schema) Read(runs []string, of string, where func(*Part) error, at finding.Place, findings *finding.List) []Part {
	out := s.ReadPiece(runs, of, where, at, findings)
	bounded(out, at, findings)
	return out
}

// ReadPiece reads a piece of a longer text: a 如有 may end in a later piece, which is
// the caller's to see.
func (s Schema) ReadPiece(runs []string, of string, where func(*Part) error, at finding.Place, findings *finding.List) []Part {
	segments := ParseRuns(runs)
	tags := slices.ContainsFunc(segments, func(seg Segment) bool { return seg.Tag != nil })
	var out []Part
	if tags { // the parts stay where they are
		out = make([]Part, 0, len(segments))
	}
	inner := false
	var each *Part // the 逐条 that is open, with a condition in it
	for _, seg := range segments {
		if each != nil {
			seg.Run = each.Run // its records stand one behind the other, in one font
		}
		if seg.Tag == nil {
			if torn(seg.Text) {
				findings.Errorf("tag-open", at, "请补上“}}”，标签里不能再有大括号。", "“%s”里的“{{”没有配对的“}}”", seg.Text)
			}
			if tags {
				out = append(out, Part{Text: seg.Text, Run: seg.Run})
			}
			continue
		}
		out = append(out, Part{})
		p := &out[len(out)-1]
		err := s.resolve(seg.Tag, of, p)
		if err == nil && each != nil {
			err = p.goInside(each)
		}
		if err == nil && where != nil {
			err = where(p)
		}
		if err != nil {
			findings.Errorf("tag-unknown", at, "请对照 ysgk 的标签说明改正。", "标签 %s %s", seg.Tag.Source, err)
		}
		p.Run = seg.Run
		switch p.Role {
		case Each:
			each = p
		case IfAny, IfNone:
			inner = each != nil
		case Ends:
			if !inner {
				each = nil
			}
			inner = false
		}
	}
	if each != nil {
		findings.Errorf("tag-end", at, "请在同一格（或同一段）里补上 {{完}}。", "“逐条”没有结束")
	}
	return out
}

// conditional says whether a part prints, or lets print.
func (p *Part) conditional() bool { return p.Role == Prints || p.Role == IfAny || p.Role == IfNone }

// goInside makes a part of a list's records one of the record that a 逐条 is at.
func (p *Part) goInside(each *Part) error {
	switch {
	case p.Role == Ends || p.conditional() && !p.Row:
		return nil
	case !p.conditional():
		return errors.New("不能写在“逐条”里")
	case p.List != each.List || p.Level != each.Level && p.Level >= 0:
		return errors.New("写在“逐条”里，就要写它的视图和层级")
	case p.Indent || p.Own || p.Merge || p.Hides || p.Breaks:
		return errors.New("不能写在“逐条”里：管着整行的修饰只用于重复的行")
	}
	p.Row, p.Inside, p.Opaque = false, true, true
	return nil
}

// bounded makes sure that each 如有 has its 完.
func bounded(parts []Part, at finding.Place, findings *finding.List) {
	open, each := false, false // each is around it
	for i := range parts {
		switch parts[i].Role {
		case Each:
			if open || each {
				findings.Errorf("tag-nested", at, "请先用 {{完}} 结束前一个，再写下一个。", "“如有”“如无”或“逐条”里面又有一个“逐条”")
			}
			each = true
		case IfAny, IfNone:
			if open {
				findings.Errorf("tag-nested", at, "请先用 {{完}} 结束前一个，再写下一个；要两个条件的，在 pack.yaml 的“数”里算出来。", "“如有”或“如无”里面又有一个")
			}
			open = true
		case Ends:
			switch {
			case open:
				open = false
			case each:
				each = false
			default:
				findings.Errorf("tag-end", at, "请在前面补上 {{如有 …}}，或删去这个标签。", "标签 {{完}} 前面没有“如有”“如无”或“逐条”")
			}
		}
	}
	if open {
		findings.Errorf("tag-end", at, "请在同一格（或同一段）里补上 {{完}}。", "“如有”或“如无”没有结束")
	}
}

// Resolve finds what a tag names. The error is the rest of a sentence that begins
// with the tag, for who wrote it.
func (s Schema) Resolve(t *Tag, of string) (p Part, err error) {
	err = s.resolve(t, of, &p)
	return p, err
}

// resolve is Resolve for who has the room for the part.
func (s Schema) resolve(t *Tag, of string, p *Part) error {
	*p = Part{Role: t.Role, Level: -1}
	switch t.Role {
	case Ends, BlockEnds:
		return nil
	case BlockBegins:
		return s.block(t, of, p)
	case PlacesSheet:
		return s.sheet(t, p)
	case Each:
		return s.each(t, p)
	}
	if err := s.value(t, of, p); err != nil {
		return err
	}
	for _, m := range t.Modifiers {
		known := s.modifier(m)
		if known == nil && s.against(m, p) {
			continue
		}
		if word, name := comparing(m); known == nil && word != "" {
			if p.List == "" || p.Kind != Money {
				return fmt.Errorf("不是视图里的金额，不能用“%s”；请在 pack.yaml 的“数”里算", m)
			}
			return fmt.Errorf("里的“%s”要的是视图 %s 的“%s”这一列，它没有这一列金额%s", m, p.List, name, nearest.Hint(name, s.Lists[p.List].Amounts))
		}
		if known == nil {
			return fmt.Errorf("里没有“%s”这种修饰%s", m, nearest.Hint(m, s.modifierNames()))
		}
		if m == shareName && p.List == "" {
			return errors.New("不是视图里的金额，不能用“占合计”；请在 pack.yaml 的“数”里算出比例")
		}
		if !known.fits(p.Kind) {
			return fmt.Errorf("印的是%s，“%s”只能用于%s", p.Kind, m, known.sorts())
		}
		known.apply(p)
	}
	if p.Join {
		if !p.Row {
			return errors.New("取的不是各条记录，不能用“顿号”")
		}
		p.Row, p.Opaque, p.Owner = false, true, s.Lists[p.List].Of
	}
	if p.Silent && !p.Row {
		return errors.New("不在重复的行里，不能用“不印”")
	}
	p.Amount = p.Kind == Money && p.List != "" && p.less == 0 && !p.Look.Words()
	switch {
	case (p.Indent || p.Own) && !p.Row:
		return errors.New("不在重复的行里，不能用“缩进”和“仅本级”")
	case p.Breaks && !p.Row:
		return errors.New("不在重复的行里，不能用“另起一页”")
	}
	return nil
}

// comparing cuts a modifier that names another column.
func comparing(modifier string) (word, name string) {
	for _, word := range []string{lessWord, partWord} {
		if name, ok := strings.CutPrefix(modifier, word); ok && name != "" {
			return word, name
		}
	}
	return "", ""
}

// against reads what a modifier sets an amount against another one of the same record with: 比上年 takes that one from
// it, both as a sample before it shapes them, since a reader subtracts what is printed; 占上年 makes it a part of that
// one. It says whether it is one.
func (s Schema) against(modifier string, p *Part) bool {
	for _, word := range []string{lessWord, partWord} {
		name, ok := strings.CutPrefix(modifier, word)
		list := s.Lists[p.List]
		if !ok || p.List == "" || p.Kind != Money {
			continue
		}
		f, known := list.field(name)
		if !known || f.kind != Money {
			continue
		}
		if p.Opaque = true; word == lessWord {
			if p.less = f.index + 1; p.Look.Shaped {
				places := int32(p.Look.Places)
				p.round = &places
			}
			return true
		}
		p.over, p.Kind = f.index+1, Ratio
		p.Look.Shaped, p.Look.Shape = true, numfmt.Shape{Places: 2, Percent: true}
		return true
	}
	return false
}

// block resolves the list for which a block repeats.
func (s Schema) block(t *Tag, of string, p *Part) error {
	list, ok := s.Lists[t.Name]
	switch {
	case !ok:
		return s.noList(t.Name)
	case list.Single():
		return fmt.Errorf("里的视图 %s 只有一个数，不会重复", t.Name)
	case of == t.Name:
		return fmt.Errorf("里的视图 %s 已经是每条记录一张工作表，不用再分块", t.Name)
	}
	for _, m := range t.Modifiers {
		if m != pageBreak {
			return fmt.Errorf("后面只能写“%s”，不能写“%s”", pageBreak, m)
		}
		p.Breaks = true
	}
	p.List = t.Name
	return nil
}

// each resolves the records for which a text stands.
func (s Schema) each(t *Tag, p *Part) error {
	list, ok := s.Lists[t.List]
	switch {
	case !ok:
		return s.noList(t.List)
	case list.Single():
		return fmt.Errorf("里的视图 %s 只有一个数，没有各条", t.List)
	case t.Level == "":
		return fmt.Errorf("要写明层级，如 {{逐条 %s@%s}}", t.List, list.Levels[len(list.Levels)-1])
	}
	p.List, p.Joint, p.Opaque, p.Owner = t.List, "；", true, list.Of
	if p.Level = slices.Index(list.Levels, t.Level); p.Level < 0 {
		return fmt.Errorf("里没有“%s”这个层级%s", t.Level, nearest.Hint(t.Level, list.Levels))
	}
	for _, m := range t.Modifiers {
		joint, ok := joints[m]
		if !ok {
			return errors.New("后面只能写一个标点（；、，），印在两条中间；一条一行的写 |换行，中间什么也没有的写 |连写")
		}
		p.Joint = joint
	}
	return nil
}

// joinedAtOnce puts nothing between the records of a 逐条.
const joinedAtOnce = "连写"

// joints are what may stand between the records of a 逐条.
var joints = map[string]string{joinedAtOnce: "", "；": "；", ";": "；", "、": "、", "，": "，", ",": "，", "。": "。", "换行": "\n"}

// sheet resolves the sheet that a tag places.
func (s Schema) sheet(t *Tag, p *Part) error {
	if s.Sheets == nil {
		return errors.New("把一张公开表放进文本，只能写在 Word 模板里")
	}
	if len(t.Modifiers) > 0 {
		return errors.New("后面不能写修饰")
	}
	var names []string
	for _, x := range s.Sheets {
		for _, name := range []string{x.Name, x.Title, x.Of} {
			if name != "" && name == t.Name {
				p.Sheet, p.List, p.Row = x.Name, x.Of, x.Of != ""
				return nil
			}
			names = append(names, name)
		}
	}
	return fmt.Errorf("里没有“%s”这张工作表%s", t.Name, nearest.Hint(t.Name, names))
}

func (s Schema) noList(name string) error {
	if mend := s.Aside[name]; mend != "" {
		return fmt.Errorf("里没有“%s”这个视图：%s", name, mend)
	}
	return fmt.Errorf("里没有“%s”这个视图%s", name, nearest.Hint(name, slices.Collect(maps.Keys(s.Lists))))
}

// value resolves what a tag prints.
func (s Schema) value(t *Tag, of string, p *Part) error {
	if t.List == "" {
		return s.scalar(t.Name, p)
	}
	list, ok := s.Lists[t.List]
	if !ok {
		return s.noList(t.List)
	}
	f, ok := list.field(t.Name)
	p.List, p.Keys, p.Kind, p.index = t.List, t.Keys, f.kind, f.index
	switch {
	case !ok:
		return fmt.Errorf("里的“%s”不是视图 %s 的列%s", t.Name, t.List, nearest.Hint(t.Name, list.names()))
	case f.kind == Count:
		p.Serial, p.Opaque = t.Name, true
	default:
		p.Field = t.Name
	}
	if f.kind == Text {
		p.Cut = list.Cuts[t.Name]
	}
	if p.Level = slices.Index(list.Levels, t.Level); p.Level < 0 && t.Level != "" {
		return fmt.Errorf("里没有“%s”这个层级%s", t.Level, nearest.Hint(t.Level, list.Levels))
	}
	switch {
	case len(t.Keys) > 1 && f.kind == Text:
		return errors.New("取的是文字，只能写一个编码")
	case len(t.Keys) > 0 && f.kind == Count:
		return errors.New("是序号，只能用在重复的行里")
	}
	label := slices.Contains(t.Keys, ThisRow)
	switch {
	case label && len(t.Keys) > 1:
		return errors.New("写了“" + ThisRow + "”，方括号里就不能再写别的")
	case label && list.Labels == nil:
		return fmt.Errorf("不能用“%s”：视图 %s 没有按名称能认的行", ThisRow, t.List)
	}
	p.Label = label
	p.Bound = len(t.Keys) == 0 && t.List == of
	p.Row = len(t.Keys) == 0 && !p.Bound && !list.Single()
	return nil
}

// scalar resolves a name without a list.
func (s Schema) scalar(name string, p *Part) error {
	if n, ok := s.number(name); ok {
		p.Number, p.Kind, p.Opaque = name, n.kind(), true
		return nil
	}
	p.Scalar = name
	if mend := s.Aside[name]; mend != "" && !s.hasScalar(name) {
		return errors.New("不认识：" + mend)
	}
	if !s.hasScalar(name) {
		return fmt.Errorf("不认识%s", nearest.Hint(name, s.names()))
	}
	return nil
}

// Outline is what a text says whatever the data are, for those who read it back:
// what stands between 如有 and 完 becomes one opaque part.
func Outline(parts []Part) (out []Part) {
	if !slices.ContainsFunc(parts, func(p Part) bool { return p.Role != Prints || p.Silent }) {
		return slices.Clip(parts) // as most texts are
	}
	depth := 0
	for _, p := range parts {
		switch p.Role {
		case Ends:
			depth--
		case IfAny, IfNone, Each:
			if depth++; depth == 1 {
				out = append(out, Part{Opaque: true})
			}
		case Prints:
			if depth <= 0 && !p.Silent {
				out = append(out, p)
			}
		}
	}
	return out
}
