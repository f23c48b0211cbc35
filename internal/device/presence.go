package device

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Grace is how long a device whose last socket went still counts as online: a
// page that loads anew is no news. ReturnWithin is the same after the house itself
// was away, when all devices come back together.
const (
	Grace        = 4 * time.Second
	ReturnWithin = 30 * time.Second
)

// seenEvery spaces the writes of when online devices were seen: one write for all
// of them, and what a crash may forget.
const seenEvery = time.Minute

// lookEvery is how often those who went are looked at.
const lookEvery = 500 * time.Millisecond

// Options of Open. Store and Devices are needed.
type Options struct {
	Store *store.Store
	// Devices are those of the organisation now, in any order.
	Devices func() []Device
	Log     *slog.Logger        // nil: discarded
	Now     func() core.Instant // nil: the clock
}

// Presence keeps which devices are there. It is safe for concurrent use. Nothing
// is written, and nobody becomes offline, but while Run runs.
type Presence struct {
	store   *store.Store
	devices func() []Device
	log     *slog.Logger
	now     func() core.Instant

	writing sync.Mutex // held while the store is written, so that it ends as we do

	mu       sync.Mutex
	entries  map[string]*entry
	watchers []func()
	seenAt   core.Instant // of the next write for all who are online
}

// Open reads who was there last. Devices that were online when the house stopped
// count as online until ReturnWithin is over.
func Open(ctx context.Context, opts Options) (*Presence, error) {
	p := &Presence{store: opts.Store, devices: opts.Devices, log: opts.Log, now: opts.Now, entries: map[string]*entry{}}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	if p.now == nil {
		p.now = clock.Now
	}
	var rows []db.DevicePresence
	err := p.store.Read(ctx, func(q *db.Queries) error {
		var err error
		rows, err = q.ListDevicePresence(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	now := p.now()
	for _, row := range rows {
		e := &entry{online: row.Online, since: core.Instant(row.Since), seen: core.Instant(row.SeenAt)}
		if e.online {
			e.leave(e.seen, now.Add(ReturnWithin))
		}
		p.entries[row.DeviceKey] = e
	}
	p.seenAt = now.Add(seenEvery)
	return p, nil
}

// OnChange calls fn, from any goroutine, after some device came or went. fn must
// not block, and not call Presence. It is called before Run, or not at all.
func (p *Presence) OnChange(fn func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watchers = append(p.watchers, fn)
}

// Connected is told how many live sockets a device has now (live.Options.Devices).
func (p *Presence) Connected(key string, sockets int) {
	p.mu.Lock()
	e, ok := p.entries[key]
	if !ok {
		e = &entry{}
		p.entries[key] = e
	}
	e.sockets = sockets
	now := p.now()
	changed := false
	if sockets > 0 {
		changed = e.come(now)
	} else if e.online {
		e.leave(now, now.Add(Grace))
	}
	p.mu.Unlock()
	if changed {
		p.tell()
	}
}

// Standings are the devices of the organisation, in order of their keys.
func (p *Presence) Standings() []Standing {
	devices := p.devices()
	list := make([]Standing, len(devices))
	p.mu.Lock()
	for i, d := range devices {
		list[i] = p.standing(d)
	}
	p.mu.Unlock()
	slices.SortFunc(list, func(a, b Standing) int { return strings.Compare(a.Key, b.Key) })
	return list
}

func (p *Presence) standing(d Device) Standing {
	s := Standing{Device: d}
	if e, ok := p.entries[d.Key]; ok {
		s.Online, s.Since = e.online, e.since
	}
	return s
}

// Forget makes a device one that never came: its key to the house was taken away,
// so that nobody misses it.
func (p *Presence) Forget(ctx context.Context, key string) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	err := p.store.Write(ctx, func(tx *store.Tx) error {
		_, err := tx.DeleteDevicePresence(ctx, key)
		return err
	})
	if err != nil {
		return err
	}
	p.mu.Lock()
	delete(p.entries, key)
	p.mu.Unlock()
	p.tell()
	return nil
}

// Run writes who is there until ctx ends, and once more then.
func (p *Presence) Run(ctx context.Context) error {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return p.write(context.WithoutCancel(ctx), true)
		case <-ticker.C:
		}
		now := p.now()
		if p.lose(now) {
			p.tell()
		}
		if err := p.write(ctx, now >= p.seenAt); err != nil && ctx.Err() == nil {
			p.log.WarnContext(ctx, "which devices are there cannot be written now", "error", err)
		}
	}
}

// lose makes those offline who went and did not come back in time.
func (p *Presence) lose(now core.Instant) (changed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, e := range p.entries {
		if e.lose(now) {
			changed = true
			p.log.Info("device offline", "device", key)
		}
	}
	return changed
}

// write writes those who came or went, and, when seen, that all who are there are
// so still. What fails is written the next time.
func (p *Presence) write(ctx context.Context, seen bool) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	now := p.now()
	if seen {
		if err := p.forgetUnpaired(ctx); err != nil {
			return err
		}
	}
	rows := p.unwritten(now, seen)
	if len(rows) == 0 && !seen {
		return nil
	}
	err := p.store.Write(ctx, func(tx *store.Tx) error {
		if seen {
			if _, err := tx.TouchDevicesOnline(ctx, int64(now)); err != nil {
				return err
			}
		}
		for _, row := range rows {
			if err := tx.SetDevicePresence(ctx, row); err != nil {
				return err
			}
		}
		return nil
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		for _, row := range rows {
			if e, ok := p.entries[row.DeviceKey]; ok {
				e.dirty = true
			}
		}
		return err
	}
	if seen {
		p.seenAt = now.Add(seenEvery)
	}
	return nil
}

// forgetUnpaired forgets the devices whose key another process took away.
func (p *Presence) forgetUnpaired(ctx context.Context) error {
	paired := map[string]bool{}
	err := p.store.Read(ctx, func(q *db.Queries) error {
		rows, err := q.ListDeviceTokens(ctx)
		for _, row := range rows {
			paired[row.DeviceKey] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	var gone []string
	p.mu.Lock()
	for key, e := range p.entries {
		if !paired[key] && e.sockets == 0 {
			gone = append(gone, key)
			delete(p.entries, key)
		}
	}
	p.mu.Unlock()
	if len(gone) == 0 {
		return nil
	}
	p.tell()
	return p.store.Write(ctx, func(tx *store.Tx) error {
		for _, key := range gone {
			if _, err := tx.DeleteDevicePresence(ctx, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// unwritten are the rows to write now: those who came or went, and, when all who
// are online are about to be touched, those who may be gone.
func (p *Presence) unwritten(now core.Instant, seen bool) []db.SetDevicePresenceParams {
	p.mu.Lock()
	defer p.mu.Unlock()
	var rows []db.SetDevicePresenceParams
	for key, e := range p.entries {
		if e.sockets > 0 {
			e.seen = now
		}
		if !e.dirty && (!seen || e.goneAt == 0) {
			continue
		}
		e.dirty = false
		rows = append(rows, db.SetDevicePresenceParams{
			DeviceKey: key, Online: e.online, Since: int64(e.since), SeenAt: int64(e.seen),
		})
	}
	return rows
}

func (p *Presence) tell() {
	p.mu.Lock()
	watchers := p.watchers
	p.mu.Unlock()
	for _, fn := range watchers {
		fn()
	}
}
