package pack

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/nearest"
)

var (
	originType = reflect.TypeFor[Origin]()
	filterType = reflect.TypeFor[Filter]()
)

// fieldOf is the field of a definition that a key of pack.yaml fills.
func fieldOf(typ reflect.Type, key string) (reflect.StructField, bool) {
	known, ok := fields.Load(typ)
	if !ok {
		of := map[string]reflect.StructField{}
		for i := range typ.NumField() {
			if f := typ.Field(i); keyOf(f) != "-" && keyOf(f) != "" {
				of[keyOf(f)] = f
			}
		}
		known, _ = fields.LoadOrStore(typ, of)
	}
	f, ok := known.(map[string]reflect.StructField)[key]
	return f, ok
}

// fields of a type of definitions by their keys: a pack has hundreds of definitions.
var fields sync.Map

func keyOf(f reflect.StructField) string {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return key
}

// keysOf are the keys that a definition may have.
func keysOf(typ reflect.Type) (keys []string) {
	for i := range typ.NumField() {
		if key := keyOf(typ.Field(i)); key != "" && key != "-" {
			keys = append(keys, key)
		}
	}
	return keys
}

// decode fills v from a node, strictly: an unknown key is a typing error, and a
// number where a text should stand is a code that YAML has already bent (0123 is
// 83). where says in messages what v is.
func (t *tree) decode(n *yaml.Node, v reflect.Value, where string) {
	if isNull(n) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		t.definition(n, v, where)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		t.decode(n, v.Elem(), where)
	case reflect.Slice:
		t.list(n, v, where)
	case reflect.Map:
		wanted := "{甲: 乙}"
		if v.Type().Elem().Kind() == reflect.Int { // 自定单位
			wanted = "{百元: 100} 这样（冒号用半角，后面空一格）"
		}
		if !t.is(n, yaml.MappingNode, wanted, where) {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for i := 0; i+1 < len(n.Content); i += 2 {
			value := reflect.New(v.Type().Elem()).Elem()
			t.decode(n.Content[i+1], value, n.Content[i].Value)
			v.SetMapIndex(reflect.ValueOf(n.Content[i].Value), value)
		}
	default:
		if t.is(n, yaml.ScalarNode, "一个值", where) {
			t.scalar(n, v, where)
		}
	}
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// is says whether a node has a kind, and complains if not.
func (t *tree) is(n *yaml.Node, kind yaml.Kind, wanted, where string) bool {
	if n.Kind != kind {
		t.failf(n, "%s 的写法不对：要写%s", where, wanted)
	}
	return n.Kind == kind
}

func (t *tree) definition(n *yaml.Node, v reflect.Value, where string) {
	if !t.is(n, yaml.MappingNode, "“名称: 值”这样的几项", where) {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		f, ok := fieldOf(v.Type(), key.Value)
		if !ok {
			t.failf(key, "%s里有不认识的项“%s”%s", where, key.Value, cmp.Or(inside(v.Type(), key.Value), nearest.Hint(key.Value, keysOf(v.Type()))))
			continue
		}
		t.once(n, key, n.Content[i+1], f)
		t.decode(n.Content[i+1], v.FieldByIndex(f.Index), key.Value)
	}
	if f := v.FieldByName("Origin"); f.IsValid() && f.Type() == originType {
		f.Set(reflect.ValueOf(Origin{n}))
	}
}

// inside tells in which of the definitions that a definition has an unknown key of it belongs: 基于 in 模板包.
func inside(typ reflect.Type, key string) string {
	for i := range typ.NumField() {
		of := typ.Field(i).Type
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if name := keyOf(typ.Field(i)); of.Kind() == reflect.Struct && name != "" && name != "-" {
			if _, ok := fieldOf(of, key); ok {
				return "，它要写在“" + name + "”下面"
			}
		}
	}
	return ""
}

// mayRepeat are the definitions of which several may share a name: rules of one
// 编号, tables on one sheet, and what an import recognises.
var mayRepeat = []reflect.Type{reflect.TypeFor[Rule](), reflect.TypeFor[Table](), reflect.TypeFor[IntakeColumn](), reflect.TypeFor[IntakeAmount](), reflect.TypeFor[Synonym](), reflect.TypeFor[string]()}

// once refuses names that a list of definitions has twice. of is what has the list
// under a key.
func (t *tree) once(of, key, list *yaml.Node, f reflect.StructField) {
	by := f.Tag.Get("by")
	if by == "" || f.Type.Kind() != reflect.Slice || slices.Contains(mayRepeat, f.Type.Elem()) {
		return
	}
	about := key.Value
	if name := get(of, by); name != nil {
		about = name.Value + " 的" + about
	}
	first, own := map[string]*yaml.Node{}, list.FootComment
	for _, item := range items(list) {
		name := nameOf(item, by)
		was, known := first[name]
		first[name] = item
		if name == "" || !known {
			continue
		}
		at, other, more := item, was, ""
		if at.FootComment != own {
			at, other = other, at
		}
		if at.FootComment != own { // both from a group of columns of the base
			at = list
		}
		if at == list || other.FootComment != own {
			more = "。写的是加在基于的模板包后面的；要换掉原来的，先写一项 - 删去: 全部"
		}
		t.failf(at, "%s %s：名称重复，另一个是 %s%s", about, name, placeOf(other), more)
	}
}

// list fills a list; a single text may stand for a list of it.
func (t *tree) list(n *yaml.Node, v reflect.Value, where string) {
	content := n.Content
	if n.Kind == yaml.ScalarNode && v.Type().Elem().Kind() == reflect.String {
		t.since2(n)
		content = []*yaml.Node{n}
	} else if !t.is(n, yaml.SequenceNode, "[甲, 乙] 或各占一行的“- 甲”", where) {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(content), len(content)))
	for i, item := range content {
		if isNull(item) {
			t.failf(item, "%s 里有一项是空的", where)
		}
		t.decode(item, v.Index(i), where)
	}
}

