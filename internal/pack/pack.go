package pack

import (
	"cmp"
	"slices"
	"sync"

	"ysgk/internal/budget"
	"ysgk/internal/money"
)

// Format is the version of the pack format that this ysgk reads.
const Format = "1"

// Pack is a loaded and checked template pack.
type Pack struct {
	Manifest
	Codes     map[string]*budget.CodeList
	Templates map[string][]byte // template workbooks by file name
	Unit      money.Unit        // of the tables
	Units     *money.Units      // all that texts and tags may name
	Hash      string            // SHA-256 of the files that the pack was loaded from, in hex

	made *sync.Map // what Once has made, of a pack that is reused
}

// Manifest is pack.yaml. Its keys are Chinese because bureau staff edit it.
type Manifest struct {
	Identity  Identity         `mapstructure:"模板包"`
	UnitName  string           `mapstructure:"金额单位"` // of the tables
	OwnUnits  map[string]int64 `mapstructure:"自定单位"` // more units of money, and how many 元 they are
	EmptyNote string           `mapstructure:"空表注"`  // printed by the tag {{空表注}}
	Output    string           `mapstructure:"输出"`   // output file name, may hold scalar tags
	Template  []string         `mapstructure:"模板"`   // template workbooks
	CodeFiles []CodeDef        `mapstructure:"码表"`
	Input     Input            `mapstructure:"录入"`
	Views     []View           `mapstructure:"视图"`
	Outlines  []Outline        `mapstructure:"提纲"`
	Tables    []Table          `mapstructure:"公开表"`
	Rules     []Rule           `mapstructure:"规则"`
	Roll      []Remind         `mapstructure:"转下年提醒"`
	Intake    Intake           `mapstructure:"导入"`
	Numbers   []Number         `mapstructure:"数"`
}

// Remind points out records that an input workbook should not take into the
// next year unread, such as last year's carry-over.
type Remind struct {
	Sheet   string `mapstructure:"表"`
	When    Filter `mapstructure:"当"` // all must hold
	Column  string `mapstructure:"单元格"`
	Message string `mapstructure:"说明"`
	Hint    string `mapstructure:"怎么办"`
}

// Intake says how the records of a sheet are found in an export of another
// system, by the headers of its columns.
type Intake struct {
	Sheet   string         `mapstructure:"表"`
	Columns []IntakeColumn `mapstructure:"列"`
	Amounts []IntakeAmount `mapstructure:"金额列"`
}

// IntakeColumn is a column of an export that holds a field.
type IntakeColumn struct {
	Name    string    `mapstructure:"名称"` // a column of the sheet
	Of      string    `mapstructure:"属于"` // or, with this, a column of the sheet that this 引用 column refers to
	Headers []string  `mapstructure:"表头"`
	Values  []Synonym `mapstructure:"取值"`
}

// Synonym is how another system writes a value.
type Synonym struct {
	Written []string `mapstructure:"写作"`
	Means   string   `mapstructure:"即"`
}

// IntakeAmount is a column of amounts in an export. With Field each amount is a
// record of its own, in which that field has the value; without, it is the
// record's amount, or where both are there the sum of the others.
type IntakeAmount struct {
	Headers []string `mapstructure:"表头"`
	Field   string   `mapstructure:"字段"`
	Value   string   `mapstructure:"值"`
}

// Table names one of the tables that the pack fills.
type Table struct {
	Sheet string `mapstructure:"工作表"`
	Name  string `mapstructure:"名称"`
	Total string `mapstructure:"合计"` // 视图.列, whose root amount is the table's total
}

// Identity says which pack this is.
type Identity struct {
	Name    string `mapstructure:"名称"`
	Region  string `mapstructure:"地区"`
	Year    string `mapstructure:"年度"`
	Version string `mapstructure:"版本"`
	Author  string `mapstructure:"作者"`
	Format  string `mapstructure:"格式"`
	Needs   string `mapstructure:"需要版本"` // the oldest ysgk that can use the pack, such as 0.7.0
}

// CodeDef names a code list, its CSV file and its levels.
type CodeDef struct {
	Name   string `mapstructure:"名称"`
	File   string `mapstructure:"文件"`
	Hint   string `mapstructure:"说明"`
	Levels []struct {
		Name   string `mapstructure:"名称"`
		Digits int    `mapstructure:"位数"`
	} `mapstructure:"级次"`
}

