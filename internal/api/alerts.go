package api

import (
	"context"
	"net/http"
	"time"

	"turno/internal/alert"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
)

// Alert is one ringing of an alert.
type Alert struct {
	ID      core.ID        `json:"id"`
	Alert   string         `json:"alert" doc:"Key of the alert in the organisation."`
	Name    org.Text       `json:"name" doc:"As it was called then."`
	Kind    string         `json:"kind" enum:"longest_wait,service_level,nobody_ready,agent_state,device_offline"`
	Node    string         `json:"node" doc:"Where it happens."`
	Queue   string         `json:"queue,omitempty"`
	Site    string         `json:"site,omitempty"`
	Since   core.Instant   `json:"since,omitempty" doc:"What a duration was counted from."`
	Value   int64          `json:"value" doc:"As it opened, of one that rings as it is now: microseconds, of a service level millionths, of nobody_ready works that wait."`
	Limit   int64          `json:"limit"`
	Reason  alert.Evidence `json:"reason" doc:"What stood behind the figure as it opened."`
	Opened  core.Instant   `json:"opened"`
	Cleared core.Instant   `json:"cleared,omitempty"`
	Removed bool           `json:"removed,omitempty" doc:"It cleared because nothing watches it any more."`
	TakenBy core.ID        `json:"taken_by,omitzero"`
	TakenAt core.Instant   `json:"taken_at,omitempty"`
	Muted   core.Instant   `json:"muted_until,omitempty"`
	Silent  bool           `json:"silent,omitempty" doc:"It opened while it was muted."`
}

// AlertDelivery is one message that was sent for an alert, or is owed.
type AlertDelivery struct {
	ID       core.ID      `json:"id"`
	Event    string       `json:"event" enum:"opened,cleared"`
	Channel  string       `json:"channel" enum:"mail,webhook"`
	Address  string       `json:"address"`
	Attempts int64        `json:"attempts"`
	Created  core.Instant `json:"created"`
	Sent     core.Instant `json:"sent,omitempty"`
	Failed   core.Instant `json:"failed,omitempty" doc:"When it was given up."`
	Error    string       `json:"error,omitempty" doc:"Of the last try."`
}

// AlertDetail is an alert with what was sent for it.
type AlertDetail struct {
	Alert

	Deliveries []AlertDelivery `json:"deliveries" nullable:"false"`
}

type (
	alertInput struct {
		ID core.ID `path:"id" doc:"The alert's id."`
	}
	alertsInput struct {
		PageInput

		Node string `query:"node" maxLength:"80" default:"org" doc:"Where: org, region:KEY, site:KEY."`
	}
	muteInput struct {
		ID   core.ID `path:"id" doc:"The alert's id."`
		Body struct {
			Minutes int64 `json:"minutes" minimum:"0" maximum:"1440" doc:"For how long it rings nobody; 0 ends it."`
		}
	}
	alertOutput  struct{ Body Alert }
	alertsOutput struct{ Body Page[Alert] }
	detailOutput struct{ Body AlertDetail }
)

func (a *API) registerAlerts() {
	const tag = "Alerts"
	view, act := a.guard(auth.FloorView), a.guard(auth.FloorAct)
	register(a, op("list-alerts", http.MethodGet, "/alerts", tag, "Alerts that rang at a place, the newest first"), view, a.listAlerts)
	register(a, op("get-alert", http.MethodGet, "/alerts/{id}", tag, "Why an alert rang, and what was sent"), view, a.getAlert)
	register(a, op("take-alert", http.MethodPost, "/alerts/{id}/take", tag, "Say that one sees to it"), act, a.takeAlert)
	register(a, op("mute-alert", http.MethodPost, "/alerts/{id}/mute", tag, "Keep it from ringing for a while"), act, a.muteAlert)
}

func (a *API) alertOf(o *alert.Occurrence) Alert {
	f := &o.Finding
	return Alert{
		ID: o.ID, Alert: f.Alert, Name: o.Name, Kind: string(f.Kind), Node: f.Node, Queue: f.Queue, Site: f.Site,
		Since: f.From, Value: f.Value, Limit: f.Limit, Reason: o.Reason, Opened: o.Opened, Cleared: o.Cleared,
		Removed: o.Removed, TakenBy: o.TakenBy, TakenAt: o.TakenAt, Muted: a.Alerts.MutedUntil(o), Silent: o.Muted,
	}
}

func (a *API) listAlerts(ctx context.Context, in *alertsInput) (*alertsOutput, error) {
	me := a.me(ctx)
	if err := me.need(auth.FloorView, in.Node); err != nil {
		return nil, err
	}
	before := core.NoID
	if in.After != "" {
		var err error
		if before, err = core.ParseID(in.After); err != nil {
			return nil, core.FieldErrorf(core.Invalid, "after", "this is no page of the list")
		}
	}
	found, err := a.Alerts.List(ctx, before, in.Limit+1, func(o *alert.Occurrence) bool {
		return me.org.Contains(in.Node, o.Node())
	})
	if err != nil {
		return nil, err
	}
	list := make([]Alert, len(found))
	for i, o := range found {
		list[i] = a.alertOf(o)
	}
	return &alertsOutput{pageOf(list, in.Limit, func(o Alert) string { return o.ID.String() })}, nil
}

// alertAt reads an alert where the caller has a permission; one that they may not
// see is not there.
func (a *API) alertAt(ctx context.Context, id core.ID, p auth.Permission) (caller, *alert.Occurrence, []alert.Delivery, error) {
	me := a.me(ctx)
	o, sent, err := a.Alerts.Get(ctx, id)
	if err != nil || !me.May(auth.FloorView, o.Node()) {
		return me, nil, nil, core.Errorf(core.NotFound, "there is no such alert")
	}
	return me, o, sent, me.need(p, o.Node())
}

func (a *API) getAlert(ctx context.Context, in *alertInput) (*detailOutput, error) {
	_, o, sent, err := a.alertAt(ctx, in.ID, auth.FloorView)
	if err != nil {
		return nil, err
	}
	out := AlertDetail{Alert: a.alertOf(o), Deliveries: make([]AlertDelivery, len(sent))}
	for i := range sent {
		d := &sent[i]
		out.Deliveries[i] = AlertDelivery{
			ID: d.ID, Event: d.Event, Channel: d.Channel, Address: d.Address, Attempts: d.Attempts,
			Created: d.Created, Sent: d.Sent, Failed: d.Failed, Error: d.Error,
		}
	}
	return &detailOutput{out}, nil
}

func (a *API) takeAlert(ctx context.Context, in *alertInput) (*alertOutput, error) {
	me, _, _, err := a.alertAt(ctx, in.ID, auth.FloorAct)
	if err != nil {
		return nil, err
	}
	o, err := a.Alerts.Take(ctx, in.ID, me.By(), me.UserID)
	if err != nil {
		return nil, err
	}
	return &alertOutput{a.alertOf(o)}, nil
}

func (a *API) muteAlert(ctx context.Context, in *muteInput) (*alertOutput, error) {
	me, _, _, err := a.alertAt(ctx, in.ID, auth.FloorAct)
	if err != nil {
		return nil, err
	}
	o, err := a.Alerts.Mute(ctx, in.ID, me.By(), me.UserID, time.Duration(in.Body.Minutes)*time.Minute)
	if err != nil {
		return nil, err
	}
	return &alertOutput{a.alertOf(o)}, nil
}
