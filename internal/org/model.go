package org

import (
	"turno/internal/core"
	"turno/internal/routing"
)

// Text is a word or sentence in the languages of the organisation, by BCP 47
// code: {"es": "Facturación", "en": "Billing"}.
type Text map[string]string

// Organisation is everything that an organisation file says, checked and linked
// by key. It is a value that is replaced whole, never edited in place, so that
// readers need no lock. Slices are sorted by key unless order carries meaning.
type Organisation struct {
	Key       string   `yaml:"key" json:"key"`
	Name      string   `yaml:"name" json:"name"`
	Languages []string `yaml:"languages,flow" json:"languages"` // the first is the house's own
	Timezone  string   `yaml:"timezone" json:"timezone"`        // IANA; sites may differ

	Routing   RoutingSettings  `yaml:"routing,omitempty" json:"routing"`
	Desk      DeskSettings     `yaml:"desk,omitempty" json:"desk"`
	Regions   []Region         `yaml:"regions" json:"regions"`
	Sites     []Site           `yaml:"sites" json:"sites"`
	Teams     []Team           `yaml:"teams" json:"teams"`
	Skills    []Skill          `yaml:"skills" json:"skills"`
	Segments  []Segment        `yaml:"segments,omitempty" json:"segments"`
	Programs  []Program        `yaml:"programs,omitempty" json:"programs"`
	Calendars []Calendar       `yaml:"calendars" json:"calendars"`
	Queues    []Queue          `yaml:"queues" json:"queues"`
	Profiles  []Profile        `yaml:"profiles" json:"profiles"`
	Services  []Service        `yaml:"services" json:"services"` // in kiosk order
	Counters  []Counter        `yaml:"counters" json:"counters"`
	Devices   []Device         `yaml:"devices,omitempty" json:"devices"`
	Notices   []Notice         `yaml:"notices,omitempty" json:"notices"` // in order of rotation
	Inboxes   []Inbox          `yaml:"inboxes,omitempty" json:"inboxes"`
	Answers   []Answer         `yaml:"answers,omitempty" json:"answers"` // in the order in which agents see them
	Alerts    []Alert          `yaml:"alerts,omitempty" json:"alerts"`
	Reasons   []Reason         `yaml:"reasons" json:"reasons"`
	Outcomes  []Disposition    `yaml:"dispositions" json:"dispositions"`
	NotReady  []NotReadyReason `yaml:"not_ready_reasons" json:"not_ready_reasons"`
	Roles     []Role           `yaml:"roles,omitempty" json:"roles"`
	Users     []User           `yaml:"users" json:"users"`

	index *index // built by link, when the whole is complete
}

// RoutingSettings are the engine's settings of the whole installation.
type RoutingSettings struct {
	AgeUnit        Duration `yaml:"age_unit,omitempty" json:"age_unit"`
	BreatherCap    float64  `yaml:"breather_cap,omitempty" json:"breather_cap"`
	BreatherLength Duration `yaml:"breather_length,omitempty" json:"breather_length"`
	// LanguageLevel is the level that a customer's language needs, where that
	// language is a skill; default 3.
	LanguageLevel int `yaml:"language_level,omitempty" json:"language_level"`
}

// DeskSettings say what happens when a desk loses its connection.
type DeskSettings struct {
	Grace      Duration `yaml:"disconnect_grace,omitempty" json:"disconnect_grace"` // default 30 s: then not ready (disconnected), offers withdrawn
	ChatReturn Duration `yaml:"chat_return,omitempty" json:"chat_return"`           // default 2 min: a chat goes back to its place
}

// Region groups sites.
type Region struct {
	Key  string `yaml:"key" json:"key"`
	Name Text   `yaml:"name,flow" json:"name"`
}

// Site is a branch or a contact-centre floor.
type Site struct {
	Key       string   `yaml:"key" json:"key"`
	Name      Text     `yaml:"name,flow" json:"name"`
	Region    string   `yaml:"region" json:"region"`
	Timezone  string   `yaml:"timezone,omitempty" json:"timezone"` // default: the organisation's
	Languages []string `yaml:"languages,omitempty,flow" json:"languages"`
	Branch    bool     `yaml:"branch,omitempty" json:"branch"` // visitors come here
	Calendar  string   `yaml:"calendar,omitempty" json:"calendar"`
	// Closing is what becomes of visitors still waiting at closing time:
	// close_out (default) or serve (they are served, new tickets stop).
	Closing  string `yaml:"closing,omitempty" json:"closing"`
	Recalls  int    `yaml:"recalls,omitempty" json:"recalls"`     // calls again before a no-show may be said; default 2
	DeferMax int    `yaml:"defer_max,omitempty" json:"defer_max"` // most places "I need more time" may move back; default 5
	Printer  string `yaml:"printer,omitempty" json:"printer"`     // host:port of an ESC/POS printer; empty: the browser prints
}

