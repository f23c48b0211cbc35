package api_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"turno/internal/clock"
	"turno/internal/core"
	"turno/internal/kpi"
	"turno/internal/store"
	"turno/internal/store/db"
)

// past is a history of contacts, written straight into the store.
type past struct {
	h       *house
	start   core.Instant
	agents  [2]core.ID
	legs    []core.Leg
	contact map[core.ID]core.ID // the customer's
}

func (h *house) past(ago time.Duration) *past {
	p := &past{h: h, start: clock.Now().Add(-ago), contact: map[core.ID]core.ID{}}
	for i, login := range []string{"ana", "luis"} {
		user, _ := h.org.Get().User(login)
		p.agents[i] = user.ID
	}
	return p
}

// leg adds a leg of a contact that was queued some hours after the start; agent 0 and 1
// answered it, -1 nobody.
func (p *past) leg(contact, customer core.ID, site string, hours int, agent int) *core.Leg {
	at := p.start.Add(time.Duration(hours) * time.Hour)
	l := core.Leg{
		ID: clock.NewID(), Contact: contact, Work: contact, Number: 1, Channel: core.Visit, Direction: core.Inbound,
		Site: site, Queue: "care", Customer: customer, Arrived: at, Queued: at, Released: at.Add(2 * time.Minute),
		Wrapped: at.Add(2 * time.Minute), End: core.Abandoned, Agent: p.agents[0], Announced: -time.Microsecond,
		SLThreshold: 20 * time.Second, ShortAbandon: 5 * time.Second,
	}
	if agent >= 0 {
		l.End, l.Agent, l.Answered = core.Handled, p.agents[agent], at.Add(10*time.Second)
		l.Wrapped = l.Released.Add(30 * time.Second)
	}
	for i := range p.legs {
		if p.legs[i].Contact == contact {
			l.Number++
			l.Arrived = p.legs[i].Arrived
		}
	}
	p.legs, p.contact[contact] = append(p.legs, l), customer
	return &p.legs[len(p.legs)-1]
}

func (p *past) write() {
	p.h.tb.Helper()
	arrived := map[core.ID]core.Instant{}
	for i := range p.legs {
		arrived[p.legs[i].Contact] = p.legs[i].Arrived
	}
	must(p.h.tb, p.h.store.Write(p.h.tb.Context(), func(tx *store.Tx) error {
		var errs []error
		for contact, customer := range p.contact {
			errs = append(errs, tx.InsertContact(p.h.tb.Context(), db.InsertContactParams{
				ID: contact.String(), Channel: string(core.Visit), Direction: string(core.Inbound), CustomerID: customer.String(),
				State: "closed", ArrivedAt: int64(arrived[contact]),
			}))
		}
		return errors.Join(append(errs, tx.InsertLegs(p.h.tb.Context(), p.legs))...)
	}))
}

// countedRow is a row behind a figure.
type countedRow struct {
	ID     core.ID
	Terms  []string
	Wait   int64
	Counts kpi.Part
}

// rows reads all rows behind a figure, two a page, and adds them up.
func (c *client) rows(path, period string) (all []countedRow, sum kpi.Part) {
	c.h.tb.Helper()
	for after := ""; ; {
		var page struct {
			Items []countedRow
			Next  string
		}
		c.call("GET", path+period+"&limit=2&after="+after, nil).want(c.h.tb, 200, &page)
		for _, row := range page.Items {
			all = append(all, row)
			sum.Num, sum.Den = sum.Num+row.Counts.Num, sum.Den+row.Counts.Den
		}
		if after = page.Next; after == "" {
			return all, sum
		}
	}
}

