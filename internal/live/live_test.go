package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"go.uber.org/goleak"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/insight"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shelf is a source whose rows the test sets.
type shelf struct {
	mu    sync.Mutex
	rows  map[string]map[rowKey]string // by topic key
	sinks map[string]map[int]insight.Sink
	next  int
	opens int
}

func newShelf() *shelf {
	return &shelf{rows: map[string]map[rowKey]string{}, sinks: map[string]map[int]insight.Sink{}}
}

func (s *shelf) Open(_ context.Context, key string, sink insight.Sink) (func(), error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key == "broken" {
		return nil, core.Errorf(core.Unavailable, "not now")
	}
	s.opens++
	s.next++
	n := s.next
	if s.sinks[key] == nil {
		s.sinks[key] = map[int]insight.Sink{}
	}
	s.sinks[key][n] = sink
	var rows []insight.Row
	for k, doc := range s.rows[key] {
		rows = append(rows, insight.Row{Kind: k.kind, ID: k.id, Doc: []byte(doc)})
	}
	sink(rows, true)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.sinks[key], n)
	}, nil
}

// put changes a row; an empty doc deletes it.
func (s *shelf) put(key, kind, id, doc string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rows[key] == nil {
		s.rows[key] = map[rowKey]string{}
	}
	row := insight.Row{Kind: kind, ID: id}
	if doc == "" {
		delete(s.rows[key], rowKey{kind, id})
	} else {
		s.rows[key][rowKey{kind, id}] = doc
		row.Doc = []byte(doc)
	}
	for _, sink := range s.sinks[key] {
		sink([]insight.Row{row}, false)
	}
}

func (s *shelf) open(key string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sinks[key])
}

// house is a hub behind a real HTTP server, with three families: `now` sends at
// once, `board` gathers, `desk` counts presence.
type house struct {
	*Hub
	shelf    *shelf
	url      string
	registry *prometheus.Registry

	mu      sync.Mutex
	banned  map[string]bool // users
	reports []string
}

func open(tb testing.TB) *house {
	tb.Helper()
	h := &house{shelf: newShelf(), registry: prometheus.NewRegistry(), banned: map[string]bool{}}
	allow := func(_ context.Context, _ auth.Principal, argument string) (string, error) {
		if argument == "secret" {
			return "", core.Errorf(core.Forbidden, "not for you")
		}
		return argument, nil
	}
	h.Hub = New(Options{
		Authenticate: h.authenticate, Build: "test", Registry: h.registry,
		Presence: func(user core.ID, n int) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.reports = append(h.reports, fmt.Sprintf("%c %d", user[0], n))
		},
	},
		Family{Name: "now", Source: h.shelf, Allow: allow},
		Family{Name: "board", Source: h.shelf, Allow: allow, Gather: true},
		Family{Name: "desk", Source: h.shelf, Presence: true, Allow: func(_ context.Context, p auth.Principal, _ string) (string, error) {
			return p.UserID.String(), nil
		}},
	)
	server := httptest.NewServer(h.Hub)
	h.url = "ws" + strings.TrimPrefix(server.URL, "http")
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		h.Stop(ctx, "test over", time.Second)
		server.Close()
	})
	return h
}

func (h *house) authenticate(r *http.Request) (auth.Principal, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	name := r.URL.Query().Get("user")
	if name == "" || h.banned[name] {
		return auth.Principal{}, core.Errorf(core.Unauthenticated, "who are you?")
	}
	return auth.Principal{Kind: auth.KindUser, UserID: core.ID{name[0]}}, nil
}

func (h *house) metric(tb testing.TB, name string) float64 {
	tb.Helper()
	families, err := h.registry.Gather()
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == "turno_live_"+name {
			return value(f.GetMetric()[0])
		}
	}
	tb.Fatalf("no metric %s", name)
	return 0
}

func value(m *dto.Metric) float64 { return m.GetCounter().GetValue() + m.GetGauge().GetValue() }

