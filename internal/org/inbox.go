package org

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Inbox is a door for customers who write: a chat on web pages. What is written
// waits in its queue, whose calendar says when somebody is there.
type Inbox struct {
	Key     string `yaml:"key" json:"key"`
	Name    Text   `yaml:"name,flow" json:"name"` // customers read it at the head of the chat
	Queue   string `yaml:"queue" json:"queue"`    // of channel chat
	Program string `yaml:"program,omitempty" json:"program"`
	// Messages is the queue of channel task where what was left outside hours
	// waits to be answered; empty: nothing can be left.
	Messages  string   `yaml:"messages,omitempty" json:"messages"`
	Languages []string `yaml:"languages,omitempty,flow" json:"languages"` // default: the organisation's
	// Origins are the web sites that may embed the chat, as browsers name them:
	// https://www.example.com. A * for the first label means every subdomain.
	Origins  []string  `yaml:"origins,omitempty" json:"origins"`
	Greeting Text      `yaml:"greeting,omitempty,flow" json:"greeting"` // said first
	Away     Text      `yaml:"away,omitempty,flow" json:"away"`         // said outside hours
	Form     InboxForm `yaml:"form,omitempty,flow" json:"form"`
	// Resume is how long after its end a conversation may be taken up again;
	// default 24 h, never: not at all.
	Resume Duration `yaml:"resume,omitempty" json:"resume"`
	// Grace is how long a browser that has vanished is waited for before its
	// customer counts as gone; default 2 min.
	Grace Duration `yaml:"grace,omitempty" json:"grace"`
	// Gone is what becomes then of who had not been answered: abandon (default),
	// or message, which waits in Messages.
	Gone  string     `yaml:"gone,omitempty" json:"gone"`
	Files InboxFiles `yaml:"files,omitempty,flow" json:"files"`
	Theme InboxTheme `yaml:"theme,omitempty,flow" json:"theme"`
	// OpensMax is how many conversations may begin in a minute; default 600.
	OpensMax int `yaml:"opens_max,omitempty" json:"opens_max"`
}

// InboxForm is what is asked before the first word: each field empty (not asked),
// optional or required.
type InboxForm struct {
	Name     string `yaml:"name,omitempty" json:"name,omitempty"`
	Email    string `yaml:"email,omitempty" json:"email,omitempty"`
	Phone    string `yaml:"phone,omitempty" json:"phone,omitempty"`
	Question string `yaml:"question,omitempty" json:"question,omitempty"`
}

// How a field of a form is asked.
const (
	AskOptional = "optional"
	AskRequired = "required"
)

// InboxFiles are the files that customers and agents may send.
type InboxFiles struct {
	Types  []string `yaml:"types,omitempty,flow" json:"types"` // media types, as their content shows; none: no files
	MaxKiB int      `yaml:"max_kib,omitempty" json:"max_kib"`  // default 5 MiB
}

// InboxTheme is how the chat looks.
type InboxTheme struct {
	Color    string `yaml:"color,omitempty" json:"color,omitempty"`       // #0b7285
	Scheme   string `yaml:"scheme,omitempty" json:"scheme,omitempty"`     // auto (default), light, dark
	Position string `yaml:"position,omitempty" json:"position,omitempty"` // right (default), left
}

// What becomes of customers whose browser has vanished.
const (
	GoneAbandon = "abandon"
	GoneMessage = "message"
)

// Answer is a text that agents send with few keys. Variables in braces are
// replaced where it is used; see AnswerVariables.
type Answer struct {
	Key    string   `yaml:"key" json:"key"`
	Name   Text     `yaml:"name,flow" json:"name"`
	Text   Text     `yaml:"text" json:"text"`
	Queues []string `yaml:"queues,omitempty,flow" json:"queues"` // empty: everywhere
}

// AnswerVariables are the words that an answer may have in braces: {customer},
// {agent}, {organisation}, {inbox}.
func AnswerVariables() []string { return []string{"customer", "agent", "organisation", "inbox"} }

// Inbox returns an inbox by key.
func (o *Organisation) Inbox(key string) (*Inbox, bool) { return find(o.idx().inboxes, key) }

// InboxLanguages are the languages of an inbox: its own, or the organisation's.
func (o *Organisation) InboxLanguages(in *Inbox) []string {
	if len(in.Languages) > 0 {
		return in.Languages
	}
	return o.Languages
}

// ResumeWithin is how long after its end a conversation may be resumed; 0: not at all.
func (in *Inbox) ResumeWithin() time.Duration {
	switch in.Resume {
	case 0:
		return 24 * time.Hour
	case Never:
		return 0
	default:
		return in.Resume.Std()
	}
}

// GraceTime is how long a vanished browser is waited for.
func (in *Inbox) GraceTime() time.Duration {
	if in.Grace == 0 {
		return 2 * time.Minute
	}
	return in.Grace.Std()
}

// OpensPerMinute is how many conversations may begin in a minute.
func (in *Inbox) OpensPerMinute() int {
	if in.OpensMax == 0 {
		return 600
	}
	return in.OpensMax
}

// FileMax is the largest file that may be sent, in bytes; 0 where none may.
func (in *Inbox) FileMax() int {
	switch {
	case len(in.Files.Types) == 0:
		return 0
	case in.Files.MaxKiB == 0:
		return 5 << 20
	default:
		return in.Files.MaxKiB << 10
	}
}

// Embeds reports whether pages of an origin (`https://www.example.com`, as the
// browser's Origin header has it) may show the inbox.
func (in *Inbox) Embeds(origin string) bool {
	asked, err := url.Parse(origin)
	if err != nil || asked.Host == "" {
		return false
	}
	return slices.ContainsFunc(in.Origins, func(listed string) bool {
		if listed == origin {
			return true
		}
		scheme, host, _ := strings.Cut(listed, "://")
		domain, wild := strings.CutPrefix(host, "*")
		return wild && scheme == asked.Scheme && strings.HasSuffix(asked.Host, domain)
	})
}
