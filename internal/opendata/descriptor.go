package opendata

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/seal"
	"ysgk/internal/verify"
)

// The formats of tables.
const (
	CSV  = "csv"
	JSON = "json"
)

// Descriptor is the name of the file that describes the others.
const Descriptor = "datapackage.json"

// Source says where the tables come from.
type Source struct {
	File   string // base name of the workbook
	SHA256 string
	Origin seal.Origin // of the workbook; its Tool is "" if ysgk did not write it
	Edited bool        // since ysgk wrote it
	Tool   string      // version of the ysgk that exports
}

// File is one that is written.
type File struct {
	Name    string
	Title   string
	Rows    int
	Content []byte
}

// Make writes the tables of a workbook in a format, with their description last.
func Make(p *pack.Pack, laid *verify.Laid, from Source, format string) ([]File, finding.List) {
	m := collect(p, laid)
	m.unique()
	var files []File
	var resources []resource
	for _, t := range m.tables {
		f := File{Name: t.file + "." + format, Title: t.title, Rows: len(t.rows)}
		if f.Content = t.asCSV(); format == JSON {
			f.Content = t.asJSON()
		}
		files = append(files, f)
		resources = append(resources, m.resource(t, f, format))
	}
	findings := append(laid.Findings[:len(laid.Findings):len(laid.Findings)], m.findings...)
	d := m.describe(resources, from, findings)
	return append(files, File{Name: Descriptor, Title: d.Title, Content: marshal(d)}), findings
}

// unique gives tables whose files would have one name different ones.
func (m *maker) unique() {
	taken := map[string]bool{"datapackage": true}
	for _, t := range m.tables {
		name := t.file
		for n := 2; taken[strings.ToLower(t.file)] || t.file == ""; n++ {
			t.file = fmt.Sprintf("%s_%d", name, n)
		}
		taken[strings.ToLower(t.file)] = true
	}
}

// descriptor is datapackage.json: a Tabular Data Package, so that every tool opens it, with
// the fiscal properties of the Fiscal Data Package.
type descriptor struct {
	Profile      string     `json:"profile"`
	Name         string     `json:"name"`
	Title        string     `json:"title"`
	Description  string     `json:"description"`
	CountryCode  string     `json:"countryCode"`
	Granularity  string     `json:"granularity"`
	FiscalPeriod *period    `json:"fiscalPeriod,omitempty"`
	ColumnTypes  []string   `json:"columnTypes"`
	Sources      []source   `json:"sources"`
	Resources    []resource `json:"resources"`
	About        about      `json:"ysgk"`
}

type period struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

type source struct {
	Title string `json:"title"`
}

// about is what only this program says. Its names do not change from one version to the
// next.
type about struct {
	Tool        string            `json:"tool"`
	Says        map[string]string `json:"says"` // department, year and the like, as printed
	Workbook    hashed            `json:"workbook"`
	Filled      string            `json:"filledBy,omitempty"` // version of the ysgk that filled it
	Edited      bool              `json:"editedSince"`
	Ledger      *hashed           `json:"ledger,omitempty"`
	Pack        named             `json:"pack"` // by which it was read
	FilledWith  *named            `json:"filledWith,omitempty"`
	NotExported []string          `json:"notExported"`
	Warnings    []string          `json:"warnings"`
	Seal        string            `json:"seal"` // fingerprint of the rest: tells whether somebody edited it
}

type hashed struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

type named struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
}

type resource struct {
	Profile   string   `json:"profile"`
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Path      string   `json:"path"`
	Format    string   `json:"format"`
	MediaType string   `json:"mediatype"`
	Encoding  string   `json:"encoding"`
	Bytes     int      `json:"bytes"`
	Hash      string   `json:"hash"`
	Dialect   *dialect `json:"dialect,omitempty"`
	Schema    schema   `json:"schema"`
	Sheet     string   `json:"sheet,omitempty"`
	Notes     []string `json:"notes,omitempty"`
}

type dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

