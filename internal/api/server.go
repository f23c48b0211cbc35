package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"turno/internal/alert"
	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/channel/door"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/device"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/person"
	"turno/internal/rest"
	"turno/internal/store"
)

// Deps are the parts of the house that the API opens to the outside.
type Deps struct {
	Store     *store.Store
	Org       *org.Live
	Auth      *auth.Service
	Floor     *floor.Floor
	Channels  []channel.Channel
	Doors     []door.Door // of the channels; all that New needs for the document
	Works     *channel.Works
	Customers *customer.Service
	Person    *person.Service
	Log       *slog.Logger
	Now       func() core.Instant
	// Version is the build's, for the OpenAPI document.
	Version string
	// Secure: browsers reach us by TLS, so cookies are kept from plain HTTP.
	Secure bool
	// PublicURL is the base of links that leave the house (a ticket's code);
	// empty: the address that the browser used.
	PublicURL string
	// TrustProxy: X-Forwarded-For of the last hop is the caller's address.
	TrustProxy bool
	// SignedOut is told of a user whose session has ended, so that open sockets
	// of theirs are looked at again at once; nil: they are within a minute.
	SignedOut func(ctx context.Context, user core.ID)
	// Rekeyed is told of a device whose key was replaced or taken away, so that open
	// sockets with the old one are looked at again at once; nil: as above.
	Rekeyed func(ctx context.Context, device string)
	// Devices says which kiosks, displays and walls are there; nil: nobody knows.
	Devices *device.Presence
	// Alerts are those that rang.
	Alerts *alert.Service
}

// API is the REST interface under /api/v1.
type API struct {
	Deps
	huma       huma.API
	operations *rest.Operations
	mux        *http.ServeMux
	channels   map[core.Channel]channel.Channel
	answers    *idempotent
	seating    sync.Mutex // held while a free counter is looked for and taken
}

// New builds the API with all its operations.
func New(d Deps) *API {
	a := &API{Deps: d, mux: http.NewServeMux(), channels: map[core.Channel]channel.Channel{}}
	for _, c := range d.Channels {
		a.channels[c.Key()] = c
	}
	a.answers = &idempotent{store: d.Store, now: d.Now, log: d.Log, busy: map[string]bool{}}
	config := huma.DefaultConfig("Turno", d.Version)
	// A filter that is misspelt would answer something that was not asked.
	config.RejectUnknownQueryParameters = true
	config.Info.Description = "One queue, one engine and one set of figures for a customer service. " +
		"Errors are problem documents (RFC 9457) with a closed set of codes, and for each field at fault its place and a reason in a word that never changes. Instants are microseconds since 1970 in UTC, durations microseconds."
	config.OpenAPIPath = base + "/openapi"
	config.SchemasPath = base + "/schemas"
	config.DocsPath = ""     // huma's page loads its renderer from a CDN; ours is served from the binary
	config.CreateHooks = nil // no $schema in bodies: the document says it all
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[core.ID](), reflect.TypeFor[idText]())
	config.Components.SecuritySchemes = rest.Schemes(d.Secure)
	a.huma = humago.New(a.mux, config)
	a.operations = rest.New(a.huma, d.Log)
	a.registerSession()
	a.registerProvider()
	a.registerFactor()
	a.registerSessions()
	a.registerTokens()
	a.registerUsers()
	a.registerOrganisation()
	a.registerStudio()
	a.registerDesk()
	a.registerWorks()
	a.registerLead()
	a.registerDevices()
	a.registerAlerts()
	a.registerPairing()
	a.registerAgents()
	a.registerQueues()
	a.registerContacts()
	a.registerCustomers()
	a.registerPerson()
	a.registerFigures()
	a.registerFacts()
	a.registerReports()
	a.registerAudit()
	a.registerDocs()
	for i := range d.Doors {
		if add := d.Doors[i].Operations; add != nil {
			add(a.operations)
		}
	}
	a.describeLive()
	return a
}

// idText says in the document what an id is, which core, knowing nobody, cannot.
type idText struct{}

// Schema implements huma.SchemaProvider.
func (idText) Schema(huma.Registry) *huma.Schema {
	length := len("01890a5d-ac96-774b-bcce-b302099a8057")
	return &huma.Schema{
		Type: huma.TypeString, MaxLength: &length,
		// Empty is none. Without a pattern a wrong id in a body would be a fault of the whole body.
		Pattern:            "^([0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})?$",
		PatternDescription: "an id",
	}
}

// Handler serves /api/v1; everything else below it is not found.
func (a *API) Handler() http.Handler {
	a.mux.HandleFunc(base+"/", func(w http.ResponseWriter, _ *http.Request) {
		rest.Refuse(w, core.Errorf(core.NotFound, "there is no such operation; see %s/docs", base))
	})
	house := a.sameOrigin(a.identify(a.answers.wrap(a.mux)))
	// What other sites' pages call has no session, and answers hold secrets that are
	// not kept.
	pages := map[string]http.Handler{}
	for i := range a.Doors {
		if d := &a.Doors[i]; d.Pages != "" {
			pages[d.Pages] = d.Embedded(a.mux)
		}
	}
	return a.headed(a.proxied(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for path, handler := range pages {
			if strings.HasPrefix(r.URL.Path, path) {
				handler.ServeHTTP(w, r)
				return
			}
		}
		house.ServeHTTP(w, r)
	})))
}

// headed sets what holds for every answer: it is about people, so nobody keeps
// it but those whom a handler lets (with an ETag), and it is what it says it is.
func (a *API) headed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

// sameOrigin refuses changing calls that a browser makes for another site's page
// (Sec-Fetch-Site, else Origin), whoever is signed in there. Programs send
// neither header and pass.
func (a *API) sameOrigin(next http.Handler) http.Handler {
	check := http.NewCrossOriginProtection()
	if a.PublicURL != "" {
		if u, err := url.Parse(a.PublicURL); err == nil {
			// Behind a proxy the host we are asked by may be another than the page's.
			_ = check.AddTrustedOrigin(u.Scheme + "://" + u.Host) // it was checked with the settings
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := check.Check(r); err != nil {
			rest.Refuse(w, core.Errorf(core.Forbidden, "this was asked by a page of another site"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Document is the OpenAPI 3.1 document, for generators and for checking that what
// was generated is fresh. It needs no running house.
func Document(version string, doors ...door.Door) ([]byte, error) {
	a := New(Deps{Version: version, Doors: doors})
	return json.MarshalIndent(a.huma.OpenAPI(), "", "  ")
}

// proxied marks calls whose proxy may be believed about the caller's address.
func (a *API) proxied(next http.Handler) http.Handler {
	if !a.TrustProxy {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(rest.BehindProxy(r.Context())))
	})
}
