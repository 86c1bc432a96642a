package pack

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"ysgk/internal/budget"
	"ysgk/internal/money"
)

// Formats are the versions of the pack format that this ysgk reads. Format 2 has
// short forms, groups of columns and 基于, which an older ysgk refuses; what is
// written in format 1 means the same in both.
var Formats = []string{"1", "2"}

// Pack is a loaded and checked template pack.
type Pack struct {
	Manifest
	Codes     map[string]*budget.CodeList
	Templates map[string][]byte // template workbooks and documents by file name
	Unit      money.Unit        // of the tables
	Units     *money.Units      // all that texts and tags may name
	Hash      string            // SHA-256 of the files that the pack was loaded from, in hex
	Files     map[string][]byte // those files by name, of bases too; pack.yaml is the pack's own
	BasedOn   string            // name, year and version of the pack that it is based on
	Idle      Refusal           // rules and the like that do not run, since what they name has been taken out
	Lacked    Refusal           // likewise, since nobody has defined it
	Stopped   map[string]string // numbers of both kinds, with what they lack
	Lent      []string          // columns that documents alone need, as 表格也用 names them: 支出明细.项目分类

	tree  *tree
	lines map[string]map[string]Place // of code lists and their codes

	Proven bool // the built-in pack: tests have compiled all that it says

	made *sync.Map // what Once has made, of a pack that is reused
}

// Manifest is pack.yaml. Its keys are Chinese because bureau staff edit it.
type Manifest struct {
	Origin    `yaml:"-"`
	Identity  Identity             `yaml:"模板包,omitempty"`
	UnitName  string               `yaml:"金额单位,omitempty"` // of the tables
	OwnUnits  map[string]int       `yaml:"自定单位,omitempty"` // more units of money, and how many 元 they are
	Decimals  Decimals             `yaml:"小数位,omitempty"`  // of amounts that stand alone in the cells of tables
	EmptyNote string               `yaml:"空表注,omitempty"`  // printed by the tag {{空表注}}
	Output    string               `yaml:"输出,omitempty"`   // output file name, may hold scalar tags
	Template  []string             `yaml:"模板,omitempty"`   // template workbooks
	Documents []string             `yaml:"文本,omitempty"`   // template documents, of Word
	DocOutput string               `yaml:"文本输出,omitempty"` // their output file name
	CodeFiles []CodeDef            `yaml:"码表,omitempty" by:"名称"`
	Input     Input                `yaml:"录入,omitempty"`
	Groups    map[string][]ViewCol `yaml:"列组,omitempty" by:"名称"` // columns that views name together
	Views     []View               `yaml:"视图,omitempty" by:"名称"`
	Outlines  []Outline            `yaml:"提纲,omitempty" by:"名称"`
	Offers    []Offer              `yaml:"选用,omitempty" by:"模板"`
	Tables    []Table              `yaml:"公开表,omitempty" by:"工作表"`
	Equations []Equation           `yaml:"等式,omitempty"`
	Rules     []Rule               `yaml:"规则,omitempty" by:"编号"`
	Roll      []Remind             `yaml:"转下年提醒,omitempty"`
	Intake    Intake               `yaml:"导入,omitempty"`
	Numbers   []Number             `yaml:"数,omitempty" by:"名称"`
	Summary   Summary              `yaml:"汇总,omitempty"`
	Words     []Word               `yaml:"识词,omitempty"`
	Text      *TextOnly            `yaml:"文本用,omitempty"`
}

// TextOnly is what only the documents need. It is laid over the rest of a pack that makes
// documents; where none are made it says no more than what an input workbook may hold that
// nobody reads.
type TextOnly struct {
	Origin  `yaml:"-"`
	Input   Input    `yaml:"录入,omitempty"`
	Views   []View   `yaml:"视图,omitempty" by:"名称"`
	Numbers []Number `yaml:"数,omitempty" by:"名称"`
	Rules   []Rule   `yaml:"规则,omitempty" by:"编号"`
	Tables  []string `yaml:"表格也用,omitempty"` // input sheets, items of 基本信息 and views that there are without documents, too
}

