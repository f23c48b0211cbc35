package routing_test

import (
	"fmt"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
	"turno/internal/routing/audit"
)

// makeCommand makes up the next command: mostly a sensible one, now and then
// one that must be refused.
func (w *workload) makeCommand() routing.Command {
	c := w.c
	var cmd routing.Command
	switch n := c.below(100); {
	case n < 22:
		cmd = &routing.Enqueue{Work: w.makeWork()}
	case n < 42:
		l := w.anyWork(audit.Offered)
		cmd = &routing.Accept{Work: l.ID, Agent: w.mostly(l.Agent), Offer: w.number(l.Offer)}
	case n < 47:
		l := w.anyWork(audit.Offered)
		cmd = &routing.Decline{Work: l.ID, Agent: w.mostly(l.Agent), Offer: w.number(l.Offer)}
	case n < 60:
		cmd = &routing.Release{Work: w.anyWork(audit.Assigned).ID, End: pick(c, "", "", "", core.Handled, core.NoShow)}
	case n < 64:
		cmd = &routing.CloseWrapUp{Work: w.anyWork().ID, Leg: c.below(3)}
	case n < 65:
		cmd = &routing.ExtendWrapUp{Work: w.anyWork().ID, Leg: c.below(3)}
	case n < 70:
		cmd = &routing.SignIn{Agent: w.makeAgent(), Ready: c.below(4) > 0}
	case n < 72:
		cmd = &routing.SignOut{Agent: w.anyAgent(), Force: chance(c, 2)}
	case n < 77:
		cmd = &routing.SetPresence{Agent: w.anyAgent(), Presence: core.Ready}
		if chance(c, 3) {
			cmd = &routing.SetPresence{Agent: w.anyAgent(), Presence: core.NotReady, Reason: "lunch"}
		}
	case n < 80:
		cmd = &routing.Cancel{Work: w.anyWork().ID, End: pick(c, "", core.Abandoned, core.CallbackTaken, core.ClosedOut, core.Failed, core.Redirected, core.NoShow, core.Handled)}
	case n < 83:
		cmd = w.makeTransfer()
	case n < 84:
		cmd = &routing.Return{Work: w.anyWork(audit.Assigned).ID}
	case n < 86:
		cmd = &routing.Pick{Work: w.anyWork(audit.Waiting, audit.Offered).ID, Agent: w.anyAgent()}
	case n < 87:
		cmd = &routing.Assign{Work: w.anyWork(audit.Waiting, audit.Offered).ID, Agent: w.anyAgent()}
	case n < 88:
		cmd = &routing.Start{Work: w.makeWork(), Agent: w.anyAgent()}
	case n < 89:
		cmd = &routing.Reprioritise{Work: w.anyWork().ID, Priority: c.below(220) - 110}
	case n < 90:
		cmd = &routing.Defer{Work: w.anyWork(audit.Waiting, audit.Offered).ID, Places: 1 + c.below(5)}
		if chance(c, 2) {
			cmd = &routing.Defer{Work: w.anyWork(audit.Waiting, audit.Offered).ID, For: time.Duration(c.below(30)) * time.Second}
		}
	case n < 92:
		cmd = &routing.Park{Work: w.anyWork(audit.Waiting, audit.Assigned, audit.Offered).ID}
	case n < 94:
		cmd = &routing.Unpark{Work: w.anyWork(audit.Parked).ID}
		if chance(c, 2) {
			cmd = &routing.Unpark{Work: w.anyWork(audit.Parked).ID, Agent: w.anyAgent()}
		}
	case n < 95:
		cmd = &routing.Hold{Work: w.anyWork(audit.Assigned).ID}
		if chance(c, 2) {
			cmd = &routing.Resume{Work: w.anyWork(audit.Assigned).ID}
		}
	case n < 97:
		cmd = w.makeMove()
	case n < 98:
		cmd = &routing.CloseQueue{Queue: w.anyQueue()}
		if c.below(3) > 0 {
			cmd = &routing.OpenQueue{Queue: w.anyQueue()}
		}
	case n < 99:
		cmd = &routing.Recover{}
		if chance(c, 2) {
			cmd = &routing.Configure{Config: w.makeConfig()}
		}
	default:
		cmd = &routing.Tick{}
	}
	w.name(cmd)
	return cmd
}

