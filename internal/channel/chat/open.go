package chat

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/customer"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Open is a customer's wish to write.
type Open struct {
	Inbox    string
	Token    string // made by the browser (Token); empty: one is made
	Language string // BCP 47; one that the inbox does not speak: its first
	Name     string
	Email    string
	Phone    string
	Text     string // the question; of a message that is left, the message
	Client   string // id of that message
	Page     string // address of the page, without what follows a ? or #
	Address  string // where the call came from, for limits
}

// Opened is a conversation with what opens it.
type Opened struct {
	Conversation

	Token      string
	Transcript string // of the page with what was said
	Place      int    // 1 is next; 0 when no longer waiting
	Expected   time.Duration
}

// The longest answers of a form, in characters.
const (
	nameMax = 80
	pageMax = 500
)

// admission is a customer who has come to an inbox.
type admission struct {
	Open

	org   *org.Organisation
	inbox *org.Inbox
	known customer.Customer // zero for people we do not know
}

// Open begins a conversation. It is refused with core.Closed outside the hours of
// the inbox's queue, core.QueueFull when the line is at its limit, core.Throttled
// when too many begin at once, core.Invalid for what the form wants. The same
// token once more opens the same conversation.
func (s *Service) Open(ctx context.Context, in Open) (Opened, error) {
	a, err := s.admit(ctx, in, false)
	if err != nil {
		return Opened{}, err
	}
	if !s.Takes(a.inbox) {
		return s.again(ctx, in.Token, core.Errorf(core.Closed, "nobody is here to answer now"))
	}
	c := a.conversation(core.Chat)
	work := a.work(clock.NewID(), core.Chat, a.inbox.Queue)
	c.Work = work.ID
	opening := s.opening(&a)
	caller := channel.Caller{Party: core.ByCustomer}
	request := floor.Request{
		Command: &routing.Enqueue{Head: caller.Head(), Work: work}, Meta: a.meta(&c),
		Before: free(a.Token),
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			if err := s.insert(ctx, tx, &a, &c, r.At, opening); err != nil {
				return err
			}
			return record(ctx, tx, r.Effects)
		},
	}
	if in.Text != "" {
		request.Note = floor.Messaged{Work: work.ID, By: core.ByCustomer}
	}
	result, err := s.floor.Do(ctx, request)
	switch core.CodeOf(err) {
	case "":
	case core.Repeated:
		return s.again(ctx, a.Token, err)
	case core.Closed:
		return Opened{}, core.Errorf(core.Closed, "nobody is here to answer now")
	case core.QueueFull:
		return Opened{}, core.Errorf(core.QueueFull, "too many people are waiting: please come back later")
	default:
		return Opened{}, err
	}
	s.absent.lost(c.Contact, s.now()) // until its socket comes
	if sentOn(result.Effects) {
		s.soon()
	}
	return s.opened(ctx, a.Token, c.Contact)
}

// again answers a request with a token that is known already as the first one;
// otherwise the refusal stands.
func (s *Service) again(ctx context.Context, token string, refusal error) (Opened, error) {
	if token != "" {
		if c, err := s.Held(ctx, token); err == nil {
			return s.opened(ctx, token, c.Contact)
		}
	}
	return Opened{}, refusal
}

func (s *Service) opened(ctx context.Context, token string, contact core.ID) (Opened, error) {
	c, err := s.Of(ctx, contact)
	if err != nil {
		return Opened{}, err
	}
	o := Opened{Conversation: c, Token: token, Transcript: transcriptOf(token), Expected: -1}
	err = s.floor.View(ctx, func(v floor.View) error {
		if place, expected, ok := v.Engine().Place(c.Work); ok {
			o.Place, o.Expected = place, expected
		}
		return nil
	})
	return o, err
}

