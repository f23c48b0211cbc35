package live

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"strconv"

	"turno/internal/core"
	"turno/internal/insight"
)

// frame is one WebSocket text message as it goes over the wire, header included
// (RFC 6455 section 5.2). It is made once and shared by all its readers, so it is
// never changed.
type frame []byte

// headroom is the longest header of an unmasked frame.
const headroom = 10

// newFrame returns a buffer with room for the header, to which the message is
// appended before seal.
func newFrame(size int) []byte { return make([]byte, headroom, headroom+size) }

// seal puts the header before the message that was appended to newFrame's buffer.
func seal(b []byte) frame {
	const finText = 0x81
	n := len(b) - headroom
	switch {
	case n < 126:
		b = b[headroom-2:]
		b[1] = byte(n)
	case n < 1<<16:
		b = b[headroom-4:]
		b[1] = 126
		binary.BigEndian.PutUint16(b[2:], uint16(n))
	default:
		b = b[headroom-10:]
		b[1] = 127
		binary.BigEndian.PutUint64(b[2:], uint64(n))
	}
	b[0] = finText
	return b
}

// rowKey names a row within its topic.
type rowKey struct{ kind, id string }

func appendString(b []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil { // cannot be: any string marshals
		return append(b, `""`...)
	}
	return append(b, text...)
}

func appendHead(b []byte, topic string, seq uint64) []byte {
	b = append(b, `{"topic":`...)
	b = appendString(b, topic)
	b = append(b, `,"seq":`...)
	return strconv.AppendUint(b, seq, 10)
}

func appendKey(b []byte, k rowKey) []byte {
	b = append(b, '[')
	b = appendString(b, k.kind)
	b = append(b, ',')
	return appendString(b, k.id)
}

// snapFrame holds all rows of a topic.
func snapFrame(topic string, seq uint64, rows map[rowKey][]byte) frame {
	size := 64 + len(topic)
	for k, doc := range rows {
		size += len(k.kind) + len(k.id) + len(doc) + 10
	}
	b := appendHead(newFrame(size), topic, seq)
	b = append(b, `,"snap":[`...)
	first := true
	for k, doc := range rows {
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendKey(b, k), ',')
		b = append(append(b, doc...), ']')
	}
	return seal(append(b, "]}"...))
}

// changeFrame holds the rows of changed as they are in rows now; those that are
// not there were deleted.
func changeFrame(topic string, seq uint64, changed []rowKey, rows map[rowKey][]byte) frame {
	size := 80 + len(topic)
	for _, k := range changed {
		size += len(k.kind) + len(k.id) + len(rows[k]) + 10
	}
	b := appendHead(newFrame(size), topic, seq)
	b = append(b, `,"put":[`...)
	first, gone := true, 0
	for _, k := range changed {
		doc, ok := rows[k]
		if !ok {
			gone++
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendKey(b, k), ',')
		b = append(append(b, doc...), ']')
	}
	b = append(b, ']')
	if gone > 0 {
		b = append(b, `,"del":[`...)
		first = true
		for _, k := range changed {
			if _, ok := rows[k]; ok {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = append(appendKey(b, k), ']')
		}
		b = append(b, ']')
	}
	return seal(append(b, '}'))
}

// textFrame is any other message.
func textFrame(message any) frame {
	text, err := json.Marshal(message)
	if err != nil {
		text = []byte(`{}`)
	}
	return seal(append(newFrame(len(text)), text...))
}

type hello struct {
	Op    string       `json:"op"`
	Now   core.Instant `json:"now"`
	Build string       `json:"build"`
}

type pong struct {
	Op  string       `json:"op"`
	Now core.Instant `json:"now"`
}

type bye struct {
	Op      string `json:"op"`
	Reason  string `json:"reason"`
	RetryMS int64  `json:"retry_ms"`
}

// problem is RFC 9457's document, as far as a topic needs it.
type problem struct {
	Type   string `json:"type"`
	Code   string `json:"code"`
	Detail string `json:"detail,omitempty"`
}

type refusal struct {
	Topic string  `json:"topic"`
	Error problem `json:"error"`
}

func refusalFrame(topic string, err error) frame {
	code := core.CodeOf(err)
	detail := ""
	if e, ok := errors.AsType[*core.Error](err); ok && code != core.Internal {
		detail = e.Message // what lies below is for the log
	}
	return textFrame(refusal{Topic: topic, Error: problem{
		Type: "about:blank", Code: string(code), Detail: detail,
	}})
}

// apply puts the changes of rows into have and returns the keys that really
// changed: a row equal to the one we have is no change. With whole, rows that are
// not among the given are gone.
func apply(have map[rowKey][]byte, rows []insight.Row, whole bool) []rowKey {
	var changed []rowKey
	for i := range rows {
		k := rowKey{rows[i].Kind, rows[i].ID}
		old, ok := have[k]
		switch {
		case rows[i].Doc == nil && !ok, ok && string(old) == string(rows[i].Doc):
			continue
		case rows[i].Doc == nil:
			delete(have, k)
		default:
			have[k] = rows[i].Doc
		}
		changed = append(changed, k)
	}
	if !whole {
		return changed
	}
	stay := make(map[rowKey]struct{}, len(rows))
	for i := range rows {
		stay[rowKey{rows[i].Kind, rows[i].ID}] = struct{}{}
	}
	for k := range have {
		if _, ok := stay[k]; !ok {
			delete(have, k)
			changed = append(changed, k)
		}
	}
	return changed
}
