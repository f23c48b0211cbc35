package auth_test

import (
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/db"
	"turno/internal/store/storetest"
)

var (
	inTheBranch = auth.Origin{Address: "192.0.2.1", Agent: "Chromium"}
	inTheOffice = auth.Origin{Address: "192.0.2.2", Agent: "Firefox"}
)

// boss is whoever pairs.
func (f *fixture) boss() auth.Principal { return auth.Principal{Kind: auth.KindUser, UserID: f.ana} }

// ask is a screen that asks to be paired.
func (f *fixture) ask(t *testing.T) (secret, code string) {
	t.Helper()
	secret, p, err := f.AskToPair(t.Context(), "kiosk", inTheBranch)
	if err != nil || len(p.Code) != 6 || p.Expires.Sub(p.Asked) != auth.PairingLife {
		t.Fatalf("asked: %+v, %v", p, err)
	}
	return secret, p.Code
}

// Ensure a screen is paired by its code, once, and learns it with its own secret.
func TestPairing(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, engine)
			before, err := f.RenewDevice(t.Context(), operator, "kiosk")
			if err != nil {
				t.Fatal(err)
			}
			secret, code := f.ask(t)
			if p, err := f.PairingOf(t.Context(), secret); err != nil || p.Code != code || p.Token != "" {
				t.Fatalf("while it waits: %+v, %v", p, err)
			}
			seen, err := f.FindPairing(t.Context(), f.boss(), inTheOffice, code[:3]+" "+code[3:])
			if err != nil || seen.Kind != "kiosk" || seen.Origin != inTheBranch {
				t.Fatalf("who asks: %+v, %v", seen, err)
			}
			if _, err := f.Pair(t.Context(), f.boss(), inTheOffice, code, "none"); core.CodeOf(err) != core.NotFound {
				t.Errorf("paired as a device that there is not: %v", err)
			}
			if _, err := f.Pair(t.Context(), f.boss(), inTheOffice, code, "kiosk"); err != nil {
				t.Fatal(err)
			}
			for range 2 { // the answer may get lost on the way
				p, err := f.PairingOf(t.Context(), secret)
				if err != nil || p.Device.Key != "kiosk" || p.Code != "" {
					t.Fatalf("paired: %+v, %v", p, err)
				}
				who, err := f.CheckDevice(t.Context(), p.Token)
				if err != nil || who.Device != "kiosk" || who.Site != "a" {
					t.Fatalf("its key opens as %+v, %v", who, err)
				}
				f.keepsNo(t, p.Token, secret)
			}
			_, err = f.CheckDevice(t.Context(), before)
			wantCode(t, err, core.Unauthenticated)
			_, err = f.CheckDevice(t.Context(), secret)
			wantCode(t, err, core.Unauthenticated)

			_, err = f.Pair(t.Context(), f.boss(), inTheOffice, code, "kiosk")
			wantCode(t, err, core.NotFound)
			_, err = f.FindPairing(t.Context(), f.boss(), inTheOffice, code)
			wantCode(t, err, core.NotFound)
			f.recorded(t, audit.DevicePaired, "device:kiosk")

			f.pass(auth.PairingLife)
			_, err = f.PairingOf(t.Context(), secret)
			wantCode(t, err, core.Unauthenticated)
		})
	}
}