// admit checks what a customer asks for and finds out who it is.
func (s *Service) admit(ctx context.Context, in Open, leaves bool) (admission, error) {
	a := admission{Open: in, org: s.org()}
	var ok bool
	if a.inbox, ok = a.org.Inbox(in.Inbox); !ok {
		return a, core.Errorf(core.NotFound, "there is no inbox %q", in.Inbox)
	}
	if err := s.gate.open(in.Address, in.Inbox, a.inbox.OpensPerMinute()); err != nil {
		return a, err
	}
	if a.Token == "" {
		a.Token = Token()
	}
	a.Name, a.Email, a.Phone = strings.TrimSpace(in.Name), strings.TrimSpace(in.Email), strings.TrimSpace(in.Phone)
	for _, err := range []error{checkToken(a.Token), checkClient(in.Client), checkText("text", in.Text, leaves), a.checkForm(leaves)} {
		if err != nil {
			return a, err
		}
	}
	a.Page, _, _ = strings.Cut(in.Page, "?")
	a.Page, _, _ = strings.Cut(a.Page, "#")
	a.Page = short(a.Page, pageMax)
	if spoken := a.org.InboxLanguages(a.inbox); !slices.Contains(spoken, a.Language) {
		a.Language = spoken[0]
	}
	var err error
	a.known, err = s.who(ctx, &a)
	return a, err
}

func short(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}

// checkForm refuses what the form wants and lacks, and addresses that are none.
func (a *admission) checkForm(leaves bool) error {
	form := a.inbox.Form
	for _, f := range []struct{ field, value, ask string }{
		{"name", a.Name, form.Name},
		{"email", a.Email, form.Email},
		{"phone", a.Phone, form.Phone},
		{"text", strings.TrimSpace(a.Text), form.Question},
	} {
		if f.ask == org.AskRequired && f.value == "" && (!leaves || f.field == "name") {
			return core.Faultf(core.Invalid, f.field, core.FaultRequired, "this is needed")
		}
	}
	if utf8.RuneCountInString(a.Name) > nameMax {
		return core.Boundf(core.TooLarge, "name", core.FaultTooLong, nameMax, "at most %d characters", nameMax)
	}
	if strings.ContainsAny(a.Name, "\n\r\t") {
		return core.Faultf(core.Invalid, "name", core.FaultWrongFormat, "a name is one line")
	}
	if leaves && a.Email == "" && a.Phone == "" {
		return core.Faultf(core.Invalid, "email", core.FaultRequired, "an e-mail address or a phone number is needed for the answer")
	}
	for _, id := range []customer.Identity{{Kind: customer.Email, Value: a.Email}, {Kind: customer.Phone, Value: a.Phone}} {
		if id.Value == "" {
			continue
		}
		clean, err := customer.Normalise(id, customer.CountryOf(a.org.Timezone))
		if err != nil {
			return core.Faultf(core.Invalid, string(id.Kind), core.FaultWrongFormat, "this is not a valid %s", word(id.Kind))
		}
		if id.Kind == customer.Email {
			a.Email = clean.Value
		} else {
			a.Phone = clean.Value
		}
	}
	return nil
}

func word(kind customer.Kind) string {
	if kind == customer.Email {
		return "e-mail address"
	}
	return "phone number"
}

// who finds the customer by an address they gave; one we do not know is nobody.
func (s *Service) who(ctx context.Context, a *admission) (customer.Customer, error) {
	for _, address := range []string{a.Email, a.Phone} {
		if address == "" {
			continue
		}
		found, err := s.customers.Find(ctx, address, customer.CountryOf(a.org.Timezone))
		switch core.CodeOf(err) {
		case "":
			return found, nil
		case core.NotFound, core.Invalid:
		default:
			return customer.Customer{}, err
		}
	}
	return customer.Customer{}, nil
}

