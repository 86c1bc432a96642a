package pack

import "ysgk/internal/nearest"

// like asks, at the end of a message, for the nearest known name.
func like(name string, known []string) string { return nearest.Hint(name, known) }
