package document_test

import (
	"bytes"
	"testing"

	"ysgk/internal/document"
	"ysgk/internal/xlsxread"
)

// Whatever a body says, it is refused, or found wrong, or filled and read back the same.
func FuzzTemplate(f *testing.F) {
	for _, body := range []string{
		p("{{年", "度}}") + tbl("{{支出@类.名称¦合并}}|{{支出@类.合计}}", "{{空表注}}|字"), p("{{块 项目|另起一页}}{{项目.名称}}") + p("{{如有 空}}") + p("{{完}}{{块完}}"),
		`<w:p><w:r><w:t>{{支出.名称|缩进}}</w:t><w:drawing><w:txbxContent>` + p("{{年度}}") + `</w:txbxContent></w:drawing></w:r></w:p>`, `<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt><w:t>{{年度}}</w:t><w:tc/><w:tr/><w:tbl/><w:p><w:p/></w:p>`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		tpl, findings, err := document.Compile(docx(body), schema)
		if err != nil {
			if !xlsxread.Unreadable(err) {
				t.Error(err)
			}
			return
		}
		if findings.HasErrors() {
			return
		}
		out, err := tpl.Render(data(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := out.File.Write(&b); err != nil {
			t.Fatal(err)
		}
		if differs, err := out.Differs(b.Bytes()); differs != "" || err != nil {
			t.Errorf("%q %v", differs, err)
		}
	})
}
