package check

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/vm"
)

// message is a text with expressions in braces.
type message []piece

// piece is plain text, or an expression.
type piece struct {
	text    string
	program *vm.Program
}

// message compiles a text such as 合计 {合计} 元.
func (s *scope) message(text string, used map[string]bool) (message, error) {
	var out message
	for text != "" {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			return append(out, piece{text: text}), nil
		}
		if open > 0 {
			out = append(out, piece{text: text[:open]})
		}
		end := closing(text[open:])
		if end < 0 {
			return nil, errors.New("里的“{”没有配对的“}”")
		}
		source := text[open+1 : open+end]
		program, err := s.compile(source, used)
		switch modified := modifies(source); {
		case strings.TrimSpace(source) == "":
			return nil, errors.New("里的“{}”没有写算式")
		case err != nil && modified:
			return nil, fmt.Errorf("里的“{%s}”不能写“|”：那是模板里的标签才有的修饰；这里的金额印成元、两位小数，删去“|”和它后面的字", source)
		case err != nil:
			return nil, err
		}
		if t := program.Node().Type(); t != textType && t != amountType {
			return nil, fmt.Errorf("：“{%s}”要是文字或数，现在是%s", text[open+1:open+end], typeName(t))
		}
		out = append(out, piece{program: program})
		text = text[open+end+1:]
	}
	return out, nil
}

// modifies says whether an expression has a bar outside quotes, as tags have before a modifier.
func modifies(source string) bool {
	quoted := false
	for _, r := range source {
		if r == '"' {
			quoted = !quoted
		}
		if (r == '|' || r == '｜') && !quoted {
			return true
		}
	}
	return false
}

// write is what a message says; say writes the value of its piece i.
func (m message) write(vm *vm.VM, env map[string]any, say func(i int, value any) string) (string, error) {
	var b strings.Builder
	for i := range m {
		if m[i].program == nil {
			b.WriteString(m[i].text)
			continue
		}
		value, err := vm.Run(m[i].program, env)
		if err != nil {
			return "", err
		}
		b.WriteString(say(i, value))
	}
	return b.String(), nil
}

// closing is where the brace that opens a text is closed, -1 if nowhere.
// Braces of conditions and those in quotes belong to the expression.
func closing(text string) int {
	depth, quoted := 0, false
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '{':
			depth++
		case r == '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// maxText is how much of a text a message quotes.
const maxText = 60

// print writes a value: amounts with two decimals, counts without.
func print(value any) string {
	switch v := value.(type) {
	case amount:
		if v.Exponent() == 0 {
			return v.String()
		}
		return v.StringFixed(2)
	case string:
		if utf8.RuneCountInString(v) > maxText {
			return string([]rune(v)[:maxText]) + "…"
		}
		return v
	}
	return fmt.Sprint(value)
}