// Input describes the input workbook (录入工作簿).
type Input struct {
	Guide  []string `mapstructure:"填写说明"`
	Info   []Item   `mapstructure:"基本信息"`
	Single string   `mapstructure:"基本信息表"` // its sheet, if it has another name
	Sheets []Sheet  `mapstructure:"表"`
	Rules  []Filed  `mapstructure:"归入"`
}

// Filed says under which rule of the catalogue the reader's own findings about
// some columns, or items of 基本信息, are told.
type Filed struct {
	Rule    string   `mapstructure:"编号"`
	Sheet   string   `mapstructure:"表"`
	Columns []string `mapstructure:"列"`
}

// Item is a row of the sheet 基本信息.
type Item struct {
	Name     string            `mapstructure:"名称"`
	Kind     Kind              `mapstructure:"类型"`
	Required bool              `mapstructure:"必填"`
	Choices  []string          `mapstructure:"选项"`
	Default  string            `mapstructure:"默认"`
	Hint     string            `mapstructure:"说明"`
	Aliases  []string          `mapstructure:"别名"`
	Rule     string            `mapstructure:"-"`  // see Input.Rules
	Table    string            `mapstructure:"记入"` // an amount: the table that gets it as a record
	Values   map[string]string `mapstructure:"维度"` // and that record's fields
}

// Made says whether a record is the one that the item's amount makes.
func (it *Item) Made(t *budget.Table, record int) bool {
	for field, value := range it.Values {
		if t.Value(record, field) != value {
			return false
		}
	}
	return it.Table == t.Name
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
	Name    string   `mapstructure:"名称"`
	Hint    string   `mapstructure:"说明"`
	Rows    int      `mapstructure:"预留行数"` // prepared rows
	Minimum int      `mapstructure:"至少行数"` // records that must be there
	Missing bool     `mapstructure:"可省"`   // the sheet may be missing; then it has no records
	Outline string   `mapstructure:"提纲"`   // which combinations of its fields may occur; gives choices to those that have none
	Total   string   `mapstructure:"分项合计"` // a choice column: running totals of the amount by its choices
	Unique  []string `mapstructure:"不得重复"` // columns whose values together name a record
	Match   *Match   `mapstructure:"须对应"`  // records of another sheet that this one's must belong to
	Columns []Column `mapstructure:"列"`
	Derived []struct {
		Name string `mapstructure:"名称"`
		From string `mapstructure:"取自"` // a 基本信息 item
	} `mapstructure:"派生"`
}

// Match demands that some columns of a record have, together, the values that
// a record of another sheet has, e.g. a project and its unit.
type Match struct {
	Sheet   string            `mapstructure:"表"`
	Columns map[string]string `mapstructure:"列"`  // column here: field there
	When    map[string]string `mapstructure:"其中"` // only records there in which these fields have these values
}

// Kind says how a column or a 基本信息 item is typed and read.
type Kind string

// The kinds of columns.
const (
	Text    Kind = "文字"
	Code    Kind = "编码" // of a code list, at a level
	NameOf  Kind = "名称" // filled by formula from a code column; not read
	Choice  Kind = "选项"
	Ref     Kind = "引用" // the first column of another sheet
	Amount  Kind = "金额" // 元, two decimals
	Year    Kind = "年度"
	Date    Kind = "日期"
	CodeKey Kind = "代码" // digits that are text, such as a unit's code
)

// Column is a column of an input sheet.
type Column struct {
	Name     string            `mapstructure:"名称"`
	Aliases  []string          `mapstructure:"别名"`
	Kind     Kind              `mapstructure:"类型"`
	Required bool              `mapstructure:"必填"`
	When     map[string]string `mapstructure:"必填条件"` // required in rows where these fields have these values
	With     string            `mapstructure:"同填"`   // another column: in a row both are filled or neither
	Free     bool              `mapstructure:"随意"`   // 文字 that is nowhere printed: dates and formatted numbers will do
	Codes    string            `mapstructure:"码表"`
	Level    string            `mapstructure:"级次"` // codes are entered at this level
	Within   *Within           `mapstructure:"限于"`
	Of       string            `mapstructure:"由"` // 名称: the code column it names
	Choices  []string          `mapstructure:"选项"`
	Groups   []Group           `mapstructure:"组"`
	Sheet    string            `mapstructure:"表"`  // 引用: where the choices come from
	Column   string            `mapstructure:"表列"` // 引用: which column; the first if empty
	Joined   []string          `mapstructure:"带入"` // 引用: columns of that sheet which become fields here
	Mapping  *Mapping          `mapstructure:"对应"`
	Last     string            `mapstructure:"上年数"`  // 金额: the amount column that keeps last year's, when a workbook is rolled forward
	Sparse   bool              `mapstructure:"有数才写"` // 金额: the column is written only if a record has such an amount
	Rule     string            `mapstructure:"-"`    // see Input.Rules
	Width    float64           `mapstructure:"宽"`
	Hint     string            `mapstructure:"说明"`
}