// maxText is how many characters a text may have: as many as a cell holds.
const maxText = 32_767

func (t *tree) scalar(n *yaml.Node, v reflect.Value, where string) {
	if size := utf8.RuneCountInString(n.Value); size > maxText {
		t.failf(n, "%s 有 %d 个字，最多 %d 个", where, size, maxText)
		return
	}
	tag, ok := n.ShortTag(), true
	switch v.Kind() {
	case reflect.String:
		if ok = tag == "!!str" || tag == "!!int" && v.Type() == reflect.TypeFor[Decimals](); ok {
			v.SetString(n.Value)
		}
	case reflect.Bool:
		ok = t.truth(n, v)
	case reflect.Int:
		i, err := strconv.Atoi(n.Value)
		ok = err == nil && tag == "!!int"
		v.SetInt(int64(i))
	case reflect.Float64:
		x, err := strconv.ParseFloat(n.Value, 64)
		ok = err == nil && (tag == "!!int" || tag == "!!float")
		v.SetFloat(x)
	}
	switch {
	case ok:
	case v.Kind() == reflect.String:
		t.failf(n, "%s 要写成文字，现在是 %s：编码、年度、版本和 true 这样的词要加引号", where, n.Value)
	case v.Kind() == reflect.Bool:
		t.failf(n, "%s 只能写 是 或 否，现在是“%s”", where, n.Value)
	default:
		t.failf(n, "%s 要写数，现在是“%s”", where, n.Value)
	}
}

// truth reads 是 and 否, and true and false.
func (t *tree) truth(n *yaml.Node, v reflect.Value) bool {
	switch n.Value {
	case "是", "否":
		t.since2(n)
	case "true", "false":
	default:
		return false
	}
	v.SetBool(n.Value == "是" || n.Value == "true")
	return true
}
