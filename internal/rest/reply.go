package rest

import (
	"encoding/json"
	"io"
	"net/http"
)

// Base is the path all operations share.
const Base = "/api/v1"

// bodyMax bounds the body of a call; operations that take files say so
// themselves.
const bodyMax = 64 << 10

// Refuse answers with a problem document outside huma's own path, where
// only headers can be at fault.
func Refuse(w http.ResponseWriter, err error) {
	p := problemAt(err, places{IdempotencyHeader: "header." + IdempotencyHeader})
	w.Header().Set("Content-Type", "application/problem+json")
	if wait := p.retryAfter(); wait != "" {
		w.Header().Set("Retry-After", wait)
	}
	w.WriteHeader(p.Status)
	writeJSON(w, p)
}

// writeJSON writes v; a failure means that the client is gone.
func writeJSON(w io.Writer, v any) {
	_ = json.NewEncoder(w).Encode(v)
}
