package bind

import (
	"slices"
	"strings"

	"ysgk/internal/layout"
	"ysgk/internal/meaning"
	"ysgk/internal/nearest"
)

// retold is a sentence of the form with the figures of one of the example that tells of the same, but with more or fewer
// figures: 行政单位1家，参公单位1家，事业单位4家 of 行政单位XX家，事业单位XX家. Amounts that the example does not tell are
// nought there, which the ledger confirms or not; what it does not count stays open. Nothing is shown if there is no such
// sentence.
func (b *binder) retold(form, example *layout.Sheet, at layout.Pos, own string) (as shownAs) {
	ours := slotsOf(own)
	if example == nil || len(ours) == 0 {
		return shownAs{}
	}
	const least = 0.4 // of two sentences of the same
	bare, best := b.bareSentence(own), 0.0
	for row := 1; row <= example.Last.Row; row++ {
		for _, o := range example.Texts(row) {
			text := example.Cells[o].Text
			first, _, _ := strings.Cut(text, "。")
			if score := max(nearest.Likeness(bare, b.bareSentence(text)), nearest.Likeness(bare, b.bareSentence(first))); score > best && !b.repeated[example][row] && b.inSection(form, at, example, o) && !b.namesUnit(text) {
				best, as.written, as.where = score, text, o
			}
		}
	}
	of := b.pairSlots(own, as.written)
	for i := range ours { // parts of what it does not tell are of something else there
		if head := headOf(own, ours, i); head >= 0 && head < i {
			if _, told := of[head]; !told {
				delete(of, i)
			}
		}
	}
	if best < least || len(of) == 0 || 2*len(of) < min(len(ours), len(slotsOf(as.written))) {
		return shownAs{}
	}
	nought := "0"
	if slices.ContainsFunc(slotsOf(as.written), func(s slot) bool { return s.money() && strings.Contains(s.number, ".") }) {
		nought = "0.00"
	}
	var out strings.Builder
	end := 0
	for i, s := range ours {
		before := own[end:s.from]
		said, known := of[i]
		turn := turning.FindStringIndex(before)
		switch {
		case known:
		case s.money() && s.number == "" && b.mayBeAbsent(own, ours, of, i):
			said = slotSaid{number: nought, turn: "增加"}
			as.absent++
		default:
			continue
		}
		if turn != nil {
			before = before[:turn[0]] + said.turn
		}
		out.WriteString(before + said.number + s.unit)
		end = s.to
	}
	as.like = strangers(out.String()+own[end:], b.Ledger.Info["部门名称"])
	return as
}

// mayBeAbsent says whether an amount of which the example says nothing may be nought there: what it is a part of is told
// there, it is no amount of last year, and items keep such money.
func (b *binder) mayBeAbsent(own string, ours []slot, of map[int]slotSaid, n int) bool {
	if head := headOf(own, ours, n); head >= 0 && head < n {
		if _, told := of[head]; !told {
			return false
		}
	}
	clause := b.clauseOf(own, ours, n)
	return !lastAlone.MatchString(clause) && !lastNamed.MatchString(clause) && !b.meant(clause).Absent
}

// namesUnit says whether a text is of one unit of the department.
func (b *binder) namesUnit(text string) bool {
	text = strings.ReplaceAll(text, b.Ledger.Info["部门名称"], "")
	_, names := b.unitsWithItems()
	n := 0
	for _, name := range names {
		if name != b.Ledger.Info["部门名称"] && strings.Contains(text, name) {
			n++
		}
	}
	return n == 1
}

// bareSentence is what a sentence says without years, figures, the department and the room for what is open.
func (b *binder) bareSentence(text string) string {
	text = strangers(withoutSlots(layout.YearNumber.ReplaceAllString(text, "")), "")
	if dept := b.Ledger.Info["部门名称"]; dept != "" {
		text = strings.ReplaceAll(text, dept, "")
	}
	return layout.Tight(rooms.ReplaceAllString(text, ""))
}

// slotSaid is a figure of a sentence: its number and, of a change, which way it goes.
type slotSaid struct{ number, turn string }

// pairSlots are the figures that a sentence of the example has for the blanks of one of the form, in their order: those
// called the same or of the same money, and the changes of these.
func (b *binder) pairSlots(own, like string) map[int]slotSaid {
	ours, theirs := slotsOf(own), slotsOf(like)
	out := map[int]slotSaid{}
	next := 0
	follows := false // the amount before was paired, and what follows it is its change
	for i, s := range ours {
		clause := b.clauseOf(own, ours, i)
		change := turning.MatchString(own[:s.from])
		for k := next; k < len(theirs); k++ {
			t := theirs[k]
			called := b.clauseOf(like, theirs, k)
			turned := changing.MatchString(called)
			if t.number == "" || s.unit != t.unit || change != turned {
				continue
			}
			if change && (!follows || k != next) || !change && !b.sameCalled(clause, called) {
				continue
			}
			words := turnWords.FindAllString(called, -1)
			said := slotSaid{number: t.number}
			if len(words) > 0 {
				said.turn = words[len(words)-1]
			}
			out[i], next = said, k+1
			break
		}
		_, follows = out[i]
	}
	return out
}

// sameCalled says whether the words before two figures say that they are of the same, perhaps with a slip of the pen.
func (b *binder) sameCalled(a, o string) bool {
	const slip = 0.75
	a, o = behindCounted.ReplaceAllString(a, ""), behindCounted.ReplaceAllString(o, "")
	if layout.Key(a) == layout.Key(o) {
		return layout.Key(a) != ""
	}
	x, y := b.meant(a), b.meant(o)
	if len(x.Filter) > 0 && len(y.Filter) > 0 && x.Rest == "" && y.Rest == "" {
		return meaning.Same(x.Filter, y.Filter)
	}
	return nearest.Likeness(layout.Key(a), layout.Key(o)) >= slip
}
