package xlsxread

import (
	"regexp"
	"slices"
	"strings"
)

// Format is what a number format does to a number that matters to a reader.
type Format struct {
	Date     bool // shown as a date or a time
	Percent  bool // shown as hundredths
	Scaled   bool // shown in thousands, 万 or the like
	Fixed    bool // shown with so many Decimals
	Grouped  bool // Fixed with thousands separators
	Decimals int
	Zeros    int  // 000000 shows a code at this length
	Odd      bool // shown in a way that the others do not tell whole
}

// builtIn is a format that a file names only by number, ECMA-376 part 1,
// 18.8.30; 27–36 and 50–58 are the dates of Chinese Excel.
func builtIn(id int) Format {
	switch {
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return Format{Date: true, Odd: true}
	case id == 0 || id == 49: // General and @
		return Format{}
	case id >= 1 && id <= 4 || id == 9 || id == 10:
		return parseFormat(map[int]string{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}[id])
	}
	return Format{Odd: true}
}

// fixed are the formats of which it is certain what they show of any number.
var fixed = regexp.MustCompile(`^(#,##)?0(\.(0+))?%?$`)

// units are the words that a format may print behind a number typed in them.
const units = "万千百亿萬億仟佰"

// parseFormat looks at a format code. Its first section says what it shows of
// most numbers; a later one may still show some of them in 万.
func parseFormat(code string) Format {
	all := sections(code)
	f := parseSection(all[0])
	f.Scaled = f.Scaled || strings.ContainsAny(code, units)
	for _, s := range all[1:] {
		f.Scaled = f.Scaled || parseSection(s).Scaled
	}
	if len(all) > 1 { // negative numbers may be shown differently
		f = Format{Date: f.Date, Percent: f.Percent, Scaled: f.Scaled, Odd: true}
	}
	return f
}

// sections cuts a format code at the semicolons that stand outside quotes,
// escapes and brackets.
func sections(code string) (out []string) {
	start := 0
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			i = skipTo(code, i, '"')
		case '[':
			i = skipTo(code, i, ']')
		case '\\', '!', '_', '*':
			i++
		case ';':
			out = append(out, code[start:i])
			start = i + 1
		}
	}
	return append(out, code[start:])
}

// parseSection looks at one section of a format code, without quoted text,
// escapes and [colours]. 0!.0, is how Chinese Excel shows 万.
func parseSection(code string) (f Format) {
	var bare strings.Builder
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			f.Odd = true
			i = skipTo(code, i, '"')
		case '[':
			end := skipTo(code, i, ']')
			switch part := strings.ToLower(code[i:min(end+1, len(code))]); {
			case slices.Contains(elapsed, part):
				f.Date = true
			case !strings.HasPrefix(part, "[$-") && !slices.Contains(colours, part):
				f.Odd = true
			}
			i = end
		case '\\', '!', '_', '*':
			if i+1 < len(code) && code[i] != '_' && code[i] != '*' && code[i+1] == '.' {
				f.Scaled = true
			}
			f.Odd = f.Odd || code[i] != '_' // a mere blank
			i++
		default:
			bare.WriteByte(code[i])
		}
	}
	s := strings.ToLower(bare.String())
	if plain := strings.TrimSpace(s); plain == "@" || plain == "g/通用格式" || strings.HasPrefix(plain, "general") {
		f.Odd = f.Odd || plain != "@" && plain != "g/通用格式" && plain != "general"
		return f
	}
	f.Date = f.Date || strings.ContainsAny(s, "ymdhs")
	f.Percent = strings.Contains(s, "%")
	digits := strings.TrimRight(s, " )")
	f.Scaled = f.Scaled || strings.HasSuffix(digits, ",")
	if !f.Scaled && len(s) > 1 && strings.Trim(s, "0") == "" {
		f.Zeros = len(s)
		return f
	}
	if m := fixed.FindStringSubmatch(strings.TrimSpace(s)); m != nil && !f.Odd {
		f.Fixed, f.Grouped, f.Decimals = true, m[1] != "", len(m[3])
	}
	f.Odd = !f.Fixed
	return f
}

// elapsed are the parts of formats for spans of time.
var elapsed = []string{"[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]"}

// colours are the parts of formats that change no character.
var colours = []string{"[black]", "[blue]", "[cyan]", "[green]", "[magenta]", "[red]", "[white]", "[yellow]"}

// skipTo is the index of the next c after i, or the end.
func skipTo(s string, i int, c byte) int {
	if j := strings.IndexByte(s[i+1:], c); j >= 0 {
		return i + 1 + j
	}
	return len(s)
}
