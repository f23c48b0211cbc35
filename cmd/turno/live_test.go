package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"testing"

	"github.com/coder/websocket"
)

// subscribe asks for a topic and returns its snapshot.
func subscribe(t *testing.T, conn *websocket.Conn, topic string) string {
	t.Helper()
	ask := fmt.Sprintf(`{"op":"sub","topic":%q}`, topic)
	if err := conn.Write(t.Context(), websocket.MessageText, []byte(ask)); err != nil {
		t.Fatal(err)
	}
	return hear(t, conn, `"topic":"`+topic+`"`, `"snap":[`)
}

// Ensure what happens at a kiosk and a desk is seen at once at the desk, on the
// display, on the visitor's phone and on the floor; that the agent of
// a lost desk gets no more after the organisation's grace, and keeps the visit; and that whoever is taken out
// of the organisation is shown the door.
func TestServe_live(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	s := serve(t, "--data", data)
	ana, boss := s.signIn(t, "ana", branchPassword), s.signIn(t, "boss", branchPassword)

	desk := s.socket(t, "", ana)
	subscribe(t, desk, "desk")
	floor := s.socket(t, "", boss)
	subscribe(t, floor, "floor:org")
	display := s.socket(t, linkOf(t, "harbour-display", "--data", data), nil)
	subscribe(t, display, "display:harbour")

	ana.do(t, http.MethodPost, "/desk/sign-in", map[string]any{"counter": "harbour-1", "ready": true}, nil)
	hear(t, floor, "Ana Agent", `"presence":"ready"`)
	visitor := s.take(t, kiosk, "questions")
	phone := s.socket(t, visitor.Token, nil)
	subscribe(t, phone, "turn:"+visitor.Token)
	frame := hear(t, desk, `"A-001"`, `"offered"`)
	offer := regexp.MustCompile(`"offer":(\d+)`).FindStringSubmatch(frame)
	work := regexp.MustCompile(`"work":"([0-9a-f-]{36})"`).FindStringSubmatch(frame)
	if offer == nil || work == nil {
		t.Fatalf("the desk is shown %s", frame)
	}
	number, err := strconv.Atoi(offer[1])
	if err != nil {
		t.Fatal(err)
	}
	ana.do(t, http.MethodPost, "/works/"+work[1]+"/accept", map[string]int{"offer": number}, nil)
	hear(t, display, `"A-001"`, `"counter":"1"`)
	hear(t, phone, `"called"`, `"counter":"1"`)
	hear(t, floor, "engaged")

	// Her computer is switched off: one second, says the file.
	if err := desk.CloseNow(); err != nil {
		t.Fatal(err)
	}
	hear(t, floor, `"engaged"`, `"connected":false`, `"pending":"not_ready"`)
	desk = s.socket(t, "", ana)
	if snap := subscribe(t, desk, "desk"); !regexp.MustCompile(`"A-001"`).MatchString(snap) {
		t.Errorf("the visit is not with its counter any more: %s", snap)
	}

	// Ana leaves the organisation.
	gone := changed(t, "  - {login: ana,", "  - {login: bea,", "Ana Agent", "Bea Agent")
	must(t, "--data", data, "apply", "--yes", gone)
	for {
		if _, _, err = desk.Read(t.Context()); err != nil {
			break
		}
	}
	if websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
		t.Errorf("her socket ends with %v", err)
	}
}

// Ensure another grace for lost desks, set by a file while the house runs, is
// obeyed at once, for those too who are cut off already.
func TestServe_grace(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	must(t, "--data", data, "apply", "--yes", changed(t, "disconnect_grace: 1s", "disconnect_grace: 1h"))
	s := serve(t, "--data", data)
	ana, boss := s.signIn(t, "ana", branchPassword), s.signIn(t, "boss", branchPassword)
	floor := s.socket(t, "", boss)
	subscribe(t, floor, "floor:org")
	desk := s.socket(t, "", ana)
	subscribe(t, desk, "desk")
	ana.do(t, http.MethodPost, "/desk/sign-in", map[string]any{"counter": "harbour-1", "ready": true}, nil)
	hear(t, floor, "Ana Agent", `"presence":"ready"`)

	// An hour: the leader has time to see that she is away and still counts as ready.
	if err := desk.CloseNow(); err != nil {
		t.Fatal(err)
	}
	hear(t, floor, `"presence":"ready"`, `"connected":false`)
	must(t, "--data", data, "apply", "--yes", branchFile) // a second
	hear(t, floor, `"presence":"not_ready"`, `"reason":"disconnected"`)
}

// Ensure sockets are for those whom their session or link lets in, and a topic
// for those whom it is meant for.
func TestServe_liveRefused(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	s := serve(t, "--data", data)
	for _, query := range []string{"", "?token=wrong"} {
		if status := s.call(t, http.MethodGet, livePath+query, nil, nil); status != http.StatusUnauthorized {
			t.Errorf("%q: status %d", query, status)
		}
	}
	screen := s.socket(t, linkOf(t, "harbour-display", "--data", data), nil)
	for _, topic := range []string{"desk", "floor:org", "kiosk:harbour", "display:elsewhere", "turn:abc", "nonsense"} {
		ask := fmt.Sprintf(`{"op":"sub","topic":%q}`, topic)
		if err := screen.Write(t.Context(), websocket.MessageText, []byte(ask)); err != nil {
			t.Fatal(err)
		}
		hear(t, screen, `"topic":"`+topic+`"`, `"error"`)
	}
	// Another site's page may not open one with the cookies of whoever looks at it.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+livePath, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": "https://elsewhere.example",
	} {
		request.Header.Set(name, value)
	}
	response, err := s.signIn(t, "ana", branchPassword).http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("another site's page: status %d", response.StatusCode)
	}
}
