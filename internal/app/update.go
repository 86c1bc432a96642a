package app

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ysgk/internal/bind"
	"ysgk/internal/codelist"
	"ysgk/internal/disk"
	"ysgk/internal/finding"
	"ysgk/internal/layout"
	"ysgk/internal/pack"
	"ysgk/internal/packfile"
	"ysgk/internal/pattern"
	"ysgk/internal/renew"
	"ysgk/internal/sample"
	"ysgk/internal/tables"
	"ysgk/internal/tagging"
)

// UpdateRequest names last year's pack and what there is of this year.
type UpdateRequest struct {
	Folder string            // of the pack
	Form   string            // this year's blank form
	Codes  []string          // official code lists of this year; the built-in ones if there are none
	Inputs []string          // input workbooks of departments
	Names  map[string]string // headers and labels of this year that mean the same as others of last year, by those
}

// FormFile is the form that the template of a pack was made of.
const FormFile = renew.FormFile

// Update makes the files of this year's pack; the folder of the old one is only read.
func Update(r UpdateRequest) (files map[string][]byte, made *renew.Updated, p *pack.Pack, err error) {
	from, err := packfile.Find(r.Folder)
	if err != nil {
		return nil, nil, nil, err
	}
	if !from.Folder {
		return nil, nil, nil, &finding.FileError{File: filepath.Base(r.Folder), Message: "是做好的文件。请写去年制作它的文件夹"}
	}
	if p, err = from.Load(); err != nil {
		return nil, nil, nil, err
	}
	if len(p.Template) != 1 {
		return nil, nil, nil, &finding.FileError{File: filepath.Base(r.Folder), Message: fmt.Sprintf("有 %d 个模板，只能更新一个模板的模板包", len(p.Template))}
	}
	form, err := formBook(p, r.Form)
	if err != nil {
		return nil, nil, nil, err
	}
	var blank []byte
	if file := filepath.Join(r.Folder, FormFile); disk.Exists(file) {
		if blank, err = formBook(p, file); err != nil {
			return nil, nil, nil, keptTrouble(r.Folder, err)
		}
	}
	if err := namesStand(r, blank, form); err != nil {
		return nil, nil, nil, err
	}
	lists, doubts, err := newCodes(p, r.Codes)
	if err != nil {
		return nil, nil, nil, err
	}
	changes := compareLists(p, lists, len(r.Codes) == 0)
	template, names := p.Template[0], codelist.Renamed(changes)
	maps.Copy(names, r.Names)
	if made, err = renew.Update(p, p.Templates[template], blank, form, names); err != nil {
		return nil, nil, nil, formTrouble(r.Form, err)
	}
	for _, was := range slices.Sorted(maps.Keys(r.Names)) { // a clerk's word that changes nothing is not passed over in silence
		rest := maps.Clone(names)
		delete(rest, was)
		if without, err := renew.Update(p, p.Templates[template], blank, form, rest); err == nil && bytes.Equal(without.Book, made.Book) {
			made.Left = append(made.Left, tagging.Entry{Text: fmt.Sprintf("--改名 \"%s=%s\" 没有用上：去年写着前面的地方没有标签，或者今年写着后面的地方有更像的，不写也是一样的结果", was, r.Names[was])})
		}
	}
	if files, err = packFiles(r.Folder); err != nil {
		return nil, nil, nil, err
	}
	var retired []pack.Retired
	var named []pack.Named
	if files["pack.yaml"], retired, named, err = pack.Renew(files["pack.yaml"], made.Year, made.Sheets, made.Renamed); err != nil {
		return nil, nil, nil, err
	}
	files[template], files[FormFile] = made.Book, form
	for _, name := range p.Documents {
		content, gone, err := tables.Renewed(p, name, made.Sheets)
		if err != nil {
			return nil, nil, nil, err
		}
		files[name] = content
		for _, g := range gone {
			g.Place.File = name
			made.Left = append(made.Left, tagging.Entry{Place: g.Place, Text: "今年的官方表里没有这张表，标签 " + g.Tag + " 请删去，或改成今年的表"})
		}
	}
	now, told, err := watched(files, made, retired)
	if err != nil {
		return nil, nil, nil, err
	}
	if len(named) > 0 {
		told = append(told, tagging.Entry{Text: "pack.yaml 里的文字还写着去年的工作表名，没有改，请核对：" + namedSheets(named)})
	}
	made.Left = append(told, made.Left...)
	if now != nil { // one that cannot be read yet is told by pack check
		book, paged, err := onPaper(now, template, sample.Ledger(now), made.Book)
		if err != nil {
			return nil, nil, nil, err
		}
		made.Book, files[template] = book, book
		made.Left = append(made.Left, paged...)
		maps.Copy(files, tables.Lists(now))
		if made.Left, err = withNameless(made.Left, now); err != nil {
			return nil, nil, nil, err
		}
	}
	codes, err := codeChanges(p, r, doubts, changes)
	if err != nil {
		return nil, nil, nil, err
	}
	made.Left = append(made.Left, codes...)
	made.Still = made.StillOpen(asked(r.Folder, made))
	return files, made, p, nil
}

