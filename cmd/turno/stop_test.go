package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// Ensure a server that is asked to stop answers the call that is under way,
// tells browsers to come back, ends well, and has lost nothing.
func TestServe_terminated(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	s := spawn(t, "--data", data)
	first := s.take(t, kiosk, "questions")
	feed := s.socket(t, kiosk, nil)
	hear(t, feed, `"op":"hello"`)

	// Half a call: its end comes after the signal.
	host := strings.TrimPrefix(s.url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const body = `{"service":"questions"}`
	_, err = fmt.Fprintf(conn, "POST /api/v1/kiosks/%s/tickets HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", kiosk, host, len(body))
	if err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(conn)
	if line, err := reader.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		t.Fatalf("the server does not read the body: %q, %v", line, err)
	}
	if _, err := reader.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	s.ask()
	s.log.await(t, `msg=stopping`)
	if frame := hear(t, feed, `"op":"bye"`); !strings.Contains(frame, `"retry_ms":2000`) {
		t.Errorf("bye is %s", frame)
	}
	if _, _, err := feed.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusServiceRestart {
		t.Errorf("the socket ends with %v", err)
	}
	if _, err := io.WriteString(conn, body); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatalf("the call under way was not answered: %v\n%s", err, s.log)
	}
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusCreated || !strings.Contains(string(answer), `"label":"A-002"`) {
		t.Errorf("the call under way got %d %s, %v", response.StatusCode, answer, err)
	}
	_ = response.Body.Close()
	if code := s.ended(t); code != 0 {
		t.Errorf("exit code %d:\n%s", code, s.log)
	}

	again := serve(t, "--data", data)
	if state := again.state(t, first.Token); state != "waiting" {
		t.Errorf("who waited is %s after the restart", state)
	}
	if got := again.take(t, kiosk, "questions"); got.Label != "A-003" || got.Place != 3 {
		t.Errorf("after the restart the next ticket is %+v", got)
	}
}

// Ensure a call that never ends does not hold a stop up for longer than it may.
func TestServe_stopTimeout(t *testing.T) {
	t.Parallel()
	s := serve(t, "--data", branchStore(t), "--stop-timeout", "200ms")
	host := strings.TrimPrefix(s.url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "POST /api/v1/session HTTP/1.1\r\nHost: %s\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n", host)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if code := s.stop(t); code != 0 || !strings.Contains(s.log.String(), "some calls were cut off") {
		t.Errorf("exit code %d:\n%s", code, s.log)
	}
}

// Ensure a second server at the same address leaves the first alone, and one at
// another address takes the floor over: the first then ends and says why.
func TestServe_twice(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	first := serve(t, "--data", data)
	first.take(t, kiosk, "questions")

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var errs strings.Builder
	address := strings.TrimPrefix(first.url, "http://")
	if code := run(ctx, []string{"serve", "--data", data, "--listen", address}, strings.NewReader(""), io.Discard, &errs); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(errs.String(), "cannot listen on "+address) || !strings.Contains(errs.String(), "--listen") {
		t.Errorf("the second says:\n%s", errs.String())
	}
	if got := first.take(t, kiosk, "questions"); got.Label != "A-002" {
		t.Errorf("the first gives %+v", got)
	}

	second := serve(t, "--data", data)
	if got := second.take(t, kiosk, "questions"); got.Label != "A-003" || got.Place != 3 {
		t.Errorf("the second gives %+v", got)
	}
	// The first notices with the next thing it would write.
	if status := first.call(t, http.MethodPost, "/api/v1/kiosks/"+kiosk+"/tickets", map[string]string{"service": "questions"}, nil); status != http.StatusServiceUnavailable {
		t.Errorf("the first answers with status %d", status)
	}
	if code := first.ended(t); code != 3 || !strings.Contains(first.log.String(), "one per store: another server was started") {
		t.Errorf("exit code %d:\n%s", code, first.log)
	}
	if got := second.take(t, kiosk, "questions"); got.Label != "A-004" {
		t.Errorf("the second gives %+v", got)
	}
}
