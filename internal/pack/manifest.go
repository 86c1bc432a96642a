package pack

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v3"

	"ysgk/internal/release"
)

// Bounds of pack.yaml as a tree; that of the default pack has 3,000 nodes, eight deep.
const (
	maxNodes = 200_000
	maxDepth = 30
)

// readManifest reads pack.yaml strictly into m.
func readManifest(text []byte, m *Manifest) (*lines, Refusal) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, unreadable(err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, refuse(manifestName, 0, "里面没有模板包的定义")
	}
	root := doc.Content[0]
	nodes := 0
	if found := tame(root, 1, &nodes); found != nil {
		return nil, found
	}
	// "." would split names such as 2.1; "::" occurs in none.
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	v.SetConfigType("yaml")
	if err := v.ReadConfig(bytes.NewReader(text)); err != nil {
		return nil, unreadable(err)
	}
	l := &lines{root}
	// A pack for another ysgk may hold what this one does not know: say that first.
	if found := fits(v.GetString("模板包::格式"), v.GetString("模板包::需要版本"), l); found != nil {
		return nil, found
	}
	// Strict: an unknown key is a typing error, and a number where a text
	// should stand is a code that YAML has already bent (0123 is 83).
	err := v.UnmarshalExact(m, func(c *mapstructure.DecoderConfig) { c.WeaklyTypedInput = false })
	if err != nil {
		return nil, mistyped(err, l)
	}
	return l, nil
}

// tame refuses what makes a small file large when read: aliases, and trees
// beyond the bounds.
func tame(n *yaml.Node, depth int, nodes *int) Refusal {
	*nodes++
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return refuse(manifestName, n.Line, "不能用 & 和 * 引用别处的内容，请照写一遍；要写这两个符号，请加引号")
	case depth > maxDepth:
		return refuse(manifestName, n.Line, "一层套一层，超过了 %d 层", maxDepth)
	case *nodes > maxNodes:
		return refuse(manifestName, n.Line, "内容太多，超过了 %d 项", maxNodes)
	}
	for _, c := range n.Content {
		if found := tame(c, depth+1, nodes); found != nil {
			return found
		}
	}
	return nil
}

// fits refuses a pack that this ysgk is too old for, or of another format.
func fits(format, needs string, l *lines) Refusal {
	if needs != "" {
		need, ok := version(needs)
		if !ok {
			return refuse(manifestName, l.of("模板包", "需要版本"), "“需要版本”要写成加引号的 \"0.7.0\" 这样，现在是“%s”", needs)
		}
		if here, _ := version(release.Version); here.less(need) {
			return refuse(manifestName, l.of("模板包", "需要版本"), "这个模板包需要 ysgk %s 或更新的版本，现在用的是 %s。请向发模板包的财政部门要新版 ysgk", needs, release.Version)
		}
	}
	if format != Format {
		return refuse(manifestName, l.of("模板包", "格式"), "模板包的格式是“%s”，本程序只认识格式“%s”，请换用对应版本的 ysgk", format, Format)
	}
	return nil
}

// triple is a version: major, minor, patch.
type triple [3]int

var versionPattern = regexp.MustCompile(`^(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?$`)

func version(s string) (v triple, ok bool) {
	m := versionPattern.FindStringSubmatch(s)
	if m == nil {
		return v, false
	}
	for i := range v {
		v[i], _ = strconv.Atoi(m[i+1]) // "" is 0
	}
	return v, true
}

func (v triple) less(o triple) bool {
	for i := range v {
		if v[i] != o[i] {
			return v[i] < o[i]
		}
	}
	return false
}

var lineInError = regexp.MustCompile(`line (\d+)`)

// unreadable puts the YAML reader's complaint into Chinese; of it only the line
// helps.
func unreadable(err error) Refusal {
	line := 0
	if m := lineInError.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	if strings.Contains(err.Error(), "already defined") {
		return refuse(manifestName, line, "读不懂：同一个名称写了两次")
	}
	return refuse(manifestName, line, "读不懂。请看这一行和上一行的冒号后面有没有空格、缩进是否对齐、引号和括号是否成对")
}

// What mapstructure says of a key that is not known and of a value of the wrong kind.
var (
	invalidKeys = regexp.MustCompile(`^'(.*)' has invalid keys: (.*)$`)
	wrongType   = regexp.MustCompile(`^'(.*?)' expected type '(.*?)'`)
	wrongKind   = regexp.MustCompile(`^'(.*?)'[ :]`)
	pathStep    = regexp.MustCompile(`[^.\[\]]+`)
)

// mistyped names the place of every key that is not known and of every value of
// the wrong kind.
func mistyped(err error, l *lines) (found Refusal) {
	for _, e := range leaves(err) {
		text := strings.TrimPrefix(e.Error(), "* ")
		if m := invalidKeys.FindStringSubmatch(text); m != nil {
			at := steps(m[1])
			for key := range strings.SplitSeq(m[2], ", ") {
				found = append(found, Problem{manifestName, l.of(append(at, key)...), inside(m[1]) + "有不认识的项“" + key + "”"})
			}
		} else if m := wrongType.FindStringSubmatch(text); m != nil && m[2] == "string" {
			found = append(found, Problem{manifestName, l.of(steps(m[1])...), m[1] + " 要写成文字：编码、年度、版本和是、否这样的词没有加引号"})
		} else if m := wrongKind.FindStringSubmatch(text); m != nil {
			found = append(found, Problem{manifestName, l.of(steps(m[1])...), m[1] + " 的写法不对：该写文字、数、[甲, 乙] 还是 {甲: 乙}，请对照自带的模板包"})
		}
	}
	if len(found) == 0 {
		found = refuse(manifestName, 0, "有不认识的项，或编码、年度没有加引号")
	}
	return found
}

func inside(path string) string {
	if path == "" {
		return ""
	}
	return path + " 里"
}

// leaves takes joined errors apart.
func leaves(err error) []error {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		var out []error
		for _, e := range many.Unwrap() {
			out = append(out, leaves(e)...)
		}
		return out
	}
	return []error{err}
}

// steps makes 视图[3].列[0].名称 the path of a node.
func steps(path string) (out []any) {
	for _, s := range pathStep.FindAllString(path, -1) {
		if n, err := strconv.Atoi(s); err == nil {
			out = append(out, n)
		} else {
			out = append(out, s)
		}
	}
	return out
}
