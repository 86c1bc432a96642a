package pack

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

const manifestName = "pack.yaml"

// Problem is a reason why a pack cannot be used.
type Problem struct {
	File string
	Line int // 0 if it is about the whole file
	Text string
}

func (p Problem) String() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s 第 %d 行：%s", p.File, p.Line, p.Text)
	}
	return p.File + "：" + p.Text
}

// Refusal is the error of Load: all reasons, one a line, in Chinese.
type Refusal []Problem

func (r Refusal) Error() string {
	var texts []string
	for _, p := range r {
		texts = append(texts, p.String())
	}
	return strings.Join(texts, "\n")
}

func refuse(file string, line int, format string, args ...any) Refusal {
	return Refusal{{file, line, fmt.Sprintf(format, args...)}}
}

// lines knows on which line of pack.yaml each definition begins.
type lines struct{ root *yaml.Node }

// of gives the line of a definition by keys and indexes from the top: of("视图",
// 3, "列", 0); if there is no such place, that of the last one on the way.
func (l *lines) of(path ...any) int {
	at, line := l.root, 0
	for _, step := range path {
		if at = child(at, step); at == nil {
			return line
		}
		line = at.Line
	}
	return line
}

func child(n *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && step < len(n.Content) {
			return n.Content[step]
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if strings.EqualFold(n.Content[i].Value, step) {
				return n.Content[i+1]
			}
		}
	}
	return nil
}
