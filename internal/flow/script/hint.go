package script

import "turno/internal/flow"

// Hint says in a word what is awaited, for those who walk by hand.
func Hint(s *flow.Session) string {
	switch {
	case s.State == flow.StateWaits:
		return "(waits: * served, * left TO, * hangup)"
	case s.State == flow.StateServed:
		return "(served: * released, * hangup)"
	case s.Await == nil:
		return ""
	}
	switch s.Await.Kind {
	case flow.AwaitEntry:
		return ">"
	case flow.AwaitHours:
		return "(* hours open, * hours closed opens=2026-11-25T08:00)"
	case flow.AwaitCustomer:
		return `(* customer ID name="…" segment=…, * unknown)`
	case flow.AwaitData:
		return "(* data 200 JSON, * data 404, * timeout)"
	case flow.AwaitQueue:
		return "(* queued place=3 wait=4m, * refused full)"
	case flow.AwaitPlace:
		return "(* place 3 wait=4m)"
	case flow.AwaitTime:
		return "(* timeout, * served, * left TO)"
	default:
		return "(* done, * fail REASON)"
	}
}
