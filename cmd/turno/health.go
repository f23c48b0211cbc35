package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"turno/internal/core"
)

// readyMax is how long the parts of the house may take to say that they are well.
const readyMax = 2 * time.Second

// healthz answers as long as the process can answer at all.
func healthz(w http.ResponseWriter, _ *http.Request) {
	writeHealth(w, http.StatusOK, map[string]string{"status": "ok"})
}

// readyz answers 200 when calls can be served: the store can be read, the floor
// could write when it last tried, and nobody asked the process to stop.
func (h *house) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyMax)
	defer cancel()
	report := map[string]string{"status": "ready"}
	fail := func(part string, err error) {
		if err != nil {
			report["status"], report[part] = "not ready", words(err)
		}
	}
	if h.stopping.Load() {
		fail("process", core.Errorf(core.Unavailable, "stopping"))
	}
	fail("floor", h.floor.Healthy())
	fail("store", h.store.Ping(ctx))
	status := http.StatusOK
	if report["status"] != "ready" {
		status = http.StatusServiceUnavailable
	}
	writeHealth(w, status, report)
}

// words are an error's words for people, without its cause, which is in the log.
func words(err error) string {
	var e *core.Error
	if errors.As(err, &e) && e.Message != "" {
		return e.Message
	}
	return string(core.CodeOf(err))
}

func writeHealth(w http.ResponseWriter, status int, report map[string]string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(report) // the asker is gone if this fails
}
