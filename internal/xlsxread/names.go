package xlsxread

import (
	"net/url"
	"slices"
	"strings"
)

// Names are the names of a package's parts in the order of the file.
type Names struct {
	order  []string
	folded map[string]string // by how Excel compares them
}

// All are the names in the order of the file.
func (n *Names) All() []string { return n.order }

// Has says whether a part has exactly this name.
func (n *Names) Has(name string) bool { return n.folded[strings.ToLower(name)] == name && name != "" }

// Add takes a name; false if a part has it already, but for case.
func (n *Names) Add(name string) bool {
	folded := strings.ToLower(name)
	if n.folded == nil {
		n.folded = map[string]string{}
	}
	if n.folded[folded] != "" || name == "" {
		return false
	}
	n.order = append(n.order, name)
	n.folded[folded] = name
	return true
}

// Drop takes a name out.
func (n *Names) Drop(name string) {
	if i := slices.Index(n.order, name); i >= 0 {
		n.order = append(n.order[:i:i], n.order[i+1:]...)
		delete(n.folded, strings.ToLower(name))
	}
}

// Clone is a copy; changing one does not change the other.
func (n *Names) Clone() Names {
	var c Names
	for _, name := range n.order {
		c.Add(name)
	}
	return c
}

// Spelled is the part that a name means, "" if there is none: some programs spell
// it one way here and another way there, and Excel takes them for the same.
func (n *Names) Spelled(name string) string {
	if found := n.folded[strings.ToLower(name)]; found != "" {
		return found
	}
	plain, err := url.PathUnescape(name) // 图%201.xml
	if err != nil {
		return ""
	}
	return n.folded[strings.ToLower(plain)]
}
