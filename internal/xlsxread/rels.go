package xlsxread

import (
	"path"
	"strings"
)

// Relationship is an entry of a part's .rels. Strict and Transitional files differ
// only in the beginning of Type, so only its last word is kept.
type Relationship struct {
	ID, Type, Target string // Target is a part name, or an address if External
	External         bool   // to a file outside, or to a place in the workbook (#表二!A1)
}

// RelsName is the part that holds the relationships of a part; "" is the package itself.
func RelsName(part string) string {
	if part == "" {
		return "_rels/.rels"
	}
	return path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
}

// NewRelationship reads an entry of the relationships of a part.
func NewRelationship(part, id, kind, target, mode string) Relationship {
	r := Relationship{ID: id, Type: path.Base(kind), Target: target}
	r.External = mode == "External" || strings.HasPrefix(target, "#")
	if !r.External {
		r.Target = strings.TrimPrefix(path.Clean(target), "/")
		if !strings.HasPrefix(target, "/") {
			r.Target = strings.TrimPrefix(path.Join(path.Dir(part), target), "/")
		}
	}
	return r
}

// maxRels is how many relationships a part may have.
const maxRels = 2 * maxParts

// ReadRels reads the content of the part that holds the relationships of a part.
func ReadRels(part string, content []byte) (out []Relationship, err error) {
	t, seen := TokensOf(content), map[string]bool{}
	err = t.children(1, func(e *Token) error {
		if len(out) == maxRels {
			return tooLarge("关系超过 %d 条", maxRels)
		}
		if e.Is("Relationship") {
			id := e.Attr("Id")
			if seen[id] {
				return damaged("有两条关系都叫“%s”", id)
			}
			seen[id] = true
			out = append(out, NewRelationship(part, id, e.Attr("Type"), e.Attr("Target"), e.Attr("TargetMode")))
		}
		return nil
	})
	return out, Within(RelsName(part), err)
}

// Rels are the relationships of a part, none if it has no part of them; targets
// are spelled as the parts are.
func (p *Package) Rels(part string) ([]Relationship, error) {
	name := p.Spelled(RelsName(part))
	if name == "" {
		return nil, nil
	}
	b, err := p.Part(name)
	if err != nil {
		return nil, err
	}
	all, err := ReadRels(part, b)
	for i, r := range all {
		if found := p.Spelled(r.Target); found != "" && !r.External {
			all[i].Target = found
		}
	}
	return all, err
}
