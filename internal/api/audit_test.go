package api_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store/storetest"

	"turno/internal/store"
)

// auditRow is what the tests read of a line of the log.
type auditRow struct {
	Number                 int64
	Kind, Party, Who, Name string
	Object, Via            string
	Detail                 json.RawMessage
}

func (h *house) audit(query string) []auditRow {
	h.tb.Helper()
	var page struct{ Items []auditRow }
	h.as("admin").call("GET", "/audit?limit=200"+query, nil).want(h.tb, 200, &page)
	return page.Items
}

// Ensure what supervisors do, who signs in, who looks up whom and who changes the
// organisation is in the log, with who did it and to what, and that the chain is
// whole afterwards; on both engines.
func TestAudit(t *testing.T) {
	t.Parallel()
	storetest.Each(t, testAudit)
}

func testAudit(t *testing.T, s *store.Store) {
	h := openOn(t, s)
	laura, luis := h.as("laura"), h.present("luis")
	is := func(object string, detail string, kind audit.Kind) {
		t.Helper()
		rows := h.audit("&kind=" + string(kind) + "&object=" + object)
		if len(rows) != 1 || rows[0].Who != laura.id.String() || rows[0].Party != "user" || rows[0].Name != "Laura Castillo" || string(rows[0].Detail) != detail {
			t.Errorf("%s of %s: %+v, want detail %s", kind, object, rows, detail)
		}
	}
	user := "user:" + luis.String()
	laura.call("POST", "/agents/"+luis.String()+"/presence", map[string]any{"presence": "not_ready", "reason": "lunch"}).want(t, 204, nil)
	is(user, `{"before":"not_ready","before_reason":"signed_in","after":"not_ready","after_reason":"lunch"}`, audit.AgentPresence)
	laura.call("POST", "/agents/"+luis.String()+"/move", map[string]any{"profile": "counter_sales"}).want(t, 204, nil)
	if rows := h.audit("&object=" + user + "&kind=agent.moved"); len(rows) != 1 || !strings.Contains(string(rows[0].Detail), `"after":{"profile":"counter_sales","site":"mixco"`) {
		t.Errorf("the move: %+v", rows)
	}
	work := h.ticket("payment").Work
	laura.call("POST", "/works/"+work.String()+"/reprioritise", map[string]any{"priority": 7}).want(t, 204, nil)
	is(audit.OfWork(work), `{"priority":7}`, audit.WorkReprioritised)
	laura.call("POST", "/works/"+work.String()+"/assign", map[string]any{"agent": luis}).want(t, 204, nil)
	is(audit.OfWork(work), fmt.Sprintf(`{"agent":"%s"}`, luis), audit.WorkAssigned)
	laura.call("POST", "/works/"+work.String()+"/transfer", map[string]any{"service": "care", "note": "private words"}).want(t, 204, nil)
	is(audit.OfWork(work), `{"service":"care"}`, audit.WorkTransferred)
	laura.call("POST", "/works/"+work.String()+"/cancel", map[string]any{"detail": "private words"}).want(t, 204, nil)
	is(audit.OfWork(work), "", audit.WorkCancelled)
	laura.call("POST", "/queues/technical@mixco/close", nil).want(t, 204, nil)
	is("queue:technical@mixco", "", audit.QueueClosed)
	laura.call("POST", "/queues/technical@mixco/open", nil).want(t, 204, nil)
	is("queue:technical@mixco", "", audit.QueueOpened)
	laura.call("POST", "/agents/"+luis.String()+"/sign-out", map[string]any{"force": true}).want(t, 204, nil)
	is(user, `{"force":true}`, audit.AgentSignedOut)

	// What is refused did not happen.
	laura.call("POST", "/works/"+work.String()+"/assign", map[string]any{"agent": luis}).want(t, 404, nil)
	if rows := h.audit("&kind=work.assigned"); len(rows) != 1 {
		t.Errorf("a refused act is in the log: %+v", rows)
	}

	customer := h.somebody()
	laura.call("GET", "/customers/"+customer.String(), nil).want(t, 200, nil)
	laura.call("GET", "/customers?q=somebody", nil).want(t, 200, nil)
	laura.call("GET", "/customers?q=nobodysname", nil).want(t, 200, nil)
	if rows := h.audit("&object=" + audit.OfCustomer(customer)); len(rows) != 2 || rows[1].Kind != "customer.viewed" ||
		string(rows[0].Detail) != fmt.Sprintf(`{"customers":["%s"]}`, customer) {
		t.Errorf("who looked the customer up: %+v", rows)
	}

	h.anonymous().call("POST", "/session", map[string]string{"login": "laura", "password": "a wrong password"}).want(t, 401, nil)
	h.anonymous().call("POST", "/session", map[string]string{"login": "my secret password", "password": "laura"}).want(t, 401, nil)
	if rows := h.audit("&kind=session.refused"); len(rows) != 2 || rows[0].Object != "" || rows[1].Object != audit.OfUser(laura.id) ||
		rows[1].Party != "nobody" || string(rows[0].Detail) != `{"address":"127.0.0.1","wrong":"password"}` {
		t.Errorf("refused sign-ins: %+v", rows)
	}
	laura.call("DELETE", "/session", nil).want(t, 204, nil)
	is(audit.OfUser(laura.id), "", audit.SessionEnded)

	h.apply(func(file string) string { return strings.Replace(file, "name: Laura Castillo", "name: Laura C.", 1) })
	if rows := h.audit("&object=user:laura"); len(rows) != 2 || rows[0].Who != h.as("admin").id.String() ||
		!strings.Contains(string(rows[0].Detail), `"action":"changed","before":{`) || !strings.Contains(string(rows[0].Detail), `Laura C.`) {
		t.Errorf("the changed user: %+v", rows)
	}
	all := h.as("admin").call("GET", "/audit/file", nil)
	if strings.Contains(string(all.body), "private words") || strings.Contains(string(all.body), "secret") || strings.Contains(string(all.body), "nobodysname") {
		t.Error("the log holds what people typed")
	}
	lines, err := csv.NewReader(strings.NewReader(string(all.body))).ReadAll()
	if err != nil || all.header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("the export: %v, %v", all.header, err)
	}
	report, err := audit.Verify(t.Context(), h.store)
	must(t, err)
	// The export has the header and all but the line that tells of it.
	if report.Break != nil || int64(len(lines)) != report.Rows {
		t.Errorf("%d lines of %d rows: %+v", len(lines), report.Rows, report.Break)
	}
	h.as("admin").call("GET", "/audit?kind=nonsense", nil).want(t, 422, nil)
	if rows := h.audit(fmt.Sprintf("&from=%d", core.Instant(1)<<50)); len(rows) == 0 {
		t.Error("no rows since a long time ago")
	}
}
