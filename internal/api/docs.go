package api

import (
	"compress/gzip"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/swaggest/swgui/v5/static"

	"turno/internal/core"
	"turno/internal/rest"
)

// docsPage shows the OpenAPI document with Swagger UI, whose files are in the
// binary: the page works without the internet.
const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Turno API</title>
<link rel="icon" href="` + docsPath + `/favicon-32x32.png">
<link rel="stylesheet" href="` + docsPath + `/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="` + docsPath + `/swagger-ui-bundle.js"></script>
<script src="` + docsPath + `/start.js"></script>
</body>
</html>
`

// docsStart is a file of its own, so that the page needs no inline script. A
// call that is tried out carries the CSRF token of the session, if there is one.
const docsStart = `const me = fetch("` + base + `/me").then((r) => (r.ok ? r.json() : {})).catch(() => ({}));
window.ui = SwaggerUIBundle({
  url: "` + base + `/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  requestInterceptor: async (request) => {
    const { csrf } = await me;
    if (csrf) request.headers["` + rest.CSRFHeader + `"] = csrf;
    return request;
  },
});
`

const (
	docsPath   = base + "/docs"
	docsPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
)

func (a *API) registerDocs() {
	text := func(kind, content string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind+"; charset=utf-8")
			w.Header().Set("Content-Security-Policy", docsPolicy)
			_, _ = io.WriteString(w, content) // the client is gone if this fails
		}
	}
	a.mux.HandleFunc("GET "+docsPath, text("text/html", docsPage))
	a.mux.HandleFunc("GET "+docsPath+"/start.js", text("text/javascript", docsStart))
	a.mux.HandleFunc("GET "+docsPath+"/{file}", serveDocsFile)
}

// serveDocsFile serves a file of Swagger UI. Most lie compressed in the binary.
func serveDocsFile(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("file")
	kinds := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".png": "image/png"}
	kind, known := kinds[path.Ext(name)]
	if !known {
		rest.Refuse(w, core.Errorf(core.NotFound, "there is no such page"))
		return
	}
	w.Header().Set("Content-Type", kind)
	if file, err := static.FS.Open(name); err == nil {
		defer file.Close() //nolint:errcheck // of memory
		_, _ = io.Copy(w, file)
		return
	}
	file, err := static.FS.Open(name + ".gz")
	if err != nil {
		rest.Refuse(w, core.Errorf(core.NotFound, "there is no such page"))
		return
	}
	defer file.Close() //nolint:errcheck // of memory
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = io.Copy(w, file)
		return
	}
	plain, err := gzip.NewReader(file)
	if err != nil {
		rest.Refuse(w, core.Wrap(core.Internal, "", err))
		return
	}
	_, _ = io.Copy(w, plain) //nolint:gosec // our own file, a megabyte and a half
}
