package formula

import "github.com/shopspring/decimal"

// functions are those that budget templates were seen to use.
var functions = map[string]func(args []Value) (Value, error){
	"SUM":     sum,
	"ROUND":   round,
	"ABS":     abs,
	"MAX":     func(args []Value) (Value, error) { return extreme(args, 1) },
	"MIN":     func(args []Value) (Value, error) { return extreme(args, -1) },
	"IF":      choose,
	"IFERROR": ifError,
	"AND":     func(args []Value) (Value, error) { return junction(args, true) },
	"OR":      func(args []Value) (Value, error) { return junction(args, false) },
	"NOT":     not,
	"COUNT":   func(args []Value) (Value, error) { return count(args, func(k Kind) bool { return k == Number }) },
	"COUNTA":  func(args []Value) (Value, error) { return count(args, func(k Kind) bool { return k != Blank }) },
}

// numbers are the numbers that adding functions see: those of areas as they
// are, single arguments turned into numbers. The Value is a Fault if any is.
func numbers(args []Value) ([]decimal.Decimal, Value) {
	var out []decimal.Decimal
	for _, a := range args {
		if a.Kind == Blank {
			continue
		}
		cells := a.cells
		if a.Kind != area {
			cells = &[]Value{asNumber(a)}
		}
		for _, c := range *cells {
			switch c.Kind {
			case Number:
				out = append(out, c.Num)
			case Fault:
				return nil, c
			}
		}
	}
	return out, Value{}
}

func sum(args []Value) (Value, error) {
	all, bad := numbers(args)
	if bad.Kind == Fault {
		return bad, nil
	}
	total := decimal.Zero
	for _, n := range all {
		total = total.Add(n)
	}
	return Num(total), nil
}

func round(args []Value) (Value, error) {
	if len(args) != 2 || args[0].Kind == area || args[1].Kind == area {
		return Value{}, ErrUnsupported
	}
	x, places := asNumber(args[0]), asNumber(args[1])
	if x.Kind == Fault {
		return x, nil
	}
	if places.Kind == Fault {
		return places, nil
	}
	return Num(x.Num.Round(int32(places.Num.IntPart()))), nil // half away from zero, as Excel
}

func abs(args []Value) (Value, error) {
	if len(args) != 1 || args[0].Kind == area {
		return Value{}, ErrUnsupported
	}
	x := asNumber(args[0])
	x.Num = x.Num.Abs()
	return x, nil
}

func extreme(args []Value, sign int) (Value, error) {
	all, bad := numbers(args)
	if bad.Kind == Fault {
		return bad, nil
	}
	best := decimal.Zero
	for i, n := range all {
		if i == 0 || n.Cmp(best) == sign {
			best = n
		}
	}
	return Num(best), nil
}

func truth(v Value) (bool, Value, error) {
	switch v.Kind {
	case Bool:
		return v.Bool, Value{}, nil
	case Fault:
		return false, v, nil
	case area, Text:
		return false, Value{}, ErrUnsupported
	}
	return !asNumber(v).Num.IsZero(), Value{}, nil
}

func choose(args []Value) (Value, error) {
	if len(args) < 2 || len(args) > 3 {
		return Value{}, ErrUnsupported
	}
	yes, bad, err := truth(args[0])
	switch {
	case err != nil:
		return Value{}, err
	case bad.Kind == Fault:
		return bad, nil
	case yes:
		return zeroIfBlank(args[1]), nil
	case len(args) == 3:
		return zeroIfBlank(args[2]), nil
	}
	return Logical(false), nil
}

func zeroIfBlank(v Value) Value {
	if v.Kind == Blank {
		return Num(decimal.Zero)
	}
	return v
}

func ifError(args []Value) (Value, error) {
	if len(args) != 2 {
		return Value{}, ErrUnsupported
	}
	if args[0].Kind == Fault {
		return zeroIfBlank(args[1]), nil
	}
	return zeroIfBlank(args[0]), nil
}

func junction(args []Value, all bool) (Value, error) {
	for _, a := range args {
		yes, bad, err := truth(a)
		if err != nil || bad.Kind == Fault {
			return bad, err
		}
		if yes != all {
			return Logical(yes), nil
		}
	}
	return Logical(all), nil
}

func not(args []Value) (Value, error) {
	if len(args) != 1 {
		return Value{}, ErrUnsupported
	}
	yes, bad, err := truth(args[0])
	if err != nil || bad.Kind == Fault {
		return bad, err
	}
	return Logical(!yes), nil
}

func count(args []Value, counts func(Kind) bool) (Value, error) {
	n := int64(0)
	for _, a := range args {
		cells := a.cells
		if a.Kind != area {
			cells = &[]Value{a}
		}
		for _, c := range *cells {
			if counts(c.Kind) {
				n++
			}
		}
	}
	return Num(decimal.NewFromInt(n)), nil
}
