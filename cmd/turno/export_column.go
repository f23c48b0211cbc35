package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"turno/internal/core"
	"turno/internal/org"
)

// column is one field of a fact. Instants are ISO 8601 in UTC with
// microseconds, durations seconds; what never happened is empty.
type column[T any] struct {
	name string
	of   func(*T) any // string, int, instant, seconds
}

type (
	instant core.Instant
	seconds time.Duration
)

// MarshalJSON implements json.Marshaler.
func (i instant) MarshalJSON() ([]byte, error) { return json.Marshal(cellText(i)) }

// MarshalJSON implements json.Marshaler.
func (s seconds) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(s).Seconds()) }

func cellText(cell any) string {
	switch v := cell.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case instant:
		if v == 0 {
			return ""
		}
		return core.Instant(v).Time().Format("2006-01-02T15:04:05.000000Z")
	case seconds:
		return strconv.FormatFloat(time.Duration(v).Seconds(), 'f', -1, 64)
	default:
		return fmt.Sprint(v)
	}
}

// login names an agent for people; the id stays the fact's own.
func login(o *org.Organisation, agent core.ID) string {
	if u, ok := o.UserByID(agent); ok {
		return u.Login
	}
	return ""
}

func legColumns(o *org.Organisation) []column[core.Leg] {
	return []column[core.Leg]{
		{"id", func(l *core.Leg) any { return l.ID.String() }},
		{"corrects", func(l *core.Leg) any { return l.Corrects.String() }},
		{"contact", func(l *core.Leg) any { return l.Contact.String() }},
		{"work", func(l *core.Leg) any { return l.Work.String() }},
		{"number", func(l *core.Leg) any { return l.Number }},
		{"channel", func(l *core.Leg) any { return string(l.Channel) }},
		{"direction", func(l *core.Leg) any { return string(l.Direction) }},
		{"program", func(l *core.Leg) any { return l.Program }},
		{"site", func(l *core.Leg) any { return l.Site }},
		{"queue", func(l *core.Leg) any { return l.Queue }},
		{"service", func(l *core.Leg) any { return l.Service }},
		{"agent", func(l *core.Leg) any { return l.Agent.String() }},
		{"agent_login", func(l *core.Leg) any { return login(o, l.Agent) }},
		{"team", func(l *core.Leg) any { return l.Team }},
		{"position", func(l *core.Leg) any { return l.Position }},
		{"case", func(l *core.Leg) any { return l.Case.String() }},
		{"customer", func(l *core.Leg) any { return l.Customer.String() }},
		{"segment", func(l *core.Leg) any { return l.Segment }},
		{"reason", func(l *core.Leg) any { return l.Reason }},
		{"outcome", func(l *core.Leg) any { return l.Outcome }},
		{"language", func(l *core.Leg) any { return l.Language }},
		{"arrived", func(l *core.Leg) any { return instant(l.Arrived) }},
		{"queued", func(l *core.Leg) any { return instant(l.Queued) }},
		{"offered", func(l *core.Leg) any { return instant(l.Offered) }},
		{"answered", func(l *core.Leg) any { return instant(l.Answered) }},
		{"released", func(l *core.Leg) any { return instant(l.Released) }},
		{"wrapped", func(l *core.Leg) any { return instant(l.Wrapped) }},
		{"hold_s", func(l *core.Leg) any { return seconds(l.Hold) }},
		{"paused_s", func(l *core.Leg) any { return seconds(l.Paused) }},
		{"parked_s", func(l *core.Leg) any { return seconds(l.Parked) }},
		{"end", func(l *core.Leg) any { return string(l.End) }},
		{"end_detail", func(l *core.Leg) any { return l.EndDetail }},
		{"ended_by", func(l *core.Leg) any { return string(l.EndedBy) }},
		{"offers", func(l *core.Leg) any { return l.Offers }},
		{"recalls", func(l *core.Leg) any { return l.Recalls }},
		{"priority", func(l *core.Leg) any { return l.Priority }},
		{"stages", func(l *core.Leg) any { return l.Stages }},
		{"announced_s", func(l *core.Leg) any { return announced(l.Announced) }},
		{"place", func(l *core.Leg) any { return l.Place }},
		{"sl_threshold_s", func(l *core.Leg) any { return seconds(l.SLThreshold) }},
		{"short_abandon_s", func(l *core.Leg) any { return seconds(l.ShortAbandon) }},
	}
}

// announced is empty when no wait was announced.
func announced(d time.Duration) any {
	if d < 0 {
		return ""
	}
	return seconds(d)
}

func intervalColumns(o *org.Organisation) []column[core.AgentInterval] {
	return []column[core.AgentInterval]{
		{"id", func(i *core.AgentInterval) any { return i.ID.String() }},
		{"corrects", func(i *core.AgentInterval) any { return i.Corrects.String() }},
		{"agent", func(i *core.AgentInterval) any { return i.Agent.String() }},
		{"agent_login", func(i *core.AgentInterval) any { return login(o, i.Agent) }},
		{"site", func(i *core.AgentInterval) any { return i.Site }},
		{"team", func(i *core.AgentInterval) any { return i.Team }},
		{"profile", func(i *core.AgentInterval) any { return i.Profile }},
		{"presence", func(i *core.AgentInterval) any { return string(i.Presence) }},
		{"reason", func(i *core.AgentInterval) any { return i.Reason }},
		{"class", func(i *core.AgentInterval) any { return string(i.Class) }},
		{"activity", func(i *core.AgentInterval) any { return string(i.Activity) }},
		{"channel", func(i *core.AgentInterval) any { return string(i.Channel) }},
		{"works", func(i *core.AgentInterval) any { return i.Works }},
		{"from", func(i *core.AgentInterval) any { return instant(i.From) }},
		{"to", func(i *core.AgentInterval) any { return instant(i.To) }},
	}
}

func messageColumns(o *org.Organisation) []column[core.Message] {
	return []column[core.Message]{
		{"id", func(m *core.Message) any { return m.ID.String() }},
		{"corrects", func(m *core.Message) any { return m.Corrects.String() }},
		{"contact", func(m *core.Message) any { return m.Contact.String() }},
		{"channel", func(m *core.Message) any { return string(m.Channel) }},
		{"direction", func(m *core.Message) any { return string(m.Direction) }},
		{"author", func(m *core.Message) any { return string(m.Author) }},
		{"agent", func(m *core.Message) any { return m.Agent.String() }},
		{"agent_login", func(m *core.Message) any { return login(o, m.Agent) }},
		{"sent", func(m *core.Message) any { return instant(m.Sent) }},
		{"delivered", func(m *core.Message) any { return instant(m.Delivered) }},
		{"read", func(m *core.Message) any { return instant(m.Read) }},
	}
}