// Word is what texts of official forms say of the records of a table, for those
// who find out how a form is filled. Without Means and Source it limits nothing:
// 支出, 预算数.
type Word struct {
	Origin  `yaml:"-"`
	Written []string `yaml:"词,omitempty"`
	Means   Filter   `yaml:"即,omitempty"`
	Or      Filter   `yaml:"或,omitempty"`  // or this, where 其他 beside it would be left with nothing else
	Rows    string   `yaml:"行,omitempty"`  // the field by whose values the rows of a table stand under such a header
	Source  string   `yaml:"来源,omitempty"` // the table whose amounts are meant; the one that 导入 fills if empty
	Absent  bool     `yaml:"没有,omitempty"` // of money that the input workbook does not know
}

// Remind points out records that an input workbook should not take into the
// next year unread, such as last year's carry-over.
type Remind struct {
	Origin  `yaml:"-"`
	Sheet   string `yaml:"表,omitempty"`
	When    Filter `yaml:"当,omitempty"` // all must hold
	Column  string `yaml:"单元格,omitempty"`
	Message string `yaml:"说明,omitempty"`
	Hint    string `yaml:"怎么办,omitempty"`
}

// Intake says how the records of a sheet are found in an export of another
// system, by the headers of its columns. What a pack says of headers and spellings
// is added to its base's: they are ways to recognise, of which more do no harm.
type Intake struct {
	Origin  `yaml:"-"`
	Sheet   string         `yaml:"表,omitempty"`
	Columns []IntakeColumn `yaml:"列,omitempty" by:"名称"`
	Amounts []IntakeAmount `yaml:"金额列,omitempty" by:"值"`
	Leave   []string       `yaml:"不导入,omitempty" by:"不导入"`   // headers that are known and mean no column, with or without numbers
	Money   []string       `yaml:"资金字样,omitempty" by:"资金字样"` // words by which a header that is not known may mean money
}

// IntakeColumn is a column of an export that holds a field.
type IntakeColumn struct {
	Origin  `yaml:"-"`
	Name    string    `yaml:"名称,omitempty"` // a column of the sheet
	Of      string    `yaml:"属于,omitempty"` // or, with this, a column of the sheet that this 引用 column refers to
	Headers []string  `yaml:"表头,omitempty" by:"表头"`
	Values  []Synonym `yaml:"取值,omitempty" by:"即"`
}

// Synonym is how another system writes a value.
type Synonym struct {
	Written []string `yaml:"写作,omitempty" by:"写作"`
	Means   string   `yaml:"即,omitempty"`
}

// IntakeAmount is a column of amounts in an export. With Field each amount is a
// record of its own, in which that field has the value; without, it is the
// record's amount, or where both are there the sum of the others.
type IntakeAmount struct {
	Origin  `yaml:"-"`
	Headers []string          `yaml:"表头,omitempty" by:"表头"`
	Field   string            `yaml:"字段,omitempty"`
	Value   string            `yaml:"值,omitempty"`  // or a group: the sum of its values' columns
	With    map[string]string `yaml:"并且,omitempty"` // what else each record has: 资金年度: 上年结转
	Part    bool              `yaml:"其中,omitempty"` // of a value that may have a column of its own, too
	Ask     bool              `yaml:"要问,omitempty"` // only if the user says so: 调减金额
}

// Table names one of the tables that the pack fills.
type Table struct {
	Origin `yaml:"-"`
	Sheet  string `yaml:"工作表,omitempty"`
	Name   string `yaml:"名称,omitempty"`
	Total  string `yaml:"合计,omitempty"` // 视图.列, whose root amount is the table's total
}

// Offer says for which departments a template is: those whose 基本信息 has one of some
// values. A template without one is for all.
type Offer struct {
	Origin   `yaml:"-"`
	Template string `yaml:"模板,omitempty"`
	When     Filter `yaml:"当,omitempty"` // items of 基本信息; all must hold
}

// Published says whether a sheet is one of the tables that the pack fills; WPS leaves
// blanks behind tab names.
func (p *Pack) Published(sheet string) bool {
	return slices.ContainsFunc(p.Tables, func(t Table) bool { return strings.TrimSpace(t.Sheet) == strings.TrimSpace(sheet) })
}

// Chosen are the templates that are for a department, by its 基本信息.
func (p *Pack) Chosen(info map[string]string) []string { return p.chosen(p.Template, info) }

// ChosenDocuments are the template documents that are for a department.
func (p *Pack) ChosenDocuments(info map[string]string) []string { return p.chosen(p.Documents, info) }

