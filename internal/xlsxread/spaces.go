package xlsxread

import "bytes"

// spaces knows which prefixes stand for which namespaces within the element at
// hand, as far as it matters: whether it is that of the root.
type spaces struct {
	root  string // URI
	bound []binding
	last  int // index of the binding last found
}

type binding struct {
	prefix string // "" or "x"
	write  string // "" or "x:"
	uri    string
	depth  int // of the element that declares it
}

// declare takes the declarations of the element at a depth; open ends with the
// name of the root if that is at hand.
func (s *spaces) declare(attrs []Attr, depth int, open []byte) {
	for _, a := range attrs {
		prefix, ok := bytes.CutPrefix(a.Name, []byte("xmlns"))
		if !ok || len(prefix) > 0 && prefix[0] != ':' {
			continue
		}
		b := binding{uri: string(a.Value), depth: depth}
		if len(prefix) > 0 {
			b.prefix = string(prefix[1:])
			b.write = b.prefix + ":"
		}
		s.bound = append(s.bound, b)
		s.last = -1
	}
	if depth > 1 {
		return
	}
	prefix, _, _ := cutName(open)
	i := s.index(prefix)
	if i < 0 && len(prefix) > 0 { // some programs forget to say which one it is
		s.bound = append(s.bound, binding{string(prefix), string(prefix) + ":", "", depth})
	}
	if i >= 0 {
		s.root = s.bound[i].uri
	}
}

// leave forgets what an element declared.
func (s *spaces) leave(depth int) {
	for n := len(s.bound); n > 0 && s.bound[n-1].depth >= depth; n-- {
		s.bound = s.bound[:n-1]
		s.last = -1
	}
}

// find says whether a prefix means the namespace of the root.
func (s *spaces) find(prefix []byte) (write string, own bool, err error) {
	i := s.index(prefix)
	switch {
	case i >= 0:
		return s.bound[i].write, s.bound[i].uri == s.root, nil
	case len(prefix) > 0:
		return "", false, undeclared(prefix)
	}
	return "", s.root == "", nil
}

func (s *spaces) index(prefix []byte) int {
	if s.last >= 0 && s.last < len(s.bound) && string(prefix) == s.bound[s.last].prefix {
		return s.last
	}
	for i := len(s.bound) - 1; i >= 0; i-- {
		if string(prefix) == s.bound[i].prefix {
			s.last = i
			return i
		}
	}
	return -1
}

func undeclared(prefix []byte) error {
	return damaged("标签的前缀“%s”没有声明", prefix[:min(len(prefix), 40)])
}
