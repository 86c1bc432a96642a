// Package opendata writes finished tables so that anyone can read them without ysgk: a
// file for each table with one row for each row of the table, and a datapackage.json
// that says what every column is (Frictionless Tabular Data Package, with the column
// types of the Fiscal Data Package).
//
// In: a workbook laid out by package verify, and where it comes from. Out: files by
// name, the same to the byte for the same workbook. Never: an amount that the workbook
// does not hold; a decision what a table means, which is made in package verify.
//
// table.go makes tables of what was laid out, csv.go and descriptor.go write them.
package opendata
