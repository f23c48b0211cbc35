package main

import (
	"net"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// newRegistry begins with what every process has: Go's figures, the process's,
// and which build it is.
func newRegistry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	version := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "turno", Name: "build_info", Help: "Always 1; the label says which build runs.",
		ConstLabels: prometheus.Labels{"version": build()},
	})
	version.Set(1)
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), version)
	return r
}

// watchReady adds what /readyz says of the floor to the figures, so that
// Prometheus need not ask twice.
func (h *house) watchReady() {
	h.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: "turno", Name: "ready", Help: "1 while the floor can write and is not stopping, else 0.",
	}, func() float64 {
		if h.stopping.Load() || h.floor.Healthy() != nil {
			return 0
		}
		return 1
	}))
}

// metricsHandler serves the figures to Prometheus.
func (h *house) metricsHandler() http.Handler {
	return promhttp.HandlerFor(h.registry, promhttp.HandlerOpts{Registry: h.registry})
}

// onlyHere lets in callers of this machine that no proxy has passed on: figures
// tell how busy a house is, and browsers reach the same door.
func onlyHere(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		ip := net.ParseIP(host)
		passedOn := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != ""
		if err != nil || ip == nil || !ip.IsLoopback() || passedOn {
			http.Error(w, "metrics are for this machine only; give them an address of their own with --metrics HOST:PORT", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}
