package collect

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"ysgk/internal/app"
	"ysgk/internal/nearest"
	"ysgk/internal/typed"
)

// Department is what became of one department.
type Department struct {
	Name   string
	Listed bool // it is in the list of departments, or there is none
	State  string
	Files  []*File // the newest of each sort
	Older  int     // other files of it: earlier ones, copies, those of other years
	Says   []string

	key   string
	other string // a year of which it has sent something
}

// Counts are the errors and warnings of the files that count.
func (d *Department) Counts() (errors, warnings int) {
	for _, f := range d.Files {
		errors, warnings = errors+f.Errors, warnings+f.Warnings
	}
	return errors, warnings
}

// Strays are the files of which nobody knows whose they are, but that may be what was asked
// for.
func (o *Outcome) Strays() []*File {
	return of(o.Files, func(f *File) bool {
		return f.key == "" && f.State != Unlooked && f.State != NotAsked && f.State != Same
	})
}

// Again counts the files of which the outcome of an earlier run was taken.
func (o *Outcome) Again() int {
	return len(of(o.Files, func(f *File) bool { return f.Again }))
}

// departments finds out whose each file is: by what it says, or else by the name of the
// file or of its folder.
func (r Request) departments(files []*File) {
	known := map[string]string{} // names by their keys
	if r.Roster != nil {
		for _, name := range r.Roster.Names {
			known[typed.Fold(name)] = name
		}
	}
	for _, f := range files {
		if f.Department != "" {
			f.key = typed.Fold(f.Department)
			if known[f.key] == "" {
				known[f.key] = f.Department
			}
		}
	}
	for _, f := range files {
		if f.Department != "" || f.State == NotAsked {
			continue
		}
		at, best := typed.Fold(f.Name), ""
		for key := range known {
			if strings.Contains(at, key) && len(key) > len(best) { // 甲区司法局服务中心 is not 甲区司法局
				best = key
			}
		}
		if best != "" {
			f.key, f.Department, f.ByName = best, known[best], true
		}
	}
}

// same finds files with the content of another, which are not judged again. Of them it
// keeps the one whose name is the first.
func same(files []*File) {
	first := map[string]*File{}
	for _, f := range files {
		if f.State != Unjudged {
			continue
		}
		if other := first[f.received.Sum]; other != nil {
			f.State = Same
			f.say("和“" + other.Name + "”完全一样")
			continue
		}
		first[f.received.Sum] = f
	}
}

// years puts aside what is of another year.
func (r Request) years(files []*File) {
	for _, f := range files {
		if f.State == Unjudged && r.Year != "" && f.Year != "" && f.Year != r.Year {
			f.State = OtherYear
			f.say("是 " + f.Year + " 年的，这次收 " + r.Year + " 年的。年度填错的，请部门改好重交")
		}
	}
}

// group are the files of which one is the newest.
type group struct {
	key, template string
	sort          app.Sort
}

// newest finds the newest of each department, sort and template. Tables that were made of
// its newest input workbook are newer than others, whatever the clocks say.
func newest(files []*File) {
	groups := map[group][]*File{}
	for _, f := range files {
		if f.State == Unjudged {
			key := f.key
			if key == "" {
				key = "?" + f.Name // nobody knows whose: each is judged
			}
			g := group{key, f.received.Is.Template, f.Sort}
			groups[g] = append(groups[g], f)
		}
	}
	choose := func(g group, prefers func(*File) bool) {
		all := groups[g]
		slices.SortStableFunc(all, func(a, b *File) int {
			if x, y := prefers(a), prefers(b); x != y {
				if x {
					return 1
				}
				return -1
			}
			return cmp.Or(a.At.Compare(b.At), a.moved.Compare(b.moved), strings.Compare(a.Name, b.Name))
		})
		last := all[len(all)-1]
		last.Newest = true
		for _, f := range all[:len(all)-1] {
			switch {
			case prefers(last) && !prefers(f):
				f.say("“" + last.Name + "”是照最新的录入生成的，取那一本")
			case last.At.Sub(f.At).Abs() <= tick:
				last.tied = f.Name
				f.say("和“" + last.Name + "”不一样，时间相同，分不出先后：取了那一本，请核对")
				last.say("和“" + f.Name + "”不一样，时间相同，分不出先后：取了这一本，请核对")
			default:
				f.say("是以前的，更新的是“" + last.Name + "”")
			}
		}
	}
	for g := range groups {
		if g.sort == app.SentInput {
			choose(g, func(*File) bool { return false })
		}
	}
	for g := range groups {
		if g.sort != app.SentInput {
			inputs := groups[group{g.key, "", app.SentInput}]
			choose(g, func(f *File) bool {
				return len(inputs) > 0 && f.received.Is.Origin.InputHash == inputs[len(inputs)-1].received.Sum
			})
		}
	}
}

