package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ysgk/internal/a1"
	"ysgk/internal/app"
	"ysgk/internal/finding"
	"ysgk/internal/opendata"
	"ysgk/internal/pack"
	"ysgk/internal/proof"
	"ysgk/internal/sample"
)

func exported(t testing.TB, p *pack.Pack, file, format, folder string) *app.Exported {
	t.Helper()
	out, err := app.Export(app.ExportRequest{Pack: p, File: file, Format: format, Output: folder, Now: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// dataPackage is datapackage.json as a reader takes it.
type dataPackage struct {
	Profile, Name, Title string
	FiscalPeriod         struct{ Start, End string }
	Resources            []struct {
		Profile, Name, Title, Path, Format, Encoding, Hash, Sheet string
		Bytes                                                     int
		Schema                                                    struct {
			Fields []struct {
				Name, Type, ColumnType, Unit, Factor, Currency string
				Normalize                                      map[string]string
				Constraints                                    struct {
					Required bool
					Enum     []string
				}
			}
			ExtraFields   []struct{ Name string }
			MissingValues []string
			PrimaryKey    []string
			ForeignKeys   []struct {
				Fields    []string
				Reference struct {
					Resource string
					Fields   []string
				}
			}
		}
	}
}

// records are the rows of a resource by field; what is missing is "".
type records []map[string]string

// readPlainCSV reads as RFC 4180 says, and knows nothing of how the file was written.
func readPlainCSV(t testing.TB, b []byte) (rows [][]string) {
	t.Helper()
	row, cell, quoted := []string{}, []byte{}, false
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case quoted && c == '"' && i+1 < len(b) && b[i+1] == '"':
			cell = append(cell, '"')
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && c == ',':
			row, cell = append(row, string(cell)), nil
		case !quoted && c == '\n':
			rows, row, cell = append(rows, append(row, string(cell))), nil, nil
		default:
			cell = append(cell, c)
		}
	}
	if quoted || len(cell) > 0 {
		t.Error("the file ends within a line")
	}
	return rows
}

// readPackage reads a folder as a program does that knows the specification alone, and
// checks all that the description promises.
func readPackage(t testing.TB, folder string) (d dataPackage, data map[string]records) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`^([-a-z0-9._/])+$`)
	if d.Profile != "tabular-data-package" || !name.MatchString(d.Name) || len(d.Resources) == 0 {
		t.Errorf("profile %s, name %s, %d resources", d.Profile, d.Name, len(d.Resources))
	}
	data = map[string]records{}
	for _, r := range d.Resources {
		b, err := os.ReadFile(filepath.Join(folder, r.Path))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(b)
		if r.Hash != "sha256:"+hex.EncodeToString(sum[:]) || r.Bytes != len(b) || r.Profile != "tabular-data-resource" || r.Encoding != "utf-8" || !name.MatchString(r.Name) || filepath.IsAbs(r.Path) || strings.Contains(r.Path, "..") {
			t.Errorf("%s: %+v is not a resource of the specification", r.Path, r.Name)
		}
		if _, twice := data[r.Name]; twice {
			t.Errorf("two resources are named %s", r.Name)
		}
		if bytes.HasPrefix(b, []byte("\ufeff")) {
			t.Errorf("%s begins with a byte order mark", r.Path)
		}
		var rows records
		if r.Format == "csv" {
			all := readPlainCSV(t, b)
			for i, f := range r.Schema.Fields {
				if all[0][i] != f.Name {
					t.Errorf("%s: column %d is %s, the description says %s", r.Path, i+1, all[0][i], f.Name)
				}
			}
			for n, values := range all[1:] {
				if len(values) != len(r.Schema.Fields) || len(all[0]) != len(values) {
					t.Fatalf("%s: line %d has %d values, want %d", r.Path, n+2, len(values), len(r.Schema.Fields))
				}
				row := map[string]string{}
				for i, s := range values {
					row[all[0][i]] = s
				}
				rows = append(rows, row)
			}
		} else {
			dec := json.NewDecoder(bytes.NewReader(b))
			dec.UseNumber()
			var all []map[string]any
			if err := dec.Decode(&all); err != nil {
				t.Fatal(r.Path, err)
			}
			for _, o := range all {
				row := map[string]string{}
				for k, x := range o {
					if x != nil {
						row[k] = fmt.Sprint(x)
					} else {
						row[k] = ""
					}
				}
				if len(row) != len(r.Schema.Fields) {
					t.Errorf("%s: a row has %d values, want %d", r.Path, len(row), len(r.Schema.Fields))
				}
				rows = append(rows, row)
			}
		}
		data[r.Name] = rows
	}
	for _, r := range d.Resources {
		keys, names := map[string]bool{}, map[string]bool{}
		for _, f := range r.Schema.Fields {
			if names[f.Name] || f.Name == "" {
				t.Errorf("%s: two fields are named 「%s」", r.Path, f.Name)
			}
			names[f.Name] = true
			if f.Unit != "" && (f.Factor == "" || f.Currency != "CNY" || f.Type != "number" || len(f.Normalize) != 1 || f.Normalize[r.Schema.ExtraFields[0].Name] != f.Name) {
				t.Errorf("%s: %s is not described as an amount: %+v", r.Path, f.Name, f)
			}
			for i, row := range data[r.Name] {
				s := row[f.Name]
				fits := true
				switch {
				case s == "":
					fits = !f.Constraints.Required
				case f.Type == "integer":
					_, err := strconv.Atoi(s)
					fits = err == nil
				case f.Type == "number":
					_, err := decimal.NewFromString(s)
					fits = err == nil && !strings.ContainsAny(s, "eE,")
				}
				if !fits || s != "" && f.Constraints.Enum != nil && !slices.Contains(f.Constraints.Enum, s) {
					t.Errorf("%s: line %d has 「%s」 as %s (%s)", r.Path, i+1, s, f.Name, f.Type)
				}
			}
		}
		of := func(row map[string]string, fields []string) (key string) {
			for _, f := range fields {
				if !names[f] && len(key) == 0 {
					key = "\x00"
				}
				key += row[f] + "\x1f"
			}
			return key
		}
		for i, row := range data[r.Name] {
			k := of(row, r.Schema.PrimaryKey)
			if keys[k] {
				t.Errorf("%s: line %d has the same key as another one", r.Path, i+1)
			}
			keys[k] = true
			for _, fk := range r.Schema.ForeignKeys {
				mine := of(row, fk.Fields)
				if strings.Trim(mine, "\x1f") == "" {
					continue
				}
				if !slices.ContainsFunc(data[fk.Reference.Resource], func(o map[string]string) bool { return strings.TrimPrefix(of(o, fk.Reference.Fields), "\x00") == mine }) {
					t.Errorf("%s: line %d refers to %s, which %s has not", r.Path, i+1, strings.ReplaceAll(mine, "\x1f", " "), fk.Reference.Resource)
				}
			}
		}
	}
	return d, data
}

