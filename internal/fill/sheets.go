package fill

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/xlsxedit"
)

// place gives every sheet of the result its part: the template's own for the
// first record, copies behind it for the others; without records none.
func (r *render) place(file *xlsxedit.File, book *xlsxedit.Workbook) error {
	before := slices.Clone(book.Sheets)
	refs := map[string]xlsxedit.SheetRef{}
	for _, ref := range book.Sheets {
		refs[ref.Part] = ref
	}
	last := map[*sheet]xlsxedit.SheetRef{}
	changed := false
	for _, w := range r.order {
		o, original := w.out, refs[w.out.sheet.Part]
		behind, again := last[o.sheet]
		if !again {
			o.ref = original
		} else {
			changed = true
			var err error
			if o.ref, err = file.CopySheet(book, original, behind, o.name); err != nil {
				return err
			}
		}
		last[o.sheet] = o.ref
	}
	for _, w := range r.order {
		if w.out.name != w.out.sheet.Name {
			changed = true
			book.Rename(w.out.ref, w.out.name)
		}
	}
	for _, s := range r.t.sheets {
		if _, printed := last[s]; !printed {
			changed = true
			file.RemoveSheet(book, refs[s.Part])
		}
	}
	if !slices.ContainsFunc(book.Sheets, func(s xlsxedit.SheetRef) bool { return !s.Hidden() }) {
		r.problems.Errorf("sheets-none", finding.Place{}, "请财政部门在模板里加一张总有的表，如封面或目录。",
			"模板里看得见的工作表都按记录重复，这里没有记录，一张表也印不出来")
	}
	if changed {
		book.SheetsChanged(file, before)
	}
	return nil
}

// definedNames moves the defined names. Those of one sheet, print areas and
// print titles among them, come again with each copy of the sheet and go with
// a sheet that is not printed.
func (r *render) definedNames(book *xlsxedit.Workbook, before []xlsxedit.SheetRef) {
	list := book.Doc.Root().SelectElement("definedNames")
	if list == nil {
		return
	}
	index := func(part string) int {
		return slices.IndexFunc(book.Sheets, func(s xlsxedit.SheetRef) bool { return s.Part == part })
	}
	names := list.ChildElements()
	for _, e := range names {
		list.RemoveChild(e) // or adding it again would take out what stands in its old place
	}
	list.Child = nil
	everywhere := &writer{t: r.t, all: r.all}
	for _, e := range names {
		if everywhere.homeless(e.Text()) {
			continue
		}
		local, err := strconv.Atoi(e.SelectAttrValue("localSheetId", ""))
		if err != nil || local < 0 || local >= len(before) {
			e.SetText(everywhere.defined(e.SelectAttrValue("name", ""), e.Text(), !builtIn(e)))
			list.AddChild(e)
			continue
		}
		part := before[local].Part
		copies := 0
		for _, w := range r.order {
			if w.out.sheet.Part == part {
				copies++
				r.localName(list, e, w, index(w.out.ref.Part))
			}
		}
		if i := index(part); copies == 0 && i >= 0 { // a chart sheet
			e.CreateAttr("localSheetId", strconv.Itoa(i))
			list.AddChild(e)
		}
	}
	if len(list.ChildElements()) == 0 {
		book.Doc.Root().RemoveChild(list)
	}
}

func (r *render) localName(list, e *etree.Element, w *writer, sheet int) {
	if e.SelectAttrValue("name", "") == "_xlnm.Print_Titles" && w.out.sheet.inBlock(e.Text()) {
		return // each block has its own header; that of the first must not stand above the others
	}
	c := e.Copy()
	c.CreateAttr("localSheetId", strconv.Itoa(sheet))
	c.SetText(w.defined(e.SelectAttrValue("name", ""), e.Text(), !builtIn(e)))
	list.AddChild(c)
}

// builtIn is true of names such as a print area, which want one range around all.
func builtIn(name *etree.Element) bool {
	return strings.HasPrefix(name.SelectAttrValue("name", ""), "_xlnm.")
}

// nameOn is the formula of a defined name of the result as a sheet sees it, "" if
// there is none.
func (r *render) nameOn(name string, on *outSheet) (text string) {
	everywhere := &writer{t: r.t, all: r.all}
	for of, e := range r.t.definitions(name) {
		switch {
		case of == nil && text == "" && !everywhere.homeless(e.Text()):
			text = everywhere.defined(name, e.Text(), true)
		case of != nil && on != nil && of.Part == on.sheet.Part:
			i := slices.IndexFunc(r.order, func(w *writer) bool { return w.out == on })
			return r.order[i].defined(name, e.Text(), true)
		}
	}
	return text
}

// tabName is the tab name of a sheet with its tags filled in.
func (w *writer) tabName() string {
	return w.values.Text(w.out.sheet.tab, noRecord.scope())
}

// names are the tab names given so far, in lower case.
type names map[string]bool

// maxTab is the length that Excel allows a tab name, in UTF-16 units.
const maxTab = 31

// forTabs replaces what a tab name must not hold.
var forTabs = strings.NewReplacer("[", "［", "]", "］", ":", "：", "*", "＊", "?", "？", "/", "／", `\`, "＼", "\n", " ", "\r", "")

// claim makes a tab name that Excel allows and no other sheet has: forbidden
// signs become full-width ones, long names are cut, equal ones numbered.
func (n names) claim(name string) string {
	name = forTabs.Replace(name)
	name = strings.TrimFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '\'' })
	if name == "" || strings.EqualFold(name, "history") { // the one name that Excel keeps for itself
		name = "表" + name
	}
	out := cut(name, maxTab)
	for i := 2; n[strings.ToLower(out)]; i++ {
		suffix := fmt.Sprintf("(%d)", i)
		out = cut(name, maxTab-len(suffix)) + suffix
	}
	n[strings.ToLower(out)] = true
	return out
}

// cut shortens a text to so many UTF-16 units, never within a character.
func cut(s string, units int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > units {
			return strings.TrimRight(s[:i], " '")
		}
	}
	return s
}
