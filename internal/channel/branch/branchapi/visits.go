package branchapi

import (
	"context"
	"net/http"

	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/channel/branch"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/rest"
)

// Ticket is a visitor's place in line.
type Ticket struct {
	Contact  core.ID      `json:"contact"`
	Work     core.ID      `json:"work"`
	Token    string       `json:"token" doc:"Of the visitor's own page, /t/TOKEN."`
	Label    string       `json:"label" example:"A-014"`
	Site     string       `json:"site"`
	Service  string       `json:"service"`
	Language string       `json:"language"`
	Segment  string       `json:"segment,omitempty"`
	Arrived  core.Instant `json:"arrived" doc:"Microseconds since 1970, UTC."`
	Place    int          `json:"place" doc:"1 is next; 0 when no longer waiting."`
	Expected *int64       `json:"expected,omitempty" doc:"Expected wait in microseconds; absent where there is no value."`
	Printing bool         `json:"printing" doc:"The site's own printer prints it."`
}

func ticketOf(t *branch.Ticket) Ticket {
	out := Ticket{
		Contact: t.Contact, Work: t.Work, Token: t.Token, Label: t.Label, Site: t.Site, Service: t.Service,
		Language: t.Language, Segment: t.Segment, Arrived: t.Arrived, Place: t.Place, Printing: t.Printing,
	}
	if t.Expected >= 0 {
		us := t.Expected.Microseconds()
		out.Expected = &us
	}
	return out
}

type (
	ticketOutput struct {
		Body Ticket
	}
	visitInput struct {
		Body struct {
			Site     string  `json:"site" minLength:"1" maxLength:"64"`
			Service  string  `json:"service" minLength:"1" maxLength:"64"`
			Language string  `json:"language,omitempty" maxLength:"35"`
			Person   string  `json:"person,omitempty" maxLength:"64" doc:"Document number, phone or e-mail."`
			Customer core.ID `json:"customer,omitempty" doc:"The customer, where reception knows."`
			Print    bool    `json:"print,omitempty" doc:"On the site's own printer."`
		}
	}
	directInput struct {
		Body struct {
			Service  string  `json:"service" minLength:"1" maxLength:"64"`
			Language string  `json:"language,omitempty" maxLength:"35"`
			Person   string  `json:"person,omitempty" maxLength:"64"`
			Customer core.ID `json:"customer,omitempty"`
		}
	}
	identifyInput struct {
		rest.ContactID
		Body struct {
			Customer core.ID `json:"customer" doc:"Who the visitor is."`
		}
	}
	nextServiceInput struct {
		rest.ContactID
		Body struct {
			Service string `json:"service" minLength:"1" maxLength:"64"`
			ToQueue bool   `json:"to_queue,omitempty" doc:"Into the queue even if the agent could go on."`
			channel.Described
		}
	}
)

func (d *desk) visitOperations(to *rest.Operations) {
	const tag = "Visits"
	own := rest.Need(auth.DeskUse)
	rest.Register(to, rest.Created(rest.Op("issue-ticket", http.MethodPost, "/visits", tag, "Give a ticket at the reception")), rest.Need(auth.TicketIssue), d.issueTicket)
	rest.Register(to, rest.Created(rest.Op("start-visit", http.MethodPost, "/visits/direct", tag, "Serve a visitor without ticket, at once")), own, d.startVisit)
	rest.Register(to, rest.Op("recall-visit", http.MethodPost, "/visits/{id}/recall", tag, "Call the visitor again"), own, d.recallVisit)
	rest.Register(to, rest.Op("begin-visit", http.MethodPost, "/visits/{id}/begin", tag, "The visitor is here"), own, d.beginVisit)
	rest.Register(to, rest.Op("no-show-visit", http.MethodPost, "/visits/{id}/no-show", tag, "The visitor did not come"), own, d.noShowVisit)
	rest.Register(to, rest.Op("next-service", http.MethodPost, "/visits/{id}/next-service", tag, "A second matter in the same visit"), own, d.nextService)
	rest.Register(to, rest.Op("identify-visitor", http.MethodPut, "/visits/{id}/customer", tag, "Say who the visitor is"), own, d.identifyVisitor)
}

func (d *desk) issueTicket(ctx context.Context, in *visitInput) (*ticketOutput, error) {
	me, err := d.works.AtWork(ctx, rest.PrincipalOf(ctx))
	if err != nil {
		return nil, err
	}
	if !me.MayAt(auth.TicketIssue, in.Body.Site) {
		return nil, core.Faultf(core.Forbidden, "site", core.FaultNotAllowed, "you may not give tickets at this site")
	}
	t, err := d.branch.Issue(ctx, channel.CallerOf(ctx, me.UserID, core.ByAgent), branch.Issue{
		Site: in.Body.Site, Service: in.Body.Service, Language: in.Body.Language,
		Person: in.Body.Person, Customer: in.Body.Customer, Print: in.Body.Print,
	})
	if err != nil {
		return nil, err
	}
	return &ticketOutput{Body: ticketOf(&t)}, nil
}

func (d *desk) startVisit(ctx context.Context, in *directInput) (*ticketOutput, error) {
	me := rest.PrincipalOf(ctx)
	var self floor.AgentView
	err := d.floor.View(ctx, func(v floor.View) error {
		var ok bool
		if self, ok = v.Agent(me.UserID); !ok {
			return core.Errorf(core.Conflict, "sign in at a counter first")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	t, err := d.branch.Direct(ctx, channel.CallerOf(ctx, me.UserID, core.ByAgent), branch.Direct{
		Site: self.Site, Service: in.Body.Service, Language: in.Body.Language, Person: in.Body.Person,
		Customer: in.Body.Customer, Agent: me.UserID, Counter: self.Position,
	})
	if err != nil {
		return nil, err
	}
	return &ticketOutput{Body: ticketOf(&t)}, nil
}

// visitFor lets the caller act on the work of a visit, as on any of their works.
func (d *desk) visitFor(ctx context.Context, contact core.ID) (channel.Caller, error) {
	v, err := d.branch.Visit(ctx, contact)
	if err != nil {
		return channel.Caller{}, err
	}
	w, err := d.works.For(ctx, rest.PrincipalOf(ctx), v.Work, channel.WorkInHand)
	return w.By(ctx), err
}

func (d *desk) recallVisit(ctx context.Context, in *rest.ContactID) (*struct{}, error) {
	who, err := d.visitFor(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.branch.Recall(ctx, who, in.ID))
}

func (d *desk) beginVisit(ctx context.Context, in *rest.ContactID) (*struct{}, error) {
	who, err := d.visitFor(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.branch.Begin(ctx, who, in.ID))
}

func (d *desk) noShowVisit(ctx context.Context, in *rest.ContactID) (*struct{}, error) {
	who, err := d.visitFor(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.branch.NoShow(ctx, who, in.ID))
}

func (d *desk) nextService(ctx context.Context, in *nextServiceInput) (*ticketOutput, error) {
	who, err := d.visitFor(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	t, err := d.branch.NextService(ctx, who, branch.NextService{
		Contact: in.ID, Service: in.Body.Service, ToQueue: in.Body.ToQueue,
		Reason: in.Body.Reason, Outcome: in.Body.Outcome, Note: in.Body.Note,
	})
	if err != nil {
		return nil, err
	}
	return &ticketOutput{Body: ticketOf(&t)}, nil
}

func (d *desk) identifyVisitor(ctx context.Context, in *identifyInput) (*struct{}, error) {
	who, err := d.visitFor(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return rest.Done(d.branch.Identify(ctx, who, in.ID, in.Body.Customer))
}
