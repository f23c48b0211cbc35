package script

import (
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/document"
	"turno/internal/flow"
)

// Events lists what a line beginning with * can say, for those who walk by hand.
func Events() []string {
	return []string{
		"* silence", "* timeout", "* fail REASON", "* hours open|closed [now=2026-11-24T10:00] [opens=2026-11-25T08:00]",
		"* customer ID [name=…] [segment=…] [language=…] [agent=…]", "* unknown", "* data STATUS [JSON]",
		"* queued [place=3] [wait=4m]", "* refused REASON", "* place 2 [wait=3m]", "* done", "* served", "* released", "* left TO", "* hangup",
	}
}

// input reads a line.
func (w *Walk) input(line string) (flow.Input, error) {
	number := 0
	if a := w.session.Await; a != nil {
		number = a.Number
	}
	if text, ok := strings.CutPrefix(line, ">"); ok {
		return flow.Entered{Number: number, Text: strings.TrimPrefix(text, " ")}, nil
	}
	event, ok := strings.CutPrefix(line, "*")
	if !ok {
		return nil, core.Errorf(core.Invalid, "%q begins neither with > nor with *", line)
	}
	word, rest, _ := strings.Cut(strings.TrimSpace(event), " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "silence", "timeout":
		return flow.TimedOut{Number: number}, nil
	case "fail":
		return flow.Failed{Number: number, Reason: rest}, nil
	case "unknown":
		return flow.Identified{Number: number}, nil
	case "refused":
		return flow.Refused{Number: number, Reason: rest}, nil
	case "done":
		return flow.Done{Number: number}, nil
	case "served":
		return flow.Served{}, nil
	case "released":
		return flow.Released{}, nil
	case "left":
		return flow.Left{To: rest}, nil
	case "hangup":
		return flow.HungUp{}, nil
	default:
		return valued(number, word, rest)
	}
}

// valued reads the events that carry values.
func valued(number int, word, rest string) (flow.Input, error) {
	switch word {
	case "data":
		status, body, _ := strings.Cut(rest, " ")
		code, err := strconv.Atoi(status)
		if err != nil {
			return nil, core.Errorf(core.Invalid, "data %q: a status is wanted first, like 200", rest)
		}
		return flow.Fetched{Number: number, Status: code, Body: []byte(body)}, nil
	case "hours":
		first, v, err := values(rest, "now", "opens")
		if first != "open" && first != "closed" {
			return nil, core.Errorf(core.Invalid, "hours are open or closed, not %q", first)
		}
		return flow.HoursTold{Number: number, Open: first == "open", Now: v["now"], Opens: v["opens"]}, err
	case "customer":
		id, v, err := values(rest, "name", "segment", "language", "agent")
		return flow.Identified{Number: number, Customer: flow.Customer{
			Known: true, ID: id, Name: v["name"], Segment: v["segment"], Language: v["language"], Agent: v["agent"],
		}}, err
	case "queued", "place":
		return placed(number, word, rest)
	default:
		return nil, core.Errorf(core.Invalid, "nothing is called %q; there are:\n%s", word, strings.Join(Events(), "\n"))
	}
}

func placed(number int, word, rest string) (flow.Input, error) {
	first, v, err := values(rest, "place", "wait")
	if err != nil {
		return nil, err
	}
	if word == "place" {
		v["place"] = first
	}
	place := 0
	if text := v["place"]; text != "" {
		if place, err = strconv.Atoi(text); err != nil {
			return nil, core.Errorf(core.Invalid, "%q is no place", text)
		}
	}
	wait, err := document.ParseDuration(v["wait"])
	if err != nil {
		return nil, err
	}
	if word == "place" {
		return flow.PlaceTold{Number: number, Place: place, Wait: time.Duration(wait)}, nil
	}
	return flow.Queued{Number: number, Place: place, Wait: time.Duration(wait)}, nil
}

// values reads `first key=value key="two words"`.
func values(text string, known ...string) (first string, v map[string]string, err error) {
	v = map[string]string{}
	for text != "" {
		key, rest, pair := strings.Cut(text, "=")
		if !pair || strings.Contains(key, " ") {
			word, after, _ := strings.Cut(text, " ")
			if first != "" {
				return "", nil, core.Errorf(core.Invalid, "%q is not key=value", word)
			}
			first, text = word, strings.TrimSpace(after)
			continue
		}
		value, after, _ := strings.Cut(rest, " ")
		if quoted, ok := strings.CutPrefix(rest, `"`); ok {
			value, after, _ = strings.Cut(quoted, `"`)
		}
		found := false
		for _, k := range known {
			found = found || k == key
		}
		if !found {
			return "", nil, core.Errorf(core.Invalid, "%q is none of %s", key, strings.Join(known, ", "))
		}
		v[key], text = value, strings.TrimSpace(after)
	}
	return first, v, nil
}
