// Package propose reads a bureau's own workbook, which has no tags yet, and
// writes the tags that it is sure of into a copy.
//
// What a table is called, how its columns are headed and how its rows are
// labelled, it learns from the templates of a pack that has tags; it knows no
// table itself. A tag is written only where title, header and label leave no
// choice; what is likely is told to the clerk with the tag to paste, and the rest
// is told to be left. A wrong tag would be a wrong figure that looks right.
//
// In: forms and names of a pack, a workbook. Out: the workbook with tags, all
// else in it as it was; what was written, and what is left to do, by sheet and
// cell. Never: files, pack.yaml.
package propose
