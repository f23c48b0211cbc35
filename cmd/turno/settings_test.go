package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Ensure a flag is stronger than the environment, and that than the settings
// file, and that a word nobody knows is not passed over.
func TestSettings(t *testing.T) {
	dir := t.TempDir()
	settings := filepath.Join(dir, "turno.yaml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	where := func(args ...string) string {
		t.Helper()
		out := must(t, append(args, "migrate")...)
		_, path, _ := strings.Cut(strings.Fields(out)[0], dir)
		return path
	}
	write("data: " + filepath.Join(dir, "file") + "\nlog_level: error\nlisten: 127.0.0.1:1\n")
	if got := where("--config", settings); got != "/file/turno.db" {
		t.Errorf("by the file: %s", got)
	}
	t.Setenv("TURNO_CONFIG", settings)
	t.Setenv("TURNO_DATA", filepath.Join(dir, "environment"))
	if got := where(); got != "/environment/turno.db" {
		t.Errorf("by the environment: %s", got)
	}
	if got := where("--data", filepath.Join(dir, "flag")); got != "/flag/turno.db" {
		t.Errorf("by the flag: %s", got)
	}
	write("dta: /tmp\n")
	if r := turno(t, "migrate"); r.code == 0 || !strings.Contains(r.errors, `unknown setting "dta"`) {
		t.Errorf("exit code %d: %s", r.code, r.errors)
	}
	if r := turno(t, "migrate", "--config", filepath.Join(dir, "missing.yaml")); r.code == 0 || !strings.Contains(r.errors, "missing.yaml") {
		t.Errorf("exit code %d: %s", r.code, r.errors)
	}
}

// Ensure help is to be had, and what is not understood says so with exit code 2.
func TestRun(t *testing.T) {
	t.Parallel()
	if out := must(t, "--help"); !strings.Contains(out, "backup") || !strings.Contains(out, "Run the server") {
		t.Errorf("help says:\n%s", out)
	}
	for _, args := range [][]string{{"frobnicate"}, {}, {"user"}, {"export", "facts"}, {"--log-level", "loud", "version"}} {
		if r := turno(t, args...); r.code != 2 || !strings.Contains(r.errors, "Try: turno --help") {
			t.Errorf("turno %v: exit code %d\n%s", args, r.code, r.errors)
		}
	}
	if out := must(t, "openapi"); !strings.Contains(out, `"openapi": "3.1`) {
		t.Errorf("openapi begins %.80s", out)
	}
}
