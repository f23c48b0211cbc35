package auth_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// operator is who uses the command line.
var operator = audit.By{Party: audit.Operator}

// place is a small organisation: org > region:r > site:a, site:b > team:t (of a).
type place struct {
	accounts map[string]*auth.Account
	devices  []auth.Device
	strict   string // the role that asks for a second factor
}

func (p *place) Contains(outer, inner string) bool {
	up := map[string]string{"team:t": "site:a", "site:a": "region:r", "site:b": "region:r", "region:r": "org"}
	for ; inner != ""; inner = up[inner] {
		if inner == outer {
			return true
		}
	}
	return false
}

func (p *place) Account(id core.ID) (auth.Account, bool) {
	for _, a := range p.accounts {
		if a.ID == id {
			return *a, true
		}
	}
	return auth.Account{}, false
}

func (p *place) AccountByLogin(login string) (auth.Account, bool) {
	a, ok := p.accounts[login]
	if !ok {
		return auth.Account{}, false
	}
	return *a, true
}

func (p *place) AccountByEmail(string) (auth.Account, bool) { return auth.Account{}, false }

func (p *place) Device(key string) (auth.Device, bool) {
	i := slices.IndexFunc(p.devices, func(d auth.Device) bool { return d.Key == key })
	if i < 0 {
		return auth.Device{}, false
	}
	return p.devices[i], true
}

func (p *place) Devices() []auth.Device { return p.devices }

func (p *place) Role(key string) ([]auth.Permission, bool) {
	permissions, ok := auth.Roles()[key]
	return permissions, ok
}

func (p *place) WantsSecondFactor(role string) bool { return role == p.strict }

type fixture struct {
	*auth.Service

	place *place
	data  *store.Store
	now   *atomic.Int64
	ana   core.ID
}

func (f *fixture) pass(d time.Duration) { f.now.Add(d.Microseconds()) }

func newFixture(t *testing.T, engine store.Engine, how ...func(*auth.Options)) *fixture {
	t.Helper()
	f := &fixture{place: &place{accounts: map[string]*auth.Account{}}, data: storetest.Open(t, engine), now: &atomic.Int64{}, ana: clock.NewID()}
	f.now.Store(int64(clock.Now()))
	f.place.accounts["ana"] = &auth.Account{
		ID: f.ana, Login: "ana", Name: "Ana", Active: true, Agent: true, Site: "a", Team: "t",
		Grants: []auth.Grant{{Role: auth.RoleAgent, Node: "team:t"}, {Role: auth.RoleTeamLeader, Node: "site:b"}},
	}
	f.place.devices = []auth.Device{{Key: "kiosk", Kind: "kiosk", Site: "a"}}
	opts := auth.Options{
		Store: f.data, Directory: f.place,
		Now: func() core.Instant { return core.Instant(f.now.Load()) },
	}
	for _, change := range how {
		change(&opts)
	}
	f.Service = auth.New(opts)
	if err := f.SetPassword(t.Context(), operator, f.ana, password, false); err != nil {
		t.Fatal(err)
	}
	return f
}

const password = "correct horse battery"

func wantCode(t *testing.T, err error, code core.Code) {
	t.Helper()
	if core.CodeOf(err) != code {
		t.Errorf("error is %v, want code %q", err, code)
	}
}