// tab is a browser's end of a socket, with its copies of the topics.
type tab struct {
	t      testing.TB
	conn   *websocket.Conn
	copies map[string]map[rowKey]string
	seqs   map[string]uint64
	frames int
	snaps  int
}

func (h *house) tab(tb testing.TB, user string) *tab {
	tb.Helper()
	conn, _, err := websocket.Dial(tb.Context(), h.url+"/?user="+user, nil)
	if err != nil {
		tb.Fatal(err)
	}
	conn.SetReadLimit(-1)
	tb.Cleanup(func() { _ = conn.CloseNow() })
	tab := &tab{t: tb, conn: conn, copies: map[string]map[rowKey]string{}, seqs: map[string]uint64{}}
	if m := tab.next(); m.Op != "hello" || m.Build != "test" || m.Now == 0 {
		tb.Fatalf("first frame %+v", m)
	}
	return tab
}

type message struct {
	Op     string               `json:"op"`
	Build  string               `json:"build"`
	Now    int64                `json:"now"`
	Reason string               `json:"reason"`
	Retry  int64                `json:"retry_ms"`
	Topic  string               `json:"topic"`
	Seq    uint64               `json:"seq"`
	Snap   *[][]json.RawMessage `json:"snap"`
	Put    [][]json.RawMessage  `json:"put"`
	Del    [][]string           `json:"del"`
	Error  *problem             `json:"error"`
}

func (b *tab) say(text string) {
	b.t.Helper()
	if err := b.conn.Write(b.t.Context(), websocket.MessageText, []byte(text)); err != nil {
		b.t.Fatal(err)
	}
}

// read takes the next frame and follows its topic, as docs/LIVE.md says.
func (b *tab) read() (message, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	_, text, err := b.conn.Read(ctx)
	if err != nil {
		return message{}, err
	}
	var m message
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%w in %s", err, text)
	}
	b.frames++
	return m, b.follow(m)
}

func (b *tab) follow(m message) error {
	if m.Topic == "" || m.Error != nil {
		return nil
	}
	if m.Snap != nil {
		b.snaps++
		if m.Seq < b.seqs[m.Topic] {
			return fmt.Errorf("snapshot %d after %d", m.Seq, b.seqs[m.Topic])
		}
		b.copies[m.Topic] = map[rowKey]string{}
		m.Put = *m.Snap
	} else if m.Seq != b.seqs[m.Topic]+1 {
		return fmt.Errorf("gap: %d after %d", m.Seq, b.seqs[m.Topic])
	}
	b.seqs[m.Topic] = m.Seq
	for _, row := range m.Put {
		var k rowKey
		if json.Unmarshal(row[0], &k.kind) != nil || json.Unmarshal(row[1], &k.id) != nil {
			return errors.New("a row without a key")
		}
		b.copies[m.Topic][k] = string(row[2])
	}
	for _, k := range m.Del {
		delete(b.copies[m.Topic], rowKey{k[0], k[1]})
	}
	return nil
}

func (b *tab) next() message {
	b.t.Helper()
	m, err := b.read()
	if err != nil {
		b.t.Fatal(err)
	}
	return m
}

// sub subscribes and reads up to the snapshot.
func (b *tab) sub(topic string) {
	b.t.Helper()
	b.say(`{"op":"sub","topic":"` + topic + `"}`)
	for {
		if m := b.next(); m.Topic == topic && m.Snap != nil {
			return
		}
	}
}

// until reads until the copy of the topic has the row.
func (b *tab) until(topic, kind, id, doc string) {
	b.t.Helper()
	for b.copies[topic][rowKey{kind, id}] != doc {
		b.next()
	}
}

