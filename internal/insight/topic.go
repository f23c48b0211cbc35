package insight

import (
	"bytes"
	"slices"
)

// rowKey names a row within its topic.
type rowKey struct{ kind, id string }

// sentRow is a row as its readers have it.
type sentRow struct {
	doc   []byte
	round uint32
}

// topic is one open topic: what was sent, and what is about to be. A row that is
// the same as before is not sent. The boards' lock guards it.
type topic struct {
	sink  Sink
	sent  map[rowKey]*sentRow
	round uint32
	rows  []Row // since the last send
	ended bool
}

func newTopic(sink Sink) topic { return topic{sink: sink, sent: map[rowKey]*sentRow{}} }

// begin starts to put all rows of some kinds; sweep ends it.
func (t *topic) begin() { t.round++ }

// put says how a row is now. Docs may be shared between topics.
func (t *topic) put(kind, id string, doc []byte) {
	if doc == nil {
		return
	}
	k := rowKey{kind, id}
	s, ok := t.sent[k]
	if !ok {
		t.sent[k] = &sentRow{doc: doc, round: t.round}
		t.rows = append(t.rows, Row{Kind: kind, ID: id, Doc: doc})
		return
	}
	s.round = t.round
	if !sameDoc(s.doc, doc) {
		s.doc = doc
		t.rows = append(t.rows, Row{Kind: kind, ID: id, Doc: doc})
	}
}

// sameDoc is cheap for docs that are one and the same, which most are.
func sameDoc(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	return len(a) == 0 || &a[0] == &b[0] || bytes.Equal(a, b)
}

// sweep takes away the rows of the kinds that were not put since begin.
func (t *topic) sweep(kinds ...string) {
	for k, s := range t.sent {
		if s.round == t.round {
			continue
		}
		if slices.Contains(kinds, k.kind) {
			delete(t.sent, k)
			t.rows = append(t.rows, Row{Kind: k.kind, ID: k.id})
		}
	}
}

// send hands over what has changed. The first time it is the whole.
func (t *topic) send(whole bool) {
	if !t.ended && (len(t.rows) > 0 || whole) {
		t.sink(t.rows, whole)
	}
	t.rows = t.rows[:0]
}
