package main

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"turno/internal/api"
	"turno/internal/clock"
)

// journal writes one line for every call and counts it. It keeps the route and
// never the path or the query, which hold customers' words and links' tokens.
type journal struct {
	log     *slog.Logger
	api     *api.API
	calls   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
}

func newJournal(h *house) *journal {
	j := &journal{
		log: h.log, api: h.api,
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: "turno", Subsystem: "http", Name: "requests_total", Help: "Calls, by route and status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "turno", Subsystem: "http", Name: "request_seconds", Help: "Time to the end of the answer.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 13), // 1 ms to 4 s
		}, []string{"part"}),
	}
	h.registry.MustRegister(j.calls, j.seconds)
	return j
}

// record is the outermost part of every call but sockets, which are no calls.
func (j *journal) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == livePath {
			next.ServeHTTP(w, r)
			return
		}
		begun := clock.Now()
		answer := &answer{ResponseWriter: w}
		route, part := j.route(r)
		defer func() {
			if fault := recover(); fault != nil {
				j.fault(answer, route, fault)
			}
			j.done(r, answer, route, part, clock.Now().Sub(begun))
		}()
		next.ServeHTTP(answer, r)
	})
}

// route is what may be known of a call, and the part of the house it goes to.
func (j *journal) route(r *http.Request) (route, part string) {
	switch path := r.URL.Path; {
	case strings.HasPrefix(path, "/api/"):
		return j.api.Route(r), "api"
	case path == "/healthz", path == "/readyz", path == "/metrics":
		return path, "health"
	case strings.HasPrefix(path, "/assets/"):
		return "/assets/", "web"
	default:
		return "/", "web"
	}
}

// fault answers a call whose handler panicked: that call fails, the house goes on.
func (j *journal) fault(w *answer, route string, fault any) {
	if fault == http.ErrAbortHandler { //nolint:errorlint // net/http compares it this way
		panic(fault)
	}
	j.log.Error("a call failed by a defect", "route", route, "panic", fault, "stack", string(debug.Stack()))
	if w.status == 0 {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
}

func (j *journal) done(r *http.Request, w *answer, route, part string, took time.Duration) {
	status := w.status
	if status == 0 {
		status = http.StatusOK // an empty answer
	}
	j.calls.WithLabelValues(route, strconv.Itoa(status)).Inc()
	j.seconds.WithLabelValues(part).Observe(took.Seconds())
	level := slog.LevelInfo
	if part != "api" {
		level = slog.LevelDebug
	}
	if status >= http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	j.log.Log(r.Context(), level, "call", "route", route, "status", status, "bytes", w.bytes,
		"ms", float64(took.Microseconds())/1000)
}

// answer notes what was answered.
type answer struct {
	http.ResponseWriter

	status int
	bytes  int
}

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(p)
	a.bytes += n
	return n, err
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
