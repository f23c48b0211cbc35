package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"turno/internal/alert"
	"turno/internal/api"
	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/channel/branch/branchapi"
	"turno/internal/channel/chat"
	"turno/internal/channel/chat/chatapi"
	"turno/internal/channel/door"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/device"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/person"
	"turno/internal/store"
	"turno/internal/store/files"
	"turno/internal/store/storetest"
)

// password is everybody's.
const password = "open sesame, please"

// moreUsers are the roles of the house that the demo organisation does not use.
const moreUsers = `
  - {login: manager, name: Site Manager, language: en, site: mixco, roles: [{role: site_manager, at: 'site:mixco'}]}
  - {login: regional, name: Region Manager, language: en, site: mixco, roles: [{role: region_manager, at: 'region:central_america'}]}
  - {login: quality, name: Quality, language: en, roles: [{role: quality, at: org}]}
  - {login: planner, name: Planner, language: en, roles: [{role: planner, at: org}]}
`

// house is the API over real HTTP, with all the parts behind it.
type house struct {
	tb     testing.TB
	store  *store.Store
	org    *org.Live
	auth   *auth.Service
	floor  *floor.Floor
	branch *branch.Service
	chat   *chat.Service
	works  *channel.Works
	alerts *alert.Service
	doors  []door.Door
	deps   api.Deps
	api    *api.API
	// What became of devices: which are there, and whose key was replaced.
	devices *device.Presence
	rekeyed []string
	url     string
	log     *bytes.Buffer // what went wrong on our side

	mu      sync.Mutex
	links   map[string]string // of devices
	screens int               // that asked to be paired
	clients map[string]*client
	program *client // with a token
}

// open opens the house on SQLite with the demo organisation.
func open(tb testing.TB) *house {
	tb.Helper()
	return openOn(tb, storetest.Open(tb, store.SQLite))
}

func openOn(tb testing.TB, s *store.Store) *house {
	tb.Helper()
	return openLimited(tb, s, chat.Limits{OpenBurst: 10_000})
}

// openLimited opens it with limits for customers who write.
func openLimited(tb testing.TB, s *store.Store, limits chat.Limits) *house {
	tb.Helper()
	wanted, err := org.Parse([]byte(file()))
	must(tb, err)
	_, _, err = org.Apply(tb.Context(), s, wanted, "test", org.AnyVersion)
	must(tb, err)
	o, version, err := org.Load(tb.Context(), s)
	must(tb, err)
	h := &house{tb: tb, store: s, org: org.NewLive(o, version), clients: map[string]*client{}, links: map[string]string{}, log: &bytes.Buffer{}}
	log := slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelError}))
	fast := auth.Pace{Burst: 1 << 20} // tests take tickets faster than people
	h.auth = auth.New(auth.Options{Store: s, Directory: org.Directory{Live: h.org}, LookUps: fast, Tickets: fast})
	b := bus.New()
	h.floor, err = floor.Open(tb.Context(), floor.Options{Store: s, Config: o.RoutingConfig(), Bus: b, Names: o.QueueNames, Answering: channel.Answering(branch.Answering(), chat.Answering())})
	must(tb, err)
	tb.Cleanup(func() { must(tb, h.floor.Close(context.Background())) })
	h.org.OnChange(func(_, o *org.Organisation) { must(tb, h.floor.Configure(context.Background(), o.RoutingConfig())) })
	h.devices, err = device.Open(tb.Context(), device.Options{Store: s, Devices: func() []device.Device {
		var list []device.Device
		for _, d := range h.org.Get().Devices {
			list = append(list, device.Device{Key: d.Key, Kind: d.Kind, Site: d.Site, Name: d.Name})
		}
		return list
	}})
	must(tb, err)
	customers := customer.NewService(customer.Options{Store: s, Segment: func(key string) bool {
		_, ok := h.org.Get().Segment(key)
		return ok
	}})
	h.branch = branch.NewService(branch.Options{Store: s, Floor: h.floor, Bus: b, Organisation: h.org.Get, Customers: customers})
	sent := tb.TempDir()
	h.chat = chat.NewService(chat.Options{
		Store: s, Floor: h.floor, Bus: b, Organisation: h.org.Get, Customers: customers, Files: sent, Log: log,
		Limits: limits,
	})
	h.works = channel.NewWorks(h.floor, h.org.Get)
	h.alerts, err = alert.New(alert.Options{Store: s, Organisation: h.org.Get, Figures: longWait{}})
	must(tb, err)
	must(tb, h.alerts.Start(tb.Context()))
	h.deps = api.Deps{
		Alerts: h.alerts,
		Store:  s, Org: h.org, Auth: h.auth, Floor: h.floor, Works: h.works,
		Channels: []channel.Channel{h.branch, h.chat, h.chat.Messages()},
		Person: person.NewService(person.Options{
			Store: s, Keepers: []person.Keeper{branch.Keeper{}, chat.Keeper{}}, Files: files.Folder{Dir: sent},
		}),
		Customers: customers, Log: log, Now: clock.Now, Version: "test", Devices: h.devices,
		Rekeyed: func(_ context.Context, key string) { h.rekeyed = append(h.rekeyed, key) },
	}
	h.serve(api.Deps{})
	return h
}

