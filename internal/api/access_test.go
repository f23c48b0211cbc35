package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/channel/chat"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/live"
	"turno/internal/org"
)

var rewrite = flag.Bool("rewrite", false, "write testdata/access.txt anew, to be read before it is committed")

const accessFile = "testdata/access.txt"

// columns are those who knock: nobody, the holders of links at Mixco, and a user of
// each role; the second agent and the second leader belong to another region. Last
// a program with a token of the administrator's, for Mixco's floor and works only.
var columns = []string{
	"anonymous", "kiosk", "display", "wall", "visitor", "chatter",
	"ana", "marco", "laura", "giulia", "manager", "regional", "quality", "planner", "admin", "token",
}

// publicOperations are all that nobody needs to be known for: the ways in and out, for
// people and for screens.
var publicOperations = []string{
	"sign-in", "complete-sign-in", "sign-out", "get-sign-in-ways", "begin-provider-sign-in", "complete-provider-sign-in",
	"open-pairing",
}

// operation is one of the OpenAPI document.
type operation struct{ id, method, path, access, permission string }

func operations(tb testing.TB) []operation {
	tb.Helper()
	doc, err := document()
	must(tb, err)
	var parsed struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Access      string `json:"x-access"`
			Permission  string `json:"x-permission"`
		}
	}
	must(tb, json.Unmarshal(doc, &parsed))
	var all []operation
	for path, methods := range parsed.Paths {
		for method, o := range methods {
			all = append(all, operation{
				o.OperationID, strings.ToUpper(method), strings.TrimPrefix(path, "/api/v1"), o.Access, o.Permission,
			})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.id, b.id) })
	return all
}

// knock is a fresh target at Mixco for one call: what is in it waits for nobody
// else, so that only rights decide.
func (h *house) knock(o operation, who string) (path string, body any, headers []string) {
	path = o.path
	set := func(name, value string) { path = strings.ReplaceAll(path, "{"+name+"}", value) }
	if strings.HasPrefix(path, "/devices/") {
		h.link("mixco-display") // it has a key that can be taken away
		set("key", "mixco-display")
	}
	set("key", "technical@mixco")
	set("name", "service_level")
	set("inbox", "help")
	if strings.HasPrefix(path, "/chat/{") || strings.Contains(path, "{file}") {
		path = h.ofFile(path, who)
	}
	if strings.Contains(path, "{token}") {
		set("token", h.tokenOf(o, who))
	}
	switch {
	case strings.HasPrefix(path, "/chats/"):
		set("id", h.conversation().Contact.String())
	case strings.HasPrefix(path, "/works/"):
		set("id", h.ticket("payment").Work.String())
	case strings.HasPrefix(path, "/visits/"), strings.HasPrefix(path, "/contacts/"):
		set("id", h.ticket("payment").Contact.String())
	case strings.HasPrefix(path, "/alerts/"):
		set("id", h.ring().String())
	case strings.HasPrefix(path, "/agents/"):
		set("id", h.present("luis").String())
	case strings.HasPrefix(path, "/customers/"):
		set("id", h.somebody().String())
		headers = []string{"If-Match", `"1"`}
	}
	if strings.HasPrefix(path, "/users/") {
		user, _ := h.org.Get().User("sofia")
		set("id", user.ID.String())
		if strings.Contains(path, "{token_id}") {
			set("token_id", h.token(user.ID, "desk.use", "team:mixco").ID.String())
		}
	}
	set("id", "0123456789abcdef") // a session or token that nobody has
	switch o.id {
	case "find-pairing", "pair-device":
		return path, map[string]any{"code": h.code()}, headers
	case "search-chats":
		path += "?q=hello"
	case "list-legs", "list-agent-intervals", "get-kpi", "get-kpi-legs", "get-kpi-intervals":
		path += "?from=1&to=2&site=mixco"
	case "get-day-report":
		path += "?date=2026-01-05&at=site:mixco"
	case "list-day-report-legs", "list-day-report-intervals":
		path += "?date=2026-01-05&at=site:mixco&figure=offered"
	case "list-studio-objects":
		path += "?kind=queue"
	case "get-studio-object":
		path = "/studio/objects/counter/mixco-1"
	case "list-object-changes":
		path += "?kind=counter&key=mixco-1"
	case "compare-sites":
		path += "?left=mixco&right=catania"
	case "draft-people":
		return path, "login\n", []string{"Content-Type", "text/csv"}
	case "plan-organisation", "apply-organisation":
		return path, "key: broken", []string{"Content-Type", "application/yaml"}
	}
	return path, bodies(h)[o.id], headers
}

