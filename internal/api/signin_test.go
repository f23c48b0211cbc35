package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/store/db"
)

// Ensure a second factor is set up and asked for over HTTP: half a sign-in opens
// nothing, and the second step gives another cookie.
func TestSignIn_SecondStep(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana := h.as("ana")
	var proposal struct{ Secret, URL string }
	ana.call("POST", "/me/second-factor", nil).want(t, 201, &proposal)
	if !strings.HasPrefix(proposal.URL, "otpauth://totp/") || !strings.Contains(proposal.URL, proposal.Secret) {
		t.Fatalf("proposal %+v", proposal)
	}
	code := func() string {
		code, err := totp.GenerateCode(proposal.Secret, clock.Now().Time())
		must(t, err)
		return code
	}
	ana.call("PUT", "/me/second-factor", map[string]string{"code": "12345"}).refused(t, core.Invalid, "body.code")
	var made struct{ Codes []string }
	confirmed := code()
	ana.call("PUT", "/me/second-factor", map[string]string{"code": confirmed}).want(t, 200, &made)

	c := h.anonymous()
	var me struct {
		ID   core.ID
		CSRF string
		Step string
	}
	c.call("POST", "/session", map[string]string{"login": "ana", "password": password}).want(t, 200, &me)
	if me.Step != "code" || !me.ID.IsZero() {
		t.Fatalf("the first step answers %+v", me)
	}
	c.csrf = me.CSRF
	c.call("POST", "/session/code", map[string]string{"code": confirmed}).refused(t, core.Invalid, "body.code") // it was used
	c.call("POST", "/session/code", map[string]string{"code": made.Codes[0]}).want(t, 200, &me)
	c.csrf = me.CSRF
	if me.ID != ana.id {
		t.Errorf("the second step answers %+v", me)
	}
	var factor struct {
		Set   bool
		Codes int `json:"recovery_codes"`
	}
	c.call("GET", "/me/second-factor", nil).want(t, 200, &factor)
	if !factor.Set || factor.Codes != 9 {
		t.Errorf("the second factor is %+v", factor)
	}
	c.call("POST", "/session/code", map[string]string{"code": made.Codes[1]}).refused(t, core.Unauthenticated, "")
	half := h.anonymous()
	half.call("POST", "/session", map[string]string{"login": "ana", "password": password}).want(t, 200, &me)
	half.csrf = me.CSRF
	half.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
	half.call("POST", "/session/code", map[string]string{"code": made.Codes[1]}).refused(t, core.Unauthenticated, "") // the cookie went

	// An administrator takes a lost one away, and the user is signed out.
	h.as("admin").call("DELETE", "/users/"+ana.id.String()+"/second-factor", nil).want(t, 204, nil)
	c.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
	h.anonymous().call("POST", "/session", map[string]string{"login": "ana", "password": password}).want(t, 200, &me)
	if rows := h.audit("&object=user:" + ana.id.String() + "&kind=second_factor.reset"); len(rows) != 1 || rows[0].Name != "Carmen Aguilar" {
		t.Errorf("the reset in the log: %+v", rows)
	}
}

// Ensure a role that asks for a second factor opens nothing but its setting-up
// until there is one.
func TestSignIn_MustEnrol(t *testing.T) {
	t.Parallel()
	h := open(t)
	laura := h.as("laura")
	h.apply(func(file string) string {
		return file + "\nroles:\n  - {key: team_leader, name: {en: Leader, es: Jefe, pt: Líder, it: Capo}, second_factor: true, permissions: [desk.use, floor.view]}\n"
	})
	laura.call("GET", "/customers", nil).refused(t, core.Forbidden, "")
	if h.topic("floor:site:mixco", "laura") != "403" {
		t.Error("the live feed is open")
	}
	var me struct {
		Must bool `json:"must_set_second_factor"`
	}
	laura.call("GET", "/me", nil).want(t, 200, &me)
	if !me.Must {
		t.Error("she is not told")
	}
	var proposal struct{ Secret string }
	laura.call("POST", "/me/second-factor", nil).want(t, 201, &proposal)
	code, err := totp.GenerateCode(proposal.Secret, clock.Now().Time())
	must(t, err)
	laura.call("PUT", "/me/second-factor", map[string]string{"code": code}).want(t, 200, nil)
	if h.topic("floor:site:mixco", "laura") != "yes" {
		t.Error("the live feed stays shut")
	}
}

