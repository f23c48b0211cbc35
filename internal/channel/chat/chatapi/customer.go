package chatapi

import (
	"context"
	"net/http"
	"time"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/rest"
)

// What a call with a file may take. Inboxes say less.
const (
	fileBodyMax = 8<<20 + 1
	fileReadMax = 50 * time.Second
)

type (
	// HeldInput is the conversation that a customer's token opens.
	HeldInput struct {
		InboxInput
		rest.RemoteAddress
		Token string `path:"token" maxLength:"80" doc:"The conversation's token."`
	}
	chatPageInput struct {
		HeldInput
		Before int `query:"before" minimum:"0" doc:"Only messages before this number; 0 for the newest."`
		Limit  int `query:"limit" minimum:"1" maximum:"200" default:"50"`
	}
	messagesOutput struct {
		Body struct {
			Messages []chat.Message `json:"messages" nullable:"false" doc:"The oldest first."`
		}
	}
	sayInput struct {
		HeldInput
		Body struct {
			Client string `json:"client,omitempty" maxLength:"64" doc:"Id given by the sender; the same one again is answered as the first."`
			Text   string `json:"text" minLength:"1" maxLength:"4000"`
		}
	}
	messageOutput struct {
		Body chat.Message
	}
	sendFileInput struct {
		HeldInput
		FileInput
	}
	// FileInput is a file as the body of a call. What it is, its content says.
	FileInput struct {
		Name    string `query:"name" maxLength:"300" doc:"What the sender calls it."`
		Client  string `query:"client" maxLength:"64" doc:"Id given by the sender."`
		Text    string `query:"text" maxLength:"2000" doc:"Words that go with it."`
		RawBody []byte `contentType:"application/octet-stream"`
	}
	getFileInput struct {
		HeldInput
		File string `path:"file" maxLength:"64"`
	}
	chatFileOutput struct {
		ContentType   string `header:"Content-Type"`
		Disposition   string `header:"Content-Disposition"`
		Policy        string `header:"Content-Security-Policy"`
		CacheControl  string `header:"Cache-Control"`
		ContentLength int    `header:"Content-Length"`
		Body          []byte
	}
	// Marks are how far a side is.
	Marks struct {
		Delivered int `json:"delivered,omitempty" minimum:"0" doc:"Number of the newest message that is on the screen."`
		Read      int `json:"read,omitempty" minimum:"0" doc:"Number of the newest that was seen."`
	}
	marksInput struct {
		HeldInput
		Body Marks
	}
	ratingInput struct {
		HeldInput
		Body struct {
			Rating  int    `json:"rating" minimum:"1" maximum:"5"`
			Comment string `json:"comment,omitempty" maxLength:"2000"`
		}
	}
)

// customerOperations add what the holder of a conversation may do.
func (d *desk) customerOperations(to *rest.Operations) {
	const tag, path = "Chat", "/chat/{inbox}/conversations/{token}"
	held := rest.Link()
	rest.Register(to, rest.Op("get-held-chat", http.MethodGet, path, tag, "The conversation and its newest messages"), held, d.getHeldChat)
	rest.Register(to, rest.Op("list-held-messages", http.MethodGet, path+"/messages", tag, "Older messages"), held, d.listHeldMessages)
	rest.Register(to, rest.Created(rest.Op("say", http.MethodPost, path+"/messages", tag, "Say something")), held, d.say)
	rest.Register(to, fileOperation(rest.Op("send-file", http.MethodPost, path+"/files", tag, "Send a file")), held, d.sendFile)
	rest.Register(to, rest.Op("get-held-file", http.MethodGet, path+"/files/{file}", tag, "A file of the conversation"), held, d.getHeldFile)
	rest.Register(to, rest.Op("typing", http.MethodPost, path+"/typing", tag, "I am writing"), held, d.typing)
	rest.Register(to, rest.Op("mark-held-chat", http.MethodPut, path+"/marks", tag, "What came to my screen, and what I have seen"), held, d.markHeldChat)
	rest.Register(to, rest.Op("leave-chat", http.MethodPost, path+"/leave", tag, "End the conversation"), held, d.leaveChat)
	rest.Register(to, rest.Op("resume-chat", http.MethodPost, path+"/resume", tag, "Take it up again"), held, d.resumeChat)
	rest.Register(to, rest.Op("rate-chat", http.MethodPost, path+"/rating", tag, "What I think of it"), held, d.rateChat)
}