// keepsNo fails when the store holds a secret as it is.
func (f *fixture) keepsNo(t *testing.T, secrets ...string) {
	t.Helper()
	err := f.data.Read(t.Context(), func(q *db.Queries) error {
		tokens, err := q.ListDeviceTokens(t.Context())
		for _, row := range tokens {
			if slices.Contains(secrets, row.TokenHash) {
				t.Errorf("kept as it is: %+v", row)
			}
		}
		for _, secret := range secrets {
			if _, err := q.GetDevicePairing(t.Context(), secret); !errors.Is(err, sql.ErrNoRows) {
				t.Errorf("a pairing is found by its bare secret: %v", err)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// recorded fails unless the audit log has an entry.
func (f *fixture) recorded(t *testing.T, kind audit.Kind, object string) {
	t.Helper()
	rows, err := audit.Find(t.Context(), f.data, audit.Query{Kind: kind, Limit: 10})
	if err != nil || len(rows) == 0 || rows[0].Object != object {
		t.Errorf("the log has %+v, %v", rows, err)
	}
}

// Ensure a code is over after its time, for whoever types it and for its screen.
func TestPairing_Expires(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	secret, code := f.ask(t)
	f.pass(auth.PairingLife - time.Second)
	if _, err := f.FindPairing(t.Context(), f.boss(), inTheOffice, code); err != nil {
		t.Fatal(err)
	}
	f.pass(time.Second)
	_, err := f.Pair(t.Context(), f.boss(), inTheOffice, code, "kiosk")
	wantCode(t, err, core.NotFound)
	_, err = f.PairingOf(t.Context(), secret)
	wantCode(t, err, core.Unauthenticated)
	if again, next := f.ask(t); again == secret || next == "" {
		t.Error("it is not given another")
	}
}

// Ensure guessing is stopped: for one person, for one address, and for all
// together; and that those who type right codes are not counted.
func TestPairing_Guessing(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	guess := func(person, address int) error {
		who := auth.Principal{Kind: auth.KindUser, UserID: core.ID{byte(person), 1}}
		_, err := f.Pair(t.Context(), who, auth.Origin{Address: strconv.Itoa(address)}, "nocode", "kiosk")
		return err
	}
	count := func(who func(i int) (person, address int)) int {
		for i := range 200 {
			if err := guess(who(i)); core.CodeOf(err) == core.Throttled {
				return i
			} else if core.CodeOf(err) != core.NotFound {
				t.Fatal(err)
			}
		}
		return 200
	}
	for range 30 {
		_, code := f.ask(t)
		if _, err := f.Pair(t.Context(), f.boss(), inTheOffice, code, "kiosk"); err != nil {
			t.Fatalf("a right code: %v", err)
		}
	}
	if got := count(func(i int) (int, int) { return 1, i }); got != 6 {
		t.Errorf("one person had %d tries", got)
	}
	if got := count(func(i int) (int, int) { return 10 + i, 1000 }); got != 20 {
		t.Errorf("one address had %d tries", got)
	}
	if got := count(func(i int) (int, int) { return 100 + i, 2000 + i }); got != 60-26 {
		t.Errorf("all others together had %d tries", got)
	}
	_, code := f.ask(t)
	_, err := f.FindPairing(t.Context(), f.boss(), inTheOffice, code)
	wantCode(t, err, core.Throttled)
	f.pass(5 * time.Second)
	if _, err := f.FindPairing(t.Context(), f.boss(), inTheOffice, code); err != nil {
		t.Errorf("after a while: %v", err)
	}
}

// Ensure one address cannot fill the house with screens that ask.
func TestPairing_Flood(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	codes := map[string]bool{}
	for i := range 40 {
		_, code := f.ask(t)
		if codes[code] {
			t.Fatalf("the %dth code is another's", i)
		}
		codes[code] = true
	}
	_, _, err := f.AskToPair(t.Context(), "kiosk", inTheBranch)
	wantCode(t, err, core.Throttled)
	f.pass(15 * time.Second)
	_, _, err = f.AskToPair(t.Context(), "kiosk", inTheBranch)
	wantCode(t, err, core.Unavailable) // forty wait already
	if _, _, err := f.AskToPair(t.Context(), "", inTheOffice); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
}

// Ensure a key that was taken away opens nothing, and a pairing that was not
// collected yet gives it no more.
func TestPairing_Revoked(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	wantCode(t, f.RevokeDevice(t.Context(), operator, "kiosk"), core.NotFound)
	secret, code := f.ask(t)
	if _, err := f.Pair(t.Context(), f.boss(), inTheOffice, code, "kiosk"); err != nil {
		t.Fatal(err)
	}
	p, err := f.PairingOf(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.RevokeDevice(t.Context(), f.boss().By(), "kiosk"); err != nil {
		t.Fatal(err)
	}
	_, err = f.CheckLink(t.Context(), p.Token)
	wantCode(t, err, core.Unauthenticated)
	_, err = f.PairingOf(t.Context(), secret)
	wantCode(t, err, core.Unauthenticated)
	f.recorded(t, audit.DeviceRevoked, "device:kiosk")
}

// Ensure links that an older version kept as they were go on, kept by their hash.
func TestHashLinks(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, engine)
			const old = "abcdefghijklmnopqrstuvwxyz"
			err := f.data.Write(t.Context(), func(tx *store.Tx) error {
				return tx.SetDeviceToken(t.Context(), db.SetDeviceTokenParams{DeviceKey: "kiosk", TokenHash: old, CreatedAt: 7})
			})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if err := f.HashLinks(t.Context()); err != nil {
					t.Fatal(err)
				}
				if who, err := f.CheckDevice(t.Context(), old); err != nil || who.Device != "kiosk" {
					t.Fatalf("opens as %+v, %v", who, err)
				}
			}
			f.keepsNo(t, old)
			if since, err := f.PairedDevices(t.Context()); err != nil || since["kiosk"] != 7 {
				t.Errorf("paired since %v, %v", since, err)
			}
		})
	}
}
