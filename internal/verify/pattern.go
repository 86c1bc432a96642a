package verify

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ysgk/internal/numfmt"
	"ysgk/internal/tags"
	"ysgk/internal/unfilled"
)

// pattern is a text of the template: what stands whatever the data, with a gap between
// the pieces for each tag. Finding the pieces one after the other takes time in
// proportion to the text, however long somebody made it.
type pattern struct {
	pieces  []string
	scalars []string // by gap, "" for tags that are none
	filled  *pattern // with gaps too where the template leaves something to be written, nil if it does not
}

func patternOf(parts []tags.Part) *pattern {
	p := bareOf(parts)
	var split []tags.Part
	for _, x := range parts {
		for !x.Tag() && x.Scalar == "" {
			room := unfilled.In("字" + x.Text) // the room that is left may follow another at once
			before, after, ok := strings.Cut(x.Text, room)
			if room == "" || !ok {
				break
			}
			split = append(split, tags.Part{Text: before}, tags.Part{Scalar: byHand})
			x.Text = after
		}
		split = append(split, x)
	}
	if len(split) > len(parts) {
		p.filled = bareOf(split)
		own := 0
		for _, piece := range p.filled.pieces {
			own += utf8.RuneCountInString(piece)
		}
		if own < shortestLine {
			p.filled = nil // room and nothing else is any text
		}
	}
	return p
}

// byHand stands for what somebody writes by hand.
const byHand = "\x00"

// bareOf is the pattern of a text with gaps for its tags alone.
func bareOf(parts []tags.Part) *pattern {
	p := &pattern{pieces: []string{""}}
	for _, x := range parts {
		if x.Tag() || x.Scalar != "" {
			name := x.Scalar
			if x.Look.Day != (numfmt.Day{}) {
				name = "" // written in another way than elsewhere
			}
			p.pieces, p.scalars = append(p.pieces, ""), append(p.scalars, name)
		} else {
			p.pieces[len(p.pieces)-1] += plain(x.Text)
		}
	}
	return p
}

// matches says whether a plain text reads like the template's.
func (p *pattern) matches(text string) bool {
	_, ok := p.gaps(text)
	return ok || p.filled != nil && p.filled.matches(text)
}

// gaps is what stands in a plain text for the tags, each as short as can be.
func (p *pattern) gaps(text string) (found []string, ok bool) {
	rest, ok := strings.CutPrefix(text, p.pieces[0])
	last := len(p.scalars)
	if last == 0 {
		return nil, ok && rest == ""
	}
	for i := 1; i < last && ok; i++ {
		var gap string
		gap, rest, ok = strings.Cut(rest, p.pieces[i])
		found = append(found, gap)
	}
	if !ok {
		return nil, false
	}
	gap, ok := strings.CutSuffix(rest, p.pieces[last])
	if !ok {
		return nil, false // as mostly
	}
	found = p.apart(append(found, gap))
	for i, name := range p.scalars {
		if tags.IsYear(name) && !endsInYear(found[i]) {
			return nil, false // 结转下年 is none of a year
		}
	}
	return found, true
}

// endsInYear says whether a text may be a year, behind a name perhaps; somebody may have left it open.
func endsInYear(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return text == "" || strings.ContainsRune("0123456789〇○零一二三四五六七八九×XxＸ*_＿", last)
}

// coded is gaps of a name and a code, in either order, the name of which has what stands
// between the two: 维修（护）费（30213）.
func (p *pattern) coded(text string) (found []string, ok bool) {
	found, ok = p.gaps(text)
	code := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	if !ok || len(found) != 2 || p.pieces[1] == "" || slices.ContainsFunc(found, code) {
		return found, ok
	}
	rest, _ := strings.CutPrefix(text, p.pieces[0])
	k := strings.LastIndex(rest, p.pieces[1])
	if last, whole := strings.CutSuffix(rest[k+len(p.pieces[1]):], p.pieces[2]); whole && code(last) {
		return []string{rest[:k], last}, true
	}
	return found, true
}

// apart divides what stands for two tags with nothing between them where one is a
// year or a code: {{部门名称}}{{年度}}年 has only the digits to tell where the name ends.
func (p *pattern) apart(found []string) []string {
	digit := func(r rune) bool { return '0' <= r && r <= '9' }
	code := func(name string) bool { return strings.HasSuffix(name, "代码") || strings.HasSuffix(name, "编码") }
	for i := range len(found) - 1 {
		both := found[i] + found[i+1]
		switch {
		case p.pieces[i+1] != "":
		case tags.IsYear(p.scalars[i+1]):
			name := strings.TrimRightFunc(both, digit)
			found[i], found[i+1] = name, both[len(name):]
		case tags.IsYear(p.scalars[i]):
			name := strings.TrimLeftFunc(both, digit)
			found[i], found[i+1] = both[:len(both)-len(name)], name
		case code(p.scalars[i]):
			name := strings.TrimLeftFunc(both, digit)
			found[i], found[i+1] = both[:len(both)-len(name)], name
		case code(p.scalars[i+1]):
			name := strings.TrimRightFunc(both, digit)
			found[i], found[i+1] = name, both[len(name):]
		}
	}
	return found
}
