package api

import (
	"io"
	"net/http"
)

// docsPage shows the OpenAPI document with Swagger UI, whose files are part of
// the embedded web app: the page works without the internet.
const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Turno API</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/api-docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui" data-document="` + base + `/openapi.json"></div>
<script src="/api-docs/swagger-ui-bundle.js"></script>
<script src="/api-docs/start.js"></script>
</body>
</html>
`

func (a *API) registerDocs() {
	a.mux.HandleFunc("GET "+base+"/docs", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, docsPage) // the client is gone if this fails
	})
}
