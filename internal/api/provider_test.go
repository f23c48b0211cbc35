package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"

	"turno/internal/api"
	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
)

// provider is a real OpenID provider, with people of its own, on a port of its own.
type provider struct {
	issuer string
	h      *house
}

const providerSecret = "the secret of turno"

func openProvider(t *testing.T, h *house, people map[string]*storage.User) *provider {
	t.Helper()
	content, err := json.Marshal(people)
	must(t, err)
	file := filepath.Join(t.TempDir(), "people.json")
	must(t, os.WriteFile(file, content, 0o600))
	users, err := storage.StoreFromFile(file)
	must(t, err)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	p := &provider{issuer: "http://" + listener.Addr().String(), h: h}
	server := &httptest.Server{
		Listener: listener,
		Config:   &http.Server{Handler: exampleop.SetupServer(p.issuer, storage.NewStorage(users), nil, false, op.WithAllowInsecure())},
	}
	server.Start()
	t.Cleanup(server.Close)
	h.auth = auth.New(auth.Options{
		Store: h.store, Directory: org.Directory{Live: h.org},
		Provider: auth.NewProvider(auth.ProviderOptions{Issuer: p.issuer, Client: "turno", Secret: providerSecret, Name: "The house's login"}),
	})
	h.deps.Auth = h.auth
	h.serve(api.Deps{})
	storage.RegisterClients(storage.WebClient("turno", providerSecret, h.url+"/api/v1/session/provider/callback"))
	return p
}

// leave goes to the provider and signs in there; it stops before coming back, and
// returns the address to which the provider sends the browser.
func (p *provider) leave(t *testing.T, c *client, login string) string {
	t.Helper()
	page, _ := p.get(t, c, p.h.url+"/api/v1/session/provider?to=/floor")
	if page.Request.URL.Path != "/login/username" {
		t.Fatalf("the browser is at %s, status %d", page.Request.URL, page.StatusCode)
	}
	form := url.Values{"username": {login}, "password": {"verysecure"}, "id": {page.Request.URL.Query().Get("authRequestID")}}
	answer, err := c.http.PostForm(p.issuer+"/login/username", form)
	must(t, err)
	defer answer.Body.Close()
	return answer.Header.Get("Location")
}

// get follows redirects within the provider, and none that leads to us.
func (p *provider) get(t *testing.T, c *client, address string) (*http.Response, string) {
	t.Helper()
	c.http.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(r.URL.String(), p.h.url) {
			return http.ErrUseLastResponse
		}
		return nil
	}
	answer, err := c.http.Get(address)
	must(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(t, err)
	return answer, string(body)
}

// back comes back from the provider; it returns where we send the browser.
func (p *provider) back(t *testing.T, c *client, address string) string {
	t.Helper()
	answer, body := p.get(t, c, address)
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("status %d: %s", answer.StatusCode, body)
	}
	return answer.Header.Get("Location")
}