// namedSheets says where texts name sheets as they were called last year, and how they are called now; the first ones
// of many.
func namedSheets(named []pack.Named) string {
	const most = 10
	var out []string
	for _, n := range named[:min(len(named), most)] {
		now := "今年没有"
		if n.Is != "" {
			now = "今年是“" + n.Is + "”"
		}
		out = append(out, fmt.Sprintf("%s“%s”（%s）", n.Where, n.Was, now))
	}
	text := strings.Join(out, "、")
	if len(named) > most {
		text += fmt.Sprintf("等 %d 处", len(named))
	}
	return text
}

// watched writes rules into the files of a new pack for money that lost its place, and puts those out of force that
// name what its tables do not have. Told is of both, and of those that are out of force already.
func watched(files map[string][]byte, made *renew.Updated, retired []pack.Retired) (now *pack.Pack, told []tagging.Entry, err error) {
	var rules []func(string) string
	for _, s := range made.Short {
		rules = append(rules, s.Rule)
	}
	if len(rules) > 0 {
		var ids []string
		if files["pack.yaml"], ids, err = pack.AddRules(files["pack.yaml"], rules); err != nil {
			return nil, nil, err
		}
		told = renew.Told(made.Short, ids)
	}
	now, more, err := inForce(files)
	for _, x := range append(retired, more...) {
		text := x.Name
		if x.Says != "" {
			text += "（" + x.Says + "）"
		}
		if text += "停用了：" + x.Why + "。"; x.Must != "" {
			text += "它要的是 " + x.Must + "。"
		}
		told = append(told, tagging.Entry{Text: text + "在 pack.yaml 里它成了带 # 的行；照今年的表改好，去掉 #，就又有效"})
	}
	return now, told, err
}

// inForce is the new pack, without the rules that name what its tables do not have; nil if it cannot be read for
// other reasons.
func inForce(files map[string][]byte) (p *pack.Pack, retired []pack.Retired, err error) {
	for {
		folder, err := inMemory(files)
		if err != nil {
			return nil, nil, err
		}
		p, err := pack.Load(folder)
		if err == nil {
			_, _, err = tables.Rules(p)
		}
		if err == nil {
			return p, retired, nil
		}
		manifest, more, wrong := pack.Retire(files["pack.yaml"], pack.ProblemsIn(err))
		if wrong != nil || len(more) == 0 {
			return p, retired, nil
		}
		files["pack.yaml"], retired = manifest, append(retired, more...)
	}
}

// keptTrouble is why the kept form of a folder cannot be read, and what to do about it: without one an update
// compares the new form with the template alone.
func keptTrouble(folder string, err error) error {
	message := err.Error()
	var file *finding.FileError
	if errors.As(err, &file) {
		message = file.Message
	}
	why, _, _ := strings.Cut(message, "。")
	return &finding.FileError{File: FormFile, Message: fmt.Sprintf("（在文件夹 %s 里）读不了：%s。请把做这个模板包的空白官方表用这个名字放回去；找不到的，删去它，更新就只照模板和新表对", folder, why), Err: err}
}

// askedOf is a cell before what is told of it.
var askedOf = pattern.Of(`^(.+)!([A-Z]{1,3}[0-9]+)  (.*)$`)

// asked is what last year's list of what is left to do still has. What did not come out as in the example of
// last year is told of cells of filled tables, which are in no template.
func asked(folder string, made *renew.Updated) (out []renew.Asked) {
	differ := 0
	left, err := leftToDo(folder)
	if err != nil {
		out = append(out, renew.Asked{Text: fmt.Sprintf("去年的 %s 读不了，里面还没有做的没有接着列出来。请打开看一遍去年的文件夹", TodoFile)})
	}
	for _, line := range left {
		kind, known := bind.KindBelow(line.head)
		if known && kind == tagging.Differ {
			differ++
			continue
		}
		a := renew.Asked{Text: line.text, Open: known && kind == tagging.Open || strings.Contains(line.text, "没有写")}
		if m := askedOf.FindStringSubmatch(line.text); m != nil && made.Had(m[1]) {
			a.Place, a.Text = finding.Place{Sheet: m[1], Cell: m[2]}, m[3]
		} else if sheet, text, ok := strings.Cut(line.text, "  "); ok && made.Had(sheet) {
			a.Place, a.Text = finding.Place{Sheet: sheet}, text
		}
		out = append(out, a)
	}
	if differ > 0 {
		out = append(out, renew.Asked{Text: fmt.Sprintf("去年的 %s 里，和范例不同的还有 %d 条没有删去；那是去年填好的表里的格子，没有抄过来。还没有改的，请看去年的文件夹", TodoFile, differ)})
	}
	return out
}

