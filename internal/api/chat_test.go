package api_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/live"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// held is what a customer sees of a conversation.
type held struct {
	Token      string         `json:"token"`
	State      string         `json:"state"`
	Ended      string         `json:"ended"`
	Agent      string         `json:"agent"`
	Place      int            `json:"place"`
	Transcript string         `json:"transcript"`
	Messages   []chat.Message `json:"messages"`
}

// begin begins a conversation from a page that may embed the inbox.
func (c *client) begin(name string) held {
	c.h.tb.Helper()
	var h held
	c.call("POST", "/chat/help/conversations", map[string]any{"name": name, "text": "hello <b>you</b>", "language": "es"},
		"Origin", "https://www.example.com").want(c.h.tb, 201, &h)
	return h
}

// began is a conversation at an inbox that asks nothing.
func began(t *testing.T, c *client, inbox string) held {
	t.Helper()
	var h held
	c.call("POST", "/chat/"+inbox+"/conversations", map[string]any{}).want(t, 201, &h)
	return h
}

// take accepts the offer of a conversation.
func (c *client) take(contact core.ID) {
	c.h.tb.Helper()
	o, err := c.h.chat.Of(context.Background(), contact)
	must(c.h.tb, err)
	w := c.h.work(o.Work)
	c.call("POST", "/works/"+o.Work.String()+"/accept", map[string]any{"offer": w.Offer}).want(c.h.tb, 204, nil)
}

// Ensure a conversation goes from the page to the desk and back over the API: what
// is HTML stays text, and only who has it in hand writes.
func TestChat(t *testing.T) {
	t.Parallel()
	h := open(t)
	page := h.anonymous()
	began := page.begin("Luis")
	if began.State != "waiting" || began.Place != 1 || len(began.Messages) != 2 || began.Messages[1].Text != "hello <b>you</b>" {
		t.Fatalf("began %+v", began)
	}
	held1, err := h.chat.Held(t.Context(), began.Token)
	must(t, err)
	path, desk := "/chat/help/conversations/"+began.Token, "/chats/"+held1.Contact.String()
	natalia := h.as("natalia")
	natalia.call("POST", "/desk/sign-in", map[string]any{"ready": true}).want(t, 204, nil)
	natalia.call("POST", desk+"/messages", map[string]any{"text": "too early"}).refused(t, core.Forbidden, "")
	natalia.take(held1.Contact)
	var now held
	page.call("GET", path, nil).want(t, 200, &now)
	if now.State != "active" || now.Agent != "Natalia" {
		t.Errorf("taken: %+v", now)
	}
	natalia.call("POST", desk+"/messages", map[string]any{"text": "a note", "note": true}).want(t, 201, nil)
	var answer chat.Message
	natalia.call("POST", desk+"/messages", map[string]any{"text": "Hola Luis", "client": "a-1"}).want(t, 201, &answer)
	natalia.call("POST", desk+"/messages", map[string]any{"text": "Hola Luis", "client": "a-1"}).want(t, 201, nil)
	natalia.call("POST", desk+"/typing", nil).want(t, 204, nil)
	page.call("POST", path+"/messages", map[string]any{"text": "thanks", "client": "c-1"}).want(t, 201, nil)
	page.call("PUT", path+"/marks", map[string]any{"read": answer.Number}).want(t, 204, nil)
	page.call("PUT", path+"/marks", map[string]any{"read": 99}).refused(t, core.Invalid, "body.read")
	page.call("GET", path, nil).want(t, 200, &now)
	if len(now.Messages) != 4 {
		t.Errorf("the customer sees %d messages", len(now.Messages))
	}
	h.as("ana").call("GET", desk, nil).refused(t, core.Forbidden, "")
	page.call("GET", strings.Replace(path, "/help/", "/shop/", 1), nil).refused(t, core.NotFound, "")
	natalia.call("POST", "/works/"+held1.Work.String()+"/release", map[string]any{"reason": "billing", "outcome": "resolved"}).want(t, 204, nil)
	page.call("POST", path+"/rating", map[string]any{"rating": 4}).want(t, 204, nil)
	page.call("POST", path+"/messages", map[string]any{"text": "again"}).refused(t, core.Conflict, "")
	page.call("GET", path, nil).want(t, 200, &now)
	if now.State != "over" || now.Ended != "done" {
		t.Errorf("ended as %+v", now)
	}
	transcript := page.call("GET", strings.TrimPrefix(began.Transcript, "/api/v1"), nil).want(t, 200, nil)
	if text := string(transcript.body); !strings.Contains(text, "hello &lt;b&gt;you&lt;/b&gt;") || strings.Contains(text, "a note") ||
		!strings.Contains(text, "Natalia") || !strings.Contains(transcript.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the transcript is %v\n%s", transcript.header, text)
	}
	var found struct {
		Items []struct {
			Contact core.ID      `json:"contact"`
			Message chat.Message `json:"message"`
		} `json:"items"`
	}
	natalia.call("GET", "/chats?q=HOLA", nil).want(t, 200, &found)
	if len(found.Items) == 0 || found.Items[0].Contact != held1.Contact {
		t.Errorf("found %+v", found)
	}
	page.call("POST", path+"/resume", nil).want(t, 200, &now)
	if now.State != "waiting" && now.State != "active" {
		t.Errorf("resumed as %+v", now)
	}
}

