package tags

import (
	"regexp"
	"slices"
	"strconv"
)

// Year is the scalar with which tags can count: {{年度-1}} is the year before.
const Year = "年度"

// counted is the year and what is added to it.
var counted = regexp.MustCompile(`^` + Year + `\s*([+-])\s*([0-9]{1,2})$`)

// countedYear is a year that is counted as scalars name it, without blanks; other
// names are as they were.
func countedYear(name string) string {
	if m := counted.FindStringSubmatch(signs.Replace(name)); m != nil {
		return Year + m[1] + m[2]
	}
	return name
}

// IsYear says whether a scalar is the year or one that is counted from it.
func IsYear(name string) bool { return name == Year || counted.MatchString(name) }

// hasScalar says whether a name stands for a text without a list.
func (s Schema) hasScalar(name string) bool {
	return name == EmptyNote || slices.Contains(s.Scalars, name) ||
		IsYear(name) && slices.Contains(s.Scalars, Year)
}

// Scalar is what a name without a list stands for, "" if nothing.
func Scalar(scalars map[string]string, name string) string {
	if text, ok := scalars[name]; ok {
		return text
	}
	m := counted.FindStringSubmatch(name)
	year, err := strconv.Atoi(scalars[Year])
	if m == nil || err != nil {
		return ""
	}
	n, _ := strconv.Atoi(m[1] + m[2]) // two digits at most
	return strconv.Itoa(year + n)
}
