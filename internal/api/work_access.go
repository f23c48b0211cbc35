package api

import (
	"context"
	"slices"

	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// done ends an operation that answers nothing but whether it went well. The very
// same command once more went well the first time.
func done(err error) (*struct{}, error) {
	if err != nil && core.CodeOf(err) != core.Repeated {
		return nil, err
	}
	return &struct{}{}, nil
}

// do hands a command to the floor.
func (a *API) do(ctx context.Context, command routing.Command) error {
	_, err := a.Floor.Do(ctx, floor.Request{Command: command})
	return err
}

// stake is what must tie the caller to a work for an act.
type stake uint8

const (
	workOffered stake = iota // it is offered to the caller
	workInHand               // assigned to the caller, or parked by them
	workTouched              // that, or in the caller's wrap-up
	workWaiting              // it waits in a queue that the caller serves
	workSeen                 // the caller may know of it
)

// workRef is a work the caller was allowed to act on.
type workRef struct {
	ID    core.ID
	Agent core.ID // whom it is with, or offered to
	Node  string  // of the tree, whose rights decide
	// WrapUp is the leg of which the caller is in wrap-up, 0 for none.
	WrapUp int
	team   string // of the agent whom it is with
	// party is how facts name the caller: the agent for their own work, else a
	// supervisor.
	party core.Party
}

// workFor finds a work and lets the caller act on it: their own, or anybody's
// under a node where they may manage works.
func (a *API) workFor(ctx context.Context, id core.ID, s stake) (caller, workRef, channel.Channel, error) {
	me := a.me(ctx)
	var w floor.WorkView
	var self, holder floor.AgentView
	err := a.Floor.View(ctx, func(v floor.View) error {
		found, ok := v.Work(id)
		if !ok {
			return core.Errorf(core.NotFound, "this work has ended, or never was")
		}
		w = found
		self, _ = v.Agent(me.UserID)
		holder, _ = v.Agent(w.Agent)
		return nil
	})
	if err != nil {
		return me, workRef{}, nil, err
	}
	ref := workRef{ID: id, Agent: w.Agent, Node: nodeOf(me.org, &w), team: holder.Team, party: core.ByAgent}
	ch, ok := a.channels[w.Channel]
	if !ok {
		return me, ref, nil, core.Errorf(core.Conflict, "the channel %s is not installed", w.Channel)
	}
	for _, u := range w.WrapUps {
		if u.Agent == me.UserID {
			ref.WrapUp = u.Leg
		}
	}
	switch {
	case me.tied(&w, &self, s):
		return me, ref, ch, nil
	case s == workSeen && me.May(auth.FloorView, ref.Node):
		return me, ref, ch, nil
	case s != workOffered && s != workWaiting && me.manages(&ref):
		ref.party = core.BySupervisor
		return me, ref, ch, nil
	}
	return me, ref, nil, core.Errorf(core.Forbidden, "%s", s.refusal())
}

// manages reports whether the caller may manage a work: where its customer is, or
// in the team of the agent whom it is with.
func (c caller) manages(w *workRef) bool {
	return c.May(auth.WorkManage, w.Node) || w.team != "" && c.May(auth.WorkManage, org.TeamNode(w.team))
}

func (s stake) refusal() string {
	switch s {
	case workOffered:
		return "this is not offered to you any more"
	case workWaiting:
		return "this does not wait in a queue that you serve"
	case workInHand, workTouched, workSeen:
		return "this work is with somebody else"
	}
	return "this work is with somebody else"
}

// tied reports whether the work is the caller's in the sense of the stake.
func (c caller) tied(w *floor.WorkView, self *floor.AgentView, s stake) bool {
	mine := w.Agent == c.UserID
	wrapping := slices.ContainsFunc(w.WrapUps, func(u routing.WrapUpState) bool { return u.Agent == c.UserID })
	serves := self.ID == c.UserID && c.servesQueue(self.Profile, w.Queue)
	switch s {
	case workOffered:
		return mine && w.Status == routing.StatusOffered
	case workInHand:
		return mine && (w.Status == routing.StatusAssigned || w.Status == routing.StatusParked)
	case workTouched:
		return wrapping || mine && w.Status != routing.StatusOffered
	case workWaiting:
		return serves && (w.Status == routing.StatusWaiting || w.Status == routing.StatusOffered)
	case workSeen:
		return mine || wrapping || serves
	}
	return false
}

// servesQueue reports whether the profile that an agent works with holds a queue.
func (c caller) servesQueue(profile, queue string) bool {
	p, ok := c.org.Profile(profile)
	if !ok {
		return false
	}
	base, _ := org.SplitQueue(queue)
	return slices.ContainsFunc(p.Queues, func(q org.ProfileQueue) bool {
		named, _ := org.SplitQueue(q.Queue)
		return q.Queue == queue || named == base
	})
}

// nodeOf is the node whose rights decide about a work: the customer's site, else
// the queue's.
func nodeOf(o *org.Organisation, w *floor.WorkView) string {
	if w.Meta.Site != "" && o.HasNode(org.SiteNode(w.Meta.Site)) {
		return org.SiteNode(w.Meta.Site)
	}
	return o.QueueNode(w.Queue)
}
