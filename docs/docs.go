// Package docs holds the reference pages that ysgk help prints.
package docs

import _ "embed"

// Pack says what pack.yaml may hold: every key, and the expressions.
//
//go:embed 模板包.md
var Pack string