// Ensure the figures of whole contacts look beyond their period and site, count each
// contact once, and that the rows behind them add up to them.
func TestFiguresOfContacts(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.past(20 * 24 * time.Hour)
	maria, pedro := h.somebody(), h.somebody()
	var contacts [8]core.ID
	for i := range contacts {
		contacts[i] = clock.NewID()
	}
	first := p.leg(contacts[0], maria, "mixco", 1, 0).ID // she comes again to San Salvador
	p.leg(contacts[1], maria, "san_salvador", 50, 1)     // … and again to Mixco, after the period
	p.leg(contacts[2], maria, "mixco", 100, -1)
	passed := p.leg(contacts[3], pedro, "mixco", 2, 0).ID // passed on, and finished after the period
	p.leg(contacts[3], pedro, "mixco", 30, 1)
	p.leg(contacts[4], core.NoID, "mixco", 3, 1)  // nobody we know
	p.leg(contacts[5], core.NoID, "mixco", 4, -1) // gave up
	p.leg(contacts[6], pedro, "mixco", 19*24, 0)  // its window is open
	escalated := p.leg(contacts[7], core.NoID, "mixco", 5, 0)
	for _, d := range h.org.Get().Outcomes {
		if d.Outcome == core.OutcomeEscalation {
			escalated.Outcome = d.Key
		}
	}
	p.write()

	admin := h.as("admin")
	period := func(from, to int, more string) string {
		return fmt.Sprintf("?from=%d&to=%d%s", p.start.Add(time.Duration(from)*time.Hour), p.start.Add(time.Duration(to)*time.Hour), more)
	}
	for _, c := range []struct {
		kpi, period string
		want        kpi.Part
	}{
		{"recall", period(0, 24, "&site=mixco"), kpi.Part{Num: 1, Den: 2}},
		{"recall", period(0, 60, ""), kpi.Part{Num: 2, Den: 3}},
		{"recall", period(0, 60, "&site=san_salvador"), kpi.Part{Num: 1, Den: 1}},
		{"recall", period(24, 40, ""), kpi.Part{}},
		{"recall", period(0, 24*20, ""), kpi.Part{Num: 2, Den: 3}},
		{"recall", period(0, 24, "&agent="+p.agents[1].String()), kpi.Part{}},
		{"fcr.no_escalation", period(0, 24, "&site=mixco"), kpi.Part{Num: 2, Den: 4}},
		{"fcr.no_escalation", period(24, 40, ""), kpi.Part{}},
		{"fcr.no_escalation", period(0, 24*20, ""), kpi.Part{Num: 4, Den: 6}},
		{"fcr.no_escalation", period(0, 24*20, "&agent="+p.agents[0].String()), kpi.Part{Num: 2, Den: 4}},
	} {
		var figure struct {
			Num, Den int64
			Value    *float64
		}
		admin.call("GET", "/kpis/"+c.kpi+c.period, nil).want(t, 200, &figure)
		if got := (kpi.Part{Num: figure.Num, Den: figure.Den}); got != c.want || (figure.Value == nil) != (c.want.Den == 0) {
			t.Errorf("%s of %s is %+v, want %+v", c.kpi, c.period, figure, c.want)
		}
		if _, sum := admin.rows("/kpis/"+c.kpi+"/legs", c.period); sum != c.want {
			t.Errorf("the rows of %s of %s add up to %+v, want %+v", c.kpi, c.period, sum, c.want)
		}
	}
	rows, _ := admin.rows("/kpis/recall/legs", period(0, 24, ""))
	for _, row := range rows {
		if want := map[core.ID]kpi.Part{first: {Num: 1, Den: 1}, passed: {Den: 1}}[row.ID]; row.Counts != want {
			t.Errorf("a row of recall counts as %+v, want %+v", row.Counts, want)
		}
	}
}

// Ensure every figure is the sum of its rows, and each row is told in the letters
// of the formulas; an agent's figures leave out what was only offered to them.
func TestFigureRows(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.past(48 * time.Hour)
	for i := range 5 {
		p.leg(clock.NewID(), core.NoID, "mixco", i, i%3-1)
	}
	soon := p.leg(clock.NewID(), core.NoID, "mixco", 5, -1)
	soon.Released = soon.Queued.Add(time.Second)
	own := p.leg(clock.NewID(), core.NoID, "mixco", 6, 1)
	own.Direction = core.Outbound
	p.write()
	ana := h.as("ana")
	ana.call("POST", "/desk/sign-in", map[string]any{"counter": "mixco-3", "ready": true}).want(t, 204, nil)
	ana.call("POST", "/desk/sign-out", map[string]any{}).want(t, 204, nil)

	laura := h.as("laura")
	period := fmt.Sprintf("?from=%d&to=%d&site=mixco", p.start, clock.Now()+1)
	for _, more := range []string{"", "&agent=" + p.agents[0].String()} {
		for _, d := range kpi.Definitions() {
			var figure struct{ Num, Den int64 }
			laura.call("GET", "/kpis/"+d.Name+period+more, nil).want(t, 200, &figure)
			var sum kpi.Part
			if slices.Contains(d.Facts, "leg") {
				_, sum = laura.rows("/kpis/"+d.Name+"/legs", period+more)
			}
			if slices.Contains(d.Facts, "agent_interval") {
				_, time := laura.rows("/kpis/"+d.Name+"/intervals", period+more)
				sum.Num, sum.Den = sum.Num+time.Num, sum.Den+time.Den
			}
			if sum != (kpi.Part{Num: figure.Num, Den: figure.Den}) {
				t.Errorf("the rows of %s add up to %+v, the figure is %+v", d.Name, sum, figure)
			}
		}
	}
	rows, _ := laura.rows("/kpis/service_level/legs", period)
	terms := map[core.ID][]string{soon.ID: {"N", "A", "A(T)", "S"}, own.ID: {"outbound"}, p.legs[0].ID: {"N", "A"}, p.legs[1].ID: {"N", "H", "H(T)"}}
	for _, row := range rows {
		if want, ok := terms[row.ID]; ok && !slices.Equal(row.Terms, want) {
			t.Errorf("a leg is %v, want %v", row.Terms, want)
		}
	}
	ofAna, _ := laura.rows("/kpis/service_level/legs", period+"&agent="+p.agents[0].String())
	if len(rows) != 7 || len(ofAna) != 2 {
		t.Errorf("%d legs, %d of Ana's; want 7 and 2", len(rows), len(ofAna))
	}
}
