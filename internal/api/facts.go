package api

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/org"
	"turno/internal/store"
	"turno/internal/store/db"
)

// Leg is the fact that figures count; see the vocabulary. Instants are
// microseconds since 1970 and absent where the thing never happened; durations
// are microseconds.
type Leg struct {
	ID           core.ID        `json:"id"`
	Corrects     core.ID        `json:"corrects,omitempty"`
	Contact      core.ID        `json:"contact"`
	Work         core.ID        `json:"work"`
	Number       int            `json:"number"`
	Channel      core.Channel   `json:"channel"`
	Direction    core.Direction `json:"direction"`
	Program      string         `json:"program,omitempty"`
	Site         string         `json:"site,omitempty"`
	Queue        string         `json:"queue"`
	Service      string         `json:"service,omitempty"`
	Agent        core.ID        `json:"agent,omitempty"`
	Team         string         `json:"team,omitempty"`
	Position     string         `json:"position,omitempty"`
	Customer     core.ID        `json:"customer,omitempty"`
	Segment      string         `json:"segment,omitempty"`
	Reason       string         `json:"reason,omitempty"`
	Outcome      string         `json:"outcome,omitempty"`
	Language     string         `json:"language,omitempty"`
	Arrived      core.Instant   `json:"arrived"`
	Queued       core.Instant   `json:"queued"`
	Offered      core.Instant   `json:"offered,omitempty"`
	Answered     core.Instant   `json:"answered,omitempty"`
	Released     core.Instant   `json:"released"`
	Wrapped      core.Instant   `json:"wrapped"`
	Hold         int64          `json:"hold"`
	Paused       int64          `json:"paused"`
	Parked       int64          `json:"parked"`
	End          core.End       `json:"end"`
	EndDetail    string         `json:"end_detail,omitempty"`
	EndedBy      core.Party     `json:"ended_by,omitempty"`
	Offers       int            `json:"offers"`
	Recalls      int            `json:"recalls"`
	Priority     int            `json:"priority"`
	Stages       int            `json:"stages"`
	Announced    int64          `json:"announced" doc:"Expected wait announced at queueing; negative when none."`
	Place        int            `json:"place"`
	SLThreshold  int64          `json:"sl_threshold"`
	ShortAbandon int64          `json:"short_abandon"`
}

func legOf(l *core.Leg) Leg {
	return Leg{
		ID: l.ID, Corrects: l.Corrects, Contact: l.Contact, Work: l.Work, Number: l.Number, Channel: l.Channel,
		Direction: l.Direction, Program: l.Program, Site: l.Site, Queue: l.Queue, Service: l.Service, Agent: l.Agent,
		Team: l.Team, Position: l.Position, Customer: l.Customer, Segment: l.Segment, Reason: l.Reason,
		Outcome: l.Outcome, Language: l.Language, Arrived: l.Arrived, Queued: l.Queued, Offered: l.Offered,
		Answered: l.Answered, Released: l.Released, Wrapped: l.Wrapped, Hold: l.Hold.Microseconds(),
		Paused: l.Paused.Microseconds(), Parked: l.Parked.Microseconds(), End: l.End, EndDetail: l.EndDetail,
		EndedBy: l.EndedBy, Offers: l.Offers, Recalls: l.Recalls, Priority: l.Priority, Stages: l.Stages,
		Announced: l.Announced.Microseconds(), Place: l.Place, SLThreshold: l.SLThreshold.Microseconds(),
		ShortAbandon: l.ShortAbandon.Microseconds(),
	}
}

// AgentInterval is a stretch in which nothing about an agent's state changed.
type AgentInterval struct {
	ID       core.ID          `json:"id"`
	Corrects core.ID          `json:"corrects,omitempty"`
	Agent    core.ID          `json:"agent"`
	Site     string           `json:"site,omitempty"`
	Team     string           `json:"team,omitempty"`
	Profile  string           `json:"profile,omitempty"`
	Presence core.Presence    `json:"presence"`
	Reason   string           `json:"reason,omitempty"`
	Class    core.ReasonClass `json:"class,omitempty"`
	Activity core.Activity    `json:"activity"`
	Channel  core.Channel     `json:"channel,omitempty"`
	Works    int              `json:"works"`
	From     core.Instant     `json:"from"`
	To       core.Instant     `json:"to"`
}