// same is a value as it is compared: numbers by what they are, to the digits that a double
// tells for certain.
func same(s string) string {
	if d, err := decimal.NewFromString(s); err == nil && !strings.HasPrefix(s, "0") || err == nil && (s == "0" || strings.HasPrefix(s, "0.")) {
		return d.Round(11).String()
	}
	return strings.Join(strings.Fields(s), "")
}

// saysTheSame compares all tables of a folder with the workbook's cells: row by row what
// is in the one must be in the other, and no number of the workbook may be missing.
func saysTheSame(t testing.TB, folder string, book *proof.Book) (values int) {
	t.Helper()
	d, data := readPackage(t, folder)
	done := map[string]bool{}
	for _, r := range d.Resources {
		if r.Sheet == "" {
			continue
		}
		done[r.Sheet] = true
		s := sheetOf(t, book, r.Sheet)
		cells := map[int][]string{}
		for at, c := range s.Cells {
			_, row, _ := a1.Parse(at)
			if strings.TrimSpace(c.Value) != "" {
				cells[row] = append(cells[row], same(c.Value))
			}
		}
		got, first := map[int][]string{}, 0
		for _, row := range data[r.Name] {
			n, _ := strconv.Atoi(row["工作表行"])
			if first == 0 || n < first {
				first = n
			}
			printed := false
			for _, f := range r.Schema.Fields {
				s := row[f.Name]
				switch {
				case f.Name == "不是数的格子":
					for _, x := range strings.Split(s, "；") {
						if _, text, ok := strings.Cut(x, "："); ok {
							got[n] = append(got[n], same(text))
						}
					}
				case printed && s != "":
					got[n] = append(got[n], same(s))
				}
				printed = printed || f.Name == "名称"
			}
		}
		for n, want := range cells {
			have := got[n]
			slices.Sort(have)
			slices.Sort(want)
			if have == nil && (n < first || first == 0 || !slices.ContainsFunc(want, func(s string) bool { _, err := decimal.NewFromString(s); return err == nil })) {
				continue // headers and notes
			}
			if !slices.Equal(have, want) {
				t.Errorf("%s: row %d of %s was exported as %q, the workbook has %q", r.Path, n, r.Sheet, have, want)
			}
			values += len(want)
		}
		addsUp(t, r.Path, data[r.Name], func(yield func(name string)) {
			for _, f := range r.Schema.Fields {
				if f.Unit != "" {
					yield(f.Name)
				}
			}
		})
	}
	whole := map[*proof.Sheet]string{}
	for _, r := range d.Resources {
		for _, row := range data[r.Name] {
			if row["工作表"] == "" {
				continue
			}
			done[row["工作表"]] = true
			s := sheetOf(t, book, row["工作表"])
			if whole[s] == "" { // many records are of one sheet
				var b strings.Builder
				for n := 1; n <= s.MaxRow; n++ {
					for col := 1; col < 30; col++ {
						b.WriteString(same(s.Cells[a1.Name(col, n)].Value))
					}
				}
				whole[s] = b.String()
			}
			for _, f := range r.Schema.Fields {
				v := row[f.Name]
				if v == "" || f.Name == "年度" || f.Name == "部门名称" || f.Name == "编制日期" || f.Name == "工作表" || f.Name == "行号" {
					continue
				}
				if !strings.Contains(whole[s], same(v)) {
					t.Errorf("%s: %s of %s is 「%s」, which the sheet has not", r.Path, f.Name, row["工作表"], v)
				}
				values++
			}
		}
	}
	for _, s := range book.Sheets {
		if !done[strings.TrimSpace(s.Name)] && strings.Contains(s.Name, "表") && len(s.Cells) > 40 {
			t.Errorf("%s was not exported", s.Name)
		}
	}
	return values
}

