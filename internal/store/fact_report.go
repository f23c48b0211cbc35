package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/store/db"
)

// reportSlice is how much of a period is read at once, so that a day of any house
// fits into memory.
const reportSlice = core.Instant(time.Hour / time.Microsecond)

// EachLeg gives the legs of a period, as they count, to visit, in no order and with
// what figures read of them only. Empty are the ids but the agent's, and what only
// describes (customer, segment, position, priority, what was announced, …); Parked
// holds what Paused would. The leg is visit's until it returns. Of the filter count
// the period, Site, Queue and Channel.
func EachLeg(ctx context.Context, q *db.Queries, f FactFilter, visit func(*core.Leg)) error {
	known := map[string]*core.Leg{}
	for from := f.From; from < f.To; from += reportSlice {
		found, err := q.ListReportLegs(ctx, db.ListReportLegsParams{
			FromAt: int64(from), ToAt: int64(min(from+reportSlice, f.To)),
			Site: f.Site, Queue: f.Queue, Channel: string(f.Channel),
		})
		if err != nil {
			return err
		}
		for i := range found {
			r := &found[i]
			alike, ok := known[r.Alike]
			if !ok {
				if alike, err = legAlike(r.Alike); err != nil {
					return err
				}
				known[r.Alike] = alike
			}
			alike.Queued, alike.Answered = core.Instant(r.Queued), core.Instant(r.Answered)
			alike.Released, alike.Wrapped = core.Instant(r.Released), core.Instant(r.Wrapped)
			alike.Hold, alike.Parked = duration(r.Hold), duration(r.Apart-r.Hold)
			visit(alike)
		}
	}
	return nil
}

// legAlike reads what legs share out of the text that ListReportLegs makes of it.
func legAlike(text string) (*core.Leg, error) {
	part := strings.Split(text, "|")
	if len(part) != 11 { //nolint:mnd // the query's
		return nil, core.Errorf(core.Internal, "a leg of the report reads %q", text)
	}
	var id ids
	threshold, err := strconv.ParseInt(part[9], 10, 64)
	short, shortErr := strconv.ParseInt(part[10], 10, 64)
	if err != nil || shortErr != nil {
		return nil, core.Errorf(core.Internal, "a leg of the report reads %q", text)
	}
	l := &core.Leg{
		Channel: core.Channel(part[0]), Direction: core.Direction(part[1]), Site: part[2], Queue: part[3], Service: part[4],
		Agent: id.read(part[5]), Reason: part[6], Outcome: part[7], End: core.End(part[8]),
		Announced: -1, SLThreshold: duration(threshold), ShortAbandon: duration(short),
	}
	return l, id.failure()
}

// EachInterval gives the agent intervals that reach into the filter's period, as they
// count, to visit, likewise: agent, site, presence, reason, class, activity, from and
// to. One that began before since is not found. Of the filter count the period and Site.
func EachInterval(ctx context.Context, q *db.Queries, f FactFilter, since core.Instant, visit func(*core.AgentInterval)) error {
	known := map[string]*core.AgentInterval{}
	for from, until := since, f.From; from < f.To; from, until = until, min(until+reportSlice, f.To) {
		found, err := q.ListReportIntervals(ctx, db.ListReportIntervalsParams{
			Since: int64(from), Until: int64(until), Beyond: int64(f.From), Site: f.Site,
		})
		if err != nil {
			return err
		}
		for i := range found {
			r := &found[i]
			alike, ok := known[r.Alike]
			if !ok {
				if alike, err = intervalAlike(r.Alike); err != nil {
					return err
				}
				known[r.Alike] = alike
			}
			alike.From, alike.To = core.Instant(r.FromAt), core.Instant(r.ToAt)
			visit(alike)
		}
	}
	return nil
}

// intervalAlike reads what intervals share out of the text that ListReportIntervals
// makes of it.
func intervalAlike(text string) (*core.AgentInterval, error) {
	part := strings.Split(text, "|")
	if len(part) != 6 { //nolint:mnd // the query's
		return nil, core.Errorf(core.Internal, "an interval of the report reads %q", text)
	}
	var id ids
	i := &core.AgentInterval{
		Agent: id.read(part[0]), Site: part[1], Presence: core.Presence(part[2]), Activity: core.Activity(part[3]),
		Class: core.ReasonClass(part[4]), Reason: part[5],
	}
	return i, id.failure()
}
