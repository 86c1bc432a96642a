// Package formsheet reads a form of a pack's template backwards. The tags of such a
// sheet (绩效目标表) say which cell shows which field of a record, and which rows list
// the records that belong to it; so they say as well where somebody who fills the form
// by hand types them.
//
// In: a pack; the rows of a sheet that was filled in. Out: the forms on which a record
// can be entered; which cell holds what. Never: judging what was typed, which is for
// package input, or writing a form, which is for package inputform.
package formsheet
