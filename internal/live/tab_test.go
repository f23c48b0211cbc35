package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/coder/websocket"
)

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

func (b *tab) ended(topics []string) bool {
	for _, topic := range topics {
		if _, ok := b.copies[topic][rowKey{"end", "end"}]; !ok {
			return false
		}
	}
	return true
}
