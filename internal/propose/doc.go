// Package propose writes tags into a bureau's own workbook: it knows tables by
// the titles and headers of a pack's templates, which have tags already, and
// writes the tags of like tables where headers and rows leave no doubt.
//
// In: a workbook, a pack. Out: the workbook with tags, a list of what was
// written where, and what is left to do. Never: a guess; a table that is like
// two others, or a column that is like none, is left alone and listed.
//
// The way of the data: learn.go (what the pack's templates say) → grid.go (the
// bureau's sheets) → match.go (which is which) → write.go (tags into cells).
package propose
