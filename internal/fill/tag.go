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
//	{{人员经费占比|百分比}}        a number that the pack computes
//	{{如有 三公经费.合计}}…{{完}}  the text between stands only where the amount is not zero;
//	{{如无 三公经费.合计}}…{{完}}  only where it is
//	{{块 绩效项目}}                in the first row of a block that repeats for each record, and
//	{{块完}}                       in its last; block.go says what follows from the form itself
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
	role      role
}

// role is what a tag does: most print a value, some bound a piece of text.
type role uint8

const (
	prints      role = iota
	ifAny            // {{如有 …}}: up to {{完}} only where the value is not zero, or not empty
	ifNone           // {{如无 …}}: only where it is
	ends             // {{完}}
	blockBegins      // {{块 …}}: the rows from this one repeat for each record
	blockEnds        // {{块完}}: up to this one
)

// The words of tags that bound a text.
const (
	wordIfAny  = "如有"
	wordIfNone = "如无"
	wordEnds   = "完"

	wordBlock     = "块"
	wordBlockEnds = "块完"
)

// segment is a piece of a cell's text: a tag, or plain text.
type segment struct {
	text string
	tag  *tag
	run  int // which of the text's runs of fonts it stands in, a tag with its first sign
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

// splitRuns cuts a text that consists of runs, each of its own font.
func splitRuns(runs []string) (out []segment) {
	run, end, pos := 0, len(runs[0]), 0
	for _, s := range split(strings.Join(runs, "")) {
		for pos >= end && run < len(runs)-1 {
			run++
			end += len(runs[run])
		}
		s.run = run
		if s.tag != nil {
			pos += len(s.tag.source)
			out = append(out, s)
			continue
		}
		for s.text != "" { // text goes on in the next run's font
			n := len(s.text)
			if run < len(runs)-1 {
				n = min(n, end-pos)
			}
			if n > 0 {
				out = append(out, segment{text: s.text[:n], run: run})
			}
			s.text, pos = s.text[n:], pos+n
			if s.text != "" {
				run++
				end += len(runs[run])
			}
		}
	}
	return out
}

var narrowSigns = strings.NewReplacer("｜", "|", "＠", "@", "．", ".", "［", "[", "］", "]", "【", "[", "】", "]", "　", " ")

// narrowNumbers are the signs of samples such as 1,234.56.
var narrowNumbers = strings.NewReplacer("，", ",", "％", "%")

// parseTag reads what stands between the braces.
func parseTag(s string) *tag {
	t := &tag{}
	parts := strings.Split(narrowSigns.Replace(s), "|")
	for _, m := range parts[1:] {
		t.modifiers = append(t.modifiers, narrowNumbers.Replace(strings.TrimSpace(m)))
	}
	t.role, parts[0] = cutRole(strings.TrimSpace(parts[0]))
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

// cutRole takes the word off a tag that bounds a text.
func cutRole(s string) (role, string) {
	switch s {
	case wordEnds:
		return ends, ""
	case wordBlockEnds:
		return blockEnds, ""
	}
	if rest, ok := strings.CutPrefix(s, wordBlock+" "); ok {
		return blockBegins, rest
	}
	if rest, ok := strings.CutPrefix(s, wordIfAny+" "); ok {
		return ifAny, rest
	}
	if rest, ok := strings.CutPrefix(s, wordIfNone+" "); ok {
		return ifNone, rest
	}
	return prints, s
}
