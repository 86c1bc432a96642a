package formula

// The arguments of these functions are computed only as far as they are wanted.
// Within SUMPRODUCT they do not compute with arrays unless the formula is an
// array formula: within.

func init() {
	define(function{takes: "vcc", min: 2, max: 3, lazy: ifElse}, "IF")
	define(function{takes: "vc", min: 2, max: -1, lazy: ifs}, "IFS")
	define(function{takes: "ev", min: 2, max: 2, lazy: func(m *machine, n call, mode how) (val, error) {
		return ifBad(m, n, mode, func(v Value) bool { return v.Kind == Fault })
	}}, "IFERROR")
	define(function{takes: "ev", min: 2, max: 2, lazy: func(m *machine, n call, mode how) (val, error) {
		return ifBad(m, n, mode, func(v Value) bool { return v.Kind == Fault && v.Text == string(notFound) })
	}}, "IFNA")
	define(function{takes: "vv", min: 3, max: -1, lazy: switchCase}, "SWITCH")
	define(function{takes: "vc", min: 2, max: 255, lazy: choose}, "CHOOSE")
	define(function{takes: "r", min: 1, max: -1, union: Arguments, compute: func(c *arguments) (val, error) {
		n, all := truths(c)
		return scalar(Logical(n == all)), nil
	}}, "AND")
	define(function{takes: "r", min: 1, max: -1, union: Arguments, compute: func(c *arguments) (val, error) {
		n, _ := truths(c)
		return scalar(Logical(n > 0)), nil
	}}, "OR")
	define(function{takes: "r", min: 1, max: -1, union: Arguments, compute: func(c *arguments) (val, error) {
		n, _ := truths(c)
		return scalar(Logical(n%2 == 1)), nil
	}}, "XOR")
	define(function{takes: "v", min: 1, max: 1, compute: func(c *arguments) (val, error) {
		return scalar(Logical(!read(c, 0, truth))), nil
	}}, "NOT")
	define(function{takes: "v", compute: func(*arguments) (val, error) { return scalar(Logical(true)), nil }}, "TRUE")
	define(function{takes: "v", compute: func(*arguments) (val, error) { return scalar(Logical(false)), nil }}, "FALSE")
}

// truths counts the true ones among all truth values. In cells and arrays texts
// and blanks do not count.
func truths(c *arguments) (yes, all int) {
	c.eachOf(c.args, func(arg val, v Value, n int) error {
		if arg.many() && (v.Kind == Blank || v.Kind == Text) {
			return nil
		}
		is, err := truth(v)
		yes += n * b2i(is)
		all += n
		return err
	})
	if all == 0 {
		c.fail(badValue)
	}
	return yes, all
}

// given computes an argument as far as it is one; 0 for one left out.
func (m *machine) given(n node, mode how) val {
	if _, out := n.(missing); out {
		return scalar(whole(0))
	}
	return m.eval(n, mode)
}

func ifElse(m *machine, n call, mode how) (val, error) {
	mode = m.within(mode)
	return m.either(m.single(n.args[0], mode), truth, func(yes bool) val {
		switch {
		case yes:
			return m.given(n.args[1], mode)
		case len(n.args) == 3:
			return m.given(n.args[2], mode)
		}
		return scalar(Logical(false))
	})
}

// either is one of two branches, or for each value of an array; a branch is
// computed only if it is wanted.
func (m *machine) either(is val, test func(Value) (bool, error), branch func(bool) val) (val, error) {
	if is.grid == nil {
		yes, err := test(is.Value)
		if err != nil {
			return val{}, err
		}
		return branch(yes), nil
	}
	grids := []*grid{is.grid, nil, nil}
	wanted := [2]bool{}
	err := is.grid.each(func(v Value, _ int) error {
		yes, err := test(v)
		if _, bad := err.(failure); bad {
			return nil
		}
		wanted[b2i(yes)] = true
		return err
	})
	if err != nil {
		return val{}, err
	}
	for i, yes := range []bool{true, false} {
		v := scalar(Value{})
		if wanted[b2i(yes)] {
			v = branch(yes)
		}
		grids[i+1] = m.branchGrid(v)
	}
	g, err := m.spread(grids, func(at []Value) (Value, error) {
		yes, err := test(at[0])
		if yes {
			return at[1], err
		}
		return at[2], err
	})
	return val{grid: g}, err
}

