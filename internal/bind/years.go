package bind

import (
	"regexp"
	"strconv"
)

var (
	// yearWords is a year as texts say it, but not within a date.
	yearWords = regexp.MustCompile(`20\d\d(年度?)?`)
	dateWords = regexp.MustCompile(`20\d\d年\d{1,2}月`)
	lastYear  = regexp.MustCompile(`上年(预算数|预算|数|执行数)|去年`)
	runs      = regexp.MustCompile(`[一二三四五六七八九十百]+|[0-9]+`)
	unitWords = regexp.MustCompile(`[(（]?单位[:：]?[^()（）]{0,2}元[)）]?|[(（][^()（）]{0,2}元[)）]`)
)

// before is the year so many years before another.
func before(year string, n int) string {
	y, err := strconv.Atoi(year)
	if err != nil {
		return ""
	}
	return strconv.Itoa(y - n)
}
