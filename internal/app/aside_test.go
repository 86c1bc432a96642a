package app

import "testing"

// TestABreakdownAsideMeetsTheCaller breaks work that is done beside the caller's: who waits for its
// end meets it, and may tell it, instead of the program going down with it.
func TestABreakdownAsideMeetsTheCaller(t *testing.T) {
	wait := aside(func() { panic("a rule") })
	defer func() {
		if x := recover(); x != "a rule" {
			t.Error(x)
		}
	}()
	wait()
}
