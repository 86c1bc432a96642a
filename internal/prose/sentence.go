package prose

import (
	"strings"

	"github.com/shopspring/decimal"

	"ysgk/internal/money"
	"ysgk/internal/pattern"
)

// kind is what a figure of a sentence is.
type kind int

const (
	amount   kind = iota // of the thing that its words name
	lastYear             // the same of the year before: 比上年40.40万元
	change               // by how much it changed: 减少18.80万元
	share                // 占85.66%
	rate                 // 增长0.26%
	count                // 13辆
	other
)

// figure is a number of a sentence with the words before it.
type figure struct {
	p        *Paragraph
	kind     kind
	from, to int // in the paragraph's text
	begin    int // of its words
	words    string
	text     string          // as printed, with its unit
	value    decimal.Decimal // 元 of amounts, else as printed
	step     decimal.Decimal // the last decimal that is printed, in the same unit
	unit     string
	depth    int    // of brackets it stands in
	sign     int    // of a change: 1 more, -1 less
	basis    string // of a share: of what
	sentence int    // which one of the paragraph
	wrong    bool   // it is accused
}

var (
	numeral = `-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`
	numbers = pattern.Of(`(` + numeral + `)\s*(亿元|千万元|百万元|十万元|万元|千元|元|个百分点|%|‰|平方米|㎡|辆|台|套|个|张|项|家|人|份|名|户)?`)
	years   = pattern.Of(`20\d\d\s*年(度|初|末|底)?(\d{1,2}月(\d{1,2}日)?)?`)
	more    = `增加|增长|上升|提高|上涨|增幅|增多|增`
	less    = `减少|下降|降低|压减|减幅|降幅|缩减|核减|压缩|减`
	moves   = pattern.Of(`(` + more + `|` + less + `)(了|额|额为|为|约|约为|数|幅度|率|了约)?$`)
	than    = pattern.Of(`(与|比|较|同|和|相比|相较|对比)?(于)?(上年度?|去年|上一年度?|20\d\d年度?|同比)(的|同期|年初|当年|部门|财政拨款|执行数|决算数|预算数|预算|决算|数|相比|相较|比|总额|金额|安排|为|是)*$`)
	versus  = pattern.Of(`^(与|比|较)(上年度?|去年|上一年度?|20\d\d年度?)([^，。；：]{2,24})$`) // 比2025年“三公”经费预算23.16万元
	parting = pattern.Of(`占(.*)$`)
	rising  = pattern.Of(`^(` + more + `)$`)
)

// narrow makes full-width digits and signs plain ones, of the same length in runes but not
// in bytes: it is done before anything is looked for.
var narrow = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
	"．", ".", "％", "%", "\u00a0", " ", "﹪", "%")

