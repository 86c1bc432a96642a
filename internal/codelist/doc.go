// Package codelist reads official lists of codes as bureaus have them, such as an
// export of the 要素目录 or a table of the ministry, and compares them with the
// lists of a pack.
//
// In: a workbook or CSV and a pack. Out: the codes and names by list of the pack,
// what changed, and the pack's lists with the changes taken over. Never: a code
// that was dropped because the file lists another part (other classes, another
// budget, not so many levels).
//
// file.go gets the cells of a file; table.go finds codes and names in a table;
// compare.go compares and takes over.
package codelist
