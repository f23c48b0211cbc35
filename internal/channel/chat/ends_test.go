package chat_test

import (
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

func customerNew(name, segment, email string) customer.New {
	return customer.New{Name: name, Segment: segment, Identities: []customer.Identity{{Kind: customer.Email, Value: email}}}
}

// Ensure a customer who leaves before an answer has abandoned, also from the hands
// of an agent who never wrote, and one who was answered was handled.
func TestLeave(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	waiting := r.open("luis")
	r.ok(r.Leave(t.Context(), r.is(waiting, chat.Waiting)))
	r.is(waiting, chat.Left)
	ana := r.signIn("ana")
	silent := r.open("marta")
	r.ok(r.Leave(t.Context(), r.accept(ana, silent)))
	r.is(silent, chat.Left)
	served := r.open("rosa")
	c := r.accept(ana, served)
	r.says(ana, c, "Hello")
	r.ok(r.Leave(t.Context(), c))
	if c := r.is(served, chat.Done); c.ClosedBy != "customer" {
		t.Errorf("closed by %s", c.ClosedBy)
	}
	if w, _ := r.work(c.Work); len(w.WrapUps) != 1 {
		t.Error("the agent has no wrap-up")
	}
	r.closeWrapUp(c.Work)
	for o, want := range map[*chat.Opened]core.End{&waiting: core.Abandoned, &silent: core.Abandoned, &served: core.Handled} {
		legs := r.legs(*o)
		if len(legs) != 1 || legs[0].End != want || legs[0].EndedBy != core.ByCustomer {
			t.Errorf("%s has %+v, want %s", o.Name, legs, want)
		}
	}
	r.refused(r.Leave(t.Context(), r.is(served, chat.Done)), core.Conflict)
}

// Ensure a conversation that has ended is taken up again as a new leg, queued now,
// first for the agent who had it, and not for ever.
func TestResume(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		r := newRig(t, s)
		bob := r.signIn("bob")
		o := r.open("luis")
		c := r.accept(bob, o)
		r.says(bob, c, "Hello")
		r.ok(r.Release(t.Context(), by(bob), channel.Release{Work: c.Work}))
		r.closeWrapUp(c.Work)
		ana := r.signIn("ana") // idle for longer than bob from now on
		r.do(&routing.SetPresence{Agent: bob, Presence: core.NotReady, Reason: "lunch"})
		r.pass(10 * time.Minute)
		r.refused(r.Resume(t.Context(), &chat.Conversation{Inbox: "help", State: chat.Waiting}, ""), core.Conflict)
		queued := r.clock()
		r.ok(r.Resume(t.Context(), r.is(o, chat.Done), ""))
		next := r.is(o, chat.Waiting)
		w, _ := r.work(next.Work)
		if next.Work == c.Work || w.Status != routing.StatusWaiting || w.ReservedFor != bob || w.Queued != queued || w.Arrived != queued {
			t.Fatalf("resumed as %+v", w)
		}
		r.do(&routing.SetPresence{Agent: bob, Presence: core.Ready})
		c = r.accept(bob, o)
		r.says(bob, c, "Hello again")
		r.ok(r.Release(t.Context(), by(bob), channel.Release{Work: c.Work}))
		r.closeWrapUp(c.Work)
		if legs := r.legs(o); len(legs) != 2 || legs[1].Queued == legs[0].Queued && legs[0].Answered == legs[1].Answered {
			t.Errorf("the legs are %+v", legs)
		}
		if facts := r.facts(o); len(facts) != 4 {
			t.Errorf("%d facts of messages", len(facts))
		}
		r.ok(r.Resume(t.Context(), r.is(o, chat.Done), ""))
		r.pass(30 * time.Second) // bob's offer was not answered, which ends the reservation
		if w, _ := r.work(r.is(o, chat.Waiting).Work); w.Status != routing.StatusOffered || w.Agent != ana {
			t.Errorf("after bob's silence it is %v with %v", w.Status, w.Agent)
		}
		r.ok(r.Leave(t.Context(), r.is(o, chat.Waiting)))
		r.pass(4 * time.Hour)
		r.refused(r.Resume(t.Context(), r.is(o, chat.Left), ""), core.Conflict)
	})
}

