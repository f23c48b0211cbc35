package main

import (
	"database/sql"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"turno/internal/auth"
)

// get is a plain GET with some headers; it returns the answer and its body.
func (s *server) get(t *testing.T, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// Ensure the demo fills an empty store, says where everything is and who may sign
// in, and on a second start says the addresses again and leaves passwords alone.
func TestServe_demo(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	s := serve(t, "--data", data, "--demo")
	page := s.out.String()
	for _, pattern := range []string{
		`Desk and Floor +sign in +` + s.url + `\n`,
		`Chat +as a customer +` + s.url + `/try-chat\n`,
		`Kiosks +Totem Catania +` + s.url + `/kiosk/[a-z0-9]+\n +Kiosco Mixco +` + s.url + `/kiosk/`,
		`Displays +Schermo Catania +` + s.url + `/display/`,
		`Walls +Tabellone Catania +` + s.url + `/wall/`,
		`Administrator +Turno Demo +admin\n`,
		`Team leader +Central America +laura\n`,
		`Agents +Mixco +ana  diego  jorge  luis  marta  sofia\n`,
		`Numbers to type at a kiosk +Premier +10101010 +Lucía Herrera\n`,
		`turno user password LOGIN --data ` + data + `\n`,
	} {
		if !regexp.MustCompile(pattern).MatchString(page) {
			t.Errorf("the page has no %q:\n%s", pattern, page)
		}
	}
	password := regexp.MustCompile(`Password of them all: +(\S+)\n`).FindStringSubmatch(page)
	if password == nil {
		t.Fatalf("no password in\n%s", page)
	}
	s.signIn(t, "ana", password[1])
	s.signIn(t, "admin", password[1])
	wall := regexp.MustCompile(`Tablero general +\S+(/wall/\S+)`).FindStringSubmatch(page)
	if status := s.call(t, http.MethodGet, "/api/v1/walls/"+strings.TrimPrefix(wall[1], "/wall/"), nil, nil); status != http.StatusOK {
		t.Errorf("the wall's link: status %d", status)
	}
	if code := s.stop(t); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, s.log)
	}

	s = serve(t, "--data", data, "--demo", "--demo-password", "another password")
	again := s.out.String()
	if strings.Contains(again, "another password") || !strings.Contains(again, "Passwords are those of the first start") {
		t.Errorf("the second start says:\n%s", again)
	}
	if strings.Contains(again, "/wall/") || !strings.Contains(again, "as before; another: turno device renew wall\n") {
		t.Errorf("the second start says of links:\n%s", again)
	}
	if status := s.call(t, http.MethodGet, "/api/v1/walls/"+strings.TrimPrefix(wall[1], "/wall/"), nil, nil); status != http.StatusOK {
		t.Errorf("the wall's link after the second start: status %d", status)
	}
	s.signIn(t, "ana", password[1])
}

// Ensure --demo leaves a store with an organisation of its own as it is.
func TestServe_demoElsewhere(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	before := must(t, "--data", data, "export", "org")
	s := serve(t, "--data", data, "--demo")
	if s.out.String() != "" || !strings.Contains(s.log.String(), "--demo changes nothing") {
		t.Errorf("it says:\n%s%s", s.out, s.log)
	}
	if after := must(t, "--data", data, "export", "org"); after != before {
		t.Errorf("the organisation is now:\n%s", after)
	}
}

// Ensure every answer carries the headers that keep browsers out of trouble, and
// answers of the API are kept by nobody else.
func TestServe_headers(t *testing.T) {
	t.Parallel()
	s := serve(t, "--data", branchStore(t), "--public-url", "https://turno.example.org/")
	for _, path := range []string{"/", "/desk", "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/nothing", "/readyz"} {
		response, _ := s.get(t, path)
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Strict-Transport-Security": "max-age=31536000",
		} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if policy := response.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src") {
			t.Errorf("%s: the policy is %q", path, policy)
		}
		if cache := response.Header.Get("Cache-Control"); strings.HasPrefix(path, "/api/") && !strings.Contains(cache, "no-") {
			t.Errorf("%s: Cache-Control is %q", path, cache)
		}
	}
	if !strings.Contains(s.log.String(), "address=https://turno.example.org listen=") {
		t.Errorf("the public address is not told:\n%s", s.log)
	}
}

// Ensure what is larger than any call may be is refused while it is read.
func TestServe_bodyTooLarge(t *testing.T) {
	t.Parallel()
	s := serve(t, "--data", branchStore(t))
	boss := s.signIn(t, "boss", branchPassword)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1/organisation/plan",
		io.LimitReader(endless('#'), 2*bodyMax))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", yamlKind)
	request.Header.Set(auth.CSRFHeader, boss.csrf)
	response, err := boss.http.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", response.StatusCode)
	}
	response, _ = s.get(t, "/healthz", "X-Large", strings.Repeat("x", headerMax+8<<10))
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("large headers: status %d", response.StatusCode)
	}
}

// endless is a reader of one byte again and again.
type endless byte

// Read implements io.Reader.
func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

