package branch_test

import (
	"testing"

	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// Ensure tickets are numbered per prefix, wait in their line, and a request that
// is repeated gets the ticket of the first.
func TestIssue(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		for i, want := range []struct{ service, label string }{
			{"care", "A-001"}, {"billing", "B-001"}, {"loans", "A-002"}, {"care", "A-003"},
		} {
			ticket := r.issue("rome", want.service)
			if ticket.Label != want.label || ticket.Arrived != r.last || len(ticket.Token) != 16 {
				t.Errorf("ticket %d: %+v", i, ticket)
			}
		}
		if other := r.issue("milan", "care"); other.Label != "A-001" {
			t.Errorf("another branch gave %s", other.Label)
		}
		who := visitor()
		wish := branch.Issue{Site: "rome", Service: "billing", Language: "es", Device: "rome-kiosk"}
		first, err := r.Issue(t.Context(), who, wish)
		r.ok(err)
		again, err := r.Issue(t.Context(), who, wish)
		r.ok(err)
		if again.Label != "B-002" || again.Contact != first.Contact || again.Token != first.Token || again.Place != 2 {
			t.Errorf("repeated: %+v after %+v", again, first)
		}
		r.restart() // the engine's own memory of ids is exact, and the contact is there in any case
		again, err = r.Issue(t.Context(), who, wish)
		r.ok(err)
		if again.Contact != first.Contact {
			t.Errorf("repeated after a restart: %+v", again)
		}
		v := r.visit(first, branch.Waiting)
		if v.Language != "es" || v.Day != "2026-07-01" || v.Label != "B-002" || v.Work != first.Work {
			t.Errorf("visit %+v", v)
		}
		if next := r.issue("rome", "billing"); next.Label != "B-003" {
			t.Errorf("a repeat took a number: %s", next.Label)
		}
	})
}

// Ensure wrong wishes are refused with the field that is wrong, and take no number.
func TestIssue_Refused(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	long := make([]byte, branch.PersonMax+1)
	for i := range long {
		long[i] = '7'
	}
	for name, c := range map[string]struct {
		wish  branch.Issue
		code  core.Code
		field string
	}{
		"no such site":      {branch.Issue{Site: "paris", Service: "care"}, core.Invalid, "site"},
		"no such service":   {branch.Issue{Site: "rome", Service: "dance"}, core.Invalid, "service"},
		"a folder":          {branch.Issue{Site: "rome", Service: "money"}, core.Invalid, "service"},
		"of another branch": {branch.Issue{Site: "rome", Service: "milan_only"}, core.Invalid, "service"},
		"foreign language":  {branch.Issue{Site: "rome", Service: "care", Language: "fi"}, core.Invalid, "language"},
		"person too long":   {branch.Issue{Site: "rome", Service: "care", Person: string(long)}, core.TooLarge, "person"},
		"person not text":   {branch.Issue{Site: "rome", Service: "care", Person: "\xff"}, core.Invalid, "person"},
		"person with NUL":   {branch.Issue{Site: "rome", Service: "care", Person: "12\x0034"}, core.Invalid, "person"},
		"no such customer":  {branch.Issue{Site: "rome", Service: "care", Customer: core.ID{9}}, core.Invalid, "customer"},
	} {
		_, err := r.Issue(t.Context(), visitor(), c.wish)
		wantField(t, name, err, c.code, c.field)
	}
	if ticket := r.issue("rome", "care"); ticket.Label != "A-001" {
		t.Errorf("the first ticket is %s", ticket.Label)
	}
	r.until("2026-07-01 12:30:00")
	_, err := r.Issue(t.Context(), visitor(), branch.Issue{Site: "rome", Service: "care"})
	r.refused(err, core.Closed)
}

// Ensure a line at its limit refuses with queue_full, and the number is not lost.
func TestIssue_Full(t *testing.T) {
	t.Parallel()
	r := onSQLite(t, "2026-07-01 09:00:00")
	for range 50 {
		r.issue("rome", "care")
	}
	_, err := r.Issue(t.Context(), visitor(), branch.Issue{Site: "rome", Service: "care"})
	r.refused(err, core.QueueFull)
	agent := r.signIn("ana", "1")
	var first branch.Ticket
	for _, w := range r.works() {
		if w.Status == routing.StatusOffered {
			first = branch.Ticket{Work: w.ID, Contact: w.Meta.Contact, Label: w.Meta.Label}
		}
	}
	r.next(agent, first)
	if ticket := r.issue("rome", "care"); ticket.Label != "A-051" {
		t.Errorf("after the refusal: %s", ticket.Label)
	}
}

// Ensure people are known by what they type, and their segment sets priority and
// passes them before others; the reason is on record.
func TestIssue_Segment(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRig(t, s, "2026-07-01 09:00:00")
		premier, err := r.customers.Create(t.Context(), customer.New{
			Name: "Lucía Premier", Segment: "premier", Language: "es",
			Identities: []customer.Identity{{Kind: customer.Phone, Value: "+39 06 6982 1234"}, {Kind: customer.Document, Value: "RSSMRA80A01"}},
		})
		r.ok(err)
		plain := r.issue("rome", "care")
		for i, person := range []string{"06 6982 1234", "rssmra-80a01"} {
			ticket, err := r.Issue(t.Context(), visitor(), branch.Issue{Site: "rome", Service: "care", Person: person})
			r.ok(err)
			if ticket.Customer != premier.ID || ticket.Segment != "premier" || ticket.Name != premier.Name || ticket.Language != "es" {
				t.Errorf("%s: %+v", person, ticket)
			}
			if ticket.Place != 1+i {
				t.Errorf("%s: place %d", person, ticket.Place)
			}
			known, err := r.Known(t.Context(), "rome", person)
			r.ok(err)
			if known.ID != premier.ID {
				t.Errorf("look-up of %s found %s", person, known.Name)
			}
		}
		stranger, err := r.Issue(t.Context(), visitor(), branch.Issue{Site: "rome", Service: "care", Person: "nobody@example.org"})
		r.ok(err)
		if !stranger.Customer.IsZero() || stranger.Place != 4 {
			t.Errorf("stranger: %+v", stranger)
		}
		r.pass(1)
		agent := r.signIn("ana", "1")
		if w := r.work(plain); w.Status == routing.StatusOffered {
			t.Error("the plain ticket passed before the Premier ones")
		}
		if got := r.offeredTo(agent); got.Meta.Segment != "premier" || got.Meta.Label != "A-002" {
			t.Errorf("offered: %+v", got.Meta)
		}
	})
}
