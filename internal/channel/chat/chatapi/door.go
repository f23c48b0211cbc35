// Package chatapi is the door of the chat channel: its operations in the REST
// interface, its live topics, and who may use them.
package chatapi

import (
	"context"
	"reflect"
	"strings"

	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/channel/chat"
	"turno/internal/channel/door"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/rest"
)

// Options are what the door needs. To describe it, none is needed.
type Options struct {
	Chat         *chat.Service
	Floor        *floor.Floor
	Works        *channel.Works
	Organisation func() *org.Organisation
	Now          func() core.Instant
	PublicURL    string // of our own pages, if it is not where browsers ask
}

// desk is what the operations share.
type desk struct {
	chat         *chat.Service
	floor        *floor.Floor
	works        *channel.Works
	organisation func() *org.Organisation
	now          func() core.Instant
	publicURL    string
}

// New returns the door of the channel.
func New(o Options) door.Door {
	d := &desk{chat: o.Chat, floor: o.Floor, works: o.Works, organisation: o.Organisation, now: o.Now, publicURL: o.PublicURL}
	rows := chat.RowTypes()
	return door.Door{
		Operations: func(to *rest.Operations) {
			d.inboxOperations(to)
			d.customerOperations(to)
			d.agentOperations(to)
		},
		Keeps: chat.Keeper{},
		Pages: chatPath, Embedded: d.embedded,
		Peer: d.peer, Admits: d.admits,
		Topics: []door.Topic{
			topic("chat", rows, o.Chat.CustomerSource(), d.allowChat),
			topic("conversation", rows, o.Chat.AgentSource(), d.allowConversation),
		},
	}
}

func topic(name string, rows map[string]map[string]reflect.Type, source chat.Source, allow door.Allow) door.Topic {
	return door.Topic{Name: name, Rows: rows[name], Source: source, Allow: allow}
}

// peer is the holder of a conversation's token.
func (d *desk) peer(ctx context.Context, token string) (auth.Principal, bool, error) {
	if !strings.HasPrefix(token, chat.TokenPrefix) {
		return auth.Principal{}, false, nil
	}
	c, err := d.chat.Held(ctx, token)
	if core.CodeOf(err) == core.NotFound {
		return auth.Principal{}, true, core.Errorf(core.Unauthenticated, "this conversation is not known")
	}
	return auth.Principal{Kind: auth.KindCustomer, Token: token, Contact: c.Contact, Inbox: c.Inbox}, true, err
}

// allowChat lets the customer read who holds the conversation's token: chat:TOKEN.
func (d *desk) allowChat(_ context.Context, p auth.Principal, token string) (string, error) {
	if p.Kind != auth.KindCustomer || token == "" || p.Token != token {
		return "", notYours()
	}
	return p.Contact.String(), nil
}

// allowConversation lets colleagues read who may read the conversation:
// conversation:CONTACT.
func (d *desk) allowConversation(ctx context.Context, p auth.Principal, argument string) (string, error) {
	contact, err := core.ParseID(argument)
	if err != nil || contact.IsZero() {
		return "", core.Faultf(core.NotFound, "topic", core.FaultUnknown, "there is no such conversation")
	}
	if p.Kind != auth.KindUser {
		return "", notYours()
	}
	c, err := d.chat.Of(ctx, contact)
	if err != nil {
		return "", err
	}
	return contact.String(), d.mayRead(ctx, p, &c)
}

func notYours() error {
	return core.Faultf(core.Forbidden, "topic", core.FaultNotAllowed, "you may not see this conversation")
}
