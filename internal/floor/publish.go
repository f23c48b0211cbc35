package floor

import "turno/internal/core"

// answer tells every caller what became of the request. It is on disk now.
func (b *batchRun) answer() {
	now := b.f.now()
	for i, j := range b.jobs {
		j.answer(b.results[i])
		b.f.metrics.answer.Observe(now.Sub(j.at).Seconds())
	}
	b.f.metrics.batch.Observe(float64(len(b.jobs)))
}

// publish emits the batch on the bus, in order.
func (b *batchRun) publish() {
	f, r := b.f, &b.rows
	f.metrics.works.Set(float64(len(f.facts.works)))
	f.metrics.agents.Set(float64(len(f.facts.agents)))
	if b.configured {
		f.planDesks() // a lost desk may have another grace now
	}
	if r.empty() && len(b.steps) == 0 && !f.fresh {
		return
	}
	f.seq++
	f.opts.Bus.Publish(&Batch{
		Seq: f.seq, At: b.at, Steps: b.steps, Legs: r.legs, Intervals: r.intervals,
		Works: r.views, Agents: r.seats, GoneWorks: r.gone, GoneAgents: r.changes.SignedOut,
		Configured: b.configured, Fresh: f.fresh,
	})
	f.fresh = false
	for _, id := range r.changes.SignedOut {
		f.forgetDesk(id)
	}
}

// publishAgent tells of an agent whose state changed in no step: its desk's
// connection.
func (f *Floor) publishAgent(id core.ID) {
	if f.broken {
		return // the batch after the rebuild says it
	}
	state, ok := f.engine.Agent(id)
	if !ok {
		return
	}
	o := f.facts.agents[id]
	if o == nil {
		return
	}
	f.seq++
	f.opts.Bus.Publish(&Batch{
		Seq: f.seq, At: f.now(),
		Agents: map[core.ID]AgentView{id: f.agentView(&state, o)},
	})
}
