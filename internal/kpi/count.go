package kpi

import "turno/internal/core"

// counts are what the formulas are made of, as figures of their own: a screen that
// shows how many were offered opens to the very legs.
func counts() []Definition {
	count := func(name, title, formula, words string, of func(*Tally) int64) Definition {
		return Definition{
			Name: name, Version: 1, Title: title, Formula: formula, Words: words, Kind: Sum, Unit: Count,
			Facts: []string{"leg"}, of: func(t *Tally) (int64, int64) { return of(t), 0 },
		}
	}
	return []Definition{
		count("offered", "Offered", "N", "came to the queue, whatever became of them",
			func(t *Tally) int64 { return t.Offered }),
		count("handled", "Handled", "H", "of those who came, answered",
			func(t *Tally) int64 { return t.Handled }),
		count("handled.at_once", "Began without waiting", "H with answered = queued",
			"of those answered, begun the moment they were queued: a second matter, or one taken straight to the counter",
			func(t *Tally) int64 { return t.HandledAtOnce }),
		count("abandoned", "Abandoned", "A", "gave up while waiting",
			func(t *Tally) int64 { return t.Abandoned }),
		count(string(core.NoShow), "No-show", "no-shows", "called, and did not come",
			func(t *Tally) int64 { return t.NoShow }),
		count(string(core.FlowedOut), "Flowed out", "F", "sent to another queue while waiting",
			func(t *Tally) int64 { return t.FlowedOut }),
		count(string(core.Redirected), "Redirected", "redirected", "sent elsewhere while waiting",
			func(t *Tally) int64 { return t.Redirected }),
		count(string(core.CallbackTaken), "Callback taken", "callbacks taken", "left the line for a callback",
			func(t *Tally) int64 { return t.CallbackTaken }),
		count(string(core.ClosedOut), "Closed out", "closed out", "waited still when the queue closed",
			func(t *Tally) int64 { return t.ClosedOut }),
		count(string(core.Failed), "Failed", "failed", "lost by a fault of ours",
			func(t *Tally) int64 { return t.Failed }),
		count(string(core.Outbound), "Outbound", "our own answered contacts", "begun by ourselves and answered; in none of the others",
			func(t *Tally) int64 { return t.Outbound }),
	}
}
