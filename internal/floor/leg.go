package floor

import (
	"time"

	"turno/internal/core"
)

// OpenLeg is a leg that is not written yet: it waits, is served or wraps up.
// It becomes a core.Leg when it has ended and its wrap-up is over. Instants are
// zero where the thing has not happened.
type OpenLeg struct {
	Number int `json:"number"` // of the fact; the engine's own count may lag behind
	Engine int `json:"engine"` // the engine's leg

	Queue        string        `json:"queue"` // as the engine knows it, with the site
	SLThreshold  time.Duration `json:"sl_threshold,omitempty"`
	ShortAbandon time.Duration `json:"short_abandon,omitempty"`
	Program      string        `json:"program,omitempty"`

	Arrived  core.Instant `json:"arrived,omitempty"`
	Queued   core.Instant `json:"queued,omitempty"`
	Offered  core.Instant `json:"offered,omitempty"`  // last offer
	Assigned core.Instant `json:"assigned,omitempty"` // to Agent, who has it now
	Called   core.Instant `json:"called,omitempty"`   // last call or recall by that agent
	Answered core.Instant `json:"answered,omitempty"`
	Released core.Instant `json:"released,omitempty"`

	// Agent has it, or had it last; OfferedTo was offered it last.
	Agent         core.ID `json:"agent,omitzero"`
	Team          string  `json:"team,omitempty"`
	Position      string  `json:"position,omitempty"`
	OfferedTo     core.ID `json:"offered_to,omitzero"`
	OfferedToTeam string  `json:"offered_to_team,omitempty"`

	Offers    int           `json:"offers,omitempty"`
	Recalls   int           `json:"recalls,omitempty"`
	Priority  int           `json:"priority,omitempty"`
	Stages    int           `json:"stages,omitempty"`
	Announced time.Duration `json:"announced,omitempty"` // negative: none
	Place     int           `json:"place,omitempty"`
	Reason    string        `json:"reason,omitempty"`
	Outcome   string        `json:"outcome,omitempty"`
	Pauses    Pauses        `json:"pauses,omitzero"`

	End       core.End   `json:"end,omitempty"`
	EndDetail string     `json:"end_detail,omitempty"`
	EndedBy   core.Party `json:"ended_by,omitempty"`
	Wrapping  bool       `json:"wrapping,omitempty"`
}

// assign puts the leg into an agent's hands. The same agent again (after
// parking) changes nothing but the pause.
func (l *OpenLeg) assign(agent core.ID, team, position string, at core.Instant) {
	if l.Assigned != 0 && l.Agent == agent {
		l.Pauses.set(parkedPause, false, at)
		return
	}
	l.Agent, l.Team, l.Position = agent, team, position
	l.Assigned, l.Called, l.Pauses = at, 0, Pauses{}
}

// unassign takes an unanswered leg out of its agent's hands.
func (l *OpenLeg) unassign() {
	l.Agent, l.Team, l.Position = core.NoID, "", ""
	l.Assigned, l.Called, l.Pauses = 0, 0, Pauses{}
}

// answer sets the answer, once, within what has happened.
func (l *OpenLeg) answer(at core.Instant) {
	if l.Answered == 0 {
		l.Answered = max(at, l.Assigned, l.Offered, l.Queued)
	}
}

// end says how the leg ended; wrap-up may follow. Ends that speak of waiting
// cannot be those of a leg that was answered: it was handled, and the detail
// keeps the word.
func (l *OpenLeg) end(end core.End, detail string, by core.Party, at core.Instant, how Answering) {
	if l.Answered == 0 && end == core.Handled {
		if how == ByReply {
			l.answer(at)
		} else {
			l.answer(l.Assigned)
		}
	}
	if l.Answered != 0 && ofWaiting(end) {
		if detail == "" {
			detail = string(end)
		}
		end = core.Handled
	}
	l.Released = max(at, l.Answered, l.Offered, l.Queued)
	l.End, l.EndDetail, l.EndedBy = end, detail, by
	l.Pauses.set(parkedPause, false, at)
	l.Pauses.set(interrupted, false, at)
	l.Pauses.set(heldPause, false, at)
}

func ofWaiting(end core.End) bool {
	switch end {
	case core.Abandoned, core.NoShow, core.ClosedOut, core.CallbackTaken, core.FlowedOut:
		return true
	case core.Handled, core.Redirected, core.Failed:
		return false
	default:
		return false
	}
}

// fact is the leg as it is written once its wrap-up is over; the same serves the
// boards for a leg that is still open, with wrapped zero.
func (l *OpenLeg) fact(work core.ID, channel core.Channel, meta *Meta, names func(string) (string, string), wrapped core.Instant) core.Leg {
	base, site := names(l.Queue)
	leg := core.Leg{
		Contact: meta.Contact, Work: work, Number: l.Number,
		Channel: channel, Direction: meta.Direction, Program: l.Program, Site: site, Queue: base,
		Service: meta.Service, Agent: l.Agent, Team: l.Team, Position: l.Position, Case: meta.Case,
		Customer: meta.Customer, Segment: meta.Segment, Reason: l.Reason, Outcome: l.Outcome, Language: meta.Language,
		Arrived: l.Arrived, Queued: l.Queued, Offered: l.Offered, Answered: l.Answered, Released: l.Released, Wrapped: wrapped,
		End: l.End, EndDetail: l.EndDetail, EndedBy: l.EndedBy,
		Offers: l.Offers, Recalls: l.Recalls, Priority: l.Priority, Stages: l.Stages,
		Announced: l.Announced, Place: l.Place, SLThreshold: l.SLThreshold, ShortAbandon: l.ShortAbandon,
	}
	if leg.Announced < 0 {
		leg.Announced = -time.Microsecond // none, in the unit of the store
	}
	if l.Agent.IsZero() {
		leg.Agent, leg.Team = l.OfferedTo, l.OfferedToTeam
	}
	if l.Answered != 0 {
		sum := l.Pauses.sums(l.Answered, l.Released)
		leg.Hold, leg.Paused, leg.Parked = sum[heldPause], sum[interrupted], sum[parkedPause]
	}
	return leg
}
