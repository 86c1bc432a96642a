package check

import (
	"errors"
	"fmt"

	"github.com/expr-lang/expr/vm"
	"github.com/shopspring/decimal"

	"ysgk/internal/budget"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/pivot"
)

// figure is a number of the pack whose expression is known to be sound.
type figure struct {
	name    string
	program *vm.Program
}

// numbersOf are the numbers of a pack, compiled once: rules and templates both use them.
func numbersOf(p *pack.Pack) ([]figure, error) {
	type made struct {
		numbers []figure
		err     error
	}
	m := pack.Once(p, "数", func() (m made) {
		m.numbers, m.err = compileNumbers(p)
		return m
	})
	return m.numbers, m.err
}

// compileNumbers compiles the numbers of a pack. Each may use those before it.
func compileNumbers(p *pack.Pack) (out []figure, err error) {
	for i, def := range p.Numbers {
		s := newScope(p, &pack.Rule{})
		s.numbers = p.Numbers[:i]
		program, err := s.compile(def.Expr, map[string]bool{})
		if err != nil {
			return nil, def.Problem(err.Error())
		}
		if t := program.Node().Type(); t != amountType {
			return nil, def.Problem(fmt.Sprintf("要得到数，现在得到的是%s。原文：%s", typeName(t), def.Expr))
		}
		out = append(out, figure{def.Name, program})
	}
	return out, nil
}

// Numbers computes the numbers of a pack: amounts in 元, exact but for
// quotients, which have sixteen decimals. A number that cannot be computed, such
// as a share of nothing, is a finding.
func Numbers(p *pack.Pack, l *budget.Ledger, views []*pivot.View) (map[string]decimal.Decimal, finding.List, error) {
	numbers, err := numbersOf(p)
	if err != nil {
		return nil, nil, err
	}
	r := &run{source: newTables(l, views), codes: l.Codes}
	r.compute(numbers)
	var findings finding.List
	for _, n := range numbers {
		if why := r.failed[n.name]; why != nil {
			findings.Errorf("number-undecided", finding.Place{File: "pack.yaml"},
				"请发模板包的财政部门改正这个数的算式；要除的数可能是零的，先判断：乙 == 0 ? 0 : 甲 / 乙。",
				"数“%s”算不出来：%s", n.name, reason(why))
		}
	}
	return r.numbers, findings, nil
}

// compute gives the numbers their values.
func (r *run) compute(numbers []figure) {
	r.numbers, r.failed = map[string]decimal.Decimal{}, map[string]error{}
	for _, n := range numbers {
		r.add(n)
	}
}

// add computes one more number.
func (r *run) add(n figure) {
	m := &vm.VM{MemoryBudget: memory}
	value, err := m.Run(n.program, map[string]any{runName: r})
	if err != nil {
		r.failed[n.name] = err
		return
	}
	r.numbers[n.name] = value.(decimal.Decimal)
}

// number is a number of the pack; one that could not be computed cannot be used.
func (r *run) number(name string) (decimal.Decimal, error) {
	value, ok := r.numbers[name]
	if !ok {
		return value, errors.New("数 " + name + " 算不出来")
	}
	return value, nil
}
