package chatapi

import (
	"context"
	"mime"
	"net/http"
	"strings"

	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/rest"
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
		rest.ContactID
		Before int `query:"before" minimum:"0" doc:"Only messages before this number; 0 for the newest."`
		Limit  int `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	agentSayInput struct {
		rest.ContactID
		Body struct {
			Client string `json:"client,omitempty" maxLength:"64" doc:"Id given by the sender; the same one again is answered as the first."`
			Text   string `json:"text" minLength:"1" maxLength:"4000"`
			Note   bool   `json:"note,omitempty" doc:"For colleagues only."`
		}
	}
	agentFileInput struct {
		rest.ContactID
		FileInput
	}
	agentGetFileInput struct {
		rest.ContactID
		File string `path:"file" maxLength:"64"`
	}
	identifyInput struct {
		rest.ContactID
		Body struct {
			Customer core.ID `json:"customer" doc:"Who the visitor is."`
		}
	}
	agentMarksInput struct {
		rest.ContactID
		Body Marks
	}
	chatSearchInput struct {
		Text string       `query:"q" minLength:"1" maxLength:"200" doc:"A text in a message, whatever its case and accents."`
		From core.Instant `query:"from" doc:"Sent at or after; absent for the last 30 days."`
		rest.PageInput
	}
	chatSearchOutput struct {
		Body rest.Page[ChatFound]
	}
)

// agentOperations add what agents do with a conversation beside what they do with
// any work.
func (d *desk) agentOperations(to *rest.Operations) {
	const tag, path = "Chats", "/chats/{id}"
	own, view := rest.Need(auth.DeskUse), rest.Need(auth.ContactView)
	rest.Register(to, rest.Op("search-chats", http.MethodGet, "/chats", tag, "Search in what was said"), view, d.searchChats)
	rest.Register(to, rest.Op("get-chat", http.MethodGet, path, tag, "A conversation and its newest messages"), view, d.getChat)
	rest.Register(to, rest.Op("list-chat-messages", http.MethodGet, path+"/messages", tag, "Older messages"), view, d.listChatMessages)
	rest.Register(to, rest.Created(rest.Op("say-to-customer", http.MethodPost, path+"/messages", tag, "Say something, or leave a note")), own, d.sayToCustomer)
	rest.Register(to, fileOperation(rest.Op("send-file-to-customer", http.MethodPost, path+"/files", tag, "Send a file")), own, d.sendFileToCustomer)
	rest.Register(to, rest.Op("get-chat-file", http.MethodGet, path+"/files/{file}", tag, "A file of the conversation"), view, d.getChatFile)
	rest.Register(to, rest.Op("typing-to-customer", http.MethodPost, path+"/typing", tag, "I am writing"), own, d.typingToCustomer)
	rest.Register(to, rest.Op("mark-chat", http.MethodPut, path+"/marks", tag, "What came to my screen, and what I have seen"), own, d.markChat)
	rest.Register(to, rest.Op("identify-chatter", http.MethodPut, path+"/customer", tag, "Say who the customer is"), own, d.identifyChatter)
	rest.Register(to, rest.Op("get-transcript", http.MethodGet, "/transcripts/{token}", "Chat", "A page with what was said"), rest.Link(), d.getTranscript)
}

// mayRead lets somebody read a conversation: who has to do with its work or serves
// its queue, who had it last, and who may see contacts where it belongs. Error:
// Forbidden.
func (d *desk) mayRead(ctx context.Context, who auth.Principal, c *chat.Conversation) error {
	switch {
	case !who.MaySomewhere(auth.ContactView):
	case channel.MaySeeContact(who, d.organisation(), c.Site), c.Agent == who.UserID:
		return nil
	case who.MaySomewhere(auth.DeskUse):
		if served, err := d.works.Tied(ctx, who, c.Work, channel.WorkSeen); err != nil || served {
			return err
		}
	}
	return core.Errorf(core.Forbidden, "this conversation is of a place that is not yours to see")
}

// readable finds a conversation that the caller may read.
func (d *desk) readable(ctx context.Context, contact core.ID) (*chat.Conversation, error) {
	c, err := d.chat.Of(ctx, contact)
	if err != nil {
		return nil, err
	}
	return &c, d.mayRead(ctx, rest.PrincipalOf(ctx), &c)
}

// inHand finds a conversation that the caller has in hand.
func (d *desk) inHand(ctx context.Context, contact core.ID) (*chat.Conversation, channel.Caller, error) {
	c, err := d.chat.Of(ctx, contact)
	if err != nil {
		return nil, channel.Caller{}, err
	}
	w, err := d.works.For(ctx, rest.PrincipalOf(ctx), c.Work, channel.WorkInHand)
	if core.CodeOf(err) == core.NotFound {
		err = core.Errorf(core.Conflict, "this conversation is over")
	}
	if err == nil && w.Party != core.ByAgent {
		err = core.Errorf(core.Forbidden, "a colleague has this conversation: leave a note")
	}
	return &c, w.By(ctx), err
}

func (d *desk) getChat(ctx context.Context, in *rest.ContactID) (*chatOutput, error) {
	c, err := d.readable(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	said, err := d.chat.History(ctx, c.Contact, chat.Page{Limit: chat.PageMax, Notes: true})
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

func (d *desk) listChatMessages(ctx context.Context, in *chatHistoryInput) (*messagesOutput, error) {
	c, err := d.readable(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &messagesOutput{}
	out.Body.Messages, err = d.chat.History(ctx, c.Contact, chat.Page{Before: in.Before, Limit: in.Limit, Notes: true})
	return out, err
}

func (d *desk) sayToCustomer(ctx context.Context, in *agentSayInput) (*messageOutput, error) {
	say := chat.Say{Client: in.Body.Client, Text: in.Body.Text, Note: in.Body.Note}
	if say.Note {
		c, err := d.readable(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		m, err := d.chat.Agent(ctx, channel.CallerOf(ctx, rest.PrincipalOf(ctx).UserID, core.ByAgent), c, say)
		return &messageOutput{Body: m}, err
	}
	c, who, err := d.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	m, err := d.chat.Agent(ctx, who, c, say)
	return &messageOutput{Body: m}, err
}

func (d *desk) sendFileToCustomer(ctx context.Context, in *agentFileInput) (*messageOutput, error) {
	c, who, err := d.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	m, err := d.chat.Agent(ctx, who, c, in.say())
	return &messageOutput{Body: m}, err
}

func (d *desk) getChatFile(ctx context.Context, in *agentGetFileInput) (*chatFileOutput, error) {
	c, err := d.readable(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return d.chatFile(ctx, c.Contact, in.File)
}

// chatFile serves a file so that a browser can do nothing with it but save it, or
// show it where it is a picture.
func (d *desk) chatFile(ctx context.Context, contact core.ID, id string) (*chatFileOutput, error) {
	f, content, err := d.chat.Download(ctx, contact, id)
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

func (d *desk) typingToCustomer(ctx context.Context, in *rest.ContactID) (*struct{}, error) {
	c, _, err := d.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	d.chat.Typing(c, core.AuthorAgent)
	return &struct{}{}, nil
}

func (d *desk) markChat(ctx context.Context, in *agentMarksInput) (*struct{}, error) {
	c, _, err := d.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.chat.Mark(ctx, c, core.AuthorAgent, chat.Marks(in.Body)))
}

func (d *desk) identifyChatter(ctx context.Context, in *identifyInput) (*struct{}, error) {
	c, who, err := d.inHand(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.chat.Identify(ctx, who, c.Contact, in.Body.Customer))
}
