package routing_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/routing/audit"
)

// chooser makes the choices of a random workload: rapid, a seed or the bytes of
// a fuzz input.
type chooser interface {
	below(n int) int // 0 to n−1, n ≥ 1
}

// seeded chooses by a seed.
type seeded struct{ r *rand.Rand }

func seed(n uint64) seeded { return seeded{rand.New(rand.NewPCG(n, 0x7475726e6f))} }

func (s seeded) below(n int) int { return s.r.IntN(n) }

// workload drives one engine with commands that a chooser makes up, and keeps
// the script of it for whoever must find a failure.
type workload struct {
	c       chooser
	t       fataler
	engine  *routing.Engine
	auditor *audit.Auditor
	config  routing.Config
	now     core.Instant
	works   int // made so far
	agents  int // at most
	ids     int // of commands
	log     strings.Builder
	// after is called with each step, before the effects become invalid.
	after func(now core.Instant, cmd routing.Command, effects []routing.Effect, err error)
}

func newWorkload(t fataler, c chooser, agents int) *workload {
	t.Helper()
	w := &workload{c: c, t: t, now: scriptStart, agents: agents}
	w.config = w.makeConfig()
	engine, err := routing.New(w.config)
	if err != nil {
		t.Fatalf("%v\n%s", err, configText(w.config))
	}
	w.engine, w.auditor = engine, audit.New(w.config)
	fmt.Fprintf(&w.log, "config\n%s----\nok\n\n", configText(w.config))
	return w
}

// run plays so many commands; it stops the test at the first breach.
func (w *workload) run(steps int) {
	w.t.Helper()
	for range steps {
		w.passTime()
		cmd := w.makeCommand()
		if w.afterTimers(cmd) {
			w.fireDue()
		}
		w.play(cmd)
	}
}

// afterTimers says whether the auditor could not tell what belongs to the timers
// and what to the command: which configuration a timer fired under, or whether a
// work of the same id had ended before.
func (w *workload) afterTimers(cmd routing.Command) bool {
	var id core.ID
	switch c := cmd.(type) {
	case *routing.Configure:
		return true
	case *routing.Enqueue:
		id = c.Work.ID
	case *routing.Start:
		id = c.Work.ID
	}
	_, known := w.engine.Work(id)
	return known
}

// fireDue fires the timers that are due before the next command does.
func (w *workload) fireDue() {
	w.t.Helper()
	for {
		next, timed := w.engine.Next()
		if !timed || next > w.now {
			return
		}
		w.play(&routing.Tick{})
	}
}

// play steps the engine and has the auditor look at it.
func (w *workload) play(cmd routing.Command) {
	w.t.Helper()
	fmt.Fprintln(&w.log, commandText(w.now, cmd))
	effects, err := w.engine.Step(w.now, cmd)
	for i := range effects {
		l := &line{}
		(&player{}).describe(l, &effects[i])
		fmt.Fprintf(&w.log, "# %d @%s %s\n", effects[i].Seq, shortInstant(effects[i].At), l.b.String())
	}
	if problem := w.auditor.Observe(w.now, cmd, effects, err); problem != nil {
		w.t.Fatalf("%v\n%s", problem, w.story())
	}
	if w.after != nil {
		w.after(w.now, cmd, effects, err)
	}
	if problem := w.auditor.Settle(w.engine); problem != nil {
		w.t.Fatalf("%v\n%s", problem, w.story())
	}
	if c, ok := cmd.(*routing.Configure); ok && err == nil {
		w.config = c.Config
	}
}

// story is the script so far, cut to the end where it is long.
func (w *workload) story() string {
	text := w.log.String()
	if len(text) > 20_000 {
		return "…" + text[len(text)-20_000:]
	}
	return text
}

// passTime goes on a little, or right to the next timer, a microsecond before
// it, or far beyond several; it fires timers one by one half of the time.
func (w *workload) passTime() {
	w.t.Helper()
	next, timed := w.engine.Next()
	to := w.now
	switch w.c.below(8) {
	case 0, 1, 2:
		to = w.now.Add(time.Duration(w.c.below(4000)) * time.Millisecond)
	case 3:
		if timed {
			to = next
		}
	case 4:
		if timed {
			to = next - 1
		}
	case 5:
		to = w.now.Add(time.Duration(w.c.below(120)) * time.Second)
	}
	one := w.c.below(2) == 0
	for one && timed && next <= to {
		w.now = max(w.now, next)
		w.play(&routing.Tick{})
		next, timed = w.engine.Next()
	}
	w.now = max(w.now, to)
}

func pick[T any](c chooser, of ...T) T { return of[c.below(len(of))] }

// chance is true once in n.
func chance(c chooser, n int) bool { return c.below(n) == 0 }

func alias(kind byte, n int) core.ID {
	id, err := aliasID(fmt.Sprintf("%c%d", kind, n))
	if err != nil {
		panic(err)
	}
	return id
}

// anyWork is one of the works that the auditor knows, in one of the phases where
// there is one; now and then any, or one that does not exist.
func (w *workload) anyWork(phases ...audit.Phase) audit.Look {
	all := w.auditor.Works()
	if len(phases) > 0 && !chance(w.c, 25) {
		var some []audit.Look
		for _, l := range all {
			for _, p := range phases {
				if l.Phase == p {
					some = append(some, l)
				}
			}
		}
		all = some
	}
	if len(all) == 0 {
		return audit.Look{ID: alias('w', 99_999)}
	}
	return all[w.c.below(len(all))]
}

// anyAgent is an agent of the house, signed in or not.
func (w *workload) anyAgent() core.ID { return alias('a', 1+w.c.below(w.agents)) }

func (w *workload) anyQueue() string {
	keys := w.engine.QueueKeys()
	if len(keys) == 0 || chance(w.c, 40) {
		return "nowhere"
	}
	return keys[w.c.below(len(keys))]
}
