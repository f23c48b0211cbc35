package routing_test

import (
	"container/heap"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// model is a queue of one skill: Poisson arrivals, exponential service and, in
// Erlang's A model, exponential patience. Times are minutes.
type model struct {
	perMinute float64
	service   float64
	patience  float64 // zero: nobody leaves
	agents    int
	// From tables computed elsewhere, to check the formulas below.
	wait      float64 // share that waits
	abandon   float64
	meanWaitS float64 // of all, seconds
}

func models() []model {
	return []model{
		{perMinute: 4.2, service: 2, agents: 12, wait: 0.18388863, meanWaitS: 6.129621},
		{perMinute: 10.0 / 3, service: 3, agents: 14, wait: 0.17413193, meanWaitS: 7.835937},
		{perMinute: 0.5, service: 5, agents: 4, wait: 0.31985670, meanWaitS: 63.971341},
		{perMinute: 10.0 / 3, service: 3, patience: 5, agents: 14, wait: 0.14526011, abandon: 0.01398374, meanWaitS: 4.195123},
		{perMinute: 3.5, service: 3, patience: 5, agents: 13, wait: 0.28125452, abandon: 0.03304268, meanWaitS: 9.912803},
		{perMinute: 48, service: 1, patience: 2, agents: 50, wait: 0.46777407, abandon: 0.03091225, meanWaitS: 3.709470},
	}
}

// steady solves the birth-death chain of the model: the share that finds all
// agents busy, the share that abandons, the mean wait of all in seconds.
func (m model) steady() (wait, abandon, meanWaitS float64) {
	const states = 4000
	weight, sum, busy, length := 1.0, 1.0, 0.0, 0.0
	for k := 1; k < states; k++ {
		leave := float64(min(k, m.agents)) / m.service
		if m.patience > 0 && k > m.agents {
			leave += float64(k-m.agents) / m.patience
		}
		weight *= m.perMinute / leave
		sum += weight
		if k >= m.agents {
			busy += weight
			length += weight * float64(k-m.agents)
		}
	}
	length /= sum
	if m.patience > 0 {
		abandon = length / m.patience / m.perMinute
	}
	return busy / sum, abandon, length / m.perMinute * 60
}

// Ensure that the formula the waits are compared with is Erlang's, by values that
// were computed elsewhere.
func TestSteadyIsErlang(t *testing.T) {
	t.Parallel()
	for _, m := range append(models(), []model{
		{perMinute: 12, service: 4, agents: 55, wait: 0.23870094, meanWaitS: 8.184032},
		{perMinute: 3.5, service: 3, agents: 13, wait: 0.36884564, meanWaitS: 26.556886},
		{perMinute: 48, service: 1, agents: 50, wait: 0.69445561, meanWaitS: 20.833668},
		{perMinute: 10, service: 3, agents: 35, wait: 0.28458246, meanWaitS: 10.244969},
		{perMinute: 20, service: 3, agents: 66, wait: 0.34545830, meanWaitS: 10.363749},
		{perMinute: 10, service: 3, patience: 2, agents: 30, wait: 0.47657328, abandon: 0.07991905, meanWaitS: 9.590287},
		{perMinute: 10, service: 3, patience: 2, agents: 27, wait: 0.67125416, abandon: 0.13965263, meanWaitS: 16.758315},
		{perMinute: 0.5, service: 5, patience: 3, agents: 3, wait: 0.41904472, abandon: 0.19022656, meanWaitS: 34.240782},
		{perMinute: 20, service: 3, patience: 4, agents: 60, wait: 0.55174893, abandon: 0.04774828, meanWaitS: 11.459586},
	}...) {
		wait, abandon, meanWaitS := m.steady()
		if math.Abs(wait-m.wait) > 1e-6 || math.Abs(abandon-m.abandon) > 1e-6 || math.Abs(meanWaitS-m.meanWaitS) > 1e-4 {
			t.Errorf("formula: wait %.8f abandon %.8f mean %.6f, table: %+v", wait, abandon, meanWaitS, m)
		}
	}
}

// Ensure that waits follow Erlang C, and with patience Erlang A, within the
// 99 % confidence interval of batch means.
func TestWaitsMatchErlang(t *testing.T) {
	t.Parallel()
	for i, m := range models() {
		t.Run(fmt.Sprintf("%.1f calls a minute, %d agents, patience %g", m.perMinute, m.agents, m.patience), func(t *testing.T) {
			t.Parallel()
			wait, abandon, meanWaitS := m.steady()
			q := simulate(t, m, uint64(100+i))
			q.check(t, "share that waits", q.waited, wait)
			q.check(t, "mean wait", q.meanWait, meanWaitS)
			if m.patience > 0 {
				q.check(t, "share that abandons", q.left, abandon)
			}
		})
	}
}

const (
	batches   = 30
	batchSize = 3000
	warmUp    = 1000
	quantile  = 2.756 // Student's t, 29 degrees of freedom, 99 % on two sides
)

// queueing drives one engine through one model.
type queueing struct {
	t      *testing.T
	m      model
	r      *rand.Rand
	engine *routing.Engine
	events events
	calls  []call
	saw    func(n int, f *routing.Effect) // is told what happens to call n, if set

	waited, meanWait, left [batches]float64 // per batch
}

type call struct {
	arrived core.Instant
	done    bool // answered or gone
}

// event is a release or an abandonment to come.
type event struct {
	at   core.Instant
	call int
	left bool
}

type events []event

func (e events) Len() int           { return len(e) }
func (e events) Less(i, j int) bool { return e[i].at < e[j].at }
func (e events) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)        { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

func simulate(t *testing.T, m model, n uint64) *queueing {
	t.Helper()
	q := newQueueing(t, m, n)
	q.run(warmUp + batches*batchSize)
	return q
}

// newQueueing has the model's agents ready at an empty queue.
func newQueueing(t *testing.T, m model, n uint64) *queueing {
	t.Helper()
	config := routing.Config{
		Queues:   []routing.Queue{{Key: "calls", Offer: routing.Offer{AutoAccept: true}}},
		Profiles: []routing.Profile{{Key: "all", Queues: []routing.ProfileQueue{{Queue: "calls"}}}},
	}
	engine, err := routing.New(config)
	if err != nil {
		t.Fatal(err)
	}
	q := &queueing{t: t, m: m, r: seed(n).r, engine: engine}
	for i := range m.agents {
		q.step(scriptStart, &routing.SignIn{Agent: routing.Agent{ID: alias('a', i+1), Profile: "all"}, Ready: true})
	}
	return q
}

// run lets so many calls come, and waits until all are over.
func (q *queueing) run(calls int) {
	q.t.Helper()
	at := scriptStart
	for i := range calls {
		at = at.Add(q.minutes(1 / q.m.perMinute))
		q.runUntil(at)
		q.calls = append(q.calls, call{arrived: at})
		if q.m.patience > 0 {
			heap.Push(&q.events, event{at: at.Add(q.minutes(q.m.patience)), call: i, left: true})
		}
		q.step(at, &routing.Enqueue{Work: routing.Work{ID: callID(i), Channel: core.Voice, Queue: "calls"}})
	}
	q.runUntil(at.Add(1000 * time.Hour))
}

func callID(i int) core.ID {
	var id core.ID
	binary.BigEndian.PutUint64(id[8:], uint64(i)+1)
	return id
}

func (q *queueing) minutes(mean float64) time.Duration {
	return time.Duration(q.r.ExpFloat64() * mean * float64(time.Minute))
}

func (q *queueing) runUntil(at core.Instant) {
	for len(q.events) > 0 && q.events[0].at <= at {
		e := heap.Pop(&q.events).(event)
		switch {
		case !e.left:
			q.step(e.at, &routing.Release{Work: callID(e.call)})
		case !q.calls[e.call].done:
			q.end(e.call, e.at, true)
			q.step(e.at, &routing.Cancel{Work: callID(e.call)})
		}
	}
}

func (q *queueing) step(at core.Instant, cmd routing.Command) {
	q.t.Helper()
	effects, err := q.engine.Step(at, cmd)
	if err != nil {
		q.t.Fatalf("%T: %v", cmd, err)
	}
	for i := range effects {
		f := &effects[i]
		n := int(binary.BigEndian.Uint64(f.Work[8:])) - 1
		if q.saw != nil && n >= 0 {
			q.saw(n, f)
		}
		if f.Kind == routing.Assigned {
			q.end(n, f.At, false)
			heap.Push(&q.events, event{at: f.At.Add(q.minutes(q.m.service)), call: n})
		}
	}
}

// end notes a call that was answered, or left.
func (q *queueing) end(n int, at core.Instant, left bool) {
	q.calls[n].done = true
	if n < warmUp {
		return
	}
	batch := (n - warmUp) / batchSize
	wait := at.Sub(q.calls[n].arrived)
	if wait > 0 {
		q.waited[batch] += 1.0 / batchSize
	}
	if left {
		q.left[batch] += 1.0 / batchSize
	}
	q.meanWait[batch] += wait.Seconds() / batchSize
}

func (q *queueing) check(t *testing.T, what string, batch [batches]float64, want float64) {
	t.Helper()
	mean, square := 0.0, 0.0
	for _, v := range batch {
		mean += v / batches
	}
	for _, v := range batch {
		square += (v - mean) * (v - mean)
	}
	half := quantile * math.Sqrt(square/(batches-1)/batches)
	t.Logf("%s: %.5f ± %.5f, Erlang %.5f", what, mean, half, want)
	if math.Abs(mean-want) > half {
		t.Errorf("%s: %.5f ± %.5f, Erlang says %.5f", what, mean, half, want)
	}
	if half > 0.25*want {
		t.Errorf("%s: the interval ± %.5f is too wide to say anything about %.5f", what, half, want)
	}
}
