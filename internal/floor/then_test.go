package floor_test

import (
	"context"
	"testing"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// handOver releases what an agent has and gives them the next, in one request.
func handOver(from, to, agent core.ID) floor.Request {
	return floor.Request{
		Command: &routing.Release{Head: head(), Work: from},
		Then: func(v floor.View) (floor.Step, bool) {
			work, ok := v.Work(to)
			switch {
			case ok && work.Status == routing.StatusAssigned && work.Leg.Answered == 0:
				return floor.Step{Note: floor.Answered{Work: to}}, true
			case ok && v.Engine().CheckPick(to, agent) == nil:
				return floor.Step{Command: &routing.Pick{Work: to, Agent: agent}}, true
			default:
				return floor.Step{}, false
			}
		},
	}
}

// Ensure a request of several steps is one: its effects come together, in a batch
// that nobody sees half of, and it is answered once.
func TestThen(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		first, second, third := h.enqueue(visit()), h.enqueue(visit()), h.enqueue(visit())
		agent := h.signIn(true)
		h.accept(first)
		h.work(first) // and its batch is out
		h.drain()
		var wrote []routing.EffectKind
		r := handOver(first, third, agent)
		r.With = func(_ context.Context, _ *store.Tx, r *floor.Result) error {
			for i := range r.Effects {
				wrote = append(wrote, r.Effects[i].Kind)
			}
			return nil
		}
		result := h.ask(r)
		if w := h.work(third); w.Status != routing.StatusAssigned || w.Agent != agent || w.Leg.Answered != result.At {
			t.Errorf("third: %+v", w)
		}
		if w := h.work(second); w.Status != routing.StatusWaiting {
			t.Errorf("second: %s", w.Status)
		}
		if len(wrote) != len(result.Effects) || wrote[0] != routing.Released || !has(result, routing.Assigned, third) {
			t.Errorf("the hook saw %v of %+v", wrote, result.Effects)
		}
		batches := h.drain()
		if len(batches) != 1 || len(batches[0].Steps) != 3 || len(batches[0].Legs) != 1 {
			t.Fatalf("%d batches: %+v", len(batches), batches)
		}
		h.refused(r, core.Repeated)
		h.end()
		h.start()
		if w := h.work(third); w.Status != routing.StatusAssigned || w.Leg.Answered != result.At {
			t.Errorf("after a restart: %+v", w)
		}
	})
}

func has(r floor.Result, kind routing.EffectKind, work core.ID) bool {
	for i := range r.Effects {
		if r.Effects[i].Kind == kind && r.Effects[i].Work == work {
			return true
		}
	}
	return false
}

// drain takes what was published so far.
func (h *hall) drain() (batches []*floor.Batch) {
	h.t.Helper()
	for h.sub.Waiting() > 0 {
		if b, ok := (<-h.sub.C).(*floor.Batch); ok {
			batches = append(batches, b)
		}
	}
	return batches
}

// Ensure a later step that is refused, and a Then that never ends or panics, undo
// the whole request and that one alone, though others share its transaction.
func TestThen_Refused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		first := h.enqueue(visit())
		agent := h.signIn(true)
		h.accept(first)
		for name, c := range map[string]struct {
			then func(floor.View) (floor.Step, bool)
			want core.Code
		}{
			"refused": {func(floor.View) (floor.Step, bool) {
				return floor.Step{Command: &routing.Pick{Work: clock.NewID(), Agent: agent}}, true
			}, core.NotFound},
			"senseless note": {func(floor.View) (floor.Step, bool) {
				return floor.Step{Note: floor.Described{Work: clock.NewID()}}, true
			}, core.NotFound},
			"nothing asked for": {func(floor.View) (floor.Step, bool) { return floor.Step{}, true }, core.Invalid},
			"endless": {func(floor.View) (floor.Step, bool) {
				return floor.Step{Note: floor.Described{Work: first, Reason: "again"}}, true
			}, core.Internal},
			"panics": {func(floor.View) (floor.Step, bool) { panic("a defect") }, core.Internal},
		} {
			h.drain()
			bad := floor.Request{Command: &routing.Release{Head: head(), Work: first}, Then: c.then}
			h.refused(bad, c.want)
			h.busy(bad)
			if w := h.work(first); w.Status != routing.StatusAssigned || w.Agent != agent || w.Leg.Reason != "" {
				t.Errorf("%s: %s with %s, %+v", name, w.Status, w.Agent, w.Leg)
			}
			for _, b := range h.drain() {
				if len(b.Legs) > 0 {
					t.Errorf("%s: published %+v", name, b.Legs)
				}
			}
		}
		h.must(&routing.Release{Head: head(), Work: first})
	})
}

// Ensure a request is refused by what the floor looks like at that moment, before
// anything of it happens, and that a repeat is told so whatever it looks like then.
func TestCheck(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := open(t, s)
		work := h.enqueue(visit())
		asked := 0
		r := floor.Request{
			Command: &routing.Cancel{Head: head(), Work: work},
			Check: func(v floor.View) error {
				if w, _ := v.Work(work); w.Status != routing.StatusWaiting {
					return core.Errorf(core.Conflict, "not waiting")
				}
				return nil
			},
			Before: func(context.Context, *store.Tx) error {
				asked++
				return nil
			},
		}
		h.must(&routing.Park{Head: head(), Work: work})
		h.refused(r, core.Conflict)
		if asked != 0 {
			t.Error("Before was asked after all")
		}
		h.must(&routing.Unpark{Head: head(), Work: work})
		h.ask(r)
		h.refused(r, core.Repeated)
		if asked != 1 {
			t.Errorf("Before was asked %d times", asked)
		}
	})
}
