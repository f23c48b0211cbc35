package studio

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"turno/internal/core"
	"turno/internal/org"
)

// SiteCopy says how a site is copied.
type SiteCopy struct {
	From string   `json:"from" maxLength:"40"` // key of the site that is the template
	Key  string   `json:"key" maxLength:"40"`  // of the new one
	Name org.Text `json:"name"`
	// Region and Timezone are the template's where they are empty.
	Region   string `json:"region,omitempty" maxLength:"40"`
	Timezone string `json:"timezone,omitempty" maxLength:"60"`
}

// CopySite drafts a site like another: with teams, counters, devices and queues
// of its own, and part of every service and notice that names the template.
// People are not copied: they work where they work.
func CopySite(o *org.Organisation, c SiteCopy) ([]org.Edit, error) {
	from, ok := o.Site(c.From)
	if !ok {
		return nil, core.FieldErrorf(core.Invalid, "from", "there is no site %q", c.From)
	}
	if _, taken := o.Site(c.Key); taken {
		return nil, core.FieldErrorf(core.Conflict, "key", "there is a site %q already", c.Key)
	}
	site := *from
	site.Key, site.Name = c.Key, c.Name
	if c.Region != "" {
		site.Region = c.Region
	}
	if c.Timezone != "" {
		site.Timezone = c.Timezone
	}
	site.Printer = "" // a printer stands at one place
	d := copying{o: o, from: from, to: &site, keys: map[string]string{}}
	d.add(org.KindSite, c.Key, site)
	d.places()
	d.queues()
	d.services()
	d.notices()
	return d.edits, d.err
}

// copying is the work of one CopySite.
type copying struct {
	o        *org.Organisation
	from, to *org.Site
	keys     map[string]string // of the template's own queues → their copies'
	edits    []org.Edit
	err      error
}

// add drafts a new object.
func (d *copying) add(kind, key string, value any) {
	if _, taken := d.o.Object(kind, key); taken && d.err == nil {
		d.err = core.FieldErrorf(core.Conflict, "key", "there is a %s %q already: choose another key for the copy",
			strings.ReplaceAll(kind, "_", " "), key)
	}
	d.edits = append(d.edits, org.Edit{Kind: kind, Key: key, Value: marshal(value)})
}

// change drafts a new value for an object that is there.
func (d *copying) change(kind, key string, value any) {
	was, _ := d.o.Object(kind, key)
	d.edits = append(d.edits, org.Edit{Kind: kind, Key: key, Value: marshal(value), Was: was.Tag})
}

// places copies teams, counters and devices.
func (d *copying) places() {
	for _, t := range d.o.Teams {
		if t.Site == d.from.Key {
			t.Key, t.Name, t.Site = d.key(t.Key), d.text(t.Name), d.to.Key
			d.add(org.KindTeam, t.Key, t)
		}
	}
	for _, c := range d.o.Counters {
		if c.Site == d.from.Key {
			c.Key, c.Site = d.key(c.Key), d.to.Key
			d.add(org.KindCounter, c.Key, c)
		}
	}
	for _, v := range d.o.Devices {
		if v.Site == d.from.Key {
			v.Key, v.Site, v.Name = d.key(v.Key), d.to.Key, d.word(v.Name)
			d.add(org.KindDevice, v.Key, v)
		}
	}
}

// queues copies the queues that are the template's alone, and lets the profiles
// that serve them serve the copies. Queues with a line at every branch need no copy.
func (d *copying) queues() {
	for i := range d.o.Queues {
		if q := &d.o.Queues[i]; q.Site == d.from.Key {
			d.keys[q.Key] = d.key(q.Key)
		}
	}
	for _, q := range d.o.Queues {
		if d.keys[q.Key] == "" {
			continue
		}
		q.Key, q.Name, q.Site = d.keys[q.Key], d.text(q.Name), d.to.Key
		q.Overflow = slices.Clone(q.Overflow)
		for i := range q.Overflow {
			q.Overflow[i].Target = d.target(q.Overflow[i].Target)
		}
		d.add(org.KindQueue, q.Key, q)
	}
	for _, p := range d.o.Profiles {
		queues := slices.Clone(p.Queues)
		for _, pq := range p.Queues {
			if target := d.target(pq.Queue); target != pq.Queue {
				pq.Queue = target
				queues = append(queues, pq)
			}
		}
		if len(queues) > len(p.Queues) {
			p.Queues = queues
			d.change(org.KindProfile, p.Key, p)
		}
	}
}

