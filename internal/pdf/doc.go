// Package pdf lets LibreOffice, where it is installed, make PDF files of documents and
// workbooks.
//
// In: a file of Word or Excel. Out: the PDF, with bookmarks and fonts in it. Never:
// changes to the file, a program that goes on after its time is up.
package pdf
