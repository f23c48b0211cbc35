package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"turno/internal/core"
)

// Organisation is what a report asks of it.
type Organisation interface {
	// SitesUnder lists the sites in or under a node, by key.
	SitesUnder(node string) []string
	// Location is the time zone of a site; the organisation's for none and for an
	// unknown one.
	Location(site string) *time.Location
	// DayStart and DayEnd bound a site's local day of an instant.
	DayStart(site string, at core.Instant) core.Instant
	DayEnd(site string, at core.Instant) core.Instant
}

// Day is a local date at a place: from when to when it was at each of its sites.
type Day struct {
	// From and To bound the day at all sites together.
	From, To core.Instant

	date  string
	whole bool // facts of no site, and of sites that are gone, belong to it
	sites map[string]*span
	none  *span // the organisation's own day
}

// span is the day of a site.
type span struct {
	from, to core.Instant
	hours    []Hour
}

// Hour is one of a local day. A day on which clocks are put back has one hour twice:
// the second is a row of its own.
type Hour struct {
	Key      string // "08"; "02.2" for the hour that comes a second time
	From, To core.Instant
}

// org is the node of the whole organisation.
const org = "org"

// NewDay is the date ("2026-11-23") at a node. Invalid for what is no date.
func NewDay(o Organisation, node, date string) (*Day, error) {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil || at.Year() < 2000 || at.Year() > 2200 {
		return nil, core.Faultf(core.Invalid, "date", core.FaultWrongFormat, "a day is written 2026-11-23")
	}
	d := &Day{date: date, whole: node == org, sites: map[string]*span{}}
	for _, site := range o.SitesUnder(node) {
		d.sites[site] = newSpan(o, site, at)
	}
	d.none = newSpan(o, "", at)
	if d.whole || len(d.sites) == 0 {
		d.From, d.To = d.none.from, d.none.to
	}
	for _, s := range d.sites {
		if d.From == 0 || s.from < d.From {
			d.From = s.from
		}
		d.To = max(d.To, s.to)
	}
	return d, nil
}

func newSpan(o Organisation, site string, at time.Time) *span {
	zone := o.Location(site)
	noon := core.InstantOf(time.Date(at.Year(), at.Month(), at.Day(), 12, 0, 0, 0, zone))
	s := &span{from: o.DayStart(site, noon), to: o.DayEnd(site, noon)}
	s.hours = hours(zone, s.from, s.to)
	return s
}

// Date is the day as it was asked for.
func (d *Day) Date() string { return d.date }

// Hours are those of the day by the clocks of the place, in order. Where sites are in
// several time zones, an hour reaches from the first site's to the last one's.
func (d *Day) Hours() []Hour {
	var all []Hour
	for _, s := range d.spans() {
		for _, h := range s.hours {
			at, found := slices.BinarySearchFunc(all, h.Key, func(have Hour, key string) int { return strings.Compare(have.Key, key) })
			if !found {
				all = slices.Insert(all, at, h)
				continue
			}
			all[at].From, all[at].To = min(all[at].From, h.From), max(all[at].To, h.To)
		}
	}
	return all
}

func (d *Day) spans() []*span {
	var all []*span
	if d.whole || len(d.sites) == 0 {
		all = append(all, d.none)
	}
	for _, s := range d.sites {
		all = append(all, s)
	}
	return all
}

// of is the day at a site; nil for a site that is not of the place.
func (d *Day) of(site string) *span {
	if s, ok := d.sites[site]; ok {
		return s
	}
	if d.whole {
		return d.none
	}
	return nil
}

// hour is the one of an instant of the day.
func (s *span) hour(at core.Instant) Hour {
	i, found := slices.BinarySearchFunc(s.hours, at, func(h Hour, at core.Instant) int {
		switch {
		case h.To <= at:
			return -1
		case h.From > at:
			return 1
		default:
			return 0
		}
	})
	if !found {
		return Hour{}
	}
	return s.hours[i]
}

// hours divides a day by what the clock on the wall shows. Clocks are moved by whole
// quarters of an hour, at whole quarters.
func hours(zone *time.Location, from, to core.Instant) []Hour {
	const quarter = core.Instant(15 * time.Minute / time.Microsecond)
	var all []Hour
	seen := map[int]int{} // minutes of the day that were shown before, and how often
	for at := from; at < to; at += quarter {
		shown := at.Time().In(zone)
		minute := shown.Hour()*60 + shown.Minute()
		seen[minute]++
		key := fmt.Sprintf("%02d", shown.Hour())
		if seen[minute] > 1 {
			key += ".2"
		}
		end := min(at+quarter, to)
		if n := len(all); n > 0 && all[n-1].Key == key {
			all[n-1].To = end
			continue
		}
		all = append(all, Hour{Key: key, From: at, To: end})
	}
	return all
}