func sheetOf(t testing.TB, b *proof.Book, name string) *proof.Sheet {
	t.Helper()
	for i := range b.Sheets {
		if strings.TrimSpace(b.Sheets[i].Name) == strings.TrimSpace(name) {
			return &b.Sheets[i]
		}
	}
	t.Fatalf("there is no sheet %s", name)
	return nil
}

// addsUp checks that rows of the kind 明细 add up to the one of the kind 合计, as the
// description promises.
func addsUp(t testing.TB, file string, rows records, amounts func(func(string))) {
	t.Helper()
	amounts(func(name string) {
		sums, totals, count := map[string]decimal.Decimal{}, map[string]string{}, map[string]int{}
		for _, row := range rows {
			part := row["部分"]
			switch row["行类型"] {
			case "合计":
				totals[part] = row[name]
				count[part]++
			case "明细":
				if row[name] != "" {
					sums[part] = sums[part].Add(decimal.RequireFromString(row[name]))
				}
			case "不明":
				t.Errorf("%s: line %s is of an unknown kind", file, row["行号"])
			}
		}
		for part, total := range totals {
			if count[part] != 1 {
				t.Errorf("%s: %d totals in 「%s」", file, count[part], part)
			}
			if total == "" {
				total = "0"
			}
			if name != "累计" && !decimal.RequireFromString(total).Round(9).Equal(sums[part].Round(9)) {
				t.Errorf("%s: the items of %s in 「%s」 add up to %s, the total is %s", file, name, part, sums[part], total)
			}
		}
	})
}

func TestWhatIsExportedReadsBackEqualToTheWorkbook(t *testing.T) {
	for name, p := range map[string]*pack.Pack{"自带": proof.DefaultPack(t), "云岭": proof.SecondPack(t)} {
		file := filledWith(t, p)
		book := proof.Stored(t, file)[0]
		for _, format := range []string{opendata.CSV, opendata.JSON} {
			folder := filepath.Join(t.TempDir(), "出")
			out := exported(t, p, file, format, folder)
			if out.Findings.HasErrors() || len(out.Files) < 15 {
				t.Fatal(name, out.Findings, len(out.Files))
			}
			if n := saysTheSame(t, folder, book); n < 1500 {
				t.Errorf("%s %s: compared only %d values", name, format, n)
			}
		}
	}
}