// serve opens the doors; what the argument says of TLS and proxies holds.
func (h *house) serve(how api.Deps) {
	h.tb.Helper()
	d := h.deps
	d.Secure, d.PublicURL, d.TrustProxy = how.Secure, how.PublicURL, how.TrustProxy
	h.doors = []door.Door{
		branchapi.New(branchapi.Options{
			Branch: h.branch, Auth: d.Auth, Floor: h.floor, Works: h.works, Organisation: h.org.Get, Now: d.Now, PublicURL: d.PublicURL,
		}),
		chatapi.New(chatapi.Options{
			Chat: h.chat, Floor: h.floor, Works: h.works, Organisation: h.org.Get, Now: d.Now, PublicURL: d.PublicURL,
		}),
	}
	d.Doors = h.doors
	h.api = api.New(d)
	server := httptest.NewServer(h.api.Handler())
	h.tb.Cleanup(server.Close)
	h.url = server.URL
}

// document is the OpenAPI document with all channels.
func document() ([]byte, error) {
	return api.Document("test", branchapi.New(branchapi.Options{}), chatapi.New(chatapi.Options{}))
}

// serveOn serves a handler until the test ends.
func serveOn(tb testing.TB, handler http.Handler) string {
	tb.Helper()
	server := httptest.NewServer(handler)
	tb.Cleanup(server.Close)
	return server.URL
}

func jsonOf(a answer, into any) error { return json.Unmarshal(a.body, into) }

// file is the organisation as it began.
func file() string {
	// Lines long enough for the tests that only ever take tickets.
	long := strings.NewReplacer("max_length: 200", "max_length: 20000", "max_length: 100", "max_length: 20000", "count: 50,", "count: 20000,",
		"gone: message", "gone: message\n    opens_max: 100000")
	return long.Replace(string(org.DemoFile())) + moreUsers
}

