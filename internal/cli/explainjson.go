package cli

import (
	"github.com/shopspring/decimal"

	"ysgk/internal/app"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/trace"
)

// explained is what explain prints for machines. Amounts are exact decimals in
// 元, written as texts so that no program rounds them. Its names do not change
// from one version to the next; new ones may be added.
type explained struct {
	Input   string        `json:"input"`
	Kind    string        `json:"kind"` // amount, text, heading
	Sheet   string        `json:"sheet"`
	Cell    string        `json:"cell"`
	Table   string        `json:"table"`
	Row     string        `json:"row"`
	Column  string        `json:"column"`
	Value   string        `json:"value"` // as the input gives it, in the printed unit
	Unit    string        `json:"unit,omitempty"`
	Yuan    string        `json:"yuan,omitempty"`
	Said    *saidValue    `json:"said,omitempty"`  // what the document says that was asked about
	Filed   *filedValue   `json:"filed,omitempty"` // what the finished workbook has
	Formula string        `json:"formula,omitempty"`
	Adds    bool          `json:"adds"`
	Terms   []termValue   `json:"terms,omitempty"`
	Fixed   string        `json:"fixed,omitempty"` // of the figure, what no line item brings
	Items   []itemValue   `json:"items,omitempty"`
	Parts   []partOfValue `json:"parts,omitempty"`
}

type saidValue struct {
	Paragraph string `json:"paragraph"`
	Text      string `json:"text"`
	Agrees    bool   `json:"agrees"`
}

type filedValue struct {
	Sheet   string `json:"sheet"`
	Cell    string `json:"cell"`
	Value   string `json:"value"`
	Differs bool   `json:"differs"`
	Rounded bool   `json:"rounded"` // it differs only by being rounded to two decimals
}

type termValue struct {
	Sheet  string `json:"sheet,omitempty"`
	Cell   string `json:"cell,omitempty"`
	Row    string `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	Value  string `json:"value"`
	Times  string `json:"times,omitempty"`
}

type itemValue struct {
	Sheet  string            `json:"sheet"`
	Cell   string            `json:"cell"`
	Fields map[string]string `json:"fields"`
	Yuan   string            `json:"yuan"`
	Times  int64             `json:"times"`
}

type partOfValue struct {
	Text  string      `json:"text"`
	Item  string      `json:"item,omitempty"` // of 基本信息
	Field string      `json:"field,omitempty"`
	Sheet string      `json:"sheet,omitempty"`
	Cell  string      `json:"cell,omitempty"`
	Yuan  string      `json:"yuan,omitempty"`
	Items []itemValue `json:"items,omitempty"`
}

var kinds = map[trace.Kind]string{trace.Amount: "amount", trace.Number: "number", trace.Text: "text", trace.Heading: "heading"}

func explainDocument(e *app.Explained) explained {
	d := explained{
		Input: e.Input, Kind: kinds[e.Kind], Sheet: e.Sheet, Cell: e.Cell, Table: e.Table, Row: e.Row, Column: e.Label.Column,
		Value: exact(e.Value), Formula: e.Formula, Adds: e.Adds, Items: itemValues(e.Book, e.Items),
	}
	if e.Kind == trace.Amount {
		d.Unit, d.Yuan = e.Unit.Name, money.Print(e.Yuan)
	}
	if !e.Fixed.IsZero() {
		d.Fixed = e.Fixed.String()
	}
	if e.Said != nil {
		d.Said = &saidValue{e.Said.Place.Paragraph, e.Said.Text, e.Said.Agree}
	}
	if e.Filed != nil {
		d.Filed = &filedValue{e.Filed.Place.Sheet, e.Filed.Place.Cell, e.Filed.Text, e.Filed.Differs, e.Filed.Rounded}
	}
	for _, t := range e.Terms {
		x := termValue{Sheet: t.Sheet, Cell: t.Cell, Row: t.Row, Column: t.Label.Column, Value: exact(t.Value)}
		if t.Cell != "" && e.Adds {
			x.Times = t.Times.String()
		}
		d.Terms = append(d.Terms, x)
	}
	for _, p := range e.Parts {
		x := partOfValue{Text: p.Text, Item: p.Item, Field: p.Field, Sheet: p.From.Sheet, Cell: p.From.Cell, Items: itemValues(e.Book, p.Items)}
		if p.Amount {
			x.Yuan = money.Print(p.Yuan)
		}
		d.Parts = append(d.Parts, x)
	}
	return d
}

// exact is a value as it is stored; an empty amount is 0.
func exact(v formula.Value) string {
	if v.Kind == formula.Blank {
		return decimal.Zero.String()
	}
	return trace.Exactly(v)
}

func itemValues(b *trace.Book, items []trace.Item) (out []itemValue) {
	for _, i := range items {
		at := b.At(i)
		x := itemValue{Sheet: at.Sheet, Cell: at.Cell, Fields: map[string]string{}, Yuan: money.Print(i.Amount().Yuan()), Times: i.Times}
		for _, f := range b.Fields(i.Table, i.Record) {
			x.Fields[f.Name] = f.Value
		}
		out = append(out, x)
	}
	return out
}
