package window

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// runningFile says, to this user alone, where the window is that is open.
const runningFile = "界面.json"

type running struct {
	Address string // of the server, with its path
	Secret  string
}

// announce remembers this server for later starts. Where that fails each start has a
// window of its own.
func (s *Server) announce() {
	if s.Config == "" {
		return
	}
	b, err := json.Marshal(running{"http://" + s.host + s.path, s.secret})
	if err == nil {
		_ = writePrivate(filepath.Join(s.Config, runningFile), b)
	}
}

// unannounce forgets it, unless another one was announced since.
func (s *Server) unannounce() {
	if r, ok := announced(s.Config); ok && r.Secret == s.secret {
		_ = os.Remove(filepath.Join(s.Config, runningFile))
	}
}

func announced(config string) (r running, ok bool) {
	if config == "" {
		return r, false
	}
	b, err := os.ReadFile(filepath.Join(config, runningFile))
	if err != nil || json.Unmarshal(b, &r) != nil {
		return r, false
	}
	u, err := url.Parse(r.Address)
	return r, err == nil && u.Scheme == "http" && u.Hostname() == "127.0.0.1"
}

// handOver lets the window that is open show the file, if there is one.
func handOver(o Options, file string) (handed bool, err error) {
	r, ok := announced(o.Config)
	if !ok {
		return false, nil
	}
	show := file
	if show == "" {
		show = o.Folder
	}
	if show != "" {
		if show, err = filepath.Abs(show); err != nil {
			return false, err
		}
	}
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{Proxy: nil}}
	answer, err := client.PostForm(r.Address+"ticket", url.Values{"secret": {r.Secret}, "show": {show}})
	if err != nil {
		return false, nil // it was ended without a word
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(io.LimitReader(answer.Body, 4096))
	address := string(b)
	if err != nil || answer.StatusCode != http.StatusOK || !strings.HasPrefix(address, r.Address) {
		return false, nil // somebody else has the port now
	}
	switch err := o.Open(address); {
	case err == nil: // the window that is open sees whether the page comes
		o.Say("界面已经开着，在浏览器里另开一页。没有出来的，把这个地址复制到浏览器里（只能用一次）：\n%s", address)
	case o.Clicked:
		o.Unseen(address)
	default:
		o.Say("界面已经开着。把这个地址复制到浏览器里（只能用一次）：\n%s", address)
	}
	return true, nil
}

// again gives another start of the program a ticket for a page.
func (s *Server) again(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if r.Header.Get("Origin") != "" || subtle.ConstantTimeCompare([]byte(r.PostFormValue("secret")), []byte(s.secret)) != 1 {
		http.Error(w, "secret", http.StatusForbidden)
		return
	}
	to := s.landing(r.PostFormValue("show"))
	s.life.sign(s.now())
	address := s.Address(to)
	go s.expect(address, nil)
	io.WriteString(w, address)
}
