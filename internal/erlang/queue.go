package erlang

import "math"

// Queue is a line before agents who are all alike. Any unit of time will do, the
// same for all three fields; the names say seconds because the rest of the house
// measures waits in them.
type Queue struct {
	PerSecond float64 // contacts that come, mean rate
	ServiceS  float64 // mean time that one takes an agent
	PatienceS float64 // mean time until who waits leaves; 0: nobody leaves (Erlang C)
}

// Load is what is offered, in erlangs.
func (q Queue) Load() float64 { return q.PerSecond * q.ServiceS }

// valid reports whether the figures make sense.
func (q Queue) valid() bool {
	ok := func(v float64) bool { return v >= 0 && !math.IsInf(v, 1) }
	return ok(q.PerSecond) && ok(q.ServiceS) && ok(q.PatienceS)
}

// Staffed are the figures with so many agents in the steady state. A queue without
// load is answered at once. Of a queue that makes no sense (a negative or infinite
// figure) all figures are NaN.
func (q Queue) Staffed(agents int) Figures {
	agents = max(agents, 0)
	load := q.Load()
	switch {
	case !q.valid():
		nan := math.NaN()
		return Figures{Waits: nan, Abandons: nan, MeanWaitS: nan, Occupancy: nan, queue: q, broken: true}
	case load == 0:
		return Figures{queue: q, agents: agents}
	case q.PatienceS == 0:
		return q.patient(agents, load)
	case agents == 0:
		return Figures{Waits: 1, Abandons: 1, MeanWaitS: q.PatienceS, Length: q.PerSecond * q.PatienceS, queue: q}
	default:
		return q.impatient(agents, load)
	}
}

// Figures are what a queue comes to in its steady state. Shares are of all who come.
type Figures struct {
	Waits     float64 // share that finds all agents busy
	Abandons  float64 // share that leaves while waiting
	MeanWaitS float64 // mean wait of all, those who leave too; +Inf where the line grows for ever
	Length    float64 // mean number waiting
	Occupancy float64 // share of their time that agents are busy

	queue  Queue
	agents int
	broken bool
	a      palm // with patience only
}

// patient is Erlang C.
func (q Queue) patient(agents int, load float64) Figures {
	f := Figures{Waits: Waits(agents, load), queue: q, agents: agents}
	spare := float64(agents) - load
	if spare <= 0 {
		f.MeanWaitS, f.Length, f.Occupancy = math.Inf(1), math.Inf(1), 1
		if agents == 0 {
			f.Occupancy = 0
		}
		return f
	}
	f.MeanWaitS = f.Waits * q.ServiceS / spare
	f.Length = f.MeanWaitS * q.PerSecond
	f.Occupancy = load / float64(agents)
	return f
}

// Answered is the share of all who come that is answered within so many seconds:
// `service_level.strict`.
func (f Figures) Answered(withinS float64) float64 {
	switch {
	case f.broken || math.IsNaN(withinS):
		return math.NaN()
	case withinS < 0:
		return 0
	case f.queue.Load() == 0:
		return 1
	case f.queue.PatienceS == 0:
		return 1 - f.later(withinS)
	case f.agents == 0:
		return 0
	default:
		return f.a.answered(withinS)
	}
}

// Level is the house's own `service_level`: answered within so many seconds, of
// those answered and those who left after that time. It is Answered where nobody leaves.
func (f Figures) Level(withinS float64) float64 {
	in := f.Answered(withinS)
	if f.queue.PatienceS == 0 || in == 0 || math.IsNaN(in) {
		return in
	}
	// Who came was answered in time, has left in time, or waits still.
	return in / (in + f.later(withinS))
}

// later is the share that still waits after so many seconds: neither answered nor gone.
func (f Figures) later(withinS float64) float64 {
	switch {
	case f.queue.Load() == 0:
		return 0
	case f.queue.PatienceS == 0:
		spare := float64(f.agents) - f.queue.Load()
		if spare <= 0 {
			return 1
		}
		return f.Waits * math.Exp(-spare*withinS/f.queue.ServiceS)
	case f.agents == 0:
		return math.Exp(-withinS / f.queue.PatienceS)
	default:
		return f.a.later(withinS)
	}
}
