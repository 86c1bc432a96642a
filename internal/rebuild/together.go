package rebuild

import (
	"ysgk/internal/budget"
	"ysgk/internal/check"
	"ysgk/internal/finding"
	"ysgk/internal/pack"
	"ysgk/internal/sample"
)

// together is what the rules of the pack say of a choice of an item and a code, or another choice: of 2120803 no money is
// 一般公共预算, and 上年结转 is seldom 人员经费.
type together struct {
	other, choice string
	hard          bool                       // an item that is otherwise is an error
	fits          map[string]map[string]bool // by code, and by what codes begin with: the choices that may stand beside it
}

// learnTogether asks the rules about items what may stand beside each other. What is rebuilt must pass
// the check that the ledger behind the tables has passed.
func (r *rebuilder) learnTogether() error {
	rules, err := check.Compile(r.p)
	if err != nil {
		return err
	}
	for _, of := range rules.OfTexts(r.usual.Name) {
		other, choice := r.pair(of.Fields)
		if choice == nil || of.Severity > finding.Warning {
			continue
		}
		x := together{other.Name, choice.Name, of.Severity == finding.Error, map[string]map[string]bool{}}
		l := sample.Nothing(r.p)
		t := l.Tables[r.usual.Name]
		var pairs [][2]string
		for _, beside := range r.values(other) {
			for _, value := range choice.Choices {
				values := make([]string, len(t.Fields))
				values[t.Field(other.Name)], values[t.Field(choice.Name)] = beside, value
				t.Append(len(pairs), values, make([]budget.Fen, len(t.Measures)))
				pairs = append(pairs, [2]string{beside, value})
			}
		}
		refused, err := rules.Refused(of, l)
		if err != nil {
			return err
		}
		no := make(map[int]bool, len(refused))
		for _, i := range refused {
			no[i] = true
		}
		for i, pair := range pairs {
			for end := 1; end <= len(pair[0]); end++ {
				begins := pair[0][:end]
				if x.fits[begins] == nil {
					x.fits[begins] = map[string]bool{}
				}
				x.fits[begins][pair[1]] = x.fits[begins][pair[1]] || !no[i]
			}
		}
		r.together = append(r.together, x)
	}
	return nil
}

// pair are the columns of two fields of which one is a choice and the other one too, or a code; nil of others.
func (r *rebuilder) pair(fields []string) (other, choice *pack.Column) {
	if len(fields) != 2 {
		return nil, nil
	}
	a, b := r.usual.Column(fields[0]), r.usual.Column(fields[1])
	if a != nil && a.Kind == pack.Choice && b != nil && b.Kind == pack.Code {
		a, b = b, a
	}
	if a == nil || b == nil || b.Kind != pack.Choice || a.Kind != pack.Choice && (a.Kind != pack.Code || r.p.Codes[a.Codes] == nil) {
		return nil, nil
	}
	return a, b
}

// values are those that an item may have in a column.
func (r *rebuilder) values(c *pack.Column) (out []string) {
	if c.Kind == pack.Choice {
		return c.Choices
	}
	list := r.p.Codes[c.Codes]
	for _, e := range list.Entries() {
		if list.Leaf(e.Code, c.Level) {
			out = append(out, e.Code)
		}
	}
	return out
}

// allows says whether something of each field of a filter may stand together.
func (x *together) allows(f pack.Filter) bool {
	others, choices := f[x.other], f[x.choice]
	if others == nil || choices == nil {
		return true
	}
	for _, other := range others {
		fits, known := x.fits[other]
		for _, choice := range choices {
			if !known || fits[choice] {
				return true
			}
		}
	}
	return false
}
