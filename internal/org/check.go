package org

import (
	"fmt"
	"net"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"turno/internal/core"
)

// Limits of an organisation. They leave room for the largest that one floor
// serves, and stop a file made by mistake.
const (
	keyMax   = 40
	nameMax  = 120
	textMax  = 500
	levelMax = 5
	listMax  = 20_000 // of any kind
	delayMax = Duration(30 * 24 * time.Hour)
)

// checker looks at a whole organisation: every reference, limit and contradiction.
type checker struct {
	*decoder

	o         *Organisation
	languages map[string]bool
	key       *regexp.Regexp
	login     *regexp.Regexp
	prefix    *regexp.Regexp
}

func check(d *decoder, o *Organisation) {
	// A private index: the file's order is kept, so that paths are the file's.
	loose := *o
	loose.cloneLists()
	loose.link()
	c := &checker{
		decoder: d, o: &loose, languages: map[string]bool{},
		key:    regexp.MustCompile(`^[a-z0-9]+([_-][a-z0-9]+)*$`),
		login:  regexp.MustCompile(`^[a-z0-9][a-z0-9._@+-]{0,63}$`),
		prefix: regexp.MustCompile(`^[A-Z]{1,3}$`),
	}
	c.root(o)
	c.settings(o)
	c.places(o)
	c.words(o)
	c.calendars(o)
	c.queues(o)
	c.profiles(o)
	c.branch(o)
	c.inboxes(o)
	c.roles(o)
	c.users(o)
	c.alerts(o)
}

// cloneLists lets link sort copies.
func (o *Organisation) cloneLists() {
	o.index = nil
	o.Regions, o.Sites, o.Teams = slices.Clone(o.Regions), slices.Clone(o.Sites), slices.Clone(o.Teams)
	o.Skills, o.Segments, o.Programs = slices.Clone(o.Skills), slices.Clone(o.Segments), slices.Clone(o.Programs)
	o.Calendars, o.Queues, o.Profiles = slices.Clone(o.Calendars), slices.Clone(o.Queues), slices.Clone(o.Profiles)
	o.Counters, o.Devices, o.Roles = slices.Clone(o.Counters), slices.Clone(o.Devices), slices.Clone(o.Roles)
	o.Inboxes, o.Users, o.Alerts = slices.Clone(o.Inboxes), slices.Clone(o.Users), slices.Clone(o.Alerts)
}

func (c *checker) root(o *Organisation) {
	c.keyAt("key", o.Key)
	c.nameAt("name", o.Name)
	if len(o.Languages) == 0 {
		c.faultf("languages", core.FaultRequired, "at least one language is needed; the first is the house's own")
	}
	c.languageList("languages", o.Languages, nil)
	for _, l := range o.Languages {
		c.languages[l] = true
	}
	c.zone("timezone", o.Timezone, true)
}

func (c *checker) settings(o *Organisation) {
	c.durationIn("routing.age_unit", o.Routing.AgeUnit, 0, delayMax)
	if o.Routing.BreatherCap < 0 || o.Routing.BreatherCap > 1 {
		c.faultf("routing.breather_cap", core.FaultNoShare, "the cap is a share from 0 (off) to 1, not %v", o.Routing.BreatherCap)
	}
	c.durationIn("routing.breather_length", o.Routing.BreatherLength, 0, Duration(time.Hour))
	if (o.Routing.BreatherCap > 0) != (o.Routing.BreatherLength > 0) {
		c.faultf("routing", core.FaultBoth, "a breather needs both breather_cap and breather_length")
	}
	c.intIn("routing.language_level", o.Routing.LanguageLevel, 0, levelMax)
	c.durationIn("desk.disconnect_grace", o.Desk.Grace, 0, Duration(time.Hour))
	c.durationIn("desk.chat_return", o.Desk.ChatReturn, 0, Duration(24*time.Hour))
}

// list checks a list's length and that its keys are well-formed and written once.
func list[T any](c *checker, name string, items []T, key func(*T) string) {
	if len(items) > listMax {
		c.boundf(name, core.FaultTooMany, listMax, "%d entries; at most %d", len(items), listMax)
	}
	seen := make(map[string]int, len(items))
	for i := range items {
		path := fmt.Sprintf("%s[%d]", name, i)
		k := key(&items[i])
		c.keyAt(path+".key", k)
		if first, twice := seen[k]; twice && k != "" {
			at := c.Line(fmt.Sprintf("%s[%d]", name, first))
			c.faultf(path+".key", core.FaultTaken, "%q is used twice in %s%s", k, name, ifLine(at))
			continue
		}
		seen[k] = i
	}
}

func ifLine(line int) string {
	if line == 0 {
		return ""
	}
	return ", first at line " + strconv.Itoa(line)
}

