package auth_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"turno/internal/auth"
	"turno/internal/clock"
	"turno/internal/core"
)

func scope(node string, permissions ...auth.Permission) []auth.Scope {
	return []auth.Scope{{Node: node, Permissions: permissions}}
}

// Ensure a token may what its scopes and its user's roles both allow, until it
// expires, is revoked, or its user is gone.
func TestToken(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, f *fixture) {
		me := f.signIn(t).Principal
		wanted := auth.NewAPIToken{
			User: f.ana, Name: " wallboard ", Scopes: scope("site:b", auth.FloorView, auth.ReportView),
			Expires: core.Instant(f.now.Load()).Add(time.Hour),
		}
		token, text, err := f.CreateToken(t.Context(), me.By(), wanted)
		if err != nil || !strings.HasPrefix(text, "turno_") || token.Name != "wallboard" {
			t.Fatalf("%+v %q, %v", token, text, err)
		}
		p, err := f.CheckToken(t.Context(), text)
		if err != nil || p.Login != "ana" || p.TokenID != token.ID || p.By().Via != "token:"+token.ID.String() {
			t.Fatalf("%+v, %v", p, err)
		}
		for _, c := range []struct {
			permission auth.Permission
			node       string
			want       bool
		}{
			{auth.FloorView, "site:b", true},
			{auth.ReportView, "site:b", true},
			{auth.FloorView, "region:r", false},
			{auth.FloorView, "site:a", false},
			{auth.AgentManage, "site:b", false},
			{auth.DeskUse, "team:t", false},
		} {
			if p.May(c.permission, c.node) != c.want {
				t.Errorf("%s at %s: %v", c.permission, c.node, !c.want)
			}
		}
		// What the user loses the token loses too; a role above it makes it no stronger.
		ana := f.place.accounts["ana"]
		roles := ana.Grants
		ana.Grants = []auth.Grant{{Role: auth.RoleAdministrator, Node: "org"}}
		if p, err = f.CheckToken(t.Context(), text); err != nil || !p.May(auth.FloorView, "site:b") || p.May(auth.FloorView, "site:a") || p.May(auth.OrgEdit, "site:b") {
			t.Errorf("as an administrator: %+v, %v", p.Scopes, err)
		}
		ana.Grants = []auth.Grant{{Role: auth.RolePlanner, Node: "org"}}
		if p, err = f.CheckToken(t.Context(), text); err != nil || !p.May(auth.FloorView, "site:b") || len(p.Scopes) != 1 {
			t.Errorf("as a planner: %+v, %v", p.Scopes, err)
		}
		ana.Grants = nil
		if p, err = f.CheckToken(t.Context(), text); err != nil || len(p.Scopes) != 0 {
			t.Errorf("without a role: %+v, %v", p.Scopes, err)
		}
		ana.Grants = roles

		f.pass(6 * time.Minute)
		if _, err := f.CheckToken(t.Context(), text); err != nil {
			t.Fatal(err)
		}
		list, err := f.Tokens(t.Context(), f.ana)
		if err != nil || len(list) != 1 || int64(list[0].Seen) != f.now.Load() || list[0].By != f.ana.String() {
			t.Errorf("tokens %+v, %v", list, err)
		}
		ana.Active = false
		_, err = f.CheckToken(t.Context(), text)
		wantCode(t, err, core.Unauthenticated)
		ana.Active = true
		wantCode(t, f.RevokeToken(t.Context(), me.By(), clock.NewID(), token.ID), core.NotFound)
		if err := f.RevokeToken(t.Context(), me.By(), f.ana, token.ID); err != nil {
			t.Fatal(err)
		}
		wantCode(t, f.RevokeToken(t.Context(), me.By(), f.ana, token.ID), core.NotFound)
		_, err = f.CheckToken(t.Context(), text)
		wantCode(t, err, core.Unauthenticated)

		wanted.Expires = core.Instant(f.now.Load()).Add(time.Hour)
		_, text, err = f.CreateToken(t.Context(), me.By(), wanted)
		if err != nil {
			t.Fatal(err)
		}
		f.pass(time.Hour)
		for _, gone := range []string{text, "", "turno_", strings.Repeat("turno_", 40), "x"} {
			_, err = f.CheckToken(t.Context(), gone)
			wantCode(t, err, core.Unauthenticated)
		}
	})
}

