// Package budget holds the words of the domain: exact amounts, line items and
// the other records that staff type in, units, and classification code lists.
//
// In: values already read and checked. Out: the Ledger that views aggregate.
// Never: Excel, files, or the rules of one table or one bureau.
package budget
