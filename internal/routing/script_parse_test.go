package routing_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// scriptStart is the instant that scripts call 0s: Monday 2026-01-05 09:00 UTC.
const scriptStart core.Instant = 1_767_603_600_000_000

// aliasID is the fixed id behind a script's short name: a letter for the kind
// (w work, a agent, c command, u user) and a number. Ids sort by number.
func aliasID(alias string) (core.ID, error) {
	var id core.ID
	if len(alias) < 2 {
		return id, fmt.Errorf("%q is not a letter and a number", alias)
	}
	n, err := strconv.ParseUint(alias[1:], 10, 32)
	if err != nil {
		return id, fmt.Errorf("%q is not a letter and a number", alias)
	}
	id[0] = alias[0]
	binary.BigEndian.PutUint32(id[12:], uint32(n))
	return id, nil
}

// idAlias is aliasID backwards.
func idAlias(id core.ID) string {
	if id.IsZero() {
		return "-"
	}
	return fmt.Sprintf("%c%d", id[0], binary.BigEndian.Uint32(id[12:]))
}

func parseInstant(word string) (core.Instant, error) {
	d, err := time.ParseDuration(word)
	return scriptStart.Add(d), err
}

// words are the arguments of a line: bare ones in order, key=value ones by key.
type words struct {
	bare []string
	by   map[string]string
	err  error
}

func splitWords(fields []string) *words {
	w := &words{by: map[string]string{}}
	for _, f := range fields {
		key, value, ok := strings.Cut(f, "=")
		if ok && !strings.ContainsAny(key, "<>") {
			w.by[key] = value
		} else {
			w.bare = append(w.bare, f)
		}
	}
	return w
}

func (w *words) fail(err error) {
	if w.err == nil && err != nil {
		w.err = err
	}
}

func (w *words) at(i int) string {
	if i < len(w.bare) {
		return w.bare[i]
	}
	return ""
}

func (w *words) has(word string) bool {
	return slices.Contains(w.bare, word)
}

func (w *words) id(word string) core.ID {
	if word == "" {
		return core.NoID
	}
	id, err := aliasID(word)
	w.fail(err)
	return id
}

func (w *words) number(word string) int {
	if word == "" {
		return 0
	}
	n, err := strconv.Atoi(word)
	w.fail(err)
	return n
}

func (w *words) duration(word string) time.Duration {
	if word == "" {
		return 0
	}
	d, err := time.ParseDuration(word)
	w.fail(err)
	return d
}

func (w *words) instant(word string) core.Instant {
	if word == "" {
		return 0
	}
	at, err := parseInstant(word)
	w.fail(err)
	return at
}

// skills reads "pt3,en5".
func (w *words) skills(word string) []routing.Need {
	if word == "" {
		return nil
	}
	var skills []routing.Need
	for s := range strings.SplitSeq(word, ",") {
		level := w.number(s[len(s)-1:])
		skills = append(skills, routing.Need{Skill: s[:len(s)-1], Level: level})
	}
	return skills
}

// needs reads "pt>=3&sales>=2|en>=4".
func (w *words) needs(word string) routing.Needs {
	if word == "" {
		return nil
	}
	needs := routing.Needs{}
	for alternative := range strings.SplitSeq(word, "|") {
		var all []routing.Need
		for one := range strings.SplitSeq(alternative, "&") {
			skill, level, _ := strings.Cut(one, ">=")
			all = append(all, routing.Need{Skill: skill, Level: w.number(level)})
		}
		needs = append(needs, all)
	}
	return needs
}

// work reads "w1 billing channel=voice needs=pt>=3 …".
func (w *words) work() routing.Work {
	work := routing.Work{
		ID: w.id(w.at(0)), Queue: w.at(1), Channel: core.Channel(w.by["channel"]), Priority: w.number(w.by["priority"]),
		Arrived: w.instant(w.by["arrived"]), Language: w.by["language"], Needs: w.needs(w.by["needs"]),
		Preferred: w.id(w.by["preferred"]), ReservedUntil: w.instant(w.by["reserved"]),
	}
	if work.Channel == "" {
		work.Channel = core.Voice
	}
	if list := w.by["excluded"]; list != "" {
		for a := range strings.SplitSeq(list, ",") {
			work.Excluded = append(work.Excluded, w.id(a))
		}
	}
	return work
}

