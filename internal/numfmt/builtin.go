package numfmt

// builtIn are the formats that a file names only by number, ECMA-376 part 1,
// 18.8.30, but for those that every edition of Excel shows in its own way.
var builtIn = map[int]string{
	0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@",
}

// dates are the numbers of other formats; 27–36 and 50–58 are the dates of
// Chinese Excel.
func dates(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// BuiltIn is the code of a format that is named by number, "" if that is not the
// same everywhere.
func BuiltIn(id int) string { return builtIn[id] }

// Number is the number of a format that every workbook has.
func Number(code string) (id int, ok bool) {
	for id, c := range builtIn {
		if c == code {
			return id, true
		}
	}
	return 0, false
}

// ReadBuiltIn is what a format named by number does.
func ReadBuiltIn(id int) Format {
	if code := builtIn[id]; code != "" {
		return Read(code)
	}
	return Format{Date: dates(id), Odd: true}
}