// name gives the command an id; now and then one that was used before.
func (w *workload) name(cmd routing.Command) {
	if _, ok := cmd.(*routing.Tick); ok {
		return
	}
	if w.ids > 0 && chance(w.c, 50) {
		cmd.Header().ID = alias('c', 1+w.c.below(w.ids))
		return
	}
	w.ids++
	cmd.Header().ID = alias('c', w.ids)
}

// mostly is the agent, seldom another.
func (w *workload) mostly(a core.ID) core.ID {
	if chance(w.c, 30) {
		return w.anyAgent()
	}
	return a
}

func (w *workload) number(n uint64) uint64 {
	if n > 0 && chance(w.c, 30) {
		return n - 1
	}
	return n
}

func (w *workload) makeWork() routing.Work {
	c := w.c
	w.works++
	work := routing.Work{ID: alias('w', w.works), Channel: pick(c, channels()...), Queue: w.anyQueue(), Needs: w.makeNeeds()}
	if chance(c, 40) && w.works > 1 {
		work.ID = alias('w', w.works-1)
	}
	if chance(c, 4) {
		work.Priority = c.below(201) - 100
	}
	if chance(c, 6) {
		work.Arrived = w.now.Add(-time.Duration(c.below(300)) * time.Second)
	}
	if chance(c, 5) {
		work.Preferred, work.ReservedUntil = w.anyAgent(), w.now.Add(time.Duration(c.below(60))*time.Second)
	}
	if chance(c, 8) {
		work.Excluded = []core.ID{w.anyAgent()}
	}
	return work
}

func (w *workload) makeNeeds() routing.Needs {
	c := w.c
	if c.below(3) > 0 {
		return nil
	}
	var needs routing.Needs
	for range 1 + c.below(2) {
		all := []routing.Need{{Skill: pick(c, skillNames()...), Level: 1 + c.below(5)}}
		if chance(c, 3) {
			if other := pick(c, skillNames()...); other != all[0].Skill {
				all = append(all, routing.Need{Skill: other, Level: 1 + c.below(3)})
			}
		}
		needs = append(needs, all)
	}
	return needs
}

func (w *workload) makeSkills() []routing.Need {
	var skills []routing.Need
	for _, name := range skillNames() {
		if level := w.c.below(6); level > 0 {
			skills = append(skills, routing.Need{Skill: name, Level: level})
		}
	}
	return skills
}

func (w *workload) makeAgent() routing.Agent {
	return routing.Agent{ID: w.anyAgent(), Profile: pick(w.c, profileNames()...), Skills: w.makeSkills(), Site: "s1", Team: "t1"}
}

func (w *workload) makeTransfer() routing.Command {
	t := &routing.Transfer{Work: w.anyWork(audit.Assigned, audit.Waiting, audit.Offered).ID}
	if chance(w.c, 3) {
		t.Agent = w.anyAgent()
	} else {
		t.Queue = w.anyQueue()
	}
	if chance(w.c, 4) {
		needs := w.makeNeeds()
		t.Needs = &needs
	}
	return t
}

func (w *workload) makeMove() routing.Command {
	m := &routing.MoveAgent{Agent: w.anyAgent()}
	switch w.c.below(3) {
	case 0:
		m.Profile = pick(w.c, profileNames()...)
	case 1:
		m.Skills = w.makeSkills()
	case 2:
		m.Site = "s2"
	}
	return m
}

