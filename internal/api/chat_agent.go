package api

import (
	"context"
	"mime"
	"net/http"
	"strings"

	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/floor"
)

// Chat is a conversation as colleagues see it. The live topic conversation:ID
// keeps it up to date.
type Chat struct {
	Contact  core.ID        `json:"contact"`
	Work     core.ID        `json:"work" doc:"It goes on with, or went on with last."`
	Channel  core.Channel   `json:"channel" doc:"chat; task for a message that was left."`
	Inbox    string         `json:"inbox"`
	State    string         `json:"state" enum:"waiting,active,parked,leaving,done,left,closed_out,redirected,failed"`
	Language string         `json:"language"`
	Name     string         `json:"name,omitempty" doc:"As typed, like email and phone."`
	Email    string         `json:"email,omitempty"`
	Phone    string         `json:"phone,omitempty"`
	Page     string         `json:"page,omitempty" doc:"Where it began."`
	Customer core.ID        `json:"customer,omitempty"`
	Segment  string         `json:"segment,omitempty"`
	Agent    core.ID        `json:"agent,omitempty" doc:"Who has it, or had it last."`
	Opened   core.Instant   `json:"opened"`
	Closed   core.Instant   `json:"closed,omitempty"`
	ClosedBy string         `json:"closed_by,omitempty"`
	Rating   int            `json:"rating,omitempty"`
	Comment  string         `json:"comment,omitempty"`
	Messages []chat.Message `json:"messages" nullable:"false" doc:"The newest, the oldest of them first; notes among them."`
}

// ChatFound is a message that a search found.
type ChatFound struct {
	Contact core.ID      `json:"contact"`
	Inbox   string       `json:"inbox"`
	Name    string       `json:"name,omitempty"`
	Message chat.Message `json:"message"`
}

