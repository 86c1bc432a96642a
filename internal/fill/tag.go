package fill

import (
	"regexp"
	"strings"
)

// The tag grammar. A cell's text is any mixture of text and tags:
//
//	{{年度}}                      a scalar
//	{{本年收入.一般公共预算}}      a field of a list with a single record
//	{{支出总表.科目名称}}          a field; the row repeats for each record
//	{{支出总表@类.科目名称}}       only for records of that level
//	{{支出按类[201].合计}}         one record, by its key
//	{{三公经费[31013、30913].合计}} several records added up
//	{{支出总表@类.合计|元}}        with modifiers (modifier.go)
//
// A tag in a sheet's tab name repeats the whole sheet for each record; within
// it, tags of that list mean the record, and lists that belong to it mean its part.
//
// Full-width signs, which Chinese input methods type, mean the same.
var tagPattern = regexp.MustCompile(`[{｛]{2}([^{}｛｝]*)[}｝]{2}`)

// tag is one tag as written.
type tag struct {
	source    string // as it stands in the cell
	list      string // "" for a scalar
	level     string
	keys      []string
	name      string // the scalar or the field
	modifiers []string
}

// segment is a piece of a cell's text: a tag, or plain text.
type segment struct {
	text string
	tag  *tag
}

// split cuts a text into plain pieces and tags.
func split(text string) []segment {
	var out []segment
	pos := 0
	for _, m := range tagPattern.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > pos {
			out = append(out, segment{text: text[pos:m[0]]})
		}
		t := parseTag(text[m[2]:m[3]])
		t.source = text[m[0]:m[1]]
		out = append(out, segment{tag: t})
		pos = m[1]
	}
	if pos < len(text) {
		out = append(out, segment{text: text[pos:]})
	}
	return out
}

var narrowSigns = strings.NewReplacer("｜", "|", "＠", "@", "．", ".", "［", "[", "］", "]", "【", "[", "】", "]")

// parseTag reads what stands between the braces.
func parseTag(s string) *tag {
	t := &tag{}
	parts := strings.Split(narrowSigns.Replace(s), "|")
	for _, m := range parts[1:] {
		t.modifiers = append(t.modifiers, strings.TrimSpace(m))
	}
	list, name, ok := strings.Cut(parts[0], ".")
	if !ok {
		t.name = strings.TrimSpace(parts[0])
		return t
	}
	t.name = strings.TrimSpace(name)
	if i := strings.Index(list, "["); i >= 0 {
		t.keys = strings.FieldsFunc(list[i:], func(r rune) bool { return strings.ContainsRune("[]、,，+ ", r) })
		list = list[:i]
	}
	list, level, _ := strings.Cut(list, "@")
	t.list, t.level = strings.TrimSpace(list), strings.TrimSpace(level)
	return t
}