// bodies are the least that each operation accepts.
func bodies(h *house) map[string]any {
	return map[string]any{
		"open-pairing": map[string]any{"kind": "kiosk"},
		"accept-work":  map[string]any{"offer": 1}, "decline-work": map[string]any{"offer": 1},
		"release-work": map[string]any{}, "describe-work": map[string]any{"note": "x"},
		"close-wrap-up": map[string]any{}, "extend-wrap-up": map[string]any{}, "park-work": map[string]any{},
		"transfer-work":         map[string]any{"service": "care"},
		"confirm-second-factor": map[string]any{"code": "000000"}, "renew-recovery-codes": map[string]any{"code": "000000"},
		"remove-second-factor": map[string]any{"password": password}, "complete-sign-in": map[string]any{"code": "000000"},
		"create-my-token":   map[string]any{"name": "x", "expires": int64(clock.Now()) + 1e9, "scopes": []any{map[string]any{"node": "org", "permissions": []string{"org.view"}}}},
		"create-user-token": map[string]any{"name": "x", "expires": int64(clock.Now()) + 1e9, "scopes": []any{map[string]any{"node": "team:mixco", "permissions": []string{"desk.use"}}}},
		"accept-invitation": map[string]any{"password": password},
		"assign-work":       map[string]any{"agent": h.present("luis")}, "reprioritise-work": map[string]any{"priority": 1}, "cancel-work": map[string]any{},
		"check-draft":      map[string]any{"edits": []any{h.counterEdit()}},
		"publish-draft":    map[string]any{"edits": []any{h.counterEdit()}},
		"draft-site-copy":  map[string]any{"from": "mixco", "key": "antigua", "name": map[string]any{"es": "Antigua"}},
		"draft-queue-copy": map[string]any{"from": "sales", "key": "campaign", "name": map[string]any{"es": "Campaña"}},
		"issue-ticket":     map[string]any{"site": "mixco", "service": "care"}, "start-visit": map[string]any{"service": "care"},
		"next-service": map[string]any{"service": "care"}, "identify-visitor": map[string]any{"customer": h.somebody()},
		"kiosk-ticket": map[string]any{"service": "care"}, "kiosk-look-up": map[string]any{"person": "1234"},
		"kiosk-block":  map[string]any{"prefix": "A", "count": 1},
		"kiosk-late":   map[string]any{"tickets": []any{map[string]any{"prefix": "A", "number": 99999, "service": "care", "at": 1}}},
		"defer-turn":   map[string]any{"places": 1},
		"desk-sign-in": map[string]any{}, "desk-sign-out": map[string]any{"force": true},
		"desk-presence":      map[string]any{"presence": "ready"},
		"set-agent-presence": map[string]any{"presence": "not_ready", "reason": "lunch"},
		"move-agent":         map[string]any{"profile": "counter_sales"}, "sign-out-agent": map[string]any{"force": true},
		"create-customer": map[string]any{"name": "Somebody"}, "change-customer": map[string]any{"note": "x"},
		"mute-alert": map[string]any{"minutes": 1},
		"change-me":  map[string]any{}, "change-password": map[string]any{"old": password, "new": password},
		"sign-in":   map[string]any{"login": "ana", "password": password},
		"open-chat": map[string]any{"name": "Luis"}, "leave-message": map[string]any{"name": "Luis", "email": "luis@example.com", "text": "x"},
		"say": map[string]any{"text": "x"}, "mark-held-chat": map[string]any{"read": 1}, "rate-chat": map[string]any{"rating": 5},
		"send-file": "some text", "say-to-customer": map[string]any{"text": "x"}, "send-file-to-customer": "some text",
		"mark-chat": map[string]any{"read": 1}, "identify-chatter": map[string]any{"customer": h.somebody()},
	}
}

// tokenOf is the link that a column holds; users hold none.
func (h *house) tokenOf(o operation, who string) string {
	switch who {
	case "kiosk", "display", "wall":
		return h.link("mixco-" + who)
	case "visitor":
		return h.ticket("payment").Token
	case "chatter":
		c := h.conversation()
		if o.id == "get-transcript" {
			return c.Transcript
		}
		return c.Token
	}
	return "nobodysnobodysno"
}

