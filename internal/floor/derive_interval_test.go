package floor

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// deriveIntervals reads an agent's history as a list of states and cuts it where
// the state changes.
func (r *recorder) deriveIntervals(class func(string) core.ReasonClass) []core.AgentInterval {
	var intervals []core.AgentInterval
	for agent, history := range r.agents {
		state, signedIn := core.AgentInterval{}, false
		for _, m := range history {
			next := state
			e := m.e
			switch e.Kind { //nolint:exhaustive // the others do not matter here
			case routing.PresenceChanged:
				next.Presence, next.Reason, next.Class = e.Presence, "", ""
				next.Site, next.Team, next.Profile = e.Site, e.Team, e.Profile
				if e.Presence == core.NotReady {
					next.Reason, next.Class = e.Reason, class(e.Reason)
				}
				if !signedIn {
					next = core.AgentInterval{
						Agent: agent, Activity: core.Idle, Presence: next.Presence, Reason: next.Reason, Class: next.Class,
						Site: next.Site, Team: next.Team, Profile: next.Profile, From: m.at,
					}
				}
			case routing.ActivityChanged:
				next.Activity, next.Channel, next.Works = e.Activity, e.Channel, e.Works
				if e.Activity == core.Idle {
					next.Channel = ""
				}
			case routing.AgentMoved:
				next.Site, next.Team, next.Profile = e.Site, e.Team, e.Profile
			}
			if signedIn && next != state && m.at > state.From {
				ended := state
				ended.To = m.at
				intervals = append(intervals, ended)
			}
			if next != state {
				next.From = m.at
			}
			state, signedIn = next, next.Presence != core.Offline
		}
	}
	return intervals
}
