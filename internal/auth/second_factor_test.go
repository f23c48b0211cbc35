package auth_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/store"
	"turno/internal/store/storetest"
)

// eachEngine runs a test of the service on both engines.
func eachEngine(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	for _, engine := range storetest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			test(t, newFixture(t, engine))
		})
	}
}

// app is the code that an authenticator shows now.
func (f *fixture) app(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, core.Instant(f.now.Load()).Time())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (f *fixture) signIn(t *testing.T) auth.Session {
	t.Helper()
	session, err := f.SignIn(t.Context(), "ana", password, auth.Origin{Address: "10.0.0.1", Agent: "A browser"})
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// enrol gives ana a second factor and returns its secret and recovery codes.
func (f *fixture) enrol(t *testing.T) (session auth.Session, secret string, codes []string) {
	t.Helper()
	session = f.signIn(t)
	proposal, err := f.ProposeSecondFactor(t.Context(), session.Principal, "Turno")
	if err != nil {
		t.Fatal(err)
	}
	codes, err = f.ConfirmSecondFactor(t.Context(), session.Principal, session.Token, f.app(t, proposal.Secret))
	if err != nil {
		t.Fatal(err)
	}
	f.pass(30 * time.Second) // the next code
	return session, proposal.Secret, codes
}

// Ensure a second factor is set up with a code, asked for at sign-in, and that a
// half-open session opens nothing.
func TestSecondFactor(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, f *fixture) {
		other := f.signIn(t)
		session := f.signIn(t)
		proposal, err := f.ProposeSecondFactor(t.Context(), session.Principal, "Turno")
		if err != nil || !strings.HasPrefix(proposal.URL, "otpauth://totp/Turno:ana?") {
			t.Fatalf("%+v, %v", proposal, err)
		}
		_, err = f.ConfirmSecondFactor(t.Context(), session.Principal, session.Token, "000000")
		wantCode(t, err, core.Invalid)
		if half := f.signIn(t); half.CodeDue {
			t.Error("a second factor that was not confirmed is asked for")
		}
		codes, err := f.ConfirmSecondFactor(t.Context(), session.Principal, session.Token, f.app(t, proposal.Secret))
		if err != nil || len(codes) != 10 {
			t.Fatalf("codes %v, %v", codes, err)
		}
		_, err = f.ProposeSecondFactor(t.Context(), session.Principal, "Turno")
		wantCode(t, err, core.Conflict)
		_, err = f.Check(t.Context(), other.Token)
		wantCode(t, err, core.Unauthenticated)
		if _, err := f.Check(t.Context(), session.Token); err != nil {
			t.Errorf("the session that set it up has ended: %v", err)
		}

		half := f.signIn(t)
		if !half.CodeDue || !half.Principal.IsZero() {
			t.Fatalf("the first step gives %+v", half)
		}
		_, err = f.Check(t.Context(), half.Token)
		wantCode(t, err, core.Unauthenticated)
		// The code that confirmed it was used; the next one is right, once.
		_, err = f.SecondStep(t.Context(), half.Token, f.app(t, proposal.Secret), auth.Origin{Address: "10.0.0.1"})
		wantCode(t, err, core.Invalid)
		f.pass(30 * time.Second)
		code := f.app(t, proposal.Secret)
		whole, err := f.SecondStep(t.Context(), half.Token, code[:3]+" "+code[3:], auth.Origin{Address: "10.0.0.1"})
		if err != nil || whole.Token == half.Token || whole.Principal.Login != "ana" {
			t.Fatalf("the second step: %+v, %v", whole, err)
		}
		if p, err := f.Check(t.Context(), whole.Token); err != nil || p.Login != "ana" {
			t.Errorf("%+v, %v", p, err)
		}
		_, err = f.SecondStep(t.Context(), half.Token, f.app(t, proposal.Secret), auth.Origin{})
		wantCode(t, err, core.Unauthenticated)
		_, err = f.SecondStep(t.Context(), f.signIn(t).Token, code, auth.Origin{})
		wantCode(t, err, core.Invalid) // seen over a shoulder, within its window
		_, err = f.SecondStep(t.Context(), whole.Token, code, auth.Origin{})
		wantCode(t, err, core.Unauthenticated)

		late := f.signIn(t)
		f.pass(5 * time.Minute)
		_, err = f.SecondStep(t.Context(), late.Token, f.app(t, proposal.Secret), auth.Origin{})
		wantCode(t, err, core.Unauthenticated)
	})
}

