package document

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"ysgk/internal/finding"
	"ysgk/internal/paper"
	"ysgk/internal/parts"
	"ysgk/internal/tags"
	"ysgk/internal/xlsxread"
)

// Template is a Word template that can be filled.
type Template struct {
	file    *parts.File
	schema  tags.Schema
	stories []story  // of the document, those without tags too
	lists   []string // that its tags name
	said    []Said
	totals  []Totalled
	keyed   []Keyed
	charts  []chart
}

// Said is what a paragraph of a template says whatever the data are.
type Said struct {
	Place finding.Place
	Text  string // tags and what is no text are object signs
}

// story is a part with paragraphs.
type story struct {
	part string
	name string // what it is to people; "" for the body
	w    string // the prefix of its own elements
	tags bool
}

// namespace is that of the elements of Word. The format “Strict Open XML” has another
// one, and is refused as it is for workbooks.
const namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

const (
	mainPart     = "officeDocument" // the kind of its relationship
	mainType     = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	saveAnew     = "请用 Word 或 WPS 打开，另存为 .docx。"
	noTagsInside = "请把标签写在段落、表格、页眉页脚或文本框的文字里。"
)

// storyNames are the parts with paragraphs that a document refers to.
var storyNames = map[string]string{"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}

// Compile reads a template. Findings name the paragraph; with errors among them it
// must not be rendered. The error means that the file is no whole document.
func Compile(content []byte, schema tags.Schema) (*Template, finding.List, error) {
	f, err := parts.Open(content)
	if err != nil {
		return nil, nil, err
	}
	t := &Template{file: f, schema: schema}
	var findings finding.List
	main := f.Related("", mainPart)
	if main == "" || f.ContentType(main) != mainType {
		findings.Errorf("document-unfit", finding.Place{}, saveAnew, "不是普通的 Word 文档（可能带宏，是 Word 自己的模板 .dotx，或 “Strict Open XML” 格式）")
		return t, findings, nil
	}
	if err := t.add(main, "", &findings); err != nil {
		return nil, nil, err
	}
	known := map[string]bool{main: true}
	for _, r := range f.Rels(main) {
		name, ok := storyNames[r.Type]
		if r.External || known[r.Target] {
			continue
		}
		if r.Type == "comments" {
			findings.Warnf("document-comments", finding.Place{}, "请删去批注再存。", "Word 模板里有批注，会和写批注的人的名字一起公开")
		}
		known[r.Target] = true
		switch {
		case ok:
			err = t.add(r.Target, name, &findings)
		case r.Type == chartKind:
			err = t.addChart(r.Target, &findings)
		default:
			err = t.elsewhere(r.Target, &findings)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return t, findings.Sorted(), nil // a paragraph is read with its row, and by itself
}

// Lists are those that the template's tags name.
func (t *Template) Lists() []string { return t.lists }

// Totalled is a paragraph that repeats for all records of a list, the total among them.
type Totalled struct {
	Place  finding.Place
	List   string
	Levels []string // of the list, the total's first
}

// Totals are the paragraphs that print a list's total too.
func (t *Template) Totals() []Totalled { return t.totals }

// Keyed is a tag that names records of its list by their codes.
type Keyed struct {
	Place finding.Place
	Part  tags.Part
}

// Keyed are the tags that name codes, some of them more than once: a row is read with its
// table and by itself.
func (t *Template) Keyed() []Keyed { return t.keyed }

// Says is what the paragraphs say beside their tags.
func (t *Template) Says() []Said { return t.said }

// add reads a part with paragraphs.
func (t *Template) add(part, name string, findings *finding.List) error {
	tree, err := t.file.Look(part)
	if err != nil {
		return err
	}
	w, ok := prefix(tree.Root())
	if !ok {
		findings.Errorf("document-unfit", finding.Place{}, saveAnew, "%s 不是 Word 通常的写法，读不出文字", part)
		return nil
	}
	c := &checker{reader: reader{schema: t.schema, w: w, findings: findings}, template: t}
	c.number(tree.Root(), name)
	c.story(tree.Root())
	c.says(tree.Root())
	t.stories = append(t.stories, story{part, name, w, c.tags})
	return nil
}

// prefix is that of the elements of Word in a part.
func prefix(root *etree.Element) (string, bool) {
	for _, a := range root.Attr {
		switch {
		case a.Value != namespace:
		case a.Space == "xmlns":
			return a.Key, true
		case a.Space == "" && a.Key == "xmlns":
			return "", true
		}
	}
	return "", false
}

// elsewhere tells tags in a part that is not filled, such as a chart: they would go out
// as they are.
func (t *Template) elsewhere(part string, findings *finding.List) error {
	if !strings.EqualFold(path.Ext(part), ".xml") {
		return nil
	}
	b, err := t.file.Bytes(part)
	if err != nil || !bytes.Contains(b, []byte("{{")) {
		return err
	}
	tree, err := t.file.Look(part)
	if err != nil {
		return err
	}
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		if tag := tags.First(e.Text()); tag != "" {
			findings.Errorf("tag-place", finding.Place{}, noTagsInside, "%s 里的标签 %s 不会填（图表、批注这些地方不填）", part, tag)
		}
		for _, c := range e.ChildElements() {
			walk(c)
		}
	}
	walk(tree.Root())
	return nil
}

// Sheets gives a sheet of the filled workbook by its name in the template, of one that
// repeats for the records of a list the record's; below 0 of others. It gives nil where
// there is none.
type Sheets func(name string, record int) (*paper.Sheet, error)

// Render fills the template with data and with sheets of the workbook.
func (t *Template) Render(data *tags.Data, sheets Sheets) (*Filled, error) {
	out := &Filled{File: t.file.Clone()}
	ids := &identities{}
	trees := map[string]*etree.Document{}
	for _, s := range t.stories {
		tree, err := out.File.Look(s.part)
		if err != nil {
			return nil, xlsxread.Within(s.part, err)
		}
		trees[s.part] = tree
		ids.see(tree.Root())
	}
	for _, s := range t.stories {
		if !s.tags {
			continue
		}
		tree := trees[s.part]
		loose := unpaired(tree.Root(), s.w)
		f := &filler{reader: reader{schema: t.schema, w: s.w, findings: &finding.List{}, known: map[string][]tags.Part{}}, ids: ids, sheets: sheets, opened: map[*etree.Element]bool{}, ends: map[*etree.Element]bool{}}
		f.story(tree.Root(), &tags.Values{Data: data})
		if f.err != nil {
			return nil, f.err
		}
		pair(tree.Root(), s.w, loose)
		if s.name == "" {
			styles := out.File.Related(s.part, "styles")
			looks, err := out.File.Look(styles)
			if err != nil {
				looks = nil
			}
			f.contents(f.containers(tree.Root())[0], looks)
			f.styles = newStyles(out.File.Part(styles), looks)
			out.main = &mainStory{f, s.part, tree}
		}
		out.texts = append(out.texts, storyTexts{s.part, f.texts(tree.Root())})
		if len(f.placed) == 0 {
			out.File.Keep(s.part, tree)
			continue
		}
		content, err := f.written(tree)
		if err != nil {
			return nil, err
		}
		out.File.SetPart(s.part, content)
		if f.styles != nil {
			part := out.File.Related(s.part, "styles")
			out.File.SetPart(part, f.styles.with(out.File.Part(part)))
		}
		for _, x := range f.placed {
			out.Sheets = append(out.Sheets, x.sheet)
		}
	}
	if len(t.charts) > 0 {
		if err := t.fillCharts(out, data, trees[t.stories[0].part]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Filled is a template with what its tags stand for.
type Filled struct {
	File   *parts.File
	Sheets []*paper.Sheet // that were placed
	texts  []storyTexts
	main   *mainStory
}

// mainStory is the body of a document as it was filled.
type mainStory struct {
	*filler
	part string
	tree *etree.Document
}

// storyTexts are the paragraphs of a part.
type storyTexts struct {
	part       string
	paragraphs []string
}

// note adds a list that a tag names.
func (t *Template) note(list string) {
	if list != "" && !slices.Contains(t.lists, list) {
		t.lists = append(t.lists, list)
	}
}