func (p *Pack) chosen(from []string, info map[string]string) []string {
	return slices.DeleteFunc(slices.Clone(from), func(name string) bool {
		return slices.ContainsFunc(p.Offers, func(c Offer) bool {
			if c.Template != name {
				return false
			}
			for item, values := range c.When {
				if !slices.Contains(values, info[item]) {
					return true
				}
			}
			return false
		})
	})
}

// Identity says which pack this is.
type Identity struct {
	Origin  `yaml:"-"`
	Name    string `yaml:"名称,omitempty"`
	Region  string `yaml:"地区,omitempty"`
	Year    string `yaml:"年度,omitempty"`
	Version string `yaml:"版本,omitempty"`
	Author  string `yaml:"作者,omitempty"`
	Format  string `yaml:"格式,omitempty"`
	Base    string `yaml:"基于,omitempty"`   // a pack that has all that this one does not say: 自带, or a folder or file in this one's
	Merged  string `yaml:"已并入,omitempty"`  // what a built pack was based on
	Needs   string `yaml:"需要版本,omitempty"` // the oldest ysgk that can use the pack, such as 0.7.0
}

// CodeDef names a code list, its CSV file and its levels.
type CodeDef struct {
	Origin  `yaml:"-"`
	Name    string `yaml:"名称,omitempty"`
	File    string `yaml:"文件,omitempty"`
	Hint    string `yaml:"说明,omitempty"`
	Apart   string `yaml:"分列,omitempty"`   // a column by whose values official lists are published apart: 预算类别
	Concept string `yaml:"财政列型,omitempty"` // the column type of the Fiscal Data Package that its codes are of, without :code
	Levels  []struct {
		Name   string `yaml:"名称,omitempty"`
		Digits int    `yaml:"位数,omitempty"`
	} `yaml:"级次,omitempty"`
}

// Input describes the input workbook (录入工作簿).
type Input struct {
	Origin `yaml:"-"`
	Guide  []string `yaml:"填写说明,omitempty"`
	Info   []Item   `yaml:"基本信息,omitempty" by:"名称"`
	Single string   `yaml:"基本信息表,omitempty"` // its sheet, if it has another name
	Listed string   `yaml:"单位表,omitempty"`   // the sheet that lists the units, if it has another name
	Sheets []Sheet  `yaml:"表,omitempty" by:"名称"`
	Rules  []Filed  `yaml:"归入,omitempty"`
}

// Filed is how packs of format 1 say 归入 of several columns, or items of 基本信息.
type Filed struct {
	Origin  `yaml:"-"`
	Rule    string   `yaml:"编号,omitempty"`
	Sheet   string   `yaml:"表,omitempty"`
	Columns []string `yaml:"列,omitempty"`
}

// Item is a row of the sheet 基本信息.
type Item struct {
	Origin   `yaml:"-"`
	Name     string            `yaml:"名称,omitempty"`
	Kind     Kind              `yaml:"类型,omitempty"`
	Required bool              `yaml:"必填,omitempty"`
	Choices  []string          `yaml:"选项,omitempty"`
	Default  string            `yaml:"默认,omitempty"`
	Anew     bool              `yaml:"每年另填,omitempty"` // blank in next year's workbook, as days are
	Hint     string            `yaml:"说明,omitempty"`
	Aliases  []string          `yaml:"别名,omitempty"`
	Rule     string            `yaml:"归入,omitempty"`  // the rule of the catalogue under which the reader's own findings are told
	Table    string            `yaml:"记入,omitempty"`  // an amount: the table that gets it as a record
	Values   map[string]string `yaml:"维度,omitempty"`  // and that record's fields
	Past     string            `yaml:"上年的,omitempty"` // another item, of which this one keeps last year's amount
	Divided  string            `yaml:"分单位,omitempty"` // what it is in the tables of one unit: a column of the units' sheet, a choice, Alike or Blank
	Summed   string            `yaml:"汇总,omitempty"`  // what a choice is in the tables of all departments together
}

// Yearly says whether what was entered is true of its year alone.
func (it *Item) Yearly() bool { return it.Anew || it.Kind == Date || it.Kind == Stamp }

// Made says whether a record is the one that the item's amount makes.
func (it *Item) Made(t *budget.Table, record int) bool {
	for field, value := range it.Values {
		if t.Value(record, field) != value {
			return false
		}
	}
	return it.Table == t.Name
}

