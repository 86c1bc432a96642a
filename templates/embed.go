// Package templates embeds the packs that come with ysgk.
package templates

import (
	"embed"
	"io/fs"
)

//go:embed default
var files embed.FS

// Tree is pack.yaml of the built-in pack as package pack has understood it.
//
//go:embed default.tree
var Tree []byte

// Default is the pack that is used when the user names none: the thirteen
// 预算公开表 of a department, in 万元.
func Default() fs.FS {
	sub, err := fs.Sub(files, "default")
	if err != nil {
		panic(err) // the name is fixed at compile time
	}
	return sub
}
