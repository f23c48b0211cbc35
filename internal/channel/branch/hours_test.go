package branch_test

import (
	"testing"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

// isOpen fails when the queue is not as wanted.
func (r *rig) isOpen(queue string, want, byHand bool) {
	r.t.Helper()
	r.view(func(v floor.View) {
		info, ok := v.Engine().QueueInfo(queue)
		if !ok || info.Open != want || (info.ByHand.At != 0) != byHand {
			r.t.Fatalf("%s: open %t by %+v, want open %t, by hand %t", queue, info.Open, info.ByHand, want, byHand)
		}
	})
}

func byLeader(actor core.ID) routing.Head { return routing.Head{By: core.BySupervisor, Actor: actor} }

// Ensure a queue that was closed by hand stays closed, over a restart too, until
// its calendar changes next.
func TestHours_ClosedByHand(t *testing.T) {
	t.Parallel()
	const queue = "care@rome" // 8:00 to 12:30, 14:00 to 18:00
	r := onSQLite(t, "2026-03-02 09:00:00")
	r.isOpen(queue, true, false)
	r.do(&routing.CloseQueue{Head: byLeader(r.user("ana").ID), Queue: queue})
	r.until("2026-03-02 09:30:00")
	r.isOpen(queue, false, true)
	r.restart()
	r.isOpen(queue, false, true)
	r.view(func(v floor.View) {
		hand, _ := v.Engine().QueueInfo(queue)
		if hand.ByHand.Actor != r.user("ana").ID || hand.ByHand.At != at(t, "2026-03-02 09:00:00") {
			t.Fatalf("by hand after a restart: %+v", hand.ByHand)
		}
	})
	r.until("2026-03-02 12:30:00")
	r.isOpen(queue, false, true) // the calendar wants the same
	r.until("2026-03-02 14:00:00")
	r.isOpen(queue, true, false)
	r.restart()
	r.isOpen(queue, true, false)
}

// Ensure what was done by hand is over when the calendar changed twice while the
// process was down: the queue is what it was by then, but not by hand.
func TestHours_DownMeanwhile(t *testing.T) {
	t.Parallel()
	const queue = "care@rome"
	r := onSQLite(t, "2026-03-02 09:00:00")
	r.do(&routing.CloseQueue{Head: byLeader(core.NoID), Queue: queue})
	r.set("2026-03-02 15:00:00")
	r.restart()
	r.isOpen(queue, true, false)
}

// Ensure a queue that was opened by hand after hours stays open until its
// calendar closes it, and one whose calendar never changes stays as it was left.
func TestHours_OpenedByHand(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-03-02 19:00:00")
	r.isOpen("care@rome", false, false)
	r.do(&routing.OpenQueue{Head: byLeader(core.NoID), Queue: "care@rome"})
	r.do(&routing.CloseQueue{Head: byLeader(core.NoID), Queue: "care@airport"})
	r.until("2026-03-02 23:00:00")
	r.restart()
	r.isOpen("care@rome", true, true)
	r.until("2026-03-03 12:29:59")
	r.isOpen("care@rome", true, true)
	r.until("2026-03-03 12:30:00")
	r.isOpen("care@rome", false, false)
	r.until("2026-03-05 09:00:00")
	r.restart()
	r.isOpen("care@airport", false, true)
	r.do(&routing.OpenQueue{Head: byLeader(core.NoID), Queue: "care@airport"})
	r.day()
	r.isOpen("care@airport", true, true)
}