func (a *admission) conversation(c core.Channel) Conversation {
	site := ""
	if q, ok := a.org.Queue(a.inbox.Queue); ok {
		site = q.Site
	}
	return Conversation{
		Contact: clock.NewID(), Channel: c, Inbox: a.inbox.Key, Language: a.Language, Name: a.Name, Email: a.Email,
		Phone: a.Phone, Page: a.Page, State: Waiting, Customer: a.known.ID, Segment: a.known.Segment, Site: site,
	}
}

func (a *admission) work(id core.ID, c core.Channel, queue string) routing.Work {
	return routing.Work{
		ID: id, Channel: c, Queue: queue, Language: a.Language,
		Priority: a.org.SegmentPriority(a.known.Segment), Needs: a.org.NeedsFor(queue, "", a.Language),
	}
}

func (a *admission) meta(c *Conversation) *floor.Meta {
	return metaOf(a.org, a.inbox, c, a.inbox.Queue)
}

// metaOf is what facts and screens need of a conversation's work.
func metaOf(o *org.Organisation, in *org.Inbox, c *Conversation, queue string) *floor.Meta {
	m := &floor.Meta{
		Contact: c.Contact, Direction: core.Inbound, Program: in.Program, Site: c.Site, Customer: c.Customer,
		Segment: c.Segment, Language: c.Language, Label: short(c.Name, labelMax),
	}
	if q, ok := o.Queue(queue); ok {
		m.Program = cmp.Or(in.Program, q.Program)
		m.SLThreshold, m.ShortAbandon = q.Threshold.Std(), q.ShortAbandonLimit()
	}
	return m
}

// labelMax is the longest name that stands for a conversation in lists.
const labelMax = 40

// opening are the first messages: the greeting, and what the customer asked.
func (s *Service) opening(a *admission) []Message {
	var said []Message
	if greeting := a.org.Word(a.inbox.Greeting, a.Language); greeting != "" {
		said = append(said, s.newMessage(core.AuthorAutomatic, Text, "", greeting))
	}
	if a.Text != "" {
		said = append(said, s.newMessage(core.AuthorCustomer, Text, a.Client, a.Text))
	}
	return said
}

// free refuses a token that opens a conversation already.
func free(token string) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.GetConversationByToken(ctx, hashOf(token))
		if channel.Missing(err) {
			return nil
		}
		return cmp.Or(err, core.Errorf(core.Repeated, "this conversation is open already"))
	}
}

// insert writes the rows of a new conversation.
func (s *Service) insert(ctx context.Context, tx *store.Tx, a *admission, c *Conversation, at core.Instant, said []Message) error {
	contact := c.Contact.String()
	meta := a.meta(c)
	if err := tx.InsertContact(ctx, db.InsertContactParams{
		ID: contact, Channel: string(c.Channel), Direction: string(core.Inbound), Program: meta.Program, Site: c.Site,
		CustomerID: c.Customer.String(), Segment: c.Segment, Language: c.Language, Label: meta.Label,
		State: channel.ContactOpen, ArrivedAt: int64(at), Version: 1,
	}); err != nil {
		return err
	}
	if err := tx.InsertConversation(ctx, db.InsertConversationParams{
		ContactID: contact, WorkID: c.Work.String(), Inbox: c.Inbox, Channel: string(c.Channel), Language: c.Language,
		TokenHash: hashOf(a.Token), TranscriptHash: hashOf(transcriptOf(a.Token)), Name: c.Name, Email: c.Email,
		Phone: c.Phone, Page: c.Page, State: string(c.State), OpenedAt: int64(at),
	}); err != nil {
		return err
	}
	for i := range said {
		m := said[i] // this may run again
		if err := put(ctx, tx, contact, &m); err != nil {
			return err
		}
	}
	_, err := channel.Happened(ctx, tx, channel.Event{
		ID: channel.OpeningEvent(at), Contact: contact, At: at, Kind: eventOpened, Actor: string(core.ByCustomer),
		Detail: detail{Inbox: c.Inbox, Queue: a.inbox.Queue},
	})
	return err
}
