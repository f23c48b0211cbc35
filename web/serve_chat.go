package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

// chatFile is the customer's chat: one script for pages of other web sites, which
// know its name by heart. It cannot carry a hash in it.
const chatFile = "chat.js"

// chatCache is how long browsers use the script without asking. A new build is
// everywhere that much later, and it speaks to the old API until then.
const chatCache = "public, max-age=300, stale-while-revalidate=86400"

// chatScript serves the script to whatever page asks for it; who may use it is
// decided where it calls (docs/CHANNELS.md). Nil where it was not built.
func chatScript(files fs.FS) http.Handler {
	plain, err := fs.ReadFile(files, chatFile)
	if err != nil {
		return nil
	}
	small, err := fs.ReadFile(files, chatFile+".gz")
	if err != nil {
		small = nil
	}
	sum := sha256.Sum256(plain)
	tag := hex.EncodeToString(sum[:8])
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Type", contentType(chatFile))
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cache-Control", chatCache)
		header.Set("Vary", "Accept-Encoding")
		// Loaded by a page of another origin, also one that isolates itself
		// (Cross-Origin-Embedder-Policy) or checks the script (integrity).
		header.Set("Cross-Origin-Resource-Policy", "cross-origin")
		header.Set("Access-Control-Allow-Origin", "*")
		body, etag := plain, `"`+tag+`"`
		if small != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			header.Set("Content-Encoding", "gzip")
			body, etag = small, `"`+tag+`-gz"`
		}
		header.Set("ETag", etag)
		if strings.Contains(r.Header.Get("If-None-Match"), etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		header.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(http.StatusOK)
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // a reader that hangs up is no error of ours
		}
	})
}
