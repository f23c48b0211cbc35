package floor

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// The facts a second time: from the whole recorded history of a work or agent,
// looked at from its end, where the floor goes step by step and remembers as
// little as it can. Nothing here is shared with the floor but the names.

// moment is one entry of a work's history: an effect or a note.
type moment struct {
	at   core.Instant
	e    *routing.Effect
	note Note
}

// recorder collects what the bus says.
type recorder struct {
	metas     map[core.ID]Meta
	channels  map[core.ID]core.Channel
	works     map[core.ID][]moment
	agents    map[core.ID][]moment
	order     []core.ID
	legs      []core.Leg
	intervals []core.AgentInterval
	targets   func(string) Targets
	seq       uint64
	gap       bool
}

func (r *recorder) batch(b *Batch) {
	if r.seq != 0 && b.Seq != r.seq+1 && b.Seq != 1 {
		r.gap = true
	}
	r.seq = b.Seq
	r.legs = append(r.legs, b.Legs...)
	r.intervals = append(r.intervals, b.Intervals...)
	for i := range b.Steps {
		r.step(&b.Steps[i])
	}
}

func (r *recorder) step(s *StepEvent) {
	subject := core.NoID
	if s.Note != nil {
		subject = s.Note.subject()
	}
	first := len(r.works[subject]) > 0 && held(r.works[subject])
	if first {
		r.notes(s)
	}
	for i := range s.Effects {
		e := &s.Effects[i]
		m := moment{at: e.At, e: e}
		switch {
		case e.Kind == routing.PresenceChanged || e.Kind == routing.ActivityChanged || e.Kind == routing.AgentMoved:
			r.agents[e.Agent] = append(r.agents[e.Agent], m)
		case e.Kind != routing.Refused && !e.Work.IsZero() && e.Kind != routing.BreatherStarted:
			if len(r.works[e.Work]) == 0 {
				r.order = append(r.order, e.Work)
				r.channels[e.Work] = e.Channel
			}
			r.works[e.Work] = append(r.works[e.Work], m)
		}
	}
	if !first {
		r.notes(s)
	}
}

func (r *recorder) notes(s *StepEvent) {
	list, several := s.Note.(Notes)
	if !several && s.Note != nil {
		list = Notes{s.Note}
	}
	for _, note := range list {
		if id := note.subject(); !id.IsZero() && len(r.works[id]) > 0 {
			r.works[id] = append(r.works[id], moment{at: s.At, note: note})
		}
	}
}
