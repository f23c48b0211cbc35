package chat_test

import (
	"testing"
	"time"

	"turno/internal/channel"
	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

// Ensure a conversation waits like any work, is answered by the first message of a
// human and never by its acceptance, and leaves the facts of what happened.
func TestConversation(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		t.Helper()
		testConversation(newRig(t, s))
	})
}

func testConversation(r *rig) {
	t := r.t
	t.Helper()
	opened := r.clock()
	o := r.open("luis")
	if o.Place != 1 || o.State != chat.Waiting || o.Page != "https://www.example.com/bills" || o.Site != "rome" {
		t.Errorf("opened %+v", o)
	}
	held, err := r.Held(t.Context(), o.Token)
	must(t, err)
	if held.Contact != o.Contact {
		t.Errorf("the token opens %v", held.Contact)
	}
	r.pass(30 * time.Second)
	ana := r.signIn("ana")
	c := r.accept(ana, o)
	r.pass(5 * time.Second)
	if w, _ := r.work(c.Work); w.OpenLeg().Answered != 0 {
		t.Error("the acceptance counts as the answer")
	}
	must(t, r.Mark(t.Context(), c, core.AuthorAgent, chat.Marks{Read: c.Messages}))
	note, err := r.Agent(t.Context(), by(ana), c, chat.Say{Text: "knows us well", Note: true})
	r.ok(err)
	if w, _ := r.work(c.Work); w.OpenLeg().Answered != 0 || w.Thread.Unanswered == 0 || w.Thread.Unread != 0 {
		t.Errorf("after reading and a note: %+v, answered %d", w.Thread, w.OpenLeg().Answered)
	}
	answered := r.clock()
	first := r.says(ana, c, "Hello Luis")
	if first.By != "Ana" || first.Number != note.Number+1 {
		t.Errorf("said %+v", first)
	}
	r.writes(c, "My bill is wrong")
	r.says(ana, c, "Mended")
	if w, _ := r.work(c.Work); w.OpenLeg().Answered != answered || w.Thread.Unanswered != 0 {
		t.Errorf("answered at %d, want %d; %+v", w.OpenLeg().Answered, answered, w.Thread)
	}
	c = r.is(o, chat.Active)
	must(t, r.Mark(t.Context(), c, core.AuthorCustomer, chat.Marks{Delivered: c.Messages, Read: first.Number}))
	released := r.clock()
	r.ok(r.Release(t.Context(), by(ana), channel.Release{Work: c.Work, Description: channel.Description{Reason: "question", Outcome: "solved"}}))
	c = r.is(o, chat.Done)
	r.closeWrapUp(c.Work)
	legs := r.legs(o)
	if len(legs) != 1 {
		t.Fatalf("%d legs", len(legs))
	}
	l := legs[0]
	if l.Channel != core.Chat || l.End != core.Handled || l.EndedBy != core.ByAgent || l.Agent != ana || l.Queued != opened ||
		l.Answered != answered || l.Released != released || l.Reason != "question" || l.Outcome != "solved" ||
		l.Queue != "chat" || l.Site != "rome" || l.Program != "home" || l.Language != "en" {
		t.Errorf("the leg is %+v", l)
	}
	checkFacts(r, o, ana)
	r.refused(r.Rate(t.Context(), c, 6, ""), core.Invalid)
	r.ok(r.Rate(t.Context(), c, 5, "quick"))
	r.refused(r.Rate(t.Context(), c, 1, ""), core.Conflict)
	if c := r.is(o, chat.Done); c.Rating != 5 || c.ClosedBy != ana.String() {
		t.Errorf("rated %+v", c)
	}
	_, err = r.Customer(t.Context(), c, "", chat.Say{Text: "one more thing"})
	r.refused(err, core.Conflict)
}

// checkFacts wants the greeting, two of the customer's and two of the agent's, and
// no note.
func checkFacts(r *rig, o chat.Opened, ana core.ID) {
	r.t.Helper()
	facts := r.facts(o)
	var authors []core.Author
	for _, f := range facts {
		authors = append(authors, f.Author)
		inbound := f.Direction == core.Inbound
		if inbound != (f.Author == core.AuthorCustomer) || f.Channel != core.Chat || (f.Agent == ana) != (f.Author == core.AuthorAgent) {
			r.t.Errorf("the fact is %+v", f)
		}
	}
	want := []core.Author{core.AuthorAutomatic, core.AuthorCustomer, core.AuthorAgent, core.AuthorCustomer, core.AuthorAgent}
	if len(authors) != len(want) {
		r.t.Fatalf("the authors are %v, want %v", authors, want)
	}
	question, answer, last := facts[1], facts[2], facts[4]
	if question.Sent == 0 || question.Read <= question.Sent || answer.Read == 0 || answer.Delivered == 0 ||
		last.Delivered == 0 || last.Read != 0 || facts[3].Read != 0 {
		r.t.Errorf("the marks are %+v", facts)
	}
}