type schema struct {
	Fields        []field      `json:"fields"`
	ExtraFields   []field      `json:"extraFields,omitempty"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string            `json:"name"`
	Type        string            `json:"type"`
	Title       string            `json:"title,omitempty"`
	Description string            `json:"description,omitempty"`
	ColumnType  string            `json:"columnType,omitempty"`
	Unit        string            `json:"unit,omitempty"`
	Factor      string            `json:"factor,omitempty"` // how many 元
	Currency    string            `json:"currency,omitempty"`
	Normalize   map[string]string `json:"normalize,omitempty"`
	Target      bool              `json:"normalizationTarget,omitempty"`
	Constant    string            `json:"constant,omitempty"`
	Constraints *constraints      `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Unique   bool     `json:"unique,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

// currency is that of all amounts: 元 and its multiples.
const currency = "CNY"

// The columns that a reader gets who turns the columns of amounts into rows.
const (
	colHead   = "栏目"
	colAmount = "金额"
)

func (m *maker) resource(t *table, f File, format string) resource {
	sum := sha256.Sum256(f.Content)
	r := resource{
		Profile: "tabular-data-resource", Name: t.name, Title: t.title, Path: f.Name, Format: format, MediaType: "text/csv",
		Encoding: "utf-8", Bytes: len(f.Content), Hash: "sha256:" + hex.EncodeToString(sum[:]), Sheet: t.sheet, Notes: t.notes,
		Schema: schema{MissingValues: []string{""}, PrimaryKey: t.key},
	}
	if format == JSON {
		r.MediaType = "application/json"
	} else {
		r.Dialect = &dialect{",", "\n", `"`, true, true}
	}
	s := &r.Schema
	amounts := false
	for _, c := range t.columns {
		d := field{Name: c.name, Type: [...]string{"string", "integer", "number"}[c.kind], Description: c.about, ColumnType: c.concept}
		if c.required || c.values != nil {
			d.Constraints = &constraints{Required: c.required, Enum: c.values}
		}
		if len(t.key) == 1 && t.key[0] == c.name {
			d.Constraints = &constraints{Required: true, Unique: true}
		}
		if c.amount {
			amounts = true
			d.Unit, d.Currency, d.Factor = c.unit.Name, currency, "1"+strings.Repeat("0", int(c.unit.Power))
			d.Normalize = map[string]string{colHead: c.name}
		}
		s.Fields = append(s.Fields, d)
	}
	if amounts {
		s.ExtraFields = []field{
			{Name: m.free(t, colHead), Type: "string", Description: "金额各列的列名：把各列金额变成一行一个时用"},
			{Name: m.free(t, colAmount), Type: "number", ColumnType: "value", Target: true},
			{Name: m.free(t, "币种"), Type: "string", ColumnType: "value-currency:code", Constant: currency},
		}
		if name := s.ExtraFields[0].Name; name != colHead {
			for i := range s.Fields {
				if s.Fields[i].Normalize != nil {
					s.Fields[i].Normalize = map[string]string{name: s.Fields[i].Name}
				}
			}
		}
	}
	if t.codes {
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{[]string{colList, colCode}, reference{"codes", []string{colList, colCode}}})
	}
	if t.of != "" {
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{[]string{colSheet}, reference{t.of, []string{colSheet}}})
	}
	return r
}

func (m *maker) describe(resources []resource, from Source, findings finding.List) descriptor {
	d := descriptor{
		Profile: "tabular-data-package", Name: "budget-" + from.SHA256[:12], CountryCode: "CN", Granularity: "aggregated",
		ColumnTypes: []string{"https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json"},
		Sources:     []source{{from.File}}, Resources: resources,
		Description: "预算公开表的数据，一张表一个文件，一行一条。金额是准确的十进制数，单位（unit）和一个单位是多少元（factor）写在各列的说明里。" +
			"相加时只用“行类型”是“明细”的行：" + aboutKinds + "空的格子是没有数，不是 0。",
		About: about{
			Tool: "ysgk " + from.Tool, Says: m.scalars, Workbook: hashed{from.File, from.SHA256}, Edited: from.Edited,
			Pack:        named{m.pack.Identity.Name, m.pack.Identity.Version, m.pack.Hash},
			NotExported: []string{}, Warnings: []string{},
		},
	}
	var says []string
	for _, name := range m.names {
		if name != pack.ScalarYear {
			says = append(says, m.scalars[name])
		}
	}
	d.Title = strings.Join(says, " ") + "预算公开表"
	if year, err := strconv.Atoi(m.scalars[pack.ScalarYear]); err == nil && year > 1900 && year < 10000 {
		d.Title = fmt.Sprintf("%s%d年预算公开表", strings.Join(says, " "), year)
		d.FiscalPeriod = &period{fmt.Sprintf("%d-01-01", year), fmt.Sprintf("%d-12-31", year)}
		d.Name = fmt.Sprintf("budget-%d-%s", year, from.SHA256[:12])
	}
	if o := from.Origin; o.Tool != "" {
		d.About.Filled = o.Tool
		d.About.Ledger = &hashed{o.Input, o.InputHash}
		d.About.FilledWith = &named{o.Pack, o.PackVersion, o.PackHash}
	}
	for _, f := range findings.Sorted() {
		line := strings.TrimSpace(f.Place.String() + " " + f.Message)
		switch {
		case f.Code == "X01" || f.Code == "F07":
			d.About.NotExported = append(d.About.NotExported, line)
		case f.Severity > finding.Error:
			d.About.Warnings = append(d.About.Warnings, line)
		}
	}
	return d
}

// marshal writes a descriptor for people, too.
func marshal(d descriptor) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		panic(err) // strings and numbers always encode
	}
	return sealed.ReplaceAll(b.Bytes(), []byte(`"seal": "`+fingerprint(b.Bytes())+`"`))
}