// Ensure only pages on the inbox's list may call it, that browsers are told so
// beforehand, and that sessions have no part in it.
func TestChat_Origins(t *testing.T) {
	t.Parallel()
	h := open(t)
	page := h.anonymous()
	for origin, allowed := range map[string]bool{
		"https://www.example.com": true, "https://evil.example": false, "null": false, h.url: true,
	} {
		a := page.call("GET", "/chat/help", nil, "Origin", origin)
		if got := a.header.Get("Access-Control-Allow-Origin") == origin && a.status == 200; got != allowed {
			t.Errorf("%s: %d %v", origin, a.status, a.header)
		}
		if !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Origin") || a.header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %v", origin, a.header)
		}
		asked := page.call("OPTIONS", "/chat/help/conversations", nil, "Origin", origin, "Access-Control-Request-Method", "POST")
		if got := asked.status == 204 && strings.Contains(asked.header.Get("Access-Control-Allow-Methods"), "POST"); got != allowed {
			t.Errorf("%s: asked beforehand: %d %v", origin, asked.status, asked.header)
		}
		b := page.call("POST", "/chat/help/conversations", map[string]any{"name": "Luis"}, "Origin", origin)
		if got := b.status == 201; got != allowed {
			t.Errorf("%s: begin: %d", origin, b.status)
		}
	}
	page.call("GET", "/chat/nowhere", nil, "Origin", "https://www.example.com").refused(t, core.Forbidden, "")
	page.call("GET", "/chat/nowhere", nil).refused(t, core.NotFound, "")
	page.call("GET", "/chat/help", nil, "Sec-Fetch-Site", "cross-site").refused(t, core.Forbidden, "")
	// The rest of the API stays closed to that page.
	page.call("POST", "/session", map[string]any{"login": "ana", "password": password}, "Origin", "https://www.example.com").refused(t, core.Forbidden, "")
}

// Ensure a page of an allowed origin opens the live feed of its conversation, and
// no other page does.
func TestChat_Live(t *testing.T) {
	t.Parallel()
	h := open(t)
	hub := live.New(live.Options{Authenticate: h.api.Peer, Admits: h.api.Admits},
		live.Families(live.Sources{}, h.doors...)...)
	t.Cleanup(func() { hub.Stop(context.Background(), "over", time.Second) })
	url := "ws" + strings.TrimPrefix(serveOn(t, hub), "http")
	began := h.anonymous().begin("Luis")
	dial := func(origin string) (*websocket.Conn, error) {
		conn, _, err := websocket.Dial(t.Context(), url+"/?token="+began.Token, &websocket.DialOptions{
			HTTPHeader: http.Header{"Origin": {origin}},
		})
		return conn, err
	}
	if _, err := dial("https://evil.example"); err == nil {
		t.Error("a foreign page was let in")
	}
	conn, err := dial("https://www.example.com")
	must(t, err)
	defer conn.CloseNow()
	must(t, conn.Write(t.Context(), websocket.MessageText, []byte(`{"op":"sub","topic":"chat:`+began.Token+`"}`)))
	wait := func(part string) {
		t.Helper()
		for {
			_, text, err := conn.Read(t.Context())
			must(t, err)
			if strings.Contains(string(text), part) {
				return
			}
		}
	}
	wait(`"state":"waiting"`)
	h.anonymous().call("POST", "/chat/help/conversations/"+began.Token+"/messages", map[string]any{"text": "are you there?"}).want(t, 201, nil)
	wait("are you there?")
}