// tick is how exactly archives keep times.
const tick = 2 * time.Second

// summary is what became of each department: those of the list in its order, then others.
// ended says that all files were looked at.
func (r Request) summary(files []*File, ended bool) []*Department {
	byKey := map[string]*Department{}
	var out []*Department
	add := func(key, name string, listed bool) *Department {
		d := &Department{Name: name, Listed: listed, key: key}
		byKey[key] = d
		out = append(out, d)
		return d
	}
	if r.Roster != nil {
		for _, name := range r.Roster.Names {
			add(typed.Fold(name), name, true)
		}
	}
	listed := len(out)
	for _, f := range files {
		if f.key == "" || f.State == NotAsked {
			continue
		}
		d := byKey[f.key]
		if d == nil {
			d = add(f.key, f.Department, r.Roster == nil)
		}
		switch {
		case f.Newest:
			d.Files = append(d.Files, f)
		case f.State == Unread || f.State == Strange || f.State == Foreign || f.State == Undone:
			d.Files = append(d.Files, f)
		case f.State == OtherYear:
			d.other = f.Year
			d.Older++
		case f.State != Unlooked:
			d.Older++
		}
	}
	slices.SortFunc(out[listed:], func(a, b *Department) int { return strings.Compare(a.Name, b.Name) })
	for _, d := range out {
		r.conclude(d, ended)
		if !d.Listed {
			d.Says = append(d.Says, r.unlisted(d, byKey))
		}
	}
	resemble(out)
	for _, d := range out {
		if d.State == Right && len(d.Says) > 0 {
			d.State = Looked
		}
	}
	return out
}

// unlisted says of a department that the list does not have which of those that handed in
// nothing may be meant.
func (r Request) unlisted(d *Department, byKey map[string]*Department) string {
	var missing []string
	for _, name := range r.Roster.Names {
		if x := byKey[typed.Fold(name)]; len(x.Files) == 0 {
			missing = append(missing, name)
		}
	}
	if word, likeness := nearest.Word(d.Name, missing); likeness > 0.5 {
		return "名单里没有；像是名单里的“" + word + "”，名称写得不一样"
	}
	return "名单里没有"
}

// badness are the states of files from the best to the worst, which is the department's.
var badness = []string{Right, Wrong, Unread, Undone}

// conclude says how a department stands.
func (r Request) conclude(d *Department, ended bool) {
	has := map[app.Sort]*File{}
	worst := Right
	for _, f := range d.Files {
		if f.Newest {
			has[f.Sort] = f
		}
		at := f.State
		if at == Strange || at == Foreign {
			at = Wrong
		}
		if slices.Index(badness, at) > slices.Index(badness, worst) {
			worst = at
		}
	}
	var lacks []string
	for _, want := range r.Want {
		if has[want] == nil {
			lacks = append(lacks, string(want))
		}
	}
	if made, of := has[app.SentTables], has[app.SentInput]; made != nil && of != nil {
		if hash := made.received.Is.Origin.InputHash; hash != "" && hash != of.received.Sum && !sameContent(made, of) {
			d.Says = append(d.Says, "公开表不是照最新的录入生成的")
		}
	}
	for _, f := range d.Files {
		if f.Newest {
			d.Says = append(d.Says, f.origin()...)
		}
		d.Says = append(d.Says, f.faults()...)
	}
	switch {
	case len(d.Files) == 0 && !ended:
		d.State = Undone
	case len(d.Files) == 0:
		d.State = Missing
		if d.other != "" {
			d.Says = append(d.Says, "交来的是 "+d.other+" 年的")
		}
	case worst != Right:
		d.State = worst
	case len(lacks) > 0:
		d.State = Lacking
	default:
		d.State = Right
	}
	if len(lacks) > 0 && len(d.Files) > 0 {
		d.Says = append(d.Says, "没有"+strings.Join(lacks, "、"))
	}
}