type (
	chatOutput struct {
		Body Chat
	}
	chatHistoryInput struct {
		ContactID
		Before int `query:"before" minimum:"0" doc:"Only messages before this number; 0 for the newest."`
		Limit  int `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	agentSayInput struct {
		ContactID
		Body struct {
			Client string `json:"client,omitempty" maxLength:"64" doc:"Id given by the sender; the same one again is answered as the first."`
			Text   string `json:"text" minLength:"1" maxLength:"4000"`
			Note   bool   `json:"note,omitempty" doc:"For colleagues only."`
		}
	}
	agentFileInput struct {
		ContactID
		FileInput
	}
	agentGetFileInput struct {
		ContactID
		File string `path:"file" maxLength:"64"`
	}
	agentMarksInput struct {
		ContactID
		Body Marks
	}
	chatSearchInput struct {
		Text string       `query:"q" minLength:"1" maxLength:"200" doc:"A text in a message, whatever its case and accents."`
		From core.Instant `query:"from" doc:"Sent at or after; absent for the last 30 days."`
		PageInput
	}
	chatSearchOutput struct {
		Body Page[ChatFound]
	}
)

// registerChatAgent adds what agents do with a conversation beside what they do
// with any work.
func (a *API) registerChatAgent() {
	const tag, path = "Chats", "/chats/{id}"
	own, view := a.guard(auth.DeskUse), a.guard(auth.ContactView)
	register(a, op("search-chats", http.MethodGet, "/chats", tag, "Search in what was said"), view, a.searchChats)
	register(a, op("get-chat", http.MethodGet, path, tag, "A conversation and its newest messages"), view, a.getChat)
	register(a, op("list-chat-messages", http.MethodGet, path+"/messages", tag, "Older messages"), view, a.listChatMessages)
	register(a, created(op("say-to-customer", http.MethodPost, path+"/messages", tag, "Say something, or leave a note")), own, a.sayToCustomer)
	register(a, fileOperation(op("send-file-to-customer", http.MethodPost, path+"/files", tag, "Send a file")), own, a.sendFileToCustomer)
	register(a, op("get-chat-file", http.MethodGet, path+"/files/{file}", tag, "A file of the conversation"), view, a.getChatFile)
	register(a, op("typing-to-customer", http.MethodPost, path+"/typing", tag, "I am writing"), own, a.typingToCustomer)
	register(a, op("mark-chat", http.MethodPut, path+"/marks", tag, "What came to my screen, and what I have seen"), own, a.markChat)
	register(a, op("identify-chatter", http.MethodPut, path+"/customer", tag, "Say who the customer is"), own, a.identifyChatter)
	register(a, op("get-transcript", http.MethodGet, "/transcripts/{token}", "Chat", "A page with what was said"), a.link(), a.getTranscript)
}

// MayReadChat reports whether somebody may read a conversation: who has to do with
// its work or serves its queue, who had it last, and who may see contacts where it
// belongs. Errors: NotFound, Forbidden.
func (a *API) MayReadChat(ctx context.Context, who auth.Principal, contact core.ID) error {
	c, err := a.Chat.Of(ctx, contact)
	if err != nil {
		return err
	}
	return a.mayReadChat(withPrincipal(ctx, who), &c)
}

func (a *API) mayReadChat(ctx context.Context, c *chat.Conversation) error {
	me := a.me(ctx)
	switch {
	case !me.MaySomewhere(auth.ContactView):
	case me.maySee(&Contact{Site: c.Site}), c.Agent == me.UserID:
		return nil
	case me.MaySomewhere(auth.DeskUse):
		served := false
		err := a.Floor.View(ctx, func(v floor.View) error {
			self, _ := v.Agent(me.UserID)
			if w, ok := v.Work(c.Work); ok {
				served = me.tied(&w, &self, workSeen)
			}
			return nil
		})
		if err != nil || served {
			return err
		}
	}
	return core.Errorf(core.Forbidden, "this conversation is of a place that is not yours to see")
}

// readable finds a conversation that the caller may read.
func (a *API) readable(ctx context.Context, contact core.ID) (*chat.Conversation, error) {
	c, err := a.Chat.Of(ctx, contact)
	if err != nil {
		return nil, err
	}
	return &c, a.mayReadChat(ctx, &c)
}

// inHand finds a conversation that the caller has in hand.
func (a *API) inHand(ctx context.Context, contact core.ID) (*chat.Conversation, channel.Caller, error) {
	c, err := a.Chat.Of(ctx, contact)
	if err != nil {
		return nil, channel.Caller{}, err
	}
	me, w, _, err := a.workFor(ctx, c.Work, workInHand)
	if core.CodeOf(err) == core.NotFound {
		err = core.Errorf(core.Conflict, "this conversation is over")
	}
	if err == nil && w.party != core.ByAgent {
		err = core.Errorf(core.Forbidden, "a colleague has this conversation: leave a note")
	}
	return &c, me.by(ctx, core.ByAgent), err
}

func (a *API) getChat(ctx context.Context, in *ContactID) (*chatOutput, error) {
	c, err := a.readable(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	said, err := a.Chat.History(ctx, c.Contact, chat.Page{Limit: chat.PageMax, Notes: true})
	if err != nil {
		return nil, err
	}
	return &chatOutput{Body: Chat{
		Contact: c.Contact, Work: c.Work, Channel: c.Channel, Inbox: c.Inbox, State: string(c.State), Language: c.Language,
		Name: c.Name, Email: c.Email, Phone: c.Phone, Page: c.Page, Customer: c.Customer, Segment: c.Segment,
		Agent: c.Agent, Opened: c.Opened, Closed: c.Closed, ClosedBy: c.ClosedBy, Rating: c.Rating, Comment: c.Comment,
		Messages: said,
	}}, nil
}

func (a *API) listChatMessages(ctx context.Context, in *chatHistoryInput) (*messagesOutput, error) {
	c, err := a.readable(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &messagesOutput{}
	out.Body.Messages, err = a.Chat.History(ctx, c.Contact, chat.Page{Before: in.Before, Limit: in.Limit, Notes: true})
	return out, err
}

func (a *API) sayToCustomer(ctx context.Context, in *agentSayInput) (*messageOutput, error) {
	say := chat.Say{Client: in.Body.Client, Text: in.Body.Text, Note: in.Body.Note}
	if say.Note {
		c, err := a.readable(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		m, err := a.Chat.Agent(ctx, a.me(ctx).by(ctx, core.ByAgent), c, say)
		return &messageOutput{Body: m}, err
	}
	c, who, err := a.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	m, err := a.Chat.Agent(ctx, who, c, say)
	return &messageOutput{Body: m}, err
}

func (a *API) sendFileToCustomer(ctx context.Context, in *agentFileInput) (*messageOutput, error) {
	c, who, err := a.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	m, err := a.Chat.Agent(ctx, who, c, in.say())
	return &messageOutput{Body: m}, err
}

func (a *API) getChatFile(ctx context.Context, in *agentGetFileInput) (*chatFileOutput, error) {
	c, err := a.readable(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return a.chatFile(ctx, c.Contact, in.File)
}

// chatFile serves a file so that a browser can do nothing with it but save it, or
// show it where it is a picture.
func (a *API) chatFile(ctx context.Context, contact core.ID, id string) (*chatFileOutput, error) {
	f, content, err := a.Chat.Download(ctx, contact, id)
	if err != nil {
		return nil, err
	}
	how := "attachment"
	if strings.HasPrefix(f.Type, "image/") {
		how = "inline"
	}
	kind := f.Type
	if kind == "text/plain" {
		kind += "; charset=utf-8"
	}
	return &chatFileOutput{
		ContentType: kind, Disposition: mime.FormatMediaType(how, map[string]string{"filename": f.Name}),
		Policy: "default-src 'none'; sandbox", CacheControl: "private, max-age=86400, immutable",
		ContentLength: len(content), Body: content,
	}, nil
}

func (a *API) typingToCustomer(ctx context.Context, in *ContactID) (*struct{}, error) {
	c, _, err := a.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	a.Chat.Typing(c, core.AuthorAgent)
	return &struct{}{}, nil
}

func (a *API) markChat(ctx context.Context, in *agentMarksInput) (*struct{}, error) {
	c, _, err := a.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return done(a.Chat.Mark(ctx, c, core.AuthorAgent, chat.Marks(in.Body)))
}

func (a *API) identifyChatter(ctx context.Context, in *identifyInput) (*struct{}, error) {
	c, who, err := a.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return done(a.Chat.Identify(ctx, who, c.Contact, in.Body.Customer))
}
