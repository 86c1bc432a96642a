// Package docs holds the reference pages that ysgk help prints.
package docs

import _ "embed"

// Pack says what pack.yaml may hold: every key, and the expressions.
//
//go:embed 模板包.md
var Pack string

// Terms are those of ysgk and of all whose code is in the program. A test of cmd/ysgk
// writes them.
//
//go:embed 第三方许可.txt
var Terms string
