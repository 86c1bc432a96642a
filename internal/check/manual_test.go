package check

import (
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"ysgk/docs"
	"ysgk/internal/pack"
	"ysgk/templates"
)

// sections are the tables of the reference, by heading: the first cells of their rows.
func sections() map[string][]string {
	out := map[string][]string{}
	heading := ""
	for line := range strings.Lines(docs.Pack) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && strings.HasPrefix(line, "#") {
			heading = title
		}
		if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| ") && len(cells) > 1 {
			out[heading] = append(out[heading], strings.TrimPrefix(cells[0], "| "))
		}
	}
	return out
}

// keys are the keys of a definition and of those inside it, by their way from the top.
func keys(of reflect.Type, way string, seen map[reflect.Type]bool, out map[string][]string) {
	for of.Kind() == reflect.Slice || of.Kind() == reflect.Map || of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || seen[of] {
		return
	}
	seen[of] = true
	for i := range of.NumField() {
		name, _, _ := strings.Cut(of.Field(i).Tag.Get("yaml"), ",")
		if name == "" || name == "-" {
			continue
		}
		out[way] = append(out[way], name)
		below := name
		if way != "整个文件" {
			below = way + "." + name
		}
		keys(of.Field(i).Type, below, seen, out)
	}
}

func TestTheReferenceNamesEveryKey(t *testing.T) {
	want := map[string][]string{}
	// the columns of 列组 are those of 视图
	keys(reflect.TypeFor[pack.Manifest](), "整个文件", map[reflect.Type]bool{reflect.TypeFor[pack.ViewCol](): true}, want)
	keys(reflect.TypeFor[pack.ViewCol](), "视图.列", map[reflect.Type]bool{}, want)
	got := sections()
	for way, names := range want {
		is := slices.DeleteFunc(slices.Clone(got[way]), func(s string) bool { return s == "键" })
		slices.Sort(is)
		slices.Sort(names)
		if !slices.Equal(is, names) {
			t.Errorf("%s: the page has %v, pack.yaml %v", way, is, names)
		}
	}
	for way := range got {
		if way != "算式" && want[way] == nil {
			t.Errorf("%s: pack.yaml has no such part", way)
		}
	}
}

func TestTheReferenceNamesEveryFunction(t *testing.T) {
	has := map[string]bool{}
	for _, m := range regexp.MustCompile(`([\p{Han}]+)\(`).FindAllStringSubmatch(strings.Join(sections()["算式"], "\n"), -1) {
		has[m[1]] = true
	}
	known := []string{nameMoney, nameHas, nameBegins, nameAmong, nameText, nameAbsolute, nameRound}
	for name := range rewrites {
		known = append(known, name)
	}
	for _, name := range known {
		if !has[name] {
			t.Errorf("the page lacks %s", name)
		}
		delete(has, name)
	}
	for name := range has {
		t.Errorf("there is no function %s", name)
	}
}

func TestTheExamplesOfTheReferenceAreRight(t *testing.T) {
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(docs.Pack, -1)
	if len(examples) < 7 {
		t.Fatalf("%d examples", len(examples))
	}
	template, err := fs.ReadFile(templates.Default(), "预算公开表.xlsx") // for any that an example names
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		base, err := pack.Load(fstest.MapFS{"pack.yaml": {Data: []byte("模板包: {基于: 自带}\n" + e[1])}, "全市汇总表.xlsx": {Data: template}, "整体绩效目标表.xlsx": {Data: template}})
		if err == nil {
			_, err = Compile(base)
		}
		if err != nil {
			t.Errorf("%v\n%s", err, e[1])
		}
	}
}