// Ensure a program with a token needs no cookie and no CSRF token, is bound by the
// token's scopes, is named in the audit log, and cannot make itself more.
func TestToken(t *testing.T) {
	t.Parallel()
	h := open(t)
	admin := h.as("admin")
	var token struct {
		ID     core.ID
		Secret string
	}
	body := map[string]any{
		"name": "wallboard", "expires": int64(clock.Now()) + 3600e6,
		"scopes": []any{map[string]any{"node": "site:mixco", "permissions": []string{"work.manage", "floor.act"}}},
	}
	admin.call("POST", "/me/tokens", body, "Idempotency-Key", "once").want(t, 201, &token)
	program := h.anonymous()
	program.bearer = token.Secret
	program.call("POST", "/queues/technical@mixco/close", nil).want(t, 204, nil)
	program.call("POST", "/queues/technical@catania/close", nil).refused(t, core.Forbidden, "")
	program.call("GET", "/audit", nil).refused(t, core.Forbidden, "")
	program.call("POST", "/me/tokens", body).refused(t, core.Forbidden, "")
	if rows := h.audit("&kind=queue.closed"); len(rows) != 1 || rows[0].Who != admin.id.String() || rows[0].Via != "token:"+token.ID.String() {
		t.Errorf("the log says %+v", rows)
	}
	var list struct{ Items []struct{ ID core.ID } }
	answer := admin.call("GET", "/me/tokens", nil).want(t, 200, &list)
	if len(list.Items) != 1 || list.Items[0].ID != token.ID || strings.Contains(string(answer.body), token.Secret) {
		t.Errorf("the list says %s", answer.body)
	}
	var kept int
	must(t, h.store.Read(t.Context(), func(q *db.Queries) error {
		rows, err := q.ListAPITokensOf(t.Context(), admin.id.String())
		kept = len(rows)
		if slices.ContainsFunc(rows, func(r db.APIToken) bool { return strings.Contains(r.TokenHash, token.Secret) }) {
			t.Error("the token is kept as it is")
		}
		_, err2 := q.GetIdempotency(t.Context(), "user:"+admin.id.String(), "once")
		if err2 == nil {
			t.Error("the answer with the token is kept for repeats")
		}
		return err
	}))
	admin.call("DELETE", "/me/tokens/"+token.ID.String(), nil).want(t, 204, nil)
	program.call("POST", "/queues/technical@mixco/open", nil).refused(t, core.Unauthenticated, "")
	if kept != 1 {
		t.Errorf("%d tokens kept", kept)
	}
	// A bad token is refused even where no token is needed, and beside a good cookie.
	ana := h.as("ana")
	ana.call("GET", "/me", nil, "Authorization", "Bearer turno_nonsense").refused(t, core.Unauthenticated, "")
}

