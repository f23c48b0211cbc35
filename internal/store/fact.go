package store

import (
	"context"
	"errors"
	"time"

	"turno/internal/core"
	"turno/internal/store/db"
)

// FactFilter chooses legs or agent intervals for a page of them.
type FactFilter struct {
	// From (inclusive) and To (exclusive) bound the instant a leg was queued or
	// an interval began.
	From, To core.Instant
	// Site, Queue and Agent narrow the choice; empty is any. Queue is for legs only,
	// and Channel for EachLeg only.
	Site, Queue string
	Channel     core.Channel
	Agent       core.ID
	// Answered leaves out legs that nobody answered.
	Answered bool
	// After is the last row of the page before, zero for the first page.
	After FactCursor
	// Limit is the most rows wanted, 1 to MaxFactPage; MaxFactPage when zero.
	Limit int
}

// FactCursor is a row's place in the order of its kind.
type FactCursor struct {
	At core.Instant
	ID core.ID
}

// MaxFactPage is the most facts read in one page.
const MaxFactPage = 5000

// CursorOfLeg is the place of a leg.
func CursorOfLeg(l *core.Leg) FactCursor { return FactCursor{At: l.Queued, ID: l.ID} }

// CursorOfInterval is the place of an agent interval.
func CursorOfInterval(i *core.AgentInterval) FactCursor { return FactCursor{At: i.From, ID: i.ID} }

// CursorOfMessage is the place of a message.
func CursorOfMessage(m *core.Message) FactCursor { return FactCursor{At: m.Sent, ID: m.ID} }

// begin is where reading begins: a page after the first has nothing before its
// cursor. Both engines look for the first bound in the index and go through what
// follows, so that without this each page would be as long as all before it.
func (f *FactFilter) begin() int64 { return int64(max(f.From, f.After.At)) }

func (f *FactFilter) limit() int32 {
	if f.Limit <= 0 || f.Limit > MaxFactPage {
		return MaxFactPage
	}
	return int32(f.Limit)
}

// LegsBetween reads a page of legs as they count, in the order they were queued:
// a leg that was corrected is left out, its correction is in.
func LegsBetween(ctx context.Context, q *db.Queries, f FactFilter) ([]core.Leg, error) {
	found, err := q.ListLegs(ctx, db.ListLegsParams{
		FromAt: f.begin(), ToAt: int64(f.To), AfterAt: int64(f.After.At), AfterID: f.After.ID.String(),
		Site: f.Site, Queue: f.Queue, Agent: f.Agent.String(), Answered: flag(f.Answered), MaxRows: f.limit(),
	})
	if err != nil {
		return nil, err
	}
	return LegsOf(found)
}

// LegRowsBetween reads a page of legs as they were written, corrected ones too,
// whatever their site, queue and agent.
func LegRowsBetween(ctx context.Context, q *db.Queries, f FactFilter) ([]core.Leg, error) {
	found, err := q.ListLegRows(ctx, db.ListLegRowsParams{
		FromAt: f.begin(), ToAt: int64(f.To), AfterAt: int64(f.After.At), AfterID: f.After.ID.String(),
		MaxRows: f.limit(),
	})
	if err != nil {
		return nil, err
	}
	return LegsOf(found)
}

// LegsOfContact reads every leg of a contact, corrected ones too.
func LegsOfContact(ctx context.Context, q *db.Queries, contact core.ID) ([]core.Leg, error) {
	found, err := q.ListLegsOfContact(ctx, contact.String())
	if err != nil {
		return nil, err
	}
	return LegsOf(found)
}

// IntervalRowsBetween reads a page of agent intervals as they were written,
// corrected ones too, whatever their site and agent.
func IntervalRowsBetween(ctx context.Context, q *db.Queries, f FactFilter) ([]core.AgentInterval, error) {
	found, err := q.ListAgentIntervalRows(ctx, db.ListAgentIntervalRowsParams{
		FromAt: f.begin(), ToAt: int64(f.To), AfterAt: int64(f.After.At), AfterID: f.After.ID.String(),
		MaxRows: f.limit(),
	})
	if err != nil {
		return nil, err
	}
	return IntervalsOf(found)
}

