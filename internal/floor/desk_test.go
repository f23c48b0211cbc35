package floor_test

import (
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// connected tells the floor of a desk's connections and waits until it knows.
func (h *hall) connected(agent core.ID, n int) {
	h.t.Helper()
	h.DeskConnected(agent, n)
	for deadline := time.Now().Add(10 * time.Second); h.agent(agent).Connected != (n > 0); {
		if time.Now().After(deadline) {
			h.t.Fatal("the floor did not learn of the desk")
		}
	}
}

// Ensure a desk that comes back within the grace time finds everything as it was.
func TestDesk_Back(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.Open(t, store.SQLite))
	agent := h.signIn(true)
	h.connected(agent, 1)
	h.connected(agent, 0)
	h.pass(29 * time.Second)
	h.connected(agent, 2)
	h.pass(time.Minute)
	if got := h.agent(agent); got.Presence != core.Ready || !got.Connected {
		t.Fatalf("agent %+v", got)
	}
}

// Ensure a desk that stays away gets no offers, and stays not ready until its
// agent says otherwise.
func TestDesk_Away(t *testing.T) {
	t.Parallel()
	h := openDesk(t, storetest.Open(t, store.SQLite), floor.DeskTimes{Grace: 15 * time.Second})
	agent := h.signIn(true)
	h.connected(agent, 1)
	id := h.enqueue(visit())
	h.connected(agent, 0)
	h.pass(10 * time.Second)
	if got := h.work(id).Status; got != routing.StatusOffered {
		t.Fatalf("within the grace time the work is %s", got)
	}
	h.pass(5 * time.Second)
	got := h.agent(agent)
	if got.Presence != core.NotReady || got.Reason != core.ReasonDisconnected {
		t.Fatalf("after the grace time: %+v", got)
	}
	if got := h.work(id).Status; got != routing.StatusWaiting {
		t.Fatalf("after the grace time the work is %s", got)
	}
	h.connected(agent, 1)
	if got := h.agent(agent); got.Presence != core.NotReady {
		t.Fatalf("back after the grace time: %+v", got)
	}
	h.must(&routing.SetPresence{Head: head(), Agent: agent, Presence: core.Ready})
	if got := h.work(id); got.Status != routing.StatusOffered {
		t.Fatalf("ready again: %+v", got)
	}
}

// Ensure a lunch stays a lunch.
func TestDesk_OwnReason(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.Open(t, store.SQLite))
	agent := h.signIn(true)
	h.connected(agent, 1)
	h.must(&routing.SetPresence{Head: head(), Agent: agent, Presence: core.NotReady, Reason: "lunch"})
	h.connected(agent, 0)
	h.pass(time.Hour)
	if got := h.agent(agent); got.Reason != "lunch" {
		t.Fatalf("agent %+v", got)
	}
}

// Ensure a visit stays with its counter, and a conversation goes back to its
// place after two minutes, in hand or set aside.
func TestDesk_Works(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.Open(t, store.SQLite))
	server, chatter := h.signIn(true), h.signIn(true)
	served, chat := visit(), routing.Work{ID: visit().ID, Channel: core.Chat, Queue: "chat"}
	away, quiet := visit(), routing.Work{ID: visit().ID, Channel: core.Chat, Queue: "chat"}
	for work, agent := range map[*routing.Work]core.ID{&away: server, &quiet: chatter} {
		h.must(&routing.Start{Head: head(), Work: *work, Agent: agent})
		h.must(&routing.Park{Head: head(), Work: work.ID})
	}
	h.must(&routing.Start{Head: head(), Work: served, Agent: server})
	h.must(&routing.Start{Head: head(), Work: chat, Agent: chatter})
	for _, agent := range []core.ID{server, chatter} {
		h.connected(agent, 1)
		h.connected(agent, 0)
	}
	h.pass(time.Minute)
	for _, id := range []core.ID{served.ID, chat.ID} {
		if got := h.work(id).Status; got != routing.StatusAssigned {
			t.Fatalf("after the grace time the work is %s", got)
		}
	}
	h.pass(time.Minute)
	if got := h.work(served.ID).Status; got != routing.StatusAssigned {
		t.Fatalf("the visit is %s", got)
	}
	for _, id := range []core.ID{chat.ID, quiet.ID} {
		if got := h.work(id).Status; got != routing.StatusWaiting {
			t.Fatalf("the chat is %s", got)
		}
	}
	if got := h.work(away.ID).Status; got != routing.StatusParked {
		t.Fatalf("the visit set aside is %s", got)
	}
}

// Ensure who was signed in at a crash stays so, and has the grace time from then.
func TestDesk_Crash(t *testing.T) {
	t.Parallel()
	h := open(t, storetest.Open(t, store.SQLite))
	agent, machine := h.signIn(true), h.signIn(true)
	h.connected(agent, 1)
	h.end()
	h.now.Add(time.Hour.Microseconds())
	h.start()
	h.pass(29 * time.Second)
	for _, id := range []core.ID{agent, machine} {
		if got := h.agent(id); got.Presence != core.Ready || got.Connected {
			t.Fatalf("just after the start: %+v", got)
		}
	}
	h.connected(machine, 1)
	h.pass(time.Second)
	if got := h.agent(agent); got.Reason != core.ReasonDisconnected {
		t.Fatalf("after the grace time: %+v", got)
	}
	if got := h.agent(machine); got.Presence != core.Ready {
		t.Fatalf("the one that came back: %+v", got)
	}
}