// Ensure the same token opens the same conversation, so that a lost answer costs
// nothing, and that no copy of the store shows a token.
func TestOpen_Repeated(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	in := chat.Open{Inbox: "help", Name: "Luis", Token: chat.Token(), Text: "hello"}
	first, err := r.Open(t.Context(), in)
	r.ok(err)
	second, err := r.Open(t.Context(), in)
	r.ok(err)
	if first.Contact != second.Contact || second.Messages != 2 {
		t.Errorf("opened %v, then %v", first, second)
	}
	must(t, r.store.Read(t.Context(), func(q *db.Queries) error {
		row, err := q.GetConversation(t.Context(), first.Contact.String())
		if row.TokenHash == first.Token || row.TranscriptHash == first.Transcript {
			t.Error("the store has the token itself")
		}
		return err
	}))
	in.Token = "chat_short"
	_, err = r.Open(t.Context(), in)
	r.refused(err, core.Invalid)
}

// Ensure the form is kept, languages fall back, and hours and the line's length
// hold.
func TestOpen_Refused(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	for name, c := range map[string]struct {
		in   chat.Open
		code core.Code
	}{
		"no such inbox":  {chat.Open{Inbox: "nowhere"}, core.NotFound},
		"name is needed": {chat.Open{Inbox: "help", Text: "hi"}, core.Invalid},
		"bad e-mail":     {chat.Open{Inbox: "help", Name: "Luis", Email: "luis"}, core.Invalid},
		"two lines":      {chat.Open{Inbox: "help", Name: "Luis\nPérez"}, core.Invalid},
		"control":        {chat.Open{Inbox: "help", Name: "Luis", Text: "\x00"}, core.Invalid},
	} {
		_, err := r.Open(t.Context(), c.in)
		if core.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	o, err := r.Open(t.Context(), chat.Open{Inbox: "help", Name: "Luis", Language: "fi"})
	r.ok(err)
	if o.Language != "en" {
		t.Errorf("spoken to in %s", o.Language)
	}
	for range 4 {
		r.open("luis")
	}
	_, err = r.Open(t.Context(), chat.Open{Inbox: "help", Name: "Luis"})
	r.refused(err, core.QueueFull)
	r.set("2026-03-01 10:00:00")
	_, err = r.Open(t.Context(), chat.Open{Inbox: "help", Name: "Luis"})
	r.refused(err, core.Closed)
}

// Ensure a customer we know waits with the priority of their segment.
func TestOpen_Segment(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	known, err := r.customers.Create(t.Context(), customerNew("Marta Ruiz", "premier", "marta@example.com"))
	r.ok(err)
	first := r.open("luis")
	second := r.open("marta")
	if second.Customer != known.ID || second.Segment != "premier" || second.Place != 1 {
		t.Errorf("marta is %+v", second)
	}
	if w, _ := r.work(first.Work); w.Meta.Label != "luis" {
		t.Errorf("the label is %q", w.Meta.Label)
	}
}

// Ensure what is sent again after a lost connection is there once, and is answered
// as the first time even when the conversation is over.
func TestSay_Repeated(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	o := r.open("luis")
	c := r.is(o, chat.Waiting)
	say := chat.Say{Client: "m-1", Text: "hello?"}
	first, err := r.Customer(t.Context(), c, "", say)
	r.ok(err)
	again, err := r.Customer(t.Context(), c, "", say)
	r.ok(err)
	r.ok(r.Leave(t.Context(), c))
	after, err := r.Customer(t.Context(), c, "", say)
	r.ok(err)
	if first.ID != again.ID || first.ID != after.ID || first.Number != again.Number {
		t.Errorf("%+v, %+v, %+v", first, again, after)
	}
	if c := r.is(o, chat.Left); c.Messages != 3 {
		t.Errorf("%d messages", c.Messages)
	}
}

// Ensure two sides that number their messages alike do not take each other's for a
// repeat.
func TestSay_OneSideAtATime(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	ana := r.signIn("ana")
	c := r.accept(ana, r.open("luis"))
	theirs, err := r.Customer(t.Context(), c, "", chat.Say{Client: "1", Text: "hello?"})
	r.ok(err)
	ours, err := r.Agent(t.Context(), by(ana), c, chat.Say{Client: "1", Text: "Hello"})
	r.ok(err)
	if theirs.ID == ours.ID || ours.Text != "Hello" || ours.Client != "1" {
		t.Errorf("said %+v and %+v", theirs, ours)
	}
	said, err := r.History(t.Context(), c.Contact, chat.Page{})
	must(t, err)
	if n := len(said); n != 4 || said[3].Client != "1" || said[2].Client != "1" {
		t.Errorf("%d messages: %+v", n, said)
	}
}

// Ensure texts and ids have limits.
func TestSay_Limits(t *testing.T) {
	t.Parallel()
	r := onSQLite(t)
	c := r.is(r.open("luis"), chat.Waiting)
	long := make([]rune, chat.TextMax+1)
	for i := range long {
		long[i] = 'ñ'
	}
	for name, c2 := range map[string]struct {
		say  chat.Say
		code core.Code
	}{
		"empty":     {chat.Say{Text: "  "}, core.Invalid},
		"too long":  {chat.Say{Text: string(long)}, core.TooLarge},
		"at most":   {chat.Say{Text: string(long[1:])}, ""},
		"no text":   {chat.Say{Text: "a\x00b"}, core.Invalid},
		"broken":    {chat.Say{Text: "\xff"}, core.Invalid},
		"client id": {chat.Say{Text: "a", Client: "with space"}, core.Invalid},
	} {
		_, err := r.Customer(t.Context(), c, "", c2.say)
		if core.CodeOf(err) != c2.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