// IntervalsBetween reads a page of agent intervals as they count, in the order
// they began: one that was corrected is left out, its corrections are in.
func IntervalsBetween(ctx context.Context, q *db.Queries, f FactFilter) ([]core.AgentInterval, error) {
	found, err := q.ListAgentIntervals(ctx, db.ListAgentIntervalsParams{
		FromAt: f.begin(), ToAt: int64(f.To), AfterAt: int64(f.After.At), AfterID: f.After.ID.String(),
		Site: f.Site, Agent: f.Agent.String(), MaxRows: f.limit(),
	})
	if err != nil {
		return nil, err
	}
	return IntervalsOf(found)
}

// MessagesBetween reads a page of messages as they count, in the order they were
// sent. Site, Queue and Agent of the filter do not narrow it.
func MessagesBetween(ctx context.Context, q *db.Queries, f FactFilter) ([]core.Message, error) {
	found, err := q.ListMessages(ctx, db.ListMessagesParams{
		FromAt: f.begin(), ToAt: int64(f.To), AfterAt: int64(f.After.At), AfterID: f.After.ID.String(),
		MaxRows: f.limit(),
	})
	if err != nil {
		return nil, err
	}
	return MessagesOf(found)
}

// InsertLegs writes legs that ended. Each has its own id; one written before is
// a Conflict.
func (tx *Tx) InsertLegs(ctx context.Context, legs []core.Leg) error {
	for i := range legs {
		if legs[i].ID.IsZero() {
			return core.Errorf(core.Internal, "a leg of work %s has no id", legs[i].Work)
		}
	}
	return tx.t.bulk(ctx, legInsert(), rows{n: len(legs), fill: func(dst []any, i int) []any {
		return appendLeg(dst, &legs[i])
	}})
}

// InsertIntervals writes agent intervals that ended, each with its own id.
func (tx *Tx) InsertIntervals(ctx context.Context, intervals []core.AgentInterval) error {
	for i := range intervals {
		if intervals[i].ID.IsZero() {
			return core.Errorf(core.Internal, "an interval of agent %s has no id", intervals[i].Agent)
		}
	}
	return tx.t.bulk(ctx, intervalInsert(), rows{n: len(intervals), fill: func(dst []any, i int) []any {
		return appendInterval(dst, &intervals[i])
	}})
}

// LegsOf turns rows into legs.
func LegsOf(found []db.Leg) ([]core.Leg, error) {
	legs := make([]core.Leg, len(found))
	for i := range found {
		l, err := LegOf(&found[i])
		if err != nil {
			return nil, err
		}
		legs[i] = l
	}
	return legs, nil
}

// IntervalsOf turns rows into agent intervals.
func IntervalsOf(found []db.AgentInterval) ([]core.AgentInterval, error) {
	intervals := make([]core.AgentInterval, len(found))
	for i := range found {
		interval, err := IntervalOf(&found[i])
		if err != nil {
			return nil, err
		}
		intervals[i] = interval
	}
	return intervals, nil
}

// ids reads ids and keeps the first error.
type ids struct{ err error }

func (r *ids) read(text string) core.ID {
	id, err := core.ParseID(text)
	r.err = errors.Join(r.err, err)
	return id
}

func (r *ids) failure() error {
	if r.err == nil {
		return nil
	}
	return core.Wrap(core.Internal, "id", r.err)
}

func flag(set bool) int64 {
	if set {
		return 1
	}
	return 0
}

// Durations are kept in microseconds.
func micros(d time.Duration) int64    { return d.Microseconds() }
func duration(us int64) time.Duration { return time.Duration(us) * time.Microsecond }
