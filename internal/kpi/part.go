package kpi

import "turno/internal/core"

// Part is what one fact adds above and below the line of a figure: the sums of
// the parts of all facts looked at are the figure's numerator and denominator.
type Part struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// OfLeg is what a leg adds to the figure; nothing where the formula counts other
// facts, or whole contacts (Contacts.Of).
func (d *Definition) OfLeg(l *core.Leg) Part {
	if d.ranks != nil {
		return d.ranks(l)
	}
	var t Tally
	t.Add(l)
	return d.part(&t)
}

// OfInterval is what an agent interval, clipped to the period, adds to the figure.
func (d *Definition) OfInterval(i *core.AgentInterval) Part {
	var t Tally
	t.AddInterval(i)
	return d.part(&t)
}

// part reads the formula off the tally of a single fact. That the parts add up
// to the figure is so because each side of every formula is a sum of counts.
func (d *Definition) part(t *Tally) Part {
	if d.of == nil {
		return Part{}
	}
	num, den := d.of(t)
	return Part{Num: num, Den: den}
}

// TermsOf names what a leg is to the formulas, in their own letters: N, H, H(T),
// A, A(T), S, F, else the end that the customer's waiting had (no_show,
// redirected, callback_taken, closed_out, failed), or outbound. None where it
// counts nowhere.
func TermsOf(l *core.Leg) []string {
	var t Tally
	t.Add(l)
	names := []string{}
	for _, term := range terms(&t) {
		if term.count != 0 {
			names = append(names, term.name)
		}
	}
	return names
}

// Terms lists every name that TermsOf gives.
func Terms() []string {
	var names []string
	for _, term := range terms(&Tally{}) {
		names = append(names, term.name)
	}
	return names
}

type term struct {
	name  string
	count int64
}

// terms are a tally's counts by the letters of the formulas.
func terms(t *Tally) []term {
	return []term{
		{"N", t.Offered},
		{"H", t.Handled},
		{"H(T)", t.HandledInTime},
		{"A", t.Abandoned},
		{"A(T)", t.AbandonedInT},
		{"S", t.AbandonedSoon},
		{"F", t.FlowedOut},
		{string(core.NoShow), t.NoShow},
		{string(core.Redirected), t.Redirected},
		{string(core.CallbackTaken), t.CallbackTaken},
		{string(core.ClosedOut), t.ClosedOut},
		{string(core.Failed), t.Failed},
		{string(core.Outbound), t.Outbound},
	}
}
