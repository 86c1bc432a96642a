package pack

import "strings"

// like is a half sentence with the known name that shares the most signs.
func like(name string, known []string) string {
	best, most := "", 0
	for _, k := range known {
		n := 0
		for _, r := range name {
			if strings.ContainsRune(k, r) {
				n++
			}
		}
		if n > most {
			best, most = k, n
		}
	}
	if best == "" {
		return ""
	}
	return "，是不是“" + best + "”？"
}
