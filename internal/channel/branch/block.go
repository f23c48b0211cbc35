package branch

import (
	"cmp"
	"context"
	"slices"

	"turno/internal/channel"
	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/store"
	"turno/internal/store/db"
)

// ReserveBlock sets numbers of a series aside for a kiosk, which gives them away
// when it is cut off: numbers in a row, apart from those given meanwhile, good on
// the day of the site they were reserved on.
func (s *Service) ReserveBlock(ctx context.Context, in Reserve) (Block, error) {
	o, now := s.org(), s.now()
	if site, ok := o.Site(in.Site); !ok || !site.Branch {
		return Block{}, core.Faultf(core.Invalid, "site", core.FaultUnknown, "there is no branch %q", in.Site)
	}
	if in.Count < 1 || in.Count > BlockMax {
		return Block{}, core.Boundf(core.Invalid, "count", core.FaultTooHigh, BlockMax, "1 to %d numbers", BlockMax)
	}
	if !s.hasPrefix(in.Site, in.Prefix) {
		return Block{}, core.Faultf(core.Invalid, "prefix", core.FaultUnknown, "no service of this branch has the prefix %q", in.Prefix)
	}
	b := Block{ID: clock.NewID(), Site: in.Site, Day: o.Day(in.Site, now), Prefix: in.Prefix}
	// Through the floor's own loop, which gives all other numbers too.
	_, err := s.floor.Do(ctx, floor.Request{Before: func(ctx context.Context, tx *store.Tx) error {
		first, err := reserveNumbers(ctx, tx, b.Site, b.Day, b.Prefix, in.Count)
		if err != nil {
			return err
		}
		b.First, b.Last = first, first+in.Count-1
		return tx.InsertTicketBlock(ctx, db.InsertTicketBlockParams{
			ID: b.ID.String(), Device: in.Device, Site: b.Site, Day: b.Day, Prefix: b.Prefix,
			First: int64(b.First), Last: int64(b.Last), IssuedAt: int64(now),
		})
	}})
	return b, err
}

// hasPrefix reports whether a site gives tickets of a series.
func (s *Service) hasPrefix(site, prefix string) bool {
	for _, service := range s.org().ServicesAt(site) {
		if cmp.Or(service.Prefix, defaultPrefix) == prefix {
			return true
		}
	}
	return false
}

// IssueLate takes in the tickets that a kiosk gave away while it was cut off.
// They join the queue in the order of their own time, as if they had come in
// then. Those of a day or of opening hours that are over are written down as
// closed out: the visitors waited, and were not served.
func (s *Service) IssueLate(ctx context.Context, who channel.Caller, in Late) ([]LateResult, error) {
	if len(in.Tickets) > LateMax {
		return nil, core.Boundf(core.TooLarge, "tickets", core.FaultTooMany, LateMax, "at most %d tickets at once", LateMax)
	}
	order := make([]int, len(in.Tickets))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &in.Tickets[a], &in.Tickets[b]
		return cmp.Or(cmp.Compare(x.At, y.At), cmp.Compare(x.Prefix, y.Prefix), cmp.Compare(x.Number, y.Number))
	})
	results := make([]LateResult, len(in.Tickets))
	for _, i := range order {
		ticket, err := s.issueLate(ctx, who, in, in.Tickets[i])
		if code := core.CodeOf(err); code == core.Unavailable || code == core.Internal {
			return nil, err // the kiosk sends all again; those that came in are answered again
		}
		results[i] = LateResult{Ticket: ticket, Err: err}
	}
	return results, nil
}

func (s *Service) issueLate(ctx context.Context, who channel.Caller, in Late, t LateTicket) (Ticket, error) {
	if t.Token != "" {
		if err := checkToken(t.Token); err != nil {
			return Ticket{}, err
		}
	}
	a, err := s.admit(ctx, admission{
		site: in.Site, service: t.Service, language: t.Language, person: t.Person, device: in.Device,
		number: t.Number, token: t.Token, late: true,
	})
	if err != nil {
		return Ticket{}, err
	}
	if a.prefix != t.Prefix {
		return Ticket{}, core.Faultf(core.Invalid, "prefix", core.FaultMismatch, "tickets of %q begin with %s", t.Service, a.prefix)
	}
	block, err := s.blockOf(ctx, in, t, a.now)
	if err != nil {
		return Ticket{}, err
	}
	if first, err := s.cameIn(ctx, in.Site, block.Day, t); err != nil || !first.Contact.IsZero() {
		return first, err
	}
	// The kiosk's clock may be wrong, but not by more than the block's own age.
	a.day = block.Day
	a.arrived = min(max(t.At, core.Instant(block.IssuedAt)), a.now)
	who.Command = core.NoID // the ticket's number is what makes it repeatable
	if a.over() {
		return s.tooLate(ctx, who, a)
	}
	ticket, err := s.enqueue(ctx, who, a)
	switch core.CodeOf(err) { //nolint:exhaustive // the rest is the caller's
	case core.Closed:
		return s.tooLate(ctx, who, a)
	case core.Conflict: // the same list is being taken in by another request
		if first, found := s.cameIn(ctx, in.Site, block.Day, t); found == nil && !first.Contact.IsZero() {
			return first, nil
		}
	}
	return ticket, err
}

