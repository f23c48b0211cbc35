package alert

import (
	"turno/internal/alert/condition"
	"turno/internal/insight"
)

// reason is what stands behind a figure now.
func (s *Service) reason(f *condition.Finding) Evidence {
	switch f.Of {
	case condition.OfQueue:
		return s.reasonOfLine(f)
	case condition.OfAgent:
		return s.reasonOfAgent(f)
	default:
		return s.reasonOfDevice(f)
	}
}

func (s *Service) reasonOfLine(f *condition.Finding) Evidence {
	var r Evidence
	e := s.opts.Figures.Evidence(f.ID)
	for _, w := range e.Works {
		r.Works = append(r.Works, EvidenceWork{Work: w.Work, Contact: w.Contact, Ticket: w.Ticket, Queued: w.Queued})
	}
	for i := range e.Agents {
		r.Agents = append(r.Agents, reasonAgent(&e.Agents[i]))
	}
	if f.Kind != condition.ServiceLevel {
		return r
	}
	if standing, ok := s.opts.Figures.Standing(); ok {
		for i := range standing.Lines {
			if l := &standing.Lines[i]; l.Key == f.ID {
				r.Num, r.Den = l.Level.Num, l.Level.Den
			}
		}
	}
	return r
}

func (s *Service) reasonOfAgent(f *condition.Finding) Evidence {
	standing, _ := s.opts.Figures.Standing()
	for i := range standing.Agents {
		if a := &standing.Agents[i]; a.Agent.String() == f.ID {
			return Evidence{Agents: []EvidenceAgent{reasonAgent(a)}}
		}
	}
	return Evidence{}
}

func (s *Service) reasonOfDevice(f *condition.Finding) Evidence {
	for _, d := range s.opts.Devices() {
		if d.Key == f.ID {
			return Evidence{Device: &EvidenceDevice{Key: d.Key, Kind: d.Kind, Name: d.Name}}
		}
	}
	return Evidence{}
}

func reasonAgent(a *insight.AgentStanding) EvidenceAgent {
	return EvidenceAgent{Agent: a.Agent, Name: a.Name, State: stateOf(a), Reason: a.Reason, Since: a.Since}
}
