package rebuild

import "ysgk/internal/budget"

// network carries amounts from items to figures.
type network struct {
	first []int // by node: its last arc
	arcs  []arc
	level []int
	next  []int
}

type arc struct {
	to, before int
	room       budget.Fen
}

func newNetwork(nodes int) *network {
	n := &network{first: make([]int, nodes)}
	for i := range n.first {
		n.first[i] = -1
	}
	return n
}

// join adds an arc, and returns its number; the one after it leads back.
func (n *network) join(from, to int, room budget.Fen) int {
	n.arcs = append(n.arcs, arc{to, n.first[from], room})
	n.first[from] = len(n.arcs) - 1
	n.arcs = append(n.arcs, arc{from, n.first[to], 0})
	n.first[to] = len(n.arcs) - 1
	return len(n.arcs) - 2
}

// carried is what flows through an arc.
func (n *network) carried(arc int) budget.Fen { return n.arcs[arc+1].room }

// fill carries as much as there is room for, after what is carried already.
func (n *network) fill(source, sink int) {
	for n.rank(source, sink) {
		n.next = append(n.next[:0], n.first...)
		for n.push(source, sink, 1<<62) > 0 {
		}
	}
}

func (n *network) rank(source, sink int) bool {
	n.level = make([]int, len(n.first))
	n.level[source] = 1
	queue := []int{source}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for i := n.first[at]; i >= 0; i = n.arcs[i].before {
			if a := n.arcs[i]; a.room > 0 && n.level[a.to] == 0 {
				n.level[a.to] = n.level[at] + 1
				queue = append(queue, a.to)
			}
		}
	}
	return n.level[sink] > 0
}

func (n *network) push(at, sink int, most budget.Fen) budget.Fen {
	if at == sink {
		return most
	}
	for ; n.next[at] >= 0; n.next[at] = n.arcs[n.next[at]].before {
		i := n.next[at]
		if a := n.arcs[i]; a.room > 0 && n.level[a.to] == n.level[at]+1 {
			if got := n.push(a.to, sink, min(most, a.room)); got > 0 {
				n.arcs[i].room -= got
				n.arcs[i^1].room += got
				return got
			}
		}
	}
	return 0
}
