package report

import "turno/internal/core"

// None asks for facts that have no service, reason, result or site.
const None = "-"

// Filter narrows a report; empty is any. None is for those that have none.
type Filter struct {
	Channel core.Channel
	Queue   string // as configured, at whatever site
	Site    string
	Service string
	Reason  string // of the leg
	Result  string // key of the disposition
	Agent   core.ID
	Hour    string // a key of Day.Hours
	State   string // of agents' time: one of kpi.States
	Pause   string // key of the not-ready reason
}

// OfWork reports whether the filter asks for work of one kind. Agents' time is of no
// queue, service, channel, reason or result: such a report has none of it.
func (f *Filter) OfWork() bool {
	return f.Channel != "" || f.Queue != "" || f.Service != "" || f.Reason != "" || f.Result != ""
}

func (f *Filter) leg(l *core.Leg, h *Hour) bool {
	return (f.Channel == "" || f.Channel == l.Channel) && wants(f.Queue, l.Queue) && wants(f.Site, l.Site) &&
		wants(f.Service, l.Service) && wants(f.Reason, l.Reason) && wants(f.Result, l.Outcome) && wants(f.Hour, h.Key) &&
		// Who was offered a work and did not answer has not handled it: it is no agent's.
		(f.Agent.IsZero() || l.Answered != 0 && f.Agent == l.Agent)
}

func wants(want, have string) bool {
	return want == "" || want == have || want == None && have == ""
}
