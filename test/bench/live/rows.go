package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"turno/internal/insight"
)

// rows is a source of topics whose rows are fed here.
type rows struct {
	mu    sync.Mutex
	sinks map[string]insight.Sink // by topic's key
	n     int
	pad   string
}

func newRows() *rows {
	return &rows{sinks: map[string]insight.Sink{}, pad: strings.Repeat("x", changeBytes-len(`{"n":1000000,"pad":""}`))}
}

// Open implements live.Source.
func (r *rows) Open(_ context.Context, key string, sink insight.Sink) (func(), error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sinks[key] = sink
	sink(nil, true)
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.sinks, key)
	}, nil
}

// feed makes changesPerS changes a second for each reader, evenly spread, and
// returns how many bytes of rows all readers together are to get.
func (r *rows) feed(topic string, span time.Duration) int64 {
	own := strings.HasSuffix(topic, ":")
	tick, each := time.Second/changesPerS, 1
	if own {
		tick, each = 2*time.Millisecond, sockets*changesPerS/500
	}
	next := time.NewTimer(0)
	defer next.Stop()
	began := time.Now()
	steps := int(span / tick)
	for i := range steps {
		next.Reset(time.Until(began.Add(time.Duration(i) * tick)))
		<-next.C
		for range each {
			r.n++
			if own {
				r.put(strconv.Itoa(r.n%sockets), "1")
			} else {
				r.put("all", strconv.Itoa(r.n%50))
			}
		}
	}
	return sockets * changesPerS * int64(span/time.Second) * changeBytes
}

func (r *rows) put(key, id string) {
	doc := fmt.Appendf(make([]byte, 0, changeBytes), `{"n":%d,"pad":%q}`, 1_000_000+r.n, r.pad)
	r.mu.Lock()
	sink := r.sinks[key]
	r.mu.Unlock()
	if sink != nil {
		sink([]insight.Row{{Kind: "row", ID: id, Doc: doc}}, false)
	}
}
