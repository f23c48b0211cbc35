package alert

import (
	"encoding/json"
	"reflect"

	"turno/internal/alert/condition"
	"turno/internal/core"
	"turno/internal/insight"
	"turno/internal/org"
)

// rowAlert is the kind of the rows; their id is the occurrence's.
const rowAlert = "alert"

// alertRow is one alert on the screens, as docs/LIVE.md explains it.
type alertRow struct {
	ID        core.ID      `json:"id"`
	Alert     string       `json:"alert"`
	Name      org.Text     `json:"name"`
	Kind      string       `json:"kind" enum:"longest_wait,service_level,nobody_ready,agent_state,device_offline"`
	Node      string       `json:"node"`
	Queue     string       `json:"queue,omitempty"`
	Site      string       `json:"site,omitempty"`
	Agent     core.ID      `json:"agent,omitzero"`
	AgentName string       `json:"agent_name,omitempty"`
	State     string       `json:"agent_state,omitempty" enum:"not_ready,ready,engaged,wrap_up,offered"`
	Reason    string       `json:"agent_reason,omitempty"`
	Device    string       `json:"device,omitempty" doc:"The name of the device."`
	Since     core.Instant `json:"since,omitempty" doc:"What a duration is counted from: since when somebody waits, an agent is in the state, a device is away."`
	Value     int64        `json:"value" doc:"Microseconds as it opened; of a service level millionths, of nobody_ready works that wait, both as they are now."`
	Limit     int64        `json:"limit"`
	Target    int64        `json:"target,omitempty" doc:"Of a longest wait: the queue's target, which the limit may be a part of."`
	Opened    core.Instant `json:"opened"`
	Cleared   core.Instant `json:"cleared,omitempty"`
	Well      core.Instant `json:"well,omitempty" doc:"Since when the figure of one that rings is well again: it clears soon."`
	TakenBy   core.ID      `json:"taken_by,omitzero"`
	TakenName string       `json:"taken_name,omitempty"`
	TakenAt   core.Instant `json:"taken_at,omitempty"`
	Muted     core.Instant `json:"muted_until,omitempty"`
	Silent    bool         `json:"silent,omitempty" doc:"It opened while it was muted."`
}

// RowTypes are the structs of the rows by topic and kind, for whoever describes
// the live feed.
func RowTypes() map[string]map[string]reflect.Type {
	return map[string]map[string]reflect.Type{"alerts": {rowAlert: reflect.TypeFor[alertRow]()}}
}

// shown is a finding as far as a row shows it: a duration is counted by the screen.
func shown(f *condition.Finding) condition.Finding {
	s := *f
	s.Since = 0
	if s.From != 0 {
		s.Value = 0
	}
	return s
}

// row is an occurrence as screens have it. The caller holds the lock.
func (s *Service) row(o *org.Organisation, occurrence *Occurrence) insight.Row {
	f := &occurrence.Finding
	r := alertRow{
		ID: occurrence.ID, Alert: f.Alert, Name: occurrence.Name, Kind: string(f.Kind), Node: f.Node, Queue: f.Queue, Site: f.Site,
		Since: f.From, Value: f.Value, Limit: f.Limit, Opened: occurrence.Opened, Cleared: occurrence.Cleared,
		Well: occurrence.Well, TakenBy: occurrence.TakenBy, TakenAt: occurrence.TakenAt, Silent: occurrence.Muted,
	}
	if f.From != 0 && occurrence.Cleared == 0 {
		r.Value = f.Limit // screens count on from since
	}
	if agents := occurrence.Reason.Agents; f.Of == condition.OfAgent && len(agents) > 0 {
		r.Agent, r.AgentName, r.State, r.Reason = agents[0].Agent, agents[0].Name, agents[0].State, agents[0].Reason
	}
	if d := occurrence.Reason.Device; d != nil {
		r.Device = d.Name
	}
	if q, ok := o.Queue(f.Queue); ok && f.Kind == condition.LongestWait {
		r.Target = q.Threshold.Std().Microseconds()
	}
	if u, ok := o.UserByID(occurrence.TakenBy); ok {
		r.TakenName = u.Name
	}
	if m, ok := s.mutes[f.Subject]; ok && occurrence.Cleared == 0 && m.until > s.now() {
		r.Muted = m.until
	}
	doc, err := json.Marshal(&r)
	if err != nil {
		panic("alert: " + err.Error()) // a defect: plain structs
	}
	return insight.Row{Kind: rowAlert, ID: occurrence.ID.String(), Doc: doc}
}
