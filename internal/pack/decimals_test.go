package pack

import "testing"

func TestDecimalsAreFixedOrChosenByTheDepartment(t *testing.T) {
	info := map[string]string{"小数": "0", "空的": ""}
	for d, want := range map[Decimals]int{"": -1, "2": 2, "0": 0, "小数": 0, "空的": -1, "没有": -1} {
		n, ok := d.Of(info)
		if ok != (want >= 0) || ok && n != want {
			t.Errorf("%q is %d %v, want %d", d, n, ok, want)
		}
	}
}
