// Package bundle makes one file (.ysgk) of a pack's files, and reads it back:
// a zip archive with a list of SHA-256 sums and, if wanted, a minisign
// signature of that list.
//
// In: files, a private key. Out: bytes, equal for equal files; files, the key
// that signed them. Never: what the files mean, or whether a key is trusted.
//
// A bundle has one form only. Nothing in it is compressed, its entries are
// sorted and carry no times, and Open refuses what Build would write otherwise;
// so a changed byte is always seen, and there is nothing to unpack that could
// grow. SHA256SUMS and its signature are of the forms that sha256sum and
// minisign read.
package bundle
