package branch

import (
	"cmp"
	"context"
	"strings"
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

// defaultPrefix is the series of services that name none.
const defaultPrefix = "A"

// Issue gives a visitor a ticket. It is refused with core.Closed outside the
// site's hours, core.QueueFull when the line is at its limit, core.Invalid for a
// service the site does not have. A repeated request (same command id) is
// answered with the first one's ticket.
func (s *Service) Issue(ctx context.Context, who channel.Caller, in Issue) (Ticket, error) {
	a, err := s.admit(ctx, admission{
		site: in.Site, service: in.Service, language: in.Language,
		person: in.Person, customer: in.Customer, device: in.Device,
	})
	if err != nil {
		return Ticket{}, err
	}
	if !a.org.SiteOpenAt(in.Site, a.now) {
		return Ticket{}, core.Errorf(core.Closed, "the branch is closed")
	}
	a.day = a.org.Day(in.Site, a.now)
	ticket, err := s.enqueue(ctx, who, a)
	if core.CodeOf(err) == core.Repeated {
		return s.issued(ctx, who.Command)
	}
	if err != nil {
		return Ticket{}, err
	}
	ticket.Printing = in.Print && s.printLater(a.org, ticket)
	return ticket, nil
}

// admission is a visitor who has come, and what is known of the visit before it
// has a number.
type admission struct {
	site, service, language string
	person, device          string
	customer                core.ID

	// Found by admit.
	org    *org.Organisation
	now    core.Instant
	queue  string // as the engine knows it
	prefix string
	known  customer.Customer // zero for people we do not know

	// Of the ticket.
	day     string
	number  int          // 0: the next
	arrived core.Instant // 0: now
	token   string       // empty: one is made
	late    bool
	counter string // of one who is served at once
}

// admit checks what a visitor asks for and finds out who it is.
func (s *Service) admit(ctx context.Context, a admission) (admission, error) {
	a.org, a.now = s.org(), s.now()
	site, ok := a.org.Site(a.site)
	if !ok || !site.Branch {
		return a, core.Faultf(core.Invalid, "site", core.FaultUnknown, "there is no branch %q", a.site)
	}
	service, ok := a.org.Service(a.service)
	if !ok || service.Queue == "" || !offers(a.org, a.site, service) {
		return a, core.Faultf(core.Invalid, "service", core.FaultUnknown, "this branch has no service %q", a.service)
	}
	a.queue = a.org.QueueAt(service.Queue, a.site)
	a.prefix = cmp.Or(service.Prefix, defaultPrefix)
	if err := checkPerson(a.person); err != nil {
		return a, err
	}
	var err error
	if a.known, err = s.who(ctx, &a); err != nil {
		return a, err
	}
	a.language, err = language(a.org, a.site, a.language, a.known.Language)
	return a, err
}

func offers(o *org.Organisation, site string, service *org.Service) bool {
	for _, offered := range o.ServicesAt(site) {
		if offered.Key == service.Key {
			return true
		}
	}
	return false
}

// who finds the customer; one we do not know is nobody, not an error.
func (s *Service) who(ctx context.Context, a *admission) (customer.Customer, error) {
	var found customer.Customer
	var err error
	switch {
	case !a.customer.IsZero():
		found, err = s.customers.Get(ctx, a.customer)
		if core.CodeOf(err) == core.NotFound {
			return found, core.Faultf(core.Invalid, "customer", core.FaultUnknown, "there is no such customer")
		}
	case strings.TrimSpace(a.person) != "":
		found, err = s.customers.Find(ctx, a.person, customer.CountryOf(a.org.Location(a.site).String()))
		if core.CodeOf(err) == core.NotFound {
			return customer.Customer{}, nil
		}
	}
	return found, err
}

// Known says who a person is by what they typed at a site (document number, phone
// or e-mail); the zero Customer when we do not know them.
func (s *Service) Known(ctx context.Context, site, person string) (customer.Customer, error) {
	a := admission{org: s.org(), site: site, person: person}
	if err := checkPerson(person); err != nil {
		return customer.Customer{}, err
	}
	return s.who(ctx, &a)
}

func checkPerson(person string) error {
	switch {
	case len(person) > PersonMax:
		return core.Boundf(core.TooLarge, "person", core.FaultTooLong, PersonMax, "at most %d characters", PersonMax)
	case !utf8.ValidString(person) || strings.ContainsRune(person, 0):
		return core.Faultf(core.Invalid, "person", core.FaultNotText, "this is not text")
	}
	return nil
}

// language is the one the visitor is served in: chosen, else the customer's own
// where the site speaks it, else the site's first.
func language(o *org.Organisation, site, chosen, own string) (string, error) {
	spoken := o.LanguagesOf(site)
	for _, wanted := range []string{chosen, own} {
		for _, l := range spoken {
			if l == wanted {
				return l, nil
			}
		}
	}
	switch {
	case chosen != "":
		return "", core.Faultf(core.Invalid, "language", core.FaultUnknown, "this branch does not speak %q", chosen)
	case len(spoken) == 0:
		return "", nil
	}
	return spoken[0], nil
}

// enqueue puts an admitted visitor into the queue: the work, the contact, the
// visit and its number in one transaction.
func (s *Service) enqueue(ctx context.Context, who channel.Caller, a admission) (Ticket, error) {
	ticket := a.ticket(who)
	command := &routing.Enqueue{Work: a.work(ticket.Work)}
	command.Head = who.Head()
	return s.create(ctx, who, a, ticket, command, Waiting)
}

// create carries out the Enqueue or Start that begins a visit.
func (s *Service) create(
	ctx context.Context, who channel.Caller, a admission, ticket Ticket, command routing.Command, state State,
) (Ticket, error) {
	meta := a.meta(ticket)
	number := a.number
	request := floor.Request{
		Command: command, Meta: meta,
		Before: func(ctx context.Context, tx *store.Tx) error {
			if err := a.free(ctx, tx, ticket); err != nil {
				return err
			}
			if a.number == 0 {
				var err error
				if number, err = takeNumber(ctx, tx, a.site, a.day, a.prefix); err != nil {
					return err
				}
			}
			meta.Label = label(a.prefix, number)
			return nil
		},
		With: func(ctx context.Context, tx *store.Tx, r *floor.Result) error {
			return a.insert(ctx, tx, who, ticket, meta, number, state, r.At)
		},
	}
	if start, ok := command.(*routing.Start); ok {
		request.Note = floor.Notes{
			floor.Called{Work: start.Work.ID, Position: meta.Position}, floor.Answered{Work: start.Work.ID},
		}
	}
	result, err := s.floor.Do(ctx, request)
	switch core.CodeOf(err) {
	case "":
	case core.Closed:
		return Ticket{}, core.Faultf(core.Closed, "service", core.FaultClosed, "this service is closed now")
	case core.QueueFull:
		return Ticket{}, core.Faultf(core.QueueFull, "service", core.FaultFull, "too many people wait for this service: come back later")
	default:
		return Ticket{}, err
	}
	ticket.Label = meta.Label
	ticket.Arrived = a.arrived
	if ticket.Arrived == 0 {
		ticket.Arrived = result.At
	}
	for i := range result.Effects {
		if e := &result.Effects[i]; e.Work == ticket.Work && e.Kind == routing.Queued {
			ticket.Place, ticket.Expected = e.Place, e.Expected
		}
	}
	return ticket, nil
}

// free refuses a ticket that is there already, before anything is done for it:
// core.Repeated for the same request once more, core.Conflict for a late ticket
// whose number or page another has.
func (a *admission) free(ctx context.Context, tx *store.Tx, t Ticket) error {
	if _, err := tx.GetContact(ctx, t.Contact.String()); !channel.Missing(err) {
		return cmp.Or(err, core.Errorf(core.Repeated, "this was asked for before"))
	}
	if !a.late {
		return nil
	}
	if _, err := tx.GetVisitByToken(ctx, t.Token); !channel.Missing(err) {
		return cmp.Or(err, core.Faultf(core.Conflict, "token", core.FaultTaken, "another ticket has this page"))
	}
	_, err := tx.GetVisitByTicket(ctx, db.GetVisitByTicketParams{
		Site: a.site, Day: a.day, Prefix: a.prefix, Number: int64(a.number),
	})
	if !channel.Missing(err) {
		return cmp.Or(err, core.Faultf(core.Conflict, "number", core.FaultTaken, "this ticket is being taken in"))
	}
	return nil
}

func (a *admission) ticket(who channel.Caller) Ticket {
	t := Ticket{
		Contact: who.Command, Work: clock.NewID(), Token: a.token,
		Site: a.site, Service: a.service, Language: a.language,
		Customer: a.known.ID, Name: a.known.Name, Segment: a.known.Segment, Expected: -1,
	}
	t.Queue, _ = org.SplitQueue(a.queue)
	if t.Contact.IsZero() {
		t.Contact = clock.NewID()
	}
	if t.Token == "" {
		t.Token = newToken()
	}
	return t
}

func (a *admission) work(id core.ID) routing.Work {
	return routing.Work{
		ID: id, Channel: core.Visit, Queue: a.queue, Arrived: a.arrived, Language: a.language,
		Priority: a.org.SegmentPriority(a.known.Segment),
		Needs:    a.org.NeedsFor(a.queue, a.service, a.language),
	}
}

func (a *admission) meta(t Ticket) *floor.Meta {
	m := &floor.Meta{
		Contact: t.Contact, Direction: core.Inbound, Site: a.site, Service: a.service,
		Customer: a.known.ID, Segment: a.known.Segment, Language: a.language, Position: a.counter,
	}
	target(a.org, a.queue, m)
	return m
}

// target fills in what the organisation promises for a queue.
func target(o *org.Organisation, queue string, m *floor.Meta) {
	if q, ok := o.Queue(queue); ok {
		m.Program = q.Program
		m.SLThreshold, m.ShortAbandon = q.Threshold.Std(), q.ShortAbandonLimit()
	}
}

// insert writes the rows of a new visit.
func (a *admission) insert(
	ctx context.Context, tx *store.Tx, who channel.Caller, t Ticket, m *floor.Meta, number int, state State, at core.Instant,
) error {
	arrived := a.arrived
	if arrived == 0 {
		arrived = at
	}
	contact := db.InsertContactParams{
		ID: t.Contact.String(), Channel: string(core.Visit), Direction: string(core.Inbound), Program: m.Program,
		Site: t.Site, Service: t.Service, CustomerID: t.Customer.String(), Segment: t.Segment, Language: t.Language,
		Label: m.Label, State: channel.ContactOpen, ArrivedAt: int64(arrived), Version: 1,
	}
	visit := db.InsertVisitParams{
		ContactID: t.Contact.String(), WorkID: t.Work.String(), Token: t.Token, Site: t.Site, Day: a.day,
		Prefix: a.prefix, Number: int64(number), Device: a.device, Counter: m.Position, State: string(state),
	}
	switch {
	case !state.Open():
		contact.State, contact.ClosedAt = channel.ContactClosed, int64(at)
	case state == Serving:
		visit.CalledAt = int64(at)
	}
	if err := tx.InsertContact(ctx, contact); err != nil {
		return err
	}
	if err := tx.InsertVisit(ctx, visit); err != nil {
		return err
	}
	_, err := happened(ctx, tx, channel.OpeningEvent(arrived), t.Contact.String(), arrived, eventIssued, who.Actor(), detail{
		Label: m.Label, Service: t.Service, Queue: a.queue, Device: a.device, Counter: m.Position, Late: a.late,
	})
	return err
}

// issued returns the ticket that an earlier request with this command made.
func (s *Service) issued(ctx context.Context, contact core.ID) (Ticket, error) {
	v, err := s.Visit(ctx, contact)
	if err != nil {
		return Ticket{}, core.Errorf(core.Repeated, "this was asked for before")
	}
	t := Ticket{
		Contact: v.Contact, Work: v.Work, Token: v.Token, Label: v.Label, Site: v.Site, Service: v.Service,
		Language: v.Language, Customer: v.Customer, Segment: v.Segment, Arrived: v.Arrived, Expected: -1,
	}
	if !v.Customer.IsZero() {
		c, err := s.customers.Get(ctx, v.Customer)
		if err != nil {
			return Ticket{}, err
		}
		t.Name = c.Name
	}
	err = s.floor.View(ctx, func(view floor.View) error {
		w, ok := view.Work(v.Work)
		if !ok {
			return nil
		}
		t.Queue, _ = org.SplitQueue(w.Queue)
		if place, expected, ok := view.Engine().Place(v.Work); ok {
			t.Place, t.Expected = place, expected
		}
		return nil
	})
	return t, err
}
