package proof

import "os"

// Drawn is how many cases a test draws that LibreOffice computes anew: few every day,
// all of them where YSGK_LONG is set, as CI does.
func Drawn(few, all int) int {
	if os.Getenv("YSGK_LONG") != "" {
		return all
	}
	return few
}
