// Package finding is the one way in which ysgk tells a user what is wrong in a
// workbook, a pack or a template: a Finding with a severity, a place, a
// message and a hint, all in Chinese.
//
// In: findings from every stage, in the order in which they were met.
// Out: findings in reading order, without duplicates.
// Never: printing, or errors that no edit of a workbook can mend (those stay
// ordinary Go errors).
package finding
