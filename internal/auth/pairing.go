package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"math/big"
	"strings"
	"time"

	"turno/internal/audit"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
)

// A screen without a token shows a code of six digits. Somebody who may types it
// in Studio and says which device it is; the screen learns that with a secret of
// its own, which it never shows.
const (
	// PairingLife is how long a code is good.
	PairingLife = 10 * time.Minute
	// collectWithin is how long a screen may take to fetch its token afterwards.
	collectWithin = 2 * time.Minute

	codeDigits = 6
	codesMax   = 1_000_000

	// The fewer codes are open, the less a wrong digit meets another's.
	pairingsMax          = 300 // open at once
	pairingsOfAddressMax = 40
	pairingBurst         = 40 // a branch turns on all its screens at once
	pairingRefill        = 15 * time.Second
)

// Wrong codes: so many at once, then one per refill. One in a million is right,
// times the screens that wait.
const (
	tryBurst         = 6 // of one person
	tryRefill        = time.Minute
	tryAddressBurst  = 20
	tryAddressRefill = 20 * time.Second
	tryAllBurst      = 60
	tryAllRefill     = 5 * time.Second
)

// Pairing is a screen that asks to be let in.
type Pairing struct {
	Code    string // empty once it was used
	Kind    string // what it was opened as: kiosk, display, wall; empty: not said
	Origin  Origin
	Asked   core.Instant
	Expires core.Instant
	// Device is which one it is, once somebody has said so; then Token is its key to
	// the house, for the screen itself only.
	Device Device
	Token  string
}

// tries are the wrong codes of the last minutes.
type tries struct{ people, addresses, all *throttle }

func newTries() tries {
	return tries{
		people:    newThrottle(tryBurst, tryRefill, throttleKeys),
		addresses: newThrottle(tryAddressBurst, tryAddressRefill, throttleKeys),
		all:       newThrottle(tryAllBurst, tryAllRefill, 1),
	}
}

// take counts a try before it is made; forgive takes one back that was right.
func (t tries) take(who, address string, now core.Instant) error {
	if wait, ok := t.all.take("", now); !ok {
		return throttled(wait)
	}
	if wait, ok := t.addresses.take(address, now); !ok {
		t.all.forgive("", now)
		return throttled(wait)
	}
	if wait, ok := t.people.take(who, now); !ok {
		t.all.forgive("", now)
		t.addresses.forgive(address, now)
		return throttled(wait)
	}
	return nil
}

func (t tries) forgive(who, address string, now core.Instant) {
	t.all.forgive("", now)
	t.addresses.forgive(address, now)
	t.people.forgive(who, now)
}

// AskToPair gives a screen a code to show and a secret to ask with (PairingOf).
// kind is what it was opened as. Throttled when too many ask from its address;
// Unavailable when too many ask at all.
func (s *Service) AskToPair(ctx context.Context, kind string, from Origin) (string, Pairing, error) {
	if wait, ok := s.pairings.take(from.Address, s.now()); !ok {
		return "", Pairing{}, core.TooSoon(wait, "too many screens ask from here")
	}
	secret := newToken()
	p := Pairing{Kind: kind, Asked: s.now(), Expires: s.now().Add(PairingLife)}
	p.Origin = Origin{Address: from.Address, Agent: strings.ToValidUTF8(from.Agent[:min(len(from.Agent), agentMax)], "")}
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.DeleteExpiredDevicePairings(ctx, int64(s.now())); err != nil {
			return err
		}
		open, err := tx.ListOpenDevicePairings(ctx, int64(s.now()))
		if err != nil {
			return err
		}
		if p.Code, err = freeCode(open, from.Address); err != nil {
			return err
		}
		return tx.InsertDevicePairing(ctx, db.InsertDevicePairingParams{
			SecretHash: hashToken(secret), TokenHash: hashToken(tokenOf(secret)), Code: p.Code, Kind: kind,
			Address: p.Origin.Address, Agent: p.Origin.Agent, AskedAt: int64(p.Asked), ExpiresAt: int64(p.Expires),
		})
	})
	return secret, p, err
}

// freeCode is a code that no other screen shows now.
func freeCode(open []db.DevicePairing, address string) (string, error) {
	used, here := map[string]bool{}, 0
	for i := range open {
		used[open[i].Code] = true
		if open[i].Address == address {
			here++
		}
	}
	if len(open) >= pairingsMax || here >= pairingsOfAddressMax {
		return "", core.Errorf(core.Unavailable, "too many screens wait to be paired")
	}
	for {
		n, err := rand.Int(rand.Reader, big.NewInt(codesMax))
		if err != nil {
			return "", core.Wrap(core.Internal, "", err)
		}
		if code := fmt.Sprintf("%0*d", codeDigits, n.Int64()); !used[code] {
			return code, nil
		}
	}
}

// tokenOf is the token that a screen gets with its secret. It is made from it, so
// that it need not be kept until the screen fetches it, and may be fetched again
// when the answer was lost on the way.
func tokenOf(secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = mac.Write([]byte("turno device token")) // a hash never fails
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(mac.Sum(nil)[:16]))
}

