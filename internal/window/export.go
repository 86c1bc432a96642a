package window

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/intake"
	"ysgk/internal/money"
)

// importPage is the body of the page on which an export is looked at before anything is
// written.
type importPage struct {
	Place    place
	Name     string
	Trouble  string
	Findings finding.List
	Good     bool
	Sheet    string
	Header   string
	Columns  []importColumn
	Values   []string
	Totals   int // rows that are sums of others
	Items    int
	Total    string
	Sums     []string
	Lacking  []string
	Units    []string
	Unit     string
	Amount   string
	Leave    string
	Given    string
	Tab      string
	Intos    []choice
	Into     string
}

type importColumn struct {
	Header, As string
	Left       bool
}

// request reads the options of a form.
func (s *Server) importRequest(r *http.Request, path string) (out app.ImportRequest, err error) {
	p, err := s.pack()
	if err != nil {
		return out, err
	}
	lines := func(name string) (out []string) {
		for _, l := range strings.FieldsFunc(r.FormValue(name), func(c rune) bool { return strings.ContainsRune("\r\n", c) }) {
			if l = strings.TrimSpace(l); l != "" {
				out = append(out, l)
			}
		}
		return out
	}
	out.Request = intake.Request{Pack: p, File: path, Sheet: strings.TrimSpace(r.FormValue("tab")), Amount: strings.TrimSpace(r.FormValue("amount")), Leave: lines("leave"), Given: map[string]string{}}
	for _, l := range lines("given") {
		name, value, ok := strings.Cut(strings.ReplaceAll(l, "＝", "="), "=")
		if name, value = strings.TrimSpace(name), strings.TrimSpace(value); !ok || name == "" || value == "" {
			return out, &finding.FileError{File: filepath.Base(path), Message: "“每行都一样的列”一行写一个，写成 列=值，如 资金年度=本年"}
		}
		out.Given[name] = value
	}
	if unit := r.FormValue("unit"); unit != "" {
		var ok bool
		if out.Unit, ok = p.Units.Named(unit); !ok {
			return out, &finding.FileError{File: filepath.Base(path), Message: "没有“" + unit + "”这个金额单位"}
		}
	}
	if into := r.FormValue("into"); into != "" {
		if _, out.Into, err = s.named(into); err != nil {
			return out, err
		}
	}
	return out, nil
}

// export looks at an export; it writes nothing.
func (s *Server) export(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	body := importPage{
		Place: at, Name: at.Name, Unit: r.FormValue("unit"), Amount: r.FormValue("amount"), Leave: r.FormValue("leave"),
		Given: r.FormValue("given"), Tab: r.FormValue("tab"), Into: r.FormValue("into"),
	}
	request, err := s.importRequest(r, path)
	if err == nil {
		body.Units = strings.Split(request.Pack.Units.Names(), "、")
		body.Intos = s.choices(body.Into, false)
		request.Preview = true
		s.work.Lock()
		var out *app.Imported
		out, body.Findings, err = app.Import(request)
		s.work.Unlock()
		if out != nil {
			body.tell(out, !body.Findings.HasErrors())
		}
	}
	if err != nil {
		body.Trouble = explained(err)
	}
	body.Findings = body.Findings.Sorted().Folded()
	s.draw(w, http.StatusOK, "import", page{Title: "取明细：" + at.Name, At: "folder", Said: s.news.of(r.FormValue("m")), Body: body})
}

func (b *importPage) tell(out *app.Imported, good bool) {
	u := out.Understood
	b.Good, b.Sheet, b.Totals, b.Items, b.Lacking = good, u.Sheet, len(u.Totals), u.Items, out.Lacking
	b.Header = "第 " + itoa(u.First) + " 行"
	if u.Last > u.First {
		b.Header = "第 " + itoa(u.First) + "-" + itoa(u.Last) + " 行"
	}
	for _, c := range u.Columns {
		x := importColumn{strings.ReplaceAll(c.Header, "\n", ""), c.Field, c.Left || c.Field == ""}
		switch {
		case c.Left:
			x.As = "不要"
		case c.Field == "":
			x.As = "不认识，不取"
		case strings.HasPrefix(c.Field, "金额") && c.Unit.Name != "":
			x.As += "（" + c.Unit.Name + "）"
		}
		b.Columns = append(b.Columns, x)
	}
	for _, v := range u.Values {
		b.Values = append(b.Values, v.Field+"：“"+v.Written+"”当作“"+v.Means+"”")
	}
	if good {
		b.Total = money.Print(u.Total.Yuan())
		for _, x := range u.Sums {
			b.Sums = append(b.Sums, x.Value+" "+money.Print(x.Amount.Yuan())+" 元")
		}
	}
}

// importNow writes what was looked at.
func (s *Server) importNow(w http.ResponseWriter, r *http.Request) {
	at, path, err := s.asked(r)
	back := at.values()
	for _, name := range []string{"unit", "amount", "leave", "given", "tab", "into"} {
		if v := r.PostFormValue(name); v != "" {
			back.Set(name, v)
		}
	}
	again := "import?" + back.Encode()
	if err != nil {
		s.lead(w, r, "folder", nil, err)
		return
	}
	request, err := s.importRequest(r, path)
	if err != nil {
		s.lead(w, r, again, nil, err)
		return
	}
	folder := filepath.Dir(path)
	if at.Folder == droppedID { // nothing is written among what was dropped in
		if f, ok := s.desk.folder(""); ok && request.Into == "" {
			request.Output, folder = f, f
		}
	}
	if request.Into != "" {
		folder = filepath.Dir(request.Into)
	}
	s.work.Lock()
	out, found, err := app.Import(request)
	s.work.Unlock()
	if err != nil {
		s.lead(w, r, again, nil, err)
		return
	}
	if found.HasErrors() {
		s.lead(w, r, again, &said{Text: "没有写：还有要改的，见下面。", Bad: true}, nil)
		return
	}
	done := &said{Text: "已写录入工作簿：" + filepath.Base(out.File), Files: []place{s.desk.placeOf(out.File)}}
	if len(out.Lacking) > 0 {
		done.Lines = append(done.Lines, "导出的表里没有、要在录入工作簿里补填的："+strings.Join(out.Lacking, "、"))
	}
	s.lead(w, r, "folder?"+url.Values{"f": {nameOf(folder)}}.Encode(), done, nil)
}
