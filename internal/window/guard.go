package window

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// Bounds of what a page may send: workbooks are dropped in, all else is short.
const (
	maxUpload = 64 << 20
	maxForm   = 64 << 10
)

// cookie holds a session. Its path is the server's own random one: cookies know no
// ports, so another server on this machine would otherwise be sent it.
const cookie = "ysgk"

// keys are who may ask: tickets are for one use, as an address that is given to a
// browser can be seen by other users of the machine; sessions are cookies.
type keys struct {
	mu       sync.Mutex
	tickets  map[string]ticket
	sessions map[string]bool
	used     map[string]string // the session that a ticket was given for
}

// ticket leads to a page, relative to the server's path.
type ticket struct{ to string }

func newKeys() *keys {
	return &keys{tickets: map[string]ticket{}, sessions: map[string]bool{}, used: map[string]string{}}
}

// secret is a word that nobody guesses.
func secret() string {
	b := make([]byte, 24)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// issue makes a ticket for a page.
func (k *keys) issue(to string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	name := secret()
	k.tickets[name] = ticket{to}
	return name
}

// take turns a ticket into a session. A ticket that comes again may have been seen by
// somebody else, who was first: then neither has a session.
func (k *keys) take(name string) (session, to string, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if session, again := k.used[name]; again {
		delete(k.sessions, session)
		return "", "", false
	}
	t, ok := k.tickets[name]
	if !ok {
		return "", "", false
	}
	delete(k.tickets, name)
	session = secret()
	k.sessions[session], k.used[name] = true, session
	return session, t.to, true
}

// waits says whether the ticket of an address was not used yet.
func (k *keys) waits(address string) bool {
	_, name, _ := strings.Cut(address, "?t=")
	k.mu.Lock()
	defer k.mu.Unlock()
	_, waits := k.tickets[name]
	return waits
}

func (k *keys) valid(r *http.Request) bool {
	c, err := r.Cookie(cookie)
	if err != nil {
		return false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.sessions[c.Value]
}

// policy allows what comes from this server, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard lets only the pages of this server ask, in this user's browser. The host is
// looked at as a name elsewhere may lead here (DNS rebinding); the origin, as a page
// elsewhere may send forms here.
func (s *Server) guard(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin") // without any, forms would have no origin
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		rest, ours := strings.CutPrefix(r.URL.Path, s.path)
		switch {
		case r.Host != s.host:
			http.Error(w, "host", http.StatusMisdirectedRequest)
		case r.Method != http.MethodGet && r.Method != http.MethodPost:
			http.Error(w, "method", http.StatusMethodNotAllowed)
		case !ours || strings.Contains(rest, ".."):
			http.NotFound(w, r)
		case r.Method == http.MethodPost && rest == "ticket":
			s.again(w, r)
		case r.Method == http.MethodGet && rest == "enter":
			s.enter(w, r)
		case r.Method == http.MethodGet && strings.HasPrefix(rest, "static/"): // nothing of the user's
			http.StripPrefix(strings.TrimSuffix(s.path, "/"), pages).ServeHTTP(w, r)
		case !s.keys.valid(r):
			s.draw(w, http.StatusForbidden, "refused", page{Title: "这一页不能看"})
		case !s.sameOrigin(r):
			http.Error(w, "origin", http.StatusForbidden)
		default:
			most := int64(maxForm)
			if rest == "drop" {
				most = maxUpload
			}
			r.Body = http.MaxBytesReader(w, r.Body, most)
			s.life.sign(s.now())
			http.StripPrefix(strings.TrimSuffix(s.path, "/"), pages).ServeHTTP(w, r)
		}
	})
}

// sameOrigin says whether a page of this server asks. Whoever sends something must say
// where from; whoever looks, if the browser tells.
func (s *Server) sameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin != "" || r.Method == http.MethodPost {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" || u.Host != s.host || origin != "http://"+s.host {
			return false
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return false
}

// enter turns a ticket into a cookie. The page that follows is fetched by a page of
// this server: a redirect would count as sent from where the browser was started, and
// would lack the cookie.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	to := "folder"
	session, where, ok := s.keys.take(r.URL.Query().Get("t"))
	switch {
	case ok:
		http.SetCookie(w, &http.Cookie{Name: cookie, Value: session, Path: s.path, HttpOnly: true, SameSite: http.SameSiteStrictMode})
		if where != "" {
			to = where
		}
	case !s.keys.valid(r):
		s.draw(w, http.StatusForbidden, "refused", page{Title: "这个地址不能用"})
		return
	}
	s.life.sign(s.now())
	s.draw(w, http.StatusOK, "enter", page{Title: "正在打开", Next: to})
}
