package kpi_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"turno/internal/core"
	"turno/internal/kpi"
)

// talk builds the facts of conversations; instants are seconds.
type talk struct {
	legs []core.Leg
	said []core.Message
}

func (k *talk) leg(contact, work byte, number int, queued, answered, released core.Instant) core.ID {
	id := core.ID{1, byte(len(k.legs) + 1)}
	k.legs = append(k.legs, core.Leg{
		ID: id, Contact: core.ID{contact}, Work: core.ID{contact, work}, Number: number, Channel: core.Chat, Direction: core.Inbound,
		Queued: queued * second, Answered: answered * second, Released: released * second,
	})
	return id
}

func (k *talk) says(contact byte, author core.Author, at ...core.Instant) {
	for _, sent := range at {
		k.said = append(k.said, core.Message{Contact: core.ID{contact}, Author: author, Sent: sent * second})
	}
}

// of is what the legs add up to.
func (k *talk) of() (sum kpi.Part) {
	r := kpi.NewResponses(k.legs, k.said)
	for i := range k.legs {
		part := r.Of(&k.legs[i])
		sum.Num, sum.Den = sum.Num+part.Num, sum.Den+part.Den
	}
	return sum
}

// Ensure the worked sample: three customers wait 30 s, 90 s and 4 min for a human
// word, one for nothing. The mean is 120 s.
func TestFirstResponse(t *testing.T) {
	t.Parallel()
	var k talk
	k.leg(1, 1, 1, 100, 130, 500)
	k.says(1, core.AuthorAutomatic, 100) // a greeting is no answer
	k.says(1, core.AuthorCustomer, 100, 110, 140)
	k.says(1, core.AuthorAgent, 130, 300)
	// Passed on before anybody wrote: the second leg is the answered one.
	k.leg(2, 1, 1, 200, 0, 220)
	second := k.leg(2, 1, 2, 220, 290, 400)
	k.says(2, core.AuthorCustomer, 200)
	k.says(2, core.AuthorAgent, 290)
	k.leg(3, 1, 1, 300, 540, 600)
	k.says(3, core.AuthorCustomer, 300)
	k.says(3, core.AuthorAgent, 540, 545)
	k.leg(4, 1, 1, 400, 0, 450)
	k.says(4, core.AuthorCustomer, 400)
	d, ok := kpi.Lookup("first_response")
	sum := k.of()
	if v := d.Divide(sum.Num, sum.Den); !ok || !v.OK || v.Den != 3 || v.V != 120_000_000 || d.Unit != kpi.Duration {
		t.Errorf("%+v of %+v", v, d)
	}
	r := kpi.NewResponses(k.legs, k.said)
	for i := range k.legs {
		if k.legs[i].ID == second && r.Of(&k.legs[i]) != (kpi.Part{Num: 90_000_000, Den: 1}) {
			t.Errorf("the second leg adds %+v", r.Of(&k.legs[i]))
		}
	}
	if !d.OfMessages() || d.OfContacts() || d.OfTally() || !slices.Equal(d.Facts, []string{"leg", "message"}) {
		t.Errorf("it looks at %+v", d)
	}
}

// Ensure what is taken up again counts anew, what was left as a message counts from
// the word that was left, and our own words first are no answer.
func TestFirstResponse_Again(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		build func(k *talk)
		want  kpi.Part
	}{
		"taken up again": {func(k *talk) {
			k.leg(1, 1, 1, 100, 110, 200)
			k.says(1, core.AuthorCustomer, 100, 150) // "thanks": nobody has to answer that
			k.says(1, core.AuthorAgent, 110, 140)
			k.leg(1, 2, 1, 5000, 5060, 5100)
			k.says(1, core.AuthorCustomer, 5001)
			k.says(1, core.AuthorAgent, 5060)
		}, kpi.Part{Num: 69_000_000, Den: 2}},
		"left as a message": {func(k *talk) {
			k.leg(1, 1, 1, 100, 0, 160) // gone before anybody came
			k.leg(1, 2, 1, 170, 900, 1000)
			k.says(1, core.AuthorCustomer, 100)
			k.says(1, core.AuthorAgent, 900)
		}, kpi.Part{Num: 800_000_000, Den: 1}},
		"we spoke first": {func(k *talk) {
			k.leg(1, 1, 1, 100, 105, 300)
			k.says(1, core.AuthorAgent, 105, 150)
			k.says(1, core.AuthorCustomer, 130)
		}, kpi.Part{Num: 20_000_000, Den: 1}},
		"the customer never wrote": {func(k *talk) {
			k.leg(1, 1, 1, 100, 105, 300)
			k.says(1, core.AuthorAgent, 105)
		}, kpi.Part{}},
		"a visit": {func(k *talk) { k.leg(1, 1, 1, 100, 160, 300) }, kpi.Part{}},
		"our own": {func(k *talk) {
			k.leg(1, 1, 1, 100, 105, 300)
			k.legs[0].Direction = core.Outbound
			k.says(1, core.AuthorCustomer, 110)
			k.says(1, core.AuthorAgent, 105, 120)
		}, kpi.Part{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var k talk
			c.build(&k)
			if got := k.of(); got != c.want {
				t.Errorf("adds up to %+v, want %+v", got, c.want)
			}
		})
	}
}

// Ensure the order of facts does not matter, no wait is negative, and a contact
// counts at most once per work.
func TestFirstResponse_Any(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var k talk
		works := map[core.ID]bool{}
		for range rapid.IntRange(0, 8).Draw(t, "legs") {
			contact, work := byte(rapid.IntRange(1, 2).Draw(t, "contact")), byte(rapid.IntRange(1, 3).Draw(t, "work"))
			queued := core.Instant(rapid.IntRange(1, 50).Draw(t, "queued"))
			answered := core.Instant(0)
			if rapid.Bool().Draw(t, "answered") {
				answered = queued + 5
			}
			k.leg(contact, work, len(k.legs)+1, queued, answered, queued+10)
			works[core.ID{contact, work}] = true
		}
		for range rapid.IntRange(0, 12).Draw(t, "messages") {
			author := rapid.SampledFrom([]core.Author{core.AuthorCustomer, core.AuthorAgent, core.AuthorAutomatic}).Draw(t, "author")
			k.says(byte(rapid.IntRange(1, 2).Draw(t, "of")), author, core.Instant(len(k.said)*5+rapid.IntRange(1, 4).Draw(t, "sent")))
		}
		sum := k.of()
		if sum.Num < 0 || sum.Den > int64(len(works)) || sum.Den == 0 && sum.Num != 0 {
			t.Fatalf("adds up to %+v of %d works", sum, len(works))
		}
		slices.Reverse(k.legs)
		slices.Reverse(k.said)
		if again := k.of(); again != sum {
			t.Fatalf("in another order %+v, was %+v", again, sum)
		}
	})
}
