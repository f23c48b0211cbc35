package web

import (
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// notBuilt is what a browser gets from a binary that was built without screens.
const notBuilt = `<!doctype html><meta charset="utf-8"><title>Turno</title>
<p>The server runs, but this binary was built without its screens. Build both with <code>make build</code>.</p>`

// Policy is the Content-Security-Policy of every screen: scripts only from this
// server; styles also inline, as the component library sets custom properties.
const Policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"media-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"

// Handler serves the built screens. A path that is no file gets index.html, as
// the browser's own router knows what it means; a missing file under /assets/ is
// 404. Files whose name carries a hash may be cached for ever, the others never
// without asking.
func Handler() http.Handler {
	files, built := Files()
	if !built {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = io.WriteString(w, notBuilt)
		})
	}
	return HandlerFor(files)
}

// HandlerFor is Handler for a folder of built screens. A file that has a
// neighbour of the same name with .gz is sent compressed to whoever takes that.
func HandlerFor(files fs.FS) http.Handler {
	chat := chatScript(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		if name == chatFile && chat != nil {
			chat.ServeHTTP(w, r)
			return
		}
		if page := name + ".html"; isFile(files, page) && name != "index" {
			name = page
		}
		if !isFile(files, name) {
			if strings.HasPrefix(name, "assets/") {
				http.NotFound(w, r)
				return
			}
			name = "index.html"
		}
		serveFile(w, r, files, name)
	})
}

// isFile reports whether name is a file to be sent under its own name.
func isFile(files fs.FS, name string) bool {
	if name == "" || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".gz") {
		return false
	}
	info, err := fs.Stat(files, name)
	return err == nil && !info.IsDir()
}

// serveFile sends one file with its headers, compressed where possible.
func serveFile(w http.ResponseWriter, r *http.Request, files fs.FS, name string) {
	header := w.Header()
	header.Set("Content-Type", contentType(name))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "same-origin")
	if strings.HasPrefix(name, "assets/") {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		header.Set("Cache-Control", "no-cache")
	}
	if strings.HasSuffix(name, ".html") {
		header.Set("Content-Security-Policy", Policy)
	}
	body, err := read(files, name, strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"), header)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) //nolint:gosec // a file of our own build; a reader that hangs up is no error of ours
	}
}

// read returns the file, or its compressed neighbour with the header that says so.
func read(files fs.FS, name string, compressed bool, header http.Header) ([]byte, error) {
	if body, err := fs.ReadFile(files, name+".gz"); err == nil {
		header.Set("Vary", "Accept-Encoding")
		if compressed {
			header.Set("Content-Encoding", "gzip")
			return body, nil
		}
	}
	return fs.ReadFile(files, name)
}

// contentType knows the few kinds that are built, whatever the machine's own
// table of types says.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json":
		return "application/json"
	case ".mp3":
		return "audio/mpeg"
	default:
		if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
			return kind
		}
		return "application/octet-stream"
	}
}
