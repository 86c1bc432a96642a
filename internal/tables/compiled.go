package tables

import (
	"fmt"
	"slices"

	"ysgk/internal/check"
	"ysgk/internal/fill"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/verify"
	"ysgk/internal/xlsxread"
)

// Rules are the pack's rules, compiled, with the cells that they name found in
// the templates. Findings are about the templates.
func Rules(p *pack.Pack) (*check.Rules, finding.List, error) {
	type made struct {
		rules    *check.Rules
		findings finding.List
		err      error
	}
	m := pack.Once(p, "规则", func() (m made) {
		var all []*fill.Form
		if all, m.findings, m.err = Forms(p); m.err != nil {
			return m
		}
		m.rules, m.err = check.Compile(p)
		if m.err == nil && !m.findings.HasErrors() {
			m.err = verify.Resolve(p, all, m.rules)
		}
		if m.err != nil {
			m.err = &finding.FileError{File: "pack.yaml", Message: m.err.Error(), Err: m.err}
		}
		m.findings = slices.Clip(m.findings)
		return m
	})
	return m.rules, m.findings, m.err
}

// Forms are what all of the pack's templates say of their sheets.
func Forms(p *pack.Pack) (all []*fill.Form, findings finding.List, err error) {
	return forms(p, p.Template)
}

func forms(p *pack.Pack, templates []string) (all []*fill.Form, findings finding.List, err error) {
	for _, name := range templates {
		tpl, more, err := Template(p, name)
		if err != nil {
			return nil, nil, err
		}
		all, findings = append(all, tpl.Forms()...), append(findings, more...)
	}
	return all, findings, nil
}

// Template is one of the pack's templates, compiled.
func Template(p *pack.Pack, name string) (*fill.Template, finding.List, error) {
	t, found, err := compiled(p, name, func() (*fill.Template, finding.List, error) {
		t, found, err := fill.Compile(p.Templates[name], Schema(p))
		if err == nil && p.Apart() && !found.HasErrors() {
			found = append(found, t.Apart()...)
		}
		return t, found, err
	})
	if err != nil {
		return nil, found, damaged(name, err)
	}
	return t, found, nil
}

// compiled compiles a file of a pack once, and says in which file its findings are.
func compiled[T any](p *pack.Pack, name string, compile func() (T, finding.List, error)) (T, finding.List, error) {
	type made struct {
		template T
		findings finding.List
		err      error
	}
	m := pack.Once(p, fmt.Sprintf("%T %s", *new(T), name), func() (m made) {
		m.template, m.findings, m.err = compile()
		m.findings = slices.Clip(m.findings.About(name))
		return m
	})
	return m.template, m.findings, m.err
}

// damaged is trouble with a template that is no whole workbook.
func damaged(name string, err error) error {
	return &finding.FileError{File: name, Message: "模板文件打不开" + xlsxread.Details(err) + "。请向发模板包的财政部门要一份完好的", Err: err}
}