// over reports whether a late ticket can be served no more: its day is over, or
// the site is closed now. A site that serves those who came before closing time
// serves those too whose ticket says they did.
func (a *admission) over() bool {
	if a.day != a.org.Day(a.site, a.now) {
		return true
	}
	if a.org.SiteOpenAt(a.site, a.now) {
		return false
	}
	site, ok := a.org.Site(a.site)
	return !ok || !site.ServesAfterClosing() || !a.org.SiteOpenAt(a.site, a.arrived)
}

// blockOf finds the block that holds a late ticket's number: of the day, or of
// the day before for a kiosk that was cut off over midnight.
func (s *Service) blockOf(ctx context.Context, in Late, t LateTicket, now core.Instant) (db.TicketBlock, error) {
	o := s.org()
	t.At = max(0, min(t.At, now)) // a clock that is wrong by centuries has no days
	today := o.Day(in.Site, now)
	yesterday := o.Day(in.Site, o.DayStart(in.Site, now)-1)
	taken := o.Day(in.Site, t.At)
	days := []string{today, yesterday}
	if taken != today && taken != yesterday {
		days = append(days, taken)
	} else if taken == yesterday {
		days[0], days[1] = yesterday, today
	}
	var found db.TicketBlock
	err := s.read(ctx, func(q *db.Queries) error {
		for _, day := range days {
			blocks, err := q.ListTicketBlocks(ctx, in.Device, day)
			if err != nil {
				return err
			}
			for _, b := range blocks {
				if b.Site == in.Site && b.Prefix == t.Prefix && b.First <= int64(t.Number) && int64(t.Number) <= b.Last {
					found = b
					return nil
				}
			}
		}
		return core.Faultf(core.Invalid, "number", core.FaultMismatch, "%s was not reserved by this kiosk", label(t.Prefix, t.Number))
	})
	return found, err
}

// cameIn returns the ticket if it has been taken in before.
func (s *Service) cameIn(ctx context.Context, site, day string, t LateTicket) (Ticket, error) {
	var contact core.ID
	err := s.read(ctx, func(q *db.Queries) error {
		visit, err := q.GetVisitByTicket(ctx, db.GetVisitByTicketParams{
			Site: site, Day: day, Prefix: t.Prefix, Number: int64(t.Number),
		})
		if channel.Missing(err) {
			return nil
		}
		if err == nil {
			contact, err = core.ParseID(visit.ContactID)
		}
		return err
	})
	if err != nil || contact.IsZero() {
		return Ticket{}, err
	}
	return s.issued(ctx, contact)
}

// tooLate writes down a visitor who took a ticket and whom nobody could serve
// any more: the contact, and the leg that says so.
func (s *Service) tooLate(ctx context.Context, who channel.Caller, a admission) (Ticket, error) {
	ticket := a.ticket(who)
	ticket.Label, ticket.Arrived = label(a.prefix, a.number), a.arrived
	meta := a.meta(ticket)
	meta.Label = ticket.Label
	closed := a.now
	if closing, ok := closingOf(a.org, a.site, a.arrived); ok {
		closed = max(a.arrived, min(closing, a.now))
	}
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		if err := a.insert(ctx, tx, who, ticket, meta, a.number, ClosedOut, closed); err != nil {
			return err
		}
		if _, err := happened(ctx, tx, channel.NoteEvent(closed), ticket.Contact.String(), closed, eventClosedOut,
			string(core.BySystem), detail{Queue: a.queue, Late: true}); err != nil {
			return err
		}
		return tx.InsertLegs(ctx, []core.Leg{{
			ID: clock.NewID(), Contact: ticket.Contact, Work: ticket.Work, Number: 1,
			Channel: core.Visit, Direction: core.Inbound, Program: meta.Program, Site: a.site, Queue: ticket.Queue,
			Service: a.service, Customer: ticket.Customer, Segment: ticket.Segment, Language: a.language,
			Arrived: a.arrived, Queued: a.arrived, Released: closed, Wrapped: closed,
			End: core.ClosedOut, EndedBy: core.BySystem, Priority: a.priority(),
			Announced: -1, SLThreshold: meta.SLThreshold, ShortAbandon: meta.ShortAbandon,
		}})
	})
	return ticket, err
}

// priority is the one the visitor would have waited with.
func (a *admission) priority() int {
	own := a.org.SegmentPriority(a.known.Segment)
	if q, ok := a.org.Queue(a.queue); ok {
		own += q.Priority
	}
	return min(max(own, 0), 100)
}
