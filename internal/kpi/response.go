package kpi

import (
	"cmp"
	"slices"

	"turno/internal/core"
)

const firstResponse = "first_response"

// responses are the formulas over messages.
func responses() []Definition {
	return []Definition{{
		Name: firstResponse, Version: 1, Title: "First response",
		Formula: "Σ(first human reply − first unanswered message of the customer) / conversations that were answered",
		Words:   "mean time until a person wrote back; automatic messages are no answer, and a conversation taken up again counts anew",
		Unit:    Duration, Facts: []string{"leg", "message"}, messages: true,
	}}
}

// OfMessages reports whether the formula looks at what was said (Responses.Of).
func (d *Definition) OfMessages() bool { return d.messages }

// Responses answers for the conversations behind legs how soon somebody wrote
// back. A conversation counts at its first answered leg, once: in the interval in
// which that was queued.
type Responses struct {
	parts map[core.ID]Part // by the leg at which a conversation counts
}

// NewResponses takes the legs of whole contacts and all that was said in them, in
// any order; a leg that comes twice counts once.
func NewResponses(legs []core.Leg, messages []core.Message) *Responses {
	said := map[core.ID][]core.Message{}
	for i := range messages {
		m := &messages[i]
		said[m.Contact] = append(said[m.Contact], *m)
	}
	r := &Responses{parts: map[core.ID]Part{}}
	for contact, all := range matters(legs) {
		words := said[contact]
		slices.SortFunc(words, func(a, b core.Message) int {
			return cmp.Or(cmp.Compare(a.Sent, b.Sent), a.ID.Compare(b.ID))
		})
		r.add(all, words)
	}
	return r
}

// Of is what a leg adds: the time until somebody wrote back above the line and 1
// below, where a conversation counts at it.
func (r *Responses) Of(l *core.Leg) Part { return r.parts[l.ID] }

// matter is a work of a contact: a conversation from its queue to its end. One that
// is taken up again, or left as a message, is another.
type matter struct {
	work     core.ID
	start    core.Instant
	released core.Instant
	answered *core.Leg // the first that was
}

// matters are the works of each contact, in the order in which they were queued.
func matters(legs []core.Leg) map[core.ID][]matter {
	all := map[core.ID][]matter{}
	for i := range legs {
		l := &legs[i]
		of := all[l.Contact]
		at := slices.IndexFunc(of, func(m matter) bool { return m.work == l.Work })
		if at < 0 {
			at = len(of)
			of = append(of, matter{work: l.Work, start: l.Queued})
		}
		m := &of[at]
		m.start = min(m.start, l.Queued)
		m.released = max(m.released, l.Released)
		if l.Answered != 0 && (m.answered == nil || l.Number < m.answered.Number) {
			m.answered = l
		}
		all[l.Contact] = of
	}
	for _, of := range all {
		slices.SortFunc(of, func(a, b matter) int {
			return cmp.Or(cmp.Compare(a.start, b.start), a.work.Compare(b.work)) // of one instant: as they were made
		})
	}
	return all
}

// add counts the matters of a contact, of which all that was said is given in order.
func (r *Responses) add(all []matter, said []core.Message) {
	var settled core.Instant // what was said before is answered, or was let be
	for i := range all {
		m := &all[i]
		var end core.Instant
		if i+1 < len(all) {
			end = all[i+1].start
		}
		for j := range said {
			if said[j].Author == core.AuthorAgent && said[j].Sent < m.start {
				settled = max(settled, said[j].Sent)
			}
		}
		if m.answered == nil {
			continue // what the customer wrote waits on, for the next
		}
		if wait, ok := response(said, settled, end); ok && m.answered.Direction != core.Outbound {
			r.parts[m.answered.ID] = Part{Num: wait, Den: 1}
		}
		settled = max(settled, m.released)
	}
}

// response is the time, in microseconds, from the first message of the customer
// after an instant to the first of a human after that; both before end, if it is
// not zero.
func response(said []core.Message, after, end core.Instant) (int64, bool) {
	var asked core.Instant
	for i := range said {
		m := &said[i]
		switch {
		case end != 0 && m.Sent >= end:
			return 0, false
		case asked == 0 && m.Author == core.AuthorCustomer && m.Sent > after:
			asked = m.Sent
		case asked != 0 && m.Author == core.AuthorAgent:
			return m.Sent.Sub(asked).Microseconds(), true
		}
	}
	return 0, false
}
