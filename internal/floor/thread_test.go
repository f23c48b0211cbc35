package floor

import (
	"testing"

	"turno/internal/core"
	"turno/internal/routing"
)

// Ensure a desk is told how many messages nobody has seen and since when the
// first unanswered one waits, and that our own word settles both.
func TestThread(t *testing.T) {
	t.Parallel()
	id := core.ID{1}
	f := newFacts(rules{
		names: cutAtSite, targets: func(string) Targets { return Targets{} }, answering: AnsweringOf,
		newID: func() core.ID { return core.ID{9} },
	})
	f.create(&routing.Work{ID: id, Channel: core.Chat}, nil)
	f.step([]routing.Effect{{Kind: routing.Queued, Work: id, Leg: 1, Channel: core.Chat, Queue: "chat", At: 10}})
	at := core.Instant(10)
	tell := func(n Note) Thread {
		at += 10
		f.note(n, at)
		return *f.works[id].Thread
	}
	for _, step := range []struct {
		note Note
		want Thread
	}{
		{Messaged{Work: id, By: core.ByCustomer}, Thread{Unread: 1, Unanswered: 20, Last: 20}},
		{Messaged{Work: id, By: core.ByCustomer}, Thread{Unread: 2, Unanswered: 20, Last: 30}},
		{Seen{Work: id}, Thread{Unread: 0, Unanswered: 20, Last: 30}},
		{Messaged{Work: id, By: core.ByCustomer}, Thread{Unread: 1, Unanswered: 20, Last: 50}},
		{Messaged{Work: id, By: core.ByAgent}, Thread{Last: 60}},
		{Messaged{Work: id, By: core.ByCustomer}, Thread{Unread: 1, Unanswered: 70, Last: 70}},
	} {
		kept := f.works[id].Thread
		var before Thread
		if kept != nil {
			before = *kept
		}
		if got := tell(step.note); got != step.want {
			t.Errorf("after %T at %d: %+v, want %+v", step.note, at, got, step.want)
		}
		if kept != nil && *kept != before {
			t.Error("what readers have was changed under them")
		}
	}
}