// parseCommand reads one command; extra are the lines of a configuration.
func (p *player) parseCommand(verb string, fields, extra []string) (routing.Command, error) {
	w := splitWords(fields)
	cmd := p.commandOf(verb, w, extra)
	if cmd == nil {
		return nil, fmt.Errorf("no command %q", verb)
	}
	cmd.Header().ID = w.id(w.by["id"])
	return cmd, w.err
}

func (p *player) commandOf(verb string, w *words, extra []string) routing.Command {
	var first core.ID
	if verb != "openqueue" && verb != "closequeue" {
		first = w.id(w.at(0))
	}
	switch verb {
	case "configure":
		config, err := parseConfig(extra)
		w.fail(err)
		return &routing.Configure{Config: config}
	case "signin":
		return &routing.SignIn{Agent: routing.Agent{ID: first, Site: w.by["site"], Team: w.by["team"], Profile: w.by["profile"], Skills: w.skills(w.by["skills"])}, Ready: w.has("ready")}
	case "signout":
		return &routing.SignOut{Agent: first, Force: w.has("force")}
	case "ready":
		return &routing.SetPresence{Agent: first, Presence: core.Ready}
	case "notready":
		return &routing.SetPresence{Agent: first, Presence: core.NotReady, Reason: w.at(1)}
	case "enqueue":
		return &routing.Enqueue{Work: w.work()}
	case "start":
		return &routing.Start{Work: w.work(), Agent: w.id(w.by["agent"])}
	case "cancel":
		return &routing.Cancel{Work: first, End: core.End(w.at(1)), Detail: w.by["detail"]}
	case "accept":
		agent, number := p.offerOf(first, w)
		return &routing.Accept{Work: first, Agent: agent, Offer: number}
	case "decline":
		agent, number := p.offerOf(first, w)
		return &routing.Decline{Work: first, Agent: agent, Offer: number}
	case "return":
		return &routing.Return{Work: first}
	case "release":
		return &routing.Release{Work: first, End: core.End(w.at(1))}
	case "close":
		return &routing.CloseWrapUp{Work: first, Leg: w.number(w.by["leg"])}
	case "extend":
		return &routing.ExtendWrapUp{Work: first, Leg: w.number(w.by["leg"])}
	case "transfer":
		cmd := &routing.Transfer{Work: first, Queue: w.by["queue"], Agent: w.id(w.by["agent"]), Detail: w.by["detail"]}
		if text, ok := w.by["needs"]; ok {
			needs := w.needs(text)
			cmd.Needs = &needs
		}
		return cmd
	case "pick":
		return &routing.Pick{Work: first, Agent: w.id(w.at(1))}
	case "assign":
		return &routing.Assign{Work: first, Agent: w.id(w.at(1))}
	case "reprioritise":
		return &routing.Reprioritise{Work: first, Priority: w.number(w.at(1))}
	case "defer":
		return &routing.Defer{Work: first, Places: w.number(w.by["places"]), For: w.duration(w.by["for"])}
	case "park":
		return &routing.Park{Work: first, Detail: w.by["detail"]}
	case "unpark":
		return &routing.Unpark{Work: first, Agent: w.id(w.by["agent"])}
	case "hold":
		return &routing.Hold{Work: first}
	case "resume":
		return &routing.Resume{Work: first}
	case "move":
		return &routing.MoveAgent{Agent: first, Profile: w.by["profile"], Skills: w.skills(w.by["skills"]), Site: w.by["site"], Team: w.by["team"]}
	case "openqueue":
		return &routing.OpenQueue{Queue: w.at(0)}
	case "closequeue":
		return &routing.CloseQueue{Queue: w.at(0)}
	case "recover":
		return &routing.Recover{}
	case "tick":
		return &routing.Tick{}
	}
	return nil
}

// offerOf reads "w1 a1 #3", or takes the work's last offer for "w1".
func (p *player) offerOf(work core.ID, w *words) (core.ID, uint64) {
	if w.at(1) == "" {
		seen := p.offers[work]
		return seen.agent, seen.number
	}
	return w.id(w.at(1)), uint64(w.number(strings.TrimPrefix(w.at(2), "#")))
}
