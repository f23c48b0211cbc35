package insight

import (
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/routing"
)

// Ensure one visit shows, step by step, on every screen as what it is.
func TestVisit(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := r.boards
	ana := r.signIn("ana", "1")
	b.settle()
	desk := r.screen(b.Desk(), "desk", ana.String())
	board := r.screen(b.Floor(), "floor", "site:rome")
	shown := r.screen(b.Display(), "display", "rome")
	kiosk := r.screen(b.Kiosk(), "kiosk", "rome")

	me := row[deskMe](desk, "me", "me")
	if me.Name != "Ana" || me.Site != "rome" || me.Profile != "all" || me.Counter != "1" || !me.SignedIn ||
		me.Presence != core.Ready || me.Activity != core.Idle {
		t.Fatalf("me: %+v", me)
	}
	if site := row[kioskSite](kiosk, "site", "site"); !site.Open || site.Languages[0] != "es" {
		t.Fatalf("the kiosk's site: %+v", site)
	}

	lucia, err := r.customers.Create(t.Context(), customer.New{Name: "Lucía", Segment: "premier"})
	r.ok(err)
	ticket, err := r.branch.Issue(t.Context(), visitor(), branch.Issue{Site: "rome", Service: "billing", Customer: lucia.ID})
	r.ok(err)
	second := r.issue("rome", "billing")
	b.catchUp(nil)

	// The offer and who comes are there with the batch; no beat was needed.
	id := ticket.Work.String()
	work := row[deskWork](desk, "work", id)
	if work.State != "offered" || work.Offer == 0 || work.Ticket != ticket.Label || work.Segment != "premier" ||
		work.Queue != "billing" || work.Site != "rome" || work.Threshold != (5*time.Minute).Microseconds() {
		t.Fatalf("the offer: %+v", work)
	}
	if work.Deadline != 0 {
		t.Fatalf("the offer never times out, and says it does: %+v", work)
	}
	b.settle()
	if work = row[deskWork](desk, "work", id); work.CustomerName != "Lucía" || work.Priority != 50 {
		t.Fatalf("the offer with its name: %+v", work)
	}
	page := r.screen(b.Turn(), "turn", second.Token)
	if p := row[turnRow](page, "turn", "turn"); p.State != "waiting" || p.Place != 2 || p.Ahead == nil || *p.Ahead != 1 ||
		!p.CanDefer || p.DeferMax != 3 || p.Ticket != second.Label {
		t.Fatalf("the second visitor's page: %+v", p)
	}
	if q := row[deskQueue](desk, "queue", "billing@rome"); q.Waiting != 2 || q.Next.Work != ticket.Work || !q.Open || q.Oldest == 0 {
		t.Fatalf("the queue on the desk: %+v", q)
	}
	if w := row[deskWaiting](desk, "waiting", second.Work.String()); w.Place != 2 || w.Ticket != second.Label {
		t.Fatalf("who waits behind: %+v", w)
	}
	if s := row[kioskService](kiosk, "service", "billing"); s.Waiting != 2 {
		t.Fatalf("the kiosk's service: %+v", s)
	}
	if w := row[floorWaiting](board, "waiting", second.Work.String()); w.Why == nil || w.Why.Word != "all_busy" ||
		len(w.Why.Verdicts) != 1 || w.Why.Verdicts[0].Agent != ana || w.Why.Verdicts[0].Word != "offered" {
		t.Fatalf("why the second waits: %+v %+v", w, w.Why)
	}
	if n := row[displayNext](shown, "next", second.Work.String()); n.Place != 2 || n.Ticket != second.Label {
		t.Fatalf("next in line: %+v", n)
	}
	if len(shown.ids("call")) != 0 {
		t.Fatal("an offer is silent: the display calls nobody")
	}

	r.pass(time.Minute)
	r.next(ana, ticket)
	called := r.clock()
	b.catchUp(nil)
	if c := row[displayCall](shown, "call", ticket.Contact.String()); c.Ticket != ticket.Label || c.Counter != "1" || c.State != "called" {
		t.Fatalf("the call: %+v", c)
	}
	if work = row[deskWork](desk, "work", id); work.State != "called" || work.RecallsMin != 1 || work.Called == 0 || work.Offer != 0 {
		t.Fatalf("called: %+v", work)
	}
	r.ok(r.branch.Recall(t.Context(), by(ana), ticket.Contact))
	b.catchUp(nil)
	if c := row[displayCall](shown, "call", ticket.Contact.String()); c.Recall != 1 {
		t.Fatalf("the second call: %+v", c)
	}
	r.ok(r.branch.Begin(t.Context(), by(ana), ticket.Contact))
	b.settle()
	if work = row[deskWork](desk, "work", id); work.State != "serving" || work.Recalls != 1 {
		t.Fatalf("serving: %+v", work)
	}
	if c := row[displayCall](shown, "call", ticket.Contact.String()); c.State != "serving" {
		t.Fatalf("served: %+v", c)
	}
	if p := row[turnRow](page, "turn", "turn"); p.Place != 1 || *p.Ahead != 0 {
		t.Fatalf("the second visitor is next: %+v", p)
	}
	// Answered within the target: it counts at once, before any fact is written.
	if total := row[floorTotal](board, "total", "total"); total.Handled != 1 || *total.KPI["service_level"].Value != 1 ||
		total.Waiting != 1 || total.Engaged != 1 || total.SignedIn != 1 || total.KPI["service_level"].Goal != 0.9 {
		t.Fatalf("the total: %+v", total)
	}
	if a := row[floorAgent](board, "agent", ana.String()); a.Activity != core.Engaged || a.Ticket != ticket.Label || a.Queue != "billing" || a.Day.Handled != 1 {
		t.Fatalf("the agent: %+v", a)
	}

	r.ok(r.branch.Release(t.Context(), by(ana), channel.Release{
		Work: ticket.Work, Description: channel.Description{Reason: "wrong_charge", Outcome: "resolved"},
	}))
	b.settle()
	if _, still := find[deskWork](desk, "work", id); still {
		t.Fatal("a finished work of a queue without wrap-up stays on the desk")
	}
	if c := row[displayCall](shown, "call", ticket.Contact.String()); c.State != "done" || c.At < called-10_000_000 {
		t.Fatalf("the call after: %+v", c)
	}
	if work = row[deskWork](desk, "work", second.Work.String()); work.State != "offered" {
		t.Fatalf("the next offer: %+v", work)
	}
	q := row[floorQueue](board, "queue", "billing@rome")
	if q.Handled != 1 || q.Offered != 1 || q.Goal != 0.9 || *q.KPI["service_level"].Value != 1 || q.KPI["aht"].Den != 1 || q.Engaged != 1 {
		t.Fatalf("the queue: %+v", q)
	}

	// The second leaves.
	r.ok(r.branch.Leave(t.Context(), second.Token))
	b.settle()
	if p := row[turnRow](page, "turn", "turn"); p.State != "left" || p.CanDefer || p.Place != 0 {
		t.Fatalf("the page of one who left: %+v", p)
	}
	if total := row[floorTotal](board, "total", "total"); total.Abandoned != 1 || total.Waiting != 0 || total.Ready != 1 {
		t.Fatalf("the total after: %+v", total)
	}
}