type (
	// FactsInput says which facts are wanted.
	FactsInput struct {
		From  core.Instant `query:"from" required:"true" doc:"Queued (legs) or begun (intervals) at or after, microseconds since 1970."`
		To    core.Instant `query:"to" required:"true" doc:"…and before."`
		Site  string       `query:"site" maxLength:"64"`
		Queue string       `query:"queue" maxLength:"64"`
		Agent core.ID      `query:"agent"`
		After string       `query:"after" maxLength:"100" doc:"The 'next' of the page before."`
		Limit int          `query:"limit" minimum:"1" maximum:"200" default:"200"`
	}
	legsOutput struct {
		Body Page[Leg]
	}
	intervalsOutput struct {
		Body Page[AgentInterval]
	}
)

func (a *API) registerFacts() {
	const tag = "Facts"
	export := a.guard(auth.FactExport)
	register(a, op("list-legs", http.MethodGet, "/facts/legs", tag, "Legs, in the order they were queued"), export, a.listLegs)
	register(a, op("list-agent-intervals", http.MethodGet, "/facts/agent-intervals", tag, "Agent intervals, in the order they began"), export, a.listIntervals)
}

// filter makes the store's filter and checks the caller's rights: without a site,
// those of the whole organisation.
func (a *API) filter(ctx context.Context, in *FactsInput, perm auth.Permission) (store.FactFilter, error) {
	f := store.FactFilter{From: in.From, To: in.To, Site: in.Site, Queue: in.Queue, Agent: in.Agent, Limit: in.Limit + 1}
	node := org.NodeOrg
	if in.Site != "" {
		node = org.SiteNode(in.Site)
	}
	if err := a.me(ctx).need(perm, node); err != nil {
		return f, err
	}
	var err error
	f.After, err = cursorOf(in.After)
	return f, err
}

// cursorOf reads the 'next' of a page of facts; the first page's is empty.
func cursorOf(after string) (store.FactCursor, error) {
	if after == "" {
		return store.FactCursor{}, nil
	}
	at, id, ok := strings.Cut(after, "_")
	n, err := strconv.ParseInt(at, 10, 64)
	parsed, idErr := core.ParseID(id)
	if !ok || err != nil || idErr != nil {
		return store.FactCursor{}, core.Faultf(core.Invalid, "after", core.FaultWrongFormat, "not the 'next' of a page")
	}
	return store.FactCursor{At: core.Instant(n), ID: parsed}, nil
}

func cursor(at core.Instant, id core.ID) string {
	return strconv.FormatInt(int64(at), 10) + "_" + id.String()
}

func (a *API) listLegs(ctx context.Context, in *FactsInput) (*legsOutput, error) {
	f, err := a.filter(ctx, in, auth.FactExport)
	if err != nil {
		return nil, err
	}
	var rows []Leg
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		legs, err := store.LegsBetween(ctx, q, f)
		for i := range legs {
			rows = append(rows, legOf(&legs[i]))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &legsOutput{Body: pageOf(rows, in.Limit, func(l Leg) string { return cursor(l.Queued, l.ID) })}, nil
}

func (a *API) listIntervals(ctx context.Context, in *FactsInput) (*intervalsOutput, error) {
	f, err := a.filter(ctx, in, auth.FactExport)
	if err != nil {
		return nil, err
	}
	var rows []AgentInterval
	err = a.Store.Read(ctx, func(q *db.Queries) error {
		intervals, err := store.IntervalsBetween(ctx, q, f)
		for _, i := range intervals {
			rows = append(rows, AgentInterval(i))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return &intervalsOutput{Body: pageOf(rows, in.Limit, func(i AgentInterval) string { return cursor(i.From, i.ID) })}, nil
}

func sortedIDs(set map[core.ID]bool) []core.ID {
	return slices.SortedFunc(maps.Keys(set), core.ID.Compare)
}
