package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"turno/web"
)

// Ensure that a browser gets the right bytes, kind and caching for every path.
func TestHandlerFor(t *testing.T) {
	t.Parallel()
	handler := web.HandlerFor(fstest.MapFS{
		"index.html":             {Data: []byte("<p>turno")},
		"favicon.svg":            {Data: []byte("<svg/>")},
		"try-chat.html":          {Data: []byte("<p>try")},
		".gitkeep":               {},
		"assets/desk-ab12.js":    {Data: []byte("plain")},
		"assets/desk-ab12.js.gz": {Data: []byte("compressed")},
	})
	cases := map[string]struct {
		method, path, accept string
		status               int
		body, kind, cache    string
		encoding             string
	}{
		"the root is the app":                   {"GET", "/", "", 200, "<p>turno", "text/html; charset=utf-8", "no-cache", ""},
		"a path of the app's router is the app": {"GET", "/floor/queues", "", 200, "<p>turno", "text/html; charset=utf-8", "no-cache", ""},
		"a hashed file is kept for ever":        {"GET", "/assets/desk-ab12.js", "", 200, "plain", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", ""},
		"compressed for whoever takes it":       {"GET", "/assets/desk-ab12.js", "br, gzip", 200, "compressed", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "gzip"},
		"a file without a hash is asked for":    {"GET", "/favicon.svg", "", 200, "<svg/>", "image/svg+xml", "no-cache", ""},
		"a page of its own has no ending":       {"GET", "/try-chat", "", 200, "<p>try", "text/html; charset=utf-8", "no-cache", ""},
		"a missing asset is not the app":        {"GET", "/assets/gone.js", "", 404, "404 page not found\n", "text/plain; charset=utf-8", "", ""},
		"no way out of the folder":              {"GET", "/../../etc/passwd", "", 200, "<p>turno", "text/html; charset=utf-8", "no-cache", ""},
		"hidden files stay hidden":              {"GET", "/.gitkeep", "", 200, "<p>turno", "text/html; charset=utf-8", "no-cache", ""},
		"compressed files have no name":         {"GET", "/assets/desk-ab12.js.gz", "", 404, "404 page not found\n", "text/plain; charset=utf-8", "", ""},
		"HEAD has headers only":                 {"HEAD", "/", "", 200, "", "text/html; charset=utf-8", "no-cache", ""},
		"nothing else is allowed":               {"POST", "/", "", 405, "Method Not Allowed\n", "text/plain; charset=utf-8", "", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := httptest.NewRequest(c.method, c.path, http.NoBody)
			request.Header.Set("Accept-Encoding", c.accept)
			response := httptest.NewRecorder()
			handler.ServeHTTP(response, request)
			got := response.Result()
			defer got.Body.Close()
			if got.StatusCode != c.status || response.Body.String() != c.body {
				t.Fatalf("got %d %q, want %d %q", got.StatusCode, response.Body.String(), c.status, c.body)
			}
			for key, want := range map[string]string{
				"Content-Type": c.kind, "Cache-Control": c.cache, "Content-Encoding": c.encoding,
			} {
				if have := got.Header.Get(key); have != want {
					t.Errorf("%s: got %q, want %q", key, have, want)
				}
			}
		})
	}
}

// Ensure that the app's page carries the content policy.
func TestHandlerFor_Policy(t *testing.T) {
	t.Parallel()
	handler := web.HandlerFor(fstest.MapFS{"index.html": {Data: []byte("x")}})
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/desk", http.NoBody))
	if got := response.Header().Get("Content-Security-Policy"); got != web.Policy {
		t.Fatalf("policy: got %q", got)
	}
}

// Ensure that any page may load the chat's script, that it is asked for again
// soon, and that an unchanged one is not sent again.
func TestHandlerFor_Chat(t *testing.T) {
	t.Parallel()
	handler := web.HandlerFor(fstest.MapFS{
		"index.html": {Data: []byte("x")}, "chat.js": {Data: []byte("plain")}, "chat.js.gz": {Data: []byte("compressed")},
	})
	// What a recorder gives needs no closing.
	get := func(accept, known string) *http.Response {
		request := httptest.NewRequest(http.MethodGet, "/chat.js", http.NoBody)
		request.Header.Set("Accept-Encoding", accept)
		request.Header.Set("If-None-Match", known)
		response := httptest.NewRecorder()
		response.Header().Set("Cross-Origin-Resource-Policy", "same-origin") // as for all the rest
		handler.ServeHTTP(response, request)
		return response.Result()
	}
	for accept, want := range map[string]string{"": "plain", "gzip, br": "compressed"} {
		got := get(accept, "")
		body, err := io.ReadAll(got.Body)
		if err != nil || string(body) != want || got.StatusCode != http.StatusOK {
			t.Errorf("accepting %q: %d %q (%v)", accept, got.StatusCode, body, err)
		}
		for key, want := range map[string]string{
			"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*",
			"Vary": "Accept-Encoding",
		} {
			if have := got.Header.Get(key); have != want {
				t.Errorf("%s: got %q, want %q", key, have, want)
			}
		}
		again := get(accept, got.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("accepting %q: asked again: %d", accept, again.StatusCode)
		}
	}
	stale := get("gzip", `"another"`)
	if stale.StatusCode != http.StatusOK {
		t.Errorf("another one known: %d", stale.StatusCode)
	}
}
