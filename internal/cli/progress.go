package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"ysgk/internal/app"
	"ysgk/internal/textwidth"
)

// patience is how long work may take before a terminal says what is being done.
const patience = time.Second

// progress shows in one line of a terminal what long work is at, and what comes
// after; the line is gone when the work is done. Pipes and files get nothing.
type progress struct {
	out    *os.File
	parts  []string // in order
	start  time.Time
	mu     sync.Mutex
	at     string // the part that has begun
	shown  int    // width of what stands in the line
	ended  chan struct{}
	erased chan struct{}
}

// progress is told of the parts of work by stage; done ends it.
func (f *face) progress(parts []string) (stage app.Stage, done func()) {
	out, ok := f.err.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) {
		return nil, func() {}
	}
	p := &progress{out: out, parts: parts, start: time.Now(), ended: make(chan struct{}), erased: make(chan struct{})}
	go p.run()
	return p.begins, func() { close(p.ended); <-p.erased }
}

func (p *progress) begins(part string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = part
}

func (p *progress) run() {
	defer close(p.erased)
	next := time.After(patience)
	for {
		select {
		case <-p.ended:
			p.show("")
			return
		case <-next:
			p.show(p.words(time.Since(p.start)))
			next = time.After(patience / 4)
		}
	}
}

// words say what is being done, for how long, and what is still to do.
func (p *progress) words(took time.Duration) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.parts, p.at)
	if i < 0 {
		return ""
	}
	text := fmt.Sprintf("第 %d 步，共 %d 步：%s（已用 %d 秒）", i+1, len(p.parts), p.at, int(took.Seconds()))
	if rest := p.parts[i+1:]; len(rest) > 0 {
		text += "，还有 " + strings.Join(rest, "、")
	}
	return text
}

// show puts a text in place of the one in the line, without codes that old
// terminals print as they are.
func (p *progress) show(text string) {
	room := screen
	if width, _, err := term.GetSize(int(p.out.Fd())); err == nil && width > 0 {
		room = width
	}
	text = textwidth.Cut(text, room-1, "…")
	width := textwidth.Of(text)
	if p.shown > 0 || text != "" {
		fmt.Fprint(p.out, "\r"+text+strings.Repeat(" ", max(0, p.shown-width)))
	}
	if p.shown > 0 && text == "" {
		fmt.Fprint(p.out, "\r")
	}
	p.shown = width
}
