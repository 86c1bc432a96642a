package tags

// Unit is a unit of money: 元 times ten to the Exponent. One without a name is that
// of the tables, which Data tells.
type Unit struct {
	Name     string
	Exponent int32
}

// units are those that a modifier can ask for.
var units = []Unit{{"元", 0}, {"万元", 4}, {"亿元", 8}}

// Own says whether the tables' unit is meant.
func (u Unit) Own() bool { return u.Name == "" }
