package floor_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure why a work went to an agent is kept once for every offer: of one that
// was declined, of one that was accepted, of one that was accepted by itself;
// and that what a person gave to an agent has no decision.
func TestFloor_Decisions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		h := open(t, s)
		first := h.signIn(true)
		id := h.enqueue(visit())
		second := h.signIn(true)
		h.pass(time.Second)
		h.must(&routing.Decline{Head: head(), Work: id, Agent: first, Offer: h.work(id).Offer})
		h.accept(id)
		h.decided(id, first, second)
		chat := routing.Work{ID: clock.NewID(), Channel: core.Chat, Queue: "chat"} // accepted by itself
		h.enqueue(chat)
		h.decided(chat.ID, first)
		third := h.enqueue(visit())
		h.must(&routing.Pick{Head: head(), Work: third, Agent: h.signIn(false)})
		h.decided(third)
	})
}

// Ensure a decision counts legs as the facts do: an answered work that is taken
// from its agent begins another leg there, while the engine goes on with its own.
func TestFloor_DecisionsOfLegs(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		h := open(t, s)
		first := h.signIn(true)
		id := h.enqueue(visit())
		h.accept(id)
		h.ask(floor.Request{Note: floor.Answered{Work: id}})
		second := h.signIn(true)
		h.pass(time.Minute)
		h.must(&routing.SignOut{Head: head(), Agent: first, Force: true})
		h.accept(id)
		h.pass(time.Minute)
		h.must(&routing.Release{Head: head(), Work: id})
		h.decided(id, first, second)
		for _, leg := range h.legs() {
			var rows []db.Decision
			err := s.Read(t.Context(), func(q *db.Queries) (err error) {
				rows, err = q.ListDecisionsOfLeg(t.Context(), id.String(), int64(leg.Number))
				return err
			})
			if err != nil || len(rows) != 1 || rows[0].Agent != leg.Agent.String() {
				t.Errorf("decisions of leg %d of %s: %+v (%v)", leg.Number, leg.Agent, rows, err)
			}
		}
	})
}

// decided fails when the decisions kept of a work are not for these agents.
func (h *hall) decided(work core.ID, agents ...core.ID) {
	h.t.Helper()
	var got []core.ID
	err := h.store.Read(h.t.Context(), func(q *db.Queries) error {
		rows, err := q.ListDecisions(h.t.Context(), work.String())
		for _, row := range rows {
			var why routing.Decision
			if err := json.Unmarshal([]byte(row.Doc), &why); err != nil {
				return err
			}
			if why.Agent.String() != row.Agent || why.Work != work || int64(why.Leg) != row.Leg || len(why.Verdicts) == 0 || why.Verdicts[0].Word != "chosen" {
				h.t.Errorf("decision %+v in row %+v", why, row)
			}
			got = append(got, why.Agent)
		}
		return err
	})
	if err != nil || !slices.Equal(got, agents) {
		h.t.Fatalf("decided for %v, want %v (%v)", got, agents, err)
	}
}