// Enter makes the item's amount a record of its table; of nothing none is made.
func (it *Item) Enter(t *budget.Table, row int, fen budget.Fen) {
	if t == nil || fen == 0 {
		return
	}
	values := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		values[i] = it.Values[f]
	}
	t.Append(row, values, []budget.Fen{fen})
}

// Entered is the item's amount, which its table holds as a record; the table may
// be nil.
func (it *Item) Entered(t *budget.Table) (sum budget.Fen) {
	for i := 0; t != nil && i < t.Len(); i++ {
		if it.Made(t, i) {
			sum += t.Amounts(0)[i]
		}
	}
	return sum
}

// Sheet is a sheet of records, one per row.
type Sheet struct {
	Origin  `yaml:"-"`
	Name    string    `yaml:"名称,omitempty"`
	Hint    string    `yaml:"说明,omitempty"`
	Rows    int       `yaml:"预留行数,omitempty"` // prepared rows
	Minimum int       `yaml:"至少行数,omitempty"` // records that must be there
	Anew    bool      `yaml:"每年另填,omitempty"` // blank in next year's workbook
	Missing bool      `yaml:"可省,omitempty"`   // the sheet may be missing; then it has no records
	Outline string    `yaml:"提纲,omitempty"`   // which combinations of its fields may occur; gives choices to those that have none
	Total   string    `yaml:"分项合计,omitempty"` // a choice column: running totals of the amount by its choices
	Unique  []string  `yaml:"不得重复,omitempty"` // columns whose values together name a record
	Match   *Match    `yaml:"须对应,omitempty"`  // records of another sheet that this one's must belong to
	Supply  *Supply   `yaml:"补行,omitempty"`   // what a record holds that is made for one that it must belong to (ysgk new --补绩效)
	Copy    *Copy     `yaml:"照抄,omitempty"`   // which records are made of others (--年度指标)
	Past    string    `yaml:"上年的,omitempty"`  // another sheet, of which this one keeps last year's records
	Totals  *Totals   `yaml:"上年合计,omitempty"` // this sheet keeps what last year's items of another one added up to
	Divided string    `yaml:"分单位,omitempty"`  // which records the tables of one unit take: those with the unit in this column; all (Alike); none (Blank)
	Columns []Column  `yaml:"列,omitempty" by:"名称"`
	Derived []Derived `yaml:"派生,omitempty" by:"名称"`
}

// Totals says of which sheet's items of last year a sheet keeps the sums, as they were published: all that many a
// department has of last year. Each record names one by a choice (因公出国（境）费) and has its amount in 元.
type Totals struct {
	Origin `yaml:"-"`
	Sheet  string   `yaml:"表,omitempty"`
	Either []string `yaml:"不论,omitempty"` // fields that the names do not speak of: what was published of 公务接待费 may be of 财政拨款 alone
}

// Derived is a field of the sheet's records that nobody types.
type Derived struct {
	Origin `yaml:"-"`
	Name   string   `yaml:"名称,omitempty"`
	From   string   `yaml:"取自,omitempty"`  // a 基本信息 item, the same in all records
	First  []string `yaml:"依次取,omitempty"` // columns: the first that is not blank
	Split  string   `yaml:"拆自,omitempty"`  // a column whose text is a quantity, such as ≥95%
	Part   string   `yaml:"取,omitempty"`   // and which part of it, see quantity
}

// Of is the field of a record, whose columns have these values.
func (d *Derived) Of(info map[string]string, value func(column string) string) string {
	if d.From != "" {
		return info[d.From]
	}
	if d.Split != "" {
		return partOf(value(d.Split), d.Part)
	}
	for _, column := range d.First {
		if v := value(column); v != "" {
			return v
		}
	}
	return ""
}

// Supply says what the other sheet of 须对应 tells of a record that this one lacks:
// its amount, added up, all of it or where a filter lets it through.
type Supply struct {
	Origin  `yaml:"-"`
	Amount  string `yaml:"金额,omitempty"`
	Columns []struct {
		Name   string `yaml:"名称,omitempty"`
		Filter Filter `yaml:"筛选,omitempty"`
	} `yaml:"列,omitempty" by:"名称"`
}

// Copy makes records of one value of a column again with another, for each owner
// (须对应) that has none of that.
type Copy struct {
	Origin `yaml:"-"`
	Column string `yaml:"列,omitempty"`
	From   string `yaml:"从,omitempty"`
	To     string `yaml:"到,omitempty"`
}

