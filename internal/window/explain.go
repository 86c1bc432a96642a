package window

import (
	"net/http"
	"slices"
	"strings"

	"ysgk/internal/app"
	"ysgk/internal/formula"
	"ysgk/internal/money"
	"ysgk/internal/trace"
)

// origin is where a figure comes from, as the page tells it.
type origin struct {
	At, Title string
	Says      string
	Notes     []string
	Bad       []string // what differs
	Formula   string
	Adds      bool
	Terms     []term
	Blank     int // terms that are empty
	More      int
	Here      string // the cells of the same sheet that are looked at, with blanks between
	Groups    []itemGroup
	Items     int
	Sum       string
	Parts     []string
	Input     string
	Trouble   string
}

type term struct{ Sign, Sheet, Cell, Name, Value, Link string }

// itemGroup is line items of one sheet of the input workbook.
type itemGroup struct {
	Sheet  string
	Common string
	Names  string
	Items  []itemLine
	Rest   string // how many are not listed, and what they add up to
}

type itemLine struct{ Cell, Text, Amount string }

// Lists are no longer than this; the command line and the printed list have all.
const (
	maxTerms = 80
	maxItems = 60
)

// explain tells of one cell where it comes from; its page is a part of the tables' page.
func (s *Server) explain(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	out := origin{At: r.FormValue("c")}
	p, packErr := s.pack()
	var e *app.Explained
	if err == nil && packErr == nil {
		s.work.Lock()
		e, err = app.Explain(app.ExplainRequest{Pack: p, File: path, Question: trace.Question{Cell: r.FormValue("c")}})
		s.work.Unlock()
	}
	switch {
	case packErr != nil:
		out.Trouble = explained(packErr)
	case err != nil:
		out.Trouble = explained(err)
	default:
		out.tell(e, at)
	}
	s.draw(w, http.StatusOK, "origin", page{Body: out})
}

func (o *origin) tell(e *app.Explained, at place) {
	o.At, o.Input = e.Place.Place.String(), e.Input
	o.Title = joined(" · ", e.Table, e.Row, e.Label.Column)
	switch e.Kind {
	case trace.Heading:
		o.Says = "表头：“" + trace.Exactly(e.Value) + "”"
	case trace.Text:
		o.Says = "文字：“" + trace.Exactly(e.Value) + "”"
	case trace.Number:
		o.Says = trace.Unitless(e.Value, e.Shown)
	default:
		o.Says = trace.Says(e.Value, e.Figure)
	}
	if f := e.Filed; f != nil {
		switch {
		case f.Rounded:
			o.Notes = append(o.Notes, "公开表里写的是 "+f.Text+"，是四舍五入到两位小数的。")
		case f.Differs:
			o.Bad = append(o.Bad, "公开表里写的是「"+f.Text+"」，按录入工作簿应是「"+trace.Exactly(e.Value)+"」：公开表手工改过，或录入改后没有重新生成。")
		}
	}
	o.equation(e, at)
	if e.Kind == trace.Amount && e.Adds {
		o.items(e)
	}
	for _, p := range e.Parts {
		o.part(e, p)
	}
	if (e.Kind == trace.Heading || e.Kind == trace.Text) && len(o.Parts) == 0 {
		o.Parts = append(o.Parts, "是官方模板上的文字，不来自录入。")
	}
}

func (o *origin) equation(e *app.Explained, at place) {
	if e.Formula == "" {
		return
	}
	o.Formula, o.Adds = e.Cell+" = "+e.Formula, e.Adds
	var here []string
	for _, t := range e.Terms {
		if t.Cell != "" && t.Sheet == e.Sheet {
			here = append(here, t.Cell)
		}
		switch {
		case t.Value.Kind == formula.Blank || t.Value.Kind == formula.Number && t.Value.Num.IsZero():
			o.Blank++
			continue
		case len(o.Terms) == maxTerms:
			o.More++
			continue
		}
		x := term{Sheet: t.Sheet, Cell: t.Place.Cell, Name: joined(" · ", t.Row, t.Label.Column), Value: trace.Exactly(t.Value)}
		if t.Cell == "" {
			x = term{Name: "直接记在本级的", Value: x.Value}
		} else if t.Sheet != e.Sheet {
			x.Name = joined(" · ", t.Table, x.Name)
		}
		switch n := t.Times.String(); {
		case !e.Adds:
		case n == "-1":
			x.Sign = "−"
		case n != "1" && t.Cell != "":
			x.Sign = "×" + n
		default:
			x.Sign = "+"
		}
		if x.Cell != "" {
			page := tablesPage{Place: at}
			x.Link = page.plainLink(x.Sheet, x.Cell)
		}
		o.Terms = append(o.Terms, x)
	}
	o.Here = strings.Join(here, " ")
}