// Ensure an invited user chooses a password once, by a link that only whoever has
// all the user's rights may make.
func TestInvitation(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.apply(func(file string) string {
		return strings.Replace(file, "roles: [{role: site_manager, at: 'site:mixco'}]", "roles: [{role: site_manager, at: 'site:mixco'}, {role: doorkeeper, at: 'site:mixco'}]", 1) +
			"\nroles:\n  - {key: doorkeeper, name: {en: D, es: D, pt: D, it: D}, permissions: [user.manage]}\n"
	})
	user := func(login string) string {
		u, _ := h.org.Get().User(login)
		return "/users/" + u.ID.String()
	}
	manager := h.as("manager")
	manager.call("POST", user("marco")+"/invitation", nil).refused(t, core.NotFound, "")     // of another country
	manager.call("POST", user("admin")+"/invitation", nil).refused(t, core.NotFound, "")     // of the whole organisation
	manager.call("DELETE", user("regional")+"/sessions", nil).refused(t, core.Forbidden, "") // works here, and may more
	var link struct{ Path string }
	manager.call("POST", user("sofia")+"/invitation", nil).want(t, 201, &link)
	var ways struct {
		Password    bool
		Sessions    int
		Invitation  *struct{ Made, Expires core.Instant }
		Permissions map[string][]string
	}
	manager.call("GET", user("marco")+"/sign-in", nil).refused(t, core.NotFound, "")
	manager.call("GET", user("sofia")+"/sign-in", nil).want(t, 200, &ways)
	var object struct{ User string }
	manager.call("GET", "/studio/objects/user/sofia", nil).want(t, 200, &object)
	if "/users/"+object.User != user("sofia") {
		t.Errorf("Studio names Sofía %q", object.User)
	}
	if ways.Invitation == nil || ways.Invitation.Expires <= ways.Invitation.Made || len(ways.Permissions["desk.use"]) != 1 {
		t.Errorf("invited, Sofía's sign-in is %+v", ways)
	}
	path := strings.Replace(link.Path, "/join/", "/invitations/", 1)
	var whom struct{ Login, Name string }
	h.anonymous().call("GET", path, nil).want(t, 200, &whom)
	if whom.Login != "sofia" || whom.Name != "Sofía Herrera" {
		t.Errorf("the invitation is for %+v", whom)
	}
	h.anonymous().call("POST", path, map[string]string{"password": "short"}).refused(t, core.Invalid, "body.password")
	h.anonymous().call("POST", path, map[string]string{"password": "chosen by sofia"}).want(t, 204, nil)
	h.anonymous().call("POST", path, map[string]string{"password": "chosen by another"}).refused(t, core.Unauthenticated, "")
	sofia := h.anonymous()
	sofia.call("POST", "/session", map[string]string{"login": "sofia", "password": "chosen by sofia"}).want(t, 200, nil)
	ways.Invitation = nil
	manager.call("GET", user("sofia")+"/sign-in", nil).want(t, 200, &ways)
	if !ways.Password || ways.Sessions != 1 || ways.Invitation != nil {
		t.Errorf("signed in, Sofía's sign-in is %+v", ways)
	}
	manager.call("DELETE", user("sofia")+"/sessions", nil).want(t, 204, nil)
	if got := sofia.call("GET", "/me", nil).status; got != http.StatusUnauthorized {
		t.Errorf("after the forced sign-out: %d", got)
	}
}

// Ensure a user sees where they are signed in, and ends that.
func TestMySessions(t *testing.T) {
	t.Parallel()
	h := open(t)
	ana, other := h.as("ana"), h.anonymous()
	other.call("POST", "/session", map[string]string{"login": "ana", "password": password}, "User-Agent", "Another browser").want(t, 200, nil)
	var list struct {
		Items []struct {
			ID, Address, Agent string
			Here               bool
		}
	}
	ana.call("GET", "/me/sessions", nil).want(t, 200, &list)
	if len(list.Items) != 2 || !list.Items[0].Here || list.Items[1].Here || list.Items[1].Agent != "Another browser" || list.Items[1].Address != "127.0.0.1" {
		t.Fatalf("sessions %+v", list)
	}
	ana.call("DELETE", "/me/sessions/"+list.Items[1].ID, nil).want(t, 204, nil)
	other.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
	ana.call("DELETE", "/me/sessions/"+list.Items[1].ID, nil).refused(t, core.NotFound, "")
	other.call("POST", "/session", map[string]string{"login": "ana", "password": password}).want(t, 200, nil)
	ana.call("DELETE", "/me/sessions", nil).want(t, 204, nil)
	other.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
	ana.call("GET", "/me", nil).want(t, 200, nil)
}
