package chatapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/rest"
)

// ChatInbox is all that a chat on a web page needs to begin.
type ChatInbox struct {
	Key       string         `json:"key"`
	Name      org.Text       `json:"name"`
	Languages []string       `json:"languages"`
	Open      bool           `json:"open" doc:"Somebody is here to answer."`
	OpensAt   core.Instant   `json:"opens_at,omitempty" doc:"While closed: when somebody is here again, if ever."`
	CanLeave  bool           `json:"can_leave" doc:"A message can be left."`
	Greeting  org.Text       `json:"greeting,omitempty"`
	Away      org.Text       `json:"away,omitempty" doc:"Said outside hours."`
	Form      org.InboxForm  `json:"form" doc:"What is asked first: each field absent, optional or required."`
	Files     ChatFiles      `json:"files"`
	Theme     org.InboxTheme `json:"theme"`
	TextMax   int            `json:"text_max" doc:"Most characters of a message."`
}

// ChatFiles are the files that may be sent.
type ChatFiles struct {
	Types []string `json:"types" nullable:"false" doc:"Media types; none: no files."`
	Max   int      `json:"max" doc:"Bytes of the largest."`
}

// ChatConversation is a conversation as its customer sees it. The live topic
// chat:TOKEN keeps it up to date.
type ChatConversation struct {
	Token       string         `json:"token" doc:"Opens the conversation, and nothing else does. Keep it in the browser."`
	State       string         `json:"state" enum:"waiting,active,parked,message,over"`
	Ended       string         `json:"ended,omitempty" enum:"done,left,closed_out,redirected,failed" doc:"How it ended."`
	Language    string         `json:"language"`
	Agent       string         `json:"agent,omitempty" doc:"First name of who has it."`
	Place       int            `json:"place,omitempty" doc:"1 is next."`
	Expected    int64          `json:"expected,omitempty" doc:"Expected wait in microseconds; absent where there is no value."`
	Opened      core.Instant   `json:"opened"`
	Closed      core.Instant   `json:"closed,omitempty"`
	ResumeUntil core.Instant   `json:"resume_until,omitempty" doc:"Until when it may be taken up again."`
	Rating      int            `json:"rating,omitempty"`
	Transcript  string         `json:"transcript" doc:"Path of a page with what was said; it opens nothing else."`
	Messages    []chat.Message `json:"messages" nullable:"false" doc:"The newest, the oldest of them first."`
}

type (
	// InboxInput names an inbox in the path.
	InboxInput struct {
		Inbox string `path:"inbox" maxLength:"64" doc:"Key of the inbox."`
	}
	inboxOutput struct {
		Body ChatInbox
	}
	// ChatForm is what a customer says first.
	ChatForm struct {
		Token    string `json:"token,omitempty" maxLength:"80" doc:"Made by the browser: chat_ and 26 to 64 random lower-case letters and digits. The same one again opens the same conversation; absent: one is made."`
		Language string `json:"language,omitempty" maxLength:"35"`
		Name     string `json:"name,omitempty" maxLength:"80"`
		Email    string `json:"email,omitempty" maxLength:"128"`
		Phone    string `json:"phone,omitempty" maxLength:"40"`
		Text     string `json:"text,omitempty" maxLength:"4000" doc:"The question; of a message that is left, the message."`
		Client   string `json:"client,omitempty" maxLength:"64" doc:"Id of that message."`
		Page     string `json:"page,omitempty" maxLength:"2000" doc:"Address of the page; what follows a ? is not kept."`
	}
	openInput struct {
		InboxInput
		rest.RemoteAddress
		Body ChatForm
	}
	conversationOutput struct {
		Body ChatConversation
	}
)

// inboxOperations add what pages that embed an inbox may do.
func (d *desk) inboxOperations(to *rest.Operations) {
	const tag = "Chat"
	inbox := rest.Inbox()
	rest.Register(to, rest.Op("get-inbox", http.MethodGet, "/chat/{inbox}", tag, "What a chat on a web page shows"), inbox, d.getInbox)
	rest.Register(to, rest.Created(rest.Op("open-chat", http.MethodPost, "/chat/{inbox}/conversations", tag, "Begin a conversation")), inbox, d.openChat)
	rest.Register(to, rest.Created(rest.Op("leave-message", http.MethodPost, "/chat/{inbox}/messages", tag, "Leave a message to be answered")), inbox, d.leaveMessage)
}

func (d *desk) getInbox(_ context.Context, in *InboxInput) (*inboxOutput, error) {
	o := d.organisation()
	found, ok := o.Inbox(in.Inbox)
	if !ok {
		return nil, core.Errorf(core.NotFound, "there is no inbox %q", in.Inbox)
	}
	now := d.now()
	b := ChatInbox{
		Key: found.Key, Name: found.Name, Languages: o.InboxLanguages(found), Open: d.chat.Takes(found),
		CanLeave: found.Messages != "", Greeting: found.Greeting, Away: found.Away, Form: found.Form, Theme: found.Theme,
		Files: ChatFiles{Types: append([]string{}, found.Files.Types...), Max: found.FileMax()}, TextMax: chat.TextMax,
	}
	if at, open, ok := o.QueueNextChange(found.Queue, now); ok && open && !b.Open {
		b.OpensAt = at
	}
	return &inboxOutput{Body: b}, nil
}

func (in *openInput) wish() chat.Open {
	return chat.Open{
		Inbox: in.Inbox, Token: in.Body.Token, Language: in.Body.Language, Name: in.Body.Name, Email: in.Body.Email,
		Phone: in.Body.Phone, Text: in.Body.Text, Client: in.Body.Client, Page: in.Body.Page, Address: in.Address(),
	}
}

func (d *desk) openChat(ctx context.Context, in *openInput) (*conversationOutput, error) {
	o, err := d.chat.Open(ctx, in.wish())
	if err != nil {
		return nil, err
	}
	return d.chatConversation(ctx, o.Token, &o.Conversation)
}

func (d *desk) leaveMessage(ctx context.Context, in *openInput) (*conversationOutput, error) {
	o, err := d.chat.LeaveMessage(ctx, in.wish())
	if err != nil {
		return nil, err
	}
	return d.chatConversation(ctx, o.Token, &o.Conversation)
}

// fileOperation is an operation whose body is a file.
func fileOperation(o huma.Operation) huma.Operation {
	o.MaxBodyBytes = fileBodyMax
	o.BodyReadTimeout = fileReadMax
	return rest.Created(o)
}