// Ensure nobody makes a token that may more than its user, lasts for ever, or has
// no name; and that they are not too many.
func TestToken_Refused(t *testing.T) {
	t.Parallel()
	f := newFixture(t, "sqlite")
	now := core.Instant(f.now.Load())
	good := auth.NewAPIToken{User: f.ana, Name: "x", Scopes: scope("site:b", auth.FloorView), Expires: now.Add(time.Hour)}
	for name, c := range map[string]struct {
		change func(*auth.NewAPIToken)
		code   core.Code
	}{
		"no user":           {func(n *auth.NewAPIToken) { n.User = clock.NewID() }, core.NotFound},
		"no name":           {func(n *auth.NewAPIToken) { n.Name = "  " }, core.Invalid},
		"long name":         {func(n *auth.NewAPIToken) { n.Name = strings.Repeat("n", 81) }, core.Invalid},
		"in the past":       {func(n *auth.NewAPIToken) { n.Expires = now }, core.Invalid},
		"for ever":          {func(n *auth.NewAPIToken) { n.Expires = now.Add(400 * 24 * time.Hour) }, core.Invalid},
		"no scope":          {func(n *auth.NewAPIToken) { n.Scopes = nil }, core.Invalid},
		"an empty scope":    {func(n *auth.NewAPIToken) { n.Scopes = scope("site:b") }, core.Invalid},
		"above the user":    {func(n *auth.NewAPIToken) { n.Scopes = scope("org", auth.FloorView) }, core.Forbidden},
		"another right":     {func(n *auth.NewAPIToken) { n.Scopes = scope("site:b", auth.OrgEdit) }, core.Forbidden},
		"no such right":     {func(n *auth.NewAPIToken) { n.Scopes = scope("site:b", "everything") }, core.Forbidden},
		"more than allowed": {func(n *auth.NewAPIToken) { n.Scopes = slices.Repeat(n.Scopes, 21) }, core.Invalid},
	} {
		wanted := good
		c.change(&wanted)
		if _, _, err := f.CreateToken(t.Context(), operator, wanted); core.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	for range 20 {
		if _, _, err := f.CreateToken(t.Context(), operator, good); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := f.CreateToken(t.Context(), operator, good)
	wantCode(t, err, core.Conflict)
}

// Ensure an invitation gives a password once, within a week, and only the newest.
func TestInvitation(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, f *fixture) {
		session := f.signIn(t)
		first, err := f.Invite(t.Context(), operator, f.ana)
		if err != nil {
			t.Fatal(err)
		}
		second, err := f.Invite(t.Context(), operator, f.ana)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = f.Invited(t.Context(), first.Token)
		wantCode(t, err, core.Unauthenticated)
		if account, _, err := f.Invited(t.Context(), second.Token); err != nil || account.Login != "ana" {
			t.Errorf("%+v, %v", account, err)
		}
		_, err = f.Accept(t.Context(), second.Token, "short")
		wantCode(t, err, core.Invalid)
		if _, err := f.Accept(t.Context(), second.Token, "a password of hers"); err != nil {
			t.Fatal(err)
		}
		_, err = f.Accept(t.Context(), second.Token, "a password of another")
		wantCode(t, err, core.Unauthenticated)
		_, err = f.Check(t.Context(), session.Token)
		wantCode(t, err, core.Unauthenticated)
		if s, err := f.SignIn(t.Context(), "ana", "a password of hers", auth.Origin{Address: "10.0.0.1"}); err != nil || s.Principal.MustChange {
			t.Errorf("%+v, %v", s.Principal, err)
		}
		third, err := f.Invite(t.Context(), operator, f.ana)
		if err != nil {
			t.Fatal(err)
		}
		f.pass(7 * 24 * time.Hour)
		_, _, err = f.Invited(t.Context(), third.Token)
		wantCode(t, err, core.Unauthenticated)
		_, err = f.Invite(t.Context(), operator, clock.NewID())
		wantCode(t, err, core.NotFound)
		_, _, err = f.Invited(t.Context(), "")
		wantCode(t, err, core.Unauthenticated)
	})
}

// Ensure a user sees and ends sessions, and that a deactivated one's sessions,
// tokens and invitations do not come back with the user.
func TestSessions(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, f *fixture) {
		here, there, third := f.signIn(t), f.signIn(t), f.signIn(t)
		list, err := f.Sessions(t.Context(), f.ana, here.Token)
		if err != nil || len(list) != 3 || list[0].Address != "10.0.0.1" || list[0].Agent != "A browser" {
			t.Fatalf("%+v, %v", list, err)
		}
		i := slices.IndexFunc(list, func(s auth.OpenSession) bool { return s.Here })
		if err := f.EndSession(t.Context(), here.Principal, list[(i+1)%3].ID); err != nil {
			t.Fatal(err)
		}
		wantCode(t, f.EndSession(t.Context(), here.Principal, list[(i+1)%3].ID), core.NotFound)
		if n, err := f.EndSessions(t.Context(), here.Principal.By(), f.ana, here.Token); n != 1 || err != nil {
			t.Errorf("%d ended, %v", n, err)
		}
		for _, s := range []auth.Session{there, third} {
			_, err := f.Check(t.Context(), s.Token)
			wantCode(t, err, core.Unauthenticated)
		}
		if _, err := f.Check(t.Context(), here.Token); err != nil {
			t.Error(err)
		}
		_, token, err := f.CreateToken(t.Context(), operator, auth.NewAPIToken{
			User: f.ana, Name: "x", Scopes: scope("site:b", auth.FloorView), Expires: core.Instant(f.now.Load()).Add(time.Hour),
		})
		if err != nil {
			t.Fatal(err)
		}
		invitation, err := f.Invite(t.Context(), operator, f.ana)
		if err != nil {
			t.Fatal(err)
		}
		if ended, err := f.EndInactive(t.Context()); len(ended) != 0 || err != nil {
			t.Errorf("%v, %v", ended, err)
		}
		f.place.accounts["ana"].Active = false
		if ended, err := f.EndInactive(t.Context()); len(ended) != 1 || ended[0] != f.ana || err != nil {
			t.Errorf("%v, %v", ended, err)
		}
		f.place.accounts["ana"].Active = true
		_, err = f.Check(t.Context(), here.Token)
		wantCode(t, err, core.Unauthenticated)
		_, err = f.CheckToken(t.Context(), token)
		wantCode(t, err, core.Unauthenticated)
		_, _, err = f.Invited(t.Context(), invitation.Token)
		wantCode(t, err, core.Unauthenticated)
		if ended, err := f.EndInactive(t.Context()); len(ended) != 0 || err != nil {
			t.Errorf("a second time: %v, %v", ended, err)
		}
	})
}
