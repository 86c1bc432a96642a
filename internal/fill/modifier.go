package fill

// modifiers are what may stand behind | in a tag. Each changes how the one
// field prints; unknown ones are findings of Compile.
var modifiers = map[string]func(*slot){
	"元":  func(s *slot) { s.unit = unit{fixed: true, exponent: 0} },
	"万元": func(s *slot) { s.unit = unit{fixed: true, exponent: 4} },
	"印零": func(s *slot) { s.zero = true },
	"合并": func(s *slot) { s.merge = true },
}

// unit is the unit of a printed amount; not fixed means the table's own.
type unit struct {
	fixed    bool
	exponent int32
}

func (u unit) of(d *Data) int32 {
	if u.fixed {
		return u.exponent
	}
	return d.UnitExponent
}
