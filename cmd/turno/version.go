package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"runtime/debug"

	"turno/internal/store"
	"turno/web"
)

// version of a release, set by the linker: -ldflags "-X main.version=1.2.3".
var version string

// build is the version for people, metrics and the live feed: the release, else
// the commit the binary was built from.
func build() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			commit = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "+"
		}
	}
	if commit == "" {
		return "dev"
	}
	return commit + changed
}

// screens is which screens the binary carries: browsers that have others are
// asked to reload. Builds with the same screens need no reload.
func screens() string {
	files, built := web.Files()
	if !built {
		return build()
	}
	index, err := fs.ReadFile(files, "index.html") // it names all scripts by their content
	if err != nil {
		return build()
	}
	sum := sha256.Sum256(index)
	return hex.EncodeToString(sum[:6])
}

// versionCmd is `turno version`.
type versionCmd struct{}

func (c *versionCmd) Run(e *env) error { //nolint:unparam // kong wants one
	e.printf("turno %s, schema version %d\n", build(), store.SchemaVersion())
	return nil
}
