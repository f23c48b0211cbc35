package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/rest"
	"turno/internal/store"
	"turno/internal/store/db"
)

// The bounds of what is remembered per call.
const (
	idempotencyKept  = 24 * time.Hour
	idempotencyPrune = time.Hour
)

// answer is what is kept of a response.
type answer struct {
	request string // of which it is the answer
	status  int
	kept    keptAnswer
}

// keptAnswer is the part that the store keeps as JSON.
type keptAnswer struct {
	ETag string `json:"etag,omitempty"`
	Type string `json:"type,omitempty"`
	Body string `json:"body,omitempty"`
}

// idempotent replays the stored answer of a creating call that is repeated with
// the same key, and refuses a key that is used again for something else.
type idempotent struct {
	store *store.Store
	now   func() core.Instant
	log   *slog.Logger

	mu     sync.Mutex
	busy   map[string]bool // keys whose first call is running
	pruned core.Instant    // when old answers were last thrown away
}

func (i *idempotent) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get(rest.IdempotencyHeader)
		if key == "" || r.Method != http.MethodPost || rest.Secretive(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		if len(key) > rest.IdempotencyKeyMax {
			rest.Refuse(w, core.Boundf(core.TooLarge, rest.IdempotencyHeader, core.FaultTooLong, rest.IdempotencyKeyMax, "the key is longer than %d characters", rest.IdempotencyKeyMax))
			return
		}
		i.serve(w, r, key, next)
	})
}

func (i *idempotent) serve(w http.ResponseWriter, r *http.Request, key string, next http.Handler) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, rest.RepeatBodyMax))
	if err != nil {
		rest.Refuse(w, core.Errorf(core.TooLarge, "the request is larger than %d KiB", rest.RepeatBodyMax>>10))
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	scope := scopeOf(r)
	fingerprint := requestHash(r, body)

	if !i.enter(scope + "\x00" + key) {
		rest.Refuse(w, core.Errorf(core.Conflict, "the first call with this key is still being carried out"))
		return
	}
	defer i.leave(scope + "\x00" + key)

	kept, found, err := i.kept(r.Context(), scope, key)
	switch {
	case err != nil:
		rest.Refuse(w, err)
	case found && kept.request != fingerprint:
		rest.Refuse(w, core.Faultf(core.Invalid, rest.IdempotencyHeader, core.FaultUsed, "this key was used for another request"))
	case found:
		for name, value := range map[string]string{"Content-Type": kept.kept.Type, "ETag": kept.kept.ETag} {
			if value != "" {
				w.Header().Set(name, value)
			}
		}
		w.Header().Set("Idempotent-Replayed", "true")
		w.WriteHeader(kept.status)
		_, _ = io.WriteString(w, kept.kept.Body) // the client is gone if this fails; nothing to mend
	default:
		i.first(w, r, scope, key, fingerprint, next)
	}
}

// first carries the call out, and keeps the answer if something was done. What
// was refused changed nothing, so the same key may try it again.
func (i *idempotent) first(w http.ResponseWriter, r *http.Request, scope, key, fingerprint string, next http.Handler) {
	rec := &recorder{ResponseWriter: w, status: http.StatusOK}
	next.ServeHTTP(rec, r.WithContext(rest.WithCommand(r.Context(), commandID(scope, key))))
	if rec.status >= http.StatusMultipleChoices {
		return
	}
	// The request's context may be cancelled by a client that hung up; the answer
	// must be kept all the same, since that client will come back with the key.
	ctx := context.WithoutCancel(r.Context())
	i.keep(ctx, scope, key, answer{request: fingerprint, status: rec.status, kept: keptAnswer{
		ETag: rec.Header().Get("ETag"), Type: rec.Header().Get("Content-Type"), Body: rec.body.String(),
	}})
}

// kept reads the answer that was given to a key.
func (i *idempotent) kept(ctx context.Context, scope, key string) (answer, bool, error) {
	var row db.Idempotency
	err := i.store.Read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.GetIdempotency(ctx, scope, key)
		return err
	})
	if core.CodeOf(err) == core.NotFound {
		return answer{}, false, nil
	}
	if err != nil {
		return answer{}, false, err
	}
	found := answer{request: row.Request, status: int(row.Status)}
	if err := json.Unmarshal([]byte(row.Answer), &found.kept); err != nil {
		return answer{}, false, core.Wrap(core.Internal, "", err)
	}
	return found, true, nil
}

// keep stores an answer. If that fails, a repeat is still refused by the floor
// for the id of its command, so the failure is only worth a line in the log.
func (i *idempotent) keep(ctx context.Context, scope, key string, a answer) {
	doc, err := json.Marshal(a.kept)
	if err != nil {
		i.log.WarnContext(ctx, "answer not kept", "err", err)
		return
	}
	now := i.now()
	prune := i.prune(now)
	err = i.store.Write(ctx, func(tx *store.Tx) error {
		if prune {
			if _, err := tx.DeleteIdempotencyBefore(ctx, int64(now.Add(-idempotencyKept))); err != nil {
				return err
			}
		}
		if _, err := tx.ReserveIdempotency(ctx, db.ReserveIdempotencyParams{
			Scope: scope, Key: key, Request: a.request, At: int64(now),
		}); err != nil {
			return err
		}
		_, err := tx.AnswerIdempotency(ctx, db.AnswerIdempotencyParams{
			Status: int64(a.status), Answer: string(doc), Scope: scope, Key: key,
		})
		return err
	})
	if err != nil {
		i.log.WarnContext(ctx, "answer not kept", "err", err)
	}
}

// prune says that it is time to throw old answers away.
func (i *idempotent) prune(now core.Instant) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if now.Sub(i.pruned) < idempotencyPrune {
		return false
	}
	i.pruned = now
	return true
}

// scopeOf separates the keys of different callers: the user, else the path with
// the token of its link in it.
func scopeOf(r *http.Request) string {
	if who := principalOf(r.Context()); who.Kind == auth.KindUser {
		if !who.TokenID.IsZero() {
			return "token:" + who.TokenID.String() // which may less than its user
		}
		return "user:" + who.UserID.String()
	}
	return "path:" + r.URL.Path
}

func (i *idempotent) enter(k string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.busy[k] {
		return false
	}
	i.busy[k] = true
	return true
}

func (i *idempotent) leave(k string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	delete(i.busy, k)
}

func requestHash(r *http.Request, body []byte) string {
	h := sha256.New()
	_, _ = io.WriteString(h, r.Method+" "+r.URL.Path+"\n") // a hash never fails
	_, _ = h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// commandID derives the floor command's id from the caller's key, so that even a
// crash between the command and the keeping of its answer cannot carry it out
// twice: the floor refuses the id. A UUID of version 8 (RFC 9562 section 5.8).
func commandID(scope, key string) core.ID {
	sum := sha256.Sum256([]byte(scope + "\x00" + key))
	var id core.ID
	copy(id[:], sum[:])
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// recorder passes a response on and remembers it.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (r *recorder) Write(b []byte) (int, error) {
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}
