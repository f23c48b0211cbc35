package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"time"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
)

// remoteFlags choose a running server instead of the store.
type remoteFlags struct {
	URL          string `env:"TURNO_URL" help:"Work on a running server at this address, through its API." placeholder:"URL"`
	Login        string `env:"TURNO_LOGIN" help:"Who signs in there." placeholder:"LOGIN"`
	PasswordFile string `env:"TURNO_PASSWORD_FILE" help:"File with the password; otherwise TURNO_PASSWORD of the environment." placeholder:"FILE" type:"path"`
}

// remote is a signed-in session at a running server.
type remote struct {
	ctx  context.Context
	base string
	http *http.Client
	csrf string
}

// dial signs in.
func (f *remoteFlags) dial(ctx context.Context) (*remote, error) {
	u, err := url.Parse(f.URL)
	if err != nil || u.Host == "" {
		return nil, core.FieldErrorf(core.Invalid, "url", "%q is not an address like https://turno.example.org", f.URL)
	}
	password := os.Getenv("TURNO_PASSWORD")
	if f.PasswordFile != "" {
		content, err := os.ReadFile(f.PasswordFile)
		if err != nil {
			return nil, core.Wrap(core.NotFound, "password-file", err)
		}
		password = strings.TrimRight(string(content), "\r\n")
	}
	if f.Login == "" || password == "" {
		return nil, core.Errorf(core.Unauthenticated, "--url needs --login, and a password by --password-file or TURNO_PASSWORD")
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, core.Wrap(core.Internal, "", err)
	}
	r := &remote{
		ctx: ctx, base: strings.TrimRight(f.URL, "/") + "/api/v1",
		http: &http.Client{Jar: jar, Timeout: time.Minute},
	}
	body, err := json.Marshal(map[string]string{"login": f.Login, "password": password})
	if err != nil {
		return nil, core.Wrap(core.Internal, "", err)
	}
	var me struct {
		CSRF string `json:"csrf"`
	}
	if err := r.call(http.MethodPost, "/session", "application/json", body, nil, &me); err != nil {
		return nil, err
	}
	r.csrf = me.CSRF
	return r, nil
}

// close signs out; a session that stays ends by itself.
func (r *remote) close() { _ = r.call(http.MethodDelete, "/session", "", nil, nil, nil) }

// answerMax bounds what is read of an answer.
const answerMax = 64 << 20

// call makes one call and decodes its answer: into a *[]byte as it is, into
// anything else as JSON. A problem document becomes its error.
func (r *remote) call(method, path, kind string, body []byte, headers map[string]string, into any) error {
	request, err := http.NewRequestWithContext(r.ctx, method, r.base+path, bytes.NewReader(body))
	if err != nil {
		return core.Wrap(core.Invalid, "url", err)
	}
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	request.Header.Set(auth.CSRFHeader, r.csrf)
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := r.http.Do(request)
	if err != nil {
		return core.Wrap(core.Unavailable, "url", err)
	}
	defer response.Body.Close() //nolint:errcheck // it was only read
	answer, err := io.ReadAll(io.LimitReader(response.Body, answerMax))
	if err != nil {
		return core.Wrap(core.Unavailable, "url", err)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return problem(response.Status, answer)
	}
	switch to := into.(type) {
	case nil:
	case *[]byte:
		*to = answer
	default:
		if err := json.Unmarshal(answer, into); err != nil {
			return core.Wrap(core.Internal, "", err)
		}
	}
	return nil
}

// problem reads an RFC 9457 document.
func problem(status string, answer []byte) error {
	var p struct {
		Detail string    `json:"detail"`
		Code   core.Code `json:"code"`
	}
	if json.Unmarshal(answer, &p) != nil || p.Detail == "" {
		return core.Errorf(core.Unavailable, "the server answered %s", status)
	}
	if p.Code == "" {
		p.Code = core.Invalid
	}
	return core.Errorf(p.Code, "the server says: %s", p.Detail)
}

func (r *remote) name() string { return strings.TrimSuffix(r.base, "/api/v1") }

// planned is what the API answers to plan and apply.
type planned struct {
	Version int64        `json:"version"`
	Changes []org.Change `json:"changes"`
}

const yamlKind = "application/yaml"

func (r *remote) plan(_ *org.Organisation, file []byte) ([]org.Change, int64, error) {
	var p planned
	err := r.call(http.MethodPost, "/organisation/plan", yamlKind, file, nil, &p)
	return p.Changes, p.Version, err
}

func (r *remote) apply(_ *org.Organisation, file []byte, version int64) (int64, error) {
	var p planned
	err := r.call(http.MethodPut, "/organisation/file", yamlKind, file, map[string]string{"If-Match": etag(version)}, &p)
	return p.Version, err
}

// file reads the organisation file.
func (r *remote) file() ([]byte, error) {
	var file []byte
	err := r.call(http.MethodGet, "/organisation/file", "", nil, nil, &file)
	return file, err
}
