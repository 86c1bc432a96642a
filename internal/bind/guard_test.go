package bind

import "testing"

// TestABreakdownIsOfOneSheet tells on which sheet binding broke down, once: what breaks down
// again without it, or on no sheet, goes up.
func TestABreakdownIsOfOneSheet(t *testing.T) {
	fall := func(b *binder) (broken string, up any) {
		defer func() { up = recover() }()
		return b.guard(func() { panic("out of range") }), nil
	}
	if broken, up := fall(&binder{at: "表三"}); broken != "表三" || up != nil {
		t.Error(broken, up)
	}
	for _, b := range []*binder{{}, {at: "表三", Request: Request{Without: map[string]string{"表三": "出了错"}}}} {
		if broken, up := fall(b); broken != "" || up == nil {
			t.Error(broken, up)
		}
	}
}