// apply changes the organisation of the running house, by the administrator.
func (h *house) apply(change func(file string) string) {
	h.tb.Helper()
	admin := h.as("admin")
	tag := admin.call("GET", "/organisation/file", nil).want(h.tb, 200, nil).header.Get("ETag")
	admin.call("PUT", "/organisation/file", change(file()), "Content-Type", "application/yaml", "If-Match", tag).want(h.tb, 200, nil)
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// client is one browser.
type client struct {
	h    *house
	http *http.Client
	csrf string
	// bearer is the API token of a program.
	bearer string
	id     core.ID
}

// answer is what a call got.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// anonymous is a browser without a session.
func (h *house) anonymous() *client {
	jar, err := cookiejar.New(nil)
	must(h.tb, err)
	return &client{h: h, http: &http.Client{Jar: jar}}
}

// as is the browser in which a user has signed in.
func (h *house) as(login string) *client {
	h.tb.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if c := h.clients[login]; c != nil {
		return c
	}
	user, ok := h.org.Get().User(login)
	if !ok {
		h.tb.Fatalf("no user %s", login)
	}
	_, err := h.auth.GivePassword(h.tb.Context(), user.ID, password)
	must(h.tb, err)
	c := h.anonymous()
	var me struct {
		ID   core.ID `json:"id"`
		CSRF string  `json:"csrf"`
	}
	c.call("POST", "/session", map[string]string{"login": login, "password": password}).want(h.tb, 200, &me)
	c.csrf, c.id = me.CSRF, me.ID
	h.clients[login] = c
	return c
}

// call makes a call; headers are pairs of name and value. A body that is a string
// goes as it is, anything else as JSON.
func (c *client) call(method, path string, body any, headers ...string) answer {
	c.h.tb.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(b)
	default:
		doc, err := json.Marshal(body)
		must(c.h.tb, err)
		content = bytes.NewReader(doc)
	}
	request, err := http.NewRequestWithContext(context.Background(), method, c.h.url+"/api/v1"+path, content)
	must(c.h.tb, err)
	if content != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.csrf != "" {
		request.Header.Set(auth.CSRFHeader, c.csrf)
	}
	if c.bearer != "" {
		request.Header.Set("Authorization", "Bearer "+c.bearer)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := c.http.Do(request)
	must(c.h.tb, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(c.h.tb, err)
	return answer{status: response.StatusCode, header: response.Header, body: text}
}

// want checks the status and decodes the body.
func (a answer) want(tb testing.TB, status int, into any) answer {
	tb.Helper()
	if a.status != status {
		tb.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	if into != nil {
		must(tb, json.Unmarshal(a.body, into))
	}
	return a
}

// problem is a problem document.
type problem struct {
	Status int       `json:"status"`
	Title  string    `json:"title"`
	Detail string    `json:"detail"`
	Code   core.Code `json:"code"`
	Reason string    `json:"reason"`
	Errors []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
		Reason   string `json:"reason"`
		Limit    *int64 `json:"limit"`
		Value    any    `json:"value"`
	} `json:"errors"`
}

// refused checks that the answer is a problem document with the code, about the
// place given (none: about no place in particular).
func (a answer) refused(tb testing.TB, code core.Code, place string) problem {
	tb.Helper()
	var p problem
	if err := json.Unmarshal(a.body, &p); err != nil {
		tb.Fatalf("status %d, and no problem document: %q", a.status, a.body)
	}
	if kind := a.header.Get("Content-Type"); kind != "application/problem+json" {
		tb.Errorf("content type %q", kind)
	}
	if p.Status != a.status || p.Title == "" || p.Detail == "" || p.Code != code {
		tb.Errorf("status %d, want %s: %s", a.status, code, a.body)
	}
	found := place == "" && len(p.Errors) == 0
	for _, e := range p.Errors {
		found = found || e.Location == place
	}
	if !found {
		tb.Errorf("want a fault at %q: %s", place, a.body)
	}
	return p
}

// link is the token of a device; a new one when it has none that holds.
func (h *house) link(key string) string {
	h.tb.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, err := h.auth.CheckDevice(context.Background(), h.links[key]); err == nil {
		return h.links[key]
	}
	token, err := h.auth.RenewDevice(context.Background(), audit.By{Party: audit.Operator}, key)
	must(h.tb, err)
	h.links[key] = token
	return token
}

// ticket is what the API says of one.
type ticket struct {
	Contact core.ID `json:"contact"`
	Work    core.ID `json:"work"`
	Token   string  `json:"token"`
	Label   string  `json:"label"`
	Place   int     `json:"place"`
	Segment string  `json:"segment"`
}

// ticket is taken at the kiosk of Mixco.
func (h *house) ticket(service string) ticket {
	h.tb.Helper()
	var t ticket
	h.anonymous().call("POST", "/kiosks/"+h.link("mixco-kiosk")+"/tickets", map[string]any{"service": service}).want(h.tb, 201, &t)
	return t
}