func eventually(tb testing.TB, what string, ok func() bool) {
	tb.Helper()
	for range 2000 {
		if ok() {
			return
		}
		select {
		case <-tb.Context().Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
	tb.Fatalf("never: %s", what)
}

// Ensure a tab gets a snapshot, then numbered changes, and nothing after unsub.
func TestHub_Topic(t *testing.T) {
	h := open(t)
	h.shelf.put("x", "queue", "billing", `{"waiting":1}`)
	b := h.tab(t, "ana")
	b.sub("now:x")
	if got := b.copies["now:x"]; len(got) != 1 || got[rowKey{"queue", "billing"}] != `{"waiting":1}` {
		t.Fatalf("snapshot %v", got)
	}
	h.shelf.put("x", "queue", `ca"re`, `{"waiting":2}`)
	if m := b.next(); len(m.Put) != 1 || m.Snap != nil || b.copies["now:x"][rowKey{"queue", `ca"re`}] != `{"waiting":2}` {
		t.Fatalf("change %+v", m)
	}
	h.shelf.put("x", "queue", "billing", `{"waiting":1}`) // the same again is no change
	h.shelf.put("x", "queue", "billing", "")
	if m := b.next(); len(m.Del) != 1 || len(m.Put) != 0 || len(b.copies["now:x"]) != 1 {
		t.Fatalf("deletion %+v", m)
	}
	b.say(`{"op":"sub","topic":"now:x"}`) // as after a gap
	if m := b.next(); m.Snap == nil || len(*m.Snap) != 1 {
		t.Fatalf("second snapshot %+v", m)
	}
	b.say(`{"op":"unsub","topic":"now:x"}`)
	eventually(t, "the topic closes with its last reader", func() bool { return h.shelf.open("x") == 0 })
	h.shelf.put("x", "queue", "billing", `{"waiting":9}`)
	b.say(`{"op":"ping"}`)
	if m := b.next(); m.Op != "pong" || m.Now == 0 {
		t.Fatalf("after unsub and ping: %+v", m)
	}
}

// Ensure a topic that is unknown, forbidden or cannot be opened is refused by a
// problem, and the socket lives on.
func TestHub_Refused(t *testing.T) {
	h := open(t)
	b := h.tab(t, "ana")
	for topic, code := range map[string]core.Code{
		"weather": core.NotFound, "now:secret": core.Forbidden, "now:broken": core.Unavailable, "": core.Invalid,
		strings.Repeat("x", topicLengthMax+1): core.Invalid,
	} {
		b.say(`{"op":"sub","topic":"` + topic + `"}`)
		if m := b.next(); m.Error == nil || m.Error.Code != string(code) || m.Topic != topic {
			t.Errorf("topic %.20q: %+v, want %s", topic, m, code)
		}
	}
	for i := range topicsMax {
		b.sub(fmt.Sprintf("now:%d", i))
	}
	b.say(`{"op":"sub","topic":"now:onemore"}`)
	if m := b.next(); m.Error == nil || m.Error.Code != string(core.TooLarge) {
		t.Errorf("topic %d: %+v", topicsMax+1, m)
	}
}

// Ensure nobody gets in without a name, nor from a foreign page.
func TestHub_Door(t *testing.T) {
	h := open(t)
	for name, c := range map[string]struct {
		query, origin string
		status        int
	}{
		"nobody":       {"", "", http.StatusUnauthorized},
		"foreign page": {"?user=ana", "https://evil.example", http.StatusForbidden},
	} {
		_, resp, err := websocket.Dial(t.Context(), h.url+"/"+c.query, &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {c.origin}}})
		if err == nil || resp == nil || resp.StatusCode != c.status {
			t.Errorf("%s: %v, %+v", name, err, resp)
		}
	}
}