// Ensure files are what their content is, have safe names, and are served so that
// nothing in them runs.
func TestChat_Files(t *testing.T) {
	t.Parallel()
	h := open(t)
	page := h.anonymous()
	path := "/chat/help/conversations/" + page.begin("Luis").Token
	png := "\x89PNG\r\n\x1a\n" + strings.Repeat("x", 100)
	var m chat.Message
	page.call("POST", path+"/files?name=..%2F..%2Fetc%2Fpass%22wd.png&client=f1", png, "Content-Type", "text/html").want(t, 201, &m)
	if m.Kind != chat.File || m.File == nil || m.File.Name != "passwd.png" || m.File.Type != "image/png" || m.File.Size != len(png) {
		t.Fatalf("sent %+v", m)
	}
	got := page.call("GET", path+"/files/"+m.File.ID, nil).want(t, 200, nil)
	if string(got.body) != png || got.header.Get("Content-Type") != "image/png" || got.header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.HasPrefix(got.header.Get("Content-Disposition"), "inline; filename=passwd.png") ||
		got.header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" ||
		got.header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Errorf("served as %v", got.header)
	}
	page.call("POST", path+"/files?name=a.txt", "some text").want(t, 201, &m)
	if d := page.call("GET", path+"/files/"+m.File.ID, nil).header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Errorf("a text is %s", d)
	}
	for name, content := range map[string]string{
		"page.png": "<!doctype html><script>alert(1)</script>", "picture.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
		"program.png": "MZ\x90\x00\x03",
	} {
		if a := page.call("POST", path+"/files?name="+name, content); name != "picture.svg" {
			a.refused(t, core.Invalid, "body.file")
		} else if a.status == 201 { // plain text to whoever looks at it, and never shown as a picture
			must(t, jsonOf(a, &m))
			if kind := page.call("GET", path+"/files/"+m.File.ID, nil).header.Get("Content-Type"); !strings.HasPrefix(kind, "text/plain") {
				t.Errorf("a drawing is served as %s", kind)
			}
		}
	}
	page.call("POST", path+"/files?name=nothing.png", "").refused(t, core.Invalid, "")
	page.call("POST", path+"/files?name=a.txt", strings.Repeat("x", 6<<20)).refused(t, core.TooLarge, "body.file")
	page.call("GET", path+"/files/..%2f..%2fturno.db", nil).refused(t, core.NotFound, "")
	other := "/chat/help/conversations/" + page.begin("Marta").Token
	page.call("GET", other+"/files/"+m.File.ID, nil).refused(t, core.NotFound, "")
	shop := "/chat/shop/conversations/" + began(t, page, "shop").Token
	page.call("POST", shop+"/files?name=a.txt", "text").refused(t, core.Forbidden, "body.file")
}

// Ensure one too many is told when to come back, and that a flood from one address
// costs the floor nothing.
func TestChat_Flood(t *testing.T) {
	t.Parallel()
	h := openLimited(t, storetest.Open(t, store.SQLite), chat.Limits{})
	page := h.anonymous()
	opened := 0
	for range 1000 {
		a := page.call("POST", "/chat/shop/conversations", map[string]any{})
		switch a.status {
		case 201:
			opened++
		case 429:
			if n, err := strconv.Atoi(a.header.Get("Retry-After")); err != nil || n < 1 || n > 60 {
				t.Fatalf("come back after %q", a.header.Get("Retry-After"))
			}
		default:
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if opened < 10 || opened > 15 {
		t.Errorf("%d conversations began", opened)
	}
}
