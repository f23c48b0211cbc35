package floor

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// openInterval is what is true of a signed-in agent since From. It is kept with
// the agent's row, so that a crash leaves no gap.
type openInterval struct {
	Site     string           `json:"site,omitempty"`
	Team     string           `json:"team,omitempty"`
	Profile  string           `json:"profile,omitempty"`
	Presence core.Presence    `json:"presence"`
	Reason   string           `json:"reason,omitempty"`
	Class    core.ReasonClass `json:"class,omitempty"`
	Activity core.Activity    `json:"activity"`
	Channel  core.Channel     `json:"channel,omitempty"`
	Works    int              `json:"works,omitempty"`
	From     core.Instant     `json:"from"`
	// Position is where the agent serves; a change of it ends no interval.
	Position string `json:"position,omitempty"`
}

// fact is the interval from From to to.
func (o *openInterval) fact(agent core.ID, to core.Instant) core.AgentInterval {
	return core.AgentInterval{
		Agent: agent, Site: o.Site, Team: o.Team, Profile: o.Profile,
		Presence: o.Presence, Reason: o.Reason, Class: o.Class,
		Activity: o.Activity, Channel: o.Channel, Works: o.Works, From: o.From, To: to,
	}
}

// presence takes in a change of presence; offline ends the agent's facts.
func (f *facts) presence(e *routing.Effect) {
	if e.Presence == core.Offline {
		if o, ok := f.agents[e.Agent]; ok {
			f.closeInterval(e.Agent, o, e.At)
			delete(f.agents, e.Agent)
			f.touchedAgents[e.Agent] = struct{}{}
		}
		return
	}
	reason := ""
	if e.Presence == core.NotReady {
		reason = e.Reason
	}
	f.changeAgent(e.Agent, e.At, func(o *openInterval) {
		o.Presence, o.Reason, o.Class = e.Presence, reason, ""
		if reason != "" {
			o.Class = f.class(reason)
		}
		o.Site, o.Team, o.Profile = e.Site, e.Team, e.Profile
	})
}

func (f *facts) activity(e *routing.Effect) {
	channel := e.Channel
	if e.Activity == core.Idle {
		channel = ""
	}
	f.changeAgent(e.Agent, e.At, func(o *openInterval) {
		o.Activity, o.Channel, o.Works = e.Activity, channel, e.Works
	})
}

func (f *facts) moved(e *routing.Effect) {
	f.changeAgent(e.Agent, e.At, func(o *openInterval) {
		o.Site, o.Team, o.Profile = e.Site, e.Team, e.Profile
	})
}

// changeAgent ends the open interval where change makes a difference, and opens
// the next at the same instant: that is what makes them gapless. Several changes
// at one instant leave no interval of length zero.
func (f *facts) changeAgent(agent core.ID, at core.Instant, change func(*openInterval)) {
	f.touchedAgents[agent] = struct{}{}
	o, ok := f.agents[agent]
	if !ok {
		o = &openInterval{Activity: core.Idle, From: at}
		f.agents[agent] = o
		change(o)
		return
	}
	before := *o
	change(o)
	if *o != before {
		f.closeInterval(agent, &before, at)
		o.From = max(at, before.From)
	}
}

func (f *facts) closeInterval(agent core.ID, o *openInterval, at core.Instant) {
	if at <= o.From {
		return
	}
	fact := o.fact(agent, at)
	fact.ID = f.newID()
	f.intervals = append(f.intervals, fact)
}
