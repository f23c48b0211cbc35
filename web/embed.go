// Package web carries the built screens inside the binary and serves them.
package web

import (
	"embed"
	"io/fs"
)

// The folder holds only .gitkeep until the screens are built; the package
// compiles either way, so that Go can be worked on without Node.
//
//go:embed all:dist
var dist embed.FS

// Files returns the built screens, rooted at the folder that holds index.html,
// and whether they were built when the binary was.
func Files() (files fs.FS, built bool) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist, false
	}
	_, err = fs.Stat(files, "index.html")
	return files, err == nil
}
