package org

import (
	"fmt"
	"mime"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"turno/internal/core"
)

const (
	answerMax  = 2000 // characters of a canned answer
	originsMax = 100
	typesMax   = 50
	fileKiBMax = 8 << 10
	opensMax   = 100_000 // conversations begun in a minute
)

// inboxes checks the doors of customers who write, and the answers to them.
func (c *checker) inboxes(o *Organisation) {
	list(c, "inboxes", o.Inboxes, func(v *Inbox) string { return v.Key })
	for i := range o.Inboxes {
		c.inbox(fmt.Sprintf("inboxes[%d]", i), &o.Inboxes[i])
	}
	list(c, "answers", o.Answers, func(v *Answer) string { return v.Key })
	for i := range o.Answers {
		c.answer(fmt.Sprintf("answers[%d]", i), &o.Answers[i])
	}
}

func (c *checker) inbox(path string, in *Inbox) {
	c.wordAt(path+".name", in.Name, true, nameMax)
	c.inboxQueue(path+".queue", in.Queue, core.Chat, true)
	c.inboxQueue(path+".messages", in.Messages, core.Task, in.Gone == GoneMessage)
	ref(c, path+".program", "program", in.Program, c.o.index.programs, false)
	c.languageList(path+".languages", in.Languages, c.languages)
	c.sentenceAt(path+".greeting", in.Greeting, textMax)
	c.sentenceAt(path+".away", in.Away, textMax)
	c.origins(path+".origins", in.Origins)
	for field, ask := range map[string]string{
		"name": in.Form.Name, "email": in.Form.Email, "phone": in.Form.Phone, "question": in.Form.Question,
	} {
		if ask != "" {
			c.oneOf(path+".form."+field, ask, AskOptional, AskRequired)
		}
	}
	if in.Resume != Never {
		c.durationIn(path+".resume", in.Resume, 0, delayMax)
	}
	c.durationIn(path+".grace", in.Grace, 0, Duration(24*time.Hour))
	if in.Gone != "" {
		c.oneOf(path+".gone", in.Gone, GoneAbandon, GoneMessage)
	}
	c.fileTypes(path+".files", in.Files)
	if in.Theme.Color != "" && !regexp.MustCompile(`^#[0-9a-fA-F]{6}$`).MatchString(in.Theme.Color) {
		c.faultf(path+".theme.color", core.FaultWrongFormat, "%q is not a colour: write #0b7285", in.Theme.Color)
	}
	if in.Theme.Scheme != "" {
		c.oneOf(path+".theme.scheme", in.Theme.Scheme, "auto", "light", "dark")
	}
	if in.Theme.Position != "" {
		c.oneOf(path+".theme.position", in.Theme.Position, "right", "left")
	}
	c.intIn(path+".opens_max", in.OpensMax, 0, opensMax)
}

// inboxQueue checks a queue of one line and of the right channel.
func (c *checker) inboxQueue(path, key string, channel core.Channel, needed bool) {
	q, ok := ref(c, path, "queue", key, c.o.index.queues, needed)
	switch {
	case !ok:
	case q.Channel != channel:
		c.faultf(path, core.FaultWrongChannel, "a queue of channel %s is wanted here, and %q is %s", channel, key, q.Channel)
	case q.PerSite:
		c.faultf(path, core.FaultOneLine, "those who write wait in one line, and %q has one at every branch", key)
	}
}

func (c *checker) origins(path string, origins []string) {
	if len(origins) > originsMax {
		c.boundf(path, core.FaultTooMany, originsMax, "%d origins; at most %d", len(origins), originsMax)
	}
	for i, origin := range origins {
		at := fmt.Sprintf("%s[%d]", path, i)
		u, err := url.Parse(strings.Replace(origin, "://*.", "://", 1))
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" ||
			origin != strings.ToLower(origin) || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil ||
			strings.Contains(u.Host, "*") {
			c.faultf(at, core.FaultWrongFormat, "%q is not the origin of a page: write https://www.example.com, without a path", origin)
		}
	}
}

func (c *checker) fileTypes(path string, f InboxFiles) {
	if len(f.Types) > typesMax {
		c.boundf(path+".types", core.FaultTooMany, typesMax, "%d types; at most %d", len(f.Types), typesMax)
	}
	for i, t := range f.Types {
		plain, parameters, err := mime.ParseMediaType(t)
		if err != nil || plain != t || len(parameters) > 0 || !strings.Contains(t, "/") {
			c.faultf(fmt.Sprintf("%s.types[%d]", path, i), core.FaultWrongFormat, "%q is not a media type: write image/png", t)
			continue
		}
		if slices.Contains([]string{"text/html", "text/xml", "image/svg+xml", "application/xhtml+xml"}, t) {
			c.faultf(fmt.Sprintf("%s.types[%d]", path, i), core.FaultNotAllowed, "files of type %s can carry programs and are never taken", t)
		}
	}
	c.intIn(path+".max_kib", f.MaxKiB, 0, fileKiBMax)
}

func (c *checker) answer(path string, a *Answer) {
	c.wordAt(path+".name", a.Name, true, nameMax)
	if len(a.Text) == 0 {
		c.faultf(path+".text", core.FaultHouseLanguage, "a text is needed in %s", c.house())
	}
	c.sentenceAt(path+".text", a.Text, answerMax)
	variable := regexp.MustCompile(`\{[^{}\n]*\}`)
	for _, l := range sortedKeys(a.Text) {
		for _, found := range variable.FindAllString(a.Text[l], -1) {
			if !slices.Contains(AnswerVariables(), strings.Trim(found, "{}")) {
				c.faultf(join(path+".text", l), core.FaultNoVariable, "%s is not a variable: {%s}", found, strings.Join(AnswerVariables(), "}, {"))
			}
		}
	}
	for i, q := range a.Queues {
		ref(c, fmt.Sprintf("%s.queues[%d]", path, i), "queue", q, c.o.index.queues, true)
	}
}

// sentenceAt is wordAt for texts that may have several lines; none is allowed.
func (c *checker) sentenceAt(path string, t Text, most int) {
	for _, l := range sortedKeys(t) {
		text := t[l]
		switch {
		case !c.languages[l]:
			c.faultf(join(path, l), core.FaultForeignLanguage, "%q is not one of the organisation's languages", l)
		case utf8.RuneCountInString(text) > most:
			c.boundf(join(path, l), core.FaultTooLong, most, "longer than %d characters", most)
		case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }):
			c.faultf(join(path, l), core.FaultNotText, "control characters and broken text are not allowed")
		}
	}
	if house := c.house(); len(t) > 0 && t[house] == "" && house != "" {
		c.faultf(path, core.FaultHouseLanguage, "the text is missing in %s, the house's own language", house)
	}
}