// Team is a group of agents with a leader.
type Team struct {
	Key  string `yaml:"key" json:"key"`
	Name Text   `yaml:"name,flow" json:"name"`
	Site string `yaml:"site" json:"site"`
}

// Skill is what an agent can do, 1 (learning) to 5 (expert). Languages are skills.
type Skill struct {
	Key      string `yaml:"key" json:"key"`
	Name     Text   `yaml:"name,flow" json:"name"`
	Language bool   `yaml:"language,omitempty" json:"language"`
}

// Segment is a class of customers with its own priority.
type Segment struct {
	Key      string `yaml:"key" json:"key"`
	Name     Text   `yaml:"name,flow" json:"name"`
	Priority int    `yaml:"priority,omitempty" json:"priority"` // added to the queue's, −100–100
}

// Program is the brand or client for whom work is done.
type Program struct {
	Key  string `yaml:"key" json:"key"`
	Name Text   `yaml:"name,flow" json:"name"`
}

// Calendar says when something is open, in local time of whoever uses it.
type Calendar struct {
	Key      string              `yaml:"key" json:"key"`
	Name     Text                `yaml:"name,omitempty,flow" json:"name"`
	Week     map[string][]string `yaml:"week" json:"week"` // mon…sun: ["08:00-12:30", "14:00-18:00"]; up to 24:00
	Holidays []Holiday           `yaml:"holidays,omitempty" json:"holidays"`
}

// Holiday replaces a day of the week's hours; no hours is closed.
type Holiday struct {
	Date  string   `yaml:"date" json:"date"` // 2026-12-25
	Name  Text     `yaml:"name,omitempty,flow" json:"name"`
	Hours []string `yaml:"hours,omitempty,flow" json:"hours"`
}

// Queue is where work of one kind waits. PerSite queues have one waiting line at
// every branch, which the engine knows as `key@site`.
type Queue struct {
	Key          string        `yaml:"key" json:"key"`
	Name         Text          `yaml:"name,flow" json:"name"`
	Channel      core.Channel  `yaml:"channel" json:"channel"`
	PerSite      bool          `yaml:"per_site,omitempty" json:"per_site"`
	Site         string        `yaml:"site,omitempty" json:"site"` // a queue of one site only
	Program      string        `yaml:"program,omitempty" json:"program"`
	Calendar     string        `yaml:"calendar,omitempty" json:"calendar"` // default: the site's
	Priority     int           `yaml:"priority,omitempty" json:"priority"`
	Threshold    Duration      `yaml:"threshold" json:"threshold"`
	Goal         float64       `yaml:"goal" json:"goal"`
	ShortAbandon Duration      `yaml:"short_abandon,omitempty" json:"short_abandon"` // default 5 s
	OfferTimeout Duration      `yaml:"offer_timeout,omitempty" json:"offer_timeout"` // "never" waits for the agent
	AutoAccept   bool          `yaml:"auto_accept,omitempty" json:"auto_accept"`
	WrapUp       WrapUp        `yaml:"wrap_up,omitempty" json:"wrap_up"`
	Choice       string        `yaml:"choice,omitempty" json:"choice"`
	Needs        routing.Needs `yaml:"needs,omitempty" json:"needs"` // added to what the work itself needs
	Steps        []Step        `yaml:"steps,omitempty" json:"steps"`
	Overflow     []Overflow    `yaml:"overflow,omitempty" json:"overflow"`
	MaxLength    int           `yaml:"max_length,omitempty" json:"max_length"`
}

// WrapUp is a queue's after-contact work.
type WrapUp struct {
	Mode      routing.WrapUpMode `yaml:"mode,omitempty" json:"mode"`
	Length    Duration           `yaml:"length,omitempty" json:"length"`
	Extension Duration           `yaml:"extension,omitempty" json:"extension"`
}

// Step is routing.Step as the file writes it.
type Step struct {
	After      Duration       `yaml:"after" json:"after"`
	Priority   int            `yaml:"priority,omitempty" json:"priority"`
	Lower      map[string]int `yaml:"lower,omitempty,flow" json:"lower"`
	AddProfile string         `yaml:"add_profile,omitempty" json:"add_profile"`
}

// Overflow is routing.Overflow as the file writes it. At a per-site queue, a
// target without a site means the same site's line.
type Overflow struct {
	When   routing.Trigger     `yaml:"when" json:"when"`
	After  Duration            `yaml:"after,omitempty" json:"after"`
	Count  int                 `yaml:"count,omitempty" json:"count"`
	To     routing.Destination `yaml:"to" json:"to"`
	Target string              `yaml:"target,omitempty" json:"target"`
}

