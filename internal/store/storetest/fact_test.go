package storetest_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

func leg(n int) core.Leg {
	at := core.Instant(1_800_000_000_000_000) + core.Instant(n)*1_000_000
	return core.Leg{
		ID: clock.NewID(), Contact: clock.NewID(), Work: clock.NewID(), Number: 1, Channel: core.Voice, Direction: core.Inbound,
		Program: "bank", Site: "mixco", Queue: "billing", Service: "pay", Agent: clock.NewID(), Team: "north", Position: "7",
		Case: clock.NewID(), Customer: clock.NewID(), Segment: "premier", Reason: "question", Outcome: "resolved", Language: "es-GT",
		Arrived: at, Queued: at + 1, Offered: at + 2, Answered: at + 3, Released: at + 1000, Wrapped: at + 2000,
		Hold: 5 * time.Microsecond, Paused: 6 * time.Microsecond, Parked: 7 * time.Microsecond,
		End: core.Handled, EndDetail: "sales", EndedBy: core.ByAgent, Offers: 2, Recalls: 1, Priority: 110, Stages: 3,
		Announced: -time.Microsecond, Place: 4, SLThreshold: 20 * time.Second, ShortAbandon: 5 * time.Second,
	}
}

// Ensure a leg comes back as it was written, in pages, in order, and that a
// correction takes the place of what it corrects.
func TestLegs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		var legs []core.Leg
		for n := range 5 {
			legs = append(legs, leg(n))
		}
		fixed := legs[2]
		fixed.ID, fixed.Corrects, fixed.Reason = clock.NewID(), legs[2].ID, "complaint"
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(tx.InsertLegs(t.Context(), legs), tx.InsertLegs(t.Context(), []core.Leg{fixed}))
		})
		var got []core.Leg
		filter := store.FactFilter{From: legs[0].Queued, To: legs[4].Queued, Site: "mixco", Queue: "billing", Limit: 2}
		read(t, s, func(q *db.Queries) error {
			for {
				page, err := store.LegsBetween(t.Context(), q, filter)
				got = append(got, page...)
				if err != nil || len(page) == 0 {
					return err
				}
				filter.After = store.CursorOfLeg(&page[len(page)-1])
			}
		})
		if diff := cmp.Diff([]core.Leg{legs[0], legs[1], fixed, legs[3]}, got); diff != "" {
			t.Errorf("legs (-want +got):\n%s", diff)
		}
		read(t, s, func(q *db.Queries) error {
			rows, err := store.LegRowsBetween(t.Context(), q, store.FactFilter{To: legs[4].Queued + 1})
			if len(rows) != 6 {
				t.Errorf("%d rows as written, want 6", len(rows))
			}
			return err
		})
	})
}

// Ensure an interval comes back as it was written, and that several may take the
// place of one.
func TestIntervals(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		agent := clock.NewID()
		at := func(n int) core.Instant { return core.Instant(1_800_000_000_000_000 + n) }
		interval := func(from, to int, reason string) core.AgentInterval {
			return core.AgentInterval{
				ID: clock.NewID(), Agent: agent, Site: "mixco", Team: "north", Profile: "all", Presence: core.NotReady,
				Reason: reason, Class: core.ClassBreak, Activity: core.Engaged, Channel: core.Chat, Works: 2, From: at(from), To: at(to),
			}
		}
		first, second, third := interval(0, 10, "lunch"), interval(10, 30, "lunch"), interval(30, 40, "lunch")
		left, right := interval(10, 20, "lunch"), interval(20, 30, "training")
		left.Corrects, right.Corrects = second.ID, second.ID
		write(t, s, func(tx *store.Tx) error {
			return errors.Join(
				tx.InsertIntervals(t.Context(), []core.AgentInterval{first, second, third}),
				tx.InsertIntervals(t.Context(), []core.AgentInterval{left, right}),
			)
		})
		read(t, s, func(q *db.Queries) error {
			got, err := store.IntervalsBetween(t.Context(), q, store.FactFilter{To: at(1000), Agent: agent, Site: "mixco"})
			if diff := cmp.Diff([]core.AgentInterval{first, left, right, third}, got); diff != "" {
				t.Errorf("intervals (-want +got):\n%s", diff)
			}
			rows, errRows := store.IntervalRowsBetween(t.Context(), q, store.FactFilter{To: at(1000)})
			if len(rows) != 5 {
				t.Errorf("%d rows as written, want 5", len(rows))
			}
			return errors.Join(err, errRows)
		})
	})
}

// Ensure the floor's rows are written in bulk, of two with one id the last, and
// that only the owner of the floor writes.
func TestFloorRows(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		var works []store.WorkRow
		for n := range 700 {
			works = append(works, store.WorkRow{ID: clock.NewID(), Doc: fmt.Append(nil, n), Meta: []byte("{}")})
		}
		again := append(works, store.WorkRow{ID: works[0].ID, Doc: []byte("last"), Meta: []byte("{}")}) //nolint:gocritic // on purpose
		var epoch int64
		write(t, s, func(tx *store.Tx) error {
			claim, err := tx.ClaimFloor(t.Context())
			epoch = claim.Epoch
			return errors.Join(err, tx.UpsertWorks(t.Context(), again), tx.SaveScalar(t.Context(), epoch, []byte("{}")))
		})
		read(t, s, func(q *db.Queries) error {
			one, err := q.GetFloorWork(t.Context(), works[0].ID.String())
			if one.Doc != "last" {
				t.Errorf("the work is %q, want the last", one.Doc)
			}
			return err
		})
		write(t, s, func(tx *store.Tx) error {
			gone := make([]core.ID, 0, len(works))
			for _, w := range works[1:] {
				gone = append(gone, w.ID)
			}
			return tx.DeleteWorks(t.Context(), append(gone, clock.NewID()))
		})
		read(t, s, func(q *db.Queries) error {
			left, err := q.ListFloorWorks(t.Context(), "", 1000)
			if len(left) != 1 {
				t.Errorf("%d works are left, want 1", len(left))
			}
			return err
		})
		write(t, s, func(tx *store.Tx) error {
			_, err := tx.ClaimFloor(t.Context())
			return err
		})
		err := s.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveScalar(t.Context(), epoch, []byte("{}")) })
		if core.CodeOf(err) != core.Conflict || !errors.Is(err, store.ErrNotOwner) {
			t.Errorf("the owner of before writes: %v", err)
		}
	})
}