// Ensure one code completes one sign-in, however many try it at the same time.
func TestSecondFactor_OnceAtATime(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, f *fixture) {
		_, secret, _ := f.enrol(t)
		var halves []auth.Session
		for range 4 {
			halves = append(halves, f.signIn(t))
		}
		code := f.app(t, secret)
		opened := make(chan struct{}, len(halves))
		var all sync.WaitGroup
		for _, half := range halves {
			all.Go(func() {
				if _, err := f.SecondStep(t.Context(), half.Token, code, auth.Origin{}); err == nil {
					opened <- struct{}{}
				}
			})
		}
		all.Wait()
		if len(opened) != 1 {
			t.Errorf("one code opened %d sessions", len(opened))
		}
	})
}

// Ensure wrong codes are few, for whoever knows the password, and that time and
// the operator forgive them.
func TestSecondFactor_Throttled(t *testing.T) {
	t.Parallel()
	f := newFixture(t, store.SQLite)
	_, secret, _ := f.enrol(t)
	half := f.signIn(t)
	for range 5 {
		_, err := f.SecondStep(t.Context(), half.Token, "000000", auth.Origin{})
		wantCode(t, err, core.Invalid)
	}
	_, err := f.SecondStep(t.Context(), half.Token, f.app(t, secret), auth.Origin{})
	wantCode(t, err, core.Throttled)
	f.pass(5 * time.Minute)
	if _, err := f.SecondStep(t.Context(), f.signIn(t).Token, f.app(t, secret), auth.Origin{}); err != nil {
		t.Errorf("after a while: %v", err)
	}
}

// Ensure each recovery code opens once, and new ones end the old.
func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, f *fixture) {
		session, secret, codes := f.enrol(t)
		for _, typed := range []string{codes[0], strings.ToLower(codes[1]), strings.ReplaceAll(codes[2], "-", " ")} {
			if _, err := f.SecondStep(t.Context(), f.signIn(t).Token, typed, auth.Origin{}); err != nil {
				t.Errorf("%q: %v", typed, err)
			}
		}
		_, err := f.SecondStep(t.Context(), f.signIn(t).Token, codes[0], auth.Origin{})
		wantCode(t, err, core.Invalid)
		if factor, err := f.SecondFactor(t.Context(), session.Principal); err != nil || !factor.Set || factor.Required || factor.Codes != 7 {
			t.Errorf("%+v, %v", factor, err)
		}
		_, err = f.NewRecoveryCodes(t.Context(), session.Principal, codes[3])
		wantCode(t, err, core.Invalid)
		fresh, err := f.NewRecoveryCodes(t.Context(), session.Principal, f.app(t, secret))
		if err != nil || len(fresh) != 10 {
			t.Fatalf("%v, %v", fresh, err)
		}
		_, err = f.SecondStep(t.Context(), f.signIn(t).Token, codes[4], auth.Origin{})
		wantCode(t, err, core.Invalid)
		if _, err := f.SecondStep(t.Context(), f.signIn(t).Token, fresh[0], auth.Origin{}); err != nil {
			t.Error(err)
		}
	})
}

// Ensure a role may ask for a second factor: who has none yet is told, and who has
// one may not take it away; and that an operator resets a lost one.
func TestSecondFactor_Required(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, f *fixture) {
		f.place.strict = auth.RoleTeamLeader
		if session := f.signIn(t); !session.Principal.MustEnrol {
			t.Error("the sign-in does not tell that a second factor is due")
		}
		session, _, _ := f.enrol(t)
		if p, err := f.Check(t.Context(), session.Token); err != nil || p.MustEnrol {
			t.Errorf("after it was set up: %+v, %v", p, err)
		}
		wantCode(t, f.RemoveSecondFactor(t.Context(), session.Principal, password), core.Forbidden)
		f.place.strict = ""
		wantCode(t, f.RemoveSecondFactor(t.Context(), session.Principal, "another password"), core.Invalid)
		if err := f.RemoveSecondFactor(t.Context(), session.Principal, password); err != nil {
			t.Error(err)
		}
		if f.signIn(t).CodeDue {
			t.Error("a removed second factor is asked for")
		}
		session, secret, _ := f.enrol(t)
		half := f.signIn(t)
		if err := f.ResetSecondFactor(t.Context(), operator, f.ana); err != nil {
			t.Fatal(err)
		}
		_, err := f.Check(t.Context(), session.Token)
		wantCode(t, err, core.Unauthenticated)
		_, err = f.SecondStep(t.Context(), half.Token, f.app(t, secret), auth.Origin{})
		wantCode(t, err, core.Unauthenticated)
		wantCode(t, f.ResetSecondFactor(t.Context(), operator, f.ana), core.Conflict)
	})
}
