package main

import (
	"crypto/tls"
	"log/slog"
	"os"
	"sync"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
)

// certificate is the server's, read again when its file has changed: renewals
// need no restart.
type certificate struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate
	stamp  time.Time    // of the file that was loaded
	looked core.Instant // when the file was last looked at
}

// certificateEvery is how often the file is looked at.
const certificateEvery = time.Minute

// get implements tls.Config.GetCertificate. A renewal that cannot be read leaves
// the old certificate in place.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := clock.Now()
	if c.loaded != nil && now.Sub(c.looked) < certificateEvery {
		return c.loaded, nil
	}
	c.looked = now
	if err := c.load(); err != nil {
		if c.loaded == nil {
			return nil, err
		}
		c.log.Error("the renewed TLS certificate cannot be read; the old one stays", "error", err)
	}
	return c.loaded, nil
}

// load reads the pair, if the certificate's file is another than before.
func (c *certificate) load() error {
	info, err := os.Stat(c.cert)
	if err != nil {
		return core.Wrap(core.NotFound, "tls-cert", err)
	}
	if c.loaded != nil && info.ModTime().Equal(c.stamp) {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return core.Wrap(core.Invalid, "tls-cert", err)
	}
	if c.loaded != nil {
		c.log.Info("TLS certificate was renewed")
	}
	c.loaded, c.stamp = &pair, info.ModTime()
	return nil
}