func (c *checker) keyAt(path, key string) {
	switch {
	case key == "":
		c.faultf(path, core.FaultRequired, "a key is needed")
	case len(key) > keyMax || !c.key.MatchString(key):
		c.faultf(path, core.FaultWrongFormat, "%q is not a key: at most %d lower-case letters and digits, with - or _ between them", key, keyMax)
	}
}

func (c *checker) nameAt(path, name string) {
	if name == "" {
		c.faultf(path, core.FaultRequired, "a name is needed")
		return
	}
	c.textAt(path, name, nameMax)
}

func (c *checker) textAt(path, text string, most int) {
	switch {
	case utf8.RuneCountInString(text) > most:
		c.boundf(path, core.FaultTooLong, most, "longer than %d characters", most)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		c.faultf(path, core.FaultNotText, "control characters and broken text are not allowed")
	}
}

// wordAt checks a text in several languages; the house's own is needed.
func (c *checker) wordAt(path string, t Text, needed bool, most int) {
	if len(t) == 0 {
		if needed {
			c.faultf(path, core.FaultHouseLanguage, "a name is needed in %s", c.house())
		}
		return
	}
	for _, l := range sortedKeys(t) {
		if !c.languages[l] {
			c.faultf(join(path, l), core.FaultForeignLanguage, "%q is not one of the organisation's languages", l)
		}
		c.textAt(join(path, l), t[l], most)
	}
	if house := c.house(); t[house] == "" && house != "" {
		c.faultf(path, core.FaultHouseLanguage, "the text is missing in %s, the house's own language", house)
	}
}

func (c *checker) house() string {
	if len(c.o.Languages) == 0 {
		return ""
	}
	return c.o.Languages[0]
}

// languageList checks codes; within is the set they must be of, nil for any.
func (c *checker) languageList(path string, codes []string, within map[string]bool) {
	seen := map[string]bool{}
	for i, code := range codes {
		at := fmt.Sprintf("%s[%d]", path, i)
		tag, err := language.Parse(code)
		switch {
		case err != nil || tag.String() != code:
			c.faultf(at, core.FaultWrongFormat, "%q is not a language: write a BCP 47 code like es or pt-BR", code)
		case within != nil && !within[code]:
			c.faultf(at, core.FaultForeignLanguage, "%q is not one of the organisation's languages", code)
		case seen[code]:
			c.faultf(at, core.FaultTaken, "%q is listed twice", code)
		}
		seen[code] = true
	}
}

func (c *checker) languageAt(path, code string) {
	if code != "" && !c.languages[code] {
		c.faultf(path, core.FaultForeignLanguage, "%q is not one of the organisation's languages", code)
	}
}

func (c *checker) zone(path, name string, needed bool) {
	if name == "" {
		if needed {
			c.faultf(path, core.FaultRequired, "a time zone is needed, like America/El_Salvador")
		}
		return
	}
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		c.faultf(path, core.FaultWrongFormat, "%q is not a time zone: write an IANA name like America/El_Salvador", name)
	}
}

func (c *checker) durationIn(path string, d, least, most Duration) {
	fault, bound := core.FaultTooBrief, least
	if d > most {
		fault, bound = core.FaultTooLasting, most
	}
	if d < least || d > most {
		c.boundf(path, fault, int(bound.Std().Seconds()), "%s is out of range: %s to %s", d, least, most)
	}
}

func (c *checker) intIn(path string, n, least, most int) {
	fault, bound := core.FaultTooLow, least
	if n > most {
		fault, bound = core.FaultTooHigh, most
	}
	if n < least || n > most {
		c.boundf(path, fault, bound, "%d is out of range: %d to %d", n, least, most)
	}
}

func (c *checker) oneOf(path, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		c.faultf(path, core.FaultWrongChoice, "%q is not one of %s", value, strings.Join(allowed, ", "))
	}
}

// ref checks that a key names something; an empty one is allowed unless needed.
func ref[T any](c *checker, path, kind, key string, m map[string]*T, needed bool) (*T, bool) {
	if key == "" {
		if needed {
			c.faultf(path, core.FaultRequired, "a %s is needed", kind)
		}
		return nil, false
	}
	v, ok := m[key]
	if !ok {
		c.faultf(path, core.FaultUnknown, "there is no %s %q", kind, key)
	}
	return v, ok
}

func (c *checker) hostPort(path, address string) {
	if address == "" {
		return
	}
	host, port, err := net.SplitHostPort(address)
	n, portErr := strconv.Atoi(port)
	if err != nil || portErr != nil || host == "" || n < 1 || n > 65535 || len(address) > nameMax {
		c.faultf(path, core.FaultWrongFormat, "%q is not an address: write host:9100", address)
	}
}
