package tags

import "strings"

// ParseRuns parses a text that consists of runs, each of its own font, and tells for
// every segment in which run it stands: a tag in that of its first sign, plain text
// cut where its run ends.
func ParseRuns(runs []string) (out []Segment) {
	run, end, pos := 0, len(runs[0]), 0
	for _, s := range Parse(strings.Join(runs, "")) {
		for pos >= end && run < len(runs)-1 {
			run++
			end += len(runs[run])
		}
		s.Run = run
		if s.Tag != nil {
			pos += len(s.Tag.Source)
			out = append(out, s)
			continue
		}
		for s.Text != "" { // text goes on in the next run's font
			n := len(s.Text)
			if run < len(runs)-1 {
				n = min(n, end-pos)
			}
			if n > 0 {
				out = append(out, Segment{Text: s.Text[:n], Run: run})
			}
			s.Text, pos = s.Text[n:], pos+n
			if s.Text != "" {
				run++
				end += len(runs[run])
			}
		}
	}
	return out
}
