package tags

import (
	"slices"
	"strings"
	"ysgk/internal/pattern"
)

// The tag grammar. A text is any mixture of plain text and tags:
//
//	{{年度}}                      a scalar
//	{{年度-1}}                    the year before; only years count (year.go)
//	{{本年收入.一般公共预算}}      a field of a list with a single record
//	{{支出总表.科目名称}}          a field; what it stands in repeats for each record
//	{{支出总表@类.科目名称}}       only for records of that level
//	{{支出按类[201].合计}}         one record, by its key
//	{{三公经费[31013、30913].合计}} several records added up
//	{{支出按类[本行].合计}}         the record that the text to the left in this row names
//	{{支出总表@类.合计|元}}        with modifiers (modifier.go)
//	{{人员经费占比|百分比}}        a number that the pack computes
//	{{如有 三公经费[合计].合计}}…{{完}}  the text between stands only where the amount is not zero;
//	{{如无 三公经费.合计}}…{{完}}  only where it is
//	{{逐条 支出按类@类}}…{{完}}    once for each record of that level, joined to one text
//	{{块 绩效项目}}                where a block begins that repeats for each record, and
//	{{块完}}                       where it ends
//	{{表 表一}}                    in a document, a sheet of the filled workbook
//
// A tag in the name of something that is made anew for each record, as a sheet is,
// makes the record that of the whole: tags of its list mean the record, and lists
// that belong to it mean its part.
//
// Full-width signs, which Chinese input methods type, mean the same.
var written = pattern.Of(`[{｛]{2}([^{}｛｝]*)[}｝]{2}`)

// Tag is one tag as written.
type Tag struct {
	Source    string // as it stands in the text
	Role      Role
	List      string // "" for a scalar
	Level     string
	Keys      []string
	Name      string // the scalar or the field; of 块 the list
	Modifiers []string
}

// Role is what a tag does: most print a value, some bound a piece of text.
type Role uint8

// The roles.
const (
	Prints      Role = iota
	IfAny            // {{如有 …}}: up to {{完}} only where the value is not zero, or not empty
	IfNone           // {{如无 …}}: only where it is
	Ends             // {{完}}
	BlockBegins      // {{块 …}}: what follows repeats for each record
	BlockEnds        // {{块完}}: up to this
	PlacesSheet      // {{表 …}}: a filled sheet of the workbook stands here
	Each             // {{逐条 …}}: up to {{完}} once for each record with money
)

// words are the words of the tags that bound a text; those of Prints there are none.
var words = [...]string{IfAny: "如有", IfNone: "如无", Ends: "完", BlockBegins: "块", BlockEnds: "块完", PlacesSheet: "表", Each: "逐条"}

// ThisRow stands for the key of the record that the label of a row names.
const ThisRow = "本行"

// alone says whether a role's word is all that its tag says.
func (r Role) alone() bool { return r == Ends || r == BlockEnds }

// Segment is a piece of a text: a tag, or plain text.
type Segment struct {
	Text string
	Tag  *Tag
	Run  int // see ParseRuns
}

// Parse cuts a text into plain pieces and tags, which together are the text.
func Parse(text string) []Segment {
	var out []Segment
	pos := 0
	for _, m := range written.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > pos {
			out = append(out, Segment{Text: text[pos:m[0]]})
		}
		t := parseTag(text[m[2]:m[3]])
		t.Source = text[m[0]:m[1]]
		out = append(out, Segment{Tag: t})
		pos = m[1]
	}
	if pos < len(text) {
		out = append(out, Segment{Text: text[pos:]})
	}
	return out
}

// First is the first tag in a text as it stands there, "" if there is none.
func First(text string) string {
	if !In(text) {
		return ""
	}
	return written.FindString(text)
}

// In says whether a text may hold tags, whole or torn ones; it is quick.
func In(text string) bool { return strings.ContainsAny(text, "{｛") }

// torn says whether a plain text has the beginning of a tag that never ends.
func torn(text string) bool { return strings.Contains(text, "{{") || strings.Contains(text, "｛｛") }

var narrowSigns = strings.NewReplacer("｜", "|", "＠", "@", "．", ".", "［", "[", "］", "]", "【", "[", "】", "]")

// signs are those of a year that is counted.
var signs = strings.NewReplacer("－", "-", "−", "-", "＋", "+", "０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

// narrowNumbers are the signs of samples such as 1,234.56.
var narrowNumbers = strings.NewReplacer("，", ",", "％", "%")

// parseTag reads what stands between the braces.
func parseTag(s string) *Tag {
	t := &Tag{}
	parts := strings.Split(narrowSigns.Replace(s), "|")
	for _, m := range parts[1:] {
		t.Modifiers = append(t.Modifiers, narrowNumbers.Replace(strings.TrimSpace(m)))
	}
	parts[0] = strings.ReplaceAll(parts[0], "\u3000", " ") // those of samples stay: 二　〇　二　六
	t.Role, parts[0] = cutRole(strings.TrimSpace(parts[0]))
	if t.Role == Each {
		list, level, _ := strings.Cut(parts[0], "@")
		t.List, t.Level = strings.TrimSpace(list), strings.TrimSpace(level)
		return t
	}
	list, name, ok := strings.Cut(parts[0], ".")
	if !ok || t.Role == PlacesSheet { // a sheet may have a dot in its name
		if t.Name = strings.TrimSpace(parts[0]); t.Role != PlacesSheet {
			t.Name = countedYear(t.Name)
		}
		return t
	}
	t.Name = strings.TrimSpace(name)
	if i := strings.Index(list, "["); i >= 0 {
		t.Keys = strings.FieldsFunc(list[i:], func(r rune) bool { return strings.ContainsRune("[]、,，+ ", r) })
		list = list[:i]
	}
	list, level, _ := strings.Cut(list, "@")
	t.List, t.Level = strings.TrimSpace(list), strings.TrimSpace(level)
	return t
}

// cutRole takes the word off a tag that bounds a text.
func cutRole(s string) (Role, string) {
	for role := IfAny; role <= Each; role++ {
		if role.alone() && s == words[role] {
			return role, ""
		}
		if rest, ok := strings.CutPrefix(s, words[role]+" "); ok && !role.alone() {
			return role, rest
		}
	}
	return Prints, s
}

// String is the tag as the manual writes it. Parsed again, it is the same tag.
func (t *Tag) String() string {
	var b strings.Builder
	b.WriteString("{{" + words[t.Role])
	if t.Role != Prints && !t.Role.alone() {
		b.WriteByte(' ')
	}
	if !t.Role.alone() {
		b.WriteString(t.path())
	}
	for _, m := range t.Modifiers {
		b.WriteString("|" + m)
	}
	return b.String() + "}}"
}

// path is the list and the name.
func (t *Tag) path() string {
	if t.Role == PlacesSheet {
		return t.Name
	}
	list := t.List
	if t.Level != "" {
		list += "@" + t.Level
	}
	if t.Role == Each {
		return list
	}
	if len(t.Keys) > 0 {
		list += "[" + strings.Join(t.Keys, "、") + "]"
	}
	if role, _ := cutRole(t.Name); list != "" || t.Name == "" || role != Prints || strings.Contains(t.Name, ".") {
		return list + "." + t.Name
	}
	return t.Name
}

// Equal says whether two tags mean the same, however they are written.
func (t *Tag) Equal(o *Tag) bool {
	return t.Role == o.Role && t.List == o.List && t.Level == o.Level && t.Name == o.Name &&
		slices.Equal(t.Keys, o.Keys) && slices.Equal(t.Modifiers, o.Modifiers)
}
