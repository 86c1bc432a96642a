package tags

import (
	"slices"
	"strings"
)

// nearest is a half sentence that names the most similar known name, or "".
func nearest(name string, known []string) string {
	known = slices.Sorted(slices.Values(known))
	best, score := "", 0
	for _, k := range known {
		n := 0
		for _, r := range name {
			if strings.ContainsRune(k, r) {
				n += 2
			}
		}
		n -= max(0, len([]rune(k))-len([]rune(name)))
		if n > score {
			best, score = k, n
		}
	}
	if best == "" {
		return ""
	}
	return "；是不是“" + best + "”？"
}