// PairingOf tells a screen what became of its question. Unauthenticated when its
// code is over, or what it was given was taken away meanwhile.
func (s *Service) PairingOf(ctx context.Context, secret string) (Pairing, error) {
	gone := core.Errorf(core.Unauthenticated, "this code is over: ask for another")
	if secret == "" || len(secret) > tokenMax {
		return Pairing{}, gone
	}
	var row db.DevicePairing
	err := s.store.Read(ctx, func(q *db.Queries) error {
		var err error
		row, err = q.GetDevicePairing(ctx, hashToken(secret))
		return err
	})
	if core.CodeOf(err) == core.NotFound || err == nil && int64(s.now()) >= row.ExpiresAt {
		return Pairing{}, gone
	}
	if err != nil {
		return Pairing{}, err
	}
	p := pairingOf(&row)
	if row.DeviceKey == "" {
		return p, nil
	}
	who, err := s.CheckDevice(ctx, tokenOf(secret))
	if core.CodeOf(err) == core.Unauthenticated {
		return Pairing{}, gone
	}
	p.Token, p.Device = who.Token, Device{Key: who.Device, Kind: who.DeviceKind, Site: who.Site}
	return p, err
}

func pairingOf(row *db.DevicePairing) Pairing {
	return Pairing{
		Code: row.Code, Kind: row.Kind, Origin: Origin{Address: row.Address, Agent: row.Agent},
		Asked: core.Instant(row.AskedAt), Expires: core.Instant(row.ExpiresAt),
	}
}

// FindPairing says which screen shows a code, to whoever is about to pair it from
// a browser at from. NotFound for no such code; Throttled after too many of those.
func (s *Service) FindPairing(ctx context.Context, who Principal, from Origin, code string) (Pairing, error) {
	var p Pairing
	err := s.trying(who, from, func() error {
		return s.store.Read(ctx, func(q *db.Queries) error {
			row, err := s.openPairing(ctx, q, code)
			if err == nil {
				p = pairingOf(&row)
			}
			return err
		})
	})
	return p, err
}

// Pair makes the screen that shows a code a device, in place of the one that was
// so before. Errors are those of FindPairing; whether the caller may do so at the
// device's site has been checked.
func (s *Service) Pair(ctx context.Context, who Principal, from Origin, code, key string) (Pairing, error) {
	device, ok := s.directory.Device(key)
	if !ok {
		return Pairing{}, core.Errorf(core.NotFound, "there is no device %q", key)
	}
	p := Pairing{}
	err := s.trying(who, from, func() error {
		return audit.Write(ctx, s.store, func(tx *store.Tx) ([]audit.Entry, error) {
			row, err := s.openPairing(ctx, tx.Queries, code)
			if err != nil {
				return nil, err
			}
			rows, err := tx.CloseDevicePairing(ctx, db.CloseDevicePairingParams{
				DeviceKey: key, ExpiresAt: int64(s.now().Add(collectWithin)), SecretHash: row.SecretHash,
			})
			if err == nil && rows == 0 {
				err = unknownCode()
			}
			if err != nil {
				return nil, err
			}
			p = pairingOf(&row)
			p.Device = device
			entry := audit.Entry{By: who.By(), Kind: audit.DevicePaired, Object: audit.OfDevice(key), Detail: map[string]any{
				"kind": device.Kind, "site": device.Site, "address": row.Address, "agent": row.Agent,
			}}
			return []audit.Entry{entry}, tx.SetDeviceToken(ctx, db.SetDeviceTokenParams{
				DeviceKey: key, TokenHash: row.TokenHash, CreatedAt: int64(s.now()),
			})
		})
	})
	return p, err
}

// trying counts what fn tries, unless it was right, or failed by our fault.
func (s *Service) trying(who Principal, from Origin, fn func() error) error {
	if err := s.tries.take(who.UserID.String(), from.Address, s.now()); err != nil {
		s.log.Warn("pairing codes throttled", "user", who.UserID.String())
		return err
	}
	err := fn()
	if core.CodeOf(err) != core.NotFound {
		s.tries.forgive(who.UserID.String(), from.Address, s.now())
	}
	return err
}

// openPairing finds the screen that shows a code. All open codes are compared, in
// constant time each.
func (s *Service) openPairing(ctx context.Context, q *db.Queries, code string) (db.DevicePairing, error) {
	code = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, code)
	open, err := q.ListOpenDevicePairings(ctx, int64(s.now()))
	if err != nil {
		return db.DevicePairing{}, err
	}
	found := -1
	for i := range open {
		if subtle.ConstantTimeCompare([]byte(open[i].Code), []byte(code)) == 1 {
			found = i
		}
	}
	if found < 0 || len(code) != codeDigits {
		return db.DevicePairing{}, unknownCode()
	}
	return open[found], nil
}

func unknownCode() error {
	return core.Faultf(core.NotFound, "code", core.FaultUnknown, "no screen shows this code, or no longer")
}