// Ensure a person signs in, is recognised, may what the roles say where they say
// it, and is unknown after signing out.
func TestSignIn(t *testing.T) {
	t.Parallel()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, engine)
			session, err := f.SignIn(t.Context(), " Ana ", password, auth.Origin{Address: "10.0.0.1"})
			if err != nil {
				t.Fatal(err)
			}
			p, err := f.Check(t.Context(), session.Token)
			if err != nil {
				t.Fatal(err)
			}
			may := map[string]bool{
				"desk.use team:t": true, "desk.use site:a": false, "floor.view site:b": true, "floor.view site:a": false,
				"floor.view org": false, "org.edit site:b": false, "floor.view site:unknown": false,
			}
			for question, want := range may {
				permission, node, _ := strings.Cut(question, " ")
				if got := p.May(auth.Permission(permission), node); got != want {
					t.Errorf("may %s: %v, want %v", question, got, want)
				}
			}
			if !p.MaySomewhere(auth.FloorView) || p.MaySomewhere(auth.OrgEdit) {
				t.Error("MaySomewhere is wrong")
			}
			if err := auth.CheckCSRF(p, session.CSRF); err != nil {
				t.Error(err)
			}
			wantCode(t, auth.CheckCSRF(p, "x"), core.Forbidden)
			wantCode(t, auth.CheckCSRF(auth.Principal{}, ""), core.Forbidden)
			if err := f.SignOut(t.Context(), session.Token); err != nil {
				t.Fatal(err)
			}
			_, err = f.Check(t.Context(), session.Token)
			wantCode(t, err, core.Unauthenticated)
		})
	}
}

// Ensure wrong passwords, unknown, former and password-less users are refused alike.
func TestSignInRefused(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	f.place.accounts["old"] = &auth.Account{ID: clock.NewID(), Login: "old"}
	f.place.accounts["new"] = &auth.Account{ID: clock.NewID(), Login: "new", Active: true}
	if err := f.SetPassword(t.Context(), operator, f.place.accounts["old"].ID, password, false); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, login := range []string{"ana", "old", "new", "nobody"} {
		given := password
		if login == "ana" {
			given = "wrong password"
		}
		_, err := f.SignIn(t.Context(), login, given, auth.Origin{Address: "10.0.0.1"})
		wantCode(t, err, core.Unauthenticated)
		texts = append(texts, err.Error())
	}
	if len(slices.Compact(texts)) != 1 {
		t.Errorf("refusals differ: %q", texts)
	}
	_, err := f.SignIn(t.Context(), "ana", strings.Repeat("x", 300), auth.Origin{Address: "10.0.0.1"})
	wantCode(t, err, core.TooLarge)
	_, err = f.SignIn(t.Context(), strings.Repeat("x", 65), password, auth.Origin{Address: "10.0.0.1"})
	wantCode(t, err, core.Invalid)
}

// Ensure guessing is slowed down, by login and by address, and forgiven with time.
func TestThrottle(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	for range 8 {
		_, err := f.SignIn(t.Context(), "ana", "wrong password", auth.Origin{Address: "10.0.0.1"})
		wantCode(t, err, core.Unauthenticated)
	}
	_, err := f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.2"})
	wantCode(t, err, core.Throttled)
	f.pass(31 * time.Second)
	if _, err := f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.2"}); err != nil {
		t.Errorf("after a while: %v", err)
	}
	for i := range 40 {
		_, err := f.SignIn(t.Context(), "guess"+string(rune('a'+i%26))+string(rune('a'+i/26)), "wrong password", auth.Origin{Address: "10.0.0.9"})
		wantCode(t, err, core.Unauthenticated)
	}
	_, err = f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.9"})
	wantCode(t, err, core.Throttled)
	if _, err := f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.2"}); err != nil {
		t.Errorf("from another address: %v", err)
	}
}

// Ensure a session ends when unused, at its longest, and with its user; and that
// use prolongs it.
func TestSessionEnds(t *testing.T) { //nolint:tparallel // its parts pass the time of one clock
	t.Parallel()
	f := newFixture(t, store.SQLite)
	signIn := func() string {
		session, err := f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.1"})
		if err != nil {
			t.Fatal(err)
		}
		return session.Token
	}
	t.Run("Idle", func(t *testing.T) {
		token := signIn()
		f.pass(12 * time.Hour)
		_, err := f.Check(t.Context(), token)
		wantCode(t, err, core.Unauthenticated)
	})
	t.Run("Longest", func(t *testing.T) {
		token := signIn()
		for range 16 {
			f.pass(10 * time.Hour)
			if _, err := f.Check(t.Context(), token); err != nil {
				t.Fatal(err)
			}
		}
		f.pass(9 * time.Hour)
		_, err := f.Check(t.Context(), token)
		wantCode(t, err, core.Unauthenticated)
	})
	t.Run("Deactivated", func(t *testing.T) {
		token := signIn()
		f.place.accounts["ana"].Active = false
		defer func() { f.place.accounts["ana"].Active = true }()
		_, err := f.Check(t.Context(), token)
		wantCode(t, err, core.Unauthenticated)
	})
	for _, token := range []string{"", "x", strings.Repeat("x", 4000)} {
		_, err := f.Check(t.Context(), token)
		wantCode(t, err, core.Unauthenticated)
	}
}

