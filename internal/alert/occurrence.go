package alert

import (
	"encoding/json"

	"turno/internal/alert/condition"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store/db"
)

// Occurrence is one ringing of one alert: it opens once and clears once.
type Occurrence struct {
	ID   core.ID
	Name org.Text // of the alert, as it was then
	// Finding is the figure as it opened, of one that rings still the newest.
	Finding condition.Finding
	Reason  Evidence
	Opened  core.Instant
	Cleared core.Instant // 0: it rings
	Well    core.Instant // since when its figure is well again while it rings; 0: it is not, or not kept
	Removed bool         // it cleared because nothing watches it any more
	Muted   bool         // it opened while it was muted
	TakenBy core.ID
	TakenAt core.Instant
}

// Evidence is what stands behind the figure as it opened.
type Evidence struct {
	Works  []EvidenceWork  `json:"works,omitempty" doc:"Who waits, the longest first."`
	Agents []EvidenceAgent `json:"agents,omitempty" doc:"Who serves the queue or could; of an agent's alert the agent."`
	Device *EvidenceDevice `json:"device,omitempty"`
	Num    int64           `json:"num,omitempty" doc:"Of a service level: works answered in time."`
	Den    int64           `json:"den,omitempty" doc:"Of a service level: works that count."`
}

// EvidenceWork is a work that waits.
type EvidenceWork struct {
	Work    core.ID      `json:"work"`
	Contact core.ID      `json:"contact,omitzero"`
	Ticket  string       `json:"ticket,omitempty"`
	Queued  core.Instant `json:"queued"`
}

// EvidenceAgent is an agent as they stood.
type EvidenceAgent struct {
	Agent  core.ID      `json:"agent"`
	Name   string       `json:"name"`
	State  string       `json:"state" enum:"not_ready,ready,engaged,wrap_up,offered"`
	Reason string       `json:"reason,omitempty"`
	Since  core.Instant `json:"since"`
}

// EvidenceDevice is a device.
type EvidenceDevice struct {
	Key  string `json:"key"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Node is where it happens.
func (o *Occurrence) Node() string { return o.Finding.Node }

func occurrenceOf(row *db.AlertOccurrence) (*Occurrence, error) {
	o := &Occurrence{
		Finding: condition.Finding{
			Subject: condition.Subject{Alert: row.Alert, Of: row.SubjectKind, ID: row.Subject},
			Kind:    condition.Kind(row.Kind), Node: row.Node, Queue: row.Queue, Site: row.Site,
			From: core.Instant(row.Since), Value: row.Value, Limit: row.LimitValue,
		},
		Opened: core.Instant(row.OpenedAt), Cleared: core.Instant(row.ClearedAt), Removed: row.Removed, Muted: row.Muted,
		TakenAt: core.Instant(row.TakenAt),
	}
	var err error
	if o.ID, err = core.ParseID(row.ID); err != nil {
		return nil, err
	}
	if row.TakenBy != "" {
		if o.TakenBy, err = core.ParseID(row.TakenBy); err != nil {
			return nil, err
		}
	}
	if err := json.Unmarshal([]byte(row.Name), &o.Name); err != nil {
		return nil, core.Wrap(core.Internal, "alert_occurrence", err)
	}
	if err := json.Unmarshal([]byte(row.Reason), &o.Reason); err != nil {
		return nil, core.Wrap(core.Internal, "alert_occurrence", err)
	}
	return o, nil
}

func (o *Occurrence) row() db.InsertAlertOccurrenceParams {
	f := &o.Finding
	return db.InsertAlertOccurrenceParams{
		ID: o.ID.String(), Alert: f.Alert, Kind: string(f.Kind), Name: textOf(o.Name), SubjectKind: f.Of, Subject: f.ID,
		Node: f.Node, Queue: f.Queue, Site: f.Site, Since: int64(f.From), Value: f.Value, LimitValue: f.Limit,
		Reason: textOf(o.Reason), OpenedAt: int64(o.Opened), Muted: o.Muted,
	}
}

func textOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic("alert: " + err.Error()) // a defect: plain structs
	}
	return string(text)
}
