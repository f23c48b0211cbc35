package main

import (
	"context"
	"errors"
	"net"
	"time"

	"turno/internal/config"
	"turno/internal/core"
)

// serveCmd is `turno serve`.
type serveCmd struct {
	config.Server
}

// Run serves until the process is asked to stop, or cannot go on.
func (c *serveCmd) Run(e *env) error {
	if err := c.check(); err != nil {
		return err
	}
	// The address comes first: a second server started by mistake ends here,
	// before it takes the floor over from the first.
	doors, err := c.listen(e.ctx)
	if err != nil {
		return err
	}
	defer doors.close()
	h, err := openHouse(e, &c.Server)
	if err != nil {
		return err
	}
	err = c.serve(e, h, doors)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(e.ctx), closeMax)
	defer cancel()
	return errors.Join(err, h.close(ctx))
}

// check refuses what would fail only when the first browser comes.
func (c *serveCmd) check() error {
	if err := c.Check(); err != nil || !c.TLS() {
		return err
	}
	return (&certificate{cert: c.TLSCert, key: c.TLSKey}).load()
}

// serve opens the doors, says where they are, and closes them in the right order.
func (c *serveCmd) serve(e *env, h *house, doors *doors) error {
	if c.Demo {
		if err := h.welcome(e, &c.Server, doors.base(&c.Server)); err != nil {
			return err
		}
	}
	d := newDesk(h, &c.Server)
	failed := d.open(doors)
	h.log.Info("serving", "address", doors.base(&c.Server), "listen", doors.main.Addr().String(),
		"metrics", doors.figures(), "store", e.base.ShownStore(), "version", build())
	var cause error
	select {
	case <-e.ctx.Done():
		h.log.Info("stopping", "timeout", c.StopTimeout.String())
	case cause = <-failed:
	case <-h.floor.Done():
		cause = &core.Error{
			Code: core.Unavailable, Err: errTakenOver,
			Message: "this server has ended, and the other one serves; there must be one per store",
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(e.ctx), c.StopTimeout)
	defer cancel()
	if err := d.shut(ctx); err != nil {
		h.log.Warn("some calls were cut off", "error", err)
	}
	return cause
}

// closeMax is how long the transaction under way may take to end.
const closeMax = 30 * time.Second

// errTakenOver ends a server whose floor runs in another process now.
var errTakenOver = errors.New("another server was started on the same store")

// doors are the sockets that the server listens on.
type doors struct {
	main    net.Listener
	metrics net.Listener // nil: at the main one
}

func (c *serveCmd) listen(ctx context.Context) (*doors, error) {
	var d doors
	var err error
	if d.main, err = listen(ctx, "listen", c.Listen); err != nil {
		return nil, err
	}
	if c.Metrics == "" {
		return &d, nil
	}
	if d.metrics, err = listen(ctx, "metrics", c.Metrics); err != nil {
		d.close()
		return nil, err
	}
	return &d, nil
}

func listen(ctx context.Context, flag, address string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, &core.Error{
			Code: core.Unavailable, Field: flag, Err: err,
			Message: "cannot listen on " + address + " (choose another address with --" + flag + ")",
		}
	}
	return l, nil
}

func (d *doors) close() {
	_ = d.main.Close() // closed already after a regular stop
	if d.metrics != nil {
		_ = d.metrics.Close()
	}
}

// figures is where Prometheus finds them.
func (d *doors) figures() string {
	if d.metrics != nil {
		return d.metrics.Addr().String()
	}
	return d.main.Addr().String()
}

// base is the address by which browsers reach the server, without a slash at
// its end.
func (d *doors) base(s *config.Server) string {
	if s.PublicURL != "" {
		return trimSlash(s.PublicURL)
	}
	host, port, err := net.SplitHostPort(d.main.Addr().String())
	if err != nil {
		return "http://" + d.main.Addr().String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	if s.TLS() {
		return "https://" + net.JoinHostPort(host, port)
	}
	return "http://" + net.JoinHostPort(host, port)
}

// livePath is where browsers open their live feed.
const livePath = "/api/v1/live"

// retryAfter is how long browsers wait before they come back after a stop: as
// long as a restart takes.
const retryAfter = 2 * time.Second
