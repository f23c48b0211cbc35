package channel

import (
	"context"
	"slices"

	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/rest"
	"turno/internal/routing"
)

// Works says who may act on which works: all channels, and the house's own
// operations, ask here.
type Works struct {
	floor *floor.Floor
	org   func() *org.Organisation
}

// NewWorks returns the rights to the works of a floor.
func NewWorks(f *floor.Floor, organisation func() *org.Organisation) *Works {
	return &Works{floor: f, org: organisation}
}

// Stake is what must tie somebody to a work for an act.
type Stake uint8

// The stakes.
const (
	WorkOffered Stake = iota // it is offered to them
	WorkInHand               // assigned to them, or parked by them
	WorkTouched              // that, or in their wrap-up
	WorkWaiting              // it waits in a queue that they serve
	WorkSeen                 // they may know of it
)

// Hand is a work that somebody was allowed to act on.
type Hand struct {
	ID      core.ID
	Channel core.Channel
	Agent   core.ID // whom it is with, or offered to
	User    core.ID // who may act
	Node    string  // of the tree, whose rights decide
	// WrapUp is the leg of which the user is in wrap-up, 0 for none.
	WrapUp int
	Team   string // of the agent whom it is with
	// Party is how facts name the user: the agent for their own work, else a
	// supervisor.
	Party core.Party
}

// By tells a channel who asks.
func (h Hand) By(ctx context.Context) Caller { return CallerOf(ctx, h.User, h.Party) }

// CallerOf is a user who makes a call of the API: repeatable by the call's
// idempotency key.
func CallerOf(ctx context.Context, user core.ID, party core.Party) Caller {
	return Caller{Command: rest.NewCommand(ctx), Party: party, User: user}
}

// For finds a work and lets somebody act on it: their own, or anybody's under a
// node where they may manage works. Errors: NotFound, Forbidden.
func (s *Works) For(ctx context.Context, who auth.Principal, id core.ID, need Stake) (Hand, error) {
	w, self, holder, err := s.look(ctx, who, id)
	if err != nil {
		return Hand{}, err
	}
	h := Hand{
		ID: id, Channel: w.Channel, Agent: w.Agent, User: who.UserID, Node: NodeOf(s.org(), &w), Team: holder.Team,
		Party: core.ByAgent,
	}
	for _, u := range w.WrapUps {
		if u.Agent == who.UserID {
			h.WrapUp = u.Leg
		}
	}
	switch {
	case s.tied(who.UserID, &w, &self, need):
		return h, nil
	case need == WorkSeen && who.May(auth.FloorView, h.Node):
		return h, nil
	case need != WorkOffered && need != WorkWaiting && h.managedBy(who):
		h.Party = core.BySupervisor
		return h, nil
	}
	return h, core.Errorf(core.Forbidden, "%s", need.refusal())
}

// AtWork is somebody with the site where they work today, if they are an agent, for
// what the rights of their own work decide.
func (s *Works) AtWork(ctx context.Context, who auth.Principal) (auth.Principal, error) {
	if !who.Agent {
		return who, nil
	}
	err := s.floor.View(ctx, func(v floor.View) error {
		if self, ok := v.Agent(who.UserID); ok {
			who.Present = self.Site
		}
		return nil
	})
	return who, err
}

// Tied reports whether somebody has to do with a work in the sense of the stake,
// whatever else their rights let them see; false for a work that has ended.
func (s *Works) Tied(ctx context.Context, who auth.Principal, id core.ID, need Stake) (bool, error) {
	w, self, _, err := s.look(ctx, who, id)
	if core.CodeOf(err) == core.NotFound {
		return false, nil
	}
	return err == nil && s.tied(who.UserID, &w, &self, need), err
}

// look reads a work, and the agents concerned: who asks, and whom it is with.
func (s *Works) look(ctx context.Context, who auth.Principal, id core.ID) (w floor.WorkView, self, holder floor.AgentView, err error) {
	err = s.floor.View(ctx, func(v floor.View) error {
		found, ok := v.Work(id)
		if !ok {
			return core.Errorf(core.NotFound, "this work has ended, or never was")
		}
		w = found
		self, _ = v.Agent(who.UserID)
		holder, _ = v.Agent(w.Agent)
		return nil
	})
	return w, self, holder, err
}

// managedBy reports whether somebody may manage a work: where its customer is, or
// in the team of the agent whom it is with.
func (h *Hand) managedBy(who auth.Principal) bool {
	return who.May(auth.WorkManage, h.Node) || h.Team != "" && who.May(auth.WorkManage, org.TeamNode(h.Team))
}

func (s Stake) refusal() string {
	switch s {
	case WorkOffered:
		return "this is not offered to you any more"
	case WorkWaiting:
		return "this does not wait in a queue that you serve"
	case WorkInHand, WorkTouched, WorkSeen:
		return "this work is with somebody else"
	}
	return "this work is with somebody else"
}

// tied reports whether the work is somebody's in the sense of the stake.
func (s *Works) tied(who core.ID, w *floor.WorkView, self *floor.AgentView, need Stake) bool {
	mine := w.Agent == who
	wrapping := slices.ContainsFunc(w.WrapUps, func(u routing.WrapUpState) bool { return u.Agent == who })
	serves := self.ID == who && s.servesQueue(self.Profile, w.Queue)
	switch need {
	case WorkOffered:
		return mine && w.Status == routing.StatusOffered
	case WorkInHand:
		return mine && (w.Status == routing.StatusAssigned || w.Status == routing.StatusParked)
	case WorkTouched:
		return wrapping || mine && w.Status != routing.StatusOffered
	case WorkWaiting:
		return serves && (w.Status == routing.StatusWaiting || w.Status == routing.StatusOffered)
	case WorkSeen:
		return mine || wrapping || serves
	}
	return false
}

// servesQueue reports whether the profile that an agent works with holds a queue.
func (s *Works) servesQueue(profile, queue string) bool {
	p, ok := s.org().Profile(profile)
	if !ok {
		return false
	}
	base, _ := org.SplitQueue(queue)
	return slices.ContainsFunc(p.Queues, func(q org.ProfileQueue) bool {
		named, _ := org.SplitQueue(q.Queue)
		return q.Queue == queue || named == base
	})
}

// NodeOf is the node whose rights decide about a work: the customer's site, else
// the queue's.
func NodeOf(o *org.Organisation, w *floor.WorkView) string {
	if w.Meta.Site != "" && o.HasNode(org.SiteNode(w.Meta.Site)) {
		return org.SiteNode(w.Meta.Site)
	}
	return o.QueueNode(w.Queue)
}

// MaySeeContact reports whether a contact is somebody's to read: by its site, or
// where that is none (any more) by the whole organisation.
func MaySeeContact(who auth.Principal, o *org.Organisation, site string) bool {
	if o.HasNode(org.SiteNode(site)) {
		return who.MayAt(auth.ContactView, site)
	}
	return who.May(auth.ContactView, org.NodeOrg)
}
