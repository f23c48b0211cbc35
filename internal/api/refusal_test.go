package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"turno/internal/api"
	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
)

// Ensure every fault of a field carries a word that never changes, with its bound,
// whoever found it.
func TestFaults(t *testing.T) {
	t.Parallel()
	h := open(t)
	kiosk, turn := "/kiosks/"+h.link("mixco-kiosk"), "/turns/"+h.ticket("care").Token
	customer := "/customers/" + h.somebody().String()
	at := func(n int64) *int64 { return &n }
	for _, c := range []struct {
		who, method, path, body string
		place                   string
		reason                  core.Fault
		limit                   *int64
	}{
		{"anonymous", "POST", "/session", `{"login":"ana"}`, "body.password", core.FaultRequired, nil},
		{"anonymous", "POST", "/session", `{"login":"ana","password":""}`, "body.password", core.FaultRequired, nil},
		{"anonymous", "POST", "/session", `{"login":"` + strings.Repeat("x", 129) + `","password":"x"}`, "body.login", core.FaultTooLong, at(128)},
		{"anonymous", "POST", "/session", `{"login":"` + strings.Repeat("x", 100) + `","password":"x"}`, "body.login", core.FaultTooLong, at(64)},
		{"anonymous", "POST", "/session", `{"login":7,"password":"x"}`, "body.login", core.FaultWrongType, nil},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":"care","tongue":"es"}`, "body.tongue", core.FaultUnknownKey, nil},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":"dance"}`, "body.service", core.FaultUnknown, nil},
		{"anonymous", "POST", kiosk + "/tickets", `{"service":"care","person":"12\u00003"}`, "body.person", core.FaultNotText, nil},
		{"anonymous", "POST", kiosk + "/blocks", `{"prefix":"A","count":101}`, "body.count", core.FaultTooHigh, at(100)},
		{"anonymous", "POST", kiosk + "/blocks", `{"prefix":"A","count":0}`, "body.count", core.FaultTooLow, at(1)},
		{"anonymous", "POST", kiosk + "/late", `{"tickets":[]}`, "body.tickets", core.FaultTooFew, at(1)},
		{"anonymous", "POST", kiosk + "/late", `{"tickets":7}`, "body.tickets", core.FaultWrongType, nil},
		{"anonymous", "POST", kiosk + "/late", `{"tickets":[{"prefix":"A"}]}`, "body.tickets[0].number", core.FaultRequired, nil},
		{"anonymous", "POST", turn + "/defer", `{"places":99}`, "body.places", core.FaultTooHigh, at(5)},
		{"ana", "POST", "/desk/sign-in", `{"counter":"catania-1"}`, "body.counter", core.FaultElsewhere, nil},
		{"ana", "PUT", "/desk/presence", `{"presence":"asleep"}`, "body.presence", core.FaultWrongChoice, nil},
		{"ana", "GET", "/contacts?limit=201", ``, "query.limit", core.FaultTooHigh, at(200)},
		{"ana", "GET", "/contacts?place=mixco", ``, "query.place", core.FaultUnknownKey, nil},
		{"ana", "GET", "/contacts?limit=many", ``, "query.limit", core.FaultWrongType, nil},
		{"ana", "GET", "/contacts?after=yesterday", ``, "query.after", core.FaultWrongFormat, nil},
		{"laura", "GET", "/kpis/asa?to=1", ``, "query.from", core.FaultRequired, nil},
		{"ana", "POST", "/customers", `{"name":" "}`, "body.name", core.FaultRequired, nil},
		{"ana", "POST", "/customers", `{"name":"x","segment":"gold"}`, "body.segment", core.FaultUnknown, nil},
		{"ana", "POST", "/customers", `{"name":"x","identities":[{"kind":"phone","value":"abc"}]}`, "body.identities.0", core.FaultWrongFormat, nil},
		{"ana", "PATCH", customer, `{"note":"x"}`, "header.If-Match", core.FaultRequired, nil},
		{"ana", "PUT", "/me/password", `{"old":"` + password + `","new":"short"}`, "body.new", core.FaultTooShort, at(auth.PasswordMin)},
		{"ana", "POST", "/visits", `{"site":"catania","service":"care"}`, "body.site", core.FaultNotAllowed, nil},
	} {
		t.Run(c.method+" "+c.path+" "+c.body, func(t *testing.T) {
			t.Parallel()
			var body any
			if c.body != "" {
				body = c.body
			}
			var p problem
			got := h.column(c.who).call(c.method, c.path, body)
			must(t, json.Unmarshal(got.body, &p))
			for _, e := range p.Errors {
				if e.Location != c.place {
					continue
				}
				if e.Reason != string(c.reason) || (e.Limit == nil) != (c.limit == nil) || c.limit != nil && *e.Limit != *c.limit {
					t.Errorf("want %s: %s", c.reason, got.body)
				}
				return
			}
			t.Errorf("no fault at %s: %s", c.place, got.body)
		})
	}
}

// Ensure what was sent goes back cut, without secrets, lists and objects.
func TestFaults_Values(t *testing.T) {
	t.Parallel()
	h := open(t)
	long := strings.Repeat("ñ", 200)
	of := func(path, body string) any {
		var p problem
		must(t, json.Unmarshal(h.anonymous().call("POST", path, body).body, &p))
		if len(p.Errors) == 0 {
			t.Fatalf("%s %s: %+v", path, body, p)
		}
		return p.Errors[0].Value
	}
	if v, ok := of("/session", `{"login":"`+long+`","password":"x"}`).(string); !ok || v != strings.Repeat("ñ", 63)+"…" {
		t.Errorf("value %q", v)
	}
	if v := of("/session", `{"login":"ana","password":"`+strings.Repeat("s3cret", 100)+`"}`); v != nil {
		t.Errorf("a password goes back: %v", v)
	}
	if v := of("/session", `{"login":"ana","password":"s3cret`); v != nil {
		t.Errorf("a body that is cut goes back, with its password: %v", v)
	}
	if v := of("/session", `{"login":["`+long+`"],"password":"x"}`); v != nil {
		t.Errorf("a list goes back: %v", v)
	}
	if v := of("/kiosks/"+h.link("mixco-kiosk")+"/blocks", `{"prefix":"A","count":101}`); v != float64(101) {
		t.Errorf("a number: %v", v)
	}
}

