package studio

import (
	"cmp"
	"slices"
	"time"

	"turno/internal/core"
	"turno/internal/org"
)

// EffectKind says what sort of thing a draft would do.
type EffectKind string

// The kinds of effects, as people care about them.
const (
	LosesQueue    EffectKind = "loses_queue"    // agents will no longer receive work of a queue
	GainsQueue    EffectKind = "gains_queue"    // agents will receive work of a queue
	LosesLanguage EffectKind = "loses_language" // agents will no longer receive a channel's work in a language
	GainsLanguage EffectKind = "gains_language"
	Unstaffed     EffectKind = "unstaffed"     // a queue's line that somebody could serve, and nobody will
	QueueRemoved  EffectKind = "queue_removed" // a line takes nothing new; what waits is still served
	QueueAdded    EffectKind = "queue_added"
	HoursChanged  EffectKind = "hours_changed" // a line is open longer or shorter in the week to come
	SignInLost    EffectKind = "sign_in_lost"  // people who can no longer sign in
	SignInGained  EffectKind = "sign_in_gained"
	RightsChanged EffectKind = "rights_changed" // people who may do other things than before
)

// Effect is one thing that a draft would do, told by its numbers so that each
// screen says it in its reader's language.
type Effect struct {
	Kind     EffectKind   `json:"kind"`
	Queue    string       `json:"queue,omitempty"` // as configured
	Site     string       `json:"site,omitempty"`  // of the line; empty for all of the queue's
	Channel  core.Channel `json:"channel,omitempty"`
	Language string       `json:"language,omitempty"` // skill key
	People   int          `json:"people,omitempty"`
	Names    []string     `json:"names,omitempty"`  // the first 20 of the people, by name
	Before   int64        `json:"before,omitempty"` // minutes open in the week to come
	After    int64        `json:"after,omitempty"`
	// Serious effects are such as are seldom meant: somebody loses something.
	Serious bool `json:"serious,omitempty"`
}

// namesMax bounds the names told with one effect.
const namesMax = 20

// Effects compares what two organisations do to customers and agents. Now is when
// the week begins whose hours are compared.
func Effects(before, after *org.Organisation, now core.Instant) []Effect {
	was, is := reachOf(before), reachOf(after)
	effects := queueEffects(was, is)
	effects = append(effects, languageEffects(was, is)...)
	effects = append(effects, lineEffects(was, is)...)
	effects = append(effects, hourEffects(before, after, now)...)
	effects = append(effects, peopleEffects(before, after)...)
	slices.SortStableFunc(effects, func(a, b Effect) int {
		if a.Serious != b.Serious {
			return map[bool]int{true: -1, false: 1}[a.Serious]
		}
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Queue, b.Queue), cmp.Compare(a.Site, b.Site),
			cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Language, b.Language))
	})
	return effects
}

// reach is what each agent of an organisation may receive.
type reach struct {
	org    *org.Organisation
	names  map[string]string          // of agents, by login
	lines  map[string]map[string]bool // line → logins of those who may serve it
	spoken map[spoken]map[string]bool // → logins
}

// spoken is a channel in a language.
type spoken struct {
	channel  core.Channel
	language string
}

func reachOf(o *org.Organisation) *reach {
	r := &reach{
		org: o, names: map[string]string{},
		lines: map[string]map[string]bool{}, spoken: map[spoken]map[string]bool{},
	}
	for _, line := range o.QueueKeys() {
		r.lines[line] = map[string]bool{}
	}
	for i := range o.Users {
		if u := &o.Users[i]; u.Profile != "" && !u.Inactive {
			r.add(u)
		}
	}
	return r
}

func (r *reach) add(u *org.User) {
	r.names[u.Login] = u.Name
	for _, line := range r.org.LinesFor(u) {
		if r.lines[line] == nil {
			continue // no such line; check refuses it
		}
		r.lines[line][u.Login] = true
		for i := range r.org.Skills {
			s := &r.org.Skills[i]
			if !s.Language || u.Skills[s.Key] < r.org.LanguageLevel() {
				continue
			}
			key := spoken{r.org.ChannelOf(line), s.Key}
			if r.spoken[key] == nil {
				r.spoken[key] = map[string]bool{}
			}
			r.spoken[key][u.Login] = true
		}
	}
}

// byQueue is who may serve a queue at any of its sites.
func (r *reach) byQueue() map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for line, logins := range r.lines {
		queue, _ := org.SplitQueue(line)
		if all[queue] == nil {
			all[queue] = map[string]bool{}
		}
		for login := range logins {
			all[queue][login] = true
		}
	}
	return all
}

func queueEffects(was, is *reach) []Effect {
	var effects []Effect
	before, after := was.byQueue(), is.byQueue()
	for queue := range before {
		if after[queue] == nil {
			continue // told once, as removed
		}
		// Who can no longer sign in is told once, as that.
		lost := slices.DeleteFunc(missing(before[queue], after[queue]), func(login string) bool { return is.names[login] == "" })
		if len(lost) > 0 {
			effects = append(effects, people(Effect{Kind: LosesQueue, Queue: queue, Serious: true}, lost, was.names))
		}
	}
	for queue := range after {
		if gained := missing(after[queue], before[queue]); len(gained) > 0 {
			effects = append(effects, people(Effect{Kind: GainsQueue, Queue: queue}, gained, is.names))
		}
	}
	return effects
}

