package floor

import "turno/internal/core"

// Thread is where a conversation in writing stands: what a desk shows beside it.
type Thread struct {
	// Unread are the customer's messages that no agent has seen.
	Unread int `json:"unread,omitempty"`
	// Unanswered is when the customer wrote the first message that nobody has
	// answered; zero when the last word is ours.
	Unanswered core.Instant `json:"unanswered,omitempty"`
	// Last is when anything was written last.
	Last core.Instant `json:"last,omitempty"`
}

// thread is the work's, made where it is missing. It is a copy: the one before
// may be in the hands of readers.
func (w *workFacts) thread() *Thread {
	var t Thread
	if w.Thread != nil {
		t = *w.Thread
	}
	w.Thread = &t
	return w.Thread
}

// note takes in what was written or seen.
func (t *Thread) note(note Note, at core.Instant) {
	if n, ok := note.(Messaged); ok {
		t.messaged(n.By, at)
		return
	}
	t.Unread = 0
}

func (t *Thread) messaged(by core.Party, at core.Instant) {
	t.Last = at
	if by != core.ByCustomer {
		t.Unread, t.Unanswered = 0, 0
		return
	}
	t.Unread++
	if t.Unanswered == 0 {
		t.Unanswered = at
	}
}