// branchGrid is a branch as an array, an error value as one.
func (m *machine) branchGrid(v val) *grid {
	g, err := m.asGrid(v)
	if err != nil {
		return cellGrid(m.caught(val{}, err).Value)
	}
	return g
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func ifBad(m *machine, n call, mode how, bad func(Value) bool) (val, error) {
	mode = m.within(mode)
	v := m.single(n.args[0], mode)
	return m.either(v, func(v Value) (bool, error) { return bad(v), nil }, func(yes bool) val {
		if yes {
			return m.caught(m.value(m.given(n.args[1], mode), mode))
		}
		return v
	})
}

func ifs(m *machine, n call, mode how) (val, error) {
	mode = m.within(mode)
	if len(n.args)%2 != 0 {
		return val{}, ErrUnsupported
	}
	if len(n.args) == 0 {
		return val{}, notFound
	}
	return m.either(m.single(n.args[0], mode), truth, func(yes bool) val {
		if yes {
			return m.given(n.args[1], mode)
		}
		return m.caught(ifs(m, call{n.name, n.args[2:]}, mode))
	})
}

func switchCase(m *machine, n call, mode how) (val, error) {
	mode = m.within(mode)
	return m.switchOn(m.single(n.args[0], mode), n.args[1:], mode)
}

func (m *machine) switchOn(v val, cases []node, mode how) (val, error) {
	if len(cases) == 0 {
		return val{}, notFound
	}
	if len(cases) == 1 {
		return m.given(cases[0], mode), nil
	}
	if v.grid == nil && v.Kind == Fault {
		return v, nil
	}
	test, err := m.equals(v, m.single(cases[0], mode))
	if err != nil {
		return val{}, err
	}
	return m.either(test, truth, func(yes bool) val {
		if yes {
			return m.given(cases[1], mode)
		}
		return m.caught(m.switchOn(v, cases[2:], mode))
	})
}

func (m *machine) equals(a, b val) (val, error) {
	return m.over(func(at []Value) (Value, error) { return operate("=", at[0], at[1]) }, a, b)
}

func choose(m *machine, n call, mode how) (val, error) {
	mode = m.within(mode)
	v := m.single(n.args[0], mode)
	pick := func(v Value) (int, error) {
		d, err := number(v)
		if err != nil {
			return 0, err
		}
		i := truncated(d)
		if i < 1 || i >= len(n.args) {
			return 0, badValue
		}
		return i, nil
	}
	if v.grid == nil {
		i, err := pick(v.Value)
		if err != nil {
			return val{}, err
		}
		return m.given(n.args[i], mode), nil
	}
	return m.chooseEach(v.grid, pick, n, mode)
}

// chooseEach computes CHOOSE of an array of numbers, as in CHOOSE({1,2},B:B,A:A).
func (m *machine) chooseEach(index *grid, pick func(Value) (int, error), n call, mode how) (val, error) {
	grids := []*grid{index}
	place := map[int]int{}
	err := index.each(func(v Value, _ int) error {
		i, err := pick(v)
		if _, bad := err.(failure); bad || place[i] > 0 {
			return nil
		}
		if err != nil {
			return err
		}
		place[i] = len(grids)
		grids = append(grids, m.branchGrid(m.given(n.args[i], mode)))
		return nil
	})
	if err != nil {
		return val{}, err
	}
	g, err := m.spread(grids, func(at []Value) (Value, error) {
		i, err := pick(at[0])
		if err != nil {
			return Value{}, err
		}
		return at[place[i]], nil
	})
	return val{grid: g}, err
}
