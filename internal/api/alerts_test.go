package api_test

import (
	"testing"
	"time"

	"turno/internal/alert"
	"turno/internal/api"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/insight"
)

// longWait are figures by which somebody has waited too long at Mixco, and somebody
// else in Catania.
type longWait struct{}

// Standing implements alert.Figures.
func (longWait) Standing() (insight.Standing, bool) {
	now := clock.Now()
	line := func(site string) insight.LineStanding {
		return insight.LineStanding{
			Key: "billing@" + site, Queue: "billing", Site: site, Open: true, Waiting: 1, Oldest: now.Add(-14 * time.Minute),
			Threshold: 15 * time.Minute, Serving: 1,
		}
	}
	return insight.Standing{At: now, Lines: []insight.LineStanding{line("mixco"), line("catania")}}, true
}

// Evidence implements alert.Figures.
func (longWait) Evidence(string) insight.Evidence {
	return insight.Evidence{Works: []insight.WaitingWork{{Work: clock.NewID(), Ticket: "A-014", Queued: clock.Now()}}}
}

// ring is an alert that rings at Mixco.
func (h *house) ring() core.ID {
	h.tb.Helper()
	must(h.tb, h.alerts.Look(h.tb.Context()))
	list, err := h.alerts.List(h.tb.Context(), core.NoID, 1, func(o *alert.Occurrence) bool { return o.Node() == "site:mixco" })
	must(h.tb, err)
	return list[0].ID
}

// Ensure an alert opens to its reason, is taken and muted by who may act there, and
// is nothing to those who do not see that floor.
func TestAlerts(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.ring().String()
	laura, giulia, planner := h.as("laura"), h.as("giulia"), h.as("planner")
	var page api.Page[api.Alert]
	laura.call("GET", "/alerts?node=region:central_america", nil).want(t, 200, &page)
	if len(page.Items) != 1 || page.Items[0].ID.String() != id || page.Items[0].Limit != int64(12*time.Minute/time.Microsecond) {
		t.Errorf("page %+v", page)
	}
	h.as("admin").call("GET", "/alerts?limit=1", nil).want(t, 200, &page)
	if len(page.Items) != 1 || page.Next == "" {
		t.Fatalf("page %+v", page)
	}
	var last api.Page[api.Alert]
	h.as("admin").call("GET", "/alerts?limit=1&after="+page.Next, nil).want(t, 200, &last)
	if len(last.Items) != 1 || last.Next != "" {
		t.Errorf("page %+v", last)
	}
	h.as("admin").call("GET", "/alerts?after=x", nil).want(t, 422, nil)

	var detail api.AlertDetail
	laura.call("GET", "/alerts/"+id, nil).want(t, 200, &detail)
	if detail.Reason.Works[0].Ticket != "A-014" || detail.Name["en"] == "" || len(detail.Deliveries) != 0 {
		t.Errorf("detail %+v", detail)
	}
	for _, refused := range []string{"/take", "/mute"} {
		giulia.call("POST", "/alerts/"+id+refused, map[string]any{"minutes": 5}).want(t, 404, nil)
		if refused == "/take" {
			planner.call("POST", "/alerts/"+id+refused, nil).want(t, 403, nil)
		}
	}
	giulia.call("GET", "/alerts/"+id, nil).want(t, 404, nil)

	laura.call("POST", "/alerts/"+id+"/take", nil).want(t, 200, &detail.Alert)
	laura.call("POST", "/alerts/"+id+"/mute", map[string]any{"minutes": 30}).want(t, 200, &detail.Alert)
	if user, _ := h.org.Get().User("laura"); detail.TakenBy != user.ID || detail.Muted == 0 {
		t.Errorf("taken %+v", detail.Alert)
	}
	laura.call("POST", "/alerts/"+id+"/mute", map[string]any{"minutes": 0}).want(t, 200, &detail.Alert)
	detail = api.AlertDetail{}
	laura.call("GET", "/alerts/"+id, nil).want(t, 200, &detail)
	if detail.Muted != 0 {
		t.Errorf("muted until %d", detail.Muted)
	}
}
