package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"turno/internal/config"
	"turno/web"
)

// Limits of a call. Operations bound their bodies more narrowly; this is the
// largest that any of them takes.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = 2 * time.Minute
	idleTimeout   = 2 * time.Minute
	headerMax     = 32 << 10
	bodyMax       = fileMax + 1<<20
)

// desk is where the outside comes in: the HTTP servers of a house.
type desk struct {
	house   *house
	main    *http.Server
	metrics *http.Server // nil: at the main one
	secure  bool
	over    sync.WaitGroup
}

func newDesk(h *house, s *config.Server) *desk {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", h.readyz)
	mux.Handle("/api/v1/", h.api.Handler())
	mux.Handle("GET "+livePath, h.hub)
	mux.Handle("/", web.Handler())
	d := &desk{house: h, secure: s.TLS()}
	if s.Metrics == "" {
		mux.Handle("GET /metrics", onlyHere(h.metricsHandler()))
	} else {
		figures := http.NewServeMux()
		figures.Handle("GET /metrics", h.metricsHandler())
		figures.HandleFunc("GET /healthz", healthz)
		figures.HandleFunc("GET /readyz", h.readyz)
		d.metrics = newServer(figures, h.log)
	}
	handler := headers(s.Secure(), newJournal(h).record(http.MaxBytesHandler(mux, bodyMax)))
	d.main = newServer(handler, h.log)
	if s.TLS() {
		certificate := &certificate{cert: s.TLSCert, key: s.TLSKey, log: h.log}
		d.main.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: certificate.get}
	}
	return d
}

func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: headerMax,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug), // what passers-by do wrong
	}
}

// open serves at the doors. The channel tells of a server that ended by itself.
func (d *desk) open(doors *doors) <-chan error {
	failed := make(chan error, 2)
	serve := func(fn func() error) {
		d.over.Go(func() {
			if err := fn(); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		})
	}
	serve(func() error {
		if d.secure {
			return d.main.ServeTLS(doors.main, "", "")
		}
		return d.main.Serve(doors.main)
	})
	if d.metrics != nil {
		serve(func() error { return d.metrics.Serve(doors.metrics) })
	}
	return failed
}

// shut takes no more calls, asks browsers to come back, and waits for the calls
// in progress, or until ctx ends.
func (d *desk) shut(ctx context.Context) error {
	d.house.stopping.Store(true)
	finished := make(chan error, 1)
	go func() { finished <- d.main.Shutdown(ctx) }()
	d.house.hub.Stop(ctx, "restart", retryAfter)
	err := <-finished
	if err != nil {
		err = errors.Join(err, d.main.Close())
	}
	if d.metrics != nil {
		err = errors.Join(err, d.metrics.Close())
	}
	d.over.Wait()
	return err
}

// headers are for every answer: what browsers must not do with it. Screens, API
// and its documentation live under one policy; answers of the API are not kept.
func headers(secure bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Content-Security-Policy", web.Policy)
		header.Set("X-Frame-Options", "SAMEORIGIN")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Permissions-Policy", "camera=(), geolocation=(), payment=(), usb=()")
		if secure {
			header.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			header.Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}

// origins are the hosts whose pages may open the live feed besides the one that
// is asked: behind a proxy that hides it, the public one.
func origins(s *config.Server) []string {
	hosts := s.Origins
	if u, err := url.Parse(s.PublicURL); err == nil && u.Host != "" {
		hosts = append([]string{u.Host}, hosts...)
	}
	return hosts
}

// turnURL is the address of a visitor's page without the token, for printed
// tickets.
func turnURL(public string) string {
	if public == "" {
		return ""
	}
	return trimSlash(public) + "/t/"
}

func trimSlash(address string) string { return strings.TrimRight(address, "/") }
