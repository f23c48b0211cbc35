package main

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"turno/internal/clock"
)

// Ensure an administrator with a second factor works from elsewhere by an API
// token, and is told to where a password alone is not enough.
func TestRemote_token(t *testing.T) {
	t.Parallel()
	data := branchStore(t)
	s := serve(t, "--data", data)
	mustWith(t, branchPassword+"\n", "--data", data, "user", "add", "carmen", "--stdin")
	s.log.await(t, `organisation is in force" version=2`)
	carmen := s.signIn(t, "carmen", branchPassword)
	var token struct{ Secret string }
	carmen.do(t, http.MethodPost, "/me/tokens", map[string]any{
		"name": "deployment", "expires": int64(clock.Now().Add(time.Hour)),
		"scopes": []any{map[string]any{"node": "org", "permissions": []string{"org.edit"}}},
	}, &token)
	var proposal struct{ Secret string }
	carmen.do(t, http.MethodPost, "/me/second-factor", nil, &proposal)
	code, err := totp.GenerateCode(proposal.Secret, clock.Now().Time())
	if err != nil {
		t.Fatal(err)
	}
	carmen.do(t, http.MethodPut, "/me/second-factor", map[string]string{"code": code}, nil)

	file := func(name, content string) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	refused(t, turno(t, "export", "org", "--url", s.url, "--login", "carmen", "--password-file", file("password", branchPassword)),
		"signs in with a second factor", "--token-file")
	if out := must(t, "export", "org", "--url", s.url, "--token-file", file("token", token.Secret)); out != must(t, "--data", data, "export", "org") {
		t.Errorf("by the token the organisation is\n%s", out)
	}
	refused(t, turno(t, "export", "org", "--url", s.url, "--token-file", file("token", "turno_nonsense")), "this token is not valid")

	out := must(t, "--data", data, "user", "reset-totp", "carmen")
	if out != "carmen signs in with the password alone, and is signed out everywhere.\n" {
		t.Errorf("user reset-totp says:\n%s", out)
	}
	s.signIn(t, "carmen", branchPassword)
}
