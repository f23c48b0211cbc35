package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"turno/internal/config"
	"turno/internal/core"
)

// settings are a command line with all there is to set.
type settings struct {
	config.Base
	config.Server
}

// parse reads a file, then flags.
func parse(t *testing.T, file string, flags ...string) (settings, error) {
	t.Helper()
	var s settings
	resolver, err := config.File(strings.NewReader(file))
	if err != nil {
		return s, err
	}
	parser, err := kong.New(&s, kong.Resolvers(resolver), kong.Exit(func(int) { t.Fatal("exit") }))
	if err != nil {
		return s, err
	}
	_, err = parser.Parse(flags)
	return s, err
}

// Ensure defaults, then the file, then the environment, then flags decide.
func TestOrder(t *testing.T) {
	s, err := parse(t, "")
	if err != nil || s.Listen != ":8080" || s.StopTimeout != 10*time.Second || s.LogLevel != "info" {
		t.Errorf("defaults: %+v, %v", s, err)
	}
	const file = "listen: 127.0.0.1:9\nlog_level: warn\ntrust-proxy: true\norigins: [a.example, b.example]\nstop-timeout: 3s\n"
	s, err = parse(t, file)
	if err != nil || s.Listen != "127.0.0.1:9" || s.LogLevel != "warn" || !s.TrustProxy || len(s.Origins) != 2 || s.StopTimeout != 3*time.Second {
		t.Errorf("file: %+v, %v", s, err)
	}
	t.Setenv("TURNO_LISTEN", ":10")
	if s, err = parse(t, file); err != nil || s.Listen != ":10" || s.LogLevel != "warn" {
		t.Errorf("environment: %+v, %v", s, err)
	}
	if s, err = parse(t, file, "--listen=:11"); err != nil || s.Listen != ":11" {
		t.Errorf("flag: %+v, %v", s, err)
	}
}

// Ensure a mistake in the file or between settings is told, not ignored.
func TestMistakes(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"not YAML": "listen: [", "unknown": "listne: x", "of another kind": "stop-timeout: soon", "not a choice": "log-level: loud",
	} {
		if _, err := parse(t, file); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for field, s := range map[string]config.Server{
		"oidc-issuer": {OIDCClient: "turno"}, "oidc-client": {OIDCIssuer: "https://login.example"},
		"oidc-secret": {OIDCIssuer: "https://login.example", OIDCClient: "turno"},
		"smtp-server": {Messages: config.Messages{SMTPFrom: "turno@example.com"}}, "smtp-from": {Messages: config.Messages{SMTPServer: "localhost:25"}},
		"smtp-password":  {Messages: config.Messages{SMTPServer: "localhost:25", SMTPFrom: "turno@example.com", SMTPUser: "turno"}},
		"webhook-secret": {Messages: config.Messages{WebhookSecret: "x", WebhookSecretFile: "y"}},
		"tls-key":        {TLSCert: "cert.pem"}, "public-url": {PublicURL: "turno.example"},
	} {
		if err := s.Check(); core.CodeOf(err) != core.Invalid || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	good := config.Server{PublicURL: "https://turno.example"}
	if err := good.Check(); err != nil || !good.Secure() || good.TLS() {
		t.Errorf("behind a proxy: %v, secure %v", err, good.Secure())
	}
}

// Ensure the store is the one named, and its password is shown to nobody.
func TestStore(t *testing.T) {
	t.Parallel()
	embedded := config.Base{Data: "/srv/turno"}
	if got := embedded.StoreURL(); !strings.HasPrefix(got, "sqlite:") || !strings.HasSuffix(got, "/srv/turno/turno.db") {
		t.Errorf("embedded store %s", got)
	}
	remote := config.Base{Store: "postgres://turno:secret@db/turno"}
	if got := remote.ShownStore(); strings.Contains(got, "secret") || !strings.Contains(got, "turno") {
		t.Errorf("shown as %s", got)
	}
}