// Ensure a wrong frame closes the socket that sent it, with the right code, and no other.
func TestHub_BadFrame(t *testing.T) {
	h := open(t)
	good := h.tab(t, "ana")
	good.sub("now:x")
	for name, c := range map[string]struct {
		kind websocket.MessageType
		text string
		code websocket.StatusCode
	}{
		"not JSON":   {websocket.MessageText, `sub please`, websocket.StatusPolicyViolation},
		"wrong type": {websocket.MessageText, `{"op":7}`, websocket.StatusPolicyViolation},
		"unknown op": {websocket.MessageText, `{"op":"dance"}`, websocket.StatusPolicyViolation},
		"binary":     {websocket.MessageBinary, `{"op":"ping"}`, websocket.StatusPolicyViolation},
		"too long":   {websocket.MessageText, `{"op":"ping","x":"` + strings.Repeat("x", frameBytesMax) + `"}`, websocket.StatusMessageTooBig},
	} {
		bad := h.tab(t, "bob")
		bad.sub("now:x")
		if err := bad.conn.Write(t.Context(), c.kind, []byte(c.text)); err != nil {
			t.Fatal(err)
		}
		if _, err := bad.read(); websocket.CloseStatus(err) != c.code {
			t.Errorf("%s: %v, want %d", name, err, c.code)
		}
	}
	flood := h.tab(t, "bob")
	for range framesAtOnce + 10 {
		_ = flood.conn.Write(t.Context(), websocket.MessageText, []byte(`{"op":"ping"}`))
	}
	var err error
	for err == nil {
		_, err = flood.read()
	}
	if websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
		t.Errorf("flood: %v", err)
	}
	h.shelf.put("x", "a", "b", `{}`)
	good.until("now:x", "a", "b", `{}`)
}

// Ensure garbage below the WebSocket layer harms nobody else.
func TestHub_Garbage(t *testing.T) {
	h := open(t)
	good := h.tab(t, "ana")
	good.sub("now:x")
	for range 20 {
		raw := h.raw(t)
		junk := make([]byte, 200)
		for i := range junk {
			junk[i] = byte(rand.N(256))
		}
		_, _ = raw.Write(junk)
		_ = raw.SetReadDeadline(time.Now().Add(5 * time.Second))
		_ = raw.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, raw)
		_ = raw.Close()
	}
	eventually(t, "their sockets are gone", func() bool { return h.metric(t, "sockets") == 1 })
	h.shelf.put("x", "a", "b", `{}`)
	good.until("now:x", "a", "b", `{}`)
}

