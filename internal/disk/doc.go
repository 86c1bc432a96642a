// Package disk puts files in their places: whole or not at all, several of them
// all or none, and never over what somebody has edited without keeping that.
//
// In: contents and the place that the user named. Out: files; trouble in words
// for the user. Never: what is in a file, but for the seal that tells whether
// somebody edited it.
package disk
