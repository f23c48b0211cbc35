package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"turno/internal/alert"
	"turno/internal/api"
	"turno/internal/auth"
	"turno/internal/bus"
	"turno/internal/channel"
	"turno/internal/channel/door"
	"turno/internal/clock"
	"turno/internal/config"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/device"
	"turno/internal/floor"
	"turno/internal/insight"
	"turno/internal/jobs"
	"turno/internal/live"
	"turno/internal/org"
	"turno/internal/person"
	"turno/internal/store"
	"turno/internal/store/files"
)

// house is a running system without its doors: everything between the store and
// the HTTP server.
type house struct {
	log      *slog.Logger
	registry *prometheus.Registry
	store    *store.Store
	org      *org.Live
	bus      *bus.Bus
	floor    *floor.Floor
	auth     *auth.Service
	devices  *device.Presence
	alerts   *alert.Service
	jobs     *jobs.Jobs
	works    *channel.Works
	channels []channel.Channel
	doors    []door.Door
	api      *api.API
	boards   *insight.Boards
	hub      *live.Hub
	breached *auth.Breached
	stopping atomic.Bool

	quit    context.CancelFunc // ends the duties in the background
	duties  sync.WaitGroup
	changed chan struct{} // the engine's configuration could not be replaced: try again
}

// orgEvery is how often the store is asked for changes by other processes
// (`turno apply` on the same store).
const orgEvery = time.Second

// openHouse opens the store and builds the house on it, from the ground up.
func openHouse(e *env, s *config.Server) (*house, error) {
	st, err := e.open(store.Options{})
	if err != nil {
		return nil, err
	}
	h := &house{
		log: e.log, registry: newRegistry(), store: st, bus: bus.New(), changed: make(chan struct{}, 1),
	}
	if h.breached, err = e.breached(); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	ctx, quit := context.WithCancel(context.WithoutCancel(e.ctx))
	h.quit = quit
	if err := h.build(ctx, s, s.FilesIn(e.base.Data)); err != nil {
		return nil, errors.Join(err, h.close(ctx))
	}
	h.run(ctx)
	return h, nil
}

func (h *house) build(ctx context.Context, s *config.Server, folder string) error {
	if s.Demo {
		if err := fillDemo(ctx, h.store, h.log); err != nil {
			return err
		}
	}
	o, version, err := org.Load(ctx, h.store)
	if err != nil {
		return err
	}
	if version == 0 {
		h.log.Warn("the store has no organisation yet; write one with: turno apply FILE, then: turno user add LOGIN")
	}
	h.org = org.NewLive(o, version)
	provider, err := providerOf(s)
	if err != nil {
		return err
	}
	h.auth = auth.New(auth.Options{
		Store: h.store, Directory: org.Directory{Live: h.org}, Log: h.log, Breached: h.breached, Provider: provider,
	})
	if err := h.auth.HashLinks(ctx); err != nil {
		return err
	}
	if h.devices, err = device.Open(ctx, device.Options{Store: h.store, Devices: h.listDevices, Log: h.log}); err != nil {
		return err
	}
	if h.floor, err = floor.Open(ctx, h.floorOptions()); err != nil {
		return err
	}
	h.watchReady()
	customers := customer.NewService(customer.Options{Store: h.store, Country: h.country, Segment: h.hasSegment})
	h.openChannels(s, customers, folder)
	people := person.NewService(person.Options{Store: h.store, Keepers: keepers(h.doors), Files: files.Folder{Dir: folder}})
	h.boards = insight.New(insight.Options{
		Floor: h.floor, Bus: h.bus, Store: h.store, Log: h.log,
		Organisation: func() insight.Organisation { return h.org.Get() }, Devices: h.devicesNow,
	})
	if err := h.buildAlerts(ctx, s); err != nil {
		return err
	}
	h.api = api.New(api.Deps{
		Store: h.store, Org: h.org, Auth: h.auth, Floor: h.floor,
		Channels: h.channels, Doors: h.doors, Works: h.works, Customers: customers, Person: people, Log: h.log, Now: clock.Now,
		Version: build(), Secure: s.Secure(), PublicURL: trimSlash(s.PublicURL), TrustProxy: s.TrustProxy,
		SignedOut: func(ctx context.Context, user core.ID) { h.hub.Recheck(ctx, user) }, Devices: h.devices,
		Alerts:  h.alerts,
		Rekeyed: func(ctx context.Context, device string) { h.hub.RecheckDevice(ctx, device) },
	})
	h.devices.OnChange(h.boards.DevicesChanged)
	h.hub = live.New(live.Options{
		Authenticate: h.api.Peer, Presence: h.floor.DeskConnected, Devices: h.devices.Connected,
		Origins: origins(s), Admits: h.api.Admits,
		Build: screens(), Log: h.log, Registry: h.registry,
	}, live.Families(live.Sources{
		Desk: h.boards.Desk(), Floor: h.boards.Floor(), Wall: h.boards.Wall(),
		Display: h.boards.Display(), Kiosk: h.boards.Kiosk(), Turn: h.boards.Turn(),
		Alerts: h.alerts.Own(), AlertsAt: h.alerts.Place(),
	}, h.doors...)...)
	h.org.OnChange(func(_, _ *org.Organisation) { h.reconfigure(ctx) })
	h.endInactive(ctx) // who left while no server ran
	return nil
}