// raw opens a socket by hand and leaves the reading to the test.
func (h *house) raw(tb testing.TB) net.Conn {
	tb.Helper()
	raw, err := net.Dial("tcp", strings.TrimPrefix(h.url, "ws://"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = raw.Close() })
	_, err = io.WriteString(raw, "GET /?user=sam HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

// masked is a client's text frame of less than 126 bytes, with a zero mask.
func masked(text string) []byte {
	return append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...)
}

// Ensure a reader that does not read holds up nobody, and once it reads again it
// has the truth without having been sent everything between.
func TestHub_SlowReader(t *testing.T) {
	h := open(t)
	quick := h.tab(t, "ana")
	quick.sub("now:x")
	slow := h.tab(t, "sam")
	slow.sub("now:x")
	const changes = 4000
	pad := strings.Repeat("x", 8<<10) // 32 MB in all: more than any socket buffer
	done := make(chan int)
	go func() {
		last := fmt.Sprintf(`{"n":%d,"pad":%q}`, changes-1, pad)
		for quick.copies["now:x"][rowKey{"row", "1"}] != last {
			if _, err := quick.read(); err != nil {
				t.Error(err)
				break
			}
		}
		done <- quick.frames
	}()
	for i := range changes {
		h.shelf.put("x", "row", "1", fmt.Sprintf(`{"n":%d,"pad":%q}`, i, pad))
		if i%8 == 0 { // at the pace of the one who reads
			<-time.After(200 * time.Microsecond)
		}
	}
	<-done
	if h.metric(t, "resyncs_total") == 0 {
		t.Fatal("the slow reader was never dropped")
	}
	h.shelf.put("x", "row", "2", `{}`)
	slow.until("now:x", "row", "2", `{}`) // follow fails on any gap
	if got := slow.copies["now:x"][rowKey{"row", "1"}]; !strings.HasPrefix(got, fmt.Sprintf(`{"n":%d,`, changes-1)) {
		t.Errorf("the slow reader has %.20s", got)
	}
	if slow.snaps < 2 || slow.frames > changes/2 {
		t.Errorf("the slow reader was sent %d frames, %d snapshots", slow.frames, slow.snaps)
	}
}

// Ensure a frame is made once however many read it, and gathered changes are one
// frame.
func TestHub_EncodeOnce(t *testing.T) {
	h := open(t)
	var tabs []*tab
	for range 40 {
		b := h.tab(t, "ana")
		b.sub("board:x")
		tabs = append(tabs, b)
	}
	before, writes := h.metric(t, "encodings_total"), h.metric(t, "writes_total")
	for i := range 1000 {
		h.shelf.put("x", "row", "1", fmt.Sprintf(`{"n":%d}`, i))
	}
	for _, b := range tabs {
		b.until("board:x", "row", "1", `{"n":999}`)
	}
	if made := h.metric(t, "encodings_total") - before; made > 10 {
		t.Errorf("%v frames made for 1000 quick changes to 40 readers", made)
	}
	if wrote := h.metric(t, "writes_total") - writes; wrote > 10*40 {
		t.Errorf("%v writes", wrote)
	}
}

// Ensure every tab's copy is the source's rows in the end, whatever happens on
// the way: changes at random, tabs that come, go and fall behind.
func TestHub_Copies(t *testing.T) {
	h := open(t)
	random := rand.New(rand.NewPCG(7, 7))
	topics := []string{"now:x", "board:x", "now:y", "board:y"}
	var tabs []*tab
	var over sync.WaitGroup
	for i := range 24 {
		b := h.tab(t, "ana")
		tabs = append(tabs, b)
		pause := time.Duration(random.IntN(3)) * time.Millisecond * time.Duration(i%2)
		again := random.Perm(200)[:20]
		over.Go(func() {
			for _, topic := range topics {
				b.say(`{"op":"sub","topic":"` + topic + `"}`)
			}
			for n := 0; ; n++ {
				if len(again) > n && n%5 == 0 {
					topic := topics[again[n]%len(topics)]
					b.say(`{"op":"unsub","topic":"` + topic + `"}`)
					b.say(`{"op":"sub","topic":"` + topic + `"}`)
				}
				if _, err := b.read(); err != nil {
					t.Error(err)
					return
				}
				if b.ended(topics) {
					return
				}
				<-time.After(pause)
			}
		})
	}
	for i := range 3000 {
		doc := fmt.Sprintf(`{"n":%d}`, i)
		if random.IntN(4) == 0 {
			doc = ""
		}
		h.shelf.put([]string{"x", "y"}[random.IntN(2)], "row", strconv.Itoa(random.IntN(30)), doc)
	}
	h.shelf.put("x", "end", "end", `{}`)
	h.shelf.put("y", "end", "end", `{}`)
	over.Wait()
	for i, b := range tabs {
		for _, topic := range topics {
			if want := h.shelf.rows[topic[len(topic)-1:]]; !maps.Equal(b.copies[topic], want) {
				t.Errorf("tab %d, %s: %d rows, want %d", i, topic, len(b.copies[topic]), len(want))
			}
		}
	}
}

func (b *tab) ended(topics []string) bool {
	for _, topic := range topics {
		if _, ok := b.copies[topic][rowKey{"end", "end"}]; !ok {
			return false
		}
	}
	return true
}

// Ensure presence is told in order, and nothing is told when we close ourselves.
func TestHub_Presence(t *testing.T) {
	h := open(t)
	told := func() string {
		h.mu.Lock()
		defer h.mu.Unlock()
		return strings.Join(h.reports, ", ")
	}
	one := h.tab(t, "ana")
	one.sub("desk")
	eventually(t, "one socket", func() bool { return told() == "a 1" })
	two := h.tab(t, "ana")
	two.sub("desk")
	eventually(t, "two sockets", func() bool { return told() == "a 1, a 2" })
	_ = one.conn.CloseNow()
	eventually(t, "one left", func() bool { return told() == "a 1, a 2, a 1" })
	two.say(`{"op":"unsub","topic":"desk"}`)
	eventually(t, "none left", func() bool { return told() == "a 1, a 2, a 1, a 0" })
}

// Ensure that who signs out is disconnected when asked again.
func TestHub_Recheck(t *testing.T) {
	h := open(t)
	ana, bob := h.tab(t, "ana"), h.tab(t, "bob")
	bob.sub("now:x")
	h.mu.Lock()
	h.banned["ana"] = true
	h.mu.Unlock()
	h.Recheck(t.Context(), core.NoID)
	if _, err := ana.read(); websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
		t.Errorf("ana: %v", err)
	}
	h.shelf.put("x", "a", "b", `{}`)
	bob.until("now:x", "a", "b", `{}`)
}