func TestDepartmentsOfEveryKindReadBackEqual(t *testing.T) {
	for _, p := range []*pack.Pack{proof.DefaultPack(t), proof.SecondPack(t)} {
		p.Reuse()
		cases := sample.Cases(p)
		for i := 0; i < len(cases); i += proof.Drawn(7, 1) {
			file := render(t, p, cases[i].Ledger)
			folder := t.TempDir()
			if out := exported(t, p, file, opendata.CSV, folder); out.Findings.HasErrors() {
				t.Error(cases[i].Name, out.Findings)
				continue
			}
			saysTheSame(t, folder, proof.ReadPlain(t, file).Book())
		}
	}
}

func TestAnyLedgerReadsBackEqual(t *testing.T) {
	p := proof.DefaultPack(t)
	p.Reuse()
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		if n++; n > proof.Drawn(5, 20) {
			return
		}
		file := render(t, p, randomLedger(r, t, p))
		folder := t.TempDir()
		if out := exported(t, p, file, opendata.CSV, folder); out.Findings.HasErrors() {
			r.Fatal(out.Findings)
		}
		saysTheSame(t, folder, proof.ReadPlain(t, file).Book())
	})
}

var filledBytes []byte

// onceFilled is the sample's output.
func onceFilled(t *testing.T) []byte {
	t.Helper()
	if filledBytes == nil {
		b, err := os.ReadFile(filledSample(t))
		if err != nil {
			t.Fatal(err)
		}
		filledBytes = b
	}
	return filledBytes
}

// changed is the sample's output after an edit by another program.
func changed(t *testing.T, edit func(f *excelize.File)) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "公开表.xlsx")
	if err := os.WriteFile(file, onceFilled(t), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	edit(f)
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	return file
}

func has(found finding.List, code, cell string) bool {
	return slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Code == code && f.Place.String() == cell })
}

func TestAnAmountThatIsNotCertainIsNotExported(t *testing.T) {
	p := proof.DefaultPack(t)
	p.Reuse()
	for name, c := range map[string]struct {
		edit       func(f *excelize.File)
		code, cell string
	}{
		"a typed figure whose sums are stale": {func(f *excelize.File) { f.SetCellValue("表三", "D9", 4) }, "X05", "表三!C6"},
		"no unit":                             {func(f *excelize.File) { f.SetCellValue("表三", "D3", "") }, "X04", "表三!A2"},
		"a header with another unit":          {func(f *excelize.File) { f.SetCellValue("表三", "D5", "基本支出（元）") }, "X04", "表三!D5"},
		"a format that shows thousands": {func(f *excelize.File) {
			code := "0.00,"
			id, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			f.SetCellStyle("表三", "D9", "D9", id)
		}, "X04", "表三!D9"},
		"a formula that nobody computed": {func(f *excelize.File) {
			f.SetCellValue("表三", "C9", nil)
			f.SetCellFormula("表三", "C9", "CUBEVALUE(D9)")
		}, "X05", "表三!C9"},
		"a number that is a text": {func(f *excelize.File) { f.SetCellValue("表三", "D9", "３,000.00") }, "X06", "表三!D9"},
	} {
		folder := filepath.Join(t.TempDir(), "出")
		out := exported(t, p, changed(t, c.edit), opendata.CSV, folder)
		if !has(out.Findings, c.code, c.cell) {
			t.Errorf("%s: %v", name, out.Findings)
		}
		if _, err := os.Stat(folder); err == nil || len(out.Files) > 0 {
			t.Errorf("%s: something was written", name)
		}
	}
}