func (h *house) floorOptions() floor.Options {
	return floor.Options{
		Store: h.store, Config: h.org.Get().RoutingConfig(), Bus: h.bus,
		Names:     func(queue string) (string, string) { return h.org.Get().QueueNames(queue) },
		Targets:   h.targets,
		Answering: answering(),
		Class:     func(reason string) core.ReasonClass { return h.org.Get().ReasonClass(reason) },
		Desk: func() floor.DeskTimes {
			o := h.org.Get()
			return floor.DeskTimes{Grace: o.DisconnectGrace(), ChatReturn: o.ChatReturnAfter()}
		},
		Log: h.log, Registry: h.registry,
	}
}

// targets of a queue; one that the organisation no longer has keeps the defaults.
func (h *house) targets(queue string) floor.Targets {
	q, ok := h.org.Get().Queue(queue)
	if !ok {
		q = &org.Queue{}
	}
	t := floor.Targets{SLThreshold: q.Threshold.Std(), ShortAbandon: q.ShortAbandonLimit()}
	if t.SLThreshold == 0 {
		t.SLThreshold = 20 * time.Second
	}
	return t
}

func (h *house) country() string { return customer.CountryOf(h.org.Get().Timezone) }

func (h *house) hasSegment(key string) bool {
	_, ok := h.org.Get().Segment(key)
	return ok
}

// listDevices are the kiosks, displays and walls of the organisation.
func (h *house) listDevices() []device.Device {
	o := h.org.Get()
	list := make([]device.Device, len(o.Devices))
	for i := range o.Devices {
		d := &o.Devices[i]
		list[i] = device.Device{Key: d.Key, Kind: d.Kind, Site: d.Site, Name: d.Name}
	}
	return list
}

// devicesNow says which of them are there, as floors show it.
func (h *house) devicesNow() []insight.DeviceStanding {
	standings := h.devices.Standings()
	list := make([]insight.DeviceStanding, len(standings))
	for i, s := range standings {
		list[i] = insight.DeviceStanding{Key: s.Key, Kind: s.Kind, Name: s.Name, Site: s.Site, Online: s.Online, Since: s.Since}
	}
	return list
}

// run starts what happens without being asked for.
func (h *house) run(ctx context.Context) {
	for _, c := range h.channels {
		h.duties.Go(func() {
			if err := c.Run(ctx); err != nil {
				h.log.Error("a channel's duties have ended", "channel", string(c.Key()), "error", err)
			}
		})
	}
	h.duties.Go(func() {
		if err := h.boards.Run(ctx); err != nil {
			h.log.Error("the live boards have ended", "error", err)
		}
	})
	h.duties.Go(func() {
		if err := h.devices.Run(ctx); err != nil {
			h.log.Error("which devices are there was not written at the end", "error", err)
		}
	})
	h.duties.Go(func() {
		if err := h.alerts.Run(ctx); err != nil {
			h.log.Error("the alerts have ended", "error", err)
		}
	})
	h.duties.Go(func() {
		if err := h.jobs.Run(ctx); err != nil {
			h.log.Error("the durable jobs have ended", "error", err)
		}
	})
	h.duties.Go(func() { h.org.Watch(ctx, h.store, orgEvery, h.log) })
	h.duties.Go(func() { h.retryConfigure(ctx) })
	h.duties.Go(func() { h.publishHead(ctx) })
}

// close ends the house from the top down: duties, floor, store. It finishes the
// transaction under way.
func (h *house) close(ctx context.Context) error {
	h.stopping.Store(true)
	h.quit()
	h.duties.Wait()
	var errs []error
	if h.floor != nil {
		errs = append(errs, h.floor.Close(ctx))
	}
	if h.jobs != nil {
		errs = append(errs, h.jobs.Close())
	}
	return errors.Join(append(errs, h.breached.Close(), h.store.Close())...)
}
