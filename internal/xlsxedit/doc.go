// Package xlsxedit opens an .xlsx as what it is, a zip of XML parts, and writes it
// back with every part that nobody changed byte for byte as it was.
//
// The template engine stands on it instead of on excelize, because a bureau's
// template must come out with everything it went in with. excelize reads parts
// into structures and writes them anew: an attribute without a field is lost
// (TestExcelizeLosesWhatWeKeep), cells streamed into a sheet lose their rich
// text, and its copy of a sheet has no print setup, pictures or comments of its
// own. Here a part that nothing names rows in is not even parsed.
//
// In and out: bytes of a workbook. Never: tags, budgets, formulas' meaning.
package xlsxedit