// commandText writes a command as the line of a script that would say it.
func commandText(now core.Instant, cmd routing.Command) string {
	l := &line{}
	l.addf("@%s", shortInstant(now))
	switch c := cmd.(type) {
	case *routing.Configure:
		return l.b.String() + " configure\n" + strings.TrimSuffix(configText(c.Config), "\n") + "\n----\n"
	case *routing.SignIn:
		l.addf("signin %s profile=%s", idAlias(c.Agent.ID), c.Agent.Profile)
		l.addIf(len(c.Agent.Skills) > 0, "skills=%s", skillText(c.Agent.Skills))
		l.addIf(c.Ready, "ready")
	case *routing.SignOut:
		l.addf("signout %s", idAlias(c.Agent))
		l.addIf(c.Force, "force")
	case *routing.SetPresence:
		l.addIf(c.Presence == core.Ready, "ready %s", idAlias(c.Agent))
		l.addIf(c.Presence != core.Ready, "notready %s %s", idAlias(c.Agent), c.Reason)
	case *routing.Enqueue:
		l.addf("enqueue %s", workText(c.Work))
	case *routing.Start:
		l.addf("start %s agent=%s", workText(c.Work), idAlias(c.Agent))
	case *routing.Cancel:
		l.addf("cancel %s %s", idAlias(c.Work), c.End)
	case *routing.Accept:
		l.addf("accept %s %s #%d", idAlias(c.Work), idAlias(c.Agent), c.Offer)
	case *routing.Decline:
		l.addf("decline %s %s #%d", idAlias(c.Work), idAlias(c.Agent), c.Offer)
	case *routing.Return:
		l.addf("return %s", idAlias(c.Work))
	case *routing.Release:
		l.addf("release %s %s", idAlias(c.Work), c.End)
	case *routing.CloseWrapUp:
		l.addf("close %s leg=%d", idAlias(c.Work), c.Leg)
	case *routing.ExtendWrapUp:
		l.addf("extend %s leg=%d", idAlias(c.Work), c.Leg)
	case *routing.Transfer:
		l.addf("transfer %s", idAlias(c.Work))
		l.addIf(c.Queue != "", "queue=%s", c.Queue)
		l.addIf(!c.Agent.IsZero(), "agent=%s", idAlias(c.Agent))
		l.addIf(c.Needs != nil, "needs=%s", needsText(c.Needs))
	case *routing.Pick:
		l.addf("pick %s %s", idAlias(c.Work), idAlias(c.Agent))
	case *routing.Assign:
		l.addf("assign %s %s", idAlias(c.Work), idAlias(c.Agent))
	case *routing.Reprioritise:
		l.addf("reprioritise %s %d", idAlias(c.Work), c.Priority)
	case *routing.Defer:
		l.addf("defer %s", idAlias(c.Work))
		l.addIf(c.Places != 0, "places=%d", c.Places)
		l.addIf(c.For != 0, "for=%s", c.For)
	case *routing.Park:
		l.addf("park %s", idAlias(c.Work))
	case *routing.Unpark:
		l.addf("unpark %s", idAlias(c.Work))
		l.addIf(!c.Agent.IsZero(), "agent=%s", idAlias(c.Agent))
	case *routing.Hold:
		l.addf("hold %s", idAlias(c.Work))
	case *routing.Resume:
		l.addf("resume %s", idAlias(c.Work))
	case *routing.MoveAgent:
		l.addf("move %s", idAlias(c.Agent))
		l.addIf(c.Profile != "", "profile=%s", c.Profile)
		l.addIf(len(c.Skills) > 0, "skills=%s", skillText(c.Skills))
		l.addIf(c.Site != "", "site=%s", c.Site)
	case *routing.OpenQueue:
		l.addf("openqueue %s", c.Queue)
	case *routing.CloseQueue:
		l.addf("closequeue %s", c.Queue)
	case *routing.Recover:
		l.addf("recover")
	case *routing.Tick:
		l.addf("tick")
	}
	if id := cmd.Header().ID; !id.IsZero() {
		l.addf("id=%s", idAlias(id))
	}
	return l.b.String()
}

func skillText(skills []routing.Need) string {
	var parts []string
	for _, s := range skills {
		parts = append(parts, fmt.Sprintf("%s%d", s.Skill, s.Level))
	}
	return strings.Join(parts, ",")
}

func needsText(needs *routing.Needs) string {
	if needs == nil {
		return ""
	}
	var out []string
	for _, alternative := range *needs {
		var all []string
		for _, n := range alternative {
			all = append(all, fmt.Sprintf("%s>=%d", n.Skill, n.Level))
		}
		out = append(out, strings.Join(all, "&"))
	}
	return strings.Join(out, "|")
}

func workText(w routing.Work) string {
	l := &line{}
	l.addf("%s %s channel=%s", idAlias(w.ID), w.Queue, w.Channel)
	l.addIf(w.Priority != 0, "priority=%d", w.Priority)
	l.addIf(w.Arrived != 0, "arrived=%s", shortInstant(w.Arrived))
	l.addIf(len(w.Needs) > 0, "needs=%s", needsText(&w.Needs))
	l.addIf(!w.Preferred.IsZero(), "preferred=%s", idAlias(w.Preferred))
	l.addIf(w.ReservedUntil != 0, "reserved=%s", shortInstant(w.ReservedUntil))
	var excluded []string
	for _, a := range w.Excluded {
		excluded = append(excluded, idAlias(a))
	}
	l.addIf(len(excluded) > 0, "excluded=%s", strings.Join(excluded, ","))
	return l.b.String()
}
