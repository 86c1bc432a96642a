package collect_test

import (
	"fmt"
	"testing"

	"ysgk/internal/collect"
	"ysgk/internal/madeup"
)

// A workbook that everybody copied would name everybody in what is said of each.
func TestALedgerThatWasHandedRoundNamesFewOfTheOthers(t *testing.T) {
	in := newInbox(t)
	for n := range 6 {
		in.put(fmt.Sprintf("%d.xlsx", n), in.ledger(0, func(d *madeup.Department) { d.Name = fmt.Sprintf("另写的名称%d", n) }), day(0))
	}
	out := in.run(t.Context(), in.request())
	stands(t, out, "另写的名称0", collect.Looked, "录入大半和“另写的名称1”、“另写的名称2”、“另写的名称3”等 5 个部门的相同")
}
