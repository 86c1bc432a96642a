// Package numfmt writes numbers as Excel's number formats show them: what TEXT
// gives, and what a cell with that format shows. It knows the Chinese numerals
// of [DBNum1] to [DBNum3], NUMBERSTRING and cheques, and Excel's dates.
//
// In: a decimal and a format (the text of Excel's zh-CN edition: G/通用格式, e
// for the year, ! as an escape, 上午/下午). Out: the text. Never: a guess. A
// format, or a number in a format, of which it is not sure what Excel makes
// gives ok=false, and the caller leaves the value to the spreadsheet program.
//
// What holds everywhere:
//   - Excel keeps and shows 15 significant digits. A number is rounded to them
//     first, then to the places that the format shows, both half away from zero.
//   - The minus that Excel puts before a format with one section vanishes when
//     no digit but 0 is left (-0.001 in 0.00 is 0.00); a minus that the format
//     itself writes stays (0.00;-0.00 gives -0.00).
//   - General inside a format is as wide as in a cell, 11 signs: 123456789.126
//     is 123456789.1, and from 1E+11 on it is 1E+11. Joining with & takes all 15
//     digits instead, and E only from 1E+21: that is Plain.
//   - [DBNum1] and [DBNum2] write General and the month, day, hour, minute and
//     second of a date in words (一百二十三), placeholders and years digit by digit
//     (一二三); their zeros are ○ (U+25CB, not 〇) and 零.
//   - _x is one blank and *x is nothing, as in TEXT; colours are nothing.
//
// What Excel shows is taken from its documentation and from the measurements of
// borgar/numfmt and libraz/formulon on Excel 16; where these and LibreOffice are
// silent or disagree about more than LibreOffice's known gaps, ok is false.
//
// The lexer is its own: github.com/xuri/nfp panics on a fifth section, trims
// blanks at the ends, drops single quotes, and takes letters and unknown
// brackets for literals, so that it cannot tell what it does not know.
package numfmt
