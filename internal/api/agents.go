package api

import (
	"context"
	"net/http"
	"sort"

	"turno/internal/audit"
	"turno/internal/auth"
	"turno/internal/core"
	"turno/internal/floor"
	"turno/internal/org"
	"turno/internal/routing"
)

// Agent is an agent of the organisation, on the floor or not.
type Agent struct {
	ID       core.ID        `json:"id"`
	Login    string         `json:"login"`
	Name     string         `json:"name"`
	Site     string         `json:"site"`
	Team     string         `json:"team"`
	Profile  string         `json:"profile"`
	Skills   map[string]int `json:"skills"`
	SignedIn bool           `json:"signed_in"`
	Presence core.Presence  `json:"presence"`
	Reason   string         `json:"reason,omitempty"`
	Activity core.Activity  `json:"activity,omitempty"`
	Position string         `json:"position,omitempty" doc:"The counter, seat or extension."`
}

type (
	agentsInput struct {
		Site string `query:"site" maxLength:"64" doc:"Only of this site."`
		PageInput
	}
	agentsOutput struct {
		Body Page[Agent]
	}
	// AgentID names an agent in the path. (Embedded inputs are exported: others are not read.)
	AgentID struct {
		ID core.ID `path:"id" doc:"The agent's id."`
	}
	agentPresenceInput struct {
		AgentID
		Body presenceBody
	}
	moveInput struct {
		AgentID
		Body struct {
			Profile string `json:"profile,omitempty" maxLength:"64"`
			Site    string `json:"site,omitempty" maxLength:"64"`
			Team    string `json:"team,omitempty" maxLength:"64"`
			Counter string `json:"counter,omitempty" maxLength:"64" doc:"Key of the counter to sit at; at another site none, unless it is given."`
		}
	}
	agentSignOutInput struct {
		AgentID
		Body struct {
			Force bool `json:"force,omitempty" doc:"Give works in hand or set aside back to their places; without it they refuse the call."`
		}
	}
)

func (a *API) registerAgents() {
	const tag = "Agents"
	lead := a.guard(auth.AgentManage)
	register(a, op("list-agents", http.MethodGet, "/agents", tag, "Agents, on the floor or not"), a.guard(auth.OrgView), a.listAgents)
	register(a, op("set-agent-presence", http.MethodPost, "/agents/{id}/presence", tag, "Force a state"), lead, a.setAgentPresence)
	register(a, op("move-agent", http.MethodPost, "/agents/{id}/move", tag, "Another profile, site or team, until the next sign-in"), lead, a.moveAgent)
	register(a, op("sign-out-agent", http.MethodPost, "/agents/{id}/sign-out", tag, "Sign an agent out"), lead, a.signOutAgent)
}

func (a *API) listAgents(ctx context.Context, in *agentsInput) (*agentsOutput, error) {
	me := a.me(ctx)
	var present []floor.AgentView
	err := a.Floor.View(ctx, func(v floor.View) error {
		present = v.Agents()
		return nil
	})
	if err != nil {
		return nil, err
	}
	states := make(map[core.ID]floor.AgentView, len(present))
	for _, state := range present {
		states[state.ID] = state
	}
	var agents []Agent
	for i := range me.org.Users {
		u := &me.org.Users[i]
		if u.Profile == "" || u.Inactive || u.Login <= in.After || !me.May(auth.OrgView, me.org.UserNode(u)) {
			continue
		}
		state, on := states[u.ID]
		// Where the agent is now: a moved one is found at the new site.
		if agent := agentOf(me.org, u, state, on); in.Site == "" || agent.Site == in.Site {
			agents = append(agents, agent)
		}
	}
	sort.Slice(agents, func(i, j int) bool { return agents[i].Login < agents[j].Login })
	agents = agents[:min(len(agents), in.Limit+1)]
	return &agentsOutput{Body: pageOf(list(agents), in.Limit, func(x Agent) string { return x.Login })}, nil
}

func agentOf(o *org.Organisation, u *org.User, state floor.AgentView, on bool) Agent {
	agent := Agent{
		ID: u.ID, Login: u.Login, Name: u.Name, Site: o.SiteOf(u), Team: u.Team, Profile: u.Profile,
		Skills: u.Skills, Presence: core.Offline,
	}
	if on {
		agent.SignedIn = true
		agent.Site, agent.Team = state.Site, state.Team
		agent.Profile, _ = org.SplitProfile(state.Profile)
		agent.Presence, agent.Reason, agent.Activity = state.Presence, state.Reason, state.Activity
		agent.Position = state.Position
	}
	return agent
}

