package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"

	"turno/internal/core"
)

const tokenBytes = 32

// tokenMax bounds what is hashed and looked up.
const tokenMax = 128

// newToken makes a secret of 256 bits, safe in a cookie and in a link.
func newToken() string {
	b := make([]byte, tokenBytes)
	_, _ = rand.Read(b) // never fails: it ends the process if the system has no randomness
	return base64.RawURLEncoding.EncodeToString(b)
}

// linkToken makes a secret of 128 bits for the link of a device.
func linkToken() string { return strings.ToLower(rand.Text()) }

// hashToken is what is kept of a session's token.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// The names of the session cookie. The prefix makes browsers refuse one that is not Secure
// or was set for another host (RFC 6265bis section 4.1.3.2).
const (
	cookieName       = "turno_session"
	cookieNameSecure = "__Host-turno_session"
)

// CSRFHeader carries the session's CSRF token on calls that change something.
const CSRFHeader = "X-CSRF-Token"

// Cookie is the cookie that carries a session's token. secure says that the
// browser reached us over TLS, here or at a proxy before us.
func Cookie(s Session, secure bool) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // G124: Secure is decided by how the browser reached us
		Name: cookieFor(secure), Value: s.Token, Path: "/", Expires: s.Expires.Time(),
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	}
}

// ClearCookie makes the browser forget the session.
func ClearCookie(secure bool) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // G124: as above
		Name: cookieFor(secure), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode,
	}
}

func cookieFor(secure bool) string {
	if secure {
		return cookieNameSecure
	}
	return cookieName
}

// TokenOf finds the session's token in a request's cookies; "" when there is none.
func TokenOf(r *http.Request) string {
	for _, name := range []string{cookieNameSecure, cookieName} {
		if c, err := r.Cookie(name); err == nil && c.Value != "" {
			return c.Value
		}
	}
	return ""
}

// BearerOf finds an API token in a request's Authorization header; "" when there is
// none.
func BearerOf(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// CheckCSRF refuses a changing call whose header does not carry the session's
// CSRF token.
func CheckCSRF(p Principal, header string) error {
	if p.CSRF == "" || subtle.ConstantTimeCompare([]byte(p.CSRF), []byte(header)) != 1 {
		return core.Faultf(core.Forbidden, CSRFHeader, core.FaultMismatch, "the page is out of date: reload it")
	}
	return nil
}
