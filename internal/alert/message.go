package alert

import (
	"embed"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"turno/internal/alert/condition"
	"turno/internal/core"
	"turno/internal/org"
)

//go:embed words/*.json
var wordFiles embed.FS

// words are the sentences of messages in each language that we speak.
var words = sync.OnceValue(func() map[string]map[string]string { //nolint:gochecknoglobals // read once, never written
	all := map[string]map[string]string{}
	entries, err := wordFiles.ReadDir("words")
	if err != nil {
		panic("alert: " + err.Error()) // a defect: embedded
	}
	for _, entry := range entries {
		file, err := wordFiles.ReadFile("words/" + entry.Name())
		if err != nil {
			panic("alert: " + err.Error())
		}
		var sentences map[string]string
		if err := json.Unmarshal(file, &sentences); err != nil {
			panic("alert: " + entry.Name() + ": " + err.Error())
		}
		all[strings.TrimSuffix(entry.Name(), ".json")] = sentences
	}
	return all
})

// sentence is a sentence in a language, else in English.
func sentence(language, key string) string {
	base, _, _ := strings.Cut(language, "-")
	for _, l := range []string{language, base, "en"} {
		if text, ok := words()[l][key]; ok {
			return text
		}
	}
	return ""
}

// message is what is told of an occurrence, in one language.
type message struct {
	occurrence *Occurrence
	event      string
	language   string
	subject    string
	text       string // one sentence
	place      string
	date, at   string // when it opened or cleared, on the clocks of the place
	link       string // empty: nobody knows our address
}

// message words an occurrence for whoever it goes to.
func (s *Service) message(o *Occurrence, d *Delivery) message {
	house := s.opts.Organisation()
	m := message{occurrence: o, event: d.Event, language: d.Language, place: placeOf(house, o, d.Language)}
	at := o.Opened
	if d.Event == eventCleared {
		at = o.Cleared
	}
	m.date, m.at, _ = strings.Cut(at.Time().In(house.Location(o.Finding.Site)).Format("2006-01-02 15:04"), " ")
	name := house.Word(o.Name, d.Language)
	fill := strings.NewReplacer(
		"{organisation}", house.Name, "{name}", name, "{place}", m.place, "{who}", whoOf(o),
		"{value}", figure(o.Finding.Kind, o.Finding.Value), "{limit}", figure(o.Finding.Kind, o.Finding.Limit),
		"{length}", duration(o.Cleared.Sub(o.Opened)), "{state}", sentence(d.Language, "state."+agentState(o)),
	)
	m.subject = fill.Replace(sentence(d.Language, "subject."+d.Event))
	key := "cleared"
	if d.Event == eventOpened {
		key = "opened." + string(o.Finding.Kind)
	}
	m.text = fill.Replace(sentence(d.Language, key))
	if s.opts.PublicURL != "" {
		m.link = s.opts.PublicURL + "/floor?at=" + url.QueryEscape(floorNode(o)) + "&alert=" + o.ID.String()
	}
	return m
}

// floorNode is the place of the floor where an occurrence is seen: a team's is
// its site's.
func floorNode(o *Occurrence) string { return siteNode(o.Finding.Site) }

// placeOf names where it happens: the queue, the site.
func placeOf(o *org.Organisation, occurrence *Occurrence, language string) string {
	var parts []string
	if q, ok := o.Queue(occurrence.Finding.Queue); ok && occurrence.Finding.Queue != "" {
		parts = append(parts, o.Word(q.Name, language))
	}
	if site, ok := o.Site(occurrence.Finding.Site); ok {
		parts = append(parts, o.Word(site.Name, language))
	}
	if len(parts) == 0 {
		return o.Name
	}
	return strings.Join(parts, " · ")
}

// whoOf names the agent or the device.
func whoOf(o *Occurrence) string {
	switch {
	case o.Reason.Device != nil:
		return o.Reason.Device.Name
	case o.Finding.Of == condition.OfAgent && len(o.Reason.Agents) > 0:
		return o.Reason.Agents[0].Name
	default:
		return o.Finding.ID
	}
}

func agentState(o *Occurrence) string {
	if o.Finding.Of == condition.OfAgent && len(o.Reason.Agents) > 0 {
		return o.Reason.Agents[0].State
	}
	return org.AlertNotReady
}

// figure writes a value as people read it.
func figure(kind condition.Kind, value int64) string {
	switch kind {
	case condition.ServiceLevel:
		return strconv.FormatFloat(float64(value)/1e4, 'f', 1, 64) + " %"
	case condition.NobodyReady:
		return strconv.FormatInt(value, 10)
	default:
		return duration(time.Duration(value) * time.Microsecond)
	}
}

// duration writes 12:40 or 1:02:03.
func duration(d time.Duration) string {
	seconds := int64(d.Round(time.Second) / time.Second)
	if seconds >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// body is the text of a mail.
func (m *message) body() string {
	var b strings.Builder
	b.WriteString(m.text)
	b.WriteString("\n\n")
	b.WriteString(strings.NewReplacer("{date}", m.date, "{time}", m.at).Replace(sentence(m.language, "when."+m.event)))
	b.WriteString("\n")
	if m.link != "" {
		b.WriteString("\n" + m.link + "\n")
	}
	b.WriteString("\n-- \n" + sentence(m.language, "why") + "\n")
	return b.String()
}

// instantText is an instant as programs read it.
func instantText(at core.Instant) string {
	if at == 0 {
		return ""
	}
	return at.Time().UTC().Format(time.RFC3339)
}
