// Package packfile finds packs where they lie: built in, in a folder, or in the
// one file that is sent to departments, which it makes, too.
//
// In: a path, and whose signature is trusted. Out: a loaded pack and where it
// comes from; the content of a pack's file. Never: a pack that was changed on its
// way, or signed by somebody else.
package packfile
