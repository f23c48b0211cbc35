package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/device"
	"turno/internal/org"
	"turno/internal/store"
)

// deviceCmd is `turno device …`.
type deviceCmd struct {
	List   deviceListCmd   `cmd:"" help:"List kiosks, displays and walls, and when they were there."`
	Renew  deviceRenewCmd  `cmd:"" help:"Give a device a new link and print it; the old one, or the paired screen, stops working."`
	Revoke deviceRevokeCmd `cmd:"" help:"Take a device's link, or the paired screen's key, away."`
}

// deviceListCmd is `turno device list`.
type deviceListCmd struct{}

func (c *deviceListCmd) Run(e *env) error {
	return e.withDevices(func(service *auth.Service, o *org.Organisation, s *store.Store) error {
		paired, err := service.PairedDevices(e.ctx)
		if err != nil {
			return err
		}
		list := make([]device.Device, len(o.Devices))
		for i := range o.Devices {
			d := &o.Devices[i]
			list[i] = device.Device{Key: d.Key, Kind: d.Kind, Site: d.Site, Name: d.Name}
		}
		presence, err := device.Open(e.ctx, device.Options{Store: s, Devices: func() []device.Device { return list }})
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
		for _, d := range presence.Standings() {
			_, _ = fmt.Fprintln(table, strings.Join([]string{d.Key, d.Kind, d.Name, deviceState(paired[d.Key], d)}, "\t")) // kept for Flush
		}
		return table.Flush()
	})
}

// deviceState says in words how a device stands, as far as the store knows: what a
// running server knows better is in Studio.
func deviceState(paired core.Instant, d device.Standing) string {
	switch {
	case paired == 0:
		return "not paired"
	case d.Since == 0:
		return "paired, never seen"
	case d.Online:
		return "online since " + d.Since.Time().Format(time.RFC3339)
	default:
		return "offline since " + d.Since.Time().Format(time.RFC3339)
	}
}

// withDevices gives fn what the commands of devices need.
func (e *env) withDevices(fn func(service *auth.Service, o *org.Organisation, s *store.Store) error) error {
	return e.withStore(func(s *store.Store) error {
		o, version, err := org.Load(e.ctx, s)
		if err != nil {
			return err
		}
		return fn(auth.New(auth.Options{Store: s, Directory: org.Directory{Live: org.NewLive(o, version)}, Log: e.log}), o, s)
	})
}

// deviceLink is the page of a device: /kiosk/…, /display/…, /wall/….
func deviceLink(base, kind, token string) string {
	return strings.TrimRight(base, "/") + "/" + kind + "/" + token
}

// deviceRenewCmd is `turno device renew KEY`.
type deviceRenewCmd struct {
	Key       string `arg:"" help:"Which device."`
	PublicURL string `env:"TURNO_PUBLIC_URL" default:"http://localhost:8080" help:"Address by which browsers reach the server." placeholder:"URL"`
}

func (c *deviceRenewCmd) Run(e *env) error {
	return e.withDevices(func(service *auth.Service, o *org.Organisation, _ *store.Store) error {
		token, err := service.RenewDevice(e.ctx, audit.By{Party: audit.Operator}, c.Key)
		if err != nil {
			return err
		}
		d, _ := o.Device(c.Key)
		e.printf("%s\n", deviceLink(c.PublicURL, d.Kind, token))
		return nil
	})
}

// deviceRevokeCmd is `turno device revoke KEY`.
type deviceRevokeCmd struct {
	Key string `arg:"" help:"Which device."`
}

func (c *deviceRevokeCmd) Run(e *env) error {
	return e.withDevices(func(service *auth.Service, _ *org.Organisation, _ *store.Store) error {
		if err := service.RevokeDevice(e.ctx, audit.By{Party: audit.Operator}, c.Key); err != nil {
			return err
		}
		e.printf("The key of %s was taken away; its screen asks to be paired within a minute.\n", c.Key)
		return nil
	})
}
