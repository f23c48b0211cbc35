package insight

import (
	"context"
	"slices"
	"sync"
	"testing"
)

// Ensure a floor shows the devices of its place and whether they are there, at
// once when one comes or goes, and a wall shows none.
func TestFloor_Devices(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var mu sync.Mutex
	list := []DeviceStanding{
		{Key: "kiosk", Kind: "kiosk", Name: "Entrance", Site: "rome", Since: 7},
		{Key: "display", Kind: "display", Name: "Hall", Site: "lima"},
		{Key: "wall", Kind: "wall", Name: "Control room"},
	}
	b := New(Options{
		Floor: r.floor, Bus: r.bus, Store: r.store, Now: r.clock,
		Organisation: func() Organisation { return r.org.Get() },
		Devices: func() []DeviceStanding {
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(list)
		},
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()

	rome, all := r.watch(b.Floor(), "floor", "site:rome"), r.watch(b.Floor(), "floor", "org")
	wall := r.watch(b.Wall(), "wall", "org")
	until(rome, "device", "kiosk", func(d floorDevice, ok bool) bool { return ok && !d.Online && d.Since == 7 && d.Name == "Entrance" })
	until(all, "device", "wall", func(d floorDevice, ok bool) bool { return ok && d.Kind == "wall" && d.Since == 0 })
	for _, key := range []string{"display", "wall"} {
		if _, ok := find[floorDevice](rome.screen, "device", key); ok {
			t.Errorf("Rome shows the %s", key)
		}
	}
	if _, ok := find[floorDevice](wall.screen, "device", "kiosk"); ok {
		t.Error("a wall shows devices")
	}
	mu.Lock()
	list[0].Online, list[0].Since = true, 9
	list = list[:2]
	mu.Unlock()
	b.DevicesChanged()
	until(rome, "device", "kiosk", func(d floorDevice, _ bool) bool { return d.Online && d.Since == 9 })
	until(all, "device", "wall", func(_ floorDevice, ok bool) bool { return !ok })

	cancel()
	if err := <-ended; err != nil {
		t.Fatalf("Run: %v", err)
	}
}
