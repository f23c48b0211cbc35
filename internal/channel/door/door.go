// Package door is the seam between a channel and the houses that open it to the
// outside, the REST interface and the live feed: they know no channel, only doors.
package door

import (
	"context"
	"net/http"
	"reflect"

	"turno/internal/auth"
	"turno/internal/insight"
	"turno/internal/person"
	"turno/internal/rest"
)

// Door is all that a channel opens to the outside, beside what agents do with its
// works (channel.Channel). What it does not have stays empty.
type Door struct {
	// Operations adds the channel's own to the REST interface.
	Operations func(to *rest.Operations)
	// Pages is the path of calls that come from pages of other sites. They have no
	// session, and answers to them are not kept for repeats; Embedded refuses the
	// pages that may not call.
	Pages    string
	Embedded func(next http.Handler) http.Handler
	// Topics are the channel's own in the live feed.
	Topics []Topic
	// Peer says who the holder of a token is who opens the live feed; false: the
	// token is none of this channel.
	Peer func(ctx context.Context, token string) (who auth.Principal, mine bool, err error)
	// Keeps answers for what the channel keeps of people.
	Keeps person.Keeper
	// Admits says whether a page of another site may open it for somebody.
	Admits func(who auth.Principal, origin, host string) bool
}

// Topic is a kind of live topic: `chat` of `chat:TOKEN`.
type Topic struct {
	Name   string
	Rows   map[string]reflect.Type // the structs of its rows by kind, for the document
	Source Source
	Allow  Allow
	Gather bool // sends changes that come close together as one
}

// Source makes the rows of a topic.
type Source interface {
	// Open gives all rows of the topic to sink before it returns, and every
	// change from then on, until stop is called. The same topic may be opened a
	// second time before the first is stopped; each has its own sink.
	Open(ctx context.Context, key string, sink insight.Sink) (stop func(), err error)
}

// Allow says whether somebody may read a topic with an argument, and the key under
// which its source knows it (most often the argument itself).
type Allow func(ctx context.Context, who auth.Principal, argument string) (key string, err error)