// Group names several choices at once, e.g. 财政拨款 or 基本支出.
type Group struct {
	Name   string   `mapstructure:"名称"`
	Values []string `mapstructure:"取值"`
}

// Within restricts codes to those whose column of the code list names (among
// others, separated by |) the value of another field of the row.
type Within struct {
	Column string `mapstructure:"码表列"`
	Field  string `mapstructure:"字段"`
}

// Mapping fills an empty code from a column of another code's list; which
// column is chosen by a field, e.g. the government economic code from the
// department one by 单位性质.
type Mapping struct {
	From    string            `mapstructure:"由"`
	By      string            `mapstructure:"按"`
	Columns map[string]string `mapstructure:"取列"`
}

// View declares a pivot: records of one or more tables, filtered, in rows and columns.
type View struct {
	Name    string    `mapstructure:"名称"`
	Sources []string  `mapstructure:"来源"`
	Filter  Filter    `mapstructure:"筛选"`
	Rows    []RowDef  `mapstructure:"行"`
	Columns []ViewCol `mapstructure:"列"`
	Carried []string  `mapstructure:"携带"` // text fields taken along from the first record of a row
	Keep    bool      `mapstructure:"无金额也印"`
	// Of and Sides make a view of texts instead of sums: for each row of another
	// view, its records grouped by the last of Rows, the sides next to each other.
	Of    string `mapstructure:"属于"` // a view whose rows have the same keys as the first of Rows
	Sides []Side `mapstructure:"并排"`
}

// Filter maps fields to the values or groups that pass; all must.
type Filter map[string][]string

// RowDef is one level of a view's tree: its name and the fields that tell its
// records apart. A field may be cut to a level of its code list: 功能科目编码/类.
type RowDef struct {
	Level   string   `mapstructure:"层级"`
	By      []string `mapstructure:"按"`
	Order   string   `mapstructure:"次序"` // 编码 (default) or 录入
	Outline string   `mapstructure:"提纲"` // gives the records of this level and their order
}

// ViewCol is an amount column of a view.
type ViewCol struct {
	Name    string `mapstructure:"名称"`
	Filter  Filter `mapstructure:"筛选"`
	Measure string `mapstructure:"金额"` // the amount field; the first of the source if empty
}

// Side is one of several lists of texts next to each other, such as the
// indicators for 实施期 and for 年度. Its fields are named 实施期三级指标 and so on.
type Side struct {
	Name    string   `mapstructure:"名称"`
	Filter  Filter   `mapstructure:"筛选"`
	Carried []string `mapstructure:"携带"`
}

// Outline lists the combinations of values that some fields may have, in the
// order in which a form prints them, e.g. 一级指标 and 二级指标.
type Outline struct {
	Name   string     `mapstructure:"名称"`
	Fields []string   `mapstructure:"字段"`
	Rows   [][]string `mapstructure:"行"`
}

// Outline finds an outline by name; nil if there is none.
func (p *Pack) Outline(name string) *Outline {
	i := slices.IndexFunc(p.Outlines, func(o Outline) bool { return o.Name == name })
	if i < 0 {
		return nil
	}
	return &p.Outlines[i]
}

// View finds a view by name; nil if there is none.
func (p *Pack) View(name string) *View {
	i := slices.IndexFunc(p.Views, func(v View) bool { return v.Name == name })
	if i < 0 {
		return nil
	}
	return &p.Views[i]
}

// Root is the name of a view's top level.
const Root = "合计"

// Sheet finds an input sheet by name; nil if there is none.
func (in *Input) Sheet(name string) *Sheet {
	i := slices.IndexFunc(in.Sheets, func(s Sheet) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &in.Sheets[i]
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
	i := slices.IndexFunc(s.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Columns[i]
}

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
		if c.Kind != Amount {
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

// Measures are the amount fields of the sheet's records.
func (s *Sheet) Measures() (names []string) {
	for _, c := range s.Columns {
		if c.Kind == Amount {
			names = append(names, c.Name)
		}
	}
	return names
}