// Ensure a password is changed by its owner or set by an operator, and that
// sessions opened with the old one end.
func TestPassword(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	other, err := f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	mine, err := f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	change := func(old, fresh string) error {
		return f.ChangePassword(t.Context(), mine.Principal, mine.Token, old, fresh)
	}
	wantCode(t, change("wrong password", "a new password"), core.Invalid)
	wantCode(t, change(password, "short"), core.Invalid)
	wantCode(t, change(password, strings.Repeat("x", 257)), core.TooLarge)
	wantCode(t, change(password, password), core.Invalid)
	if err := change(password, "a new password"); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Check(t.Context(), mine.Token); err != nil {
		t.Errorf("one's own session ended: %v", err)
	}
	_, err = f.Check(t.Context(), other.Token)
	wantCode(t, err, core.Unauthenticated)

	if err := f.SetPassword(t.Context(), operator, f.ana, "set by operator", true); err != nil {
		t.Fatal(err)
	}
	_, err = f.Check(t.Context(), mine.Token)
	wantCode(t, err, core.Unauthenticated)
	session, err := f.SignIn(t.Context(), "ana", "set by operator", auth.Origin{Address: "10.0.0.1"})
	if err != nil || !session.Principal.MustChange {
		t.Errorf("after a set password: must change %v, %v", session.Principal.MustChange, err)
	}
	given, err := f.GivePassword(t.Context(), f.ana, "another password")
	if given || err != nil {
		t.Errorf("a password was given over an old one: %v, %v", given, err)
	}
	wantCode(t, f.SetPassword(t.Context(), operator, clock.NewID(), password, true), core.NotFound)
}

// Ensure a device's link opens until it is renewed, and turns are looked up too.
func TestLinks(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	links, err := f.GiveLinks(t.Context())
	if err != nil || len(links) != 1 {
		t.Fatalf("links %v, %v", links, err)
	}
	again, err := f.GiveLinks(t.Context())
	if err != nil || len(again) != 0 {
		t.Errorf("a link was given twice: %v, %v", again, err)
	}
	p, err := f.CheckLink(t.Context(), links["kiosk"])
	if err != nil || p.Kind != auth.KindDevice || p.Device != "kiosk" || p.Site != "a" {
		t.Errorf("the link opens as %+v, %v", p, err)
	}
	if p.May(auth.DeskUse, "org") {
		t.Error("a device has a user's permission")
	}
	if _, err := f.RenewDevice(t.Context(), operator, "kiosk"); err != nil {
		t.Fatal(err)
	}
	_, err = f.CheckLink(t.Context(), links["kiosk"])
	wantCode(t, err, core.Unauthenticated)
	_, err = f.RenewDevice(t.Context(), operator, "none")
	wantCode(t, err, core.NotFound)
}

// Ensure the cookie cannot be read by scripts, crosses no site, and is tied to
// TLS where there is TLS.
func TestCookie(t *testing.T) {
	t.Parallel()
	session := auth.Session{Token: "secret", Expires: clock.Now()}
	for _, secure := range []bool{false, true} {
		c := auth.Cookie(session, secure)
		if !c.HttpOnly || c.Secure != secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie (secure %v): %+v", secure, c)
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(c)
		if auth.TokenOf(r) != "secret" {
			t.Error("the token is not found again")
		}
		if gone := auth.ClearCookie(secure); gone.MaxAge >= 0 || gone.Name != c.Name {
			t.Errorf("clearing cookie: %+v", gone)
		}
	}
}
