package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/org"
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
		RemoteAddress
		Body ChatForm
	}
	conversationOutput struct {
		Body ChatConversation
	}
)

// registerChat adds what customers who write on a web page may do.
func (a *API) registerChat() {
	const tag = "Chat"
	inbox := a.embed()
	register(a, op("get-inbox", http.MethodGet, "/chat/{inbox}", tag, "What a chat on a web page shows"), inbox, a.getInbox)
	register(a, created(op("open-chat", http.MethodPost, "/chat/{inbox}/conversations", tag, "Begin a conversation")), inbox, a.openChat)
	register(a, created(op("leave-message", http.MethodPost, "/chat/{inbox}/messages", tag, "Leave a message to be answered")), inbox, a.leaveMessage)
	a.registerChatCustomer()
	a.registerChatAgent()
}

// embed operations are open to pages of the inbox's origins (see embedded).
func (a *API) embed() access { return access{kind: "inbox"} }

func (a *API) getInbox(_ context.Context, in *InboxInput) (*inboxOutput, error) {
	o := a.Org.Get()
	found, ok := o.Inbox(in.Inbox)
	if !ok {
		return nil, core.Errorf(core.NotFound, "there is no inbox %q", in.Inbox)
	}
	now := a.Now()
	b := ChatInbox{
		Key: found.Key, Name: found.Name, Languages: o.InboxLanguages(found), Open: a.Chat.Takes(found),
		CanLeave: found.Messages != "", Greeting: found.Greeting, Away: found.Away, Form: found.Form, Theme: found.Theme,
		Files: ChatFiles{Types: list(found.Files.Types), Max: found.FileMax()}, TextMax: chat.TextMax,
	}
	if at, open, ok := o.QueueNextChange(found.Queue, now); ok && open && !b.Open {
		b.OpensAt = at
	}
	return &inboxOutput{Body: b}, nil
}

func (in *openInput) wish() chat.Open {
	return chat.Open{
		Inbox: in.Inbox, Token: in.Body.Token, Language: in.Body.Language, Name: in.Body.Name, Email: in.Body.Email,
		Phone: in.Body.Phone, Text: in.Body.Text, Client: in.Body.Client, Page: in.Body.Page, Address: in.address,
	}
}

func (a *API) openChat(ctx context.Context, in *openInput) (*conversationOutput, error) {
	o, err := a.Chat.Open(ctx, in.wish())
	if err != nil {
		return nil, err
	}
	return a.chatConversation(ctx, o.Token, &o.Conversation)
}

func (a *API) leaveMessage(ctx context.Context, in *openInput) (*conversationOutput, error) {
	o, err := a.Chat.LeaveMessage(ctx, in.wish())
	if err != nil {
		return nil, err
	}
	return a.chatConversation(ctx, o.Token, &o.Conversation)
}

// fileOperation is an operation whose body is a file.
func fileOperation(o huma.Operation) huma.Operation {
	o.MaxBodyBytes = fileBodyMax
	o.BodyReadTimeout = fileReadMax
	return created(o)
}
