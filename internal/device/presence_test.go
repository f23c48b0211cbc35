package device_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/device"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

const began = core.Instant(1_800_000_000_000_000)

// rig is a Presence on a store of its own, with a clock that the test moves.
type rig struct {
	*device.Presence

	store *store.Store
	now   atomic.Int64
	told  atomic.Int32
	stop  func()
}

func (r *rig) instant() core.Instant { return core.Instant(r.now.Load()) }

func (r *rig) pass(d time.Duration) { r.now.Add(d.Microseconds()) }

// open begins a run of the house; stop ends it, as an orderly stop does.
func open(t *testing.T, s *store.Store, at core.Instant) *rig {
	t.Helper()
	r := &rig{store: s}
	r.pair(t, "kiosk-1", "wall-1")
	r.now.Store(int64(at))
	p, err := device.Open(t.Context(), device.Options{Store: s, Now: r.instant, Devices: func() []device.Device {
		return []device.Device{
			{Key: "wall-1", Kind: "wall", Name: "Control room"},
			{Key: "kiosk-1", Kind: "kiosk", Site: "mixco", Name: "Entrance"},
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	r.Presence = p
	p.OnChange(func() { r.told.Add(1) })
	ctx, cancel := context.WithCancel(t.Context())
	over := make(chan error, 1)
	go func() { over <- p.Run(ctx) }()
	r.stop = func() {
		cancel()
		if err := <-over; err != nil {
			t.Error(err)
		}
		r.stop = func() {}
	}
	t.Cleanup(func() { r.stop() })
	return r
}

// pair gives devices a key, as far as Presence looks at those.
func (r *rig) pair(t *testing.T, keys ...string) {
	t.Helper()
	err := r.store.Write(t.Context(), func(tx *store.Tx) error {
		for _, key := range keys {
			if _, err := tx.InsertDeviceTokenIfAbsent(t.Context(), db.InsertDeviceTokenIfAbsentParams{DeviceKey: key, TokenHash: key}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (r *rig) of(key string) device.Standing {
	for _, s := range r.Standings() {
		if s.Key == key {
			return s
		}
	}
	return device.Standing{}
}

func (r *rig) row(t *testing.T, key string) (found db.DevicePresence) {
	t.Helper()
	err := r.store.Read(t.Context(), func(q *db.Queries) error {
		rows, err := q.ListDevicePresence(t.Context())
		for _, row := range rows {
			if row.DeviceKey == key {
				found = row
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 2000 {
		if ok() {
			return
		}
		select {
		case <-t.Context().Done():
		case <-time.After(5 * time.Millisecond):
		}
	}
	t.Fatalf("never: %s", what)
}

// Ensure a device is online from its first socket on and offline, since its last
// one went, when it has not come back in time.
func TestPresence_ComesAndGoes(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s, began)
		if got := r.of("kiosk-1"); got.Online || got.Since != 0 || got.Site != "mixco" || got.Name != "Entrance" {
			t.Fatalf("one that never came: %+v", got)
		}
		r.Connected("kiosk-1", 1)
		if got := r.of("kiosk-1"); !got.Online || got.Since != began || r.told.Load() != 1 {
			t.Fatalf("one that came: %+v, told %d times", got, r.told.Load())
		}
		eventually(t, "the coming is written", func() bool { return r.row(t, "kiosk-1").Online })

		r.pass(time.Minute)
		r.Connected("kiosk-1", 0)
		r.pass(device.Grace - time.Second)
		r.Connected("kiosk-1", 1) // it has loaded its page anew
		r.pass(device.Grace)
		if got := r.of("kiosk-1"); !got.Online || got.Since != began || r.told.Load() != 1 {
			t.Fatalf("one that came back in time: %+v, told %d times", got, r.told.Load())
		}

		gone := r.instant()
		r.Connected("kiosk-1", 0)
		r.pass(device.Grace)
		eventually(t, "it is offline", func() bool { return !r.of("kiosk-1").Online && r.told.Load() == 2 })
		if got := r.of("kiosk-1"); got.Since != gone {
			t.Errorf("offline since %d, want %d", got.Since, gone)
		}
		eventually(t, "the going is written", func() bool {
			row := r.row(t, "kiosk-1")
			return !row.Online && row.SeenAt == int64(gone)
		})
		if got := r.of("wall-1"); got.Online || got.Since != 0 {
			t.Errorf("another device: %+v", got)
		}
	})
}

// Ensure that while a device stays its last sight is written about once a minute,
// not at each heartbeat.
func TestPresence_WritesCoarsely(t *testing.T) {
	t.Parallel()
	r := open(t, storetest.Open(t, store.SQLite), began)
	r.Connected("wall-1", 1)
	eventually(t, "the coming is written", func() bool { return r.row(t, "wall-1").SeenAt == int64(began) })
	r.pass(59 * time.Second)
	r.Connected("wall-1", 2)
	r.Connected("wall-1", 1)
	r.Connected("kiosk-1", 1)
	eventually(t, "the other's coming is written", func() bool { return r.row(t, "kiosk-1").Online })
	if row := r.row(t, "wall-1"); row.SeenAt != int64(began) {
		t.Errorf("written again after 59 s: %+v", row)
	}
	r.pass(2 * time.Second)
	eventually(t, "it is written after a minute", func() bool { return r.row(t, "wall-1").SeenAt == int64(r.instant()) })
}

// Ensure a restart keeps who is there, that those who do not come back become
// offline since they were last seen, and that those who do were never gone.
func TestPresence_Restart(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s, began)
		r.Connected("kiosk-1", 1)
		r.Connected("wall-1", 1)
		r.pass(20 * time.Second)
		stopped := r.instant()
		r.stop()

		again := open(t, s, stopped.Add(time.Hour))
		for _, key := range []string{"kiosk-1", "wall-1"} {
			if got := again.of(key); !got.Online || got.Since != began {
				t.Fatalf("right after the restart: %+v", got)
			}
		}
		again.Connected("kiosk-1", 1)
		again.pass(device.ReturnWithin)
		eventually(t, "the other is offline", func() bool { return !again.of("wall-1").Online })
		if got := again.of("wall-1"); got.Since != stopped {
			t.Errorf("offline since %d, want %d", got.Since, stopped)
		}
		if got := again.of("kiosk-1"); !got.Online || got.Since != began || again.told.Load() != 1 {
			t.Errorf("one that came back: %+v, told %d times", got, again.told.Load())
		}
	})
}

// Ensure a house that stops again before all are back does not say that they were
// seen meanwhile.
func TestPresence_StopsAgain(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, store.SQLite)
	r := open(t, s, began)
	r.Connected("kiosk-1", 1)
	r.stop()
	second := open(t, s, began.Add(time.Hour))
	second.stop()
	if row := second.row(t, "kiosk-1"); row.SeenAt != int64(began) || !row.Online {
		t.Errorf("after the second stop: %+v", row)
	}
}

// Ensure a device that was forgotten is one that never came.
func TestPresence_Forget(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s, began)
		r.Connected("kiosk-1", 1)
		eventually(t, "the coming is written", func() bool { return r.row(t, "kiosk-1").Online })
		if err := r.Forget(t.Context(), "kiosk-1"); err != nil {
			t.Fatal(err)
		}
		r.Connected("kiosk-1", 0)
		r.pass(time.Hour)
		if got := r.of("kiosk-1"); got.Online || got.Since != 0 || r.told.Load() != 2 {
			t.Errorf("forgotten: %+v, told %d times", got, r.told.Load())
		}
		r.stop()
		if row := r.row(t, "kiosk-1"); row.DeviceKey != "" {
			t.Errorf("there is a row still: %+v", row)
		}
	})
}

// Ensure a device whose key was taken away from the command line is not missed: it
// is forgotten within a minute, once its screen has been closed.
func TestPresence_Unpaired(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := open(t, s, began)
		r.Connected("kiosk-1", 1)
		eventually(t, "the coming is written", func() bool { return r.row(t, "kiosk-1").Online })
		err := s.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.DeleteDeviceToken(t.Context(), "kiosk-1")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		r.Connected("kiosk-1", 0)
		r.pass(time.Minute)
		eventually(t, "it is forgotten", func() bool { return r.of("kiosk-1").Since == 0 && r.row(t, "kiosk-1").DeviceKey == "" })
	})
}
