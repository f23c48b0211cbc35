// Package branchapi is the door of the branch channel: what receptions, kiosks and
// visitors do, in the REST interface. Its live topics are the house's boards
// (package insight), which show more than visits.
package branchapi

import (
	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/channel/door"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/rest"
)

// Options are what the door needs. To describe it, none is needed.
type Options struct {
	Branch       *branch.Service
	Auth         *auth.Service
	Floor        *floor.Floor
	Works        *channel.Works
	Organisation func() *org.Organisation
	Now          func() core.Instant
	PublicURL    string // of the visitor's page, if it is not where browsers ask
}

// desk is what the operations share.
type desk struct {
	branch       *branch.Service
	auth         *auth.Service
	floor        *floor.Floor
	works        *channel.Works
	organisation func() *org.Organisation
	now          func() core.Instant
	publicURL    string
}

// New returns the door of the channel.
func New(o Options) door.Door {
	d := &desk{
		branch: o.Branch, auth: o.Auth, floor: o.Floor, works: o.Works, organisation: o.Organisation, now: o.Now,
		publicURL: o.PublicURL,
	}
	return door.Door{
		Operations: func(to *rest.Operations) {
			d.visitOperations(to)
			d.kioskOperations(to)
			d.turnOperations(to)
		},
		Keeps: branch.Keeper{},
	}
}
