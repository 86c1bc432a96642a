package xlsxedit

import "ysgk/internal/parts"

// New is a workbook without sheets, to which InsertSheet adds.
func New() *File {
	f := &File{parts.New()}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	f.SetPart("[Content_Types].xml", []byte(head+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`+
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`+
		`<Default Extension="xml" ContentType="application/xml"/>`+
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`))
	f.SetPart("_rels/.rels", []byte(head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+
		`<Relationship Id="rId1" Type="`+relationships+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
	f.SetPart("xl/workbook.xml", []byte(head+`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><bookViews><workbookView/></bookViews><sheets/></workbook>`))
	f.SetPart("xl/_rels/workbook.xml.rels", []byte(parts.NoRels))
	return f
}
