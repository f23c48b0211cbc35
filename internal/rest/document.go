package rest

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/auth"
)

// The names of the ways to say who one is, in the document.
const (
	schemeSession = "session"
	schemeToken   = "token"
)

// Schemes are the ways to say who one is. Links of devices and visitors carry
// their token in the path, for which the document has no scheme.
func Schemes(secure bool) map[string]*huma.SecurityScheme {
	return map[string]*huma.SecurityScheme{
		schemeSession: {
			Type: "apiKey", In: "cookie", Name: auth.Cookie(auth.Session{}, secure).Name,
			Description: "The cookie of a sign-in. Changing calls carry the session's token in " + CSRFHeader + " too.",
		},
		schemeToken: {Type: "http", Scheme: "bearer", Description: "An API token: made under My account, or by an administrator."},
	}
}

// describe adds to an operation what the middlewares read of every call: who asks,
// and the headers that belong to no operation in particular.
func describe(o *huma.Operation, need Access) {
	o.Security = []map[string][]string{}
	switch need.Kind {
	case "user", "permission":
		o.Security = append(o.Security, map[string][]string{schemeSession: {}}, map[string][]string{schemeToken: {}})
	case "session":
		o.Security = append(o.Security, map[string][]string{schemeSession: {}})
	}
	if len(o.Security) > 0 && unsafeMethod(o.Method) {
		o.Parameters = append(o.Parameters, header(CSRFHeader, csrfMax,
			"Needed with the cookie of a session, which it proves to be used by our own pages: csrf of GET /me. Not with an API token."))
	}
	if o.Method == http.MethodPost && !Secretive(o.Path) {
		o.Parameters = append(o.Parameters, header(IdempotencyHeader, IdempotencyKeyMax,
			"A key of the caller's own, for a day: the same call once more is answered as the first time, and done once. Another call with it is refused."))
	}
}

// csrfMax is more than a session's token has.
const csrfMax = 128

func header(name string, longest int, words string) *huma.Param {
	return &huma.Param{
		Name: name, In: "header", Description: words,
		Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &longest},
	}
}
