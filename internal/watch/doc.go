// Package watch tells when a workbook has been saved.
//
// In: the path of a workbook that some other program edits. Out: an event for
// each content that was saved whole, however the program saves. Never: what the
// workbook says, or a look at any other file of the folder.
//
// Programs save in ways of their own: Excel and LibreOffice write a new file and
// rename it, WPS also writes into the old one, in pieces; between, the file may
// be missing, locked, empty or half. So a notice of the system is only a reason
// to look (looks.go decides), and where the system gives none, as on many
// network drives, a slow look now and then does as well.
package watch