// Match demands that some columns of a record have, together, the values that
// a record of another sheet has, e.g. a project and its unit.
type Match struct {
	Origin  `yaml:"-"`
	Sheet   string            `yaml:"表,omitempty"`
	Columns map[string]string `yaml:"列,omitempty"`  // column here: field there
	When    map[string]string `yaml:"其中,omitempty"` // only records there in which these fields have these values
}

// Kind says how a column or a 基本信息 item is typed and read.
type Kind string

// The kinds of columns.
const (
	Text    Kind = "文字"
	Code    Kind = "编码" // of a code list, at a level
	NameOf  Kind = "名称" // filled by formula from a code column; not read
	Choice  Kind = "选项"
	Ref     Kind = "引用"   // the first column of another sheet
	Amount  Kind = "金额"   // 元, two decimals
	Instead Kind = "代替金额" // the amount of another column, typed in another unit
	Year    Kind = "年度"
	Date    Kind = "日期"
	Stamp   Kind = "日期文字" // a day or a time stamp, printed as it was typed; next year it is typed anew
	CodeKey Kind = "代码"   // digits that are text, such as a unit's code
)

// Names are what an item may be called: its own name and 别名.
func (it *Item) Names() []string { return append([]string{it.Name}, it.Aliases...) }

// Column is a column of an input sheet.
type Column struct {
	Origin   `yaml:"-"`
	Name     string   `yaml:"名称,omitempty"`
	Aliases  []string `yaml:"别名,omitempty"`
	Kind     Kind     `yaml:"类型,omitempty"`
	Required bool     `yaml:"必填,omitempty"`
	When     Filter   `yaml:"必填条件,omitempty"` // required in rows where these fields, or items of 基本信息, have one of these values
	With     string   `yaml:"同填,omitempty"`   // another column: in a row both are filled or neither
	Free     bool     `yaml:"随意,omitempty"`   // 文字 that is nowhere printed: dates and formatted numbers will do
	Codes    string   `yaml:"码表,omitempty"`
	Level    string   `yaml:"级次,omitempty"` // codes are entered at this level
	Within   *Within  `yaml:"限于,omitempty"`
	Of       string   `yaml:"由,omitempty"` // 名称: the code column it names
	Choices  []string `yaml:"选项,omitempty"`
	Groups   []Group  `yaml:"组,omitempty" by:"名称"`
	Sheet    string   `yaml:"表,omitempty"`  // 引用: where the choices come from
	Column   string   `yaml:"表列,omitempty"` // 引用: which column; the first if empty
	Joined   []string `yaml:"带入,omitempty"` // 引用: columns of that sheet which become fields here
	Mapping  *Mapping `yaml:"对应,omitempty"`
	Last     string   `yaml:"上年数,omitempty"`  // 金额: the amount column that keeps last year's, when a workbook is rolled forward
	For      string   `yaml:"代替,omitempty"`   // 代替金额: the amount column that it may be filled instead of
	Unit     string   `yaml:"单位,omitempty"`   // 代替金额: in what unit
	Sparse   bool     `yaml:"有数才写,omitempty"` // the column is written only if a record has something there
	Rule     string   `yaml:"归入,omitempty"`   // likewise
	Width    float64  `yaml:"宽,omitempty"`
	Hint     string   `yaml:"说明,omitempty"`
}

// InsteadOf is the index of the column that may be filled instead of an amount's,
// -1 if there is none.
func (s *Sheet) InsteadOf(amount *Column) int {
	return slices.IndexFunc(s.Columns, func(c Column) bool { return c.Kind == Instead && c.For == amount.Name })
}

// Group names several choices at once, e.g. 财政拨款 or 基本支出.
type Group struct {
	Origin `yaml:"-"`
	Name   string   `yaml:"名称,omitempty"`
	Values []string `yaml:"取值,omitempty"`
}

// Within restricts codes to those whose column of the code list names (among
// others, separated by |) the value of another field of the row.
type Within struct {
	Origin `yaml:"-"`
	Column string `yaml:"码表列,omitempty"`
	Field  string `yaml:"字段,omitempty"`
}

// Mapping fills an empty code from a column of another code's list; which
// column is chosen by a field, e.g. the government economic code from the
// department one by 单位性质.
type Mapping struct {
	Origin  `yaml:"-"`
	From    string            `yaml:"由,omitempty"`
	By      string            `yaml:"按,omitempty"`
	Columns map[string]string `yaml:"取列,omitempty"`
}

