package window

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
)

// maxStreams is how many pages are told of news at once: a browser holds six
// connections to one server, and needs some for the pages themselves. A page that
// must make room asks again when it is looked at.
const maxStreams = 4

// hub tells open pages what is new.
type hub struct {
	mu      sync.Mutex
	streams []chan message // the oldest first
}

// message is an event: renew with the page that it is about, or yield.
type message struct{ kind, page string }

func (h *hub) join() chan message {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := make(chan message, 64)
	h.streams = append(h.streams, c)
	for len(h.streams) > maxStreams {
		h.streams[0] <- message{"yield", ""}
		h.streams = h.streams[1:]
	}
	return c
}

func (h *hub) leave(c chan message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.streams = slices.DeleteFunc(h.streams, func(x chan message) bool { return x == c })
}

// renew tells pages of a key that there is something new. A page that is so far
// behind that its messages do not fit will look anew after those that it has.
func (h *hub) renew(key string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.streams {
		if len(c) < cap(c)-1 { // one place is for yield
			c <- message{"renew", key}
		}
	}
}

// events is the stream of a page: it says that the page is open, and what is new.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "stream", http.StatusInternalServerError)
		return
	}
	defer s.life.page(s.now)()
	c := s.hub.join()
	defer s.hub.leave(c)
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, "retry: 2000\n\n")
	flusher.Flush()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-s.ended:
			return
		case m := <-c:
			fmt.Fprintf(w, "event: %s\ndata: %s\n\n", m.kind, m.page) // keys have no line ends
			flusher.Flush()
			if m.kind == "yield" {
				return
			}
		}
	}
}