// Ensure a visitor's page follows more time, no-show and a second service.
func TestTurn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := r.boards
	first, second, third := r.issue("rome", "care"), r.issue("rome", "care"), r.issue("rome", "care")
	b.settle()
	page := r.screen(b.Turn(), "turn", first.Token)
	if p := row[turnRow](page, "turn", "turn"); p.Place != 1 || p.Service != "care" || p.Site != "rome" {
		t.Fatalf("first: %+v", p)
	}
	r.ok(r.branch.Defer(t.Context(), first.Token, branch.Defer{Places: 2}))
	b.settle()
	if p := row[turnRow](page, "turn", "turn"); p.Place != 3 || p.CanDefer {
		t.Fatalf("after more time: %+v", p)
	}
	ana := r.signIn("ana", "2")
	r.next(ana, second)
	r.ok(r.branch.Begin(t.Context(), by(ana), second.Contact))
	if _, err := r.branch.NextService(t.Context(), by(ana), branch.NextService{Contact: second.Contact, Service: "billing"}); err != nil {
		t.Fatal(err)
	}
	b.settle()
	other := r.screen(b.Turn(), "turn", second.Token)
	if p := row[turnRow](other, "turn", "turn"); p.State != "serving" || p.Service != "billing" || p.Counter != "2" {
		t.Fatalf("with a second matter: %+v", p)
	}
	bob := r.signIn("bob", "1")
	r.next(bob, third)
	r.ok(r.branch.Recall(t.Context(), by(bob), third.Contact))
	gone := r.screen(b.Turn(), "turn", third.Token)
	b.settle()
	if p := row[turnRow](gone, "turn", "turn"); p.State != "called" || p.Counter != "1" || p.Called == 0 {
		t.Fatalf("called: %+v", p)
	}
	r.ok(r.branch.NoShow(t.Context(), by(bob), third.Contact))
	b.settle()
	if p := row[turnRow](gone, "turn", "turn"); p.State != "no_show" {
		t.Fatalf("who never came: %+v", p)
	}
	// Opened when all is over, it still says how it ended.
	late := r.screen(b.Turn(), "turn", third.Token)
	if p := row[turnRow](late, "turn", "turn"); p.State != "no_show" || p.Ticket != third.Label {
		t.Fatalf("opened late: %+v", p)
	}
	if _, err := b.Turn().Open(t.Context(), "nosuchtoken", func([]Row, bool) {}); core.CodeOf(err) != core.NotFound {
		t.Fatalf("an unknown token: %v", err)
	}
}

