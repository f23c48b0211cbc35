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

	ticket := s.halfTicket(t, kiosk)
	s.ask()
	s.log.await(t, `msg=stopping`)
	if frame := hear(t, feed, `"op":"bye"`); !strings.Contains(frame, `"retry_ms":2000`) {
		t.Errorf("bye is %s", frame)
	}
	if _, _, err := feed.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusServiceRestart {
		t.Errorf("the socket ends with %v", err)
	}
	if status, answer := ticket.end(t); status != http.StatusCreated || !strings.Contains(answer, `"label":"A-002"`) {
		t.Errorf("the call under way got %d %s", status, answer)
	}
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

// halfCall is a call whose body has not come yet.
type halfCall struct {
	conn   net.Conn
	reader *bufio.Reader
}

const halfBody = `{"service":"questions"}`

// halfTicket asks a kiosk's server for a ticket and keeps the end to itself until
// the server waits for it.
func (s *server) halfTicket(t *testing.T, kiosk string) *halfCall {
	t.Helper()
	host := strings.TrimPrefix(s.url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "POST /api/v1/kiosks/%s/tickets HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\nExpect: 100-continue\r\n\r\n", kiosk, host, len(halfBody))
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
	return &halfCall{conn, reader}
}

// end sends the rest and returns the answer.
func (c *halfCall) end(t *testing.T) (status int, answer string) {
	t.Helper()
	if _, err := io.WriteString(c.conn, halfBody); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		t.Fatalf("the call under way was not answered: %v", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
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
// another address takes the floor over. The first notices by itself: it says so
// at /readyz, takes no more commands, sends browsers away, and ends.
func TestServe_twice(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	first := serve(t, "--data", data, "--metrics", "127.0.0.1:0")
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

	feed := first.socket(t, kiosk, nil)
	hear(t, feed, `"op":"hello"`)
	late := first.halfTicket(t, kiosk) // holds the end up, so that it can be looked at

	second := serve(t, "--data", data)
	if frame := hear(t, feed, `"op":"bye"`); !strings.Contains(frame, `"retry_ms":2000`) {
		t.Errorf("bye is %s", frame)
	}
	figures := &server{url: "http://" + first.log.await(t, `metrics=(\S+)`)[1]}
	if response, words := figures.get(t, "/readyz"); response.StatusCode != http.StatusServiceUnavailable ||
		!strings.Contains(words, `"floor":"another server has taken the store over"`) {
		t.Errorf("/readyz of the first: %d %s", response.StatusCode, words)
	}
	if status, answer := late.end(t); status != http.StatusServiceUnavailable || !strings.Contains(answer, "another server has taken the store over") {
		t.Errorf("the first answers %d %s", status, answer)
	}
	if code := first.ended(t); code != 3 || !strings.Contains(first.log.String(), "one per store: another server was started") {
		t.Errorf("exit code %d:\n%s", code, first.log)
	}
	if got := second.take(t, kiosk, "questions"); got.Label != "A-003" || got.Place != 3 {
		t.Errorf("the second gives %+v", got)
	}
	if got := second.take(t, kiosk, "questions"); got.Label != "A-004" {
		t.Errorf("the second gives %+v", got)
	}
}
