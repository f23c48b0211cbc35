package auth

import (
	"container/list"
	"sync"
	"time"

	"turno/internal/core"
)

// Sign-in attempts that fail: so many at once, then one per refill.
const (
	loginBurst    = 8
	loginRefill   = 30 * time.Second
	addressBurst  = 40 // an office shares one address
	addressRefill = 5 * time.Second
	codeBurst     = 5 // wrong codes of a second factor, of which three in a million are right
	codeRefill    = 5 * time.Minute
	throttleKeys  = 20_000 // remembered at most, of each kind; the longest untouched is forgotten
)

// throttle counts failures in leaky buckets, one per key, in bounded memory.
type throttle struct {
	mu     sync.Mutex
	burst  float64
	refill time.Duration
	limit  int
	byKey  map[string]*list.Element
	recent *list.List // of *bucket, the last touched first
}

type bucket struct {
	key   string
	level float64 // failures not yet forgiven
	at    core.Instant
}

func newThrottle(burst int, refill time.Duration, limit int) *throttle {
	return &throttle{burst: float64(burst), refill: refill, limit: limit, byKey: map[string]*list.Element{}, recent: list.New()}
}

// take counts an attempt as a failure beforehand, so that attempts made at the
// same time cannot slip through together. When there were too many it counts
// nothing and says how long to wait.
func (t *throttle) take(key string, now core.Instant) (wait time.Duration, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.bucket(key, now)
	if over := b.level + 1 - t.burst; over > 0 {
		return time.Duration(over * float64(t.refill)), false
	}
	b.level++
	return 0, true
}

// forgive takes an attempt back: it did not fail.
func (t *throttle) forgive(key string, now core.Instant) {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := t.bucket(key, now)
	b.level = max(0, b.level-1)
}

// clear forgets a key: its owner has signed in.
func (t *throttle) clear(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e, ok := t.byKey[key]; ok {
		t.recent.Remove(e)
		delete(t.byKey, key)
	}
}

// bucket finds or makes the bucket of a key, as it is now.
func (t *throttle) bucket(key string, now core.Instant) *bucket {
	if e, ok := t.byKey[key]; ok {
		t.recent.MoveToFront(e)
		b, _ := e.Value.(*bucket)
		if passed := now.Sub(b.at); passed > 0 {
			b.level = max(0, b.level-float64(passed)/float64(t.refill))
			b.at = now
		}
		return b
	}
	if t.recent.Len() >= t.limit {
		oldest := t.recent.Back()
		if b, ok := t.recent.Remove(oldest).(*bucket); ok {
			delete(t.byKey, b.key)
		}
	}
	b := &bucket{key: key, at: now}
	t.byKey[key] = t.recent.PushFront(b)
	return b
}
