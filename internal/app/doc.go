// Package app holds the use cases of ysgk, the same for every face: it brings
// packs, input workbooks, views and templates together and writes files.
//
// In: paths and settings. Out: results, findings, files written whole or not at
// all. Never: printing, exit codes.
package app
