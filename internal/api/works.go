package api

import (
	"context"
	"net/http"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/channel"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/routing"
)

// WorkID names a work in the path.
type WorkID struct {
	ID core.ID `path:"id" doc:"The work's id."`
}

type (
	offerInput struct {
		WorkID
		Body struct {
			Offer    uint64 `json:"offer" minimum:"1" doc:"The offer's number."`
			Position string `json:"position,omitempty" maxLength:"32" doc:"Where the customer is served, when it is not the counter signed in to."`
		}
	}
	releaseInput struct {
		WorkID
		Body channel.Described
	}
	legInput struct {
		WorkID
		Body struct {
			Leg int `json:"leg,omitempty" minimum:"0" maximum:"1000" doc:"The leg in wrap-up; 0 or absent for the newest."`
		}
	}
	parkInput struct {
		WorkID
		Body struct {
			Note string `json:"note,omitempty" maxLength:"4000"`
		}
	}
	unparkInput struct {
		WorkID
		Body *unparkBody
	}
	unparkBody struct {
		ToQueue bool `json:"to_queue,omitempty" doc:"Back to its place in the queue, instead of to the caller."`
	}
	transferInput struct {
		WorkID
		Body struct {
			Service string  `json:"service,omitempty" maxLength:"64" doc:"A service of the same site."`
			Queue   string  `json:"queue,omitempty" maxLength:"130" doc:"A queue, as key or key@site."`
			Agent   core.ID `json:"agent,omitempty" doc:"A colleague."`
			Note    string  `json:"note,omitempty" maxLength:"4000" doc:"For whoever takes over."`
		}
	}
)

// registerWorks adds what an agent does with a work in hand. The work is the
// caller's own, or the caller may manage works at its site.
func (a *API) registerWorks() {
	const tag = "Works"
	own := a.guard(auth.DeskUse)
	register(a, op("accept-work", http.MethodPost, "/works/{id}/accept", tag, "Take an offer"), own, a.acceptWork)
	register(a, op("decline-work", http.MethodPost, "/works/{id}/decline", tag, "Refuse an offer"), own, a.declineWork)
	register(a, op("return-work", http.MethodPost, "/works/{id}/return", tag, "Give a work back to its place"), own, a.returnWork)
	register(a, op("release-work", http.MethodPost, "/works/{id}/release", tag, "End the contact"), own, a.releaseWork)
	register(a, op("describe-work", http.MethodPut, "/works/{id}/description", tag, "Say why the customer came, and how it ended"), own, a.describeWork)
	register(a, op("close-wrap-up", http.MethodPost, "/works/{id}/close-wrap-up", tag, "End the wrap-up"), own, a.closeWrapUp)
	register(a, op("extend-wrap-up", http.MethodPost, "/works/{id}/extend-wrap-up", tag, "Lengthen the wrap-up, once"), own, a.extendWrapUp)
	register(a, op("hold-work", http.MethodPost, "/works/{id}/hold", tag, "Put the customer on hold"), own, a.holdWork)
	register(a, op("resume-work", http.MethodPost, "/works/{id}/resume", tag, "End the hold"), own, a.resumeWork)
	register(a, op("park-work", http.MethodPost, "/works/{id}/park", tag, "Set a work aside"), own, a.parkWork)
	register(a, op("unpark-work", http.MethodPost, "/works/{id}/unpark", tag, "Take a work up again"), own, a.unparkWork)
	register(a, op("pick-work", http.MethodPost, "/works/{id}/pick", tag, "Claim a waiting work"), own, a.pickWork)
	register(a, op("transfer-work", http.MethodPost, "/works/{id}/transfer", tag, "Pass a work on"), own, a.transferWork)
	register(a, op("explain-work", http.MethodGet, "/works/{id}/explanation", tag, "Why it waits, or why this agent"), a.guard(auth.OrgView), a.explainWork)
}

func (a *API) acceptWork(ctx context.Context, in *offerInput) (*struct{}, error) {
	me, w, ch, err := a.workFor(ctx, in.ID, workOffered)
	if err != nil {
		return nil, err
	}
	return done(ch.Accept(ctx, me.by(ctx, w.Party), channel.Accept{
		Work: w.ID, Agent: me.UserID, Offer: in.Body.Offer, Position: in.Body.Position,
	}))
}

func (a *API) declineWork(ctx context.Context, in *offerInput) (*struct{}, error) {
	me, w, _, err := a.workFor(ctx, in.ID, workOffered)
	if err != nil {
		return nil, err
	}
	return done(a.do(ctx, &routing.Decline{Head: me.head(ctx, w.Party), Work: w.ID, Agent: w.Agent, Offer: in.Body.Offer}))
}

func (a *API) returnWork(ctx context.Context, in *WorkID) (*struct{}, error) {
	me, w, _, err := a.workFor(ctx, in.ID, workInHand)
	if err != nil {
		return nil, err
	}
	err = a.do(ctx, &routing.Return{Head: me.head(ctx, w.Party), Work: w.ID})
	return done(a.noted(ctx, me, w, act{kind: audit.WorkReturned, object: audit.OfWork(w.ID)}, err))
}

func (a *API) releaseWork(ctx context.Context, in *releaseInput) (*struct{}, error) {
	me, w, ch, err := a.workFor(ctx, in.ID, workInHand)
	if err != nil {
		return nil, err
	}
	err = ch.Release(ctx, me.by(ctx, w.Party), channel.Release{Work: w.ID, Description: in.Body.Description()})
	return done(a.noted(ctx, me, w, act{kind: audit.WorkReleased, object: audit.OfWork(w.ID)}, err))
}

