package app

import (
	"path/filepath"

	"ysgk/internal/bind"
	"ysgk/internal/finding"
	"ysgk/internal/input"
	"ysgk/internal/pack"
	"ysgk/internal/tables"
)

// AgainstExample fills an input workbook through a pack and compares what it makes with the tables that a department
// published of it, as Learn does: a pack that has been mended by hand since is tried again so. With errors in the workbook
// nothing is compared.
func AgainstExample(p *pack.Pack, ledger, example string) (*bind.Result, finding.List, error) {
	content, err := formBook(p, example)
	if err != nil {
		return nil, nil, err
	}
	l, found, err := input.Read(ledger, p)
	if err != nil || found.HasErrors() {
		return nil, found.About(filepath.Base(ledger)), err
	}
	rules, found, err := tables.Rules(p)
	if err != nil || found.HasErrors() {
		return nil, found, err
	}
	output, found, err := tables.Prove(p, rules, l, tables.Views(p, l))
	if err != nil || output == nil {
		return nil, errorsOf(found), err
	}
	made := &bind.Result{}
	for _, b := range output.Books {
		if err := made.ProveAll(p, content, b.Content, bind.Knows(bind.Request{Pack: p, Ledger: l})); err != nil {
			return nil, nil, err
		}
	}
	return made, nil, nil
}