// Ensure a browser that vanishes is waited for, and then counts as gone: a message
// to be answered or an abandoned chat as the inbox says, unless it was answered.
func TestAbsent(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	message := r.open("luis")
	shop, err := r.Open(t.Context(), chat.Open{Inbox: "shop", Text: "hi"})
	r.ok(err)
	nameless, err := r.Open(t.Context(), chat.Open{Inbox: "help", Name: "Anonymous", Text: "hi"})
	r.ok(err)
	r.pass(90 * time.Second)
	r.ok(r.Duties(t.Context()))
	r.is(message, chat.Waiting)
	if legs := r.legs(shop); len(legs) != 1 || legs[0].End != core.Abandoned {
		t.Errorf("the shop's leg is %+v", legs)
	}
	r.is(shop, chat.Left)
	r.Typing(r.is(nameless, chat.Waiting), core.AuthorCustomer) // a sign of life
	r.pass(time.Minute)
	r.ok(r.Duties(t.Context()))
	r.is(nameless, chat.Waiting)
	c := r.is(message, chat.Waiting)
	if legs := r.legs(message); len(legs) != 1 || legs[0].End != core.Redirected || legs[0].EndDetail != "message" {
		t.Errorf("the leg is %+v", legs)
	}
	w, ok := r.work(c.Work)
	if !ok || w.Channel != core.Task || w.Queue != "mail" || w.Meta.Contact != message.Contact || w.Thread.Unread == 0 {
		t.Fatalf("the message waits as %+v", w)
	}
	r.pass(time.Minute)
	r.ok(r.Duties(t.Context()))
	r.is(nameless, chat.Left) // nobody could answer

	// The message is served like any work, and can be answered in the thread.
	ana := r.signIn("ana")
	c = r.accept(ana, message)
	r.says(ana, c, "We wrote you a mail")
	r.ok(r.Messages().Release(t.Context(), by(ana), channel.Release{Work: c.Work}))
	r.is(message, chat.Done)
	if legs := r.legs(message); len(legs) != 2 || legs[1].Channel != core.Task || legs[1].End != core.Handled {
		t.Errorf("the legs are %+v", legs)
	}
	answered := r.open("rosa")
	c = r.accept(ana, answered)
	r.says(ana, c, "Hello")
	r.pass(time.Hour)
	r.ok(r.Duties(t.Context()))
	r.is(answered, chat.Active)
}

// Ensure what is left outside hours waits as a task, with an address to answer to,
// and is queued when the queue takes it.
func TestLeaveMessage(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		r := newRig(t, s)
		r.set("2026-03-01 10:00:00")
		must(t, channel.NewHours(r.floor, r.org.Get, nil).Apply(t.Context(), r.clock()))
		_, err := r.LeaveMessage(t.Context(), chat.Open{Inbox: "help", Name: "Luis", Text: "call me"})
		r.refused(err, core.Invalid)
		_, err = r.LeaveMessage(t.Context(), chat.Open{Inbox: "help", Name: "Luis", Email: "luis@example.com"})
		r.refused(err, core.Invalid)
		in := chat.Open{Inbox: "help", Token: chat.Token(), Name: "Luis", Phone: "+390612345678", Text: "call me"}
		o, err := r.LeaveMessage(t.Context(), in)
		r.ok(err)
		again, err := r.LeaveMessage(t.Context(), in)
		r.ok(err)
		if o.State != chat.Waiting || o.Channel != core.Task || o.Contact != again.Contact {
			t.Errorf("left %+v, then %+v", o, again)
		}
		r.refused(r.Leave(t.Context(), r.is(o, chat.Waiting)), core.Conflict)
		night, err := r.LeaveMessage(t.Context(), chat.Open{Inbox: "shop", Email: "luis@example.com", Text: "call me"})
		r.ok(err)
		r.ok(r.Duties(t.Context()))
		r.is(night, chat.Leaving) // its queue takes nothing at night
		r.restart()
		r.set(monday)
		must(t, channel.NewHours(r.floor, r.org.Get, nil).Apply(t.Context(), r.clock()))
		r.ok(r.Duties(t.Context()))
		c := r.is(night, chat.Waiting)
		if w, ok := r.work(c.Work); !ok || w.Queue != "night" || w.Arrived != night.Opened || w.Meta.Label != "" {
			t.Errorf("in the morning it is %+v", w)
		}
	})
}

