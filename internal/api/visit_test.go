package api_test

import (
	"testing"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// offer is the number of the offer that a work is in.
func (h *house) offer(work core.ID) uint64 {
	h.tb.Helper()
	var n uint64
	must(h.tb, h.floor.View(h.tb.Context(), func(v floor.View) error {
		w, _ := v.Work(work)
		n = w.Offer
		return nil
	}))
	return n
}

// Ensure a visit goes through all the doors: kiosk, the visitor's page, the desk,
// the history with its leg and why.
func TestVisit(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := openOn(t, s)
		ana := h.as("ana")
		ana.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-3"}).want(t, 204, nil)
		ticket := h.ticket("payment")
		if ticket.Label != "P-001" || ticket.Place != 1 {
			t.Fatalf("ticket %+v", ticket)
		}
		var turn struct{ State, Counter, Label string }
		page := "/turns/" + ticket.Token
		h.anonymous().call("GET", page, nil).want(t, 200, &turn)
		if turn.State != "waiting" || turn.Label != "P-001" {
			t.Errorf("turn %+v", turn)
		}
		ana.call("PUT", "/desk/presence", map[string]any{"presence": "ready"}).want(t, 204, nil)
		work, visit := "/works/"+ticket.Work.String(), "/visits/"+ticket.Contact.String()
		ana.call("POST", work+"/accept", map[string]any{"offer": h.offer(ticket.Work) + 1}).refused(t, core.Conflict, "body.offer")
		ana.call("POST", work+"/accept", map[string]any{"offer": h.offer(ticket.Work)}).want(t, 204, nil)
		h.anonymous().call("GET", page, nil).want(t, 200, &turn)
		if turn.State != "called" || turn.Counter != "3" {
			t.Errorf("turn %+v", turn)
		}
		ana.call("POST", visit+"/recall", nil).want(t, 204, nil)
		ana.call("POST", visit+"/begin", nil).want(t, 204, nil)
		ana.call("POST", work+"/release", map[string]any{"reason": "billing", "outcome": "resolved", "note": "paid"}).want(t, 204, nil)
		ana.call("POST", work+"/close-wrap-up", map[string]any{}).want(t, 204, nil)
		var contact struct {
			State, Reason, Note string
			Events              []struct{ Kind string }
			Legs                []struct {
				End     core.End
				Agent   core.ID
				Recalls int
			}
			Decisions []routing.Decision
		}
		h.as("laura").call("GET", "/contacts/"+ticket.Contact.String(), nil).want(t, 200, &contact)
		if contact.State != "closed" || contact.Reason != "billing" || contact.Note != "paid" || len(contact.Legs) != 1 ||
			contact.Legs[0].End != core.Handled || contact.Legs[0].Agent != ana.id || contact.Legs[0].Recalls != 1 || len(contact.Decisions) != 1 ||
			contact.Decisions[0].Agent != ana.id || contact.Decisions[0].Leg != 1 {
			t.Errorf("contact %+v", contact)
		}
		var kinds []string
		for _, e := range contact.Events {
			kinds = append(kinds, e.Kind)
		}
		if want := []string{"issued", "called", "recalled", "begun", "released"}; !equal(kinds, want) {
			t.Errorf("history %v, want %v", kinds, want)
		}
		ana.call("POST", "/desk/sign-out", map[string]any{}).want(t, 204, nil)
		if h.log.Len() > 0 {
			t.Errorf("logged: %s", h.log)
		}
	})
}

func equal[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
