package floor

import (
	"context"

	"turno/internal/core"
	"turno/internal/routing"
)

// View is the floor between two steps. It is valid only inside the function it
// was given to, and only for reading; what the methods return may be kept.
type View struct{ f *Floor }

// View runs fn in the floor's own loop, between steps. It holds the floor up for
// as long as it takes: fn copies what it needs and returns. The error is fn's
// own, or Unavailable.
func (f *Floor) View(ctx context.Context, fn func(v View) error) error {
	_, err := f.submit(ctx, &job{view: fn, ctx: ctx, done: make(chan outcome, 1)})
	return err
}

// look runs a view's function, after a rebuild where one is due.
func (f *Floor) look(fn func(View) error) error {
	if f.broken {
		ctx, cancel := context.WithTimeout(context.Background(), transactionMax)
		defer cancel()
		if err := f.rebuild(ctx); err != nil {
			f.failed(err)
			return err
		}
	}
	return guard(func() error { return fn(View{f}) })
}

// Engine is the routing engine, for its reading methods: Explain, Place,
// QueueInfo, QueueKeys, Work, Agent, Agents, Waiting.
func (v View) Engine() *routing.Engine { return v.f.engine }

// Seq is the number of the newest batch that the view contains.
func (v View) Seq() uint64 { return v.f.seq }

// Now is the floor's clock.
func (v View) Now() core.Instant { return v.f.now() }

// Config is the configuration in force: read only.
func (v View) Config() routing.Config { return v.f.config }

// Work is one work, with its facts so far.
func (v View) Work(id core.ID) (WorkView, bool) {
	state, ok := v.f.engine.Work(id)
	if !ok {
		return WorkView{}, false
	}
	w := v.f.facts.works[id]
	if w == nil {
		w = &workFacts{Channel: state.Channel}
	}
	return w.view(&state), true
}

// Works are all works on the floor, in no particular order.
func (v View) Works() []WorkView {
	works := make([]WorkView, 0, len(v.f.facts.works))
	for id := range v.f.facts.works {
		if work, ok := v.Work(id); ok {
			works = append(works, work)
		}
	}
	return works
}

// Agent is one signed-in agent.
func (v View) Agent(id core.ID) (AgentView, bool) {
	state, ok := v.f.engine.Agent(id)
	if !ok {
		return AgentView{}, false
	}
	o := v.f.facts.agents[id]
	if o == nil {
		o = &openInterval{}
	}
	return v.f.agentView(&state, o), true
}

// Agents are all signed-in agents, by id.
func (v View) Agents() []AgentView {
	ids := v.f.engine.Agents()
	agents := make([]AgentView, 0, len(ids))
	for _, id := range ids {
		if agent, ok := v.Agent(id); ok {
			agents = append(agents, agent)
		}
	}
	return agents
}

// Leg is the open leg of a work as the fact it will be, Wrapped zero, and the
// provisional figures of one that is still served: what boards count beside the
// written legs. ok is false when no leg is open.
func (v View) Leg(work WorkView) (core.Leg, bool) { return v.f.Provisional(work) }

// Provisional turns the open leg of a work into a fact as far as it has come:
// Released and Wrapped are zero where they have not happened, pauses are summed
// up to the release only. ok is false when no leg is open. Unlike a View it may
// be called from anywhere.
func (f *Floor) Provisional(work WorkView) (core.Leg, bool) {
	if work.Leg == nil {
		return core.Leg{}, false
	}
	return work.Leg.fact(work.ID, work.Channel, &work.Meta, f.opts.Names, 0), true
}

// view copies what a reader may keep.
func (w *workFacts) view(state *routing.WorkState) WorkView {
	v := WorkView{WorkState: *state, Meta: w.Meta, Thread: w.Thread}
	for _, leg := range w.Legs {
		own := *leg
		own.Pauses.Spans = append([]PauseSpan(nil), leg.Pauses.Spans...)
		if leg.End == "" {
			v.Leg = &own
		} else {
			v.Wrapping = append(v.Wrapping, own)
		}
	}
	return v
}

func (f *Floor) agentView(state *routing.AgentState, o *openInterval) AgentView {
	return AgentView{
		AgentState: *state, Interval: o.fact(state.ID, 0), Position: o.Position,
		Connected: f.connected(state.ID),
	}
}
