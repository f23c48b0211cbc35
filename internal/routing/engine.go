package routing

import (
	"cmp"
	"slices"
	"time"

	"turno/internal/core"
)

// Engine decides who gets which work. It is a deterministic state machine and
// not safe for use by several goroutines at once; see the package's doc for the
// caller's duties.
type Engine struct {
	cfg     Config
	ageUnit int64 // µs; zero is off
	cap     uint64
	decay   *decay
	words   *vocabulary
	in      *interner
	roster  roster

	queues    map[string]*queue
	queueList []*queue // by key
	profiles  map[string]*profile
	ghosts    map[string]*profile // of agents whose profile was removed
	groups    map[string]*group
	groupList []*group
	free      []uint64 // groups with somebody free, a bit each
	freeList  []*group // the same, in no order
	addedSets map[string]*addedSet

	works  idTable[work]
	agents idTable[agent]
	timers timers

	now      core.Instant
	seq      uint64
	offers   uint64
	commands commandLog

	// Who caused what happens now.
	party core.Party
	actor core.ID

	// What the step has to look at, and how much it still may do.
	touchedAgents []*agent
	touchedWorks  []*work
	untested      []*work
	movedAgents   []*agent
	allowed       int // matches, firings and overflows
	tries         int // attempts that led to nothing

	// Used again from step to step.
	effects       []Effect
	why           whyArena
	top           ranking
	scratch       []byte
	spareAgents   []*agent
	spareWorks    []*work
	spareUntested []*work
	spareReasons  []*reasons
	gone          []*work
	busyWords     []word // by channel number
	rankWords     []word
	stamp         uint64

	removedEmpty bool // a removed queue has become empty

	changes
}

// The bounds of one step. What is left over is a timer due at once.
const (
	actionsMax = 256
	triesMax   = 4096
)

// New makes an engine with nobody signed in and nothing waiting; all queues are
// open. A bad configuration is refused with core.Invalid and the field's path.
func New(c Config) (*Engine, error) {
	e := &Engine{
		words:  newVocabulary(),
		queues: map[string]*queue{},
		decay:  newDecay(),
		roster: roster{numbers: map[core.ID]int32{}},
	}
	e.in = newInterner(e.words)
	e.commands.init()
	if err := checkConfig(&c); err != nil {
		return nil, err
	}
	e.compile(c)
	for _, q := range e.queueList {
		e.saveQueue(q)
	}
	return e, nil
}

// Step fires the timers due at now or before, each at its own instant, then
// carries out the command. It returns what happened; the slice and all it
// points to are valid until the next Step. A refused command changes nothing:
// the error says why, and the effects of the timers, with a Refused at the end,
// are returned with it. A now before the engine's latest counts as the latest.
func (e *Engine) Step(now core.Instant, cmd Command) ([]Effect, error) {
	e.effects = e.effects[:0]
	e.why.reset()
	e.allowed, e.tries = actionsMax, triesMax
	now = max(now, e.now)
	head := cmd.Header()
	e.party, e.actor = core.BySystem, core.NoID
	e.runTimers(now)
	e.dropEmptied()
	e.now = now
	e.party, e.actor = head.By, head.Actor
	if err := e.once(&head.ID, cmd); err != nil {
		e.refuse(cmd, err)
		return e.effects, err
	}
	e.settle()
	e.dropEmptied()
	return e.effects, nil
}

// once carries out a command that was not carried out before.
func (e *Engine) once(id *core.ID, cmd Command) error {
	if !id.IsZero() && e.commands.has(id) {
		return ErrRepeated
	}
	if err := e.apply(cmd); err != nil {
		return err
	}
	if !id.IsZero() {
		e.commands.add(id)
		e.newCommands = min(e.newCommands+1, commandsMax)
	}
	return nil
}

// ErrRepeated is returned for a command id that was accepted before.
var ErrRepeated = &core.Error{Code: core.Repeated}

// Repeats reports whether a command with this id would be refused with
// ErrRepeated. The zero id never is.
func (e *Engine) Repeats(id core.ID) bool { return !id.IsZero() && e.commands.has(&id) }

// Now is the latest instant the engine has seen.
func (e *Engine) Now() core.Instant { return e.now }

// Next is the instant of the next timer; the caller sends a Tick then. It is in
// the past or present when a step had no time for everything.
func (e *Engine) Next() (core.Instant, bool) {
	if e.backlog() {
		return e.now, true
	}
	at, ok := e.timers.first()
	if !ok {
		return 0, false
	}
	return max(at, e.now), true
}

func (e *Engine) backlog() bool {
	return len(e.touchedAgents) > 0 || len(e.touchedWorks) > 0 || len(e.untested) > 0
}

// runTimers brings the engine to now: what earlier steps had no time for, then
// instant by instant what is due.
func (e *Engine) runTimers(now core.Instant) {
	if e.backlog() {
		e.settle()
	}
	for e.allowed > 0 && !e.backlog() {
		at, ok := e.timers.first()
		if !ok || at > now {
			return
		}
		e.now = max(e.now, at)
		for ok && at <= e.now && e.allowed > 0 {
			e.allowed--
			e.fire(e.timers.heap[0])
			at, ok = e.timers.first()
		}
		e.settle()
	}
}