// Ensure a user whose password was set by somebody else can do nothing but change
// it, sign out and see who they are, on the live feed neither.
func TestMustChange(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana := h.as("ana")
	id := ana.id
	must(t, h.auth.SetPassword(t.Context(), audit.By{}, id, "set by an operator", true))
	var me struct {
		CSRF string
		Must bool `json:"must_change_password"`
	}
	ana.call("POST", "/session", map[string]string{"login": "ana", "password": "set by an operator"}).want(t, 200, &me)
	ana.csrf = me.CSRF
	if !me.Must {
		t.Error("the session does not say so")
	}
	ana.call("GET", "/me", nil).want(t, 200, nil)
	ana.call("PATCH", "/me", map[string]any{"language": "pt"}).want(t, 200, nil)
	for _, o := range operations(t) {
		if o.access != "permission" {
			continue
		}
		path, body, headers := h.knock(o, "laura")
		if p := ana.call(o.method, path, body, headers...).refused(t, core.Forbidden, ""); p.Reason != string(core.FaultPassword) {
			t.Errorf("%s: %+v", o.id, p)
		}
	}
	request := func() *http.Request {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+"/live", nil)
		must(t, err)
		for _, cookie := range ana.http.Jar.Cookies(r.URL) {
			r.AddCookie(cookie)
		}
		return r
	}
	if _, err := h.api.Peer(request()); core.CodeOf(err) != core.Forbidden {
		t.Errorf("the live feed: %v", err)
	}
	ana.call("PUT", "/me/password", map[string]any{"old": "set by an operator", "new": "one of my own"}).want(t, 204, nil)
	ana.call("GET", "/organisation", nil).want(t, 200, nil)
	if _, err := h.api.Peer(request()); err != nil {
		t.Errorf("the live feed: %v", err)
	}
}

