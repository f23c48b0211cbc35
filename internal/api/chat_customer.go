package api

import (
	"context"
	"net/http"
	"time"

	"turno/internal/channel/chat"
	"turno/internal/core"
	"turno/internal/floor"
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
		RemoteAddress
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

func (a *API) registerChatCustomer() {
	const tag, path = "Chat", "/chat/{inbox}/conversations/{token}"
	held := a.link()
	register(a, op("get-held-chat", http.MethodGet, path, tag, "The conversation and its newest messages"), held, a.getHeldChat)
	register(a, op("list-held-messages", http.MethodGet, path+"/messages", tag, "Older messages"), held, a.listHeldMessages)
	register(a, created(op("say", http.MethodPost, path+"/messages", tag, "Say something")), held, a.say)
	register(a, fileOperation(op("send-file", http.MethodPost, path+"/files", tag, "Send a file")), held, a.sendFile)
	register(a, op("get-held-file", http.MethodGet, path+"/files/{file}", tag, "A file of the conversation"), held, a.getHeldFile)
	register(a, op("typing", http.MethodPost, path+"/typing", tag, "I am writing"), held, a.typing)
	register(a, op("mark-held-chat", http.MethodPut, path+"/marks", tag, "What came to my screen, and what I have seen"), held, a.markHeldChat)
	register(a, op("leave-chat", http.MethodPost, path+"/leave", tag, "End the conversation"), held, a.leaveChat)
	register(a, op("resume-chat", http.MethodPost, path+"/resume", tag, "Take it up again"), held, a.resumeChat)
	register(a, op("rate-chat", http.MethodPost, path+"/rating", tag, "What I think of it"), held, a.rateChat)
}

// held opens the conversation that a token opens at its inbox.
func (a *API) held(ctx context.Context, in *HeldInput) (*chat.Conversation, error) {
	c, err := a.Chat.Knock(ctx, in.Token, in.address)
	if err == nil && c.Inbox != in.Inbox {
		err = core.Errorf(core.NotFound, "there is no such conversation")
	}
	return &c, err
}

// chatConversation is a conversation as its customer sees it now.
func (a *API) chatConversation(ctx context.Context, token string, c *chat.Conversation) (*conversationOutput, error) {
	said, err := a.Chat.History(ctx, c.Contact, chat.Page{Limit: chat.PageMax})
	if err != nil {
		return nil, err
	}
	var work *floor.WorkView
	place, expected := 0, time.Duration(-1)
	err = a.Floor.View(ctx, func(v floor.View) error {
		if w, ok := v.Work(c.Work); ok {
			work = &w
			place, expected, _ = v.Engine().Place(c.Work)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	v := a.Chat.ViewOf(c, work)
	b := ChatConversation{
		Token: token, State: v.State, Ended: string(v.Ended), Language: c.Language, Agent: v.Agent, Opened: c.Opened,
		Closed: c.Closed, ResumeUntil: v.ResumeUntil, Rating: c.Rating, Messages: said,
		Transcript: base + "/transcripts/" + chat.TranscriptToken(token),
	}
	if v.State == string(chat.Waiting) {
		b.Place = place
		if expected > 0 {
			b.Expected = expected.Microseconds()
		}
	}
	return &conversationOutput{Body: b}, nil
}

func (a *API) getHeldChat(ctx context.Context, in *HeldInput) (*conversationOutput, error) {
	c, err := a.held(ctx, in)
	if err != nil {
		return nil, err
	}
	return a.chatConversation(ctx, in.Token, c)
}

func (a *API) listHeldMessages(ctx context.Context, in *chatPageInput) (*messagesOutput, error) {
	c, err := a.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	out := &messagesOutput{}
	out.Body.Messages, err = a.Chat.History(ctx, c.Contact, chat.Page{Before: in.Before, Limit: in.Limit})
	return out, err
}

func (a *API) say(ctx context.Context, in *sayInput) (*messageOutput, error) {
	c, err := a.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	m, err := a.Chat.Customer(ctx, c, in.address, chat.Say{Client: in.Body.Client, Text: in.Body.Text})
	return &messageOutput{Body: m}, err
}

func (in *FileInput) say() chat.Say {
	return chat.Say{Client: in.Client, Text: in.Text, File: &chat.Upload{Name: in.Name, Content: in.RawBody}}
}

func (a *API) sendFile(ctx context.Context, in *sendFileInput) (*messageOutput, error) {
	c, err := a.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	m, err := a.Chat.Customer(ctx, c, in.address, in.say())
	return &messageOutput{Body: m}, err
}

func (a *API) getHeldFile(ctx context.Context, in *getFileInput) (*chatFileOutput, error) {
	c, err := a.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	return a.chatFile(ctx, c.Contact, in.File)
}

func (a *API) typing(ctx context.Context, in *HeldInput) (*struct{}, error) {
	c, err := a.held(ctx, in)
	if err != nil {
		return nil, err
	}
	a.Chat.Typing(c, core.AuthorCustomer)
	return &struct{}{}, nil
}

func (a *API) markHeldChat(ctx context.Context, in *marksInput) (*struct{}, error) {
	c, err := a.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	return done(a.Chat.Mark(ctx, c, core.AuthorCustomer, chat.Marks(in.Body)))
}

func (a *API) leaveChat(ctx context.Context, in *HeldInput) (*struct{}, error) {
	c, err := a.held(ctx, in)
	if err != nil {
		return nil, err
	}
	return done(a.Chat.Leave(ctx, c))
}

func (a *API) resumeChat(ctx context.Context, in *HeldInput) (*conversationOutput, error) {
	c, err := a.held(ctx, in)
	if err != nil {
		return nil, err
	}
	if err := a.Chat.Resume(ctx, c, in.address); err != nil {
		return nil, err
	}
	return a.getHeldChat(ctx, in)
}

func (a *API) rateChat(ctx context.Context, in *ratingInput) (*struct{}, error) {
	c, err := a.held(ctx, &in.HeldInput)
	if err != nil {
		return nil, err
	}
	return done(a.Chat.Rate(ctx, c, in.Body.Rating, in.Body.Comment))
}
