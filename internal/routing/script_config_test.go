package routing_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"turno/internal/core"
	"turno/internal/routing"
)

// parseConfig reads the lines of a configuration:
//
//	age_unit 1m
//	breather cap=0.8 length=30s
//	queue billing priority=50 threshold=20s offer=20s auto wrap_up=timed:30s+15s choice=fill max=3
//	step billing 30s priority=10 lower=pt2,en0 add=backup
//	overflow billing waited 60s queue:sales      (expected 60s, length 3, unstaffed, closed)
//	profile all billing:1 sales:2+30s            (rank, then delay)
//	load all voice=100/1>email,task              (units, maximum, what it interrupts)
func parseConfig(lines []string) (routing.Config, error) {
	var c routing.Config
	for _, line := range lines {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			return c, fmt.Errorf("%q: too short", line)
		}
		w := splitWords(fields[1:])
		switch fields[0] {
		case "age_unit":
			c.AgeUnit = w.duration(w.at(0))
		case "breather":
			limit, err := strconv.ParseFloat(w.by["cap"], 64)
			w.fail(err)
			c.Breather = routing.Breather{Cap: limit, Length: w.duration(w.by["length"])}
		case "queue":
			c.Queues = append(c.Queues, w.queue())
		case "step":
			q := queueNamed(&c, w.at(0))
			q.Steps = append(q.Steps, routing.Step{After: w.duration(w.at(1)), Priority: w.number(w.by["priority"]), Lower: w.skills(w.by["lower"]), AddProfile: w.by["add"]})
		case "overflow":
			q := queueNamed(&c, w.at(0))
			q.Overflow = append(q.Overflow, w.overflow())
		case "profile":
			c.Profiles = append(c.Profiles, w.profile())
		case "load":
			profile := profileNamed(&c, w.at(0))
			for channel, value := range w.by {
				profile.Capacity = append(profile.Capacity, w.load(channel, value))
			}
		default:
			return c, fmt.Errorf("%q: unknown word", line)
		}
		if w.err != nil {
			return c, fmt.Errorf("%q: %w", line, w.err)
		}
	}
	return c, nil
}

func queueNamed(c *routing.Config, key string) *routing.Queue {
	for i := range c.Queues {
		if c.Queues[i].Key == key {
			return &c.Queues[i]
		}
	}
	c.Queues = append(c.Queues, routing.Queue{Key: key})
	return &c.Queues[len(c.Queues)-1]
}

func profileNamed(c *routing.Config, key string) *routing.Profile {
	for i := range c.Profiles {
		if c.Profiles[i].Key == key {
			return &c.Profiles[i]
		}
	}
	c.Profiles = append(c.Profiles, routing.Profile{Key: key})
	return &c.Profiles[len(c.Profiles)-1]
}

func (w *words) queue() routing.Queue {
	q := routing.Queue{
		Key: w.at(0), Priority: w.number(w.by["priority"]), MaxLength: w.number(w.by["max"]), Choice: routing.Choice(w.by["choice"]),
		ServiceLevel: routing.ServiceLevel{Threshold: w.duration(w.by["threshold"])},
		Offer:        routing.Offer{Timeout: w.duration(w.by["offer"]), AutoAccept: w.has("auto")},
	}
	if text := w.by["wrap_up"]; text != "" {
		mode, times, _ := strings.Cut(text, ":")
		length, extension, _ := strings.Cut(times, "+")
		q.WrapUp = routing.WrapUp{Mode: routing.WrapUpMode(mode), Length: w.duration(length), Extension: w.duration(extension)}
	}
	return q
}

// overflow reads "KEY trigger [measure] destination[:target]".
func (w *words) overflow() routing.Overflow {
	var rule routing.Overflow
	to := w.at(3)
	switch w.at(1) {
	case "waited":
		rule.When, rule.After = routing.Waited, w.duration(w.at(2))
	case "expected":
		rule.When, rule.After = routing.ExpectedWait, w.duration(w.at(2))
	case "length":
		rule.When, rule.Count = routing.Length, w.number(w.at(2))
	case "unstaffed":
		rule.When, to = routing.Unstaffed, w.at(2)
	case "closed":
		rule.When, to = routing.QueueClosed, w.at(2)
	default:
		w.fail(fmt.Errorf("no trigger %q", w.at(1)))
	}
	destination, target, _ := strings.Cut(to, ":")
	rule.To, rule.Target = routing.Destination(destination), target
	return rule
}

func (w *words) profile() routing.Profile {
	p := routing.Profile{Key: w.at(0)}
	for _, word := range w.bare[1:] {
		key, rest, _ := strings.Cut(word, ":")
		rank, delay, _ := strings.Cut(rest, "+")
		p.Queues = append(p.Queues, routing.ProfileQueue{Queue: key, Rank: w.number(rank), Delay: w.duration(delay)})
	}
	return p
}

func (w *words) load(channel, value string) routing.ChannelLoad {
	numbers, interrupts, _ := strings.Cut(value, ">")
	units, most, _ := strings.Cut(numbers, "/")
	load := routing.ChannelLoad{Channel: core.Channel(channel), Units: w.number(units), Max: w.number(most)}
	if interrupts != "" {
		for c := range strings.SplitSeq(interrupts, ",") {
			load.Interrupts = append(load.Interrupts, core.Channel(c))
		}
	}
	return load
}

// shortDuration writes whole and broken seconds alike: "90s", "0.5s".
func shortDuration(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
}

func shortInstant(at core.Instant) string { return shortDuration(at.Sub(scriptStart)) }