func (a *API) describeWork(ctx context.Context, in *releaseInput) (*struct{}, error) {
	me, w, ch, err := a.workFor(ctx, in.ID, workTouched)
	if err != nil {
		return nil, err
	}
	return done(ch.Describe(ctx, me.by(ctx, w.Party), w.ID, in.Body.Description()))
}

// wrapUpFor chooses the leg whose wrap-up is meant. A work that was passed on may
// be in several people's wrap-up: an agent ends their own.
func (a *API) wrapUpFor(ctx context.Context, in *legInput) (caller, channel.Hand, int, error) {
	me, w, _, err := a.workFor(ctx, in.ID, workTouched)
	leg := in.Body.Leg
	switch {
	case err != nil || w.Party == core.BySupervisor:
	case w.WrapUp == 0:
		err = core.Errorf(core.Conflict, "you have no wrap-up of this work")
	case leg == 0:
		leg = w.WrapUp
	case leg != w.WrapUp:
		err = core.Faultf(core.Forbidden, "leg", core.FaultNotAllowed, "this wrap-up is somebody else's")
	}
	return me, w, leg, err
}

func (a *API) closeWrapUp(ctx context.Context, in *legInput) (*struct{}, error) {
	me, w, leg, err := a.wrapUpFor(ctx, in)
	if err != nil {
		return nil, err
	}
	return done(a.do(ctx, &routing.CloseWrapUp{Head: me.head(ctx, w.Party), Work: w.ID, Leg: leg}))
}

func (a *API) extendWrapUp(ctx context.Context, in *legInput) (*struct{}, error) {
	me, w, leg, err := a.wrapUpFor(ctx, in)
	if err != nil {
		return nil, err
	}
	return done(a.do(ctx, &routing.ExtendWrapUp{Head: me.head(ctx, w.Party), Work: w.ID, Leg: leg}))
}

func (a *API) holdWork(ctx context.Context, in *WorkID) (*struct{}, error) {
	me, w, _, err := a.workFor(ctx, in.ID, workInHand)
	if err != nil {
		return nil, err
	}
	return done(a.do(ctx, &routing.Hold{Head: me.head(ctx, w.Party), Work: w.ID}))
}

func (a *API) resumeWork(ctx context.Context, in *WorkID) (*struct{}, error) {
	me, w, _, err := a.workFor(ctx, in.ID, workInHand)
	if err != nil {
		return nil, err
	}
	return done(a.do(ctx, &routing.Resume{Head: me.head(ctx, w.Party), Work: w.ID}))
}

func (a *API) parkWork(ctx context.Context, in *parkInput) (*struct{}, error) {
	me, w, ch, err := a.workFor(ctx, in.ID, workInHand)
	if err != nil {
		return nil, err
	}
	return done(ch.Park(ctx, me.by(ctx, w.Party), channel.Park{Work: w.ID, Note: in.Body.Note}))
}

func (a *API) unparkWork(ctx context.Context, in *unparkInput) (*struct{}, error) {
	me, w, ch, err := a.workFor(ctx, in.ID, workTouched)
	if err != nil {
		return nil, err
	}
	to := me.UserID
	if in.Body != nil && in.Body.ToQueue {
		to = core.NoID
	}
	return done(ch.Unpark(ctx, me.by(ctx, w.Party), channel.Unpark{Work: w.ID, Agent: to}))
}

func (a *API) pickWork(ctx context.Context, in *WorkID) (*struct{}, error) {
	me, w, ch, err := a.workFor(ctx, in.ID, workWaiting)
	if err != nil {
		return nil, err
	}
	return done(ch.Pick(ctx, me.by(ctx, core.ByAgent), channel.Pick{Work: w.ID, Agent: me.UserID}))
}

func (a *API) transferWork(ctx context.Context, in *transferInput) (*struct{}, error) {
	me, w, ch, err := a.workFor(ctx, in.ID, workInHand)
	if err != nil {
		return nil, err
	}
	err = ch.Transfer(ctx, me.by(ctx, w.Party), channel.Transfer{
		Work: w.ID, Service: in.Body.Service, Queue: in.Body.Queue, Agent: in.Body.Agent, Note: in.Body.Note,
	})
	to := passed{Service: in.Body.Service, Queue: in.Body.Queue, Agent: in.Body.Agent}
	return done(a.noted(ctx, me, w, act{audit.WorkTransferred, audit.OfWork(w.ID), to}, err))
}

// Explanation is the engine's, with the segment that most often gives a work its
// priority.
type Explanation struct {
	routing.Explanation
	Segment string `json:"segment,omitempty" doc:"Key of the customer's segment."`
}

type explanationOutput struct {
	Body Explanation
}

func (a *API) explainWork(ctx context.Context, in *WorkID) (*explanationOutput, error) {
	if _, _, _, err := a.workFor(ctx, in.ID, workSeen); err != nil {
		return nil, err
	}
	out := &explanationOutput{}
	err := a.Floor.View(ctx, func(v floor.View) error {
		x, err := v.Engine().Explain(in.ID)
		w, _ := v.Work(in.ID)
		out.Body = Explanation{Explanation: x, Segment: w.Meta.Segment}
		return err
	})
	return out, err
}
