package api_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"turno/internal/core"
)

// Ensure wrong input gets a problem document that names the place of the fault,
// whoever found it: the document's own rules, or the house.
func TestInput(t *testing.T) {
	t.Parallel()
	h := open(t)
	long := strings.Repeat("x", 5000)
	kiosk, turn := "/kiosks/"+h.link("mixco-kiosk"), "/turns/"+h.ticket("care").Token
	work := "/works/" + h.ticket("payment").Work.String()
	customer := "/customers/" + h.somebody().String()
	for _, c := range []struct {
		who, method, path, body string
		code                    core.Code
		place                   string
	}{
		{"anonymous", "POST", "/session", `{"login":"ana"}`, core.Invalid, "body.password"},
		{"anonymous", "POST", "/session", `{"login":"` + long + `","password":"x"}`, core.Invalid, "body.login"},
		{"anonymous", "POST", "/session", `{"login":"` + strings.Repeat("x", 100) + `","password":"x"}`, core.Invalid, "body.login"},
		{"anonymous", "POST", "/session", `{"login":"ana","password":"` + strings.Repeat("ü", 200) + `"}`, core.TooLarge, "body.password"},
		{"anonymous", "POST", "/session", `{"login":"a\u0000na","password":"x"}`, core.Invalid, "body.login"},
		{"anonymous", "POST", "/session", `{"login":`, core.Invalid, "body"},
		{"anonymous", "POST", "/session", ``, core.Invalid, ""},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":"dance"}`, core.Invalid, "body.service"},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":"care","tongue":"es"}`, core.Invalid, "body.tongue"},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":"care","language":"fi"}`, core.Invalid, "body.language"},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":"care","person":"` + long + `"}`, core.Invalid, "body.person"},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":"care","person":"12\u00003"}`, core.Invalid, "body.person"},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":7}`, core.Invalid, "body.service"},
		{"anonymous", "POST", kiosk + "/look-up", `{"person":""}`, core.Invalid, "body.person"},
		{"anonymous", "POST", kiosk + "/blocks", `{"prefix":"A","count":101}`, core.Invalid, "body.count"},
		{"anonymous", "POST", kiosk + "/blocks", `{"prefix":"Z","count":1}`, core.Invalid, "body.prefix"},
		{"anonymous", "POST", kiosk + "/late", `{"tickets":[]}`, core.Invalid, "body.tickets"},
		{"anonymous", "POST", kiosk + "/late", `{"tickets":[{"prefix":"A","number":0,"service":"care","at":1}]}`, core.Invalid, "body.tickets[0].number"},
		{"anonymous", "POST", kiosk + "/late", `{"tickets":[{"prefix":"A","number":1,"service":"ca\u0001re","at":1}]}`, core.Invalid, "body.tickets[0].service"},
		{"anonymous", "POST", turn + "/defer", `{"places":99}`, core.Invalid, "body.places"},
		{"anonymous", "POST", turn + "/defer", `{"minutes":99}`, core.Invalid, "body.minutes"},
		{"anonymous", "POST", turn + "/defer", `{}`, core.Invalid, ""},
		{"anonymous", "POST", "/turns/nobody/leave", ``, core.NotFound, ""},
		{"anonymous", "GET", "/turns/%ff", ``, core.Invalid, "path.token"},
		{"anonymous", "GET", "/nothing/here", ``, core.NotFound, ""},
		{"anonymous", "DELETE", "/works", ``, core.NotFound, ""},
		{"ana", "POST", "/desk/sign-in", `{"counter":"catania-1"}`, core.Forbidden, "body.counter"},
		{"ana", "POST", "/desk/sign-in", `{"counter":"nowhere"}`, core.Invalid, "body.counter"},
		{"ana", "PUT", "/desk/presence", `{"presence":"asleep"}`, core.Invalid, "body.presence"},
		{"ana", "PUT", "/desk/presence", `{"presence":"not_ready","reason":"bored"}`, core.Invalid, "body.reason"},
		{"ana", "GET", "/contacts?limit=201", ``, core.Invalid, "query.limit"},
		{"ana", "GET", "/contacts?limit=0", ``, core.Invalid, "query.limit"},
		{"ana", "GET", "/contacts?after=yesterday", ``, core.Invalid, "query.after"},
		{"ana", "GET", "/contacts?q=%00", ``, core.Invalid, "query.q"},
		{"ana", "GET", "/contacts?q=" + long, ``, core.Invalid, "query.q"},
		{"ana", "GET", "/contacts/12345", ``, core.Invalid, "path.id"},
		{"ana", "POST", "/customers", `{"name":" "}`, core.Invalid, "body.name"},
		{"ana", "POST", "/customers", `{"name":"x","segment":"gold"}`, core.Invalid, "body.segment"},
		{"ana", "POST", "/customers", `{"name":"x","identities":[{"kind":"phone","value":"abc"}]}`, core.Invalid, "body.identities.0"},
		{"ana", "PATCH", customer, `{"note":"x"}`, core.Invalid, "header.If-Match"},
		{"laura", "POST", work + "/release", `{"reason":"boredom"}`, core.Invalid, "body.reason"},
		{"laura", "POST", work + "/release", `{"outcome":"magic"}`, core.Invalid, "body.outcome"},
		{"laura", "POST", work + "/transfer", `{"service":"dance"}`, core.Invalid, "body.service"},
		{"laura", "POST", work + "/transfer", `{"agent":"nobody"}`, core.Invalid, "body.agent"},
		{"laura", "GET", "/works/nothing/explanation", ``, core.Invalid, "path.id"},
		{"laura", "POST", work + "/reprioritise", `{"priority":101}`, core.Invalid, "body.priority"},
		{"laura", "POST", work + "/cancel", `{"detail":"` + strings.Repeat("x", 201) + `"}`, core.Invalid, "body.detail"},
		{"laura", "GET", "/kpis/happiness?from=1&to=2", ``, core.NotFound, ""},
		{"laura", "GET", "/kpis/service_level?from=1&to=9999999999999999&site=mixco", ``, core.Invalid, "query.to"},
		{"laura", "GET", "/kpis/service_level?site=mixco", ``, core.Invalid, "query.from"},
		{"admin", "PUT", "/organisation/file", "regions: 7", core.Invalid, ""},
	} {
		t.Run(fmt.Sprintf("%s %s %.40s", c.method, c.path, c.body), func(t *testing.T) {
			t.Parallel()
			var headers []string
			if strings.HasPrefix(c.path, "/organisation") {
				headers = []string{"Content-Type", "application/yaml"}
			}
			client := h.column(c.who)
			var body any
			if c.body != "" {
				body = c.body
			}
			got := client.call(c.method, c.path, body, headers...)
			if c.path == "/organisation/file" {
				checkFile(t, got)
				return
			}
			got.refused(t, c.code, c.place)
		})
	}
}

// checkFile wants the line and the reason of each fault of a file.
func checkFile(t *testing.T, got answer) {
	t.Helper()
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(string(got.body), "regions") {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// Ensure a body that is larger than an operation takes is refused before it is
// read, and one that never ends holds up nobody.
func TestInput_TooLarge(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana := h.as("ana")
	huge := `{"name":"` + strings.Repeat("x", 1<<20) + `"}`
	ana.call("POST", "/customers", huge).refused(t, core.TooLarge, "")
	ana.call("POST", "/customers", huge, "Idempotency-Key", "k").refused(t, core.TooLarge, "")
	h.ticket("care")

	conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	must(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
	must(t, err)
	h.ticket("care") // while that one still sends
}

// Ensure every text of the API has a length limit and every list a page limit, in
// the document itself, so that none can be forgotten.
func TestInput_Limits(t *testing.T) {
	t.Parallel()
	for _, fault := range unlimited(t) {
		t.Error(fault)
	}
}