// View declares a pivot: records of one or more tables, filtered, in rows and columns.
type View struct {
	Origin  `yaml:"-"`
	Name    string    `yaml:"名称,omitempty"`
	Sources []string  `yaml:"来源,omitempty"`
	Filter  Filter    `yaml:"筛选,omitempty"`
	Rows    []RowDef  `yaml:"行,omitempty"`
	Columns []ViewCol `yaml:"列,omitempty" by:"名称"`
	Carried []string  `yaml:"携带,omitempty"` // text fields taken along from the first record of a row
	Keep    bool      `yaml:"无金额也印,omitempty"`
	Past    string    `yaml:"上年的,omitempty"` // another view, which this one is with last year's amounts
	// Of and Sides make a view of texts instead of sums: for each row of another
	// view, its records grouped by the last of Rows, the sides next to each other.
	Of    string `yaml:"属于,omitempty"` // a view whose rows have the same keys as the first of Rows
	Sides []Side `yaml:"并排,omitempty" by:"名称"`
}

// Filter maps fields to the values or groups that pass; all must.
type Filter map[string][]string

// RowDef is one level of a view's tree: its name and the fields that tell its
// records apart. A field may be cut to a level of its code list: 功能科目编码/类.
type RowDef struct {
	Origin  `yaml:"-"`
	Level   string   `yaml:"层级,omitempty"`
	By      []string `yaml:"按,omitempty"`
	Order   string   `yaml:"次序,omitempty"`   // 编码 (default) or 录入
	Outline string   `yaml:"提纲,omitempty"`   // gives the records of this level and their order
	Least   int      `yaml:"至少行数,omitempty"` // how many rows each of the outline has at least, filled or not

	Printed map[string]string `yaml:"印作,omitempty"` // by values of its fields, how a form words them: 经济效益 as 经济效益指标
}

// ViewCol is an amount column of a view.
type ViewCol struct {
	Origin  `yaml:"-"`
	Name    string   `yaml:"名称,omitempty"`
	Filter  Filter   `yaml:"筛选,omitempty"`
	Measure string   `yaml:"金额,omitempty"` // the amount field; the first of the source if empty
	Also    []string `yaml:"另加,omitempty"` // amount fields that are added to it

	// Published are records of the sheet with 上年合计 whose sum the column shows of a department that entered one of them,
	// in the place of last year's items.
	Published []string `yaml:"公开数,omitempty"`
}

// Side is one of several lists of texts next to each other, such as the
// indicators for 实施期 and for 年度. Its fields are named 实施期三级指标 and so on.
type Side struct {
	Origin  `yaml:"-"`
	Name    string   `yaml:"名称,omitempty"`
	Filter  Filter   `yaml:"筛选,omitempty"`
	Carried []string `yaml:"携带,omitempty"`
}

// Outline lists the combinations of values that some fields may have, in the
// order in which a form prints them, e.g. 一级指标 and 二级指标.
type Outline struct {
	Origin `yaml:"-"`
	Name   string     `yaml:"名称,omitempty"`
	Fields []string   `yaml:"字段,omitempty"`
	Rows   [][]string `yaml:"行,omitempty"`
}

// Outline finds an outline by name; nil if there is none.
func (p *Pack) Outline(name string) *Outline {
	return find(p.Outlines, func(o *Outline) bool { return o.Name == name })
}

// View finds a view by name; nil if there is none.
func (p *Pack) View(name string) *View {
	return find(p.Views, func(v *View) bool { return v.Name == name })
}

// Column finds an amount column of a view by name; nil if there is none.
func (v *View) Column(name string) *ViewCol {
	return find(v.Columns, func(c *ViewCol) bool { return c.Name == name })
}

// find is the first of a list of definitions that is meant, nil if there is none.
func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// names are the names of a list of definitions.
func names[T any](list []T, name func(T) string) (out []string) {
	for _, x := range list {
		out = append(out, name(x))
	}
	return out
}

// Root is the name of a view's top level.
const Root = "合计"

// Sheet finds an input sheet by name; nil if there is none.
func (in *Input) Sheet(name string) *Sheet {
	return find(in.Sheets, func(s *Sheet) bool { return s.Name == name })
}

// InfoSheet is the sheet of single items, where records without a row come from.
func (in *Input) InfoSheet() string { return cmp.Or(in.Single, "基本信息") }

