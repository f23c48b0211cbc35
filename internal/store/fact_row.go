package store

import (
	"turno/internal/core"
	"turno/internal/store/db"
)

// legInsert's columns are in the order of appendLeg's values.
func legInsert() *insert {
	return &insert{
		table: "leg",
		columns: []string{
			"id", "corrects", "contact", "work", "number",
			"channel", "direction", "program", "site", "queue", "service", "agent", "team", "position",
			"case_id", "customer", "segment", "reason", "outcome", "language",
			"arrived", "queued", "offered", "answered", "released", "wrapped", "hold", "paused", "parked",
			"ended", "end_detail", "ended_by", "offers", "recalls", "priority", "stages", "announced", "place",
			"sl_threshold", "short_abandon",
		},
		kinds: []kind{
			textKind, textKind, textKind, textKind, bigintKind,
			textKind, textKind, textKind, textKind, textKind, textKind, textKind, textKind, textKind,
			textKind, textKind, textKind, textKind, textKind, textKind,
			bigintKind, bigintKind, bigintKind, bigintKind, bigintKind, bigintKind, bigintKind, bigintKind, bigintKind,
			textKind, textKind, textKind, bigintKind, bigintKind, bigintKind, bigintKind, bigintKind, bigintKind,
			bigintKind, bigintKind,
		},
	}
}

func appendLeg(dst []any, l *core.Leg) []any {
	return append(dst,
		l.ID.String(), l.Corrects.String(), l.Contact.String(), l.Work.String(), int64(l.Number),
		string(l.Channel), string(l.Direction), l.Program, l.Site, l.Queue, l.Service, l.Agent.String(), l.Team, l.Position,
		l.Case.String(), l.Customer.String(), l.Segment, l.Reason, l.Outcome, l.Language,
		int64(l.Arrived), int64(l.Queued), int64(l.Offered), int64(l.Answered), int64(l.Released), int64(l.Wrapped),
		micros(l.Hold), micros(l.Paused), micros(l.Parked),
		string(l.End), l.EndDetail, string(l.EndedBy), int64(l.Offers), int64(l.Recalls), int64(l.Priority),
		int64(l.Stages), micros(l.Announced), int64(l.Place),
		micros(l.SLThreshold), micros(l.ShortAbandon))
}

// LegOf turns a row into a leg. It fails only when the store holds what this
// program never wrote.
func LegOf(r *db.Leg) (core.Leg, error) {
	var id ids
	l := core.Leg{
		ID: id.read(r.ID), Corrects: id.read(r.Corrects), Contact: id.read(r.Contact), Work: id.read(r.Work),
		Number:  int(r.Number),
		Channel: core.Channel(r.Channel), Direction: core.Direction(r.Direction),
		Program: r.Program, Site: r.Site, Queue: r.Queue, Service: r.Service,
		Agent: id.read(r.Agent), Team: r.Team, Position: r.Position,
		Case: id.read(r.CaseID), Customer: id.read(r.Customer),
		Segment: r.Segment, Reason: r.Reason, Outcome: r.Outcome, Language: r.Language,
		Arrived: core.Instant(r.Arrived), Queued: core.Instant(r.Queued), Offered: core.Instant(r.Offered),
		Answered: core.Instant(r.Answered), Released: core.Instant(r.Released), Wrapped: core.Instant(r.Wrapped),
		Hold: duration(r.Hold), Paused: duration(r.Paused), Parked: duration(r.Parked),
		End: core.End(r.Ended), EndDetail: r.EndDetail, EndedBy: core.Party(r.EndedBy),
		Offers: int(r.Offers), Recalls: int(r.Recalls), Priority: int(r.Priority), Stages: int(r.Stages),
		Announced: duration(r.Announced), Place: int(r.Place),
		SLThreshold: duration(r.SlThreshold), ShortAbandon: duration(r.ShortAbandon),
	}
	return l, id.failure()
}

// intervalInsert's columns are in the order of appendInterval's values.
func intervalInsert() *insert {
	return &insert{
		table: "agent_interval",
		columns: []string{
			"id", "agent", "site", "team", "profile", "presence", "reason", "class", "activity", "channel",
			"works", "from_at", "to_at", "corrects",
		},
		kinds: []kind{
			textKind, textKind, textKind, textKind, textKind, textKind, textKind, textKind, textKind, textKind,
			bigintKind, bigintKind, bigintKind, textKind,
		},
	}
}

func appendInterval(dst []any, i *core.AgentInterval) []any {
	return append(dst,
		i.ID.String(), i.Agent.String(), i.Site, i.Team, i.Profile, string(i.Presence), i.Reason, string(i.Class),
		string(i.Activity), string(i.Channel), int64(i.Works), int64(i.From), int64(i.To), i.Corrects.String())
}

// IntervalOf turns a row into an agent interval.
func IntervalOf(r *db.AgentInterval) (core.AgentInterval, error) {
	var id ids
	i := core.AgentInterval{
		ID: id.read(r.ID), Agent: id.read(r.Agent), Site: r.Site, Team: r.Team, Profile: r.Profile,
		Presence: core.Presence(r.Presence), Reason: r.Reason, Class: core.ReasonClass(r.Class),
		Activity: core.Activity(r.Activity), Channel: core.Channel(r.Channel), Works: int(r.Works),
		From: core.Instant(r.FromAt), To: core.Instant(r.ToAt), Corrects: id.read(r.Corrects),
	}
	return i, id.failure()
}
