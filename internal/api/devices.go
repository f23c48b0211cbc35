package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/device"
	"turno/internal/org"
)

// Device is a kiosk, display or wall.
type Device struct {
	Key  string `json:"key"`
	Kind string `json:"kind" enum:"kiosk,display,wall"`
	Site string `json:"site,omitempty"`
	Name string `json:"name"`
	// Paired: some screen has its key. Online: a browser with it has its live feed open.
	Paired   bool         `json:"paired" doc:"A screen has its key."`
	PairedAt core.Instant `json:"paired_at,omitempty" doc:"Since when that screen."`
	Online   bool         `json:"online" doc:"It is there now."`
	Since    core.Instant `json:"since,omitempty" doc:"When it came, or was last seen; left out when it never came."`
}

// Screen is what a display or wall needs to know of itself.
type Screen struct {
	Device    string   `json:"device"`
	Kind      string   `json:"kind" enum:"display,wall"`
	Name      string   `json:"name"`
	Site      string   `json:"site,omitempty"`
	SiteName  org.Text `json:"site_name,omitempty"`
	Languages []string `json:"languages"`
	Timezone  string   `json:"timezone"`
	Topic     string   `json:"topic" doc:"The live topic it shows."`
	// A screen has no user, so that it cannot ask for the organisation's names.
	Queues []ScreenName `json:"queues" nullable:"false" doc:"Names of the queues a wall shows."`
	Sites  []ScreenName `json:"sites" nullable:"false" doc:"Names of the sites a wall shows."`
}

// ScreenName is the name of a key on a screen's rows.
type ScreenName struct {
	Key  string   `json:"key"`
	Name org.Text `json:"name"`
}

type (
	devicesOutput struct {
		Body Page[Device]
	}
	screenOutput struct {
		Body Screen
	}
)

func (a *API) registerDevices() {
	const tag = "Devices"
	register(a, op("list-devices", http.MethodGet, "/devices", tag, "Kiosks, displays and walls, and whether they are there"), a.guard(auth.DeviceView), a.listDevices)
	register(a, op("get-display", http.MethodGet, "/displays/{token}", tag, "What a display is"), a.link(), a.getDisplay)
	register(a, op("get-wall", http.MethodGet, "/walls/{token}", tag, "What a wall is"), a.link(), a.getWall)
}

func (a *API) listDevices(ctx context.Context, in *PageInput) (*devicesOutput, error) {
	me := a.me(ctx)
	paired, err := a.Auth.PairedDevices(ctx)
	if err != nil {
		return nil, err
	}
	standings := a.standings()
	var devices []Device
	for i := range me.org.Devices {
		d := &me.org.Devices[i]
		if d.Key > in.After && me.May(auth.DeviceView, deviceNode(d)) {
			devices = append(devices, deviceOf(d, paired[d.Key], standings[d.Key]))
		}
	}
	slices.SortFunc(devices, func(a, b Device) int { return strings.Compare(a.Key, b.Key) })
	devices = devices[:min(len(devices), in.Limit+1)]
	return &devicesOutput{Body: pageOf(devices, in.Limit, func(d Device) string { return d.Key })}, nil
}

func deviceOf(d *org.Device, paired core.Instant, s device.Standing) Device {
	return Device{
		Key: d.Key, Kind: d.Kind, Site: d.Site, Name: d.Name,
		Paired: paired != 0, PairedAt: paired, Online: s.Online, Since: s.Since,
	}
}

// standings say which devices are there, by key.
func (a *API) standings() map[string]device.Standing {
	byKey := map[string]device.Standing{}
	if a.Devices != nil {
		for _, s := range a.Devices.Standings() {
			byKey[s.Key] = s
		}
	}
	return byKey
}

func deviceNode(d *org.Device) string {
	if d.Site == "" {
		return org.NodeOrg
	}
	return org.SiteNode(d.Site)
}

func (a *API) getDisplay(ctx context.Context, in *LinkInput) (*screenOutput, error) {
	return a.screen(ctx, in.Token, "display", "display:")
}

func (a *API) getWall(ctx context.Context, in *LinkInput) (*screenOutput, error) {
	return a.screen(ctx, in.Token, "wall", "wall:")
}

func (a *API) screen(ctx context.Context, token, kind, topic string) (*screenOutput, error) {
	who, err := a.Auth.CheckDeviceOf(ctx, token, kind)
	if err != nil {
		return nil, err
	}
	o := a.Org.Get()
	d, ok := o.Device(who.Device)
	if !ok {
		return nil, core.Errorf(core.NotFound, "this %s is not part of the organisation any more", kind)
	}
	s := Screen{
		Device: d.Key, Kind: d.Kind, Name: d.Name, Site: d.Site,
		Languages: o.LanguagesOf(d.Site), Timezone: o.Location(d.Site).String(),
		Queues: []ScreenName{}, Sites: []ScreenName{},
	}
	if site, ok := o.Site(d.Site); ok {
		s.SiteName = site.Name
	}
	if kind == "display" {
		s.Topic = topic + d.Site
	} else {
		s.Topic = topic + deviceNode(d)
		s.nameAll(o)
	}
	return &screenOutput{Body: s}, nil
}

// nameAll adds the names of the queues and sites at the screen's site, or of all
// where it has none.
func (s *Screen) nameAll(o *org.Organisation) {
	named := map[string]bool{}
	for _, key := range o.QueueKeys() {
		base, site := o.QueueNames(key)
		q, ok := o.Queue(base)
		if !ok || named[base] || s.Site != "" && site != s.Site {
			continue
		}
		named[base] = true
		s.Queues = append(s.Queues, ScreenName{Key: base, Name: q.Name})
	}
	for i := range o.Sites {
		if s.Site == "" || o.Sites[i].Key == s.Site {
			s.Sites = append(s.Sites, ScreenName{Key: o.Sites[i].Key, Name: o.Sites[i].Name})
		}
	}
}
