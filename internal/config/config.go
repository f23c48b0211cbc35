// Package config is what an operator may set: by flag, by environment variable
// (TURNO_…) or in a file, in this order of strength. Package main gives the
// structs to its command-line parser.
package config

import (
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/store"
)

// Base is what every command needs.
type Base struct {
	Data      string `default:"./data" env:"TURNO_DATA" help:"Directory of the embedded store." placeholder:"DIR" type:"path"`
	Store     string `env:"TURNO_STORE" help:"Store, sqlite:///path/turno.db or postgres://user@host/database; the embedded one in --data otherwise." placeholder:"URL"`
	LogLevel  string `default:"info" enum:"debug,info,warn,error" env:"TURNO_LOG_LEVEL" help:"Least level that is logged: debug, info, warn, error."`
	Breached  string `env:"TURNO_BREACHED_PASSWORDS" name:"breached-passwords" help:"List of leaked passwords that nobody may choose: SHA-1 hashes in their order, as Have I Been Pwned publishes them, or one password a line." placeholder:"FILE" type:"path"`
	LogFormat string `default:"text" enum:"text,json" env:"TURNO_LOG_FORMAT" help:"Form of the log: text or json."`
}

// StoreURL is where the store is.
func (b *Base) StoreURL() string {
	if b.Store != "" {
		return b.Store
	}
	return store.SQLiteURL(filepath.Join(b.Data, "turno.db"))
}

// ShownStore is StoreURL without its password, for people and logs.
func (b *Base) ShownStore() string {
	u, err := url.Parse(b.StoreURL())
	if err != nil {
		return "(unreadable)"
	}
	return u.Redacted()
}

// Server is what `turno serve` needs besides.
type Server struct {
	Listen     string   `default:":8080" env:"TURNO_LISTEN" help:"Address to listen on." placeholder:"HOST:PORT"`
	PublicURL  string   `env:"TURNO_PUBLIC_URL" help:"Address by which browsers reach this server, for links on tickets." placeholder:"URL"`
	TLSCert    string   `env:"TURNO_TLS_CERT" help:"Certificate (PEM) to serve TLS with; needs --tls-key." placeholder:"FILE" type:"path"`
	TLSKey     string   `env:"TURNO_TLS_KEY" help:"Key (PEM) of --tls-cert." placeholder:"FILE" type:"path"`
	TrustProxy bool     `env:"TURNO_TRUST_PROXY" help:"Believe X-Forwarded-For of the reverse proxy in front."`
	Origins    []string `env:"TURNO_ORIGINS" help:"Other hosts whose pages may open the live feed." placeholder:"HOST"`
	Files
	Messages
	Metrics        string        `env:"TURNO_METRICS" help:"Address to serve /metrics on instead of --listen." placeholder:"HOST:PORT"`
	StopTimeout    time.Duration `default:"10s" env:"TURNO_STOP_TIMEOUT" help:"How long a stop waits for calls in progress."`
	OIDCIssuer     string        `name:"oidc-issuer" env:"TURNO_OIDC_ISSUER" help:"OpenID provider where people may sign in; needs --oidc-client, a secret and --public-url." placeholder:"URL"`
	OIDCClient     string        `name:"oidc-client" env:"TURNO_OIDC_CLIENT" help:"Our client id at the provider." placeholder:"ID"`
	OIDCSecret     string        `name:"oidc-secret" env:"TURNO_OIDC_SECRET" help:"Our client secret there; better in the environment or in --oidc-secret-file." placeholder:"SECRET"`
	OIDCSecretFile string        `name:"oidc-secret-file" env:"TURNO_OIDC_SECRET_FILE" help:"File that holds the client secret." placeholder:"FILE" type:"path"`
	OIDCName       string        `name:"oidc-name" env:"TURNO_OIDC_NAME" help:"What people call the provider; its host otherwise." placeholder:"NAME"`
	Demo           bool          `env:"TURNO_DEMO" help:"Fill an empty store with the demo organisation."`
	DemoPassword   string        `env:"TURNO_DEMO_PASSWORD" help:"Password of the demo's users; made up and shown otherwise." placeholder:"PASSWORD"`
}

// Files is where files are that people send.
type Files struct {
	Folder string `name:"files" env:"TURNO_FILES" help:"Directory for files that are sent in conversations; the folder files in --data otherwise." placeholder:"DIR" type:"path"`
}

// FilesIn is that directory, of a system with its data elsewhere.
func (f Files) FilesIn(data string) string {
	if f.Folder != "" {
		return f.Folder
	}
	return filepath.Join(data, "files")
}

// TLS reports whether this server speaks TLS itself.
func (s *Server) TLS() bool { return s.TLSCert != "" }

// Secure reports whether browsers reach this server by TLS, its own or a proxy's.
func (s *Server) Secure() bool { return s.TLS() || strings.HasPrefix(s.PublicURL, "https://") }

// Check refuses settings that contradict each other.
func (s *Server) Check() error {
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return core.FieldErrorf(core.Invalid, "tls-key", "--tls-cert and --tls-key go together")
	}
	if err := s.checkOIDC(); err != nil {
		return err
	}
	if err := s.checkMessages(); err != nil {
		return err
	}
	if s.PublicURL != "" {
		u, err := url.Parse(s.PublicURL)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return core.FieldErrorf(core.Invalid, "public-url", "%q is not an address like https://turno.example.org", s.PublicURL)
		}
	}
	return nil
}

// checkOIDC refuses a provider of which something is missing.
func (s *Server) checkOIDC() error {
	if s.OIDCIssuer == "" {
		if s.OIDCClient != "" || s.OIDCSecret != "" || s.OIDCSecretFile != "" {
			return core.FieldErrorf(core.Invalid, "oidc-issuer", "--oidc-client and its secret need --oidc-issuer")
		}
		return nil
	}
	u, err := url.Parse(s.OIDCIssuer)
	switch {
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http"):
		return core.FieldErrorf(core.Invalid, "oidc-issuer", "%q is not an address like https://login.example.org", s.OIDCIssuer)
	case s.OIDCClient == "":
		return core.FieldErrorf(core.Invalid, "oidc-client", "--oidc-issuer needs --oidc-client")
	case (s.OIDCSecret == "") == (s.OIDCSecretFile == ""):
		return core.FieldErrorf(core.Invalid, "oidc-secret", "--oidc-issuer needs either --oidc-secret or --oidc-secret-file")
	case s.PublicURL == "":
		return core.FieldErrorf(core.Invalid, "public-url", "--oidc-issuer needs --public-url, to which the provider sends browsers back")
	}
	return nil
}
