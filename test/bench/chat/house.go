package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/test/figure"
)

// house is a server as browsers see it.
type house struct {
	address string
	http    *http.Client
	timing  timing
	quit    context.CancelFunc
	reading sync.WaitGroup

	agents []core.ID
	desks  []*desk
	chats  []*conversation
	taken  atomic.Int64
	next   atomic.Int64 // number of the next message
}

// conversation is one customer's, with what they have sent.
type conversation struct {
	token   string
	address string

	mu   sync.Mutex
	sent map[string]bool // by client id: true when it was acknowledged
}

func newHouse(address string) *house {
	transport := &http.Transport{MaxIdleConns: 1024, MaxIdleConnsPerHost: 1024}
	return &house{address: address, http: &http.Client{Transport: transport, Timeout: 30 * time.Second}, timing: newTiming(), quit: func() {}}
}

func (h *house) close() {
	h.quit()
	h.reading.Wait()
}

// moveTo follows the server to another address; the sockets died with the first.
func (h *house) moveTo(address string) {
	h.quit()
	h.reading.Wait()
	h.address = address
}

// call makes a call and decodes its answer; from is the caller's address, as a
// proxy in front would tell it.
func (h *house) call(ctx context.Context, method, path string, body, into any, from ...string) error {
	var content io.Reader
	if body != nil {
		doc, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(doc)
	}
	request, err := http.NewRequestWithContext(ctx, method, "http://"+h.address+path, content)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	for _, address := range from {
		request.Header.Set("X-Forwarded-For", address)
	}
	response, err := h.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // read to its end
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return &statusError{response.StatusCode, fmt.Sprintf("%s %s: %d %s", method, path, response.StatusCode, text)}
	}
	if p, ok := into.(*string); ok {
		*p = string(text)
		return nil
	}
	if into != nil {
		return json.Unmarshal(text, into)
	}
	return nil
}

type statusError struct {
	status int
	text   string
}

// Error implements error.
func (e *statusError) Error() string { return e.text }

func (h *house) number(ctx context.Context, path string) (int64, error) {
	var text string
	if err := h.call(ctx, http.MethodGet, path, nil, &text); err != nil {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}

func (h *house) memory(ctx context.Context) (int64, error) { return h.number(ctx, "/memory") }

func (h *house) cpu(ctx context.Context) (time.Duration, error) {
	n, err := h.number(ctx, "/cpu")
	return time.Duration(n), err
}

// socket opens a live socket and has its frames read until the house closes.
func (h *house) socket(ctx context.Context, query string, read func(text []byte)) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, "ws://"+h.address+"/live?"+query, nil) //nolint:bodyclose // the socket takes it over
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(-1)
	h.reading.Go(func() {
		for {
			_, text, err := conn.Read(ctx)
			if err != nil {
				return
			}
			read(text)
		}
	})
	h.reading.Go(func() {
		ticker := time.NewTicker(20 * time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if conn.Write(ctx, websocket.MessageText, []byte(`{"op":"ping"}`)) != nil {
					return
				}
			}
		}
	})
	return conn, nil
}

func subscribe(ctx context.Context, conn *websocket.Conn, topic string) error {
	return conn.Write(ctx, websocket.MessageText, []byte(`{"op":"sub","topic":"`+topic+`"}`))
}

// open begins conversations, each with its socket, and waits until agents have all.
func (h *house) open(ctx context.Context, size int) error {
	ctx, h.quit = joined(ctx, h.quit)
	work := make(chan int)
	failed := make(chan error, openers)
	h.chats = make([]*conversation, size)
	var over sync.WaitGroup
	for range openers {
		over.Go(func() {
			for i := range work {
				if err := h.begin(ctx, i); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	for i := range size {
		select {
		case work <- i:
		case err := <-failed:
			return err
		}
	}
	close(work)
	over.Wait()
	for began := time.Now(); h.taken.Load() < int64(size); time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 2*time.Minute {
			return fmt.Errorf("agents have %d of %d", h.taken.Load(), size)
		}
	}
	return nil
}

const openers = 32

// joined ends with either.
func joined(ctx context.Context, other context.CancelFunc) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, func() { cancel(); other() }
}

func (h *house) begin(ctx context.Context, i int) error {
	c := &conversation{token: chat.Token(), address: fmt.Sprintf("10.0.%d.%d", i>>8, i&255), sent: map[string]bool{}}
	h.chats[i] = c
	for {
		err := h.call(ctx, http.MethodPost, "/api/v1/chat/help/conversations", map[string]any{
			"token": c.token, "name": fmt.Sprintf("Customer %d", i), "text": "My bill is higher than last month and I do not know why.",
		}, nil, c.address)
		var refused *statusError
		if errors.As(err, &refused) && refused.status == http.StatusTooManyRequests {
			time.Sleep(50 * time.Millisecond) // the inbox's own limit
			continue
		}
		if err != nil {
			return err
		}
		break
	}
	conn, err := h.socket(ctx, "token="+url.QueryEscape(c.token), func([]byte) {})
	if err != nil {
		return err
	}
	return subscribe(ctx, conn, "chat:"+c.token)
}

// timing takes the times.
type timing struct {
	mu      *sync.Mutex
	began   map[string]time.Time // by client id
	took    []time.Duration      // from the call to the agent's screen
	answers []time.Duration      // of the calls
	err     error
}

func newTiming() timing { return timing{mu: &sync.Mutex{}, began: map[string]time.Time{}} }

func (t *timing) begin(client string) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	t.began[client] = now
	return now
}

func (t *timing) answered(took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.answers = append(t.answers, took)
}

func (t *timing) seen(client string, at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if began, ok := t.began[client]; ok {
		t.took = append(t.took, at.Sub(began))
		delete(t.began, client)
	}
}

func (t *timing) fail(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		t.err = err
	}
}

func (t *timing) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took, t.answers = nil, nil
}

// p99 is that of the newest measurement.
func (t *timing) p99() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return figure.Percentile(figure.Sorted(t.took), 0.99)
}

// settled waits for the messages that are still to come; one that never does is an
// error, whatever the figures of the others say.
func (t *timing) settled(wait time.Duration) error {
	outstanding := func() (int, error) {
		t.mu.Lock()
		defer t.mu.Unlock()
		return len(t.began), t.err
	}
	for began := time.Now(); ; time.Sleep(time.Millisecond) {
		n, err := outstanding()
		if err != nil || n == 0 {
			return err
		}
		if time.Since(began) > wait {
			return fmt.Errorf("%d messages were never seen", n)
		}
	}
}

// clientOf finds the ids of messages in a frame.
func clientsOf(text []byte, found func(client string)) {
	for rest := string(text); ; {
		_, after, ok := strings.Cut(rest, `"client":"`)
		if !ok {
			return
		}
		client, tail, _ := strings.Cut(after, `"`)
		found(client)
		rest = tail
	}
}