// fire carries out one timer. Each changes what made it due, so that retime
// finds the next one.
func (e *Engine) fire(due timerEntry) {
	owner := e.timers.owners[due.slot]
	if a := owner.a; a != nil {
		e.timers.remove(&a.timer)
		e.endBreather(a)
		return
	}
	w := owner.w
	switch due.kind {
	case timerOffer:
		e.noAnswer(w)
	case timerWrapUp:
		e.wrapUpTimeout(w)
	case timerDefer:
		e.endDefer(w)
	case timerReservation:
		e.unreserve(w)
	case timerStep:
		e.fireStep(w)
	case timerDelay:
		e.openSlice(w)
	case timerDeclined:
		e.forgetDeclined(w)
	case timerOverflow:
		e.test(w)
	case timerBreather:
	}
	if !w.gone {
		e.retime(w)
	}
}

// settle does all that follows from what has just happened: overflow, matching,
// and one ActivityChanged for each agent it changed.
func (e *Engine) settle() {
	for e.allowed > 0 && e.tries > 0 && e.backlog() {
		e.overflowUntested()
		e.matchAgents()
		e.matchWorks()
	}
	e.showActivities()
}

// emit appends an effect; the caller fills it in before the next emit.
func (e *Engine) emit(kind EffectKind) *Effect {
	e.seq++
	n := len(e.effects)
	if n < cap(e.effects) {
		e.effects = e.effects[:n+1]
		e.effects[n] = Effect{Kind: kind, Seq: e.seq, At: e.now}
	} else {
		e.effects = append(e.effects, Effect{Kind: kind, Seq: e.seq, At: e.now})
	}
	return &e.effects[n]
}

// emitWork is emit with what all effects about a work carry.
func (e *Engine) emitWork(kind EffectKind, w *work) *Effect {
	ef := e.emit(kind)
	ef.Work, ef.Leg, ef.Channel, ef.Queue = w.ID, w.leg, e.in.names[w.channel], w.queue.key
	return ef
}

// emitHeld is emit for something an agent holds; the leg may not be the work's
// latest.
func (e *Engine) emitHeld(kind EffectKind, h *held, a *agent) *Effect {
	ef := e.emitWork(kind, h.work)
	ef.Leg, ef.Agent = h.leg, a.ID
	return ef
}

// workByID finds a work that has not ended.
func (e *Engine) workByID(id core.ID) (*work, error) {
	if w := e.works.get(&id); w != nil {
		return w, nil
	}
	return nil, core.FieldErrorf(core.NotFound, "work", "no such work here")
}

// agentByID finds a signed-in agent.
func (e *Engine) agentByID(id core.ID) (*agent, error) {
	if a := e.agents.get(&id); a != nil {
		return a, nil
	}
	return nil, core.FieldErrorf(core.NotFound, "agent", "this agent is not signed in")
}

// Work returns a copy of what the engine knows of a work.
func (e *Engine) Work(id core.ID) (WorkState, bool) {
	w := e.works.get(&id)
	if w == nil {
		return WorkState{}, false
	}
	return e.workState(w), true
}

// Agent returns a copy of what the engine knows of a signed-in agent.
func (e *Engine) Agent(id core.ID) (AgentState, bool) {
	a := e.agents.get(&id)
	if a == nil {
		return AgentState{}, false
	}
	return e.agentState(a), true
}

// Agents are the signed-in agents, sorted by id.
func (e *Engine) Agents() []core.ID {
	ids := make([]core.ID, 0, e.agents.n)
	for a := range e.agents.all() {
		ids = append(ids, a.ID)
	}
	slices.SortFunc(ids, core.ID.Compare)
	return ids
}

// QueueKeys are the keys of all queues, sorted; removed ones that are not empty
// are among them.
func (e *Engine) QueueKeys() []string {
	keys := make([]string, 0, len(e.queueList))
	for _, q := range e.queueList {
		keys = append(keys, q.key)
	}
	return keys
}

// QueueInfo tells a queue at a glance.
func (e *Engine) QueueInfo(key string) (QueueInfo, bool) {
	q := e.queues[key]
	if q == nil {
		return QueueInfo{}, false
	}
	info := QueueInfo{Key: q.key, Open: !q.closed, ByHand: q.hand, Waiting: q.line.n}
	q.line.each(func(w *work) bool {
		if info.Oldest == 0 || w.Arrived < info.Oldest {
			info.Oldest = w.Arrived
		}
		return true
	})
	info.Expected = e.expected(q, e.in.sets[0], q.line.n+1)
	return info, true
}

// Waiting lists the works of a queue in serving order, offered ones among them,
// at most limit.
func (e *Engine) Waiting(key string, limit int) []core.ID {
	q := e.queues[key]
	if q == nil || limit <= 0 {
		return nil
	}
	ids := make([]core.ID, 0, min(limit, q.line.n))
	q.line.each(func(w *work) bool {
		if len(ids) < limit {
			ids = append(ids, w.ID)
		}
		return len(ids) < limit
	})
	return ids
}

// Place is the place of a waiting work in its queue, 1 is next, and how long it
// may still wait; negative when there is no value. ok is false for a work that
// is not waiting.
func (e *Engine) Place(id core.ID) (place int, expected time.Duration, ok bool) {
	w := e.works.get(&id)
	if w == nil || !w.waits() {
		return 0, -1, false
	}
	place = e.place(w)
	return place, e.expected(w.queue, w.needs, place), true
}

func (e *Engine) place(w *work) int {
	x := w.entry()
	return w.queue.line.ahead(&x) + 1
}

// sortTouched orders agents as matching looks at them.
func sortTouched(list []*agent) {
	slices.SortFunc(list, func(a, b *agent) int {
		return cmp.Or(cmp.Compare(a.idleSince, b.idleSince), a.ID.Compare(b.ID))
	})
}
