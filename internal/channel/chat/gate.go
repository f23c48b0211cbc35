package chat

import (
	"container/list"
	"sync"
	"time"

	"turno/internal/core"
)

// Limits say how much customers may do; zero takes the default. Burst is how much
// at once, Every is the time after which one more is allowed.
type Limits struct {
	OpenBurst  int // conversations and messages left, of one address; default 10
	OpenEvery  time.Duration
	SendBurst  int // messages and files, of one conversation; default 20
	SendEvery  time.Duration
	HouseBurst int // the same of one address: an office behind one; default 200
	HouseEvery time.Duration
	CallBurst  int // calls of any kind about conversations, of one address; default 600
	CallEvery  time.Duration
	InboxBurst int // messages of all conversations of an inbox; default 2000
	InboxEvery time.Duration
}

func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		burst        *int
		every        *time.Duration
		most         int
		defaultEvery time.Duration
	}{
		{&l.OpenBurst, &l.OpenEvery, 10, 6 * time.Second},
		{&l.SendBurst, &l.SendEvery, 20, time.Second},
		{&l.HouseBurst, &l.HouseEvery, 200, 20 * time.Millisecond},
		{&l.CallBurst, &l.CallEvery, 600, 5 * time.Millisecond},
		{&l.InboxBurst, &l.InboxEvery, 2000, time.Millisecond},
	} {
		if *f.burst == 0 {
			*f.burst = f.most
		}
		if *f.every == 0 {
			*f.every = f.defaultEvery
		}
	}
	return l
}

func throttled(wait time.Duration) error { return core.TooSoon(wait, "too much at once") }

// gate holds back floods before they cost anything: it is asked before the store
// or the floor, and keeps all it knows in bounded memory.
type gate struct {
	now    func() core.Instant
	limits Limits
	mu     sync.Mutex
	opens  *buckets // by address
	inbox  *buckets // conversations begun, by inbox
	sends  *buckets // by conversation
	house  *buckets // by address
	talk   *buckets // by inbox
	calls  *buckets // by address
}

// gateKeys is how many addresses and conversations are remembered at most, of each
// kind; the longest untouched is forgotten.
const gateKeys = 20_000

func newGate(l Limits, now func() core.Instant) *gate {
	l = l.withDefaults()
	return &gate{
		now: now, limits: l, opens: newBuckets(), inbox: newBuckets(), sends: newBuckets(), house: newBuckets(),
		talk: newBuckets(), calls: newBuckets(),
	}
}

// open lets one more conversation begin.
func (g *gate) open(address, inbox string, perMinute int) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if wait := g.opens.take(address, now, g.limits.OpenBurst, g.limits.OpenEvery); wait > 0 {
		return throttled(wait)
	}
	// A tenth of a minute's worth at once.
	if wait := g.inbox.take(inbox, now, max(perMinute/10, 1), time.Minute/time.Duration(perMinute)); wait > 0 {
		return throttled(wait)
	}
	return nil
}

// call lets an address ask for anything about a conversation.
func (g *gate) call(address string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait := g.calls.take(address, g.now(), g.limits.CallBurst, g.limits.CallEvery); wait > 0 {
		return throttled(wait)
	}
	return nil
}

// send lets a customer say one thing more.
func (g *gate) send(address, contact, inbox string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	for _, b := range []struct {
		*buckets

		key   string
		burst int
		every time.Duration
	}{
		{g.sends, contact, g.limits.SendBurst, g.limits.SendEvery},
		{g.house, address, g.limits.HouseBurst, g.limits.HouseEvery},
		{g.talk, inbox, g.limits.InboxBurst, g.limits.InboxEvery},
	} {
		if wait := b.take(b.key, now, b.burst, b.every); wait > 0 {
			return throttled(wait)
		}
	}
	return nil
}

// buckets are leaky buckets by key, in bounded memory.
type buckets struct {
	byKey  map[string]*list.Element
	recent *list.List // of *bucket, the last touched first
}

type bucket struct {
	key   string
	level float64 // in units of one
	at    core.Instant
}

func newBuckets() *buckets { return &buckets{byKey: map[string]*list.Element{}, recent: list.New()} }

// take counts one, or counts nothing and says how long to wait. An empty key is
// not limited.
func (b *buckets) take(key string, now core.Instant, burst int, every time.Duration) time.Duration {
	if key == "" {
		return 0
	}
	k := b.of(key, now)
	if passed := now.Sub(k.at); passed > 0 {
		k.level = max(0, k.level-float64(passed)/float64(every))
		k.at = now
	}
	if over := k.level + 1 - float64(burst); over > 0 {
		return max(time.Duration(over*float64(every)), time.Millisecond)
	}
	k.level++
	return 0
}

func (b *buckets) of(key string, now core.Instant) *bucket {
	if e, ok := b.byKey[key]; ok {
		b.recent.MoveToFront(e)
		if k, is := e.Value.(*bucket); is {
			return k
		}
	}
	if b.recent.Len() >= gateKeys {
		if k, is := b.recent.Remove(b.recent.Back()).(*bucket); is {
			delete(b.byKey, k.key)
		}
	}
	k := &bucket{key: key, at: now}
	b.byKey[key] = b.recent.PushFront(k)
	return k
}