// Ensure the figures are for this machine, or for whoever reaches their own
// address.
func TestServe_metrics(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	s := serve(t, "--data", data)
	s.take(t, linkOf(t, "harbour-kiosk", "--data", data), "questions")
	response, figures := s.get(t, "/metrics")
	for _, figure := range []string{
		`turno_build_info{version="`, "turno_floor_steps_total", "turno_floor_transaction_seconds_count", "turno_ready 1", "turno_live_sockets 0",
		`turno_http_requests_total{route="POST /api/v1/kiosks/{token}/tickets",status="201"} 1`,
		`turno_http_request_seconds_count{part="api"} 1`, "go_goroutines", "process_resident_memory_bytes",
	} {
		if !strings.Contains(figures, figure) {
			t.Errorf("no %s among the figures (status %d)", figure, response.StatusCode)
		}
	}
	response, words := s.get(t, "/metrics", "X-Forwarded-For", "203.0.113.9")
	if response.StatusCode != http.StatusForbidden || !strings.Contains(words, "--metrics HOST:PORT") {
		t.Errorf("through a proxy: status %d %s", response.StatusCode, words)
	}

	s = serve(t, "--data", branchStore(t), "--metrics", "127.0.0.1:0")
	if _, page := s.get(t, "/metrics"); strings.Contains(page, "turno_build_info") {
		t.Error("the main address shows them too")
	}
	s.url = "http://" + s.log.await(t, `metrics=(\S+)`)[1]
	for path, want := range map[string]string{"/metrics": "turno_build_info", "/readyz": `"ready"`, "/healthz": `"ok"`} {
		if response, page := s.get(t, path); response.StatusCode != http.StatusOK || !strings.Contains(page, want) {
			t.Errorf("%s at its own address: status %d", path, response.StatusCode)
		}
	}
}

// Ensure a store that cannot be written is told to callers and to whoever watches,
// and that all goes on by itself when it can be again.
func TestServe_lockedStore(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	s := serve(t, "--data", data)
	s.take(t, kiosk, "questions")
	if response, body := s.get(t, "/readyz"); response.StatusCode != http.StatusOK || body != "{\"status\":\"ready\"}\n" {
		t.Errorf("before: status %d %s", response.StatusCode, body)
	}
	query(t, filepath.Join(data, "turno.db"), func(db *sql.DB) error {
		conn, err := db.Conn(t.Context())
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		response, err := http.Post(s.url+"/api/v1/kiosks/"+kiosk+"/tickets", "application/json", strings.NewReader(`{"service":"questions"}`))
		if err != nil {
			return err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" || !strings.Contains(string(body), `"code":"unavailable"`) {
			t.Errorf("while locked: status %d %s", response.StatusCode, body)
		}
		if response, body := s.get(t, "/readyz"); response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, `"floor":"the store is busy: try again"`) {
			t.Errorf("while locked: status %d %s", response.StatusCode, body)
		}
		if _, figures := s.get(t, "/metrics"); !strings.Contains(figures, "turno_ready 0") {
			t.Error("while locked the figures say that all is well")
		}
		if response, _ := s.get(t, "/healthz"); response.StatusCode != http.StatusOK {
			t.Errorf("while locked the process itself: status %d", response.StatusCode)
		}
		_, err = conn.ExecContext(t.Context(), "ROLLBACK")
		return err
	})
	if got := s.take(t, kiosk, "questions"); got.Label != "A-002" {
		t.Errorf("afterwards: %+v", got)
	}
	if response, body := s.get(t, "/readyz"); response.StatusCode != http.StatusOK {
		t.Errorf("afterwards: status %d %s", response.StatusCode, body)
	}
}

// Ensure the log has a line for every call of the API, and neither links' tokens,
// passwords nor what people type.
func TestServe_journal(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	kiosk := linkOf(t, "harbour-kiosk", "--data", data)
	s := serve(t, "--data", data, "--log-format", "text")
	visitor := s.take(t, kiosk, "questions")
	s.state(t, visitor.Token)
	s.get(t, "/t/"+visitor.Token)
	s.get(t, "/kiosk/"+kiosk)
	hear(t, s.socket(t, kiosk, nil), "hello")
	boss := s.signIn(t, "boss", branchPassword)
	boss.do(t, http.MethodGet, "/customers?q=Margaret+Hamilton", nil, nil)
	s.log.await(t, `msg=call route="GET /api/v1/customers" status=200 bytes=\d+ ms=[0-9.]+`)
	s.log.await(t, `msg=call route="GET /api/v1/turns/\{token\}" status=200`)
	for _, secret := range []string{kiosk, visitor.Token, branchPassword, "Margaret", "127.0.0.1:0"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, s.log)
		}
	}
}

// Ensure settings that contradict each other, or cannot be, end the start with
// words.
func TestServe_settings(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	refused(t, turno(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--tls-cert", "a.pem"), "--tls-cert and --tls-key go together")
	refused(t, turno(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--tls-cert", "a.pem", "--tls-key", "b.pem"), "tls-cert:", "a.pem")
	refused(t, turno(t, "serve", "--data", data, "--public-url", "turno.example.org"), "https://turno.example.org")
	refused(t, turno(t, "serve", "--data", data, "--listen", "nowhere:http:80"), "cannot listen on nowhere:http:80", "--listen")
	refused(t, turno(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:99999"), "cannot listen on 127.0.0.1:99999", "--metrics")
	refused(t, turno(t, "serve", "--store", "mysql://x", "--listen", "127.0.0.1:0"), "postgres://user@host/database")
}
