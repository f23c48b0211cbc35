package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// call makes one call of the API and returns the status; into may be nil.
func (s *server) call(t *testing.T, method, path string, body, into any) int {
	t.Helper()
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, s.url+path, content)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if into != nil && response.StatusCode < http.StatusBadRequest {
		if err := json.Unmarshal(answer, into); err != nil {
			t.Fatalf("%s %s: %v: %s", method, path, err, answer)
		}
	}
	return response.StatusCode
}

// signIn opens a session, to be closed by the caller or the server's end.
func (s *server) signIn(t *testing.T, login, password string) *remote {
	t.Helper()
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := (&remoteFlags{URL: s.url, Login: login, PasswordFile: file}).dial(t.Context())
	if err != nil {
		t.Fatalf("%s cannot sign in: %v", login, err)
	}
	return r
}

// do is a call that has to succeed, of somebody signed in.
func (r *remote) do(t *testing.T, method, path string, body, into any) {
	t.Helper()
	var content []byte
	if body != nil {
		var err error
		if content, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.call(method, path, "application/json", content, nil, into); err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
}

// ticket is what a test needs of one.
type ticket struct {
	Label string `json:"label"`
	Token string `json:"token"`
	Place int    `json:"place"`
}

// take takes a ticket at the small branch's kiosk.
func (s *server) take(t *testing.T, kiosk, service string) ticket {
	t.Helper()
	var got ticket
	path := "/api/v1/kiosks/" + kiosk + "/tickets"
	if status := s.call(t, http.MethodPost, path, map[string]string{"service": service}, &got); status != http.StatusCreated {
		t.Fatalf("no ticket: status %d\n%s", status, s.log)
	}
	return got
}

// state is what a visitor's page says of a ticket.
func (s *server) state(t *testing.T, token string) string {
	t.Helper()
	var turn struct {
		State string `json:"state"`
	}
	if status := s.call(t, http.MethodGet, "/api/v1/turns/"+token, nil, &turn); status != http.StatusOK {
		t.Fatalf("no turn: status %d\n%s", status, s.log)
	}
	return turn.State
}

// linkOf is the token of a new link of a device of the store.
func linkOf(t *testing.T, device string, where ...string) string {
	t.Helper()
	link := strings.TrimSpace(must(t, append(where, "device", "renew", device)...))
	return link[strings.LastIndexByte(link, '/')+1:]
}

// socket opens a live feed with a link's token, or with a session.
func (s *server) socket(t *testing.T, token string, r *remote) *websocket.Conn {
	t.Helper()
	options := &websocket.DialOptions{}
	if r != nil {
		options.HTTPClient = r.http
	}
	address := strings.Replace(s.url, "http", "ws", 1) + livePath
	if token != "" {
		address += "?token=" + token
	}
	conn, response, err := websocket.Dial(t.Context(), address, options)
	if err != nil {
		t.Fatalf("no socket: %v", err)
	}
	if response.Body != nil {
		_ = response.Body.Close()
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	return conn
}

// hear reads frames until one holds the words, and returns it.
func hear(t *testing.T, conn *websocket.Conn, words ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		_, frame, err := conn.Read(ctx)
		if err != nil {
			t.Fatalf("the socket ended before %q came: %v", words, err)
		}
		all := true
		for _, word := range words {
			all = all && strings.Contains(string(frame), word)
		}
		if all {
			return string(frame)
		}
	}
}
