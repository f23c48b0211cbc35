package sim

import (
	"math/rand/v2"
	"time"

	"turno/internal/core"
)

// arrivals is a stream under way: hour by hour of its own time zone, with a
// generator that begins anew each hour.
type arrivals struct {
	s        *Stream
	key      key
	noise    key
	zone     *time.Location
	date     time.Time // midnight UTC of the local date that day 0 has
	from, to core.Instant

	hours  [24]float64 // share of the day
	months [12]float64 // mean 1
	day    int
	hour   int
	factor float64 // contacts this day

	at     core.Instant
	end    core.Instant // of the hour
	gapS   float64      // mean, seconds; 0: nobody
	within key
	n      uint64
	pcg    rand.PCG
	r      *rand.Rand
}

func newArrivals(sc *Scenario, s *Stream, d *dice) *arrivals {
	root := key(sc.Seed).named("customers")
	a := &arrivals{s: s, key: root.named(s.Name), zone: s.Zone, day: -2, hour: 23}
	a.noise = a.key
	if s.Noise != "" {
		a.noise = root.named(s.Noise)
	}
	if a.zone == nil {
		a.zone = sc.Start.Location()
	}
	y, m, day := sc.Start.Date()
	a.date = time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	a.from = core.InstantOf(sc.Start)
	a.to = core.InstantOf(sc.Start.AddDate(0, 0, sc.Days))
	share(a.hours[:], s.Hours[:], 1)
	share(a.months[:], s.Months[:], 12)
	a.r = rand.New(&a.pcg)
	a.at = a.from
	a.end = a.from
	a.nextHour(d)
	return a
}

// share copies the weights, made to sum to total.
func share(to, weights []float64, total float64) {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for i, w := range weights {
		if sum == 0 {
			to[i] = total / float64(len(to))
		} else {
			to[i] = w / sum * total
		}
	}
}

// next is the instant and the key of the next customer; ok is false when the
// period is over.
func (a *arrivals) next(d *dice) (at core.Instant, k key, ok bool) {
	for a.at < a.to {
		if a.gapS > 0 {
			a.at = a.at.Add(time.Duration(a.r.ExpFloat64() * a.gapS * float64(time.Second)))
			if a.at < a.end {
				a.n++
				return a.at, a.within.child(a.n), true
			}
		}
		a.nextHour(d)
	}
	return 0, 0, false
}

// nextHour goes on to the next hour that lies in the period and is longer than
// nothing (an hour that the clock jumps over is not), or to the end.
func (a *arrivals) nextHour(d *dice) {
	for a.end < a.to {
		if a.hour++; a.hour == 24 {
			a.hour = 0
			a.day++
			a.factor = a.dayFactor(d)
		}
		y, m, day := a.date.AddDate(0, 0, a.day).Date()
		begin := max(core.InstantOf(time.Date(y, m, day, a.hour, 0, 0, 0, a.zone)), a.end)
		end := min(core.InstantOf(time.Date(y, m, day, a.hour+1, 0, 0, 0, a.zone)), a.to)
		if begin >= end {
			continue
		}
		a.at, a.end, a.n = begin, end, 0
		a.within = a.key.child(uint64((a.day+1)*24 + a.hour))
		a.pcg.Seed(uint64(a.within), mix(uint64(a.within)+uint64(drawArrivals)))
		a.gapS = 0
		if perHour := a.factor * a.hours[a.hour]; perHour > 0 {
			a.gapS = 3600 / perHour
		}
		return
	}
	a.at = a.to
}

// dayFactor is how many are to come on this local date.
func (a *arrivals) dayFactor(d *dice) float64 {
	date := a.date.AddDate(0, 0, a.day)
	f := a.s.PerDay * a.s.Weekdays[weekday(date)] * a.months[date.Month()-1]
	if a.s.DayNoise > 0 {
		f *= gamma(d.at(a.noise.child(uint64(a.day+1)), drawNoise), a.s.DayNoise)
	}
	return f
}

// again is when a customer comes again who was served at an instant: at any time
// of the window, more likely when more customers come. ok is false where nobody
// comes in the whole window.
func (a *arrivals) again(served core.Instant, u float64) (core.Instant, bool) {
	local := served.Time().In(a.zone)
	hour, day := local.Hour(), weekday(local)
	left := time.Hour - time.Duration(local.Minute())*time.Minute - time.Duration(local.Second())*time.Second
	var weights, lengths [maxAgain]float64
	n, total := 0, 0.0
	for rest := a.s.RecallWithin; rest > 0 && n < maxAgain; n++ {
		length := min(left, rest)
		lengths[n] = length.Seconds()
		weights[n] = lengths[n] * a.hours[hour] * a.s.Weekdays[day]
		total += weights[n]
		rest -= length
		left = time.Hour
		if hour++; hour == 24 {
			hour, day = 0, (day+1)%7
		}
	}
	if total == 0 {
		return 0, false
	}
	u *= total
	passed := 0.0
	for i := range n {
		if u < weights[i] {
			seconds := passed + lengths[i]*u/weights[i]
			return served.Add(time.Duration(seconds * float64(time.Second))), true
		}
		u -= weights[i]
		passed += lengths[i]
	}
	return served.Add(a.s.RecallWithin), true
}

// maxAgain is the longest window in hours, a week.
const maxAgain = 7*24 + 1