// Profile is a routing profile. A per-site queue named without a site means the
// line of the site where the agent works.
type Profile struct {
	Key      string                `yaml:"key" json:"key"`
	Name     Text                  `yaml:"name,flow" json:"name"`
	Queues   []ProfileQueue        `yaml:"queues" json:"queues"`
	Capacity []routing.ChannelLoad `yaml:"capacity,omitempty" json:"capacity"`
}

// ProfileQueue is one queue of a profile.
type ProfileQueue struct {
	Queue string   `yaml:"queue" json:"queue"`
	Rank  int      `yaml:"rank,omitempty" json:"rank"`
	Delay Duration `yaml:"delay,omitempty" json:"delay"`
}

// Service is what a visitor chooses at a kiosk. A service with Parent is shown
// under it; only leaves have a queue.
type Service struct {
	Key       string        `yaml:"key" json:"key"`
	Name      Text          `yaml:"name,flow" json:"name"`
	Parent    string        `yaml:"parent,omitempty" json:"parent"`
	Prefix    string        `yaml:"prefix,omitempty" json:"prefix"` // of its tickets: A
	Queue     string        `yaml:"queue,omitempty" json:"queue"`
	Needs     routing.Needs `yaml:"needs,omitempty" json:"needs"`
	Sites     []string      `yaml:"sites,omitempty,flow" json:"sites"`      // empty: every branch
	AskPerson bool          `yaml:"ask_person,omitempty" json:"ask_person"` // asks for document or phone
}

// Counter is a numbered position at a branch.
type Counter struct {
	Key  string `yaml:"key" json:"key"`
	Site string `yaml:"site" json:"site"`
	Name string `yaml:"name" json:"name"` // what the display says: 3
}

// Device is a kiosk, display or wall with a link of its own.
type Device struct {
	Key      string `yaml:"key" json:"key"`
	Kind     string `yaml:"kind" json:"kind"`           // kiosk, display, wall
	Site     string `yaml:"site,omitempty" json:"site"` // empty for a wall of the whole organisation
	Name     string `yaml:"name" json:"name"`
	Language string `yaml:"language,omitempty" json:"language"`
}

// Notice is a sentence that displays show in turn.
type Notice struct {
	Key   string   `yaml:"key" json:"key"`
	Text  Text     `yaml:"text,flow" json:"text"`
	Sites []string `yaml:"sites,omitempty,flow" json:"sites"`
}

// Reason is an entry of the taxonomy of why customers come, three levels at most.
type Reason struct {
	Key    string `yaml:"key" json:"key"`
	Name   Text   `yaml:"name,flow" json:"name"`
	Parent string `yaml:"parent,omitempty" json:"parent"`
}

// Disposition is a way an agent may close a contact.
type Disposition struct {
	Key     string       `yaml:"key" json:"key"`
	Name    Text         `yaml:"name,flow" json:"name"`
	Outcome core.Outcome `yaml:"outcome" json:"outcome"`
}

// NotReadyReason is a reason an agent may give for not being ready.
type NotReadyReason struct {
	Key   string           `yaml:"key" json:"key"`
	Name  Text             `yaml:"name,flow" json:"name"`
	Class core.ReasonClass `yaml:"class" json:"class"`
}

// Role is a named set of permissions.
type Role struct {
	Key         string   `yaml:"key" json:"key"`
	Name        Text     `yaml:"name,flow" json:"name"`
	Permissions []string `yaml:"permissions,flow" json:"permissions"`
	// SecondFactor: whoever has the role signs in with a second factor too.
	SecondFactor bool `yaml:"second_factor,omitempty" json:"second_factor"`
}

// Grant gives a role at a node of the tree: `org`, `region:KEY`, `site:KEY` or
// `team:KEY`.
type Grant struct {
	Role string `yaml:"role" json:"role"`
	At   string `yaml:"at" json:"at"`
}

// User is a person who signs in. One with a Profile is an agent.
type User struct {
	ID       core.ID        `yaml:"-" json:"id"` // given at first apply, kept for ever; the agent's id in facts
	Login    string         `yaml:"login" json:"login"`
	Name     string         `yaml:"name" json:"name"`
	Email    string         `yaml:"email,omitempty" json:"email"`
	Language string         `yaml:"language,omitempty" json:"language"`
	Grants   []Grant        `yaml:"roles,flow" json:"roles"`
	Team     string         `yaml:"team,omitempty" json:"team"`
	Site     string         `yaml:"site,omitempty" json:"site"` // default: the team's
	Profile  string         `yaml:"profile,omitempty" json:"profile"`
	Skills   map[string]int `yaml:"skills,omitempty,flow" json:"skills"`
	Inactive bool           `yaml:"inactive,omitempty" json:"inactive"`
}