// Ensure a stop says goodbye, closes every socket, and lets nobody in.
func TestHub_Stop(t *testing.T) {
	h := open(t)
	b := h.tab(t, "ana")
	b.sub("now:x")
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		h.Stop(context.Background(), "restart", 500*time.Millisecond)
	}()
	if m := b.next(); m.Op != "bye" || m.Reason != "restart" || m.Retry != 500 {
		t.Fatalf("goodbye %+v", m)
	}
	if _, err := b.read(); websocket.CloseStatus(err) != websocket.StatusServiceRestart {
		t.Errorf("close %v", err)
	}
	<-stopped
	if _, resp, err := websocket.Dial(t.Context(), h.url+"/?user=ana", nil); err == nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("after the stop: %v", err)
	}
	if h.shelf.open("x") != 0 {
		t.Error("a topic is left open")
	}
}

// Ensure a stop does not wait for a reader that does not answer.
func TestHub_StopDeaf(t *testing.T) {
	h := open(t)
	raw := h.raw(t)
	if _, err := raw.Write(masked(`{"op":"sub","topic":"now:x"}`)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "subscribed", func() bool { return h.shelf.open("x") == 1 })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	h.Stop(ctx, "restart", time.Second) // goleak fails the package if anything is left
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
	if h.metric(t, "sockets") != 0 {
		t.Error("a socket is left")
	}
}

// Ensure a thousand sockets get every change.
func TestHub_Thousand(t *testing.T) {
	h := open(t)
	h.shelf.put("x", "row", "0", `{}`)
	var tabs []*tab
	for range 1000 {
		b := h.tab(t, "ana")
		b.sub("board:x")
		tabs = append(tabs, b)
	}
	if h.shelf.opens != 1 {
		t.Errorf("opened %d times", h.shelf.opens)
	}
	for i := range 20 {
		h.shelf.put("x", "row", strconv.Itoa(i), fmt.Sprintf(`{"n":%d}`, i))
		<-time.After(5 * time.Millisecond)
	}
	for _, b := range tabs {
		b.until("board:x", "row", "19", `{"n":19}`)
		if len(b.copies["board:x"]) != 20 {
			t.Fatalf("%d rows", len(b.copies["board:x"]))
		}
	}
}

// Ensure a whole push leaves nothing else behind.
func TestApply_Whole(t *testing.T) {
	t.Parallel()
	have := map[rowKey][]byte{{"a", "1"}: []byte("1"), {"a", "2"}: []byte("2"), {"a", "3"}: []byte("3")}
	changed := apply(have, []insight.Row{{Kind: "a", ID: "1", Doc: []byte("1")}, {Kind: "a", ID: "2", Doc: []byte("x")}}, true)
	if len(have) != 2 || string(have[rowKey{"a", "2"}]) != "x" {
		t.Errorf("rows %v", have)
	}
	if !slices.Equal(changed, []rowKey{{"a", "2"}, {"a", "3"}}) {
		t.Errorf("changed %v", changed)
	}
}