// conversation is a fresh one at the inbox of help.
func (h *house) conversation() chat.Opened {
	h.tb.Helper()
	o, err := h.chat.Open(h.tb.Context(), chat.Open{Inbox: "help", Name: "Luis", Text: "hello", Language: "es"})
	must(h.tb, err)
	return o
}

// ofFile puts a file and its conversation into the path, of whoever may hold it.
func (h *house) ofFile(path, who string) string {
	h.tb.Helper()
	if !strings.Contains(path, "{file}") {
		return path
	}
	o := h.conversation()
	m, err := h.chat.Customer(h.tb.Context(), &o.Conversation, "", chat.Say{File: &chat.Upload{Name: "a.txt", Content: []byte("text")}})
	must(h.tb, err)
	token := "nobodysnobodysno"
	if who == "chatter" {
		token = o.Token
	}
	return strings.NewReplacer("{file}", m.File.ID, "{id}", o.Contact.String(), "{token}", token).Replace(path)
}

// present has an agent on the floor.
func (h *house) present(login string) core.ID {
	h.tb.Helper()
	c := h.as(login)
	c.call("POST", "/desk/sign-in", map[string]any{})
	return c.id
}

// counterEdit is an edit of a counter at Mixco that changes nothing.
func (h *house) counterEdit() map[string]any {
	object, _ := h.org.Get().Object(org.KindCounter, "mixco-1")
	return map[string]any{"kind": object.Kind, "key": object.Key, "value": object.Value, "was": object.Tag}
}

// code is what a screen shows that waits to be paired.
func (h *house) code() string {
	h.tb.Helper()
	h.mu.Lock()
	h.screens++ // each at an address of its own
	from := auth.Origin{Address: fmt.Sprintf("198.51.100.%d/%d", h.screens%250, h.screens)}
	h.mu.Unlock()
	_, p, err := h.auth.AskToPair(h.tb.Context(), "display", from)
	must(h.tb, err)
	return p.Code
}

// somebody is a fresh customer.
func (h *house) somebody() core.ID {
	h.tb.Helper()
	var c struct{ ID core.ID }
	h.as("admin").call("POST", "/customers", map[string]any{"name": "Somebody"}).want(h.tb, 201, &c)
	return c.ID
}

// verdict is what a status says about rights: yes, or how it was refused.
func verdict(status int) string {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return strconv.Itoa(status)
	default:
		return "yes"
	}
}

