package xlsxedit

import "testing"

func TestTheTailOfASheetIsWhatFollowsItsCellsWhateverTextsSay(t *testing.T) {
	for sheet, want := range map[string]string{
		`<worksheet><sheetData><row/></sheetData><a/></worksheet>`:     `<a/></worksheet>`,
		`<worksheet><sheetData /><a/></worksheet>`:                     `<a/></worksheet>`,
		`<x:worksheet><x:sheetData></x:sheetData><x:a/></x:worksheet>`: `<x:a/></x:worksheet>`,
		`<sheetData></sheetData><f>sheetData!A1</f>`:                   `<f>sheetData!A1</f>`,
		`<sheetData></sheetData><f>"sheetData>"</f><mysheetData/>`:     `<f>"sheetData>"</f><mysheetData/>`,
		`<sheetData><c>sheetData</c></sheetData>`:                      ``,
		`sheetData><a/>`:              ``,
		`<worksheet><a/></worksheet>`: ``,
		`<sheetData><row/>`:           ``,
	} {
		if got := string(tail([]byte(sheet))); got != want {
			t.Errorf("the tail of %s is %q, want %q", sheet, got, want)
		}
	}
}
