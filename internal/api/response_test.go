package api_test

import (
	"fmt"
	"testing"

	"turno/internal/channel/chat"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/kpi"
)

// Ensure the first response of a chat is a figure like any other: counted from what
// was said, explained, and with its legs behind it, which add up to it.
func TestFirstResponse(t *testing.T) {
	t.Parallel()
	h := open(t)
	start := clock.Now()
	began := h.anonymous().begin("Luis")
	c, err := h.chat.Held(t.Context(), began.Token)
	must(t, err)
	natalia := h.as("natalia")
	natalia.call("POST", "/desk/sign-in", map[string]any{"ready": true}).want(t, 204, nil)
	natalia.take(c.Contact)
	natalia.call("POST", "/chats/"+c.Contact.String()+"/messages", map[string]any{"text": "a note", "note": true}).want(t, 201, nil)
	natalia.call("POST", "/chats/"+c.Contact.String()+"/messages", map[string]any{"text": "Hola Luis"}).want(t, 201, nil)
	work := "/works/" + c.Work.String()
	natalia.call("POST", work+"/release", map[string]any{"reason": "billing", "outcome": "resolved"}).want(t, 204, nil)
	if a := natalia.call("POST", work+"/close-wrap-up", map[string]any{}); a.status != 204 && a.status != 404 {
		t.Fatalf("%d %s", a.status, a.body) // 404: the line has no wrap-up
	}
	said, err := h.chat.History(t.Context(), c.Contact, chat.Page{Limit: 50})
	must(t, err)
	var asked, replied core.Instant
	for i := range said {
		switch said[i].Author {
		case core.AuthorCustomer:
			asked = said[i].Sent
		case core.AuthorAgent:
			replied = said[i].Sent
		case core.AuthorAutomatic:
		}
	}
	period := fmt.Sprintf("?from=%d&to=%d", start, clock.Now()+1)
	var figure struct {
		Num, Den int64
		Words    string
		Formula  string
	}
	admin := h.as("admin")
	admin.call("GET", "/kpis/first_response"+period, nil).want(t, 200, &figure)
	if want := replied.Sub(asked).Microseconds(); figure.Den != 1 || figure.Num != want || want <= 0 || figure.Words == "" || figure.Formula == "" {
		t.Errorf("the figure is %+v, want %d", figure, want)
	}
	if rows, sum := admin.rows("/kpis/first_response/legs", period); len(rows) != 1 || sum != (kpi.Part{Num: figure.Num, Den: figure.Den}) {
		t.Errorf("%d rows add up to %+v", len(rows), sum)
	}
}