// target is what a reference to a queue is for the copy: its own queue, or its
// line of a queue that has one at every branch.
func (d *copying) target(queue string) string {
	base, site := org.SplitQueue(queue)
	if own := d.keys[base]; own != "" {
		return own
	}
	if site == d.from.Key {
		return org.QueueKey(base, d.to.Key)
	}
	return queue
}

// services offers at the copy what kiosks of the template offer.
func (d *copying) services() {
	for _, s := range d.o.Services {
		named := slices.Contains(s.Sites, d.from.Key)
		switch {
		case s.Queue != "" && d.keys[s.Queue] != "":
			s.Key, s.Queue, s.Sites = d.key(s.Key), d.keys[s.Queue], []string{d.to.Key}
			d.add(org.KindService, s.Key, s)
		case named:
			s.Sites = append(slices.Clone(s.Sites), d.to.Key)
			d.change(org.KindService, s.Key, s)
		}
	}
}

// notices shows at the copy what displays of the template show.
func (d *copying) notices() {
	for _, n := range d.o.Notices {
		if slices.Contains(n.Sites, d.from.Key) {
			n.Sites = append(slices.Clone(n.Sites), d.to.Key)
			d.change(org.KindNotice, n.Key, n)
		}
	}
}

// text puts the copy's name where the template's stood: Team Mixco → Team Antigua.
func (d *copying) text(t org.Text) org.Text {
	renamed := make(org.Text, len(t))
	for language, words := range t {
		renamed[language] = strings.ReplaceAll(words, d.o.Word(d.from.Name, language), d.o.Word(d.to.Name, language))
	}
	return renamed
}

// word is text for what has one name, in whatever language that is.
func (d *copying) word(name string) string {
	for language, was := range d.from.Name {
		if was != "" && strings.Contains(name, was) {
			return strings.ReplaceAll(name, was, d.o.Word(d.to.Name, language))
		}
	}
	return name
}

// key puts the copy's key where the template's stood, mixco-kiosk → antigua-kiosk,
// or before a key that does not carry it.
func (d *copying) key(key string) string {
	if strings.Contains(key, d.from.Key) {
		return strings.Replace(key, d.from.Key, d.to.Key, 1)
	}
	return d.to.Key + "-" + key
}

// QueueCopy says how a queue is copied.
type QueueCopy struct {
	From string   `json:"from" maxLength:"40"`
	Key  string   `json:"key" maxLength:"40"`
	Name org.Text `json:"name"`
}

// CopyQueue drafts a queue like another, served by the same profiles with the same
// rank and delay.
func CopyQueue(o *org.Organisation, c QueueCopy) ([]org.Edit, error) {
	from, ok := o.Queue(c.From)
	if !ok || from.Key != c.From {
		return nil, core.FieldErrorf(core.Invalid, "from", "there is no queue %q", c.From)
	}
	q := *from
	q.Key, q.Name = c.Key, c.Name
	d := copying{o: o}
	d.add(org.KindQueue, q.Key, q)
	for _, p := range o.Profiles {
		at := slices.IndexFunc(p.Queues, func(pq org.ProfileQueue) bool { return pq.Queue == c.From })
		if at < 0 {
			continue
		}
		like := p.Queues[at]
		like.Queue = c.Key
		p.Queues = append(slices.Clone(p.Queues), like)
		d.change(org.KindProfile, p.Key, p)
	}
	return d.edits, d.err
}

func marshal(value any) json.RawMessage {
	doc, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("studio: %T: %v", value, err)) // a defect: plain structs
	}
	return doc
}