// items lists the line items that make up a figure.
func (o *origin) items(e *app.Explained) {
	if !e.Fixed.IsZero() {
		o.Notes = append(o.Notes, "其中 "+money.Print(e.Fixed)+" 元是模板里写定的，不来自明细。")
	}
	o.Items = len(e.Items)
	if o.Items == 0 {
		o.Notes = append(o.Notes, "明细一条也没有，所以是 0。")
		return
	}
	sum := trace.Sum(e.Items)
	o.Sum = money.Print(sum)
	if !sum.Equal(e.Yuan.Sub(e.Fixed)) {
		o.Bad = append(o.Bad, "明细相加与这个数不等，请告诉维护人员。")
	}
	for _, g := range e.Book.Groups(e.Items) {
		o.Groups = append(o.Groups, groupOf(e, g))
	}
}

func groupOf(e *app.Explained, g trace.Group) itemGroup {
	order := make([]int, len(g.Items))
	for i := range order {
		order[i] = i
	}
	if len(order) > maxItems { // the largest
		slices.SortStableFunc(order, func(x, y int) int { return g.Items[y].Yuan().Abs().Cmp(g.Items[x].Yuan().Abs()) })
		order = order[:maxItems]
		slices.Sort(order)
	}
	out := itemGroup{Sheet: g.Sheet, Names: strings.Join(g.Names, "，")}
	var common []string
	for _, c := range g.Common {
		common = append(common, c.Name+" "+c.Value)
	}
	out.Common = strings.Join(common, "；")
	rest := trace.Sum(g.Items)
	for _, i := range order {
		amount := money.Print(g.Items[i].Amount().Yuan())
		if n := g.Items[i].Times; n != 1 {
			amount += " × " + itoa(int(n))
		}
		out.Items = append(out.Items, itemLine{e.Book.At(g.Items[i]).String(), joined("，", g.Rows[i]...), amount})
		rest = rest.Sub(g.Items[i].Yuan())
	}
	if n := len(g.Items) - len(order); n > 0 {
		out.Rest = "只列出金额最大的 " + itoa(len(order)) + " 条；其余 " + itoa(n) + " 条合计 " + money.Print(rest) + " 元"
	}
	return out
}

// part tells of a piece of a text where it comes from.
func (o *origin) part(e *app.Explained, p trace.Part) {
	switch {
	case p.Amount:
		o.Parts = append(o.Parts, "其中“"+p.Text+"”是 "+p.Field+"，准确数 "+money.Print(p.Yuan)+" 元，由 "+itoa(len(p.Items))+" 条明细相加")
	case p.Item != "":
		o.Parts = append(o.Parts, "其中“"+p.Text+"”来自录入工作簿“"+e.Book.Pack.Input.InfoSheet()+"”的 "+p.Item)
	case p.Expr != "":
		o.Parts = append(o.Parts, "其中“"+p.Text+"”是 "+p.Tag+"，由模板包的算式算出："+p.Expr)
	case p.Tag != "":
		o.Parts = append(o.Parts, "其中“"+p.Text+"”是 "+p.Tag+"，由模板包规定")
	case p.From.Cell != "":
		o.Parts = append(o.Parts, "“"+p.Text+"”来自录入工作簿的 "+p.From.String())
	case p.Field != "":
		o.Parts = append(o.Parts, "“"+p.Text+"”是 "+p.Field+"，来自模板包或科目表")
	}
}

// plainLink is the address of a cell of the workbook.
func (t *tablesPage) plainLink(sheet, cell string) string {
	v := t.Place.values()
	v.Set("s", sheet)
	v.Set("c", cell)
	return "tables?" + v.Encode()
}
