package check

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/expr-lang/expr/file"

	"ysgk/internal/pattern"
)

// quoteLength is how much of an expression is quoted from where it is wrong.
const quoteLength = 16

// unfinished is what is wrong with an expression that breaks off.
const unfinished = "没有写完"

// inChinese says in Chinese what is wrong with an expression, and where.
func inChinese(source string, err error) error {
	var at *file.Error
	if !errors.As(err, &at) {
		return fmt.Errorf("写法不对：%s。原文：%s", translate(err.Error()), source)
	}
	runes := []rune(source)
	from := min(at.From, len(runes))
	if from == len(runes) || translate(at.Message) == unfinished {
		return fmt.Errorf("末尾写法不对：%s。原文：%s", translate(at.Message), source)
	}
	quoted := string(runes[from:min(from+quoteLength, len(runes))])
	return fmt.Errorf("第 %d 个字“%s”处写法不对：%s。原文：%s", from+1, quoted, translate(at.Message), source)
}

// typeName is what a user calls a type.
func typeName(t reflect.Type) string {
	if t == nil {
		return "不定的值"
	}
	return typeWord(t.String())
}

func typeWord(name string) string {
	switch name {
	case "string":
		return "文字"
	case "decimal.Decimal":
		return "数"
	case "bool":
		return "对错"
	case "unknown", "any", "interface {}":
		return "不定的值"
	}
	if strings.HasPrefix(name, "[]") {
		return "列表"
	}
	return "别的值"
}

// translations are the messages of expr that writers of rules meet. A name in
// the Chinese text takes the group of that number; t marks a type.
var translations = []struct {
	english pattern.Pattern
	chinese func(m []string) string
}{
	{pattern.Of(`^unknown name (.+)$`), func(m []string) string { return "不认识的名称“" + m[1] + "”" }},
	{pattern.Of(`^unexpected token EOF`), func([]string) string { return unfinished }},
	{pattern.Of(`^unexpected end of expression`), func([]string) string { return unfinished }},
	{pattern.Of(`^unexpected token \w+\("(.*)"\)`), func(m []string) string { return "这里不该有“" + m[1] + "”" }},
	{pattern.Of(`^unrecognized character: U\+\w+ '(.)'`), func(m []string) string {
		return "不认识的符号“" + m[1] + "”，标点和引号要用英文的"
	}},
	{pattern.Of(`^literal not terminated`), func([]string) string { return "引号没有配对" }},
	{pattern.Of(`^bad number syntax`), func([]string) string { return "数写得不对" }},
	{pattern.Of(`literal is too large|^invalid (integer|float) literal`), func([]string) string { return "数写得太长" }},
	{pattern.Of(`^invalid operation: (\S+) \(mismatched types (.+) and (.+)\)$`), func(m []string) string {
		return "“" + m[1] + "”两边不能是" + typeWord(m[2]) + "和" + typeWord(m[3])
	}},
	{pattern.Of(`^invalid operation: (\S+) \(mismatched type (.+)\)$`), func(m []string) string {
		return "“" + m[1] + "”后面不能是" + typeWord(m[2])
	}},
	{pattern.Of(`^cannot use (.+) as argument \(type (.+)\) to call (.+?) ?$`), func(m []string) string {
		return m[3] + "的这一项要是" + typeWord(m[2]) + "，现在是" + typeWord(m[1])
	}},
	{pattern.Of(`^cannot use (.+) as type (.+) in array$`), func(m []string) string {
		return "in 左边是" + typeWord(m[1]) + "，列表里是" + typeWord(m[2])
	}},
	{pattern.Of(`^too many arguments to call (.+)$`), func(m []string) string { return m[1] + "多写了一项" }},
	{pattern.Of(`^not enough arguments to call (.+)$`), func(m []string) string { return m[1] + "少写了一项" }},
	{pattern.Of(`^no matching overload for (.+)$`), func(m []string) string { return m[1] + "的各项不对" }},
	{pattern.Of(`exceeds maximum allowed nodes`), func([]string) string { return "太长，请分成几条规则" }},
	{pattern.Of(`^non-bool expression`), func([]string) string { return "“?”前面要能判断对错" }},
	{pattern.Of(`is not callable$`), func([]string) string { return "这不是函数" }},
	{pattern.Of(`^decimal division by 0`), func([]string) string { return "除数是 0" }},
}

// translate gives a message in Chinese; one that no writer of rules should meet
// stays as it is.
func translate(message string) string {
	for _, t := range translations {
		if m := t.english.FindStringSubmatch(message); m != nil {
			return t.chinese(m)
		}
	}
	return message
}
