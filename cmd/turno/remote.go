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
	TokenFile    string `env:"TURNO_TOKEN_FILE" help:"File with an API token, instead of a login; otherwise TURNO_TOKEN of the environment." placeholder:"FILE" type:"path"`
	Login        string `env:"TURNO_LOGIN" help:"Who signs in there." placeholder:"LOGIN"`
	PasswordFile string `env:"TURNO_PASSWORD_FILE" help:"File with the password; otherwise TURNO_PASSWORD of the environment." placeholder:"FILE" type:"path"`
}

// remote is a session at a running server, or a token for it.
type remote struct {
	ctx  context.Context
	base string
	http *http.Client
	csrf string
	// bearer is the API token; empty in a session.
	bearer string
}

// dial takes the token, or signs in.
func (f *remoteFlags) dial(ctx context.Context) (*remote, error) {
	u, err := url.Parse(f.URL)
	if err != nil || u.Host == "" {
		return nil, core.FieldErrorf(core.Invalid, "url", "%q is not an address like https://turno.example.org", f.URL)
	}
	token, err := secretOf("token-file", f.TokenFile, "TURNO_TOKEN")
	if err != nil {
		return nil, err
	}
	if token != "" && f.Login == "" {
		return &remote{
			ctx: ctx, base: strings.TrimRight(f.URL, "/") + "/api/v1", http: &http.Client{Timeout: time.Minute}, bearer: token,
		}, nil
	}
	password, err := secretOf("password-file", f.PasswordFile, "TURNO_PASSWORD")
	if err != nil {
		return nil, err
	}
	if f.Login == "" || password == "" {
		return nil, core.Errorf(core.Unauthenticated,
			"--url needs a token by --token-file or TURNO_TOKEN, or --login and a password by --password-file or TURNO_PASSWORD")
	}
	return f.signIn(ctx, password)
}

// secretOf reads a secret from a file, else from the environment; "" for neither.
func secretOf(flag, file, variable string) (string, error) {
	if file == "" {
		return os.Getenv(variable), nil
	}
	content, err := os.ReadFile(file) //nolint:gosec // the operator says where
	if err != nil {
		return "", core.Wrap(core.NotFound, flag, err)
	}
	return strings.TrimRight(string(content), "\r\n"), nil
}

// signIn opens a session.
func (f *remoteFlags) signIn(ctx context.Context, password string) (*remote, error) {
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
		Step string `json:"step"`
	}
	if err := r.call(http.MethodPost, "/session", "application/json", body, nil, &me); err != nil {
		return nil, err
	}
	if me.Step != "" {
		return nil, core.Errorf(core.Unauthenticated, "%s signs in with a second factor: use an API token (--token-file)", f.Login)
	}
	r.csrf = me.CSRF
	return r, nil
}

// close signs out; a session that stays ends by itself.
func (r *remote) close() {
	if r.bearer == "" {
		_ = r.call(http.MethodDelete, "/session", "", nil, nil, nil)
	}
}

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
	if r.bearer != "" {
		request.Header.Set("Authorization", "Bearer "+r.bearer)
	}
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
