package insight

import (
	"context"
	"slices"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

// whyDoc says on a row why a work waits.
type whyDoc struct {
	Word     string        `json:"word"`
	Fitting  int           `json:"fitting" doc:"How many agents have the skills."`
	Needs    routing.Needs `json:"needs,omitempty" doc:"Alternatives, each a conjunction, as lowered by the steps of the queue."`
	Verdicts []verdict     `json:"verdicts,omitempty" doc:"Of 8 agents at most; fitting says how many there are."`
}

type verdict struct {
	Agent core.ID      `json:"agent"`
	Word  string       `json:"word"`
	Since core.Instant `json:"since,omitempty"`
}

const (
	verdictsMax = 8           // on a row; the whole is one call of the API away
	whyEvery    = time.Second // at most this often per work
	// An explanation looks at every signed-in agent. A view explains so many works
	// that it looks at about this many, and a beat makes so many views.
	whyLooksMax = 2000
	whyViewsMax = 4
)

// explain renews the explanations that floors show, the oldest first, as far as
// one beat's time goes.
func (b *Boards) explain(ctx context.Context) error {
	stale, size := b.unexplained()
	views := whyViewsMax
	if size == 1 {
		views = 1 // each looks at thousands
	}
	for n := 0; len(stale) > 0 && n < views; n++ {
		part := stale[:min(size, len(stale))]
		stale = stale[len(part):]
		if err := b.explainSome(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// question is a work to explain, and what its explanation will be made from.
type question struct {
	id   core.ID
	seen uint64
	at   core.Instant
}

// unexplained are the waiting works on open floors for which something has changed,
// and how many of them one view may look at.
func (b *Boards) unexplained() ([]question, int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.m == nil {
		return nil, 0
	}
	now := b.now()
	asked := map[core.ID]struct{}{}
	var all []question
	for f := range b.floors {
		if f.wall {
			continue
		}
		for _, w := range b.waiting(f) {
			if _, done := asked[w.ID]; done || !w.inLine() {
				continue
			}
			asked[w.ID] = struct{}{}
			seen := b.m.sight(w)
			if w.why != nil && w.seen == seen && !w.why.ticks() || w.whyAt != 0 && now < w.whyAt.Add(whyEvery) {
				continue
			}
			all = append(all, question{id: w.ID, seen: seen, at: w.whyAt})
		}
	}
	slices.SortFunc(all, func(a, b question) int {
		if a.at != b.at {
			return int(a.at - b.at)
		}
		return a.id.Compare(b.id)
	})
	return all, max(whyLooksMax/max(len(b.m.agents), 1), 1)
}

// sight sums up counts of changes of what an explanation depends on: the work, its
// queue, and the agents who may see it. They only grow, so it stays the same while
// nothing changes.
func (m *mirror) sight(w *work) uint64 {
	sum := w.version + w.queue.turns + m.crowds
	for _, p := range w.queue.profiles {
		sum += p.version
	}
	for _, key := range w.Added {
		if p, ok := m.profiles[key]; ok {
			sum += p.version
		}
	}
	if a, ok := m.agents[w.ReservedFor]; ok {
		sum += m.profiles[a.Profile].version
	}
	return sum
}

// ticks reports that the explanation counts down.
func (y *whyDoc) ticks() bool {
	return slices.ContainsFunc(y.Verdicts, func(v verdict) bool { return strings.HasPrefix(v.Word, "delay:") })
}

func (b *Boards) explainSome(ctx context.Context, part []question) error {
	answers := make([]routing.Explanation, len(part))
	known := make([]bool, len(part))
	err := b.opts.Floor.View(ctx, func(v floor.View) error {
		for i := range part {
			x, err := v.Engine().Explain(part[i].id)
			answers[i], known[i] = x, err == nil
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.locked(func() {
		now := b.now()
		for i := range part {
			if w, ok := b.m.works[part[i].id]; ok && known[i] && w.inLine() {
				w.explain(&answers[i], part[i].seen, now)
			}
		}
		b.dirty.rows = true
	})
	return nil
}

func (w *work) explain(x *routing.Explanation, seen uint64, now core.Instant) {
	y := &whyDoc{Word: x.Word, Fitting: x.Fitting, Needs: x.Needs}
	for _, v := range x.Verdicts[:min(len(x.Verdicts), verdictsMax)] {
		y.Verdicts = append(y.Verdicts, verdict(v))
	}
	w.seen, w.whyAt = seen, now
	if w.why == nil || !w.why.equal(y) {
		w.why, w.floor = y, nil
	}
}

func (y *whyDoc) equal(o *whyDoc) bool {
	return y.Word == o.Word && y.Fitting == o.Fitting && slices.Equal(y.Verdicts, o.Verdicts) &&
		slices.EqualFunc(y.Needs, o.Needs, slices.Equal[[]routing.Need])
}
