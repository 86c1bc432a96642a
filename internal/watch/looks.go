package watch

import (
	"os"
	"time"

	"ysgk/internal/xlsxread"
)

// Times say how patiently a file is watched.
type Times struct {
	Settle   time.Duration // a file that stays the same so long has been saved
	Patience time.Duration // a file that cannot be read for so long is trouble
	Poll     time.Duration // between looks without a notice of the system
}

// Usual are times for people at a desktop.
var Usual = Times{Settle: 300 * time.Millisecond, Patience: 5 * time.Second, Poll: 2 * time.Second}

// Event is a new content, or trouble that lasts.
type Event struct {
	SHA256 string // of the content that was saved, or that is back after trouble
	Err    error  // the trouble, an error of xlsxread.Open; nil if there is none
}

// looks decides, from one look at a file to the next, when it has been saved.
type looks struct {
	path  string
	times Times

	last    os.FileInfo    // at the last look; nil if it was not there
	since   time.Time      // when it began to look so
	settled bool           // and nothing is left to be found out about it
	hash    string         // of the content last told
	whole   xlsxread.Whole // its parts
	ill     time.Time      // since when it cannot be read; zero if it can
	told    bool           // that it cannot
}

// touch notes that something wrote to the file. On drives whose clock ticks
// every two seconds, size and time alone do not show it.
func (l *looks) touch(now time.Time) {
	l.since, l.settled = now, false
}

// look looks at the file; ok says that there is an event.
func (l *looks) look(now time.Time) (e Event, ok bool) {
	st, err := os.Stat(l.path)
	if err == nil && !alike(st, l.last) {
		l.last = st
		l.touch(now)
	}
	hash := ""
	if err == nil {
		if l.settled || now.Sub(l.since) < l.times.Settle {
			return e, false
		}
		hash, err = l.saved()
	}
	if err != nil {
		return l.trouble(now, err)
	}
	ok = hash != l.hash || l.told
	l.hash, l.settled, l.told, l.ill = hash, true, false, time.Time{}
	return Event{SHA256: hash}, ok
}

// trouble is an event once it has lasted.
func (l *looks) trouble(now time.Time, err error) (e Event, ok bool) {
	l.settled = false
	if l.ill.IsZero() {
		l.ill = now
	}
	if l.told || now.Sub(l.ill) < l.times.Patience {
		return e, false
	}
	l.told = true
	return Event{Err: err}, true
}

// next is how long to wait for the next look.
func (l *looks) next() time.Duration {
	if l.settled || l.told {
		return l.times.Poll
	}
	return l.times.Settle
}

func alike(a, b os.FileInfo) bool {
	return b != nil && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}

// saved gives the hash of the workbook, if every part of it can be read.
func (l *looks) saved() (hash string, err error) {
	f, err := xlsxread.Open(l.path)
	if err != nil {
		return "", err
	}
	whole, err := f.Verify(l.whole)
	if err != nil {
		return "", err
	}
	l.whole = whole
	return f.SHA256, nil
}
