package api_test

import (
	"testing"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// status is where a work stands in the engine, and with whom.
func (h *house) status(work core.ID) (status routing.Status, agent core.ID) {
	h.tb.Helper()
	must(h.tb, h.floor.View(h.tb.Context(), func(v floor.View) error {
		w, _ := v.Work(work)
		status, agent = w.Status, w.Agent
		return nil
	}))
	return status, agent
}

// Ensure a visitor who was set aside comes back to the agent, or, when the agent
// leaves, to their place in the queue.
func TestUnpark(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		h := openOn(t, s)
		ana := h.as("ana")
		ana.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-3", "ready": true}).want(t, 204, nil)
		ticket := h.ticket("payment")
		work := "/works/" + ticket.Work.String()
		ana.call("POST", work+"/accept", map[string]any{"offer": h.offer(ticket.Work)}).want(t, 204, nil)

		ana.call("POST", work+"/park", map[string]any{}).want(t, 204, nil)
		ana.call("POST", work+"/unpark", nil).want(t, 204, nil)
		if status, agent := h.status(ticket.Work); status != routing.StatusAssigned || agent != ana.id {
			t.Errorf("taken up again: %v with %v", status, agent)
		}
		ana.call("PUT", "/desk/presence", map[string]any{"presence": "not_ready", "reason": "lunch"}).want(t, 204, nil)
		ana.call("POST", work+"/park", map[string]any{}).want(t, 204, nil)
		ana.call("POST", work+"/unpark", map[string]any{"to_queue": true}).want(t, 204, nil)
		if status, agent := h.status(ticket.Work); status != routing.StatusWaiting || !agent.IsZero() {
			t.Errorf("back to its place: %v with %v", status, agent)
		}
	})
}

// Ensure nobody leaves a visitor behind whom they set aside: leaving is refused,
// and by force the visitor goes back to their place.
func TestSignOut_Aside(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana := h.as("ana")
	ana.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-3", "ready": true}).want(t, 204, nil)
	ticket := h.ticket("payment")
	work := "/works/" + ticket.Work.String()
	ana.call("POST", work+"/accept", map[string]any{"offer": h.offer(ticket.Work)}).want(t, 204, nil)
	ana.call("POST", work+"/park", map[string]any{}).want(t, 204, nil)

	ana.call("POST", "/desk/sign-out", map[string]any{}).refused(t, core.Conflict, "body.agent")
	if status, agent := h.status(ticket.Work); status != routing.StatusParked || agent != ana.id {
		t.Errorf("refused: %v with %v", status, agent)
	}
	ana.call("POST", "/desk/sign-out", map[string]any{"force": true}).want(t, 204, nil)
	if status, agent := h.status(ticket.Work); status != routing.StatusWaiting || !agent.IsZero() {
		t.Errorf("by force: %v with %v", status, agent)
	}
}

// Ensure an agent can say who a visitor is, and the contact and its leg know it.
func TestIdentifyVisitor(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		h := openOn(t, s)
		ana := h.as("ana")
		ana.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-3", "ready": true}).want(t, 204, nil)
		ticket := h.ticket("payment")
		work, visit := "/works/"+ticket.Work.String(), "/visits/"+ticket.Contact.String()
		ana.call("POST", work+"/accept", map[string]any{"offer": h.offer(ticket.Work)}).want(t, 204, nil)

		ana.call("PUT", visit+"/customer", map[string]any{"customer": core.ID{15: 1}}).refused(t, core.NotFound, "")
		var customer struct{ ID core.ID }
		ana.call("POST", "/customers", map[string]any{"name": "José Cruz", "segment": "premier"}).want(t, 201, &customer)
		ana.call("PUT", visit+"/customer", map[string]any{"customer": customer.ID}).want(t, 204, nil)
		ana.call("POST", work+"/release", map[string]any{"outcome": "resolved"}).want(t, 204, nil)
		ana.call("POST", work+"/close-wrap-up", map[string]any{}).want(t, 204, nil)

		var contact struct {
			Customer core.ID
			Segment  string
			Legs     []struct {
				Customer core.ID
				Segment  string
			}
		}
		ana.call("GET", "/contacts/"+ticket.Contact.String(), nil).want(t, 200, &contact)
		if contact.Customer != customer.ID || contact.Segment != "premier" {
			t.Errorf("contact %+v", contact)
		}
		if len(contact.Legs) != 1 || contact.Legs[0].Customer != customer.ID || contact.Legs[0].Segment != "premier" {
			t.Errorf("legs %+v", contact.Legs)
		}
	})
}