// languageEffects tells of agents who keep a channel and lose or gain a language in it.
func languageEffects(was, is *reach) []Effect {
	var effects []Effect
	for key, logins := range was.spoken {
		lost := slices.DeleteFunc(missing(logins, is.spoken[key]), func(login string) bool { return !is.serves(key.channel, login) })
		if len(lost) > 0 {
			e := Effect{Kind: LosesLanguage, Channel: key.channel, Language: key.language, Serious: true}
			effects = append(effects, people(e, lost, was.names))
		}
	}
	for key, logins := range is.spoken {
		gained := slices.DeleteFunc(missing(logins, was.spoken[key]), func(login string) bool { return !was.serves(key.channel, login) })
		if len(gained) > 0 {
			effects = append(effects, people(Effect{Kind: GainsLanguage, Channel: key.channel, Language: key.language}, gained, is.names))
		}
	}
	return effects
}

func (r *reach) serves(channel core.Channel, login string) bool {
	for line, logins := range r.lines {
		if logins[login] && r.org.ChannelOf(line) == channel {
			return true
		}
	}
	return false
}

// lineEffects tells of lines that come, go, or lose the last who could serve them.
func lineEffects(was, is *reach) []Effect {
	var effects []Effect
	for line, logins := range was.lines {
		queue, site := org.SplitQueue(line)
		now, there := is.lines[line]
		switch {
		case !there:
			effects = append(effects, Effect{Kind: QueueRemoved, Queue: queue, Site: site, Serious: true})
		case len(logins) > 0 && len(now) == 0:
			effects = append(effects, Effect{Kind: Unstaffed, Queue: queue, Site: site, Serious: true})
		}
	}
	for line, logins := range is.lines {
		queue, site := org.SplitQueue(line)
		if _, there := was.lines[line]; !there {
			effects = append(effects, Effect{Kind: QueueAdded, Queue: queue, Site: site})
			if len(logins) == 0 {
				effects = append(effects, Effect{Kind: Unstaffed, Queue: queue, Site: site, Serious: true})
			}
		}
	}
	return effects
}

func hourEffects(before, after *org.Organisation, now core.Instant) []Effect {
	var effects []Effect
	for _, line := range before.QueueKeys() {
		if _, ok := after.Queue(line); !ok || !slices.Contains(after.QueueKeys(), line) {
			continue
		}
		was, is := openMinutes(before, line, now), openMinutes(after, line, now)
		if was != is {
			queue, site := org.SplitQueue(line)
			effects = append(effects, Effect{Kind: HoursChanged, Queue: queue, Site: site, Before: was, After: is, Serious: is < was})
		}
	}
	return effects
}

// changesMax bounds the openings and closings looked at in one week.
const changesMax = 500

// openMinutes is how long a line is open in the week from now.
func openMinutes(o *org.Organisation, line string, now core.Instant) int64 {
	end := now.Add(7 * 24 * time.Hour)
	var total time.Duration
	at, open := now, o.QueueOpenAt(line, now)
	for range changesMax {
		next, opens, ok := o.QueueNextChange(line, at)
		if !ok || next > end {
			next = end
		}
		if open {
			total += next.Sub(at)
		}
		if next == end {
			break
		}
		at, open = next, opens
	}
	return int64(total / time.Minute)
}

func peopleEffects(before, after *org.Organisation) []Effect {
	names := map[string]string{}
	var lost, gained, changed []string
	seen := map[string]bool{}
	for i := range after.Users {
		u := &after.Users[i]
		names[u.Login], seen[u.Login] = u.Name, true
		was, known := before.User(u.Login)
		could := known && !was.Inactive
		switch {
		case !could && !u.Inactive:
			gained = append(gained, u.Login)
		case could && u.Inactive:
			lost = append(lost, u.Login)
		case could && !sameRights(before, was, after, u):
			changed = append(changed, u.Login)
		}
	}
	for i := range before.Users {
		if u := &before.Users[i]; !seen[u.Login] && !u.Inactive {
			names[u.Login] = u.Name
			lost = append(lost, u.Login)
		}
	}
	var effects []Effect
	for _, e := range []struct {
		kind    EffectKind
		logins  []string
		serious bool
	}{{SignInLost, lost, true}, {SignInGained, gained, false}, {RightsChanged, changed, false}} {
		if len(e.logins) > 0 {
			effects = append(effects, people(Effect{Kind: e.kind, Serious: e.serious}, e.logins, names))
		}
	}
	return effects
}

// sameRights compares what a user may do where.
func sameRights(before *org.Organisation, was *org.User, after *org.Organisation, is *org.User) bool {
	return slices.Equal(rightsOf(before, was), rightsOf(after, is))
}

func rightsOf(o *org.Organisation, u *org.User) []string {
	var rights []string
	for _, g := range u.Grants {
		if role, ok := o.Role(g.Role); ok {
			for _, p := range role.Permissions {
				rights = append(rights, p+" "+g.At)
			}
		}
	}
	slices.Sort(rights)
	return slices.Compact(rights)
}

// missing lists who is of one set and not of the other, sorted.
func missing(all, but map[string]bool) []string {
	var list []string
	for login := range all {
		if !but[login] {
			list = append(list, login)
		}
	}
	slices.Sort(list)
	return list
}

// people completes an effect with how many it concerns, and the first by name.
func people(e Effect, logins []string, names map[string]string) Effect {
	e.People = len(logins)
	for _, login := range logins {
		e.Names = append(e.Names, names[login])
	}
	slices.Sort(e.Names)
	e.Names = e.Names[:min(len(e.Names), namesMax)]
	return e
}
