// Package ooxml opens an .xlsx as what it is, a zip of XML parts, and writes it
// back with every part that nobody changed byte for byte as it was.
//
// The template engine stands on it instead of on excelize, because a bureau's
// template must come out with everything it went in with: images, shapes,
// header pictures, theme, unknown extensions. excelize reads the parts that it
// knows into structures and writes those; what it does not know is lost or
// bent (TestExcelizeLosesWhatWeKeep lists examples).
//
// In and out: bytes of a workbook. Never: tags, budgets, formulas' meaning.
package ooxml