// figuresOf reads the figures of a paragraph.
func figuresOf(p *Paragraph, units *money.Units) (out []*figure) {
	text := p.Text
	hidden := []byte(text) // years are no figures
	for _, m := range years.FindAllStringIndex(text, -1) {
		for i := m[0]; i < m[1]; i++ {
			if '0' <= hidden[i] && hidden[i] <= '9' {
				hidden[i] = '#'
			}
		}
	}
	last, read, brackets, sentence := 0, 0, 0, 0
	for _, m := range numbers.FindAllStringSubmatchIndex(string(hidden), -1) {
		unit := ""
		if m[4] >= 0 {
			unit = text[m[4]:m[5]]
		}
		if unit == "" && m[1] < len(text) && strings.ContainsRune("、.）)．", firstRune(text[m[1]:])) || beside(text, m[0]) {
			continue // a number before an item, a part of a code or of a name
		}
		f := &figure{p: p, from: m[2], to: m[1], unit: unit, kind: other, text: strings.TrimSpace(text[m[2]:m[1]])}
		digits := strings.ReplaceAll(text[m[2]:m[3]], ",", "")
		d, err := decimal.NewFromString(digits)
		if err != nil {
			continue
		}
		f.value, f.step = d, decimal.New(1, d.Exponent())
		f.begin = beginning(text, last, m[0])
		f.words = strings.TrimSpace(text[f.begin:m[0]])
		between := text[read:m[0]] // what has not been read for the figures before
		brackets, sentence = deeper(brackets, between), sentence+strings.Count(between, "。")+strings.Count(between, "\n")
		read = m[0]
		f.depth, f.sentence = brackets, sentence
		f.classify(units)
		out = append(out, f)
		last = m[1]
	}
	return out
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

// beside says whether a number goes on a word of letters or digits.
func beside(text string, at int) bool {
	if at == 0 {
		return false
	}
	c := text[at-1]
	return c == '#' || c == '.' || c == '-' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// classify says what the figure is by its unit and words.
func (f *figure) classify(units *money.Units) {
	w := strings.TrimRight(f.words, "：: ")
	if before := strings.TrimRight(f.p.Text[:f.begin], " "); w == "" && (strings.HasSuffix(before, "（") || strings.HasSuffix(before, "(")) {
		before = strings.TrimRight(before, "（(")
		w = before[beginning(before, 0, len(before)):] // 比上年（356.08万元）减少
		if !than.MatchString(w) || !strings.HasSuffix(f.unit, "元") {
			w = ""
		} else {
			f.words = w
		}
	}
	switch {
	case strings.HasSuffix(f.unit, "元"):
		u, ok := units.Named(f.unit)
		if !ok {
			return
		}
		f.value, f.step = f.value.Shift(u.Power), f.step.Shift(u.Power)
		switch {
		case moves.MatchString(w):
			f.kind, f.sign = change, direction(moves.FindStringSubmatch(w)[1])
		case than.MatchString(w) && strings.TrimSpace(f.words) != "" && comparing(w) || versus.MatchString(w) && !strings.Contains(w, "结转"):
			f.kind = lastYear
		default:
			f.kind = amount
		}
	case f.unit == "%":
		switch {
		case moves.MatchString(w):
			f.kind, f.sign = rate, direction(moves.FindStringSubmatch(w)[1])
		case parting.MatchString(w):
			f.kind, f.basis = share, parting.FindStringSubmatch(w)[1]
		}
	case f.unit != "" && f.unit != "个百分点" && f.unit != "‰" && f.unit != "平方米" && f.unit != "㎡":
		f.kind = count
	}
}

// comparing says whether words are those of last year's figure and no year of the figure
// itself: 比上年, 上年, 较2025年预算.
func comparing(w string) bool {
	m := than.FindStringSubmatch(w)
	return m[1] != "" || strings.HasPrefix(m[3], "上") || m[3] == "去年"
}

func direction(word string) int {
	if rising.MatchString(word) {
		return 1
	}
	return -1
}

// ends are the signs that end the words of a figure.
const ends = "，。；：、！？,;:\n\t"

// bothWays goes on with 支出 behind a 、: 收、支预算总计各减少370.89万元.
var bothWays = pattern.Of(`收(入)?、$`)

// beginning is where the words of a figure begin: behind the last sign or bracket that is
// not closed again.
func beginning(text string, from, to int) int {
	at, open := to, 0
	for i := to; i > from; {
		r, size := lastRune(text[:i])
		switch {
		case strings.ContainsRune("）)】", r):
			open++
		case strings.ContainsRune("（(【", r):
			if open == 0 {
				return i
			}
			open--
		case open == 0 && strings.ContainsRune(ends, r) && !(r == '、' && bothWays.MatchString(text[from:i]) && strings.HasPrefix(text[i:], "支")):
			return i
		}
		i -= size
		at = i
	}
	return max(at, from)
}

func lastRune(s string) (rune, int) {
	for n := 1; n <= 4 && n <= len(s); n++ {
		if c := s[len(s)-n]; c&0xC0 != 0x80 {
			return firstRune(s[len(s)-n:]), n
		}
	}
	return 0, 1
}

// depth is in how many brackets a text ends.
func depth(text string) int { return deeper(0, text) }

// deeper is in how many brackets a text ends that begins in n of them.
func deeper(n int, text string) int {
	for _, r := range text {
		switch {
		case strings.ContainsRune("（(", r):
			n++
		case strings.ContainsRune("）)", r) && n > 0:
			n--
		}
	}
	return n
}

// half is what rounding may have taken off what is printed.
func (f *figure) half() decimal.Decimal { return f.step.Div(decimal.NewFromInt(2)) }
