package pack

import (
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"ysgk/internal/bundle"
	"ysgk/internal/pattern"
	"ysgk/internal/release"
	"ysgk/templates"
)

// BuiltIn is what 基于 calls the pack that comes with ysgk.
const BuiltIn = "自带"

// maxBases is how many packs may stand on each other.
const maxBases = 5

var manifestType = reflect.TypeFor[Manifest]()

// manifest reads a pack.yaml and those that it is based on as one tree. prefix is
// what messages put before the names of its files.
func (f *files) manifest(fsys fs.FS, prefix string, depth int) (*tree, Refusal) {
	f.layers = append(f.layers, layer{fsys, prefix})
	called := prefix + manifestName
	text, err := readFile(fsys, manifestName, maxManifest)
	if err != nil {
		return nil, refuse(Place{called, 0}, "%s", wordsOf(err, "模板包里没有这个文件"))
	}
	f.note(manifestName, text, depth > 0)
	t, found := parse(text, called)
	if len(found) > 0 {
		return nil, found
	}
	// A pack for another ysgk may hold what this one does not know: say that first.
	if t.fits(); len(t.found) > 0 {
		return nil, t.found
	}
	t.lengthen()
	base := get(get(t.root, "模板包"), "基于")
	if base == nil {
		return t, nil // what is wrong so far is told together with what decoding finds
	}
	t.since2(base)
	if depth == maxBases {
		return nil, refuse(placeOf(base), "“基于”一层套一层，超过了 %d 层", maxBases)
	}
	under, prefix, why := open(fsys, base.Value)
	if why != "" {
		return nil, refuse(placeOf(base), "基于的模板包“%s”：%s", base.Value, why)
	}
	below, found := f.manifest(under, prefix, depth+1)
	if len(found) > 0 {
		return nil, found
	}
	t.onto(below)
	return t, nil
}

// onto lays a pack over its base.
func (t *tree) onto(base *tree) {
	maps.Copy(t.gone, base.gone)
	var named []string
	for _, key := range []string{"名称", "年度", "版本"} {
		if v := get(get(base.root, "模板包"), key); v != nil {
			named = append(named, v.Value)
		}
	}
	t.base = strings.Join(named, " ")
	t.root = t.merge(manifestType, "", t.fitting(base.root), t.root)
	t.found = append(t.found, base.found...)
}

// open finds the pack that another one is based on, beside its pack.yaml.
func open(beside fs.FS, name string) (fsys fs.FS, prefix, why string) {
	if name == BuiltIn {
		return templates.Default(), "自带模板包的 ", ""
	}
	const missing = "没有这个模板包。请写 自带，或者和 pack.yaml 放在一起的文件夹或 .ysgk 文件的名字"
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, `\:`) {
		return nil, "", missing
	}
	st, err := fs.Stat(beside, name)
	if err != nil {
		return nil, "", missing
	}
	if st.IsDir() {
		fsys, err = fs.Sub(beside, name)
		if err != nil {
			return nil, "", missing
		}
		return fsys, name + "/", ""
	}
	data, err := readFile(beside, name, bundle.MaxSize)
	if err != nil {
		return nil, "", wordsOf(err, missing)
	}
	b, err := bundle.Open(data)
	if err != nil {
		return nil, "", "不是完好的模板包文件。请向发模板包的财政部门重新要一份"
	}
	return b.FS, name + " 的 ", ""
}

// manifest decodes the tree, or a variant of it.
func (t *tree) manifest(m *Manifest, root *yaml.Node) Refusal {
	t = &tree{root: root, newer: t.newer, found: slices.Clone(t.found), written: map[string][]*yaml.Node{}}
	t.regroup()
	t.decode(t.root, reflect.ValueOf(m).Elem(), "pack.yaml ")
	if t.newer != nil && len(t.found) == 0 && m.Identity.Format == "1" {
		t.failf(t.newer, "这是新的写法，旧版 ysgk 读不懂：请把“模板包”里的“格式”改成 \"2\"")
	}
	return t.found
}

// fits refuses a pack that this ysgk is too old for, or of another format.
func (t *tree) fits() {
	identity := get(t.root, "模板包")
	if n := get(identity, "需要版本"); n != nil {
		need, ok := version(n.Value)
		here, _ := version(release.Version)
		switch {
		case !ok:
			t.failf(n, "“需要版本”要写成加引号的 \"0.7.0\" 这样，现在是“%s”", n.Value)
		case here.less(need):
			t.failf(n, "这个模板包需要 ysgk %s 或更新的版本，现在用的是 %s。请向发模板包的财政部门要新版 ysgk", n.Value, release.Version)
		}
	}
	n := get(identity, "格式")
	switch {
	case n == nil && get(identity, "基于") != nil: // that of the base
	case identity == nil:
		t.failf(t.root, "没有写“模板包”（名称、年度、版本、格式）")
	case n == nil:
		t.failf(identity, "“模板包”里没有写“格式”，请加一行 格式: \"2\"")
	case !slices.Contains(Formats, n.Value):
		t.failf(n, "模板包的格式是“%s”，本程序只认识格式“%s”，请换用对应版本的 ysgk", n.Value, strings.Join(Formats, "”和“"))
	}
}

// triple is a version: major, minor, patch.
type triple [3]int

var versionPattern = pattern.Of(`^(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?$`)

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

func (v triple) less(o triple) bool { return slices.Compare(v[:], o[:]) < 0 }
