package insight

import (
	"cmp"
	"context"
	"slices"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/store/db"
)

// display is the screen in a branch: the last calls, who is next, notices.
type display struct {
	topic

	site  string
	calls map[core.ID]displayCall // by contact
	stale bool                    // calls may have been missed
}

const (
	displayCallsMax = 6  // shown
	displayKeptMax  = 24 // kept, for those shown that are taken back
	displayNextMax  = 8
)

func (b *Boards) openDisplay(ctx context.Context, site string, sink Sink) (func(), error) {
	if err := await(ctx, b.mirrored); err != nil {
		return nil, err
	}
	calls, err := b.calledToday(ctx, site)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.org.HasNode("site:" + site) {
		return nil, core.Errorf(core.NotFound, "there is no site %q", site)
	}
	d := &display{topic: newTopic(sink), site: site}
	d.setCalls(b, calls)
	d.show(b)
	d.send(true)
	b.displays[d] = struct{}{}
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		d.ended = true
		delete(b.displays, d)
	}, nil
}

// setCalls replaces the calls by those of the store, and those that the floor knows
// better.
func (d *display) setCalls(b *Boards, calls map[core.ID]displayCall) {
	d.calls, d.stale = calls, false
	for _, w := range b.m.works {
		if w.Channel == core.Visit && w.where() == d.site {
			d.call(b, w.Meta.Contact)
		}
	}
}

// renewCalls reads the calls of displays that may have missed some.
func (b *Boards) renewCalls(ctx context.Context) {
	for _, d := range list(b, func() map[*display]struct{} { return b.displays }) {
		stale := false
		b.locked(func() { stale = d.stale })
		if !stale {
			continue
		}
		calls, err := b.calledToday(ctx, d.site)
		if err != nil {
			if ctx.Err() == nil {
				b.log.WarnContext(ctx, "insight: the calls of a display cannot be read now", "site", d.site, "error", err)
			}
			continue
		}
		b.locked(func() {
			d.setCalls(b, calls)
			d.show(b)
			d.send(false)
		})
	}
}

// calledToday reads the last calls of the day: those whose visit is over are on the
// floor no more.
func (b *Boards) calledToday(ctx context.Context, site string) (map[core.ID]displayCall, error) {
	day := b.opts.Organisation().Day(site, b.now())
	calls := map[core.ID]displayCall{}
	err := b.opts.Store.Read(ctx, func(q *db.Queries) error {
		clear(calls) // Read may run it again
		visits, err := q.ListVisitsCalled(ctx, db.ListVisitsCalledParams{Site: site, Day: day, MaxRows: displayKeptMax})
		if err != nil {
			return err
		}
		for i := range visits {
			v := &visits[i]
			contact, err := q.GetContact(ctx, v.ContactID)
			if err != nil {
				return err
			}
			id, err := core.ParseID(v.ContactID)
			if err != nil {
				return err
			}
			work, err := core.ParseID(v.WorkID)
			if err != nil {
				return err
			}
			calls[id] = displayCall{
				work:   work,
				Ticket: contact.Label, Counter: v.Counter, At: core.Instant(v.CalledAt), Recall: int(v.Recalls),
				Language: contact.Language, State: "done", back: v.State == "waiting" || v.State == "parked",
			}
		}
		return nil
	})
	return calls, err
}

// calls tells the displays about one visit, at once.
func (b *Boards) calls(contact core.ID) {
	for d := range b.displays {
		if d.call(b, contact) {
			d.showCalls()
			d.send(false)
		}
	}
}

// call takes in where a visit stands now; false when it is none of this display's
// business.
func (d *display) call(b *Boards, contact core.ID) bool {
	w := b.m.of(contact)
	before, known := d.calls[contact]
	switch {
	case w == nil:
		before.State, before.back = "done", false
		if known {
			d.calls[contact] = before
		}
		return known
	case w.Channel != core.Visit || w.where() != d.site:
		return false
	}
	leg := w.OpenLeg()
	switch {
	case w.Status == routing.StatusAssigned && leg.Called != 0:
	case known && before.work == w.ID:
		before.back = true
		d.calls[contact] = before
		return true
	default: // another matter, for which nobody has been called yet
		delete(d.calls, contact)
		return known
	}
	call := displayCall{
		Ticket: w.Meta.Label, Counter: leg.Position, At: leg.Called, Recall: leg.Recalls,
		Language: w.Meta.Language, State: "called", work: w.ID,
	}
	if leg.Answered != 0 {
		call.State = "serving"
	}
	d.calls[contact] = call
	return call != before
}

// newest are the calls kept, newest first.
func (d *display) newest(keep func(*displayCall) bool) []core.ID {
	ids := make([]core.ID, 0, len(d.calls))
	for id, call := range d.calls {
		if keep(&call) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b core.ID) int {
		return cmp.Or(cmp.Compare(d.calls[b].At, d.calls[a].At), b.Compare(a))
	})
	return ids
}

func (d *display) showCalls() {
	d.begin()
	shown := d.newest(func(c *displayCall) bool { return !c.back })
	for _, id := range shown[:min(len(shown), displayCallsMax)] {
		d.put("call", id.String(), docOf(d.calls[id]))
	}
	d.sweep("call")
}

// show puts all rows; calls of yesterday are let go.
func (d *display) show(b *Boards) {
	now := b.now()
	today := b.org.DayStart(d.site, now)
	kept := d.newest(func(c *displayCall) bool { return c.At >= today })
	all := d.calls
	d.calls = make(map[core.ID]displayCall, len(kept))
	for _, id := range kept[:min(len(kept), displayKeptMax)] {
		d.calls[id] = all[id]
	}
	d.showCalls()
	d.begin()
	d.put("site", "site", docOf(displaySite{
		Site: d.site, Name: b.org.SiteName(d.site), Open: b.org.SiteOpenAt(d.site, now),
		Languages: b.org.LanguagesOf(d.site), Day: b.org.Day(d.site, now),
	}))
	for _, w := range b.nextAt(d.site) {
		d.put("next", w.ID.String(), docOf(displayNext{Ticket: w.Meta.Label, Place: w.place, Service: w.Meta.Service}))
	}
	keys, texts := b.org.NoticesAt(d.site)
	for i, key := range keys {
		d.put("notice", key, docOf(displayNotice{Text: texts[i], Order: i + 1}))
	}
	d.sweep("site", "next", "notice")
}

// nextAt are the visitors who come next at a site, the first of each line before
// the second of any.
func (b *Boards) nextAt(site string) []*work {
	var next []*work
	for _, q := range b.m.queues {
		if q.channel != core.Visit || q.site != site {
			continue
		}
		for _, id := range q.order[:min(len(q.order), displayNextMax)] {
			if w, ok := q.waiting[id]; ok {
				next = append(next, w)
			}
		}
	}
	slices.SortFunc(next, func(a, b *work) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.Arrived, b.Arrived), a.ID.Compare(b.ID))
	})
	return next[:min(len(next), displayNextMax)]
}
