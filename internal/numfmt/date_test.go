package numfmt_test

import (
	"testing"

	"ysgk/internal/numfmt"
)

func TestEveryDayHasItsSerial(t *testing.T) {
	for serial := 1; serial <= 2958465; serial++ {
		y, m, d, ok := numfmt.Civil(serial)
		if back, known := numfmt.Serial(y, m, d); !ok || !known || back != serial {
			t.Fatalf("%d is %d-%d-%d, and that is %d", serial, y, m, d, back)
		}
	}
	for _, serial := range []int{-1, 2958466} {
		if _, _, _, ok := numfmt.Civil(serial); ok {
			t.Errorf("%d is no day", serial)
		}
	}
	for _, day := range [][3]int{{1899, 12, 31}, {10000, 1, 1}, {2026, 2, 29}, {2026, 13, 1}, {2026, 0, 1}, {2026, 4, 31}, {2026, 1, 0}, {1900, 1, 0}} {
		if n, ok := numfmt.Serial(day[0], day[1], day[2]); ok {
			t.Errorf("%v is no day, not %d", day, n)
		}
	}
	for serial, day := range map[int][3]int{1: {1900, 1, 1}, 59: {1900, 2, 28}, 60: {1900, 2, 29}, 61: {1900, 3, 1}, 46082: {2026, 3, 1}, 2958465: {9999, 12, 31}} {
		if n, _ := numfmt.Serial(day[0], day[1], day[2]); n != serial {
			t.Errorf("%v is %d, want %d", day, n, serial)
		}
	}
}

func TestDatesAreReadAsTyped(t *testing.T) {
	for text, want := range map[string]string{
		"2026-3-1": "46082", "2026-03-01": "46082", "2026/3/1": "46082", "2026年3月1日": "46082", " 2026年03月01日 ": "46082",
		"1900-1-1": "1", "1900-2-29": "60",
		"2026-3-1 12:00": "46082.5", "2026/3/1 6:00:00": "46082.25", "2026年3月1日 18时0分": "46082.75",
		"2026年3月1日下午6时30分0秒": "46082.770833333333333333333333333333",
		"2026-3-1 6:00 PM":   "46082.75", "2026-3-1 12:00 AM": "46082", "2026-3-1 0:00": "46082",
		"26-3-1": "✗", "3/1": "✗", "3-1": "✗", "2026.3.1": "✗", "20260301": "✗", "2026-3": "✗", "2026年3月": "✗", "2026-3/1": "✗",
		"2026-2-29": "✗", "2026-13-1": "✗", "2026-3-1 25:00": "✗", "2026-3-1 13:00 PM": "✗", "2026-3-1 12:60": "✗", "2026-3-1 x": "✗",
		"1899-12-31": "✗", "": "✗", "12:00": "✗", "二〇二六年三月一日": "✗",
	} {
		serial, ok := numfmt.ParseDate(text)
		got := serial.String()
		if !ok {
			got = "✗"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
