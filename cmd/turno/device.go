package main

import (
	"strings"
	"text/tabwriter"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/org"
	"turno/internal/store"
)

// deviceCmd is `turno device …`.
type deviceCmd struct {
	List  deviceListCmd  `cmd:"" help:"List the links."`
	Renew deviceRenewCmd `cmd:"" help:"Give a device a new link; the old one stops working."`
}

// deviceListCmd is `turno device list`.
type deviceListCmd struct {
	PublicURL string `env:"TURNO_PUBLIC_URL" default:"http://localhost:8080" help:"Address by which browsers reach the server." placeholder:"URL"`
}

func (c *deviceListCmd) Run(e *env) error {
	return e.withStore(func(s *store.Store) error {
		o, version, err := org.Load(e.ctx, s)
		if err != nil {
			return err
		}
		service := auth.New(auth.Options{Store: s, Directory: org.Directory{Live: org.NewLive(o, version)}, Log: e.log})
		links, err := service.DeviceLinks(e.ctx)
		if err != nil {
			return err
		}
		return printDevices(e, o, links, c.PublicURL)
	})
}

func printDevices(e *env, o *org.Organisation, links map[string]string, base string) error {
	table := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	for i := range o.Devices {
		d := &o.Devices[i]
		_, _ = table.Write([]byte(strings.Join([]string{d.Key, d.Name, deviceLink(base, d.Kind, links[d.Key])}, "\t") + "\n")) // kept for Flush
	}
	return table.Flush()
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
	return e.withStore(func(s *store.Store) error {
		o, version, err := org.Load(e.ctx, s)
		if err != nil {
			return err
		}
		service := auth.New(auth.Options{Store: s, Directory: org.Directory{Live: org.NewLive(o, version)}, Log: e.log})
		token, err := service.RenewDevice(e.ctx, audit.By{Party: audit.Operator}, c.Key)
		if err != nil {
			return err
		}
		d, _ := o.Device(c.Key)
		e.printf("%s\n", deviceLink(c.PublicURL, d.Kind, token))
		return nil
	})
}