// leadOf checks that the caller may manage an agent where the agent works now.
func (a *API) leadOf(ctx context.Context, id core.ID) (caller, floor.AgentView, error) {
	me := a.me(ctx)
	var state floor.AgentView
	err := a.Floor.View(ctx, func(v floor.View) error {
		found, ok := v.Agent(id)
		if !ok {
			return core.Errorf(core.NotFound, "this agent is not signed in")
		}
		state = found
		return nil
	})
	if err != nil {
		return me, state, err
	}
	for _, node := range []string{org.TeamNode(state.Team), org.SiteNode(state.Site)} {
		if me.May(auth.AgentManage, node) {
			return me, state, nil
		}
	}
	return me, state, core.Errorf(core.Forbidden, "this agent works where you do not lead")
}

func (a *API) setAgentPresence(ctx context.Context, in *agentPresenceInput) (*struct{}, error) {
	me, state, err := a.leadOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if in.Body.Reason == "" {
		in.Body.Reason = core.ReasonForced
	} else if err := checkPresence(me.org, in.Body); err != nil {
		return nil, err
	}
	what := act{audit.AgentPresence, audit.OfUser(in.ID), forced{state.Presence, state.Reason, in.Body.Presence, in.Body.Reason}}
	return done(a.lead(ctx, me, what, floor.Request{Command: &routing.SetPresence{
		Head: me.head(ctx, core.BySupervisor), Agent: in.ID, Presence: in.Body.Presence, Reason: in.Body.Reason,
	}}))
}

func (a *API) moveAgent(ctx context.Context, in *moveInput) (*struct{}, error) {
	me, state, err := a.leadOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	profile, _ := org.SplitProfile(state.Profile)
	if in.Body.Profile != "" {
		profile = in.Body.Profile
	}
	site := state.Site
	if in.Body.Site != "" {
		if site = in.Body.Site; !me.org.HasNode(org.SiteNode(site)) {
			return nil, core.Faultf(core.Invalid, "site", core.FaultUnknown, "there is no site %q", site)
		}
		if err := me.need(auth.AgentManage, org.SiteNode(site)); err != nil {
			return nil, err
		}
	}
	if _, ok := me.org.Profile(profile); !ok {
		return nil, core.Faultf(core.Invalid, "profile", core.FaultUnknown, "there is no profile %q", profile)
	}
	if in.Body.Team != "" {
		team, ok := me.org.Team(in.Body.Team)
		if !ok || team.Site != site {
			return nil, core.Faultf(core.Invalid, "team", core.FaultUnknown, "there is no team %q at this site", in.Body.Team)
		}
		if err := me.need(auth.AgentManage, org.TeamNode(team.Key)); err != nil {
			return nil, err
		}
	}
	request := floor.Request{Command: &routing.MoveAgent{
		Head: me.head(ctx, core.BySupervisor), Agent: in.ID,
		Profile: me.org.ProfileKey(profile, site), Site: site, Team: in.Body.Team,
	}}
	if site != state.Site || in.Body.Counter != "" {
		// The counter of the old site is not one of the new.
		a.seating.Lock()
		defer a.seating.Unlock()
		counter, err := a.freeCounterAt(ctx, me, in.ID, site, in.Body.Counter)
		if err != nil {
			return nil, err
		}
		request.Note = floor.Seated{Agent: in.ID, Position: counter}
	}
	before, _ := org.SplitProfile(state.Profile)
	what := act{audit.AgentMoved, audit.OfUser(in.ID), moved{
		movedTo{before, state.Site, state.Team}, movedTo{profile, site, in.Body.Team},
	}}
	return done(a.lead(ctx, me, what, request))
}

func (a *API) signOutAgent(ctx context.Context, in *agentSignOutInput) (*struct{}, error) {
	me, _, err := a.leadOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	what := act{audit.AgentSignedOut, audit.OfUser(in.ID), map[string]bool{"force": in.Body.Force}}
	return done(a.lead(ctx, me, what, floor.Request{Command: &routing.SignOut{
		Head: me.head(ctx, core.BySupervisor), Agent: in.ID, Force: in.Body.Force,
	}}))
}