func TestWhatOthersTypedIsToldAndNotLost(t *testing.T) {
	p := proof.DefaultPack(t)
	p.Reuse()
	folder := t.TempDir()
	out := exported(t, p, changed(t, func(f *excelize.File) {
		f.SetCellValue("表十", "D6", "-")   // a dash for an amount
		f.SetCellValue("表十", "E6", "见附件") // a text for an amount
		f.SetCellValue("表五", "F9", "备注")  // a column that the template has not
		f.SetCellValue("表十", "B7", nil)
		f.SetCellFormula("表十", "B7", "SUM(C7:E7)")       // without a stored result
		f.SetCellValue("表十二", "A9", "=HYPERLINK(\"x\")") // a text that programs take for a formula
		f.InsertRows("表十", 9, 1)                         // a line that the template has not
		f.SetCellValue("表十", "A9", "其中：租用费")
		f.SetCellValue("表十", "B9", 1.5)
		f.SetCellValue("表十三", "A11", "另外一行")
		f.SetCellValue("表十三", "B11", 2.5)
		f.SetCellValue("表三", "B9", "其他,\"组织\"\n事务 ") // all that CSV has to quote
		f.NewSheet("附表")
		f.SetCellValue("附表", "A1", 3.5)
	}), opendata.CSV, folder)
	for code, cell := range map[string]string{"X06": "表十!E6", "X02": "表五!F6", "X07": "表十二!A9", "X01": "附表"} {
		if !has(out.Findings, code, cell) {
			t.Errorf("%s at %s is not told: %v", code, cell, out.Findings)
		}
	}
	_, data := readPackage(t, folder)
	row := data["table-10"][0]
	if row["2026年预算数_政府性基金预算"] != "" || row["不是数的格子"] != "2026年预算数_政府性基金预算：-；2026年预算数_国有资本经营预算：见附件" {
		t.Errorf("the row is %v", row)
	}
	if got := data["table-10"][1]["2026年预算数_合计"]; got != "0" {
		t.Errorf("a formula without a result is 「%s」", got)
	}
	if got := data["table-03"][3]["项目_科目名称"]; got != "其他,\"组织\"\n事务 " {
		t.Errorf("a text reads back as %q", got)
	}
	if row := data["table-10"][3]; row["行类型"] != "其中" || row["2026年预算数_合计"] != "1.5" {
		t.Errorf("a line that begins with 其中 is %v", row)
	}
	if row := data["table-13"]; len(row) != 1 || row[0]["合计"] != "2.5" || row[0]["行类型"] == "合计" {
		t.Errorf("a line that the template has not is %v", row)
	}
	if got := data["table-05"][3]["F列"]; got != "备注" {
		t.Errorf("the column is lost: %v", data["table-05"][3])
	}
	b, _ := os.ReadFile(filepath.Join(folder, "datapackage.json"))
	if !strings.Contains(string(b), "附表 工作表「附表」里有数，但不是模板包里的表，没有导出") || !strings.Contains(string(b), `"editedSince": true`) {
		t.Errorf("the description does not tell: %s", b)
	}
}

func TestEditedFilesOfAnExportAreKept(t *testing.T) {
	p := proof.DefaultPack(t)
	p.Reuse()
	file, folder := filledSample(t), t.TempDir()
	exported(t, p, file, opendata.CSV, folder)
	if out := exported(t, p, file, opendata.CSV, folder); len(out.Kept)+len(out.Left) > 0 {
		t.Errorf("nothing was edited, kept %v, left %v", out.Kept, out.Left)
	}
	table := filepath.Join(folder, "表三.csv")
	b, _ := os.ReadFile(table)
	edited := append(slices.Clone(b), "手工加的一行\n"...)
	if err := os.WriteFile(table, edited, 0o600); err != nil {
		t.Fatal(err)
	}
	out := exported(t, p, file, opendata.CSV, folder)
	if len(out.Kept) != 1 {
		t.Fatalf("kept %v", out.Kept)
	}
	kept, _ := os.ReadFile(out.Kept[0])
	now, _ := os.ReadFile(table)
	if !bytes.Equal(kept, edited) || !bytes.Equal(now, b) {
		t.Error("the edited file was not kept, or not replaced")
	}
	// Another workbook's tables replace untouched ones without a copy; another format
	// leaves the earlier files, which are named.
	if out = exported(t, p, file, opendata.JSON, folder); len(out.Kept) > 0 || !slices.Contains(out.Left, "表三.csv") {
		t.Errorf("kept %v, left %v", out.Kept, out.Left)
	}
	if err := os.WriteFile(filepath.Join(folder, "datapackage.json"), []byte(`{"name":"别人的"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if out = exported(t, p, file, opendata.JSON, folder); len(out.Kept) != 1 {
		t.Errorf("a description of somebody else was replaced: %v", out.Kept)
	}
}

func TestALineAboveTheHeadersWithoutTagsIsNoHeader(t *testing.T) {
	p := proof.DefaultPack(t)
	f, err := excelize.OpenReader(bytes.NewReader(p.Templates[p.Template[0]]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.SetCellValue("表三", "A3", "部门名称：某局")
	f.SetCellValue("表三", "D3", "单位：万元")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	p.Templates[p.Template[0]] = b.Bytes()
	folder := t.TempDir()
	exported(t, p, render(t, p, sample.Ledger(p)), opendata.CSV, folder)
	d, _ := readPackage(t, folder)
	fields := d.Resources[2].Schema.Fields
	if got := fields[len(fields)-1]; got.Name != "2026年预算数_项目支出" || got.Unit != "万元" {
		t.Errorf("the last column is %+v", got)
	}
}