// Ensure a desk shows wrap-up, its extension, parking, pending presence and offline.
func TestDesk(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	b := r.boards
	bob := r.agent("bob")
	desk := r.screen(b.Desk(), "desk", bob.String())
	if me := row[deskMe](desk, "me", "me"); me.SignedIn || me.Presence != core.Offline || me.Name != "Bob" || me.Profile != "care" {
		t.Fatalf("before the shift: %+v", me)
	}
	if ids := desk.ids("queue"); len(ids) != 2 || ids[0] != "care@rome" || ids[1] != "chat" {
		t.Fatalf("the queues: %v", ids)
	}
	r.signIn("bob", "1")
	ticket := r.issue("rome", "care")
	r.next(bob, ticket)
	r.ok(r.branch.Begin(t.Context(), by(bob), ticket.Contact))
	r.do(&routing.SetPresence{Head: head(), Agent: bob, Presence: core.NotReady, Reason: "lunch"})
	b.catchUp(nil)
	if me := row[deskMe](desk, "me", "me"); me.Pending != core.NotReady || me.PendingReason != "lunch" || me.Activity != core.Engaged {
		t.Fatalf("lunch is asked for: %+v", me)
	}
	r.ok(r.branch.Park(t.Context(), by(bob), channel.Park{Work: ticket.Work}))
	b.catchUp(nil)
	if w := row[deskWork](desk, "work", ticket.Work.String()); w.State != "parked" {
		t.Fatalf("parked: %+v", w)
	}
	if me := row[deskMe](desk, "me", "me"); me.Presence != core.NotReady || me.Reason != "lunch" || me.Activity != core.Idle {
		t.Fatalf("at lunch: %+v", me)
	}
	r.ok(r.branch.Unpark(t.Context(), by(bob), channel.Unpark{Work: ticket.Work, Agent: bob}))
	r.ok(r.branch.Release(t.Context(), by(bob), channel.Release{Work: ticket.Work}))
	b.catchUp(nil)
	w := row[deskWork](desk, "work", ticket.Work.String())
	if w.State != "wrap_up" || !w.CanExtend || w.WrapUntil != w.Since.Add(30*time.Second) || w.Leg != 1 {
		t.Fatalf("wrap-up: %+v", w)
	}
	r.do(&routing.ExtendWrapUp{Head: head(), Work: ticket.Work})
	b.catchUp(nil)
	if longer := row[deskWork](desk, "work", ticket.Work.String()); longer.CanExtend || longer.WrapUntil != w.WrapUntil.Add(30*time.Second) {
		t.Fatalf("extended: %+v", longer)
	}
	r.pass(2 * time.Minute)
	b.settle()
	if ids := desk.ids("work"); len(ids) != 0 {
		t.Fatalf("after the wrap-up: %v", ids)
	}
	if me := row[deskMe](desk, "me", "me"); me.Day == nil || me.Day.Handled != 1 || me.Day.AHT.Den != 1 {
		t.Fatalf("the day: %+v", me.Day)
	}
	r.do(&routing.SignOut{Head: head(), Agent: bob})
	b.settle()
	if me := row[deskMe](desk, "me", "me"); me.SignedIn || me.Presence != core.Offline {
		t.Fatalf("after the shift: %+v", me)
	}
	if _, err := b.Desk().Open(t.Context(), core.ID{9}.String(), func([]Row, bool) {}); core.CodeOf(err) != core.NotFound {
		t.Fatalf("the desk of nobody: %v", err)
	}
}

// Ensure a team leader sees who opened or closed a queue against its calendar,
// since when and until when, and no longer once the calendar wants the same.
func TestFloor_QueueByHand(t *testing.T) {
	t.Parallel()
	r := newRig(t) // Monday 9:00 in Rome, which is open from 8:00 to 18:00
	b := r.boards
	board := r.screen(b.Floor(), "floor", "site:rome")
	if q := row[floorQueue](board, "queue", "care@rome"); !q.Open || q.ByHand != nil {
		t.Fatalf("by its calendar: %+v", q)
	}
	at := r.clock()
	eva := r.agent("eva")
	r.do(&routing.CloseQueue{Head: routing.Head{By: core.BySupervisor, Actor: eva}, Queue: "care@rome"})
	b.settle()
	want := queueByHand{User: eva, Name: "Eva", At: at, Until: at.Add(9 * time.Hour)}
	if q := row[floorQueue](board, "queue", "care@rome"); q.Open || q.ByHand == nil || *q.ByHand != want {
		t.Fatalf("closed by hand: %+v, want %+v", q.ByHand, want)
	}
	r.pass(10 * time.Hour)
	b.settle()
	if q := row[floorQueue](board, "queue", "care@rome"); q.Open || q.ByHand != nil {
		t.Fatalf("closed by its calendar too: %+v %+v", q, q.ByHand)
	}
	r.do(&routing.OpenQueue{Head: routing.Head{By: core.BySupervisor, Actor: eva}, Queue: "care@rome"})
	b.settle()
	if q := row[floorQueue](board, "queue", "care@rome"); !q.Open || q.ByHand == nil || q.ByHand.Until != at.Add(23*time.Hour) {
		t.Fatalf("opened by hand in the evening: %+v", q.ByHand)
	}
}
