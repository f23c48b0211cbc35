package api_test

import (
	"net/http"
	"strings"
	"testing"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

func (h *house) work(id core.ID) (w floor.WorkView) {
	h.tb.Helper()
	must(h.tb, h.floor.View(h.tb.Context(), func(v floor.View) error {
		w, _ = v.Work(id)
		return nil
	}))
	return w
}

// Ensure a change of the organisation reaches the running engine at once, and
// disturbs nothing that is under way: who is served stays served, who waits keeps
// the place, even in a queue that is gone.
func TestChange_Running(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana := h.as("ana")
	ana.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-1", "ready": true}).want(t, 204, nil)
	served := h.ticket("payment")
	act := func(ticket ticket, what string, body any) answer {
		return ana.call("POST", "/works/"+ticket.Work.String()+"/"+what, body)
	}
	act(served, "accept", map[string]any{"offer": h.offer(served.Work)}).want(t, 204, nil)
	first, second := h.ticket("payment"), h.ticket("payment")
	technical := h.ticket("technical")

	// Billing becomes urgent, asks more of agents, and technical support is gone.
	h.apply(func(file string) string {
		file = strings.Replace(file, "    needs: {billing: 2}\n    steps:", "    needs: {billing: 4}\n    steps:", 1)
		file = strings.Replace(file, "    threshold: 10m", "    threshold: 2m", 1)
		file = strings.Replace(file, "{key: technical, prefix: T, queue: technical,", "{key: technical, prefix: T, queue: care,", 1)
		file = cut(file, "  - key: technical\n    name: {es: Soporte técnico, pt: Suporte técnico, it: Assistenza tecnica, en: Technical support}\n    channel: visit", "  # At the contact centre")
		return strings.Replace(file, "      - {queue: technical, rank: 1}\n", "", 1)
	})
	if w := h.work(served.Work); w.Status != routing.StatusAssigned || w.Agent != ana.id {
		t.Errorf("who was served is %s", w.Status)
	}
	if w := h.work(technical.Work); w.Status != routing.StatusWaiting || w.Queue != "technical@mixco" {
		t.Errorf("who waits in a queue that is gone: %+v", w.WorkState)
	}
	for place, ticket := range []ticket{first, second} {
		must(t, h.floor.View(t.Context(), func(v floor.View) error {
			if got, _, ok := v.Engine().Place(ticket.Work); !ok || got != place+1 {
				t.Errorf("%s has place %d, want %d", ticket.Label, got, place+1)
			}
			return nil
		}))
	}
	must(t, h.floor.View(t.Context(), func(v floor.View) error {
		if q, _ := v.Engine().QueueInfo("technical@mixco"); q.Open {
			t.Error("the removed queue is open")
		}
		return nil
	}))
	// New tickets follow the new rules: another queue, other needs.
	later := h.ticket("technical")
	if w := h.work(later.Work); w.Queue != "care@mixco" {
		t.Errorf("a new ticket waits in %s", w.Queue)
	}
	if w := h.work(h.ticket("payment").Work); !needs(w.Needs, "billing", 4) {
		t.Errorf("a new ticket needs %v", w.Needs)
	}
	act(served, "release", map[string]any{}).want(t, 204, nil)
	act(served, "close-wrap-up", map[string]any{}).want(t, 204, nil)
	if w := h.work(first.Work); w.Status != routing.StatusOffered || w.Agent != ana.id {
		t.Errorf("the next in line is %s", w.Status)
	}
	// The last visitor of the removed queue can still be helped, and then it is gone.
	laura := h.as("laura")
	laura.call("POST", "/works/"+technical.Work.String()+"/transfer", map[string]any{"service": "care"}).want(t, 204, nil)
	must(t, h.floor.View(t.Context(), func(v floor.View) error {
		if _, ok := v.Engine().QueueInfo("technical@mixco"); ok {
			t.Error("the removed queue is still there")
		}
		return nil
	}))
	// A file with a mistake changes nothing.
	got := h.as("admin").call("PUT", "/organisation/file", strings.Replace(file(), "queue: care,", "queue: cafe,", 1), "Content-Type", "application/yaml")
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), "cafe") || !strings.Contains(string(got.body), "line") {
		t.Errorf("%d %s", got.status, got.body)
	}
	h.ticket("technical")
}

// cut leaves out what begins with one text and ends before another.
func cut(text, from, to string) string {
	i := strings.Index(text, from)
	j := strings.Index(text[i:], to)
	return text[:i] + text[i+j:]
}

func needs(all routing.Needs, skill string, level int) bool {
	for _, alternative := range all {
		for _, n := range alternative {
			if n.Skill == skill && n.Level == level {
				return true
			}
		}
	}
	return false
}

// Ensure a queue that is closed by hand takes no tickets, and goes on when it is
// opened again.
func TestQueue_ByHand(t *testing.T) {
	t.Parallel()
	h := open(t)
	laura := h.as("laura")
	laura.call("POST", "/queues/billing@mixco/close", nil).want(t, 204, nil)
	kiosk := "/kiosks/" + h.link("mixco-kiosk") + "/tickets"
	h.anonymous().call("POST", kiosk, map[string]any{"service": "payment"}).refused(t, core.Closed, "body.service")
	laura.call("POST", "/queues/billing@mixco/open", nil).want(t, 204, nil)
	h.ticket("payment")
	laura.call("POST", "/queues/billing@catania/close", nil).refused(t, core.Forbidden, "")
	laura.call("POST", "/queues/nothing@mixco/close", nil).refused(t, core.NotFound, "")
	laura.call("POST", "/queues/billing@nowhere/close", nil).refused(t, core.NotFound, "")
}