// origin is what there is to say of where a file comes from and what became of it since.
func (f *File) origin() (says []string) {
	switch n := len(f.Changes); {
	case f.Edited && n > 0:
		says = append(says, fmt.Sprintf("%s生成以后改过，和录入不同 %d 处", f.Sort, n))
	case f.Edited && f.Against == "":
		says = append(says, string(f.Sort)+"生成以后改过，没有录入可比")
	case f.Edited:
		says = append(says, string(f.Sort)+"生成以后改过")
	case n > 0: // the program that saved it has lost ysgk's mark
		says = append(says, fmt.Sprintf("%s和录入不同 %d 处", f.Sort, n))
	}
	if f.OtherPack { // of another name it is not judged
		says = append(says, string(f.Sort)+"用的是别的模板包："+f.Pack+" "+f.Version)
	}
	if f.Sort == app.SentTables && f.Tool == "" && f.Against == "" {
		says = append(says, "公开表里没有 ysgk 记的来源（不是 ysgk 生成的，或别的程序保存时丢了），也没有录入可比：看不出生成以后改过没有")
	}
	return says
}

// faults is what is wrong with a file, or not sure.
func (f *File) faults() (says []string) {
	if f.State == Wrong {
		says = append(says, fmt.Sprintf("%s有 %d 处错误", f.Sort, f.Errors))
	}
	if f.tied != "" {
		says = append(says, string(f.Sort)+"有两份时间相同，分不出先后（"+f.Name+"、"+f.tied+"），请核对")
	}
	name := "“" + path.Base(f.Name) + "”"
	if f.ByName && f.State != Unread {
		says = append(says, name+"里没有写是哪个部门的，按文件名算的")
	}
	if f.State == Unread || f.State == Strange || f.State == Foreign {
		says = append(says, name+f.State+"："+strings.Join(f.Says, "；"))
	}
	return says
}

// sameContent says whether tables were made of what an input workbook holds, though it
// was saved anew since.
func sameContent(made, of *File) bool {
	return made.Against == of.Name && len(made.Changes) == 0
}

// resemble finds departments whose input workbooks have most of their line items in
// common: one department under two names, or a workbook handed on.
func resemble(all []*Department) {
	var inputs []*File
	owner := map[*File]*Department{}
	for _, d := range all {
		for _, f := range d.Files {
			if f.Newest && f.Sort == app.SentInput && len(f.received.Is.Sketch) >= fewest {
				inputs = append(inputs, f)
				owner[f] = d
			}
		}
	}
	like := map[*Department][]string{} // of whom
	for i, a := range inputs {
		for _, b := range inputs[:i] {
			x, y := a.received.Is.Sketch, b.received.Is.Sketch
			if m, n := owner[a], owner[b]; 2*common(x, y) > min(len(x), len(y)) && m != n {
				like[m], like[n] = append(like[m], n.Name), append(like[n], m.Name)
			}
		}
	}
	for d, others := range like {
		const most = 3 // a workbook that was handed round is like all the others
		slices.Sort(others)
		said := "“" + strings.Join(others[:min(most, len(others))], "”、“") + "”"
		if len(others) > most {
			said += fmt.Sprintf("等 %d 个部门", len(others))
		}
		d.Says = append(d.Says, "录入大半和"+said+"的相同：是不是同一个部门的两种写法，或拿错了文件")
	}
}

// fewest is how many line items two workbooks must have before they are compared.
const fewest = 5

// common counts what two sorted lists have in common.
func common(a, b []uint32) (n int) {
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); ok {
			n++
		}
	}
	return n
}
