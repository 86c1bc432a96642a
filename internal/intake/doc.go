// Package intake takes records out of an export of another system, such as the
// line items in a table of 预算管理一体化.
//
// In: a pack, whose 导入 section names headers and ways to write values, and
// the path of a workbook. Out: what it understood, the ledger that inputform.Write
// can write, and findings at the cells that it did not understand. Never: an
// amount without a unit that somebody has said, a total counted as a record, or
// a column left out in silence.
//
// header.go finds sheet, header and unit; rows.go reads the rows; totals.go
// proves which of them are sums of others.
package intake