// Ensure a kiosk that asks too often is told to wait, as long in words as in the
// header, each kiosk by itself; and that it may go on then.
func TestPace(t *testing.T) {
	t.Parallel()
	h := open(t)
	now := h.deps.Now()
	paced := auth.New(auth.Options{
		Store: h.store, Directory: org.Directory{Live: h.org}, Now: func() core.Instant { return now },
		LookUps: auth.Pace{Burst: 3, Every: 90 * time.Second}, Tickets: auth.Pace{Burst: 2, Every: 1500 * time.Millisecond},
	})
	h.deps.Auth = paced
	h.serve(api.Deps{})
	c := h.anonymous()
	kiosk, other := "/kiosks/"+h.link("mixco-kiosk"), "/kiosks/"+h.link("catania-kiosk")
	lookUp := func(kiosk string) answer {
		return c.call("POST", kiosk+"/look-up", map[string]any{"person": "1234"})
	}
	for range 3 {
		lookUp(kiosk).want(t, 200, nil)
	}
	tooSoon := func(got answer, want time.Duration) {
		t.Helper()
		p := got.refused(t, core.Throttled, "")
		seconds, _ := strconv.Atoi(got.header.Get("Retry-After"))
		said, err := time.ParseDuration(regexp.MustCompile(`[0-9hms]+$`).FindString(p.Detail))
		if got.status != http.StatusTooManyRequests || err != nil || said != want || time.Duration(seconds)*time.Second != want {
			t.Errorf("status %d, Retry-After %d, %q; want %s", got.status, seconds, p.Detail, want)
		}
	}
	tooSoon(lookUp(kiosk), 90*time.Second)
	lookUp(other).want(t, 200, nil)

	take := func() answer { return c.call("POST", kiosk+"/tickets", map[string]any{"service": "care"}) }
	take().want(t, 201, nil)
	c.call("POST", kiosk+"/blocks", map[string]any{"prefix": "A", "count": 5}).want(t, 201, nil)
	tooSoon(take(), 2*time.Second)
	tooSoon(c.call("POST", kiosk+"/blocks", map[string]any{"prefix": "A", "count": 5}), 2*time.Second)
	now = now.Add(1500 * time.Millisecond)
	take().want(t, 201, nil)
	tooSoon(lookUp(kiosk), 89*time.Second)
	now = now.Add(89 * time.Second)
	lookUp(kiosk).want(t, 200, nil)

	// A sign-in that is tried too often is told the same way.
	var got answer
	for range 9 {
		got = c.call("POST", "/session", map[string]any{"login": "ana", "password": "guess"})
	}
	tooSoon(got, 30*time.Second)
}

// Ensure devices come page by page, in order, each once.
func TestDevices(t *testing.T) {
	t.Parallel()
	h := open(t)
	laura := h.as("laura")
	var all, paged []string
	read := func(path string, into *[]string) string {
		var page struct {
			Items []struct{ Key string }
			Next  string
		}
		laura.call("GET", path, nil).want(t, 200, &page)
		for _, d := range page.Items {
			*into = append(*into, d.Key)
		}
		return page.Next
	}
	if next := read("/devices", &all); next != "" || len(all) < 4 {
		t.Fatalf("devices %v, then %q", all, next)
	}
	for after := ""; ; {
		if after = read("/devices?limit=3&after="+after, &paged); after == "" {
			break
		}
	}
	if strings.Join(all, " ") != strings.Join(paged, " ") {
		t.Errorf("page by page %v, at once %v", paged, all)
	}
}

// Ensure a file, and a customer, are not changed by a caller who does not say which
// version they read.
func TestUnconditional(t *testing.T) {
	t.Parallel()
	h := open(t)
	got := h.as("admin").call("PUT", "/organisation/file", file(), "Content-Type", "application/yaml")
	if got.refused(t, core.Invalid, "header.If-Match"); got.status != http.StatusPreconditionRequired {
		t.Errorf("status %d", got.status)
	}
	got = h.as("ana").call("PATCH", "/customers/"+h.somebody().String(), map[string]any{"note": "x"})
	if got.refused(t, core.Invalid, "header.If-Match"); got.status != http.StatusPreconditionRequired {
		t.Errorf("status %d", got.status)
	}
}