// YearItem is the item that says for which year the budget is.
func (in *Input) YearItem() string {
	if i := slices.IndexFunc(in.Info, func(it Item) bool { return it.Kind == Year }); i >= 0 {
		return in.Info[i].Name
	}
	return ""
}

// Column finds a column of a sheet by name; nil if there is none.
func (s *Sheet) Column(name string) *Column {
	return find(s.Columns, func(c *Column) bool { return c.Name == name })
}

// ColumnAt is where a column of a sheet stands among its columns, -1 if there is none.
func (s *Sheet) ColumnAt(name string) int {
	for i := range s.Columns { // slices would copy the columns
		if s.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// isCode says whether a column of the sheet is one of codes.
func (s *Sheet) isCode(name string) bool {
	c := s.Column(name)
	return c != nil && c.Kind == Code
}

func (s *Sheet) columns() []string { return names(s.Columns, func(c Column) string { return c.Name }) }

// Needs are the sheets that must be read before this one.
func (s *Sheet) Needs() (names []string) {
	for _, c := range s.Columns {
		if c.Kind == Ref {
			names = append(names, c.Sheet)
		}
	}
	if s.Match != nil {
		names = append(names, s.Match.Sheet)
	}
	return names
}

// Fields are the text fields of the sheet's records: typed, joined, derived
// and, for each code, its name.
func (s *Sheet) Fields() (fields []string) {
	for _, c := range s.Columns {
		if c.Kind != Amount && c.Kind != Instead {
			fields = append(fields, c.Name)
		}
	}
	for _, c := range s.Columns {
		fields = append(fields, c.Joined...)
	}
	for _, d := range s.Derived {
		fields = append(fields, d.Name)
	}
	return fields
}

// ThisYear are the amount fields of the sheet's records that are not another
// one's 上年数.
func (s *Sheet) ThisYear() []string {
	return slices.DeleteFunc(s.Measures(), func(name string) bool {
		return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Last == name })
	})
}

// PastItem is the item that keeps last year's amount of another one, nil if none does.
func (in *Input) PastItem(name string) *Item {
	return find(in.Info, func(it *Item) bool { return it.Past == name })
}

// PastOf is the sheet that keeps last year's records of another one, nil if none does.
func (in *Input) PastOf(sheet string) *Sheet {
	if i := slices.IndexFunc(in.Sheets, func(s Sheet) bool { return s.Past == sheet }); i >= 0 {
		return &in.Sheets[i]
	}
	return nil
}

// TotalsOf is the sheet that keeps the sums of last year's items of another one, nil if none does.
func (in *Input) TotalsOf(sheet string) *Sheet {
	return find(in.Sheets, func(s *Sheet) bool { return s.Totals != nil && s.Totals.Sheet == sheet })
}

// Totaled are the columns of a sheet with 上年合计 that name a sum and have its amount.
func (s *Sheet) Totaled() (name, amount *Column) {
	return find(s.Columns, func(c *Column) bool { return c.Kind == Choice }), find(s.Columns, func(c *Column) bool { return c.Kind == Amount })
}

// PastOfItems is the table that keeps last year's amounts of the items of 基本信息 that a
// table is made of, "" if some item has none.
func (in *Input) PastOfItems(table string) (past string) {
	for _, it := range in.Info {
		if it.Table != table {
			continue
		}
		last := in.PastItem(it.Name)
		if last == nil || past != "" && last.Table != past {
			return ""
		}
		past = last.Table
	}
	return past
}

// IsLast says whether a column keeps last year's amounts of another one.
func (s *Sheet) IsLast(column string) bool {
	return slices.ContainsFunc(s.Columns, func(c Column) bool { return c.Last == column && column != "" })
}

// Measures are the amount fields of the sheet's records.
func (s *Sheet) Measures() (names []string) {
	for _, c := range s.Columns {
		if c.Kind == Amount {
			names = append(names, c.Name)
		}
	}
	return names
}

// Names are the fields whose values rows of tables stand for: two writings of one would
// be two rows.
func (p *Pack) Names() map[string]bool {
	out := map[string]bool{}
	for _, v := range p.Views {
		for _, r := range v.Rows {
			for _, by := range r.By {
				if field, level := CutField(by); level == "" {
					out[field] = true
				}
			}
		}
	}
	return out
}