// Ensure a transfer takes its note along, which no customer ever sees, and goes to
// nobody who could not serve.
func TestTransfer(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	ana := r.signIn("ana")
	carla := r.signIn("carla")
	o := r.open("luis")
	c := r.accept(ana, o)
	r.says(ana, c, "Hello")
	for code, in := range map[core.Code]channel.Transfer{
		core.Invalid:  {Work: c.Work, Queue: "care@rome"},
		core.Conflict: {Work: c.Work, Queue: "chat"},
	} {
		r.refused(r.Transfer(t.Context(), by(ana), in), code)
	}
	arrived := o.Opened
	r.ok(r.Transfer(t.Context(), by(ana), channel.Transfer{Work: c.Work, Queue: "sales", Note: "wants a loan"}))
	c = r.accept(carla, o)
	w, _ := r.work(c.Work)
	if w.Queue != "sales" || w.Arrived != arrived || w.OpenLeg().Answered != 0 || c.Agent != carla {
		t.Errorf("transferred as %+v", w)
	}
	count := func(notes bool) (n int) {
		said, err := r.History(t.Context(), o.Contact, chat.Page{Notes: notes})
		must(t, err)
		for _, m := range said {
			if m.Kind == chat.Note {
				n++
			}
		}
		return n
	}
	if count(true) != 1 || count(false) != 0 {
		t.Errorf("%d notes for colleagues, %d for the customer", count(true), count(false))
	}
	page, err := r.Transcript(t.Context(), o.Transcript)
	must(t, err)
	for _, m := range page.Messages {
		if m.Kind == chat.Note {
			t.Error("the transcript has a note")
		}
	}
	if len(page.Messages) != 3 {
		t.Errorf("the transcript has %d messages", len(page.Messages))
	}
	_, err = r.Transcript(t.Context(), o.Token)
	r.refused(err, core.NotFound)
}

// Ensure a chat goes back to its place two minutes after its agent's desk lost the
// connection, and that the next agent's word is another answer.
func TestDeskLost(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	r.running()
	ana := r.signIn("ana")
	r.floor.DeskConnected(ana, 1)
	o := r.open("luis")
	r.watch(r.CustomerSource(), o.Contact) // the customer is there all the time
	c := r.accept(ana, o)
	r.says(ana, c, "Hello")
	r.floor.DeskConnected(ana, 0)
	_, _ = r.work(c.Work) // the loop has looked
	r.pass(110 * time.Second)
	if w, _ := r.work(c.Work); w.Status != routing.StatusAssigned {
		t.Errorf("too early it is %v", w.Status)
	}
	r.pass(20 * time.Second)
	w, _ := r.work(c.Work)
	if w.Status != routing.StatusWaiting || w.Arrived != o.Opened {
		t.Fatalf("after two minutes it is %v", w.Status)
	}
	bob := r.signIn("bob")
	c = r.accept(bob, o)
	if w, _ := r.work(c.Work); w.OpenLeg().Answered != 0 || w.OpenLeg().Agent != bob {
		t.Errorf("in bob's hands it is %+v", w.OpenLeg())
	}
	r.says(bob, c, "I go on")
	if w, _ := r.work(c.Work); w.OpenLeg().Answered == 0 {
		t.Error("bob's word is no answer")
	}
	if legs := r.legs(o); len(legs) != 1 || legs[0].Agent != ana || legs[0].EndDetail != "returned" {
		t.Errorf("ana's leg is %+v", legs)
	}
}

// Ensure nothing that was acknowledged is lost in a crash, and that what the floor
// did while nobody followed is put right.
func TestRestart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		r := newRig(t, s)
		ana := r.signIn("ana")
		o, other := r.open("luis"), r.open("marta")
		c := r.accept(ana, o)
		r.says(ana, c, "Hello")
		r.writes(c, "are you there?")
		// A supervisor takes marta's away, and nobody follows.
		w, _ := r.work(other.Work)
		_, err := r.floor.Do(t.Context(), floor.Request{Command: &routing.Cancel{Work: w.ID, End: core.Abandoned}})
		r.ok(err)
		r.is(other, chat.Waiting)
		r.restart()
		r.is(other, chat.Left)
		c = r.is(o, chat.Active)
		if c.Messages != 4 || c.Agent != ana {
			t.Errorf("after the crash %+v", c)
		}
		if w, _ := r.work(c.Work); w.Thread == nil || w.Thread.Unread != 1 || w.OpenLeg().Answered == 0 {
			t.Errorf("the floor has %+v", w.Thread)
		}
		r.says(ana, c, "Yes")
	})
}

// Ensure an inbox whose queue was closed by hand takes nobody, whatever the
// calendar says, and takes customers again with the queue.
func TestTakes(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	in, _ := r.org.Get().Inbox("help")
	until := func(want bool) {
		t.Helper()
		must(t, r.Reconcile(t.Context()))
		if r.Takes(in) != want {
			t.Fatalf("takes customers: %v", !want)
		}
	}
	until(true)
	r.do(&routing.CloseQueue{Queue: "chat"})
	until(false)
	_, err := r.Open(t.Context(), chat.Open{Inbox: "help", Name: "Luis"})
	r.refused(err, core.Closed)
	r.do(&routing.OpenQueue{Queue: "chat"})
	until(true)
	r.open("luis")
}