// held opens the conversation that a token opens at its inbox.
func (d *desk) held(ctx context.Context, in *HeldInput) (*chat.Conversation, error) {
	c, err := d.chat.Knock(ctx, in.Token, in.Address())
	if err == nil && c.Inbox != in.Inbox {
		err = core.Errorf(core.NotFound, "there is no such conversation")
	}
	return &c, err
}

// chatConversation is a conversation as its customer sees it now.
func (d *desk) chatConversation(ctx context.Context, token string, c *chat.Conversation) (*conversationOutput, error) {
	said, err := d.chat.History(ctx, c.Contact, chat.Page{Limit: chat.PageMax})
	if err != nil {
		return nil, err
	}
	var work *floor.WorkView
	place, expected := 0, time.Duration(-1)
	err = d.floor.View(ctx, func(v floor.View) error {
		if w, ok := v.Work(c.Work); ok {
			work = &w
			place, expected, _ = v.Engine().Place(c.Work)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	v := d.chat.ViewOf(c, work)
	b := ChatConversation{
		Token: token, State: v.State, Ended: string(v.Ended), Language: c.Language, Agent: v.Agent, Opened: c.Opened,
		Closed: c.Closed, ResumeUntil: v.ResumeUntil, Rating: c.Rating, Messages: said,
		Transcript: rest.Base + "/transcripts/" + chat.TranscriptToken(token),
	}
	if v.State == string(chat.Waiting) {
		b.Place = place
		if expected > 0 {
			b.Expected = expected.Microseconds()
		}
	}
	return &conversationOutput{Body: b}, nil
}

func (d *desk) getHeldChat(ctx context.Context, in *HeldInput) (*conversationOutput, error) {
	c, err := d.held(ctx, in)
	if err != nil {
		return nil, err
	}
	return d.chatConversation(ctx, in.Token, c)
}

func (d *desk) listHeldMessages(ctx context.Context, in *chatPageInput) (*messagesOutput, error) {
	c, err := d.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	out := &messagesOutput{}
	out.Body.Messages, err = d.chat.History(ctx, c.Contact, chat.Page{Before: in.Before, Limit: in.Limit})
	return out, err
}

func (d *desk) say(ctx context.Context, in *sayInput) (*messageOutput, error) {
	c, err := d.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	m, err := d.chat.Customer(ctx, c, in.Address(), chat.Say{Client: in.Body.Client, Text: in.Body.Text})
	return &messageOutput{Body: m}, err
}

func (in *FileInput) say() chat.Say {
	return chat.Say{Client: in.Client, Text: in.Text, File: &chat.Upload{Name: in.Name, Content: in.RawBody}}
}

func (d *desk) sendFile(ctx context.Context, in *sendFileInput) (*messageOutput, error) {
	c, err := d.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	m, err := d.chat.Customer(ctx, c, in.Address(), in.say())
	return &messageOutput{Body: m}, err
}

func (d *desk) getHeldFile(ctx context.Context, in *getFileInput) (*chatFileOutput, error) {
	c, err := d.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	return d.chatFile(ctx, c.Contact, in.File)
}

func (d *desk) typing(ctx context.Context, in *HeldInput) (*struct{}, error) {
	c, err := d.held(ctx, in)
	if err != nil {
		return nil, err
	}
	d.chat.Typing(c, core.AuthorCustomer)
	return &struct{}{}, nil
}

func (d *desk) markHeldChat(ctx context.Context, in *marksInput) (*struct{}, error) {
	c, err := d.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.chat.Mark(ctx, c, core.AuthorCustomer, chat.Marks(in.Body)))
}

func (d *desk) leaveChat(ctx context.Context, in *HeldInput) (*struct{}, error) {
	c, err := d.held(ctx, in)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.chat.Leave(ctx, c))
}

func (d *desk) resumeChat(ctx context.Context, in *HeldInput) (*conversationOutput, error) {
	c, err := d.held(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := d.chat.Resume(ctx, c, in.Address()); err != nil {
		return nil, err
	}
	return d.getHeldChat(ctx, in)
}

func (d *desk) rateChat(ctx context.Context, in *ratingInput) (*struct{}, error) {
	c, err := d.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.chat.Rate(ctx, c, in.Body.Rating, in.Body.Comment))
}