// Ensure every operation of the document, and every live topic, opens to whom the
// table in testdata says, and to nobody else.
func TestAccess(t *testing.T) {
	t.Parallel()
	h := open(t)
	var table bytes.Buffer
	line := func(name, needs string, cell func(who string) string) {
		fmt.Fprintf(&table, "%-33s %-14s", name, needs)
		for _, who := range columns {
			fmt.Fprintf(&table, " %*s", max(len(who), 3), cell(who))
		}
		table.WriteByte('\n')
	}
	table.WriteString("# Who may what: REST operations by their id, then live topics. Links are those of\n" +
		"# Mixco; marco and giulia work in Italy. 401: who are you; 403: you may not; 404:\n" +
		"# nothing here for you; yes: the call was let in. Checked by TestAccess; written\n" +
		"# anew with: go test ./internal/api -run TestAccess -rewrite\n")
	line("operation", "needs", func(who string) string { return who })
	for _, o := range operations(t) {
		line(o.id, needsOf(o), func(who string) string {
			if (o.id == "sign-out" || o.id == "sign-in" || o.id == "complete-sign-in") && who != "anonymous" {
				return "yes" // tried in TestSession: here it would end the sessions
			}
			path, body, headers := h.knock(o, who)
			return verdict(h.column(who).call(o.method, path, body, headers...).status)
		})
	}
	for _, topic := range []string{
		"desk", "floor:org", "floor:region:central_america", "floor:site:mixco", "floor:team:mixco", "alerts", "alerts:org", "alerts:site:mixco", "wall:org", "wall:site:mixco",
		"display:mixco", "kiosk:mixco", "turn:TOKEN", "turn:OTHER", "chat:TOKEN", "chat:OTHER", "conversation:CONTACT", "nonsense",
	} {
		line("live "+topic, "", func(who string) string { return h.topic(topic, who) })
	}
	if *rewrite {
		must(t, os.WriteFile(accessFile, table.Bytes(), 0o600))
		return
	}
	want, err := os.ReadFile(accessFile)
	must(t, err)
	got, wanted := strings.Split(table.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(wanted)) {
		if i >= len(got) || i >= len(wanted) || got[i] != wanted[i] {
			t.Errorf("line %d differs:\n got %s\nwant %s", i+1, at(got, i), at(wanted, i))
		}
	}
	if h.log.Len() > 0 {
		t.Errorf("logged: %s", h.log)
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}

func needsOf(o operation) string {
	if o.permission != "" {
		return o.permission
	}
	return o.access
}

// column is the browser of a column.
func (h *house) column(who string) *client {
	switch who {
	case "anonymous", "kiosk", "display", "wall", "visitor", "chatter":
		return h.anonymous()
	case "token":
		if h.program == nil {
			admin := h.as("admin")
			h.program = h.anonymous()
			h.program.bearer = h.token(admin.id, "floor.view work.manage org.view agent.manage", "site:mixco").Secret
		}
		return h.program
	default:
		return h.as(who)
	}
}

// made is a token with its text.
type made struct {
	ID     core.ID
	Secret string
}

// token makes one of a user's, with the permissions at a node, by the administrator.
func (h *house) token(user core.ID, permissions, node string) made {
	h.tb.Helper()
	t, text, err := h.auth.CreateToken(h.tb.Context(), audit.By{Party: audit.Operator}, auth.NewAPIToken{
		User: user, Name: "a program", Expires: clock.Now().Add(time.Hour),
		Scopes: []auth.Scope{{Node: node, Permissions: permissionsOf(permissions)}},
	})
	must(h.tb, err)
	return made{t.ID, text}
}

func permissionsOf(words string) []auth.Permission {
	var all []auth.Permission
	for word := range strings.FieldsSeq(words) {
		all = append(all, auth.Permission(word))
	}
	return all
}

// topic asks the live feed's own rules with whom a socket's request names.
func (h *house) topic(topic, who string) string {
	h.tb.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, h.url+"/api/v1/live", nil)
	must(h.tb, err)
	topic = strings.Replace(topic, "CONTACT", h.conversation().Contact.String(), 1)
	switch who {
	case "anonymous":
	case "kiosk", "display", "wall", "visitor", "chatter":
		token := h.tokenOf(operation{}, who)
		topic = strings.Replace(topic, "TOKEN", token, 1)
		request.URL.RawQuery = "token=" + token
	case "token":
		request.Header.Set("Authorization", "Bearer "+h.column(who).bearer)
	default:
		for _, cookie := range h.as(who).http.Jar.Cookies(request.URL) {
			request.AddCookie(cookie)
		}
	}
	peer, err := h.api.Peer(request)
	if err != nil {
		return statusOf(h.tb, err)
	}
	name, argument, _ := strings.Cut(topic, ":")
	for _, family := range live.Families(live.Sources{}, h.doors...) {
		if family.Name == name {
			_, err := family.Allow(context.Background(), peer, argument)
			return statusOf(h.tb, err)
		}
	}
	return "404"
}

func statusOf(tb testing.TB, err error) string {
	tb.Helper()
	switch core.CodeOf(err) {
	case "":
		return "yes"
	case core.Unauthenticated:
		return "401"
	case core.Forbidden:
		return "403"
	case core.NotFound:
		return "404"
	default:
		tb.Fatal(err)
		return ""
	}
}

// Ensure no operation forgets to say who may call it, and that only signing in
// and out are open to all.
func TestAccess_Declared(t *testing.T) {
	t.Parallel()
	for _, o := range operations(t) {
		switch {
		case o.access == "public" && slices.Contains(publicOperations, o.id):
		case o.access == "link" && strings.Contains(o.path, "{token}"):
		case o.access == "inbox" && strings.HasPrefix(o.path, "/chat/{inbox}"):
		case o.access == "session" && strings.HasPrefix(o.path, "/me/"):
		case o.access == "user" && strings.HasPrefix(o.path, "/me"):
		case o.access == "permission" && slices.Contains(auth.Permissions(), auth.Permission(o.permission)):
		default:
			t.Errorf("%s %s is open to %q %q", o.method, o.path, o.access, o.permission)
		}
	}
}
