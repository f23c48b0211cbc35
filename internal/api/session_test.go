package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"turno/internal/api"
	"turno/internal/core"
)

// Ensure a session is a cookie that scripts cannot read and other sites' forms do
// not send, and that nothing is left of it after signing out.
func TestSession(t *testing.T) {
	t.Parallel()
	h := open(t)
	user, _ := h.org.Get().User("ana")
	_, err := h.auth.GivePassword(t.Context(), user.ID, password)
	must(t, err)
	c := h.anonymous()
	c.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
	c.call("POST", "/session", map[string]any{"login": "ana", "password": "wrong"}).refused(t, core.Unauthenticated, "")
	c.call("POST", "/session", map[string]any{"login": "nobody", "password": "wrong"}).refused(t, core.Unauthenticated, "")
	var me struct {
		CSRF        string
		Login       string
		Agent       bool
		Permissions map[string][]string
	}
	got := c.call("POST", "/session", map[string]any{"login": " ANA ", "password": password}).want(t, 200, &me)
	cookie := got.header.Get("Set-Cookie")
	for _, want := range []string{"turno_session=", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q lacks %s", cookie, want)
		}
	}
	if strings.Contains(cookie, "Secure") || me.Login != "ana" || !me.Agent || len(me.Permissions["desk.use"]) != 1 {
		t.Errorf("cookie %q, me %+v", cookie, me)
	}
	if cache := got.header.Get("Cache-Control"); !strings.Contains(cache, "no-cache") {
		t.Errorf("cache control %q", cache)
	}
	c.call("PATCH", "/me", map[string]any{"scheme": "dark"}).refused(t, core.Forbidden, "header.X-CSRF-Token")
	c.call("PATCH", "/me", map[string]any{"scheme": "dark"}, "X-CSRF-Token", "x"+me.CSRF).refused(t, core.Forbidden, "header.X-CSRF-Token")
	c.csrf = me.CSRF
	var mine struct{ Scheme, Language string }
	c.call("PATCH", "/me", map[string]any{"scheme": "dark"}).want(t, 200, &mine)
	if mine.Scheme != "dark" || mine.Language != "es" {
		t.Errorf("settings %+v", mine)
	}
	c.call("PATCH", "/me", map[string]any{"scheme": "pink"}).refused(t, core.Invalid, "body.scheme")

	// A kiosk opened in the same browser is no business of the session's.
	c.csrf = ""
	c.call("POST", "/kiosks/"+h.link("mixco-kiosk")+"/tickets", map[string]any{"service": "care"}).want(t, 201, nil)
	// Another site's page is, whoever is signed in and whatever it asks.
	c.csrf = me.CSRF
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
		c.call("PATCH", "/me", map[string]any{"scheme": "light"}, header...).refused(t, core.Forbidden, "")
		h.anonymous().call("POST", "/session", map[string]any{"login": "ana", "password": password}, header...).refused(t, core.Forbidden, "")
	}

	c.call("DELETE", "/session", nil).want(t, 204, nil)
	c.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
	at, err := url.Parse(h.url)
	must(t, err)
	if left := c.http.Jar.Cookies(at); len(left) > 0 {
		t.Errorf("the browser still has %v", left)
	}
}

// Ensure behind TLS the cookie is Secure and bound to the host.
func TestSession_Secure(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.serve(api.Deps{Secure: true, PublicURL: "https://turno.example"})
	user, _ := h.org.Get().User("ana")
	_, err := h.auth.GivePassword(t.Context(), user.ID, password)
	must(t, err)
	wish := map[string]any{"login": "ana", "password": password}
	got := h.anonymous().call("POST", "/session", wish, "Origin", "https://turno.example").want(t, 200, nil)
	cookie := got.header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-turno_session=") || !strings.Contains(cookie, "; Secure") || strings.Contains(cookie, "Domain") {
		t.Errorf("cookie %q", cookie)
	}
	// A browser sends it by TLS only; here it is handed over by hand.
	name, _, _ := strings.Cut(cookie, ";")
	h.anonymous().call("GET", "/me", nil, "Cookie", name).want(t, 200, nil)
	request := &http.Request{Header: http.Header{"Cookie": {name}}, URL: &url.URL{}}
	if peer, err := h.api.Peer(request); err != nil || peer.Login != "ana" {
		t.Errorf("socket of %+v, %v", peer, err)
	}
}

// Ensure guessing passwords becomes slow for one login from anywhere, and an
// honest neighbour is not locked out by it.
func TestSession_Throttled(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.serve(api.Deps{TrustProxy: true})
	user, _ := h.org.Get().User("luis")
	_, err := h.auth.GivePassword(t.Context(), user.ID, password)
	must(t, err)
	guess := map[string]any{"login": "ana", "password": "guess"}
	var last answer
	for i := range 20 {
		// A forged first hop changes nothing: the proxy's own entry counts.
		last = h.anonymous().call("POST", "/session", guess, "X-Forwarded-For", "198.51.100."+string(rune('0'+i%10))+", 2001:db8::1")
		if last.status == http.StatusTooManyRequests {
			break
		}
		last.refused(t, core.Unauthenticated, "")
	}
	last.refused(t, core.Throttled, "")
	if last.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	honest := map[string]any{"login": "luis", "password": password}
	h.anonymous().call("POST", "/session", honest, "X-Forwarded-For", "2001:db8:1::7").want(t, 200, nil)
}

// Ensure a changed password ends the other sessions and needs the old one.
func TestPassword(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := h.as("ana")
	const better = "a better pass phrase"
	c.call("PUT", "/me/password", map[string]any{"old": "wrong", "new": better}).refused(t, core.Invalid, "body.old")
	c.call("PUT", "/me/password", map[string]any{"old": password, "new": "short"}).refused(t, core.Invalid, "body.new")
	other := h.anonymous()
	other.call("POST", "/session", map[string]any{"login": "ana", "password": password}).want(t, 200, nil)
	c.call("PUT", "/me/password", map[string]any{"old": password, "new": better}).want(t, 204, nil)
	c.call("GET", "/me", nil).want(t, 200, nil)
	other.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
	h.anonymous().call("POST", "/session", map[string]any{"login": "ana", "password": better}).want(t, 200, nil)
}

// Ensure rights that were taken away are gone with the next call, and so is a
// person.
func TestRights_Taken(t *testing.T) {
	t.Parallel()
	h := open(t)
	laura := h.as("laura")
	laura.call("GET", "/devices", nil).want(t, 200, nil)
	h.apply(func(file string) string {
		return strings.Replace(file, "roles: [{role: team_leader, at: 'region:central_america'}]", "roles: [{role: quality, at: org}]", 1)
	})
	laura.call("GET", "/devices", nil).refused(t, core.Forbidden, "")
	h.apply(func(file string) string {
		return strings.Replace(file, "{login: laura, ", "{login: laura, inactive: true, ", 1)
	})
	laura.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
}
