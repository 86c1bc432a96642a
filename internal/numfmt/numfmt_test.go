package numfmt_test

import (
	"bufio"
	_ "embed"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"ysgk/internal/numfmt"
)

// The rows are what Excel's zh-CN edition shows. Columns: number (or text in
// quotes), format, the text, and, if LibreOffice gives another one, why: a word
// that the lines with //= explain. Blanks are written ␣ where they are easily
// lost, and ✗ is what the package leaves to the spreadsheet program.
//
//go:embed testdata/formats.tsv
var formats string

type row struct {
	number, format, text, differs string
}

func rows(t testing.TB) (all []row) {
	t.Helper()
	reasons := map[string]string{"": ""}
	lines := bufio.NewScanner(strings.NewReader(formats))
	for lines.Scan() {
		line := lines.Text()
		if reason, ok := strings.CutPrefix(line, "//= "); ok {
			word, why, _ := strings.Cut(reason, "\t")
			reasons[word] = why
		}
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		f := strings.Split(strings.ReplaceAll(line, "␣", " "), "\t")
		if len(f) == 3 {
			f = append(f, "")
		}
		if len(f) != 4 {
			t.Fatalf("a row has number, format, text and maybe a reason: %q", line)
		}
		reason, ok := reasons[f[3]]
		if !ok {
			t.Fatalf("no line explains the reason of %q", line)
		}
		all = append(all, row{f[0], f[1], f[2], reason})
	}
	return all
}

func (r row) give(t testing.TB) (string, bool) {
	if text, ok := strings.CutPrefix(r.number, `"`); ok {
		return numfmt.TextOf(strings.TrimSuffix(text, `"`), r.format)
	}
	d, err := decimal.NewFromString(r.number)
	if err != nil {
		t.Fatal(err)
	}
	return numfmt.Text(d, r.format)
}

func TestNumbersLookAsInExcel(t *testing.T) {
	for _, r := range rows(t) {
		text, ok := r.give(t)
		if !ok {
			text = "✗"
		}
		if text != r.text {
			t.Errorf("%s in %s: %q, want %q", r.number, r.format, text, r.text)
		}
	}
}

func TestNumbersJoinTextsWithAllTheirDigits(t *testing.T) {
	for number, want := range map[string]string{
		"0": "0", "5": "5", "-5": "-5", "0.1": "0.1", "1234.50": "1234.5",
		"123456789.126":          "123456789.126",
		"0.33333333333333333333": "0.333333333333333",
		"10.100000000000001":     "10.1",
		"123456789012345678":     "123456789012346000",
		"1e20":                   "100000000000000000000",
		"1e21":                   "1E+21",
		"-1.5e300":               "-1.5E+300",
		"0.000000001":            "0.000000001",
		"1e-10":                  "✗",
		"1e308":                  "✗",
		"1e10000":                "✗",
		"1e-10000":               "✗",
	} {
		got, ok := numfmt.Plain(decimal.RequireFromString(number))
		if !ok {
			got = "✗"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
}

func TestNumberStringWritesTheThreeKinds(t *testing.T) {
	for _, c := range []struct {
		number string
		kind   int
		want   string
	}{
		{"123", 1, "一百二十三"}, {"123", 2, "壹佰贰拾叁"}, {"123", 3, "一二三"},
		{"101271", 2, "壹拾万壹仟贰佰柒拾壹"}, {"0", 2, "零"}, {"0", 1, "○"}, {"10", 1, "一十"}, {"10", 3, "一○"},
		{"1234567890", 1, "一十二亿三千四百五十六万七千八百九十"},
		{"515155643", 2, "伍亿壹仟伍佰壹拾伍万伍仟陆佰肆拾叁"},
		{"1.5", 1, "✗"}, {"-1", 2, "✗"}, {"1", 4, "✗"}, {"1", 0, "✗"}, {"1e12", 1, "✗"}, {"1e100", 1, "✗"}, {"1e100", 3, "✗"},
		{"100001234", 2, "✗"},
	} {
		got, ok := numfmt.NumberString(decimal.RequireFromString(c.number), c.kind)
		if !ok {
			got = "✗"
		}
		if got != c.want {
			t.Errorf("NUMBERSTRING(%s,%d): %q, want %q", c.number, c.kind, got, c.want)
		}
	}
}

func TestRMBRoundsAndGroups(t *testing.T) {
	for _, c := range []struct {
		number string
		places int
		want   string
	}{
		{"1234.5", 2, "¥1,234.50"}, {"1234.565", 2, "¥1,234.57"}, {"0", 2, "¥0.00"}, {"-1234.5", 2, "¥-1,234.50"},
		{"1234567", -3, "¥1,235,000"}, {"999.5", 0, "¥1,000"}, {"12", -2, "¥0"}, {"-0.001", 2, "¥0.00"},
	} {
		if got := numfmt.RMB(decimal.RequireFromString(c.number), c.places); got != c.want {
			t.Errorf("RMB(%s,%d): %q, want %q", c.number, c.places, got, c.want)
		}
	}
}

func TestLongFormatsAndNumbersStayBounded(t *testing.T) {
	if _, ok := numfmt.Text(decimal.New(1, 0), strings.Repeat("0", 10000)); ok {
		t.Error("Excel takes no more than 255 signs")
	}
	for _, exponent := range []int32{1e9, 308, -308, -1e9} {
		if text, ok := numfmt.Text(decimal.New(1, exponent), "0"); ok {
			t.Errorf("Excel holds no 1E%d, and yet %q", exponent, text)
		}
	}
	text, ok := numfmt.Text(decimal.RequireFromString("1E307"), "#,##0.00")
	if !ok || len(text) != 308+102+3 {
		t.Errorf("%v %d bytes: %s", ok, len(text), text)
	}
}