// Ensure a person signs in at a real provider, who they are decided by a verified
// address first and by the provider's subject from then on; and that strangers,
// unverified addresses and forged returns open nothing.
func TestProvider(t *testing.T) {
	t.Parallel()
	h := open(t)
	addresses := func(laura string) {
		h.apply(func(file string) string {
			for login, address := range map[string]string{"laura": laura, "ana": "shared@example.org", "luis": "shared@example.org"} {
				file = strings.Replace(file, "{login: "+login+",", "{login: "+login+", email: "+address+",", 1)
			}
			return file
		})
	}
	addresses("laura@example.org")
	person := func(id, login, email string, verified bool) *storage.User {
		return &storage.User{ID: id, Username: login, Password: "verysecure", Email: email, EmailVerified: verified}
	}
	p := openProvider(t, h, map[string]*storage.User{
		"s1": person("s1", "laura", "Laura@Example.org", true),
		"s2": person("s2", "liar", "laura@example.org", false),
		"s3": person("s3", "stranger", "stranger@example.org", true),
		"s4": person("s4", "shared", "shared@example.org", true),
		"s5": person("s5", "second", "laura@example.org", true),
	})
	var ways struct{ Provider string }
	h.anonymous().call("GET", "/session/ways", nil).want(t, 200, &ways)
	if ways.Provider != "The house's login" {
		t.Errorf("ways %+v", ways)
	}

	for range 2 { // by the address, then by the subject
		laura := h.anonymous()
		if to := p.back(t, laura, p.leave(t, laura, "laura")); to != "/floor" {
			t.Fatalf("sent to %s", to)
		}
		var me struct{ Login string }
		laura.call("GET", "/me", nil).want(t, 200, &me)
		if me.Login != "laura" {
			t.Errorf("signed in as %+v", me)
		}
		// The subject decides from now on, whatever the address.
		addresses("another@example.org")
	}
	addresses("laura@example.org") // which another subject claims too
	for login, why := range map[string]core.Code{
		"liar": core.Forbidden, "stranger": core.Forbidden, "shared": core.Forbidden, "second": core.Forbidden,
	} {
		c := h.anonymous()
		if to := p.back(t, c, p.leave(t, c, login)); to != "/sign-in?refused="+string(why) {
			t.Errorf("%s is sent to %s", login, to)
		}
		c.call("GET", "/me", nil).refused(t, core.Unauthenticated, "")
	}

	// A return that another browser began, one without a beginning, one with
	// another state, and one that is used twice.
	begun, other := h.anonymous(), h.anonymous()
	address := p.leave(t, begun, "laura")
	refused := "/sign-in?refused=unauthenticated"
	if to := p.back(t, other, address); to != refused {
		t.Errorf("in another browser: sent to %s", to)
	}
	if to := p.back(t, begun, strings.Replace(address, "state=", "state=x", 1)); to != refused {
		t.Errorf("with another state: sent to %s", to)
	}
	if to := p.back(t, begun, address); to != refused {
		t.Errorf("after the cookie was taken: sent to %s", to)
	}
	again := h.anonymous()
	address = p.leave(t, again, "laura")
	if to := p.back(t, again, strings.Replace(address, "code=", "code=x", 1)); to != refused {
		t.Errorf("with a forged code: sent to %s", to)
	}
	if rows := h.audit("&kind=session.refused"); len(rows) < 5 || !strings.Contains(string(rows[0].Detail), `"wrong":"provider"`) {
		t.Errorf("refusals in the log: %+v", rows)
	}
	if rows := h.audit("&kind=identity.linked"); len(rows) != 1 || rows[0].Who != h.as("laura").id.String() ||
		string(rows[0].Detail) != fmt.Sprintf(`{"issuer":%q}`, p.issuer) {
		t.Errorf("the link in the log: %+v", rows)
	}
	user, _ := h.org.Get().User("laura")
	must(t, h.auth.UnlinkProvider(t.Context(), audit.By{Party: audit.Operator}, user.ID))
	if err := h.auth.UnlinkProvider(t.Context(), audit.By{Party: audit.Operator}, user.ID); core.CodeOf(err) != core.NotFound {
		t.Errorf("unlinked twice: %v", err)
	}
}

// Ensure a provider that is away is told of, and keeps nobody from signing in here.
func TestProvider_Away(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.anonymous().call("GET", "/session/provider", nil).refused(t, core.NotFound, "")
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	h.auth = auth.New(auth.Options{
		Store: h.store, Directory: org.Directory{Live: h.org},
		Provider: auth.NewProvider(auth.ProviderOptions{Issuer: gone.URL, Client: "turno", Secret: "x"}),
	})
	h.deps.Auth = h.auth
	h.serve(api.Deps{})
	h.anonymous().call("GET", "/session/provider", nil).refused(t, core.Unavailable, "")
	h.as("ana").call("GET", "/me", nil).want(t, 200, nil)
}