// packFiles are the files of a pack's folder that its author wrote. Lists that are
// made again and keys are none of them.
func packFiles(folder string) (map[string][]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, disk.Trouble(folder, err)
	}
	files := map[string][]byte{}
	for _, e := range entries {
		name := e.Name()
		of := []string{".yaml", ".csv", ".xlsx", ".docx", ".ysgk"}
		if e.IsDir() || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == tables.TagsFile || name == tables.PlacedFile || name == RebuiltFile || !slices.Contains(of, strings.ToLower(filepath.Ext(name))) {
			continue
		}
		if files[name], err = os.ReadFile(filepath.Join(folder, name)); err != nil {
			return nil, disk.Trouble(filepath.Join(folder, name), err)
		}
	}
	return files, nil
}

// codeChanges tells what changed in the code lists of a pack, and where the pack and whose
// ledgers use codes that changed.
func codeChanges(p *pack.Pack, r UpdateRequest, lines []string, changes []*codelist.Changes) (out []tagging.Entry, err error) {
	for _, c := range changes {
		lines = append(lines, c.Lines()...)
		if text := c.NotCompared(); text != "" {
			lines = append(lines, text)
		}
	}
	lines = append(lines, namedCodes(p, changes)...)
	used, err := usedCodes(p, changes, r.Inputs)
	for _, text := range append(lines, used...) {
		out = append(out, tagging.Entry{Text: text})
	}
	if len(lines) > 0 && len(r.Codes) > 0 {
		out = append(out, tagging.Entry{Text: "科目表没有改。要采用今年的，运行：ysgk pack codes 新的文件夹 " + strings.Join(baseNames(r.Codes), " ") + " --采用"})
	}
	return out, err
}

// namesStand says which of the names that a clerk gives is on neither form, or says two things: else it would have no
// effect, or another one than meant, without a word.
func namesStand(r UpdateRequest, blank, form []byte) error {
	for _, side := range []struct {
		book []byte
		year string
		name func(was, is string) string
	}{{blank, "去年", func(was, _ string) string { return was }}, {form, "今年", func(_, is string) string { return is }}} {
		if len(r.Names) == 0 || side.book == nil {
			continue
		}
		sheets, err := layout.Read(side.book)
		if err != nil {
			return formTrouble(r.Form, err)
		}
		for _, was := range slices.Sorted(maps.Keys(r.Names)) {
			name := layout.Tight(side.name(was, r.Names[was]))
			if !slices.ContainsFunc(sheets, func(s *layout.Sheet) bool {
				return s.AnyText(func(text string) bool { return strings.Contains(layout.Tight(text), name) })
			}) {
				return &finding.FileError{File: filepath.Base(r.Form), Message: fmt.Sprintf("--改名 %s=%s：%s的官方表里没有一格写着“%s”。请照表上的写法写", was, r.Names[was], side.year, name)}
			}
		}
	}
	for was, is := range r.Names {
		if again, crossed := r.Names[is]; crossed {
			return &finding.FileError{File: filepath.Base(r.Form), Message: fmt.Sprintf("--改名 %s=%s 和 %s=%s 交叉了，认不准。请只写一个，别的在模板里改标签", was, is, is, again)}
		}
	}
	return nil
}

func baseNames(files []string) (names []string) {
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	return names
}

// newCodes are the codes of this year by list: of files, or all of those that come
// with ysgk.
func newCodes(p *pack.Pack, files []string) (lists map[string][]codelist.Item, doubts []string, err error) {
	if len(files) > 0 {
		lists, _, doubts, err = codelist.Read(p, files)
		return lists, doubts, err
	}
	base, err := packfile.Default()
	if err != nil {
		return nil, nil, err
	}
	lists = map[string][]codelist.Item{}
	for name, list := range base.Codes {
		lists[name] = codelist.Items(list)
	}
	return lists, nil, nil
}
